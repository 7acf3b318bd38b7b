//! What reports of one story state otherwise than each other, against pairs of statements that a reader judged.
//!
//! `eval/claims-pairs.json` holds three lists. `stories`: those of `../shared/eval/stories` that the reader read from the
//! first article to the last. `pairs`: two statements each, by article and code points, with what they are about (`kind`)
//! and how they stand to each other: `differ` (a reader would want to be told), `update` (the later one tells of a later
//! state), `agree`, `compatible` (coarse and exact, a bound, a conversion) or `unrelated` (they look alike and are about
//! different things, or about two stories of one kind). The pairs were marked before the comparing code was looked at, so
//! a `differ` that is not found is missed. Pairs of one story with one `kind` and one `reason` tell of one point in which
//! its reports differ, in the words of several articles or with several values; points are counted beside the pairs.
//! `judgements`: the reader's verdict on what Retold printed beyond the pairs, with the pairs that it `tells` all the same.
//! `eval/claims-pairs-second.json` has the `judgements` of a second reader, who did not know the first one's.
//!
//! A story of the gold is taken for a story, so nothing here depends on clustering. The stories are compared again in twos,
//! those that a pair of the list joins: what is then said to differ between two stories is wrong.
//!
//! The pairs are parted in halves by story. `dev` is for whoever improves the comparison; `--list faults` shows it alone.

mod judged;
mod listing;
mod printed;
mod reports;
mod tally;

use std::path::Path;

use anyhow::{Context as _, Result};

use self::judged::{Judged, Judgement};
use self::printed::Printed;
use self::tally::Tally;
use super::gold::GoldFile;
use super::{Predictions, Scored, of_kind};

pub(crate) use self::listing::Listing;

/// The files with stories.
fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text", "story_id"], &[])
}

/// One file of discrepancies for each file of which stories were read.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let judged = Judged::read()?;
    let mut result = Vec::new();
    for file in inputs(files).filter(|file| judged.stories_of(&file.name).next().is_some()) {
        let printed = reports::compare(file, &judged)?;
        result.push(Predictions::new(&file.name, &printed)?);
    }
    Ok(result)
}

/// Scores the discrepancies in `out`, file by file; `listing` asks for texts below the table.
pub(super) fn score(
    files: &[GoldFile],
    out: &Path,
    listing: Option<Listing>,
) -> Result<Vec<Scored>> {
    let judged = Judged::read()?;
    let second = Judgement::of_second_reader()?;
    let mut result = Vec::new();
    for file in inputs(files).filter(|file| judged.stories_of(&file.name).next().is_some()) {
        let path = out.join(&file.name);
        let printed = std::fs::read_to_string(&path)
            .with_context(|| format!("could not read `{}`", path.display()))?
            .lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect::<Result<Vec<Printed>>>()?;
        let tally = Tally::of(&file.name, &judged, &second, &printed);
        let mut table = match listing {
            // Whoever judges is not to know what another reader thought.
            Some(Listing::Printed) => String::new(),
            _ => tally.table(),
        };
        if let Some(listing) = listing {
            table.push_str(&listing.text(file, &judged, &printed)?);
        }
        result.push(Scored {
            name: file.name.clone(),
            digest: file.digest.clone(),
            table,
            scores: tally.scores(),
        });
    }
    Ok(result)
}
