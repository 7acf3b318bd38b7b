//! The format of `data/register.txt`; the file's head describes it.

use crate::outlet::{Form, Kind, Outlet};

/// A line of a register that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the register: {problem}")]
pub struct ParseError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A section of no known kind.
    #[error("expected a kind in brackets, but found `{0}`")]
    Section(String),
    /// An entry before the first section.
    #[error("expected a section before the first entry")]
    NoSection,
    /// No country code at the start.
    #[error("expected a country code of two capitals or `--`, but found `{0}`")]
    Country(String),
    /// An empty name or form.
    #[error("expected names parted by `;`, but found an empty one")]
    Empty,
    /// The first item is marked as a short form.
    #[error("expected a name first, but found `{0}`")]
    Name(String),
}

/// The entries of a register, in its order.
pub(crate) fn parse(text: &'static str) -> Result<Vec<Outlet>, ParseError> {
    let mut section = None;
    let mut outlets = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fail = |problem| ParseError {
            line: at + 1,
            problem,
        };
        if let Some(name) = line.strip_prefix('[') {
            let kind = name.strip_suffix(']').and_then(Kind::of_section);
            section = Some(kind.ok_or_else(|| fail(Problem::Section(line.to_owned())))?);
            continue;
        }
        let kind = section.ok_or_else(|| fail(Problem::NoSection))?;
        outlets.push(entry(line, kind).map_err(fail)?);
    }
    Ok(outlets)
}

fn entry(line: &'static str, kind: Kind) -> Result<Outlet, Problem> {
    let (code, rest) = line
        .split_once(' ')
        .ok_or_else(|| Problem::Country(line.to_owned()))?;
    let country = code.strip_suffix('*').unwrap_or(code);
    let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    if !is_code && country != "--" {
        return Err(Problem::Country(code.to_owned()));
    }
    let mut outlet = Outlet {
        name: "",
        kind,
        country: is_code.then_some(country),
        state: country.len() < code.len(),
        domains: Vec::new(),
        forms: Vec::new(),
        short: None,
    };
    for item in rest.split(';').map(str::trim) {
        let bare = item.strip_prefix('=').unwrap_or(item);
        let text = bare.strip_suffix('?').unwrap_or(bare);
        if text.is_empty() {
            return Err(Problem::Empty);
        }
        if outlet.name.is_empty() {
            if bare.len() < item.len() {
                return Err(Problem::Name(item.to_owned()));
            }
            outlet.name = text;
        } else if is_domain(text) {
            outlet.domains.push(text);
            continue;
        }
        if bare.len() < item.len() {
            outlet.short = Some(text);
        }
        outlet.forms.push(Form {
            text,
            ambiguous: text.len() < bare.len(),
        });
    }
    Ok(outlet)
}

/// Whether an item is a domain: a dot inside, no space and no capital.
fn is_domain(text: &str) -> bool {
    text.split('.').count() > 1
        && text.split('.').all(|label| {
            !label.is_empty()
                && label
                    .chars()
                    .all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &'static str) -> Option<(usize, String)> {
        let error = parse(text).err()?;
        Some((error.line, error.problem.to_string()))
    }

    #[test]
    fn ok_an_entry_is_read_whole() {
        let expected = Outlet {
            name: "Harbour News Agency",
            kind: Kind::Agency,
            country: Some("NO"),
            state: true,
            domains: vec!["hna.example", "harbour-news.example"],
            forms: vec![
                Form {
                    text: "Harbour News Agency",
                    ambiguous: false,
                },
                Form {
                    text: "HNA",
                    ambiguous: true,
                },
            ],
            short: Some("HNA"),
        };
        assert_eq!(
            parse(
                "# words\n\n[agency]\nNO* Harbour News Agency; =HNA?; hna.example; harbour-news.example\n"
            ),
            Ok(vec![expected])
        );
    }

    #[test]
    fn err_lines_say_what_was_expected() {
        for (text, line, expected) in [
            (
                "NO The Paper",
                1,
                "expected a section before the first entry",
            ),
            (
                "[papers]",
                1,
                "expected a kind in brackets, but found `[papers]`",
            ),
            (
                "[agency]\nNor The Paper",
                2,
                "expected a country code of two capitals or `--`, but found `Nor`",
            ),
            (
                "[agency]\nNO The Paper;; x.example",
                2,
                "expected names parted by `;`, but found an empty one",
            ),
            (
                "[agency]\nNO =TP; The Paper",
                2,
                "expected a name first, but found `=TP`",
            ),
        ] {
            assert_eq!(problem(text), Some((line, expected.to_owned())), "{text}");
        }
    }
}
