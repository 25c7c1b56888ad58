import { and, eq, sql } from "drizzle-orm";

import { reactionCounts, reactions } from "../schema.ts";
import type { Queries } from "./database.ts";
import { formsOf, in_any_form } from "./message-rows.ts";

interface Given {
  id: number;
  emoji: string;
  user_id: number;
}

/** Who has reacted to what, and how many: both are kept in the caller's transaction. */
export interface ReactionWriter {
  /** One that is not there yet. */
  add(reaction: Given & { rev: number }): void;
  /** In whichever form it is there. */
  remove(reaction: Given): void;
  /** All of a message. */
  drop(id: number): void;
}

export function reactionWriterIn(queries: Queries): ReactionWriter {
  const statements = { ...prepareReactions(queries), ...prepareCounts(queries) };
  return {
    add(reaction) {
      statements.add.run({ ...reaction });
      statements.countOneMore.run({ ...reaction });
    },
    remove({ id, emoji, user_id }) {
      for (const removed of statements.remove.all({ id, ...formsOf(emoji), user_id })) {
        statements.countOneLess.run({ id, ...removed });
        statements.dropLast.run({ id, emoji: removed.emoji });
      }
    },
    drop(id) {
      statements.drop.run({ id });
      statements.dropCounts.run({ id });
    },
  };
}

const id = sql.placeholder("id");
const emoji = sql.placeholder("emoji");
const user_id = sql.placeholder("user_id");
const rev = sql.placeholder("rev");

function prepareReactions(queries: Queries) {
  const of_message = eq(reactions.message_id, id);
  return {
    add: queries.insert(reactions).values({ message_id: id, emoji, user_id, rev }).prepare(),
    remove: queries
      .delete(reactions)
      .where(and(of_message, in_any_form, eq(reactions.user_id, user_id)))
      .returning({ emoji: reactions.emoji, rev: reactions.rev })
      .prepare(),
    drop: queries.delete(reactions).where(of_message).prepare(),
  };
}

function prepareCounts(queries: Queries) {
  const of_message = eq(reactionCounts.message_id, id);
  const this_one = and(of_message, eq(reactionCounts.emoji, emoji));
  // Looked for among the others with that emoji only when the first one goes.
  const next_rev = queries
    .select({ rev: sql`min(${reactions.rev})` })
    .from(reactions)
    .where(and(eq(reactions.message_id, id), eq(reactions.emoji, emoji)));
  const { first_rev } = reactionCounts;
  return {
    countOneMore: queries
      .insert(reactionCounts)
      .values({ message_id: id, emoji, count: 1, first_rev: rev })
      .onConflictDoUpdate({
        target: [reactionCounts.message_id, reactionCounts.emoji],
        set: { count: sql`${reactionCounts.count} + 1` },
      })
      .prepare(),
    countOneLess: queries
      .update(reactionCounts)
      .set({
        count: sql`${reactionCounts.count} - 1`,
        first_rev: sql`CASE ${first_rev} WHEN ${rev} THEN ifnull((${next_rev}), ${first_rev}) ELSE ${first_rev} END`,
      })
      .where(this_one)
      .prepare(),
    dropLast: queries
      .delete(reactionCounts)
      .where(and(this_one, eq(reactionCounts.count, 0)))
      .prepare(),
    dropCounts: queries.delete(reactionCounts).where(of_message).prepare(),
  };
}
