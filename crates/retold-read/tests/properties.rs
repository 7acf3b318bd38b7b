//! Whatever bytes come in: no panic, ranges within raw, the same twice, and a record can be parsed again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use retold_read::{Known, Limits, Read, Record, parse_record, read_bytes};
use retold_text::TextRange;
use support::{gzip, response};

fn limits() -> Limits {
    Limits {
        document_bytes: 1 << 16,
        expansion_floor: 1 << 16,
        ..Limits::default()
    }
}

fn check(bytes: &[u8]) {
    let run = || read_bytes("f", bytes.to_vec(), &Known::default(), &limits()).take(10_000);
    let reads: Vec<Read> = run().collect();
    assert!(reads.len() < 10_000, "it ends");
    assert!(
        !reads.is_empty() || bytes.starts_with(b"WARC/") || bytes.len() > 3,
        "nothing is silent"
    );
    assert_eq!(reads, run().collect::<Vec<_>>());
    for read in reads {
        let Read::Document(document) = read else {
            continue;
        };
        for part in &document.parts {
            assert_eq!(part.map.len() as usize, part.text.len());
            assert!(!part.text.contains('\0'));
            for (start, c) in part.text.char_indices().take(500) {
                let range = TextRange::of(start, start + c.len_utf8());
                assert!(part.map.source_range(range).slice(&document.raw).is_some());
            }
        }
        for field in &document.fields {
            assert!(
                field
                    .source
                    .is_none_or(|range| range.slice(&document.raw).is_some())
            );
        }
        let record = Record {
            location: document.location.clone(),
            form: document.form,
            charset: document.charset.clone(),
            media_type: document.media_type.clone(),
            retrieved: document.retrieved,
            raw: document.raw.clone(),
            outside: document
                .fields
                .iter()
                .filter(|field| field.source.is_none())
                .cloned()
                .collect(),
        };
        assert_eq!(parse_record(record).0, document);
    }
}

/// Pieces that readers look for, so that chance finds its way past the door.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#8217;",
        "&x;",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
        "<?xml version='1.0' encoding='koi8-r'?>",
        "<feed>",
        "<entry>",
        "</entry>",
        "<content type='xhtml'>",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"text\"",
        "\"title\"",
        "\"rendered\"",
        "\\u00e9",
        "\\",
        "\"",
        "\n",
        "WARC/1.0\r\n",
        "WARC-Type: response\r\n",
        "Content-Length: 20\r\n",
        "\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
        "Content-Type: text/html\r\n",
        "Transfer-Encoding: chunked\r\n",
        "MIME-Version: 1.0\r\n",
        "Content-Type: multipart/related; boundary=B\r\n",
        "--B\r\n",
        "=3D",
        "<html>",
        "<p>",
        "<meta charset=utf-16>",
        "text",
        "é漢",
        "\u{feff}",
    ])
    .prop_map(|piece| piece.as_bytes().to_vec());
    let noise = prop::collection::vec(any::<u8>(), 0..6);
    prop::collection::vec(prop_oneof![6 => piece, 1 => noise], 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_pieces(bytes in pieces()) {
        check(&bytes);
    }

    #[test]
    fn any_pieces_behind_a_door(door in 0usize..7, bytes in pieces()) {
        let door = ["<rss><item><title>", "{\"text\":\"", "[{\"title\":{\"rendered\":\"", "WARC/1.0\r\nWARC-Type: resource\r\n",
            "MIME-Version: 1.0\r\n", "<html>", "{\"version\":\"jsonfeed.org\",\"items\":["][door];
        check(&[door.as_bytes(), &bytes].concat());
    }

    #[test]
    fn damaged_archives(bytes in pieces(), at in 0usize..400, by in 1u8.., len in 0usize..1000) {
        let page = response("u", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(&bytes));
        for mut archive in [gzip(&page), zstd::encode_all(&page[..], 1).unwrap(), [gzip(&page), gzip(&page)].concat(), page] {
            let at = at % archive.len();
            archive[at] ^= by;
            archive.truncate(archive.len().min(len.max(3)));
            check(&archive);
        }
    }
}
