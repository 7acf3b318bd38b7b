//! JSON as a stream: JSON Lines, arrays, objects one after another, and what one object may hold: a post, an article,
//! a JSON Feed, a list of articles under some key.

use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::sync::Arc;

use encoding_rs::UTF_8;
use retold_model::{DiagnosticKind, Field, Form};
use retold_text::{OffsetMap, TextRange};

use crate::charset::{self, Declares};
use crate::context::Context;
use crate::json::{self, Members, Value};
use crate::open::{Reads, Stream, too_large};
use crate::{Read, json_article, json_feed, problem, wordpress};

/// Keys under which APIs put their articles, also one level down (`response.results`).
const LISTS: &[&str] = &[
    "articles", "posts", "items", "results", "docs", "entries", "data", "hits", "response",
    "@graph",
];

/// How many levels of [`LISTS`] are looked through.
const LEVELS: usize = 3;

/// Reads JSON in UTF-8 (or any character set that ASCII is a part of).
pub(crate) fn reads(context: Context, stream: Stream) -> Reads {
    Box::new(Objects {
        values: Values::new(
            BufReader::with_capacity(64 << 10, stream),
            context.limits().document(),
        ),
        context,
        wide: None,
        number: 0,
        first: true,
        ready: Vec::new().into_iter(),
    })
}

/// Reads JSON in UTF-16: cut after decoding, each record with its own bytes.
pub(crate) fn wide_reads(context: &Context, raw: Vec<u8>) -> Reads {
    let (encoding, _) = charset::detect(&raw, None, Declares::Nothing);
    let decoded = charset::decode(&raw, encoding);
    let text: Stream = Box::new(Cursor::new(decoded.text.into_owned().into_bytes()));
    Box::new(Objects {
        values: Values::new(BufReader::new(text), usize::MAX),
        context: context.clone(),
        wide: Some(Wide {
            charset: encoding.name(),
            map: decoded.map,
            raw: raw.into(),
        }),
        number: 0,
        first: true,
        ready: Vec::new().into_iter(),
    })
}

/// The bytes that were decoded before they were cut.
struct Wide {
    charset: &'static str,
    map: OffsetMap,
    raw: Arc<[u8]>,
}

/// The documents in a stream of JSON values.
struct Objects {
    values: Values,
    context: Context,
    wide: Option<Wide>,
    /// The number of the next record.
    number: u32,
    first: bool,
    ready: std::vec::IntoIter<Read>,
}

impl Iterator for Objects {
    type Item = Read;

    fn next(&mut self) -> Option<Read> {
        loop {
            if let Some(read) = self.ready.next() {
                return Some(read);
            }
            let found = self.values.next()?;
            self.ready = self.of_value(found).into_iter();
        }
    }
}

impl Objects {
    fn of_value(&mut self, found: Result<Cut, Trouble>) -> Vec<Read> {
        let first = std::mem::replace(&mut self.first, false);
        let cut = match found {
            Ok(cut) => cut,
            Err(trouble) => {
                let record = self.next_record(trouble.offset);
                return vec![Read::Diagnostic(problem::error(
                    record.location(),
                    trouble.kind,
                    trouble.message,
                ))];
            }
        };
        // One object alone is the file; an array is a list, whatever its length.
        let alone = first && !cut.in_array && self.values.is_at_end();
        let raw: Arc<[u8]> = cut.bytes.into();
        let encoding = match &self.wide {
            Some(_) => UTF_8,
            None => charset::detect(&raw, self.context.charset.as_deref(), Declares::Nothing).0,
        };
        let decoded = charset::decode(&raw, encoding);
        let value = match json::parse(&decoded.text) {
            Ok(value) => value,
            Err(message) => {
                let record = if alone {
                    self.context.clone()
                } else {
                    self.next_record(cut.offset)
                };
                let message = format!("not valid JSON: {message}");
                return vec![Read::Diagnostic(problem::error(
                    record.location(),
                    DiagnosticKind::Malformed,
                    message,
                ))];
            }
        };
        let mut items = Vec::new();
        sort(value, LEVELS, &mut items);
        let is_one = alone && items.len() == 1 && items[0].value.start == value.start;
        let mut reads = Vec::new();
        if first && !is_one {
            reads.extend(self.context.note_for_many().map(Read::Diagnostic));
        }
        if items.is_empty() {
            let record = if alone {
                self.context.clone()
            } else {
                self.next_record(cut.offset)
            };
            let message = "JSON without the fields of an article: no headline, no body";
            reads.push(Read::Diagnostic(problem::warning(
                record.location(),
                DiagnosticKind::UnknownFormat,
                message,
            )));
        }
        for item in items {
            let text = TextRange::of(item.value.start, item.value.start + item.value.text.len());
            let within = decoded.map.source_range(text).as_usize();
            let (place, slice, charset) = match &self.wide {
                None => (
                    cut.offset + within.start as u64,
                    Arc::from(&raw[within]),
                    encoding.name(),
                ),
                Some(wide) => {
                    let start =
                        usize::try_from(cut.offset).expect("a text in memory") + within.start;
                    let text = TextRange::of(start, start + within.len());
                    let bytes = wide.map.source_range(text).as_usize();
                    (
                        bytes.start as u64,
                        Arc::from(&wide.raw[bytes]),
                        wide.charset,
                    )
                }
            };
            let mut record = if is_one {
                self.context.clone()
            } else {
                self.next_record(place)
            };
            if record.record.is_none() {
                record.offset = place;
            }
            record.container.extend(item.container);
            let media_type = record
                .media_type
                .clone()
                .unwrap_or_else(|| item.media_type.to_owned());
            reads.extend(record.document_in(slice, item.form, charset, media_type));
        }
        reads
    }

    fn next_record(&mut self, offset: u64) -> Context {
        let record = self.context.record(self.number, offset);
        self.number = self.number.saturating_add(1);
        record
    }
}

/// A document within a JSON value.
struct Item<'t> {
    value: Value<'t>,
    form: Form,
    media_type: &'static str,
    container: Vec<Field>,
}

/// Gathers the documents that a value is or holds.
fn sort<'t>(value: Value<'t>, levels: usize, items: &mut Vec<Item<'t>>) {
    let Some(members) = value.object() else {
        return;
    };
    let item = |form| Item {
        value,
        form,
        media_type: "application/json",
        container: Vec::new(),
    };
    if wordpress::is_post(&members) {
        items.push(item(Form::WordPress));
    } else if json_feed::is_feed(&members) {
        feed_items(&members, items);
    } else if json_article::has_body(&members) {
        items.push(item(Form::JsonArticle));
    } else {
        let before = items.len();
        if levels > 0 {
            in_lists(&members, levels - 1, items);
        }
        if items.len() == before && json_article::is_article(&members) {
            items.push(item(Form::JsonArticle));
        }
    }
}

fn in_lists<'t>(members: &Members<'t>, levels: usize, items: &mut Vec<Item<'t>>) {
    for key in LISTS {
        let Some(list) = members.get(key) else {
            continue;
        };
        if list.is_object() {
            sort(list, levels, items);
        }
        for element in list.array().unwrap_or_default() {
            sort(element, levels, items);
        }
    }
}

fn feed_items<'t>(feed: &Members<'t>, items: &mut Vec<Item<'t>>) {
    for value in feed.get("items").and_then(Value::array).unwrap_or_default() {
        if let Some(item) = value.object() {
            items.push(Item {
                value,
                form: Form::JsonFeedItem,
                media_type: "application/feed+json",
                container: json_feed::container(feed, &item),
            });
        }
    }
}

/// One value, cut from the stream.
struct Cut {
    bytes: Vec<u8>,
    offset: u64,
    /// Whether it is an element of an array that holds all.
    in_array: bool,
}

/// What stands in the stream in place of a value.
struct Trouble {
    offset: u64,
    kind: DiagnosticKind,
    message: String,
}

/// Cuts a stream into JSON objects without holding more than one: lines where the first line is a whole value, else
/// by brackets. In lines, damage costs its line; between brackets, what it opens.
struct Values {
    input: BufReader<Stream>,
    limit: usize,
    /// Bytes consumed.
    offset: u64,
    mode: Mode,
    /// Whether the array that holds all is open.
    in_array: bool,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Unknown,
    Lines,
    Brackets,
}

type Next = io::Result<Option<Result<Cut, Trouble>>>;

impl Values {
    fn new(input: BufReader<Stream>, limit: usize) -> Self {
        Self {
            input,
            limit,
            offset: 0,
            mode: Mode::Unknown,
            in_array: false,
            ended: false,
        }
    }

    /// Whether only blanks follow.
    fn is_at_end(&mut self) -> bool {
        matches!(self.skip(|b| b.is_ascii_whitespace()), Ok(None))
    }

    fn next(&mut self) -> Option<Result<Cut, Trouble>> {
        if self.ended {
            return None;
        }
        let offset = self.offset;
        let next = match self.mode {
            Mode::Unknown => self.begin(),
            Mode::Lines => self.line(),
            Mode::Brackets => self.bracketed(),
        };
        match next {
            Ok(found) => {
                self.ended |= found.is_none();
                found
            }
            Err(error) => {
                self.ended = true;
                let kind = problem::kind_of(&error);
                Some(Err(trouble(offset, kind, problem::words_of(&error))))
            }
        }
    }

    /// Finds out how the stream is cut, and gives its first value.
    fn begin(&mut self) -> Next {
        if self.input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            self.consume(3);
        }
        if self.skip(|b| b.is_ascii_whitespace())? == Some(b'{') {
            let offset = self.offset;
            let Some(line) = self.read_line()? else {
                self.mode = Mode::Lines;
                return Ok(Some(Err(self.too_long(offset))));
            };
            let object = line.trim_ascii_end();
            if json::is_whole(object) {
                self.mode = Mode::Lines;
                return Ok(Some(Ok(self.cut(object.to_vec(), offset))));
            }
            let is_complete_line = line.ends_with(b"\n");
            if is_complete_line && looks_like_lines(object, self.input.fill_buf()?) {
                self.mode = Mode::Lines;
                return Ok(Some(Ok(self.cut(object.to_vec(), offset))));
            }
            // The line is put back.
            let rest = std::mem::replace(&mut self.input, BufReader::new(Box::new(io::empty())));
            self.input = BufReader::new(Box::new(Cursor::new(line).chain(rest)));
            self.offset = offset;
        }
        self.mode = Mode::Brackets;
        self.bracketed()
    }

    /// The next line that is not blank.
    fn line(&mut self) -> Next {
        if self.skip(|b| b.is_ascii_whitespace())?.is_none() {
            return Ok(None);
        }
        let offset = self.offset;
        Ok(Some(match self.read_line()? {
            Some(line) => Ok(self.cut(line.trim_ascii_end().to_vec(), offset)),
            None => Err(self.too_long(offset)),
        }))
    }

    /// The next object between brackets.
    fn bracketed(&mut self) -> Next {
        loop {
            let next = self.skip(|b| b.is_ascii_whitespace() || b == b',')?;
            let offset = self.offset;
            match next {
                None if self.in_array => {
                    self.in_array = false;
                    let message = "the array is not closed";
                    return Ok(Some(Err(trouble(
                        offset,
                        DiagnosticKind::Truncated,
                        message,
                    ))));
                }
                None => return Ok(None),
                Some(b'{') => return self.object().map(Some),
                Some(b'[') if !self.in_array => {
                    self.in_array = true;
                    self.consume(1);
                }
                Some(b']') if self.in_array => {
                    self.in_array = false;
                    self.consume(1);
                }
                Some(_) => {
                    self.consume(1);
                    self.skip(|b| !matches!(b, b'{' | b']'))?;
                    let message = "expected an object, but found something else";
                    return Ok(Some(Err(trouble(
                        offset,
                        DiagnosticKind::Malformed,
                        message,
                    ))));
                }
            }
        }
    }

    /// The object that begins here, by counting brackets outside of strings.
    fn object(&mut self) -> io::Result<Result<Cut, Trouble>> {
        let offset = self.offset;
        let mut bytes = Some(Vec::new());
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                self.ended = true;
                let message = "the object is not closed";
                return Ok(Err(trouble(offset, DiagnosticKind::Truncated, message)));
            }
            let mut end = None;
            for (at, byte) in buffer.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let len = part.len();
            match &mut bytes {
                Some(bytes) if bytes.len() + len <= self.limit => bytes.extend_from_slice(part),
                _ => bytes = None,
            }
            self.consume(len);
            if end.is_some() {
                return Ok(match bytes {
                    Some(bytes) => Ok(self.cut(bytes, offset)),
                    None => Err(self.too_long(offset)),
                });
            }
        }
    }

    /// Skips bytes while `is_skipped`, and gives the first that is another, unconsumed.
    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let len = buffer.len();
            let at = buffer.iter().position(|b| !is_skipped(*b));
            let next = at.map(|at| buffer[at]);
            self.consume(at.unwrap_or(len));
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// A line with its end; `None` where it is beyond the limit, it is then skipped.
    fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Some(Vec::new());
        loop {
            let buffer = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let (len, is_last) = (part.len(), end.is_some() || buffer.is_empty());
            match &mut line {
                Some(line) if line.len() + len <= self.limit => line.extend_from_slice(part),
                _ => line = None,
            }
            self.consume(len);
            if is_last {
                return Ok(line);
            }
        }
    }

    fn consume(&mut self, n: usize) {
        self.input.consume(n);
        self.offset += n as u64;
    }

    fn cut(&self, bytes: Vec<u8>, offset: u64) -> Cut {
        Cut {
            bytes,
            offset,
            in_array: self.in_array,
        }
    }

    fn too_long(&self, offset: u64) -> Trouble {
        trouble(
            offset,
            DiagnosticKind::LimitExceeded,
            too_large(self.limit).to_string(),
        )
    }
}

fn trouble(offset: u64, kind: DiagnosticKind, message: impl Into<String>) -> Trouble {
    Trouble {
        offset,
        kind,
        message: message.into(),
    }
}

/// Whether a first line that is no JSON is a damaged line of JSON Lines: it is longer than the `{` of a printed
/// object, and the next line opens an object of its own.
fn looks_like_lines(line: &[u8], next: &[u8]) -> bool {
    let next = next.trim_ascii_start();
    line.len() > 1 && next.starts_with(b"{")
}
