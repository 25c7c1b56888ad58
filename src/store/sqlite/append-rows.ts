import type { Statement } from "bun:sqlite";

import type { Connection } from "./connection.ts";

/** A message as it is stored, but for its id. */
export interface NewRow {
  channel_id: number;
  seq: number;
  rev: number;
  author_id: number;
  kind: string;
  content: string;
  nonce: string | null;
  reply_to_seq: number | null;
  now_ms: number;
}

type Value = string | number | null;

/** Rows of one statement, the most first: one that inserts 32 takes two thirds of the time of 32 that insert one. */
const rows_at_once = [32, 8, 1] as const;

const [rows_waiting_max] = rows_at_once;

/**
 * New messages and their texts on their way into the tables, several with one statement. Their ids are given out
 * before they are written; that nobody else gives any out meanwhile is the caller's care: one transaction, one file's one writer.
 */
export class NewRows {
  readonly #ids: Statement<{ text_id: number; message_id: number }, []>;
  readonly #texts: Inserts;
  readonly #messages: Inserts;
  /** The last ids given out; undefined until the first of a transaction. */
  #last: { text_id: number; message_id: number } | undefined;

  constructor(connection: Connection) {
    // Of messages the largest ever, also of rows that are gone; the last text never goes. A file that was put together by hand may
    // have lost its sequences.
    this.#ids = connection.prepare(
      `SELECT ifnull((SELECT max(id) FROM texts), 0) AS text_id,
         max(ifnull((SELECT max(id) FROM messages), 0),
           ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0)) AS message_id`,
    );
    this.#texts = new Inserts(connection, "texts (id, content, written_at_ms)", 3);
    this.#messages = new Inserts(
      connection,
      "messages (id, channel_id, seq, rev, author_id, kind, text_id, nonce, reply_to_seq, created_at_ms)",
      10,
    );
  }

  /** Returns the message's id. The row is written now or with later ones, at the latest by write(). */
  add({ channel_id, seq, rev, author_id, kind, content, nonce, reply_to_seq, now_ms }: NewRow): number {
    this.#last ??= this.#ids.get() ?? { text_id: 0, message_id: 0 };
    const text_id = ++this.#last.text_id;
    const id = ++this.#last.message_id;
    this.#texts.add([text_id, content, now_ms]);
    this.#messages.add([id, channel_id, seq, rev, author_id, kind, text_id, nonce, reply_to_seq, now_ms]);
    if (this.#messages.size === rows_waiting_max) this.write();
    return id;
  }

  /** Writes what waits. Throws SQLite's error for a row that may not be, such as a nonce that was used before. */
  write(): void {
    this.#texts.write();
    this.#messages.write();
  }

  /** Forgets what waits, and the ids: the transaction has ended, or others may write now. */
  forget(): void {
    this.#last = undefined;
    this.#texts.forget();
    this.#messages.forget();
  }
}

/** Rows of one table that wait, and the statements that insert them. */
class Inserts {
  readonly #statements: readonly { readonly rows: number; readonly statement: Statement<never, Value[]> }[];
  /** As many as there is ever room for; what does not wait is null. */
  readonly #values: Value[];
  #count = 0;

  constructor(
    connection: Connection,
    into: string,
    readonly width: number,
  ) {
    this.#values = Array.from({ length: width * rows_waiting_max }, () => null);
    const row = `(${Array.from({ length: width }, () => "?").join(", ")})`;
    this.#statements = rows_at_once.map((rows) => {
      const all = Array.from({ length: rows }, () => row).join(", ");
      return { rows, statement: connection.prepare(`INSERT INTO ${into} VALUES ${all}`) };
    });
  }

  get size(): number {
    return this.#count / this.width;
  }

  add(row: readonly Value[]): void {
    for (const value of row) this.#values[this.#count++] = value;
  }

  write(): void {
    const values = this.#values;
    let at = 0;
    for (const { rows, statement } of this.#statements)
      for (const length = rows * this.width; this.#count - at >= length; at += length)
        statement.run(...(length === values.length ? values : values.slice(at, at + length)));
    this.forget();
  }

  forget(): void {
    this.#values.fill(null, 0, this.#count);
    this.#count = 0;
  }
}
