//! The English pipeline from the user's cache.

use anyhow::Result;
use retold_lang::Pipeline;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_text::TextRange;

/// Loads the pipeline, and fetches its model first where it is missing.
pub(crate) fn pipeline() -> Result<Pipeline> {
    let installed = Cache::of_user()?.ensure(&EN_CORE_WEB_SM, &mut |_| ())?;
    Ok(Pipeline::from_files(&|file| installed.read(file))?)
}

/// The lines of a text that say something, without the blanks around them.
pub(crate) fn lines(text: &str) -> Vec<TextRange> {
    let mut start = 0;
    text.split_inclusive('\n')
        .filter_map(|line| {
            let before = line.len() - line.trim_start().len();
            let range = TextRange::of(start + before, start + before + line.trim().len());
            start += line.len();
            (!range.is_empty()).then_some(range)
        })
        .collect()
}
