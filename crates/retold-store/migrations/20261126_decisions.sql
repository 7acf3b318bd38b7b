-- Format 5: corrections by hand of stories, lineage and discrepancies beside those of entities.

ALTER TABLE decision ADD COLUMN subject TEXT NOT NULL DEFAULT 'entity'; -- entity, story, lineage, discrepancy

CREATE VIEW decisions AS SELECT number, subject, record FROM decision;
