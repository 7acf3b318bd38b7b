//! All links of a base, to be compared with those of another.
#![allow(dead_code, reason = "not every test asks for all of it")]

use retold_link::{MemoryIndex, groups_of_reprints, lineage};
use retold_model::{
    ArticleFacts, Lineage, LinkIndex as _, Linkable, Passage, ReprintGroup, Similarity, Story,
};

pub(crate) type Links = (Vec<Passage>, Vec<Similarity>, Vec<Story>, Vec<ReprintGroup>);

pub(crate) fn links(base: &MemoryIndex) -> Links {
    (
        base.all_passages().cloned().collect(),
        base.all_similarities().collect(),
        base.stories().cloned().collect(),
        groups_of_reprints(&lineages(base)),
    )
}

/// The lineages of all articles, of which nothing is known but their text and day.
pub(crate) fn lineages(base: &MemoryIndex) -> Vec<Lineage> {
    let facts: Vec<ArticleFacts> = { base.article_keys().into_iter() }
        .map(|key| ArticleFacts {
            linkable: base.linkable(key).unwrap(),
            modified: None,
            retrieved: None,
            canonical_url: None,
            bylines: Vec::new(),
            dateline: None,
            credits: Vec::new(),
        })
        .collect();
    let passages: Vec<Passage> = base.all_passages().cloned().collect();
    lineage(&facts, &passages, &[])
}

pub(crate) fn at_once(articles: &[Linkable]) -> Links {
    let mut base = MemoryIndex::new();
    base.change(&[], articles.to_vec()).unwrap();
    links(&base)
}
