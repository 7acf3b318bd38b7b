//! `cargo xtask train TASK`: makes anew what Retold learned and keeps in the project.

mod crf;
mod quotes;
mod rarity;
mod stories;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use crate::eval::gold::GoldFile;
use crate::eval::{self, Task};

pub(crate) use self::quotes::Settings;

/// What can be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Training {
    /// The taggers of quotes.
    Quotes,
    /// How rare words are in news.
    Rarity,
    /// The weights by which two articles report one happening: prints them.
    Stories,
}

impl Training {
    pub(crate) fn run(self, settings: &Settings) -> Result<bool> {
        match self {
            Self::Quotes => quotes::run(settings),
            Self::Rarity => rarity::run(settings),
            Self::Stories => stories::run(settings),
        }
    }
}

/// The training part of `PolNeAR`, or the file that the settings name instead.
fn polnear(settings: &Settings) -> Result<GoldFile> {
    let path = { settings.data.clone() }
        .unwrap_or_else(|| eval::default_data(Task::Quotes).join("polnear-train.jsonl.gz"));
    GoldFile::open(&path).with_context(|| format!("could not read `{}`", path.display()))
}
