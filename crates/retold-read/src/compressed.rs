//! gzip and zstd as streams of members, with limits: bombs end, damage does not.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use retold_model::DiagnosticKind;

use crate::Limits;
use crate::problem::{self, LimitHit};

/// Input is read in pieces of this many bytes.
const BUFFER_BYTES: usize = 64 << 10;

/// How many consumed bytes are remembered. A decoder that runs into damage may take it for data and go on into the next
/// members before it notices; the search for those begins where the damaged one did.
const RECENT_BYTES: usize = 64 << 10;

/// How many bytes may be read again after damage, beyond as many as were read at all: it keeps the cost linear where
/// everything looks like a member and nothing is one.
const AGAIN_BYTES: u64 = 1 << 20;

/// The largest zstd dictionary that is taken, in bytes; the WARC profile's are about 100 KiB.
const DICTIONARY_BYTES: u32 = 16 << 20;

/// Which compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
}

/// Takes one layer of compression off. Members (gzip) and frames (zstd) follow each other without a seam, as in
/// archives with one per record; a dictionary in the first frame (WARC with zstd) is used.
///
/// After an error the next read goes on with the next member that can be found, so that a damaged record costs
/// itself alone. When nothing more can be read, reads give 0 bytes.
pub(crate) struct Unpacked {
    compression: Compression,
    state: State,
    ratio: u64,
    floor: u64,
    /// Bytes in and out of the members before this one.
    before: (u64, u64),
    /// Bytes out of this member.
    out: u64,
    /// Bombs that may still be forgotten.
    bombs: u64,
    dictionary: Vec<u8>,
}

type Input = Counted<BufReader<Box<dyn Read + Send>>>;

enum State {
    /// Between members.
    Between(Input),
    Gzip(Box<GzDecoder<Input>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, Input>>),
    /// After an error: the next member is to be looked for.
    Lost(Input),
    End,
}

impl Unpacked {
    pub(crate) fn new(
        compression: Compression,
        inner: Box<dyn Read + Send>,
        limits: &Limits,
    ) -> Self {
        let input = Counted {
            inner: BufReader::with_capacity(BUFFER_BYTES, inner),
            pushed: VecDeque::new(),
            recent: Vec::new(),
            again: 0,
            count: 0,
        };
        Self {
            compression,
            state: State::Between(input),
            ratio: limits.expansion_ratio,
            floor: limits.expansion_floor,
            before: (0, 0),
            out: 0,
            bombs: limits.bombs,
            dictionary: Vec::new(),
        }
    }

    fn magic(&self) -> &'static [u8] {
        match self.compression {
            Compression::Gzip => b"\x1f\x8b\x08",
            Compression::Zstd => b"\x28\xb5\x2f\xfd",
        }
    }

    /// Starts the next member. Zeros after the last one are padding; anything else is an error once.
    fn start(&mut self, mut input: Input) -> io::Result<()> {
        input.recent.clear();
        self.before = (input.count, self.before.1 + self.out);
        self.out = 0;
        let is_first = self.before.0 == 0;
        loop {
            let head = input.peek(4)?;
            match (self.compression, head.as_slice()) {
                (_, []) => return Ok(()),
                (Compression::Gzip, [0x1f, 0x8b, ..]) => {
                    self.state = State::Gzip(Box::new(GzDecoder::new(input)));
                    return Ok(());
                }
                (Compression::Zstd, [0x28, 0xb5, 0x2f, 0xfd]) => {
                    let decoder =
                        zstd::stream::read::Decoder::with_dictionary(input, &self.dictionary)?;
                    self.state = State::Zstd(Box::new(decoder.single_frame()));
                    return Ok(());
                }
                (Compression::Zstd, [number @ 0x50..=0x5f, 0x2a, 0x4d, 0x18]) => {
                    let is_dictionary = *number == 0x5d && is_first;
                    let frame = skippable(&mut input, is_dictionary)?;
                    if is_dictionary {
                        self.dictionary = frame;
                    }
                }
                (_, [0, ..]) => input.consume(1),
                _ => {
                    let at = input.count;
                    self.state = State::Lost(input);
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("bytes that are not compressed follow at byte {at}"),
                    ));
                }
            }
        }
    }

    /// Looks for the next member after damage.
    fn find(&mut self, mut input: Input) -> io::Result<()> {
        let magic = self.magic();
        loop {
            let head = input.peek(magic.len())?;
            if head.is_empty() {
                return Ok(());
            }
            if head == magic {
                return self.start(input);
            }
            let buffer = input.fill_buf()?;
            // The first byte is no start, or the magic would have been seen.
            let skip = memchr::memchr(magic[0], &buffer[1..]).map_or(buffer.len(), |at| at + 1);
            input.consume(skip);
        }
    }

    /// Whether what came out is in proportion to what went in, for this member and for all of them.
    fn check(&self, count: u64) -> io::Result<()> {
        let over = |went_in: u64, out: u64| out > self.floor && out / self.ratio.max(1) > went_in;
        if over(count - self.before.0, self.out) || over(count, self.before.1 + self.out) {
            let hit = LimitHit(format!(
                "the data expand to more than {} times their size",
                self.ratio
            ));
            return Err(hit.into());
        }
        Ok(())
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let (result, count) = match &mut self.state {
                State::End => return Ok(0),
                State::Between(_) | State::Lost(_) => {
                    match std::mem::replace(&mut self.state, State::End) {
                        State::Between(input) => self.start(input)?,
                        State::Lost(input) => self.find(input)?,
                        _ => {}
                    }
                    continue;
                }
                State::Gzip(decoder) => (decoder.read(buffer), decoder.get_ref().count),
                State::Zstd(decoder) => (decoder.read(buffer), decoder.get_ref().count),
            };
            let result = result.and_then(|n| {
                self.out += n as u64;
                self.check(count).map(|()| n)
            });
            match result {
                Ok(0) => self.state = State::Between(self.take()),
                Ok(n) => return Ok(n),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    if self.bombs > 0 && problem::kind_of(&error) == DiagnosticKind::LimitExceeded {
                        self.bombs -= 1;
                        self.out = 0;
                    }
                    let mut input = self.take();
                    input.go_back(self.before.0);
                    // The search must not find the same member again.
                    if input.count == self.before.0 && !input.peek(1)?.is_empty() {
                        input.consume(1);
                    }
                    self.state = State::Lost(input);
                    return Err(error);
                }
            }
        }
    }
}

impl Unpacked {
    /// The input below the decoder at work.
    fn take(&mut self) -> Input {
        match std::mem::replace(&mut self.state, State::End) {
            State::Gzip(decoder) => decoder.into_inner(),
            State::Zstd(decoder) => decoder.finish(),
            State::Between(input) | State::Lost(input) => input,
            State::End => Counted {
                inner: BufReader::new(Box::new(io::empty())),
                pushed: VecDeque::new(),
                recent: Vec::new(),
                again: 0,
                count: 0,
            },
        }
    }
}

/// Reads or skips a skippable frame; a dictionary may itself be compressed.
fn skippable(input: &mut Input, keep: bool) -> io::Result<Vec<u8>> {
    let mut head = [0; 8];
    input.read_exact(&mut head)?;
    let len = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    if !keep {
        io::copy(&mut input.take(u64::from(len)), &mut io::sink())?;
        return Ok(Vec::new());
    }
    let too_large = || {
        LimitHit(format!(
            "a zstd dictionary of more than {DICTIONARY_BYTES} bytes"
        ))
    };
    if len > DICTIONARY_BYTES {
        return Err(too_large().into());
    }
    let mut frame = Vec::new();
    input.take(u64::from(len)).read_to_end(&mut frame)?;
    if !frame.starts_with(b"\x28\xb5\x2f\xfd") {
        return Ok(frame);
    }
    let mut dictionary = Vec::new();
    let limit = u64::from(DICTIONARY_BYTES) + 1;
    zstd::stream::read::Decoder::with_buffer(frame.as_slice())?
        .take(limit)
        .read_to_end(&mut dictionary)?;
    if dictionary.len() as u64 == limit {
        return Err(too_large().into());
    }
    Ok(dictionary)
}

/// A buffered input that counts what is consumed and can look ahead.
struct Counted<R> {
    inner: R,
    /// Bytes that were looked at over the end of the inner buffer.
    pushed: VecDeque<u8>,
    /// The last bytes that were consumed.
    recent: Vec<u8>,
    /// Bytes that were read again.
    again: u64,
    count: u64,
}

impl<R: BufRead> Counted<R> {
    /// Puts back what was consumed behind `start`, as far as it is remembered and may be read again.
    fn go_back(&mut self, start: u64) {
        let behind = usize::try_from(self.count - start).unwrap_or(usize::MAX);
        let keep = self.recent.len().min(behind);
        if self.again + keep as u64 > AGAIN_BYTES + self.count {
            return;
        }
        let recent = self.recent.split_off(self.recent.len() - keep);
        for byte in recent.into_iter().rev() {
            self.pushed.push_front(byte);
        }
        self.again += keep as u64;
        self.count -= keep as u64;
    }

    /// The next `n` bytes, fewer at the end, without consuming them.
    fn peek(&mut self, n: usize) -> io::Result<Vec<u8>> {
        while self.pushed.len() < n {
            let buffer = self.inner.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let take = buffer.len().min(n - self.pushed.len());
            if self.pushed.is_empty() && take == n {
                return Ok(buffer[..n].to_vec());
            }
            self.pushed.extend(&buffer[..take]);
            self.inner.consume(take);
        }
        Ok(self.pushed.iter().copied().take(n).collect())
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let n = available.read(target)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.pushed.is_empty() {
            self.inner.fill_buf()
        } else {
            Ok(self.pushed.make_contiguous())
        }
    }

    fn consume(&mut self, n: usize) {
        self.count += n as u64;
        if self.recent.len() > 2 * RECENT_BYTES {
            self.recent.drain(..self.recent.len() - RECENT_BYTES);
        }
        if self.pushed.is_empty() {
            if let Ok(buffer) = self.inner.fill_buf() {
                self.recent.extend_from_slice(&buffer[..n]);
            }
            self.inner.consume(n);
        } else {
            self.recent.extend(self.pushed.drain(..n));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd_frame(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    /// What comes out, errors in between as `[words]`.
    fn unpacked(compression: Compression, packed: Vec<u8>) -> String {
        let limits = Limits {
            expansion_floor: 1 << 16,
            ..Limits::default()
        };
        let mut reader = Unpacked::new(compression, Box::new(io::Cursor::new(packed)), &limits);
        let mut out = String::new();
        let mut buffer = [0; 4096];
        for _ in 0..1_000_000 {
            match reader.read(&mut buffer) {
                Ok(0) => return out,
                Ok(n) => out.push_str(&String::from_utf8_lossy(&buffer[..n])),
                Err(error) => {
                    out.push_str("[error]");
                    assert!(!error.to_string().is_empty());
                }
            }
        }
        panic!("it ends");
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        let padded = [gzip(b"one "), gzip(b"two"), vec![0; 5]].concat();
        assert_eq!(unpacked(Compression::Gzip, padded), "one two");
        let frames = [
            zstd_frame(b"one "),
            b"\x50\x2a\x4d\x18\x02\0\0\0xx".to_vec(),
            zstd_frame(b"two"),
        ]
        .concat();
        assert_eq!(unpacked(Compression::Zstd, frames), "one two");
    }

    #[test]
    fn damage_costs_its_own_member() {
        let mut bad = gzip(b"bad bad bad bad");
        let middle = bad.len() / 2;
        bad[middle] ^= 0xff;
        let packed = [gzip(b"one "), bad, gzip(b"two")].concat();
        let out = unpacked(Compression::Gzip, packed);
        assert!(
            out.starts_with("one ") && out.ends_with("[error]two"),
            "{out}"
        );
        let garbage = [gzip(b"one "), b"garbage".to_vec(), gzip(b"two")].concat();
        assert_eq!(unpacked(Compression::Gzip, garbage), "one [error]two");
    }

    #[test]
    fn damage_that_looks_like_data_costs_its_own_member() {
        let text: Vec<u8> = (0..400u32)
            .flat_map(|n| n.to_string().into_bytes())
            .collect();
        let good = gzip(b"two");
        for at in 20..gzip(&text).len() - 8 {
            let mut bad = gzip(&text);
            bad[at] ^= 0xff;
            let out = unpacked(Compression::Gzip, [bad, good.clone()].concat());
            assert!(
                out.contains("[error]") && out.ends_with("two"),
                "{at}: {out}"
            );
        }
    }

    #[test]
    fn cost_of_damage_is_linear() {
        let hostile = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".repeat(100_000);
        let out = unpacked(Compression::Gzip, hostile);
        assert!(out.len() < 2_000_000);
    }

    #[test]
    fn truncated_member_is_an_error_and_then_the_end() {
        let mut packed = gzip(b"one two three four");
        packed.truncate(packed.len() - 9);
        let out = unpacked(Compression::Gzip, packed);
        assert!(out.ends_with("[error]"), "{out}");
        let mut packed = zstd_frame(&b"one two three four".repeat(100));
        packed.truncate(packed.len() - 3);
        assert!(unpacked(Compression::Zstd, packed).ends_with("[error]"));
    }

    #[test]
    fn bomb_ends_and_what_follows_is_read() {
        let bomb = gzip(&vec![b'a'; 8 << 20]);
        let out = unpacked(Compression::Gzip, [bomb, gzip(b"two")].concat());
        assert!(out.len() < 4 << 20);
        assert!(out.ends_with("[error]two"));
        let bomb = zstd_frame(&vec![b'a'; 8 << 20]);
        let out = unpacked(Compression::Zstd, bomb);
        assert!(out.len() < 1 << 20 && out.ends_with("[error]"));
    }

    #[test]
    fn dictionary_in_the_first_frame() {
        let dictionary = b"the harbour wall of Port fell on Thursday".repeat(20);
        let mut encoder =
            zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &dictionary).unwrap();
        encoder.write_all(b"the harbour wall of Port fell").unwrap();
        let frame = encoder.finish().unwrap();
        for stored in [dictionary.clone(), zstd_frame(&dictionary)] {
            let len = u32::try_from(stored.len()).unwrap().to_le_bytes();
            let packed = [&b"\x5d\x2a\x4d\x18"[..], &len, &stored, &frame].concat();
            assert_eq!(
                unpacked(Compression::Zstd, packed),
                "the harbour wall of Port fell"
            );
        }
    }
}
