//! What somebody did and did not say, though the verb can tell words as well.

use super::reading::{Reading, Word, child, code};
use super::settle::{LONGEST_QUOTATION, is_quoted};
use super::tagger::Attribution;

const DOBJ: u32 = code("dobj");

/// Whether somebody did it and said nothing: "protesters [attacked] the police", "she [is writing] the screenplay", "the
/// champion [defended] her title", but not "attacked him for the delay", "wrote that …" or "defended the plan".
pub(super) fn is_deed(reading: &Reading, attribution: &Attribution) -> bool {
    let words = &reading.words;
    let verb = attribution.head;
    let is = is_blow(words, verb)
        || is_work(words, attribution)
        || is_contest(words, verb)
        || is_vote(words, attribution)
        || is_address(words, attribution);
    is && !is_quoted(reading, attribution)
}

/// The verb's object.
fn object(words: &[Word], verb: usize) -> Option<usize> {
    let below = words[verb].left as usize..=words[verb].right as usize;
    { below.take(LONGEST_QUOTATION) }
        .find(|&at| at > verb && words[at].dep == DOBJ && words[at].head as usize == verb)
}

/// Whether the verb tells a reason: "for the delay".
fn has_reason(words: &[Word], verb: usize) -> bool {
    const REASONS: [u32; 2] = [code("for"), code("over")];
    const PREP: u32 = code("prep");
    let below = words[verb].left as usize..=words[verb].right as usize;
    below.take(LONGEST_QUOTATION).any(|at| {
        let word = &words[at];
        word.head as usize == verb && word.dep == PREP && REASONS.contains(&word.form)
    })
}

/// "attacked the police"
fn is_blow(words: &[Word], verb: usize) -> bool {
    const BLOWS: [u32; 4] = [code("assault"), code("attack"), code("blast"), code("slam")];
    BLOWS.contains(&words[verb].lemma_lower) && !has_reason(words, verb)
}

/// "is writing the screenplay", "speaks some Spanish"
fn is_work(words: &[Word], attribution: &Attribution) -> bool {
    const MAKING: [u32; 2] = [code("speak"), code("write")];
    let verb = attribution.head;
    MAKING.contains(&words[verb].lemma_lower)
        && words[verb].children & (child::OBJECT | child::CCOMP) == child::OBJECT
        && attribution.cue.end == verb + 1
}

/// "defended her title", "defending their goal"
fn is_contest(words: &[Word], verb: usize) -> bool {
    const DEFEND: u32 = code("defend");
    const DEFENDED: [u32; 13] = [
        code("belt"),
        code("championship"),
        code("crown"),
        code("cup"),
        code("goal"),
        code("home"),
        code("homeland"),
        code("lead"),
        code("medal"),
        code("seat"),
        code("territory"),
        code("title"),
        code("trophy"),
    ];
    words[verb].lemma_lower == DEFEND
        && object(words, verb).is_some_and(|at| DEFENDED.contains(&words[at].lemma_lower))
}

/// "the senate confirmed Maria Holt by 53 votes to 36", but not "the police confirmed Holt as the victim".
fn is_vote(words: &[Word], attribution: &Attribution) -> bool {
    const VOTERS: [u32; 11] = [
        code("assembly"),
        code("board"),
        code("chamber"),
        code("committee"),
        code("congress"),
        code("council"),
        code("lawmaker"),
        code("legislature"),
        code("parliament"),
        code("senate"),
        code("senator"),
    ];
    const CONFIRM: u32 = code("confirm");
    const PERSON: u32 = code("PERSON");
    let verb = attribution.head;
    let of_person = |at: usize| words[at].entity == PERSON || words[at].entity == PERSON ^ 1;
    let mut voters = attribution.source.clone();
    words[verb].lemma_lower == CONFIRM
        && voters.any(|at| VOTERS.contains(&words[at].lemma_lower))
        && words[verb].children & child::CCOMP == 0
        && object(words, verb).is_some_and(of_person)
}

/// "addressed the crowd", "posted the picture on her page": who listens and what is shown are not what was said.
fn is_address(words: &[Word], attribution: &Attribution) -> bool {
    const ADDRESS: u32 = code("address");
    const PERSON: u32 = code("PERSON");
    const LISTENERS: [u32; 17] = [
        code("assembly"),
        code("audience"),
        code("committee"),
        code("conference"),
        code("congress"),
        code("council"),
        code("court"),
        code("crowd"),
        code("gathering"),
        code("meeting"),
        code("nation"),
        code("parliament"),
        code("rally"),
        code("reporter"),
        code("session"),
        code("summit"),
        code("supporter"),
    ];
    const SHOWING: [u32; 3] = [code("post"), code("release"), code("share")];
    const SHOWN: [u32; 8] = [
        code("clip"),
        code("footage"),
        code("image"),
        code("link"),
        code("photo"),
        code("photograph"),
        code("picture"),
        code("video"),
    ];
    let verb = attribution.head;
    let listens = |at: usize| {
        LISTENERS.contains(&words[at].lemma_lower) || matches!(words[at].entity ^ PERSON, 0 | 1)
    };
    let shown = |at: usize| SHOWN.contains(&words[at].lemma_lower);
    let is_address = words[verb].lemma_lower == ADDRESS;
    let is_showing = SHOWING.contains(&words[verb].lemma_lower);
    words[verb].children & child::CCOMP == 0
        && attribution.cue.end == verb + 1
        && object(words, verb)
            .is_some_and(|at| is_address && listens(at) || is_showing && shown(at))
}
