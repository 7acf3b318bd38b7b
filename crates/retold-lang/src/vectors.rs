//! Static word vectors, as the larger models bring them.

use rustc_hash::FxHashMap;

use crate::error::ModelError;
use crate::msgpack;

const FILE: &str = "vocab/key2row";

/// Word vectors by string id. Many words may share a row.
pub(crate) struct Vectors {
    width: usize,
    rows: Vec<f32>,
    row_of: FxHashMap<u64, u32>,
}

impl Vectors {
    /// From `vocab/vectors` (`NumPy`) and `vocab/key2row` (msgpack); `None` if the model has no vectors.
    pub(crate) fn from_bytes(
        vectors: &[u8],
        key_to_row: &[u8],
    ) -> Result<Option<Self>, ModelError> {
        let ([count, width], rows) = read_npy(vectors)?;
        if count == 0 || width == 0 {
            return Ok(None);
        }
        let value = msgpack::read(FILE, key_to_row)?;
        let pairs = value
            .as_map()
            .ok_or_else(|| ModelError::format(FILE, "is no map"))?;
        let mut row_of = FxHashMap::default();
        row_of.reserve(pairs.len());
        for (key, row) in pairs {
            let pair = key
                .as_u64()
                .zip(row.as_u64().and_then(|row| u32::try_from(row).ok()));
            match pair {
                Some((key, row)) if (row as usize) < count => row_of.insert(key, row),
                _ => {
                    return Err(ModelError::format(
                        FILE,
                        format!("`{key}: {row}` is no row of {count}"),
                    ));
                }
            };
        }
        Ok(Some(Self {
            width,
            rows,
            row_of,
        }))
    }

    /// Numbers in a vector.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The vector of the word with this string id.
    pub(crate) fn get(&self, id: u64) -> Option<&[f32]> {
        let at = *self.row_of.get(&id)? as usize * self.width;
        self.rows.get(at..at + self.width)
    }
}

/// Reads a two-dimensional `NumPy` array of 32-bit floats in C order (`NumPy` format 1.0 or 2.0).
fn read_npy(bytes: &[u8]) -> Result<([usize; 2], Vec<f32>), ModelError> {
    let fault = |problem: &str| ModelError::format("vocab/vectors", problem);
    let rest = bytes
        .strip_prefix(b"\x93NUMPY")
        .ok_or_else(|| fault("is no NumPy array"))?;
    let (length, rest) = match rest {
        [1, _, low, high, rest @ ..] => (usize::from(u16::from_le_bytes([*low, *high])), rest),
        [2, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        _ => return Err(fault("has a header of an unknown version")),
    };
    let (header, data) = rest
        .split_at_checked(length)
        .ok_or_else(|| fault("ends inside its header"))?;
    let header = std::str::from_utf8(header).map_err(|_| fault("has a header that is no text"))?;
    if !header.contains("'descr': '<f4'") || !header.contains("'fortran_order': False") {
        return Err(fault(
            "is no array of little-endian 32-bit floats in C order",
        ));
    }
    let shape: Vec<usize> = header
        .split_once("'shape': (")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(shape, _)| {
            shape
                .split(',')
                .filter_map(|size| size.trim().parse().ok())
                .collect()
        })
        .unwrap_or_default();
    let shape = <[usize; 2]>::try_from(shape).map_err(|_| fault("does not have two dimensions"))?;
    let wanted = shape[0]
        .checked_mul(shape[1])
        .and_then(|count| count.checked_mul(4));
    if wanted != Some(data.len()) {
        return Err(fault(&format!(
            "of shape {shape:?} has {} bytes of data",
            data.len()
        )));
    }
    let rows =
        msgpack::floats(data).ok_or_else(|| fault("has data that does not come in fours"))?;
    Ok((shape, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(shape: &str, data: &[f32]) -> Vec<u8> {
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data.iter().flat_map(|x| x.to_le_bytes()));
        bytes
    }

    #[test]
    fn ok_two_words_share_a_row() {
        // {7: 1, 9: 1, 8: 0}
        let keys = [0x83, 7, 1, 9, 1, 8, 0];
        let vectors = Vectors::from_bytes(&npy("(2, 2)", &[1.0, 2.0, 3.0, 4.0]), &keys)
            .unwrap()
            .unwrap();
        assert_eq!(vectors.width(), 2);
        assert_eq!(
            [7, 8, 9, 10].map(|id| vectors.get(id)),
            [
                Some(&[3.0, 4.0][..]),
                Some(&[1.0, 2.0]),
                Some(&[3.0, 4.0]),
                None
            ]
        );
    }

    #[test]
    fn ok_no_vectors() {
        assert!(
            Vectors::from_bytes(&npy("(0, 0)", &[]), &[0x80])
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn err_row_outside_of_the_table() {
        let error = Vectors::from_bytes(&npy("(1, 1)", &[1.0]), &[0x81, 7, 1])
            .err()
            .unwrap();
        assert_eq!(error.to_string(), "vocab/key2row: `7: 1` is no row of 1");
    }

    #[test]
    fn err_data_shorter_than_its_shape() {
        let error = Vectors::from_bytes(&npy("(2, 2)", &[1.0]), &[0x80])
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            "vocab/vectors: of shape [2, 2] has 4 bytes of data"
        );
    }
}
