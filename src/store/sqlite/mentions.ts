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

type Statements = ReturnType<typeof prepare>;

/** Remembers whom a message names; only members can be named, and never the author. */
export function mentionsIn(queries: Queries) {
  const statements = prepare(queries);

  const of = ({ channel_id, seq }: Place): Named => {
    const user_ids = new Set(statements.named.all({ channel_id, seq }).map(({ user_id }) => user_id));
    return { everyone: user_ids.delete(everyone), user_ids };
  };

  const add = (channel_id: number, seq: number, author_id: number, named: Mentions | undefined): void => {
    if (!named) return;
    // Who is named beside everybody is not named twice: a message counts once.
    if (named.everyone) return void statements.addEveryone.run({ channel_id, seq, author_id });
    const lists = listsOf(named);
    if (lists) statements.addNamed.run({ channel_id, seq, author_id, ...lists });
  };

  return {
    add,
    /** Names anew. Who was named and still is stays as they are: there may be thousands. */
    replace(place: Place, named: Mentions | undefined): NamedAnew {
      const { channel_id, seq, author_id } = place;
      const before = of(place);
      const after = named ? meant(statements, place, withKept(statements, before, named)) : nobody;
      const [had, has] = [rowsOf(before), rowsOf(after)];
      const gone = had.difference(has);
      const fresh = has.difference(had);
      if (gone.size > 0) statements.drop.run({ channel_id, seq, user_ids: JSON.stringify([...gone]) });
      if (fresh.size > 0) add(channel_id, seq, author_id, { ...after, usernames: [], user_ids: [...fresh] });
      return { before, after };
    },
  };
}

/** Whom these name among the members. */
function meant(statements: Statements, { channel_id, author_id }: Place, named: Mentions): Named {
  if (named.everyone) return { user_ids: nobody.user_ids, everyone: true };
  const lists = listsOf(named);
  if (!lists) return nobody;
  const rows = statements.meant.all({ channel_id, author_id, ...lists });
  return { user_ids: new Set(rows.map(({ user_id }) => user_id)), everyone: false };
}

function withKept(statements: Statements, { user_ids }: Named, named: Mentions): Mentions {
  if (!named.kept) return named;
  const usernames = JSON.stringify(named.kept.but);
  const but = new Set(statements.idsOf.all({ usernames }).map(({ id }) => id));
  return { ...named, user_ids: [...named.user_ids, ...user_ids.difference(but)] };
}

/** As the statements take them; undefined when nobody is in them. */
const listsOf = ({ usernames, user_ids }: Mentions) =>
  usernames.length + user_ids.length === 0
    ? undefined
    : { usernames: JSON.stringify(usernames), user_ids: JSON.stringify(user_ids) };

/** As the table has them. */
const rowsOf = (named: Named): ReadonlySet<number> =>
  named.everyone ? new Set([...named.user_ids, everyone]) : named.user_ids;

export type MentionWriter = ReturnType<typeof mentionsIn>;

function prepare(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const seq = sql.placeholder("seq");
  const author_id = sql.placeholder("author_id");
  const list = (name: string) => sql`SELECT value FROM json_each(${sql.placeholder(name)})`;
  const this_message = and(eq(mentions.channel_id, channel_id), eq(mentions.seq, seq));
  // From those who are named to the members, so that it costs the same in a channel of any size.
  const by_name = sql`SELECT ${users.id} FROM ${users} WHERE ${users.username} IN (${list("usernames")})`;
  const these = and(
    eq(members.channel_id, channel_id),
    sql`${members.user_id} IN (${by_name} UNION ${list("user_ids")})`,
    ne(members.user_id, author_id),
  );
  return {
    idsOf: queries
      .select({ id: users.id })
      .from(users)
      .where(sql`${users.username} IN (${list("usernames")})`)
      .prepare(),
    addEveryone: queries
      .insert(mentions)
      .values({ user_id: everyone, channel_id, seq, author_id })
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
            author_id: sql<null>`NULL`.as("author_id"),
          })
          .from(members)
          .where(these),
      )
      .onConflictDoNothing()
      .prepare(),
    meant: queries.select({ user_id: members.user_id }).from(members).where(these).prepare(),
    named: queries.select({ user_id: mentions.user_id }).from(mentions).where(this_message).prepare(),
    drop: queries
      .delete(mentions)
      .where(and(this_message, sql`${mentions.user_id} IN (${list("user_ids")})`))
      .prepare(),
  };
}
