import type { Member } from "../protocol/fields.ts";
import type { Context } from "./context.ts";
import { sizeOf } from "./fitting.ts";
import type { BytesBeside, UserRecord } from "./ports/store.ts";
import type { Login, Session } from "./session.ts";
import { userOf } from "./user.ts";

/** From here on the session hears what its user may hear; others learn how the user now shows. */
export async function enter(context: Context, session: Session, login: Login): Promise<void> {
  const { store, hub, presence } = context;
  const channel_ids = await store.members.channelIdsOf(login.user_id);
  const chosen = await store.users.presenceOf(login.user_id);
  // Last: a change from here on is told, and the hub hears of it.
  const user = await store.users.byId(login.user_id);
  if (session.is_closed) return;
  session.login = { ...(user ?? login), session_id: login.session_id };
  session.is_idle = false;
  hub.enter(login.user_id, session, channel_ids, chosen);
  if (!session.is_discreet) presence.note(login);
  context.memory.loggedIn();
}

/** The session hears nothing more. */
export function depart({ hub, presence }: Context, session: Session): void {
  const { login } = session;
  if (!login) return;
  presence.note(login); // first: the hub still knows which channels the user was in
  hub.leave(login.user_id, session);
  session.login = undefined;
}

/** What `withPresence` adds to a user, at most. */
export const presenceBytesIn =
  ({ hub }: Context): BytesBeside =>
  (user_id) =>
    sizeOf(hub.presenceOf(user_id));

/** A user as they are now, for an answer to one who asks. */
export function withPresence({ hub, presence }: Context, user: UserRecord): Member {
  const shown = hub.presenceOf(user.user_id);
  presence.shown(user.user_id, shown);
  return { ...userOf(user), ...shown };
}
