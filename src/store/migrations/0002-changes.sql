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
DROP TABLE channels;
ALTER TABLE channels_2 RENAME TO channels;

CREATE UNIQUE INDEX channels_by_public_name ON channels (name) WHERE kind = 'public';
CREATE INDEX channels_by_private_name ON channels (name) WHERE kind = 'private';

ALTER TABLE messages ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN reply_to_seq INTEGER;
ALTER TABLE messages ADD COLUMN edited_at_ms INTEGER;
ALTER TABLE messages ADD COLUMN deleted_at_ms INTEGER;
ALTER TABLE messages ADD COLUMN pinned_at_ms INTEGER;
UPDATE messages SET rev = seq;

CREATE UNIQUE INDEX messages_by_rev ON messages (channel_id, rev);
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at_ms) WHERE pinned_at_ms IS NOT NULL;

-- What a message said before it was edited.
CREATE TABLE edits (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  rev INTEGER NOT NULL,
  content TEXT NOT NULL,
  written_at_ms INTEGER NOT NULL,
  PRIMARY KEY (message_id, rev)
) STRICT, WITHOUT ROWID;

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
