//! The pure stages of one document, and what happens when one of them panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use retold_extract::{Extraction, extract};
use retold_model::{Diagnostic, DiagnosticKind, Severity, SourceDocument};
use retold_read::{Record, parse_record};
use retold_store::StoredSource;
use retold_text::OffsetMap;

/// Extracts the article of `document`; a panic is a diagnostic of it.
pub(crate) fn extract_guarded(document: &SourceDocument) -> Extraction {
    guarded(document, extract)
}

/// The source document as it was read, from what the base keeps of it.
pub fn parse_stored(stored: StoredSource) -> (SourceDocument, Vec<Diagnostic>) {
    parse_record(Record {
        location: stored.location,
        form: stored.form,
        charset: stored.charset,
        media_type: stored.media_type,
        retrieved: stored.retrieved,
        raw: stored.raw,
        outside: stored.outside,
    })
}

/// What `stage` makes of `document`; if it panics, nothing, and a diagnostic that says so.
fn guarded(document: &SourceDocument, stage: fn(&SourceDocument) -> Extraction) -> Extraction {
    catch_unwind(AssertUnwindSafe(|| stage(document))).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Extraction {
            article: None,
            map: OffsetMap::new(),
            diagnostics: vec![Diagnostic {
                severity: Severity::Error,
                kind: DiagnosticKind::Internal,
                location: document.location.clone(),
                message: format!("a fault in Retold ended the extraction: `{words}`"),
            }],
        }
    })
}

#[cfg(test)]
mod tests {
    use retold_read::{Known, Limits, Read, read_bytes};

    use super::*;

    #[test]
    fn a_panic_is_a_diagnostic_of_its_document() {
        let known = Known::default();
        let limits = Limits::default();
        let mut read = read_bytes("page.html", b"<p>Words".to_vec(), &known, &limits);
        let Some(Read::Document(document)) = read.next() else {
            panic!("one document");
        };
        let extraction = guarded(&document, |_| panic!("index out of bounds"));
        let expected = Diagnostic {
            severity: Severity::Error,
            kind: DiagnosticKind::Internal,
            location: document.location,
            message: "a fault in Retold ended the extraction: `index out of bounds`".to_owned(),
        };
        assert_eq!(
            (extraction.article, extraction.diagnostics),
            (None, vec![expected])
        );
    }
}
