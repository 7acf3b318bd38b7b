//! What lists know for coreference: the sex of given names, short forms of names, other names of countries.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const GIVEN: &str = include_str!("../../data/names/given.txt");
const GIVEN_MORE: &str = include_str!("../../data/chains/given.txt");
const SAME: &str = include_str!("../../data/chains/same.txt");

/// What a pronoun can tell of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Woman,
    Man,
}

static SEX: LazyLock<FxHashMap<&'static str, Sex>> = LazyLock::new(|| {
    lines(GIVEN)
        .chain(lines(GIVEN_MORE))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, sex)| match sex {
            "f" => Some((name, Sex::Woman)),
            "m" => Some((name, Sex::Man)),
            _ => None,
        })
        .collect()
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

pub(super) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
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
