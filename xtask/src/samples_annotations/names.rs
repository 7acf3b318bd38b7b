//! Names of people and places, and whom and what they stand for.

use std::collections::BTreeMap;

use retold_model::{EntityId, Mention, NameKind, PlaceReading};
use retold_text::TextRange;

use super::gold::{GoldArticle, GoldPlace, overlap};
use super::{Annotated, Fault, Tally};

/// Names of people, found where the range is the same.
pub(super) fn persons(
    gold: &GoldArticle<TextRange>,
    read: &Annotated,
    faults: &mut Vec<Fault>,
) -> Tally {
    let found: Vec<&Mention> = mentions(read, &[NameKind::Person]);
    let optional = |range| gold.persons.iter().any(|p| p.optional && p.range == range);
    let there = |range| gold.persons.iter().any(|person| person.range == range);
    for person in gold.persons.iter().filter(|person| !person.optional) {
        if !found.iter().any(|mention| mention.range == person.range) {
            faults.push(Fault {
                range: person.range,
                what: format!("person missing{}", read_as(read, person.range)),
            });
        }
    }
    let counted = { found.iter().copied() }.filter(|mention| !optional(mention.range));
    let (right, wrong): (Vec<&Mention>, Vec<&Mention>) =
        counted.partition(|mention| there(mention.range));
    faults.extend(wrong.iter().map(|mention| Fault {
        range: mention.range,
        what: "no name of a person".to_owned(),
    }));
    Tally::of(
        right.len(),
        right.len() + wrong.len(),
        gold.persons.iter().filter(|p| !p.optional).count(),
    )
}

/// Whether names of people that stand for one person are one entity, and others not: `BCubed` over the names in
/// `reports`. A name that was not found has no recall.
pub(super) fn entities(
    reports: &[(&GoldArticle<TextRange>, &Annotated)],
    faults: &mut Vec<Fault>,
) -> Tally {
    let mut found: Vec<(Option<EntityId>, Option<u32>)> = Vec::new();
    let mut sizes: BTreeMap<u32, f64> = BTreeMap::new();
    for (gold, read) in reports {
        for person in &gold.persons {
            *sizes.entry(person.entity).or_default() += 1.0;
        }
        for mention in mentions(read, &[NameKind::Person]) {
            let person = gold.persons.iter().find(|p| p.range == mention.range);
            let entity = entity(read, mention.range);
            if person.is_some() && entity.is_none() {
                faults.push(Fault {
                    range: mention.range,
                    what: "person without an entity".to_owned(),
                });
            }
            found.push((entity, person.map(|person| person.entity)));
        }
    }
    let mut main: BTreeMap<u32, BTreeMap<EntityId, u32>> = BTreeMap::new();
    for (entity, person) in &found {
        if let (Some(entity), Some(person)) = (entity, person) {
            *main.entry(*person).or_default().entry(*entity).or_default() += 1;
        }
    }
    for (gold, read) in reports {
        for person in &gold.persons {
            let usual = main
                .get(&person.entity)
                .and_then(|ids| ids.iter().max_by_key(|(_, count)| **count));
            let own = entity(read, person.range);
            if let (Some((usual, _)), Some(own)) = (usual, own)
                && *usual != own
            {
                faults.push(Fault {
                    range: person.range,
                    what: "another entity than the person's other names".to_owned(),
                });
            }
        }
    }
    let mut tally = Tally {
        gold: sizes.values().sum(),
        ..Tally::default()
    };
    for &(entity, person) in &found {
        let Some(person) = person else { continue };
        let mates =
            |(other, _): &&(Option<EntityId>, Option<u32>)| entity.is_some() && *other == entity;
        let cluster = count(found.iter().filter(mates)).max(1.0);
        let same =
            count({ found.iter().filter(mates) }.filter(|(_, other)| *other == Some(person)))
                .max(1.0);
        tally.found += 1.0;
        tally.right_found += same / cluster;
        tally.right_gold += same / sizes[&person];
    }
    tally
}

#[expect(clippy::cast_precision_loss, reason = "reports have few names")]
fn count<T>(items: impl Iterator<Item = T>) -> f64 {
    items.count() as f64
}

/// Names of places and buildings, found where they overlap; with the right country, of those that have one; and
/// whether those that act are known.
pub(super) fn places(
    gold: &GoldArticle<TextRange>,
    read: &Annotated,
    faults: &mut Vec<Fault>,
) -> [Tally; 3] {
    let found = mentions(read, &[NameKind::Place, NameKind::Facility]);
    let reading = |mention: &Mention| {
        { read.annotations.places.iter() }.find(|reading| reading.range == mention.range)
    };
    let mut taken: Vec<Option<&GoldPlace<TextRange>>> = vec![None; found.len()];
    let (mut there, mut right) = (0, 0);
    let (mut with_country, mut right_country) = (0, 0);
    let mut actors = Tally::default();
    for place in &gold.places {
        let matched =
            (0..found.len()).find(|&n| taken[n].is_none() && overlap(found[n].range, place.range));
        if let Some(n) = matched {
            taken[n] = Some(place);
        }
        if place.optional {
            continue;
        }
        there += 1;
        with_country += usize::from(place.country.is_some());
        actors.gold += f64::from(u8::from(place.actor == Some(true)));
        let Some(mention) = matched.map(|n| found[n]) else {
            faults.push(Fault {
                range: place.range,
                what: format!("place missing{}", read_as(read, place.range)),
            });
            continue;
        };
        right += 1;
        let reading = reading(mention);
        let country = reading.and_then(|reading| reading.place.country.as_deref());
        if country == place.country.as_deref() {
            right_country += usize::from(country.is_some());
        } else {
            faults.push(Fault {
                range: place.range,
                what: format!("country {country:?}, but it is {:?}", place.country),
            });
        }
        if let Some(wrong) = wrong_id(place, reading) {
            faults.push(Fault {
                range: place.range,
                what: wrong,
            });
        }
        let acts = reading.is_some_and(|reading| reading.actor);
        let Some(expected) = place.actor else {
            continue;
        };
        actors.found += f64::from(u8::from(acts));
        if acts && expected {
            actors.right_found += 1.0;
            actors.right_gold += 1.0;
        } else if acts != expected {
            faults.push(Fault {
                range: place.range,
                what: if acts { "does not act" } else { "acts" }.to_owned(),
            });
        }
    }
    let mut total = 0;
    let mut countries = 0;
    for (mention, place) in found.iter().zip(&taken) {
        if place.is_some_and(|place| place.optional) {
            continue;
        }
        total += 1;
        countries +=
            usize::from(reading(mention).is_some_and(|reading| reading.place.country.is_some()));
        if place.is_none() {
            faults.push(Fault {
                range: mention.range,
                what: "no name of a place".to_owned(),
            });
        }
    }
    [
        Tally::of(right, total, there),
        Tally::of(right_country, countries, with_country),
        actors,
    ]
}

/// What is wrong with the id, where the reader was sure of it.
fn wrong_id(place: &GoldPlace<TextRange>, reading: Option<&PlaceReading>) -> Option<String> {
    let expected = place.geonames?;
    let found = reading?.place.geonames?;
    (found != expected).then(|| format!("GeoNames {found}, but it is {expected}"))
}

/// What a name that was not found was taken for.
fn read_as(read: &Annotated, range: TextRange) -> String {
    { read.annotations.mentions.iter() }
        .find(|mention| overlap(mention.range, range))
        .map_or(String::new(), |mention| {
            let offsets = retold_text::CharOffsets::new(&read.article.text);
            let (start, end) = offsets.chars(mention.range);
            format!(", read as {:?} {start}..{end}", mention.kind)
        })
}

fn mentions<'r>(read: &'r Annotated, kinds: &[NameKind]) -> Vec<&'r Mention> {
    { read.annotations.mentions.iter() }
        .filter(|mention| kinds.contains(&mention.kind))
        .collect()
}

/// The entity that a name stands for.
fn entity(read: &Annotated, name: TextRange) -> Option<EntityId> {
    let chain = { read.annotations.chains.iter() }
        .position(|chain| chain.members.iter().any(|member| member.range == name))?;
    read.entities[chain]
}
