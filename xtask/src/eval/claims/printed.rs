//! What Retold prints of a story.

use retold_model::{ClaimKind, Course, DiscrepancySeverity, SameGround};
use serde::{Deserialize, Serialize};

use super::judged::{Judgement, Label, Pair, Verdict, Words};

/// A discrepancy, by code points of the gold's texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Printed {
    /// The stories that were compared as one: one, or two that were mixed.
    pub(super) stories: Vec<String>,
    pub(super) kind: ClaimKind,
    pub(super) course: Course,
    pub(super) severity: DiscrepancySeverity,
    pub(super) grounds: Vec<SameGround>,
    /// The values, with where each is stated.
    pub(super) values: Vec<Vec<PrintedStatement>>,
}

/// Where a value is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PrintedStatement {
    /// The story of the article.
    pub(super) story: String,
    pub(super) words: Words,
    pub(super) sentence: (u32, u32),
}

impl Printed {
    pub(super) fn is_conflict(&self) -> bool {
        self.course == Course::Conflict
    }

    /// Whether two stories were mixed.
    pub(super) fn is_mixed(&self) -> bool {
        self.stories.len() > 1
    }

    /// Whether it sets a value of one story against one of another.
    pub(super) fn is_across(&self) -> bool {
        self.any_two(|first, second| {
            first
                .iter()
                .all(|one| second.iter().all(|other| one.story != other.story))
        })
    }

    /// Whether it sets the two statements of `pair` against each other, as something that they may be about.
    pub(super) fn shows(&self, pair: &Pair) -> bool {
        pair.kind.may_be(self.kind)
            && self.sets(&|words| pair.left.touches(words), &|words| {
                pair.right.touches(words)
            })
    }

    /// Whether it tells what `pair` does, in its words or, by a judgement, in those of other articles.
    pub(super) fn tells(&self, pair: &Pair, judgements: &[Judgement]) -> bool {
        self.shows(pair) || { judgements.iter() }
            .any(|judgement| judgement.tells.contains(&pair.number) && self.is_judged_by(judgement))
    }

    /// The first reader's verdict: by the judged pairs and by the judgements.
    pub(super) fn verdict<'p>(
        &self,
        pairs: impl Iterator<Item = &'p Pair>,
        judgements: &[Judgement],
    ) -> Option<Verdict> {
        let of_pairs =
            pairs
                .filter(|pair| self.shows(pair))
                .map(|pair| match (pair.label, self.course) {
                    // What differs is told, also where it is taken for a later state.
                    (Label::Differ, _) | (Label::Update, Course::Update) => Verdict::Right,
                    _ => Verdict::Wrong,
                });
        whole(of_pairs.chain(self.judged(judgements)))
    }

    /// The verdict by `judgements` alone.
    pub(super) fn verdict_of(&self, judgements: &[Judgement]) -> Option<Verdict> {
        whole(self.judged(judgements))
    }

    fn judged(&self, judgements: &[Judgement]) -> impl Iterator<Item = Verdict> {
        judgements
            .iter()
            .filter(|judgement| self.is_judged_by(judgement))
            .map(|judgement| judgement.verdict)
    }

    fn is_judged_by(&self, judgement: &Judgement) -> bool {
        judgement.kind == self.kind.into()
            && self.sets(&|words| judgement.left.touches(words), &|words| {
                judgement.right.touches(words)
            })
    }

    /// Whether one value has a statement that is `left`, and another one that is `right`.
    fn sets(&self, left: &dyn Fn(&Words) -> bool, right: &dyn Fn(&Words) -> bool) -> bool {
        let has = |value: &[PrintedStatement], side: &dyn Fn(&Words) -> bool| {
            value.iter().any(|statement| side(&statement.words))
        };
        self.any_two(|first, second| {
            has(first, left) && has(second, right) || has(first, right) && has(second, left)
        })
    }

    fn any_two(&self, holds: impl Fn(&[PrintedStatement], &[PrintedStatement]) -> bool) -> bool {
        (1..).zip(&self.values).any(|(next, first)| {
            { self.values.get(next..).unwrap_or_default().iter() }
                .any(|second| holds(first, second))
        })
    }
}

/// One wrong value makes a discrepancy wrong.
fn whole(verdicts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
    let verdicts: Vec<Verdict> = verdicts.collect();
    [Verdict::Wrong, Verdict::Right, Verdict::CannotTell]
        .into_iter()
        .find(|verdict| verdicts.contains(verdict))
}
