//! The look-ups of the link stage, answered from the base's indexes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use retold_model::{
    Annotations, ArticleId, ArticleKey, ArticleNames, ArticleStub, ChainSense, Decided,
    Fingerprint, LinkIndex, LinkIndexError, Linkable, Passage, Sheet, Similarity, Story,
    StoryDecision, Term,
};
use rusqlite::OptionalExtension;
use rustc_hash::FxHashMap;

use crate::batch::article_key;
use crate::error::{Result, StoreError};
use crate::names::Place;
use crate::reader::Reader;
use crate::token_index::{TokenIndex, first_holders};
use crate::{article_rows, link_rows, sheet_rows};

/// How the link stage sees one article: pure functions, so that what they give need not be stored twice.
#[derive(Clone, Copy, Debug)]
pub struct Derive {
    /// The fingerprints, ascending.
    pub fingerprints: fn(&Linkable) -> Vec<Fingerprint>,
    /// What is compared to form stories. Read once, when the article is added, and stored.
    pub sheet: fn(&Linkable, Option<&Annotations>) -> Sheet,
    /// The senses of its chains, under the decisions in force.
    pub senses: fn(&ArticleNames, &[Decided]) -> Vec<ChainSense>,
}

/// How many articles are kept in memory during one update: some tens of megabytes.
pub(crate) const KEPT_ARTICLES: usize = 4096;

/// How many short answers (stubs, ids, counts, members of lists) are kept in memory during one update.
const KEPT_ANSWERS: usize = 1 << 20;

/// Answers the link stage about current versions. Look-ups go through indexes; articles that were read, and what was
/// derived from them, are kept, so a view must not outlive a change of the base: [`Batch`](crate::Batch) sees to that.
#[derive(Debug)]
pub struct LinkView<'c> {
    reader: Reader<'c>,
    derive: Derive,
    kept: RefCell<FxHashMap<ArticleKey, Kept>>,
    answers: RefCell<Answers>,
}

/// Short answers that were given: the link stage asks for the same again for every pair of articles.
#[derive(Debug, Default)]
struct Answers {
    stubs: FxHashMap<ArticleKey, ArticleStub>,
    keys: FxHashMap<ArticleId, Option<ArticleKey>>,
    ids: FxHashMap<i64, ArticleId>,
    holders: FxHashMap<(TokenIndex, u64), Holders>,
    /// How many there are.
    size: usize,
}

/// Who holds a number, as far as it was asked.
#[derive(Clone, Debug)]
enum Holders {
    /// All of them.
    All(Arc<[ArticleKey]>),
    /// More than so many.
    MoreThan(usize),
}

impl Answers {
    /// Makes room for `size` more.
    fn grow(&mut self, size: usize) {
        if self.size + size > KEPT_ANSWERS {
            *self = Self::default();
        }
        self.size += size;
    }
}

/// An article as the link stage sees it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    linkable: Arc<Linkable>,
    fingerprints: Option<Vec<Fingerprint>>,
    sheet: Option<Arc<Sheet>>,
}

impl Kept {
    /// `linkable` with all that is derived of it.
    pub(crate) fn of(linkable: Linkable, sheet: Sheet, derive: Derive) -> Self {
        Self {
            fingerprints: Some((derive.fingerprints)(&linkable)),
            sheet: Some(Arc::new(sheet)),
            linkable: Arc::new(linkable),
        }
    }

    pub(crate) fn id(&self) -> ArticleId {
        self.linkable.id
    }

    /// What it holds, for each index.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = (TokenIndex, u64)> {
        let fingerprints = self.fingerprints.iter().flatten();
        let leading = self.sheet.iter().flat_map(|sheet| &sheet.leading);
        fingerprints
            .map(|fingerprint| (TokenIndex::Fingerprint, fingerprint.0))
            .chain(leading.map(|term| (TokenIndex::Term, term.0)))
    }
}

impl<'c> LinkView<'c> {
    /// A view that knows some articles already.
    pub(crate) fn new(
        reader: Reader<'c>,
        derive: Derive,
        kept: FxHashMap<ArticleKey, Kept>,
    ) -> Self {
        Self {
            reader,
            derive,
            kept: RefCell::new(kept),
            answers: RefCell::default(),
        }
    }

    fn holders(
        &self,
        index: TokenIndex,
        number: u64,
        most: usize,
    ) -> std::result::Result<Option<Arc<[ArticleKey]>>, LinkIndexError> {
        match self.answers.borrow().holders.get(&(index, number)) {
            Some(Holders::All(keys)) => {
                return Ok((keys.len() <= most).then(|| Arc::clone(keys)));
            }
            Some(&Holders::MoreThan(count)) if count >= most => return Ok(None),
            _ => {}
        }
        let limit = most.saturating_add(1);
        let keys = self.sql(index.holders(self.reader.connection, number, limit))?;
        let (holders, answer) = if keys.len() > most {
            (Holders::MoreThan(most), None)
        } else {
            let keys: Arc<[ArticleKey]> = keys.into_iter().map(ArticleKey).collect();
            (Holders::All(Arc::clone(&keys)), Some(keys))
        };
        let mut answers = self.answers.borrow_mut();
        answers.grow(1 + answer.as_ref().map_or(0, |keys| keys.len()));
        answers.holders.insert((index, number), holders);
        Ok(answer)
    }

    /// What `read` takes from the kept article.
    fn kept<T>(&self, key: ArticleKey, read: impl FnOnce(&mut Kept) -> T) -> Result<T> {
        let mut kept = self.kept.borrow_mut();
        if let Some(found) = kept.get_mut(&key) {
            return Ok(read(found));
        }
        let mut new = Kept {
            linkable: Arc::new(linkable(&self.reader, key)?),
            fingerprints: None,
            sheet: None,
        };
        let result = read(&mut new);
        if kept.len() >= KEPT_ARTICLES {
            // Any article will do; what is kept never changes a result.
            kept.clear();
        }
        kept.insert(key, new);
        Ok(result)
    }

    fn id(&self, key: ArticleKey) -> Result<ArticleId> {
        self.article_id(key.0.into())
    }

    fn article_id(&self, article: i64) -> Result<ArticleId> {
        if let Some(&id) = self.answers.borrow().ids.get(&article) {
            return Ok(id);
        }
        let id = link_rows::article_id(self.reader.connection, article, self.reader.path)?;
        let mut answers = self.answers.borrow_mut();
        answers.grow(1);
        answers.ids.insert(article, id);
        Ok(id)
    }

    fn sql<T>(&self, result: rusqlite::Result<T>) -> std::result::Result<T, LinkIndexError> {
        result.map_err(|error| look_up(StoreError::at(self.reader.path)(error)))
    }
}

fn look_up(error: StoreError) -> LinkIndexError {
    LinkIndexError(Box::new(error))
}

/// The link stage's view of the current version of an article.
pub(crate) fn linkable(reader: &Reader<'_>, key: ArticleKey) -> Result<Linkable> {
    let at = StoreError::at(reader.path);
    let place = Place {
        table: "article",
        key: key.0.into(),
    };
    let row = reader
        .connection
        .prepare_cached(
            "SELECT article_version.key, article.id, headline, text, published, outlet, language FROM article_version
             JOIN article ON article.key = article_version.article
             WHERE article_version.article = ?1 AND current = 1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([key.0], |row| {
                    Ok((
                        row.get::<_, i64>(0)?,
                        row.get::<_, String>(1)?,
                        row.get(2)?,
                        row.get::<_, String>(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.get(6)?,
                    ))
                })
                .optional()
        })
        .map_err(&at)?;
    let Some((version, id, headline, text, published, outlet, language)) = row else {
        return Err(place.damaged("no current version"));
    };
    Ok(Linkable {
        id: place.parse(&id)?,
        headline,
        text: text.into(),
        body: article_rows::read_body(reader.connection, version, &at)?,
        published: place.parse_some(published)?,
        outlet,
        language,
    })
}

impl LinkIndex for LinkView<'_> {
    fn article_count(&self) -> std::result::Result<u32, LinkIndexError> {
        self.sql(
            self.reader
                .connection
                .prepare_cached("SELECT count(*) FROM article_version WHERE current = 1")
                .and_then(|mut statement| statement.query_row([], |row| row.get(0))),
        )
    }

    fn key(&self, id: ArticleId) -> std::result::Result<Option<ArticleKey>, LinkIndexError> {
        if let Some(&key) = self.answers.borrow().keys.get(&id) {
            return Ok(key);
        }
        let found: Option<i64> = self.sql(
            self.reader
                .connection
                .prepare_cached(
                    "SELECT article.key FROM article
                     JOIN article_version ON article_version.article = article.key AND current = 1
                     WHERE article.id = ?1",
                )
                .and_then(|mut statement| {
                    statement
                        .query_row([id.to_string()], |row| row.get(0))
                        .optional()
                }),
        )?;
        let key = found.map(article_key).transpose().map_err(look_up)?;
        let mut answers = self.answers.borrow_mut();
        answers.grow(1);
        answers.keys.insert(id, key);
        Ok(key)
    }

    fn linkable(&self, key: ArticleKey) -> std::result::Result<Arc<Linkable>, LinkIndexError> {
        self.kept(key, |kept| Arc::clone(&kept.linkable))
            .map_err(look_up)
    }

    fn stub(&self, key: ArticleKey) -> std::result::Result<ArticleStub, LinkIndexError> {
        if let Some(stub) = self.answers.borrow().stubs.get(&key) {
            return Ok(stub.clone());
        }
        let place = Place {
            table: "article",
            key: key.0.into(),
        };
        let (id, headline, published, outlet): (String, _, _, _) = self.sql(
            self.reader
                .connection
                .prepare_cached(
                    "SELECT article.id, headline, published, outlet FROM article_version
                     JOIN article ON article.key = article_version.article
                     WHERE article_version.article = ?1 AND current = 1",
                )
                .and_then(|mut statement| {
                    statement.query_row([key.0], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })
                }),
        )?;
        let stub = ArticleStub {
            id: place.parse(&id).map_err(look_up)?,
            headline,
            published: place.parse_some(published).map_err(look_up)?,
            outlet,
        };
        let mut answers = self.answers.borrow_mut();
        answers.grow(3);
        answers.keys.insert(stub.id, Some(key));
        answers.ids.insert(key.0.into(), stub.id);
        answers.stubs.insert(key, stub.clone());
        Ok(stub)
    }

    fn with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        most: usize,
    ) -> std::result::Result<Option<Arc<[ArticleKey]>>, LinkIndexError> {
        self.holders(TokenIndex::Fingerprint, fingerprint.0, most)
    }

    fn first_with_fingerprint(
        &self,
        fingerprint: Fingerprint,
        except: &BTreeSet<ArticleKey>,
        count: usize,
    ) -> std::result::Result<Vec<ArticleKey>, LinkIndexError> {
        let found = first_holders(self.reader.connection, fingerprint.0, count, |article| {
            !except.contains(&ArticleKey(article))
        });
        let mut keys = Vec::with_capacity(count);
        for same in self.sql(found)?.chunk_by(|one, other| one.0 == other.0) {
            let start = keys.len();
            keys.extend(same.iter().map(|&(_, article)| ArticleKey(article)));
            if same.len() > 1 {
                let mut ids = { keys.drain(start..) }
                    .map(|key| Ok((self.id(key)?, key)))
                    .collect::<Result<Vec<_>>>()
                    .map_err(look_up)?;
                ids.sort_unstable();
                keys.extend(ids.into_iter().map(|(_, key)| key));
            }
        }
        keys.truncate(count);
        Ok(keys)
    }

    fn with_term(
        &self,
        term: Term,
        most: usize,
    ) -> std::result::Result<Option<Arc<[ArticleKey]>>, LinkIndexError> {
        self.holders(TokenIndex::Term, term.0, most)
    }

    fn fingerprints(
        &self,
        key: ArticleKey,
    ) -> std::result::Result<Vec<Fingerprint>, LinkIndexError> {
        let derive = self.derive.fingerprints;
        self.kept(key, |kept| {
            let linkable = Arc::clone(&kept.linkable);
            kept.fingerprints
                .get_or_insert_with(|| derive(&linkable))
                .clone()
        })
        .map_err(look_up)
    }

    fn sheet(&self, key: ArticleKey) -> std::result::Result<Arc<Sheet>, LinkIndexError> {
        let kept = self.kept.borrow();
        if let Some(fresh) = kept.get(&key).and_then(|kept| kept.sheet.as_ref()) {
            return Ok(Arc::clone(fresh));
        }
        // Not kept: the link stage makes it ready for comparison once and keeps that.
        sheet_rows::read(self.reader.connection, key.0.into(), self.reader.path)
            .map(Arc::new)
            .map_err(look_up)
    }

    fn passages(&self, key: ArticleKey) -> std::result::Result<Vec<Passage>, LinkIndexError> {
        self.id(key)
            .and_then(|id| self.reader.passages(id))
            .map_err(look_up)
    }

    fn shared_words(
        &self,
        key: ArticleKey,
    ) -> std::result::Result<Vec<(ArticleId, u32)>, LinkIndexError> {
        let article = key.0.into();
        let rows = self.sql(link_rows::shared_words(self.reader.connection, article))?;
        rows.into_iter()
            .map(|(other, words)| Ok((self.article_id(other)?, words)))
            .collect::<Result<_>>()
            .map_err(look_up)
    }

    fn similarities(
        &self,
        key: ArticleKey,
    ) -> std::result::Result<Vec<Similarity>, LinkIndexError> {
        let article = i64::from(key.0);
        let rows = self.sql(link_rows::similarity_rows(self.reader.connection, article))?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let id = self.article_id(article).map_err(look_up)?;
        let mut similarities = { rows.iter() }
            .map(|row| Ok(row.of(id, self.article_id(row.other)?)))
            .collect::<Result<Vec<Similarity>>>()
            .map_err(look_up)?;
        similarities.sort_unstable_by_key(|similarity| (similarity.first, similarity.second));
        Ok(similarities)
    }

    fn story(&self, key: ArticleKey) -> std::result::Result<Option<Story>, LinkIndexError> {
        link_rows::story_of(self.reader.connection, key.0.into(), self.reader.path).map_err(look_up)
    }

    fn story_decisions(&self) -> std::result::Result<Vec<Decided<StoryDecision>>, LinkIndexError> {
        self.reader.decisions().map_err(look_up)
    }
}
