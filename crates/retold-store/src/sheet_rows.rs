//! The sheets of articles: what stories are formed by.
//!
//! A sheet is a blob: lists, each a count of two bytes and its terms; of the first list, that of the leading terms, a term
//! is four bytes, of the others four and the weight. All little-endian. The embedding, where there is one, has a column of
//! its own: a byte a number.

use std::path::Path;

use retold_model::{Embedding, Sheet, Term, WeightedTerm};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Result, StoreError};
use crate::names::Place;

/// Stores the sheet of an article's current version.
pub(crate) fn insert(
    connection: &Connection,
    article: i64,
    sheet: &Sheet,
    path: &Path,
) -> Result<()> {
    let embedding = sheet.embedding.as_ref().map(|Embedding(numbers)| {
        let bytes = numbers.iter().map(|number| number.cast_unsigned());
        bytes.collect::<Vec<u8>>()
    });
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO story_sheet (article, sheet, embedding) VALUES (?1, ?2, ?3)",
        )
        .and_then(|mut statement| statement.execute(params![article, pack(sheet), embedding]))
        .map(|_| ())
        .map_err(StoreError::at(path))
}

/// The sheet of an article's current version. Bases that were made before there were sheets have empty ones.
pub(crate) fn read(connection: &Connection, article: i64, path: &Path) -> Result<Sheet> {
    let row: Option<(Vec<u8>, Option<Vec<u8>>)> = connection
        .prepare_cached("SELECT sheet, embedding FROM story_sheet WHERE article = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(StoreError::at(path))?;
    let place = Place {
        table: "story_sheet",
        key: article,
    };
    let Some((packed, embedding)) = row else {
        return Ok(Sheet::default());
    };
    let lists = unpack(&packed).ok_or_else(|| place.damaged("a sheet that cannot be read"))?;
    let numbers = |bytes: Vec<u8>| bytes.into_iter().map(u8::cast_signed).collect();
    Ok(Sheet {
        embedding: embedding.map(|bytes| Embedding(numbers(bytes))),
        ..lists
    })
}

/// Forgets the sheet of an article.
pub(crate) fn remove(connection: &Connection, article: i64, path: &Path) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM story_sheet WHERE article = ?1")
        .and_then(|mut statement| statement.execute([article]))
        .map(|_| ())
        .map_err(StoreError::at(path))
}

/// All of a sheet but its embedding.
fn pack(sheet: &Sheet) -> Vec<u8> {
    let mut packed = Vec::new();
    let count = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    let number = |term: Term| u32::try_from(term.0).unwrap_or(u32::MAX).to_le_bytes();
    let leading = count(sheet.leading.len());
    packed.extend(leading.to_le_bytes());
    for &term in &sheet.leading[..leading.into()] {
        packed.extend(number(term));
    }
    for channel in &sheet.channels {
        let terms = count(channel.len());
        packed.extend(terms.to_le_bytes());
        for weighted in &channel[..terms.into()] {
            packed.extend(number(weighted.term));
            packed.push(weighted.weight);
        }
    }
    packed
}

fn unpack(mut packed: &[u8]) -> Option<Sheet> {
    let mut take = |count: usize| {
        let (taken, rest) = packed.split_at_checked(count)?;
        packed = rest;
        Some(taken)
    };
    let number = |bytes: &[u8]| Some(Term(u32::from_le_bytes(bytes.try_into().ok()?).into()));
    let leading = usize::from(u16::from_le_bytes(take(2)?.try_into().ok()?));
    let leading = { take(leading * 4)?.chunks_exact(4) }
        .map(number)
        .collect::<Option<Vec<Term>>>()?;
    let mut channels = Vec::new();
    while let Some(count) = take(2) {
        let count = usize::from(u16::from_le_bytes(count.try_into().ok()?));
        let terms = take(count * 5)?.chunks_exact(5).map(|bytes| {
            Some(WeightedTerm {
                term: number(&bytes[..4])?,
                weight: bytes[4],
            })
        });
        channels.push(terms.collect::<Option<Vec<WeightedTerm>>>()?);
    }
    take(1).is_none().then_some(Sheet {
        leading,
        channels,
        embedding: None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let weighted = |term, weight| WeightedTerm {
            term: Term(term),
            weight,
        };
        let sheet = Sheet {
            leading: vec![Term(3), Term(u32::MAX.into())],
            channels: vec![vec![weighted(3, 7), weighted(70_000, 255)], Vec::new()],
            embedding: None,
        };
        assert_eq!(unpack(&pack(&sheet)), Some(sheet));
        assert_eq!(unpack(&pack(&Sheet::default())), Some(Sheet::default()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_sheet_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(sheet) = unpack(&bytes) {
                prop_assert_eq!(pack(&sheet), bytes);
            }
        }
    }
}
