//! What a change of the base does to the stored links.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use retold_model::{
    ArticleId, ArticleKey, Decided, Fingerprint, LinkIndex, LinkIndexError, LinkUpdate, Similarity,
    Story, StoryDecision, Term,
};
use rustc_hash::FxHashMap;
use tracing::debug_span;

use self::near::Candidate;
use self::passages::{Readable, Spread};
use self::stories::Change;

mod near;
mod passages;
mod stories;
mod surroundings;

/// Articles that hold a fingerprint from which on it is taken for boilerplate and dropped.
const COMMON_FINGERPRINT: usize = 400;

/// Articles of one outlet that hold a fingerprint from which on its sentence is page furniture there.
const FURNITURE_PAGES: usize = 5;

/// Articles that hold a term up to which it leads from one article to another.
const LEADING_TERM: usize = 512;

/// An article that leaves the base, or whose current version changes: what the links must know of it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    id: ArticleId,
    outlet: Option<String>,
    /// What it held, ascending.
    fingerprints: Vec<Fingerprint>,
    terms: Vec<Term>,
    /// The story that held it.
    story: Option<Story>,
    similarities: Vec<Similarity>,
}

impl Removed {
    /// Notes what is known of the article at `key`, which the base must still hold.
    ///
    /// # Errors
    ///
    /// Where the base can not be read.
    pub fn of(index: &dyn LinkIndex, key: ArticleKey) -> Result<Self, LinkIndexError> {
        let stub = index.stub(key)?;
        Ok(Self {
            id: stub.id,
            outlet: stub.outlet,
            fingerprints: index.fingerprints(key)?,
            terms: index.sheet(key)?.leading.clone(),
            story: index.story(key)?,
            similarities: index.similarities(key)?,
        })
    }
}

/// The links that change when `removed` have left the base and `added` have come into it.
///
/// `index` answers as the base is after the change, with the links as they were stored before it. The result does
/// not depend on the order of either list.
///
/// The cost is that of comparing each touched article with the articles that share rare fingerprints or terms with
/// it. Touched are the added ones and those that hold a fingerprint or term whose count crossed a step; where a term
/// became common, only what is stored of its holders is looked through; where a fingerprint did, only those of whom its
/// sentence was no page furniture before are aligned again, and those compared again that share other text than before.
///
/// # Errors
///
/// Where the base can not be read.
pub fn update(
    index: &dyn LinkIndex,
    removed: &[Removed],
    added: &[ArticleKey],
) -> Result<LinkUpdate, LinkIndexError> {
    let mut linker = Linker::new(index);
    let touched = debug_span!("touched").in_scope(|| linker.touched(removed, added))?;
    let passages = debug_span!("passages").in_scope(|| linker.passages(&touched.relinked))?;
    let (similarities, parted) =
        debug_span!("similarities").in_scope(|| linker.similarities(&touched, &passages))?;
    let (dissolved, stories) = debug_span!("stories").in_scope(|| {
        let change = Change {
            added,
            compared: &touched.compared,
            parted: &parted,
            similarities: &similarities,
        };
        linker.stories(removed, &change, None)
    })?;
    let ids = |linker: &Linker<'_>,
               keys: &BTreeSet<ArticleKey>|
     -> Result<Vec<ArticleId>, LinkIndexError> {
        let mut ids = removed.iter().map(|gone| gone.id).collect::<BTreeSet<_>>();
        for &key in keys {
            ids.insert(linker.index.stub(key)?.id);
        }
        Ok(ids.into_iter().collect())
    };
    Ok(LinkUpdate {
        relinked: ids(&linker, &touched.relinked)?,
        passages: passages.into_values().flatten().collect(),
        compared: ids(&linker, &touched.compared)?,
        parted: parted.into_iter().collect(),
        similarities,
        dissolved,
        stories,
    })
}

/// The stories that change when other decisions by hand are in force: `index` answers as the base is afterwards, with the
/// stories as they were stored by the decisions `before`, ascending by number.
///
/// # Errors
///
/// Where the base can not be read.
pub fn regroup(
    index: &dyn LinkIndex,
    before: &[Decided<StoryDecision>],
) -> Result<LinkUpdate, LinkIndexError> {
    let nothing = Change {
        added: &[],
        compared: &BTreeSet::new(),
        parted: &BTreeSet::new(),
        similarities: &[],
    };
    let (dissolved, stories) = Linker::new(index).stories(&[], &nothing, Some(before))?;
    Ok(LinkUpdate {
        dissolved,
        stories,
        ..LinkUpdate::default()
    })
}

/// The articles whose links must be found again.
struct Touched {
    /// Passages. Where two share as many words as before, they are as similar as before.
    relinked: BTreeSet<ArticleKey>,
    /// All similarities.
    compared: BTreeSet<ArticleKey>,
    /// The holders of each term that no longer leads: those of them that only such terms led to each other are parted.
    faded: Vec<Arc<[ArticleKey]>>,
}

/// A pair of articles, the smaller id first.
type Pair = (ArticleId, ArticleId);

/// One run of [`update`], with what it has read.
struct Linker<'i> {
    index: &'i dyn LinkIndex,
    bodies: FxHashMap<ArticleKey, Rc<Readable>>,
    spreads: FxHashMap<Fingerprint, Rc<Spread>>,
    outlets: FxHashMap<ArticleKey, Option<Rc<str>>>,
    candidates: FxHashMap<ArticleKey, Rc<Candidate>>,
}

impl<'i> Linker<'i> {
    fn new(index: &'i dyn LinkIndex) -> Self {
        Self {
            index,
            bodies: FxHashMap::default(),
            spreads: FxHashMap::default(),
            outlets: FxHashMap::default(),
            candidates: FxHashMap::default(),
        }
    }

    fn outlet(&mut self, key: ArticleKey) -> Result<Option<Rc<str>>, LinkIndexError> {
        if let Some(outlet) = self.outlets.get(&key) {
            return Ok(outlet.clone());
        }
        let outlet = self.index.stub(key)?.outlet.map(Rc::from);
        self.outlets.insert(key, outlet.clone());
        Ok(outlet)
    }

    /// Who is touched by a change: the added articles, and the holders of what crossed a step.
    fn touched(
        &mut self,
        removed: &[Removed],
        added: &[ArticleKey],
    ) -> Result<Touched, LinkIndexError> {
        // Who came to hold a fingerprint, and who held it, by outlet.
        let mut prints: BTreeMap<Fingerprint, Holding> = BTreeMap::new();
        let mut terms: BTreeMap<Term, (usize, usize)> = BTreeMap::new();
        for gone in removed {
            for &print in &gone.fingerprints {
                prints
                    .entry(print)
                    .or_default()
                    .lost(gone.outlet.as_deref());
            }
            for &term in &gone.terms {
                terms.entry(term).or_default().1 += 1;
            }
        }
        for &key in added {
            let outlet = self.outlet(key)?;
            for print in self.index.fingerprints(key)? {
                prints.entry(print).or_default().won(outlet.as_deref());
            }
            for &term in &self.index.sheet(key)?.leading {
                terms.entry(term).or_default().0 += 1;
            }
        }
        let mut relinked: BTreeSet<ArticleKey> = added.iter().copied().collect();
        for (print, change) in prints {
            // Where more hold it than came and the limit, it was common before, too.
            let most = COMMON_FINGERPRINT + change.won;
            let Some(holders) = self.index.with_fingerprint(print, most)? else {
                continue;
            };
            let now = holders.len();
            let before = now + change.lost - change.won;
            let is_common = |holders: usize| holders > COMMON_FINGERPRINT;
            let crossed = is_common(now) != is_common(before);
            if !crossed && (is_common(now) || now.max(before) < FURNITURE_PAGES) {
                continue;
            }
            let mut pages: BTreeMap<Option<Rc<str>>, Vec<ArticleKey>> = BTreeMap::new();
            for &holder in holders.iter() {
                let outlet = self.outlet(holder)?;
                if crossed
                    || outlet
                        .as_deref()
                        .is_some_and(|outlet| change.outlets.contains_key(outlet))
                {
                    pages.entry(outlet).or_default().push(holder);
                }
            }
            for (outlet, pages) in pages {
                let counts = outlet
                    .as_deref()
                    .and_then(|outlet| change.outlets.get(outlet));
                let &(won, lost) = counts.unwrap_or(&(0, 0));
                let is_furniture = |holders: usize, pages: usize| {
                    is_common(holders) || outlet.is_some() && pages >= FURNITURE_PAGES
                };
                // Where its sentence is furniture of the outlet, nothing changes when it becomes common.
                if is_furniture(now, pages.len()) != is_furniture(before, pages.len() + lost - won)
                {
                    relinked.extend(pages);
                }
            }
        }
        let mut compared: BTreeSet<ArticleKey> = added.iter().copied().collect();
        let mut faded = Vec::new();
        for (term, (won, lost)) in terms {
            let Some(holders) = self.index.with_term(term, LEADING_TERM + won)? else {
                continue;
            };
            let now = holders.len();
            let before = now + lost - won;
            match (before <= LEADING_TERM, now <= LEADING_TERM) {
                // A score is a function of the two articles: those that are still compared keep it.
                (true, false) => faded.push(holders),
                (false, true) => compared.extend(holders.iter().copied()),
                _ => {}
            }
        }
        Ok(Touched {
            relinked,
            compared,
            faded,
        })
    }
}

/// How many articles came to hold a fingerprint and how many held it, in all and by outlet.
#[derive(Default)]
struct Holding {
    won: usize,
    lost: usize,
    outlets: BTreeMap<String, (usize, usize)>,
}

impl Holding {
    fn won(&mut self, outlet: Option<&str>) {
        self.won += 1;
        if let Some(outlet) = outlet {
            self.outlets.entry(outlet.to_owned()).or_default().0 += 1;
        }
    }

    fn lost(&mut self, outlet: Option<&str>) {
        self.lost += 1;
        if let Some(outlet) = outlet {
            self.outlets.entry(outlet.to_owned()).or_default().1 += 1;
        }
    }
}
