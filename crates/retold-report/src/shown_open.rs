//! What could not be told, in words.

use std::collections::BTreeMap;

use crate::dossier::Dossier;
use crate::open_record::OpenRecord;
use crate::shown_comparison::listed;

/// What is said of the count of independent reports.
pub(crate) const INDEPENDENT: &str = "An agency’s dispatch counts as one independent report, however many articles \
    carry it; what an article adds of its own counts as another.";

/// Words that are shown of each kind.
const SHOWN_WORDS: usize = 12;

/// A kind of thing that could not be told, in a line.
pub(crate) struct OpenLine {
    /// What, how often, and in which articles.
    pub(crate) title: String,
    /// The words that are left open.
    pub(crate) words: String,
}

pub(crate) fn lines(dossier: &Dossier) -> Vec<OpenLine> {
    { dossier.open.iter() }
        .map(|record| OpenLine {
            title: title(dossier, record),
            words: words(dossier, record),
        })
        .collect()
}

fn title(dossier: &Dossier, record: &OpenRecord) -> String {
    let count = record.count;
    let (one, many) = match record.kind.as_str() {
        "not-annotated" => (
            "article without names, quotes, times and claims, for want of a language model",
            "articles without names, quotes, times and claims, for want of a language model",
        ),
        "no-publication-time" => (
            "article states no time of publication",
            "articles state no time of publication",
        ),
        "no-outlet" => (
            "article does not say which outlet carried it",
            "articles do not say which outlet carried them",
        ),
        "headline-alone" => (
            "article of which only the headline is known: whose report it is stays open, and it counts as none",
            "articles of which only the headline is known: whose reports they are stays open, and they count as none",
        ),
        "time-left-open" => (
            "time expression that no date could be counted for",
            "time expressions that no date could be counted for",
        ),
        "no-speaker" => ("quote without a speaker", "quotes without a speaker"),
        "speaker-without-name" => (
            "quote whose speaker has no name in the article",
            "quotes whose speakers have no name in the article",
        ),
        "place-not-found" => (
            "name of a place that is in no gazetteer",
            "names of places that are in no gazetteer",
        ),
        "direction-unknown" => (
            "article of which it is open whether it took its text from another or gave it",
            "articles of which it is open whether they took their text from others or gave it",
        ),
        "source-not-named" => (
            "article with text whose source is not surely known",
            "articles with text whose source is not surely known",
        ),
        "phase-not-tied" => (
            "article published weeks after others that takes up nothing of what they tell: it may be of another happening",
            "articles published weeks after others that take up nothing of what they tell: they may be of another happening",
        ),
        "no-phase" => (
            "article without a day of publication: nothing tells of which phase of the story it is",
            "articles without a day of publication: nothing tells of which phase of the story they are",
        ),
        "limit-reached" => ("source larger than is read", "sources larger than are read"),
        "passages-left-out" => (
            "shared passage that is not in this dossier",
            "shared passages that are not in this dossier",
        ),
        other => (other, other),
    };
    let what = if count == 1 { one } else { many };
    match listed(record.articles.iter().filter_map(|&id| dossier.place(id))).as_str() {
        "" => format!("{count} {what}"),
        numbers => format!("{count} {what} ({numbers})"),
    }
}

/// The different words, with the number of times and the articles, in the order in which they first stand.
fn words(dossier: &Dossier, record: &OpenRecord) -> String {
    let mut order: Vec<&str> = Vec::new();
    let mut articles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for cited in &record.words {
        let words = cited.span.words.as_str();
        let known = articles.entry(words).or_insert_with(|| {
            order.push(words);
            Vec::new()
        });
        if let Some(place) = dossier.place(cited.article)
            && known.last() != Some(&place)
        {
            known.push(place);
        }
    }
    let mut shown: Vec<String> = { order.iter().take(SHOWN_WORDS) }
        .map(|words| format!("“{words}” ({})", listed(articles[words].iter().copied())))
        .collect();
    if let Some(more @ 1..) = order.len().checked_sub(SHOWN_WORDS) {
        shown.push(format!("{more} more in JSON"));
    }
    shown.join(", ")
}
