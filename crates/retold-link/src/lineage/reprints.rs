//! Groups of reprints, by their roots.

use std::collections::BTreeMap;

use retold_model::{ArticleId, Lineage, ReprintGroup, Source};

/// Per cent of a body that must come from one root.
const MOSTLY: u8 = 50;

/// The groups of articles that have half of their body at least from one root, by their first article.
///
/// An article made of two agencies' texts is in the group of the first, if both give half. A function of the lineages alone;
/// where those of a component are given again, so are its groups, and no others.
pub fn groups_of_reprints(lineages: &[Lineage]) -> Vec<ReprintGroup> {
    let mut groups: BTreeMap<&Source, Vec<ArticleId>> = BTreeMap::new();
    for lineage in lineages {
        // Roots come with the greatest share first.
        if let Some(root) = lineage.roots.first().filter(|root| root.share >= MOSTLY) {
            groups.entry(&root.root).or_default().push(lineage.article);
        }
    }
    let mut result: Vec<ReprintGroup> = groups
        .into_values()
        .filter(|articles| articles.len() > 1)
        .map(|mut articles| {
            articles.sort_unstable();
            ReprintGroup { articles }
        })
        .collect();
    result.sort_unstable();
    result
}
