//! The words of an argument: its noun phrase and its heads.

use retold_text::TextRange;

use super::reading::{MOST_CHILDREN, NONE, Reading};
use crate::syntax::{Dep, Pos};

/// Heads of one argument: "Xi, Putin and Modi"; lists of hundreds take part in nothing.
const MOST_HEADS: usize = 32;

/// What becomes of a name set beside a noun: "the mayor, Anna Olsen".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// It belongs to the phrase and is its head.
    Kept,
    /// The phrase is the noun's alone.
    Cut,
}

/// The noun phrase of `head`, without the clauses and appositions that tell more about it.
pub(super) fn phrase(reading: &Reading<'_, '_>, head: usize, beside: Beside) -> TextRange {
    let tree = &reading.tree;
    let mut start = tree.nodes[head].left as usize;
    let mut last = head;
    let mut end = tree.nodes[head].right as usize + 1;
    // The last of several that are joined tells where the phrase ends.
    for _ in 0..MOST_HEADS {
        let mut next = None;
        end = tree.nodes[last].right as usize + 1;
        for child in tree
            .children(last)
            .take(MOST_CHILDREN)
            .filter(|&child| child > last)
        {
            let cuts = match tree.nodes[child].dep {
                Dep::Relcl | Dep::Parataxis | Dep::Advcl => true,
                // "the mayor, Anna Olsen": the name belongs to it.
                Dep::Appos => beside == Beside::Cut || names_it(reading, last) != Some(child),
                // "the expulsion of two diplomats by Bulgaria": Bulgaria expels.
                Dep::Prep => is_done_by(reading, last, child),
                Dep::Acl => tree.tag(child) != "VB",
                _ => false,
            };
            if cuts {
                end = end.min(tree.nodes[child].left as usize);
                next = None;
                break;
            }
            if tree.nodes[child].dep == Dep::Conj {
                next = Some(child);
            }
        }
        match next {
            Some(child) => last = child,
            None => break,
        }
    }
    while start < head && is_sign(reading, start) {
        start += 1;
    }
    let mut end = end.clamp(head + 1, tree.nodes.len());
    // "attacks from the army, which took the city": a clause about a noun inside.
    let clause = (head + 1..end.min(head + MOST_CHILDREN)).find(|&at| {
        tree.text(at) == ","
            && at + 1 < end
            && matches!(tree.text(at + 1), "who" | "which" | "whose" | "where")
    });
    end = clause.unwrap_or(end);
    while end > head + 1 && (is_sign(reading, end - 1) || tree.nodes[end - 1].pos == Pos::Cconj) {
        end -= 1;
    }
    tree.range(start, end)
}

/// The name set beside a noun: "the mayor, Anna Olsen".
fn names_it(reading: &Reading<'_, '_>, noun: usize) -> Option<usize> {
    if reading.mention_at[noun] != NONE {
        return None;
    }
    let tree = &reading.tree;
    tree.child(noun, Dep::Appos)
        .filter(|&name| name > noun && reading.mention_at[name] != NONE)
}

/// Whether a preposition tells who does to `noun` what the noun before "of" says.
pub(super) fn is_done_by(reading: &Reading<'_, '_>, noun: usize, preposition: usize) -> bool {
    let tree = &reading.tree;
    tree.text(preposition) == "by"
        && tree.head(noun).is_some_and(|of| {
            tree.text(of) == "of"
                && tree
                    .head(of)
                    .is_some_and(|event| reading.event(event).is_some())
        })
}

fn is_sign(reading: &Reading<'_, '_>, at: usize) -> bool {
    let tree = &reading.tree;
    let node = &tree.nodes[at];
    matches!(node.pos, Pos::Punct | Pos::Space) && !matches!(tree.text(at), "'s" | "%")
        || node.dep == Dep::Case
}

/// The head words of the phrase of `head`, one for each of several that are joined.
pub(super) fn heads(reading: &Reading<'_, '_>, head: usize, beside: Beside) -> Vec<TextRange> {
    let tree = &reading.tree;
    let named = names_it(reading, head)
        .filter(|_| beside == Beside::Kept)
        .unwrap_or(head);
    let mut result = vec![word(reading, named)];
    let mut last = head;
    while result.len() < MOST_HEADS {
        let next = tree.children(last).take(MOST_CHILDREN).find(|&child| {
            child > last
                && tree.nodes[child].dep == Dep::Conj
                && matches!(
                    tree.nodes[child].pos,
                    Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj
                )
        });
        let Some(next) = next else { break };
        result.push(word(reading, next));
        last = next;
    }
    result
}

/// A name whole, else one word.
fn word(reading: &Reading<'_, '_>, at: usize) -> TextRange {
    match reading.mention_at[at] {
        NONE => reading.tree.range(at, at + 1),
        mention => reading.mentions[mention as usize].range,
    }
}
