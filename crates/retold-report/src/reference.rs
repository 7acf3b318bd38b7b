//! The published reference of the records, made from their definitions: `docs/*.schema.json` and the tables of fields
//! in `docs/dossier.md` and `docs/export.md`. The tests fail where the files are not what the definitions say;
//! `RETOLD_UPDATE_DOCS=1 cargo test -p retold-report reference` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::{ArticleDossier, CsvTable, Dossier, ExportRecord};

fn docs(file: &str) -> PathBuf {
    Path::new("../../docs").join(file)
}

fn schema<T: JsonSchema>(file: &str) -> Value {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let mut schema = serde_json::to_value(schema).expect("a schema is JSON");
    schema["$id"] = json!(format!(
        "https://github.com/retold/retold/blob/main/docs/{file}"
    ));
    schema
}

fn check_file(file: &str, expected: &str) {
    let path = docs(file);
    if std::env::var_os("RETOLD_UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/{file} is out of date: RETOLD_UPDATE_DOCS=1 cargo test -p retold-report reference"
    );
}

fn check_schema<T: JsonSchema>(file: &str) {
    check_file(
        file,
        &(serde_json::to_string_pretty(&schema::<T>(file)).unwrap() + "\n"),
    );
}

/// Puts `generated` between the marks `<!-- NAME -->` and `<!-- end -->` of a page.
fn check_section(file: &str, name: &str, generated: &str) {
    let page = std::fs::read_to_string(docs(file)).unwrap();
    let open = format!("<!-- {name}: written by the tests of retold-report -->\n");
    let start = page
        .find(&open)
        .unwrap_or_else(|| panic!("docs/{file} has no mark `{open}`"))
        + open.len();
    let end = start
        + page[start..]
            .find("<!-- end -->")
            .expect("each mark has its end");
    check_file(
        file,
        &format!("{}\n{generated}\n{}", &page[..start], &page[end..]),
    );
}

#[test]
fn schemas_are_as_published() {
    check_schema::<Dossier>("dossier.schema.json");
    check_schema::<ArticleDossier>("article.schema.json");
    check_schema::<ExportRecord>("export.schema.json");
}

#[test]
fn fields_of_the_dossiers_are_described() {
    let mut records = definitions::<Dossier>("Dossier");
    records.append(&mut definitions::<ArticleDossier>("ArticleDossier"));
    check_section(
        "dossier.md",
        "fields",
        &describe(&records, &["Dossier", "ArticleDossier"], &[]),
    );
}

#[test]
fn fields_of_the_exports_are_described() {
    let records = definitions::<ExportRecord>("ExportRecord");
    let told = ["ArticleRecord", "PassageRecord"];
    check_section(
        "export.md",
        "record",
        &describe(&records, &["ExportRecord"], &told),
    );
    let mut tables = String::new();
    for table in CsvTable::ALL {
        let columns: Vec<String> = table
            .columns()
            .iter()
            .map(|column| format!("`{column}`"))
            .collect();
        let _ = writeln!(tables, "- `{}.csv`: {}", table.name(), columns.join(", "));
    }
    check_section("export.md", "tables", &tables);
}

/// The records of a schema by name, with the root under `name`.
fn definitions<T: JsonSchema>(name: &str) -> BTreeMap<String, Value> {
    let mut root = schema::<T>("");
    let Some(Value::Object(records)) = root.as_object_mut().and_then(|root| root.remove("$defs"))
    else {
        panic!("the schema of {name} has definitions")
    };
    records
        .into_iter()
        .chain([(name.to_owned(), root)])
        .collect()
}

/// A table for each record, first `roots`, then the records they name in turn; not those `told_elsewhere`.
fn describe(records: &BTreeMap<String, Value>, roots: &[&str], told_elsewhere: &[&str]) -> String {
    let mut order: Vec<String> = roots.iter().map(|&name| name.to_owned()).collect();
    let mut next = 0;
    let mut page = String::new();
    while let Some(name) = order.get(next).cloned() {
        next += 1;
        let record = &records[&name];
        let _ = writeln!(page, "### {name}\n\n{}\n", text(record));
        page.push_str("| field | type | what it is |\n| --- | --- | --- |\n");
        for (field, value) in in_order(record) {
            let mut named = Vec::new();
            let mut kind = kind(value, &mut named);
            for name in told_elsewhere {
                let anchor = format!("(#{})", name.to_lowercase());
                kind = kind.replace(&anchor, &format!("(dossier.md{}", &anchor[1..]));
            }
            let _ = writeln!(page, "| `{field}` | {kind} | {} |", text(value));
            for name in named {
                if !order.contains(&name) && !told_elsewhere.contains(&name.as_str()) {
                    order.push(name);
                }
            }
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

/// The fields in the order of their definition, which is that of `required` with the optional ones behind.
fn in_order(record: &Value) -> Vec<(&String, &Value)> {
    let required: Vec<&str> = record["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let place = |name: &str| {
        required
            .iter()
            .position(|&other| other == name)
            .unwrap_or(required.len())
    };
    let mut fields: Vec<_> = record["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    fields.sort_by_key(|(name, _)| place(name));
    fields
}

fn text(value: &Value) -> String {
    value["description"]
        .as_str()
        .unwrap_or_default()
        .replace('\n', " ")
}

/// The type of a field in words; the records that it names go to `named`.
fn kind(value: &Value, named: &mut Vec<String>) -> String {
    if let Some(reference) = value["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference).to_owned();
        named.push(name.clone());
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(options) = value["anyOf"].as_array() {
        return options
            .iter()
            .map(|option| kind(option, named))
            .collect::<Vec<_>>()
            .join(" or ");
    }
    if let Some(values) = value["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .filter_map(Value::as_str)
            .map(|value| format!("`{value}`"))
            .collect();
        return values.join(", ");
    }
    match &value["type"] {
        Value::Array(types) => types
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        Value::String(name) if name == "array" => {
            format!("list of {}", kind(&value["items"], named))
        }
        Value::String(name) => name.clone(),
        _ => String::new(),
    }
}
