//! Articles a second of places, on generated news text of 600 words with its names given; and the first use of the
//! gazetteer.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retold_annotate::places::{ArticleContext, locate};
use retold_model::NameKind;
use retold_text::TextRange;

/// A paragraph with as many places as local news have; names in brackets.
const PARAGRAPHS: &[&str] = &[
    "A storm tore the roof off the town hall in [Ashford] late on Tuesday, the mayor said, and cut the road to [Dover].",
    "Roads from [Columbus] to [Springfield], [Ohio], and in [Clark County] were closed, and trains to [Chicago] ran late.",
    "The council, which owns the building, told reporters that it had insured it for $2.5 million last year.",
    "[Paris] and [London] sent help, and [Canadian] engineers flew in from [Hamilton], [Ontario], to mend the lines.",
    "About 400 people were left without power, and nobody was hurt in [San Antonio] or [Santa Cruz], the service said.",
];

/// Words of an article.
const ARTICLE_WORDS: usize = 600;

fn bench(criterion: &mut Criterion) {
    let (mut text, mut names, mut words) = (String::new(), Vec::new(), 0);
    for paragraph in PARAGRAPHS.iter().cycle() {
        if words >= ARTICLE_WORDS {
            break;
        }
        words += paragraph.split(' ').count();
        let mut start = 0;
        for c in paragraph.chars() {
            match c {
                '[' => start = text.len(),
                ']' => names.push((TextRange::of(start, text.len()), NameKind::Place)),
                c => text.push(c),
            }
        }
        text += "\n\n";
    }
    let context = ArticleContext {
        domain: Some("www.springfieldtimes.com"),
        ..ArticleContext::default()
    };
    let begun = Instant::now();
    let expected = locate(&text, &names, &context);
    report(begun);
    assert_eq!(expected.len(), names.len());
    let mut group = criterion.benchmark_group("places");
    group.throughput(Throughput::Elements(1));
    group.bench_function("article", |bencher| {
        bencher.iter(|| locate(black_box(&text), &names, &context));
    });
    group.finish();
}

#[expect(clippy::print_stdout, reason = "the result of a bench")]
fn report(begun: Instant) {
    println!("first use of the gazetteer: {:?}", begun.elapsed());
}

criterion_group!(benches, bench);
criterion_main!(benches);
