//! A text as coreference is looked for in it: its tree, its names, the nouns that call people and bodies.

use std::borrow::Cow;
use std::ops::Range;

use retold_model::{Mention, NameKind};

use super::lexicon::{self, Noun, Sex};
use super::names::Named;
use crate::syntax::{Dep, Pos, Tree};

/// Dependents of a noun that are asked; hostile texts have more.
const MOST_CHILDREN: usize = 32;

/// No chain.
pub(super) const NONE: u32 = u32::MAX;

/// A mention of a name as tokens.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) tokens: Range<usize>,
    /// The token that stands for it in the tree.
    pub(super) head: usize,
    pub(super) group: u32,
    /// Its title as tokens.
    pub(super) title: Range<usize>,
}

/// A text and what is known of its tokens.
pub(super) struct Reading<'d> {
    pub(super) tree: Tree<'d>,
    /// In text order.
    pub(super) names: Vec<Name>,
    /// The group whose name a token is part of.
    pub(super) group_of: Vec<u32>,
    /// What a noun outside of names calls.
    pub(super) nouns: Vec<Option<Noun>>,
    pub(super) kinds: Vec<NameKind>,
}

impl<'d> Reading<'d> {
    pub(super) fn new(tree: Tree<'d>, mentions: &[Mention], groups: &[Named<'_>]) -> Self {
        let mut group_of_mention = vec![NONE; mentions.len()];
        for (number, group) in (0..).zip(groups) {
            for &mention in &group.mentions {
                group_of_mention[mention] = number;
            }
        }
        let mut group_of = vec![NONE; tree.nodes.len()];
        let mut names = Vec::with_capacity(mentions.len());
        for (mention, &group) in mentions.iter().zip(&group_of_mention) {
            let tokens = tree.tokens(mention.range);
            let Some(head) = tree.top(&tokens) else {
                continue;
            };
            for at in tokens.clone() {
                group_of[at] = group;
            }
            let title = mention
                .title
                .map_or(tokens.start..tokens.start, |title| tree.tokens(title));
            names.push(Name {
                tokens,
                head,
                group,
                title,
            });
        }
        let nouns = (0..tree.nodes.len())
            .map(|at| {
                let node = &tree.nodes[at];
                if group_of[at] != NONE || !matches!(node.pos, Pos::Noun | Pos::Propn | Pos::Adj) {
                    return None;
                }
                if node.dep != Dep::Amod && years_old(&tree, at).is_some() {
                    return Some(Noun::Person(None));
                }
                (node.pos != Pos::Adj)
                    .then(|| lexicon::noun(&noun_key(&tree, at)))
                    .flatten()
            })
            .collect();
        Self {
            tree,
            names,
            group_of,
            nouns,
            kinds: groups.iter().map(|group| group.kind).collect(),
        }
    }

    /// The noun at `at` as lists know it.
    pub(super) fn noun_key(&self, at: usize) -> Cow<'d, str> {
        noun_key(&self.tree, at)
    }

    /// Whether the noun phrase that ends with `at` is singular.
    pub(super) fn singular(&self, at: usize) -> bool {
        matches!(self.tree.tag(at), "NN" | "NNP" | "JJ")
            && !self
                .tree
                .children(at)
                .take(MOST_CHILDREN)
                .any(|child| self.tree.nodes[child].dep == Dep::Conj)
    }

    /// The sex that a noun for a person tells.
    pub(super) fn sex_of_noun(&self, at: usize) -> Option<Sex> {
        match self.nouns[at] {
            Some(Noun::Person(sex)) => sex,
            _ => None,
        }
    }

    pub(super) fn is_person(&self, at: usize) -> bool {
        matches!(self.nouns[at], Some(Noun::Person(_)))
    }
}

/// Of "45-year-old" the 45; `at` is its last token.
pub(super) fn years_old(tree: &Tree<'_>, at: usize) -> Option<u32> {
    if at < 2 || tree.text(at) != "old" || tree.text(at - 1) != "-" {
        return None;
    }
    let years = match tree.text(at - 2) {
        "year" if at > 3 && tree.text(at - 3) == "-" => tree.text(at - 4),
        years => years.strip_suffix("-year")?,
    };
    years.parse().ok()
}

fn noun_key<'d>(tree: &Tree<'d>, at: usize) -> Cow<'d, str> {
    let lemma = tree.lemma(at);
    let key = if lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(lemma.to_ascii_lowercase())
    } else {
        Cow::Borrowed(lemma)
    };
    match &*key {
        "sen." | "sen" => Cow::Borrowed("senator"),
        "rep." | "rep" => Cow::Borrowed("representative"),
        "gov." | "gov" => Cow::Borrowed("governor"),
        "gen." | "gen" => Cow::Borrowed("general"),
        "pm" => Cow::Borrowed("minister"),
        "prof." | "prof" => Cow::Borrowed("professor"),
        "amb." => Cow::Borrowed("ambassador"),
        "sgt." | "sgt" => Cow::Borrowed("sergeant"),
        "ex-president" => Cow::Borrowed("president"),
        _ => key,
    }
}
