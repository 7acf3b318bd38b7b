//! A story's dossier for a terminal: as much of each part as an editor reads at once, with the way to the rest.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, StoryId};

use super::page::{Page, Style, Word, split};
use super::{Paint, count, diagnostics, name_and_headline, place_of};
use crate::dossier::Dossier;
use crate::headline::story_headline;
use crate::inert::visible;
use crate::lineage_record::{
    IndependentRecord, LineageEdgeRecord, TextSourceRecord, edge_words, ground_words, origin_words,
};
use crate::shown_annotations;
use crate::shown_comparison::{
    self, Collated, NO_DISCREPANCY, SameWording, ShownSaying, ShownSentence, by_words,
    discrepancy_words, listed, numbers, says_where_reports_differ, support, value_words,
};
use crate::shown_open::{self, INDEPENDENT};
use crate::shown_phases;
use crate::shown_places::{coordinates, place_words};
use crate::wrap::shorten;

/// How much of each part is shown. What is left is counted in a line; Markdown, HTML and JSON have all.
struct Most {
    wordings_of_a_value: usize,
    dates: usize,
    sentences: usize,
    reports: usize,
    sentences_of_one: usize,
    speakers: usize,
    sayings: usize,
    wordings: usize,
    names: usize,
    offices: usize,
}

const BRIEF: Most = Most {
    wordings_of_a_value: 1,
    dates: 24,
    sentences: 12,
    reports: 8,
    sentences_of_one: 4,
    speakers: 8,
    sayings: 3,
    wordings: 4,
    names: 12,
    offices: 2,
};

const ALL: Most = Most {
    wordings_of_a_value: usize::MAX,
    dates: usize::MAX,
    sentences: usize::MAX,
    reports: usize::MAX,
    sentences_of_one: usize::MAX,
    speakers: usize::MAX,
    sayings: usize::MAX,
    wordings: usize::MAX,
    names: usize::MAX,
    offices: usize::MAX,
};

/// Columns of a sentence beside a value.
const SHOWN_SENTENCE: usize = 240;

/// A story's dossier: where its reports differ, what they date, agree on and alone state, who said what, who copied
/// whom, who and where, and what could not be told. Of long parts it has the head. The texts of the articles are shown
/// by [`article_text`](super::article_text), and all is in the other formats.
pub fn story_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    head(dossier, &mut page);
    reports(dossier, &mut page);
    discrepancies(dossier, &BRIEF, &mut page);
    phases(dossier, &mut page);
    timeline(dossier, &BRIEF, &mut page);
    agreed(dossier, &BRIEF, &mut page);
    only_one(dossier, &BRIEF, &mut page);
    quotes(dossier, &BRIEF, &mut page);
    lineage(dossier, &mut page);
    names(dossier, &BRIEF, &mut page);
    places(dossier, &BRIEF, &mut page);
    open(dossier, &mut page);
    diagnostics(&dossier.diagnostics, &mut page);
    page.heading("More");
    let id = dossier.story.id;
    page.line(
        2,
        Style::Quiet,
        &format!(
            "`retold story {id} -o FILE.html` (or .md, .json) has all of it, with the map, the texts, the passages that \
             articles share and what was cut from each page; `retold article ID` shows one article"
        ),
    );
    page.text
}

/// The lineage of a story as a page of its own: each report with the articles that carry it, and why.
pub fn lineage_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    page.line(0, Style::Strong, &story_headline(dossier));
    lineage(dossier, &mut page);
    page.text
}

/// The points in which the reports of a story differ, as a page of its own.
pub fn discrepancies_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    discrepancies(dossier, &ALL, &mut page);
    page.text
}

/// What the reports of a story state, as a page of its own.
pub fn claims_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    timeline(dossier, &ALL, &mut page);
    agreed(dossier, &ALL, &mut page);
    only_one(dossier, &ALL, &mut page);
    page.text
}

/// The sayings of a story in their wordings, as a page of its own.
pub fn utterances_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    if !dossier.utterances.is_empty() {
        page.heading("Sayings in several wordings");
        collation_legend(&mut page);
    }
    for utterance in &dossier.utterances {
        let speaker = shown_annotations::speaker_name(None, utterance.speaker.as_deref());
        page.hanging("  * ", Style::Strong, speaker);
        let shown = ShownSaying::of(dossier, utterance);
        saying(&shown, dossier.story.id, &ALL, &mut page);
    }
    page.text
}

fn head(dossier: &Dossier, page: &mut Page) {
    let story = &dossier.story;
    page.line(0, Style::Strong, &story_headline(dossier));
    let counts = [
        format!("story {}", story.id),
        count(story.article_count, "article", "articles"),
        count(
            story.independent_count,
            "independent report",
            "independent reports",
        ),
        count(story.outlet_count, "outlet", "outlets"),
    ];
    page.line(0, Style::Quiet, &counts.join(" · "));
    if let (Some(first), Some(last)) = (story.first, story.last) {
        page.line(
            0,
            Style::Quiet,
            &format!("first published {first}, last published {last}"),
        );
    }
    if story.article_count > 1 {
        page.line(0, Style::Quiet, INDEPENDENT);
    }
}

/// The articles by number: what the marks of all other parts lead to.
fn reports(dossier: &Dossier, page: &mut Page) {
    page.heading("Articles");
    for (index, article) in dossier.articles.iter().enumerate() {
        page.numbered(index + 1, &name_and_headline(article));
        let published = { article.published.as_ref() }
            .map_or_else(|| "no time stated".to_owned(), |at| at.value.to_string());
        let mut notes = vec![published, origin_words(dossier, article.id)];
        let credits: Vec<&str> = { article.credits.iter() }
            .flat_map(|credit| &credit.names)
            .map(String::as_str)
            .collect();
        notes.extend((!credits.is_empty()).then(|| format!("credits {}", credits.join(", "))));
        notes.push(article.id.to_string());
        notes.retain(|note| !note.is_empty());
        page.line(4, Style::Quiet, &notes.join(" · "));
    }
}

/// Where the reports differ: each value with its support and one sentence for each wording.
fn discrepancies(dossier: &Dossier, most: &Most, page: &mut Page) {
    if !says_where_reports_differ(dossier) {
        return;
    }
    page.heading("Where reports differ");
    if dossier.discrepancies.is_empty() {
        page.line(2, Style::Plain, NO_DISCREPANCY);
    }
    for discrepancy in &dossier.discrepancies {
        page.hanging("  * ", Style::Strong, &discrepancy_words(discrepancy));
        for value in &discrepancy.values {
            let words = value_words(dossier, value);
            let support = support(value.articles, value.independent);
            page.hanging("    - ", Style::Plain, &format!("“{words}” ({support})"));
            let wordings = by_words(dossier, value);
            for same in wordings.iter().take(most.wordings_of_a_value) {
                let names = numbers(&same.marks);
                let place = place_of(&same.first.words);
                let words = shorten(&same.first.sentence.words, SHOWN_SENTENCE);
                page.line(8, Style::Quiet, &format!("{names} ({place}): {words}"));
            }
            if let Some(left @ 1..) = wordings.len().checked_sub(most.wordings_of_a_value) {
                let left = count(left, "more wording", "more wordings");
                let others = { wordings.iter().skip(most.wordings_of_a_value) }
                    .flat_map(|same| same.marks.iter().map(|mark| mark.article));
                let names = listed(others.collect::<BTreeSet<_>>());
                let all = format!(
                    "{left} in {names}: `retold discrepancies {}`",
                    dossier.story.id
                );
                page.line(8, Style::Quiet, &all);
            }
        }
        let grounds = shown_comparison::ground_words(&discrepancy.grounds);
        page.line(
            4,
            Style::Quiet,
            &format!("about the same thing by: {grounds} · {}", discrepancy.id),
        );
    }
}

/// The phases of the story, by time of publication.
fn phases(dossier: &Dossier, page: &mut Page) {
    let phases = shown_phases::phases(dossier);
    if phases.is_empty() {
        return;
    }
    page.heading("Phases: when it was reported");
    for phase in &phases {
        let title = format!("{}, {}", phase.dates, phase.whose);
        page.hanging("  * ", Style::Strong, &title);
        page.line(4, Style::Plain, &phase.headline);
        page.line(4, Style::Quiet, &phase.counts);
        if !phase.grounds.is_empty() {
            page.line(4, Style::Quiet, &phase.grounds);
        }
    }
}

/// What the reports date.
fn timeline(dossier: &Dossier, most: &Most, page: &mut Page) {
    let dates = shown_comparison::timeline(dossier, most.dates);
    if dates.is_empty() {
        return;
    }
    page.heading("Time line: what the reports date");
    for (date, sentences) in &dates {
        page.line(2, Style::Strong, date);
        for sentence in sentences {
            self::sentence("    - ", sentence, page);
        }
    }
    more(
        dossier.timeline.len(),
        most.dates,
        "dated sentence",
        "dated sentences",
        dossier,
        page,
    );
}

/// What two independent reports or more state, in the words of the fullest.
fn agreed(dossier: &Dossier, most: &Most, page: &mut Page) {
    let agreed = shown_comparison::agreed(dossier);
    if agreed.is_empty() {
        return;
    }
    page.heading("What independent reports agree on");
    for sentence in agreed.iter().take(most.sentences) {
        self::sentence("  - ", sentence, page);
    }
    more(
        agreed.len(),
        most.sentences,
        "sentence",
        "sentences",
        dossier,
        page,
    );
}

/// What one report alone states.
fn only_one(dossier: &Dossier, most: &Most, page: &mut Page) {
    let reports = shown_comparison::only_one(dossier);
    if reports.is_empty() || dossier.articles.len() < 2 {
        return;
    }
    page.heading("What only one report says");
    for report in reports.iter().take(most.reports) {
        page.hanging("  * ", Style::Strong, &dossier.source_name(report.root));
        for sentence in report.sentences.iter().take(most.sentences_of_one) {
            self::sentence("    - ", sentence, page);
        }
        if let Some(left @ 1..) = report.sentences.len().checked_sub(most.sentences_of_one) {
            let left = count(left, "more sentence", "more sentences");
            let all = format!("{left}: `retold claims {}`", dossier.story.id);
            page.line(4, Style::Quiet, &all);
        }
    }
    more(
        reports.len(),
        most.reports,
        "report",
        "reports",
        dossier,
        page,
    );
}

/// A sentence, then what is said of it and where it stands.
fn sentence(lead: &str, sentence: &ShownSentence<'_>, page: &mut Page) {
    page.hanging(lead, Style::Plain, &sentence.statement.sentence.words);
    let mut notes = sentence.notes.clone();
    let own = { sentence.marks.iter() }
        .find(|mark| *mark.sentence == sentence.statement.sentence)
        .map(|mark| mark.article + 1);
    let place = place_of(&sentence.statement.sentence);
    let place = match (sentence.marks.len(), own) {
        (2.., Some(own)) => format!("in {}; here {own}, {place}", numbers(&sentence.marks)),
        _ => format!("in {}, {place}", numbers(&sentence.marks)),
    };
    notes.push(place);
    page.line(lead.len(), Style::Quiet, &notes.join(" · "));
}

fn more(all: usize, most: usize, one: &str, many: &str, dossier: &Dossier, page: &mut Page) {
    if let Some(left @ 1..) = all.checked_sub(most) {
        let left = count(left, &format!("more {one}"), &format!("more {many}"));
        let id = dossier.story.id;
        page.line(2, Style::Quiet, &format!("{left}: `retold claims {id}`"));
    }
}

/// Who said what, wordings of one saying together.
fn quotes(dossier: &Dossier, most: &Most, page: &mut Page) {
    let speakers = shown_annotations::speakers(dossier);
    if speakers.is_empty() {
        return;
    }
    page.heading("Who said what");
    if !dossier.utterances.is_empty() {
        collation_legend(page);
    }
    let id = dossier.story.id;
    for speaker in speakers.iter().take(most.speakers) {
        page.hanging("  * ", Style::Strong, &speaker.name);
        for said in speaker.sayings.iter().take(most.sayings) {
            saying(said, id, most, page);
        }
        if let Some(left @ 1..) = speaker.sayings.len().checked_sub(most.sayings) {
            let left = count(left, "more saying", "more sayings");
            let all = format!("{left}: `retold quotes --story {id}`");
            page.line(4, Style::Quiet, &all);
        }
    }
    if let Some(left @ 1..) = speakers.len().checked_sub(most.speakers) {
        let left = count(left, "more speaker", "more speakers");
        let all = format!("{left}: `retold quotes --story {id}`");
        page.line(2, Style::Quiet, &all);
    }
}

fn collation_legend(page: &mut Page) {
    page.line(
        2,
        Style::Quiet,
        "below the fullest wording, what others have: {+other words+} [- words left out -] [-… left out, with dots …-]",
    );
}

fn saying(saying: &ShownSaying, story: StoryId, most: &Most, page: &mut Page) {
    for (number, wording) in saying.wordings.iter().take(most.wordings).enumerate() {
        let lead = if number == 0 { "    - " } else { "      ~ " };
        page.hanging_words(lead, &collated(wording));
        let numbers = listed(wording.places.iter().map(|(article, _)| *article));
        let first = { wording.places.first() }.map(|(_, span)| place_of(span));
        let notes = wording.notes.join(" · ");
        page.line(
            lead.len(),
            Style::Quiet,
            &format!("{notes} · {numbers}, {}", first.unwrap_or_default()),
        );
    }
    if let Some(left @ 1..) = saying.wordings.len().checked_sub(most.wordings) {
        let left = count(left, "more wording", "more wordings");
        let all = format!("{left}: `retold utterances {story}`");
        page.line(6, Style::Quiet, &all);
    }
}

/// Words of what is left out that are shown at each end.
const SHOWN_LEFT_OUT: usize = 3;

/// A wording with marks at what the fullest does not have, and at what it has beyond.
fn collated(wording: &SameWording) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (kind, run) in &wording.runs {
        let (open, close, style) = match kind {
            Collated::Same => ("", "", Style::Plain),
            Collated::Here => ("{+", "+}", Style::Second),
            Collated::LeftOut => ("[-", "-]", Style::First),
            Collated::LeftOutWithDots => ("[-… ", " …-]", Style::First),
        };
        let mut found = split(&visible(run), style);
        if kind.is_left_out()
            && let Some(hidden @ 2..) = found.len().checked_sub(2 * SHOWN_LEFT_OUT)
        {
            let gap = Word::new(format!("[{hidden} words]"), style);
            found.splice(SHOWN_LEFT_OUT..SHOWN_LEFT_OUT + hidden, [gap]);
        }
        if let Some(first) = found.first_mut() {
            first.text.insert_str(0, open);
        }
        if let Some(last) = found.last_mut() {
            last.text.push_str(close);
        }
        words.extend(found);
    }
    words
}

/// The reports that stand for themselves, each with the articles that carry it below where they took it from.
fn lineage(dossier: &Dossier, page: &mut Page) {
    if dossier.independent.is_empty() {
        return;
    }
    page.heading("Independent reports, and who took them from whom");
    let tree = Carriers::new(dossier);
    let mut told = BTreeSet::new();
    for report in &dossier.independent {
        page.hanging("  * ", Style::Strong, &dossier.source_name(&report.root));
        tree.below(report, &report.root, 1, &mut told, page);
    }
    // Who has less than a fifth of his text from somewhere is no carrier of it, and yet took it.
    let taken: Vec<(ArticleId, &LineageEdgeRecord)> = { dossier.lineage.iter() }
        .flat_map(|of| of.edges.iter().map(|edge| (of.article, edge)))
        .filter(|(article, edge)| !told.contains(&(*article, &edge.parent)))
        .collect();
    if !taken.is_empty() {
        page.line(2, Style::Plain, "Besides, taken in smaller parts:");
    }
    for (article, edge) in taken {
        let (name, parent) = (dossier.name(article), dossier.source_name(&edge.parent));
        let words = format!("{name} from {parent}: {}", edge_words(edge));
        page.line(4, Style::Plain, &words);
        page.line(6, Style::Quiet, &ground_words(dossier, &edge.grounds));
    }
}

/// The deepest level that is indented.
const DEEPEST: usize = 8;

/// The articles that carry reports, with the place of their lineage.
struct Carriers<'d> {
    dossier: &'d Dossier,
    lineages: BTreeMap<ArticleId, usize>,
}

impl<'d> Carriers<'d> {
    fn new(dossier: &'d Dossier) -> Self {
        let lineages = { dossier.lineage.iter().enumerate() }
            .map(|(place, lineage)| (lineage.article, place))
            .collect();
        Self { dossier, lineages }
    }

    /// The articles that carry `report` and took it from `parent`, each with those that took it from there. Paths lead
    /// to the root, so this ends.
    fn below(
        &self,
        report: &IndependentRecord,
        parent: &TextSourceRecord,
        level: usize,
        told: &mut BTreeSet<(ArticleId, &'d TextSourceRecord)>,
        page: &mut Page,
    ) {
        for carrier in &report.articles {
            if carrier.path.first() != Some(parent) || carrier.path.len() != level {
                continue;
            }
            let indent = 2 + 2 * level.min(DEEPEST);
            let edges = { self.lineages.get(&carrier.article) }
                .map(|&place| self.dossier.lineage[place].edges.as_slice())
                .unwrap_or_default();
            let edge = edges.iter().find(|edge| edge.parent == *parent);
            let words = edge.map_or_else(|| format!("{} % of the text", carrier.share), edge_words);
            let name = self.dossier.name(carrier.article);
            page.line(indent, Style::Plain, &format!("{name}: {words}"));
            if let Some(edge) = edge {
                told.insert((carrier.article, &edge.parent));
                let grounds = ground_words(self.dossier, &edge.grounds);
                page.line(indent + 2, Style::Quiet, &grounds);
            }
            let here = TextSourceRecord {
                kind: "article".to_owned(),
                article: carrier.article,
                names: Vec::new(),
            };
            self.below(report, &here, level + 1, told, page);
        }
    }
}

/// People and organisations with what they are said to be.
fn names(dossier: &Dossier, most: &Most, page: &mut Page) {
    for (title, lines) in shown_annotations::entities(dossier) {
        page.heading(title);
        for line in lines.iter().take(most.names) {
            let offices: Vec<&str> = { line.offices.iter().take(most.offices) }
                .map(String::as_str)
                .collect();
            let offices = match offices.as_slice() {
                [] => String::new(),
                offices => format!(": {}", offices.join("; ")),
            };
            page.hanging(
                "  ",
                Style::Plain,
                &format!("{}{offices} [{}]", line.name, line.note),
            );
        }
        if let Some(more @ 1..) = lines.len().checked_sub(most.names) {
            let id = dossier.story.id;
            let all = format!("{more} more: `retold entities --story {id}`");
            page.line(2, Style::Quiet, &all);
        }
    }
}

/// The places, with where they lie.
fn places(dossier: &Dossier, most: &Most, page: &mut Page) {
    if dossier.places.is_empty() {
        return;
    }
    page.heading("Places");
    for place in dossier.places.iter().take(most.names) {
        let words = place_words(dossier, place);
        page.hanging("  ", Style::Plain, &format!("{} ({words})", place.place));
        page.line(4, Style::Quiet, &coordinates(place));
    }
    if let Some(more @ 1..) = dossier.places.len().checked_sub(most.names) {
        page.line(
            2,
            Style::Quiet,
            &format!("{more} more, and the map, in the other formats"),
        );
    }
}

/// What could not be told.
fn open(dossier: &Dossier, page: &mut Page) {
    let lines = shown_open::lines(dossier);
    if lines.is_empty() {
        return;
    }
    page.heading("What Retold could not tell");
    for line in lines {
        let words = match line.words.as_str() {
            "" => String::new(),
            words => format!(": {words}"),
        };
        page.hanging("  - ", Style::Plain, &format!("{}{words}", line.title));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_gaps_are_shortened_and_marked() {
        let wording = SameWording {
            runs: vec![
                (Collated::Same, "He said".into()),
                (
                    Collated::LeftOut,
                    "one two three four five six seven eight".into(),
                ),
                (Collated::Here, "“no".into()),
                (Collated::LeftOutWithDots, "more”".into()),
            ],
            notes: Vec::new(),
            places: Vec::new(),
        };
        let words: Vec<String> = { collated(&wording).into_iter() }
            .map(|word| word.text)
            .collect();
        assert_eq!(
            words.join(" "),
            "He said [-one two three [2 words] six seven eight-] {+“no+} [-… more” …-]"
        );
    }
}
