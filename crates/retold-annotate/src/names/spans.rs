//! Where names may stand: runs of words with capitals, cut at titles and at what cannot be inside a name.

use std::ops::Range;

use super::lexicon::{InPeople, InPlaces, Role};
use super::reading::{Label, Reading, Word};
use super::run::{is_number, is_particle, ordinal_street, run_end, takes_number};

/// The longest name in words where capitals say nothing.
const LONGEST_IN_HEADLINE: usize = 8;

/// A run of words that may be a name.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) words: Range<usize>,
    /// The titles and offices right before it.
    pub(super) title: Range<usize>,
}

/// The candidates of a text, in order, without overlap.
pub(super) fn spans(reading: &Reading<'_>) -> Vec<Span> {
    let mut result = Vec::new();
    let mut at = 0;
    while at < reading.words.len() {
        if !begins(reading, at) {
            at += 1;
            continue;
        }
        let end = run_end(reading, at);
        cut(reading, at..end, &mut result);
        at = end.max(at + 1);
    }
    for span in &mut result {
        span.title = title_before(reading, span.words.start);
    }
    result
}

/// Whether a name may begin at `at`.
fn begins(reading: &Reading<'_>, at: usize) -> bool {
    let word = &reading.words[at];
    // "#SaltmarshStrong" is a label.
    if word.glued && at > 0 && reading.words[at - 1].text == "#" {
        return false;
    }
    if is_party_of_state(reading, at) {
        return false;
    }
    if !word.capital {
        if ordinal_street(reading, at) {
            return true;
        }
        let hyphen = reading.words.get(at + 1).is_some_and(|w| w.text == "-");
        // The model takes "zero" and "creepy" for peoples now and then.
        let is_side =
            word.is(Role::Group) || word.key.ends_with("ist") || word.key.ends_with("ists");
        return matches!(word.model, Some((_, Label::Group)))
            && is_side
            && !word.is(Role::Never)
            && !hyphen;
    }
    // "WHO" and "UP" are no pronoun and no preposition.
    let acronym = word.shouted
        && !reading.in_headline(word)
        && (word.is(Role::Organisation)
            || matches!(word.model, Some((_, Label::Organisation | Label::Place))));
    if word.is(Role::Never) && !acronym && !whole_known(reading, at) && !listed(reading, at) {
        return false;
    }
    if reading.in_headline(word) {
        // What is left of a name of the model that ended at a verb is none: "Pleads | Guilty".
        let rest =
            at > 0 && same_model(reading, at - 1, at) && !reading.words[at - 1].is(Role::Never);
        let new = !rest && !word.of_clause && reading.is_spelled(word);
        return !word.is(Role::PeopleNoun) && (word.model.is_some() && new || known(word));
    }
    if word.opens {
        let named = matches!(word.model, Some((_, label)) if label != Label::Value);
        let strong = [Role::Country, Role::Region, Role::Group, Role::Organisation]
            .into_iter()
            .any(|role| word.is(role));
        return named
            || strong
            || reading.named.contains(&word.key)
            || word.shouted
            || word.proper
                && (known(word)
                    || !reading.lower.contains(&word.key)
                    || next_capital(reading, at));
    }
    true
}

/// ", D-Wash.": a member's party, before the state.
fn is_party_of_state(reading: &Reading<'_>, at: usize) -> bool {
    let beside = |place: Option<usize>| reading.beside(at, place).map_or("", |word| word.text);
    matches!(reading.words[at].text, "D" | "I" | "R")
        && matches!(beside(at.checked_sub(1)), "," | "(")
        && beside(Some(at + 1)) == "-"
        && reading
            .words
            .get(at + 2)
            .is_some_and(|state| state.glued && state.capital)
}

/// Whether it and the next word are a name of the lists: "Sunday Times".
fn listed(reading: &Reading<'_>, at: usize) -> bool {
    next_capital(reading, at) && {
        let entry = super::lexicon::look_up(&reading.form(at, at + 2));
        [
            Role::Outlet,
            Role::Organisation,
            Role::Group,
            Role::Country,
            Role::Region,
        ]
        .into_iter()
        .any(|role| entry.roles.has(role))
            || entry.places > InPlaces::No
    }
}

fn next_capital(reading: &Reading<'_>, at: usize) -> bool {
    reading
        .beside(at, Some(at + 1))
        .is_some_and(|next| next.capital && !next.is(Role::Never))
}

pub(super) fn known(word: &Word<'_>) -> bool {
    let roles = [Role::Country, Role::Region, Role::Group, Role::Organisation];
    roles.iter().any(|role| word.is(*role))
        || word.entry.places > InPlaces::Town
        || word.entry.people > InPeople::Some
}

/// Whether the model has a longer name that begins with this word: "Great Hall", "People's Court".
fn whole_known(reading: &Reading<'_>, at: usize) -> bool {
    let Some((_, label)) = reading.words[at].model else {
        return false;
    };
    // "Are Urban Meyer and …"
    let opening = &reading.words[at];
    if opening.of_clause && opening.entry.people == InPeople::No && label == Label::Person {
        return false;
    }
    let next = if reading.owns(at, at + 1) {
        at + 2
    } else {
        at + 1
    };
    matches!(
        label,
        Label::Organisation | Label::Person | Label::Place | Label::Facility
    ) && !matches!(&*reading.words[at].key, "the" | "a" | "an")
        && same_model(reading, at, next)
        && reading
            .beside(at, Some(next))
            .is_some_and(|next| next.capital)
}

/// Whether it is no name of its own: "Finance", "Agriculture".
pub(super) fn abstract_noun(word: &Word<'_>) -> bool {
    word.entry.people < InPeople::Family
        && word.entry.places < InPlaces::City
        && !word.is(Role::Country)
}

/// Whether the words are of one entity of the model.
pub(super) fn same_model(reading: &Reading<'_>, a: usize, b: usize) -> bool {
    match (
        reading.words[a].model,
        reading.words.get(b).and_then(|w| w.model),
    ) {
        (Some((one, label)), Some((other, _))) => one == other && label != Label::Value,
        _ => false,
    }
}

/// Cuts a run into names.
fn cut(reading: &Reading<'_>, run: Range<usize>, result: &mut Vec<Span>) {
    let words = &reading.words;
    let mut start = after_field(reading, &run);
    let mut at = start;
    let headed = |to: usize| {
        let last = &words[to - 1];
        last.is(Role::OrganisationHead)
            || last.is(Role::FacilityHead)
            || last.is(Role::OtherHead)
            || last.is(Role::PlaceHead)
    };
    while at < run.end {
        let word = &words[at];
        // "Lt. Cooper"
        let stop =
            usize::from(at + 1 < run.end && words[at + 1].text == "." && words[at + 1].glued);
        let next = (at + 1 + stop < run.end).then(|| &words[at + 1 + stop]);
        let before = (at > start).then(|| &words[at - 1]);
        let after_of = before.is_some_and(|b| matches!(b.text, "of" | "for" | "and" | "the" | "&"));
        // A title inside: what stands before it is one name, what stands behind it another.
        if word.is(Role::Title) && !after_of {
            let person_follows = next.is_some_and(|n| n.capital && !n.is(Role::OrganisationHead))
                && !(headed(run.end)
                    && !words[run.end - 1].is(Role::Title)
                    && words[run.end - 1].entry.people < InPeople::Family);
            let ends = next.is_none()
                && (at > run.start || !known(word))
                && (word.entry.people < InPeople::Family || before.is_some_and(known_place));
            let office_of = next.is_some_and(|n| matches!(n.text, "of" | "for"));
            if person_follows || ends || office_of && before.is_none() {
                push(reading, start..trim_end(reading, start..at), result);
                if office_of {
                    // "Secretary for Justice": the office's field is no name, a country is.
                    start = at + 2;
                    if start < run.end && words[start].text == "the" {
                        start += 1;
                    }
                    while start < run.end
                        && abstract_noun(&words[start])
                        && !words[start].is(Role::Group)
                    {
                        start += 1;
                    }
                    at = start;
                    continue;
                }
                start = at + 1 + stop;
                at = start;
                continue;
            }
        }
        // A nation before an office or a name: "Russian President".
        let pair = at == start && at + 2 <= run.end && {
            let form = reading.form(at, at + 2);
            super::lexicon::look_up(&form).roles.has(Role::Group)
        };
        if pair && at + 2 < run.end && !headed_by(&words[run.end - 1]) {
            push(reading, at..at + 2, result);
            start = at + 2;
            at = start;
            continue;
        }
        if !pair && at == start && person_after(reading, at, run.end) {
            // "Azerbaijan Sami Ghousheh", "NAM Bahaa Al Qudah".
            push(reading, at..at + 1, result);
            start = at + 1;
        } else if !pair
            && at == start
            && word.is(Role::Group)
            && !word.is(Role::Country)
            && next.is_some_and(|n| n.capital && n.text != "-")
            && !group_goes_on(reading, at, run.end)
        {
            push(reading, at..at + 1, result);
            start = at + 1;
        } else if at > start && word.capital && parted(reading, at, run.end) {
            push(reading, start..at, result);
            start = at;
        }
        at += 1;
    }
    push(reading, start..run.end, result);
}

/// Where the names of a run begin that follows "Minister of": behind the field of the office.
fn after_field(reading: &Reading<'_>, run: &Range<usize>) -> usize {
    let words = &reading.words;
    let office = |at: usize| {
        matches!(
            &*words[at].key,
            "minister" | "secretary" | "undersecretary" | "ministers"
        )
    };
    let mut from = run.start;
    let mut of = false;
    while from > 0 && run.start - from < 10 {
        let word = &words[from - 1];
        if word.block != words[run.start].block {
            return run.start;
        }
        if matches!(word.text, "of" | "for") {
            of = true;
        } else if of && office(from - 1) {
            break;
        } else if !(matches!(word.text, "and" | "," | "&" | "the")
            || word.capital && abstract_noun(word) && !of)
        {
            return run.start;
        }
        from -= 1;
    }
    if from == 0 || !of || !office(from - 1) {
        return run.start;
    }
    let field = |at: usize| {
        let word = &words[at];
        let roles = [Role::Group, Role::Organisation, Role::OrganisationHead];
        // A name has two words at least.
        let given_name = at + 2 == run.end && words[at + 1].entry.people > InPeople::Some;
        let person_begins = word.model.is_some_and(|(_, label)| label == Label::Person)
            && (at == 0 || words[at - 1].model != word.model);
        abstract_noun(word)
            && !roles.into_iter().any(|role| word.is(role))
            && !given_name
            && !person_begins
    };
    run.clone().find(|&at| !field(at)).unwrap_or(run.end)
}

/// Whether the model parts the run before the word at `at`, and nothing in the words says otherwise.
fn parted(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let words = &reading.words;
    // "Ursula von der Heide", of which the model has a person and a place.
    // "ST. JOSEPH": the stop is that of a short form.
    let shortened = words[at - 1].text == "."
        && at
            .checked_sub(2)
            .is_some_and(|first| words[first].is(Role::PlaceFirst));
    if headed_by(&words[end - 1]) || is_particle(&words[at - 1]) || shortened {
        return false;
    }
    let begins = |label: Label| label == Label::Person && words[at].entry.people > InPeople::Some;
    match (words[at - 1].model, words[at].model) {
        (Some((a, label_a)), Some((b, label_b))) => {
            a != b && (label_a != label_b || words[at - 1].is(Role::Country))
        }
        (None, Some((number, label))) => {
            begins(label)
                && words[at - 1].entry.people == InPeople::No
                && words[end - 1].model.is_some_and(|(n, _)| n == number)
        }
        _ => false,
    }
}

pub(super) fn known_place(word: &Word<'_>) -> bool {
    word.is(Role::Country) || word.is(Role::Region) || word.entry.places > InPlaces::Town
}

/// Whether the word is a country or an acronym and what stands behind it up to `end` is a person's full name.
fn person_after(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let words = &reading.words;
    let word = &words[at];
    let rest = &words[at + 1..end];
    (word.is(Role::Country) && word.entry.people < InPeople::Given
        || word.shouted && word.text.len() <= 5 && !word.text.contains('.'))
        && (2..=4).contains(&rest.iter().filter(|w| w.capital).count())
        && rest[0].entry.people > InPeople::Some
        && rest.iter().all(|w| {
            !w.shouted
                && (!w.capital
                    || w.entry.people > InPeople::No
                    || !w.proper
                    || w.entry.roles == super::lexicon::Roles::default())
        })
        && !headed_by(&words[end - 1])
}

fn headed_by(word: &Word<'_>) -> bool {
    [
        Role::OrganisationHead,
        Role::FacilityHead,
        Role::OtherHead,
        Role::PlaceHead,
    ]
    .into_iter()
    .any(|role| word.is(role))
}

/// Whether a nation's word is part of a longer name: a two-word nation, or an organisation that the model sees as one.
fn group_goes_on(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let words = &reading.words;
    if super::lexicon::look_up(&reading.form(at, at + 2))
        .roles
        .has(Role::Group)
    {
        return true;
    }
    // "Russian Federation"
    if super::lexicon::look_up(&reading.form(at, end))
        .roles
        .has(Role::Country)
    {
        return true;
    }
    let last = &words[end - 1];
    let next = &words[at + 1];
    if (next.is(Role::Title) || next.is(Role::TitleInner)) && !last.is(Role::OrganisationHead) {
        return false;
    }
    let side = ["party", "front", "brotherhood", "alliance", "union"].contains(&&*next.key);
    side || same_model(reading, at, at + 1)
        && words[at]
            .model
            .is_some_and(|(_, label)| label != Label::Group)
        || last.is(Role::OrganisationHead) && end - at > 2
        || last.is(Role::PlaceHead)
        || last.is(Role::OtherHead)
        || last.is(Role::FacilityHead)
}

/// Takes words of a title off the end.
fn trim_end(reading: &Reading<'_>, words: Range<usize>) -> usize {
    let mut end = words.end;
    while end > words.start {
        let word = &reading.words[end - 1];
        let hyphen = word.text == "-";
        if word.is(Role::Title) || word.is(Role::TitleInner) && !word.is(Role::Country) || hyphen {
            end -= 1;
        } else {
            break;
        }
    }
    end
}

fn push(reading: &Reading<'_>, mut words: Range<usize>, result: &mut Vec<Span>) {
    let small = |at: usize| {
        let word = &reading.words[at];
        !word.capital && !matches!(word.model, Some((_, Label::Group)))
    };
    while !words.is_empty()
        && !ordinal_street(reading, words.start)
        && (small(words.start) || matches!(&*reading.words[words.start].key, "the" | "a" | "an"))
    {
        words.start += 1;
    }
    while !words.is_empty() && small(words.end - 1) {
        let word = &reading.words[words.end - 1];
        if words.len() > 1 && is_number(word.text) && takes_number(&reading.words[words.end - 2]) {
            break;
        }
        let tail = word.glued
            && !word.key.is_empty()
            && words.end - words.start > 1
            && matches!(reading.words[words.end - 2].text, "-" | "'" | "’" | "‑");
        if tail {
            break;
        }
        words.end -= 1;
    }
    // "Lodge No. 5"
    let numbered = |at: usize| {
        let word = |at| {
            reading
                .words
                .get(at)
                .map_or("", |word: &Word<'_>| word.text)
        };
        word(at) == "No"
            && word(at + 1) == "."
            && word(at + 2).starts_with(|c: char| c.is_ascii_digit())
    };
    if !words.is_empty() && numbered(words.end - 1) {
        words.end -= 1;
    }
    // The model may take a headline whole for a name.
    let first = reading.words.get(words.start);
    let is_headline =
        words.len() > LONGEST_IN_HEADLINE && first.is_some_and(|first| reading.in_headline(first));
    if !words.is_empty() && !is_headline {
        let title = words.start..words.start;
        result.push(Span { words, title });
    }
}

/// The titles right before the word `at`.
fn title_before(reading: &Reading<'_>, at: usize) -> Range<usize> {
    let mut from = at;
    let mut titled = false;
    while from > 0 && at - from < 8 {
        let Some(word) = reading.beside(at, Some(from - 1)) else {
            break;
        };
        let stop =
            word.text == "." && word.glued && from >= 2 && reading.words[from - 2].is(Role::Title);
        if word.is(Role::Title) {
            titled = true;
        } else if !(stop || word.text == "-" || word.is(Role::TitleInner) && titled) {
            break;
        }
        from -= 1;
    }
    while from < at
        && !reading.words[from].is(Role::Title)
        && matches!(
            reading.words[from].text,
            "-" | "." | "and" | "the" | "of" | "for" | "his" | "her" | "your"
        )
    {
        from += 1;
    }
    if titled { from..at } else { at..at }
}
