//! The text that articles share.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{ArticleId, ArticleKey, Fingerprint, LinkIndexError, Occurrence, Passage};

use super::{COMMON_FINGERPRINT, FURNITURE_PAGES, Linker, Pair};
use crate::align::{Side, align};
use crate::body::Body;
use crate::fingerprint::placed;

/// Bodies kept in memory at a time.
const MOST_BODIES: usize = 4096;

/// A body with what of it may match.
pub(super) struct Readable {
    side: Side,
    /// The fingerprints that lead to other articles, ascending.
    leading: Vec<Fingerprint>,
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
            if self.is_furniture(print, article.outlet.as_deref())? {
                furniture[sentence as usize] = true;
            } else {
                leading.push(print);
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

    /// Whether so many articles, or so many of `outlet`, hold a fingerprint that its sentence is no report.
    fn is_furniture(
        &mut self,
        print: Fingerprint,
        outlet: Option<&str>,
    ) -> Result<bool, LinkIndexError> {
        let Some(holders) = self.index.with_fingerprint(print, COMMON_FINGERPRINT)? else {
            return Ok(true);
        };
        if holders.len() < FURNITURE_PAGES || outlet.is_none() {
            return Ok(false);
        }
        let mut pages = 0;
        for &holder in holders.iter() {
            pages += usize::from(self.outlet(holder)?.as_deref() == outlet);
        }
        Ok(pages >= FURNITURE_PAGES)
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
                let holders = self.index.with_fingerprint(print, COMMON_FINGERPRINT)?;
                others.extend(holders.iter().flat_map(|holders| holders.iter().copied()));
            }
            for other in others {
                if other == key || (other < key && relinked.contains(&other)) {
                    continue;
                }
                let other_id = self.index.stub(other)?.id;
                let found = self.readable(other)?;
                if !share(&readable.leading, &found.leading) {
                    continue;
                }
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

/// Whether two ascending lists share a value.
fn share(one: &[Fingerprint], other: &[Fingerprint]) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.iter().any(|print| long.binary_search(print).is_ok())
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
