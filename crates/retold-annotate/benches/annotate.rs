//! Articles a second of what annotates, one core, without the language runtime: the articles of `examples/sample`, analysed
//! before. The language model comes from the user's cache.
//!
//! ```console
//! cargo bench -p retold-annotate --bench annotate
//! ```

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/sample")
        .join(folder);
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

fn articles(pipeline: &Pipeline) -> Vec<Article> {
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
    pages
        .chain(texts)
        .map(|paragraphs: Vec<String>| {
            let (mut text, mut blocks) = (String::new(), Vec::new());
            for paragraph in &paragraphs {
                blocks.push(TextRange::of(text.len(), text.len() + paragraph.len()));
                text += paragraph;
                text += "\n\n";
            }
            let doc = pipeline
                .analyse_parts(&text, &blocks)
                .expect("the samples are short");
            Article { doc, blocks }
        })
        .collect()
}

fn annotate(criterion: &mut Criterion) {
    let installed = Cache::of_user()
        .expect("there is a cache")
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .expect("the model can be had");
    let pipeline = Pipeline::from_files(&|file| installed.read(file)).expect("the model is whole");
    let articles = articles(&pipeline);
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

criterion_group!(benches, annotate);
criterion_main!(benches);
