//! RSS 0.9x, 1.0 and 2.0, and Atom: a feed cut into its items.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use retold_model::{DiagnosticKind, Field, FieldName, Form, Severity};
use retold_text::TextRange;

use crate::charset::{self, Declares};
use crate::context::Context;
use crate::open::Reads;
use crate::xml::{CharacterData, Token, Tokens, attribute, split_name};
use crate::{Read, problem};

/// How many open elements above items are remembered: feeds have two.
const DEPTH: usize = 16;

/// How many problems of one feed are told one by one.
const PROBLEMS: usize = 100;

/// Reads the feed in `raw`.
pub(crate) fn reads(context: &Context, raw: Vec<u8>) -> Reads {
    let (encoding, overruled) = charset::detect(&raw, context.charset.as_deref(), Declares::Xml);
    let decoded = charset::decode(&raw, encoding);
    let feed = split(&decoded.text);
    let mut start = Vec::new();
    let mut tell = |severity: Severity, kind, message: String| {
        let place = context.location();
        let diagnostic = match severity {
            Severity::Note => problem::note(place, kind, message),
            Severity::Warning => problem::warning(place, kind, message),
            Severity::Error => problem::error(place, kind, message),
        };
        start.push(Read::Diagnostic(diagnostic));
    };
    if let Some(message) = overruled {
        tell(Severity::Note, DiagnosticKind::InvalidText, message);
    }
    for (severity, kind, message) in feed.problems {
        tell(severity, kind, message);
    }
    if feed.items.is_empty() {
        tell(
            Severity::Warning,
            DiagnosticKind::Empty,
            "the feed has no items".to_owned(),
        );
    }
    start.extend(context.note_for_many().map(Read::Diagnostic));
    let items: Vec<Range<usize>> = feed
        .items
        .iter()
        .map(|item| {
            decoded
                .map
                .source_range(TextRange::of(item.start, item.end))
                .as_usize()
        })
        .collect();
    drop(decoded);

    let mut context = context.clone();
    context.container.extend(feed.container);
    let media_type = context
        .media_type
        .clone()
        .unwrap_or_else(|| feed.media_type.to_owned());
    let items = (0u32..).zip(items).flat_map(move |(number, item)| {
        let record = context.record(number, item.start as u64);
        record.document_in(
            raw[item].into(),
            Form::FeedItem,
            encoding.name(),
            media_type.clone(),
        )
    });
    Box::new(start.into_iter().chain(items))
}

/// A feed, cut.
struct Feed {
    media_type: &'static str,
    /// What it says of all its items.
    container: Vec<Field>,
    /// Its items, whole elements.
    items: Vec<Range<usize>>,
    problems: Vec<(Severity, DiagnosticKind, String)>,
}

/// Cuts the text of a feed. Items that are whole are found also where markup around them is broken.
fn split(text: &str) -> Feed {
    let mut splitter = Splitter {
        feed: Feed {
            media_type: "application/rss+xml",
            container: Vec::new(),
            items: Vec::new(),
            problems: Vec::new(),
        },
        open: Vec::new(),
        deeper: 0,
        item: None,
        data: None,
        untold: 0,
    };
    let mut tokens = Tokens::from(text, 0);
    loop {
        match tokens.next() {
            Ok(Some(token)) => splitter.token(&token),
            Ok(None) => break,
            Err(broken) => {
                let problem = format!("broken markup at byte {}: {}", broken.at, broken.message);
                splitter.warn(problem);
                splitter.lose();
                let Some(next) = next_item(text, broken.at + 1) else {
                    break;
                };
                tokens = Tokens::from(text, next);
            }
        }
    }
    splitter.lose();
    if splitter.untold > 0 {
        let message = format!("{} more problems of this kind", splitter.untold);
        let problem = (Severity::Warning, DiagnosticKind::Malformed, message);
        splitter.feed.problems.push(problem);
    }
    splitter.feed
}

/// Where the next item may begin.
fn next_item(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    memchr::memchr_iter(b'<', rest)
        .map(|at| from + at)
        .find(|at| {
            let name = &text.as_bytes()[at + 1..];
            let len = name
                .iter()
                .take(64)
                .position(|b| b.is_ascii_whitespace() || *b == b'>')
                .unwrap_or(0);
            std::str::from_utf8(&name[..len]).is_ok_and(is_item)
        })
}

fn is_item(name: &str) -> bool {
    matches!(split_name(name).1, "item" | "entry")
}

struct Splitter {
    feed: Feed,
    /// Local names of the elements above items, outermost first.
    open: Vec<String>,
    /// Elements open below those.
    deeper: usize,
    /// The item at work: its qualified name and its start.
    item: Option<(String, usize)>,
    /// Character data of the feed's own element at work.
    data: Option<CharacterData>,
    /// Problems beyond those that are told.
    untold: usize,
}

impl Splitter {
    fn token(&mut self, token: &Token<'_>) {
        match &token.event {
            Event::Start(tag) => self.start(tag, token.start),
            Event::Empty(tag) if self.item.is_none() => {
                if is_item(tag.name().as_ref()) {
                    self.feed.items.push(token.start..token.end);
                }
            }
            Event::End(tag) => self.end(tag.name().as_ref(), token.end),
            Event::DocType(document_type)
                if memchr::memmem::find(document_type.as_bytes(), b"<!ENTITY").is_some() =>
            {
                self.feed.problems.push((
                    Severity::Warning,
                    DiagnosticKind::Malformed,
                    "the document type declares entities: they are neither expanded nor loaded"
                        .to_owned(),
                ));
            }
            _ => {
                if let Some(data) = &mut self.data {
                    data.push(token);
                }
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) {
        let name = tag.name();
        let name: &str = name.as_ref();
        if let Some((item, _)) = &self.item {
            if item != name {
                return;
            }
            // Items do not nest: the one before was not closed.
            self.lose();
        }
        if is_item(name) {
            self.item = Some((name.to_owned(), at));
            return;
        }
        let (_, local) = split_name(name);
        if self.open.is_empty() {
            if local == "feed" {
                self.feed.media_type = "application/atom+xml";
            }
            if let Some(language) = attribute(tag, at, "lang") {
                self.state(FieldName::Language, "xml:lang", &language.text);
            }
        }
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        self.open.push(local.to_owned());
        self.data = self.own().is_some().then(CharacterData::new);
    }

    fn end(&mut self, name: &str, end: usize) {
        if let Some((item, start)) = &self.item {
            if item == name {
                self.feed.items.push(*start..end);
                self.item = None;
            }
            return;
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let (_, local) = split_name(name);
        let Some(at) = self.open.iter().rposition(|open| open == local) else {
            return;
        };
        if at + 1 == self.open.len()
            && let Some((field, from)) = self.own()
            && let Some(data) = self.data.take()
        {
            self.state(field, from, &data.finish().text);
        }
        self.open.truncate(at);
        self.data = None;
    }

    /// The field that the element at work is, said by the feed of all its items.
    fn own(&self) -> Option<(FieldName, &'static str)> {
        let path: Vec<&str> = self.open.iter().map(String::as_str).collect();
        match *path.as_slice() {
            ["rss" | "RDF", "channel", "title"] | ["channel", "title"] => {
                Some((FieldName::Outlet, "channel/title"))
            }
            ["rss" | "RDF", "channel", "language"] | ["channel", "language"] => {
                Some((FieldName::Language, "channel/language"))
            }
            ["feed", "title"] => Some((FieldName::Outlet, "feed/title")),
            _ => None,
        }
    }

    fn state(&mut self, name: FieldName, from: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() || self.feed.container.iter().any(|field| field.name == name) {
            return;
        }
        let format = if self.feed.media_type.contains("atom") {
            "atom"
        } else {
            "rss"
        };
        self.feed.container.push(Field {
            name,
            value: value.to_owned(),
            from: format!("{format}:{from}"),
            source: None,
        });
    }

    /// Gives up the item at work.
    fn lose(&mut self) {
        if let Some((_, start)) = self.item.take() {
            self.warn(format!(
                "the item at byte {start} is not whole: it is left out"
            ));
        }
    }

    fn warn(&mut self, message: String) {
        if self.feed.problems.len() >= PROBLEMS {
            self.untold += 1;
            return;
        }
        self.feed
            .problems
            .push((Severity::Warning, DiagnosticKind::Malformed, message));
    }
}
