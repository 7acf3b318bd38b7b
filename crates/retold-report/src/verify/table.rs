//! Tables of the CSV export, row by row.

use std::io::BufRead;
use std::rc::Rc;
use std::str::FromStr;

use super::claim::Claim;
use super::{Check, VerifyError};
use crate::article_csv::article_row;
use crate::export_csv::CsvTable;
use crate::inert::{csv_words, visible};
use crate::span::Span;
use crate::wrap::shorten;

impl Check<'_> {
    pub(super) fn csv(&mut self, file: impl BufRead) -> Result<(), VerifyError> {
        let mut reader = csv::Reader::from_reader(file);
        let malformed = |record: u64, source: csv::Error| VerifyError::Malformed {
            record,
            source: source.into(),
        };
        let header = reader
            .headers()
            .map_err(|source| malformed(0, source))?
            .clone();
        // A byte order mark is what some spreadsheets ask for.
        let names: Vec<&str> = header
            .iter()
            .map(|name| name.trim_start_matches('\u{FEFF}'))
            .collect();
        let Some(table) = CsvTable::ALL
            .into_iter()
            .find(|table| table.columns() == names)
        else {
            let found = format!("the columns `{}`", shorten(&visible(&names.join(",")), 80));
            return Err(VerifyError::UnknownFormat { found });
        };
        for row in reader.records() {
            self.result.records += 1;
            let record = self.result.records;
            let row = row.map_err(|source| malformed(record, source))?;
            self.row(
                table,
                &Row {
                    names: &names,
                    cells: &row,
                    record,
                },
            )?;
        }
        Ok(())
    }

    fn row(&mut self, table: CsvTable, row: &Row<'_>) -> Result<(), VerifyError> {
        if matches!(
            table,
            CsvTable::StoryArticles | CsvTable::Stories | CsvTable::Lineage
        ) {
            return Ok(());
        }
        if table.is_of_stories() {
            let (article, version) = (row.parsed("article")?, row.parsed("version")?);
            let mut spans = Vec::new();
            for side in ["", "sentence_"] {
                let words = format!("{side}words");
                if row.names.contains(&&*words) {
                    spans.push((words, row.span(side)?));
                }
            }
            let claims = spans
                .iter()
                .map(|(words, span)| Claim::of(words.clone(), article, version, span))
                .collect();
            return self.claims(claims);
        }
        if matches!(table, CsvTable::Passages | CsvTable::Edits) {
            let sides = ["first_", "second_"];
            let mut spans = Vec::new();
            for side in sides {
                let (article, version) = (
                    row.parsed(&format!("{side}article"))?,
                    row.parsed(&format!("{side}version"))?,
                );
                spans.push((article, version, row.span(side)?));
            }
            let claims = sides
                .iter()
                .zip(&spans)
                .map(|(side, (article, version, span))| {
                    Claim::of(format!("{side}words"), *article, *version, span)
                })
                .collect();
            return self.claims(claims);
        }
        let (id, version) = (row.parsed("article")?, row.parsed("version")?);
        let Some(article) = self.known(id, version)? else {
            self.find(
                "version",
                format!("the base holds no version {version} of {id}"),
            );
            return Ok(());
        };
        self.result.ranges += 1;
        // The row that the base would write, cell by cell.
        let index = match table {
            CsvTable::Articles => 0,
            // The third column is the number of the row in its table.
            _ => row.parsed(row.names[2])?,
        };
        let mut article = article;
        if table == CsvTable::Articles {
            Rc::make_mut(&mut article).current = row.parsed("current")?;
        }
        let expected = article_row(table, &article, index);
        let Some(expected) = expected else {
            self.find(
                row.names[2],
                format!("the version has no {} {index}", row.names[2]),
            );
            return Ok(());
        };
        for ((name, expected), found) in row.names.iter().zip(&expected).zip(row.cells) {
            if expected != found {
                let show = |cell: &str| shorten(csv_words(cell), 60);
                self.find(
                    name,
                    format!("expected `{}`, but found `{}`", show(expected), show(found)),
                );
            }
        }
        Ok(())
    }
}

struct Row<'r> {
    names: &'r [&'r str],
    cells: &'r csv::StringRecord,
    record: u64,
}

impl Row<'_> {
    fn cell(&self, name: &str) -> &str {
        let index = self.names.iter().position(|&other| other == name);
        index
            .and_then(|index| self.cells.get(index))
            .unwrap_or_default()
    }

    fn parsed<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        name: &str,
    ) -> Result<T, VerifyError> {
        self.cell(name)
            .parse()
            .map_err(|source: T::Err| VerifyError::Malformed {
                record: self.record,
                source: source.into(),
            })
    }

    fn span(&self, prefix: &str) -> Result<Span, VerifyError> {
        let number = |name: &str| self.parsed(&format!("{prefix}{name}"));
        Ok(Span {
            start_byte: number("start_byte")?,
            end_byte: number("end_byte")?,
            start_char: number("start_char")?,
            end_char: number("end_char")?,
            words: csv_words(self.cell(&format!("{prefix}words"))).to_owned(),
        })
    }
}
