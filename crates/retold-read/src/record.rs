//! From the bytes of one record to a source document: pure, so that a base can do it again.

use std::sync::Arc;

use retold_model::{
    Diagnostic, DiagnosticKind, Digest, Field, Form, Location, Markup, Part, PartRole, Severity,
    SourceDocument, Stamp,
};
use retold_text::TextRange;

use crate::charset::{self, Decoded};
use crate::found::{Found, FoundField, FoundPart};
use crate::{feed_item, json_article, json_feed, wordpress};

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
/// container states for all its records (feed title, WARC header). Same record, same result; the result's fields
/// without `source`, given as `outside` again, give the same result again. Linear in the bytes; no input makes it
/// panic, provided that `raw` is shorter than a third of 4 GiB.
pub fn parse_record(record: Record) -> (SourceDocument, Vec<Diagnostic>) {
    let decoded = charset::decode(&record.raw, charset::by_name(&record.charset));
    let mut found = match record.form {
        Form::Html | Form::Text => Found::default(),
        Form::WordPress => wordpress::parse(&decoded.text),
        Form::FeedItem => feed_item::parse(&decoded.text),
        Form::JsonFeedItem => json_feed::parse(&decoded.text),
        Form::JsonArticle => json_article::parse(&decoded.text),
    };
    found.sort();
    if let Some(fault) = decoded.fault() {
        let kind = DiagnosticKind::InvalidText;
        found.problems.insert(0, (Severity::Warning, kind, fault));
    }
    let diagnostics = found
        .problems
        .into_iter()
        .map(|(severity, kind, message)| Diagnostic {
            severity,
            kind,
            location: record.location.clone(),
            message,
        })
        .collect();

    let identity = decoded.is_identity();
    let own = found.fields.into_iter().map(|field| own(field, &decoded));
    let (mut fields, container): (Vec<Field>, Vec<Field>) = record
        .outside
        .into_iter()
        .partition(|field| matches!(field.from.as_str(), "flag" | "manifest"));
    fields.extend(own);
    fields.extend(container);

    let through = |part: FoundPart| Part {
        role: part.role,
        markup: part.markup,
        text: part.words.text,
        map: if identity {
            part.words.map
        } else {
            part.words.map.over(&decoded.map)
        },
    };
    let mut parts: Vec<Part> = found.parts.into_iter().map(through).collect();
    if let Some(markup) = whole(record.form) {
        parts.push(Part {
            role: PartRole::Whole,
            markup,
            map: decoded.map,
            text: decoded.text.into_owned(),
        });
    }
    let document = SourceDocument {
        digest: Digest::of(&record.raw),
        location: record.location,
        form: record.form,
        charset: record.charset,
        media_type: record.media_type,
        retrieved: record.retrieved,
        raw: record.raw,
        fields,
        parts,
    };
    (document, diagnostics)
}

/// The markup of forms that are one part.
fn whole(form: Form) -> Option<Markup> {
    match form {
        Form::Html => Some(Markup::HtmlPage),
        Form::Text => Some(Markup::Plain),
        _ => None,
    }
}

fn own(field: FoundField, decoded: &Decoded<'_>) -> Field {
    let place = TextRange::of(field.place.start, field.place.end);
    Field {
        name: field.name,
        value: field.value,
        from: field.from,
        source: Some(decoded.map.source_range(place)),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use retold_model::FieldName::Outlet;

    /// Every part and own field of a record as a line, with the raw bytes that its offsets lead to.
    pub(crate) fn shown(raw: &[u8], form: Form, charset: &str) -> Vec<String> {
        let record = Record {
            location: Location::default(),
            form,
            charset: charset.to_owned(),
            media_type: String::new(),
            retrieved: None,
            raw: raw.into(),
            outside: Vec::new(),
        };
        let (document, diagnostics) = parse_record(record);
        assert_eq!(diagnostics, [], "no problem expected");
        lines(&document)
    }

    /// As [`shown`], of a document.
    pub(crate) fn lines(document: &SourceDocument) -> Vec<String> {
        let bytes = |range: retold_text::SourceRange| {
            let bytes = range.slice(&document.raw).expect("ranges lie within raw");
            match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => bytes.escape_ascii().to_string(),
            }
        };
        let mut lines = Vec::new();
        for part in &document.parts {
            assert_eq!(
                part.map.len() as usize,
                part.text.len(),
                "the map covers the part"
            );
            let whole = part.map.source_range(TextRange::of(0, part.text.len()));
            lines.push(format!(
                "{:?} {:?} `{}` <- `{}`",
                part.role,
                part.markup,
                part.text.replace('\n', "⏎"),
                bytes(whole).replace('\n', "⏎")
            ));
        }
        for field in &document.fields {
            let place = field
                .source
                .map_or("outside".to_owned(), |range| format!("`{}`", bytes(range)));
            lines.push(format!(
                "{:?} {} `{}` <- {place}",
                field.name, field.from, field.value
            ));
        }
        lines
    }

    #[test]
    fn outside_fields_stand_around_the_own_ones() {
        let outside = |name, value: &str, from: &str| Field {
            name,
            value: value.into(),
            from: from.into(),
            source: None,
        };
        let record = Record {
            location: Location::default(),
            form: Form::FeedItem,
            charset: "utf-8".into(),
            media_type: "application/rss+xml".into(),
            retrieved: None,
            raw: (*b"<item><source>Own</source></item>").into(),
            outside: vec![
                outside(Outlet, "Feed", "rss:channel/title"),
                outside(Outlet, "Flag", "flag"),
            ],
        };
        let (document, _) = parse_record(record.clone());
        assert_eq!(
            lines(&document),
            [
                "Outlet flag `Flag` <- outside",
                "Outlet rss:source `Own` <- `Own`",
                "Credit rss:source `Own` <- `Own`",
                "Outlet rss:channel/title `Feed` <- outside",
            ]
        );
        let again = Record {
            outside: document
                .fields
                .iter()
                .filter(|field| field.source.is_none())
                .cloned()
                .collect(),
            ..record
        };
        assert_eq!(parse_record(again).0, document);
    }

    #[test]
    fn page_with_invalid_bytes_says_so() {
        let record = Record {
            location: Location {
                path: "a.html".into(),
                ..Location::default()
            },
            form: Form::Html,
            charset: "utf-8".into(),
            media_type: "text/html".into(),
            retrieved: None,
            raw: (*b"<p>\xff</p>").into(),
            outside: Vec::new(),
        };
        let (document, diagnostics) = parse_record(record);
        assert_eq!(
            lines(&document),
            [r"Whole HtmlPage `<p>�</p>` <- `<p>\xff</p>`"]
        );
        let shown: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["warning: a.html: 1 invalid byte sequences were replaced, the first at byte 3"]
        );
    }
}
