//! gzip, zstd and zip.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::{check_behind, check_file};

fuzz_target!(|bytes: &[u8]| {
    check_file(bytes);
    check_behind(b"PK\x03\x04", bytes);
    check_behind(b"\x1f\x8b\x08\0\0\0\0\0\0\xff", bytes);
    check_behind(b"\x28\xb5\x2f\xfd", bytes);
});
