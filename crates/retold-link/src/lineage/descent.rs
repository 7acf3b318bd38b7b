//! The joint choice: from which one source each article was made, and which others gave the rest.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::Direction;

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

/// What a source must save, as so many words without an edit: less is what anybody may write of one happening.
const LEAST_SAVED: Bits = 20 * NEW_WORD;
/// What an edge saves that was confirmed by hand: more than any text.
const CONFIRMED: Bits = 1 << 40;
/// Sources of one article at most.
const MOST_PARENTS: usize = 6;
/// Possible parents of one article that are weighed; those that give most.
const MOST_CANDIDATES: usize = 64;

impl Descent {
    pub(super) fn new(family: &Family<'_>, dispatches: &Dispatches<'_>, members: &[usize]) -> Self {
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
        descent.choose(dispatches, members);
        for &child in members {
            descent.add_others(family, child);
        }
        descent
    }

    /// Gives each article its main parent.
    fn choose(&mut self, dispatches: &Dispatches<'_>, members: &[usize]) {
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
    }

    /// Adds sources of what the main one does not give.
    fn add_others(&mut self, family: &Family<'_>, child: usize) {
        let sentences = family.witnesses[child].block_of.len();
        while !self.parents[&child].is_empty() && self.parents[&child].len() < MOST_PARENTS {
            let mut has = vec![false; sentences];
            for chosen in &self.parents[&child] {
                for &sentence in &chosen.gives {
                    has[sentence] = true;
                }
            }
            let mut best: Option<(Bits, From, Vec<usize>)> = None;
            for candidate in &self.candidates[&child] {
                let rest: Vec<(usize, Bits)> = candidate
                    .gives
                    .iter()
                    .copied()
                    .filter(|(sentence, _)| !has[*sentence])
                    .collect();
                if !is_enough(family, child, candidate.from, &rest)
                    || self.descends(candidate.from, child)
                {
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

    /// The texts that copies had before them, that no article of the collection holds and no credit names: an article
    /// that seems to be patched from two copies of one text had the text itself, most likely. Each is the sentences that
    /// two of a tree share.
    pub(super) fn common_sources(
        &self,
        family: &Family<'_>,
        dispatches: &Dispatches<'_>,
        members: &[usize],
    ) -> Vec<Vec<usize>> {
        let root = |article: usize| {
            let mut at = article;
            while let Some(chosen) = self.parents[&at].first() {
                let From::Article(parent) = chosen.from else {
                    return None;
                };
                at = parent;
            }
            family.witnesses[at].agency_page.is_none().then_some(at)
        };
        let roots: BTreeMap<usize, usize> = members
            .iter()
            .filter_map(|&member| Some((member, root(member)?)))
            .collect();
        let mut patched: Vec<usize> = Vec::new();
        for (member, root) in &roots {
            let inside = self.parents[member].iter().filter(
                |chosen| matches!(chosen.from, From::Article(at) if roots.get(&at) == Some(root)),
            );
            if inside.count() > 1 {
                patched.push(*root);
            }
        }
        patched.sort_unstable();
        patched.dedup();
        let sentences = |root: usize| {
            let shared = |&at: &usize| {
                let sentence = &dispatches.sentences[at];
                let on_page =
                    |&(holder, _): &(usize, usize)| family.witnesses[holder].agency_page.is_some();
                let inside = |(holder, _): &&(usize, usize)| roots.get(holder) == Some(&root);
                sentence.missing.is_none()
                    && !sentence.holders.iter().any(on_page)
                    && sentence.holders.iter().filter(inside).count() > 1
            };
            (0..dispatches.sentences.len()).filter(shared).collect()
        };
        patched.into_iter().map(sentences).collect()
    }

    /// Whether an article has `ancestor` among its ancestors, or is it.
    pub(super) fn descends(&self, from: From, ancestor: usize) -> bool {
        let mut waiting = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(from) = waiting.pop() {
            let From::Article(at) = from else { continue };
            if at == ancestor {
                return true;
            }
            if seen.insert(at) {
                let parents = self.parents.get(&at).into_iter().flatten();
                waiting.extend(parents.map(|chosen| chosen.from));
            }
        }
        false
    }
}

impl Descent {
    /// How sure it is that a chosen parent is one and no other candidate is, in per cent.
    ///
    /// The odds of the candidates by their costs, tempered: what speaks for a parent is less independent than the sum
    /// of the bits takes it to be.
    pub(super) fn confidence(&self, child: usize, at: usize) -> u8 {
        let chosen = &self.parents[&child][at];
        let cost = |candidate: &Candidate| -> Bits {
            if at == 0 {
                return candidate.cost;
            }
            let given = candidate
                .gives
                .iter()
                .filter(|(sentence, _)| chosen.gives.binary_search(sentence).is_ok());
            candidate.outside - given.map(|(_, saved)| saved).sum::<Bits>()
        };
        let candidates = &self.candidates[&child];
        let Some(own) = candidates.iter().find(|c| c.from == chosen.from).map(cost) else {
            return 0;
        };
        let others = self.parents[&child].iter().map(|chosen| chosen.from);
        let others: Vec<From> = others.collect();
        let rivals = candidates
            .iter()
            .filter(|candidate| !others.contains(&candidate.from))
            .filter(|candidate| !self.descends(candidate.from, child))
            .map(cost);
        let alone = (at == 0).then(|| self.alone[&child]);
        let odds: u64 = rivals
            .chain(alone)
            .map(|rival| likelihood(rival - own))
            .sum();
        let sure = ONE * 99 / (ONE + odds);
        u8::try_from(sure).expect("at most 99")
    }

    /// Whether it is known that the child took from the parent and not the other way round: whether the text would be
    /// told about as well with the edge turned.
    pub(super) fn direction(&self, child: usize, from: From) -> Direction {
        /// Two bits: four times as likely.
        const NEAR: Bits = 200;
        let From::Article(parent) = from else {
            return Direction::Known;
        };
        let cost = |child: usize, from: From| {
            let candidates = &self.candidates[&child];
            candidates
                .iter()
                .find(|candidate| candidate.from == from)
                .map(|candidate| candidate.cost)
        };
        let (Some(turned), Some(given)) = (cost(parent, From::Article(child)), cost(child, from))
        else {
            return Direction::Known;
        };
        // The parent's own place, and the best that is left for the child.
        let above = self.parents[&parent].first().map(|chosen| chosen.from);
        let placed = above
            .and_then(|above| cost(parent, above))
            .unwrap_or(self.alone[&parent]);
        let left = self.candidates[&child]
            .iter()
            .filter(|candidate| candidate.from != from)
            .filter(|candidate| !self.descends(candidate.from, child))
            .filter(|candidate| !self.descends(candidate.from, parent))
            .map(|candidate| candidate.cost)
            .chain([self.alone[&child]])
            .min()
            .unwrap_or(0);
        if turned + left - (given + placed) >= NEAR {
            Direction::Known
        } else {
            Direction::Unknown
        }
    }
}

/// The likelihood that stands for no difference in cost.
const ONE: u64 = 1 << 20;

/// The likelihood of what costs so much more, tempered: a bit counts for a third.
fn likelihood(more: Bits) -> u64 {
    const TEMPER: Bits = 3;
    // 2^-x in steps of a quarter bit.
    const QUARTERS: [u64; 4] = [1000, 841, 707, 595];
    let bits = (more / TEMPER).clamp(-1000, 2000);
    let quarters = bits.div_euclid(25);
    let (whole, quarter) = (quarters.div_euclid(4), quarters.rem_euclid(4));
    let quarter = QUARTERS[usize::try_from(quarter).expect("a remainder of 4")];
    let shifted = if whole >= 0 {
        ONE >> u32::try_from(whole).expect("clamped").min(63)
    } else {
        ONE << u32::try_from(-whole).expect("clamped")
    };
    shifted * quarter / 1000
}

/// What it costs to tell an article from nothing.
fn alone(family: &Family<'_>, dispatches: &Dispatches<'_>, child: usize) -> Bits {
    /// An article that says its text is an agency's is no report of its own.
    const CREDITED: Bits = 1500;
    /// Text that others carry, too, began most likely at an agency.
    const NO_AGENCY: Bits = 500;
    let witness = &family.witnesses[child];
    let mut missing = dispatches.missing.iter().flatten();
    let is_credited = missing.any(|name| witness.credits(name).is_some());
    let prior = if witness.agency_page.is_some() {
        0
    } else if is_credited {
        CREDITED
    } else {
        NO_AGENCY
    };
    prior + bits::paragraphs(witness, None) + bits::headline(witness, None)
}

/// The possible parents of an article.
fn candidates(
    family: &Family<'_>,
    dispatches: &Dispatches<'_>,
    child: usize,
    outlets: &[&str],
) -> Vec<Candidate> {
    let witness = &family.witnesses[child];
    let mut result = Vec::new();
    for &parent in family.views[child].keys() {
        let other = &family.witnesses[parent];
        let decided = family.decided.get(&(child, parent)).copied();
        // An agency's own page copies nobody but the agency itself.
        let copies_nobody =
            witness.agency_page.is_some() && witness.agency_page != other.agency_page;
        // What an outlet signs with its own name is no copy of those who credit it.
        let is_own = witness.signs_itself && bits::names(other, witness.outlet.as_ref());
        if !decided.unwrap_or(!copies_nobody && !is_own) {
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
        if decided.is_none() && !is_enough(family, child, From::Article(parent), &gives) {
            continue;
        }
        let outside = bits::credits(witness, other, outlets)
            + bits::times(witness, other)
            + bits::versions(witness, other)
            - if decided.is_some() { CONFIRMED } else { 0 };
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
    for (at, agencies) in dispatches.missing.iter().enumerate() {
        if witness.agency_page.is_some_and(|page| *agencies != [page]) {
            continue;
        }
        let gives: Vec<(usize, Bits)> = dispatches
            .told(family, child, at)
            .into_iter()
            .map(|(sentence, cost)| {
                let words = witness.words_of(sentence);
                (sentence, NEW_WORD * count(words) - cost)
            })
            .collect();
        if !is_enough(family, child, From::Dispatch(at), &gives) {
            continue;
        }
        let outside = bits::dispatch_credits(witness, agencies, outlets) + bits::TIME_UNKNOWN;
        let inside = bits::paragraphs(witness, None)
            + bits::headline(witness, dispatches.headline(family, at))
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
fn is_enough(family: &Family<'_>, child: usize, from: From, gives: &[(usize, Bits)]) -> bool {
    let parent = match from {
        From::Article(parent) => Some(parent),
        From::Dispatch(_) => None,
    };
    let reporting = gives
        .iter()
        .filter(|(sentence, _)| !family.is_heard(child, parent, *sentence));
    reporting.map(|(_, saved)| saved).sum::<Bits>() >= LEAST_SAVED
}
