//! What the link stage asks of a base, without knowing it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{
    Article, ArticleId, Decided, Embedding, Passage, PassageKind, Stamp, Stated, Story,
    StoryDecision, StoryId,
};

/// An article inside one base: small and dense, never shown, different in every base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey(pub u32);

/// The hash of a run of words, chosen so that copied text shares some. At most 32 bits are used, so that indexes
/// stay small; a collision costs a vain comparison, never a wrong result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub u64);

/// The hash of a word or name that tells stories apart. At most 32 bits are used, as in [`Fingerprint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(pub u64);

/// A term of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeightedTerm {
    /// The term.
    pub term: Term,
    /// How much it says about this article.
    pub weight: u8,
}

/// What the link stage keeps of an article to tell whether it reports the same happening as another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The terms by which articles that might report the same are found: in the index of the base, ascending.
    pub leading: Vec<Term>,
    /// What is compared: lists of terms, each ascending, each of one kind (words, names, days, …) that only the link stage
    /// knows.
    pub channels: Vec<Vec<WeightedTerm>>,
    /// What a short article means.
    pub embedding: Option<Embedding>,
}

/// What the link stage needs to know of an article's current version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linkable {
    /// Its id.
    pub id: ArticleId,
    /// The headline.
    pub headline: Option<String>,
    /// The text.
    pub text: Arc<str>,
    /// The body blocks, ascending.
    pub body: Vec<TextRange>,
    /// When published, as stated.
    pub published: Option<Stamp>,
    /// The publication.
    pub outlet: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
}

impl Linkable {
    /// What the link stage needs of `article`.
    pub fn of(article: &Article) -> Self {
        let value = |stated: &Option<Stated<String>>| stated.as_ref().map(|s| s.value.clone());
        Self {
            id: article.id,
            headline: value(&article.headline),
            text: Arc::from(article.text.as_str()),
            body: article.body().map(|block| block.range).collect(),
            published: article.published.as_ref().map(|stated| stated.value),
            outlet: value(&article.outlet),
            language: value(&article.language),
        }
    }
}

/// The fields of a [`Linkable`] that are needed where its text is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleStub {
    /// Its id.
    pub id: ArticleId,
    /// The headline.
    pub headline: Option<String>,
    /// When published, as stated.
    pub published: Option<Stamp>,
    /// The publication.
    pub outlet: Option<String>,
}

/// How near two articles are as reports of one happening; kept so that a story can be formed again without
/// comparing all its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similarity {
    /// The article with the smaller id.
    pub first: ArticleId,
    /// The other.
    pub second: ArticleId,
    /// 0 (nothing shared) to 1,000,000 (the same): parts per million, an integer so that it is the same everywhere.
    pub score: u32,
    /// What the two were compared as.
    pub kind: SimilarityKind,
}

/// What two articles were compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SimilarityKind {
    /// Reports in words of their own: what a score says depends on how near other reports of the happening are.
    Reports,
    /// Hardly more than headlines, both.
    Headlines,
    /// They share so much reported text that one may be a copy of the other.
    Copies,
}

impl SimilarityKind {
    /// Whether the score stands by itself, whatever else is near.
    pub fn is_settled(self) -> bool {
        self != Self::Reports
    }
}

/// The base could not answer.
#[derive(Debug, thiserror::Error)]
#[error("the base could not answer a look-up of the link stage")]
pub struct LinkIndexError(#[from] pub Box<dyn std::error::Error + Send + Sync>);

/// The look-ups that the link stage makes. `retold-store` answers them from its indexes; tests from memory.
///
/// All answers are about current versions. Lists of articles ascend by [`ArticleId`], so that nothing
/// depends on the order in which articles were added.
///
/// # Errors
///
/// Every look-up fails with [`LinkIndexError`] where the base can not be read, and for a key it does not hold.
#[expect(
    clippy::missing_errors_doc,
    reason = "all look-ups fail alike, as the trait says"
)]
pub trait LinkIndex {
    /// How many articles the base holds.
    fn article_count(&self) -> Result<u32, LinkIndexError>;

    /// The key of an article.
    fn key(&self, id: ArticleId) -> Result<Option<ArticleKey>, LinkIndexError>;

    /// What is known of an article.
    fn linkable(&self, key: ArticleKey) -> Result<Arc<Linkable>, LinkIndexError>;

    /// The articles that hold a fingerprint; `None` where more than `most` do. The cost is that of reading `most`.
    fn with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        most: usize,
    ) -> Result<Option<Arc<[ArticleKey]>>, LinkIndexError>;

    /// The first `count` articles that hold a fingerprint and are none of `except`, ascending by id. The cost is that of reading
    /// `count`, and those of `except` before them.
    fn first_with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        except: &BTreeSet<ArticleKey>,
        count: usize,
    ) -> Result<Vec<ArticleKey>, LinkIndexError>;

    /// The articles that hold a leading term; `None` where more than `most` do. The cost is that of reading `most`.
    fn with_term(
        &self,
        term: Term,
        most: usize,
    ) -> Result<Option<Arc<[ArticleKey]>>, LinkIndexError>;

    /// What is known of an article without its text.
    fn stub(&self, key: ArticleKey) -> Result<ArticleStub, LinkIndexError>;

    /// The fingerprints of an article, ascending.
    fn fingerprints(&self, key: ArticleKey) -> Result<Vec<Fingerprint>, LinkIndexError>;

    /// The sheet of an article, as it was stored with it.
    fn sheet(&self, key: ArticleKey) -> Result<Arc<Sheet>, LinkIndexError>;

    /// The passages that an article shares, as they were last stored.
    fn passages(&self, key: ArticleKey) -> Result<Vec<Passage>, LinkIndexError>;

    /// The words of reporting that an article shares with each other one, by the passages as they were last stored; in no order.
    fn shared_words(&self, key: ArticleKey) -> Result<Vec<(ArticleId, u32)>, LinkIndexError> {
        let id = self.stub(key)?.id;
        let passages = self.passages(key)?;
        let reports = { passages.iter() }.filter(|passage| passage.kind == PassageKind::Report);
        let mut shared: BTreeMap<ArticleId, u32> = BTreeMap::new();
        for passage in reports {
            let (first, second) = (passage.first.article, passage.second.article);
            let other = if first == id { second } else { first };
            *shared.entry(other).or_default() += passage.matched_words;
        }
        Ok(shared.into_iter().collect())
    }

    /// The similarities of an article, as they were last stored.
    fn similarities(&self, key: ArticleKey) -> Result<Vec<Similarity>, LinkIndexError>;

    /// The story that holds an article, as it was last stored; `None` for an article that was never linked. It may
    /// list articles that are no longer in the base.
    fn story(&self, key: ArticleKey) -> Result<Option<Story>, LinkIndexError>;

    /// What was decided by hand of the stories, ascending by number.
    fn story_decisions(&self) -> Result<Vec<Decided<StoryDecision>>, LinkIndexError>;
}

/// What a change of the base does to the stored links: apply all of it in the transaction of the change.
///
/// To apply it, delete first, then insert: every passage that touches an article of `relinked`, then `passages`;
/// every similarity that touches an article of `compared` and those of `parted`, then `similarities`; every story of `dissolved`, with its
/// list of articles, then `stories`. All lists ascend, and hold nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkUpdate {
    /// Articles whose passages are given anew, also those that left the base.
    pub relinked: Vec<ArticleId>,
    /// All passages that touch an article of `relinked`.
    pub passages: Vec<Passage>,
    /// Articles whose similarities are given anew, also those that left the base.
    pub compared: Vec<ArticleId>,
    /// Pairs of other articles whose similarity is no more or another, as a term that led from one to the other has become common
    /// or they share other text than before; the smaller id first.
    pub parted: Vec<(ArticleId, ArticleId)>,
    /// All similarities that touch an article of `compared`, and those of `parted` that there still are; ascending by the two
    /// ids.
    pub similarities: Vec<Similarity>,
    /// Stories that are no more, or not as they were.
    pub dissolved: Vec<StoryId>,
    /// Stories that are new, or not as they were; by id. With them every article of the base is in one story.
    pub stories: Vec<Story>,
}
