//! CPU seconds spent, which a busy machine does not change as it changes the seconds that pass.
//!
//! Where the system does not tell them (it does on Unix), both functions give the seconds that passed.

/// Of this process: of all its threads, also of those that have ended.
pub(crate) fn of_process() -> f64 {
    clock::seconds(clock::PROCESS)
}

/// Of this thread.
pub(crate) fn of_thread() -> f64 {
    clock::seconds(clock::THREAD)
}

#[cfg(unix)]
mod clock {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};

    pub(super) const PROCESS: ClockId = ClockId::ProcessCPUTime;
    pub(super) const THREAD: ClockId = ClockId::ThreadCPUTime;

    pub(super) fn seconds(clock: ClockId) -> f64 {
        Duration::try_from(clock_gettime(clock))
            .expect("what was spent is no less than nothing")
            .as_secs_f64()
    }
}

#[cfg(not(unix))]
mod clock {
    use std::sync::LazyLock;
    use std::time::Instant;

    pub(super) const PROCESS: () = ();
    pub(super) const THREAD: () = ();

    pub(super) fn seconds((): ()) -> f64 {
        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed().as_secs_f64()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the time of a thread of its own is what is asked for"
    )]
    fn what_an_ended_thread_spent_is_of_the_process_and_of_no_other_thread() {
        let (process, thread) = (of_process(), of_thread());
        let spent = std::thread::spawn(|| {
            let begun = of_thread();
            while of_thread() - begun < 0.02 {}
            of_thread() - begun
        });
        let spent = spent.join().expect("it only counts");
        assert!(of_process() - process >= spent);
        assert!(of_thread() - thread < spent);
    }
}
