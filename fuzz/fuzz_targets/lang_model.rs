//! A model with one file changed: it is refused, or it analyses a text without panic. The first byte picks the file; then
//! each four bytes change one byte of it (three for the place, one for the value), or, in place of that, bytes that
//! begin with 255 are the whole file. The model has to be in the cache.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use retold_lang::Pipeline;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};

/// The files that are read, the small ones first: a change hits something that matters more often.
const FILES: [&str; 15] = [
    "config.cfg",
    "tagger/cfg",
    "parser/cfg",
    "ner/cfg",
    "parser/moves",
    "ner/moves",
    "attribute_ruler/patterns",
    "tagger/model",
    "parser/model",
    "tokenizer",
    "vocab/vectors",
    "vocab/key2row",
    "vocab/lookups.bin",
    "lemmatizer/lookups/lookups.bin",
    "tok2vec/model",
];

static MODEL: LazyLock<BTreeMap<&str, Vec<u8>>> = LazyLock::new(|| {
    let installed = Cache::of_user()
        .expect("there is a cache")
        .locate(&EN_CORE_WEB_SM)
        .expect("`retold models fetch` was run");
    let files = FILES.into_iter().chain(["ner/model"]);
    files
        .map(|file| {
            (
                file,
                installed.read(file).expect("an installed model is whole"),
            )
        })
        .collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((&pick, edits)) = bytes.split_first() else {
        return;
    };
    let changed = FILES[usize::from(pick) % FILES.len()];
    let mut content = MODEL[changed].clone();
    if let Some(whole) = edits.strip_prefix(&[255]) {
        content = whole.to_vec();
    } else {
        let len = content.len();
        for edit in edits.chunks_exact(4) {
            let place =
                usize::from(edit[0]) << 16 | usize::from(edit[1]) << 8 | usize::from(edit[2]);
            content[place % len] = edit[3];
        }
    }
    let read = |file: &str| {
        Ok(if file == changed {
            content.clone()
        } else {
            MODEL[file].clone()
        })
    };
    if let Ok(pipeline) = Pipeline::from_files(&read) {
        let doc = pipeline.analyse("Mr. Kim didn't say \"no\" to the U.S. on Monday; who left?");
        assert!(doc.expect("the text is short").len() > 0);
    }
});
