//! Whether words stand in raw bytes, told without any knowledge of how they were extracted.

use retold_store::StoredSource;
use retold_text::word::words;
use retold_text::{OffsetMap, SegmentKind};

/// The first word of `text` that does not stand in `raw` after the words before it; `None` where all do.
///
/// Only ASCII letters and digits are looked for: others may be written as an entity, an escape or in another character
/// set. Words are looked for in one piece; where that fails, since markup or a soft hyphen stands inside one of them,
/// sign by sign, and at last with numeric references read, by which pages hide addresses of mail. Character sets that do not contain ASCII are not checked.
pub(crate) fn words_fault(text: &str, raw: &[u8], charset: &str) -> Option<String> {
    if charset.starts_with("utf-16") {
        return None;
    }
    let whole = |bytes: &[u8], word: &str| {
        let ascii = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let end = ascii.then(|| find(bytes, word.as_bytes()).map(|found| found + word.len()));
        end.unwrap_or_else(|| scattered(bytes, word))
    };
    first_missing(text, raw, whole)
        .and_then(|_| first_missing(text, raw, scattered))
        .and_then(|_| first_missing(text, &referred(raw), whole))
}

/// `raw` with the numeric character references of ASCII letters and digits as these: `&#112;` and `&#x70;` are `p`.
fn referred(raw: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&first, after)) = rest.split_first() {
        if let Some((byte, len)) = reference(rest) {
            result.push(byte);
            rest = &rest[len..];
        } else {
            result.push(first);
            rest = after;
        }
    }
    result
}

/// The letter or digit whose reference `bytes` begin with, and the length of the reference.
fn reference(bytes: &[u8]) -> Option<(u8, usize)> {
    let digits = bytes.strip_prefix(b"&#")?;
    let len = digits.iter().take(6).position(|&byte| byte == b';')?;
    let digits = std::str::from_utf8(&digits[..len]).ok()?;
    let byte = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u8::from_str_radix(hexadecimal, 16).ok()?,
        None => digits.parse().ok()?,
    };
    byte.is_ascii_alphanumeric().then_some((byte, len + 3))
}

/// The first word for which `end`, asked with the bytes after the word before it, finds no end.
fn first_missing(
    text: &str,
    raw: &[u8],
    end: impl Fn(&[u8], &str) -> Option<usize>,
) -> Option<String> {
    let mut at = 0;
    for range in words(text) {
        let word = range.slice(text)?;
        match end(&raw[at..], word) {
            Some(end) => at += end,
            None => return Some(word.to_owned()),
        }
    }
    None
}

/// Where `needle` stands first.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == first) {
        at += found;
        if bytes[at + 1..].starts_with(rest) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The end of the shortest run from the start of `bytes` that holds the ASCII letters and digits of `word` in order.
fn scattered(bytes: &[u8], word: &str) -> Option<usize> {
    let mut at = 0;
    for sign in word.bytes().filter(u8::is_ascii_alphanumeric) {
        at += bytes[at..].iter().position(|&byte| byte == sign)? + 1;
    }
    Some(at)
}

/// What is wrong with the way from a text to its raw bytes: it must cover the text, stay in the bytes, and lead to the
/// same bytes where it says that they are the same.
pub(crate) fn map_fault(text: &str, map: &OffsetMap, stored: &StoredSource) -> Option<String> {
    if map.len() as usize != text.len() {
        return Some(format!(
            "the offset map covers {} of {} bytes",
            map.len(),
            text.len()
        ));
    }
    map.segments().iter().find_map(|segment| {
        let run = |start: u32, len: u32| start as usize..start as usize + len as usize;
        let Some(source) = stored
            .raw
            .get(run(segment.source_start, segment.source_len))
        else {
            return Some(format!(
                "the offset map leaves the source bytes at byte {} of the text",
                segment.start
            ));
        };
        let same = segment.kind == SegmentKind::Replaced
            || text.as_bytes().get(run(segment.start, segment.len)) == Some(source);
        (!same).then(|| {
            format!(
                "the offset map leads to other bytes at byte {} of the text",
                segment.start
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_markup_inside_does_not_hide_the_next() {
        let raw = b"<span>D</span>er Hafen ist voll. Der Rest ist still.";
        assert_eq!(words_fault("Der Hafen ist voll.", raw, "utf-8"), None);
    }

    #[test]
    fn letters_may_be_written_as_references() {
        let raw = b"<a title=\"&#112;&#x72;\">&#112;&#114;</a>&#64;x &#300; Web";
        assert_eq!(words_fault("pr@x Web", raw, "utf-8"), None);
        assert_eq!(
            words_fault("pr@x Net", raw, "utf-8"),
            Some("Net".to_owned())
        );
    }

    #[test]
    fn words_stand_in_order() {
        let raw = b"<p>The <b>w</b>all &amp; the caf&eacute; fell.</p>";
        assert_eq!(words_fault("The wall & the café fell.", raw, "utf-8"), None);
        assert_eq!(
            words_fault("fell The", raw, "utf-8"),
            Some("The".to_owned())
        );
        assert_eq!(
            words_fault("The dyke", raw, "utf-8"),
            Some("dyke".to_owned())
        );
        assert_eq!(words_fault("The dyke", raw, "utf-16le"), None);
    }
}
