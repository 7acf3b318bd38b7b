//! What an article is called by: its headline, or where it states none, the words that open it.

use crate::article_record::ArticleRecord;
use crate::dossier::Dossier;
use crate::wrap::shorten;

/// What stands where there is no headline.
pub(crate) const NO_HEADLINE: &str = "(no headline)";

/// Columns of the words that open a text.
const OPENING_COLUMNS: usize = 60;

/// The headline, or `(no headline) “The bridge at Ashford fell on…”`: of ten articles without one nobody could tell which is
/// which.
pub(crate) fn headline_or_opening(article: &ArticleRecord) -> String {
    match &article.headline {
        Some(headline) => headline.value.clone(),
        None => opening_words(&article.text),
    }
}

/// The headline that stands for a story, or how its first article opens.
pub(crate) fn story_headline(dossier: &Dossier) -> String {
    match (&dossier.story.headline, dossier.articles.first()) {
        (Some(headline), _) => headline.clone(),
        (None, Some(first)) => opening_words(&first.text),
        (None, None) => NO_HEADLINE.to_owned(),
    }
}

/// How an article is called that states no headline: by the words that open its text.
///
/// ```
/// use retold_report::opening_words;
/// assert_eq!(opening_words("The bridge\nfell.\n\nNobody was hurt."), "(no headline) “The bridge fell. Nobody was hurt.”");
/// assert_eq!(opening_words(" \n"), "(no headline)");
/// ```
pub fn opening_words(text: &str) -> String {
    // White space is folded: more than this cannot be shown.
    let begin: String = text.chars().take(8 * OPENING_COLUMNS).collect();
    match retold_text::fold::fold_space(&begin).as_str() {
        "" => NO_HEADLINE.to_owned(),
        words => format!("{NO_HEADLINE} “{}”", shorten(words, OPENING_COLUMNS)),
    }
}
