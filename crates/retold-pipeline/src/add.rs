//! Adding: read, extract, store, link; batch by batch.

use std::path::Path;

use rayon::prelude::*;
use retold_model::{Diagnostic, Severity, SourceDocument};
use retold_read::{Input, Known, Limits, Manifest, Read};
use retold_store::{Added, NewSource, SourceId, Store};

use crate::algorithm;
use crate::annotation::Annotator;
use crate::collection::Collection;
use crate::error::Result;
use crate::extraction::Analysis;
use crate::linking::settle_and_link;
use crate::progress::Progress;
use crate::settings::Settings;

/// What is to be read, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Files, directories, globs, standard input.
    pub inputs: &'a [Input],
    /// What is known of every document.
    pub known: &'a Known,
    /// What is known of single files.
    pub manifest: Option<&'a Manifest>,
    /// How much of anything is read.
    pub limits: &'a Limits,
}

/// What an `add` did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddSummary {
    /// Source documents read.
    pub documents: u64,
    /// Of these, new to the base.
    pub new: u64,
    /// Of these, in the base already.
    pub known: u64,
    /// New source documents that gave an article.
    pub articles: u64,
    /// Diagnostics that say something was lost.
    pub errors: u64,
    /// Diagnostics that say something of a document was lost.
    pub warnings: u64,
    /// Diagnostics that are only worth knowing.
    pub notes: u64,
}

impl AddSummary {
    fn count(&mut self, diagnostic: &Diagnostic) {
        match diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

/// What is read and stored in one transaction, in the order of reading.
type Bundle = Vec<Entry>;

/// One thing on its way.
#[derive(Debug)]
enum Entry {
    /// A document, with what reading said about it.
    Document(SourceDocument, Vec<Diagnostic>, State),
    /// What reading said about a file or record that gave no document.
    Lost(Diagnostic),
}

/// How far a document is.
#[derive(Debug)]
enum State {
    Read,
    /// The base holds it.
    Known,
    Analysed(Box<Analysis>),
}

impl Collection {
    /// Reads, extracts, stores and links. What the base holds already is left as it is, so that a run that was ended
    /// can be started again. Each batch is one transaction.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or was made by other versions of the stages. Bad input is no error.
    pub fn add(
        &mut self,
        source: Source<'_>,
        settings: &Settings,
        progress: &mut dyn Progress,
    ) -> Result<AddSummary> {
        let reads = retold_read::read(source.inputs, source.known, source.manifest, source.limits);
        self.add_reads(reads, settings, progress)
    }

    /// Adds what `reads` yields, as [`add`](Self::add) does.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn add_reads(
        &mut self,
        reads: impl Iterator<Item = Read> + Send,
        settings: &Settings,
        progress: &mut dyn Progress,
    ) -> Result<AddSummary> {
        algorithm::check(&self.store.reader(), self.annotator.is_some())?;
        let pool = settings.pool()?;
        let mut reads = reads.peekable();
        let mut summary = AddSummary::default();
        let path = self.store.path().to_owned();
        let mut waiting: Option<Bundle> = None;
        loop {
            // While one batch is stored, the next is read and extracted. Results do not depend on it: whether a
            // source is known is asked again when it is stored.
            let (store, annotator) = (&mut self.store, self.annotator.as_ref());
            let (stored, next) = pool.install(|| {
                rayon::join(
                    || {
                        let waiting = waiting.take();
                        waiting
                            .map(|bundle| save(store, annotator, bundle))
                            .transpose()
                    },
                    || -> Result<Option<Bundle>> {
                        let Some(bundle) = fill(&mut reads, settings) else {
                            return Ok(None);
                        };
                        Ok(Some(analyse_new(bundle, annotator, &path)))
                    },
                )
            });
            if let Some((added, said)) = stored? {
                summary.documents += (added.sources + added.known) as u64;
                summary.new += added.sources as u64;
                summary.known += added.known as u64;
                summary.articles += added.articles as u64;
                for diagnostic in &said {
                    summary.count(diagnostic);
                    progress.diagnostic(diagnostic);
                }
                progress.done(summary.documents, None);
            }
            waiting = next?;
            if waiting.is_none() {
                return Ok(summary);
            }
        }
    }
}

/// Reads the next batch; `None` at the end.
fn fill(
    reads: &mut std::iter::Peekable<impl Iterator<Item = Read>>,
    settings: &Settings,
) -> Option<Bundle> {
    reads.peek()?;
    let mut bundle = Bundle::new();
    let mut bytes = 0;
    while let Some(next) = reads.peek() {
        // What is said of a document follows it and belongs to it, whatever the size of the batch.
        let belongs = matches!((next, bundle.last()), (Read::Diagnostic(diagnostic), Some(Entry::Document(document, ..)))
            if is_about(diagnostic, document));
        let full = bundle.len() >= settings.batch_documents.max(1) || bytes >= settings.batch_bytes;
        if full && !belongs {
            break;
        }
        match (reads.next(), bundle.last_mut()) {
            (Some(Read::Document(document)), _) => {
                bytes += document.raw.len();
                bundle.push(Entry::Document(document, Vec::new(), State::Read));
            }
            (Some(Read::Diagnostic(diagnostic)), Some(Entry::Document(_, said, _))) if belongs => {
                said.push(diagnostic);
            }
            (Some(Read::Diagnostic(diagnostic)), _) => bundle.push(Entry::Lost(diagnostic)),
            (None, _) => break,
        }
    }
    Some(bundle)
}

fn is_about(diagnostic: &Diagnostic, document: &SourceDocument) -> bool {
    let (said, read) = (&diagnostic.location, &document.location);
    (&said.path, said.record) == (&read.path, read.record)
}

/// Analyses what the base does not hold, on all threads.
fn analyse_new(bundle: Bundle, annotator: Option<&Annotator>, path: &Path) -> Bundle {
    // The writer is busy with the batch before; a base that cannot be read tells so there.
    let store = Store::open_read_only(path).ok();
    let holds = |document: &SourceDocument| {
        store.as_ref().is_some_and(|store| {
            let id = SourceId::of(document);
            store.reader().holds(&id).unwrap_or(false)
        })
    };
    let known: Vec<bool> = bundle
        .iter()
        .map(|entry| matches!(entry, Entry::Document(document, ..) if holds(document)))
        .collect();
    bundle
        .into_par_iter()
        .zip(known)
        .map(|(entry, known)| match entry {
            Entry::Document(document, said, _) if known => {
                Entry::Document(document, said, State::Known)
            }
            Entry::Document(document, said, _) => {
                let analysis = Box::new(Analysis::of(&document, annotator));
                Entry::Document(document, said, State::Analysed(analysis))
            }
            lost @ Entry::Lost(_) => lost,
        })
        .collect()
}

/// Stores a batch and links it, in one transaction. Gives what is to be said of it, in order.
fn save(
    store: &mut Store,
    annotator: Option<&Annotator>,
    mut bundle: Bundle,
) -> Result<(Added, Vec<Diagnostic>)> {
    if changes_nothing(store, &bundle)? {
        let known = bundle.len();
        let said = bundle.into_iter().flat_map(Entry::said).collect();
        let added = Added {
            known,
            ..Added::default()
        };
        return Ok((added, said));
    }
    let span = tracing::debug_span!("batch", entries = bundle.len());
    let _entered = span.enter();
    let mut batch = store.begin()?;
    tracing::debug!(phase = "begun");
    for entry in &mut bundle {
        // Another process may have taken it out since it was looked up.
        if let Entry::Document(document, _, state @ State::Known) = entry
            && !batch.reader().holds(&SourceId::of(document))?
        {
            *state = State::Analysed(Box::new(Analysis::of(document, annotator)));
        }
    }
    let (mut new, mut lost) = (Vec::new(), Vec::new());
    for entry in &bundle {
        match entry {
            Entry::Document(document, said, State::Analysed(analysis)) => {
                new.push(analysis.source(document, said));
            }
            Entry::Document(document, said, State::Read | State::Known) => new.push(NewSource {
                document,
                article: None,
                annotations: None,
                read: said,
                extracted: &[],
            }),
            Entry::Lost(diagnostic) => lost.push(diagnostic.clone()),
        }
    }
    let added = tracing::debug_span!("store").in_scope(|| batch.add(&new))?;
    batch.note(&lost)?;
    tracing::debug!(phase = "stored");
    settle_and_link(&mut batch)?;
    algorithm::set(&mut batch, annotator.is_some())?;
    tracing::debug!(phase = "linked");
    tracing::debug_span!("commit").in_scope(|| batch.commit())?;
    tracing::debug!(phase = "committed");
    let said = bundle.into_iter().flat_map(Entry::said).collect();
    Ok((added, said))
}

/// Whether the base holds all of it, so that a run that is started again writes nothing before what is new.
fn changes_nothing(store: &Store, bundle: &Bundle) -> Result<bool> {
    let reader = store.reader();
    for entry in bundle {
        let Entry::Document(document, _, State::Known) = entry else {
            return Ok(false);
        };
        if !reader.holds_at(&SourceId::of(document), &document.location)? {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Entry {
    /// What is to be said of it, in order.
    fn said(self) -> Vec<Diagnostic> {
        match self {
            Self::Document(_, mut said, State::Analysed(analysis)) => {
                said.extend(analysis.extraction.diagnostics);
                said
            }
            Self::Document(_, said, _) => said,
            Self::Lost(diagnostic) => vec![diagnostic],
        }
    }
}
