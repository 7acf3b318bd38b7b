//! From what the taggers propose to what is kept: thresholds, whole quotations, one owner for each word.

use std::cmp::Reverse;
use std::ops::Range;

use retold_model::{QuoteGround, QuoteKind};

use super::features::Candidate;
use super::reading::{Part, Reading, Word, child, code, quoted};
use super::tagger::Attribution;

/// The least probability of content that makes a quote.
const LEAST: f32 = 0.5;

/// The least probability of a cue of speech that makes a statement.
const LEAST_STATEMENT: f32 = 0.5;

/// The least probability of a cue that makes an attitude.
const LEAST_ATTITUDE: f32 = 0.6;

/// Words of a quotation that is long enough to be somebody's words.
const LONG_QUOTATION: usize = 4;

/// Tokens between a quotation and its verb.
const NEAR_VERB: usize = 8;

const COMMA: u32 = code(",");
const COLON: u32 = code(":");
const QUESTION: u32 = code("?");
const EXCLAMATION: u32 = code("!");
const NSUBJ: u32 = code("nsubj");

/// Tokens that a quotation is followed for, to each side.
const LONGEST_QUOTATION: usize = 1000;

/// Words of a source that is as long as it may be with its clauses.
const LONG_SOURCE: usize = 12;

fn is_statement(cue: &Candidate) -> bool {
    cue.probability * cue.speech >= LEAST_STATEMENT
}

/// Whether a cue is likely enough to be asked about.
pub(crate) fn is_likely(cue: &Candidate) -> bool {
    is_statement(cue) || cue.probability >= LEAST_ATTITUDE
}

/// How content stands to the marks of quotation.
pub(crate) fn kind(reading: &Reading, content: &[Range<usize>]) -> QuoteKind {
    let (mut inside, mut outside) = (false, false);
    for at in content.iter().cloned().flatten() {
        let word = &reading.words[at];
        if word.shape == 6 {
            continue;
        }
        match word.quoted {
            quoted::OUTSIDE => outside = true,
            _ => inside = true,
        }
    }
    match (inside, outside) {
        (true, false) => QuoteKind::Direct,
        (true, true) => QuoteKind::Mixed,
        (false, _) => QuoteKind::Indirect,
    }
}

/// What is kept of one block's attributions, each with the number of the one in whose content it stands.
pub(crate) fn settle(
    reading: &Reading,
    part: &Part,
    mut found: Vec<Attribution>,
) -> Vec<(Attribution, Option<usize>)> {
    for attribution in &mut found {
        drop_unquoted_rest(reading, attribution);
        whole_quotations(reading, part, attribution);
        shorten_source(reading, attribution);
        attribution.statement = is_statement(&attribution.cue);
    }
    found.retain(|attribution| attribution.probability >= LEAST && is_likely(&attribution.cue));
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| {
        let sure = |at: usize| found[at].cue.probability;
        sure(b).total_cmp(&sure(a)).then(a.cmp(&b))
    });
    // The surest claim a word of content first.
    let mut owner: Vec<Option<usize>> = vec![None; part.tokens.len()];
    let mut outer: Vec<Option<usize>> = vec![None; found.len()];
    for &at in &order {
        outer[at] = owner[found[at].cue.start - part.tokens.start];
        for token in found[at].content.iter().cloned().flatten() {
            owner[token - part.tokens.start].get_or_insert(at);
        }
    }
    follow_quotations(reading, part, &mut found, &mut owner);
    let mut result: Vec<(Attribution, Option<usize>)> = found.into_iter().zip(outer).collect();
    result.extend(
        left_quotations(reading, part, &owner)
            .into_iter()
            .map(|attribution| (attribution, None)),
    );
    result
}

/// Quotations that nobody claims although a verb with a subject stands at their edge, parted by a comma or a colon.
fn left_quotations(reading: &Reading, part: &Part, owner: &[Option<usize>]) -> Vec<Attribution> {
    let words = &reading.words;
    let mut result = Vec::new();
    let mut used = part.tokens.start;
    let mut at = part.tokens.start;
    while at < part.tokens.end {
        if words[at].quoted != quoted::OPEN {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < part.tokens.end
            && matches!(words[at].quoted, quoted::INSIDE | quoted::CLOSE)
            && words[at].quotation == words[start].quotation
        {
            at += 1;
        }
        let claimed = owner[start - part.tokens.start..at - part.tokens.start]
            .iter()
            .any(Option::is_some);
        let length = (start..at).filter(|at| words[*at].shape != 6).count();
        if claimed || length < LONG_QUOTATION {
            continue;
        }
        let free = |at: &usize| owner[at - part.tokens.start].is_none();
        // "…," Maria Holt joked.
        let comma_inside = at >= start + 2
            && words[at - 1].quoted == quoted::CLOSE
            && matches!(words[at - 2].form, COMMA | QUESTION | EXCLAMATION);
        let after = (at..part.tokens.end.min(at + NEAR_VERB))
            .take_while(|at| words[*at].quoted == quoted::OUTSIDE)
            .find(|at| is_said(words, *at))
            .filter(|_| comma_inside);
        // Maria Holt joked: "…"
        let before = (used.max(start.saturating_sub(NEAR_VERB))..start.saturating_sub(1))
            .rev()
            .take_while(|at| words[*at].quoted == quoted::OUTSIDE)
            .find(|at| is_said(words, *at))
            .filter(|verb| {
                start > part.tokens.start
                    && matches!(words[start - 1].form, COMMA | COLON)
                    && words[*verb].sentence == words[start - 1].sentence
            });
        let Some(verb) = after.or(before).filter(free) else {
            continue;
        };
        let subject = (words[verb].left as usize..=words[verb].right as usize)
            .take(LONGEST_QUOTATION)
            .find(|at| words[*at].dep == NSUBJ && words[*at].head as usize == verb);
        let Some(subject) = subject.filter(|at| words[*at].quoted == quoted::OUTSIDE) else {
            continue;
        };
        let source = words[subject].left as usize..words[subject].right as usize + 1;
        if source
            .clone()
            .any(|at| at == verb || words[at].quoted != quoted::OUTSIDE)
            || !part.tokens.contains(&source.start)
        {
            continue;
        }
        used = at;
        let mut attribution = Attribution {
            cue: Candidate {
                start: verb,
                end: verb + 1,
                probability: LEAST_STATEMENT,
                speech: 1.0,
            },
            head: verb,
            source,
            content: std::iter::once(start..at).collect(),
            probability: LEAST_STATEMENT,
            mean: 1.0,
            statement: true,
            ground: QuoteGround::Marks,
        };
        shorten_source(reading, &mut attribution);
        result.push(attribution);
    }
    result
}

/// Whether a verb can be what was done with words: any verb with a subject of its own.
fn is_said(words: &[Word], at: usize) -> bool {
    const VERB: u32 = code("VERB");
    words[at].pos == VERB && words[at].children & child::SUBJECT != 0
}

/// After `"…," he said` the rest of the sentence is the reporter's, as far as it stands in no marks.
fn drop_unquoted_rest(reading: &Reading, attribution: &mut Attribution) {
    let words = &reading.words;
    let Some(run) = attribution.content.first().cloned() else {
        return;
    };
    let opens_sentence = words[run.start].quoted == quoted::OPEN
        && (run.start == 0 || words[run.start - 1].sentence != words[run.start].sentence);
    let last = run.end - 1;
    let closes_before_cue = words[last].quoted == quoted::CLOSE
        && run.end <= attribution.cue.start
        && last > run.start
        && matches!(words[last - 1].form, COMMA | QUESTION | EXCLAMATION);
    if opens_sentence && closes_before_cue {
        attribution.content.retain(|run| {
            run.clone()
                .any(|at| words[at].quoted != quoted::OUTSIDE && words[at].shape != 6)
        });
    }
}

/// A quotation that the content enters belongs to it whole, unless the attributing words stand in it.
fn whole_quotations(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    let words = &reading.words;
    let taken = |at: usize| {
        (attribution.cue.start..attribution.cue.end).contains(&at)
            || attribution.source.contains(&at)
    };
    let inside = |at: usize| matches!(words[at].quoted, quoted::INSIDE | quoted::CLOSE);
    let mut runs = Vec::with_capacity(attribution.content.len());
    for run in &attribution.content {
        let (mut start, mut end) = (run.start, run.end);
        if inside(start) {
            let number = words[start].quotation;
            let mut at = start;
            while at > part.tokens.start
                && start - at < LONGEST_QUOTATION
                && words[at].quoted != quoted::OPEN
                && !taken(at - 1)
            {
                at -= 1;
            }
            if words[at].quoted == quoted::OPEN && words[at].quotation == number {
                start = at;
            }
        }
        if matches!(words[end - 1].quoted, quoted::INSIDE | quoted::OPEN) {
            let number = words[end - 1].quotation;
            let mut at = end;
            while at < part.tokens.end
                && at - end < LONGEST_QUOTATION
                && words[at].quotation == number
                && words[at].quoted != quoted::OUTSIDE
                && !taken(at)
            {
                at += 1;
            }
            if at == part.tokens.end || words[at - 1].quoted == quoted::CLOSE {
                end = at;
            }
        }
        runs.push(start..end);
    }
    attribution.content = joined(runs);
}

fn joined(mut runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    runs.sort_by_key(|run| (run.start, Reverse(run.end)));
    let mut result: Vec<Range<usize>> = Vec::with_capacity(runs.len());
    for run in runs {
        match result.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => result.push(run),
        }
    }
    result
}

/// A long source loses the clauses after its head.
fn shorten_source(reading: &Reading, attribution: &mut Attribution) {
    const CUTS: [u32; 7] = [
        code(","),
        code("who"),
        code("which"),
        code("whose"),
        code("("),
        code("—"),
        code("-"),
    ];
    let words = &reading.words;
    let source = attribution.source.clone();
    let count = source.clone().filter(|at| words[*at].shape != 6).count();
    if count <= LONG_SOURCE {
        return;
    }
    let cut = source
        .clone()
        .skip(1)
        .find(|at| CUTS.contains(&words[*at].form));
    if let Some(cut) = cut {
        attribution.source = source.start..cut;
    }
}

/// Quotations that nobody claims and that fill their sentences belong to the one who was quoted last in the block.
fn follow_quotations(
    reading: &Reading,
    part: &Part,
    found: &mut [Attribution],
    owner: &mut [Option<usize>],
) {
    let words = &reading.words;
    let mut at = part.tokens.start;
    let mut last: Option<usize> = None;
    let cues: Vec<usize> = found
        .iter()
        .map(|attribution| attribution.cue.start)
        .collect();
    while at < part.tokens.end {
        let local = at - part.tokens.start;
        if words[at].quoted != quoted::OPEN {
            if words[at].quoted != quoted::OUTSIDE && owner[local].is_some() {
                last = owner[local];
            }
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < part.tokens.end
            && words[end].quoted != quoted::OUTSIDE
            && words[end].quoted != quoted::OPEN
        {
            end += 1;
        }
        let claimed = owner[local..end - part.tokens.start]
            .iter()
            .any(Option::is_some);
        let opens = at == part.tokens.start || words[at - 1].sentence != words[at].sentence;
        let closes = end == part.tokens.end || words[end].sentence != words[end - 1].sentence;
        let has_cue =
            cues.partition_point(|cue| *cue < at) < cues.partition_point(|cue| *cue < end);
        if let Some(speaker) = last
            && !claimed
            && opens
            && closes
            && !has_cue
            && found[speaker].statement
        {
            found[speaker].content.push(at..end);
            found[speaker].content = joined(std::mem::take(&mut found[speaker].content));
            owner[local..end - part.tokens.start].fill(Some(speaker));
        }
        at = end.max(at + 1);
        if let Some(now) = owner[local] {
            last = Some(now);
        }
    }
}
