//! WARC, zip, gzip, zstd, mail and saved pages.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{Cursor, Write};

use support::{gzip, record, record_of_length, response, shown, zstd};
use zip::write::SimpleFileOptions;

const PAGE: &str = "<!doctype html><p>page";

fn page_lines(label: &str, number: u32, offset: usize) -> Vec<String> {
    vec![
        format!(
            "{label}#{number} @{offset} Html utf-8 text/html <https://e.org/1> at 2024-05-16T07:00:00Z"
        ),
        format!("  Whole HtmlPage `{PAGE}`"),
        "  Retrieved warc:WARC-Date `2024-05-16T07:00:00Z` outside".to_owned(),
    ]
}

fn page() -> Vec<u8> {
    response(
        "https://e.org/1",
        "Content-Type: text/html\r\n",
        PAGE.as_bytes(),
    )
}

fn info() -> Vec<u8> {
    record(
        "warcinfo",
        "Content-Type: application/warc-fields\r\n",
        b"software: x\r\n",
    )
}

#[test]
fn warc_in_every_compression() {
    let (info, page) = (info(), page());
    let plain = [info.clone(), page.clone()].concat();
    let expected = page_lines("a", 1, info.len());
    for bytes in [
        plain.clone(),
        gzip(&plain),
        gzip(&gzip(&plain)),
        [gzip(&info), gzip(&page)].concat(),
        [zstd(&info), zstd(&page)].concat(),
        zstd(&plain),
    ] {
        assert_eq!(shown("a", &bytes), expected);
    }
}

#[test]
fn records_that_hold_no_document_are_silent() {
    let image = response("https://e.org/i", "Content-Type: image/png\r\n", b"\x89PNG");
    let missing = record(
        "response",
        "Content-Type: application/http\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>no",
    );
    let robots = response(
        "https://e.org/robots.txt",
        "Content-Type: text/plain\r\n",
        b"User-agent: *",
    );
    let request = record(
        "request",
        "Content-Type: application/http\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
    );
    let data = response(
        "https://e.org/d",
        "Content-Type: application/json\r\n",
        b"{\"a\":1}",
    );
    assert_eq!(
        shown("a", &[image, missing, robots, request, data].concat()),
        Vec::<String>::new()
    );
}

#[test]
fn resource_conversion_and_feed_in_records() {
    let text = record(
        "conversion",
        "WARC-Target-URI: <https://e.org/t>\r\nContent-Type: text/plain\r\n",
        b"A text of a page",
    );
    let feed = response(
        "https://e.org/f",
        "Content-Type: application/rss+xml; charset=utf-8\r\n",
        b"<rss><channel><item><title>A</title></item></channel></rss>",
    );
    let offset = text.len();
    assert_eq!(
        shown("a", &[text, feed].concat()),
        [
            "a#0 @0 Text utf-8 text/plain <https://e.org/t>".to_owned(),
            "  Whole Plain `A text of a page`".to_owned(),
            "a!1#0 @14 FeedItem utf-8 application/rss+xml <https://e.org/f> at 2024-05-16T07:00:00Z".to_owned(),
            "  Headline Plain `A`".to_owned(),
            "  Retrieved warc:WARC-Date `2024-05-16T07:00:00Z` outside".to_owned(),
        ],
        "{offset}"
    );
}

#[test]
fn character_set_of_the_http_header() {
    let legacy = response(
        "u",
        "Content-Type: text/html; charset=windows-1251\r\n",
        b"<html>\xcf",
    );
    assert_eq!(
        shown("a", &legacy)[..2],
        [
            "a#0 @0 Html windows-1251 text/html <u> at 2024-05-16T07:00:00Z",
            "  Whole HtmlPage `<html>П` <- `<html>\\xcf`",
        ]
    );
    let wrong = response(
        "u",
        "Content-Type: text/html; charset=iso-8859-1\r\n",
        "<html>é".as_bytes(),
    );
    assert_eq!(
        shown("a", &wrong).last().unwrap(),
        "note: a record 0: the stated character set `windows-1252` loses to the bytes, which are valid UTF-8"
    );
}

#[test]
fn wrong_content_length_costs_nothing_behind_it() {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
    let headers = "WARC-Target-URI: https://e.org/1\r\nWARC-Date: 2024-05-16T07:00:00Z\r\nContent-Type: application/http\r\n";
    for length in [http.len() - 5, http.len() + 40, http.len() + 5000] {
        let bad = record_of_length("response", headers, http.as_bytes(), length);
        let expected = [
            page_lines("a", 0, 0),
            vec![format!(
                "warning: a record 0: `Content-Length` is {length}, but the next record begins after {} bytes",
                http.len()
            )],
            page_lines("a", 1, bad.len()),
        ];
        assert_eq!(shown("a", &[bad, page()].concat()), expected.concat());
    }
}

#[test]
fn truncated_warc_keeps_what_is_there() {
    let (first, second) = (page(), page());
    let cut = second.len() - 10;
    let bytes = [&first[..], &second[..cut]].concat();
    let mut expected = page_lines("a", 0, 0);
    expected.extend(page_lines("a", 1, first.len()));
    expected[4] = "  Whole HtmlPage `<!doctype html><`".to_owned();
    let block = second.len() - http_start(&second) - 4;
    expected.push(format!(
        "warning: a record 1: the record ends after {} of {block} bytes",
        block - 6
    ));
    assert_eq!(shown("a", &bytes), expected);

    let packed = [gzip(&first), gzip(&second)].concat();
    let found = shown("a", &packed[..packed.len() - 20]);
    assert_eq!(found[..3], page_lines("a", 0, 0));
    let last = found.last().unwrap();
    assert!(
        last.contains("a record 1: ") && last.ends_with("the compressed data end too early"),
        "{last}"
    );
}

fn http_start(record: &[u8]) -> usize {
    memchr::memmem::find(record, b"\r\n\r\n").unwrap() + 4
}

#[test]
fn damaged_gzip_member_costs_its_record_alone() {
    let mut bad = gzip(&page());
    for byte in &mut bad[40..60] {
        *byte = 0xff;
    }
    let found = shown("a", &[gzip(&info()), bad, gzip(&page())].concat());
    let lines: Vec<&str> = found.iter().map(String::as_str).collect();
    assert!(lines[0].starts_with("error: a record 1: "), "{lines:?}");
    assert_eq!(lines[2], "  Whole HtmlPage `<!doctype html><p>page`");
    assert_eq!(lines.len(), 4);
}

#[test]
fn garbage_and_endless_headers_between_records() {
    let garbage = [page(), b"garbage\r\n".to_vec(), page()].concat();
    let expected = [
        page_lines("a", 0, 0),
        vec![
            "error: a record 1: expected `WARC/1.`, but found other bytes: they are skipped"
                .to_owned(),
        ],
        page_lines("a", 2, garbage.len() - page().len()),
    ];
    assert_eq!(shown("a", &garbage), expected.concat());
    let long = [
        b"WARC/1.0\r\nX: ".to_vec(),
        vec![b'x'; 10 << 20],
        b"\r\n\r\n".to_vec(),
        page(),
    ]
    .concat();
    let found = shown("a", &long);
    assert_eq!(
        found[0],
        "error: a record 0: the header of the record is longer than 65536 bytes"
    );
    assert_eq!(found[1..], page_lines("a", 1, long.len() - page().len()));
}

#[test]
fn payload_with_codings() {
    let chunked = response(
        "u",
        "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
        b"6\r\n<html>\r\n1\r\nx\r\n0\r\n\r\n",
    );
    assert_eq!(shown("a", &chunked)[1], "  Whole HtmlPage `<html>x`");
    let packed = response(
        "u",
        "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
        &gzip(b"<html>x"),
    );
    assert_eq!(shown("a", &packed)[1], "  Whole HtmlPage `<html>x`");
    let endless = response(
        "u",
        "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
        b"ffffffffffffffff\r\n<html>x",
    );
    let found = shown("a", &endless);
    assert_eq!(found[1], "  Whole HtmlPage `<html>x`");
    assert_eq!(found[3], "warning: a record 0: the payload ends too early");
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn zip_members_are_files() {
    let bytes = zipped(&[
        ("b/page.html", b"<html>x"),
        ("a.txt", b"Text"),
        ("__MACOSX/a.txt", b"no"),
        (".hidden", b"no"),
        (
            "lines.jsonl.gz",
            &gzip(b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n"),
        ),
    ]);
    let expected = [
        "z!b/page.html @0 Html utf-8 text/html",
        "  Whole HtmlPage `<html>x`",
        "z!a.txt @0 Text utf-8 text/plain",
        "  Whole Plain `Text`",
        "z!lines.jsonl.gz#0 @0 JsonArticle utf-8 application/json",
        "  Body Plain `1`",
        "z!lines.jsonl.gz#1 @13 JsonArticle utf-8 application/json",
        "  Body Plain `2`",
    ];
    assert_eq!(shown("z", &bytes), expected);
    assert_eq!(shown("z", &gzip(&bytes)), expected);
}

#[test]
fn zip_with_names_that_climb_and_links() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for name in ["../up.txt", "a/../../up.txt", "/etc/x", "C:\\x", "ok.txt"] {
        writer.start_file(name, options).unwrap();
        writer.write_all(b"Text").unwrap();
    }
    writer.add_symlink("link", "/etc/passwd", options).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let unsafe_name = "a member whose name leads out of the archive is left out";
    assert_eq!(
        shown("z", &bytes),
        [
            format!("warning: z!../up.txt: {unsafe_name}"),
            format!("warning: z!a/../../up.txt: {unsafe_name}"),
            format!("warning: z!/etc/x: {unsafe_name}"),
            format!("warning: z!C:\\x: {unsafe_name}"),
            "z!ok.txt @0 Text utf-8 text/plain".to_owned(),
            "  Whole Plain `Text`".to_owned(),
            "warning: z!link: a symbolic link in an archive is not followed".to_owned(),
        ]
    );
}

#[test]
fn damaged_zip() {
    let bytes = zipped(&[
        ("a.txt", b"Text that is long enough to be read"),
        ("b.txt", b"Other"),
    ]);
    let found = shown("z", &bytes[..bytes.len() - 30]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("error: z: not a whole zip archive: "),
        "{found:?}"
    );
    let mut bad = bytes;
    bad[36] ^= 0xff;
    let found = shown("z", &bad);
    assert!(found[0].starts_with("error: z!a.txt: "), "{found:?}");
    assert_eq!(
        found[1..],
        ["z!b.txt @0 Text utf-8 text/plain", "  Whole Plain `Other`"]
    );
}

#[test]
fn containers_are_nested_so_deep_and_no_deeper() {
    let mut bytes = b"Text".to_vec();
    for _ in 0..4 {
        bytes = gzip(&bytes);
    }
    assert_eq!(
        shown("a", &bytes),
        ["a @0 Text utf-8 text/plain", "  Whole Plain `Text`"]
    );
    assert_eq!(
        shown("a", &gzip(&bytes)),
        ["error: a: containers are nested more than 4 deep"]
    );
}

#[test]
fn saved_page() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://e.org/1\r\nSubject: Wall\r\nDate: Thu, 16 May 2024 07:36:55 +0000\r\n\
MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--B--\"\r\n\r\n\r\n----B--\r\n\
Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://e.org/1\r\n\r\n\
<!DOCTYPE html><meta charset=3D\"utf-8\"><p>A =E2=80=9Cwall=\r\n=E2=80=9D fell</p>\r\n----B--\r\n\
Content-Type: text/html\r\nContent-Location: https://e.org/frame\r\n\r\n<p>advert</p>\r\n----B----\r\n";
    assert_eq!(
        shown("a.mht", page.as_bytes()),
        [
            "a.mht @0 Html utf-8 text/html <https://e.org/1> at 2024-05-16T07:36:55Z",
            "  Whole HtmlPage `<!DOCTYPE html><meta charset=\"utf-8\"><p>A “wall” fell</p>`",
            "  Retrieved mhtml:Date `2024-05-16T07:36:55Z` outside",
        ]
    );
}

#[test]
fn mail_in_two_wordings() {
    let mail = "From: Ada B <ada@e.org>\r\nSubject: =?utf-8?q?The_=E2=80=9Cwall=E2=80=9D?=\r\nDate: Thu, 16 May 2024 09:36:55 +0600\r\n\
Message-ID: <1@e.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n\
Content-Type: text/plain; charset=utf-8\r\n\r\nA wall\r\n--B\r\nContent-Type: text/html; charset=windows-1252\r\n\
Content-Transfer-Encoding: base64\r\n\r\nPHA+Y2Fm6TwvcD4=\r\n--B--\r\n";
    assert_eq!(
        shown("a.eml", mail.as_bytes()),
        [
            "a.eml @0 Html windows-1252 text/html",
            "  Whole HtmlPage `<p>café</p>` <- `<p>caf\\xe9</p>`",
            "  Headline mail:Subject `The “wall”` outside",
            "  Author mail:From `Ada B` outside",
            "  Published mail:Date `2024-05-16T09:36:55+06:00` outside",
            "  Id mail:Message-ID `1@e.org` outside",
        ]
    );
}
