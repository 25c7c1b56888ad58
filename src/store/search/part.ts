import type { Statement } from "bun:sqlite";

import type { Connection } from "../sqlite/connection.ts";
import { fold } from "./fold.ts";
import type { IndexedMessage } from "./source.ts";
import { authorToken, channelToken, featuresToken, padding, private_token, public_token } from "./tokens.ts";

const name = (number: number, generation: number): string => `part_${number}_${generation}`;

/** More terms than this with one beginning narrow nothing down. */
const terms_max = 256;

/**
 * The index of some messages: an FTS5 table of trigrams that keeps no texts. What is removed from it is not found
 * any more, but traces of it stay in the table: to be rid of them the part is made anew and this one dropped.
 */
export class Part {
  readonly #name: string;
  readonly #insert: Statement;
  readonly #remove: Statement;
  readonly #newest: Statement<{ id: number }, [string, number, number, number]>;
  #terms: Statement<{ term: string }, [string, string, number]> | undefined;

  constructor(
    private readonly connection: Connection,
    readonly number: number,
    readonly generation: number,
  ) {
    const table = name(number, generation);
    this.#name = table;
    this.#insert = connection.prepare(
      `INSERT INTO ${table} (rowid, text, audience, channel, author, has) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = connection.prepare(`DELETE FROM ${table} WHERE rowid = ?`);
    this.#newest = connection.prepare(
      `SELECT rowid AS id FROM ${table} WHERE ${table} MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
    );
  }

  static make(connection: Connection, number: number, generation: number): Part {
    connection.exec(
      `CREATE VIRTUAL TABLE ${name(number, generation)} USING fts5(text, audience, channel, author, has,
        content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1')`,
    );
    return new Part(connection, number, generation);
  }

  /** In the place of what the index has of this message. */
  put(message: IndexedMessage): void {
    const { id, content, channel_id, author_id, is_public } = message;
    this.#remove.run(id);
    this.#insert.run(
      id,
      fold(content) + padding,
      is_public ? public_token : private_token,
      channelToken(channel_id),
      authorToken(author_id),
      featuresToken(message),
    );
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  /** Ids of messages that fit, from `from_id` on and below `below_id`, the highest first. */
  newest(expression: string, from_id: number, below_id: number, count: number): number[] {
    return this.#newest.all(expression, from_id, below_id, count).map(({ id }) => id);
  }

  /** The terms that begin like this; undefined when there are too many to be of use. */
  termsWith(beginning: string): string[] | undefined {
    this.#terms ??= this.#openTerms();
    const found = this.#terms.all(beginning, `${beginning}\u{10ffff}`, terms_max + 1);
    return found.length > terms_max ? undefined : found.map(({ term }) => term);
  }

  /** With secure_delete on, SQLite overwrites every page that this frees. */
  drop(): void {
    this.close();
    this.connection.exec(`DROP TABLE ${this.#name}`);
  }

  close(): void {
    for (const statement of [this.#insert, this.#remove, this.#newest, this.#terms]) statement?.finalize();
    if (this.#terms) this.connection.exec(`DROP TABLE temp.${this.#name}_terms`);
    this.#terms = undefined;
  }

  #openTerms(): Statement<{ term: string }, [string, string, number]> {
    const terms = `${this.#name}_terms`;
    this.connection.exec(`CREATE VIRTUAL TABLE temp.${terms} USING fts5vocab(main, ${this.#name}, row)`);
    return this.connection.prepare(`SELECT term FROM temp.${terms} WHERE term >= ? AND term < ? LIMIT ?`);
  }
}
