//! What bytes are, told from their beginning.

use encoding_rs::{Encoding, UTF_8};

use crate::charset;
use crate::markup;

/// How much of a file is looked at, in bytes.
pub(crate) const SNIFF_BYTES: usize = 64 << 10;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Empty,
    Gzip,
    Zstd,
    Zip,
    Warc,
    Json,
    /// JSON in UTF-16, which is not read as a stream.
    WideJson,
    Feed,
    Mail,
    Html,
    Text,
    /// Not a document; what it is.
    Other(&'static str),
}

/// Beginnings of files that hold no text.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"#!/", "a script"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"RIFF", "a media file"),
    (b"\0\0\0\x18ftyp", "a media file"),
    (b"\0\0\0\x20ftyp", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "bzip2 data, which Retold does not unpack"),
    (b"\xFD7zXZ\0", "xz data, which Retold does not unpack"),
    (
        b"7z\xBC\xAF\x27\x1C",
        "a 7z archive, which Retold does not unpack",
    ),
    (b"Rar!", "a RAR archive, which Retold does not unpack"),
];

/// What the bytes that begin with `head` are.
pub(crate) fn kind(head: &[u8]) -> Kind {
    match head {
        [] => return Kind::Empty,
        [0x1f, 0x8b, ..] => return Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => return Kind::Zstd,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Kind::Zip,
        _ => {}
    }
    if head.starts_with(b"WARC/") {
        return Kind::Warc;
    }
    if let Some((_, what)) = SIGNATURES
        .iter()
        .find(|(signature, _)| head.starts_with(signature))
    {
        return Kind::Other(what);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Kind::Other("a tar archive, which Retold does not unpack");
    }
    let encoding = wide_encoding(head);
    let decoded = charset::decode(head, encoding);
    let text = decoded.text.trim_start();
    if text.is_empty() {
        // Blanks as far as can be seen: what is behind them is read as text.
        return if head.len() < SNIFF_BYTES {
            Kind::Empty
        } else {
            Kind::Text
        };
    }
    let json = if encoding == UTF_8 {
        Kind::Json
    } else {
        Kind::WideJson
    };
    match text.as_bytes()[0] {
        b'{' if followed_by(text, &['"', '}']) => return json,
        b'[' if followed_by(text, &['{', ']', '[']) => return json,
        b'<' => {
            if let Some(kind) = markup_kind(text) {
                return kind;
            }
        }
        _ if is_mail(text) => return Kind::Mail,
        _ => {}
    }
    if markup::is_page(text) {
        return Kind::Html;
    }
    if is_binary(head, text) {
        return Kind::Other("binary data of no kind that Retold knows");
    }
    Kind::Text
}

fn wide_encoding(head: &[u8]) -> &'static Encoding {
    let (encoding, _) = charset::detect(head, None, charset::Declares::Nothing);
    if encoding.is_ascii_compatible() {
        UTF_8
    } else {
        encoding
    }
}

fn followed_by(text: &str, signs: &[char]) -> bool {
    text[1..].trim_start().starts_with(signs)
}

/// What the first element says, after declaration, comments and document type.
fn markup_kind(text: &str) -> Option<Kind> {
    let mut rest = text;
    let mut is_xml = false;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            is_xml = true;
            "?>"
        } else if rest
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
        {
            let name = rest[9..].trim_start();
            if name
                .get(..4)
                .is_some_and(|name| name.eq_ignore_ascii_case("html"))
            {
                return Some(Kind::Html);
            }
            // The internal subset has tags of its own.
            let close = name.find('>').unwrap_or(name.len());
            match name.find('[') {
                Some(subset) if subset < close => "]>",
                _ => ">",
            }
        } else {
            break;
        };
        match rest.find(end) {
            Some(at) => rest = &rest[at + end.len()..],
            // It goes on beyond what is looked at: the root is somewhere behind.
            None => return is_xml.then_some(Kind::Feed),
        }
    }
    let name = rest.strip_prefix('<')?;
    let len = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = &name[..len];
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    match local.to_ascii_lowercase().as_str() {
        "rss" | "rdf" | "feed" | "channel" | "item" | "entry" => Some(Kind::Feed),
        "opml" => Some(Kind::Other(
            "an OPML list of feeds, which holds no documents",
        )),
        "urlset" | "sitemapindex" => Some(Kind::Other("a sitemap, which holds no documents")),
        "nitf" | "newsml" | "newsmessage" | "newsitem" | "packageitem" => {
            Some(Kind::Other("NewsML or NITF, which Retold does not read"))
        }
        "html" | "head" | "body" => Some(Kind::Html),
        local if markup::is_tag(local) => markup::is_page(text).then_some(Kind::Html),
        _ if is_xml => Some(Kind::Other("XML of no kind that Retold knows")),
        _ => None,
    }
}

/// Headers that a mail or a saved page (MHTML) has, one of which a scrape that begins with `From:` has not.
fn is_mail(text: &str) -> bool {
    const MARKS: &[&str] = &[
        "mime-version",
        "message-id",
        "content-type",
        "snapshot-content-location",
    ];
    let mut marked = false;
    for (number, line) in text.lines().take(200).enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && number > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_name {
            return false;
        }
        marked |= MARKS.iter().any(|mark| name.eq_ignore_ascii_case(mark));
    }
    marked
}

/// Text has few control characters, and few bytes that are no text.
fn is_binary(head: &[u8], text: &str) -> bool {
    let nul = memchr::memchr_iter(0, head).count();
    let control = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace() && *c != '\u{1b}')
        .count();
    let is_wide = charset::detect(head, None, charset::Declares::Nothing).0;
    let nul = if is_wide.is_ascii_compatible() {
        nul
    } else {
        0
    };
    (nul + control) * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_content() {
        let wide: Vec<u8> = "{\"a\": 1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (head, expected) in [
            (&b""[..], Kind::Empty),
            (b" \r\n ", Kind::Empty),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b"\x28\xb5\x2f\xfd", Kind::Zstd),
            (b"\x5d\x2a\x4d\x18", Kind::Zstd),
            (b"PK\x03\x04", Kind::Zip),
            (b"WARC/1.0\r\n", Kind::Warc),
            (b"\xEF\xBB\xBF {\"a\"", Kind::Json),
            (b"[\n {", Kind::Json),
            (&wide, Kind::WideJson),
            (b"[Reuters] Port -", Kind::Text),
            (b"<!-- x --><!DOCTYPE html><p>", Kind::Html),
            (
                b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>",
                Kind::Html,
            ),
            (b"<HTML lang=en>", Kind::Html),
            (b"<p>one</p><p>two</p>", Kind::Html),
            (
                b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b>'>]><rss>",
                Kind::Feed,
            ),
            (b"<rdf:RDF xmlns='x'>", Kind::Feed),
            (b"<a:feed xmlns:a='x'>", Kind::Feed),
            (
                b"<opml version='2.0'>",
                Kind::Other("an OPML list of feeds, which holds no documents"),
            ),
            (
                b"<urlset>",
                Kind::Other("a sitemap, which holds no documents"),
            ),
            (
                b"<?xml version='1.0'?><x/>",
                Kind::Other("XML of no kind that Retold knows"),
            ),
            (b"<3 is a heart", Kind::Text),
            (b"From: Reuters\nDate: May\n\nText", Kind::Text),
            (b"From: <Saved>\r\nMIME-Version: 1.0\r\n\r\n", Kind::Mail),
            (b"Text with <b> in it", Kind::Text),
            (b"%PDF-1.7", Kind::Other("a PDF")),
            (
                b"\x01\x02\x03\x00\x00",
                Kind::Other("binary data of no kind that Retold knows"),
            ),
        ] {
            assert_eq!(kind(head), expected, "{}", head.escape_ascii());
        }
    }
}
