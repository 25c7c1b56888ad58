import { and, asc, desc, gt, gte, sql } from "drizzle-orm";

import type { ChannelChanges, Messages } from "../../domain/ports/message-store.ts";
import { limits } from "../../protocol/limits.ts";
import { messages } from "../schema.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { in_channel, type ReactionCounts, selectMessages } from "./message-rows.ts";

type Position = Parameters<Messages["catchUp"]>[1][number];

/** State, not a log: each message that changed comes once, as it is now. */
export function catchUpIn(
  queries: Queries,
  counts: ReactionCounts,
  views: ChannelViews,
): Messages["catchUp"] {
  const { changed, newest } = prepare(queries);

  const changesSince = (
    user_id: number,
    last_rev: number,
    { channel_id, rev, from_seq }: Position,
  ): ChannelChanges => {
    const limit = limits.catch_up_max + 1;
    const rows = last_rev > rev ? changed.all({ channel_id, rev, from_seq, limit }) : [];
    // Who has seen more than there is holds what a database put back from a backup has lost.
    const is_gap = rows.length > limits.catch_up_max || rev > last_rev;
    const told = is_gap ? newest.all({ channel_id, limit: limits.history_page_default }).toReversed() : rows;
    const in_order = told.toSorted((a, b) => a.seq - b.seq);
    return { channel_id, last_rev, is_gap, messages: counts.withReactions(user_id, in_order) };
  };

  return async (user_id, positions, bytes_max = Infinity) =>
    queries.transaction(() => {
      const channels = views.listFor(user_id);
      const last_revs = new Map(channels.map(({ id, last_rev }) => [id, last_rev]));
      const changes: ChannelChanges[] = [];
      const left_out: number[] = [];
      let bytes = 0;
      for (const position of positions) {
        const { channel_id } = position;
        // Also of a channel for which the list had no room.
        const last_rev = last_revs.get(channel_id) ?? views.lastRevFor(user_id, channel_id);
        if (last_rev === undefined) continue;
        if (bytes > bytes_max) {
          left_out.push(channel_id);
          continue;
        }
        const read = changesSince(user_id, last_rev, position);
        bytes += leastSizeOf(read);
        changes.push(read);
      }
      return { channels, changes, left_out };
    });
}

/** What a message takes as JSON beside its text, at least. */
const message_bytes_min = 120;

/** Of the JSON of these, without making it. */
const leastSizeOf = ({ messages: read }: ChannelChanges): number =>
  read.reduce((sum, { content }) => sum + message_bytes_min + content.length, 0);

function prepare(queries: Queries) {
  const limit = sql.placeholder("limit");
  return {
    changed: selectMessages(queries)
      .where(
        and(
          in_channel,
          gt(messages.rev, sql.placeholder("rev")),
          gte(messages.seq, sql.placeholder("from_seq")),
        ),
      )
      .orderBy(asc(messages.rev))
      .limit(limit)
      .prepare(),
    newest: selectMessages(queries).where(in_channel).orderBy(desc(messages.seq)).limit(limit).prepare(),
  };
}
