//! The element that holds the body.

use crate::furniture::Role;
use crate::html::{Document, NodeId, Tag};
use crate::segment::Segment;

use super::sums::Sums;
use super::{Page, kept_f32};

/// Segments with fewer words are lines, not prose, for finding the body.
const PROSE_WORDS: u32 = 8;
/// Above this share of letters in links a segment is no prose.
pub(super) const PROSE_LINKS: f32 = 0.5;
/// An element named as the body is taken if its weight reaches this share of the best.
const NAMED_BODY_SHARE: f32 = 0.6;
/// Weight of a letter that stands in a line or a link, against one of prose.
const LINE_WEIGHT: f32 = -0.5;
/// Weight of a line or link by itself, in letters.
const LINE_BASE: f32 = -8.0;

impl Page<'_, '_> {
    /// The element that holds the body.
    pub(super) fn container(&self) -> NodeId {
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
        let prose = Sums::new(
            document.len(),
            self.segments
                .iter()
                .filter(|s| self.cut[s.first.index()].is_none())
                .map(|s| (s.first, prose_letters(s))),
        );
        // A paragraph is a part of a text.
        let blocks = || {
            document.ids().filter(|&id| {
                document.tag(id).is_some_and(|tag| {
                    !(tag.is_heading()
                        || matches!(tag, Tag::P | Tag::Li)
                        || tag.is_inline() && tag != Tag::Other)
                })
            })
        };
        // The smallest of the heaviest: later in pre-order is deeper.
        let mut best = Document::ROOT;
        let mut best_weight = weights.of(document, best);
        for id in blocks() {
            let weight = weights.of(document, id);
            if weight >= best_weight && prose.of(document, id) > 0.0 {
                (best, best_weight) = (id, weight);
            }
        }
        let mut named: Option<(NodeId, f32)> = None;
        for id in blocks() {
            let weight = weights.of(document, id);
            let is_named = match document.tag(id) {
                Some(Tag::Article) => true,
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
    pub(super) fn weight(&self, index: usize, segment: &Segment) -> f32 {
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
            _ => LINE_WEIGHT.mul_add(links, LINE_BASE),
        }
    }
}

/// Letters of a segment that count as prose, 0 for lines and link lists.
pub(super) fn prose_letters(segment: &Segment) -> f32 {
    if segment.words >= PROSE_WORDS && segment.link_density() < PROSE_LINKS {
        kept_f32(segment.letters - segment.link_letters)
    } else {
        0.0
    }
}
