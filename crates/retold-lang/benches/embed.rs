//! Texts that are embedded per second of CPU time.
//!
//! `cargo bench -p retold-lang --bench embed -- TEXTS`
//!
//! `TEXTS` has a text a line. All vectors must be the same in each repetition.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench"
)]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod common;

use std::fs;
use std::time::Instant;

use retold_lang::embed::Embedder;
use retold_lang::models::{ALL_MINILM_L6_V2, Cache};

use self::common::timed;

const REPETITIONS: usize = 5;

fn main() {
    let Some(path) = std::env::args()
        .skip(1)
        .find(|argument| argument != "--bench")
    else {
        println!("no TEXTS given: nothing to measure");
        return;
    };
    let texts = fs::read_to_string(path).unwrap();
    let texts: Vec<&str> = texts.lines().collect();
    let installed = Cache::of_user().unwrap();
    let installed = installed.ensure(&ALL_MINILM_L6_V2, &mut |_| ()).unwrap();
    let begin = Instant::now();
    let embedder = Embedder::load(&installed).unwrap();
    println!(
        "load: {:.0} ms, digests checked",
        begin.elapsed().as_secs_f64() * 1000.0
    );

    let mut first = None;
    for _ in 0..REPETITIONS {
        let (seconds, vectors) = timed(|| embedder.embed(&texts).unwrap());
        assert!(*first.get_or_insert_with(|| vectors.clone()) == vectors);
        println!(
            "{} texts in {seconds:.2} s: {:.0} texts/s",
            texts.len(),
            texts.len() as f64 / seconds
        );
    }
}
