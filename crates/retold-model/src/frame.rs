//! Who does what to whom: the predicates of an article with their arguments.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

/// What kind of words the predicate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PredicateKind {
    /// A verb: "shelled", "called off".
    Verb,
    /// A form of "be" with what somebody or something is: "is president of Kenya".
    Copula,
    /// What somebody or something is, set beside it: "Anna Olsen, the mayor".
    Apposition,
    /// A noun for an event: "the attack on Homs", "Moscow's invasion".
    Noun,
}

/// From which side a predicate is told. The roles of the arguments do not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// "Turkey shelled Homs".
    Active,
    /// "Homs was shelled by Turkey".
    Passive,
}

/// What an argument is to its predicate, whatever the voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentRole {
    /// Who does it; of a copula who or what is.
    Subject,
    /// To whom or to what it is done.
    Object,
    /// To whom something is given or told.
    Recipient,
    /// What the subject or the object is or becomes: "the mayor", "ready", "elected president".
    Predicative,
    /// Behind a preposition: "with Egypt", "from Syria".
    Prepositional,
}

/// Where an argument was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentGround {
    /// It stands in the clause.
    Stated,
    /// It is what a relative clause or a participle tells about: "the plan that France proposed".
    Antecedent,
    /// It stands with the predicate that this one is joined to: "France condemned the coup and suspended aid".
    Shared,
    /// It stands with the predicate that governs this one: "France agreed to pay".
    Governor,
}

/// Somebody or something that takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// What it is to the predicate.
    pub role: ArgumentRole,
    /// The noun phrase, without the clauses and appositions that tell more about it; without the preposition.
    pub range: TextRange,
    /// Its head words, one for each of several that are joined ("Xi and Putin"): a name whole, else one word; never empty.
    pub heads: Vec<TextRange>,
    /// The preposition before it, in small letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preposition: Option<String>,
    /// Where it was found.
    pub ground: ArgumentGround,
}

/// How real the text makes what a predicate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// It is, or was.
    Asserted,
    /// It is announced, intended, expected: "will visit", "plans to visit".
    Planned,
    /// It may be: "could visit", "is considering a visit", "threatened to".
    Possible,
    /// Somebody wants it, asks for it, orders it: "urged Iran to leave", "must leave".
    Wished,
    /// Somebody says that it is not so, or refuses it: "denied that", "ruled out", "refused to".
    Denied,
    /// It depends on a condition, or is one: "if", "unless".
    Conditional,
    /// It is asked: "whether", a question.
    Questioned,
}

/// When it happens, seen from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// "shelled", "was shelling", "had shelled".
    Past,
    /// "shells", "has shelled".
    Present,
    /// "will shell".
    Future,
}

/// How it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// "shells", "shelled".
    Simple,
    /// "is shelling".
    Progressive,
    /// "has shelled".
    Perfect,
    /// "has been shelling".
    PerfectProgressive,
}

/// Who stands for what a predicate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Voucher {
    /// The outlet, in its own voice.
    Outlet,
    /// The speaker of the article's quote of this number; of nested quotes the innermost.
    Quote(u32),
}

/// A predicate with its arguments and circumstances: the content of one clause, or of a noun for an event.
///
/// All ranges are of the article's text, all numbers those of the article's lists of times, quantities, quotes and frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The word that says what happens, without auxiliaries; of an apposition its noun.
    pub predicate: TextRange,
    /// What kind of words it is.
    pub kind: PredicateKind,
    /// Its base form in small letters with its particle: "shell", "call off", "be"; of a noun for an event the verb:
    /// "invade" of "invasion".
    pub lemma: String,
    /// The particle: "off" in "called the talks off".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub particle: Option<TextRange>,
    /// Auxiliary and modal verbs and "to", ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auxiliaries: Vec<TextRange>,
    /// From which side it is told.
    pub voice: Voice,
    /// Who and what takes part, by role, then where it stands.
    pub arguments: Vec<Argument>,
    /// The frames of the clauses that complete it ("said that …", "agreed to …"), ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complements: Vec<u32>,
    /// The frame that it completes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub governor: Option<u32>,
    /// The time expressions that belong to it, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<u32>,
    /// The quantities in it, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<u32>,
    /// The names of places where it happens or from or to where it goes, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<TextRange>,
    /// Whether it is negated: "did not", "nobody", "without".
    pub negated: bool,
    /// How real the text makes it.
    pub modality: Modality,
    /// When it happens; `None` where its form does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tense: Option<Tense>,
    /// How it goes on.
    pub aspect: Aspect,
    /// Who stands for it.
    pub voucher: Voucher,
}

impl Frame {
    /// Every range of it.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        let arguments = self.arguments.iter().flat_map(|argument| {
            std::iter::once(argument.range).chain(argument.heads.iter().copied())
        });
        std::iter::once(self.predicate)
            .chain(self.particle)
            .chain(self.auxiliaries.iter().copied())
            .chain(arguments)
            .chain(self.places.iter().copied())
    }

    /// The arguments with this role.
    pub fn with_role(&self, role: ArgumentRole) -> impl Iterator<Item = &Argument> {
        self.arguments
            .iter()
            .filter(move |argument| argument.role == role)
    }
}
