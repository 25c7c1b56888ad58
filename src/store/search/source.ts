import { Database, type Statement } from "bun:sqlite";

import type { Featured } from "./tokens.ts";

/** A message as it is now, for the index. */
export interface IndexedMessage extends Featured {
  id: number;
  rev: number;
  channel_id: number;
  author_id: number;
  text_id: number;
  created_at_ms: number;
  is_deleted: 0 | 1;
  is_public: 0 | 1;
}

/** A message that is not deleted, as a search tells of it. */
export interface FoundMessage extends Featured {
  id: number;
  seq: number;
  channel_id: number;
  is_public: 0 | 1;
  author_id: number;
  username: string;
  display_name: string | null;
  avatar_id: number | null;
  kind: "text" | "action";
  created_at_ms: number;
}

const featured = `t.content, m.file_count, m.file_count > 0 AND EXISTS (
  SELECT 1 FROM files f WHERE f.message_id = m.id AND f.media_type LIKE 'image/%') AS has_image`;

const indexed = `m.id, m.rev, m.channel_id, m.author_id, m.text_id, ${featured}, m.created_at_ms,
  m.deleted_at_ms IS NOT NULL AS is_deleted, c.kind = 'public' AS is_public
  FROM messages m CROSS JOIN texts t ON t.id = m.text_id CROSS JOIN channels c ON c.id = m.channel_id`;

/**
 * The chat's database, read only. Every method reads one short statement to its end: whoever holds a read open
 * keeps the server from emptying its write-ahead log.
 */
export class Source {
  readonly #database: Database;
  readonly #statements: Statement[] = [];
  readonly #version: Statement<{ data_version: number }, []>;
  readonly #server: Statement<{ server_id: string }, []>;
  readonly #channels: Statement<{ id: number; last_rev: number }, []>;
  readonly #newest: Statement<{ id: number }, []>;
  readonly #changes: Statement<IndexedMessage, [number, number, number]>;
  readonly #slice: Statement<IndexedMessage, [number, number, number]>;
  readonly #found: Statement<FoundMessage, [string]>;
  readonly #file_names: Statement<{ name: string }, [number]>;
  readonly #private: Statement<{ channel_id: number }, [number]>;

  constructor(path: string) {
    this.#database = new Database(path, { readonly: true });
    this.#database.exec("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON");
    this.#version = this.#prepare("PRAGMA data_version");
    this.#server = this.#prepare("SELECT value AS server_id FROM meta WHERE key = 'server_id'");
    this.#channels = this.#prepare("SELECT id, last_rev FROM channels");
    this.#newest = this.#prepare("SELECT coalesce(max(id), 0) AS id FROM messages");
    this.#changes = this.#prepare(
      `SELECT ${indexed} WHERE m.channel_id = ? AND m.rev > ? ORDER BY m.rev LIMIT ?`,
    );
    this.#slice = this.#prepare(`SELECT ${indexed} WHERE m.id > ? AND m.id < ? ORDER BY m.id LIMIT ?`);
    this.#found = this.#prepare(
      `SELECT m.id, m.seq, m.channel_id, c.kind = 'public' AS is_public, m.author_id, u.username,
        u.display_name, u.avatar_id, m.kind, ${featured},
        m.created_at_ms
      FROM json_each(?) wanted CROSS JOIN messages m ON m.id = wanted.value
        CROSS JOIN texts t ON t.id = m.text_id CROSS JOIN channels c ON c.id = m.channel_id
        CROSS JOIN users u ON u.id = m.author_id
      WHERE m.deleted_at_ms IS NULL ORDER BY m.id DESC`,
    );
    this.#file_names = this.#prepare("SELECT name FROM files WHERE message_id = ? ORDER BY place");
    this.#private = this.#prepare(
      `SELECT m.channel_id FROM members m CROSS JOIN channels c ON c.id = m.channel_id
      WHERE m.user_id = ? AND c.kind <> 'public' ORDER BY m.channel_id`,
    );
  }

  get server_id(): string {
    return this.#server.get()?.server_id ?? "";
  }

  /** Another number after every commit. */
  version(): number {
    return this.#version.get()?.data_version ?? 0;
  }

  /** The rev that each channel has come to. */
  revs(): Map<number, number> {
    return new Map(this.#channels.values() as [channel_id: number, rev: number][]);
  }

  newestId(): number {
    return this.#newest.get()?.id ?? 0;
  }

  /** Messages of a channel that changed after this rev, in order of rev. */
  changes(channel_id: number, after_rev: number, count: number): IndexedMessage[] {
    return this.#changes.all(channel_id, after_rev, count);
  }

  /** Messages by id, from after the one to before the other, in order. */
  slice(after_id: number, below_id: number, count: number): IndexedMessage[] {
    return this.#slice.all(after_id, below_id, count);
  }

  /** The highest id first. */
  found(ids: readonly number[]): FoundMessage[] {
    return this.#found.all(JSON.stringify(ids));
  }

  fileNames(message_id: number): string[] {
    return this.#file_names.all(message_id).map(({ name }) => name);
  }

  /** Private channels and direct messages that this user is a member of. */
  privateChannelsOf(user_id: number): Set<number> {
    return new Set(this.#private.all(user_id).map(({ channel_id }) => channel_id));
  }

  close(): void {
    for (const statement of this.#statements) statement.finalize();
    this.#database.close(true);
  }

  #prepare<Row, Parameters extends (string | number)[]>(sql: string): Statement<Row, Parameters> {
    const statement = this.#database.prepare(sql) as Statement<Row, Parameters>; // rows are what the statement selects
    this.#statements.push(statement);
    return statement;
  }
}
