//! The phases of a story in words: its own and those that are other stories, by time.

use retold_model::{PhaseGroundKind, Stamp};

use crate::dossier::Dossier;
use crate::headline::NO_HEADLINE;
use crate::phase_record::{LinkedStoryRecord, PhaseGroundRecord, PhaseRecord, PhaseTieRecord};
use crate::shown_comparison::listed;
use crate::terminal::count;

/// What is said of a part of a story whose reports tell nothing of what came before.
pub(crate) const NOT_TIED: &str =
    "nothing in it takes up what came before: it may be another happening";

/// A phase, as all forms show it. Nothing in it is inert yet.
pub(crate) struct ShownPhase {
    /// `2024-05-03 to 2024-05-05`.
    pub(crate) dates: String,
    /// `this story`, `an earlier story`, `a later story`.
    pub(crate) whose: String,
    pub(crate) headline: String,
    /// `2 articles, 1 independent report (1, 2)`.
    pub(crate) counts: String,
    /// Why it is thought to be a later phase, or that nothing tells; empty for the first.
    pub(crate) grounds: String,
}

/// All phases by time; none where the story has but one and no other story is linked to it.
pub(crate) fn phases(dossier: &Dossier) -> Vec<ShownPhase> {
    if dossier.phases.len() < 2 && dossier.linked_stories.is_empty() {
        return Vec::new();
    }
    let mut shown: Vec<(Option<Stamp>, ShownPhase)> = Vec::new();
    for (number, phase) in dossier.phases.iter().enumerate() {
        shown.push((Some(phase.first), own(dossier, number, phase)));
    }
    for linked in &dossier.linked_stories {
        shown.push((linked.first, other(linked)));
    }
    shown.sort_by_key(|(first, _)| (first.is_none(), *first));
    shown.into_iter().map(|(_, phase)| phase).collect()
}

fn own(dossier: &Dossier, number: usize, phase: &PhaseRecord) -> ShownPhase {
    let places = { phase.articles.iter() }.filter_map(|&id| dossier.place(id));
    let counts = counts(phase.articles.len(), phase.independent_count);
    ShownPhase {
        dates: dates(Some(phase.first), Some(phase.last)),
        whose: "this story".to_owned(),
        headline: headline(phase.headline.as_deref()),
        counts: format!("{counts} ({})", listed(places)),
        grounds: match &phase.tie {
            Some(tie) => tie_words(tie),
            None if number > 0 => NOT_TIED.to_owned(),
            None => String::new(),
        },
    }
}

fn other(linked: &LinkedStoryRecord) -> ShownPhase {
    let whose = match linked.relation.as_str() {
        "earlier" => "an earlier story, which this one continues",
        _ => "a later story, which continues this one",
    };
    let counts = counts(linked.article_count, linked.independent_count);
    ShownPhase {
        dates: dates(linked.first, linked.last),
        whose: whose.to_owned(),
        headline: headline(linked.headline.as_deref()),
        counts: format!("story {} with {counts}", linked.id),
        grounds: tie_words(&linked.tie),
    }
}

fn headline(headline: Option<&str>) -> String {
    headline.unwrap_or(NO_HEADLINE).to_owned()
}

fn counts(articles: usize, independent: usize) -> String {
    let articles = count(articles, "article", "articles");
    let reports = count(independent, "independent report", "independent reports");
    format!("{articles}, {reports}")
}

fn dates(first: Option<Stamp>, last: Option<Stamp>) -> String {
    let day = |stamp: Option<Stamp>| stamp.map(|stamp| stamp.date().to_string());
    match (day(first), day(last)) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) | (None, Some(day)) => day,
        (None, None) => "no time stated".to_owned(),
    }
}

/// `93 % sure: takes up Ruth Abend, the day 2024-05-03, the town Ashford`.
fn tie_words(tie: &PhaseTieRecord) -> String {
    let mut grounds: Vec<String> = tie.grounds.iter().map(ground_words).collect();
    grounds.dedup();
    format!("{} % sure: {}", tie.confidence, grounds.join(", "))
}

fn ground_words(ground: &PhaseGroundRecord) -> String {
    let words = || {
        let words = { ground.later.as_ref() }.or(ground.earlier.as_ref());
        words.map_or("", |words| words.span.words.as_str())
    };
    let value = || ground.value.as_deref().unwrap_or_else(words);
    match ground.kind {
        PhaseGroundKind::Decision => "decided by hand".to_owned(),
        PhaseGroundKind::Person | PhaseGroundKind::Facility => format!("both name {}", words()),
        PhaseGroundKind::Day => format!("it dates what happened, {}", value()),
        PhaseGroundKind::Month => format!("it tells the month of what happened, {}", value()),
        PhaseGroundKind::Town => format!("both are of {}", value()),
        PhaseGroundKind::Voice => format!("both have {}, in office or quoted", words()),
        PhaseGroundKind::Words => "the texts are near each other".to_owned(),
    }
}
