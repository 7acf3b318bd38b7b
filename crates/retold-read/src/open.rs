//! From bytes of any kind to the reader of that kind.

use std::fs::File;
use std::io::{self, Cursor, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use retold_model::{Diagnostic, DiagnosticKind, Form};

use crate::compressed::{Compression, Unpacked};
use crate::context::Context;
use crate::sniff::{self, Kind, SNIFF_BYTES};
use crate::{Read, feed, json_stream, mail, problem, warc, zip_archive};

pub(crate) type Reads = Box<dyn Iterator<Item = Read> + Send>;

pub(crate) type Stream = Box<dyn io::Read + Send>;

/// Where bytes come from.
pub(crate) enum Bytes {
    /// A file that can be opened again.
    File(PathBuf),
    /// Bytes in memory.
    Memory(Arc<[u8]>),
    /// A stream that can be read once.
    Stream(Stream),
}

/// Reads bytes of a kind that is not known yet. Nothing is opened before the first read.
pub(crate) fn open(context: Context, bytes: Bytes) -> Reads {
    Box::new(
        std::iter::once((context, bytes)).flat_map(|(context, bytes)| open_now(context, bytes)),
    )
}

fn open_now(context: Context, bytes: Bytes) -> Reads {
    let opened = match &bytes {
        Bytes::File(path) => File::open(path).map(|file| (Box::new(file) as Stream, Some(bytes))),
        Bytes::Memory(memory) => Ok((
            Box::new(Cursor::new(Arc::clone(memory))) as Stream,
            Some(bytes),
        )),
        Bytes::Stream(_) => match bytes {
            Bytes::Stream(stream) => Ok((stream, None)),
            _ => unreachable!("matched above"),
        },
    };
    let (stream, again) = match opened {
        Ok(opened) => opened,
        Err(error) => return lost(&context, &error),
    };
    let mut stream = Started::new(stream);
    if stream.head.is_empty()
        && let Some(error) = stream.error.take()
    {
        return lost(&context, &error);
    }
    let kind = sniff::kind(&stream.head);
    let is_container = matches!(
        kind,
        Kind::Gzip | Kind::Zstd | Kind::Zip | Kind::Warc | Kind::Mail
    );
    let depth = context.limits().nesting;
    if is_container && context.nesting >= depth {
        let message = format!("containers are nested more than {depth} deep");
        return one(problem::error(
            context.location(),
            DiagnosticKind::LimitExceeded,
            message,
        ));
    }
    match kind {
        Kind::Gzip => unpack(&context, Compression::Gzip, stream),
        Kind::Zstd => unpack(&context, Compression::Zstd, stream),
        Kind::Zip => zip_archive::reads(context, again, Box::new(stream)),
        Kind::Warc => warc::reads(context, Box::new(stream)),
        Kind::Json => json_stream::reads(context, Box::new(stream)),
        Kind::WideJson => whole(&context, stream, json_stream::wide_reads),
        Kind::Feed => whole(&context, stream, feed::reads),
        Kind::Mail => whole(&context, stream, |context, raw| mail::reads(context, &raw)),
        Kind::Html => whole(&context, stream, |context, raw| {
            document(context, raw, Form::Html)
        }),
        Kind::Text => whole(&context, stream, |context, raw| {
            document(context, raw, Form::Text)
        }),
        Kind::Empty => {
            let (kind, message) = match &stream.error {
                Some(error) => (problem::kind_of(error), problem::words_of(error)),
                None => (DiagnosticKind::Empty, "no bytes, or blanks only".to_owned()),
            };
            one(problem::warning(context.location(), kind, message))
        }
        Kind::Other(what) => {
            let message = format!("this is {what}");
            one(problem::warning(
                context.location(),
                DiagnosticKind::UnknownFormat,
                message,
            ))
        }
    }
}

fn document(context: &Context, raw: Vec<u8>, form: Form) -> Reads {
    Box::new(context.document(raw.into(), form).into_iter())
}

fn unpack(context: &Context, compression: Compression, stream: Started) -> Reads {
    let unpacked = Unpacked::new(compression, Box::new(stream), context.limits());
    open(context.unpacked(), Bytes::Stream(Box::new(unpacked)))
}

/// Reads bytes that are one record, and then what they hold. Of bytes that end too early, what is there is read.
fn whole(
    context: &Context,
    stream: Started,
    then: impl FnOnce(&Context, Vec<u8>) -> Reads,
) -> Reads {
    match read_whole(stream, context.limits().document()) {
        Ok(raw) => then(context, raw),
        Err((error, partial)) => {
            let kind = problem::kind_of(&error);
            let words = problem::words_of(&error);
            if kind == DiagnosticKind::Truncated && !partial.is_empty() {
                let warning = problem::warning(context.location(), kind, words);
                return Box::new(then(context, partial).chain(one(warning)));
            }
            one(problem::error(context.location(), kind, words))
        }
    }
}

/// All bytes of `stream`, or the error with what came before it.
pub(crate) fn read_whole(
    stream: impl io::Read,
    limit: usize,
) -> Result<Vec<u8>, (io::Error, Vec<u8>)> {
    let mut bytes = Vec::new();
    let read = stream.take(limit as u64 + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err((error, bytes)),
        Ok(_) if bytes.len() > limit => Err((too_large(limit).into(), Vec::new())),
        Ok(_) => Ok(bytes),
    }
}

pub(crate) fn too_large(limit: usize) -> problem::LimitHit {
    problem::LimitHit(format!(
        "larger than {limit} bytes, the limit for one document"
    ))
}

pub(crate) fn one(diagnostic: Diagnostic) -> Reads {
    Box::new(std::iter::once(Read::Diagnostic(diagnostic)))
}

fn lost(context: &Context, error: &io::Error) -> Reads {
    let kind = match problem::kind_of(error) {
        // No decoder is at work on a file that is being opened.
        DiagnosticKind::Malformed if context.nesting == 0 => DiagnosticKind::Unreadable,
        kind => kind,
    };
    one(problem::error(
        context.location(),
        kind,
        problem::words_of(error),
    ))
}

/// A stream whose beginning was looked at.
struct Started {
    head: Vec<u8>,
    at: usize,
    /// What ended the look.
    error: Option<io::Error>,
    rest: Stream,
}

impl Started {
    fn new(mut rest: Stream) -> Self {
        let mut head = Vec::new();
        let error = (&mut rest)
            .take(SNIFF_BYTES as u64)
            .read_to_end(&mut head)
            .err();
        Self {
            head,
            at: 0,
            error,
            rest,
        }
    }
}

impl io::Read for Started {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at < self.head.len() {
            let n = (&self.head[self.at..]).read(buffer)?;
            self.at += n;
            return Ok(n);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}
