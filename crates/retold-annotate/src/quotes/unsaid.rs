//! What the taggers take for somebody's words and nobody said.

use std::ops::Range;

use super::circumstances;
use super::reading::{Reading, child, code, quoted};
use super::settle::{LONGEST_QUOTATION, is_quoted};
use super::tagger::Attribution;

/// The part of speech of verbs.
const VERB: u32 = code("VERB");

/// Tokens of what has a title, before it: "a long paper titled".
const LONGEST_WORK: usize = 6;

const COLON: u32 = code(":");
const COMMA: u32 = code(",");

/// Whether what was found is no attribution at all.
pub(super) fn is_unsaid(reading: &Reading, attribution: &Attribution) -> bool {
    [
        is_label,
        is_receiver,
        is_by_telephone,
        is_sent_out,
        is_listener,
        is_deed,
        is_empty_word,
        is_call,
        is_asked_of_all,
        is_figure_of_speech,
        is_question,
        is_title,
        is_seeming,
        is_done,
    ]
    .into_iter()
    .any(|is| is(reading, attribution))
}

/// Whether an outlet's label before a colon was taken for a source: "UPDATE: …", "MORE: …".
fn is_label(reading: &Reading, attribution: &Attribution) -> bool {
    const LABELS: [u32; 44] = [
        code("analysis"),
        code("arrest"),
        code("attack"),
        code("blog"),
        code("blotter"),
        code("breaking"),
        code("correction"),
        code("crash"),
        code("developing"),
        code("earlier"),
        code("election"),
        code("exclusive"),
        code("explainer"),
        code("fire"),
        code("gallery"),
        code("guide"),
        code("highlights"),
        code("live"),
        code("more"),
        code("news"),
        code("note"),
        code("notes"),
        code("offer"),
        code("opinion"),
        code("original"),
        code("photo"),
        code("photos"),
        code("preview"),
        code("quiz"),
        code("recap"),
        code("recipe"),
        code("related"),
        code("review"),
        code("shooting"),
        code("spoiler"),
        code("step"),
        code("tip"),
        code("tips"),
        code("trial"),
        code("update"),
        code("updated"),
        code("updates"),
        code("video"),
        code("watch"),
    ];
    let words = &reading.words;
    words[attribution.cue.start].form == COLON
        && attribution
            .source
            .clone()
            .any(|at| LABELS.contains(&words[at].form))
}

/// Whether the source is who was given something: "it gave [him 2,117] points, [passing] a mark …".
fn is_receiver(reading: &Reading, attribution: &Attribution) -> bool {
    const OBJECTS: [u32; 4] = [code("him"), code("me"), code("them"), code("us")];
    let source = &attribution.source;
    source.len() > 1 && OBJECTS.contains(&reading.words[source.start].form)
}

/// Whether somebody was called, and nothing called anything: "he [called] his aunt to tell her", but not "he called it
/// senseless" or "he called for calm".
fn is_by_telephone(reading: &Reading, attribution: &Attribution) -> bool {
    const CALL: u32 = code("call");
    const NAMING: [u32; 4] = [code("oprd"), code("ccomp"), code("acomp"), code("attr")];
    const CALLS_FOR: [u32; 4] = [code("for"), code("on"), code("upon"), code("out")];
    let words = &reading.words;
    let verb = attribution.head;
    if words[verb].lemma_lower != CALL || words[verb].pos != VERB {
        return false;
    }
    let below = words[verb].left as usize..=words[verb].right as usize;
    let names = below
        .take(LONGEST_QUOTATION)
        .any(|at| words[at].head as usize == verb && NAMING.contains(&words[at].dep));
    let calls_for = { verb + 1..verb + 3 }.any(|at| {
        words
            .get(at)
            .is_some_and(|word| CALLS_FOR.contains(&word.form))
    });
    !names && !calls_for && !is_quoted(reading, attribution)
}

/// Whether somebody went where something happened: "deputies [responded to] a shooting", but not "he responded that …".
fn is_sent_out(reading: &Reading, attribution: &Attribution) -> bool {
    const RESPOND: u32 = code("respond");
    const TO: u32 = code("to");
    let words = &reading.words;
    words[attribution.head].lemma_lower == RESPOND
        && words[attribution.cue.end - 1].form == TO
        && !is_quoted(reading, attribution)
}

/// Whether who listened is taken for what was said: "detectives [spoke with] the man", but not "spoke with him about …".
fn is_listener(reading: &Reading, attribution: &Attribution) -> bool {
    const SPEAK: [u32; 3] = [code("chat"), code("speak"), code("talk")];
    const TO: [u32; 2] = [code("to"), code("with")];
    let words = &reading.words;
    SPEAK.contains(&words[attribution.head].lemma_lower)
        && TO.contains(&words[attribution.cue.end - 1].form)
        && !is_quoted(reading, attribution)
}

/// Whether somebody did it and said nothing: "protesters [attacked] the police", "she [is writing] the screenplay", but not
/// "attacked him for the delay" or "wrote that …".
fn is_deed(reading: &Reading, attribution: &Attribution) -> bool {
    const BLOWS: [u32; 4] = [code("assault"), code("attack"), code("blast"), code("slam")];
    const WRITE: u32 = code("write");
    const REASONS: [u32; 2] = [code("for"), code("over")];
    const PREP: u32 = code("prep");
    let words = &reading.words;
    let verb = attribution.head;
    let lemma = words[verb].lemma_lower;
    let below = words[verb].left as usize..=words[verb].right as usize;
    let has_reason = || {
        below.take(LONGEST_QUOTATION).any(|at| {
            let word = &words[at];
            word.head as usize == verb && word.dep == PREP && REASONS.contains(&word.form)
        })
    };
    let is_blow = BLOWS.contains(&lemma) && !has_reason();
    let is_work = lemma == WRITE
        && words[verb].children & (child::OBJECT | child::CCOMP) == child::OBJECT
        && attribution.cue.end == verb + 1;
    (is_blow || is_work) && !is_quoted(reading, attribution)
}

/// Whether the content is only a word that opens what was said: "say [that]".
fn is_empty_word(reading: &Reading, attribution: &Attribution) -> bool {
    const DET: u32 = code("DET");
    const SCONJ: u32 = code("SCONJ");
    let mut content = attribution.content.iter().cloned().flatten();
    content.all(|at| matches!(reading.words[at].pos, DET | SCONJ))
}

/// Whether who was called is taken for the caller: "police received [a call about] a shooting".
fn is_call(reading: &Reading, attribution: &Attribution) -> bool {
    const CALL: u32 = code("call");
    const NOUN: u32 = code("NOUN");
    let head = &reading.words[attribution.head];
    head.pos == NOUN && head.lemma_lower == CALL
}

/// Whether nobody says it and everybody is meant: "anyone with information [is asked] to call the police".
fn is_asked_of_all(reading: &Reading, attribution: &Attribution) -> bool {
    const ASKING: [u32; 6] = [
        code("advise"),
        code("ask"),
        code("encourage"),
        code("invite"),
        code("request"),
        code("urge"),
    ];
    const ALL: [u32; 6] = [
        code("anybody"),
        code("anyone"),
        code("everyone"),
        code("those"),
        code("witness"),
        code("you"),
    ];
    const TO: u32 = code("to");
    const NSUBJPASS: u32 = code("nsubjpass");
    let words = &reading.words;
    let verb = attribution.head;
    if !ASKING.contains(&words[verb].lemma_lower) {
        return false;
    }
    let below = words[verb].left as usize..=words[verb].right as usize;
    // "Anyone with information asked to call", in a headline.
    let source = { attribution.source.clone() }.next();
    source.is_some_and(|first| ALL.contains(&words[first].lemma_lower))
        && words.get(verb + 1).is_some_and(|next| next.form == TO)
        || below.take(LONGEST_QUOTATION).any(|at| {
            words[at].dep == NSUBJPASS
                && words[at].head as usize == verb
                && ALL.contains(&words[at].lemma_lower)
        })
}

/// Whether "that said" only turns to something else: "[That said,] it may rain".
fn is_figure_of_speech(reading: &Reading, attribution: &Attribution) -> bool {
    const SAID: [u32; 2] = [code("said"), code("being")];
    const THIS: [u32; 2] = [code("that"), code("this")];
    let words = &reading.words;
    let source: &Range<usize> = &attribution.source;
    let next = attribution.cue.end;
    source.len() == 1
        && source.end == attribution.cue.start
        && THIS.contains(&words[source.start].form)
        && SAID.contains(&words[attribution.cue.start].form)
        && words.get(next).is_some_and(|next| next.form == COMMA)
}

/// Whether it is asked who says so: "[Who] says [it must rain]?"
fn is_question(reading: &Reading, attribution: &Attribution) -> bool {
    const WHO: u32 = code("who");
    let words = &reading.words;
    let source = &attribution.source;
    let opens = |at: usize| at == 0 || words[at - 1].sentence != words[at].sentence;
    source.len() == 1
        && words[source.start].form == WHO
        && opens(source.start)
        && source.end == attribution.cue.start
        && !is_quoted(reading, attribution)
}

/// Whether the quoted words are only what something is called: "she wrote a paper titled [“The Dam”]".
fn is_title(reading: &Reading, attribution: &Attribution) -> bool {
    const TITLED: [u32; 4] = [
        code("entitled"),
        code("headlined"),
        code("subtitled"),
        code("titled"),
    ];
    let words = &reading.words;
    let [run] = &attribution.content[..] else {
        return false;
    };
    // "a paper titled" may be taken, too.
    let open = { run.clone() }.find(|&at| words[at].quoted == quoted::OPEN);
    let Some(open) = open.filter(|open| *open > 0 && open - run.start <= LONGEST_WORK) else {
        return false;
    };
    let marked = matches!(words[open - 1].form, COLON | COMMA);
    let before = open - 1 - usize::from(marked && open > 1);
    let to_the_end = (open + 1..run.end).all(|at| words[at].quoted != quoted::OUTSIDE);
    to_the_end && TITLED.contains(&words[before].form)
}

/// Whether who only looks so is taken for the one who thinks it: "[she] seemed [to be winning]".
fn is_seeming(reading: &Reading, attribution: &Attribution) -> bool {
    const SEEMING: [u32; 2] = [code("seem"), code("appear")];
    const XCOMP: u32 = code("xcomp");
    let words = &reading.words;
    let head = &words[attribution.head];
    // "he appeared to suggest"
    let says = { head.left as usize..=head.right as usize }
        .take(LONGEST_QUOTATION)
        .any(|at| {
            words[at].head as usize == attribution.head
                && words[at].dep == XCOMP
                && words[at].pos == VERB
                && words[at].group > 0
        });
    head.pos == VERB
        && !says
        && !attribution.source.is_empty()
        && SEEMING.contains(&head.lemma_lower)
        && !is_quoted(reading, attribution)
}

/// Whether something was done to what is taken for content, and nobody is named who said it: "[two men] were found", "[the
/// poem] is known as", but not "he is expected [to come]" and "it is seen as [a risk]".
fn is_done(reading: &Reading, attribution: &Attribution) -> bool {
    /// Verbs of the lists that in the passive tell what was done.
    const DOING: [u32; 22] = [
        code("address"),
        code("back"),
        code("call"),
        code("direct"),
        code("discover"),
        code("find"),
        code("grant"),
        code("hear"),
        code("hold"),
        code("intend"),
        code("issue"),
        code("know"),
        code("list"),
        code("plan"),
        code("release"),
        code("see"),
        code("seek"),
        code("share"),
        code("show"),
        code("summon"),
        code("support"),
        code("want"),
    ];
    const AUXPASS: u32 = code("auxpass");
    const AS: u32 = code("as");
    const KNOW: u32 = code("know");
    let words = &reading.words;
    let verb = attribution.head;
    let below = words[verb].left as usize..=words[verb].right as usize;
    let passive = below
        .take(LONGEST_QUOTATION)
        .any(|at| words[at].dep == AUXPASS && words[at].head as usize == verb);
    let judged =
        words.get(verb + 1).is_some_and(|next| next.form == AS) && words[verb].lemma_lower != KNOW;
    attribution.source.is_empty()
        && words[verb].pos == VERB
        && passive
        && !judged
        && words[verb].children & (child::CCOMP | child::XCOMP) == 0
        && words[verb].children & child::AGENT == 0
        && (words[verb].group == 0 || DOING.contains(&words[verb].lemma_lower))
        && !is_quoted(reading, attribution)
}

/// Drops "citing …" beside the report that it belongs to: whom an outlet cites are not the words that it reports.
pub(super) fn drop_sources_of_reports(reading: &Reading, found: &mut Vec<Attribution>) {
    const CITING: [u32; 2] = [code("citing"), code("quoting")];
    let words = &reading.words;
    let heads: Vec<(usize, Range<usize>)> = { found.iter() }
        .map(|attribution| (attribution.head, attribution.source.clone()))
        .collect();
    found.retain(|attribution| {
        let above = words[attribution.head].head as usize;
        let of_report = heads.iter().any(|(head, source)| {
            *head == above && above != attribution.head && *source == attribution.source
        });
        !(CITING.contains(&words[attribution.head].form)
            && of_report
            && circumstances::is_outlet(words, &attribution.source))
    });
}
