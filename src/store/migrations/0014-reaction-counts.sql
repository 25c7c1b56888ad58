-- How many have given a message an emoji, and the rev of the first of them: a page of messages with thousands of reactions is
-- read without counting them. Who writes reactions keeps it.
CREATE TABLE reaction_counts (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  emoji TEXT NOT NULL,
  count INTEGER NOT NULL,
  first_rev INTEGER NOT NULL,
  PRIMARY KEY (message_id, emoji)
) STRICT, WITHOUT ROWID;

INSERT INTO reaction_counts (message_id, emoji, count, first_rev)
  SELECT message_id, emoji, count(*), min(rev) FROM reactions GROUP BY message_id, emoji;

-- Which of them are one's own, whatever others have given.
CREATE INDEX reactions_by_user ON reactions (user_id, message_id);
