//! Collections as large as one likes, and what linking costs as they grow.
//!
//! One corpus of copied news is made into many by giving its content words other ones: a story keeps its size, its copies
//! and its edits, and shares no run of words with the stories of the other corpora. So a base grows as a newsroom's
//! does, by more stories and not by larger ones.

mod bench;
mod clock;
mod corpus;
mod rename;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

pub(crate) use self::bench::LinkBench;
use self::corpus::worlds;
use crate::say;

/// Writes `articles` articles to `out`, as JSON Lines that `retold add` reads.
pub(crate) fn write(articles: usize, renamings: u64, seed: u64, out: &Path) -> Result<bool> {
    let file = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut out = BufWriter::new(file);
    let mut left = articles;
    for world in worlds(seed) {
        let world = world?;
        for number in 0..renamings {
            let renaming = world.renaming(number);
            for original in &world.originals {
                if left == 0 {
                    out.flush()?;
                    say(&format!("{articles} articles"));
                    return Ok(true);
                }
                left -= 1;
                writeln!(out, "{}", original.renamed(&renaming, number).line())?;
            }
        }
    }
    Ok(true)
}
