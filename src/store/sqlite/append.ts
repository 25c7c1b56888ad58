import type { UserRecord } from "../../domain/ports/store.ts";
import { profiled, type UserRow } from "../profiled.ts";
import type { Connection } from "./connection.ts";
import type { PutOff } from "./write-queue.ts";

/** An author as a batch of appends knows them. */
export interface Author {
  readonly user: UserRecord;
  readonly is_member: boolean;
  /** The seq of the last message of theirs in this batch: they have read as far as that. */
  read_seq: number;
}

/** A channel as it will be once the batch is settled. */
export interface OpenChannel {
  readonly kind: "public" | "private" | "dm";
  readonly archived_at_ms: number | null;
  last_seq: number;
  last_rev: number;
  readonly authors: Map<number, Author | undefined>;
}

interface Row {
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

/**
 * What the appends of one transaction share: the channels' counters and the authors' read markers are read once,
 * counted here and written once, however many messages there are. This is the path of every message, so its
 * statements are written by hand: the query builder takes as long again as SQLite does.
 */
export class AppendBatch implements PutOff {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #channels = new Map<number, OpenChannel | undefined>();

  constructor(connection: Connection) {
    this.#statements = prepare(connection);
  }

  /** Whether this author has used the nonce before. */
  isRepeat(author_id: number, nonce: string): boolean {
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
    const author = row ? { user: profiled(row), is_member: row.is_member === 1, read_seq: 0 } : undefined;
    channel.authors.set(author_id, author);
    return author;
  }

  /** Inserts the text and the message and returns the message's id; undefined, and nothing is done, for a repeat. */
  insert(row_to_add: Row): number | undefined {
    const { channel_id, seq, rev, author_id, kind, content, nonce, reply_to_seq, now_ms } = row_to_add;
    const { text, message } = this.#statements;
    const added = text.run(content, now_ms, author_id, nonce);
    if (added.changes === 0) return undefined;
    const text_id = Number(added.lastInsertRowid);
    const row = [channel_id, seq, rev, author_id, kind, text_id, nonce, reply_to_seq, now_ms] as const;
    return Number(message.run(...row).lastInsertRowid);
  }

  settle(): void {
    for (const [channel_id, channel] of this.#channels) if (channel) this.#settleChannel(channel_id, channel);
    this.#channels.clear();
  }

  discard(): void {
    this.#channels.clear();
  }

  #settleChannel(channel_id: number, { last_seq, last_rev, authors }: OpenChannel): void {
    const { counters, read } = this.#statements;
    let is_changed = false;
    for (const [author_id, author] of authors) {
      if (!author || author.read_seq === 0) continue;
      is_changed = true;
      read.run(author.read_seq, channel_id, author_id);
    }
    if (is_changed) counters.run(last_seq, last_rev, channel_id);
  }
}

function prepare(connection: Connection) {
  type Channel = Omit<OpenChannel, "authors">;
  type Inserted = [number, number, number, number, string, number, string | null, number | null, number];
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
    // Looks for the nonce in the same breath: a look of its own costs as much again.
    text: connection.prepare<never, [string, number, number, string | null]>(
      `INSERT INTO texts (content, written_at_ms) SELECT ?, ?
       WHERE NOT EXISTS (SELECT 1 FROM messages WHERE author_id = ? AND nonce = ?)`,
    ),
    message: connection.prepare<never, Inserted>(
      `INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, nonce, reply_to_seq, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    counters: connection.prepare<never, [number, number, number]>(
      "UPDATE channels SET last_seq = ?, last_rev = ? WHERE id = ?",
    ),
    read: connection.prepare<never, [number, number, number]>(
      "UPDATE members SET read_seq = ? WHERE channel_id = ? AND user_id = ?",
    ),
  };
}
