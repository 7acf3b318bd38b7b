//! The literate tests in `tests/places/*.md`: a text, and below it where its places lie.
//!
//! In a block fenced by ` ```places ` a line `> ...` is a text in which the names stand in brackets, a line `@ ...` before it
//! the host of its outlet; the lines below are `words = PLACE, DIVISION, COUNTRY (feature, latitude, longitude) N % [how the
//! name stands to it] (grounds)`, and after `or` the next likely. In a block fenced by ` ```actors ` the names are
//! those that Retold finds, and it is told which of the places act.

mod common;

use proptest::prelude::*;
use retold_annotate::names::names;
use retold_annotate::places::{ArticleContext, locate, places};
use retold_model::{Dateline, NameKind, Place, PlaceReading, Placing};
use retold_text::TextRange;

/// A text without its brackets, and where they stood.
fn unbracketed(marked: &str) -> (String, Vec<(TextRange, NameKind)>) {
    let (mut text, mut names, mut start) = (String::new(), Vec::new(), None);
    for c in marked.chars() {
        match c {
            '[' => start = Some(text.len()),
            ']' => {
                if let Some(start) = start.take() {
                    names.push((TextRange::of(start, text.len()), NameKind::Place));
                }
            }
            c => text.push(c),
        }
    }
    (text, names)
}

fn name(place: &Place) -> String {
    [
        Some(&place.name),
        place.division.as_ref(),
        place.country.as_ref(),
    ]
    .into_iter()
    .flatten()
    .map(String::as_str)
    .collect::<Vec<_>>()
    .join(", ")
}

/// The name of a variant as it is written in records.
fn kebab(variant: &impl std::fmt::Debug) -> String {
    let name = format!("{variant:?}");
    let parts: Vec<String> = name
        .split_inclusive(|_| true)
        .map(|c| {
            if c.starts_with(char::is_uppercase) {
                format!("-{}", c.to_lowercase())
            } else {
                c.to_owned()
            }
        })
        .collect();
    parts.concat().trim_start_matches('-').to_owned()
}

fn shown(text: &str, reading: &PlaceReading) -> String {
    let (latitude, longitude) = reading.place.point.degrees();
    let placing = match reading.placing {
        Placing::Itself => "",
        Placing::People => " its people",
        Placing::Near => " near",
    };
    let grounds: Vec<String> = reading.grounds.iter().map(kebab).collect();
    let others: Vec<String> = reading
        .alternatives
        .iter()
        .map(|other| format!(" or {} {} %", name(&other.place), other.confidence))
        .collect();
    let others = others.concat();
    format!(
        "{} ={placing} {} ({}, {latitude:.2}, {longitude:.2}) {} % ({}){others}",
        reading.range.slice(text).unwrap_or("(no words)"),
        name(&reading.place),
        kebab(&reading.place.feature),
        reading.confidence,
        grounds.join(", "),
    )
}

fn actors(text: &str) -> Vec<String> {
    let whole = [TextRange::of(0, text.len())];
    let doc = common::ENGLISH
        .analyse(text)
        .expect("the English model can be fetched and run");
    places(&doc, &names(&doc, &whole), &ArticleContext::default())
        .iter()
        .map(|reading| {
            let words = reading.range.slice(text).unwrap_or("(no words)");
            let acts = if reading.actor { " acts" } else { "" };
            format!("{words} = {}{acts}", name(&reading.place))
        })
        .collect()
}

/// What the file says, with the expectations that hold today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut fence, mut domain) = ("", None);
    for line in file.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            fence = kind;
            domain = None;
        } else if let Some(host) = line.strip_prefix("@ ") {
            domain = Some(host);
        } else if let Some(marked) = line.strip_prefix("> ") {
            lines.push(line.to_owned());
            if fence == "actors" {
                lines.extend(actors(marked));
            } else {
                let (text, names) = unbracketed(marked);
                let context = ArticleContext {
                    domain,
                    ..ArticleContext::default()
                };
                let found = locate(&text, &names, &context);
                lines.extend(found.iter().map(|reading| shown(&text, reading)));
            }
            domain = None;
            continue;
        } else if !fence.is_empty() && !line.is_empty() {
            continue;
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

#[test]
fn literate() {
    common::literate("places", rewritten);
}

#[test]
fn a_dateline_outside_of_the_names_tells_which_is_meant() {
    let text = "The river at Vienna rose by two metres.";
    let names = [(TextRange::of(13, 19), NameKind::Place)];
    let found = |place: Option<&str>| {
        let dateline = Dateline {
            range: TextRange::empty(0),
            place: place.map(str::to_owned),
            date: None,
            agency: None,
        };
        let context = ArticleContext {
            dateline: Some(&dateline),
            ..ArticleContext::default()
        };
        name(&locate(text, &names, &context)[0].place)
    };
    assert_eq!(found(None), "Vienna, Wien, AT");
    assert_eq!(
        found(Some("PARKERSBURG, W.Va.")),
        "Vienna, West Virginia, US"
    );
}

#[test]
fn no_names_no_places() {
    assert_eq!(locate("Paris", &[], &ArticleContext::default()), []);
}

#[test]
fn a_thousand_different_names_are_answered_in_their_order() {
    let words: Vec<String> = (0..1000).map(|n| format!("San Juan {n}, Texas")).collect();
    let text = words.join(". ");
    let mut at = 0;
    let names: Vec<(TextRange, NameKind)> = words
        .iter()
        .map(|word| {
            let range = TextRange::of(at, at + word.len() - ", Texas".len());
            at += word.len() + 2;
            (range, NameKind::Place)
        })
        .collect();
    let found = locate(&text, &names, &ArticleContext::default());
    let ranges: Vec<TextRange> = found.iter().map(|reading| reading.range).collect();
    assert!(ranges.is_sorted());
}

/// Words that take part in names of places, and signs that part them.
const PARTS: &[&str] = &[
    "Paris",
    "Texas",
    "Tex.",
    "TX",
    ",",
    ", ",
    " ",
    "(",
    ")",
    "Cook",
    "and",
    "Lake",
    "counties",
    "County",
    "of",
    "the",
    "Syrian",
    "town",
    "University",
    "'s",
    "’s",
    "South",
    "Springfield",
    "\n",
    "São",
    "İ",
    "東京",
    "St.",
    "é",
    "-",
    ".",
    "in",
    "People's",
    "Republic",
    "China",
    "East",
    "region",
    "Hall",
    "EU",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_the_text_places_are_those_of_the_names(
        parts in prop::collection::vec(prop_oneof![prop::sample::select(PARTS).prop_map(str::to_owned), any::<String>()], 0..24),
        cuts in prop::collection::vec((0_usize..200, 0_usize..30), 0..8),
        domain in prop_oneof![Just("www.theparisnews.com".to_owned()), any::<String>()],
    ) {
        let text = parts.concat();
        let boundary = |at: usize| text.floor_char_boundary(at.min(text.len()));
        let mut names: Vec<(TextRange, NameKind)> = cuts
            .iter()
            .map(|(start, length)| {
                (TextRange::of(boundary(*start), boundary(start + length)), NameKind::Place)
            })
            .collect();
        names.sort_unstable();
        let context = ArticleContext { domain: Some(&domain), outlet: Some(&text), dateline: None };
        let found = locate(&text, &names, &context);
        let mut given = names.iter();
        for reading in &found {
            prop_assert!(given.any(|(range, _)| *range == reading.range));
            prop_assert!(reading.confidence <= 100);
            prop_assert!(!reading.grounds.is_empty());
            prop_assert!(reading.grounds.is_sorted());
            prop_assert!(reading.alternatives.len() <= 3);
            let point = reading.place.point;
            prop_assert!(point.latitude.abs() <= 9_000_000 && point.longitude.abs() <= 18_000_000);
        }
        prop_assert_eq!(locate(&text, &names, &context), found);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_analysis_places_are_those_of_mentions(
        parts in prop::collection::vec(prop_oneof![prop::sample::select(PARTS).prop_map(str::to_owned), "\\PC{0,6}"], 0..24),
    ) {
        let text = parts.join(" ");
        let whole = [TextRange::of(0, text.len())];
        let doc = common::ENGLISH.analyse(&text).expect("the text is short");
        let mentions = names(&doc, &whole);
        let found = places(&doc, &mentions, &ArticleContext::default());
        let mut given = mentions.iter();
        for reading in &found {
            prop_assert!(given.any(|mention| mention.range == reading.range));
        }
    }
}
