-- What people want to be called, and their pictures. The bytes of pictures lie where those of files do.

ALTER TABLE users ADD COLUMN display_name TEXT;
-- The picture's id in avatars, so that whoever reads a user knows it without a further look.
ALTER TABLE users ADD COLUMN avatar_id INTEGER;

-- One for a user at most; another picture gets another id.
CREATE TABLE avatars (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL UNIQUE REFERENCES users (id),
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;

CREATE INDEX avatars_by_hash ON avatars (sha256);
