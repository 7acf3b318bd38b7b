//! Vectors of sentences, for the sayings that words leave open.

use std::cell::OnceCell;

use retold_lang::embed::Embedder;
use retold_lang::models::{ALL_MINILM_L6_V2, Cache};

use crate::messages::Reporter;
use crate::screen::Screen;

/// The encoder of sentences, loaded when it is asked for the first time: most stories never ask.
///
/// It is never fetched here: reading a base asks no network. Where it is missing, words alone decide, and a note says so.
pub(crate) struct SentenceVectors {
    screen: Screen,
    encoder: OnceCell<Option<Embedder>>,
}

impl SentenceVectors {
    pub(crate) fn new(screen: Screen) -> Self {
        Self {
            screen,
            encoder: OnceCell::new(),
        }
    }

    /// The vectors of texts, in their order; none of any where the encoder is missing.
    pub(crate) fn of(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let say = |error: anyhow::Error| {
            Reporter::new(self.screen).say(&format!(
                "sayings are compared by their words alone: {error:#} (`retold models fetch {}`)",
                ALL_MINILM_L6_V2.name
            ));
        };
        let encoder = self.encoder.get_or_init(|| loaded().map_err(say).ok());
        let vectors = { encoder.as_ref() }
            .and_then(|encoder| encoder.embed(texts).map_err(|error| say(error.into())).ok());
        { vectors.into_iter().flatten() }
            .map(|vector| vector.to_vec())
            .collect()
    }
}

fn loaded() -> anyhow::Result<Embedder> {
    let installed = Cache::of_user()?.locate(&ALL_MINILM_L6_V2)?;
    Ok(Embedder::load(&installed)?)
}
