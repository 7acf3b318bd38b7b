//! The text that articles share.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use retold_model::{ArticleId, ArticleKey, Fingerprint, LinkIndexError, Occurrence, Passage};

use super::{COMMON_FINGERPRINT, FURNITURE_PAGES, Linker, Pair};
use crate::align::{Side, align};
use crate::body::Body;
use crate::fingerprint::placed;

/// Bodies kept in memory at a time.
const MOST_BODIES: usize = 4096;

/// Fingerprints of which the holders are kept in memory at a time.
const MOST_SPREADS: usize = 1 << 17;

/// A body with what of it may match.
pub(super) struct Readable {
    side: Side,
    /// The fingerprints that lead to other articles, ascending.
    leading: Vec<Fingerprint>,
}

/// Who holds a fingerprint that is not common.
pub(super) struct Spread {
    holders: Arc<[ArticleKey]>,
    /// The outlets on whose pages its sentence is furniture, ascending: so many of them hold it that it is no report.
    furniture_of: Box<[Rc<str>]>,
}

impl Spread {
    fn is_furniture_of(&self, outlet: Option<&str>) -> bool {
        outlet.is_some_and(|outlet| {
            let place = self.furniture_of.binary_search_by(|of| (**of).cmp(outlet));
            place.is_ok()
        })
    }
}

impl Linker<'_> {
    /// The body of an article, with what of it is furniture in this base.
    fn readable(&mut self, key: ArticleKey) -> Result<Rc<Readable>, LinkIndexError> {
        if let Some(readable) = self.bodies.get(&key) {
            return Ok(Rc::clone(readable));
        }
        let article = self.index.linkable(key)?;
        let body = Body::of(&article);
        let mut furniture = vec![false; body.sentences.len()];
        let mut leading = Vec::new();
        for (print, sentence) in placed(&body) {
            let spread = self.spread(print)?;
            match spread.filter(|spread| !spread.is_furniture_of(article.outlet.as_deref())) {
                Some(_) => leading.push(print),
                None => furniture[sentence as usize] = true,
            }
        }
        leading.sort_unstable();
        leading.dedup();
        if self.bodies.len() >= MOST_BODIES {
            self.bodies.clear();
        }
        let readable = Rc::new(Readable {
            side: Side::new(body, &furniture),
            leading,
        });
        self.bodies.insert(key, Rc::clone(&readable));
        Ok(readable)
    }

    /// Who holds a fingerprint, and where its sentence is furniture; `None` where it is common, and so no report anywhere.
    fn spread(&mut self, print: Fingerprint) -> Result<Option<Rc<Spread>>, LinkIndexError> {
        if let Some(spread) = self.spreads.get(&print) {
            return Ok(Some(Rc::clone(spread)));
        }
        let Some(holders) = self.index.with_fingerprint(print, COMMON_FINGERPRINT)? else {
            return Ok(None);
        };
        let mut pages: BTreeMap<Rc<str>, usize> = BTreeMap::new();
        if holders.len() >= FURNITURE_PAGES {
            for &holder in holders.iter() {
                if let Some(outlet) = self.outlet(holder)? {
                    *pages.entry(outlet).or_default() += 1;
                }
            }
        }
        pages.retain(|_, pages| *pages >= FURNITURE_PAGES);
        if self.spreads.len() >= MOST_SPREADS {
            self.spreads.clear();
        }
        let furniture_of = pages.into_keys().collect();
        let spread = Rc::new(Spread {
            holders,
            furniture_of,
        });
        self.spreads.insert(print, Rc::clone(&spread));
        Ok(Some(spread))
    }

    /// The passages that touch an article of `relinked`, by pair.
    pub(super) fn passages(
        &mut self,
        relinked: &BTreeSet<ArticleKey>,
    ) -> Result<BTreeMap<Pair, Vec<Passage>>, LinkIndexError> {
        let mut result = BTreeMap::new();
        for &key in relinked {
            let id = self.index.stub(key)?.id;
            let readable = self.readable(key)?;
            let mut others = BTreeSet::new();
            for &print in &readable.leading {
                let spread = self.spread(print)?.expect("common ones do not lead");
                for &holder in spread.holders.iter() {
                    if !spread.is_furniture_of(self.outlet(holder)?.as_deref()) {
                        others.insert(holder);
                    }
                }
            }
            for other in others {
                if other == key || (other < key && relinked.contains(&other)) {
                    continue;
                }
                let other_id = self.index.stub(other)?.id;
                let found = self.readable(other)?;
                let (first, second) = if id < other_id {
                    ((id, &*readable), (other_id, &*found))
                } else {
                    ((other_id, &*found), (id, &*readable))
                };
                let passages = passages_of(first, second);
                if !passages.is_empty() {
                    result.insert((first.0, second.0), passages);
                }
            }
        }
        Ok(result)
    }
}

/// The passages of two articles, the one with the smaller id first.
fn passages_of(first: (ArticleId, &Readable), second: (ArticleId, &Readable)) -> Vec<Passage> {
    align(&first.1.side, &second.1.side)
        .into_iter()
        .map(|aligned| Passage {
            first: Occurrence {
                article: first.0,
                range: aligned.first,
            },
            second: Occurrence {
                article: second.0,
                range: aligned.second,
            },
            kind: aligned.kind,
            matched_words: aligned.matched_words,
            edits: aligned.edits,
        })
        .collect()
}
