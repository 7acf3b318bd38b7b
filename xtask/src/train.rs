//! `cargo xtask train TASK`: makes anew what Retold learned and keeps in the project.

mod crf;
mod quotes;
mod rarity;
mod stories;

use anyhow::Result;
use clap::ValueEnum;

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
