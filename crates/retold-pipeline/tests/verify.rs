//! Every wrong range is found, as exactly the row it stands in.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};

use retold_pipeline::{Collection, Settings, Verification};
use retold_read::{Known, Limits, Read, read_bytes};
use rusqlite::Connection;
use support::{Page, pages};

fn verify(path: &Path) -> Verification {
    let collection = Collection::open_read_only(path).unwrap();
    collection.verify(&Settings::default(), &mut ()).unwrap()
}

/// A page with a dateline, a byline and a credit, beside the generated ones.
fn credited() -> Vec<Read> {
    let page = "<!DOCTYPE html><html><head><title>Köln bridge reopens after the flood</title>\
        <meta name=\"author\" content=\"Märta Lind\">\
        <meta property=\"article:published_time\" content=\"2024-05-16T09:36:00Z\">\
        <script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Person\",\"name\":\"Märta Lind\"}}</script>\
        </head><body><nav><a href=\"/\">Home</a> <a href=\"/w\">Weather</a></nav><article>\
        <h1>Köln bridge reopens after the flood</h1><p class=\"byline\">By Märta Lind</p>\
        <p>COLOGNE, May 16 (Reuters) - The bridge over the Rhine was opened again on Thursday after nine days of “high water”.</p>\
        <p>Engineers had looked at every pier, the city said, and had found no damage to the eastern bank.</p>\
        <p>Boats may pass below it from Friday on, said the harbour master, who had closed the river last week.</p>\
        <p>(With inputs from Reuters and agencies)</p></article><footer>All rights reserved</footer></body></html>";
    read_bytes(
        "köln.html",
        page.as_bytes().to_vec(),
        &Known::default(),
        &Limits::default(),
    )
    .collect()
}

fn base(directory: &Path) -> PathBuf {
    let path = directory.join("retold.db");
    let mut collection = Collection::open(&path).unwrap();
    let reads: Vec<Read> = pages(18, 31)
        .iter()
        .flat_map(Page::reads)
        .chain(credited())
        .collect();
    collection
        .add_reads(reads.into_iter(), &Settings::default(), &mut ())
        .unwrap();
    path
}

#[test]
fn a_sound_base_has_no_findings() {
    let directory = tempfile::tempdir().unwrap();
    let path = base(directory.path());
    let verification = verify(&path);
    assert_eq!(verification.findings, []);
    assert_eq!(verification.sources, 19);
    assert!(
        verification.passages.is_some_and(|passages| passages > 10),
        "{verification:?}"
    );
}

#[test]
fn every_shifted_range_is_found_as_its_row() {
    let directory = tempfile::tempdir().unwrap();
    let path = base(directory.path());
    let connection = Connection::open(&path).unwrap();
    let version = "'version ' || (SELECT id FROM article_version WHERE key = version)";
    let position = format!("{version} || ', position ' || position");
    let field = format!("{version} || ', field ' || field");
    let text = ["start_byte", "end_byte", "start_char", "end_char"];
    let source = ["source_start_byte", "source_end_byte"];
    let both: Vec<String> = ["first_", "second_"]
        .iter()
        .flat_map(|side| text.iter().map(move |column| format!("{side}{column}")))
        .collect();
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    let tables: [(&str, &str, Vec<&str>); 8] = [
        ("block", &position, [&text[..], &source[..]].concat()),
        ("cut", &position, source.to_vec()),
        ("byline", &position, source.to_vec()),
        ("dateline", version, text.to_vec()),
        ("credit", &position, text.to_vec()),
        ("stated_field", &field, source.to_vec()),
        ("passage", "'key ' || key", both.clone()),
        (
            "passage_edit",
            "'passage ' || passage || ', position ' || position",
            both,
        ),
    ];
    let mut shifted = 0;
    for (table, row, columns) in tables {
        for column in columns {
            // A row somewhere in the middle of the table that has the range at all.
            let key: Option<(i64, i64, String)> = {
                let order = match table {
                    "passage" => "key, 0",
                    "passage_edit" => "passage, position",
                    "stated_field" | "dateline" => "version, 0",
                    _ => "version, position",
                };
                let sql = format!(
                    "SELECT {order}, {row} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1, 2
                     LIMIT 1 OFFSET (SELECT count(*) / 2 FROM {table} WHERE {column} IS NOT NULL)"
                );
                connection
                    .query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .ok()
            };
            let (_, _, name) = key.unwrap_or_else(|| panic!("`{table}` has a row with `{column}`"));
            let shift = |by: i64| {
                let sql = format!("UPDATE {table} SET {column} = {column} + ?1 WHERE {row} = ?2");
                assert_eq!(
                    connection
                        .execute(&sql, rusqlite::params![by, name])
                        .unwrap(),
                    1,
                    "{table}.{column}"
                );
            };
            for by in [1, -1] {
                shift(by);
                let found: Vec<(&str, String)> = verify(&path)
                    .findings
                    .into_iter()
                    .map(|finding| (finding.table, finding.row))
                    .collect();
                assert_eq!(
                    found,
                    [(table, name.clone())],
                    "{table}.{column} shifted by {by}"
                );
                shift(-by);
                shifted += 1;
            }
        }
    }
    assert_eq!(verify(&path).findings, []);
    assert_eq!(shifted, 2 * (6 + 2 + 2 + 4 + 4 + 2 + 8 + 8));
}

#[test]
fn other_damage_is_found_as_its_row() {
    let directory = tempfile::tempdir().unwrap();
    let path = base(directory.path());
    let connection = Connection::open(&path).unwrap();
    for (change, back, table) in [
        (
            "UPDATE source_document SET bytes_start = bytes_start + 1 WHERE key = 3",
            "UPDATE source_document SET bytes_start = bytes_start - 1 WHERE key = 3",
            "source_document",
        ),
        (
            "UPDATE article_version SET headline = headline || 'x' WHERE key = 2",
            "UPDATE article_version SET headline = rtrim(headline, 'x') WHERE key = 2",
            "article_version",
        ),
        (
            "UPDATE article_version SET outlet = outlet || 'x' WHERE key = 4",
            "UPDATE article_version SET outlet = rtrim(outlet, 'x') WHERE key = 4",
            "article_version",
        ),
        (
            "UPDATE similarity SET parts_per_million = parts_per_million + 1
             WHERE (first, second) = (SELECT first, second FROM similarity ORDER BY 1, 2 LIMIT 1)",
            "UPDATE similarity SET parts_per_million = parts_per_million - 1
             WHERE (first, second) = (SELECT first, second FROM similarity ORDER BY 1, 2 LIMIT 1)",
            "similarity",
        ),
        (
            "UPDATE story SET last_published = '2031-01-01' WHERE key = (SELECT min(key) FROM story)",
            "",
            "story",
        ),
    ] {
        assert_eq!(connection.execute(change, []).unwrap(), 1, "{change}");
        let found: Vec<&str> = verify(&path)
            .findings
            .into_iter()
            .map(|finding| finding.table)
            .collect();
        assert_eq!(found, [table], "{change}");
        if !back.is_empty() {
            connection.execute(back, []).unwrap();
        }
    }
}
