//! Fingerprints: few hashes an article, so chosen that copied text shares some.
//!
//! Of the runs of [`RUN`] words that start in a sentence, the one with the least hash is kept, and in long sentences
//! the least of each stretch of [`STRETCH`] starts. It is winnowing (Schleimer, Wilkerson and Aiken 2003) with
//! windows that are laid by the text itself instead of sliding: a third of the fingerprints for the same recall on
//! copied sentences, because editors cut at sentences. Linear in the length of the body.
//!
//! Known failure: a copied part of a sentence is found only if it holds the least run.

use retold_model::{Fingerprint, Linkable};

use crate::body::Body;
use crate::hash;

/// Words in a run: long enough that unrelated reports share few, short enough to survive an edit in a sentence of
/// twenty words.
const RUN: usize = 6;

/// Starts of runs from which one is kept. A sentence of a news report has about 22 words; most give one.
const STRETCH: usize = 24;

/// The fingerprints of an article's body, ascending, each once; about one a sentence.
///
/// House style makes no difference. Headline, deck, captions and credits give none.
pub fn fingerprints(article: &Linkable) -> Vec<Fingerprint> {
    let mut result: Vec<Fingerprint> = placed(&Body::of(article))
        .into_iter()
        .map(|(print, _)| print)
        .collect();
    result.sort_unstable();
    result.dedup();
    result
}

/// The fingerprints of a body in the order of the text, each with its sentence.
pub(crate) fn placed(body: &Body) -> Vec<(Fingerprint, u32)> {
    let mut result = Vec::new();
    for (sentence, index) in body.sentences.iter().zip(0..) {
        let words = &body.keys[sentence.words.clone()];
        if words.len() < RUN {
            continue;
        }
        let starts: Vec<u64> = words.windows(RUN).map(hash::run).collect();
        for stretch in starts.chunks(STRETCH) {
            let least = stretch.iter().copied().min().expect("chunks are not empty");
            result.push((Fingerprint(hash::short(least)), index));
        }
    }
    result
}
