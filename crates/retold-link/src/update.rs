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
use self::passages::Readable;
pub(crate) use self::spread::EACH_TO_EACH;
use self::spread::{Holding, Spread};
use self::stories::Change;

mod near;
mod passages;
mod spread;
mod stories;
mod surroundings;

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
/// sentence was no page furniture before are aligned again, and those compared again that share other text than before. Of a
/// text that many print, those are touched through which its copies are led to each other, where others take their place.
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
    spreads: FxHashMap<Fingerprint, Option<Rc<Spread>>>,
    /// How many fingerprints and holders they name.
    spreads_size: usize,
    outlets: FxHashMap<ArticleKey, Option<Rc<str>>>,
    candidates: FxHashMap<ArticleKey, Rc<Candidate>>,
}

impl<'i> Linker<'i> {
    fn new(index: &'i dyn LinkIndex) -> Self {
        Self {
            index,
            bodies: FxHashMap::default(),
            spreads: FxHashMap::default(),
            spreads_size: 0,
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
        let mut prints: BTreeMap<Fingerprint, Holding> = BTreeMap::new();
        let mut terms: BTreeMap<Term, (usize, usize)> = BTreeMap::new();
        for (at, gone) in removed.iter().enumerate() {
            for &print in &gone.fingerprints {
                let holding = prints.entry(print).or_default();
                holding.lose(at, gone.outlet.as_deref());
            }
            for &term in &gone.terms {
                terms.entry(term).or_default().1 += 1;
            }
        }
        for &key in added {
            let outlet = self.outlet(key)?;
            for print in self.index.fingerprints(key)? {
                prints.entry(print).or_default().win(outlet.as_deref());
            }
            for &term in &self.index.sheet(key)?.leading {
                terms.entry(term).or_default().0 += 1;
            }
        }
        let mut relinked: BTreeSet<ArticleKey> = added.iter().copied().collect();
        let came = relinked.clone();
        for (print, change) in prints {
            relinked.extend(self.led_elsewhere(print, &change, removed, &came)?);
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
