-- Files that are sent with messages. Their bytes lie beside the database, under their SHA-256.

-- A file goes with one message at most; message_id is null until it was sent.
CREATE TABLE files (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  owner_id INTEGER NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  thumbnail_sha256 TEXT,
  added_at_ms INTEGER NOT NULL,
  message_id INTEGER REFERENCES messages (id),
  place INTEGER
) STRICT;

CREATE INDEX files_by_message ON files (message_id, place) WHERE message_id IS NOT NULL;
CREATE INDEX files_unsent ON files (added_at_ms) WHERE message_id IS NULL;
CREATE INDEX files_unsent_of ON files (owner_id) WHERE message_id IS NULL;
CREATE INDEX files_by_hash ON files (sha256);
CREATE INDEX files_by_thumbnail ON files (thumbnail_sha256) WHERE thumbnail_sha256 IS NOT NULL;

-- Hashes that a file had which is gone: whether another one has them is looked at afterwards.
CREATE TABLE dropped_contents (
  sha256 TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- So that a page of messages without files asks for none.
ALTER TABLE messages ADD COLUMN file_count INTEGER NOT NULL DEFAULT 0;
