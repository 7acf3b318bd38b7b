//! Headlines alone: in a base of many, those of the same days are led to each other by words that all of them use.

#![expect(
    clippy::unwrap_used,
    reason = "memory can always be read, and the dates are written here"
)]

mod linked;

use std::sync::Arc;

use linked::{at_once, links};
use retold_link::MemoryIndex;
use retold_model::{ArticleId, Linkable};

/// More headlines than a word may have that leads by itself.
const MANY: usize = 600;

/// A headline with one word that others have, too.
fn headline(number: usize, published: &str) -> Linkable {
    Linkable {
        id: ArticleId::of_url(&format!("https://outlet.example/{number}")),
        headline: Some(format!("Storm name{number}")),
        text: Arc::from(""),
        body: Vec::new(),
        published: Some(published.parse().unwrap()),
        outlet: None,
        language: None,
    }
}

/// Four a month, seven days apart or more, so that no two are of one span of days or of two that follow each other.
fn weekly(count: usize) -> impl Iterator<Item = Linkable> {
    let months = (2000..).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let days = months
        .flat_map(|(year, month)| [1, 8, 15, 22].map(|day| format!("{year}-{month:02}-{day:02}")));
    { days.enumerate().take(count) }.map(|(number, day)| headline(number, &day))
}

#[test]
fn a_word_that_all_headlines_share_leads_within_a_few_days() {
    let mut few = MemoryIndex::new();
    few.change(&[], weekly(10).collect()).unwrap();
    assert_eq!(few.all_similarities().count(), 45, "each is led to each");

    let mut base = MemoryIndex::new();
    base.change(&[], weekly(MANY).collect()).unwrap();
    assert_eq!(base.all_similarities().count(), 0);
    let (first, late) = (headline(0, "2000-01-01"), headline(MANY, "2000-01-02"));
    base.change(&[], vec![late.clone()]).unwrap();
    let found: Vec<[ArticleId; 2]> = { base.all_similarities() }
        .map(|similarity| [similarity.first, similarity.second])
        .collect();
    let (first, late) = (first.id.min(late.id), first.id.max(late.id));
    assert_eq!(found, [[first, late]]);
}

#[test]
fn many_headlines_are_as_if_added_at_once() {
    let all: Vec<Linkable> = { weekly(MANY) }
        .chain((0..20).map(|day| headline(MANY + day, &format!("2000-01-{:02}", day + 1))))
        .collect();
    let mut in_turn = MemoryIndex::new();
    for batch in all.rchunks(130) {
        in_turn.change(&[], batch.to_vec()).unwrap();
    }
    assert!(links(&in_turn) == at_once(&all));
}
