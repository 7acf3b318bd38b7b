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

/// Where a word may be broken; no reader sees it.
const SOFT_HYPHEN: char = '\u{ad}';

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
    let candidates = Candidates {
        view,
        facts,
        hints,
        headings: headings(view, site),
        label: view
            .headline
            .map(|i| &view.segments[i])
            .filter(|segment| !is_in_site_heading(view, segment)),
    };
    candidates
        .stated_h1()
        .or_else(|| candidates.stated_label())
        .or_else(|| candidates.stated_heading())
        .or_else(|| candidates.marked())
        .or_else(|| candidates.label())
        .or_else(|| candidates.lone_h1())
        .or_else(|| candidates.of_head(site))
}

/// What may be the headline.
struct Candidates<'c, 'v, 't> {
    view: &'c View<'v, 't>,
    facts: &'c Facts,
    hints: &'c Hints,
    headings: Vec<Heading>,
    /// What the content pass took for the headline.
    label: Option<&'c Segment>,
}

impl Candidates<'_, '_, '_> {
    fn states(&self, text: &str) -> bool {
        self.hints.headlines.iter().any(|h| same_words(h, text))
    }

    /// Whether a line shares more than `wanted` of its words with what the head states, if that states anything.
    fn agrees(&self, text: &str, wanted: f32) -> bool {
        let stated = &self.hints.headlines;
        stated.is_empty() || stated.iter().any(|h| shared_words(h, text) > wanted)
    }

    fn fact(&self, heading: &Heading) -> Fact {
        heading_fact(self.view, heading, self.hints)
    }

    fn h1s(&self) -> impl Iterator<Item = &Heading> {
        self.headings.iter().filter(|h| h.tag == Tag::H1)
    }

    fn stated_h1(&self) -> Option<Fact> {
        self.h1s()
            .find(|h| word_count(&h.text) >= WORDS_TO_TELL && self.states(&h.text))
            .map(|h| self.fact(h))
    }

    fn stated_label(&self) -> Option<Fact> {
        self.label
            .filter(|segment| self.states(&segment.text))
            .map(|segment| label_fact(self.view, segment, self.hints))
    }

    /// A heading at the head of the body that is worded as stated, where the line above it is not.
    fn stated_heading(&self) -> Option<Fact> {
        if self
            .label
            .is_some_and(|segment| self.agrees(&segment.text, HEADING_AGREES))
        {
            return None;
        }
        self.headings
            .iter()
            .find(|h| h.id < end_of_head(self.view) && states_mostly(&h.text, self.hints))
            .map(|h| self.fact(h))
    }

    fn marked(&self) -> Option<Fact> {
        self.headings
            .iter()
            .find(|h| h.is_marked && self.view.index_of(h.id) <= self.view.first + 1)
            .map(|h| self.fact(h))
    }

    fn label(&self) -> Option<Fact> {
        self.label
            .filter(|segment| {
                word_count(&segment.text) >= WORDS_OF_HEADLINE
                    || self.agrees(&segment.text, LABEL_AGREES)
            })
            .map(|segment| label_fact(self.view, segment, self.hints))
    }

    fn lone_h1(&self) -> Option<Fact> {
        let mut h1s = self.h1s();
        let (only, None) = (h1s.next()?, h1s.next()) else {
            return None;
        };
        let unstated =
            self.facts.first(&["og:title"]).is_none() && self.facts.json_ld.headline.is_none();
        let is_headline = self.agrees(&only.text, HEADING_AGREES)
            || contains_stated(&only.text, self.hints.headlines.iter().map(String::as_str))
            || (unstated
                && (word_count(&only.text) >= WORDS_OF_HEADLINE || is_above_body(self.view, only)));
        is_headline.then(|| self.fact(only))
    }

    /// What the head states. A title that names only the site, or a section in a word, is outdone by the heading above
    /// the body; so is the title element by one that takes up a part of it.
    fn of_head(&self, site: Option<&str>) -> Option<Fact> {
        let stated = stated_in_head(self.facts, site);
        let above = self
            .headings
            .iter()
            .find(|heading| is_above_body(self.view, heading));
        let is_weak = stated.as_ref().is_none_or(|fact| {
            let takes_up = |heading: &Heading| {
                fact.from == "html:title"
                    && contains_stated(&heading.text, names::title_parts(&fact.value))
            };
            word_count(&fact.value) < 2
                || site.is_some_and(|site| same_words(site, &fact.value))
                || above.is_some_and(takes_up)
        });
        above
            .filter(|_| is_weak)
            .map(|heading| self.fact(heading))
            .or(stated)
    }
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a line stands in a heading that is a link to the front page: the site's name.
fn is_in_site_heading(view: &View<'_, '_>, segment: &Segment) -> bool {
    view.marks
        .headings
        .iter()
        .any(|&id| view.document.is_in(segment.first, id) && leads_to_front_page(view, id))
}

fn leads_to_front_page(view: &View<'_, '_>, id: NodeId) -> bool {
    let document = view.document;
    document.subtree(id).take(MAX_PARTS).any(|inner| {
        document.tag(inner) == Some(Tag::A)
            && document
                .attributes(inner)
                .raw("href")
                .is_some_and(marks::is_front_page)
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
        .filter(|&&id| !leads_to_front_page(view, id))
        .take(MAX_HEADINGS)
        .filter_map(|&id| {
            let text = view.text_within(id, MAX_HEADING)?.replace(SOFT_HYPHEN, "");
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
        .map(|part| part.replace(SOFT_HYPHEN, ""))
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

/// Whether a heading holds one of some stated headlines letter by letter: `Townhistory` for a page titled `History`.
fn contains_stated<'s>(text: &str, stated: impl Iterator<Item = &'s str>) -> bool {
    /// Shorter words stand in many others.
    const MIN_BYTES: usize = 6;
    let text = fold_word(text);
    stated
        .map(fold_word)
        .any(|stated| stated.len() >= MIN_BYTES && text.contains(&stated))
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

/// Whether a heading stands right above the body, or opens it.
fn is_above_body(view: &View<'_, '_>, heading: &Heading) -> bool {
    let i = view.index_of(heading.id);
    let opens = i == view.first && view.labels.get(i) == Some(&Label::Heading);
    i + ABOVE_BODY >= view.first && (i < view.first || opens) && !view.is_elsewhere(i)
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
