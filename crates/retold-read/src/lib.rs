//! From bytes to [`SourceDocument`](retold_model::SourceDocument)s: web pages, text scrapes, `WordPress` JSON,
//! JSON articles, feeds, mail, WARC; in any character set, compressed or not.
//!
//! [`read()`] takes files, directories, globs and standard input and yields documents and diagnostics, lazily and in a
//! fixed order. What a file is, its first bytes decide, never its name. A record that cannot be read is a
//! diagnostic that names file and record; the rest of the run goes on. Memory is bounded by [`Limits`]: archives and
//! line formats are streamed, only one record is held.
//!
//! ```text
//!  Input ─► file ─► decompress ─► sniff ─┬─► container (zip, WARC, JSON Lines, feed, mail) ─► record bytes
//!                      ▲                 └─► record bytes        │                                 │
//!                      └──────────── nested ─────────────────────┘                     parse_record ─► SourceDocument
//! ```
//!
//! [`parse_record`] is the pure end of it: the same raw bytes, form and character set give the same parts, fields and
//! offset maps. A base that has kept the bytes needs nothing else to read them again.
//!
//! Every part and every field of the record knows the raw bytes it came from: escapes of JSON, entities of XML and
//! foreign character sets are `Replaced` segments of its offset map, all else is verbatim. The crates for feeds and
//! JSON lose those positions, so the readers here stand on tokenisers (`quick-xml`, `serde_json`'s raw values).
//!
//! ```
//! use retold_model::PartRole;
//! use retold_read::{Known, Limits, Read, read_bytes};
//!
//! let line = br#"{"url": "https://example.org/1", "headline": "Harbour wall fails", "articleBody": "A \u201cwall\u201d fell."}"#;
//! let found: Vec<Read> = read_bytes("article.json", line.to_vec(), &Known::default(), &Limits::default()).collect();
//! let [Read::Document(document)] = found.as_slice() else { panic!("one document") };
//! let body = document.parts.iter().find(|part| part.role == PartRole::Body).unwrap();
//! assert_eq!(body.text, "A “wall” fell.");
//! ```

mod known;
mod limits;
mod manifest;

mod input;
mod read;

mod context;
mod open;
mod sniff;

mod compressed;
mod feed;
mod http;
mod json_stream;
mod mail;
mod warc;
mod zip_archive;

mod record;

mod feed_item;
mod json_article;
mod json_feed;
mod wordpress;

mod charset;
mod found;
mod json;
mod markup;
mod problem;
mod window;
mod xml;

pub use input::Input;
pub use known::Known;
pub use limits::Limits;
pub use manifest::Manifest;
pub use read::{Read, read, read_bytes};
pub use record::{Record, parse_record};
