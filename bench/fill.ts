import { Database } from "bun:sqlite";

/**
 * Adds so many messages to a channel in one transaction, as the store would have written them one by one, and as
 * SQLite alone is fast enough at. The database is a store's and nobody else has it open.
 */
export function fill(path: string, channel_id: number, count: number): void {
  using database = new Database(path);
  database.run("PRAGMA synchronous = OFF");
  database.transaction(() => {
    const { last_seq, last_rev, last_text } = database
      .query<{ last_seq: number; last_rev: number; last_text: number }, [number]>(
        "SELECT last_seq, last_rev, (SELECT coalesce(max(id), 0) FROM texts) AS last_text FROM channels WHERE id = ?",
      )
      .get(channel_id) ?? { last_seq: 0, last_rev: 0, last_text: 0 };
    const authors = database
      .query<{ user_id: number }, [number]>("SELECT user_id FROM members WHERE channel_id = ? LIMIT 20")
      .all(channel_id)
      .map(({ user_id }) => user_id);
    const numbers =
      "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)";
    const began_ms = Date.now() - count * 1_000;
    database.run(
      `${numbers} INSERT INTO texts (id, content, written_at_ms)
       SELECT ?2 + n, printf('message %d of many, which says about as much as people do at once', n), ?3 + n * 1000
       FROM numbers`,
      [count, last_text, began_ms],
    );
    database.run(
      `${numbers} INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, nonce, created_at_ms)
       SELECT ?2, ?3 + n, ?4 + n, (SELECT value FROM json_each(?5) WHERE key = n % json_array_length(?5)), 'text',
              ?6 + n, printf('filled-%d', n), ?7 + n * 1000
       FROM numbers`,
      [count, channel_id, last_seq, last_rev, JSON.stringify(authors), last_text, began_ms],
    );
    const counters = [last_seq + count, last_rev + count, channel_id];
    database.run("UPDATE channels SET last_seq = ?, last_rev = ? WHERE id = ?", counters);
  })();
}
