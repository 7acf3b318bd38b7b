//! Input that was made to do harm: each ends in a diagnostic that names file and record, and what lies beside it is
//! read. Fixtures are made here; each has a budget of time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use retold_read::{Input, Known, Limits, read, read_bytes};
use support::{apart, gzip, lines, response, shown};

/// What a run of hostile bytes yields, within ten seconds (a debug build on a busy machine).
fn within_budget(label: &str, bytes: Vec<u8>, limits: &Limits) -> (usize, Vec<String>) {
    let start = Instant::now();
    let (documents, diagnostics) = apart(read_bytes(label, bytes, &Known::default(), limits));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{label} took {took:?}");
    (
        documents.len(),
        diagnostics.iter().map(ToString::to_string).collect(),
    )
}

fn check(label: &str, bytes: Vec<u8>, documents: usize, diagnostics: &[&str]) {
    let (found, shown) = within_budget(label, bytes, &Limits::default());
    assert_eq!(
        (found, shown),
        (
            documents,
            diagnostics.iter().map(|&line| line.to_owned()).collect()
        )
    );
}

#[test]
fn json_nested_100_000_deep() {
    const DEEP: usize = 100_000;
    let arrays = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    let article = format!("{{\"text\":\"T\",\"x\":{arrays}}}\n{{\"text\":\"U\"}}");
    check("a.jsonl", article.into_bytes(), 2, &[]);
    let objects = format!(
        "{}1{}\n{{\"text\":\"U\"}}",
        "{\"data\":".repeat(DEEP),
        "}".repeat(DEEP)
    );
    let no_article =
        "warning: a.jsonl record 0: JSON without the fields of an article: no headline, no body";
    check("a.jsonl", objects.into_bytes(), 1, &[no_article]);
    let authors = format!(
        "{{\"text\":\"T\",\"author\":{}{}}}",
        "[{\"name\":".repeat(DEEP),
        "}]".repeat(DEEP)
    );
    let (_, shown) = within_budget("a.json", authors.into_bytes(), &Limits::default());
    assert_eq!(shown.len(), 1, "it is no JSON: {shown:?}");
    check(
        "a.json",
        format!("[{}", "{\"a\":[".repeat(DEEP)).into_bytes(),
        0,
        &["error: a.json record 0: the object is not closed"],
    );
}

#[test]
fn line_of_100_mb() {
    let mut bytes = b"{\"text\":\"A\"}\n{\"text\":\"".to_vec();
    bytes.resize(100 << 20, b'x');
    bytes.extend_from_slice(b"\"}\n{\"text\":\"B\"}\n");
    let too_large = "larger than 67108864 bytes, the limit for one document";
    check(
        "a.jsonl",
        bytes,
        2,
        &[&format!("error: a.jsonl record 1: {too_large}")],
    );
    check(
        "a.txt",
        vec![b'x'; 100 << 20],
        0,
        &[&format!("error: a.txt: {too_large}")],
    );
    let mut array = b"[{\"text\":\"".to_vec();
    array.resize(100 << 20, b'x');
    array.extend_from_slice(b"\"},{\"text\":\"B\"}]");
    check(
        "a.json",
        array,
        1,
        &[&format!("error: a.json record 0: {too_large}")],
    );
}

#[test]
fn bombs() {
    let zeros = vec![b' '; 64 << 20];
    let expands = "the data expand to more than 200 times their size";
    check(
        "a.gz",
        gzip(&zeros),
        0,
        &[&format!("error: a.gz: {expands}")],
    );
    let blanks = [b"<html>".to_vec(), zeros].concat();
    check(
        "a.gz",
        gzip(&blanks),
        0,
        &[&format!("error: a.gz: {expands}")],
    );
    check(
        "a.zst",
        zstd::encode_all(&blanks[..], 3).unwrap(),
        0,
        &[&format!("error: a.zst: {expands}")],
    );
    let nested = gzip(&gzip(&blanks));
    check("a.gz", nested, 0, &[&format!("error: a.gz: {expands}")]);

    // One record is a bomb; the archive goes on.
    let bomb = gzip(&response(
        "https://e.org/b",
        "Content-Type: text/html\r\n",
        &blanks,
    ));
    let page = gzip(&response(
        "https://e.org/1",
        "Content-Type: text/html\r\n",
        b"<html>x",
    ));
    let (found, shown) = within_budget(
        "a.warc.gz",
        [page.clone(), bomb, page].concat(),
        &Limits::default(),
    );
    let message = "the record ends after 16776815 of 67108914 bytes: the data expand to more than 200 times their size";
    assert_eq!(
        (found, shown),
        (2, vec![format!("error: a.warc.gz record 1: {message}")])
    );

    // A page in a record is a bomb.
    let inner = response(
        "https://e.org/b",
        "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
        &gzip(&blanks),
    );
    let whole = [
        inner,
        response("https://e.org/1", "Content-Type: text/html\r\n", b"<html>x"),
    ]
    .concat();
    check(
        "a.warc",
        whole,
        1,
        &[&format!("error: a.warc record 0: {expands}")],
    );
}

#[test]
fn zip_bomb() {
    use std::io::{Cursor, Write as _};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("bomb.txt", options).unwrap();
    writer.write_all(&vec![b'a'; 48 << 20]).unwrap();
    writer.start_file("ok.txt", options).unwrap();
    writer.write_all(b"Text").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    check(
        "z.zip",
        bytes,
        1,
        &["error: z.zip!bomb.txt: the data expand too much for their size"],
    );
}

#[test]
fn billion_laughs() {
    let mut feed = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY lol0 'lol'>".to_owned();
    for n in 1..10 {
        write!(
            feed,
            "<!ENTITY lol{n} '{}'>",
            format!("&lol{};", n - 1).repeat(10)
        )
        .unwrap();
    }
    feed += "]><rss><channel><item><title>&lol9;</title></item></channel></rss>";
    let found = shown("f.xml", feed.as_bytes());
    assert_eq!(
        found[0],
        "warning: f.xml: the document type declares entities: they are neither expanded nor loaded"
    );
    assert_eq!(found[2..], ["  Headline HtmlFragment `&lol9;`"]);
}

#[test]
fn xml_with_depth_and_attributes() {
    let deep = format!(
        "<rss><channel><item>{}</item></channel></rss>",
        "<a>".repeat(100_000)
    );
    check("f.xml", deep.into_bytes(), 1, &[]);
    let above = format!(
        "<rss>{}<item><title>T</title></item>",
        "<a>".repeat(100_000)
    );
    check("f.xml", above.into_bytes(), 1, &[]);
    let ends = format!(
        "<rss><item>{}{}</item></rss>",
        "<a>".repeat(50_000),
        "</b>".repeat(50_000)
    );
    check("f.xml", ends.into_bytes(), 1, &[]);
    let mut attributes = "<rss><channel><item><link ".to_owned();
    for n in 0..100_000 {
        write!(attributes, "a{n}='' ").unwrap();
    }
    attributes += "/><title>T</title></item></channel></rss>";
    check("f.xml", attributes.into_bytes(), 1, &[]);
    let open = format!("<rss>{}", "<item>".repeat(50_000));
    let (found, shown) = within_budget("f.xml", open.into_bytes(), &Limits::default());
    assert_eq!(found, 0);
    assert!(shown.len() <= 102, "{}", shown.len());
    let broken = format!("<rss>{}", "<item><![CDATA[".repeat(20_000));
    let (_, shown) = within_budget("f.xml", broken.into_bytes(), &Limits::default());
    assert!(shown.len() <= 102, "{}", shown.len());
}

#[test]
fn bytes_that_are_no_text() {
    let nul = "warning: a.html: 2 NUL bytes were replaced, the first at byte 6";
    check("a.html", b"<html>\0<p>\0".to_vec(), 1, &[nul]);
    let invalid = "warning: a.html: 1 invalid byte sequences were replaced, the first at byte 22";
    check("a.html", b"<meta charset='utf-8'>\xff<p>\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9".to_vec(), 1, &[invalid]);
    check(
        "a",
        Vec::new(),
        0,
        &["warning: a: no bytes, or blanks only"],
    );
    check(
        "a",
        b" \n".to_vec(),
        0,
        &["warning: a: no bytes, or blanks only"],
    );
    check(
        "a.gz",
        gzip(b""),
        0,
        &["warning: a.gz: no bytes, or blanks only"],
    );
    check(
        "a.gz",
        b"\x1f\x8b".to_vec(),
        0,
        &["error: a.gz: the compressed data end too early"],
    );
    check(
        "a",
        (0u8..=255).cycle().take(5000).collect(),
        0,
        &["warning: a: this is binary data of no kind that Retold knows"],
    );
}

#[test]
fn truncated_page_is_read_as_far_as_it_goes() {
    let mut page = "<html>".to_owned();
    for n in 0..2000 {
        write!(page, "<p>{n}</p>").unwrap();
    }
    let packed = gzip(page.as_bytes());
    check(
        "a.gz",
        packed[..packed.len() / 2].to_vec(),
        1,
        &["warning: a.gz: the compressed data end too early"],
    );
}

#[test]
fn warc_of_many_broken_records() {
    for length in [500, 5_000_000, 99_999_999_999u64] {
        let bytes = format!("WARC/1.0\r\nContent-Length: {length}\r\n\r\nx\r\n\r\n").repeat(20_000);
        let (found, shown) = within_budget("a.warc", bytes.into_bytes(), &Limits::default());
        assert_eq!((found, shown.len()), (0, 20_000));
    }
    let not_whole = "the header of the record is not whole";
    let bytes = b"WARC/1.0\r\n".repeat(200_000);
    let (found, shown) = within_budget("a.warc", bytes, &Limits::default());
    assert_eq!((found, shown.len()), (0, 200_000));
    assert_eq!(
        shown[0],
        format!("error: a.warc record 0: {not_whole}: another record begins in it")
    );
    let too_long = "error: a.warc record 0: the header of the record is longer than 65536 bytes";
    check("a.warc", b"WARC/1.0 ".repeat(200_000), 0, &[too_long]);
}

#[test]
fn one_bad_file_ends_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("1.html"), "<html>1").unwrap();
    std::fs::write(path("2.gz"), b"\x1f\x8b\x08garbage").unwrap();
    std::fs::write(path("3.zip"), b"PK\x03\x04garbage").unwrap();
    std::fs::write(path("4.warc"), b"WARC/1.0\r\ngarbage").unwrap();
    std::fs::write(path("5.xml"), b"<rss><item>").unwrap();
    std::fs::write(path("6.txt"), "Text").unwrap();
    let inputs = [
        Input::Path(path("missing")),
        Input::Path(directory.path().to_owned()),
    ];
    let found = lines(read(&inputs, &Known::default(), None, &Limits::default()));
    let prefix = format!("{}/", directory.path().display());
    let found: Vec<String> = found.iter().map(|line| line.replace(&prefix, "")).collect();
    assert_eq!(
        found,
        [
            "error: missing: no such file or directory",
            "1.html @0 Html utf-8 text/html",
            "  Whole HtmlPage `<html>1`",
            "error: 2.gz: invalid gzip header",
            "error: 3.zip: not a whole zip archive: invalid Zip archive: Could not find EOCD",
            "error: 4.warc record 0: the header of the record is not whole",
            "warning: 5.xml: the item at byte 5 is not whole: it is left out",
            "warning: 5.xml: the feed has no items",
            "6.txt @0 Text utf-8 text/plain",
            "  Whole Plain `Text`",
        ]
    );
}

/// A stream without end holds no more than the limits allow.
#[test]
fn stream_without_end_is_cut() {
    let limits = Limits {
        document_bytes: 1 << 20,
        ..Limits::default()
    };
    let bytes = vec![b'x'; 8 << 20];
    let (found, shown) = within_budget("a.txt", bytes, &limits);
    assert_eq!(
        (found, shown),
        (
            0,
            vec!["error: a.txt: larger than 1048576 bytes, the limit for one document".to_owned()]
        )
    );
}
