//! What is said on stderr: diagnostics, progress, sums.

use std::io::Write as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use retold_model::{Diagnostic, Severity};
use retold_pipeline::Progress;

use crate::screen::{Screen, Volume};

/// Says a line on stderr, whatever the volume. That stderr is closed ends nothing.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Tells of a long run as it goes on: each diagnostic on a line, progress where stderr is a terminal.
pub(crate) struct Reporter {
    bar: ProgressBar,
    volume: Volume,
    /// Diagnostics that something was lost.
    pub(crate) lost: u64,
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
        if self.volume == Volume::Normal || diagnostic.severity == Severity::Error {
            self.bar
                .suspend(|| line(&retold_report::inert::visible(&diagnostic.to_string())));
        }
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
