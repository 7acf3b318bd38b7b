//! A name in an article's text, and what kind of thing it names.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A human being, also of fiction, and a family by its name.
    Person,
    /// A body of people with a name: company, ministry, party, court, team, newspaper, armed group.
    Organisation,
    /// A country, town, region, river, mountain, sea.
    Place,
    /// A building, a road, a mine: "Aswan Dam", "Heathrow Airport".
    Facility,
    /// People by nation, religion, people or political side, as noun or adjective: "Russian", "Muslims".
    Group,
}

/// What the kind of a name stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameGround {
    /// The language model said so.
    Model,
    /// A word of the name says it: "Ministry", "River", "Ltd".
    HeadWord,
    /// A list has the name or a part of it: countries, towns, outlets, given names.
    List,
    /// A title, an office or a form of address stands with it.
    Title,
    /// The words around it: a preposition, a verb of saying, an apposition.
    Context,
    /// It is the short form of a name spelt out beside it in brackets.
    Acronym,
    /// Other mentions of the same name in the document.
    Document,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The name alone: no article, no title, no possessive ending.
    pub range: TextRange,
    /// What it stands for.
    pub kind: NameKind,
    /// What spoke for this kind, in the order of [`NameGround`], without doubles; never empty.
    pub grounds: Vec<NameGround>,
    /// The titles and offices stated right before it: "Prime Minister", "Gen.", "striker".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<TextRange>,
}
