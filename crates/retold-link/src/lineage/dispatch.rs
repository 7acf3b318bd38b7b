//! Dispatches that are not in the collection, known by the copies that carry and credit them.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::bits::{self, Bits, count};
use super::family::Family;
use super::witness::Manner;
use crate::forest::Forest;

/// Names of agencies, or of outlets that credits give as sources: in the register, or their own where it lacks them.
pub(super) type Names<'f> = Vec<&'f str>;

/// A sentence in all its readings.
#[derive(Debug, Default)]
pub(super) struct Sentence<'f> {
    /// Who holds it: article and sentence there, ascending.
    pub(super) holders: Vec<(usize, usize)>,
    /// How many hold each reading.
    pub(super) readings: BTreeMap<u64, usize>,
    /// The agency it is attributed to, by the credits of those who hold it; several where they name several alike, none
    /// where they name none. Ascending.
    agencies: Names<'f>,
    /// The missing dispatch that held it, by its place in [`Dispatches::missing`].
    pub(super) missing: Option<usize>,
}

impl Sentence<'_> {
    /// How many hold the reading that most hold.
    fn most(&self) -> usize {
        self.readings.values().copied().max().unwrap_or(0)
    }
}

/// The sentences of a component, and the dispatches that its copies point at.
pub(super) struct Dispatches<'f> {
    pub(super) sentences: Vec<Sentence<'f>>,
    /// For each article of the family, the sentences it holds.
    pub(super) of_article: BTreeMap<usize, Vec<usize>>,
    /// The texts that are not in the collection, with the agency where credits name it; several where they leave open
    /// which.
    pub(super) missing: Vec<Names<'f>>,
    /// What is told of each of these, once it was asked.
    told_of: Vec<ToldOf>,
}

/// What its copies tell of a missing text: asked for each of them, and the same for all.
#[derive(Debug, Default)]
struct ToldOf {
    carriers: OnceCell<Vec<usize>>,
    /// One of those who have the headline that most have.
    headline: OnceCell<Option<usize>>,
}

impl<'f> Dispatches<'f> {
    pub(super) fn new(family: &Family<'f>, members: &[usize]) -> Self {
        let mut dispatches = Self::sentences(family, members);
        dispatches.attribute(family, members);
        dispatches
    }

    /// Joins sentences that stand in each other, edited or not.
    fn sentences(family: &Family<'f>, members: &[usize]) -> Self {
        let mut start = BTreeMap::new();
        let mut total = 0;
        for &member in members {
            start.insert(member, total);
            total += family.witnesses[member].block_of.len();
        }
        let mut forest = Forest::new(total);
        for &child in members {
            for &parent in family.views[child].keys() {
                for seen in family.same(child, parent) {
                    let one = start[&child] + seen.sentence as usize;
                    forest.join(one, start[&parent] + seen.there as usize);
                }
            }
        }
        let mut place = BTreeMap::new();
        let mut sentences: Vec<Sentence<'f>> = Vec::new();
        let mut of_article: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &member in members {
            for at in 0..family.witnesses[member].block_of.len() {
                let root = forest.root(start[&member] + at);
                let sentence = *place.entry(root).or_insert_with(|| {
                    sentences.push(Sentence::default());
                    sentences.len() - 1
                });
                sentences[sentence].holders.push((member, at));
                let reading = family.witnesses[member].reading[at];
                *sentences[sentence].readings.entry(reading).or_default() += 1;
                of_article.entry(member).or_default().push(sentence);
            }
        }
        Self {
            sentences,
            of_article,
            missing: Vec::new(),
            told_of: Vec::new(),
        }
    }

    /// Gives each shared sentence to the agency that those who carry it credit.
    fn attribute(&mut self, family: &Family<'f>, members: &[usize]) {
        /// The weight of a credit that names one agency, of one that names it among others, and of its own page.
        const CREDIT: u32 = 12;
        const PAGE: u32 = 48;
        let mut pages: Vec<&'f str> = Vec::new();
        for &member in members {
            pages.extend(family.witnesses[member].agency_page);
        }
        for sentence in &mut self.sentences {
            if sentence.holders.len() < 2 {
                continue;
            }
            let mut votes: BTreeMap<&'f str, u32> = BTreeMap::new();
            let mut on_page: Vec<&'f str> = Vec::new();
            for &(holder, _) in &sentence.holders {
                let witness = &family.witnesses[holder];
                if let Some(page) = witness.agency_page {
                    *votes.entry(page).or_default() += PAGE;
                    on_page.push(page);
                    continue;
                }
                let named = u32::try_from(witness.agencies.len())
                    .unwrap_or(u32::MAX)
                    .max(1);
                for (name, _) in &witness.agencies {
                    *votes.entry(name).or_default() += CREDIT / named.min(CREDIT);
                }
            }
            // An agency whose page is here and lacks the sentence is less likely its source.
            for (name, vote) in &mut votes {
                if pages.contains(name) && !on_page.contains(name) {
                    *vote /= 2;
                }
            }
            let most = votes.values().copied().max().unwrap_or(0);
            votes.retain(|_, vote| *vote == most && most > 0);
            sentence.agencies = votes.into_keys().collect();
        }
        self.settle();
        self.spread(family);
        self.attribute_single(family, members);
        let mut missing: Vec<Names<'f>> =
            self.sentences.iter().map(|s| s.agencies.clone()).collect();
        missing.sort_unstable();
        missing.dedup();
        missing.retain(|names| !names.is_empty() && !names.iter().any(|name| pages.contains(name)));
        for sentence in &mut self.sentences {
            sentence.missing = missing.binary_search(&sentence.agencies).ok();
        }
        self.told_of.resize_with(missing.len(), ToldOf::default);
        self.missing = missing;
    }

    /// Where credits leave open which of several agencies it was, one that is known by text of its own is it.
    fn settle(&mut self) {
        let mut alone: Names<'f> = self
            .sentences
            .iter()
            .filter_map(|sentence| match sentence.agencies.as_slice() {
                [name] => Some(*name),
                _ => None,
            })
            .collect();
        alone.sort_unstable();
        alone.dedup();
        for sentence in &mut self.sentences {
            let known = |name: &&&'f str| alone.binary_search(name).is_ok();
            if let Some(&name) = sentence.agencies.iter().find(known) {
                sentence.agencies = vec![name];
            }
        }
    }

    /// Takes some sentences for the text of a source that is not in the collection and that nobody names.
    pub(super) fn add_unnamed(&mut self, sentences: &[usize]) {
        for &sentence in sentences {
            self.sentences[sentence]
                .missing
                .get_or_insert(self.missing.len());
        }
        self.missing.push(Names::new());
        self.told_of.push(ToldOf::default());
    }

    /// The first of those who carry a missing text, by id: their places ascend as ids do.
    pub(super) fn first(&self, missing: usize) -> Option<usize> {
        self.carriers(missing).first().copied()
    }

    /// Those who carry a missing text, by id.
    pub(super) fn carriers(&self, missing: usize) -> &[usize] {
        self.told_of[missing].carriers.get_or_init(|| {
            let mut carriers: Vec<usize> = { self.sentences.iter() }
                .filter(|sentence| sentence.missing == Some(missing))
                .flat_map(|sentence| sentence.holders.iter().map(|(holder, _)| *holder))
                .collect();
            carriers.sort_unstable();
            carriers.dedup();
            carriers
        })
    }

    /// Sentences that nobody credits come from where most of their holders' other text does.
    fn spread(&mut self, family: &Family<'f>) {
        let mut main: BTreeMap<usize, Names<'f>> = BTreeMap::new();
        for (&article, sentences) in &self.of_article {
            let mut words: BTreeMap<&Names<'f>, usize> = BTreeMap::new();
            for (at, &sentence) in sentences.iter().enumerate() {
                let names = &self.sentences[sentence].agencies;
                if !names.is_empty() {
                    *words.entry(names).or_default() += family.witnesses[article].words_of(at);
                }
            }
            let most = words
                .into_iter()
                .max_by_key(|&(names, n)| (n, std::cmp::Reverse(names)));
            if let Some((names, _)) = most {
                main.insert(article, names.clone());
            }
        }
        for sentence in &mut self.sentences {
            if sentence.agencies.is_empty() && sentence.holders.len() > 1 {
                let mut votes: BTreeMap<&Names<'f>, usize> = BTreeMap::new();
                for (holder, _) in &sentence.holders {
                    if let Some(names) = main.get(holder) {
                        *votes.entry(names).or_default() += 1;
                    }
                }
                let best = votes
                    .into_iter()
                    .max_by_key(|&(names, n)| (n, std::cmp::Reverse(names)));
                sentence.agencies = best.map_or_else(Names::new, |(names, _)| names.clone());
            }
        }
    }

    /// An article that shares next to nothing and is signed by one agency, or names one outlet as its source, is a copy
    /// of that as a whole.
    fn attribute_single(&mut self, family: &Family<'f>, members: &[usize]) {
        for &member in members {
            let witness = &family.witnesses[member];
            let signed: Vec<&'f str> = witness
                .agencies
                .iter()
                .chain(&witness.sources)
                .filter(|(_, credited)| credited.manner > Manner::With)
                .map(|(name, _)| *name)
                .collect();
            let [agency] = signed.as_slice() else {
                continue;
            };
            let Some(sentences) = self.of_article.get(&member) else {
                continue;
            };
            let shared: usize = sentences
                .iter()
                .enumerate()
                .filter(|(_, sentence)| self.sentences[**sentence].holders.len() > 1)
                .map(|(at, _)| witness.words_of(at))
                .sum();
            if shared * 10 < witness.len() && witness.agency_page.is_none() {
                for &sentence in &sentences.clone() {
                    if self.sentences[sentence].holders.len() == 1 {
                        self.sentences[sentence].agencies = vec![agency];
                    }
                }
            }
        }
    }

    /// The sentences of `child` that a missing text held, with what each costs: nothing for the reading
    /// that most have.
    pub(super) fn told(
        &self,
        family: &Family<'_>,
        child: usize,
        missing: usize,
    ) -> Vec<(usize, Bits)> {
        /// A reading of its own, where nothing can be compared.
        const OWN_READING: Bits = 1000;
        let witness = &family.witnesses[child];
        let mut result = Vec::new();
        for (at, &sentence) in self
            .of_article
            .get(&child)
            .into_iter()
            .flatten()
            .enumerate()
        {
            let sentence = &self.sentences[sentence];
            if sentence.missing != Some(missing) {
                continue;
            }
            let readings = &sentence.readings;
            let most = sentence.most();
            let cost = if readings.get(&witness.reading[at]) == Some(&most) {
                0
            } else {
                let others = sentence.holders.iter().filter(|&&(holder, there)| {
                    let reading = family.witnesses[holder].reading[there];
                    readings.get(&reading) == Some(&most)
                });
                others
                    .filter_map(|&(holder, _)| {
                        let seen = family.seen(child, holder, at)?;
                        Some(bits::sentence(seen, witness.words_of(at)))
                    })
                    .min()
                    .unwrap_or(OWN_READING)
            };
            result.push((at, cost.min(bits::NEW_WORD * count(witness.words_of(at)))));
        }
        result
    }

    /// The headline that most of those have who carry the dispatch, if two do.
    pub(super) fn headline<'a>(&self, family: &'a Family<'_>, missing: usize) -> Option<&'a [u64]> {
        let of = |article: usize| family.witnesses[article].headline.as_slice();
        let known = self.told_of[missing].headline.get_or_init(|| {
            let mut votes: BTreeMap<&[u64], (usize, usize)> = BTreeMap::new();
            for &article in self.carriers(missing) {
                if !of(article).is_empty() {
                    votes.entry(of(article)).or_insert((0, article)).0 += 1;
                }
            }
            let (_, (votes, article)) = { votes.into_iter() }
                .max_by_key(|&(headline, (votes, _))| (votes, std::cmp::Reverse(headline)))?;
            (votes > 1).then_some(article)
        });
        known.map(of)
    }
}
