//! Tags and text of a page, after the WHATWG tokenizer, with their places.
//!
//! Each byte is looked at a bounded number of times: whatever is not closed (a comment, a quoted value, a
//! script) runs to the end of the page, once.

use memchr::memmem::Finder;
use memchr::{memchr, memchr2};

use super::attributes::Attribute;
use super::tag::Tag;

/// Attributes kept per element; a real page has a few dozen at most. More are read over.
const MAX_ATTRIBUTES: usize = 256;

/// One token, with the bytes it stands at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag; its attributes are in [`Tokenizer::attributes`].
    Start {
        tag: Tag,
        self_closing: bool,
        start: usize,
        end: usize,
    },
    /// An end tag.
    End { tag: Tag, start: usize, end: usize },
    /// Text as written, entities and all. `raw`: the content of a raw text element, where entities are not decoded.
    Text { start: usize, end: usize, raw: bool },
}

/// Iterates over the tokens of a page.
pub(super) struct Tokenizer<'t> {
    text: &'t str,
    at: usize,
    /// The raw text element whose content comes next.
    raw: Option<Tag>,
    /// The attributes of the last start tag.
    pub(super) attributes: Vec<Attribute<'t>>,
}

impl<'t> Tokenizer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            raw: None,
            attributes: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        if let Some(tag) = self.raw.take()
            && let Some(token) = self.raw_text(tag)
        {
            return Some(token);
        }
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at;
            if start >= bytes.len() {
                return None;
            }
            let end = self.markup_from(start);
            if end > start {
                self.at = end;
                return Some(Token::Text {
                    start,
                    end,
                    raw: false,
                });
            }
            // `start` is a `<` that opens markup.
            match bytes[start + 1] {
                b'!' => self.at = self.declaration_end(start),
                b'/' if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    let name_end = self.name_end(start + 2);
                    let tag = Tag::of(&self.text[start + 2..name_end]);
                    self.attributes.clear();
                    let (end, _, closed) = self.tag_end(name_end);
                    self.at = end;
                    if closed {
                        return Some(Token::End { tag, start, end });
                    }
                }
                b'/' | b'?' => self.at = self.after(b'>', start + 2),
                _ => {
                    let name_end = self.name_end(start + 1);
                    let tag = Tag::of(&self.text[start + 1..name_end]);
                    self.attributes.clear();
                    let (end, self_closing, closed) = self.tag_end(name_end);
                    self.at = end;
                    if closed {
                        if tag.is_raw_text() {
                            self.raw = Some(tag);
                        }
                        return Some(Token::Start {
                            tag,
                            self_closing,
                            start,
                            end,
                        });
                    }
                }
            }
        }
    }

    /// Where the next markup starts, at or after `from`.
    fn markup_from(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let open = at + found;
            match bytes.get(open + 1) {
                Some(b'!' | b'?') => return open,
                Some(b'/') if bytes.get(open + 2).is_some() => return open,
                Some(c) if c.is_ascii_alphabetic() => return open,
                _ => at = open + 1,
            }
        }
        bytes.len()
    }

    /// The content of a raw text element; `None` where it is empty.
    fn raw_text(&mut self, tag: Tag) -> Option<Token> {
        let start = self.at;
        let end = self.raw_text_end(tag);
        self.at = end;
        // Entities are decoded in title and textarea, not in the others.
        let raw = !matches!(tag, Tag::Title | Tag::Textarea);
        (end > start).then_some(Token::Text { start, end, raw })
    }

    fn raw_text_end(&self, tag: Tag) -> usize {
        let bytes = self.text.as_bytes();
        if tag == Tag::Plaintext {
            return bytes.len();
        }
        let mut at = self.at;
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            let open = at + found;
            if bytes.get(open + 1) == Some(&b'/') {
                let name_end = self.name_end(open + 2);
                if name_end < bytes.len() && Tag::of(&self.text[open + 2..name_end]) == tag {
                    return open;
                }
            }
            at = open + 1;
        }
        bytes.len()
    }

    /// The first byte after a comment, doctype or CDATA section that opens at `start`.
    fn declaration_end(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start..];
        if rest.starts_with(b"<!--") {
            if rest[4..].starts_with(b">") {
                return start + 5;
            }
            if rest[4..].starts_with(b"->") {
                return start + 6;
            }
            let mut at = 4;
            while let Some(found) = memmem_find(b"--", &rest[at..]) {
                let dashes = at + found;
                match rest.get(dashes + 2) {
                    Some(b'>') => return start + dashes + 3,
                    Some(b'!') if rest.get(dashes + 3) == Some(&b'>') => return start + dashes + 4,
                    _ => at = dashes + 1,
                }
            }
            return self.text.len();
        }
        if rest.starts_with(b"<![CDATA[") {
            return memmem_find(b"]]>", rest).map_or(self.text.len(), |found| start + found + 3);
        }
        self.after(b'>', start + 2)
    }

    /// The first byte after the next `byte` at or after `from`.
    fn after(&self, byte: u8, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        memchr(byte, &bytes[from.min(bytes.len())..]).map_or(bytes.len(), |found| from + found + 1)
    }

    fn name_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let length = bytes[from..]
            .iter()
            .position(|&b| b.is_ascii_whitespace() || b == b'/' || b == b'>');
        length.map_or(bytes.len(), |length| from + length)
    }

    /// Reads attributes up to `>`. Gives the first byte after it, whether the tag closes itself, and whether it ended at all.
    fn tag_end(&mut self, from: usize) -> (usize, bool, bool) {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut slash = false;
        loop {
            match bytes.get(at) {
                None => return (bytes.len(), false, false),
                Some(b'>') => return (at + 1, slash, true),
                Some(b'/') => {
                    slash = true;
                    at += 1;
                }
                Some(b) if b.is_ascii_whitespace() => at += 1,
                Some(_) => {
                    slash = false;
                    at = self.attribute(at);
                }
            }
        }
    }

    /// Reads one attribute; gives the first byte after it.
    fn attribute(&mut self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        // A leading `=` belongs to the name.
        let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'=');
        let name_end = bytes[from + 1..]
            .iter()
            .position(stop)
            .map_or(bytes.len(), |length| from + 1 + length);
        let mut at = name_end;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            self.keep(from, name_end, name_end, name_end);
            return name_end;
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let close =
                    memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
                self.keep(from, name_end, at + 1, close);
                (close + 1).min(bytes.len())
            }
            Some(b'>') | None => {
                self.keep(from, name_end, at, at);
                at
            }
            Some(_) => {
                let stop = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
                let end = bytes[at..]
                    .iter()
                    .position(stop)
                    .map_or(bytes.len(), |length| at + length);
                self.keep(from, name_end, at, end);
                end
            }
        }
    }

    fn keep(&mut self, name_start: usize, name_end: usize, value_start: usize, value_end: usize) {
        if self.attributes.len() < MAX_ATTRIBUTES {
            // All four lie beside ASCII signs or at the ends of the page, so on character boundaries.
            self.attributes.push(Attribute {
                name: &self.text[name_start..name_end],
                value: &self.text[value_start..value_end],
            });
        }
    }
}

fn memmem_find(needle: &[u8], haystack: &[u8]) -> Option<usize> {
    Finder::new(needle).find(haystack)
}

/// The pieces of `text` in which nothing, or one entity, is to be decoded: `(start, end, decoded)`.
///
/// An entity is decoded by the rules for text: named ones without a semicolon only where HTML allows it.
pub(super) fn entities(text: &str, mut each: impl FnMut(usize, usize, Option<&str>)) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'&', b'&', &bytes[at..]) {
        let start = at + found;
        // The longest name has 31 letters; numbers may have leading zeros, but not endlessly.
        let length = bytes[start + 1..]
            .iter()
            .take(40)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
            .count();
        let mut end = start + 1 + length;
        if bytes.get(end) == Some(&b';') {
            end += 1;
        }
        at = end;
        let written = &text[start..end];
        let decoded = htmlize::unescape(written);
        if decoded == written {
            continue;
        }
        if done < start {
            each(done, start, None);
        }
        each(start, end, Some(&decoded));
        done = end;
    }
    if done < text.len() {
        each(done, text.len(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens as text: start tags `<name attr=value>`, end tags `</name>`, text as it is.
    fn check(page: &str, expected: &[&str]) {
        let mut tokenizer = Tokenizer::new(page);
        let mut found = Vec::new();
        while let Some(token) = tokenizer.next() {
            found.push(match token {
                Token::Start { tag, .. } => {
                    let attributes: Vec<_> = tokenizer
                        .attributes
                        .iter()
                        .map(|a| format!(" {}={}", a.name, a.value))
                        .collect();
                    format!("<{tag:?}{}>", attributes.concat())
                }
                Token::End { tag, .. } => format!("</{tag:?}>"),
                Token::Text { start, end, .. } => page[start..end].to_owned(),
            });
        }
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn tags_text_and_attributes() {
        check(
            "a<P Class=x id='y z' hidden>b</p >c",
            &["a", "<P Class=x id=y z hidden=>", "b", "</P>", "c"],
        );
        check("1 < 2 <3 & <", &["1 < 2 <3 & <"]);
        check("<a href=x/y title = \"a>b\">", &["<A href=x/y title=a>b>"]);
        check("<div =a><br/>", &["<Div =a=>", "<Br>"]);
    }

    #[test]
    fn comments_and_declarations_leave_nothing() {
        check(
            "<!DOCTYPE html>a<!-- <p> -- > -->b<!-->c<!--->d<!-- x --!>e<?php ?>f</ x>g<![CDATA[ > ]]>h",
            &["a", "b", "c", "d", "e", "f", "g", "h"],
        );
        check("a<!-- open", &["a"]);
    }

    #[test]
    fn raw_text_ends_at_its_own_end_tag() {
        check(
            "<script>if (a<b) '</p>'</SCRIPT >x",
            &["<Script>", "if (a<b) '</p>'", "</Script>", "x"],
        );
        check(
            "<title>a <b> c</title><style>",
            &["<Title>", "a <b> c", "</Title>", "<Style>"],
        );
        check("<script>never closed", &["<Script>", "never closed"]);
    }

    #[test]
    fn unclosed_tags_end_the_page() {
        check("a<p class=\"x", &["a"]);
        check("a</p", &["a"]);
        check("a<", &["a<"]);
    }

    #[test]
    fn entity_pieces() {
        let text = "a &amp b &nosuch; &#8217;s AT&T &notit;";
        let mut found = Vec::new();
        entities(text, |start, end, decoded| {
            found.push((&text[start..end], decoded.map(str::to_owned)));
        });
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(
            found,
            [
                ("a ", None),
                ("&amp", some("&")),
                (" b &nosuch; ", None),
                ("&#8217;", some("’")),
                ("s AT&T ", None),
                ("&notit;", some("¬it;")),
            ]
        );
    }
}
