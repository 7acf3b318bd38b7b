//! The register's look-ups, as linking asks for them.

use retold_model::{
    Alias, ArticleId, AuthorityEntry, ChainSense, Decided, Entity, EntityIndex, KeyedSense,
    LinkIndexError, NameKey, NameSense, SenseSummary,
};
use rusqlite::{Row, params};

use crate::chain_rows::{ChainRecord, first_article, sense_key};
use crate::error::{Result, StoreError};
use crate::names::{Place, word};
use crate::reader::Reader;

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

    pub(crate) fn chain_senses(&self, article: ArticleId) -> Result<Vec<ChainSense>> {
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
                let record: ChainRecord = place.record(&record)?;
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
                Place { table, key }.record(&record)
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
            .map(|record| place.record(record))
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
