//! When an article was published and modified.
//!
//! A cascade: what the page states in data, then marked-up time, visible lines, the address; last of all the day on
//! which the record was made. A day that is stated but that no reader sees is believed of articles, not of standing
//! pages: there it is the day on which the page was set up. The day of a change is never taken for the day of
//! publication. An instant that is stated in UTC is given by the clock of its place, where the page shows that clock.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::Offset;
use regex::Regex;
use retold_model::{CutReason, Precision, Stamp};

use super::marks::is_publication;
use super::view::View;
use super::{Fact, Facts};
use crate::content::Label;
use crate::dates::{self, DayOrder};
use crate::html::{NodeId, Tag};
use crate::segment::Segment;

/// Fields that hold the day of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.issued",
    "dc.date.issued",
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
/// Fields that hold the day on which the record was made, often that of the publication.
const CREATED: &[&str] = &["dcterms.created", "dc.date.created", "datecreated"];
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

/// Words that say what a date beside them is, `[section]` lines, then the words of a language a line.
const DATE_LABELS: &str = include_str!("../../data/date_labels.txt");

/// The words of one section of the register, in all languages: pages mix them.
fn labels(section: &str) -> Vec<&'static str> {
    let mut inside = false;
    let mut labels = Vec::new();
    for line in DATE_LABELS.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            inside = name.trim_end_matches(']') == section;
        } else if let Some((_, words)) = line.split_once(": ").filter(|_| inside) {
            labels.extend(words.split("; "));
        }
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

static PUBLISHED_LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| labels("published"));
static CHANGED_LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| labels("changed"));

/// Whether a text in lower case says that the date beside it is the last change's.
pub(crate) fn says_changed(text: &str) -> bool {
    CHANGED_LABELS.iter().any(|label| has_word(text, label))
}

/// Whether a text in lower case says what the date beside it is.
fn says_some(text: &str) -> bool {
    PUBLISHED_LABELS.iter().any(|label| has_word(text, label)) || says_changed(text)
}

/// A day as a page states it.
type Dated = (Stamp, Fact);
/// When published, and when modified.
type Times = (Option<Dated>, Option<Dated>);

/// When published and when modified.
pub(crate) fn times(view: &View<'_, '_>, facts: &Facts, url: Option<&str>) -> Times {
    let (marked, marked_creation) = marked_times(view);
    let VisibleTimes {
        published: visible,
        updated,
        stray,
    } = visible_times(view);
    let shows_some = marked.is_some()
        || marked_creation.is_some()
        || visible.is_some()
        || updated.is_some()
        || stray.is_some();
    let in_address = in_address(facts, url);
    let published = match stated(view, facts, url, shows_some) {
        Some(stated) => Some(first_day(view, stated, marked.as_ref(), in_address)),
        None => marked
            .clone()
            .or(visible.clone())
            .or_else(|| told_by_name(view))
            .or(in_address)
            .or_else(|| created(view, facts, url, shows_some).or(marked_creation.clone()))
            .or_else(|| first_of(view, facts, WEAK_PUBLISHED))
            .or(stray),
    };
    let modified = read(view, facts.json_ld.modified.clone())
        .or_else(|| first_of(view, facts, MODIFIED))
        .or_else(|| updated.clone());
    let shown = visible.as_ref().filter(|shown| {
        let is_publication = |published: &Dated| {
            is_minute_of_publication(published.0, shown.0, modified.as_ref(), updated.as_ref())
        };
        published.as_ref().is_some_and(is_publication)
    });
    let others = [&facts.json_ld.published, &facts.json_ld.created]
        .into_iter()
        .filter_map(|fact| read(view, fact.clone()))
        .chain(fields(view, facts, PUBLISHED))
        .chain(fields(view, facts, CREATED))
        .chain(marked)
        .chain(marked_creation)
        .chain(visible.clone());
    let published = published.map(|dated| by_local_clock(view, dated, shown, others));
    let others = read(view, facts.json_ld.modified.clone())
        .into_iter()
        .chain(fields(view, facts, MODIFIED))
        .chain(updated.clone());
    let modified = modified.map(|dated| by_local_clock(view, dated, updated.as_ref(), others));
    (published, modified)
}

/// An instant that is stated in UTC, by the clock of its place, where the page tells which that is: another field
/// states the same minute with its offset, or the line of the article shows it.
fn by_local_clock(
    view: &View<'_, '_>,
    (stamp, fact): Dated,
    shown: Option<&Dated>,
    mut others: impl Iterator<Item = Dated>,
) -> Dated {
    let (Some(Offset::UTC), Some(instant)) = (stamp.offset(), stamp.instant()) else {
        return (stamp, fact);
    };
    let in_field = others.find_map(|(other, fact)| {
        let offset = other.offset().filter(|&offset| offset != Offset::UTC)?;
        same_minute(stamp, other).then_some((offset, fact.from))
    });
    let in_line = || {
        let (other, fact) = shown.filter(|(_, fact)| is_above_body(view, fact))?;
        Some((offset_between(stamp, *other)?, fact.from.clone()))
    };
    let Some((offset, from)) = in_field.or_else(in_line) else {
        return (stamp, fact);
    };
    let local = Stamp::civil(offset.to_datetime(instant), stamp.precision()).with_offset(offset);
    let from = format!("{} + {from}", fact.from);
    (local, Fact { from, ..fact })
}

/// Whether a line shows the minute of the publication, and not as well that of the change. Where both could be meant, the
/// line of the change decides.
fn is_minute_of_publication(
    published: Stamp,
    shown: Stamp,
    modified: Option<&Dated>,
    updated: Option<&Dated>,
) -> bool {
    let other = modified.filter(|(modified, _)| !same_minute(published, *modified));
    let Some((modified, _)) = other else {
        return true;
    };
    offset_between(*modified, shown).is_none()
        || updated.is_some_and(|(updated, _)| {
            offset_between(*modified, *updated) == offset_between(published, shown)
        })
}

/// Whether two stamps tell one instant, to the minute.
fn same_minute(a: Stamp, b: Stamp) -> bool {
    let minute = |stamp: Stamp| {
        stamp
            .instant()
            .map(|instant| instant.as_second().div_euclid(60))
    };
    minute(a).is_some() && minute(a) == minute(b)
}

/// How far a clock without a stated offset is from UTC, if it shows the minute that is stated in UTC.
fn offset_between(utc: Stamp, shown: Stamp) -> Option<Offset> {
    let timed = |stamp: Stamp| stamp.precision() >= Precision::Minute;
    if !timed(utc) || !timed(shown) || utc.offset() != Some(Offset::UTC) || shown.offset().is_some()
    {
        return None;
    }
    let minute = |stamp: Stamp| {
        let timestamp = Offset::UTC.to_timestamp(stamp.local()).ok()?;
        Some(timestamp.as_second().div_euclid(60))
    };
    let minutes = i32::try_from(minute(shown)? - minute(utc)?).ok()?;
    let offset = Offset::from_seconds(minutes.checked_mul(60)?).ok()?;
    (minutes != 0 && dates::is_in_use(offset)).then_some(offset)
}

/// The day that a fact states.
fn read(view: &View<'_, '_>, fact: Option<Fact>) -> Option<Dated> {
    let fact = fact?;
    let found = dates::find(&fact.value, view.order)?;
    plausible(found.stamp.date()).then_some((found.stamp, fact))
}

/// The day in the first of some meta elements that states one.
fn first_of(view: &View<'_, '_>, facts: &Facts, names: &[&str]) -> Option<Dated> {
    fields(view, facts, names).next()
}

/// The days that some meta elements state, in the order of their names.
fn fields<'f>(
    view: &'f View<'_, '_>,
    facts: &'f Facts,
    names: &'f [&str],
) -> impl Iterator<Item = Dated> + 'f {
    names
        .iter()
        .filter_map(|name| read(view, facts.first(&[name])))
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
    } else if let Some(dated) = in_data {
        // What is no more than a page may give the day of what it is about: a match, a concert. The lines of
        // others prove nothing then.
        let place = if facts.json_ld.is_page() {
            Shown::AtArticle
        } else {
            Shown::Anywhere
        };
        let believed = facts.json_ld.is_authored_guide() || is_shown(view, &dated, url, place);
        return believed.then_some(dated);
    }
    first_of(view, facts, PUBLISHED).filter(|dated| is_shown(view, dated, url, Shown::Anywhere))
}

/// The day on which the record was made, believed as that of the publication.
fn created(
    view: &View<'_, '_>,
    facts: &Facts,
    url: Option<&str>,
    shows_some: bool,
) -> Option<Dated> {
    let believed = facts.json_ld.is_news() || (facts.json_ld.is_article() && shows_some);
    let shown = |dated: &Dated| is_shown(view, dated, url, Shown::Anywhere);
    read(view, facts.json_ld.created.clone())
        .filter(|dated| believed || shown(dated))
        .or_else(|| first_of(view, facts, CREATED).filter(shown))
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

/// Where a page may show the day that it states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Anywhere: also in its list of the latest articles.
    Anywhere,
    /// Beside the article.
    AtArticle,
}

/// Whether the page shows a day, give or take one (zones), or states it in another element of its article as well.
fn is_shown(view: &View<'_, '_>, (stamp, fact): &Dated, url: Option<&str>, place: Shown) -> bool {
    let near = |other: Stamp| {
        other.date().until(stamp.date()).is_ok_and(|span| {
            span.get_days().abs() <= 1 && span.get_months() == 0 && span.get_years() == 0
        })
    };
    let lines = match place {
        Shown::Anywhere => view.segments,
        Shown::AtArticle => &view.segments[lines_at_article(view)],
    };
    let in_line = |segment: &Segment| {
        segment.words <= MAX_DATE_LINE_WORDS
            && dates::find(&segment.text, DayOrder::DayFirst).is_some_and(|found| near(found.stamp))
    };
    let in_time = |&id: &NodeId| {
        let attributes = view.document.attributes(id);
        let written = attributes.get("datetime").or_else(|| {
            let names = attributes.raw("itemprop").unwrap_or_default();
            let is_other = fact.bytes != Some(view.bytes(id));
            (is_other && is_publication(names)).then(|| attributes.get("content"))?
        });
        written
            .and_then(|value| dates::find(&value, view.order))
            .is_some_and(|found| near(found.stamp))
    };
    url.and_then(dates::in_url).is_some_and(near)
        || lines.iter().any(in_line)
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

/// `<time datetime>` and `itemprop=datePublished` at the head of the body, or right below it; and `itemprop=dateCreated`.
fn marked_times(view: &View<'_, '_>) -> Times {
    let document = view.document;
    let mut best: [Option<(usize, Stamp, Fact)>; 2] = [None, None];
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
        let is_creation = is_published && !itemprop.contains("datePublished");
        let slot = &mut best[usize::from(is_creation)];
        if cost < MAX_COST && slot.as_ref().is_none_or(|(other, ..)| cost < *other) {
            let from = match (document.tag(id), is_written) {
                _ if is_creation => "html:itemprop=dateCreated",
                (Some(Tag::Time), true) => "html:time@datetime",
                (Some(Tag::Time), false) => "html:time",
                _ => "html:itemprop=datePublished",
            };
            let fact = Fact {
                value,
                from: from.into(),
                bytes: Some(view.bytes(id)),
            };
            *slot = Some((cost, found.stamp, fact));
        }
    }
    best.map(|found| found.map(|(_, stamp, fact)| (stamp, fact)))
        .into()
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

/// Whether a segment looks like a line about other articles or of readers, wherever it stands.
fn is_of_others(view: &View<'_, '_>, i: usize) -> bool {
    matches!(
        view.labels[i],
        Label::Cut(CutReason::Teaser | CutReason::Navigation | CutReason::Comments)
    )
}

/// What the lines at an article say.
struct VisibleTimes {
    published: Option<Dated>,
    updated: Option<Dated>,
    /// A date among other articles or events that no word names: the weakest sign there is.
    stray: Option<Dated>,
}

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

/// The segments in which lines about the article stand, the body among them.
fn lines_at_article(view: &View<'_, '_>) -> Range<usize> {
    let end = (view.last + LINES_BELOW).min(view.segments.len());
    view.start(LINES_ABOVE).min(end)..end
}

/// Dates in short lines at the head of the article or below it, or at the very start of the body: when published, and when
/// changed.
fn visible_times(view: &View<'_, '_>) -> VisibleTimes {
    let mut best: [Option<(usize, Stamp, Fact)>; 3] = [None, None, None];
    for i in lines_at_article(view) {
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
            let slot = &mut best[match (line.updated, line.named || line.told) {
                (true, _) => 1,
                (false, false) if is_of_others(view, i) => 2,
                (false, _) => 0,
            }];
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
    let [published, updated, stray] = best.map(|found| found.map(|(_, stamp, fact)| (stamp, fact)));
    VisibleTimes {
        published,
        updated,
        stray,
    }
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
    lines
        .flat_map(|line| dates_of_line(line, view.order, before))
        .collect()
}

/// Dates of a line that are looked at: when published, when changed, and one between.
const MAX_DATES: usize = 3;

/// The first date of a line, and those behind it that a word before them names: "Published 3 May 2024 | Updated 4 May 2024".
fn dates_of_line<'v>(line: &'v str, order: DayOrder, before: &str) -> Vec<Line<'v>> {
    let mut dates = Vec::new();
    let mut end = 0;
    for n in 0..MAX_DATES {
        let Some(found) = find_human(&line[end..], order) else {
            break;
        };
        let found = dates::Found {
            start: found.start + end,
            end: found.end + end,
            ..found
        };
        let label = line[end..found.start].to_lowercase();
        let (named, updated) = if n == 0 {
            let above = label.trim().is_empty() && says_changed(before);
            (
                says_some(&line.to_lowercase()) || says_some(before),
                says_changed(&label) || above,
            )
        } else {
            (says_some(&label), says_changed(&label))
        };
        let owned = label.contains('©') && !named;
        if plausible(found.stamp.date()) && !owned && (n == 0 || named) {
            dates.push(Line {
                text: line,
                words: crate::segment::count_words(line),
                found,
                named,
                told: tells_publication(&line[end..found.start], &line[found.end..]),
                updated,
            });
        }
        end = found.end;
    }
    dates
}

/// Headlines of fewer bytes name too little.
const MIN_HEADLINE: usize = 12;

/// A line that names the article and says when it was published, wherever on the page it stands: blogs put it beside
/// the article, in a box of its own.
fn told_by_name(view: &View<'_, '_>) -> Option<Dated> {
    let headline = view.segments[view.headline?].text.trim();
    if headline.len() < MIN_HEADLINE {
        return None;
    }
    let tells = |(segment, label): (&Segment, &Label)| {
        let is_candidate = segment.words <= NAMED_WORDS
            && *label != Label::Cut(CutReason::Comments)
            && segment.text.contains(headline);
        let lines = is_candidate.then(|| dates_of_line(&segment.text, view.order, ""))?;
        let line = lines.into_iter().find(|line| line.told && !line.updated)?;
        let fact = Fact {
            value: line.text.to_owned(),
            from: "text".into(),
            bytes: Some(segment.page_range()),
        };
        Some((line.found.stamp, fact))
    };
    view.segments.iter().zip(view.labels).find_map(tells)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_out_by_section_and_in_lower_case() {
        let all = || PUBLISHED_LABELS.iter().chain(CHANGED_LABELS.iter());
        assert!(PUBLISHED_LABELS.contains(&"posted") && CHANGED_LABELS.contains(&"mis à jour"));
        assert_eq!(all().find(|label| **label != label.to_lowercase()), None);
        assert_eq!(
            all().find(|label| label.trim() != **label || label.is_empty()),
            None
        );
        assert_eq!(
            PUBLISHED_LABELS
                .iter()
                .find(|label| CHANGED_LABELS.contains(label)),
            None
        );
        let languages: Vec<&str> = DATE_LABELS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(": "))
            .map(|(language, _)| language)
            .collect();
        let [first, second] = [
            &languages[..languages.len() / 2],
            &languages[languages.len() / 2..],
        ];
        assert_eq!(first, second, "each section knows each language");
    }

    #[test]
    fn offsets_are_told_by_matching_minutes_only() {
        let check = |utc: &str, shown: &str, expected: Option<i32>| {
            let offset = offset_between(utc.parse().unwrap(), shown.parse().unwrap());
            assert_eq!(offset.map(|o| o.seconds() / 60), expected, "{utc} {shown}");
        };
        check("2024-05-16T03:36:55Z", "2024-05-16T09:36", Some(360));
        check("2024-05-16T03:36:55Z", "2024-05-15T22:36", Some(-300));
        check("2024-05-16T03:36Z", "2024-05-16T09:06", Some(330));
        check("2024-05-16T03:36Z", "2024-05-16T09:21", Some(345));
        check("2024-05-16T03:36Z", "2024-05-16T03:36", None);
        check("2024-05-16T03:36Z", "2024-05-16T09:37", None);
        check("2024-05-16T03:36Z", "2024-05-16T05:51", None);
        check("2024-05-16T03:36Z", "2024-05-17T03:36", None);
        check("2024-05-16T03:36Z", "2024-05-16", None);
        check("2024-05-16T03:36+02:00", "2024-05-16T09:36", None);
        check("2024-05-16T03:36Z", "2024-05-16T09:36+06:00", None);
    }
}
