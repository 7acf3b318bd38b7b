//! Values that stand in like words in two reports: which differ, and which are of two things.

#![expect(clippy::unwrap_used, reason = "the texts are part of the test")]

mod compared;

use std::collections::BTreeMap;

use compared::differing;
use retold_model::{
    AgeUnit, Amount, Annotations, Argument, ArgumentGround, ArgumentRole, Aspect, ClaimKind,
    Decimal, Frame, Measure, Modality, PredicateKind, Quantity, Tense, Voice, Voucher,
};
use retold_text::TextRange;

/// A report of one clause that states a number of things.
#[derive(Clone, Copy)]
struct Clause {
    text: &'static str,
    /// The number with what it counts.
    number: &'static str,
    predicate: &'static str,
    lemma: &'static str,
    subject: &'static str,
    object: &'static str,
}

fn range(text: &str, words: &str) -> TextRange {
    let at = text.find(words).unwrap();
    TextRange::of(at, at + words.len())
}

impl Clause {
    fn annotations(&self) -> Annotations {
        let argument = |role, words: &str| Argument {
            role,
            range: range(self.text, words),
            heads: vec![range(self.text, words.rsplit(' ').next().unwrap())],
            preposition: None,
            ground: ArgumentGround::Stated,
        };
        let (number, noun) = self.number.split_once(' ').unwrap();
        let quantity = Quantity {
            range: range(self.text, self.number),
            number: range(self.text, number),
            amount: Amount::Value(number.replace(',', "").parse::<Decimal>().unwrap()),
            qualifier: None,
            measure: Measure::Things(noun.rsplit(' ').next().unwrap().to_owned()),
            of: Some(range(self.text, noun)),
            conversion: None,
        };
        let frame = Frame {
            predicate: range(self.text, self.predicate),
            kind: PredicateKind::Verb,
            lemma: self.lemma.to_owned(),
            particle: None,
            auxiliaries: Vec::new(),
            voice: Voice::Active,
            arguments: vec![
                argument(ArgumentRole::Subject, self.subject),
                argument(ArgumentRole::Object, self.object),
            ],
            complements: Vec::new(),
            governor: None,
            times: Vec::new(),
            quantities: vec![0],
            places: Vec::new(),
            negated: false,
            modality: Modality::Asserted,
            tense: Some(Tense::Past),
            aspect: Aspect::Simple,
            voucher: Voucher::Outlet,
        };
        Annotations {
            quantities: vec![quantity],
            frames: vec![frame],
            ..Annotations::default()
        }
    }
}

/// The words of the values that two reports are told to differ in.
fn found(clauses: [&Clause; 2]) -> Vec<(ClaimKind, Vec<&'static str>)> {
    let told = clauses.map(|clause| (clause.text, clause.annotations()));
    differing(&told, &BTreeMap::new())
}

#[test]
fn numbers_of_one_predicate_and_one_thing_else() {
    let crew = Clause {
        text: "The divers raised 12 crates from the wreck of the Marigold.",
        number: "12 crates",
        predicate: "raised",
        lemma: "raise",
        subject: "The divers",
        object: "12 crates",
    };
    let other = Clause {
        text: "On the last day the divers raised 17 crates from the wreck.",
        number: "17 crates",
        subject: "the divers",
        object: "17 crates",
        ..crew
    };
    assert_eq!(
        found([&crew, &other]),
        [(ClaimKind::Number, vec!["12 crates", "17 crates"])]
    );
    // Another verb, another role, a part of a number, a verb of which one may have many, and what may have grown.
    for (text, number, predicate, lemma, subject, object) in [
        (
            "On the last day the divers lost 17 crates from the wreck.",
            "17 crates",
            "lost",
            "lose",
            "the divers",
            "17 crates",
        ),
        (
            "On the last day 17 crates raised the divers from the wreck.",
            "17 crates",
            "raised",
            "raise",
            "17 crates",
            "the divers",
        ),
        (
            "On the last day the divers raised 3 of 17 crates from the wreck.",
            "17 crates",
            "raised",
            "raise",
            "the divers",
            "17 crates",
        ),
        (
            "On the last day the divers raised 12 crates from the wreck.",
            "12 crates",
            "raised",
            "raise",
            "the divers",
            "12 crates",
        ),
    ] {
        let apart = Clause {
            text,
            number,
            predicate,
            lemma,
            subject,
            object,
        };
        assert_eq!(found([&crew, &apart]), [], "{text}");
        assert_eq!(found([&apart, &crew]), [], "{text}");
    }
    for lemma in ["get", "damage"] {
        let [one, two] = [&crew, &other].map(|clause| Clause { lemma, ..*clause });
        assert_eq!(found([&one, &two]), [], "{lemma}");
    }
}

#[test]
fn what_is_told_of_another_year_or_storm_is_not_compared() {
    let of = |text| Clause {
        text,
        number: "17 crates",
        predicate: "raised",
        lemma: "raise",
        subject: "the divers",
        object: "17 crates",
    };
    for [early, late, same] in [
        [
            "In 1959 the divers raised 12 crates from the wreck of the Marigold.",
            "In 1997 the divers raised 17 crates from the wreck of the Marigold.",
            "In 1959 the divers raised 17 crates from the wreck of the Marigold.",
        ],
        [
            "After Hurricane Ostra the divers raised 12 crates from the wreck of the Marigold.",
            "After Hurricane Bela the divers raised 17 crates from the wreck of the Marigold.",
            "After Hurricane Ostra the divers raised 17 crates from the wreck of the Marigold.",
        ],
    ] {
        let early = Clause {
            number: "12 crates",
            object: "12 crates",
            ..of(early)
        };
        assert_eq!(found([&early, &of(late)]), [], "{late}");
        assert_eq!(
            found([&early, &of(same)]),
            [(ClaimKind::Number, vec!["12 crates", "17 crates"])]
        );
    }
}

/// What is read in a sentence with an age.
fn aged(text: &str, age: &str) -> Annotations {
    let number = age.split('-').next().unwrap();
    Annotations {
        quantities: vec![Quantity {
            range: range(text, age),
            number: range(text, number),
            amount: Amount::Value(number.parse::<Decimal>().unwrap()),
            qualifier: None,
            measure: Measure::Age(AgeUnit::Years),
            of: None,
            conversion: None,
        }],
        ..Annotations::default()
    }
}

#[test]
fn ages_in_like_words() {
    let one = "A 12-year-old girl was rescued from the flooded quarry by a ferryman.";
    for (other, age, differs) in [
        (
            "An 11-year-old Ashford girl was rescued from the flooded quarry on Monday.",
            "11-year-old",
            true,
        ),
        // Somebody else by age, by sex, by what is told.
        (
            "A 41-year-old woman was rescued from the flooded quarry on Monday.",
            "41-year-old",
            false,
        ),
        (
            "An 11-year-old boy was rescued from the flooded quarry on Monday.",
            "11-year-old",
            false,
        ),
        ("An 11-year-old girl sang.", "11-year-old", false),
    ] {
        let told = [(one, aged(one, "12-year-old")), (other, aged(other, age))];
        let found = differing(&told, &BTreeMap::new());
        let expected = vec![(ClaimKind::Age, vec![age, "12-year-old"])];
        assert_eq!(found, if differs { expected } else { vec![] }, "{other}");
    }
    // A report that knows both.
    let both = "An 11-year-old girl and a 12-year-old girl were rescued from the flooded quarry.";
    let mut read = aged(both, "11-year-old");
    read.quantities.extend(aged(both, "12-year-old").quantities);
    let told = [(one, aged(one, "12-year-old")), (both, read)];
    assert_eq!(differing(&told, &BTreeMap::new()), []);
}

#[test]
fn times_of_day_that_are_twelve_hours_apart() {
    let clock = |text: &str, words: &str, value: &str, predicate: &str| {
        Annotations {
        times: vec![
            serde_json::from_value(serde_json::json!({
                "range": range(text, words), "kind": "time", "value": value, "edtf": null, "precision": "minute",
                "modifier": null, "span": {"begin": null, "end": null}, "zone": null, "anchor": null, "ground": "stated",
            }))
            .unwrap(),
        ],
        frames: vec![
            serde_json::from_value(serde_json::json!({
                "predicate": range(text, predicate), "kind": "verb", "lemma": predicate, "voice": "active", "arguments": [],
                "times": [0], "negated": false, "modality": "asserted", "aspect": "simple", "voucher": "outlet",
            }))
            .unwrap(),
        ],
        ..Annotations::default()
    }
    };
    let one = "The bronze fountain was unveiled at 1:30 p.m. in the orchard.";
    for (other, words, value, differs) in [
        (
            "At 1:30 a.m. the bronze fountain was mounted in the orchard.",
            "1:30 a.m.",
            "T01:30",
            true,
        ),
        (
            "At 7:30 a.m. the bronze fountain was mounted in the orchard.",
            "7:30 a.m.",
            "T07:30",
            false,
        ),
        (
            "At 1:30 a.m. the choir mounted its flag.",
            "1:30 a.m.",
            "T01:30",
            false,
        ),
    ] {
        let told = [
            (one, clock(one, "1:30 p.m.", "T13:30", "unveiled")),
            (other, clock(other, words, value, "mounted")),
        ];
        let expected = vec![(ClaimKind::Clock, vec![words, "1:30 p.m."])];
        let found = differing(&told, &BTreeMap::new());
        assert_eq!(found, if differs { expected } else { vec![] }, "{other}");
    }
}

#[test]
fn the_day_of_an_article_is_not_compared() {
    let day = |text: &str, words: &str, value: &str, predicate: &str| {
        Annotations {
        times: vec![
            serde_json::from_value(serde_json::json!({
                "range": range(text, words), "kind": "date", "value": value, "edtf": null, "precision": "day",
                "modifier": null, "zone": null, "anchor": null, "ground": "stated",
                "span": {"begin": format!("{value}T00:00:00"), "end": format!("{value}T23:59:59")},
            }))
            .unwrap(),
        ],
        frames: vec![
            serde_json::from_value(serde_json::json!({
                "predicate": range(text, predicate), "kind": "verb", "lemma": predicate.trim_end_matches('d'),
                "voice": "active", "arguments": [], "times": [0], "negated": false, "modality": "asserted",
                "aspect": "simple", "voucher": "outlet",
            }))
            .unwrap(),
        ],
        ..Annotations::default()
    }
    };
    let found = |predicate: &str| {
        let texts = ["July 21, 2013", "July 22, 2013"]
            .map(|day| format!("Lighthouse timetable {predicate} by the harbour office on {day}"));
        let told = [
            (
                &*texts[0],
                day(&texts[0], "July 21, 2013", "2013-07-21", predicate),
            ),
            (
                &*texts[1],
                day(&texts[1], "July 22, 2013", "2013-07-22", predicate),
            ),
        ];
        differing(&told, &BTreeMap::new()).len()
    };
    assert_eq!(["replaced", "updated"].map(found), [1, 0]);
}
