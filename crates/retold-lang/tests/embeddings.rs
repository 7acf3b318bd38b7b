//! The sentence encoder against sentence-transformers in Python: see `golden/make.py`.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs::File;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use retold_lang::embed::{DIMENSIONS, Embedder, cosine};
use retold_lang::models::{ALL_MINILM_L6_V2, Cache};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    id: String,
    text: String,
    vector: Vec<f32>,
}

/// The model is fetched into the cache of the user the first time.
fn embedder() -> &'static Embedder {
    static EMBEDDER: OnceLock<Embedder> = OnceLock::new();
    EMBEDDER.get_or_init(|| {
        let cache = Cache::of_user().unwrap();
        let model = cache.ensure(&ALL_MINILM_L6_V2, &mut |_| ()).unwrap();
        Embedder::load(&model).unwrap()
    })
}

fn golden() -> Vec<Golden> {
    let path = "tests/golden/minilm.jsonl.gz";
    let mut text = String::new();
    { GzDecoder::new(File::open(path).unwrap()) }
        .read_to_string(&mut text)
        .unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn largest_difference(a: &[f32; DIMENSIONS], b: &[f32; DIMENSIONS]) -> f32 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max)
}

fn bits(vector: &[f32; DIMENSIONS]) -> [u32; DIMENSIONS] {
    vector.map(f32::to_bits)
}

#[test]
fn vectors_are_those_of_the_reference() {
    let golden = golden();
    assert_eq!(golden.len(), 200);
    let texts: Vec<&str> = golden.iter().map(|record| record.text.as_str()).collect();
    let found = embedder().embed(&texts).unwrap();
    for (record, found) in golden.iter().zip(&found) {
        let expected: &[f32; DIMENSIONS] = record.vector.as_slice().try_into().unwrap();
        let cosine = cosine(expected, found);
        assert!(
            (1.0 - cosine).abs() < 1e-5 && largest_difference(expected, found) < 2e-6,
            "{}: {cosine}",
            record.id
        );
        let length = found.iter().map(|x| x * x).sum::<f32>().sqrt();
        assert!((length - 1.0).abs() < 1e-5, "{}: {length}", record.id);
    }
}

#[test]
fn a_text_does_not_depend_on_its_neighbours() {
    let golden = golden();
    let texts: Vec<&str> = golden.iter().map(|record| record.text.as_str()).collect();
    let together = embedder().embed(&texts).unwrap();
    for (text, vector) in texts.iter().zip(&together) {
        let alone = embedder().embed(&[text]).unwrap();
        assert_eq!(bits(&alone[0]), bits(vector), "{text}");
    }
}

#[test]
fn threads_share_an_encoder() {
    let golden = golden();
    let texts: Vec<&str> = golden.iter().map(|record| record.text.as_str()).collect();
    let first = embedder().embed(&texts).unwrap();
    std::thread::scope(|scope| {
        let one = scope.spawn(|| embedder().embed(&texts).unwrap());
        assert_eq!(embedder().embed(&texts).unwrap(), first);
        assert_eq!(one.join().unwrap(), first);
    });
}

#[test]
fn what_stands_after_the_last_piece_changes_nothing() {
    let news = "The ferry left the port at dawn. ".repeat(40);
    let longer = format!("{news}Then it sank.");
    let [short, long] = embedder().embed(&[&news, &longer]).unwrap()[..] else {
        panic!("two texts have two vectors");
    };
    assert_eq!(bits(&short), bits(&long));
}

#[test]
fn any_text_has_a_vector() {
    let bracket = "(".repeat(1 << 20);
    let word = "x".repeat(1 << 20);
    let lines = "\n".repeat(1 << 20);
    let marks = "e\u{301}\u{302}".repeat(1 << 18);
    let texts = [
        "",
        " ",
        "\0",
        "\u{fffd}\u{200b}",
        &lines,
        &bracket,
        &word,
        &marks,
        "日本語",
        "🙂",
    ];
    let found = embedder().embed(&texts).unwrap();
    assert_eq!(found.len(), texts.len());
    assert!(found.iter().flatten().all(|x| x.is_finite()));
    for (text, vector) in texts.iter().zip(&found).take(5) {
        assert_eq!(
            bits(vector),
            bits(&found[0]),
            "{} bytes say nothing",
            text.len()
        );
    }
    assert_eq!(bits(&found[6]), bits(&found[7]), "long words are unknown");
    assert_eq!(embedder().embed(&[]).unwrap().len(), 0);
}

#[test]
fn white_space_and_what_is_not_seen_may_have_any_length() {
    let far = format!("{}The ferry sank.", " \u{200b}".repeat(1 << 18));
    let found = embedder().embed(&[&far, "the ferry sank ."]).unwrap();
    assert_eq!(bits(&found[0]), bits(&found[1]));
}
