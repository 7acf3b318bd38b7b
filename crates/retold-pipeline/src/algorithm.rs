//! Which version of each stage makes the derived records. Raise one whenever its stage gives another result for the
//! same input: a base made by another version must be rebuilt before more is added to it.

use retold_store::{Batch, Reader};

use crate::error::{PipelineError, Result};

/// The stages whose results a base keeps.
const ALGORITHMS: [(&str, u32); 3] = [("read", 1), ("extract", 6), ("link", 15)];

/// The stage that a base may be made without.
const ANNOTATE: &str = "annotate";

/// Its version; a base without annotations has version 0.
const ANNOTATE_VERSION: u32 = 9;

/// Fails where the base was made by other versions.
pub(crate) fn check(reader: &Reader<'_>, annotates: bool) -> Result<()> {
    match is_annotated(reader)? {
        Some(true) if !annotates => return Err(PipelineError::Annotated),
        Some(false) if annotates => return Err(PipelineError::NotAnnotated),
        _ => {}
    }
    for (name, known) in ALGORITHMS
        .into_iter()
        .chain(annotates.then_some((ANNOTATE, ANNOTATE_VERSION)))
    {
        if let Some(found) = reader.algorithm(name)?
            && found != known
        {
            return Err(PipelineError::OtherAlgorithm { name, found, known });
        }
    }
    Ok(())
}

/// Notes the versions of this program.
pub(crate) fn set(batch: &mut Batch<'_>, annotates: bool) -> Result<()> {
    for (name, version) in ALGORITHMS {
        batch.set_algorithm(name, version)?;
    }
    let version = if annotates { ANNOTATE_VERSION } else { 0 };
    Ok(batch.set_algorithm(ANNOTATE, version)?)
}

/// Whether the base was made with annotations; `None` if nothing was added yet. Bases of format 1 have none.
pub(crate) fn is_annotated(reader: &Reader<'_>) -> Result<Option<bool>> {
    let [(read, _), ..] = ALGORITHMS;
    if reader.algorithm(read)?.is_none() {
        return Ok(None);
    }
    Ok(Some(reader.algorithm(ANNOTATE)?.unwrap_or(0) > 0))
}
