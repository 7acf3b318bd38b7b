//! Tables of the CSV export, row by row.

use std::io::BufRead;
use std::rc::Rc;
use std::str::FromStr;

use super::claim::Claim;
use super::{Check, VerifyError, where_they_differ};
use crate::article_csv::article_row;
use crate::export_csv::CsvTable;
use crate::inert::{csv_words, visible};
use crate::span::Span;
use crate::wrap::shorten;

/// Columns by which a list of quotes is known.
const QUOTE_LIST: [&str; 5] = ["article", "version", "content", "start_char", "end_char"];

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
            if QUOTE_LIST.iter().all(|name| names.contains(name)) {
                return self.quote_list(&names, reader);
            }
            let begin = shorten(&visible(&names.join(",")), 80);
            let found = match names.len() {
                1 => format!("the line `{begin}`"),
                _ => format!("the columns `{begin}`"),
            };
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

    /// The list of `retold quotes`, which a spreadsheet opens: the words of each quote stand at the characters that it gives.
    fn quote_list(
        &mut self,
        names: &[&str],
        mut reader: csv::Reader<impl BufRead>,
    ) -> Result<(), VerifyError> {
        for cells in reader.records() {
            self.result.records += 1;
            self.result.ranges += 1;
            let record = self.result.records;
            let cells = cells.map_err(|source| VerifyError::Malformed {
                record,
                source: source.into(),
            })?;
            let row = Row {
                names,
                cells: &cells,
                record,
            };
            let (id, version) = (row.parsed("article")?, row.parsed("version")?);
            let (start, end): (usize, usize) = (row.parsed("start_char")?, row.parsed("end_char")?);
            let Some(text) = self.text(id, version)? else {
                self.find(
                    "version",
                    format!("the base holds no version {version} of {id}"),
                );
                continue;
            };
            let said: String = { text.chars().skip(start) }
                .take(end.saturating_sub(start))
                .collect();
            let words = csv_words(row.cell("content"));
            if !is_made_of(&said, words) {
                let [said, words] = where_they_differ(&said, words, 60);
                self.find(
                    "content",
                    format!("characters {start}..{end} hold `{said}`, but the file says `{words}`"),
                );
            }
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
                let [expected, found] =
                    where_they_differ(csv_words(expected), csv_words(found), 60);
                self.find(name, format!("expected `{expected}`, but found `{found}`"));
            }
        }
        Ok(())
    }
}

/// Whether `text` is the parts of `content`, which dots join, with whatever stands between them.
fn is_made_of(text: &str, content: &str) -> bool {
    let mut parts = content.split(" … ");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_quote_stand_in_its_text() {
        let text = "“We waited,” she said. “Nobody came.”";
        for (content, holds) in [
            (text, true),
            ("“We waited,” … “Nobody came.”", true),
            ("“We waited,” … “Nobody came", false),
            ("We waited,” … “Nobody came.”", false),
            ("“Nobody came.” … “We waited,”", false),
            ("", false),
        ] {
            assert_eq!(is_made_of(text, content), holds, "{content}");
        }
        // Dots that the words themselves hold.
        assert!(is_made_of("I … well, no", "I … well, no"));
    }
}
