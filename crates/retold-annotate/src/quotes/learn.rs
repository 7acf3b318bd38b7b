//! What `cargo xtask train quotes` needs: the taggers' own view of a text, as features without weights.

use std::ops::Range;

use retold_lang::Doc;
use retold_text::TextRange;

pub use super::crf::{LABELS, Lattice, Row, Transitions, restrict};
pub use super::model::{Model, Weights};
pub use super::tagger::{first, second};

use super::features::{self, Candidate, Cue, Cues, Spread, Surroundings};
use super::reading::Reading;
use super::tagger;

/// A text as the taggers read it.
#[derive(Debug)]
pub struct Lesson {
    reading: Reading,
}

/// A cue that the second tagger is asked about: its tokens, and what the first tagger thought of it.
#[derive(Clone, Copy, Debug)]
pub struct Proposal {
    candidate: Candidate,
}

impl Proposal {
    /// A cue that is known.
    pub fn certain(tokens: Range<usize>, speech: bool) -> Self {
        Self {
            candidate: Candidate {
                start: tokens.start,
                end: tokens.end,
                probability: 0.95,
                speech: if speech { 0.95 } else { 0.05 },
            },
        }
    }

    /// Its tokens.
    pub fn tokens(&self) -> Range<usize> {
        self.candidate.start..self.candidate.end
    }

    /// What a token may be, one bit a label.
    pub fn allowed(&self, token: usize) -> u8 {
        tagger::allowed(token, &self.candidate)
    }
}

/// What the first tagger thinks of one block.
#[derive(Debug)]
pub struct Opinion {
    roles: Vec<[f32; 3]>,
    /// The cues it proposes.
    pub proposals: Vec<Proposal>,
}

impl Lesson {
    /// Reads an analysed text.
    pub fn new(doc: &Doc, blocks: &[TextRange]) -> Self {
        Self {
            reading: Reading::new(doc, blocks),
        }
    }

    /// The tokens of each block that has any.
    pub fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        self.reading.parts.iter().map(|part| part.tokens.clone())
    }

    /// The features of each token of block `part` for the first tagger.
    pub fn first(&self, part: usize) -> Vec<Vec<u32>> {
        let part = &self.reading.parts[part];
        let around = Surroundings::new(&self.reading, part);
        let mut places = vec![Vec::new(); part.tokens.len()];
        for (local, at) in part.tokens.clone().enumerate() {
            features::of_token(
                &self.reading,
                part,
                &around,
                at,
                &mut Spread {
                    places: &mut places,
                    at: local,
                },
            );
        }
        places
    }

    /// What the first tagger thinks of block `part`.
    pub fn opinion(&self, weights: &Weights, part: usize) -> Opinion {
        let guess = tagger::guess(
            weights,
            &self.reading,
            &self.reading.parts[part],
            &mut Lattice::default(),
        );
        Opinion {
            roles: guess.roles,
            proposals: guess
                .candidates
                .into_iter()
                .map(|candidate| Proposal { candidate })
                .collect(),
        }
    }

    /// The features of each token of block `part` for the second tagger that no cue changes.
    pub fn second(&self, part: usize, opinion: &Opinion) -> Vec<Vec<u32>> {
        let part = &self.reading.parts[part];
        let mut places = vec![Vec::new(); part.tokens.len()];
        for ((local, at), roles) in part.tokens.clone().enumerate().zip(&opinion.roles) {
            features::of_second(
                &self.reading,
                part,
                at,
                roles,
                &mut Spread {
                    places: &mut places,
                    at: local,
                },
            );
        }
        places
    }

    /// The tokens that the second tagger looks at for a cue, and the features of each that the cue changes.
    pub fn of_cue(
        &self,
        part: usize,
        proposals: &[Proposal],
        which: usize,
    ) -> (Range<usize>, Vec<Vec<u32>>) {
        let part = &self.reading.parts[part];
        let candidates: Vec<Candidate> = proposals
            .iter()
            .map(|proposal| proposal.candidate)
            .collect();
        let cues = Cues::new(&self.reading, part, &candidates);
        let window = tagger::window(part, &candidates[which], candidates.len());
        let cue = Cue::new(&cues, which, window.clone());
        let mut places = vec![Vec::new(); window.len()];
        for (local, at) in window.clone().enumerate() {
            cue.features(
                at,
                &mut Spread {
                    places: &mut places,
                    at: local,
                },
            );
        }
        (window, places)
    }
}
