//! Named arrays of numbers in a file of the safetensors format: the length of a header in eight bytes, the header as JSON,
//! the numbers.
//!
//! Only arrays of 32-bit floating point numbers are read: the model has no others that count.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::ModelError;
use crate::models::FileParts;

const FILE: &str = "model.safetensors";

/// Bytes that a header may have: a hundred times what that of the model has.
const LONGEST_HEADER: u64 = 1 << 20;

/// A file that is read in parts.
pub(super) trait Parts {
    /// How many bytes it has.
    fn size(&self) -> u64;

    /// The bytes of a range that lies in it.
    fn part(&self, range: Range<u64>) -> Result<Vec<u8>, ModelError>;
}

impl Parts for FileParts {
    fn size(&self) -> u64 {
        self.size()
    }

    fn part(&self, range: Range<u64>) -> Result<Vec<u8>, ModelError> {
        self.read(range)
    }
}

/// The arrays of a file.
pub(super) struct Tensors<'f> {
    file: &'f dyn Parts,
    entries: BTreeMap<String, Box<RawValue>>,
    /// Bytes before the numbers.
    header: u64,
}

/// Where an array stands.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    /// Begin and end, in bytes after the header.
    data_offsets: [u64; 2],
}

impl<'f> Tensors<'f> {
    /// Reads the header.
    pub(super) fn new(file: &'f dyn Parts) -> Result<Self, ModelError> {
        const LENGTH: u64 = 8;
        if file.size() < LENGTH {
            return Err(fault("ends before its header".to_owned()));
        }
        let bytes = file.part(0..LENGTH)?;
        let length = { bytes.first_chunk() }.map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes));
        if length > LONGEST_HEADER {
            return Err(fault(format!("has a header of {length} bytes")));
        }
        let header = LENGTH + length;
        if header > file.size() {
            return Err(fault("ends inside its header".to_owned()));
        }
        let entries = serde_json::from_slice(&file.part(LENGTH..header)?)
            .map_err(|problem| fault(problem.to_string()))?;
        Ok(Self {
            file,
            entries,
            header,
        })
    }

    /// The numbers of an array of this shape.
    pub(super) fn get(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.file.part(self.place(name, shape)?)?;
        Ok(numbers(&bytes).collect())
    }

    /// Where in the file the numbers of an array of this shape stand, four bytes each.
    pub(super) fn place(&self, name: &str, shape: &[usize]) -> Result<Range<u64>, ModelError> {
        let entry =
            { self.entries.get(name) }.ok_or_else(|| fault(format!("has no array `{name}`")))?;
        let entry: Entry = serde_json::from_str(entry.get())
            .map_err(|problem| fault(format!("`{name}`: {problem}")))?;
        if entry.dtype != "F32" || entry.shape != shape {
            let Entry {
                dtype,
                shape: found,
                ..
            } = entry;
            return Err(fault(format!(
                "`{name}` is of {dtype} {found:?}, expected F32 {shape:?}"
            )));
        }
        let [begin, end] = entry.data_offsets;
        let needed = (shape.iter().product::<usize>() * size_of::<f32>()) as u64;
        let (begin, end) = (
            begin.checked_add(self.header),
            end.checked_add(self.header)
                .filter(|&end| end <= self.file.size()),
        );
        if let (Some(begin), Some(end)) = (begin, end)
            && end.checked_sub(begin) == Some(needed)
        {
            return Ok(begin..end);
        }
        Err(fault(format!(
            "`{name}` has other bytes than its shape needs"
        )))
    }
}

/// The numbers that bytes of the file are, four bytes each.
pub(super) fn numbers(bytes: &[u8]) -> impl ExactSizeIterator<Item = f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|&number| f32::from_le_bytes(number))
}

fn fault(problem: String) -> ModelError {
    ModelError::format(FILE, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Parts for Vec<u8> {
        fn size(&self) -> u64 {
            self.len() as u64
        }

        fn part(&self, range: Range<u64>) -> Result<Vec<u8>, ModelError> {
            let [start, end] = [range.start, range.end].map(|at| usize::try_from(at).unwrap());
            Ok(self[start..end].to_vec())
        }
    }

    fn file(header: &str, numbers: &[f32]) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes
    }

    #[test]
    fn ok_arrays_are_found_by_name() {
        let header = r#"{"__metadata__": {"format": "pt"},
            "b": {"dtype": "F32", "shape": [1], "data_offsets": [16, 20]},
            "a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}"#;
        let bytes = file(header, &[1.0, -2.0, 3.0, 4.5, 7.0]);
        let tensors = Tensors::new(&bytes).unwrap();
        assert_eq!(tensors.get("a", &[2, 2]).unwrap(), [1.0, -2.0, 3.0, 4.5]);
        assert_eq!(tensors.get("b", &[1]).unwrap(), [7.0]);
    }

    #[test]
    fn err_arrays_that_are_not_as_expected() {
        let problem = |entry: &str| {
            let bytes = file(&format!(r#"{{"a": {entry}}}"#), &[1.0, 2.0]);
            let tensors = Tensors::new(&bytes).unwrap();
            tensors.get("a", &[2]).unwrap_err().to_string()
        };
        let other_bytes = "model.safetensors: `a` has other bytes than its shape needs";
        assert_eq!(
            problem(r#"{"dtype": "F16", "shape": [2], "data_offsets": [0, 4]}"#),
            "model.safetensors: `a` is of F16 [2], expected F32 [2]"
        );
        assert_eq!(
            problem(r#"{"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}"#),
            "model.safetensors: `a` is of F32 [3], expected F32 [2]"
        );
        for offsets in [
            "[0, 4]",
            "[0, 7]",
            "[4, 12]",
            "[8, 0]",
            "[0, 18446744073709551615]",
        ] {
            let entry = format!(r#"{{"dtype": "F32", "shape": [2], "data_offsets": {offsets}}}"#);
            assert_eq!(problem(&entry), other_bytes, "{offsets}");
        }
        assert_eq!(
            problem("3"),
            "model.safetensors: `a`: invalid type: integer `3`, expected struct Entry at line 1 column 1"
        );
    }

    #[test]
    fn err_files_that_are_cut_off_or_of_another_kind() {
        let problem = |bytes: &[u8]| match Tensors::new(&bytes.to_vec()) {
            Ok(_) => panic!("expected an error"),
            Err(error) => error.to_string(),
        };
        let whole = file("{}", &[]);
        assert_eq!(
            problem(&whole[..7]),
            "model.safetensors: ends before its header"
        );
        assert_eq!(
            problem(&whole[..9]),
            "model.safetensors: ends inside its header"
        );
        assert_eq!(
            problem(&[255; 20]),
            "model.safetensors: has a header of 18446744073709551615 bytes"
        );
        assert_eq!(
            problem(&file("[]", &[])),
            "model.safetensors: invalid type: sequence, expected a map at line 1 column 0"
        );
        let tensors = Tensors::new(&whole).unwrap();
        assert_eq!(
            tensors.get("a", &[1]).unwrap_err().to_string(),
            "model.safetensors: has no array `a`"
        );
    }
}
