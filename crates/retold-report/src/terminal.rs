//! Dossiers as text for a terminal: readable without colour, at any width.

mod page;
mod story;

use std::collections::BTreeMap;

use retold_model::{ArticleId, BlockKind};

use crate::article_record::{ArticleRecord, CutRecord, Moment, StatedText};
use crate::dossier::{ArticleDossier, DiagnosticRecord, label, short_name};
use crate::headline::headline_or_opening;
use crate::inert::visible;
use crate::passage_record::{EditRecord, OccurrenceRecord, quoted};
use crate::runs::{Run, Side, runs};
use crate::shown_annotations::{self, Line};
use crate::shown_passages::{ShownPassages, shown_passages};
use crate::span::Span;
use page::{Page, Style, Word, split};
pub use story::{claims_text, discrepancies_text, lineage_text, story_text, utterances_text};

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Signs only.
    Plain,
    /// ANSI colours, too.
    Colour,
}

/// Words of a run that is the same in both texts, shown at each end of it.
const SHOWN_SAME_WORDS: usize = 12;

/// An article's dossier: what is stated of it, its text block by block with its places, what was cut, its versions
/// and the passages it shares.
pub fn article_text(dossier: &ArticleDossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    let article = dossier.current();
    page.line(0, Style::Strong, &name_and_headline(article));
    for story in &dossier.stories {
        page.line(4, Style::Quiet, &format!("story {story}"));
    }
    facts(article, &mut page);

    page.heading("Text (characters)");
    for block in &article.blocks {
        let place = format!("{}–{}", block.span.start_char, block.span.end_char);
        let kind = label(&block.kind);
        page.line(2, Style::Quiet, &format!("{place}  {kind}"));
        let style = match block.kind {
            BlockKind::Headline | BlockKind::Heading => Style::Strong,
            _ => Style::Plain,
        };
        page.line(4, style, &block.span.words);
    }
    match &article.annotations {
        Some(read) => {
            for section in shown_annotations::sections(read) {
                page.heading(section.title);
                for line in &section.lines {
                    annotation(line, &mut page);
                }
            }
        }
        None => page.line(2, Style::Quiet, NOT_ANNOTATED),
    }
    if !article.cuts.is_empty() {
        page.heading("Cut from the source");
        cuts(&article.cuts, &mut page);
    }

    if dossier.versions.len() > 1 {
        page.heading("Versions");
        page.legend();
        let mut before: Option<&ArticleRecord> = None;
        for (index, version) in dossier.versions.iter().enumerate() {
            let article = &version.article;
            let current = if article.current {
                ", the current one"
            } else {
                ""
            };
            page.numbered(index + 1, &format!("version {}{current}", article.version));
            times(article, &mut page);
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

    if !dossier.passages.is_empty() {
        page.heading("Passages in other articles");
        page.legend();
        let mut names: BTreeMap<ArticleId, String> = dossier
            .others
            .iter()
            .map(|other| {
                let name = short_name(other.outlet.as_ref(), other.address.as_deref(), &other.path);
                (other.id, format!("{name} ({})", other.id))
            })
            .collect();
        names.insert(article.id, "here".to_owned());
        passages(
            &shown_passages(&dossier.passages, &[], 0),
            &names,
            &mut page,
        );
    }
    diagnostics(&dossier.diagnostics, &mut page);
    page.text
}

/// What is said of an article without annotations.
pub(crate) const NOT_ANNOTATED: &str =
    "names, quotes, times and numbers were not read: there is no language model for this text";

fn annotation(line: &Line, page: &mut Page) {
    let lead = if line.lead.is_empty() {
        String::new()
    } else {
        format!("{}: ", line.lead)
    };
    page.hanging("  ", Style::Plain, &format!("{lead}{}", line.words));
    page.line(
        4,
        Style::Quiet,
        &format!("{} · {}", line.note, place_of_line(line)),
    );
}

fn place_of_line(line: &Line) -> String {
    format!("characters {}–{}", line.start_char, line.end_char)
}

pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn name(article: &ArticleRecord) -> String {
    article.short_name()
}

fn name_and_headline(article: &ArticleRecord) -> String {
    format!("{}: {}", name(article), headline_or_opening(article))
}

/// What the source states, a line each, with where it was read.
fn facts(article: &ArticleRecord, page: &mut Page) {
    times(article, page);
    if let Some(dateline) = &article.dateline {
        page.field("dateline", &dateline.span.words, &place_of(&dateline.span));
    }
    for byline in &article.bylines {
        page.field(
            "by",
            &byline.name,
            &format!("{}, {}", label(&byline.kind), byline.from),
        );
    }
    for credit in &article.credits {
        let place = credit
            .span
            .as_ref()
            .map_or_else(|| credit.from.clone(), place_of);
        let words = credit
            .span
            .as_ref()
            .map_or_else(|| credit.names.join(", "), |span| span.words.clone());
        page.field(
            "credit",
            &words,
            &format!("{}, {place}", label(&credit.kind)),
        );
    }
    let mut field = |name: &str, stated: &Option<StatedText>| {
        if let Some(stated) = stated {
            page.field(name, &stated.value, &stated.from);
        }
    };
    field("outlet", &article.outlet);
    field("section", &article.section);
    field("language", &article.language);
    field("address", &article.canonical_url);
    let source = &article.source;
    let record = source
        .record
        .map_or_else(String::new, |record| format!(" record {record}"));
    page.field(
        "source",
        &format!("{}{record}", source.path),
        &label(&source.form),
    );
    let words: usize = article
        .blocks
        .iter()
        .map(|block| block.span.words.split_whitespace().count())
        .sum();
    let blocks = count(article.blocks.len(), "block", "blocks");
    let cut = count(article.cuts.len(), "cut", "cuts");
    page.field(
        "text",
        &format!("{blocks}, {}, {cut}", count(words, "word", "words")),
        "",
    );
    page.field(
        "article",
        &article.id.to_string(),
        &format!("version {}", article.version),
    );
}

fn times(article: &ArticleRecord, page: &mut Page) {
    let mut moment = |name: &str, moment: &Option<Moment>| {
        if let Some(moment) = moment {
            let zone = if moment.offset.is_none() && moment.value.to_string().contains('T') {
                ", no zone stated"
            } else {
                ""
            };
            let note = format!("{}{zone}, {}", label(&moment.precision), moment.from);
            page.field(name, &moment.value.to_string(), &note);
        }
    };
    moment("published", &article.published);
    moment("modified", &article.modified);
    if let Some(retrieved) = article.source.retrieved {
        page.field("retrieved", &retrieved.to_string(), "");
    }
}

fn place_of(span: &Span) -> String {
    format!("characters {}–{}", span.start_char, span.end_char)
}

fn cuts(cuts: &[CutRecord], page: &mut Page) {
    for cut in cuts {
        let place = format!("bytes {}–{}", cut.source.start_byte, cut.source.end_byte);
        page.one_line(
            4,
            &format!("{:<13} {place:<21} ", label(&cut.reason)),
            &cut.words,
        );
    }
}

fn passages(shown: &ShownPassages<'_>, names: &BTreeMap<ArticleId, String>, page: &mut Page) {
    for passage in &shown.passages {
        let side = |occurrence: &OccurrenceRecord| {
            let name = names.get(&occurrence.article).map_or("?", String::as_str);
            format!("{name}, {}", place_of(&occurrence.span))
        };
        page.hanging(
            "  - ",
            Style::Strong,
            &format!("{} | {}", side(&passage.first), side(&passage.second)),
        );
        let matched = count(passage.matched_words as usize, "word", "words");
        let differences = match passage.edits.len() {
            0 => "no difference".to_owned(),
            n => count(n, "difference", "differences"),
        };
        page.line(
            4,
            Style::Quiet,
            &format!("{}{matched} in both, {differences}", quoted(passage)),
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
        page.line(
            2,
            Style::Quiet,
            &format!(
                "each article beside the one it took from, else the one it shares most with; {more} more in --format json"
            ),
        );
    }
}

/// Two texts as one, as `wdiff` writes it, long runs of the same words shortened.
fn difference(first: Side<'_>, second: Side<'_>, edits: &[EditRecord], page: &mut Page) {
    let mut words: Vec<Word> = Vec::new();
    for run in runs(first, second, edits) {
        match run {
            Run::Same(same, _) => push_same(same, &mut words),
            Run::First(only) => mark("[-", only, "-]", Style::First, &mut words),
            Run::Second(only) => mark("{+", only, "+}", Style::Second, &mut words),
            Run::Replaced(one, other) => {
                mark("[-", one, "-]", Style::First, &mut words);
                mark("{+", other, "+}", Style::Second, &mut words);
            }
        }
    }
    page.words(4, &words);
}

/// Words that are the same. Signs that follow a mark without a space (a comma, a closing quotation mark) stay there.
fn push_same(same: &str, words: &mut Vec<Word>) {
    let glued = !same.starts_with(char::is_whitespace);
    let before = words.len();
    let found = split(&visible(same), Style::Plain);
    match found.len().checked_sub(2 * SHOWN_SAME_WORDS) {
        Some(hidden @ 4..) => {
            words.extend_from_slice(&found[..SHOWN_SAME_WORDS]);
            words.push(Word::new(format!("[… {hidden} words …]"), Style::Quiet));
            words.extend_from_slice(&found[SHOWN_SAME_WORDS + hidden..]);
        }
        _ => words.extend(found),
    }
    if let Some(first) = words.get_mut(before) {
        first.glued = glued && before > 0;
    }
}

fn mark(open: &str, text: &str, close: &str, style: Style, words: &mut Vec<Word>) {
    let mut found = split(&visible(text), style);
    if let Some(first) = found.first_mut() {
        first.text.insert_str(0, open);
    }
    if let Some(last) = found.last_mut() {
        last.text.push_str(close);
    }
    words.extend(found);
}

fn diagnostics(diagnostics: &[DiagnosticRecord], page: &mut Page) {
    if diagnostics.is_empty() {
        return;
    }
    page.heading("To look at");
    for diagnostic in diagnostics {
        let record = diagnostic
            .record
            .map_or_else(String::new, |record| format!(" record {record}"));
        page.line(
            2,
            Style::Plain,
            &format!(
                "{}: {}{record}: {}",
                label(&diagnostic.severity),
                diagnostic.path,
                diagnostic.message
            ),
        );
    }
}
