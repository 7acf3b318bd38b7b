//! A text as names are looked for in it: its words with what the lists and the language model say of each.

use std::borrow::Cow;

use retold_lang::{Doc, EntityMark};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use super::lexicon::{self, Entry, Role};
use crate::possessive::is_possessive;

/// What the language model takes a name for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Person,
    Organisation,
    Place,
    Group,
    Facility,
    /// A product, work, event, law or language.
    Other,
    /// A date, a number.
    Value,
}

/// One token.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of the word, asked for alone"
)]
pub(super) struct Word<'d> {
    pub(super) text: &'d str,
    /// Its key in the lists; empty for signs and numbers.
    pub(super) key: Cow<'d, str>,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The number of its block.
    pub(super) block: u32,
    pub(super) entry: Entry,
    /// The first letter is a capital.
    pub(super) capital: bool,
    /// All letters are capitals, and there are two at least.
    pub(super) shouted: bool,
    /// All of its sentence is written in capitals.
    in_capitals: bool,
    /// It is the first word of a sentence, of a block or of quoted words.
    pub(super) opens: bool,
    /// No white space stands before it.
    pub(super) glued: bool,
    /// It is tagged as a proper noun.
    pub(super) proper: bool,
    /// It is tagged as a common noun.
    pub(super) common: bool,
    /// It is tagged as an adjective.
    pub(super) adjective: bool,
    /// It is tagged as a verb that has a subject, as a participle of the past, or as a pronoun.
    pub(super) of_clause: bool,
    lemma: &'d str,
    /// The entity of the model that it is part of, by number, and what it is.
    pub(super) model: Option<(u32, Label)>,
}

impl Word<'_> {
    pub(super) fn is(&self, role: Role) -> bool {
        self.entry.roles.has(role)
    }
}

/// The words of a text.
pub(super) struct Reading<'d> {
    pub(super) words: Vec<Word<'d>>,
    /// The blocks that are written in capitals or with a capital at nearly each word.
    headlines: Vec<bool>,
    /// Proper nouns with a capital where a small letter could stand.
    pub(super) named: FxHashSet<Cow<'d, str>>,
    /// Words that stand somewhere in the text without a capital, those of them that may be asked for.
    pub(super) lower: FxHashSet<Cow<'d, str>>,
    /// The words of headlines of which a form stands somewhere in the text without a capital.
    inflected: FxHashSet<Cow<'d, str>>,
}

impl<'d> Reading<'d> {
    pub(super) fn new(doc: &'d Doc, blocks: &[TextRange]) -> Self {
        let mut words: Vec<Word<'d>> = Vec::with_capacity(doc.len());
        let mut block = 0_usize;
        let mut entity = 0_u32;
        let mut opens = true;
        let mut sentences: Vec<usize> = Vec::new();
        for token in doc.tokens() {
            let range = token.range();
            let mut here = block;
            while blocks.get(here).is_some_and(|b| b.end() <= range.start()) {
                here += 1;
            }
            if here != block || token.is_sentence_start() {
                opens = true;
                sentences.push(words.len());
            }
            block = here;
            if token.entity_mark() == EntityMark::Begin {
                entity += 1;
            }
            let model = match token.entity_mark() {
                EntityMark::Outside => None,
                EntityMark::Begin | EntityMark::Inside => {
                    Some((entity, label(token.entity_type())))
                }
            };
            for text in parts(token.text()) {
                let start = range.start() + offset_in(token.text(), text);
                let end = start + size(text);
                // A line break ends a name as a block does.
                let broken = text.contains('\n');
                let first = text.chars().next().unwrap_or(' ');
                let letters = first.is_alphabetic();
                let key = if letters {
                    lexicon::key(text)
                } else {
                    Cow::Borrowed("")
                };
                let shouted = is_shouted(text);
                let entry = if first.is_uppercase() && !shouted && is_written_in_capitals(&key) {
                    // "XI" counts and "MA" is a degree; "Xi" and "Ma" are people.
                    Entry {
                        roles: lexicon::Roles::default(),
                        ..lexicon::look_up(&key)
                    }
                } else if first.is_uppercase() {
                    lexicon::look_up(&key)
                } else if letters {
                    lexicon::look_up_word(&key)
                } else {
                    Entry::default()
                };
                let glued = words.last().is_some_and(|before| before.end == start);
                words.push(Word {
                    text,
                    key,
                    start,
                    end,
                    block: u32::try_from(block).unwrap_or(u32::MAX),
                    entry,
                    capital: first.is_uppercase(),
                    shouted,
                    in_capitals: false,
                    opens: opens && letters,
                    glued,
                    proper: matches!(token.tag(), "NNP" | "NNPS"),
                    common: matches!(token.tag(), "NN" | "NNS"),
                    adjective: token.tag() == "JJ",
                    of_clause: matches!(
                        token.tag(),
                        "MD" | "PRP" | "PRP$" | "VBD" | "VBN" | "VBP" | "VBZ"
                    ),
                    lemma: token.lemma(),
                    model,
                });
                opens = broken
                    || (opens && !letters)
                    || matches!(text, "\"" | "“" | "‘" | ":" | "•" | "–" | "—" | "*" | "|");
            }
        }
        mark_capitals(&mut words, &sentences);
        let headlines = headlines(&words);
        let lower = lower(&words);
        let mut result = Self {
            words,
            headlines,
            named: FxHashSet::default(),
            lower,
            inflected: FxHashSet::default(),
        };
        result.inflected = result.inflected();
        result.named = result
            .words
            .iter()
            .filter(|word| word.capital && word.proper && !word.opens && !result.in_headline(word))
            .map(|word| word.key.clone())
            .collect();
        result
    }

    /// The word at `at`, if it stands in the block of the word `near`.
    pub(super) fn beside(&self, near: usize, at: Option<usize>) -> Option<&Word<'d>> {
        let word = self.words.get(at?)?;
        (word.block == self.words[near].block && !word.text.contains('\n')).then_some(word)
    }

    /// Whether the sign at `at` makes an owner of the word before it, in the block of the word `near`.
    pub(super) fn owns(&self, near: usize, at: usize) -> bool {
        self.beside(near, Some(at))
            .is_some_and(|sign| sign.glued && is_possessive(sign.text))
    }

    /// Whether capitals say nothing where `word` stands.
    pub(super) fn in_headline(&self, word: &Word<'_>) -> bool {
        self.headlines
            .get(word.block as usize)
            .copied()
            .unwrap_or(false)
            || word.in_capitals
    }

    /// Whether it is written in capitals only, and not because all of its sentence is; or is a name elsewhere in the text.
    pub(super) fn is_spelled(&self, word: &Word<'_>) -> bool {
        !word.in_capitals || self.named.contains(&word.key)
    }

    /// Whether a word of a headline is an ordinary one: "Killed in Fall", where the text tells of "falling".
    pub(super) fn is_ordinary(&self, word: &Word<'_>) -> bool {
        self.in_headline(word)
            && self.inflected.contains(&word.key)
            && !self.named.contains(&word.key)
    }

    fn inflected(&self) -> FxHashSet<Cow<'d, str>> {
        let asked: FxHashSet<&str> = { self.words.iter() }
            .filter(|word| word.capital && self.in_headline(word))
            .map(|word| &*word.key)
            .collect();
        { self.words.iter() }
            .filter(|word| !word.capital && asked.contains(word.lemma))
            .map(|word| Cow::Borrowed(word.lemma))
            .collect()
    }

    /// The text of a run of words, with one space between words that stand apart, folded.
    pub(super) fn form(&self, from: usize, to: usize) -> String {
        form(&self.words[from..to])
    }
}

/// The same of the words alone.
pub(super) fn form(words: &[Word<'_>]) -> String {
    let mut result = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && !word.glued {
            result.push(' ');
        }
        if word.key.is_empty() {
            match word.text {
                "’" => result.push('\''),
                "’s" => result.push_str("'s"),
                "–" | "‑" => result.push('-'),
                text => result.push_str(text),
            }
        } else {
            result.push_str(&word.key);
        }
    }
    result
}

/// The words without a capital that stand with one elsewhere, or that the model takes for a group. Others are never asked
/// for: nothing is kept of them.
fn lower<'d>(words: &[Word<'d>]) -> FxHashSet<Cow<'d, str>> {
    /// By the first byte and the length: what most words are told by.
    fn cell(key: &str) -> usize {
        usize::from(key.as_bytes()[0] & 31) * 8 + (key.len() & 7)
    }
    let mut cells = [false; 256];
    let asked: FxHashSet<&str> = { words.iter() }
        .filter(|word| word.capital || matches!(word.model, Some((_, Label::Group))))
        .map(|word| &*word.key)
        .filter(|key| !key.is_empty())
        .inspect(|key| cells[cell(key)] = true)
        .collect();
    { words.iter() }
        .filter(|word| !word.capital && !word.key.is_empty() && cells[cell(&word.key)])
        .filter(|word| asked.contains(&*word.key))
        .map(|word| word.key.clone())
        .collect()
}

/// Whether all letters are capitals, and there are two at least.
fn is_shouted(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).take(2).count();
    capitals >= 2 && !text.chars().any(char::is_lowercase)
}

/// Whether a key could be a small Roman numeral of two letters or more, or a degree.
fn is_written_in_capitals(key: &str) -> bool {
    let is_numeral = key
        .bytes()
        .all(|letter| matches!(letter, b'i' | b'v' | b'x'));
    key.len() >= 2 && is_numeral || matches!(key, "ba" | "ma")
}

/// A token in the parts that names are made of: the tokeniser keeps "U.S.-led" and "east––each" whole.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
    let dashes = if plain { None } else { text.find("––") }.or_else(|| text.find('—'));
    let mark = if plain { None } else { before_mark(text) };
    let at = mark.or(dashes).or_else(|| {
        let hyphen = text.find('-').filter(|_| !plain)?;
        let country = hyphen > 0 && {
            let entry = lexicon::look_up(&lexicon::key(&text[..hyphen]));
            entry.roles.has(Role::Country) || entry.roles.has(Role::Group)
        };
        let last = hyphen > 1 && hyphen + 1 == text.len();
        (country || last).then_some(hyphen)
    });
    let (head, rest) = text.split_at(at.unwrap_or(text.len()));
    let sign = rest.len() - rest.trim_start_matches(['-', '–', '—']).len();
    let (sign, tail) = rest.split_at(sign);
    [head, sign, tail]
        .into_iter()
        .filter(|part| !part.is_empty())
}

/// Where the mark of a footnote begins that is glued to a word, with the stop before it: "Thomas.[71".
fn before_mark(text: &str) -> Option<usize> {
    let at = text.find('[').filter(|at| *at > 1)?;
    let digit = |c: char| c.is_ascii_digit();
    let is_mark = text[at + 1..].starts_with(digit) && text.starts_with(char::is_alphabetic);
    let word = text[..at].trim_end_matches(['.', ',', ';', ':']);
    // "C.[3": the stop of an initial belongs to it.
    is_mark.then_some(if word.len() > 1 { word.len() } else { at })
}

/// Where `part` begins in `whole`, of which it is a part.
fn offset_in(whole: &str, part: &str) -> u32 {
    size(whole).min(
        u32::try_from(part.as_ptr() as usize - whole.as_ptr() as usize)
            .expect("a part lies in its whole, which fits 32 bits"),
    )
}

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).expect("ranges of a text fit 32 bits")
}

fn label(name: &str) -> Label {
    match name {
        "PERSON" => Label::Person,
        "ORG" => Label::Organisation,
        "GPE" | "LOC" => Label::Place,
        "NORP" => Label::Group,
        "FAC" => Label::Facility,
        "PRODUCT" | "WORK_OF_ART" | "EVENT" | "LAW" | "LANGUAGE" => Label::Other,
        _ => Label::Value,
    }
}

/// Marks the words of sentences of which all words of some length, four at least, are written in capitals.
fn mark_capitals(words: &mut [Word<'_>], starts: &[usize]) {
    let ends = { starts.iter().skip(1).copied() }.chain([words.len()]);
    for (&start, end) in starts.iter().zip(ends) {
        let sentence = &mut words[start..end];
        let long = || { sentence.iter() }.filter(|w| w.text.len() >= 4 && !w.key.is_empty());
        if long().count() >= 4 && long().all(|word| word.shouted) {
            for word in sentence {
                word.in_capitals = true;
            }
        }
    }
}

/// Blocks of four words and more, with no full stop at the end, of which hardly one of some length begins small.
fn headlines(words: &[Word<'_>]) -> Vec<bool> {
    let count = words.last().map_or(0, |word| word.block as usize + 1);
    let mut long = vec![(0_u32, 0_u32); count];
    let mut stopped = vec![false; count];
    for word in words {
        let block = word.block as usize;
        stopped[block] = word.text == ".";
        if word.text.len() >= 4 && !word.key.is_empty() && (word.capital || !word.is(Role::Never)) {
            let (small, all) = &mut long[block];
            *all += 1;
            *small += u32::from(!word.capital);
        }
    }
    long.into_iter()
        .zip(stopped)
        .map(|((small, all), stopped)| all >= 4 && small * 6 <= all && !stopped)
        .collect()
}
