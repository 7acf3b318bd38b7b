//! JSON with positions: each value knows where it stands, each string the bytes its characters came from.

use std::borrow::Cow;
use std::fmt;

use retold_text::OffsetMap;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::charset::size;

/// A value of a JSON text, not yet looked into. Valid JSON, of any depth: looking into it does not recurse.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'t> {
    /// The value's own characters.
    pub(crate) text: &'t str,
    /// Where they start in the whole text.
    pub(crate) start: usize,
}

/// Members of an object in the order of the text. A key that stands twice is there twice.
pub(crate) struct Members<'t>(Vec<(Cow<'t, str>, Value<'t>)>);

/// A string without its escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// The characters.
    pub(crate) text: String,
    /// From them to the JSON text.
    pub(crate) map: OffsetMap,
}

/// Parses `text`, which must hold one JSON value.
///
/// # Errors
///
/// What is wrong, with line and column, where it is not JSON.
pub(crate) fn parse(text: &str) -> Result<Value<'_>, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(Value {
        text: raw.get(),
        start: offset(text, raw.get()),
    })
}

/// Where `part`, a slice of `whole`, starts in it.
pub(crate) fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

impl<'t> Value<'t> {
    /// Its members, if it is an object.
    pub(crate) fn object(self) -> Option<Members<'t>> {
        let found: RawMembers<'t> = self.look_into(b'{')?;
        Some(Members(
            found
                .0
                .into_iter()
                .map(|(key, value)| (key, self.inner(value)))
                .collect(),
        ))
    }

    /// Its elements, if it is an array.
    pub(crate) fn array(self) -> Option<Vec<Value<'t>>> {
        let found: RawElements<'t> = self.look_into(b'[')?;
        Some(found.0.into_iter().map(|value| self.inner(value)).collect())
    }

    /// Its characters, if it is a string.
    pub(crate) fn string(self) -> Option<Words> {
        let inside = self.text.strip_prefix('"')?.strip_suffix('"')?;
        Some(unescape(inside, self.start + 1))
    }

    /// A string, number or Boolean as words; `None` for null, objects and arrays.
    pub(crate) fn scalar(self) -> Option<Words> {
        match self.text.as_bytes().first()? {
            b'"' => self.string(),
            b'{' | b'[' | b'n' => None,
            _ => {
                let mut map = OffsetMap::new();
                map.push_verbatim(size(self.text.len()), size(self.start));
                Some(Words {
                    text: self.text.to_owned(),
                    map,
                })
            }
        }
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.text.starts_with('{')
    }

    fn look_into<D: Deserialize<'t>>(self, first: u8) -> Option<D> {
        if self.text.as_bytes().first() != Some(&first) {
            return None;
        }
        serde_json::from_str(self.text).ok()
    }

    fn inner(self, value: &'t RawValue) -> Value<'t> {
        Value {
            text: value.get(),
            start: self.start + offset(self.text, value.get()),
        }
    }
}

impl<'t> Members<'t> {
    /// The first member under `key`.
    pub(crate) fn get(&self, key: &str) -> Option<Value<'t>> {
        self.0
            .iter()
            .find_map(|(name, value)| (name == key).then_some(*value))
    }

    /// The member at a path of keys.
    pub(crate) fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        let (last, parents) = path.split_last()?;
        match parents.split_first() {
            None => self.get(last),
            Some((first, _)) => self.get(first)?.object()?.at(&path[1..]),
        }
    }

    /// The members, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Value<'t>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }
}

/// Takes the escapes off `inside`, the characters between the quotation marks, which stand at `start`. NUL and lone
/// surrogates become U+FFFD.
fn unescape(inside: &str, start: usize) -> Words {
    let mut text = String::with_capacity(inside.len());
    let mut map = OffsetMap::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\\', &inside.as_bytes()[from..]) {
        let at = from + at;
        text.push_str(&inside[from..at]);
        map.push_verbatim(size(at - from), size(start + from));
        let (c, len) = escape(&inside.as_bytes()[at..]);
        text.push(c);
        map.push_replaced(size(c.len_utf8()), size(start + at), size(len));
        from = at + len;
    }
    text.push_str(&inside[from..]);
    map.push_verbatim(size(inside.len() - from), size(start + from));
    Words { text, map }
}

/// The character that the escape at the start of `bytes` stands for, and the bytes of the escape.
fn escape(bytes: &[u8]) -> (char, usize) {
    let c = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode_escape(bytes),
        Some(&other) => char::from(other),
        None => return ('\u{FFFD}', 1),
    };
    (c, 2)
}

fn unicode_escape(bytes: &[u8]) -> (char, usize) {
    let unit = |at: usize| -> Option<u32> {
        let digits = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(2) else {
        return ('\u{FFFD}', 2);
    };
    if (0xD800..0xDC00).contains(&first)
        && bytes.get(6..8) == Some(b"\\u")
        && let Some(second @ 0xDC00..=0xDFFF) = unit(8)
    {
        let point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(point).unwrap_or('\u{FFFD}'), 12);
    }
    let c = char::from_u32(first).filter(|c| *c != '\0');
    (c.unwrap_or('\u{FFFD}'), 6)
}

struct RawMembers<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

/// A key: borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

impl<'t> Deserialize<'t> for RawMembers<'t> {
    fn deserialize<D: serde::Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'t> Visitor<'t> for Collect {
            type Value = RawMembers<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(RawMembers(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

struct RawElements<'t>(Vec<&'t RawValue>);

impl<'t> Deserialize<'t> for RawElements<'t> {
    fn deserialize<D: serde::Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'t> Visitor<'t> for Collect {
            type Value = RawElements<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element()? {
                    elements.push(element);
                }
                Ok(RawElements(elements))
            }
        }
        deserializer.deserialize_seq(Collect)
    }
}

/// Whether `text` holds one whole JSON value and nothing else.
pub(crate) fn is_whole(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use retold_text::{SourceRange, TextRange};

    use super::*;

    #[test]
    fn values_know_their_place() {
        let text = r#" {"a": [1, "x\u00e9y"], "b": null, "a": {"c": true}}"#;
        let members = parse(text).unwrap().object().unwrap();
        let found: Vec<(String, &str, usize)> = members
            .iter()
            .map(|(key, value)| (key.to_owned(), value.text, value.start))
            .collect();
        assert_eq!(
            found,
            [
                ("a".to_owned(), r#"[1, "x\u00e9y"]"#, 7),
                ("b".to_owned(), "null", 29),
                ("a".to_owned(), r#"{"c": true}"#, 40)
            ]
        );
        let words = members.get("a").unwrap().array().unwrap()[1]
            .string()
            .unwrap();
        assert_eq!(words.text, "xéy");
        assert_eq!(
            words.map.source_range(TextRange::new(1, 3)),
            SourceRange::new(13, 19)
        );
        assert_eq!(
            words.map.source_range(TextRange::new(3, 4)),
            SourceRange::new(19, 20)
        );
    }

    #[test]
    fn escapes() {
        for (json, text) in [
            (r#""""#, ""),
            (r#""a\/b\"\\\n""#, "a/b\"\\\n"),
            (r#""\ud83d\ude00!""#, "😀!"),
            (r#""\ud83d!\udc00""#, "\u{FFFD}!\u{FFFD}"),
            (r#""\u0000""#, "\u{FFFD}"),
        ] {
            assert_eq!(parse(json).unwrap().string().unwrap().text, text);
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(parse(&deep).unwrap().array().unwrap().len(), 1);
        assert!(parse(&"[".repeat(200_000)).is_err());
    }

    proptest! {
        #[test]
        fn strings_read_as_serde_json_reads_them(text in any::<String>()) {
            let text = text.replace('\0', "");
            let json = serde_json::to_string(&text).unwrap();
            let words = parse(&json).unwrap().string().unwrap();
            prop_assert_eq!(&words.text, &text);
            prop_assert_eq!(words.map.len() as usize, text.len());
        }
    }
}
