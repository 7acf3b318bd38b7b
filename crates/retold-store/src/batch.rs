//! A transaction that writes: sources in, versions chosen, links applied.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use retold_model::{
    Annotations, Article, ArticleId, ArticleKey, ArticleNames, AuthorityEntry, Decided, Diagnostic,
    Digest, EntityUpdate, FirstArticle, Lineage, LinkUpdate, Linkable, Location, ReprintGroup,
    SourceDocument, Stamp,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use rustc_hash::FxHashMap;

use crate::chain_rows::NewChains;
use crate::entity_index::EntityView;
use crate::error::{Result, StoreError};
use crate::link_index::{Derive, KEPT_ARTICLES, Kept, LinkView, linkable};
use crate::names::{Place, word};
use crate::reader::{Reader, place_rank, read_place};
use crate::source_rows::{Packed, SourceId};
use crate::token_index::{Holder, TokenIndex};
use crate::{
    annotation_rows, article_rows, chain_rows, entity_rows, link_rows, sheet_rows, source_rows,
    version_order,
};

/// How many articles' annotations are kept until their versions are settled: as many as a batch has, some hundred megabytes
/// at the most where a whole base is made anew.
const KEPT_ANNOTATIONS: usize = 1024;

/// A source document with what was extracted from it.
#[derive(Clone, Copy, Debug)]
pub struct NewSource<'a> {
    /// The document.
    pub document: &'a SourceDocument,
    /// Its article, if it held one.
    pub article: Option<&'a Article>,
    /// What was read in the article, if it was analysed.
    pub annotations: Option<&'a Annotations>,
    /// What was worth knowing when it was read from its container. Kept until the source is removed.
    pub read: &'a [Diagnostic],
    /// What parsing and extracting it said. Made anew when it is extracted again.
    pub extracted: &'a [Diagnostic],
}

/// What became of the sources that were handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Source documents that are new.
    pub sources: usize,
    /// Of these, those that gave an article.
    pub articles: usize,
    /// Source documents that the base held already.
    pub known: usize,
}

/// A transaction that writes. Dropped without [`commit`](Self::commit), it leaves no trace.
///
/// The order of a change:
///
/// 1. [`add`](Self::add), [`remove`](Self::remove), [`extract_again`](Self::extract_again), any number of them;
/// 2. [`stale`](Self::stale): the articles whose current version is about to go or to change; the link stage notes
///    what it must know of them;
/// 3. [`settle`](Self::settle): chooses the current versions, indexes them, and gives the articles that are new or
///    changed;
/// 4. [`apply`](Self::apply) with what the link stage makes of both lists;
/// 5. [`commit`](Self::commit).
#[derive(Debug)]
pub struct Batch<'s> {
    transaction: Transaction<'s>,
    path: &'s Path,
    /// Articles, by key, whose versions or sources changed.
    touched: BTreeSet<i64>,
    /// Versions for which a better source was found.
    better: BTreeMap<i64, Standing>,
    /// Versions that lost the source that stood for them and may have others.
    orphaned: BTreeSet<i64>,
    /// The articles that were settled last, as the link stage sees them: it is about to ask for each of them. Holds until
    /// the next call of `settle`, as nothing else changes a current version.
    fresh: FxHashMap<ArticleKey, Kept>,
    /// What was read in versions, by key, that are about to be settled: to parse it again would cost more than to keep it.
    annotated: RefCell<FxHashMap<i64, Annotations>>,
}

/// Which source stands for a version, and which version for an article, of those that tell it whole: the highest. A
/// function of the sources, not of the order in which they came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    modified: Option<Stamp>,
    retrieved: Option<Stamp>,
    /// The id of the source or the version.
    id: String,
}

/// A source with its article, that is to stand for a version.
#[derive(Debug)]
struct Standing {
    rank: Rank,
    source: i64,
    article: Article,
    annotations: Option<Annotations>,
}

impl<'s> Batch<'s> {
    pub(crate) fn new(transaction: Transaction<'s>, path: &'s Path) -> Self {
        Self {
            transaction,
            path,
            touched: BTreeSet::new(),
            better: BTreeMap::new(),
            orphaned: BTreeSet::new(),
            fresh: FxHashMap::default(),
            annotated: RefCell::default(),
        }
    }

    /// Reads what the base holds within this transaction.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.transaction, self.path)
    }

    /// Answers the register within this transaction.
    pub fn entity_index(&self) -> EntityView<'_> {
        EntityView::new(self.reader())
    }

    /// Answers the link stage within this transaction; `derive` is that of [`settle`](Self::settle).
    pub fn link_index(&self, derive: Derive) -> LinkView<'_> {
        LinkView::new(self.reader(), derive, self.fresh.clone())
    }

    /// Stores source documents with their bytes, and the versions of articles that they give. What the base holds
    /// already stays as it is.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn add(&mut self, sources: &[NewSource<'_>]) -> Result<Added> {
        let at = StoreError::at(self.path);
        let mut added = Added::default();
        let mut new = Vec::new();
        // The first place by name, also of two in the same call.
        let mut places: BTreeMap<SourceId, &Location> = BTreeMap::new();
        for source in sources {
            let id = SourceId::of(source.document);
            let location = &source.document.location;
            if let Some(place) = places.get_mut(&id) {
                added.known += 1;
                if place_rank(location) < place_rank(place) {
                    *place = location;
                }
            } else if self.note_place(&id, location).map_err(&at)? {
                added.known += 1;
            } else {
                places.insert(id.clone(), location);
                new.push((id, source));
            }
        }
        let mut bytes = self.store_bytes(new.iter().map(|(_, source)| source.document))?;
        for (id, source) in &new {
            let document = source.document;
            let place = bytes.entry(document.digest).or_default();
            let key = source_rows::insert(&self.transaction, id, document, *place).map_err(&at)?;
            self.note_place(id, places[id]).map_err(&at)?;
            insert_diagnostics(&self.transaction, Some(key), "read", source.read).map_err(&at)?;
            insert_diagnostics(&self.transaction, Some(key), "extract", source.extracted)
                .map_err(&at)?;
            added.sources += 1;
            if let Some(article) = source.article {
                added.articles += 1;
                self.add_version(key, id, document.retrieved, article, source.annotations)?;
            }
        }
        Ok(added)
    }

    /// Stores what was extracted anew from a source document that the base holds.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or does not hold the source.
    pub fn extract_again(&mut self, id: &SourceId, source: NewSource<'_>) -> Result<()> {
        let at = StoreError::at(self.path);
        let key: i64 = self
            .transaction
            .prepare_cached("SELECT key FROM source_document WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([&id.0], |row| row.get(0)))
            .map_err(&at)?;
        self.transaction
            .prepare_cached("DELETE FROM diagnostic WHERE source = ?1 AND stage = 'extract'")
            .and_then(|mut statement| statement.execute([key]))
            .map_err(&at)?;
        insert_diagnostics(&self.transaction, Some(key), "extract", source.extracted)
            .map_err(&at)?;
        if let Some(article) = source.article {
            let retrieved = source.document.retrieved;
            self.add_version(key, id, retrieved, article, source.annotations)?;
        }
        Ok(())
    }

    /// Stores diagnostics of files that gave no source document. The same line twice is stored once.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn note(&mut self, diagnostics: &[Diagnostic]) -> Result<()> {
        insert_diagnostics(&self.transaction, None, "read", diagnostics)
            .map_err(StoreError::at(self.path))
    }

    /// Takes source documents out, with the versions that no other source gives. Gives the sources that remain of
    /// versions that lost the one which stood for them: they must be [extracted again](Self::extract_again).
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn remove(&mut self, sources: &[SourceId]) -> Result<Vec<SourceId>> {
        let at = StoreError::at(self.path);
        let mut frames = BTreeSet::new();
        for id in sources {
            let row: Option<(i64, i64, Option<i64>)> = self
                .transaction
                .prepare_cached("SELECT key, bytes, version FROM source_document WHERE id = ?1")
                .and_then(|mut statement| {
                    statement
                        .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                        .optional()
                })
                .map_err(&at)?;
            let Some((key, frame, version)) = row else {
                continue;
            };
            frames.insert(frame);
            self.transaction
                .prepare_cached("DELETE FROM source_document WHERE key = ?1")
                .and_then(|mut statement| statement.execute([key]))
                .map_err(&at)?;
            if let Some(version) = version {
                self.lose(version, key).map_err(&at)?;
            }
        }
        for frame in frames {
            self.repack(frame)?;
        }
        let mut heirs = BTreeSet::new();
        let mut statement = self
            .transaction
            .prepare_cached("SELECT id FROM source_document WHERE version = ?1")
            .map_err(&at)?;
        for &version in &self.orphaned {
            let ids = statement
                .query_map([version], |row| row.get(0).map(SourceId))
                .map_err(&at)?;
            for id in ids {
                heirs.insert(id.map_err(&at)?);
            }
        }
        Ok(heirs.into_iter().collect())
    }

    /// Notes that `source`, which is gone, gave `version`.
    fn lose(&mut self, version: i64, source: i64) -> rusqlite::Result<()> {
        let (article, stands): (i64, i64) = self
            .transaction
            .prepare_cached("SELECT article, source FROM article_version WHERE key = ?1")?
            .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.touched.insert(article);
        if stands == source {
            self.orphaned.insert(version);
        }
        Ok(())
    }

    /// Forgets everything but the sources and their bytes: before all of them are extracted again.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn forget_derived(&mut self) -> Result<()> {
        self.transaction
            .execute_batch(
                "INSERT INTO article_fts (article_fts) VALUES ('delete-all');
                 DELETE FROM link_fingerprint;
                 DELETE FROM link_term;
                 DELETE FROM story_sheet;
                 DELETE FROM reprint_group_article;
                 DELETE FROM lineage;
                 DELETE FROM passage_edit;
                 DELETE FROM passage;
                 DELETE FROM similarity;
                 DELETE FROM story_article;
                 DELETE FROM story;
                 DELETE FROM stated_field;
                 DELETE FROM block;
                 DELETE FROM cut;
                 DELETE FROM byline;
                 DELETE FROM dateline;
                 DELETE FROM credit;
                 DELETE FROM annotation;
                 DELETE FROM chain;
                 DELETE FROM name_key;
                 DELETE FROM name_sense_text;
                 DELETE FROM name_sense;
                 DELETE FROM entity;
                 DELETE FROM analysis;
                 DELETE FROM diagnostic WHERE stage = 'extract';
                 UPDATE source_document SET version = NULL;
                 DELETE FROM article_version;
                 DELETE FROM article;",
            )
            .map_err(StoreError::at(self.path))
    }

    /// The articles, by key, whose current version will go or change when the batch is settled.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn stale(&self) -> Result<Vec<ArticleKey>> {
        let mut stale = Vec::new();
        for &article in &self.touched {
            let versions = self.versions(article)?;
            if let Some(current) = versions.iter().find(|version| version.current)
                && self.changes(current, &versions)
            {
                stale.push(article_key(article)?);
            }
        }
        Ok(stale)
    }

    /// Chooses the current version of every article that was touched, and indexes it. Gives the articles, by key,
    /// that are new or have another current version.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn settle(&mut self, derive: Derive) -> Result<Vec<ArticleKey>> {
        let at = StoreError::at(self.path);
        let decided = self.reader().decisions()?;
        let mut settled = Vec::new();
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.clear();
        let (mut gone, mut held) = (Held::default(), Held::default());
        let mut chains = NewChains::default();
        let mut current_versions = Vec::new();
        for &article in &self.touched {
            let versions = self.versions(article)?;
            let current = versions.iter().find(|version| version.current);
            let next = best(&versions);
            let changes = current.is_none_or(|current| self.changes(current, &versions));
            if let Some(current) = current
                && changes
            {
                self.unindex(article, current.key, derive, &mut gone)?;
            }
            for version in &versions {
                if let Some(standing) = self.better.get(&version.key) {
                    let Standing {
                        source, article, ..
                    } = standing;
                    article_rows::replace(&self.transaction, version.key, *source, article)
                        .and_then(|()| annotation_rows::delete(&self.transaction, version.key))
                        .map_err(&at)?;
                    self.insert_annotations(version.key, article, standing.annotations.as_ref())?;
                } else if version.gone {
                    self.transaction
                        .prepare_cached("DELETE FROM article_version WHERE key = ?1")
                        .and_then(|mut statement| statement.execute([version.key]))
                        .map_err(&at)?;
                }
            }
            if let Some(next) = next
                && changes
            {
                self.transaction
                    .prepare_cached("UPDATE article_version SET current = 1 WHERE key = ?1")
                    .and_then(|mut statement| statement.execute([next.key]))
                    .map_err(&at)?;
                let kept = self.index(article, next.key, &decided, derive, &mut chains)?;
                note_tokens(&mut held, article, &kept);
                current_versions.push(next.key);
                let key = article_key(article)?;
                if fresh.len() < KEPT_ARTICLES {
                    fresh.insert(key, kept);
                }
                settled.push(key);
            }
        }
        chains.store(&self.transaction, self.path)?;
        self.index_words(&current_versions)?;
        for (index, pairs) in gone {
            index.remove(&self.transaction, pairs).map_err(&at)?;
        }
        for (index, pairs) in held {
            index.insert(&self.transaction, pairs).map_err(&at)?;
        }
        self.better.clear();
        self.orphaned.clear();
        self.annotated.borrow_mut().clear();
        self.fresh = fresh;
        Ok(settled)
    }

    /// Brings passages, similarities and stories up to date.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or the update names an article or a range that the base does not hold.
    pub fn apply(&mut self, update: &LinkUpdate) -> Result<()> {
        link_rows::apply(&self.transaction, update, self.path)
    }

    /// Sets the lineages of `articles`: those that they had are forgotten, then `lineages` are stored.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn set_lineages(&mut self, articles: &[ArticleId], lineages: &[Lineage]) -> Result<()> {
        link_rows::set_lineages(&self.transaction, articles, lineages)
            .map_err(StoreError::at(self.path))
    }

    /// Brings the register up to date.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn apply_entities(&mut self, update: &EntityUpdate) -> Result<()> {
        entity_rows::apply(&self.transaction, update).map_err(StoreError::at(self.path))
    }

    /// Stores entries of an authority file with the names that they are looked up by; gives those that are new.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn import(
        &mut self,
        entries: &[AuthorityEntry],
        names: fn(&AuthorityEntry) -> Vec<String>,
    ) -> Result<Vec<AuthorityEntry>> {
        entity_rows::import(&self.transaction, entries, names).map_err(StoreError::at(self.path))
    }

    /// Notes the chains of an article anew, under the decisions that are now in force: for the articles that a decision
    /// [speaks of](retold_model::Decision::articles).
    ///
    /// # Errors
    ///
    /// Where the base cannot be written, or does not hold the article.
    pub fn chain_again(&mut self, article: ArticleId, derive: Derive) -> Result<()> {
        let row = self.reader().one(
            "SELECT article, article_version.key FROM article_version JOIN article ON article.key = article
             WHERE article.id = ?1 AND current = 1",
            [article.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((article, version)) = row else {
            return Ok(());
        };
        chain_rows::remove_chains(&self.transaction, article, self.path)?;
        let linkable = linkable(&self.reader(), article_key(article)?)?;
        let decided = self.reader().decisions()?;
        let at = StoreError::at(self.path);
        let annotations = annotation_rows::read(&self.transaction, version, &at)?;
        let mut chains = NewChains::default();
        let annotations = annotations.as_ref();
        self.note_chains(
            article,
            &linkable,
            annotations,
            &decided,
            derive,
            &mut chains,
        )?;
        chains.store(&self.transaction, self.path)
    }

    /// The articles that stand in a stored group of reprints with any of `articles`, these included; ascending.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn grouped_with(&self, articles: &[ArticleId]) -> Result<Vec<ArticleId>> {
        link_rows::grouped_with(&self.transaction, articles, self.path)
    }

    /// Sets the groups of reprints: those of `articles` are forgotten, then `groups` are stored.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn set_reprint_groups(
        &mut self,
        articles: &[ArticleId],
        groups: &[ReprintGroup],
    ) -> Result<()> {
        link_rows::set_reprint_groups(&self.transaction, articles, groups)
            .map_err(StoreError::at(self.path))
    }

    /// Notes which version of an algorithm made the derived records.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn set_algorithm(&mut self, name: &str, version: u32) -> Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO algorithm (name, version) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET version = excluded.version",
            )
            .and_then(|mut statement| statement.execute(params![name, version]))
            .map(drop)
            .map_err(StoreError::at(self.path))
    }

    /// Makes all of it last.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn commit(self) -> Result<()> {
        let at = StoreError::at(self.path);
        let mut statement = self
            .transaction
            .prepare_cached(
                "DELETE FROM article WHERE key = ?1
                 AND NOT EXISTS (SELECT 1 FROM article_version WHERE article_version.article = article.key)",
            )
            .map_err(&at)?;
        for &article in &self.touched {
            statement.execute([article]).map_err(&at)?;
        }
        drop(statement);
        self.transaction.commit().map_err(&at)
    }

    /// Whether the base holds the source; if so, its place becomes the first by name of the two.
    fn note_place(&self, id: &SourceId, location: &Location) -> rusqlite::Result<bool> {
        let found: Option<Location> = self
            .transaction
            .prepare_cached("SELECT path, record, file_offset FROM source_document WHERE id = ?1")?
            .query_row([&id.0], read_place)
            .optional()?;
        let Some(found) = found else { return Ok(false) };
        if place_rank(location) < place_rank(&found) {
            self.transaction
                .prepare_cached(
                    "UPDATE source_document SET path = ?2, record = ?3, file_offset = ?4 WHERE id = ?1",
                )?
                .execute(params![
                    id.0,
                    location.path,
                    location.record,
                    i64::try_from(location.offset).unwrap_or(i64::MAX)
                ])?;
        }
        Ok(true)
    }

    /// Stores bytes that the base does not hold; gives frame and start for every digest.
    fn store_bytes<'d>(
        &self,
        documents: impl Iterator<Item = &'d SourceDocument>,
    ) -> Result<BTreeMap<Digest, (i64, i64)>> {
        let at = StoreError::at(self.path);
        let mut places = BTreeMap::new();
        let mut new = Vec::new();
        let mut statement = self
            .transaction
            .prepare_cached(
                "SELECT bytes, bytes_start FROM source_document
                 WHERE id >= ?1 AND id < ?1 || 'g' AND digest = ?2 LIMIT 1",
            )
            .map_err(&at)?;
        for document in documents {
            let digest = document.digest.to_string();
            let found: Option<(i64, i64)> = statement
                .query_row([&digest[..32], &digest], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()
                .map_err(&at)?;
            match found {
                Some(place) => {
                    places.insert(document.digest, place);
                }
                None => new.push((document.digest, &*document.raw)),
            }
        }
        places.extend(
            Packed::pack(new.into_iter())?
                .insert(&self.transaction)
                .map_err(&at)?,
        );
        Ok(places)
    }

    /// Compresses anew what is left of a frame, so that removed bytes are gone from the file's records.
    fn repack(&self, frame: i64) -> Result<()> {
        let at = StoreError::at(self.path);
        let reader = self.reader();
        let mut left = Vec::new();
        for source in reader.sources_in_frame(frame)? {
            left.push((source.digest, source.raw));
        }
        let packed = Packed::pack(left.iter().map(|(digest, raw)| (*digest, &**raw)))?;
        let places = packed.insert(&self.transaction).map_err(&at)?;
        let mut statement = self
            .transaction
            .prepare_cached(
                "UPDATE source_document SET bytes = ?3, bytes_start = ?4 WHERE bytes = ?1 AND digest = ?2",
            )
            .map_err(&at)?;
        for (digest, (new, start)) in places {
            statement
                .execute(params![frame, digest.to_string(), new, start])
                .map_err(&at)?;
        }
        self.transaction
            .prepare_cached("DELETE FROM source_bytes WHERE key = ?1")
            .and_then(|mut statement| statement.execute([frame]))
            .map_err(&at)?;
        Ok(())
    }

    /// Stores the version that `source` gives, or lets it stand for the version if it ranks higher.
    fn add_version(
        &mut self,
        source: i64,
        id: &SourceId,
        retrieved: Option<Stamp>,
        article: &Article,
        annotations: Option<&Annotations>,
    ) -> Result<()> {
        let at = StoreError::at(self.path);
        let article_key = article_row(&self.transaction, article).map_err(&at)?;
        self.touched.insert(article_key);
        let found: Option<(i64, [Option<String>; 3])> = self
            .transaction
            .prepare_cached(
                "SELECT article_version.key, modified, retrieved, source_document.id FROM article_version
                 LEFT JOIN source_document ON source_document.key = article_version.source
                 WHERE article_version.id = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([article.version.to_string()], |row| {
                        Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]))
                    })
                    .optional()
            })
            .map_err(&at)?;
        let rank = Rank {
            modified: article.modified.as_ref().map(|stated| stated.value),
            retrieved,
            id: id.0.clone(),
        };
        let version = if let Some((version, [modified, retrieved, stands])) = found {
            let place = Place {
                table: "article_version",
                key: version,
            };
            let standing = match (self.better.get(&version), stands) {
                (Some(standing), _) => Some(standing.rank.clone()),
                (None, Some(id)) if !self.orphaned.contains(&version) => Some(Rank {
                    modified: place.parse_some(modified)?,
                    retrieved: place.parse_some(retrieved)?,
                    id,
                }),
                _ => None,
            };
            // The source that stands for it, extracted again, ranks as high as itself.
            if standing.is_none_or(|standing| rank > standing) {
                let standing = Standing {
                    rank,
                    source,
                    article: article.clone(),
                    annotations: annotations.cloned(),
                };
                self.better.insert(version, standing);
            }
            version
        } else {
            let version = article_rows::insert(&self.transaction, article_key, source, article)
                .map_err(&at)?;
            self.insert_annotations(version, article, annotations)?;
            version
        };
        self.transaction
            .prepare_cached("UPDATE source_document SET version = ?2 WHERE key = ?1")
            .and_then(|mut statement| statement.execute([source, version]))
            .map_err(&at)?;
        Ok(())
    }

    fn insert_annotations(
        &self,
        version: i64,
        article: &Article,
        annotations: Option<&Annotations>,
    ) -> Result<()> {
        let at = StoreError::at(self.path);
        let mut annotated = self.annotated.borrow_mut();
        annotated.remove(&version);
        annotations.map_or(Ok(()), |annotations| {
            if annotated.len() < KEPT_ANNOTATIONS {
                annotated.insert(version, annotations.clone());
            }
            annotation_rows::insert(&self.transaction, version, &article.text, annotations, &at)
        })
    }

    /// The versions of an article as they will be.
    fn versions(&self, article: i64) -> Result<Vec<VersionState>> {
        let at = StoreError::at(self.path);
        let rows: Vec<VersionRow> = self
            .transaction
            .prepare_cached(
                "SELECT article_version.key, article_version.source, article_version.id, current, modified, retrieved
                 FROM article_version
                 LEFT JOIN source_document ON source_document.key = article_version.source
                 WHERE article_version.article = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([article], |row| {
                        let times = [row.get(4)?, row.get(5)?];
                        let keys = [row.get(0)?, row.get(1)?];
                        Ok((keys, row.get(2)?, row.get(3)?, times))
                    })?
                    .collect()
            })
            .map_err(&at)?;
        let is_gone = |key: i64| !self.better.contains_key(&key) && self.orphaned.contains(&key);
        let standing: Vec<(i64, i64)> = { rows.iter() }
            .filter(|([key, _], ..)| !is_gone(*key))
            .map(|&([key, source], ..)| {
                let better = self.better.get(&key);
                (key, better.map_or(source, |standing| standing.source))
            })
            .collect();
        let parts = version_order::parts(&self.transaction, &standing, &at)?;
        rows.into_iter()
            .map(|([key, _], id, current, [modified, retrieved])| {
                let place = Place {
                    table: "article_version",
                    key,
                };
                let better = self.better.get(&key);
                let (modified, retrieved) = match better {
                    Some(standing) => (standing.rank.modified, standing.rank.retrieved),
                    None => (place.parse_some(modified)?, place.parse_some(retrieved)?),
                };
                Ok(VersionState {
                    key,
                    current,
                    gone: is_gone(key),
                    is_part: parts.contains(&key),
                    rank: Rank {
                        modified,
                        retrieved,
                        id,
                    },
                })
            })
            .collect()
    }

    /// Whether what stands for an article changes: its current version goes, gives way, or gets another source.
    fn changes(&self, current: &VersionState, versions: &[VersionState]) -> bool {
        self.better.contains_key(&current.key)
            || best(versions).is_none_or(|best| best.key != current.key)
    }

    /// Takes a version that was current out of the indexes.
    fn unindex(&self, article: i64, version: i64, derive: Derive, gone: &mut Held) -> Result<()> {
        let at = StoreError::at(self.path);
        let linkable = linkable(&self.reader(), article_key(article)?)?;
        let sheet = sheet_rows::read(&self.transaction, article, self.path)?;
        sheet_rows::remove(&self.transaction, article, self.path)?;
        note_tokens(gone, article, &Kept::of(linkable, sheet, derive));
        chain_rows::remove_chains(&self.transaction, article, self.path)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO article_fts (article_fts, rowid, headline, text)
                 SELECT 'delete', key, headline, text FROM article_version WHERE key = ?1",
            )
            .and_then(|mut statement| statement.execute([version]))
            .map_err(&at)?;
        self.transaction
            .prepare_cached("UPDATE article_version SET current = 0 WHERE key = ?1")
            .and_then(|mut statement| statement.execute([version]))
            .map_err(&at)?;
        Ok(())
    }

    /// Puts versions that are current into the index of words. In one statement, since each one that writes makes FTS5 give
    /// what it holds to the file: one part of the index a batch and not one an article, which it would have to merge.
    fn index_words(&self, versions: &[i64]) -> Result<()> {
        let keys: Vec<String> = versions.iter().map(i64::to_string).collect();
        self.transaction
            .prepare_cached(
                "INSERT INTO article_fts (rowid, headline, text)
                 SELECT key, headline, text FROM article_version
                 WHERE key IN (SELECT value FROM json_each(?1)) ORDER BY key",
            )
            .and_then(|mut statement| statement.execute([format!("[{}]", keys.join(","))]))
            .map(|_| ())
            .map_err(StoreError::at(self.path))
    }

    /// Puts a version that is current into the indexes, but for those of words and of numbers.
    fn index(
        &self,
        article: i64,
        version: i64,
        decided: &[Decided],
        derive: Derive,
        chains: &mut NewChains,
    ) -> Result<Kept> {
        let at = StoreError::at(self.path);
        let linkable = linkable(&self.reader(), article_key(article)?)?;
        let kept = self.annotated.borrow_mut().remove(&version);
        let annotations = match kept {
            Some(annotations) => Some(annotations),
            None => annotation_rows::read(&self.transaction, version, &at)?,
        };
        let sheet = (derive.sheet)(&linkable, annotations.as_ref());
        sheet_rows::insert(&self.transaction, article, &sheet, self.path)?;
        let annotations = annotations.as_ref();
        self.note_chains(article, &linkable, annotations, decided, derive, chains)?;
        Ok(Kept::of(linkable, sheet, derive))
    }

    /// Gathers the chains of a version that is current, if it was annotated.
    fn note_chains(
        &self,
        article: i64,
        linkable: &Linkable,
        annotations: Option<&Annotations>,
        decided: &[Decided],
        derive: Derive,
        chains: &mut NewChains,
    ) -> Result<()> {
        let Some(annotations) = annotations else {
            return Ok(());
        };
        let senses = (derive.senses)(&ArticleNames::of(linkable, annotations), decided);
        let first = FirstArticle {
            published: linkable.published,
            article: linkable.id,
        };
        chains.add(&self.transaction, article, first, senses, self.path)
    }
}

/// Numbers with the articles that hold them, for each index.
type Held = BTreeMap<TokenIndex, Vec<(u64, Holder)>>;

/// Notes what the current version of an article holds. The same function gives the same numbers when it is taken out:
/// they need not be stored by article.
fn note_tokens(held: &mut Held, article: i64, kept: &Kept) {
    let holder = Holder {
        article,
        id: kept.id(),
    };
    for (index, number) in kept.tokens() {
        held.entry(index).or_default().push((number, holder));
    }
}

/// A version as the base holds it: its key and that of its source, its id, whether it is current, when it was modified
/// and retrieved.
type VersionRow = ([i64; 2], String, bool, [Option<String>; 2]);

/// A version of an article as it will be when the batch is settled.
#[derive(Debug)]
struct VersionState {
    key: i64,
    current: bool,
    gone: bool,
    is_part: bool,
    rank: Rank,
}

fn best(versions: &[VersionState]) -> Option<&VersionState> {
    versions
        .iter()
        .filter(|version| !version.gone)
        .max_by_key(|version| (!version.is_part, &version.rank))
}

pub(crate) fn article_key(key: i64) -> Result<ArticleKey> {
    u32::try_from(key).map(ArticleKey).map_err(|_| {
        Place {
            table: "article",
            key,
        }
        .damaged("a key beyond 32 bits")
    })
}

/// The row of an article, made if need be.
fn article_row(connection: &Connection, article: &Article) -> rusqlite::Result<i64> {
    let id = article.id.to_string();
    let found = connection
        .prepare_cached("SELECT key FROM article WHERE id = ?1")?
        .query_row([&id], |row| row.get(0))
        .optional()?;
    match found {
        Some(key) => Ok(key),
        None => connection
            .prepare_cached("INSERT INTO article (id) VALUES (?1)")?
            .insert([&id]),
    }
}

fn insert_diagnostics(
    connection: &Connection,
    source: Option<i64>,
    stage: &str,
    diagnostics: &[Diagnostic],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO diagnostic (source, stage, severity, kind, path, record, file_offset, uri, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for diagnostic in diagnostics {
        // Where a source document is found is told by its row.
        let location = source.is_none().then_some(&diagnostic.location);
        statement.execute(params![
            source,
            stage,
            word(diagnostic.severity),
            word(diagnostic.kind),
            location.map(|location| &location.path),
            location.and_then(|location| location.record),
            location.map(|location| i64::try_from(location.offset).unwrap_or(i64::MAX)),
            location.and_then(|location| location.uri.as_ref()),
            diagnostic.message,
        ])?;
    }
    Ok(())
}
