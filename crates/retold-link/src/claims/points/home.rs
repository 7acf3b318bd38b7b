//! Where somebody lives: "Karl Brandt of Ashford", "Anna Berg, 30, of Millport".

use retold_model::{ClaimKind, NameKind, PlaceFeature, Reference, SameGround};

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;

/// What may stand between a name and the home, beside an age.
const OF: &[&str] = &[" of ", ", of "];

/// Bytes of an age between the name and "of": ", 30,".
const MOST_BYTES_OF_AGE: usize = 16;

pub(super) fn homes<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        if chain.kind != NameKind::Person {
            continue;
        }
        let Some(entity) = reading.entity(number) else {
            continue;
        };
        for member in { chain.members.iter() }.filter(|member| member.reference == Reference::Name)
        {
            let Some(sentence) = reading.sentence(member.range) else {
                continue;
            };
            let behind = retold_text::TextRange::new(member.range.end(), sentence.end());
            let Some(place) = reading.places_in(behind).next() else {
                continue;
            };
            let town = matches!(
                place.place.feature,
                PlaceFeature::Town | PlaceFeature::Capital
            );
            let between = reading
                .between(member.range.end(), place.range.start())
                .unwrap_or("");
            if !town || !leads_home(between) {
                continue;
            }
            if let Some(statement) = reading.stated(place.range) {
                points.push(Point {
                    slot: Slot::Home(entity),
                    kind: ClaimKind::Place,
                    value: Value::Place(place),
                    statement,
                    scene: Scene::default(),
                    sure: true,
                    grounds: vec![SameGround::SameEntity],
                });
            }
        }
    }
}

/// Whether what stands between a name and a place tells that the person is from there.
fn leads_home(between: &str) -> bool {
    if OF.contains(&between) {
        return true;
    }
    // ", 30, of ", " (30) of ".
    let age = OF.iter().find_map(|of| between.strip_suffix(of));
    age.is_some_and(|age| {
        age.len() <= MOST_BYTES_OF_AGE
            && age.starts_with([',', ' '])
            && age
                .trim_matches([',', ' ', '(', ')'])
                .bytes()
                .all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_home() {
        let leading: Vec<bool> = [
            " of ",
            ", of ",
            ", 30, of ",
            " (30) of ",
            ", a friend of ",
            " in ",
            "",
        ]
        .into_iter()
        .map(leads_home)
        .collect();
        assert_eq!(leading, [true, true, true, true, false, false, false]);
    }
}
