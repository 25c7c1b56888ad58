-- Deleted messages in a row, as long as they are: they count as read for who has read all before.
CREATE TABLE deleted_runs (
  channel_id INTEGER NOT NULL REFERENCES channels (id),
  to_seq INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  PRIMARY KEY (channel_id, to_seq)
) STRICT, WITHOUT ROWID;

-- Within a row of them seq rises as their number does.
INSERT INTO deleted_runs (channel_id, to_seq, from_seq)
  SELECT channel_id, max(seq), min(seq)
  FROM (
    SELECT channel_id, seq, seq - row_number() OVER (PARTITION BY channel_id ORDER BY seq) AS run
    FROM messages WHERE deleted_at_ms IS NOT NULL
  )
  GROUP BY channel_id, run;
