import type { Connection } from "./connection.ts";

/** The channel that is always there and that everybody is a member of from the start. */
export const default_channel = { name: "general", description: "General discussion" } as const;

/** Adds what every database has: its id and the channel `general`. Changes nothing where they are there. */
export function ensureFirstRows(connection: Connection, now_ms: number): void {
  const missing = connection.prepare<{ rows: number }, [string]>(
    `SELECT (SELECT count(*) FROM meta WHERE key = 'server_id')
          + (SELECT count(*) FROM channels WHERE kind = 'public' AND name = ?) AS rows`,
  );
  if (missing.get(default_channel.name)?.rows === 2) return;
  connection
    .prepare<unknown, [string]>(
      "INSERT INTO meta (key, value) VALUES ('server_id', ?) ON CONFLICT DO NOTHING",
    )
    .run(crypto.randomUUID());
  connection
    .prepare<unknown, [string, string, number]>(
      `INSERT INTO channels (kind, name, description, created_at_ms)
       VALUES ('public', ?, ?, ?) ON CONFLICT DO NOTHING`,
    )
    .run(default_channel.name, default_channel.description, now_ms);
}

/** A UUID made with the database, the same for ever. */
export function serverId(connection: Connection): string {
  const row = connection
    .prepare<{ value: string }, []>("SELECT value FROM meta WHERE key = 'server_id'")
    .get();
  if (!row) throw new Error("The database has no server_id.");
  return row.value;
}

export const hasUsers = (connection: Connection): boolean =>
  connection.prepare("SELECT 1 FROM users LIMIT 1").get() !== null;
