import { Database } from "bun:sqlite";

/** What to put into a file of the original program. People and channels are named; ids follow the order given. */
export interface OriginalContents {
  users?: readonly { username: string; password: string; created_at?: string | null }[];
  /** `general` first, unless it is left out on purpose. */
  channels?: readonly {
    name: string;
    description?: string | null;
    created_by?: string | null;
    created_at?: string | null;
  }[];
  messages?: readonly {
    channel: string;
    author: string;
    content: string;
    msg_type?: string;
    created_at?: string | null;
  }[];
  sessions?: readonly { username: string; token: string }[];
  /** bcrypt rounds of the passwords. The original has 12; fewer are faster. */
  rounds?: number;
  journal_mode?: "delete" | "wal";
  /** Whatever else a test needs in the file: orphans, NULLs, tables of others. Foreign keys are off, as in Python. */
  also?: (database: Database) => void;
}

/** Makes a file as the original program leaves it behind. */
export async function createOriginalDatabase(path: string, contents: OriginalContents): Promise<void> {
  const { users = [], channels = [], messages = [], sessions = [], rounds = 4 } = contents;
  const hashes = await Promise.all(users.map(({ password }) => originalHash(password, rounds)));
  const database = new Database(path, { create: true, strict: true });
  database.exec(`PRAGMA journal_mode = ${contents.journal_mode ?? "delete"}; PRAGMA foreign_keys = OFF`);
  database.exec(original_schema);
  database.transaction(() => {
    for (const [at, user] of users.entries()) insertUser(database, { ...user, hash: hashes[at] ?? "" });
    for (const channel of channels) insertChannel(database, channel);
    for (const message of messages) insertMessage(database, message);
    for (const session of sessions) insertSession(database, session);
    contents.also?.(database);
  })();
  database.close();
}

/** bcrypt sees 72 bytes of a password; the original cut longer ones there. */
export function originalHash(password: string, rounds: number): Promise<string> {
  const seen = new TextEncoder().encode(password).subarray(0, 72);
  return Bun.password.hash(seen, { algorithm: "bcrypt", cost: rounds });
}

const original_schema = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT UNIQUE COLLATE NOCASE NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT DEFAULT (datetime('now'))
  );
  CREATE TABLE channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT UNIQUE COLLATE NOCASE NOT NULL,
    description TEXT DEFAULT '',
    created_by INTEGER REFERENCES users(id),
    created_at TEXT DEFAULT (datetime('now'))
  );
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER REFERENCES channels(id),
    user_id INTEGER REFERENCES users(id),
    content TEXT,
    msg_type TEXT DEFAULT 'message',
    created_at TEXT DEFAULT (datetime('now'))
  );
  CREATE INDEX idx_messages_channel ON messages(channel_id, created_at);
  CREATE TABLE sessions (
    token TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at TEXT DEFAULT (datetime('now')),
    expires_at TEXT NOT NULL
  );
`;

type Given<Name extends keyof OriginalContents> = Extract<OriginalContents[Name], readonly unknown[]>[number];

const some_time = "2024-03-01 09:00:00";

function insertUser(database: Database, user: Given<"users"> & { hash: string }): void {
  const { username, hash, created_at = some_time } = user;
  database
    .query("INSERT INTO users (username, password_hash, created_at) VALUES (?, ?, ?)")
    .run(username, hash, created_at);
}

function insertChannel(database: Database, channel: Given<"channels">): void {
  const { name, description = "", created_by = null, created_at = some_time } = channel;
  database
    .query(
      `INSERT INTO channels (name, description, created_by, created_at)
       VALUES (?, ?, (SELECT id FROM users WHERE username = ?), ?)`,
    )
    .run(name, description, created_by, created_at);
}

function insertMessage(database: Database, message: Given<"messages">): void {
  const { channel, author, content, msg_type = "message", created_at = some_time } = message;
  database
    .query(
      `INSERT INTO messages (channel_id, user_id, content, msg_type, created_at)
       VALUES ((SELECT id FROM channels WHERE name = ?), (SELECT id FROM users WHERE username = ?), ?, ?, ?)`,
    )
    .run(channel, author, content, msg_type, created_at);
}

function insertSession(database: Database, { username, token }: Given<"sessions">): void {
  database
    .query(
      `INSERT INTO sessions (token, user_id, expires_at)
       VALUES (?, (SELECT id FROM users WHERE username = ?), '2099-01-01T00:00:00.000000')`,
    )
    .run(token, username);
}
