//! An HTTP response as archives keep it, and its payload with transfer and content codings taken off.
//!
//! Archives do not agree on what they keep: Common Crawl stores bodies decoded under headers that still say `gzip`
//! and `chunked`. So a coding is taken off where the bytes show it, whatever the header says.

use std::io;

use retold_model::DiagnosticKind;

use crate::Limits;
use crate::compressed::{Compression, Unpacked};
use crate::open::read_whole;
use crate::problem;

/// The header block of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads `name: value` lines; lines that begin with a blank go on with the one before.
    pub(crate) fn parse(block: &[u8]) -> Self {
        let block = String::from_utf8_lossy(block);
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in block.lines() {
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = headers.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(headers)
    }

    /// The first value of the header `name`, which is in lower case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Media type and character set of `Content-Type`.
    pub(crate) fn content_type(&self) -> (Option<String>, Option<String>) {
        self.get("content-type").map_or((None, None), content_type)
    }
}

/// Media type and character set of a content type.
pub(crate) fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media_type.contains('/').then_some(media_type), charset)
}

/// A response.
pub(crate) struct Response<'b> {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: &'b [u8],
}

/// Reads a response; `None` where it is none or its headers are beyond the limit.
pub(crate) fn parse<'b>(block: &'b [u8], limits: &Limits) -> Option<Response<'b>> {
    if !block.starts_with(b"HTTP/") {
        return None;
    }
    let head = &block[..block.len().min(limits.header_bytes)];
    let (headers, body) = end_of_headers(head)?;
    let mut lines = head[..headers].splitn(2, |b| *b == b'\n');
    let status = std::str::from_utf8(lines.next()?)
        .ok()?
        .split_ascii_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    Some(Response {
        status,
        headers: Headers::parse(lines.next().unwrap_or_default()),
        body: &block[body..],
    })
}

/// Where the header block ends, and where what follows begins.
pub(crate) fn end_of_headers(bytes: &[u8]) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match &bytes[at + 1..] {
        [b'\r', b'\n', ..] => Some((at + 1, at + 3)),
        [b'\n', ..] => Some((at + 1, at + 2)),
        _ => None,
    })
}

/// The payload of a response.
///
/// # Errors
///
/// Where a coding breaks off or hits a limit; what came before it stands beside.
pub(crate) fn payload(
    response: &Response<'_>,
    limits: &Limits,
) -> Result<Vec<u8>, (io::Error, Vec<u8>)> {
    let says = |header: &str, coding: &str| {
        response
            .headers
            .get(header)
            .is_some_and(|value| value.to_ascii_lowercase().contains(coding))
    };
    let mut chunks_end_early = false;
    let mut body = std::borrow::Cow::Borrowed(response.body);
    if says("transfer-encoding", "chunked")
        && let Some((joined, is_whole)) = dechunk(response.body)
    {
        body = joined.into();
        chunks_end_early = !is_whole;
    }
    let limit = limits.document();
    let unpack = |compression| {
        let input = io::Cursor::new(body.to_vec());
        read_whole(Unpacked::new(compression, Box::new(input), limits), limit)
    };
    let decoded = match &*body {
        [0x1f, 0x8b, ..] => unpack(Compression::Gzip)?,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => unpack(Compression::Zstd)?,
        _ if says("content-encoding", "deflate") => {
            inflate(&body, limits)?.unwrap_or_else(|| body.to_vec())
        }
        _ if says("content-encoding", "br") && !is_text(&body) => brotli(&body, limits)?,
        _ => body.into_owned(),
    };
    if decoded.len() > limit {
        return Err((crate::open::too_large(limit).into(), Vec::new()));
    }
    if chunks_end_early {
        return Err((io::ErrorKind::UnexpectedEof.into(), decoded));
    }
    Ok(decoded)
}

/// Joins the chunks of a body, and tells whether the last one was there; `None` where it is not chunked.
fn dechunk(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::new();
    let mut rest = body;
    let mut is_first = true;
    loop {
        let size = chunk_size(rest);
        let Some((size, data)) = size else {
            return (!is_first).then_some((joined, false));
        };
        is_first = false;
        if size == 0 {
            return Some((joined, true));
        }
        let data = &rest[data..];
        if data.len() < size {
            joined.extend_from_slice(data);
            return Some((joined, false));
        }
        joined.extend_from_slice(&data[..size]);
        rest = &data[size..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// The size that a chunk's first line states, and where its data begin.
fn chunk_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let window = &bytes[..bytes.len().min(1024)];
    let end = memchr::memchr(b'\n', window)?;
    let line = std::str::from_utf8(&window[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    Some((size, end + 1))
}

/// `deflate` is zlib by the letter and raw deflate by custom; `None` where the bytes are neither.
fn inflate(body: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, (io::Error, Vec<u8>)> {
    let limit = allowance(body.len(), limits);
    for decoder in [
        Box::new(flate2::read::ZlibDecoder::new(body)) as Box<dyn io::Read>,
        Box::new(flate2::read::DeflateDecoder::new(body)),
    ] {
        match read_whole(decoder, limit) {
            Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
            Err((error, partial)) if problem::kind_of(&error) == DiagnosticKind::LimitExceeded => {
                return Err((error, partial));
            }
            _ => {}
        }
    }
    Ok(None)
}

fn brotli(body: &[u8], limits: &Limits) -> Result<Vec<u8>, (io::Error, Vec<u8>)> {
    let decoder = brotli_decompressor::Decompressor::new(body, 4096);
    match read_whole(decoder, allowance(body.len(), limits)) {
        // A body that was stored decoded and is in some other character set.
        Err((error, partial))
            if partial.is_empty() && problem::kind_of(&error) != DiagnosticKind::LimitExceeded =>
        {
            Ok(body.to_vec())
        }
        result => result,
    }
}

/// How many bytes `len` compressed bytes may give.
fn allowance(len: usize, limits: &Limits) -> usize {
    let ratio = usize::try_from(limits.expansion_ratio).unwrap_or(usize::MAX);
    let floor = usize::try_from(limits.expansion_floor).unwrap_or(usize::MAX);
    len.saturating_mul(ratio).max(floor).min(limits.document())
}

fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(4096)];
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 || head.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn check(head: &str, body: &[u8], expected: Result<&str, &str>) {
        let block = [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat();
        let response = parse(&block, &Limits::default()).unwrap();
        assert_eq!(response.status, 200);
        let found = payload(&response, &Limits::default());
        let found = found
            .as_deref()
            .map(|bytes| std::str::from_utf8(bytes).unwrap())
            .map_err(|(_, partial)| std::str::from_utf8(partial).unwrap());
        assert_eq!(found, expected, "{head}");
    }

    #[test]
    fn codings_are_taken_off_where_the_bytes_show_them() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>page</p>").unwrap();
        let gzip = gzip.finish().unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(b"<p>page</p>").unwrap();
        let zlib = zlib.finish().unwrap();
        let zstd = zstd::encode_all(&b"<p>page</p>"[..], 1).unwrap();
        // "page" as one metablock that is not compressed.
        let brotli = b"\x8b\x01\x80page\x03";
        let page = Ok("<p>page</p>");
        check("Content-Encoding: gzip\r\n", &gzip, page);
        check(
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            b"<p>page</p>",
            page,
        );
        check("", &gzip, page);
        check("Content-Encoding: deflate\r\n", &zlib, page);
        check("Content-Encoding: deflate\r\n", b"<p>page</p>", page);
        check("Content-Encoding: zstd\r\n", &zstd, page);
        check("Content-Encoding: br\r\n", b"<p>page</p>", page);
        check("Content-Encoding: br\r\n", brotli, Ok("page"));
        check(
            "Transfer-Encoding: chunked\r\n",
            b"4;x=y\r\n<p>p\r\n7\r\nage</p>\r\n0\r\n\r\n",
            page,
        );
        check(
            "Transfer-Encoding: chunked\r\n",
            b"4\r\n<p>p\r\n7\r\nage",
            Err("<p>page"),
        );
        check(
            "Transfer-Encoding: chunked\r\n",
            b"4\r\n<p>p\r\n",
            Err("<p>p"),
        );
    }

    #[test]
    fn bomb_in_a_body_is_an_error() {
        let limits = Limits {
            document_bytes: 1 << 20,
            ..Limits::default()
        };
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(&vec![b'a'; 2 << 20]).unwrap();
        let block = [
            b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n",
            zlib.finish().unwrap().as_slice(),
        ]
        .concat();
        let error = payload(&parse(&block, &limits).unwrap(), &limits)
            .unwrap_err()
            .0;
        assert_eq!(
            error.to_string(),
            "larger than 1048576 bytes, the limit for one document"
        );
    }

    #[test]
    fn content_types() {
        let both = |a: &str, b: &str| (Some(a.to_owned()), Some(b.to_owned()));
        assert_eq!(
            content_type("Text/HTML; Charset=\"UTF-8\""),
            both("text/html", "UTF-8")
        );
        assert_eq!(content_type("html; charset="), (None, None));
    }
}
