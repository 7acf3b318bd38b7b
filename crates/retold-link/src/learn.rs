//! What the training of the model of stories needs: `cargo xtask train stories`.

pub use crate::sheet::is_bare;
pub use crate::similarity::{EVIDENCE, Weights, modelled as score};

use retold_model::{Sheet, Stamp};

use crate::comparable::{Comparable, Probe};
use crate::sheet::Channel;
use crate::similarity;
use crate::story::{self, SAME_STORY, told_apart};
use crate::story_decisions::Bounds;

/// The evidence of two articles, by their sheets and times, in thousandths: of each channel the cosine, and 1 where both
/// have terms and share none; then the logarithm of the days between.
pub fn evidence(
    (one, published): (&Sheet, Option<Stamp>),
    (other, other_published): (&Sheet, Option<Stamp>),
) -> [i64; EVIDENCE] {
    let one = Comparable::of(one);
    similarity::evidence(
        &Probe::of(&one),
        &Comparable::of(other),
        (published, other_published),
    )
}

/// The names of the weights, in their order.
pub fn evidence_names() -> Vec<String> {
    Channel::ALL
        .iter()
        .flat_map(|channel| {
            [
                format!("{channel:?}, agree"),
                format!("{channel:?}, differ"),
            ]
        })
        .chain(["days between".to_owned(), "constant".to_owned()])
        .collect()
}

/// The stories of `count` articles by the scores of pairs, each pair once, the lower number first.
pub fn groups(count: usize, scores: &[(usize, usize, u32)]) -> Vec<Vec<usize>> {
    let mut around = vec![Vec::new(); count];
    for &(one, other, score) in scores {
        around[one].push((score, false));
        around[other].push((score, false));
    }
    let usual: Vec<u32> = { around.into_iter() }
        .map(|scores| story::usual(scores.into_iter()))
        .collect();
    let scores: Vec<(usize, usize, u32)> = { scores.iter() }
        .map(|&(one, other, score)| (one, other, told_apart(score, (usual[one], usual[other]))))
        .collect();
    story::groups(count, &scores, &Bounds::default(), SAME_STORY)
}
