//! On which day, and at what time of it, something happened that happens once.

use retold_model::{
    ArgumentRole, ClaimKind, Frame, Modality, NameKind, PredicateKind, SameGround, TimeExpression,
    TimeKind, TimePrecision,
};
use retold_text::TextRange;

use super::toll::{is_far, names_a_day};
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{Once, once, predicate_class};

pub(super) fn days<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let Some(whose) = once(&frame.lemma) else {
            continue;
        };
        if frame.negated
            || frame.modality != Modality::Asserted
            || frame.kind == PredicateKind::Noun
        {
            continue;
        }
        let Some(sentence) = reading.sentence(frame.predicate) else {
            continue;
        };
        let things = whom(reading, frame, whose);
        let class = predicate_class(&frame.lemma).to_owned();
        for time in times(reading, frame, sentence) {
            let far = is_far(
                time.precision,
                time.span.begin.map(jiff::civil::DateTime::date),
                reading.published,
            );
            if far {
                continue;
            }
            let Some(statement) = reading.statement(time.range, frame.voucher) else {
                continue;
            };
            for thing in &things {
                let mut add = |slot: Slot, kind: ClaimKind, value: Value<'a>| {
                    points.push(Point {
                        slot,
                        kind,
                        value,
                        statement,
                        scene: Scene::default(),
                        grounds: grounds(thing.as_ref()),
                    });
                };
                if time.precision >= Some(TimePrecision::Day)
                    && names_a_day(reading.words(time.range))
                {
                    add(
                        Slot::Day(class.clone(), thing.clone()),
                        ClaimKind::Date,
                        Value::Day(time),
                    );
                }
                if time.kind == TimeKind::Time && time.precision >= Some(TimePrecision::Hour) {
                    add(
                        Slot::Clock(class.clone(), thing.clone()),
                        ClaimKind::Clock,
                        Value::Clock(time),
                    );
                }
            }
        }
    }
}

fn grounds(thing: Option<&Thing>) -> Vec<SameGround> {
    match thing {
        Some(Thing::Entity(_)) => vec![SameGround::SameEntity, SameGround::LikePredicate],
        Some(Thing::Noun(_)) => vec![
            SameGround::LikePredicate,
            SameGround::SameNoun,
            SameGround::OnlyOne,
        ],
        None => vec![SameGround::LikePredicate, SameGround::OnlyOne],
    }
}

/// Those whose predicate it is; a predicate of which a story has only one is nobody's as well.
fn whom(reading: &Reading<'_>, frame: &Frame, whose: Once) -> Vec<Option<Thing>> {
    let roles: &[ArgumentRole] = match whose {
        Once::Subject => &[ArgumentRole::Subject],
        Once::Object => &[ArgumentRole::Object],
        Once::Either => &[
            ArgumentRole::Subject,
            ArgumentRole::Object,
            ArgumentRole::Prepositional,
        ],
    };
    let mut result: Vec<Option<Thing>> = { frame.arguments.iter() }
        .filter(|argument| roles.contains(&argument.role))
        .flat_map(|argument| argument.heads.iter())
        .filter_map(|&head| {
            let is_place = { reading.chain_at(head) }
                .and_then(|chain| reading.kind(chain))
                .is_some_and(|kind| matches!(kind, NameKind::Place | NameKind::Group));
            // A dateline that was read into the sentence is no participant.
            if is_place && whose != Once::Either {
                return None;
            }
            reading
                .thing(head)
                .filter(|thing| matches!(thing, Thing::Entity(_)))
        })
        .map(Some)
        .collect();
    result.sort();
    result.dedup();
    if frame.lemma == "sink" || predicate_class(&frame.lemma) == "sink" {
        result.push(None);
    }
    result
}

/// The times of a frame, and those of the clause that it is told beside: "went down on Wednesday after she ran onto the reef".
fn times<'a>(reading: &Reading<'a>, frame: &Frame, sentence: TextRange) -> Vec<&'a TimeExpression> {
    let annotations = reading.report.annotations;
    { frame.times.iter() }
        .filter_map(|&number| annotations.times.get(number as usize))
        .filter(|time| sentence.contains_range(time.range))
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.ends.is_empty())
        .collect()
}
