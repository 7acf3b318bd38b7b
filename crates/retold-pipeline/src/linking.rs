//! From sources stored to links up to date, in the transaction that is open.

use std::collections::BTreeSet;

use retold_link::entities::{self, EntityChange, RemovedNames, senses};
use retold_link::{Removed, fingerprints, groups_of_reprints, lineage, sheet, update};
use retold_model::{ArticleFacts, ArticleId, ArticleKey, LinkIndex, LinkIndexError, Passage};
use retold_store::{Batch, Derive};
use tracing::debug_span;

use crate::error::Result;

/// How the base asks the link stage about one article.
pub(crate) const DERIVE: Derive = Derive {
    fingerprints,
    sheet,
    senses,
};

/// Chooses current versions and brings passages, similarities, stories, groups of reprints, lineage and entities up to date.
///
/// Each part is a span of the log, so that a subscriber can tell what it costs.
pub(crate) fn settle_and_link(batch: &mut Batch<'_>) -> Result<()> {
    let _link = debug_span!("link").entered();
    let stale = batch.stale()?;
    let (removed, removed_names) = {
        let index = batch.link_index(DERIVE);
        let entities = batch.entity_index();
        let mut removed = Vec::with_capacity(stale.len());
        let mut names = Vec::with_capacity(stale.len());
        for &key in &stale {
            removed.push(Removed::of(&index, key)?);
            names.push(RemovedNames::of(&entities, index.stub(key)?.id)?);
        }
        (removed, names)
    };
    let added = debug_span!("index").in_scope(|| batch.settle(DERIVE))?;
    if removed.is_empty() && added.is_empty() {
        return Ok(());
    }
    tracing::debug!(removed = removed.len(), added = added.len(), "link");
    debug_span!("entities").in_scope(|| update_entities(batch, removed_names, &added))?;
    let links = update(&batch.link_index(DERIVE), &removed, &added)?;
    // Before the update is applied: who stood in a group with an article that changes, or shared text with it.
    let mut regrouped: BTreeSet<ArticleId> =
        batch.grouped_with(&links.relinked)?.into_iter().collect();
    for &id in &links.relinked {
        regrouped.extend(batch.reader().sharing_text(id)?);
    }
    debug_span!("apply").in_scope(|| batch.apply(&links))?;
    debug_span!("lineage").in_scope(|| trace(batch, regrouped.into_iter().collect()))
}

/// Brings lineage and groups of reprints up to date for `articles` and all that share text with them, directly or over
/// others.
pub(crate) fn trace(batch: &mut Batch<'_>, articles: Vec<ArticleId>) -> Result<()> {
    let mut waiting = articles;
    let mut family: BTreeSet<ArticleId> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if family.insert(id) {
            waiting.extend(batch.reader().sharing_text(id)?);
        }
    }
    let family: Vec<ArticleId> = family.into_iter().collect();
    let mut facts: Vec<ArticleFacts> = Vec::with_capacity(family.len());
    let mut passages: Vec<Passage> = Vec::new();
    for &id in &family {
        facts.extend(batch.reader().facts(id)?);
        passages.extend(batch.reader().passages_from(id)?);
    }
    tracing::debug!(
        articles = family.len(),
        passages = passages.len(),
        "lineage"
    );
    let decisions = batch.reader().decisions()?;
    let lineages = lineage(&facts, &passages, &decisions);
    batch.set_lineages(&family, &lineages)?;
    Ok(batch.set_reprint_groups(&family, &groups_of_reprints(&lineages))?)
}

fn update_entities(
    batch: &mut Batch<'_>,
    removed: Vec<RemovedNames>,
    added: &[ArticleKey],
) -> Result<()> {
    let index = batch.link_index(DERIVE);
    let added: std::result::Result<Vec<ArticleId>, LinkIndexError> =
        added.iter().map(|&key| Ok(index.stub(key)?.id)).collect();
    let change = EntityChange {
        removed,
        added: added?,
        ..EntityChange::default()
    };
    drop(index);
    let update = entities::update(&batch.entity_index(), &change)?;
    Ok(batch.apply_entities(&update)?)
}
