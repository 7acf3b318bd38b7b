//! Which passages a reader is shown: in a story of ten reprints each of 45 pairs shares the same text.

use std::collections::BTreeMap;

use retold_model::ArticleId;

use crate::passage_record::PassageRecord;

/// Passages that are shown at most. JSON holds all.
const MOST_SHOWN: usize = 200;

/// The passages that are shown, in the order of the dossier.
pub(crate) struct ShownPassages<'d> {
    pub(crate) passages: Vec<&'d PassageRecord>,
    /// How many are not.
    pub(crate) more: usize,
}

/// Of each article, the passages with the article it shares most words with: the pairs of a maximum spanning forest
/// over the matched words (Kruskal), so that every article that shares something stands beside its nearest and no pair
/// repeats what two others show. Of an article's own dossier that is all its pairs.
pub(crate) fn shown_passages(passages: &[PassageRecord]) -> ShownPassages<'_> {
    let mut words: BTreeMap<(ArticleId, ArticleId), u64> = BTreeMap::new();
    let mut order: Vec<(ArticleId, ArticleId)> = Vec::new();
    for passage in passages {
        let pair = (passage.first.article, passage.second.article);
        let sum = words.entry(pair).or_insert_with(|| {
            order.push(pair);
            0
        });
        *sum += u64::from(passage.matched_words);
    }
    // Stable: of equal pairs, the one that stands first in the dossier.
    order.sort_by_key(|pair| std::cmp::Reverse(words[pair]));
    let mut trees = Trees::default();
    order.retain(|&(first, second)| trees.join(first, second));
    order.sort_unstable();
    let mut chosen: Vec<&PassageRecord> = passages
        .iter()
        .filter(|passage| {
            order
                .binary_search(&(passage.first.article, passage.second.article))
                .is_ok()
        })
        .collect();
    chosen.truncate(MOST_SHOWN);
    ShownPassages {
        more: passages.len() - chosen.len(),
        passages: chosen,
    }
}

/// Disjoint sets of articles.
#[derive(Default)]
struct Trees(BTreeMap<ArticleId, ArticleId>);

impl Trees {
    fn root(&mut self, id: ArticleId) -> ArticleId {
        let mut root = id;
        while let Some(&above) = self.0.get(&root) {
            root = above;
        }
        // Flat trees: each article on the way now points to the root.
        let mut at = id;
        while at != root {
            at = self.0.insert(at, root).unwrap_or(root);
        }
        root
    }

    /// Joins two sets; whether they were apart.
    fn join(&mut self, first: ArticleId, second: ArticleId) -> bool {
        let (first, second) = (self.root(first), self.root(second));
        if first == second {
            return false;
        }
        self.0.insert(second, first);
        true
    }
}

#[cfg(test)]
mod tests {
    use retold_model::{PassageKind, VersionId};

    use super::*;
    use crate::passage_record::OccurrenceRecord;
    use crate::span::Span;

    #[test]
    fn each_article_stands_beside_its_nearest() {
        let ids: Vec<ArticleId> = (0..4).map(|n| ArticleId::of_url(&n.to_string())).collect();
        let occurrence = |article: usize| OccurrenceRecord {
            article: ids[article],
            version: VersionId::of(ids[article], ""),
            span: Span {
                start_byte: 0,
                end_byte: 0,
                start_char: 0,
                end_char: 0,
                words: String::new(),
            },
            link: None,
        };
        let passage = |first: usize, second: usize, matched_words: u32| PassageRecord {
            first: occurrence(first),
            second: occurrence(second),
            kind: PassageKind::Report,
            matched_words,
            edits: Vec::new(),
        };
        // 0, 1 and 2 share one text; 3 shares two short passages with 1 and one long passage with 2.
        let passages = [
            passage(0, 1, 90),
            passage(0, 2, 90),
            passage(1, 2, 90),
            passage(1, 3, 12),
            passage(1, 3, 13),
            passage(2, 3, 20),
        ];
        let shown = shown_passages(&passages);
        let pairs: Vec<(usize, usize)> = shown
            .passages
            .iter()
            .map(|passage| {
                [&passage.first, &passage.second]
                    .map(|side| ids.iter().position(|&id| id == side.article).unwrap())
            })
            .map(|[first, second]| (first, second))
            .collect();
        assert_eq!(
            (pairs, shown.more),
            (vec![(0, 1), (0, 2), (1, 3), (1, 3)], 2)
        );
    }
}
