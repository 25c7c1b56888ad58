import type { Message } from "../../protocol/message.ts";
import type { RequestBody } from "../../protocol/registry.ts";
import { requireLogin, requireMember, requireVisibleChannel, requireVisibleMessage } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { mentionsIn } from "../mentions.ts";
import type { Session } from "../session.ts";
import { present } from "./channels.ts";

export const sendMessage: Handler<"message.send"> = async (context, session, body) => {
  const { id, seq, rev, created_at_ms } = await postMessage(context, session, body);
  return { id, seq, rev, created_at_ms };
};

/** Stored before told, told before answered; a repeat is answered only. A message of protocol 1 has no nonce. */
export async function postMessage(
  context: Context,
  session: Session,
  { channel_id, nonce, kind, content, reply_to_seq = null }: NewMessage,
): Promise<Message> {
  const { user_id: author_id } = await requireMember(context, session, channel_id);
  const now_ms = context.clock.now();
  const { message, repeated } = await context.store.messages.append({
    channel_id,
    author_id,
    kind,
    content,
    nonce,
    reply_to_seq,
    mentions: mentionsIn(context, channel_id, content),
    now_ms,
  });
  if (!repeated) {
    context.bus.publish({ audience: { channel_id }, event: { type: "message.created", body: { message } } });
  }
  return message;
}

type NewMessage = Omit<RequestBody<"message.send">, "nonce" | "reply_to_seq"> & {
  nonce: string | null;
  reply_to_seq?: number | null | undefined;
};

export const listHistory: Handler<"message.history"> = async (context, session, page) => {
  await requireVisibleChannel(context, session, page.channel_id);
  return context.store.messages.history({ user_id: requireLogin(session).user_id, ...page });
};

export const getMessages: Handler<"message.get"> = async (context, session, { channel_id, seqs }) => {
  await requireVisibleChannel(context, session, channel_id);
  return { messages: await context.store.messages.get(requireLogin(session).user_id, channel_id, seqs) };
};

export const listPins: Handler<"message.pins"> = async (context, session, { channel_id }) => {
  await requireVisibleChannel(context, session, channel_id);
  return { messages: await context.store.messages.pins(requireLogin(session).user_id, channel_id) };
};

export const listEdits: Handler<"message.edits"> = async (context, session, { id }) => {
  await requireVisibleMessage(context, session, id);
  return { edits: await context.store.messages.edits(id) };
};

export const listReactors: Handler<"message.reactors"> = async (context, session, { id, emoji }) => {
  await requireVisibleMessage(context, session, id);
  return { users: await context.store.messages.reactors(id, emoji) };
};

export const startTyping: Handler<"typing.start"> = async (context, session, { channel_id }) => {
  const { user_id, username } = await requireMember(context, session, channel_id);
  if (context.typing.take(user_id, channel_id, context.clock.now())) {
    const event = { type: "typing.started", body: { channel_id, user: { user_id, username } } } as const;
    context.bus.publish({ audience: { channel_id, except_user_id: user_id }, event });
  }
  return {};
};

export const catchUp: Handler<"sync.catch_up"> = async (context, session, { channels: positions }) => {
  const { user_id } = requireLogin(session);
  const { channels, changes } = await context.store.messages.catchUp(user_id, positions);
  return { channels: channels.map((view) => present(context, view)), changes };
};
