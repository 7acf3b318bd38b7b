//! What every target asks of a reader: no panic, ranges within raw, and a record that parses to the same again.

use retold_model::{Form, Location, SourceDocument};
use retold_read::{Known, Limits, Read, Record, parse_record, read_bytes};
use retold_text::TextRange;

/// Reads `bytes` as a file.
pub fn check_file(bytes: &[u8]) {
    let limits = Limits {
        document_bytes: 1 << 20,
        archive_bytes: 1 << 20,
        expansion_floor: 1 << 20,
        ..Limits::default()
    };
    for read in read_bytes("fuzz", bytes.to_vec(), &Known::default(), &limits) {
        if let Read::Document(document) = read {
            check_document(document);
        }
    }
}

/// Reads `bytes` as a file that begins with `door`.
pub fn check_behind(door: &[u8], bytes: &[u8]) {
    check_file(&[door, bytes].concat());
}

/// Parses `bytes` as one record.
pub fn check_record(bytes: &[u8], form: Form, charset: &str) {
    let (document, _) = parse_record(Record {
        location: Location::default(),
        form,
        charset: charset.to_owned(),
        media_type: String::new(),
        retrieved: None,
        raw: bytes.into(),
        outside: Vec::new(),
    });
    check_document(document);
}

fn check_document(document: SourceDocument) {
    for part in &document.parts {
        assert_eq!(part.map.len() as usize, part.text.len());
        assert!(!part.text.contains('\0'));
        for segment in part.map.segments() {
            let end = (segment.start + segment.len) as usize;
            assert!(
                part.text.is_char_boundary(segment.start as usize)
                    && part.text.is_char_boundary(end)
            );
            assert!((segment.source_start + segment.source_len) as usize <= document.raw.len());
        }
        let whole = part.map.source_range(TextRange::of(0, part.text.len()));
        assert!(whole.slice(&document.raw).is_some());
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
