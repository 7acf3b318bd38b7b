//! A list as rows: a table on a terminal, JSON Lines for programs, CSV for spreadsheets.

use std::io::Write;

use anyhow::Result;
use retold_report::inert::{csv_cell, visible};
use retold_report::{shorten, to_json_line};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::ListFormat;
use crate::screen::Screen;

/// Rows under named columns.
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

/// The widest column of a table for a terminal, but for the last.
const WIDEST_COLUMN: usize = 40;

impl Table {
    /// Writes the rows in `format`.
    pub(crate) fn write(
        &self,
        out: &mut impl Write,
        format: ListFormat,
        screen: Screen,
    ) -> Result<()> {
        match format {
            ListFormat::Text => self.write_text(out, screen.width()),
            ListFormat::Json => self.write_json(out),
            ListFormat::Csv => self.write_csv(out),
        }
    }

    fn write_json(&self, out: &mut impl Write) -> Result<()> {
        for row in &self.rows {
            to_json_line(
                out,
                &Row {
                    columns: &self.columns,
                    row,
                },
            )?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn write_csv(&self, out: &mut impl Write) -> Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.columns.iter().map(|name| csv_cell(name).into_owned()))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|value| match value {
                Value::String(text) => csv_cell(text).into_owned(),
                value => plain(value),
            }))?;
        }
        writer.flush()?;
        Ok(())
    }

    /// The same without the column `name`, for a terminal, where there is less room.
    pub(crate) fn without(mut self, name: &str) -> Self {
        if let Some(index) = self.columns.iter().position(|column| column == name) {
            self.columns.remove(index);
            for row in &mut self.rows {
                row.remove(index);
            }
        }
        self
    }

    /// The same without the column `name` where nothing stands in it.
    pub(crate) fn without_empty(self, name: &str) -> Self {
        let index = self.columns.iter().position(|column| column == name);
        let is_empty = |row: &Vec<Value>| index.is_none_or(|index| row[index].is_null());
        if self.rows.iter().all(is_empty) {
            return self.without(name);
        }
        self
    }

    fn write_text(&self, out: &mut impl Write, width: usize) -> Result<()> {
        let header: Vec<String> = self
            .columns
            .iter()
            .map(|name| visible(name).into_owned())
            .collect();
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|value| visible(&plain(value)).into_owned())
                    .collect()
            })
            .collect();
        let last = header.len().saturating_sub(1);
        let widths: Vec<usize> = (0..header.len())
            .map(|column| {
                let cells = rows.iter().map(|row| row[column].width());
                cells
                    .chain([header[column].width()])
                    .max()
                    .unwrap_or(0)
                    .min(WIDEST_COLUMN)
            })
            .collect();
        let before: usize = widths.iter().take(last).map(|width| width + 2).sum();
        let room = width.saturating_sub(before).max(20);
        for (index, row) in std::iter::once(&header).chain(&rows).enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                if column == last {
                    line.push_str(&shorten(cell, room));
                    break;
                }
                let cell = shorten(cell, widths[column]);
                let space = " ".repeat(widths[column].saturating_sub(cell.width()));
                let number = index > 0 && self.rows[index - 1][column].is_number();
                if number {
                    line.push_str(&space);
                }
                line.push_str(&cell);
                if !number {
                    line.push_str(&space);
                }
                line.push_str("  ");
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// An object with the columns in their order.
struct Row<'t> {
    columns: &'t [String],
    row: &'t [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (name, value) in self.columns.iter().zip(self.row) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table() -> Table {
        Table {
            columns: vec!["z".into(), "n".into(), "words".into()],
            rows: vec![
                vec![
                    json!("a\u{1b}"),
                    json!(10),
                    json!("=1+1 and a good deal more of it"),
                ],
                vec![json!(null), json!(2.5), json!("two\nlines")],
            ],
        }
    }

    #[test]
    fn columns_stand_under_each_other() {
        let mut out = Vec::new();
        table().write_text(&mut out, 30).unwrap();
        let expected =
            "z   n    words\na\u{FFFD}   10  =1+1 and a good deal…\n    2.5  two lines\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn json_keeps_the_order_of_columns() {
        let mut out = Vec::new();
        table().write_json(&mut out).unwrap();
        let expected = "{\"z\":\"a\\u001b\",\"n\":10,\"words\":\"=1+1 and a good deal more of it\"}\n\
                        {\"z\":null,\"n\":2.5,\"words\":\"two\\nlines\"}\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn csv_runs_no_formula() {
        let mut out = Vec::new();
        table().write_csv(&mut out).unwrap();
        let expected =
            "z,n,words\na\u{1b},10,'=1+1 and a good deal more of it\n,2.5,\"two\nlines\"\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
