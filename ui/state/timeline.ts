import type { Channel } from "../../src/protocol/channel.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { Notice, State, Timeline } from "./state.ts";

/** A timeline that grew longer than this while nobody read its beginning is cut to kept_max. */
const long_max = 400;
const kept_max = 250;
const notices_max = 100;

/** The seq of the newest message held; 0 when there is none. */
export const newestSeq = (timeline: Timeline): number => timeline.messages.at(-1)?.seq ?? 0;

/** Whether messages that the server has are missing at the end. */
export function isBehind(state: State, channel_id: number): boolean {
  const timeline = state.timelines.get(channel_id);
  const channel = state.channels.get(channel_id);
  return timeline !== undefined && channel !== undefined && newestSeq(timeline) < channel.last_seq;
}

/**
 * A message that has just been written, by anyone. It goes into the timeline when it is the next one;
 * after a hole it does not, and `isBehind` tells. A second copy changes nothing.
 */
export function addMessage(state: State, message: Message): Partial<State> {
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined) return {};
  const own = message.author.user_id === state.me?.user_id;
  const channels = new Map(state.channels).set(channel.id, advance(channel, message, own));
  const outbox = own ? withoutNonce(state, message.nonce) : state.outbox;
  const timeline = state.timelines.get(channel.id);
  if (timeline === undefined || message.seq !== newestSeq(timeline) + 1) return { channels, outbox };
  const grown = { ...timeline, messages: [...timeline.messages, message] };
  const reading = state.open_channel_id === channel.id && !state.at_end;
  return {
    channels,
    outbox,
    timelines: new Map(state.timelines).set(channel.id, reading ? grown : shortened(grown)),
    ...newLine(state, channel, message, own),
  };
}

function advance(channel: Channel, message: Message, own: boolean): Channel {
  if (message.seq <= channel.last_seq && !own) return channel;
  return {
    ...channel,
    last_seq: Math.max(channel.last_seq, message.seq),
    last_message_at_ms: Math.max(channel.last_message_at_ms ?? 0, message.created_at_ms),
    // The server moves the author's own marker likewise.
    read_seq: own ? Math.max(channel.read_seq, message.seq) : channel.read_seq,
  };
}

/** The line is drawn before the first message that comes while nobody looks, and goes when one writes. */
function newLine(state: State, channel: Channel, message: Message, own: boolean): Partial<State> {
  if (state.open_channel_id !== channel.id) return {};
  if (own) return { new_line_seq: null };
  if (state.attentive && state.at_end) return {};
  const line_is_read = state.new_line_seq === null || state.new_line_seq < channel.read_seq;
  return line_is_read ? { new_line_seq: message.seq - 1 } : {};
}

const withoutNonce = (state: State, nonce: string | null): State["outbox"] =>
  state.outbox.some((pending) => pending.nonce === nonce)
    ? state.outbox.filter((pending) => pending.nonce !== nonce)
    : state.outbox;

function shortened(timeline: Timeline): Timeline {
  if (timeline.messages.length <= long_max) return timeline;
  const messages = timeline.messages.slice(-kept_max);
  const first_seq = messages[0]?.seq ?? 0;
  const notices = timeline.notices.filter((notice) => notice.after_seq >= first_seq);
  return { ...timeline, messages, notices, has_older: true };
}

/** The newest page: begins a timeline, or replaces one that is too far behind. */
export function newestPage(
  state: State,
  channel_id: number,
  page: { messages: readonly Message[]; has_more: boolean },
): Partial<State> {
  const before = state.timelines.get(channel_id);
  const first_seq = page.messages[0]?.seq ?? 0;
  const timeline: Timeline = {
    messages: page.messages,
    has_older: page.has_more,
    loading_older: false,
    notices: before?.notices.filter((notice) => notice.after_seq >= first_seq) ?? [],
  };
  return {
    timelines: new Map(state.timelines).set(channel_id, timeline),
    ...afterPage(state, channel_id, page.messages),
  };
}

/** A page of what came before the messages held. */
export function olderPage(
  state: State,
  channel_id: number,
  page: { messages: readonly Message[]; has_more: boolean },
): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  const first_seq = timeline.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.messages.filter((message) => message.seq < first_seq);
  return {
    timelines: new Map(state.timelines).set(channel_id, {
      ...timeline,
      messages: [...older, ...timeline.messages],
      has_older: page.has_more,
      loading_older: false,
    }),
  };
}

/** A page of what came after the messages held: fills a hole, or what was missed while away. */
export function newerPage(
  state: State,
  channel_id: number,
  page: { messages: readonly Message[] },
): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  const newer = page.messages.filter((message) => message.seq > newestSeq(timeline));
  return {
    timelines: new Map(state.timelines).set(channel_id, {
      ...timeline,
      messages: [...timeline.messages, ...newer],
    }),
    ...afterPage(state, channel_id, newer),
  };
}

/** A page may hold what was written here and acknowledged while nobody listened, and news of the end. */
function afterPage(state: State, channel_id: number, messages: readonly Message[]): Partial<State> {
  const channel = state.channels.get(channel_id);
  const last_seq = messages.at(-1)?.seq ?? 0;
  const nonces = new Set(
    messages.filter((message) => message.author.user_id === state.me?.user_id).map(({ nonce }) => nonce),
  );
  return {
    outbox: state.outbox.filter((pending) => !nonces.has(pending.nonce)),
    ...(channel !== undefined && channel.last_seq < last_seq
      ? { channels: new Map(state.channels).set(channel_id, { ...channel, last_seq }) }
      : {}),
  };
}

export function addNotice(
  state: State,
  channel_id: number,
  notice: Pick<Notice, "kind" | "username">,
  at_ms: number,
): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  const id = (timeline.notices.at(-1)?.id ?? 0) + 1;
  const after_seq = newestSeq(timeline);
  const notices = [...timeline.notices, { ...notice, id, at_ms, after_seq }].slice(-notices_max);
  return { timelines: new Map(state.timelines).set(channel_id, { ...timeline, notices }) };
}
