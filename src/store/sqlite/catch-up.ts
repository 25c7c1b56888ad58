import { and, asc, desc, gt, gte, sql } from "drizzle-orm";

import type { ChannelChanges, Messages } from "../../domain/ports/message-store.ts";
import type { ChannelView } from "../../domain/ports/store.ts";
import { limits } from "../../protocol/limits.ts";
import { messages } from "../schema.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { in_channel, type ReactionCounts, selectMessages } from "./message-rows.ts";

type Position = Parameters<Messages["catchUp"]>[1][number];
type Counters = Pick<ChannelView, "last_rev" | "last_seq">;

/** State, not a log: each message that changed comes once, as it is now. */
export function catchUpIn(
  queries: Queries,
  counts: ReactionCounts,
  views: ChannelViews,
): Messages["catchUp"] {
  const { newest, ...statements } = prepare(queries);

  const changesSince = (user_id: number, counters: Counters, position: Position) => {
    const { channel_id, rev } = position;
    const { last_rev } = counters;
    const found = changedSince(statements, counters, position);
    // Who has seen more than there is holds what a database put back from a backup has lost.
    const is_gap = !found || found.rows.length > limits.catch_up_max || rev > last_rev;
    const told = is_gap
      ? newest.all({ channel_id, limit: limits.history_page_default }).toReversed()
      : found.rows;
    const in_order = told.toSorted((a, b) => a.seq - b.seq);
    const messages = counts.withReactions(user_id, in_order);
    return { changes: { channel_id, last_rev, is_gap, messages }, passed: found?.passed ?? 0 };
  };

  return async (user_id, positions, { bytes_max = Infinity, bytesBeside } = {}) =>
    queries.transaction(() => {
      const channels = views.listFor(user_id, bytesBeside);
      const listed = new Map<number, Counters>(channels.map((channel) => [channel.id, channel]));
      const changes: ChannelChanges[] = [];
      const left_out: number[] = [];
      let [bytes, passed] = [0, 0];
      for (const position of positions) {
        const { channel_id } = position;
        // Also of a channel for which the list had no room.
        const counters = listed.get(channel_id) ?? views.countersFor(user_id, channel_id);
        if (counters === undefined) continue;
        if (bytes > bytes_max || passed > limits.catch_up_passed_max) {
          left_out.push(channel_id);
          continue;
        }
        const read = changesSince(user_id, counters, position);
        bytes += leastSizeOf(read.changes);
        passed += read.passed;
        changes.push(read.changes);
      }
      return { channels, changes, left_out };
    });
}

/**
 * What has changed among the messages held, and how many others were passed over to find it: by rev those that are
 * not held, by seq those that have not changed. Goes the shorter way; undefined when either is too long. One more
 * than catch_up_max are enough to tell that they are too many.
 */
function changedSince(
  { by_rev, by_seq, beyond }: Omit<ReturnType<typeof prepare>, "newest">,
  { last_rev, last_seq }: Counters,
  { channel_id, rev, from_seq }: Position,
) {
  const passed_max = limits.catch_up_passed_max;
  const limit = limits.catch_up_max + 1;
  const held = Math.max(last_seq - Math.max(from_seq, 1) + 1, 0);
  let changed = Math.max(last_rev - rev, 0);
  if (Math.min(held, changed) === 0) return { rows: [], passed: 0 };
  if (Math.min(held, changed) > passed_max) {
    // At most: a message that changed often has taken many revs and is there once.
    if (beyond.get({ channel_id, rev, offset: passed_max })) return undefined;
    changed = passed_max;
  }
  const way = changed <= held ? by_rev : by_seq;
  const rows = way.all({ channel_id, rev, from_seq, limit });
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const reached = last && (way === by_rev ? last.rev - rev : last.seq - from_seq + 1);
  return { rows, passed: Math.min(reached ?? Infinity, held, changed) - rows.length };
}

/** What a message takes as JSON beside its text, and each of its reactions, at least. */
const message_bytes_min = 120;
const reaction_bytes_min = 35;

/** Of the JSON of these, without making it. */
const leastSizeOf = ({ messages: read }: ChannelChanges): number =>
  read.reduce(
    (sum, { content, reactions }) =>
      sum + message_bytes_min + content.length + reactions.length * reaction_bytes_min,
    0,
  );

function prepare(queries: Queries) {
  const limit = sql.placeholder("limit");
  const is_newer = gt(messages.rev, sql.placeholder("rev"));
  const changed = () =>
    selectMessages(queries).where(and(in_channel, is_newer, gte(messages.seq, sql.placeholder("from_seq"))));
  return {
    by_rev: changed().orderBy(asc(messages.rev)).limit(limit).prepare(),
    by_seq: changed().orderBy(asc(messages.seq)).limit(limit).prepare(),
    /** Nothing when no more than `offset` messages have changed. */
    beyond: queries
      .select({ rev: messages.rev })
      .from(messages)
      .where(and(in_channel, is_newer))
      .limit(1)
      .offset(sql.placeholder("offset"))
      .prepare(),
    newest: selectMessages(queries).where(in_channel).orderBy(desc(messages.seq)).limit(limit).prepare(),
  };
}
