//! The alignment of two bodies: which passages stand in both, and how they differ.
//!
//! 1. **Seeds.** Runs of [`SEED`] words that stand in both, each extended as far as the words agree.
//! 2. **Chains.** Seeds that follow each other in both texts with small gaps, best chain first; a word of either text
//!    is in one chain. What was moved is a chain of its own. (Chaining with gap costs as in genome aligners: Abouelhoda
//!    and Ohlebusch 2005.)
//! 3. **Edited stretches.** Small gaps, and the sentences that follow a chain at either end, are aligned word by word
//!    (longest common subsequence), so a sentence without a seed is still found next to one that has some.
//! 4. **Sentences.** A pair of sentences counts if half of the shorter one agrees, or a long run does. A whole sentence
//!    that stands in one text only parts two passages: it is not copied text.
//!
//! Costs: seeds are capped per run and the look-back of chains, gaps and ends are bounded, so the cost is near linear
//! in the length of both bodies whatever they hold. A run that a text repeats more than [`SEED_PLACES`] times seeds
//! nothing; text that is nothing but repetition is found only if the bodies are the same.

use std::cell::OnceCell;
use std::ops::Range;

use retold_model::{Edit, EditKind, PassageKind};
use retold_text::TextRange;
use rustc_hash::FxHashMap;

use crate::body::Body;
use crate::hash;

/// Words in a seed. A sentence of twenty words keeps a run of four through edits of a third of its words more often
/// than not; runs of three are mostly idiom.
const SEED: usize = 4;

/// Places in the second body that a seed may have. Prose repeats few runs of four words more often.
const SEED_PLACES: usize = 8;

/// Words between two seeds of a chain, on either side: an edited sentence.
const GAP: usize = 40;

/// Seeds before one that are looked at to continue their chain.
const LOOK_BACK: usize = 48;

/// Words of a sentence that is aligned word by word; the rest of longer ones is left.
const LONGEST_SENTENCE: usize = 120;

/// Words that agree without a gap and so hold a pair of sentences together that differ otherwise.
const LONG_RUN: usize = 8;

/// Words that must agree in a passage: a short sentence of a report. Idiom, titles and names of offices are shorter.
const LEAST_WORDS: usize = 10;

/// Words at the end of a sentence that stand in one text only and still belong to the passage: ", police said".
const TAIL: usize = 6;

/// A passage of two bodies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Aligned {
    pub(crate) first: TextRange,
    pub(crate) second: TextRange,
    pub(crate) kind: PassageKind,
    pub(crate) matched_words: u32,
    pub(crate) edits: Vec<Edit>,
}

/// The passages of two bodies, by their place in the first.
pub(crate) fn align(first: &Side, second: &Side) -> Vec<Aligned> {
    let sides = Sides { first, second };
    let mut result: Vec<Aligned> = sides
        .chains()
        .into_iter()
        .flat_map(|chain| sides.passages(&chain))
        .filter_map(|pairs| sides.aligned(&pairs))
        .collect();
    result.sort_unstable();
    result
}

/// A body made ready to be aligned with many.
pub(crate) struct Side {
    body: Body,
    /// For each word, whether it may match.
    open: Vec<bool>,
    /// The hash of each run of [`SEED`] words and where it begins, ascending, once it was asked.
    runs: OnceCell<Box<[(u64, u32)]>>,
}

impl Side {
    /// `furniture` says of each sentence whether it is page furniture: what is matches nothing.
    pub(crate) fn new(body: Body, furniture: &[bool]) -> Self {
        let is_furniture = |&sentence: &u32| furniture.get(sentence as usize) == Some(&true);
        Self {
            open: body.sentence_of.iter().map(|s| !is_furniture(s)).collect(),
            body,
            runs: OnceCell::new(),
        }
    }

    fn runs(&self) -> &[(u64, u32)] {
        self.runs.get_or_init(|| {
            let runs = self.body.keys.windows(SEED).map(hash::run);
            let mut runs: Box<[(u64, u32)]> = runs.zip(0..).collect();
            runs.sort_unstable();
            runs
        })
    }

    fn words_of(&self, sentence: u32) -> Range<usize> {
        self.body.sentences[sentence as usize].words.clone()
    }

    /// The keys of a stretch of words; none of those that may not match or are `taken`.
    fn free(&self, words: Range<usize>, taken: &[bool]) -> Vec<Option<u64>> {
        words
            .map(|at| (self.open[at] && !taken[at]).then_some(self.body.keys[at]))
            .collect()
    }
}

/// Both bodies.
struct Sides<'b> {
    first: &'b Side,
    second: &'b Side,
}

/// A run of words that agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: usize,
    second: usize,
    len: usize,
}

/// Words that agree, one each, ascending on both sides.
type Pairs = Vec<(usize, usize)>;

impl Sides<'_> {
    fn agree(&self, i: usize, j: usize) -> bool {
        self.first.open[i]
            && self.second.open[j]
            && self.first.body.keys[i] == self.second.body.keys[j]
    }

    /// The chains of agreeing words, before edited stretches are filled.
    fn chains(&self) -> Vec<Pairs> {
        if self.first.body.keys == self.second.body.keys {
            let same: Pairs = (0..self.first.body.len())
                .filter(|&i| self.agree(i, i))
                .map(|i| (i, i))
                .collect();
            return if same.is_empty() {
                Vec::new()
            } else {
                vec![same]
            };
        }
        self.disjoint(&self.seeds())
    }

    /// All maximal runs of at least [`SEED`] agreeing words, by place.
    fn seeds(&self) -> Vec<Run> {
        let mut seeds = Vec::new();
        // How far each diagonal has been read; runs on one diagonal never overlap.
        let mut read: FxHashMap<isize, usize> = FxHashMap::default();
        for (i, places) in self.shared_runs().into_iter().enumerate() {
            for &(_, j) in places {
                let j = j as usize;
                let diagonal = i.cast_signed() - j.cast_signed();
                let from = read.get(&diagonal).copied().unwrap_or(0);
                if i < from {
                    continue;
                }
                let mut back = 0;
                while i - back > from && j > back && self.agree(i - back - 1, j - back - 1) {
                    back += 1;
                }
                let mut len = 0;
                while i + len < self.first.body.len()
                    && j + len < self.second.body.len()
                    && self.agree(i + len, j + len)
                {
                    len += 1;
                }
                read.insert(diagonal, i + len + 1);
                if back + len >= SEED {
                    seeds.push(Run {
                        first: i - back,
                        second: j - back,
                        len: back + len,
                    });
                }
            }
        }
        seeds.sort_unstable();
        seeds
    }

    /// For each run of [`SEED`] words of the first body the places of the same words in the second; none where they are too
    /// many.
    fn shared_runs(&self) -> Vec<&[(u64, u32)]> {
        let (mut ones, mut others) = (self.first.runs(), self.second.runs());
        let mut shared: Vec<&[(u64, u32)]> = vec![&[]; ones.len()];
        while let (Some(&(one, _)), Some(&(other, _))) = (ones.first(), others.first()) {
            if one == other {
                let end =
                    |runs: &[(u64, u32)]| runs.iter().take_while(|(run, _)| *run == one).count();
                let (here, there) = (ones.split_at(end(ones)), others.split_at(end(others)));
                if there.0.len() <= SEED_PLACES {
                    for &(_, i) in here.0 {
                        shared[i as usize] = there.0;
                    }
                }
                (ones, others) = (here.1, there.1);
                continue;
            }
            // Without a branch: which of two hashes is less cannot be foreseen.
            ones = &ones[usize::from(one < other)..];
            others = &others[usize::from(other < one)..];
        }
        shared
    }

    /// Chains of `seeds` (sorted), best first, no word in two of them.
    fn disjoint(&self, seeds: &[Run]) -> Vec<Pairs> {
        let links = link(seeds);
        let mut best: Vec<usize> = (0..seeds.len()).collect();
        best.sort_by_key(|&at| (std::cmp::Reverse(links[at].score), at));
        let mut used = vec![false; seeds.len()];
        let mut taken = (
            vec![false; self.first.body.len()],
            vec![false; self.second.body.len()],
        );
        let mut chains = Vec::new();
        for end in best {
            let mut runs = Vec::new();
            let mut next = Some(end);
            while let Some(at) = next.filter(|&at| !used[at]) {
                used[at] = true;
                runs.push(seeds[at]);
                next = links[at].before;
            }
            runs.reverse();
            let mut chain: Pairs = Vec::new();
            for run in runs {
                let begun = chain.len();
                let onward = chain.last().map_or((0, 0), |&(a, b)| (a + 1, b + 1));
                chain.extend(
                    (0..run.len)
                        .map(|k| (run.first + k, run.second + k))
                        .filter(|&(i, j)| i >= onward.0 && j >= onward.1)
                        .filter(|&(i, j)| !taken.0[i] && !taken.1[j]),
                );
                let free = chain.len() - begun;
                if free < SEED && free < run.len {
                    chain.truncate(begun);
                }
            }
            if chain.len() >= SEED {
                for &(i, j) in &chain {
                    taken.0[i] = true;
                    taken.1[j] = true;
                }
                chains.push(chain);
            }
        }
        // Edited stretches are filled with words that no chain has taken.
        chains
            .into_iter()
            .map(|chain| self.filled(&chain, &mut taken))
            .collect()
    }

    /// `chain` with the words that agree in its gaps and in the sentences at its ends.
    fn filled(&self, chain: &Pairs, taken: &mut Taken) -> Pairs {
        let mut result: Pairs = Vec::with_capacity(chain.len());
        for &(i, j) in chain {
            if let Some(&(a, b)) = result.last()
                && (i - a - 1).min(j - b - 1) > 0
                && (i - a - 1).max(j - b - 1) <= GAP
            {
                let words = self.common(a + 1..i, b + 1..j, taken);
                result.extend(words);
            }
            result.push((i, j));
        }
        while let Some(&(i, j)) = result.last() {
            let found = self.onward(self.first.after(i), self.second.after(j), taken);
            if found.is_empty() {
                break;
            }
            result.extend(found);
        }
        let mut front: Vec<Pairs> = Vec::new();
        let (mut i, mut j) = chain[0];
        loop {
            let found = self.onward(self.first.before(i), self.second.before(j), taken);
            let Some(&start) = found.first() else {
                break;
            };
            (i, j) = start;
            front.push(found);
        }
        if !front.is_empty() {
            let tail = std::mem::take(&mut result);
            result = front.into_iter().rev().flatten().chain(tail).collect();
        }
        for &(i, j) in &result {
            taken.0[i] = true;
            taken.1[j] = true;
        }
        result
    }

    /// Words that agree beside a pair, on one side of it: in the rest of both sentences, else in the sentences beyond.
    fn onward(&self, a: Reach, b: Reach, taken: &Taken) -> Pairs {
        let found = self.alike(a.rest.clone(), b.rest.clone(), 1, taken);
        if !found.is_empty() {
            return found;
        }
        match (a.beyond(), b.beyond()) {
            (Some(a), Some(b)) => self.alike(a, b, SEED, taken),
            _ => Pairs::new(),
        }
    }

    /// The words that two stretches have in common, if they are half of the longer one and at least `least`.
    fn alike(&self, a: Range<usize>, b: Range<usize>, least: usize, taken: &Taken) -> Pairs {
        if a.is_empty() || b.is_empty() || a.len().max(b.len()) > LONGEST_SENTENCE {
            return Pairs::new();
        }
        let longer = a.len().max(b.len());
        let found = self.common(a, b, taken);
        if found.len() >= least && found.len() * 2 >= longer {
            found
        } else {
            Pairs::new()
        }
    }

    /// A longest common subsequence of two stretches, of words that no chain has taken.
    fn common(&self, a: Range<usize>, b: Range<usize>, taken: &Taken) -> Pairs {
        let ones = self.first.free(a.clone(), &taken.0);
        let others = self.second.free(b.clone(), &taken.1);
        let agree = |x: usize, y: usize| ones[x].is_some() && ones[x] == others[y];
        let width = b.len() + 1;
        // lengths[x * width + y]: of the stretches from a.start + x and b.start + y on.
        let mut lengths = vec![0u16; (a.len() + 1) * width];
        for x in (0..a.len()).rev() {
            let (here, below) = lengths[x * width..(x + 2) * width].split_at_mut(width);
            for y in (0..b.len()).rev() {
                here[y] = if agree(x, y) {
                    below[y + 1] + 1
                } else {
                    below[y].max(here[y + 1])
                };
            }
        }
        let mut result = Pairs::new();
        let (mut x, mut y) = (0, 0);
        while x < a.len() && y < b.len() {
            if agree(x, y) {
                result.push((a.start + x, b.start + y));
                x += 1;
                y += 1;
            } else if lengths[(x + 1) * width + y] >= lengths[x * width + y + 1] {
                x += 1;
            } else {
                y += 1;
            }
        }
        result
    }

    /// `chain` parted where a whole sentence stands in one text only, without sentences that agree by chance.
    fn passages(&self, chain: &Pairs) -> Vec<Pairs> {
        let place = |&(i, j): &(usize, usize)| {
            (
                self.first.body.sentence_of[i],
                self.second.body.sentence_of[j],
            )
        };
        let mut result: Vec<Pairs> = Vec::new();
        let mut last: Option<(u32, u32)> = None;
        for group in chain.chunk_by(|one, other| place(one) == place(other)) {
            let here = place(&group[0]);
            let shorter = self
                .first
                .words_of(here.0)
                .len()
                .min(self.second.words_of(here.1).len());
            let holds = group.len() * 2 >= shorter || longest_run(group) >= LONG_RUN;
            if !holds {
                continue;
            }
            match (last, result.last_mut()) {
                (Some((a, b)), Some(passage)) if here.0 - a <= 1 && here.1 - b <= 1 => {
                    passage.extend_from_slice(group);
                }
                _ => result.push(group.to_vec()),
            }
            last = Some(here);
        }
        result
    }

    /// The passage of `pairs`, unless it is too short to be copied text.
    fn aligned(&self, pairs: &Pairs) -> Option<Aligned> {
        if pairs.len() < LEAST_WORDS {
            return None;
        }
        let (&(a, b), &(y, z)) = (pairs.first()?, pairs.last()?);
        let (a, b) = self.opened(a, b);
        let (y, z) = self.closed(y, z);
        let quoted = pairs
            .iter()
            .filter(|&&(i, j)| self.first.body.quoted[i] || self.second.body.quoted[j])
            .count();
        let kind = if quoted * 10 >= pairs.len() * 9 {
            PassageKind::Quotation
        } else {
            PassageKind::Report
        };
        Some(Aligned {
            first: self.first.body.ranges[a].cover(self.first.body.ranges[y]),
            second: self.second.body.ranges[b].cover(self.second.body.ranges[z]),
            kind,
            matched_words: u32::try_from(pairs.len()).expect("texts are below 4 GiB"),
            edits: self.edits(pairs, (a, b), (y, z)),
        })
    }

    /// The first words of a passage whose first agreeing words are `(i, j)`: those of the sentences, if other words
    /// stand before them in both.
    fn opened(&self, i: usize, j: usize) -> (usize, usize) {
        let (a, b) = (self.first.before(i).rest, self.second.before(j).rest);
        if a.is_empty() || b.is_empty() || !self.same_half(&a, &b) {
            (i, j)
        } else {
            (a.start, b.start)
        }
    }

    /// The last words of a passage, as [`Self::opened`]; a short tail belongs to it also if only one text has it.
    fn closed(&self, i: usize, j: usize) -> (usize, usize) {
        let (a, b) = (self.first.after(i).rest, self.second.after(j).rest);
        if a.len().max(b.len()) <= TAIL
            || (!a.is_empty() && !b.is_empty() && self.same_half(&a, &b))
        {
            (a.end.max(i + 1) - 1, b.end.max(j + 1) - 1)
        } else {
            (i, j)
        }
    }

    /// Whether two unmatched ends of sentences are short beside their sentences.
    fn same_half(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let small = |side: &Side, rest: &Range<usize>| {
            let sentence = side.words_of(side.body.sentence_of[rest.start]);
            rest.len() * 2 <= sentence.len()
        };
        small(self.first, a) && small(self.second, b)
    }

    /// The differences between `pairs`, from the first words of the passage to its last.
    fn edits(&self, pairs: &Pairs, start: (usize, usize), end: (usize, usize)) -> Vec<Edit> {
        let mut edits = Vec::new();
        let (mut i, mut j) = start;
        for &(a, b) in pairs.iter().chain([&(end.0 + 1, end.1 + 1)]) {
            let (first, second) = (self.first.range(i..a), self.second.range(j..b));
            let kind = match (a > i, b > j) {
                (true, true) => Some(EditKind::Replaced),
                (true, false) => Some(EditKind::Deleted),
                (false, true) => Some(EditKind::Inserted),
                (false, false) => None,
            };
            edits.extend(kind.map(|kind| Edit {
                kind,
                first,
                second,
            }));
            (i, j) = (a + 1, b + 1);
        }
        edits
    }
}

/// For each word of both bodies, whether a chain holds it.
type Taken = (Vec<bool>, Vec<bool>);

/// What follows or precedes a word.
struct Reach {
    /// Between the word and the end of its sentence.
    rest: Range<usize>,
    /// The sentence beyond.
    neighbour: Option<Range<usize>>,
}

impl Reach {
    /// What to compare next: a long rest is the other half of a sentence that was parted in two.
    fn beyond(self) -> Option<Range<usize>> {
        if self.rest.len() > TAIL {
            Some(self.rest)
        } else {
            self.neighbour
        }
    }
}

impl Side {
    fn after(&self, i: usize) -> Reach {
        let sentence = self.body.sentence_of[i];
        let next = sentence + 1;
        Reach {
            rest: i + 1..self.words_of(sentence).end,
            neighbour: ((next as usize) < self.body.sentences.len()).then(|| self.words_of(next)),
        }
    }

    fn before(&self, i: usize) -> Reach {
        let sentence = self.body.sentence_of[i];
        Reach {
            rest: self.words_of(sentence).start..i,
            neighbour: sentence
                .checked_sub(1)
                .map(|previous| self.words_of(previous)),
        }
    }

    /// The range of some words; the place after the word before them where there are none.
    fn range(&self, words: Range<usize>) -> TextRange {
        let ranges = &self.body.ranges;
        if words.is_empty() {
            let before = words.start.checked_sub(1).map(|last| ranges[last].end());
            TextRange::empty(before.unwrap_or_else(|| ranges[words.start].start()))
        } else {
            ranges[words.start].cover(ranges[words.end - 1])
        }
    }
}

/// How a seed is best reached.
struct Link {
    score: i64,
    before: Option<usize>,
}

/// For each of `seeds` (sorted), the best chain that ends in it.
fn link(seeds: &[Run]) -> Vec<Link> {
    let signed = |n: usize| i64::try_from(n).expect("texts are below 4 GiB");
    let mut links: Vec<Link> = Vec::with_capacity(seeds.len());
    for (at, seed) in seeds.iter().enumerate() {
        let mut best = Link {
            score: 0,
            before: None,
        };
        for earlier in (at.saturating_sub(LOOK_BACK)..at).rev() {
            let other = seeds[earlier];
            // The runs may overlap by a word or two where the texts stutter; the later one gives way.
            let (end, other_end) = (other.first + other.len, other.second + other.len);
            let overlap = end
                .saturating_sub(seed.first)
                .max(other_end.saturating_sub(seed.second));
            if other.second >= seed.second || other.first >= seed.first || overlap * 2 >= seed.len {
                continue;
            }
            let gaps = (
                (seed.first + overlap).saturating_sub(end),
                (seed.second + overlap).saturating_sub(other_end),
            );
            if gaps.0.max(gaps.1) > GAP {
                continue;
            }
            let cost = signed(gaps.0.abs_diff(gaps.1)) / 2 + signed(gaps.0.min(gaps.1)) / 8;
            let score = links[earlier].score - cost - signed(overlap);
            if score > best.score {
                best = Link {
                    score,
                    before: Some(earlier),
                };
            }
        }
        best.score += signed(seed.len);
        links.push(best);
    }
    links
}

/// The most pairs that follow each other without a gap.
fn longest_run(pairs: &[(usize, usize)]) -> usize {
    pairs
        .chunk_by(|&(i, j), &(a, b)| a == i + 1 && b == j + 1)
        .map(<[_]>::len)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
