//! What lists know for coreference: the sex of given names, what nouns say of people and bodies, nations.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const GIVEN: &str = include_str!("../../data/names/given.txt");
const GIVEN_MORE: &str = include_str!("../../data/chains/given.txt");
const SAME: &str = include_str!("../../data/chains/same.txt");
const NOUNS: &str = include_str!("../../data/chains/nouns.txt");
const CLASSES: &str = include_str!("../../data/chains/classes.txt");
const NATIONS: &str = include_str!("../../data/chains/nations.txt");

/// What a pronoun can tell of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sex {
    Woman,
    Man,
}

/// What a noun calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    Person(Option<Sex>),
    Company,
    Body,
    Place,
}

static SEX: LazyLock<FxHashMap<&'static str, Sex>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for line in lines(GIVEN).chain(lines(GIVEN_MORE)) {
        match line.split_once('\t') {
            Some((name, "f")) => table.insert(name, Sex::Woman),
            Some((name, "m")) => table.insert(name, Sex::Man),
            Some((name, _)) => table.remove(name),
            None => None,
        };
    }
    table
});

/// Names that stand for one thing, each with the first of its line.
static SAME_AS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(SAME)
        .flat_map(|line| {
            let first = line.split('\t').next().unwrap_or(line);
            line.split('\t').map(move |name| (name, first))
        })
        .collect()
});

static NOUN: LazyLock<FxHashMap<&'static str, Noun>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for line in lines(NOUNS) {
        let (kind, words) = line.split_once(": ").unwrap_or((line, ""));
        let noun = match kind {
            "man" => Noun::Person(Some(Sex::Man)),
            "woman" => Noun::Person(Some(Sex::Woman)),
            "company" => Noun::Company,
            "body" => Noun::Body,
            "place" => Noun::Place,
            _ => Noun::Person(None),
        };
        table.extend(words.split(' ').map(|word| (word, noun)));
    }
    table
});

static CLASS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    lines(CLASSES)
        .filter_map(|line| line.split_once(": "))
        .map(|(noun, words)| (noun, words.split(' ').collect()))
        .collect()
});

/// The country of a word of its people.
static NATION: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(NATIONS)
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(country, words)| {
            words
                .split(' ')
                .chain([country])
                .map(move |word| (word, country))
        })
        .collect()
});

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The sex that a folded given name tells.
pub(super) fn sex_of_given_name(name: &str) -> Option<Sex> {
    SEX.get(name).copied()
}

/// The name by which all names of the same thing are known: of "Bob" it is "robert", of "America" "united states".
pub(super) fn first_name_of(name: &str) -> Option<&'static str> {
    SAME_AS.get(name).copied()
}

/// What the noun (base form, small letters) calls.
pub(super) fn noun(lemma: &str) -> Option<Noun> {
    NOUN.get(lemma).copied()
}

/// Whether a plural in small letters calls people: "leaders", "men".
pub(crate) fn calls_people(plural: &str) -> bool {
    let is_person = |singular: &str| matches!(noun(singular), Some(Noun::Person(_)));
    match plural.strip_suffix("men") {
        Some(stem) => is_person(&[stem, "man"].concat()),
        None => plural.strip_suffix('s').is_some_and(is_person),
    }
}

/// Whether a noun in small letters, of one or of several, calls people or a body: "coroner", "authorities", "police".
pub(crate) fn calls_speakers(word: &str) -> bool {
    let speaks = |singular: &str| {
        matches!(
            noun(singular),
            Some(Noun::Person(_) | Noun::Body | Noun::Company)
        )
    };
    speaks(word) || calls_people(word) || word.strip_suffix('s').is_some_and(speaks) || {
        word.strip_suffix("ies")
    }
    .is_some_and(|stem| speaks(&[stem, "y"].concat()))
}

/// Whether somebody introduced as `role` can be called `noun`.
pub(super) fn can_stand_for(noun: &str, role: &str) -> bool {
    noun == role || CLASS.get(noun).is_some_and(|words| words.contains(&role))
}

/// The country that the folded word or name tells: of "russian" and of "us" theirs.
pub(super) fn nation(word: &str) -> Option<&'static str> {
    NATION.get(word).copied().or_else(|| {
        let first = first_name_of(word)?;
        NATION.get(first).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_no_duplicates_and_are_folded() {
        for list in [GIVEN, GIVEN_MORE] {
            let mut names: Vec<&str> = lines(list)
                .filter_map(|line| line.split_once('\t'))
                .map(|(name, _)| name)
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        let words = || lines(NOUNS).filter_map(|line| line.split_once(": "));
        assert_eq!(
            words()
                .map(|(_, words)| words.split(' ').count())
                .sum::<usize>(),
            NOUN.len()
        );
        let names = || lines(SAME).flat_map(|line| line.split('\t'));
        assert_eq!(names().count(), SAME_AS.len());
        assert_eq!(names().find(|name| crate::names::key(name) != *name), None);
    }

    #[test]
    fn words_of_a_people_tell_their_country() {
        assert_eq!(nation("russian"), Some("russia"));
        assert_eq!(nation("us"), Some("united states"));
        assert_eq!(nation("oslo"), None);
    }
}
