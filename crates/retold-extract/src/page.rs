//! From an HTML page or fragment to the pieces of an article.

use jiff::civil::Date;
use retold_model::{BylineKind, CutReason, Stamp};
use retold_text::OffsetMap;

use crate::content::{self, Hints, Label, same_words};
use crate::dates::{self, DayOrder};
use crate::html::{self, Document, NodeId, Tag};
use crate::metadata::{Fact, Facts, unescape};
use crate::names;
use crate::segment::Segment;

/// A block with its map to bytes of the part.
pub(crate) struct Piece {
    pub(crate) label: Label,
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
}

/// What a page gives.
#[derive(Default)]
pub(crate) struct PageArticle {
    pub(crate) pieces: Vec<Piece>,
    /// Bytes of the part, and why they were cut.
    pub(crate) cuts: Vec<(u32, u32, CutReason)>,
    pub(crate) headline: Option<Fact>,
    pub(crate) outlet: Option<Fact>,
    pub(crate) section: Option<Fact>,
    pub(crate) language: Option<Fact>,
    pub(crate) published: Option<(Stamp, Fact)>,
    pub(crate) modified: Option<(Stamp, Fact)>,
    pub(crate) canonical_url: Option<Fact>,
    pub(crate) image: Option<Fact>,
    pub(crate) bylines: Vec<(Fact, BylineKind)>,
    pub(crate) limit_hit: bool,
}

/// Extracts from a part. `url`: the address of the page, where known. `fragment`: the part is a body only.
pub(crate) fn page(text: &str, url: Option<&str>, fragment: bool) -> PageArticle {
    let document = html::parse(text);
    if fragment {
        let content = content::content(&document, &Hints::default(), true);
        let (pieces, cuts) = pieces(content.segments, &content.labels);
        return PageArticle {
            pieces,
            cuts,
            limit_hit: document.limit_hit,
            ..PageArticle::default()
        };
    }
    let facts = Facts::read(&document);
    let site = outlet(&document, &facts, url);
    let hints = hints(&facts, site.as_ref().map(|site| site.value.as_str()));
    let content = content::content(&document, &hints, false);
    let language = facts
        .language
        .clone()
        .or_else(|| facts.first(&["og:locale", "content-language", "language", "dc.language"]))
        .or_else(|| facts.json_ld.language.clone());
    let order = day_order(language.as_ref().map(|l| l.value.as_str()), url);
    let headline = headline(
        &document,
        &facts,
        &content.segments,
        &content.labels,
        &hints,
        site.as_ref().map(|site| site.value.as_str()),
    );
    let labels = &content.labels;
    let view = View {
        document: &document,
        segments: &content.segments,
        labels,
        first: labels.iter().position(|label| label.is_body()).unwrap_or(0),
        last: labels
            .iter()
            .rposition(|label| label.is_body())
            .unwrap_or(0),
        headline: labels.iter().position(|&label| label == Label::Headline),
        order,
    };
    let (published, modified) = times(&view, &facts, url);
    let bylines = bylines(&view, &facts, site.as_ref().map(|s| s.value.as_str()));
    let canonical_url = facts
        .canonical
        .clone()
        .or_else(|| facts.first(&["og:url"]))
        .or_else(|| facts.json_ld.url.clone());
    let (pieces, cuts) = pieces(content.segments, &content.labels);
    PageArticle {
        pieces,
        cuts,
        headline,
        outlet: site,
        section: facts
            .first(&["article:section"])
            .or_else(|| facts.json_ld.section.clone()),
        language,
        published,
        modified,
        canonical_url,
        image: facts
            .first(&["og:image", "twitter:image", "twitter:image:src"])
            .or_else(|| facts.json_ld.image.clone()),
        bylines,
        limit_hit: document.limit_hit,
    }
}

/// Blocks in page order, and what was cut, neighbours with one reason joined.
fn pieces(segments: Vec<Segment>, labels: &[Label]) -> (Vec<Piece>, Vec<(u32, u32, CutReason)>) {
    let mut pieces = Vec::new();
    let mut cuts: Vec<(u32, u32, CutReason)> = Vec::new();
    let mut joined = false;
    for (segment, &label) in segments.into_iter().zip(labels) {
        let Label::Cut(reason) = label else {
            joined = false;
            pieces.push(Piece {
                label,
                text: segment.text,
                map: segment.map,
            });
            continue;
        };
        let (start, end) = segment.page_range();
        match cuts.last_mut() {
            Some(last) if joined && last.2 == reason => last.1 = last.1.max(end),
            _ => cuts.push((start, end, reason)),
        }
        joined = true;
    }
    (pieces, cuts)
}

fn hints(facts: &Facts, site: Option<&str>) -> Hints {
    let mut headlines = Vec::new();
    let mut add = |text: &str| {
        let text = unescape(text).into_owned();
        for variant in [text.clone(), names::without_site(&text, site)]
            .into_iter()
            .chain(names::title_parts(&text).map(str::to_owned))
        {
            if variant.split_whitespace().count() > 1
                && !headlines.contains(&variant)
                && site.is_none_or(|site| !same_words(site, &variant))
            {
                headlines.push(variant);
            }
        }
    };
    for fact in [
        facts.json_ld.headline.clone(),
        facts.first(&["og:title"]),
        facts.first(&[
            "twitter:title",
            "title",
            "dc.title",
            "sailthru.title",
            "parsely-title",
        ]),
        facts.title.clone(),
    ]
    .into_iter()
    .flatten()
    {
        add(&fact.value);
    }
    let descriptions = ["description", "og:description", "twitter:description"]
        .iter()
        .filter_map(|name| facts.first(&[name]))
        .chain(facts.json_ld.description.clone());
    Hints {
        descriptions: descriptions
            .map(|fact| unescape(&fact.value).into_owned())
            .collect(),
        stated_body: facts.json_ld.body.as_ref().map(|body| body.value.clone()),
        headlines,
    }
}

/// The publication: what the page calls itself. A name that fits the address is taken before one that does not.
fn outlet(document: &Document<'_>, facts: &Facts, url: Option<&str>) -> Option<Fact> {
    let host = url
        .or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))
        .and_then(names::site_label);
    let usable = |fact: &Fact| {
        !fact.value.starts_with("http") && fact.value.len() <= 80 && !fact.value.starts_with('@')
    };
    let stated = [
        facts.first(&["og:site_name"]),
        facts.json_ld.publisher.clone(),
        facts.json_ld.site.clone(),
        facts.first(&["application-name"]),
        facts.first(&[
            "apple-mobile-web-app-title",
            "dc.publisher",
            "publisher",
            "citation_journal_title",
            "copyright",
        ]),
    ];
    let stated: Vec<Fact> = stated
        .into_iter()
        .flatten()
        .map(|fact| Fact {
            value: unescape(&fact.value).into_owned(),
            ..fact
        })
        .filter(usable)
        .collect();
    let fits = |name: &str| {
        host.as_deref()
            .is_some_and(|host| names::matches_host(name, host))
    };
    // "Name | what we write of": the part that fits the address is the name.
    let part = |fact: &Fact| {
        names::title_parts(&fact.value)
            .find(|part| fits(part))
            .map(|part| Fact {
                value: part.to_owned(),
                ..fact.clone()
            })
    };
    let is_name = |fact: &&Fact| !names::is_domain(&fact.value);
    let titles = || {
        // A part of the title that fits the address, but for the headline, which stands first.
        let title = facts.title.as_ref()?;
        let parts: Vec<&str> = names::title_parts(&title.value).collect();
        let name = parts
            .iter()
            .rev()
            .take(parts.len().max(2) - 1)
            .find(|part| fits(part) && part.split_whitespace().count() <= 5)?;
        Some(Fact {
            value: (*name).to_owned(),
            from: "html:title".into(),
            bytes: title.bytes,
        })
    };
    stated
        .iter()
        .filter(is_name)
        .find_map(part)
        .or_else(titles)
        .or_else(|| stated.iter().find(is_name).cloned())
        .or_else(|| stated.first().cloned())
        .or_else(|| logo(document, host.as_deref()))
        .or_else(|| {
            host.map(|host| Fact {
                value: host,
                from: "url".into(),
                bytes: None,
            })
        })
}

/// The name on the link to the front page, if it fits the address.
fn logo(document: &Document<'_>, host: Option<&str>) -> Option<Fact> {
    let host = host?;
    let links = document
        .ids()
        .filter(|&id| document.tag(id) == Some(Tag::A));
    links.take(60).find_map(|id| {
        let href = document.attributes(id).get("href")?;
        let path = href.split_once("://").map_or(&*href, |(_, rest)| {
            rest.split_once('/').map_or("", |(_, path)| path)
        });
        if !matches!(path, "" | "/" | "index.html" | "index.php" | "#") {
            return None;
        }
        let image = document.subtree(id).find_map(|inner| {
            document
                .attributes(inner)
                .get("alt")
                .filter(|alt| !alt.trim().is_empty())
        });
        let name = image
            .map(std::borrow::Cow::into_owned)
            .or_else(|| {
                document
                    .attributes(id)
                    .get("title")
                    .map(std::borrow::Cow::into_owned)
            })
            .unwrap_or_else(|| document.text_of(id));
        let name = name
            .trim()
            .trim_end_matches("Logo")
            .trim_end_matches("logo")
            .trim()
            .to_owned();
        let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
        (names::matches_host(&name, host) && !names::is_domain(&name)).then(|| Fact {
            value: name,
            from: "html:logo".into(),
            bytes,
        })
    })
}

fn headline(
    document: &Document<'_>,
    facts: &Facts,
    segments: &[Segment],
    labels: &[Label],
    hints: &Hints,
    site: Option<&str>,
) -> Option<Fact> {
    // A short line above the body that shares nothing with what the head states is a kicker or the site.
    let agrees_with_head = |text: &str| {
        text.split_whitespace().count() >= 4
            || hints.headlines.is_empty()
            || hints
                .headlines
                .iter()
                .any(|headline| shared_words(headline, text) > 0.3)
    };
    if let Some(i) = labels
        .iter()
        .position(|&label| label == Label::Headline)
        .filter(|&i| agrees_with_head(&segments[i].text))
    {
        return Some(Fact {
            value: segments[i].text.replace('\n', " "),
            from: "text".into(),
            bytes: Some(segments[i].page_range()),
        });
    }
    let h1s: Vec<NodeId> = document
        .ids()
        .filter(|&id| document.tag(id) == Some(Tag::H1))
        .collect();
    let texts: Vec<(NodeId, String)> = h1s
        .into_iter()
        .take(20)
        .map(|id| (id, document.text_of(id)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let stated = texts.iter().find(|(_, text)| {
        hints
            .headlines
            .iter()
            .any(|headline| same_words(headline, text))
    });
    let only = if texts.len() == 1 {
        texts.first()
    } else {
        None
    };
    // A lone h1 that shares little with what the head states is the site's, or a label.
    let agrees = |text: &str| {
        hints.headlines.is_empty()
            || hints
                .headlines
                .iter()
                .any(|headline| shared_words(headline, text) > 0.5)
    };
    if let Some((id, text)) =
        stated.or(only.filter(|(_, text)| text.split_whitespace().count() > 2 && agrees(text)))
    {
        return Some(Fact {
            value: text.clone(),
            from: "html:h1".into(),
            bytes: Some((document.node(*id).start_byte, document.node(*id).end_byte)),
        });
    }
    let site = site.map(str::to_owned);
    let fact = facts
        .first(&["og:title"])
        .or_else(|| facts.json_ld.headline.clone())
        .or_else(|| facts.first(&["twitter:title", "dc.title", "citation_title", "title"]))
        .or_else(|| facts.title.clone())?;
    let value = names::headline_of(&unescape(&fact.value), site.as_deref());
    (!value.is_empty()).then_some(Fact { value, ..fact })
}

/// Share of the words of the shorter of two lines that the other has, too.
fn shared_words(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        retold_text::word::words(text)
            .filter_map(|range| range.slice(text))
            .map(retold_text::fold::fold_word)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    crate::segment::share(
        u32::try_from(shared).unwrap_or(0),
        u32::try_from(a.len().min(b.len())).unwrap_or(1),
    )
}

/// Which custom `03/04/2024` follows on this page.
fn day_order(language: Option<&str>, url: Option<&str>) -> DayOrder {
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

type Times = (Option<(Stamp, Fact)>, Option<(Stamp, Fact)>);

/// Words that say what a date beside them is.
const DATE_WORDS: &[&str] = &[
    "publi",
    "posted",
    "erstellt",
    "veröffentlicht",
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

/// Where a page's text says what it is.
struct View<'v, 't> {
    document: &'v Document<'t>,
    segments: &'v [Segment],
    labels: &'v [Label],
    /// First and last segment of the body.
    first: usize,
    last: usize,
    headline: Option<usize>,
    order: DayOrder,
}

impl View<'_, '_> {
    /// The label of the text that starts at or after a node.
    fn label_at(&self, id: NodeId) -> Option<Label> {
        let index = self.segments.partition_point(|segment| segment.end <= id);
        self.labels.get(index).copied()
    }

    /// Whether a label belongs to other articles, to readers, to the site.
    fn is_elsewhere(label: Option<Label>) -> bool {
        matches!(
            label,
            Some(Label::Cut(
                CutReason::Teaser | CutReason::Navigation | CutReason::Comments
            ))
        )
    }

    /// How many segments lie between one and the head of the article; more below it.
    fn distance(&self, i: usize) -> usize {
        match self.headline {
            _ if i > self.last => 6 + i - self.last,
            Some(headline) if i < headline => headline - i + 2,
            Some(headline) if i <= self.first => (i - headline).min(self.first - i),
            _ => self.first.abs_diff(i),
        }
    }
}

/// When published and modified: stated in data first, then in marked-up time, the address, the visible text.
fn times(view: &View<'_, '_>, facts: &Facts, url: Option<&str>) -> Times {
    let read = |fact: Fact| {
        dates::find(&fact.value, view.order)
            .filter(|found| plausible(found.stamp.date()))
            .map(|found| (found.stamp, fact))
    };
    let meta = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| facts.first(&[name]).and_then(read))
    };
    let modified = facts
        .json_ld
        .modified
        .clone()
        .and_then(read)
        .or_else(|| meta(MODIFIED));
    let marked = marked_time(view);
    let (visible, updated) = visible_times(view);
    let from_url = || {
        let url = url.or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))?;
        let stamp = dates::in_url(url).filter(|stamp| plausible(stamp.date()))?;
        Some((
            stamp,
            Fact {
                value: url.to_owned(),
                from: "url".into(),
                bytes: None,
            },
        ))
    };
    // News states its day even where it does not show it. Of other pages, a day that no reader sees may be the one on which the site was set up.
    let shows_some = marked.is_some() || visible.is_some() || updated.is_some();
    let of_article = facts
        .json_ld
        .published
        .clone()
        .filter(|_| facts.json_ld.is_news() || (facts.json_ld.is_article() && shows_some))
        .and_then(read);
    let of_page = || {
        facts
            .json_ld
            .published
            .clone()
            .and_then(read)
            .or_else(|| meta(PUBLISHED))
            .filter(|(stamp, _)| is_shown(view, *stamp, url))
    };
    let stated = of_article.or_else(of_page);
    // A page that was published again still shows its first day, at its head or in its address.
    let earlier = |stated: Stamp, other: &Option<(Stamp, Fact)>| {
        other
            .as_ref()
            .is_some_and(|(stamp, _)| stamp.date() < stated.date())
    };
    let above = marked.clone().filter(|(_, fact)| is_above_body(view, fact));
    let published = match stated {
        Some((stamp, _)) if earlier(stamp, &above) => above,
        Some((stamp, _))
            if from_url().is_some_and(|(day, _)| {
                day.date()
                    .until(stamp.date())
                    .is_ok_and(|span| span.get_days() > 2)
            }) =>
        {
            from_url()
        }
        Some(stated) => Some(stated),
        None => marked
            .or(visible)
            .or_else(from_url)
            .or_else(|| meta(WEAK_PUBLISHED)),
    };
    let modified = modified.or(updated);
    (published, modified)
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

/// Whether the page shows a day, give or take one (zones).
fn is_shown(view: &View<'_, '_>, stamp: Stamp, url: Option<&str>) -> bool {
    let near = |other: Stamp| {
        other.date().until(stamp.date()).is_ok_and(|span| {
            span.get_days().abs() <= 1 && span.get_months() == 0 && span.get_years() == 0
        })
    };
    url.and_then(dates::in_url).is_some_and(near)
        || view.segments.iter().any(|segment| {
            segment.words <= 40
                && dates::find(&segment.text, DayOrder::DayFirst)
                    .is_some_and(|found| near(found.stamp))
        })
        || view
            .document
            .ids()
            .filter(|&id| view.document.tag(id) == Some(Tag::Time))
            .any(|id| {
                view.document
                    .attributes(id)
                    .get("datetime")
                    .and_then(|value| dates::find(&value, view.order))
                    .is_some_and(|found| near(found.stamp))
            })
}

/// Pages are younger than the web and older than the day after tomorrow of any reader: the upper bound is far away,
/// because "now" is no input.
fn plausible(date: Date) -> bool {
    date.year() >= 1990 && date.year() <= 2099
}

/// `<time datetime>` and `itemprop=datePublished` at the head of the body, or right below it.
fn marked_time(view: &View<'_, '_>) -> Option<(Stamp, Fact)> {
    let document = view.document;
    let first = view.segments.get(view.first)?.first;
    let mut best: Option<(u32, Stamp, Fact)> = None;
    for id in document.ids() {
        let is_time = document.tag(id) == Some(Tag::Time);
        let attributes = document.attributes(id);
        let itemprop = attributes.raw("itemprop").unwrap_or_default();
        let is_published = itemprop
            .split_ascii_whitespace()
            .any(|word| word == "datePublished" || word == "dateCreated");
        if !(is_published || is_time) || itemprop.contains("dateModified") {
            continue;
        }
        let class = attributes
            .raw("class")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if (class.contains("updated") || class.contains("modified")) && !class.contains("published")
        {
            continue;
        }
        let (value, from) = match attributes
            .get("datetime")
            .or_else(|| attributes.get("content"))
            .filter(|value| !value.trim().is_empty())
        {
            Some(value) => (
                value.into_owned(),
                if is_time {
                    "html:time@datetime"
                } else {
                    "html:itemprop=datePublished"
                },
            ),
            None => (
                document.text_of(id),
                if is_time {
                    "html:time"
                } else {
                    "html:itemprop=datePublished"
                },
            ),
        };
        let Some(found) =
            dates::find(&value, view.order).filter(|found| plausible(found.stamp.date()))
        else {
            continue;
        };
        if View::is_elsewhere(view.label_at(id)) && !is_published {
            continue;
        }
        let confirmed = is_published
            || class.contains("publish")
            || class.contains("entry-date")
            || attributes.has("pubdate");
        let cost = first.0.abs_diff(id.0)
            + if confirmed { 0 } else { 300 }
            + if id > first { 600 } else { 0 };
        if cost < 2500 && best.as_ref().is_none_or(|(other, ..)| cost < *other) {
            let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
            best = Some((
                cost,
                found.stamp,
                Fact {
                    value,
                    from: from.into(),
                    bytes,
                },
            ));
        }
    }
    best.map(|(_, stamp, fact)| (stamp, fact))
}

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

/// Dates in short lines at the head of the article or below it, or at the very start of the body: when published, and when
/// changed.
fn visible_times(view: &View<'_, '_>) -> Times {
    let mut best: [Option<(usize, Stamp, Fact)>; 2] = [None, None];
    let from = view
        .headline
        .unwrap_or(view.first)
        .min(view.first)
        .saturating_sub(6);
    for i in from..(view.last + 14).min(view.segments.len()) {
        let (segment, label) = (&view.segments[i], view.labels[i]);
        if segment.text.len() > 1500 {
            continue;
        }
        let Some(found) =
            dates::find(&segment.text, view.order).filter(|found| plausible(found.stamp.date()))
        else {
            continue;
        };
        let lower = segment.text.to_lowercase();
        let before = i
            .checked_sub(1)
            .map(|j| view.segments[j].text.to_lowercase())
            .filter(|text| text.len() < 30)
            .unwrap_or_default();
        let named = DATE_WORDS
            .iter()
            .any(|word| lower.contains(word) || before.contains(word));
        let opens = found.start < 30;
        if segment.text[..found.start].contains('©') && !named {
            continue;
        }
        let first_words = i <= view.first + 1
            && opens
            && segment.text[found.end..]
                .trim_start()
                .starts_with(['-', '–', '|', ')', ':']);
        let at_ends = i <= view.first + 2 || i + 3 > view.last;
        if label.is_body()
            && !first_words
            && segment.words > 6
            && !(named && at_ends && segment.words <= 16)
        {
            continue;
        }
        if segment.words > if named { 40 } else { 25 } && !label.is_body() {
            continue;
        }
        let start = segment.text[..found.start].to_lowercase();
        let updated = UPDATE_WORDS.iter().any(|word| start.contains(word))
            || (start.trim().is_empty() && UPDATE_WORDS.iter().any(|word| before.contains(word)));
        let cost = view.distance(i)
            + if named { 0 } else { 4 }
            + if View::is_elsewhere(Some(label)) {
                12
            } else {
                0
            }
            + usize::from(segment.words > 14) * 5
            + usize::from(!opens && !named) * 3;
        let slot = &mut best[usize::from(updated)];
        if cost <= 16 && slot.as_ref().is_none_or(|(other, ..)| cost < *other) {
            *slot = Some((
                cost,
                found.stamp,
                Fact {
                    value: segment.text.clone(),
                    from: "text".into(),
                    bytes: Some(segment.page_range()),
                },
            ));
        }
    }
    let [published, updated] = best.map(|found| found.map(|(_, stamp, fact)| (stamp, fact)));
    (published, updated)
}

/// Who wrote it: persons first, wherever they are named; agencies and desks where no person is.
fn bylines(view: &View<'_, '_>, facts: &Facts, site: Option<&str>) -> Vec<(Fact, BylineKind)> {
    let mut candidates: Vec<Vec<(Fact, BylineKind)>> = Vec::new();
    let read = |fact: &Fact, organisation: bool| -> Vec<(Fact, BylineKind)> {
        let names = names::people(&unescape(&fact.value), site);
        let kind = |kind| {
            if organisation && kind == BylineKind::Person {
                BylineKind::Desk
            } else {
                kind
            }
        };
        names
            .into_iter()
            .map(|(name, found)| {
                (
                    Fact {
                        value: name,
                        ..fact.clone()
                    },
                    kind(found),
                )
            })
            .collect()
    };
    let mut stated: Vec<(Fact, BylineKind)> = facts
        .json_ld
        .authors
        .iter()
        .take(50)
        .flat_map(|author| read(&author.name, author.organisation))
        .collect();
    if stated.iter().any(|(_, kind)| *kind == BylineKind::Person) {
        stated.retain(|(_, kind)| *kind != BylineKind::Desk);
    }
    candidates.push(stated);
    for name in AUTHOR_METAS {
        candidates.push(
            facts
                .all(name)
                .take(20)
                .flat_map(|fact| read(&fact, false))
                .collect(),
        );
    }
    candidates.extend(marked_authors(view).iter().map(|fact| read(fact, false)));
    candidates.extend(by_lines(view).iter().map(|fact| read(fact, false)));
    let has = |names: &[(Fact, BylineKind)], wanted| names.iter().any(|(_, kind)| *kind == wanted);
    let best = candidates
        .iter()
        .find(|names| has(names, BylineKind::Person))
        .or_else(|| {
            candidates
                .iter()
                .find(|names| has(names, BylineKind::Agency))
        })
        .or_else(|| candidates.iter().find(|names| !names.is_empty()));
    let mut result: Vec<(Fact, BylineKind)> = Vec::new();
    for (fact, kind) in best.into_iter().flatten() {
        if result.len() < 20
            && !result
                .iter()
                .any(|(known, _)| same_words(&known.value, &fact.value))
        {
            result.push((fact.clone(), *kind));
        }
    }
    result
}

const AUTHOR_METAS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
    "article:author",
    "og:author",
    "article:author_name",
    "authors",
    "cxenseparse:author",
    "twitter:data1",
];

/// `rel=author`, `itemprop=author` and elements named after a writer, nearest to the body first.
fn marked_authors(view: &View<'_, '_>) -> Vec<Fact> {
    let document = view.document;
    let (Some(first), Some(last)) = (
        view.segments.get(view.first).map(|s| s.first),
        view.segments.get(view.last).map(|s| s.end),
    ) else {
        return Vec::new();
    };
    let mut candidates: Vec<(u32, NodeId, &str)> = Vec::new();
    for id in document.ids() {
        if document.tag(id).is_none() {
            continue;
        }
        let attributes = document.attributes(id);
        let mut found: Option<(u32, &str)> = None;
        for (name, value) in attributes.iter() {
            if value.len() > 200 {
                continue;
            }
            let is = |word: &str| {
                value
                    .split_ascii_whitespace()
                    .any(|w| w.eq_ignore_ascii_case(word))
            };
            let kind = if name.eq_ignore_ascii_case("itemprop") && is("author") {
                Some((0, "html:itemprop=author"))
            } else if name.eq_ignore_ascii_case("rel") && is("author") {
                Some((20, "html:rel=author"))
            } else if (name.eq_ignore_ascii_case("class")
                || name.eq_ignore_ascii_case("data-testid"))
                && names_a_writer(value)
            {
                Some((40, "html:class=author"))
            } else {
                None
            };
            found = found.min(kind).or(found).or(kind);
        }
        if document.tag(id) == Some(Tag::Address) {
            found = found.or(Some((80, "html:address")));
        }
        let Some((kind, from)) = found else { continue };
        if View::is_elsewhere(view.label_at(id)) && from != "html:itemprop=author" {
            continue;
        }
        let distance = if id > last {
            id.0 - last.0 + 300
        } else if id > first {
            200
        } else {
            first.0 - id.0
        };
        candidates.push((distance.saturating_add(kind), id, from));
    }
    candidates.sort_unstable_by_key(|&(cost, id, _)| (cost, id));
    let facts = candidates
        .into_iter()
        .filter(|(cost, ..)| *cost < 2500)
        .take(12)
        .filter_map(|(_, id, from)| {
            let text = document.text_of(id);
            let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
            let long = text.len() > 90;
            let value = if long {
                names::by_line(&text)?.to_owned()
            } else {
                text
            };
            (!value.is_empty()).then(|| Fact {
                value,
                from: from.to_owned(),
                bytes,
            })
        });
    facts.collect()
}

/// Whether a class says that an element names a writer.
fn names_a_writer(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    if [
        "comment",
        "avatar",
        "img",
        "image",
        "photo",
        "bio",
        "desc",
        "box",
        "social",
        "related",
        "count",
        "link-list",
    ]
    .iter()
    .any(|word| class.contains(word))
    {
        return false;
    }
    class
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| {
            [
                "author",
                "byline",
                "autor",
                "auteur",
                "redakteur",
                "journalist",
            ]
            .iter()
            .any(|stem| {
                word.starts_with(stem) || (word.ends_with(stem) && word.len() > stem.len() + 2)
            }) || word == "writer"
        })
}

/// Lines at the head or the foot of the article that say "By …".
fn by_lines(view: &View<'_, '_>) -> Vec<Fact> {
    let mut found: Vec<(usize, Fact)> = Vec::new();
    let from = view
        .headline
        .unwrap_or(view.first)
        .min(view.first)
        .saturating_sub(4);
    for i in from..(view.last + 8).min(view.segments.len()) {
        let segment = &view.segments[i];
        let inner = view.labels[i].is_body() && i > view.first + 1 && i + 2 < view.last;
        if segment.words > 30
            || inner
            || matches!(
                view.labels[i],
                Label::Cut(CutReason::Teaser | CutReason::Comments)
            )
        {
            continue;
        }
        // "Autor" as a heading of its own, the name in the next line.
        let label = segment.words <= 2
            && [
                "autor",
                "autorin",
                "author",
                "autoren",
                "auteur",
                "written by",
                "by",
            ]
            .contains(
                &segment
                    .text
                    .to_lowercase()
                    .trim_matches(|c: char| !c.is_alphanumeric()),
            );
        let names = match names::by_line(&segment.text) {
            Some(names) => Some(names.to_owned()),
            None if label => view
                .segments
                .get(i + 1)
                .filter(|next| next.words <= 6)
                .map(|next| next.text.clone()),
            None => None,
        };
        if let Some(value) = names {
            found.push((
                view.distance(i),
                Fact {
                    value,
                    from: "text".into(),
                    bytes: Some(segment.page_range()),
                },
            ));
        }
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, fact)| fact).collect()
}

/// The text of a fragment as one line, with its map.
pub(crate) fn line(text: &str) -> (String, OffsetMap) {
    let document = html::parse(text);
    let mut line = String::new();
    let mut map = OffsetMap::new();
    for segment in crate::segment::segments(&document, |_| false) {
        if !line.is_empty() {
            let at = map
                .segments()
                .last()
                .map_or(0, |last| last.source_start + last.source_len);
            line.push(' ');
            map.push_replaced(1, at, 0);
        }
        map.push_mapped(
            &segment.map,
            retold_text::TextRange::of(0, segment.text.len()),
        );
        line.push_str(&segment.text);
    }
    (line, map)
}
