//! A story's dossier as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use retold_model::ArticleId;

use super::{annotations, diagnostics, facts, line, linked, passages, text};
use crate::dossier::Dossier;
use crate::headline::{headline_or_opening, story_headline};
use crate::inert::markdown as words;
use crate::lineage_record::{edge_words, ground_words, origin_words};
use crate::shown_annotations;
use crate::shown_comparison::{
    self, Collated, Mark, NO_DISCREPANCY, SameWording, ShownSentence, by_words, discrepancy_words,
    says_where_reports_differ, support, value_words,
};
use crate::shown_open::{self, INDEPENDENT};
use crate::shown_passages::shown_passages;
use crate::shown_phases;
use crate::shown_places::{coordinates, numbers, within};
use crate::terminal::count;

/// A story's dossier: where its reports differ, what they date, agree on and alone state, who said what, who copied
/// whom, who and where, and what could not be told; then the passages that articles share, and the articles with their
/// texts. The numbers in brackets are those of the articles; they open the web page at the words.
pub fn story_markdown(dossier: &Dossier) -> String {
    let mut page = String::new();
    head(dossier, &mut page);
    reports(dossier, &mut page);
    discrepancies(dossier, &mut page);
    phases(dossier, &mut page);
    timeline(dossier, &mut page);
    agreed(dossier, &mut page);
    only_one(dossier, &mut page);
    quotes(dossier, &mut page);
    lineage(dossier, &mut page);
    names(dossier, &mut page);
    places(dossier, &mut page);
    open(dossier, &mut page);
    diagnostics(&dossier.diagnostics, &mut page);
    let names: BTreeMap<ArticleId, String> = { dossier.articles.iter() }
        .map(|article| (article.id, words(&dossier.name(article.id))))
        .collect();
    passages(
        "## Passages in two articles",
        &shown_passages(
            &dossier.passages,
            &dossier.lineage,
            dossier.passages_left_out,
        ),
        &names,
        &mut page,
    );
    for (index, article) in dossier.articles.iter().enumerate() {
        let name = words(&article.short_name());
        let title = format!(
            "## {} {name}: {}",
            index + 1,
            words(&headline_or_opening(article))
        );
        line(&mut page, &title);
        facts(article, &mut page);
        text(article, "###", &mut page);
        annotations(article, "###", &mut page);
    }
    page
}

fn head(dossier: &Dossier, page: &mut String) {
    let story = &dossier.story;
    line(page, &format!("# {}", words(&story_headline(dossier))));
    let times = match (story.first, story.last) {
        (Some(first), Some(last)) => format!(", first published {first}, last published {last}"),
        _ => String::new(),
    };
    let counts = format!(
        "Story `{}`: {}, {}, {}{times}.",
        story.id,
        count(story.article_count, "article", "articles"),
        count(
            story.independent_count,
            "independent report",
            "independent reports"
        ),
        count(story.outlet_count, "outlet", "outlets"),
    );
    line(page, &counts);
    if story.article_count > 1 {
        line(page, INDEPENDENT);
    }
}

/// The articles by number: what the marks of all other parts lead to.
fn reports(dossier: &Dossier, page: &mut String) {
    line(page, "## Articles");
    page.push_str("| # | Outlet | Headline | Published | Text | Credits |\n| --: | --- | --- | --- | --- | --- |\n");
    for (index, article) in dossier.articles.iter().enumerate() {
        let credits: Vec<String> = { article.credits.iter() }
            .flat_map(|credit| &credit.names)
            .map(|name| words(name))
            .collect();
        let published = { article.published.as_ref() }
            .map_or_else(|| "not stated".to_owned(), |at| at.value.to_string());
        let _ = writeln!(
            page,
            "| {} | {} | {} | {published} | {} | {} |",
            index + 1,
            words(&article.short_name()),
            linked(&headline_or_opening(article), article.address()),
            words(&origin_words(dossier, article.id)),
            credits.join(", "),
        );
    }
    page.push('\n');
}

/// `[3](<page>) [7](<page>)`: the articles, each opening its page at the words.
fn marked(dossier: &Dossier, marks: &[Mark<'_>]) -> String {
    let marks: Vec<String> = { marks.iter() }
        .map(|mark| {
            let number = mark.article + 1;
            let link = { dossier.articles.get(mark.article) }
                .and_then(|article| article.link_at(mark.sentence.start_byte));
            match link {
                Some(link) => format!("\\[[{number}](<{link}>)\\]"),
                None => format!("\\[{number}\\]"),
            }
        })
        .collect();
    marks.join(" ")
}

fn discrepancies(dossier: &Dossier, page: &mut String) {
    if says_where_reports_differ(dossier) {
        line(page, "## Where reports differ");
        if dossier.discrepancies.is_empty() {
            line(page, NO_DISCREPANCY);
        }
    }
    for discrepancy in &dossier.discrepancies {
        let title = words(&discrepancy_words(discrepancy));
        line(page, &format!("### {title}"));
        for value in &discrepancy.values {
            let support = support(value.articles, value.independent);
            let _ = writeln!(
                page,
                "- **{}** ({support})",
                words(value_words(dossier, value))
            );
            for same in by_words(dossier, value) {
                let sentence = words(&same.first.sentence.words);
                let _ = writeln!(page, "  - {sentence} {}", marked(dossier, &same.marks));
            }
        }
        let grounds = shown_comparison::ground_words(&discrepancy.grounds);
        line(
            page,
            &format!("\nAbout the same thing by: {}.", words(&grounds)),
        );
    }
}

/// `- Sentence (notes) [1] [2]`.
fn sentence(dossier: &Dossier, lead: &str, sentence: &ShownSentence<'_>, page: &mut String) {
    let notes = match sentence.notes.as_slice() {
        [] => String::new(),
        notes => format!(" ({})", words(&notes.join(" · "))),
    };
    let shown = words(&sentence.statement.sentence.words);
    let marks = marked(dossier, &sentence.marks);
    let _ = writeln!(page, "{lead}{shown}{notes} {marks}");
}

/// The phases of the story, by time of publication.
fn phases(dossier: &Dossier, page: &mut String) {
    let phases = shown_phases::phases(dossier);
    if phases.is_empty() {
        return;
    }
    line(page, "## Phases: when it was reported");
    for phase in &phases {
        let (headline, grounds) = (words(&phase.headline), words(&phase.grounds));
        let _ = writeln!(page, "- **{}**, {}: {headline}", phase.dates, phase.whose);
        let _ = writeln!(page, "  - {}", phase.counts);
        if !grounds.is_empty() {
            let _ = writeln!(page, "  - {grounds}");
        }
    }
    page.push('\n');
}

fn timeline(dossier: &Dossier, page: &mut String) {
    let dates = shown_comparison::timeline(dossier, shown_comparison::MOST_DATES);
    if dates.is_empty() {
        return;
    }
    line(page, "## Time line: what the reports date");
    for (date, sentences) in &dates {
        let _ = writeln!(page, "- **{date}**");
        for dated in sentences {
            sentence(dossier, "  - ", dated, page);
        }
    }
    page.push('\n');
}

fn agreed(dossier: &Dossier, page: &mut String) {
    let agreed = shown_comparison::agreed(dossier);
    if agreed.is_empty() {
        return;
    }
    line(page, "## What independent reports agree on");
    for agreed in &agreed {
        sentence(dossier, "- ", agreed, page);
    }
    page.push('\n');
}

fn only_one(dossier: &Dossier, page: &mut String) {
    let reports = shown_comparison::only_one(dossier);
    if reports.is_empty() || dossier.articles.len() < 2 {
        return;
    }
    line(page, "## What only one report says");
    for report in &reports {
        let title = format!("### {}", words(&dossier.source_name(report.root)));
        line(page, &title);
        for stated in &report.sentences {
            sentence(dossier, "- ", stated, page);
        }
        page.push('\n');
    }
}

fn quotes(dossier: &Dossier, page: &mut String) {
    let speakers = shown_annotations::speakers(dossier);
    if speakers.is_empty() {
        return;
    }
    line(page, "## Who said what");
    if !dossier.utterances.is_empty() {
        line(
            page,
            "Below the fullest wording of a saying, those of other articles: **other words**, ~~words left out~~.",
        );
    }
    for speaker in &speakers {
        line(page, &format!("### {}", words(&speaker.name)));
        for saying in &speaker.sayings {
            for (number, wording) in saying.wordings.iter().enumerate() {
                let lead = if number == 0 { "- " } else { "  - " };
                let marks: Vec<Mark<'_>> = { wording.places.iter() }
                    .map(|(article, span)| Mark {
                        article: *article,
                        sentence: span,
                    })
                    .collect();
                let _ = writeln!(
                    page,
                    "{lead}{} ({}) {}",
                    collated(wording),
                    words(&wording.notes.join(" · ")),
                    marked(dossier, &marks)
                );
            }
        }
        page.push('\n');
    }
}

fn collated(wording: &SameWording) -> String {
    let runs: Vec<String> = { wording.runs.iter() }
        .map(|(kind, run)| {
            let run = words(&retold_text::fold::fold_space(run));
            match kind {
                Collated::Same => run,
                Collated::Here => format!("**{run}**"),
                Collated::LeftOut => format!("~~{run}~~"),
                Collated::LeftOutWithDots => format!("… ~~{run}~~"),
            }
        })
        .collect();
    runs.join(" ")
}

/// The reports that stand for themselves, and the edges with their grounds.
fn lineage(dossier: &Dossier, page: &mut String) {
    if dossier.independent.is_empty() {
        return;
    }
    line(page, "## Independent reports");
    for report in &dossier.independent {
        let carriers: Vec<String> = { report.articles.iter() }
            .filter(|carrier| !carrier.path.is_empty())
            .map(|carrier| {
                let name = words(&dossier.name(carrier.article));
                format!("{name} ({} %)", carrier.share)
            })
            .collect();
        let carried = match carriers.as_slice() {
            [] => String::new(),
            carriers => format!(", carried by {}", carriers.join(", ")),
        };
        let root = words(&dossier.source_name(&report.root));
        let _ = writeln!(page, "- {root}{carried}");
    }
    page.push('\n');
    if { dossier.lineage.iter() }.any(|lineage| !lineage.edges.is_empty()) {
        line(page, "## Who took it from whom");
    }
    for lineage in &dossier.lineage {
        for edge in &lineage.edges {
            let _ = writeln!(
                page,
                "- {} from {}: {} ({})",
                words(&dossier.name(lineage.article)),
                words(&dossier.source_name(&edge.parent)),
                words(&edge_words(edge)),
                words(&ground_words(dossier, &edge.grounds))
            );
        }
    }
    page.push('\n');
}

fn names(dossier: &Dossier, page: &mut String) {
    for (title, lines) in shown_annotations::entities(dossier) {
        line(page, &format!("## {title}"));
        for entity in lines {
            let offices = match entity.offices.as_slice() {
                [] => String::new(),
                offices => format!(": {}", words(&offices.join("; "))),
            };
            let (name, note) = (words(&entity.name), words(&entity.note));
            let _ = writeln!(page, "- **{name}**{offices} ({note})");
        }
        page.push('\n');
    }
}

fn places(dossier: &Dossier, page: &mut String) {
    if dossier.places.is_empty() {
        return;
    }
    line(page, "## Places");
    page.push_str("| Place | Kind | In | Where | Sure | Named | Articles |\n| --- | --- | --- | --- | --: | --: | --- |\n");
    for place in &dossier.places {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} % | {} | {} |",
            words(&place.place),
            shown_comparison::kind_words(&place.feature),
            words(&within(place).unwrap_or_default()),
            coordinates(place),
            place.confidence,
            place.names.len(),
            numbers(dossier, place)
        );
    }
    page.push('\n');
}

fn open(dossier: &Dossier, page: &mut String) {
    let lines = shown_open::lines(dossier);
    if lines.is_empty() {
        return;
    }
    line(page, "## What Retold could not tell");
    for open in lines {
        let left = match open.words.as_str() {
            "" => String::new(),
            left => format!(": {}", words(left)),
        };
        let _ = writeln!(page, "- {}{left}", words(&open.title));
    }
    page.push('\n');
}
