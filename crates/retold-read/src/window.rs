//! A stream with a view on what comes next, as long as needed.

use std::io::{self, Read as _};

use crate::open::Stream;

/// The stream is read in pieces of this many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// A stream of which the next bytes can be seen before they are consumed.
pub(crate) struct Window {
    inner: Stream,
    buffer: Vec<u8>,
    at: usize,
    /// Where the view begins in the stream.
    offset: u64,
    /// What stopped reading, until it is taken.
    error: Option<io::Error>,
    ended: bool,
}

impl Window {
    pub(crate) fn new(inner: Stream) -> Self {
        Self {
            inner,
            buffer: Vec::new(),
            at: 0,
            offset: 0,
            error: None,
            ended: false,
        }
    }

    /// Where the view begins in the stream, in bytes.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next bytes: `n` of them or more, fewer at the end and where an error stands.
    pub(crate) fn view(&mut self, n: usize) -> &[u8] {
        while self.buffer.len() - self.at < n && self.error.is_none() && !self.ended {
            if self.at > PIECE_BYTES && self.at > self.buffer.len() / 2 {
                self.buffer.drain(..self.at);
                self.at = 0;
            }
            let len = self.buffer.len();
            let read = (&mut self.inner)
                .take(PIECE_BYTES as u64)
                .read_to_end(&mut self.buffer);
            match read {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => {
                    // What came before the error is kept.
                    debug_assert!(self.buffer.len() >= len);
                    // The machine's own errors do not pass.
                    self.ended = error.raw_os_error().is_some();
                    self.error = Some(error);
                }
            }
        }
        &self.buffer[self.at..]
    }

    /// Whether `n` bytes can be seen.
    pub(crate) fn has(&mut self, n: usize) -> bool {
        self.view(n).len() >= n
    }

    /// Consumes `n` bytes that were seen.
    pub(crate) fn consume(&mut self, n: usize) {
        debug_assert!(n <= self.buffer.len() - self.at);
        self.at += n;
        self.offset += n as u64;
    }

    /// Consumes `n` bytes that need not be seen, or those before the first `mark`; gives how many.
    pub(crate) fn skip_up_to(&mut self, n: u64, mark: &[u8]) -> u64 {
        let mut left = n;
        while left > 0 {
            let view = self.view(PIECE_BYTES);
            let seen = view.len();
            let within = usize::try_from(left).map_or(seen, |left| left.min(seen));
            if let Some(at) = memchr::memmem::find(&view[..within], mark) {
                self.consume(at);
                return n - left + at as u64;
            }
            // The mark may lie across the end of the view.
            let is_last = within < seen || seen < PIECE_BYTES;
            let part = if is_last {
                within
            } else {
                within.saturating_sub(mark.len()).max(1)
            };
            if within == 0 {
                break;
            }
            self.consume(part);
            left -= part as u64;
            if seen < PIECE_BYTES && part == seen {
                break;
            }
        }
        n - left
    }

    /// Consumes up to the first `mark`, and tells whether there is one.
    pub(crate) fn skip_to(&mut self, mark: &[u8]) -> bool {
        loop {
            let view = self.view(PIECE_BYTES);
            if let Some(at) = memchr::memmem::find(view, mark) {
                self.consume(at);
                return true;
            }
            let len = view.len();
            if len < PIECE_BYTES {
                self.consume(len);
                return false;
            }
            // The mark may lie across the end of the view.
            self.consume(len - mark.len());
        }
    }

    /// The error that stopped reading. What is behind it can be read afterwards.
    pub(crate) fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_across_pieces_are_found() {
        let bytes = [
            vec![b'x'; PIECE_BYTES - 2],
            b"MARK".to_vec(),
            vec![b'y'; PIECE_BYTES],
        ]
        .concat();
        let mut window = Window::new(Box::new(io::Cursor::new(bytes)));
        assert!(window.skip_to(b"MARK"));
        assert_eq!(window.offset(), PIECE_BYTES as u64 - 2);
        assert_eq!(&window.view(6)[..6], b"MARKyy");
        assert_eq!(window.skip_up_to(10, b"none"), 10);
        assert!(!window.skip_to(b"MARK"));
        assert_eq!(
            (window.offset(), window.has(1)),
            (2 * PIECE_BYTES as u64 + 2, false)
        );
    }
}
