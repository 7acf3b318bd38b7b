//! Terms: the words, word pairs and names by which reports of one happening are found.
//!
//! Function words are left out; a pair is two words that follow each other without them ("Ashford town", "town hall").
//! Linear in the words read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use retold_model::{Linkable, Term, WeightedTerm};
use retold_text::word::words;

use crate::hash;
use crate::house_style::word_key;

/// Terms kept of one article. More cost space and touched articles for little: the rest are words of all reports.
const MOST_TERMS: usize = 64;

/// Words of the body that are read: reports tell what happened at the top.
const WORDS_READ: usize = 300;

/// Occurrences that one in the headline counts for.
const HEADLINE: u32 = 2;

/// How much more a name or a number says than another word, in quarters.
const NAME: u32 = 6;

/// Words that say nothing of what happened; sorted.
const FUNCTION_WORDS: &str = include_str!("../data/function_words.txt");

/// The terms of an article, ascending, each once; at most 64.
///
/// They come from the headline and the top of the body. Of more, those that occur often and names are kept.
pub fn terms(article: &Linkable) -> Vec<WeightedTerm> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    if let Some(headline) = &article.headline {
        read(headline, HEADLINE, usize::MAX, &mut counts);
    }
    let mut left = WORDS_READ;
    for block in &article.body {
        if let Some(text) = block.slice(&article.text) {
            left -= read(text, 1, left, &mut counts);
        }
    }
    let mut weighted: Vec<(u32, Term)> = counts
        .iter()
        .map(|(key, count)| (count.weight(), term(key)))
        .collect();
    weighted.sort_unstable_by_key(|&(weight, term)| (std::cmp::Reverse(weight), term));
    weighted.truncate(MOST_TERMS);
    let mut result: Vec<WeightedTerm> = weighted
        .into_iter()
        .map(|(weight, term)| WeightedTerm {
            term,
            weight: u8::try_from(weight).unwrap_or(u8::MAX),
        })
        .collect();
    result.sort_unstable();
    result.dedup_by_key(|weighted| weighted.term);
    result
}

fn term(key: &str) -> Term {
    Term(hash::short(hash::bytes(key.bytes())))
}

/// How often a word occurs, and how it is written.
#[derive(Default)]
struct Count {
    times: u32,
    /// Occurrences with a capital or digit where the sentence does not ask for it.
    names: u32,
}

impl Count {
    /// Grows with the logarithm of the occurrences: 8 for one, 16 for two or three, 24 from four on, ...
    fn weight(&self) -> u32 {
        let frequency = 8 * (self.times.ilog2() + 1);
        if self.names * 2 >= self.times {
            frequency * NAME / 4
        } else {
            frequency
        }
    }
}

/// Counts at most `most` words of `text`, each `times` times; how many were read.
fn read(text: &str, times: u32, most: usize, counts: &mut BTreeMap<String, Count>) -> usize {
    let mut count = 0;
    let mut last: Option<String> = None;
    for word in words(text).take(most) {
        count += 1;
        let spelt = &text[word.as_usize()];
        let mut key = word_key(spelt);
        if let Some(stem) = key.strip_suffix("'s") {
            key.truncate(stem.len());
        }
        if key.chars().nth(1).is_none() || is_function_word(&key) {
            continue;
        }
        let key = singular(key);
        if let Some(before) = last.replace(key.clone()) {
            let pair = counts.entry(format!("{before} {key}")).or_default();
            pair.times += times;
        }
        let entry = counts.entry(key).or_default();
        entry.times += times;
        if spelt.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            entry.names += times;
        }
    }
    count
}

/// The key without the "s" of English plurals and verbs, so that "shootings" and "shooting" are one term.
fn singular(mut key: String) -> String {
    if key.len() >= 4 && key.ends_with('s') && !key.ends_with("ss") && !key.ends_with("us") {
        key.truncate(key.len() - 1);
    }
    key
}

/// Whether a key of [`word_key`] is of a word that says nothing of what happened.
pub(crate) fn is_function_word(key: &str) -> bool {
    static KEYS: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| function_words().map(word_key).collect());
    KEYS.contains(key)
}

fn function_words() -> impl Iterator<Item = &'static str> {
    FUNCTION_WORDS.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use retold_model::ArticleId;
    use retold_text::TextRange;

    use super::*;

    #[test]
    fn function_words_are_sorted_and_unique() {
        let words: Vec<&str> = function_words().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn terms_are_words_pairs_and_names_with_their_weights() {
        let text = "The hall of Ashford burned.";
        let article = Linkable {
            id: ArticleId::of_url("https://example.org/"),
            headline: Some("Hall burned".into()),
            text: Arc::from(text),
            body: vec![TextRange::of(0, text.len())],
            published: None,
            outlet: None,
            language: None,
        };
        let mut expected = [
            // Three times, most of them with a small letter in the body; the headline counts twice.
            ("hall", 24),
            ("burned", 16),
            ("ashford", 12),
            ("hall burned", 16),
            ("hall ashford", 8),
            ("ashford burned", 8),
        ]
        .map(|(key, weight)| WeightedTerm {
            term: term(key),
            weight,
        });
        expected.sort_unstable();
        assert_eq!(terms(&article), expected);
    }
}
