//! What is to be read, and the files it names, in order.

use std::path::PathBuf;

/// One thing named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a directory with all that is below it.
    Path(PathBuf),
    /// Files and directories by pattern: `pages/**/*.html`.
    Glob(String),
    /// Standard input.
    Stdin,
}

impl Input {
    /// What an argument means: `-` is standard input; what exists is a path; what has `*`, `?` or `[` is a pattern.
    pub fn from_argument(argument: &str) -> Self {
        let path = PathBuf::from(argument);
        if argument == "-" {
            Self::Stdin
        } else if argument.contains(['*', '?', '[']) && !path.exists() {
            Self::Glob(argument.to_owned())
        } else {
            Self::Path(path)
        }
    }
}
