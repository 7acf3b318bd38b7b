//! What stands around a quote: to whom, through what and on what occasion it was said, and the outlets between.
//!
//! Rules over the parse, made for precision: what they do not know they leave out.

use std::ops::Range;
use std::sync::LazyLock;

use retold_model::ViaRole;
use rustc_hash::FxHashSet;

use super::reading::{Code, Reading, Word, code, quoted};
use super::tagger::Attribution;

/// Tokens of a phrase that is still taken.
const LONGEST_PHRASE: usize = 14;

/// Sentences that are looked back for the name of a pronoun.
const LOOK_BACK: u32 = 2;

/// Tokens that are looked back for it.
const LONGEST_LOOK_BACK: usize = 120;

/// What was found around one quote, as tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Circumstances {
    /// The one who is cited, where the source only passed it on, and where the cited words begin.
    pub(crate) cited: Option<(Range<usize>, usize)>,
    pub(crate) name: Option<Range<usize>>,
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) medium: Option<Range<usize>>,
    pub(crate) setting: Option<Range<usize>>,
    pub(crate) via: Vec<(Range<usize>, ViaRole)>,
}

struct Lists {
    medium: FxHashSet<Code>,
    setting: FxHashSet<Code>,
    outlet: FxHashSet<Code>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let text = include_str!("../../data/quotes-circumstances.txt");
    let list = |name: &str| -> FxHashSet<Code> {
        text.lines()
            .filter_map(|line| line.split_once(':').filter(|(key, _)| *key == name))
            .flat_map(|(_, words)| words.split_whitespace())
            .map(|word| code(&word.to_lowercase()))
            .collect()
    };
    Lists {
        medium: list("medium"),
        setting: list("setting"),
        outlet: list("outlet"),
    }
});

const PREP: Code = code("prep");
const POBJ: Code = code("pobj");
const DOBJ: Code = code("dobj");
const DATIVE: Code = code("dative");
const PRON: Code = code("PRON");
const PERSON: Code = code("PERSON");

/// Everything around one attribution.
pub(crate) fn circumstances(reading: &Reading, attribution: &Attribution) -> Circumstances {
    let words = &reading.words;
    let mut result = Circumstances::default();
    let head = attribution.head;
    let busy = |at: usize| {
        attribution.source.contains(&at) || attribution.content.iter().any(|run| run.contains(&at))
    };
    let phrase = |at: usize| -> Range<usize> {
        let start = (words[at].left as usize).max(at.saturating_sub(LONGEST_PHRASE));
        let most = (words[at].right as usize + 1).min(at + LONGEST_PHRASE);
        let mut end = at + 1;
        while end < most && !busy(end) && !ends_phrase(&words[end]) {
            end += 1;
        }
        let start = (start..=at).rev().take_while(|at| !busy(*at)).last();
        start.unwrap_or(at)..end
    };
    let near = window(words, head);
    for at in near.clone() {
        let word = &words[at];
        if word.head as usize != head || at == head || busy(at) || word.quoted != quoted::OUTSIDE {
            continue;
        }
        let is_object = matches!(word.dep, DOBJ | DATIVE) && word.dep != PREP;
        if is_object && takes_addressee(&words[head]) && is_nominal(word) && at > head {
            let found = phrase(at);
            if is_outlet(words, &found) {
                result.via.push((found.clone(), ViaRole::Told));
            }
            result.addressee = result.addressee.or(Some(found));
        }
        if is_citing(word)
            && let Some(found) = object_of(words, at).filter(|object| !busy(*object))
        {
            let phrase = phrase(found);
            // "the agency reported, citing the mayor": the mayor's words.
            if is_one_person(words, found)
                && !attribution.source.is_empty()
                && is_outlet(words, &attribution.source)
            {
                let source = attribution.source.clone();
                result.via.push((source, ViaRole::Reported));
                result.cited = Some((phrase, 0));
            } else {
                result.via.push((phrase, ViaRole::Cited));
            }
        }
    }
    let opening = shared_opening(words, attribution);
    for at in near.chain(opening) {
        let word = &words[at];
        let below = word.head as usize == head
            || Some(at) == opening
            || (attribution.cue.start..attribution.cue.end).contains(&(word.head as usize));
        if word.dep != PREP || !below || busy(at) || word.quoted != quoted::OUTSIDE {
            continue;
        }
        let object = window(words, at)
            .find(|&object| words[object].head as usize == at && words[object].dep == POBJ);
        let Some(object) = object.filter(|object| !busy(*object)) else {
            continue;
        };
        let noun = words[object].lemma_lower;
        let place = phrase(at);
        if LISTS.setting.contains(&noun) {
            result.setting = result.setting.or(Some(place));
        } else if LISTS.medium.contains(&noun) {
            result.medium = result.medium.or(Some(place));
        } else if word.form == code("to") && says_to(&words[head]) && is_nominal(&words[object]) {
            result.addressee = result.addressee.or(Some(phrase(object)));
            continue;
        } else {
            continue;
        }
        // "an interview with CNN", "an email to Al Jazeera": the outlet that was spoken to.
        for link in window(words, object) {
            let preposition = &words[link];
            if preposition.head as usize != object
                || !matches!(preposition.form, WITH | TO)
                || busy(link)
            {
                continue;
            }
            let outlet = window(words, link)
                .find(|&at| words[at].head as usize == link && words[at].dep == POBJ);
            if let Some(outlet) = outlet.filter(|outlet| !busy(*outlet)) {
                let found = phrase(outlet);
                if is_outlet(words, &found) {
                    result.via.push((found, ViaRole::Told));
                }
            }
        }
    }
    if result.cited.is_none() {
        cited_as_saying(reading, attribution, &mut result);
    }
    let speaker = result
        .cited
        .as_ref()
        .map_or(attribution.source.clone(), |(speaker, _)| speaker.clone());
    if !speaker.is_empty() {
        result.name = name_of(reading, &speaker, result.addressee.as_ref());
    }
    result
}

const GENITIVE: Code = code("'s");
const WITH: Code = code("with");
const TO: Code = code("to");

/// Whom a report cites: "Reuters reports citing state media".
pub(crate) fn cited(reading: &Reading, report: &Attribution) -> Option<Range<usize>> {
    let words = &reading.words;
    let head = report.head;
    let verb =
        window(words, head).find(|&at| words[at].head as usize == head && is_citing(&words[at]))?;
    let object = object_of(words, verb)?;
    let start = (words[object].left as usize).max(verb + 1);
    let end = (start..=words[object].right as usize)
        .take(LONGEST_PHRASE)
        .take_while(|at| *at <= object || !ends_phrase(&words[*at]))
        .last()?;
    Some(start..end + 1)
}

/// The object of a verb.
fn object_of(words: &[Word], verb: usize) -> Option<usize> {
    window(words, verb).find(|&at| words[at].head as usize == verb && words[at].dep == DOBJ)
}

/// Whether a noun names a single person.
fn is_one_person(words: &[Word], at: usize) -> bool {
    words[at].entity == PERSON || words[at].entity == PERSON ^ 1
}

/// "RIA Novosti cited Putin as saying": the one who is cited speaks, the other passed it on.
fn cited_as_saying(reading: &Reading, attribution: &Attribution, result: &mut Circumstances) {
    const CITE: Code = code("cite");
    const QUOTE: Code = code("quote");
    const REPORT: Code = code("report");
    let is_passing_on = |at: usize| matches!(reading.words[at].lemma, CITE | QUOTE | REPORT);
    let words = &reading.words;
    let cue = &attribution.cue;
    if attribution.source.is_empty() || words[attribution.source.start].quoted != quoted::OUTSIDE {
        return;
    }
    // The tagger may take "saying" alone for the cue.
    let first = cue.start.min(
        attribution
            .source
            .end
            .max(cue.start.saturating_sub(LONGEST_PHRASE)),
    );
    let Some(verb) = (first..cue.end).find(|&at| is_passing_on(at)) else {
        reported_as_saying(words, attribution, result);
        return;
    };
    let last = (verb + LONGEST_PHRASE).min(words.len());
    let marker = (verb + 1..last.saturating_sub(1))
        .find(|&at| words[at].form == code("as") && words[at + 1].form == code("saying"));
    let (Some(marker), true) = (marker, attribution.source.end <= verb) else {
        return;
    };
    let object = (verb + 1..marker)
        .find(|&at| words[at].head as usize == verb && matches!(words[at].dep, DOBJ));
    let Some(object) = object else {
        return;
    };
    let start = (words[object].left as usize).max(verb + 1);
    result.cited = Some((
        start..(words[object].right as usize + 1).min(marker),
        marker + 2,
    ));
    result
        .via
        .push((attribution.source.clone(), ViaRole::Reported));
}

/// The same where the tagger took "saying" for the cue and the one who is cited for the source.
fn reported_as_saying(words: &[Word], attribution: &Attribution, result: &mut Circumstances) {
    const VERBS: [Code; 3] = [code("cite"), code("quote"), code("report")];
    const NSUBJ: Code = code("nsubj");
    let source = &attribution.source;
    let said = words
        .get(source.end)
        .is_some_and(|word| word.form == code("as"))
        && words
            .get(source.end + 1)
            .is_some_and(|word| word.form == code("saying"));
    let Some(verb) = source.start.checked_sub(1).filter(|_| said) else {
        return;
    };
    if !VERBS.contains(&words[verb].lemma) {
        return;
    }
    let subject = window(words, verb)
        .find(|&at| words[at].head as usize == verb && words[at].dep == NSUBJ && at < verb);
    if let Some(subject) = subject {
        let outlet = (words[subject].left as usize).max(subject.saturating_sub(LONGEST_PHRASE))
            ..(words[subject].right as usize + 1).min(verb);
        let free = !attribution
            .content
            .iter()
            .any(|run| run.start < outlet.end && outlet.start < run.end);
        if free && !outlet.is_empty() {
            result.via.push((outlet, ViaRole::Reported));
        }
    }
}

/// "In an interview with the agency, Olsen praised the deal and what she called …": the phrase that opens the sentence holds
/// for all that its subject says in it. Tells its preposition.
fn shared_opening(words: &[Word], attribution: &Attribution) -> Option<usize> {
    const NSUBJ: Code = code("nsubj");
    let source = &attribution.source;
    let head = attribution.head;
    let back = (head.saturating_sub(LONGEST_LOOK_BACK)..head).rev();
    let first = { back }
        .take_while(|at| words[*at].sentence == words[head].sentence)
        .last()?;
    let verb = words[first].head as usize;
    if words[first].dep != PREP || verb == head || verb <= first || source.is_empty() {
        return None;
    }
    let subject = window(words, verb)
        .find(|&at| words[at].head as usize == verb && words[at].dep == NSUBJ)?;
    let same = subject == source.end - 1
        || source.len() == 1 && SINGULAR.contains(&words[source.start].form);
    same.then_some(first)
}

/// The tokens around a head in which its dependents are looked for.
fn window(words: &[Word], head: usize) -> Range<usize> {
    let start = (words[head].left as usize).max(head.saturating_sub(LONGEST_LOOK_BACK));
    let end = (words[head].right as usize + 1).min(head + LONGEST_LOOK_BACK);
    start..end
}

fn ends_phrase(word: &Word) -> bool {
    const ENDS: [Code; 8] = [
        code(","),
        code("."),
        code(";"),
        code(":"),
        code("—"),
        code("who"),
        code("that"),
        code("which"),
    ];
    ENDS.contains(&word.form) || word.quoted != quoted::OUTSIDE
}

fn is_nominal(word: &Word) -> bool {
    const NOUN: Code = code("NOUN");
    const PROPN: Code = code("PROPN");
    matches!(word.pos, NOUN | PROPN | PRON)
}

fn takes_addressee(word: &Word) -> bool {
    const VERBS: [Code; 9] = [
        code("tell"),
        code("ask"),
        code("inform"),
        code("remind"),
        code("assure"),
        code("warn"),
        code("urge"),
        code("advise"),
        code("notify"),
    ];
    VERBS.contains(&word.lemma)
}

fn says_to(word: &Word) -> bool {
    matches!(word.lemma, SAY | SPEAK | WRITE)
}

const SAY: Code = code("say");
const SPEAK: Code = code("speak");
const WRITE: Code = code("write");

fn is_citing(word: &Word) -> bool {
    word.form == code("citing") || word.form == code("quoting")
}

/// Whether a phrase names an outlet or an agency.
pub(crate) fn is_outlet(words: &[Word], phrase: &Range<usize>) -> bool {
    phrase
        .clone()
        .any(|at| LISTS.outlet.contains(&words[at].form) && words[at].shape != 6)
}

/// Pronouns of one person.
const SINGULAR: [Code; 4] = [code("he"), code("she"), code("his"), code("her")];

/// Whether a word is a pronoun of one person.
pub(crate) fn is_singular(word: &Word) -> bool {
    SINGULAR.contains(&word.form)
}

/// The name that a mention stands for: its own, or for a pronoun the one person of the sentences before.
/// Never the one who is spoken to.
fn name_of(
    reading: &Reading,
    mention: &Range<usize>,
    addressee: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let words = &reading.words;
    // A name in the genitive is another's: "Cameron's spokesman".
    let mut own = names(words, mention.clone());
    own.retain(|(_, name)| name.end >= mention.end || words[name.end].form != GENITIVE);
    let people = own.iter().find(|(kind, _)| *kind == PERSON);
    if let Some((_, name)) = people.or(own.first()) {
        return Some(name.clone());
    }
    if let Some((phrase, noun)) = told_of(words, mention) {
        // "the mayor of Ashford, who": not Ashford.
        let own = names(words, phrase.clone());
        let own = own.into_iter().find(|(_, name)| name.contains(&noun));
        return Some(own.map_or(phrase, |(_, name)| name));
    }
    if mention.len() != 1 || !SINGULAR.contains(&words[mention.start].form) {
        return None;
    }
    let sentence = words[mention.start].sentence;
    let first = (mention.start.saturating_sub(LONGEST_LOOK_BACK)..mention.start)
        .find(|&at| words[at].sentence + LOOK_BACK >= sentence)?;
    let people = names(words, first..mention.start)
        .into_iter()
        .filter(|(kind, name)| *kind == PERSON && words[name.start].quoted == quoted::OUTSIDE)
        .map(|(_, name)| name);
    let last = |name: &Range<usize>| words[name.end - 1].form;
    let told: Vec<Code> = addressee.map_or_else(Vec::new, |told| {
        names(words, told.clone())
            .iter()
            .map(|(_, name)| last(name))
            .collect()
    });
    let mut people = people.filter(|name| !told.contains(&last(name)));
    let found = people.next()?;
    let surname = last(&found);
    // Two people: it could be either.
    people.all(|other| last(&other) == surname).then_some(found)
}

/// Whom a relative clause tells of, and the noun of that phrase: of "who" in "the two ministers, who said" the ministers.
fn told_of(words: &[Word], mention: &Range<usize>) -> Option<(Range<usize>, usize)> {
    const WHO: Code = code("WP");
    const WHICH: Code = code("WDT");
    const RELCL: Code = code("relcl");
    const CONJ: Code = code("conj");
    const OF: Code = code("of");
    const PLACE: Code = code("GPE");
    const STEPS: usize = 3;
    let at = mention.start;
    if mention.len() != 1 || !matches!(words[at].tag, WHO | WHICH) {
        return None;
    }
    let mut verb = words[at].head as usize;
    for _ in 0..STEPS {
        if words[verb].dep != CONJ {
            break;
        }
        verb = words[verb].head as usize;
    }
    let mut noun = words[verb].head as usize;
    if words[verb].dep != RELCL || noun >= at {
        return None;
    }
    // "the mayor of Ashford, who said": the mayor.
    let above = words[noun].head as usize;
    if words[at].tag == WHO
        && words[noun].dep == POBJ
        && matches!(words[noun].entity, PLACE)
        && words[above].form == OF
    {
        noun = words[above].head as usize;
    }
    if noun >= at {
        return None;
    }
    let start = (words[noun].left as usize).max(noun.saturating_sub(LONGEST_PHRASE));
    let mut end = (words[verb].left as usize).clamp(noun + 1, noun + LONGEST_PHRASE);
    while end > noun + 1 && words[end - 1].shape == 6 {
        end -= 1;
    }
    is_nominal(&words[noun]).then_some((start..end, noun))
}

/// The entities that begin in `tokens`, with their types.
fn names(words: &[Word], tokens: Range<usize>) -> Vec<(Code, Range<usize>)> {
    const KINDS: [Code; 4] = [PERSON, code("ORG"), code("GPE"), code("NORP")];
    let mut result: Vec<(Code, Range<usize>)> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let kind = words[at].entity;
        let start = at;
        at += 1;
        if KINDS.contains(&kind) {
            while at < tokens.end && words[at].entity == kind ^ 1 {
                at += 1;
            }
            // "Putin's": the name ends before the mark.
            let end = if at > start + 1 && words[at - 1].form == GENITIVE {
                at - 1
            } else {
                at
            };
            result.push((kind, start..end));
        }
    }
    result
}
