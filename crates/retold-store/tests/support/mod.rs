//! Articles made by hand, and a link stage that knows words only.
#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(missing_docs, clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;

use retold_model::*;
use retold_store::{Derive, NewSource, Store};
use retold_text::fold::fold_word;
use retold_text::{SourceRange, TextRange, word::words};

/// A document whose bytes are `text`, found at `path` and fetched at `retrieved`.
pub(crate) fn document(path: &str, text: &str, retrieved: Option<&str>) -> SourceDocument {
    SourceDocument {
        location: Location {
            path: path.into(),
            ..Location::default()
        },
        form: Form::Text,
        charset: "utf-8".into(),
        media_type: "text/plain".into(),
        retrieved: retrieved.map(|stamp| stamp.parse().unwrap()),
        digest: Digest::of(text.as_bytes()),
        raw: text.as_bytes().into(),
        fields: vec![
            Field {
                name: FieldName::Outlet,
                value: "Harbour Post".into(),
                from: "flag".into(),
                source: None,
            },
            Field {
                name: FieldName::Headline,
                value: "x".into(),
                from: "json".into(),
                source: Some(SourceRange::new(0, 1)),
            },
        ],
        parts: Vec::new(),
    }
}

/// An article of `source` at `url`: the first paragraph is its headline, the others its body.
pub(crate) fn article(source: &SourceDocument, url: &str, modified: Option<&str>) -> Article {
    let text = String::from_utf8(source.raw.to_vec()).unwrap();
    let id = ArticleId::of_url(url);
    let mut blocks = Vec::new();
    let mut start = 0;
    for (i, part) in text.split("\n\n").enumerate() {
        let range = TextRange::of(start, start + part.len());
        let kind = if i == 0 {
            BlockKind::Headline
        } else {
            BlockKind::Paragraph
        };
        blocks.push(Block {
            kind,
            range,
            source: SourceRange::new(range.start(), range.end()),
        });
        start += part.len() + 2;
    }
    let stated = |value: &str, from: &str| {
        Some(Stated {
            value: value.to_owned(),
            from: from.to_owned(),
            source: None,
        })
    };
    Article {
        id,
        version: VersionId::of(id, &text),
        source: source.digest,
        outlet: stated("Harbour Post", "flag"),
        section: None,
        language: stated("en", "text"),
        published: Some(Stated {
            value: "2024-05-16T09:36+06:00".parse().unwrap(),
            from: "meta".into(),
            source: Some(SourceRange::new(0, 2)),
        }),
        modified: modified.map(|value| Stated {
            value: value.parse().unwrap(),
            from: "meta".into(),
            source: None,
        }),
        canonical_url: stated(url, "link"),
        image: None,
        headline: stated(blocks[0].range.slice(&text).unwrap(), "h1"),
        bylines: vec![Byline {
            kind: BylineKind::Agency,
            name: Stated {
                value: "Tidewater Agency".into(),
                from: "text".into(),
                source: Some(SourceRange::new(1, 3)),
            },
        }],
        dateline: Some(Dateline {
            range: TextRange::new(0, 2),
            place: Some("Quay".into()),
            date: None,
            agency: None,
        }),
        credits: vec![Credit {
            kind: CreditKind::With,
            names: vec!["A".into(), "B".into()],
            range: Some(TextRange::new(2, 4)),
            from: "text".into(),
        }],
        cuts: vec![Cut {
            source: SourceRange::new(0, 1),
            reason: CutReason::Teaser,
        }],
        blocks,
        text,
    }
}

pub(crate) fn derive() -> Derive {
    fn hashes(article: &Linkable) -> Vec<u64> {
        let mut hashes: Vec<u64> = words(&article.text)
            .map(|range| fold_word(range.slice(&article.text).unwrap()))
            .map(|word| {
                u64::from(u32::from_le_bytes(
                    Digest::of(word.as_bytes()).as_bytes()[..4]
                        .try_into()
                        .unwrap(),
                ))
            })
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
    Derive {
        fingerprints: |article| hashes(article).into_iter().map(Fingerprint).collect(),
        sheet: |article, annotations| Sheet {
            leading: hashes(article).into_iter().map(Term).collect(),
            channels: Vec::new(),
            embedding: annotations.and_then(|annotations| annotations.embedding.clone()),
        },
        senses: |article, _| {
            let chains = article.chains.iter().zip(0..);
            chains
                .map(|(chain, number)| ChainSense {
                    chain: number,
                    sense: sense(chain.kind, &chain.names[0].text),
                    keys: vec![NameKey(chain.names[0].text.to_lowercase())],
                    names: chain
                        .names
                        .iter()
                        .map(|name| Alias {
                            text: name.text.clone(),
                            mentions: 1,
                        })
                        .collect(),
                })
                .collect()
        },
    }
}

pub(crate) fn sense(kind: NameKind, name: &str) -> NameSense {
    NameSense {
        kind,
        name: name.to_lowercase(),
        facet: String::new(),
    }
}

pub(crate) fn hash(word: &str) -> u64 {
    u64::from(u32::from_le_bytes(
        Digest::of(word.as_bytes()).as_bytes()[..4]
            .try_into()
            .unwrap(),
    ))
}

/// A new base in a directory of its own.
pub(crate) fn base() -> (tempfile::TempDir, PathBuf, Store) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("retold.db");
    let store = Store::open(&path).unwrap();
    (directory, path, store)
}

/// Adds documents with their articles in one batch.
pub(crate) fn add(store: &mut Store, sources: &[(SourceDocument, Article)]) -> retold_store::Added {
    let mut batch = store.begin().unwrap();
    let new: Vec<NewSource<'_>> = sources
        .iter()
        .map(|(document, article)| NewSource {
            annotations: None,
            document,
            article: Some(article),
            read: &[],
            extracted: &[],
        })
        .collect();
    let added = batch.add(&new).unwrap();
    batch.settle(derive()).unwrap();
    batch.commit().unwrap();
    added
}
