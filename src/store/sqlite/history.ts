import { and, asc, desc, gt, lt, sql } from "drizzle-orm";

import type { Messages } from "../../domain/ports/message-store.ts";
import { messages } from "../schema.ts";
import type { Queries } from "./database.ts";
import { in_channel, type MessageRow, type ReactionCounts, selectMessages } from "./message-rows.ts";

interface Page {
  rows: MessageRow[];
  has_more_before: boolean;
  has_more_after: boolean;
}

/** Pages are found by seq, so they cost the same in a channel of any length. */
export function historyIn(queries: Queries, counts: ReactionCounts): Messages["history"] {
  const { before, after } = prepare(queries);

  /** Right before a seq, one more than asked for to see whether there is more. */
  const pageBefore = (channel_id: number, before_seq: number, limit: number): Page => {
    const found = before.all({ channel_id, before_seq, limit: limit + 1 });
    const rows = found.slice(0, limit).toReversed();
    // Whether some come after: the seqs have no holes, so it is enough to look for the next one.
    const next = after.get({ channel_id, after_seq: rows.at(-1)?.seq ?? before_seq - 1, limit: 1 });
    return { rows, has_more_before: found.length > limit, has_more_after: next !== undefined };
  };

  const pageAfter = (channel_id: number, after_seq: number, limit: number): Page => {
    const found = after.all({ channel_id, after_seq, limit: limit + 1 });
    const rows = found.slice(0, limit);
    // The newest message may lie before the seq asked for, or there may be none at all.
    const [nearest] = rows.length > 0 ? [] : before.all({ channel_id, before_seq: after_seq + 1, limit: 1 });
    return {
      rows,
      has_more_before: rows[0] ? rows[0].seq > 1 : nearest !== undefined,
      has_more_after: found.length > limit,
    };
  };

  const pageAround = (channel_id: number, around_seq: number, limit: number): Page => {
    const older = pageBefore(channel_id, around_seq, Math.floor(limit / 2));
    const newer = pageAfter(channel_id, around_seq - 1, limit - older.rows.length);
    return { ...newer, rows: [...older.rows, ...newer.rows], has_more_before: older.has_more_before };
  };

  return async ({ user_id, channel_id, before_seq, after_seq, around_seq, limit }) =>
    queries.transaction(() => {
      const { rows, ...more } =
        around_seq !== undefined
          ? pageAround(channel_id, around_seq, limit)
          : after_seq !== undefined
            ? pageAfter(channel_id, after_seq, limit)
            : pageBefore(channel_id, before_seq ?? Number.MAX_SAFE_INTEGER, limit);
      return { messages: counts.withReactions(user_id, rows), ...more };
    });
}

function prepare(queries: Queries) {
  const limit = sql.placeholder("limit");
  return {
    before: selectMessages(queries)
      .where(and(in_channel, lt(messages.seq, sql.placeholder("before_seq"))))
      .orderBy(desc(messages.seq))
      .limit(limit)
      .prepare(),
    after: selectMessages(queries)
      .where(and(in_channel, gt(messages.seq, sql.placeholder("after_seq"))))
      .orderBy(asc(messages.seq))
      .limit(limit)
      .prepare(),
  };
}
