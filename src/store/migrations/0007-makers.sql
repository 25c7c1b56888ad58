-- Whoever makes a channel has theirs counted.
CREATE INDEX channels_by_maker ON channels (created_by) WHERE kind <> 'dm';
