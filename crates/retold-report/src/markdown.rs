//! Dossiers as Markdown (`CommonMark` with GitHub's tables and strike-through). Every word of a page is escaped.

mod story;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use retold_model::{ArticleId, BlockKind};

use crate::article_record::{ArticleRecord, BlockRecord, CutRecord, Moment, StatedText};
use crate::dossier::{ArticleDossier, DiagnosticRecord, label, short_name};
use crate::headline::headline_or_opening;
use crate::inert::{markdown as words, web_address};
use crate::passage_record::{EditRecord, OccurrenceRecord, quoted};
use crate::runs::{Run, Side, runs};
use crate::shown_annotations;
use crate::shown_passages::{ShownPassages, shown_passages};
use crate::terminal::{NOT_ANNOTATED, count};
pub use story::story_markdown;

/// An article's dossier.
pub fn article_markdown(dossier: &ArticleDossier) -> String {
    let mut page = String::new();
    let article = dossier.current();
    line(
        &mut page,
        &format!("# {}", words(&headline_or_opening(article))),
    );
    facts(article, &mut page);
    text(article, "##", &mut page);
    annotations(article, "##", &mut page);
    if dossier.versions.len() > 1 {
        line(&mut page, "## Versions");
        line(&mut page, LEGEND);
        let mut before: Option<&ArticleRecord> = None;
        for version in &dossier.versions {
            let article = &version.article;
            let current = if article.current {
                ", the current one"
            } else {
                ""
            };
            line(
                &mut page,
                &format!("### Version `{}`{current}", article.version),
            );
            times(article, &mut page);
            page.push('\n');
            if let Some(before) = before {
                difference(
                    Side::whole(&before.text),
                    Side::whole(&article.text),
                    &version.changes,
                    &mut page,
                );
            }
            before = Some(article);
        }
    }
    let mut names: BTreeMap<ArticleId, String> = dossier
        .others
        .iter()
        .map(|other| {
            let name = short_name(other.outlet.as_ref(), other.address.as_deref(), &other.path);
            (other.id, words(&name))
        })
        .collect();
    names.insert(article.id, words(&article.short_name()));
    passages(
        "## Passages in other articles",
        &shown_passages(&dossier.passages, &[], 0),
        &names,
        &mut page,
    );
    diagnostics(&dossier.diagnostics, &mut page);
    page
}

/// What was read in the text.
fn annotations(article: &ArticleRecord, level: &str, page: &mut String) {
    let Some(read) = &article.annotations else {
        line(page, NOT_ANNOTATED);
        return;
    };
    for section in shown_annotations::sections(read) {
        line(page, &format!("{level} {}", section.title));
        for line in &section.lines {
            let lead = match line.lead.as_str() {
                "" => String::new(),
                lead => format!("{}: ", words(lead)),
            };
            let _ = writeln!(
                page,
                "- {lead}{} ({} · characters {}–{})",
                words(&line.words),
                words(&line.note),
                line.start_char,
                line.end_char
            );
        }
        page.push('\n');
    }
}

const LEGEND: &str = "~~Only in the first~~, **only in the second**.";

/// A block of its own.
fn line(page: &mut String, text: &str) {
    let _ = writeln!(page, "{text}\n");
}

fn linked(text: &str, address: Option<&str>) -> String {
    match address.and_then(web_address) {
        Some(address) => format!("[{}](<{address}>)", words(text)),
        None => words(text),
    }
}

fn item(page: &mut String, name: &str, value: &str, note: &str) {
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" ({})", words(note))
    };
    let _ = writeln!(page, "- {name}: {value}{note}");
}

fn facts(article: &ArticleRecord, page: &mut String) {
    times(article, page);
    if let Some(dateline) = &article.dateline {
        item(page, "dateline", &words(&dateline.span.words), "");
    }
    for byline in &article.bylines {
        item(
            page,
            "by",
            &words(&byline.name),
            &format!("{}, {}", label(&byline.kind), byline.from),
        );
    }
    for credit in &article.credits {
        item(
            page,
            "credit",
            &words(&credit.names.join(", ")),
            &format!("{}, {}", label(&credit.kind), credit.from),
        );
    }
    let mut field = |name: &str, stated: &Option<StatedText>| {
        if let Some(stated) = stated {
            item(page, name, &words(&stated.value), &stated.from);
        }
    };
    field("outlet", &article.outlet);
    field("section", &article.section);
    field("language", &article.language);
    if let Some(url) = &article.canonical_url {
        item(
            page,
            "address",
            &linked(&url.value, Some(&url.value)),
            &url.from,
        );
    }
    item(
        page,
        "source",
        &words(&article.source.path),
        &label(&article.source.form),
    );
    item(
        page,
        "article",
        &format!("`{}`, version `{}`", article.id, article.version),
        "",
    );
    page.push('\n');
}

fn times(article: &ArticleRecord, page: &mut String) {
    let mut moment = |name: &str, moment: &Option<Moment>| {
        if let Some(moment) = moment {
            item(
                page,
                name,
                &moment.value.to_string(),
                &format!("{}, {}", label(&moment.precision), moment.from),
            );
        }
    };
    moment("published", &article.published);
    moment("modified", &article.modified);
}

fn text(article: &ArticleRecord, level: &str, page: &mut String) {
    line(page, &format!("{level} Text"));
    for block in &article.blocks {
        line(page, &format!("> {}{}", shown(block), place(block)));
    }
    if !article.cuts.is_empty() {
        line(page, &format!("{level} Cut from the source"));
        cuts(&article.cuts, page);
    }
}

fn shown(block: &BlockRecord) -> String {
    let text = words(&block.span.words);
    match block.kind {
        BlockKind::Headline | BlockKind::Heading if !text.is_empty() => format!("**{text}**"),
        BlockKind::ListItem => format!("• {text}"),
        _ => text,
    }
}

/// The place of a block, as a link to the page where it has one.
fn place(block: &BlockRecord) -> String {
    let place = format!("{}–{}", block.span.start_char, block.span.end_char);
    match &block.link {
        Some(link) => format!(" [{place}](<{link}>)"),
        None => format!(" ({place})"),
    }
}

fn cuts(cuts: &[CutRecord], page: &mut String) {
    for cut in cuts {
        let _ = writeln!(
            page,
            "- {}, bytes {}–{}: {}",
            label(&cut.reason),
            cut.source.start_byte,
            cut.source.end_byte,
            words(&cut.words)
        );
    }
    page.push('\n');
}

fn passages(
    title: &str,
    shown: &ShownPassages<'_>,
    names: &BTreeMap<ArticleId, String>,
    page: &mut String,
) {
    if shown.passages.is_empty() {
        return;
    }
    line(page, title);
    line(page, LEGEND);
    for passage in &shown.passages {
        let side = |occurrence: &OccurrenceRecord| {
            let name = names.get(&occurrence.article).map_or("", String::as_str);
            let place = format!(
                "{}–{}",
                occurrence.span.start_char, occurrence.span.end_char
            );
            match &occurrence.link {
                Some(link) => format!("{name} [{place}](<{link}>)"),
                None => format!("{name} ({place})"),
            }
        };
        let matched = count(passage.matched_words as usize, "word", "words");
        line(
            page,
            &format!(
                "{} and {}, {}{matched} in both:",
                side(&passage.first),
                side(&passage.second),
                quoted(passage)
            ),
        );
        difference(
            Side::of(&passage.first.span),
            Side::of(&passage.second.span),
            &passage.edits,
            page,
        );
    }
    if shown.more > 0 {
        let more = count(shown.more, "passage", "passages");
        line(
            page,
            &format!(
                "Each article beside the one it took from, else the one it shares most with; {more} more in the JSON dossier."
            ),
        );
    }
}

fn difference(first: Side<'_>, second: Side<'_>, edits: &[EditRecord], page: &mut String) {
    let mut shown = String::new();
    for run in runs(first, second, edits) {
        match run {
            Run::Same(same, _) => {
                // A comma that follows a mark without a space stays there.
                let sign = same
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_ascii_punctuation() || "”’».…".contains(c));
                push("", same, if sign { "" } else { " " }, &mut shown);
            }
            Run::First(only) => push("~~", only, " ", &mut shown),
            Run::Second(only) => push("**", only, " ", &mut shown),
            Run::Replaced(one, other) => {
                push("~~", one, " ", &mut shown);
                push("**", other, " ", &mut shown);
            }
        }
    }
    line(page, &format!("> {}", shown.trim_start()));
}

fn push(mark: &str, text: &str, space: &str, shown: &mut String) {
    let text = words(&retold_text::fold::fold_space(text));
    if !text.is_empty() {
        let _ = write!(shown, "{space}{mark}{text}{mark}");
    }
}

fn diagnostics(diagnostics: &[DiagnosticRecord], page: &mut String) {
    if diagnostics.is_empty() {
        return;
    }
    line(page, "## To look at");
    for diagnostic in diagnostics {
        let record = diagnostic
            .record
            .map_or_else(String::new, |record| format!(" record {record}"));
        let _ = writeln!(
            page,
            "- {}: {}{record}: {}",
            label(&diagnostic.severity),
            words(&diagnostic.path),
            words(&diagnostic.message)
        );
    }
    page.push('\n');
}
