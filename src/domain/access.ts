import { ChatError } from "../protocol/errors.ts";
import type { Context } from "./context.ts";
import type { ChannelView } from "./ports/store.ts";
import type { Login, Session } from "./session.ts";

/** The login of a session. Throws ChatError `not_authenticated`. */
export function requireLogin(session: Session): Login {
  if (session.login) return session.login;
  throw new ChatError("not_authenticated", "You must log in first.");
}

/** A channel as this user sees it. Fails alike for hidden and missing: outsiders learn nothing. */
export async function requireVisibleChannel(
  context: Context,
  session: Session,
  channel_id: number,
): Promise<ChannelView> {
  const { user_id } = requireLogin(session);
  const channel = await context.store.channels.viewFor(user_id, channel_id);
  if (channel) return channel;
  throw noSuchChannel();
}

/** The login of a member of this channel. Who is no member is told so only of channels that all may see. */
export async function requireMember(context: Context, session: Session, channel_id: number): Promise<Login> {
  const login = requireLogin(session);
  if (await context.store.members.has(channel_id, login.user_id)) return login;
  await requireVisibleChannel(context, session, channel_id);
  throw new ChatError("forbidden", "You must join the channel first.");
}

export const noSuchChannel = (): ChatError => new ChatError("not_found", "No such channel.");
