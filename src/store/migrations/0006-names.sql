-- Since when a channel has its name: of two that somebody sees under one name, the one that had it first is meant by it.
ALTER TABLE channels ADD COLUMN named_at_ms INTEGER NOT NULL DEFAULT 0;
UPDATE channels SET named_at_ms = created_at_ms;
