//! All annotators over one article, each once, in the order in which they build on each other.

use retold_lang::Doc;
use retold_model::{Annotations, Article, BlockKind, Precision, Stamp};
use retold_text::TextRange;

use crate::chains::chains;
use crate::names::names;
use crate::quantities::times_and_quantities;
use crate::quotes::quotes;
use crate::times::times;

/// The parts of the article's text that are sentences or could be: what the language runtime is to analyse. Lines
/// that name writers or whose material it is are none.
pub fn prose(article: &Article) -> Vec<TextRange> {
    article
        .blocks
        .iter()
        .filter(|block| {
            !matches!(
                block.kind,
                BlockKind::Byline | BlockKind::Dateline | BlockKind::Credit
            )
        })
        .map(|block| block.range)
        .collect()
}

/// What stands in `article`. `doc` is the analysis of its text in the parts that [`prose`] gives.
pub fn annotate(article: &Article, doc: &Doc) -> Annotations {
    let blocks = prose(article);
    let (times, quantities) = times_and_quantities(&article.text, &blocks, anchor(article));
    let mentions = names(doc, &blocks);
    Annotations {
        chains: chains(doc, &blocks, &mentions),
        mentions,
        times,
        quantities,
        quotes: quotes(doc, &blocks),
    }
}

/// Days by which a dateline may come before the publication; what is further apart is another year or a slip.
const DATELINE_DAYS: i64 = 7;

/// What the times of the article are counted from: the day of its dateline, else when it was published.
fn anchor(article: &Article) -> Option<Stamp> {
    let published = article.published.as_ref().map(|stated| stated.value)?;
    let day = article
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date.as_deref())
        .and_then(|date| {
            let whole = TextRange::of(0, date.len());
            let day = times(date, &[whole], Some(published))
                .pop()?
                .edtf?
                .parse::<Stamp>()
                .ok()?;
            let earlier = published.date().since(day.date()).ok()?.get_days();
            (day.precision() == Precision::Day && (0..=DATELINE_DAYS).contains(&i64::from(earlier)))
                .then_some(day)
        });
    Some(day.unwrap_or(published))
}
