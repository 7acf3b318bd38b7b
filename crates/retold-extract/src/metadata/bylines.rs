//! Who wrote it.
//!
//! Persons first, wherever the page names them; agencies, then desks and other organisations where no person is; the
//! outlet itself only where the page visibly says "By The Paper". Data written for each article (JSON-LD, the fields
//! of measuring services) outranks what is seen, and what is seen outranks `meta name=author`, which many sites fill
//! with their owner once and for all.

use retold_model::{BylineKind, CutReason};

use super::marks::WriterMark;
use super::view::View;
use super::{Fact, Facts, unescape};
use crate::content::{Label, same_words};
use crate::html::{NodeId, Tag};
use crate::names;

/// Names of one article at most.
const MAX_BYLINES: usize = 20;
/// Authors read of JSON-LD and of meta elements.
const MAX_STATED: usize = 50;
/// Marked elements whose text is read, the best first.
const MAX_MARKED: usize = 16;
/// Bytes of the source of a marked element at most, and of its text: longer ones hold more than names.
const MAX_SOURCE: u32 = 6000;
const MAX_TEXT: usize = 90;
/// Segments above the headline, and below the body, in which lines are searched.
const LINES_ABOVE: usize = 4;
const LINES_BELOW: usize = 8;
/// A marked element farther than this from the head of the article, in segments, tells of something else.
const MAX_DISTANCE: usize = 45;
/// Marked elements in so near segments belong together.
const NEIGHBOURS: usize = 1;
/// A line that only its words tell to be a byline is so much farther, in segments.
const UNMARKED: usize = 3;
/// Letters of what is too short for a name, but where it is marked as one.
const SHORT_NAME: usize = 2;
/// A line with more words is prose.
const MAX_LINE_WORDS: u32 = 30;
/// A line that is a byline and no more, in words; such a one may stand among the first segments of the body.
const BARE_LINE_WORDS: u32 = 8;
const OPENING_SEGMENTS: usize = 5;

/// Fields filled for each article.
const ARTICLE_METAS: &[&str] = &[
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "article:author",
    "og:author",
    "article:author_name",
    "authors",
    "cxenseparse:author",
];
/// Fields often filled once for a whole site.
const SITE_METAS: &[&str] = &["author", "dc.creator", "dcterms.creator", "twitter:data1"];

/// A name with its kind.
type Named = (Fact, BylineKind);

/// The names of those who wrote the article, in order.
pub(crate) fn bylines(view: &View<'_, '_>, facts: &Facts, site: Option<&str>) -> Vec<Named> {
    let mut seen = marked_writers(view);
    seen.extend(lines(view));
    seen.sort_by_key(|(distance, _)| *distance);
    let seen: Vec<Fact> = seen.into_iter().map(|(_, fact)| fact).collect();
    let mut candidates = metas(facts, ARTICLE_METAS, site);
    candidates.push(json_ld(facts, site));
    candidates.extend(seen.iter().map(|fact| read(fact, site)));
    candidates.extend(metas(facts, SITE_METAS, site));
    candidates.extend(signature(view).map(|fact| read(&fact, site)));
    candidates.extend(dated_name(view).map(|fact| read(&fact, site)));
    let with = |wanted: BylineKind| {
        candidates
            .iter()
            .find(|names| names.iter().any(|(_, kind)| *kind == wanted))
    };
    let best = with(BylineKind::Person)
        .or_else(|| with(BylineKind::Agency))
        .or_else(|| with(BylineKind::Desk));
    match best {
        Some(names) => distinct(names),
        None => own_name(&seen, site).into_iter().collect(),
    }
}

fn distinct(names: &[Named]) -> Vec<Named> {
    let mut result: Vec<Named> = Vec::new();
    for (fact, kind) in names {
        if result.len() < MAX_BYLINES
            && !result
                .iter()
                .any(|(known, _)| same_words(&known.value, &fact.value))
        {
            result.push((fact.clone(), *kind));
        }
    }
    result
}

/// The names in a fact.
fn read(fact: &Fact, site: Option<&str>) -> Vec<Named> {
    names::people(&unescape(&fact.value), site)
        .into_iter()
        .map(|(name, kind)| {
            let fact = Fact {
                value: name,
                ..fact.clone()
            };
            (fact, kind)
        })
        .collect()
}

/// The authors of JSON-LD; what is stated to be an organisation is no person.
fn json_ld(facts: &Facts, site: Option<&str>) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    for author in facts.json_ld.authors.iter().take(MAX_STATED) {
        names.extend(read(&author.name, site).into_iter().map(|(fact, kind)| {
            let is_desk = author.organisation && kind == BylineKind::Person;
            (fact, if is_desk { BylineKind::Desk } else { kind })
        }));
    }
    if names.iter().any(|(_, kind)| *kind == BylineKind::Person) {
        names.retain(|(_, kind)| *kind != BylineKind::Desk);
    }
    names
}

/// The names of each of some meta elements.
fn metas(facts: &Facts, fields: &[&str], site: Option<&str>) -> Vec<Vec<Named>> {
    fields
        .iter()
        .map(|name| {
            facts
                .all(name)
                .take(MAX_STATED)
                .flat_map(|fact| read(&fact, site))
                .collect()
        })
        .collect()
}

/// The outlet's own name where a byline shows it: `By The Paper`.
fn own_name(seen: &[Fact], site: Option<&str>) -> Option<Named> {
    let site = site?;
    seen.iter().find_map(|fact| {
        let name = names::own_name(&fact.value, site)?;
        let fact = Fact {
            value: name,
            ..fact.clone()
        };
        Some((fact, BylineKind::Desk))
    })
}

/// A marked element near the article.
struct Marked {
    id: NodeId,
    mark: WriterMark,
    /// Its segment.
    at: usize,
    distance: usize,
}

/// Marked elements with what they say, by their distance from the head of the article. Neighbours with one mark name
/// several writers; where one stands in another, the inner holds the name alone and the outer comes after it.
fn marked_writers(view: &View<'_, '_>) -> Vec<(usize, Fact)> {
    let writers = &view.marks.writers;
    let mut near: Vec<Marked> = Vec::new();
    for (place, &(id, mark)) in writers.iter().enumerate() {
        let at = view.index_of(id);
        let holds_another = writers.get(place + 1).is_some_and(|&(next, inner)| {
            inner != WriterMark::Box && view.document.is_in(next, id)
        });
        let distance = view.distance(at) + usize::from(holds_another);
        let elsewhere = view.is_elsewhere(at) && mark != WriterMark::Itemprop;
        if !elsewhere && distance <= MAX_DISTANCE {
            near.push(Marked {
                id,
                mark,
                at,
                distance,
            });
        }
    }
    near.sort_by_key(|marked| (marked.distance, marked.mark, marked.id));
    let mut facts: Vec<(usize, Fact)> = Vec::new();
    let mut last: Option<&Marked> = None;
    for marked in near.iter().take(MAX_MARKED) {
        let Some(value) = text_of(view, marked) else {
            continue;
        };
        let beside = last.is_some_and(|last| {
            last.mark == marked.mark
                && last.at.abs_diff(marked.at) <= NEIGHBOURS
                && last.distance.abs_diff(marked.distance) <= NEIGHBOURS
                && !view.document.is_in(last.id, marked.id)
                && !view.document.is_in(marked.id, last.id)
        });
        match facts.last_mut() {
            Some((_, fact)) if beside => {
                fact.value.push_str(", ");
                fact.value.push_str(&value);
            }
            _ => facts.push((
                marked.distance,
                Fact {
                    value,
                    from: marked.mark.from().to_owned(),
                    bytes: Some(view.bytes(marked.id)),
                },
            )),
        }
        last = Some(marked);
    }
    facts
}

/// The name in a marked element, as written.
fn text_of(view: &View<'_, '_>, marked: &Marked) -> Option<String> {
    let text = view.text_within(marked.id, MAX_SOURCE)?;
    let value = match names::by_line(&text) {
        Some(names) => names.to_owned(),
        None if marked.mark == WriterMark::Box || text.len() > MAX_TEXT => {
            name_in_box(view, marked.id)?
        }
        None => text,
    };
    (!value.is_empty()).then_some(value)
}

/// The name in an element that tells of a writer: its first heading, link or bold text, if that is a person's full name.
fn name_in_box(view: &View<'_, '_>, id: NodeId) -> Option<String> {
    let is_prominent = |tag| {
        matches!(
            tag,
            Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::A | Tag::Strong | Tag::B
        )
    };
    let text = view
        .document
        .subtree(id)
        .skip(1)
        .filter(|&inner| view.document.tag(inner).is_some_and(is_prominent))
        .filter_map(|inner| view.text_within(inner, MAX_SOURCE))
        .find(|text| !text.is_empty())?;
    match names::people(&text, None).as_slice() {
        [(name, BylineKind::Person)] if name.contains(' ') => Some(name.clone()),
        _ => None,
    }
}

/// Labels that stand in a line of their own, with the name in the next.
const LABELS: &[&str] = &[
    "autor",
    "autorin",
    "author",
    "autoren",
    "auteur",
    "written by",
    "by",
    "von",
    "text",
];

/// Lines at the head or the foot of the article that say "By …", by their distance from its head.
fn lines(view: &View<'_, '_>) -> Vec<(usize, Fact)> {
    let mut found = Vec::new();
    for i in view.start(LINES_ABOVE)..(view.last + LINES_BELOW).min(view.segments.len()) {
        let segment = &view.segments[i];
        let inner = view.labels[i].is_body() && i > view.first + 1 && i + 2 < view.last;
        let opening = i <= view.first + OPENING_SEGMENTS && segment.words <= BARE_LINE_WORDS;
        if segment.words > MAX_LINE_WORDS || (inner && !opening) || is_of_others(view, i) {
            continue;
        }
        let names = match names::by_line(&segment.text) {
            Some(names) => Some(names.to_owned()),
            None if is_label(&segment.text) => view
                .segments
                .get(i + 1)
                .filter(|next| next.words <= BARE_LINE_WORDS)
                .map(|next| next.text.clone()),
            None => None,
        };
        if let Some(value) = names.filter(|names| names.chars().count() > SHORT_NAME) {
            let fact = Fact {
                value,
                from: "text".into(),
                bytes: Some(segment.page_range()),
            };
            found.push((view.distance(i) + UNMARKED, fact));
        }
    }
    found
}

fn is_label(line: &str) -> bool {
    line.len() < 20
        && LABELS.contains(
            &line
                .to_lowercase()
                .trim_matches(|c: char| !c.is_alphanumeric()),
        )
}

/// Whether a segment tells of other articles or is by readers.
fn is_of_others(view: &View<'_, '_>, i: usize) -> bool {
    !view.is_head(i)
        && matches!(
            view.labels[i],
            Label::Cut(CutReason::Teaser | CutReason::Comments)
        )
}

/// The name under an article, in a bold line of its own.
fn signature(view: &View<'_, '_>) -> Option<Fact> {
    (view.last..(view.last + 2).min(view.segments.len())).find_map(|i| {
        let segment = &view.segments[i];
        let is_name = segment.is_bold() && is_full_name(&segment.text) && !is_of_others(view, i);
        is_name.then(|| Fact {
            value: segment.text.clone(),
            from: "text".into(),
            bytes: Some(segment.page_range()),
        })
    })
}

/// The name behind the date right below the headline: `3.5.2024 - Ada Moor`.
fn dated_name(view: &View<'_, '_>) -> Option<Fact> {
    let headline = view.headline?;
    (headline + 1..view.first).take(2).find_map(|i| {
        let segment = view.segments.get(i)?;
        let found = crate::dates::find(&segment.text, view.order)?;
        let rest = segment.text[found.end..].trim_start();
        let name = rest.strip_prefix(['-', '–', '|', '•', '·'])?.trim();
        (found.start == 0 && is_full_name(name)).then(|| Fact {
            value: name.to_owned(),
            from: "text".into(),
            bytes: Some(segment.page_range()),
        })
    })
}

/// Whether a line is two or three capitalised words and no more.
fn is_full_name(line: &str) -> bool {
    let count = line.split_whitespace().count();
    (2..=3).contains(&count)
        && line.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
        })
}
