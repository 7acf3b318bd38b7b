PRAGMA application_id = 1381256260;
PRAGMA user_version = 1;
BEGIN;
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
CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;
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
CREATE VIEW article_text AS
SELECT key, headline, text FROM article_version WHERE current = 1;
CREATE VIRTUAL TABLE article_fts USING fts5 (
    headline, text,
    content="article_text", content_rowid="key",
    tokenize="unicode61 remove_diacritics 2"
);
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
CREATE TABLE reprint_group_article (
    article INTEGER PRIMARY KEY REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    reprint_group TEXT NOT NULL
) STRICT;
CREATE INDEX reprint_group_article_group ON reprint_group_article (reprint_group);
CREATE TABLE algorithm (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
INSERT INTO source_bytes VALUES (1, 47, X'28B52FFD202F7901004D61756572206272696368740A0A5A65686E2048C3A4757365722073746568656E20756E746572205761737365722E');
INSERT INTO source_bytes VALUES (2, 49, X'28B52FFD20318901004D61756572206272696368740A0A5A77C3B66C662048C3A4757365722073746568656E20756E746572205761737365722E');
INSERT INTO source_bytes VALUES (3, 46, X'28B52FFD202E71010057616C6C0A0A5A77C3B66C6620616C74652048C3A4757365722073746568656E20756E746572205761737365722E');
INSERT INTO source_document VALUES (1, 'b97f23c86ac6e7401bd8d698698be8eec1e785f624efad27', 'b97f23c86ac6e7401bd8d698698be8ee35764d0ff5116e996d752da0ebad8cb3', 'old.txt', NULL, 0, NULL, 'text', 'utf-8', 'text/plain', '2024-05-16', 47, '[{"name":"outlet","value":"Harbour Post","from":"flag","source":null}]', 1, 0, 1);
INSERT INTO source_document VALUES (2, '0bf6d47f9ee76a3ff8c78dfd8a049bb09f1e9f12f5f8711c', '0bf6d47f9ee76a3ff8c78dfd8a049bb045410bb3a3a411e2392837bce71e14a1', 'new.txt', NULL, 0, NULL, 'text', 'utf-8', 'text/plain', '2024-05-17T08:00+02:00', 49, '[{"name":"outlet","value":"Harbour Post","from":"flag","source":null}]', 2, 0, 2);
INSERT INTO source_document VALUES (3, '71d48edb609f698f6e977623cb4f5a882e95926e2f0fa137', '71d48edb609f698f6e977623cb4f5a88a3aebbde56aa3724a4f01998602acce7', 'copy.txt', NULL, 0, NULL, 'text', 'utf-8', 'text/plain', NULL, 46, '[{"name":"outlet","value":"Harbour Post","from":"flag","source":null}]', 3, 0, 3);
INSERT INTO diagnostic VALUES (1, 3, 'read', 'note', 'invalid-text', NULL, NULL, NULL, NULL, 'one byte is not text');
INSERT INTO diagnostic VALUES (2, NULL, 'read', 'error', 'truncated', 'bad.warc', 3, 9, NULL, 'record ends early');
INSERT INTO article VALUES (1, '326538cb4b5a8e61');
INSERT INTO article VALUES (2, '16abe21b2d35476f');
INSERT INTO article_version VALUES (1, '699be01f74ce1120', 1, 0, 1, 'Mauer bricht', 'Harbour Post', NULL, 'en', '2024-05-16T09:36+06:00', '2024-05-16T09:00Z', 'https://harbour.example/wall', NULL, 'Mauer bricht

Zehn Häuser stehen unter Wasser.');
INSERT INTO article_version VALUES (2, 'aace4558405b73ef', 1, 1, 2, 'Mauer bricht', 'Harbour Post', NULL, 'en', '2024-05-16T09:36+06:00', '2024-05-17T07:00Z', 'https://harbour.example/wall', NULL, 'Mauer bricht

Zwölf Häuser stehen unter Wasser.');
INSERT INTO article_version VALUES (3, '1e20cc127f17a9cd', 2, 1, 3, 'Wall', 'Harbour Post', NULL, 'en', '2024-05-16T09:36+06:00', NULL, 'https://quay.example/1', NULL, 'Wall

Zwölf alte Häuser stehen unter Wasser.');
INSERT INTO stated_field VALUES (1, 'canonical-url', 'link', NULL, NULL);
INSERT INTO stated_field VALUES (1, 'headline', 'h1', NULL, NULL);
INSERT INTO stated_field VALUES (1, 'language', 'text', NULL, NULL);
INSERT INTO stated_field VALUES (1, 'modified', 'meta', NULL, NULL);
INSERT INTO stated_field VALUES (1, 'outlet', 'flag', NULL, NULL);
INSERT INTO stated_field VALUES (1, 'published', 'meta', 0, 2);
INSERT INTO stated_field VALUES (2, 'canonical-url', 'link', NULL, NULL);
INSERT INTO stated_field VALUES (2, 'headline', 'h1', NULL, NULL);
INSERT INTO stated_field VALUES (2, 'language', 'text', NULL, NULL);
INSERT INTO stated_field VALUES (2, 'modified', 'meta', NULL, NULL);
INSERT INTO stated_field VALUES (2, 'outlet', 'flag', NULL, NULL);
INSERT INTO stated_field VALUES (2, 'published', 'meta', 0, 2);
INSERT INTO stated_field VALUES (3, 'canonical-url', 'link', NULL, NULL);
INSERT INTO stated_field VALUES (3, 'headline', 'h1', NULL, NULL);
INSERT INTO stated_field VALUES (3, 'language', 'text', NULL, NULL);
INSERT INTO stated_field VALUES (3, 'outlet', 'flag', NULL, NULL);
INSERT INTO stated_field VALUES (3, 'published', 'meta', 0, 2);
INSERT INTO block VALUES (1, 0, 'headline', 0, 12, 0, 12, 0, 12);
INSERT INTO block VALUES (1, 1, 'paragraph', 14, 47, 14, 46, 14, 47);
INSERT INTO block VALUES (2, 0, 'headline', 0, 12, 0, 12, 0, 12);
INSERT INTO block VALUES (2, 1, 'paragraph', 14, 49, 14, 47, 14, 49);
INSERT INTO block VALUES (3, 0, 'headline', 0, 4, 0, 4, 0, 4);
INSERT INTO block VALUES (3, 1, 'paragraph', 6, 46, 6, 44, 6, 46);
INSERT INTO cut VALUES (1, 0, 'teaser', 0, 1);
INSERT INTO cut VALUES (2, 0, 'teaser', 0, 1);
INSERT INTO cut VALUES (3, 0, 'teaser', 0, 1);
INSERT INTO byline VALUES (1, 0, 'Tidewater Agency', 'agency', 'text', 1, 3);
INSERT INTO byline VALUES (2, 0, 'Tidewater Agency', 'agency', 'text', 1, 3);
INSERT INTO byline VALUES (3, 0, 'Tidewater Agency', 'agency', 'text', 1, 3);
INSERT INTO dateline VALUES (1, 'Quay', NULL, NULL, 0, 2, 0, 2);
INSERT INTO dateline VALUES (2, 'Quay', NULL, NULL, 0, 2, 0, 2);
INSERT INTO dateline VALUES (3, 'Quay', NULL, NULL, 0, 2, 0, 2);
INSERT INTO credit VALUES (1, 0, 'with', '["A","B"]', 'text', 2, 4, 2, 4);
INSERT INTO credit VALUES (2, 0, 'with', '["A","B"]', 'text', 2, 4, 2, 4);
INSERT INTO credit VALUES (3, 0, 'with', '["A","B"]', 'text', 2, 4, 2, 4);
INSERT INTO link_fingerprint VALUES (-1079719513, 2);
INSERT INTO link_fingerprint VALUES (-714389934, 2);
INSERT INTO link_fingerprint VALUES (-214248430, 1);
INSERT INTO link_fingerprint VALUES (-214248430, 2);
INSERT INTO link_fingerprint VALUES (463999504, 1);
INSERT INTO link_fingerprint VALUES (656977361, 1);
INSERT INTO link_fingerprint VALUES (656977361, 2);
INSERT INTO link_fingerprint VALUES (832167245, 1);
INSERT INTO link_fingerprint VALUES (832167245, 2);
INSERT INTO link_fingerprint VALUES (907217853, 1);
INSERT INTO link_fingerprint VALUES (974666636, 1);
INSERT INTO link_fingerprint VALUES (974666636, 2);
INSERT INTO link_fingerprint VALUES (1881738632, 1);
INSERT INTO link_fingerprint VALUES (1881738632, 2);
INSERT INTO link_term VALUES (-1079719513, 2);
INSERT INTO link_term VALUES (-714389934, 2);
INSERT INTO link_term VALUES (-214248430, 1);
INSERT INTO link_term VALUES (-214248430, 2);
INSERT INTO link_term VALUES (463999504, 1);
INSERT INTO link_term VALUES (656977361, 1);
INSERT INTO link_term VALUES (656977361, 2);
INSERT INTO link_term VALUES (832167245, 1);
INSERT INTO link_term VALUES (832167245, 2);
INSERT INTO link_term VALUES (907217853, 1);
INSERT INTO link_term VALUES (974666636, 1);
INSERT INTO link_term VALUES (974666636, 2);
INSERT INTO link_term VALUES (1881738632, 1);
INSERT INTO link_term VALUES (1881738632, 2);
INSERT INTO passage VALUES (1, 2, 1, 'report', 5, 6, 46, 6, 44, 14, 49, 14, 47);
INSERT INTO passage_edit VALUES (1, 0, 'deleted', 13, 18, 12, 17, 21, 21, 20, 20);
INSERT INTO similarity VALUES (2, 1, 700000);
INSERT INTO story VALUES (1, '68c3f2c4d8a41eec', 'Mauer bricht', '2024-05-16T09:36+06:00', NULL);
INSERT INTO story_article VALUES (1, 0, 1);
INSERT INTO story_article VALUES (1, 1, 2);
INSERT INTO reprint_group_article VALUES (1, '16abe21b2d35476f');
INSERT INTO reprint_group_article VALUES (2, '16abe21b2d35476f');
INSERT INTO algorithm VALUES ('link', 1);
INSERT INTO article_fts (article_fts) VALUES ('rebuild');
COMMIT;
