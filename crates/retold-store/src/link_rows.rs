//! Passages, similarities, stories, groups of reprints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use retold_model::{
    ArticleId, Edit, Lineage, LinkUpdate, Occurrence, Passage, PassageKind, ReprintGroup,
    Similarity, SimilarityKind, Story,
};
use retold_text::{CharOffsets, TextRange};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::value::StrDeserializer;

use crate::error::{Result, StoreError};
use crate::names::{Place, json, pair, word};

/// Applies an update: first deletes, then inserts.
pub(crate) fn apply(connection: &Connection, update: &LinkUpdate, path: &Path) -> Result<()> {
    let at = StoreError::at(path);
    let mut keys = ArticleKeys::new(connection);
    let mut delete = |sql: &str, ids: &[ArticleId]| -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(sql)?;
        for &id in ids {
            statement.execute([keys.of(id)?])?;
        }
        Ok(())
    };
    // Two statements for the two columns: an index serves each.
    for sql in [
        "DELETE FROM passage WHERE first = ?1",
        "DELETE FROM passage WHERE second = ?1",
    ] {
        delete(sql, &update.relinked).map_err(&at)?;
    }
    for sql in [
        "DELETE FROM similarity WHERE first = ?1",
        "DELETE FROM similarity WHERE second = ?1",
    ] {
        delete(sql, &update.compared).map_err(&at)?;
    }
    let mut statement = connection
        .prepare_cached("DELETE FROM similarity WHERE first = ?1 AND second = ?2")
        .map_err(&at)?;
    for &(first, second) in &update.parted {
        let (first, second) = (keys.of(first), keys.of(second));
        { first.and_then(|first| statement.execute([first, second?])) }.map_err(&at)?;
    }
    let mut statement = connection
        .prepare_cached("DELETE FROM story WHERE id = ?1")
        .map_err(&at)?;
    for id in &update.dissolved {
        statement.execute([id.to_string()]).map_err(&at)?;
    }
    insert_passages(connection, &update.passages, path)?;
    insert_similarities(connection, &update.similarities, &mut keys).map_err(&at)?;
    for story in &update.stories {
        insert_story(connection, story, &mut keys).map_err(&at)?;
    }
    Ok(())
}

/// Keys of articles by their ids, each looked up once.
struct ArticleKeys<'c> {
    connection: &'c Connection,
    known: FxHashMap<ArticleId, Option<i64>>,
}

impl<'c> ArticleKeys<'c> {
    fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            known: FxHashMap::default(),
        }
    }

    /// `None` of an article that the base does not hold.
    fn of(&mut self, id: ArticleId) -> rusqlite::Result<Option<i64>> {
        if let Some(&key) = self.known.get(&id) {
            return Ok(key);
        }
        let key = { self.connection }
            .prepare_cached("SELECT key FROM article WHERE id = ?1")?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        self.known.insert(id, key);
        Ok(key)
    }
}

/// Forgets the lineages of `articles`, then stores `lineages`.
pub(crate) fn set_lineages(
    connection: &Connection,
    articles: &[ArticleId],
    lineages: &[Lineage],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "DELETE FROM lineage WHERE article = (SELECT key FROM article WHERE id = ?1)",
    )?;
    for id in articles {
        statement.execute([id.to_string()])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO lineage (article, record) SELECT key, ?2 FROM article WHERE id = ?1",
    )?;
    for lineage in lineages {
        let record = json(lineage);
        statement.execute(params![lineage.article.to_string(), record])?;
    }
    Ok(())
}

/// The lineage of the article with this key.
pub(crate) fn lineage(connection: &Connection, key: i64, path: &Path) -> Result<Option<Lineage>> {
    let record: Option<String> = connection
        .prepare_cached("SELECT record FROM lineage WHERE article = ?1")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map_err(StoreError::at(path))?;
    let table = "lineage";
    record
        .map(|record| Place { table, key }.record(&record))
        .transpose()
}

/// Key and text of the current version of every article that `passages` name.
fn texts(
    connection: &Connection,
    passages: &[Passage],
    path: &Path,
) -> Result<BTreeMap<ArticleId, (i64, Arc<str>)>> {
    let at = StoreError::at(path);
    let mut statement = connection
        .prepare_cached(
            "SELECT article.key, text FROM article
             JOIN article_version ON article_version.article = article.key AND current = 1
             WHERE article.id = ?1",
        )
        .map_err(&at)?;
    let mut texts = BTreeMap::new();
    for id in passages
        .iter()
        .flat_map(|passage| [passage.first.article, passage.second.article])
    {
        if let std::collections::btree_map::Entry::Vacant(entry) = texts.entry(id) {
            let found = statement
                .query_row([id.to_string()], |row| {
                    Ok((row.get(0)?, row.get::<_, String>(1)?.into()))
                })
                .map_err(&at)?;
            entry.insert(found);
        }
    }
    Ok(texts)
}

fn insert_passages(connection: &Connection, passages: &[Passage], path: &Path) -> Result<()> {
    let at = StoreError::at(path);
    let texts = texts(connection, passages, path)?;
    let offsets: BTreeMap<ArticleId, (i64, CharOffsets<'_>)> = texts
        .iter()
        .map(|(&id, (key, text))| (id, (*key, CharOffsets::new(text))))
        .collect();
    let mut passage_statement = connection
        .prepare_cached(
            "INSERT INTO passage (first, second, kind, matched_words,
                 first_start_byte, first_end_byte, first_start_char, first_end_char,
                 second_start_byte, second_end_byte, second_start_char, second_end_char)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .map_err(&at)?;
    let mut edit_statement = connection
        .prepare_cached(
            "INSERT INTO passage_edit (passage, position, kind,
                 first_start_byte, first_end_byte, first_start_char, first_end_char,
                 second_start_byte, second_end_byte, second_start_char, second_end_char)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )
        .map_err(&at)?;
    for passage in passages {
        let (first, first_offsets) = &offsets[&passage.first.article];
        let (second, second_offsets) = &offsets[&passage.second.article];
        let [fs, fe, fsc, fec] = four(passage.first.range, first_offsets);
        let [ss, se, ssc, sec] = four(passage.second.range, second_offsets);
        let kind = word(passage.kind);
        let key = passage_statement
            .insert(params![
                first,
                second,
                kind,
                passage.matched_words,
                fs,
                fe,
                fsc,
                fec,
                ss,
                se,
                ssc,
                sec
            ])
            .map_err(&at)?;
        for (position, edit) in (0i64..).zip(&passage.edits) {
            let [fs, fe, fsc, fec] = four(edit.first, first_offsets);
            let [ss, se, ssc, sec] = four(edit.second, second_offsets);
            let kind = word(edit.kind);
            edit_statement
                .execute(params![
                    key, position, kind, fs, fe, fsc, fec, ss, se, ssc, sec
                ])
                .map_err(&at)?;
        }
    }
    Ok(())
}

/// Start and end in bytes, then in characters.
fn four(range: TextRange, offsets: &CharOffsets<'_>) -> [u32; 4] {
    let (start_char, end_char) = offsets.chars(range);
    [range.start(), range.end(), start_char, end_char]
}

fn insert_similarities(
    connection: &Connection,
    similarities: &[Similarity],
    keys: &mut ArticleKeys<'_>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO similarity (first, second, parts_per_million, kind) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for similarity in similarities {
        statement.execute(params![
            keys.of(similarity.first)?,
            keys.of(similarity.second)?,
            similarity.score,
            word(similarity.kind)
        ])?;
    }
    Ok(())
}

fn insert_story(
    connection: &Connection,
    story: &Story,
    keys: &mut ArticleKeys<'_>,
) -> rusqlite::Result<()> {
    let key = connection
        .prepare_cached(
            "INSERT INTO story (id, headline, first_published, last_published) VALUES (?1, ?2, ?3, ?4)",
        )?
        .insert(params![
            story.id.to_string(),
            story.headline,
            story.first.map(|stamp| stamp.to_string()),
            story.last.map(|stamp| stamp.to_string()),
        ])?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO story_article (story, position, article) VALUES (?1, ?2, ?3)",
    )?;
    for (position, &article) in (0i64..).zip(&story.articles) {
        statement.execute(params![key, position, keys.of(article)?])?;
    }
    Ok(())
}

/// The members of all groups that hold any of `articles`, and these.
pub(crate) fn grouped_with(
    connection: &Connection,
    articles: &[ArticleId],
    path: &Path,
) -> Result<Vec<ArticleId>> {
    let at = StoreError::at(path);
    let place = Place {
        table: "reprint_group_article",
        key: 0,
    };
    let mut statement = connection
        .prepare_cached(
            "SELECT article.id FROM reprint_group_article
             JOIN article ON article.key = reprint_group_article.article
             WHERE reprint_group = (
                 SELECT reprint_group FROM reprint_group_article
                 WHERE article = (SELECT key FROM article WHERE id = ?1))",
        )
        .map_err(&at)?;
    let mut members = BTreeSet::new();
    for &id in articles {
        if !members.insert(id) {
            // Its group came with another member.
            continue;
        }
        let rows = statement
            .query_map([id.to_string()], |row| row.get::<_, String>(0))
            .map_err(&at)?;
        for row in rows {
            members.insert(place.parse(&row.map_err(&at)?)?);
        }
    }
    Ok(members.into_iter().collect())
}

/// Forgets the groups of `articles`, then stores `groups`.
pub(crate) fn set_reprint_groups(
    connection: &Connection,
    articles: &[ArticleId],
    groups: &[ReprintGroup],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "DELETE FROM reprint_group_article WHERE article = (SELECT key FROM article WHERE id = ?1)",
    )?;
    for id in articles {
        statement.execute([id.to_string()])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO reprint_group_article (article, reprint_group)
         VALUES ((SELECT key FROM article WHERE id = ?1), ?2)",
    )?;
    for group in groups {
        let Some(name) = group.articles.iter().min() else {
            continue;
        };
        for article in &group.articles {
            statement.execute([article.to_string(), name.to_string()])?;
        }
    }
    Ok(())
}

/// The passages that `filter`, a condition on `passage`, lets through; in the order of the model.
pub(crate) fn passages(
    connection: &Connection,
    filter: &str,
    parameters: impl rusqlite::Params,
    path: &Path,
) -> Result<Vec<Passage>> {
    let rows = passage_rows(connection, filter, parameters, path)?;
    let mut passages: Vec<Passage> = rows.into_iter().map(|(_, passage)| passage).collect();
    passages.sort_unstable();
    Ok(passages)
}

/// The same with their keys, by key.
pub(crate) fn passage_rows(
    connection: &Connection,
    filter: &str,
    parameters: impl rusqlite::Params,
    path: &Path,
) -> Result<Vec<(i64, Passage)>> {
    let at = StoreError::at(path);
    let mut statement = connection
        .prepare_cached(&format!(
            "SELECT passage.key, first_article.id, second_article.id, kind, matched_words,
                 first_start_byte, first_end_byte, second_start_byte, second_end_byte
             FROM passage
             JOIN article AS first_article ON first_article.key = passage.first
             JOIN article AS second_article ON second_article.key = passage.second
             WHERE {filter} ORDER BY passage.key"
        ))
        .map_err(&at)?;
    let mut rows = statement.query(parameters).map_err(&at)?;
    let mut passages = Vec::new();
    while let Some(row) = rows.next().map_err(&at)? {
        let key = row.get(0).map_err(&at)?;
        passages.push((key, passage(connection, row, path)?));
    }
    Ok(passages)
}

fn passage(connection: &Connection, row: &Row<'_>, path: &Path) -> Result<Passage> {
    let at = StoreError::at(path);
    let read = || -> rusqlite::Result<_> {
        let key: i64 = row.get(0)?;
        let ids: [String; 2] = [row.get(1)?, row.get(2)?];
        Ok((
            key,
            ids,
            row.get(3)?,
            row.get(4)?,
            pair(row, 5)?,
            pair(row, 7)?,
        ))
    };
    let (key, [first, second], kind, matched_words, first_range, second_range) =
        read().map_err(&at)?;
    let place = Place {
        table: "passage",
        key,
    };
    Ok(Passage {
        first: Occurrence {
            article: place.parse(&first)?,
            range: place.range(first_range.0, first_range.1)?,
        },
        second: Occurrence {
            article: place.parse(&second)?,
            range: place.range(second_range.0, second_range.1)?,
        },
        kind: place.variant(kind)?,
        matched_words,
        edits: edits(connection, key, path)?,
    })
}

fn edits(connection: &Connection, passage: i64, path: &Path) -> Result<Vec<Edit>> {
    let at = StoreError::at(path);
    let place = Place {
        table: "passage_edit",
        key: passage,
    };
    let mut statement = connection
        .prepare_cached(
            "SELECT kind, first_start_byte, first_end_byte, second_start_byte, second_end_byte
             FROM passage_edit WHERE passage = ?1 ORDER BY position",
        )
        .map_err(&at)?;
    let rows = statement
        .query_map([passage], |row| {
            Ok((row.get(0)?, pair(row, 1)?, pair(row, 3)?))
        })
        .map_err(&at)?;
    rows.map(|row| {
        let (kind, first, second) = row.map_err(&at)?;
        Ok(Edit {
            kind: place.variant(kind)?,
            first: place.range(first.0, first.1)?,
            second: place.range(second.0, second.1)?,
        })
    })
    .collect()
}

/// A stored similarity of an article to the one with the key `other`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SimilarityRow {
    pub(crate) other: i64,
    score: u32,
    kind: SimilarityKind,
}

impl SimilarityRow {
    /// The similarity of the articles with these ids, the second of which is `other`.
    pub(crate) fn of(&self, article: ArticleId, other: ArticleId) -> Similarity {
        Similarity {
            first: article.min(other),
            second: article.max(other),
            score: self.score,
            kind: self.kind,
        }
    }
}

/// What two articles were compared as, read where it lies: there are many of these rows.
fn similarity_kind(row: &Row<'_>) -> rusqlite::Result<SimilarityKind> {
    const COLUMN: usize = 2;
    let word = StrDeserializer::<serde::de::value::Error>::new(row.get_ref(COLUMN)?.as_str()?);
    SimilarityKind::deserialize(word).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(COLUMN, Type::Text, Box::new(error))
    })
}

/// The similarities of the article with the key `article`, in no order.
pub(crate) fn similarity_rows(
    connection: &Connection,
    article: i64,
) -> rusqlite::Result<Vec<SimilarityRow>> {
    let mut found = Vec::new();
    // Two statements for the two columns: an index serves each.
    for sql in [
        "SELECT second, parts_per_million, kind FROM similarity WHERE first = ?1",
        "SELECT first, parts_per_million, kind FROM similarity WHERE second = ?1",
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            found.push(SimilarityRow {
                other: row.get(0)?,
                score: row.get(1)?,
                kind: similarity_kind(row)?,
            });
        }
    }
    Ok(found)
}

/// The keys of the articles with which the one with the key `article` shares reporting, with the words that they share; in no
/// order.
pub(crate) fn shared_words(
    connection: &Connection,
    article: i64,
) -> rusqlite::Result<Vec<(i64, u32)>> {
    let report = word(PassageKind::Report);
    let mut found = Vec::new();
    // Two statements for the two columns: an index serves each. A pair has its smaller id first, so it is in one of them.
    for sql in [
        "SELECT second, sum(matched_words) FROM passage WHERE first = ?1 AND kind = ?2 GROUP BY second",
        "SELECT first, sum(matched_words) FROM passage WHERE second = ?1 AND kind = ?2 GROUP BY first",
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![article, report], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

/// The id of the article with the key `article`.
pub(crate) fn article_id(connection: &Connection, article: i64, path: &Path) -> Result<ArticleId> {
    let place = Place {
        table: "article",
        key: article,
    };
    let id: Option<String> = connection
        .prepare_cached("SELECT id FROM article WHERE key = ?1")
        .and_then(|mut statement| statement.query_row([article], |row| row.get(0)).optional())
        .map_err(StoreError::at(path))?;
    let id = id.ok_or_else(|| place.damaged("no such article"))?;
    place.parse(&id)
}

/// The similarities of the article with the key `article`, by the two ids.
pub(crate) fn similarities(
    connection: &Connection,
    article: i64,
    path: &Path,
) -> Result<Vec<Similarity>> {
    let id = article_id(connection, article, path)?;
    let rows = similarity_rows(connection, article).map_err(StoreError::at(path))?;
    let mut similarities = rows
        .iter()
        .map(|row| Ok(row.of(id, article_id(connection, row.other, path)?)))
        .collect::<Result<Vec<_>>>()?;
    similarities.sort_unstable_by_key(|similarity| (similarity.first, similarity.second));
    Ok(similarities)
}

/// The story that holds the article with the key `article`.
pub(crate) fn story_of(
    connection: &Connection,
    article: i64,
    path: &Path,
) -> Result<Option<Story>> {
    let story: Option<i64> = connection
        .prepare_cached("SELECT story FROM story_article WHERE article = ?1")
        .and_then(|mut statement| statement.query_row([article], |row| row.get(0)).optional())
        .map_err(StoreError::at(path))?;
    story.map_or(Ok(None), |story| self::story(connection, story, path))
}

/// The story with the key `story`.
pub(crate) fn story(connection: &Connection, story: i64, path: &Path) -> Result<Option<Story>> {
    let at = StoreError::at(path);
    let place = Place {
        table: "story",
        key: story,
    };
    let found: Option<(String, [Option<String>; 3])> = connection
        .prepare_cached(
            "SELECT id, headline, first_published, last_published FROM story WHERE key = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([story], |row| {
                    Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]))
                })
                .optional()
        })
        .map_err(&at)?;
    let Some((id, [headline, first, last])) = found else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached(
            "SELECT article.id FROM story_article JOIN article ON article.key = story_article.article
             WHERE story = ?1 ORDER BY position",
        )
        .map_err(&at)?;
    let articles = statement
        .query_map([story], |row| row.get::<_, String>(0))
        .map_err(&at)?
        .map(|id| place.parse(&id.map_err(&at)?))
        .collect::<Result<_>>()?;
    Ok(Some(Story {
        id: place.parse(&id)?,
        headline,
        first: place.parse_some(first)?,
        last: place.parse_some(last)?,
        articles,
    }))
}
