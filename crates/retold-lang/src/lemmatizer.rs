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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lexeme::{Vocabulary, string_id};
    use crate::msgpack;

    fn lemmatizer(language: &str) -> Lemmatizer {
        let id = |pos: &str| string_id(pos).to_string();
        let words = json!({id("Les"): ["le"], id("zut"): ["zutter"], id("vide"): []});
        let tables = json!({
            "lemma_rules": {
                id("noun"): [["s", ""], ["ies", "y"], ["x", ""]],
                id("verb"): [["ing", "e"], ["ing", ""], ["s", ""]],
                id("punct"): [["“", "\""]],
            },
            "lemma_exc": {id("noun"): {"mice": ["mouse"], "axes": ["axis", "axe"]}, id("verb"): {"was": ["be"]}},
            "lemma_index": {id("noun"): ["cat", "news"], id("verb"): ["sing", "mak"]},
            "lemma_lookup": words,
        });
        Lemmatizer::from_bytes(language, "rule", &msgpack::file_of(&tables)).unwrap()
    }

    /// Checks lemmas of words with part of speech and morphology.
    fn check(language: &str, cases: &[(&str, &str, &str, &str)]) {
        let lemmatizer = lemmatizer(language);
        let vocabulary = Vocabulary::from_bytes(b"\x80").unwrap();
        let (mut labels, mut lexicon, mut cache) =
            (Labels::new(), Lexicon::default(), LemmaCache::default());
        for _ in 0..2 {
            for &(text, pos, morph, expected) in cases {
                let lexeme = lexicon.intern(&vocabulary, text, None);
                let (pos, morph) = (labels.intern(pos).unwrap(), labels.intern(morph).unwrap());
                let lemma = lemmatizer.lemma(&labels, &lexicon, &mut cache, lexeme, pos, morph);
                assert_eq!(lemma, expected, "{text}");
            }
        }
    }

    #[test]
    fn english() {
        check(
            "en",
            &[
                ("Cats", "NOUN", "Number=Plur", "cat"),
                ("News", "NOUN", "Number=Sing", "news"),
                ("Dogs", "NOUN", "Number=Plur", "dog"),
                ("Parties", "NOUN", "Number=Plur", "partie"),
                ("Mice", "NOUN", "Number=Plur", "mouse"),
                // Irregular lemmas go to the front one after another, so that the last is the first.
                ("axes", "NOUN", "Number=Plur", "axe"),
                ("making", "VERB", "VerbForm=Part", "mak"),
                ("Sings", "VERB", "Mood=Ind|Tense=Pres|VerbForm=Fin", "sings"),
                (
                    "Sings",
                    "VERB",
                    "Number=Sing|Tense=Pres|VerbForm=Fin",
                    "sing",
                ),
                ("s", "NOUN", "", "s"),
                ("90s", "NOUN", "", "90"),
                ("London", "PROPN", "Number=Sing", "London"),
                ("The", "DET", "", "the"),
                ("“", "PUNCT", "", "\""),
                ("Odd", "ADJ", "Degree=Pos", "odd"),
                ("X", "", "", "x"),
            ],
        );
    }

    #[test]
    fn french() {
        check(
            "fr",
            &[
                ("News", "NOUN", "", "news"),
                ("AXES", "NOUN", "", "axis"),
                ("Chats", "NOUN", "", "chat"),
                ("Les", "X", "", "le"),
                ("Autre", "X", "", "Autre"),
                ("ZUT", "NOUN", "", "zutter"),
                ("Vide", "ADV", "", "vide"),
                ("\n", "SPACE", "", "\n"),
            ],
        );
    }

    #[test]
    fn err_unknown_language_mode_and_table() {
        let problem = |language, mode, tables| match Lemmatizer::from_bytes(
            language,
            mode,
            &msgpack::file_of(&tables),
        ) {
            Ok(_) => "none".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(
            problem("es", "rule", json!({})),
            "config.cfg: a lemmatizer for `es` with mode `rule` is not supported"
        );
        assert_eq!(
            problem("en", "lookup", json!({})),
            "config.cfg: a lemmatizer for `en` with mode `lookup` is not supported"
        );
        assert_eq!(
            problem("en", "rule", json!({"lemma_x": {"1": []}})),
            "lemmatizer/lookups/lookups.bin: the table `lemma_x` is not known"
        );
        assert_eq!(
            problem("en", "rule", json!({"lemma_index": {"1": 2}})),
            "lemmatizer/lookups/lookups.bin: the table `lemma_index` is not what it should be"
        );
    }
}
