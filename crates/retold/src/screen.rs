//! What the run may show: width, colour, progress.

use std::io::IsTerminal as _;

use retold_report::Paint;

use crate::cli::{Colour, Global};

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Volume {
    /// Progress, diagnostics, sums.
    Normal,
    /// Errors only.
    Quiet,
}

/// Whether the user may be asked, or waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// On a terminal.
    Allowed,
    /// Never.
    Forbidden,
}

/// Where a run shows itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) volume: Volume,
    pub(crate) asking: Asking,
    /// Whether stdout is a terminal.
    pub(crate) terminal: bool,
    colour: Colour,
}

/// Columns where no terminal says otherwise.
const USUAL_WIDTH: usize = 100;

impl Screen {
    pub(crate) fn of(global: &Global) -> Self {
        Self {
            volume: if global.quiet {
                Volume::Quiet
            } else {
                Volume::Normal
            },
            asking: if global.no_input {
                Asking::Forbidden
            } else {
                Asking::Allowed
            },
            terminal: std::io::stdout().is_terminal(),
            colour: global.color,
        }
    }

    /// Progress moves: it is for terminals only.
    pub(crate) fn shows_progress(self) -> bool {
        self.volume == Volume::Normal && std::io::stderr().is_terminal()
    }

    /// Columns of the terminal.
    pub(crate) fn width(self) -> usize {
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        columns.filter(|_| self.terminal).unwrap_or(USUAL_WIDTH)
    }

    /// Whether output to stdout may be coloured. `NO_COLOR` (any value but none) is kept; `--color` outweighs it.
    pub(crate) fn paint(self) -> Paint {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let painted = match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => self.terminal && !forbidden,
        };
        if painted { Paint::Colour } else { Paint::Plain }
    }
}
