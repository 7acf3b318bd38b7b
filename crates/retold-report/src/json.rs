//! JSON that holds the exact words and is still safe to look at.

use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};

use crate::inert;

/// `value` on one line, without the line end.
///
/// Signs that a terminal or an editor would obey are escaped (`\u202e`), so the output is inert wherever it is shown
/// and means the same to every parser.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn to_json_line<T: Serialize>(out: &mut impl io::Write, value: &T) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Inert(CompactFormatter));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// `value` indented by two spaces, with a line end. Otherwise as [`to_json_line`].
///
/// # Errors
///
/// What writing to `out` gives.
pub fn to_json_pretty<T: Serialize>(out: &mut impl io::Write, value: &T) -> io::Result<()> {
    let formatter = Inert(PrettyFormatter::new());
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, formatter);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A formatter that also escapes acting signs above ASCII. It forwards what the two formatters of `serde_json` do
/// themselves.
struct Inert<F>(F);

impl<F: Formatter> Formatter for Inert<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain = 0;
        for (offset, c) in fragment
            .char_indices()
            .filter(|&(_, c)| inert::is_acting(c))
        {
            writer.write_all(&fragment.as_bytes()[plain..offset])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = offset + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }

    fn write_char_escape<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acting_signs_are_escaped_and_read_back() {
        let words = vec!["a\u{1b}[31m\u{9b}\u{7f}\u{202e}é\u{2028}\u{e0041}\"\n"];
        let mut line = Vec::new();
        to_json_line(&mut line, &words).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(
            line,
            r#"["a\u001b[31m\u009b\u007f\u202eé\u2028\udb40\udc41\"\n"]"#
        );
        assert_eq!(serde_json::from_str::<Vec<String>>(&line).unwrap(), words);
    }

    #[test]
    fn pretty_json_is_that_of_serde() {
        let value = serde_json::json!({ "a": [1, { "b": [] }], "c": {} });
        let mut pretty = Vec::new();
        to_json_pretty(&mut pretty, &value).unwrap();
        assert_eq!(
            String::from_utf8(pretty).unwrap(),
            serde_json::to_string_pretty(&value).unwrap() + "\n"
        );
    }
}
