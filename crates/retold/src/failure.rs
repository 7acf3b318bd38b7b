//! Errors as a user reads them: what failed, its causes one a line, the way out.

use std::fmt::Write as _;
use std::io;

use anyhow::Error;
use retold_lang::models::FetchError;
use retold_pipeline::PipelineError;
use retold_report::VerifyError;
use retold_report::inert::visible;
use retold_store::StoreError;

use crate::exit_status::ExitStatus;
use crate::messages;

/// Something that the user can mend, with the way out.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Mistake {
    message: String,
    hint: String,
}

impl Mistake {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Where the ranges are that can be proved.
const NOT_VERIFIED: &str = "`retold story ID -o FILE.json`, `retold export`, `retold quotes` and `retold search` write ranges \
                            that can be verified";

/// Tells the error on stderr. A pipe that nobody reads any more is no error: `retold stories | head` is done.
pub(crate) fn report(error: &Error) -> ExitStatus {
    if is_closed_pipe(error) {
        return ExitStatus::Done;
    }
    messages::line(&shown(error));
    ExitStatus::Failed
}

fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn shown(error: &Error) -> String {
    let mut text = format!("error: {}", visible(&error.to_string()));
    let mut before = error.to_string();
    for cause in error.chain().skip(1) {
        // Transparent errors say the same as their source.
        let words = cause.to_string();
        if words != before {
            let _ = write!(text, "\n  because: {}", visible(&words));
        }
        before = words;
    }
    if let Some(hint) = error.chain().find_map(hint) {
        let _ = write!(text, "\nhint: {}", visible(&hint));
    }
    text
}

fn hint(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(mistake) = error.downcast_ref::<Mistake>() {
        return Some(mistake.hint.clone());
    }
    if let Some(error) = error.downcast_ref::<FetchError>() {
        return error.hint();
    }
    if let Some(error) = error.downcast_ref::<PipelineError>() {
        return error.hint();
    }
    if let Some(VerifyError::UnknownFormat { .. }) = error.downcast_ref() {
        return Some(NOT_VERIFIED.to_owned());
    }
    error
        .downcast_ref::<StoreError>()
        .and_then(StoreError::hint)
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn causes_stand_one_a_line_and_the_way_out_last() {
        let error = Err::<(), _>(Mistake::new(
            "no story begins with `zz\u{1b}`",
            "`retold stories` lists them",
        ))
        .context("could not show the story")
        .unwrap_err();
        assert_eq!(
            shown(&error),
            "error: could not show the story\n  because: no story begins with `zz\u{FFFD}`\nhint: `retold stories` \
             lists them"
        );
    }

    #[test]
    fn a_closed_pipe_is_done() {
        let error =
            Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("could not write");
        assert_eq!(report(&error), ExitStatus::Done);
    }
}
