//! Dependency parsing: arc-eager with sentence breaks, where REDUCE may put a token back.
//!
//! The arc-eager system is Nivre's (2003, *An efficient algorithm for projective dependency parsing*); REDUCE of a token
//! without a head puts it back to the buffer, and LEFT may take back an arc (Honnibal and Johnson 2015, *An improved
//! non-monotonic transition system for dependency parsing*). Greedy; linear in the number of tokens.

use crate::labels::Label;
use crate::network::best;
use crate::transition::moves::Moves;
use crate::transition::scorer::{Contributions, Scorer};

/// The actions, by their numbers in the model files.
pub(crate) const ACTIONS: usize = 5;
const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;
const BREAK: usize = 4;

/// Slots of the network: B0, B1, S0, S1, S2, last left child of B0 and of S0, last right child of S0.
pub(crate) const SLOTS: usize = 8;

const NONE: u32 = u32::MAX;

/// The arcs of a document as the parser leaves them.
#[derive(Debug, Default)]
pub(crate) struct Arcs {
    /// For each token its head.
    pub(crate) heads: Vec<Option<u32>>,
    /// For each token the label of its arc.
    pub(crate) labels: Vec<Label>,
}

/// Parses `count` tokens whose numbers in the batch begin at `first`; `trace` is told each class that is chosen.
pub(crate) fn parse(
    network: &Scorer,
    moves: &Moves,
    contributions: &mut Contributions,
    first: u32,
    count: u32,
    mut trace: impl FnMut(usize),
) -> Arcs {
    contributions.begin(network, first, count);
    let mut state = State::new(count);
    let mut room = Vec::new();
    while !state.is_done() {
        let slots = state.slots().map(|token| token.map(|token| token + first));
        let scores = network.scores(contributions, slots, &mut room);
        let Some(class) = state.best_valid(moves, scores) else {
            break;
        };
        trace(class);
        let label = moves.label(class);
        match moves.action(class) {
            SHIFT => state.shift(),
            REDUCE => state.reduce(),
            LEFT => state.left(label),
            RIGHT => state.right(label),
            _ => state.break_sentence(),
        }
    }
    let heads = state
        .head
        .iter()
        .map(|&head| (head != NONE).then_some(head))
        .collect();
    Arcs {
        heads,
        labels: state.label,
    }
}

/// The state of a parse.
struct State {
    count: u32,
    stack: Vec<u32>,
    /// Tokens that REDUCE put back, the next one last.
    put_back: Vec<u32>,
    /// The next token of the text that is not on the stack.
    next: u32,
    head: Vec<u32>,
    label: Vec<Label>,
    /// The child attached last on each side, and for each child the one attached before it to the same head and side.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    attached_before: Vec<u32>,
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
}

impl State {
    fn new(count: u32) -> Self {
        let n = count as usize;
        let mut sentence_start = vec![false; n];
        if let Some(first) = sentence_start.first_mut() {
            *first = true;
        }
        Self {
            count,
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            head: vec![NONE; n],
            label: vec![Label::NONE; n],
            last_left: vec![NONE; n],
            last_right: vec![NONE; n],
            attached_before: vec![NONE; n],
            unshiftable: vec![false; n],
            sentence_start,
        }
    }

    fn buffer_len(&self) -> usize {
        (self.count - self.next) as usize + self.put_back.len()
    }

    fn is_done(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    /// Token number `depth` of the buffer.
    fn buffer(&self, depth: usize) -> Option<u32> {
        if let Some(index) = self.put_back.len().checked_sub(depth + 1) {
            return self.put_back.get(index).copied();
        }
        let token = self.next + u32::try_from(depth - self.put_back.len()).ok()?;
        (token < self.count).then_some(token)
    }

    /// Token number `depth` of the stack, counted from its top.
    fn stacked(&self, depth: usize) -> Option<u32> {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map(|index| self.stack[index])
    }

    fn slots(&self) -> [Option<u32>; SLOTS] {
        let known = |token: u32| (token != NONE).then_some(token);
        let (b0, s0) = (self.buffer(0), self.stacked(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stacked(1),
            self.stacked(2),
            b0.and_then(|token| known(self.last_left[token as usize])),
            s0.and_then(|token| known(self.last_left[token as usize])),
            s0.and_then(|token| known(self.last_right[token as usize])),
        ]
    }

    /// The valid class with the highest score, the first of equals.
    fn best_valid(&self, moves: &Moves, scores: &[f32]) -> Option<usize> {
        let mut top: Option<(usize, f32)> = None;
        for action in [SHIFT, REDUCE, LEFT, RIGHT, BREAK] {
            if !self.is_valid(action) {
                continue;
            }
            let classes = moves.classes(action);
            if let Some(class) = best(&scores[classes.clone()]).map(|class| classes.start + class)
                && top.is_none_or(|(_, score)| scores[class] > score)
            {
                top = Some((class, scores[class]));
            }
        }
        top.map(|(class, _)| class)
    }

    fn is_valid(&self, action: usize) -> bool {
        let b0 = self.buffer(0);
        let starts =
            |token: Option<u32>| token.is_some_and(|token| self.sentence_start[token as usize]);
        match action {
            SHIFT => {
                b0.is_some()
                    && (self.stack.is_empty()
                        || (self.buffer_len() >= 2
                            && !starts(b0)
                            && b0.is_some_and(|token| !self.unshiftable[token as usize])))
            }
            REDUCE => !self.stack.is_empty(),
            LEFT | RIGHT => !self.stack.is_empty() && b0.is_some() && !starts(b0),
            _ => {
                let b1 = self.buffer(1);
                b1.is_some() && b1 == b0.map(|token| token + 1) && !starts(b1)
            }
        }
    }

    fn shift(&mut self) {
        if let Some(token) = self.put_back.pop() {
            self.stack.push(token);
        } else if self.next < self.count {
            self.stack.push(self.next);
            self.next += 1;
        }
    }

    fn reduce(&mut self) {
        let depth = self.stack.len();
        let Some(top) = self.stack.pop() else { return };
        if self.head[top as usize] == NONE && depth > 1 {
            self.unshiftable[top as usize] = true;
            self.put_back.push(top);
        }
    }

    fn left(&mut self, label: Label) {
        let (Some(b0), Some(s0)) = (self.buffer(0), self.stacked(0)) else {
            return;
        };
        if self.head[s0 as usize] != NONE {
            self.detach(s0);
        }
        self.attach(b0, s0, label);
        self.unshiftable[b0 as usize] = false;
        self.stack.pop();
    }

    fn right(&mut self, label: Label) {
        let (Some(b0), Some(s0)) = (self.buffer(0), self.stacked(0)) else {
            return;
        };
        self.attach(s0, b0, label);
        self.shift();
    }

    fn break_sentence(&mut self) {
        if let Some(b1) = self.buffer(1) {
            self.sentence_start[b1 as usize] = true;
        }
    }

    /// The end of the list of children of `head` on the side of `child`.
    fn last_child(&mut self, head: u32, child: u32) -> &mut u32 {
        if head > child {
            &mut self.last_left[head as usize]
        } else {
            &mut self.last_right[head as usize]
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: Label) {
        self.attached_before[child as usize] =
            std::mem::replace(self.last_child(head, child), child);
        self.head[child as usize] = head;
        self.label[child as usize] = label;
    }

    /// Takes an arc back; it is always the last one of its list.
    fn detach(&mut self, child: u32) {
        let head = std::mem::replace(&mut self.head[child as usize], NONE);
        let before = self.attached_before[child as usize];
        *self.last_child(head, child) = before;
    }
}
