//! Comparing the reports of made-up stories.

#![allow(dead_code, reason = "each file of tests asks for a part of it")]
#![expect(
    clippy::unwrap_used,
    reason = "ranges of what was found lie in the texts"
)]

use std::collections::BTreeMap;

use retold_link::claims::claims;
use retold_model::{Annotations, ArticleId, ClaimKind, Claims, EntityId, Report, Statement};

/// The ids of so many reports.
pub(crate) fn ids(count: usize) -> Vec<ArticleId> {
    (0..count)
        .map(|at| ArticleId::of_url(&format!("https://{at}.example")))
        .collect()
}

/// What the reports state, each a text with what was read in it, by [`ids`]; each is one of its own. Their chains are the `entities`.
pub(crate) fn compared(told: &[(&str, Annotations)], entities: &BTreeMap<u32, EntityId>) -> Claims {
    let reports: Vec<Report<'_>> = { told.iter().zip(ids(told.len())) }
        .map(|((text, annotations), id)| Report {
            id,
            text,
            published: None,
            outlet: None,
            annotations,
            entities,
        })
        .collect();
    claims(&reports, &|statements: &[Statement]| statements.len())
}

/// The kinds of the discrepancies, each with the first words of its values, in alphabetical order.
pub(crate) fn differing<'t>(
    told: &[(&'t str, Annotations)],
    entities: &BTreeMap<u32, EntityId>,
) -> Vec<(ClaimKind, Vec<&'t str>)> {
    let ids = ids(told.len());
    let words = |statement: &Statement| {
        let at = ids.iter().position(|id| *id == statement.article).unwrap();
        statement.words.slice(told[at].0).unwrap()
    };
    let found = compared(told, entities);
    { found.discrepancies.iter() }
        .map(|discrepancy| {
            let mut values: Vec<&str> = { discrepancy.values.iter() }
                .map(|value| words(&value.statements[0]))
                .collect();
            values.sort_unstable();
            (discrepancy.kind, values)
        })
        .collect()
}
