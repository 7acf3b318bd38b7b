//! The stages of Retold in order, over the cores of one machine, into a collection.
//!
//! ```text
//!  inputs ──read──► documents ──extract, annotate (all cores)──► articles, annotations ──┐
//!                                                                                        ▼
//!                                      one transaction a batch: store ► choose versions ► link ► commit
//! ```
//!
//! What a collection holds is a function of the set of source documents in it: any order, any split into batches, any
//! number of threads give the same. A run that is killed leaves whole batches behind; running it again completes it.
//!
//! ```
//! use retold_pipeline::{Collection, Settings};
//! use retold_read::{Known, Limits, read_bytes};
//! # let directory = tempfile::tempdir()?;
//! let mut collection = Collection::open(directory.path().join("retold.db"))?;
//! let page = b"<h1>Harbour wall fails</h1><p>The wall fell on Monday night, the harbour office said.</p>".to_vec();
//! let reads = read_bytes("page.html", page, &Known::default(), &Limits::default());
//! let summary = collection.add_reads(reads, &Settings::default(), &mut ())?;
//! assert_eq!((summary.documents, summary.new), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod collection;

mod add;
mod decide;
mod rebuild;
mod remove;
mod verify;

mod story_reading;

mod words_in_source;

mod algorithm;
mod annotation;
mod extraction;
mod linking;

mod error;
mod progress;
mod settings;

pub use add::{AddSummary, Source};
pub use annotation::Annotator;
pub use collection::Collection;
pub use decide::Correction;
pub use error::{PipelineError, Result};
pub use extraction::parse_stored;
pub use progress::Progress;
pub use rebuild::RebuildSummary;
pub use remove::RemoveSummary;
pub use settings::Settings;
pub use story_reading::{StoryDepth, read_article, read_story};
pub use verify::Verification;
