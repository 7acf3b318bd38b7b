//! Which version of an article is less than the whole of it.

use std::collections::BTreeSet;

use retold_model::{BlockKind, Form};
use rusqlite::Connection;

use crate::error::{Result, StoreError};
use crate::names::Place;

/// Of the versions of one article, by key and key of the source that stands for each, those that another version tells
/// more than twice as long, and that are a feed's teaser or a headline without a body. Whenever they were fetched, they
/// do not stand for the article.
pub(crate) fn parts(
    connection: &Connection,
    versions: &[(i64, i64)],
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<BTreeSet<i64>> {
    if versions.len() < 2 {
        return Ok(BTreeSet::new());
    }
    let mut found = Vec::with_capacity(versions.len());
    for &(version, source) in versions {
        found.push((version, Extent::of(connection, version, source, at)?));
    }
    let longest = found.iter().map(|(_, extent)| extent.size).max();
    Ok({ found.iter() }
        .filter(|(_, extent)| extent.may_be_part && Some(extent.size * 2) < longest)
        .map(|&(version, _)| version)
        .collect())
}

/// How much of an article a version tells.
struct Extent {
    /// Bytes of its text.
    size: i64,
    /// Whether it comes from a feed or has no body.
    may_be_part: bool,
}

impl Extent {
    fn of(
        connection: &Connection,
        version: i64,
        source: i64,
        at: impl Fn(rusqlite::Error) -> StoreError + Copy,
    ) -> Result<Self> {
        let (size, form): (i64, String) = connection
            .prepare_cached(
                "SELECT octet_length(text), (SELECT form FROM source_document WHERE key = ?2)
                 FROM article_version WHERE key = ?1",
            )
            .and_then(|mut statement| {
                statement.query_row([version, source], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .map_err(at)?;
        let kinds: Vec<String> = connection
            .prepare_cached("SELECT DISTINCT kind FROM block WHERE version = ?1")
            .and_then(|mut statement| {
                let kinds = statement.query_map([version], |row| row.get(0))?;
                kinds.collect()
            })
            .map_err(at)?;
        let place = Place {
            table: "block",
            key: version,
        };
        let mut has_body = false;
        for kind in kinds {
            let kind: BlockKind = place.variant(kind)?;
            has_body |= kind.is_body();
        }
        let place = Place {
            table: "source_document",
            key: source,
        };
        let form: Form = place.variant(form)?;
        Ok(Self {
            size,
            may_be_part: !has_body || matches!(form, Form::FeedItem | Form::JsonFeedItem),
        })
    }
}
