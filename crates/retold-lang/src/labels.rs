//! The closed set of labels that a model can give: tags, parts of speech, morphology, dependencies, entity types.

use rustc_hash::FxHashMap;

use crate::noun_chunks::NounChunks;

/// A label of one pipeline, as a number into its [`Labels`]. The empty label is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(u16);

impl Label {
    /// The label that says nothing.
    pub const NONE: Self = Self(0);

    /// Its place in [`Labels`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// All labels of one pipeline, each once. Filled while the model is loaded, never after.
#[derive(Clone, Debug)]
pub struct Labels {
    names: Vec<Box<str>>,
    noun_chunks: Option<NounChunks>,
    by_name: FxHashMap<Box<str>, Label>,
}

impl Labels {
    /// A set with the empty label alone.
    pub(crate) fn new() -> Self {
        Self {
            names: vec![Box::from("")],
            noun_chunks: None,
            by_name: std::iter::once((Box::from(""), Label::NONE)).collect(),
        }
    }

    /// The label of this name, made if it is new. `None` when the set is full (65,536 labels).
    pub(crate) fn intern(&mut self, name: &str) -> Option<Label> {
        if let Some(label) = self.by_name.get(name) {
            return Some(*label);
        }
        let label = Label(u16::try_from(self.names.len()).ok()?);
        self.names.push(Box::from(name));
        self.by_name.insert(Box::from(name), label);
        Some(label)
    }

    /// Learns the labels by which the noun chunks of a language are found, if its rules are known. Comes last.
    pub(crate) fn with_noun_chunks(mut self, language: &str) -> Self {
        self.noun_chunks = (language == "en").then(|| NounChunks::english(&self));
        self
    }

    /// The rules of noun chunks.
    pub(crate) fn noun_chunks(&self) -> Option<&NounChunks> {
        self.noun_chunks.as_ref()
    }

    /// The label of this name, if the pipeline can give it.
    pub fn find(&self, name: &str) -> Option<Label> {
        self.by_name.get(name).copied()
    }

    /// All labels with their names, in the order of their numbers.
    pub fn all(&self) -> impl Iterator<Item = (Label, &str)> {
        let labels = (0..=u16::MAX).map(Label);
        labels.zip(self.names.iter().map(AsRef::as_ref))
    }

    /// The name of a label of this pipeline.
    pub fn name(&self, label: Label) -> &str {
        self.names.get(label.index()).map_or("", AsRef::as_ref)
    }
}
