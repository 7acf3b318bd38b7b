//! The register: senses of names with their sums, entities, decisions by hand, authority entries.

use std::collections::BTreeMap;
use std::path::Path;

use retold_model::{
    Alias, ArticleId, AuthorityEntry, ChainPlace, ChainSense, Decided, Entity, EntityId,
    EntityIndex, EntityUpdate, FirstArticle, KeyedSense, LinkIndexError, NameKey, NameSense,
    SenseSummary, Stamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::names::{Place, word};
use crate::reader::Reader;

/// What the row of a chain holds beside its sense.
#[derive(Deserialize, Serialize)]
struct ChainRecord {
    names: Vec<Alias>,
    keys: Vec<NameKey>,
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records of the model are JSON")
}

fn parse<T: DeserializeOwned>(place: Place, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| place.damaged(format!("a record that cannot be read ({error})")))
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
        let record: ChainRecord = parse(place, &record)?;
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
fn sense_row(connection: &Connection, sense: &NameSense) -> rusqlite::Result<i64> {
    match sense_key(connection, sense)? {
        Some(key) => Ok(key),
        None => connection
            .prepare_cached(
                "INSERT INTO name_sense (kind, name, facet, chains) VALUES (?1, ?2, ?3, 0)",
            )?
            .insert(params![word(sense.kind), sense.name, sense.facet]),
    }
}

fn sense_key(connection: &Connection, sense: &NameSense) -> rusqlite::Result<Option<i64>> {
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

fn first_article(place: Place, published: Option<String>, article: &str) -> Result<FirstArticle> {
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

/// Applies an update of the register.
pub(crate) fn apply(connection: &Connection, update: &EntityUpdate) -> rusqlite::Result<()> {
    for id in &update.dissolved {
        connection
            .prepare_cached(
                "UPDATE name_sense SET entity = NULL WHERE entity = (SELECT key FROM entity WHERE id = ?1)",
            )?
            .execute([id.to_string()])?;
        connection
            .prepare_cached("DELETE FROM entity WHERE id = ?1")?
            .execute([id.to_string()])?;
    }
    for entity in &update.entities {
        let key = connection
            .prepare_cached(
                "INSERT INTO entity (id, kind, name, chains, record) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .insert(params![
                entity.id.to_string(),
                word(entity.kind),
                entity.name,
                entity.chains,
                json(entity),
            ])?;
        for sense in &entity.senses {
            let sense = sense_row(connection, sense)?;
            connection
                .prepare_cached("UPDATE name_sense SET entity = ?2 WHERE key = ?1")?
                .execute([sense, key])?;
        }
    }
    for settled in &update.settled {
        let signature = i64::try_from(settled.signature).unwrap_or(i64::MAX);
        let sense = sense_row(connection, &settled.sense)?;
        connection
            .prepare_cached("UPDATE name_sense SET signature = ?2 WHERE key = ?1")?
            .execute([sense, signature])?;
    }
    connection
        .prepare_cached("DELETE FROM name_sense WHERE entity IS NULL AND chains = 0")?
        .execute([])?;
    Ok(())
}

/// Stores entries of an authority file with the names that they are looked up by; gives those that are new.
pub(crate) fn import(
    connection: &Connection,
    entries: &[AuthorityEntry],
    names: fn(&AuthorityEntry) -> Vec<String>,
) -> rusqlite::Result<Vec<AuthorityEntry>> {
    let mut new = Vec::new();
    for entry in entries {
        let record = json(entry);
        let known = connection
            .prepare_cached("SELECT 1 FROM authority_entry WHERE record = ?1")?
            .exists([&record])?;
        if known {
            continue;
        }
        let key = connection
            .prepare_cached("INSERT INTO authority_entry (record) VALUES (?1)")?
            .insert([&record])?;
        for name in names(entry) {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO authority_name (name, entry) VALUES (?1, ?2)",
                )?
                .execute(params![name, key])?;
        }
        new.push(entry.clone());
    }
    Ok(new)
}

/// Answers the register's look-ups from the base as it is.
#[derive(Debug)]
pub struct EntityView<'c> {
    reader: Reader<'c>,
}

impl<'c> EntityView<'c> {
    pub(crate) fn new(reader: Reader<'c>) -> Self {
        Self { reader }
    }

    fn sense(&self, sense: &NameSense) -> Result<Option<i64>> {
        sense_key(self.reader.connection, sense).map_err(StoreError::at(self.reader.path))
    }

    fn chain_senses(&self, article: ArticleId) -> Result<Vec<ChainSense>> {
        let place = Place {
            table: "chain",
            key: 0,
        };
        let rows = self.reader.list(
            "SELECT chain, name_sense.kind, name, facet, record FROM chain
             JOIN name_sense ON name_sense.key = sense JOIN article ON article.key = chain.article
             WHERE article.id = ?1 ORDER BY chain",
            [article.to_string()],
            |row| {
                Ok((
                    row.get::<_, u32>(0)?,
                    columns(row, 1)?,
                    row.get::<_, String>(4)?,
                ))
            },
        )?;
        rows.into_iter()
            .map(|(chain, sense, record)| {
                let record: ChainRecord = parse(place, &record)?;
                Ok(ChainSense {
                    chain,
                    sense: name_sense(place, sense)?,
                    keys: record.keys,
                    names: record.names,
                })
            })
            .collect()
    }

    fn summary(&self, sense: &NameSense) -> Result<Option<SenseSummary>> {
        let found = self.reader.one(
            "SELECT key, chains, signature, first_published, first_article FROM name_sense
             WHERE kind = ?1 AND name = ?2 AND facet = ?3 AND chains > 0",
            params![word(sense.kind), sense.name, sense.facet],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, u32>(1)?,
                    row.get::<_, Option<i64>>(2)?,
                    (row.get(3)?, row.get::<_, Option<String>>(4)?),
                ))
            },
        )?;
        let Some((key, chains, signature, (published, article))) = found else {
            return Ok(None);
        };
        let place = Place {
            table: "name_sense",
            key,
        };
        let article = article.ok_or_else(|| place.damaged("no first article"))?;
        let first = first_article(place, published, &article)?;
        let names = self.reader.list(
            "SELECT text, mentions FROM name_sense_text WHERE sense = ?1 ORDER BY text",
            [key],
            |row| {
                Ok(Alias {
                    text: row.get(0)?,
                    mentions: row.get(1)?,
                })
            },
        )?;
        let most = i64::try_from(SenseSummary::SAMPLE).unwrap_or(i64::MAX);
        let sample: Vec<String> = self.reader.list(
            "SELECT DISTINCT article_id FROM chain WHERE sense = ?1 ORDER BY article_id LIMIT ?2",
            [key, most],
            |row| row.get(0),
        )?;
        Ok(Some(SenseSummary {
            sense: sense.clone(),
            chains,
            names,
            first,
            sample: sample
                .iter()
                .map(|id| place.parse(id))
                .collect::<Result<_>>()?,
            settled: signature.and_then(|signature| u64::try_from(signature).ok()),
        }))
    }

    fn keys(&self, sense: &NameSense) -> Result<Vec<NameKey>> {
        let Some(key) = self.sense(sense)? else {
            return Ok(Vec::new());
        };
        self.reader.list(
            "SELECT name_key FROM name_key WHERE sense = ?1 ORDER BY name_key",
            [key],
            |row| row.get(0).map(NameKey),
        )
    }

    fn with_key(&self, key: &NameKey, most: usize) -> Result<Option<Vec<KeyedSense>>> {
        let place = Place {
            table: "name_key",
            key: 0,
        };
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let rows: Vec<([String; 3], Option<i64>)> = self.reader.list(
            "SELECT kind, name, facet, entity FROM name_key JOIN name_sense ON name_sense.key = sense
             WHERE name_key = ?1 LIMIT ?2",
            params![key.0, limit],
            |row| Ok((columns(row, 0)?, row.get(3)?)),
        )?;
        if rows.len() > most {
            return Ok(None);
        }
        let mut senses = rows
            .into_iter()
            .map(|(sense, entity)| {
                Ok(KeyedSense {
                    sense: name_sense(place, sense)?,
                    entity: entity.map(i64::cast_unsigned),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        senses.sort_unstable();
        Ok(Some(senses))
    }

    fn entity_of(&self, sense: &NameSense) -> Result<Option<Entity>> {
        let found = self.reader.one(
            "SELECT entity.key, entity.record FROM name_sense JOIN entity ON entity.key = entity
             WHERE name_sense.kind = ?1 AND name_sense.name = ?2 AND facet = ?3",
            params![word(sense.kind), sense.name, sense.facet],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        found
            .map(|(key, record)| {
                let table = "entity";
                parse(Place { table, key }, &record)
            })
            .transpose()
    }

    fn authority(&self, name: &str) -> Result<Vec<AuthorityEntry>> {
        let place = Place {
            table: "authority_entry",
            key: 0,
        };
        let rows: Vec<String> = self.reader.list(
            "SELECT record FROM authority_name JOIN authority_entry ON authority_entry.key = entry WHERE name = ?1",
            [name],
            |row| row.get(0),
        )?;
        let mut entries: Vec<AuthorityEntry> = rows
            .iter()
            .map(|record| parse(place, record))
            .collect::<Result<_>>()?;
        entries.sort();
        Ok(entries)
    }
}

/// Kind, name and facet of a sense, from column `at` on.
fn columns(row: &Row<'_>, at: usize) -> rusqlite::Result<[String; 3]> {
    Ok([row.get(at)?, row.get(at + 1)?, row.get(at + 2)?])
}

fn name_sense(place: Place, [kind, name, facet]: [String; 3]) -> Result<NameSense> {
    Ok(NameSense {
        kind: place.variant(kind)?,
        name,
        facet,
    })
}

fn look_up<T>(result: Result<T>) -> std::result::Result<T, LinkIndexError> {
    result.map_err(|error| LinkIndexError(Box::new(error)))
}

impl EntityIndex for EntityView<'_> {
    fn chain_senses(
        &self,
        article: ArticleId,
    ) -> std::result::Result<Vec<ChainSense>, LinkIndexError> {
        look_up(self.chain_senses(article))
    }

    fn summary(
        &self,
        sense: &NameSense,
    ) -> std::result::Result<Option<SenseSummary>, LinkIndexError> {
        look_up(self.summary(sense))
    }

    fn keys(&self, sense: &NameSense) -> std::result::Result<Vec<NameKey>, LinkIndexError> {
        look_up(self.keys(sense))
    }

    fn with_key(
        &self,
        key: &NameKey,
        most: usize,
    ) -> std::result::Result<Option<Vec<KeyedSense>>, LinkIndexError> {
        look_up(self.with_key(key, most))
    }

    fn entity_of(&self, sense: &NameSense) -> std::result::Result<Option<Entity>, LinkIndexError> {
        look_up(self.entity_of(sense))
    }

    fn decisions(&self) -> std::result::Result<Vec<Decided>, LinkIndexError> {
        look_up(self.reader.decisions())
    }

    fn authority(&self, name: &str) -> std::result::Result<Vec<AuthorityEntry>, LinkIndexError> {
        look_up(self.authority(name))
    }
}

impl Reader<'_> {
    /// The entries of authority files, in order.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn authority_entries(&self) -> Result<Vec<AuthorityEntry>> {
        let rows: Vec<(i64, String)> =
            self.list("SELECT key, record FROM authority_entry", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut entries: Vec<AuthorityEntry> = rows
            .iter()
            .map(|(key, record)| {
                let (table, key) = ("authority_entry", *key);
                parse(Place { table, key }, record)
            })
            .collect::<Result<_>>()?;
        entries.sort();
        Ok(entries)
    }

    /// All entities, those with the most chains first, then by id.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn entities(&self) -> Result<Vec<Entity>> {
        self.entity_records(
            "SELECT key, record FROM entity ORDER BY chains DESC, id",
            [],
        )
    }

    /// How many articles name each entity.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn articles_naming(&self) -> Result<BTreeMap<EntityId, u64>> {
        let place = Place {
            table: "entity",
            key: 0,
        };
        let rows: Vec<(String, i64)> = self.list(
            "SELECT entity.id, count(DISTINCT chain.article) FROM entity
             JOIN name_sense ON name_sense.entity = entity.key JOIN chain ON chain.sense = name_sense.key
             GROUP BY entity.key",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        rows.into_iter()
            .map(|(id, count)| Ok((place.parse(&id)?, u64::try_from(count).unwrap_or(0))))
            .collect()
    }

    /// One entity.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn entity(&self, id: EntityId) -> Result<Option<Entity>> {
        let sql = "SELECT key, record FROM entity WHERE id = ?1";
        Ok(self.entity_records(sql, [id.to_string()])?.pop())
    }

    /// The ids of entities that begin with `prefix`, ascending, at most `limit`.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn entities_by_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<EntityId>> {
        self.ids(
            "SELECT id FROM entity WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY 1 LIMIT ?2",
            params![
                prefix.to_ascii_lowercase(),
                i64::try_from(limit).unwrap_or(i64::MAX)
            ],
        )
    }

    /// The chains of an entity, ascending.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn chains_of(&self, id: EntityId) -> Result<Vec<ChainPlace>> {
        let place = Place {
            table: "chain",
            key: 0,
        };
        let rows: Vec<(String, u32)> = self.list(
            "SELECT article_id, chain FROM entity
             JOIN name_sense ON name_sense.entity = entity.key JOIN chain ON chain.sense = name_sense.key
             WHERE entity.id = ?1 ORDER BY 1, 2",
            [id.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        rows.into_iter()
            .map(|(article, chain)| {
                Ok(ChainPlace {
                    article: place.parse(&article)?,
                    chain,
                })
            })
            .collect()
    }

    /// The senses of an article's chains, by the place of the chain.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn senses_of(&self, article: ArticleId) -> Result<Vec<ChainSense>> {
        EntityView::new(*self).chain_senses(article)
    }

    /// The entities of an article's chains, by the place of the chain.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn entities_of(&self, article: ArticleId) -> Result<BTreeMap<u32, Entity>> {
        let rows: Vec<(u32, i64, String)> = self.list(
            "SELECT chain, entity.key, entity.record FROM article JOIN chain ON chain.article = article.key
             JOIN name_sense ON name_sense.key = chain.sense JOIN entity ON entity.key = name_sense.entity
             WHERE article.id = ?1",
            [article.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        rows.into_iter()
            .map(|(chain, key, record)| {
                let table = "entity";
                Ok((chain, parse(Place { table, key }, &record)?))
            })
            .collect()
    }

    fn entity_records(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Entity>> {
        let rows: Vec<(i64, String)> =
            self.list(sql, parameters, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.into_iter()
            .map(|(key, record)| {
                let table = "entity";
                parse(Place { table, key }, &record)
            })
            .collect()
    }
}
