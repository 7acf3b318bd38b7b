//! The chunks met so far, with their pieces.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::Scratch;
use crate::lexeme::LexemeId;

/// Longest chunk kept, in bytes; longer ones (addresses, runs of dashes) hardly come twice.
const MAX_CHUNK: usize = 1024;

/// Most bytes of chunks kept, whatever the owner does.
const MAX_BYTES: usize = 1 << 30;

/// What one worker has met of chunks. It grows until it is cleared, always together with the lexicon it points into.
#[derive(Default)]
pub(crate) struct ChunkCache {
    entries: HashTable<Entry>,
    /// The texts of all chunks, one after another.
    texts: String,
    /// The pieces of all chunks, one chunk after another.
    pieces: Vec<CachedPiece>,
    /// The pieces of the chunk at hand, before it is kept.
    pub(super) fresh: Vec<CachedPiece>,
    pub(super) scratch: Scratch,
    /// Pieces of the text at hand that may begin a spanning exception, by number.
    pub(super) candidates: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    text: (u32, u32),
    pieces: (u32, u32),
}

/// One piece of a chunk, in bytes of the chunk.
#[derive(Clone, Copy)]
pub(super) struct CachedPiece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) lexeme: LexemeId,
    /// True if a spanning exception begins with such a piece.
    pub(super) may_span: bool,
}

/// Where the pieces of the chunk at hand are.
#[derive(Clone)]
pub(super) enum Found {
    Kept(Range<usize>),
    Fresh,
}

impl ChunkCache {
    /// About how much memory the chunks take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.len()
            + self.pieces.len() * size_of::<CachedPiece>()
            + self.entries.len() * 2 * size_of::<Entry>()
    }

    /// Forgets all chunks.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    #[inline]
    pub(super) fn hash(chunk: &str) -> u64 {
        FxBuildHasher.hash_one(chunk)
    }

    /// The pieces of a chunk that is kept.
    #[inline]
    pub(super) fn find(&self, hash: u64, chunk: &str) -> Option<Found> {
        let entry = self.entries.find(hash, |entry| {
            entry.hash == hash
                && self.texts.as_bytes()[entry.text.0 as usize..entry.text.1 as usize]
                    == *chunk.as_bytes()
        })?;
        Some(Found::Kept(
            entry.pieces.0 as usize..entry.pieces.1 as usize,
        ))
    }

    /// Keeps the fresh pieces as those of `chunk`, unless it is too long.
    pub(super) fn keep(&mut self, hash: u64, chunk: &str) -> Found {
        if chunk.len() > MAX_CHUNK || self.bytes() > MAX_BYTES {
            return Found::Fresh;
        }
        let text = self.texts.len();
        let pieces = self.pieces.len();
        self.texts.push_str(chunk);
        self.pieces.extend_from_slice(&self.fresh);
        let place = |at: usize| u32::try_from(at).expect("less than MAX_BYTES");
        let entry = Entry {
            hash,
            text: (place(text), place(self.texts.len())),
            pieces: (place(pieces), place(self.pieces.len())),
        };
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
        Found::Kept(pieces..self.pieces.len())
    }

    /// The pieces found, and where to note those that may begin a spanning exception.
    #[inline]
    pub(super) fn pieces(&mut self, found: &Found) -> (&[CachedPiece], &mut Vec<u32>) {
        let pieces = match found {
            Found::Kept(range) => &self.pieces[range.clone()],
            Found::Fresh => &self.fresh,
        };
        (pieces, &mut self.candidates)
    }
}
