//! What each part of a stage costs: CPU seconds of its spans.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::{Mutex, PoisonError};

use tracing::span::Id;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::cpu;

/// Seconds by the name of the span, since they were taken last.
static SPENT: Mutex<BTreeMap<&'static str, f64>> = Mutex::new(BTreeMap::new());

thread_local! {
    /// When the spans that this thread is in began.
    static OPEN: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// Adds up what is spent in spans. Time in a span counts for those around it, too.
pub(super) struct Clock;

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Clock {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_span()
    }

    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        OPEN.with_borrow_mut(|open| open.push(cpu::of_thread()));
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let begun = OPEN.with_borrow_mut(Vec::pop);
        if let (Some(begun), Some(span)) = (begun, context.span(id)) {
            let mut spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
            *spent.entry(span.name()).or_default() += cpu::of_thread() - begun;
        }
    }
}

/// What was spent since the last call.
pub(super) fn take() -> BTreeMap<&'static str, f64> {
    std::mem::take(&mut *SPENT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The most memory that this process has held, in MB; `None` where the system does not tell.
pub(super) fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
