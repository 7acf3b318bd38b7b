//! Which articles are near each other.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{
    ArticleId, ArticleKey, LinkIndex, LinkIndexError, Passage, PassageKind, Similarity,
    SimilarityKind, Stamp,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{LEADING_TERM, Linker, Pair, Touched};
use crate::comparable::{Comparable, Probe};
use crate::similarity::{Look, score};

/// Leading terms that two articles must share to be compared; one where both are bare.
const WORTH_COMPARING: u16 = 2;

/// Scores below are not kept, in parts per million.
const LEAST_SCORE: u32 = 20_000;

/// Words of shared reporting from which on two articles are taken for copies, of one text or of a part of it.
const COPIED_WORDS: u32 = 40;

/// Articles kept ready to be compared at a time: about a hundred megabytes.
const MOST_CANDIDATES: usize = 16_384;

/// Words of reporting that articles share with others.
type SharedWords = BTreeMap<ArticleId, BTreeMap<ArticleId, u32>>;

/// An article ready to be compared.
pub(super) struct Candidate {
    key: ArticleKey,
    sheet: Comparable,
    /// Id and time of publication, once they were asked: most candidates are seen to be far without them.
    stub: OnceCell<(ArticleId, Option<Stamp>)>,
}

impl Candidate {
    fn stub(&self, index: &dyn LinkIndex) -> Result<(ArticleId, Option<Stamp>), LinkIndexError> {
        if let Some(&stub) = self.stub.get() {
            return Ok(stub);
        }
        let stub = index.stub(self.key)?;
        Ok(*self.stub.get_or_init(|| (stub.id, stub.published)))
    }
}

/// How many leading terms of one article others have, too. Keys are dense, so that counting is one step a holder.
#[derive(Default)]
struct Shares {
    counts: Vec<u16>,
    /// Those with a count.
    found: Vec<ArticleKey>,
}

impl Shares {
    fn count(&mut self, holder: ArticleKey) {
        let at = holder.0 as usize;
        if at >= self.counts.len() {
            self.counts.resize((at + 1).next_power_of_two(), 0);
        }
        if self.counts[at] == 0 {
            self.found.push(holder);
        }
        self.counts[at] = self.counts[at].saturating_add(1);
    }

    /// Those that were counted, with how often, in no order; forgets them.
    fn take(&mut self) -> impl Iterator<Item = (ArticleKey, u16)> + '_ {
        let counts = &mut self.counts;
        self.found
            .drain(..)
            .map(|key| (key, std::mem::take(&mut counts[key.0 as usize])))
    }
}

impl Linker<'_> {
    fn candidate(&mut self, key: ArticleKey) -> Result<Rc<Candidate>, LinkIndexError> {
        if let Some(candidate) = self.candidates.get(&key) {
            return Ok(Rc::clone(candidate));
        }
        let candidate = Rc::new(Candidate {
            key,
            sheet: Comparable::of(&*self.index.sheet(key)?),
            stub: OnceCell::new(),
        });
        if self.candidates.len() >= MOST_CANDIDATES {
            // Any will do; what is kept never changes a result.
            self.candidates.clear();
        }
        self.candidates.insert(key, Rc::clone(&candidate));
        Ok(candidate)
    }

    /// What a change does to the similarities: those that touch an article of `touched.compared` and those of others that are
    /// others than before, ascending; and the pairs of others of which no similarity stored before holds.
    pub(super) fn similarities(
        &mut self,
        touched: &Touched,
        passages: &BTreeMap<Pair, Vec<Passage>>,
    ) -> Result<(Vec<Similarity>, BTreeSet<Pair>), LinkIndexError> {
        let shared = self.shared_words(touched, passages)?;
        let mut result = self.compared(touched, &shared)?;
        let mut changed = self.sharing_other_text(touched, &shared, &mut result)?;
        self.part(touched, &mut changed)?;
        result.sort_unstable_by_key(|similarity| (similarity.first, similarity.second));
        Ok((result, changed))
    }

    /// The similarities that touch an article of `touched.compared`.
    fn compared(
        &mut self,
        touched: &Touched,
        shared: &SharedWords,
    ) -> Result<Vec<Similarity>, LinkIndexError> {
        let nobody = BTreeMap::new();
        let mut leads = Shares::default();
        let mut others: Vec<ArticleKey> = Vec::new();
        let mut partners: FxHashMap<ArticleKey, u32> = FxHashMap::default();
        let mut result = Vec::new();
        for &key in &touched.compared {
            let article = self.candidate(key)?;
            for &term in &article.sheet.leading {
                if let Some(holders) = self.index.with_term(term, LEADING_TERM)? {
                    holders.iter().for_each(|&holder| leads.count(holder));
                }
            }
            others.clear();
            for (other, terms) in leads.take() {
                if terms >= WORTH_COMPARING
                    || article.sheet.is_bare() && self.candidate(other)?.sheet.is_bare()
                {
                    others.push(other);
                }
            }
            let (id, published) = article.stub(self.index)?;
            partners.clear();
            for (&partner, &words) in shared.get(&id).unwrap_or(&nobody) {
                if let Some(partner) = self.index.key(partner)? {
                    others.push(partner);
                    partners.insert(partner, words);
                }
            }
            others.sort_unstable();
            others.dedup();
            let probe = Probe::of(&article.sheet);
            for &other in &others {
                if other == key || (other < key && touched.compared.contains(&other)) {
                    continue;
                }
                let other = self.candidate(other)?;
                let words = partners.get(&other.key).copied().unwrap_or(0);
                result.extend(self.similarity(&probe, (id, published), &other, words)?);
            }
        }
        Ok(result)
    }

    /// The similarity of an article to one that is compared with it, if it is kept.
    fn similarity(
        &self,
        probe: &Probe<'_>,
        (id, published): (ArticleId, Option<Stamp>),
        other: &Candidate,
        words: u32,
    ) -> Result<Option<Similarity>, LinkIndexError> {
        let look = Look::at(probe, &other.sheet);
        if matches!(look, Look::Far) && words == 0 {
            return Ok(None);
        }
        let (other_id, other_published) = other.stub(self.index)?;
        let times = (published, other_published);
        let score = score(look, probe, &other.sheet, times, words);
        let kind = if words >= COPIED_WORDS {
            SimilarityKind::Copies
        } else if matches!(look, Look::Bare) {
            SimilarityKind::Headlines
        } else {
            SimilarityKind::Reports
        };
        Ok((score >= LEAST_SCORE).then_some(Similarity {
            first: id.min(other_id),
            second: id.max(other_id),
            score,
            kind,
        }))
    }

    /// The pairs of articles that were aligned again, and are not compared with all, of which the shared words are others
    /// than before; adds their similarities to `similarities`.
    fn sharing_other_text(
        &mut self,
        touched: &Touched,
        shared: &SharedWords,
        similarities: &mut Vec<Similarity>,
    ) -> Result<BTreeSet<Pair>, LinkIndexError> {
        let mut changed = BTreeSet::new();
        for &key in touched.relinked.difference(&touched.compared) {
            let article = self.candidate(key)?;
            let (id, published) = article.stub(self.index)?;
            // Before and now.
            let mut words: BTreeMap<ArticleId, (u32, u32)> = BTreeMap::new();
            for (other, count) in self.index.shared_words(key)? {
                words.entry(other).or_default().0 = count;
            }
            for (&other, &count) in shared.get(&id).into_iter().flatten() {
                words.entry(other).or_default().1 = count;
            }
            words.retain(|_, (before, now)| before != now);
            if words.is_empty() {
                continue;
            }
            let probe = Probe::of(&article.sheet);
            for (other_id, (_, now)) in words {
                let Some(other) = self.index.key(other_id)? else {
                    continue;
                };
                let pair = (id.min(other_id), id.max(other_id));
                if touched.compared.contains(&other) || !changed.insert(pair) {
                    continue;
                }
                let other = self.candidate(other)?;
                if now > 0 || self.share_leading_terms(&article, &other)? {
                    let stub = (id, published);
                    similarities.extend(self.similarity(&probe, stub, &other, now)?);
                }
            }
        }
        Ok(changed)
    }

    /// Adds to `parted` the pairs with a stored similarity that only terms which have become common led to, of articles that are
    /// not compared again. Those that are in it already share other text than is stored.
    fn part(
        &mut self,
        touched: &Touched,
        parted: &mut BTreeSet<Pair>,
    ) -> Result<(), LinkIndexError> {
        for holders in &touched.faded {
            let here: BTreeSet<ArticleKey> = { holders.iter().copied() }
                .filter(|key| !touched.compared.contains(key))
                .collect();
            for &key in &here {
                let article = self.candidate(key)?;
                let id = self.index.stub(key)?.id;
                let mut sharing: Option<FxHashSet<ArticleId>> = None;
                for similarity in self.index.similarities(key)? {
                    let pair = (similarity.first, similarity.second);
                    if pair.0 != id || parted.contains(&pair) {
                        continue;
                    }
                    let Some(other) = self.index.key(pair.1)?.filter(|key| here.contains(key))
                    else {
                        continue;
                    };
                    let there = self.candidate(other)?;
                    if self.share_leading_terms(&article, &there)? {
                        continue;
                    }
                    // Those that share text are compared whatever leads.
                    let sharing = match &mut sharing {
                        Some(sharing) => sharing,
                        none => none.insert(self.sharing_text(key)?),
                    };
                    if !sharing.contains(&pair.1) {
                        parted.insert(pair);
                    }
                }
            }
        }
        Ok(())
    }

    /// Those that share reporting with an article, by what was stored.
    fn sharing_text(&self, key: ArticleKey) -> Result<FxHashSet<ArticleId>, LinkIndexError> {
        let shared = self.index.shared_words(key)?.into_iter();
        Ok(shared
            .filter(|&(_, words)| words > 0)
            .map(|(id, _)| id)
            .collect())
    }

    /// Whether two articles share so many terms that lead that they are compared.
    fn share_leading_terms(
        &self,
        one: &Candidate,
        other: &Candidate,
    ) -> Result<bool, LinkIndexError> {
        let worth = if one.sheet.is_bare() && other.sheet.is_bare() {
            1
        } else {
            WORTH_COMPARING
        };
        let mut shared = 0;
        for &term in &one.sheet.leading {
            if other.sheet.leading.binary_search(&term).is_ok()
                && self.index.with_term(term, LEADING_TERM)?.is_some()
            {
                shared += 1;
                if shared >= worth {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// For each article that is compared or was aligned again, the words of reporting that it shares with others.
    fn shared_words(
        &self,
        touched: &Touched,
        passages: &BTreeMap<Pair, Vec<Passage>>,
    ) -> Result<SharedWords, LinkIndexError> {
        let mut result = SharedWords::new();
        let mut relinked = BTreeSet::new();
        for &key in &touched.relinked {
            relinked.insert(self.index.stub(key)?.id);
        }
        let mut note = |passage: &Passage| {
            if passage.kind == PassageKind::Report {
                let (first, second) = (passage.first.article, passage.second.article);
                for (one, other) in [(first, second), (second, first)] {
                    *result.entry(one).or_default().entry(other).or_default() +=
                        passage.matched_words;
                }
            }
        };
        passages.values().flatten().for_each(&mut note);
        // Stored passages of articles that were not aligned again, each once.
        let mut stored: BTreeSet<Passage> = BTreeSet::new();
        for &key in touched.compared.difference(&touched.relinked) {
            for passage in self.index.passages(key)? {
                let ends = [passage.first.article, passage.second.article];
                if !ends.iter().any(|id| relinked.contains(id)) {
                    stored.insert(passage);
                }
            }
        }
        stored.iter().for_each(&mut note);
        Ok(result)
    }
}
