//! The articles of a component, compared.

use std::collections::BTreeMap;

use retold_model::{ArticleFacts, ArticleId, Decided, LineageDecision, Passage, PassageKind};

use super::bits;
use super::comparison::{Seen, pairs, swapped, view};
use super::named::Named;
use super::witness::Witness;

/// Articles that share text, by id, each seen from each.
pub(super) struct Family<'f> {
    pub(super) witnesses: Vec<Witness<'f>>,
    /// For each child, what of it stands in others: by the other's place.
    pub(super) views: Vec<BTreeMap<usize, Vec<Seen>>>,
    /// What was decided by hand of a child and a parent: whether the one took text from the other.
    pub(super) decided: BTreeMap<(usize, usize), bool>,
}

impl<'f> Family<'f> {
    /// Passages of articles that are not in `articles` are left out.
    pub(super) fn new(
        articles: &'f [ArticleFacts],
        passages: &[Passage],
        decisions: &[Decided<LineageDecision>],
    ) -> Self {
        let mut witnesses: Vec<Witness<'f>> = articles.iter().map(Witness::new).collect();
        witnesses.sort_by_key(|witness| witness.facts.linkable.id);
        witnesses.dedup_by_key(|witness| witness.facts.linkable.id);
        let ids: Vec<ArticleId> = witnesses.iter().map(|w| w.facts.linkable.id).collect();
        let mut between: BTreeMap<(usize, usize), Vec<&Passage>> = BTreeMap::new();
        for passage in passages {
            let ends = (
                ids.binary_search(&passage.first.article),
                ids.binary_search(&passage.second.article),
            );
            if let (Ok(first), Ok(second)) = ends
                && first < second
            {
                between.entry((first, second)).or_default().push(passage);
            }
        }
        let mut views = vec![BTreeMap::new(); witnesses.len()];
        for ((first, second), mut passages) in between {
            passages.sort_unstable();
            let (one, other) = (&witnesses[first].body, &witnesses[second].body);
            let pairs = pairs(one, other, &passages);
            // What somebody is quoted as saying alone is no copied text; what one quotes of the other's own words is.
            let quoted =
                |&&(i, j): &&(u32, u32)| one.quoted[i as usize] && other.quoted[j as usize];
            if passages.iter().all(|p| p.kind == PassageKind::Quotation)
                && pairs.iter().filter(quoted).count() * 10 >= pairs.len() * 9
            {
                continue;
            }
            views[first].insert(second, view(one, other, &pairs));
            views[second].insert(first, view(other, one, &swapped(&pairs)));
        }
        let mut decided = BTreeMap::new();
        for made in decisions {
            let (child, parent) = made.decision.edge();
            if let (Ok(child), Ok(parent)) = (ids.binary_search(&child), ids.binary_search(&parent))
            {
                let confirmed = matches!(made.decision, LineageDecision::Confirm { .. });
                decided.insert((child, parent), confirmed);
                if confirmed {
                    decided.insert((parent, child), false);
                }
            }
        }
        let mut family = Self {
            witnesses,
            views,
            decided,
        };
        for members in family.components() {
            let of_all: Vec<&'f ArticleFacts> = members
                .iter()
                .map(|&member| family.witnesses[member].facts)
                .collect();
            let named = Named::of(&of_all);
            for member in members {
                family.witnesses[member].read_credits(&named);
            }
        }
        family
    }

    pub(super) fn id(&self, at: usize) -> ArticleId {
        self.witnesses[at].facts.linkable.id
    }

    /// The sentences of `child` that stand in `parent`, edited or not.
    pub(super) fn same(&self, child: usize, parent: usize) -> impl Iterator<Item = &Seen> {
        let witness = &self.witnesses[child];
        self.views[child]
            .get(&parent)
            .into_iter()
            .flatten()
            .filter(move |seen| bits::is_same(seen, witness.words_of(seen.sentence as usize)))
    }

    /// A sentence of `child` as it stands in `parent`, edited or not.
    pub(super) fn seen(&self, child: usize, parent: usize, sentence: usize) -> Option<&Seen> {
        let seen = self.views[child].get(&parent)?;
        let at = seen
            .binary_search_by_key(&sentence, |seen| seen.sentence as usize)
            .ok()?;
        let words = self.witnesses[child].words_of(sentence);
        bits::is_same(&seen[at], words).then_some(&seen[at])
    }

    /// Whether a sentence is mostly what somebody is quoted as saying: two reporters may have heard it.
    fn is_quotation(&self, article: usize, sentence: usize) -> bool {
        let body = &self.witnesses[article].body;
        let words = body.sentences[sentence].words.clone();
        let all = words.len();
        words.filter(|&word| body.quoted[word]).count() * 2 >= all
    }

    /// Whether child and parent may have heard a sentence of the child from the same third, as one of them quotes it. What
    /// the parent tells in its own words, and the child quotes and says it is the parent's, is from there. A parent that
    /// is not in the collection is none.
    pub(super) fn is_heard(&self, child: usize, parent: Option<usize>, sentence: usize) -> bool {
        let there = parent.and_then(|parent| Some((parent, self.seen(child, parent, sentence)?)));
        let here = self.is_quotation(child, sentence);
        let Some((parent, seen)) = there else {
            return here;
        };
        if self.is_quotation(parent, seen.there as usize) {
            return true;
        }
        here && !self.witnesses[child].speaks_of(sentence, &self.witnesses[parent].called)
    }

    /// The families of articles that share text, each ascending.
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.witnesses.len()];
        let mut result = Vec::new();
        for start in 0..seen.len() {
            if seen[start] {
                continue;
            }
            let (mut members, mut waiting) = (Vec::new(), vec![start]);
            seen[start] = true;
            while let Some(at) = waiting.pop() {
                members.push(at);
                for &other in self.views[at].keys() {
                    if !seen[other] {
                        seen[other] = true;
                        waiting.push(other);
                    }
                }
            }
            members.sort_unstable();
            result.push(members);
        }
        result
    }
}
