-- Cards that a device had made and lost before they came: their numbers, what they were about, and since when that is
-- known, as JSON.
ALTER TABLE device ADD COLUMN lost TEXT NOT NULL DEFAULT '[]';
