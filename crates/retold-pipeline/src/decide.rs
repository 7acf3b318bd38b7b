//! Corrections by hand, and what users know beforehand.

use retold_link::entities::{EntityChange, RemovedNames, authority_names};
use retold_link::{entities, regroup};
use retold_model::{
    AuthorityEntry, ByHand, Decided, Decision, DiscrepancyDecision, LineageDecision, StoryDecision,
};
use retold_store::Batch;

use crate::algorithm;
use crate::collection::Collection;
use crate::error::Result;
use crate::linking::{DERIVE, trace};

/// A decision by hand, with what follows from it for the base.
pub trait Correction: ByHand {
    /// What must be known of the base as it was before.
    type Before;

    /// Notes it, as long as the decision is not made or taken back.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    fn before(&self, batch: &Batch<'_>) -> Result<Self::Before>;

    /// Brings the base up to date when it was made or taken back.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    fn settle(&self, batch: &mut Batch<'_>, before: Self::Before) -> Result<()>;
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
        let before = decision.before(&batch)?;
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
        let before = decided.decision.before(&batch)?;
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
    /// The names that its articles have.
    type Before = Vec<RemovedNames>;

    fn before(&self, batch: &Batch<'_>) -> Result<Self::Before> {
        let index = batch.entity_index();
        let mut senses = Vec::new();
        for article in self.articles() {
            senses.push(RemovedNames::of(&index, article)?);
        }
        Ok(senses)
    }

    fn settle(&self, batch: &mut Batch<'_>, removed: Self::Before) -> Result<()> {
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
    /// The decisions in force.
    type Before = Vec<Decided<Self>>;

    fn before(&self, batch: &Batch<'_>) -> Result<Self::Before> {
        Ok(batch.reader().decisions()?)
    }

    fn settle(&self, batch: &mut Batch<'_>, before: Self::Before) -> Result<()> {
        let update = regroup(&batch.link_index(DERIVE), &before)?;
        Ok(batch.apply(&update)?)
    }
}

impl Correction for LineageDecision {
    type Before = ();

    fn before(&self, _: &Batch<'_>) -> Result<()> {
        Ok(())
    }

    fn settle(&self, batch: &mut Batch<'_>, (): ()) -> Result<()> {
        let (child, parent) = self.edge();
        trace(batch, vec![child, parent])
    }
}

impl Correction for DiscrepancyDecision {
    type Before = ();

    fn before(&self, _: &Batch<'_>) -> Result<()> {
        Ok(())
    }

    /// Nothing stored follows from it: it is shown beside what it speaks of.
    fn settle(&self, _: &mut Batch<'_>, (): ()) -> Result<()> {
        Ok(())
    }
}
