//! Words that somebody said, as an article gives them.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

/// How the words of a quote stand to the marks of quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Every word stands in quotation marks.
    Direct,
    /// No word does.
    Indirect,
    /// Some words do.
    Mixed,
}

/// What the attributing words say that the source did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteStance {
    /// Said, wrote, announced: something that others could hear or read.
    Statement,
    /// Believed, wanted, saw: something that is only ascribed.
    Attitude,
}

/// What told that this is a quote and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteGround {
    /// The trained tagger, from the words, the parse and the marks of quotation.
    Tagger,
    /// Marks of quotation with a verb and its subject at their edge, which the tagger had left.
    Marks,
}

/// What a link of a via-chain did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViaRole {
    /// It was told: "told Xinhua", "in an interview with CNN".
    Told,
    /// It reported what the speaker said: "RIA Novosti cited Putin as saying", "according to state TV".
    Reported,
    /// It was cited by the link after it: "Reuters reports, citing Chinese state media".
    Cited,
}

/// One link between the speaker and the article, as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ViaLink {
    /// The words that name it.
    pub mention: TextRange,
    /// What it did.
    pub role: ViaRole,
}

/// Words that somebody said, wrote or is said to hold, as an article gives them.
///
/// All ranges are of the article's text; none is empty. `None` means that the text does not say it, or not surely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// What was said, with its marks; broken where the attributing words break it. Ascending, not overlapping, never
    /// empty.
    pub content: Vec<TextRange>,
    /// How the words stand to the marks of quotation.
    pub kind: QuoteKind,
    /// Whether it was said or is only ascribed.
    pub stance: QuoteStance,
    /// The attributing words: "has repeatedly said", "according to", ":".
    pub cue: Option<TextRange>,
    /// The mention of the speaker beside the cue, as it stands, often a pronoun.
    pub speaker: Option<TextRange>,
    /// The name that the mention stands for; the mention's own name if it holds one.
    pub speaker_name: Option<TextRange>,
    /// To whom it was said.
    pub addressee: Option<TextRange>,
    /// Through what it was said: "in a statement", "on Twitter".
    pub medium: Option<TextRange>,
    /// On what occasion: "at a news conference", "in televised remarks".
    pub setting: Option<TextRange>,
    /// From the speaker to the outlet, nearest to the speaker first.
    pub via: Vec<ViaLink>,
    /// True if the quote stands inside the content of another.
    pub nested: bool,
    /// What told that this is a quote.
    pub ground: QuoteGround,
    /// How sure the tagger is that this is a quote with these words, from 0 to 100.
    pub confidence: u8,
}
