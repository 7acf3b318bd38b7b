//! All annotators over one article, each once, in the order in which they build on each other.

use retold_lang::Doc;
use retold_model::{
    Annotations, Article, BlockKind, Mention, PlaceFeature, PlaceReading, Precision, Quote,
    QuoteGround, QuoteKind, Stamp,
};
use retold_text::TextRange;

use crate::chains;
use crate::frames;
use crate::names::names;
use crate::outlets::source_outlets;
use crate::places::{ArticleContext, places};
use crate::quantities::times_and_quantities;
use crate::quotes::quotes;
use crate::speakers::name_speakers;
use crate::syntax::Tree;
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
    let tree = Tree::new(doc, &blocks);
    let chains = chains::in_tree(tree.clone(), &mentions);
    let mut quotes = quotes(doc, &blocks);
    if let Some(dateline) = &article.dateline {
        leave_dateline(&article.text, dateline.range, &mut quotes);
    }
    name_speakers(&article.text, &mut quotes, &chains);
    let places = places(doc, &mentions, &ArticleContext::of(article));
    drop_labels(&article.text, &mentions, &places, &mut quotes);
    Annotations {
        outlets: source_outlets(&article.text, &blocks, &mentions, &quotes),
        frames: frames::in_tree(tree, &mentions, &times, &quantities, &quotes),
        places,
        mentions,
        chains,
        times,
        quantities,
        quotes,
        embedding: None,
    }
}

/// What a report opens with nobody said: "KARVINA, May 3 — The bridge fell, police said."
fn leave_dateline(text: &str, dateline: TextRange, quotes: &mut Vec<Quote>) {
    let behind = &text[dateline.end() as usize..];
    let start = text.len() - behind.trim_start().len();
    for quote in quotes.iter_mut() {
        quote.content.retain_mut(|part| {
            if part.start() >= dateline.start() && part.start() < dateline.end() {
                let end = part.end() as usize;
                *part = TextRange::of(start.min(end), end);
            }
            !part.is_empty()
        });
    }
    quotes.retain(|quote| !quote.content.is_empty());
}

/// Nouns of what tells something and is nobody.
const TELLING: &[&str] = &[
    "data",
    "documents",
    "family",
    "poll",
    "record",
    "records",
    "report",
    "reports",
    "sources",
    "study",
];

/// Drops what stands behind a label and a colon as if the label said it: "Ashford: Two held after fire", "Sweetener: any syrup will
/// do". States and capitals do speak, and so do people and bodies.
fn drop_labels(text: &str, mentions: &[Mention], places: &[PlaceReading], quotes: &mut Vec<Quote>) {
    let speaks = |feature: PlaceFeature| {
        matches!(
            feature,
            PlaceFeature::Country | PlaceFeature::Capital | PlaceFeature::Continent
        )
    };
    quotes.retain(|quote| {
        let Some((speaker, cue)) = quote.speaker.zip(quote.cue) else {
            return true;
        };
        let label = quote.kind == QuoteKind::Indirect
            && quote.ground == QuoteGround::Tagger
            && cue.slice(text) == Some(":");
        if !label {
            return true;
        }
        if let Some(place) = places.iter().find(|place| place.range == speaker) {
            return speaks(place.place.feature);
        }
        let words = speaker.slice(text).unwrap_or_default().to_lowercase();
        let last = words.rsplit(' ').next().unwrap_or_default();
        let named = mentions.iter().any(|mention| {
            mention
                .range
                .intersect(speaker)
                .is_some_and(|both| !both.is_empty())
        });
        named || TELLING.contains(&last) || chains::calls_speakers(last)
    });
}

/// Days by which a dateline may come before the publication; what is further apart is another year or a slip.
const DATELINE_DAYS: i32 = 7;

/// What the times of the article are counted from: the day of its dateline, else when it was published.
fn anchor(article: &Article) -> Option<Stamp> {
    let published = article.published.as_ref().map(|stated| stated.value)?;
    let date = article
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date.as_deref());
    Some(
        date.and_then(|date| dateline_day(date, published))
            .unwrap_or(published),
    )
}

fn dateline_day(date: &str, published: Stamp) -> Option<Stamp> {
    let whole = TextRange::of(0, date.len());
    let found = times(date, &[whole], Some(published)).pop()?;
    let day: Stamp = found.edtf?.parse().ok()?;
    let earlier = published.date().since(day.date()).ok()?.get_days();
    let is_near = (0..=DATELINE_DAYS).contains(&earlier);
    (day.precision() == Precision::Day && is_near).then_some(day)
}

#[cfg(test)]
mod tests {
    use retold_model::{NameKind, QuoteStance};

    use super::*;
    use crate::places::locate;

    fn quote(start: usize, end: usize) -> Quote {
        Quote {
            content: vec![TextRange::of(start, end)],
            kind: QuoteKind::Indirect,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: None,
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: Vec::new(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 90,
        }
    }

    #[test]
    fn a_label_before_a_colon_says_nothing() {
        let labelled = |text: &str| {
            let colon = text.find(':').unwrap();
            let speaker = TextRange::of(0, colon);
            let places = locate(
                text,
                &[(speaker, NameKind::Place)],
                &ArticleContext::default(),
            );
            let mut quotes = vec![Quote {
                cue: Some(TextRange::of(colon, colon + 1)),
                speaker: Some(speaker),
                ..quote(colon + 2, text.len())
            }];
            drop_labels(text, &[], &places, &mut quotes);
            quotes.is_empty()
        };
        assert!(labelled("Sweetener: Any syrup will do"));
        assert!(!labelled("Authorities: Two held after fire"));
        assert!(labelled("Liverpool: Two held after fire"));
        assert!(!labelled("Moscow: Talks were no use"));
        assert!(!labelled("Iran: Talks were no use"));
    }

    #[test]
    fn a_dateline_is_nobodys_words() {
        let text = "KARVINA, May 3 — The bridge fell, police said. It was old.";
        let bridge = text.find("The bridge").unwrap();
        let end = bridge + "The bridge fell".len();
        let mut quotes = vec![quote(0, end), quote(bridge, end), quote(0, 7)];
        leave_dateline(text, TextRange::of(0, bridge - 1), &mut quotes);
        assert_eq!(quotes, [quote(bridge, end), quote(bridge, end)]);
    }

    #[test]
    fn the_day_of_a_dateline_counts_where_it_is_near_the_publication() {
        let published: Stamp = "2024-05-17T02:10+00:00".parse().unwrap();
        let day = |date| dateline_day(date, published).map(|stamp| stamp.to_string());
        assert_eq!(day("May 16"), Some("2024-05-16".to_owned()));
        assert_eq!(day("May 18"), None);
        assert_eq!(day("January 3"), None);
        assert_eq!(day("Updated"), None);
    }
}
