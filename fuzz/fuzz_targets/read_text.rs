//! Plain text, and whatever it is taken for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::{check_file, check_record};
use retold_model::Form;

fuzz_target!(|bytes: &[u8]| {
    check_record(bytes, Form::Text, "utf-8");
    check_file(bytes);
});
