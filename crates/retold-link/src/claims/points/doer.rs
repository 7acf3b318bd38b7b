//! Whether somebody was hurt by another one or by themselves: "shot himself", "was shot by the police".

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{Argument, ArgumentRole, ClaimKind, Frame, Modality, PredicateKind, SameGround};
use retold_text::TextRange;

use super::state::{Whose, age_in, is_thought, only_head, person};
use super::toll::is_of_another_time;
use super::{Point, Scene, Slot, Value};
use crate::claims::agreement::exclusive::{List, Meaning};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{noun_class, sex_of};

const HURTING: &[&str] = &[
    "gun down", "hit", "kill", "murder", "shoot", "stab", "strike", "wound",
];

const REFLEXIVE: &[&str] = &["herself", "himself"];

const POLICE: &[&str] = &["deputy", "police", "policeman", "trooper"];

/// Ages by chain, as [`super::age::ages`] gives them.
type Ages = BTreeMap<u32, BTreeSet<String>>;

/// Words for a wound that somebody gave themselves.
const SELF_INFLICTED: &str = "self-inflicted";

pub(super) fn doers<'a>(reading: &Reading<'a>, ages: &Ages, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let tells = frame.kind == PredicateKind::Verb
            && !frame.negated
            && frame.modality == Modality::Asserted
            && !is_thought(reading, frame);
        let Some(sentence) = reading.sentence(frame.predicate).filter(|_| tells) else {
            continue;
        };
        if is_of_another_time(reading, sentence) {
            continue;
        }
        let Some((meaning, whose)) = told(reading, frame, sentence, ages) else {
            continue;
        };
        for (thing, ground) in whose {
            let Some(statement) = reading.statement(frame.predicate, frame.voucher) else {
                continue;
            };
            points.push(Point {
                slot: Slot::State(List::Doer, thing),
                kind: ClaimKind::Event,
                value: Value::Meaning(meaning),
                statement,
                scene: Scene::default(),
                sure: true,
                grounds: vec![SameGround::LikePredicate, ground],
            });
        }
    }
}

/// Who did it, and to whom.
fn told(
    reading: &Reading<'_>,
    frame: &Frame,
    sentence: TextRange,
    ages: &Ages,
) -> Option<(Meaning, Whose)> {
    let itself = || Meaning::of(List::Doer, "self");
    let subject = frame.with_role(ArgumentRole::Subject).next();
    let of_wound = matches!(frame.lemma.as_str(), "die" | "suffer") && {
        reading.between(frame.predicate.end(), sentence.end())
    }
    .is_some_and(|behind| behind.to_lowercase().contains(SELF_INFLICTED));
    if of_wound {
        return Some((itself()?, who(reading, subject?, ages)));
    }
    if !HURTING.contains(&frame.lemma.as_str()) {
        return None;
    }
    let object = frame.with_role(ArgumentRole::Object).next()?;
    let is_reflexive = |argument: &Argument| {
        let word = reading.words(argument.range).to_lowercase();
        REFLEXIVE.contains(&word.as_str())
    };
    let subject = subject?;
    if is_reflexive(object) {
        let mut whose = who(reading, subject, ages);
        // "An 8-year-old boy is dead after he shot himself."
        if let Some(age) = age_in(reading, sentence) {
            whose.push((Thing::Noun(age), SameGround::SameRole));
        }
        whose.sort();
        whose.dedup();
        return Some((itself()?, whose));
    }
    is_somebody(reading, subject).then_some(())?;
    let whose = who(reading, object, ages);
    Some((Meaning::of(List::Doer, "other")?, whose))
}

/// Whom an argument means: the entity, or somebody of an age.
fn who(reading: &Reading<'_>, argument: &Argument, ages: &Ages) -> Whose {
    let Some(head) = only_head(argument) else {
        return Vec::new();
    };
    let chain = person(reading, head);
    let entity = chain.and_then(|chain| reading.entity(chain));
    let known = { chain.and_then(|chain| ages.get(&chain)) }
        .into_iter()
        .flatten()
        .cloned();
    let told: BTreeSet<String> = age_in(reading, argument.range)
        .into_iter()
        .chain(known)
        .collect();
    { entity.into_iter() }
        .map(|entity| (Thing::Entity(entity), SameGround::SameEntity))
        .chain(
            told.into_iter()
                .map(|age| (Thing::Noun(age), SameGround::SameRole)),
        )
        .collect()
}

/// Whether an argument is a person or the police: bullets and cars hit people, too.
fn is_somebody(reading: &Reading<'_>, argument: &Argument) -> bool {
    argument.heads.iter().any(|&head| {
        let word = reading.words(head);
        person(reading, head).is_some()
            || sex_of(word).is_some()
            || POLICE.contains(&noun_class(word).as_str())
    })
}
