//! Who copied whom, jointly for all articles that share text.

mod arborescence;
mod bits;
mod comparison;
mod descent;
mod dispatch;
mod family;
mod witness;

use retold_model::{ArticleFacts, ArticleId, Passage};

/// Debug: parents.
pub fn debug_parents(
    articles: &[ArticleFacts],
    passages: &[Passage],
) -> Vec<(ArticleId, Vec<Result<ArticleId, String>>)> {
    let family = family::Family::new(articles, passages);
    let mut out = Vec::new();
    for members in family.components() {
        let d = dispatch::Dispatches::new(&family, &members);
        let de = descent::Descent::new(&family, &d, &members);
        for (c, ps) in &de.parents {
            out.push((
                family.id(*c),
                ps.iter()
                    .map(|p| match p.from {
                        descent::From::Article(a) => Ok(family.id(a)),
                        descent::From::Dispatch(x) => Err(d.missing[x].to_string()),
                    })
                    .collect(),
            ));
        }
    }
    out
}
