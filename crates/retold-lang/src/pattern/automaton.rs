//! Patterns that say yes or no of a whole string, run as a set of states: linear in the text, without backtracking.
//!
//! Thompson, "Regular expression search algorithm" (1968); look-aheads of bounded length are run apart, at each
//! place where they are met.

use super::dispatch::Dispatch;
use super::tree::{Node, Pattern, fold};
use crate::lexeme::CharSet;

/// Most states; the French `token_match` has 5,000.
const MAX_STATES: usize = 1 << 16;

/// Longest look-ahead, in characters; the longest known sees 15.
const MAX_LOOK_AHEAD: u32 = 32;

/// A compiled pattern, matched from the start of a text.
pub(crate) struct Automaton {
    states: Vec<State>,
    sets: Vec<CharSet>,
    ignore_case: bool,
    /// The states that a text may begin with, and which of them take its first character; `None` if an assertion
    /// stands at the start.
    starts: Option<(Vec<u32>, Dispatch)>,
}

#[derive(Clone, Debug)]
enum State {
    /// One character of the set, then the next state.
    Set(usize, u32),
    Split(Vec<u32>),
    Start(u32),
    End(u32),
    Look {
        negative: bool,
        inner: u32,
        next: u32,
    },
    Match,
}

/// What a run needs; kept by the caller so that runs do not allocate.
#[derive(Default)]
pub(crate) struct AutomatonScratch {
    current: Vec<u32>,
    next: Vec<u32>,
    /// At which step a state was last added.
    added: Vec<u32>,
    step: u32,
    stack: Vec<u32>,
    /// For look-aheads.
    apart: Option<Box<AutomatonScratch>>,
}

impl Automaton {
    /// Compiles a pattern; the error tells what it has that is not supported.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        Self::compile(Pattern::parse(source)?)
    }

    /// Compiles a pattern that may begin anywhere in the text.
    pub(crate) fn new_search(source: &str) -> Result<Self, String> {
        let mut pattern = Pattern::parse(source)?;
        pattern.sets.push(CharSet::default().complement());
        let anything = Node::Repeat {
            node: Box::new(Node::Set(pattern.sets.len() - 1)),
            least: 0,
            most: None,
        };
        pattern.root = Node::Sequence(vec![anything, pattern.root]);
        Self::compile(pattern)
    }

    fn compile(pattern: Pattern) -> Result<Self, String> {
        let mut builder = Builder {
            states: vec![State::Match],
        };
        let start = builder.add(&pattern.root, 0)?;
        let mut automaton = Self {
            states: builder.states,
            sets: pattern.sets,
            ignore_case: pattern.ignore_case,
            starts: None,
        };
        automaton.starts = automaton.starting_states(start)?;
        if automaton.starts.is_none() {
            automaton.states.push(State::Split(vec![start]));
        }
        Ok(automaton)
    }

    /// Whether the pattern fits the start of `text` (all of it, if the pattern ends with `$`), and how many bytes were
    /// read to know it.
    ///
    /// Costs at most the length of the text times the number of states that are alive at once.
    pub(crate) fn is_match(&self, text: &str, scratch: &mut AutomatonScratch) -> (bool, usize) {
        let Some((states, table)) = &self.starts else {
            let last = u32::try_from(self.states.len() - 1).expect("states are few");
            return self.is_match_from(last, text, 0, scratch);
        };
        let Some(first) = text.chars().next() else {
            return (false, 0);
        };
        let at = first.len_utf8();
        let candidates = table.at(self.folded(first));
        if candidates.is_empty() {
            return (false, at);
        }
        scratch.begin(self.states.len());
        for &number in candidates {
            if let State::Set(_, next) = self.states[states[usize::from(number)] as usize]
                && self.close(next, text, at, scratch)
            {
                return (true, at);
            }
        }
        self.run(text, at, scratch)
    }

    fn is_match_from(
        &self,
        start: u32,
        text: &str,
        at: usize,
        scratch: &mut AutomatonScratch,
    ) -> (bool, usize) {
        scratch.begin(self.states.len());
        if self.close(start, text, at, scratch) {
            (true, at)
        } else {
            self.run(text, at, scratch)
        }
    }

    /// Goes on from the states in `scratch.next`, which wait for the character at `at`.
    fn run(&self, text: &str, mut at: usize, scratch: &mut AutomatonScratch) -> (bool, usize) {
        for character in text[at..].chars() {
            if scratch.next.is_empty() {
                return (false, at);
            }
            at += character.len_utf8();
            let character = self.folded(character);
            scratch.advance();
            let current = std::mem::take(&mut scratch.current);
            for &state in &current {
                if let State::Set(set, next) = self.states[state as usize]
                    && self.sets[set].contains(character)
                    && self.close(next, text, at, scratch)
                {
                    scratch.current = current;
                    return (true, at);
                }
            }
            scratch.current = current;
        }
        (false, at)
    }

    /// Adds `state` and all that follows it without a character to those that wait for the character at `at`.
    /// True if the match is among them.
    fn close(&self, state: u32, text: &str, at: usize, scratch: &mut AutomatonScratch) -> bool {
        scratch.stack.push(state);
        while let Some(state) = scratch.stack.pop() {
            if std::mem::replace(&mut scratch.added[state as usize], scratch.step) == scratch.step {
                continue;
            }
            match &self.states[state as usize] {
                State::Match => {
                    scratch.stack.clear();
                    return true;
                }
                State::Set(..) => scratch.next.push(state),
                State::Split(states) => scratch.stack.extend(states),
                State::Start(next) => {
                    if at == 0 {
                        scratch.stack.push(*next);
                    }
                }
                State::End(next) => {
                    if matches!(&text[at..], "" | "\n") {
                        scratch.stack.push(*next);
                    }
                }
                State::Look {
                    negative,
                    inner,
                    next,
                } => {
                    let mut apart = scratch.apart.take().unwrap_or_default();
                    let (found, _) = self.is_match_from(*inner, text, at, &mut apart);
                    scratch.apart = Some(apart);
                    if found != *negative {
                        scratch.stack.push(*next);
                    }
                }
            }
        }
        false
    }

    fn folded(&self, character: char) -> char {
        if self.ignore_case {
            fold(character)
        } else {
            character
        }
    }

    /// All states that take the first character of a text, if nothing but `^` stands before them.
    fn starting_states(&self, start: u32) -> Result<Option<(Vec<u32>, Dispatch)>, String> {
        let mut seen = vec![false; self.states.len()];
        let (mut stack, mut found) = (vec![start], Vec::new());
        while let Some(state) = stack.pop() {
            if std::mem::replace(&mut seen[state as usize], true) {
                continue;
            }
            match &self.states[state as usize] {
                State::Match | State::End(_) | State::Look { .. } => return Ok(None),
                State::Set(..) => found.push(state),
                State::Split(states) => stack.extend(states),
                State::Start(next) => stack.push(*next),
            }
        }
        let sets: Vec<&CharSet> = found
            .iter()
            .filter_map(|&state| match self.states[state as usize] {
                State::Set(set, _) => Some(&self.sets[set]),
                _ => None,
            })
            .collect();
        let table = Dispatch::new(&sets)?;
        Ok(Some((found, table)))
    }
}

impl AutomatonScratch {
    fn begin(&mut self, states: usize) {
        self.current.clear();
        self.next.clear();
        self.stack.clear();
        if self.added.len() < states {
            self.added.resize(states, 0);
        }
        self.count();
    }

    /// Those that waited come into play; none waits yet for the character behind.
    fn advance(&mut self) {
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.clear();
        self.count();
    }

    fn count(&mut self) {
        self.step = self.step.wrapping_add(1);
        if self.step == 0 {
            self.added.fill(0);
            self.step = 1;
        }
    }
}

struct Builder {
    states: Vec<State>,
}

impl Builder {
    fn push(&mut self, state: State) -> Result<u32, String> {
        if self.states.len() >= MAX_STATES {
            return Err("a pattern with too many states is not supported".to_owned());
        }
        self.states.push(state);
        Ok(u32::try_from(self.states.len() - 1).expect("states are few"))
    }

    /// The state that a node begins with, if `next` follows it.
    fn add(&mut self, node: &Node, next: u32) -> Result<u32, String> {
        match node {
            Node::Set(set) => self.push(State::Set(*set, next)),
            Node::Start => self.push(State::Start(next)),
            Node::End => self.push(State::End(next)),
            Node::Sequence(nodes) => nodes
                .iter()
                .rev()
                .try_fold(next, |next, node| self.add(node, next)),
            Node::Choice(branches) => {
                let states = branches
                    .iter()
                    .map(|branch| self.add(branch, next))
                    .collect::<Result<_, _>>()?;
                self.push(State::Split(states))
            }
            Node::Repeat { node, least, most } => {
                let mut state = match most {
                    None => {
                        let again = self.push(State::Split(Vec::new()))?;
                        let inner = self.add(node, again)?;
                        self.states[again as usize] = State::Split(vec![inner, next]);
                        again
                    }
                    Some(most) => {
                        let mut state = next;
                        for _ in *least..*most {
                            let inner = self.add(node, state)?;
                            state = self.push(State::Split(vec![inner, next]))?;
                        }
                        state
                    }
                };
                for _ in 0..*least {
                    let before = self.states.len();
                    state = self.add(node, state)?;
                    if self.states.len() == before {
                        break; // What takes no characters says no more when repeated.
                    }
                }
                Ok(state)
            }
            Node::Look { behind: true, .. } => {
                Err("a look-behind is not supported in a whole pattern".to_owned())
            }
            Node::Look { negative, node, .. } => {
                if longest(node).is_none_or(|longest| longest > MAX_LOOK_AHEAD) {
                    return Err("a look-ahead without near end is not supported".to_owned());
                }
                let inner = self.add(node, 0)?;
                self.push(State::Look {
                    negative: *negative,
                    inner,
                    next,
                })
            }
        }
    }
}

/// The most characters that a node may take, if there is a bound.
fn longest(node: &Node) -> Option<u32> {
    match node {
        Node::Set(_) => Some(1),
        Node::Start | Node::End | Node::Look { .. } => Some(0),
        Node::Sequence(nodes) => nodes
            .iter()
            .try_fold(0_u32, |sum, node| sum.checked_add(longest(node)?)),
        Node::Choice(branches) => branches
            .iter()
            .try_fold(0, |most, node| Some(longest(node)?.max(most))),
        Node::Repeat { node, most, .. } => longest(node)?.checked_mul((*most)?),
    }
}
