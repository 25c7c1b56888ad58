-- How one member wants a channel: the same on all devices, and gone when they leave.
ALTER TABLE members ADD COLUMN level TEXT NOT NULL DEFAULT 'all';
ALTER TABLE members ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN favorite INTEGER NOT NULL DEFAULT 0;
-- 1, 2, 3 ... in the order the member made; null for what they did not put anywhere.
ALTER TABLE members ADD COLUMN place INTEGER;
