-- Format 8: the holders of a fingerprint ascend by the ids of the articles, so that the first of many are found at once.

CREATE TABLE link_fingerprint_by_id (
    fingerprint INTEGER NOT NULL,
    -- The first four bytes of the article's id.
    id_start BLOB NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, id_start, article)
) STRICT, WITHOUT ROWID;

INSERT INTO link_fingerprint_by_id (fingerprint, id_start, article)
SELECT fingerprint, unhex(substr(article.id, 1, 8)), article.key FROM link_fingerprint
JOIN article ON article.key = link_fingerprint.article;

DROP TABLE link_fingerprint;
ALTER TABLE link_fingerprint_by_id RENAME TO link_fingerprint;
