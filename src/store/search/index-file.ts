import { SQLiteError } from "bun:sqlite";
import { rmSync } from "node:fs";

import { Connection, guard, inTransaction } from "../sqlite/connection.ts";
import { makeFile } from "../sqlite/location.ts";

/** Raised when what stands in the index changes: its tables, or how texts are folded. An older one is made anew. */
const index_version = "2";

const schema = `
  CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- Changes of each channel up to this rev are in the index, as far as its parts are built.
  CREATE TABLE revs (channel_id INTEGER NOT NULL PRIMARY KEY, rev INTEGER NOT NULL) STRICT;
  -- live and building are generations of the part's table, 0 for none; building has messages up to built_to.
  -- due counts the reasons to make it anew, due_at_start those that there were when the building began.
  CREATE TABLE parts (
    number INTEGER NOT NULL PRIMARY KEY,
    live INTEGER NOT NULL DEFAULT 0,
    building INTEGER NOT NULL DEFAULT 0,
    built_to INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    due_at_start INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  -- Which text of a message is in the index.
  CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, text_id INTEGER NOT NULL) STRICT;
  -- Between which ids the messages of a day (UTC) lie. Clocks order nothing, so days may overlap.
  CREATE TABLE days (
    day INTEGER NOT NULL PRIMARY KEY, min_id INTEGER NOT NULL, max_id INTEGER NOT NULL
  ) STRICT;`;

export interface IndexFile {
  connection: Connection;
  is_new: boolean;
}

/**
 * Opens the index beside the database, or begins a new one where there is none or one that does not belong to it:
 * of another version or another server, damaged, or ahead of the database (which was put back from a backup).
 */
export function openIndexFile(path: string, server_id: string, revs: Revs | undefined): IndexFile {
  try {
    const connection = connect(path);
    if (isFit(connection, server_id, revs)) return { connection, is_new: false };
    connection.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  removeIndexFile(path);
  const connection = connect(path);
  inTransaction(connection, () => {
    connection.exec(schema);
    const insert = connection.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
    insert.run("version", index_version);
    insert.run("server_id", server_id);
  });
  return { connection, is_new: true };
}

export const isDamage = (error: unknown): boolean =>
  error instanceof SQLiteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code ?? "");

export function removeIndexFile(path: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
}

function connect(path: string): Connection {
  makeFile(path);
  const connection = new Connection(path, { readwrite: true, create: false });
  try {
    guard(connection, 1_000);
    connection.exec("PRAGMA journal_mode = WAL");
    // Losing the last moments in a power cut is no harm: the index follows the database again.
    connection.exec("PRAGMA synchronous = NORMAL");
    // A dropped part must leave nothing behind: freed pages are overwritten.
    connection.exec("PRAGMA secure_delete = ON");
    connection.exec("PRAGMA temp_store = MEMORY");
    connection.exec("PRAGMA journal_size_limit = 16777216");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Channel id to rev. */
type Revs = ReadonlyMap<number, number>;

/** An index that is ahead of the database is of another copy of it. */
function isFit(connection: Connection, server_id: string, revs: Revs | undefined): boolean {
  if (!connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get()) return false;
  const meta = new Map(
    connection
      .prepare<{ key: string; value: string }, []>("SELECT key, value FROM meta")
      .all()
      .map(({ key, value }) => [key, value]),
  );
  if (meta.get("version") !== index_version || meta.get("server_id") !== server_id) return false;
  if (revs === undefined) return true;
  const indexed = connection.prepare<{ channel_id: number; rev: number }, []>(
    "SELECT channel_id, rev FROM revs",
  );
  return indexed.all().every(({ channel_id, rev }) => rev <= (revs.get(channel_id) ?? -1));
}
