//! Chains of articles, and the sums over them: senses of names with their keys and their first article.

use std::collections::BTreeMap;
use std::path::Path;

use retold_model::{Alias, ArticleId, ChainSense, FirstArticle, NameKey, NameSense, Stamp};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::names::{Place, json, word};

/// What the row of a chain holds beside its sense.
#[derive(Deserialize, Serialize)]
pub(crate) struct ChainRecord {
    pub(crate) names: Vec<Alias>,
    pub(crate) keys: Vec<NameKey>,
}

/// Chains of articles that have none in the base yet, gathered: most senses of a batch are those of several of its chains, and
/// each is counted once.
#[derive(Debug, Default)]
pub(crate) struct NewChains {
    rows: Vec<NewChain>,
    senses: BTreeMap<NameSense, Count>,
    articles: usize,
}

/// Articles of which chains are gathered before they are stored: as many as a batch has.
const MOST_GATHERED: usize = 1024;

/// A row to be.
#[derive(Debug)]
struct NewChain {
    article: i64,
    id: ArticleId,
    chain: u32,
    sense: NameSense,
    /// JSON.
    record: String,
}

/// What is to be added to a sense.
#[derive(Debug)]
struct Count {
    chains: u32,
    first: FirstArticle,
    /// Names as written, with their mentions.
    names: BTreeMap<String, i64>,
    /// Keys, with the chains that give them.
    keys: BTreeMap<NameKey, i64>,
}

impl NewChains {
    /// Gathers the chains of an article; stores what was gathered where it has become much.
    pub(crate) fn add(
        &mut self,
        connection: &Connection,
        article: i64,
        first: FirstArticle,
        chains: Vec<ChainSense>,
        path: &Path,
    ) -> Result<()> {
        for chain in chains {
            let count = { self.senses.entry(chain.sense.clone()) }.or_insert_with(|| Count {
                chains: 0,
                first,
                names: BTreeMap::new(),
                keys: BTreeMap::new(),
            });
            count.chains += 1;
            count.first = count.first.min(first);
            for alias in &chain.names {
                *count.names.entry(alias.text.clone()).or_default() += i64::from(alias.mentions);
            }
            for key in &chain.keys {
                *count.keys.entry(key.clone()).or_default() += 1;
            }
            self.rows.push(NewChain {
                article,
                id: first.article,
                chain: chain.chain,
                sense: chain.sense,
                record: json(&ChainRecord {
                    names: chain.names,
                    keys: chain.keys,
                }),
            });
        }
        self.articles += 1;
        if self.articles >= MOST_GATHERED {
            std::mem::take(self).store(connection, path)?;
        }
        Ok(())
    }

    /// Stores what was gathered.
    pub(crate) fn store(self, connection: &Connection, path: &Path) -> Result<()> {
        let at = StoreError::at(path);
        let mut numbers: FxHashMap<NameSense, i64> = FxHashMap::default();
        let mut keys: Vec<(NameKey, i64, i64)> = Vec::new();
        for (sense, count) in self.senses {
            let key = count_chains(connection, &sense, &count, path)?;
            for (text, mentions) in &count.names {
                count_name(connection, key, text, *mentions).map_err(&at)?;
            }
            let counted = count.keys.into_iter();
            keys.extend(counted.map(|(name, chains)| (name, key, chains)));
            numbers.insert(sense, key);
        }
        // In the order of the table, so that neighbours are written together.
        keys.sort_unstable();
        for (name, sense, chains) in &keys {
            count_key(connection, name, *sense, *chains).map_err(&at)?;
        }
        let mut statement = connection
            .prepare_cached(
                "INSERT INTO chain (article, chain, sense, article_id, record) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .map_err(&at)?;
        for row in self.rows {
            let sense = numbers[&row.sense];
            statement
                .execute(params![
                    row.article,
                    row.chain,
                    sense,
                    row.id.to_string(),
                    row.record
                ])
                .map_err(&at)?;
        }
        Ok(())
    }
}

/// Counts chains of a sense in; gives the key of the sense, made if need be.
fn count_chains(
    connection: &Connection,
    sense: &NameSense,
    count: &Count,
    path: &Path,
) -> Result<i64> {
    let at = StoreError::at(path);
    let found: Option<(i64, Option<String>, Option<String>)> = connection
        .prepare_cached(
            "SELECT key, first_published, first_article FROM name_sense
             WHERE kind = ?1 AND name = ?2 AND facet = ?3",
        )
        .and_then(|mut statement| {
            statement
                .query_row(params![word(sense.kind), sense.name, sense.facet], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()
        })
        .map_err(&at)?;
    let Some((key, known_published, known)) = found else {
        let published = count.first.published.map(|stamp: Stamp| stamp.to_string());
        return connection
            .prepare_cached(
                "INSERT INTO name_sense (kind, name, facet, chains, first_published, first_article)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.insert(params![
                    word(sense.kind),
                    sense.name,
                    sense.facet,
                    count.chains,
                    published,
                    count.first.article.to_string(),
                ])
            })
            .map_err(&at);
    };
    connection
        .prepare_cached("UPDATE name_sense SET chains = chains + ?2 WHERE key = ?1")
        .and_then(|mut statement| statement.execute(params![key, count.chains]))
        .map_err(&at)?;
    let place = Place {
        table: "name_sense",
        key,
    };
    let known = known
        .map(|article| first_article(place, known_published, &article))
        .transpose()?;
    if known.is_none_or(|known| count.first < known) {
        set_first(connection, key, Some(count.first)).map_err(&at)?;
    }
    Ok(key)
}

/// Forgets the chains of an article. Its senses stay as long as an entity has them.
pub(crate) fn remove_chains(connection: &Connection, article: i64, path: &Path) -> Result<()> {
    let at = StoreError::at(path);
    let rows: Vec<(i64, String, String)> = connection
        .prepare_cached("SELECT sense, article_id, record FROM chain WHERE article = ?1")
        .and_then(|mut statement| {
            statement
                .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
        .map_err(&at)?;
    connection
        .prepare_cached("DELETE FROM chain WHERE article = ?1")
        .and_then(|mut statement| statement.execute([article]))
        .map_err(&at)?;
    let place = Place {
        table: "chain",
        key: article,
    };
    for (sense, id, record) in rows {
        let record: ChainRecord = place.record(&record)?;
        connection
            .prepare_cached(
                "UPDATE name_sense SET chains = chains - 1,
                     signature = CASE WHEN chains > 1 THEN signature END WHERE key = ?1",
            )
            .and_then(|mut statement| statement.execute([sense]))
            .and_then(|_| forget_names(connection, sense, &record))
            .map_err(&at)?;
        let id: ArticleId = place.parse(&id)?;
        if first_of(connection, sense, path)?.is_none_or(|first| first.article == id) {
            let first = earliest(connection, sense, path)?;
            set_first(connection, sense, first).map_err(&at)?;
        }
    }
    Ok(())
}

/// The key of a sense, made if need be.
pub(crate) fn sense_row(connection: &Connection, sense: &NameSense) -> rusqlite::Result<i64> {
    match sense_key(connection, sense)? {
        Some(key) => Ok(key),
        None => connection
            .prepare_cached(
                "INSERT INTO name_sense (kind, name, facet, chains) VALUES (?1, ?2, ?3, 0)",
            )?
            .insert(params![word(sense.kind), sense.name, sense.facet]),
    }
}

pub(crate) fn sense_key(
    connection: &Connection,
    sense: &NameSense,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT key FROM name_sense WHERE kind = ?1 AND name = ?2 AND facet = ?3")?
        .query_row(params![word(sense.kind), sense.name, sense.facet], |row| {
            row.get(0)
        })
        .optional()
}

/// Counts mentions of a name of a sense in, or out where there are less than none.
fn count_name(
    connection: &Connection,
    sense: i64,
    text: &str,
    mentions: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO name_sense_text (sense, text, mentions) VALUES (?1, ?2, ?3)
             ON CONFLICT (sense, text) DO UPDATE SET mentions = mentions + excluded.mentions",
        )?
        .execute(params![sense, text, mentions])
        .map(|_| ())
}

/// Counts chains of a sense that give a key in, or out where there are less than none.
fn count_key(
    connection: &Connection,
    key: &NameKey,
    sense: i64,
    chains: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO name_key (name_key, sense, chains) VALUES (?1, ?2, ?3)
             ON CONFLICT (name_key, sense) DO UPDATE SET chains = chains + excluded.chains",
        )?
        .execute(params![key.0, sense, chains])
        .map(|_| ())
}

/// Counts names and keys of a chain of a sense out.
fn forget_names(connection: &Connection, sense: i64, record: &ChainRecord) -> rusqlite::Result<()> {
    for alias in &record.names {
        count_name(connection, sense, &alias.text, -i64::from(alias.mentions))?;
    }
    for key in &record.keys {
        count_key(connection, key, sense, -1)?;
    }
    for sql in [
        "DELETE FROM name_sense_text WHERE sense = ?1 AND mentions = 0",
        "DELETE FROM name_key WHERE sense = ?1 AND chains = 0",
    ] {
        connection.prepare_cached(sql)?.execute([sense])?;
    }
    Ok(())
}

fn first_of(connection: &Connection, sense: i64, path: &Path) -> Result<Option<FirstArticle>> {
    let row: Option<(Option<String>, Option<String>)> = connection
        .prepare_cached("SELECT first_published, first_article FROM name_sense WHERE key = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([sense], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(StoreError::at(path))?;
    let place = Place {
        table: "name_sense",
        key: sense,
    };
    match row {
        Some((published, Some(article))) => first_article(place, published, &article).map(Some),
        _ => Ok(None),
    }
}

pub(crate) fn first_article(
    place: Place,
    published: Option<String>,
    article: &str,
) -> Result<FirstArticle> {
    Ok(FirstArticle {
        published: place.parse_some(published)?,
        article: place.parse(article)?,
    })
}

/// The first article of the chains of a sense, from the chains themselves.
fn earliest(connection: &Connection, sense: i64, path: &Path) -> Result<Option<FirstArticle>> {
    let rows: Vec<(String, Option<String>)> = connection
        .prepare_cached(
            "SELECT DISTINCT article_id, published FROM chain
             JOIN article_version ON article_version.article = chain.article AND current = 1 WHERE sense = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_map([sense], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .map_err(StoreError::at(path))?;
    let place = Place {
        table: "chain",
        key: sense,
    };
    let mut first = None;
    for (article, published) in rows {
        let here = first_article(place, published, &article)?;
        first = Some(first.map_or(here, |first: FirstArticle| first.min(here)));
    }
    Ok(first)
}

fn set_first(
    connection: &Connection,
    sense: i64,
    first: Option<FirstArticle>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE name_sense SET first_published = ?2, first_article = ?3 WHERE key = ?1",
        )?
        .execute(params![
            sense,
            first
                .and_then(|first| first.published)
                .map(|stamp: Stamp| stamp.to_string()),
            first.map(|first| first.article.to_string()),
        ])?;
    Ok(())
}
