import type { Message } from "../../src/protocol/message.ts";
import type { Reply } from "../../src/protocol/registry.ts";
import { openGap } from "./pages.ts";
import type { State, Timeline } from "./state.ts";
import { newestSeq, oldestSeq, withoutNonces } from "./timeline.ts";

type CaughtUp = Reply<"sync.catch_up">;
type Changes = CaughtUp["changes"][number];

/**
 * The channels and what changed in them, of one moment. The list is the whole truth: what is gone from it
 * goes. A timeline that was not asked about stays behind, and is caught up with when it is looked at.
 */
export function caughtUp(state: State, reply: CaughtUp): Partial<State> {
  const channels = new Map(reply.channels.map((channel) => [channel.id, channel]));
  const timelines = new Map([...state.timelines].filter(([id]) => channels.get(id)?.joined === true));
  const news: Message[] = [];
  for (const changes of reply.changes) {
    const timeline = timelines.get(changes.channel_id);
    if (timeline === undefined) continue;
    news.push(...changes.messages);
    timelines.set(
      changes.channel_id,
      changes.is_gap ? afterGap(timeline, changes) : merged(timeline, changes),
    );
  }
  return { channels, timelines, outbox: withoutNonces(state, news) };
}

/** Each message comes as it is now: it replaces the one held, or goes to the end. */
function merged(timeline: Timeline, { last_rev, messages: news }: Changes): Timeline {
  const by_seq = new Map(news.map((message) => [message.seq, message]));
  const messages = timeline.messages.map((message) => by_seq.get(message.seq) ?? message);
  let { has_newer } = timeline;
  for (const message of news) {
    const newest = newestSeq({ messages });
    if (has_newer || message.seq <= newest) continue;
    if (message.seq === newest + 1 || messages.length === 0) messages.push(message);
    else has_newer = true;
  }
  // Originals of replies that are not held may have changed too: they are asked for anew.
  return { ...timeline, messages, rev: last_rev, has_newer, originals: new Map() };
}

/** Far behind: only the newest messages came. What lies between them and what was held loads as one scrolls up. */
function afterGap(timeline: Timeline, { last_rev, messages }: Changes): Timeline {
  const first_seq = oldestSeq({ messages });
  return {
    ...timeline,
    messages,
    rev: last_rev,
    has_older: first_seq > 1,
    has_newer: false,
    gap_after_seq: openGap(newestSeq(timeline), messages),
    originals: new Map(),
    notices: timeline.notices.filter(({ after_seq }) => after_seq >= first_seq),
  };
}
