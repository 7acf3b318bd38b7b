//! Corrections by hand of stories, lineage and discrepancies. Each names articles, not what was made of them, so that
//! it holds when everything is made anew. Those of entities are [`Decision`]s.

use retold_text::TextRange;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ClaimKind, Decision, Discrepancy};

/// A record of what somebody decided.
pub trait ByHand: Serialize + DeserializeOwned {
    /// The word for what it is about: decisions of one subject are read together.
    const SUBJECT: &'static str;
}

impl ByHand for Decision {
    const SUBJECT: &'static str = "entity";
}

impl ByHand for StoryDecision {
    const SUBJECT: &'static str = "story";
}

impl ByHand for LineageDecision {
    const SUBJECT: &'static str = "lineage";
}

impl ByHand for DiscrepancyDecision {
    const SUBJECT: &'static str = "discrepancy";
}

/// A correction of the stories. Where two decisions speak of the same articles, the later one holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoryDecision {
    /// Several stories are one.
    Merge {
        /// The articles that they had, ascending.
        articles: Vec<ArticleId>,
    },
    /// A story is one, whatever else comes.
    Confirm {
        /// The articles that it had, ascending.
        articles: Vec<ArticleId>,
    },
    /// Some articles are another story, all of them the same.
    Split {
        /// These articles, ascending.
        articles: Vec<ArticleId>,
        /// The articles that the story had besides, ascending.
        others: Vec<ArticleId>,
    },
    /// Some articles do not belong to a story, wherever they belong.
    Reject {
        /// These articles, ascending.
        articles: Vec<ArticleId>,
        /// The articles that the story had besides, ascending.
        others: Vec<ArticleId>,
    },
}

impl StoryDecision {
    /// The articles that are in one story by this decision; empty where it ties none.
    pub fn together(&self) -> &[ArticleId] {
        match self {
            Self::Merge { articles }
            | Self::Confirm { articles }
            | Self::Split { articles, .. } => articles,
            Self::Reject { .. } => &[],
        }
    }

    /// Two lists of articles of which no two, one of each, are in one story by this decision.
    pub fn apart(&self) -> (&[ArticleId], &[ArticleId]) {
        match self {
            Self::Split { articles, others } | Self::Reject { articles, others } => {
                (articles, others)
            }
            Self::Merge { .. } | Self::Confirm { .. } => (&[], &[]),
        }
    }

    /// All articles that it speaks of.
    pub fn articles(&self) -> impl Iterator<Item = ArticleId> + '_ {
        let (Self::Merge { articles }
        | Self::Confirm { articles }
        | Self::Split { articles, .. }
        | Self::Reject { articles, .. }) = self;
        articles.iter().chain(self.apart().1).copied()
    }
}

/// A correction of the lineage of an article. Where two decisions speak of the same two articles, the later one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineageDecision {
    /// The child took text from the parent.
    Confirm {
        /// Who took text.
        child: ArticleId,
        /// Whose text was taken.
        parent: ArticleId,
    },
    /// The child took nothing from the parent.
    Reject {
        /// Who took no text.
        child: ArticleId,
        /// Whose text was not taken.
        parent: ArticleId,
    },
}

impl LineageDecision {
    /// The child, then the parent.
    pub fn edge(self) -> (ArticleId, ArticleId) {
        let (Self::Confirm { child, parent } | Self::Reject { child, parent }) = self;
        (child, parent)
    }
}

/// Whether reports differ in a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They do.
    Confirmed,
    /// They do not: the values agree, or are of two things.
    Dismissed,
}

/// What was decided of a discrepancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscrepancyDecision {
    /// Whether the reports differ in it.
    pub verdict: Verdict,
    /// What differs.
    pub kind: ClaimKind,
    /// Where each value was stated: the words, in the text of the article.
    pub values: Vec<Vec<(ArticleId, TextRange)>>,
    /// Why it was decided so, for the reader.
    pub reason: Option<String>,
}

impl DiscrepancyDecision {
    /// Whether it speaks of `discrepancy`: each of its values was there, on sides of their own, when it was decided. A
    /// value that came later is news, and leaves the discrepancy open.
    pub fn speaks_of(&self, discrepancy: &Discrepancy) -> bool {
        let mut sides: Vec<usize> = Vec::with_capacity(discrepancy.values.len());
        for value in &discrepancy.values {
            let known = |side: &&Vec<(ArticleId, TextRange)>| {
                side.iter().any(|&(article, words)| {
                    value.statements.iter().any(|statement| {
                        statement.article == article && statement.words.intersect(words).is_some()
                    })
                })
            };
            match self.values.iter().position(|side| known(&side)) {
                Some(side) if !sides.contains(&side) => sides.push(side),
                _ => return false,
            }
        }
        self.kind == discrepancy.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Course, DiscrepancySeverity, StatedValue, Statement, Voucher};

    fn statement(url: &str, start: usize, end: usize) -> Statement {
        Statement {
            article: ArticleId::of_url(url),
            sentence: TextRange::of(0, 100),
            words: TextRange::of(start, end),
            voucher: Voucher::Outlet,
        }
    }

    fn discrepancy(values: &[&[Statement]]) -> Discrepancy {
        Discrepancy {
            kind: ClaimKind::Number,
            course: Course::Conflict,
            severity: DiscrepancySeverity::High,
            values: values
                .iter()
                .map(|statements| StatedValue {
                    statements: statements.to_vec(),
                    articles: 1,
                    independent: 1,
                })
                .collect(),
            grounds: Vec::new(),
        }
    }

    #[test]
    fn a_decision_holds_until_a_value_comes_that_it_did_not_know() {
        let (nine, twelve) = (statement("a", 10, 16), statement("b", 40, 49));
        let decision = DiscrepancyDecision {
            verdict: Verdict::Dismissed,
            kind: ClaimKind::Number,
            values: vec![
                vec![(nine.article, nine.words)],
                vec![(twelve.article, twelve.words)],
            ],
            reason: None,
        };
        let (copy, part) = (statement("c", 10, 16), statement("b", 40, 42));
        let cases: [(&[&[Statement]], bool); 4] = [
            (&[&[twelve], &[nine]], true),
            (&[&[nine, copy], &[part]], true),
            (&[&[nine], &[twelve], &[copy]], false),
            // Both stood on one side.
            (&[&[twelve], &[part]], false),
        ];
        for (values, expected) in cases {
            assert_eq!(
                decision.speaks_of(&discrepancy(values)),
                expected,
                "{values:?}"
            );
        }
    }
}
