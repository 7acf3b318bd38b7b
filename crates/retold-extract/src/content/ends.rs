//! Where the body starts and ends inside its container, and what repeats or closes it.

use retold_model::CutReason;
use rustc_hash::FxHashSet;

use crate::html::{NodeId, Tag};
use crate::segment::{Segment, Shingles, share};

use super::{Label, Page};

/// Words of a paragraph at least that can be told to be a copy.
const REPEATED_WORDS: u32 = 12;
/// Words of a shorter line, and how often it stands below itself where it is furniture.
const SHORT_WORDS: u32 = 3;
const OFTEN: usize = 4;
/// Numbers in a row at least that are the axis of a chart, and bytes of each at most.
const AXIS: usize = 4;
const AXIS_BYTES: usize = 8;
/// Words from which a paragraph is a copy if nearly all of it stands above.
const LONG_WORDS: u32 = 60;
/// A long paragraph is a copy if so much of it stands above; where it joins several, their seams do not.
const COPIED: f32 = 0.8;
/// Bytes that tell whether two paragraphs begin alike.
const BEGINNING: usize = 24;
/// Segments below the last prose that are looked at.
const TAIL: usize = 60;
/// Segments above the first prose that are looked at.
const REACH: usize = 12;
/// Short lines at most between a heading and the prose below.
const HEADED_LINES: usize = 3;
/// Headings at most that may stand one below the other over the short lines at the end of a text.
const MAX_HEADINGS: usize = 2;
/// Words of a paragraph on the author at most.
const AUTHOR_BOX_WORDS: u32 = 120;
/// Closing headings looked at: each costs a pass over the page.
const MAX_CLOSING: usize = 16;

impl Page<'_, '_> {
    /// Cuts paragraphs that stand in the body a second time: copies for other screens, pulled quotes.
    pub(super) fn cut_repeated(&self, labels: &mut [Label]) {
        let mut seen = FxHashSet::default();
        let mut beginnings = FxHashSet::default();
        let mut known = Known::default();
        for i in 0..labels.len() {
            let segment = &self.segments[i];
            if !labels[i].is_body() {
                continue;
            }
            let begins_alike = !beginnings.insert(beginning(&segment.text));
            if segment.words < REPEATED_WORDS {
                continue;
            }
            let again = if segment.words < LONG_WORDS {
                !seen.insert(segment.text.as_str())
            } else if begins_alike {
                let before = (0..i).filter(|&j| labels[j].is_body());
                known.coverage(segment, before.map(|j| &self.segments[j])) > COPIED
            } else {
                false
            };
            if again {
                labels[i] = Label::Cut(CutReason::Repeated);
            }
        }
        // The title of a gallery, once for each of its pictures.
        let alike = |a: usize, b: usize| self.segments[a].text == self.segments[b].text;
        cut_runs(labels, CutReason::Repeated, alike, |run| {
            run.len() >= OFTEN && self.segments[run[0]].words >= SHORT_WORDS
        });
    }

    /// Cuts the axes of charts: "’17", "’18", "$600", "300" one below the other, outside of tables.
    pub(super) fn cut_axes(&self, labels: &mut [Label]) {
        let is_mark = |i: usize| {
            let text = &self.segments[i].text;
            text.len() <= AXIS_BYTES
                && text.contains(|c: char| c.is_ascii_digit())
                && !text.contains(char::is_alphabetic)
        };
        let is_cell = |i: usize| {
            let mut around = self.document.ancestors(self.segments[i].first);
            around.any(|id| matches!(self.document.tag(id), Some(Tag::Td | Tag::Th)))
        };
        let marks = |a: usize, b: usize| is_mark(a) && is_mark(b);
        cut_runs(labels, CutReason::Caption, marks, |run| {
            run.len() >= AXIS && !is_cell(run[0])
        });
    }

    /// Cuts what stands before the first and after the last prose.
    pub(super) fn cut_ends(&self, labels: &mut [Label]) {
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
        first = self.first_of_text(first, labels);
        last = self.last_of_text(last, labels, trusted);
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

    /// The first segment of the text, found from its first prose: paragraphs and section headings above it in the same
    /// element belong to it, whatever was cut between them.
    fn first_of_text(&self, prose: usize, labels: &[Label]) -> usize {
        let mut first = prose;
        let mut lines = 0;
        for i in (prose.saturating_sub(REACH)..prose).rev() {
            let segment = &self.segments[i];
            if self.home(i) != self.home(prose) {
                // What stands in an element of its own between the paragraphs was judged by itself.
                if labels[i].is_body() {
                    break;
                }
                continue;
            }
            let same_block = segment.block == self.segments[first].block;
            match labels[i] {
                Label::Heading if self.is_page_title(segment) => break,
                Label::Heading => (first, lines) = (i, 0),
                label if label.is_body() && (same_block || self.is_paragraph(i)) && lines == 0 => {
                    first = i;
                }
                // Short lines belong to the heading above them, if there is one.
                label if label.is_body() => lines += 1,
                _ => {}
            }
            if lines > HEADED_LINES {
                break;
            }
        }
        first
    }

    /// The last segment of the text, found from its last prose. A stated body is believed unless prose goes on; without
    /// one, short lines, lists and tables in the same element belong to the text, with the headings above them.
    fn last_of_text(&self, prose: usize, labels: &[Label], trusted: bool) -> usize {
        let mut last = prose;
        let mut headings = 0;
        for (i, label) in labels.iter().enumerate().skip(prose + 1).take(TAIL) {
            let segment = &self.segments[i];
            let same_home = self.home(i) == self.home(prose);
            if !same_home || segment.link_density() >= 0.3 {
                break;
            }
            match label {
                Label::Heading if !trusted && headings < MAX_HEADINGS => headings += 1,
                Label::Paragraph | Label::ListItem
                    if self.is_marked_up(i)
                        && (!trusted || (self.is_paragraph(i) && self.reads_as_prose(i))) =>
                {
                    (last, headings) = (i, 0);
                }
                _ => break,
            }
        }
        last
    }

    /// Whether a segment stands in an element for text: a paragraph, a list item, a row.
    fn is_marked_up(&self, i: usize) -> bool {
        self.document
            .tag(self.segments[i].block)
            .is_some_and(|tag| matches!(tag, Tag::P | Tag::Li | Tag::Tr))
    }

    /// Whether a heading is the page's, not a section's.
    pub(super) fn is_page_title(&self, segment: &Segment) -> bool {
        self.hints.states_headline(&segment.text)
    }

    /// The element whose children the paragraphs are: that around a paragraph, a list or a heading, else its own.
    fn home(&self, i: usize) -> NodeId {
        let mut id = self.segments[i].block;
        // Only the rows of data tables are blocks: what stands in the cells of a layout stays in its cell.
        let row = self.document.tag(id) == Some(Tag::Tr);
        while self.document.tag(id).is_some_and(|tag| match tag {
            Tag::P | Tag::Li | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Dt | Tag::Dd => true,
            Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Table => row,
            tag => tag.is_heading(),
        }) {
            id = self.document.node(id).parent;
        }
        id
    }

    /// Whether a segment is a paragraph by its markup and length.
    fn is_paragraph(&self, i: usize) -> bool {
        let segment = &self.segments[i];
        let loose = segment.block == self.home(i);
        (loose || self.document.tag(segment.block) == Some(Tag::P))
            && segment.words >= 8
            && segment.link_density() < 0.7
    }

    /// Cuts the last paragraphs if they tell of the author: they begin with the name that the head of the page gives.
    pub(super) fn cut_author_boxes(&self, labels: &mut [Label]) {
        let tells_of_author = |i: usize| {
            let segment = &self.segments[i];
            let words = || segment.text.split_whitespace();
            segment.words <= AUTHOR_BOX_WORDS
                && self.hints.authors.iter().any(|author| {
                    let name = author.split_whitespace();
                    let length = name.clone().count();
                    length >= 2
                        && segment.words > u32::try_from(length).unwrap_or(u32::MAX) + 3
                        && name.eq(words().take(length))
                })
        };
        let body = |labels: &[Label]| labels.iter().rposition(|label| label.is_body());
        while let Some(last) = body(labels)
            && tells_of_author(last)
            && labels[..last].iter().any(|label| label.is_body())
        {
            labels[last] = Label::Cut(CutReason::AuthorBox);
        }
    }

    /// Whether a segment is a sentence at least.
    pub(super) fn reads_as_prose(&self, index: usize) -> bool {
        let segment = &self.segments[index];
        let ends = segment
            .text
            .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*'])
            .ends_with(['.', '!', '?', '…', ':', ';', '。']);
        segment.link_density() < 0.5 && (segment.words >= 15 || (segment.words >= 4 && ends))
    }

    /// A heading such as "Related stories" late in the body ends it.
    pub(super) fn cut_after_closing_heading(&self, labels: &mut [Label]) {
        let body: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].is_body()).collect();
        let total: u32 = body.iter().map(|&i| self.segments[i].letters).sum();
        let mut before = 0;
        let mut closing = 0;
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
            if closes && share(total - before, total) < 0.35 && before > 0 && closing < MAX_CLOSING
            {
                closing += 1;
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
}

/// Cuts the runs of the body for which `is_cut`: segments one below the other, each `alike` the next.
fn cut_runs(
    labels: &mut [Label],
    reason: CutReason,
    alike: impl Fn(usize, usize) -> bool,
    is_cut: impl Fn(&[usize]) -> bool,
) {
    let body: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].is_body()).collect();
    for run in body.chunk_by(|&a, &b| alike(a, b)) {
        if is_cut(run) {
            for &i in run {
                labels[i] = Label::Cut(reason);
            }
        }
    }
}

/// The first letters of a paragraph: a copy begins as a paragraph above does.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}

/// The words of the segments above, gathered when a long segment asks for them: most pages have none.
#[derive(Default)]
struct Known {
    shingles: Shingles,
    /// How many of the segments above are in.
    count: usize,
}

impl Known {
    /// The share of `segment` that stands in the segments `before` it. They must be the same as before, and more.
    fn coverage<'s>(
        &mut self,
        segment: &Segment,
        before: impl Iterator<Item = &'s Segment>,
    ) -> f32 {
        for above in before.skip(self.count) {
            self.shingles.add(&above.text);
            self.count += 1;
        }
        self.shingles.coverage(&segment.text)
    }
}

/// A heading without text below it, before the next heading of its level or higher, heads something that was cut.
pub(super) fn cut_loose_headings(labels: &mut [Label]) {
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
