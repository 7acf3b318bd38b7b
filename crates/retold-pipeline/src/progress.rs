//! Who wants to know how far a run is.

use retold_model::Diagnostic;

/// Told of a run as it goes on, on the thread that started it.
pub trait Progress {
    /// Something was lost or is worth knowing. In the order of reading.
    fn diagnostic(&mut self, diagnostic: &Diagnostic);

    /// So many documents are done, since the start. For `rebuild` and `verify`, of so many.
    fn done(&mut self, documents: u64, of: Option<u64>);
}

/// Nobody wants to know.
impl Progress for () {
    fn diagnostic(&mut self, _: &Diagnostic) {}

    fn done(&mut self, _: u64, _: Option<u64>) {}
}
