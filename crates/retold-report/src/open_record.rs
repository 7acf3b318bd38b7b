//! What could not be told of a story.

use std::collections::BTreeSet;

use retold_model::{
    ArticleId, DiagnosticKind, Direction, NameKind, QuoteStance, TimeGround, TimeKind,
};
use serde::{Deserialize, Serialize};

use crate::annotation_record::AnnotationsRecord;
use crate::article_record::ArticleRecord;
use crate::dossier::DiagnosticRecord;
use crate::lineage_record::LineageRecord;
use crate::phase_record::{LinkedStoryRecord, PhaseRecord};
use crate::span::Span;
use crate::story_place_record::CitedRecord;

/// A kind of thing that could not be told, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OpenRecord {
    /// `not-annotated`: no language model reads the article. `no-publication-time`, `no-outlet`: the article does not
    /// state it. `headline-alone`: the source gives no body, so whose report it is stays open, and it counts as none.
    /// `time-left-open`: nothing tells which day a time expression means. `no-speaker`: a quote without one.
    /// `speaker-without-name`: the words that stand for a speaker lead to no name. `place-not-found`: the gazetteer does
    /// not have the name. `direction-unknown`: two articles share text, and neither is surely the copy.
    /// `source-not-named`: a text came from elsewhere, and it is not sure from where. `phase-not-tied`: articles of weeks
    /// after others of the story take up nothing that shows it to be the same happening. `no-phase`: articles do not state
    /// the day of their publication, so nothing tells of which phase they are. `limit-reached`: a source was larger than is
    /// read. `passages-left-out`: there are more than a dossier holds.
    pub kind: String,
    /// How often.
    pub count: u64,
    /// In which articles, in the order of the dossier.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub articles: Vec<ArticleId>,
    /// The words that are left open, where there are such.
    pub words: Vec<CitedRecord>,
}

/// What is known when it is asked what is not.
pub(crate) struct Known<'d> {
    pub(crate) articles: &'d [ArticleRecord],
    pub(crate) lineage: &'d [LineageRecord],
    pub(crate) diagnostics: &'d [DiagnosticRecord],
    pub(crate) passages_left_out: usize,
    pub(crate) phases: &'d [PhaseRecord],
    pub(crate) linked_stories: &'d [LinkedStoryRecord],
    /// Articles that are in no phase.
    pub(crate) undated: &'d [ArticleId],
}

impl Known<'_> {
    /// What could not be told; kinds of which there is nothing are left out.
    pub(crate) fn open(&self) -> Vec<OpenRecord> {
        let limits = { self.diagnostics.iter() }
            .filter(|diagnostic| diagnostic.kind == DiagnosticKind::LimitExceeded);
        let mut open = vec![
            self.articles_where("not-annotated", |article| article.annotations.is_none()),
            self.articles_where("no-publication-time", |article| article.published.is_none()),
            self.articles_where("no-outlet", |article| article.outlet.is_none()),
            self.articles_where("headline-alone", ArticleRecord::is_headline_alone),
            self.words("time-left-open", times_left_open),
            self.words("no-speaker", without_speaker),
            self.words("speaker-without-name", speakers_without_name),
            self.words("place-not-found", places_not_found),
            self.edges("direction-unknown", |lineage| {
                { lineage.edges.iter() }.any(|edge| edge.direction == Direction::Unknown)
            }),
            self.edges("source-not-named", |lineage| {
                { lineage.edges.iter() }
                    .any(|edge| edge.parent.kind == "unknown" || edge.parent.names.len() > 1)
            }),
            self.phases_not_tied(),
            self.no_phase(),
            OpenRecord::counted("limit-reached", limits.count()),
            OpenRecord::counted("passages-left-out", self.passages_left_out),
        ];
        open.retain(|record| record.count > 0);
        open
    }

    /// Later parts of the story that nothing but their likeness ties to what came before.
    fn phases_not_tied(&self) -> OpenRecord {
        let not_tied = { self.phases.iter().skip(1) }.filter(|phase| phase.tie.is_none());
        let articles = not_tied.flat_map(|phase| phase.articles.iter().copied());
        OpenRecord::of_articles("phase-not-tied", articles.collect())
    }

    /// Undated articles, where there is an order that they might have a place in.
    fn no_phase(&self) -> OpenRecord {
        let has_order = match self.phases.len() {
            0 => self.articles.len() > 1,
            1 => !self.linked_stories.is_empty(),
            _ => true,
        };
        let undated = self.undated.iter().filter(|_| has_order);
        OpenRecord::of_articles("no-phase", undated.copied().collect())
    }

    fn articles_where(&self, kind: &str, is_open: impl Fn(&ArticleRecord) -> bool) -> OpenRecord {
        let articles = self.articles.iter().filter(|article| is_open(article));
        OpenRecord::of_articles(kind, articles.map(|article| article.id).collect())
    }

    fn edges(&self, kind: &str, is_open: impl Fn(&LineageRecord) -> bool) -> OpenRecord {
        let lineages = self.lineage.iter().filter(|lineage| is_open(lineage));
        OpenRecord::of_articles(kind, lineages.map(|lineage| lineage.article).collect())
    }

    fn words(&self, kind: &str, spans: impl Fn(&AnnotationsRecord) -> Vec<&Span>) -> OpenRecord {
        let mut words = Vec::new();
        for article in self.articles {
            let spans = { article.annotations.iter() }.flat_map(&spans);
            words.extend(spans.map(|span| CitedRecord {
                article: article.id,
                span: span.clone(),
            }));
        }
        let mut articles: Vec<ArticleId> = words.iter().map(|cited| cited.article).collect();
        articles.dedup();
        OpenRecord {
            kind: kind.to_owned(),
            count: words.len() as u64,
            articles,
            words,
        }
    }
}

impl OpenRecord {
    fn of_articles(kind: &str, articles: Vec<ArticleId>) -> Self {
        Self {
            kind: kind.to_owned(),
            count: articles.len() as u64,
            articles,
            words: Vec::new(),
        }
    }

    fn counted(kind: &str, count: usize) -> Self {
        Self {
            count: count as u64,
            ..Self::of_articles(kind, Vec::new())
        }
    }
}

fn times_left_open(read: &AnnotationsRecord) -> Vec<&Span> {
    { read.times.iter() }
        .filter(|time| time.ground == TimeGround::Open)
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time))
        .map(|time| &time.span)
        .collect()
}

fn without_speaker(read: &AnnotationsRecord) -> Vec<&Span> {
    { read.quotes.iter() }
        .filter(|quote| quote.stance == QuoteStance::Statement && quote.speaker.is_none())
        .filter(|quote| quote.speaker_name.is_none())
        .filter_map(|quote| quote.content.first())
        .collect()
}

fn speakers_without_name(read: &AnnotationsRecord) -> Vec<&Span> {
    { read.quotes.iter() }
        .filter(|quote| quote.stance == QuoteStance::Statement && quote.speaker_name.is_none())
        .filter_map(|quote| quote.speaker.as_ref())
        .collect()
}

fn places_not_found(read: &AnnotationsRecord) -> Vec<&Span> {
    let found: BTreeSet<u32> = read
        .places
        .iter()
        .map(|place| place.span.start_byte)
        .collect();
    { read.chains.iter() }
        .filter(|chain| matches!(chain.kind, NameKind::Place | NameKind::Facility))
        .filter(|chain| {
            { chain.members.iter() }.all(|member| !found.contains(&member.span.start_byte))
        })
        .map(|chain| &chain.name)
        .collect()
}
