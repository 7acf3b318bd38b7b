//! A sheet made ready to be compared with many others.
//!
//! A newsroom's base asks for hundreds of comparisons an article. So the lists lie close together, what is a function of one
//! list is counted once, and long lists are looked up instead of merged.

use std::cmp::Ordering;

use retold_model::{Embedding, Sheet, Term, WeightedTerm};

use crate::sheet::{CHANNELS, Channel, FEW_WORDS, PERSON_BITS, list};

/// A sheet made ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparable {
    /// The terms by which it is found, ascending.
    pub(crate) leading: Box<[Term]>,
    /// The terms of all channels, one list after another.
    terms: Box<[u32]>,
    /// Their weights.
    weights: Box<[u8]>,
    /// Where each list ends.
    ends: [u32; CHANNELS],
    /// The product of each list with itself.
    squares: [u64; CHANNELS],
    /// For each list a bit for each of its terms: lists that have no bit in common have no term in common.
    marks: [u64; CHANNELS],
    /// What a short article means.
    pub(crate) embedding: Option<Embedding>,
}

/// One list of a [`Comparable`]: terms, ascending, with their weights.
#[derive(Clone, Copy)]
pub(crate) struct List<'s> {
    terms: &'s [u32],
    weights: &'s [u8],
    /// Its product with itself.
    pub(crate) square: u64,
    marks: u64,
}

impl Comparable {
    /// Linear in the terms of the sheet.
    pub(crate) fn of(sheet: &Sheet) -> Self {
        let count = sheet.channels.iter().map(Vec::len).sum();
        let (mut terms, mut weights) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let (mut ends, mut squares) = ([0; CHANNELS], [0; CHANNELS]);
        let mut marks = [0; CHANNELS];
        for channel in Channel::ALL {
            for &WeightedTerm { term, weight } in list(sheet, channel) {
                let term = short(term);
                terms.push(term);
                marks[channel as usize] |= mark(term);
                weights.push(weight);
                squares[channel as usize] += u64::from(weight) * u64::from(weight);
            }
            ends[channel as usize] = u32::try_from(terms.len()).expect("sheets are small");
        }
        Self {
            leading: sheet.leading.as_slice().into(),
            terms: terms.into(),
            weights: weights.into(),
            ends,
            squares,
            marks,
            embedding: sheet.embedding.clone(),
        }
    }

    /// The list of a channel.
    pub(crate) fn list(&self, channel: Channel) -> List<'_> {
        let at = channel as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range = start as usize..self.ends[at] as usize;
        List {
            terms: &self.terms[range.clone()],
            weights: &self.weights[range],
            square: self.squares[at],
            marks: self.marks[at],
        }
    }

    /// Whether it is of an article that has hardly more than a headline.
    pub(crate) fn is_bare(&self) -> bool {
        self.list(Channel::Words).terms.len() < FEW_WORDS
    }
}

/// The bits of a term that are used.
fn short(term: Term) -> u32 {
    u32::try_from(term.0).unwrap_or(u32::MAX)
}

/// The bit of a term.
fn mark(term: u32) -> u64 {
    1 << (term & 63)
}

impl List<'_> {
    /// Whether it holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether both hold terms that are alike but for their last [`PERSON_BITS`]: one deed, of whomever.
    pub(crate) fn shares_deed(&self, other: &List<'_>) -> bool {
        let deed = |term: &u32| term >> PERSON_BITS;
        let (mut at, mut there) = (0, 0);
        while let (Some(one), Some(two)) = (self.terms.get(at), other.terms.get(there)) {
            match deed(one).cmp(&deed(two)) {
                Ordering::Less => at += 1,
                Ordering::Greater => there += 1,
                Ordering::Equal => return true,
            }
        }
        false
    }

    /// The sum of the products of the weights of shared terms.
    pub(crate) fn product(&self, other: &List<'_>) -> u64 {
        if self.marks & other.marks == 0 {
            return 0;
        }
        let (mut at, mut there, mut product) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.terms.get(at), other.terms.get(there)) {
            if one == two {
                product += u64::from(self.weights[at]) * u64::from(other.weights[there]);
            }
            // Without a branch: which of two hashes is less cannot be foreseen.
            let (step, step_there) = (usize::from(one <= two), usize::from(two <= one));
            at += step;
            there += step_there;
        }
        product
    }
}

/// One article that is compared with many: its long lists in tables.
pub(crate) struct Probe<'s> {
    /// The article.
    pub(crate) article: &'s Comparable,
    words: Table,
    pairs: Table,
    lead: Table,
    names: Table,
}

impl<'s> Probe<'s> {
    pub(crate) fn of(article: &'s Comparable) -> Self {
        Self {
            article,
            words: Table::of(&article.list(Channel::Words)),
            pairs: Table::of(&article.list(Channel::Pairs)),
            lead: Table::of(&article.list(Channel::Lead)),
            names: Table::of(&article.list(Channel::Names)),
        }
    }

    /// The sum of the products of the weights of shared terms: that of [`List::product`].
    pub(crate) fn product(&self, channel: Channel, other: &List<'_>) -> u64 {
        match channel {
            Channel::Words => self.words.product(other),
            Channel::Pairs => self.pairs.product(other),
            Channel::Lead => self.lead.product(other),
            Channel::Names => self.names.product(other),
            _ => self.article.list(channel).product(other),
        }
    }
}

/// A list to look terms up in: open addressing by their low bits; a weight of 0 is a free place.
struct Table(Box<[(u32, u8)]>);

impl Table {
    fn of(list: &List<'_>) -> Self {
        // At most a quarter is taken, so that most terms of others are missed at the first look.
        let size = (list.terms.len() * 4).next_power_of_two();
        let mut places = vec![(0, 0); size].into_boxed_slice();
        for (&term, &weight) in list.terms.iter().zip(list.weights) {
            let mut at = term as usize & (size - 1);
            while places[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            places[at] = (term, weight);
        }
        Self(places)
    }

    fn product(&self, other: &List<'_>) -> u64 {
        let last = self.0.len() - 1;
        let mut product = 0;
        for (&term, &weight) in other.terms.iter().zip(other.weights) {
            let mut at = term as usize & last;
            loop {
                let (held, here) = self.0[at];
                if here == 0 {
                    break;
                }
                if held == term {
                    product += u64::from(here) * u64::from(weight);
                    break;
                }
                at = (at + 1) & last;
            }
        }
        product
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet_of(terms: &std::collections::BTreeMap<u32, u8>) -> Sheet {
        let mut channels = vec![Vec::new(); CHANNELS];
        channels[Channel::Words as usize] = { terms.iter() }
            .map(|(&term, &weight)| WeightedTerm {
                term: Term(term.into()),
                weight,
            })
            .collect();
        Sheet {
            leading: Vec::new(),
            channels,
            embedding: None,
        }
    }

    proptest! {
        #[test]
        fn looking_up_gives_what_merging_gives(
            one in proptest::collection::btree_map(0..400_u32, 1..=255_u8, 0..120),
            other in proptest::collection::btree_map(0..400_u32, 1..=255_u8, 0..120),
        ) {
            let expected: u64 = { one.iter() }
                .filter_map(|(term, &weight)| Some(u64::from(weight) * u64::from(*other.get(term)?)))
                .sum();
            let (a, b) = (
                Comparable::of(&sheet_of(&one)),
                Comparable::of(&sheet_of(&other)),
            );
            let (words, there) = (a.list(Channel::Words), b.list(Channel::Words));
            prop_assert_eq!(words.product(&there), expected);
            prop_assert_eq!(Probe::of(&a).product(Channel::Words, &there), expected);
            prop_assert_eq!(Probe::of(&b).product(Channel::Words, &words), expected);
        }
    }
}
