//! Times and quantities in any text, with and without an anchor.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_annotate::quantities::times_and_quantities;
use retold_text::TextRange;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let blocks = [TextRange::of(0, text.len())];
    for anchor in [
        None,
        "2024-02-29T23:59:59Z".parse().ok(),
        "0001-01".parse().ok(),
    ] {
        let found = times_and_quantities(&text, &blocks, anchor);
        let ranges = [
            found.0.iter().map(|time| time.range).collect::<Vec<_>>(),
            found.1.iter().map(|quantity| quantity.range).collect(),
        ];
        for ranges in ranges {
            assert!(ranges.iter().all(|range| range.slice(&text).is_some()));
            assert!(
                ranges
                    .windows(2)
                    .all(|pair| pair[0].end() <= pair[1].start())
            );
        }
        assert_eq!(found, times_and_quantities(&text, &blocks, anchor));
    }
});
