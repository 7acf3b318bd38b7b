//! The headline: what a reader sees above the body, checked against what the head of the page states.
//!
//! The head (`og:title`, JSON-LD, `title`) is seldom worded exactly as the page, but tells which of the page's
//! headings is the headline, and where a kicker or subtitle in the same heading ends.

use retold_text::fold::fold_word;

use super::view::View;
use super::{Fact, Facts, marks, unescape};
use crate::content::{Hints, Label, same_words};
use crate::html::{NodeId, Tag};
use crate::names;
use crate::segment::{Segment, share};

/// Bytes of the source of a heading at most.
const MAX_HEADING: u32 = 4000;
/// Headings looked at: the headline is among the first.
const MAX_HEADINGS: usize = 60;
/// A line of fewer words must share words with what the head states, or it is a kicker or the site's name.
const WORDS_OF_HEADLINE: usize = 4;
/// Of a line's words so many must be shared with what the head states, if it is the headline the content pass chose.
const LABEL_AGREES: f32 = 0.3;
/// The same, if it is a heading anywhere.
const HEADING_AGREES: f32 = 0.5;
/// A stated headline of fewer words is too common to tell a heading by: a section has such a name.
const WORDS_TO_TELL: usize = 3;
/// The stated headline must make up this share of a heading's words for the rest to be a kicker or a subtitle.
const STATED_SHARE: f32 = 0.5;
/// Elements in a heading that are looked at for a kicker or subtitle.
const MAX_PARTS: usize = 24;
/// Words of a line that are compared: longer lines are no headlines.
const MAX_WORDS: usize = 100;
/// A heading stands above the body at most so many segments.
const ABOVE_BODY: usize = 4;

/// A heading of the page.
struct Heading {
    id: NodeId,
    tag: Tag,
    text: String,
    /// `itemprop=headline`, which only the article's own heading has.
    is_marked: bool,
}

/// The headline of the page; `None` where neither page nor head have one.
pub(crate) fn headline(
    view: &View<'_, '_>,
    facts: &Facts,
    hints: &Hints,
    site: Option<&str>,
) -> Option<Fact> {
    let headings = headings(view, site);
    let states = |text: &str| hints.headlines.iter().any(|h| same_words(h, text));
    let agrees = |text: &str, wanted: f32| {
        hints.headlines.is_empty()
            || hints
                .headlines
                .iter()
                .any(|headline| shared_words(headline, text) > wanted)
    };
    let words = |text: &str| text.split_whitespace().count();
    let h1s: Vec<&Heading> = headings.iter().filter(|h| h.tag == Tag::H1).collect();
    let label = view.headline.map(|i| &view.segments[i]).filter(|segment| {
        agrees(&segment.text, LABEL_AGREES) || words(&segment.text) >= WORDS_OF_HEADLINE
    });
    let stated_h1 = || {
        h1s.iter()
            .find(|h| words(&h.text) >= WORDS_TO_TELL && states(&h.text))
            .map(|h| heading_fact(view, h, hints))
    };
    let stated_label = || {
        label
            .filter(|segment| states(&segment.text))
            .map(|segment| label_fact(view, segment, hints))
    };
    let stated_heading = || {
        headings
            .iter()
            .filter(|h| {
                label.is_none_or(|segment| !agrees(&segment.text, HEADING_AGREES))
                    && h.id < end_of_head(view)
            })
            .find(|h| states_mostly(&h.text, hints))
            .map(|h| heading_fact(view, h, hints))
    };
    let marked = || {
        headings
            .iter()
            .find(|h| h.is_marked && view.index_of(h.id) <= view.first + 1)
            .map(|h| heading_fact(view, h, hints))
    };
    let lone_h1 = || {
        let &[only] = h1s.as_slice() else { return None };
        let fits = agrees(&only.text, HEADING_AGREES)
            || contains_stated(&only.text, hints)
            || (facts.first(&["og:title"]).is_none()
                && facts.json_ld.headline.is_none()
                && words(&only.text) >= WORDS_OF_HEADLINE);
        fits.then(|| heading_fact(view, only, hints))
    };
    stated_h1()
        .or_else(stated_label)
        .or_else(stated_heading)
        .or_else(marked)
        .or_else(|| label.map(|segment| label_fact(view, segment, hints)))
        .or_else(lone_h1)
        .or_else(|| {
            let stated = stated_in_head(facts, site);
            // A title that names only the site, or its section in a word, is outdone by the heading above the body.
            match stated {
                Some(fact)
                    if words(&fact.value) >= WORDS_TO_TELL
                        && site.is_none_or(|site| !same_words(site, &fact.value)) =>
                {
                    Some(fact)
                }
                weak => above_body(view, &headings, hints).or(weak),
            }
        })
}

/// The first node behind which no headline stands: the end of the body's second segment.
fn end_of_head(view: &View<'_, '_>) -> NodeId {
    view.segments
        .get(view.first + 1)
        .map_or(NodeId(u32::MAX), |segment| segment.end)
}

/// The headings that could be the headline: not the site's name, not links to the front page.
fn headings(view: &View<'_, '_>, site: Option<&str>) -> Vec<Heading> {
    let document = view.document;
    view.marks
        .headings
        .iter()
        .filter(|&&id| {
            !document.subtree(id).take(MAX_PARTS).any(|inner| {
                document.tag(inner) == Some(Tag::A)
                    && document
                        .attributes(inner)
                        .raw("href")
                        .is_some_and(marks::is_front_page)
            })
        })
        .take(MAX_HEADINGS)
        .filter_map(|&id| {
            let text = view.text_within(id, MAX_HEADING)?;
            let is_name = text.is_empty() || site.is_some_and(|site| same_words(site, &text));
            let is_marked = document
                .attributes(id)
                .raw("itemprop")
                .is_some_and(|value| value.contains("headline"));
            (!is_name).then_some(Heading {
                id,
                tag: document.tag(id)?,
                text,
                is_marked,
            })
        })
        .collect()
}

fn heading_fact(view: &View<'_, '_>, heading: &Heading, hints: &Hints) -> Fact {
    Fact {
        value: without_kicker(view, heading.id, &heading.text, hints).to_owned(),
        from: format!(
            "html:{}",
            if heading.tag == Tag::H1 {
                "h1"
            } else {
                "heading"
            }
        ),
        bytes: Some(view.bytes(heading.id)),
    }
}

fn label_fact(view: &View<'_, '_>, segment: &Segment, hints: &Hints) -> Fact {
    let text = segment.text.replace('\n', " ");
    Fact {
        value: without_kicker(view, segment.block, &text, hints).to_owned(),
        from: "text".into(),
        bytes: Some(segment.page_range()),
    }
}

/// The stated headline in the text of a heading, where the markup of the heading parts it from a kicker or a
/// subtitle; otherwise the whole text.
fn without_kicker<'x>(view: &View<'_, '_>, id: NodeId, text: &'x str, hints: &Hints) -> &'x str {
    let Some((headline, rest)) = split_at_stated(text, hints) else {
        return text;
    };
    let document = view.document;
    let is_part = document
        .subtree(id)
        .skip(1)
        .filter(|&inner| document.tag(inner).is_some())
        .take(MAX_PARTS)
        .filter_map(|inner| view.text_within(inner, MAX_HEADING))
        .any(|part| same_words(&part, headline) || same_words(&part, rest));
    if is_part { headline } else { text }
}

/// A text that starts or ends with a stated headline, as that headline and the rest.
fn split_at_stated<'x>(text: &'x str, hints: &Hints) -> Option<(&'x str, &'x str)> {
    let words: Vec<(usize, usize, String)> = words_of(text);
    hints
        .headlines
        .iter()
        .filter_map(|stated| {
            let stated: Vec<String> = words_of(stated)
                .into_iter()
                .map(|(.., word)| word)
                .collect();
            let n = stated.len();
            if n < WORDS_TO_TELL || n >= words.len() || ratio(n, words.len()) < STATED_SHARE {
                return None;
            }
            let same = |part: &[(usize, usize, String)]| {
                part.iter().map(|(.., word)| word).eq(stated.iter())
            };
            if same(&words[..n]) {
                let at = words[n].0;
                Some((n, text[..at].trim_end(), &text[at..]))
            } else if same(&words[words.len() - n..]) {
                let at = words[words.len() - n].0;
                let at = at - text[..at].len()
                    + text[..at]
                        .trim_end_matches(['„', '“', '"', '«', '»', '‘'])
                        .len();
                Some((n, &text[at..], text[..at].trim_end()))
            } else {
                None
            }
        })
        .max_by_key(|&(n, ..)| n)
        .map(|(_, headline, rest)| (headline, rest))
}

/// Whether a heading is a stated headline, or one with a kicker, or its beginning.
fn states_mostly(text: &str, hints: &Hints) -> bool {
    let heading: Vec<String> = words_of(text).into_iter().map(|(.., word)| word).collect();
    heading.len() >= WORDS_TO_TELL
        && (split_at_stated(text, hints).is_some()
            || hints.headlines.iter().any(|stated| {
                let stated: Vec<String> = words_of(stated)
                    .into_iter()
                    .map(|(.., word)| word)
                    .collect();
                stated.starts_with(&heading) && ratio(heading.len(), stated.len()) >= STATED_SHARE
            }))
}

/// Whether a heading holds a stated headline letter by letter: `Townhistory` for a page titled `History`.
fn contains_stated(text: &str, hints: &Hints) -> bool {
    let text = fold_word(text);
    hints
        .headlines
        .iter()
        .map(|stated| fold_word(stated))
        .any(|stated| stated.len() >= 6 && text.contains(&stated))
}

/// What the head of the page states as headline.
fn stated_in_head(facts: &Facts, site: Option<&str>) -> Option<Fact> {
    let fact = facts
        .first(&["og:title"])
        .or_else(|| facts.json_ld.headline.clone())
        .or_else(|| facts.first(&["twitter:title", "dc.title", "citation_title", "title"]))
        .or_else(|| facts.title.clone())?;
    let value = names::headline_of(&unescape(&fact.value), site);
    (!value.is_empty()).then_some(Fact { value, ..fact })
}

/// The heading right above the body, or the one that opens it.
fn above_body(view: &View<'_, '_>, headings: &[Heading], hints: &Hints) -> Option<Fact> {
    let near = headings.iter().find(|heading| {
        let i = view.index_of(heading.id);
        i + ABOVE_BODY >= view.first
            && (i < view.first || (i == view.first && view.labels.get(i) == Some(&Label::Heading)))
            && !view.is_elsewhere(i)
    })?;
    Some(heading_fact(view, near, hints))
}

/// The first words of a text with their places in it, folded.
fn words_of(text: &str) -> Vec<(usize, usize, String)> {
    retold_text::word::words(text)
        .take(MAX_WORDS)
        .filter_map(|range| {
            let word = range.slice(text)?;
            Some((
                range.start() as usize,
                range.end() as usize,
                fold_word(word),
            ))
        })
        .collect()
}

/// Share of the words of the shorter of two lines that the other has, too.
fn shared_words(a: &str, b: &str) -> f32 {
    let (a, b) = (words_of(a), words_of(b));
    let shared = a
        .iter()
        .filter(|(.., word)| b.iter().any(|(.., other)| other == word))
        .count();
    ratio(shared, a.len().min(b.len()))
}

fn ratio(part: usize, whole: usize) -> f32 {
    share(
        u32::try_from(part).unwrap_or(u32::MAX),
        u32::try_from(whole).unwrap_or(u32::MAX),
    )
}
