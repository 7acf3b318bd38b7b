//! What a run yields, as lines that can be compared whole.

use std::io::Write;

use retold_model::{Diagnostic, SourceDocument};
use retold_read::{Known, Limits, Read, read_bytes};
use retold_text::TextRange;

/// All that `bytes` hold: a line a document, its parts and fields below it with the raw bytes their offsets lead to.
pub(crate) fn shown(label: &str, bytes: &[u8]) -> Vec<String> {
    lines(read_bytes(
        label,
        bytes.to_vec(),
        &Known::default(),
        &Limits::default(),
    ))
}

/// As [`shown`], of bytes in which records stand as they are: each stands where its location says.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn shown_in_place(label: &str, bytes: &[u8]) -> Vec<String> {
    for document in apart(read_bytes(
        label,
        bytes.to_vec(),
        &Known::default(),
        &Limits::default(),
    ))
    .0
    {
        let offset = usize::try_from(document.location.offset).expect("in memory");
        assert!(
            bytes[offset..].starts_with(&document.raw),
            "{:?}",
            document.location
        );
    }
    shown(label, bytes)
}

/// As [`shown`], of any run.
pub(crate) fn lines(reads: impl Iterator<Item = Read>) -> Vec<String> {
    let mut lines = Vec::new();
    for read in reads {
        match read {
            Read::Document(document) => document_lines(&document, &mut lines),
            Read::Diagnostic(diagnostic) => lines.push(diagnostic.to_string()),
        }
    }
    lines
}

fn document_lines(document: &SourceDocument, lines: &mut Vec<String>) {
    let location = &document.location;
    let record = location
        .record
        .map_or(String::new(), |record| format!("#{record}"));
    let uri = location
        .uri
        .as_ref()
        .map_or(String::new(), |uri| format!(" <{uri}>"));
    let retrieved = document
        .retrieved
        .map_or(String::new(), |stamp| format!(" at {stamp}"));
    lines.push(format!(
        "{}{record} @{} {:?} {} {}{uri}{retrieved}",
        location.path, location.offset, document.form, document.charset, document.media_type
    ));
    for part in &document.parts {
        assert_eq!(
            part.map.len() as usize,
            part.text.len(),
            "the map covers the part"
        );
        let range = part.map.source_range(TextRange::of(0, part.text.len()));
        let raw = text(range.slice(&document.raw).expect("parts lie within raw"));
        let from = if raw == part.text {
            String::new()
        } else {
            format!(" <- `{raw}`")
        };
        lines.push(format!(
            "  {:?} {:?} `{}`{from}",
            part.role, part.markup, part.text
        ));
    }
    for field in &document.fields {
        let from = match field.source {
            None => " outside".to_owned(),
            Some(range) => {
                let raw = text(range.slice(&document.raw).expect("fields lie within raw"));
                if raw == field.value {
                    String::new()
                } else {
                    format!(" <- `{raw}`")
                }
            }
        };
        lines.push(format!(
            "  {:?} {} `{}`{from}",
            field.name, field.from, field.value
        ));
    }
}

fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

/// Documents and diagnostics of a run, apart.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn apart(reads: impl Iterator<Item = Read>) -> (Vec<SourceDocument>, Vec<Diagnostic>) {
    let (mut documents, mut diagnostics) = (Vec::new(), Vec::new());
    for read in reads {
        match read {
            Read::Document(document) => documents.push(document),
            Read::Diagnostic(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    (documents, diagnostics)
}

/// One gzip member.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// One zstd frame.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("memory")
}

/// A WARC record with the right length.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn record(kind: &str, headers: &str, block: &[u8]) -> Vec<u8> {
    record_of_length(kind, headers, block, block.len())
}

/// A WARC record that states `length`.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn record_of_length(kind: &str, headers: &str, block: &[u8], length: usize) -> Vec<u8> {
    let head =
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A response record of a page.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn response(uri: &str, http: &str, body: &[u8]) -> Vec<u8> {
    let headers = format!(
        "WARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-16T07:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    let block = [b"HTTP/1.1 200 OK\r\n", http.as_bytes(), b"\r\n", body].concat();
    record("response", &headers, &block)
}
