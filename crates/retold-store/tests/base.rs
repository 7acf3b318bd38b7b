//! What goes into a base comes out of it.
#![allow(missing_docs, reason = "tests")]

mod support;

use std::time::Duration;

use retold_model::*;
use retold_store::{
    Added, LinkView, NewSource, SearchQuery, SourceId, SourceSelector, SqlLimits, SqlValue, Store,
    StoreError,
};
use retold_text::TextRange;
use support::{add, article, base, derive, document, hash};

const URL: &str = "https://harbour.example/wall";

#[test]
fn articles_and_sources_come_out_as_they_went_in() {
    let (_directory, path, mut store) = base();
    let document = document(
        "b.txt",
        "Höhe\n\nThe wäll fell.\n\nIt rained.",
        Some("2024-05-17T10:00Z"),
    );
    let article = article(&document, URL, None);
    let added = add(&mut store, &[(document.clone(), article.clone())]);
    assert_eq!(
        added,
        Added {
            sources: 1,
            articles: 1,
            known: 0
        }
    );
    drop(store);

    let store = Store::open_read_only(&path).unwrap();
    let expected = ArticleVersion {
        article: article.clone(),
        retrieved: document.retrieved,
        current: true,
    };
    assert_eq!(store.reader().article(article.id).unwrap(), Some(expected));
    let source = store.reader().source_of(article.version).unwrap().unwrap();
    assert_eq!(source.id, SourceId::of(&document));
    assert_eq!(source.raw, document.raw);
    assert_eq!(source.digest, document.digest);
    assert_eq!(source.outside, document.fields[..1]);
    assert_eq!(source.location, document.location);
    assert_eq!(source.version, Some(article.version));
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn adding_again_changes_nothing_but_keeps_the_first_place_by_name() {
    let (_directory, _, mut store) = base();
    let second = document("b.txt", "Head\n\nBody.", None);
    let first = document("a.txt", "Head\n\nBody.", None);
    let article = article(&first, URL, None);
    add(&mut store, &[(second.clone(), article.clone())]);
    let again = add(
        &mut store,
        &[(second, article.clone()), (first.clone(), article.clone())],
    );
    assert_eq!(
        again,
        Added {
            sources: 0,
            articles: 0,
            known: 2
        }
    );
    assert_eq!(
        store
            .reader()
            .source_of(article.version)
            .unwrap()
            .unwrap()
            .location,
        first.location
    );
    assert_eq!(store.reader().counts().unwrap().sources, 1);
}

#[test]
fn bytes_that_were_read_before_do_not_hide_those_in_their_place() {
    let (_directory, path, mut writer) = base();
    let reading = Store::open_read_only(&path).unwrap();
    // Each takes the place in the file that the one before leaves.
    for body in ["It fell.", "It stood.", "It was sold."] {
        let document = document("a.txt", &format!("Head\n\n{body}"), None);
        let article = article(&document, URL, None);
        add(&mut writer, &[(document.clone(), article.clone())]);
        for store in [&writer, &reading] {
            for _ in 0..2 {
                let source = store.reader().source_of(article.version).unwrap().unwrap();
                assert_eq!(source.raw, document.raw);
            }
        }
        let mut batch = writer.begin().unwrap();
        batch.remove(&[SourceId::of(&document)]).unwrap();
        batch.stale().unwrap();
        batch.settle(derive()).unwrap();
        batch.commit().unwrap();
    }
}

#[test]
fn another_text_at_the_same_address_is_a_version() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let (_directory, _, mut store) = base();
        let texts = [
            ("Head\n\nTen were hurt.", Some("2024-05-16")),
            ("Head\n\nTwelve were hurt.", Some("2024-05-18")),
            ("Head\n\nEleven were hurt.", Some("2024-05-17")),
        ];
        for i in order {
            let document = document(&format!("{i}.txt"), texts[i].0, None);
            let article = article(&document, URL, texts[i].1);
            add(&mut store, &[(document, article)]);
        }
        let reader = store.reader();
        let versions = reader.versions(ArticleId::of_url(URL)).unwrap();
        let seen: Vec<(&str, bool)> = versions
            .iter()
            .map(|version| (version.article.text.as_str(), version.current))
            .collect();
        assert_eq!(
            seen,
            [(texts[0].0, false), (texts[2].0, false), (texts[1].0, true)]
        );
        assert_eq!(reader.article_ids().unwrap(), [ArticleId::of_url(URL)]);
        let found = |word: &str| reader.search(&SearchQuery::parse(word), 9).unwrap().len();
        assert_eq!((found("twelve"), found("eleven"), found("ten")), (1, 0, 0));
    }
}

#[test]
fn the_source_that_stands_for_a_version_does_not_depend_on_order() {
    let mut seen = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let (_directory, _, mut store) = base();
        let early = document("early.txt", "Head\n\nBody.", Some("2024-05-16"));
        let late = document("late.txt", "Head\n\nBody.", Some("2024-05-20"));
        let both = [
            (early.clone(), article(&early, URL, None)),
            (late.clone(), article(&late, URL, None)),
        ];
        for i in order {
            add(&mut store, &both[i..=i]);
        }
        let version = store.reader().article(both[0].1.id).unwrap().unwrap();
        seen.push((
            version.retrieved,
            store
                .reader()
                .source_of(version.article.version)
                .unwrap()
                .unwrap()
                .location
                .path,
        ));
        assert_eq!(
            store
                .reader()
                .sources_of(version.article.version)
                .unwrap()
                .len(),
            2
        );
    }
    let expected = (Some("2024-05-20".parse().unwrap()), "late.txt".to_owned());
    assert_eq!(seen, [expected.clone(), expected]);
}

#[test]
fn removing_a_source_leaves_what_other_sources_give() {
    let (_directory, _, mut store) = base();
    let early = document("in/early.txt", "Head\n\nBody.", Some("2024-05-16"));
    let late = document("in!late.txt", "Head\n\nBody.", Some("2024-05-20"));
    let other = document("inner.txt", "Other\n\nWords.", None);
    let kept = article(&early, URL, None);
    let gone = article(&other, "https://harbour.example/other", None);
    add(
        &mut store,
        &[
            (early.clone(), kept.clone()),
            (late.clone(), kept.clone()),
            (other.clone(), gone.clone()),
        ],
    );
    let reader = store.reader();
    let find = |selector| reader.find_sources(&selector).unwrap();
    assert_eq!(
        find(SourceSelector::Path("in/".into())),
        [SourceId::of(&late), SourceId::of(&early)]
            .iter()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        find(SourceSelector::Article(gone.id)),
        [SourceId::of(&other)]
    );
    assert_eq!(
        find(SourceSelector::Digest(other.digest.to_string())),
        [SourceId::of(&other)]
    );

    let mut batch = store.begin().unwrap();
    let heirs = batch
        .remove(&[SourceId::of(&late), SourceId::of(&other)])
        .unwrap();
    assert_eq!(heirs, [SourceId::of(&early)]);
    batch
        .extract_again(
            &heirs[0],
            NewSource {
                annotations: None,
                document: &early,
                article: Some(&kept),
                read: &[],
                extracted: &[],
            },
        )
        .unwrap();
    assert_eq!(batch.stale().unwrap().len(), 2);
    assert_eq!(batch.settle(derive()).unwrap().len(), 1);
    batch.commit().unwrap();

    let reader = store.reader();
    assert_eq!(reader.article(gone.id).unwrap(), None);
    let expected = ArticleVersion {
        article: kept.clone(),
        retrieved: early.retrieved,
        current: true,
    };
    assert_eq!(reader.article(kept.id).unwrap(), Some(expected));
    assert_eq!(
        reader.source_of(kept.version).unwrap().unwrap().raw,
        early.raw
    );
    assert_eq!(reader.search(&SearchQuery::parse("words"), 9).unwrap(), []);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn the_link_stage_sees_current_versions_only() {
    let (_directory, _, mut store) = base();
    let old = document("old.txt", "Head\n\nTen hurt.", None);
    let new = document("new.txt", "Head\n\nTwelve hurt.", None);
    let other = document("other.txt", "Rain\n\nNone hurt.", None);
    let other_article = article(&other, "https://harbour.example/other", None);
    add(
        &mut store,
        &[
            (old.clone(), article(&old, URL, Some("2024-05-16"))),
            (other, other_article.clone()),
        ],
    );
    let article = article(&new, URL, Some("2024-05-17"));
    let mut batch = store.begin().unwrap();
    batch
        .add(&[NewSource {
            annotations: None,
            document: &new,
            article: Some(&article),
            read: &[],
            extracted: &[],
        }])
        .unwrap();
    let stale = batch.stale().unwrap();
    let view = batch.link_index(derive());
    assert_eq!(view.key(article.id).unwrap(), Some(stale[0]));
    let with_term = |view: &LinkView<'_>, term: &str, most| {
        let holders = view.with_term(Term(hash(term)), most).unwrap();
        holders.map(|keys| keys.to_vec())
    };
    assert_eq!(with_term(&view, "ten", 1), Some(stale.clone()));
    drop(view);
    assert_eq!(batch.settle(derive()).unwrap(), stale);
    let view = batch.link_index(derive());
    assert_eq!(view.article_count().unwrap(), 2);
    assert_eq!(with_term(&view, "ten", 1), Some(vec![]));
    let twelve = Fingerprint(hash("twelve"));
    assert_eq!(
        view.with_fingerprint(twelve, 1).unwrap().as_deref(),
        Some(stale.as_slice())
    );
    assert_eq!(view.with_fingerprint(twelve, 0).unwrap(), None);
    let mut keys = vec![stale[0], view.key(other_article.id).unwrap().unwrap()];
    keys.sort_unstable();
    // Asked for more, then for less, then for more again.
    assert_eq!(with_term(&view, "hurt", 1), None);
    assert_eq!(with_term(&view, "hurt", 2), Some(keys.clone()));
    assert_eq!(with_term(&view, "hurt", 1), None);
    assert_eq!(with_term(&view, "hurt", 9), Some(keys));
    let linkable = view.linkable(stale[0]).unwrap();
    assert_eq!(
        (&*linkable.text, linkable.body.as_slice()),
        ("Head\n\nTwelve hurt.", &[TextRange::new(6, 18)][..])
    );
}

#[test]
fn links_come_out_as_they_went_in() {
    let (_directory, _, mut store) = base();
    let documents = [
        document("a", "Ä\n\nThe same words.", None),
        document("b", "Öl\n\nSame old words.", None),
    ];
    let mut articles = [
        article(&documents[0], "https://a.example/", None),
        article(&documents[1], "https://b.example/", None),
    ];
    articles.sort_by_key(|article| article.id);
    add(
        &mut store,
        &[
            (documents[0].clone(), articles[0].clone()),
            (documents[1].clone(), articles[1].clone()),
        ],
    );
    let [first, second] = [articles[0].id, articles[1].id];
    let passage = Passage {
        first: Occurrence {
            article: first,
            range: TextRange::new(4, 10),
        },
        second: Occurrence {
            article: second,
            range: TextRange::new(5, 11),
        },
        kind: PassageKind::Report,
        matched_words: 2,
        edits: vec![Edit {
            kind: EditKind::Inserted,
            first: TextRange::new(5, 5),
            second: TextRange::new(6, 7),
        }],
    };
    let happening = Story {
        id: StoryId::of(first),
        headline: Some("Ä".into()),
        first: Some("2024-05-16".parse().unwrap()),
        last: None,
        articles: vec![second, first],
    };
    let update = LinkUpdate {
        relinked: vec![first, second],
        passages: vec![passage.clone()],
        compared: vec![first],
        parted: Vec::new(),
        similarities: vec![Similarity {
            first,
            second,
            score: 7,
            kind: SimilarityKind::Headlines,
        }],
        dissolved: vec![happening.id],
        stories: vec![happening.clone()],
    };
    let group = ReprintGroup {
        articles: vec![first, second],
    };
    // Twice: an update replaces what it names.
    for _ in 0..2 {
        let mut batch = store.begin().unwrap();
        batch.apply(&update).unwrap();
        batch
            .set_reprint_groups(&[first], std::slice::from_ref(&group))
            .unwrap();
        batch.commit().unwrap();
    }
    let reader = store.reader();
    assert_eq!(
        reader.passages(second).unwrap(),
        std::slice::from_ref(&passage)
    );
    assert_eq!(reader.passages_within(happening.id).unwrap(), [passage]);
    assert_eq!(reader.similarities(first).unwrap(), update.similarities);
    let batch = store.begin().unwrap();
    let view = batch.link_index(derive());
    let keys = [first, second].map(|id| view.key(id).unwrap().unwrap());
    let shared = keys.map(|key| view.shared_words(key).unwrap());
    assert_eq!(shared, [[(second, 2)], [(first, 2)]]);
    let similar = keys.map(|key| view.similarities(key).unwrap());
    assert_eq!(similar, [&*update.similarities; 2]);
    drop(view);
    drop(batch);
    let reader = store.reader();
    assert_eq!(reader.stories().unwrap(), std::slice::from_ref(&happening));
    assert_eq!(reader.story_of(second).unwrap(), Some(happening));
    assert_eq!(reader.reprint_group(second).unwrap(), Some(group.clone()));
    assert_eq!(reader.reprint_groups().unwrap(), [group]);
    let mut batch = store.begin().unwrap();
    let parted = LinkUpdate {
        parted: vec![(first, second)],
        ..LinkUpdate::default()
    };
    batch.apply(&parted).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.reader().similarities(first).unwrap(), []);
}

#[test]
fn search_gives_the_ranges_of_the_hits() {
    let (_directory, _, mut store) = base();
    let document = document(
        "a",
        "Damm\n\nDer Fluß stieg. Das Hochwasser kam; der Fluss stieg weiter.",
        None,
    );
    add(
        &mut store,
        &[(document.clone(), article(&document, URL, None))],
    );
    let hit = |query: &str| {
        let hits = store
            .reader()
            .search(&SearchQuery::parse(query), 9)
            .unwrap();
        hits.into_iter().next().map(|hit| {
            hit.ranges
                .iter()
                .map(|range| {
                    range
                        .slice(std::str::from_utf8(&document.raw).unwrap())
                        .unwrap()
                        .to_owned()
                })
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(hit("hoch*"), Some(vec!["Hochwasser".to_owned()]));
    assert_eq!(hit("\"fluss stieg\""), Some(vec!["Fluss stieg".to_owned()]));
    assert_eq!(hit("damm NOT hochwasser"), None);
    assert_eq!(hit("fluss OR ebbe"), Some(vec!["Fluss".to_owned()]));
    assert_eq!(hit("\"stieg fluss\""), None);
}

#[test]
fn sql_reads_and_nothing_else() {
    let (_directory, _, mut store) = base();
    let document = document("a", "Head\n\nBody.", None);
    add(
        &mut store,
        &[(document.clone(), article(&document, URL, None))],
    );
    let limits = SqlLimits::default();
    let table = store.sql("SELECT headline, words, start_char FROM blocks JOIN articles USING (article_id) ORDER BY position", &limits).unwrap();
    assert_eq!(table.columns, ["headline", "words", "start_char"]);
    let text = |text: &str| SqlValue::Text(text.into());
    assert_eq!(
        table.rows,
        [
            [text("Head"), text("Head"), SqlValue::Integer(0)],
            [text("Head"), text("Body."), SqlValue::Integer(6)]
        ]
    );
    let found = store.sql("SELECT published_utc FROM articles JOIN article_fts ON 1 WHERE article_fts MATCH 'body'", &limits).unwrap();
    assert_eq!(found.rows, [[text("2024-05-16T03:36:00Z")]]);
    assert!(
        store
            .sql("SELECT name FROM pragma_table_info('article')", &limits)
            .is_ok()
    );
    for forbidden in [
        "DELETE FROM article",
        "INSERT INTO article (id) VALUES ('x')",
        "UPDATE article SET id = 'x'",
        "DROP TABLE article",
        "CREATE TEMP TABLE x (y)",
        "ATTACH ':memory:' AS x",
        "PRAGMA writable_schema = 1",
        "PRAGMA journal_mode = delete",
        "SELECT load_extension('x')",
        "BEGIN",
        "VACUUM INTO 'copy.db'",
        "INSERT INTO article_fts (article_fts) VALUES ('delete-all')",
        "SELECT 1; DELETE FROM article",
        "",
        "SELECT randomblob(1000000000)",
    ] {
        let result = store.sql(forbidden, &limits);
        assert!(
            matches!(result, Err(StoreError::Query { .. })),
            "{forbidden}: {result:?}"
        );
    }
    let empty = store.sql(" \n", &limits).unwrap_err();
    assert_eq!(empty.to_string(), "the query is empty");
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT";
    let short = SqlLimits {
        rows: 3,
        time: Duration::from_millis(200),
        ..limits
    };
    assert!(matches!(
        store.sql(&format!("{endless} max(i) FROM n"), &short),
        Err(StoreError::QueryTime { .. })
    ));
    let cut = store.sql(&format!("{endless} i FROM n"), &short).unwrap();
    assert_eq!((cut.rows.len(), cut.truncated), (3, true));
    // The base is as it was, and writable.
    add(
        &mut store,
        &[(document.clone(), article(&document, URL, None))],
    );
}

#[test]
fn a_transaction_that_is_dropped_leaves_no_trace() {
    let (_directory, _, mut store) = base();
    let document = document("a", "Head\n\nBody.", None);
    let article = article(&document, URL, None);
    let mut batch = store.begin().unwrap();
    batch
        .add(&[NewSource {
            annotations: None,
            document: &document,
            article: Some(&article),
            read: &[],
            extracted: &[],
        }])
        .unwrap();
    batch.settle(derive()).unwrap();
    drop(batch);
    assert_eq!(
        store.reader().counts().unwrap(),
        retold_store::Counts::default()
    );
}

#[test]
fn only_sources_are_left_where_all_that_is_derived_is_forgotten() {
    let (_directory, _, mut store) = base();
    let document = document("a", "Head\n\nBody.", None);
    add(
        &mut store,
        &[(document.clone(), article(&document, URL, None))],
    );
    let mut batch = store.begin().unwrap();
    batch.forget_derived().unwrap();
    batch.commit().unwrap();
    let limits = SqlLimits::default();
    let tables = store
        .sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%fts%' \
             AND name NOT LIKE 'sqlite%' ORDER BY name",
            &limits,
        )
        .unwrap();
    let mut filled = Vec::new();
    for row in tables.rows {
        let [SqlValue::Text(table)] = row.as_slice() else {
            panic!("a name");
        };
        let count = format!("SELECT count(*) FROM {table}");
        if store.sql(&count, &limits).unwrap().rows != [[SqlValue::Integer(0)]] {
            filled.push(table.clone());
        }
    }
    assert_eq!(filled, ["source_bytes", "source_document"]);
}

#[test]
fn diagnostics_are_kept_once() {
    let (_directory, _, mut store) = base();
    let document = document("a", "", None);
    let location = Location {
        path: "bad.warc".into(),
        record: Some(3),
        offset: 9,
        uri: None,
    };
    let lost = Diagnostic {
        severity: Severity::Error,
        kind: DiagnosticKind::Truncated,
        location,
        message: "cut".into(),
    };
    let note = Diagnostic {
        severity: Severity::Warning,
        kind: DiagnosticKind::NoArticle,
        location: document.location.clone(),
        message: "no words".into(),
    };
    for _ in 0..2 {
        let mut batch = store.begin().unwrap();
        batch.note(std::slice::from_ref(&lost)).unwrap();
        let new = NewSource {
            annotations: None,
            document: &document,
            article: None,
            read: &[],
            extracted: std::slice::from_ref(&note),
        };
        batch.add(&[new]).unwrap();
        batch.commit().unwrap();
    }
    assert_eq!(store.reader().diagnostics().unwrap(), [note, lost]);
}

#[test]
fn err_files_that_are_no_base() {
    let directory = tempfile::tempdir().unwrap();
    let text = directory.path().join("text.db");
    std::fs::write(&text, "no database ".repeat(100)).unwrap();
    assert!(matches!(
        Store::open(&text),
        Err(StoreError::NotABase { .. })
    ));
    let foreign = directory.path().join("foreign.db");
    rusqlite::Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    assert!(matches!(
        Store::open(&foreign),
        Err(StoreError::NotABase { .. })
    ));
    let newer = directory.path().join("newer.db");
    drop(Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        Store::open(&newer),
        Err(StoreError::NewerFormat {
            found: 99,
            known: 9,
            ..
        })
    ));
    assert!(matches!(
        Store::open_read_only(directory.path().join("none.db")),
        Err(StoreError::Open { .. })
    ));
    assert!(matches!(
        Store::open(directory.path().join("none/none.db")),
        Err(StoreError::Open { .. })
    ));
    let hint = Store::open(&newer).unwrap_err().hint();
    assert_eq!(
        hint.as_deref(),
        Some("use the Retold that wrote it, or a later one")
    );
}
