//! The word lists of names, from the data files.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// The lists, read once.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

/// The field of life that a role belongs to; `None` where several have it.
pub(super) type Field = Option<&'static str>;

/// What the data files hold; all words are folded.
pub(super) struct Lists {
    /// Words before a person's name.
    pub(super) titles: FxHashSet<&'static str>,
    /// Offices and occupations.
    pub(super) roles: FxHashMap<&'static str, Field>,
    /// Groups of given names by word.
    given: FxHashMap<&'static str, Vec<u16>>,
    /// Common given names.
    pub(super) first_names: FxHashSet<&'static str>,
    /// Common family names.
    pub(super) common_surnames: FxHashSet<&'static str>,
    /// Family names that stand before the given name.
    pub(super) family_first: FxHashSet<&'static str>,
    /// Words that many names of organisations begin with.
    pub(super) general_words: FxHashSet<&'static str>,
    /// Words of the names of bodies that every country has.
    pub(super) body_words: FxHashSet<&'static str>,
    /// Words of the names of bodies that every town has.
    pub(super) local_words: FxHashSet<&'static str>,
    /// Words of organisations' names.
    pub(super) organisation_words: FxHashMap<&'static str, OrganisationWord>,
}

/// What a word does in an organisation's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OrganisationWord {
    /// The form of law.
    Form,
    /// Says what it is.
    Tail,
    /// An article, a preposition.
    Small,
}

impl Lists {
    fn read() -> Self {
        let mut given: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
        for (group, line) in lines(include_str!("../../data/entities/given.txt")).enumerate() {
            let group = u16::try_from(group).expect("the list has some hundreds of lines");
            for word in line.split(' ') {
                given.entry(word).or_default().push(group);
            }
        }
        Self {
            titles: lines(include_str!("../../data/entities/titles.txt")).collect(),
            roles: pairs(include_str!("../../data/entities/roles.txt"))
                .map(|(role, field)| (role, (field != "any").then_some(field)))
                .collect(),
            given,
            first_names: words(include_str!("../../data/entities/first_names.txt")).collect(),
            common_surnames: words(include_str!("../../data/entities/surnames.txt")).collect(),
            family_first: words(include_str!("../../data/entities/family_first.txt")).collect(),
            general_words: words(include_str!("../../data/entities/general_words.txt")).collect(),
            body_words: words(include_str!("../../data/entities/body_words.txt")).collect(),
            local_words: words(include_str!("../../data/entities/local_words.txt")).collect(),
            organisation_words: pairs(include_str!("../../data/entities/organisation_words.txt"))
                .map(|(word, class)| {
                    let class = match class {
                        "form" => OrganisationWord::Form,
                        "tail" => OrganisationWord::Tail,
                        _ => OrganisationWord::Small,
                    };
                    (word, class)
                })
                .collect(),
        }
    }

    /// Whether two given names are forms of one.
    pub(super) fn same_given(&self, one: &str, other: &str) -> bool {
        match (self.given.get(one), self.given.get(other)) {
            (Some(one), Some(other)) => one.iter().any(|group| other.contains(group)),
            _ => false,
        }
    }

    /// The groups of forms that a given name is in.
    pub(super) fn given_groups(&self, word: &str) -> &[u16] {
        self.given.get(word).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    lines(file).flat_map(|line| line.split(' '))
}

fn pairs(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(file).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::super::name::fold_name;
    use super::*;
    use retold_model::NameKind;

    #[test]
    fn words_stand_once_in_their_list_in_order_and_folded() {
        let sorted = |mut list: Vec<&str>| {
            let read = list.clone();
            list.sort_unstable();
            list.dedup();
            assert_eq!(read, list);
        };
        sorted(lines(include_str!("../../data/entities/titles.txt")).collect());
        sorted(lines(include_str!("../../data/entities/given.txt")).collect());
        sorted(words(include_str!("../../data/entities/surnames.txt")).collect());
        sorted(words(include_str!("../../data/entities/first_names.txt")).collect());
        sorted(words(include_str!("../../data/entities/family_first.txt")).collect());
        sorted(words(include_str!("../../data/entities/general_words.txt")).collect());
        sorted(words(include_str!("../../data/entities/body_words.txt")).collect());
        sorted(words(include_str!("../../data/entities/local_words.txt")).collect());
        sorted(
            pairs(include_str!("../../data/entities/roles.txt"))
                .map(|pair| pair.0)
                .collect(),
        );
        for word in words(include_str!("../../data/entities/given.txt")) {
            assert_eq!(fold_name(NameKind::Place, word), word);
        }
    }
}
