//! How much or how many of something somebody or something does: "fell about 600 m", "cut 500 jobs".

use retold_model::{
    Amount, ArgumentRole, ClaimKind, Decimal, Frame, Measure, Modality, PredicateKind, Quantity,
    SameGround,
};

use super::toll::{is_far, scene};
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{noun_class, predicate_class};

/// Predicates of which one may have many, each with its number.
const RECURRING: &[&str] = &[
    "add", "average", "be", "become", "can", "do", "expect", "get", "give", "go", "grow", "have",
    "hit", "include", "lead", "lose", "make", "need", "play", "rise", "run", "say", "score", "see",
    "take", "tell", "throw", "use", "want", "win", "work",
];

/// What all units of length measure.
pub(in crate::claims) const LENGTH: &str = "length";

pub(super) fn amounts<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let tells = frame.kind == PredicateKind::Verb
            && !frame.negated
            && frame.modality == Modality::Asserted
            && !RECURRING.contains(&frame.lemma.as_str());
        let Some(sentence) = reading.sentence(frame.predicate).filter(|_| tells) else {
            continue;
        };
        let Some((quantity, measure)) = only_quantity(reading, frame) else {
            continue;
        };
        let far = { reading.times_in(sentence) }.any(|time| {
            is_far(
                time.precision,
                time.span.begin.map(jiff::civil::DateTime::date),
                reading.published,
            )
        });
        let Some(statement) = reading
            .statement(quantity.range, frame.voucher)
            .filter(|_| !far)
        else {
            continue;
        };
        for argument in frame.with_role(ArgumentRole::Subject) {
            for thing in reading.things(argument) {
                if !matches!(thing, Thing::Entity(_))
                    || argument.range.contains_range(quantity.range)
                {
                    continue;
                }
                points.push(Point {
                    slot: Slot::Amount(
                        predicate_class(&frame.lemma).to_owned(),
                        thing,
                        measure.clone(),
                    ),
                    kind: ClaimKind::Number,
                    value: Value::Number(quantity),
                    statement,
                    scene: Scene {
                        actors: Vec::new(),
                        ..scene(reading, sentence)
                    },
                    sure: true,
                    grounds: vec![
                        SameGround::SameEntity,
                        SameGround::LikePredicate,
                        SameGround::SameNoun,
                    ],
                });
            }
        }
    }
}

/// The one quantity of a frame that can be compared, with what it measures; none where there are two of a kind.
fn only_quantity<'a>(reading: &Reading<'a>, frame: &Frame) -> Option<(&'a Quantity, String)> {
    let mut found: Option<(&Quantity, String)> = None;
    for &number in &frame.quantities {
        let quantity = reading.report.annotations.quantities.get(number as usize)?;
        let Some(measure) = measure(quantity) else {
            continue;
        };
        let behind = frame.predicate.end() <= quantity.range.start();
        if found.is_some() || !behind {
            return None;
        }
        found = Some((quantity, measure));
    }
    found
}

fn measure(quantity: &Quantity) -> Option<String> {
    match quantity.amount {
        Amount::Value(n) if n <= Decimal::from(1) => return None,
        Amount::Many(_) => return None,
        Amount::Value(_) | Amount::Interval(..) => {}
    }
    match &quantity.measure {
        Measure::Things(noun) => {
            let bare = quantity.of.is_none_or(|of| of.len() as usize == noun.len());
            bare.then(|| noun_class(noun))
        }
        Measure::Unit(symbol) => {
            const LENGTHS: &[&str] = &["m", "km", "mi", "ft", "yd", "in", "cm", "nmi"];
            let length = LENGTHS.contains(&symbol.as_str());
            Some(if length {
                LENGTH.to_owned()
            } else {
                symbol.clone()
            })
        }
        Measure::Money(code) => Some(code.clone()),
        _ => None,
    }
}
