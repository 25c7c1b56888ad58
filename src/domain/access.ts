import { ChatError } from "../protocol/errors.ts";
import type { Message } from "../protocol/message.ts";
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
  return requireVisibleTo(context, requireLogin(session).user_id, channel_id);
}

/** The same for a user whose connection may be gone meanwhile. */
export async function requireVisibleTo(
  context: Context,
  user_id: number,
  channel_id: number,
): Promise<ChannelView> {
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

/** A message in a channel this user may see. Fails alike for hidden and missing. */
export async function requireVisibleMessage(
  context: Context,
  session: Session,
  id: number,
): Promise<Message> {
  const { user_id } = requireLogin(session);
  const message = await context.store.messages.find(user_id, id);
  if (message && (await context.store.channels.viewFor(user_id, message.channel_id))) return message;
  throw new ChatError("not_found", "No such message.");
}

/** A message in a channel this user is a member of. */
export async function requireMembersMessage(
  context: Context,
  session: Session,
  id: number,
): Promise<Message> {
  const message = await requireVisibleMessage(context, session, id);
  await requireMember(context, session, message.channel_id);
  return message;
}

/** A message this user wrote. */
export async function requireOwnMessage(context: Context, session: Session, id: number): Promise<Message> {
  const message = await requireMembersMessage(context, session, id);
  if (message.author.user_id === requireLogin(session).user_id) return message;
  throw new ChatError("forbidden", "Only who wrote a message can change it.");
}

export const noSuchChannel = (): ChatError => new ChatError("not_found", "No such channel.");
