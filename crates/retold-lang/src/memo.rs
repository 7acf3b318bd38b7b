//! Paragraphs that were analysed before: reprints are half of the news, and a paragraph's analysis is its own alone.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::doc::Doc;

/// Docs by their whole text, up to a number of bytes; then all are forgotten, which costs less than choosing.
pub(crate) struct Memo {
    docs: FxHashMap<Arc<str>, Arc<Doc>>,
    bytes: usize,
    limit: usize,
}

impl Memo {
    /// A memo that keeps docs of `limit` bytes in all; with 0 it keeps none.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            docs: FxHashMap::default(),
            bytes: 0,
            limit,
        }
    }

    pub(crate) fn get(&self, text: &str) -> Option<Arc<Doc>> {
        self.docs.get(text).map(Arc::clone)
    }

    pub(crate) fn insert(&mut self, doc: &Arc<Doc>) {
        let bytes = doc.bytes();
        if bytes > self.limit / 16 {
            return;
        }
        if self.bytes + bytes > self.limit {
            self.docs.clear();
            self.bytes = 0;
        }
        if self
            .docs
            .insert(Arc::clone(&doc.text), Arc::clone(doc))
            .is_none()
        {
            self.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Labels;

    #[test]
    fn keeps_what_fits_and_forgets_all_beyond() {
        let labels = Arc::new(Labels::new());
        let doc = |text: &str| {
            Arc::new(Doc::new(
                text,
                &labels,
                Vec::new(),
                String::new(),
                Vec::new(),
            ))
        };
        let one = doc("one");
        let mut memo = Memo::new(one.bytes() * 16);
        memo.insert(&one);
        assert!(Arc::ptr_eq(&memo.get("one").unwrap(), &one));
        for number in 0..16 {
            memo.insert(&doc(&format!("{number:03}")));
        }
        assert!(memo.get("one").is_none());
        assert!(memo.get("015").is_some());
        let mut none = Memo::new(0);
        none.insert(&one);
        assert!(none.get("one").is_none());
    }
}
