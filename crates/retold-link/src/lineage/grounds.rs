//! Why an edge is thought to be, shown in the texts.

use retold_model::Ground;
use retold_text::TextRange;

use super::bits;
use super::comparison::{Seen, number};
use super::descent::{Chosen, From};
use super::record::{MOST_NAMED, Records, percent};

/// Shared readings shown at most.
const MOST_READINGS: usize = 8;
/// Places of paragraphs without which their agreement says nothing.
const LEAST_PLACES: usize = 4;

/// First and last sentence of a run in the child, and in the parent where it is there.
type Run = (usize, usize, Option<(usize, usize)>);

/// The grounds of an edge.
pub(super) struct Grounds<'r, 'c, 'f> {
    pub(super) records: &'r Records<'c, 'f>,
    pub(super) child: usize,
    pub(super) chosen: &'r Chosen,
}

impl Grounds<'_, '_, '_> {
    /// The strongest first: a decision by hand, text, what only the two share, credits, times.
    pub(super) fn all(&self) -> Vec<Ground> {
        let mut result = vec![self.shared_text()];
        match self.chosen.from {
            From::Article(parent) => {
                if self
                    .records
                    .family
                    .decided
                    .contains_key(&(self.child, parent))
                {
                    result.insert(0, Ground::Decided);
                }
                result.extend(self.cut(parent));
                result.extend(self.inherited(parent));
                result.extend(self.headline(parent));
                result.extend(self.paragraphs(parent));
                result.extend(self.credit(parent));
                if let Some(page) = self.records.family.witnesses[parent].agency_page {
                    result.push(Ground::AgencyPage {
                        name: page.to_owned(),
                    });
                }
                result.extend(self.times(parent));
            }
            From::Dispatch(missing) => {
                let witness = &self.records.family.witnesses[self.child];
                let agencies = &self.records.dispatches.missing[missing];
                let credits = agencies.iter().filter_map(|name| witness.credits(name));
                result.extend(credits.map(|credited| Ground::Credit {
                    name: credited.written.clone(),
                    range: credited.range,
                }));
                for name in agencies {
                    result.extend(self.records.credited_copies(self.child, missing, name));
                }
                let others: Vec<_> = self
                    .records
                    .dispatches
                    .carriers(missing)
                    .iter()
                    .copied()
                    .filter(|&at| at != self.child)
                    .take(MOST_NAMED)
                    .map(|at| self.records.family.id(at))
                    .collect();
                if !others.is_empty() {
                    result.push(Ground::CommonSource { articles: others });
                }
            }
        }
        result
    }

    /// The sentences that the edge gives, with where they stand in the parent.
    fn seen(&self, parent: usize) -> Vec<Seen> {
        self.records
            .family
            .same(self.child, parent)
            .filter(|seen| {
                self.chosen
                    .gives
                    .binary_search(&(seen.sentence as usize))
                    .is_ok()
            })
            .copied()
            .collect()
    }

    fn range(&self, article: usize, from: usize, to: usize) -> TextRange {
        let body = &self.records.family.witnesses[article].body;
        let (first, last) = (&body.sentences[from].words, &body.sentences[to].words);
        body.ranges[first.start].cover(body.ranges[last.end - 1])
    }

    /// Runs of sentences that follow each other on both sides.
    fn shared_text(&self) -> Ground {
        let witness = &self.records.family.witnesses[self.child];
        let words = self.records.words(self.child, &self.chosen.gives);
        let mut runs: Vec<Run> = Vec::new();
        let there: Vec<(usize, Option<usize>)> = match self.chosen.from {
            From::Article(parent) => self
                .seen(parent)
                .iter()
                .map(|seen| (seen.sentence as usize, Some(seen.there as usize)))
                .collect(),
            From::Dispatch(_) => self.chosen.gives.iter().map(|&at| (at, None)).collect(),
        };
        for (at, there) in there {
            match runs.last_mut() {
                Some((_, last, None)) if there.is_none() && *last + 1 == at => *last = at,
                Some((_, last, Some((_, end))))
                    if *last + 1 == at && there.is_some_and(|t| t == *end || t == *end + 1) =>
                {
                    *last = at;
                    *end = there.unwrap_or(*end);
                }
                _ => runs.push((at, at, there.map(|there| (there, there)))),
            }
        }
        let parent = match self.chosen.from {
            From::Article(parent) => runs
                .iter()
                .filter_map(|&(.., there)| there.map(|(from, to)| self.range(parent, from, to)))
                .collect(),
            From::Dispatch(_) => Vec::new(),
        };
        Ground::SharedText {
            words: number(words),
            share: percent(words, witness.len()),
            child: runs
                .iter()
                .map(|&(from, to, _)| self.range(self.child, from, to))
                .collect(),
            parent,
        }
    }

    /// The child holds the parent from its top, in order, and ends before it.
    fn cut(&self, parent: usize) -> Option<Ground> {
        let seen = self.seen(parent);
        let (first, last) = (seen.first()?, seen.last()?);
        if seen.windows(2).any(|pair| pair[0].there > pair[1].there) {
            return None;
        }
        let other = &self.records.family.witnesses[parent];
        let span = (last.there - first.there + 1) as usize;
        let rest: usize = (last.there as usize + 1..other.block_of.len())
            .map(|at| other.words_of(at))
            .sum();
        (first.there <= 1 && seen.len() * 10 >= span * 9 && rest > 0).then(|| {
            Ground::CutFromBottom {
                words: number(rest),
            }
        })
    }

    /// Readings that child and parent share, and no more than half of those who hold the sentence. A parent that took
    /// from nobody has the first reading: that it lives on says nothing.
    fn inherited(&self, parent: usize) -> Vec<Ground> {
        if self.records.descent.parents[&parent].is_empty() {
            return Vec::new();
        }
        let family = self.records.family;
        let dispatches = self.records.dispatches;
        let (child, other) = (&family.witnesses[self.child], &family.witnesses[parent]);
        let mut result = Vec::new();
        for seen in self.seen(parent) {
            let (at, there) = (seen.sentence as usize, seen.there as usize);
            if child.reading[at] != other.reading[there] || result.len() >= MOST_READINGS {
                continue;
            }
            let Some(&sentence) = dispatches
                .of_article
                .get(&self.child)
                .and_then(|sentences| sentences.get(at))
            else {
                continue;
            };
            let sentence = &dispatches.sentences[sentence];
            let readings = &sentence.readings;
            let with = readings.get(&child.reading[at]).copied().unwrap_or(0);
            let without: usize = readings.values().sum::<usize>() - with;
            if without < 2 || with > without {
                continue;
            }
            // The reading that most others have shows which words differ.
            let usual = sentence
                .holders
                .iter()
                .filter(|&&(holder, there)| {
                    family.witnesses[holder].reading[there] != child.reading[at]
                })
                .max_by_key(|&&(holder, there)| {
                    let reading = family.witnesses[holder].reading[there];
                    (readings.get(&reading), std::cmp::Reverse((holder, there)))
                });
            let Some(&(holder, place)) = usual else {
                continue;
            };
            let keys = |article: usize, sentence: usize| {
                let body = &family.witnesses[article].body;
                &body.keys[body.sentences[sentence].words.clone()]
            };
            let (own, usual) = (keys(self.child, at), keys(holder, place));
            let front = own.iter().zip(usual).take_while(|(a, b)| a == b).count();
            let rest = own.len().min(usual.len()) - front;
            let back = own
                .iter()
                .rev()
                .zip(usual.iter().rev())
                .take(rest)
                .take_while(|(a, b)| a == b)
                .count();
            let changed = |article: usize, sentence: usize| {
                let body = &family.witnesses[article].body;
                let words = body.sentences[sentence].words.clone();
                let (from, to) = (words.start + front, words.end - back);
                if from < to {
                    body.ranges[from].cover(body.ranges[to - 1])
                } else {
                    // Words were taken out: the place between those that are left.
                    let last = words.end - 1;
                    TextRange::empty(body.ranges[from.min(last)].start())
                }
            };
            result.push(Ground::Inherited {
                child: changed(self.child, at),
                parent: changed(parent, there),
                others: number(without),
            });
        }
        result
    }

    fn headline(&self, parent: usize) -> Option<Ground> {
        let family = self.records.family;
        let (child, other) = (&family.witnesses[self.child], &family.witnesses[parent]);
        let same = !child.headline.is_empty() && child.headline == other.headline;
        let mut others = family.views[self.child].keys();
        let differs = |at: &usize| family.witnesses[*at].headline != child.headline;
        (same && others.any(differs)).then_some(Ground::SameHeadline)
    }

    fn paragraphs(&self, parent: usize) -> Option<Ground> {
        let family = self.records.family;
        let (child, other) = (&family.witnesses[self.child], &family.witnesses[parent]);
        let seen = self.seen(parent);
        let places = bits::places(&seen, child, other);
        let begin = places.iter().filter(|place| place.0).count();
        let says = places.len() >= LEAST_PLACES
            && (1..places.len()).contains(&begin)
            && places.iter().all(|place| place.0 == place.1);
        says.then(|| Ground::SameParagraphs {
            places: number(places.len()),
        })
    }

    fn credit(&self, parent: usize) -> Vec<Ground> {
        let family = self.records.family;
        let (child, other) = (&family.witnesses[self.child], &family.witnesses[parent]);
        let by_agency = other.agency_page.and_then(|page| child.credits(page));
        let by_name = child
            .outlets
            .iter()
            .find(|(name, _)| other.outlet.as_ref() == Some(name))
            .map(|(_, credited)| credited);
        [by_agency, by_name]
            .into_iter()
            .flatten()
            .map(|credited| Ground::Credit {
                name: credited.written.clone(),
                range: credited.range,
            })
            .collect()
    }

    fn times(&self, parent: usize) -> Option<Ground> {
        let family = self.records.family;
        let child = family.witnesses[self.child].published()?;
        let parent = family.witnesses[parent].published()?;
        let (first, last) = (parent.minutes(), child.minutes());
        if first.1 <= last.0 {
            Some(Ground::Earlier { parent, child })
        } else if first.0 > last.1 {
            Some(Ground::Later { parent, child })
        } else {
            None
        }
    }
}
