//! WARC, and HTTP messages in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::check_behind;

fuzz_target!(|bytes: &[u8]| {
    check_behind(b"WARC/1.0\r\n", bytes);
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\n",
        bytes.len() + 17
    );
    check_behind(head.as_bytes(), bytes);
});
