//! A story in its phases: the happening, and weeks later the trial, the report of the inquiry, the anniversary.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Stamp, Story};

/// Articles of one story that no gap of weeks divides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The headline that stands for it, where any of its articles has one.
    pub headline: Option<String>,
    /// When its first article was published, as stated.
    pub first: Stamp,
    /// When its last one was.
    pub last: Stamp,
    /// Its articles by time of publication; at least one.
    pub articles: Vec<ArticleId>,
    /// Why it is taken for a later phase of what an earlier phase of the story tells. `None` for the first phase, and
    /// where nothing was found: the articles are near each other, but may tell of two happenings.
    pub tie: Option<PhaseTie>,
}

/// Why one phase is taken for a later one of what another tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseTie {
    /// How sure it is, 0 to 100.
    pub confidence: u8,
    /// Why, the weightiest first; at least one.
    pub grounds: Vec<PhaseGround>,
}

/// Something that the earlier phase tells and that the later one takes up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhaseGround {
    /// What it is.
    pub kind: PhaseGroundKind,
    /// A day or a month as EDTF, the name of a town in the gazetteer; `None` where the words say it.
    pub value: Option<String>,
    /// Where the earlier phase has it; `None` for what is of no words.
    pub earlier: Option<PhaseWords>,
    /// Where the later one has it.
    pub later: Option<PhaseWords>,
}

/// The kinds of grounds, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseGroundKind {
    /// Somebody decided that they are one story.
    Decision,
    /// The full name of somebody who is not in both only for an office or for what they say.
    Person,
    /// The day of the earlier happening.
    Day,
    /// The month of the earlier happening.
    Month,
    /// A building, a road, a park.
    Facility,
    /// A town, a district, an island.
    Town,
    /// The full name of somebody with an office, or who is quoted both times.
    Voice,
    /// The two texts are near as a whole.
    Words,
}

/// Words of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhaseWords {
    /// The article.
    pub article: ArticleId,
    /// Where its text has them.
    pub range: TextRange,
}

/// A story that is another phase of what this one tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedStory {
    /// The other story.
    pub story: Story,
    /// Why; `earlier` in it is of the story that began first.
    pub tie: PhaseTie,
}

/// A story in its phases, and the stories that come before and after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryPhases {
    /// Its phases by time; empty where no article states the day of its publication.
    pub phases: Vec<Phase>,
    /// Its articles that do not state the day of their publication, by id: nothing tells of which phase they are.
    pub undated: Vec<ArticleId>,
    /// The stories that it continues, the first first.
    pub earlier: Vec<LinkedStory>,
    /// The stories that continue it, the first first.
    pub later: Vec<LinkedStory>,
}
