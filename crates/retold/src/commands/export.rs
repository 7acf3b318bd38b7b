//! `retold export`: the articles with all their ranges.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use retold_report::{CsvExport, CsvTable, ExportRecord, to_json_line};
use retold_store::Reader;

use crate::base;
use crate::cli::{ExportFormat, Global, TableName};
use crate::dossier_input::{self, Exporter};
use crate::exit_status::ExitStatus;
use crate::messages::{Reporter, count};
use crate::output::{self, BYTE_ORDER_MARK, Output};
use crate::screen::Screen;
use crate::sentence_vectors::SentenceVectors;

pub(crate) fn run(global: &Global, format: ExportFormat, screen: Screen) -> Result<ExitStatus> {
    let records = base::read(global, |reader| match format {
        ExportFormat::Jsonl {
            output,
            all_versions,
        } => {
            let mut output = Output::open(output.as_deref())?;
            let records = each_record(reader, all_versions, |record| {
                to_json_line(&mut output, record)?;
                Ok(output.write_all(b"\n")?)
            })?;
            output.finish()?;
            Ok(records)
        }
        ExportFormat::Csv {
            output,
            table,
            bom,
            all_versions,
        } => {
            let mut tables = open_tables(output.as_deref(), table)?;
            if bom {
                for (_, output) in &mut tables {
                    output.write_all(BYTE_ORDER_MARK)?;
                }
            }
            write_tables(reader, tables, all_versions, screen)
        }
    })?;
    Reporter::new(screen).say(&count(records, "article exported", "articles exported"));
    Ok(ExitStatus::look_at_if(records == 0))
}

/// Writes the articles, and of the stories what the tables ask for; gives the number of records.
fn write_tables(
    reader: Reader<'_>,
    tables: Vec<(CsvTable, Output)>,
    all_versions: bool,
    screen: Screen,
) -> Result<u64> {
    let mut export = CsvExport::new(tables)?;
    let records = each_record(reader, all_versions, |record| Ok(export.write(record)?))?;
    if let Some(parts) = export.story_parts() {
        let sentences = SentenceVectors::new(screen);
        for story in reader.stories()? {
            let dossier = dossier_input::dossier(reader, story, parts, &sentences)?;
            export.write_story(&dossier)?;
        }
    }
    for (_, output) in export.finish()? {
        output.finish()?;
    }
    Ok(records)
}

/// Hands over the records one by one, by article id, and counts them.
fn each_record(
    reader: Reader<'_>,
    all_versions: bool,
    mut write: impl FnMut(&ExportRecord) -> Result<()>,
) -> Result<u64> {
    let mut exporter = Exporter::default();
    let mut records = 0;
    for id in reader.article_ids()? {
        for input in exporter.inputs(reader, id, all_versions)? {
            write(&ExportRecord::of(&input))?;
            records += 1;
        }
    }
    Ok(records)
}

/// One table to a file or standard output, or all to a directory.
fn open_tables(path: Option<&Path>, table: Option<TableName>) -> Result<Vec<(CsvTable, Output)>> {
    if let Some(table) = table {
        return Ok(vec![(csv_table(table), Output::open(path)?)]);
    }
    let directory = path.map_or_else(|| PathBuf::from("."), Path::to_owned);
    output::directory(&directory)?;
    CsvTable::ALL
        .into_iter()
        .map(|table| {
            Ok((
                table,
                Output::open(Some(&directory.join(format!("{}.csv", table.name()))))?,
            ))
        })
        .collect()
}

fn csv_table(name: TableName) -> CsvTable {
    match name {
        TableName::Articles => CsvTable::Articles,
        TableName::Blocks => CsvTable::Blocks,
        TableName::Bylines => CsvTable::Bylines,
        TableName::Credits => CsvTable::Credits,
        TableName::Cuts => CsvTable::Cuts,
        TableName::Passages => CsvTable::Passages,
        TableName::Edits => CsvTable::Edits,
        TableName::StoryArticles => CsvTable::StoryArticles,
        TableName::Mentions => CsvTable::Mentions,
        TableName::Places => CsvTable::Places,
        TableName::Times => CsvTable::Times,
        TableName::Quantities => CsvTable::Quantities,
        TableName::Quotes => CsvTable::Quotes,
        TableName::SourceOutlets => CsvTable::SourceOutlets,
        TableName::Stories => CsvTable::Stories,
        TableName::Lineage => CsvTable::Lineage,
        TableName::Claims => CsvTable::Claims,
        TableName::Discrepancies => CsvTable::Discrepancies,
        TableName::Wordings => CsvTable::Wordings,
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_table_can_be_named() {
        let named: Vec<(String, CsvTable)> = TableName::value_variants()
            .iter()
            .map(|&name| {
                (
                    name.to_possible_value().unwrap().get_name().to_owned(),
                    csv_table(name),
                )
            })
            .collect();
        let all: Vec<(String, CsvTable)> = CsvTable::ALL
            .into_iter()
            .map(|table| (table.name().to_owned(), table))
            .collect();
        assert_eq!(named, all);
    }
}
