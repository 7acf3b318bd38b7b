//! One label for each token from its vector alone: the tagger and the morphologizer.

use crate::error::ModelError;
use crate::network::{Affine, best};
use crate::thinc::ThincModel;

/// A trained linear classifier of token vectors.
pub(crate) struct Classifier {
    affine: Affine,
}

impl Classifier {
    /// Picks the output layer out of a model file and checks that it scores `classes` classes.
    pub(crate) fn from_model(
        model: &ThincModel,
        width: usize,
        classes: usize,
    ) -> Result<Self, ModelError> {
        let layer = model.first("softmax")?;
        let ([outputs, inputs], weights) = model.array(layer, "W")?;
        let (_, bias) = model.array::<1>(layer, "b")?;
        if outputs != classes || inputs != width || classes == 0 {
            return Err(model.fault(format!(
                "scores {outputs} classes of {inputs} numbers, expected {classes} of {width}"
            )));
        }
        let affine = Affine::new(outputs, inputs, weights, Some(bias))
            .ok_or_else(|| model.fault("the sizes of the output layer do not fit"))?;
        Ok(Self { affine })
    }

    /// Floating point operations for a token.
    pub(crate) fn operations(&self) -> u64 {
        self.affine.operations()
    }

    /// Appends the best class of each row of `vectors`, the first of equals.
    pub(crate) fn classify(&self, vectors: &[f32], scores: &mut Vec<f32>, classes: &mut Vec<u32>) {
        let width = self.affine.inputs();
        self.affine
            .rows(vectors, width, vectors.len() / width, scores);
        for row in scores.chunks_exact(self.affine.row_stride()) {
            let row = &row[..self.affine.outputs()];
            // A row has at least one class; a score that is no number never wins, and leaves the first class.
            classes.push(
                best(row)
                    .and_then(|class| u32::try_from(class).ok())
                    .unwrap_or(0),
            );
        }
    }
}
