//! What a story is called, and when it was told.

use retold_model::{ArticleStub, Story, StoryId};

/// The story of `articles`, with the sum of each one's similarities to the others.
///
/// # Panics
///
/// If there is none.
pub(crate) fn story(mut articles: Vec<(ArticleStub, u64)>) -> Story {
    articles.sort_unstable_by_key(|(stub, _)| (stub.published.is_none(), stub.published, stub.id));
    let published = || articles.iter().filter_map(|(stub, _)| stub.published);
    let centre = articles.iter().map(|&(_, near)| near).max().unwrap_or(0);
    let titled = |(stub, _): &&(ArticleStub, u64)| stub.headline.is_some();
    let central = |&&(_, near): &&(ArticleStub, u64)| near * 10 >= centre * CENTRAL;
    let plain = |(stub, _): &&(ArticleStub, u64)| !stub.headline.as_deref().is_some_and(promotes);
    let mut of_centre = articles.iter().filter(titled).filter(central);
    let headline = of_centre
        .clone()
        .find(plain)
        .or_else(|| of_centre.next())
        .or_else(|| articles.iter().find(titled))
        .and_then(|(stub, _)| stub.headline.clone());
    Story {
        id: StoryId::of(articles[0].0.id),
        headline,
        first: published().min(),
        last: published().max(),
        articles: articles.iter().map(|(stub, _)| stub.id).collect(),
    }
}

/// Whether a headline asks to be read rather than tells what happened: it asks, it shouts, or it names what kind of piece
/// it stands above.
fn promotes(headline: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "analysis",
        "exclusive",
        "explained",
        "explainer",
        "gallery",
        "here",
        "how",
        "listen",
        "live",
        "opinion",
        "photos",
        "pictures",
        "podcast",
        "quiz",
        "video",
        "watch",
        "what",
        "why",
    ];
    let opening = headline
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty());
    let opening = opening.unwrap_or_default().to_lowercase();
    headline.contains(['?', '!']) || OPENINGS.contains(&opening.as_str())
}

/// Tenths of the greatest nearness that make an article central: of those the earliest lends its headline.
const CENTRAL: u64 = 9;

#[cfg(test)]
mod tests {
    use retold_model::ArticleId;

    use super::*;

    #[test]
    fn the_headline_tells_rather_than_promotes() {
        let article = |published: &str, headline: &str, near| {
            let stub = ArticleStub {
                id: ArticleId::of_url(headline),
                headline: Some(headline.to_owned()),
                published: published.parse().ok(),
                outlet: None,
            };
            (stub, near)
        };
        let titled = |articles: &[(ArticleStub, u64)]| story(articles.to_vec()).headline;
        let watch = article("2024-05-16", "WATCH: Ferry sinks off Sorre", 100);
        let asks = article("2024-05-16", "Why did the ferry sink?", 100);
        let tells = article("2024-05-17", "Ferry sinks off Sorre", 95);
        let far = article("2024-05-15", "Ferry company fined", 20);
        let all = [watch.clone(), asks, tells, far.clone()];
        assert_eq!(titled(&all).as_deref(), Some("Ferry sinks off Sorre"));
        let promoting = [watch, far];
        assert_eq!(
            titled(&promoting).as_deref(),
            Some("WATCH: Ferry sinks off Sorre")
        );
    }
}
