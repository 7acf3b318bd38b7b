//! A quote read for comparison: its words with their keys, and whose they are.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    Chain, EntityId, NameKind, Quote, QuoteKind, QuoteStance, Report, UtteranceSpeaker, ViaRole,
};
use retold_text::TextRange;
use retold_text::fold::fold_word;
use retold_text::word::words;

use super::stem::stem;
use crate::entities;
use crate::house_style::word_key;
use crate::sheet::is_function_word;

/// Words of a quote that are read. Longer ones are speeches printed whole.
const MOST_WORDS: usize = 400;

/// A quote.
pub(super) struct Saying<'a> {
    /// The number of the report.
    pub(super) report: usize,
    /// The number of the quote in it.
    pub(super) quote: u32,
    pub(super) record: &'a Quote,
    pub(super) text: &'a str,
    pub(super) words: Vec<Word>,
    pub(super) speaker: Option<Speaker>,
    /// Whether it holds another quote with its attribution: the words of two speakers.
    pub(super) outer: bool,
}

/// A word of a quote.
pub(super) struct Word {
    pub(super) range: TextRange,
    /// The number of the piece of the content that it stands in.
    pub(super) piece: usize,
    pub(super) key: String,
    /// `None` for a function word.
    pub(super) stem: Option<String>,
}

/// Who said it, as the article has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) key: SpeakerKey,
    pub(super) shown: UtteranceSpeaker,
}

/// Speakers with one key are one speaker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SpeakerKey {
    /// Somebody of the register.
    Entity(EntityId),
    /// A name: of a person the last word, of others all of it, folded.
    Named(String),
    /// No name: "officials", "the company", folded without the article.
    Described(String),
}

impl Saying<'_> {
    /// How many of its words stand in quotation marks.
    pub(super) fn words_in_marks(&self) -> usize {
        match self.record.kind {
            QuoteKind::Direct => self.words.len(),
            QuoteKind::Indirect => 0,
            QuoteKind::Mixed => {
                let marked = |word: &&Word| {
                    let start = self.record.content[word.piece].start();
                    let before = TextRange::new(start, word.range.start());
                    let before = before.slice(self.text).unwrap_or_default();
                    let straight = before.matches('"').count() % 2;
                    let opened = before.rfind('“').map_or(0, |at| at + 1);
                    let closed = before.rfind('”').map_or(0, |at| at + 1);
                    straight == 1 || opened > closed
                };
                self.words.iter().filter(marked).count()
            }
        }
    }
}

/// The quotes of all reports that can be wordings of a saying, by report and number.
pub(super) fn sayings<'a>(reports: &[&Report<'a>]) -> Vec<Saying<'a>> {
    let mut sayings = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        let quotes = &report.annotations.quotes;
        if quotes.is_empty() {
            continue;
        }
        let members = members(&report.annotations.chains);
        for (index, quote) in quotes.iter().enumerate() {
            // What is only ascribed ("wants", "believes") was not worded by the speaker, unless there are marks.
            if quote.stance == QuoteStance::Attitude && quote.kind == QuoteKind::Indirect {
                continue;
            }
            let words = read(report.text, quote);
            if words.is_empty() {
                continue;
            }
            sayings.push(Saying {
                report: number,
                quote: u32::try_from(index).expect("a text of less than 4 GiB has fewer quotes"),
                record: quote,
                text: report.text,
                words,
                speaker: speaker(report, quote, &members),
                outer: holds_another(quotes, index),
            });
        }
    }
    one_key_a_person(reports, &mut sayings);
    sayings
}

fn read(text: &str, quote: &Quote) -> Vec<Word> {
    let mut found = Vec::new();
    for (piece, range) in quote.content.iter().enumerate() {
        let Some(slice) = range.slice(text) else {
            continue;
        };
        for word in words(slice) {
            if found.len() == MOST_WORDS {
                return found;
            }
            let spelt = &slice[word.as_usize()];
            let mut key = word_key(spelt);
            if let Some(owner) = key.strip_suffix("'s") {
                key.truncate(owner.len());
            }
            let content = !is_function_word(&key) && key.chars().nth(1).is_some();
            found.push(Word {
                range: word.shift(range.start()),
                piece,
                stem: content.then(|| stem(&key)),
                key,
            });
        }
    }
    found
}

/// Whether the content of the quote at `index` holds the cue or speaker of one that stands in it.
fn holds_another(quotes: &[Quote], index: usize) -> bool {
    let extent = quotes[index].extent();
    // They ascend by where they begin, so what lies inside follows closely; a quote at the same place may go before.
    let near = index.saturating_sub(NEAR)..quotes.len().min(index + NEAR);
    near.filter(|&other| other != index).any(|other| {
        let other = &quotes[other];
        { other.cue.into_iter().chain(other.speaker) }.any(|around| extent.contains_range(around))
            && extent.contains_range(other.extent())
    })
}

/// How many quotes before and after are looked at for one inside another.
const NEAR: usize = 8;

/// The places of names, descriptions and pronouns, with the numbers of their chains.
fn members(chains: &[Chain]) -> BTreeMap<TextRange, usize> {
    let mut members = BTreeMap::new();
    for (number, chain) in chains.iter().enumerate() {
        for member in &chain.members {
            members.entry(member.range).or_insert(number);
        }
    }
    members
}

fn speaker(
    report: &Report,
    quote: &Quote,
    members: &BTreeMap<TextRange, usize>,
) -> Option<Speaker> {
    // "Xinhua quoted Xi as saying": the words are those of who is cited.
    let cited = quote.via.first().filter(|link| link.role == ViaRole::Cited);
    if let Some(chain) = cited.and_then(|link| person(report, link.mention, members)) {
        return of_chain(report, chain);
    }
    let named = quote.speaker_name.filter(|&name| {
        quote
            .speaker
            .is_none_or(|all| !only_beside(report.text, all, name))
    });
    for range in [named, quote.speaker].into_iter().flatten() {
        if let Some(&chain) = members.get(&range) {
            return of_chain(report, chain);
        }
    }
    if let Some(name) = named {
        let name = name.slice(report.text)?;
        return Some(Speaker {
            key: SpeakerKey::Named(last_word(name)),
            shown: shown(None, name),
        });
    }
    let described = quote.speaker?.slice(report.text)?;
    let key: Vec<String> = words(described)
        .map(|word| fold_word(&described[word.as_usize()]))
        .filter(|word| !ARTICLES.contains(&word.as_str()))
        .collect();
    if key.iter().all(|word| PRONOUNS.contains(&word.as_str())) {
        return None;
    }
    Some(Speaker {
        key: SpeakerKey::Described(key.join(" ")),
        shown: shown(None, described),
    })
}

/// The chain of the person at `mention`; where none was read there, of the first person with a name of these words.
fn person(
    report: &Report,
    mention: TextRange,
    members: &BTreeMap<TextRange, usize>,
) -> Option<usize> {
    let chains = &report.annotations.chains;
    let here = members.get(&mention).copied().or_else(|| {
        let name = mention.slice(report.text)?;
        chains.iter().position(|chain| {
            chain.kind == NameKind::Person && { chain.members.iter() }
                .any(|member| member.range.slice(report.text) == Some(name))
        })
    });
    here.filter(|&chain| chains[chain].kind == NameKind::Person)
}

const ARTICLES: &[&str] = &["a", "an", "the"];

/// Words that stand for a speaker without saying who it is.
const PRONOUNS: &[&str] = &[
    "all", "another", "both", "he", "her", "his", "i", "it", "its", "one", "others", "she", "some",
    "that", "their", "they", "we", "which", "who", "you",
];

/// Whether `name` only says where or of what the speaker is: "Prosecutors in Merrin".
fn only_beside(text: &str, speaker: TextRange, name: TextRange) -> bool {
    if !speaker.contains_range(name) {
        return false;
    }
    let before = TextRange::new(speaker.start(), name.start());
    let before = before.slice(text).unwrap_or_default();
    let last = words(before)
        .last()
        .map(|word| fold_word(&before[word.as_usize()]));
    last.is_some_and(|last| matches!(last.as_str(), "in" | "from" | "at" | "near" | "for"))
}

fn of_chain(report: &Report, chain: usize) -> Option<Speaker> {
    let number = u32::try_from(chain).ok()?;
    let record = &report.annotations.chains[chain];
    let name = record.name.slice(report.text)?;
    let entity = report.entities.get(&number).copied();
    let key = match entity {
        Some(entity) => SpeakerKey::Entity(entity),
        None if record.kind == NameKind::Person => SpeakerKey::Named(last_word(name)),
        None => SpeakerKey::Named(fold_word(name)),
    };
    Some(Speaker {
        key,
        shown: shown(entity, name),
    })
}

fn shown(entity: Option<EntityId>, name: &str) -> UtteranceSpeaker {
    let name = retold_text::fold::fold_space(name);
    let name = name.trim_end_matches([',', ';', ':']).to_owned();
    UtteranceSpeaker { entity, name }
}

fn last_word(name: &str) -> String {
    let last = words(name).last();
    last.map_or_else(String::new, |word| fold_word(&name[word.as_usize()]))
}

/// Gives one key to the speakers of a story that one person's names can stand for.
///
/// The register decides over many articles and leaves names apart that only the words of a saying bring together: here a
/// person without an entity takes the one that alone has the surname, and two persons with alike spellings of all names
/// that both have (Yevgen Toroshin, Yevhen Toroshyn) take the smaller key. Only for comparison: the wordings keep what
/// their articles say.
fn one_key_a_person(reports: &[&Report], sayings: &mut [Saying]) {
    let mut known: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
    let mut names: BTreeMap<SpeakerKey, BTreeSet<Vec<String>>> = BTreeMap::new();
    for report in reports {
        for (number, chain) in report.annotations.chains.iter().enumerate() {
            if chain.kind != NameKind::Person {
                continue;
            }
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let Some(name) = chain.name.slice(report.text) else {
                continue;
            };
            let name: Vec<String> = { words(name) }
                .map(|word| fold_word(&name[word.as_usize()]))
                .collect();
            let Some(last) = name.last().cloned() else {
                continue;
            };
            match report.entities.get(&number) {
                Some(&entity) => {
                    known.entry(last).or_default().insert(entity);
                    names
                        .entry(SpeakerKey::Entity(entity))
                        .or_default()
                        .insert(name);
                }
                None => {
                    names
                        .entry(SpeakerKey::Named(last))
                        .or_default()
                        .insert(name);
                }
            }
        }
    }
    let mut keys: BTreeMap<SpeakerKey, SpeakerKey> = BTreeMap::new();
    for saying in sayings.iter() {
        let Some(key) = saying.speaker.as_ref().map(|speaker| &speaker.key) else {
            continue;
        };
        if keys.contains_key(key) {
            continue;
        }
        let alone = match key {
            SpeakerKey::Named(name) => known.get(name).filter(|bearers| bearers.len() == 1),
            SpeakerKey::Entity(_) | SpeakerKey::Described(_) => None,
        };
        let key_of_all = match alone.and_then(|bearers| bearers.first()) {
            Some(&entity) => SpeakerKey::Entity(entity),
            None => key.clone(),
        };
        keys.insert(key.clone(), key_of_all);
    }
    let speakers: Vec<SpeakerKey> = { keys.values().cloned().collect::<BTreeSet<_>>() }
        .into_iter()
        .filter(|key| names.contains_key(key))
        .take(MOST_SPEAKERS)
        .collect();
    let mut smaller: BTreeMap<&SpeakerKey, &SpeakerKey> = BTreeMap::new();
    for (at, one) in speakers.iter().enumerate() {
        let root = *smaller.get(one).unwrap_or(&one);
        for other in &speakers[at + 1..] {
            if alike(&names[one], &names[other]) {
                smaller.entry(other).or_insert(root);
            }
        }
    }
    for saying in sayings {
        if let Some(speaker) = &mut saying.speaker
            && let Some(key) = keys.get(&speaker.key)
        {
            speaker.key = (*smaller.get(key).unwrap_or(&key)).clone();
        }
    }
}

/// Speakers of a story whose names are compared with each other, which costs the square.
const MOST_SPEAKERS: usize = 200;

/// Whether two persons have a name of two words or more that is spelt alike.
///
/// Of relatives, who share a surname, all names tell; a surname in two spellings is not shared by relatives, so there the
/// initial of the given name is enough.
fn alike(one: &BTreeSet<Vec<String>>, other: &BTreeSet<Vec<String>>) -> bool {
    let one_person = |one: &[String], other: &[String]| {
        let ([given, .., last], [given_too, .., last_too]) = (one, other) else {
            return false;
        };
        if last == last_too {
            entities::spelling_of_one(given, given_too)
        } else {
            given.chars().next() == given_too.chars().next()
                && entities::spelling_of_one(last, last_too)
        }
    };
    one.iter()
        .any(|one| other.iter().any(|other| one_person(one, other)))
}

/// Whether two names as articles show them can be of one speaker: "Gemmer" and "Susan Gemmer".
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    let read = |name: &str| -> Vec<String> {
        words(name)
            .map(|word| fold_word(&name[word.as_usize()]))
            .collect()
    };
    match (&read(one)[..], &read(other)[..]) {
        ([last], [.., last_too]) | ([.., last_too], [last]) => {
            entities::spelling_of_one(last, last_too)
        }
        (one, other) => one == other,
    }
}
