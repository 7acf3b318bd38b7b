//! Tokens per second of CPU time, with what they are to be measured by; see `bench/lang/README.md`.
//!
//! `cargo bench -p retold-lang --bench pipeline -- TEXTS.jsonl [--records OUT.jsonl] [--hostile]`
//!
//! `TEXTS.jsonl` has a text a line as `{"id", "text"}`. Each repetition begins with a pipeline that was just loaded, whose
//! caches are empty; its records are hashed and must be the same each time.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench"
)]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod common;

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::time::Instant;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ShapeBuilder as _};
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_lang::{Doc, Pipeline, Record};
use serde::Deserialize;

use self::common::timed;

const REPETITIONS: usize = 5;
/// Texts handed over at once.
const BATCH: usize = 64;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if arguments.iter().any(|argument| argument == "--hostile") {
        return hostile();
    }
    let Some(path) = arguments.first() else {
        println!("no TEXTS.jsonl given: nothing to measure (see bench/lang/README.md)");
        return;
    };
    let texts: Vec<Text> = BufReader::new(File::open(path).unwrap())
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    let records = arguments
        .iter()
        .position(|argument| argument == "--records")
        .map(|at| &arguments[at + 1]);

    let mut loads: Vec<f64> = (0..REPETITIONS).map(|_| timed(load).0 * 1000.0).collect();
    loads.sort_by(f64::total_cmp);
    println!(
        "load: {:.0} ms (median of {REPETITIONS}, digests checked)",
        loads[REPETITIONS / 2]
    );

    let gemm = gemm_rate();
    let mut rates = Vec::new();
    let mut digest = None;
    for _ in 0..REPETITIONS {
        let pipeline = load();
        let (seconds, docs) = timed(|| analyse(&pipeline, &texts));
        let this = digest_of(&texts, &docs);
        assert_eq!(
            *digest.get_or_insert(this),
            this,
            "the same texts gave another result"
        );
        let done = pipeline.statistics();
        let tokens = done.tokens as f64;
        rates.push(tokens / seconds);
        println!(
            "{} texts, {} tokens: {:.0} tokens/s, {:.1} µs/token; forms known {:.1} %; {:.0} kFLOP/token, {:.1} GFLOP/s of {gemm:.1}: {:.0} %",
            texts.len(),
            done.tokens,
            tokens / seconds,
            seconds * 1e6 / tokens,
            100.0 * done.known_forms as f64 / (done.known_forms + done.new_forms) as f64,
            done.operations as f64 / tokens / 1e3,
            done.operations as f64 / seconds / 1e9,
            100.0 * done.operations as f64 / seconds / 1e9 / gemm,
        );
        if let Some(path) = records.filter(|_| rates.len() == 1) {
            let mut out = BufWriter::new(File::create(path).unwrap());
            for (text, doc) in texts.iter().zip(&docs) {
                serde_json::to_writer(&mut out, &Record { id: &text.id, doc }).unwrap();
                writeln!(out).unwrap();
            }
        }
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "one thread: {:.0} tokens per CPU second (median)",
        rates[REPETITIONS / 2]
    );
    println!("resident memory: {}", memory());
    threads(&texts);
}

fn load() -> Pipeline {
    let installed = Cache::of_user()
        .unwrap()
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .unwrap();
    Pipeline::from_files(&|file| installed.read(file)).unwrap()
}

fn analyse(pipeline: &Pipeline, texts: &[Text]) -> Vec<Doc> {
    let batch = |texts: &[Text]| {
        let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        pipeline.analyse_all(&texts).unwrap()
    };
    texts.chunks(BATCH).flat_map(batch).collect()
}

/// Two threads share a pipeline and split the texts; wall time, for that is what threads are for.
fn threads(texts: &[Text]) {
    let (first, second) = texts.split_at(texts.len() / 2);
    let mut gains = Vec::new();
    for _ in 0..REPETITIONS {
        let pipeline = load();
        let start = Instant::now();
        analyse(&pipeline, texts);
        let one = start.elapsed().as_secs_f64();
        let pipeline = load();
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| analyse(&pipeline, first));
            scope.spawn(|| analyse(&pipeline, second));
        });
        gains.push(one / start.elapsed().as_secs_f64());
    }
    gains.sort_by(f64::total_cmp);
    println!(
        "two threads: {:.2} times one by wall time (median; all {gains:.2?})",
        gains[REPETITIONS / 2]
    );
}

/// Texts that are hard on an analyser, at two sizes: the cost must grow with the size and no faster.
fn hostile() {
    let cases: [(&str, &str); 9] = [
        ("one word", "a"),
        ("line ends", "\n"),
        ("spaces", "  x"),
        ("brackets", "("),
        ("pairs of brackets", ")("),
        ("words without space", "word,"),
        ("like an address", "a.b/"),
        ("new words", ""),
        ("emoji", "😀"),
    ];
    for (name, unit) in cases {
        let mut cells = Vec::new();
        for bytes in [250_000, 1_000_000] {
            let text = if unit.is_empty() {
                (0..)
                    .map(|n: u32| format!("w{n:x} "))
                    .scan(0, |sum, word| {
                        *sum += word.len();
                        (*sum < bytes).then_some(word)
                    })
                    .collect()
            } else {
                unit.repeat(bytes / unit.len())
            };
            let pipeline = load();
            let (seconds, doc) = timed(|| pipeline.analyse(&text).unwrap());
            let (tokens, bytes) = (doc.len() as f64, text.len() as f64);
            cells.push(format!(
                "{} B, {} tokens: {:.2} s, {:.1} µs/token, {:.2} µs/byte",
                text.len(),
                doc.len(),
                seconds,
                seconds * 1e6 / tokens,
                seconds * 1e6 / bytes
            ));
        }
        println!("{name}: {}; memory {}", cells.join(" | "), memory());
    }
}

/// What the product of the window layers reaches alone, in GFLOP/s.
fn gemm_rate() -> f64 {
    let (rows, width, outputs, repetitions) = (512, 288, 288, 2000);
    let x: Vec<f32> = (0..(rows + 2) * 96_u16)
        .map(|n| f32::from(n % 97) - 48.0)
        .collect();
    let weights = Array2::from_shape_fn((width, outputs), |(row, column)| {
        ((row * 7 + column) % 13) as f32 - 6.0
    });
    let rows = usize::from(rows);
    let x = ArrayView2::from_shape((rows, width).strides((96, 1)), &x).unwrap();
    let mut y = Array2::zeros((rows, outputs));
    let (seconds, ()) = timed(|| {
        for _ in 0..repetitions {
            general_mat_mul(1.0, &x, &weights, 0.0, &mut y);
        }
    });
    (2 * rows * width * outputs * repetitions) as f64 / seconds / 1e9
}

fn digest_of(texts: &[Text], docs: &[Doc]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (text, doc) in texts.iter().zip(docs) {
        hasher.write(&serde_json::to_vec(&Record { id: &text.id, doc }).unwrap());
    }
    hasher.finish()
}

fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
            .unwrap_or(f64::NAN)
            / 1024.0
    };
    format!(
        "{:.0} MB, {:.0} MB at most",
        field("VmRSS:"),
        field("VmHWM:")
    )
}
