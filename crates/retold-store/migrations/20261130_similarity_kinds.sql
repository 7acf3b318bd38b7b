-- Format 9: a similarity says what its two articles were compared as, where it said whether its score stands by itself.

ALTER TABLE similarity ADD COLUMN kind TEXT NOT NULL DEFAULT 'reports';

UPDATE similarity SET kind = CASE
    WHEN (
        SELECT sum(matched_words) FROM passage
        WHERE passage.first = similarity.first AND passage.second = similarity.second AND passage.kind = 'report'
    ) >= 40 THEN 'copies'
    ELSE 'headlines'
END
WHERE settled;

ALTER TABLE similarity DROP COLUMN settled;
