//! `retold rebuild`: analyse again from the stored bytes.

use anyhow::Result;
use retold_pipeline::Settings;

use crate::base;
use crate::cli::{Global, RebuildArgs};
use crate::exit_status::ExitStatus;
use crate::messages::{Reporter, count};
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &RebuildArgs, screen: Screen) -> Result<ExitStatus> {
    let mut reporter = Reporter::new(screen);
    let settings = Settings {
        threads: args.threads,
        ..Settings::default()
    };
    let mut collection = base::open_to_change(global)?;
    if !args.no_annotations {
        collection = collection.with_annotator(base::annotator(&reporter)?);
    }
    let summary = collection.rebuild(&settings, &mut reporter)?;
    reporter.finish();
    reporter.say(&format!(
        "{} read again, {}",
        count(summary.sources, "source document", "source documents"),
        count(summary.articles, "article", "articles")
    ));
    Ok(ExitStatus::look_at_if(reporter.lost > 0))
}
