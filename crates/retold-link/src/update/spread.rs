//! Who holds a fingerprint, and what that makes of its sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use retold_model::{ArticleId, ArticleKey, Fingerprint, LinkIndexError};

use super::{Linker, Removed};

/// Articles that hold a fingerprint up to which each of them is led to each other.
pub(crate) const EACH_TO_EACH: usize = 64;

/// Articles that hold a fingerprint from which on it is taken for boilerplate and dropped, unless it is of a text that many
/// print.
const COMMON: usize = 400;

/// Articles of one outlet that hold a fingerprint from which on its sentence is page furniture there.
const FURNITURE_PAGES: usize = 5;

/// Holders that tie together all who print a text.
const ANCHORS: usize = 16;

/// Fingerprints that two copies of one text share at least: of a notice that stands below many texts, few have more.
const SHARED_PRINTS: usize = 4;

/// Fingerprints and holders of them that are kept in memory at a time.
const MOST_KEPT: usize = 1 << 23;

/// What the sentence of a fingerprint is, as those tell who hold it. A function of the set of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Reporting of which each holder is led to each other.
    Shared,
    /// Reporting of a text that many print: each holder is led to the anchors, and they to each. They are the holders with the
    /// smallest ids, ascending: as good as drawn by lot.
    Syndicated(Vec<ArticleId>),
    /// No reporting: many hold it, and their texts differ otherwise.
    Boilerplate,
}

impl Standing {
    /// Whether the sentence is furniture to an article of an outlet of which `pages` hold it.
    pub(super) fn is_furniture(&self, outlet: Option<&str>, pages: usize) -> bool {
        *self == Self::Boilerplate || outlet.is_some() && pages >= FURNITURE_PAGES
    }

    /// Whether an article that holds the fingerprint is led to others than under `other`, if neither is boilerplate.
    pub(super) fn leads_elsewhere(&self, other: &Self, id: ArticleId) -> bool {
        match (self, other) {
            (Self::Syndicated(anchors), Self::Syndicated(others)) => {
                anchors.binary_search(&id).is_ok() != others.binary_search(&id).is_ok()
            }
            _ => self != other,
        }
    }
}

/// Who holds a fingerprint that is no boilerplate.
pub(super) struct Spread {
    holders: Arc<[ArticleKey]>,
    /// Of a text that many print, ascending.
    anchors: Option<Vec<ArticleKey>>,
    /// The outlets on whose pages its sentence is furniture, ascending: so many of them hold it that it is no report.
    furniture_of: Box<[Rc<str>]>,
}

impl Spread {
    pub(super) fn is_furniture_of(&self, outlet: Option<&str>) -> bool {
        outlet.is_some_and(|outlet| {
            let place = self.furniture_of.binary_search_by(|of| (**of).cmp(outlet));
            place.is_ok()
        })
    }

    /// The articles to which a holder is led.
    pub(super) fn led_from(&self, holder: ArticleKey) -> &[ArticleKey] {
        match &self.anchors {
            Some(anchors) if anchors.binary_search(&holder).is_err() => anchors,
            _ => &self.holders,
        }
    }
}

/// Who came to hold a fingerprint, and who held it.
#[derive(Default)]
pub(super) struct Holding {
    won: usize,
    /// Places among the removed articles.
    lost: Vec<usize>,
    /// How many came and went, by outlet.
    outlets: BTreeMap<String, (usize, usize)>,
}

impl Holding {
    pub(super) fn win(&mut self, outlet: Option<&str>) {
        self.won += 1;
        if let Some(outlet) = outlet {
            self.outlets.entry(outlet.to_owned()).or_default().0 += 1;
        }
    }

    pub(super) fn lose(&mut self, removed: usize, outlet: Option<&str>) {
        self.lost.push(removed);
        if let Some(outlet) = outlet {
            self.outlets.entry(outlet.to_owned()).or_default().1 += 1;
        }
    }
}

/// An article that holds a fingerprint, or held it.
struct Anchor<'r> {
    id: ArticleId,
    outlet: Option<Rc<str>>,
    held: Held<'r>,
}

/// Where the fingerprints of an article are found.
enum Held<'r> {
    Now(ArticleKey),
    Before(&'r Removed),
}

impl Linker<'_> {
    /// What the sentence of a fingerprint is.
    fn standing(&mut self, print: Fingerprint) -> Result<Standing, LinkIndexError> {
        let few = self.index.with_fingerprint(print, COMMON)?;
        self.standing_of(few.map(|few| few.len()), |linker| {
            linker.anchors(print, &BTreeSet::new())
        })
    }

    /// What it was before a change.
    fn standing_before(
        &mut self,
        print: Fingerprint,
        change: &Holding,
        removed: &[Removed],
        added: &BTreeSet<ArticleKey>,
    ) -> Result<Standing, LinkIndexError> {
        // Where more hold it than came and the limit, it was common before, too.
        let now = self.index.with_fingerprint(print, COMMON + change.won)?;
        let before = now.map(|now| now.len() + change.lost.len() - change.won);
        self.standing_of(before.filter(|&before| before <= COMMON), |linker| {
            let mut anchors = linker.anchors(print, added)?;
            anchors.extend({ change.lost.iter() }.map(|&at| Anchor {
                id: removed[at].id,
                outlet: removed[at].outlet.as_deref().map(Rc::from),
                held: Held::Before(&removed[at]),
            }));
            anchors.sort_unstable_by_key(|anchor| anchor.id);
            anchors.truncate(ANCHORS);
            Ok(anchors)
        })
    }

    /// What a sentence is that `few` hold, or more than [`COMMON`].
    fn standing_of<'r>(
        &mut self,
        few: Option<usize>,
        anchors: impl FnOnce(&mut Self) -> Result<Vec<Anchor<'r>>, LinkIndexError>,
    ) -> Result<Standing, LinkIndexError> {
        if few.is_some_and(|few| few <= EACH_TO_EACH) {
            return Ok(Standing::Shared);
        }
        let anchors = anchors(self)?;
        Ok(if self.is_syndicated(&anchors)? {
            Standing::Syndicated(anchors.iter().map(|anchor| anchor.id).collect())
        } else if few.is_some() {
            Standing::Shared
        } else {
            Standing::Boilerplate
        })
    }

    /// The first holders of a fingerprint but `except`.
    fn anchors<'r>(
        &mut self,
        print: Fingerprint,
        except: &BTreeSet<ArticleKey>,
    ) -> Result<Vec<Anchor<'r>>, LinkIndexError> {
        let first = self.index.first_with_fingerprint(print, except, ANCHORS)?;
        { first.into_iter() }
            .map(|key| {
                Ok(Anchor {
                    id: self.index.stub(key)?.id,
                    outlet: self.outlet(key)?,
                    held: Held::Now(key),
                })
            })
            .collect()
    }

    /// Whether most pairs of the anchors are of two outlets and share half of the shorter text or more, and no mere notice.
    fn is_syndicated(&mut self, anchors: &[Anchor<'_>]) -> Result<bool, LinkIndexError> {
        let mut pairs: Vec<(usize, usize)> = { 0..anchors.len() }
            .flat_map(|second| (0..second).map(move |first| (first, second)))
            .collect();
        let most = pairs.len() / 2;
        pairs.retain(|&(first, second)| {
            let outlet = &anchors[first].outlet;
            outlet.is_none() || *outlet != anchors[second].outlet
        });
        if pairs.len() <= most {
            return Ok(false);
        }
        let mut prints = Vec::with_capacity(anchors.len());
        for anchor in anchors {
            prints.push(match anchor.held {
                Held::Now(key) => self.index.fingerprints(key)?,
                Held::Before(removed) => removed.fingerprints.clone(),
            });
        }
        pairs.retain(|&(first, second)| {
            let (first, second) = (&prints[first], &prints[second]);
            let in_both = |print: &&Fingerprint| second.binary_search(print).is_ok();
            let shared = first.iter().filter(in_both).count();
            shared >= SHARED_PRINTS && 2 * shared >= first.len().min(second.len())
        });
        Ok(pairs.len() > most)
    }

    /// Who holds a fingerprint, and where its sentence is furniture; `None` where it is boilerplate, and so no report anywhere.
    pub(super) fn spread(
        &mut self,
        print: Fingerprint,
    ) -> Result<Option<Rc<Spread>>, LinkIndexError> {
        if let Some(spread) = self.spreads.get(&print) {
            return Ok(spread.clone());
        }
        let spread = match self.standing(print)? {
            Standing::Shared => Some(self.spread_of(print, None)?),
            Standing::Syndicated(anchors) => {
                let mut keys = Vec::with_capacity(anchors.len());
                for id in anchors {
                    keys.extend(self.index.key(id)?);
                }
                keys.sort_unstable();
                Some(self.spread_of(print, Some(keys))?)
            }
            Standing::Boilerplate => None,
        };
        let size = 1 + spread.as_ref().map_or(0, |spread| spread.holders.len());
        if self.spreads_size + size > MOST_KEPT {
            self.spreads.clear();
            self.spreads_size = 0;
        }
        self.spreads_size += size;
        self.spreads.insert(print, spread.clone());
        Ok(spread)
    }

    fn spread_of(
        &mut self,
        print: Fingerprint,
        anchors: Option<Vec<ArticleKey>>,
    ) -> Result<Rc<Spread>, LinkIndexError> {
        let holders = self.holders(print)?;
        let mut pages: BTreeMap<Rc<str>, usize> = BTreeMap::new();
        if holders.len() >= FURNITURE_PAGES {
            for &holder in holders.iter() {
                if let Some(outlet) = self.outlet(holder)? {
                    *pages.entry(outlet).or_default() += 1;
                }
            }
        }
        pages.retain(|_, pages| *pages >= FURNITURE_PAGES);
        Ok(Rc::new(Spread {
            holders,
            anchors,
            furniture_of: pages.into_keys().collect(),
        }))
    }

    /// All who hold a fingerprint.
    fn holders(&mut self, print: Fingerprint) -> Result<Arc<[ArticleKey]>, LinkIndexError> {
        let all = self.index.with_fingerprint(print, usize::MAX)?;
        Ok(all.expect("none are more"))
    }

    /// The articles that a change leads to others than before, or whose sentence became furniture or is it no more.
    pub(super) fn led_elsewhere(
        &mut self,
        print: Fingerprint,
        change: &Holding,
        removed: &[Removed],
        added: &BTreeSet<ArticleKey>,
    ) -> Result<Vec<ArticleKey>, LinkIndexError> {
        // First: it asks for more holders, and what is known of them answers the other.
        let before = self.standing_before(print, change, removed, added)?;
        let now = self.standing(print)?;
        if before == Standing::Boilerplate && now == before {
            return Ok(Vec::new());
        }
        let holders = self.holders(print)?;
        let most = holders
            .len()
            .max(holders.len() + change.lost.len() - change.won);
        if before == now && most < FURNITURE_PAGES {
            return Ok(Vec::new());
        }
        let mut pages: BTreeMap<Option<Rc<str>>, Vec<ArticleKey>> = BTreeMap::new();
        for &holder in holders.iter() {
            let outlet = self.outlet(holder)?;
            let came_or_went = |outlet: &str| change.outlets.contains_key(outlet);
            if before != now || outlet.as_deref().is_some_and(came_or_went) {
                pages.entry(outlet).or_default().push(holder);
            }
        }
        let mut led = Vec::new();
        for (outlet, pages) in pages {
            let outlet = outlet.as_deref();
            let counts = outlet.and_then(|outlet| change.outlets.get(outlet));
            let &(won, lost) = counts.unwrap_or(&(0, 0));
            let was = before.is_furniture(outlet, pages.len() + lost - won);
            let is = now.is_furniture(outlet, pages.len());
            for page in pages {
                if was != is || !is && now.leads_elsewhere(&before, self.index.stub(page)?.id) {
                    led.push(page);
                }
            }
        }
        Ok(led)
    }
}
