import { inArray, sql } from "drizzle-orm";

import { messages, texts } from "../schema.ts";
import type { Queries } from "./database.ts";

export interface Text {
  content: string;
  written_at_ms: number;
}

/** What messages say now and said before: each text knows the one before it. */
export function textsIn(queries: Queries) {
  const { insert, ofMessage, erase } = prepare(queries);
  return {
    /** Returns the id of the new text; earlier_id is that of the one it takes the place of. */
    add: ({ content, now_ms, earlier_id = null }: NewText): number =>
      insert.get({ content, now_ms, earlier_id }).id,
    /** Oldest first, the present one last; none of a deleted message. */
    ofMessage: (id: number): Text[] => ofMessage.all({ id }),
    /** Overwrites all of a message that is not deleted yet, in their places: nothing of them stays in the file. */
    eraseOf: (id: number): void => void erase.run({ id }),
  };
}

interface NewText {
  content: string;
  now_ms: number;
  earlier_id?: number | null;
}

export type Texts = ReturnType<typeof textsIn>;

function prepare(queries: Queries) {
  const own = sql`(
    WITH RECURSIVE own (id) AS (
      SELECT ${messages.text_id} FROM ${messages} WHERE ${messages.id} = ${sql.placeholder("id")} AND ${messages.deleted_at_ms} IS NULL
      UNION ALL
      SELECT ${texts.earlier_id} FROM own CROSS JOIN ${texts} ON ${texts.id} = own.id WHERE ${texts.earlier_id} IS NOT NULL
    ) SELECT id FROM own)`;
  const bytes = sql`length(CAST(${texts.content} AS BLOB))`;
  return {
    insert: queries
      .insert(texts)
      .values({
        content: sql.placeholder("content"),
        written_at_ms: sql.placeholder("now_ms"),
        earlier_id: sql.placeholder("earlier_id"),
      })
      .returning({ id: texts.id })
      .prepare(),
    ofMessage: queries
      .select({ content: texts.content, written_at_ms: texts.written_at_ms })
      .from(texts)
      .where(inArray(texts.id, own))
      .orderBy(texts.id)
      .prepare(),
    erase: queries
      .update(texts)
      // As many bytes as before: a row that keeps its size is overwritten where it lies.
      .set({ content: sql`substr(hex(zeroblob(${bytes})), 1, ${bytes})` })
      .where(inArray(texts.id, own))
      .prepare(),
  };
}
