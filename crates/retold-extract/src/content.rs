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

use retold_model::CutReason;
use rustc_hash::FxHashSet;

use crate::credit;
use crate::furniture::{self, Role, Roles};
use crate::html::{Document, NodeId, NodeKind, Tag};
use crate::segment::{Segment, Shingles, segments, share};

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
    /// Whether the standfirst is the first paragraph of the report. In the German and Romance press the lead (Vorspann, chapô,
    /// entradilla) tells the first facts, and the text below goes on from it; an English standfirst advertises the text.
    pub(crate) standfirst_is_lead: bool,
}

/// The segments of a page, labelled.
pub(crate) struct Content {
    /// In page order.
    pub(crate) segments: Vec<Segment>,
    /// One a segment.
    pub(crate) labels: Vec<Label>,
}

/// Segments with fewer words are lines, not prose, for finding the body.
const PROSE_WORDS: u32 = 8;
/// Above this share of letters in links a segment is no prose.
const PROSE_LINKS: f32 = 0.5;
/// An element that its name calls furniture is believed if it holds less than this share of the page's prose.
const FURNITURE_SHARE: f32 = 0.35;
/// The same for comments, which may be longer than the article.
const COMMENTS_SHARE: f32 = 0.9;
/// An element named as the body is taken if its weight reaches this share of the best.
const NAMED_BODY_SHARE: f32 = 0.6;
/// Weight of a letter that stands in a line or a link, against one of prose.
const LINE_WEIGHT: f32 = -0.5;
/// Weight of a line or link by itself, in letters.
const LINE_BASE: f32 = -8.0;

/// Labels the text of a page. `fragment`: the page is a body already, as feeds and APIs give it.
pub(crate) fn content(document: &Document<'_>, hints: &Hints, fragment: bool) -> Content {
    let page = Page::new(document, hints, fragment);
    let mut labels = page.label(page.container(), true);
    // Where almost nothing is left, the names of elements misled us.
    let kept = kept_letters(&page.segments, &labels);
    if kept < 200 && (kept == 0 || page.total_prose > 3.0 * kept_f32(kept)) {
        let bare = Page {
            cut: vec![None; document.len()],
            ..page
        };
        let again = bare.label(bare.container(), true);
        if kept_letters(&bare.segments, &again) > 2 * kept {
            labels = again;
        }
        return Content {
            segments: bare.segments,
            labels,
        };
    }
    Content {
        segments: page.segments,
        labels,
    }
}

fn kept_letters(segments: &[Segment], labels: &[Label]) -> u32 {
    segments
        .iter()
        .zip(labels)
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
    fn new(document: &'d Document<'t>, hints: &'d Hints, fragment: bool) -> Self {
        let mut names = Roles::default();
        let roles: Vec<Role> = document
            .ids()
            .map(|id| role(document, id, &mut names))
            .collect();
        let segments = segments(document, |id| is_never_visible(document, id));
        let prose = Sums::new(
            document.len(),
            segments
                .iter()
                .map(|segment| (segment.first, prose_letters(segment))),
        );
        let total_prose = prose.of(document, Document::ROOT);
        let mut cut = furniture_by_element(document, &roles, &prose, total_prose);
        cut_teaser_lists(document, &segments, &prose, total_prose, &mut cut);
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
            segments,
            cut,
            roles,
            total_prose,
            phrases,
            stated,
        }
    }

    /// The element that holds the body.
    fn container(&self) -> NodeId {
        if self.fragment {
            return Document::ROOT;
        }
        let document = self.document;
        let weights = Sums::new(
            document.len(),
            self.segments
                .iter()
                .enumerate()
                .filter(|(_, s)| self.cut[s.first.index()].is_none())
                .map(|(i, s)| (s.first, self.weight(i, s))),
        );
        let blocks = || {
            document.ids().filter(|&id| {
                document
                    .tag(id)
                    .is_some_and(|tag| !tag.is_inline() || tag == Tag::Other)
            })
        };
        // The smallest of the heaviest: later in pre-order is deeper.
        let mut best = Document::ROOT;
        let mut best_weight = weights.of(document, best);
        for id in blocks() {
            let weight = weights.of(document, id);
            if weight >= best_weight {
                (best, best_weight) = (id, weight);
            }
        }
        let mut named: Option<(NodeId, f32)> = None;
        for id in blocks() {
            let weight = weights.of(document, id);
            let is_named = match document.tag(id) {
                Some(Tag::Article) => true,
                // A paragraph that is called the text is a part of it.
                Some(Tag::P | Tag::Li) => false,
                Some(tag) if tag.is_heading() => false,
                _ => self.roles[id.index()] == Role::Body,
            };
            if is_named
                && self.cut[id.index()].is_none()
                && weight >= NAMED_BODY_SHARE * best_weight
                && named.is_none_or(|(_, w)| weight >= w * 0.8)
            {
                // Deeper ones come later; they win while they keep most of the weight.
                named = Some((id, weight));
            }
        }
        named.map_or(best, |(id, _)| id)
    }

    /// How much a segment speaks for the element it stands in.
    fn weight(&self, index: usize, segment: &Segment) -> f32 {
        let stated = self.stated.get(index).copied().unwrap_or(0.0);
        let prose = prose_letters(segment);
        if prose > 0.0 {
            if self.phrases[index].is_some() {
                return LINE_BASE;
            }
            return prose * (1.0 + stated);
        }
        let heading = self
            .document
            .tag(segment.block)
            .is_some_and(Tag::is_heading);
        let links = kept_f32(segment.link_letters);
        match heading {
            true if links == 0.0 => 0.0,
            _ if stated > 0.7 => 0.0,
            _ => LINE_BASE.mul_add(1.0, LINE_WEIGHT * links),
        }
    }

    fn label(&self, container: NodeId, _names: bool) -> Vec<Label> {
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
        self.cut_ends(&mut labels);
        self.cut_after_closing_heading(&mut labels);
        self.cut_loose_headings(&mut labels);
        self.find_deck_and_headline(&mut labels);
        labels
    }

    /// Why a segment outside the container is not in the article.
    fn outside(&self, index: usize, segment: &Segment) -> CutReason {
        self.cut[segment.first.index()]
            .or(self.phrases[index])
            .unwrap_or(if segment.link_density() > PROSE_LINKS {
                CutReason::Navigation
            } else {
                CutReason::Boilerplate
            })
    }

    /// A segment inside the container, judged by itself.
    fn line(&self, index: usize, segment: &Segment, container: NodeId) -> Label {
        let document = self.document;
        if let Some(reason) = self.cut[segment.first.index()] {
            return Label::Cut(reason);
        }
        if segment.letters == 0 {
            return Label::Cut(CutReason::Interface);
        }
        let mut kind = Label::Paragraph;
        for id in std::iter::once(segment.block).chain(document.ancestors(segment.block)) {
            match document.tag(id) {
                Some(Tag::Figcaption | Tag::Caption) => return Label::Cut(CutReason::Caption),
                Some(Tag::Figure) if segment.words < 40 && !matches!(kind, Label::BlockQuote) => {
                    return Label::Cut(CutReason::Caption);
                }
                Some(tag) if tag.is_heading() => kind = Label::Heading,
                Some(Tag::Blockquote) => kind = Label::BlockQuote,
                Some(Tag::Li | Tag::Dd | Tag::Dt) if kind == Label::Paragraph => {
                    kind = Label::ListItem
                }
                _ => {}
            }
            if id == container {
                break;
            }
        }
        if credit::read(&segment.text).is_some() {
            return Label::Credit;
        }
        if let Some(reason) = self.phrases[index] {
            return Label::Cut(reason);
        }
        // A short bold paragraph is a heading that was not marked up as one.
        if kind == Label::Paragraph
            && segment.is_bold()
            && segment.words <= 12
            && !segment.text.ends_with(['.', ':', '!', ',', '”', '"'])
        {
            kind = Label::Heading;
        }
        let density = segment.link_density();
        if kind == Label::Heading && density > 0.8 && self.heads_prose(segment) {
            return kind;
        }
        if density > 0.8 || (density > 0.5 && kind == Label::ListItem && segment.words < 20) {
            return Label::Cut(CutReason::Teaser);
        }
        kind
    }

    /// Whether paragraphs of prose follow a heading as its siblings: then it is a section's, though it is a link.
    fn heads_prose(&self, segment: &Segment) -> bool {
        let parent = self.document.node(segment.block).parent;
        let next = self
            .segments
            .partition_point(|other| other.first < segment.end);
        let below = self.segments[next..].iter().take(3).filter(|s| {
            self.document.node(s.block).parent == parent && s.words >= 20 && s.link_density() < 0.3
        });
        below.count() >= 2
    }

    /// Cuts paragraphs that stand in the body a second time: copies for other screens, pulled quotes.
    fn cut_repeated(&self, labels: &mut [Label]) {
        let mut seen = FxHashSet::default();
        let mut long = Shingles::default();
        for (i, label) in labels.iter_mut().enumerate() {
            let segment = &self.segments[i];
            if !label.is_body() || segment.words < 12 {
                continue;
            }
            let again = if segment.words < 60 {
                !seen.insert(segment.text.as_str())
            } else {
                long.coverage(&segment.text) > 0.9
            };
            if again {
                *label = Label::Cut(CutReason::Repeated);
            } else if segment.words >= 60 {
                long.add(&segment.text);
            }
        }
    }

    /// Cuts what stands before the first and after the last prose.
    fn cut_ends(&self, labels: &mut [Label]) {
        let is_prose = |i: usize, labels: &[Label]| {
            labels[i] == Label::BlockQuote
                || (labels[i].is_body() && labels[i] != Label::Heading && self.reads_as_prose(i))
        };
        let covered =
            |i: usize| self.stated.get(i).is_some_and(|&s| s > 0.6) && self.segments[i].words >= 5;
        // Where the stated body holds most of what we found, it tells the ends.
        let kept: u32 = (0..labels.len())
            .filter(|&i| labels[i].is_body())
            .map(|i| self.segments[i].letters)
            .sum();
        let held: u32 = (0..labels.len())
            .filter(|&i| labels[i].is_body() && covered(i))
            .map(|i| self.segments[i].letters)
            .sum();
        let trusted = share(held, kept) > 0.7;
        let first = (0..labels.len()).find(|&i| {
            if trusted {
                covered(i) && labels[i].is_body()
            } else {
                is_prose(i, labels)
            }
        });
        let last = (0..labels.len()).rev().find(|&i| {
            if trusted {
                covered(i) && labels[i].is_body()
            } else {
                is_prose(i, labels)
            }
        });
        let (Some(mut first), Some(mut last)) = (first, last) else {
            return;
        };
        // A paragraph of its own beside the ends, in the same element, belongs to the body even where the stated one lacks it.
        let parent = |i: usize| self.document.node(self.segments[i].block).parent;
        let is_paragraph = |i: usize| {
            self.document.tag(self.segments[i].block) == Some(Tag::P)
                && self.segments[i].words >= 8
                && self.segments[i].link_density() < 0.7
        };
        while first > 0
            && labels[first - 1].is_body()
            && is_paragraph(first - 1)
            && parent(first - 1) == parent(first)
        {
            first -= 1;
        }
        // Below, a stated body is believed unless prose goes on; without one, short lines of the same element belong to the text.
        let goes_on = |i: usize| {
            labels[i] == Label::Paragraph
                && parent(i) == parent(i - 1)
                && self.document.tag(self.segments[i].block) == Some(Tag::P)
                && self.segments[i].link_density() < 0.3
                && (!trusted || (is_paragraph(i) && self.reads_as_prose(i)))
        };
        while last + 1 < labels.len() && goes_on(last + 1) {
            last += 1;
        }
        for (i, label) in labels.iter_mut().enumerate() {
            if label.is_body() && (i < first || i > last) {
                let reason = if i < first {
                    CutReason::Metadata
                } else {
                    CutReason::Boilerplate
                };
                *label = Label::Cut(reason);
            }
        }
    }

    /// Whether a segment is a sentence at least.
    fn reads_as_prose(&self, index: usize) -> bool {
        let segment = &self.segments[index];
        let ends = segment
            .text
            .trim_end_matches(|c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*'))
            .ends_with(['.', '!', '?', '…', ':', ';', '。']);
        segment.link_density() < 0.5 && (segment.words >= 15 || (segment.words >= 4 && ends))
    }

    /// A heading such as "Related stories" late in the body ends it.
    fn cut_after_closing_heading(&self, labels: &mut [Label]) {
        let body: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].is_body()).collect();
        let total: u32 = body.iter().map(|&i| self.segments[i].letters).sum();
        let mut before = 0;
        for i in 0..labels.len() {
            if labels[i].is_body() {
                before += self.segments[i].letters;
                continue;
            }
            let closes = matches!(
                labels[i],
                Label::Cut(
                    CutReason::Teaser
                        | CutReason::Comments
                        | CutReason::AuthorBox
                        | CutReason::Rights
                )
            ) && self.segments[i].words <= 8
                && self.cut[self.segments[i].first.index()].is_none()
                && self
                    .document
                    .tag(self.segments[i].block)
                    .is_some_and(Tag::is_heading);
            if closes && share(total - before, total) < 0.35 && before > 0 {
                // What the heading heads: its own element's rest, where that is a box; else all that follows.
                let scope = self
                    .document
                    .node(self.document.node(self.segments[i].block).parent)
                    .end;
                // Only where links follow: teasers link, an article's last section reads on.
                let below =
                    || (i + 1..labels.len()).take_while(|&j| self.segments[j].first < scope);
                let linked: u32 = below().map(|j| self.segments[j].link_letters).sum();
                let read: u32 = below()
                    .filter(|&j| labels[j].is_body())
                    .map(|j| self.segments[j].letters)
                    .sum();
                if share(linked, read) < 0.25 {
                    continue;
                }
                for (j, label) in labels.iter_mut().enumerate().skip(i) {
                    if label.is_body() && self.segments[j].first < scope {
                        *label = Label::Cut(CutReason::Teaser);
                    }
                }
            }
        }
    }

    /// A heading without text below it, before the next heading of its level or higher, heads something that was cut.
    fn cut_loose_headings(&self, labels: &mut [Label]) {
        let mut text_below = false;
        for i in (0..labels.len()).rev() {
            match labels[i] {
                Label::Heading if !text_below => labels[i] = Label::Cut(CutReason::Boilerplate),
                Label::Heading => {}
                label if label.is_body() => text_below = true,
                _ => {}
            }
        }
    }

    /// Headline and standfirst: found wherever they stand above the body, and taken out of it where it repeats them.
    fn find_deck_and_headline(&self, labels: &mut [Label]) {
        let Some(first_body) = labels.iter().position(|label| label.is_body()) else {
            return;
        };
        let last_body = labels
            .iter()
            .rposition(|label| label.is_body())
            .unwrap_or(first_body);
        // Headline: the best h1 or line above the body that the head of the page confirms.
        let mut headline: Option<(usize, u32)> = None;
        for i in 0..=last_body {
            let segment = &self.segments[i];
            if segment.words == 0 || segment.words > 60 {
                continue;
            }
            let tag = self
                .document
                .ancestors(segment.first)
                .take(4)
                .filter_map(|id| self.document.tag(id))
                .find(|tag| tag.is_heading());
            let stated = self
                .hints
                .headlines
                .iter()
                .any(|headline| same_words(headline, &segment.text));
            let score = match tag {
                Some(_) if stated && i <= first_body => 5,
                Some(_) if stated => 4,
                None if stated && i < first_body + 3 => 2,
                Some(Tag::H1) if i < first_body + 2 => 3,
                _ => 0,
            };
            let hidden = matches!(
                self.cut[segment.first.index()],
                Some(CutReason::Navigation | CutReason::Hidden | CutReason::Teaser)
            );
            let score = if hidden && score < 4 { 0 } else { score };
            // Of several that the head confirms the one nearest above the body: the others are the site's.
            let later = |best: u32| score == best && score == 5;
            if score > 0 && headline.is_none_or(|(_, best)| score > best || later(best)) {
                headline = Some((i, score));
            }
        }
        for i in 0..labels.len() {
            if labels[i].is_body()
                && i < first_body + 4
                && self
                    .hints
                    .headlines
                    .iter()
                    .any(|headline| same_words(headline, &self.segments[i].text))
            {
                labels[i] = Label::Cut(CutReason::Repeated);
            }
        }
        if let Some((i, _)) = headline {
            labels[i] = Label::Headline;
        }
        // Standfirst: named so, or worded as the description and standing apart from the body.
        let above = headline.map_or(0, |(i, _)| i);
        for i in above..labels.len().min(first_body + 3) {
            if labels[i] == Label::Headline {
                continue;
            }
            let segment = &self.segments[i];
            let named = self
                .document
                .ancestors(segment.first)
                .take(4)
                .any(|id| self.roles[id.index()] == Role::Deck);
            let described = self
                .hints
                .descriptions
                .iter()
                .any(|description| same_words(description, &segment.text));
            let apart = !labels[i].is_body()
                || self
                    .document
                    .tag(segment.block)
                    .is_some_and(Tag::is_heading);
            // A heading of a sentence's length between headline and text heads nothing: it is a standfirst.
            let subheading = headline.is_some()
                && i <= first_body
                && segment.words >= 9
                && self.cut[segment.first.index()].is_none()
                && self
                    .document
                    .tag(segment.block)
                    .is_some_and(Tag::is_heading);
            if segment.words >= 4
                && segment.words <= 90
                && segment.link_density() < 0.3
                && apart
                && (named || described || subheading)
            {
                let lead = self.hints.standfirst_is_lead && segment.words >= 10;
                labels[i] = if lead { Label::Paragraph } else { Label::Deck };
                break;
            }
        }
    }
}

/// Whether two lines have the same words, but for case and signs; a site's name at one end is allowed for.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}

/// Letters of a segment that count as prose, 0 for lines and link lists.
fn prose_letters(segment: &Segment) -> f32 {
    if segment.words >= PROSE_WORDS && segment.link_density() < PROSE_LINKS {
        kept_f32(segment.letters - segment.link_letters)
    } else {
        0.0
    }
}

/// Sums over subtrees, from prefix sums over the pre-order.
struct Sums(Vec<f32>);

impl Sums {
    fn new(nodes: usize, values: impl Iterator<Item = (NodeId, f32)>) -> Self {
        let mut sums = vec![0.0; nodes + 1];
        for (id, value) in values {
            sums[id.index() + 1] += value;
        }
        for i in 0..nodes {
            sums[i + 1] += sums[i];
        }
        Self(sums)
    }

    fn of(&self, document: &Document<'_>, id: NodeId) -> f32 {
        self.0[document.node(id).end.index()] - self.0[id.index()]
    }
}

/// Elements whose text no reader sees, or that hold no text of the page.
fn is_never_visible(document: &Document<'_>, id: NodeId) -> bool {
    use Tag::{
        Applet, Audio, Button, Canvas, Datalist, Embed, Frameset, Head, Iframe, Math, Noembed,
        Noframes, Noscript, Object, OptionTag, Script, Select, Style, Svg, Template, Textarea,
        Video,
    };
    let Some(tag) = document.tag(id) else {
        return false;
    };
    matches!(
        tag,
        Head | Script
            | Style
            | Template
            | Noscript
            | Noembed
            | Noframes
            | Iframe
            | Object
            | Embed
            | Applet
            | Audio
            | Video
            | Canvas
            | Svg
            | Math
            | Select
            | OptionTag
            | Datalist
            | Textarea
            | Button
            | Frameset
    )
}

fn role<'t>(document: &Document<'t>, id: NodeId, names: &mut Roles<'t>) -> Role {
    let Some(tag) = document.tag(id) else {
        return Role::Unknown;
    };
    let attributes = document.attributes(id);
    let mut result = match tag {
        Tag::Nav | Tag::Menu => Role::Furniture(CutReason::Navigation),
        Tag::Footer => Role::Furniture(CutReason::Navigation),
        Tag::Aside => Role::Furniture(CutReason::Teaser),
        Tag::Form | Tag::Dialog => Role::Furniture(CutReason::Interface),
        Tag::Amp | Tag::AmpEmbed => Role::Furniture(CutReason::Advertisement),
        Tag::Html | Tag::Body => return Role::Unknown,
        _ => Role::Unknown,
    };
    let quoted = tag == Tag::Blockquote;
    let mut hidden = false;
    for (name, value) in attributes.iter() {
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            match names_role(names, value, tag) {
                Role::Unknown => {}
                Role::Body => result = Role::Body,
                Role::Furniture(_) if quoted => {}
                found if result == Role::Unknown => result = found,
                _ => {}
            }
        } else if name.eq_ignore_ascii_case("itemprop") {
            if value
                .split_ascii_whitespace()
                .any(|word| word == "articleBody")
            {
                result = Role::Body;
            } else if MICRODATA
                .iter()
                .any(|word| value.eq_ignore_ascii_case(word))
            {
                result = Role::Furniture(CutReason::Metadata);
            }
        } else if name.eq_ignore_ascii_case("role") {
            match value.to_ascii_lowercase().as_str() {
                "navigation" | "banner" | "contentinfo" | "menu" | "menubar" => {
                    result = Role::Furniture(CutReason::Navigation)
                }
                "complementary" => result = Role::Furniture(CutReason::Teaser),
                "search" | "dialog" | "alertdialog" | "toolbar" => {
                    result = Role::Furniture(CutReason::Interface)
                }
                _ => {}
            }
        } else if name.eq_ignore_ascii_case("hidden") {
            hidden = true;
        } else if name.eq_ignore_ascii_case("style") {
            hidden |= hides(value);
        } else if name.eq_ignore_ascii_case("aria-hidden") {
            hidden |= value.eq_ignore_ascii_case("true");
        }
    }
    if hidden {
        Role::Furniture(CutReason::Hidden)
    } else {
        result
    }
}

/// Microdata properties whose words are fields, not text.
const MICRODATA: &[&str] = &[
    "author",
    "creator",
    "publisher",
    "name",
    "url",
    "width",
    "height",
    "logo",
    "keywords",
    "datepublished",
    "datemodified",
    "datecreated",
    "articlesection",
    "mainentityofpage",
    "contenturl",
    "thumbnailurl",
    "wordcount",
    "commentcount",
    "interactioncount",
    "jobtitle",
    "givenname",
    "familyname",
    "sameas",
];

/// What class and id say of an element; inline elements only hide, share or caption.
fn names_role<'t>(names: &mut Roles<'t>, value: &'t str, tag: Tag) -> Role {
    let role = names.role(value);
    if tag.is_heading() && matches!(role, Role::Furniture(_)) {
        Role::Unknown
    } else {
        role
    }
}

fn hides(style: &str) -> bool {
    if style.len() > 2000 {
        return false;
    }
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// By node: the reason for which it, or an element around it, is furniture. The outermost counts.
fn furniture_by_element(
    document: &Document<'_>,
    roles: &[Role],
    prose: &Sums,
    total: f32,
) -> Vec<Option<CutReason>> {
    let body = Sums::new(
        document.len(),
        document
            .ids()
            .filter(|id| roles[id.index()] == Role::Body)
            .map(|id| {
                (
                    id,
                    if prose.of(document, id) > 0.2 * total {
                        1.0
                    } else {
                        0.0
                    },
                )
            }),
    );
    let mut result = vec![None; document.len()];
    let mut until = NodeId(0);
    for id in document.ids() {
        if id < until || !matches!(document.node(id).kind, NodeKind::Element(_)) {
            continue;
        }
        let Role::Furniture(reason) = roles[id.index()] else {
            continue;
        };
        // An embedded post is no share bar, whatever its wrapper is called.
        let embeds = matches!(reason, CutReason::Sharing | CutReason::Interface)
            && document
                .subtree(id)
                .take(200)
                .any(|inner| document.tag(inner) == Some(Tag::Blockquote));
        // A teaser leads elsewhere; what is called one and links nowhere is a standfirst or a summary.
        let no_teaser = reason == CutReason::Teaser
            && prose.of(document, id) > 60.0
            && document.tag(id) != Some(Tag::Aside)
            && !document
                .subtree(id)
                .any(|inner| document.tag(inner) == Some(Tag::A));
        if embeds || no_teaser {
            continue;
        }
        let limit = if reason == CutReason::Comments {
            COMMENTS_SHARE
        } else {
            FURNITURE_SHARE
        };
        if prose.of(document, id) > limit * total
            || (body.of(document, id) > 0.0 && reason != CutReason::Comments)
        {
            continue;
        }
        until = document.node(id).end;
        for index in id.index()..until.index() {
            result[index] = Some(reason);
        }
    }
    result
}

/// Items of a teaser list at least.
const TEASER_ITEMS: usize = 3;
/// Words of such an item at most.
const TEASER_WORDS: u32 = 100;

/// Marks lists of teasers: late in the page, several children of one kind that each hold a linked heading and a few words.
fn cut_teaser_lists(
    document: &Document<'_>,
    segments: &[Segment],
    prose: &Sums,
    total: f32,
    cut: &mut [Option<CutReason>],
) {
    let words = Sums::new(
        document.len(),
        segments
            .iter()
            .map(|segment| (segment.first, kept_f32(segment.words))),
    );
    let linked_headings = Sums::new(
        document.len(),
        document
            .ids()
            .filter(|&id| is_linked_heading(document, id))
            .map(|id| (id, 1.0)),
    );
    for id in document.ids() {
        if cut[id.index()].is_some()
            || linked_headings.of(document, id) < 3.0
            || prose.of(document, id) > 0.6 * total
        {
            continue;
        }
        let before = prose.0[id.index()];
        if before < 0.35 * total {
            continue;
        }
        let is_item = |child: &NodeId| {
            let words = words.of(document, *child);
            linked_headings.of(document, *child) >= 1.0
                && !document.tag(*child).is_some_and(Tag::is_heading)
                && words <= kept_f32(TEASER_WORDS)
        };
        let items: Vec<NodeId> = document.children(id).filter(is_item).collect();
        let held: f32 = items.iter().map(|&item| words.of(document, item)).sum();
        if items.len() >= TEASER_ITEMS && held > 0.7 * words.of(document, id) {
            for index in id.index()..document.node(id).end.index() {
                cut[index].get_or_insert(CutReason::Teaser);
            }
        }
    }
}

/// A heading that holds a link, or stands in one.
fn is_linked_heading(document: &Document<'_>, id: NodeId) -> bool {
    document.tag(id).is_some_and(Tag::is_heading)
        && (document
            .subtree(id)
            .any(|inner| document.tag(inner) == Some(Tag::A))
            || document
                .ancestors(id)
                .take(4)
                .any(|outer| document.tag(outer) == Some(Tag::A)))
}
