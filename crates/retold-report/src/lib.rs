//! What Retold found, for people and for programs.
//!
//! A [`Dossier`] is a record: only words of the sources, field names and numbers, nothing written by a machine.
//! Every range in it carries bytes, characters and the words themselves, so that anybody can check it. It is built
//! from the records of the model by [`Dossier::of_story`] and [`ArticleDossier::of_article`], and shown by the
//! renderers:
//!
//! ```text
//!  StoryInput ──► Dossier ──► terminal text · Markdown · HTML (one file, no scripts) · JSON
//!  ArticleInput ─► ArticleRecord ──► JSONL · CSV tables ──► verify
//! ```
//!
//! A dossier asks [`retold_link`] to compare the reports of its story; what of it is shown, and in which order, is chosen once
//! (`shown_*.rs`) for all forms.
//!
//! What a page says is never trusted: [`inert`] holds the one function a format needs to show words without obeying
//! them. The same input gives the same bytes; nothing here reads a clock or a file.

mod input;

mod dossier;

mod annotation_record;
mod article_record;
mod attributed;
mod comparison_record;
mod entity_record;
mod lineage_graph;
mod lineage_record;
mod open_record;
mod passage_record;
mod phase_record;
mod same_sentence;
mod span;
mod story_csv;
mod story_place_record;
mod timeline_record;
mod undated;

mod source_words;
mod text_fragment;
mod version_diff;

pub mod inert;

mod headline;
mod html;
mod json;
mod markdown;
mod runs;
mod shown_annotations;
mod shown_comparison;
mod shown_open;
mod shown_passages;
mod shown_phases;
mod shown_places;
mod terminal;
mod wrap;

mod article_csv;
mod export_csv;
mod export_record;
mod verify;

#[cfg(test)]
mod reference;

pub use annotation_record::{
    AmountRecord, AnnotationsRecord, ArgumentRecord, ChainMemberRecord, ChainRecord,
    ConversionRecord, FrameRecord, MeasureRecord, MentionRecord, PlaceRecord, QuantityRecord,
    QuoteRecord, SourceOutletRecord, TimeRecord, ViaRecord,
};
pub use article_record::{
    ArticleRecord, BlockRecord, BylineRecord, CreditRecord, CutRecord, DatelineRecord, Moment,
    SourceRecord, StatedText,
};
pub use comparison_record::{
    ClaimRecord, CollationRecord, DiscrepancyRecord, JoinRecord, StatedValueRecord,
    StatementRecord, UtteranceRecord, VerdictRecord, WordingRecord,
};
pub use dossier::label;
pub use dossier::{
    ArticleDossier, ArticleHead, DiagnosticRecord, Dossier, DossierParts, ReprintRecord,
    StoryRecord, VersionRecord,
};
pub use entity_record::{ChainPlaceRecord, EntityRecord};
pub use export_csv::{AROUND_QUOTE, CsvExport, CsvTable};
pub use export_record::ExportRecord;
pub use headline::opening_words;
pub use html::{article_html, story_html};
pub use input::{ArticleDossierInput, ArticleInput, ExportInput, PhasesInput, StoryInput};
pub use json::{to_json_line, to_json_pretty};
pub use lineage_graph::{lineage_dot, lineage_graphml};
pub use lineage_record::{
    AgencyRecord, CarrierRecord, GroundRecord, IndependentRecord, LineageEdgeRecord, LineageRecord,
    RootRecord, TextSourceRecord,
};
pub use markdown::{article_markdown, story_markdown};
pub use open_record::OpenRecord;
pub use passage_record::{EditRecord, OccurrenceRecord, PassageRecord};
pub use phase_record::{
    LinkedStoryRecord, PhaseGroundRecord, PhaseRecord, PhaseTieRecord, PhaseWordsRecord,
};
pub use shown_annotations::{around, speaker_name, via_words};
pub use span::{SourceSpan, Span, Spans};
pub use story_place_record::{CitedRecord, StoryPlaceRecord};
pub use terminal::{
    Paint, article_text, claims_text, discrepancies_text, lineage_text, story_text, utterances_text,
};
pub use timeline_record::DatedRecord;
pub use verify::{Finding, Verification, VerifyError, Witness, verify_export};
pub use wrap::{shorten, wrap};
