//! Python regular expressions as far as tokenizer files use them, read into a tree.
//!
//! Known: literals, classes, groups (captures mean nothing here), alternation, greedy repeats, `^`, `$`, look-around,
//! `\d \D \s \S \w \W` with Unicode meaning, and the flags `i` and `u` at the start. Everything else is refused.

use rustc_hash::FxHashMap;

use crate::lexeme::{CharSet, Characters, is_space};

/// Longest pattern read, in bytes; the longest known (French `token_match`) has 1.5 MB.
const MAX_BYTES: usize = 1 << 22;

/// Deepest nesting of groups read; known patterns need 5.
const MAX_DEPTH: usize = 50;

/// Most different sets of characters; known patterns have 200.
const MAX_SETS: usize = 1 << 12;

/// Most characters folded while one pattern is read; French folds 300,000.
const MAX_FOLDED: u32 = 1 << 24;

/// A pattern as a tree over numbered sets of characters.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) root: Node,
    pub(crate) sets: Vec<CharSet>,
    /// True if characters are to be folded with [`fold`] before a set is asked for them.
    pub(crate) ignore_case: bool,
}

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One character of the set with this number.
    Set(usize),
    Sequence(Vec<Node>),
    /// The first that fits.
    Choice(Vec<Node>),
    /// As often as possible.
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
    },
    /// `^`
    Start,
    /// `$`
    End,
    Look {
        behind: bool,
        negative: bool,
        node: Box<Node>,
    },
}

impl Pattern {
    /// Reads a pattern; the error tells what is not understood and where.
    pub(crate) fn parse(source: &str) -> Result<Self, String> {
        if source.len() > MAX_BYTES {
            return Err(format!(
                "a pattern has {} bytes, more than {MAX_BYTES}",
                source.len()
            ));
        }
        let (ignore_case, rest) = match source
            .strip_prefix("(?")
            .and_then(|rest| rest.split_once(')'))
        {
            Some((flags, rest))
                if !flags.is_empty() && flags.chars().all(|flag| "iu".contains(flag)) =>
            {
                (flags.contains('i'), rest)
            }
            _ => (false, source),
        };
        let mut parser = Parser {
            source: rest,
            at: 0,
            depth: 0,
            ignore_case,
            folded: 0,
            sets: Vec::new(),
            known: FxHashMap::default(),
        };
        let root = parser.choice()?;
        if parser.at < rest.len() {
            return Err(parser.fault("a closing bracket without an opening one"));
        }
        Ok(Self {
            root,
            sets: parser.sets,
            ignore_case,
        })
    }
}

/// The representative of all characters that differ in case alone, as Python's `re.IGNORECASE` takes them.
///
/// Python compares simple small letters and unites those with the same capital. The three pairs whose common capital
/// is longer than one character (two Greek letters with two marks, the ligature `st`) are not united here.
pub(crate) fn fold(character: char) -> char {
    fn single(mut mapped: impl Iterator<Item = char>, otherwise: char) -> char {
        match (mapped.next(), mapped.next()) {
            (Some(only), None) => only,
            _ => otherwise,
        }
    }
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    // The capital I with a dot is the only one whose small letter is two characters; the simple one is `i`.
    let lower = single(character.to_lowercase(), 'i');
    let upper = single(lower.to_uppercase(), lower);
    single(upper.to_lowercase(), lower)
}

struct Parser<'p> {
    source: &'p str,
    at: usize,
    depth: usize,
    ignore_case: bool,
    folded: u32,
    sets: Vec<CharSet>,
    /// Numbers of the sets by how they are written; long classes recur hundreds of times.
    known: FxHashMap<&'p str, usize>,
}

impl<'p> Parser<'p> {
    fn rest(&self) -> &'p str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn take(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    fn fault(&self, problem: &str) -> String {
        format!("a pattern has at byte {} {problem}", self.at)
    }

    fn choice(&mut self) -> Result<Node, String> {
        let mut branches = vec![self.sequence()?];
        while self.take("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 {
            branches.swap_remove(0)
        } else {
            Node::Choice(branches)
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(character) = self.peek() {
            if character == '|' || character == ')' {
                break;
            }
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(if nodes.len() == 1 {
            nodes.swap_remove(0)
        } else {
            Node::Sequence(nodes)
        })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => match self.bounds() {
                Some(bounds) => bounds,
                None => return Err(self.fault("a brace that is no repeat")),
            },
            _ => return Ok(node),
        };
        if self.source.as_bytes()[self.at] == b'{' {
            self.at += self.rest().find('}').expect("bounds end with a brace");
        }
        self.at += 1;
        if matches!(self.peek(), Some('?' | '*' | '+' | '{')) {
            return Err(self.fault("a repeat that is not plainly greedy"));
        }
        if !matches!(
            node,
            Node::Set(_) | Node::Sequence(_) | Node::Choice(_) | Node::Repeat { .. }
        ) {
            return Err(self.fault("a repeat of what has no width"));
        }
        Ok(Node::Repeat {
            node: Box::new(node),
            least,
            most,
        })
    }

    fn bounds(&self) -> Option<(u32, Option<u32>)> {
        let (inside, _) = self.rest().strip_prefix('{')?.split_once('}')?;
        let (least, most) = match inside.split_once(',') {
            None => {
                let exactly = inside.parse().ok()?;
                (exactly, Some(exactly))
            }
            Some((least, "")) => (least.parse().ok()?, None),
            Some(("", most)) => (0, Some(most.parse().ok()?)),
            Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
        };
        (most.is_none_or(|most| least <= most)).then_some((least, most))
    }

    fn atom(&mut self) -> Result<Node, String> {
        let from = self.at;
        match self.next() {
            Some('(') => self.group(),
            Some('[') => {
                let set = self.class()?;
                self.set(from, set)
            }
            Some('^') => Ok(Node::Start),
            Some('$') => Ok(Node::End),
            Some('.') => self.set(from, vec![(10, 10)].into_complement()),
            Some('\\') => {
                let set = self.escape()?.into_ranges();
                self.set(from, set)
            }
            Some('?' | '*' | '+' | '{') => {
                self.at = from;
                Err(self.fault("a repeat of nothing"))
            }
            Some(literal) => self.set(from, vec![(literal.into(), literal.into())]),
            None => Err(self.fault("an end where a character was expected")),
        }
    }

    fn group(&mut self) -> Result<Node, String> {
        let look = |behind, negative| Some((behind, negative));
        let around = if self.take("?:") {
            None
        } else if self.take("?=") {
            look(false, false)
        } else if self.take("?!") {
            look(false, true)
        } else if self.take("?<=") {
            look(true, false)
        } else if self.take("?<!") {
            look(true, true)
        } else if self.peek() == Some('?') {
            return Err(self.fault("a group of an unknown kind"));
        } else {
            None
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault("groups nested too deeply"));
        }
        let node = self.choice()?;
        self.depth -= 1;
        if !self.take(")") {
            return Err(self.fault("an end inside a group"));
        }
        Ok(match around {
            None => node,
            Some((behind, negative)) => Node::Look {
                behind,
                negative,
                node: Box::new(node),
            },
        })
    }

    /// The ranges of a class whose opening bracket has been read.
    fn class(&mut self) -> Result<Vec<(u32, u32)>, String> {
        let negative = self.take("^");
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let low = match self.next() {
                None => return Err(self.fault("an end inside a class")),
                Some(']') if !first => break,
                Some('\\') => match self.escape()? {
                    Escape::Literal(literal) => literal,
                    Escape::Class(set) => {
                        ranges.extend(set);
                        first = false;
                        continue;
                    }
                },
                Some(literal) => literal,
            };
            first = false;
            let rest = self.rest();
            let high = if rest.starts_with('-') && !rest.starts_with("-]") {
                self.at += 1;
                match self.next() {
                    Some('\\') => match self.escape()? {
                        Escape::Literal(literal) => literal,
                        Escape::Class(_) => return Err(self.fault("a range that ends in a class")),
                    },
                    Some(literal) => literal,
                    None => return Err(self.fault("an end inside a class")),
                }
            } else {
                low
            };
            if high < low {
                return Err(self.fault("a range that ends before it begins"));
            }
            ranges.push((low.into(), high.into()));
        }
        Ok(if negative {
            ranges.into_complement()
        } else {
            ranges
        })
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<Escape, String> {
        let classes = Characters::get();
        let Some(character) = self.next() else {
            return Err(self.fault("an end behind a backslash"));
        };
        Ok(match character {
            'd' => Escape::Class(classes.decimal.ranges().to_vec()),
            'D' => Escape::Class(classes.decimal.complement().ranges().to_vec()),
            'w' => Escape::Class(word_characters()),
            'W' => Escape::Class(word_characters().into_complement()),
            's' => Escape::Class(white_space()),
            'S' => Escape::Class(white_space().into_complement()),
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            'n' => Escape::Literal('\n'),
            'r' => Escape::Literal('\r'),
            't' => Escape::Literal('\t'),
            other if other.is_ascii_alphanumeric() => {
                return Err(self.fault(&format!("the unknown escape `\\{other}`")));
            }
            literal => Escape::Literal(literal),
        })
    }

    fn code(&mut self, digits: usize) -> Result<Escape, String> {
        let code = self
            .rest()
            .get(..digits)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32)
            .ok_or_else(|| self.fault("an escape that is no character"))?;
        self.at += digits;
        Ok(Escape::Literal(code))
    }

    /// The set that is written from `from` to here.
    fn set(&mut self, from: usize, ranges: Vec<(u32, u32)>) -> Result<Node, String> {
        let written = &self.source[from..self.at];
        if let Some(&number) = self.known.get(written) {
            return Ok(Node::Set(number));
        }
        let ranges = if self.ignore_case {
            let ranges = CharSet::new(ranges).ranges().to_vec();
            let characters: u32 = ranges.iter().map(|(first, last)| last - first + 1).sum();
            self.folded = self.folded.saturating_add(characters);
            if self.folded > MAX_FOLDED {
                return Err(self.fault("too many characters whose case is ignored"));
            }
            folded(&ranges)
        } else {
            ranges
        };
        let set = CharSet::new(ranges);
        // The same set may be written in two ways (`ä` and `\u00e4`).
        let number = self
            .sets
            .iter()
            .position(|other| *other == set)
            .unwrap_or(self.sets.len());
        if number == self.sets.len() {
            if number == MAX_SETS {
                return Err(self.fault("too many different characters and classes"));
            }
            self.sets.push(set);
        }
        self.known.insert(written, number);
        Ok(Node::Set(number))
    }
}

enum Escape {
    Literal(char),
    Class(Vec<(u32, u32)>),
}

impl Escape {
    fn into_ranges(self) -> Vec<(u32, u32)> {
        match self {
            Self::Literal(literal) => vec![(literal.into(), literal.into())],
            Self::Class(ranges) => ranges,
        }
    }
}

trait Ranges {
    fn into_complement(self) -> Vec<(u32, u32)>;
}

impl Ranges for Vec<(u32, u32)> {
    fn into_complement(self) -> Vec<(u32, u32)> {
        CharSet::new(self).complement().ranges().to_vec()
    }
}

fn word_characters() -> Vec<(u32, u32)> {
    let mut ranges = Characters::get().alphanumeric.ranges().to_vec();
    ranges.push(('_'.into(), '_'.into()));
    ranges
}

fn white_space() -> Vec<(u32, u32)> {
    // The last white space is the ideographic one.
    ('\0'..='\u{3000}')
        .filter(|character| is_space(*character))
        .map(|space| (space.into(), space.into()))
        .collect()
}

fn folded(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut folded = Vec::new();
    for &(first, last) in ranges {
        for character in (first..=last).filter_map(char::from_u32) {
            let code = u32::from(fold(character));
            match folded.last_mut() {
                Some((_, end)) if *end + 1 == code => *end = code,
                _ => folded.push((code, code)),
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pattern: &str) -> Vec<(u32, u32)> {
        let pattern = Pattern::parse(pattern).unwrap();
        let Node::Set(number) = pattern.root else {
            panic!("{:?}", pattern.root)
        };
        pattern.sets[number].ranges().to_vec()
    }

    #[test]
    fn classes() {
        assert_eq!(set("[a-c\\-x-]"), [(45, 45), (97, 99), (120, 120)]);
        assert_eq!(set("[]a^]"), [(93, 94), (97, 97)]);
        assert_eq!(set("[^\\x00-\\U0001F600]"), [(0x1f601, 0x10_ffff)]);
        assert_eq!(set("[\\u00e9é]"), [(233, 233)]);
        assert_eq!(set("[[&|]"), [(38, 38), (91, 91), (124, 124)]);
        assert_eq!(set("\\."), [(46, 46)]);
        assert_eq!(set("(?iu)[A-C]"), [(97, 99)]);
    }

    #[test]
    fn repeats_and_groups() {
        let pattern = Pattern::parse("(?:ab|c){2,}?".trim_end_matches('?')).unwrap();
        let branches = vec![
            Node::Sequence(vec![Node::Set(0), Node::Set(1)]),
            Node::Set(2),
        ];
        assert_eq!(
            pattern.root,
            Node::Repeat {
                node: Box::new(Node::Choice(branches)),
                least: 2,
                most: None
            }
        );
    }

    #[test]
    fn case_is_folded_as_in_python() {
        assert_eq!(
            ['É', 'ſ', 'ς', 'ı', 'İ', 'µ', 'ß', 'ẞ', 'Ⅷ', 'ж'].map(fold),
            ['é', 's', 'σ', 'i', 'i', 'μ', 'ß', 'ß', 'ⅷ', 'ж']
        );
    }

    #[test]
    fn err_what_is_not_known() {
        let cases = [
            ("a)", "a closing bracket without an opening one"),
            ("(a", "an end inside a group"),
            ("[a", "an end inside a class"),
            ("a+?", "a repeat that is not plainly greedy"),
            ("*a", "a repeat of nothing"),
            ("(?P<x>a)", "a group of an unknown kind"),
            ("\\b", "the unknown escape `\\b`"),
            ("[b-a]", "a range that ends before it begins"),
            ("^*", "a repeat of what has no width"),
            ("a{b}", "a brace that is no repeat"),
            ("\\ud800", "an escape that is no character"),
        ];
        for (pattern, expected) in cases {
            let problem = Pattern::parse(pattern).unwrap_err();
            assert!(problem.ends_with(expected), "{pattern}: {problem}");
        }
        assert!(
            Pattern::parse(&"(".repeat(100_000))
                .unwrap_err()
                .ends_with("groups nested too deeply")
        );
    }
}
