//! Marks of quotation: which words stand in them.
//!
//! Marks are read block by block, since a mark that was lost must not turn the rest of an article inside out. A block that
//! opens a quotation and does not close it counts as quoted to its end. A mark of two sides (`"`, `''`) opens and closes in
//! turn; a one-sided mark is believed unless what stands around it says the opposite.

use retold_text::TextRange;

/// What a mark says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

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
    while let Some((offset, length, side)) = next_mark(part, at) {
        at = offset + length;
        let side = decide(part, offset, length, side, open.is_some());
        match (side, open) {
            (Side::Open, Some(from)) => {
                // Opened anew: the closing mark was left out, as at the end of a paragraph, or the quotation is nested.
                finish(from, offset, 0);
                open = Some((offset, length));
            }
            (Side::Open, None) => open = Some((offset, length)),
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

/// The next mark at or after `from`: offset, length, side.
fn next_mark(part: &str, from: usize) -> Option<(usize, usize, Side)> {
    let mut characters = part[from..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let side = match c {
            '"' | '＂' => Side::Either,
            '“' | '„' | '‟' | '«' | '〝' => Side::Open,
            '”' | '»' | '〞' => Side::Close,
            '\'' | '`' | '’' | '‘' => {
                if characters.peek().is_some_and(|(_, next)| *next == c) {
                    let side = match c {
                        '`' | '‘' => Side::Open,
                        _ => Side::Either,
                    };
                    return Some((from + offset, 2 * c.len_utf8(), side));
                }
                continue;
            }
            _ => continue,
        };
        return Some((from + offset, c.len_utf8(), side));
    }
    None
}

fn decide(part: &str, offset: usize, length: usize, side: Side, inside: bool) -> Side {
    let before = part[..offset].chars().next_back();
    let after = part[offset + length..].chars().next();
    let opens = before.is_none_or(|c| c.is_whitespace() || "([{—–-/".contains(c))
        && after.is_some_and(|c| !c.is_whitespace() && !",.;:!?)]".contains(c));
    let closes = before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
        && after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}—–".contains(c));
    match side {
        Side::Either if inside || (closes && !opens) => Side::Close,
        Side::Either => Side::Open,
        Side::Open if closes && !opens && inside => Side::Close,
        Side::Close if opens && !closes && !inside => Side::Open,
        known => known,
    }
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
        check("He’s ‘one’", &[]);
    }

    #[test]
    fn quote_without_closing_mark_ends_at_the_block() {
        check("He said: “One. Two.", &["“One. Two."]);
    }

    #[test]
    fn a_mark_of_the_wrong_side_is_read_by_its_neighbours() {
        check("He said: ”One,” and left", &["”One,”"]);
        check("He said: “One,“ and left", &["“One,“"]);
    }

    #[test]
    fn a_closing_mark_alone_is_no_quotation() {
        check("One,” he said. “Two.”", &["“Two.”"]);
    }
}
