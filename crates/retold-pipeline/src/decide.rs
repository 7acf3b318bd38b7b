//! Corrections of the register by hand, and what users know beforehand.

use retold_link::entities::{EntityChange, RemovedNames, authority_names, update};
use retold_model::{AuthorityEntry, Decision};
use retold_store::Batch;

use crate::algorithm;
use crate::collection::Collection;
use crate::error::Result;
use crate::linking::DERIVE;

impl Collection {
    /// Notes a decision by hand and brings the register up to date, in one transaction. Its number takes it back.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or was made by other versions of the stages.
    pub fn decide(&mut self, decision: &Decision) -> Result<i64> {
        let annotated = self.is_annotated()? == Some(true);
        algorithm::check(&self.store.reader(), annotated)?;
        let mut batch = self.store.begin()?;
        let removed = senses_of(&batch, decision)?;
        let number = batch.decide(decision)?;
        settle(&mut batch, decision, removed)?;
        batch.commit()?;
        Ok(number)
    }

    /// Takes a decision back: the register is as if it had never been made. Gives it, or `None` where there is none
    /// with this number.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    pub fn take_back(&mut self, number: u32) -> Result<Option<Decision>> {
        let annotated = self.is_annotated()? == Some(true);
        algorithm::check(&self.store.reader(), annotated)?;
        let mut batch = self.store.begin()?;
        let standing = batch.reader().decisions()?;
        let Some(decided) = standing
            .into_iter()
            .find(|decided| decided.number == number)
        else {
            return Ok(None);
        };
        let removed = senses_of(&batch, &decided.decision)?;
        batch.take_back(number)?;
        settle(&mut batch, &decided.decision, removed)?;
        batch.commit()?;
        Ok(Some(decided.decision))
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
        let update = update(&batch.entity_index(), &change)?;
        batch.apply_entities(&update)?;
        batch.commit()?;
        Ok(count)
    }
}

/// What is known of the articles whose chains have other senses by `decision`, before it is made or taken back.
fn senses_of(batch: &Batch<'_>, decision: &Decision) -> Result<Vec<RemovedNames>> {
    let index = batch.entity_index();
    let mut senses = Vec::new();
    for article in decision.articles() {
        senses.push(RemovedNames::of(&index, article)?);
    }
    Ok(senses)
}

fn settle(batch: &mut Batch<'_>, decision: &Decision, removed: Vec<RemovedNames>) -> Result<()> {
    let added = decision.articles();
    for &article in &added {
        batch.chain_again(article, DERIVE)?;
    }
    let change = EntityChange {
        removed,
        added,
        decisions: vec![decision.clone()],
        ..EntityChange::default()
    };
    let update = update(&batch.entity_index(), &change)?;
    Ok(batch.apply_entities(&update)?)
}
