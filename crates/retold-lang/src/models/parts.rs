//! A file of a model of which parts are read when they are needed.

use std::fs::File;
use std::hash::BuildHasher as _;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxBuildHasher;

use super::digest::Hashing;
use super::{Installed, ModelFile};
use crate::error::ModelError;

/// Bytes that have one sum.
const BLOCK: u64 = 4096;

/// A file of a model of which parts are read when they are needed, so that the rest takes no memory.
///
/// The whole file is hashed when it is opened, and of each block of it a sum is kept: a file that changes meanwhile is noticed.
#[derive(Debug)]
pub struct FileParts {
    installed: Installed,
    file: &'static ModelFile,
    place: PathBuf,
    opened: Mutex<File>,
    sums: Vec<u64>,
}

impl FileParts {
    pub(super) fn open(
        installed: &Installed,
        file: &'static ModelFile,
    ) -> Result<Self, ModelError> {
        let place = installed.path().join(file.path);
        let mut hashing = Hashing::default();
        let mut sums = Vec::with_capacity(usize::try_from(file.size / BLOCK + 1).unwrap_or(0));
        let mut size = 0;
        let mut opened = File::open(&place).map_err(fault(&place))?;
        let mut block = Vec::new();
        loop {
            block.clear();
            { opened.by_ref().take(BLOCK) }
                .read_to_end(&mut block)
                .map_err(fault(&place))?;
            size += block.len() as u64;
            if block.is_empty() || size > file.size {
                break;
            }
            hashing.add(&block);
            sums.push(sum(&block));
        }
        installed.check_bytes(file, size, hashing.digest())?;
        Ok(Self {
            installed: installed.clone(),
            file,
            place,
            opened: Mutex::new(opened),
            sums,
        })
    }

    /// How many bytes the file has.
    pub fn size(&self) -> u64 {
        self.file.size
    }

    /// The bytes of a range, which must lie in the file: of one beyond its end there are fewer.
    ///
    /// # Errors
    ///
    /// [`ModelError::Altered`] if the bytes are others than when the file was opened; [`ModelError::Read`] if they cannot be
    /// read.
    pub fn read(&self, range: Range<u64>) -> Result<Vec<u8>, ModelError> {
        let first = range.start / BLOCK;
        let end = range.end.div_ceil(BLOCK) * BLOCK;
        let start = first * BLOCK;
        let length = usize::try_from(end.min(self.size()).saturating_sub(start)).unwrap_or(0);
        let mut bytes = vec![0; length];
        {
            // The place in the file is set anew for every part.
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            opened
                .seek(SeekFrom::Start(start))
                .and_then(|_| opened.read_exact(&mut bytes))
                .map_err(fault(&self.place))?;
        }
        let block = usize::try_from(BLOCK).unwrap_or(0);
        let sums = { self.sums.iter() }.skip(usize::try_from(first).unwrap_or(0));
        if !bytes
            .chunks(block)
            .map(sum)
            .eq(sums.copied().take(length.div_ceil(block)))
        {
            let problem = "it was changed while it was in use".to_owned();
            return Err(self.installed.altered(self.file, problem));
        }
        let before = usize::try_from(range.start - start).unwrap_or(0);
        bytes.drain(..before);
        bytes.truncate(usize::try_from(range.end - range.start).unwrap_or(0));
        Ok(bytes)
    }
}

fn sum(block: &[u8]) -> u64 {
    FxBuildHasher.hash_one(block)
}

fn fault(place: &Path) -> impl Fn(io::Error) -> ModelError + '_ {
    |source| ModelError::Read {
        path: place.to_owned(),
        source,
    }
}
