//! Taking sources out.

use retold_store::SourceSelector;

use crate::algorithm;
use crate::collection::Collection;
use crate::error::Result;
use crate::extraction::{Analysis, parse_stored};
use crate::linking::settle_and_link;

/// What a `remove` did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemoveSummary {
    /// Source documents taken out.
    pub sources: u64,
    /// Articles that came from them alone, and are gone.
    pub articles: u64,
}

impl Collection {
    /// Takes out the sources that `selector` means, with the articles that came from them alone, and brings the links
    /// up to date; in one transaction. The base is then as if they had never been added.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or was made by other versions of the stages.
    pub fn remove(&mut self, selector: &SourceSelector) -> Result<RemoveSummary> {
        let annotator = self.annotator.as_ref();
        algorithm::check(&self.store.reader(), annotator.is_some())?;
        let mut batch = self.store.begin()?;
        let sources = batch.reader().find_sources(selector)?;
        let before = batch.reader().counts()?.articles;
        // Sources that now stand for a version: what they say of it may differ.
        for id in batch.remove(&sources)? {
            let Some(stored) = batch.reader().source(&id)? else {
                continue;
            };
            let (document, _) = parse_stored(stored);
            let analysis = Analysis::of(&document, annotator);
            batch.extract_again(&id, analysis.source(&document, &[]))?;
        }
        settle_and_link(&mut batch)?;
        let after = batch.reader().counts()?.articles;
        batch.commit()?;
        Ok(RemoveSummary {
            sources: sources.len() as u64,
            articles: before.saturating_sub(after),
        })
    }
}
