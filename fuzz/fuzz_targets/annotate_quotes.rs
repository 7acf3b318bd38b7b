//! Quotes of any text: ranges lie in the text, content is ascending, and the second time the result is the same. Besides, any
//! bytes taken for a model are read or refused, and what was read decodes. The language model has to be in the cache.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_annotate::quotes::{learn::Model, quotes, quotes_by};
use retold_fuzz::PIPELINE;
use retold_text::TextRange;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut start = 0;
    let blocks: Vec<TextRange> = text
        .split_inclusive('\n')
        .map(|line| {
            let block = TextRange::of(start, start + line.trim_end().len());
            start += line.len();
            block
        })
        .filter(|block| !block.is_empty())
        .collect();
    let doc = PIPELINE
        .analyse_parts(&text, &blocks)
        .expect("the text is short");
    let found = quotes(&doc, &blocks);
    for quote in &found {
        assert!(!quote.content.is_empty());
        assert!(
            quote
                .content
                .windows(2)
                .all(|pair| pair[0].end() <= pair[1].start())
        );
        let ranges = quote
            .content
            .iter()
            .chain(&quote.cue)
            .chain(&quote.speaker)
            .chain(&quote.speaker_name)
            .chain(&quote.addressee)
            .chain(&quote.medium)
            .chain(&quote.setting)
            .chain(quote.via.iter().map(|link| &link.mention));
        for range in ranges {
            assert!(range.slice(&text).is_some_and(|words| !words.is_empty()));
        }
    }
    assert_eq!(found, quotes(&doc, &blocks));
    // Blocks that were not those of the analysis.
    let whole = [TextRange::of(0, text.len())];
    assert_eq!(quotes(&doc, &whole), quotes(&doc, &whole));
    if let Some(model) = Model::from_bytes(bytes) {
        assert_eq!(
            quotes_by(&model, &doc, &blocks),
            quotes_by(&model, &doc, &blocks)
        );
    }
});
