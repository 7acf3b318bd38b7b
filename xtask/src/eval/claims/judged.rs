//! The list of judged pairs.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use retold_model::ClaimKind;
use serde::{Deserialize, Serialize};

use crate::root;

/// What a reader found in the stories.
#[derive(Deserialize)]
pub(super) struct Judged {
    stories: Vec<ReadStory>,
    pub(super) pairs: Vec<Pair>,
    #[serde(default)]
    pub(super) judgements: Vec<Judgement>,
}

/// A story that was read as a whole.
#[derive(Deserialize)]
pub(super) struct ReadStory {
    /// Its gold file without `.dev.jsonl`.
    file: String,
    /// Its id in the gold.
    pub(super) story: String,
    pub(super) split: Split,
}

/// Which half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Split {
    /// For those who improve the comparison.
    Dev,
    /// For nobody.
    Test,
}

/// Two statements.
#[derive(Deserialize)]
pub(super) struct Pair {
    /// Its number in the list, from 1.
    #[serde(rename = "pair")]
    pub(super) number: u32,
    file: String,
    /// One story, or two where the statements are of two.
    pub(super) stories: Vec<String>,
    pub(super) split: Split,
    pub(super) kind: Kind,
    pub(super) label: Label,
    pub(super) left: Side,
    pub(super) right: Side,
    pub(super) reason: String,
}

/// Where a statement stands.
#[derive(Deserialize)]
pub(super) struct Side {
    #[serde(flatten)]
    pub(super) words: Words,
    /// Where else the article has the same words.
    #[serde(default)]
    also: Vec<(u32, u32)>,
}

/// What of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    /// The `text` of its record.
    #[default]
    Text,
    /// The `title`.
    Headline,
}

/// What a pair is about: the kinds of claims, and `wording`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Number,
    Date,
    Clock,
    Age,
    Name,
    Place,
    Role,
    TimeDistance,
    Wording,
    Event,
}

/// How two statements stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Label {
    /// A reader would want to be told.
    Differ,
    /// The later one tells of a later state.
    Update,
    Agree,
    Compatible,
    /// About different things.
    Unrelated,
}

/// A verdict on two printed values.
#[derive(Deserialize)]
pub(super) struct Judgement {
    pub(super) kind: Kind,
    pub(super) left: Words,
    pub(super) right: Words,
    pub(super) verdict: Verdict,
    /// The pairs that it tells of in other articles' words: three papers say "four", the pair has the fourth's.
    #[serde(default)]
    pub(super) tells: Vec<u32>,
}

/// Words of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Words {
    pub(super) article: String,
    #[serde(default)]
    pub(super) field: Part,
    /// Code points, half open.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What a reader says of a printed discrepancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// The reports differ there.
    Right,
    /// They do not, or the statements are about different things.
    Wrong,
    /// The texts do not tell.
    CannotTell,
}

/// The second reader's list.
#[derive(Deserialize)]
struct Second {
    judgements: Vec<Judgement>,
}

impl Judged {
    pub(super) fn read() -> Result<Self> {
        let path = root().join("eval/claims-pairs.json");
        let bytes =
            std::fs::read(&path).with_context(|| format!("could not read `{}`", path.display()))?;
        serde_json::from_slice(&bytes).with_context(|| format!("`{}`", path.display()))
    }

    /// The stories that were read of the gold file `name`.
    pub(super) fn stories_of(&self, name: &str) -> impl Iterator<Item = &ReadStory> {
        self.stories
            .iter()
            .filter(move |story| of_file(&story.file, name))
    }

    /// The pairs of which the first statement is in the gold file `name`.
    pub(super) fn pairs_of(&self, name: &str) -> impl Iterator<Item = &Pair> {
        self.pairs
            .iter()
            .filter(move |pair| of_file(&pair.file, name))
    }

    /// The twos of stories of the gold file `name` that a pair joins.
    pub(super) fn mixtures(&self, name: &str) -> BTreeSet<[&str; 2]> {
        self.pairs_of(name)
            .filter_map(|pair| match pair.stories.as_slice() {
                [first, second] => Some([first.as_str(), second.as_str()]),
                _ => None,
            })
            .collect()
    }
}

fn of_file(file: &str, name: &str) -> bool {
    name.strip_suffix(".dev.jsonl") == Some(file)
}

impl Judgement {
    /// The judgements of the second reader; none where there is no file.
    pub(super) fn of_second_reader() -> Result<Vec<Self>> {
        let path = root().join("eval/claims-pairs-second.json");
        if !path.is_file() {
            return Ok(Vec::new());
        }
        let second: Second = serde_json::from_slice(&std::fs::read(&path)?)
            .with_context(|| format!("`{}`", path.display()))?;
        Ok(second.judgements)
    }
}

impl Side {
    /// Whether `words` share a character with the statement.
    pub(super) fn touches(&self, words: &Words) -> bool {
        self.words.touches(words) || { self.also.iter() }.any(|&(start, end)| {
            let also = Words {
                start,
                end,
                ..self.words.clone()
            };
            also.touches(words)
        })
    }
}

impl Words {
    /// Whether the two share a character.
    pub(super) fn touches(&self, other: &Self) -> bool {
        self.article == other.article
            && self.field == other.field
            && self.start < other.end
            && other.start < self.end
    }
}

impl Kind {
    /// All, in the order in which they are printed.
    pub(super) const ALL: [Self; 10] = [
        Self::Number,
        Self::Age,
        Self::Date,
        Self::Clock,
        Self::TimeDistance,
        Self::Name,
        Self::Place,
        Self::Role,
        Self::Wording,
        Self::Event,
    ];

    /// Whether a discrepancy of `kind` can be this one. One reader's "three days" is a number, another's a distance in
    /// time; what differs in words alone can be printed as anything.
    pub(super) fn may_be(self, kind: ClaimKind) -> bool {
        let near: &[ClaimKind] = match self {
            Self::Number => &[ClaimKind::Number, ClaimKind::TimeDistance],
            Self::Age => &[ClaimKind::Age, ClaimKind::Number],
            Self::Date | Self::Clock => &[ClaimKind::Date, ClaimKind::Clock],
            Self::TimeDistance => &[ClaimKind::TimeDistance, ClaimKind::Number, ClaimKind::Date],
            Self::Name => &[ClaimKind::Name],
            Self::Place => &[ClaimKind::Place, ClaimKind::Name],
            Self::Role => &[ClaimKind::Role, ClaimKind::Event],
            Self::Wording | Self::Event => return true,
        };
        near.contains(&kind)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Clock => "clock",
            Self::Age => "age",
            Self::Name => "name",
            Self::Place => "place",
            Self::Role => "role",
            Self::TimeDistance => "time-distance",
            Self::Wording => "wording",
            Self::Event => "event",
        }
    }
}

impl From<ClaimKind> for Kind {
    fn from(kind: ClaimKind) -> Self {
        match kind {
            ClaimKind::Event => Self::Event,
            ClaimKind::Date => Self::Date,
            ClaimKind::Clock => Self::Clock,
            ClaimKind::Number => Self::Number,
            ClaimKind::Age => Self::Age,
            ClaimKind::Name => Self::Name,
            ClaimKind::Place => Self::Place,
            ClaimKind::Role => Self::Role,
            ClaimKind::TimeDistance => Self::TimeDistance,
            ClaimKind::Trait => Self::Wording,
        }
    }
}

impl Label {
    /// Those that are not to be printed as a conflict.
    pub(super) const NOT_CONFLICTS: [Self; 4] =
        [Self::Update, Self::Agree, Self::Compatible, Self::Unrelated];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Differ => "differ",
            Self::Update => "update",
            Self::Agree => "agree",
            Self::Compatible => "compatible",
            Self::Unrelated => "unrelated",
        }
    }
}

impl Split {
    pub(super) const ALL: [Self; 2] = [Self::Dev, Self::Test];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_the_project_can_be_read_and_is_whole() {
        let judged = Judged::read().unwrap();
        let stories: BTreeSet<&str> = { judged.stories.iter() }
            .map(|story| story.story.as_str())
            .collect();
        for (number, pair) in (1..).zip(&judged.pairs) {
            assert_eq!(pair.number, number);
            for side in [&pair.left, &pair.right] {
                assert!(side.words.start < side.words.end, "{number}");
            }
            assert_ne!(
                pair.left.words.article, pair.right.words.article,
                "{number}"
            );
            assert!(pair.stories.iter().all(|story| stories.contains(&**story)));
        }
    }

    #[test]
    fn words_touch_in_the_same_part_of_the_same_article() {
        let words = |article: &str, field, start, end| Words {
            article: article.into(),
            field,
            start,
            end,
        };
        let side = Side {
            words: words("a", Part::Text, 3, 6),
            also: vec![(9, 12)],
        };
        let touched = [(0, 3), (5, 8), (6, 9), (11, 20)]
            .map(|(start, end)| side.touches(&words("a", Part::Text, start, end)));
        assert_eq!(touched, [false, true, false, true]);
        assert!(!side.touches(&words("a", Part::Headline, 3, 6)));
        assert!(!side.touches(&words("b", Part::Text, 3, 6)));
    }
}
