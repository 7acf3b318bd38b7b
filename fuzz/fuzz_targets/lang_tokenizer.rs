//! A text, cut by the rules of the English and the French model: its tokens and their spaces make it up, and a second
//! time, with all caches warm, they are the same.
//!
//! The models have to be in the cache; those that are not are left out.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use retold_lang::models::{Cache, EN_CORE_WEB_SM, FR_CORE_NEWS_SM};
use retold_lang::{Doc, Pipeline};

/// Pipelines of a tokenizer alone.
static TOKENIZERS: LazyLock<Vec<Pipeline>> = LazyLock::new(|| {
    let cache = Cache::of_user().expect("there is a cache");
    let tokenizers: Vec<Pipeline> = [&EN_CORE_WEB_SM, &FR_CORE_NEWS_SM]
        .into_iter()
        .filter_map(|model| {
            let installed = cache.locate(model).ok()?;
            let pipeline = Pipeline::from_files(&|file| match file {
                "config.cfg" => Ok(b"[nlp]\nlang = \"en\"\npipeline = []\n".to_vec()),
                file => installed.read(file),
            });
            Some(pipeline.expect("an installed model is sound"))
        })
        .collect();
    assert!(!tokenizers.is_empty(), "a model is installed");
    tokenizers
});

fn tokens(doc: &Doc) -> Vec<(usize, usize, bool)> {
    let token = |token: retold_lang::Token<'_>| {
        let range = token.range().as_usize();
        (range.start, range.end, token.space_after())
    };
    doc.tokens().map(token).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for tokenizer in &*TOKENIZERS {
        let found = tokens(&tokenizer.analyse(&text).expect("the text is short"));
        let mut rebuilt = String::new();
        for &(start, end, space) in &found {
            assert_eq!(rebuilt.len(), start);
            assert!(start < end);
            rebuilt.push_str(&text[start..end]);
            if space {
                rebuilt.push(' ');
            }
        }
        assert_eq!(rebuilt, text);
        assert_eq!(
            tokens(&tokenizer.analyse(&text).expect("the text is short")),
            found
        );
    }
});
