//! Authority files: what a user knows of people, organisations and places, as JSON Lines or CSV.

use std::collections::BTreeMap;

use retold_model::{
    AuthorityEntry, AuthorityId, Diagnostic, DiagnosticKind, Location, NameKind, Severity,
};
use retold_text::fold::fold_space;
use serde::Deserialize;

/// Bytes of a file that are read.
const MOST_BYTES: usize = 256 << 20;

/// Entries of a file that are read.
const MOST_ENTRIES: usize = 1_000_000;

/// Bytes of a line of JSON.
const LONGEST_LINE: usize = 1 << 20;

/// Other names of an entry.
const MOST_ALIASES: usize = 1000;

/// Ids of an entry.
const MOST_IDS: usize = 32;

/// Characters of a name or an id.
const LONGEST_NAME: usize = 300;

/// Problems of a file that are told one by one.
const MOST_PROBLEMS: usize = 100;

/// Reads an authority file; `path` is what diagnostics call it.
///
/// A file that begins with `{` is JSON Lines, an object a line: `name`; `aliases`, a list; `ids`, an object of schemes
/// and ids; `kind`, one of `person`, `organisation`, `place`, `facility`, `group`. Another is CSV with a line of column
/// names: `name`, `aliases` parted by `|`, `kind`, and for ids `wikidata`, `geonames` and `id:SCHEME`. Other fields are left
/// alone.
///
/// Lines that can not be read are left out, each with a diagnostic; entries come in the order of the file. Any bytes may
/// come in. Costs time and memory linear in the file, at most 256 MiB of which are read.
pub fn read_authority(path: &str, bytes: &[u8]) -> (Vec<AuthorityEntry>, Vec<Diagnostic>) {
    let mut reader = Reader {
        path,
        entries: Vec::new(),
        problems: Vec::new(),
        unsaid: 0,
    };
    let mut bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.len() > MOST_BYTES {
        bytes = &bytes[..MOST_BYTES];
        reader.problem(
            DiagnosticKind::LimitExceeded,
            None,
            format!("only the first {MOST_BYTES} bytes are read"),
        );
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => reader.problem(DiagnosticKind::Empty, None, "no entries".to_owned()),
        Some(b'{') => reader.json_lines(bytes),
        Some(_) => reader.csv(bytes),
    }
    reader.finish()
}

struct Reader<'p> {
    path: &'p str,
    entries: Vec<AuthorityEntry>,
    problems: Vec<Diagnostic>,
    unsaid: usize,
}

#[derive(Deserialize)]
struct Line {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    ids: BTreeMap<String, Id>,
    #[serde(default)]
    kind: Option<String>,
}

/// GeoNames ids are numbers to some.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

impl Reader<'_> {
    fn problem(&mut self, kind: DiagnosticKind, line: Option<u64>, message: String) {
        if self.problems.len() >= MOST_PROBLEMS {
            self.unsaid += 1;
            return;
        }
        self.problems.push(Diagnostic {
            severity: Severity::Warning,
            kind,
            location: Location {
                path: self.path.to_owned(),
                ..Location::default()
            },
            message: match line {
                Some(line) => format!("line {line}: {message}"),
                None => message,
            },
        });
    }

    fn is_full(&mut self, line: u64) -> bool {
        let full = self.entries.len() >= MOST_ENTRIES;
        if full {
            self.problem(
                DiagnosticKind::LimitExceeded,
                Some(line),
                format!("only the first {MOST_ENTRIES} entries are read"),
            );
        }
        full
    }

    fn json_lines(&mut self, bytes: &[u8]) {
        for (line, number) in bytes.split(|&byte| byte == b'\n').zip(1_u64..) {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if self.is_full(number) {
                return;
            }
            if line.len() > LONGEST_LINE {
                self.problem(
                    DiagnosticKind::LimitExceeded,
                    Some(number),
                    format!(
                        "line of {} bytes, at most {LONGEST_LINE} are read",
                        line.len()
                    ),
                );
                continue;
            }
            match serde_json::from_slice::<Line>(line) {
                Ok(read) => {
                    let ids = read
                        .ids
                        .into_iter()
                        .map(|(scheme, id)| match id {
                            Id::Text(text) => (scheme, text),
                            Id::Number(number) => (scheme, number.to_string()),
                        })
                        .collect();
                    self.entry(number, &read.name, &read.aliases, ids, read.kind.as_deref());
                }
                Err(error) => self.problem(
                    DiagnosticKind::Malformed,
                    Some(number),
                    format!("expected an object with a `name`, but {error}"),
                ),
            }
        }
    }

    fn csv(&mut self, bytes: &[u8]) {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let columns: Vec<String> = match reader.byte_headers() {
            Ok(headers) => headers
                .iter()
                .map(|column| String::from_utf8_lossy(column).to_lowercase())
                .collect(),
            Err(error) => {
                self.problem(DiagnosticKind::Malformed, Some(1), error.to_string());
                return;
            }
        };
        if !columns.iter().any(|column| column == "name") {
            self.problem(
                DiagnosticKind::Malformed,
                Some(1),
                "expected a column `name` in the first line".to_owned(),
            );
            return;
        }
        let mut record = csv::ByteRecord::new();
        loop {
            let number = reader.position().line();
            match reader.read_byte_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {}
                Err(error) => {
                    self.problem(DiagnosticKind::Malformed, Some(number), error.to_string());
                    return;
                }
            }
            if self.is_full(number) {
                return;
            }
            let (mut name, mut aliases, mut kind) = (String::new(), Vec::new(), None);
            let mut ids = Vec::new();
            for (column, field) in columns.iter().zip(&record) {
                let Ok(field) = std::str::from_utf8(field) else {
                    self.problem(
                        DiagnosticKind::InvalidText,
                        Some(number),
                        format!("column `{column}` is no UTF-8"),
                    );
                    continue;
                };
                match column.as_str() {
                    "name" => field.clone_into(&mut name),
                    "aliases" => aliases = field.split('|').map(str::to_owned).collect(),
                    "kind" => kind = (!field.is_empty()).then(|| field.to_owned()),
                    column => {
                        let scheme = match column {
                            "wikidata" | "geonames" => Some(column),
                            column => column.strip_prefix("id:"),
                        };
                        if let Some(scheme) = scheme.filter(|_| !field.is_empty()) {
                            ids.push((scheme.to_owned(), field.to_owned()));
                        }
                    }
                }
            }
            self.entry(number, &name, &aliases, ids, kind.as_deref());
        }
    }

    /// Keeps an entry, or says what is wrong with it.
    fn entry(
        &mut self,
        number: u64,
        name: &str,
        aliases: &[String],
        ids: Vec<(String, String)>,
        kind: Option<&str>,
    ) {
        let clean = |text: &str| {
            let text = fold_space(text);
            (!text.is_empty() && text.chars().count() <= LONGEST_NAME).then_some(text)
        };
        let Some(name) = clean(name) else {
            self.problem(
                DiagnosticKind::Malformed,
                Some(number),
                format!("expected a `name` of 1 to {LONGEST_NAME} characters"),
            );
            return;
        };
        let kind = match kind.map(|kind| (kind, named_kind(kind))) {
            None => None,
            Some((_, Some(kind))) => Some(kind),
            Some((stated, None)) => {
                let stated: String = stated.chars().take(40).collect();
                self.problem(
                    DiagnosticKind::Malformed,
                    Some(number),
                    format!("expected a kind such as `person` or `place`, but found `{stated}`"),
                );
                return;
            }
        };
        if aliases.len() > MOST_ALIASES {
            self.problem(
                DiagnosticKind::LimitExceeded,
                Some(number),
                format!(
                    "`{name}` has {} aliases, of which {MOST_ALIASES} are read",
                    aliases.len()
                ),
            );
        }
        let mut aliases: Vec<String> = aliases
            .iter()
            .take(MOST_ALIASES)
            .filter_map(|alias| clean(alias))
            .filter(|alias| *alias != name)
            .collect();
        aliases.sort();
        aliases.dedup();
        let mut ids: Vec<AuthorityId> = ids
            .into_iter()
            .filter(|(scheme, _)| is_scheme(scheme))
            .filter_map(|(scheme, value)| {
                Some(AuthorityId {
                    scheme,
                    value: clean(&value)?,
                })
            })
            .take(MOST_IDS)
            .collect();
        ids.sort();
        ids.dedup();
        self.entries.push(AuthorityEntry {
            name,
            aliases,
            ids,
            kind,
        });
    }

    fn finish(mut self) -> (Vec<AuthorityEntry>, Vec<Diagnostic>) {
        if self.unsaid > 0 {
            let unsaid = self.unsaid;
            self.problems.truncate(MOST_PROBLEMS - 1);
            self.unsaid = 0;
            self.problem(
                DiagnosticKind::Malformed,
                None,
                format!("{} more problems", unsaid + 1),
            );
        }
        (self.entries, self.problems)
    }
}

fn is_scheme(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !matches!(text, "split" | "article" | "in")
}

fn named_kind(text: &str) -> Option<NameKind> {
    Some(match text.to_lowercase().as_str() {
        "person" => NameKind::Person,
        "organisation" | "organization" => NameKind::Organisation,
        "place" => NameKind::Place,
        "facility" => NameKind::Facility,
        "group" => NameKind::Group,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(
        name: &str,
        aliases: &[&str],
        ids: &[(&str, &str)],
        kind: Option<NameKind>,
    ) -> AuthorityEntry {
        AuthorityEntry {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            ids: ids
                .iter()
                .map(|&(scheme, value)| AuthorityId {
                    scheme: scheme.to_owned(),
                    value: value.to_owned(),
                })
                .collect(),
            kind,
        }
    }

    fn check(file: &str, entries: &[AuthorityEntry], problems: &[&str]) {
        let (read, told) = read_authority("file", file.as_bytes());
        assert_eq!(read, entries);
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told, problems);
    }

    #[test]
    fn ok_json_lines() {
        check(
            "{\"name\": \"Kyiv\", \"aliases\": [\"Kiev\", \" Kiew \"], \"ids\": {\"geonames\": 703448, \"wikidata\": \"Q1899\"}, \"kind\": \"place\", \"note\": 1}\n\n{\"name\": \"AMLO\"}",
            &[
                entry(
                    "Kyiv",
                    &["Kiev", "Kiew"],
                    &[("geonames", "703448"), ("wikidata", "Q1899")],
                    Some(NameKind::Place),
                ),
                entry("AMLO", &[], &[], None),
            ],
            &[],
        );
    }

    #[test]
    fn ok_csv() {
        check(
            "\u{feff}Name,kind,aliases,wikidata,Comment,id:viaf\nKyiv,Place,Kiev|Kiew,Q1899,hm,12\n\"Smith, Inc.\",,,,\n",
            &[
                entry(
                    "Kyiv",
                    &["Kiev", "Kiew"],
                    &[("viaf", "12"), ("wikidata", "Q1899")],
                    Some(NameKind::Place),
                ),
                entry("Smith, Inc.", &[], &[], None),
            ],
            &[],
        );
    }

    #[test]
    fn err_lines_are_told_and_left_out() {
        check("", &[], &["warning: file: no entries"]);
        check(
            "title\nx\n",
            &[],
            &["warning: file: line 1: expected a column `name` in the first line"],
        );
        check(
            "name,kind\n,person\nA,ship\nB,\n",
            &[entry("B", &[], &[], None)],
            &[
                "warning: file: line 2: expected a `name` of 1 to 300 characters",
                "warning: file: line 3: expected a kind such as `person` or `place`, but found `ship`",
            ],
        );
        let (read, told) = read_authority("file", b"{\"nam\": 1}\n{\"name\": \"A\"}\n{\xff}");
        assert_eq!(read, [entry("A", &[], &[], None)]);
        assert_eq!(told.len(), 2);
        let many = "{}\n".repeat(500);
        let (_, told) = read_authority("file", many.as_bytes());
        assert_eq!(told.len(), MOST_PROBLEMS);
        assert_eq!(told[MOST_PROBLEMS - 1].message, "401 more problems");
    }

    proptest! {
        #[test]
        fn any_bytes_may_come_in(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_authority("file", &bytes);
            let mut json = b"{".to_vec();
            json.extend(&bytes);
            let _ = read_authority("file", &json);
            let mut csv = b"name,kind,aliases\n".to_vec();
            csv.extend(&bytes);
            let _ = read_authority("file", &csv);
        }
    }
}
