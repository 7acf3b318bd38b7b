//! The rows of articles in tables of the CSV export.

use crate::annotation_record::AnnotationsRecord;
use crate::article_record::{ArticleRecord, Moment, SourceRecord, StatedText};
use crate::dossier::label;
use crate::export_csv::{CsvTable, SOURCE, SPAN};
use crate::export_record::ExportRecord;
use crate::inert::csv_cell;
use crate::passage_record::OccurrenceRecord;
use crate::shown_annotations::via_words;
use crate::span::{SourceSpan, Span};

/// The rows that a record has in `table`.
pub(crate) fn rows(table: CsvTable, record: &ExportRecord) -> Vec<Vec<String>> {
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
