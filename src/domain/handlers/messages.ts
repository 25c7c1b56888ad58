import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import type { Reply, RequestBody } from "../../protocol/registry.ts";
import {
  requireLogin,
  requireMember,
  requireVisibleChannel,
  requireVisibleMessage,
  requireVisibleTo,
} from "../access.ts";
import type { Context } from "../context.ts";
import { fitting, sizeOf } from "../fitting.ts";
import type { Handler } from "../handler.ts";
import { mentionsIn, mentionsV1, takeRateOfCall } from "../mentions.ts";
import type { ChannelChanges } from "../ports/message-store.ts";
import type { ChannelView } from "../ports/store.ts";
import { presenceBytesIn } from "../presence.ts";
import type { Session } from "../session.ts";
import { userOf } from "../user.ts";
import { listed, present } from "./channels.ts";
import { withoutPreferences } from "./preferences.ts";

const receiptOf = ({ id, seq, rev, created_at_ms }: Message): Reply<"message.send"> => ({
  id,
  seq,
  rev,
  created_at_ms,
});

/**
 * Stored before told, told before answered; a repeat is answered only. A message of protocol 1 has no nonce.
 * Nothing is waited for before the store is asked, and after its answer nothing before it is told: changes are told in the
 * order of their commit because each waits for that one promise and no other.
 */
export async function postMessage(
  context: Context,
  session: Session,
  { channel_id, nonce, kind, content, reply_to_seq = null, file_ids, leaves_undelivered }: MessageToPost,
): Promise<Reply<"message.send">> {
  const { user_id: author_id } = requireLogin(session);
  if (nonce !== null) takeRateOfCall(context, session, channel_id, content);
  const mentions =
    nonce === null
      ? mentionsV1(context, session, channel_id, content)
      : mentionsIn(context, channel_id, content);
  try {
    const { message, repeated, began } = await context.store.messages.append({
      channel_id,
      author_id,
      kind,
      content,
      nonce,
      reply_to_seq,
      file_ids,
      mentions,
      leaves_undelivered,
      now_ms: context.clock.now(),
    });
    if (repeated) return receiptOf(message);
    if (began) tellBeginning(context, began);
    context.bus.publish({ audience: { channel_id }, event: { type: "message.created", body: { message } } });
    return receiptOf(message);
  } catch (error) {
    throw await refusalFor(context, session, channel_id, error);
  }
}

export const sendMessage: Handler<"message.send"> = postMessage;

/** Who may not even see the channel is told what is told of one that is missing. */
async function refusalFor(
  context: Context,
  session: Session,
  channel_id: number,
  error: unknown,
): Promise<unknown> {
  if (error instanceof ChatError && error.code === "forbidden")
    await requireVisibleChannel(context, session, channel_id);
  return error;
}

/** Direct messages show for the others from the first message on; it comes next. */
function tellBeginning(context: Context, view: ChannelView): void {
  const channel = present(context, withoutPreferences(view));
  const user_ids = view.members.map((member) => member.user_id);
  context.bus.publish({ audience: { user_ids }, event: { type: "channel.created", body: { channel } } });
}

type MessageToPost = Omit<RequestBody<"message.send">, "nonce" | "reply_to_seq"> & {
  nonce: string | null;
  reply_to_seq?: number | null | undefined;
  leaves_undelivered?: boolean;
};

export const listHistory: Handler<"message.history"> = async (context, session, page) => {
  await requireVisibleChannel(context, session, page.channel_id);
  return fittingHistory(context, { user_id: requireLogin(session).user_id, ...page });
};

type HistoryPage = Parameters<Context["store"]["messages"]["history"]>[0];

/** The longest messages get shorter pages, so that an answer does not hold up what comes after it. */
async function fittingHistory(context: Context, page: HistoryPage): Promise<Reply<"message.history">> {
  const found = await context.store.messages.history(page);
  const { length } = found.messages;
  if (length < 2 || sizeOf(found.messages) <= limits.list_bytes_max) return found;
  return fittingHistory(context, { ...page, limit: Math.floor(length / 2) });
}

export const getMessages: Handler<"message.get"> = async (context, session, { channel_id, seqs }) => {
  await requireVisibleChannel(context, session, channel_id);
  return { messages: await context.store.messages.get(requireLogin(session).user_id, channel_id, seqs) };
};

export const listPins: Handler<"message.pins"> = async (context, session, { channel_id }) => {
  await requireVisibleChannel(context, session, channel_id);
  const pins = await context.store.messages.pins(requireLogin(session).user_id, channel_id);
  return { messages: fitting(pins, limits.list_bytes_max) };
};

export const listEdits: Handler<"message.edits"> = async (context, session, { id }) => {
  await requireVisibleMessage(context, session, id);
  const edits = await context.store.messages.edits(id, limits.list_bytes_max);
  return { edits: fitting(edits.toReversed(), limits.list_bytes_max).toReversed() };
};

export const listReactors: Handler<"message.reactors"> = async (context, session, { id, emoji }) => {
  await requireVisibleMessage(context, session, id);
  return { users: fitting(await context.store.messages.reactors(id, emoji), limits.list_bytes_max) };
};

export const startTyping: Handler<"typing.start"> = async (context, session, { channel_id }) => {
  const login = await requireMember(context, session, channel_id);
  const { user_id } = login;
  const { archived_at_ms, kind, last_seq } = await requireVisibleTo(context, user_id, channel_id);
  if (archived_at_ms !== null) throw new ChatError("forbidden", "The channel is archived.");
  if (kind === "dm" && last_seq === 0) return {}; // the others do not know of it yet
  // Who shows as offline would show all the same by writing.
  const is_seen = context.hub.presenceOf(user_id).status !== "offline";
  if (is_seen && context.typing.take(user_id, channel_id, context.clock.steady())) {
    const event = { type: "typing.started", body: { channel_id, user: userOf(login) } } as const;
    context.bus.publish({ audience: { channel_id, except_user_id: user_id }, event });
  }
  return {};
};

export const catchUp: Handler<"sync.catch_up"> = async (context, session, { channels: positions }) => {
  const { user_id } = requireLogin(session);
  const bytes_max = limits.list_bytes_max / 2;
  const room = { bytes_max, bytesBeside: presenceBytesIn(context) };
  const { channels, changes, left_out } = await context.store.messages.catchUp(user_id, positions, room);
  const shorter = await Promise.all(changes.map((each) => shortened(context, user_id, each)));
  const told = fitting(shorter, bytes_max);
  return {
    channels: listed(context, channels),
    changes: told,
    left_out: [...changes.slice(told.length).map(({ channel_id }) => channel_id), ...left_out],
  };
};

/** Changes too large for one answer become a gap, of which as many of the newest messages are told as fit. */
async function shortened(
  context: Context,
  user_id: number,
  changes: ChannelChanges,
): Promise<ChannelChanges> {
  if (sizeOf(changes) <= limits.list_bytes_max / 2) return changes;
  const { channel_id, is_gap } = changes;
  // What has changed may lie anywhere; what follows a gap must be all of the newest.
  const page = { user_id, channel_id, limit: limits.history_page_default };
  const { messages } = is_gap ? changes : await context.store.messages.history(page);
  const newest = fitting(messages.toReversed(), limits.list_bytes_max / 3).toReversed();
  return { ...changes, messages: newest, is_gap: true };
}
