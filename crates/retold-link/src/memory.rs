//! A base in memory: the reference for every other base.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use retold_model::{
    ArticleId, ArticleKey, ArticleStub, Decided, Fingerprint, LinkIndex, LinkIndexError,
    LinkUpdate, Linkable, Passage, Sheet, Similarity, SimilarityKind, Story, StoryDecision,
    StoryId, Term,
};

use crate::{Removed, fingerprints, regroup, sheet, update};

/// Articles and their links in memory. Keys are given in the order of first adding and never used again.
///
/// ```
/// use retold_link::MemoryIndex;
/// let mut base = MemoryIndex::new();
/// base.change(&[], Vec::new()).unwrap();
/// assert_eq!(base.stories().count(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryIndex {
    articles: Vec<Option<Entry>>,
    keys: BTreeMap<ArticleId, ArticleKey>,
    with_fingerprint: BTreeMap<Fingerprint, BTreeSet<ArticleId>>,
    with_term: BTreeMap<Term, BTreeSet<ArticleId>>,
    /// By the two ids, ascending; `partners` names each pair from both ends.
    passages: BTreeMap<(ArticleId, ArticleId), Vec<Passage>>,
    partners: BTreeMap<ArticleId, BTreeSet<ArticleId>>,
    /// Each pair from both ends.
    similarities: BTreeMap<ArticleId, BTreeMap<ArticleId, (u32, SimilarityKind)>>,
    stories: BTreeMap<StoryId, Story>,
    story_of: BTreeMap<ArticleId, StoryId>,
    story_decisions: Vec<Decided<StoryDecision>>,
}

#[derive(Clone, Debug)]
struct Entry {
    linkable: Arc<Linkable>,
    fingerprints: Vec<Fingerprint>,
    sheet: Arc<Sheet>,
}

impl MemoryIndex {
    /// An empty base.
    pub fn new() -> Self {
        Self::default()
    }

    /// Removes articles, adds articles that were not annotated, and brings the links up to date. An added article that
    /// the base holds already takes the place of the old one.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn change(
        &mut self,
        remove: &[ArticleId],
        add: Vec<Linkable>,
    ) -> Result<LinkUpdate, LinkIndexError> {
        let add = { add.into_iter() }.map(|article| (sheet(&article, None), article));
        self.change_sheets(
            remove,
            add.map(|(sheet, article)| (article, sheet)).collect(),
        )
    }

    /// As [`change`](Self::change), with the sheets of the articles that are added.
    ///
    /// # Errors
    ///
    /// None in fact: memory can always be read.
    pub fn change_sheets(
        &mut self,
        remove: &[ArticleId],
        add: Vec<(Linkable, Sheet)>,
    ) -> Result<LinkUpdate, LinkIndexError> {
        let leaving: BTreeSet<ArticleKey> = remove
            .iter()
            .copied()
            .chain(add.iter().map(|(article, _)| article.id))
            .filter_map(|id| self.keys.get(&id).copied())
            .collect();
        let removed = leaving
            .iter()
            .map(|&key| Removed::of(self, key))
            .collect::<Result<Vec<_>, _>>()?;
        for &key in &leaving {
            self.drop_article(key);
        }
        let mut added = BTreeSet::new();
        for (article, sheet) in add {
            added.insert(self.hold(article, sheet));
        }
        let added: Vec<ArticleKey> = added.into_iter().collect();
        let update = update(self, &removed, &added)?;
        self.apply(&update);
        Ok(update)
    }

    /// Takes `decisions`, ascending by number, as those in force in place of those before, and brings the stories up to
    /// date.
    ///
    /// # Errors
    ///
    /// As [`change`](Self::change).
    pub fn decide(
        &mut self,
        decisions: Vec<Decided<StoryDecision>>,
    ) -> Result<LinkUpdate, LinkIndexError> {
        let before = std::mem::replace(&mut self.story_decisions, decisions);
        let update = regroup(self, &before)?;
        self.apply(&update);
        Ok(update)
    }

    /// Applies an update, as every base must.
    pub fn apply(&mut self, update: &LinkUpdate) {
        for &id in &update.relinked {
            for partner in self.partners.remove(&id).unwrap_or_default() {
                self.passages.remove(&(id.min(partner), id.max(partner)));
                if let Some(partners) = self.partners.get_mut(&partner) {
                    partners.remove(&id);
                }
            }
        }
        for passage in &update.passages {
            let (first, second) = (passage.first.article, passage.second.article);
            self.passages
                .entry((first, second))
                .or_default()
                .push(passage.clone());
            self.partners.entry(first).or_default().insert(second);
            self.partners.entry(second).or_default().insert(first);
        }
        for &id in &update.compared {
            for other in self
                .similarities
                .remove(&id)
                .unwrap_or_default()
                .into_keys()
            {
                if let Some(similarities) = self.similarities.get_mut(&other) {
                    similarities.remove(&id);
                }
            }
        }
        for &(first, second) in &update.parted {
            for (one, other) in [(first, second), (second, first)] {
                if let Some(similarities) = self.similarities.get_mut(&one) {
                    similarities.remove(&other);
                }
            }
        }
        for &Similarity {
            first,
            second,
            score,
            kind,
        } in &update.similarities
        {
            for (one, other) in [(first, second), (second, first)] {
                let around = self.similarities.entry(one).or_default();
                around.insert(other, (score, kind));
            }
        }
        for id in &update.dissolved {
            for article in self
                .stories
                .remove(id)
                .map_or_else(Vec::new, |story| story.articles)
            {
                if self.story_of.get(&article) == Some(id) {
                    self.story_of.remove(&article);
                }
            }
        }
        for story in &update.stories {
            for &article in &story.articles {
                self.story_of.insert(article, story.id);
            }
            self.stories.insert(story.id, story.clone());
        }
    }

    /// All articles, by id.
    pub fn articles(&self) -> impl Iterator<Item = &Linkable> {
        self.keys
            .values()
            .filter_map(|key| Some(&*self.entry(*key).ok()?.linkable))
    }

    /// The keys of all articles, by id.
    pub fn article_keys(&self) -> Vec<ArticleKey> {
        self.keys.values().copied().collect()
    }

    /// All passages, in order.
    pub fn all_passages(&self) -> impl Iterator<Item = &Passage> {
        self.passages.values().flatten()
    }

    /// All similarities, in order.
    pub fn all_similarities(&self) -> impl Iterator<Item = Similarity> {
        self.similarities.iter().flat_map(|(&first, others)| {
            others
                .range(first..)
                .map(move |(&second, &(score, kind))| Similarity {
                    first,
                    second,
                    score,
                    kind,
                })
        })
    }

    /// All stories, by id.
    pub fn stories(&self) -> impl Iterator<Item = &Story> {
        self.stories.values()
    }

    fn hold(&mut self, article: Linkable, sheet: Sheet) -> ArticleKey {
        let id = article.id;
        if let Some(&key) = self.keys.get(&id) {
            self.drop_article(key);
        }
        let key =
            ArticleKey(u32::try_from(self.articles.len()).expect("memory ends before the keys do"));
        let entry = Entry {
            fingerprints: fingerprints(&article),
            sheet: Arc::new(sheet),
            linkable: Arc::new(article),
        };
        for &fingerprint in &entry.fingerprints {
            self.with_fingerprint
                .entry(fingerprint)
                .or_default()
                .insert(id);
        }
        for &term in &entry.sheet.leading {
            self.with_term.entry(term).or_default().insert(id);
        }
        self.articles.push(Some(entry));
        self.keys.insert(id, key);
        key
    }

    fn drop_article(&mut self, key: ArticleKey) {
        let Some(entry) = self.articles.get_mut(key.0 as usize).and_then(Option::take) else {
            return;
        };
        let id = entry.linkable.id;
        for fingerprint in &entry.fingerprints {
            if let Some(holders) = self.with_fingerprint.get_mut(fingerprint) {
                holders.remove(&id);
            }
        }
        for term in &entry.sheet.leading {
            if let Some(holders) = self.with_term.get_mut(term) {
                holders.remove(&id);
            }
        }
        self.keys.remove(&id);
    }

    fn entry(&self, key: ArticleKey) -> Result<&Entry, LinkIndexError> {
        self.articles
            .get(key.0 as usize)
            .and_then(Option::as_ref)
            .ok_or_else(|| LinkIndexError(format!("no article has the key `{}`", key.0).into()))
    }

    fn keys_of(
        &self,
        holders: Option<&BTreeSet<ArticleId>>,
        most: usize,
    ) -> Option<Arc<[ArticleKey]>> {
        let count = holders.map_or(0, BTreeSet::len);
        let keys = holders.into_iter().flatten();
        (count <= most).then(|| keys.filter_map(|id| self.keys.get(id).copied()).collect())
    }
}

impl LinkIndex for MemoryIndex {
    fn article_count(&self) -> Result<u32, LinkIndexError> {
        Ok(u32::try_from(self.keys.len()).expect("memory ends before the keys do"))
    }

    fn key(&self, id: ArticleId) -> Result<Option<ArticleKey>, LinkIndexError> {
        Ok(self.keys.get(&id).copied())
    }

    fn linkable(&self, key: ArticleKey) -> Result<Arc<Linkable>, LinkIndexError> {
        Ok(Arc::clone(&self.entry(key)?.linkable))
    }

    fn with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        most: usize,
    ) -> Result<Option<Arc<[ArticleKey]>>, LinkIndexError> {
        Ok(self.keys_of(self.with_fingerprint.get(&fingerprint), most))
    }

    fn first_with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        except: &BTreeSet<ArticleKey>,
        count: usize,
    ) -> Result<Vec<ArticleKey>, LinkIndexError> {
        let holders = self.with_fingerprint.get(&fingerprint);
        let keys = { holders.into_iter().flatten() }.filter_map(|id| self.keys.get(id).copied());
        Ok(keys
            .filter(|key| !except.contains(key))
            .take(count)
            .collect())
    }

    fn with_term(
        &self,
        term: Term,
        most: usize,
    ) -> Result<Option<Arc<[ArticleKey]>>, LinkIndexError> {
        Ok(self.keys_of(self.with_term.get(&term), most))
    }

    fn stub(&self, key: ArticleKey) -> Result<ArticleStub, LinkIndexError> {
        let article = &self.entry(key)?.linkable;
        Ok(ArticleStub {
            id: article.id,
            headline: article.headline.clone(),
            published: article.published,
            outlet: article.outlet.clone(),
        })
    }

    fn fingerprints(&self, key: ArticleKey) -> Result<Vec<Fingerprint>, LinkIndexError> {
        Ok(self.entry(key)?.fingerprints.clone())
    }

    fn sheet(&self, key: ArticleKey) -> Result<Arc<Sheet>, LinkIndexError> {
        Ok(Arc::clone(&self.entry(key)?.sheet))
    }

    fn passages(&self, key: ArticleKey) -> Result<Vec<Passage>, LinkIndexError> {
        let id = self.entry(key)?.linkable.id;
        let partners = self.partners.get(&id).into_iter().flatten();
        Ok(partners
            .filter_map(|&partner| self.passages.get(&(id.min(partner), id.max(partner))))
            .flatten()
            .cloned()
            .collect())
    }

    fn similarities(&self, key: ArticleKey) -> Result<Vec<Similarity>, LinkIndexError> {
        let id = self.entry(key)?.linkable.id;
        let others = self.similarities.get(&id).into_iter().flatten();
        Ok(others
            .map(|(&other, &(score, kind))| Similarity {
                first: id.min(other),
                second: id.max(other),
                score,
                kind,
            })
            .collect())
    }

    fn story(&self, key: ArticleKey) -> Result<Option<Story>, LinkIndexError> {
        let id = self.entry(key)?.linkable.id;
        Ok(self
            .story_of
            .get(&id)
            .and_then(|story| self.stories.get(story))
            .cloned())
    }

    fn story_decisions(&self) -> Result<Vec<Decided<StoryDecision>>, LinkIndexError> {
        Ok(self.story_decisions.clone())
    }
}
