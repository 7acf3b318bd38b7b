//! Articles from plain text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::check_extraction;
use retold_model::Form;

fuzz_target!(|bytes: &[u8]| check_extraction(bytes, Form::Text));
