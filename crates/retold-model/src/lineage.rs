//! Who copied whom.

use std::sync::Arc;

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ArticleVersion, Byline, Credit, Dateline, Linkable, Stamp};

/// What lineage needs to know of an article's current version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
    /// Id, headline, text, body, time of publication and outlet.
    pub linkable: Arc<Linkable>,
    /// When last modified, as stated.
    pub modified: Option<Stamp>,
    /// When its source was fetched: it was published before.
    pub retrieved: Option<Stamp>,
    /// Its lasting address, as stated.
    pub canonical_url: Option<String>,
    /// Who wrote it.
    pub bylines: Vec<Byline>,
    /// Place, date, agency at its start.
    pub dateline: Option<Dateline>,
    /// Whose material it carries, as it says itself.
    pub credits: Vec<Credit>,
}

impl ArticleFacts {
    /// What lineage needs of a version.
    pub fn of(version: &ArticleVersion) -> Self {
        let article = &version.article;
        Self {
            linkable: Arc::new(Linkable::of(article)),
            modified: article.modified.as_ref().map(|stated| stated.value),
            retrieved: version.retrieved,
            canonical_url: article
                .canonical_url
                .as_ref()
                .map(|stated| stated.value.clone()),
            bylines: article.bylines.clone(),
            dateline: article.dateline.clone(),
            credits: article.credits.clone(),
        }
    }
}

/// Where text was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// An article of the collection.
    Article(ArticleId),
    /// A dispatch of an agency that is not in the collection; or a text of the outlet that a source line names.
    Agency {
        /// The agency's or outlet's name in the register; several, ascending, where the credits leave open which of them it was.
        names: Vec<String>,
        /// The first of the articles that carry the dispatch, by id: tells two dispatches of one agency apart.
        first: ArticleId,
    },
    /// A text that is not in the collection and that nobody names, known by the copies that share it.
    Unknown {
        /// The first of the copies, by id.
        first: ArticleId,
    },
}

impl Source {
    /// The article, where it is one of the collection.
    pub fn article(&self) -> Option<ArticleId> {
        match self {
            Self::Article(id) => Some(*id),
            Self::Agency { .. } | Self::Unknown { .. } => None,
        }
    }
}

/// What a child made of its parent's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineageKind {
    /// All or nearly all of it, word for word.
    Reprint,
    /// A part of it, word for word: cut from the bottom, or some paragraphs.
    Excerpt,
    /// It, with sentences changed.
    Rewrite,
    /// A later version by the same outlet or agency.
    Update,
    /// Some of it, or all, inside a text of which a third or more is the child's own or another's.
    Borrowing,
}

/// Whether it is known which of two articles took from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The grounds tell.
    Known,
    /// They share text that others lack; the edge is given one way, the other is about as likely.
    Unknown,
}

/// Why an edge, or an agency behind a text, is thought to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "kebab-case")]
pub enum Ground {
    /// So much of the child stands in the parent.
    SharedText {
        /// Words of the child's body that stand there.
        words: u32,
        /// Per cent of the child's body.
        share: u8,
        /// Where, in the child; in its order.
        child: Vec<TextRange>,
        /// Where, in the parent, for each range of the child; none where the parent is not in the collection.
        parent: Vec<TextRange>,
    },
    /// The child ends where the parent goes on: it was cut from the bottom.
    CutFromBottom {
        /// Words of the parent that follow.
        words: u32,
    },
    /// Wording that these two share and that others, who carry the sentence, write differently.
    Inherited {
        /// In the child.
        child: TextRange,
        /// In the parent.
        parent: TextRange,
        /// How many others write it differently.
        others: u32,
    },
    /// The child's credit line, byline or dateline names the parent or its agency.
    Credit {
        /// The name as written.
        name: String,
        /// Where it stands in the child's text; `None` where only a field says it.
        range: Option<TextRange>,
    },
    /// The parent is a page of the agency itself.
    AgencyPage {
        /// The agency's name in the register.
        name: String,
    },
    /// A person who looked at both said so.
    Decided,
    /// Both have the same headline, and not all who carry the text have it.
    SameHeadline,
    /// Their paragraphs begin at the same sentences, where others part the text differently.
    SameParagraphs {
        /// Places where one paragraph could have begun, compared.
        places: u32,
    },
    /// The parent was published before the child, as both state.
    Earlier {
        /// The parent's time.
        parent: Stamp,
        /// The child's.
        child: Stamp,
    },
    /// The parent states a later time than the child: it speaks against the edge.
    Later {
        /// The parent's time.
        parent: Stamp,
        /// The child's.
        child: Stamp,
    },
    /// Other articles with the same text name the agency.
    CreditedCopies {
        /// The agency's name in the register.
        agency: String,
        /// Those articles, by id; the first few.
        articles: Vec<ArticleId>,
    },
    /// The copies share sentences that no single one of the others holds: they had a common source.
    CommonSource {
        /// The other copies, by id; the first few.
        articles: Vec<ArticleId>,
    },
}

/// An edge from a child to where it took text from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineageEdge {
    /// Where the text was taken from.
    pub parent: Source,
    /// What was made of it.
    pub kind: LineageKind,
    /// How sure it is that this and no other is the parent, 0 to 100.
    pub confidence: u8,
    /// Whether it is known who took from whom.
    pub direction: Direction,
    /// Per cent of the child's body that this parent gives and no edge before this one.
    pub share: u8,
    /// Why; never empty.
    pub grounds: Vec<Ground>,
}

/// An agency behind a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyOrigin {
    /// Its name in the register.
    pub name: String,
    /// How sure it is, 0 to 100.
    pub confidence: u8,
    /// Why; never empty.
    pub grounds: Vec<Ground>,
}

/// A root of a body's text: who first told it, as far as can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootShare {
    /// An agency's dispatch, an outlet's own report, or a text that is not in the collection.
    pub root: Source,
    /// Per cent of the body.
    pub share: u8,
}

/// Where an article's text came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The article.
    pub article: ArticleId,
    /// Its parents, those that give most first. Empty for an article that took from nobody known.
    pub edges: Vec<LineageEdge>,
    /// The root that gives most of what is not its own, if that is 15 per cent of its body at least; `None` for an
    /// article that is its own report.
    pub origin: Option<Source>,
    /// The agencies behind its text, those that give most first.
    pub agencies: Vec<AgencyOrigin>,
    /// The roots of its body with their shares, the greatest first; what is its own has itself as root.
    pub roots: Vec<RootShare>,
}

/// A report that stands for itself, with all articles that carry it: they count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndependentReport {
    /// An agency's dispatch, an outlet's own report, or a text that is not in the collection.
    pub root: Source,
    /// Those that carry at least a fifth of a body of it, by id. Each is merged for the reason that its path gives.
    pub articles: Vec<Carrier>,
}

/// An article that carries a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// The article.
    pub article: ArticleId,
    /// Per cent of its body.
    pub share: u8,
    /// The way the text took, from the article's parent to the root; each step is an edge of the step before it.
    /// Empty for the article whose own report it is.
    pub path: Vec<Source>,
}
