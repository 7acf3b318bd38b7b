//! How a run is done. Nothing here changes its result.

use std::num::NonZeroUsize;

/// How a run is done: threads and memory. The result is the same whatever is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Threads; `None` is one a core.
    pub threads: Option<NonZeroUsize>,
    /// Source documents in one transaction, at most.
    pub batch_documents: usize,
    /// Raw bytes in one transaction, at most, but for the last document. Memory holds two batches with what is made
    /// of them, some ten times this.
    pub batch_bytes: usize,
}

impl Default for Settings {
    /// One thread a core; batches of 1,024 documents or 8 MiB: of the size at which the cost of a transaction is
    /// spread and what a kill can lose is still seconds of work.
    fn default() -> Self {
        Self {
            threads: None,
            batch_documents: 1024,
            batch_bytes: 8 << 20,
        }
    }
}

impl Settings {
    /// The threads of a run.
    pub(crate) fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, NonZeroUsize::get))
            .thread_name(|i| format!("retold-{i}"))
            .build()
    }
}
