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

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036F}')
}

impl Iterator for Words<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let start = self.at + self.text[self.at..].find(is_word_char)?;
        let mut end = start;
        let mut chars = self.text[start..].char_indices().peekable();
        let mut previous = ' ';
        while let Some((offset, c)) = chars.next() {
            let joins = match c {
                '\'' | '\u{2019}' => {
                    previous.is_alphabetic()
                        && chars.peek().is_some_and(|(_, next)| next.is_alphabetic())
                }
                '.' | ',' => {
                    previous.is_ascii_digit()
                        && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit())
                }
                c => is_word_char(c),
            };
            if !joins {
                break;
            }
            end = start + offset + c.len_utf8();
            previous = c;
        }
        self.at = end;
        Some(TextRange::of(start, end))
    }
}

#[cfg(test)]
mod tests {
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
}
