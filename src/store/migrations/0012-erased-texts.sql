-- Texts that were overwritten and that no message says or has said: the upkeep takes them away.
CREATE TABLE erased_texts (
  id INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Who names a text as the one before, asked before it is taken away. Texts that were never edited cost nothing here.
CREATE INDEX texts_by_earlier ON texts (earlier_id) WHERE earlier_id IS NOT NULL;

INSERT INTO erased_texts (id)
  WITH RECURSIVE own (id, age) AS (
    SELECT text_id, 0 FROM messages WHERE first_text_id IS NOT NULL AND deleted_at_ms IS NULL
    UNION ALL
    SELECT texts.earlier_id, age + 1 FROM own CROSS JOIN texts ON texts.id = own.id
    WHERE texts.earlier_id IS NOT NULL AND age < 99
  )
  SELECT id FROM texts WHERE id NOT IN (
    SELECT text_id FROM messages WHERE deleted_at_ms IS NULL
    UNION ALL
    SELECT first_text_id FROM messages WHERE first_text_id IS NOT NULL AND deleted_at_ms IS NULL
    UNION ALL
    SELECT id FROM own
  );

-- Deleted messages say all the same text, an empty one.
INSERT INTO texts (content, written_at_ms)
  SELECT '', 0 WHERE EXISTS (SELECT 1 FROM messages WHERE deleted_at_ms IS NOT NULL);
INSERT INTO meta (key, value)
  SELECT 'empty_text_id', max(id) FROM texts WHERE EXISTS (SELECT 1 FROM messages WHERE deleted_at_ms IS NOT NULL)
  HAVING max(id) IS NOT NULL;
UPDATE messages SET first_text_id = NULL, text_id = (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'empty_text_id')
  WHERE deleted_at_ms IS NOT NULL;
