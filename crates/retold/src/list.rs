//! Lists, written where and how the user asks for them.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;

use crate::cli::{ListArgs, ListFormat};
use crate::output::{BYTE_ORDER_MARK, Output};
use crate::screen::Screen;
use crate::table::Table;

/// Writes a list where and how the user asks for it.
pub(crate) fn write_list(table: &Table, list: &ListArgs, screen: Screen) -> Result<()> {
    let format = format_of(list, screen);
    let mut output = Output::open(list.output.as_deref())?;
    if list.bom && format == ListFormat::Csv {
        output.write_all(BYTE_ORDER_MARK)?;
    }
    table.write(&mut output, format, screen)?;
    output.finish()
}

/// How a list is written: as the user says, else as the name of the file says, else a table on a terminal and JSON Lines elsewhere.
pub(crate) fn format_of(list: &ListArgs, screen: Screen) -> ListFormat {
    let usual = || usual_format(list.output.as_deref(), screen.terminal);
    list.format.unwrap_or_else(usual)
}

fn usual_format(output: Option<&Path>, terminal: bool) -> ListFormat {
    match output.map(Path::extension) {
        Some(Some(ending)) if ending.eq_ignore_ascii_case("csv") => ListFormat::Csv,
        None if terminal => ListFormat::Text,
        _ => ListFormat::Json,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_tells_the_format() {
        let usual = |output: Option<&str>, terminal| usual_format(output.map(Path::new), terminal);
        assert_eq!(
            [
                usual(Some("quotes.csv"), true),
                usual(Some("QUOTES.CSV"), false),
                usual(Some("quotes.txt"), true),
                usual(Some("csv"), false),
                usual(None, true),
                usual(None, false),
            ],
            [
                ListFormat::Csv,
                ListFormat::Csv,
                ListFormat::Json,
                ListFormat::Json,
                ListFormat::Text,
                ListFormat::Json,
            ]
        );
    }
}
