//! Bytes a second of aligning two articles, articles a second of bringing a base up to date.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use retold_link::MemoryIndex;
use retold_model::{ArticleId, Linkable};
use retold_text::TextRange;

/// Sentences in an article: about 400 words.
const SENTENCES: u64 = 20;

/// Articles of one happening: a dispatch and its edited copies.
const FAMILY: u64 = 5;

/// A word that is the same in every run: syllables by the digits of a mixed number.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ko", "ri", "ten", "sul", "ma", "vo", "lin", "da", "per", "os", "ne", "gar", "hi",
        "tu", "sel",
    ];
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    (0..3)
        .map(|at| SYLLABLES[(mixed >> (4 * at) & 15) as usize])
        .collect()
}

/// Member `member` of a family: every tenth word of a copy is changed.
fn article(family: u64, member: u64) -> Linkable {
    let mut text = String::new();
    let mut body = Vec::new();
    for sentence in 0..SENTENCES {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        let words: Vec<String> = (0..20)
            .map(|at| {
                let place = (family * SENTENCES + sentence) * 20 + at;
                if member > 0 && (place + member).is_multiple_of(10) {
                    word(place ^ member << 32)
                } else {
                    word(place)
                }
            })
            .collect();
        text.push_str("The ");
        text.push_str(&words.join(" "));
        text.push('.');
        body.push(TextRange::of(start, text.len()));
    }
    Linkable {
        id: ArticleId::of_url(&format!("https://example.org/{family}/{member}")),
        headline: Some(text.split(' ').take(8).collect::<Vec<_>>().join(" ")),
        text: Arc::from(text),
        body,
        published: format!("2024-05-{:02}", family % 28 + 1).parse().ok(),
        outlet: Some(format!("Outlet {member}")),
        language: None,
    }
}

fn align(criterion: &mut Criterion) {
    let (dispatch, copy) = (article(0, 0), article(0, 1));
    let mut group = criterion.benchmark_group("align");
    group.throughput(Throughput::Bytes(
        (dispatch.text.len() + copy.text.len()) as u64,
    ));
    group.bench_function("edited_copy", |bencher| {
        bencher.iter_batched(
            || vec![dispatch.clone(), copy.clone()],
            |articles| {
                let mut base = MemoryIndex::new();
                let update = base.change(&[], articles).expect("memory can be read");
                assert_eq!(update.passages.len(), 1);
                black_box(update)
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn update(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("update");
    group.sample_size(10);
    for families in [200, 2000] {
        let mut base = MemoryIndex::new();
        let all =
            (0..families).flat_map(|family| (0..FAMILY).map(move |member| article(family, member)));
        base.change(&[], all.collect()).expect("memory can be read");
        let fresh: Vec<Linkable> = (0..20)
            .flat_map(|at| (0..FAMILY).map(move |member| article(families + at, member)))
            .collect();
        group.throughput(Throughput::Elements(fresh.len() as u64));
        group.bench_function(
            format!("100_articles_to_{}", families * FAMILY),
            |bencher| {
                bencher.iter_batched(
                    || (base.clone(), fresh.clone()),
                    |(mut base, fresh)| {
                        let update = base.change(&[], fresh).expect("memory can be read");
                        assert!(update.stories.len() >= 20);
                        (base, update)
                    },
                    BatchSize::LargeInput,
                );
            },
        );
    }
    group.finish();
}

criterion_group!(benches, align, update);
criterion_main!(benches);
