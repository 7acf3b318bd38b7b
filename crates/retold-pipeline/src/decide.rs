//! Corrections by hand, and what users know beforehand.

use retold_link::entities::{EntityChange, RemovedNames, authority_names};
use retold_link::{entities, regroup};
use retold_model::{
    ArticleId, AuthorityEntry, ByHand, Decision, DiscrepancyDecision, LineageDecision,
    StoryDecision,
};
use retold_store::Batch;

use crate::algorithm;
use crate::collection::Collection;
use crate::error::Result;
use crate::linking::{DERIVE, trace};

/// A decision by hand, with what follows from it for the base.
pub trait Correction: ByHand {
    /// The names that articles have as long as it is not made or taken back, where it changes them.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    fn names_before(&self, _: &Batch<'_>) -> Result<Vec<RemovedNames>> {
        Ok(Vec::new())
    }

    /// Brings the base up to date when it was made or taken back.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    fn settle(&self, batch: &mut Batch<'_>, before: Vec<RemovedNames>) -> Result<()>;
}

impl Collection {
    /// Notes a decision by hand and brings the base up to date, in one transaction. Its number takes it back.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or was made by other versions of the stages.
    pub fn decide(&mut self, decision: &impl Correction) -> Result<u32> {
        let annotated = self.is_annotated()? == Some(true);
        algorithm::check(&self.store.reader(), annotated)?;
        let mut batch = self.store.begin()?;
        let before = decision.names_before(&batch)?;
        let number = batch.decide(decision)?;
        decision.settle(&mut batch, before)?;
        batch.commit()?;
        Ok(number)
    }

    /// Takes a decision back: the base is as if it had never been made. Gives it, or `None` where there is none of this
    /// subject with this number.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    pub fn take_back<D: Correction>(&mut self, number: u32) -> Result<Option<D>> {
        let annotated = self.is_annotated()? == Some(true);
        algorithm::check(&self.store.reader(), annotated)?;
        let mut batch = self.store.begin()?;
        let standing = batch.reader().decisions::<D>()?;
        let Some(decided) = standing
            .into_iter()
            .find(|decided| decided.number == number)
        else {
            return Ok(None);
        };
        let before = decided.decision.names_before(&batch)?;
        let gone = batch.take_back::<D>(number)?;
        decided.decision.settle(&mut batch, before)?;
        batch.commit()?;
        Ok(gone)
    }

    /// Takes the entries of an authority file in and brings the register up to date. Gives how many are new.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    pub fn import_authority(&mut self, entries: &[AuthorityEntry]) -> Result<usize> {
        let annotated = self.is_annotated()? == Some(true);
        algorithm::check(&self.store.reader(), annotated)?;
        let mut batch = self.store.begin()?;
        let new = batch.import(entries, authority_names)?;
        let count = new.len();
        let change = EntityChange {
            authority: new,
            ..EntityChange::default()
        };
        let update = entities::update(&batch.entity_index(), &change)?;
        batch.apply_entities(&update)?;
        batch.commit()?;
        Ok(count)
    }
}

impl Correction for Decision {
    fn names_before(&self, batch: &Batch<'_>) -> Result<Vec<RemovedNames>> {
        let index = batch.entity_index();
        let mut senses = Vec::new();
        for article in self.articles() {
            senses.push(RemovedNames::of(&index, article)?);
        }
        Ok(senses)
    }

    fn settle(&self, batch: &mut Batch<'_>, removed: Vec<RemovedNames>) -> Result<()> {
        let added = self.articles();
        for &article in &added {
            batch.chain_again(article, DERIVE)?;
        }
        let change = EntityChange {
            removed,
            added,
            decisions: vec![self.clone()],
            ..EntityChange::default()
        };
        let update = entities::update(&batch.entity_index(), &change)?;
        Ok(batch.apply_entities(&update)?)
    }
}

impl Correction for StoryDecision {
    fn settle(&self, batch: &mut Batch<'_>, _: Vec<RemovedNames>) -> Result<()> {
        let articles: Vec<ArticleId> = self.articles().collect();
        let update = regroup(&batch.link_index(DERIVE), &articles)?;
        Ok(batch.apply(&update)?)
    }
}

impl Correction for LineageDecision {
    fn settle(&self, batch: &mut Batch<'_>, _: Vec<RemovedNames>) -> Result<()> {
        let (child, parent) = self.edge();
        trace(batch, vec![child, parent])
    }
}

impl Correction for DiscrepancyDecision {
    /// Nothing stored follows from it: it is shown beside what it speaks of.
    fn settle(&self, _: &mut Batch<'_>, _: Vec<RemovedNames>) -> Result<()> {
        Ok(())
    }
}
