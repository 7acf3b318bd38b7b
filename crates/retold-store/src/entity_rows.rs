//! The register: entities, and entries of authority files.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArticleId, AuthorityEntry, ChainPlace, ChainSense, Entity, EntityId, EntityUpdate, NameSense,
};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use crate::chain_rows::sense_row;
use crate::entity_index::EntityView;
use crate::error::{Result, StoreError};
use crate::names::{Place, json, word};
use crate::reader::Reader;

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
    // The keys of senses that were looked up: most are settled, too.
    let mut senses: FxHashMap<&NameSense, i64> = FxHashMap::default();
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
            let row = sense_row(connection, sense)?;
            senses.insert(sense, row);
            connection
                .prepare_cached("UPDATE name_sense SET entity = ?2 WHERE key = ?1")?
                .execute([row, key])?;
        }
    }
    for settled in &update.settled {
        let signature = i64::try_from(settled.signature).unwrap_or(i64::MAX);
        let sense = match senses.get(&settled.sense) {
            Some(&known) => known,
            None => sense_row(connection, &settled.sense)?,
        };
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
                Place { table, key }.record(record)
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
        let found = self.entities_of_each(&BTreeSet::from([article]))?;
        Ok(found.into_values().next().unwrap_or_default())
    }

    /// The same of several articles, which share most of what they name; those without any are left out.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn entities_of_each(
        &self,
        articles: &BTreeSet<ArticleId>,
    ) -> Result<BTreeMap<ArticleId, BTreeMap<u32, Entity>>> {
        let at = StoreError::at(self.path);
        let prepared = |sql| self.connection.prepare_cached(sql);
        let mut chains = prepared(
            "SELECT chain, name_sense.entity FROM article JOIN chain ON chain.article = article.key
             JOIN name_sense ON name_sense.key = chain.sense
             WHERE article.id = ?1 AND name_sense.entity IS NOT NULL",
        )
        .map_err(&at)?;
        let mut records = prepared("SELECT record FROM entity WHERE key = ?1").map_err(&at)?;
        let mut known: FxHashMap<i64, Entity> = FxHashMap::default();
        let mut found = BTreeMap::new();
        for &article in articles {
            let mut of_article = BTreeMap::new();
            let mut rows = chains.query([article.to_string()]).map_err(&at)?;
            while let Some(row) = rows.next().map_err(&at)? {
                let chain = row.get(0).map_err(&at)?;
                let key = row.get(1).map_err(&at)?;
                let entity = match known.entry(key) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        let record = { records.query_row([key], |row| row.get::<_, String>(0)) }
                            .map_err(&at)?;
                        let table = "entity";
                        place.insert(Place { table, key }.record(&record)?)
                    }
                };
                of_article.insert(chain, entity.clone());
            }
            if !of_article.is_empty() {
                found.insert(article, of_article);
            }
        }
        Ok(found)
    }

    fn entity_records(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Entity>> {
        let rows: Vec<(i64, String)> =
            self.list(sql, parameters, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.into_iter()
            .map(|(key, record)| {
                let table = "entity";
                Place { table, key }.record(&record)
            })
            .collect()
    }
}
