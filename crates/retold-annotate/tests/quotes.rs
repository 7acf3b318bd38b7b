//! The literate tests in `tests/quotes/*.md`: a text, and below it each quote with its speaker, its cue and its content.
//!
//! In a block fenced by ` ```quotes ` a line `> ...` is a block of the text (a `>` alone is left out); the lines below it are
//! `[speaker = name] <cue> content | content (kind; circumstances)`, all that is found, in order. Prose between the blocks
//! explains. `RETOLD_BLESS=1` writes what is found today; the change is then read as a diff.

mod common;

use proptest::prelude::*;
use retold_annotate::quotes::quotes;
use retold_model::{Quote, QuoteStance};
use retold_text::TextRange;

fn found(text: &str) -> Vec<Quote> {
    let blocks = common::blocks(text);
    quotes(
        &common::ENGLISH
            .analyse_parts(text, &blocks)
            .expect("the text is short"),
        &blocks,
    )
}

fn shown(text: &str, quote: &Quote) -> String {
    let words = |range: TextRange| range.slice(text).unwrap_or("(no words)");
    let or_nobody = |range: Option<TextRange>| range.map_or("-", words);
    let content: Vec<&str> = quote.content.iter().map(|range| words(*range)).collect();
    let mut notes = vec![format!("{:?}", quote.kind).to_lowercase()];
    if quote.stance == QuoteStance::Attitude {
        notes.push("attitude".to_owned());
    }
    if quote.nested {
        notes.push("nested".to_owned());
    }
    for (name, range) in [
        ("to", quote.addressee),
        ("medium", quote.medium),
        ("setting", quote.setting),
    ] {
        notes.extend(range.map(|range| format!("{name}: {}", words(range))));
    }
    for link in &quote.via {
        let role = format!("{:?}", link.role).to_lowercase();
        notes.push(format!("{role}: {}", words(link.mention)));
    }
    let name = quote
        .speaker_name
        .filter(|name| Some(*name) != quote.speaker)
        .map_or(String::new(), |name| format!(" = {}", words(name)));
    format!(
        "[{}{name}] <{}> {} ({})",
        or_nobody(quote.speaker),
        or_nobody(quote.cue),
        content.join(" | "),
        notes.join("; ")
    )
}

/// What the file says, with what is found today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    common::with_findings(file, "quotes", |text| {
        found(text).iter().map(|quote| shown(text, quote)).collect()
    })
}

#[test]
fn literate() {
    common::literate("quotes", rewritten);
}

/// Words and signs that take part in quotes.
const PARTS: &[&str] = &[
    "said",
    "told",
    "he",
    "Mary Holt",
    "Reuters",
    "according to",
    "that",
    "it rains",
    ",",
    ".",
    ":",
    "\"",
    "“",
    "”",
    "''",
    "«",
    "»",
    "‘",
    "’",
    "cited",
    "as saying",
    "in a statement",
    "\n",
    "\n\n",
    "é",
    "\u{200b}",
    "😀",
    "Xinhua",
    "citing",
    "the mayor",
    "who",
    "believes",
    "(",
    "—",
];

fn check(text: &str) {
    let found = found(text);
    for quote in &found {
        assert!(!quote.content.is_empty(), "{quote:?}");
        assert!(
            quote.content.is_sorted_by(|a, b| a.end() <= b.start()),
            "{quote:?}"
        );
        let ranges = quote
            .content
            .iter()
            .copied()
            .chain(quote.cue)
            .chain(quote.speaker)
            .chain(quote.speaker_name)
            .chain(quote.addressee)
            .chain(quote.medium)
            .chain(quote.setting)
            .chain(quote.via.iter().map(|link| link.mention));
        for range in ranges {
            assert!(
                range.slice(text).is_some_and(|words| !words.is_empty()),
                "{quote:?}"
            );
        }
        assert!(quote.confidence <= 100);
    }
    assert_eq!(self::found(text), found);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_valid_ranges(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_words_give_valid_ranges(
        words in proptest::collection::vec(proptest::sample::select(PARTS), 0..60),
    ) {
        check(&words.join(" "));
    }
}
