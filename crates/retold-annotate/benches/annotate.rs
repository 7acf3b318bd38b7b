//! Articles a second of what annotates, one core, without the language runtime: the articles of `examples/sample`, analysed
//! before, and texts of the length of news articles made of them. Then the runtime's share of the time that both take
//! together. The language model comes from the user's cache.
//!
//! ```console
//! cargo bench -p retold-annotate --bench annotate
//! ```
#![expect(clippy::print_stdout, reason = "a bench tells what it measured")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retold_annotate::chains::chains;
use retold_annotate::frames::frames;
use retold_annotate::names::names;
use retold_annotate::outlets::source_outlets;
use retold_annotate::places::{ArticleContext, places};
use retold_annotate::quantities::times_and_quantities;
use retold_annotate::quotes::quotes;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_lang::{Doc, Pipeline};
use retold_model::Stamp;
use retold_text::TextRange;

/// Words of an article of usual length.
const USUAL_WORDS: usize = 700;

/// Rounds over all articles in which the runtime's share is measured.
const ROUNDS: usize = 12;

/// A sample with its analysis.
struct Article {
    doc: Doc,
    blocks: Vec<TextRange>,
}

/// The day that relative times are counted from.
const PUBLISHED: &str = "2025-03-14";

/// A name and what it measures.
type Stage<'s> = (&'s str, &'s dyn Fn(&Article) -> usize);

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new("../../examples/sample").join(folder);
    let entries = fs::read_dir(&folder).expect("the samples are in the clone");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths
}

/// The paragraphs of a page: what stands in its `p` elements, without tags. The pages are our own and plain.
fn paragraphs(page: &str) -> Vec<String> {
    page.split("<p")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.1.split_once("</p>"))
        .map(|(inside, _)| {
            let words: String = inside
                .split('<')
                .enumerate()
                .map(|(number, piece)| match piece.split_once('>') {
                    Some((_, words)) if number > 0 => words,
                    _ => piece,
                })
                .collect();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// The paragraphs of each sample.
fn samples() -> Vec<Vec<String>> {
    // One of the pages is not in UTF-8; its words are English all the same.
    let read = |path: &PathBuf| {
        let bytes = fs::read(path).expect("the samples can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let pages = files("html")
        .into_iter()
        .map(|path| paragraphs(&read(&path)));
    let texts = files("text").into_iter().map(|path| {
        let lines = read(&path);
        lines
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    });
    pages.chain(texts).collect()
}

/// As many texts as samples, each with [`USUAL_WORDS`]: a sample and the paragraphs of those after it.
fn of_usual_length(samples: &[Vec<String>]) -> Vec<Vec<String>> {
    (0..samples.len())
        .map(|first| {
            let mut words = 0;
            let all = samples.iter().cycle().skip(first).take(samples.len());
            all.flatten()
                .take_while(|paragraph| {
                    let enough = words >= USUAL_WORDS;
                    words += paragraph.split_whitespace().count();
                    !enough
                })
                .cloned()
                .collect()
        })
        .collect()
}

fn joined(paragraphs: &[String]) -> (String, Vec<TextRange>) {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for paragraph in paragraphs {
        blocks.push(TextRange::of(text.len(), text.len() + paragraph.len()));
        text += paragraph;
        text += "\n\n";
    }
    (text, blocks)
}

fn analysed(pipeline: &Pipeline, texts: &[Vec<String>]) -> Vec<Article> {
    texts
        .iter()
        .map(|paragraphs| {
            let (text, blocks) = joined(paragraphs);
            let doc = pipeline
                .analyse_parts(&text, &blocks)
                .expect("the samples are short");
            Article { doc, blocks }
        })
        .collect()
}

/// How much of the time that the runtime and the annotators take together is the runtime's, in percent. Both are timed in
/// turn, so that a busy machine slows both.
fn share(pipeline: &Pipeline, texts: &[Vec<String>], annotate: &dyn Fn(&Article) -> usize) -> f64 {
    let (mut runtime, mut annotators) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let articles = black_box(analysed(pipeline, texts));
        runtime += begin.elapsed();
        let begin = Instant::now();
        black_box(articles.iter().map(annotate).sum::<usize>());
        annotators += begin.elapsed();
    }
    runtime.as_secs_f64() / (runtime + annotators).as_secs_f64() * 100.0
}

fn annotate(criterion: &mut Criterion) {
    let installed = Cache::of_user()
        .expect("there is a cache")
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .expect("the model can be had");
    let pipeline = Pipeline::from_files(&|file| installed.read(file)).expect("the model is whole");
    let samples = samples();
    let usual = of_usual_length(&samples);
    let published: Option<Stamp> = PUBLISHED.parse().ok();
    let of_times = |article: &Article| {
        let (times, quantities) =
            times_and_quantities(article.doc.text(), &article.blocks, published);
        times.len() + quantities.len()
    };
    let of_names = |article: &Article| names(&article.doc, &article.blocks).len();
    let of_quotes = |article: &Article| quotes(&article.doc, &article.blocks).len();
    let of_all = |article: &Article| {
        let (doc, blocks) = (&article.doc, &article.blocks);
        let (times, quantities) = times_and_quantities(doc.text(), blocks, published);
        let mentions = names(doc, blocks);
        let quotes = quotes(doc, blocks);
        chains(doc, blocks, &mentions).len()
            + frames(doc, blocks, &mentions, &times, &quantities, &quotes).len()
            + places(doc, &mentions, &ArticleContext::default()).len()
            + source_outlets(doc.text(), blocks, &mentions, &quotes).len()
    };
    let stages: [Stage<'_>; 4] = [
        ("times and quantities", &of_times),
        ("names", &of_names),
        ("quotes", &of_quotes),
        ("all", &of_all),
    ];
    for texts in [&samples, &usual] {
        let articles = analysed(&pipeline, texts);
        let words: usize = articles
            .iter()
            .map(|article| article.doc.text().split_whitespace().count())
            .sum();
        let mut group = criterion.benchmark_group(format!(
            "{} articles of {} words",
            articles.len(),
            words / articles.len()
        ));
        group.throughput(Throughput::Elements(articles.len() as u64));
        for (name, stage) in stages {
            let found: usize = articles.iter().map(stage).sum();
            assert!(found >= 3 * articles.len(), "the bench measures something");
            group.bench_function(name, |bencher| {
                bencher.iter(|| {
                    let sum: usize = articles
                        .iter()
                        .map(|article| stage(black_box(article)))
                        .sum();
                    assert_eq!(sum, found);
                });
            });
        }
        group.finish();
    }
    // Without its memory: the same texts come again.
    let runtime = share(&pipeline.with_memo(0), &usual, &of_all);
    println!("the runtime's share of runtime and annotators: {runtime:.1} %");
}

criterion_group!(benches, annotate);
criterion_main!(benches);
