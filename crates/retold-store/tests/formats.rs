//! Bases of every format that was ever released are opened by today's code, and hold what they held.
//!
//! `formats/N.sql` is a base of format N as a dump. They are never changed. When a migration is added, the dump of the
//! format before it is written by `cargo test -p retold-store --test formats -- --ignored` from the code before the change.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use retold_model::*;
use retold_store::{Counts, NewSource, SearchQuery, Store};
use retold_text::TextRange;
use rusqlite::Connection;
use support::{article, derive, document};

/// Every format with a base of it.
const FORMATS: &[(u32, &str)] = &[(1, include_str!("formats/1.sql"))];

const URL: &str = "https://harbour.example/wall";

/// Two articles, one in two versions, with links between them.
struct Sample {
    documents: [SourceDocument; 3],
    articles: [Article; 3],
    links: LinkUpdate,
    group: ReprintGroup,
    lost: Diagnostic,
    note: Diagnostic,
}

fn sample() -> Sample {
    let documents = [
        document(
            "old.txt",
            "Mauer bricht\n\nZehn Häuser stehen unter Wasser.",
            Some("2024-05-16"),
        ),
        document(
            "new.txt",
            "Mauer bricht\n\nZwölf Häuser stehen unter Wasser.",
            Some("2024-05-17T08:00+02:00"),
        ),
        document(
            "copy.txt",
            "Wall\n\nZwölf alte Häuser stehen unter Wasser.",
            None,
        ),
    ];
    let articles = [
        article(&documents[0], URL, Some("2024-05-16T09:00Z")),
        article(&documents[1], URL, Some("2024-05-17T07:00Z")),
        article(&documents[2], "https://quay.example/1", None),
    ];
    let [_, new, copy] = &articles;
    let (mut ids, mut ranges) = (
        [new.id, copy.id],
        [TextRange::new(14, 49), TextRange::new(6, 46)],
    );
    // The copy has one word more.
    let (mut kind, mut places) = (
        EditKind::Inserted,
        [TextRange::new(21, 21), TextRange::new(13, 18)],
    );
    if ids[0] > ids[1] {
        ids.reverse();
        ranges.reverse();
        places.reverse();
        kind = EditKind::Deleted;
    }
    let [first, second] = ids;
    let edit = Edit {
        kind,
        first: places[0],
        second: places[1],
    };
    let passage = Passage {
        first: Occurrence {
            article: first,
            range: ranges[0],
        },
        second: Occurrence {
            article: second,
            range: ranges[1],
        },
        kind: PassageKind::Report,
        matched_words: 5,
        edits: vec![edit],
    };
    let happening = Story {
        id: StoryId::of(first),
        headline: Some("Mauer bricht".into()),
        first: Some("2024-05-16T09:36+06:00".parse().unwrap()),
        last: None,
        articles: vec![second, first],
    };
    let location = Location {
        path: "bad.warc".into(),
        record: Some(3),
        offset: 9,
        uri: None,
    };
    Sample {
        links: LinkUpdate {
            relinked: ids.to_vec(),
            passages: vec![passage],
            compared: ids.to_vec(),
            parted: Vec::new(),
            similarities: vec![Similarity {
                first,
                second,
                score: 700_000,
                kind: SimilarityKind::Reports,
            }],
            dissolved: Vec::new(),
            stories: vec![happening],
        },
        group: ReprintGroup {
            articles: ids.to_vec(),
        },
        lost: Diagnostic {
            severity: Severity::Error,
            kind: DiagnosticKind::Truncated,
            location,
            message: "record ends early".into(),
        },
        note: Diagnostic {
            severity: Severity::Note,
            kind: DiagnosticKind::InvalidText,
            location: documents[2].location.clone(),
            message: "one byte is not text".into(),
        },
        documents,
        articles,
    }
}

/// Asserts that the base holds exactly the sample.
fn check(store: &Store) {
    let sample = sample();
    let reader = store.reader();
    let versions = |id| reader.versions(id).unwrap();
    let held = |i: usize, current| ArticleVersion {
        article: sample.articles[i].clone(),
        retrieved: sample.documents[i].retrieved,
        current,
    };
    assert_eq!(
        versions(sample.articles[0].id),
        [held(0, false), held(1, true)]
    );
    assert_eq!(versions(sample.articles[2].id), [held(2, true)]);
    for (document, article) in sample.documents.iter().zip(&sample.articles) {
        let source = reader.source_of(article.version).unwrap().unwrap();
        assert_eq!(
            (source.raw, source.location),
            (document.raw.clone(), document.location.clone())
        );
    }
    let first = sample.links.passages[0].first.article;
    assert_eq!(reader.passages(first).unwrap(), sample.links.passages);
    assert_eq!(
        reader.similarities(first).unwrap(),
        sample.links.similarities
    );
    assert_eq!(reader.stories().unwrap(), sample.links.stories);
    assert_eq!(reader.reprint_groups().unwrap(), [sample.group]);
    assert_eq!(reader.diagnostics().unwrap(), [sample.lost, sample.note]);
    assert_eq!(reader.algorithm("link").unwrap(), Some(1));
    let found = reader
        .search(&SearchQuery::parse("zwolf hauser"), 9)
        .unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(
        reader.counts().unwrap(),
        Counts {
            sources: 3,
            articles: 2,
            versions: 3,
            stories: 1,
            passages: 1,
            diagnostics: 2
        }
    );
    assert_eq!(reader.check_ranges().unwrap(), []);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

fn write_sample(path: &Path) {
    let sample = sample();
    let mut store = Store::open(path).unwrap();
    let mut batch = store.begin().unwrap();
    for (i, (document, article)) in sample.documents.iter().zip(&sample.articles).enumerate() {
        let read = if i == 2 {
            std::slice::from_ref(&sample.note)
        } else {
            &[]
        };
        batch
            .add(&[NewSource {
                annotations: None,
                document,
                article: Some(article),
                read,
                extracted: &[],
            }])
            .unwrap();
    }
    batch.note(std::slice::from_ref(&sample.lost)).unwrap();
    batch.settle(derive()).unwrap();
    batch.apply(&sample.links).unwrap();
    batch
        .set_reprint_groups(&[], std::slice::from_ref(&sample.group))
        .unwrap();
    batch.set_algorithm("link", 1).unwrap();
    batch.commit().unwrap();
}

#[test]
fn todays_format_holds_the_sample() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("today.db");
    write_sample(&path);
    check(&Store::open(&path).unwrap());
}

#[test]
fn bases_of_all_formats_are_opened() {
    for (format, dump) in FORMATS {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(format!("format-{format}.db"));
        Connection::open(&path)
            .unwrap()
            .execute_batch(dump)
            .unwrap();
        check(&Store::open(&path).unwrap());
    }
}

/// Writes the dump of today's format.
#[test]
#[ignore = "writes a file of the tests, once for each format"]
fn write_dump() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("today.db");
    write_sample(&path);
    let connection = Connection::open(&path).unwrap();
    let number = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let format = number("user_version");
    let mut dump = format!(
        "PRAGMA application_id = {};\nPRAGMA user_version = {format};\nBEGIN;\n",
        number("application_id")
    );
    let list = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let own = "sql IS NOT NULL AND name NOT LIKE 'article_fts_%' AND name NOT LIKE 'sqlite_%'";
    for sql in list(&format!(
        "SELECT sql FROM sqlite_schema WHERE {own} ORDER BY rowid"
    )) {
        writeln!(dump, "{sql};").unwrap();
    }
    for table in list(&format!(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'article_fts' AND {own} ORDER BY rowid"
    )) {
        let columns = list(&format!(
            "SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"
        ));
        let row = columns.join(" || ', ' || ");
        for values in list(&format!("SELECT {row} FROM {table}")) {
            writeln!(dump, "INSERT INTO {table} VALUES ({values});").unwrap();
        }
    }
    dump.push_str("INSERT INTO article_fts (article_fts) VALUES ('rebuild');\nCOMMIT;\n");
    let to = format!("tests/formats/{format}.sql");
    std::fs::write(to, dump).unwrap();
}
