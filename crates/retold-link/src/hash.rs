//! Hashes that are the same in every build: what they make is stored in bases.

use std::fmt::{self, Display, Write};

/// FNV-1a over bytes, with a final mix so that the low bits are good, too.
///
/// [FNV](http://www.isthe.com/chongo/tech/comp/fnv/) needs no tables and no seed; the mix is `MurmurHash3`'s.
pub(crate) fn bytes(parts: impl IntoIterator<Item = u8>) -> u64 {
    mix(parts.into_iter().fold(BEGUN, fed))
}

/// The hash of the bytes of what is displayed.
pub(crate) fn display(shown: impl Display) -> u64 {
    struct Fed(u64);
    impl Write for Fed {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 = text.bytes().fold(self.0, fed);
            Ok(())
        }
    }
    let mut hash = Fed(BEGUN);
    write!(hash, "{shown}").expect("hashing never fails");
    mix(hash.0)
}

const BEGUN: u64 = 0xcbf2_9ce4_8422_2325;

fn fed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a run of hashes, in order.
pub(crate) fn run(hashes: &[u64]) -> u64 {
    hashes.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, &next| {
        mix(hash.rotate_left(23) ^ next)
    })
}

/// The first 32 bits, for what is stored in indexes.
pub(crate) fn short(hash: u64) -> u64 {
    hash >> 32
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_same_in_every_build() {
        assert_eq!(bytes(*b"putin"), bytes("putin".bytes()));
        assert_eq!(
            bytes(*b"vladimir putin"),
            display(format_args!("{} putin", "vladimir"))
        );
        assert_eq!(short(bytes(*b"")), 0xefd0_1f60);
        assert_ne!(run(&[1, 2]), run(&[2, 1]));
    }
}
