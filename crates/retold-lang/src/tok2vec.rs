//! Token vectors: hash embeddings of a token's forms, mixed, then four layers that look at the neighbours.
//!
//! The embedding is that of Miranda et al. 2022, *Multi hash embeddings in spaCy*; the rest is spaCy's
//! `MaxoutWindowEncoder`. What a token's own forms give (embedding and mixer) is kept in a [`FormCache`]: a few
//! thousand forms make up most of any text, and the result is the same.

use std::sync::Arc;

use rmpv::Value;

use crate::error::ModelError;
use crate::lexeme::{Lexeme, LexemeId, Lexicon, hash_rows};
use crate::msgpack;
use crate::network::{Affine, Maxout};
use crate::thinc::{Layer, ThincModel};
use crate::vectors::Vectors;

/// Rows of the matrix that are worked on at once: what fits the second cache of a core together with the weights.
const CHUNK_ROWS: usize = 1280;

/// A slot of the matrix that holds no token.
const PAD: u32 = u32::MAX;

/// A trained tok2vec: from forms to vectors in context.
pub(crate) struct Tok2vec {
    columns: Vec<HashEmbed>,
    vectors: Option<(Arc<Vectors>, Affine)>,
    mixer: Maxout,
    window: Vec<Maxout>,
    /// Zero rows between two documents: as far as a token can see.
    pad: usize,
    /// Whether the space after a token is one of its forms.
    sees_space: bool,
}

/// The forms of a token that a model may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    Orth,
    Norm,
    Prefix,
    Suffix,
    Shape,
    IsSpace,
    SpaceAfter,
}

impl Attribute {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ORTH" => Self::Orth,
            "NORM" => Self::Norm,
            "PREFIX" => Self::Prefix,
            "SUFFIX" => Self::Suffix,
            "SHAPE" => Self::Shape,
            "IS_SPACE" => Self::IsSpace,
            "SPACY" => Self::SpaceAfter,
            _ => return None,
        })
    }

    fn of(self, lexeme: &Lexeme, space_after: bool) -> u64 {
        match self {
            Self::Orth => lexeme.orth,
            Self::Norm => lexeme.norm,
            Self::Prefix => lexeme.prefix,
            Self::Suffix => lexeme.suffix,
            Self::Shape => lexeme.shape,
            Self::IsSpace => u64::from(lexeme.is_space),
            Self::SpaceAfter => u64::from(space_after),
        }
    }
}

/// One table of hash embeddings: four rows of it, picked by hashes of the form, are added up.
struct HashEmbed {
    attribute: Attribute,
    seed: u32,
    rows: u32,
    width: usize,
    table: Vec<f32>,
}

/// What the mixer gave for the forms met so far; grows until it is cleared together with the lexicon it counts by.
#[derive(Default)]
pub(crate) struct FormCache {
    /// For each lexeme (twice, without and with a space after it, if the model sees that): its row in `mixed`.
    row_of: Vec<u32>,
    mixed: Vec<f32>,
    /// Tokens whose form was known, and that had to be computed.
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl FormCache {
    /// Forgets all forms; the counts stay.
    pub(crate) fn clear(&mut self) {
        self.row_of = Vec::new();
        self.mixed = Vec::new();
    }
}

/// Room for intermediate results, kept between batches.
#[derive(Default)]
pub(crate) struct Scratch {
    slots: Vec<u32>,
    x: Vec<f32>,
    maps: Vec<f32>,
    missing: Vec<(LexemeId, bool)>,
    tokens: Vec<f32>,
    /// For each row of a chunk: how far from a token it is, up to one more than tokens see.
    distances: Vec<u32>,
    rows: Vec<u32>,
    starts: Vec<u32>,
}

impl Tok2vec {
    /// Picks the tok2vec out of a model file; `vectors` are the static vectors of the vocabulary, if it has any.
    pub(crate) fn from_model(
        model: &ThincModel,
        vectors: Option<&Arc<Vectors>>,
    ) -> Result<Self, ModelError> {
        let features = model.first("extract_features")?;
        let names = features
            .attribute("columns")
            .and_then(Value::as_array)
            .ok_or_else(|| model.fault("layer `extract_features` has no columns"))?;
        let attributes = names
            .iter()
            .map(|name| {
                msgpack::text(name)
                    .and_then(Attribute::named)
                    .ok_or_else(|| {
                        model.fault(format!("reads an attribute `{name}` that is not supported"))
                    })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut columns = Vec::new();
        for layer in model.named("hashembed") {
            columns.push((
                whole(model, layer, "column")?,
                HashEmbed::from_layer(model, layer, &attributes)?,
            ));
        }
        columns.sort_by_key(|(column, _)| *column);
        let columns: Vec<HashEmbed> = columns.into_iter().map(|(_, table)| table).collect();
        let misfit = || model.fault("the sizes of the layers do not fit each other");
        let mut inputs: usize = columns.iter().map(|column| column.width).sum();
        let vectors = match model.named("static_vectors").next() {
            None => None,
            Some(layer) => {
                let vectors = vectors.ok_or_else(|| {
                    model.fault("needs static vectors, but the vocabulary has none")
                })?;
                let ([outputs, width], weights) = model.array(layer, "W")?;
                let affine = Affine::new(outputs, width, weights, None).ok_or_else(misfit)?;
                if width != vectors.width() {
                    return Err(misfit());
                }
                inputs += outputs;
                Some((Arc::clone(vectors), affine))
            }
        };
        let mut layers = Vec::new();
        for (layer, norm) in model.named("maxout").zip(model.named("layernorm")) {
            let (shape, weights) = model.array::<3>(layer, "W")?;
            let (_, bias) = model.array::<2>(layer, "b")?;
            let (_, gain) = model.array::<1>(norm, "G")?;
            let (_, shift) = model.array::<1>(norm, "b")?;
            layers.push(Maxout::new(shape, weights, bias, gain, shift).ok_or_else(misfit)?);
        }
        let mut layers = layers.into_iter();
        let mixer = layers
            .next()
            .ok_or_else(|| model.fault("has no maxout layer"))?;
        let window: Vec<Maxout> = layers.collect();
        let width = mixer.width();
        // A window of one token to each side is all that the released models use.
        if mixer.inputs() != inputs
            || window
                .iter()
                .any(|w| w.inputs() != 3 * width || w.width() != width)
        {
            return Err(misfit());
        }
        let sees_space = columns
            .iter()
            .any(|column| column.attribute == Attribute::SpaceAfter);
        Ok(Self {
            columns,
            vectors,
            mixer,
            pad: window.len(),
            window,
            sees_space,
        })
    }

    /// Numbers in a token's vector.
    pub(crate) fn width(&self) -> usize {
        self.mixer.width()
    }

    /// Hands the vectors of all tokens of some documents, one after another, to `put`: some rows at a time.
    ///
    /// `documents` gives each document's tokens as (lexeme, whether a space follows). Returns the floating point
    /// operations of the products.
    pub(crate) fn encode<'d>(
        &self,
        documents: impl Iterator<Item = &'d [(LexemeId, bool)]>,
        lexicon: &Lexicon,
        cache: &mut FormCache,
        scratch: &mut Scratch,
        put: &mut dyn FnMut(&[f32]),
    ) -> u64 {
        let known = cache.misses;
        let mut operations = 0;
        let Scratch {
            slots,
            x,
            maps,
            missing,
            tokens: out,
            distances,
            rows,
            starts,
        } = scratch;
        slots.clear();
        slots.resize(self.pad, PAD);
        missing.clear();
        for tokens in documents {
            self.slots(tokens, lexicon, cache, missing, slots);
            slots.resize(slots.len() + self.pad, PAD);
        }
        self.forms(lexicon, cache, missing, maps);
        let width = self.width();
        for start in (0..slots.len()).step_by(CHUNK_ROWS) {
            let end = (start + CHUNK_ROWS).min(slots.len());
            // Rows that the chunk looks at and that belong to its neighbours; computed again, and thrown away.
            let (from, to) = (
                start.saturating_sub(self.pad),
                (end + self.pad).min(slots.len()),
            );
            let count = to - from;
            // One row of zeros before and after: what lies outside of the matrix.
            x.clear();
            x.resize((count + 2) * width, 0.0);
            for (row, &form) in x[width..].chunks_exact_mut(width).zip(&slots[from..to]) {
                if form != PAD {
                    let at = form as usize * width;
                    row.copy_from_slice(&cache.mixed[at..at + width]);
                }
            }
            distances_to_tokens(&slots[from..to], self.pad, distances);
            for (layer, reach) in self.window.iter().zip((0..self.window.len()).rev()) {
                rows.clear();
                rows.extend(
                    (0..)
                        .zip(&*distances)
                        .filter_map(|(row, &distance)| (distance as usize <= reach).then_some(row)),
                );
                layer.add_window(x, rows, starts, maps);
                operations += rows.len() as u64 * layer.operations();
            }
            let rows = x[width..].chunks_exact(width).skip(start - from);
            out.clear();
            for (row, &form) in rows.zip(&slots[start..end]) {
                if form != PAD {
                    out.extend_from_slice(row);
                }
            }
            put(out);
        }
        operations + (cache.misses - known) * self.mixer.operations()
    }

    /// Adds the cached row of each token's form to `slots`. Forms without one get the next rows and are put to `missing`.
    fn slots(
        &self,
        tokens: &[(LexemeId, bool)],
        lexicon: &Lexicon,
        cache: &mut FormCache,
        missing: &mut Vec<(LexemeId, bool)>,
        slots: &mut Vec<u32>,
    ) {
        let key = |(lexeme, space): (LexemeId, bool)| {
            if self.sees_space {
                lexeme.0 as usize * 2 + usize::from(space)
            } else {
                lexeme.0 as usize
            }
        };
        let keys = if self.sees_space {
            lexicon.len() * 2
        } else {
            lexicon.len()
        };
        if cache.row_of.len() < keys {
            cache.row_of.resize(keys, PAD);
        }
        let known = cache.mixed.len() / self.width();
        let before = missing.len();
        for &token in tokens {
            let row = &mut cache.row_of[key(token)];
            if *row == PAD {
                let number = u32::try_from(known + missing.len())
                    .expect("the cache is cleared long before 2^32 forms");
                *row = number;
                missing.push(token);
            }
            slots.push(*row);
        }
        let new = missing.len() - before;
        cache.misses += new as u64;
        cache.hits += (tokens.len() - new) as u64;
    }

    /// Computes the rows of `missing` forms and adds them to the cache.
    fn forms(
        &self,
        lexicon: &Lexicon,
        cache: &mut FormCache,
        missing: &[(LexemeId, bool)],
        maps: &mut Vec<f32>,
    ) {
        let width = self.width();
        for missing in missing.chunks(CHUNK_ROWS) {
            let mut inputs = vec![0.0; missing.len() * self.mixer.inputs()];
            for (row, &(lexeme, space)) in inputs.chunks_exact_mut(self.mixer.inputs()).zip(missing)
            {
                self.embed(lexicon.get(lexeme), space, maps, row);
            }
            self.mixer
                .rows(&inputs, self.mixer.inputs(), missing.len(), maps);
            for result in maps.chunks_exact(self.mixer.row_stride()) {
                cache.mixed.extend_from_slice(&result[..width]);
            }
        }
    }

    /// The embeddings of one token's forms side by side.
    fn embed(&self, lexeme: &Lexeme, space_after: bool, maps: &mut Vec<f32>, row: &mut [f32]) {
        let mut at = 0;
        for column in &self.columns {
            column.look_up(
                column.attribute.of(lexeme, space_after),
                &mut row[at..at + column.width],
            );
            at += column.width;
        }
        if let Some((vectors, affine)) = &self.vectors
            && let Some(vector) = vectors.get(lexeme.orth)
        {
            affine.rows(vector, 0, 1, maps);
            row[at..].copy_from_slice(&maps[..affine.outputs()]);
        }
    }
}

/// For each slot how far the next token is, before or behind it; at most `far + 1`.
///
/// A layer that has `n` layers after it need compute only what lies at most `n` from a token: no token sees further.
fn distances_to_tokens(slots: &[u32], far: usize, distances: &mut Vec<u32>) {
    let most = u32::try_from(far).expect("there are a few layers") + 1;
    distances.clear();
    let mut last = most;
    distances.extend(slots.iter().map(|&form| {
        last = if form == PAD { (last + 1).min(most) } else { 0 };
        last
    }));
    let mut next = most;
    for distance in distances.iter_mut().rev() {
        next = (*distance).min((next + 1).min(most));
        *distance = next;
    }
}

impl HashEmbed {
    fn from_layer(
        model: &ThincModel,
        layer: &Layer,
        attributes: &[Attribute],
    ) -> Result<Self, ModelError> {
        let ([rows, width], table) = model.array(layer, "E")?;
        let column = whole(model, layer, "column")?;
        let attribute = usize::try_from(column)
            .ok()
            .and_then(|column| attributes.get(column))
            .ok_or_else(|| model.fault(format!("has no column {column}")))?;
        let seed = u32::try_from(whole(model, layer, "seed")?)
            .map_err(|_| model.fault("a seed is too large"))?;
        match u32::try_from(rows) {
            Ok(rows) if rows > 0 => Ok(Self {
                attribute: *attribute,
                seed,
                rows,
                width,
                table: table.to_vec(),
            }),
            _ => Err(model.fault(format!("an embedding table has {rows} rows"))),
        }
    }

    fn look_up(&self, form: u64, out: &mut [f32]) {
        for hash in hash_rows(form, self.seed) {
            let at = (hash % self.rows) as usize * self.width;
            for (out, x) in out.iter_mut().zip(&self.table[at..at + self.width]) {
                *out += x;
            }
        }
    }
}

/// A setting of a layer that is a whole number.
fn whole(model: &ThincModel, layer: &Layer, name: &str) -> Result<u64, ModelError> {
    layer
        .attribute(name)
        .and_then(Value::as_u64)
        .ok_or_else(|| model.fault(format!("layer `{}` has no number `{name}`", layer.name)))
}
