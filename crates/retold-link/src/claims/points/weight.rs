//! What somebody weighs, as the police describe those whom they look for: "5-foot-8, 135 pounds".

use retold_model::{Amount, ClaimKind, Decimal, EntityId, NameKind, Quantity, SameGround};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;

/// Words of a weight. Pounds are often read as money.
const UNITS: &[&str] = &["kg", "kilograms", "kilos", "lb", "lbs", "pounds"];

/// Words of the same sentence that tell of a body.
const OF_A_BODY: &[&str] = &["weigh", "-foot", "feet", "tall", "height", "centimet"];

/// The least and the most that people weigh, in any unit.
const LEAST: u32 = 40;
const MOST: u32 = 500;

pub(super) fn weights<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for quantity in { reading.report.annotations.quantities.iter() }
        .filter(|quantity| is_weight(reading, quantity))
    {
        let Some(sentence) = reading.sentence(quantity.range) else {
            continue;
        };
        let lower = reading.words(sentence).to_lowercase();
        let of_body = OF_A_BODY.iter().any(|word| lower.contains(word));
        let before = TextRange::new(sentence.start(), quantity.range.start());
        let (true, Some(whose)) = (of_body, last_person(reading, before)) else {
            continue;
        };
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Weight(whose),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: Scene::default(),
            sure: true,
            grounds: vec![SameGround::SameEntity, SameGround::SameNoun],
        });
    }
}

fn is_weight(reading: &Reading<'_>, quantity: &Quantity) -> bool {
    let Amount::Value(n) = quantity.amount else {
        return false;
    };
    let unit = reading
        .words(quantity.range)
        .rsplit([' ', '-'])
        .next()
        .unwrap_or("");
    (Decimal::from(LEAST)..=Decimal::from(MOST)).contains(&n)
        && UNITS.contains(&unit.trim_end_matches('.').to_lowercase().as_str())
}

/// The last person before a place, by name or pronoun.
fn last_person(reading: &Reading<'_>, range: TextRange) -> Option<EntityId> {
    let mut last = None;
    for word in retold_text::word::words(reading.words(range)) {
        let at = TextRange::new(range.start() + word.start(), range.start() + word.end());
        let chain =
            { reading.chain_at(at) }.filter(|&chain| reading.kind(chain) == Some(NameKind::Person));
        last = chain.and_then(|chain| reading.entity(chain)).or(last);
    }
    last
}
