//! How a run ended, as the shell sees it.

use std::process::ExitCode;

/// How a run ended. The numbers are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitStatus {
    /// 0: done.
    Done,
    /// 1: done, but there is something to look at: something was lost, a range does not hold, nothing was found.
    LookAt,
    /// 2: could not run.
    Failed,
}

impl ExitStatus {
    /// `LookAt` if there is something to look at.
    pub(crate) fn look_at_if(something: bool) -> Self {
        if something { Self::LookAt } else { Self::Done }
    }

    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::LookAt => 1,
            Self::Failed => 2,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable() {
        let all = [ExitStatus::Done, ExitStatus::LookAt, ExitStatus::Failed];
        assert_eq!(all.map(ExitStatus::code), [0, 1, 2]);
    }

    #[test]
    fn of_two_the_worse_counts() {
        assert_eq!(ExitStatus::Done.max(ExitStatus::LookAt), ExitStatus::LookAt);
        assert_eq!(ExitStatus::look_at_if(false), ExitStatus::Done);
    }
}
