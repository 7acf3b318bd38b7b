//! How many somebody has won and lost: "the Colts (10-5)", "Berg, 53-3,".
//!
//! A report that was written before the last game has one less: such two agree.

use retold_model::{ClaimKind, EntityId, NameKind, SameGround};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;

/// Won, lost and, where told, drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::claims) struct Record {
    pub(in crate::claims) won: u32,
    pub(in crate::claims) lost: u32,
    pub(in crate::claims) drawn: Option<u32>,
}

/// Games that lie between two records that can both be right: the last one.
const MOST_BETWEEN: u32 = 1;

/// The fewest games of a record: less is a score.
const FEWEST: u32 = 5;

/// The most digits of each number.
const MOST_DIGITS: usize = 3;

impl Record {
    /// Whether one can be the other, a game later.
    pub(in crate::claims) fn agrees(self, other: Self) -> bool {
        let grown = |a: u32, b: u32| a.abs_diff(b);
        let drawn = match (self.drawn, other.drawn) {
            (Some(a), Some(b)) => grown(a, b),
            _ => 0,
        };
        let forward = (self.won <= other.won && self.lost <= other.lost)
            || (self.won >= other.won && self.lost >= other.lost);
        forward && grown(self.won, other.won) + grown(self.lost, other.lost) + drawn <= MOST_BETWEEN
    }
}

pub(super) fn records<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let text = reading.report.text;
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let Some((record, end)) = record(text, start) else {
            at = start + { text[start..].bytes() }
                .take_while(u8::is_ascii_digit)
                .count();
            continue;
        };
        at = end;
        let (Ok(begin), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return;
        };
        let range = TextRange::new(begin, end);
        let Some(sentence) = reading.sentence(range) else {
            continue;
        };
        let Some(whose) = whose(reading, sentence, range) else {
            continue;
        };
        let Some(statement) = reading.stated(range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Record(whose),
            kind: ClaimKind::Number,
            value: Value::Record(record),
            statement,
            scene: Scene::default(),
            sure: true,
            grounds: vec![SameGround::SameEntity],
        });
    }
}

/// The record at a place of a text, and where it ends.
fn record(text: &str, start: usize) -> Option<(Record, usize)> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '$' | ',')) {
        return None;
    }
    let mut at = start;
    let mut numbers: Vec<u32> = Vec::new();
    loop {
        let digits = { text[at..].bytes() }
            .take_while(u8::is_ascii_digit)
            .count();
        if digits == 0 || digits > MOST_DIGITS {
            return None;
        }
        numbers.push(text[at..at + digits].parse().ok()?);
        at += digits;
        let dash = text[at..]
            .strip_prefix('-')
            .or_else(|| text[at..].strip_prefix('\u{2013}'));
        match dash {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) && numbers.len() < 3 => {
                at = text.len() - rest.len();
            }
            Some(_) => return None,
            None => break,
        }
    }
    let (won, lost, drawn) = match numbers[..] {
        [won, lost] => (won, lost, None),
        [won, lost, drawn] => (won, lost, Some(drawn)),
        _ => return None,
    };
    let ends = !text[at..].starts_with(|c: char| c.is_alphanumeric() || c == '%');
    (ends && won + lost >= FEWEST).then_some((Record { won, lost, drawn }, at))
}

/// Whose record it is: the name before it in parentheses or commas. That beside the word "record" is often one of some games alone.
fn whose(reading: &Reading<'_>, sentence: TextRange, range: TextRange) -> Option<EntityId> {
    let before = reading.between(sentence.start(), range.start())?;
    let behind = reading.between(range.end(), sentence.end())?;
    let ends = behind.starts_with([')', ',', ';', ' ']);
    let in_brackets = before.ends_with(" (") && ends;
    if in_brackets || before.ends_with(", ") && behind.starts_with([',', ')']) {
        let end = range.start().checked_sub(2)?;
        return known(reading, TextRange::new(end.checked_sub(1)?, end));
    }
    None
}

/// The person or team at a place.
fn known(reading: &Reading<'_>, at: TextRange) -> Option<EntityId> {
    let chain = reading.chain_at(at)?;
    let plays = matches!(
        reading.kind(chain)?,
        NameKind::Person | NameKind::Organisation
    );
    plays.then(|| reading.entity(chain)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_in_a_text() {
        let of = |won, lost, drawn| Record { won, lost, drawn };
        for (text, at, expected) in [
            ("(10-5)", 1, Some((of(10, 5, None), 5))),
            ("(45-7-2, 36 KOs)", 1, Some((of(45, 7, Some(2)), 7))),
            ("a 20-year-old", 2, None),
            ("in 1999-2003", 3, None),
            ("a 2-1 win", 2, None),
            ("F-16-20", 2, None),
            ("52\u{2013}3", 0, Some((of(52, 3, None), 6))),
            ("9-14", 0, Some((of(9, 14, None), 4))),
        ] {
            assert_eq!(record(text, at), expected, "{text}");
        }
    }

    #[test]
    fn a_game_later() {
        let of = |won, lost| Record {
            won,
            lost,
            drawn: None,
        };
        for (one, other, agree) in [
            (of(10, 5), of(10, 5), true),
            (of(10, 5), of(9, 5), true),
            (of(10, 5), of(9, 4), false),
            (of(10, 5), of(9, 6), false),
            (of(162, 139), of(122, 147), false),
        ] {
            assert_eq!(one.agrees(other), agree, "{one:?} {other:?}");
            assert_eq!(other.agrees(one), agree, "{other:?} {one:?}");
        }
    }
}
