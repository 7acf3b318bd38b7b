//! The names of an article, each once, with the places that they may stand for.

use retold_model::{NameKind, PlaceFeature, Placing};
use retold_text::TextRange;
use rustc_hash::FxHashMap;

use super::containment::{Bond, Container, containers};
use super::gazetteer::{Gazetteer, Naming, PlaceNumber, place_key};

/// A place that a name may stand for.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) place: PlaceNumber,
    pub(super) naming: Naming,
    pub(super) placing: Placing,
    /// What the text says that it lies in, if it does.
    pub(super) bond: Option<Bond>,
}

/// A name of the article, with all mentions that must be of one place.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) key: String,
    /// Ascending.
    pub(super) mentions: Vec<usize>,
    pub(super) candidates: Vec<Candidate>,
    /// Whether it opens the report.
    pub(super) dateline: bool,
}

/// Directions and the like before a name: what it names lies in the place.
const PART_OF: &[&str] = &[
    "central",
    "downtown",
    "east",
    "eastern",
    "far",
    "greater",
    "inner",
    "lower",
    "metro",
    "metropolitan",
    "mid",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "outer",
    "rural",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "suburban",
    "uptown",
    "upper",
    "upstate",
    "west",
    "western",
];

/// Words that say what a place is and may stand before "of" or after its name.
const OWN_NOUNS: &[&str] = &[
    "borough",
    "city",
    "county",
    "district",
    "governorate",
    "isle",
    "oblast",
    "parish",
    "prefecture",
    "province",
    "region",
    "republic",
    "state",
    "town",
    "township",
    "village",
];

/// Bytes after a name that are read for the noun of a list.
const LIST_REACH: usize = 60;
/// Names of more words are not taken apart.
const MOST_WORDS: usize = 10;
/// The shortest part of a name that is taken for a place.
const SHORTEST_PART: usize = 4;

impl Form {
    fn new(world: &Gazetteer, key: String, kind: NameKind, containers: &[Container]) -> Self {
        let mut candidates = candidates(world, &key, kind);
        for candidate in &mut candidates {
            candidate.bond = containers
                .iter()
                .filter(|container| {
                    world
                        .within(candidate.place)
                        .skip(1)
                        .any(|outer| container.places.binary_search(&outer).is_ok())
                })
                .map(|container| container.bond)
                .min();
        }
        Self {
            key,
            mentions: Vec::new(),
            candidates,
            dateline: false,
        }
    }

    /// A form that is not of the text, with these places to choose from.
    pub(super) fn of_places(key: &str, places: &[PlaceNumber]) -> Self {
        Self {
            key: key.to_owned(),
            mentions: Vec::new(),
            candidates: places
                .iter()
                .map(|&place| Candidate {
                    place,
                    naming: Naming::Main,
                    placing: Placing::Itself,
                    bond: None,
                })
                .collect(),
            dateline: false,
        }
    }
}

/// The forms of the mentions, in the order of their first ones.
pub(super) fn forms(
    world: &Gazetteer,
    text: &str,
    mentions: &[(TextRange, NameKind)],
    dateline: Option<TextRange>,
) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut known: FxHashMap<(String, NameKind, Vec<PlaceNumber>), usize> = FxHashMap::default();
    for (index, (range, kind)) in mentions.iter().enumerate() {
        let Some(words) = range.slice(text) else {
            continue;
        };
        // "Paris, Texas" as one name.
        let own = words
            .find(',')
            .filter(|at| *at > 0)
            .map_or(words.len(), |at| at);
        let (start, end) = (range.start() as usize, range.start() as usize + own);
        let around = containers(world, text, TextRange::of(start, end));
        let mut key = place_key(words[..own].trim_end_matches("'s").trim_end_matches("’s"));
        if let Some(town) = of_town(world, &key) {
            key = place_key(&world.place(town).name);
        }
        if let Some(noun) = shared_noun(&text[end..]) {
            key = format!("{key} {noun}");
        }
        let sides: Vec<PlaceNumber> = around
            .iter()
            .flat_map(|c| c.places.iter().copied())
            .collect();
        let bare = known.get(&(key.clone(), *kind, Vec::new())).copied();
        let slot = known.entry((key.clone(), *kind, sides)).or_insert_with(|| {
            let form = Form::new(world, key, *kind, &around);
            // What stands beside it says nothing of any place of this name.
            match bare {
                Some(bare) if form.candidates.iter().all(|c| c.bond.is_none()) => bare,
                _ => {
                    forms.push(form);
                    forms.len() - 1
                }
            }
        });
        let form = &mut forms[*slot];
        form.mentions.push(index);
        form.dateline |=
            dateline.is_some_and(|line| line.start() <= range.start() && range.end() <= line.end());
        if form.candidates.iter().all(|c| c.bond.is_none()) {
            let (slot, key) = (*slot, form.key.clone());
            known.entry((key, *kind, Vec::new())).or_insert(slot);
        }
    }
    forms
}

/// The town whose people are called so: "Londoners" are read in any London.
pub(super) fn of_town(world: &Gazetteer, key: &str) -> Option<PlaceNumber> {
    world
        .of_people(key)
        .filter(|place| world.feature(*place).is_town())
}

/// The noun that names in a row share: "Cook and Lake counties", also right after one name: "Cook County".
fn shared_noun(after: &str) -> Option<&'static str> {
    let after = &after[..after.floor_char_boundary(LIST_REACH)];
    let after = after
        .split(['.', '\n', ';', ':', '('])
        .next()
        .unwrap_or_default();
    if !after.starts_with([' ', ',']) {
        return None;
    }
    let mut listed = false;
    for word in after.split(' ').skip(1) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        match bare {
            "counties" | "Counties" if listed => return Some("county"),
            "County" if !listed => return Some("county"),
            "and" | "or" => (),
            _ if bare.starts_with(char::is_uppercase) => (),
            _ => return None,
        }
        listed = true;
    }
    None
}

/// The places of a name, or of the parts of it that may be one.
fn candidates(world: &Gazetteer, key: &str, kind: NameKind) -> Vec<Candidate> {
    let found = |key: &str, placing: Placing| -> Vec<Candidate> {
        world
            .look_up(key)
            .map(|(place, naming)| Candidate {
                place,
                naming,
                placing: if naming == Naming::Near {
                    Placing::Near
                } else {
                    placing
                },
                bond: None,
            })
            .collect()
    };
    let whole = found(key, Placing::Itself);
    if let Some(place) = world.of_people(key) {
        let people = Candidate {
            place,
            naming: Naming::Main,
            placing: Placing::People,
            bond: None,
        };
        let others = whole
            .into_iter()
            .filter(|candidate| candidate.place != place);
        return [people].into_iter().chain(others).collect();
    }
    if !whole.is_empty() {
        return whole;
    }
    let words: Vec<&str> = key.split(' ').collect();
    if words.len() < 2 || words.len() > MOST_WORDS {
        return Vec::new();
    }
    let divisions = |found: Vec<Candidate>| -> Vec<Candidate> {
        let (inside, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|candidate| {
            matches!(
                world.feature(candidate.place),
                PlaceFeature::Division | PlaceFeature::District
            )
        });
        if inside.is_empty() { others } else { inside }
    };
    let rest = |words: &[&str]| words.join(" ");
    if let [noun, "of", name @ ..] = &words[..]
        && OWN_NOUNS.contains(noun)
    {
        let result = found(&rest(name), Placing::Itself);
        let town = matches!(*noun, "city" | "town" | "village" | "isle");
        return if town { result } else { divisions(result) };
    }
    if let [name @ .., noun] = &words[..]
        && OWN_NOUNS.contains(noun)
    {
        let result = found(&rest(name), Placing::Itself);
        if !result.is_empty() {
            let town = matches!(*noun, "city" | "town" | "village" | "isle" | "township");
            return if town { result } else { divisions(result) };
        }
    }
    if let [part, name @ ..] = &words[..]
        && PART_OF.contains(part)
    {
        let result = found(&rest(name), Placing::Near);
        if !result.is_empty() {
            return result;
        }
    }
    if kind == NameKind::Group {
        return Vec::new();
    }
    let named = |words: &[&str]| -> Vec<Candidate> {
        let key = rest(words);
        if key.len() < SHORTEST_PART {
            return Vec::new();
        }
        let mut result = found(&key, Placing::Near);
        result.retain(|candidate| {
            candidate.naming.is_main()
                && !matches!(
                    world.feature(candidate.place),
                    PlaceFeature::Country | PlaceFeature::Division | PlaceFeature::District
                )
        });
        result
    };
    // "Boston Harbor", "Vancouver Art Gallery": the longest beginning that is a place; "Port of Los Angeles": the end.
    if let Some(of) = words.iter().position(|word| *word == "of" || *word == "at") {
        let result = named(&words[of + 1..]);
        if !result.is_empty() {
            return result;
        }
    }
    (1..words.len())
        .rev()
        .map(|count| named(&words[..count]))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
