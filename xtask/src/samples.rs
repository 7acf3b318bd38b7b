//! Five real reports of one event: what Retold makes of them, against the record pinned after reading both side by side.
//!
//! `eval/samples.json` holds the expected record of each: facts, and ranges of the source's bytes, no text, for the texts
//! belong to their publishers. Every word of a source lies in a block or in a cut, and the five are one story.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use retold_extract::extract;
use retold_link::MemoryIndex;
use retold_model::{Article, BylineKind, Linkable, SourceDocument};
use retold_read::{Input, Known, Limits, Read, read};
use retold_text::SourceRange;
use serde::{Deserialize, Serialize};

use crate::{root, say};

/// What is expected of one source.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// File name.
    file: String,
    /// BLAKE3 of the record.
    digest: String,
    published: Option<String>,
    modified: Option<String>,
    outlet: Option<String>,
    /// Bytes of the headline, where there is one.
    headline: Option<SourceRange>,
    /// Kinds of the bylines.
    bylines: Vec<BylineKind>,
    /// Place, date, agency of the dateline.
    dateline: Option<[Option<String>; 3]>,
    /// Kinds and names of the credits.
    credits: Vec<(String, Vec<String>)>,
    /// Kinds and bytes of the blocks.
    blocks: Vec<(String, SourceRange)>,
    /// Reasons and bytes of what was cut.
    cuts: Vec<(String, SourceRange)>,
}

/// Where the samples lie.
pub(crate) fn folder() -> PathBuf {
    root().join("../shared/samples")
}

fn pinned() -> PathBuf {
    root().join("eval/samples.json")
}

/// Whether Retold makes of the samples what is expected. With `write` the expectation is written anew: read the
/// difference line by line before you keep it.
pub(crate) fn run(write: bool) -> Result<bool> {
    let documents: Vec<SourceDocument> = read(
        &[Input::Path(folder())],
        &Known::default(),
        None,
        &Limits::default(),
    )
    .filter_map(|read| match read {
        Read::Document(document) => Some(document),
        Read::Diagnostic(_) => None,
    })
    .collect();
    let mut found = Vec::new();
    let mut linkables = Vec::new();
    let mut whole = true;
    for document in &documents {
        let article = extract(document)
            .article
            .with_context(|| format!("no article in `{}`", document.location.path))?;
        if let Some(lost) = first_lost_word(document, &article) {
            say(&format!(
                "`{}`: the word at byte {lost} is in no block and in no cut",
                document.location.path
            ));
            whole = false;
        }
        linkables.push(Linkable::of(&article));
        found.push(record(document, &article)?);
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    if write {
        let text = serde_json::to_string_pretty(&found)?;
        std::fs::write(pinned(), text + "\n").context("could not write the expectation")?;
    }
    let expected: Vec<Expected> = serde_json::from_slice(
        &std::fs::read(pinned()).context("could not read `eval/samples.json`")?,
    )?;
    let same = found == expected;
    for (found, expected) in found
        .iter()
        .zip(&expected)
        .filter(|(found, expected)| found != expected)
    {
        say(&format!("found    {}", serde_json::to_string(found)?));
        say(&format!("expected {}", serde_json::to_string(expected)?));
    }
    let mut base = MemoryIndex::new();
    base.change(&[], linkables)?;
    let stories: Vec<usize> = base.stories().map(|story| story.articles.len()).collect();
    say(&format!(
        "{} sources, articles by story: {stories:?}, {}",
        documents.len(),
        if same {
            "all as expected"
        } else {
            "not as expected"
        }
    ));
    Ok(same && whole && stories == [5])
}

fn record(document: &SourceDocument, article: &Article) -> Result<Expected> {
    let path = PathBuf::from(&document.location.path);
    Ok(Expected {
        file: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        digest: document.digest.to_string(),
        published: article
            .published
            .as_ref()
            .map(|stated| stated.value.to_string()),
        modified: article
            .modified
            .as_ref()
            .map(|stated| stated.value.to_string()),
        outlet: article.outlet.as_ref().map(|stated| stated.value.clone()),
        headline: article.headline.as_ref().and_then(|stated| stated.source),
        bylines: article.bylines.iter().map(|byline| byline.kind).collect(),
        dateline: article
            .dateline
            .as_ref()
            .map(|line| [line.place.clone(), line.date.clone(), line.agency.clone()]),
        credits: article
            .credits
            .iter()
            .map(|credit| Ok((name(&credit.kind)?, credit.names.clone())))
            .collect::<Result<_>>()?,
        blocks: article
            .blocks
            .iter()
            .map(|block| Ok((name(&block.kind)?, block.source)))
            .collect::<Result<_>>()?,
        cuts: article
            .cuts
            .iter()
            .map(|cut| Ok((name(&cut.reason)?, cut.source)))
            .collect::<Result<_>>()?,
    })
}

/// The first word of a text source that is neither in a block nor in a cut; other forms hold more than their text.
fn first_lost_word(document: &SourceDocument, article: &Article) -> Option<u32> {
    if document.form != retold_model::Form::Text {
        return None;
    }
    let text = std::str::from_utf8(&document.raw).ok()?;
    let mut kept: Vec<SourceRange> = article
        .blocks
        .iter()
        .map(|block| block.source)
        .chain(article.cuts.iter().map(|cut| cut.source))
        .collect();
    kept.sort_unstable();
    let lost = |range: &retold_text::TextRange| {
        !kept
            .iter()
            .any(|kept| kept.start() <= range.start() && range.end() <= kept.end())
    };
    retold_text::word::words(text)
        .find(lost)
        .map(retold_text::TextRange::start)
}

/// A kind by the name that it is stored under.
fn name(kind: &impl Serialize) -> Result<String> {
    let value = serde_json::to_value(kind)?;
    value
        .as_str()
        .map(str::to_owned)
        .context("expected a kind to be stored as its name")
}
