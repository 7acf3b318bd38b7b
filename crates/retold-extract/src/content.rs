//! Which segments of a page are the article.
//!
//! A cascade, each step only for what the one before left open:
//!
//! 1. *Never visible*: scripts, styles, hidden elements are no segments at all.
//! 2. *Furniture by element*: tags and names of elements that say "not the article" (`nav`, `related`, `share`),
//!    unless most of the page's prose stands in them.
//! 3. *Container*: the element whose segments outweigh its furniture most: prose counts for it, links and
//!    short lines against it (a maximum-sum subtree over the pre-order, found in one pass). An element
//!    named as the body is taken before a larger one if it holds nearly as much.
//! 4. *Lines*: inside the container furniture by words, link lists, repeated headline, what stands before the
//!    first and after the last prose.
//!
//! The text that the publisher states in JSON-LD (`articleBody`), where it matches the page, tells where the
//! body starts and ends.

mod container;
mod element_role;
mod ends;
mod furniture_elements;
mod line;
mod standfirst;
mod sums;
mod teaser_list;

use retold_model::CutReason;

use crate::credit;
use crate::furniture::{self, Role, Roles};
use crate::html::{Document, NodeId, Tag};
use crate::segment::{Segment, Shingles, segments};

use container::prose_letters;
pub(crate) use line::domain;

use element_role::{is_never_visible, role};
use furniture_elements::{furniture_by_element, has_named_text};
use sums::Sums;
use teaser_list::cut_teaser_lists;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// A paragraph of the body.
    Paragraph,
    /// A heading in the body.
    Heading,
    /// A list item in the body.
    ListItem,
    /// A block quotation or embedded post in the body.
    BlockQuote,
    /// The standfirst.
    Deck,
    /// The headline.
    Headline,
    /// A line that says whose material this is.
    Credit,
    /// Left out.
    Cut(CutReason),
}

impl Label {
    pub(crate) fn is_body(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Heading | Self::ListItem | Self::BlockQuote
        )
    }
}

/// What the head of the page says that helps to tell the body from the rest.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    /// Wordings of the headline: `og:title`, `title`, JSON-LD.
    pub(crate) headlines: Vec<String>,
    /// The description of the page.
    pub(crate) descriptions: Vec<String>,
    /// The body as JSON-LD states it.
    pub(crate) stated_body: Option<String>,
    /// The language that the page states. Where its text tells another, the text is believed.
    pub(crate) language: Option<String>,
    /// Names of people who the head of the page says wrote the article.
    pub(crate) authors: Vec<String>,
    /// The registrable domain of the page.
    pub(crate) domain: Option<String>,
}

impl Hints {
    /// Whether the head of the page states `text` as a headline.
    pub(crate) fn states_headline(&self, text: &str) -> bool {
        self.headlines
            .iter()
            .any(|headline| same_words(headline, text))
    }
}

/// The segments of a page, labelled.
pub(crate) struct Content {
    /// In page order.
    pub(crate) segments: Vec<Segment>,
    /// One a segment.
    pub(crate) labels: Vec<Label>,
}

/// Letters of a body at least; with fewer, what misled the first reading is looked for.
const BODY_LETTERS: u32 = 200;
/// A second reading is taken if it finds so many times the letters of the first.
const BETTER: u32 = 2;

/// What a reading of the page believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// What the page says of itself.
    Ordinary,
    /// Captions are the text: a gallery.
    Captions,
    /// The names of elements mislead.
    Unnamed,
    /// Scripts would have built the page: `noscript` holds its text.
    WithoutScripts,
    /// Nothing is prose, and every line of the element named as the body is text.
    Lines,
}

/// Labels the text of a page. `fragment`: the page is a body already, as feeds and APIs give it.
pub(crate) fn content(document: &Document<'_>, hints: &Hints, fragment: bool) -> Content {
    let mut page = Page::new(document, hints, fragment, Reading::Ordinary);
    let mut best = page.read();
    for reading in [
        Reading::Captions,
        Reading::Unnamed,
        Reading::WithoutScripts,
        Reading::Lines,
    ] {
        if !page.is_worth(reading, &best) {
            continue;
        }
        let again = Page::new(document, hints, fragment, reading).read();
        if kept_letters(&again) > BETTER * kept_letters(&best) {
            best = again;
        }
    }
    best
}

/// Letters of what is taken for the body.
pub(crate) fn kept_letters(content: &Content) -> u32 {
    content
        .segments
        .iter()
        .zip(&content.labels)
        .filter(|(_, label)| label.is_body())
        .map(|(segment, _)| segment.letters)
        .sum()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "weights need no more than 24 bits"
)]
fn kept_f32(letters: u32) -> f32 {
    letters as f32
}

struct Page<'d, 't> {
    document: &'d Document<'t>,
    hints: &'d Hints,
    fragment: bool,
    reading: Reading,
    segments: Vec<Segment>,
    /// By node: why it, or an element around it, is furniture.
    cut: Vec<Option<CutReason>>,
    /// By node: what its names say.
    roles: Vec<Role>,
    total_prose: f32,
    /// By segment: what its words alone say it is.
    phrases: Vec<Option<CutReason>>,
    /// By segment: the share of it that the stated body holds; empty where none is stated.
    stated: Vec<f32>,
}

impl<'d, 't> Page<'d, 't> {
    fn new(document: &'d Document<'t>, hints: &'d Hints, fragment: bool, reading: Reading) -> Self {
        let mut names = Roles::default();
        let roles: Vec<Role> = document
            .ids()
            .map(|id| match role(document, id, &mut names) {
                Role::Furniture(CutReason::Caption) if reading == Reading::Captions => {
                    Role::Unknown
                }
                role => role,
            })
            .collect();
        let segments = segments(document, |id| {
            is_never_visible(document, id)
                && !(reading == Reading::WithoutScripts && document.tag(id) == Some(Tag::Noscript))
        });
        let prose = Sums::new(
            document.len(),
            segments
                .iter()
                .map(|segment| (segment.first, prose_letters(segment))),
        );
        let total_prose = prose.of(document, Document::ROOT);
        let mut cut = furniture_by_element(document, &roles, &prose, total_prose);
        if reading == Reading::Unnamed {
            // Comments are prose, too: beside a text that is named they are none of it.
            let beside = has_named_text(document, &roles, &prose);
            for reason in &mut cut {
                *reason = reason.filter(|&reason| beside && reason == CutReason::Comments);
            }
        }
        if reading != Reading::Unnamed {
            cut_teaser_lists(document, &segments, &prose, total_prose, &mut cut);
        }
        // A paragraph that only opens with furniture inside its line (a marked dateline, a share mark) is none.
        for segment in &segments {
            let last = NodeId(segment.end.0.max(segment.first.0 + 1) - 1);
            if cut[last.index()].is_none() {
                cut[segment.first.index()] = None;
            }
        }
        let stated = match &hints.stated_body {
            Some(body) if body.len() >= 200 => {
                let shingles = Shingles::of(body);
                segments
                    .iter()
                    .map(|segment| shingles.coverage(&segment.text))
                    .collect()
            }
            _ => Vec::new(),
        };
        // What its element says is enough; the others are asked once.
        let phrases = segments
            .iter()
            .map(|s| {
                if cut[s.first.index()].is_some() {
                    None
                } else {
                    furniture::phrase(&s.text, s.words)
                }
            })
            .collect();
        Self {
            document,
            hints,
            fragment,
            reading,
            segments,
            cut,
            roles,
            total_prose,
            phrases,
            stated,
        }
    }

    /// Labels the segments and gives them away.
    fn read(&mut self) -> Content {
        let labels = match self.reading {
            Reading::Lines => self.label_lines(),
            _ => self.label(self.container()),
        };
        Content {
            segments: std::mem::take(&mut self.segments),
            labels,
        }
    }

    /// Whether a second reading can find more than the `first`.
    fn is_worth(&self, reading: Reading, first: &Content) -> bool {
        let kept = kept_letters(first);
        let lacks = kept < BODY_LETTERS;
        match reading {
            Reading::Ordinary => true,
            Reading::Captions => {
                let captions: f32 = first
                    .segments
                    .iter()
                    .zip(&first.labels)
                    .filter(|(_, label)| **label == Label::Cut(CutReason::Caption))
                    .map(|(segment, _)| prose_letters(segment))
                    .sum();
                captions > kept_f32(BETTER * kept)
            }
            Reading::Unnamed => lacks && (kept == 0 || self.total_prose > 3.0 * kept_f32(kept)),
            Reading::WithoutScripts => {
                lacks
                    && self
                        .document
                        .ids()
                        .any(|id| self.document.tag(id) == Some(Tag::Noscript))
            }
            Reading::Lines => kept == 0,
        }
    }

    /// Labels every line of the element that is named as the body.
    fn label_lines(&self) -> Vec<Label> {
        let letters = Sums::new(
            self.document.len(),
            self.segments
                .iter()
                .map(|segment| (segment.first, kept_f32(segment.letters))),
        );
        let named = self
            .document
            .ids()
            .filter(|id| self.roles[id.index()] == Role::Body && self.cut[id.index()].is_none())
            .max_by(|&a, &b| {
                letters
                    .of(self.document, a)
                    .total_cmp(&letters.of(self.document, b))
            });
        let in_body =
            |segment: &Segment| named.filter(|&named| self.document.is_in(segment.first, named));
        self.segments
            .iter()
            .enumerate()
            .map(|(i, segment)| match in_body(segment) {
                Some(named) => self.line(i, segment, named),
                None => Label::Cut(self.outside(i, segment)),
            })
            .collect()
    }

    fn label(&self, container: NodeId) -> Vec<Label> {
        let document = self.document;
        let mut labels: Vec<Label> = self
            .segments
            .iter()
            .enumerate()
            .map(|(i, segment)| {
                if document.is_in(segment.first, container) {
                    self.line(i, segment, container)
                } else {
                    Label::Cut(self.outside(i, segment))
                }
            })
            .collect();
        self.cut_repeated(&mut labels);
        self.cut_axes(&mut labels);
        self.cut_ends(&mut labels);
        self.cut_after_closing_heading(&mut labels);
        ends::cut_loose_headings(&mut labels);
        self.cut_author_boxes(&mut labels);
        self.find_deck_and_headline(&mut labels);
        self.find_credits_below(&mut labels);
        labels
    }

    /// A sign-off right below the body ("(Reporting by …; Editing by …)") belongs to the article, wherever it stands in the page.
    fn find_credits_below(&self, labels: &mut [Label]) {
        let Some(last) = labels.iter().rposition(|label| label.is_body()) else {
            return;
        };
        let end = labels.len().min(last + 4);
        for (label, segment) in labels[last + 1..end]
            .iter_mut()
            .zip(&self.segments[last + 1..end])
        {
            let plain = matches!(
                label,
                Label::Cut(CutReason::Boilerplate | CutReason::Metadata)
            );
            if plain && segment.link_density() < 0.5 && credit::read(&segment.text).is_some() {
                *label = Label::Credit;
            }
        }
    }
}

/// Whether two lines have the same words, but for case and signs.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let mut letters = folded_letters(a).peekable();
    letters.peek().is_some() && letters.eq(folded_letters(b))
}

/// Letters and digits of a text in lower case.
fn folded_letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}
