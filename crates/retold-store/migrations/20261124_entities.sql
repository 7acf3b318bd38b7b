-- Format 3: the register of people, organisations, places and groups.

CREATE TABLE entity (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    chains INTEGER NOT NULL,
    record TEXT NOT NULL -- JSON: all that is known, with the names and why they are one
) STRICT;
CREATE INDEX entity_name ON entity (name COLLATE NOCASE);

-- A name as articles use it that give no reason to tell its bearers apart; sums over its chains.
CREATE TABLE name_sense (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    facet TEXT NOT NULL,
    chains INTEGER NOT NULL,
    first_published TEXT,
    first_article TEXT,
    signature INTEGER, -- of what the register leaned on when it was last brought up to date
    entity INTEGER REFERENCES entity (key) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (kind, name, facet)
) STRICT;
CREATE INDEX name_sense_entity ON name_sense (entity);

-- The names of a sense as written.
CREATE TABLE name_sense_text (
    sense INTEGER NOT NULL REFERENCES name_sense (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (sense, text)
) STRICT, WITHOUT ROWID;

-- Under which keys a sense is looked up, and how many of its chains give the key.
CREATE TABLE name_key (
    name_key TEXT NOT NULL,
    sense INTEGER NOT NULL REFERENCES name_sense (key) ON DELETE CASCADE,
    chains INTEGER NOT NULL,
    PRIMARY KEY (name_key, sense)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_key_sense ON name_key (sense);

-- A chain of reference of an article's current version.
CREATE TABLE chain (
    article INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    chain INTEGER NOT NULL, -- its place among the chains of the article
    sense INTEGER NOT NULL REFERENCES name_sense (key) DEFERRABLE INITIALLY DEFERRED,
    article_id TEXT NOT NULL, -- of `article`: samples are taken in this order
    record TEXT NOT NULL, -- JSON: names and keys
    PRIMARY KEY (article, chain)
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_sense ON chain (sense, article_id);

-- Corrections by hand. A number is never used again.
CREATE TABLE decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL -- JSON
) STRICT;

-- What users know of things: entries of authority files.
CREATE TABLE authority_entry (
    key INTEGER PRIMARY KEY,
    record TEXT NOT NULL UNIQUE -- JSON
) STRICT;

CREATE TABLE authority_name (
    name TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES authority_entry (key) ON DELETE CASCADE,
    PRIMARY KEY (name, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX authority_name_entry ON authority_name (entry);

-- To read it -------------------------------------------------------------------------------------------------------

CREATE VIEW entities AS
SELECT
    entity.id AS entity_id,
    entity.kind,
    entity.name,
    (SELECT count(DISTINCT chain.article) FROM chain JOIN name_sense ON name_sense.key = chain.sense
        WHERE name_sense.entity = entity.key) AS articles,
    (SELECT sum(mentions) FROM name_sense_text JOIN name_sense ON name_sense.key = name_sense_text.sense
        WHERE name_sense.entity = entity.key) AS mentions,
    entity.record -> '$.aliases' AS aliases,
    entity.record -> '$.ids' AS ids
FROM entity;

CREATE VIEW entity_articles AS
SELECT
    entity.id AS entity_id,
    entity.kind,
    entity.name,
    chain.article_id,
    article_version.outlet,
    article_version.published,
    chain.record -> '$.names' AS names
FROM chain
JOIN name_sense ON name_sense.key = chain.sense
JOIN entity ON entity.key = name_sense.entity
JOIN article_version ON article_version.article = chain.article AND article_version.current = 1;
