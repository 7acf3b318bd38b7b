//! Phases: a happening and what comes of it weeks later.
//!
//! The trial, the sentence, the report of the inquiry, the anniversary: a follow-up either went into the story of the
//! happening or is a story of its own. Both are told here, when they are asked for, from what the base holds:
//!
//! - a story is cut where no article was published for [`GAP`] days , and each later phase says what ties it to
//!   an earlier one;
//! - two stories that did not become one, but of which articles are near each other, are linked where the later one begins
//!   with a phase that such a tie leads to.
//!
//! A tie is what the later reports take up of the earlier happening: its people by full name, its day, its month,
//! its buildings and roads. That both are of one town and one kind ties nothing. It is a function of the articles
//! of the two phases and their similarities alone; so phases and links are a function of the set of articles in the
//! base, as the stories are.
//!
//! Articles that do not state the day of their publication have no place in this order.
//!
//! The seminal event and its follow-ups are those of topic detection and tracking (Allan, *Introduction to Topic Detection
//! and Tracking*, 2002); what differs is that a follow-up is linked, with its grounds, rather than merged.
//!
//! The cost of [`of_story`] is a look-up of the similarities of each article of the story; stories are read where a pair of
//! articles lies weeks apart and shares a person, a day or a facility, and of each of their phases at
//! most 32 articles.

pub(crate) mod gaps;
mod particulars;
mod tie;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use retold_model::{
    Annotations, ArticleId, ArticleStub, Decided, LinkIndex, LinkIndexError, LinkedStory,
    PhaseGround, PhaseGroundKind, PhaseTie, Sheet, Similarity, Story, StoryDecision, StoryId,
    StoryPhases,
};

pub use particulars::Particulars;

use crate::sheet::{Channel, list};

/// Days without an article that divide two phases.
pub const GAP: i32 = 14;

/// Articles of a phase that are read for what ties it, the first ones.
const MOST_READ: usize = 32;

/// What is asked of a base. All answers are about current versions.
///
/// # Errors
///
/// Every look-up fails where the base can not be read.
#[expect(
    clippy::missing_errors_doc,
    reason = "all look-ups fail alike, as the trait says"
)]
pub trait PhaseBase {
    /// What is known of an article without its text; `None` where the base does not hold it.
    fn stub(&self, article: ArticleId) -> Result<Option<ArticleStub>, LinkIndexError>;

    /// How near an article is to others.
    fn similarities(&self, article: ArticleId) -> Result<Vec<Similarity>, LinkIndexError>;

    /// The story of an article.
    fn story_of(&self, article: ArticleId) -> Result<Option<Story>, LinkIndexError>;

    /// The sheet of an article.
    fn sheet(&self, article: ArticleId) -> Result<Arc<Sheet>, LinkIndexError>;

    /// What an article tells that a follow-up might take up; that of an article that was not annotated is empty.
    fn particulars(&self, article: ArticleId) -> Result<Arc<Particulars>, LinkIndexError>;

    /// What was decided by hand of the stories, ascending by number.
    fn story_decisions(&self) -> Result<Vec<Decided<StoryDecision>>, LinkIndexError>;
}

/// The phases of a story, and the stories that are other phases of the same.
///
/// # Errors
///
/// Where the base can not be read.
pub fn of_story(base: &dyn PhaseBase, story: &Story) -> Result<StoryPhases, LinkIndexError> {
    let decisions = base.story_decisions()?;
    let here = Timed::of(base, story)?;
    let near = near(base, story)?;
    let mut phases = Vec::with_capacity(here.phases.len());
    for (number, members) in here.phases.iter().enumerate() {
        let mut tie = None;
        for before in &here.phases[..number] {
            tie = surer(tie, between(base, before, members, &near)?);
        }
        if number > 0 && tie.is_none() && tied_by_hand(&decisions, &here.phases[..number], members)
        {
            tie = Some(by_hand());
        }
        phases.push(gaps::phase(members, &near, tie));
    }
    let (mut earlier, mut later) = (Vec::new(), Vec::new());
    let own = (story, &here);
    for candidate in candidates(base, &here, &near, Way::Both)? {
        let Some((tie, is_earlier)) = link(base, own, &near, &candidate, &decisions)? else {
            continue;
        };
        let side = if is_earlier { &mut earlier } else { &mut later };
        side.push(LinkedStory {
            story: candidate.story,
            tie,
        });
    }
    for side in [&mut earlier, &mut later] {
        side.sort_by_key(|linked| (linked.story.first, linked.story.id));
    }
    Ok(StoryPhases {
        phases,
        undated: here.undated,
        earlier,
        later,
    })
}

/// What a list of stories tells: how many phases a story has, and the stories that it continues, the first first.
///
/// # Errors
///
/// Where the base can not be read.
pub fn in_short(
    base: &dyn PhaseBase,
    story: &Story,
) -> Result<(usize, Vec<StoryId>), LinkIndexError> {
    let decisions = base.story_decisions()?;
    let here = Timed::of(base, story)?;
    let mut earlier = Vec::new();
    let near = near(base, story)?;
    for candidate in candidates(base, &here, &near, Way::Earlier)? {
        if let Some((_, true)) = link(base, (story, &here), &near, &candidate, &decisions)? {
            earlier.push((candidate.story.first, candidate.story.id));
        }
    }
    earlier.sort_unstable();
    let earlier = earlier.into_iter().map(|(_, id)| id).collect();
    Ok((here.phases.len(), earlier))
}

/// In how many phases articles fall; those that do not state the day of their publication are in none.
pub fn count(articles: Vec<ArticleStub>) -> usize {
    gaps::cut(articles).len()
}

/// A story with its articles in time.
struct Timed {
    /// The dated articles, cut at gaps, by time.
    phases: Vec<Vec<ArticleStub>>,
    /// The others, by id.
    undated: Vec<ArticleId>,
}

/// Similarities of pairs of articles, the smaller id first.
type Near = BTreeMap<(ArticleId, ArticleId), u32>;

/// Another story, with the pairs of an article here and one there that might tie them.
struct Candidate {
    story: Story,
    pairs: Vec<(ArticleId, ArticleId)>,
}

/// On which side of a story others are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Earlier,
    Both,
}

impl Timed {
    fn of(base: &dyn PhaseBase, story: &Story) -> Result<Self, LinkIndexError> {
        let (mut dated, mut undated) = (Vec::new(), Vec::new());
        for &id in &story.articles {
            let Some(stub) = base.stub(id)? else { continue };
            if gaps::day(&stub).is_some() {
                dated.push(stub);
            } else {
                undated.push(id);
            }
        }
        undated.sort_unstable();
        Ok(Self {
            phases: gaps::cut(dated),
            undated,
        })
    }
}

/// The similarities of the articles of a story, to each other and to others.
fn near(base: &dyn PhaseBase, story: &Story) -> Result<Near, LinkIndexError> {
    let mut near = Near::new();
    for &id in &story.articles {
        for similarity in base.similarities(id)? {
            near.insert((similarity.first, similarity.second), similarity.score);
        }
    }
    Ok(near)
}

/// Other stories with an article that lies weeks from a near one here and shares something telling with it, by id.
fn candidates(
    base: &dyn PhaseBase,
    here: &Timed,
    near: &Near,
    way: Way,
) -> Result<Vec<Candidate>, LinkIndexError> {
    let own: BTreeMap<ArticleId, &ArticleStub> = { here.phases.iter().flatten() }
        .map(|stub| (stub.id, stub))
        .collect();
    let mut partners: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
    for &(first, second) in near.keys() {
        for (one, other) in [(first, second), (second, first)] {
            let Some(stub) = own.get(&one).filter(|_| !own.contains_key(&other)) else {
                continue;
            };
            let stub_there = base.stub(other)?;
            let days = stub_there.and_then(|other| gaps::days(&other, stub));
            let is_asked = days.is_some_and(|days| match way {
                Way::Earlier => days >= GAP,
                Way::Both => days.abs() >= GAP,
            });
            if is_asked && share_something(&*base.sheet(one)?, &*base.sheet(other)?) {
                partners.entry(other).or_default().push(one);
            }
        }
    }
    let mut found: BTreeMap<StoryId, Candidate> = BTreeMap::new();
    let mut story_of: BTreeMap<ArticleId, StoryId> = BTreeMap::new();
    for (there, ones) in partners {
        if !story_of.contains_key(&there) {
            let Some(story) = base.story_of(there)? else {
                continue;
            };
            story_of.extend(story.articles.iter().map(|&article| (article, story.id)));
            let pairs = Vec::new();
            found.insert(story.id, Candidate { story, pairs });
        }
        let candidate = story_of.get(&there).and_then(|id| found.get_mut(id));
        if let Some(candidate) = candidate {
            let pairs = ones.into_iter().map(|one| (one, there));
            candidate.pairs.extend(pairs);
        }
    }
    Ok(found.into_values().collect())
}

/// Whether two sheets share a person, a day or a facility: else nothing can tie their articles.
fn share_something(one: &Sheet, other: &Sheet) -> bool {
    [Channel::People, Channel::Days, Channel::Facilities]
        .into_iter()
        .any(|channel| {
            let other = list(other, channel);
            list(one, channel).iter().any(|term| {
                other
                    .binary_search_by_key(&term.term, |other| other.term)
                    .is_ok()
            })
        })
}

/// What ties a story to another, and whether the other is the earlier one.
fn link(
    base: &dyn PhaseBase,
    (story, here): (&Story, &Timed),
    near: &Near,
    candidate: &Candidate,
    decisions: &[Decided<StoryDecision>],
) -> Result<Option<(PhaseTie, bool)>, LinkIndexError> {
    let there = Timed::of(base, &candidate.story)?;
    let (Some(own), Some(other)) = (here.phases.first(), there.phases.first()) else {
        return Ok(None);
    };
    let is_earlier = (gaps::day(&other[0]), other[0].id) < (gaps::day(&own[0]), own[0].id);
    let (earlier, later) = if is_earlier {
        (&there, own)
    } else {
        (here, other)
    };
    let of_later: BTreeSet<ArticleId> = later.iter().map(|stub| stub.id).collect();
    let partners: BTreeSet<ArticleId> = { candidate.pairs.iter() }
        .flat_map(|&(one, other)| [(one, other), (other, one)])
        .filter(|(one, _)| of_later.contains(one))
        .map(|(_, other)| other)
        .collect();
    let mut best = None;
    for phase in &earlier.phases {
        let begins = later.first().expect("a phase has articles");
        let ends = phase.last().expect("a phase has articles");
        if gaps::days(ends, begins).is_some_and(|days| days >= GAP)
            && phase.iter().any(|stub| partners.contains(&stub.id))
        {
            best = surer(best, between(base, phase, later, near)?);
        }
    }
    let is_rejected = || rejected(decisions, &story.articles, &candidate.story.articles);
    if best.is_some() && is_rejected() {
        return Ok(None);
    }
    Ok(best.map(|tie| (tie, is_earlier)))
}

/// What ties a phase to an earlier one.
fn between(
    base: &dyn PhaseBase,
    earlier: &[ArticleStub],
    later: &[ArticleStub],
    near: &Near,
) -> Result<Option<PhaseTie>, LinkIndexError> {
    let read = |phase: &[ArticleStub]| -> Result<Vec<Arc<Particulars>>, LinkIndexError> {
        let read = phase.iter().take(MOST_READ);
        read.map(|stub| base.particulars(stub.id)).collect()
    };
    let (earlier, later) = (read(earlier)?, read(later)?);
    let score = |one: ArticleId, other: ArticleId| {
        let pair = (one.min(other), one.max(other));
        near.get(&pair).copied().unwrap_or(0)
    };
    Ok(tie::tie(&earlier, &later, &score))
}

/// The surer one; of equals the first.
fn surer(one: Option<PhaseTie>, other: Option<PhaseTie>) -> Option<PhaseTie> {
    match (one, other) {
        (Some(one), Some(other)) if other.confidence > one.confidence => Some(other),
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

/// Whether a decision by hand says that an article of the later phase and one before it are one story.
fn tied_by_hand(
    decisions: &[Decided<StoryDecision>],
    before: &[Vec<ArticleStub>],
    later: &[ArticleStub],
) -> bool {
    { decisions.iter() }.any(|decided| {
        let together: BTreeSet<&ArticleId> = decided.decision.together().iter().collect();
        let mut before = before.iter().flatten();
        before.any(|stub| together.contains(&stub.id))
            && later.iter().any(|stub| together.contains(&stub.id))
    })
}

fn by_hand() -> PhaseTie {
    PhaseTie {
        confidence: 100,
        grounds: vec![PhaseGround {
            kind: PhaseGroundKind::Decision,
            value: None,
            earlier: None,
            later: None,
        }],
    }
}

/// Whether an article of one story was rejected from the other: such stories are not linked again. That some articles are
/// another story ([`StoryDecision::Split`]) does not say that it is no later phase.
fn rejected(decisions: &[Decided<StoryDecision>], one: &[ArticleId], other: &[ArticleId]) -> bool {
    let holds =
        |story: &[ArticleId], articles: &[ArticleId]| articles.iter().any(|id| story.contains(id));
    { decisions.iter() }.any(|decided| match &decided.decision {
        StoryDecision::Reject { articles, others } => {
            (holds(one, articles) && holds(other, others))
                || (holds(other, articles) && holds(one, others))
        }
        _ => false,
    })
}

/// A [`LinkIndex`] with what was read in its articles.
pub struct AnnotatedIndex<'i> {
    /// The base.
    pub index: &'i dyn LinkIndex,
    /// What was read, of those articles that were.
    pub annotations: &'i BTreeMap<ArticleId, Annotations>,
}

impl PhaseBase for AnnotatedIndex<'_> {
    fn stub(&self, article: ArticleId) -> Result<Option<ArticleStub>, LinkIndexError> {
        let key = self.index.key(article)?;
        key.map(|key| self.index.stub(key)).transpose()
    }

    fn similarities(&self, article: ArticleId) -> Result<Vec<Similarity>, LinkIndexError> {
        let key = self.index.key(article)?;
        key.map_or(Ok(Vec::new()), |key| self.index.similarities(key))
    }

    fn story_of(&self, article: ArticleId) -> Result<Option<Story>, LinkIndexError> {
        let key = self.index.key(article)?;
        key.map_or(Ok(None), |key| self.index.story(key))
    }

    fn sheet(&self, article: ArticleId) -> Result<Arc<Sheet>, LinkIndexError> {
        let key = self.index.key(article)?;
        key.map_or_else(|| Ok(Arc::default()), |key| self.index.sheet(key))
    }

    fn particulars(&self, article: ArticleId) -> Result<Arc<Particulars>, LinkIndexError> {
        let Some(key) = self.index.key(article)? else {
            return Ok(Arc::new(Particulars::none(article)));
        };
        let linkable = self.index.linkable(key)?;
        Ok(Arc::new(Particulars::of(
            article,
            linkable.published,
            &linkable.text,
            self.annotations.get(&article),
        )))
    }

    fn story_decisions(&self) -> Result<Vec<Decided<StoryDecision>>, LinkIndexError> {
        self.index.story_decisions()
    }
}
