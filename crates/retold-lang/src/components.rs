//! The trained components of a pipeline, as they are loaded from the model directory.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::classifier::Classifier;
use crate::error::ModelError;
use crate::labels::{Label, Labels};
use crate::lexeme::string_id;
use crate::thinc::ThincModel;
use crate::tok2vec::Tok2vec;
use crate::transition::{Moves, Scorer};
use crate::vectors::Vectors;

/// What the loader knows when it comes to a component.
pub(crate) struct Loading<'l> {
    /// Reads a file of the model directory by its path in it.
    pub(crate) read: &'l dyn Fn(&str) -> Result<Vec<u8>, ModelError>,
    pub(crate) vectors: Option<Arc<Vectors>>,
    /// Width of the shared token vectors, once their component is loaded.
    pub(crate) shared_width: Option<usize>,
}

/// Where a component takes its token vectors from.
pub(crate) enum Source {
    /// From the shared component.
    Shared,
    /// It has its own.
    Own(Box<Tok2vec>),
}

impl Source {
    /// Whether the vectors are the shared ones.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared)
    }

    /// The component's own tok2vec.
    pub(crate) fn own(&self) -> Option<&Tok2vec> {
        match self {
            Self::Shared => None,
            Self::Own(model) => Some(model),
        }
    }
}

impl Loading<'_> {
    /// Reads a thinc model and tells where it takes its vectors from, and how wide they are.
    fn model(&self, file: &str) -> Result<(ThincModel, Source, usize), ModelError> {
        let model = ThincModel::from_bytes(file, &(self.read)(file)?)?;
        if model.named("tok2vec-listener").next().is_some() {
            let width = self
                .shared_width
                .ok_or_else(|| model.fault("listens to a tok2vec that does not run"))?;
            return Ok((model, Source::Shared, width));
        }
        let own = Tok2vec::from_model(&model, self.vectors.as_ref())?;
        let width = own.width();
        Ok((model, Source::Own(Box::new(own)), width))
    }

    /// The shared token vectors.
    pub(crate) fn tok2vec(&self, name: &str) -> Result<Tok2vec, ModelError> {
        let file = format!("{name}/model");
        Tok2vec::from_model(
            &ThincModel::from_bytes(&file, &(self.read)(&file)?)?,
            self.vectors.as_ref(),
        )
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, file: &str) -> Result<T, ModelError> {
        serde_json::from_slice(&(self.read)(file)?)
            .map_err(|error| ModelError::format(file, error.to_string()))
    }
}

/// The tagger, or the morphologizer that some languages have instead: what each class says of a token.
pub(crate) struct Tagger {
    pub(crate) source: Source,
    pub(crate) classifier: Classifier,
    pub(crate) classes: Vec<TagClass>,
}

/// What one class says; empty labels say nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TagClass {
    pub(crate) tag: Label,
    pub(crate) pos: Label,
    pub(crate) morph: Label,
}

impl Tagger {
    /// The component that gives tags.
    pub(crate) fn tags(
        loading: &Loading<'_>,
        name: &str,
        labels: &mut Labels,
    ) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct Cfg {
            labels: Vec<String>,
        }
        let file = format!("{name}/cfg");
        let cfg: Cfg = loading.json(&file)?;
        let classes = cfg.labels.iter().map(|tag| {
            Some(TagClass {
                tag: labels.intern(tag)?,
                ..TagClass::default()
            })
        });
        Self::load(loading, name, classes.collect::<Option<_>>())
    }

    /// The component that gives parts of speech with morphology.
    pub(crate) fn morphology(
        loading: &Loading<'_>,
        name: &str,
        labels: &mut Labels,
    ) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct Cfg {
            labels_morph: Ordered,
            labels_pos: BTreeMap<String, u64>,
        }
        let file = format!("{name}/cfg");
        let cfg: Cfg = loading.json(&file)?;
        let mut classes = Vec::new();
        for (key, morph) in &cfg.labels_morph.0 {
            let pos = cfg
                .labels_pos
                .get(key)
                .and_then(|&number| part_of_speech(number));
            let pos = pos.ok_or_else(|| {
                ModelError::format(&file, format!("class `{key}` has no part of speech"))
            })?;
            let morph = if morph == "_" { "" } else { morph };
            let pair = labels.intern(pos).zip(labels.intern(morph));
            classes.push(pair.map(|(pos, morph)| TagClass {
                pos,
                morph,
                ..TagClass::default()
            }));
        }
        Self::load(loading, name, classes.into_iter().collect::<Option<_>>())
    }

    fn load(
        loading: &Loading<'_>,
        name: &str,
        classes: Option<Vec<TagClass>>,
    ) -> Result<Self, ModelError> {
        let (model, source, width) = loading.model(&format!("{name}/model"))?;
        let classes = classes.ok_or_else(|| model.fault("has too many labels"))?;
        let classifier = Classifier::from_model(&model, width, classes.len())?;
        Ok(Self {
            source,
            classifier,
            classes,
        })
    }
}

/// The universal part of speech that a model file writes as this number: its string id.
fn part_of_speech(number: u64) -> Option<&'static str> {
    const NAMES: [&str; 20] = [
        "ADJ", "ADP", "ADV", "AUX", "CONJ", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
        "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X", "EOL", "SPACE",
    ];
    NAMES.into_iter().find(|name| string_id(name) == number)
}

/// A JSON map of text to text in the order of the file: here, the order of the classes.
struct Ordered(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Ordered;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of text to text")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Ordered, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Ordered(pairs))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

/// A parser or an entity recogniser.
pub(crate) struct Transitions {
    pub(crate) source: Source,
    pub(crate) moves: Moves,
    pub(crate) scorer: Scorer,
}

impl Transitions {
    /// Loads the component `name` of a system with so many actions, whose states have so many slots.
    pub(crate) fn load(
        loading: &Loading<'_>,
        name: &str,
        actions: usize,
        slots: usize,
        labels: &mut Labels,
    ) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct Cfg {
            #[serde(default)]
            beam_width: Option<u32>,
            #[serde(default)]
            learn_tokens: bool,
        }
        let file = format!("{name}/cfg");
        let cfg: Cfg = loading.json(&file)?;
        if cfg.beam_width.unwrap_or(1) > 1 || cfg.learn_tokens {
            return Err(ModelError::format(
                &file,
                "wants beam search or learned tokens, which are not supported",
            ));
        }
        let file = format!("{name}/moves");
        let moves = Moves::from_bytes(&file, &(loading.read)(&file)?, actions, labels)?;
        let (model, source, width) = loading.model(&format!("{name}/model"))?;
        let scorer = Scorer::from_model(&model, width, slots, moves.len())?;
        Ok(Self {
            source,
            moves,
            scorer,
        })
    }
}
