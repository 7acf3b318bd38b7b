//! The joint choice: from which one source each article was made, and which others gave the rest.

use std::collections::BTreeMap;

use super::arborescence::{Edge, cheapest};
use super::bits::{self, Bits, NEW_WORD, count};
use super::dispatch::Dispatches;
use super::family::Family;

/// Where text may come from, inside a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum From {
    /// The article at a place of the family.
    Article(usize),
    /// The missing dispatch at a place of [`Dispatches::missing`].
    Dispatch(usize),
}

/// A possible parent of an article.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) from: From,
    /// What it costs to tell the child from it, against telling it from nothing: less than zero.
    pub(super) cost: Bits,
    /// The part of the cost that is no text: credits, times.
    pub(super) outside: Bits,
    /// The sentences it gives, with what each saves.
    pub(super) gives: Vec<(usize, Bits)>,
}

/// A parent that was chosen.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) from: From,
    /// The sentences it gives and none before it.
    pub(super) gives: Vec<usize>,
}

/// The descent of the articles of a component.
pub(super) struct Descent {
    /// For each article, its possible parents, by their order.
    pub(super) candidates: BTreeMap<usize, Vec<Candidate>>,
    /// What it costs to have no parent.
    pub(super) alone: BTreeMap<usize, Bits>,
    /// The chosen ones, the main one first.
    pub(super) parents: BTreeMap<usize, Vec<Chosen>>,
}

/// Words of reporting without which two articles are taken to share what anybody may write.
const LEAST_WORDS: usize = 24;
/// The same for a second source of an article that has one already.
const LEAST_SECOND: usize = 24;
/// Sources of one article at most.
const MOST_PARENTS: usize = 6;
/// Possible parents of one article that are weighed; those that give most.
const MOST_CANDIDATES: usize = 64;

impl Descent {
    pub(super) fn new(family: &Family<'_>, dispatches: &Dispatches, members: &[usize]) -> Self {
        let mut outlets: Vec<&str> = members
            .iter()
            .filter_map(|&member| family.witnesses[member].outlet.as_deref())
            .collect();
        outlets.sort_unstable();
        outlets.dedup();
        let mut descent = Self {
            candidates: BTreeMap::new(),
            alone: BTreeMap::new(),
            parents: BTreeMap::new(),
        };
        for &child in members {
            descent
                .candidates
                .insert(child, candidates(family, dispatches, child, &outlets));
            descent
                .alone
                .insert(child, alone(family, dispatches, child));
        }
        descent.choose(family, dispatches, members);
        for &child in members {
            descent.add_others(family, child);
        }
        descent
    }

    /// Gives each article its main parent.
    fn choose(&mut self, family: &Family<'_>, dispatches: &Dispatches, members: &[usize]) {
        // Node 0 is nothing, then the articles, then the missing dispatches, which cost nothing: credits name them.
        let place = |from: From| match from {
            From::Article(at) => {
                1 + members
                    .binary_search(&at)
                    .expect("candidates are of one component")
            }
            From::Dispatch(at) => 1 + members.len() + at,
        };
        let nodes = 1 + members.len() + dispatches.missing.len();
        let mut edges: Vec<Edge> = (0..dispatches.missing.len())
            .map(|at| Edge {
                parent: 0,
                child: place(From::Dispatch(at)),
                cost: 0,
            })
            .collect();
        let mut meaning: Vec<Option<(usize, usize)>> = vec![None; edges.len()];
        for &child in members {
            let to = place(From::Article(child));
            edges.push(Edge {
                parent: 0,
                child: to,
                cost: self.alone[&child],
            });
            meaning.push(None);
            for (at, candidate) in self.candidates[&child].iter().enumerate() {
                edges.push(Edge {
                    parent: place(candidate.from),
                    child: to,
                    cost: candidate.cost,
                });
                meaning.push(Some((child, at)));
            }
        }
        for at in cheapest(nodes, &edges).into_iter().flatten() {
            if let Some((child, at)) = meaning[at] {
                let candidate = &self.candidates[&child][at];
                let chosen = Chosen {
                    from: candidate.from,
                    gives: candidate
                        .gives
                        .iter()
                        .map(|(sentence, _)| *sentence)
                        .collect(),
                };
                self.parents.insert(child, vec![chosen]);
            }
        }
        for &member in members {
            self.parents.entry(member).or_default();
        }
        let _ = family;
    }

    /// Adds sources of what the main one does not give.
    fn add_others(&mut self, family: &Family<'_>, child: usize) {
        let witness = &family.witnesses[child];
        while !self.parents[&child].is_empty() && self.parents[&child].len() < MOST_PARENTS {
            let mut given = vec![false; witness.block_of.len()];
            for chosen in &self.parents[&child] {
                for &sentence in &chosen.gives {
                    given[sentence] = true;
                }
            }
            let mut best: Option<(Bits, From, Vec<usize>)> = None;
            for candidate in &self.candidates[&child] {
                let rest: Vec<(usize, Bits)> = candidate
                    .gives
                    .iter()
                    .copied()
                    .filter(|(sentence, _)| !given[*sentence])
                    .collect();
                let words: usize = rest
                    .iter()
                    .filter(|(sentence, _)| !family.is_quotation(child, *sentence))
                    .map(|(sentence, _)| witness.words_of(*sentence))
                    .sum();
                if words < LEAST_SECOND || self.descends(candidate.from, child) {
                    continue;
                }
                let saved: Bits = rest.iter().map(|(_, saved)| saved).sum();
                let cost = candidate.outside - saved;
                if cost < 0 && best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    let sentences = rest.into_iter().map(|(sentence, _)| sentence).collect();
                    best = Some((cost, candidate.from, sentences));
                }
            }
            let Some((_, from, gives)) = best else { break };
            self.parents
                .get_mut(&child)
                .expect("every member has a list")
                .push(Chosen { from, gives });
        }
    }

    /// Whether an article has `ancestor` among its ancestors, or is it.
    pub(super) fn descends(&self, from: From, ancestor: usize) -> bool {
        let mut waiting = vec![from];
        let mut seen = Vec::new();
        while let Some(from) = waiting.pop() {
            let From::Article(at) = from else { continue };
            if at == ancestor {
                return true;
            }
            if !seen.contains(&at) {
                seen.push(at);
                let parents = self.parents.get(&at).into_iter().flatten();
                waiting.extend(parents.map(|chosen| chosen.from));
            }
        }
        false
    }
}

/// What it costs to tell an article from nothing.
fn alone(family: &Family<'_>, dispatches: &Dispatches, child: usize) -> Bits {
    /// An article that says its text is an agency's is no report of its own.
    const CREDITED: Bits = 1500;
    /// Text that others carry, too, began most likely at an agency.
    const NO_AGENCY: Bits = 500;
    let witness = &family.witnesses[child];
    let signs = |name: &&'static str| witness.credits(name).is_some();
    let prior = if witness.agency_page.is_some() {
        0
    } else if dispatches.missing.iter().any(signs) {
        CREDITED
    } else {
        NO_AGENCY
    };
    prior + bits::paragraphs(witness, None) + bits::headline(witness, None)
}

/// The possible parents of an article.
fn candidates(
    family: &Family<'_>,
    dispatches: &Dispatches,
    child: usize,
    outlets: &[&str],
) -> Vec<Candidate> {
    let witness = &family.witnesses[child];
    let mut result = Vec::new();
    for &parent in family.views[child].keys() {
        let other = &family.witnesses[parent];
        // An agency's own page copies nobody but the agency itself.
        if witness.agency_page.is_some() && witness.agency_page != other.agency_page {
            continue;
        }
        let seen: Vec<_> = family.same(child, parent).copied().collect();
        let gives: Vec<(usize, Bits)> = seen
            .iter()
            .map(|seen| {
                let sentence = seen.sentence as usize;
                let words = witness.words_of(sentence);
                (
                    sentence,
                    NEW_WORD * count(words) - bits::sentence(seen, words),
                )
            })
            .collect();
        if !is_enough(family, child, &gives) {
            continue;
        }
        let outside = bits::credits(witness, other, outlets)
            + bits::times(witness.published(), other.published());
        let inside = bits::order(&seen, witness, other)
            + bits::paragraphs(witness, Some((&seen, other)))
            + bits::headline(witness, Some(&other.headline));
        result.push(Candidate {
            from: From::Article(parent),
            cost: outside + inside - saved(&gives),
            outside,
            gives,
        });
    }
    for (at, agency) in dispatches.missing.iter().enumerate() {
        if witness.agency_page.is_some() {
            break;
        }
        let gives: Vec<(usize, Bits)> = dispatches
            .told(family, child, agency)
            .into_iter()
            .map(|(sentence, cost)| {
                let words = witness.words_of(sentence);
                (sentence, NEW_WORD * count(words) - cost)
            })
            .collect();
        if !is_enough(family, child, &gives) {
            continue;
        }
        let outside = bits::dispatch_credits(witness, agency, outlets) + bits::TIME_UNKNOWN;
        let inside = bits::paragraphs(witness, None)
            + bits::headline(witness, dispatches.headline(family, agency))
            + bits::UNKNOWN_ORDER;
        result.push(Candidate {
            from: From::Dispatch(at),
            cost: outside + inside - saved(&gives),
            outside,
            gives,
        });
    }
    if result.len() > MOST_CANDIDATES {
        result.sort_by_key(|candidate| (candidate.cost, candidate.from));
        result.truncate(MOST_CANDIDATES);
        result.sort_by_key(|candidate| candidate.from);
    }
    result
}

fn saved(gives: &[(usize, Bits)]) -> Bits {
    gives.iter().map(|(_, saved)| saved).sum()
}

/// Whether so much reporting is shared that one took it from the other, or both from a third.
fn is_enough(family: &Family<'_>, child: usize, gives: &[(usize, Bits)]) -> bool {
    let witness = &family.witnesses[child];
    let words: usize = gives
        .iter()
        .filter(|(sentence, _)| !family.is_quotation(child, *sentence))
        .map(|(sentence, _)| witness.words_of(*sentence))
        .sum();
    words >= LEAST_WORDS
}
