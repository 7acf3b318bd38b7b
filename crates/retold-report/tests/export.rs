//! Exports, and the check that proves them.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeMap;
use std::error::Error;

use common::{HOSTILE, article, articles, at, exports, hostile_story, story};
use retold_model::{ArticleId, VersionId, ViaLink, ViaRole};
use retold_report::inert::csv_words;
use retold_report::{
    ArticleDossier, ArticleRecord, CsvExport, CsvTable, Dossier, ExportRecord, Finding,
    Verification, VerifyError, Witness, to_json_line, to_json_pretty, verify_export,
};

struct Base(BTreeMap<(ArticleId, VersionId), ArticleRecord>);

impl Base {
    fn new() -> Self {
        let of_story = story().articles.into_iter();
        let of_article = article().versions.into_iter();
        Self(
            of_story
                .chain(of_article)
                .map(|input| ArticleRecord::of(&input))
                .map(|record| ((record.id, record.version), record))
                .collect(),
        )
    }
}

impl Witness for Base {
    fn article(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<ArticleRecord>, Box<dyn Error + Send + Sync>> {
        Ok(self.0.get(&(id, version)).cloned())
    }

    fn text(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        Ok(self.0.get(&(id, version)).map(|record| record.text.clone()))
    }
}

fn jsonl() -> String {
    let mut out = Vec::new();
    for input in exports() {
        to_json_line(&mut out, &ExportRecord::of(&input)).unwrap();
        out.push(b'\n');
    }
    String::from_utf8(out).unwrap()
}

fn csv(table: CsvTable) -> String {
    let mut export = CsvExport::new(vec![(table, Vec::new())]).unwrap();
    for input in exports() {
        export.write(&ExportRecord::of(&input)).unwrap();
    }
    export.write_story(&Dossier::of_story(&story())).unwrap();
    String::from_utf8(export.finish().unwrap().remove(0).1).unwrap()
}

fn pretty(value: &impl serde::Serialize) -> String {
    let mut out = Vec::new();
    to_json_pretty(&mut out, value).unwrap();
    String::from_utf8(out).unwrap()
}

fn verify(file: &str) -> Verification {
    verify_export(file.as_bytes(), &Base::new()).unwrap()
}

#[test]
fn everything_that_is_written_verifies() {
    let dossiers = [
        pretty(&Dossier::of_story(&story())),
        pretty(&ArticleDossier::of_article(&article())),
    ];
    let (of_stories, tables): (Vec<CsvTable>, Vec<CsvTable>) = CsvTable::ALL
        .into_iter()
        .partition(|table| table.is_of_stories());
    // What reports state side by side: the sample of the command has it.
    for table in of_stories {
        assert_eq!(verify(&csv(table)).findings, Vec::<Finding>::new());
    }
    let tables: Vec<String> = tables.into_iter().map(csv).collect();
    for file in dossiers.iter().chain([&jsonl()]).chain(&tables) {
        let verification = verify(file);
        assert_eq!(verification.findings, Vec::<Finding>::new());
        assert!(verification.records > 0, "{file}");
    }
}

/// Every number of a range in the file is shifted by one, one after the other.
#[test]
fn a_shifted_number_is_found_in_its_record_and_field() {
    let names = ["start_byte", "end_byte", "start_char", "end_char"];
    let mut shifted = 0;
    let lines: Vec<serde_json::Value> = jsonl()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (index, line) in lines.iter().enumerate() {
        let mut places = Vec::new();
        number_places(line, "", &names, &mut places);
        for place in places {
            let mut changed = line.clone();
            let number = changed.pointer_mut(&place).unwrap();
            *number = (number.as_u64().unwrap() + 1).into();
            let mut file: Vec<String> = lines.iter().map(ToString::to_string).collect();
            file[index] = changed.to_string();
            let findings = verify(&file.join("\n")).findings;
            let found: Vec<u64> = findings.iter().map(|finding| finding.record).collect();
            assert_eq!(found, [index as u64 + 1], "{place}: {findings:?}");
            // `/passages/0/first/span/end_byte` is found at `passages[0].first.span`.
            let dotted = dotted(&place);
            assert!(
                dotted.starts_with(&findings[0].field),
                "{dotted}: {}",
                findings[0]
            );
            shifted += 1;
        }
    }
    assert_eq!(shifted, 174);
}

/// The same for what a dossier says of several articles.
#[test]
fn a_shifted_number_of_the_comparison_is_found() {
    let names = ["start_byte", "end_byte", "start_char", "end_char"];
    let dossier = serde_json::to_value(Dossier::of_story(&hostile_story())).unwrap();
    let mut shifted: Vec<(&str, usize)> = Vec::new();
    for part in ["timeline", "places", "open"] {
        let mut places = Vec::new();
        number_places(&dossier[part], &format!("/{part}"), &names, &mut places);
        for place in &places {
            let mut changed = dossier.clone();
            let number = changed.pointer_mut(place).unwrap();
            *number = (number.as_u64().unwrap() + 1).into();
            let findings = verify(&changed.to_string()).findings;
            // The base holds the hostile page without what is read in it.
            let found: Vec<&Finding> = { findings.iter() }
                .filter(|finding| !finding.field.starts_with("articles["))
                .collect();
            assert_eq!(found.len(), 1, "{place}: {findings:?}");
            assert!(dotted(place).starts_with(&found[0].field), "{place}");
        }
        shifted.push((part, places.len()));
    }
    assert_eq!(shifted, [("timeline", 8), ("places", 8), ("open", 8)]);
}

fn dotted(pointer: &str) -> String {
    let part = |part: &str| match part.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{part}"),
    };
    pointer
        .split('/')
        .skip(1)
        .map(part)
        .collect::<String>()
        .trim_start_matches('.')
        .to_owned()
}

fn number_places(value: &serde_json::Value, at: &str, names: &[&str], places: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                if names.contains(&name.as_str()) {
                    places.push(at);
                } else {
                    number_places(value, &at, names, places);
                }
            }
        }
        serde_json::Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                number_places(value, &format!("{at}/{index}"), names, places);
            }
        }
        _ => {}
    }
}

#[test]
fn a_shifted_number_in_a_table_is_found_in_its_row() {
    for table in CsvTable::ALL {
        let text = csv(table);
        let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let header = rows[0].clone();
        for (column, name) in header.iter().enumerate() {
            if !["_byte", "_char"].iter().any(|end| name.ends_with(end))
                && !name.starts_with("start_")
            {
                continue;
            }
            for row in 1..rows.len() {
                let Ok(number) = rows[row][column].parse::<u32>() else {
                    continue;
                };
                rows[row][column] = (number + 1).to_string();
                let mut writer = csv::Writer::from_writer(Vec::new());
                for row in &rows {
                    writer.write_record(row).unwrap();
                }
                let file = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                let found: Vec<u64> = verify(&file)
                    .findings
                    .iter()
                    .map(|finding| finding.record)
                    .collect();
                assert_eq!(found, [row as u64], "{name} in {}", table.name());
                rows[row][column] = number.to_string();
            }
        }
    }
}

#[test]
fn changed_words_are_found() {
    let findings =
        verify(&jsonl().replacen("\"words\":\"“Nobody", "\"words\":\"“Somebody", 1)).findings;
    let fields: Vec<&str> = findings
        .iter()
        .map(|finding| finding.field.as_str())
        .collect();
    assert_eq!(fields, ["article.blocks[2].span.words"]);
    assert_eq!(
        findings[0].to_string(),
        "record 1: article.blocks[2].span.words: expected `\"“Nobody was hurt,” said Åse Lind, the harbour’s \
         master.\"`, but found `\"“Somebody was hurt,” said Åse Lind, the harbour’s master.\"`"
    );
}

#[test]
fn err_files_that_are_none_of_retold() {
    let error = |file: &str| {
        let error = verify_export(file.as_bytes(), &Base::new()).unwrap_err();
        let source = Error::source(&error).map_or_else(String::new, ToString::to_string);
        (error.to_string(), source)
    };
    let expected = "expected an export or a dossier of Retold (JSONL, JSON or CSV), but found";
    assert_eq!(error(" \n"), (format!("{expected} nothing"), String::new()));
    assert_eq!(
        error("{\"a\":1}"),
        (
            format!("{expected} a JSON record without a format"),
            String::new()
        )
    );
    assert_eq!(
        error("a,b\n1,2\n"),
        (format!("{expected} the columns `a,b`"), String::new())
    );
    assert_eq!(
        error("{\"format\":\"retold-export\"}"),
        (
            "record 1 does not have the form of its kind".to_owned(),
            "missing field `format_version`".to_owned()
        )
    );
    let deep = format!("{{\"format\":{}", "[".repeat(100_000));
    assert_eq!(
        error(&deep),
        (
            "record 1 does not have the form of its kind".to_owned(),
            "recursion limit exceeded at line 1 column 137".to_owned()
        )
    );
    assert!(matches!(
        verify_export(&b"{\"format\":\"\xff\"}"[..], &Base::new()),
        Err(VerifyError::Malformed { record: 1, .. })
    ));
}

#[test]
fn rows_hold_the_exact_words_and_no_formula() {
    for table in CsvTable::ALL {
        let text = csv(table);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(
            reader.headers().unwrap().iter().collect::<Vec<_>>(),
            table.columns()
        );
        for row in reader.records() {
            for cell in &row.unwrap() {
                // A spreadsheet takes a number for a number, whatever its sign.
                let begins = cell.trim_start().starts_with(['=', '+', '-', '@']);
                assert!(!begins || cell.parse::<f64>().is_ok(), "{cell}");
            }
        }
    }
    let text = csv(CsvTable::Bylines);
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    assert_eq!(csv_words(&rows[1][3]), HOSTILE);
}

#[test]
fn a_passage_is_one_row_whatever_records_tell_it() {
    let edits = csv(CsvTable::Edits);
    assert_eq!(edits.lines().count(), 2, "{edits}");
    assert_eq!(
        csv(CsvTable::Passages)
            .matches("aground on Friday.")
            .count(),
        2
    );
}

#[test]
fn annotations_are_rows_with_their_values() {
    let row = |table: CsvTable| csv(table).lines().nth(1).unwrap().to_owned();
    let article = articles()[0].version.article.clone();
    let id = format!("{},{},0", article.id, article.version);
    assert_eq!(
        row(CsvTable::Places),
        format!("{id},30,35,30,35,SORRE,Sorre,town,-55.12345,0.00607,NO,,,,itself,false,80")
    );
    assert_eq!(
        row(CsvTable::Quantities),
        format!("{id},77,87,75,85,212 people,,212,,false,things,people,people")
    );
    assert_eq!(
        row(CsvTable::Quotes),
        format!(
            "{id},direct,statement,121,143,119,137,\"“Nobody was hurt,”\",\"“Nobody was hurt,”\",Åse Lind,\
             \"Åse Lind, the harbour’s master\",said,,,,,false,97"
        )
    );
}

#[test]
fn the_outlets_between_are_in_the_table_as_they_are_said() {
    let mut export = exports().remove(0);
    let text = &export.input.version.article.text;
    let link = |role: ViaRole| ViaLink {
        mention: at(text, "Norvik Wire"),
        role,
    };
    let roles = [ViaRole::Told, ViaRole::Cited, ViaRole::Reported];
    let via = roles.map(link).to_vec();
    export.input.annotations.as_mut().unwrap().quotes[0].via = via;
    let mut table = CsvExport::new(vec![(CsvTable::Quotes, Vec::new())]).unwrap();
    table.write(&ExportRecord::of(&export)).unwrap();
    let written = table.finish().unwrap().remove(0).1;
    let mut rows = csv::Reader::from_reader(&written[..]);
    let columns = CsvTable::Quotes.columns();
    let column = columns.iter().position(|&column| column == "via");
    let row = rows.records().next().unwrap().unwrap();
    assert_eq!(
        &row[column.unwrap()],
        "told Norvik Wire; cited by Norvik Wire; reported by Norvik Wire"
    );
}
