//! Failures of reading as diagnostics.

use std::io;

use retold_model::{Diagnostic, DiagnosticKind, Location, Severity};

/// A limit of [`Limits`](crate::Limits) that a stream hit, as the inner error of an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct LimitHit(pub(crate) String);

impl From<LimitHit> for io::Error {
    fn from(hit: LimitHit) -> Self {
        Self::other(hit)
    }
}

/// What an error of a stream means. Decoders have no agreed kinds: a stream that ends early is `UnexpectedEof`, and
/// what is no code of the operating system is the data's fault.
pub(crate) fn kind_of(error: &io::Error) -> DiagnosticKind {
    let is_limit = error
        .get_ref()
        .is_some_and(|inner| inner.downcast_ref::<LimitHit>().is_some());
    if is_limit {
        DiagnosticKind::LimitExceeded
    } else if error.kind() == io::ErrorKind::UnexpectedEof {
        DiagnosticKind::Truncated
    } else if error.raw_os_error().is_some() {
        DiagnosticKind::Unreadable
    } else {
        DiagnosticKind::Malformed
    }
}

/// What an error of a stream says, in words that do not differ from machine to machine where that can be had.
pub(crate) fn words_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::UnexpectedEof => "the compressed data end too early".to_owned(),
        _ => error.to_string(),
    }
}

pub(crate) fn error(
    location: Location,
    kind: DiagnosticKind,
    message: impl Into<String>,
) -> Diagnostic {
    diagnostic(Severity::Error, location, kind, message)
}

pub(crate) fn warning(
    location: Location,
    kind: DiagnosticKind,
    message: impl Into<String>,
) -> Diagnostic {
    diagnostic(Severity::Warning, location, kind, message)
}

pub(crate) fn note(
    location: Location,
    kind: DiagnosticKind,
    message: impl Into<String>,
) -> Diagnostic {
    diagnostic(Severity::Note, location, kind, message)
}

fn diagnostic(
    severity: Severity,
    location: Location,
    kind: DiagnosticKind,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        severity,
        kind,
        location,
        message: message.into(),
    }
}
