//! Phases and links over a base in memory.

#![expect(
    clippy::unwrap_used,
    reason = "memory can always be read, and what is read is written here"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use retold_link::phases::{AnnotatedIndex, Particulars, in_short, of_story};
use retold_link::{MemoryIndex, sheet};
use retold_model::{
    Annotations, ArticleId, Chain, ChainMember, Decided, LinkIndex as _, Linkable, Mention,
    NameGround, NameKind, PhaseGroundKind, Quote, QuoteGround, QuoteKind, QuoteStance, Reference,
    StoryDecision, StoryPhases, TimeExpression, TimeGround, TimeKind, TimePrecision, TimeSpan,
    TimexValue,
};
use retold_text::TextRange;

/// People and days that [`read`] finds.
const PEOPLE: &[&str] = &[
    "Margaret Dunmore",
    "Peter Aldous",
    "Alan Whitlock",
    "Daniel Crowther",
];
const DAYS: &[(&str, &str)] = &[("March 3", "2024-03-03"), ("May 1", "2024-05-01")];

/// What an article says, and when it was published.
type Written<'w> = (&'w str, &'w str);

const FIRE: Written<'_> = (
    "2024-03-04",
    "Two workers died when a fire swept through the Harland paper mill on March 3. \
     Margaret Dunmore and Peter Aldous were on the night shift beside a drying machine in the mill, \
     and the smoke of the fire could be seen across the city until the evening.",
);
const TRIAL: Written<'_> = (
    "2024-05-02",
    "The manager of a paper mill stood before a court, accused of manslaughter. \
     Margaret Dunmore and Peter Aldous died in the fire of March 3 at the Harland paper mill, whose exit \
     had been locked for weeks, the prosecution told the judge on May 1.",
);
const OTHER_FIRE: Written<'_> = (
    "2024-05-02",
    "A worker died when a fire swept through a furniture factory on May 1. \
     Alan Whitlock was on the night shift beside a sawing machine in the factory, and the smoke of \
     the fire could be seen across the town until the evening.",
);

/// As the first fire, but of other people on another day.
const SAME_KIND: &str = "Two workers died when a fire swept through the Harland paper mill on May 1. \
     Alan Whitlock was on the night shift beside a drying machine in the mill, \
     and the smoke of the fire could be seen across the city until the evening.";

fn id(number: usize) -> ArticleId {
    ArticleId::of_url(&format!("https://example.org/{number}"))
}

fn article(number: usize, published: Option<&str>, text: &str) -> Linkable {
    Linkable {
        id: id(number),
        headline: Some(text.split(' ').take(8).collect::<Vec<_>>().join(" ")),
        text: Arc::from(text),
        body: vec![TextRange::of(0, text.len())],
        published: published.map(|day| day.parse().unwrap()),
        outlet: Some(format!("Outlet {number}")),
        language: None,
    }
}

/// The people and days of a text.
fn read(text: &str) -> Annotations {
    let mut read = Annotations::default();
    let ranges = |words: &str| -> Vec<TextRange> {
        let found = text.match_indices(words);
        found
            .map(|(at, words)| TextRange::of(at, at + words.len()))
            .collect()
    };
    for name in PEOPLE {
        let ranges = ranges(name);
        read.mentions.extend(ranges.iter().map(|&range| Mention {
            range,
            kind: NameKind::Person,
            grounds: vec![NameGround::Context],
            title: None,
        }));
        read.chains.extend(ranges.first().map(|&name| {
            Chain {
                kind: NameKind::Person,
                name,
                members: { ranges.iter() }
                    .map(|&range| ChainMember {
                        range,
                        reference: Reference::Name,
                    })
                    .collect(),
                roles: Vec::new(),
            }
        }));
    }
    for (words, day) in DAYS {
        for range in ranges(words) {
            read.times.push(TimeExpression {
                range,
                kind: TimeKind::Date,
                value: TimexValue::new((*day).to_owned()),
                edtf: Some((*day).to_owned()),
                precision: Some(TimePrecision::Day),
                modifier: None,
                span: TimeSpan {
                    begin: Some(format!("{day}T00:00:00").parse().unwrap()),
                    end: None,
                },
                zone: None,
                anchor: None,
                ground: TimeGround::Stated,
                ends: Vec::new(),
                ends_alone: false,
            });
        }
    }
    read
}

/// A base with what was read in its articles.
#[derive(Default)]
struct Desk {
    base: MemoryIndex,
    annotations: BTreeMap<ArticleId, Annotations>,
}

impl Desk {
    fn add(&mut self, articles: &[Linkable]) {
        let mut added = Vec::new();
        for article in articles {
            let read = read(&article.text);
            added.push((article.clone(), sheet(article, Some(&read))));
            self.annotations.insert(article.id, read);
        }
        self.base.change_sheets(&[], added).unwrap();
    }

    fn of(articles: &[Linkable]) -> Self {
        let mut desk = Self::default();
        desk.add(articles);
        desk
    }

    fn decide(&mut self, decisions: Vec<StoryDecision>) {
        let numbered = (1..).zip(decisions);
        let decided = numbered.map(|(number, decision)| Decided { number, decision });
        self.base.decide(decided.collect()).unwrap();
    }

    fn index(&self) -> AnnotatedIndex<'_> {
        AnnotatedIndex {
            index: &self.base,
            annotations: &self.annotations,
        }
    }

    /// The phases of every story, and what it says in short, by the story's articles.
    fn phases(&self) -> Vec<(Vec<ArticleId>, StoryPhases)> {
        let index = self.index();
        { self.base.stories() }
            .map(|story| {
                let phases = of_story(&index, story).unwrap();
                let earlier = { phases.earlier.iter() }.map(|linked| linked.story.id);
                let short = (phases.phases.len(), earlier.collect());
                assert_eq!(in_short(&index, story).unwrap(), short);
                (story.articles.clone(), phases)
            })
            .collect()
    }

    /// The phases of the story that holds an article.
    fn of_article(&self, number: usize) -> StoryPhases {
        let key = self.base.key(id(number)).unwrap().unwrap();
        let story = self.base.story(key).unwrap().unwrap();
        of_story(&self.index(), &story).unwrap()
    }
}

/// Two reports of a fire, two of the trial eight weeks later, and another fire.
fn mill() -> Vec<Linkable> {
    let written = [FIRE, FIRE, TRIAL, TRIAL, OTHER_FIRE];
    { written.into_iter().enumerate() }
        .map(|(number, (published, text))| article(number, Some(published), text))
        .collect()
}

/// The fire and the trial, as stories of their own by hand.
fn parted() -> Desk {
    let mut desk = Desk::of(&mill());
    desk.decide(vec![split()]);
    desk
}

fn ids(numbers: &[usize]) -> Vec<ArticleId> {
    let mut ids: Vec<ArticleId> = numbers.iter().map(|&number| id(number)).collect();
    ids.sort_unstable();
    ids
}

fn split() -> StoryDecision {
    StoryDecision::Split {
        articles: ids(&[2, 3]),
        others: ids(&[0, 1]),
    }
}

fn kinds(phases: &StoryPhases) -> Vec<(u8, Vec<PhaseGroundKind>)> {
    { phases.earlier.iter().chain(&phases.later) }
        .map(|linked| {
            let kinds = { linked.tie.grounds.iter() }.map(|ground| ground.kind);
            (linked.tie.confidence, kinds.collect())
        })
        .collect()
}

#[test]
fn a_story_that_is_told_on_weeks_later_has_two_phases() {
    let mut desk = Desk::of(&mill());
    desk.decide(vec![StoryDecision::Merge {
        articles: ids(&[0, 1, 2, 3]),
    }]);
    let phases = desk.of_article(0);
    let told: Vec<(String, usize, bool)> = { phases.phases.iter() }
        .map(|phase| {
            let first = phase.first.to_string();
            (first, phase.articles.len(), phase.tie.is_some())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2024-03-04".to_owned(), 2, false),
            ("2024-05-02".to_owned(), 2, true)
        ]
    );
    assert_eq!((phases.earlier, phases.later), (Vec::new(), Vec::new()));
}

#[test]
fn a_later_story_is_linked_to_the_one_that_it_continues_and_to_no_other() {
    let desk = parted();
    let (fire, trial, other) = (desk.of_article(0), desk.of_article(2), desk.of_article(4));
    let expected = [(
        95,
        vec![
            PhaseGroundKind::Person,
            PhaseGroundKind::Person,
            PhaseGroundKind::Day,
        ],
    )];
    assert_eq!(fire.later.len(), 1);
    assert_eq!(fire.later[0].story.articles.len(), 2);
    assert_eq!(fire.earlier, []);
    assert_eq!(trial.earlier[0].tie, fire.later[0].tie);
    let without_words = |phases: &StoryPhases| {
        let mut kinds = kinds(phases);
        for (_, kinds) in &mut kinds {
            kinds.retain(|&kind| kind != PhaseGroundKind::Words);
        }
        kinds
    };
    assert_eq!(without_words(&fire), expected);
    assert_eq!(without_words(&trial), expected);
    assert_eq!(kinds(&other), []);
    // The words of the grounds stand in the texts.
    for ground in &fire.later[0].tie.grounds {
        for words in [ground.earlier, ground.later].into_iter().flatten() {
            let key = desk.base.key(words.article).unwrap().unwrap();
            let linkable = desk.base.linkable(key).unwrap();
            let words = words.range.slice(&linkable.text).unwrap();
            assert!(
                PEOPLE.contains(&words) || DAYS.iter().any(|(day, _)| *day == words),
                "{words}"
            );
        }
    }
}

#[test]
fn what_was_rejected_from_a_story_is_not_linked_to_it() {
    let mut desk = Desk::of(&mill());
    desk.decide(vec![StoryDecision::Reject {
        articles: ids(&[2, 3]),
        others: ids(&[0, 1]),
    }]);
    assert_eq!(kinds(&desk.of_article(0)), []);
    assert_eq!(kinds(&desk.of_article(2)), []);
    // That they are another story does not say that it is no later phase.
    desk.decide(vec![split()]);
    assert_eq!(kinds(&desk.of_article(0)).len(), 1);
}

#[test]
fn articles_without_a_day_are_in_no_phase() {
    let mut articles = mill();
    for article in &mut articles {
        article.published = None;
    }
    articles[1].published = "2024-03".parse().ok();
    let mut desk = Desk::of(&articles);
    desk.decide(vec![split()]);
    let phases = desk.of_article(0);
    assert_eq!(phases.phases, []);
    assert_eq!(phases.undated, ids(&[0, 1]));
    assert_eq!((phases.earlier, phases.later), (Vec::new(), Vec::new()));
}

/// The stories of the first fire and of one like it, by the numbers of their articles.
fn stories(desk: &Desk) -> Vec<Vec<usize>> {
    let mut stories: Vec<Vec<usize>> = { desk.base.stories() }
        .map(|story| {
            let is_of = |number: &usize| story.articles.contains(&id(*number));
            (0..3).filter(is_of).collect()
        })
        .collect();
    stories.sort();
    stories
}

#[test]
fn a_happening_of_the_same_kind_weeks_later_is_another_story() {
    let told = |day: &str, text: &str| {
        let (first, fire) = FIRE;
        vec![
            article(0, Some(first), fire),
            article(1, Some(first), fire),
            article(2, Some(day), text),
        ]
    };
    // In the same week they are near enough to be one.
    let together = [vec![0, 1, 2]];
    assert_eq!(stories(&Desk::of(&told("2024-03-06", SAME_KIND))), together);
    let apart = told("2024-05-02", SAME_KIND);
    let mut desk = Desk::of(&apart);
    assert_eq!(stories(&desk), [vec![0, 1], vec![2]]);
    assert_eq!(kinds(&desk.of_article(0)), []);
    // What is decided by hand comes first, and is the ground of the phase.
    desk.decide(vec![StoryDecision::Merge {
        articles: ids(&[1, 2]),
    }]);
    assert_eq!(stories(&desk), together);
    let tie = desk.of_article(0).phases[1].tie.clone().unwrap();
    assert_eq!((tie.confidence, tie.grounds.len()), (100, 1));
    assert_eq!(tie.grounds[0].kind, PhaseGroundKind::Decision);
    // One that tells of the first fire goes with it.
    let follow_up = format!("{SAME_KIND} Margaret Dunmore died there on March 3.");
    assert_eq!(
        stories(&Desk::of(&told("2024-05-02", &follow_up))),
        together
    );
    // Without a day, or where nothing was read, it cannot be told.
    let undated = { apart.clone().into_iter() }
        .map(|article| Linkable {
            published: None,
            ..article
        })
        .collect::<Vec<_>>();
    assert_eq!(stories(&Desk::of(&undated)), together);
    let mut unread = Desk::default();
    unread.base.change(&[], apart).unwrap();
    assert_eq!(stories(&unread), together);
}

/// Articles of the happenings, in parts and on days of half a year.
fn articles() -> impl Strategy<Value = Vec<Linkable>> {
    let one = (0..4usize, 0..3usize, prop::option::of((1..7u8, 1..29u8)));
    prop::collection::vec(one, 1..12).prop_map(|articles| {
        { articles.into_iter().enumerate() }
            .map(|(number, (happening, part, day))| {
                let text = [FIRE.1, TRIAL.1, SAME_KIND, OTHER_FIRE.1][happening];
                let cut = text.find(". ").unwrap() + 2;
                let text = [text, &text[..cut], &text[cut..]][part];
                let day = day.map(|(month, day)| format!("2024-{month:02}-{day:02}"));
                article(number, day.as_deref(), text)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_and_batches_change_nothing(articles in articles(), order in any::<u64>(), batch in 1..5usize) {
        let mut shuffled: Vec<(u64, Linkable)> = articles
            .iter()
            .zip(1u64..)
            .map(|(article, n)| (order.wrapping_mul(n).rotate_left(17) ^ order, article.clone()))
            .collect();
        shuffled.sort_by_key(|&(key, _)| key);
        let mut desk = Desk::default();
        for batch in shuffled.chunks(batch) {
            desk.add(&batch.iter().map(|(_, article)| article.clone()).collect::<Vec<_>>());
        }
        prop_assert_eq!(desk.phases(), Desk::of(&articles).phases());
    }

    #[test]
    fn both_ends_of_a_link_tell_it(articles in articles()) {
        let phases = Desk::of(&articles).phases();
        let links = |of: &dyn Fn(&StoryPhases) -> Vec<(ArticleId, u8)>, turn: bool| {
            let mut links: Vec<(ArticleId, ArticleId, u8)> = phases
                .iter()
                .flat_map(|(articles, phases)| {
                    of(phases).into_iter().map(|(other, confidence)| {
                        if turn { (other, articles[0], confidence) } else { (articles[0], other, confidence) }
                    })
                })
                .collect();
            links.sort_unstable();
            links
        };
        let ends = |linked: &[retold_model::LinkedStory]| -> Vec<(ArticleId, u8)> {
            linked.iter().map(|linked| (linked.story.articles[0], linked.tie.confidence)).collect()
        };
        let earlier = links(&|phases| ends(&phases.earlier), true);
        let later = links(&|phases| ends(&phases.later), false);
        prop_assert_eq!(earlier, later);
    }

    #[test]
    fn any_ranges_are_read_without_panic(text in "\\PC{0,40}", start in 0..60u32, length in 0..60u32) {
        let range = TextRange::new(start, start + length);
        let mut read = read(PEOPLE[0]);
        read.chains[0].name = range;
        read.quotes.push(Quote {
            content: vec![range],
            kind: QuoteKind::Direct,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: Some(range),
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: Vec::new(),
            nested: false,
            ground: QuoteGround::Marks,
            confidence: 0,
        });
        Particulars::of(id(0), None, &text, Some(&read));
    }
}
