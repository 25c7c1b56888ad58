import type { Channel } from "../../src/protocol/channel.ts";
import type { Message } from "../../src/protocol/message.ts";
import { mentionsUser } from "../text/mentions.ts";
import type { Notice } from "./notice.ts";
import type { State, Timeline } from "./state.ts";
import { withoutTypist } from "./typing.ts";

/** A timeline has this many messages at most; one whose beginning nobody reads is then cut to kept_max. */
const long_max = 400;
const kept_max = 250;
const notices_max = 100;
/** While one reads further up, this many may come at the end. */
const reading_max = 2 * long_max;
/** Channels whose messages are held. */
const timelines_max = 50;

/** The seq of the newest message held; 0 when there is none. */
export const newestSeq = ({ messages }: Pick<Timeline, "messages">): number => messages.at(-1)?.seq ?? 0;

/** The seq of the oldest message held; 0 when there is none. */
export const oldestSeq = ({ messages }: Pick<Timeline, "messages">): number => messages[0]?.seq ?? 0;

/** The messages stand without holes, so a place follows from the seq. */
export const messageAt = ({ messages }: Pick<Timeline, "messages">, seq: number): Message | undefined =>
  messages[seq - (messages[0]?.seq ?? 0)];

/** Whether the server has told of changes that the messages held do not have: a hole, or what was missed while away. */
export function isBehind(state: State, channel_id: number): boolean {
  const timeline = state.timelines.get(channel_id);
  const channel = state.channels.get(channel_id);
  return timeline !== undefined && channel !== undefined && timeline.rev < channel.last_rev;
}

/** Whether the newest messages of a channel are held, all of them. */
export function holdsNewest(state: State, channel_id: number): boolean {
  const timeline = state.timelines.get(channel_id);
  const channel = state.channels.get(channel_id);
  if (timeline === undefined || channel === undefined || isBehind(state, channel_id)) return false;
  return !timeline.has_newer && newestSeq(timeline) >= channel.last_seq;
}

export const withTimeline = (
  state: State,
  channel_id: number,
  timeline: Timeline,
): Pick<State, "timelines"> => ({
  timelines: new Map(state.timelines).set(channel_id, timeline),
});

/**
 * A message that has just been written, by anyone. It goes to the end of the timeline when it is the next
 * change; after a hole it does not, and `isBehind` tells. A second copy changes nothing.
 */
export function addMessage(state: State, message: Message): Partial<State> {
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined) return {};
  const own = message.author.user_id === state.me?.user_id;
  const channels = new Map(state.channels).set(channel.id, advance(channel, message, state.me));
  const outbox = own ? withoutNonces(state, [message]) : state.outbox;
  const typing = withoutTypist(state.typing, channel.id, message.author.user_id);
  const timeline = state.timelines.get(channel.id);
  if (timeline === undefined || message.rev !== timeline.rev + 1) return { channels, outbox, typing };
  const reading = state.open_channel_id === channel.id && !state.at_end;
  const grown = withNext(timeline, message);
  return {
    channels,
    outbox,
    typing,
    ...withTimeline(state, channel.id, reading ? withoutNewest(grown, reading_max) : shortened(grown)),
    ...newLine(state, channel, message, own),
  };
}

/** Whoever reads further up gets it later, with the page it is on. */
function withNext(timeline: Timeline, message: Message): Timeline {
  const { rev } = message;
  if (timeline.has_newer) return { ...timeline, rev };
  if (message.seq !== newestSeq(timeline) + 1) return { ...timeline, rev, has_newer: true };
  return { ...timeline, rev, messages: [...timeline.messages, message] };
}

function advance(channel: Channel, message: Message, me: State["me"]): Channel {
  const own = message.author.user_id === me?.user_id;
  const is_new = message.seq > Math.max(channel.last_seq, channel.read_seq);
  const names = me !== null && mentionsUser(message.content, me.username);
  if (message.seq <= channel.last_seq && message.rev <= channel.last_rev && !own) return channel;
  return {
    ...channel,
    last_rev: Math.max(channel.last_rev, message.rev),
    last_seq: Math.max(channel.last_seq, message.seq),
    last_message_at_ms: Math.max(channel.last_message_at_ms ?? 0, message.created_at_ms),
    // The server moves the author's own marker likewise.
    read_seq: own ? Math.max(channel.read_seq, message.seq) : channel.read_seq,
    // An answer to a repeat may come long after: what came meanwhile is not read by it.
    mention_count:
      own && message.seq >= channel.last_seq ? 0 : channel.mention_count + (is_new && names ? 1 : 0),
  };
}

/** The line is drawn before the first message that comes while nobody looks, and goes when one writes. */
function newLine(state: State, channel: Channel, message: Message, own: boolean): Partial<State> {
  if (state.open_channel_id !== channel.id) return {};
  if (own) return { new_line_seq: null, kept_unread: false };
  if (state.attentive && state.at_end) return {};
  const line_is_read = state.new_line_seq === null || state.new_line_seq < channel.read_seq;
  return line_is_read ? { new_line_seq: message.seq - 1 } : {};
}

/** The outbox without what the server has: one's own among these messages. */
export function withoutNonces(state: State, messages: readonly Message[]): State["outbox"] {
  const nonces = new Set(
    messages.filter(({ author }) => author.user_id === state.me?.user_id).map(({ nonce }) => nonce),
  );
  const left = state.outbox.filter(({ nonce }) => !nonces.has(nonce));
  return left.length === state.outbox.length ? state.outbox : left;
}

function shortened(timeline: Timeline): Timeline {
  return timeline.messages.length <= long_max ? timeline : withoutOldest(timeline, kept_max);
}

/** With `count` messages at most; what is cut off loads again as one scrolls there. */
export function withoutOldest(timeline: Timeline, count = long_max): Timeline {
  if (timeline.messages.length <= count) return timeline;
  const messages = timeline.messages.slice(-count);
  const notices = timeline.notices.filter((notice) => notice.after_seq >= oldestSeq({ messages }));
  return withOriginals({ ...timeline, messages, notices, has_older: true });
}

/** Likewise, at the other end. What comes live is then left out, too. */
export function withoutNewest(timeline: Timeline, count = long_max): Timeline {
  if (timeline.messages.length <= count) return timeline;
  const messages = timeline.messages.slice(0, count);
  return withOriginals({ ...timeline, messages, has_newer: true });
}

/** Without the originals that no reply held answers. */
function withOriginals(timeline: Timeline): Timeline {
  const answered = new Set(timeline.messages.map(({ reply_to_seq }) => reply_to_seq));
  return { ...timeline, originals: new Map([...timeline.originals].filter(([seq]) => answered.has(seq))) };
}

/** The timelines with the one that is looked at last, without those that nobody has looked at for long. */
export function withLatest(timelines: State["timelines"], channel_id: number): State["timelines"] {
  const latest = timelines.get(channel_id);
  const others = [...timelines].filter(([id]) => id !== channel_id).slice(1 - timelines_max);
  return new Map(latest === undefined ? others : [...others, [channel_id, latest]]);
}

export function addNotice(
  state: State,
  channel_id: number,
  notice: Pick<Notice, "kind" | "user">,
  at_ms: number,
): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  const id = (timeline.notices.at(-1)?.id ?? 0) + 1;
  const after_seq = newestSeq(timeline);
  const notices = [...timeline.notices, { ...notice, id, at_ms, after_seq }].slice(-notices_max);
  return withTimeline(state, channel_id, { ...timeline, notices });
}

/** Who came and went is news, not history: once one has looked and gone elsewhere it goes. */
export function withoutNotices(state: State, channel_id: number | null): Partial<State> {
  const timeline = channel_id === null ? undefined : state.timelines.get(channel_id);
  if (channel_id === null || timeline === undefined || timeline.notices.length === 0) return {};
  return withTimeline(state, channel_id, { ...timeline, notices: [] });
}
