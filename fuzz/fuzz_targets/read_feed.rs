//! RSS and Atom, whole and by the item.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::{check_behind, check_record};
use retold_model::Form;

fuzz_target!(|bytes: &[u8]| {
    check_record(bytes, Form::FeedItem, "utf-8");
    check_behind(b"<rss>", bytes);
    check_behind(
        b"<?xml version='1.0' encoding='windows-1251'?><feed><entry>",
        bytes,
    );
});
