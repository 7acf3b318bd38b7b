//! What is known of a story, or of one article, as one record.

mod of_story;

use std::collections::BTreeMap;

use retold_model::{
    ArticleId, Diagnostic, DiagnosticKind, Passage, Severity, Stamp, StoryId, VersionId,
};
use serde::{Deserialize, Serialize};

use crate::article_record::{ArticleRecord, Moment, StatedText, View};
use crate::comparison_record::{ClaimRecord, DiscrepancyRecord, UtteranceRecord};
use crate::entity_record::{EntityRecord, entity_records};
use crate::inert;
use crate::input::ArticleDossierInput;
use crate::lineage_graph::source_name;
use crate::lineage_record::{IndependentRecord, LineageRecord, TextSourceRecord};
use crate::open_record::OpenRecord;
use crate::passage_record::{EditRecord, PassageRecord, edit_record};
use crate::phase_record::{LinkedStoryRecord, PhaseRecord};
use crate::story_place_record::StoryPlaceRecord;
use crate::timeline_record::DatedRecord;
use crate::version_diff::version_edits;
use crate::wrap::shorten;

/// The version of the records; it grows when a field changes its meaning or goes.
const FORMAT_VERSION: u32 = 1;

/// What is known of a story: its articles in full, the passages they share, the reprints among them.
///
/// Only words of the sources, field names and numbers: nothing in it is written by a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dossier {
    /// What this is: `retold-dossier`.
    pub format: String,
    /// The version of the format: 1.
    pub format_version: u32,
    /// The version of Retold that wrote it.
    pub retold: String,
    /// The story.
    pub story: StoryRecord,
    /// Its articles: dated ones by the time of publication, then undated ones by id.
    pub articles: Vec<ArticleRecord>,
    /// Groups of articles that carry mostly the same text.
    pub reprints: Vec<ReprintRecord>,
    /// Its phases by time of publication: one, unless nothing was published for two weeks. Articles that do not state the
    /// day of their publication are in none.
    #[serde(default)]
    pub phases: Vec<PhaseRecord>,
    /// The stories that it continues and those that continue it, by time.
    #[serde(default)]
    pub linked_stories: Vec<LinkedStoryRecord>,
    /// Where the text of each article came from, in the order of the articles.
    pub lineage: Vec<LineageRecord>,
    /// The reports that stand for themselves, with the articles that carry each.
    pub independent: Vec<IndependentRecord>,
    /// Where the reports differ, the gravest first.
    pub discrepancies: Vec<DiscrepancyRecord>,
    /// What the reports date, by the time that they say it happened or will.
    pub timeline: Vec<DatedRecord>,
    /// What the reports state, that which most independent ones state first.
    pub claims: Vec<ClaimRecord>,
    /// Sayings that stand in the reports in several wordings.
    pub utterances: Vec<UtteranceRecord>,
    /// Who and what the articles name: those that most of them name first.
    pub entities: Vec<EntityRecord>,
    /// The places that the articles name as places: those that most of them name first.
    pub places: Vec<StoryPlaceRecord>,
    /// What could not be told.
    pub open: Vec<OpenRecord>,
    /// The passages that pairs of articles share. `first` is the one that stands earlier in `articles`. Where the story
    /// has more than 2,000, those of each article with the one it shares most words with.
    pub passages: Vec<PassageRecord>,
    /// How many passages of the story are not in `passages`; the export has them all.
    pub passages_left_out: usize,
    /// What went wrong or is worth knowing about the sources.
    pub diagnostics: Vec<DiagnosticRecord>,
}

/// What is known of one article through all its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArticleDossier {
    /// What this is: `retold-article`.
    pub format: String,
    /// The version of the format: 1.
    pub format_version: u32,
    /// The version of Retold that wrote it.
    pub retold: String,
    /// The stories it belongs to; usually one.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub stories: Vec<StoryId>,
    /// Its versions, the oldest first.
    pub versions: Vec<VersionRecord>,
    /// Who and what it names.
    pub entities: Vec<EntityRecord>,
    /// The passages it shares; it is `first` in each.
    pub passages: Vec<PassageRecord>,
    /// The articles it shares them with.
    pub others: Vec<ArticleHead>,
    /// What went wrong or is worth knowing about its sources.
    pub diagnostics: Vec<DiagnosticRecord>,
}

/// The articles about one happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StoryRecord {
    /// Its id: 16 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: StoryId,
    /// The headline that stands for it: one of its articles'.
    pub headline: Option<String>,
    /// The earliest time that any article states for its publication, as EDTF.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub first: Option<Stamp>,
    /// The latest.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub last: Option<Stamp>,
    /// How many articles it has.
    pub article_count: usize,
    /// How many articles it has when each group of reprints counts once; a rewritten or excerpted text counts here.
    pub separate_texts: usize,
    /// How many reports stand for themselves: an agency's dispatch and all its copies count once.
    pub independent_count: usize,
    /// How many outlets they name.
    pub outlet_count: usize,
}

/// Articles that carry mostly the same text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReprintRecord {
    /// At least two, in the order of the dossier's articles.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub articles: Vec<ArticleId>,
}

/// A version of an article and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VersionRecord {
    /// The version.
    pub article: ArticleRecord,
    /// The differences from the version before it (`first`) to this one (`second`); empty for the first.
    pub changes: Vec<EditRecord>,
}

/// An article that is named, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArticleHead {
    /// Its id.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: ArticleId,
    /// The version that stands for it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub version: VersionId,
    /// The publication that carried it.
    pub outlet: Option<StatedText>,
    /// The headline.
    pub headline: Option<StatedText>,
    /// When it was published.
    pub published: Option<Moment>,
    /// Its address, as stated or as fetched.
    pub address: Option<String>,
    /// The file it was found in.
    pub path: String,
}

/// What went wrong or is worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiagnosticRecord {
    /// How much was lost.
    #[cfg_attr(test, schemars(schema_with = "schema::severity"))]
    pub severity: Severity,
    /// What happened.
    #[cfg_attr(test, schemars(schema_with = "schema::diagnostic_kind"))]
    pub kind: DiagnosticKind,
    /// The file.
    pub path: String,
    /// Which record of the file, from 0; `null` where the file is one document.
    pub record: Option<u32>,
    /// A sentence, values in backticks.
    pub message: String,
}

/// What of a dossier is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DossierParts {
    /// All of it.
    All,
    /// The heads of the articles (without text, blocks, cuts and annotations), and who copied whom.
    Lineage,
    /// The articles without text, blocks and cuts and with their quotes alone, who copied whom, and what the comparison
    /// of the reports gives: discrepancies, time line, claims, utterances.
    Comparison,
}

impl Dossier {
    /// The place of an article in [`Self::articles`], from 0; `None` for one of another story.
    pub fn place(&self, id: ArticleId) -> Option<usize> {
        self.articles.iter().position(|article| article.id == id)
    }

    /// `3 Outlet`: the number of an article, from 1, with its short name; empty for one of another story. Inert.
    pub(crate) fn name(&self, id: ArticleId) -> String {
        self.place(id).map_or_else(String::new, |place| {
            format!("{} {}", place + 1, self.articles[place].short_name())
        })
    }

    /// As [`Self::name`], or the name of an agency, or what is said of a text from elsewhere. Inert.
    pub(crate) fn source_name(&self, source: &TextSourceRecord) -> String {
        match source.kind.as_str() {
            // One of another story has no number here.
            "article" if self.place(source.article).is_none() => {
                format!("article {}", source.article)
            }
            "article" => self.name(source.article),
            _ => inert::visible(&source_name(source)).into_owned(),
        }
    }
}

impl ArticleDossier {
    /// The dossier of an article. Passages with articles that are not in `others` are left out.
    ///
    /// # Panics
    ///
    /// If the input holds no version: an article has at least one.
    pub fn of_article(input: &ArticleDossierInput) -> Self {
        let versions: Vec<View<'_>> = input.versions.iter().map(View::of).collect();
        let current = input
            .versions
            .iter()
            .position(|input| input.version.current)
            .unwrap_or(
                input
                    .versions
                    .len()
                    .checked_sub(1)
                    .expect("an article has at least one version"),
            );
        let others: Vec<View<'_>> = input.others.iter().map(View::of).collect();
        let mut views = vec![&versions[current]];
        views.extend(&others);
        views[1..].sort_by_key(|view| {
            let article = &view.version.article;
            (
                article.published.is_none(),
                article.published.as_ref().map(|published| published.value),
                article.id,
            )
        });
        let place: BTreeMap<ArticleId, usize> = views
            .iter()
            .enumerate()
            .rev()
            .map(|(place, view)| (view.id(), place))
            .collect();
        let own: Vec<Passage> = input
            .passages
            .iter()
            .filter(|passage| {
                [passage.first.article, passage.second.article]
                    .iter()
                    .any(|id| place.get(id) == Some(&0))
            })
            .cloned()
            .collect();
        Self {
            format: "retold-article".to_owned(),
            format_version: FORMAT_VERSION,
            retold: env!("CARGO_PKG_VERSION").to_owned(),
            stories: input.stories.clone(),
            versions: versions
                .iter()
                .enumerate()
                .map(|(index, view)| VersionRecord {
                    article: ArticleRecord::of_view(view),
                    changes: match index.checked_sub(1) {
                        Some(before) => changes(&versions[before], view),
                        None => Vec::new(),
                    },
                })
                .collect(),
            entities: entity_records([&input.versions[current]]),
            passages: passage_records(&placed(&own, &place), &views),
            others: views[1..]
                .iter()
                .map(|view| ArticleHead::of(view))
                .collect(),
            diagnostics: diagnostic_records(&input.diagnostics),
        }
    }

    /// The version that stands for the article.
    ///
    /// # Panics
    ///
    /// If it has none, which [`Self::of_article`] rules out; a file may hold such a record.
    pub fn current(&self) -> &ArticleRecord {
        self.versions
            .iter()
            .find(|version| version.article.current)
            .or(self.versions.last())
            .map(|version| &version.article)
            .expect("an article has at least one version")
    }
}

impl ArticleHead {
    fn of(view: &View<'_>) -> Self {
        let record = ArticleRecord::of_head(view);
        Self {
            id: record.id,
            version: record.version,
            address: record.address().map(str::to_owned),
            outlet: record.outlet,
            headline: record.headline,
            published: record.published,
            path: record.source.path,
        }
    }
}

/// What the version `after` changed.
fn changes(before: &View<'_>, after: &View<'_>) -> Vec<EditRecord> {
    let texts = [before, after].map(|view| view.version.article.text.as_str());
    version_edits(texts[0], texts[1])
        .iter()
        .map(|edit| edit_record(edit, before, after))
        .collect()
}

/// A passage with the places of its articles in the dossier, the earlier first.
#[derive(Clone, Copy)]
struct Placed<'p> {
    first: usize,
    second: usize,
    passage: &'p Passage,
}

/// The passages between articles that have a place, by the places of their articles and then in the order of the text.
fn placed<'p>(passages: &'p [Passage], place: &BTreeMap<ArticleId, usize>) -> Vec<Placed<'p>> {
    let mut found: Vec<_> = passages
        .iter()
        .filter_map(|passage| {
            let one = (*place.get(&passage.first.article)?, passage.first.range);
            let other = (*place.get(&passage.second.article)?, passage.second.range);
            let (one, other) = if one.0 <= other.0 {
                (one, other)
            } else {
                (other, one)
            };
            Some(((one.0, other.0, one.1, other.1), passage))
        })
        .collect();
    found.sort();
    let placed = |((first, second, _, _), passage)| Placed {
        first,
        second,
        passage,
    };
    found.into_iter().map(placed).collect()
}

fn passage_records(passages: &[Placed<'_>], views: &[&View<'_>]) -> Vec<PassageRecord> {
    passages
        .iter()
        .map(|placed| PassageRecord::of(placed.passage, views[placed.first], views[placed.second]))
        .collect()
}

fn diagnostic_records(diagnostics: &[Diagnostic]) -> Vec<DiagnosticRecord> {
    diagnostics
        .iter()
        .map(|diagnostic| DiagnosticRecord {
            severity: diagnostic.severity,
            kind: diagnostic.kind,
            path: diagnostic.location.path.clone(),
            record: diagnostic.location.record,
            message: diagnostic.message.clone(),
        })
        .collect()
}

/// The name of a value as it is stored and exported: `block-quote`.
pub fn label<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Columns of a short name. Names of outlets have up to 40.
const SHORT_NAME_COLUMNS: usize = 48;

impl ArticleRecord {
    /// How the article is named where there is little room. Inert.
    pub(crate) fn short_name(&self) -> String {
        short_name(self.outlet.as_ref(), self.address(), &self.source.path)
    }
}

/// How an article is named where there is little room: its outlet, else the host of its address, else its file. Inert.
pub(crate) fn short_name(outlet: Option<&StatedText>, address: Option<&str>, path: &str) -> String {
    if let Some(outlet) = outlet {
        return shorten(&inert::visible(&outlet.value), SHORT_NAME_COLUMNS);
    }
    let host = address
        .and_then(inert::web_address)
        .and_then(|address| url::Url::parse(&address).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    let name = host.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path).to_owned());
    shorten(&inert::visible(&name), SHORT_NAME_COLUMNS)
}

/// The values of the model's enums, for the published schema.
#[cfg(test)]
pub(crate) mod schema {
    use retold_model::{
        BlockKind, BylineKind, CreditKind, CutReason, DiagnosticKind, EditKind, Form, NameKind,
        PassageKind, Precision, QuoteGround, QuoteKind, QuoteStance, Reference, Severity,
        TimeGround, TimeKind, ViaRole,
    };
    use schemars::{Schema, SchemaGenerator, json_schema};

    use super::label;

    macro_rules! values {
        ($name:ident: $type:ident, $($value:ident),+) => {
            pub(crate) fn $name(_: &mut SchemaGenerator) -> Schema {
                // A match without a wildcard: a new value does not compile until it is listed here.
                let listed = |value: $type| match value { $($type::$value => label(&value)),+ };
                json_schema!({ "type": "string", "enum": [$(listed($type::$value)),+] })
            }
        };
    }

    values!(precision: Precision, Year, Month, Day, Minute, Second);
    values!(byline_kind: BylineKind, Person, Agency, Desk);
    values!(credit_kind: CreditKind, Source, With, Byline, Reporting);
    values!(form: Form, Html, Text, WordPress, FeedItem, JsonFeedItem, JsonArticle);
    values!(block_kind: BlockKind, Headline, Deck, Byline, Dateline, Heading, Paragraph, ListItem, BlockQuote, Caption, Credit);
    values!(cut_reason: CutReason, Navigation, Teaser, Sharing, Subscription, Advertisement, Comments, Rights, Caption,
        AuthorBox, Metadata, Repeated, Hidden, Interface, Boilerplate);
    values!(edit_kind: EditKind, Deleted, Inserted, Replaced);
    values!(passage_kind: PassageKind, Report, Quotation);
    values!(severity: Severity, Note, Warning, Error);
    values!(diagnostic_kind: DiagnosticKind, Unreadable, Empty, UnknownFormat, Malformed, Truncated, InvalidText,
        LimitExceeded, UnsafePath, NoArticle, Internal);
    values!(name_kind: NameKind, Person, Organisation, Place, Facility, Group);
    values!(reference: Reference, Name, Acronym, Description, Pronoun);
    values!(time_kind: TimeKind, Date, Time, Duration, Set);
    values!(time_ground: TimeGround, Stated, Counted, PastTense, FutureTense, Nearest, Open);
    values!(quote_kind: QuoteKind, Direct, Indirect, Mixed);
    values!(quote_stance: QuoteStance, Statement, Attitude);
    values!(quote_ground: QuoteGround, Tagger, Marks);
    values!(via_role: ViaRole, Told, Reported, Cited);
}
