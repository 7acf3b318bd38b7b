//! Which version of each stage makes the derived records. Raise one whenever its stage gives another result for the
//! same input: a base made by another version must be rebuilt before more is added to it.

use retold_store::{Batch, Reader};

use crate::error::{PipelineError, Result};

/// The stages whose results a base keeps.
const ALGORITHMS: [(&str, u32); 3] = [("read", 1), ("extract", 1), ("link", 1)];

/// Fails where the base was made by other versions.
pub(crate) fn check(reader: &Reader<'_>) -> Result<()> {
    for (name, known) in ALGORITHMS {
        if let Some(found) = reader.algorithm(name)?
            && found != known
        {
            return Err(PipelineError::OtherAlgorithm { name, found, known });
        }
    }
    Ok(())
}

/// Notes the versions of this program.
pub(crate) fn set(batch: &mut Batch<'_>) -> Result<()> {
    for (name, version) in ALGORITHMS {
        batch.set_algorithm(name, version)?;
    }
    Ok(())
}
