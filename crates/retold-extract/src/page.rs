//! From an HTML page or fragment to the pieces of an article.

use retold_model::{BylineKind, CutReason, Stamp};
use retold_text::OffsetMap;

use crate::content::{self, Hints, Label, same_words};
use crate::html;
use crate::metadata::{self, Fact, Facts, Marks, View, unescape};
use crate::names;
use crate::segment::Segment;
use crate::stated_body;

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
    let marks = Marks::find(&document);
    let outlet = metadata::outlet(&document, &marks, &facts, url);
    let site = outlet.as_ref().map(|outlet| outlet.value.as_str());
    let hints = hints(&facts, site, url);
    let mut content = content::content(&document, &hints, false);
    let stated = { facts.json_ld.body.as_ref() }
        .and_then(|body| stated_body::paragraphs(body, &content))
        .or_else(|| stated_body::of_scripts(&document, &hints, &content));
    if stated.is_some() {
        stated_body::cut_shown(&mut content, &hints);
    }
    let language = facts
        .language
        .clone()
        .or_else(|| facts.first(&["og:locale", "content-language", "language", "dc.language"]))
        .or_else(|| facts.json_ld.language.clone());
    let order = metadata::day_order(language.as_ref().map(|l| l.value.as_str()), url);
    let view = View::new(&document, &marks, &content.segments, &content.labels, order);
    let headline = metadata::headline(&view, &facts, &hints, site);
    let (published, modified) = metadata::times(&view, &facts, url);
    let bylines = metadata::bylines(&view, &facts, site);
    let canonical_url = facts
        .canonical
        .clone()
        .or_else(|| facts.first(&["og:url"]))
        .or_else(|| facts.json_ld.url.clone());
    let (mut pieces, cuts) = pieces(content.segments, &content.labels);
    pieces.extend(stated.into_iter().flatten());
    PageArticle {
        pieces,
        cuts,
        headline,
        outlet,
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

fn hints(facts: &Facts, site: Option<&str>, url: Option<&str>) -> Hints {
    let mut headlines = Vec::new();
    let mut add = |text: &str| {
        // Where a word may be broken is no part of it.
        let text = unescape(text).replace('\u{ad}', "");
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
        language: facts.language.as_ref().map(|fact| fact.value.clone()),
        authors: facts
            .json_ld
            .authors
            .iter()
            .map(|author| author.name.value.clone())
            .chain(facts.all("author").map(|fact| fact.value))
            .collect(),
        domain: url
            .or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))
            .and_then(content::domain),
        headlines,
    }
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
