//! Stems by which forms of a word are told to be one: "relations" and "relationship", "Chinese" and "China".
//!
//! Coarser than the stems of a search engine: they are compared within the few quotes of one speaker in one story, and a
//! translator changes the part of speech more often than two unrelated words meet there.

use std::sync::LazyLock;

use crate::house_style::ends_in_doubled_letter;

/// What is taken off the end while four letters stay, longest first.
const ENDINGS: &[&str] = &[
    "ization", "ation", "ition", "ment", "ance", "anse", "ence", "ense", "ship", "ness", "able",
    "ible", "ical", "ful", "ian", "ion", "ing", "ies", "ied", "ive", "ese", "ant", "ent", "ous",
    "ed", "es", "er", "ly", "al", "an", "ic", "s", "e", "y", "a", "i",
];

/// Letters that stay.
const LEAST: usize = 4;

/// The stem of a key of [`word_key`](crate::house_style::word_key).
pub(super) fn stem(key: &str) -> String {
    let mut stem = key;
    if !stem.is_ascii() || stem.starts_with(|c: char| c.is_ascii_digit()) {
        return stem.to_owned();
    }
    while let Some(shorter) = endings_like(stem).iter().find_map(|ending| {
        // "family" ends in no adverb's "-ly".
        let least = LEAST + usize::from(*ending == "ly");
        stem.strip_suffix(ending).filter(|rest| rest.len() >= least)
    }) {
        stem = shorter;
    }
    // "stopped" and "stop".
    if ends_in_doubled_letter(stem) && stem.len() > LEAST {
        stem = &stem[..stem.len() - 1];
    }
    stem.to_owned()
}

/// Those of [`ENDINGS`] that end as a word of ASCII does, in their order.
fn endings_like(word: &str) -> &'static [&'static str] {
    static BY_LAST: LazyLock<[Vec<&str>; 128]> = LazyLock::new(|| {
        std::array::from_fn(|last| {
            let ends_so = |ending: &&str| ending.bytes().last().map(usize::from) == Some(last);
            ENDINGS.iter().copied().filter(ends_so).collect()
        })
    });
    word.bytes()
        .last()
        .map_or(&[], |last| &BY_LAST[usize::from(last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("relations", "relationship"),
            ("russian", "russia"),
            ("chinese", "china"),
            ("unprecedentedly", "unprecedented"),
            ("importance", "important"),
            ("families", "family"),
            ("answered", "answer"),
            ("peace", "peaceful"),
            ("cherishing", "cherish"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn short_words_and_numbers_stay() {
        for word in ["sea", "less", "wars", "2024", "mh700", "идея"] {
            assert_eq!(stem(word), word);
        }
    }
}
