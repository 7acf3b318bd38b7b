//! Exports as CSV tables: UTF-8, a header, RFC 4180 quoting, no cell that a spreadsheet would run.

use std::io;

use crate::annotation_record::AnnotationsRecord;
use crate::article_record::{ArticleRecord, Moment, SourceRecord, StatedText};
use crate::dossier::{Dossier, DossierParts, label};
use crate::export_record::ExportRecord;
use crate::inert::csv_cell;
use crate::passage_record::OccurrenceRecord;
use crate::shown_annotations::via_words;
use crate::span::{SourceSpan, Span};
use crate::story_csv;

/// One table of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CsvTable {
    /// A row for each version of an article: what its source states.
    Articles,
    /// A row for each block of text.
    Blocks,
    /// A row for each name of a byline.
    Bylines,
    /// A row for each credit.
    Credits,
    /// A row for each part of a source that was left out.
    Cuts,
    /// A row for each passage of two articles.
    Passages,
    /// A row for each difference inside a passage.
    Edits,
    /// A row for each article of a story.
    StoryArticles,
    /// A row for each name.
    Mentions,
    /// A row for each place name of which it is known where it lies.
    Places,
    /// A row for each date, time, duration and what recurs.
    Times,
    /// A row for each number.
    Quantities,
    /// A row for each quote and reported statement.
    Quotes,
    /// A row for each outlet or agency that a text names.
    SourceOutlets,
    /// A row for each story.
    Stories,
    /// A row for each edge of a story's lineage.
    Lineage,
    /// A row for each statement of a claim.
    Claims,
    /// A row for each statement of a value in which reports differ.
    Discrepancies,
    /// A row for each wording of a saying.
    Wordings,
}

const ID: [&str; 2] = ["article", "version"];
pub(crate) const SPAN: [&str; 5] = ["start_byte", "end_byte", "start_char", "end_char", "words"];

/// What the text says around a quote: the columns have the same names in every table of quotes.
pub const AROUND_QUOTE: [&str; 6] = [
    "speaker_words",
    "cue",
    "addressee",
    "medium",
    "setting",
    "via",
];

const SOURCE: [&str; 2] = ["source_start_byte", "source_end_byte"];

impl CsvTable {
    /// All tables, in the order in which they are written and described.
    pub const ALL: [Self; 19] = [
        Self::Articles,
        Self::Blocks,
        Self::Bylines,
        Self::Credits,
        Self::Cuts,
        Self::Passages,
        Self::Edits,
        Self::StoryArticles,
        Self::Mentions,
        Self::Places,
        Self::Times,
        Self::Quantities,
        Self::Quotes,
        Self::SourceOutlets,
        Self::Stories,
        Self::Lineage,
        Self::Claims,
        Self::Discrepancies,
        Self::Wordings,
    ];

    /// Whether its rows are made of stories, not of articles.
    pub fn is_of_stories(self) -> bool {
        matches!(
            self,
            Self::Stories | Self::Lineage | Self::Claims | Self::Discrepancies | Self::Wordings
        )
    }

    /// Its name, which is also the name of its file without `.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Blocks => "blocks",
            Self::Bylines => "bylines",
            Self::Credits => "credits",
            Self::Cuts => "cuts",
            Self::Passages => "passages",
            Self::Edits => "edits",
            Self::StoryArticles => "story_articles",
            Self::Mentions => "mentions",
            Self::Places => "places",
            Self::Times => "times",
            Self::Quantities => "quantities",
            Self::Quotes => "quotes",
            Self::SourceOutlets => "source_outlets",
            Self::Stories => "stories",
            Self::Lineage => "lineage",
            Self::Claims => "claims",
            Self::Discrepancies => "discrepancies",
            Self::Wordings => "wordings",
        }
    }

    /// The names of its columns.
    pub fn columns(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Articles => {
                return [
                    &ID[..],
                    &[
                        "current",
                        "outlet",
                        "outlet_from",
                        "headline",
                        "headline_from",
                        "section",
                        "section_from",
                    ],
                    &[
                        "language",
                        "language_from",
                        "canonical_url",
                        "canonical_url_from",
                        "image",
                        "image_from",
                    ],
                    &[
                        "published",
                        "published_precision",
                        "published_offset",
                        "published_instant",
                        "published_from",
                    ],
                    &[
                        "modified",
                        "modified_precision",
                        "modified_offset",
                        "modified_instant",
                        "modified_from",
                    ],
                    &["dateline_place", "dateline_date", "dateline_agency"],
                    &SPAN.map(|name| match name {
                        "start_byte" => "dateline_start_byte",
                        "end_byte" => "dateline_end_byte",
                        "start_char" => "dateline_start_char",
                        "end_char" => "dateline_end_char",
                        _ => "dateline_words",
                    }),
                    &[
                        "path",
                        "record",
                        "offset",
                        "uri",
                        "form",
                        "media_type",
                        "charset",
                        "bytes",
                        "digest",
                    ],
                    &["retrieved", "text_bytes", "text_chars"],
                ]
                .concat();
            }
            Self::Blocks => {
                return [&ID[..], &["block", "kind"], &SPAN, &SOURCE, &["link"]].concat();
            }
            Self::Bylines => {
                return [&ID[..], &["byline", "name", "kind", "from"], &SOURCE].concat();
            }
            Self::Credits => {
                return [&ID[..], &["credit", "kind", "names", "from"], &SPAN].concat();
            }
            Self::Cuts => return [&ID[..], &["cut", "reason"], &SOURCE, &["words"]].concat(),
            Self::Mentions => return [&ID[..], &["mention", "kind"], &SPAN, &["title"]].concat(),
            Self::Places => {
                return [
                    &ID[..],
                    &["place"],
                    &SPAN,
                    &[
                        "name",
                        "feature",
                        "latitude",
                        "longitude",
                        "country",
                        "division",
                    ],
                    &["geonames", "wikidata", "placing", "actor", "confidence"],
                ]
                .concat();
            }
            Self::Times => {
                return [
                    &ID[..],
                    &["time", "kind"],
                    &SPAN,
                    &[
                        "timex",
                        "edtf",
                        "precision",
                        "modifier",
                        "begin",
                        "end",
                        "zone",
                    ],
                    &["anchor", "ground"],
                ]
                .concat();
            }
            Self::Quantities => {
                return [
                    &ID[..],
                    &["quantity"],
                    &SPAN,
                    &["qualifier", "amount", "to", "many", "measure", "unit", "of"],
                ]
                .concat();
            }
            Self::Quotes => {
                return [
                    &ID[..],
                    &["quote", "kind", "stance"],
                    &SPAN,
                    &["content", "speaker"],
                    &AROUND_QUOTE,
                    &["nested", "confidence"],
                ]
                .concat();
            }
            Self::SourceOutlets => {
                return [
                    &ID[..],
                    &["source_outlet"],
                    &SPAN,
                    &["name", "agency", "state", "country", "role", "quote"],
                ]
                .concat();
            }
            Self::Passages => &["kind", "matched_words", "edits"],
            Self::Edits => &["edit", "kind"],
            Self::StoryArticles => return vec!["story", "article"],
            Self::Stories | Self::Lineage | Self::Claims | Self::Discrepancies | Self::Wordings => {
                return story_csv::columns(self);
            }
        };
        [
            &[
                "first_article",
                "first_version",
                "first_start_byte",
                "first_end_byte",
                "first_start_char",
            ][..],
            &[
                "first_end_char",
                "first_words",
                "second_article",
                "second_version",
                "second_start_byte",
            ],
            &[
                "second_end_byte",
                "second_start_char",
                "second_end_char",
                "second_words",
            ],
            own,
        ]
        .concat()
    }
}

/// Writes records into tables.
pub struct CsvExport<W: io::Write> {
    tables: Vec<(CsvTable, csv::Writer<W>)>,
}

impl<W: io::Write> CsvExport<W> {
    /// Starts `tables`, each with its header.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn new(tables: Vec<(CsvTable, W)>) -> io::Result<Self> {
        let mut export = Self {
            tables: Vec::with_capacity(tables.len()),
        };
        for (table, out) in tables {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(table.columns())?;
            export.tables.push((table, writer));
        }
        Ok(export)
    }

    /// What of each story is to be [written](Self::write_story); `None` where no table is made of stories.
    pub fn story_parts(&self) -> Option<DossierParts> {
        let mut parts = None;
        for (table, _) in self
            .tables
            .iter()
            .filter(|(table, _)| table.is_of_stories())
        {
            match table {
                CsvTable::Stories | CsvTable::Lineage => {
                    parts.get_or_insert(DossierParts::Lineage);
                }
                _ => parts = Some(DossierParts::Comparison),
            }
        }
        parts
    }

    /// Appends the rows of a record to each table.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn write(&mut self, record: &ExportRecord) -> io::Result<()> {
        for (table, writer) in &mut self.tables {
            for row in rows(*table, record) {
                writer.write_record(row)?;
            }
        }
        Ok(())
    }

    /// Appends the rows of a story to each table that is made of stories.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn write_story(&mut self, story: &Dossier) -> io::Result<()> {
        for (table, writer) in &mut self.tables {
            for row in story_csv::rows(*table, story) {
                writer.write_record(row)?;
            }
        }
        Ok(())
    }

    /// Writes out what is left.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub fn finish(self) -> io::Result<Vec<(CsvTable, W)>> {
        self.tables
            .into_iter()
            .map(|(table, writer)| {
                let out = writer
                    .into_inner()
                    .map_err(csv::IntoInnerError::into_error)?;
                Ok((table, out))
            })
            .collect()
    }
}

fn rows(table: CsvTable, record: &ExportRecord) -> Vec<Vec<String>> {
    let article = &record.article;
    match table {
        CsvTable::Passages => record
            .passages
            .iter()
            .map(|passage| {
                let counts = vec![
                    label(&passage.kind),
                    passage.matched_words.to_string(),
                    passage.edits.len().to_string(),
                ];
                [
                    side(&passage.first, &passage.first.span),
                    side(&passage.second, &passage.second.span),
                    counts,
                ]
                .concat()
            })
            .collect(),
        CsvTable::Edits => record
            .passages
            .iter()
            .flat_map(|passage| {
                passage.edits.iter().enumerate().map(move |(index, edit)| {
                    [
                        side(&passage.first, &edit.first),
                        side(&passage.second, &edit.second),
                        vec![index.to_string(), label(&edit.kind)],
                    ]
                    .concat()
                })
            })
            .collect(),
        CsvTable::StoryArticles => record
            .stories
            .iter()
            .map(|story| vec![story.to_string(), article.id.to_string()])
            .collect(),
        table if table.is_of_stories() => Vec::new(),
        _ => (0..)
            .map_while(|index| article_row(table, article, index))
            .collect(),
    }
}

/// The row number `index` that an article has in `table`; `None` beyond the last, and in tables of more than one
/// article.
pub(crate) fn article_row(
    table: CsvTable,
    article: &ArticleRecord,
    index: usize,
) -> Option<Vec<String>> {
    let id = || {
        vec![
            article.id.to_string(),
            article.version.to_string(),
            index.to_string(),
        ]
    };
    let row = match table {
        CsvTable::Articles => (index == 0).then(|| stated_row(article))?,
        CsvTable::Blocks => {
            let block = article.blocks.get(index)?;
            let kind = vec![label(&block.kind)];
            let link = vec![text(block.link.as_deref())];
            [
                id(),
                kind,
                span(Some(&block.span)),
                source(Some(block.source)),
                link,
            ]
            .concat()
        }
        CsvTable::Bylines => {
            let byline = article.bylines.get(index)?;
            let own = vec![cell(&byline.name), label(&byline.kind), cell(&byline.from)];
            [id(), own, source(byline.source)].concat()
        }
        CsvTable::Credits => {
            let credit = article.credits.get(index)?;
            let own = vec![
                label(&credit.kind),
                cell(&credit.names.join("; ")),
                cell(&credit.from),
            ];
            [id(), own, span(credit.span.as_ref())].concat()
        }
        CsvTable::Cuts => {
            let cut = article.cuts.get(index)?;
            [
                id(),
                vec![label(&cut.reason)],
                source(Some(cut.source)),
                vec![cell(&cut.words)],
            ]
            .concat()
        }
        CsvTable::Passages | CsvTable::Edits | CsvTable::StoryArticles => return None,
        table if table.is_of_stories() => return None,
        _ => [
            id(),
            annotation_row(table, article.annotations.as_ref()?, index)?,
        ]
        .concat(),
    };
    Some(row)
}

/// The cells of annotation number `index` after its number; `None` beyond the last.
fn annotation_row(table: CsvTable, read: &AnnotationsRecord, index: usize) -> Option<Vec<String>> {
    let words = |span: &Option<Span>| {
        span.as_ref()
            .map_or_else(String::new, |span| cell(&span.words))
    };
    let row = match table {
        CsvTable::Mentions => {
            let mention = read.mentions.get(index)?;
            let kind = vec![label(&mention.kind)];
            [kind, span(Some(&mention.span)), vec![words(&mention.title)]].concat()
        }
        CsvTable::Places => {
            let place = read.places.get(index)?;
            let own = vec![
                cell(&place.place),
                label(&place.feature),
                degrees(place.latitude_e5),
                degrees(place.longitude_e5),
                text(place.country.as_deref()),
                text(place.division.as_deref()),
                place.geonames.map_or_else(String::new, |id| id.to_string()),
                text(place.wikidata.as_deref()),
                label(&place.placing),
                place.actor.to_string(),
                place.confidence.to_string(),
            ];
            [span(Some(&place.span)), own].concat()
        }
        CsvTable::Times => {
            let time = read.times.get(index)?;
            let own = vec![
                cell(&time.timex),
                text(time.edtf.as_deref()),
                time.precision
                    .map_or_else(String::new, |precision| label(&precision)),
                time.modifier
                    .map_or_else(String::new, |modifier| label(&modifier)),
                text(time.begin.as_deref()),
                text(time.end.as_deref()),
                text(time.zone.as_deref()),
                text(time.anchor.as_deref()),
                label(&time.ground),
            ];
            [vec![label(&time.kind)], span(Some(&time.span)), own].concat()
        }
        CsvTable::Quantities => {
            let quantity = read.quantities.get(index)?;
            let own = vec![
                quantity
                    .qualifier
                    .map_or_else(String::new, |qualifier| label(&qualifier)),
                cell(&quantity.amount.value),
                text(quantity.amount.to.as_deref()),
                quantity.amount.many.to_string(),
                cell(&quantity.measure.kind),
                text(quantity.measure.unit.as_deref()),
                words(&quantity.of),
            ];
            [span(Some(&quantity.span)), own].concat()
        }
        CsvTable::Quotes => {
            let quote = read.quotes.get(index)?;
            let via: Vec<String> = quote
                .via
                .iter()
                .map(|link| via_words(link.role, &link.span.words))
                .collect();
            // A quote that its attribution breaks has several parts; the span is that of the first.
            let content: Vec<&str> = quote
                .content
                .iter()
                .map(|part| part.words.as_str())
                .collect();
            let own = vec![
                cell(&content.join(" … ")),
                words(&quote.speaker_name),
                words(&quote.speaker),
                words(&quote.cue),
                words(&quote.addressee),
                words(&quote.medium),
                words(&quote.setting),
                cell(&via.join("; ")),
                quote.nested.to_string(),
                quote.confidence.to_string(),
            ];
            let kinds = vec![label(&quote.kind), label(&quote.stance)];
            [kinds, span(quote.content.first()), own].concat()
        }
        CsvTable::SourceOutlets => {
            let outlet = read.outlets.get(index)?;
            let own = vec![
                cell(&outlet.name),
                outlet.agency.to_string(),
                outlet.state.to_string(),
                text(outlet.country.as_deref()),
                cell(&outlet.role),
                outlet
                    .quote
                    .map_or_else(String::new, |quote| quote.to_string()),
            ];
            [span(Some(&outlet.span)), own].concat()
        }
        _ => return None,
    };
    Some(row)
}

/// Hundred-thousandths of a degree as degrees, for people and maps.
fn degrees(e5: i32) -> String {
    let sign = if e5 < 0 { "-" } else { "" };
    let all = e5.unsigned_abs();
    format!("{sign}{}.{:05}", all / 100_000, all % 100_000)
}

fn stated_row(article: &ArticleRecord) -> Vec<String> {
    let stated = |stated: &Option<StatedText>| match stated {
        Some(stated) => vec![cell(&stated.value), cell(&stated.from)],
        None => vec![String::new(); 2],
    };
    let moment = |moment: &Option<Moment>| match moment {
        Some(moment) => vec![
            moment.value.to_string(),
            label(&moment.precision),
            // An offset begins with a sign: to a spreadsheet it is a formula.
            text(moment.offset.as_deref()),
            text(moment.instant.as_deref()),
            cell(&moment.from),
        ],
        None => vec![String::new(); 5],
    };
    let dateline = match &article.dateline {
        Some(line) => {
            let parts = [&line.place, &line.date, &line.agency];
            [
                parts.map(|part| text(part.as_deref())).to_vec(),
                span(Some(&line.span)),
            ]
            .concat()
        }
        None => vec![String::new(); 8],
    };
    let head = vec![
        article.id.to_string(),
        article.version.to_string(),
        article.current.to_string(),
    ];
    let lengths = vec![
        article.text.len().to_string(),
        article.text.chars().count().to_string(),
    ];
    [
        head,
        stated(&article.outlet),
        stated(&article.headline),
        stated(&article.section),
        stated(&article.language),
        stated(&article.canonical_url),
        stated(&article.image),
        moment(&article.published),
        moment(&article.modified),
        dateline,
        source_row(&article.source),
        lengths,
    ]
    .concat()
}

fn source_row(source: &SourceRecord) -> Vec<String> {
    vec![
        cell(&source.path),
        source
            .record
            .map_or_else(String::new, |record| record.to_string()),
        source.offset.to_string(),
        text(source.uri.as_deref()),
        label(&source.form),
        cell(&source.media_type),
        cell(&source.charset),
        source.bytes.to_string(),
        source.digest.to_string(),
        source
            .retrieved
            .map_or_else(String::new, |stamp| stamp.to_string()),
    ]
}

fn side(occurrence: &OccurrenceRecord, of: &Span) -> Vec<String> {
    let head = vec![
        occurrence.article.to_string(),
        occurrence.version.to_string(),
    ];
    [head, span(Some(of))].concat()
}

pub(crate) fn span(span: Option<&Span>) -> Vec<String> {
    let Some(span) = span else {
        return vec![String::new(); SPAN.len()];
    };
    let numbers = [
        span.start_byte,
        span.end_byte,
        span.start_char,
        span.end_char,
    ];
    numbers
        .iter()
        .map(u32::to_string)
        .chain([cell(&span.words)])
        .collect()
}

fn source(source: Option<SourceSpan>) -> Vec<String> {
    source.map_or_else(
        || vec![String::new(); SOURCE.len()],
        |span| vec![span.start_byte.to_string(), span.end_byte.to_string()],
    )
}

pub(crate) fn cell(text: &str) -> String {
    csv_cell(text).into_owned()
}

pub(crate) fn text(text: Option<&str>) -> String {
    text.map_or_else(String::new, cell)
}
