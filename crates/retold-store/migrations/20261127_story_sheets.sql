-- Format 6: what stories are formed by is read once and kept.

-- The hashed words, names, numbers and days of an article's current version, by which it is told whether it reports the
-- same happening as another.
CREATE TABLE story_sheet (
    article INTEGER PRIMARY KEY REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    sheet BLOB NOT NULL
) STRICT;

-- Whether two articles share so much text that one may be a copy of the other.
ALTER TABLE similarity ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;

-- Terms are other ones now: `retold rebuild` finds them again.
DELETE FROM link_term;
