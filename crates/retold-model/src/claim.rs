//! What the reports of a story state alike, and where they differ.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, DiscrepancyId, Voucher};

/// What can be compared of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// Who did what, or what somebody or something is.
    Event,
    /// On which day, in which month or year.
    Date,
    /// At what time of the day.
    Clock,
    /// How many, how much, how far.
    Number,
    /// How old somebody is.
    Age,
    /// What somebody is called.
    Name,
    /// Where.
    Place,
    /// Which office or part somebody has.
    Role,
    /// How long before or after another event: "weeks before the invasion".
    TimeDistance,
    /// What somebody or something is like: the state of somebody wounded, a weapon, a colour.
    Trait,
}

/// Where a report states something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Statement {
    /// The report.
    pub article: ArticleId,
    /// The sentence, of the report's text; never empty.
    pub sentence: TextRange,
    /// The words that state it, within the sentence: a number with what it counts, a date, a name, a predicate; never empty.
    pub words: TextRange,
    /// Who stands for it: the outlet, or the speaker of a quote.
    pub voucher: Voucher,
}

/// Why statements are taken to be about the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SameGround {
    /// They are about one entity of the register.
    SameEntity,
    /// Those who take part are the same.
    SameParticipants,
    /// The predicate is the same word.
    SamePredicate,
    /// The predicates are words for one thing: "sink" and "go down".
    LikePredicate,
    /// The same noun names what is counted or what takes part.
    SameNoun,
    /// The nouns are words for one thing: "people" and "residents".
    LikeNoun,
    /// The person has the same role: "the captain".
    SameRole,
    /// It is told of the same place.
    SamePlace,
    /// It is counted from the same event.
    SameAnchor,
    /// Each report tells of only one such thing.
    OnlyOne,
}

/// Something that reports of a story state, alike in value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What is stated.
    pub kind: ClaimKind,
    /// Where it is stated; by article, then by place; never empty.
    pub statements: Vec<Statement>,
    /// The fullest of the statements, by its place in the list.
    pub fullest: u32,
    /// How many articles state it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
    /// Why the statements are about the same thing, ascending; empty where one article alone states it.
    pub grounds: Vec<SameGround>,
}

/// How two values came to differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// Not both can be right.
    Conflict,
    /// The later report tells of a later state: a toll that rose.
    Update,
}

/// How much hangs on a discrepancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscrepancySeverity {
    /// A small difference: a letter of a name, a year of an age, an update.
    Low,
    /// Another value.
    Medium,
    /// Another value of what the story is about: its dead, its day.
    High,
}

/// One of the values that reports state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedValue {
    /// Where it is stated; by article, then by place; never empty.
    pub statements: Vec<Statement>,
    /// How many articles state it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
}

/// A point in which reports of a story differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discrepancy {
    /// What differs.
    pub kind: ClaimKind,
    /// Whether they contradict each other.
    pub course: Course,
    /// How much hangs on it.
    pub severity: DiscrepancySeverity,
    /// The values, those that most independent reports state first; at least two.
    pub values: Vec<StatedValue>,
    /// Why the statements are about the same thing, ascending; never empty.
    pub grounds: Vec<SameGround>,
}

impl Discrepancy {
    /// Its id: the same as long as what states each value first is the same.
    pub fn id(&self) -> DiscrepancyId {
        let first = |value: &StatedValue| {
            let statements = value.statements.iter();
            statements.map(|at| (at.article, at.words)).min()
        };
        let values: Vec<_> = self.values.iter().filter_map(first).collect();
        DiscrepancyId::of(self.kind, &values)
    }
}

/// What the reports of a story state, and where they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The claims, those that most independent reports make first.
    pub claims: Vec<Claim>,
    /// The discrepancies, the gravest first.
    pub discrepancies: Vec<Discrepancy>,
}
