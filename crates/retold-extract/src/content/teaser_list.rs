//! Lists of teasers that nothing names so.

use retold_model::CutReason;

use crate::html::{Document, NodeId, Tag};
use crate::segment::Segment;

use super::kept_f32;
use super::sums::Sums;

/// Items of a teaser list at least.
const TEASER_ITEMS: usize = 3;
/// Words of such an item at most.
const TEASER_WORDS: u32 = 100;

/// Marks lists of teasers: late in the page, several children of one kind that each hold a linked heading and a few words.
pub(super) fn cut_teaser_lists(
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
        let before = prose.before(id);
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
            for reason in &mut cut[id.index()..document.node(id).end.index()] {
                reason.get_or_insert(CutReason::Teaser);
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
