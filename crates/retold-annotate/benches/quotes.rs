//! Articles a second of quotes, on generated news text of 600 words that was analysed before. The language model comes
//! from the user's cache.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use retold_annotate::quotes::quotes;
use retold_lang::Pipeline;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_text::TextRange;

/// Paragraphs as dense in quotes as reports from a press conference.
const PARAGRAPHS: &[&str] = &[
    "A storm tore the roof off the town hall in Ashford late on Tuesday, the mayor said.",
    "\"We have never seen anything of the kind,\" said Maria Holt, who runs a bakery across the square. \"It was over in a minute.\"",
    "The council, which owns the building, told Reuters that it had insured it for $2.5 million last year.",
    "Engineers from the regional grid company worked through the night to mend the lines. About 400 people were left without power.",
    "Nobody was hurt, according to the fire service, although a bus driver was treated for shock.",
];

/// Words of an article.
const ARTICLE_WORDS: usize = 600;

fn bench(criterion: &mut Criterion) {
    let installed = Cache::of_user()
        .expect("there is a cache")
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .expect("the model can be had");
    let pipeline = Pipeline::from_files(&|file| installed.read(file)).expect("the model is whole");
    let (mut text, mut blocks, mut words) = (String::new(), Vec::new(), 0);
    for paragraph in PARAGRAPHS.iter().cycle() {
        if words >= ARTICLE_WORDS {
            break;
        }
        words += paragraph.split(' ').count();
        blocks.push(TextRange::of(text.len(), text.len() + paragraph.len()));
        text += paragraph;
        text += "\n\n";
    }
    let doc = pipeline.analyse_parts(&text, &blocks).expect("it is short");
    let expected = quotes(&doc, &blocks);
    assert!(expected.len() > 15, "the bench measures quotes");
    let mut group = criterion.benchmark_group("quotes");
    group.throughput(Throughput::Elements(1));
    group.bench_function("article", |bencher| {
        bencher.iter(|| assert_eq!(quotes(black_box(&doc), &blocks).len(), expected.len()));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
