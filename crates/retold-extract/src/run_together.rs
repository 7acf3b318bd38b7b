//! Paragraphs that lost the break between them: "… of shots fired.In addition to …".
//!
//! Scrapers that join the text of paragraphs leave no space where one ended. Sentences, and who says what, are read wrong
//! across such a place, so it is a break again. Precision first: abbreviations ("Gov.Sarah"), names of sites
//! ("Booking.Com") and addresses stay whole.

use retold_model::BlockKind;
use retold_text::{OffsetMap, TextRange};

use crate::assemble::RawBlock;

/// Letters of a word with a capital that ends a sentence, at least: shorter ones may be abbreviations.
const LEAST_NAME: usize = 6;

/// Bytes around a point that are looked at for what makes an address of them.
const AROUND: usize = 100;

/// The block, or its paragraphs where it is several. Costs time linear in the text.
pub(crate) fn split(block: RawBlock) -> Vec<RawBlock> {
    if block.kind != BlockKind::Paragraph {
        return vec![block];
    }
    let breaks = breaks(&block.text);
    if breaks.is_empty() {
        return vec![block];
    }
    let ends = breaks.iter().copied().chain([block.text.len()]);
    let starts = [0].into_iter().chain(breaks.iter().copied());
    starts
        .zip(ends)
        .map(|(start, end)| {
            let mut map = OffsetMap::new();
            map.push_mapped(&block.map, TextRange::of(start, end));
            RawBlock {
                kind: block.kind,
                text: block.text[start..end].to_owned(),
                map,
            }
        })
        .collect()
}

/// Where paragraphs begin inside a text, as bytes, ascending.
fn breaks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // Whether a straight quotation mark before the point is still open.
    let mut open = false;
    for (at, sign) in text.char_indices() {
        if sign == '"' {
            open = !open;
        }
        if !matches!(sign, '.' | '!' | '?') {
            continue;
        }
        let mut rest = &text[at + 1..];
        let closing = match rest.chars().next() {
            Some('”') => '”'.len_utf8(),
            Some('"') if open => 1,
            _ => 0,
        };
        rest = &rest[closing..];
        let opening = rest.strip_prefix(['“', '"']).unwrap_or(rest);
        let next: String = opening
            .chars()
            .take_while(|c| c.is_alphabetic())
            .take(4)
            .collect();
        let quoted = closing > 0 || opening.len() < rest.len();
        if begins_sentence(&next) && ends_sentence(&text[..at], quoted) && !in_address(text, at) {
            found.push(at + 1 + closing);
        }
    }
    found
}

/// Whether a word with these first letters may open a sentence.
fn begins_sentence(letters: &str) -> bool {
    let mut chars = letters.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(char::is_lowercase)
        && !matches!(letters, "Com" | "Net" | "Org" | "Co" | "Js" | "Io")
}

/// Whether the text ends in a word that ends a sentence.
fn ends_sentence(text: &str, quoted: bool) -> bool {
    let word_start = { text.char_indices().rev() }
        .take_while(|(_, c)| c.is_alphabetic())
        .last()
        .map_or(text.len(), |(at, _)| at);
    let word = &text[word_start..];
    let letters = word.chars().count();
    let lower = word
        .chars()
        .rev()
        .take(2)
        .filter(|c| c.is_lowercase())
        .count()
        == 2;
    let capital = word.starts_with(char::is_uppercase);
    lower && (quoted || !capital || letters >= LEAST_NAME)
}

/// Whether the words around the point at `at`, up to white space, are an address or a label.
fn in_address(text: &str, at: usize) -> bool {
    let sign = |c: &char| matches!(c, '/' | '@' | '#' | '_' | '\\' | '=');
    let before = text[..at].chars().rev().take(AROUND);
    let after = text[at..].chars().take(AROUND);
    before.take_while(|c| !c.is_whitespace()).any(|c| sign(&c))
        || after.take_while(|c| !c.is_whitespace()).any(|c| sign(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        let block = RawBlock {
            kind: BlockKind::Paragraph,
            text: text.to_owned(),
            map: OffsetMap::identity(u32::try_from(text.len()).unwrap()),
        };
        split(block)
            .into_iter()
            .map(|block| {
                // Each goes on where the one before ended.
                assert!(block.text.is_empty() || block.map.len() as usize == block.text.len());
                block.text
            })
            .collect()
    }

    #[test]
    fn paragraphs_without_a_break_are_several() {
        assert_eq!(
            paragraphs("Shots were fired.In addition, a dog barked.\u{201c}Run,\u{201d} she said."),
            [
                "Shots were fired.",
                "In addition, a dog barked.",
                "\u{201c}Run,\u{201d} she said."
            ]
        );
        assert_eq!(
            paragraphs("\"It is a pill to swallow.\"Wilson said so.\"We know,\" she said."),
            [
                "\"It is a pill to swallow.\"",
                "Wilson said so.",
                "\"We know,\" she said."
            ]
        );
        assert_eq!(
            paragraphs("He moved to New Hampshire.The others stayed!Nobody knew."),
            [
                "He moved to New Hampshire.",
                "The others stayed!",
                "Nobody knew."
            ]
        );
    }

    #[test]
    fn abbreviations_sites_and_addresses_stay_whole() {
        for text in [
            "Gov.Sarah Tarn met Prof.Ilse Brandt of the U.S.The",
            "Booking.Com and see https://saltmarsh.example/ferry.Html or ferry.Desk@saltmarsh.example today.",
            "\"We heard a bang.\" She ran. J.Osei stayed.",
            "Points of 3.5 and v2.Beta",
            "",
        ] {
            assert_eq!(paragraphs(text), [text]);
        }
    }
}
