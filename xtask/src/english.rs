//! The English pipeline from the user's cache.

use anyhow::Result;
use retold_lang::Pipeline;
use retold_lang::embed::Embedder;
use retold_lang::models::{ALL_MINILM_L6_V2, Cache, EN_CORE_WEB_SM};
use retold_pipeline::Annotator;
use retold_text::TextRange;

/// What reads the articles of a base. Its models are fetched where they are missing.
pub(crate) fn annotator() -> Result<Annotator> {
    let cache = Cache::of_user()?;
    let ensure = |model| cache.ensure(model, &mut |_| ());
    Ok(Annotator::load(
        &ensure(&EN_CORE_WEB_SM)?,
        ensure(&ALL_MINILM_L6_V2)?,
    )?)
}

/// Loads the encoder of sentences, and fetches its model first where it is missing.
pub(crate) fn encoder() -> Result<Embedder> {
    let installed = Cache::of_user()?.ensure(&ALL_MINILM_L6_V2, &mut |_| ())?;
    Ok(Embedder::load(&installed)?)
}

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
