//! Language analysis that knows nothing of news: spaCy CNN pipelines in pure Rust.

mod doc;
mod error;
mod labels;
mod lemmatizer;
mod lexeme;
mod msgpack;
mod pattern;
mod ruler;
mod tokenizer;

pub mod models;

pub use doc::{Doc, Entity, EntityMark, Span, Token};
pub use error::ModelError;
pub use labels::{Label, Labels};
