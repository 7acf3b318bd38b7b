//! What was extracted from a source document.

use retold_text::{SourceRange, TextRange};
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Digest, Stamp, VersionId};

/// A value with the place where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where it was read, for people: `json-ld:datePublished`, `meta:og:site_name`, `text`, `url`, `manifest`.
    pub from: String,
    /// The raw bytes it was read from, where known.
    pub source: Option<SourceRange>,
}

/// What a block of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// The standfirst below it.
    Deck,
    /// The line that names the writers.
    Byline,
    /// A line of its own with place and date.
    Dateline,
    /// A heading inside the body.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set off as a block, an embedded post.
    BlockQuote,
    /// Words of an image or a table that belong to it.
    Caption,
    /// A line that says whose material this is.
    Credit,
}

impl BlockKind {
    /// Whether the block is part of the body: what the reporter tells, in order.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            Self::Heading | Self::Paragraph | Self::ListItem | Self::BlockQuote
        )
    }
}

/// A run of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the article's text.
    pub range: TextRange,
    /// The raw bytes it came from, first to last character (markup between them included).
    pub source: SourceRange,
}

/// Why a part of a source document is not in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutReason {
    /// Menus, breadcrumbs, site headers and footers.
    Navigation,
    /// Headlines and first words of other articles, "Read more", "You may also like".
    Teaser,
    /// Share bars, follow buttons.
    Sharing,
    /// Invitations to subscribe, register, sign up, donate.
    Subscription,
    /// Advertisements and their markers.
    Advertisement,
    /// Readers' comments and the form for them.
    Comments,
    /// Rights notices, legal lines.
    Rights,
    /// A caption or credit of a picture or player that is not part of the body.
    Caption,
    /// About the author.
    AuthorBox,
    /// Date lines, bylines, section names, tags: read as fields, or the site's own.
    Metadata,
    /// Words that the page repeats (headline or standfirst again).
    Repeated,
    /// Text that a reader does not see.
    Hidden,
    /// Buttons, forms, notices of the page itself.
    Interface,
    /// Outside the main text, with no sign of what it is.
    Boilerplate,
}

/// A part of the source that holds words and was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Its raw bytes.
    pub source: SourceRange,
    /// Why.
    pub reason: CutReason,
}

/// Who a byline names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BylineKind {
    /// A person.
    Person,
    /// An agency: its text is carried.
    Agency,
    /// A desk, a team, the outlet itself.
    Desk,
}

/// One name of a byline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The name, without "By".
    pub name: Stated<String>,
    /// Who it is.
    pub kind: BylineKind,
}

/// The place, date and agency that open a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// Where it stands in the article's text.
    pub range: TextRange,
    /// The place as written.
    pub place: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// The agency as written.
    pub agency: Option<String>,
}

/// How a credit line puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditKind {
    /// "Source: CNN": the text is theirs.
    Source,
    /// "With Reuters", "with inputs from agencies": theirs in part.
    With,
    /// Named in the byline or dateline.
    Byline,
    /// "With reporting by Erin Hale": a person who helped.
    Reporting,
}

/// Whose material the article carries, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How it is put.
    pub kind: CreditKind,
    /// Names as written, one each.
    pub names: Vec<String>,
    /// Where it stands in the article's text; `None` where only a field says it.
    pub range: Option<TextRange>,
    /// Where it was read, as in [`Stated::from`].
    pub from: String,
}

/// An article: one immutable text and what its source states of it.
///
/// `text` holds the blocks in order, parted by a blank line (`"\n\n"`); blocks tile it but for those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id, the same for all its versions.
    pub id: ArticleId,
    /// The id of this version.
    pub version: VersionId,
    /// The source document it was extracted from.
    pub source: Digest,
    /// The publication that carried it.
    pub outlet: Option<Stated<String>>,
    /// The section of the outlet.
    pub section: Option<Stated<String>>,
    /// BCP 47 tag.
    pub language: Option<Stated<String>>,
    /// When published.
    pub published: Option<Stated<Stamp>>,
    /// When last modified.
    pub modified: Option<Stated<Stamp>>,
    /// Its lasting address.
    pub canonical_url: Option<Stated<String>>,
    /// Address of the lead image.
    pub image: Option<Stated<String>>,
    /// The headline, as a field; it is also a block where it stands in the text.
    pub headline: Option<Stated<String>>,
    /// Who wrote it.
    pub bylines: Vec<Byline>,
    /// Place, date, agency at its start.
    pub dateline: Option<Dateline>,
    /// Whose material it carries.
    pub credits: Vec<Credit>,
    /// The text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// What was left out, in the order of the source.
    pub cuts: Vec<Cut>,
}

impl Article {
    /// The words of a block.
    ///
    /// # Panics
    ///
    /// If `block` is not of this article.
    pub fn words(&self, block: &Block) -> &str {
        block
            .range
            .slice(&self.text)
            .expect("blocks lie on character boundaries of their article's text")
    }

    /// The blocks of the body.
    pub fn body(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_body())
    }
}

/// An article as a base holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleVersion {
    /// The article.
    pub article: Article,
    /// When its source was fetched, where known.
    pub retrieved: Option<Stamp>,
    /// Whether this is the version that stands for the article: the latest modified, else retrieved, else the one
    /// with the highest version id.
    pub current: bool,
}
