//! One thing as read: a page, a feed item, a WARC record.

use std::sync::Arc;

use retold_text::{OffsetMap, SourceRange};
use serde::{Deserialize, Serialize};

use crate::{Digest, Stamp};

/// Where a source document was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file as named on the command line (`-` for standard input), members of archives after `!`:
    /// `pages.zip!a/b.html`. Bytes that are not UTF-8 are replaced.
    pub path: String,
    /// Which record of the file, from 0; `None` where the file is one document.
    pub record: Option<u32>,
    /// First byte of the record in the file, after decompression.
    pub offset: u64,
    /// The address it was fetched from, where known (WARC target, saved-from header, flag, manifest).
    pub uri: Option<String>,
}

/// How the raw bytes are to be read. Kept with them, so that they can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A web page.
    Html,
    /// Plain text, such as a scrape.
    Text,
    /// One post of the WordPress REST API (a JSON object).
    WordPress,
    /// One `item` or `entry` element of RSS or Atom.
    FeedItem,
    /// One item of a JSON Feed.
    JsonFeedItem,
    /// One JSON object with the fields of an article.
    JsonArticle,
}

/// What a part of a source document says about itself: marked up, or plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Markup {
    /// A whole page: furniture is to be expected.
    HtmlPage,
    /// A piece of HTML that a feed or an API gave as content.
    HtmlFragment,
    /// Plain text.
    Plain,
}

/// What a part is, as its format states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartRole {
    /// Everything: head, furniture, body.
    Whole,
    /// The headline.
    Headline,
    /// The standfirst, summary or description.
    Deck,
    /// The body.
    Body,
}

/// Decoded text of a source document, with the way back to its raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: PartRole,
    /// How to read it.
    pub markup: Markup,
    /// The text, after character set and escapes of the container (JSON, XML) are taken off.
    pub text: String,
    /// From `text` to the raw bytes of the source document.
    pub map: OffsetMap,
}

/// A field of an article that a format, a header, a flag or a manifest states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldName {
    /// Its lasting address.
    CanonicalUrl,
    /// The headline.
    Headline,
    /// Who wrote it; once per name, or as the format gives it.
    Author,
    /// The publication that carried it.
    Outlet,
    /// The section of the outlet.
    Section,
    /// BCP 47 tag.
    Language,
    /// When published.
    Published,
    /// When last modified.
    Modified,
    /// When fetched.
    Retrieved,
    /// Address of the lead image.
    Image,
    /// Whose material it is (RSS `source`, a credit field).
    Credit,
    /// The format's own id (guid, post id, `id`).
    Id,
}

/// A stated field: its value as written, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Which field.
    pub name: FieldName,
    /// Its value, after escapes are taken off, not otherwise changed.
    pub value: String,
    /// Where it was read, for people: `flag`, `manifest`, `warc:WARC-Date`, `rss:pubDate`, `wordpress:date_gmt`.
    pub from: String,
    /// The raw bytes it was read from, where they are in this document.
    pub source: Option<SourceRange>,
}

/// One thing as read, with its bytes and where they came from.
///
/// `raw` holds the bytes of this record alone, after transport is taken off (compression, chunking, transfer
/// encoding), and is never changed. `parts` and the fields with a `source` are a pure function of `raw`, `form` and `charset`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDocument {
    /// Where it was found.
    pub location: Location,
    /// How `raw` is to be read.
    pub form: Form,
    /// Character set of `raw`, by its WHATWG name in lower case (`utf-8`, `windows-1252`).
    pub charset: String,
    /// Media type as stated, else as detected: `text/html`.
    pub media_type: String,
    /// When it was fetched, where known.
    pub retrieved: Option<Stamp>,
    /// BLAKE3 of `raw`.
    pub digest: Digest,
    /// The bytes.
    pub raw: Arc<[u8]>,
    /// What is stated, in the order of its weight: flag, manifest, the record's own fields, then what its container
    /// says of all its records (feed title, WARC header).
    pub fields: Vec<Field>,
    /// The texts in it, in the order of the record's meaning: headline, deck, body; or the whole.
    pub parts: Vec<Part>,
}

impl SourceDocument {
    /// The values stated for `name`, in order.
    pub fn stated(&self, name: FieldName) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.name == name)
    }
}
