//! The names of an article, each once, with the places that they may stand for.

use retold_model::{NameKind, PlaceFeature, Placing};
use retold_text::TextRange;
use rustc_hash::FxHashMap;

use super::containment::{Bond, Container, DIRECTIONS, containers};
use super::gazetteer::{Gazetteer, Naming, PlaceNumber, place_key};
use crate::possessive::{owner, without_possessive};
use crate::streets::STREETS;

/// A place that a name may stand for.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) place: PlaceNumber,
    pub(super) naming: Naming,
    pub(super) placing: Placing,
    /// What the text says that it lies in, if it does.
    pub(super) bond: Option<Bond>,
}

/// How a name stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Alone,
    /// With an article and no noun: "across the Pacific", but not "the Boston mayor".
    WithArticle,
    /// After the name of what lies there: "New York" in "Buffalo, New York". It is the division and nothing else.
    Host,
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
    /// The mention of the place in which the text says that it lies, where one does: "Virginia Street in Gary".
    pub(super) lies_in: Option<usize>,
    /// Whether it is listed with a division: "Oregon and Washington".
    pub(super) with_division: bool,
    pub(super) standing: Standing,
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
    "ne",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "nw",
    "outer",
    "rural",
    "se",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "suburban",
    "sw",
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
    "krai",
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
    "voivodeship",
];

/// Words that are by themselves names of small places somewhere and stand in the names of others everywhere: "Port" in the Jura.
const PARTS_OF_NAMES: &[&str] = &[
    "bay", "beach", "big", "fort", "green", "hill", "hope", "lake", "little", "long", "mount",
    "new", "old", "park", "port", "red", "rock", "saint", "union", "white",
];

/// Words that news means as such, though a place has them for its name: "Street" in Somerset, "Car" in Tibet.
const COMMON: &[&str] = &[
    "car",
    "centre",
    "hub",
    "main",
    "national park",
    "old city",
    "old town",
    "pool",
    "port",
    "post",
    "square",
];

/// Whether a name is only a word that news means as such: "the South" is not the region of Cameroon.
fn is_common(key: &str) -> bool {
    PART_OF.contains(&key) || STREETS.contains(&key) || COMMON.contains(&key)
}

/// How the keys of names of mountains begin; those of towns begin so, too.
const MOUNT: &str = "mt ";

/// Words of an article in which "Mount Cook" is no town, each by itself.
const OF_MOUNTAINS: &[&str] = &[
    "avalanche",
    "climber",
    "climbers",
    "crampons",
    "glacier",
    "mountaineer",
    "mountaineering",
    "mountaineers",
    "volcano",
];

/// Words of such an article, of which one says too little: prices climb, too.
const OF_HEIGHTS: &[&str] = &[
    "alpine", "climbing", "eruption", "peak", "ridge", "summit", "volcanic",
];

/// Names in the sky that towns have, too.
const OF_SKY: &[&str] = &[
    "europa", "jupiter", "mars", "mercury", "moon", "neptune", "orion", "pluto", "saturn", "titan",
    "uranus", "venus",
];

/// The planet from which all news come: no town unless its state stands beside it.
const EARTH: &str = "earth";

/// Words of an article in which "Jupiter" is no town; one of them says too little.
const OF_SPACE: &[&str] = &[
    "asteroid",
    "asteroids",
    "astronaut",
    "astronauts",
    "astronomers",
    "astronomy",
    "comet",
    "galaxies",
    "galaxy",
    "lunar",
    "nasa",
    "orbit",
    "orbiting",
    "planet",
    "planets",
    "solar",
    "spacecraft",
    "telescope",
];

/// Whether an article tells of what the words are of: one of `telling`, or two different ones of `hinting`.
fn tells_of(text: &str, telling: &[&str], hinting: &[&str]) -> bool {
    let mut found: Option<&str> = None;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let is = |it: &&&str| word.eq_ignore_ascii_case(it);
        if telling.iter().any(|it| is(&it)) {
            return true;
        }
        if let Some(told) = hinting.iter().find(is) {
            if found.is_some_and(|found| found != *told) {
                return true;
            }
            found = Some(told);
        }
    }
    false
}

/// Bytes after a name that are read for the noun of a list.
const LIST_REACH: usize = 60;
/// Names of more words are not taken apart.
const MOST_WORDS: usize = 10;
/// The shortest part of a name that is taken for a place.
const SHORTEST_PART: usize = 4;

impl Form {
    pub(super) fn new(
        world: &Gazetteer,
        key: String,
        kind: NameKind,
        containers: &[Container],
    ) -> Self {
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
            lies_in: None,
            with_division: false,
            standing: Standing::Alone,
        }
    }

    /// Whether it may be the capital of a country.
    pub(super) fn has_capital(&self, world: &Gazetteer) -> bool {
        let is_capital =
            |candidate: &Candidate| world.feature(candidate.place) == PlaceFeature::Capital;
        self.candidates.iter().any(is_capital)
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
            lies_in: None,
            with_division: false,
            standing: Standing::Alone,
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
    let of_mountains = std::cell::LazyCell::new(|| tells_of(text, OF_MOUNTAINS, OF_HEIGHTS));
    let of_space = std::cell::LazyCell::new(|| tells_of(text, &[], OF_SPACE));
    let hosts = hosts(text, mentions);
    let mut known: FxHashMap<(String, NameKind, Vec<PlaceNumber>), usize> = FxHashMap::default();
    // Where the last name ended, and the divisions that the text puts it in.
    let mut last: (usize, Vec<PlaceNumber>) = (0, Vec::new());
    for (index, (range, kind)) in mentions.iter().enumerate() {
        let Some(words) = range.slice(text) else {
            continue;
        };
        let Some((name, key)) = named(world, text, *range, words, *kind) else {
            continue;
        };
        let end = name.end() as usize;
        let around = containers(world, text, name);
        let owners = owners(world, &text[..name.start() as usize]);
        let (before, outer) = std::mem::take(&mut last);
        let host = (text.get(before..name.start() as usize) == Some(", "))
            .then(|| candidates(world, &key, *kind))
            .and_then(|all| all.into_iter().find(|it| outer.contains(&it.place)));
        let sides: Vec<PlaceNumber> = { around.iter().flat_map(|c| c.places.iter().copied()) }
            .chain(owners.iter().map(|owner| owner.place))
            .chain(host.iter().map(|host| host.place))
            .collect();
        // Mountains lie in countries, too; a town is told by more.
        let in_less = |place: &PlaceNumber| world.feature(*place) != PlaceFeature::Country;
        let elsewhere = key.starts_with(MOUNT) && *of_mountains
            || key == EARTH
            || OF_SKY.contains(&&*key) && *of_space;
        if elsewhere && !sides.iter().any(in_less) {
            continue;
        }
        let bare = known.get(&(key.clone(), *kind, Vec::new())).copied();
        let slot = known.entry((key.clone(), *kind, sides)).or_insert_with(|| {
            let mut form = Form::new(world, key, *kind, &around);
            let owned = form.candidates.iter().any(|c| c.bond.is_some());
            let quarter = says_quarter(&text[end..]) && !beside_owner(world, &form, &owners);
            if !owners.is_empty()
                && (form.candidates.is_empty() || !owned && (quarter || is_direction(&form.key)))
            {
                form.candidates = owners;
            }
            if let Some(host) = host {
                form.candidates = vec![host];
                form.standing = Standing::Host;
            }
            // What stands beside it says nothing of any place of this name.
            match bare {
                Some(bare)
                    if form.standing != Standing::Host
                        && form.candidates.iter().all(|c| c.bond.is_none()) =>
                {
                    bare
                }
                _ => {
                    forms.push(form);
                    forms.len() - 1
                }
            }
        });
        let form = &mut forms[*slot];
        form.mentions.push(index);
        form.lies_in = form.lies_in.or(hosts[index]);
        form.with_division |=
            form.has_capital(world) && is_with_division(world, text, mentions, index);
        if form.standing == Standing::Alone && has_article(text, name) {
            form.standing = Standing::WithArticle;
        }
        form.dateline |=
            dateline.is_some_and(|line| line.start() <= range.start() && range.end() <= line.end());
        last = (end, divisions_around(world, form, &around));
        if form.standing != Standing::Host && form.candidates.iter().all(|c| c.bond.is_none()) {
            let (slot, key) = (*slot, form.key.clone());
            known.entry((key, *kind, Vec::new())).or_insert(slot);
        }
    }
    share_owners(&mut forms);
    forms
}

/// A name without what stands behind its comma, or the longer one that it is a part of, and its key with the noun that
/// belongs to it; `None` for bodies of states.
fn named(
    world: &Gazetteer,
    text: &str,
    range: TextRange,
    words: &str,
    kind: NameKind,
) -> Option<(TextRange, String)> {
    // "Paris, Texas" as one name.
    let own = words.find(',').filter(|at| *at > 0).unwrap_or(words.len());
    let bare = without_possessive(&words[..own]);
    if world.is_grouping(bare) {
        return None;
    }
    let start = range.start() as usize;
    let mut name = TextRange::of(start, start + own);
    let mut key = place_key(bare);
    if let Some((whole, longer)) = whole_name(world, text, name, bare, kind) {
        (name, key) = (whole, longer);
    }
    if let Some(state) = of_postal_code(world, &text[..name.start() as usize], bare) {
        key = place_key(&world.place(state).name);
    }
    if let Some(town) = of_town(world, &key) {
        key = place_key(&world.place(town).name);
    }
    let after = &text[name.end() as usize..];
    if let Some(noun) = shared_noun(after) {
        key = format!("{key} {noun}");
    } else if let Some(noun) = division_noun(after) {
        let of_division = format!("{key} {noun}");
        if names_division(world, &of_division, kind) {
            key = of_division;
        }
    }
    Some((name, key))
}

/// The divisions that stand after the comma behind a name, and hold a place of that name.
fn divisions_around(world: &Gazetteer, form: &Form, around: &[Container]) -> Vec<PlaceNumber> {
    let of_towns: Vec<PlaceNumber> = { form.candidates.iter() }
        .filter(|candidate| candidate.bond == Some(Bond::Apposed))
        .flat_map(|candidate| world.within(candidate.place).skip(1))
        .filter(|place| world.feature(*place) == PlaceFeature::Division)
        .collect();
    { around.iter() }
        .filter(|container| container.bond == Bond::Apposed)
        .flat_map(|container| container.places.iter().copied())
        .filter(|place| of_towns.contains(place))
        .collect()
}

/// Whether a name stands in a list beside that of a division.
fn is_with_division(
    world: &Gazetteer,
    text: &str,
    mentions: &[(TextRange, NameKind)],
    index: usize,
) -> bool {
    let is_listed = |before: usize, after: usize| {
        let (Some((one, _)), Some((other, _))) = (mentions.get(before), mentions.get(after)) else {
            return false;
        };
        let between = text.get(one.end() as usize..other.start() as usize);
        between.is_some_and(|words| matches!(words, ", " | " and " | ", and " | " or " | ", or "))
    };
    let is_division = |at: usize| {
        let (range, kind) = mentions[at];
        let key = place_key(range.slice(text).unwrap_or_default());
        let all = candidates(world, &key, kind);
        all.iter()
            .any(|candidate| world.feature(candidate.place) == PlaceFeature::Division)
    };
    let before = index.checked_sub(1);
    before.is_some_and(|before| is_listed(before, index) && is_division(before))
        || is_listed(index, index + 1) && is_division(index + 1)
}

/// Whether "the" stands before a name, and no noun behind it that it may belong to.
fn has_article(text: &str, name: TextRange) -> bool {
    const NO_NOUNS: &[&str] = &[
        "and", "are", "as", "at", "but", "by", "for", "from", "had", "has", "have", "in", "into",
        "is", "of", "on", "or", "that", "to", "was", "were", "when", "where", "which", "while",
        "will", "with",
    ];
    let (before, after) = (&text[..name.start() as usize], &text[name.end() as usize..]);
    let word = after.strip_prefix(' ').unwrap_or_default();
    let word = word.split(|c: char| !c.is_alphabetic()).next();
    let alone = after.starts_with(['.', ',', ';', ':', ')', '\n'])
        || after.is_empty()
        || word.is_some_and(|word| NO_NOUNS.contains(&word));
    alone && (before.ends_with(" the ") || before.ends_with("The "))
}

/// The state or province whose postal code stands after a comma: "Toledo, OH".
fn of_postal_code(world: &Gazetteer, before: &str, words: &str) -> Option<PlaceNumber> {
    let written = words.len() == 2 && words.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut states = world
        .of_code(&place_key(words))
        .iter()
        .filter(|place| world.feature(**place) == PlaceFeature::Division);
    (written && before.ends_with(", "))
        .then(|| states.next().copied())
        .flatten()
}

/// A name whose owner is told once keeps it: "Beijing's Great Hall of the People", later "the Great Hall of the People".
fn share_owners(forms: &mut [Form]) {
    let mut told: FxHashMap<String, Vec<Candidate>> = FxHashMap::default();
    for form in forms.iter().filter(|form| !form.candidates.is_empty()) {
        told.entry(form.key.clone())
            .or_insert_with(|| form.candidates.clone());
    }
    for form in forms.iter_mut().filter(|form| form.candidates.is_empty()) {
        if let Some(candidates) = told.get(&form.key) {
            form.candidates.clone_from(candidates);
        }
    }
}

/// Words around a mention that are read for a longer name.
const MOST_AROUND: usize = 5;
/// Bytes around a mention that are read for a longer name.
const AROUND: usize = 80;

/// The longest name of a state or region of which the mention is a part: "Republic of China" in "People's Republic of
/// China", "East" in "Middle East".
fn whole_name(
    world: &Gazetteer,
    text: &str,
    name: TextRange,
    words: &str,
    kind: NameKind,
) -> Option<(TextRange, String)> {
    let (start, end) = (name.start() as usize, name.end() as usize);
    // What is the people of a place may yet be one: "Korean Peninsula". It stays what it was found as.
    if kind == NameKind::Group || words.len() < end - start {
        return None;
    }
    let before = &text[text.ceil_char_boundary(start.saturating_sub(AROUND))..start];
    let starts = before
        .rmatch_indices(' ')
        .map_while(|(at, _)| {
            let rest = &before[at + 1..];
            let first = rest.split(' ').next().unwrap_or_default();
            (is_name_word(first) || rest.is_empty()).then_some(rest)
        })
        .filter(|rest| !rest.is_empty())
        .take(MOST_AROUND)
        .filter(|rest| rest.starts_with(char::is_uppercase));
    // Where "Africa" of "West Africa" was marked, Africa is meant; only the name of a state makes it another.
    let large = candidates(world, &place_key(words), kind)
        .first()
        .is_some_and(|first| {
            matches!(
                world.feature(first.place),
                PlaceFeature::Country | PlaceFeature::Division | PlaceFeature::Continent
            )
        });
    let is_whole = |key: &str| {
        if large {
            world.is_state(key)
        } else {
            world.is_long(key)
        }
    };
    let mut begin = start;
    for rest in starts {
        let at = start - rest.len();
        if is_whole(&place_key(&text[at..end])) {
            begin = at;
        }
    }
    // A text or a line may begin with the name.
    if begin == start
        && before.len() < AROUND
        && let Some(rest) = before.rsplit('\n').next()
        && rest.starts_with(char::is_uppercase)
        && rest.split(' ').count() <= MOST_AROUND + 1
        && rest.trim_end().split(' ').all(is_name_word)
        && is_whole(&place_key(&text[start - rest.len()..end]))
    {
        begin = start - rest.len();
    }
    let after = &text[end..text.floor_char_boundary(end + AROUND)];
    let mut finish = end;
    let mut at = 0;
    for word in after.split(' ').skip(1).take(MOST_AROUND) {
        at += 1 + word.len();
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = without_possessive(bare);
        let stop = end + at - (word.len() - bare.len());
        if !after.starts_with(' ') || !is_name_word(bare) {
            break;
        }
        if world.is_state(&place_key(&text[begin..stop])) {
            finish = stop;
        }
        if bare.len() < word.len() {
            break;
        }
    }
    if (begin, finish) == (start, end) {
        return None;
    }
    Some((
        TextRange::of(begin, finish),
        place_key(&text[begin..finish]),
    ))
}

/// Whether the word may stand in a name of several: capitalised, or what joins such words.
fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !word.ends_with(['.', ',', ';', ':', '!', '?'])
        || matches!(word, "of" | "the" | "and")
}

/// Nouns of first-order divisions after a name.
const DIVISION_NOUNS: &[&str] = &[
    "governorate",
    "krai",
    "oblast",
    "prefecture",
    "province",
    "region",
    "voivodeship",
];

/// Whether the key says itself that it is of a division: "kharkiv region".
pub(super) fn says_division(key: &str) -> bool {
    key.rsplit_once(' ')
        .is_some_and(|(_, noun)| DIVISION_NOUNS.contains(&noun))
}

/// The noun right after a name that says that it is of a division: "Kharkiv region".
fn division_noun(after: &str) -> Option<&'static str> {
    let word = after.strip_prefix(' ')?;
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let word = &word[..end];
    DIVISION_NOUNS
        .iter()
        .copied()
        .find(|noun| noun.eq_ignore_ascii_case(word))
}

fn names_division(world: &Gazetteer, key: &str, kind: NameKind) -> bool {
    let found = candidates(world, key, kind);
    !found.is_empty()
        && found.iter().all(|candidate| {
            candidate.placing == Placing::Itself
                && world.feature(candidate.place) == PlaceFeature::Division
        })
}

/// Whether the key is of a street: "felixstowe road", "bissell avenue south". Those who name it after a town live near the town, or
/// far away from it.
pub(super) fn says_street(key: &str) -> bool {
    key.split(' ').skip(1).any(|word| STREETS.contains(&word))
}

/// Letters that a division and the town that it is named after share at least: "Kharkivska oblast" and "Kharkiv".
const SHARED_LETTERS: usize = 4;

/// The divisions that have their names from one of the towns: their names begin alike.
fn divisions_of_towns(world: &Gazetteer, towns: &[Candidate]) -> Vec<Candidate> {
    let largest = towns
        .iter()
        .filter(|town| world.feature(town.place).is_town())
        .max_by_key(|town| {
            let listed = town.naming == Naming::Listed;
            (listed, world.population(town.place))
        });
    let Some((town, division)) = largest.and_then(|town| Some((town, world.division(town.place)?)))
    else {
        return Vec::new();
    };
    let name = |place: PlaceNumber| place_key(&world.place(place).name);
    let (short, long) = (name(town.place), name(division));
    let alike = short.chars().zip(long.chars()).take_while(|(a, b)| a == b);
    if alike.count() < SHARED_LETTERS.min(short.chars().count()) {
        return Vec::new();
    }
    vec![Candidate {
        place: division,
        naming: Naming::Main,
        placing: Placing::Itself,
        bond: None,
    }]
}

/// Towns with fewer people own nothing by a possessive alone: their names are those of people, too.
const OWNER_PEOPLE: u32 = 100_000;
/// Words of an owner's name.
const MOST_OWNER: usize = 3;

/// The places that may own what stands after `before`, which they end: "Beijing's Great Hall of the People".
fn owners(world: &Gazetteer, before: &str) -> Vec<Candidate> {
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(AROUND))..];
    let Some(before) = owner(before.trim_end()) else {
        return Vec::new();
    };
    let name: Vec<&str> = before
        .rsplit(char::is_whitespace)
        .take_while(|word| word.starts_with(char::is_uppercase))
        .take(MOST_OWNER + 1)
        .collect();
    // All of it is the name: "Michael Jackson's" is of no town.
    let name: Vec<&str> = name.into_iter().rev().collect();
    if name.is_empty() || name.len() > MOST_OWNER {
        return Vec::new();
    }
    world
        .look_up(&place_key(&name.join(" ")))
        .filter(|(place, naming)| {
            naming.is_main()
                && (*naming == Naming::Listed
                    || world.feature(*place) == PlaceFeature::Country
                    || world.population(*place) >= OWNER_PEOPLE)
        })
        .map(|(place, naming)| Candidate {
            place,
            naming,
            placing: Placing::Near,
            bond: Some(Bond::Phrase),
        })
        .collect()
}

/// Whether a noun after a name says that it is a part of a town: "Pittsburgh's Knoxville neighborhood".
fn says_quarter(after: &str) -> bool {
    [" neighborhood", " neighbourhood", " section"]
        .iter()
        .any(|noun| after.starts_with(noun))
}

/// Degrees between a town and what is a part of it.
const BESIDE: f64 = 0.3;

/// Whether the name may itself be of a place beside its owner.
fn beside_owner(world: &Gazetteer, form: &Form, owners: &[Candidate]) -> bool {
    let itself = { form.candidates.iter() }.filter(|it| it.placing != Placing::Near);
    itself.clone().any(|candidate| {
        let (latitude, longitude) = world.point(candidate.place).degrees();
        owners.iter().any(|owner| {
            let (north, east) = world.point(owner.place).degrees();
            (latitude - north).abs() < BESIDE && (longitude - east).abs() < BESIDE
        })
    })
}

/// Bytes between a name and that of the place in which it lies.
const MOST_BETWEEN: usize = 40;

/// For each mention, the one that it is said to lie in: "Virginia Street in Gary", also "Hunt Apartments on Hamilton Road in
/// South Nashville".
fn hosts(text: &str, mentions: &[(TextRange, NameKind)]) -> Vec<Option<usize>> {
    let mut result = vec![None; mentions.len()];
    for at in (1..mentions.len()).rev() {
        let ((range, _), (next, kind)) = (mentions[at - 1], mentions[at]);
        let Some(between) = text.get(range.end() as usize..next.start() as usize) else {
            continue;
        };
        if between.len() > MOST_BETWEEN {
            continue;
        }
        let road = |range: TextRange| {
            range
                .slice(text)
                .is_some_and(|words| says_street(&place_key(words)))
        };
        if kind == NameKind::Place && !road(next) && says_in(between, road(range)) {
            result[at - 1] = Some(at);
        } else if LINKS.contains(&between) && (kind == NameKind::Facility || road(next)) {
            result[at - 1] = result[at];
        }
    }
    result
}

/// What links two names that lie in one place.
const LINKS: &[&str] = &[
    " & ",
    " and ",
    " at ",
    " between ",
    " just off ",
    " near ",
    " off ",
    " off of ",
    " on ",
    "/",
];

/// Whether what stands between two names says that the first lies in the second; after a street, a comma does.
fn says_in(between: &str, street: bool) -> bool {
    let words = between.strip_prefix(',').unwrap_or(between);
    let mut words = words.split_whitespace();
    let Some(first) = words.next() else {
        return street && between == ", ";
    };
    let rest = |word: &str| {
        DIRECTIONS.contains(&word) || matches!(word, "of" | "city" | "town" | "village")
    };
    between.starts_with([' ', ',']) && between.ends_with(' ') && first == "in" && words.all(rest)
}

/// Whether the name is a direction and the place of which it is a part: "south bakersfield".
pub(super) fn is_part(key: &str) -> bool {
    key.split_once(' ')
        .is_some_and(|(first, _)| PART_OF.contains(&first))
}

/// Whether the name is only a direction: "Russia's North".
fn is_direction(key: &str) -> bool {
    key.split(' ')
        .all(|word| word != "metro" && (PART_OF.contains(&word) || word == "interior"))
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
        if is_common(key) {
            return Vec::new();
        }
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
            if town {
                return result;
            }
            let result = divisions(result);
            let of_town = if DIVISION_NOUNS.contains(noun) {
                divisions_of_towns(world, &result)
            } else {
                Vec::new()
            };
            return if of_town.is_empty() { result } else { of_town };
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
        if key.len() < SHORTEST_PART || PARTS_OF_NAMES.contains(&&*key) {
            return Vec::new();
        }
        // "Highlands County Jail".
        let of_county = words.len() > 1 && matches!(words.last(), Some(&("county" | "parish")));
        let mut result = found(&key, Placing::Near);
        result.retain(|candidate| {
            candidate.naming.is_main()
                && match world.feature(candidate.place) {
                    PlaceFeature::Country | PlaceFeature::Division => false,
                    PlaceFeature::District => of_county,
                    _ => !of_county,
                }
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
