//! Any text through the whole English pipeline: tokens and spaces make up the text, each token is in one sentence, and
//! the second time the result is the same. The model has to be in the cache.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::PIPELINE;
use retold_lang::Record;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let doc = PIPELINE.analyse(&text).expect("the text is short");
    let mut rebuilt = String::new();
    for token in doc.tokens() {
        rebuilt.push_str(token.text());
        if token.space_after() {
            rebuilt.push(' ');
        }
    }
    assert_eq!(rebuilt, text);
    let in_sentences: usize = doc
        .sentences()
        .map(|sentence| sentence.tokens().len())
        .sum();
    assert_eq!(in_sentences, doc.len());
    let record = |doc| serde_json::to_string(&Record { id: "", doc }).expect("records are JSON");
    let again = PIPELINE.analyse(&text).expect("the text is short");
    assert_eq!(record(&doc), record(&again));
});
