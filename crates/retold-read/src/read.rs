//! The door: inputs in, documents and diagnostics out.

use std::sync::Arc;

use retold_model::{Diagnostic, DiagnosticKind, Location, SourceDocument};

use crate::context::{Context, Settings};
use crate::open::{Bytes, open};
use crate::{Input, Known, Limits, Manifest, input, problem};

/// What reading yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// A source document.
    Document(SourceDocument),
    /// Something that was lost or is worth knowing. It follows the document it speaks of, if there is one.
    Diagnostic(Diagnostic),
}

/// Reads `inputs` in order, directories sorted by name.
///
/// Lazy: nothing is opened before it is asked for, and one record is held at a time. `known` outweighs `manifest`,
/// which is asked for the files it names, beside the manifests that lie in the directories read (`manifest.csv`,
/// `manifest.jsonl`, `retold-manifest.*`). What can be true of one document only (address, headline, author, dates of
/// the text) is taken where the input is one file with one document, else a note says that it was not. The iterator
/// owns what it needs and can be sent to another thread.
pub fn read(
    inputs: &[Input],
    known: &Known,
    manifest: Option<&Manifest>,
    limits: &Limits,
) -> impl Iterator<Item = Read> + Send + use<> {
    let is_one = matches!(inputs, [input] if input.is_one_file());
    let note = (!is_one && known.is_of_one()).then(|| {
        let location = Location {
            path: inputs.first().map(Input::label).unwrap_or_default(),
            ..Location::default()
        };
        let message =
            "address, headline, author or date were given for many files: they are left out";
        Read::Diagnostic(problem::note(
            location,
            DiagnosticKind::UnknownFormat,
            message,
        ))
    });
    let settings = Arc::new(Settings {
        known: known.clone(),
        known_is_of_one: is_one,
        manifests: manifest.cloned().into_iter().collect(),
        limits: limits.clone(),
    });
    let inputs = inputs.to_vec();
    note.into_iter().chain(
        inputs
            .into_iter()
            .flat_map(move |input| input::reads(&input, &settings)),
    )
}

/// Reads bytes in memory as [`read()`] reads the one file `label`.
pub fn read_bytes(
    label: &str,
    bytes: Vec<u8>,
    known: &Known,
    limits: &Limits,
) -> impl Iterator<Item = Read> + Send + use<> {
    let settings = Arc::new(Settings {
        known: known.clone(),
        known_is_of_one: true,
        manifests: Vec::new(),
        limits: limits.clone(),
    });
    let context = Context::of_file(&settings, None, label.to_owned());
    open(context, Bytes::Memory(bytes.into()))
}
