//! Who copied whom, jointly for all articles that share text.
//!
//! The articles of a component (joined by shared passages) are witnesses of a text, as manuscripts are. For each, every
//! other that shares text is a possible parent, and so is each agency whose dispatch is not in the collection but is
//! credited by those who carry it. What it costs to tell a child's text from a parent's is counted in bits: new words are
//! dear, cuts from the bottom are cheap, and what two texts share against all others (a typing error, a changed word, a
//! headline, where paragraphs begin) need not be told twice. Credits and times add their bits, times few, as one in ten
//! is wrong. Then one parent for each article is chosen for all of them together, so that the whole family is told in
//! the fewest bits (the cheapest arborescence of Chu-Liu and Edmonds), and further parents for what the first does not
//! give.
//!
//! What cannot be told: between two parents with the same text and no other trace, the choice is a guess, and the
//! confidence says so. An edge that could as well be turned has its direction unknown.

mod arborescence;
mod bits;
mod comparison;
mod descent;
mod dispatch;
mod family;
mod grounds;
mod independent;
mod named;
mod record;
mod reprints;
mod statement_root;
mod witness;

use retold_model::{ArticleFacts, Decided, Lineage, LineageDecision, Passage};

use descent::Descent;
use dispatch::Dispatches;
use family::Family;
use record::Records;

pub use independent::independent_reports;
pub use reprints::groups_of_reprints;
pub use statement_root::{count_roots, root_of};

/// The lineage of each of `articles`, by id.
///
/// `articles` are one component or several: all that share reporting with one of them, directly or over others.
/// `passages` are those between them, as the link stage stores them; others are left out. `decisions` are those in force,
/// by number: one between two articles that share nothing says nothing. The result is a function of the three, and the
/// lineage of an article of its component alone: where passages, facts or decisions of a component change, its articles
/// are to be given again, and no others.
///
/// The cost is linear in the passages, but for articles with more than 64 possible parents, whose worst are not weighed.
pub fn lineage(
    articles: &[ArticleFacts],
    passages: &[Passage],
    decisions: &[Decided<LineageDecision>],
) -> Vec<Lineage> {
    let family = Family::new(articles, passages, decisions);
    let mut result = Vec::with_capacity(articles.len());
    for members in family.components() {
        let mut dispatches = Dispatches::new(&family, &members);
        let mut descent = Descent::new(&family, &dispatches, &members);
        let common = descent.common_sources(&family, &dispatches, &members);
        if !common.is_empty() {
            for sentences in common {
                dispatches.add_unnamed(&sentences);
            }
            descent = Descent::new(&family, &dispatches, &members);
        }
        let records = Records {
            family: &family,
            dispatches: &dispatches,
            descent: &descent,
        };
        result.extend(records.all(&members));
    }
    result.sort_by_key(|lineage| lineage.article);
    result
}
