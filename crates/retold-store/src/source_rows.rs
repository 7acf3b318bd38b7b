//! Source documents and their bytes.
//!
//! Documents that come together are compressed together: pages of one site share most of their markup, and short
//! texts compress badly alone. The price is that reading one document unpacks up to [`FRAME_BYTES`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use retold_model::{Digest, Field, Form, Location, SourceDocument, Stamp, VersionId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::{Result, StoreError};
use crate::names::{Place, word};

/// Raw bytes after which a frame is closed.
const FRAME_BYTES: usize = 2 << 20;

/// The level of zstd: on pages of news a third of the time of level 6, for a tenth more bytes; adding is bound by time.
const LEVEL: i32 = 3;

/// Names one source document: its bytes together with all that is known of it from outside. Written as 48
/// hexadecimal digits; the first half is the first half of its digest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(crate) String);

impl SourceId {
    /// The id of `document`. Where it was found is no part of it: the same page in two folders is one source.
    pub fn of(document: &SourceDocument) -> Self {
        let outside: Vec<&Field> = outside(document).collect();
        let known = serde_json::to_vec(&(
            document.form,
            &document.charset,
            &document.media_type,
            &document.location.uri,
            document.retrieved,
            outside,
        ))
        .expect("fields are text");
        let digest = document.digest.to_string();
        let known = blake3::hash(&known).to_hex();
        Self(format!("{}{}", &digest[..32], &known[..16]))
    }
}

impl SourceId {
    /// Whether it names a document with these bytes.
    pub fn is_of(&self, digest: &Digest) -> bool {
        self.0.get(..32) == digest.to_string().get(..32)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The fields of a document that its bytes do not hold.
fn outside(document: &SourceDocument) -> impl Iterator<Item = &Field> {
    document
        .fields
        .iter()
        .filter(|field| field.source.is_none())
}

/// A source document as a base keeps it: what is needed to read it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSource {
    /// Its id.
    pub id: SourceId,
    /// Where it was found; of several places the first by name.
    pub location: Location,
    /// How `raw` is to be read.
    pub form: Form,
    /// Character set of `raw`.
    pub charset: String,
    /// Media type.
    pub media_type: String,
    /// When it was fetched, where known.
    pub retrieved: Option<Stamp>,
    /// BLAKE3 of `raw`, as it was when the document was added.
    pub digest: Digest,
    /// The bytes.
    pub raw: Arc<[u8]>,
    /// The fields known from outside.
    pub outside: Vec<Field>,
    /// The version that it gave, if it gave an article.
    pub version: Option<VersionId>,
    /// Whether it is the one that stands for that version: whose fields the version has.
    pub stands: bool,
}

/// Raw bytes of several documents, compressed.
#[derive(Debug)]
pub(crate) struct Packed {
    frames: Vec<Frame>,
    /// Frame and start of each document's bytes.
    places: BTreeMap<Digest, (usize, usize)>,
}

#[derive(Debug)]
struct Frame {
    size: usize,
    zstd: Vec<u8>,
}

impl Packed {
    /// Compresses the bytes of `documents`, each digest once.
    pub(crate) fn pack<'d>(documents: impl Iterator<Item = (Digest, &'d [u8])>) -> Result<Self> {
        let mut result = Self {
            frames: Vec::new(),
            places: BTreeMap::new(),
        };
        let mut open: Vec<u8> = Vec::new();
        for (digest, raw) in documents {
            if result.places.contains_key(&digest) {
                continue;
            }
            if !open.is_empty() && open.len() + raw.len() > FRAME_BYTES {
                result.close(&mut open)?;
            }
            result
                .places
                .insert(digest, (result.frames.len(), open.len()));
            open.extend_from_slice(raw);
        }
        if !open.is_empty() || !result.places.is_empty() && result.frames.is_empty() {
            result.close(&mut open)?;
        }
        Ok(result)
    }

    fn close(&mut self, open: &mut Vec<u8>) -> Result<()> {
        let zstd = zstd::bulk::compress(open, LEVEL).map_err(StoreError::Compress)?;
        self.frames.push(Frame {
            size: open.len(),
            zstd,
        });
        open.clear();
        Ok(())
    }

    /// Writes the frames; gives the row and start of each document's bytes.
    pub(crate) fn insert(
        self,
        connection: &Connection,
    ) -> rusqlite::Result<BTreeMap<Digest, (i64, i64)>> {
        let mut keys = Vec::with_capacity(self.frames.len());
        let mut statement =
            connection.prepare_cached("INSERT INTO source_bytes (size, zstd) VALUES (?1, ?2)")?;
        for frame in &self.frames {
            keys.push(statement.insert(params![number(frame.size), frame.zstd])?);
        }
        let places = self.places.into_iter();
        // An empty document after a full frame has no frame of its own: it may point at the last.
        Ok(places
            .map(|(digest, (frame, start))| {
                let last = keys.len() - 1;
                (
                    digest,
                    (
                        keys[frame.min(last)],
                        if frame > last { 0 } else { number(start) },
                    ),
                )
            })
            .collect())
    }
}

/// A size as SQLite counts.
pub(crate) fn number(size: usize) -> i64 {
    i64::try_from(size).expect("no length in memory is beyond 2^63")
}

/// Where a source document stands in its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BytesPlace {
    pub(crate) frame: i64,
    pub(crate) start: i64,
    pub(crate) size: i64,
}

/// Bytes of unpacked frames that are kept at hand, but for the last frame, which is kept whatever its size.
const KEPT_BYTES: usize = 4 * FRAME_BYTES;

/// Unpacks frames, keeping those that were asked for last: neighbours stand in the same frame, and unpacking one costs
/// a hundred times what reading a row does.
#[derive(Debug, Default)]
pub(crate) struct Unpacker {
    /// Frames by their keys, the one asked for last at the end.
    kept: Vec<(i64, Vec<u8>)>,
    /// What SQLite counted of other connections' transactions when these were read.
    data_version: Option<i64>,
}

impl Unpacker {
    /// Forgets all frames: this connection is about to change the base.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Forgets all frames if another connection has changed the base: it may have given their keys to others.
    pub(crate) fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let data_version = connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        if self.data_version.replace(data_version) != Some(data_version) {
            self.forget();
        }
        Ok(())
    }

    /// The bytes at `place`.
    ///
    /// # Errors
    ///
    /// Where the frame is not there or does not unpack to what its row says.
    pub(crate) fn bytes(
        &mut self,
        connection: &Connection,
        place: BytesPlace,
        at: impl Fn(rusqlite::Error) -> StoreError,
    ) -> Result<&[u8]> {
        let row = Place {
            table: "source_bytes",
            key: place.frame,
        };
        let kept = self.kept.iter().position(|(key, _)| *key == place.frame);
        if let Some(position) = kept {
            self.kept[position..].rotate_left(1);
        } else {
            let frame = read_frame(connection, row, at)?;
            self.keep(place.frame, frame);
        }
        let frame = self.kept.last().map_or(&[][..], |(_, bytes)| bytes);
        let range = usize::try_from(place.start)
            .ok()
            .zip(usize::try_from(place.start.saturating_add(place.size)).ok());
        range
            .and_then(|(start, end)| frame.get(start..end))
            .ok_or_else(|| row.damaged("fewer bytes than a source document needs"))
    }

    /// Keeps a frame, and of the others those that were asked for last.
    fn keep(&mut self, key: i64, frame: Vec<u8>) {
        self.kept.push((key, frame));
        let mut size: usize = self.kept.iter().map(|(_, frame)| frame.len()).sum();
        let mut gone = 0;
        while size > KEPT_BYTES && gone + 1 < self.kept.len() {
            size -= self.kept[gone].1.len();
            gone += 1;
        }
        self.kept.drain(..gone);
    }
}

/// Reads and unpacks the frame that `row` names.
fn read_frame(
    connection: &Connection,
    row: Place,
    at: impl Fn(rusqlite::Error) -> StoreError,
) -> Result<Vec<u8>> {
    let found: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT size, zstd FROM source_bytes WHERE key = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([row.key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(&at)?;
    let (size, packed) = found.ok_or_else(|| row.damaged("no bytes"))?;
    let size = usize::try_from(size).map_err(|_| row.damaged("a size below zero"))?;
    unpack(&packed, size)
        .ok_or_else(|| row.damaged("bytes that do not unpack to the size beside them"))
}

/// Unpacks without trusting `size`: memory grows with what is really there.
fn unpack(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    use std::io::Read;
    let mut result = Vec::new();
    let limit = u64::try_from(size).ok()?.checked_add(1)?;
    let mut decoder = zstd::stream::Decoder::with_buffer(packed).ok()?.take(limit);
    decoder.read_to_end(&mut result).ok()?;
    (result.len() == size).then_some(result)
}

/// Writes the row of `document` and gives its key.
pub(crate) fn insert(
    connection: &Connection,
    id: &SourceId,
    document: &SourceDocument,
    bytes: (i64, i64),
) -> rusqlite::Result<i64> {
    let outside: Vec<&Field> = outside(document).collect();
    let outside = serde_json::to_string(&outside).expect("fields are text");
    let offset = i64::try_from(document.location.offset).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT INTO source_document (id, digest, path, record, file_offset, uri, form, charset, media_type,
                 retrieved, size, outside, bytes, bytes_start)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .insert(params![
            id.0,
            document.digest.to_string(),
            document.location.path,
            document.location.record,
            offset,
            document.location.uri,
            word(document.form),
            document.charset,
            document.media_type,
            document.retrieved.map(|stamp| stamp.to_string()),
            number(document.raw.len()),
            outside,
            bytes.0,
            bytes.1,
        ])
}

/// The columns that [`read`] reads.
pub(crate) const COLUMNS: &str = "source_document.key, source_document.id, source_document.digest, \
     source_document.path, source_document.record, source_document.file_offset, source_document.uri, \
     source_document.form, source_document.charset, source_document.media_type, source_document.retrieved, \
     source_document.size, source_document.outside, source_document.bytes, source_document.bytes_start, \
     (SELECT id FROM article_version WHERE article_version.key = source_document.version), \
     EXISTS (SELECT 1 FROM article_version WHERE article_version.source = source_document.key)";

/// A row of `source_document`, before its words become model types.
#[derive(Debug)]
pub(crate) struct SourceRow {
    pub(crate) key: i64,
    pub(crate) id: SourceId,
    digest: String,
    location: Location,
    form: String,
    charset: String,
    media_type: String,
    retrieved: Option<String>,
    outside: String,
    pub(crate) bytes: BytesPlace,
    version: Option<String>,
    stands: bool,
}

impl SourceRow {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            id: SourceId(row.get(1)?),
            digest: row.get(2)?,
            location: Location {
                path: row.get(3)?,
                record: row.get(4)?,
                offset: u64::try_from(row.get::<_, i64>(5)?).unwrap_or(0),
                uri: row.get(6)?,
            },
            form: row.get(7)?,
            charset: row.get(8)?,
            media_type: row.get(9)?,
            retrieved: row.get(10)?,
            outside: row.get(12)?,
            bytes: BytesPlace {
                frame: row.get(13)?,
                start: row.get(14)?,
                size: row.get(11)?,
            },
            version: row.get(15)?,
            stands: row.get(16)?,
        })
    }

    /// The stored source, with its bytes.
    pub(crate) fn stored(self, raw: Arc<[u8]>) -> Result<StoredSource> {
        let place = Place {
            table: "source_document",
            key: self.key,
        };
        Ok(StoredSource {
            form: place.variant(self.form)?,
            retrieved: place.parse_some(self.retrieved)?,
            digest: place.parse(&self.digest)?,
            outside: serde_json::from_str(&self.outside)
                .map_err(|error| place.damaged(format!("fields that cannot be read ({error})")))?,
            version: place.parse_some(self.version)?,
            stands: self.stands,
            id: self.id,
            location: self.location,
            charset: self.charset,
            media_type: self.media_type,
            raw,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_asked_for_last_are_kept_up_to_a_size() {
        let mut unpacker = Unpacker::default();
        let mut kept_after = |key, size| {
            unpacker.keep(key, vec![0; size]);
            let kept: Vec<i64> = unpacker.kept.iter().map(|(key, _)| *key).collect();
            kept
        };
        assert_eq!(kept_after(1, FRAME_BYTES), [1]);
        assert_eq!(kept_after(2, 2 * FRAME_BYTES), [1, 2]);
        assert_eq!(kept_after(3, FRAME_BYTES), [1, 2, 3]);
        assert_eq!(kept_after(4, 1), [2, 3, 4]);
        assert_eq!(kept_after(5, KEPT_BYTES + 1), [5]);
        assert_eq!(kept_after(6, 1), [6]);
    }
}
