//! Proving a base from its stored bytes.
//!
//! Everything derived is made again and compared row by row; beside it stands a check that knows nothing of the
//! extractor: that the words of each block stand, in order, in the raw bytes which the block says it came from.

mod links;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use retold_link::sheet;
use retold_model::{
    Annotations, Article, ArticleFacts, ArticleId, ArticleNames, ArticleVersion, Digest, Linkable,
    Sheet, Stated, VersionId,
};
use retold_store::{Finding, Reader, SourceCursor, StoreError, StoredSource};
use retold_text::SourceRange;

use crate::annotation::Annotator;
use crate::collection::Collection;
use crate::error::Result;
use crate::extraction::{Analysis, parse_stored};
use crate::progress::Progress;
use crate::settings::Settings;
use crate::words_in_source::{map_fault, words_fault};

/// Findings that are kept. A base with more is wrong throughout.
const KEPT_FINDINGS: usize = 10_000;

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Source documents read and extracted again.
    pub sources: u64,
    /// Ranges of articles compared with what the bytes give, and words looked up.
    pub ranges: u64,
    /// Passages found again; `None` where the base is too large for it: then only their ranges were checked.
    pub passages: Option<u64>,
    /// What is wrong, by table and row; one finding a row.
    pub findings: Vec<Finding>,
    /// Whether there are more findings than are kept.
    pub more: bool,
}

impl Collection {
    /// Recomputes from the stored bytes: digests, articles with every range and field, versions, passages,
    /// similarities, stories, groups of reprints, and with an annotator the annotations. Reads only.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read. What is wrong in it is a finding, not an error.
    pub fn verify(&self, settings: &Settings, progress: &mut dyn Progress) -> Result<Verification> {
        let reader = self.reader();
        let mut check = Check {
            reader,
            annotator: self.annotator.as_ref(),
            found: BTreeMap::new(),
            verification: Verification::default(),
            linkables: BTreeMap::new(),
            facts: Vec::new(),
            names: Vec::new(),
        };
        for message in self.integrity()? {
            check.find("sqlite_schema", "the file".to_owned(), message);
        }
        for finding in reader.check_ranges()? {
            check
                .found
                .insert((finding.table, finding.row), finding.message);
        }
        check.sources(settings, progress)?;
        check.links()?;
        let mut verification = check.verification;
        verification.more = check.found.len() > KEPT_FINDINGS;
        verification.findings = check
            .found
            .into_iter()
            .take(KEPT_FINDINGS)
            .map(|((table, row), message)| Finding {
                table,
                row,
                message,
            })
            .collect();
        Ok(verification)
    }
}

struct Check<'c> {
    reader: Reader<'c>,
    annotator: Option<&'c Annotator>,
    /// By table and row: the first thing that was found wrong with it.
    found: BTreeMap<(&'static str, String), String>,
    verification: Verification,
    /// The current versions, as the bytes give them.
    linkables: BTreeMap<ArticleId, (Linkable, Sheet)>,
    /// What lineage needs of them.
    facts: Vec<ArticleFacts>,
    /// The names in them, of those that were annotated.
    names: Vec<ArticleNames>,
}

impl Check<'_> {
    fn find(&mut self, table: &'static str, row: String, message: String) {
        if self.found.len() <= KEPT_FINDINGS {
            self.found.entry((table, row)).or_insert(message);
        }
    }

    /// What `read` gives; damage that it meets is a finding.
    fn read<T>(
        &mut self,
        read: std::result::Result<T, StoreError>,
        row: &str,
    ) -> Result<Option<T>> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Damaged { table, what, .. }) => {
                // The audit of ranges has named the row more exactly, if it is a range.
                let named = self
                    .found
                    .keys()
                    .any(|(other, name)| *other == table && name.starts_with(row));
                if !named {
                    self.find(table, row.to_owned(), what);
                }
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn sources(&mut self, settings: &Settings, progress: &mut dyn Progress) -> Result<()> {
        let pool = settings.pool()?;
        let total = self.reader.counts()?.sources;
        let mut cursor = SourceCursor::default();
        loop {
            let next = self.reader.next_sources(
                &mut cursor,
                settings.batch_documents.max(1),
                settings.batch_bytes.max(1),
            )?;
            if next.is_empty() {
                return Ok(());
            }
            self.verification.sources += next.len() as u64;
            let mut stored = Vec::with_capacity(next.len());
            for (id, source) in next {
                stored.extend(self.read(source, &format!("id {id}"))?);
            }
            let annotator = self.annotator;
            let analysed: Vec<(StoredSource, Digest, Analysis)> = pool.install(|| {
                stored
                    .into_par_iter()
                    .map(|stored| {
                        let digest = Digest::of(&stored.raw);
                        let (document, _) = parse_stored(stored.clone());
                        let analysis = Analysis::of(&document, annotator);
                        (stored, digest, analysis)
                    })
                    .collect()
            });
            for (stored, digest, analysis) in &analysed {
                self.source(stored, *digest, analysis)?;
            }
            progress.done(self.verification.sources, Some(total));
        }
    }

    fn source(&mut self, stored: &StoredSource, digest: Digest, analysis: &Analysis) -> Result<()> {
        let extraction = &analysis.extraction;
        let row = format!("id {}", stored.id);
        let mut trusted = true;
        if digest != stored.digest {
            let message = format!(
                "the digest is {}, but the stored bytes give {digest}",
                stored.digest
            );
            self.find("source_document", row.clone(), message);
            trusted = false;
        } else if !stored.id.is_of(&digest) {
            let message = "the id does not begin with the digest".to_owned();
            self.find("source_document", row.clone(), message);
        }
        let gives = extraction.article.as_ref().map(|article| article.version);
        if trusted && gives != stored.version {
            let message = format!(
                "it gave the version {}, but its bytes give {}",
                shown(stored.version),
                shown(gives)
            );
            self.find("source_document", row, message);
        }
        if let Some(article) = extraction.article.as_ref().filter(|_| trusted)
            && let Some(fault) = map_fault(&article.text, &extraction.map, stored)
        {
            self.find(
                "article_version",
                format!("version {}", article.version),
                fault,
            );
        }
        let (Some(version), true) = (stored.version, stored.stands) else {
            return Ok(());
        };
        let row = format!("version {version}");
        let found = self.reader.version(version);
        let held = self.read(found, &row)?.flatten();
        let fresh = extraction
            .article
            .as_ref()
            .filter(|article| trusted && article.version == version);
        if let (Some(held), Some(fresh)) = (&held, fresh) {
            self.compare(&held.article, fresh);
            if self.annotator.is_some() {
                self.annotations(version, analysis.annotations.as_ref())?;
            }
            self.words(&held.article, stored);
        }
        // What is current is asked of the base, what it says of the bytes: a wrong row is told once, as that row,
        // and not again as a wrong passage.
        let current = match &held {
            Some(held) => held.current,
            None => self.reader.is_current(version)?,
        };
        if current && let Some(article) = fresh.or(held.as_ref().map(|held| &held.article)) {
            let linkable = linkable(article);
            let read = match analysis.annotations.clone() {
                Some(fresh) if trusted => Some(fresh),
                _ => self.read(self.reader.annotations(version), &row)?.flatten(),
            };
            let sheet = sheet(&linkable, read.as_ref());
            if let Some(read) = read {
                self.names.push(ArticleNames::of(&linkable, &read));
            }
            self.facts.push(ArticleFacts::of(&ArticleVersion {
                article: article.clone(),
                retrieved: stored.retrieved,
                current,
            }));
            self.linkables.insert(linkable.id, (linkable, sheet));
        }
        Ok(())
    }

    /// Compares a stored article with what its bytes give, row by row.
    fn compare(&mut self, held: &Article, fresh: &Article) {
        let version = format!("version {}", fresh.version);
        if held.text != fresh.text {
            let at = held
                .text
                .bytes()
                .zip(fresh.text.bytes())
                .take_while(|(held, fresh)| held == fresh)
                .count();
            let message = format!("the text differs from what the bytes give, from byte {at}");
            self.find("article_version", version.clone(), message);
        }
        if (held.id, held.source) != (fresh.id, fresh.source) {
            let message = format!(
                "it is a version of {}, but its bytes give {}",
                held.id, fresh.id
            );
            self.find("article_version", version.clone(), message);
        }
        self.field(
            &version,
            "headline",
            held.headline.as_ref(),
            fresh.headline.as_ref(),
        );
        self.field(
            &version,
            "outlet",
            held.outlet.as_ref(),
            fresh.outlet.as_ref(),
        );
        self.field(
            &version,
            "section",
            held.section.as_ref(),
            fresh.section.as_ref(),
        );
        self.field(
            &version,
            "language",
            held.language.as_ref(),
            fresh.language.as_ref(),
        );
        self.field(
            &version,
            "published",
            held.published.as_ref(),
            fresh.published.as_ref(),
        );
        self.field(
            &version,
            "modified",
            held.modified.as_ref(),
            fresh.modified.as_ref(),
        );
        self.field(
            &version,
            "canonical-url",
            held.canonical_url.as_ref(),
            fresh.canonical_url.as_ref(),
        );
        self.field(&version, "image", held.image.as_ref(), fresh.image.as_ref());
        self.rows("block", &version, "", &held.blocks, &fresh.blocks);
        self.rows("cut", &version, "", &held.cuts, &fresh.cuts);
        self.rows("byline", &version, "", &held.bylines, &fresh.bylines);
        self.rows("credit", &version, "", &held.credits, &fresh.credits);
        if held.dateline != fresh.dateline {
            let message = differs(&held.dateline, &fresh.dateline);
            self.find("dateline", version, message);
        }
    }

    fn field<T: PartialEq + std::fmt::Debug>(
        &mut self,
        version: &str,
        field: &str,
        held: Option<&Stated<T>>,
        fresh: Option<&Stated<T>>,
    ) {
        self.verification.ranges += u64::from(held.is_some_and(|held| held.source.is_some()));
        if held.map(|held| &held.value) != fresh.map(|fresh| &fresh.value) {
            let message = format!("`{field}`: {}", differs(&held, &fresh));
            self.find("article_version", version.to_owned(), message);
        } else if held != fresh {
            self.find(
                "stated_field",
                format!("{version}, field {field}"),
                differs(&held, &fresh),
            );
        }
    }

    /// Compares what was read in a version with what is read in it now.
    fn annotations(&mut self, id: VersionId, fresh: Option<&Annotations>) -> Result<()> {
        let version = format!("version {id}");
        let held = self.reader.annotations(id);
        let Some(held) = self.read(held, &version)? else {
            return Ok(());
        };
        let (Some(held), Some(fresh)) = (&held, fresh) else {
            let message = match (held.is_some(), fresh.is_some()) {
                (true, false) => "it is annotated, but its text gives no annotations",
                (false, true) => "it is not annotated, but its text gives annotations",
                _ => return Ok(()),
            };
            self.find("analysis", version, message.to_owned());
            return Ok(());
        };
        self.rows(
            "annotation",
            &version,
            "mention ",
            &held.mentions,
            &fresh.mentions,
        );
        self.rows(
            "annotation",
            &version,
            "place ",
            &held.places,
            &fresh.places,
        );
        self.rows(
            "annotation",
            &version,
            "quantity ",
            &held.quantities,
            &fresh.quantities,
        );
        self.rows(
            "annotation",
            &version,
            "quote ",
            &held.quotes,
            &fresh.quotes,
        );
        self.rows(
            "annotation",
            &version,
            "outlet ",
            &held.outlets,
            &fresh.outlets,
        );
        self.rows("analysis", &version, "frame ", &held.frames, &fresh.frames);
        self.rows("annotation", &version, "time ", &held.times, &fresh.times);
        self.rows("analysis", &version, "chain ", &held.chains, &fresh.chains);
        Ok(())
    }

    /// Compares the rows of a table that belong to a version, by kind and position.
    fn rows<T: PartialEq + std::fmt::Debug>(
        &mut self,
        table: &'static str,
        version: &str,
        kind: &str,
        held: &[T],
        fresh: &[T],
    ) {
        self.verification.ranges += held.len() as u64;
        for position in 0..held.len().max(fresh.len()) {
            let (held, fresh) = (held.get(position), fresh.get(position));
            if held != fresh {
                self.find(
                    table,
                    format!("{version}, position {kind}{position}"),
                    differs(&held, &fresh),
                );
            }
        }
    }

    /// Looks the words of every block up in the raw bytes, without the extractor.
    fn words(&mut self, held: &Article, stored: &StoredSource) {
        for (position, block) in held.blocks.iter().enumerate() {
            self.verification.ranges += 1;
            let words = block.range.slice(&held.text);
            let raw = SourceRange::slice(block.source, &stored.raw);
            let fault = match (words, raw) {
                (Some(words), Some(raw)) => words_fault(words, raw, &stored.charset),
                // The audit of ranges has told.
                _ => None,
            };
            if let Some(word) = fault {
                let row = format!("version {}, position {position}", held.version);
                let message =
                    format!("the word `{word}` does not stand in its place in the source bytes");
                self.find("block", row, message);
            }
        }
    }
}

fn differs<T: std::fmt::Debug>(held: &T, fresh: &T) -> String {
    format!("the row says {held:?}, but the stored bytes give {fresh:?}")
}

fn shown(version: Option<VersionId>) -> String {
    version.map_or("nothing".to_owned(), |version| version.to_string())
}

/// The link stage's view of an article.
fn linkable(article: &Article) -> Linkable {
    fn value<T: Clone>(stated: Option<&Stated<T>>) -> Option<T> {
        stated.map(|stated| stated.value.clone())
    }
    Linkable {
        id: article.id,
        headline: value(article.headline.as_ref()),
        text: Arc::from(article.text.as_str()),
        body: article.body().map(|block| block.range).collect(),
        published: value(article.published.as_ref()),
        outlet: value(article.outlet.as_ref()),
        language: value(article.language.as_ref()),
    }
}
