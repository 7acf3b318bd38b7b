//! What the taggers look at, as hashed features.
//!
//! A feature is a template with up to two values; its 32-bit hash is what the model lists. Nothing is formatted.

use super::reading::{Code, NONE, Part, Reading, Word, child, code, quoted};

/// Steps up a tree that a path may take; deeper ones are not told apart.
const LONGEST_PATH: usize = 12;

/// Cues to each side that a cue is compared with.
const NEAR_CUES: usize = 8;

fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ u64::from(a)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 32;
    hash = (hash ^ u64::from(b)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
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

const COMMA: Code = code(",");
const COLON: Code = code(":");
const ROOT: Code = code("ROOT");

/// What the features of one block share.
#[derive(Debug)]
pub(crate) struct Surroundings {
    /// Nearest attributing word of the sentence before and after each token, outside of marks.
    verb_before: Vec<u32>,
    verb_after: Vec<u32>,
    /// For each token, whether its sentence has quoted words.
    sentence_quoted: Vec<u8>,
    /// Tokens since the sentence began.
    since_start: Vec<u32>,
    /// Tokens since the last comma, dash or bracket of the sentence.
    since_comma: Vec<u32>,
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
            since_start: vec![0; count],
            since_comma: vec![0; count],
            since_mark: vec![99; count],
            until_mark: vec![99; count],
        };
        let first = part.tokens.start;
        let (mut verb, mut start, mut comma, mut mark) = (NONE, 0, 0, None);
        let mut quoted = 0;
        for (at, word) in words.iter().enumerate() {
            if at == 0 || words[at - 1].sentence != word.sentence {
                (verb, start, comma, quoted) = (NONE, at, at, 0);
            }
            let number = |value: usize| u32::try_from(value).unwrap_or(NONE);
            result.verb_before[at] = verb;
            result.since_start[at] = number(at - start);
            result.since_comma[at] = number(at - comma);
            if let Some(mark) = mark {
                result.since_mark[at] = number(at - mark);
            }
            if is_attributing(word) {
                verb = number(first + at);
            }
            if word.form == COMMA || word.form == code("—") || word.form == code("(") {
                comma = at;
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
            if is_attributing(word) {
                verb = u32::try_from(first + at).unwrap_or(NONE);
            }
            if word.quoted >= quoted::OPEN {
                mark = Some(at);
            }
        }
        result
    }
}

fn is_attributing(word: &Word) -> bool {
    const VERB: Code = code("VERB");
    const ACCORDING: Code = code("according");
    word.group > 0 && word.quoted == quoted::OUTSIDE && (word.pos == VERB || word.form == ACCORDING)
}

/// The features of token `at` for the first tagger.
pub(crate) fn of_token(
    reading: &Reading,
    part: &Part,
    around: &Surroundings,
    at: usize,
    mut emit: impl FnMut(u32),
) {
    let words = &reading.words;
    let word = &words[at];
    let local = at - part.tokens.start;
    let near = |offset: isize| -> Option<&Word> {
        let place = at.checked_add_signed(offset)?;
        part.tokens.contains(&place).then(|| &words[place])
    };
    let mut template = 0;
    let mut put = |a: u32, b: u32| {
        template += 1;
        emit(mix(template, a, b));
    };
    let head = &words[word.head as usize];
    let head_dep = head.dep;
    let upper = &words[head.head as usize];
    let quoted = u32::from(word.quoted);
    let group = u32::from(word.group);

    put(0, 0);
    put(word.form, 0);
    put(word.lemma, 0);
    put(word.lemma, word.tag);
    put(word.suffix, word.pos);
    put(word.tag, quoted);
    put(word.dep, word.tag);
    put(word.entity, 0);
    put(u32::from(word.shape), u32::from(part.class));
    for offset in [-2, -1, 1, 2] {
        let (form, lemma, tag, dep, quoted, entity, group) =
            near(offset).map_or((1, 1, 1, 1, 9, 1, 99), |w| {
                (
                    w.form,
                    w.lemma,
                    w.tag,
                    w.dep,
                    u32::from(w.quoted),
                    w.entity,
                    u32::from(w.group),
                )
            });
        put(lemma, 0);
        put(tag, 0);
        put(quoted, word.tag);
        put(entity, group);
        if offset.abs() == 1 {
            put(form, word.form);
            put(tag, word.tag);
            put(dep, word.dep);
            put(lemma, word.lemma);
            put(lemma, word.tag);
        }
    }
    put(
        near(-1).map_or(1, |w| w.tag),
        near(1).map_or(1, |w| w.tag) ^ word.tag.rotate_left(7),
    );
    put(near(-1).map_or(1, |w| w.tag), near(-2).map_or(1, |w| w.tag));
    put(near(1).map_or(1, |w| w.tag), near(2).map_or(1, |w| w.tag));

    // The tree.
    put(head.lemma, word.dep);
    put(u32::from(head.group), word.dep);
    put(head.pos, word.dep);
    put(head_dep, word.dep);
    put(upper.lemma, mix(0, head_dep, word.dep));
    put(u32::from(upper.group), mix(0, head_dep, word.dep));
    let right = u32::from(word.head as usize > at);
    put(bucket((word.head as usize).abs_diff(at)), word.dep ^ right);
    put(u32::from(word.children), word.pos);
    put(u32::from(word.children), word.lemma);
    put(u32::from(word.children), group);
    put(
        bucket(word.right.saturating_sub(word.left) as usize),
        word.dep,
    );
    // The clause: the nearest attributing word above, and the way up to it.
    let (mut above, mut edge, mut depth) = (word, word.dep, 0);
    let mut found = false;
    while depth < LONGEST_PATH && above.dep != ROOT {
        edge = above.dep;
        above = &words[above.head as usize];
        depth += 1;
        if is_attributing(above) {
            found = true;
            break;
        }
    }
    let up = if found { above.lemma } else { 0 };
    put(up, edge);
    put(u32::from(above.group), edge);
    put(
        edge,
        mix(
            u32::from(found),
            u32::try_from(depth.min(4)).unwrap_or(0),
            word.dep,
        ),
    );
    put(edge, word.tag);
    // Above that one: is the attributing word itself below another?
    let (mut higher, mut higher_edge, mut steps) = (above, 0, 0);
    let mut again = false;
    while found && steps < LONGEST_PATH && higher.dep != ROOT {
        higher_edge = higher.dep;
        higher = &words[higher.head as usize];
        steps += 1;
        if is_attributing(higher) {
            again = true;
            break;
        }
    }
    put(
        higher_edge,
        mix(u32::from(again), u32::from(higher.group), edge),
    );
    put(higher_edge, mix(u32::from(again), group, word.pos));

    // The attributing words of the sentence in line.
    for (side, verb) in [
        (0_u32, around.verb_before[local]),
        (1, around.verb_after[local]),
    ] {
        let verb = words.get(verb as usize);
        put(verb.map_or(1, |w| w.lemma), side);
        put(verb.map_or(99, |w| u32::from(w.group)), quoted);
        put(verb.map_or(99, |w| u32::from(w.group)), word.tag);
        let near_verb = verb.map_or(99, |w| {
            bucket((words[w.left as usize].left as usize).abs_diff(at))
        });
        put(near_verb, quoted);
    }
    put(
        u32::from(words.get(around.verb_before[local] as usize).is_some()),
        mix(
            u32::from(words.get(around.verb_after[local] as usize).is_some()),
            quoted,
            word.dep,
        ),
    );

    // The marks.
    put(bucket(around.since_mark[local] as usize), quoted);
    put(bucket(around.until_mark[local] as usize), quoted);
    put(
        bucket(around.since_mark[local] as usize),
        mix(0, bucket(around.until_mark[local] as usize), quoted),
    );
    put(u32::from(around.sentence_quoted[local]), quoted);
    put(
        u32::from(around.sentence_quoted[local]),
        mix(group, word.pos, quoted),
    );
    put(bucket(around.since_start[local] as usize), quoted);
    put(bucket(around.since_comma[local] as usize), word.tag);
    put(
        u32::from(words[part.tokens.start].quoted),
        mix(
            quoted,
            u32::from(part.class),
            u32::from(word.quotation.min(3)),
        ),
    );
    if part.class > 0 {
        put(u32::from(part.class), word.lemma);
        put(
            u32::from(part.class),
            mix(0, word.tag, u32::from(word.form == COLON)),
        );
        put(
            u32::from(part.class),
            mix(1, bucket(around.since_start[local] as usize), word.pos),
        );
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

/// For each token of a block the number of the likely cue that it is part of, `NONE` for the others.
pub(crate) fn holders(part: &Part, candidates: &[Candidate]) -> Vec<u32> {
    let mut result = vec![NONE; part.tokens.len()];
    for (number, candidate) in (0_u32..).zip(candidates) {
        if candidate.probability >= 0.3 {
            for at in candidate.start..candidate.end {
                let holder = &mut result[at - part.tokens.start];
                if *holder == NONE {
                    *holder = number;
                }
            }
        }
    }
    result
}

/// What the second tagger knows of the cue that it works for.
pub(crate) struct Cue<'r> {
    reading: &'r Reading,
    part: &'r Part,
    candidates: &'r [Candidate],
    /// For each token of the block the cue that it is part of.
    holders: &'r [u32],
    /// The number of the first of `candidates` in the block.
    first: usize,
    which: usize,
    pub(crate) head: usize,
    /// The cue's head and its ancestors, nearest first.
    line: Vec<u32>,
    sentence: u32,
    /// Quotations nearest to it: the number of the last that opened before it.
    quotation: u16,
    bits: u32,
    before: Code,
    after: Code,
    probability: u32,
}

impl<'r> Cue<'r> {
    pub(crate) fn new(
        reading: &'r Reading,
        part: &'r Part,
        candidates: &'r [Candidate],
        holders: &'r [u32],
        which: usize,
    ) -> Self {
        let words = &reading.words;
        let Candidate {
            start,
            end,
            probability,
            speech,
        } = candidates[which];
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
        let mut line = vec![u32::try_from(head).unwrap_or(NONE)];
        let mut at = head;
        while line.len() < LONGEST_PATH && words[at].head as usize != at {
            at = words[at].head as usize;
            line.push(u32::try_from(at).unwrap_or(NONE));
        }
        let word = &words[head];
        let near = which.saturating_sub(NEAR_CUES)..candidates.len().min(which + NEAR_CUES + 1);
        let inside = |place: usize| part.tokens.contains(&place);
        let before = start.checked_sub(1).filter(|&at| inside(at));
        let after = Some(end).filter(|&at| inside(at));
        let bits = u32::from(
            word.children & (child::SUBJECT | child::CCOMP | child::PASSIVE | child::OBJECT),
        );
        Self {
            reading,
            part,
            holders,
            first: near.start,
            which: which - near.start,
            candidates: &candidates[near],
            head,
            line,
            sentence: word.sentence,
            quotation: words[start].quotation,
            bits,
            before: before.map_or(1, |at| words[at].form),
            after: after.map_or(1, |at| words[at].form),
            probability: u32::from(probability > 0.3)
                + u32::from(probability > 0.6)
                + u32::from(probability > 0.9)
                + 4 * u32::from(speech > 0.5),
        }
    }

    /// The features of token `at` that depend on the cue.
    pub(crate) fn features(&self, at: usize, mut emit: impl FnMut(u32)) {
        let words = &self.reading.words;
        let own = &self.candidates[self.which];
        let word = &words[at];
        let cue = &words[self.head];
        let side: u32 = if at < own.start {
            0
        } else if at >= own.end {
            1
        } else {
            2
        };
        let sentence = (i64::from(word.sentence) - i64::from(self.sentence)).clamp(-3, 3);
        let sentence = u32::try_from(sentence + 3).unwrap_or(0);
        let quoted = u32::from(word.quoted);
        let mut template = 1000;
        let mut put = |a: u32, b: u32| {
            template += 1;
            emit(mix(template, a, b));
        };
        let place = mix(1, side, sentence);
        let group = u32::from(cue.group);
        let distance = match side {
            0 => own.start - at,
            1 => at - own.end + 1,
            _ => 0,
        };
        // Where the token hangs: the way up to the nearest common ancestor, then down to the cue.
        let (mut up, mut top, mut second) = (0, 0, 0);
        let mut node = at;
        let mut down = None;
        if word.sentence == self.sentence {
            loop {
                if let Some(steps) = self.line.iter().position(|&above| above as usize == node) {
                    down = Some(steps);
                    break;
                }
                if up == LONGEST_PATH {
                    break;
                }
                second = top;
                top = words[node].dep;
                up += 1;
                node = words[node].head as usize;
            }
        }
        let down_edge = match down {
            Some(0) | None => 0,
            Some(steps) => words[self.line[steps - 1] as usize].dep,
        };
        let small = |n: usize| u32::try_from(n.min(4)).unwrap_or(4);
        let path = match down {
            Some(steps) => mix(2, top, mix(3, down_edge, small(steps))),
            None => 7,
        };
        let near_path = mix(4, path, side);
        let full = mix(5, near_path, mix(6, second, small(up)));
        let last = |offset: isize| {
            at.checked_add_signed(offset)
                .filter(|place| self.part.tokens.contains(place))
                .map(|place| &words[place])
        };
        put(near_path, 0);
        put(near_path, cue.lemma);
        put(near_path, mix(0, group, self.bits));
        put(near_path, mix(0, quoted, word.dep));
        put(near_path, word.tag);
        put(full, 0);
        put(full, group);
        put(full, word.dep);
        // The edges of the subtree that hangs there.
        let branch = if up > 0 && down.is_some() {
            let mut node = at;
            for _ in 1..up {
                node = words[node].head as usize;
            }
            &words[node]
        } else {
            word
        };
        let at_left = u32::from(branch.left as usize == at);
        let at_right = u32::from(branch.right as usize == at);
        put(near_path, mix(7, at_left, at_right));
        put(near_path, mix(8, at_left + 2 * at_right, word.tag));
        put(
            near_path,
            mix(
                9,
                bucket(at.abs_diff(branch.left as usize)),
                bucket((branch.right as usize).abs_diff(at)),
            ),
        );
        // Side and distance.
        put(place, bucket(distance));
        put(place, mix(0, bucket(distance), word.tag));
        put(place, mix(0, cue.lemma, quoted));
        put(place, mix(0, cue.tag, quoted));
        put(place, mix(group, self.bits, quoted));
        put(place, mix(self.before, self.after, quoted));
        put(place, mix(0, self.before, quoted));
        put(place, mix(0, self.after, quoted));
        put(place, mix(0, self.probability, quoted));
        put(place, mix(1, self.probability, word.dep));
        put(place, word.tag);
        put(place, word.lemma);
        put(place, last(-1).map_or(1, |w| w.form));
        put(place, last(1).map_or(1, |w| w.form));
        put(place, mix(word.tag, last(-1).map_or(1, |w| w.tag), 0));
        // Quotations: which one, counted from the cue.
        let step = i64::from(word.quotation) - i64::from(self.quotation);
        let step = u32::try_from(step.clamp(-3, 3) + 3).unwrap_or(0);
        put(mix(10, step, quoted), place);
        put(
            mix(11, step, quoted),
            mix(0, self.after, u32::from(cue.quoted)),
        );
        put(mix(12, step, quoted), mix(group, self.before, 0));
        let first = &words[self.part.tokens.start];
        put(
            mix(13, step, quoted),
            mix(u32::from(first.quoted), side, u32::from(self.part.class)),
        );
        // Other cues: how many lie between, whether the sentence has one.
        let (mut between, mut same, mut nearest) = (0_u32, 0_u32, 99);
        let range = own.start.min(at)..own.end.max(at);
        for (number, other) in self.candidates.iter().enumerate() {
            if number == self.which || other.probability < 0.5 {
                continue;
            }
            if range.contains(&other.start) {
                between += 1;
            }
            if words[other.start].sentence == word.sentence {
                same = 1;
            }
            let apart = if at < other.start {
                other.start - at
            } else {
                (at + 1).saturating_sub(other.end)
            };
            nearest = nearest.min(apart);
        }
        let others = mix(14, between.min(3), same);
        put(others, place);
        put(others, mix(0, place, quoted));
        put(others, near_path);
        put(mix(15, between.min(2), bucket(nearest)), place);
        put(mix(16, step, quoted), others);
        // Whose the clause is: the first cue on the way up the tree.
        let (mut node, mut owner) = (at, 0_u32);
        for _ in 0..=LONGEST_PATH {
            let holder = self.holders[node - self.part.tokens.start] as usize;
            let is_near = (self.first..self.first + self.candidates.len()).contains(&holder);
            if is_near {
                owner = match (holder - self.first).cmp(&self.which) {
                    std::cmp::Ordering::Less => 1,
                    std::cmp::Ordering::Equal => 2,
                    std::cmp::Ordering::Greater => 3,
                };
                break;
            }
            let head = words[node].head as usize;
            if head == node {
                break;
            }
            node = head;
        }
        let owner = mix(17, owner, place);
        put(owner, quoted);
        put(owner, near_path);
        put(owner, mix(others, quoted, 0));
        // The cue itself.
        if side == 2 {
            put(cue.lemma, self.bits);
        }
    }
}

/// The features of token `at` for the second tagger that do not depend on the cue. `guess` is what the first tagger
/// thinks of it.
pub(crate) fn of_second(
    reading: &Reading,
    part: &Part,
    at: usize,
    guess: &[f32; 3],
    mut emit: impl FnMut(u32),
) {
    let words = &reading.words;
    let word = &words[at];
    let near = |offset: isize| -> Option<&Word> {
        let place = at.checked_add_signed(offset)?;
        part.tokens.contains(&place).then(|| &words[place])
    };
    let mut template = 2000;
    let mut put = |a: u32, b: u32| {
        template += 1;
        emit(mix(template, a, b));
    };
    let quoted = u32::from(word.quoted);
    put(0, 0);
    put(word.lemma, 0);
    put(word.tag, word.dep);
    put(word.entity, 0);
    put(quoted, word.tag);
    for offset in [-2, -1, 1, 2] {
        let found = near(offset);
        put(found.map_or(1, |w| w.lemma), 0);
        put(found.map_or(1, |w| w.tag), word.tag);
        put(found.map_or(9, |w| u32::from(w.quoted)), quoted);
        put(found.map_or(1, |w| w.form), word.form);
    }
    put(near(-1).map_or(1, |w| w.dep), word.dep);
    put(near(1).map_or(1, |w| w.dep), word.dep);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in tenths"
    )]
    for (role, value) in (0_u32..).zip(guess) {
        let tenths = (value * 8.0).round() as u32;
        put(role, tenths);
        put(role, mix(0, tenths, word.tag));
    }
}
