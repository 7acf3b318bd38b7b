//! JSON Lines, arrays, objects one after another.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::check_behind;

fuzz_target!(|bytes: &[u8]| {
    check_behind(b"{\"text\":\"", bytes);
    check_behind(b"[{", bytes);
    check_behind(b"{\n", bytes);
});
