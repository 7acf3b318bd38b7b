-- Format 1: the collection.
--
-- Ids are content hashes as hexadecimal text; `key` columns are this file's own numbers and never leave it.
-- Times are EDTF as stated (`2024-05-16T09:36:55+06:00`), kinds are words. Ranges are half open and counted from 0;
-- the column name carries the unit: `_byte` UTF-8 bytes, `_char` characters, as SQLite's substr counts them from 1.

-- What was read ----------------------------------------------------------------------------------------------------

-- The raw bytes of one or more source documents, one after another, compressed together.
CREATE TABLE source_bytes (
    key INTEGER PRIMARY KEY,
    size INTEGER NOT NULL, -- before compression
    zstd BLOB NOT NULL
) STRICT;

CREATE TABLE source_document (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, -- half of the digest, then a hash of all that is known from outside
    digest TEXT NOT NULL, -- BLAKE3 of the raw bytes
    path TEXT NOT NULL,
    record INTEGER,
    file_offset INTEGER NOT NULL,
    uri TEXT,
    form TEXT NOT NULL,
    charset TEXT NOT NULL,
    media_type TEXT NOT NULL,
    retrieved TEXT,
    size INTEGER NOT NULL,
    outside TEXT NOT NULL, -- JSON: the fields known from outside the bytes
    bytes INTEGER NOT NULL REFERENCES source_bytes (key),
    bytes_start INTEGER NOT NULL,
    version INTEGER REFERENCES article_version (key) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX source_document_path ON source_document (path);
CREATE INDEX source_document_bytes ON source_document (bytes);
CREATE INDEX source_document_version ON source_document (version);

-- What is worth knowing of a source document, or of a file that gave none (then `source` is NULL).
CREATE TABLE diagnostic (
    key INTEGER PRIMARY KEY,
    source INTEGER REFERENCES source_document (key) ON DELETE CASCADE,
    stage TEXT NOT NULL CHECK (stage IN ('read', 'extract')),
    severity TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT,
    record INTEGER,
    file_offset INTEGER,
    uri TEXT,
    message TEXT NOT NULL,
    CHECK ((source IS NULL) = (path IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX diagnostic_once
    ON diagnostic (ifnull(source, 0), ifnull(path, ''), ifnull(record, -1), kind, message);
CREATE INDEX diagnostic_source ON diagnostic (source);

-- What was extracted -----------------------------------------------------------------------------------------------

CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;

-- One text of an article, as the source document says it that stands for it.
CREATE TABLE article_version (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    source INTEGER NOT NULL REFERENCES source_document (key) DEFERRABLE INITIALLY DEFERRED,
    headline TEXT,
    outlet TEXT,
    section TEXT,
    language TEXT,
    published TEXT,
    modified TEXT,
    canonical_url TEXT,
    image TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX article_version_article ON article_version (article);
CREATE UNIQUE INDEX article_version_current ON article_version (article) WHERE current = 1;
CREATE INDEX article_version_source ON article_version (source);

-- Where a field of an article version was read.
CREATE TABLE stated_field (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    field TEXT NOT NULL,
    read_from TEXT NOT NULL,
    source_start_byte INTEGER,
    source_end_byte INTEGER,
    PRIMARY KEY (version, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    source_start_byte INTEGER NOT NULL,
    source_end_byte INTEGER NOT NULL,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cut (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    source_start_byte INTEGER NOT NULL,
    source_end_byte INTEGER NOT NULL,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE byline (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    read_from TEXT NOT NULL,
    source_start_byte INTEGER,
    source_end_byte INTEGER,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dateline (
    version INTEGER PRIMARY KEY REFERENCES article_version (key) ON DELETE CASCADE,
    place TEXT,
    date TEXT,
    agency TEXT,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL
) STRICT;

CREATE TABLE credit (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    names TEXT NOT NULL, -- JSON: a list of names as written
    read_from TEXT NOT NULL,
    start_byte INTEGER,
    end_byte INTEGER,
    start_char INTEGER,
    end_char INTEGER,
    PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- The words that can be searched: of current versions.
CREATE VIEW article_text AS
SELECT key, headline, text FROM article_version WHERE current = 1;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    headline, text,
    content="article_text", content_rowid="key",
    tokenize="unicode61 remove_diacritics 2"
);

-- What was found across articles -----------------------------------------------------------------------------------

-- Which articles (keys of `article`) hold a fingerprint or a term: numbers that the link stage derives from their
-- current versions. No foreign keys: SQLite would need an index by article for them, as large as the tables.
CREATE TABLE link_fingerprint (
    fingerprint INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_term (
    term INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (term, article)
) STRICT, WITHOUT ROWID;

-- A run of text that stands in two articles (their current versions); `first` has the smaller id.
CREATE TABLE passage (
    key INTEGER PRIMARY KEY,
    first INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    second INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    matched_words INTEGER NOT NULL,
    first_start_byte INTEGER NOT NULL,
    first_end_byte INTEGER NOT NULL,
    first_start_char INTEGER NOT NULL,
    first_end_char INTEGER NOT NULL,
    second_start_byte INTEGER NOT NULL,
    second_end_byte INTEGER NOT NULL,
    second_start_char INTEGER NOT NULL,
    second_end_char INTEGER NOT NULL
) STRICT;
CREATE INDEX passage_first ON passage (first, second);
CREATE INDEX passage_second ON passage (second);

-- One difference inside a passage, from its first occurrence to its second.
CREATE TABLE passage_edit (
    passage INTEGER NOT NULL REFERENCES passage (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    first_start_byte INTEGER NOT NULL,
    first_end_byte INTEGER NOT NULL,
    first_start_char INTEGER NOT NULL,
    first_end_char INTEGER NOT NULL,
    second_start_byte INTEGER NOT NULL,
    second_end_byte INTEGER NOT NULL,
    second_start_char INTEGER NOT NULL,
    second_end_char INTEGER NOT NULL,
    PRIMARY KEY (passage, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE similarity (
    first INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    second INTEGER NOT NULL REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    parts_per_million INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX similarity_second ON similarity (second);

CREATE TABLE story (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    headline TEXT,
    first_published TEXT,
    last_published TEXT
) STRICT;

CREATE TABLE story_article (
    story INTEGER NOT NULL REFERENCES story (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article INTEGER NOT NULL UNIQUE REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (story, position)
) STRICT, WITHOUT ROWID;

-- Articles that carry mostly the same text; a group is named after its smallest article id.
CREATE TABLE reprint_group_article (
    article INTEGER PRIMARY KEY REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    reprint_group TEXT NOT NULL
) STRICT;
CREATE INDEX reprint_group_article_group ON reprint_group_article (reprint_group);

-- Which version of each algorithm made the derived records.
CREATE TABLE algorithm (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- To read it -------------------------------------------------------------------------------------------------------

CREATE VIEW articles AS
SELECT
    article.id AS article_id,
    article_version.id AS version_id,
    article_version.headline,
    article_version.outlet,
    article_version.published,
    -- Only a time with a zone is an instant; a bare day is left as it is stated.
    CASE WHEN article_version.published GLOB '*T*[Z+-]*' AND length(article_version.published) >= 17
        THEN strftime('%Y-%m-%dT%H:%M:%SZ', article_version.published) END AS published_utc,
    article_version.modified,
    article_version.section,
    article_version.language,
    article_version.canonical_url,
    story.id AS story_id,
    (SELECT count(*) FROM article_version AS other WHERE other.article = article.key) AS versions,
    source_document.path,
    source_document.digest AS source_digest,
    article_version.text
FROM article_version
JOIN article ON article.key = article_version.article
JOIN source_document ON source_document.key = article_version.source
LEFT JOIN story_article ON story_article.article = article.key
LEFT JOIN story ON story.key = story_article.story
WHERE article_version.current = 1;

CREATE VIEW stories AS
SELECT
    story.id AS story_id,
    story.headline,
    story.first_published,
    story.last_published,
    count(*) AS articles,
    count(DISTINCT article_version.outlet) AS outlets
FROM story
JOIN story_article ON story_article.story = story.key
JOIN article_version ON article_version.article = story_article.article AND article_version.current = 1
GROUP BY story.key;

CREATE VIEW reprints AS
SELECT
    reprint_group_article.reprint_group,
    article.id AS article_id,
    article_version.outlet,
    article_version.published,
    article_version.headline
FROM reprint_group_article
JOIN article ON article.key = reprint_group_article.article
JOIN article_version ON article_version.article = article.key AND article_version.current = 1;

CREATE VIEW blocks AS
SELECT
    article.id AS article_id,
    article_version.id AS version_id,
    block.position,
    block.kind,
    substr(article_version.text, block.start_char + 1, block.end_char - block.start_char) AS words,
    block.start_char,
    block.end_char,
    block.source_start_byte,
    block.source_end_byte
FROM block
JOIN article_version ON article_version.key = block.version
JOIN article ON article.key = article_version.article;

CREATE VIEW passages AS
SELECT
    passage.key AS passage,
    first_article.id AS first_article_id,
    first_version.outlet AS first_outlet,
    second_article.id AS second_article_id,
    second_version.outlet AS second_outlet,
    passage.kind,
    passage.matched_words,
    (SELECT count(*) FROM passage_edit WHERE passage_edit.passage = passage.key) AS edits,
    substr(first_version.text, passage.first_start_char + 1, passage.first_end_char - passage.first_start_char)
        AS first_words,
    substr(second_version.text, passage.second_start_char + 1, passage.second_end_char - passage.second_start_char)
        AS second_words,
    passage.first_start_char,
    passage.first_end_char,
    passage.second_start_char,
    passage.second_end_char
FROM passage
JOIN article AS first_article ON first_article.key = passage.first
JOIN article AS second_article ON second_article.key = passage.second
JOIN article_version AS first_version ON first_version.article = passage.first AND first_version.current = 1
JOIN article_version AS second_version ON second_version.article = passage.second AND second_version.current = 1;

CREATE VIEW passage_edits AS
SELECT
    passage_edit.passage,
    passage_edit.position,
    passage_edit.kind,
    substr(first_version.text, passage_edit.first_start_char + 1,
        passage_edit.first_end_char - passage_edit.first_start_char) AS first_words,
    substr(second_version.text, passage_edit.second_start_char + 1,
        passage_edit.second_end_char - passage_edit.second_start_char) AS second_words
FROM passage_edit
JOIN passage ON passage.key = passage_edit.passage
JOIN article_version AS first_version ON first_version.article = passage.first AND first_version.current = 1
JOIN article_version AS second_version ON second_version.article = passage.second AND second_version.current = 1;

CREATE VIEW diagnostics AS
SELECT
    diagnostic.stage,
    diagnostic.severity,
    diagnostic.kind,
    coalesce(source_document.path, diagnostic.path) AS path,
    CASE WHEN diagnostic.source IS NULL THEN diagnostic.record ELSE source_document.record END AS record,
    diagnostic.message
FROM diagnostic
LEFT JOIN source_document ON source_document.key = diagnostic.source;
