import { and, eq, ne, sql } from "drizzle-orm";

import type { Mentions, Named, NamedAnew } from "../../domain/ports/message-store.ts";
import { members, mentions, users } from "../schema.ts";
import type { Queries } from "./database.ts";

/** Stands for everybody in the place of a user's id. */
export const everyone = 0;

const nobody: Named = { user_ids: new Set(), everyone: false };

/** Of a change that changed nothing. */
export const nobody_anew: NamedAnew = { before: nobody, after: nobody };

interface Place {
  channel_id: number;
  seq: number;
  author_id: number;
}

/** Remembers whom a message names; only members can be named, and never the author. */
export function mentionsIn(queries: Queries) {
  const statements = prepare(queries);

  const of = ({ channel_id, seq }: Place): Named => {
    const user_ids = new Set(statements.named.all({ channel_id, seq }).map(({ user_id }) => user_id));
    return { everyone: user_ids.delete(everyone), user_ids };
  };

  const add = (channel_id: number, seq: number, author_id: number, named: Mentions | undefined): void => {
    if (!named) return;
    const { usernames, user_ids } = named;
    // Who is named beside everybody is not named twice: a message counts once.
    if (named.everyone) return void statements.add.run({ user_id: everyone, channel_id, seq });
    if (usernames.length + user_ids.length === 0) return;
    const lists = { usernames: JSON.stringify(usernames), user_ids: JSON.stringify(user_ids) };
    statements.addNamed.run({ channel_id, seq, author_id, ...lists });
  };

  const kept = ({ user_ids }: Named, named: Mentions): ReadonlySet<number> => {
    if (!named.kept) return nobody.user_ids;
    const usernames = JSON.stringify(named.kept.but);
    return user_ids.difference(new Set(statements.idsOf.all({ usernames }).map(({ id }) => id)));
  };

  return {
    add,
    /** Names anew. */
    replace(place: Place, named: Mentions | undefined): NamedAnew {
      const { channel_id, seq, author_id } = place;
      const before = of(place);
      statements.clear.run({ channel_id, seq });
      add(
        channel_id,
        seq,
        author_id,
        named && { ...named, user_ids: [...named.user_ids, ...kept(before, named)] },
      );
      return { before, after: of(place) };
    },
  };
}

export type MentionWriter = ReturnType<typeof mentionsIn>;

function prepare(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const seq = sql.placeholder("seq");
  const list = (name: string) => sql`SELECT value FROM json_each(${sql.placeholder(name)})`;
  const this_message = and(eq(mentions.channel_id, channel_id), eq(mentions.seq, seq));
  // From those who are named to the members, so that it costs the same in a channel of any size.
  const by_name = sql`SELECT ${users.id} FROM ${users} WHERE ${users.username} IN (${list("usernames")})`;
  return {
    idsOf: queries
      .select({ id: users.id })
      .from(users)
      .where(sql`${users.username} IN (${list("usernames")})`)
      .prepare(),
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
          .where(
            and(
              eq(members.channel_id, channel_id),
              sql`${members.user_id} IN (${by_name} UNION ${list("user_ids")})`,
              ne(members.user_id, sql.placeholder("author_id")),
            ),
          ),
      )
      .onConflictDoNothing()
      .prepare(),
    named: queries.select({ user_id: mentions.user_id }).from(mentions).where(this_message).prepare(),
    clear: queries.delete(mentions).where(this_message).prepare(),
  };
}
