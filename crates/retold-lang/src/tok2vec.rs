//! Token vectors: hash embeddings of a token's forms, mixed, then four layers that look at the neighbours.
//!
//! The embedding is that of Miranda et al. 2022, *Multi hash embeddings in spaCy*; the rest is spaCy's
//! `MaxoutWindowEncoder`. What a token's own forms give (embedding and mixer) is kept in a [`FormCache`]: a few
//! thousand forms make up most of any text, and the result is the same. The mixer and the first of the four layers are
//! sums over the forms of one token, or of three neighbours, up to their maxima: what each form contributes is kept, too.

use std::sync::Arc;

use rmpv::Value;

use crate::error::ModelError;
use crate::lexeme::{Lexeme, LexemeId, Lexicon, hash_rows};
use crate::msgpack;
use crate::network::{Affine, GROUP, Kept, Matrix, MaxoutLayer, Summed, Window, WindowRoom};
use crate::thinc::{Layer, ThincModel};
use crate::vectors::Vectors;

/// Rows of the matrix that are worked on at once: what fits the second cache of a core together with the weights. A whole
/// number of groups.
const CHUNK_ROWS: usize = 1280;

/// A slot of the matrix that holds no token.
const PAD: u32 = u32::MAX;

/// A trained tok2vec: from forms to vectors in context.
pub(crate) struct Tok2vec {
    /// The embeddings of a token's forms, and what they contribute to the mixer.
    columns: Vec<(Embedding, Affine)>,
    mixer: Summed,
    /// The first layer that looks at the neighbours.
    first: Summed,
    /// What a token contributes to it at the token after, at itself, and at the token before, side by side.
    neighbours: Affine,
    /// The other layers.
    window: Vec<Window>,
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

/// The embeddings of one form of a token.
enum Embedding {
    Hashed(HashEmbed),
    /// Of the word, mapped to the width of the others.
    Static(Arc<Vectors>, Affine),
}

/// What the mixer gave for the forms met so far; grows until it is cleared together with the lexicon it counts by.
#[derive(Default)]
pub(crate) struct FormCache {
    /// For each lexeme (twice, without and with a space after it, if the model sees that): its row in `mixed`.
    row_of: Vec<u32>,
    mixed: Vec<f32>,
    /// Contributions to the mixer, for each column.
    columns: Vec<Kept>,
    /// Contributions to the first layer, by rows of `mixed`.
    neighbours: Kept,
    /// Tokens whose form was known, and that had to be computed.
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl FormCache {
    /// Forgets all forms; the counts stay.
    pub(crate) fn clear(&mut self) {
        self.row_of = Vec::new();
        self.mixed = Vec::new();
        self.columns.clear();
        self.neighbours.clear();
    }
}

/// Room for intermediate results, kept between batches.
#[derive(Default)]
pub(crate) struct Scratch {
    slots: Vec<u32>,
    /// Where in them documents begin.
    starts: Vec<usize>,
    /// Those of a chunk, with what its rows may look at.
    chunk: Vec<u32>,
    x: Vec<f32>,
    missing: Vec<(LexemeId, bool)>,
    tokens: Vec<f32>,
    /// For each row of a chunk: how far from a token it is, up to one more than tokens see.
    distances: Vec<u32>,
    rows: Vec<u32>,
    room: Room,
    window_room: WindowRoom,
}

/// Of these what is needed for what is kept of forms.
#[derive(Default)]
struct Room {
    /// What is to be computed, and the rows that go in and come out.
    unknown: Vec<u64>,
    inputs: Vec<f32>,
    maps: Vec<f32>,
    /// Where contributions are kept.
    places: Vec<u32>,
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
        let mut columns: Vec<Embedding> = columns
            .into_iter()
            .map(|(_, table)| Embedding::Hashed(table))
            .collect();
        let misfit = || model.fault("the sizes of the layers do not fit each other");
        if let Some(layer) = model.named("static_vectors").next() {
            let vectors = vectors
                .ok_or_else(|| model.fault("needs static vectors, but the vocabulary has none"))?;
            let ([outputs, width], weights) = model.array(layer, "W")?;
            let affine = Affine::new(outputs, width, weights, None).ok_or_else(misfit)?;
            if width != vectors.width() {
                return Err(misfit());
            }
            columns.push(Embedding::Static(Arc::clone(vectors), affine));
        }
        let sees_space = columns.iter().any(|column| {
            matches!(column, Embedding::Hashed(table) if table.attribute == Attribute::SpaceAfter)
        });

        let layers = model.named("maxout").zip(model.named("layernorm"));
        let layers = layers.map(|(layer, norm)| {
            let (shape, weights) = model.array(layer, "W")?;
            let (_, bias) = model.array::<2>(layer, "b")?;
            let (_, gain) = model.array::<1>(norm, "G")?;
            let (_, shift) = model.array::<1>(norm, "b")?;
            MaxoutLayer::new(shape, weights, bias, gain, shift).ok_or_else(misfit)
        });
        let layers = layers.collect::<Result<Vec<_>, _>>()?;
        let [mixer, first, window @ ..] = &*layers else {
            return Err(model.fault("has fewer than two maxout layers"));
        };
        let widths: Vec<usize> = columns.iter().map(Embedding::width).collect();
        let (mixer, matrices) = Summed::new(mixer, &widths).ok_or_else(misfit)?;
        let maps = matrices.chunks(1).map(Matrix::map);
        let maps: Vec<Affine> = maps.collect::<Option<_>>().ok_or_else(misfit)?;
        // A window of one token to each side is all that the released models use.
        let width = mixer.width();
        let (first, matrices) = Summed::new(first, &[width; 3]).ok_or_else(misfit)?;
        let neighbours = Matrix::map(&matrices).ok_or_else(misfit)?;
        let window = window.iter().map(Window::new);
        let window: Vec<Window> = window.collect::<Option<_>>().ok_or_else(misfit)?;
        if first.width() != width || window.iter().any(|layer| layer.width() != width) {
            return Err(misfit());
        }
        Ok(Self {
            columns: columns.into_iter().zip(maps).collect(),
            mixer,
            first,
            neighbours,
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
        let mut operations = 0;
        let Scratch {
            slots,
            starts,
            chunk,
            x,
            missing,
            tokens: out,
            distances,
            rows,
            room,
            window_room,
        } = scratch;
        slots.clear();
        starts.clear();
        missing.clear();
        for tokens in documents {
            starts.push(slots.len());
            slots.resize(slots.len() + self.lead(tokens.len()), PAD);
            self.slots(tokens, lexicon, cache, missing, slots);
            slots.resize((slots.len() + self.gap()).next_multiple_of(GROUP), PAD);
        }
        for missing in missing.chunks(CHUNK_ROWS) {
            operations += self.forms(lexicon, cache, missing, room);
        }
        let (width, reach) = (self.width(), self.reach());
        let mut start = 0;
        while start < slots.len() {
            let end = chunk_end(starts, start, slots.len());
            // Rows that the chunk looks at and that belong to its neighbours; computed again, and thrown away.
            let pads = || std::iter::repeat_n(&PAD, reach);
            chunk.clear();
            if starts.binary_search(&start).is_ok() {
                chunk.extend(pads());
            } else {
                chunk.extend(&slots[start - reach..start]);
            }
            chunk.extend(&slots[start..end]);
            if end == slots.len() || starts.binary_search(&end).is_ok() {
                chunk.extend(pads());
            } else {
                chunk.extend(slots[end..].iter().chain(pads()).take(reach));
            }
            // One row of zeros before and after: what lies outside of the matrix.
            x.clear();
            x.resize((chunk.len() + 2) * width, 0.0);
            for (row, &form) in x[width..].chunks_exact_mut(width).zip(&*chunk) {
                if form != PAD {
                    let at = form as usize * width;
                    row.copy_from_slice(&cache.mixed[at..at + width]);
                }
            }
            // A layer that has `n` layers after it need compute only what lies at most `n` from a token.
            let mut distance = self.window.len();
            distances_to_tokens(chunk, distance, distances);
            near(distances, distance, rows);
            operations += self.first(chunk, rows, cache, x, room);
            for layer in &self.window {
                distance -= 1;
                near(distances, distance, rows);
                operations += layer.add_to(x, rows, window_room);
            }
            let rows = x[width..].chunks_exact(width).skip(reach);
            out.clear();
            for (row, &form) in rows.zip(&slots[start..end]) {
                if form != PAD {
                    out.extend_from_slice(row);
                }
            }
            put(out);
            start = end;
        }
        operations
    }

    /// Rows on which, to the bit, the vector of a token may depend on either side: in the first layer one, in each other
    /// those of its group and one more. A whole number of groups.
    fn reach(&self) -> usize {
        (1 + self.window.len() * GROUP).next_multiple_of(GROUP)
    }

    /// Rows without a token after each document. A layer that has `n` layers after it computes what lies at most `n` from a
    /// token, looking `GROUP` further, at what the layer before made for other tokens up to `n + 1` from them.
    fn gap(&self) -> usize {
        self.window.len() * 2 + GROUP
    }

    /// Rows without a token before those of a document of so many tokens: with so many the layers have the fewest groups.
    fn lead(&self, tokens: usize) -> usize {
        let groups = |lead: usize| -> usize {
            let layers = 0..self.window.len();
            let groups = layers.map(|reach| {
                // As far before the document as any layer reaches, a group begins.
                let first = self.reach() + lead - reach;
                (first + tokens + 2 * reach).div_ceil(GROUP) - first / GROUP
            });
            groups.sum()
        };
        (0..GROUP)
            .min_by_key(|&lead| groups(lead))
            .expect("a group has rows")
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

    /// Computes the rows of `missing` forms and adds them to the cache. Returns the operations of the products.
    fn forms(
        &self,
        lexicon: &Lexicon,
        cache: &mut FormCache,
        missing: &[(LexemeId, bool)],
        room: &mut Room,
    ) -> u64 {
        let FormCache { columns, mixed, .. } = cache;
        columns.resize_with(self.columns.len(), Kept::default);
        let mut operations = 0;
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); columns.len()];
        let all = self.columns.iter().zip(&mut *columns).zip(&mut places);
        for (((column, map), kept), places) in all {
            let values = missing
                .iter()
                .map(|&(lexeme, space)| column.value(lexicon.get(lexeme), space));
            kept.place(&values, places, &mut room.unknown);
            room.inputs.clear();
            room.inputs.resize(room.unknown.len() * map.inputs(), 0.0);
            let rows = room.inputs.chunks_exact_mut(map.inputs());
            for (row, &value) in rows.zip(&room.unknown) {
                column.look_up(value, &mut room.maps, row);
            }
            kept.extend(map, &room.inputs);
            operations += room.unknown.len() as u64 * map.operations();
        }
        let parts = |form: usize, parts: &mut Vec<_>| {
            let kept = self.columns.iter().zip(&*columns).zip(&places);
            parts.extend(kept.map(|(((_, map), kept), places)| kept.row(places[form], map)));
        };
        self.mixer.rows(missing.len(), parts, mixed);
        operations
    }

    /// Adds what the first layer makes of each token and its neighbours to `rows` of `x`, which has one row before those
    /// of `slots`. Returns the operations of the products.
    fn first(
        &self,
        slots: &[u32],
        rows: &[u32],
        cache: &mut FormCache,
        x: &mut [f32],
        room: &mut Room,
    ) -> u64 {
        let FormCache {
            mixed, neighbours, ..
        } = cache;
        let width = self.width();
        let forms = slots.iter().filter(|form| **form != PAD);
        neighbours.place(
            &forms.map(|&form| u64::from(form)),
            &mut room.places,
            &mut room.unknown,
        );
        room.inputs.clear();
        for &form in &room.unknown {
            let form = usize::try_from(form).expect("rows are counted in 32 bits");
            room.inputs
                .extend_from_slice(&mixed[form * width..][..width]);
        }
        neighbours.extend(&self.neighbours, &room.inputs);
        // The places of all rows, with one before and one after.
        let mut tokens = room.places.iter();
        let at_rows: Vec<u32> = std::iter::once(&PAD)
            .chain(slots)
            .chain(&[PAD])
            .map(|&form| match form {
                PAD => PAD,
                _ => *tokens.next().expect("each token has a place"),
            })
            .collect();
        let contribution = self.first.contribution();
        let parts = |number: usize, parts: &mut Vec<_>| {
            let places = &at_rows[rows[number] as usize..][..3];
            for (part, &place) in places.iter().enumerate() {
                if place != PAD {
                    let all = neighbours.row(place, &self.neighbours);
                    parts.push(&all[part * contribution..][..contribution]);
                }
            }
        };
        room.maps.clear();
        self.first.rows(rows.len(), parts, &mut room.maps);
        for (&row, result) in rows.iter().zip(room.maps.chunks_exact(width)) {
            let sums = &mut x[(row as usize + 1) * width..][..width];
            for (sum, x) in sums.iter_mut().zip(result) {
                *sum += x;
            }
        }
        room.unknown.len() as u64 * self.neighbours.operations()
    }
}

/// The rows that are at most so far from a token.
fn near(distances: &[u32], reach: usize, rows: &mut Vec<u32>) {
    rows.clear();
    rows.extend(
        (0..)
            .zip(distances)
            .filter_map(|(row, &distance)| (distance as usize <= reach).then_some(row)),
    );
}

/// Where the chunk that begins at row `start` ends: before a document, if one begins soon enough, or within one.
fn chunk_end(starts: &[usize], start: usize, rows: usize) -> usize {
    let most = start + CHUNK_ROWS;
    if rows <= most {
        return rows;
    }
    let soon = starts.partition_point(|&next| next <= most);
    let last = starts[..soon].last().copied();
    last.filter(|&next| next > start).unwrap_or(most)
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

impl Embedding {
    /// Numbers in an embedding.
    fn width(&self) -> usize {
        match self {
            Self::Hashed(table) => table.width,
            Self::Static(_, affine) => affine.outputs(),
        }
    }

    /// What the embedding of a token is that of.
    fn value(&self, lexeme: &Lexeme, space_after: bool) -> u64 {
        match self {
            Self::Hashed(table) => table.attribute.of(lexeme, space_after),
            Self::Static(..) => lexeme.orth,
        }
    }

    /// Puts the embedding of a value into a row of zeros; a word without a static vector has none.
    fn look_up(&self, value: u64, room: &mut Vec<f32>, row: &mut [f32]) {
        match self {
            Self::Hashed(table) => table.look_up(value, row),
            Self::Static(vectors, affine) => {
                if let Some(vector) = vectors.get(value) {
                    affine.rows(vector, 0, 1, room);
                    row.copy_from_slice(&room[..affine.outputs()]);
                }
            }
        }
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
