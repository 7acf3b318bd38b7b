//! From what the taggers propose to what is kept: thresholds, whole quotations, one owner for each word.

use std::cmp::Reverse;
use std::ops::Range;

use retold_model::{QuoteGround, QuoteKind};

use super::extent;
use super::features::Candidate;
use super::one_cue;
use super::reading::{Part, Reading, Word, child, code, quoted};
use super::sources;
use super::stance;
use super::tagger::Attribution;
use super::unsaid;
use super::works;

/// The least probability of content that makes a quote.
const LEAST: f32 = 0.5;

/// The least probability of a cue of speech that makes a statement.
const LEAST_STATEMENT: f32 = 0.5;

/// The least probability of a cue that makes an attitude.
const LEAST_ATTITUDE: f32 = 0.6;

/// The part of speech of verbs.
const VERB: u32 = code("VERB");

/// Words of a quotation that is long enough to be somebody's words.
const LONG_QUOTATION: usize = 4;

/// Tokens between a quotation and its verb.
const NEAR_VERB: usize = 8;

/// How sure it is that words are those of the name that stands alone beside them.
const NAMED: f32 = 0.95;

/// Blocks of a transcript.
const LEAST_LABELS: usize = 2;

/// Tokens from the dash to the end of a block that is signed.
const LONGEST_SIGNATURE: usize = 12;

const DASH: u32 = code("—");
const HYPHEN: u32 = code("-");

/// Tokens of a name.
const LONGEST_NAME: usize = 8;

const COMMA: u32 = code(",");
const PERIOD: u32 = code(".");
const COLON: u32 = code(":");
const QUESTION: u32 = code("?");
const EXCLAMATION: u32 = code("!");
const ELLIPSES: [u32; 2] = [code("..."), code("…")];
const NSUBJ: u32 = code("nsubj");

/// Tokens that a quotation is followed for, to each side.
pub(super) const LONGEST_QUOTATION: usize = 1000;

/// Tokens of a clause that tells which outlet had the words.
const LONGEST_CLAUSE: usize = 20;

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

/// "“…,” the minister said, Reuters reported": what an outlet adds was taken for the words that stand before the speaker.
fn quotation_before(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    let words = &reading.words;
    let source = &attribution.source;
    let is_added = !source.is_empty()
        && source.end <= attribution.cue.start
        && !is_quoted(reading, attribution)
        && attribution.content.iter().all(|run| {
            run.start >= attribution.cue.end
                && run.len() < LONGEST_CLAUSE
                && run.clone().any(|at| words[at].attributing)
        });
    let Some(close) = source.start.checked_sub(1).filter(|_| is_added) else {
        return;
    };
    if close < part.tokens.start + 2
        || words[close].quoted != quoted::CLOSE
        || words[close - 1].form != COMMA
    {
        return;
    }
    let open = (part.tokens.start..close)
        .rev()
        .take_while(|&at| words[at].quotation == words[close].quotation)
        .find(|&at| words[at].quoted == quoted::OPEN);
    if let Some(open) = open {
        attribution.content.clear();
        attribution.content.push(open..close + 1);
    }
}

/// Whether an attribution has quoted words.
pub(crate) fn is_quoted(reading: &Reading, attribution: &Attribution) -> bool {
    let mut content = attribution.content.iter().cloned().flatten();
    content.any(|at| reading.words[at].quoted != quoted::OUTSIDE)
}

/// An attribution, and the number of the one in whose content it stands.
pub(crate) type Kept = (Attribution, Option<usize>);

/// The numbers of the attributions, the surest first.
fn surest_first(found: &[Attribution]) -> Vec<usize> {
    let sure = |at: usize| found[at].cue.probability;
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| sure(b).total_cmp(&sure(a)).then(a.cmp(&b)));
    order
}

/// What is kept of one block's attributions.
///
/// `label` is the name that the block begins with as a speech of a transcript, and its colon.
pub(crate) fn settle(
    reading: &Reading,
    part: &Part,
    label: Option<Label>,
    mut found: Vec<Attribution>,
) -> Vec<Kept> {
    if let Some(Label { name, colon }) = label {
        name_words(
            reading,
            &mut found,
            name,
            colon..colon + 1,
            colon + 1..part.tokens.end,
        );
    } else {
        named_quotations(reading, part, &mut found);
        signed_quotation(reading, part, &mut found);
    }
    found.extend(stance::of_nouns(reading, part, &found));
    for attribution in &mut found {
        drop_unquoted_rest(reading, attribution);
        cut_at_marks(reading, attribution);
        whole_quotations(reading, part, attribution);
        quotation_before(reading, part, attribution);
        without_marks(reading, &mut attribution.source);
        sources::without_dateline(reading, part, attribution);
        sources::before_verb(reading, part, attribution);
        sources::before_label(reading, part, attribution);
        find_subject(reading, part, attribution);
        name_describer(reading, attribution);
        shorten_source(reading, attribution);
        part_subject(reading, attribution);
        without_date(reading, attribution);
        extent::set(reading, part, attribution);
        extent::whole_words(reading, part, attribution);
        works::drop_names(reading, attribution);
        attribution.content = joined(std::mem::take(&mut attribution.content));
        let by_cue = is_statement(&attribution.cue);
        attribution.statement = stance::is_statement(reading, attribution, by_cue);
    }
    found.retain(|attribution| {
        attribution.probability >= LEAST
            && is_likely(&attribution.cue)
            && !attribution.content.is_empty()
            && !unsaid::is_unsaid(reading, attribution)
    });
    unsaid::drop_sources_of_reports(reading, &mut found);
    one_cue::drop_second(reading, &mut found);
    let order = surest_first(&found);
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
    let mut result: Vec<Kept> = found.into_iter().zip(outer).collect();
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
        if claimed || length < LONG_QUOTATION || works::is_name(reading, &(start..at)) {
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
            .filter(|_| comma_inside)
            // "“…?” She pulled a face."
            .filter(|verb| {
                words[*verb].sentence == words[at - 1].sentence
                    || words[*verb].group > 0
                    || words[*verb].children & child::OBJECT == 0
            });
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
        let mut attribution = by_marks(verb..verb + 1, source, start..at);
        shorten_source(reading, &mut attribution);
        result.push(attribution);
    }
    result
}

/// What the marks tell without the taggers. `cue` may be empty.
pub(crate) fn by_marks(
    cue: Range<usize>,
    source: Range<usize>,
    quotation: Range<usize>,
) -> Attribution {
    Attribution {
        head: cue.start,
        cue: Candidate {
            start: cue.start,
            end: cue.end,
            probability: LEAST_STATEMENT,
            speech: 1.0,
        },
        source,
        content: vec![quotation],
        probability: LEAST_STATEMENT,
        mean: 1.0,
        statement: true,
        ground: QuoteGround::Marks,
    }
}

/// `Maria Holt: "…"`, as in transcripts and round-ups: a name at the beginning or after a dash, a colon, a quotation.
fn named_quotations(reading: &Reading, part: &Part, found: &mut Vec<Attribution>) {
    let words = &reading.words;
    for at in part.tokens.start + 1..part.tokens.end {
        let colon = at - 1;
        if words[at].quoted != quoted::OPEN || words[colon].form != COLON {
            continue;
        }
        let Some(name) = name_before(reading, part, colon) else {
            continue;
        };
        let inside = (at + 1..part.tokens.end).take_while(|next| {
            words[*next].quoted != quoted::OUTSIDE && words[*next].quotation == words[at].quotation
        });
        let end = inside.last().unwrap_or(at) + 1;
        name_words(reading, found, name, colon..at, at..end);
    }
}

/// `"…" – Maria Holt`: a quotation that fills a block, a dash and a name.
fn signed_quotation(reading: &Reading, part: &Part, found: &mut Vec<Attribution>) {
    let words = &reading.words;
    let start = part.tokens.start;
    if words[start].quoted != quoted::OPEN {
        return;
    }
    let dash = (part.tokens.clone().rev().take(LONGEST_SIGNATURE)).find(|at| {
        matches!(words[*at].form, DASH | HYPHEN) && words[*at].quoted == quoted::OUTSIDE
    });
    let Some(dash) = dash.filter(|dash| words[dash - 1].quoted == quoted::CLOSE) else {
        return;
    };
    let is_whole = words[start..dash]
        .iter()
        .all(|word| word.quoted != quoted::OUTSIDE);
    let Some(name) = name_from(reading, dash + 1..part.tokens.end).filter(|_| is_whole) else {
        return;
    };
    let after = words[name.end..part.tokens.end].first();
    if after.is_none_or(|after| matches!(after.form, COMMA | PERIOD)) {
        name_words(reading, found, name, dash..dash + 1, start..dash);
    }
}

/// Gives words to a name. What the taggers made of them gives way; more quoted words of the same speaker stay, and what these
/// words say of others is nested.
fn name_words(
    reading: &Reading,
    found: &mut Vec<Attribution>,
    name: Range<usize>,
    cue: Range<usize>,
    content: Range<usize>,
) {
    let words = &reading.words;
    let mut named = by_marks(cue, name, content.clone());
    named.cue.probability = NAMED;
    named.probability = NAMED;
    found.retain(|attribution| {
        let claims = |run: &Range<usize>| run.start < content.end && content.start < run.end;
        if content.contains(&attribution.cue.start) || !attribution.content.iter().any(claims) {
            return true;
        }
        let more = attribution.content.iter().filter(|run| {
            run.start >= content.end && (*run).clone().all(|at| words[at].quoted != quoted::OUTSIDE)
        });
        named.content.extend(more.cloned());
        false
    });
    named.content = joined(named.content);
    found.push(named);
}

/// The name at the beginning of a block and the colon after it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) name: Range<usize>,
    pub(crate) colon: usize,
}

/// The names of a transcript: `WALLACE: …`, in capitals or after a mark of quotation, in two blocks at least.
pub(crate) fn labels(reading: &Reading) -> Vec<Option<Label>> {
    let words = &reading.words;
    let of = |part: &Part| {
        let opens = words[part.tokens.start].quoted == quoted::OPEN;
        let start = part.tokens.start + usize::from(opens);
        let first = start..part.tokens.end.min(start + LONGEST_NAME);
        let is_loud = |at: usize| !matches!(words[at].shape, 4..=5);
        let colon = { first }.find(|at| words[*at].form == COLON)?;
        let name = start..colon;
        let is_name = !name.is_empty()
            && name.clone().all(|at| matches!(words[at].shape, 2..=4))
            && (opens || name.clone().all(is_loud));
        (is_name && colon + 1 < part.tokens.end && words[colon + 1].quoted != quoted::OPEN)
            .then_some(Label { name, colon })
    };
    let found: Vec<Option<Label>> = reading.parts.iter().map(of).collect();
    if found.iter().flatten().count() < LEAST_LABELS {
        return vec![None; reading.parts.len()];
    }
    found
}

/// The name that stands alone before a colon.
pub(crate) fn name_before(reading: &Reading, part: &Part, colon: usize) -> Option<Range<usize>> {
    const ENDS: [u32; 9] = [
        code("—"),
        code("-"),
        code("]"),
        code(")"),
        code("."),
        code("!"),
        code("?"),
        code("|"),
        code("\""),
    ];
    let words = &reading.words;
    let first = part
        .tokens
        .start
        .max(colon.saturating_sub(LONGEST_NAME + 1));
    let edge = (first..colon).rev().find(|at| {
        ENDS.contains(&words[*at].form) && words[*at].form != PERIOD
            || words[*at].form == PERIOD && words[*at + 1].sentence != words[*at].sentence
    });
    let start = match edge {
        Some(edge) => edge + 1,
        None if first == part.tokens.start => first,
        None => return None,
    };
    name_from(reading, start..colon).filter(|name| name.end == colon)
}

/// The name that `tokens` begin with.
pub(crate) fn name_from(reading: &Reading, tokens: Range<usize>) -> Option<Range<usize>> {
    const LINKS: [u32; 7] = [
        code("and"),
        code("of"),
        code("the"),
        code("&"),
        code("de"),
        code("van"),
        code("von"),
    ];
    const PROPN: u32 = code("PROPN");
    let words = &reading.words;
    let is_name =
        |at: usize| matches!(words[at].shape, 2..=4) && words[at].quoted == quoted::OUTSIDE;
    let mut end = tokens.start;
    while end < tokens.end
        && (is_name(end) || end > tokens.start && LINKS.contains(&words[end].form))
    {
        end += 1;
    }
    while end > tokens.start && !is_name(end - 1) {
        end -= 1;
    }
    let name = tokens.start..end;
    let proper = name.clone().any(|at| words[at].pos == PROPN);
    (proper && name.len() <= LONGEST_NAME).then_some(name)
}

/// Who did what a verb says: its subject, or that of the verb it hangs on; the noun that it describes.
pub(crate) fn subject(reading: &Reading, part: &Part, verb: usize) -> Option<Range<usize>> {
    const NSUBJPASS: u32 = code("nsubjpass");
    const CONJ: u32 = code("conj");
    const ADVCL: u32 = code("advcl");
    const XCOMP: u32 = code("xcomp");
    const ACL: u32 = code("acl");
    const NOUN: u32 = code("NOUN");
    const PROPN: u32 = code("PROPN");
    const VBN: u32 = code("VBN");
    const STEPS: usize = 4;
    let words = &reading.words;
    let mut at = verb;
    for step in 0..STEPS {
        let below = words[at].left as usize..=words[at].right as usize;
        let subject = below.take(LONGEST_QUOTATION).find(|child| {
            words[*child].head as usize == at
                && (words[*child].dep == NSUBJ || step > 0 && words[*child].dep == NSUBJPASS)
        });
        if let Some(subject) = subject {
            return Some(words[subject].left as usize..words[subject].right as usize + 1);
        }
        let head = words[at].head as usize;
        if !part.tokens.contains(&head) {
            return None;
        }
        match words[at].dep {
            CONJ | ADVCL | XCOMP if head != at => at = head,
            // "a man saying": not "a man described as", who says nothing.
            ACL if matches!(words[head].pos, NOUN | PROPN) && head < at && words[at].tag != VBN => {
                return Some(words[head].left as usize..head + 1);
            }
            _ => return None,
        }
    }
    None
}

/// A source that is only signs names nobody.
fn without_marks(reading: &Reading, source: &mut Range<usize>) {
    if source.clone().all(|at| reading.words[at].shape == 6) {
        source.end = source.start;
    }
}

/// Quoted words whose verb has no subject of its own, as in `laughed and called: "…"`, are those of the verb before it.
fn find_subject(reading: &Reading, part: &Part, attribution: &mut Attribution) {
    let words = &reading.words;
    let is_quoted = |at: usize| words[at].quoted != quoted::OUTSIDE;
    if !attribution.source.is_empty()
        || words[attribution.head].pos != VERB
        || words[attribution.head].children & child::PASSIVE != 0
        || !attribution.content.iter().cloned().flatten().any(is_quoted)
    {
        return;
    }
    let cue = attribution.cue.start..attribution.cue.end;
    let beside = || beside_cue(reading, part, attribution);
    let found = subject(reading, part, attribution.head)
        .map(|source| sources::behind_dateline(reading, part, source))
        .filter(|source| !source.is_empty())
        .or_else(beside);
    let found = found.filter(|source| {
        part.tokens.contains(&source.start)
            && !source.clone().any(|at| {
                is_quoted(at)
                    || cue.contains(&at)
                    || attribution.content.iter().any(|run| run.contains(&at))
            })
    });
    if let Some(source) = found {
        attribution.source = source;
    }
}

/// Who is described, accused or told does not say so: in `she was described by neighbours as "quiet"` the neighbours do, in
/// `a man described as "armed"` and `passengers are advised to wait` nobody who is named.
fn name_describer(reading: &Reading, attribution: &mut Attribution) {
    const DESCRIBING: [u32; 23] = [
        code("accuse"),
        code("advise"),
        code("brand"),
        code("call"),
        code("characterise"),
        code("characterize"),
        code("condemn"),
        code("criticise"),
        code("criticize"),
        code("denounce"),
        code("depict"),
        code("describe"),
        code("dub"),
        code("hail"),
        code("inform"),
        code("instruct"),
        code("label"),
        code("order"),
        code("portray"),
        code("praise"),
        code("remind"),
        code("tell"),
        code("warn"),
    ];
    const VBN: u32 = code("VBN");
    const VBD: u32 = code("VBD");
    const TO: u32 = code("to");
    const WITH: u32 = code("with");
    const CHARGE: u32 = code("charge");
    const NSUBJPASS: u32 = code("nsubjpass");
    const CONJ: u32 = code("conj");
    const ACL: u32 = code("acl");
    const AGENT: u32 = code("agent");
    const POBJ: u32 = code("pobj");
    let words = &reading.words;
    let verb = attribution.head;
    // "Teen charged with murder": whatever the parser makes of a headline.
    let charged = words[verb].lemma_lower == CHARGE
        && words.get(verb + 1).is_some_and(|next| next.form == WITH);
    // Who is "sentenced and ordered to pay" orders nobody, whom the verb would name.
    let first_of_content = attribution.content.first().map_or(verb, |run| run.start);
    let nobody = words[first_of_content].form == TO && first_of_content == verb + 1;
    let passive = |at: usize| words[at].tag == VBN || nobody && words[at].tag == VBD;
    if charged && !attribution.source.is_empty() {
        attribution.source = verb..verb;
    }
    // "Holt, the mayor, called the plan “mad”": the parser may take it for a plan of the mayor's that was called so.
    let describes =
        words[verb].dep == ACL && words[verb].children & (child::OBJECT | child::CCOMP) != 0;
    if attribution.source.is_empty()
        || !passive(verb)
        || describes
        || !DESCRIBING.contains(&words[verb].lemma_lower)
    {
        return;
    }
    let mut first = verb;
    while words[first].dep == CONJ
        && passive(first)
        && words[words[first].head as usize].tag == VBN
        && (words[first].head as usize) < first
    {
        first = words[first].head as usize;
    }
    let is_described = { attribution.source.clone() }.any(|at| {
        words[at].dep == NSUBJPASS && words[at].head as usize == first
            || words[verb].dep == ACL && words[verb].head as usize == at
    });
    if !is_described {
        return;
    }
    let below = |head: usize, dep: u32| {
        let below = words[head].left as usize..=words[head].right as usize;
        below
            .take(LONGEST_QUOTATION)
            .find(|&at| words[at].dep == dep && words[at].head as usize == head)
    };
    let who = below(verb, AGENT).and_then(|by| below(by, POBJ));
    attribution.source = who.map_or(verb..verb, |at| {
        words[at].left as usize..words[at].right as usize + 1
    });
}

/// The phrase between a quotation and the verb after it, or the one that follows both: `"…," shouted the mayor`, whatever the
/// parser makes of it.
fn beside_cue(reading: &Reading, part: &Part, attribution: &Attribution) -> Option<Range<usize>> {
    const NOUN: u32 = code("NOUN");
    const PROPN: u32 = code("PROPN");
    const PRON: u32 = code("PRON");
    const DOBJ: u32 = code("dobj");
    let words = &reading.words;
    let (start, end) = (attribution.cue.start, attribution.cue.end);
    let close = attribution
        .content
        .iter()
        .map(|run| run.end)
        .filter(|end| *end <= start)
        .max()?;
    if words[close - 1].quoted != quoted::CLOSE || start - close > LONGEST_NAME {
        return None;
    }
    if close < start {
        let nominal = |at: usize| matches!(words[at].pos, NOUN | PROPN | PRON);
        return (words[close..start].iter().all(|word| word.shape != 6)
            && (close..start).any(nominal))
        .then_some(close..start);
    }
    let object = (end..part.tokens.end.min(end + LONGEST_NAME))
        .find(|at| words[*at].dep == DOBJ && words[*at].head as usize == attribution.head)?;
    (words[object].left as usize == end).then_some(end..words[object].right as usize + 1)
}

/// Whether a verb can be what was done with words: any verb with a subject of its own.
fn is_said(words: &[Word], at: usize) -> bool {
    words[at].pos == VERB && words[at].children & child::SUBJECT != 0
}

/// After `"…," he said` the rest of the sentence is the reporter's, unless it begins in marks.
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
        && (matches!(words[last - 1].form, COMMA | QUESTION | EXCLAMATION)
            || ELLIPSES.contains(&words[last - 1].form));
    if opens_sentence && closes_before_cue {
        attribution.content.retain(|run| {
            let mut said = run.clone().filter(|at| words[*at].shape != 6);
            said.next()
                .is_some_and(|at| words[at].quoted != quoted::OUTSIDE)
        });
    }
}

/// Whole sentences in marks are what was said; the reporter's sentences before and after them are not, though the tagger ran on.
fn cut_at_marks(reading: &Reading, attribution: &mut Attribution) {
    const STARTS: [u32; 6] = [COLON, PERIOD, QUESTION, EXCLAMATION, DASH, code("(")];
    let words = &reading.words;
    let outside = |at: usize| words[at].quoted == quoted::OUTSIDE;
    let cue = attribution.cue.start;
    for run in &mut attribution.content {
        let ends = run.start < cue && run.end <= cue && words[run.end - 1].quoted == quoted::CLOSE;
        if ends
            && run.len() > 1
            && matches!(words[run.end - 2].form, COMMA | QUESTION | EXCLAMATION)
        {
            let open = (run.start + 1..run.end)
                .rev()
                .find(|at| words[*at].quoted == quoted::OPEN);
            let open = open.filter(|open| {
                (STARTS.contains(&words[open - 1].form) || words[open - 1].form == HYPHEN)
                    && (run.start..*open).all(outside)
            });
            run.start = open.unwrap_or(run.start);
        }
        let close = (run.start + 1..run.end.saturating_sub(1)).find(|at| {
            words[*at].quoted == quoted::CLOSE
                && matches!(words[at - 1].form, PERIOD | QUESTION | EXCLAMATION)
                && matches!(words[at + 1].shape, 2..=4)
                && (at + 1..run.end).all(outside)
        });
        run.end = close.map_or(run.end, |close| close + 1);
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
pub(crate) fn shorten_source(reading: &Reading, attribution: &mut Attribution) {
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
    if let Some(torn) = torn_clause(reading, &attribution.source) {
        attribution.source.end = torn;
    }
    let source = attribution.source.clone();
    let count = source.clone().filter(|at| words[*at].shape != 6).count();
    if count <= LONG_SOURCE {
        return;
    }
    // The hyphens of "61-year-old" are none.
    let cut = { source.clone() }
        .skip(1)
        .find(|&at| CUTS.contains(&words[at].form) && !extent::is_glued(words, at));
    if let Some(cut) = cut {
        attribution.source = source.start..cut;
    }
}

/// Where a clause about the speaker begins of which the source has only the first words: "a climber who watched his brother"
/// of "a climber who watched his brother fall".
fn torn_clause(reading: &Reading, source: &Range<usize>) -> Option<usize> {
    const OPENERS: [u32; 3] = [code("who"), code("which"), code("whose")];
    const RELCL: u32 = code("relcl");
    let words = &reading.words;
    let opener = { source.clone().skip(1) }.find(|&at| OPENERS.contains(&words[at].form))?;
    let end = opener - usize::from(words[opener - 1].form == COMMA);
    if opener + 1 == source.end {
        return (end > source.start).then_some(end);
    }
    let verb = (opener..source.end).find(|&at| words[at].dep == RELCL)?;
    let goes_on = words[verb].right as usize >= source.end && words[source.end].shape != 6;
    (goes_on && end > source.start).then_some(end)
}

/// "According to the police, Maria Holt, 35, was killed": who is told of stands behind the comma, with the verb.
fn part_subject(reading: &Reading, attribution: &mut Attribution) {
    const ACCORDING: u32 = code("according");
    const FINITE: [u32; 4] = [code("MD"), code("VBD"), code("VBP"), code("VBZ")];
    let words = &reading.words;
    let source = attribution.source.clone();
    let Some(run) = attribution.content.first_mut() else {
        return;
    };
    let first = &words[run.start];
    let beheaded = FINITE.contains(&first.tag) || first.shape == 1;
    let follows = run.start >= source.end && run.start - source.end <= 1;
    if words[attribution.cue.start].form != ACCORDING
        || source.start != attribution.cue.end
        || !(beheaded && follows)
    {
        return;
    }
    let comma = source.clone().find(|at| words[*at].form == COMMA);
    if let Some(comma) = comma.filter(|comma| *comma > source.start && comma + 1 < source.end) {
        attribution.source = source.start..comma;
        run.start = comma + 1;
    }
}

/// "The scientists today called on …": the day is no part of who speaks.
fn without_date(reading: &Reading, attribution: &mut Attribution) {
    const DATE: u32 = code("DATE");
    const NPADVMOD: u32 = code("npadvmod");
    let words = &reading.words;
    let source = &mut attribution.source;
    let dated = |at: usize| words[at].entity == DATE || words[at].entity == DATE ^ 1;
    let Some(last) = source.clone().next_back().filter(|&last| dated(last)) else {
        return;
    };
    let first = { source.clone() }.rev().take_while(|&at| dated(at)).last();
    if let Some(first) = first.filter(|&first| first > source.start)
        && words[last].dep == NPADVMOD
    {
        source.end = first;
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
