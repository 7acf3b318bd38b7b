//! Quotations that fill a block of their own, and what the blocks around say of them.
//!
//! `She said:` and the words in the next paragraph; the words and below them `– Maria Holt, mayor`; a paragraph of quoted
//! words alone after one in which somebody spoke.

use std::ops::Range;

use super::circumstances;
use super::reading::{Part, Reading, code, quoted};
use super::settle::{self, Kept};
use super::tagger::Attribution;

/// Tokens of the last sentence before a colon that are looked at.
const LONGEST_INTRODUCTION: usize = 60;

/// Tokens of a line that says whose words stand above it.
const LONGEST_CREDIT: usize = 14;

/// Words of a quotation that goes on where the block before ended.
const LONG_QUOTATION: usize = 5;

const COLON: u32 = code(":");
const COMMA: u32 = code(",");
const DASH: u32 = code("—");
const HYPHEN: u32 = code("-");

/// Gives the quotations that open blocks and that nobody claims to whom the blocks around say. `kept` has what was found in
/// each block. Tells what was given in each block.
pub(crate) fn join(reading: &Reading, kept: &mut [Vec<Kept>]) -> Vec<Range<usize>> {
    let mut given = vec![0..0; kept.len()];
    // The one who speaks at the end of the block before: the block and the number in it.
    let mut speaking: Option<(usize, usize)> = None;
    for number in 0..kept.len() {
        let part = &reading.parts[number];
        let mut carried = None;
        if let Some(quotation) = opening(reading, part)
            && !is_claimed(&kept[number], &quotation)
        {
            let before = number.checked_sub(1).map(|before| &reading.parts[before]);
            let left_open = before.is_some_and(|before| {
                let last = before.marked.last();
                last.is_some_and(|marked| marked.close == 0)
            });
            let found = before
                .and_then(|before| introduced(reading, before, &quotation))
                .or_else(|| credited(reading, part, reading.parts.get(number + 1)?, &quotation));
            if let Some(found) = found {
                kept[number].push((found, None));
                given[number] = quotation;
            } else if !left_open
                && let Some((block, speaker)) = speaking
                && is_whole(reading, part)
            {
                kept[block][speaker].0.content.push(part.tokens.clone());
                given[number] = part.tokens.clone();
                carried = speaking;
            } else if !left_open
                && is_whole(reading, part)
                && let Some(before) = before
                && let Some(source) = indirect_speaker(reading, before, &kept[number - 1])
            {
                let cue = source.end..source.end;
                let found = attribution(reading, source, cue, &quotation);
                kept[number].push((found, None));
                given[number] = quotation;
            }
        }
        speaking = carried.or_else(|| {
            let kept = &kept[number];
            let speaker = last_speaker(reading, part, kept)
                .or_else(|| sole_speaker(reading, kept, |one| settle::is_quoted(reading, one)));
            Some((number, speaker?))
        });
    }
    given
}

/// The quotation that a block opens with.
fn opening(reading: &Reading, part: &Part) -> Option<Range<usize>> {
    let words = &reading.words;
    let start = part.tokens.start;
    if words[start].quoted != quoted::OPEN {
        return None;
    }
    let inside = (start + 1..part.tokens.end).take_while(|at| {
        words[*at].quoted > quoted::OUTSIDE && words[*at].quotation == words[start].quotation
    });
    Some(start..inside.last()? + 1)
}

/// Whether words outside of a quotation claim it. What it says itself of others is nested.
fn is_claimed(kept: &[Kept], quotation: &Range<usize>) -> bool {
    kept.iter().any(|(attribution, _)| {
        let labelled = attribution.source.start == quotation.start + 1;
        if quotation.contains(&attribution.cue.start) && !labelled {
            return false;
        }
        let mut content = attribution.content.iter();
        content.any(|run| run.start < quotation.end && quotation.start < run.end)
    })
}

/// Whether a block has quoted words alone, and not only a few.
fn is_whole(reading: &Reading, part: &Part) -> bool {
    let words = &reading.words[part.tokens.clone()];
    words
        .iter()
        .all(|word| word.quoted != quoted::OUTSIDE || word.shape == 6)
        && words.iter().filter(|word| word.shape != 6).count() >= LONG_QUOTATION
}

/// The statement whose quoted words end a block.
fn last_speaker(reading: &Reading, part: &Part, kept: &[Kept]) -> Option<usize> {
    let words = &reading.words;
    let last = (part.tokens.clone().rev()).find(|at| words[*at].shape != 6)?;
    if words[last].quoted == quoted::OUTSIDE {
        return None;
    }
    kept.iter().position(|(attribution, _)| {
        attribution.statement && attribution.content.iter().any(|run| run.contains(&last))
    })
}

/// Who speaks, by name and alone, in a block that ends with a statement of theirs: "The minister, Edda Corvane, asked for
/// patience."
fn indirect_speaker(reading: &Reading, part: &Part, kept: &[Kept]) -> Option<Range<usize>> {
    const PROPN: u32 = code("PROPN");
    let words = &reading.words;
    let (last, _) = &kept[sole_speaker(reading, kept, |_| true)?];
    let is_named = { last.source.clone() }.any(|at| words[at].pos == PROPN);
    let is_last = words[last.head].sentence == words[part.tokens.end - 1].sentence;
    (is_named && is_last).then(|| last.source.clone())
}

/// The last statement that `is_meant` in a block in which one person alone speaks, an outlet that reports it aside.
fn sole_speaker(
    reading: &Reading,
    kept: &[Kept],
    is_meant: impl Fn(&Attribution) -> bool,
) -> Option<usize> {
    const PROPN: u32 = code("PROPN");
    let words = &reading.words;
    let mut name: Option<u32> = None;
    let mut last: Option<usize> = None;
    for (at, (attribution, _)) in kept.iter().enumerate() {
        let source = &attribution.source;
        if source.is_empty() {
            if settle::is_quoted(reading, attribution) {
                continue;
            }
            return None;
        }
        if circumstances::is_outlet(words, source) {
            continue;
        }
        let named = { source.clone() }.rev().find(|&at| words[at].pos == PROPN);
        let pronoun = source.len() == 1 && circumstances::is_singular(&words[source.start]);
        match (named.map(|at| words[at].form), name) {
            (Some(own), None) => name = Some(own),
            (Some(own), Some(other)) if own == other => {}
            (None, Some(_)) if pronoun => {}
            _ => return None,
        }
        if attribution.statement && is_meant(attribution) {
            last = Some(at);
        }
    }
    last
}

/// `Maria Holt echoed:` at the end of the block before.
fn introduced(reading: &Reading, before: &Part, quotation: &Range<usize>) -> Option<Attribution> {
    let words = &reading.words;
    let colon = before.tokens.end - 1;
    if words[colon].form != COLON || words[colon].quoted != quoted::OUTSIDE {
        return None;
    }
    let first = before
        .tokens
        .start
        .max(colon.saturating_sub(LONGEST_INTRODUCTION));
    let sentence = (first..colon)
        .rev()
        .take_while(|at| words[*at].sentence == words[colon].sentence)
        .last()?;
    if let Some(name) = settle::name_before(reading, before, colon) {
        return Some(attribution(reading, name, colon..colon + 1, quotation));
    }
    let mut verbs = (sentence..colon)
        .rev()
        .filter(|at| words[*at].attributing || is_root_verb(reading, *at));
    verbs.find_map(|verb| {
        let source = settle::subject(reading, before, verb)?;
        let cue = if verb + 1 == colon {
            verb..colon + 1
        } else {
            verb..verb + 1
        };
        Some(attribution(reading, source, cue, quotation))
    })
}

fn is_root_verb(reading: &Reading, at: usize) -> bool {
    const VERB: u32 = code("VERB");
    let word = &reading.words[at];
    word.pos == VERB && word.head as usize == at && word.quoted == quoted::OUTSIDE
}

/// `– Maria Holt, mayor of Ashford`: the line below a block of quoted words.
fn credited(
    reading: &Reading,
    part: &Part,
    after: &Part,
    quotation: &Range<usize>,
) -> Option<Attribution> {
    const VERB: u32 = code("VERB");
    const AUX: u32 = code("AUX");
    let words = &reading.words;
    let line = after.tokens.clone();
    if !is_whole(reading, part) || line.len() > LONGEST_CREDIT {
        return None;
    }
    let dash = matches!(words[line.start].form, DASH | HYPHEN);
    let name = settle::name_from(reading, line.start + usize::from(dash)..line.end)?;
    let ends = name.end == line.end || words[name.end].form == COMMA;
    let speaks = |at: usize| matches!(words[at].pos, VERB | AUX);
    if !ends
        || !dash && line.clone().any(speaks)
        || line
            .clone()
            .any(|at| words[at].quoted != quoted::OUTSIDE && words[at].shape != 6)
    {
        return None;
    }
    let cue = line.start..line.start + usize::from(dash);
    Some(attribution(reading, name, cue, quotation))
}

fn attribution(
    reading: &Reading,
    source: Range<usize>,
    cue: Range<usize>,
    quotation: &Range<usize>,
) -> Attribution {
    let mut result = settle::by_marks(cue, source, quotation.clone());
    settle::shorten_source(reading, &mut result);
    result
}
