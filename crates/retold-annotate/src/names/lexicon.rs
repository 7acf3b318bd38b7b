//! What lists know of words and names.

use std::borrow::Cow;
use std::sync::LazyLock;

use retold_text::fold::fold_word;
use rustc_hash::FxHashMap;

const WORDS: &str = include_str!("../../data/names/words.txt");
const PEOPLE: &str = include_str!("../../data/names/people.txt");
const PLACES: &str = include_str!("../../data/names/places.txt");
const STATES: &str = include_str!("../../data/places/states.txt");

/// Defines the roles that words have and how the list spells them.
macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A role of a word or a whole name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

roles! {
    /// A form of address, a rank or an office that stands right before a person's name.
    Title = "title",
    /// Stands inside a title of several words.
    TitleInner = "titlein",
    /// As last word, or before "of" and "for", tells an organisation.
    OrganisationHead = "orghead",
    /// As first word of several tells an organisation.
    OrganisationFirst = "orgfirst",
    /// Before "of" joins what follows to one name.
    OfHead = "ofhead",
    /// As last word tells a place.
    PlaceHead = "placehead",
    /// As first word of several tells a place.
    PlaceFirst = "placefirst",
    /// As last word tells a building or a road.
    FacilityHead = "facilityhead",
    /// As last word tells something that is none of the kinds: a cup, an act, a treaty.
    OtherHead = "mischead",
    /// As last word after a place tells a newspaper: "Ashton Sentinel".
    PaperHead = "paperhead",
    /// In capitals it is short for a thing, never for a body: "GDP", "TV".
    Abbreviation = "abbrev",
    /// With a capital and yet no name: what opens sentences, weekdays, months.
    Never = "never",
    /// What people do as subjects.
    Saying = "saying",
    /// A nation, religion, people or side.
    Group = "norp",
    /// A country.
    Country = "country",
    /// Another well-known place.
    Region = "region",
    /// A newspaper, broadcaster or agency.
    Outlet = "outlet",
    /// Another organisation that everybody knows.
    Organisation = "org",
    /// A common noun before or after a name that tells an organisation: "company".
    OrganisationNoun = "orgnoun",
    /// A common noun before or after a name that tells a place: "village".
    PlaceNoun = "placenoun",
    /// A common noun after a name that tells a people: "communities".
    PeopleNoun = "peoplenoun",
    /// With a capital and alone it names nothing in particular: "Council".
    Generic = "generic",
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u32);

impl Roles {
    /// Whether `role` is among them.
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }
}

/// How well a word is known as a part of people's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InPeople {
    /// Not at all.
    #[default]
    No,
    /// Some people.
    Some,
    /// A well-known family name.
    Family,
    /// A given name.
    Given,
}

/// How large the largest place of a name is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InPlaces {
    /// None.
    #[default]
    No,
    /// A town, or the other name of a city.
    Town,
    /// 100,000 people.
    City,
    /// 500,000 people, or the division of a country.
    Metropolis,
}

/// What the lists say of one key.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) roles: Roles,
    pub(super) people: InPeople,
    pub(super) places: InPlaces,
}

/// The roles of words. Apart from the names because running text asks it for every word, and it is small.
static ROLES: LazyLock<FxHashMap<&'static str, Roles>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, Roles> = FxHashMap::default();
    for (word, roles) in lines(WORDS) {
        let entry = table.entry(word).or_default();
        for role in roles.split(' ') {
            let role = Role::of(role).expect("a test reads every line of the list");
            entry.0 |= 1 << role as u32;
        }
    }
    for (name, role) in official() {
        table.entry(name).or_default().0 |= 1 << role as u32;
    }
    table
});

/// Official names of states of more than one word, and bodies of states, by their keys.
static OFFICIAL: LazyLock<Vec<(String, Role)>> = LazyLock::new(|| {
    let mut result = Vec::new();
    for (kind, rest) in lines(STATES) {
        let role = match kind {
            "grouping" => Role::Organisation,
            _ => Role::Country,
        };
        let names = rest.rsplit('\t').next().unwrap_or(rest).split('|');
        let names = names.filter(|name| role == Role::Organisation || name.contains(' '));
        result.extend(names.map(|name| (key(name).into_owned(), role)));
    }
    result
});

fn official() -> impl Iterator<Item = (&'static str, Role)> {
    OFFICIAL.iter().map(|(name, role)| (&**name, *role))
}

static NAMES: LazyLock<FxHashMap<&'static str, (InPeople, InPlaces)>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, (InPeople, InPlaces)> =
        FxHashMap::with_capacity_and_hasher(120_000, rustc_hash::FxBuildHasher);
    for (word, rank) in lines(PEOPLE) {
        table.entry(word).or_default().0 = match rank {
            "3" => InPeople::Given,
            "2" => InPeople::Family,
            _ => InPeople::Some,
        };
    }
    for (name, rank) in lines(PLACES) {
        table.entry(name).or_default().1 = match rank {
            "3" => InPlaces::Metropolis,
            "2" => InPlaces::City,
            _ => InPlaces::Town,
        };
    }
    table
});

fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// The key by which the lists know a word or name: folded, with Latin letters that have no decomposition made plain.
pub fn key(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let folded = fold_word(text);
    if folded.is_ascii() {
        return Cow::Owned(folded);
    }
    let mut result = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            'ı' => result.push('i'),
            'ł' => result.push('l'),
            'ø' => result.push('o'),
            'đ' | 'ð' => result.push('d'),
            'ß' => result.push_str("ss"),
            'æ' => result.push_str("ae"),
            'œ' => result.push_str("oe"),
            'ə' => result.push('a'),
            'ʻ' | 'ʼ' => result.push('\''),
            'þ' => result.push_str("th"),
            c => result.push(c),
        }
    }
    Cow::Owned(result)
}

/// What the lists know of the name `key`.
pub(super) fn look_up(key: &str) -> Entry {
    let (people, places) = NAMES.get(key).copied().unwrap_or_default();
    Entry {
        people,
        places,
        ..look_up_word(key)
    }
}

/// What the lists know of the word `key` that is no name.
pub(super) fn look_up_word(key: &str) -> Entry {
    Entry {
        roles: ROLES.get(key).copied().unwrap_or_default(),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_without_duplicates_and_folded() {
        for list in [WORDS, PEOPLE, PLACES] {
            let words: Vec<&str> = lines(list).map(|(word, _)| word).collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert_eq!(words.iter().find(|word| key(word) != **word), None);
        }
        for (word, roles) in lines(WORDS) {
            assert!(
                roles.split(' ').all(|role| Role::of(role).is_some()),
                "{word}"
            );
        }
        assert!(
            lines(PEOPLE)
                .chain(lines(PLACES))
                .all(|(_, rank)| matches!(rank, "1" | "2" | "3"))
        );
    }

    #[test]
    fn keys_are_plain() {
        assert_eq!(key("Łódź"), "lodz");
        assert_eq!(key("Côte d’Ivoire"), "cote d'ivoire");
    }
}
