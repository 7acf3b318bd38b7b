//! French: what the index or the exceptions know, then rules, then whole words.

use super::Word;
use super::tables::Tables;
use crate::lexeme::Characters;

/// Parts of speech that have tables; words of others are looked up whole.
const RULED: [&str; 11] = [
    "noun", "verb", "adj", "adp", "adv", "aux", "cconj", "det", "pron", "punct", "sconj",
];

pub(super) fn lemma(tables: &Tables, word: &Word<'_>) -> String {
    let (text, lower) = (&*word.lexeme.text, &*word.lexeme.lower);
    if matches!(word.pos, "" | "eol" | "space") {
        return lower.to_owned();
    }
    if !RULED.contains(&word.pos) {
        return tables.word(text).unwrap_or(text).to_owned();
    }
    let mut first_unknown = None;
    if let Some(tables) = tables.of(word.pos) {
        if tables.is_lemma(lower) {
            return lower.to_owned();
        }
        if let Some(lemma) = tables.irregular(lower).next() {
            return lemma.to_owned();
        }
        for form in tables.forms(lower) {
            if tables.is_lemma(&form) || !Characters::get().is_alphabetic(&form) {
                return form;
            }
            first_unknown = first_unknown.or(Some(form));
        }
    }
    first_unknown.unwrap_or_else(|| tables.word(lower).unwrap_or(lower).to_owned())
}
