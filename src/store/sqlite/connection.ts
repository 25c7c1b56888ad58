import { Database, type Statement } from "bun:sqlite";

/** How much of a power cut a commit survives. full: everything; normal: the last commits may be lost, nothing breaks. */
export type Durability = "full" | "normal";

/**
 * A connection that closes wholly: SQLite keeps a file open, with its -wal and locks, as long as one
 * statement lives, and the query builder keeps its prepared statements for ever.
 */
export class Connection extends Database {
  readonly #statements = new Set<Statement>();

  override readonly prepare: Database["prepare"] = (sql, params) => {
    const statement = params === undefined ? super.prepare(sql) : super.prepare(sql, params);
    this.#statements.add(statement);
    return statement as never; // the same statement, with the types the caller names
  };

  override close(): void {
    for (const statement of this.#statements) statement.finalize();
    this.#statements.clear();
    super.close(true);
  }
}

/** Runs all of it or, when it throws, none of it. */
export function inTransaction<Result>(connection: Connection, change: () => Result): Result {
  connection.exec("BEGIN IMMEDIATE");
  try {
    const result = change();
    connection.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite itself rolls back on some errors (a full disk): a second ROLLBACK would hide the first error.
    if (connection.inTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}

/** Reads one value, as pragmas give it: `pragma(connection, "user_version")`. */
export function pragma(connection: Database, name: string): unknown {
  const statement = connection.prepare<Record<string, unknown>, []>(`PRAGMA ${name}`);
  const row = statement.get();
  statement.finalize();
  return row ? Object.values(row)[0] : undefined;
}

/** What must hold before anything else is done with a file, whoever made it. */
export function guard(connection: Connection, busy_timeout_ms: number): void {
  connection.exec(`PRAGMA busy_timeout = ${busy_timeout_ms}`);
  // A file may come from anywhere: its schema may call no function that does harm, its pages are checked.
  connection.exec("PRAGMA trusted_schema = OFF");
  connection.exec("PRAGMA cell_size_check = ON");
}

/** The way a server runs: a write-ahead log, so that a commit is one append and readers wait for nobody. */
export function tune(connection: Connection, durability: Durability): void {
  connection.exec("PRAGMA journal_mode = WAL");
  // What is deleted is overwritten where that costs no further page; texts are overwritten before.
  connection.exec("PRAGMA secure_delete = FAST");
  connection.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  connection.exec("PRAGMA foreign_keys = ON");
  connection.exec("PRAGMA temp_store = MEMORY");
  connection.exec(`PRAGMA journal_size_limit = ${wal_bytes_kept}`);
}

/** After a burst the log is cut back to this. */
const wal_bytes_kept = 16 * 1024 * 1024;
