import type { Database } from "bun:sqlite";

/** The columns without which a file is not the original's. Others may be missing or more. */
const telling_columns: Record<string, readonly string[]> = {
  users: ["id", "username", "password_hash"],
  channels: ["id", "name"],
  messages: ["id", "channel_id", "user_id", "content", "msg_type"],
  sessions: ["token", "user_id"],
};

/** Whether the file has the tables of the original program. Indexes, constraints and further tables do not matter. */
export function isOriginal(probe: Database): boolean {
  return Object.entries(telling_columns).every(([table, columns]) => {
    const present = columnsOf(probe, table);
    return columns.every((column) => present.has(column));
  });
}

/** In lower case; empty when there is no such table. */
export function columnsOf(database: Database, table: string): Set<string> {
  const statement = database.prepare<{ name: string }, [string]>(
    `SELECT lower(name) AS name FROM pragma_table_info(?)
     WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE)`,
  );
  const names = statement.all(table).map((row) => row.name);
  statement.finalize();
  return new Set(names);
}
