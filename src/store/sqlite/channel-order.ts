import { and, desc, eq, gt, or, sql } from "drizzle-orm";

import { channels, members, messages } from "../schema.ts";
import type { Queries } from "./database.ts";

const user_id = sql.placeholder("user_id");

/** Written out, since the indexes of names hold for one kind each: a placeholder could be any. */
export const is_public = sql`${channels.kind} = 'public'`;
export const is_private = sql`${channels.kind} = 'private'`;
const is_dm = sql`${channels.kind} = 'dm'`;

/** Direct messages show for the others from the first message on. */
export const is_shown = or(
  sql`${channels.kind} <> 'dm'`,
  gt(channels.last_seq, 0),
  eq(channels.created_by, user_id),
);

export const mine = and(eq(members.channel_id, channels.id), eq(members.user_id, user_id));
export const newest = and(eq(messages.channel_id, channels.id), eq(messages.seq, channels.last_seq));

/** A channel in the order in which it is listed, and what it is to the user. */
export interface Standing {
  id: number;
  /** See `ranks`. */
  rank: number;
  /** When the user became a member; 0 for who is none. */
  since_ms: number;
}

/** `chosen`: made or marked by the user, and dms that they have read. `new_dm`: dms that they have not. `joined`: others they are in. */
const ranks = { chosen: 1, new_dm: 2, joined: 3, other: 4 } as const;

/** So many of the new dms, the newest, come before what one was in before: of a flood of them a list shows that there is one. */
const new_dms_first = 20;

/**
 * In the order in which a list takes them in while there is room. What others do to somebody, write to them and add them to channels,
 * comes behind what that one has chosen, and the newest of it behind what was there before.
 */
export function byImportance(order: readonly Standing[]): number[] {
  const by_rank = Map.groupBy(order, ({ rank }) => rank);
  const of = (rank: keyof typeof ranks) => by_rank.get(ranks[rank]) ?? [];
  const new_dms = of("new_dm");
  return [
    ...of("chosen"),
    ...new_dms.slice(0, new_dms_first),
    ...of("joined").toSorted((a, b) => a.since_ms - b.since_ms),
    ...new_dms.slice(new_dms_first),
    ...of("other"),
  ].map(({ id }) => id);
}

/** What a user sees, in the order in which it is listed. Reads no more of each channel than that takes: there may be thousands. */
export function channelOrderIn(queries: Queries): (user_id: number) => Standing[] {
  const { named, dms } = prepare(queries);
  // As SQLite gives them: to make objects of thousands of rows would take longer than to find them.
  const rowsOf = (user_id: number) => [...named.values({ user_id }), ...dms.values({ user_id })];
  return (user_id) =>
    rowsOf(user_id).map(([id, rank, since_ms]) => ({
      id: Number(id),
      rank: Number(rank),
      since_ms: Number(since_ms ?? 0),
    }));
}

const literal = (rank: keyof typeof ranks) => sql.raw(String(ranks[rank]));

function prepare(queries: Queries) {
  const own = sql`${channels.created_by} = ${user_id} OR ${members.favorite} = 1`;
  const rank = sql<number>`CASE WHEN ${members.user_id} IS NULL THEN ${literal("other")}
    WHEN ${own} THEN ${literal("chosen")} ELSE ${literal("joined")} END`;
  const dm_rank = sql<number>`CASE WHEN ${own} OR ${members.read_seq} > 0 THEN ${literal("chosen")} ELSE ${literal("new_dm")} END`;
  const standing = { id: channels.id, rank, since_ms: members.joined_at_ms, name: channels.name };
  const member = eq(members.user_id, user_id);
  return {
    named: queries
      .select(standing)
      .from(channels)
      .leftJoin(members, mine)
      .where(is_public)
      .unionAll(
        queries
          .select(standing)
          .from(members)
          .innerJoin(channels, and(eq(channels.id, members.channel_id), is_private))
          .where(member),
      )
      .orderBy(sql`channels.name`, sql`channels.id`)
      .prepare(),
    dms: queries
      .select({ id: channels.id, rank: dm_rank, since_ms: members.joined_at_ms })
      .from(members)
      .innerJoin(channels, and(eq(channels.id, members.channel_id), is_dm, is_shown))
      .leftJoin(messages, newest)
      .where(member)
      .orderBy(desc(messages.id), desc(channels.id))
      .prepare(),
  };
}
