//! How strong an earthquake was: "a magnitude 6.1 earthquake", "a 6.1-magnitude quake".

use retold_model::{Amount, ClaimKind, Measure, SameGround};

use super::toll::{is_far, scene};
use super::{Point, Slot, Value};
use crate::claims::reading::Reading;

/// Words of another quake than the one that the story is about.
const OTHERS: &[&str] = &[
    "aftershock",
    "aftershocks",
    "another",
    "earlier",
    "foreshock",
    "second",
    "previous",
    "last",
    "ago",
    "history",
    "since",
    "later",
    "tremors",
    "aftershock,",
];

pub(super) fn magnitudes<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for quantity in &reading.report.annotations.quantities {
        let (Measure::Number | Measure::Things(_), Amount::Value(_)) =
            (&quantity.measure, quantity.amount)
        else {
            continue;
        };
        let number = reading.words(quantity.number);
        let decimal = number.contains('.') && number.len() == 3;
        let Some(sentence) = reading.sentence(quantity.range).filter(|_| decimal) else {
            continue;
        };
        let before = reading
            .between(sentence.start(), quantity.number.start())
            .unwrap_or("")
            .to_lowercase();
        let after = reading
            .between(quantity.number.end(), sentence.end())
            .unwrap_or("")
            .to_lowercase();
        let is_magnitude = ["magnitude ", "magnitude of ", "magnitude-"]
            .iter()
            .any(|word| before.ends_with(word))
            || after.starts_with("-magnitude")
            || after.starts_with(" magnitude");
        let text = reading.words(sentence).to_lowercase();
        let other = text.split_whitespace().any(|word| OTHERS.contains(&word));
        let far = { reading.times_in(sentence) }.any(|time| {
            is_far(
                time.precision,
                time.span.begin.map(jiff::civil::DateTime::date),
                reading.published,
            )
        });
        if !is_magnitude || other || far {
            continue;
        }
        let Some(statement) = reading.statement(quantity.number, reading.voucher(quantity.range))
        else {
            continue;
        };
        points.push(Point {
            slot: Slot::Magnitude,
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: scene(reading, sentence),
            sure: true,
            grounds: vec![SameGround::SameNoun, SameGround::OnlyOne],
        });
    }
}
