//! The tables of a lemmatizer.
//!
//! They hold some hundred thousand words, so that loading is mostly their making: all texts stand in one string, and
//! the file is read without copies of its own.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rmpv::ValueRef;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::error::ModelError;
use crate::lexeme::string_id;
use crate::msgpack;

const FILE: &str = "lemmatizer/lookups/lookups.bin";

/// All tables of a model; those that it does not have are empty.
#[derive(Default)]
pub(super) struct Tables {
    texts: Texts,
    by_pos: FxHashMap<u64, PosTables>,
    /// Lemmas of whole words by the string id of the word.
    words: FxHashMap<u64, Text>,
}

/// The tables for one part of speech.
#[derive(Default)]
struct PosTables {
    /// Endings with what replaces them.
    rules: Vec<(Text, Text)>,
    /// Irregular forms with where their lemmas stand in `lemmas`.
    exceptions: HashTable<(Text, u32, u32)>,
    lemmas: Vec<Text>,
    /// Words that are lemmas.
    index: HashTable<Text>,
}

/// The tables for one part of speech, to be asked.
#[derive(Clone, Copy)]
pub(super) struct Rules<'t> {
    texts: &'t Texts,
    tables: &'t PosTables,
}

/// All texts, one after another.
#[derive(Default)]
struct Texts(String);

/// A place in [`Texts`].
#[derive(Clone, Copy)]
struct Text {
    start: u32,
    end: u32,
}

impl Tables {
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let top = msgpack::read_borrowed(FILE, bytes)?;
        let mut read = Self::default();
        for (name, table) in pairs(&top).ok_or_else(|| ModelError::format(FILE, "is no map"))? {
            let name = text(name).unwrap_or_default();
            if !matches!(
                name,
                "lemma_lookup" | "lemma_rules" | "lemma_exc" | "lemma_index"
            ) {
                return Err(ModelError::format(
                    FILE,
                    format!("the table `{name}` is not known"),
                ));
            }
            read.add(name, table).ok_or_else(|| {
                ModelError::format(FILE, format!("the table `{name}` is not what it should be"))
            })?;
        }
        Ok(read)
    }

    /// Reads one table; `None` if it is not what its name says.
    fn add(&mut self, name: &str, table: &ValueRef<'_>) -> Option<()> {
        let Self {
            texts,
            by_pos,
            words,
        } = self;
        for (key, value) in pairs(table)? {
            let key = key.as_u64()?;
            if name == "lemma_lookup" {
                // A list of lemmas stands for its first; an empty one for none.
                let lemma = list(value).map_or(Some(value), <[_]>::first);
                if let Some(lemma) = lemma {
                    words.insert(key, texts.add(text(lemma)?));
                }
                continue;
            }
            let PosTables {
                rules,
                exceptions,
                lemmas,
                index,
            } = by_pos.entry(key).or_default();
            match name {
                "lemma_rules" => {
                    for rule in list(value)? {
                        let [ending, replacement] = list(rule)? else {
                            return None;
                        };
                        rules.push((texts.add(text(ending)?), texts.add(text(replacement)?)));
                    }
                }
                "lemma_exc" => {
                    for (form, found) in pairs(value)? {
                        let first = place(lemmas.len());
                        for lemma in list(found)? {
                            lemmas.push(texts.add(text(lemma)?));
                        }
                        let form = text(form)?;
                        let exception = (texts.add(form), first, place(lemmas.len()));
                        exceptions.insert_unique(hash(form), exception, |(form, ..)| {
                            hash(texts.get(*form))
                        });
                    }
                }
                _ => {
                    let words = list(value)?;
                    index.reserve(words.len(), |word| hash(texts.get(*word)));
                    for word in words {
                        let word = text(word)?;
                        let added = texts.add(word);
                        index.insert_unique(hash(word), added, |word| hash(texts.get(*word)));
                    }
                }
            }
        }
        Some(())
    }

    /// The tables for a part of speech, named in small letters; `None` if all three are empty or missing.
    pub(super) fn of(&self, pos: &str) -> Option<Rules<'_>> {
        let tables = self.by_pos.get(&string_id(pos))?;
        let PosTables {
            rules,
            exceptions,
            index,
            ..
        } = tables;
        let is_empty = rules.is_empty() && exceptions.is_empty() && index.is_empty();
        (!is_empty).then_some(Rules {
            texts: &self.texts,
            tables,
        })
    }

    /// The lemma of a whole word.
    pub(super) fn word(&self, text: &str) -> Option<&str> {
        self.words
            .get(&string_id(text))
            .map(|lemma| self.texts.get(*lemma))
    }
}

impl<'t> Rules<'t> {
    /// True if a word is a lemma.
    pub(super) fn is_lemma(self, word: &str) -> bool {
        self.tables
            .index
            .find(hash(word), |known| self.texts.get(*known) == word)
            .is_some()
    }

    /// The lemmas of an irregular form.
    pub(super) fn irregular(self, form: &str) -> impl Iterator<Item = &'t str> {
        let found = self
            .tables
            .exceptions
            .find(hash(form), |(known, ..)| self.texts.get(*known) == form);
        let (first, last) =
            found.map_or((0, 0), |&(_, first, last)| (first as usize, last as usize));
        self.tables.lemmas[first..last]
            .iter()
            .map(move |lemma| self.texts.get(*lemma))
    }

    /// The forms that the rules make of `lower`, in the order of the rules, without empty ones.
    pub(super) fn forms(self, lower: &str) -> impl Iterator<Item = String> {
        self.tables
            .rules
            .iter()
            .filter_map(move |(ending, replacement)| {
                let stem = lower.strip_suffix(self.texts.get(*ending))?;
                let form = format!("{stem}{}", self.texts.get(*replacement));
                (!form.is_empty()).then_some(form)
            })
    }
}

impl Texts {
    fn add(&mut self, text: &str) -> Text {
        let start = place(self.0.len());
        self.0.push_str(text);
        Text {
            start,
            end: place(self.0.len()),
        }
    }

    fn get(&self, text: Text) -> &str {
        &self.0[text.start as usize..text.end as usize]
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("files are shorter than 4 GiB")
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

fn pairs<'v, 'b>(value: &'v ValueRef<'b>) -> Option<&'v [(ValueRef<'b>, ValueRef<'b>)]> {
    match value {
        ValueRef::Map(pairs) => Some(pairs),
        _ => None,
    }
}

fn list<'v, 'b>(value: &'v ValueRef<'b>) -> Option<&'v [ValueRef<'b>]> {
    match value {
        ValueRef::Array(values) => Some(values),
        _ => None,
    }
}

fn text<'v>(value: &'v ValueRef<'_>) -> Option<&'v str> {
    match value {
        ValueRef::String(text) => text.as_str(),
        _ => None,
    }
}
