//! What is said on stderr: diagnostics, progress, sums.

use std::cmp::Ordering;
use std::io::Write as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use retold_model::{Diagnostic, DiagnosticKind, Severity};
use retold_pipeline::Progress;

use crate::screen::{Screen, Volume};

/// Says a line on stderr, whatever the volume. That stderr is closed ends nothing.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Diagnostics of one kind in one file that are said, each on a line: an archive may have as many bad records as good ones.
const MOST_OF_KIND: u32 = 20;

/// Tells of a long run as it goes on: diagnostics, progress where stderr is a terminal.
pub(crate) struct Reporter {
    bar: ProgressBar,
    volume: Volume,
    /// Diagnostics that something was lost.
    pub(crate) lost: u64,
    said: Said,
}

/// How many diagnostics of each kind were said of the file that is being read.
#[derive(Default)]
struct Said {
    path: String,
    counts: Vec<(DiagnosticKind, u32)>,
}

impl Said {
    /// Notes a diagnostic, and gives how many of its kind its file has had.
    fn note(&mut self, diagnostic: &Diagnostic) -> u32 {
        if self.path != diagnostic.location.path {
            self.path.clone_from(&diagnostic.location.path);
            self.counts.clear();
        }
        let known = { self.counts.iter_mut() }.find(|(kind, _)| *kind == diagnostic.kind);
        if let Some((_, count)) = known {
            *count = count.saturating_add(1);
            *count
        } else {
            self.counts.push((diagnostic.kind, 1));
            1
        }
    }
}

impl Reporter {
    pub(crate) fn new(screen: Screen) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if screen.shows_progress() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar.set_style(ProgressStyle::default_spinner());
            bar.set_message("starting");
        }
        Self {
            bar,
            volume: screen.volume,
            lost: 0,
            said: Said::default(),
        }
    }

    /// Says a line unless all is to be quiet.
    pub(crate) fn say(&self, text: &str) {
        if self.volume == Volume::Normal {
            self.bar.suspend(|| line(text));
        }
    }

    /// Takes the progress away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Reporter {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.lost += u64::from(diagnostic.severity > Severity::Note);
        if self.volume != Volume::Normal && diagnostic.severity != Severity::Error {
            return;
        }
        let text = match self.said.note(diagnostic).cmp(&(MOST_OF_KIND + 1)) {
            Ordering::Less => diagnostic.to_string(),
            Ordering::Equal => format!(
                "more of that kind in `{}`; each is kept: `retold sql 'SELECT * FROM diagnostic'`",
                diagnostic.location.path
            ),
            Ordering::Greater => return,
        };
        self.bar
            .suspend(|| line(&retold_report::inert::visible(&text)));
    }

    fn done(&mut self, documents: u64, of: Option<u64>) {
        match of {
            Some(of) => self
                .bar
                .set_message(format!("{documents} of {of} documents")),
            None => self.bar.set_message(format!("{documents} documents")),
        }
    }
}

/// `1 article`, `2 articles`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
