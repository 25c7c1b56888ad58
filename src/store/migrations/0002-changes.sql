-- Messages that change: edits, deletions, replies, reactions, pins, mentions; private channels; archive.
-- rev counts every change of a channel: what is newer than a client's rev is what it has missed.

-- A public name is unique; a private one is not, or its existence could be guessed.
CREATE TABLE channels_2 (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT COLLATE NOCASE,
  description TEXT NOT NULL DEFAULT '',
  created_by INTEGER REFERENCES users (id),
  created_at_ms INTEGER NOT NULL,
  archived_at_ms INTEGER,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_rev INTEGER NOT NULL DEFAULT 0,
  dm_key TEXT UNIQUE,
  CHECK ((kind IN ('public', 'private') AND name IS NOT NULL AND dm_key IS NULL)
      OR (kind = 'dm' AND name IS NULL AND dm_key IS NOT NULL)),
  CHECK (last_seq >= 0 AND last_rev >= last_seq)
) STRICT;

INSERT INTO channels_2
  SELECT id, kind, name, description, created_by, created_at_ms, NULL, last_seq, last_seq, dm_key FROM channels;

-- What messages say and said. Rows are only ever added at the end and never change their size, so SQLite
-- moves none of them and leaves no copies about: overwriting a text is enough to be rid of it.
CREATE TABLE texts (
  id INTEGER NOT NULL PRIMARY KEY,
  content TEXT NOT NULL,
  written_at_ms INTEGER NOT NULL,
  earlier_id INTEGER REFERENCES texts (id)
) STRICT;

INSERT INTO texts (id, content, written_at_ms) SELECT id, content, created_at_ms FROM messages ORDER BY id;

CREATE TABLE messages_2 (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  text_id INTEGER NOT NULL REFERENCES texts (id),
  nonce TEXT,
  reply_to_seq INTEGER,
  created_at_ms INTEGER NOT NULL,
  edited_at_ms INTEGER,
  deleted_at_ms INTEGER,
  pinned_at_ms INTEGER
) STRICT;

INSERT INTO messages_2
  SELECT id, channel_id, seq, seq, author_id, kind, id, nonce, NULL, created_at_ms, NULL, NULL, NULL
  FROM messages ORDER BY id;

-- Ids are never given twice, not even those whose rows are gone.
DELETE FROM sqlite_sequence WHERE name IN ('channels_2', 'messages_2');
INSERT INTO sqlite_sequence (name, seq)
  SELECT name || '_2', seq FROM sqlite_sequence WHERE name IN ('channels', 'messages');

-- The old pages still hold what is said from now on in texts alone.
INSERT OR IGNORE INTO meta (key, value) SELECT 'scrub', 'due' WHERE EXISTS (SELECT 1 FROM messages);

DROP TABLE channels;
ALTER TABLE channels_2 RENAME TO channels;
DROP TABLE messages;
ALTER TABLE messages_2 RENAME TO messages;

CREATE UNIQUE INDEX channels_by_public_name ON channels (name) WHERE kind = 'public';
CREATE INDEX channels_by_private_name ON channels (name) WHERE kind = 'private';

CREATE UNIQUE INDEX messages_by_seq ON messages (channel_id, seq);
CREATE UNIQUE INDEX messages_by_rev ON messages (channel_id, rev);
-- Messages of protocol 1 have no nonce and cost nothing here.
CREATE UNIQUE INDEX messages_by_nonce ON messages (author_id, nonce) WHERE nonce IS NOT NULL;
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at_ms) WHERE pinned_at_ms IS NOT NULL;

CREATE TABLE reactions (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  emoji TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id),
  rev INTEGER NOT NULL,
  PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- Who is named in which message; user 0 stands for everybody (@channel).
CREATE TABLE mentions (
  user_id INTEGER NOT NULL,
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, channel_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_by_message ON mentions (channel_id, seq);

ALTER TABLE users ADD COLUMN chosen_status TEXT NOT NULL DEFAULT 'online';
ALTER TABLE users ADD COLUMN status_text TEXT NOT NULL DEFAULT '';
