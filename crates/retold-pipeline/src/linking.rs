//! From sources stored to links up to date, in the transaction that is open.

use retold_link::{Removed, fingerprints, reprint_groups, terms, update};
use retold_model::{ArticleKey, LinkIndex};
use retold_store::{Batch, Derive};

use crate::error::Result;

/// How the base asks the link stage about one article.
pub(crate) const DERIVE: Derive = Derive {
    fingerprints,
    terms,
};

/// Chooses current versions and brings passages, similarities, stories and groups of reprints up to date.
pub(crate) fn settle_and_link(batch: &mut Batch<'_>) -> Result<()> {
    let stale = batch.stale()?;
    let removed = {
        let index = batch.link_index(DERIVE);
        let removed: std::result::Result<Vec<Removed>, _> =
            stale.iter().map(|&key| Removed::of(&index, key)).collect();
        removed?
    };
    let added = batch.settle(DERIVE)?;
    if removed.is_empty() && added.is_empty() {
        return Ok(());
    }
    tracing::debug!(removed = removed.len(), added = added.len(), "link");
    let links = update(&batch.link_index(DERIVE), &removed, &added)?;
    // Before the update: whoever stood in a group with an article that changes may be left by it.
    let grouped = batch.grouped_with(&links.relinked)?;
    batch.apply(&links)?;
    let index = batch.link_index(DERIVE);
    let mut keys: Vec<ArticleKey> = Vec::with_capacity(grouped.len());
    for &id in &grouped {
        keys.extend(index.key(id)?);
    }
    let groups = reprint_groups(&index, &keys)?;
    drop(index);
    batch.set_reprint_groups(&grouped, &groups)?;
    Ok(())
}
