//! From the arcs of the parser to a tree with sentences: roots, non-projective arcs, sentence starts.

use std::collections::VecDeque;

use crate::labels::{Label, Labels};
use crate::transition::parser::Arcs;

/// Rounds in which the edges of subtrees are widened at most; the reference gives up after as many.
const ROUNDS: usize = 12;

/// How many tokens may be looked at, for each token of the document, in search of heads of non-projective arcs. Real
/// sentences need about one; the bound keeps a document that is one endless sentence linear.
const SEARCH_PER_TOKEN: usize = 256;

/// A document's tree.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// For each token its head; itself for a root.
    pub(crate) heads: Vec<u32>,
    /// For each token the label of its arc.
    pub(crate) labels: Vec<Label>,
    /// For each token whether a sentence begins with it.
    pub(crate) sentence_starts: Vec<bool>,
    /// For each token the first and the last token of its subtree.
    pub(crate) edges: Vec<(u32, u32)>,
}

impl Tree {
    /// The tree of a text that was not parsed: one sentence of unconnected tokens without labels.
    pub(crate) fn flat(count: usize) -> Self {
        let mut sentence_starts = vec![false; count];
        if let Some(first) = sentence_starts.first_mut() {
            *first = true;
        }
        let tokens = (0_u32..).take(count);
        Self {
            heads: tokens.clone().collect(),
            labels: vec![Label::NONE; count],
            sentence_starts,
            edges: tokens.map(|token| (token, token)).collect(),
        }
    }
}

/// The labels that a tree is finished with: `ROOT`, and for each label of a non-projective arc (`new||up`, see Nivre
/// and Nilsson 2005, *Pseudo-projective dependency parsing*) its two parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct TreeLabels {
    root: Label,
    parts: Vec<Option<(Label, Label)>>,
}

impl TreeLabels {
    /// Learns the parts of all labels; `None` when there are too many.
    pub(crate) fn new(labels: &mut Labels) -> Option<Self> {
        let root = labels.intern("ROOT")?;
        let decorated: Vec<(Label, String)> = labels
            .all()
            .filter(|(_, name)| name.contains("||"))
            .map(|(label, name)| (label, name.to_owned()))
            .collect();
        let mut parts = Vec::new();
        for (label, name) in decorated {
            let (new, up) = name.split_once("||").unwrap_or((&name, ""));
            let pair = (labels.intern(new)?, labels.intern(up)?);
            parts.resize(parts.len().max(label.index() + 1), None);
            parts[label.index()] = Some(pair);
        }
        Some(Self { root, parts })
    }
}

/// Finishes a parse. `is_space` tells of each token whether it is white space.
pub(crate) fn finish(arcs: &Arcs, labels: &TreeLabels, is_space: &[bool]) -> Tree {
    let count = arcs.heads.len();
    let mut tree = Tree {
        heads: (0_u32..)
            .zip(&arcs.heads)
            .map(|(token, head)| head.unwrap_or(token))
            .collect(),
        labels: arcs.labels.clone(),
        sentence_starts: vec![false; count],
        edges: Vec::new(),
    };
    for (head, label) in arcs.heads.iter().zip(&mut tree.labels) {
        if head.is_none() {
            *label = labels.root;
        }
    }
    let mut edges = Edges::new(count);
    edges.widen(&tree.heads);
    deprojectivise(&mut tree, labels, &edges, is_space);
    edges.widen(&tree.heads);
    for (token, &head) in tree.heads.iter().enumerate() {
        if head as usize == token {
            tree.sentence_starts[edges.left[token] as usize] = true;
        }
    }
    tree.edges = edges.left.into_iter().zip(edges.right).collect();
    tree
}

/// The first and the last token of each token's subtree.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn new(count: usize) -> Self {
        let tokens: Vec<u32> = (0_u32..).take(count).collect();
        Self {
            left: tokens.clone(),
            right: tokens,
        }
    }

    fn widen(&mut self, heads: &[u32]) {
        for _ in 0..ROUNDS {
            for token in 0..heads.len() {
                self.take_in(heads[token] as usize, token);
            }
            for token in (0..heads.len()).rev() {
                self.take_in(heads[token] as usize, token);
            }
            if self.hold_sentences(heads) {
                return;
            }
        }
    }

    fn take_in(&mut self, head: usize, token: usize) {
        self.left[head] = self.left[head].min(self.left[token]);
        self.right[head] = self.right[head].max(self.right[token]);
    }

    /// Whether each head lies in the sentence of its token.
    fn hold_sentences(&self, heads: &[u32]) -> bool {
        let mut starts = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize == token {
                starts[self.left[token] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 1..heads.len() {
            if starts[end] || end + 1 == heads.len() {
                if heads[start..end]
                    .iter()
                    .any(|&head| (head as usize) < start || head as usize > end)
                {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

/// Gives each token with a decorated label the head that the decoration points at.
fn deprojectivise(tree: &mut Tree, labels: &TreeLabels, edges: &Edges, is_space: &[bool]) {
    let mut budget = SEARCH_PER_TOKEN.saturating_mul(tree.heads.len());
    for token in 0..tree.heads.len() {
        let Some(Some((new, up))) = labels.parts.get(tree.labels[token].index()).copied() else {
            continue;
        };
        if let Some(head) = search(tree, token, up, edges, is_space, &mut budget) {
            tree.heads[token] = head;
        }
        tree.labels[token] = new;
    }
}

/// The first token labelled `up` below the head of `token`, breadth first.
fn search(
    tree: &Tree,
    token: usize,
    up: Label,
    edges: &Edges,
    is_space: &[bool],
    budget: &mut usize,
) -> Option<u32> {
    let mut queue = VecDeque::from([tree.heads[token]]);
    while let Some(parent) = queue.pop_front() {
        let at = parent as usize;
        for child in edges.left[at]..=edges.right[at] {
            *budget = budget.checked_sub(1)?;
            let index = child as usize;
            if child == parent || tree.heads[index] != parent || is_space[index] || index == token {
                continue;
            }
            if tree.labels[index] == up {
                return Some(child);
            }
            queue.push_back(child);
        }
    }
    None
}
