//! Which passages a reader is shown: in a story of ten reprints each of 45 pairs shares the same text.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retold_link::Forest;
use retold_model::ArticleId;

use crate::lineage_record::LineageRecord;
use crate::passage_record::PassageRecord;

/// Passages that are shown at most. JSON holds all.
const MOST_SHOWN: usize = 200;

/// The passages that are shown, in the order of the dossier.
pub(crate) struct ShownPassages<'d> {
    pub(crate) passages: Vec<&'d PassageRecord>,
    /// How many are not.
    pub(crate) more: usize,
}

/// The passages of a dossier that a reader is shown: those of the nearest pairs. `left_out` is how many the dossier
/// does not hold.
pub(crate) fn shown_passages<'d>(
    passages: &'d [PassageRecord],
    lineage: &[LineageRecord],
    left_out: usize,
) -> ShownPassages<'d> {
    let pair = |passage: &PassageRecord| (passage.first.article, passage.second.article);
    let took: BTreeSet<Pair> = { lineage.iter() }
        .flat_map(|of| {
            of.edges
                .iter()
                .map(|edge| (of.article, edge.parent.article))
        })
        .collect();
    let nearest = nearest_pairs(
        passages
            .iter()
            .map(|passage| (pair(passage), passage.matched_words)),
        &took,
    );
    let mut shown: Vec<&PassageRecord> = passages
        .iter()
        .filter(|passage| nearest.contains(&pair(passage)))
        .collect();
    shown.truncate(MOST_SHOWN);
    ShownPassages {
        more: left_out + passages.len() - shown.len(),
        passages: shown,
    }
}

/// Two articles, in the order in which the passage names them.
pub(crate) type Pair = (ArticleId, ArticleId);

/// For each article, the pair with the article it took from (`took` has who took first), else with the one it shares most
/// words with: a maximum spanning forest over the matched words (Kruskal), so that every article that shares something stands
/// beside its nearest and no pair repeats what two others show. Of an article's own dossier that is all its pairs. Of equal
/// pairs, the one that comes first counts.
pub(crate) fn nearest_pairs(
    passages: impl Iterator<Item = (Pair, u32)>,
    took: &BTreeSet<Pair>,
) -> BTreeSet<Pair> {
    let mut words: BTreeMap<Pair, u64> = BTreeMap::new();
    let mut order: Vec<Pair> = Vec::new();
    for (pair, matched) in passages {
        let sum = words.entry(pair).or_insert_with(|| {
            order.push(pair);
            0
        });
        *sum += u64::from(matched);
    }
    order.sort_by_key(|pair| {
        let kin = took.contains(pair) || took.contains(&(pair.1, pair.0));
        Reverse((kin, words[pair]))
    });
    let mut trees = Forest::default();
    let mut numbers: BTreeMap<ArticleId, usize> = BTreeMap::new();
    order
        .into_iter()
        .filter(|&(first, second)| {
            let [first, second] = [first, second]
                .map(|id| *numbers.entry(id).or_insert_with(|| trees.grow()))
                .map(|number| trees.root(number));
            trees.join(first, second);
            first != second
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use retold_model::{Direction, LineageKind, PassageKind, VersionId};

    use super::*;
    use crate::lineage_record::{LineageEdgeRecord, TextSourceRecord};
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
            passage(1, 2, 80),
            passage(1, 3, 12),
            passage(1, 3, 13),
            passage(2, 3, 20),
        ];
        let pairs = |lineage: &[LineageRecord]| {
            let shown = shown_passages(&passages, lineage, 5);
            let pairs: Vec<[usize; 2]> = { shown.passages.iter() }
                .map(|passage| {
                    [&passage.first, &passage.second]
                        .map(|side| ids.iter().position(|&id| id == side.article).unwrap())
                })
                .collect();
            (pairs, shown.more)
        };
        assert_eq!(pairs(&[]), (vec![[0, 1], [0, 2], [1, 3], [1, 3]], 7));
        // 2 took its text from 1, though it shares more words with 0.
        let edge = LineageEdgeRecord {
            parent: TextSourceRecord {
                kind: "article".to_owned(),
                article: ids[1],
                names: Vec::new(),
            },
            kind: LineageKind::Reprint,
            confidence: 90,
            direction: Direction::Known,
            share: 100,
            grounds: Vec::new(),
        };
        let took = LineageRecord {
            article: ids[2],
            edges: vec![edge],
            agencies: Vec::new(),
            roots: Vec::new(),
        };
        assert_eq!(pairs(&[took]), (vec![[0, 1], [1, 2], [1, 3], [1, 3]], 7));
    }
}
