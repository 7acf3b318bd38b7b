//! What the taggers take for somebody's words and nobody said.

use std::ops::Range;

use super::circumstances;
use super::deeds;
use super::extent;
use super::reading::{Reading, child, code};
use super::settle::{LONGEST_QUOTATION, is_quoted};
use super::tagger::Attribution;
use super::works;

/// The part of speech of verbs.
const VERB: u32 = code("VERB");

/// Tokens of what somebody declines in which the comment stands: "to provide an attributable comment".
const LONGEST_COMMENT: usize = 6;

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
        deeds::is_deed,
        is_empty_word,
        is_call,
        is_asked_of_all,
        is_figure_of_speech,
        is_question,
        works::is_title,
        is_only_named,
        is_compound,
        is_declined,
        is_definition,
        is_seeming,
        is_done,
    ]
    .into_iter()
    .any(|is| is(reading, attribution))
}

/// Whether an outlet's label before a colon was taken for a source: "UPDATE: …", "MORE: …".
fn is_label(reading: &Reading, attribution: &Attribution) -> bool {
    const LABELS: [u32; 38] = [
        code("analysis"),
        code("blog"),
        code("blotter"),
        code("breaking"),
        code("correction"),
        code("developing"),
        code("earlier"),
        code("exclusive"),
        code("explained"),
        code("explainer"),
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
        code("spoiler"),
        code("step"),
        code("tip"),
        code("tips"),
        code("update"),
        code("updated"),
        code("updates"),
        code("video"),
        code("watch"),
    ];
    const HAPPENINGS: [u32; 24] = [
        code("arrest"),
        code("attack"),
        code("blast"),
        code("coup"),
        code("crash"),
        code("crisis"),
        code("earthquake"),
        code("election"),
        code("explosion"),
        code("fire"),
        code("flood"),
        code("floods"),
        code("hurricane"),
        code("protests"),
        code("quake"),
        code("riots"),
        code("scandal"),
        code("shooting"),
        code("storm"),
        code("strike"),
        code("trial"),
        code("war"),
        code("wildfire"),
        code("wildfires"),
    ];
    let words = &reading.words;
    let colon = attribution.cue.end - 1;
    // The tagger may take the label itself for the cue.
    let label = attribution
        .source
        .clone()
        .chain(attribution.cue.start..colon);
    let is_cue = attribution.cue.start == colon || attribution.source.is_empty();
    // "Harbour fire: …", but not "Fire chief: …".
    let last = label.clone().next_back();
    let happened = last.is_some_and(|at| HAPPENINGS.contains(&words[at].form));
    let labelled = { label }.any(|at| LABELS.contains(&words[at].form));
    words[colon].form == COLON && is_cue && (happened || labelled)
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
    const EMERGENCY: [u32; 4] = [code("000"), code("112"), code("911"), code("999")];
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
    let number = { words.get(verb + 1) }.is_some_and(|next| EMERGENCY.contains(&next.form));
    (number || !names && !calls_for) && !is_quoted(reading, attribution)
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

/// Whether the words only tell what something goes by, and nobody is named who said it: "cameras dubbed [“Safe Streets”]",
/// "a path known as [“the Stair”]", "so-called [“soft”] targets".
fn is_only_named(reading: &Reading, attribution: &Attribution) -> bool {
    const DUBBING: [u32; 3] = [code("dub"), code("know"), code("nickname")];
    const VBN: u32 = code("VBN");
    const SO: u32 = code("so");
    const CALLED: u32 = code("called");
    let words = &reading.words;
    let verb = &words[attribution.head];
    let so_called = (attribution.cue.start.max(2)..attribution.cue.end).any(|at| {
        words[at].form == CALLED && words[at - 2].form == SO && extent::is_glued(words, at - 1)
    });
    let dubbed = attribution.source.is_empty()
        && verb.tag == VBN
        && verb.children & child::AGENT == 0
        && DUBBING.contains(&verb.lemma_lower);
    so_called || dubbed
}

/// Whether the cue goes on as a longer word: "a told-you-so".
fn is_compound(reading: &Reading, attribution: &Attribution) -> bool {
    let words = &reading.words;
    let hyphen = attribution.head + 1;
    // Before a capital or a mark the hyphen may stand for a dash.
    words.get(hyphen + 1).is_some_and(|next| next.shape == 5) && extent::is_glued(words, hyphen)
}

/// Whether somebody only did not speak, or was asked to: "she declined [to comment on the deal]", "asked [for comment]".
fn is_declined(reading: &Reading, attribution: &Attribution) -> bool {
    const DECLINING: [u32; 2] = [code("decline"), code("refuse")];
    const COMMENT: [u32; 3] = [code("comment"), code("interview"), code("elaborate")];
    const FOR: u32 = code("for");
    let words = &reading.words;
    let comment = |at: usize| COMMENT.contains(&words[at].lemma_lower);
    let cue = attribution.cue.start..attribution.cue.end;
    let [run] = &attribution.content[..] else {
        return false;
    };
    let for_it = (run.start.saturating_sub(1)..=run.start).any(|at| words[at].form == FOR);
    let asked = for_it && comment(run.end - 1) && run.len() <= 3;
    let told = cue.chain(run.clone().take(LONGEST_COMMENT)).any(comment);
    let declined = DECLINING.contains(&words[attribution.head].lemma_lower) && told;
    (asked || declined) && !is_quoted(reading, attribution)
}

/// Whether it is told what a word means: "the term [refers to] a kind of bridge".
fn is_definition(reading: &Reading, attribution: &Attribution) -> bool {
    const REFER: u32 = code("refer");
    const WORDS: [u32; 10] = [
        code("abbreviation"),
        code("acronym"),
        code("expression"),
        code("label"),
        code("name"),
        code("nickname"),
        code("phrase"),
        code("term"),
        code("title"),
        code("word"),
    ];
    let words = &reading.words;
    words[attribution.head].lemma_lower == REFER && { attribution.source.clone() }.any(|at| {
        words[at].head as usize == attribution.head && WORDS.contains(&words[at].lemma_lower)
    })
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
