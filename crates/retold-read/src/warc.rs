//! WARC 1.0 and 1.1, record by record.
//!
//! Own code, not one of the crates: `warc` gives up at the first broken record and knows no offsets; `fastwarc` reads
//! well, but takes its own view of compression (no limits of expansion, no way to go on behind a damaged member) and
//! brings a second brotli, lz4, three digests and a random generator along. What is needed is one page of grammar, and
//! most of this file is what happens when it is not kept.
//!
//! A record is told by its `Content-Length`. Where the next record does not begin behind it, the length was wrong: the
//! record ends where the next `WARC/1.` line stands.

use retold_model::{DiagnosticKind, Field, FieldName, Form};

use crate::context::{Context, stamp};
use crate::http::{self, Headers};
use crate::open::{Bytes, Reads, Stream, open};
use crate::window::Window;
use crate::{Read, problem, sniff};

/// What every record begins with.
const BEGIN: &[u8] = b"WARC/1.";

/// What a record begins with behind another one.
const BEGIN_BEHIND: &[u8] = b"\nWARC/1.";

/// The same, as writers write it.
const BEGIN_BEHIND_BLANK: &[u8] = b"\r\n\r\nWARC/1.";

/// Reads an archive.
pub(crate) fn reads(context: Context, stream: Stream) -> Reads {
    let note = context.note_for_many().map(Read::Diagnostic);
    let records = Records {
        context,
        window: Window::new(stream),
        number: 0,
        ended: false,
    };
    Box::new(note.into_iter().chain(records.flatten()))
}

struct Records {
    context: Context,
    window: Window,
    number: u32,
    ended: bool,
}

/// A record's header.
struct Record {
    context: Context,
    headers: Headers,
    length: u64,
}

impl Iterator for Records {
    type Item = Reads;

    fn next(&mut self) -> Option<Reads> {
        if self.ended {
            return None;
        }
        while matches!(self.window.view(1).first(), Some(b'\r' | b'\n')) {
            self.window.consume(1);
        }
        if !self.window.has(1) {
            let Some(error) = self.window.take_error() else {
                self.ended = true;
                return None;
            };
            let place = self.next_context();
            return Some(self.fault(&place, problem::kind_of(&error), &problem::words_of(&error)));
        }
        let place = self.next_context();
        if !self.window.view(BEGIN.len()).starts_with(b"WARC/") {
            let message = "expected `WARC/1.`, but found other bytes: they are skipped";
            return Some(self.fault(&place, DiagnosticKind::Malformed, message));
        }
        Some(self.record(place))
    }
}

impl Records {
    fn next_context(&mut self) -> Context {
        let context = self.context.record(self.number, self.window.offset());
        self.number = self.number.saturating_add(1);
        context
    }

    /// A diagnostic; reading goes on with the next record that can be found.
    fn fault(&mut self, place: &Context, kind: DiagnosticKind, message: &str) -> Reads {
        while !self.window.view(BEGIN.len()).starts_with(BEGIN) {
            if self.window.skip_to(BEGIN_BEHIND) {
                self.window.consume(1);
            } else if self.window.take_error().is_none() {
                // Behind an error of the stream there may be more; behind its end there is not.
                self.ended = true;
                break;
            }
        }
        crate::open::one(problem::error(place.location(), kind, message))
    }

    fn record(&mut self, place: Context) -> Reads {
        let limit = self.context.limits().header_bytes;
        let mut end = Header::Open;
        for seen in [limit.min(4096), limit] {
            let view = self.window.view(seen);
            end = header(&view[..view.len().min(seen)]);
            if !matches!(end, Header::Open) {
                break;
            }
        }
        let (headers, block) = match end {
            Header::Whole(headers, block) => (headers, block),
            Header::Cut(at) => {
                self.window.consume(at);
                let message = "the header of the record is not whole: another record begins in it";
                return self.fault(&place, DiagnosticKind::Malformed, message);
            }
            Header::Open if self.window.has(limit) => {
                // Its own first line must not be found again.
                self.window.consume(1);
                let message = format!("the header of the record is longer than {limit} bytes");
                return self.fault(&place, DiagnosticKind::LimitExceeded, &message);
            }
            Header::Open => return self.cut_short(&place, "the header of the record is not whole"),
        };
        let headers = Headers::parse(&self.window.view(block)[..headers]);
        self.window.consume(block);
        let length = headers
            .get("content-length")
            .and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            let message = "the record has no `Content-Length`";
            return self.fault(&place, DiagnosticKind::Malformed, message);
        };
        let limit = self.context.limits().document();
        let mut record = Record {
            context: place,
            headers,
            length,
        };
        match usize::try_from(length) {
            Ok(length) if length <= limit => self.held(record, length),
            _ => {
                record.length = length;
                self.skipped(&record)
            }
        }
    }

    /// A record that is larger than any document. A length that is wrong must not swallow what is behind it, so the
    /// record ends at the first thing in it that looks like the next one.
    fn skipped(&mut self, record: &Record) -> Reads {
        let place = record.context.location();
        let length = record.length;
        let found = self.window.skip_up_to(length, BEGIN_BEHIND_BLANK);
        if found < length {
            let (kind, message) = match self.window.take_error() {
                Some(error) => (problem::kind_of(&error), problem::words_of(&error)),
                None if self.window.has(1) => (
                    DiagnosticKind::Malformed,
                    "the next record begins there".to_owned(),
                ),
                None => (
                    DiagnosticKind::Truncated,
                    "the archive ends there".to_owned(),
                ),
            };
            let message = format!("the record ends after {found} of {length} bytes: {message}");
            return crate::open::one(problem::error(place, kind, message));
        }
        if !record.may_hold_a_document() {
            return Box::new(std::iter::empty());
        }
        let limit = self.context.limits().document();
        let message = format!(
            "a record of {length} bytes is larger than {limit}, the limit for one document"
        );
        crate::open::one(problem::error(
            place,
            DiagnosticKind::LimitExceeded,
            message,
        ))
    }

    /// A record that ends with the stream or at damage of it.
    fn cut_short(&mut self, place: &Context, message: &str) -> Reads {
        // What is seen belongs to this record.
        let seen = self.window.view(0).len();
        self.window.consume(seen);
        match self.window.take_error() {
            Some(error) => {
                let words = problem::words_of(&error);
                self.fault(
                    place,
                    problem::kind_of(&error),
                    &format!("{message}: {words}"),
                )
            }
            None => self.fault(place, DiagnosticKind::Truncated, message),
        }
    }

    /// A record whose block is held in memory.
    fn held(&mut self, record: Record, length: usize) -> Reads {
        let view = self.window.view(length + 9);
        let is_kept = view.len() >= length && ends_here(&view[length..]);
        if is_kept {
            let block = view[..length].to_vec();
            self.window.consume(length);
            return record.documents(&block);
        }
        // The length is wrong, or the stream ends early: the next record tells where this one ends.
        let limit = self.context.limits().document();
        let view = self.window.view(limit);
        let seen = view.len().min(limit);
        let next = memchr::memmem::find(&view[..seen], BEGIN_BEHIND);
        let (end, kind, message) = match next {
            Some(at) => {
                let end = view[..at].trim_ascii_end().len();
                let message = format!(
                    "`Content-Length` is {length}, but the next record begins after {end} bytes"
                );
                (end, DiagnosticKind::Malformed, message)
            }
            None if seen < length => {
                let message = format!("the record ends after {seen} of {length} bytes");
                (seen, DiagnosticKind::Truncated, message)
            }
            None if seen == limit => {
                let message =
                    format!("`Content-Length` is {length}, but no record begins behind it");
                (length, DiagnosticKind::Malformed, message)
            }
            None => {
                let end = view[..seen].trim_ascii_end().len().max(length);
                let message = format!(
                    "`Content-Length` is {length}, but {} bytes follow to the end",
                    seen - length
                );
                (end, DiagnosticKind::Malformed, message)
            }
        };
        let block = view[..end].to_vec();
        self.window.consume(end);
        let stopped = self.window.take_error();
        let (kind, message) = match &stopped {
            Some(error) if next.is_none() => (
                problem::kind_of(error),
                format!("{message}: {}", problem::words_of(error)),
            ),
            _ => (kind, message),
        };
        let warning = problem::warning(record.context.location(), kind, message);
        Box::new(record.documents(&block).chain(crate::open::one(warning)))
    }
}

/// What is seen of a header.
enum Header {
    /// Where it ends and where the block begins.
    Whole(usize, usize),
    /// Where another record begins in it.
    Cut(usize),
    /// No end is in sight.
    Open,
}

/// The header at the start of `view`. It costs no more than what is left behind with it, so that an archive of nothing
/// but first lines is read in linear time.
fn header(view: &[u8]) -> Header {
    let next = memchr::memmem::find(view, BEGIN_BEHIND);
    match http::end_of_headers(&view[..next.map_or(view.len(), |at| at + 1)]) {
        Some((headers, block)) => Header::Whole(headers, block),
        None => next.map_or(Header::Open, |at| Header::Cut(at + 1)),
    }
}

/// Whether a record may end before these bytes: line ends, and then the next record or the end of all.
fn ends_here(behind: &[u8]) -> bool {
    let line_ends = behind
        .iter()
        .take(4)
        .take_while(|b| matches!(b, b'\r' | b'\n'))
        .count();
    let rest = &behind[line_ends..];
    line_ends == 4 || rest.is_empty() || (line_ends > 0 && rest.starts_with(b"WARC/"))
}

impl Record {
    /// Whether the record is of a type that can hold a document.
    fn may_hold_a_document(&self) -> bool {
        let record_type = self
            .headers
            .get("warc-type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        matches!(record_type.as_str(), "response" | "resource" | "conversion")
            && self
                .uri()
                .is_none_or(|uri| !uri.starts_with("dns:") && !uri.ends_with("/robots.txt"))
    }

    fn uri(&self) -> Option<String> {
        let uri = self.headers.get("warc-target-uri")?;
        // WARC 1.0 writers took the grammar by its letter and put the address in angle brackets.
        let uri = uri.strip_prefix('<').unwrap_or(uri);
        Some(uri.strip_suffix('>').unwrap_or(uri).to_owned())
    }

    fn documents(self, block: &[u8]) -> Reads {
        if !self.may_hold_a_document() {
            return Box::new(std::iter::empty());
        }
        let mut context = self.context.clone();
        context.uri = self.uri();
        context.nesting += 1;
        if let Some(date) = self.headers.get("warc-date") {
            context.retrieved = stamp(date);
            context.container.push(Field {
                name: FieldName::Retrieved,
                value: date.to_owned(),
                from: "warc:WARC-Date".to_owned(),
                source: None,
            });
        }
        let response = http::parse(block, context.limits());
        let Some(response) = response else {
            let is_http = block.starts_with(b"HTTP/");
            if is_http {
                let place = context.location();
                let message = "an HTTP message whose header is broken or too long";
                return crate::open::one(problem::error(place, DiagnosticKind::Malformed, message));
            }
            (context.media_type, context.charset) = self.headers.content_type();
            return in_payload(context, block.to_vec());
        };
        (context.media_type, context.charset) = response.headers.content_type();
        if response.status != 200 || !may_be_document(context.media_type.as_deref()) {
            return Box::new(std::iter::empty());
        }
        match http::payload(&response, context.limits()) {
            Ok(payload) => in_payload(context, payload),
            Err((error, partial)) => {
                let kind = problem::kind_of(&error);
                let words = match kind {
                    DiagnosticKind::Truncated => "the payload ends too early".to_owned(),
                    _ => problem::words_of(&error),
                };
                if kind == DiagnosticKind::Truncated && !partial.is_empty() {
                    let warning = problem::warning(context.location(), kind, words);
                    return Box::new(in_payload(context, partial).chain(crate::open::one(warning)));
                }
                crate::open::one(problem::error(context.location(), kind, words))
            }
        }
    }
}

/// Media types of which one may be a document, whatever it really is.
fn may_be_document(media_type: Option<&str>) -> bool {
    let Some(media_type) = media_type else {
        return true;
    };
    match media_type.split_once('/') {
        Some(("text", subtype)) => !matches!(
            subtype,
            "css" | "javascript" | "ecmascript" | "vtt" | "calendar" | "x-component"
        ),
        Some(("application", subtype)) => {
            let is_structured = subtype.ends_with("json") || subtype.ends_with("xml");
            is_structured || matches!(subtype, "octet-stream" | "unknown" | "http")
        }
        Some(("multipart" | "message", _)) => true,
        _ => false,
    }
}

/// What a payload holds. Most of an archive are no articles, which is nothing to tell.
fn in_payload(context: Context, payload: Vec<u8>) -> Reads {
    if !may_be_document(context.media_type.as_deref()) {
        return Box::new(std::iter::empty());
    }
    let kind = sniff::kind(&payload[..payload.len().min(sniff::SNIFF_BYTES)]);
    let says = |media_type: &str| context.media_type.as_deref() == Some(media_type);
    if kind == sniff::Kind::Text {
        let form = if says("text/html") || says("application/xhtml+xml") {
            Form::Html
        } else if says("text/plain") {
            Form::Text
        } else {
            return Box::new(std::iter::empty());
        };
        return Box::new(context.document(payload.into(), form).into_iter());
    }
    let is_worth_telling = |read: &Read| match read {
        Read::Document(_) => true,
        Read::Diagnostic(diagnostic) => !matches!(
            diagnostic.kind,
            DiagnosticKind::UnknownFormat | DiagnosticKind::Empty
        ),
    };
    Box::new(open(context, Bytes::Memory(payload.into())).filter(is_worth_telling))
}
