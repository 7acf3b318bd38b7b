//! What was read in a version: rows for what people look up, one packed record for the rest.

use retold_model::{
    Annotations, Chain, Embedding, Frame, Mention, PlaceReading, Quantity, Quote, SourceOutlet,
    TimeExpression,
};
use retold_text::{CharOffsets, TextRange};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::names::{Place, json};

/// The level of zstd: records are some kilobytes, and higher ones gain nothing.
const LEVEL: i32 = 3;

/// The most that a packed record may unpack to. Texts are limited to some megabytes.
const MOST_UNPACKED: usize = 256 << 20;

/// What of the annotations is for programs only.
#[derive(Serialize)]
struct Packed<'a> {
    chains: &'a [Chain],
    frames: &'a [Frame],
    #[serde(skip_serializing_if = "Option::is_none")]
    embedding: Option<&'a Embedding>,
}

#[derive(Deserialize)]
struct Unpacked {
    chains: Vec<Chain>,
    frames: Vec<Frame>,
    embedding: Option<Embedding>,
}

/// An annotation that has rows.
trait Annotation: Serialize + DeserializeOwned {
    const KIND: &'static str;

    /// Where its row says that it stands.
    fn extent(&self) -> TextRange;
}

impl Annotation for Mention {
    const KIND: &'static str = "mention";

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Annotation for SourceOutlet {
    const KIND: &'static str = "outlet";

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Annotation for PlaceReading {
    const KIND: &'static str = "place";

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Annotation for Quantity {
    const KIND: &'static str = "quantity";

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Annotation for Quote {
    const KIND: &'static str = "quote";

    fn extent(&self) -> TextRange {
        self.extent()
    }
}

impl Annotation for TimeExpression {
    const KIND: &'static str = "time";

    fn extent(&self) -> TextRange {
        self.range
    }
}

/// Writes what was read in a version that has no annotations yet.
pub(crate) fn insert(
    connection: &Connection,
    version: i64,
    text: &str,
    annotations: &Annotations,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<()> {
    let packed = Packed {
        chains: &annotations.chains,
        frames: &annotations.frames,
        embedding: annotations.embedding.as_ref(),
    };
    let record = serde_json::to_vec(&packed).expect("records of the model are JSON");
    let zstd = zstd::bulk::compress(&record, LEVEL).map_err(StoreError::Compress)?;
    let size = i64::try_from(record.len()).unwrap_or(i64::MAX);
    let offsets = CharOffsets::new(text);
    connection
        .prepare_cached("INSERT INTO analysis (version, size, zstd) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute(params![version, size, zstd]))
        .and_then(|_| insert_rows(connection, version, &offsets, &annotations.mentions))
        .and_then(|()| insert_rows(connection, version, &offsets, &annotations.outlets))
        .and_then(|()| insert_rows(connection, version, &offsets, &annotations.places))
        .and_then(|()| insert_rows(connection, version, &offsets, &annotations.quantities))
        .and_then(|()| insert_rows(connection, version, &offsets, &annotations.quotes))
        .and_then(|()| insert_rows(connection, version, &offsets, &annotations.times))
        .map_err(at)
}

fn insert_rows<A: Annotation>(
    connection: &Connection,
    version: i64,
    offsets: &CharOffsets<'_>,
    annotations: &[A],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO annotation (version, kind, position, start_byte, end_byte, start_char, end_char, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (position, annotation) in (0i64..).zip(annotations) {
        let range = annotation.extent();
        let (start_char, end_char) = offsets.chars(range);
        statement.execute(params![
            version,
            A::KIND,
            position,
            range.start(),
            range.end(),
            start_char,
            end_char,
            json(annotation),
        ])?;
    }
    Ok(())
}

/// Takes out what was read in a version.
pub(crate) fn delete(connection: &Connection, version: i64) -> rusqlite::Result<()> {
    for table in ["analysis", "annotation"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE version = ?1"))?
            .execute([version])?;
    }
    Ok(())
}

/// Reads what was read in a version; `None` for one that was not analysed.
pub(crate) fn read(
    connection: &Connection,
    version: i64,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<Option<Annotations>> {
    let place = Place {
        table: "analysis",
        key: version,
    };
    let packed: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT size, zstd FROM analysis WHERE version = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(at)?;
    let Some((size, packed)) = packed else {
        return Ok(None);
    };
    let capacity = usize::try_from(size)
        .ok()
        .filter(|&size| size <= MOST_UNPACKED)
        .ok_or_else(|| place.damaged(format!("a record of {size} bytes")))?;
    let record = zstd::bulk::decompress(&packed, capacity)
        .map_err(|error| place.damaged(format!("a packed record that is none ({error})")))?;
    let unpacked: Unpacked = serde_json::from_slice(&record)
        .map_err(|error| place.damaged(format!("a record that cannot be read ({error})")))?;
    let mut found = Annotations {
        chains: unpacked.chains,
        frames: unpacked.frames,
        embedding: unpacked.embedding,
        ..Annotations::default()
    };
    read_rows(connection, version, &mut found, at)?;
    Ok(Some(found))
}

/// Reads all rows in one go: a version has some of each kind, and each query has a price of its own.
fn read_rows(
    connection: &Connection,
    version: i64,
    found: &mut Annotations,
    at: impl Fn(rusqlite::Error) -> StoreError + Copy,
) -> Result<()> {
    let mut statement = connection
        .prepare_cached(
            "SELECT kind, position, record FROM annotation WHERE version = ?1 ORDER BY kind, position",
        )
        .map_err(at)?;
    let mut rows = statement.query([version]).map_err(at)?;
    while let Some(row) = rows.next().map_err(at)? {
        let kind = row.get_ref(0).map_err(at)?.as_str();
        match kind.map_err(|error| at(error.into()))? {
            Mention::KIND => found.mentions.push(read_row(version, row, at)?),
            SourceOutlet::KIND => found.outlets.push(read_row(version, row, at)?),
            PlaceReading::KIND => found.places.push(read_row(version, row, at)?),
            Quantity::KIND => found.quantities.push(read_row(version, row, at)?),
            Quote::KIND => found.quotes.push(read_row(version, row, at)?),
            TimeExpression::KIND => found.times.push(read_row(version, row, at)?),
            _ => {}
        }
    }
    Ok(())
}

fn read_row<A: Annotation>(
    version: i64,
    row: &Row<'_>,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<A> {
    let record = row.get_ref(2).map_err(&at)?.as_str();
    serde_json::from_str(record.map_err(|error| at(error.into()))?).map_err(|error| {
        let place = Place {
            table: "annotation",
            key: version,
        };
        let kind = A::KIND;
        let position = row.get(1).unwrap_or(-1_i64);
        place.damaged(format!(
            "a {kind} at {position} that cannot be read ({error})"
        ))
    })
}
