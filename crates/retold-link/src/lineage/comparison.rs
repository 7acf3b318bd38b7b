//! What one article's text is when seen from another that shares some: which sentences stand there, how changed.

use retold_model::Passage;
use retold_text::TextRange;

use crate::body::Body;

/// Words that agree, one each, by the first: places in the two bodies.
pub(super) type Pairs = Vec<(u32, u32)>;

/// A sentence of the child that stands in the parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// The child's sentence.
    pub(super) sentence: u32,
    /// The parent's sentence, of the first word that agrees.
    pub(super) there: u32,
    /// Words that agree.
    pub(super) matched: u32,
    /// Places where the two differ.
    pub(super) edits: u32,
    /// Words that only the child has.
    pub(super) added: u32,
    /// Words that only the parent has, inside sentences that agree.
    pub(super) dropped: u32,
}

/// Dropped words of one place that count: what is longer was cut, not edited.
const MOST_DROPPED: u32 = 24;

/// The words that agree in `passages`, all of the two articles of these bodies.
pub(super) fn pairs(first: &Body, second: &Body, passages: &[&Passage]) -> Pairs {
    let mut result = Pairs::new();
    for passage in passages {
        let (mut i, end) = words_in(first, passage.first.range);
        let (mut j, other_end) = words_in(second, passage.second.range);
        for edit in &passage.edits {
            let (a, b) = (words_in(first, edit.first), words_in(second, edit.second));
            while i < a.0.min(end) && j < b.0.min(other_end) {
                result.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
            (i, j) = (a.1.max(i), b.1.max(j));
        }
        while i < end && j < other_end {
            result.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    in_order(result)
}

/// The pairs the other way round.
pub(super) fn swapped(pairs: &Pairs) -> Pairs {
    in_order(pairs.iter().map(|&(i, j)| (j, i)).collect())
}

/// The pairs by the first, one each. Most of a copy stands in the order of its source, which a merge sort makes use of.
fn in_order(mut pairs: Pairs) -> Pairs {
    #[expect(
        clippy::stable_sort_primitive,
        reason = "it is the one that merges runs"
    )]
    pairs.sort();
    pairs.dedup_by_key(|pair| pair.0);
    pairs
}

/// The first word that starts in a range, and the first after it.
fn words_in(body: &Body, range: TextRange) -> (u32, u32) {
    let place = |offset| {
        let at = body.ranges.partition_point(|word| word.start() < offset);
        u32::try_from(at).expect("texts are below 4 GiB")
    };
    (place(range.start()), place(range.end()))
}

/// The sentences of `child` that hold words of `pairs` (child first), in order.
pub(super) fn view(child: &Body, parent: &Body, pairs: &Pairs) -> Vec<Seen> {
    let sentence = |&(i, _): &(u32, u32)| child.sentence_of[i as usize];
    let there = |j: u32| parent.sentence_of[j as usize];
    let mut result = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let here = sentence(&pairs[at]);
        let mut end = at + 1;
        while end < pairs.len() && sentence(&pairs[end]) == here {
            end += 1;
        }
        let words = &child.sentences[here as usize].words;
        let group = &pairs[at..end];
        let mut seen = Seen {
            sentence: here,
            there: there(group[0].1),
            matched: number(group.len()),
            edits: 0,
            added: 0,
            dropped: 0,
        };
        let mut note = |added: u32, dropped: u32| {
            seen.edits += u32::from(added + dropped > 0);
            seen.added += added;
            seen.dropped += dropped.min(MOST_DROPPED);
        };
        // Before the first word that agrees: the rest of the parent's sentence, unless a sentence was parted there.
        let (i, j) = group[0];
        let starts = number(parent.sentences[there(j) as usize].words.start);
        let from = match at.checked_sub(1).map(|before| pairs[before].1) {
            Some(before) if before < j && there(before) == there(j) => before + 1,
            _ => starts,
        };
        note(i - number(words.start), j - from);
        for pair in group.windows(2) {
            let ((i, j), (k, l)) = (pair[0], pair[1]);
            if l > j && there(l) - there(j) <= 1 {
                note(k - i - 1, l - j - 1);
            } else {
                // Another place of the parent goes on here.
                note(k - i, 0);
            }
        }
        let (i, j) = group[group.len() - 1];
        let ends = number(parent.sentences[there(j) as usize].words.end);
        let to = match pairs.get(end).map(|next| next.1) {
            Some(next) if next > j && there(next) == there(j) => j + 1,
            _ => ends,
        };
        note(number(words.end) - i - 1, to.saturating_sub(j + 1));
        result.push(seen);
        at = end;
    }
    result
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("texts are below 4 GiB")
}
