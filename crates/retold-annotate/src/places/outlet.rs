//! What the name and the address of an outlet tell of its home.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::gazetteer::{Gazetteer, PlaceNumber, place_key};

const WORDS: &str = include_str!("../../data/places/outlet_words.txt");

static OUTLET_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Domains of countries that outlets all over the world use.
const WORLDWIDE: &[&str] = &["ai", "cc", "co", "fm", "io", "la", "ly", "me", "tv", "ws"];

/// Host names and outlet names longer than this are not read.
const MOST_CHARS: usize = 80;
/// The shortest part of an address that may be a place without being listed.
const SHORTEST: usize = 4;

/// What is known of an outlet's home.
#[derive(Debug, Default)]
pub(super) struct Home {
    /// The country of the address.
    pub(super) country: Option<PlaceNumber>,
    /// Whether the address is of no country.
    pub(super) worldwide: bool,
    /// For each place name within the name or the address its key and the places that bear it.
    pub(super) names: Vec<(String, Vec<PlaceNumber>)>,
}

/// Words of the names of agencies. What they write is of all places, and what they are called is of none.
const AGENCY_WORDS: &[&str] = &["agency", "newswire", "wire"];

/// Reads the host of the outlet's pages and its name. Of an agency only the country of the host is told.
pub(super) fn home(world: &Gazetteer, domain: Option<&str>, outlet: Option<&str>) -> Home {
    let mut home = Home::default();
    let is_agency = outlet
        .map(place_key)
        .is_some_and(|name| name.split(' ').any(|word| AGENCY_WORDS.contains(&word)));
    let mut seen = FxHashSet::default();
    let mut add = |(key, places): (String, Vec<PlaceNumber>)| {
        if let Some(first) = places.first()
            && !is_agency
            && seen.insert(*first)
        {
            home.names.push((key, places));
        }
    };
    if let Some(domain) = domain.filter(|domain| domain.len() <= MOST_CHARS) {
        let domain = domain.to_lowercase();
        let mut labels: Vec<&str> = domain.split('.').collect();
        let top = labels.pop().unwrap_or_default();
        for label in labels {
            for piece in label.split(|c: char| !c.is_alphabetic()) {
                for name in names_in_run(world, piece) {
                    add(name);
                }
            }
        }
        if top.len() == 2 && !WORLDWIDE.contains(&top) {
            home.country = world.code(if top == "uk" { "gb" } else { top });
        } else {
            home.worldwide = true;
        }
    }
    if let Some(outlet) = outlet.filter(|outlet| outlet.len() <= MOST_CHARS) {
        let key = place_key(outlet);
        let mut words: Vec<&str> = key.split(' ').collect();
        while words
            .first()
            .is_some_and(|word| OUTLET_WORDS.contains(word))
        {
            words.remove(0);
        }
        while words.last().is_some_and(|word| OUTLET_WORDS.contains(word)) {
            words.pop();
        }
        add(bearers(world, &words.join(" ")));
    }
    home
}

/// The place names in letters that stand without spaces: what is left when words of outlets are taken off both ends.
fn names_in_run(world: &Gazetteer, run: &str) -> Vec<(String, Vec<PlaceNumber>)> {
    if !run.is_ascii() {
        return Vec::new();
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut queue = vec![run];
    let mut next = 0;
    while let Some(&rest) = queue.get(next) {
        next += 1;
        if rest.is_empty() || OUTLET_WORDS.contains(rest) {
            continue;
        }
        let found = spaced(world, rest);
        if !found.1.is_empty() {
            return vec![found];
        }
        // "richmondandtwickenham".
        let both: Vec<(String, Vec<PlaceNumber>)> = rest
            .match_indices("and")
            .filter_map(|(at, and)| {
                let (left, right) = (&rest[..at], &rest[at + and.len()..]);
                let both = [spaced(world, left), spaced(world, right)];
                both.iter().all(|found| !found.1.is_empty()).then_some(both)
            })
            .flatten()
            .collect();
        if !both.is_empty() {
            return both;
        }
        for at in 1..rest.len() {
            let (head, tail) = rest.split_at(at);
            if OUTLET_WORDS.contains(head) && seen.insert(tail) {
                queue.push(tail);
            }
            if OUTLET_WORDS.contains(tail) && seen.insert(head) {
                queue.push(head);
            }
        }
    }
    Vec::new()
}

/// The key and the places of a name of one word, or of two written as one.
fn spaced(world: &Gazetteer, run: &str) -> (String, Vec<PlaceNumber>) {
    if let Some(place) = world.of_outlet(run) {
        return (run.to_owned(), vec![place]);
    }
    if run.len() < SHORTEST {
        return Default::default();
    }
    // "santafe" is Santafé in Andalusia as well as any Santa Fe.
    let splits =
        (2..run.len().saturating_sub(1)).map(|at| format!("{} {}", &run[..at], &run[at..]));
    let mut all = (String::new(), Vec::new());
    for key in splits.chain([run.to_owned()]) {
        let (key, places) = bearers(world, &key);
        if all.1.is_empty() {
            all.0 = key;
        }
        all.1.extend(places);
    }
    all
}

fn bearers(world: &Gazetteer, key: &str) -> (String, Vec<PlaceNumber>) {
    if key.is_empty() {
        return Default::default();
    }
    let places = |key: &str| -> Vec<PlaceNumber> {
        world
            .look_up(key)
            .filter(|(_, naming)| naming.is_main())
            .map(|(place, _)| place)
            .collect()
    };
    let found = places(key);
    // "The Daily Athenian" is read in any Athens.
    match world.of_people(key) {
        Some(people) if found.is_empty() => {
            let name = place_key(&world.place(people).name);
            let places = places(&name);
            (name, places)
        }
        _ => (key.to_owned(), found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(domain: Option<&str>, outlet: Option<&str>) -> Vec<String> {
        let world = Gazetteer::world();
        let home = home(world, domain, outlet);
        home.country
            .iter()
            .map(|country| world.place(*country).name)
            .chain(
                home.names
                    .iter()
                    .map(|places| world.place(places.1[0]).name),
            )
            .collect()
    }

    #[test]
    fn addresses_and_names_tell_the_home() {
        for (domain, expected) in [
            ("www.thelouisvilletimes.com", &["Louisville"][..]),
            ("newsoregonian.net", &["Oregon"]),
            ("santafedaily.com", &["Santa Fe"]),
            (
                "doverandashfordpost.co.uk",
                &["United Kingdom", "Dover", "Ashford"],
            ),
            ("dailyherald.com", &[]),
            ("heraldonline.com", &[]),
            ("news.tv", &[]),
            ("zeitung.de", &["Germany"]),
        ] {
            assert_eq!(shown(Some(domain), None), expected, "{domain}");
        }
        assert_eq!(shown(None, Some("The Bismarck Tribune")), ["Bismarck"]);
        assert_eq!(shown(None, Some("Daily News")), [""; 0]);
        assert_eq!(
            shown(Some("bismarckpress.de"), Some("Bismarck Press Agency")),
            ["Germany"]
        );
    }
}
