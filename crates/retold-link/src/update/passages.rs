//! The text that articles share.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{ArticleId, ArticleKey, Fingerprint, LinkIndexError, Occurrence, Passage};

use super::{Linker, Pair};
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
                let spread = self.spread(print)?.expect("boilerplate does not lead");
                for &holder in spread.led_from(key) {
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
