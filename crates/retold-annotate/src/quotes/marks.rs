//! Marks of quotation: which words stand in them.
//!
//! Marks are read block by block, since a mark that was lost must not turn the rest of an article inside out. A block that
//! opens a quotation and does not close it counts as quoted to its end. A mark of two sides (`"`, `''`) opens and closes in
//! turn; a one-sided mark is believed unless what stands around it says the opposite. Single marks count where they are the
//! outer ones, as in British papers and in headlines.

use retold_text::TextRange;

/// What a mark says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
    /// A single mark that may open.
    Single,
}

/// Bytes that a quotation in single marks is followed for.
const LONGEST_SINGLE: usize = 4000;

/// A quotation in marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) range: TextRange,
    /// Bytes of the opening mark.
    pub(crate) open: u32,
    /// Bytes of the closing mark, 0 if there is none before the block ends.
    pub(crate) close: u32,
}

/// The quotations of one block, in order, not overlapping.
pub(crate) fn marked(text: &str, block: TextRange) -> Vec<Marked> {
    let Some(part) = block.slice(text) else {
        return Vec::new();
    };
    let mut result: Vec<Marked> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut finish = |from: (usize, usize), to: usize, close: usize| {
        let start = block.start() as usize + from.0;
        result.push(Marked {
            range: TextRange::of(start, block.start() as usize + to),
            open: u32::try_from(from.1).unwrap_or(1),
            close: u32::try_from(close).unwrap_or(1),
        });
    };
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some((offset, length, side)) = next_mark(part, at, open.is_some()) {
        at = offset + length;
        if side == Side::Single {
            // What is nested in it stays with it.
            let end = single_close(part, offset, length);
            if let Some((end, close)) = end {
                finish((offset, length), end + close, close);
                at = end + close;
            } else if part[..offset].trim().is_empty() {
                finish((offset, length), part.len(), 0);
                break;
            }
            continue;
        }
        let side = decide(part, offset, length, side, open.is_some());
        match (side, open) {
            (Side::Open, Some(_)) if is_nested(part, at) => depth += 1,
            (Side::Open, Some(from)) => {
                // Opened anew: the closing mark was left out, as at the end of a paragraph.
                finish(from, offset, 0);
                open = Some((offset, length));
                depth = 0;
            }
            (Side::Open, None) => open = Some((offset, length)),
            (_, Some(_)) if depth > 0 => depth -= 1,
            (_, Some(from)) => {
                finish(from, at, length);
                open = None;
            }
            (_, None) => {}
        }
    }
    if let Some(from) = open {
        finish(from, part.len(), 0);
    }
    result
}

/// Whether what opened before `from`, in a quotation, closes before the quotation does: the next two marks close.
fn is_nested(part: &str, from: usize) -> bool {
    let mut at = from;
    for _ in 0..2 {
        let Some((offset, length, side)) = next_mark(part, at, true) else {
            return false;
        };
        at = offset + length;
        if side == Side::Either || decide(part, offset, length, side, true) != Side::Close {
            return false;
        }
    }
    true
}

/// The next mark at or after `from`: offset, length, side. Inside of another quotation a single mark says nothing: it is nested
/// or an apostrophe.
fn next_mark(part: &str, from: usize, inside: bool) -> Option<(usize, usize, Side)> {
    let mut characters = part[from..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let side = match c {
            '"' | '＂' => Side::Either,
            '“' | '„' | '‟' | '«' | '〝' | '「' | '『' | '‹' => Side::Open,
            '”' | '»' | '〞' | '」' | '』' | '›' => Side::Close,
            '\'' | '`' | '’' | '‘' => {
                if characters.peek().is_some_and(|(_, next)| *next == c) {
                    let side = match c {
                        '`' | '‘' => Side::Open,
                        _ => Side::Either,
                    };
                    return Some((from + offset, 2 * c.len_utf8(), side));
                }
                if inside || !single_opens(part, from + offset, c) {
                    continue;
                }
                Side::Single
            }
            _ => continue,
        };
        return Some((from + offset, c.len_utf8(), side));
    }
    None
}

/// Words that lose their beginning to an apostrophe.
const ELIDED: [&str; 11] = [
    "em", "til", "till", "tis", "twas", "cause", "n", "bout", "round", "neath", "cos",
];

/// Whether a single mark can open a quotation.
fn single_opens(part: &str, offset: usize, c: char) -> bool {
    if !matches!(c, '\'' | '‘') {
        return false;
    }
    let before = part[..offset].chars().next_back();
    let rest = &part[offset + c.len_utf8()..];
    let starts = before.is_none_or(|c| c.is_whitespace() || "([{—–-/".contains(c));
    let word = &rest[..rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len())];
    let first = rest.chars().next();
    starts
        && first.is_some_and(|first| {
            first.is_alphabetic() || "[…$£€".contains(first) || first.is_numeric() && c == '‘'
        })
        && !ELIDED
            .iter()
            .any(|elided| elided.eq_ignore_ascii_case(word))
        && !(first.is_some_and(char::is_numeric) && is_decade(rest))
}

/// `90s`, after an apostrophe that stands for the century.
fn is_decade(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && rest[digits..].starts_with('s')
}

/// Where the quotation closes that a single mark opened. A mark after a stop or a comma closes for certain; one after a letter
/// may be the genitive of a plural (`the workers’ pay`), if another one follows.
fn single_close(part: &str, offset: usize, length: usize) -> Option<(usize, usize)> {
    let opening = part[offset..].chars().next()?;
    let start = offset + length;
    let mut end = part.len().min(start + LONGEST_SINGLE);
    while !part.is_char_boundary(end) {
        end -= 1;
    }
    let mut doubtful = None;
    for (at, c) in part[start..end].char_indices() {
        let at = start + at;
        let closing = matches!(opening, '‘' | '\'') && matches!(c, '’' | '\'');
        if !closing {
            if at > start && matches!(c, '‘') && single_opens(part, at, c) {
                break;
            }
            continue;
        }
        let before = part[..at].chars().next_back();
        let rest = &part[at + c.len_utf8()..];
        let after = rest.chars().next();
        let ends = before.is_some_and(|c| !c.is_whitespace() && !"([{‘".contains(c))
            && after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}—–\"”-".contains(c));
        if !ends {
            if c == opening && at > start && single_opens(part, at, c) {
                break;
            }
            continue;
        }
        let lower = |rest: &str| {
            rest.trim_start()
                .chars()
                .next()
                .is_some_and(char::is_lowercase)
        };
        if before == Some('s') && lower(rest) && after.is_some_and(char::is_whitespace) {
            doubtful = doubtful.or(Some((at, c.len_utf8())));
            continue;
        }
        // A genitive, if what follows is a stop that ends the quotation for certain.
        let certain = before.is_some_and(|c| ",.!?…—".contains(c));
        if certain || doubtful.is_none() {
            return Some((at, c.len_utf8()));
        }
        break;
    }
    doubtful
}

fn decide(part: &str, offset: usize, length: usize, side: Side, inside: bool) -> Side {
    let before = part[..offset].chars().next_back();
    let after = part[offset + length..].chars().next();
    let opens = before.is_none_or(|c| c.is_whitespace() || "([{—–-/".contains(c))
        && after.is_some_and(|c| !c.is_whitespace() && !",.;:!?)]".contains(c));
    let closes = before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
        && after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}—–".contains(c));
    match side {
        Side::Open | Side::Either if before_verb(part, offset, length) => Side::Close,
        Side::Either if inside || (closes && !opens) => Side::Close,
        Side::Either => Side::Open,
        Side::Open if closes && !opens && inside => Side::Close,
        Side::Close if opens && !closes && !inside => Side::Open,
        known => known,
    }
}

/// Whether a mark stands on the wrong side of the blank before the verb of saying: `… biodiversity, “said Maria Holt`.
fn before_verb(part: &str, offset: usize, length: usize) -> bool {
    let Some(said) = part[..offset].strip_suffix(' ') else {
        return false;
    };
    let mut words = part[offset + length..].split(' ');
    let verb = words.next().is_some_and(|verb| {
        matches!(
            verb,
            "added" | "asked" | "explained" | "said" | "says" | "wrote"
        )
    });
    let subject = words.next().is_some_and(|word| {
        word.starts_with(char::is_uppercase) || matches!(word, "he" | "she" | "the" | "they")
    });
    said.ends_with([',', '.', '!', '?']) && verb && subject
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = marked(text, TextRange::of(0, text.len()))
            .iter()
            .map(|marked| marked.range.slice(text).unwrap())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_of_all_styles() {
        check("“One,” he said, “two.”", &["“One,”", "“two.”"]);
        check("\"One,\" he said, \"two.\"", &["\"One,\"", "\"two.\""]);
        check("''One,'' he said.", &["''One,''"]);
        check("``One,'' he said.", &["``One,''"]);
        check("«One», „two“, said", &["«One»", "„two“"]);
        check("He’s ‘one’", &["‘one’"]);
        check("»One«, „two“ and ”three”", &["»One«", "„two“", "”three”"]);
        check("「One」 and 『two』", &["「One」", "『two』"]);
        check("« One », he said", &["« One »"]);
    }

    #[test]
    fn single_marks_are_no_apostrophes() {
        check("He’s at the Smiths’ in the ’90s", &[]);
        check("'Tis not 'em, it's the Joneses' house", &[]);
        check(
            "‘The workers’ pay is low,’ he said",
            &["‘The workers’ pay is low,’"],
        );
        check(
            "‘We don’t know,’ he said. ‘Yet.’",
            &["‘We don’t know,’", "‘Yet.’"],
        );
        check("Mayor: 'We won't leave'", &["'We won't leave'"]);
        check(
            "‘Gift to thieves’ and ‘a joke’",
            &["‘Gift to thieves’", "‘a joke’"],
        );
        check(
            "‘He told me “no” twice,’ she said",
            &["‘He told me “no” twice,’"],
        );
        check(
            "“He told me ‘no’ twice,” she said",
            &["“He told me ‘no’ twice,”"],
        );
        check(
            "‘We waited until it was light.",
            &["‘We waited until it was light."],
        );
    }

    #[test]
    fn a_quotation_in_a_quotation_does_not_end_it() {
        check("“He said “no” to me,” she said", &["“He said “no” to me,”"]);
        check(
            "“One, he said. “Two,” she said",
            &["“One, he said. ", "“Two,”"],
        );
    }

    #[test]
    fn a_blank_beside_a_mark_spoils_nothing() {
        check(
            "\" We go \", he said, \" now \".",
            &["\" We go \"", "\" now \""],
        );
        check("“ We go ”, he said", &["“ We go ”"]);
    }

    #[test]
    fn quote_without_closing_mark_ends_at_the_block() {
        check("He said: “One. Two.", &["“One. Two."]);
    }

    #[test]
    fn a_mark_of_the_wrong_side_is_read_by_its_neighbours() {
        check("He said: ”One,” and left", &["”One,”"]);
        check("He said: “One,“ and left", &["“One,“"]);
        check("“One two, “said Maria Holt.", &["“One two, “"]);
        check("One two, “said Maria Holt.", &[]);
    }

    #[test]
    fn a_closing_mark_alone_is_no_quotation() {
        check("One,” he said. “Two.”", &["“Two.”"]);
    }
}
