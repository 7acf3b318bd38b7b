//! Sets that grow together.

/// A disjoint-set forest over `0..count`.
pub(crate) struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    /// Each number a set of its own.
    pub(crate) fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    /// The least number of the set that has `at`.
    pub(crate) fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes the sets of two numbers one, and gives its least number.
    pub(crate) fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.parent[high] = low;
        low
    }

    /// The sets, each ascending, by their least number.
    pub(crate) fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for at in 0..self.parent.len() {
            groups[self.root(at)].push(at);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
