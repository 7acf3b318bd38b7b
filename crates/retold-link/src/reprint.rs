//! Groups of articles that carry mostly the same text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

use retold_model::{ArticleId, ArticleKey, LinkIndex, LinkIndexError, PassageKind, ReprintGroup};

use crate::body::Body;
use crate::similarity::ONE;
use crate::story::groups;

/// Parts per million of the shorter of two bodies that must stand in the other one, on the mean over two groups.
const MOSTLY: u32 = 400_000;

/// The groups of reprints that hold any of `articles`, by their first article.
///
/// Two articles are near by the share of the shorter body that stands in the other one as reporting; groups join by
/// the mean over their pairs, as in stories, so that an article made of two agencies' texts does not make one group of
/// both agencies' reprints. A function of the stored passages: it reads those of what is connected to `articles`.
///
/// # Errors
///
/// Where the base can not be read.
pub fn reprint_groups(
    index: &dyn LinkIndex,
    articles: &[ArticleKey],
) -> Result<Vec<ReprintGroup>, LinkIndexError> {
    let mut shares = Shares::default();
    let mut seen: BTreeSet<ArticleId> = BTreeSet::new();
    let mut result = Vec::new();
    for &start in articles {
        let mut near = BTreeMap::new();
        let mut waiting = vec![index.stub(start)?.id];
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let around = shares.of(index, id)?;
            waiting.extend(
                around
                    .iter()
                    .filter(|&(_, &share)| share >= MOSTLY)
                    .map(|(&other, _)| other),
            );
            near.insert(id, around);
        }
        let ids: Vec<ArticleId> = near.keys().copied().collect();
        let mut scores = Vec::new();
        for (one, id) in ids.iter().enumerate() {
            for (other, &share) in near[id].range((Excluded(id), Unbounded)) {
                if let Ok(other) = ids.binary_search(other) {
                    scores.push((one, other, share));
                }
            }
        }
        for group in groups(ids.len(), &scores, MOSTLY) {
            if group.len() > 1 {
                result.push(ReprintGroup {
                    articles: group.into_iter().map(|at| ids[at]).collect(),
                });
            }
        }
    }
    let asked: BTreeSet<ArticleId> = articles
        .iter()
        .map(|&key| Ok(index.stub(key)?.id))
        .collect::<Result<_, LinkIndexError>>()?;
    result.retain(|group| group.articles.iter().any(|article| asked.contains(article)));
    result.sort_unstable();
    Ok(result)
}

/// How many words each body has, as far as was asked.
#[derive(Default)]
struct Shares {
    words: BTreeMap<ArticleId, u32>,
}

impl Shares {
    /// For each article that shares reporting with `id`, the share of the shorter body, in parts per million.
    fn of(
        &mut self,
        index: &dyn LinkIndex,
        id: ArticleId,
    ) -> Result<BTreeMap<ArticleId, u32>, LinkIndexError> {
        let Some(key) = index.key(id)? else {
            return Ok(BTreeMap::new());
        };
        let mut matched: BTreeMap<ArticleId, u32> = BTreeMap::new();
        for passage in index.passages(key)? {
            if passage.kind == PassageKind::Report {
                let (first, second) = (passage.first.article, passage.second.article);
                *matched
                    .entry(if first == id { second } else { first })
                    .or_default() += passage.matched_words;
            }
        }
        let own = self.length(index, id)?;
        matched
            .into_iter()
            .map(|(other, words)| {
                let shorter = own.min(self.length(index, other)?).max(1);
                let share = u64::from(words) * u64::from(ONE) / u64::from(shorter);
                Ok((other, u32::try_from(share).unwrap_or(ONE).min(ONE)))
            })
            .collect()
    }

    fn length(&mut self, index: &dyn LinkIndex, id: ArticleId) -> Result<u32, LinkIndexError> {
        if let Some(&words) = self.words.get(&id) {
            return Ok(words);
        }
        let words = match index.key(id)? {
            Some(key) => Body::of(&*index.linkable(key)?).len(),
            None => 0,
        };
        let words = u32::try_from(words).expect("texts are below 4 GiB");
        self.words.insert(id, words);
        Ok(words)
    }
}
