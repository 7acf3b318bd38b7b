//! Sentence boundaries by rule, for comparison and display before a language model has spoken.

use crate::TextRange;

/// Words that end in a point without ending a sentence, lower case, without the point. Sorted.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "aug", "av", "brig", "bros", "capt", "cmdr", "co", "col", "corp", "dec", "dept",
    "dr", "e.g", "feb", "fig", "gen", "gov", "hon", "i.e", "inc", "jan", "jr", "jul", "jun", "lt",
    "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "no", "nov", "oct", "prof", "rep",
    "rev", "sen", "sep", "sept", "sgt", "sr", "st", "u.k", "u.n", "u.s", "vs",
];

/// The sentences of `text`, in order, without the white space between them.
///
/// A sentence ends at `.`, `!`, `?` or `…` with closing marks after it, before white space and a sign that can
/// start a sentence; and at every blank line. Initials ("J. Smith") and common English abbreviations do not end
/// one. Linear in the length of the text.
///
/// ```
/// use retold_text::sentence::sentences;
/// let text = "“Go,” said Mr. Hall. He left!";
/// let found: Vec<&str> = sentences(text).into_iter().map(|s| s.slice(text).unwrap()).collect();
/// assert_eq!(found, ["“Go,” said Mr. Hall.", "He left!"]);
/// ```
pub fn sentences(text: &str) -> Vec<TextRange> {
    let mut result = Vec::new();
    let mut start: Option<usize> = None;
    let char_at = |at: usize| text[at..].chars().next();
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        // Most of a text is letters, which end nothing.
        if byte.is_ascii_alphanumeric() {
            start.get_or_insert(at);
            at += 1;
            continue;
        }
        let Some(c) = char_at(at) else { break };
        let offset = at;
        at += c.len_utf8();
        if c == '\n' && char_at(at) == Some('\n') {
            close(text, &mut start, offset, &mut result);
            continue;
        }
        if c.is_whitespace() {
            continue;
        }
        let first = *start.get_or_insert(offset);
        if !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        while let Some(mark) = char_at(at).filter(|mark| {
            matches!(
                mark,
                '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')' | ']' | '»'
            )
        }) {
            at += mark.len_utf8();
        }
        let end = at;
        let rest = &text[end..];
        let full_width = matches!(c, '。' | '！' | '？');
        let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace) || full_width;
        let starts = rest
            .trim_start()
            .chars()
            .next()
            .is_none_or(|next| !next.is_lowercase() && !matches!(next, ',' | ';'));
        if spaced
            && starts
            && !(c == '.' && end == offset + 1 && is_abbreviation(&text[first..offset]))
        {
            close(text, &mut start, end, &mut result);
        }
    }
    close(text, &mut start, text.len(), &mut result);
    result
}

fn close(text: &str, start: &mut Option<usize>, end: usize, result: &mut Vec<TextRange>) {
    if let Some(from) = start.take() {
        let trimmed = text[from..end].trim_end();
        result.push(TextRange::of(from, from + trimmed.len()));
    }
}

fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"'))
        .next()
        .unwrap_or("");
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return true;
    }
    word.len() <= 6
        && ABBREVIATIONS
            .binary_search(&word.to_lowercase().as_str())
            .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = sentences(text)
            .into_iter()
            .map(|range| range.slice(text).expect("on boundaries"))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentence_ends() {
        check("", &[]);
        check("No end", &["No end"]);
        check(
            "A first. A second?  \"A third.\" Said J. Smith of the U.S. Army.",
            &[
                "A first.",
                "A second?",
                "\"A third.\"",
                "Said J. Smith of the U.S. Army.",
            ],
        );
        check(
            "Headline\n\nBody text… goes on. Yes",
            &["Headline", "Body text… goes on.", "Yes"],
        );
        check(
            "It cost 3.5 million. 40 died.",
            &["It cost 3.5 million.", "40 died."],
        );
    }

    #[test]
    fn abbreviations_are_sorted_and_unique() {
        assert!(ABBREVIATIONS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
