//! Groups of articles that carry mostly the same text.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, ArticleKey, LinkIndex, LinkIndexError, PassageKind, ReprintGroup};

use crate::body::Body;

/// Percent of the words of a body that must stand in another one for the two to be reprints.
const MOSTLY: u32 = 50;

/// The groups of reprints that hold any of `articles`, by their first article.
///
/// Two articles are reprints if most of the shorter body stands in the other one as reporting; groups are what is
/// connected so. A function of the stored passages: it reads those of the groups and nothing else.
///
/// # Errors
///
/// Where the base can not be read.
pub fn reprint_groups(
    index: &dyn LinkIndex,
    articles: &[ArticleKey],
) -> Result<Vec<ReprintGroup>, LinkIndexError> {
    let mut seen = BTreeSet::new();
    let mut words = BTreeMap::new();
    let mut result = Vec::new();
    for &start in articles {
        let mut group = Vec::new();
        let mut waiting = vec![start];
        while let Some(key) = waiting.pop() {
            if !seen.insert(key) {
                continue;
            }
            group.push(index.stub(key)?.id);
            waiting.extend(reprints(index, key, &mut words)?);
        }
        if group.len() > 1 {
            group.sort_unstable();
            result.push(ReprintGroup { articles: group });
        }
    }
    result.sort_unstable();
    Ok(result)
}

/// The articles that are reprints of the one at `key`, or it of them.
fn reprints(
    index: &dyn LinkIndex,
    key: ArticleKey,
    words: &mut BTreeMap<ArticleKey, u32>,
) -> Result<Vec<ArticleKey>, LinkIndexError> {
    let id = index.stub(key)?.id;
    let mut matched: BTreeMap<ArticleId, u32> = BTreeMap::new();
    for passage in index.passages(key)? {
        if passage.kind == PassageKind::Report {
            let (first, second) = (passage.first.article, passage.second.article);
            *matched
                .entry(if first == id { second } else { first })
                .or_default() += passage.matched_words;
        }
    }
    let mut length = |key: ArticleKey| -> Result<u32, LinkIndexError> {
        if let Some(&length) = words.get(&key) {
            return Ok(length);
        }
        let length =
            u32::try_from(Body::of(&*index.linkable(key)?).len()).expect("texts are below 4 GiB");
        words.insert(key, length);
        Ok(length)
    };
    let mut result = Vec::new();
    for (other, matched) in matched {
        if let Some(other) = index.key(other)?
            && matched * 100 >= length(key)?.min(length(other)?) * MOSTLY
        {
            result.push(other);
        }
    }
    Ok(result)
}
