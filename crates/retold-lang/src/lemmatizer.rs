//! Base forms of words.
//!
//! After `formats/spacy-runtime.md`, sections 5.3 and 10: tables of forms, exceptions and endings for each part of
//! speech, used in another way for each language.

mod english;
mod french;
mod tables;

use rustc_hash::FxHashMap;

use self::tables::Tables;
use crate::error::ModelError;
use crate::labels::{Label, Labels};
use crate::lexeme::{Lexeme, LexemeId, Lexicon};

/// Most lemmas kept, at about 30 bytes each; beyond that the cache begins anew.
const MAX_KNOWN: usize = 500_000;

/// The lemmatizer of a model. Shared, never changed.
pub(crate) struct Lemmatizer {
    language: Language,
    tables: Tables,
}

/// How the tables are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    English,
    French,
}

/// The lemmas that one worker has found; cleared with the lexicon whose forms it knows.
#[derive(Default)]
pub(crate) struct LemmaCache {
    known: FxHashMap<(LexemeId, Label, Label), (u32, u32)>,
    /// All lemmas, one after another.
    lemmas: String,
}

/// What a lemmatizer sees of a word.
struct Word<'w> {
    lexeme: &'w Lexeme,
    /// Its part of speech in small letters.
    pos: &'w str,
    morph: &'w str,
}

impl Lemmatizer {
    /// For `language` and `mode` as in the model's `config.cfg`, from its file `lemmatizer/lookups/lookups.bin`.
    ///
    /// # Errors
    ///
    /// If the language or mode is not supported, or the file is not what it should be.
    pub(crate) fn from_bytes(
        language: &str,
        mode: &str,
        tables: &[u8],
    ) -> Result<Self, ModelError> {
        let language = match (language, mode) {
            ("en", "rule") => Language::English,
            ("fr", "rule") => Language::French,
            _ => {
                let problem =
                    format!("a lemmatizer for `{language}` with mode `{mode}` is not supported");
                return Err(ModelError::format("config.cfg", problem));
            }
        };
        Ok(Self {
            language,
            tables: Tables::from_bytes(tables)?,
        })
    }

    /// The lemma of a word with this part of speech and morphology, as the cache keeps it.
    pub(crate) fn lemma<'c>(
        &self,
        labels: &Labels,
        lexicon: &Lexicon,
        cache: &'c mut LemmaCache,
        lexeme: LexemeId,
        pos: Label,
        morph: Label,
    ) -> &'c str {
        if cache.known.len() > MAX_KNOWN {
            cache.clear();
        }
        let LemmaCache { known, lemmas } = cache;
        let (start, end) = *known.entry((lexeme, pos, morph)).or_insert_with(|| {
            let pos = labels.name(pos).to_lowercase();
            let word = Word {
                lexeme: lexicon.get(lexeme),
                pos: &pos,
                morph: labels.name(morph),
            };
            let place = |lemmas: &String| {
                u32::try_from(lemmas.len()).expect("the worker clears its caches before")
            };
            let start = place(lemmas);
            match self.language {
                Language::English => lemmas.push_str(&english::lemma(&self.tables, &word)),
                Language::French => lemmas.push_str(&french::lemma(&self.tables, &word)),
            }
            (start, place(lemmas))
        });
        &lemmas[start as usize..end as usize]
    }
}

impl LemmaCache {
    /// Forgets all lemmas.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
