-- Format 4: who copied whom.

-- Where the text of an article's current version came from.
CREATE TABLE lineage (
    article INTEGER PRIMARY KEY REFERENCES article (key) DEFERRABLE INITIALLY DEFERRED,
    record TEXT NOT NULL -- JSON: edges with their grounds, agencies, roots with their shares
) STRICT;

-- To read it -------------------------------------------------------------------------------------------------------

CREATE VIEW lineage_edges AS
SELECT
    article.id AS article_id,
    article_version.outlet,
    edge.value ->> '$.parent.article' AS parent_article_id,
    parent_version.outlet AS parent_outlet,
    edge.value -> '$.parent.agency.names' AS parent_agency,
    edge.value ->> '$.kind' AS kind,
    edge.value ->> '$.direction' AS direction,
    edge.value ->> '$.confidence' AS confidence,
    edge.value ->> '$.share' AS share,
    edge.value -> '$.grounds' AS grounds
FROM lineage
JOIN json_each(lineage.record, '$.edges') AS edge
JOIN article ON article.key = lineage.article
JOIN article_version ON article_version.article = article.key AND article_version.current = 1
LEFT JOIN article AS parent ON parent.id = edge.value ->> '$.parent.article'
LEFT JOIN article_version AS parent_version
    ON parent_version.article = parent.key AND parent_version.current = 1;
