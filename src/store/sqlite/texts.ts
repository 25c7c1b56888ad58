import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

import { limits } from "../../protocol/limits.ts";
import { erasedTexts, messages, meta, texts } from "../schema.ts";
import type { Queries } from "./database.ts";

export interface Text {
  content: string;
  written_at_ms: number;
}

/**
 * What messages say now and said before: each text knows the one before it, and an edited message its first. Between the first
 * and the last ones nothing is kept, so that no message costs more than so many texts, whatever is done with it.
 */
export function textsIn(queries: Queries) {
  const { insert, first, earlier, eraseOneOver, erase, note, empty, setEmpty } = prepare(queries);
  return {
    /** Returns the id of the new text; earlier_id is that of the one it takes the place of. */
    add: ({ content, now_ms, earlier_id = null }: NewText): number =>
      insert.get({ content, now_ms, earlier_id }).id,
    /** The first text of an edited message. */
    first: (id: number): Text | undefined => first.get({ id }),
    /** As edits() tells them; none of a deleted message. */
    earlier(id: number, bytes_max = Number.MAX_SAFE_INTEGER): Text[] {
      const [oldest, last] = [first.get({ id }), earlier.all({ id, bytes_max })];
      const all = oldest === undefined || last[0]?.id === oldest.id ? last : [oldest, ...last];
      return all.map(({ content, written_at_ms }) => ({ content, written_at_ms }));
    },
    /** After an edit: overwrites the text that is now one too many; its row goes later (ErasedTexts). Returns whether there was one. */
    eraseOneOver(id: number): boolean {
      const erased = eraseOneOver.get({ id });
      if (erased !== undefined) note.run(erased);
      return erased !== undefined;
    },
    /**
     * Overwrites all of a message that is not deleted yet, in their places: nothing of them stays in the file. The rows go
     * later, so the message must be given another text: that of emptyId().
     */
    eraseOf(id: number): void {
      for (const erased of erase.all({ id })) note.run(erased);
    },
    /** The text that all deleted messages say. */
    emptyId(): number {
      const known = empty.get();
      if (known) return Number(known.value);
      const { id } = insert.get({ content: "", now_ms: 0, earlier_id: null });
      setEmpty.run({ value: `${id}` });
      return id;
    },
  };
}

interface NewText {
  content: string;
  now_ms: number;
  earlier_id?: number | null;
}

export type Texts = ReturnType<typeof textsIn>;

/** The present text and all earlier ones that are kept but for the first. */
const chained_max = limits.edits_per_message_max;

function prepare(queries: Queries) {
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
    ...prepareReads(queries),
    ...prepareErasures(queries),
    ...prepareEmpty(queries),
  };
}

function prepareErasures(queries: Queries) {
  const id = sql.placeholder("id");
  const is_alive = sql`${messages.id} = ${id} AND ${messages.deleted_at_ms} IS NULL`;
  const own = sql`own (id) AS (
    SELECT ${messages.text_id} FROM ${messages} WHERE ${is_alive}
    UNION ALL
    SELECT ${texts.earlier_id} FROM own CROSS JOIN ${texts} ON ${texts.id} = own.id WHERE ${texts.earlier_id} IS NOT NULL`;
  const kept = sql`(
    WITH RECURSIVE ${own} LIMIT ${sql.raw(`${chained_max}`)})
    SELECT id FROM own UNION ALL SELECT ${messages.first_text_id} FROM ${messages} WHERE ${is_alive})`;
  const one_over = sql`(
    WITH RECURSIVE ${own} LIMIT 1 OFFSET ${sql.raw(`${chained_max}`)}) SELECT id FROM own)`;
  const bytes = sql`length(CAST(${texts.content} AS BLOB))`;
  // As many bytes as before: a row that keeps its size is overwritten where it lies.
  const overwritten = { content: sql`substr(hex(zeroblob(${bytes})), 1, ${bytes})` };
  return {
    eraseOneOver: queries
      .update(texts)
      .set(overwritten)
      .where(and(eq(texts.id, one_over), isNotNull(texts.earlier_id)))
      .returning({ id: texts.id })
      .prepare(),
    erase: queries
      .update(texts)
      .set(overwritten)
      .where(inArray(texts.id, kept))
      .returning({ id: texts.id })
      .prepare(),
    note: queries.insert(erasedTexts).values({ id }).onConflictDoNothing().prepare(),
  };
}

function prepareEmpty(queries: Queries) {
  const key = "empty_text_id";
  return {
    empty: queries.select({ value: meta.value }).from(meta).where(eq(meta.key, key)).prepare(),
    setEmpty: queries
      .insert(meta)
      .values({ key, value: sql.placeholder("value") })
      .prepare(),
  };
}

function prepareReads(queries: Queries) {
  const id = sql.placeholder("id");
  const before = alias(texts, "before");
  const last = sql`(
    WITH RECURSIVE own (id, bytes) AS (
      SELECT ${messages.text_id}, 0 FROM ${messages} WHERE ${messages.id} = ${id} AND ${messages.deleted_at_ms} IS NULL
      UNION ALL
      SELECT ${before.id}, own.bytes + length(CAST(${before.content} AS BLOB))
      FROM own CROSS JOIN ${texts} ON ${texts.id} = own.id CROSS JOIN ${texts} AS ${sql.identifier("before")} ON ${before.id} = ${texts.earlier_id}
      WHERE own.bytes < ${sql.placeholder("bytes_max")}
      LIMIT ${sql.raw(`${chained_max - 1}`)} OFFSET 1
    ) SELECT id FROM own)`;
  const columns = { id: texts.id, content: texts.content, written_at_ms: texts.written_at_ms };
  return {
    first: queries
      .select(columns)
      .from(messages)
      .innerJoin(texts, eq(texts.id, messages.first_text_id))
      .where(and(eq(messages.id, id), isNull(messages.deleted_at_ms)))
      .prepare(),
    earlier: queries.select(columns).from(texts).where(inArray(texts.id, last)).orderBy(texts.id).prepare(),
  };
}
