//! What two reports state otherwise, by rule: spellings, sides of a town, years of service, lengths of time.

#![expect(clippy::unwrap_used, reason = "the texts are part of the test")]

mod compared;

use std::collections::BTreeMap;

use compared::{compared, differing, ids};
use proptest::prelude::*;
use retold_model::{Annotations, Claims, EntityId, NameKind};
use serde_json::{Value, json};

/// A report with what was read in it.
#[derive(Clone, Default)]
struct Told {
    text: String,
    /// Names of one chain each, with the kind.
    names: Vec<(&'static str, &'static str)>,
    /// The country of its places.
    country: &'static str,
    /// A length of time, or a time of day, with its value.
    length: Option<(&'static str, &'static str)>,
    /// A predicate with its base form, and the role of some words in it: by default the first name.
    frame: Option<(&'static str, &'static str, &'static str)>,
    argument: Option<&'static str>,
    /// An age in years.
    age: Option<(&'static str, u32)>,
    /// A pronoun for the first name.
    pronoun: Option<&'static str>,
}

impl Told {
    fn range(&self, words: &str) -> [usize; 2] {
        let at = self.text.find(words).unwrap();
        [at, at + words.len()]
    }

    fn annotations(&self) -> Annotations {
        let chain = |(name, kind): &(&str, &str)| {
            let range = self.range(name);
            let mut members = vec![json!({"range": range, "reference": "name"})];
            if let Some(pronoun) = self.pronoun.filter(|_| *name == self.names[0].0) {
                members.push(json!({"range": self.range(pronoun), "reference": "pronoun"}));
            }
            json!({"kind": kind, "name": range, "members": members})
        };
        let place = |(name, _): &(&str, &str)| {
            json!({
                "range": self.range(name), "placing": "itself", "confidence": 90, "actor": false,
                "grounds": ["only-candidate"],
                "place": {"name": name, "feature": "town", "point": {"latitude": 1, "longitude": 1}, "country": self.country},
            })
        };
        let length = |(words, value): &(&str, &str)| {
            json!({
                "range": self.range(words), "kind": if value.starts_with('P') { "duration" } else { "time" },
                "value": value, "edtf": null, "precision": if value.starts_with('P') { None } else { Some("minute") },
                "modifier": null, "span": {"begin": null, "end": null}, "zone": null, "anchor": null, "ground": "stated",
            })
        };
        let frame = |(predicate, lemma, role): &(&str, &str, &str)| {
            let name = self.range(self.argument.unwrap_or_else(|| self.names[0].0));
            let words = self.text[name[0]..name[1]]
                .rfind(' ')
                .map_or(0, |at| at + 1);
            let head = if self.argument.is_some() {
                [name[0] + words, name[1]]
            } else {
                name
            };
            json!({
                "predicate": self.range(predicate), "kind": "verb", "lemma": lemma, "voice": "active",
                "arguments": [{"role": role, "range": name, "heads": [head], "ground": "stated"}],
                "times": if self.length.is_some() { vec![0] } else { Vec::new() },
                "negated": false, "modality": "asserted", "aspect": "simple", "voucher": "outlet",
            })
        };
        let age = |(words, years): &(&str, u32)| {
            json!({
                "range": self.range(words), "number": self.range(&years.to_string()), "amount": {"value": years.to_string()},
                "qualifier": null, "measure": {"age": "years"}, "of": null, "conversion": null,
            })
        };
        let places: Vec<Value> = { self.names.iter() }
            .filter(|(_, kind)| *kind == "place")
            .map(place)
            .collect();
        serde_json::from_value(json!({
            "mentions": [], "quotes": [], "outlets": [],
            "quantities": self.age.iter().map(age).collect::<Vec<_>>(),
            "chains": self.names.iter().map(chain).collect::<Vec<_>>(),
            "places": places,
            "times": self.length.iter().map(length).collect::<Vec<_>>(),
            "frames": self.frame.iter().map(frame).collect::<Vec<_>>(),
        }))
        .unwrap()
    }
}

/// The words of the values that two reports differ in. The first name is that of one person in both.
fn found(told: &[Told]) -> Vec<Vec<String>> {
    let somebody = EntityId::of(ids(1)[0], NameKind::Person, "Anna Berg", "");
    let told: Vec<(&str, Annotations)> = { told.iter() }
        .map(|told| (told.text.as_str(), told.annotations()))
        .collect();
    let found = differing(&told, &BTreeMap::from([(0, somebody)]));
    { found.into_iter() }
        .map(|(_, values)| values.into_iter().map(str::to_owned).collect())
        .collect()
}

fn named(text: &str, names: &[(&'static str, &'static str)], country: &'static str) -> Told {
    Told {
        text: text.to_owned(),
        names: names.to_vec(),
        country,
        ..Told::default()
    }
}

#[test]
fn a_name_that_one_report_spells_otherwise() {
    let right = named(
        "The mayor of Mundeley spoke in Ashford.",
        &[("Mundeley", "place"), ("Ashford", "place")],
        "GB",
    );
    let wrong = |text: &str, names: &[(&'static str, &'static str)]| named(text, names, "GB");
    for (other, expected) in [
        (
            wrong("A man of Mudeley was robbed.", &[("Mudeley", "place")]),
            vec![vec!["Mudeley", "Mundeley"]],
        ),
        // Both in one text, another first letter, another ending, a person of another given name.
        (
            wrong(
                "A man of Mudeley, as Mundeley was once called.",
                &[("Mudeley", "place")],
            ),
            vec![],
        ),
        (
            wrong("A man of Bundeley was robbed.", &[("Bundeley", "place")]),
            vec![],
        ),
        (
            wrong("The Mundeleys were robbed.", &[("Mundeleys", "group")]),
            vec![],
        ),
    ] {
        assert_eq!(found(&[right.clone(), other.clone()]), expected);
        assert_eq!(found(&[other, right.clone()]), expected);
    }
    let people = |one: &'static str, other: &'static str| {
        found(&[
            named(
                &format!("{one} of Ashford spoke."),
                &[(one, "person"), ("Ashford", "place")],
                "GB",
            ),
            named(
                &format!("In Ashford, {other} spoke."),
                &[(other, "person"), ("Ashford", "place")],
                "GB",
            ),
        ])
    };
    assert_eq!(
        [
            people("Torvant Hulm", "Torvont Hulm"),
            people("Torvant Hulm", "Torvont Grell"),
            people("Torvant Hulm", "Torvanto Hulm"),
        ],
        [
            vec![vec!["Torvant Hulm".to_owned(), "Torvont Hulm".to_owned()]],
            vec![],
            vec![]
        ]
    );
    // Where other letters are written, it may be another way to write them in ours.
    let village = |name: &'static str, country| {
        named(
            &format!("The quake struck {name}."),
            &[(name, "place")],
            country,
        )
    };
    assert_eq!(
        [
            found(&[village("Karvazan", "IR"), village("Karavazan", "IR")]),
            found(&[village("Karvazan", "ES"), village("Karavazan", "ES")]),
        ],
        [
            vec![],
            vec![vec!["Karavazan".to_owned(), "Karvazan".to_owned()]]
        ]
    );
}

#[test]
fn the_age_at_which_somebody_died_is_that_of_the_dead() {
    let died = |text: &str, age| Told {
        text: text.to_owned(),
        names: vec![("Anna Berg", "person"), ("Jan Holm", "person")],
        frame: Some(("died", "die", "subject")),
        age: Some(age),
        ..Told::default()
    };
    let first = died(
        "Anna Berg died on Monday at the age of 71, Jan Holm said.",
        ("71", 71),
    );
    for (text, age, expected) in [
        (
            "Anna Berg died in Ashford, aged 72, Jan Holm said.",
            ("aged 72", 72),
            vec![vec!["71", "aged 72"]],
        ),
        (
            "Anna Berg died at age 71, Jan Holm said.",
            ("71", 71),
            vec![],
        ),
        // Of others that stand between.
        (
            "Anna Berg died beside Jan Holm, aged 76.",
            ("aged 76", 76),
            vec![],
        ),
        (
            "Anna Berg died with her daughter, aged 76, Jan Holm said.",
            ("aged 76", 76),
            vec![],
        ),
    ] {
        assert_eq!(found(&[first.clone(), died(text, age)]), expected, "{text}");
    }
}

#[test]
fn the_age_of_a_sentence_of_its_own() {
    let was = |text: &str, age| Told {
        text: text.to_owned(),
        names: vec![("Anna Berg", "person"), ("Jan Holm", "person")],
        pronoun: Some("She"),
        age: Some(age),
        ..Told::default()
    };
    let first = was("Anna Berg died, Jan Holm said. She was 71.", ("71", 71));
    for (text, expected) in [
        (
            "Jan Holm mourns Anna Berg. She was just 72.",
            vec![vec!["71", "72"]],
        ),
        // Of something else, or of another day.
        (
            "Jan Holm mourns Anna Berg. She was 72 places behind.",
            vec![],
        ),
        (
            "Jan Holm mourns Anna Berg. She was 72 when they met.",
            vec![],
        ),
        (
            "Jan Holm mourns Anna Berg. She was on a list of 72.",
            vec![],
        ),
    ] {
        assert_eq!(
            found(&[first.clone(), was(text, ("72", 72))]),
            expected,
            "{text}"
        );
    }
}

#[test]
fn the_side_of_a_town() {
    let shots = |part: &str| named(&format!("A man was shot in {part} on Friday."), &[], "US");
    for (one, other, expected) in [
        (
            "West Grelling Park",
            "East Grelling Park",
            vec![vec!["East Grelling Park", "West Grelling Park"]],
        ),
        ("West Grelling Park", "Northwest Grelling Park", vec![]),
        ("West Grelling Park", "East Ashford", vec![]),
        ("West Grelling Street", "East Grelling Street", vec![]),
    ] {
        assert_eq!(
            found(&[shots(one), shots(other)]),
            expected,
            "{one} {other}"
        );
    }
    let spoke = named("The mayor spoke in East Grelling Park.", &[], "US");
    assert_eq!(
        found(&[shots("West Grelling Park"), spoke]),
        Vec::<Vec<String>>::new()
    );
}

#[test]
fn years_of_service() {
    let veteran = |text: &str, length: &'static str, value: &'static str| Told {
        length: Some((length, value)),
        ..named(text, &[("Anna Berg", "person")], "US")
    };
    let served = |text: &str, length: &'static str, value: &'static str| Told {
        frame: Some(("served", "serve", "subject")),
        ..veteran(text, length, value)
    };
    let one = veteran(
        "Anna Berg, a 15-year Ashford police veteran, died.",
        "15-year",
        "P15Y",
    );
    for (other, expected) in [
        (
            served(
                "Anna Berg had served with the police for 16 years.",
                "16 years",
                "P16Y",
            ),
            vec![vec!["15-year", "16 years"]],
        ),
        (
            veteran("The 12-year veteran Anna Berg died.", "12-year", "P12Y"),
            vec![vec!["12-year", "15-year"]],
        ),
        (
            veteran("12-year veteran Anna Berg died.", "12-year", "P12Y"),
            vec![vec!["12-year", "15-year"]],
        ),
        // The same, a hedge, another service.
        (
            served(
                "Anna Berg had served with the police for 15 years.",
                "15 years",
                "P15Y",
            ),
            vec![],
        ),
        (
            served(
                "Anna Berg had served with the police for nearly 16 years.",
                "16 years",
                "P16Y",
            ),
            vec![],
        ),
        (
            served(
                "Police officer Anna Berg served 4 years in the Navy.",
                "4 years",
                "P4Y",
            ),
            vec![],
        ),
    ] {
        assert_eq!(
            found(&[one.clone(), other.clone()]),
            expected,
            "{}",
            other.text
        );
    }
}

#[test]
fn how_long_something_lasted() {
    let told = |text: &str, length: &'static str, value: &'static str| Told {
        length: Some((length, value)),
        frame: Some(("hospitalized", "hospitalize", "object")),
        ..named(text, &[("Berg", "person")], "US")
    };
    let one = told(
        "Berg had been hospitalized in Ashford for three weeks with pneumonia.",
        "three weeks",
        "P3W",
    );
    for (text, length, value, expected) in [
        (
            "Berg was hospitalized for four weeks because of pneumonia.",
            "four weeks",
            "P4W",
            vec![vec!["four weeks", "three weeks"]],
        ),
        (
            "Berg was hospitalized for 20 days because of pneumonia.",
            "20 days",
            "P20D",
            vec![],
        ),
        (
            "Berg was hospitalized twice in four weeks because of pneumonia.",
            "four weeks",
            "P4W",
            vec![],
        ),
    ] {
        let other = told(text, length, value);
        assert_eq!(found(&[one.clone(), other]), expected, "{text}");
    }
}

#[test]
fn who_was_wed() {
    let married = Told {
        length: Some(("two weeks ago", "P2W")),
        frame: Some(("married", "marry", "object")),
        ..named(
            "Anna Berg was married two weeks ago in Ashford.",
            &[("Anna Berg", "person")],
            "US",
        )
    };
    // The verb is read as "we'd", so no frame tells it.
    let wed = Told {
        length: Some(("three weeks ago", "P3W")),
        ..named(
            "The deputy, who was wed three weeks ago, lived in Ashford.",
            &[],
            "US",
        )
    };
    assert_eq!(
        found(&[married, wed]),
        [["three weeks ago", "two weeks ago"]]
    );
}

#[test]
fn times_of_what_happened() {
    let at = |text: &str,
              time: &'static str,
              value: &'static str,
              predicate: &'static str,
              lemma: &'static str,
              argument: &'static str| Told {
        length: Some((time, value)),
        frame: Some((predicate, lemma, "subject")),
        argument: Some(argument),
        ..named(text, &[], "US")
    };
    let this = at(
        "Police say this happened at 5:40 p.m. in Ashford.",
        "5:40 p.m.",
        "T17:40",
        "happened",
        "happen",
        "this",
    );
    for (text, time, value, predicate, lemma, argument, expected) in [
        (
            "The shooting occurred at 6:30 p.m. in Ashford.",
            "6:30 p.m.",
            "T18:30",
            "occurred",
            "occur",
            "The shooting",
            vec![vec!["5:40 p.m.", "6:30 p.m."]],
        ),
        // Within minutes, of a list, a word, and when the police were called.
        (
            "The shooting occurred at 5:45 p.m. in Ashford.",
            "5:45 p.m.",
            "T17:45",
            "occurred",
            "occur",
            "The shooting",
            vec![],
        ),
        (
            "\u{2022} The shooting occurred at 6:30 p.m. in Ashford.",
            "6:30 p.m.",
            "T18:30",
            "occurred",
            "occur",
            "The shooting",
            vec![],
        ),
        (
            "The shooting occurred at six in the evening in Ashford.",
            "six in the evening",
            "T18:00",
            "occurred",
            "occur",
            "The shooting",
            vec![],
        ),
        (
            "The call came at 6:30 p.m. from Ashford.",
            "6:30 p.m.",
            "T18:30",
            "came",
            "come",
            "The call",
            vec![],
        ),
    ] {
        let other = at(text, time, value, predicate, lemma, argument);
        assert_eq!(found(&[this.clone(), other]), expected, "{text}");
    }
    let reported =
        |verb, lemma, text: &str, argument| at(text, "2:30 p.m.", "T14:30", verb, lemma, argument);
    let call = at(
        "The call came at 2 p.m. from Ashford.",
        "2 p.m.",
        "T14:00",
        "came",
        "come",
        "The call",
    );
    assert_eq!(
        found(&[
            call.clone(),
            reported(
                "responded",
                "respond",
                "The Ashford County Sheriff's Office responded at 2:30 p.m.",
                "The Ashford County Sheriff's Office"
            )
        ]),
        [["2 p.m.", "2:30 p.m."]]
    );
    assert_eq!(
        found(&[
            call,
            reported(
                "reported",
                "report",
                "The shooting was reported at 2:30 p.m. in Ashford.",
                "The shooting"
            )
        ]),
        [["2 p.m.", "2:30 p.m."]]
    );
}

/// A text in which nothing was read but the names of places.
fn with_places(text: &str, places: &[[usize; 2]]) -> Annotations {
    let chains: Vec<Value> = { places.iter() }
        .map(|range| {
            json!({"kind": "place", "name": range, "members": [{"range": range, "reference": "name"}]})
        })
        .collect();
    assert!(places.iter().all(|range| range[1] <= text.len()));
    serde_json::from_value(json!({
        "mentions": [], "quantities": [], "quotes": [], "outlets": [], "places": [], "times": [],
        "frames": [], "chains": chains,
    }))
    .unwrap()
}

/// Whether all words of the discrepancies stand in a sentence of their text.
fn lie_in_the_texts(found: &Claims, told: &[(&str, Annotations)]) -> bool {
    let ids = ids(told.len());
    { found.discrepancies.iter() }
        .flat_map(|it| &it.values)
        .flat_map(|value| &value.statements)
        .all(|statement| {
            let at = ids.iter().position(|id| *id == statement.article).unwrap();
            statement.words.slice(told[at].0).is_some()
                && statement.sentence.contains_range(statement.words)
        })
}

proptest! {
    #[test]
    fn any_names_give_ranges_inside_the_text(
        words in prop::collection::vec("[A-Z][a-zé'. ]{0,12}", 1..12),
    ) {
        let texts = [words.join(" "), words.iter().rev().cloned().collect::<Vec<_>>().concat()];
        let told = texts.each_ref().map(|text| {
            let places: Vec<[usize; 2]> = { words.iter() }
                .filter_map(|word| Some((text.find(word.as_str())?, word.len())))
                .map(|(at, length)| [at, at + length])
                .collect();
            (text.as_str(), with_places(text, &places))
        });
        prop_assert!(lie_in_the_texts(&compared(&told, &BTreeMap::new()), &told));
    }

    #[test]
    fn any_text_around_a_slip_gives_ranges_inside_it(
        name in "[A-Z][a-z]{6,12}",
        swapped in 1..5_usize,
        around in prop::array::uniform4("(?s).{0,20}"),
    ) {
        let mut letters = name.clone().into_bytes();
        letters.swap(swapped, swapped + 1);
        let slip = String::from_utf8(letters).unwrap();
        let [a, b, c, d] = &around;
        let texts = [format!("{a} of {name} {b}"), format!("{c} of {slip} {d}")];
        let places = [a, c].map(|before| before.len() + " of ".len()).map(|at| [at, at + name.len()]);
        let told = [0, 1].map(|at| (texts[at].as_str(), with_places(&texts[at], &[places[at]])));
        let found = compared(&told, &BTreeMap::new());
        // Two letters that are the same are no slip; else nearly all are told.
        prop_assume!(!found.discrepancies.is_empty());
        prop_assert!(lie_in_the_texts(&found, &told));
    }
}
