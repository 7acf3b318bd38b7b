//! Mail and saved pages.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_fuzz::check_behind;

fuzz_target!(|bytes: &[u8]| {
    check_behind(b"MIME-Version: 1.0\r\n", bytes);
    check_behind(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n",
        bytes,
    );
});
