import { and, asc, between, desc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

import type { DeletedRun } from "../../domain/ports/message-store.ts";
import { limits } from "../../protocol/limits.ts";
import { channels, members, messages } from "../schema.ts";
import type { Queries } from "./database.ts";

const run_max = limits.deleted_run_max;

/**
 * Where a member's read marker stands: deleted messages right behind it count as read. No more of them are looked at
 * than a limit says, so it costs the same in a channel of any length. Null for who is no member.
 */
export function readSeq(queries: Queries) {
  const next = alias(messages, "next");
  const behind = between(
    next.seq,
    sql`${members.read_seq} + 1`,
    sql`${members.read_seq} + ${sql.raw(`${run_max}`)}`,
  );
  const first_left = queries
    .select({ seq: next.seq })
    .from(next)
    .where(and(eq(next.channel_id, members.channel_id), behind, isNull(next.deleted_at_ms)))
    .orderBy(asc(next.seq))
    .limit(1);
  const last = sql`min(${members.read_seq} + ${sql.raw(`${run_max}`)}, ${channels.last_seq})`;
  return sql<number>`coalesce((${first_left}) - 1, ${last})`;
}

/** Finds the deleted messages in a row of which a deleted one is part, as many to each side as a limit says. */
export function deletedRunsIn(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const within = and(
    eq(messages.channel_id, channel_id),
    between(messages.seq, sql.placeholder("from_seq"), sql.placeholder("to_seq")),
    isNull(messages.deleted_at_ms),
  );
  const left = () => queries.select({ seq: messages.seq }).from(messages).where(within).limit(1);
  const before = left().orderBy(desc(messages.seq)).prepare();
  const after = left().orderBy(asc(messages.seq)).prepare();
  return ({
    channel_id,
    seq,
    last_seq,
  }: {
    channel_id: number;
    seq: number;
    last_seq: number;
  }): DeletedRun => {
    const from_seq = Math.max(1, seq - run_max);
    const to_seq = Math.min(last_seq, seq + run_max);
    const earlier = before.get({ channel_id, from_seq, to_seq: seq - 1 });
    const later = after.get({ channel_id, from_seq: seq + 1, to_seq });
    return { from_seq: earlier ? earlier.seq + 1 : from_seq, to_seq: later ? later.seq - 1 : to_seq };
  };
}
