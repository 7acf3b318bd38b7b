//! What happens once to somebody is one event in all reports, however they put it.

#![expect(clippy::unwrap_used, reason = "the texts are part of the test")]

mod compared;

use std::collections::BTreeMap;

use compared::{compared, ids};
use retold_model::{Annotations, ClaimKind, EntityId, NameKind};
use serde_json::{Value, json};

/// A clause with a name: what it says, and in which role the name stands.
struct Clause {
    predicate: &'static str,
    lemma: &'static str,
    role: &'static str,
}

const DIED: Clause = Clause {
    predicate: "died",
    lemma: "die",
    role: "subject",
};
const ARRESTED: Clause = Clause {
    predicate: "arrested",
    lemma: "arrest",
    role: "object",
};

/// What is read in a text: in each sentence the name as the one who takes part, and the years.
fn annotations(text: &str, name: &str, kind: &str, clause: &Clause) -> Annotations {
    let at = |start: usize, words: &str| [start, start + words.len()];
    let all =
        |words: &str| -> Vec<usize> { text.match_indices(words).map(|(start, _)| start).collect() };
    let names = all(name);
    let members: Vec<Value> = { names.iter() }
        .map(|&start| json!({"range": at(start, name), "reference": "name"}))
        .collect();
    let frames: Vec<Value> = { all(clause.predicate).into_iter().zip(&names) }
        .map(|(start, &whom)| {
            json!({
                "predicate": at(start, clause.predicate), "kind": "verb", "lemma": clause.lemma, "voice": "active",
                "arguments": [{"role": clause.role, "range": at(whom, name), "heads": [at(whom, name)], "ground": "stated"}],
                "negated": false, "modality": "asserted", "aspect": "simple", "voucher": "outlet",
            })
        })
        .collect();
    let mut years: Vec<usize> = ["2013", "2024"].iter().flat_map(|year| all(year)).collect();
    years.sort_unstable();
    let times: Vec<Value> = { years.into_iter() }
        .map(|start| {
            let year = &text[start..start + 4];
            json!({
                "range": at(start, year), "kind": "date", "value": year, "edtf": year, "precision": "year", "modifier": null,
                "span": {"begin": format!("{year}-01-01T00:00:00"), "end": format!("{year}-12-31T00:00:00")},
                "zone": null, "anchor": null, "ground": "stated",
            })
        })
        .collect();
    serde_json::from_value(json!({
        "mentions": [], "quantities": [], "quotes": [], "outlets": [], "places": [], "times": times, "frames": frames,
        "chains": [{"kind": kind, "name": at(names[0], name), "members": members}],
    }))
    .unwrap()
}

/// The words of the events that several reports state.
fn events<'t>(texts: &[&'t str], name: &str, kind: &str, clause: &Clause) -> Vec<Vec<&'t str>> {
    let told: Vec<(&str, Annotations)> = { texts.iter() }
        .map(|text| (*text, annotations(text, name, kind, clause)))
        .collect();
    let ids = ids(texts.len());
    let entity = EntityId::of(ids[0], NameKind::Person, name, "");
    {
        compared(&told, &BTreeMap::from([(0, entity)]))
            .claims
            .into_iter()
    }
    .filter(|claim| claim.kind == ClaimKind::Event && claim.articles > 1)
    .map(|claim| {
        let words = claim.statements.iter().map(|statement| {
            let at = ids.iter().position(|id| *id == statement.article).unwrap();
            statement.words.slice(texts[at]).unwrap()
        });
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words
    })
    .collect()
}

#[test]
fn somebody_dies_once() {
    let texts = [
        "Anna Berg died.",
        "Neighbours of Anna Berg, who had fed swans for thirty years and died, wept.",
    ];
    assert_eq!(
        events(&texts, "Anna Berg", "person", &DIED),
        [[
            "Anna Berg died",
            "Anna Berg, who had fed swans for thirty years and died"
        ]]
    );
}

#[test]
fn somebody_is_arrested_once_unless_a_report_tells_two_times() {
    let (one, other, twice) = (
        "Neighbours who heard glass break behind the bakery saw through their curtains how they arrested Anna Berg.",
        "Officers at the mill arrested Anna Berg in 2024.",
        "Police with dogs, lamps and ladders arrested Anna Berg beside the quarry in 2024. Customs had arrested Anna Berg in 2013 over smuggled cheese from the border market.",
    );
    let found = |texts: &[&'static str]| events(texts, "Anna Berg", "person", &ARRESTED);
    assert_eq!(
        found(&[one, other]),
        [["arrested Anna Berg", "arrested Anna Berg"]]
    );
    let none: Vec<Vec<&str>> = Vec::new();
    assert_eq!(found(&[one, twice]), none);
    assert_eq!(
        found(&[
            other,
            "Customs arrested Anna Berg in 2013 over smuggled cheese from the border market."
        ]),
        none
    );
}

#[test]
fn what_happens_in_a_town_may_happen_again() {
    let texts = [
        "Neighbours who heard glass break behind the bakery saw through their curtains how they arrested Ashford.",
        "Officers at the mill arrested Ashford after a vote.",
    ];
    let none: Vec<Vec<&str>> = Vec::new();
    assert_eq!(events(&texts, "Ashford", "place", &ARRESTED), none);
}
