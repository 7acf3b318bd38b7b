//! The phases of a story, and the stories that are other phases of the same, as they leave Retold.

use std::collections::BTreeMap;

use retold_model::{
    ArticleId, LinkedStory, Phase, PhaseGround, PhaseGroundKind, PhaseTie, PhaseWords, Stamp,
    StoryId, StoryPhases, VersionId,
};
use serde::{Deserialize, Serialize};

use crate::article_record::View;
use crate::input::PhasesInput;
use crate::span::Span;

/// Articles of a story that no gap of two weeks or more divides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PhaseRecord {
    /// When the first of its articles was published, as EDTF.
    #[cfg_attr(test, schemars(with = "String"))]
    pub first: Stamp,
    /// When the last one was.
    #[cfg_attr(test, schemars(with = "String"))]
    pub last: Stamp,
    /// The headline that stands for it: one of its articles'.
    pub headline: Option<String>,
    /// Its articles by time of publication.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub articles: Vec<ArticleId>,
    /// How many independent reports these articles are.
    pub independent_count: usize,
    /// Why it is a later phase of what an earlier one tells; `null` for the first, and where nothing was found: then it
    /// may tell of another happening.
    pub tie: Option<PhaseTieRecord>,
}

/// A story that is another phase of what this one tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LinkedStoryRecord {
    /// `earlier`: this story continues it. `later`: it continues this one.
    pub relation: String,
    /// Its id.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: StoryId,
    /// The headline that stands for it.
    pub headline: Option<String>,
    /// The earliest time that any of its articles states for its publication, as EDTF.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub first: Option<Stamp>,
    /// The latest.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last: Option<Stamp>,
    /// How many articles it has.
    pub article_count: usize,
    /// How many independent reports these are.
    pub independent_count: usize,
    /// Why; in its grounds `earlier` is the story that began first.
    pub tie: PhaseTieRecord,
}

/// Why something is a later phase of what something earlier tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PhaseTieRecord {
    /// How sure it is, 0 to 100.
    pub confidence: u8,
    /// What the later one takes up, the weightiest first.
    pub grounds: Vec<PhaseGroundRecord>,
}

/// Something that the earlier phase tells and that the later one takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PhaseGroundRecord {
    /// `decision` by hand, `person`, `day` or `month` of the earlier happening, `facility`, `town`, `voice` (somebody with an
    /// office, or quoted both times), `words` (the texts are near as a whole).
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: PhaseGroundKind,
    /// The day or the month as EDTF, or the town's name in the gazetteer; `null` where the words say it.
    pub value: Option<String>,
    /// Where the earlier one has it.
    pub earlier: Option<PhaseWordsRecord>,
    /// Where the later one has it.
    pub later: Option<PhaseWordsRecord>,
}

/// Words of an article, which may be of another story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PhaseWordsRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The version whose text has them.
    #[cfg_attr(test, schemars(with = "String"))]
    pub version: VersionId,
    /// The words.
    pub span: Span,
}

/// Makes the records of one story.
pub(crate) struct PhaseMaker<'d> {
    input: &'d PhasesInput,
    own: &'d BTreeMap<ArticleId, View<'d>>,
    others: BTreeMap<ArticleId, View<'d>>,
}

impl<'d> PhaseMaker<'d> {
    pub(crate) fn new(input: &'d PhasesInput, own: &'d BTreeMap<ArticleId, View<'d>>) -> Self {
        let others = { input.others.iter() }
            .map(|version| (version.article.id, View::without_source(version)))
            .collect();
        Self { input, own, others }
    }

    fn found(&self) -> &'d StoryPhases {
        &self.input.phases
    }

    /// The phases; `independent` counts the independent reports of some articles.
    pub(crate) fn phases(&self, independent: &dyn Fn(&[ArticleId]) -> usize) -> Vec<PhaseRecord> {
        let record = |phase: &Phase| PhaseRecord {
            first: phase.first,
            last: phase.last,
            headline: phase.headline.clone(),
            articles: phase.articles.clone(),
            independent_count: independent(&phase.articles),
            tie: phase.tie.as_ref().map(|tie| self.tie(tie)),
        };
        self.found().phases.iter().map(record).collect()
    }

    /// The earlier stories, then the later ones.
    pub(crate) fn linked(&self) -> Vec<LinkedStoryRecord> {
        let earlier = { self.found().earlier.iter() }.map(|linked| ("earlier", linked));
        let later = { self.found().later.iter() }.map(|linked| ("later", linked));
        earlier
            .chain(later)
            .map(|(relation, linked)| self.linked_story(relation, linked))
            .collect()
    }

    fn linked_story(&self, relation: &str, linked: &LinkedStory) -> LinkedStoryRecord {
        let story = &linked.story;
        let independent = self.input.independent.get(&story.id);
        LinkedStoryRecord {
            relation: relation.to_owned(),
            id: story.id,
            headline: story.headline.clone(),
            first: story.first,
            last: story.last,
            article_count: story.articles.len(),
            independent_count: independent.copied().unwrap_or(0),
            tie: self.tie(&linked.tie),
        }
    }

    fn tie(&self, tie: &PhaseTie) -> PhaseTieRecord {
        let ground = |ground: &PhaseGround| PhaseGroundRecord {
            kind: ground.kind,
            value: ground.value.clone(),
            earlier: ground.earlier.and_then(|words| self.words(words)),
            later: ground.later.and_then(|words| self.words(words)),
        };
        PhaseTieRecord {
            confidence: tie.confidence,
            grounds: tie.grounds.iter().map(ground).collect(),
        }
    }

    fn words(&self, words: PhaseWords) -> Option<PhaseWordsRecord> {
        let article = words.article;
        let view = { self.own.get(&article) }.or_else(|| self.others.get(&article))?;
        Some(PhaseWordsRecord {
            article,
            version: view.version.article.version,
            span: view.spans.span(words.range),
        })
    }
}
