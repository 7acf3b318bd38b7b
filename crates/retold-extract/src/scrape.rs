//! Text scrapes: pages of which only the words are left.

use retold_model::{BlockKind, Part};
use retold_text::OffsetMap;

use crate::assemble::{Draft, RawBlock};

/// Reads a plain text.
pub(crate) fn read(part: &Part, draft: &mut Draft) {
    let mut at = 0;
    for line in part.text.split_inclusive('\n') {
        let (text, map) = folded(&part.text, at, at + line.len());
        at += line.len();
        if !text.is_empty() {
            draft.blocks.push(RawBlock {
                kind: BlockKind::Paragraph,
                text,
                map: map.over(&part.map),
            });
        }
    }
}

/// `text[start..end]` with white space folded, and the map to bytes of `text`.
pub(crate) fn folded(text: &str, start: usize, end: usize) -> (String, OffsetMap) {
    let size = |n: usize| u32::try_from(n).expect("documents are limited to less than 4 GiB");
    let mut result = String::new();
    let mut map = OffsetMap::new();
    let mut previous_end = start;
    for word in text[start..end].split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if !result.is_empty() {
            result.push(' ');
            if at == previous_end + 1 && text.as_bytes()[previous_end] == b' ' {
                map.push_verbatim(1, size(previous_end));
            } else {
                map.push_replaced(1, size(previous_end), size(at - previous_end));
            }
        }
        result.push_str(word);
        map.push_verbatim(size(word.len()), size(at));
        previous_end = at + word.len();
    }
    (result, map)
}
