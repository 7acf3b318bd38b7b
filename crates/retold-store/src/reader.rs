//! Everything a base can be asked, in the model's records.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use retold_model::{
    Annotations, ArticleFacts, ArticleId, ArticleStub, ArticleVersion, Diagnostic, Fingerprint,
    Lineage, Location, Passage, ReprintGroup, Sheet, Similarity, Story, StoryId, Term, VersionId,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::annotation_rows;
use crate::article_rows;
use crate::error::{Result, StoreError};
use crate::link_rows;
use crate::names::Place;
use crate::sheet_rows;
use crate::source_rows::{COLUMNS, SourceId, SourceRow, StoredSource, Unpacker};
use crate::store::Store;
use crate::token_index::{Holder, TokenIndex};
use crate::version_order;

/// Reads a base, or what a transaction has made of it so far.
///
/// Lists are ordered by stated times or content ids, so that two bases with the same articles answer alike.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) path: &'c Path,
    /// Frames that are kept between calls; none within a transaction, which changes them.
    unpacker: Option<&'c RefCell<Unpacker>>,
}

/// How much a base holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Source documents.
    pub sources: u64,
    /// Articles.
    pub articles: u64,
    /// Their versions.
    pub versions: u64,
    /// Stories.
    pub stories: u64,
    /// Passages that stand in two articles.
    pub passages: u64,
    /// Diagnostics.
    pub diagnostics: u64,
}

/// Which source documents are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSelector {
    /// All that gave a version of the article.
    Article(ArticleId),
    /// All that were found at this path, or in this file or archive, or below this directory.
    Path(String),
    /// All that were fetched from this address.
    Uri(String),
    /// All with these bytes: the digest in hexadecimal digits.
    Digest(String),
}

/// A place in the order in which a base keeps its source documents: neighbours are packed together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCursor {
    after: (i64, i64),
}

impl Store {
    /// Reads the base.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            unpacker: Some(&self.unpacker),
            ..Reader::new(&self.connection, &self.path)
        }
    }
}

impl<'c> Reader<'c> {
    pub(crate) fn new(connection: &'c Connection, path: &'c Path) -> Self {
        Self {
            connection,
            path,
            unpacker: None,
        }
    }

    /// Gives what `read` reads while the base stays as it is: what another process writes meanwhile is not seen. It also
    /// spares each query the time that locking takes.
    ///
    /// # Errors
    ///
    /// What `read` gives; where the base cannot be read.
    pub fn at_once<T, E: From<StoreError>>(
        self,
        read: impl FnOnce(Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        // Within a transaction it stays so anyhow.
        let transaction = { self.connection.is_autocommit() }
            .then(|| self.connection.unchecked_transaction())
            .transpose()
            .map_err(StoreError::at(self.path))?;
        let result = read(self);
        if let Some(transaction) = transaction {
            transaction.commit().map_err(StoreError::at(self.path))?;
        }
        result
    }

    /// How much the base holds.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM {table}");
            let count: i64 = self.one(&sql, [], |row| row.get(0))?.unwrap_or(0);
            Ok(u64::try_from(count).unwrap_or(0))
        };
        Ok(Counts {
            sources: count("source_document")?,
            articles: count("article_version WHERE current = 1")?,
            versions: count("article_version")?,
            stories: count("story")?,
            passages: count("passage")?,
            diagnostics: count("diagnostic")?,
        })
    }

    /// Whether the base holds a source document.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn holds(&self, id: &SourceId) -> Result<bool> {
        let found = self.one(
            "SELECT 1 FROM source_document WHERE id = ?1",
            [&id.0],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Whether adding a source document that was found at `location` would change nothing: the base holds it, found
    /// at the same place or one that comes before it by name.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn holds_at(&self, id: &SourceId, location: &Location) -> Result<bool> {
        let found = self.one(
            "SELECT path, record, file_offset FROM source_document WHERE id = ?1",
            [&id.0],
            read_place,
        )?;
        Ok(found.is_some_and(|found| place_rank(&found) <= place_rank(location)))
    }

    /// The ids of all articles, ascending.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn article_ids(&self) -> Result<Vec<ArticleId>> {
        self.ids(
            "SELECT article.id FROM article
             JOIN article_version ON article_version.article = article.key AND current = 1 ORDER BY 1",
            [],
        )
    }

    /// The ids of articles that begin with `prefix`, ascending, at most `limit`.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn articles_by_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<ArticleId>> {
        self.ids(
            "SELECT id FROM article WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY 1 LIMIT ?2",
            params![
                prefix.to_ascii_lowercase(),
                i64::try_from(limit).unwrap_or(i64::MAX)
            ],
        )
    }

    /// The ids of stories that begin with `prefix`, ascending, at most `limit`.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn stories_by_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<StoryId>> {
        self.ids(
            "SELECT id FROM story WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY 1 LIMIT ?2",
            params![
                prefix.to_ascii_lowercase(),
                i64::try_from(limit).unwrap_or(i64::MAX)
            ],
        )
    }

    /// The current version of an article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleVersion>> {
        let key = self.current_key(id)?;
        self.version_at(key)
    }

    /// The current version of an article without its blocks and cuts.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn article_without_layout(&self, id: ArticleId) -> Result<Option<ArticleVersion>> {
        self.current_key(id)?.map_or(Ok(None), |key| {
            article_rows::read_without_layout(self.connection, key, &StoreError::at(self.path))
        })
    }

    fn current_key(&self, id: ArticleId) -> Result<Option<i64>> {
        self.one(
            "SELECT article_version.key FROM article_version JOIN article ON article.key = article
             WHERE article.id = ?1 AND current = 1",
            [id.to_string()],
            |row| row.get(0),
        )
    }

    /// The current version of an article without its text.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn stub(&self, id: ArticleId) -> Result<Option<ArticleStub>> {
        let row = self.one(
            "SELECT headline, published, outlet FROM article_version JOIN article ON article.key = article
             WHERE article.id = ?1 AND current = 1",
            [id.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let place = Place {
            table: "article_version",
            key: 0,
        };
        row.map(|(headline, published, outlet)| {
            Ok(ArticleStub {
                id,
                headline,
                published: place.parse_some(published)?,
                outlet,
            })
        })
        .transpose()
    }

    /// One version of an article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn version(&self, id: VersionId) -> Result<Option<ArticleVersion>> {
        let key = self.one(
            "SELECT key FROM article_version WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )?;
        self.version_at(key)
    }

    /// What was read in a version; `None` for one that was not analysed.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn annotations(&self, id: VersionId) -> Result<Option<Annotations>> {
        let key = self.one(
            "SELECT key FROM article_version WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )?;
        key.map_or(Ok(None), |key| {
            annotation_rows::read(self.connection, key, &StoreError::at(self.path))
        })
    }

    /// Whether a version is the current one of its article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn is_current(&self, id: VersionId) -> Result<bool> {
        let sql = "SELECT current FROM article_version WHERE id = ?1";
        let current = self.one(sql, [id.to_string()], |row| row.get(0))?;
        Ok(current.unwrap_or(false))
    }

    /// All versions of an article: first teasers of feeds and headlines alone, where another version has the text; then
    /// the oldest first: by time of modification, else of retrieval, else by id. The last is the current one.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<ArticleVersion>> {
        let keys: Vec<(i64, i64)> = self.list(
            "SELECT article_version.key, source FROM article_version JOIN article ON article.key = article
             WHERE article.id = ?1",
            [id.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let parts = version_order::parts(self.connection, &keys, &StoreError::at(self.path))?;
        let mut versions = Vec::with_capacity(keys.len());
        for (key, _) in keys {
            let version = self.version_at(Some(key))?;
            versions.extend(version.map(|version| (!parts.contains(&key), version)));
        }
        versions.sort_by_key(|(is_whole, version)| {
            (
                *is_whole,
                version.article.modified.as_ref().map(|stated| stated.value),
                version.retrieved,
                version.article.version.to_string(),
            )
        });
        Ok(versions.into_iter().map(|(_, version)| version).collect())
    }

    fn version_at(&self, key: Option<i64>) -> Result<Option<ArticleVersion>> {
        match key {
            Some(key) => article_rows::read(self.connection, key, &StoreError::at(self.path)),
            None => Ok(None),
        }
    }

    /// All stories: by the first time that an article states, undated ones last; then by id.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn stories(&self) -> Result<Vec<Story>> {
        let keys: Vec<i64> =
            self.list("SELECT key FROM story ORDER BY key", [], |row| row.get(0))?;
        let mut stories = Vec::with_capacity(keys.len());
        for key in keys {
            stories.extend(link_rows::story(self.connection, key, self.path)?);
        }
        stories.sort_by_key(|story| (story.first.is_none(), story.first, story.id));
        Ok(stories)
    }

    /// One story.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn story(&self, id: StoryId) -> Result<Option<Story>> {
        let key = self.one(
            "SELECT key FROM story WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )?;
        key.map_or(Ok(None), |key| {
            link_rows::story(self.connection, key, self.path)
        })
    }

    /// The story that an article belongs to.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn story_of(&self, article: ArticleId) -> Result<Option<Story>> {
        match self.article_key(article)? {
            Some(key) => link_rows::story_of(self.connection, key, self.path),
            None => Ok(None),
        }
    }

    /// The outlets that carry a story's articles, each once, in the order of the alphabet.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn outlets(&self, story: StoryId) -> Result<Vec<String>> {
        self.list(
            "SELECT DISTINCT outlet FROM story
             JOIN story_article ON story_article.story = story.key
             JOIN article_version ON article_version.article = story_article.article AND current = 1
             WHERE story.id = ?1 AND outlet IS NOT NULL ORDER BY 1",
            [story.to_string()],
            |row| row.get(0),
        )
    }

    /// The passages that an article shares, in order.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn passages(&self, article: ArticleId) -> Result<Vec<Passage>> {
        let Some(key) = self.article_key(article)? else {
            return Ok(Vec::new());
        };
        // Two look-ups through two indexes; no passage has the same article on both sides.
        let mut passages =
            link_rows::passages(self.connection, "passage.first = ?1", [key], self.path)?;
        passages.extend(link_rows::passages(
            self.connection,
            "passage.second = ?1",
            [key],
            self.path,
        )?);
        passages.sort_unstable();
        Ok(passages)
    }

    /// The passages that an article has with articles of greater ids, in order: over all articles, each passage once.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn passages_from(&self, article: ArticleId) -> Result<Vec<Passage>> {
        match self.article_key(article)? {
            Some(key) => {
                link_rows::passages(self.connection, "passage.first = ?1", [key], self.path)
            }
            None => Ok(Vec::new()),
        }
    }

    /// The articles that share a passage with an article, in no order that means anything.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn sharing_text(&self, article: ArticleId) -> Result<Vec<ArticleId>> {
        let Some(key) = self.article_key(article)? else {
            return Ok(Vec::new());
        };
        let place = Place {
            table: "passage",
            key,
        };
        let ids: Vec<String> = self.list(
            "SELECT id FROM article WHERE key IN (
                 SELECT second FROM passage WHERE first = ?1 UNION SELECT first FROM passage WHERE second = ?1)",
            [key],
            |row| row.get(0),
        )?;
        ids.iter().map(|id| place.parse(id)).collect()
    }

    /// What lineage needs to know of an article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn facts(&self, article: ArticleId) -> Result<Option<ArticleFacts>> {
        match self.article_key(article)? {
            Some(key) => article_rows::read_facts(self.connection, key, &StoreError::at(self.path)),
            None => Ok(None),
        }
    }

    /// The passages between articles of a story, in order.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn passages_within(&self, story: StoryId) -> Result<Vec<Passage>> {
        link_rows::passages(
            self.connection,
            "passage.first IN (SELECT article FROM story_article JOIN story ON story.key = story WHERE story.id = ?1)
             AND passage.second IN (SELECT article FROM story_article JOIN story ON story.key = story WHERE story.id = ?1)",
            [story.to_string()],
            self.path,
        )
    }

    /// Where the text of an article came from.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn lineage(&self, article: ArticleId) -> Result<Option<Lineage>> {
        match self.article_key(article)? {
            Some(key) => link_rows::lineage(self.connection, key, self.path),
            None => Ok(None),
        }
    }

    /// How near an article is to others, by the two ids.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn similarities(&self, article: ArticleId) -> Result<Vec<Similarity>> {
        match self.article_key(article)? {
            Some(key) => link_rows::similarities(self.connection, key, self.path),
            None => Ok(Vec::new()),
        }
    }

    /// The group of reprints that an article stands in.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn reprint_group(&self, article: ArticleId) -> Result<Option<ReprintGroup>> {
        let articles = link_rows::grouped_with(self.connection, &[article], self.path)?;
        Ok((articles.len() > 1).then_some(ReprintGroup { articles }))
    }

    /// All groups of reprints, by their first article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn reprint_groups(&self) -> Result<Vec<ReprintGroup>> {
        let rows: Vec<(String, String)> = self.list(
            "SELECT reprint_group, article.id FROM reprint_group_article
             JOIN article ON article.key = article ORDER BY 1, 2",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let place = Place {
            table: "reprint_group_article",
            key: 0,
        };
        let mut groups: Vec<ReprintGroup> = Vec::new();
        let mut open = None;
        for (group, article) in rows {
            let article = place.parse(&article)?;
            match groups.last_mut() {
                Some(last) if open.as_ref() == Some(&group) => last.articles.push(article),
                _ => {
                    groups.push(ReprintGroup {
                        articles: vec![article],
                    });
                    open = Some(group);
                }
            }
        }
        Ok(groups)
    }

    /// A source document with its bytes.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read, or the bytes are damaged.
    pub fn source(&self, id: &SourceId) -> Result<Option<StoredSource>> {
        Ok(self.stored("source_document.id = ?1", [&id.0])?.pop())
    }

    /// The source document that stands for a version of an article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read, or the bytes are damaged.
    pub fn source_of(&self, version: VersionId) -> Result<Option<StoredSource>> {
        let filter = "source_document.key = (SELECT source FROM article_version WHERE id = ?1)";
        Ok(self.stored(filter, [version.to_string()])?.pop())
    }

    /// All source documents that give a version of an article, by id.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read, or the bytes are damaged.
    pub fn sources_of(&self, version: VersionId) -> Result<Vec<StoredSource>> {
        let filter = "source_document.version = (SELECT key FROM article_version WHERE id = ?1)";
        self.stored(filter, [version.to_string()])
    }

    pub(crate) fn sources_in_frame(&self, frame: i64) -> Result<Vec<StoredSource>> {
        self.stored("source_document.bytes = ?1", [frame])
    }

    /// Which sources `selector` means, by id.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn find_sources(&self, selector: &SourceSelector) -> Result<Vec<SourceId>> {
        let read = |row: &Row<'_>| row.get(0).map(SourceId);
        match selector {
            SourceSelector::Article(id) => self.list(
                "SELECT source_document.id FROM source_document
                 JOIN article_version ON article_version.key = source_document.version
                 JOIN article ON article.key = article_version.article WHERE article.id = ?1 ORDER BY 1",
                [id.to_string()],
                read,
            ),
            SourceSelector::Path(path) => {
                let path = path.trim_end_matches('/');
                // `/` and `!` part the name of a directory or an archive from what is in it; `0` follows `/`, `"`
                // follows `!`. No pattern: a path may hold its signs.
                self.list(
                    "SELECT id FROM source_document WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')
                     OR (path > ?1 || '!' AND path < ?1 || '\"') ORDER BY 1",
                    [path],
                    read,
                )
            }
            SourceSelector::Uri(uri) => {
                self.list("SELECT id FROM source_document WHERE uri = ?1 ORDER BY 1", [uri], read)
            }
            SourceSelector::Digest(digest) => self.list(
                "SELECT id FROM source_document WHERE digest = ?1 ORDER BY 1",
                [digest.to_ascii_lowercase()],
                read,
            ),
        }
    }

    /// The next source documents after `cursor`, which moves on: at most `count`, and no more than one beyond
    /// `bytes` of raw bytes. Empty at the end. Each may fail by itself, where its bytes are damaged.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn next_sources(
        &self,
        cursor: &mut SourceCursor,
        count: usize,
        bytes: usize,
    ) -> Result<Vec<(SourceId, Result<StoredSource>)>> {
        let at = StoreError::at(self.path);
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM source_document WHERE (bytes, key) > (?1, ?2) ORDER BY bytes, key LIMIT ?3"
            ))
            .map_err(&at)?;
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let mut rows = statement
            .query(params![cursor.after.0, cursor.after.1, limit])
            .map_err(&at)?;
        let mut unpacker = Unpacker::default();
        let (mut sources, mut size) = (Vec::new(), 0);
        while size < bytes
            && let Some(row) = rows.next().map_err(&at)?
        {
            let row = SourceRow::read(row).map_err(&at)?;
            cursor.after = (row.bytes.frame, row.key);
            let id = row.id.clone();
            let raw: Result<Arc<[u8]>> = unpacker
                .bytes(self.connection, row.bytes, &at)
                .map(Into::into);
            size += raw.as_ref().map_or(0, |raw| raw.len());
            sources.push((id, raw.and_then(|raw| row.stored(raw))));
        }
        Ok(sources)
    }

    fn stored(&self, filter: &str, parameters: impl Params) -> Result<Vec<StoredSource>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM source_document WHERE {filter} ORDER BY source_document.id"
        );
        let rows = self.list(&sql, parameters, SourceRow::read)?;
        let at = StoreError::at(self.path);
        let mut fresh = Unpacker::default();
        let mut kept = self.unpacker.map(RefCell::borrow_mut);
        let unpacker = kept.as_deref_mut().unwrap_or(&mut fresh);
        // After the rows were read: a frame that is kept is then no older than they are.
        unpacker.refresh(self.connection).map_err(&at)?;
        rows.into_iter()
            .map(|row| {
                let raw = unpacker.bytes(self.connection, row.bytes, &at)?.into();
                row.stored(raw)
            })
            .collect()
    }

    /// All diagnostics, by place and message.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>> {
        self.diagnostics_where("1", [])
    }

    /// The diagnostics of the sources of an article, by place and message.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn diagnostics_of(&self, article: ArticleId) -> Result<Vec<Diagnostic>> {
        self.diagnostics_where(
            "source_document.version IN (
                 SELECT article_version.key FROM article_version JOIN article ON article.key = article
                 WHERE article.id = ?1)",
            [article.to_string()],
        )
    }

    fn diagnostics_where(&self, filter: &str, parameters: impl Params) -> Result<Vec<Diagnostic>> {
        let sql = format!(
            "SELECT diagnostic.key, severity, kind, message,
                 coalesce(source_document.path, diagnostic.path) AS place,
                 coalesce(source_document.record, diagnostic.record) AS record_number,
                 coalesce(source_document.file_offset, diagnostic.file_offset),
                 coalesce(source_document.uri, diagnostic.uri)
             FROM diagnostic LEFT JOIN source_document ON source_document.key = diagnostic.source
             WHERE {filter} ORDER BY place, record_number, message, severity, kind"
        );
        let rows = self.list(&sql, parameters, |row| {
            let location = Location {
                path: row.get(4)?,
                record: row.get(5)?,
                offset: u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0),
                uri: row.get(7)?,
            };
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, location))
        })?;
        rows.into_iter()
            .map(|(key, severity, kind, message, location)| {
                let place = Place {
                    table: "diagnostic",
                    key,
                };
                Ok(Diagnostic {
                    severity: place.variant(severity)?,
                    kind: place.variant(kind)?,
                    location,
                    message,
                })
            })
            .collect()
    }

    /// Which version of the algorithm `name` made the derived records; `None` before any was made.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn algorithm(&self, name: &str) -> Result<Option<u32>> {
        self.one(
            "SELECT version FROM algorithm WHERE name = ?1",
            [name],
            |row| row.get(0),
        )
    }

    /// The passages whose first article is `article`, each with its key in this file: to name a row that is wrong.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn passage_rows(&self, article: ArticleId) -> Result<Vec<(i64, Passage)>> {
        match self.article_key(article)? {
            Some(key) => {
                link_rows::passage_rows(self.connection, "passage.first = ?1", [key], self.path)
            }
            None => Ok(Vec::new()),
        }
    }

    /// Whether the indexes of the link stage hold exactly these numbers for an article.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn holds_tokens(
        &self,
        article: ArticleId,
        fingerprints: &[Fingerprint],
        terms: &[Term],
    ) -> Result<bool> {
        let Some(key) = self.article_key(article)? else {
            return Ok(false);
        };
        let holder = Holder {
            article: key,
            id: article,
        };
        let prints = { fingerprints.iter() }.map(|print| (TokenIndex::Fingerprint, print.0));
        for (index, number) in prints.chain(terms.iter().map(|term| (TokenIndex::Term, term.0))) {
            let held = index.holds(self.connection, holder, number);
            if !held.map_err(StoreError::at(self.path))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What is kept of an article's current version to form stories; empty where nothing is kept.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn sheet(&self, article: ArticleId) -> Result<Sheet> {
        match self.article_key(article)? {
            Some(key) => sheet_rows::read(self.connection, key, self.path),
            None => Ok(Sheet::default()),
        }
    }

    /// How many fingerprints and terms the indexes of the link stage hold in all.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn token_counts(&self) -> Result<(u64, u64)> {
        let count = |sql: &str| -> Result<u64> {
            let count: i64 = self.one(sql, [], |row| row.get(0))?.unwrap_or(0);
            Ok(u64::try_from(count).unwrap_or(0))
        };
        Ok((
            count("SELECT count(*) FROM link_fingerprint")?,
            count("SELECT count(*) FROM link_term")?,
        ))
    }

    fn article_key(&self, id: ArticleId) -> Result<Option<i64>> {
        self.one(
            "SELECT key FROM article WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        )
    }

    pub(crate) fn ids<T>(&self, sql: &str, parameters: impl Params) -> Result<Vec<T>>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let place = Place {
            table: "article",
            key: 0,
        };
        let ids: Vec<String> = self.list(sql, parameters, |row| row.get(0))?;
        ids.iter().map(|id| place.parse(id)).collect()
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(parameters, read).optional())
            .map_err(StoreError::at(self.path))
    }

    pub(crate) fn list<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(parameters, read)?.collect())
            .map_err(StoreError::at(self.path))
    }
}

/// Reads path, record and offset of a place.
pub(crate) fn read_place(row: &Row<'_>) -> rusqlite::Result<Location> {
    Ok(Location {
        path: row.get(0)?,
        record: row.get(1)?,
        offset: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
        uri: None,
    })
}

/// Of several places of one source, the first by name stands for them.
pub(crate) fn place_rank(location: &Location) -> (&str, Option<u32>, u64) {
    (&location.path, location.record, location.offset)
}
