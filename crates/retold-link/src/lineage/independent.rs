//! Independent reports: how many roots some articles have.

use std::collections::BTreeMap;

use retold_model::{ArticleId, Carrier, IndependentReport, Lineage, Source};

/// Per cent of a body that a root must give to count: a fifth.
const LEAST_SHARE: u8 = 20;

/// The reports that `lineages` carry, by root; each counts once, however many articles carry it.
///
/// A root counts if it gives at least a fifth of one of the bodies. Articles whose parents are not among `lineages` are
/// counted with the roots that their lineage states, so the numbers of parts of a story can be told, too.
pub fn independent_reports(lineages: &[Lineage]) -> Vec<IndependentReport> {
    let by_id: BTreeMap<ArticleId, &Lineage> = lineages
        .iter()
        .map(|lineage| (lineage.article, lineage))
        .collect();
    let mut reports: BTreeMap<&Source, Vec<Carrier>> = BTreeMap::new();
    for lineage in by_id.values() {
        for share in lineage
            .roots
            .iter()
            .filter(|root| root.share >= LEAST_SHARE)
        {
            reports.entry(&share.root).or_default().push(Carrier {
                article: lineage.article,
                share: share.share,
                path: path(&by_id, lineage, &share.root),
            });
        }
    }
    reports
        .into_iter()
        .map(|(root, articles)| IndependentReport {
            root: root.clone(),
            articles,
        })
        .collect()
}

/// The way from an article to a root: the shortest over its edges, the strongest first where two are as short.
fn path(by_id: &BTreeMap<ArticleId, &Lineage>, from: &Lineage, root: &Source) -> Vec<Source> {
    if *root == Source::Article(from.article) {
        return Vec::new();
    }
    let mut ways: Vec<(Source, Option<usize>)> = Vec::new();
    let mut at = None;
    let mut current = from;
    loop {
        for edge in &current.edges {
            let known = ways.iter().any(|(source, _)| *source == edge.parent);
            if !known {
                ways.push((edge.parent.clone(), at));
                if edge.parent == *root {
                    let mut path = Vec::new();
                    let mut step = Some(ways.len() - 1);
                    while let Some(place) = step {
                        path.push(ways[place].0.clone());
                        step = ways[place].1;
                    }
                    path.reverse();
                    return path;
                }
            }
        }
        // The next article that was reached and not yet left.
        let mut next = at.map_or(0, |place: usize| place + 1);
        current = loop {
            let Some((source, _)) = ways.get(next) else {
                // The way leads over articles that were not asked about.
                return vec![root.clone()];
            };
            if let Some(lineage) = source.article().and_then(|id| by_id.get(&id)) {
                break lineage;
            }
            next += 1;
        };
        at = Some(next);
    }
}
