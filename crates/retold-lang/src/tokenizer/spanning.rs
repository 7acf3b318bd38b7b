//! Exceptions that the rules cut before they are seen: `:-)` falls into three pieces, which are put together again.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Piece;

/// The texts of the pieces of all spanning exceptions, as a tree.
#[derive(Default)]
pub(super) struct Spanning {
    words: FxHashMap<Box<str>, u32>,
    /// From a node with a word to the next node. Node 0 is the root.
    edges: FxHashMap<(u32, u32), u32>,
    /// The nodes where an exception ends.
    ends: Vec<bool>,
}

impl Spanning {
    pub(super) fn add(&mut self, words: &[&str]) {
        if self.ends.is_empty() {
            self.ends.push(false);
        }
        let mut node = 0;
        for &word in words {
            let count = u32::try_from(self.words.len()).expect("exceptions are few");
            let word = *self.words.entry(Box::from(word)).or_insert(count);
            let count = u32::try_from(self.ends.len()).expect("exceptions are few");
            node = *self.edges.entry((node, word)).or_insert(count);
            if node == count {
                self.ends.push(false);
            }
        }
        if node > 0 {
            self.ends[node as usize] = true;
        }
    }

    /// True if an exception begins with a piece of this text.
    pub(super) fn may_begin_with(&self, text: &str) -> bool {
        self.step(0, text).is_some()
    }

    fn step(&self, node: u32, text: &str) -> Option<u32> {
        let word = self.words.get(text)?;
        self.edges.get(&(node, *word)).copied()
    }

    /// The ranges of pieces that make an exception and do not overlap, ascending; `candidates` are the pieces that
    /// may begin one. Longer ones come before shorter ones, and earlier before later; one that is passed over still
    /// covers its pieces, so that nothing else begins or ends in it.
    pub(super) fn find(
        &self,
        text: &str,
        pieces: &[Piece],
        candidates: &[u32],
    ) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for &start in candidates {
            let start = start as usize;
            let mut node = 0;
            for (index, piece) in pieces.iter().enumerate().skip(start) {
                match self.step(node, &text[piece.start as usize..piece.end as usize]) {
                    Some(next) => node = next,
                    None => break,
                }
                if self.ends[node as usize] {
                    found.push(start..index + 1);
                }
            }
        }
        found.sort_by_key(|range| (std::cmp::Reverse(range.len()), range.start));
        let mut covered = vec![false; if found.is_empty() { 0 } else { pieces.len() }];
        found.retain(|range| {
            let keep = !covered[range.start] && !covered[range.end - 1];
            covered[range.clone()].fill(true);
            keep
        });
        found.sort_by_key(|range| range.start);
        found
    }
}
