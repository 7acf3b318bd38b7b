//! Main text and fields of web pages.

use std::path::Path;

use anyhow::Result;

use super::gold::GoldFile;
use super::{Predictions, Scored};

/// One file of predictions for each gold file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let _ = files;
    Ok(Vec::new())
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let _ = (files, out);
    Ok(Vec::new())
}
