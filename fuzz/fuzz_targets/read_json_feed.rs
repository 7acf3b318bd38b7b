//! JSON Feed, whole and by the item.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::{check_behind, check_record};
use retold_model::Form;

fuzz_target!(|bytes: &[u8]| {
    check_record(bytes, Form::JsonFeedItem, "utf-8");
    check_behind(b"{\"version\":\"jsonfeed.org\",\"items\":[", bytes);
});
