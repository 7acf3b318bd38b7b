//! What every target asks of a reader: no panic, ranges within raw, and a record that parses to the same again.

use std::sync::LazyLock;

use retold_lang::Pipeline;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_model::{Form, Location, SourceDocument};
use retold_read::{Known, Limits, Read, Record, parse_record, read_bytes};
use retold_text::TextRange;

/// The English pipeline, whose model has to be in the cache.
pub static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let installed = Cache::of_user()
        .expect("there is a cache")
        .locate(&EN_CORE_WEB_SM)
        .expect("`retold models fetch` was run");
    Pipeline::from_files(&|file| installed.read(file)).expect("an installed model is sound")
});

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
    let (document, _) = parse_record(record(bytes, form, charset));
    check_document(document);
}

fn record(bytes: &[u8], form: Form, charset: &str) -> Record {
    Record {
        location: Location::default(),
        form,
        charset: charset.to_owned(),
        media_type: String::new(),
        retrieved: None,
        raw: bytes.into(),
        outside: Vec::new(),
    }
}

/// Extracts from `bytes`, and asks that blocks tile the text and that everything lies within raw.
pub fn check_extraction(bytes: &[u8], form: Form) {
    let (document, _) = parse_record(record(bytes, form, "utf-8"));
    let extraction = retold_extract::extract(&document);
    assert_eq!(extraction, retold_extract::extract(&document));
    let Some(article) = &extraction.article else {
        return;
    };
    assert_eq!(extraction.map.len() as usize, article.text.len());
    let mut at = 0;
    for block in &article.blocks {
        if at > 0 {
            assert_eq!(&article.text[at..at + 2], "\n\n");
            at += 2;
        }
        assert_eq!(block.range.start() as usize, at);
        at = block.range.end() as usize;
        assert!(!article.words(block).trim().is_empty());
        assert!(block.source.slice(&document.raw).is_some());
    }
    assert_eq!(at, article.text.len());
    for cut in &article.cuts {
        assert!(cut.source.slice(&document.raw).is_some());
    }
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
