//! The words that stand at a range of raw bytes, as a reader of the page would see them.
//!
//! Raw bytes are decoded by the reader, so this goes the other way round: it looks in the parts of the source
//! document for the text that came from those bytes, and takes markup off where there is any.

use retold_model::{Markup, SourceDocument};
use retold_text::{SegmentKind, SourceRange, fold};

/// Finds the words of source ranges. Building sorts the segments of the parts once; a look-up costs a binary search
/// and the words it finds.
pub(crate) struct SourceWords<'d> {
    document: &'d SourceDocument,
    /// Segments that have both text and source, by source start.
    runs: Vec<Run>,
}

struct Run {
    source_start: usize,
    source_end: usize,
    part: usize,
    text_start: usize,
    text_end: usize,
    kind: SegmentKind,
}

impl<'d> SourceWords<'d> {
    pub(crate) fn new(document: &'d SourceDocument) -> Self {
        let mut runs = Vec::new();
        for (part, of) in document.parts.iter().enumerate() {
            for segment in of.map.segments() {
                if segment.len > 0 && segment.source_len > 0 {
                    runs.push(Run {
                        source_start: segment.source_start as usize,
                        source_end: segment.source_start as usize + segment.source_len as usize,
                        part,
                        text_start: segment.start as usize,
                        text_end: segment.start as usize + segment.len as usize,
                        kind: segment.kind,
                    });
                }
            }
        }
        runs.sort_by_key(|run| (run.part, run.source_start, run.text_start));
        Self { document, runs }
    }

    /// The words at `range`: of every part that has text from there, without tags, white space folded. Empty where
    /// the source has no text there.
    pub(crate) fn words(&self, range: SourceRange) -> String {
        let (from, to) = (range.start() as usize, range.end() as usize);
        let mut found: Vec<String> = Vec::new();
        for (index, part) in self.document.parts.iter().enumerate() {
            let first = self
                .runs
                .partition_point(|run| (run.part, run.source_end) <= (index, from));
            let mut covered: Option<(usize, usize)> = None;
            for run in &self.runs[first..] {
                if run.part != index || run.source_start >= to {
                    break;
                }
                let (mut start, mut end) = (run.text_start, run.text_end);
                if run.kind == SegmentKind::Verbatim {
                    start += from.saturating_sub(run.source_start);
                    end -= run.source_end.saturating_sub(to);
                }
                covered = Some(covered.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
            }
            let Some((start, end)) = covered else {
                continue;
            };
            let text = &part.text[boundary(&part.text, start)..boundary(&part.text, end)];
            let words = match part.markup {
                Markup::Plain => fold::fold_space(text),
                Markup::HtmlPage | Markup::HtmlFragment => without_tags(text),
            };
            if !words.is_empty() {
                found.push(words);
            }
        }
        found.join(" ")
    }
}

/// `offset`, or the next character boundary below it.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Elements inside a line: taking off their tags parts no words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements whose content is no text for readers.
const SILENT: &[&str] = &["script", "style", "svg", "template"];

/// The words of a piece of HTML. It shows what stands in a range that the extractor cut; it is no parser, and the
/// piece may begin or end inside an element. Linear in the length of `html`.
fn without_tags(html: &str) -> String {
    let mut words = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_text(&rest[..open], &mut words);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name: String = rest[1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        let is_tag = !name.is_empty() || rest[1..].starts_with(['!', '?', '/']);
        if !is_tag {
            words.push('<');
            rest = &rest[1..];
            continue;
        }
        let closes = rest[1..].starts_with('/');
        rest = &rest[tag_end(rest)..];
        if !INLINE.contains(&name.as_str()) {
            words.push(' ');
        }
        if !closes && SILENT.contains(&name.as_str()) {
            let close = format!("</{name}");
            rest = find_ignoring_case(rest, &close).map_or("", |at| &rest[at..]);
        }
    }
    push_text(rest, &mut words);
    fold::fold_space(&words)
}

fn push_text(text: &str, words: &mut String) {
    words.push_str(&htmlize::unescape(text));
}

/// The length of the tag that `html` begins with; a `>` in a quoted value does not end it.
fn tag_end(html: &str) -> usize {
    let mut quote = None;
    for (offset, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return offset + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use retold_model::{Digest, Form, Location, Part, PartRole};
    use retold_text::OffsetMap;

    use super::*;

    #[test]
    fn words_of_html_are_without_tags_scripts_and_entities() {
        for (html, expected) in [
            (
                "<ul class=\"a>b\"><li>Home</li><li>World &amp; <b>So</b>ciety</li></ul>",
                "Home World & Society",
            ),
            (
                "Share<script>var a = '<b>';</SCRIPT> this <!-- <p>not this</p> --> page",
                "Share this page",
            ),
            ("half <a href='x", "half"),
            ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
            ("<script>never closed", ""),
        ] {
            assert_eq!(without_tags(html), expected);
        }
    }

    #[test]
    fn words_are_found_through_the_escapes_of_the_container() {
        // A JSON string `a\u00e9<p>b c</p>` in raw bytes, decoded by a reader.
        let raw = br#"{"x":"a\u00e9<p>b c</p>"}"#;
        let mut map = OffsetMap::new();
        map.push_verbatim(1, 6);
        map.push_replaced(2, 7, 6);
        map.push_verbatim(10, 13);
        let document = SourceDocument {
            location: Location::default(),
            form: Form::WordPress,
            charset: "utf-8".into(),
            media_type: "application/json".into(),
            retrieved: None,
            digest: Digest::of(raw),
            raw: Arc::from(raw.as_slice()),
            fields: Vec::new(),
            parts: vec![Part {
                role: PartRole::Body,
                markup: Markup::HtmlFragment,
                text: "aé<p>b c</p>".into(),
                map,
            }],
        };
        let words = SourceWords::new(&document);
        assert_eq!(words.words(SourceRange::new(13, 23)), "b c");
        assert_eq!(words.words(SourceRange::new(8, 9)), "é");
        assert_eq!(words.words(SourceRange::new(0, 5)), "");
    }
}
