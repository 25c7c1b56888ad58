-- The first schema. Names equal those on the wire; times are milliseconds since 1970 UTC.
-- Ids are never given twice (AUTOINCREMENT): clients remember them.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL COLLATE NOCASE UNIQUE,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

-- dm_key is "3:17", the ids of its two users, the lower first: one dm for a pair.
CREATE TABLE channels (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES users (id),
  created_at_ms INTEGER NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0,
  dm_key TEXT UNIQUE,
  CHECK ((kind = 'public' AND name IS NOT NULL AND dm_key IS NULL)
      OR (kind = 'dm' AND name IS NULL AND dm_key IS NOT NULL)),
  CHECK (last_seq >= 0)
) STRICT;

-- delivered_seq serves protocol 1, which has no read markers.
CREATE TABLE members (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  joined_at_ms INTEGER NOT NULL,
  read_seq INTEGER NOT NULL DEFAULT 0,
  delivered_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  seq INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  nonce TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_by_seq ON messages (channel_id, seq);

-- Messages of protocol 1 have no nonce and cost nothing here.
CREATE UNIQUE INDEX messages_by_nonce ON messages (author_id, nonce) WHERE nonce IS NOT NULL;

CREATE TABLE sessions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  user_id INTEGER NOT NULL REFERENCES users (id),
  device TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);
