//! Where on a page something stands: above, in or below the article, or elsewhere.

use retold_model::CutReason;

use crate::content::Label;
use crate::dates::DayOrder;
use crate::html::{Document, NodeId};
use crate::segment::Segment;

use super::Marks;

/// Segments between headline and body that count as the head of the article; more hold other things, too.
const HEAD_SEGMENTS: usize = 12;
/// What stands below the body is so much farther from its head, in segments.
const BELOW: usize = 6;
/// What stands above the headline is so much farther than what stands below it, in segments.
const ABOVE: usize = 2;

/// A labelled page.
pub(crate) struct View<'v, 't> {
    pub(crate) document: &'v Document<'t>,
    pub(crate) marks: &'v Marks,
    pub(crate) segments: &'v [Segment],
    pub(crate) labels: &'v [Label],
    /// First and last segment of the body.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) headline: Option<usize>,
    pub(crate) order: DayOrder,
}

impl<'v, 't> View<'v, 't> {
    pub(crate) fn new(
        document: &'v Document<'t>,
        marks: &'v Marks,
        segments: &'v [Segment],
        labels: &'v [Label],
        order: DayOrder,
    ) -> Self {
        Self {
            document,
            marks,
            segments,
            labels,
            first: labels.iter().position(|label| label.is_body()).unwrap_or(0),
            last: labels
                .iter()
                .rposition(|label| label.is_body())
                .unwrap_or(0),
            headline: labels.iter().position(|&label| label == Label::Headline),
            order,
        }
    }

    /// The segment that a node stands in, or the next one; past the end for what stands below the last.
    pub(crate) fn index_of(&self, id: NodeId) -> usize {
        self.segments.partition_point(|segment| segment.end <= id)
    }

    /// Where the lines about an article begin: some segments above its headline or body.
    pub(crate) fn start(&self, above: usize) -> usize {
        self.headline
            .unwrap_or(self.first)
            .min(self.first)
            .saturating_sub(above)
    }

    /// Whether a segment stands between the headline and the body. There only lines about the article stand,
    /// whatever the names of elements say.
    pub(crate) fn is_head(&self, i: usize) -> bool {
        self.headline.is_some_and(|headline| {
            headline <= i
                && i < self.first
                && (i - headline <= HEAD_SEGMENTS || self.first - i <= HEAD_SEGMENTS)
        })
    }

    /// Whether a segment belongs to other articles, to readers, to the site.
    pub(crate) fn is_elsewhere(&self, i: usize) -> bool {
        let elsewhere = matches!(
            self.labels.get(i),
            Some(Label::Cut(
                CutReason::Teaser | CutReason::Navigation | CutReason::Comments
            ))
        );
        elsewhere && !self.is_head(i)
    }

    /// How many segments lie between one and the head of the article; more below it.
    pub(crate) fn distance(&self, i: usize) -> usize {
        match self.headline {
            _ if i > self.last => BELOW + i - self.last,
            Some(headline) if i < headline => headline - i + ABOVE,
            Some(headline) if i <= self.first => (i - headline).min(self.first - i),
            _ => self.first.abs_diff(i),
        }
    }

    /// The bytes of a node.
    pub(crate) fn bytes(&self, id: NodeId) -> (u32, u32) {
        (
            self.document.node(id).start_byte,
            self.document.node(id).end_byte,
        )
    }

    /// The text of a node whose source has at most `limit` bytes: candidates can be nested, and reading each whole
    /// would cost the square of the page.
    pub(crate) fn text_within(&self, id: NodeId, limit: u32) -> Option<String> {
        let (start, end) = self.bytes(id);
        (end - start <= limit).then(|| self.document.text_of(id))
    }
}
