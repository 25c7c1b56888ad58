-- Direct messages in which nobody has written: the upkeep looks for old ones.
CREATE INDEX channels_unbegun ON channels (created_at_ms) WHERE kind = 'dm' AND last_seq = 0;
