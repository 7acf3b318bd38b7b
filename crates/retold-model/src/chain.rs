//! The places of one article that stand for one person, organisation, place or group.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::NameKind;

/// How a member of a chain refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// By the name, or a part of it: "Angela Merkel", "Merkel".
    Name,
    /// By the initials of a longer name of the chain: "WHO".
    Acronym,
    /// By what it is: "the German chancellor", "his counterpart".
    Description,
    /// By a pronoun: "she", "their".
    Pronoun,
}

/// One place of the text that stands for what a [`Chain`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChainMember {
    /// The words: a name as in its [`Mention`](crate::Mention), a description with its article, a pronoun.
    pub range: TextRange,
    /// How they refer.
    pub reference: Reference,
}

/// A coreference chain: the places of one article that stand for one thing with a name.
///
/// Every mention of a name is a member of exactly one chain. Descriptions and pronouns are members only where the
/// text makes it clear whom they mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// What kind of thing it is.
    pub kind: NameKind,
    /// The fullest of its names, the first of equals.
    pub name: TextRange,
    /// Where it stands, ascending, never empty.
    pub members: Vec<ChainMember>,
    /// What it is said to be: titles before the name, appositions, predicates ("Prime Minister", "a spokesman for the
    /// ministry"); ascending, without doubles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<TextRange>,
}
