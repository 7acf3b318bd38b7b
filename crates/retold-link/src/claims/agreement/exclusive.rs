//! Words that exclude each other: states, parts of the body, weapons, colours, relations.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Agreement, Why};

const TABLE: &str = include_str!("../../../data/claims/exclusive.txt");

/// A list of words that exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum List {
    /// How somebody in hospital is.
    Condition,
    /// Where somebody is wounded.
    Wound,
    /// What it was done with.
    Weapon,
    /// The colour of a vehicle.
    Colour,
    /// Whether somebody did it to themselves.
    Doer,
    /// What two people are to each other who are or were a couple.
    Partner,
    /// What two people of one generation are to each other.
    Sibling,
    /// What a younger relative is.
    Child,
    /// What an older relative is.
    Parent,
}

/// What a word of a list may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Meaning {
    /// The list.
    pub(crate) list: List,
    /// A bit for each thing that it may stand for; never none.
    values: u32,
}

impl List {
    const ALL: [(&'static str, Self); 9] = [
        ("doer", Self::Doer),
        ("condition", Self::Condition),
        ("wound", Self::Wound),
        ("weapon", Self::Weapon),
        ("colour", Self::Colour),
        ("partner", Self::Partner),
        ("sibling", Self::Sibling),
        ("child", Self::Child),
        ("parent", Self::Parent),
    ];
}

impl Meaning {
    /// What a word, in small letters, stands for in a list.
    pub(crate) fn of(list: List, word: &str) -> Option<Self> {
        MEANINGS.get(&(list, word)).copied()
    }

    /// What either of two words of one list may stand for.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            values: self.values | other.values,
            ..self
        }
    }
}

/// Whether two words of one list can be said of one thing.
pub(crate) fn meanings(one: Meaning, other: Meaning) -> Agreement {
    if one.list != other.list {
        Agreement::Incomparable(Why::Measure)
    } else if one == other {
        Agreement::Same
    } else if one.values & other.values != 0 {
        Agreement::Compatible(Why::Containment)
    } else {
        Agreement::Different(Why::Value)
    }
}

static MEANINGS: LazyLock<FxHashMap<(List, &'static str), Meaning>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    let mut list = List::Condition;
    let mut names: Vec<&str> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            let name = name.trim_end_matches(']');
            if let Some((_, found)) = List::ALL.iter().find(|(of, _)| *of == name) {
                list = *found;
            }
            names.clear();
        } else if let Some((words, values)) = line.split_once(" | ") {
            let mut bits = 0;
            for value in values.split(", ") {
                let at = names
                    .iter()
                    .position(|name| *name == value)
                    .unwrap_or_else(|| {
                        names.push(value);
                        names.len() - 1
                    });
                bits |= 1 << at.min(31);
            }
            for word in words.split(", ") {
                table.insert((list, word), Meaning { list, values: bits });
            }
        }
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_exclude_each_other() {
        use Agreement::{Compatible, Different, Same};
        for (list, one, other, expected) in [
            (List::Condition, "critical", "gravely", Same),
            (List::Condition, "critical", "stable", Different(Why::Value)),
            (
                List::Condition,
                "serious",
                "stable",
                Compatible(Why::Containment),
            ),
            (List::Wound, "leg", "arm", Different(Why::Value)),
            (List::Wound, "leg", "thigh", Compatible(Why::Containment)),
            (List::Wound, "head", "cheek", Compatible(Why::Containment)),
            (
                List::Wound,
                "torso",
                "shoulder",
                Compatible(Why::Containment),
            ),
            (List::Weapon, "pistol", "handgun", Same),
            (List::Weapon, "rifle", "handgun", Different(Why::Value)),
            (List::Colour, "gray", "silver", Same),
            (List::Colour, "dark", "blue", Compatible(Why::Containment)),
            (List::Colour, "white", "black", Different(Why::Value)),
            (List::Partner, "wife", "girlfriend", Different(Why::Value)),
            (List::Sibling, "brother", "cousin", Different(Why::Value)),
        ] {
            let [a, b] = [one, other].map(|word| Meaning::of(list, word).unwrap());
            assert_eq!(meanings(a, b), expected, "{one} / {other}");
            assert_eq!(meanings(b, a), expected, "{other} / {one}");
        }
    }

    #[test]
    fn no_word_stands_twice_in_a_list_and_no_list_has_more_values_than_bits() {
        let mut seen = std::collections::BTreeSet::new();
        let mut values: std::collections::BTreeMap<&str, std::collections::BTreeSet<&str>> =
            std::collections::BTreeMap::new();
        let mut list = "";
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[') {
                list = name.trim_end_matches(']');
                assert!(List::ALL.iter().any(|(of, _)| *of == list), "{list}");
                continue;
            }
            let (words, stands_for) = line.split_once(" | ").unwrap();
            for word in words.split(", ") {
                assert!(seen.insert((list, word)), "{list} {word}");
            }
            values
                .entry(list)
                .or_default()
                .extend(stands_for.split(", "));
        }
        for (list, values) in values {
            assert!(values.len() < 32, "{list}");
        }
    }
}
