//! What went wrong or is worth knowing, without ending a run.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Location;

/// How much was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Everything was read; something is worth knowing.
    Note,
    /// Something of the document was lost or cut at a limit.
    Warning,
    /// The document was lost.
    Error,
}

/// What happened. The names are stable: they are stored and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiagnosticKind {
    /// The file or directory could not be opened or read.
    Unreadable,
    /// The file holds no bytes, or no document.
    Empty,
    /// No format that Retold reads.
    UnknownFormat,
    /// The bytes break the rules of their format.
    Malformed,
    /// The bytes end before they should.
    Truncated,
    /// Bytes that are not text in the character set.
    InvalidText,
    /// A limit of size, depth, ratio, count or time was hit.
    LimitExceeded,
    /// A path or link that leads out of where it may.
    UnsafePath,
    /// A document from which no article could be extracted.
    NoArticle,
    /// A bug of Retold's: a stage panicked on this document.
    Internal,
}

/// One line for the user: which document, what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much was lost.
    pub severity: Severity,
    /// What happened.
    pub kind: DiagnosticKind,
    /// Which file and record.
    pub location: Location,
    /// A sentence without a full stop, values in backticks.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        // Paths and messages may quote hostile input: no control character reaches a terminal.
        let clean = |text: &str| {
            text.chars()
                .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
                .collect::<String>()
        };
        write!(f, "{severity}: {}", clean(&self.location.path))?;
        if let Some(record) = self.location.record {
            write!(f, " record {record}")?;
        }
        write!(f, ": {}", clean(&self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_file_and_record_and_hides_control_characters() {
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            kind: DiagnosticKind::Truncated,
            location: Location {
                path: "a\u{1b}[31m.warc".into(),
                record: Some(3),
                ..Location::default()
            },
            message: "record ends after 10 of 20 bytes".into(),
        };
        assert_eq!(
            diagnostic.to_string(),
            "error: a\u{FFFD}[31m.warc record 3: record ends after 10 of 20 bytes"
        );
    }
}
