//! Blocks of streets, as police reports tell addresses: "the 1200 block of East Elm Street".

use super::{Agreement, Why};
use crate::claims::agreement::name::edits;

/// House numbers by which two blocks may be apart and still be meant as one.
const MOST_APART: u32 = 500;

/// The shortest name of a street that may miss another by a letter or two.
const SHORTEST: usize = 5;

/// A block of a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// The first house number.
    pub(crate) number: u32,
    /// The name of the street, without direction and kind.
    pub(crate) name: &'a str,
    /// North, south, east or west, by the first letter.
    pub(crate) direction: Option<char>,
    /// Street, avenue, road: the class of the word, by its place in a list.
    pub(crate) kind: Option<usize>,
}

/// Whether two blocks can be one.
///
/// Names that differ by a letter or two are [`Why::NearMiss`], where all else is the same.
pub(crate) fn blocks(one: Block<'_>, other: Block<'_>) -> Agreement {
    let differ =
        |a: Option<usize>, b: Option<usize>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let direction = |block: Block<'_>| block.direction.map(|letter| letter as usize);
    let apart = differ(one.kind, other.kind) || differ(direction(one), direction(other));
    let (a, b) = (one.name.to_lowercase(), other.name.to_lowercase());
    if a != b {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let letters = |name: &[char]| name.iter().all(|c| c.is_alphabetic());
        let near = a.len().min(b.len()) >= SHORTEST
            && letters(&a)
            && letters(&b)
            && edits(&a, &b, 2).is_some();
        return if near && !apart && one.number == other.number {
            Agreement::Different(Why::NearMiss)
        } else {
            Agreement::Incomparable(Why::Measure)
        };
    }
    if one.number.abs_diff(other.number) > MOST_APART {
        return Agreement::Incomparable(Why::Measure);
    }
    if one.number != other.number || apart {
        Agreement::Different(Why::Value)
    } else if one == other {
        Agreement::Same
    } else {
        Agreement::Compatible(Why::ShortForm)
    }
}

/// Whether two streets, as they cross a third one, can be one.
///
/// Two with numbers or two with names are others where they are not alike; a number and a name may be of one road.
pub(crate) fn crossings(one: Block<'_>, other: Block<'_>) -> Agreement {
    let (a, b) = (one.name.to_lowercase(), other.name.to_lowercase());
    if a == b {
        let same = one.kind == other.kind && one.direction == other.direction;
        return if same {
            Agreement::Same
        } else {
            Agreement::Compatible(Why::ShortForm)
        };
    }
    let numbered = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    let has_digit = |name: &str| name.contains(|c: char| c.is_ascii_digit());
    if numbered(&a) && numbered(&b) {
        return Agreement::Different(Why::Value);
    }
    let shared = { a.split(' ') }.any(|word| b.split(' ').any(|theirs| theirs == word));
    let (letters, theirs): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if has_digit(&a) || has_digit(&b) || shared || edits(&letters, &theirs, 2).is_some() {
        Agreement::Incomparable(Why::Open)
    } else {
        Agreement::Different(Why::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_streets() {
        use Agreement::{Compatible, Different, Incomparable, Same};
        let block = |number, name, direction, kind| Block {
            number,
            name,
            direction,
            kind,
        };
        let elm = block(1200, "Elm", Some('e'), Some(0));
        for (one, other, expected) in [
            (elm, elm, Same),
            (
                elm,
                block(1200, "Elm", None, None),
                Compatible(Why::ShortForm),
            ),
            (elm, block(1300, "Elm", None, None), Different(Why::Value)),
            (
                elm,
                block(5300, "Elm", None, None),
                Incomparable(Why::Measure),
            ),
            (
                elm,
                block(1200, "Elm", Some('w'), None),
                Different(Why::Value),
            ),
            (
                elm,
                block(1200, "Elm", None, Some(1)),
                Different(Why::Value),
            ),
            (
                elm,
                block(1200, "Oak", None, None),
                Incomparable(Why::Measure),
            ),
            (
                block(1200, "Clairmont", None, None),
                block(1200, "Clairmount", None, None),
                Different(Why::NearMiss),
            ),
            (
                block(1200, "Clairmont", None, None),
                block(1300, "Clairmount", None, None),
                Incomparable(Why::Measure),
            ),
            (
                block(1200, "42nd", None, None),
                block(1200, "43rd", None, None),
                Incomparable(Why::Measure),
            ),
        ] {
            assert_eq!(blocks(one, other), expected, "{one:?} {other:?}");
            assert_eq!(blocks(other, one), expected, "{other:?} {one:?}");
        }
    }
}
