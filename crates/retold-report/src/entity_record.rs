//! Entities as they leave Retold.

use std::collections::BTreeMap;

use retold_model::{ArticleId, EntityId, NameKind};
use serde::{Deserialize, Serialize};

use crate::input::ArticleInput;

/// A person, organisation, place or group that articles name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EntityRecord {
    /// Its id: 16 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: EntityId,
    /// What kind of thing it is.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::name_kind"))]
    pub kind: NameKind,
    /// The most usual of its full names.
    pub name: String,
    /// All its names in the base, the most frequent first.
    pub names: Vec<String>,
    /// What lists know it as: `geonames:2643743`, `wikidata:Q84`.
    pub ids: Vec<String>,
    /// Where the articles name it.
    pub chains: Vec<ChainPlaceRecord>,
}

/// A chain of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChainPlaceRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The place among the `chains` of its annotations, from 0.
    pub chain: u32,
}

/// The entities of `articles`: those that most of them name first, then by name and id.
pub(crate) fn entity_records<'a>(
    articles: impl IntoIterator<Item = &'a ArticleInput>,
) -> Vec<EntityRecord> {
    let mut found: BTreeMap<EntityId, EntityRecord> = BTreeMap::new();
    for input in articles {
        let article = input.version.article.id;
        for (&chain, entity) in &input.entities {
            let record = found.entry(entity.id).or_insert_with(|| EntityRecord {
                id: entity.id,
                kind: entity.kind,
                name: entity.name.clone(),
                names: entity
                    .aliases
                    .iter()
                    .map(|alias| alias.text.clone())
                    .collect(),
                ids: entity
                    .ids
                    .iter()
                    .map(|id| format!("{}:{}", id.scheme, id.value))
                    .collect(),
                chains: Vec::new(),
            });
            record.chains.push(ChainPlaceRecord { article, chain });
        }
    }
    let mut records: Vec<EntityRecord> = found.into_values().collect();
    for record in &mut records {
        record.chains.sort_unstable();
    }
    let articles = |record: &EntityRecord| {
        let mut articles: Vec<ArticleId> =
            record.chains.iter().map(|place| place.article).collect();
        articles.dedup();
        articles.len()
    };
    records.sort_by_cached_key(|record| {
        (
            std::cmp::Reverse(articles(record)),
            record.name.clone(),
            record.id,
        )
    });
    records
}
