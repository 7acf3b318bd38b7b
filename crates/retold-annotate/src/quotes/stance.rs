//! Which attributions report that something was said, and which only what somebody thinks, does or has never said.

use std::ops::Range;

use retold_model::QuoteGround;

use super::reading::{Code, Part, Reading, Word, child, code, quoted};
use super::settle;
use super::tagger::Attribution;

/// Tokens around a cue that may deny it.
const NEAR: usize = 12;

/// The least probability of a cue that is a noun of saying.
const LEAST_NOUN: f32 = 0.6;

const NOUN: Code = code("NOUN");
const PROPN: Code = code("PROPN");
const PERSON: Code = code("PERSON");
const VERB: Code = code("VERB");
const AUX: Code = code("AUX");
const THAT: Code = code("that");
const OF: Code = code("of");

/// Verbs that name a deed as often as words: nobody speaks who greets a guest or goes on with a visit.
const DEEDS: [Code; 3] = [code("continue"), code("greet"), code("receive")];

/// Nouns of saying: "the claim that …".
const NOUNS: [Code; 22] = [
    code("admission"),
    code("allegation"),
    code("announcement"),
    code("argument"),
    code("assertion"),
    code("assurance"),
    code("avowal"),
    code("claim"),
    code("comment"),
    code("complaint"),
    code("confession"),
    code("contention"),
    code("declaration"),
    code("denial"),
    code("insistence"),
    code("pledge"),
    code("promise"),
    code("remark"),
    code("statement"),
    code("testimony"),
    code("vow"),
    code("warning"),
];

/// Those of them that name what was said after "of": "her denial of any part in it". Not "his statement of Tuesday".
const NOUNS_OF: [Code; 12] = [
    code("admission"),
    code("allegation"),
    code("assertion"),
    code("assurance"),
    code("avowal"),
    code("claim"),
    code("confession"),
    code("denial"),
    code("pledge"),
    code("promise"),
    code("vow"),
    code("warning"),
];

/// Whether an attribution tells words, given what its cue alone tells.
pub(crate) fn is_statement(reading: &Reading, attribution: &Attribution, by_cue: bool) -> bool {
    let words = &reading.words;
    let mut content = attribution.content.iter().cloned().flatten();
    if content.any(|at| words[at].quoted != quoted::OUTSIDE) {
        return by_cue;
    }
    if by_cue {
        return !is_denied(reading, attribution)
            && !is_deed(reading, attribution)
            && !is_charge(reading, attribution)
            && !tells_nothing(reading, attribution);
    }
    is_noun_of_saying(reading, attribution)
}

/// Whether nobody is who said it: "no group", "none of them", but not "No 10" or "No Labels".
fn is_nobody(words: &[Word], source: &Range<usize>) -> bool {
    const NO: Code = code("no");
    const NOBODY: [Code; 5] = [
        code("few"),
        code("neither"),
        code("nobody"),
        code("none"),
        NO,
    ];
    let is_clause = { source.clone() }.any(|at| matches!(words[at].pos, VERB | AUX));
    let is_name =
        source.len() > 1 && words[source.start].form == NO && words[source.start + 1].shape != 5;
    !source.is_empty() && !is_clause && !is_name && NOBODY.contains(&words[source.start].form)
}

/// "has never condemned", "did not say", "no group claimed".
fn is_denied(reading: &Reading, attribution: &Attribution) -> bool {
    const NEG: Code = code("neg");
    const NEVER: Code = code("never");
    let words = &reading.words;
    let head = attribution.head;
    if is_nobody(words, &attribution.source) {
        return true;
    }
    // "could not resist saying" says it.
    if (head + 1..attribution.cue.end).any(|at| words[at].pos == VERB) {
        return false;
    }
    (head.saturating_sub(NEAR)..(head + NEAR).min(words.len())).any(|at| {
        words[at].head as usize == head
            && words[at].quoted == quoted::OUTSIDE
            && (words[at].dep == NEG || words[at].form == NEVER)
    })
}

/// A deed's verb, and for content a thing or a person, no clause.
fn is_deed(reading: &Reading, attribution: &Attribution) -> bool {
    const WELCOME: Code = code("welcome");
    const SHORT: usize = 5;
    const CITE: Code = code("cite");
    const DEFEND: Code = code("defend");
    const AGAINST: Code = code("against");
    const CONTINUE: Code = code("continue");
    const TO: Code = code("to");
    let words = &reading.words;
    let lemma = words[attribution.head].lemma;
    let [run] = &attribution.content[..] else {
        return false;
    };
    if run.start < attribution.cue.end {
        return false;
    }
    let first = &words[run.start];
    let person = first.entity == PERSON && lemma == WELCOME
        || lemma == CITE && run.clone().any(|at| words[at].entity == PERSON) && run.len() <= SHORT;
    let against = lemma == DEFEND && words[run.start - 1].form == AGAINST;
    let alone = attribution.cue.end == attribution.cue.start + 1;
    let names_thing = !matches!(first.form, THAT | TO)
        && !matches!(first.pos, VERB | AUX)
        && (run.clone())
            .find(|&at| matches!(words[at].pos, NOUN | PROPN | VERB | AUX))
            .is_some_and(|at| matches!(words[at].pos, NOUN | PROPN));
    let goes_on = lemma == CONTINUE && first.form == TO;
    person || against || alone && DEEDS.contains(&lemma) && (names_thing || goes_on)
}

/// "was charged with murder", "police charged him": what a court does, where no clause tells what somebody says.
fn is_charge(reading: &Reading, attribution: &Attribution) -> bool {
    const CHARGE: Code = code("charge");
    let words = &reading.words;
    let verb = &words[attribution.head];
    let first = attribution.content.first().map(|run| words[run.start].form);
    verb.lemma_lower == CHARGE
        && verb.pos == VERB
        && verb.children & child::CCOMP == 0
        && first != Some(THAT)
}

/// Whether nobody speaks and no verb tells anything, or all that is told is a pronoun: "he was described", "they confirmed it".
fn tells_nothing(reading: &Reading, attribution: &Attribution) -> bool {
    const PRON: Code = code("PRON");
    let words = &reading.words;
    let mut content = attribution.content.iter().cloned().flatten();
    let only = match &attribution.content[..] {
        [run] if run.end == run.start + 1 => words[run.start].pos == PRON,
        _ => false,
    };
    only || attribution.source.is_empty() && !content.any(|at| matches!(words[at].pos, VERB | AUX))
}

/// "Moscow's contention that …", "his avowals of …": a noun of saying with the one who says it.
fn is_noun_of_saying(reading: &Reading, attribution: &Attribution) -> bool {
    let words = &reading.words;
    let noun = &words[attribution.head];
    if attribution.source.is_empty()
        || noun.pos != NOUN
        || attribution.cue.probability < LEAST_NOUN
        || !NOUNS.contains(&noun.lemma)
    {
        return false;
    }
    let Some(run) = attribution.content.first() else {
        return false;
    };
    matches!(words[run.start].form, THAT | OF) && run.start >= attribution.cue.end
}

/// What nouns of saying tell that no cue of the tagger does: "he backed the mayor's claim that …" is the mayor's claim,
/// and so is "the mayor's claim of …".
pub(crate) fn of_nouns(reading: &Reading, part: &Part, found: &[Attribution]) -> Vec<Attribution> {
    const POSS: Code = code("poss");
    const MARK: Code = code("mark");
    const GENITIVE: Code = code("'s");
    const LONGEST: usize = 60;
    const LONGEST_OWNER: usize = 8;
    let words = &reading.words;
    let mut cues: Vec<usize> = found
        .iter()
        .flat_map(|attribution| attribution.cue.start..attribution.cue.end)
        .collect();
    cues.sort_unstable();
    let mut result = Vec::new();
    for noun in part.tokens.clone() {
        let that = noun + 1;
        if !NOUNS.contains(&words[noun].lemma)
            || words[noun].pos != NOUN
            || that >= part.tokens.end
            || words[noun].quoted != quoted::OUTSIDE
            || cues.binary_search(&noun).is_ok()
        {
            continue;
        }
        let clause = words[that].form == THAT && words[that].dep == MARK;
        let thing = words[that].form == OF
            && words[that].head as usize == noun
            && NOUNS_OF.contains(&words[noun].lemma);
        // The last of the content hangs on the clause's verb, or on "of" itself.
        let verb = match (clause, thing) {
            (true, _) => words[that].head as usize,
            (false, true) => that,
            (false, false) => continue,
        };
        let first = noun.saturating_sub(LONGEST_OWNER).max(part.tokens.start);
        let owner =
            (first..noun).find(|&at| words[at].dep == POSS && words[at].head as usize == noun);
        let Some(owner) = owner.filter(|_| verb >= that) else {
            continue;
        };
        let source_end = if words[owner + 1].form == GENITIVE {
            owner + 1
        } else {
            owner
        };
        let source = (words[owner].left as usize).max(first)..source_end.max(owner + 1);
        let end = (words[verb].right as usize + 1)
            .min(that + LONGEST)
            .min(part.tokens.end);
        let end = (that..end).rev().find(|at| words[*at].shape != 6);
        if let Some(end) = end {
            // The words and the parse tell of it, not the marks.
            let mut told = settle::by_marks(noun..that, source, that..end + 1);
            told.ground = QuoteGround::Tagger;
            result.push(told);
        }
    }
    result
}
