-- Format 7: articles that are hardly more than a headline are told apart by what they mean.

-- The sentence embedding of such an article: signed bytes.
ALTER TABLE story_sheet ADD COLUMN embedding BLOB;

-- Whether a score stands by itself: the two articles share much text, or are hardly more than headlines.
ALTER TABLE similarity RENAME COLUMN copied TO settled;
