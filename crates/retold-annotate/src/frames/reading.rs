//! A text as frames are looked for in it: its tree, its predicates, and what lies where.

use retold_model::{Mention, NameKind, PredicateKind, TimeExpression, TimeKind};

use super::lexicon::{EventNoun, event_noun};
use crate::syntax::{Dep, Pos, Tree};

/// No frame, no mention.
pub(super) const NONE: u32 = u32::MAX;

/// Dependents of one token that are asked; hostile texts have more.
pub(super) const MOST_CHILDREN: usize = 64;

/// A token that is a predicate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Predicate {
    pub(super) token: usize,
    pub(super) kind: PredicateKind,
    /// Of an apposition, what it is said of.
    pub(super) of: usize,
}

/// A text and what is known of its tokens.
pub(super) struct Reading<'d, 'm> {
    pub(super) tree: Tree<'d>,
    pub(super) mentions: &'m [Mention],
    /// The mention that a token is part of.
    pub(super) mention_at: Vec<u32>,
    /// Whether a token is part of a time expression that says when; "four years in prison" takes part.
    pub(super) timed: Vec<bool>,
    /// In text order.
    pub(super) predicates: Vec<Predicate>,
    /// The frame of a predicate that is no apposition.
    pub(super) frame_at: Vec<u32>,
    /// Verbs that only say "will": "is going to".
    pub(super) future: Vec<bool>,
    /// All tokens, each after its head.
    pub(super) down: Vec<usize>,
}

impl<'d, 'm> Reading<'d, 'm> {
    pub(super) fn new(tree: Tree<'d>, mentions: &'m [Mention], times: &[TimeExpression]) -> Self {
        let count = tree.nodes.len();
        let mut mention_at = vec![NONE; count];
        for (number, mention) in (0..).zip(mentions) {
            mention_at[tree.tokens(mention.range)].fill(number);
        }
        let mut when = vec![false; count];
        for time in times.iter().filter(|time| time.kind != TimeKind::Duration) {
            when[tree.tokens(time.range)].fill(true);
        }
        let down = down(&tree);
        let mut reading = Self {
            tree,
            mentions,
            mention_at,
            timed: when,
            predicates: Vec::with_capacity(count / 6),
            frame_at: vec![NONE; count],
            future: vec![false; count],
            down,
        };
        for at in 0..count {
            reading.find(at);
        }
        // The noun of "the mayor, Anna Olsen" stands before the word that found it.
        reading
            .predicates
            .sort_by_key(|predicate| (predicate.token, predicate.kind));
        for (number, predicate) in (0..).zip(&reading.predicates) {
            if predicate.kind != PredicateKind::Apposition {
                reading.frame_at[predicate.token] = number;
            }
        }
        reading
    }

    fn find(&mut self, at: usize) {
        let tree = &self.tree;
        let node = &tree.nodes[at];
        if let Some(predicate) = self.apposition(at) {
            self.predicates.push(predicate);
        }
        let tree = &self.tree;
        let kind = match node.pos {
            Pos::Verb
                if !matches!(
                    node.dep,
                    Dep::Aux
                        | Dep::AuxPass
                        | Dep::Amod
                        | Dep::Compound
                        | Dep::Case
                        | Dep::Prep
                        | Dep::Punct
                        | Dep::Mark
                ) && self.mention_at[at] == NONE =>
            {
                if tree.lemma(at) == "go"
                    && tree.tag(at) == "VBG"
                    && tree.child(at, Dep::Xcomp).is_some()
                    && tree.child(at, Dep::Prep).is_none()
                {
                    self.future[at] = true;
                    return;
                }
                if tree.lemma(at) == "be" {
                    PredicateKind::Copula
                } else {
                    PredicateKind::Verb
                }
            }
            Pos::Aux if !matches!(node.dep, Dep::Aux | Dep::AuxPass) => {
                if tree.lemma(at) == "be" {
                    PredicateKind::Copula
                } else {
                    PredicateKind::Verb
                }
            }
            Pos::Noun if self.mention_at[at] == NONE && self.is_event(at) => PredicateKind::Noun,
            _ => return,
        };
        self.predicates.push(Predicate {
            token: at,
            kind,
            of: at,
        });
    }

    /// The noun for an event at `at`.
    pub(super) fn event(&self, at: usize) -> Option<&'static EventNoun> {
        event_noun(self.tree.lemma(at))
    }

    /// Whether a noun for an event has something that takes part, or somebody who does it.
    fn is_event(&self, at: usize) -> bool {
        let tree = &self.tree;
        if tree.nodes[at].dep == Dep::Compound || self.event(at).is_none() {
            return false;
        }
        let takes_part = tree.children(at).take(MOST_CHILDREN).any(|child| {
            let node = &tree.nodes[child];
            match node.dep {
                Dep::Poss | Dep::Prep => true,
                Dep::Compound | Dep::Amod | Dep::Nmod => self.mention_at[child] != NONE,
                _ => false,
            }
        });
        takes_part
            || tree.nodes[at].dep == Dep::Dobj
                && tree.head(at).is_some_and(|verb| is_light(tree.lemma(verb)))
    }

    /// "Anna Olsen, the mayor" and "the mayor, Anna Olsen": a name and a noun.
    fn apposition(&self, at: usize) -> Option<Predicate> {
        let tree = &self.tree;
        if tree.nodes[at].dep != Dep::Appos {
            return None;
        }
        let head = tree.head(at)?;
        let named = |at: usize| {
            self.mention_at[at] != NONE
                && self.mentions[self.mention_at[at] as usize].kind != NameKind::Group
        };
        let noun = |at: usize| {
            self.mention_at[at] == NONE
                && matches!(tree.nodes[at].pos, Pos::Noun | Pos::Propn)
                && !self.timed[at]
        };
        let (name, noun) = if named(head) && noun(at) {
            (head, at)
        } else if named(at) && noun(head) {
            (at, head)
        } else {
            return None;
        };
        Some(Predicate {
            token: noun,
            kind: PredicateKind::Apposition,
            of: name,
        })
    }
}

/// Verbs that add little to the noun for an event that is their object.
pub(super) fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "make"
            | "carry"
            | "conduct"
            | "launch"
            | "hold"
            | "give"
            | "pay"
            | "stage"
            | "mount"
            | "impose"
            | "issue"
            | "begin"
            | "start"
            | "take"
            | "have"
            | "do"
            | "commit"
            | "deliver"
            | "order"
            | "undertake"
            | "wage"
            | "perform"
            | "lead"
            | "announce"
            | "plan"
            | "offer"
            | "end"
            | "halt"
            | "suspend"
            | "resume"
            | "continue"
    )
}

/// All tokens, each after its head.
fn down(tree: &Tree<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..tree.nodes.len())
        .filter(|&at| tree.head(at).is_none())
        .collect();
    let mut next = 0;
    while next < order.len() {
        order.extend(tree.all_children(order[next]));
        next += 1;
    }
    order
}
