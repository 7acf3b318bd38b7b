//! Mail (`.eml`) and saved pages (MHTML): the part that is the document.
//!
//! `mail-parser` finds the parts and reads the headers. It would decode the text, too, but only to strings: the transfer
//! encoding is taken off here, so that the document keeps its own bytes and character set. Version 0.11, since 1.0 asks
//! for a newer compiler than Retold.

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders};
use retold_model::{DiagnosticKind, Field, FieldName, Form};

use crate::context::{Context, stamp};
use crate::open::{Reads, one};
use crate::problem;

/// Reads one message.
pub(crate) fn reads(context: &Context, raw: &[u8]) -> Reads {
    let Some(message) = MessageParser::default().parse(raw) else {
        let place = context.location();
        return one(problem::error(
            place,
            DiagnosticKind::Malformed,
            "not a mail: it has no headers",
        ));
    };
    let Some((part, form)) = main_part(&message) else {
        let message = "a mail without a text";
        return one(problem::warning(
            context.location(),
            DiagnosticKind::Empty,
            message,
        ));
    };
    let body = raw
        .get(part.offset_body as usize..part.offset_end as usize)
        .unwrap_or_default();
    let page = match transfer_encoding(part).as_deref() {
        Some("base64") => base64(body),
        Some("quoted-printable") => quoted_printable(body),
        _ => body.to_vec(),
    };
    let mut context = context.clone();
    let saved_from = text_of(message.root_part(), "Snapshot-Content-Location");
    let is_page = saved_from.is_some() || is_related(&message);
    facts(&message, is_page, &mut context);
    context.uri = saved_from
        .or_else(|| {
            part.content_location()
                .filter(|_| is_page)
                .map(ToOwned::to_owned)
        })
        .or(context.uri);
    let content_type = part.content_type();
    context.charset = content_type
        .and_then(|content_type| content_type.attribute("charset"))
        .map(ToOwned::to_owned);
    context.media_type = None;
    Box::new(context.document(page.into(), form).into_iter())
}

/// The first HTML part, else the first text: a saved page keeps its frames behind the page itself.
fn main_part<'m>(message: &'m Message<'m>) -> Option<(&'m MessagePart<'m>, Form)> {
    let is = |part: &&MessagePart<'_>, subtype: &str| {
        part.content_type().is_some_and(|content_type| {
            content_type.ctype().eq_ignore_ascii_case("text")
                && content_type
                    .subtype()
                    .is_some_and(|found| found.eq_ignore_ascii_case(subtype))
        })
    };
    let html = message.parts.iter().find(|part| is(part, "html"));
    let text = || {
        message
            .parts
            .iter()
            .find(|part| is(part, "plain") || (part.content_type().is_none() && part.is_text()))
    };
    html.map(|part| (part, Form::Html))
        .or_else(|| text().map(|part| (part, Form::Text)))
}

fn is_related(message: &Message<'_>) -> bool {
    message
        .root_part()
        .content_type()
        .and_then(|content_type| content_type.subtype())
        .is_some_and(|subtype| subtype.eq_ignore_ascii_case("related"))
}

/// What the headers say: of a saved page when it was saved, of a mail who wrote what when.
fn facts(message: &Message<'_>, is_page: bool, context: &mut Context) {
    let mut add = |name, value: String, from: &str| {
        if !value.trim().is_empty() {
            context.container.push(Field {
                name,
                value: value.trim().to_owned(),
                from: from.to_owned(),
                source: None,
            });
        }
    };
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    if is_page {
        if let Some(date) = date {
            context.retrieved = stamp(&date);
            add(FieldName::Retrieved, date, "mhtml:Date");
        }
        return;
    }
    if let Some(subject) = message.subject() {
        add(FieldName::Headline, subject.to_owned(), "mail:Subject");
    }
    if let Some(from) = message.from().and_then(|from| from.first()) {
        let name = from.name().or(from.address()).unwrap_or_default();
        add(FieldName::Author, name.to_owned(), "mail:From");
    }
    if let Some(date) = date {
        add(FieldName::Published, date, "mail:Date");
    }
    if let Some(id) = message.message_id() {
        add(FieldName::Id, id.to_owned(), "mail:Message-ID");
    }
}

fn text_of(part: &MessagePart<'_>, name: &str) -> Option<String> {
    let name = HeaderName::Other(name.to_owned().into());
    part.headers
        .iter()
        .find_map(|header| match (header.name == name, &header.value) {
            (true, HeaderValue::Text(text)) => Some(text.trim().to_owned()),
            _ => None,
        })
}

fn transfer_encoding(part: &MessagePart<'_>) -> Option<String> {
    part.content_transfer_encoding()
        .map(|encoding| encoding.trim().to_ascii_lowercase())
}

/// Takes base64 off. What is no digit is skipped; what follows the padding is not read.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in body {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push(u8::try_from(bits >> count & 0xff).expect("masked to a byte"));
        }
    }
    decoded
}

/// Takes quoted-printable off. An escape that is none stays as it stands.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        decoded.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        match rest {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => {
                    decoded.push(u8::try_from(high << 4 | low).expect("two hexadecimal digits"));
                    rest = after;
                }
                _ => decoded.push(b'='),
            },
            _ => decoded.push(b'='),
        }
    }
    decoded.extend_from_slice(rest);
    decoded
}
