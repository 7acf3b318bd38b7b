//! Pages and bytes a second on real pages, beside `scraper` building its tree of the same pages.
//!
//! The pages are those of the development set beside the repository; without it the bench says so and does nothing.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]

use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retold_model::{Digest, Form, Location, Markup, Part, PartRole, SourceDocument};
use retold_text::OffsetMap;

/// Where the pages are, from this crate.
const PAGES: &str = "../../../shared/eval/extraction/html";

/// Rounds of the comparison with `scraper`; the fastest of each counts.
const ROUNDS: usize = 5;

/// Extraction may take so many times as long as `scraper` takes to parse.
const RATIO: f64 = 2.05;

/// The pages in the order of their names; those that are not UTF-8 with replaced signs.
fn pages() -> Vec<SourceDocument> {
    let Ok(folder) = std::fs::read_dir(Path::new(PAGES)) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| page(path)).collect()
}

fn page(path: &Path) -> Option<SourceDocument> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let raw: Arc<[u8]> = text.as_bytes().into();
    Some(SourceDocument {
        location: Location::default(),
        form: Form::Html,
        charset: "utf-8".into(),
        media_type: "text/html".into(),
        retrieved: None,
        digest: Digest::of(&raw),
        raw,
        fields: Vec::new(),
        parts: vec![Part {
            role: PartRole::Whole,
            markup: Markup::HtmlPage,
            map: OffsetMap::identity(u32::try_from(text.len()).ok()?),
            text,
        }],
    })
}

/// Letters of all bodies: the result that is timed, in one number.
fn extract(pages: &[SourceDocument]) -> usize {
    pages
        .iter()
        .filter_map(|page| retold_extract::extract(black_box(page)).article)
        .map(|article| {
            article
                .body()
                .map(|b| article.words(b).len())
                .sum::<usize>()
        })
        .sum()
}

/// Nodes of all trees.
fn parse(pages: &[SourceDocument]) -> usize {
    pages
        .iter()
        .map(|page| {
            scraper::Html::parse_document(black_box(&page.parts[0].text))
                .tree
                .nodes()
                .count()
        })
        .sum()
}

fn timed(work: impl Fn() -> usize, expected: usize) -> Duration {
    let start = Instant::now();
    assert_eq!(work(), expected, "the same pages give the same result");
    start.elapsed()
}

fn bench(criterion: &mut Criterion) {
    let pages = pages();
    if pages.is_empty() {
        println!("no pages at {PAGES}: nothing to measure");
        return;
    }
    let (letters, nodes) = (extract(&pages), parse(&pages));
    assert!(letters > 1000 * pages.len(), "bodies were found");
    let bytes: usize = pages.iter().map(|page| page.raw.len()).sum();

    let mut ours = Duration::MAX;
    let mut theirs = Duration::MAX;
    for _ in 0..ROUNDS {
        ours = ours.min(timed(|| extract(&pages), letters));
        theirs = theirs.min(timed(|| parse(&pages), nodes));
    }
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let count = u32::try_from(pages.len()).expect("a set of pages is small");
    println!(
        "{count} pages: extract {:.0} pages/s, scraper parses {:.0} pages/s, ratio {ratio:.2} (bar {RATIO})",
        f64::from(count) / ours.as_secs_f64(),
        f64::from(count) / theirs.as_secs_f64(),
    );

    let mut group = criterion.benchmark_group("pages");
    group.sample_size(10);
    group.throughput(Throughput::ElementsAndBytes {
        elements: u64::from(count),
        bytes: bytes as u64,
    });
    group.bench_function("extract", |bencher| {
        bencher.iter(|| assert_eq!(extract(&pages), letters));
    });
    group.bench_function("scraper parses", |bencher| {
        bencher.iter(|| assert_eq!(parse(&pages), nodes));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
