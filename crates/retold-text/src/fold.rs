//! Normal forms for comparison. They never change a text that is kept: they give keys.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The comparison form of a character: quotation marks, apostrophes, dashes and spaces to one sign each,
/// everything else unchanged. House styles differ in these, and a difference of style is no difference.
pub fn plain_char(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{02BC}' | '`'
        | '\u{00B4}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{00AB}' | '\u{00BB}'
        | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// `text` with every run of white space made one space, none at the ends.
pub fn fold_space(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !result.is_empty() {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

/// A key for words: compatibility form, lower case, without accents, signs as [`plain_char`].
///
/// Folding twice changes nothing.
pub fn fold_word(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    fold_common(word).unwrap_or_else(|| fold_any(word.chars()))
}

fn fold_any(chars: impl Iterator<Item = char>) -> String {
    // Lower case first: some capitals (İ) leave a combining mark behind, which is then dropped with the others.
    chars
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .map(plain_char)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect()
}

/// The blocks Basic Latin to Latin Extended-A, and General Punctuation.
const LATIN: Range<char> = '\0'..'\u{180}';
const PUNCTUATION: Range<char> = '\u{2000}'..'\u{2070}';

/// What becomes of each character of [`LATIN`] and of [`PUNCTUATION`].
static FOLDED: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    [LATIN, PUNCTUATION].map(|block| block.map(|c| fold_any(std::iter::once(c))).collect())
});

/// Folds texts of the characters that most European languages are written in: what one gives does not depend on those
/// beside it. `None` if there are others.
fn fold_common(text: &str) -> Option<String> {
    let [latin, punctuation] = &*FOLDED;
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            c => {
                let folded = match (c as usize).checked_sub(PUNCTUATION.start as usize) {
                    Some(at) => punctuation.get(at),
                    None => latin.get(c as usize),
                };
                key.push_str(folded?);
            }
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds() {
        for (word, key) in [
            ("Zelenský’s", "zelensky's"),
            ("İstanbul", "istanbul"),
            ("COVID–19", "covid-19"),
            ("ﬁnal", "final"),
            ("Übergröße", "ubergroße"),
        ] {
            assert_eq!(fold_word(word), key);
        }
        assert_eq!(fold_space(" a\u{a0}\n b "), "a b");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(word in "\\PC{0,12}") {
            let once = fold_word(&word);
            prop_assert_eq!(fold_word(&once), once);
        }

        #[test]
        fn common_characters_give_what_any_give(word in "[\0-\u{17F}\u{2000}-\u{206F}]{0,6}") {
            prop_assert_eq!(fold_common(&word), Some(fold_any(word.chars())));
        }
    }
}
