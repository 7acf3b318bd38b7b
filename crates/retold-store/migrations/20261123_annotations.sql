-- Format 2: what was read in the articles.
--
-- `record` columns are JSON with all that is known; ranges in them are `[start, end]` in UTF-8 bytes of the text.

-- A version that was analysed, and what of it is for programs only. Versions in a language without a model have none.
CREATE TABLE analysis (
    version INTEGER PRIMARY KEY REFERENCES article_version (key) ON DELETE CASCADE,
    size INTEGER NOT NULL, -- of the record before compression
    zstd BLOB NOT NULL -- JSON: chains of reference, predicate frames
) STRICT;

CREATE TABLE annotation (
    version INTEGER NOT NULL REFERENCES article_version (key) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('mention', 'outlet', 'place', 'quantity', 'quote', 'time')),
    position INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (version, kind, position)
) STRICT, WITHOUT ROWID;

-- To read it -------------------------------------------------------------------------------------------------------

-- The words of annotations, of current versions.
CREATE VIEW annotated_words AS
SELECT
    article.id AS article_id,
    article_version.outlet,
    annotation.version,
    annotation.kind,
    annotation.position,
    substr(article_version.text, annotation.start_char + 1, annotation.end_char - annotation.start_char) AS words,
    annotation.start_char,
    annotation.end_char,
    annotation.record,
    -- Ranges in records are of bytes.
    CAST(article_version.text AS BLOB) AS bytes
FROM annotation
JOIN article_version ON article_version.key = annotation.version AND article_version.current = 1
JOIN article ON article.key = article_version.article;

CREATE VIEW mentions AS
SELECT
    article_id,
    outlet,
    words AS name,
    record ->> '$.kind' AS kind,
    CAST(substr(bytes, (record ->> '$.title[0]') + 1, (record ->> '$.title[1]') - (record ->> '$.title[0]')) AS TEXT)
        AS title,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'mention';

CREATE VIEW places AS
SELECT
    article_id,
    outlet,
    words,
    record ->> '$.place.name' AS place,
    record ->> '$.place.feature' AS feature,
    record ->> '$.place.country' AS country,
    record ->> '$.place.division' AS division,
    (record ->> '$.place.point.latitude') / 100000.0 AS latitude,
    (record ->> '$.place.point.longitude') / 100000.0 AS longitude,
    record ->> '$.place.geonames' AS geonames,
    record ->> '$.place.wikidata' AS wikidata,
    record ->> '$.confidence' AS confidence,
    record ->> '$.actor' AS acts,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'place';

CREATE VIEW source_outlets AS
SELECT
    article_id,
    outlet AS carried_by,
    words,
    record ->> '$.name' AS name,
    record ->> '$.agency' AS agency,
    record ->> '$.state' AS state,
    record ->> '$.country' AS country,
    coalesce(record ->> '$.role.via', record ->> '$.role') AS role,
    record ->> '$.quote' AS quote,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'outlet';

CREATE VIEW times AS
SELECT
    article_id,
    outlet,
    words,
    record ->> '$.kind' AS kind,
    record ->> '$.value' AS timex,
    record ->> '$.edtf' AS edtf,
    record ->> '$.span.begin' AS begins,
    record ->> '$.span.end' AS ends,
    record ->> '$.ground' AS ground,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'time';

CREATE VIEW quantities AS
SELECT
    article_id,
    outlet,
    words,
    record ->> '$.qualifier' AS qualifier,
    coalesce(record ->> '$.amount.value', record ->> '$.amount.interval[0]', record ->> '$.amount.many') AS amount,
    record ->> '$.amount.interval[1]' AS up_to,
    record -> '$.measure' AS measure,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'quantity';

CREATE VIEW quotes AS
SELECT
    article_id,
    outlet,
    words,
    record ->> '$.kind' AS kind,
    record ->> '$.stance' AS stance,
    CAST(substr(bytes, (record ->> '$.speaker_name[0]') + 1,
        (record ->> '$.speaker_name[1]') - (record ->> '$.speaker_name[0]')) AS TEXT) AS speaker,
    CAST(substr(bytes, (record ->> '$.speaker[0]') + 1,
        (record ->> '$.speaker[1]') - (record ->> '$.speaker[0]')) AS TEXT) AS speaker_words,
    CAST(substr(bytes, (record ->> '$.cue[0]') + 1, (record ->> '$.cue[1]') - (record ->> '$.cue[0]')) AS TEXT) AS cue,
    record ->> '$.confidence' AS confidence,
    start_char,
    end_char
FROM annotated_words WHERE kind = 'quote';
