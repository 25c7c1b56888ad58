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

/** Of a list that is too long those of the last rank are left out first, of one rank those that stand last. */
export interface Standing {
  id: number;
  /** 1: dms, and channels that the user has made or marked; 2: others they are in; 3: those they are not in. */
  rank: number;
}

/** What a user sees, in the order in which it is listed. Reads no more of each channel than that takes: there may be thousands. */
export function channelOrderIn(queries: Queries): (user_id: number) => Standing[] {
  const { named, dms } = prepare(queries);
  // As SQLite gives them: to make objects of thousands of rows would take longer than to find them.
  const rowsOf = (user_id: number) => [...named.values({ user_id }), ...dms.values({ user_id })];
  return (user_id) => rowsOf(user_id).map(([id, rank]) => ({ id: Number(id), rank: Number(rank) }));
}

function prepare(queries: Queries) {
  const own = sql`${channels.created_by} = ${user_id} OR ${members.favorite} = 1`;
  const rank = sql<number>`CASE WHEN ${members.user_id} IS NULL THEN 3 WHEN ${own} THEN 1 ELSE 2 END`;
  const standing = { id: channels.id, rank, name: channels.name };
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
      .select({ id: channels.id, rank: sql<number>`1` })
      .from(members)
      .innerJoin(channels, and(eq(channels.id, members.channel_id), is_dm, is_shown))
      .leftJoin(messages, newest)
      .where(member)
      .orderBy(desc(messages.id), desc(channels.id))
      .prepare(),
  };
}
