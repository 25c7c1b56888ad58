import { and, eq, inArray, ne, sql } from "drizzle-orm";

import type { Mentions } from "../../domain/ports/store.ts";
import { members, mentions, users } from "../schema.ts";
import type { Queries } from "./database.ts";

/** Stands for everybody in the place of a user's id. */
export const everyone = 0;

/** Remembers whom a message names; only members can be named, and never the author. */
export function mentionsIn(queries: Queries) {
  const { clear, add, addNamed } = prepare(queries);
  return {
    add(channel_id: number, seq: number, author_id: number, named: Mentions | undefined): void {
      if (!named) return;
      const { usernames, user_ids } = named;
      if (named.everyone) add.run({ user_id: everyone, channel_id, seq });
      if (usernames.length + user_ids.length === 0) return;
      const lists = { usernames: JSON.stringify(usernames), user_ids: JSON.stringify(user_ids) };
      addNamed.run({ channel_id, seq, author_id, ...lists });
    },
    clear: (channel_id: number, seq: number) => void clear.run({ channel_id, seq }),
  };
}

export type MentionWriter = ReturnType<typeof mentionsIn>;

function prepare(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const seq = sql.placeholder("seq");
  const inList = (name: string) => sql`(SELECT value FROM json_each(${sql.placeholder(name)}))`;
  return {
    add: queries
      .insert(mentions)
      .values({ user_id: sql.placeholder("user_id"), channel_id, seq })
      .onConflictDoNothing()
      .prepare(),
    addNamed: queries
      .insert(mentions)
      .select(
        queries
          .select({
            user_id: members.user_id,
            channel_id: members.channel_id,
            seq: sql<number>`${seq}`.as("seq"),
          })
          .from(members)
          .innerJoin(users, eq(users.id, members.user_id))
          .where(
            and(
              eq(members.channel_id, channel_id),
              ne(members.user_id, sql.placeholder("author_id")),
              sql`(${inArray(users.username, inList("usernames"))} OR ${inArray(users.id, inList("user_ids"))})`,
            ),
          ),
      )
      .onConflictDoNothing()
      .prepare(),
    clear: queries
      .delete(mentions)
      .where(and(eq(mentions.channel_id, channel_id), eq(mentions.seq, seq)))
      .prepare(),
  };
}
