//! Whatever the order and the batches: the same articles have the same links.

#![expect(
    clippy::unwrap_used,
    reason = "memory can always be read, and the dates are written here"
)]

use std::sync::Arc;

use proptest::prelude::*;
use retold_link::{MemoryIndex, groups_of_reprints, lineage};
use retold_model::{
    ArticleFacts, ArticleId, LinkIndex as _, Linkable, Passage, ReprintGroup, Similarity, Story,
};
use retold_text::TextRange;

/// Sentences of three happenings, and furniture of a page.
const SENTENCES: &[&str] = &[
    "A storm tore the roof off the old town hall of Ashford on Monday and left four hundred homes without power.",
    "The mayor of Ashford, Ruth Abend, said that engineers would look at the beams before anyone may enter again.",
    "Further down the river Stour two bridges were closed because driftwood had piled up against their piers.",
    "The central bank left its rates unchanged on Tuesday, as inflation in the capital fell for the third month.",
    "Governor Ivo Petrov told reporters in the capital that the bank would not hurry to cut its rates this year.",
    "Markets had expected nothing else, and the currency hardly moved against the dollar in the afternoon.",
    "Sign up for our newsletter and never miss a story from the desk of this paper in the morning.",
    "A whale that had strayed into the harbour of Delta swam back to the sea in the night, the coast guard said.",
];

fn article(number: usize, sentences: &[usize], outlet: usize, day: Option<u8>) -> Linkable {
    let mut text = String::new();
    let mut body = Vec::new();
    for &sentence in sentences {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(SENTENCES[sentence]);
        body.push(TextRange::of(start, text.len()));
    }
    Linkable {
        id: ArticleId::of_url(&format!("https://example.org/{number}")),
        headline: sentences.first().map(|&s| {
            SENTENCES[s]
                .split(' ')
                .take(6)
                .collect::<Vec<_>>()
                .join(" ")
        }),
        text: Arc::from(text),
        body,
        published: day.map(|day| format!("2024-05-{:02}", day + 1).parse().unwrap()),
        outlet: (outlet > 0).then(|| format!("Outlet {outlet}")),
        language: None,
    }
}

/// Enough articles to take fingerprints and terms over their steps.
fn articles() -> impl Strategy<Value = Vec<Linkable>> {
    let one = (
        prop::collection::vec(0..SENTENCES.len(), 1..5),
        0..3usize,
        prop::option::of(0..28u8),
    );
    prop::collection::vec(one, 1..16).prop_map(|articles| {
        articles
            .into_iter()
            .enumerate()
            .map(|(number, (sentences, outlet, day))| article(number, &sentences, outlet, day))
            .collect()
    })
}

type Links = (Vec<Passage>, Vec<Similarity>, Vec<Story>, Vec<ReprintGroup>);

fn links(base: &MemoryIndex) -> Links {
    let passages: Vec<Passage> = base.all_passages().cloned().collect();
    let facts: Vec<ArticleFacts> = base
        .article_keys()
        .into_iter()
        .map(|key| ArticleFacts {
            linkable: base.linkable(key).unwrap(),
            modified: None,
            retrieved: None,
            canonical_url: None,
            bylines: Vec::new(),
            dateline: None,
            credits: Vec::new(),
        })
        .collect();
    let lineages = lineage(&facts, &passages);
    (
        passages,
        base.all_similarities().collect(),
        base.stories().cloned().collect(),
        groups_of_reprints(&lineages),
    )
}

fn at_once(articles: &[Linkable]) -> Links {
    let mut base = MemoryIndex::new();
    base.change(&[], articles.to_vec()).unwrap();
    links(&base)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_and_batches_change_nothing(articles in articles(), order in any::<u64>(), batch in 1..5usize) {
        let mut shuffled: Vec<(u64, Linkable)> = articles
            .iter()
            .zip(1u64..)
            .map(|(article, n)| (order.wrapping_mul(n).rotate_left(17) ^ order, article.clone()))
            .collect();
        shuffled.sort_by_key(|&(key, _)| key);
        let mut base = MemoryIndex::new();
        for batch in shuffled.chunks(batch) {
            base.change(&[], batch.iter().map(|(_, article)| article.clone()).collect()).unwrap();
        }
        prop_assert_eq!(links(&base), at_once(&articles));
    }

    #[test]
    fn removed_is_as_never_added(articles in articles(), keep in prop::collection::vec(any::<bool>(), 16), step in 1..4usize) {
        let mut base = MemoryIndex::new();
        base.change(&[], articles.clone()).unwrap();
        let gone: Vec<ArticleId> = articles.iter().zip(&keep).filter(|&(_, keep)| !keep).map(|(a, _)| a.id).collect();
        for gone in gone.chunks(step) {
            base.change(gone, Vec::new()).unwrap();
        }
        let kept: Vec<Linkable> = articles.iter().zip(&keep).filter(|&(_, keep)| *keep).map(|(a, _)| a.clone()).collect();
        prop_assert_eq!(links(&base), at_once(&kept));
    }

    #[test]
    fn a_changed_article_is_as_the_new_one_alone(articles in articles(), other in articles()) {
        let mut base = MemoryIndex::new();
        base.change(&[], articles.clone()).unwrap();
        let changed = &other[..other.len().min(articles.len())];
        base.change(&[], changed.to_vec()).unwrap();
        let now: Vec<Linkable> = changed.iter().chain(&articles[changed.len()..]).cloned().collect();
        prop_assert_eq!(links(&base), at_once(&now));
    }

    #[test]
    fn every_article_is_in_one_story(articles in articles()) {
        let mut base = MemoryIndex::new();
        base.change(&[], articles.clone()).unwrap();
        let mut told: Vec<ArticleId> = base.stories().flat_map(|story| story.articles.clone()).collect();
        let mut ids: Vec<ArticleId> = articles.iter().map(|article| article.id).collect();
        told.sort_unstable();
        ids.sort_unstable();
        prop_assert_eq!(told, ids);
    }
}

#[test]
fn furniture_of_an_outlet_is_no_passage() {
    let mut base = MemoryIndex::new();
    // Five pages of one outlet end alike; the sixth is of another outlet.
    let pages = [[0, 6], [1, 6], [2, 6], [3, 6], [4, 6]];
    let mut all: Vec<Linkable> = pages
        .iter()
        .enumerate()
        .map(|(n, page)| article(n, page, 1, None))
        .collect();
    base.change(&[], all[..4].to_vec()).unwrap();
    assert_eq!(base.all_passages().count(), 6, "four pages could be copies");
    base.change(&[], all.split_off(4)).unwrap();
    assert_eq!(base.all_passages().count(), 0);
}

#[test]
fn two_happenings_of_one_day_are_two_stories() {
    let mut base = MemoryIndex::new();
    let all = [[0, 1], [1, 2], [3, 4], [4, 5]];
    base.change(
        &[],
        all.iter()
            .enumerate()
            .map(|(n, page)| article(n, page, n, Some(3)))
            .collect(),
    )
    .unwrap();
    assert_eq!(
        base.stories()
            .map(|story| story.articles.len())
            .collect::<Vec<_>>(),
        [2, 2]
    );
}
