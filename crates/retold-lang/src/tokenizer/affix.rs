//! Prefixes, suffixes and infixes: short pieces that the tokenizer cuts off a chunk, found without backtracking.
//!
//! spaCy writes each as an alternation of some hundred short alternatives. Here it becomes a list of flat
//! alternatives (look-behind, body, look-ahead: sequences of character sets, of which the last may repeat), and a
//! table tells for each character which alternatives may begin (of a suffix: end) with it. A look-up costs a table
//! look-up and the check of the few alternatives that remain, whatever the length of the text.

use crate::lexeme::CharSet;
use crate::pattern::{Dispatch, Node, Pattern};

/// Most flat alternatives of one pattern; French has 180.
const MAX_ALTERNATIVES: usize = 4096;

/// Longest flat alternative, in characters; known ones have 7.
const MAX_LENGTH: usize = 64;

/// Where the alternatives of a pattern are anchored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Each begins with `^`.
    Prefix,
    /// Each ends with `$`.
    Suffix,
    /// None is anchored.
    Infix,
}

/// A compiled pattern of one side.
pub(super) struct Affix {
    sets: Vec<CharSet>,
    alternatives: Vec<Alternative>,
    /// Which alternatives are possible at a character.
    table: Dispatch,
}

/// A sequence of sets with what has to stand around it.
#[derive(Clone, Debug, Default)]
struct Alternative {
    behind: Vec<usize>,
    body: Vec<usize>,
    /// The last set of the body may repeat, and takes all it can.
    repeats: bool,
    ahead: Vec<usize>,
    ahead_is_negative: bool,
}

/// One element of an alternative on the way to being flat.
#[derive(Clone, Debug)]
enum Item {
    Set(usize),
    Run(usize),
    Start,
    End,
    Behind(Vec<usize>),
    Ahead { negative: bool, sets: Vec<usize> },
}

impl Affix {
    /// Compiles a pattern; the error tells what it has that is not supported.
    pub(super) fn new(source: &str, side: Side) -> Result<Self, String> {
        let pattern = Pattern::parse(source)?;
        if pattern.ignore_case {
            return Err("an affix pattern that ignores case is not supported".to_owned());
        }
        let alternatives = flatten(&pattern.root)?
            .into_iter()
            .map(|items| Alternative::new(&items, side))
            .collect::<Result<Vec<_>, _>>()?;
        let keys: Vec<&CharSet> = alternatives
            .iter()
            .map(|alternative| &pattern.sets[alternative.key(side)])
            .collect();
        let table = Dispatch::new(&keys)?;
        Ok(Self {
            table,
            alternatives,
            sets: pattern.sets,
        })
    }

    /// Bytes of the prefix that `text` begins with; 0 if it has none. As Python, the first alternative that fits.
    pub(super) fn prefix(&self, text: &str) -> usize {
        let Some(first) = text.chars().next() else {
            return 0;
        };
        self.table
            .at(first)
            .iter()
            .find_map(|&number| self.forward(&self.alternatives[number as usize], text, 0))
            .unwrap_or(0)
    }

    /// Bytes of the suffix that `text` ends with; 0 if it has none. The longest, as Python's search is leftmost.
    pub(super) fn suffix(&self, text: &str) -> usize {
        let Some(last) = text.chars().next_back() else {
            return 0;
        };
        self.table
            .at(last)
            .iter()
            .filter_map(|&number| self.backward(&self.alternatives[number as usize], text))
            .max()
            .unwrap_or(0)
    }

    /// The first infix at `from` or later, as a range of bytes; `may_be_empty` holds for one at `from` itself.
    pub(super) fn infix(
        &self,
        text: &str,
        from: usize,
        may_be_empty: bool,
    ) -> Option<(usize, usize)> {
        for (at, character) in text[from..].char_indices() {
            let at = from + at;
            let candidates = self.table.at(character);
            let found = candidates.iter().find_map(|&number| {
                self.forward(&self.alternatives[number as usize], text, at)
                    .filter(|&length| length > 0 || may_be_empty || at > from)
            });
            if let Some(length) = found {
                return Some((at, at + length));
            }
        }
        None
    }

    /// Length of the match at byte `at`.
    fn forward(&self, alternative: &Alternative, text: &str, at: usize) -> Option<usize> {
        if !alternative.behind.is_empty()
            && self.ends_with(&alternative.behind, &text[..at]).is_none()
        {
            return None;
        }
        let mut rest = self.begins_with(&alternative.body, &text[at..])?;
        if alternative.repeats {
            let run = &self.sets[*alternative.body.last()?];
            rest = rest.trim_start_matches(|character| run.contains(character));
        }
        if !alternative.ahead.is_empty()
            && self.begins_with(&alternative.ahead, rest).is_some() == alternative.ahead_is_negative
        {
            return None;
        }
        Some(text.len() - at - rest.len())
    }

    /// Length of the match that ends at the end of `text`.
    fn backward(&self, alternative: &Alternative, text: &str) -> Option<usize> {
        let mut before = self.ends_with(&alternative.body, text)?;
        if alternative.repeats {
            let run = &self.sets[*alternative.body.last()?];
            before = before.trim_end_matches(|character| run.contains(character));
        }
        if !alternative.behind.is_empty() {
            self.ends_with(&alternative.behind, before)?;
        }
        Some(text.len() - before.len())
    }

    /// What follows the sets at the start of `text`.
    fn begins_with<'t>(&self, sets: &[usize], text: &'t str) -> Option<&'t str> {
        let mut characters = text.chars();
        for &set in sets {
            if !self.sets[set].contains(characters.next()?) {
                return None;
            }
        }
        Some(characters.as_str())
    }

    /// What precedes the sets at the end of `text`.
    fn ends_with<'t>(&self, sets: &[usize], text: &'t str) -> Option<&'t str> {
        let mut characters = text.chars();
        for &set in sets.iter().rev() {
            if !self.sets[set].contains(characters.next_back()?) {
                return None;
            }
        }
        Some(characters.as_str())
    }
}

impl Alternative {
    fn new(mut items: &[Item], side: Side) -> Result<Self, String> {
        let unsupported = |what: &str| {
            Err(format!(
                "a {side:?} alternative with {what} is not supported"
            ))
        };
        match side {
            Side::Prefix => match items {
                [Item::Start, rest @ ..] => items = rest,
                _ => return unsupported("no `^` at its start"),
            },
            Side::Suffix => match items {
                [rest @ .., Item::End] => items = rest,
                _ => return unsupported("no `$` at its end"),
            },
            Side::Infix => {}
        }
        let mut alternative = Self::default();
        if let [Item::Behind(sets), rest @ ..] = items {
            alternative.behind.clone_from(sets);
            items = rest;
        }
        if let [rest @ .., Item::Ahead { negative, sets }] = items {
            alternative.ahead.clone_from(sets);
            alternative.ahead_is_negative = *negative;
            items = rest;
        }
        for (index, item) in items.iter().enumerate() {
            match item {
                Item::Set(set) => alternative.body.push(*set),
                Item::Run(set) if index + 1 == items.len() => {
                    alternative.body.push(*set);
                    alternative.repeats = true;
                }
                _ => return unsupported("a repeat or an assertion inside"),
            }
        }
        let Self {
            behind,
            body,
            repeats,
            ahead,
            ahead_is_negative,
        } = &alternative;
        match side {
            Side::Prefix if !behind.is_empty() => return unsupported("a look-behind"),
            Side::Suffix if !ahead.is_empty() => return unsupported("a look-ahead"),
            // From the end the run is taken first, so that it may not hide what stands before it.
            Side::Suffix if *repeats && body.iter().any(|set| *set != body[0]) => {
                return unsupported("a run of another set at the end");
            }
            _ => {}
        }
        if *repeats && !ahead.is_empty() {
            return unsupported("a run before a look-ahead");
        }
        if body.is_empty() && (side != Side::Infix || ahead.is_empty() || *ahead_is_negative) {
            return unsupported("no body");
        }
        Ok(alternative)
    }

    /// The set of the character by which the alternative is found.
    fn key(&self, side: Side) -> usize {
        match side {
            Side::Suffix => self.body[self.body.len() - 1],
            Side::Prefix | Side::Infix => {
                self.body.first().copied().unwrap_or_else(|| self.ahead[0])
            }
        }
    }
}

/// All sequences that a node stands for, in the order in which Python tries them.
fn flatten(node: &Node) -> Result<Vec<Vec<Item>>, String> {
    let too_much =
        || Err("a pattern with too many or too long alternatives is not supported".to_owned());
    let sequences = match node {
        Node::Set(set) => vec![vec![Item::Set(*set)]],
        Node::Start => vec![vec![Item::Start]],
        Node::End => vec![vec![Item::End]],
        Node::Choice(branches) => {
            let mut sequences = Vec::new();
            for branch in branches {
                sequences.extend(flatten(branch)?);
            }
            sequences
        }
        Node::Sequence(nodes) => {
            let mut sequences = vec![Vec::new()];
            for node in nodes {
                let tails = flatten(node)?;
                if sequences.len() * tails.len() > MAX_ALTERNATIVES {
                    return too_much();
                }
                sequences = sequences
                    .iter()
                    .flat_map(|head| {
                        tails
                            .iter()
                            .map(move |tail| [head.as_slice(), tail.as_slice()].concat())
                    })
                    .collect();
            }
            sequences
        }
        Node::Repeat {
            node,
            least: 0,
            most: Some(1),
        } => {
            let mut sequences = flatten(node)?;
            sequences.push(Vec::new());
            sequences
        }
        Node::Repeat {
            node,
            least: 1,
            most: None,
        } => match **node {
            Node::Set(set) => vec![vec![Item::Run(set)]],
            _ => return Err("a repeated group is not supported in an affix pattern".to_owned()),
        },
        Node::Repeat { .. } => {
            return Err("a counted repeat is not supported in an affix pattern".to_owned());
        }
        Node::Look {
            behind,
            negative,
            node,
        } => {
            let sets = match flatten(node)?.as_slice() {
                [items] => items
                    .iter()
                    .map(|item| match item {
                        Item::Set(set) => Some(*set),
                        _ => None,
                    })
                    .collect::<Option<Vec<_>>>()
                    .filter(|sets| !sets.is_empty()),
                _ => None,
            };
            match (behind, negative, sets) {
                (true, false, Some(sets)) => vec![vec![Item::Behind(sets)]],
                (false, negative, Some(sets)) => vec![vec![Item::Ahead {
                    negative: *negative,
                    sets,
                }]],
                _ => {
                    return Err(
                        "a look-around that is no sequence of characters is not supported"
                            .to_owned(),
                    );
                }
            }
        }
    };
    if sequences.len() > MAX_ALTERNATIVES
        || sequences.iter().any(|sequence| sequence.len() > MAX_LENGTH)
    {
        return too_much();
    }
    Ok(sequences)
}
