//! Whatever the order and the batches: the same articles have the same links.

#![expect(
    clippy::unwrap_used,
    reason = "memory can always be read, and the dates are written here"
)]

mod linked;

use std::collections::BTreeSet;
use std::sync::Arc;

use linked::{at_once, links};
use proptest::prelude::*;
use retold_link::MemoryIndex;
use retold_model::{
    ArticleId, Decided, Linkable, Sheet, Story, StoryDecision, StoryId, Term, WeightedTerm,
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

fn id(number: usize) -> ArticleId {
    ArticleId::of_url(&format!("https://example.org/{number}"))
}

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

/// Decisions about articles by their places; some of them are not in the base.
fn decisions() -> impl Strategy<Value = Vec<Decided<StoryDecision>>> {
    let ids = |most| {
        prop::collection::btree_set(0..18usize, 1..most)
            .prop_map(|places| places.into_iter().map(id).collect::<Vec<_>>())
    };
    let one = (0..4u8, ids(5), ids(5)).prop_map(|(kind, articles, mut others)| {
        others.retain(|other| !articles.contains(other));
        match kind {
            0 => StoryDecision::Merge { articles },
            1 => StoryDecision::Confirm { articles },
            2 => StoryDecision::Split { articles, others },
            _ => StoryDecision::Reject { articles, others },
        }
    });
    prop::collection::vec(one, 0..4).prop_map(|decisions| {
        let numbered = (1..).zip(decisions);
        numbered
            .map(|(number, decision)| Decided { number, decision })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn decisions_hold_whenever_they_are_made_and_leave_no_trace_when_taken_back(
        articles in articles(),
        decisions in decisions(),
        at in any::<prop::sample::Index>(),
    ) {
        let mut base = MemoryIndex::new();
        let (before, after) = articles.split_at(at.index(articles.len() + 1));
        base.change(&[], before.to_vec()).unwrap();
        base.decide(decisions.clone()).unwrap();
        base.change(&[], after.to_vec()).unwrap();
        let mut decided_first = MemoryIndex::new();
        decided_first.decide(decisions.clone()).unwrap();
        decided_first.change(&[], articles.clone()).unwrap();
        prop_assert_eq!(links(&base), links(&decided_first));

        let held: BTreeSet<ArticleId> = articles.iter().map(|article| article.id).collect();
        let story = |article: &ArticleId| {
            let mut stories = base.stories();
            held.contains(article)
                .then(|| stories.find(|story| story.articles.contains(article)).unwrap().id)
        };
        if let Some(last) = decisions.last() {
            let tied: BTreeSet<StoryId> = last.decision.together().iter().filter_map(story).collect();
            prop_assert!(tied.len() <= 1);
            let (ones, others) = last.decision.apart();
            let ones: BTreeSet<StoryId> = ones.iter().filter_map(story).collect();
            prop_assert!(others.iter().filter_map(story).all(|story| !ones.contains(&story)));
        }

        base.decide(Vec::new()).unwrap();
        prop_assert_eq!(links(&base), at_once(&articles));
    }

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

/// An article of some happenings: it shares words, people and days with others of these.
fn report(number: usize, happenings: &BTreeSet<u64>, day: Option<u8>) -> (Linkable, Sheet) {
    let mut one = article(number, &[], 0, None);
    one.headline = Some(format!("Report {number}"));
    one.published = day.map(|day| {
        format!("2024-{:02}-{:02}", 1 + day / 28, 1 + day % 28)
            .parse()
            .unwrap()
    });
    let terms = |each: u64| -> Vec<WeightedTerm> {
        let terms = happenings
            .iter()
            .flat_map(|happening| (0..each).map(move |term| happening * 100 + term));
        terms
            .map(|term| WeightedTerm {
                term: Term(term),
                weight: 8,
            })
            .collect()
    };
    // Words, pairs, headline, lead, names, people.
    let channels = vec![
        terms(20),
        Vec::new(),
        Vec::new(),
        terms(9),
        terms(3),
        terms(1),
    ];
    let leading = terms(2).iter().map(|weighted| weighted.term).collect();
    (
        one,
        Sheet {
            leading,
            channels,
            embedding: None,
        },
    )
}

/// Reports of happenings that run into each other, over two months.
fn reports() -> impl Strategy<Value = Vec<(Linkable, Sheet)>> {
    let one = (
        prop::collection::btree_set(0..14u64, 1..5),
        prop::option::weighted(0.9, 0..56u8),
    );
    prop::collection::vec(one, 1..40).prop_map(|reports| {
        let numbered = reports.iter().enumerate();
        numbered
            .map(|(number, (happenings, day))| report(number, happenings, *day))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn stories_are_as_if_made_at_once(
        reports in reports(),
        again in reports(),
        decisions in decisions(),
        batch in 1..9usize,
        keep in any::<u64>(),
    ) {
        let at_once = |reports: &[(Linkable, Sheet)], decisions: &[Decided<StoryDecision>]| {
            let mut base = MemoryIndex::new();
            base.decide(decisions.to_vec()).unwrap();
            base.change_sheets(&[], reports.to_vec()).unwrap();
            base.stories().cloned().collect::<Vec<Story>>()
        };
        let mut base = MemoryIndex::new();
        let mut now: Vec<(Linkable, Sheet)> = Vec::new();
        for reports in reports.chunks(batch) {
            base.change_sheets(&[], reports.to_vec()).unwrap();
            now.extend_from_slice(reports);
            prop_assert_eq!(base.stories().cloned().collect::<Vec<Story>>(), at_once(&now, &[]));
        }
        base.decide(decisions.clone()).unwrap();
        prop_assert_eq!(base.stories().cloned().collect::<Vec<Story>>(), at_once(&now, &decisions));
        // Some have another version, some go.
        for again in again.chunks(batch) {
            let (gone, changed): (Vec<_>, Vec<_>) = { again.iter() }
                .enumerate()
                .partition(|(at, (article, _))| {
                    keep.rotate_left(u32::try_from(*at).unwrap()) & 1 == 0
                        && now.iter().any(|(other, _)| other.id == article.id)
                });
            let gone: Vec<ArticleId> = gone.iter().map(|(_, (article, _))| article.id).collect();
            let changed: Vec<_> = changed.into_iter().map(|(_, report)| report.clone()).collect();
            now.retain(|(article, _)| {
                !gone.contains(&article.id) && changed.iter().all(|(other, _)| other.id != article.id)
            });
            now.extend_from_slice(&changed);
            base.change_sheets(&gone, changed).unwrap();
            prop_assert_eq!(base.stories().cloned().collect::<Vec<Story>>(), at_once(&now, &decisions));
        }
        base.decide(Vec::new()).unwrap();
        prop_assert_eq!(base.stories().cloned().collect::<Vec<Story>>(), at_once(&now, &[]));
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
fn what_becomes_common_is_furniture_where_it_was_none() {
    // Most are of outlets on whose pages the sentence is furniture, every tenth of an outlet of its own or of none.
    let all: Vec<(Linkable, Sheet)> = (0..430)
        .map(|number| {
            let outlet = match number % 20 {
                0 => 100 + number,
                10 => 0,
                _ => 1 + number % 4,
            };
            (article(number, &[6], outlet, None), Sheet::default())
        })
        .collect();
    let at_once = |all: &[(Linkable, Sheet)]| {
        let mut base = MemoryIndex::new();
        base.change_sheets(&[], all.to_vec()).unwrap();
        links(&base)
    };
    let mut grown = MemoryIndex::new();
    let mut relinked = Vec::new();
    for batch in all.chunks(86) {
        let update = grown.change_sheets(&[], batch.to_vec()).unwrap();
        relinked.push(update.relinked.len());
    }
    assert_eq!(links(&grown), at_once(&all));
    // With the last batch the sentence becomes common: beside it, those are aligned again on whose pages it was none.
    assert_eq!(relinked, [86, 86, 86, 86, 86 + 35]);

    let gone: Vec<ArticleId> = all[380..].iter().map(|(article, _)| article.id).collect();
    grown.change_sheets(&gone, Vec::new()).unwrap();
    assert_eq!(links(&grown), at_once(&all[..380]));
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

/// Articles that all share a leading term; neighbours share one more, and of every five the first two a third.
fn with_a_term_of_all(count: usize) -> Vec<(Linkable, Sheet)> {
    let weighted = |term: u64| WeightedTerm {
        term: Term(term),
        weight: 8,
    };
    (0..count)
        .map(|number| {
            let mut one = article(number, &[], 0, None);
            one.headline = Some(format!("Report {number}"));
            let at = number as u64;
            let mut leading = BTreeSet::from([Term(1), Term(1000 + at / 2)]);
            if at % 5 < 2 {
                leading.insert(Term(2000 + at / 5));
            }
            let words = (0..20).map(|word| weighted(10_000 + at / 2 * 20 + word));
            let sheet = Sheet {
                leading: leading.into_iter().collect(),
                channels: vec![words.collect()],
                embedding: None,
            };
            (one, sheet)
        })
        .collect()
}

#[test]
fn a_term_that_becomes_common_parts_those_whom_it_led_to_each_other() {
    let all = with_a_term_of_all(600);
    let mut grown = MemoryIndex::new();
    let mut similar = Vec::new();
    for batch in all.chunks(120) {
        grown.change_sheets(&[], batch.to_vec()).unwrap();
        similar.push(grown.all_similarities().count());
        let mut at_once = MemoryIndex::new();
        let so_far = all[..similar.len() * 120].to_vec();
        at_once.change_sheets(&[], so_far).unwrap();
        assert_eq!(links(&grown), links(&at_once));
    }
    // Beyond 512 articles only those are compared that share two other terms: of ten articles the first two, while the
    // sixth and seventh are no neighbours.
    assert_eq!(similar, [60, 120, 180, 240, 60]);

    let last: Vec<ArticleId> = all[480..].iter().map(|(article, _)| article.id).collect();
    grown.change_sheets(&last, Vec::new()).unwrap();
    let mut at_once = MemoryIndex::new();
    at_once.change_sheets(&[], all[..480].to_vec()).unwrap();
    assert_eq!(links(&grown), links(&at_once));
}
