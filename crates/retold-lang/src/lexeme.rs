//! Word forms and what the models see of them.
//!
//! After `formats/spacy-runtime.md`, section 3. A lexeme is one distinct pair of a text and an overriding norm; all
//! tokens of that form share it, so that everything that depends on the form alone is computed once.

mod characters;
mod lexicon;
mod string_id;
mod vocabulary;

pub(crate) use characters::{CharSet, Characters, is_space};
pub(crate) use lexicon::{Lexeme, LexemeId, Lexicon};
pub(crate) use string_id::{hash_rows, string_id};
pub(crate) use vocabulary::Vocabulary;
