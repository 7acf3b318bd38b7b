//! Articles a second of times and quantities, on generated news text of 3 kB. Nothing outside the clone is needed.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retold_annotate::quantities::times_and_quantities;
use retold_model::Stamp;
use retold_text::TextRange;

/// Bytes of an article: about the median of news.
const ARTICLE_BYTES: usize = 3000;

/// What articles are made of: times and numbers as dense as in agency reports, and sentences without any.
const SENTENCES: &[&str] = &[
    "A storm tore the roof off the town hall in Ashford late on Tuesday, the mayor said.",
    "About 400 people were left without power, and at least 12 homes were damaged.",
    "Engineers from the regional grid company worked through the night to mend the lines.",
    "The council, which owns the building, had insured it for $2.5 million last year.",
    "\"We have never seen anything of the kind,\" said Maria Holt, 47, who runs a bakery across the square.",
    "Residents will meet next Thursday at 6:30 p.m. to discuss what should be done.",
    "The hall was built between 1891 and 1894 and had been restored twice in the past three decades.",
    "Nobody was hurt, according to the fire service, although a bus driver was treated for shock.",
    "Forecasters expect wind of up to 110 km/h (68 mph) along the coast over the weekend.",
];

fn article() -> String {
    let mut text = String::new();
    for (sentence, n) in SENTENCES.iter().cycle().zip(1..) {
        if text.len() + sentence.len() > ARTICLE_BYTES {
            break;
        }
        text += sentence;
        text += if n % 3 == 0 { "\n\n" } else { " " };
    }
    text
}

fn times(criterion: &mut Criterion) {
    let text = article();
    let blocks = [TextRange::of(0, text.len())];
    let anchor: Option<Stamp> = "2024-05-16".parse().ok();
    let (times, quantities) = times_and_quantities(&text, &blocks, anchor);
    let found: Vec<_> = times
        .iter()
        .take(2)
        .map(|time| time.value.as_str())
        .collect();
    assert_eq!(found, ["2024-05-14", "2023"]);
    assert!(quantities.len() > 10);
    let mut group = criterion.benchmark_group("annotate");
    group.throughput(Throughput::Elements(1));
    group.bench_function("times and quantities", |bencher| {
        bencher.iter(|| times_and_quantities(black_box(&text), &blocks, anchor));
    });
    group.finish();
}

criterion_group!(benches, times);
criterion_main!(benches);
