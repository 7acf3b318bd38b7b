//! One document, one kind: the mentions of a form vote, and full names lend their kind to short ones.

use std::ops::Range;

use retold_model::NameGround;
use rustc_hash::FxHashMap;

use super::kind::{self, ORGANISATION, OTHER, PERSON, PLACE, Scores};
use super::reading::{Label, Reading, Word};
use super::spans::Span;

/// The scores of each candidate after all of the document have spoken.
pub(super) fn settle(reading: &Reading<'_>, spans: &[Span]) -> Vec<Scores> {
    let own: Vec<Scores> = spans
        .iter()
        .map(|span| kind::scores(reading, span))
        .collect();
    // Forms, numbered in the order in which they come.
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut forms: Vec<Form> = Vec::new();
    let mut form_of: Vec<usize> = Vec::with_capacity(spans.len());
    for (at, span) in spans.iter().enumerate() {
        let form = reading.form(span.words.start, span.words.end);
        let number = *numbers.entry(form).or_insert_with(|| {
            forms.push(Form {
                first: at,
                ..Form::default()
            });
            forms.len() - 1
        });
        forms[number].add(&own[at]);
        form_of.push(number);
    }
    for form in &mut forms {
        form.average();
    }
    enumerations(reading, spans, &form_of, &mut forms);
    short_forms(reading, spans, &numbers, &mut forms);
    acronyms(reading, spans, &form_of, &mut forms);
    form_of
        .iter()
        .zip(&own)
        .map(|(&number, own)| {
            let mut scores = forms[number].scores;
            let best = scores.best();
            for (ground, kinds) in own.grounds.iter().enumerate() {
                scores.grounds[ground] = *kinds
                    | (scores.grounds[ground]
                        & if ground >= NameGround::Acronym as usize {
                            0xff
                        } else {
                            0
                        });
            }
            if scores.grounds.iter().all(|kinds| kinds & (1 << best) == 0) {
                scores.grounds[NameGround::Document as usize] |= 1 << best;
            }
            scores
        })
        .collect()
}

/// What one mention as a vessel says for all mentions of a form: more than a head word and the language model together.
const VESSEL: f32 = 6.0;

/// What a full name says for a surname that speaks, and is a place's name, too: more than the lists and the language model.
const SPEAKS: f32 = 7.0;

/// All mentions of one form.
#[derive(Default)]
struct Form {
    /// The first candidate that has it.
    first: usize,
    count: u16,
    in_row: bool,
    /// The kinds that the words around a mention tell nearly for sure.
    contexts: u8,
    vessel: bool,
    /// A mention stands before what people do as subjects.
    says: bool,
    scores: Scores,
}

impl Form {
    fn add(&mut self, scores: &Scores) {
        self.count = self.count.saturating_add(1);
        self.contexts |= scores.told;
        self.vessel |= scores.vessel;
        self.says |= scores.says;
        for (sum, own) in self.scores.kinds.iter_mut().zip(scores.kinds) {
            *sum += own;
        }
    }

    fn average(&mut self) {
        // Many mentions make it surer that it is a name at all.
        let context = |kind: usize| (self.contexts & (1 << kind)) != 0;
        if self.count > 1 {
            match (context(PERSON), context(PLACE)) {
                (true, false) => self.scores.kinds[PERSON] += 1.5,
                (false, true) => self.scores.kinds[PLACE] += 1.2,
                _ => {}
            }
        }
        let more = (f32::from(self.count.min(8))).ln() * 0.3;
        for sum in &mut self.scores.kinds {
            *sum /= f32::from(self.count);
        }
        self.scores.kinds[OTHER] -= more;
        if self.vessel {
            self.scores.kinds[OTHER] += VESSEL;
        }
    }
}

/// Names in a row are mostly of one kind: "Lampang, Uttaradit and Phichit".
fn enumerations(reading: &Reading<'_>, spans: &[Span], form_of: &[usize], forms: &mut [Form]) {
    let follows = |pair: &[Span]| {
        let between = pair[0].words.end..pair[1].words.start;
        let signs = &reading.words[between.start.min(between.end)..between.end];
        !signs.is_empty()
            && signs.len() <= 2
            && signs[0].block == reading.words[pair[1].words.start].block
            && signs
                .iter()
                .all(|w| matches!(w.text, "," | "and" | "&" | "or" | ";" | "/"))
    };
    let mut start = 0;
    while start < spans.len() {
        let mut end = start + 1;
        while end < spans.len() && follows(&spans[end - 1..=end]) {
            end += 1;
        }
        let row = &form_of[start..end];
        if row.len() > 2 || row.len() == 2 && reading.words[spans[start].words.end].text != "," {
            let mut counts = [0_u16; 6];
            for &form in row {
                counts[forms[form].scores.best()] += 1;
            }
            let most = (0..OTHER)
                .max_by_key(|&kind| (counts[kind], OTHER - kind))
                .unwrap_or(0);
            if usize::from(counts[most]) * 2 >= row.len() {
                for &form in row {
                    if !forms[form].in_row {
                        forms[form].in_row = true;
                        forms[form].scores.kinds[most] += 0.8;
                    }
                }
            }
        }
        start = end;
    }
}

/// A full name lends its kind to its first and last word.
fn short_forms(
    reading: &Reading<'_>,
    spans: &[Span],
    numbers: &FxHashMap<String, usize>,
    forms: &mut [Form],
) {
    let mut lent: Vec<(usize, f32)> = Vec::new();
    for form in forms.iter() {
        let words = &spans[form.first].words;
        if words.len() < 2 || form.scores.best() != PERSON {
            continue;
        }
        // Of "Xi Jinping" and "Orbán Viktor" the first word stands alone, and the rest never does: the family name leads.
        let has_tail = |words: &Range<usize>| {
            (words.start + 1..words.end)
                .any(|from| numbers.contains_key(&reading.form(from, words.end)))
        };
        for from in words.clone() {
            let word = &reading.words[from];
            if !word.capital {
                continue;
            }
            let tail = reading.form(from, words.end);
            if from > words.start
                && let Some(&number) = numbers.get(&tail)
            {
                let short = &forms[number];
                let place = short.contexts & (1 << PLACE) != 0;
                // Where Nicole Washington is named and "Washington recalled", no town is meant.
                let speaks = short.says && !place && short.scores.best() == PLACE;
                lent.push((number, if speaks { SPEAKS } else { 2.5 }));
            }
            if let Some(&number) = numbers.get(&*word.key) {
                let first = from == words.start;
                let open = matches!(forms[number].scores.best(), PERSON | OTHER);
                let leads = open && first && is_of_person(word) && !has_tail(words);
                let weight = if first && !leads { 1.2 } else { 1.8 };
                lent.push((number, weight));
            }
        }
    }
    for (number, weight) in lent {
        let scores = &mut forms[number].scores;
        if scores.grounds[NameGround::Document as usize] == 0 {
            scores.kinds[PERSON] += weight;
            scores.grounds[NameGround::Document as usize] |= 1 << PERSON;
        }
    }
}

/// Whether the language model takes the word for a part of a person's name.
fn is_of_person(word: &Word<'_>) -> bool {
    word.model.is_some_and(|(_, label)| label == Label::Person)
}

/// An acronym in brackets after a name takes its kind.
fn acronyms(reading: &Reading<'_>, spans: &[Span], form_of: &[usize], forms: &mut [Form]) {
    for (at, pair) in spans.windows(2).enumerate() {
        let [name, short] = pair else { continue };
        let bracket = short.words.start == name.words.end + 1
            && reading.words[name.words.end].text == "("
            && reading
                .words
                .get(short.words.end)
                .is_some_and(|w| w.text == ")");
        if !bracket || name.words.len() < 2 || !stands_for(reading, name, short) {
            continue;
        }
        let mut full = forms[form_of[at]].scores;
        full.kinds[kind::GROUP] = 0.0;
        let best = match full.best() {
            PERSON => ORGANISATION,
            best => best,
        };
        let scores = &mut forms[form_of[at + 1]].scores;
        scores.kinds[best] += 2.5;
        scores.grounds[NameGround::Acronym as usize] |= 1 << best;
    }
}

/// Whether what stands in brackets is made of the first letters of the name, or of its syllables: "NIDA", "Ovsicori".
fn stands_for(reading: &Reading<'_>, name: &Span, short: &Span) -> bool {
    let word = &reading.words[short.words.start];
    if word.shouted {
        return true;
    }
    if short.words.len() > 1 || name.words.len() < 3 {
        return false;
    }
    // Each letter must be found further on in the name.
    let full = reading.form(name.words.start, name.words.end);
    let mut letters = full.chars();
    word.key.chars().all(|c| letters.any(|letter| letter == c))
}
