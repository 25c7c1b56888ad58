import { type Connection, inTransaction } from "../connection.ts";
import { default_channel, ensureFirstRows } from "../first-rows.ts";
import { applyMigrations } from "../migrate.ts";
import { markForScrubbing } from "../scrub.ts";
import { Accounts } from "./accounts.ts";
import { Rooms } from "./rooms.ts";
import { countOriginals, dropOriginals, originalRows, setAside, textOf } from "./rows.ts";
import { originalTimeMs } from "./time.ts";

/**
 * Turns the original's tables into ours, in one transaction: until it is committed the file holds what it
 * held before. Its sessions are dropped, since their tokens stand in the clear. The rows go into the first
 * schema, as it will always be; the later migrations follow as for any file of that age.
 */
export function upgradeOriginal(
  connection: Connection,
  now_ms: number,
  migrations: readonly string[],
): Upgraded {
  connection.exec("PRAGMA foreign_keys = OFF"); // while tables are remade
  connection.exec("PRAGMA legacy_alter_table = ON"); // a rename shall not touch what others refer to
  connection.exec("PRAGMA secure_delete = ON"); // zeros over the tokens
  try {
    return inTransaction(connection, () => {
      setAside(connection);
      connection.exec(migrations[0] ?? "");
      const upgraded = copyRows(connection, now_ms);
      dropOriginals(connection);
      markForScrubbing(connection);
      applyMigrations(connection, 1, migrations);
      return upgraded;
    });
  } finally {
    connection.exec("PRAGMA secure_delete = OFF");
    connection.exec("PRAGMA legacy_alter_table = OFF");
  }
}

/** What an upgraded file has. made_up_users: authors of messages that had none. */
export type Upgraded = { users: number; messages: number; made_up_users: number };

function copyRows(connection: Connection, now_ms: number): Upgraded {
  const accounts = new Accounts(connection, now_ms);
  const rooms = new Rooms(connection, now_ms);
  accounts.copy();
  rooms.copy(accounts);
  ensureFirstRows(connection, now_ms);
  const messages = copyMessages(connection, accounts, rooms);
  addMembers(connection, accounts.made_up);
  if (messages !== countOriginals(connection, "messages")) throw new Error("Not every message was copied.");
  return { users: accounts.count, messages, made_up_users: accounts.made_up.length };
}

/**
 * In order of id, which is the order the original stored them in: its times are of a whole second each, so
 * they cannot order what was said within one, and its clock may have been set back. An unreadable time
 * becomes that of the message before it in the channel.
 */
function copyMessages(connection: Connection, accounts: Accounts, rooms: Rooms): number {
  const insert = connection.prepare<unknown, [number, number, number, number, string, string, number]>(
    `INSERT INTO messages (id, channel_id, seq, author_id, kind, content, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = new Map<number, { seq: number; time_ms: number }>();
  const columns = ["id", "channel_id", "user_id", "content", "msg_type", "created_at"] as const;
  let copied = 0;
  for (const row of originalRows(connection, "messages", columns, "id")) {
    const channel_id = rooms.of(row.channel_id);
    const before = newest.get(channel_id) ?? { seq: 0, time_ms: rooms.createdAt(channel_id) };
    const message = { seq: before.seq + 1, time_ms: originalTimeMs(row.created_at) ?? before.time_ms };
    const author_id = accounts.author(row.user_id);
    const kind = row.msg_type === "action" ? "action" : "text";
    const content = textOf(row.content) ?? "";
    insert.run(Number(row.id), channel_id, message.seq, author_id, kind, content, message.time_ms);
    newest.set(channel_id, message);
    copied++;
  }
  const setLast = connection.prepare<unknown, [number, number]>(
    "UPDATE channels SET last_seq = ? WHERE id = ?",
  );
  for (const [channel_id, { seq }] of newest) setLast.run(seq, channel_id);
  return copied;
}

/** Everybody in the default channel and wherever they wrote, with all of it read; who was made up, nowhere. */
function addMembers(connection: Connection, made_up: readonly number[]): void {
  connection
    .prepare<unknown, [string]>(
      `INSERT INTO members (channel_id, user_id, joined_at_ms, read_seq, delivered_seq)
       SELECT channels.id, users.id, users.created_at_ms, last_seq, last_seq
       FROM users CROSS JOIN channels WHERE channels.name = ?`,
    )
    .run(default_channel.name);
  connection.exec(
    `INSERT OR IGNORE INTO members (channel_id, user_id, joined_at_ms, read_seq, delivered_seq)
     SELECT channel_id, author_id, min(messages.created_at_ms), last_seq, last_seq
     FROM messages JOIN channels ON channels.id = channel_id GROUP BY channel_id, author_id`,
  );
  const remove = connection.prepare<unknown, [number]>("DELETE FROM members WHERE user_id = ?");
  for (const user_id of made_up) remove.run(user_id);
}
