//! Elements that are furniture by what they are for, unless too much of the page stands in them.

use retold_model::CutReason;

use crate::furniture::Role;
use crate::html::{Document, NodeId, NodeKind, Tag};

use super::sums::Sums;

/// An element that its name calls furniture is believed if it holds less than this share of the page's prose.
const FURNITURE_SHARE: f32 = 0.35;
/// The same for comments, which may be longer than the article.
const COMMENTS_SHARE: f32 = 0.9;
/// Letters of prose in an element named as the body from which the page has its text there.
const TEXT: f32 = 300.0;
/// The same against comments: a short text can have many.
const SHORT_TEXT: f32 = 60.0;

/// By node: the reason for which it, or an element around it, is furniture. The outermost counts.
pub(super) fn furniture_by_element(
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
    let text = named_text(document, roles, prose);
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
        let limit = limit(document, id, reason, text, prose);
        if prose.of(document, id) > limit * total
            || (body.of(document, id) > 0.0 && reason != CutReason::Comments)
        {
            continue;
        }
        until = document.node(id).end;
        result[id.index()..until.index()].fill(Some(reason));
    }
    result
}

/// The share of the page's prose that an element may hold and still be believed to be furniture.
fn limit(
    document: &Document<'_>,
    id: NodeId,
    reason: CutReason,
    text: Option<NodeId>,
    prose: &Sums,
) -> f32 {
    // The text stands elsewhere, under a name of its own.
    let text = text
        .filter(|&text| !document.is_in(text, id) && !document.is_in(id, text))
        .map_or(0.0, |text| prose.of(document, text));
    match reason {
        CutReason::Comments | CutReason::AuthorBox if text >= SHORT_TEXT => 1.0,
        CutReason::Comments => COMMENTS_SHARE,
        _ if text >= TEXT => COMMENTS_SHARE,
        _ => FURNITURE_SHARE,
    }
}

/// Whether an element is named as the body and holds a text, though a short one.
pub(super) fn has_named_text(document: &Document<'_>, roles: &[Role], prose: &Sums) -> bool {
    named_text(document, roles, prose).is_some_and(|text| prose.of(document, text) >= SHORT_TEXT)
}

/// The element named as the body that holds most prose.
fn named_text(document: &Document<'_>, roles: &[Role], prose: &Sums) -> Option<NodeId> {
    document
        .ids()
        .filter(|id| roles[id.index()] == Role::Body)
        .max_by(|&a, &b| {
            prose
                .of(document, a)
                .total_cmp(&prose.of(document, b))
                .then(b.cmp(&a))
        })
}
