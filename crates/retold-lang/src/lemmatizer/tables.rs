//! The tables of a lemmatizer.

use rmpv::Value;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::ModelError;
use crate::lexeme::string_id;
use crate::msgpack;

const FILE: &str = "lemmatizer/lookups/lookups.bin";

/// All tables of a model; those that it does not have are empty.
#[derive(Debug, Default)]
pub(super) struct Tables {
    by_pos: FxHashMap<u64, PosTables>,
    /// Whole words by their string id.
    words: FxHashMap<u64, Box<str>>,
}

/// The tables for one part of speech.
#[derive(Debug, Default)]
pub(super) struct PosTables {
    /// Endings with what replaces them.
    pub(super) rules: Vec<(Box<str>, Box<str>)>,
    /// Irregular forms with their lemmas.
    pub(super) exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Words that are lemmas.
    pub(super) index: FxHashSet<Box<str>>,
}

impl Tables {
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let top = msgpack::read(FILE, bytes)?;
        let tables = top
            .as_map()
            .ok_or_else(|| ModelError::format(FILE, "is no map"))?;
        let mut read = Self::default();
        for (name, table) in tables {
            let name = msgpack::text(name).unwrap_or_default();
            let fault =
                || ModelError::format(FILE, format!("the table `{name}` is not what it should be"));
            for (key, value) in table.as_map().ok_or_else(fault)? {
                let key = key.as_u64().ok_or_else(fault)?;
                if name == "lemma_lookup" {
                    // A list of lemmas stands for its first; an empty one for none.
                    let lemma = value
                        .as_array()
                        .map_or(Some(value), |lemmas| lemmas.first());
                    if let Some(lemma) = lemma {
                        read.words
                            .insert(key, Box::from(msgpack::text(lemma).ok_or_else(fault)?));
                    }
                    continue;
                }
                let tables = read.by_pos.entry(key).or_default();
                match name {
                    "lemma_rules" => tables.rules = rules(value).ok_or_else(fault)?,
                    "lemma_exc" => tables.exceptions = exceptions(value).ok_or_else(fault)?,
                    "lemma_index" => {
                        tables.index = texts(value).ok_or_else(fault)?.into_iter().collect();
                    }
                    _ => {
                        return Err(ModelError::format(
                            FILE,
                            format!("the table `{name}` is not known"),
                        ));
                    }
                }
            }
        }
        Ok(read)
    }

    /// The tables for a part of speech, named in small letters; `None` if all three are empty or missing.
    pub(super) fn of(&self, pos: &str) -> Option<&PosTables> {
        let tables = self.by_pos.get(&string_id(pos))?;
        let PosTables {
            rules,
            exceptions,
            index,
        } = tables;
        (!rules.is_empty() || !exceptions.is_empty() || !index.is_empty()).then_some(tables)
    }

    /// The lemma of a whole word.
    pub(super) fn word(&self, text: &str) -> Option<&str> {
        self.words.get(&string_id(text)).map(AsRef::as_ref)
    }
}

impl PosTables {
    /// The forms that the rules make of `lower`, in the order of the rules, without empty ones.
    pub(super) fn forms(&self, lower: &str) -> impl Iterator<Item = String> {
        self.rules.iter().filter_map(move |(ending, replacement)| {
            let form = format!("{}{replacement}", lower.strip_suffix(&**ending)?);
            (!form.is_empty()).then_some(form)
        })
    }
}

fn rules(value: &Value) -> Option<Vec<(Box<str>, Box<str>)>> {
    let rule = |rule: &Value| match rule.as_array()?.as_slice() {
        [ending, replacement] => Some((
            Box::from(msgpack::text(ending)?),
            Box::from(msgpack::text(replacement)?),
        )),
        _ => None,
    };
    value.as_array()?.iter().map(rule).collect()
}

fn exceptions(value: &Value) -> Option<FxHashMap<Box<str>, Vec<Box<str>>>> {
    let exception =
        |(form, lemmas): &(Value, Value)| Some((Box::from(msgpack::text(form)?), texts(lemmas)?));
    value.as_map()?.iter().map(exception).collect()
}

fn texts(value: &Value) -> Option<Vec<Box<str>>> {
    value
        .as_array()?
        .iter()
        .map(|text| msgpack::text(text).map(Box::from))
        .collect()
}
