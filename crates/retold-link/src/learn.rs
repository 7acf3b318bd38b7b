//! What the training of the model of stories needs: `cargo xtask train stories`.

pub use crate::sheet::is_bare;
pub use crate::similarity::{EVIDENCE, Evidence, Models, Weights, modelled as score};

use std::rc::Rc;

use retold_model::{LinkIndexError, Sheet, SimilarityKind, Stamp};

use crate::comparable::{Comparable, Probe};
use crate::sheet::Channel;
use crate::similarity::{self, Look};
use crate::story_groups::{Articles, Groups, Near, Surrounding};

/// The evidence of two articles, by their sheets and times; `None` of short ones that mean other things, which are not compared.
pub fn evidence(
    (one, published): (&Sheet, Option<Stamp>),
    (other, other_published): (&Sheet, Option<Stamp>),
) -> Option<Evidence> {
    let (one, other) = (Comparable::of(one), Comparable::of(other));
    let are_short = one.embedding.is_some() && other.embedding.is_some();
    let probe = Probe::of(&one);
    let look = Look::at(&probe, &other);
    let is_compared = !are_short || !matches!(look, Look::Far);
    is_compared.then(|| similarity::evidence(look, &probe, &other, (published, other_published)))
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
        .chain(["days between", "meaning", "constant"].map(str::to_owned))
        .collect()
}

/// The stories of `count` articles by the scores of pairs, each pair once, the lower number first.
pub fn groups(count: usize, scores: &[(usize, usize, u32)]) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<Near<usize>>> = vec![Vec::new(); count];
    for &(one, other, score) in scores {
        for (article, other) in [(one, other), (other, one)] {
            let kind = SimilarityKind::Reports;
            near[article].push(Near { other, score, kind });
        }
    }
    let around = near.into_iter().map(|near| Rc::new(Surrounding::of(near)));
    let mut articles = Undecided(around.collect());
    let mut groups = Groups::new();
    let found = (0..count).filter_map(|article| {
        let group = groups.find(article, &mut articles);
        group.expect("memory can always be read")
    });
    found.collect()
}

/// Articles of which all is known, and nothing was decided.
struct Undecided(Vec<Rc<Surrounding<usize>>>);

impl Articles<usize> for Undecided {
    fn around(&mut self, article: usize) -> Result<Rc<Surrounding<usize>>, LinkIndexError> {
        Ok(Rc::clone(&self.0[article]))
    }

    fn tied(&self, _: usize) -> Result<Vec<usize>, LinkIndexError> {
        Ok(Vec::new())
    }

    fn are_apart(&self, _: usize, _: usize) -> bool {
        false
    }
}
