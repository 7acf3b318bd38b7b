//! Dossiers as text for a terminal: readable without colour, at any width.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use retold_model::{ArticleId, BlockKind};
use unicode_width::UnicodeWidthStr;

use crate::article_record::{ArticleRecord, CutRecord, Moment, StatedText};
use crate::comparison_record::{agreed, by_words, discrepancy_words, same_wordings, support};
use crate::dossier::{ArticleDossier, DiagnosticRecord, Dossier, label, short_name};
use crate::inert::visible;
use crate::lineage_graph::source_name;
use crate::lineage_record::{IndependentRecord, TextSourceRecord, edge_words, ground_words};
use crate::passage_record::{EditRecord, OccurrenceRecord, quoted};
use crate::runs::{Run, Side, runs};
use crate::shown_annotations::{self, Line};
use crate::shown_passages::{ShownPassages, shown_passages};
use crate::span::Span;
use crate::wrap::shorten;

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Signs only.
    Plain,
    /// ANSI colours, too.
    Colour,
}

/// The least width that is used: what is narrower scrolls.
const NARROWEST: usize = 40;

/// The widest line of running text: longer ones are hard to read.
const WIDEST: usize = 100;

/// Entities of a kind, and quotes of a speaker, that the dossier of a story shows; the other formats show all.
const SHOWN_ENTITIES: usize = 12;
const SHOWN_QUOTES: usize = 4;

/// Claims that the dossier of a story shows, and columns of a sentence beside a value.
const SHOWN_CLAIMS: usize = 12;
const SHOWN_SENTENCE: usize = 240;

/// Words of a run that is the same in both texts, shown at each end of it.
const SHOWN_SAME_WORDS: usize = 12;

/// A story's dossier: its articles, the reprints, the passages with their differences, what was cut. The texts of the
/// articles are shown by [`article_text`].
pub fn story_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    let story = &dossier.story;
    page.line(
        0,
        Style::Strong,
        story.headline.as_deref().unwrap_or("(no headline)"),
    );
    page.line(
        0,
        Style::Quiet,
        &format!(
            "story {} · {} · {} · {}",
            story.id,
            count(story.article_count, "article", "articles"),
            count(
                story.independent_count,
                "independent report",
                "independent reports"
            ),
            count(story.outlet_count, "outlet", "outlets"),
        ),
    );
    if let (Some(first), Some(last)) = (story.first, story.last) {
        page.line(
            0,
            Style::Quiet,
            &format!("first published {first}, last published {last}"),
        );
    }

    page.heading("Articles");
    for (index, article) in dossier.articles.iter().enumerate() {
        page.numbered(index + 1, &name_and_headline(article));
        facts(article, &mut page);
    }

    if !dossier.reprints.is_empty() {
        page.heading("Reprints: the same text, for the most part");
        for group in &dossier.reprints {
            let numbers: Vec<String> = group
                .articles
                .iter()
                .filter_map(|id| number_of(dossier, *id))
                .collect();
            page.line(2, Style::Plain, &numbers.join(" = "));
        }
    }

    lineage(dossier, &mut page);
    discrepancies(dossier, &mut page);
    claims(dossier, SHOWN_CLAIMS, &mut page);
    utterances(dossier, &mut page);
    for (title, lines) in shown_annotations::entities(dossier) {
        page.heading(title);
        for line in lines.iter().take(SHOWN_ENTITIES) {
            page.hanging(
                "  ",
                Style::Plain,
                &format!("{} ({})", line.name, line.note),
            );
        }
        if let Some(more @ 1..) = lines.len().checked_sub(SHOWN_ENTITIES) {
            page.line(2, Style::Quiet, &format!("{more} more: `retold entities`"));
        }
    }
    let speakers = shown_annotations::speakers(dossier);
    if !speakers.is_empty() {
        page.heading("Who said what");
    }
    for speaker in &speakers {
        page.line(2, Style::Strong, &speaker.name);
        for (index, line) in speaker.quotes.iter().take(SHOWN_QUOTES) {
            let name = number_of(dossier, dossier.articles[*index].id).unwrap_or_default();
            page.hanging("    - ", Style::Plain, &line.words);
            page.line(
                6,
                Style::Quiet,
                &format!("{} · {name}, {}", line.note, place_of_line(line)),
            );
        }
        if let Some(more @ 1..) = speaker.quotes.len().checked_sub(SHOWN_QUOTES) {
            page.line(
                4,
                Style::Quiet,
                &format!("{more} more: `retold quotes --story {}`", story.id),
            );
        }
    }

    if !dossier.passages.is_empty() {
        page.heading("Passages in two articles");
        page.legend();
        let names: BTreeMap<ArticleId, String> = dossier
            .articles
            .iter()
            .filter_map(|article| Some((article.id, number_of(dossier, article.id)?)))
            .collect();
        passages(
            &shown_passages(&dossier.passages, dossier.passages_left_out),
            &names,
            &mut page,
        );
    }

    if dossier
        .articles
        .iter()
        .any(|article| !article.cuts.is_empty())
    {
        page.heading("Cut from the sources");
        for article in &dossier.articles {
            if let (Some(number), false) = (number_of(dossier, article.id), article.cuts.is_empty())
            {
                page.line(2, Style::Plain, &number);
                cuts(&article.cuts, &mut page);
            }
        }
    }
    diagnostics(&dossier.diagnostics, &mut page);
    page.text
}

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
                    Side {
                        words: &before.text,
                        start: 0,
                    },
                    Side {
                        words: &article.text,
                        start: 0,
                    },
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
        passages(&shown_passages(&dossier.passages, 0), &names, &mut page);
    }
    diagnostics(&dossier.diagnostics, &mut page);
    page.text
}

/// The lineage of a story as a page of its own: each report with the articles that carry it, and why.
pub fn lineage_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    let headline = dossier.story.headline.as_deref();
    page.line(0, Style::Strong, headline.unwrap_or("(no headline)"));
    lineage(dossier, &mut page);
    page.text
}

/// The points in which the reports of a story differ, as a page of its own.
pub fn discrepancies_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    discrepancies(dossier, &mut page);
    page.text
}

/// What the reports of a story state, as a page of its own.
pub fn claims_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    claims(dossier, usize::MAX, &mut page);
    page.text
}

/// The sayings of a story in their wordings, as a page of its own.
pub fn utterances_text(dossier: &Dossier, width: usize, paint: Paint) -> String {
    let mut page = Page::new(width, paint);
    utterances(dossier, &mut page);
    page.text
}

/// Where the reports differ: each value with the sentences that state it.
fn discrepancies(dossier: &Dossier, page: &mut Page) {
    if dossier.discrepancies.is_empty() {
        return;
    }
    page.heading("Where reports differ");
    for discrepancy in &dossier.discrepancies {
        page.hanging("  * ", Style::Strong, &discrepancy_words(discrepancy));
        for value in &discrepancy.values {
            let Some(first) = value.statements.first() else {
                continue;
            };
            let support = support(value.articles, value.independent);
            page.hanging(
                "    - ",
                Style::Plain,
                &format!("“{}” ({support})", first.words.words),
            );
            for same in by_words(&value.statements, &|id| place_in(dossier, id)) {
                let names = numbers(&same.articles);
                let place = place_of(&same.first.words);
                let words = shorten(&same.first.sentence.words, SHOWN_SENTENCE);
                page.line(8, Style::Quiet, &format!("{names} ({place}): {words}"));
            }
        }
    }
}

/// What two independent reports or more state, in the words of the fullest.
fn claims(dossier: &Dossier, most: usize, page: &mut Page) {
    let agreed = agreed(&dossier.claims);
    if agreed.is_empty() {
        return;
    }
    page.heading("What independent reports agree on");
    for sentence in agreed.iter().take(most) {
        let statement = sentence.statement;
        let name = number_of(dossier, statement.article).unwrap_or_default();
        page.hanging("  - ", Style::Plain, &statement.sentence.words);
        for claim in &sentence.claims {
            let support = support(claim.articles, claim.independent);
            let words = claim
                .statements
                .get(claim.fullest as usize)
                .map_or("", |fullest| fullest.words.words.as_str());
            let kind = label(&claim.kind);
            page.line(4, Style::Quiet, &format!("{kind} “{words}” · {support}"));
        }
        page.line(
            4,
            Style::Quiet,
            &format!("{name}, {}", place_of(&statement.sentence)),
        );
    }
    if let Some(more @ 1..) = agreed.len().checked_sub(most) {
        let id = dossier.story.id;
        page.line(
            2,
            Style::Quiet,
            &format!("{more} more: `retold claims {id}`"),
        );
    }
}

/// Numbers of articles as they are listed: `1, 4, 6`.
fn numbers(places: &[usize]) -> String {
    let numbers: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
    numbers.join(", ")
}

fn place_in(dossier: &Dossier, id: ArticleId) -> usize {
    let found = dossier.articles.iter().position(|article| article.id == id);
    found.unwrap_or(dossier.articles.len())
}

/// Sayings in their wordings, the fullest first.
fn utterances(dossier: &Dossier, page: &mut Page) {
    if dossier.utterances.is_empty() {
        return;
    }
    page.heading("Sayings in several wordings");
    for utterance in &dossier.utterances {
        let speaker = utterance.speaker.as_deref().unwrap_or("(no speaker)");
        page.hanging("  * ", Style::Strong, speaker);
        for wording in same_wordings(utterance, dossier) {
            page.hanging("    - ", Style::Plain, &wording.words);
            let notes = wording.notes.join(" · ");
            let names = numbers(&wording.articles);
            page.line(
                6,
                Style::Quiet,
                &format!("{notes} · {names}, {}", wording.place),
            );
        }
    }
}

/// The reports that stand for themselves, each with the articles that carry it below where they took it from.
fn lineage(dossier: &Dossier, page: &mut Page) {
    if dossier.independent.is_empty() {
        return;
    }
    page.heading("Independent reports, and who took them from whom");
    for report in &dossier.independent {
        let name = match number_of(dossier, report.root.article) {
            Some(name) if report.root.kind == "article" => name,
            _ => source_name(&report.root),
        };
        page.hanging("  * ", Style::Strong, &name);
        carriers(dossier, report, &report.root, 1, page);
    }
}

/// The deepest level that is indented.
const DEEPEST: usize = 8;

/// The articles that carry `report` and took it from `parent`, each with those that took it from there. Paths lead to
/// the root, so this ends.
fn carriers(
    dossier: &Dossier,
    report: &IndependentRecord,
    parent: &TextSourceRecord,
    level: usize,
    page: &mut Page,
) {
    for carrier in &report.articles {
        if carrier.path.first() != Some(parent) || carrier.path.len() != level {
            continue;
        }
        let indent = 2 + 2 * level.min(DEEPEST);
        let name = number_of(dossier, carrier.article).unwrap_or_default();
        page.line(
            indent,
            Style::Plain,
            &format!("{name}: {} %", carrier.share),
        );
        let edge = dossier
            .lineage
            .iter()
            .filter(|lineage| lineage.article == carrier.article)
            .flat_map(|lineage| &lineage.edges)
            .find(|edge| edge.parent == *parent);
        if let Some(edge) = edge {
            let words = edge_words(edge);
            let grounds = ground_words(&edge.grounds);
            page.line(indent + 2, Style::Quiet, &format!("{words}; {grounds}"));
        }
        let here = TextSourceRecord {
            kind: "article".to_owned(),
            article: carrier.article,
            names: Vec::new(),
        };
        carriers(dossier, report, &here, level + 1, page);
    }
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
    short_name(
        article.outlet.as_ref(),
        article.address(),
        &article.source.path,
    )
}

fn name_and_headline(article: &ArticleRecord) -> String {
    let headline = article
        .headline
        .as_ref()
        .map_or("(no headline)", |headline| &headline.value);
    format!("{}: {headline}", name(article))
}

/// `3 Outlet`: the number of an article in its dossier.
fn number_of(dossier: &Dossier, id: ArticleId) -> Option<String> {
    let index = dossier
        .articles
        .iter()
        .position(|article| article.id == id)?;
    Some(format!("{} {}", index + 1, name(&dossier.articles[index])))
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
            Side {
                words: &passage.first.span.words,
                start: passage.first.span.start_byte,
            },
            Side {
                words: &passage.second.span.words,
                start: passage.second.span.start_byte,
            },
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
                "each article beside the one it shares most with; {more} more in --format json"
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Strong,
    Quiet,
    First,
    Second,
}

/// A word to be set, in its style.
#[derive(Clone)]
struct Word {
    text: String,
    style: Style,
    /// Whether it follows the word before without a space.
    glued: bool,
}

impl Word {
    fn new(text: String, style: Style) -> Self {
        Self {
            text,
            style,
            glued: false,
        }
    }
}

/// Lines of text. Everything that comes in here is made inert, once, at this door.
struct Page {
    text: String,
    width: usize,
    paint: Paint,
}

impl Page {
    fn new(width: usize, paint: Paint) -> Self {
        Self {
            text: String::new(),
            width: width.clamp(NARROWEST, WIDEST),
            paint,
        }
    }

    fn heading(&mut self, title: &str) {
        self.text.push('\n');
        self.line(0, Style::Strong, title);
    }

    fn legend(&mut self) {
        self.line(
            2,
            Style::Quiet,
            "[-only in the first-] {+only in the second+}",
        );
    }

    fn numbered(&mut self, number: usize, text: &str) {
        self.hanging(&format!("{number:>3} "), Style::Strong, text);
    }

    /// `name  value (note)`.
    fn field(&mut self, name: &str, value: &str, note: &str) {
        let note = if note.is_empty() {
            String::new()
        } else {
            format!(" ({note})")
        };
        self.hanging(
            &format!("    {name:<10}"),
            Style::Plain,
            &format!("{value}{note}"),
        );
    }

    fn hanging(&mut self, lead: &str, style: Style, text: &str) {
        let words = split(&visible(text), style);
        let before = self.text.len();
        self.words(lead.width(), &words);
        self.text.replace_range(before..before + lead.width(), lead);
    }

    fn line(&mut self, indent: usize, style: Style, text: &str) {
        let words = split(&visible(text), style);
        self.words(indent, &words);
    }

    /// `lead` and as much of `text` as fits.
    fn one_line(&mut self, indent: usize, lead: &str, text: &str) {
        let room = self.width.saturating_sub(indent + lead.width()).max(10);
        let text = shorten(&visible(text), room);
        let _ = writeln!(self.text, "{:indent$}{lead}{text}", "");
    }

    fn words(&mut self, indent: usize, words: &[Word]) {
        let mut used = 0;
        let _ = write!(self.text, "{:indent$}", "");
        let mut rest = words;
        while let Some((first, after)) = rest.split_first() {
            // A word and what is glued to it stand on one line.
            let glued = after.iter().take_while(|word| word.glued).count();
            let (together, next) = rest.split_at(1 + glued);
            let columns: usize = together.iter().map(|word| word.text.width()).sum();
            if used > 0 && indent + used + 1 + columns > self.width {
                let _ = write!(self.text, "\n{:indent$}", "");
                used = 0;
            }
            if used > 0 && !first.glued {
                self.text.push(' ');
                used += 1;
            }
            for word in together {
                self.painted(&word.text, word.style);
            }
            used += columns;
            rest = next;
        }
        self.text.push('\n');
    }

    fn painted(&mut self, word: &str, style: Style) {
        let code = match (self.paint, style) {
            (Paint::Plain, _) | (_, Style::Plain) => None,
            (Paint::Colour, Style::Strong) => Some("1"),
            (Paint::Colour, Style::Quiet) => Some("2"),
            (Paint::Colour, Style::First) => Some("31"),
            (Paint::Colour, Style::Second) => Some("32"),
        };
        match code {
            Some(code) => {
                let _ = write!(self.text, "\u{1b}[{code}m{word}\u{1b}[0m");
            }
            None => self.text.push_str(word),
        }
    }
}

fn split(text: &str, style: Style) -> Vec<Word> {
    text.split_whitespace()
        .map(|word| Word::new(word.to_owned(), style))
        .collect()
}
