import type { Message } from "../../src/protocol/message.ts";
import type { Reply } from "../../src/protocol/registry.ts";
import type { State, Timeline } from "./state.ts";
import {
  newestSeq,
  oldestSeq,
  withoutNewest,
  withoutNonces,
  withoutOldest,
  withTimeline,
} from "./timeline.ts";

/** What pages of history make of a timeline. */
export type HistoryPage = Reply<"message.history">;

/**
 * A page that takes the place of all that is held: the newest, or the one around a message. `known_rev` is
 * the channel's rev as it was known when the page was asked for, so no change up to it can be missing.
 */
export function freshPage(
  state: State,
  channel_id: number,
  page: HistoryPage,
  known_rev: number,
): Partial<State> {
  const { messages } = page;
  const before = state.timelines.get(channel_id);
  const last_seq = state.channels.get(channel_id)?.last_seq ?? 0;
  return {
    ...withTimeline(state, channel_id, {
      messages,
      // A page is of one moment, so it has every change up to the highest rev in it.
      rev: Math.max(known_rev, ...messages.map(({ rev }) => rev)),
      has_older: page.has_more_before,
      loading_older: false,
      has_newer: page.has_more_after || newestSeq(page) < last_seq,
      loading_newer: false,
      gap_after_seq: null,
      originals: new Map(),
      notices: before?.notices.filter(({ after_seq }) => after_seq >= oldestSeq(page)) ?? [],
    }),
    ...afterPage(state, channel_id, messages),
  };
}

/** A page of what came before the messages held. */
export function olderPage(state: State, channel_id: number, page: HistoryPage): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  // The timeline may have been replaced or cut meanwhile: a page that does not fit to it would leave a hole.
  const newest = page.messages.at(-1);
  const first_seq = oldestSeq(timeline);
  if (newest !== undefined && newest.seq < first_seq - 1)
    return withTimeline(state, channel_id, { ...timeline, loading_older: false });
  const messages = [...page.messages.filter(({ seq }) => seq < first_seq), ...timeline.messages];
  const grown: Timeline = {
    ...timeline,
    messages,
    has_older: page.has_more_before,
    loading_older: false,
    gap_after_seq: openGap(timeline.gap_after_seq, messages),
  };
  return withTimeline(state, channel_id, withoutNewest(grown));
}

/** A gap is closed when nothing is missing between what was held before it and what is held now. */
export const openGap = (gap_after_seq: number | null, messages: readonly Message[]): number | null =>
  gap_after_seq !== null && gap_after_seq < oldestSeq({ messages }) - 1 ? gap_after_seq : null;

/** A page of what came after the messages held. */
export function newerPage(state: State, channel_id: number, page: HistoryPage): Partial<State> {
  const timeline = state.timelines.get(channel_id);
  if (timeline === undefined) return {};
  const last_seq = state.channels.get(channel_id)?.last_seq ?? 0;
  const [oldest] = page.messages;
  if (oldest !== undefined && oldest.seq > newestSeq(timeline) + 1)
    return withTimeline(state, channel_id, { ...timeline, loading_newer: false });
  const newer = page.messages.filter(({ seq }) => seq > newestSeq(timeline));
  const messages = [...timeline.messages, ...newer];
  const grown: Timeline = {
    ...timeline,
    messages,
    has_newer: page.has_more_after || newestSeq({ messages }) < last_seq,
    loading_newer: false,
  };
  return { ...withTimeline(state, channel_id, withoutOldest(grown)), ...afterPage(state, channel_id, newer) };
}

/** A page may hold what was written here and acknowledged while nobody listened, and news of the end. */
function afterPage(state: State, channel_id: number, messages: readonly Message[]): Partial<State> {
  const channel = state.channels.get(channel_id);
  const last_seq = newestSeq({ messages });
  const last_rev = Math.max(0, ...messages.map(({ rev }) => rev));
  const outbox = withoutNonces(state, messages);
  if (channel === undefined || (channel.last_seq >= last_seq && channel.last_rev >= last_rev))
    return { outbox };
  const advanced = {
    ...channel,
    last_seq: Math.max(channel.last_seq, last_seq),
    last_rev: Math.max(channel.last_rev, last_rev),
  };
  return { outbox, channels: new Map(state.channels).set(channel_id, advanced) };
}
