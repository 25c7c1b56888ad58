import type { Message, Reaction } from "../../../src/protocol/message.ts";
import { withoutEdits } from "../edits.ts";
import type { Reducer } from "../reducers.ts";
import type { State, Timeline } from "../state.ts";
import { messageAt, withTimeline } from "../timeline.ts";

interface Place {
  channel_id: number;
  seq: number;
  rev: number;
}

export const messageEdited: Reducer<"message.edited"> = (state, { content, edited_at_ms, ...place }) =>
  changeMessage(state, place, (message) => ({ ...message, content, edited_at_ms }));

export const messageDeleted: Reducer<"message.deleted"> = (
  state,
  { deleted_at_ms, deleted_run, ...place },
) => {
  const patch = changeMessage(state, place, (message) => {
    const { attachments: _attachments, ...rest } = message;
    return { ...rest, ...emptied, deleted_at_ms };
  });
  return {
    ...patch,
    ...withoutUnread({ ...state, ...patch }, place.channel_id, deleted_run),
    ...withoutEdits(state, [place.id]),
  };
};

/** Deleted messages right behind the read marker count as read. */
function withoutUnread(
  { channels }: State,
  channel_id: number,
  { from_seq, to_seq }: { from_seq: number; to_seq: number },
): Partial<State> {
  const channel = channels.get(channel_id);
  if (channel === undefined || channel.read_seq < from_seq - 1 || channel.read_seq >= to_seq) return {};
  return { channels: new Map(channels).set(channel_id, { ...channel, read_seq: to_seq }) };
}

/** What a deletion leaves of a message: the server keeps neither the text nor what hangs on it. */
const emptied = { content: "", edited_at_ms: null, pinned_at_ms: null, reactions: [] };

export const messagePinned: Reducer<"message.pinned"> = (state, { pinned_at_ms, ...place }) =>
  changeMessage(state, place, (message) => ({ ...message, pinned_at_ms }));

/** The event is the same for everybody, so which reactions are mine follows from who it tells of. */
export const messageReacted: Reducer<"message.reacted"> = (
  state,
  { user, emoji, on, reactions, ...place },
) => {
  const by_me = user.user_id === state.me?.user_id;
  return changeMessage(state, place, (message) => {
    const mine = new Set(
      message.reactions.filter((reaction) => reaction.mine).map((reaction) => reaction.emoji),
    );
    if (by_me && on) mine.add(emoji);
    if (by_me && !on) mine.delete(emoji);
    return {
      ...message,
      reactions: reactions.map((reaction): Reaction => ({ ...reaction, mine: mine.has(reaction.emoji) })),
    };
  });
};

/**
 * A change of a message. It is taken when it is the next one of the channel; an earlier one is known already,
 * and after a hole `isBehind` tells that the missing part must be asked for.
 */
function changeMessage(
  state: State,
  { channel_id, seq, rev }: Place,
  change: (message: Message) => Message,
): Partial<State> {
  const channel = state.channels.get(channel_id);
  if (channel === undefined) return {};
  const channels =
    rev > channel.last_rev
      ? { channels: new Map(state.channels).set(channel_id, { ...channel, last_rev: rev }) }
      : {};
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined || rev !== timeline.rev + 1) return channels;
  return { ...channels, ...withTimeline(state, channel_id, changed(timeline, seq, rev, change)) };
}

function changed(
  timeline: Timeline,
  seq: number,
  rev: number,
  change: (message: Message) => Message,
): Timeline {
  const apply = (message: Message) => (message.rev < rev ? { ...change(message), rev } : message);
  const message = messageAt(timeline, seq);
  const original = timeline.originals.get(seq);
  return {
    ...timeline,
    rev,
    ...(message && { messages: timeline.messages.map((one) => (one === message ? apply(one) : one)) }),
    ...(original && { originals: new Map(timeline.originals).set(seq, apply(original)) }),
  };
}
