//! Quotations that one speaker has with two cues.

use std::ops::Range;

use super::reading::{Reading, code, quoted};
use super::tagger::Attribution;

/// Leaves a quotation to one of two cues of its speaker: in "“We shall stay,” she said, telling the crowd to wait" she said it,
/// and told the crowd something else. Words within words belong to both, as do those of two verbs that "and" joins, and the
/// other words that a cue has stay with it.
pub(super) fn drop_second(reading: &Reading, found: &mut Vec<Attribution>) {
    let runs = Runs::of(found);
    let left: Vec<Vec<Range<usize>>> = { found.iter().enumerate() }
        .map(|(number, one)| {
            let mut kept = one.content.clone();
            kept.retain(|run| !is_others(reading, found, &runs, number, run));
            // A mark alone says nothing.
            kept.retain(|run| { run.clone() }.any(|at| reading.words[at].shape != 6));
            kept
        })
        .collect();
    for (attribution, kept) in found.iter_mut().zip(left) {
        attribution.content = kept;
    }
    found.retain(|attribution| !attribution.content.is_empty());
}

/// The runs of all attributions, to find those that hold another.
struct Runs {
    /// Start and end with the number of the attribution, ascending.
    all: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl Runs {
    fn of(found: &[Attribution]) -> Self {
        let mut all: Vec<(usize, usize, usize)> = { found.iter().zip(0..) }
            .flat_map(|(one, at)| one.content.iter().map(move |run| (run.start, run.end, at)))
            .collect();
        all.sort_unstable();
        Self {
            longest: all
                .iter()
                .map(|(start, end, _)| end - start)
                .max()
                .unwrap_or(0),
            all,
        }
    }

    /// The runs that hold all of `run`, with the number of their attribution.
    fn around(&self, run: &Range<usize>) -> impl Iterator<Item = (Range<usize>, usize)> {
        let least = run.end.saturating_sub(self.longest);
        let first = self.all.partition_point(|&(start, ..)| start < least);
        let behind = self.all.partition_point(|&(start, ..)| start <= run.start);
        let holds = { self.all.get(first..behind).unwrap_or_default().iter() }
            .filter(|(_, end, _)| *end >= run.end);
        holds.map(|&(start, end, at)| (start..end, at))
    }
}

/// Whether a quotation of an attribution is rather another's of the same speaker.
fn is_others(
    reading: &Reading,
    found: &[Attribution],
    runs: &Runs,
    number: usize,
    run: &Range<usize>,
) -> bool {
    let words = &reading.words;
    let one = &found[number];
    if { run.clone() }.any(|at| words[at].quoted == quoted::OUTSIDE) {
        return false;
    }
    let own = (distance(reading, one, run), number);
    runs.around(run).any(|(same, at)| {
        let other = &found[at];
        at != number
            && (distance(reading, other, &same), at) < own
            && is_second(reading, one, other)
    })
}

/// How far a cue is from a quotation, the nearest first: in its sentence, beside it, no participle, by tokens.
fn distance(
    reading: &Reading,
    attribution: &Attribution,
    run: &Range<usize>,
) -> (bool, bool, bool, usize) {
    const VBG: u32 = code("VBG");
    /// "“…,” she said", "saying, “…”"
    const BESIDE: usize = 2;
    let words = &reading.words;
    let cue = &attribution.cue;
    let edge = if cue.start < run.start {
        run.start
    } else {
        run.end - 1
    };
    let after = run.start.saturating_sub(cue.end);
    let between = after.max(cue.start.saturating_sub(run.end));
    (
        words[cue.start].sentence != words[edge].sentence,
        between > BESIDE,
        words[attribution.head].tag == VBG,
        between,
    )
}

/// Whether two attributions are of one speaker, and neither stands in the other nor goes on with it.
fn is_second(reading: &Reading, one: &Attribution, other: &Attribution) -> bool {
    const CONJ: u32 = code("conj");
    let words = &reading.words;
    let stands_in = |one: &Attribution, other: &Attribution| {
        { other.content.iter() }.any(|run| run.contains(&one.cue.start))
    };
    let joins = |one: &Attribution, other: &Attribution| {
        words[one.head].dep == CONJ && words[one.head].head as usize == other.head
    };
    let last = |source: &Range<usize>| { source.clone() }.next_back().map(|at| words[at].form);
    let same = last(&one.source).is_some() && last(&one.source) == last(&other.source);
    same && !stands_in(one, other)
        && !stands_in(other, one)
        && !joins(one, other)
        && !joins(other, one)
}
