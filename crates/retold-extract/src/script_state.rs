//! The body in the state that a page hands its scripts.
//!
//! Many sites send a page almost empty, with the article as a string of HTML in a script (`window.__STATE__ = {…, "body":
//! "<p>…"}`), from which the browser builds the text. The formats differ from site to site; what they share is a string
//! literal that begins with an element and holds paragraphs.

use std::sync::LazyLock;

use regex::Regex;

use crate::content::Hints;
use crate::html::{self, Document, Tag};
use crate::metadata::Fact;
use crate::segment::{Shingles, count_letters, segments};

/// How scripts write the beginning of a paragraph: as such, or escaped.
static PARAGRAPH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<p|\\u003[Cc]p").expect("a regular expression"));
/// How some sites write an end tag, for no script may hold `</`; others write `<\/`, which any reader of strings knows.
static END_TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{/([a-z][a-z0-9-]*)\}").expect("a regular expression"));
/// Bytes of scripts read at most, and of one literal.
const MAX_SCRIPTS: usize = 8 << 20;
const MAX_LITERAL: usize = 1 << 20;
/// Paragraphs of a body at least.
const MIN_PARAGRAPHS: usize = 2;
/// Share of a description of the page that its body has.
const DESCRIBED: f32 = 0.5;
/// Long words of a headline at least, of which the body of its page has three quarters.
const MIN_LONG_WORDS: usize = 3;
/// Letters of a word of the headline that tells what it is about.
const LONG_WORD: usize = 5;

/// The longest literal that holds paragraphs of what the page says it is about.
pub(crate) fn body(document: &Document<'_>, hints: &Hints) -> Option<Fact> {
    let mut left = MAX_SCRIPTS;
    let mut best: Option<(u32, Fact)> = None;
    let scripts = document
        .ids()
        .filter(|&id| document.tag(id) == Some(Tag::Script))
        .filter_map(|id| document.children(id).next());
    for content in scripts {
        let node = document.node(content);
        let script = &document.text[node.start_byte as usize..node.end_byte as usize];
        if script.len() > left {
            break;
        }
        left -= script.len();
        for (start, end) in literals(script) {
            let Some(value) = decoded(&script[start..end]) else {
                continue;
            };
            let Some(letters) = letters_of_body(&value, hints) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _)| letters > *most) {
                let byte = |at: usize| node.start_byte + u32::try_from(at).unwrap_or(u32::MAX);
                let fact = Fact {
                    value,
                    from: "script".into(),
                    bytes: Some((byte(start), byte(end))),
                };
                best = Some((letters, fact));
            }
        }
    }
    best.map(|(_, fact)| fact)
}

/// The string literals of a script, with their quotes, in which paragraphs begin.
fn literals(script: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let paragraph = PARAGRAPH.find_at(script, at)?.start();
            // Quotes are looked for from the last literal's end on, so that every byte is read but a few times.
            let start = (at..paragraph)
                .rev()
                .find(|&i| is_quote(script.as_bytes(), i));
            let end = (paragraph..script.len())
                .take(MAX_LITERAL)
                .find(|&i| is_quote(script.as_bytes(), i))?;
            at = end + 1;
            if let Some(start) = start {
                return Some((start, at));
            }
        }
    })
}

/// Whether a double quote stands here that no backslash escapes.
fn is_quote(bytes: &[u8], at: usize) -> bool {
    let before = || bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\');
    bytes[at] == b'"' && before().count() % 2 == 0
}

/// What a literal says, if that is HTML.
fn decoded(literal: &str) -> Option<String> {
    let value: String = serde_json::from_str(literal).ok()?;
    let begins = value.trim_start().starts_with('<');
    begins.then(|| END_TAG.replace_all(&value, "</$1>").into_owned())
}

/// The letters of a body of this page; `None` for other text: too short, or of another article.
fn letters_of_body(value: &str, hints: &Hints) -> Option<u32> {
    let paragraphs: Vec<String> = segments(&html::parse(value), |_| false)
        .into_iter()
        .map(|segment| segment.text)
        .collect();
    if paragraphs.len() < MIN_PARAGRAPHS {
        return None;
    }
    let text = paragraphs.join("\n");
    let shingles = Shingles::of(&text);
    let is_described = { hints.descriptions.iter() }
        .any(|description| shingles.coverage(description) >= DESCRIBED);
    (is_described || tells_of_headline(&text, hints)).then(|| count_letters(&text))
}

/// Whether the text has most of the long words of the page's headline.
fn tells_of_headline(text: &str, hints: &Hints) -> bool {
    let text = text.to_lowercase();
    hints.headlines.iter().any(|headline| {
        let words: Vec<String> = headline
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= LONG_WORD)
            .map(str::to_lowercase)
            .collect();
        let held = words.iter().filter(|word| text.contains(word.as_str()));
        words.len() >= MIN_LONG_WORDS && held.count() * 4 >= words.len() * 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "The harbour board voted on Monday to close the old ferry pier.";
    const SECOND: &str = "Fishermen said that they had not been asked.";

    fn found(script: &str) -> Option<String> {
        let page = format!("<h1>Pier closes</h1><script>{script}</script>");
        let hints = Hints {
            headlines: vec!["Harbour board votes to close ferry pier".to_owned()],
            ..Hints::default()
        };
        let fact = body(&html::parse(&page), &hints)?;
        let (start, end) = fact.bytes.unwrap();
        assert!(page[start as usize..end as usize].starts_with('"'));
        assert!(page[start as usize..end as usize].ends_with('"'));
        Some(fact.value)
    }

    #[test]
    fn bodies_are_found_however_scripts_write_them() {
        for script in [
            format!(r#"window.state = {{"id":1,"body":"<p>{FIRST}<\/p><p>{SECOND}<\/p>"}}"#),
            format!(
                r#"f({{title:"Pier",lead:x,body:"\u003Cp\u003E{FIRST}\u003C\u002Fp\u003E\u003cp\u003e{SECOND}\u003c/p\u003e"}})"#
            ),
            format!(r#"{{"text":"<p>{FIRST}{{\/p}}<p>{SECOND}{{\/p}}"}}"#),
        ] {
            let expected = format!("<p>{FIRST}</p><p>{SECOND}</p>");
            assert_eq!(found(&script), Some(expected), "{script}");
        }
    }

    #[test]
    fn other_strings_are_no_bodies() {
        for script in [
            String::new(),
            // One paragraph, another article, a template, an open string.
            format!(r#"{{"teaser":"<p>{FIRST}</p>"}}"#),
            r#"{"body":"<p>Snow fell on the hills.</p><p>Roads were shut.</p>"}"#.to_owned(),
            format!(r#"render("Read: <p>{FIRST}</p><p>{SECOND}</p>")"#),
            format!(r#"{{"body":"<p>{FIRST}</p><p>{SECOND}</p>"#),
            format!(r#"'<p>{FIRST}</p>'; "\x3cp>" "#),
        ] {
            assert_eq!(found(&script), None, "{script}");
        }
    }
}
