//! Analysing again from the stored bytes, after an upgrade.

use rayon::prelude::*;
use retold_store::{SourceCursor, StoredSource};

use crate::algorithm;
use crate::collection::Collection;
use crate::error::Result;
use crate::extraction::{Analysis, parse_stored};
use crate::linking::settle_and_link;
use crate::progress::Progress;
use crate::settings::Settings;

/// What a `rebuild` did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RebuildSummary {
    /// Source documents read again.
    pub sources: u64,
    /// Articles afterwards.
    pub articles: u64,
}

impl Collection {
    /// Reads the stored bytes again, extracts and links: the result is what adding the same sources to a new base
    /// gives. One transaction, so that a kill leaves the base as it was; memory is bounded by the batch.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read or written, or its bytes are damaged.
    pub fn rebuild(
        &mut self,
        settings: &Settings,
        progress: &mut dyn Progress,
    ) -> Result<RebuildSummary> {
        let pool = settings.pool()?;
        let annotator = self.annotator.as_ref();
        let mut batch = self.store.begin()?;
        let total = batch.reader().counts()?.sources;
        batch.forget_derived()?;
        let mut cursor = SourceCursor::default();
        let mut summary = RebuildSummary::default();
        loop {
            let stored = batch.reader().next_sources(
                &mut cursor,
                settings.batch_documents.max(1),
                settings.batch_bytes.max(1),
            )?;
            if stored.is_empty() {
                break;
            }
            let stored: Vec<StoredSource> = stored
                .into_iter()
                .map(|(_, stored)| stored)
                .collect::<std::result::Result<_, _>>()?;
            let analysed: Vec<_> = pool.install(|| {
                stored
                    .into_par_iter()
                    .map(|stored| {
                        let id = stored.id.clone();
                        let (document, _) = parse_stored(stored);
                        let analysis = Analysis::of(&document, annotator);
                        (id, document, analysis)
                    })
                    .collect()
            });
            for (id, document, analysis) in &analysed {
                batch.extract_again(id, analysis.source(document, &[]))?;
                for diagnostic in &analysis.extraction.diagnostics {
                    progress.diagnostic(diagnostic);
                }
            }
            settle_and_link(&mut batch)?;
            summary.sources += analysed.len() as u64;
            progress.done(summary.sources, Some(total));
        }
        algorithm::set(&mut batch, annotator.is_some())?;
        summary.articles = batch.reader().counts()?.articles;
        batch.commit()?;
        Ok(summary)
    }
}
