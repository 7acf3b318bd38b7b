//! Where content begins and ends, by the parse: what the tagger takes along too much, and where it stops short.
//!
//! Rules made for precision: what the parse does not show plainly stays as the tagger has it.

use std::ops::Range;

use super::reading::{Code, Part, Reading, Word, child, code, quoted};
use super::settle::LONGEST_QUOTATION;
use super::tagger::Attribution;

/// Tokens that a rule looks at, at most.
const LONGEST: usize = 200;

/// Tokens of a phrase that names who was told.
const LONGEST_ADDRESSEE: usize = 14;

/// Bytes of a particle before a hyphen: "al-".
const LONGEST_PARTICLE: u32 = 3;

/// Tokens between "and" and the verb that goes on.
const LONGEST_VERB: usize = 5;

const HYPHEN: Code = code("-");
const COMMA: Code = code(",");
const CITING: Code = code("citing");
const QUOTING: Code = code("quoting");
const AND: Code = code("and");
const BUT: Code = code("but");
const TO: Code = code("to");
const NOUN: Code = code("NOUN");
const PROPN: Code = code("PROPN");
const VERB: Code = code("VERB");
const AUX: Code = code("AUX");
const ADV: Code = code("ADV");
const DOBJ: Code = code("dobj");
const CONJ: Code = code("conj");

/// Sets the edges of an attribution's content.
pub(crate) fn set(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    greeted_as(reading, attribution);
    without_cited(reading, attribution);
    let mut content = std::mem::take(&mut attribution.content);
    let last = content.len().saturating_sub(1);
    for (at, run) in content.iter_mut().enumerate() {
        let after_cue = run.start >= attribution.cue.end;
        if after_cue {
            in_one_sentence(reading, part, attribution, run);
            after_addressee(reading, attribution, run);
            to_the_noun(reading, part, attribution, run);
            before_another_verb(reading, run);
            before_another_act(reading, attribution, run);
            before_main_verb(reading, attribution, run);
            before_circumstances(reading, attribution, run);
            with_another_verb(reading, part, attribution, run);
            to_the_verb(reading, part, attribution, run, at < last);
        } else {
            to_the_noun(reading, part, attribution, run);
            from_the_subject(reading, part, attribution, run);
        }
    }
    content.retain(|run| !run.is_empty());
    attribution.content = content;
}

/// Content and source begin and end with whole words: not "Mahmoud al" of "Mahmoud al-Haddad", nor "a 16" of "a 16-year-old".
pub(crate) fn whole_words(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    const OLD: Code = code("old");
    let words = &reading.words;
    let cue = attribution.cue.start..attribution.cue.end;
    let glued = |at: usize| is_glued(words, at);
    // A hyphen may stand for a dash: only numbers and the particles of names join for certain.
    let number = |at: usize| words[at].shape == 1;
    let particle = |at: usize| {
        words[at].end - words[at].start <= LONGEST_PARTICLE
            && words[at].shape == 5
            && matches!(words[at + 2].shape, 2..=4)
    };
    let joins = |at: usize| glued(at) && (number(at - 1) || number(at + 1) || particle(at - 1));
    let inside = |at: usize| part.tokens.contains(&at) && !cue.contains(&at);
    let runs = { attribution.content.iter_mut() }.chain([&mut attribution.source]);
    for run in runs.filter(|run| run.start < run.end) {
        while inside(run.end + 1)
            && inside(run.end)
            && (joins(run.end) || glued(run.end) && words[run.end + 1].form == OLD)
        {
            run.end += 2;
        }
        while run.start > part.tokens.start + 1
            && inside(run.start - 2)
            && inside(run.start - 1)
            && (joins(run.start - 1) || glued(run.start - 1) && words[run.start].form == OLD)
        {
            run.start -= 2;
        }
    }
}

/// Whether a hyphen joins two words without a space.
pub(crate) fn is_glued(words: &[Word], at: usize) -> bool {
    let beside = (
        at.checked_sub(1).and_then(|at| words.get(at)),
        words.get(at + 1),
    );
    words[at].form == HYPHEN
        && matches!(beside, (Some(one), Some(other)) if one.end == words[at].start && words[at].end == other.start)
}

/// "…, the agency reports citing state media": whom it cites is no content.
fn without_cited(reading: &Reading, attribution: &mut Attribution) {
    let words = &reading.words;
    let cue = attribution.cue.start..attribution.cue.end;
    let before = attribution.content.iter().any(|run| run.end <= cue.start);
    let cites = |at: usize| matches!(words[at].form, CITING | QUOTING);
    if before {
        attribution.content.retain(|run| !cites(run.start));
    }
    if before && cue.clone().any(cites) {
        attribution.content.retain(|run| {
            run.start != cue.end || run.clone().any(|at| words[at].quoted != quoted::OUTSIDE)
        });
    }
}

/// "says the bridge is safe. The tunnel, meanwhile, …": what nobody's marks hold ends with its sentence.
fn in_one_sentence(
    reading: &Reading,
    part: &Part,
    attribution: &Attribution,
    run: &mut Range<usize>,
) {
    const COLON: Code = code(":");
    const PERIOD: Code = code(".");
    let words = &reading.words;
    if words[attribution.cue.end - 1].form == COLON {
        return;
    }
    let first = words[run.start].sentence;
    let Some(next) = { run.clone() }.find(|&at| words[at].sentence != first) else {
        return;
    };
    let outside = |at: usize| words[at].quoted == quoted::OUTSIDE;
    // A quotation that follows has its own cue, or is the same speaker's.
    let opens = words[next].quoted == quoted::OPEN
        && (run.start..next).all(outside)
        && has_own_cue(reading, part, next);
    let ends = matches!(words[next].shape, 2..=4) && (run.start..run.end).all(outside);
    // "discussed Pres. Holt's plan"
    let is_clause = (run.start..next).any(|at| matches!(words[at].pos, VERB | AUX));
    if words[next - 1].form == PERIOD && is_clause && (opens || ends) {
        run.end = next - 1;
    }
}

/// Whether a quotation is broken off by a comma, a question or an exclamation for words that attribute it.
fn has_own_cue(reading: &Reading, part: &Part, open: usize) -> bool {
    const ENDS: [Code; 3] = [code(","), code("?"), code("!")];
    const LONGEST_CUE: usize = 8;
    let words = &reading.words;
    let close = { open + 1..part.tokens.end.min(open + LONGEST_QUOTATION) }
        .find(|&at| matches!(words[at].quoted, quoted::CLOSE | quoted::OUTSIDE));
    let Some(close) = close.filter(|&close| words[close].quoted == quoted::CLOSE) else {
        return false;
    };
    ENDS.contains(&words[close - 1].form) && {
        close + 1..part.tokens.end.min(close + 1 + LONGEST_CUE)
    }
    .take_while(|&at| words[at].quoted == quoted::OUTSIDE)
    .any(|at| words[at].attributing)
}

/// "said her deputy, who is ill, would come later": content that ends behind a subject goes on to its verb.
fn to_the_verb(
    reading: &Reading,
    part: &Part,
    attribution: &Attribution,
    run: &mut Range<usize>,
    has_more: bool,
) {
    const NSUBJ: Code = code("nsubj");
    const NSUBJPASS: Code = code("nsubjpass");
    const CCOMP: Code = code("ccomp");
    let words = &reading.words;
    let verb = { run.clone().take(LONGEST) }
        .filter(|&at| matches!(words[at].dep, NSUBJ | NSUBJPASS))
        .map(|at| words[at].head as usize)
        .find(|&verb| verb >= run.end && words[verb].dep == CCOMP);
    // "said that her deputy | would come later": the clause between is the reporter's.
    let Some(verb) =
        verb.filter(|&verb| words[verb].head as usize == attribution.head && !has_more)
    else {
        return;
    };
    let stop = (words[verb].right as usize + 1).min(part.tokens.end);
    let busy = |at: usize| {
        attribution.source.contains(&at)
            || (attribution.cue.start..attribution.cue.end).contains(&at)
            || words[at].attributing
            || words[at].sentence != words[run.start].sentence
    };
    if stop > run.end + LONGEST || (run.end..stop).any(busy) {
        return;
    }
    let end = { run.end..stop }.rev().find(|&at| words[at].shape != 6);
    run.end = end.map_or(run.end, |end| end + 1);
    let inside = |at: usize| matches!(words[at].quoted, quoted::INSIDE | quoted::CLOSE);
    while inside(run.end - 1) && run.end < part.tokens.end && inside(run.end) {
        run.end += 1;
    }
}

/// "greeted the guest as an “old friend”": the quoted words are what was said.
fn greeted_as(reading: &Reading, attribution: &mut Attribution) {
    const GREETINGS: [Code; 4] = [
        code("greet"),
        code("welcome"),
        code("receive"),
        code("introduce"),
    ];
    const AS: Code = code("as");
    let words = &reading.words;
    let [run] = &mut attribution.content[..] else {
        return;
    };
    if !GREETINGS.contains(&words[attribution.head].lemma) || run.start < attribution.cue.end {
        return;
    }
    let tokens = run.start..run.end.min(run.start + LONGEST);
    let open = { tokens.clone() }.find(|&at| words[at].quoted == quoted::OPEN);
    if let Some(open) = open
        && (tokens.start..open).any(|at| words[at].form == AS)
        && words[run.end - 1].quoted == quoted::CLOSE
    {
        run.start = open;
    }
}

/// "told the state news agency that …", "said in an interview with the agency that …": who was told is no content.
fn after_addressee(reading: &Reading, attribution: &Attribution, run: &mut Range<usize>) {
    const THAT: Code = code("that");
    const WITH: Code = code("with");
    const TELL: Code = code("tell");
    const MARK: Code = code("mark");
    const AMOD: Code = code("amod");
    let words = &reading.words;
    let before = words[run.start - 1].form;
    let asks = words[attribution.head].lemma == TELL || matches!(before, WITH | TO);
    let last = run.end.min(run.start + LONGEST_ADDRESSEE);
    let that = (run.start + 1..last).find(|&at| words[at].form == THAT);
    let Some(that) = that.filter(|_| asks) else {
        return;
    };
    // "state-run": a verb that describes a noun.
    let plain = words[run.start..that].iter().all(|word| {
        word.quoted == quoted::OUTSIDE && (!matches!(word.pos, VERB | AUX) || word.dep == AMOD)
    });
    let named = words[that - 1].pos == NOUN || words[that - 1].pos == PROPN;
    // The clause of "that" completes the verb, it does not describe the noun.
    let completes = words[that].dep == MARK;
    if plain && named && completes {
        run.start = that;
    }
}

/// `a “no limits” partnership`: the noun that quoted words describe belongs to them.
fn to_the_noun(reading: &Reading, part: &Part, attribution: &Attribution, run: &mut Range<usize>) {
    const LONGEST_COMPOUND: usize = 3;
    const DATE: Code = code("DATE");
    const NPADVMOD: Code = code("npadvmod");
    let words = &reading.words;
    let last = run.end - 1;
    let whole =
        last > run.start && words[last].quoted == quoted::CLOSE && words[last - 1].shape != 6;
    if !whole {
        return;
    }
    let end = part.tokens.end.min(run.end + LONGEST_COMPOUND);
    let nouns = (run.end..end).take_while(|&at| {
        words[at].quoted == quoted::OUTSIDE
            && words[at].pos == NOUN
            && words[at].entity != DATE
            && words[at].entity != DATE ^ 1
            && words[at].dep != NPADVMOD
            && !attribution.source.contains(&at)
            && !(attribution.cue.start..attribution.cue.end).contains(&at)
    });
    if let Some(noun) = nouns.last()
        && (words[noun].left as usize) < run.end
        && words[noun].left as usize >= run.start
    {
        run.end = noun + 1;
    }
}

/// "claims to be neutral, but has …": what goes on with a finite verb is not what "to" begins.
fn before_another_verb(reading: &Reading, run: &mut Range<usize>) {
    const VB: Code = code("VB");
    let words = &reading.words;
    if run.len() < 2 || words[run.start].form != TO || words[run.start + 1].tag != VB {
        return;
    }
    let end = run.end.min(run.start + LONGEST);
    for at in run.start + 1..end.saturating_sub(1) {
        if words[at].quoted != quoted::OUTSIDE || is_finite(&words[at]) {
            return;
        }
        if !matches!(words[at].form, AND | BUT) {
            continue;
        }
        let verb = (at + 1..end).find(|&at| words[at].pos != ADV);
        if verb.is_some_and(|verb| is_finite(&words[verb])) {
            let comma = words[at - 1].form == COMMA;
            run.end = if comma { at - 1 } else { at };
            return;
        }
    }
}

/// "claims the island as its own and has not ruled out …": what the speaker does besides is no content.
fn before_another_act(reading: &Reading, attribution: &Attribution, run: &mut Range<usize>) {
    let words = &reading.words;
    let head = attribution.head;
    if words[head].children & child::CCOMP != 0 {
        return;
    }
    let end = run.end.min(run.start + LONGEST);
    let Some(object) =
        (run.start..end).find(|&at| words[at].dep == DOBJ && words[at].head as usize == head)
    else {
        return;
    };
    if (run.start..end).any(|at| words[at].quoted != quoted::OUTSIDE) {
        return;
    }
    let goes_on = |and: usize| {
        let verb =
            (and + 1..end).find(|&at| words[at].dep == CONJ && words[at].head as usize == head);
        let first = (and + 1..end).find(|&at| words[at].pos != ADV);
        matches!(words[and].form, AND | BUT)
            && verb.is_some()
            && first.is_some_and(|first| is_finite(&words[first]))
    };
    let and = (object + 1..end).find(|&at| goes_on(at));
    if let Some(and) = and.filter(|&and| !words[run.start..and].iter().any(is_finite)) {
        run.end = and - usize::from(words[and - 1].form == COMMA);
    }
}

/// "her insistence that the measures are vital for the town failed to convince …": what the noun does is no content.
fn before_main_verb(reading: &Reading, attribution: &Attribution, run: &mut Range<usize>) {
    const NSUBJ: Code = code("nsubj");
    const AUXILIARY: Code = code("aux");
    const MARK: Code = code("mark");
    const ACL: Code = code("acl");
    const FOR: Code = code("for");
    let words = &reading.words;
    let noun = &words[attribution.head];
    if noun.pos != NOUN {
        return;
    }
    let hangs_on =
        |at: usize, head: usize, dep: Code| words[at].head as usize == head && words[at].dep == dep;
    let end = run.end.min(run.start + LONGEST);
    // No clause that "for" opens has a finite verb: there the parser went astray.
    let is_main = |verb: usize| {
        is_finite(&words[verb])
            && (run.start..verb).any(|at| words[at].form == FOR && hangs_on(at, verb, MARK))
    };
    let verb = match noun.head as usize {
        verb if noun.dep == NSUBJ && (run.start..end).contains(&verb) => {
            let told = (run.start..verb).any(|at| hangs_on(at, attribution.head, ACL));
            Some(verb).filter(|_| told)
        }
        _ => (run.start..end).find(|&verb| is_main(verb)),
    };
    if let Some(verb) = verb {
        let first = (run.start..verb).find(|&at| hangs_on(at, verb, AUXILIARY));
        run.end = first.unwrap_or(verb);
    }
}

/// "PORT ELLERY — Rescuers pulled three bodies from the strait, officials said": content that begins behind its verb begins
/// with the subject.
fn from_the_subject(
    reading: &Reading,
    part: &Part,
    attribution: &Attribution,
    run: &mut Range<usize>,
) {
    const NSUBJ: Code = code("nsubj");
    const NSUBJPASS: Code = code("nsubjpass");
    let words = &reading.words;
    let object = run.start..run.end.min(run.start + LONGEST);
    let above = { object.clone() }
        .map(|at| words[at].head as usize)
        .find(|head| !object.contains(head));
    let Some(verb) = above.filter(|&verb| {
        verb < run.start
            && verb + LONGEST_VERB >= run.start
            && verb != attribution.head
            && is_finite(&words[verb])
            && !words[verb].attributing
    }) else {
        return;
    };
    let subject = (words[verb].left as usize..verb)
        .find(|&at| words[at].head as usize == verb && matches!(words[at].dep, NSUBJ | NSUBJPASS));
    let Some(start) = subject.map(|subject| words[subject].left as usize) else {
        return;
    };
    let is_free = |at: usize| {
        words[at].quoted == quoted::OUTSIDE
            && !attribution.source.contains(&at)
            && !(attribution.cue.start..attribution.cue.end).contains(&at)
            && words[at].sentence == words[verb].sentence
    };
    if part.tokens.contains(&start) && (start..run.end).all(is_free) {
        run.start = start;
    }
}

/// "declared a partnership when …": of what is no clause, the clause that tells when it was said is no part, nor is the
/// date.
fn before_circumstances(reading: &Reading, attribution: &Attribution, run: &mut Range<usize>) {
    const ADVCL: Code = code("advcl");
    const PREP: Code = code("prep");
    const DATE: Code = code("DATE");
    const MARKS: [Code; 6] = [
        code("when"),
        code("after"),
        code("before"),
        code("while"),
        code("as"),
        code("since"),
    ];
    let words = &reading.words;
    let head = attribution.head;
    let end = run.end.min(run.start + LONGEST);
    let object =
        (run.start..end).find(|&at| words[at].dep == DOBJ && words[at].head as usize == head);
    let Some(object) = object.filter(|_| words[head].children & child::CCOMP == 0) else {
        return;
    };
    // The parser may hang the clause on the noun.
    let above = |at: usize| {
        let up = words[at].head as usize;
        up == head || up == object
    };
    let cut = (object + 1..end).find(|&at| {
        let word = &words[at];
        if word.quoted != quoted::OUTSIDE {
            return false;
        }
        let clause = MARKS.contains(&word.form) && {
            let verb = word.head as usize;
            verb > at && run.contains(&verb) && words[verb].dep == ADVCL && above(verb)
                || words[at].dep == ADVCL
        };
        let date = word.dep == PREP
            && word.head as usize == head
            && words[at + 1..(at + 3).min(words.len())]
                .iter()
                .any(|word| word.entity == DATE);
        clause || date
    });
    if let Some(cut) = cut {
        run.end = if words[cut - 1].form == COMMA {
            cut - 1
        } else {
            cut
        };
    }
}

/// "said that the ministry had sold the ships and had kept the money": the second verb of the same subject.
fn with_another_verb(
    reading: &Reading,
    part: &Part,
    attribution: &Attribution,
    run: &mut Range<usize>,
) {
    let words = &reading.words;
    let last = run.end - 1;
    if words[last].quoted != quoted::OUTSIDE || words[last].shape == 6 {
        return;
    }
    let and = run.end;
    if and >= part.tokens.end || !matches!(words[and].form, AND | BUT) {
        return;
    }
    let end = part.tokens.end.min(and + 1 + LONGEST_VERB);
    let Some(verb) =
        (and + 1..end).find(|&at| matches!(words[at].pos, VERB) || words[at].dep == CONJ)
    else {
        return;
    };
    let first = (and + 1..end).find(|&at| words[at].pos != ADV);
    let finite = first.is_some_and(|first| first <= verb && is_finite(&words[first]));
    let own_subject = words[verb].children & (child::SUBJECT | child::PASSIVE) == child::SUBJECT;
    let goes_on = words[verb].dep == CONJ
        && run.contains(&(words[verb].head as usize))
        && matches!(words[words[verb].head as usize].pos, VERB | AUX);
    if !finite || own_subject || !goes_on || words[verb].group > 0 {
        return;
    }
    let busy = |at: &usize| {
        attribution.source.contains(at)
            || (attribution.cue.start..attribution.cue.end).contains(at)
            || words[*at].quoted != quoted::OUTSIDE
            || words[*at].sentence != words[last].sentence
    };
    let stop = (words[verb].right as usize + 1)
        .min(part.tokens.end)
        .min(and + LONGEST);
    if (and..stop).any(|at| busy(&at)) {
        return;
    }
    let end = (and..stop).rev().find(|at| words[*at].shape != 6);
    run.end = end.map_or(run.end, |end| end + 1);
}

/// Whether the form of a verb tells its time.
fn is_finite(word: &Word) -> bool {
    const FINITE: [Code; 3] = [code("VBZ"), code("VBD"), code("MD")];
    const VBP: Code = code("VBP");
    matches!(word.pos, VERB | AUX) && (FINITE.contains(&word.tag) || word.tag == VBP)
}
