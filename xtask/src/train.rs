//! `cargo xtask train TASK`: makes anew what Retold learned and keeps in the project.

mod crf;
mod quotes;

use anyhow::Result;
use clap::ValueEnum;

pub(crate) use self::quotes::Settings;

/// What can be trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Training {
    /// The taggers of quotes.
    Quotes,
}

impl Training {
    pub(crate) fn run(self, settings: &Settings) -> Result<bool> {
        match self {
            Self::Quotes => quotes::run(settings),
        }
    }
}
