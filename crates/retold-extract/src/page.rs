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
        return PageArticle { pieces, cuts, limit_hit: document.limit_hit, ..PageArticle::default() };
    }
    let facts = Facts::read(&document);
    let site = outlet(&facts, url);
    let hints = hints(&facts, site.as_ref().map(|site| site.value.as_str()));
    let content = content::content(&document, &hints, false);
    let language = facts.language.clone().or_else(|| facts.first(&["og:locale", "content-language", "language", "dc.language"])).or_else(|| facts.json_ld.language.clone());
    let order = day_order(language.as_ref().map(|l| l.value.as_str()), url);
    let headline = headline(&document, &facts, &content.segments, &content.labels, &hints);
    let (published, modified) = times(&document, &facts, &content.segments, &content.labels, url, order);
    let bylines = bylines(&document, &facts, &content.segments, &content.labels, site.as_ref().map(|s| s.value.as_str()));
    let canonical_url = facts.canonical.clone().or_else(|| facts.first(&["og:url"])).or_else(|| facts.json_ld.url.clone());
    let (pieces, cuts) = pieces(content.segments, &content.labels);
    PageArticle {
        pieces,
        cuts,
        headline,
        outlet: site,
        section: facts.first(&["article:section"]).or_else(|| facts.json_ld.section.clone()),
        language,
        published,
        modified,
        canonical_url,
        image: facts.first(&["og:image", "twitter:image", "twitter:image:src"]).or_else(|| facts.json_ld.image.clone()),
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
            pieces.push(Piece { label, text: segment.text, map: segment.map });
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
        for variant in [text.clone(), names::without_site(&text, site)].into_iter().chain(names::title_parts(&text).map(str::to_owned)) {
            if variant.split_whitespace().count() > 1 && !headlines.contains(&variant) && site.is_none_or(|site| !same_words(site, &variant)) {
                headlines.push(variant);
            }
        }
    };
    for fact in [facts.json_ld.headline.clone(), facts.first(&["og:title"]), facts.first(&["twitter:title", "title", "dc.title", "sailthru.title", "parsely-title"]), facts.title.clone()].into_iter().flatten() {
        add(&fact.value);
    }
    let descriptions = ["description", "og:description", "twitter:description"].iter().filter_map(|name| facts.first(&[name])).chain(facts.json_ld.description.clone());
    Hints {
        descriptions: descriptions.map(|fact| unescape(&fact.value).into_owned()).collect(),
        stated_body: facts.json_ld.body.as_ref().map(|body| body.value.clone()),
        headlines,
    }
}

/// The publication: what the page calls itself.
fn outlet(facts: &Facts, url: Option<&str>) -> Option<Fact> {
    let host = url.and_then(names::site_label);
    let usable = |fact: &Fact| !fact.value.starts_with("http") && fact.value.len() <= 80 && !fact.value.starts_with('@');
    let stated = [
        facts.first(&["og:site_name"]),
        facts.json_ld.publisher.clone(),
        facts.json_ld.site.clone(),
        facts.first(&["application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher", "article:publisher", "citation_journal_title", "copyright"]),
    ];
    let stated: Vec<Fact> = stated.into_iter().flatten().map(|fact| Fact { value: unescape(&fact.value).into_owned(), ..fact }).filter(usable).collect();
    // A name that is only the host is taken after a real one.
    let is_name = |fact: &&Fact| !names::is_domain(&fact.value);
    let named = stated.iter().find(is_name).cloned();
    let from_title = || {
        let title = facts.title.as_ref()?;
        let host = host.as_deref()?;
        let part = names::title_parts(&title.value).find(|part| names::matches_host(part, host))?;
        Some(Fact { value: part.to_owned(), from: "html:title".into(), bytes: title.bytes })
    };
    named.or_else(from_title).or_else(|| stated.into_iter().next())
}

fn headline(document: &Document<'_>, facts: &Facts, segments: &[Segment], labels: &[Label], hints: &Hints) -> Option<Fact> {
    if let Some(i) = labels.iter().position(|&label| label == Label::Headline) {
        return Some(Fact { value: segments[i].text.replace('\n', " "), from: "text".into(), bytes: Some(segments[i].page_range()) });
    }
    let h1s: Vec<NodeId> = document.ids().filter(|&id| document.tag(id) == Some(Tag::H1)).collect();
    let texts: Vec<(NodeId, String)> = h1s.into_iter().take(20).map(|id| (id, document.text_of(id))).filter(|(_, text)| !text.is_empty()).collect();
    let stated = texts.iter().find(|(_, text)| hints.headlines.iter().any(|headline| same_words(headline, text)));
    let only = if texts.len() == 1 { texts.first() } else { None };
    if let Some((id, text)) = stated.or(only.filter(|(_, text)| text.split_whitespace().count() > 2)) {
        return Some(Fact { value: text.clone(), from: "html:h1".into(), bytes: Some((document.node(*id).start_byte, document.node(*id).end_byte)) });
    }
    let site = outlet(facts, None).map(|fact| fact.value);
    let fact = facts
        .first(&["og:title"])
        .or_else(|| facts.json_ld.headline.clone())
        .or_else(|| facts.first(&["twitter:title", "dc.title", "citation_title", "title"]))
        .or_else(|| facts.title.clone())?;
    let value = names::without_site(&unescape(&fact.value), site.as_deref());
    (!value.is_empty()).then_some(Fact { value, ..fact })
}

/// Which custom `03/04/2024` follows on this page.
fn day_order(language: Option<&str>, url: Option<&str>) -> DayOrder {
    let host = url.and_then(|url| url::Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let day_first = [".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".pk", ".bd", ".sg", ".my"].iter().any(|end| host.ends_with(end));
    match language.map(str::to_ascii_lowercase) {
        Some(language) if language.starts_with("en-us") || language.starts_with("en_us") => DayOrder::MonthFirst,
        Some(language) if language.starts_with("en") && !day_first && !language.contains("gb") => DayOrder::Unknown,
        Some(_) => DayOrder::DayFirst,
        None if day_first => DayOrder::DayFirst,
        None => DayOrder::Unknown,
    }
}

const PUBLISHED: &[&str] = &[
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.issued", "dc.date.issued", "dcterms.created",
    "dc.date.created", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publish_date", "published_time", "pubdate", "pub_date",
    "article.published", "article_date_original", "citation_publication_date", "citation_online_date", "cxenseparse:recs:publishtime", "originalpublicationdate",
    "dc.date", "dcterms.date", "date", "ptime", "timestamp", "og:pubdate", "rnews:datepublished", "shareaholic:article_published_time",
];
const MODIFIED: &[&str] = &[
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod", "modificationdate", "date.modified",
    "article.updated", "revision_date", "shareaholic:article_modified_time", "article:modified",
];

type Times = (Option<(Stamp, Fact)>, Option<(Stamp, Fact)>);

/// When published and modified: stated in data first, then in marked-up time, the address, the visible text.
fn times(document: &Document<'_>, facts: &Facts, segments: &[Segment], labels: &[Label], url: Option<&str>, order: DayOrder) -> Times {
    let read = |fact: Fact| dates::find(&fact.value, order).filter(|found| plausible(found.stamp.date())).map(|found| (found.stamp, fact));
    let modified = facts.json_ld.modified.clone().and_then(read).or_else(|| MODIFIED.iter().find_map(|name| facts.first(&[name]).and_then(read)));
    let stated = facts
        .json_ld
        .published
        .clone()
        .and_then(read)
        .or_else(|| PUBLISHED.iter().find_map(|name| facts.first(&[name]).and_then(read)))
        .or_else(|| marked_time(document, segments, labels, order));
    let published = stated.or_else(|| {
        let url = url.or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))?;
        let stamp = dates::in_url(url).filter(|stamp| plausible(stamp.date()))?;
        Some((stamp, Fact { value: url.to_owned(), from: "url".into(), bytes: None }))
    });
    let published = published.or_else(|| visible_time(document, segments, labels, order));
    (published, modified)
}

/// Pages are younger than the web and older than the day after tomorrow of any reader: the upper bound is far away,
/// because "now" is no input.
fn plausible(date: Date) -> bool {
    date.year() >= 1990 && date.year() <= 2099
}

/// `<time datetime>` and `itemprop=datePublished` near the body.
fn marked_time(document: &Document<'_>, segments: &[Segment], labels: &[Label], order: DayOrder) -> Option<(Stamp, Fact)> {
    let first = segments.iter().zip(labels).find(|(_, label)| label.is_body()).map(|(segment, _)| segment.first)?;
    let mut best: Option<(u32, Stamp, Fact)> = None;
    for id in document.ids() {
        let attributes = document.attributes(id);
        let itemprop = attributes.raw("itemprop").unwrap_or_default();
        let is_published = itemprop.split_ascii_whitespace().any(|word| word == "datePublished" || word == "dateCreated");
        let is_time = document.tag(id) == Some(Tag::Time);
        if !(is_published || is_time) || itemprop.contains("dateModified") {
            continue;
        }
        let class = attributes.raw("class").unwrap_or_default().to_ascii_lowercase();
        if class.contains("updated") && !class.contains("published") {
            continue;
        }
        let (value, from) = match attributes.get("datetime").or_else(|| attributes.get("content")).filter(|value| !value.trim().is_empty()) {
            Some(value) => (value.into_owned(), if is_time { "html:time@datetime" } else { "html:itemprop=datePublished" }),
            None => (document.text_of(id), if is_time { "html:time" } else { "html:itemprop=datePublished" }),
        };
        let Some(found) = dates::find(&value, order).filter(|found| plausible(found.stamp.date())) else { continue };
        let in_teaser = document.ancestors(id).any(|ancestor| matches!(document.tag(ancestor), Some(Tag::Aside | Tag::Nav | Tag::Li)));
        let distance = first.0.abs_diff(id.0);
        let cost = distance + if is_published { 0 } else { 400 } + if class.contains("publish") || attributes.has("pubdate") { 0 } else { 200 }
            + if id > first { 600 } else { 0 } + if in_teaser { 3000 } else { 0 };
        if cost < 3000 && best.as_ref().is_none_or(|(other, ..)| cost < *other) {
            let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
            best = Some((cost, found.stamp, Fact { value, from: from.into(), bytes }));
        }
    }
    best.map(|(_, stamp, fact)| (stamp, fact))
}

/// A date in a short line between headline and body, or right below the body.
fn visible_time(document: &Document<'_>, segments: &[Segment], labels: &[Label], order: DayOrder) -> Option<(Stamp, Fact)> {
    let first = labels.iter().position(|label| label.is_body())?;
    let last = labels.iter().rposition(|label| label.is_body())?;
    let headline = labels.iter().position(|&label| label == Label::Headline);
    let mut best: Option<(usize, Stamp, Fact)> = None;
    let from = headline.unwrap_or(first).min(first).saturating_sub(4);
    for i in from..(last + 4).min(segments.len()) {
        let segment = &segments[i];
        if segment.words > 25 || (i >= first + 3 && i + 2 < last) || segment.text.contains('©') {
            continue;
        }
        let Some(found) = dates::find(&segment.text, order).filter(|found| plausible(found.stamp.date())) else { continue };
        if labels[i].is_body() && found.end - found.start + 12 < segment.text.len() {
            continue;
        }
        let lower = segment.text.to_lowercase();
        let named = ["publi", "posted", "erstellt", "veröffentlicht", "updated", "aktualisiert", "stand", "datum", "date", "geschrieben", "am "].iter().any(|word| lower.contains(word));
        let in_teaser = document.ancestors(segment.first).any(|id| matches!(document.tag(id), Some(Tag::Aside | Tag::Nav)));
        let distance = if i <= first { first - i } else { 10 + i - first.max(last.saturating_sub(1)) };
        let cost = distance + if named { 0 } else { 3 } + if in_teaser { 50 } else { 0 } + usize::from(segment.words > 12) * 6;
        if cost < 16 && best.as_ref().is_none_or(|(other, ..)| cost < *other) {
            best = Some((cost, found.stamp, Fact { value: segment.text.clone(), from: "text".into(), bytes: Some(segment.page_range()) }));
        }
    }
    best.map(|(_, stamp, fact)| (stamp, fact))
}

/// Who wrote it.
fn bylines(document: &Document<'_>, facts: &Facts, segments: &[Segment], labels: &[Label], site: Option<&str>) -> Vec<(Fact, BylineKind)> {
    let mut result: Vec<(Fact, BylineKind)> = Vec::new();
    let mut add = |fact: &Fact, organisation: bool| {
        for (name, kind) in names::people(&unescape(&fact.value), site) {
            let kind = if organisation && kind == BylineKind::Person { BylineKind::Desk } else { kind };
            if result.len() < 20 && !result.iter().any(|(known, _)| same_words(&known.value, &name)) {
                result.push((Fact { value: name, ..fact.clone() }, kind));
            }
        }
        !result.is_empty()
    };
    for author in &facts.json_ld.authors {
        add(&author.name, author.organisation);
    }
    if add_any(&mut add, facts) || add_marked(&mut add, document, segments, labels) {
        return result;
    }
    let first = labels.iter().position(|label| label.is_body()).unwrap_or(0);
    for segment in &segments[first.saturating_sub(8)..(first + 2).min(segments.len())] {
        if segment.words <= 16
            && let Some(names) = names::by_line(&segment.text)
        {
            let fact = Fact { value: names.to_owned(), from: "text".into(), bytes: Some(segment.page_range()) };
            if add(&fact, false) {
                break;
            }
        }
    }
    result
}

fn add_any(add: &mut impl FnMut(&Fact, bool) -> bool, facts: &Facts) -> bool {
    let nothing = Fact { value: String::new(), from: String::new(), bytes: None };
    if add(&nothing, false) {
        return true;
    }
    for name in ["author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "citation_author", "article:author", "og:author", "article:author_name", "authors", "cxenseparse:author"] {
        let mut any = false;
        for fact in facts.all(name).take(20) {
            any |= add(&fact, false);
        }
        if any {
            return true;
        }
    }
    false
}

/// `rel=author`, `itemprop=author` and elements named byline or author, near the body.
fn add_marked(add: &mut impl FnMut(&Fact, bool) -> bool, document: &Document<'_>, segments: &[Segment], labels: &[Label]) -> bool {
    let Some(first) = segments.iter().zip(labels).find(|(_, label)| label.is_body()).map(|(segment, _)| segment.first) else { return false };
    let Some(last) = segments.iter().zip(labels).rfind(|(_, label)| label.is_body()).map(|(segment, _)| segment.end) else { return false };
    let mut candidates: Vec<(u32, NodeId, &str)> = Vec::new();
    for id in document.ids() {
        if document.tag(id).is_none() {
            continue;
        }
        let attributes = document.attributes(id);
        let is = |name: &str, word: &str| attributes.raw(name).is_some_and(|value| value.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word)));
        let class = attributes.raw("class").filter(|class| class.len() < 200).unwrap_or_default().to_ascii_lowercase();
        let named = class.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "author" | "byline" | "autor" | "authors" | "auteur" | "authorname"));
        let (kind, from) = if is("itemprop", "author") {
            (0, "html:itemprop=author")
        } else if is("rel", "author") {
            (1, "html:rel=author")
        } else if named && !class.contains("comment") && !class.contains("avatar") && !class.contains("img") {
            (2, "html:class=author")
        } else {
            continue;
        };
        let in_comments = document.ancestors(id).any(|ancestor| {
            let attributes = document.attributes(ancestor);
            ["class", "id"].iter().any(|name| attributes.raw(name).is_some_and(|v| v.len() < 200 && v.to_ascii_lowercase().contains("comment")))
                || document.tag(ancestor) == Some(Tag::Aside)
        });
        if in_comments {
            continue;
        }
        let distance = if id > last { id.0 - last.0 + 300 } else if id > first { 200 } else { first.0 - id.0 };
        candidates.push((distance.saturating_add(kind * 20), id, from));
    }
    candidates.sort_unstable_by_key(|&(cost, id, _)| (cost, id));
    for (cost, id, from) in candidates.into_iter().take(10) {
        let text = document.text_of(id);
        if cost < 2500 && !text.is_empty() && text.len() < 150 {
            let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
            if add(&Fact { value: text, from: from.to_owned(), bytes }, false) {
                return true;
            }
        }
    }
    false
}

/// The text of a fragment as one line, with its map.
pub(crate) fn line(text: &str) -> (String, OffsetMap) {
    let document = html::parse(text);
    let mut line = String::new();
    let mut map = OffsetMap::new();
    for segment in crate::segment::segments(&document, |_| false) {
        if !line.is_empty() {
            let at = map.segments().last().map_or(0, |last| last.source_start + last.source_len);
            line.push(' ');
            map.push_replaced(1, at, 0);
        }
        map.push_mapped(&segment.map, retold_text::TextRange::of(0, segment.text.len()));
        line.push_str(&segment.text);
    }
    (line, map)
}
