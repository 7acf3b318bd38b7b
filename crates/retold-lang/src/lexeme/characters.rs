//! Python's character classes, as of Unicode 14.
//!
//! They differ from those of Rust: `str.isalpha` knows general category L alone, where `char::is_alphabetic` adds
//! marks and numerals.

use std::sync::LazyLock;

/// White space as `str.isspace` has it; `char::is_whitespace` lacks the four separators of control (28 to 31).
#[inline]
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, '\u{1c}'..='\u{1f}') || character.is_whitespace()
}

/// Ranges of code points, both ends included, ascending, none touching the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharSet {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The union of any ranges.
    pub(crate) fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => merged.push((first, last)),
            }
        }
        let mut ascii = 0;
        for code in 0..128 {
            if merged
                .iter()
                .any(|&(first, last)| (first..=last).contains(&code))
            {
                ascii |= 1 << code;
            }
        }
        Self {
            ascii,
            ranges: merged,
        }
    }

    #[inline]
    pub(crate) fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let behind = self.ranges.partition_point(|&(first, _)| first <= code);
        behind > 0 && code <= self.ranges[behind - 1].1
    }

    /// The ranges, ascending.
    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// All that it does not contain.
    pub(crate) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if next < first {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= u32::from(char::MAX) {
            ranges.push((next, u32::from(char::MAX)));
        }
        Self::new(ranges)
    }
}

/// The classes that the table file has.
pub(crate) struct Characters {
    pub(crate) alphabetic: CharSet,
    pub(crate) digit: CharSet,
    pub(crate) upper: CharSet,
    pub(crate) decimal: CharSet,
    /// Letters and numbers.
    pub(crate) alphanumeric: CharSet,
}

impl Characters {
    /// The classes, read when first asked for.
    pub(crate) fn get() -> &'static Self {
        static CHARACTERS: LazyLock<Characters> = LazyLock::new(|| {
            let tables = super::vocabulary::tables();
            let set = |ranges: &[(u32, u32)]| CharSet::new(ranges.to_vec());
            Characters {
                alphabetic: set(&tables.char_isalpha),
                digit: set(&tables.char_isdigit),
                upper: set(&tables.char_isupper),
                decimal: set(&tables.char_isdecimal),
                alphanumeric: set(&tables.char_isalnum),
            }
        });
        &CHARACTERS
    }

    /// True if `text` is not empty and holds letters alone (`str.isalpha`).
    pub(crate) fn is_alphabetic(&self, text: &str) -> bool {
        !text.is_empty()
            && text
                .chars()
                .all(|character| self.alphabetic.contains(character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_that_of_python() {
        let space: Vec<u32> = (0..=0x0010_ffff)
            .filter_map(char::from_u32)
            .filter(|c| is_space(*c))
            .map(u32::from)
            .collect();
        let expected: Vec<u32> = [
            (9, 13),
            (28, 32),
            (133, 133),
            (160, 160),
            (5760, 5760),
            (8192, 8202),
            (8232, 8233),
        ]
        .into_iter()
        .chain([(8239, 8239), (8287, 8287), (12288, 12288)])
        .flat_map(|(first, last)| first..=last)
        .collect();
        assert_eq!(space, expected);
    }

    #[test]
    fn sets_merge_and_invert() {
        let set = CharSet::new(vec![(100, 110), (97, 99), (300, 400), (350, 360)]);
        assert_eq!(set.ranges(), [(97, 110), (300, 400)]);
        assert_eq!(
            set.complement().ranges(),
            [(0, 96), (111, 299), (401, 0x0010_ffff)]
        );
        assert_eq!(set.complement().complement(), set);
        assert!(set.contains('a') && set.contains('n') && !set.contains('o') && !set.contains('`'));
        assert!(set.contains('\u{12c}') && set.contains('\u{190}') && !set.contains('\u{191}'));
    }

    #[test]
    fn marks_and_numerals_are_no_letters() {
        let characters = Characters::get();
        assert!(characters.is_alphabetic("naïve") && characters.is_alphabetic("日本"));
        assert!(
            !characters.is_alphabetic("")
                && !characters.is_alphabetic("Ⅷ")
                && !characters.is_alphabetic("don't")
        );
        assert!(
            characters.digit.contains('²')
                && !characters.decimal.contains('²')
                && characters.alphanumeric.contains('½')
        );
    }
}
