//! The tables of the CSV export that are made of stories: what the reports say side by side.

use crate::article_csv::{cell, span, text};
use crate::comparison_record::{DiscrepancyRecord, StatementRecord};
use crate::dossier::{Dossier, label};
use crate::export_csv::{CsvTable, SPAN};

/// Where a statement stands: its article, the quote whose speaker stands for it, the words.
const STATEMENT: [&str; 3] = ["article", "version", "quote"];

/// The sentence of a statement.
const SENTENCE: [&str; 5] = [
    "sentence_start_byte",
    "sentence_end_byte",
    "sentence_start_char",
    "sentence_end_char",
    "sentence_words",
];

/// The names of the columns of a table that is made of stories; none of another.
pub(crate) fn columns(table: CsvTable) -> Vec<&'static str> {
    match table {
        CsvTable::Stories => vec![
            "story",
            "headline",
            "first",
            "last",
            "articles",
            "independent",
            "separate_texts",
            "outlets",
        ],
        CsvTable::Lineage => vec![
            "story",
            "article",
            "edge",
            "parent_kind",
            "parent",
            "parent_names",
            "kind",
            "confidence",
            "direction",
            "share",
            "grounds",
        ],
        CsvTable::Claims => [
            &[
                "story",
                "claim",
                "kind",
                "articles",
                "independent",
                "fullest",
            ][..],
            &STATEMENT,
            &SPAN,
            &SENTENCE,
        ]
        .concat(),
        CsvTable::Discrepancies => [
            &[
                "story",
                "discrepancy",
                "kind",
                "course",
                "severity",
                "verdict",
            ][..],
            &["value", "articles", "independent"],
            &STATEMENT,
            &SPAN,
            &SENTENCE,
        ]
        .concat(),
        CsvTable::Wordings => [
            &["story", "saying", "wording"][..],
            &STATEMENT,
            &SPAN,
            &[
                "content",
                "kind",
                "speaker",
                "fullest",
                "earliest",
                "differences",
            ],
        ]
        .concat(),
        _ => Vec::new(),
    }
}

/// The rows that a story has in a table that is made of stories; none in another.
pub(crate) fn rows(table: CsvTable, story: &Dossier) -> Vec<Vec<String>> {
    let id = story.story.id.to_string();
    match table {
        CsvTable::Stories => vec![story_row(story)],
        CsvTable::Lineage => lineage_rows(&id, story),
        CsvTable::Claims => {
            let mut rows = Vec::new();
            for (number, claim) in story.claims.iter().enumerate() {
                for (at, statement) in (0u32..).zip(&claim.statements) {
                    let head = vec![
                        id.clone(),
                        number.to_string(),
                        label(&claim.kind),
                        claim.articles.to_string(),
                        claim.independent.to_string(),
                        (at == claim.fullest).to_string(),
                    ];
                    rows.push([head, statement_cells(story, statement)].concat());
                }
            }
            rows
        }
        CsvTable::Discrepancies => { story.discrepancies.iter() }
            .flat_map(|found| discrepancy_rows(&id, story, found))
            .collect(),
        CsvTable::Wordings => wording_rows(&id, story),
        _ => Vec::new(),
    }
}

fn story_row(dossier: &Dossier) -> Vec<String> {
    let story = &dossier.story;
    let stamp = |stamp: Option<retold_model::Stamp>| {
        stamp.map_or_else(String::new, |stamp| stamp.to_string())
    };
    vec![
        story.id.to_string(),
        text(story.headline.as_deref()),
        stamp(story.first),
        stamp(story.last),
        story.article_count.to_string(),
        story.independent_count.to_string(),
        story.separate_texts.to_string(),
        story.outlet_count.to_string(),
    ]
}

fn lineage_rows(id: &str, story: &Dossier) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for lineage in &story.lineage {
        for (number, edge) in lineage.edges.iter().enumerate() {
            let grounds: Vec<&str> = { edge.grounds.iter() }
                .map(|ground| ground.ground.as_str())
                .collect();
            rows.push(vec![
                id.to_owned(),
                lineage.article.to_string(),
                number.to_string(),
                edge.parent.kind.clone(),
                edge.parent.article.to_string(),
                cell(&edge.parent.names.join("; ")),
                label(&edge.kind),
                edge.confidence.to_string(),
                label(&edge.direction),
                edge.share.to_string(),
                grounds.join("; "),
            ]);
        }
    }
    rows
}

fn discrepancy_rows(id: &str, story: &Dossier, found: &DiscrepancyRecord) -> Vec<Vec<String>> {
    let verdict = found.decision.as_ref();
    let verdict = verdict.map_or_else(String::new, |decision| label(&decision.verdict));
    let mut rows = Vec::new();
    for (number, value) in found.values.iter().enumerate() {
        for statement in &value.statements {
            let head = vec![
                id.to_owned(),
                found.id.to_string(),
                label(&found.kind),
                label(&found.course),
                label(&found.severity),
                verdict.clone(),
                number.to_string(),
                value.articles.to_string(),
                value.independent.to_string(),
            ];
            rows.push([head, statement_cells(story, statement)].concat());
        }
    }
    rows
}

fn wording_rows(id: &str, story: &Dossier) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (saying, utterance) in story.utterances.iter().enumerate() {
        for (number, wording) in (0u32..).zip(&utterance.wordings) {
            let content: Vec<&str> = { wording.content.iter() }
                .map(|part| part.words.as_str())
                .collect();
            let differences: Vec<String> = wording.differences.iter().map(label).collect();
            let head = vec![
                id.to_owned(),
                saying.to_string(),
                number.to_string(),
                wording.article.to_string(),
                version(story, wording.article),
                wording.quote.to_string(),
            ];
            let own = vec![
                cell(&content.join(" … ")),
                label(&wording.kind),
                text(wording.speaker.as_deref()),
                (number == utterance.fullest).to_string(),
                (Some(number) == utterance.earliest).to_string(),
                differences.join("; "),
            ];
            // A quote that its attribution breaks has several parts; the span is that of the first.
            rows.push([head, span(wording.content.first()), own].concat());
        }
    }
    rows
}

fn statement_cells(story: &Dossier, statement: &StatementRecord) -> Vec<String> {
    let head = vec![
        statement.article.to_string(),
        version(story, statement.article),
        statement
            .quote
            .map_or_else(String::new, |quote| quote.to_string()),
    ];
    [
        head,
        span(Some(&statement.words)),
        span(Some(&statement.sentence)),
    ]
    .concat()
}

/// The version of an article in whose text the ranges of a dossier count.
fn version(story: &Dossier, article: retold_model::ArticleId) -> String {
    let mut articles = story.articles.iter();
    let found = articles.find(|known| known.id == article);
    found.map_or_else(String::new, |found| found.version.to_string())
}
