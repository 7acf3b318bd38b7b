//! The pure stages of one document, and what happens when one of them panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use retold_extract::{Extraction, extract};
use retold_lang::ModelError;
use retold_model::{Annotations, Diagnostic, DiagnosticKind, Severity, SourceDocument};
use retold_read::{Record, parse_record};
use retold_store::{NewSource, StoredSource};
use retold_text::OffsetMap;

use crate::annotation::Annotator;

/// What the pure stages make of a document.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) extraction: Extraction,
    /// What was read in the article, if there is a model for its language.
    pub(crate) annotations: Option<Annotations>,
}

impl Analysis {
    /// Extracts the article of `document` and annotates it; a panic is a diagnostic of the document.
    pub(crate) fn of(document: &SourceDocument, annotator: Option<&Annotator>) -> Self {
        let mut extraction =
            guarded(document, "extraction", || extract(document)).unwrap_or_else(|diagnostic| {
                Extraction {
                    article: None,
                    map: OffsetMap::new(),
                    diagnostics: vec![diagnostic],
                }
            });
        let annotations = extraction
            .article
            .as_ref()
            .zip(annotator)
            .map(|(article, annotator)| {
                guarded(document, "annotation", || {
                    let read = annotator.annotate(article);
                    read.map_err(|error| no_model(document, &error))
                })
            });
        let annotations = annotations.and_then(|result| {
            result.flatten().unwrap_or_else(|diagnostic| {
                extraction.diagnostics.push(diagnostic);
                None
            })
        });
        Self {
            extraction,
            annotations,
        }
    }

    /// What the base is to keep of it.
    pub(crate) fn source<'a>(
        &'a self,
        document: &'a SourceDocument,
        read: &'a [Diagnostic],
    ) -> NewSource<'a> {
        NewSource {
            document,
            article: self.extraction.article.as_ref(),
            annotations: self.annotations.as_ref(),
            read,
            extracted: &self.extraction.diagnostics,
        }
    }
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

/// The source document as it is kept, without fields and parts.
pub(crate) fn unparsed(stored: StoredSource) -> SourceDocument {
    SourceDocument {
        location: stored.location,
        form: stored.form,
        charset: stored.charset,
        media_type: stored.media_type,
        retrieved: stored.retrieved,
        digest: stored.digest,
        raw: stored.raw,
        fields: Vec::new(),
        parts: Vec::new(),
    }
}

/// Says that a model which was installed cannot be loaded any more.
fn no_model(document: &SourceDocument, error: &ModelError) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        kind: DiagnosticKind::Unreadable,
        location: document.location.clone(),
        message: format!("a language model cannot be loaded: {error}"),
    }
}

/// What `stage` makes of `document`; if it panics, a diagnostic that says so.
fn guarded<T>(
    document: &SourceDocument,
    name: &str,
    stage: impl FnOnce() -> T,
) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(stage)).map_err(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Diagnostic {
            severity: Severity::Error,
            kind: DiagnosticKind::Internal,
            location: document.location.clone(),
            message: format!("a fault in Retold ended the {name}: `{words}`"),
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
        let result: Result<(), _> =
            guarded(&document, "extraction", || panic!("index out of bounds"));
        let expected = Diagnostic {
            severity: Severity::Error,
            kind: DiagnosticKind::Internal,
            location: document.location,
            message: "a fault in Retold ended the extraction: `index out of bounds`".to_owned(),
        };
        assert_eq!(result, Err(expected));
    }
}
