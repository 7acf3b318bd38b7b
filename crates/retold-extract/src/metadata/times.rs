//! When an article was published and modified.
//!
//! A cascade: what the page states in data, then marked-up time, visible lines, the address. A day that is stated but
//! that no reader sees is believed of articles, not of standing pages: there it is the day on which the page
//! was set up. The day of a change is never taken for the day of publication.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use retold_model::{CutReason, Stamp};

use super::marks::is_publication;
use super::view::View;
use super::{Fact, Facts};
use crate::content::Label;
use crate::dates::{self, DayOrder};
use crate::html::{NodeId, Tag};

/// Fields that hold the day of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "pubdate",
    "pub_date",
    "article.published",
    "article_date_original",
    "citation_publication_date",
    "citation_online_date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "ptime",
    "og:pubdate",
    "rnews:datepublished",
    "shareaholic:article_published_time",
];
/// Fields that hold some date, often the page's rather than the article's.
const WEAK_PUBLISHED: &[&str] = &["dc.date", "dcterms.date", "date", "timestamp"];
/// Fields that hold the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "modificationdate",
    "date.modified",
    "article.updated",
    "revision_date",
    "shareaholic:article_modified_time",
    "article:modified",
];

/// Words that say what a date beside them is.
const DATE_WORDS: &[&str] = &[
    "publi",
    "posted",
    "erstellt",
    "veröffentlich",
    "updated",
    "aktualisiert",
    "stand",
    "datum",
    "date",
    "geschrieben",
    "gepostet",
    "gespeichert",
    "erschienen",
    "written",
    "pressemitteilung",
    "modified",
    "geändert",
    "fecha",
    "data",
];

/// Words that say that a date is the last change's.
const UPDATE_WORDS: &[&str] = &[
    "updated",
    "aktualisiert",
    "modified",
    "geändert",
    "letzte änderung",
    "last edited",
    "edited",
    "zuletzt",
    "mis à jour",
    "actualizado",
    "atualizado",
];

/// A day as a page states it.
type Dated = (Stamp, Fact);
/// When published, and when modified.
type Times = (Option<Dated>, Option<Dated>);

/// When published and when modified.
pub(crate) fn times(view: &View<'_, '_>, facts: &Facts, url: Option<&str>) -> Times {
    let marked = marked_time(view);
    let (visible, updated) = visible_times(view);
    let modified = read(view, facts.json_ld.modified.clone())
        .or_else(|| first_of(view, facts, MODIFIED))
        .or_else(|| updated.clone());
    let shows_some = marked.is_some() || visible.is_some() || updated.is_some();
    let in_address = in_address(facts, url);
    let published = match stated(view, facts, url, shows_some) {
        Some(stated) => Some(first_day(view, stated, marked.as_ref(), in_address)),
        None => marked
            .or(visible)
            .or(in_address)
            .or_else(|| first_of(view, facts, WEAK_PUBLISHED)),
    };
    (published, modified)
}

/// The day that a fact states.
fn read(view: &View<'_, '_>, fact: Option<Fact>) -> Option<Dated> {
    let fact = fact?;
    let found = dates::find(&fact.value, view.order)?;
    plausible(found.stamp.date()).then_some((found.stamp, fact))
}

/// The day in the first of some meta elements that states one.
fn first_of(view: &View<'_, '_>, facts: &Facts, names: &[&str]) -> Option<Dated> {
    names
        .iter()
        .find_map(|name| read(view, facts.first(&[name])))
}

/// The day of publication in the page's data. News states its day even where it does not show it. Of other pages, a
/// day that no reader sees may be the one on which the page was set up.
fn stated(
    view: &View<'_, '_>,
    facts: &Facts,
    url: Option<&str>,
    shows_some: bool,
) -> Option<Dated> {
    let in_data = read(view, facts.json_ld.published.clone());
    if facts.json_ld.is_news() || (facts.json_ld.is_article() && shows_some) {
        if let Some(stated) = in_data {
            return Some(stated);
        }
    } else if let Some((stamp, fact)) = in_data {
        return is_shown(view, stamp, url).then_some((stamp, fact));
    }
    first_of(view, facts, PUBLISHED).filter(|(stamp, _)| is_shown(view, *stamp, url))
}

fn in_address(facts: &Facts, url: Option<&str>) -> Option<Dated> {
    let url = url.or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))?;
    let stamp = dates::in_url(url).filter(|stamp| plausible(stamp.date()))?;
    let fact = Fact {
        value: url.to_owned(),
        from: "url".into(),
        bytes: None,
    };
    Some((stamp, fact))
}

/// Days by which an address may be older than the publication: it is often made with the draft.
const DRAFT_DAYS: i32 = 2;

/// A page that was published again states that day, but still shows its first one, at its head or in its address.
fn first_day(
    view: &View<'_, '_>,
    stated: Dated,
    marked: Option<&Dated>,
    in_address: Option<Dated>,
) -> Dated {
    let day = stated.0.date();
    let above = marked.filter(|(stamp, fact)| stamp.date() < day && is_above_body(view, fact));
    let older = |(stamp, _): &Dated| {
        stamp
            .date()
            .until(day)
            .is_ok_and(|span| span.get_days() > DRAFT_DAYS)
    };
    above
        .cloned()
        .or_else(|| in_address.filter(older))
        .unwrap_or(stated)
}

/// Whether a fact stands between the headline and the body.
fn is_above_body(view: &View<'_, '_>, fact: &Fact) -> bool {
    let Some(headline) = view.headline.and_then(|i| view.segments.get(i)) else {
        return false;
    };
    let body = view
        .segments
        .get(view.first)
        .map_or(0, |segment| segment.page_range().0);
    fact.bytes
        .is_some_and(|(start, _)| headline.page_range().0 < start && start < body)
}

/// Lines of more words are prose; a day in them is not the page's.
const MAX_DATE_LINE_WORDS: u32 = 40;

/// Whether the page shows a day, give or take one (zones): at the article, or in a list of the latest ones.
fn is_shown(view: &View<'_, '_>, stamp: Stamp, url: Option<&str>) -> bool {
    let near = |other: Stamp| {
        other.date().until(stamp.date()).is_ok_and(|span| {
            span.get_days().abs() <= 1 && span.get_months() == 0 && span.get_years() == 0
        })
    };
    let in_line = |segment: &crate::segment::Segment| {
        segment.words <= MAX_DATE_LINE_WORDS
            && dates::find(&segment.text, DayOrder::DayFirst).is_some_and(|found| near(found.stamp))
    };
    let in_time = |&id: &NodeId| {
        let written = view.document.attributes(id).get("datetime");
        written
            .and_then(|value| dates::find(&value, view.order))
            .is_some_and(|found| near(found.stamp))
    };
    url.and_then(dates::in_url).is_some_and(near)
        || view.segments.iter().any(in_line)
        || view.marks.times.iter().any(in_time)
}

/// Pages are younger than the web and older than the day after tomorrow of any reader: the upper bound is far away,
/// because "now" is no input.
fn plausible(date: Date) -> bool {
    date.year() >= 1990 && date.year() <= 2099
}

/// Bytes of the source of a marked time at most.
const MAX_TIME: u32 = 2000;
/// Costs of a marked time, in segments: unconfirmed by its names; below the start of the body; the most allowed.
const UNCONFIRMED: usize = 8;
const BELOW_START: usize = 16;
const MAX_COST: usize = 70;

/// `<time datetime>` and `itemprop=datePublished` at the head of the body, or right below it.
fn marked_time(view: &View<'_, '_>) -> Option<Dated> {
    let document = view.document;
    let mut best: Option<(usize, Stamp, Fact)> = None;
    for &id in &view.marks.times {
        let attributes = document.attributes(id);
        let itemprop = attributes.raw("itemprop").unwrap_or_default();
        let class = attributes
            .raw("class")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let of_change = (class.contains("updated") || class.contains("modified"))
            && !class.contains("published");
        if itemprop.contains("dateModified") || of_change {
            continue;
        }
        let is_published = is_publication(itemprop);
        let i = view.index_of(id);
        if !is_published && (view.is_elsewhere(i) || is_of_reader(view, id)) {
            continue;
        }
        let written = attributes
            .get("datetime")
            .or_else(|| attributes.get("content"))
            .filter(|value| !value.trim().is_empty());
        let is_written = written.is_some();
        let Some(value) = written
            .map(std::borrow::Cow::into_owned)
            .or_else(|| view.text_within(id, MAX_TIME))
        else {
            continue;
        };
        let Some(found) =
            dates::find(&value, view.order).filter(|found| plausible(found.stamp.date()))
        else {
            continue;
        };
        let confirmed = is_published
            || class.contains("publish")
            || class.contains("entry-date")
            || attributes.has("pubdate");
        let cost = view.first.abs_diff(i)
            + if confirmed { 0 } else { UNCONFIRMED }
            + if i > view.first { BELOW_START } else { 0 };
        if cost < MAX_COST && best.as_ref().is_none_or(|(other, ..)| cost < *other) {
            let from = match (document.tag(id), is_written) {
                (Some(Tag::Time), true) => "html:time@datetime",
                (Some(Tag::Time), false) => "html:time",
                _ => "html:itemprop=datePublished",
            };
            let fact = Fact {
                value,
                from: from.into(),
                bytes: Some(view.bytes(id)),
            };
            best = Some((cost, found.stamp, fact));
        }
    }
    best.map(|(_, stamp, fact)| (stamp, fact))
}

/// Names of elements that hold what readers wrote.
const COMMENT_NAMES: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "comment-list",
    "comment-body",
    "comment-meta",
];

/// Whether a node stands in what readers wrote.
fn is_of_reader(view: &View<'_, '_>, id: NodeId) -> bool {
    view.document.ancestors(id).any(|ancestor| {
        let attributes = view.document.attributes(ancestor);
        ["class", "id"].iter().any(|name| {
            attributes.raw(name).is_some_and(|value| {
                value
                    .split_ascii_whitespace()
                    .take(MAX_CLASSES)
                    .any(|word| COMMENT_NAMES.contains(&word))
            })
        })
    })
}

/// Words of an attribute that are looked at.
const MAX_CLASSES: usize = 20;

/// A visible date stands at most so many segments above the headline or body.
const LINES_ABOVE: usize = 6;
/// And so many below the body.
const LINES_BELOW: usize = 14;
/// If no word says what it is, so many.
const LINES_BELOW_BARE: usize = 6;
/// Segments of more bytes are prose.
const MAX_LINE: usize = 1500;
/// Costs of a visible date, in segments: no word says what it is; it stands in something else; its line is long; it
/// does not open its line; the most allowed.
const UNNAMED: usize = 4;
const ELSEWHERE: usize = 13;
const LONG_LINE: usize = 5;
const INSIDE_LINE: usize = 3;
const MAX_LINE_COST: usize = 16;
/// Lines of a segment that are read; of one of the body.
const MAX_LINES: usize = 20;
const MAX_BODY_LINES: usize = 2;
/// Words of a line at most: with a word that says what the date is, and without.
const NAMED_WORDS: u32 = 40;
const BARE_WORDS: u32 = 25;
/// Words of a line at the start of the body that a date opens, at most.
const OPENING_WORDS: u32 = 16;
/// Segments that count as the start of the body, behind the first: standfirst and byline may stand among them.
const OPENING_SEGMENTS: usize = 3;

/// A date in a line.
struct Line<'x> {
    text: &'x str,
    /// Words of the line.
    words: u32,
    found: dates::Found,
    /// Whether a word says what the date is.
    named: bool,
    /// Whether the line says that the article was published then, and little else.
    told: bool,
    updated: bool,
}

impl Line<'_> {
    /// Whether it stands at the start of its line.
    fn opens(&self) -> bool {
        self.found.start < 30
    }
}

/// Dates in short lines at the head of the article or below it, or at the very start of the body: when published, and when
/// changed.
fn visible_times(view: &View<'_, '_>) -> Times {
    let mut best: [Option<(usize, Stamp, Fact)>; 2] = [None, None];
    for i in view.start(LINES_ABOVE)..(view.last + LINES_BELOW).min(view.segments.len()) {
        let segment = &view.segments[i];
        if segment.text.len() > MAX_LINE {
            continue;
        }
        let before = i
            .checked_sub(1)
            .map(|j| view.segments[j].text.to_lowercase())
            .filter(|text| text.len() < 30)
            .unwrap_or_default();
        for line in dated_lines(view, i, &before) {
            let Some(cost) = line_cost(view, i, &line) else {
                continue;
            };
            let slot = &mut best[usize::from(line.updated)];
            if slot.as_ref().is_none_or(|(other, ..)| cost < *other) {
                let fact = Fact {
                    value: line.text.to_owned(),
                    from: "text".into(),
                    bytes: Some(segment.page_range()),
                };
                *slot = Some((cost, line.found.stamp, fact));
            }
        }
    }
    let [published, updated] = best.map(|found| found.map(|(_, stamp, fact)| (stamp, fact)));
    (published, updated)
}

/// The lines of a segment that hold a date; of the body's segments only the first lines can. `before`: the short line above it, in lower case.
fn dated_lines<'v>(view: &View<'v, '_>, i: usize, before: &str) -> Vec<Line<'v>> {
    let segment = &view.segments[i];
    let all = if view.labels[i].is_body() {
        MAX_BODY_LINES
    } else {
        MAX_LINES
    };
    let lines = segment
        .text
        .split('\n')
        .take(all)
        .filter(|line| line.bytes().any(|b| b.is_ascii_digit()));
    let read = |line: &'v str| {
        let found = find_human(line, view.order).filter(|found| plausible(found.stamp.date()))?;
        let lower = line.to_lowercase();
        let start = line[..found.start].to_lowercase();
        let named = DATE_WORDS
            .iter()
            .any(|word| has_word(&lower, word) || has_word(before, word));
        let told = tells_publication(&line[..found.start], &line[found.end..]);
        let updated = UPDATE_WORDS.iter().any(|word| start.contains(word))
            || (start.trim().is_empty() && UPDATE_WORDS.iter().any(|word| before.contains(word)));
        let owned = line[..found.start].contains('©') && !named;
        (!owned).then(|| Line {
            text: line,
            words: crate::segment::count_words(line),
            found,
            named,
            told,
            updated,
        })
    };
    lines.filter_map(read).collect()
}

/// Whether one of the words of a text starts so.
fn has_word(text: &str, start: &str) -> bool {
    text.match_indices(start)
        .any(|(at, _)| !text[..at].ends_with(char::is_alphabetic))
}

/// Whether what stands around a date says "published on" or "this entry was posted".
fn tells_publication(before: &str, after: &str) -> bool {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^\W*|\b(?:was|wurde|est)\s)(?:erschienen|veröffentlicht|veröffentlichung|publiziert|gepostet|published|posted|publié|publicado)(?:\s+(?:am|on|le|el|um|at))?[\s:]*(?:\p{L}+,\s*)?$")
            .expect("the pattern is a regular expression")
    });
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\bwurde (?:am|von .{2,40} am)\s*(?:\p{L}+,\s*)?¦.{0,12}?(?:um \d{1,2}[:.]\d{2}(?: uhr)?\s)?\s*(?:gepostet|veröffentlicht|geschrieben|erstellt)")
            .expect("the pattern is a regular expression")
    });
    BEFORE.is_match(before) || AROUND.is_match(&format!("{before}¦{after}"))
}

/// The first date in a line; where it is written for machines (`2024-05-16T09:36:55+02:00`) and one for readers stands beside it,
/// that one: themes hide the time of the last change so.
fn find_human(line: &str, order: DayOrder) -> Option<dates::Found> {
    let first = dates::find(line, order)?;
    let is_machine = line[first.start..first.end].contains('T')
        && line[first.start..].starts_with(|c: char| c.is_ascii_digit());
    let rest = &line[first.end..];
    if is_machine && let Some(found) = dates::find(rest, order) {
        return Some(dates::Found {
            stamp: found.stamp,
            start: found.start + first.end,
            end: found.end + first.end,
        });
    }
    Some(first)
}

/// How far a dated line is from being the article's own; `None` for lines that are not.
fn line_cost(view: &View<'_, '_>, i: usize, line: &Line<'_>) -> Option<usize> {
    let rest = line.text[line.found.end..].trim_start();
    let first_words = i <= view.first + OPENING_SEGMENTS
        && ((line.opens() && rest.starts_with(['-', '–', '|', ')', ':']))
            || (line.found.start == 0 && line.words <= OPENING_WORDS && !rest.ends_with('.')));
    let at_ends = i <= view.first + 2 || i + 3 > view.last;
    if view.labels[i].is_body()
        && !first_words
        && line.words > 6
        && !(line.named && at_ends && line.words <= 16)
    {
        return None;
    }
    let is_caption =
        view.labels[i] == Label::Cut(CutReason::Caption) && !line.named && line.found.start > 0;
    let far_below = i > view.last + LINES_BELOW_BARE && !line.named;
    if is_caption || far_below {
        return None;
    }
    let most = if line.named { NAMED_WORDS } else { BARE_WORDS };
    if line.words > most && !view.labels[i].is_body() {
        return None;
    }
    let told = line.told
        && i <= view.last + LINES_BELOW_BARE
        && view.labels[i] != Label::Cut(CutReason::Comments);
    let cost = view.distance(i)
        + if line.named { 0 } else { UNNAMED }
        + if view.is_elsewhere(i) && !told {
            ELSEWHERE
        } else {
            0
        }
        + usize::from(line.words > 14 && !told) * LONG_LINE
        + usize::from(!line.opens() && !line.named) * INSIDE_LINE;
    (cost <= MAX_LINE_COST).then_some(cost)
}

/// Which custom `03/04/2024` follows on this page.
pub(crate) fn day_order(language: Option<&str>, url: Option<&str>) -> DayOrder {
    let host = url
        .and_then(|url| url::Url::parse(url).ok())
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    let day_first = [
        ".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".pk", ".bd", ".sg", ".my",
    ]
    .iter()
    .any(|end| host.ends_with(end));
    match language.map(str::to_ascii_lowercase) {
        Some(language) if language.starts_with("en-us") || language.starts_with("en_us") => {
            DayOrder::MonthFirst
        }
        Some(language) if language.starts_with("en") && !day_first && !language.contains("gb") => {
            DayOrder::Unknown
        }
        Some(_) => DayOrder::DayFirst,
        None if day_first => DayOrder::DayFirst,
        None => DayOrder::Unknown,
    }
}
