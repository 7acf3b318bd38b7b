//! Sums over the subtrees of a page.

use crate::html::{Document, NodeId};

/// Sums over subtrees, from prefix sums over the pre-order.
pub(super) struct Sums(Vec<f32>);

impl Sums {
    /// From the value of each node that has one.
    pub(super) fn new(nodes: usize, values: impl Iterator<Item = (NodeId, f32)>) -> Self {
        let mut sums = vec![0.0; nodes + 1];
        for (id, value) in values {
            sums[id.index() + 1] += value;
        }
        for i in 0..nodes {
            sums[i + 1] += sums[i];
        }
        Self(sums)
    }

    /// What stands before a node.
    pub(super) fn before(&self, id: NodeId) -> f32 {
        self.0[id.index()]
    }

    /// The sum over a node and all in it.
    pub(super) fn of(&self, document: &Document<'_>, id: NodeId) -> f32 {
        self.0[document.node(id).end.index()] - self.0[id.index()]
    }
}
