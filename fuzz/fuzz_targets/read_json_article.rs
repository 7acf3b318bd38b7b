//! One JSON object: an article, a WordPress post.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::check_record;
use retold_model::Form;

fuzz_target!(|bytes: &[u8]| {
    check_record(bytes, Form::JsonArticle, "utf-8");
    check_record(bytes, Form::WordPress, "utf-8");
});
