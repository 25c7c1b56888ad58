import type { Member } from "../protocol/fields.ts";
import type { Context } from "./context.ts";
import type { UserRecord } from "./ports/store.ts";
import type { Login, Session } from "./session.ts";

/** From here on the session hears what its user may hear; everybody learns of the user's first one. */
export async function enter(context: Context, session: Session, login: Login): Promise<void> {
  const channel_ids = await context.store.members.channelIdsOf(login.user_id);
  if (session.is_closed) return;
  session.login = login;
  if (context.hub.enter(login.user_id, session, channel_ids)) announce(context, login, "online");
}

/**
 * The session hears nothing more; everybody learns when it was the user's last. Told first, removed then:
 * while it is told, the hub still knows which channels the user was in.
 */
export function depart(context: Context, session: Session): void {
  const { login } = session;
  if (!login) return;
  session.login = undefined;
  if (context.hub.isLast(login.user_id, session)) announce(context, login, "offline");
  context.hub.leave(login.user_id, session);
}

export const withPresence = (context: Context, { user_id, username }: UserRecord): Member => ({
  user_id,
  username,
  status: context.hub.isOnline(user_id) ? "online" : "offline",
});

function announce(context: Context, { user_id, username }: UserRecord, status: Member["status"]): void {
  context.bus.publish({
    audience: "everyone",
    event: { type: "presence.changed", body: { user_id, username, status } },
  });
}
