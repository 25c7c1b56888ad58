import type { UserRecord } from "../../domain/ports/store.ts";
import { profiled, type UserRow } from "../profiled.ts";
import { type NewRow, NewRows } from "./append-rows.ts";
import type { Connection } from "./connection.ts";
import type { PutOff } from "./write.ts";

/** An author as a batch of appends knows them. */
export interface Author {
  readonly user: UserRecord;
  readonly is_member: boolean;
  /** The seq of the last message of theirs in this batch: they have read as far as that. */
  read_seq: number;
  /** The same of messages that leave unread what is undelivered. */
  read_but_undelivered_seq: number;
}

/** A channel as it will be once the batch is settled. */
export interface OpenChannel {
  readonly kind: "public" | "private" | "dm";
  readonly archived_at_ms: number | null;
  last_seq: number;
  last_rev: number;
  readonly authors: Map<number, Author | undefined>;
}

/**
 * So many messages are looked at one by one after a nonce that was used before: more than one transaction has, so
 * that none is undone twice.
 */
const careful_messages = 2_000;

/** Over more messages that were neither read nor delivered, all of them deleted or one's own, no marker moves by itself. */
const looked_max = 2_000;

/**
 * What the appends of one transaction share: the channels' counters and the authors' read markers are read once,
 * counted here and written once, however many messages there are. This is the path of every message, so its
 * statements are written by hand: the query builder takes as long again as SQLite does.
 *
 * A repeated nonce is rare, and the index of nonces refuses it. So nobody looks for one beforehand; when one is
 * refused, the transaction is undone and done again with a look at each.
 */
export class AppendBatch implements PutOff {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #channels = new Map<number, OpenChannel | undefined>();
  readonly #rows: NewRows;
  /** How many messages are still looked at one by one. */
  #careful = 0;
  /** The nonces of this transaction, while each is looked at. */
  readonly #nonces = new Set<string>();

  constructor(connection: Connection) {
    this.#statements = prepare(connection);
    this.#rows = new NewRows(connection);
  }

  /** Whether this author has used the nonce before. */
  isRepeat(author_id: number, nonce: string): boolean {
    // Of rows that wait the nonces are known while each is looked at; else they are written, to be found.
    if (this.#careful === 0 || this.#nonces.has(nonceKey(author_id, nonce))) this.write();
    return this.#statements.by_nonce.get(author_id, nonce) !== null;
  }

  channel(channel_id: number): OpenChannel | undefined {
    if (this.#channels.has(channel_id)) return this.#channels.get(channel_id);
    const row = this.#statements.channel.get(channel_id);
    const channel = row ? { ...row, authors: new Map<number, Author | undefined>() } : undefined;
    this.#channels.set(channel_id, channel);
    return channel;
  }

  author(channel_id: number, channel: OpenChannel, author_id: number): Author | undefined {
    if (channel.authors.has(author_id)) return channel.authors.get(author_id);
    const row = this.#statements.author.get(channel_id, author_id);
    const author = row ? authorOf(row) : undefined;
    channel.authors.set(author_id, author);
    return author;
  }

  /** Inserts the text and the message and returns the message's id; undefined, and nothing is done, for a repeat that was looked for. */
  insert(row: NewRow): number | undefined {
    if (this.#careful === 0) return this.#rows.add(row);
    if (row.nonce !== null && this.isRepeat(row.author_id, row.nonce)) {
      this.#careful = careful_messages;
      return undefined;
    }
    this.#careful--;
    if (row.nonce !== null) this.#nonces.add(nonceKey(row.author_id, row.nonce));
    return this.#rows.add(row);
  }

  /** Writes the rows that wait, for who reads them or refers to them within the transaction. */
  write(): void {
    this.#rows.write();
  }

  settle(): void {
    this.write();
    for (const [channel_id, channel] of this.#channels) if (channel) this.#settleChannel(channel_id, channel);
    this.#forget();
  }

  discard(error: unknown): boolean {
    this.#forget();
    if (this.#careful > 0 || !isTaken(error)) return false;
    this.#careful = careful_messages;
    return true;
  }

  #forget(): void {
    this.#channels.clear();
    this.#nonces.clear();
    this.#rows.forget();
  }

  #settleChannel(channel_id: number, { last_seq, last_rev, authors }: OpenChannel): void {
    const { counters, read, read_all } = this.#statements;
    let is_changed = false;
    for (const [author_id, author] of authors) {
      if (!author) continue;
      const { read_seq: seq, read_but_undelivered_seq: later_seq } = author;
      if (seq > 0) read.run(seq, channel_id, author_id);
      if (later_seq > seq) read_all.run(later_seq, channel_id, author_id);
      is_changed ||= seq > 0 || later_seq > 0;
    }
    if (is_changed) counters.run(last_seq, last_rev, channel_id);
  }
}

const authorOf = (row: UserRow & { is_member: number }): Author => ({
  user: profiled(row),
  is_member: row.is_member === 1,
  read_seq: 0,
  read_but_undelivered_seq: 0,
});

function prepare(connection: Connection) {
  type Channel = Omit<OpenChannel, "authors">;
  return {
    by_nonce: connection.prepare<{ id: number }, [number, string]>(
      "SELECT id FROM messages WHERE author_id = ? AND nonce = ?",
    ),
    channel: connection.prepare<Channel, [number]>(
      "SELECT kind, archived_at_ms, last_seq, last_rev FROM channels WHERE id = ?",
    ),
    author: connection.prepare<UserRow & { is_member: number }, [number, number]>(
      `SELECT id AS user_id, username, display_name, avatar_id,
         EXISTS (SELECT 1 FROM members WHERE channel_id = ? AND user_id = users.id) AS is_member
       FROM users WHERE id = ?`,
    ),
    counters: connection.prepare<never, [number, number, number]>(
      "UPDATE channels SET last_seq = ?, last_rev = ? WHERE id = ?",
    ),
    read: connection.prepare<never, [number, number, number]>(
      "UPDATE members SET read_seq = ? WHERE channel_id = ? AND user_id = ?",
    ),
    read_all: connection.prepare<never, [number, number, number]>(
      `UPDATE members SET read_seq = ?1 WHERE channel_id = ?2 AND user_id = ?3
         AND CASE WHEN ?1 - max(read_seq, delivered_seq) > ${looked_max} THEN FALSE ELSE NOT EXISTS (
           SELECT 1 FROM messages WHERE channel_id = ?2 AND seq > max(read_seq, delivered_seq) AND seq < ?1
             AND author_id <> ?3 AND deleted_at_ms IS NULL) END`,
    ),
  };
}

const nonceKey = (author_id: number, nonce: string): string => `${author_id} ${nonce}`;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "SQLITE_CONSTRAINT_UNIQUE";
