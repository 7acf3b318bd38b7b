//! Character sets: which one, and from its bytes to text with the way back.

use std::borrow::Cow;

use encoding_rs::{
    Encoding, GB18030, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
    X_USER_DEFINED,
};
use retold_text::{OffsetMap, TextSize};

/// How far into a document its `<meta charset>` or XML declaration is looked for, in bytes. The HTML standard asks
/// for 1,024; pages of news outlets often have more before it.
const DECLARATION_BYTES: usize = 8 << 10;

/// How much of a document the detector sees, in bytes: it is sure long before.
const DETECTION_BYTES: usize = 256 << 10;

/// Bytes that are not UTF-8, for each valid sequence of two bytes or more, up to which a document is damaged UTF-8
/// rather than another character set: legacy text has hardly any valid sequence by chance.
const DAMAGED_UTF8: usize = 10;

/// What names the character set of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declares {
    /// `<meta charset>`, else as XML.
    Html,
    /// `<?xml encoding="…"?>`.
    Xml,
    /// Nothing.
    Nothing,
}

/// The character set of `raw`, and a note where a declaration was overruled.
///
/// In this order: byte order mark; valid UTF-8 (no text of another character set is, but for pure ASCII); the HTTP
/// header; the document's own declaration; UTF-8 with few faults; detection.
pub(crate) fn detect(
    raw: &[u8],
    header: Option<&str>,
    declares: Declares,
) -> (&'static Encoding, Option<String>) {
    if let Some((encoding, _)) = Encoding::for_bom(raw) {
        return (encoding, None);
    }
    if let Some(encoding) = utf16_without_mark(raw) {
        return (encoding, None);
    }
    let head = &raw[..raw.len().min(DECLARATION_BYTES)];
    let own = match declares {
        Declares::Html => meta_charset(head).or_else(|| xml_encoding(head)),
        Declares::Xml => xml_encoding(head),
        Declares::Nothing => None,
    };
    let named = |label: &str| {
        Encoding::for_label(label.trim().as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
    };
    let header = header.and_then(named);
    let stated = header.or_else(|| {
        // A declaration that was read as ASCII cannot be in UTF-16: the HTML standard says so, too.
        own.and_then(named).map(|encoding| {
            if encoding == UTF_16BE || encoding == UTF_16LE {
                UTF_8
            } else {
                encoding
            }
        })
    });
    let stated = stated.filter(|encoding| *encoding != X_USER_DEFINED);
    if stated == Some(ISO_2022_JP) && memchr::memchr(0x1b, raw).is_some() {
        return (ISO_2022_JP, None);
    }
    if std::str::from_utf8(raw).is_ok() {
        let note = stated
            .filter(|encoding| *encoding != UTF_8 && !raw.is_ascii())
            .map(|encoding| {
                format!(
                    "the stated character set `{}` loses to the bytes, which are valid UTF-8",
                    encoding.name().to_lowercase()
                )
            });
        return (UTF_8, note);
    }
    if let Some(encoding) = stated
        && encoding != UTF_8
    {
        return (encoding, None);
    }
    if is_damaged_utf8(raw) {
        return (UTF_8, None);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&raw[..raw.len().min(DETECTION_BYTES)], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let note = stated.map(|_| {
        format!(
            "the stated character set `utf-8` loses to the bytes, which look like `{}`",
            guess.name().to_lowercase()
        )
    });
    (guess, note)
}

/// UTF-16 shows in its first characters: every other byte is zero.
fn utf16_without_mark(raw: &[u8]) -> Option<&'static Encoding> {
    let head = raw.get(..8)?;
    let zero = |parity: usize| head.iter().skip(parity).step_by(2).all(|&b| b == 0);
    let filled = |parity: usize| head.iter().skip(parity).step_by(2).all(|&b| b != 0);
    if zero(1) && filled(0) {
        Some(UTF_16LE)
    } else if zero(0) && filled(1) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The label in `<meta charset="…">` or `<meta http-equiv content="…; charset=…">`.
fn meta_charset(head: &[u8]) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&head[from..], b"<") {
        let start = from + at + 1;
        from = start;
        let rest = &head[start..];
        if rest.starts_with(b"!--") {
            from = start + memchr::memmem::find(rest, b"-->")?;
            continue;
        }
        if !rest
            .get(..4)
            .is_some_and(|name| name.eq_ignore_ascii_case(b"meta"))
        {
            continue;
        }
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        if let Some(label) = after_word(tag, b"charset") {
            return Some(label);
        }
    }
    None
}

fn xml_encoding(head: &[u8]) -> Option<&str> {
    let start = memchr::memmem::find(head, b"<?xml")?;
    let declaration = &head[start..];
    let end = memchr::memmem::find(declaration, b"?>")?;
    after_word(&declaration[..end], b"encoding")
}

/// The value after `word`, `=` and an optional quotation mark.
fn after_word<'a>(tag: &'a [u8], word: &[u8]) -> Option<&'a str> {
    let at = tag
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word))?;
    let value = tag[at + word.len()..].trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let value = value
        .strip_prefix(b"\"")
        .or_else(|| value.strip_prefix(b"'"))
        .unwrap_or(value);
    let end = value
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')))
        .unwrap_or(value.len());
    std::str::from_utf8(&value[..end])
        .ok()
        .filter(|label| !label.is_empty())
}

fn is_damaged_utf8(raw: &[u8]) -> bool {
    let (mut sequences, mut faults) = (0usize, 0usize);
    for chunk in raw[..raw.len().min(DETECTION_BYTES)].utf8_chunks() {
        sequences += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    sequences >= faults.saturating_mul(DAMAGED_UTF8)
}

/// Bytes as text, with the way back and what was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'r> {
    /// The text; borrowed where the bytes are clean UTF-8.
    pub(crate) text: Cow<'r, str>,
    /// From the text to the bytes.
    pub(crate) map: OffsetMap,
    /// Bytes or sequences that are no text in the character set.
    pub(crate) invalid: usize,
    /// NUL characters.
    pub(crate) nul: usize,
    /// Where the first of either stands.
    pub(crate) first_fault: usize,
}

impl Decoded<'_> {
    /// Whether offsets in the text are offsets in the bytes.
    pub(crate) fn is_identity(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_)) && self.map.segments().len() <= 1
    }

    /// What was wrong, as a sentence.
    pub(crate) fn fault(&self) -> Option<String> {
        let at = self.first_fault;
        match (self.invalid, self.nul) {
            (0, 0) => None,
            (0, nul) => Some(format!(
                "{nul} NUL bytes were replaced, the first at byte {at}"
            )),
            (invalid, 0) => Some(format!(
                "{invalid} invalid byte sequences were replaced, the first at byte {at}"
            )),
            (invalid, nul) => Some(format!(
                "{invalid} invalid byte sequences and {nul} NUL bytes were replaced, the first at byte {at}"
            )),
        }
    }
}

/// Decodes `raw`. A byte order mark is taken off; invalid sequences and NUL become U+FFFD. Every character that is
/// not the same bytes in `raw` is a segment of its own in the map.
pub(crate) fn decode<'r>(raw: &'r [u8], encoding: &'static Encoding) -> Decoded<'r> {
    if encoding == UTF_8 {
        return decode_utf8(raw);
    }
    let mut output = Output::default();
    if encoding == UTF_16LE || encoding == UTF_16BE {
        decode_utf16(raw, encoding == UTF_16BE, &mut output);
    } else {
        decode_legacy(raw, encoding, &mut output);
    }
    output.into()
}

fn decode_utf8(raw: &[u8]) -> Decoded<'_> {
    let mark = if raw.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    if memchr::memchr(0, raw).is_none()
        && let Ok(text) = std::str::from_utf8(&raw[mark..])
    {
        let mut map = OffsetMap::new();
        map.push_replaced(0, 0, size(mark));
        map.push_verbatim(size(text.len()), size(mark));
        return Decoded {
            text: Cow::Borrowed(text),
            map,
            invalid: 0,
            nul: 0,
            first_fault: 0,
        };
    }
    let mut output = Output::default();
    output.map.push_replaced(0, 0, size(mark));
    let mut at = mark;
    for chunk in raw[mark..].utf8_chunks() {
        output.verbatim(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            output.fault(at);
            output.replaced('\u{FFFD}', at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    output.into()
}

fn decode_utf16(raw: &[u8], big_endian: bool, output: &mut Output) {
    let unit = |pair: &[u8]| match *pair {
        [a, b] if big_endian => u16::from_be_bytes([a, b]),
        [a, b] => u16::from_le_bytes([a, b]),
        _ => 0xFFFD,
    };
    let units = raw.chunks_exact(2).map(unit);
    let mut at = 0;
    for found in char::decode_utf16(units) {
        match found {
            Ok('\u{FEFF}') if at == 0 => {
                output.map.push_replaced(0, 0, 2);
                at += 2;
            }
            Ok(c) => {
                let len = 2 * c.len_utf16();
                output.replaced(c, at, len);
                at += len;
            }
            Err(_) => {
                output.fault(at);
                output.replaced('\u{FFFD}', at, 2);
                at += 2;
            }
        }
    }
    if at < raw.len() {
        output.fault(at);
        output.replaced('\u{FFFD}', at, raw.len() - at);
    }
}

fn decode_legacy(raw: &[u8], encoding: &'static Encoding, output: &mut Output) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // Between characters, ASCII bytes are themselves, but for ISO-2022-JP. A decoder that met an error may hold
    // bytes back (GB18030), so from there on every byte goes through it.
    let mut bulk = encoding.is_ascii_compatible();
    let mut buffer = [0u8; 32];
    let (mut at, mut pending) = (0, 0);
    while at < raw.len() {
        if bulk && pending == at && raw[at].is_ascii() {
            let run = raw[at..]
                .iter()
                .position(|b| !b.is_ascii())
                .unwrap_or(raw.len() - at);
            let text = std::str::from_utf8(&raw[at..at + run]).expect("ASCII is UTF-8");
            output.verbatim(text, at);
            at += run;
            pending = at;
            continue;
        }
        let last = at + 1 == raw.len();
        let (_, _, written, faulty) = decoder.decode_to_utf8(&raw[at..=at], &mut buffer, last);
        at += 1;
        if faulty {
            output.fault(pending);
            bulk = bulk && encoding != GB18030 && encoding != encoding_rs::GBK;
        }
        let text = std::str::from_utf8(&buffer[..written]).expect("a decoder writes UTF-8");
        if text.is_empty() {
            continue;
        }
        output.replaced_text(text, pending, at - pending);
        pending = at;
    }
    // What the last bytes left behind (an escape sequence) belongs to nothing.
    output
        .map
        .push_replaced(0, size(pending), size(raw.len() - pending));
}

#[derive(Default)]
struct Output {
    text: String,
    map: OffsetMap,
    invalid: usize,
    nul: usize,
    first_fault: Option<usize>,
}

impl From<Output> for Decoded<'_> {
    fn from(output: Output) -> Self {
        Self {
            text: Cow::Owned(output.text),
            map: output.map,
            invalid: output.invalid,
            nul: output.nul,
            first_fault: output.first_fault.unwrap_or(0),
        }
    }
}

impl Output {
    fn fault(&mut self, at: usize) {
        self.invalid += 1;
        self.first_fault.get_or_insert(at);
    }

    fn verbatim(&mut self, text: &str, at: usize) {
        let mut from = 0;
        for nul in memchr::memchr_iter(0, text.as_bytes()) {
            self.push(&text[from..nul], at + from);
            self.replaced('\0', at + nul, 1);
            from = nul + 1;
        }
        self.push(&text[from..], at + from);
    }

    fn push(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.map.push_verbatim(size(text.len()), size(at));
    }

    fn replaced(&mut self, c: char, at: usize, len: usize) {
        self.replaced_text(c.encode_utf8(&mut [0; 4]), at, len);
    }

    fn replaced_text(&mut self, text: &str, at: usize, len: usize) {
        if text.contains('\0') {
            self.nul += 1;
            self.first_fault.get_or_insert(at);
            let text = text.replace('\0', "\u{FFFD}");
            self.text.push_str(&text);
            self.map
                .push_replaced(size(text.len()), size(at), size(len));
            return;
        }
        self.text.push_str(text);
        self.map
            .push_replaced(size(text.len()), size(at), size(len));
    }
}

/// A length or offset within one document.
pub(crate) fn size(n: usize) -> TextSize {
    TextSize::try_from(n).expect("limits keep documents, also decoded, under 4 GiB")
}

/// The encoding that a record names; `windows-1252`, the web's last resort, where it names none.
pub(crate) fn by_name(charset: &str) -> &'static Encoding {
    Encoding::for_label(charset.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use retold_text::{SourceRange, TextRange};

    use super::*;

    fn name(raw: &[u8], header: Option<&str>, declares: Declares) -> String {
        detect(raw, header, declares).0.name().to_lowercase()
    }

    #[test]
    fn character_set_by_order_of_trust() {
        let cyrillic = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0";
        for (raw, header, declares, expected) in [
            (&b"\xEF\xBB\xBFabc"[..], Some("koi8-r"), Declares::Html, "utf-8"),
            (b"\xFF\xFEa\0b\0c\0d\0", None, Declares::Html, "utf-16le"),
            (b"\0<\0h\0t\0m\0l", None, Declares::Html, "utf-16be"),
            ("caf\u{e9}".as_bytes(), Some("windows-1252"), Declares::Html, "utf-8"),
            (cyrillic, Some("windows-1251"), Declares::Nothing, "windows-1251"),
            (b"<meta charset=koi8-r>\xcf\xf0", None, Declares::Html, "koi8-r"),
            (
                b"<!-- <meta charset=koi8-r> --><META http-equiv='Content-Type' content='text/html; charset=windows-1251'>\xcf",
                None,
                Declares::Html,
                "windows-1251",
            ),
            (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", None, Declares::Xml, "windows-1252"),
            (b"<?xml version='1.0' encoding='koi8-r'?><html>\xcf\xf0", None, Declares::Html, "koi8-r"),
            (b"<meta charset=utf-16>\xe9t\xe9", None, Declares::Html, "windows-1252"),
            (b"", None, Declares::Html, "utf-8"),
        ] {
            assert_eq!(name(raw, header, declares), expected, "{raw:?}");
        }
    }

    #[test]
    fn stated_character_set_that_contradicts_valid_utf8_is_told() {
        let (encoding, note) = detect("é".as_bytes(), Some("ISO-8859-1"), Declares::Nothing);
        assert_eq!(encoding, UTF_8);
        assert_eq!(
            note.as_deref(),
            Some(
                "the stated character set `windows-1252` loses to the bytes, which are valid UTF-8"
            )
        );
        assert_eq!(
            detect(b"ascii", Some("ISO-8859-1"), Declares::Nothing).1,
            None
        );
    }

    #[test]
    fn one_bad_byte_in_much_utf8_is_damage() {
        let mut raw = "Прага и Москва".as_bytes().to_vec();
        raw.push(0xD0);
        assert_eq!(name(&raw, None, Declares::Nothing), "utf-8");
    }

    #[test]
    fn replaced_bytes_map_back() {
        let decoded = decode(b"a\xFFb\0c", UTF_8);
        assert_eq!(decoded.text, "a\u{FFFD}b\u{FFFD}c");
        assert_eq!(
            (decoded.invalid, decoded.nul, decoded.first_fault),
            (1, 1, 1)
        );
        assert_eq!(
            decoded.fault().as_deref(),
            Some("1 invalid byte sequences and 1 NUL bytes were replaced, the first at byte 1")
        );
        assert_eq!(
            decoded.map.source_range(TextRange::new(1, 4)),
            SourceRange::new(1, 2)
        );
        assert_eq!(
            decoded.map.source_range(TextRange::new(8, 9)),
            SourceRange::new(4, 5)
        );
    }

    /// Each character of `text`, encoded by hand below, maps to its own bytes.
    fn check(raw: &[u8], encoding: &'static Encoding, text: &str, last_char: (u32, u32)) {
        let decoded = decode(raw, encoding);
        assert_eq!(decoded.text, text);
        let c = text.chars().next_back().unwrap();
        let range = TextRange::of(text.len() - c.len_utf8(), text.len());
        assert_eq!(
            decoded.map.source_range(range),
            SourceRange::new(last_char.0, last_char.1)
        );
    }

    #[test]
    fn characters_map_to_their_bytes_in_every_kind_of_character_set() {
        check(b"\xEF\xBB\xBFab", UTF_8, "ab", (4, 5));
        check(b"caf\xe9", WINDOWS_1252, "café", (3, 4));
        check(b"a \xcf\xf0", encoding_rs::WINDOWS_1251, "a Пр", (3, 4));
        check(b"\xc4\xe3a\xba\xc3", GB18030, "你a好", (3, 5));
        check(b"\x81\x30\x81\x30x", GB18030, "\u{80}x", (4, 5));
        check(
            b"\x83\x65x\x83\x58",
            encoding_rs::SHIFT_JIS,
            "テxス",
            (3, 5),
        );
        check(b"a\x1b$B%9\x1b(Bz", ISO_2022_JP, "aスz", (6, 10));
        check(b"\xFF\xFEa\0\x3d\xd8\x00\xde", UTF_16LE, "a😀", (4, 8));
        check(b"\0a\x30\xb9\0", UTF_16BE, "aス\u{FFFD}", (4, 5));
        // A lead byte cut off by ASCII: the ASCII stays.
        check(b"\x81\"z", encoding_rs::SHIFT_JIS, "\u{FFFD}\"z", (2, 3));
        check(b"\x81\x30\x81<p>", GB18030, "\u{FFFD}0\u{FFFD}<p>", (5, 6));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_to_text_that_maps_into_them(
            raw in prop::collection::vec(prop_oneof![any::<u8>(), 0x80u8..=0x9f, Just(0x1b), 0x20u8..0x7f], 0..200),
            label in prop::sample::select(vec!["utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "euc-jp", "shift_jis",
                "iso-2022-jp", "euc-kr", "windows-1252", "koi8-r", "x-user-defined", "replacement"]),
        ) {
            let decoded = decode(&raw, by_name(label));
            prop_assert_eq!(decoded.map.len() as usize, decoded.text.len());
            let whole = decoded.map.source_range(TextRange::of(0, decoded.text.len()));
            prop_assert!(whole.end() as usize <= raw.len());
            prop_assert!(!decoded.text.contains('\0'));
            for segment in decoded.map.segments() {
                prop_assert!(decoded.text.is_char_boundary(segment.start as usize));
                prop_assert!((segment.source_start + segment.source_len) as usize <= raw.len());
            }
        }

        #[test]
        fn any_bytes_have_a_character_set(raw in prop::collection::vec(any::<u8>(), 0..300)) {
            detect(&raw, None, Declares::Html);
            detect(&raw, Some("gb2312"), Declares::Xml);
        }
    }
}
