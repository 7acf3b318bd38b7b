//! Forms: the different wordings of a story's quotes, each once for a speaker, with the weight of their words.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use retold_model::{QuoteKind, Report};
use retold_text::sentence::sentences;
use retold_text::word::words;
use rustc_hash::FxHashMap;

use super::compare::is_telling;
use super::saying::{Saying, SpeakerKey, Word};
use super::stem::stem;
use crate::house_style::word_key;

/// A wording: sayings of one speaker with the same keys.
pub(super) struct Form {
    /// Their numbers, ascending, never empty.
    pub(super) sayings: Vec<usize>,
    /// The numbers of the reports they stand in.
    pub(super) reports: BTreeSet<usize>,
    /// `None` where the articles do not tell.
    pub(super) speaker: Option<SpeakerKey>,
    /// Whether any is in quotation marks, in whole or part.
    pub(super) marked: bool,
    pub(super) outer: bool,
    /// Its content words' stems, each once.
    pub(super) stems: BTreeSet<String>,
    /// The numbers in it, as digits.
    pub(super) numbers: BTreeSet<u32>,
    /// Its sentences, as vectors compare them: made when they are asked for, as few forms are compared so.
    units: OnceCell<Vec<Unit>>,
}

/// Words that are compared by vectors.
pub(super) struct Unit {
    pub(super) text: String,
    pub(super) stems: BTreeSet<String>,
    pub(super) negated: bool,
    pub(super) numbers: BTreeSet<u32>,
}

impl Form {
    /// The words of it.
    pub(super) fn words<'s>(&self, sayings: &'s [Saying]) -> &'s [Word] {
        &sayings[self.sayings[0]].words
    }

    /// Its sentences, as they are compared by vectors.
    pub(super) fn units(&self, sayings: &[Saying]) -> &[Unit] {
        self.units.get_or_init(|| units(&sayings[self.sayings[0]]))
    }
}

/// The forms of those `sayings` that have enough words, in the order of speaker and words.
pub(super) fn forms(sayings: &[Saying]) -> Vec<Form> {
    type Key<'s> = (Option<&'s SpeakerKey>, Vec<&'s str>);
    let mut numbers: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (number, saying) in sayings.iter().enumerate() {
        if is_telling(saying) {
            let key = saying.speaker.as_ref().map(|speaker| &speaker.key);
            let keys = saying.words.iter().map(|word| word.key.as_str()).collect();
            numbers.entry((key, keys)).or_default().push(number);
        }
    }
    let form = |((speaker, _), numbers): (Key, Vec<usize>)| {
        let first = &sayings[numbers[0]];
        Form {
            reports: { numbers.iter() }
                .map(|&number| sayings[number].report)
                .collect(),
            speaker: speaker.cloned(),
            marked: numbers
                .iter()
                .any(|&number| sayings[number].record.kind != QuoteKind::Indirect),
            outer: numbers.iter().any(|&number| sayings[number].outer),
            stems: stems(&first.words),
            numbers: number_words(first.words.iter().map(|word| word.key.as_str())),
            units: OnceCell::new(),
            sayings: numbers,
        }
    };
    numbers.into_iter().map(form).collect()
}

fn stems(words: &[Word]) -> BTreeSet<String> {
    words.iter().filter_map(|word| word.stem.clone()).collect()
}

/// The sentences of a saying, with a stretch that the attribution breaks off counted as one.
fn units(saying: &Saying) -> Vec<Unit> {
    let mut units = Vec::new();
    for (piece, range) in saying.record.content.iter().enumerate() {
        let Some(slice) = range.slice(saying.text) else {
            continue;
        };
        for sentence in sentences(slice) {
            let inside = sentence.shift(range.start());
            let words: Vec<&Word> = { saying.words.iter() }
                .filter(|word| word.piece == piece && inside.contains_range(word.range))
                .collect();
            if words.is_empty() {
                continue;
            }
            units.push(Unit {
                text: plain(&slice[sentence.as_usize()]),
                stems: words.iter().filter_map(|word| word.stem.clone()).collect(),
                negated: words.iter().any(|word| is_negation(&word.key)),
                numbers: number_words(words.iter().map(|word| word.key.as_str())),
            });
        }
    }
    units.truncate(MOST_UNITS);
    units
}

/// Sentences of a quote that are compared by vectors.
const MOST_UNITS: usize = 16;

/// Without the marks of quotation and what stands at the ends.
fn plain(sentence: &str) -> String {
    let kept: String = { sentence.chars() }
        .filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '«' | '»'))
        .collect();
    kept.trim_matches(|c: char| c.is_whitespace() || c == ',')
        .to_owned()
}

fn is_negation(key: &str) -> bool {
    key.ends_with("n't")
        || matches!(
            key,
            "not"
                | "no"
                | "never"
                | "none"
                | "nobody"
                | "nothing"
                | "neither"
                | "nor"
                | "without"
                | "cannot"
        )
}

const NUMBERS: &[(&str, u32)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1000),
    ("million", 1_000_000),
];

/// The numbers that `keys` tell, word by word. "One" is left out, it is mostly none, and so is "the two", which counts
/// nothing.
fn number_words<'k>(keys: impl Iterator<Item = &'k str>) -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    let mut before = "";
    for key in keys {
        let word = { NUMBERS.iter() }.find(|(word, _)| *word == key);
        let read = key.parse().ok().or(word.map(|&(_, number)| number));
        numbers.extend(read.filter(|&number| number != 2 || !BOTH.contains(&before)));
        before = key;
    }
    numbers
}

/// Words after which "two" means those who were named.
const BOTH: &[&str] = &["our", "the", "their", "these", "those"];

/// How often a stem stands in some reports.
#[derive(Default)]
struct Count {
    reports: u32,
    all: u32,
    /// The number of the last report that has it.
    last: Option<usize>,
}

impl Count {
    /// Once more, in the report of that number.
    fn add(&mut self, report: usize) {
        self.reports += u32::from(self.last != Some(report));
        self.last = Some(report);
        self.all += 1;
    }

    fn weight(&self) -> f64 {
        f64::from(self.reports) / f64::from(self.all)
    }
}

/// How much a stem says in this story, from 0 to 1: the inverse of how often an article that has it has it.
///
/// What the story is about stands many times in each article, the words of a saying once; and unlike the count of
/// articles this does not change when more outlets carry the saying.
pub(super) struct Weights(FxHashMap<String, f64>);

impl Weights {
    /// Reads all reports.
    pub(super) fn of(reports: &[&Report]) -> Self {
        // A word as it is written is read once: most of a text are a few words again and again.
        let mut stems: FxHashMap<&str, u32> = FxHashMap::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut counts: Vec<Count> = Vec::new();
        for (number, report) in reports.iter().enumerate() {
            for word in words(report.text) {
                let word = &report.text[word.as_usize()];
                let stem = *stems.entry(word).or_insert_with(|| {
                    let mut key = word_key(word);
                    if let Some(owner) = key.strip_suffix("'s") {
                        key.truncate(owner.len());
                    }
                    let next = u32::try_from(numbers.len()).expect("texts have fewer words");
                    *numbers.entry(stem(&key)).or_insert(next)
                });
                if stem as usize == counts.len() {
                    counts.push(Count::default());
                }
                counts[stem as usize].add(number);
            }
        }
        let weight = |stem: u32| counts[stem as usize].weight();
        Self(
            { numbers.into_iter() }
                .map(|(stem, number)| (stem, weight(number)))
                .collect(),
        )
    }

    /// The weight of some stems together.
    pub(super) fn sum<'s>(&self, stems: impl Iterator<Item = &'s String>) -> f64 {
        stems
            .map(|stem| self.0.get(stem).copied().unwrap_or(1.0))
            .sum()
    }
}
