//! Whether what the rows say of each other is so: every range lies in its text, on characters, and its character
//! offsets name the same place as its bytes.

use std::fmt;

use retold_text::{CharOffsets, TextRange};
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};

use crate::annotation_rows;
use crate::error::{Result, StoreError};
use crate::names::Place;
use crate::reader::Reader;

/// Something in a base that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The table.
    pub table: &'static str,
    /// The row, by what tells it from the others: `version 0123456789abcdef, position 3`.
    pub row: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.table, self.row, self.message)
    }
}

/// A table with ranges of a version's text.
struct TextTable {
    table: &'static str,
    /// Key of the version whose text is indexed, position in it, then start and end, each in bytes and characters.
    sql: &'static str,
    /// How a row is named, before its position.
    owner: &'static str,
    /// Before the names of the columns.
    side: &'static str,
}

/// A passage and its edits index the texts of two versions: they are read once for each.
const TEXT_TABLES: &[TextTable] = &[
    TextTable {
        table: "block",
        sql: "SELECT position, start_byte, end_byte, start_char, end_char FROM block WHERE version = ?1 ORDER BY 1",
        owner: "position",
        side: "",
    },
    TextTable {
        table: "annotation",
        sql: "SELECT kind || ' ' || position, start_byte, end_byte, start_char, end_char FROM annotation
              WHERE version = ?1 ORDER BY kind, position",
        owner: "position",
        side: "",
    },
    TextTable {
        table: "dateline",
        sql: "SELECT 0, start_byte, end_byte, start_char, end_char FROM dateline WHERE version = ?1",
        owner: "version",
        side: "",
    },
    TextTable {
        table: "credit",
        sql: "SELECT position, start_byte, end_byte, start_char, end_char FROM credit
              WHERE version = ?1 AND coalesce(start_byte, end_byte, start_char, end_char) IS NOT NULL ORDER BY 1",
        owner: "position",
        side: "",
    },
    TextTable {
        table: "passage",
        sql: "SELECT key, first_start_byte, first_end_byte, first_start_char, first_end_char FROM passage
              WHERE first = ?2 ORDER BY 1",
        owner: "key",
        side: "first_",
    },
    TextTable {
        table: "passage",
        sql: "SELECT key, second_start_byte, second_end_byte, second_start_char, second_end_char FROM passage
              WHERE second = ?2 ORDER BY 1",
        owner: "key",
        side: "second_",
    },
    TextTable {
        table: "passage_edit",
        sql: "SELECT passage || ', position ' || position, passage_edit.first_start_byte, passage_edit.first_end_byte,
                  passage_edit.first_start_char, passage_edit.first_end_char
              FROM passage_edit JOIN passage ON passage.key = passage WHERE first = ?2 ORDER BY passage, position",
        owner: "passage",
        side: "first_",
    },
    TextTable {
        table: "passage_edit",
        sql: "SELECT passage || ', position ' || position, passage_edit.second_start_byte,
                  passage_edit.second_end_byte, passage_edit.second_start_char, passage_edit.second_end_char
              FROM passage_edit JOIN passage ON passage.key = passage WHERE second = ?2 ORDER BY passage, position",
        owner: "passage",
        side: "second_",
    },
];

/// A table with ranges of the raw bytes of a version's source.
const SOURCE_TABLES: &[(&str, &str)] = &[
    (
        "block",
        "SELECT 'position ' || position, source_start_byte, source_end_byte FROM block WHERE version = ?1",
    ),
    (
        "cut",
        "SELECT 'position ' || position, source_start_byte, source_end_byte FROM cut WHERE version = ?1",
    ),
    (
        "byline",
        "SELECT 'position ' || position, source_start_byte, source_end_byte FROM byline
         WHERE version = ?1 AND coalesce(source_start_byte, source_end_byte) IS NOT NULL",
    ),
    (
        "stated_field",
        "SELECT 'field ' || field, source_start_byte, source_end_byte FROM stated_field
         WHERE version = ?1 AND coalesce(source_start_byte, source_end_byte) IS NOT NULL",
    ),
];

impl Reader<'_> {
    /// Checks every range in the base against the text or bytes that it is a range of. Reads each text once.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn check_ranges(&self) -> Result<Vec<Finding>> {
        let at = StoreError::at(self.path);
        let mut findings = Vec::new();
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT article_version.key, article_version.article, article_version.id, current, text, size
                 FROM article_version JOIN source_document ON source_document.key = article_version.source
                 ORDER BY article_version.id",
            )
            .map_err(&at)?;
        let mut rows = statement.query([]).map_err(&at)?;
        while let Some(row) = rows.next().map_err(&at)? {
            let read = || -> rusqlite::Result<(i64, i64, String, bool, String, i64)> {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            };
            let (version, article, id, current, text, size) = read().map_err(&at)?;
            let offsets = CharOffsets::new(&text);
            for table in TEXT_TABLES {
                // Passages index current versions; no article of another version has any.
                if table.sql.contains("?2") && !current {
                    continue;
                }
                self.check_text_table(
                    table,
                    (version, article),
                    &id,
                    &text,
                    &offsets,
                    &mut findings,
                )
                .map_err(&at)?;
            }
            self.check_annotations(version, &id, &text, &mut findings)?;
            for (table, sql) in SOURCE_TABLES {
                self.check_source_table(table, sql, version, &id, size, &mut findings)
                    .map_err(&at)?;
            }
        }
        findings.sort_unstable();
        findings.dedup();
        Ok(findings)
    }

    /// Checks that every article has one current version, and that it is the one that the rule chooses.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn check_current(&self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        let rows: Vec<(String, i64)> = self.list(
            "SELECT article.id, count(article_version.key) FROM article
             LEFT JOIN article_version ON article_version.article = article.key GROUP BY article.key
             HAVING count(article_version.key) <> 1 OR sum(current) <> 1 ORDER BY 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (id, _) in rows {
            let place = Place {
                table: "article",
                key: 0,
            };
            let versions = self.versions(place.parse(&id)?)?;
            let current: Vec<bool> = versions.iter().map(|version| version.current).collect();
            let is_right = current
                .split_last()
                .is_some_and(|(last, others)| *last && !others.contains(&true));
            if !is_right {
                findings.push(Finding {
                    table: "article",
                    row: format!("id {id}"),
                    message: "not its latest version, and that one alone, is current".to_owned(),
                });
            }
        }
        Ok(findings)
    }

    fn check_text_table(
        &self,
        table: &TextTable,
        (version, article): (i64, i64),
        id: &str,
        text: &str,
        offsets: &CharOffsets<'_>,
        findings: &mut Vec<Finding>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(table.sql)?;
        let mut rows = if table.sql.contains("?2") {
            statement.query(params![rusqlite::types::Null, article])?
        } else {
            statement.query([version])?
        };
        while let Some(row) = rows.next()? {
            let ends = [
                number(row, 1)?,
                number(row, 2)?,
                number(row, 3)?,
                number(row, 4)?,
            ];
            if let Some(message) = range_fault(ends, table.side, text, offsets) {
                let name = match row.get_ref(0)? {
                    ValueRef::Text(name) => String::from_utf8_lossy(name).into_owned(),
                    _ => row.get::<_, i64>(0)?.to_string(),
                };
                let row = match table.owner {
                    "version" => format!("version {id}"),
                    "position" => format!("version {id}, position {name}"),
                    owner => format!("{owner} {name}"),
                };
                findings.push(Finding {
                    table: table.table,
                    row,
                    message,
                });
            }
        }
        Ok(())
    }

    /// Checks the ranges inside the records of annotations.
    fn check_annotations(
        &self,
        version: i64,
        id: &str,
        text: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<()> {
        let at = StoreError::at(self.path);
        let found = match annotation_rows::read(self.connection, version, &at) {
            Ok(found) => found.unwrap_or_default(),
            Err(StoreError::Damaged { table, what, .. }) => {
                findings.push(Finding {
                    table,
                    row: format!("version {id}"),
                    message: what,
                });
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        for (kind, position, range) in found.ranges() {
            if range.slice(text).is_none() {
                findings.push(Finding {
                    table: "annotation",
                    row: format!("version {id}, position {kind} {position}"),
                    message: format!(
                        "the range {range:?} of its record does not lie on characters of the text"
                    ),
                });
            }
        }
        Ok(())
    }

    fn check_source_table(
        &self,
        table: &'static str,
        sql: &str,
        version: i64,
        id: &str,
        size: i64,
        findings: &mut Vec<Finding>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([version])?;
        while let Some(row) = rows.next()? {
            let (start, end) = (number(row, 1)?, number(row, 2)?);
            let lies = matches!((start, end), (Some(start), Some(end)) if 0 <= start && start <= end && end <= size);
            if !lies {
                findings.push(Finding {
                    table,
                    row: format!("version {id}, {}", row.get::<_, String>(0)?),
                    message: format!(
                        "the range {} of source bytes does not lie in the {size} bytes of the source",
                        shown(start, end)
                    ),
                });
            }
        }
        Ok(())
    }
}

/// A column that should hold a number, or nothing.
fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<i64>> {
    row.get(at)
}

fn shown(start: Option<i64>, end: Option<i64>) -> String {
    let shown = |n: Option<i64>| n.map_or("nothing".to_owned(), |n| n.to_string());
    format!("{}..{}", shown(start), shown(end))
}

/// What is wrong with a range that is given in bytes and in characters.
fn range_fault(
    ends: [Option<i64>; 4],
    side: &str,
    text: &str,
    offsets: &CharOffsets<'_>,
) -> Option<String> {
    let [start, end, start_char, end_char] = ends;
    let range = (|| {
        let (start, end) = (u32::try_from(start?).ok()?, u32::try_from(end?).ok()?);
        (start <= end).then(|| TextRange::new(start, end))
    })();
    let Some(range) = range.filter(|range| range.slice(text).is_some()) else {
        return Some(format!(
            "the range {} of {side}start_byte and {side}end_byte does not lie on characters of the text",
            shown(start, end)
        ));
    };
    let (start_found, end_found) = offsets.chars(range);
    for (column, said, found) in [
        ("start_char", start_char, start_found),
        ("end_char", end_char, end_found),
    ] {
        if said != Some(i64::from(found)) {
            let said = said.map_or("nothing".to_owned(), |n| n.to_string());
            return Some(format!(
                "{side}{column} is {said}, but the bytes beside it are character {found}"
            ));
        }
    }
    None
}
