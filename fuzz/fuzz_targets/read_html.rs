//! Pages in any character set: the first byte names one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::{check_file, check_record};
use retold_model::Form;

const CHARSETS: [&str; 8] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1251",
    "gb18030",
    "big5",
    "iso-2022-jp",
    "shift_jis",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, page)) = bytes.split_first() else {
        return;
    };
    check_record(
        page,
        Form::Html,
        CHARSETS[usize::from(*choice) % CHARSETS.len()],
    );
    check_file(page);
});
