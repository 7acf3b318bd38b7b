//! What is kept of an article to compare it as a report of a happening.
//!
//! A sheet is a function of the article and its annotations alone: how much a word says is read from a table of news at
//! large ([`rarity`]), never counted in the base. Linear in the words read.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::LazyLock;

use retold_model::{
    Amount, Annotations, ArgumentRole, Chain, Frame, Linkable, Measure, NameKind, PlaceFeature,
    Placing, PredicateKind, Reference, Sheet, Stamp, Term, TimeKind, TimePrecision, WeightedTerm,
};
use retold_text::TextRange;
use retold_text::word::words;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::calendar::{MONTHS, day_number};
use crate::hash;
use crate::house_style::{ends_in_doubled_letter, word_key};
use crate::rarity::{is_known, rarity};

/// Terms of an article by which it is found.
const LEADING: usize = 48;

/// Days of a span by which a headline is found: so many days apart or fewer, two are led to each other by a word that many use.
const SPAN: i32 = 3;

/// Terms kept in one channel: those that weigh most.
const MOST_TERMS: usize = 255;

/// Telling words of the body that are read: reports tell what happened at the top.
const WORDS_READ: usize = 300;

/// Telling words of the body that count as its lead.
const LEAD: usize = 40;

/// Telling words that stand for a headline where there is none.
const OPENING: usize = 12;

/// Occurrences that one in the headline counts for.
const HEADLINE: u32 = 2;

/// What a word pair weighs among words, in tenths.
pub(crate) const PAIR: u32 = 3;

/// Words that say nothing of what happened; sorted.
const FUNCTION_WORDS: &str = include_str!("../data/function_words.txt");

/// One kind of evidence, and where its list stands in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Channel {
    /// Stems of the headline and the top of the body.
    Words,
    /// Two of them that follow each other.
    Pairs,
    /// Stems of the headline.
    Headline,
    /// Stems of the headline and the first sentences.
    Lead,
    /// Stems with a capital inside a sentence.
    Names,
    /// Last names of people.
    People,
    /// Towns, districts, islands, sites.
    Places,
    /// States and provinces.
    Divisions,
    /// Buildings, roads, parks.
    Facilities,
    /// Numbers with what they count, and ages.
    Counts,
    /// Days that the text speaks of.
    Days,
    /// Years that the text names.
    Years,
    /// The last name of the person that the text is about: the one with most mentions.
    Protagonist,
    /// Who did what, and to whom it was done, at the top of the text: the last names of people by verb and role.
    Deeds,
}

impl Channel {
    pub(crate) const ALL: [Self; CHANNELS] = [
        Self::Words,
        Self::Pairs,
        Self::Headline,
        Self::Lead,
        Self::Names,
        Self::People,
        Self::Places,
        Self::Divisions,
        Self::Facilities,
        Self::Counts,
        Self::Days,
        Self::Years,
        Self::Protagonist,
        Self::Deeds,
    ];
}

/// How many there are.
pub(crate) const CHANNELS: usize = Channel::Deeds as usize + 1;

/// Whether the sheet is of an article that has hardly more than a headline.
pub fn is_bare(sheet: &Sheet) -> bool {
    list(sheet, Channel::Words).len() < FEW_WORDS
}

/// The top of the text of a short article: what its [`Embedding`](retold_model::Embedding) is to be of, if it is English.
/// `None` of any other.
pub fn short_text(article: &Linkable) -> Option<String> {
    let headline = article.headline.as_deref().into_iter();
    let body = { article.body.iter() }.filter_map(|block| block.slice(&article.text));
    let parts: Vec<&str> = headline.chain(body).collect();
    let mut stems = BTreeSet::new();
    for word in parts.iter().flat_map(|part| telling_words(part)) {
        stems.insert(word.stem);
        if stems.len() >= SHORT {
            return None;
        }
    }
    let mut text = parts.join(". ");
    if text.len() > ENCODED {
        let fits = &text[..text.floor_char_boundary(ENCODED)];
        let end = fits.rfind(char::is_whitespace).unwrap_or(fits.len());
        text.truncate(end);
    }
    Some(text)
}

/// Whether at least half of the telling words are known English ones: for texts too short to tell their language by letters.
pub fn is_english_by_words(text: &str) -> bool {
    let stems: BTreeSet<String> = stems(text).collect();
    let known = stems.iter().filter(|stem| is_known(stem)).count();
    known * 2 >= stems.len()
}

/// An article with fewer telling words is hardly more than a headline.
pub(crate) const FEW_WORDS: usize = 16;

/// An article with fewer telling words is short: two reports of one happening may share few words, and what they mean is
/// compared as well.
const SHORT: usize = 40;

/// Bytes of a short text that are encoded at most: its first sentence tells what happened, and an encoder costs by length.
const ENCODED: usize = 240;

/// The list of a channel; empty where the sheet has none.
pub(crate) fn list(sheet: &Sheet, channel: Channel) -> &[WeightedTerm] {
    sheet
        .channels
        .get(channel as usize)
        .map_or(&[], Vec::as_slice)
}

/// The sheet of an article. Without annotations it holds what the words alone tell.
pub fn sheet(article: &Linkable, annotations: Option<&Annotations>) -> Sheet {
    let mut lists: Vec<Gathered> = (0..CHANNELS).map(|_| Gathered::default()).collect();
    read_words(article, &mut lists);
    if let Some(annotations) = annotations {
        read_names(article, annotations, &mut lists);
        read_places(annotations, &mut lists);
        read_numbers(annotations, &mut lists);
        read_blocks(&article.text, &mut lists);
        read_days(annotations, &mut lists);
        read_deeds(
            &article.text,
            annotations,
            &mut lists[Channel::Deeds as usize],
        );
    }
    let mut leading: Vec<(u32, Term)> = [(Channel::Words, 10), (Channel::Pairs, PAIR)]
        .into_iter()
        .flat_map(|(channel, tenths)| {
            let terms = &lists[channel as usize].terms;
            terms
                .iter()
                .map(move |(&term, count)| (count.weight() * tenths, term))
        })
        .collect();
    leading.sort_unstable_by_key(|&(weight, term)| (std::cmp::Reverse(weight), term));
    leading.truncate(LEADING);
    let mut leading: BTreeSet<Term> = leading.into_iter().map(|(_, term)| term).collect();
    let mut sheet = Sheet {
        leading: Vec::new(),
        channels: lists.into_iter().map(Gathered::finish).collect(),
        embedding: annotations.and_then(|annotations| annotations.embedding.clone()),
    };
    if let Some(published) = article.published
        && is_bare(&sheet)
    {
        let words = list(&sheet, Channel::Words).iter();
        leading.extend(words.flat_map(|word| spanned(word.term, published)));
    }
    sheet.leading = leading.into_iter().collect();
    sheet
}

/// A word with the span of days in which it was written, and with the next one: in a base of many headlines all their words
/// are too common to lead by themselves, but not those of a few days.
fn spanned(word: Term, published: Stamp) -> [Term; 2] {
    let span = day_number(published).div_euclid(SPAN);
    [span, span + 1].map(|span| {
        Term(hash::short(hash::run(&[
            word.0,
            u64::from(span.cast_unsigned()),
        ])))
    })
}

/// The terms of one channel while they are counted.
#[derive(Default)]
struct Gathered {
    terms: FxHashMap<Term, Count>,
}

/// How often a term occurs, and how much one occurrence says.
struct Count {
    times: u32,
    says: u32,
}

impl Count {
    /// What one occurrence says by the logarithm of the occurrences, of 1 to 255.
    fn weight(&self) -> u32 {
        /// `1 + ln times`, in quarters.
        const TIMES: [u32; 9] = [0, 4, 7, 8, 10, 10, 11, 12, 12];
        let frequency = TIMES[(self.times as usize).min(TIMES.len() - 1)];
        (self.says * frequency / 8).clamp(1, u32::from(u8::MAX))
    }
}

impl Gathered {
    /// Counts `times` occurrences of what `name` names, each of which says so much: up to twice the rarest word.
    fn add(&mut self, name: impl Display, says: u32, times: u32) {
        self.add_term(Term(hash::short(hash::display(name))), says, times);
    }

    fn add_term(&mut self, term: Term, says: u32, times: u32) {
        let count = self.terms.entry(term).or_insert(Count { times: 0, says });
        count.times = count.times.saturating_add(times);
    }

    /// Notes what `name` names: that it is there counts, not how often.
    fn note(&mut self, name: impl Display, says: u32) {
        self.note_term(Term(hash::short(hash::display(name))), says);
    }

    fn note_term(&mut self, term: Term, says: u32) {
        self.terms.entry(term).or_insert(Count { times: 1, says });
    }

    fn finish(self) -> Vec<WeightedTerm> {
        let mut weighted: Vec<(u32, Term)> = self
            .terms
            .iter()
            .map(|(&term, count)| (count.weight(), term))
            .collect();
        weighted.sort_unstable_by_key(|&(weight, term)| (std::cmp::Reverse(weight), term));
        weighted.truncate(MOST_TERMS);
        let mut result: Vec<WeightedTerm> = weighted
            .into_iter()
            .map(|(weight, term)| WeightedTerm {
                term,
                weight: u8::try_from(weight).unwrap_or(u8::MAX),
            })
            .collect();
        result.sort_unstable();
        result
    }
}

/// What one occurrence says of a thing that is no word of the table: a name, a number, a day.
const THING: u32 = 32;

/// Counts words, pairs, capitals and years.
fn read_words(article: &Linkable, lists: &mut [Gathered]) {
    let headline = article.headline.as_deref().unwrap_or_default();
    let mut last: Option<Told> = None;
    for mut word in telling_words(headline) {
        // Headlines have capitals as they please.
        word.is_name = false;
        let told = Told::of(word);
        lists[Channel::Headline as usize].note_term(told.term, told.says);
        lists[Channel::Lead as usize].note_term(told.term, told.says);
        count_word(&told, HEADLINE, last.as_ref(), lists);
        last = Some(told);
    }
    let has_headline = last.take().is_some();
    let body = { article.body.iter() }.filter_map(|block| block.slice(&article.text));
    for (number, word) in body.flat_map(telling_words).take(WORDS_READ).enumerate() {
        let told = Told::of(word);
        if number < LEAD {
            lists[Channel::Lead as usize].note_term(told.term, told.says);
        }
        if !has_headline && number < OPENING {
            lists[Channel::Headline as usize].note_term(told.term, told.says);
        }
        count_word(&told, 1, last.as_ref(), lists);
        last = Some(told);
    }
}

/// A word with the term of its stem, and how much it says.
struct Told {
    word: Word,
    term: Term,
    says: u32,
}

impl Told {
    fn of(word: Word) -> Self {
        Self {
            term: Term(hash::short(hash::bytes(word.stem.bytes()))),
            says: rarity(&word.stem),
            word,
        }
    }
}

/// Counts a word so many times, and its pair with the word before it.
fn count_word(told: &Told, times: u32, last: Option<&Told>, lists: &mut [Gathered]) {
    let Told { word, term, says } = told;
    lists[Channel::Words as usize].add_term(*term, *says, times);
    if let Some(before) = last {
        let words = before
            .word
            .stem
            .bytes()
            .chain(*b" ")
            .chain(word.stem.bytes());
        let pair = Term(hash::short(hash::bytes(words)));
        lists[Channel::Pairs as usize].add_term(pair, before.says + says, times);
    }
    if is_year(&word.key) {
        lists[Channel::Years as usize].note(&word.key, THING);
    } else if word.is_name && !MONTHS.contains(&word.key.as_str()) {
        lists[Channel::Names as usize].add_term(*term, *says, 1);
    }
}

fn is_year(key: &str) -> bool {
    key.len() == 4
        && (key.starts_with("19") || key.starts_with("20"))
        && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// Mentions from which on a text may be about somebody.
const LEAST_MENTIONS: usize = 3;

/// The keys of the words of a chain's name: the last is a person's last name. None where no text has the name.
fn name_keys(chain: &Chain, text: &str) -> Vec<String> {
    let name = chain.name.slice(text).unwrap_or_default();
    words(name)
        .map(|word| word_key(&name[word.as_usize()]))
        .collect()
}

/// Last names of people, and facilities.
fn read_names(article: &Linkable, annotations: &Annotations, lists: &mut [Gathered]) {
    let mut protagonist: (usize, Option<String>) = (LEAST_MENTIONS - 1, None);
    for chain in &annotations.chains {
        let keys = name_keys(chain, &article.text);
        let Some(last) = keys.last() else {
            continue;
        };
        let named = |member: &&retold_model::ChainMember| member.reference == Reference::Name;
        let times = u32::try_from(chain.members.iter().filter(named).count()).unwrap_or(u32::MAX);
        match chain.kind {
            NameKind::Person => {
                lists[Channel::People as usize].add(last, THING, times.max(1));
                if chain.members.len() > protagonist.0 {
                    protagonist = (chain.members.len(), Some(last.clone()));
                }
            }
            NameKind::Facility => {
                lists[Channel::Facilities as usize].add(keys.join(" "), THING, times.max(1));
            }
            _ => {}
        }
    }
    if let (_, Some(last)) = protagonist {
        lists[Channel::Protagonist as usize].note(last, THING);
    }
}

/// Bytes of a text in which its first sentences tell what happened.
const TOP: u32 = 600;

/// Verbs that tell of no happening, or of too many; sorted.
const PLAIN_VERBS: &[&str] = &[
    "announce", "be", "come", "do", "get", "give", "go", "have", "know", "make", "play", "report",
    "say", "see", "take", "tell", "want",
];

/// Bits of the term of a deed that are of the person; those above are of verb and role.
pub(crate) const PERSON_BITS: u32 = 16;
const PERSON_MASK: u64 = (1 << PERSON_BITS) - 1;

/// Verbs of the first sentences with the people who do it or to whom it is done: "Moor was arrested", "the club fired
/// Holt".
fn read_deeds(text: &str, annotations: &Annotations, deeds: &mut Gathered) {
    let people: Vec<(TextRange, u64)> = { annotations.chains.iter() }
        .filter(|chain| chain.kind == NameKind::Person)
        .filter_map(|chain| {
            let last = name_keys(chain, text).pop()?;
            Some((chain, hash::short(hash::bytes(last.bytes()))))
        })
        .flat_map(|(chain, person)| {
            chain
                .members
                .iter()
                .map(move |member| (member.range, person))
        })
        .collect();
    let happens = |frame: &&Frame| {
        matches!(frame.kind, PredicateKind::Verb | PredicateKind::Noun)
            && frame.predicate.start() < TOP
            && !frame.negated
            && PLAIN_VERBS.binary_search(&frame.lemma.as_str()).is_err()
    };
    for frame in annotations.frames.iter().filter(happens) {
        for argument in &frame.arguments {
            let role = match argument.role {
                ArgumentRole::Subject => "by",
                ArgumentRole::Object => "to",
                _ => continue,
            };
            let slot = hash::short(hash::display(format_args!("{} {role}", frame.lemma)));
            for head in &argument.heads {
                let of_head = people.iter().filter(|(range, _)| {
                    range.contains_range(*head) || head.contains_range(*range)
                });
                for (_, person) in of_head {
                    deeds.note_term(Term(slot & !PERSON_MASK | person & PERSON_MASK), THING);
                }
            }
        }
    }
}

/// Towns and the divisions that they lie in.
fn read_places(annotations: &Annotations, lists: &mut [Gathered]) {
    for reading in &annotations.places {
        if reading.placing == Placing::People {
            continue;
        }
        let place = &reading.place;
        let is_spot = place.feature.is_town()
            || matches!(
                place.feature,
                PlaceFeature::District | PlaceFeature::Site | PlaceFeature::Island
            );
        if is_spot {
            let spots = &mut lists[Channel::Places as usize];
            match place.geonames {
                Some(id) => spots.add(id, THING, 1),
                None => spots.add(&place.name, THING, 1),
            }
        }
        let division = if place.feature == PlaceFeature::Division {
            Some(&place.name)
        } else {
            place.division.as_ref()
        };
        if let Some(division) = division {
            let country = place.country.as_deref().unwrap_or_default();
            let name = format!("{country} {division}");
            lists[Channel::Divisions as usize].add(name, THING, 1);
        }
    }
}

/// Numbers with what they count. That of one thing says nothing.
fn read_numbers(annotations: &Annotations, lists: &mut [Gathered]) {
    let counts = &mut lists[Channel::Counts as usize];
    for quantity in &annotations.quantities {
        let Amount::Value(value) = quantity.amount else {
            continue;
        };
        let value = value.to_string();
        match &quantity.measure {
            Measure::Age(_) => counts.note(format!("{value} old"), THING * 3 / 2),
            Measure::Things(things) if value != "1" => {
                let thing = words(things)
                    .next()
                    .map(|word| word_key(&things[word.as_usize()]));
                counts.note(format!("{value} #"), THING);
                counts.note(
                    format!("{value} {}", stem(&thing.unwrap_or_default())),
                    THING * 3 / 2,
                );
            }
            Measure::Money(currency) => counts.note(format!("{value} {currency}"), THING * 3 / 2),
            Measure::Number if !matches!(value.as_str(), "1" | "2") && !is_year(&value) => {
                counts.note(format!("{value} #"), THING);
            }
            Measure::Unit(unit) => counts.note(format!("{value} {unit}"), THING * 3 / 2),
            Measure::Percent => counts.note(format!("{value} %"), THING * 3 / 2),
            _ => {}
        }
    }
}

/// Numbers of blocks of streets: they count nothing, and yet two reports of one happening share them.
fn read_blocks(text: &str, lists: &mut [Gathered]) {
    let counts = &mut lists[Channel::Counts as usize];
    for (at, _) in text.match_indices(" block") {
        let digits = { text[..at].bytes().rev() }
            .take_while(u8::is_ascii_digit)
            .count();
        if BLOCK_DIGITS.contains(&digits) {
            let number = &text[at - digits..at];
            counts.note(format!("{number} #"), THING);
            counts.note(format!("{number} block"), THING * 3 / 2);
        }
    }
}

/// Digits of the number of a block.
const BLOCK_DIGITS: std::ops::RangeInclusive<usize> = 3..=5;

/// The days that time expressions name.
fn read_days(annotations: &Annotations, lists: &mut [Gathered]) {
    for time in &annotations.times {
        let is_day = matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && matches!(
                time.precision,
                Some(
                    TimePrecision::Day
                        | TimePrecision::DayPart
                        | TimePrecision::Hour
                        | TimePrecision::Minute
                )
            );
        if let Some(begin) = time.span.begin
            && is_day
        {
            lists[Channel::Days as usize].add(begin.date(), THING, 1);
        }
    }
}

/// A word that says something of what happened.
struct Word {
    key: String,
    stem: String,
    /// Whether it has a capital where the sentence does not ask for it.
    is_name: bool,
}

/// The words of `text` that say something of what happened, in their order.
fn telling_words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut end = 0;
    words(text).filter_map(move |range| {
        let range = range.as_usize();
        let between = &text[std::mem::replace(&mut end, range.end)..range.start];
        let word = &text[range.clone()];
        let opens = range.start == 0
            || between.contains(['.', '!', '?', '\n'])
            || between.len() == range.start;
        let (key, stem) = telling(word)?;
        Some(Word {
            key,
            stem,
            is_name: !opens && word.starts_with(char::is_uppercase),
        })
    })
}

/// The stems of the words of `text` that say something of what happened, in their order.
pub fn stems(text: &str) -> impl Iterator<Item = String> + '_ {
    telling_words(text).map(|word| word.stem)
}

/// The key and the stem of a word, if it says something of what happened.
fn telling(word: &str) -> Option<(String, String)> {
    let mut key = word_key(word);
    if let Some(stem) = key.strip_suffix("'s") {
        key.truncate(stem.len());
    }
    if key.chars().nth(1).is_none() || is_function_word(&key) {
        return None;
    }
    let stem = stem(&key);
    Some((key, stem))
}

/// Endings of English plurals and verbs.
const ENDINGS: [&str; 4] = ["ing", "ed", "es", "s"];

/// Letters that stay before an ending.
const LEAST: usize = 3;

/// The key without the endings of English plurals and verbs, so that "shootings", "shooting" and "shoots" are one term.
fn stem(key: &str) -> String {
    if !key.is_ascii() || key.starts_with(|c: char| c.is_ascii_digit()) {
        return key.to_owned();
    }
    if let Some(rest) = key.strip_suffix("ies").or_else(|| key.strip_suffix("ied"))
        && rest.len() >= LEAST
    {
        return format!("{rest}y");
    }
    let ending = ENDINGS.iter().find_map(|ending| key.strip_suffix(ending));
    let mut stem = match ending {
        Some(rest) if rest.len() >= LEAST && !key.ends_with("ss") && !key.ends_with("us") => rest,
        _ => key,
    };
    // "stopped" and "stop", "raised" and "raise".
    if ends_in_doubled_letter(stem) && stem.len() > LEAST + 1 && !stem.ends_with(['l', 's']) {
        stem = &stem[..stem.len() - 1];
    }
    match stem.strip_suffix('e') {
        Some(rest) if rest.len() >= LEAST => rest.to_owned(),
        _ => stem.to_owned(),
    }
}

/// Whether a key of [`word_key`] is of a word that says nothing of what happened.
pub(crate) fn is_function_word(key: &str) -> bool {
    static KEYS: LazyLock<FxHashSet<String>> =
        LazyLock::new(|| function_words().map(word_key).collect());
    KEYS.contains(key)
}

fn function_words() -> impl Iterator<Item = &'static str> {
    FUNCTION_WORDS.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use retold_model::ArticleId;
    use retold_text::TextRange;

    use super::*;

    fn article(headline: &str, text: &str) -> Linkable {
        Linkable {
            id: ArticleId::of_url("https://example.org/"),
            headline: Some(headline.into()),
            text: Arc::from(text),
            body: vec![TextRange::of(0, text.len())],
            published: None,
            outlet: None,
            language: None,
        }
    }

    fn terms<const N: usize>(terms: [(&str, u32); N]) -> Vec<WeightedTerm> {
        let mut terms: Vec<WeightedTerm> = { terms.iter() }
            .map(|&(key, weight)| WeightedTerm {
                term: Term(hash::short(hash::bytes(key.bytes()))),
                weight: u8::try_from(weight).unwrap(),
            })
            .collect();
        terms.sort_unstable();
        terms
    }

    #[test]
    fn the_plain_verbs_are_sorted_without_duplicates() {
        assert!(PLAIN_VERBS.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn function_words_are_sorted_and_unique() {
        let words: Vec<&str> = function_words().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_sheet_holds_words_names_and_days() {
        let sheet = sheet(
            &article("Hall burned", "The hall of Ashford burned on Monday."),
            None,
        );
        let [hall, burn, ashford] = ["hall", "burn", "ashford"].map(rarity);
        // Three occurrences, as the headline counts twice, say twice what one says.
        let words = [("hall", hall), ("burn", burn), ("ashford", ashford / 2)];
        assert_eq!(list(&sheet, Channel::Words), terms(words));
        assert_eq!(
            list(&sheet, Channel::Headline),
            terms([("hall", hall / 2), ("burn", burn / 2)])
        );
        assert_eq!(
            list(&sheet, Channel::Names),
            terms([("ashford", ashford / 2)])
        );
        assert_eq!(list(&sheet, Channel::People), []);
        assert!(is_bare(&sheet));
    }

    #[test]
    fn deeds_of_people_are_terms_by_verb_and_role() {
        let text = "Ada Moor was arrested on Monday. The board fired Holt.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            TextRange::of(start, start + words.len())
        };
        let of = |name: &str, verb: &str, lemma: &str, role: &str| {
            let chain = serde_json::json!({
                "kind": "person", "name": at(name),
                "members": [{"range": at(name), "reference": "name"}],
            });
            let frame = serde_json::json!({
                "predicate": at(verb), "kind": "verb", "lemma": lemma, "voice": "active", "negated": false,
                "modality": "asserted", "aspect": "simple", "voucher": "outlet",
                "arguments": [{"role": role, "range": at(name), "heads": [at(name)], "ground": "stated"}],
            });
            Annotations {
                chains: vec![serde_json::from_value(chain).unwrap()],
                frames: vec![serde_json::from_value(frame).unwrap()],
                ..Annotations::default()
            }
        };
        let deeds = |annotations: &Annotations| {
            let sheet = sheet(&article("", text), Some(annotations));
            let terms = list(&sheet, Channel::Deeds).iter();
            terms.map(|it| it.term.0).collect::<Vec<_>>()
        };
        let arrested = deeds(&of("Ada Moor", "arrested", "arrest", "object"));
        let other = deeds(&of("Holt", "fired", "arrest", "object"));
        let [[moor], [holt]] = [&arrested[..], &other[..]] else {
            panic!("{arrested:?} {other:?}");
        };
        assert_eq!(moor >> PERSON_BITS, holt >> PERSON_BITS);
        assert_ne!(moor, holt);
        let fired = deeds(&of("Holt", "fired", "fire", "object"));
        assert_eq!(fired.len(), 1);
        assert_ne!(fired[0] >> PERSON_BITS, holt >> PERSON_BITS);
        assert!(deeds(&of("Holt", "fired", "say", "subject")).is_empty());
    }

    #[test]
    fn a_block_of_a_street_is_a_number_that_reports_share() {
        let text =
            "It was in the 1400 block of Elm, two blocks from the 99 block and a block of flats.";
        let sheet = sheet(&article("", text), Some(&Annotations::default()));
        assert_eq!(
            list(&sheet, Channel::Counts),
            terms([("1400 #", THING / 2), ("1400 block", THING * 3 / 4)])
        );
    }

    #[test]
    fn only_short_texts_are_to_be_encoded() {
        let short = article("Hall burns", "The fire began at night.");
        assert_eq!(
            short_text(&short).as_deref(),
            Some("Hall burns. The fire began at night.")
        );
        let long: Vec<String> = (0..SHORT).map(|n| format!("fire{}", n + 100)).collect();
        assert_eq!(short_text(&article("Hall burns", &long.join(" "))), None);
    }

    #[test]
    fn the_top_of_a_short_text_is_encoded_to_the_end_of_a_word() {
        let night = "The fire began at night, and at night it was put out. ".repeat(5);
        let text = short_text(&article("Hall burns", &night)).unwrap();
        assert_eq!(text.len(), 236);
        assert!(text.ends_with("it was put out. The fire"));
        let unbroken = short_text(&article("Hall", &"é".repeat(200)));
        assert_eq!(unbroken.as_deref(), Some("Hall."));
    }

    #[test]
    fn headlines_of_a_few_days_have_terms_that_those_of_other_days_have_not() {
        let leading = |text: &str, published: &str| {
            let article = Linkable {
                published: Some(published.parse().unwrap()),
                ..article("Hall burns", text)
            };
            sheet(&article, None).leading
        };
        // The first day of a span.
        let first = leading("", "2024-05-16");
        let shared = ["2024-05-18", "2024-05-19", "2024-05-21", "2024-05-22"].map(|day| {
            let other = leading("", day);
            first.iter().filter(|term| other.contains(term)).count()
        });
        // The two words and their pair, and each word with the span and the next.
        assert_eq!((first.len(), shared), (7, [7, 5, 5, 3]));
        let long = "He met old and young men near the wide river, and they sang until snow fell upon grey roofs, tall barns, stone bridges and empty market squares";
        assert_eq!(
            leading(long, "2024-05-16"),
            sheet(&article("Hall burns", long), None).leading
        );
    }

    #[test]
    fn half_of_the_words_tell_english() {
        assert!(is_english_by_words("Hall burns. The fire began at night."));
        let french = "Incendie d'une salle. Le feu s'est déclaré dans la nuit.";
        assert!(!is_english_by_words(french));
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (form, expected) in [
            ("shootings", "shooting"),
            ("shooting", "shoot"),
            ("stopped", "stop"),
            ("raised", "rais"),
            ("raise", "rais"),
            ("parties", "party"),
            ("less", "less"),
            ("virus", "virus"),
            ("2016s", "2016s"),
            ("mh700", "mh700"),
        ] {
            assert_eq!(stem(form), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_sheet_in_order(headline in ".{0,60}", text in ".{0,400}") {
            let sheet = sheet(&article(&headline, &text), None);
            prop_assert_eq!(sheet.channels.len(), CHANNELS);
            prop_assert!(sheet.leading.len() <= LEADING + 2 * FEW_WORDS);
            prop_assert!(sheet.leading.windows(2).all(|pair| pair[0] < pair[1]));
            for list in &sheet.channels {
                prop_assert!(list.len() <= MOST_TERMS);
                prop_assert!(list.windows(2).all(|pair| pair[0].term < pair[1].term));
            }
        }
    }
}
