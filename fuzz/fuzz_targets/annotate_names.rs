//! Names in any text: ranges lie in the text and do not overlap, and the second time the result is the same. The model has to
//! be in the cache.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_annotate::names::names;
use retold_fuzz::PIPELINE;
use retold_text::TextRange;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let whole = [TextRange::of(0, text.len())];
    let doc = PIPELINE.analyse(&text).expect("the text is short");
    let found = names(&doc, &whole);
    for mention in &found {
        let ranges = [Some(mention.range), mention.title];
        assert!(
            ranges
                .into_iter()
                .flatten()
                .all(|range| range.slice(&text).is_some_and(|words| !words.is_empty()))
        );
    }
    assert!(
        found
            .windows(2)
            .all(|pair| pair[0].range.end() <= pair[1].range.start())
    );
    assert_eq!(found, names(&doc, &whole));
});
