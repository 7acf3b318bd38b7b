//! Msgpack files with bounds: model files may come from anywhere.

use rmpv::{Value, ValueRef};

use crate::error::ModelError;

/// Deepest nesting read; model files need 8. The decoder counts one value twice, and so does this number.
const MAX_DEPTH: usize = 64;

/// Longest file read, in bytes; the longest of the medium spaCy models (lemma tables) has about 12 MB.
const MAX_BYTES: usize = 1 << 27;

/// Reads the one value that `bytes` hold; `file` is for messages.
///
/// Memory stays within a constant factor of the number of bytes, whatever lengths they claim.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Value, ModelError> {
    whole(file, bytes, |rest| {
        rmpv::decode::read_value_with_max_depth(rest, MAX_DEPTH)
    })
}

/// As [`read`], but texts stay where they are: for files of many small ones.
pub(crate) fn read_borrowed<'b>(file: &str, bytes: &'b [u8]) -> Result<ValueRef<'b>, ModelError> {
    whole(file, bytes, |rest| {
        rmpv::decode::read_value_ref_with_max_depth(rest, MAX_DEPTH)
    })
}

fn whole<'b, V>(
    file: &str,
    bytes: &'b [u8],
    decode: impl FnOnce(&mut &'b [u8]) -> Result<V, rmpv::decode::Error>,
) -> Result<V, ModelError> {
    if bytes.len() > MAX_BYTES {
        return Err(ModelError::format(
            file,
            format!("has {} bytes, more than {MAX_BYTES}", bytes.len()),
        ));
    }
    let mut rest = bytes;
    let value = decode(&mut rest)
        .map_err(|error| ModelError::format(file, format!("is not msgpack: {error}")))?;
    if rest.is_empty() {
        Ok(value)
    } else {
        let problem = format!(
            "expected the end of the file, but found {} more bytes",
            rest.len()
        );
        Err(ModelError::format(file, problem))
    }
}

/// The value of `key` in a map; Python writes some keys as text, others as bytes.
pub(crate) fn get<'v>(map: &'v Value, key: &str) -> Option<&'v Value> {
    map.as_map()?
        .iter()
        .find(|(name, _)| text(name) == Some(key))
        .map(|(_, value)| value)
}

/// The value of a map whose keys are numbers.
pub(crate) fn get_number(map: &Value, key: u64) -> Option<&Value> {
    map.as_map()?
        .iter()
        .find(|(name, _)| name.as_u64() == Some(key))
        .map(|(_, value)| value)
}

/// Text, also when it was written as bytes.
pub(crate) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.as_str(),
        Value::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// Little-endian 32-bit floats; `None` if `bytes` do not come in fours.
pub(crate) fn floats(bytes: &[u8]) -> Option<Vec<f32>> {
    let (fours, rest) = bytes.as_chunks::<4>();
    rest.is_empty()
        .then(|| fours.iter().map(|four| f32::from_le_bytes(*four)).collect())
}

/// A file for tests that says what `json` says; keys of digits become numbers.
#[cfg(test)]
pub(crate) fn file_of(json: &serde_json::Value) -> Vec<u8> {
    fn value_of(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Nil,
            serde_json::Value::Bool(truth) => Value::from(*truth),
            serde_json::Value::Number(number) => {
                Value::from(number.as_i64().expect("whole numbers"))
            }
            serde_json::Value::String(text) => Value::from(text.as_str()),
            serde_json::Value::Array(values) => Value::Array(values.iter().map(value_of).collect()),
            serde_json::Value::Object(pairs) => Value::Map(
                pairs
                    .iter()
                    .map(|(key, value)| {
                        let number = key.parse::<u64>().map(Value::from);
                        (
                            number.unwrap_or_else(|_| Value::from(key.as_str())),
                            value_of(value),
                        )
                    })
                    .collect(),
            ),
        }
    }
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &value_of(json)).expect("memory can be written");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_text_and_of_bytes_are_found() {
        let map = read("m", b"\x82\xa1a\x01\xc4\x01b\x92\xc0\xc3").unwrap();
        assert_eq!(get(&map, "a"), Some(&Value::from(1)));
        assert_eq!(
            get(&map, "b"),
            Some(&Value::Array(vec![Value::Nil, Value::Boolean(true)]))
        );
        assert_eq!(get(&map, "c"), None);
        let map = read("m", b"\x81\x41\xa1x").unwrap();
        assert_eq!(get_number(&map, 65).and_then(text), Some("x"));
    }

    #[test]
    fn floats_come_in_fours() {
        assert_eq!(
            floats(&[0, 0, 128, 63, 0, 0, 0, 192]),
            Some(vec![1.0, -2.0])
        );
        assert_eq!(floats(&[0, 0, 128]), None);
    }

    #[test]
    fn err_nested_without_end() {
        let error = read("m", &vec![0x91; 100_000]).unwrap_err();
        assert_eq!(error.to_string(), "m: is not msgpack: depth limit exceeded");
    }

    #[test]
    fn err_lengths_beyond_the_file() {
        assert!(read("m", b"\xdd\xff\xff\xff\xff\x01").is_err());
        assert!(read("m", b"\xc6\xff\xff\xff\xff\x01").is_err());
    }

    #[test]
    fn err_bytes_behind_the_value() {
        let error = read("m", b"\x01\x01").unwrap_err();
        assert_eq!(
            error.to_string(),
            "m: expected the end of the file, but found 1 more bytes"
        );
    }
}
