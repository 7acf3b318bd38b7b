//! What alignment finds, and that no text makes it slow.

use std::sync::Arc;

use proptest::prelude::*;
use retold_model::{ArticleId, Linkable};

use super::*;

fn side(text: &str, furniture: &[bool]) -> Side {
    let mut body = Vec::new();
    let mut at = 0;
    for block in text.split("\n\n") {
        body.push(TextRange::of(at, at + block.len()));
        at += block.len() + 2;
    }
    let body = Body::of(&Linkable {
        id: ArticleId::of_url("https://example.org/"),
        headline: None,
        text: Arc::from(text),
        body,
        published: None,
        outlet: None,
        language: None,
    });
    Side::new(body, furniture)
}

fn aligned(first: &str, second: &str) -> Vec<Aligned> {
    align(&side(first, &[]), &side(second, &[]))
}

/// The words of both sides of each passage.
fn found<'t>(first: &'t str, second: &'t str) -> Vec<(&'t str, &'t str)> {
    aligned(first, second)
        .into_iter()
        .map(|p| {
            (
                p.first.slice(first).unwrap(),
                p.second.slice(second).unwrap(),
            )
        })
        .collect()
}

const STORM: &str = "A storm tore the roof off the old town hall on Monday and left four hundred homes without power";
const MAYOR: &str = "The mayor said that engineers would look at the beams before anyone may enter the building again";
const RIVER: &str = "Further down the river two bridges were closed because driftwood had piled up against their piers";

#[test]
fn copied_sentence_between_others_is_one_passage_without_edits() {
    let first = format!("Nothing like it was seen before. {STORM}.\n\nMore to come.");
    let second = format!("{STORM}.\n\nWe asked around.");
    assert_eq!(found(&first, &second), [(STORM, STORM)]);
    assert_eq!(aligned(&first, &second)[0].edits, []);
}

#[test]
fn house_style_is_no_edit() {
    let first = "“We favour the centre,” she said — and 1,000 others in the neighbourhood organised a march to it.";
    let second = "\"We favor the center,\" she said - and 1000 others in the neighborhood organized a march to it.";
    let passages = aligned(first, second);
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].edits, []);
    assert_eq!(passages[0].matched_words, 17);
}

#[test]
fn edits_say_what_was_cut_put_in_and_replaced() {
    let first = "A huge storm tore the roof off the old town hall on Monday and left many homes without power.";
    let second = "A storm tore the roof off the old town hall late on Monday and left numerous homes without power.";
    let passages = aligned(first, second);
    assert_eq!(passages.len(), 1);
    let edits: Vec<_> = passages[0]
        .edits
        .iter()
        .map(|edit| {
            (
                edit.kind,
                edit.first.slice(first).unwrap(),
                edit.second.slice(second).unwrap(),
            )
        })
        .collect();
    assert_eq!(
        edits,
        [
            (EditKind::Deleted, "huge", ""),
            (EditKind::Inserted, "", "late"),
            (EditKind::Replaced, "many", "numerous"),
        ]
    );
}

#[test]
fn moved_paragraphs_are_passages_of_their_own() {
    let first = format!("{STORM}.\n\n{MAYOR}.\n\n{RIVER}.");
    let second = format!("{RIVER}.\n\n{STORM}.\n\n{MAYOR}.");
    let together = format!("{STORM}.\n\n{MAYOR}");
    assert_eq!(
        found(&first, &second),
        [(&*together, &*together), (RIVER, RIVER)]
    );
}

#[test]
fn own_sentence_in_between_parts_two_passages() {
    let first = format!("{STORM}. {MAYOR}.");
    let second = format!("{STORM}. Nobody we met could remember a night like this one. {MAYOR}.");
    assert_eq!(found(&first, &second), [(STORM, STORM), (MAYOR, MAYOR)]);
}

#[test]
fn edited_sentence_next_to_a_copied_one_is_found_without_a_seed() {
    let first =
        format!("{STORM}. Police asked all drivers to avoid the narrow coast road until noon.");
    let second =
        format!("{STORM}. Officers asked drivers to shun the coast road until about noon.");
    let passages = found(&first, &second);
    assert_eq!(passages.len(), 1);
    assert!(passages[0].0.ends_with("until noon"), "{passages:?}");
}

#[test]
fn idiom_and_office_titles_are_no_passage() {
    let first = "The president of the United States of America spoke about trade in Ohio.";
    let second = "Farmers met the president of the United States of America at a fair.";
    assert_eq!(found(first, second), []);
}

#[test]
fn shared_quotation_is_told_from_reporting() {
    let quote = "“We have never refused to talk to anyone about a just and lasting settlement of this matter.”";
    let first = format!("{quote} So he told the radio.");
    let second = format!("In the evening he added: {quote}");
    let kinds: Vec<_> = aligned(&first, &second).iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [PassageKind::Quotation]);
}

#[test]
fn furniture_matches_nothing() {
    let (first, second) = (format!("{STORM}."), format!("{STORM}. {MAYOR}."));
    let of = |one: &[bool], other: &[bool]| align(&side(&first, one), &side(&second, other));
    assert_eq!(of(&[], &[]).len(), 1);
    assert_eq!(of(&[true], &[]), []);
    assert_eq!(of(&[], &[true, false]), []);
}

#[test]
fn repetition_costs_no_more_than_prose() {
    let words = "word ".repeat(100_000);
    let phrase = format!("{STORM}. ").repeat(10_000);
    let other = format!("{MAYOR}. {STORM}. ").repeat(3_000);
    for (first, second) in [
        (&words, &phrase),
        (&phrase, &other),
        (&words, &words),
        (&other, &other),
    ] {
        for passage in aligned(first, second) {
            assert!(passage.first.slice(first).is_some() && passage.second.slice(second).is_some());
        }
    }
    assert_eq!(aligned(&other, &other).len(), 1);
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "the",
        "storm",
        "Köln",
        "“hall”",
        "1,000",
        "mayor.",
        "said",
        "river",
        "漢字",
        "power.\n\n",
        "off",
        "roof",
        "four",
    ]);
    prop::collection::vec(word, 0..120).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn runs_are_found_where_they_stand_in_both(first in text(), second in text()) {
        let (one, other) = (side(&first, &[]), side(&second, &[]));
        let sides = Sides { first: &one, second: &other };
        let found: Vec<Vec<u32>> = { sides.shared_runs().into_iter() }
            .map(|places| places.iter().map(|&(_, j)| j).collect())
            .collect();
        let mut expected = Vec::new();
        for words in one.body.keys.windows(SEED) {
            let places = other.body.keys.windows(SEED).zip(0..);
            let places: Vec<u32> = places.filter(|(others, _)| *others == words).map(|(_, j)| j).collect();
            expected.push(if places.len() <= SEED_PLACES { places } else { Vec::new() });
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn passages_lie_on_words_and_are_the_same_from_both_sides(first in text(), second in text()) {
        let (one, other) = (side(&first, &[]), side(&second, &[]));
        let passages = align(&one, &other);
        let (one, other) = (one.body, other.body);
        for passage in &passages {
            prop_assert!(one.ranges.iter().any(|word| word.start() == passage.first.start()));
            prop_assert!(other.ranges.iter().any(|word| word.end() == passage.second.end()));
            prop_assert!(passage.first.slice(&first).is_some());
            prop_assert!(passage.second.slice(&second).is_some());
            for edit in &passage.edits {
                prop_assert!(passage.first.contains_range(edit.first));
                prop_assert!(passage.second.contains_range(edit.second));
                prop_assert_eq!(edit.kind == EditKind::Inserted, edit.first.is_empty());
                prop_assert_eq!(edit.kind == EditKind::Deleted, edit.second.is_empty());
            }
        }
    }

    #[test]
    fn a_text_is_one_passage_of_itself(text in text()) {
        let side = side(&text, &[]);
        let passages = align(&side, &side);
        let body = side.body;
        if body.len() >= LEAST_WORDS {
            prop_assert_eq!(passages.len(), 1);
            prop_assert_eq!(passages[0].matched_words as usize, body.len());
            prop_assert_eq!(&passages[0].edits, &Vec::new());
        } else {
            prop_assert_eq!(passages, Vec::new());
        }
    }
}
