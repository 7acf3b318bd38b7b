//! zip: its members, each read as a file of its own. Nothing is ever written to disk.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read as _, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use flate2::Crc;
use retold_model::{Diagnostic, DiagnosticKind};
use zip::{CompressionMethod, ZipArchive};

use crate::context::Context;
use crate::open::{Bytes, Reads, Stream, one, open, read_whole};
use crate::problem::LimitHit;
use crate::{Read, manifest, problem};

/// Reads an archive: in place where it can be opened again, else from memory.
pub(crate) fn reads(context: Context, again: Option<Bytes>, stream: Stream) -> Reads {
    let source = match again {
        Some(Bytes::File(path)) => Source::File(path),
        Some(Bytes::Memory(bytes)) => Source::Memory(bytes),
        _ => {
            let limit = context.limits().archive_bytes;
            match read_whole(stream, limit) {
                Ok(bytes) => Source::Memory(bytes.into()),
                Err((error, _)) => {
                    let kind = problem::kind_of(&error);
                    let message = match kind {
                        DiagnosticKind::LimitExceeded => {
                            format!(
                                "larger than {limit} bytes, the limit for an archive that is held in memory"
                            )
                        }
                        _ => problem::words_of(&error),
                    };
                    return one(problem::error(context.location(), kind, message));
                }
            }
        }
    };
    let archive = source
        .open()
        .map_err(|error| problem::words_of(&error))
        .and_then(|opened| {
            ZipArchive::new(BufReader::new(opened)).map_err(|error| error.to_string())
        });
    let archive = match archive {
        Ok(archive) => archive,
        Err(message) => {
            let message = format!("not a whole zip archive: {message}");
            return one(problem::error(
                context.location(),
                DiagnosticKind::Malformed,
                message,
            ));
        }
    };
    let limit = context.limits().members;
    if archive.len() > limit {
        let message = format!("{} members, more than {limit}", archive.len());
        return one(problem::error(
            context.location(),
            DiagnosticKind::LimitExceeded,
            message,
        ));
    }
    let packed = source.bytes();
    let note = context.note_for_many().map(Read::Diagnostic);
    let members = Members {
        context,
        source,
        packed,
        archive,
        next: 0,
        unpacked: Arc::default(),
        bombs: Arc::default(),
    };
    Box::new(note.into_iter().chain(members.flatten()))
}

/// Something that can be opened as often as needed.
enum Source {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

trait Seekable: io::Read + Seek + Send {}
impl<T: io::Read + Seek + Send> Seekable for T {}

impl Source {
    fn bytes(&self) -> u64 {
        match self {
            Self::File(path) => std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    fn open(&self) -> io::Result<Box<dyn Seekable>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

struct Members {
    context: Context,
    source: Source,
    archive: ZipArchive<BufReader<Box<dyn Seekable>>>,
    next: usize,
    /// Bytes of the archive.
    packed: u64,
    /// Bytes that came out of all members so far: members may overlap, and each look harmless.
    unpacked: Arc<AtomicU64>,
    /// Members that were bombs.
    bombs: Arc<AtomicU64>,
}

impl Iterator for Members {
    type Item = Reads;

    fn next(&mut self) -> Option<Reads> {
        if self.next == self.archive.len() {
            return None;
        }
        let index = self.next;
        self.next += 1;
        Some(match self.member(index) {
            Ok(Some((context, stream))) => open(context, Bytes::Stream(stream)),
            Ok(None) => Box::new(std::iter::empty()),
            Err(diagnostic) => one(*diagnostic),
        })
    }
}

impl Members {
    /// The member as a stream; `None` where there is nothing to read in it.
    fn member(&mut self, index: usize) -> Result<Option<(Context, Stream)>, Box<Diagnostic>> {
        let broken = |context: &Context, message: String| {
            Box::new(problem::error(
                context.location(),
                DiagnosticKind::Malformed,
                message,
            ))
        };
        let member = match self.archive.by_index_raw(index) {
            Ok(member) => member,
            Err(error) => {
                let context = self.context.member(&format!("#{index}"));
                return Err(broken(
                    &context,
                    format!("a member that cannot be found: {error}"),
                ));
            }
        };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        let context = self.context.member(&name);
        if member.is_dir() || is_left_out(&name) {
            return Ok(None);
        }
        if !is_safe(&name) {
            let message = "a member whose name leads out of the archive is left out";
            return Err(Box::new(problem::warning(
                context.location(),
                DiagnosticKind::UnsafePath,
                message,
            )));
        }
        if member
            .unix_mode()
            .is_some_and(|mode| mode & 0o170_000 == 0o120_000)
        {
            let message = "a symbolic link in an archive is not followed";
            return Err(Box::new(problem::warning(
                context.location(),
                DiagnosticKind::UnsafePath,
                message,
            )));
        }
        if manifest::is_name(std::path::Path::new(&name)) {
            let message = "a manifest in an archive is not read; put it beside the archive";
            return Err(Box::new(problem::note(
                context.location(),
                DiagnosticKind::UnknownFormat,
                message,
            )));
        }
        if member.encrypted() {
            let message = "the member is encrypted";
            return Err(Box::new(problem::error(
                context.location(),
                DiagnosticKind::Unreadable,
                message,
            )));
        }
        let Some(start) = member.data_start() else {
            return Err(broken(&context, "a member without data".to_owned()));
        };
        let (packed, crc, method) = (
            member.compressed_size(),
            member.crc32(),
            member.compression(),
        );
        let input = self
            .source
            .open()
            .and_then(|mut input| input.seek(SeekFrom::Start(start)).map(|_| input))
            .map_err(|error| broken(&context, problem::words_of(&error)))?;
        let input = BufReader::new(input.take(packed));
        let inner: Stream = match method {
            CompressionMethod::Stored => Box::new(input),
            CompressionMethod::Deflated => Box::new(flate2::bufread::DeflateDecoder::new(input)),
            other => {
                let message = format!("compressed by `{other}`, which Retold does not unpack");
                return Err(Box::new(problem::error(
                    context.location(),
                    DiagnosticKind::Unreadable,
                    message,
                )));
            }
        };
        let limits = context.limits();
        let floor = limits.expansion_floor;
        let stream = Member {
            inner,
            crc: Crc::new(),
            expected: crc,
            out: 0,
            allowance: packed.saturating_mul(limits.expansion_ratio).max(floor),
            unpacked: Arc::clone(&self.unpacked),
            bombs: Arc::clone(&self.bombs),
            bomb_limit: limits.bombs,
            unpacked_allowance: self
                .packed
                .saturating_mul(limits.expansion_ratio)
                .max(floor),
            ended: false,
        };
        Ok(Some((context, Box::new(stream))))
    }
}

/// What systems put into archives beside the files that are meant.
fn is_left_out(name: &str) -> bool {
    name.split('/')
        .any(|part| part == "__MACOSX" || (part.starts_with('.') && part != ".." && part.len() > 1))
}

/// A name is safe if it stays below where it is put, on any system. (Nothing is put anywhere; but a name that is
/// unsafe was made to do harm, and no later export may repeat it.)
fn is_safe(name: &str) -> bool {
    let is_absolute = name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':');
    !name.is_empty()
        && !is_absolute
        && !name.contains('\0')
        && name.split(['/', '\\']).all(|part| part != "..")
}

/// The bytes of a member, checked.
struct Member {
    inner: Stream,
    crc: Crc,
    expected: u32,
    out: u64,
    allowance: u64,
    unpacked: Arc<AtomicU64>,
    bombs: Arc<AtomicU64>,
    bomb_limit: u64,
    unpacked_allowance: u64,
    ended: bool,
}

impl io::Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        let n = match self.inner.read(buffer) {
            Ok(n) => n,
            Err(error) => {
                self.ended = true;
                return Err(error);
            }
        };
        if n == 0 {
            self.ended = true;
            if self.crc.sum() != self.expected {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the checksum of the member does not fit",
                ));
            }
            return Ok(0);
        }
        self.crc.update(&buffer[..n]);
        self.out += n as u64;
        let all = self.unpacked.fetch_add(n as u64, Relaxed) + n as u64;
        if self.out > self.allowance || all > self.unpacked_allowance {
            self.ended = true;
            // What is thrown away is not held against the members behind it.
            if self.bombs.fetch_add(1, Relaxed) < self.bomb_limit {
                self.unpacked.fetch_sub(self.out, Relaxed);
            }
            return Err(LimitHit("the data expand too much for their size".to_owned()).into());
        }
        Ok(n)
    }
}
