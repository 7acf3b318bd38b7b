//! What names stand for one another, of which no rule could tell: the built-in table and the countries.

use std::sync::LazyLock;

use retold_model::NameKind;
use rustc_hash::FxHashMap;

use super::lists::lines;
use super::name::fold_name;

/// An entry of the built-in table.
pub(super) struct KnownEntry {
    /// The name to show.
    pub(super) name: &'static str,
    /// All names, folded, the one to show first.
    pub(super) folded: Vec<String>,
}

pub(super) struct Known {
    entries: Vec<KnownEntry>,
    by_name: FxHashMap<(NameKind, String), Vec<u16>>,
}

/// The table, read once.
pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

impl Known {
    fn read() -> Self {
        let mut entries = Vec::new();
        let mut by_name: FxHashMap<(NameKind, String), Vec<u16>> = FxHashMap::default();
        for line in lines(include_str!("../../data/entities/known.txt")) {
            let Some((kind, names)) = line.split_once('\t') else {
                continue;
            };
            let kind = if kind == "place" {
                NameKind::Place
            } else {
                NameKind::Organisation
            };
            let number =
                u16::try_from(entries.len()).expect("the table has some hundreds of lines");
            let mut folded: Vec<String> = Vec::new();
            for name in names.split('|') {
                let key = fold_name(kind, name);
                if !folded.contains(&key) {
                    by_name.entry((kind, key.clone())).or_default().push(number);
                    folded.push(key);
                }
            }
            let name = names.split('|').next().unwrap_or_default();
            entries.push(KnownEntry { name, folded });
        }
        Self { entries, by_name }
    }

    /// The entry that has a name; `None` where none or several have it.
    pub(super) fn entry(&self, kind: NameKind, folded: &str) -> Option<&KnownEntry> {
        let kind = match kind {
            NameKind::Place => NameKind::Place,
            NameKind::Organisation | NameKind::Group => NameKind::Organisation,
            NameKind::Person | NameKind::Facility => return None,
        };
        match self.by_name.get(&(kind, folded.to_owned()))?.as_slice() {
            &[only] => self.entries.get(usize::from(only)),
            _ => None,
        }
    }
}

/// The countries by the words for them and their people.
static COUNTRIES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut result = FxHashMap::default();
    for line in lines(include_str!("../../data/entities/countries.txt")) {
        if let Some((country, words)) = line.split_once('\t') {
            result.insert(country, country);
            for word in words.split(' ') {
                result.insert(word, country);
            }
        }
    }
    result
});

/// The country that a word or two speak of, folded: "brazil" for "brazilian".
pub(super) fn country(words: &str) -> Option<&'static str> {
    COUNTRIES.get(words).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_known_by_each_name_that_no_other_has() {
        let name = |kind, key| KNOWN.entry(kind, key).map(|entry| entry.name);
        assert_eq!(name(NameKind::Place, "usa"), Some("United States"));
        assert_eq!(name(NameKind::Group, "houthi"), None);
        assert_eq!(name(NameKind::Place, "la"), None);
        assert_eq!(name(NameKind::Organisation, "un"), Some("United Nations"));
        assert_eq!(name(NameKind::Person, "us"), None);
        assert_eq!(country("dutch"), Some("netherlands"));
    }

    #[test]
    fn the_table_names_two_names_and_more() {
        for entry in &KNOWN.entries {
            assert!(entry.folded.len() > 1, "{}", entry.name);
        }
    }
}
