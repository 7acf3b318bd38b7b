//! What the taggers look at, as hashed features.
//!
//! What is seen at a token is a template with up to two values, hashed to a key; nothing is formatted. A key may speak of the
//! tokens around as well: one look-up gives the weights for up to five places, which is what makes reading fast.

use super::crf::LABELS;
use super::reading::{Code, NONE, Part, Reading, child, quoted};

/// Steps up a tree that a path may take; deeper ones are not told apart.
const LONGEST_PATH: usize = 12;

/// The places that a key may speak of: two before, its own, two after.
pub(crate) const PLACES: usize = 5;

/// The place of the token itself.
pub(crate) const OWN: usize = 2;

/// Sums of the weights of a place, in units of their scale. A hundred keys of a signed byte each fit.
pub(crate) type Sum = [i16; LABELS];

/// How far to each side a key speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Next = 1,
    Near = 2,
}

/// The place that stands for "the token itself and no other".
pub(crate) const ALONE: u32 = 7;

/// Who is told what is seen at a token.
pub(crate) trait Sink {
    /// A key that speaks of the token alone.
    fn own(&mut self, key: u32);
    /// A key that speaks of the tokens around as well.
    fn around(&mut self, key: u32, reach: Reach);
    /// Keys that speak of the token alone and follow from `state`: neighbours often have the same, so that they need not be
    /// made again.
    fn remembered<const N: usize>(
        &mut self,
        which: Remembered,
        state: u64,
        keys: impl FnOnce() -> [u32; N],
    );
}

/// Keys that neighbours share.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Remembered {
    /// Those of a place beside a cue.
    Place,
    /// Those of a place, its distance and the cues between.
    Distance,
}

impl Remembered {
    pub(crate) const COUNT: usize = 2;
}

/// Writes down the features of each place of a block or a window.
pub(crate) struct Spread<'p> {
    pub(crate) places: &'p mut [Vec<u32>],
    pub(crate) at: usize,
}

impl Sink for Spread<'_> {
    fn own(&mut self, key: u32) {
        self.places[self.at].push(key | ALONE);
    }

    fn around(&mut self, key: u32, reach: Reach) {
        let reach = reach as usize;
        for place in OWN - reach..=OWN + reach {
            let target = (self.at + place).checked_sub(OWN);
            if let Some(features) = target.and_then(|target| self.places.get_mut(target)) {
                features.push(key | u32::try_from(place).unwrap_or(0));
            }
        }
    }

    fn remembered<const N: usize>(
        &mut self,
        _: Remembered,
        _: u64,
        keys: impl FnOnce() -> [u32; N],
    ) {
        for key in keys() {
            self.own(key);
        }
    }
}

/// The key of a template and its values; the lowest three bits are free for the place.
#[inline]
fn key(template: u32, a: u32, b: u32) -> u32 {
    mix(template, a, b) & !7
}

#[inline]
fn mix(template: u32, a: u32, b: u32) -> u32 {
    let seed = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut hash = (u64::from(a) << 32 | u64::from(b)) ^ seed;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    u32::try_from(hash >> 32).expect("the upper half of 64 bits")
}

/// A distance in few steps.
fn bucket(distance: usize) -> u32 {
    match distance {
        0..=4 => u32::try_from(distance).unwrap_or(0),
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        21..=40 => 8,
        _ => 9,
    }
}

/// What the features of one block share.
#[derive(Debug)]
pub(crate) struct Surroundings {
    /// Nearest attributing word of the sentence before and after each token, outside of marks.
    verb_before: Vec<u32>,
    verb_after: Vec<u32>,
    /// For each token, whether its sentence has quoted words.
    sentence_quoted: Vec<u8>,
    /// Tokens since the last mark of quotation and to the next one.
    since_mark: Vec<u32>,
    until_mark: Vec<u32>,
}

impl Surroundings {
    pub(crate) fn new(reading: &Reading, part: &Part) -> Self {
        let words = &reading.words[part.tokens.clone()];
        let count = words.len();
        let mut result = Self {
            verb_before: vec![NONE; count],
            verb_after: vec![NONE; count],
            sentence_quoted: vec![0; count],
            since_mark: vec![99; count],
            until_mark: vec![99; count],
        };
        let first = part.tokens.start;
        let (mut verb, mut mark) = (NONE, None);
        let mut quoted = 0;
        for (at, word) in words.iter().enumerate() {
            if at == 0 || words[at - 1].sentence != word.sentence {
                (verb, quoted) = (NONE, 0);
            }
            let number = |value: usize| u32::try_from(value).unwrap_or(NONE);
            result.verb_before[at] = verb;
            if let Some(mark) = mark {
                result.since_mark[at] = number(at - mark);
            }
            if word.attributing {
                verb = number(first + at);
            }
            if word.quoted >= quoted::OPEN {
                mark = Some(at);
            }
            if word.quoted != quoted::OUTSIDE {
                quoted = 1;
            }
            result.sentence_quoted[at] = quoted;
        }
        let (mut verb, mut mark) = (NONE, None);
        for (at, word) in words.iter().enumerate().rev() {
            if at + 1 == count || words[at + 1].sentence != word.sentence {
                verb = NONE;
            } else {
                result.sentence_quoted[at] |= result.sentence_quoted[at + 1] & 1;
            }
            result.verb_after[at] = verb;
            if let Some(mark) = mark {
                result.until_mark[at] = u32::try_from(mark - at).unwrap_or(NONE);
            }
            if word.attributing {
                verb = u32::try_from(first + at).unwrap_or(NONE);
            }
            if word.quoted >= quoted::OPEN {
                mark = Some(at);
            }
        }
        result
    }
}

/// What the first tagger sees at token `at`.
#[inline]
pub(crate) fn of_token(
    reading: &Reading,
    part: &Part,
    around: &Surroundings,
    at: usize,
    sink: &mut impl Sink,
) {
    use Reach::{Near, Next};
    let words = &reading.words;
    let word = &words[at];
    let local = at - part.tokens.start;
    let head = &words[word.head as usize];
    let upper = &words[head.head as usize];
    let quoted = u32::from(word.quoted);
    let group = u32::from(word.group);
    let after = Some(at + 1).filter(|after| part.tokens.contains(after));
    let after = after.map_or((1, 1), |after| (words[after].lemma, words[after].tag));

    // The word, and what stands around it.
    sink.around(key(1, word.lemma, 0), Near);
    sink.around(key(2, word.tag, quoted), Near);
    sink.around(key(3, word.entity, group), Near);
    sink.around(key(4, word.tag, after.1), Near);
    sink.around(key(6, word.dep, word.tag), Next);
    sink.own(key(7, word.form, word.tag));
    sink.own(key(9, u32::from(word.shape), u32::from(part.class)));

    // The tree.
    sink.own(key(10, head.lemma, word.dep));
    sink.own(key(11, mix(0, u32::from(head.group), head.pos), word.dep));
    sink.own(key(12, mix(0, head.dep, upper.lemma), word.dep));
    let right = u32::from(word.head as usize > at);
    sink.own(key(
        14,
        bucket((word.head as usize).abs_diff(at)),
        word.dep ^ right,
    ));
    let children = u32::from(word.children);
    sink.own(key(16, mix(0, children, group), word.pos));
    // The clause: the nearest attributing word above, and the way up to it.
    let clause = &reading.clauses[at];
    let above = &words[clause.above as usize];
    let up = if clause.found { above.lemma } else { 0 };
    let depth = u32::from(clause.depth) + 8 * u32::from(clause.found);
    sink.own(key(18, up, clause.edge));
    sink.own(key(19, mix(0, u32::from(above.group), depth), clause.edge));
    sink.own(key(20, mix(0, clause.edge, depth), word.dep));
    // Is the attributing word itself below another?
    let higher = if clause.found {
        let higher = &reading.clauses[clause.above as usize];
        let group = u32::from(words[higher.above as usize].group);
        mix(1 + u32::from(higher.found), higher.edge, group)
    } else {
        0
    };
    sink.own(key(22, higher, clause.edge));

    // The attributing words of the sentence in line.
    for (side, verb) in [
        (0_u32, around.verb_before[local]),
        (1, around.verb_after[local]),
    ] {
        let (lemma, group, near) = words.get(verb as usize).map_or((1, 99, 99), |verb| {
            (
                verb.lemma,
                u32::from(verb.group),
                bucket((words[verb.left as usize].left as usize).abs_diff(at)),
            )
        });
        sink.own(key(23 + side, lemma, quoted));
        sink.own(key(25 + side, group, word.tag));
        sink.own(key(27 + side, mix(0, near, group), quoted));
    }

    // The marks.
    let since = bucket(around.since_mark[local] as usize);
    let until = bucket(around.until_mark[local] as usize);
    sink.own(key(30, mix(0, since, until), quoted));
    let sentence_quoted = u32::from(around.sentence_quoted[local]);
    sink.own(key(31, mix(sentence_quoted, group, word.pos), quoted));
    let opening = u32::from(words[part.tokens.start].quoted);
    sink.own(key(
        34,
        mix(0, quoted, opening),
        mix(0, u32::from(part.class), u32::from(word.quotation.min(3))),
    ));
    if at == part.tokens.start {
        sink.around(key(38, 0, 0), Near);
    }
    if at + 1 == part.tokens.end {
        sink.around(key(39, 0, 0), Near);
    }
}

/// A cue that the first tagger proposed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// Its tokens.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The probability of being a cue.
    pub(crate) probability: f32,
    /// That it is one of speech, given that it is one.
    pub(crate) speech: f32,
}

/// The least probability of a cue that others take notice of.
const STRONG: f32 = 0.5;

/// The least probability of a cue that owns what hangs below it.
const OWNING: f32 = 0.3;

/// What the cues of one block are to its tokens.
#[derive(Debug)]
pub(crate) struct Cues<'r> {
    reading: &'r Reading,
    part: &'r Part,
    pub(crate) candidates: &'r [Candidate],
    /// For each token the nearest cue that it is part of or hangs below.
    owners: Vec<u32>,
    /// How many strong cues begin before each token.
    strong: Vec<u32>,
    /// How many strong cues the sentence of each token has.
    of_sentence: Vec<u32>,
}

impl<'r> Cues<'r> {
    pub(crate) fn new(reading: &'r Reading, part: &'r Part, candidates: &'r [Candidate]) -> Self {
        let words = &reading.words;
        let (first, count) = (part.tokens.start, part.tokens.len());
        let mut holders = vec![NONE; count];
        let mut strong = vec![0; count + 1];
        for (number, candidate) in (0_u32..).zip(candidates) {
            if candidate.probability >= OWNING {
                for at in candidate.start..candidate.end {
                    let holder = &mut holders[at - first];
                    if *holder == NONE {
                        *holder = number;
                    }
                }
            }
            strong[candidate.start - first + 1] += u32::from(candidate.probability >= STRONG);
        }
        for at in 1..=count {
            strong[at] += strong[at - 1];
        }
        let mut owners = holders.clone();
        for (local, owner) in owners.iter_mut().enumerate() {
            let mut node = first + local;
            for _ in 0..LONGEST_PATH {
                if *owner != NONE || words[node].head as usize == node {
                    break;
                }
                node = words[node].head as usize;
                let above = node.checked_sub(first).and_then(|node| holders.get(node));
                *owner = above.copied().unwrap_or(NONE);
            }
        }
        let mut of_sentence = vec![0; count];
        let mut start = 0;
        for end in 1..=count {
            if end == count || words[first + end].sentence != words[first + start].sentence {
                of_sentence[start..end].fill(strong[end] - strong[start]);
                start = end;
            }
        }
        Self {
            reading,
            part,
            candidates,
            owners,
            strong,
            of_sentence,
        }
    }
}

/// What the second tagger knows of the cue that it works for.
#[derive(Debug)]
pub(crate) struct Cue<'r> {
    cues: &'r Cues<'r>,
    which: usize,
    pub(crate) head: usize,
    /// The tokens that are looked at.
    pub(crate) window: std::ops::Range<usize>,
    /// For each of them 0, or for the cue's head and its ancestors the steps from the head, and one.
    line: Vec<u8>,
    sentence: u32,
    /// Quotations nearest to it: the number of the last that opened before it.
    quotation: u16,
    lemma: Code,
    group: u32,
    kind: u32,
    before: Code,
    after: Code,
    probability: u32,
    strong: u32,
    opening: u32,
}

impl<'r> Cue<'r> {
    pub(crate) fn new(cues: &'r Cues<'r>, which: usize, window: std::ops::Range<usize>) -> Self {
        let words = &cues.reading.words;
        let part = cues.part;
        let Candidate {
            start,
            end,
            probability,
            speech,
        } = cues.candidates[which];
        // The highest token: the one whose head lies outside; a verb before anything else.
        let tops = (start..end).filter(|&at| {
            let head = words[at].head as usize;
            !(start..end).contains(&head) || head == at
        });
        let head = tops
            .max_by_key(|&at| {
                let word = &words[at];
                (
                    word.right - word.left,
                    word.group > 0,
                    std::cmp::Reverse(at),
                )
            })
            .unwrap_or(start);
        let mut line = vec![0; window.len()];
        let mut at = head;
        for step in 1..=LONGEST_PATH {
            if let Some(place) = at.checked_sub(window.start).and_then(|at| line.get_mut(at)) {
                *place = u8::try_from(step).unwrap_or(u8::MAX);
            }
            if words[at].head as usize == at {
                break;
            }
            at = words[at].head as usize;
        }
        let word = &words[head];
        let inside = |place: usize| part.tokens.contains(&place);
        let before = start.checked_sub(1).filter(|&at| inside(at));
        let after = Some(end).filter(|&at| inside(at));
        let before = before.map_or(1, |at| words[at].form);
        let after = after.map_or(1, |at| words[at].form);
        let bits = u32::from(
            word.children & (child::SUBJECT | child::CCOMP | child::PASSIVE | child::OBJECT),
        );
        let group = u32::from(word.group);
        Self {
            cues,
            which,
            head,
            window,
            line,
            sentence: word.sentence,
            quotation: words[start].quotation,
            lemma: word.lemma,
            group,
            kind: mix(0, group, bits),
            before,
            after,
            probability: u32::from(probability > 0.3)
                + u32::from(probability > 0.6)
                + u32::from(probability > 0.9)
                + 4 * u32::from(speech > 0.5),
            strong: u32::from(probability >= STRONG),
            opening: mix(
                0,
                u32::from(words[part.tokens.start].quoted),
                u32::from(part.class),
            ),
        }
    }

    /// What the second tagger sees at token `at` that depends on the cue.
    #[inline]
    pub(crate) fn features(&self, at: usize, sink: &mut impl Sink) {
        use Reach::Near;
        let words = &self.cues.reading.words;
        let own = &self.cues.candidates[self.which];
        let word = &words[at];
        let local = at - self.cues.part.tokens.start;
        let first = self.cues.part.tokens.start;
        let (side, distance) = if at < own.start {
            (0, own.start - at)
        } else if at >= own.end {
            (1, at - own.end + 1)
        } else {
            // A cue is a cue.
            return;
        };
        let sentence = (i64::from(word.sentence) - i64::from(self.sentence)).clamp(-3, 3);
        let sentence = u32::try_from(sentence + 3).unwrap_or(0);
        let quoted = u32::from(word.quoted);
        let place = side + 2 * sentence;
        let place_quoted = place + 16 * quoted;
        let distance = bucket(distance);

        // Other cues: how many lie between, whether the sentence has one.
        let (from, to) = (own.start.min(at), own.end.max(at));
        let between = self.cues.strong[to - first] - self.cues.strong[from - first] - self.strong;
        let is_same = word.sentence == self.sentence;
        let same = self.cues.of_sentence[local] > self.strong * u32::from(is_same);
        let others = between.min(3) + 4 * u32::from(same);
        // Whose the clause is.
        let owner = match self.cues.owners[local] {
            NONE => 0,
            owner => match (owner as usize).cmp(&self.which) {
                std::cmp::Ordering::Less => 1,
                std::cmp::Ordering::Equal => 2,
                std::cmp::Ordering::Greater => 3,
            },
        };

        sink.remembered(Remembered::Place, u64::from(place_quoted), || {
            [
                key(101, place_quoted, self.lemma),
                key(102, place_quoted, self.kind),
                key(104, place_quoted, self.before),
                key(105, place_quoted, self.after),
                key(106, place_quoted, self.probability),
            ]
        });
        sink.around(key(110, place, word.tag), Near);
        // Quotations: which one, counted from the cue.
        let step = i64::from(word.quotation) - i64::from(self.quotation);
        let step = u32::try_from(step.clamp(-3, 3) + 3).unwrap_or(0);
        let step = step + 8 * quoted;
        sink.around(key(112, step, place), Near);
        let state = [place_quoted, distance, step, owner, others]
            .into_iter()
            .fold(0, |state, part| state << 8 | u64::from(part));
        sink.remembered(Remembered::Distance, state, || {
            [
                key(108, place_quoted, distance),
                key(114, step, mix(0, self.group, self.before)),
                key(115, step, mix(0, self.opening, side)),
                key(117, place_quoted, others),
                key(118, owner + 4 * others, place_quoted),
            ]
        });
        if !is_same {
            return;
        }

        sink.own(key(109, place, mix(0, distance, word.tag)));
        sink.around(key(111, place, word.lemma), Near);

        // Where the token hangs: the way up to the nearest common ancestor, then down to the cue.
        let (mut up, mut top, mut second) = (0_u32, 0, 0);
        let mut node = at;
        let mut branch = word;
        let mut down = 0;
        loop {
            let known = node.checked_sub(self.window.start);
            let step = known.and_then(|node| self.line.get(node)).copied();
            if let Some(step) = step.filter(|step| *step > 0) {
                down = step;
                break;
            }
            if up as usize == LONGEST_PATH || words[node].head as usize == node {
                break;
            }
            second = top;
            branch = &words[node];
            top = branch.dep;
            up += 1;
            node = branch.head as usize;
        }
        let path = mix(2, top, u32::from(down.min(5)) + 8 * side);
        let full = mix(3, path, second ^ up.min(4));
        sink.around(key(121, path, 0), Near);
        sink.own(key(122, path, self.lemma));
        sink.own(key(123, path, self.kind));
        sink.own(key(124, path, mix(0, quoted, word.dep)));
        sink.own(key(126, full, self.group));
        sink.own(key(127, full, word.dep));
        // The edges of the subtree that hangs there.
        let (left, right) = (branch.left as usize, branch.right as usize);
        let edges = u32::from(left == at) + 2 * u32::from(right == at);
        sink.own(key(128, path, mix(edges, word.tag, 0)));
        sink.own(key(131, path, owner));
    }
}

/// What the second tagger sees at token `at` that does not depend on the cue. `guess` is what the first tagger thinks of it.
#[inline]
pub(crate) fn of_second(
    reading: &Reading,
    part: &Part,
    at: usize,
    guess: &[f32; 3],
    sink: &mut impl Sink,
) {
    use Reach::{Near, Next};
    let word = &reading.words[at];
    let after = Some(at + 1).filter(|after| part.tokens.contains(after));
    let after = after.map_or((1, 1), |after| {
        let word = &reading.words[after];
        (word.form, word.tag)
    });
    let quoted = u32::from(word.quoted);
    sink.around(key(201, word.lemma, 0), Near);
    sink.around(key(202, word.tag, quoted), Near);
    sink.around(key(203, word.tag, word.dep), Next);
    sink.around(key(204, word.entity, 0), Near);
    sink.around(key(206, word.tag, after.1), Near);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in eighths"
    )]
    for (role, value) in (0_u32..).zip(guess) {
        let eighths = (value * 8.0 + 0.5) as u32;
        sink.around(key(207 + role, eighths, 0), Near);
        sink.own(key(210 + role, eighths, word.tag));
    }
}
