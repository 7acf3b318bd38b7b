//! Slots of which a story may have several: the people without a name, the bearers of one surname, the bodies of one kind.
//! Their points are numbered by what they can be of.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{AgeUnit, ArticleId, EntityId};

use super::described_age::{Ages, age, are_one};
use super::{Point, Slot, Value};
use crate::claims::agreement::{Agreement, Why};
use crate::claims::occasion::Occasions;
use crate::claims::reading::Reading;
use crate::forest::Forest;

/// Points of one slot that are compared with each other.
const MOST_POINTS: usize = 200;

/// Numbers the slots, so that points which can be of one have one slot.
pub(in crate::claims) fn told_apart(
    readings: &[Reading<'_>],
    occasions: &Occasions,
    points: &mut [Point<'_>],
) {
    let ages = ages(readings, points);
    let mut slots: BTreeMap<Slot, Vec<&mut Point<'_>>> = BTreeMap::new();
    for point in points.iter_mut() {
        if matches!(
            point.slot,
            Slot::DescribedAge(..) | Slot::Bearer(..) | Slot::Body(..) | Slot::Surname(..)
        ) {
            slots.entry(point.slot.clone()).or_default().push(point);
        }
    }
    for mut members in slots.into_values() {
        members.sort_by_key(|point| point.statement);
        let kept = members.len().min(MOST_POINTS);
        let mut forest = Forest::new(members.len());
        for i in 0..kept {
            for j in i + 1..kept {
                if can_be_one(members[i], members[j], &ages, occasions) {
                    forest.join(i, j);
                }
            }
        }
        for (number, group) in (0..).zip(forest.groups()) {
            for place in group {
                if let Slot::DescribedAge(.., of)
                | Slot::Bearer(.., of)
                | Slot::Body(.., of)
                | Slot::Surname(.., of) = &mut members[place].slot
                {
                    *of = number;
                }
            }
        }
    }
}

/// How many people of each age every report knows: an age is one person's, unless names tell of more.
fn ages(readings: &[Reading<'_>], points: &[Point<'_>]) -> Ages {
    let mut bearers: BTreeMap<(ArticleId, (AgeUnit, u64)), BTreeSet<EntityId>> = BTreeMap::new();
    for point in points {
        if let (Slot::Age(entity), Value::Number(quantity)) = (&point.slot, point.value)
            && let Some(age) = age(quantity)
        {
            let of_age = bearers.entry((point.statement.article, age)).or_default();
            of_age.insert(*entity);
        }
    }
    let of_report = |reading: &Reading<'_>| {
        let quantities = &reading.report.annotations.quantities;
        let people = |age| bearers.get(&(reading.id(), age)).map_or(1, BTreeSet::len);
        let ages = quantities.iter().filter_map(age);
        (reading.id(), ages.map(|age| (age, people(age))).collect())
    };
    readings.iter().map(of_report).collect()
}

fn can_be_one(one: &Point<'_>, other: &Point<'_>, ages: &Ages, occasions: &Occasions) -> bool {
    if matches!(one.slot, Slot::DescribedAge(..)) {
        return are_one(one, other, ages)
            && occasions.can_be_one(one.statement.article, other.statement.article);
    }
    let agreement = one.value.compare(&other.value);
    agreement.agrees() || agreement == Agreement::Different(Why::NearMiss)
}
