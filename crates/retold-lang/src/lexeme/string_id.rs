//! The numbers that stand for strings, and the table rows that stand for numbers.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The id of a string: 0 for the empty one, the small number of a symbol name, else its `MurmurHash64A` with seed 1.
pub(crate) fn string_id(text: &str) -> u64 {
    static SYMBOLS: LazyLock<Symbols> = LazyLock::new(|| {
        let by_name = &super::vocabulary::tables().symbols;
        let longest = by_name.keys().map(String::len).max().unwrap_or(0);
        Symbols {
            by_name: by_name
                .iter()
                .map(|(name, id)| (name.as_str(), *id))
                .collect(),
            longest,
        }
    });
    // Symbol names are ASCII, so most other words are out at once.
    if text.len() <= SYMBOLS.longest
        && let Some(&id) = SYMBOLS.by_name.get(text)
    {
        return id;
    }
    murmur_hash_64a(text.as_bytes(), 1)
}

struct Symbols {
    by_name: FxHashMap<&'static str, u64>,
    longest: usize,
}

/// The four numbers (row = number modulo the rows of the table) by which a hash embedding with this seed knows `id`.
///
/// The 128 bits of `MurmurHash3_x64_128` of the eight bytes of `id`.
pub(crate) fn hash_rows(id: u64, seed: u32) -> [u32; 4] {
    fn finish(mut k: u64) -> u64 {
        k ^= k >> 33;
        k = k.wrapping_mul(0xff51_afd7_ed55_8ccd);
        k ^= k >> 33;
        k = k.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        k ^ k >> 33
    }
    let seed = u64::from(seed);
    let mixed = id
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    let (mut h1, mut h2) = (mixed ^ seed ^ 8, seed ^ 8);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finish(h1);
    h2 = finish(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    #[expect(clippy::cast_possible_truncation, reason = "each number is one half")]
    let halves = |h: u64| (h as u32, (h >> 32) as u32);
    let ((a, b), (c, d)) = (halves(h1), halves(h2));
    [a, b, c, d]
}

fn murmur_hash_64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> R;
        h ^= k.wrapping_mul(M);
        h = h.wrapping_mul(M);
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        h ^= u64::from_le_bytes(last);
        h = h.wrapping_mul(M);
    }
    h ^= h >> R;
    h = h.wrapping_mul(M);
    h ^ h >> R
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids() {
        assert_eq!(string_id("apple"), 8_566_208_034_543_834_098);
        assert_eq!(string_id("é"), 16_256_712_947_286_012_828);
    }

    #[test]
    fn symbol_names_have_small_ids() {
        assert_eq!(
            ["", "X", "_", "mark", "DATE", "num"].map(string_id),
            [0, 101, 456, 423, 391, 431]
        );
    }

    #[test]
    fn known_rows() {
        assert_eq!(
            hash_rows(string_id("apple"), 8),
            [2_653_853_934, 3_922_826_080, 3_980_780_901, 3_736_755_472]
        );
        assert_eq!(hash_rows(0, 12).map(|row| row % 50), [38, 25, 37, 40]);
        assert_eq!(hash_rows(1, 12).map(|row| row % 50), [6, 13, 20, 22]);
    }
}
