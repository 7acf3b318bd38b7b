//! The clock of the benches.

use std::fs;
use std::time::Instant;

/// Does `work`, and tells the CPU seconds that this thread spent on it, else the seconds: a clock on the wall also counts what
/// else the machine does.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let now = || {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    let (cpu, wall) = (now(), Instant::now());
    let result = work();
    let seconds = match (cpu, now()) {
        (Some(before), Some(after)) => (after - before) / 1e9,
        _ => wall.elapsed().as_secs_f64(),
    };
    (seconds, result)
}
