-- Of an edited message the first text is kept and the newest earlier ones, 99: those in between are overwritten. Rows of texts
-- keep their size, so none of them can be told to skip what is gone: the message knows its first text instead.
ALTER TABLE messages ADD COLUMN first_text_id INTEGER REFERENCES texts (id);

UPDATE messages SET first_text_id = (
  WITH RECURSIVE own (id) AS (
    SELECT messages.text_id
    UNION ALL
    SELECT texts.earlier_id FROM own CROSS JOIN texts ON texts.id = own.id WHERE texts.earlier_id IS NOT NULL
  ) SELECT min(id) FROM own)
WHERE edited_at_ms IS NOT NULL AND deleted_at_ms IS NULL;

UPDATE texts SET content = substr(hex(zeroblob(length(CAST(content AS BLOB)))), 1, length(CAST(content AS BLOB)))
WHERE earlier_id IS NOT NULL AND id IN (
  WITH RECURSIVE own (id, age) AS (
    SELECT text_id, 0 FROM messages WHERE first_text_id IS NOT NULL
    UNION ALL
    SELECT texts.earlier_id, age + 1 FROM own CROSS JOIN texts ON texts.id = own.id WHERE texts.earlier_id IS NOT NULL
  ) SELECT id FROM own WHERE age >= 100);
