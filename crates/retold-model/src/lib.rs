//! The records that every part of Retold speaks in.
//!
//! A [`SourceDocument`] is one thing as read; an [`Article`] is what was extracted from it; a [`Passage`] is a run
//! of text that stands in two articles; a [`Story`] is the articles about one happening. Records hold data and
//! the invariants of their own fields, no analysis and no I/O.
//!
//! Every derived record points into a text by range: [`TextRange`](retold_text::TextRange) into an article's text,
//! [`SourceRange`](retold_text::SourceRange) into the raw bytes of its source document. `Option` means "not stated in
//! the source"; nothing is guessed.

mod id;
mod stamp;

mod source_document;

mod article;

mod lineage;
mod link;
mod passage;
mod story;
mod story_input;

mod annotations;
mod chain;
mod claim;
mod decision;
mod embedding;
mod entity;
mod frame;
mod mention;
mod phase;
mod place;
mod quantity;
mod quote;
mod report;
mod source_outlet;
mod time_expression;
mod utterance;

mod diagnostic;

pub use annotations::Annotations;
pub use article::{
    Article, ArticleVersion, Block, BlockKind, Byline, BylineKind, Credit, CreditKind, Cut,
    CutReason, Dateline, Stated,
};
pub use chain::{Chain, ChainMember, Reference};
pub use claim::{
    Claim, ClaimKind, Claims, Course, Discrepancy, DiscrepancySeverity, SameGround, StatedValue,
    Statement,
};
pub use decision::{ByHand, DiscrepancyDecision, LineageDecision, StoryDecision, Verdict};
pub use diagnostic::{Diagnostic, DiagnosticKind, Severity};
pub use embedding::Embedding;
pub use entity::{
    Alias, ArticleNames, AuthorityEntry, AuthorityId, ChainName, ChainPlace, ChainSense, Decided,
    Decision, Entity, EntityIndex, EntityReference, EntityUpdate, FirstArticle, KeyedSense, Merge,
    MergeGround, NameKey, NameSense, NamedChain, SenseSummary, SettledSense, SplitPart,
    StatedOffice, StatedRole,
};
pub use frame::{
    Argument, ArgumentGround, ArgumentRole, Aspect, Frame, Modality, PredicateKind, Tense, Voice,
    Voucher,
};
pub use id::{ArticleId, Digest, DiscrepancyId, EntityId, ParseIdError, StoryId, VersionId};
pub use lineage::{
    AgencyOrigin, ArticleFacts, Carrier, Direction, Ground, IndependentReport, Lineage,
    LineageEdge, LineageKind, RootShare, Source,
};
pub use link::{
    ArticleKey, ArticleStub, Fingerprint, LinkIndex, LinkIndexError, LinkUpdate, Linkable, Sheet,
    Similarity, SimilarityKind, Term, WeightedTerm,
};
pub use mention::{Mention, NameGround, NameKind};
pub use passage::{Edit, EditKind, Occurrence, Passage, PassageKind};
pub use phase::{
    LinkedStory, Phase, PhaseGround, PhaseGroundKind, PhaseTie, PhaseWords, StoryPhases,
};
pub use place::{
    GeoPoint, Place, PlaceAlternative, PlaceFeature, PlaceGround, PlaceReading, Placing,
};
pub use quantity::{
    AgeUnit, Amount, Conversion, Decimal, Measure, ParseDecimalError, Qualifier, Quantity,
};
pub use quote::{Quote, QuoteGround, QuoteKind, QuoteStance, ViaLink, ViaRole};
pub use report::Report;
pub use source_document::{
    Field, FieldName, Form, Location, Markup, Part, PartRole, SourceDocument,
};
pub use source_outlet::{OutletRole, SourceOutlet};
pub use stamp::{ParseStampError, Precision, Stamp};
pub use story::{ReprintGroup, Story};
pub use story_input::{ArticleInput, PhasesInput, StoryInput};
pub use time_expression::{
    TimeAnchor, TimeExpression, TimeGround, TimeKind, TimeModifier, TimePrecision, TimeSpan,
    TimeZoneStated, TimexValue,
};
pub use utterance::{
    CollationKind, CollationSegment, JoinGround, Utterance, UtteranceJoin, UtteranceSpeaker,
    Wording, WordingDifference,
};
