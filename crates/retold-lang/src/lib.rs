//! Language analysis that knows nothing of news: spaCy CNN pipelines and sentence vectors ([`embed`]) in pure Rust.
//!
//! A [`Pipeline`] runs a trained spaCy 3 model (tokenizer, tagger or morphologizer, dependency parser, attribute ruler,
//! lemmatizer, entity recogniser) from its own files, without Python. Its results are those of spaCy, token by token; its
//! speed is what the matrix products leave. It is loaded once and shared between threads; what it gives is a [`Doc`]:
//! tokens, sentences, the dependency tree and entities, all as ranges of the text.
//!
//! ```no_run
//! use retold_lang::{Pipeline, models::{Cache, EN_CORE_WEB_SM}};
//!
//! let installed = Cache::of_user()?.ensure(&EN_CORE_WEB_SM, &mut |_| ())?;
//! let pipeline = Pipeline::from_files(&|file| installed.read(file))?;
//! let doc = pipeline.analyse("Reuters said on Thursday that he had left.")?;
//! for entity in doc.entities() {
//!     println!("{} {} {:?}", entity.label, entity.span.text(), entity.span.range());
//! }
//! for token in doc.tokens().filter(|token| token.dep() == "nsubj") {
//!     println!("{} <- {}", token.text(), token.head().lemma());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The main decision: a document is a paragraph. Whatever is analysed together in spaCy's terms sees four tokens to each
//! side and the parser's state, so paragraphs can be analysed apart from each other, in large batches and in any order,
//! and a paragraph that was seen before need not be analysed again ([`Pipeline::analyse_parts`]). The price: sentences
//! never run over paragraphs.

mod pipeline;

mod doc;
mod labels;
mod noun_chunks;
mod record;
mod trace;

pub mod models;

pub mod embed;

mod components;
mod config;
mod error;
mod memo;
mod worker;

mod tokenizer;

mod lexeme;

mod tok2vec;

mod vectors;

mod classifier;
mod transition;

mod ruler;

mod lemmatizer;

mod msgpack;
mod network;
mod pattern;
mod thinc;

pub use doc::{Doc, Entity, EntityMark, Span, Token};
pub use error::ModelError;
pub use labels::{Label, Labels};
pub use pipeline::{MAX_TEXT_BYTES, Pipeline, TextTooLong};
pub use record::{Conllu, Record};
pub use trace::Trace;
pub use worker::Statistics;
