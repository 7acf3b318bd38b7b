//! What one speaker said once, as several reports word it.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, EntityId, QuoteKind, ViaLink};

/// The quotes of a story's reports that render one saying of one speaker: word for word, shortened, translated another
/// way, or as indirect speech.
///
/// A saying is what was said in one go: where one report quotes two sentences together that others quote apart, all of
/// them are wordings of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Who said it; `None` where no wording tells.
    pub speaker: Option<UtteranceSpeaker>,
    /// At least two, by article and place in it; one article may have several.
    pub wordings: Vec<Wording>,
    /// The number of the fullest wording: the one with most words, a direct one before others.
    pub fullest: u32,
    /// The number of the earliest wording, by the publication of its article; `None` unless one was surely published
    /// before all others that state a time.
    pub earliest: Option<u32>,
    /// Why the wordings are taken for one saying: one join less than wordings, each wording joined to another.
    pub joins: Vec<UtteranceJoin>,
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UtteranceSpeaker {
    /// Who it is in the register.
    pub entity: Option<EntityId>,
    /// The name as the article writes it, or what stands for it: "officials".
    pub name: String,
}

/// One article's wording of a saying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The article.
    pub article: ArticleId,
    /// Its number among the quotes of the article.
    pub quote: u32,
    /// The words, of the article's text, as in its [`Quote`](crate::Quote).
    pub content: Vec<TextRange>,
    /// How the words stand to the marks of quotation.
    pub kind: QuoteKind,
    /// Whom this article has as the speaker.
    pub speaker: Option<UtteranceSpeaker>,
    /// From the speaker to the outlet, nearest to the speaker first.
    pub via: Vec<ViaLink>,
    /// How it differs from the others as a whole, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<WordingDifference>,
    /// The wording against the fullest, in the order of both; all words of both stand in exactly one segment.
    pub collation: Vec<CollationSegment>,
}

/// How a wording differs from the others as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordingDifference {
    /// Others have the speaker's words in quotation marks, this one tells them.
    IndirectSpeech,
    /// It gives the words to another speaker.
    OtherSpeaker,
    /// It does not say whose words they are.
    NoSpeaker,
}

/// How a stretch of a wording stands to the fullest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CollationKind {
    /// The same words, but for house style.
    Same,
    /// Other words.
    Replaced,
    /// Words of the fullest that this wording lacks.
    Omitted,
    /// Words that the fullest lacks.
    Added,
}

/// A stretch of words of a wording, of the fullest, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollationSegment {
    /// How they stand to each other.
    pub kind: CollationKind,
    /// In the text of the fullest wording's article; several where its content is broken, none for [`CollationKind::Added`].
    pub fullest: Vec<TextRange>,
    /// In the text of this wording's article; several where its content is broken, none for [`CollationKind::Omitted`].
    pub wording: Vec<TextRange>,
    /// Whether an ellipsis in this wording marks the place; false for [`CollationKind::Same`].
    pub ellipsis: bool,
}

/// Why two wordings are taken for one saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "kebab-case")]
pub enum JoinGround {
    /// The same words.
    Verbatim,
    /// A run of words stands in both: one is a part of the other, or they overlap.
    Contained {
        /// Words that stand in both in this order.
        words: u32,
    },
    /// Words that are rare in the story stand in both.
    SharedWords {
        /// Different words, without function words.
        words: u32,
        /// Per cent of the shorter one's words, weighted by rareness.
        share: u8,
    },
    /// The vectors of the sentences lie near each other, and some words are shared.
    Vectors {
        /// The cosine, in per cent.
        similarity: u8,
    },
}

/// A ground on which two wordings are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UtteranceJoin {
    /// The number of the first wording.
    pub first: u32,
    /// The number of the second; greater.
    pub second: u32,
    /// Why.
    pub ground: JoinGround,
    /// How sure it is that they render one saying, 0 to 100.
    pub confidence: u8,
}
