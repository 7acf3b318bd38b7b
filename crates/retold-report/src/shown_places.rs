//! Places of a story in words.

use std::collections::BTreeSet;

use retold_model::Placing;

use crate::dossier::Dossier;
use crate::shown_comparison::{kind_words, listed};
use crate::story_place_record::StoryPlaceRecord;

/// `capital, CN, 94 % sure, named 7 times in 1, 2, 4`.
pub(crate) fn place_words(dossier: &Dossier, place: &StoryPlaceRecord) -> String {
    let mut words = vec![kind_words(&place.feature)];
    words.extend(within(place));
    if place.placing == Placing::Near {
        words.push("or beside it".to_owned());
    }
    words.push(format!("{} % sure", place.confidence));
    let times = match place.names.len() {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    words.push(format!("named {times} in {}", numbers(dossier, place)));
    words.join(", ")
}

/// The division and the country that it lies in, where they are not the place itself.
pub(crate) fn within(place: &StoryPlaceRecord) -> Option<String> {
    let within: Vec<&str> = [place.division.as_deref(), place.country.as_deref()]
        .into_iter()
        .flatten()
        .filter(|within| *within != place.place)
        .collect();
    (!within.is_empty()).then(|| within.join(", "))
}

/// The numbers of the articles that name it.
pub(crate) fn numbers(dossier: &Dossier, place: &StoryPlaceRecord) -> String {
    let named = { place.names.iter() }.filter_map(|name| dossier.place(name.article));
    listed(named.collect::<BTreeSet<usize>>())
}

/// `39.91° N, 116.40° E`.
pub(crate) fn coordinates(place: &StoryPlaceRecord) -> String {
    let degrees = |value: i32, plus: &str, minus: &str| {
        let side = if value < 0 { minus } else { plus };
        let hundredths = (value.unsigned_abs() + 500) / 1_000;
        format!("{}.{:02}° {side}", hundredths / 100, hundredths % 100)
    };
    format!(
        "{}, {}",
        degrees(place.latitude_e5, "N", "S"),
        degrees(place.longitude_e5, "E", "W")
    )
}
