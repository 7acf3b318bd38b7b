//! From sources stored to links up to date, in the transaction that is open.

use std::collections::{BTreeMap, BTreeSet};

use retold_link::entities::{self, EntityChange, RemovedNames, senses};
use retold_link::{Removed, fingerprints, lineage, reprint_groups, terms, update};
use retold_model::{
    ArticleFacts, ArticleId, ArticleKey, LinkIndex, LinkIndexError, Passage, PassageKind,
};
use retold_store::{Batch, Derive, LinkView};
use retold_text::word::words;

use crate::error::Result;

/// How the base asks the link stage about one article.
pub(crate) const DERIVE: Derive = Derive {
    fingerprints,
    terms,
    senses,
};

/// Chooses current versions and brings passages, similarities, stories, groups of reprints, lineage and entities up to date.
pub(crate) fn settle_and_link(batch: &mut Batch<'_>) -> Result<()> {
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
    let added = batch.settle(DERIVE)?;
    if removed.is_empty() && added.is_empty() {
        return Ok(());
    }
    tracing::debug!(removed = removed.len(), added = added.len(), "link");
    update_entities(batch, removed_names, &added)?;
    let links = update(&batch.link_index(DERIVE), &removed, &added)?;
    // Before the update is applied: who stood in a group with an article that changes, or shared text with it.
    let mut regrouped: BTreeSet<ArticleId> =
        batch.grouped_with(&links.relinked)?.into_iter().collect();
    for &id in &links.relinked {
        for passage in batch.reader().passages(id)? {
            regrouped.extend([passage.first.article, passage.second.article]);
        }
    }
    batch.apply(&links)?;
    let index = batch.link_index(DERIVE);
    let regrouped = connected(&index, regrouped)?;
    let mut keys: Vec<ArticleKey> = Vec::with_capacity(regrouped.len());
    for &id in &regrouped {
        keys.extend(index.key(id)?);
    }
    let groups = reprint_groups(&index, &keys)?;
    drop(index);
    batch.set_reprint_groups(&regrouped, &groups)?;
    trace(batch, regrouped)
}

/// Brings lineage up to date for `articles` and all that share reporting with them, directly or over others.
fn trace(batch: &mut Batch<'_>, articles: Vec<ArticleId>) -> Result<()> {
    let mut waiting = articles;
    let mut family: BTreeSet<ArticleId> = BTreeSet::new();
    let mut passages: BTreeSet<Passage> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !family.insert(id) {
            continue;
        }
        for passage in batch.reader().passages(id)? {
            let (first, second) = (passage.first.article, passage.second.article);
            waiting.push(if first == id { second } else { first });
            passages.insert(passage);
        }
    }
    let family: Vec<ArticleId> = family.into_iter().collect();
    let mut facts = Vec::with_capacity(family.len());
    for &id in &family {
        facts.extend(batch.reader().article(id)?.as_ref().map(ArticleFacts::of));
    }
    let passages: Vec<Passage> = passages.into_iter().collect();
    batch.set_lineages(&family, &lineage(&facts, &passages))?;
    Ok(())
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

/// Words of the shorter of two bodies that must stand in the other one, one in so many, for the two to weigh on each
/// other's groups. Well below the share at which the link stage takes two articles for reprints, so that whatever
/// weighs on a group is seen.
const CONNECTING_SHARE: usize = 5;

/// `articles` and all that are connected to them by shared reporting: a group is formed from all of them, so what
/// changes for one may change the groups of the others.
fn connected(
    index: &LinkView<'_>,
    articles: BTreeSet<ArticleId>,
) -> std::result::Result<Vec<ArticleId>, LinkIndexError> {
    let mut lengths: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut length = |id: ArticleId| -> std::result::Result<usize, LinkIndexError> {
        if let Some(&length) = lengths.get(&id) {
            return Ok(length);
        }
        let length = match index.key(id)? {
            Some(key) => {
                let article = index.linkable(key)?;
                let bodies = article
                    .body
                    .iter()
                    .filter_map(|range| range.slice(&article.text));
                bodies.map(|body| words(body).count()).sum()
            }
            None => 0,
        };
        lengths.insert(id, length);
        Ok(length)
    };
    let mut waiting: Vec<ArticleId> = articles.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(key) = index.key(id)? else { continue };
        let mut shared: BTreeMap<ArticleId, usize> = BTreeMap::new();
        for passage in index.passages(key)? {
            if passage.kind == PassageKind::Report {
                let (first, second) = (passage.first.article, passage.second.article);
                let other = if first == id { second } else { first };
                *shared.entry(other).or_default() += passage.matched_words as usize;
            }
        }
        for (other, words) in shared {
            if !seen.contains(&other) && words * CONNECTING_SHARE >= length(id)?.min(length(other)?)
            {
                waiting.push(other);
            }
        }
    }
    Ok(seen.into_iter().collect())
}
