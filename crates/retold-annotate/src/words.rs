//! The words of a text as times and numbers need them: parted into runs of letters, runs of digits and signs, each
//! looked up once in a table of the words that take part.
//!
//! Cost is linear: a byte is read once, a word is one look-up in a hash table, and most words are not in it.

use std::cell::OnceCell;
use std::sync::LazyLock;

use retold_text::TextRange;
use rustc_hash::FxHashMap;

/// A table of words with their roles; its first lines say what they are.
const WORDS: &str = include_str!("../data/en/time_words.txt");

/// The longest word of the table in bytes, and some more; longer words are not looked up.
const LONGEST: usize = 16;

/// What a word can be in a time expression or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Role {
    Acronym,
    Ago,
    Article,
    Cardinal,
    Clock,
    DayPart,
    DecadeWord,
    Deictic,
    Dozen,
    Edge,
    Every,
    Fiscal,
    FiscalShort,
    Frequency,
    Future,
    FutureVerb,
    Half,
    In,
    Magnitude,
    Month,
    OfEdge,
    Ordinal,
    PastReference,
    PastVerb,
    Per,
    Plan,
    Present,
    Qualifier,
    QuarterShort,
    QuarterWord,
    RangeStart,
    Recent,
    ReportVerb,
    Season,
    Shift,
    Short,
    /// A word that begins some expression and has no other role.
    Starter,
    Symbol,
    That,
    The,
    Times,
    Tonight,
    Unit,
    Units,
    Vague,
    Weekday,
    Weekdays,
    YearWord,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    #[default]
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    BiMonth,
    Quarter,
    Half,
    Year,
    Biennium,
    Decade,
    Century,
    Millennium,
}

/// What the table says of a word; all zero for a word that is not in it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    roles: u64,
    /// Cardinal, ordinal, dozen, decade, power of ten, hour.
    pub(crate) number: u16,
    /// Month, weekday, season, part of the day, quarter, edge: counted from 1 in the order of the table below.
    pub(crate) index: u8,
    /// The unit of time.
    pub(crate) unit: Unit,
    /// Backwards, here or forwards.
    pub(crate) shift: i8,
}

impl Entry {
    pub(crate) fn is(self, role: Role) -> bool {
        self.roles & (1 << role as u8) != 0
    }

    pub(crate) fn is_known(self) -> bool {
        self.roles != 0
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// One other character.
    Sign(char),
    /// The end of a line, a block or the text. Nothing reaches across it.
    Break,
}

/// A run of letters, a run of digits, a sign or a break.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) shape: Shape,
    /// Whether it follows its predecessor without white space.
    pub(crate) glued: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether a sentence begins with it.
    pub(crate) opens_sentence: bool,
    /// The number that its digits write; `u64::MAX` where they are too many.
    pub(crate) value: u64,
    pub(crate) entry: Entry,
}

/// A break stands at both ends of every text.
const BREAK: Token = Token {
    start: 0,
    end: 0,
    shape: Shape::Break,
    glued: false,
    capital: false,
    opens_sentence: false,
    value: 0,
    entry: Entry {
        roles: 0,
        number: 0,
        index: 0,
        unit: Unit::Day,
        shift: 0,
    },
};

/// Which money a text counts in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MoneySigns {
    /// "£", "sterling", "pence", "pounds ($"
    pub(crate) british: bool,
    pub(crate) dollars: bool,
}

/// A text in tokens.
pub(crate) struct Words<'t> {
    pub(crate) text: &'t str,
    tokens: Vec<Token>,
    money_signs: OnceCell<MoneySigns>,
}

impl<'t> Words<'t> {
    /// The tokens of the `blocks` of `text`; a break ends each. Blocks that overlap or leave the text are cut.
    pub(crate) fn scan(text: &'t str, blocks: &[TextRange]) -> Self {
        let mut result = Self {
            text,
            tokens: Vec::with_capacity(text.len() / 5 + 2),
            money_signs: OnceCell::new(),
        };
        let mut from = 0;
        for block in blocks {
            let start = (block.start() as usize).max(from);
            let end = (block.end() as usize).min(text.len());
            if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) {
                result.scan_block(start, end);
                from = end;
            }
        }
        result
    }

    /// Which money the text counts in, read once.
    pub(crate) fn money_signs(&self) -> MoneySigns {
        *self.money_signs.get_or_init(|| MoneySigns {
            british: { ["£", "sterling", "pounds ($", " pence"].iter() }
                .any(|sign| self.text.contains(sign)),
            dollars: self.text.contains('$'),
        })
    }

    fn scan_block(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut glued = false;
        let mut opens = true;
        while at < to {
            let byte = bytes[at];
            let start = at;
            let mut token = Token {
                glued,
                opens_sentence: opens,
                ..BREAK
            };
            if byte.is_ascii_alphabetic() {
                while at < to && bytes[at].is_ascii_alphabetic() {
                    at += 1;
                }
                // A letter outside ASCII makes it a word that the table does not know.
                if at < to && !bytes[at].is_ascii() && self.letter_at(at) {
                    at = self.letters_end(at, to);
                } else {
                    token.entry = look_up(&bytes[start..at]);
                }
                token.shape = Shape::Word;
                token.capital = byte.is_ascii_uppercase();
            } else if byte.is_ascii_digit() {
                let mut value = 0_u64;
                while at < to && bytes[at].is_ascii_digit() {
                    value = value
                        .saturating_mul(10)
                        .saturating_add(u64::from(bytes[at] - b'0'));
                    at += 1;
                }
                token.shape = Shape::Digits;
                token.value = value;
            } else if byte == b' ' || byte == b'\t' || byte == b'\r' {
                at += 1;
                glued = false;
                continue;
            } else if byte == b'\n' {
                at += 1;
                if opens {
                    glued = false;
                    continue;
                }
                token.shape = Shape::Break;
            } else if byte.is_ascii() {
                at += 1;
                token.shape = Shape::Sign(char::from(byte));
            } else {
                let c = self.text[at..]
                    .chars()
                    .next()
                    .expect("the offset lies in the text");
                if c.is_whitespace() {
                    at += c.len_utf8();
                    glued = false;
                    continue;
                }
                if c.is_alphabetic() {
                    at = self.letters_end(at, to);
                    token.shape = Shape::Word;
                    token.capital = c.is_uppercase();
                } else {
                    at += c.len_utf8();
                    token.shape = Shape::Sign(retold_text::fold::plain_char(c));
                }
            }
            token.start = offset(start);
            token.end = offset(at);
            glued = true;
            match token.shape {
                Shape::Break => opens = true,
                // Marks before the first word and after the last belong to the sentence that is there.
                Shape::Sign('"' | '\'' | '(' | '[' | ')' | ']') => {}
                Shape::Sign('.' | '!' | '?') => opens = self.ends_sentence(&token, to),
                _ => opens = false,
            }
            self.tokens.push(token);
        }
        self.tokens.push(Token {
            start: offset(to),
            end: offset(to),
            ..BREAK
        });
    }

    /// Whether the stop `sign` ends a sentence: white space and no small letter after it, no abbreviation before it.
    fn ends_sentence(&self, sign: &Token, to: usize) -> bool {
        let rest =
            self.text[sign.end as usize..to].trim_start_matches(['"', '\'', ')', ']', '”', '’']);
        if !rest.starts_with(char::is_whitespace) {
            return rest.is_empty();
        }
        if rest.trim_start().starts_with(char::is_lowercase) {
            return false;
        }
        if sign.shape != Shape::Sign('.') {
            return true;
        }
        let Some(last) = self.tokens.last() else {
            return false;
        };
        if last.shape != Shape::Word || !sign.glued {
            return true;
        }
        let word = &self.text[last.start as usize..last.end as usize];
        let initial = word.len() == 1 && last.capital;
        !(initial
            || last.entry.is(Role::Short)
            || matches!(
                word,
                "Mr" | "Mrs"
                    | "Ms"
                    | "Dr"
                    | "St"
                    | "Gen"
                    | "Sen"
                    | "Rep"
                    | "Gov"
                    | "Lt"
                    | "Col"
                    | "Capt"
                    | "Sgt"
                    | "Maj"
                    | "Rev"
                    | "Prof"
                    | "No"
                    | "Jr"
                    | "vs"
            ))
    }

    fn letter_at(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .next()
            .is_some_and(char::is_alphabetic)
    }

    fn letters_end(&self, from: usize, to: usize) -> usize {
        self.text[from..to]
            .char_indices()
            .find(|(_, c)| !c.is_alphabetic())
            .map_or(to, |(n, _)| from + n)
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token at `at`; a break beyond the ends.
    pub(crate) fn token(&self, at: usize) -> &Token {
        self.tokens.get(at).unwrap_or(&BREAK)
    }

    /// What the table says of the word at `at`.
    pub(crate) fn entry(&self, at: usize) -> Entry {
        self.token(at).entry
    }

    /// Whether the word at `at` has `role`.
    pub(crate) fn has(&self, at: usize, role: Role) -> bool {
        self.token(at).entry.is(role)
    }

    /// The words of a token.
    pub(crate) fn text_of(&self, at: usize) -> &'t str {
        let token = self.token(at);
        &self.text[token.start as usize..token.end as usize]
    }

    /// Whether the token at `at` is the word `word` (lower case), in any case.
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        let token = self.token(at);
        let (start, end) = (token.start as usize, token.end as usize);
        // Most words differ in their length already.
        end - start == word.len()
            && self.text.as_bytes()[start..end].eq_ignore_ascii_case(word.as_bytes())
    }

    /// Whether it is one of `words`.
    pub(crate) fn any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// Whether it is the sign `sign`.
    pub(crate) fn sign(&self, at: usize, sign: char) -> bool {
        self.token(at).shape == Shape::Sign(sign)
    }

    /// Whether it is the sign `sign` without white space before it.
    pub(crate) fn tight_sign(&self, at: usize, sign: char) -> bool {
        self.sign(at, sign) && self.token(at).glued
    }

    /// Whether it is a word.
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.token(at).shape == Shape::Word
    }

    /// Its value, where it is a run of `least` to `most` digits.
    pub(crate) fn digits(&self, at: usize, least: u32, most: u32) -> Option<u64> {
        let token = self.token(at);
        let length = token.end - token.start;
        (token.shape == Shape::Digits && (least..=most).contains(&length)).then_some(token.value)
    }

    /// The number of digits at `at`.
    pub(crate) fn width(&self, at: usize) -> u32 {
        self.token(at).end - self.token(at).start
    }

    /// The range of the tokens `from..to`.
    pub(crate) fn range(&self, from: usize, to: usize) -> TextRange {
        debug_assert!(from < to);
        TextRange::new(self.token(from).start, self.token(to - 1).end)
    }

    /// Skips a hyphen between words, and says whether there was one.
    pub(crate) fn after_hyphen(&self, at: usize) -> Option<usize> {
        self.sign(at, '-').then_some(at + 1)
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).expect("texts are below 4 GiB")
}

type Table = FxHashMap<&'static [u8], Entry>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(' ');
        let (Some(word), Some(role)) = (parts.next(), parts.next()) else {
            continue;
        };
        let entry = table.entry(word.as_bytes()).or_default();
        add(entry, role, parts.next().unwrap_or(""));
    }
    table
});

/// What the table says of `word`, in any case.
pub(crate) fn look_up(word: &[u8]) -> Entry {
    if word.len() > LONGEST {
        return Entry::default();
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    TABLE.get(&*lower).copied().unwrap_or_default()
}

fn add(entry: &mut Entry, role: &str, value: &str) {
    let index = |names: &[&str]| {
        names
            .iter()
            .zip(1..)
            .find(|(name, _)| **name == value)
            .map_or(0, |(_, n)| n)
    };
    let number = || value.parse().unwrap_or(0);
    let role = match role {
        "acronym" => Role::Acronym,
        "ago" => Role::Ago,
        "article" => Role::Article,
        "cardinal" => Role::Cardinal,
        "clock" => Role::Clock,
        "daypart" => Role::DayPart,
        "decade" => Role::DecadeWord,
        "deictic" => Role::Deictic,
        "dozen" => Role::Dozen,
        "edge" => Role::Edge,
        "every" => Role::Every,
        "fiscal" => Role::Fiscal,
        "fiscal_short" => Role::FiscalShort,
        "frequency" => Role::Frequency,
        "future_verb" => Role::FutureVerb,
        "future_word" => Role::Future,
        "half" => Role::Half,
        "in" => Role::In,
        "magnitude" => Role::Magnitude,
        "month" => Role::Month,
        "of_edge" => Role::OfEdge,
        "ordinal" => Role::Ordinal,
        "past_reference" => Role::PastReference,
        "past_verb" => Role::PastVerb,
        "per" => Role::Per,
        "plan" => Role::Plan,
        "present" => Role::Present,
        "qualifier" => Role::Qualifier,
        "quarter_short" => Role::QuarterShort,
        "quarterword" => Role::QuarterWord,
        "range_start" => Role::RangeStart,
        "recent" => Role::Recent,
        "report_verb" => Role::ReportVerb,
        "season" => Role::Season,
        "shift" => Role::Shift,
        "short" => Role::Short,
        "starter" => Role::Starter,
        "symbol" => Role::Symbol,
        "that" => Role::That,
        "the" => Role::The,
        "times" => Role::Times,
        "tonight" => Role::Tonight,
        "unit" => Role::Unit,
        "units" => Role::Units,
        "vague" => Role::Vague,
        "weekday" => Role::Weekday,
        "weekdays" => Role::Weekdays,
        "yearword" => Role::YearWord,
        other => unreachable!("the table names the role `{other}`"),
    };
    entry.roles |= 1 << role as u8;
    match role {
        Role::Cardinal
        | Role::Clock
        | Role::DecadeWord
        | Role::Dozen
        | Role::Magnitude
        | Role::Ordinal
        | Role::Symbol => entry.number = number(),
        Role::Month | Role::Weekday | Role::Weekdays => entry.index = value.parse().unwrap_or(0),
        Role::Season => entry.index = index(&["SP", "SU", "FA", "WI"]),
        Role::DayPart => entry.index = index(&["MO", "MI", "AF", "EV", "NI", "DT"]),
        Role::Edge | Role::OfEdge => entry.index = index(&["START", "MID", "END"]),
        Role::Shift | Role::Deictic => entry.shift = value.parse().unwrap_or(0),
        Role::Unit | Role::Units | Role::Frequency => entry.unit = unit(value),
        _ => {}
    }
}

fn unit(name: &str) -> Unit {
    match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "night" => Unit::Night,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "bimonth" => Unit::BiMonth,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "biennium" => Unit::Biennium,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => Unit::Day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(&str, bool, bool)> {
        let words = Words::scan(text, &[TextRange::of(0, text.len())]);
        (0..words.len())
            .filter(|&at| words.token(at).shape != Shape::Break)
            .map(|at| {
                let token = words.token(at);
                (words.text_of(at), token.glued, token.opens_sentence)
            })
            .collect()
    }

    #[test]
    fn letters_digits_and_signs_are_parted() {
        assert_eq!(
            shapes("At 3pm. É’s"),
            [
                ("At", false, true),
                ("3", false, false),
                ("pm", true, false),
                (".", true, false),
                ("É", false, true),
                ("’", true, false),
                ("s", true, false)
            ]
        );
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        let opens: Vec<&str> = shapes("On Sept. 11 Mr. A. Bo went. It was.")
            .into_iter()
            .filter(|(_, _, opens)| *opens)
            .map(|(word, _, _)| word)
            .collect();
        assert_eq!(opens, ["On", "It"]);
    }

    #[test]
    fn the_table_is_sorted_without_duplicates_and_its_words_are_short() {
        let lines: Vec<&str> = WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(lines.iter().all(|line| {
            line.split(' ')
                .next()
                .is_some_and(|word| word.len() <= LONGEST)
        }));
        assert!(TABLE.len() > 400);
    }
}
