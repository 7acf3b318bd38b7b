//! How rare words are in news at large: counted in the training part of `PolNeAR`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use retold_link::stems;
use serde::Deserialize;

use super::Settings;
use crate::{root, say};

const HEAD: &str = "\
# Stems of words with their rarity in news: the natural logarithm of how many articles there are for one that holds
# the stem, in sixteenths. Stems of one article are left out. Counted in the training part of PolNeAR 1.0 (MIT).
# Made by `cargo xtask train rarity`.
";

/// Stems of fewer articles are left out: they are as rare as those of none.
const LEAST_ARTICLES: u32 = 2;

#[derive(Deserialize)]
struct Record {
    title: Option<String>,
    text: String,
}

/// Counts in how many articles each stem stands and writes the table.
pub(super) fn run(settings: &Settings) -> Result<bool> {
    let file = super::polnear(settings)?;
    let records: Vec<Record> = file.records()?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for record in &records {
        let title = record.title.as_deref().unwrap_or_default();
        let words: BTreeSet<String> = stems(title).chain(stems(&record.text)).collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= LEAST_ARTICLES);
    let articles = u32::try_from(records.len())?;
    let mut table = HEAD.to_owned();
    for (word, count) in &counts {
        let rarity = (f64::from(articles + 1) / f64::from(count + 1)).ln() * 16.0;
        writeln!(table, "{word}\t{rarity:.0}").expect("a text grows as long as there is memory");
    }
    let to = root().join("crates/retold-link/data/rarity.txt");
    std::fs::write(&to, table).with_context(|| format!("could not write `{}`", to.display()))?;
    say(&format!("{} stems of {articles} articles", counts.len()));
    Ok(true)
}
