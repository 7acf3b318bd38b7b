//! Which mentions of names stand for one thing: the same form, parts of a full name, initials.

use std::borrow::Cow;
use std::cmp::Reverse;

use retold_model::{Mention, NameKind};
use rustc_hash::FxHashMap;

use super::lexicon::{Noun, Sex, first_name_of, noun, sex_of_given_name};
use super::person;
use crate::names::key;

/// Candidates that are weighed for one short form; hostile texts have more.
const MOST_CANDIDATES: usize = 16;

/// Words of a name that are compared.
const MOST_WORDS: usize = 12;

/// The mentions of one thing, by their numbers, ascending.
#[derive(Clone, Debug)]
pub(super) struct Named<'t> {
    pub(super) kind: NameKind,
    /// The mention with the fullest name.
    pub(super) fullest: usize,
    pub(super) mentions: Vec<usize>,
    /// The words of the fullest name, folded.
    pub(super) words: Vec<Cow<'t, str>>,
    /// Mentions that are the initials of the fullest name, ascending.
    pub(super) acronyms: Vec<usize>,
    pub(super) sex: Option<Sex>,
}

/// What makes mentions one form: kind, what a title tells, words.
type FormKey<'t> = (NameKind, Option<Sex>, Vec<Cow<'t, str>>);

/// All mentions of one form and kind.
struct Form<'t> {
    kind: NameKind,
    words: Vec<Cow<'t, str>>,
    /// It is one word of capitals.
    shouted: bool,
    mentions: Vec<usize>,
    /// What titles before a mention tell.
    sex: Option<Sex>,
    /// What it was joined to.
    named: Option<usize>,
    acronym: bool,
}

/// Groups the mentions of a text. Each mention is in one group.
pub(super) fn named<'t>(text: &'t str, mentions: &[Mention]) -> Vec<Named<'t>> {
    let mut forms = forms(text, mentions);
    let mut result: Vec<Named<'t>> = Vec::new();
    people(text, mentions, &mut forms, &mut result);
    bodies(text, mentions, &mut forms, &mut result);
    for number in 0..forms.len() {
        if forms[number].named.is_none() {
            found(&mut forms, number, &mut result);
        }
    }
    for group in &mut result {
        group.mentions.sort_unstable();
        group.acronyms.sort_unstable();
    }
    result.retain(|group| !group.mentions.is_empty());
    result.sort_by_key(|group| group.mentions[0]);
    result
}

fn forms<'t>(text: &'t str, mentions: &[Mention]) -> Vec<Form<'t>> {
    let mut numbers: FxHashMap<FormKey<'t>, usize> = FxHashMap::default();
    let mut forms: Vec<Form<'t>> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        let name = mention.range.slice(text).unwrap_or("");
        let words = words(name, mention.kind);
        let sex = title_of(text, mention).and_then(person::sex_of_title);
        let number = *numbers
            .entry((mention.kind, sex, words.clone()))
            .or_insert_with(|| {
                forms.push(Form {
                    kind: mention.kind,
                    shouted: words.len() == 1
                        && (2..=8).contains(&words[0].len())
                        && !name.chars().any(char::is_lowercase),
                    words,
                    mentions: Vec::new(),
                    sex,
                    named: None,
                    acronym: false,
                });
                forms.len() - 1
            });
        forms[number].mentions.push(at);
    }
    forms
}

fn title_of<'t>(text: &'t str, mention: &Mention) -> Option<&'t str> {
    mention.title?.slice(text)
}

/// The words of a name that count: folded, without dots, articles and what only says what kind of body it is.
fn words(name: &str, kind: NameKind) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<'_, str>> = name
        .split_whitespace()
        .take(MOST_WORDS)
        .map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let key = key(word);
            if key.contains('.') {
                Cow::Owned(key.replace('.', ""))
            } else {
                key
            }
        })
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    match kind {
        NameKind::Person => {
            while words.len() > 1
                && matches!(
                    words.last().map(AsRef::as_ref),
                    Some("jr" | "sr" | "ii" | "iii" | "iv")
                )
            {
                words.pop();
            }
        }
        NameKind::Organisation => {
            while words.len() > 1
                && matches!(
                    words.last().map(AsRef::as_ref),
                    Some(
                        "inc"
                            | "incorporated"
                            | "ltd"
                            | "limited"
                            | "llc"
                            | "llp"
                            | "plc"
                            | "corp"
                            | "corporation"
                            | "co"
                            | "ag"
                            | "sa"
                            | "se"
                            | "gmbh"
                            | "nv"
                            | "spa"
                            | "oyj"
                            | "asa"
                            | "bhd"
                            | "pjsc"
                            | "jsc"
                            | "kg"
                    )
                )
            {
                words.pop();
            }
        }
        NameKind::Group => {
            // "Russian" and "Russians" are one people.
            if let Some(last) = words.last_mut() {
                let single = last.strip_suffix('s').filter(|word| word.ends_with('n'));
                if let Some(single) = single {
                    *last = Cow::Owned(single.to_owned());
                }
            }
        }
        _ => {}
    }
    if kind == NameKind::Place
        && words.len() < 5
        && let Some(first) = first_name_of(&words.join(" "))
    {
        return first.split(' ').map(Cow::Borrowed).collect();
    }
    if words.is_empty() {
        words.push(Cow::Borrowed(name));
    }
    words
}

/// Makes a group of a form.
fn found<'t>(forms: &mut [Form<'t>], number: usize, result: &mut Vec<Named<'t>>) -> usize {
    let form = &mut forms[number];
    let named = result.len();
    form.named = Some(named);
    result.push(Named {
        kind: form.kind,
        fullest: form.mentions[0],
        mentions: form.mentions.clone(),
        words: form.words.clone(),
        acronyms: Vec::new(),
        sex: form.sex.or_else(|| {
            (form.kind == NameKind::Person)
                .then(|| sex_of_given_name(&form.words[0]))
                .flatten()
        }),
    });
    named
}

/// Joins a form to a group.
fn join(forms: &mut [Form<'_>], number: usize, named: usize, result: &mut [Named<'_>]) {
    let form = &mut forms[number];
    form.named = Some(named);
    let group = &mut result[named];
    group.mentions.extend_from_slice(&form.mentions);
    group.sex = group.sex.or(form.sex);
    if form.acronym {
        group.acronyms.extend_from_slice(&form.mentions);
    }
}

/// A family name without its article: of "al-Assad" it is "assad".
fn plain(word: &str) -> &str {
    for article in ["al-", "el-", "as-", "ad-", "ar-", "ash-", "d'", "o'"] {
        if let Some(rest) = word.strip_prefix(article)
            && article != "o'"
            && rest.len() > 2
        {
            return rest;
        }
    }
    word
}

/// People: full names first, then what can be a part of them.
fn people<'t>(
    text: &str,
    mentions: &[Mention],
    forms: &mut [Form<'t>],
    result: &mut Vec<Named<'t>>,
) {
    let mut order: Vec<usize> = (0..forms.len())
        .filter(|&number| forms[number].kind == NameKind::Person)
        .collect();
    // "Mrs. Clinton" before "Clinton": what a title tells is known before the bare name asks.
    order.sort_by_key(|&number| {
        let form = &forms[number];
        (Reverse(form.words.len()), form.sex.is_none(), number)
    });
    // The groups that have a word in their fullest name.
    let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for number in order {
        let last = forms[number].words.last().map_or("", AsRef::as_ref);
        let candidates: Vec<usize> = by_word.get(plain(last)).map_or_else(Vec::new, |groups| {
            groups.iter().copied().take(MOST_CANDIDATES).collect()
        });
        let form = &forms[number];
        let fits: Vec<(usize, Part)> = candidates
            .into_iter()
            .filter(|&named| sexes_agree(form.sex, result[named].sex))
            .filter_map(|named| Some((named, part(&form.words, &result[named].words)?)))
            .collect();
        let best = fits.iter().map(|(_, part)| *part).min();
        let best: Vec<usize> = fits
            .iter()
            .filter(|(_, part)| Some(*part) == best)
            .map(|(named, _)| *named)
            .collect();
        match *best.as_slice() {
            [named] => join(forms, number, named, result),
            [] => {
                let named = found(forms, number, result);
                for word in &result[named].words {
                    by_word
                        .entry(plain(word).to_owned())
                        .or_default()
                        .push(named);
                }
            }
            _ => shared_name(text, mentions, forms, number, &best, result),
        }
    }
}

/// How one name is a part of another; the first is the surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The same given and family name, with or without what stands between.
    Full,
    /// The last words.
    Last,
    /// The first word.
    First,
    /// Words of the middle.
    Middle,
}

fn part(short: &[Cow<'_, str>], full: &[Cow<'_, str>]) -> Option<Part> {
    let (count, all) = (short.len(), full.len());
    let same = |a: &str, b: &str| a == b || plain(a) == plain(b);
    if count > all {
        return None;
    }
    if count > 1 && same(&short[count - 1], &full[all - 1]) && given_fits(&short[0], &full[0]) {
        // "George W. Bush" is not George H.W. Bush.
        let mut rest = full[1..all - 1].iter();
        let fits = |word: &str, other: &str| {
            same(word, other)
                || word.len() == 1 && other.starts_with(word)
                || other.len() == 1 && word.starts_with(other)
        };
        let middle = { short[1..count - 1].iter() }.all(|word| rest.any(|other| fits(word, other)));
        if middle {
            return Some(Part::Full);
        }
    }
    let at = full
        .windows(count)
        .position(|window| window.iter().zip(short).all(|(a, b)| same(a, b)))?;
    if at + count == all {
        Some(if count == all { Part::Full } else { Part::Last })
    } else if at == 0 {
        Some(Part::First)
    } else {
        Some(Part::Middle)
    }
}

/// Whether two given names can be one: the same, an initial, a short form.
fn given_fits(a: &str, b: &str) -> bool {
    let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    let known = |name| first_name_of(name).unwrap_or(name);
    a == b
        || initial(a, b)
        || initial(b, a)
        || first_name_of(a).or(first_name_of(b)).is_some() && known(a) == known(b)
}

fn sexes_agree(a: Option<Sex>, b: Option<Sex>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// A name that several people of the text bear. A paper that names two of a family says the whole name of all but
/// the one it is about: a mention belongs to the one who was named before it, if the others were not, or who alone was
/// called by the bare name.
fn shared_name<'t>(
    text: &str,
    mentions: &[Mention],
    forms: &mut [Form<'t>],
    number: usize,
    candidates: &[usize],
    result: &mut Vec<Named<'t>>,
) {
    let mut left: Vec<usize> = Vec::new();
    // Who is only called by a given name bears the shared one not yet.
    let shared = |at: &&usize| {
        let name = mentions[**at].range.slice(text).unwrap_or("");
        part(&forms[number].words, &words(name, NameKind::Person)).is_some()
    };
    let bare = |at: &&usize| !mentions[**at].range.slice(text).unwrap_or("").contains(' ');
    let mut counts: Vec<(usize, usize, Option<usize>)> = candidates
        .iter()
        .map(|&named| {
            let bearing = || result[named].mentions.iter().filter(shared);
            (
                named,
                bearing().copied().min().unwrap_or(usize::MAX),
                bearing().filter(bare).copied().min(),
            )
        })
        .collect();
    for &mention in &forms[number].mentions.clone() {
        let known = || counts.iter().filter(|(_, first, _)| *first < mention);
        let bare = || known().filter(|(_, _, bare)| bare.is_some_and(|at| at < mention));
        let one = if known().count() == 1 {
            known().next()
        } else if bare().count() == 1 {
            bare().next()
        } else {
            None
        };
        if let Some(&(named, _, _)) = one {
            result[named].mentions.push(mention);
            for count in &mut counts {
                if count.0 == named {
                    count.2 = count.2.or(Some(mention));
                }
            }
        } else {
            left.push(mention);
        }
    }
    if left.is_empty() {
        forms[number].named = Some(candidates[0]);
        return;
    }
    forms[number].mentions = left;
    found(forms, number, result);
}

/// Bodies, places, buildings and peoples: initials, and short forms of bodies.
fn bodies<'t>(
    text: &str,
    mentions: &[Mention],
    forms: &mut [Form<'t>],
    result: &mut Vec<Named<'t>>,
) {
    let mut order: Vec<usize> = (0..forms.len())
        .filter(|&number| !matches!(forms[number].kind, NameKind::Person))
        .collect();
    order.sort_by_key(|&number| (Reverse(forms[number].words.len()), number));
    let brackets = brackets(text, mentions);
    let form_of: FxHashMap<usize, usize> = order
        .iter()
        .flat_map(|&number| forms[number].mentions.iter().map(move |&at| (at, number)))
        .collect();
    let mut by_initials: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut by_word: FxHashMap<Cow<'t, str>, Vec<usize>> = FxHashMap::default();
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    for number in order {
        let form = &forms[number];
        let bracketed = form.mentions.iter().find_map(|at| {
            let full = *brackets.get(at)?;
            let named = forms[*form_of.get(&full)?].named?;
            // What stands in brackets after a shorter name may be the long one.
            (result[named].kind == form.kind || form.shouted).then_some(named)
        });
        let by_its_initials = || {
            if !form.shouted {
                return None;
            }
            match by_initials.get(form.words[0].as_ref())?.as_slice() {
                [named] => Some(*named),
                _ => None,
            }
        };
        let known_alias = || {
            let first = first_name_of(&form.words.join(" "))?;
            by_name.get(first).copied()
        };
        let by_a_part = || {
            if form.kind != NameKind::Organisation {
                return None;
            }
            let candidates = by_word.get(&form.words[0])?;
            let mut fits = candidates
                .iter()
                .take(MOST_CANDIDATES)
                .copied()
                .filter(|&named| is_short_form(&form.words, &result[named].words))
                .filter(|&named| follows(form, &result[named]));
            let named = fits.next()?;
            fits.next().is_none().then_some(named)
        };
        if let Some(named) = bracketed.or_else(by_its_initials).or_else(known_alias) {
            forms[number].acronym = forms[number].shouted;
            join(forms, number, named, result);
        } else if let Some(named) = by_a_part() {
            join(forms, number, named, result);
        } else {
            let named = found(forms, number, result);
            let words = &result[named].words;
            by_name.entry(words.join(" ")).or_insert(named);
            if words.len() > 1 {
                for initials in initials(words) {
                    let groups = by_initials.entry(initials).or_default();
                    if !groups.contains(&named) && groups.len() < 2 {
                        groups.push(named);
                    }
                }
                for word in words {
                    let groups = by_word.entry(word.clone()).or_default();
                    if groups.last() != Some(&named) {
                        groups.push(named);
                    }
                }
            }
        }
    }
}

/// Whether a name of one word can stand for a body's name of several: it follows that, or is named once before, as in a headline.
/// Where "Microsoft" was named twice, "Microsoft Update" is something of it.
fn follows(short: &Form<'_>, full: &Named<'_>) -> bool {
    let first = full.mentions.iter().min();
    short.words.len() > 1 || { short.mentions.get(1) }
        .is_none_or(|second| first.is_some_and(|first| first < second))
}

/// Mentions in brackets right behind another, with the other.
fn brackets(text: &str, mentions: &[Mention]) -> FxHashMap<usize, usize> {
    mentions
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| {
            let between = text.get(pair[0].range.end() as usize..pair[1].range.start() as usize)?;
            let opens = between.len() <= 6
                && between.trim_start().trim_end_matches(['"', '“', '\'', '‘']) == "(";
            let behind =
                text[pair[1].range.end() as usize..].trim_start_matches(['"', '”', '\'', '’']);
            (opens && behind.starts_with(')') && pair[0].kind != NameKind::Person)
                .then_some((at + 1, at))
        })
        .filter(|(short, full)| {
            let name = |at: &usize| mentions[*at].range.slice(text).unwrap_or("");
            let body = mentions[*full].kind == NameKind::Organisation
                && mentions[*short].kind == NameKind::Organisation;
            is_abbreviation(name(short), name(full), body)
        })
        .collect()
}

/// Whether `short` is made of letters of `full`, in their order, from the same first one; a `body` may have other ones.
fn is_abbreviation(short: &str, full: &str, body: bool) -> bool {
    let shouted = body && !short.chars().any(char::is_lowercase) && short.len() <= 10;
    let (short, full) = (key(short), key(full));
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<Vec<_>>()
    };
    let (short, long) = (letters(&short), letters(&full));
    let mut rest = long.iter();
    short.len() > 1
        && short.len() < long.len()
        // A foreign body's initials are those of its own language: "Workers' Party (PT)".
        && (shouted || short.first() == long.first() && short.iter().all(|c| rest.any(|other| other == c)))
}

/// The initials of a name: of all its words, and without the small ones.
fn initials(words: &[Cow<'_, str>]) -> [String; 2] {
    let small = |word: &str| {
        matches!(
            word,
            "of" | "the" | "and" | "for" | "in" | "on" | "to" | "&" | "de" | "la" | "del" | "al"
        )
    };
    let firsts = |keep_small: bool| {
        words
            .iter()
            .filter(|word| keep_small || !small(word))
            .flat_map(|word| word.split('-'))
            .filter_map(|word| word.chars().next())
            .collect::<String>()
    };
    [firsts(true), firsts(false)]
}

/// Whether a body can be called so for short: by its first words, or by its last ones if they are two or more.
fn is_short_form(short: &[Cow<'_, str>], full: &[Cow<'_, str>]) -> bool {
    let (count, all) = (short.len(), full.len());
    if count >= all {
        return false;
    }
    // "Goldman" for Goldman Sachs; "Pulse" is not the Pulse Victims Fund, "Boston" not the Boston Police.
    let alone = count > 1
        || all == 2
            && !person::is_common_first(&short[0])
            && (full[1] == "group" || noun(&full[1]) != Some(Noun::Body));
    let first = full[..count] == *short && alone && full[count] != "of";
    first || count > 1 && full[all - count..] == *short
}
