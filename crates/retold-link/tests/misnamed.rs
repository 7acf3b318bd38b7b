//! Names of which two reports tell one word otherwise.

#![expect(clippy::unwrap_used, reason = "the texts are part of the test")]

mod compared;

use std::collections::BTreeMap;

use compared::{differing, ids};
use proptest::prelude::*;
use retold_model::{Annotations, ClaimKind, EntityId, NameKind};
use serde_json::{Value, json};

/// A text with a name, or with two.
type Told<'t> = (&'t str, &'t [&'t str]);

/// What is read in a text: names of one kind, and ages in digits behind "aged".
fn annotations((text, names): Told<'_>, kind: &str) -> Annotations {
    let range = |words: &str| {
        let at = text.find(words).unwrap();
        [at, at + words.len()]
    };
    let chain = |name: &&str| json!({"kind": kind, "name": range(name), "members": [{"range": range(name), "reference": "name"}]});
    let ages: Vec<Value> = { text.match_indices("aged ") }
        .map(|(at, aged)| {
            let start = at + aged.len();
            let number = &text[start..start + 2];
            json!({
                "range": [start, start + 2], "number": [start, start + 2], "amount": {"value": number},
                "qualifier": null, "measure": {"age": "years"}, "of": null, "conversion": null,
            })
        })
        .collect();
    serde_json::from_value(json!({
        "mentions": [], "quantities": ages, "quotes": [], "outlets": [], "places": [], "times": [], "frames": [],
        "chains": names.iter().map(chain).collect::<Vec<_>>(),
    }))
    .unwrap()
}

/// The names that the reports are told to differ in.
fn found<'t>(told: &[Told<'t>], kind: &str) -> Vec<Vec<&'t str>> {
    let told: Vec<(&str, Annotations)> = { told.iter() }
        .map(|&it| (it.0, annotations(it, kind)))
        .collect();
    { differing(&told, &BTreeMap::new()).into_iter() }
        .filter(|(kind, _)| *kind == ClaimKind::Name)
        .map(|(_, values)| values)
        .collect()
}

#[test]
fn two_given_names_of_one_age() {
    let one = (
        "The victim, Brendan Holm, aged 18, was found beside the quarry.",
        &["Brendan Holm"][..],
    );
    for (other, expected) in [
        (
            (
                "Police named the victim beside the quarry as Kelvin Holm, aged 18.",
                &["Kelvin Holm"][..],
            ),
            vec![vec!["Brendan Holm", "Kelvin Holm"]],
        ),
        // Another age, a report that knows both, nothing else in common.
        (
            (
                "Police named the victim beside the quarry as Kelvin Holm, aged 21.",
                &["Kelvin Holm"],
            ),
            vec![],
        ),
        (
            (
                "Kelvin Holm, aged 18, a cousin of Brendan, was found beside the quarry.",
                &["Kelvin Holm"],
            ),
            vec![],
        ),
        (("Kelvin Holm, aged 18, sings.", &["Kelvin Holm"]), vec![]),
        // A short form.
        (
            (
                "Police named the victim beside the quarry as Bren Holm, aged 18.",
                &["Bren Holm"],
            ),
            vec![],
        ),
    ] {
        assert_eq!(found(&[one, other], "person"), expected, "{other:?}");
        assert_eq!(found(&[other, one], "person"), expected, "{other:?}");
    }
}

#[test]
fn a_generation_is_no_surname() {
    let told: [Told<'_>; 3] = [
        (
            "The victim, Brendan Holm Jr., aged 18, was found beside the quarry.",
            &["Brendan Holm Jr."],
        ),
        (
            "Police named the victim beside the quarry as Kelvin Tarn Jr., aged 18.",
            &["Kelvin Tarn Jr."],
        ),
        (
            "Police named the victim beside the quarry as Kelvin Holm, aged 18.",
            &["Kelvin Holm"],
        ),
    ];
    let none: Vec<Vec<&str>> = Vec::new();
    assert_eq!(found(&told[..2], "person"), none);
    assert_eq!(
        found(&[told[0], told[2]], "person"),
        [["Brendan Holm Jr.", "Kelvin Holm"]]
    );
}

#[test]
fn two_names_in_like_words() {
    let one = (
        "The lighthouse will be repainted by the sculptor, her agent Oskar Brandvik said.",
        &["Oskar Brandvik"][..],
    );
    for (other, expected) in [
        (
            (
                "The lighthouse will be repainted by the sculptor, said agent Edvin Brandvik.",
                &["Edvin Brandvik"][..],
            ),
            vec![vec!["Edvin Brandvik", "Oskar Brandvik"]],
        ),
        // Other words; no given name; a word that begins the sentence; a report with both.
        (
            (
                "The bakery burned down, said neighbour Edvin Brandvik.",
                &["Edvin Brandvik"],
            ),
            vec![],
        ),
        (
            (
                "The lighthouse will be repainted by the sculptor, said Trooper Brandvik.",
                &["Trooper Brandvik"],
            ),
            vec![],
        ),
        (
            (
                "Losing Brandvik hurts: the lighthouse will be repainted by the sculptor, her agent.",
                &["Losing Brandvik"],
            ),
            vec![],
        ),
        (
            (
                "The lighthouse will be repainted by the sculptor, said agent Edvin Brandvik, not Oskar.",
                &["Edvin Brandvik"],
            ),
            vec![],
        ),
    ] {
        assert_eq!(found(&[one, other], "person"), expected, "{other:?}");
        assert_eq!(found(&[other, one], "person"), expected, "{other:?}");
    }
}

#[test]
fn a_family_has_several_grandsons() {
    let one: Told<'_> = (
        "The lighthouse will be repainted by the sculptor, her grandson Oskar Brandvik said.",
        &["Oskar Brandvik"],
    );
    let other: Told<'_> = (
        "The lighthouse will be repainted by the sculptor, said grandson Edvin Brandvik.",
        &["Edvin Brandvik"],
    );
    assert_eq!(found(&[one, other], "person"), Vec::<Vec<&str>>::new());
}

#[test]
fn streets_of_one_name() {
    let one = (
        "Gunfire was heard beside the derelict brewery on Alder Avenue East.",
        &["Alder Avenue East"][..],
    );
    for (text, name, expected) in [
        (
            "Neighbours of the derelict brewery on Alder Street East heard gunfire.",
            "Alder Street East",
            vec![vec!["Alder Avenue East", "Alder Street East"]],
        ),
        (
            "Neighbours of the derelict brewery on Alder Avenue West heard gunfire.",
            "Alder Avenue West",
            vec![vec!["Alder Avenue East", "Alder Avenue West"]],
        ),
        (
            "Neighbours of the derelict brewery on Alter Avenue East heard gunfire.",
            "Alter Avenue East",
            vec![vec!["Alder Avenue East", "Alter Avenue East"]],
        ),
        // Other words, a shortened word, another street.
        (
            "A bakery opened on Alder Street East.",
            "Alder Street East",
            vec![],
        ),
        (
            "Neighbours of the derelict brewery on Alder Ave East heard gunfire.",
            "Alder Ave East",
            vec![],
        ),
        (
            "Neighbours of the derelict brewery on Birch Avenue East heard gunfire.",
            "Birch Avenue East",
            vec![],
        ),
    ] {
        let names = [name];
        assert_eq!(
            found(&[one, (text, &names)], "facility"),
            expected,
            "{text}"
        );
        assert_eq!(
            found(&[(text, &names), one], "facility"),
            expected,
            "{text}"
        );
    }
    // Two ways to spell one word are none.
    let centre = (
        "The derelict brewery beside Alder Center burned down.",
        &["Alder Center"][..],
    );
    let british = (
        "Beside Alder Centre the derelict brewery burned down.",
        &["Alder Centre"][..],
    );
    let misheard = (
        "Beside Alter Center the derelict brewery burned down.",
        &["Alter Center"][..],
    );
    assert_eq!(
        [british, misheard].map(|other| found(&[centre, other], "organisation")),
        [vec![], vec![vec!["Alder Center", "Alter Center"]]]
    );
    // A report with both tells of two streets; a block of a street is told as a place.
    for (text, names) in [
        (
            "Neighbours of the derelict brewery on Alder Street East, off Alder Avenue East, heard gunfire.",
            &["Alder Street East", "Alder Avenue East"][..],
        ),
        (
            "Gunfire was heard in the 2300 block of Alder Street East.",
            &["Alder Street East"],
        ),
    ] {
        let block = (
            "Gunfire was heard in the 2300 block of Alder Avenue East.",
            &["Alder Avenue East"][..],
        );
        let first = if names.len() > 1 { one } else { block };
        assert_eq!(
            found(&[first, (text, names)], "facility"),
            Vec::<Vec<&str>>::new(),
            "{text}"
        );
    }
}

proptest! {
    /// Names in any words compare, in any order of the reports.
    #[test]
    fn any_words(words in "[A-Za-z ,.é0-9]{0,60}", names in prop::collection::vec("[A-Zé][a-zé]{0,6} [A-Z][a-z]{0,6}", 2)) {
        let texts: Vec<String> = names.iter().map(|name| format!("{name} {words}")).collect();
        let entity = |at: usize| EntityId::of(ids(1)[0], NameKind::Person, &names[at], "");
        let told: Vec<(&str, Annotations)> = { texts.iter().zip(&names) }
            .map(|(text, name)| (text.as_str(), annotations((text, &[name]), "person")))
            .collect();
        let entities = BTreeMap::from([(0, entity(0))]);
        let count = differing(&told, &entities).len();
        let turned: Vec<_> = told.into_iter().rev().collect();
        prop_assert_eq!(differing(&turned, &entities).len(), count);
    }
}
