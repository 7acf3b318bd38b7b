//! What a change of the base does to the stored links.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{
    ArticleId, ArticleKey, Fingerprint, LinkIndex, LinkIndexError, LinkUpdate, Occurrence, Passage,
    PassageKind, Similarity, Story, StoryId, Term,
};
use rustc_hash::FxHashMap;

use crate::align::{Furniture, align};
use crate::body::Body;
use crate::fingerprint::placed;
use crate::similarity::{Profile, bucket, rarity};
use crate::story::{self, SAME_STORY};

/// Articles that hold a fingerprint from which on it is taken for boilerplate and dropped.
const COMMON_FINGERPRINT: u32 = 400;

/// Articles of one outlet that hold a fingerprint from which on its sentence is page furniture there.
const FURNITURE_PAGES: usize = 5;

/// Articles that hold a term up to which it leads from one article to another.
const LEADING_TERM: u32 = 1024;

/// What the terms that two articles share must weigh for a comparison, as the sum of their rarities.
const WORTH_COMPARING: u64 = 300;

/// Scores below are not kept, in parts per million.
const LEAST_SCORE: u32 = 20_000;

/// Bodies kept in memory at a time.
const MOST_BODIES: usize = 4096;

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
            terms: index
                .terms(key)?
                .iter()
                .map(|weighted| weighted.term)
                .collect(),
            story: index.story(key)?,
        })
    }
}

/// The links that change when `removed` have left the base and `added` have come into it.
///
/// `index` answers as the base is after the change, with the links as they were stored before it. The result does
/// not depend on the order of either list.
///
/// The cost is that of comparing each touched article with the articles that share rare fingerprints or terms with
/// it. Touched are the added ones and those that hold a fingerprint or term whose count crossed a step.
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
    let touched = linker.touched(removed, added)?;
    let passages = linker.passages(&touched.relinked)?;
    let similarities = linker.similarities(&touched, &passages)?;
    let (dissolved, stories) = linker.stories(removed, &touched.compared, &similarities)?;
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
        similarities,
        dissolved,
        stories,
    })
}

/// The articles whose links must be found again.
struct Touched {
    /// Passages; a part of `compared`, as shared text makes articles similar.
    relinked: BTreeSet<ArticleKey>,
    /// Similarities.
    compared: BTreeSet<ArticleKey>,
}

/// A pair of articles, the smaller id first.
type Pair = (ArticleId, ArticleId);

/// One run of [`update`], with what it has read.
struct Linker<'i> {
    index: &'i dyn LinkIndex,
    bodies: FxHashMap<ArticleKey, Rc<Readable>>,
    profiles: FxHashMap<ArticleKey, Rc<Profile>>,
    buckets: FxHashMap<Term, usize>,
    outlets: FxHashMap<ArticleKey, Option<Rc<str>>>,
}

/// A body with what of it may match.
struct Readable {
    body: Body,
    furniture: Furniture,
    /// The fingerprints that lead to other articles, ascending.
    leading: Vec<Fingerprint>,
}

impl<'i> Linker<'i> {
    fn new(index: &'i dyn LinkIndex) -> Self {
        Self {
            index,
            bodies: FxHashMap::default(),
            profiles: FxHashMap::default(),
            buckets: FxHashMap::default(),
            outlets: FxHashMap::default(),
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
        let mut prints: BTreeMap<Fingerprint, Change> = BTreeMap::new();
        let mut terms: BTreeMap<Term, (u32, u32)> = BTreeMap::new();
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
            for weighted in self.index.terms(key)? {
                terms.entry(weighted.term).or_default().0 += 1;
            }
        }
        let mut relinked: BTreeSet<ArticleKey> = added.iter().copied().collect();
        for (print, change) in prints {
            let now = self.index.fingerprint_count(print)?;
            let before = now + change.lost - change.won;
            if (now > COMMON_FINGERPRINT) && (before > COMMON_FINGERPRINT) {
                continue;
            }
            if (now > COMMON_FINGERPRINT) != (before > COMMON_FINGERPRINT) {
                relinked.extend(self.index.with_fingerprint(print)?);
            } else if now.max(before) >= u32::try_from(FURNITURE_PAGES).expect("small") {
                let holders = self.index.with_fingerprint(print)?;
                for (outlet, (won, lost)) in change.outlets {
                    let mut pages = Vec::new();
                    for &holder in &holders {
                        if self.outlet(holder)?.as_deref() == Some(&*outlet) {
                            pages.push(holder);
                        }
                    }
                    let before = pages.len() + lost - won;
                    if (pages.len() >= FURNITURE_PAGES) != (before >= FURNITURE_PAGES) {
                        relinked.extend(pages);
                    }
                }
            }
        }
        let mut compared = relinked.clone();
        for (term, (won, lost)) in terms {
            let now = self.index.term_count(term)?;
            let before = now + lost - won;
            let leads = |count: u32| count <= LEADING_TERM;
            if bucket(now) != bucket(before) || leads(now) != leads(before) {
                compared.extend(self.index.with_term(term)?);
            }
        }
        Ok(Touched { relinked, compared })
    }

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
            body,
            furniture,
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
        let count = self.index.fingerprint_count(print)?;
        if count > COMMON_FINGERPRINT {
            return Ok(true);
        }
        if (count as usize) < FURNITURE_PAGES || outlet.is_none() {
            return Ok(false);
        }
        let mut pages = 0;
        for holder in self.index.with_fingerprint(print)? {
            pages += usize::from(self.outlet(holder)?.as_deref() == outlet);
        }
        Ok(pages >= FURNITURE_PAGES)
    }

    /// The passages that touch an article of `relinked`, by pair.
    fn passages(
        &mut self,
        relinked: &BTreeSet<ArticleKey>,
    ) -> Result<BTreeMap<Pair, Vec<Passage>>, LinkIndexError> {
        let mut result = BTreeMap::new();
        for &key in relinked {
            let id = self.index.stub(key)?.id;
            let readable = self.readable(key)?;
            let mut others = BTreeSet::new();
            for &print in &readable.leading {
                others.extend(self.index.with_fingerprint(print)?);
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

    fn bucket(&mut self, term: Term) -> Result<usize, LinkIndexError> {
        if let Some(&bucket) = self.buckets.get(&term) {
            return Ok(bucket);
        }
        let bucket = bucket(self.index.term_count(term)?);
        self.buckets.insert(term, bucket);
        Ok(bucket)
    }

    fn profile(&mut self, key: ArticleKey) -> Result<Rc<Profile>, LinkIndexError> {
        if let Some(profile) = self.profiles.get(&key) {
            return Ok(Rc::clone(profile));
        }
        let mut terms = Vec::new();
        for weighted in self.index.terms(key)? {
            terms.push((weighted, self.bucket(weighted.term)?));
        }
        let profile = Rc::new(Profile::new(terms, self.index.stub(key)?.published));
        self.profiles.insert(key, Rc::clone(&profile));
        Ok(profile)
    }

    /// The similarities that touch an article of `touched.compared`, ascending.
    fn similarities(
        &mut self,
        touched: &Touched,
        passages: &BTreeMap<Pair, Vec<Passage>>,
    ) -> Result<Vec<Similarity>, LinkIndexError> {
        let shared = self.shared_words(touched, passages)?;
        let mut result = Vec::new();
        for &key in &touched.compared {
            let id = self.index.stub(key)?.id;
            let mut near: BTreeMap<ArticleKey, u64> = BTreeMap::new();
            for weighted in self.index.terms(key)? {
                if self.index.term_count(weighted.term)? <= LEADING_TERM {
                    let rarity = rarity(self.bucket(weighted.term)?);
                    for other in self.index.with_term(weighted.term)? {
                        *near.entry(other).or_default() += rarity;
                    }
                }
            }
            near.retain(|_, rarity| *rarity >= WORTH_COMPARING);
            let mut others: BTreeSet<ArticleKey> = near.into_keys().collect();
            if let Some(partners) = shared.get(&id) {
                for &partner in partners.keys() {
                    others.extend(self.index.key(partner)?);
                }
            }
            let profile = self.profile(key)?;
            for other in others {
                if other == key || (other < key && touched.compared.contains(&other)) {
                    continue;
                }
                let other_id = self.index.stub(other)?.id;
                let words = shared
                    .get(&id)
                    .and_then(|partners| partners.get(&other_id))
                    .copied()
                    .unwrap_or(0);
                let score = profile.score(&*self.profile(other)?, words);
                if score >= LEAST_SCORE {
                    result.push(Similarity {
                        first: id.min(other_id),
                        second: id.max(other_id),
                        score,
                    });
                }
            }
        }
        result.sort_unstable_by_key(|similarity| (similarity.first, similarity.second));
        Ok(result)
    }

    /// For each compared article, the words of reporting that it shares with others.
    fn shared_words(
        &self,
        touched: &Touched,
        passages: &BTreeMap<Pair, Vec<Passage>>,
    ) -> Result<BTreeMap<ArticleId, BTreeMap<ArticleId, u32>>, LinkIndexError> {
        let mut result: BTreeMap<ArticleId, BTreeMap<ArticleId, u32>> = BTreeMap::new();
        let mut relinked = BTreeSet::new();
        for &key in &touched.relinked {
            relinked.insert(self.index.stub(key)?.id);
        }
        let mut note = |passage: &Passage| {
            if passage.kind == PassageKind::Report {
                let (first, second) = (passage.first.article, passage.second.article);
                for (one, other) in [(first, second), (second, first)] {
                    *result.entry(one).or_default().entry(other).or_default() +=
                        passage.matched_words;
                }
            }
        };
        passages.values().flatten().for_each(&mut note);
        // Stored passages of articles that were not aligned again, each once.
        let mut stored: BTreeSet<Passage> = BTreeSet::new();
        for &key in touched.compared.difference(&touched.relinked) {
            for passage in self.index.passages(key)? {
                let ends = [passage.first.article, passage.second.article];
                if !ends.iter().any(|id| relinked.contains(id)) {
                    stored.insert(passage);
                }
            }
        }
        stored.iter().for_each(&mut note);
        Ok(result)
    }

    /// The stories that are no more, and those that are new: the clustering of all components that a change touched.
    fn stories(
        &self,
        removed: &[Removed],
        compared: &BTreeSet<ArticleKey>,
        similarities: &[Similarity],
    ) -> Result<(Vec<StoryId>, Vec<Story>), LinkIndexError> {
        let mut fresh: BTreeMap<ArticleId, Vec<(ArticleId, u32)>> = BTreeMap::new();
        for &Similarity {
            first,
            second,
            score,
        } in similarities
        {
            fresh.entry(first).or_default().push((second, score));
            fresh.entry(second).or_default().push((first, score));
        }
        let mut compared_ids = BTreeSet::new();
        for &key in compared {
            compared_ids.insert(self.index.stub(key)?.id);
        }
        let gone: BTreeSet<ArticleId> = removed.iter().map(|gone| gone.id).collect();

        // All articles that an old or new story joins to a touched one, with their scores.
        let mut waiting: Vec<ArticleId> = compared_ids.iter().copied().collect();
        let mut scores: BTreeMap<ArticleId, Vec<(ArticleId, u32)>> = BTreeMap::new();
        let mut old: BTreeMap<StoryId, Story> = BTreeMap::new();
        for story in removed.iter().filter_map(|gone| gone.story.as_ref()) {
            waiting.extend(story.articles.iter().copied());
            old.insert(story.id, story.clone());
        }
        while let Some(id) = waiting.pop() {
            if scores.contains_key(&id) {
                continue;
            }
            let Some(key) = self.index.key(id)? else {
                continue;
            };
            let mut around = fresh.get(&id).cloned().unwrap_or_default();
            if !compared_ids.contains(&id) {
                for similarity in self.index.similarities(key)? {
                    let other = if similarity.first == id {
                        similarity.second
                    } else {
                        similarity.first
                    };
                    if !compared_ids.contains(&other) && !gone.contains(&other) {
                        around.push((other, similarity.score));
                    }
                }
            }
            waiting.extend(
                around
                    .iter()
                    .filter(|&&(_, score)| score >= SAME_STORY)
                    .map(|&(other, _)| other),
            );
            if let Some(story) = self.index.story(key)? {
                waiting.extend(story.articles.iter().copied());
                old.insert(story.id, story);
            }
            scores.insert(id, around);
        }

        let ids: Vec<ArticleId> = scores.keys().copied().collect();
        let place: FxHashMap<ArticleId, usize> =
            ids.iter().zip(0..).map(|(&id, at)| (id, at)).collect();
        let mut pairs = Vec::new();
        for (id, around) in &scores {
            for (other, score) in around.iter().filter(|(other, _)| other > id) {
                if let Some(&at) = place.get(other) {
                    pairs.push((place[id], at, *score));
                }
            }
        }
        pairs.sort_unstable();
        let mut near: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        near.extend(
            pairs
                .iter()
                .map(|&(one, other, score)| ((one, other), score)),
        );
        let mut new: BTreeMap<StoryId, Story> = BTreeMap::new();
        for group in story::groups(ids.len(), &pairs, SAME_STORY) {
            let mut members = Vec::with_capacity(group.len());
            for &at in &group {
                let sum = group
                    .iter()
                    .filter_map(|&other| near.get(&(at.min(other), at.max(other))))
                    .map(|&score| u64::from(score))
                    .sum();
                let key = self
                    .index
                    .key(ids[at])?
                    .expect("only articles of the base are gathered");
                members.push((self.index.stub(key)?, sum));
            }
            let story = story::story(members);
            new.insert(story.id, story);
        }
        let dissolved = old
            .values()
            .filter(|story| new.get(&story.id) != Some(story))
            .map(|story| story.id)
            .collect();
        let stories = new
            .into_values()
            .filter(|story| old.get(&story.id) != Some(story))
            .collect();
        Ok((dissolved, stories))
    }
}

/// How many articles came to hold a fingerprint and how many held it, in all and by outlet.
#[derive(Default)]
struct Change {
    won: u32,
    lost: u32,
    outlets: BTreeMap<String, (usize, usize)>,
}

impl Change {
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
    align(
        &first.1.body,
        &second.1.body,
        &first.1.furniture,
        &second.1.furniture,
    )
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
