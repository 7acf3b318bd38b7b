//! How rare a word is in news at large.
//!
//! A table that ships with Retold, so that what a word says about an article is a function of the article alone: the
//! words of a base weigh the same whatever else it holds, and nothing is compared again when it grows.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Stems with their rarity; see its head.
const TABLE: &str = include_str!("../data/rarity.txt");

/// The rarity of a stem that the table does not hold: that of one document in all. In sixteenths of the natural logarithm.
const UNSEEN: u32 = 108;

/// Stems of `TABLE` with their rarity.
static RARITIES: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (stem, rarity) = line.split_once('\t')?;
            Some((stem, rarity.parse().ok()?))
        })
        .collect()
});

/// The logarithm of how many documents there are for one that holds `stem`, in sixteenths: 0 to 108.
pub(crate) fn rarity(stem: &str) -> u32 {
    RARITIES.get(stem).copied().unwrap_or(UNSEEN)
}

/// Whether the table holds `stem`.
pub(crate) fn is_known(stem: &str) -> bool {
    RARITIES.contains_key(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_numbers_are_in_range() {
        let lines: Vec<&str> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(lines.len(), RARITIES.len());
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(RARITIES.values().all(|&rarity| rarity < UNSEEN));
    }

    #[test]
    fn names_are_rarer_than_the_words_of_all_news() {
        assert_eq!(rarity("xyzzy"), UNSEEN);
        assert!(rarity("polic") < rarity("volcano"));
    }
}
