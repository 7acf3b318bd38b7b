//! Words: the text cut as the model's spaCy tokenizer cuts it.
//!
//! After `formats/spacy-runtime.md`, section 2. A text falls into chunks at white space; from a chunk prefixes and
//! suffixes are cut one after another, what remains is looked up among the exceptions or split at infixes; at last
//! exceptions that span several pieces (`:-)`) are put together. A chunk's pieces depend on the chunk alone, so a
//! [`ChunkCache`] keeps them. The cost is linear in the text, whatever stands in it.

mod affix;
mod chunk_cache;
mod spanning;

use rmpv::Value;
use rustc_hash::FxHashMap;

use self::affix::{Affix, Side};
use self::chunk_cache::CachedPiece;
pub(crate) use self::chunk_cache::ChunkCache;
use self::spanning::Spanning;
use crate::error::ModelError;
use crate::lexeme::{LexemeId, Lexicon, Vocabulary, is_space};
use crate::msgpack;
use crate::pattern::{Automaton, AutomatonScratch};

const FILE: &str = "tokenizer";

/// Numbers of the attributes in exceptions.
const ORTH: u64 = 65;
const NORM: u64 = 67;

/// Longest exception read, in bytes; the longest known has 19.
const MAX_EXCEPTION: usize = 1024;

/// How many bytes of one chunk `token_match` reads in all, for each byte of the chunk.
///
/// It is asked again for each affix cut off. Beyond this it counts as not matching: the one place where a chunk is
/// not cut as spaCy would, and only if it has thousands of affixes around a long word.
const TOKEN_MATCH_EFFORT: usize = 4;
const TOKEN_MATCH_LEAST: usize = 1 << 16;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it begins, in bytes.
    pub(crate) start: u32,
    /// Where it ends, in bytes.
    pub(crate) end: u32,
    pub(crate) lexeme: LexemeId,
    /// True if one U+0020 follows that is no piece.
    pub(crate) space: bool,
}

/// The cutting rules of a model. Shared, never changed.
pub(crate) struct Tokenizer {
    prefixes: Affix,
    suffixes: Affix,
    infixes: Affix,
    /// Words that are not to be cut.
    token_match: Option<Automaton>,
    url_match: Option<Automaton>,
    exceptions: Exceptions,
    spanning: Spanning,
}

/// Words that are cut otherwise than the rules would.
struct Exceptions {
    by_text: FxHashMap<Box<str>, Box<[ExceptionPiece]>>,
    longest: usize,
}

/// One piece of an exception.
#[derive(Debug, PartialEq, Eq)]
struct ExceptionPiece {
    bytes: usize,
    norm: Option<Box<str>>,
}

/// One piece of a chunk, in bytes of the chunk.
struct Cut<'t> {
    start: usize,
    end: usize,
    norm: Option<&'t str>,
}

/// What cutting a chunk needs; kept so that it does not allocate.
#[derive(Default)]
struct Scratch {
    prefixes: Vec<(usize, usize)>,
    suffixes: Vec<(usize, usize)>,
    automaton: AutomatonScratch,
}

/// Whether a chunk is cut with regard to the exceptions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UseExceptions {
    Yes,
    No,
}

impl Tokenizer {
    /// From the model's file `tokenizer`.
    ///
    /// # Errors
    ///
    /// If it is no such file, or has patterns of a kind that is not supported.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let top = msgpack::read(FILE, bytes)?;
        let source = |key: &str| match msgpack::get(&top, key) {
            None | Some(Value::Nil) => Ok(None),
            Some(value) => match msgpack::text(value) {
                Some(source) => Ok(Some(source)),
                None => Err(ModelError::format(FILE, format!("`{key}` is no text"))),
            },
        };
        let affix = |key: &str, side| {
            let source =
                source(key)?.ok_or_else(|| ModelError::format(FILE, format!("has no `{key}`")))?;
            Affix::new(source, side)
                .map_err(|problem| ModelError::format(FILE, format!("`{key}`: {problem}")))
        };
        let whole = |key: &str| {
            source(key)?
                .map(Automaton::new)
                .transpose()
                .map_err(|problem| ModelError::format(FILE, format!("`{key}`: {problem}")))
        };
        let exceptions = msgpack::get(&top, "exceptions")
            .ok_or_else(|| ModelError::format(FILE, "has no `exceptions`"))
            .and_then(Exceptions::from_value)?;
        let all_span = match msgpack::get(&top, "faster_heuristics") {
            None => false,
            Some(Value::Boolean(faster)) => !faster,
            Some(_) => {
                return Err(ModelError::format(
                    FILE,
                    "`faster_heuristics` is neither true nor false",
                ));
            }
        };
        let mut tokenizer = Self {
            prefixes: affix("prefix_search", Side::Prefix)?,
            suffixes: affix("suffix_search", Side::Suffix)?,
            infixes: affix("infix_finditer", Side::Infix)?,
            token_match: whole("token_match")?,
            url_match: whole("url_match")?,
            exceptions,
            spanning: Spanning::default(),
        };
        tokenizer.spanning = tokenizer.spanning_exceptions(all_span);
        Ok(tokenizer)
    }

    /// Cuts `text` into pieces, which replace those in `out`.
    ///
    /// The pieces stand in order and do not overlap; what lies between two of them is one U+0020, and then the first
    /// has `space`. `cache` and `lexicon` belong together: they are cleared together, and used with one tokenizer.
    ///
    /// # Panics
    ///
    /// If the text has 4 GiB or more.
    pub(crate) fn tokenize(
        &self,
        text: &str,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        cache: &mut ChunkCache,
        out: &mut Vec<Piece>,
    ) {
        assert!(
            u32::try_from(text.len()).is_ok(),
            "texts are shorter than 4 GiB"
        );
        out.clear();
        cache.candidates.clear();
        let mut chunk_start = 0;
        let mut in_space = text.chars().next().is_some_and(is_space);
        for (at, character) in text.char_indices() {
            if is_space(character) == in_space {
                continue;
            }
            if chunk_start < at {
                self.chunk(text, chunk_start..at, vocabulary, lexicon, cache, out);
            }
            chunk_start = at;
            if character == ' '
                && let Some(last) = out.last_mut()
            {
                last.space = true;
                chunk_start = at + 1;
            }
            in_space = !in_space;
        }
        if chunk_start < text.len() {
            self.chunk(
                text,
                chunk_start..text.len(),
                vocabulary,
                lexicon,
                cache,
                out,
            );
        }
        if !cache.candidates.is_empty() {
            let replaced = self.spanning.find(text, out, &cache.candidates);
            if !replaced.is_empty() {
                *out = self.with_spanning(text, vocabulary, lexicon, out, &replaced);
            }
        }
    }

    /// Adds the pieces of one chunk.
    fn chunk(
        &self,
        text: &str,
        range: std::ops::Range<usize>,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        cache: &mut ChunkCache,
        out: &mut Vec<Piece>,
    ) {
        let chunk = &text[range.clone()];
        let chunk_start = offset(range.start);
        let hash = ChunkCache::hash(chunk);
        let found = if let Some(found) = cache.find(hash, chunk) {
            found
        } else {
            let mut pieces = std::mem::take(&mut cache.fresh);
            pieces.clear();
            let spanning = &self.spanning;
            self.cut(chunk, UseExceptions::Yes, &mut cache.scratch, &mut |cut| {
                let form = &chunk[cut.start..cut.end];
                pieces.push(CachedPiece {
                    start: offset(cut.start),
                    end: offset(cut.end),
                    lexeme: lexicon.intern(vocabulary, form, cut.norm),
                    may_span: spanning.may_begin_with(form),
                });
            });
            cache.fresh = pieces;
            cache.keep(hash, chunk)
        };
        let (pieces, candidates) = cache.pieces(&found);
        for piece in pieces {
            if piece.may_span {
                candidates.push(offset(out.len()));
            }
            out.push(Piece {
                start: chunk_start + piece.start,
                end: chunk_start + piece.end,
                lexeme: piece.lexeme,
                space: false,
            });
        }
    }

    /// Cuts one chunk; `take` gets the pieces in order.
    fn cut<'t>(
        &'t self,
        chunk: &str,
        use_exceptions: UseExceptions,
        scratch: &mut Scratch,
        take: &mut impl FnMut(Cut<'t>),
    ) {
        let exception = |start: usize, end: usize| match use_exceptions {
            UseExceptions::Yes => self.exceptions.get(&chunk[start..end]),
            UseExceptions::No => None,
        };
        let (mut start, mut end) = (0, chunk.len());
        if let Some(pieces) = exception(start, end) {
            return take_exception(pieces, start, take);
        }
        let Scratch {
            prefixes,
            suffixes,
            automaton,
        } = scratch;
        prefixes.clear();
        suffixes.clear();
        let mut effort = chunk
            .len()
            .saturating_mul(TOKEN_MATCH_EFFORT)
            .max(TOKEN_MATCH_LEAST);
        let mut token_match =
            |start: usize, end: usize, automaton: &mut AutomatonScratch| match &self.token_match {
                Some(pattern) if effort > 0 => {
                    let (found, read) = pattern.is_match(&chunk[start..end], automaton);
                    effort = effort.saturating_sub(read);
                    found
                }
                _ => false,
            };
        while start < end {
            if token_match(start, end, automaton) || exception(start, end).is_some() {
                break;
            }
            let inner_start = start + self.prefixes.prefix(&chunk[start..end]);
            if inner_start > start && inner_start < end && exception(inner_start, end).is_some() {
                prefixes.push((start, inner_start));
                start = inner_start;
                break;
            }
            let inner_end = end - self.suffixes.suffix(&chunk[inner_start..end]);
            if inner_end < end && start < inner_end && exception(start, inner_end).is_some() {
                suffixes.push((inner_end, end));
                end = inner_end;
                break;
            }
            if inner_start == start && inner_end == end {
                break;
            }
            if inner_start > start {
                prefixes.push((start, inner_start));
            }
            if inner_end < end {
                suffixes.push((inner_end, end));
            }
            (start, end) = (inner_start, inner_end);
        }
        for &(start, end) in &*prefixes {
            take(Cut {
                start,
                end,
                norm: None,
            });
        }
        if start < end {
            if let Some(pieces) = exception(start, end) {
                take_exception(pieces, start, take);
            } else if token_match(start, end, automaton)
                || self
                    .url_match
                    .as_ref()
                    .is_some_and(|pattern| pattern.is_match(&chunk[start..end], automaton).0)
            {
                take(Cut {
                    start,
                    end,
                    norm: None,
                });
            } else {
                self.cut_at_infixes(&chunk[start..end], start, take);
            }
        }
        for &(start, end) in suffixes.iter().rev() {
            take(Cut {
                start,
                end,
                norm: None,
            });
        }
    }

    fn cut_at_infixes<'t>(&'t self, middle: &str, offset: usize, take: &mut impl FnMut(Cut<'t>)) {
        let mut piece = |start: usize, end: usize| {
            if start < end {
                take(Cut {
                    start: offset + start,
                    end: offset + end,
                    norm: None,
                });
            }
        };
        let mut done = 0;
        let (mut from, mut may_be_empty) = (0, true);
        while let Some((start, end)) = self.infixes.infix(middle, from, may_be_empty) {
            // As in Python, an empty match is not followed by another at its place.
            (from, may_be_empty) = (end, start < end);
            if start > 0 {
                piece(done, start);
                piece(start, end);
                done = end;
            }
        }
        piece(done, middle.len());
    }

    /// The exceptions that the rules may cut before they are seen, or that hold a space.
    fn spanning_exceptions(&self, all: bool) -> Spanning {
        let mut texts: Vec<&str> = self.exceptions.by_text.keys().map(AsRef::as_ref).collect();
        texts.sort_unstable();
        let mut spanning = Spanning::default();
        let mut scratch = Scratch::default();
        for text in texts {
            let is_cut = self.prefixes.prefix(text) > 0
                || self.suffixes.suffix(text) > 0
                || self.infixes.infix(text, 0, true).is_some();
            if !(all || is_cut || text.contains(' ')) {
                continue;
            }
            let mut words = Vec::new();
            for chunk in chunks(text) {
                self.cut(chunk, UseExceptions::No, &mut scratch, &mut |cut| {
                    words.push(&chunk[cut.start..cut.end]);
                });
            }
            spanning.add(&words);
        }
        spanning
    }

    /// `pieces` with those of the ranges `replaced` as the exceptions say.
    fn with_spanning(
        &self,
        text: &str,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        pieces: &[Piece],
        replaced: &[std::ops::Range<usize>],
    ) -> Vec<Piece> {
        let mut result = Vec::with_capacity(pieces.len());
        let mut done = 0;
        for range in replaced {
            let (first, last) = (pieces[range.start], pieces[range.end - 1]);
            let Some(exception) = self
                .exceptions
                .get(&text[first.start as usize..last.end as usize])
            else {
                continue;
            };
            result.extend_from_slice(&pieces[done..range.start]);
            done = range.end;
            take_exception(exception, first.start as usize, &mut |cut| {
                result.push(Piece {
                    start: offset(cut.start),
                    end: offset(cut.end),
                    lexeme: lexicon.intern(vocabulary, &text[cut.start..cut.end], cut.norm),
                    space: false,
                });
            });
            if let Some(piece) = result.last_mut() {
                piece.space = last.space;
            }
        }
        result.extend_from_slice(&pieces[done..]);
        result
    }
}

fn take_exception<'t>(
    pieces: &'t [ExceptionPiece],
    mut start: usize,
    take: &mut impl FnMut(Cut<'t>),
) {
    for piece in pieces {
        let end = start + piece.bytes;
        take(Cut {
            start,
            end,
            norm: piece.norm.as_deref(),
        });
        start = end;
    }
}

/// A place in a text or a count of its pieces.
fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("texts are shorter than 4 GiB")
}

/// The chunks of a text, without single spaces behind words.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut is_first = true;
    std::iter::from_fn(move || {
        if !std::mem::take(&mut is_first) {
            rest = rest.strip_prefix(' ').unwrap_or(rest);
        }
        let in_space = is_space(rest.chars().next()?);
        let end = rest
            .find(|character| is_space(character) != in_space)
            .unwrap_or(rest.len());
        let (chunk, behind) = rest.split_at(end);
        rest = behind;
        Some(chunk)
    })
}

impl Exceptions {
    fn from_value(value: &Value) -> Result<Self, ModelError> {
        let fault = |problem: String| ModelError::format(FILE, problem);
        let pairs = value
            .as_map()
            .ok_or_else(|| fault("`exceptions` is no map".to_owned()))?;
        let mut exceptions = Self {
            by_text: FxHashMap::default(),
            longest: 0,
        };
        for (text, pieces) in pairs {
            let text = msgpack::text(text)
                .ok_or_else(|| fault(format!("the exception `{text}` is no text")))?;
            let pieces = pieces
                .as_array()
                .ok_or_else(|| fault(format!("the exception `{text}` has no pieces")))?;
            if text.len() > MAX_EXCEPTION {
                return Err(fault(format!(
                    "an exception has {} bytes, more than {MAX_EXCEPTION}",
                    text.len()
                )));
            }
            let mut read = Vec::with_capacity(pieces.len());
            let mut rest = text;
            for piece in pieces {
                let known = piece.as_map().is_some_and(|attributes| {
                    attributes
                        .iter()
                        .all(|(key, _)| matches!(key.as_u64(), Some(ORTH | NORM)))
                });
                let orth = msgpack::get_number(piece, ORTH)
                    .and_then(msgpack::text)
                    .filter(|orth| !orth.is_empty());
                let behind = orth.and_then(|orth| rest.strip_prefix(orth));
                let (true, Some(behind)) = (known, behind) else {
                    return Err(fault(format!(
                        "the exception `{text}` has an unknown piece `{piece}`"
                    )));
                };
                let norm = match msgpack::get_number(piece, NORM) {
                    None => None,
                    Some(norm) => match msgpack::text(norm) {
                        Some(norm) => Some(Box::from(norm)),
                        None => {
                            return Err(fault(format!(
                                "the exception `{text}` has a norm that is no text"
                            )));
                        }
                    },
                };
                read.push(ExceptionPiece {
                    bytes: rest.len() - behind.len(),
                    norm,
                });
                rest = behind;
            }
            if !rest.is_empty() || text.is_empty() {
                return Err(fault(format!(
                    "the pieces of the exception `{text}` are not all of it"
                )));
            }
            exceptions.longest = exceptions.longest.max(text.len());
            exceptions
                .by_text
                .insert(Box::from(text), read.into_boxed_slice());
        }
        Ok(exceptions)
    }

    #[inline]
    fn get(&self, text: &str) -> Option<&[ExceptionPiece]> {
        if text.len() > self.longest {
            return None;
        }
        self.by_text.get(text).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests;
