//! Languages, whose names are those of peoples: "in English", "speaks Russian", "the French-language channel".
//!
//! A language is none of the kinds, lies nowhere and does nothing. It is told by what stands around each mention, not by
//! what the form stands for elsewhere: a text may name the Spanish and what they speak.

use super::reading::{Reading, Word};
use super::spans::Span;

/// The largest languages, and those of many news, where they have the name of a people.
const LANGUAGES: &[&str] = &[
    "afrikaans",
    "albanian",
    "amharic",
    "arabic",
    "armenian",
    "azerbaijani",
    "basque",
    "belarusian",
    "bengali",
    "bosnian",
    "bulgarian",
    "burmese",
    "cantonese",
    "catalan",
    "chinese",
    "creole",
    "croatian",
    "czech",
    "danish",
    "dari",
    "dutch",
    "english",
    "estonian",
    "farsi",
    "finnish",
    "flemish",
    "french",
    "gaelic",
    "georgian",
    "german",
    "greek",
    "gujarati",
    "hausa",
    "hebrew",
    "hindi",
    "hungarian",
    "icelandic",
    "igbo",
    "indonesian",
    "irish",
    "italian",
    "japanese",
    "kazakh",
    "khmer",
    "korean",
    "kurdish",
    "lao",
    "latin",
    "latvian",
    "lithuanian",
    "macedonian",
    "malay",
    "maltese",
    "mandarin",
    "maori",
    "mongolian",
    "nepali",
    "norwegian",
    "pashto",
    "persian",
    "polish",
    "portuguese",
    "punjabi",
    "romanian",
    "russian",
    "serbian",
    "sinhala",
    "slovak",
    "slovenian",
    "somali",
    "spanish",
    "swahili",
    "swedish",
    "tagalog",
    "tamil",
    "telugu",
    "thai",
    "tibetan",
    "turkish",
    "ukrainian",
    "urdu",
    "uzbek",
    "vietnamese",
    "welsh",
    "wolof",
    "xhosa",
    "yiddish",
    "yoruba",
    "zulu",
];

/// What only a language has.
const OF_LANGUAGES: &[&str] = &[
    "alphabet",
    "dialect",
    "dialects",
    "edition",
    "grammar",
    "language",
    "languages",
    "lessons",
    "speaker",
    "speakers",
    "subtitles",
    "translation",
    "translations",
    "version",
    "versions",
    "vocabulary",
];

/// What is done with a language alone, or mostly, where no noun follows.
const SPEAK: &[&str] = &[
    "fluent",
    "learn",
    "learned",
    "learning",
    "learns",
    "learnt",
    "speak",
    "speaking",
    "speaks",
    "spoke",
    "spoken",
    "study",
    "studied",
    "studying",
    "taught",
    "teach",
    "teaches",
    "teaching",
    "understand",
    "understands",
    "understood",
];

/// How far in words before it the verb is looked for: "speak a little bit of Russian".
const FAR: usize = 5;

/// Words of a row of languages that are looked at, to each side.
const LONGEST_ROW: usize = 40;

/// Whether a language is meant where the name stands.
pub(super) fn is_language(reading: &Reading<'_>, span: &Span) -> bool {
    let at = span.words.start;
    if span.words.len() > 1 || LANGUAGES.binary_search(&&*reading.words[at].key).is_err() {
        return false;
    }
    let beside = |place: usize| reading.beside(at, Some(place));
    let has = |place: usize, words: &[&str]| {
        beside(place).is_some_and(|word| words.contains(&&*word.key))
    };
    let hyphen = beside(at + 1).is_some_and(|word| word.glued && matches!(word.text, "-" | "‑"));
    if hyphen {
        // "French-speaking" says of people what they are.
        return has(at + 2, &["language"]);
    }
    if has(at + 1, OF_LANGUAGES) {
        return true;
    }
    if describes(reading, at) {
        return false;
    }
    // "in English and Spanish"
    let is_row = |place: usize| beside(place).is_some_and(is_of_row);
    let first = { (0..at).rev().take(LONGEST_ROW) }
        .take_while(|&place| is_row(place))
        .last();
    let before = first.unwrap_or(at).checked_sub(1).and_then(beside);
    before.is_some_and(|word| matches!(&*word.key, "in" | "into")) || {
        (1..=FAR).map_while(|back| at.checked_sub(back).and_then(beside))
    }
    .take_while(|word| !ends_phrase(word))
    .any(|word| SPEAK.contains(&&*word.key))
}

/// What stands between a verb and a language has no other noun than an amount, and no mark but a comma of a row.
fn ends_phrase(word: &Word<'_>) -> bool {
    word.key.is_empty() && word.text != "," || matches!(&*word.key, "the" | "that" | "to" | "from")
}

/// Whether the word is a language, or joins two of them.
fn is_of_row(word: &Word<'_>) -> bool {
    joins(word) || LANGUAGES.binary_search(&&*word.key).is_ok()
}

fn joins(word: &Word<'_>) -> bool {
    matches!(word.text, "," | "and" | "or")
}

/// Whether the word says of which people something is: "in Russian and Polish towns".
fn describes(reading: &Reading<'_>, at: usize) -> bool {
    for next in at + 1..=at + LONGEST_ROW {
        let Some(word) = reading.beside(at, Some(next)) else {
            return false;
        };
        if !is_of_row(word) {
            let ends = joins(&reading.words[next - 1]);
            return !ends && (word.common || word.proper || word.adjective);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_are_sorted_without_duplicates() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a < b));
    }
}
