//! A run that is killed leaves a whole base behind, and running it again completes it.
//!
//! The test starts itself as a child that adds generated articles, and kills it (SIGKILL) again and again, most times
//! inside an open transaction: the child says what it is doing by the pipeline's own tracing events. The full run:
//! `RETOLD_CRASH_ARTICLES=1000 cargo test --release -p retold-pipeline --test crash -- --nocapture`.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use retold_pipeline::{Collection, Settings};
use retold_read::Read;
use support::{Chance, Page, assert_same, dump, pages};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Names the base for the child; without it the child's test does nothing.
const BASE: &str = "RETOLD_CRASH_BASE";

/// Says by which signs the child's own lines are known among those of the test harness.
const MARK: &str = "phase:";

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

fn articles() -> Vec<Page> {
    pages(setting("RETOLD_CRASH_ARTICLES", 150), 17)
}

fn add(collection: &mut Collection, pages: &[Page]) {
    let settings = Settings {
        batch_documents: 1 + setting("RETOLD_CRASH_ARTICLES", 150) / 40,
        ..Settings::default()
    };
    let reads: Vec<Read> = pages.iter().flat_map(Page::reads).collect();
    collection
        .add_reads(reads.into_iter(), &settings, &mut ())
        .unwrap();
}

/// Writes the phases of the pipeline to standard output as they come.
struct Phases;

impl Subscriber for Phases {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Phase;
        impl Visit for Phase {
            fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}

            fn record_str(&mut self, field: &Field, value: &str) {
                if field.name() == "phase" {
                    let mut out = std::io::stdout().lock();
                    let _ = writeln!(out, "{MARK}{value}");
                    let _ = out.flush();
                }
            }
        }
        event.record(&mut Phase);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Not a test by itself: what the killed process does.
#[test]
fn child_adds_until_it_is_killed() {
    let Ok(base) = std::env::var(BASE) else {
        return;
    };
    tracing::subscriber::set_global_default(Phases).unwrap();
    let mut collection = Collection::open(base).unwrap();
    add(&mut collection, &articles());
    drop(collection);
    println!("{MARK}done");
}

/// What the child was doing when it was killed, by the last thing it said; `None` if it came to its end.
fn run_and_kill(base: &Path, chance: &mut Chance) -> Option<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "child_adds_until_it_is_killed",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(BASE, base)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // What to wait for (mostly something inside a transaction), and how long after it to strike.
    let wait_for = ["begun", "begun", "stored", "stored", "linked", "committed"][chance.below(6)];
    let mut times = 1 + chance.below(2);
    let delay = Duration::from_micros(chance.next() % 8_000);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut last = "started".to_owned();
    while times > 0 {
        let Some(line) = lines.next() else { break };
        if let Some((_, phase)) = line.unwrap().split_once(MARK) {
            phase.clone_into(&mut last);
            times -= usize::from(phase == wait_for);
        }
    }
    std::thread::sleep(delay);
    // What it said before it died counts, not what we had waited for. `kill` on Unix is SIGKILL.
    child.kill().unwrap();
    for line in lines.map_while(Result::ok) {
        if let Some((_, phase)) = line.split_once(MARK) {
            phase.clone_into(&mut last);
        }
    }
    child.wait().unwrap();
    (last != "done").then_some(last)
}

#[test]
fn a_killed_run_leaves_a_whole_base_that_the_next_run_completes() {
    if std::env::var(BASE).is_ok() {
        return;
    }
    let wanted = setting("RETOLD_CRASH_KILLS", 50);
    let pages = articles();
    let directory = tempfile::tempdir().unwrap();
    let mut undisturbed = Collection::open(directory.path().join("undisturbed.db")).unwrap();
    add(&mut undisturbed, &pages);
    let expected = dump(&undisturbed);

    let mut chance = Chance(23);
    let mut kills: BTreeMap<String, usize> = BTreeMap::new();
    let inside = |kills: &BTreeMap<String, usize>| -> usize {
        ["begun", "stored", "linked"]
            .iter()
            .filter_map(|&phase| kills.get(phase))
            .sum()
    };
    let mut bases = 0;
    loop {
        bases += 1;
        let base = directory.path().join(format!("killed-{bases}.db"));
        let enough = |kills: &BTreeMap<String, usize>| {
            kills.values().sum::<usize>() >= wanted && inside(kills) >= wanted * 3 / 5
        };
        while !enough(&kills) {
            let Some(phase) = run_and_kill(&base, &mut chance) else {
                break;
            };
            *kills.entry(phase).or_default() += 1;
            if base.exists() {
                let collection = Collection::open(&base).unwrap();
                assert_eq!(
                    collection.integrity().unwrap(),
                    Vec::<String>::new(),
                    "{kills:?}"
                );
            }
        }
        let mut collection = Collection::open(&base).unwrap();
        add(&mut collection, &pages);
        assert_eq!(collection.integrity().unwrap(), Vec::<String>::new());
        assert_same(&dump(&collection), &expected, &format!("after {kills:?}"));
        if enough(&kills) {
            break;
        }
    }
    println!(
        "kills by phase: {kills:?}, inside a transaction: {}, bases: {bases}",
        inside(&kills)
    );
}
