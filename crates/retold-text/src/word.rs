//! Words of a text, with their ranges.

use crate::TextRange;

/// The words of `text`: runs of letters, digits and marks. An apostrophe between letters, and a point or
/// comma between digits, belong to the word ("don't", "1,000.5"); a hyphen does not.
///
/// ```
/// use retold_text::word::words;
/// let found: Vec<&str> = words("Xi's 1,000-km trip.").map(|w| w.slice("Xi's 1,000-km trip.").unwrap()).collect();
/// assert_eq!(found, ["Xi's", "1,000", "km", "trip"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = TextRange> + '_ {
    Words { text, at: 0 }
}

struct Words<'t> {
    text: &'t str,
    at: usize,
}

/// Of each byte, whether it is an ASCII letter or digit: those make up most words, and a table tells it in one step.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte: u8 = 0;
    while byte.is_ascii() {
        plain[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036F}')
}

impl Words<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Where the next word begins.
    fn start(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            // Most of most texts is ASCII, and needs no decoding.
            match self.text.as_bytes().get(at)? {
                byte if PLAIN[usize::from(*byte)] => return Some(at),
                byte if byte.is_ascii() => at += 1,
                _ => {
                    let c = self.char_at(at)?;
                    if is_word_char(c) {
                        return Some(at);
                    }
                    at += c.len_utf8();
                }
            }
        }
    }

    /// Where the word ends that begins at `start`.
    fn end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start;
        loop {
            end += bytes[end..]
                .iter()
                .take_while(|&&byte| PLAIN[usize::from(byte)])
                .count();
            let Some(&byte) = bytes.get(end) else { break };
            if byte.is_ascii() && !matches!(byte, b'\'' | b'.' | b',') {
                break;
            }
            let Some(c) = self.char_at(end) else { break };
            let previous = || self.text[start..end].chars().next_back();
            let next = || self.char_at(end + c.len_utf8());
            let joins = match c {
                '\'' | '\u{2019}' => {
                    previous().is_some_and(char::is_alphabetic)
                        && next().is_some_and(char::is_alphabetic)
                }
                '.' | ',' => {
                    previous().is_some_and(|previous| previous.is_ascii_digit())
                        && next().is_some_and(|next| next.is_ascii_digit())
                }
                c => is_word_char(c),
            };
            if !joins {
                break;
            }
            end += c.len_utf8();
        }
        end
    }
}

impl Iterator for Words<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let start = self.start()?;
        self.at = self.end(start);
        Some(TextRange::of(start, self.at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text)
            .map(|range| range.slice(text).expect("words lie on boundaries"))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_and_their_inner_signs() {
        check("", &[]);
        check("…—", &[]);
        check(
            "The leaders’ 71-year-old ‘friend’",
            &["The", "leaders", "71", "year", "old", "friend"],
        );
        check(
            "don’t pay $2.5bn, or 1,000.",
            &["don’t", "pay", "2.5bn", "or", "1,000"],
        );
        check("Прага 漢字", &["Прага", "漢字"]);
    }

    /// A text as its words are found by characters alone: no ASCII letter is taken for itself.
    fn by_characters(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_word_char) {
            let chars: Vec<char> = rest[start..].chars().collect();
            let joins = |at: usize| {
                let (before, behind) = (chars[at - 1], chars.get(at + 1));
                match chars[at] {
                    '\'' | '\u{2019}' => {
                        before.is_alphabetic() && behind.is_some_and(|c| c.is_alphabetic())
                    }
                    '.' | ',' => {
                        before.is_ascii_digit() && behind.is_some_and(char::is_ascii_digit)
                    }
                    c => is_word_char(c),
                }
            };
            let count = { 1..chars.len() }.take_while(|&at| joins(at)).count() + 1;
            let length: usize = chars[..count].iter().map(|c| c.len_utf8()).sum();
            found.push(&rest[start..start + length]);
            rest = &rest[start + length..];
        }
        found
    }

    proptest! {
        #[test]
        fn bytes_tell_the_words_that_characters_tell(text in "([a-zA-Z0-9 .,'’\n“é\u{301}東…]|\\PC){0,40}") {
            let found: Vec<&str> = words(&text).map(|word| word.slice(&text).unwrap()).collect();
            prop_assert_eq!(found, by_characters(&text));
        }
    }
}
