import { and, asc, eq, gt, gte, sql } from "drizzle-orm";

import type { DeletedRun, Place } from "../../domain/ports/message-store.ts";
import { deletedRuns, members } from "../schema.ts";
import type { Queries } from "./database.ts";

/**
 * Where a member's read marker stands: deleted messages right behind it count as read. Only the first row that ends
 * behind the marker can begin there: it is one look-up, however many have been deleted. Null for who is no member.
 */
export function readSeq(queries: Queries) {
  const begins_there = sql`${deletedRuns.from_seq} <= ${members.read_seq} + 1`;
  const next = queries
    .select({ to_seq: sql`CASE WHEN ${begins_there} THEN ${deletedRuns.to_seq} END` })
    .from(deletedRuns)
    .where(and(eq(deletedRuns.channel_id, members.channel_id), gt(deletedRuns.to_seq, members.read_seq)))
    .orderBy(asc(deletedRuns.to_seq))
    .limit(1);
  return sql<number>`coalesce((${next}), ${members.read_seq})`;
}

/** Keeps the first and the last of deleted messages in a row, as long as they are. */
export interface DeletedRuns {
  /** Those of which a deleted message is part. */
  find(place: Place): DeletedRun;
  /** Takes in a message that is just deleted: it may join those before it and those after it. */
  add(place: Place): DeletedRun;
}

export function deletedRunsIn(queries: Queries): DeletedRuns {
  const { endingFrom, put, drop } = prepare(queries);
  return {
    find({ channel_id, seq }) {
      const run = endingFrom.get({ channel_id, seq });
      if (!run) throw new Error("a deleted message is in no row of them");
      return run;
    },
    add({ channel_id, seq }) {
      const earlier = endingFrom.get({ channel_id, seq: seq - 1 });
      const later = endingFrom.get({ channel_id, seq: seq + 1 });
      const joins_earlier = earlier?.to_seq === seq - 1;
      const from_seq = joins_earlier ? earlier.from_seq : seq;
      const to_seq = later?.from_seq === seq + 1 ? later.to_seq : seq;
      if (joins_earlier) drop.run({ channel_id, to_seq: earlier.to_seq });
      put.run({ channel_id, from_seq, to_seq });
      return { from_seq, to_seq };
    },
  };
}

function prepare(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const to_seq = sql.placeholder("to_seq");
  const from_seq = sql.placeholder("from_seq");
  const in_channel = eq(deletedRuns.channel_id, channel_id);
  return {
    /** The first that ends at a seq or after it. */
    endingFrom: queries
      .select({ from_seq: deletedRuns.from_seq, to_seq: deletedRuns.to_seq })
      .from(deletedRuns)
      .where(and(in_channel, gte(deletedRuns.to_seq, sql.placeholder("seq"))))
      .orderBy(asc(deletedRuns.to_seq))
      .limit(1)
      .prepare(),
    put: queries
      .insert(deletedRuns)
      .values({ channel_id, to_seq, from_seq })
      .onConflictDoUpdate({
        target: [deletedRuns.channel_id, deletedRuns.to_seq],
        set: { from_seq: sql`excluded.from_seq` },
      })
      .prepare(),
    drop: queries
      .delete(deletedRuns)
      .where(and(in_channel, eq(deletedRuns.to_seq, to_seq)))
      .prepare(),
  };
}
