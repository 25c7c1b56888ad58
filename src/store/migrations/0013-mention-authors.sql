-- Who wrote to everybody is not named by it: with its author in the row, what is unread is counted without a look at messages.
ALTER TABLE mentions ADD COLUMN author_id INTEGER;

UPDATE mentions SET author_id = (
  SELECT author_id FROM messages WHERE messages.channel_id = mentions.channel_id AND messages.seq = mentions.seq)
WHERE user_id = 0;
