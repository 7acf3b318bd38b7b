//! Sources that are none: where it was written, a verb that the tagger ran on over, a topic before a colon.

use std::ops::Range;

use super::reading::{Part, Reading, code};
use super::settle::{is_quoted, name_from, subject};
use super::tagger::Attribution;

/// Tokens of a label that ends in a colon: "Holt on Ashford and the dam".
const LONGEST_LABEL: usize = 10;

/// Tokens of the credit in a dateline: "(Kardinform) --".
const LONGEST_CREDIT: usize = 6;

const BRACKET: u32 = code("(");
const COLON: u32 = code(":");
const DASH: u32 = code("—");
const VERB: u32 = code("VERB");

/// Whether a source that was found again takes nothing that the attribution has elsewhere.
fn is_free(part: &Part, attribution: &Attribution, source: &Range<usize>) -> bool {
    let cue = attribution.cue.start..attribution.cue.end;
    let busy =
        |at: &usize| cue.contains(at) || attribution.content.iter().any(|run| run.contains(at));
    part.tokens.contains(&source.start) && !source.clone().any(|at| busy(&at))
}

/// "ASHFORD (Kardinform) -- Warning that …, the mayor has ordered": where it was written says nothing.
pub(super) fn without_dateline(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    let source = &mut attribution.source;
    if !is_dateline(reading, part, source) {
        return;
    }
    let behind = behind_dateline(reading, part, source.clone());
    if !behind.is_empty() {
        *source = behind;
        return;
    }
    let source = source.clone();
    let found = subject(reading, part, attribution.head);
    let found =
        found.filter(|found| found.start > source.start && is_free(part, attribution, found));
    attribution.source = found.unwrap_or(attribution.head..attribution.head);
}

/// A source without the dateline that it begins with: "Police" of "ASHFORD, Merrin -- Police"; empty if nothing is left.
pub(super) fn behind_dateline(
    reading: &Reading,
    part: &Part,
    source: Range<usize>,
) -> Range<usize> {
    if !is_dateline(reading, part, &source) {
        return source;
    }
    let dash = { source.clone() }.find(|&at| reading.words[at].form == DASH);
    dash.map_or(source.end, |dash| dash + 1)..source.end
}

/// Whether a source at the beginning of a block is a place in capitals, with a credit or a dash behind it.
fn is_dateline(reading: &Reading, part: &Part, source: &Range<usize>) -> bool {
    let words = &reading.words;
    let first = source.start..part.tokens.end.min(source.end + LONGEST_CREDIT);
    let Some(mark) = { first.clone() }.find(|&at| matches!(words[at].form, BRACKET | DASH)) else {
        return false;
    };
    let place = words[source.start..mark].iter();
    // "NATO -- or what is left of it -- said"
    let dashes = { source.clone() }.filter(|&at| words[at].form == DASH);
    source.start == part.tokens.start
        && dashes.count() <= 1
        && matches!(words[source.start].shape, 2..=3)
        && mark <= source.end
        && { place }.all(|word| matches!(word.shape, 2..=4 | 6))
        && { mark..first.end }.any(|at| words[at].form == DASH)
}

/// "The mayor of Ashford condemned the raid, saying …": the source that runs on over the verb is the verb's subject.
pub(super) fn before_verb(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    const ADVCL: u32 = code("advcl");
    let words = &reading.words;
    let source = &attribution.source;
    let verb = words[attribution.head].head as usize;
    if words[attribution.head].dep != ADVCL
        || !source.contains(&verb)
        || words[verb].pos != VERB
        || source.end > attribution.cue.start
    {
        return;
    }
    let found = subject(reading, part, verb);
    let found = found.filter(|found| found.start >= source.start && found.end <= verb);
    if let Some(found) = found.filter(|found| is_free(part, attribution, found)) {
        attribution.source = found;
    }
}

/// "Holt on Ashford and the dam: “…”": Holt says it, and nobody in "fears about Ashford: “…”".
pub(super) fn before_label(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    const CC: u32 = code("CC");
    const ABOUT: [u32; 4] = [code("about"), code("for"), code("on"), code("over")];
    let words = &reading.words;
    let source = &attribution.source;
    let cue = &attribution.cue;
    let is_label = cue.end == cue.start + 1
        && words[cue.start].form == COLON
        && source.end == cue.start
        && !source.is_empty();
    if !is_label {
        return;
    }
    if source.start == part.tokens.start {
        let name = name_from(reading, source.clone());
        // Not "the Commission on Security".
        let name = name.filter(|name| {
            words[name.start].entity != 0
                && words[name.end].entity == 0
                && ABOUT.contains(&words[name.end].form)
        });
        attribution.source = name.unwrap_or(source.clone());
        return;
    }
    let sentence = words[source.start].sentence;
    let about = { part.tokens.start..source.start }
        .rev()
        .take(LONGEST_LABEL)
        .take_while(|&at| words[at].sentence == sentence && words[at].pos != VERB)
        .find(|&at| ABOUT.contains(&words[at].form));
    let Some(about) =
        about.filter(|&about| about + 1 == source.start || words[source.start - 1].tag == CC)
    else {
        return;
    };
    let name = name_from(reading, part.tokens.start..about).filter(|name| name.end == about);
    if name.is_none() && !is_quoted(reading, attribution) {
        attribution.content.clear();
    }
    attribution.source = name.unwrap_or(attribution.head..attribution.head);
}
