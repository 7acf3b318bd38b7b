//! The register: entities, and entries of authority files.

use std::collections::BTreeMap;

use retold_model::{
    ArticleId, AuthorityEntry, ChainPlace, ChainSense, Entity, EntityId, EntityUpdate,
};
use rusqlite::{Connection, params};

use crate::chain_rows::sense_row;
use crate::entity_index::EntityView;
use crate::error::Result;
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
                Ok((chain, Place { table, key }.record(&record)?))
            })
            .collect()
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
