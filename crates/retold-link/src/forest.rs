//! Sets that grow together.

/// A disjoint-set forest (Tarjan, 1975) over `0..count`.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    /// Each number a set of its own.
    pub fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    /// Adds the next number, a set of its own, and gives it.
    pub fn grow(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    /// The least number of the set that has `at`.
    ///
    /// # Panics
    ///
    /// If `at` is none of the forest's numbers; so do the others.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes the sets of two numbers one, and gives its least number.
    pub fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.parent[high] = low;
        low
    }

    /// The sets, each ascending, by their least number.
    pub fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for at in 0..self.parent.len() {
            groups[self.root(at)].push(at);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
