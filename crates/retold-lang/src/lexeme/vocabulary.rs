//! What a model knows of word forms beyond their letters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rmpv::Value;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::ModelError;
use crate::msgpack;

/// The file of `data/`; what stands in it tells its `about`.
#[derive(Deserialize)]
pub(super) struct Tables {
    pub(super) symbols: BTreeMap<String, u64>,
    base_norms: BTreeMap<String, String>,
    pub(super) char_isalpha: Vec<(u32, u32)>,
    pub(super) char_isdigit: Vec<(u32, u32)>,
    pub(super) char_isupper: Vec<(u32, u32)>,
    pub(super) char_isdecimal: Vec<(u32, u32)>,
    pub(super) char_isalnum: Vec<(u32, u32)>,
}

/// The tables, read when first asked for.
pub(super) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../data/spacy-tables.json"))
            .expect("the tables are part of the program")
    });
    &TABLES
}

/// The norms of a model: spellings that it reads as one. Shared, never changed.
pub(crate) struct Vocabulary {
    lexeme_norms: FxHashMap<u64, Box<str>>,
}

impl Vocabulary {
    /// From `vocab/lookups.bin`, whose table `lexeme_norm` may be missing.
    pub(crate) fn from_bytes(lookups: &[u8]) -> Result<Self, ModelError> {
        const FILE: &str = "vocab/lookups.bin";
        let top = msgpack::read(FILE, lookups)?;
        if !top.is_map() {
            return Err(ModelError::format(FILE, "is no map"));
        }
        let mut lexeme_norms = FxHashMap::default();
        if let Some(table) = msgpack::get(&top, "lexeme_norm") {
            let pairs = table
                .as_map()
                .ok_or_else(|| ModelError::format(FILE, "`lexeme_norm` is no map"))?;
            for (id, norm) in pairs {
                match (Value::as_u64(id), msgpack::text(norm)) {
                    (Some(id), Some(norm)) => lexeme_norms.insert(id, Box::from(norm)),
                    _ => {
                        return Err(ModelError::format(
                            FILE,
                            format!("`{id}: {norm}` is no norm"),
                        ));
                    }
                };
            }
        }
        Ok(Self { lexeme_norms })
    }

    /// The norm of a word of which no exception of the tokenizer tells one.
    pub(super) fn norm<'v>(&'v self, text: &str, orth: u64, lower: &'v str) -> &'v str {
        static BASE_NORMS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
            tables()
                .base_norms
                .iter()
                .map(|(text, norm)| (text.as_str(), norm.as_str()))
                .collect()
        });
        if let Some(norm) = self.lexeme_norms.get(&orth) {
            norm
        } else {
            BASE_NORMS.get(text).copied().unwrap_or(lower)
        }
    }
}
