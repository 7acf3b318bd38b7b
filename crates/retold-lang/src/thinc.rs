//! Thinc model files: the weights of one component.
//!
//! A file is a msgpack map of four lists of equal length, one entry for each layer of the network, in breadth-first
//! order: `nodes` (name, references), `attrs` (settings, each a msgpack document of its own), `params` (arrays).
//! Nobody here rebuilds the tree: layers are picked by name and order, as `formats/spacy-runtime.md`, section 1.1, tells.

use std::collections::BTreeMap;

use rmpv::Value;

use crate::error::ModelError;
use crate::msgpack;

/// The layers of one model file.
pub(crate) struct ThincModel {
    file: String,
    layers: Vec<Layer>,
}

/// One layer: what it is called, what it was told, what it learned.
pub(crate) struct Layer {
    pub(crate) name: String,
    references: BTreeMap<String, usize>,
    attributes: BTreeMap<String, Value>,
    arrays: BTreeMap<String, Array>,
}

/// An array of 32-bit floats in C order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Array {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

impl ThincModel {
    /// Reads the model file `file` (its path inside the model directory, for messages).
    pub(crate) fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, ModelError> {
        let fault = |problem: &str| ModelError::format(file, problem);
        let top = msgpack::read(file, bytes)?;
        let list = |key: &str| {
            msgpack::get(&top, key)
                .and_then(Value::as_array)
                .ok_or_else(|| fault(&format!("has no list `{key}`")))
        };
        let (nodes, attributes, params) = (list("nodes")?, list("attrs")?, list("params")?);
        if attributes.len() != nodes.len() || params.len() != nodes.len() {
            return Err(fault("lists of layers have different lengths"));
        }
        let mut layers = Vec::with_capacity(nodes.len());
        for ((node, attributes), params) in nodes.iter().zip(attributes).zip(params) {
            let name = msgpack::get(node, "name")
                .and_then(Value::as_str)
                .ok_or_else(|| fault("a layer has no name"))?;
            let mut layer = Layer {
                name: name.to_owned(),
                references: BTreeMap::new(),
                attributes: BTreeMap::new(),
                arrays: BTreeMap::new(),
            };
            for (key, value) in msgpack::get(node, "refs")
                .and_then(Value::as_map)
                .into_iter()
                .flatten()
            {
                if let (Some(key), Some(index)) = (msgpack::text(key), value.as_u64()) {
                    let index =
                        usize::try_from(index).map_err(|_| fault("a reference is out of range"))?;
                    layer.references.insert(key.to_owned(), index);
                }
            }
            for (key, value) in attributes.as_map().into_iter().flatten() {
                if let (Some(key), Some(packed)) = (msgpack::text(key), value.as_slice()) {
                    layer
                        .attributes
                        .insert(key.to_owned(), msgpack::read(file, packed)?);
                }
            }
            for (key, value) in params.as_map().into_iter().flatten() {
                if let (Some(key), false) = (msgpack::text(key), value.is_nil()) {
                    layer
                        .arrays
                        .insert(key.to_owned(), Array::from_value(file, value)?);
                }
            }
            layers.push(layer);
        }
        Ok(Self {
            file: file.to_owned(),
            layers,
        })
    }

    /// The layers of this name, in order.
    pub(crate) fn named<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m Layer> {
        let name = name.to_owned();
        self.layers.iter().filter(move |layer| layer.name == name)
    }

    /// The first layer of this name.
    pub(crate) fn first(&self, name: &str) -> Result<&Layer, ModelError> {
        self.named(name)
            .next()
            .ok_or_else(|| self.fault(format!("has no layer `{name}`")))
    }

    /// The layer that `layer` calls `reference`.
    pub(crate) fn referred(&self, layer: &Layer, reference: &str) -> Result<&Layer, ModelError> {
        layer
            .references
            .get(reference)
            .and_then(|&index| self.layers.get(index))
            .ok_or_else(|| self.fault(format!("layer `{}` refers to no `{reference}`", layer.name)))
    }

    /// An array of a layer, with its number of dimensions checked.
    pub(crate) fn array<'m, const D: usize>(
        &self,
        layer: &'m Layer,
        name: &str,
    ) -> Result<([usize; D], &'m [f32]), ModelError> {
        let array = layer
            .arrays
            .get(name)
            .ok_or_else(|| self.fault(format!("layer `{}` has no array `{name}`", layer.name)))?;
        let shape = <[usize; D]>::try_from(array.shape.as_slice()).map_err(|_| {
            self.fault(format!(
                "array `{name}` of layer `{}` has {} dimensions, expected {D}",
                layer.name,
                array.shape.len()
            ))
        })?;
        Ok((shape, &array.data))
    }

    /// An error that names this file.
    pub(crate) fn fault(&self, problem: impl Into<String>) -> ModelError {
        ModelError::format(&self.file, problem)
    }
}

impl Layer {
    /// A setting of the layer.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Value> {
        self.attributes.get(name)
    }
}

impl Array {
    fn from_value(file: &str, value: &Value) -> Result<Self, ModelError> {
        let fault = |problem: &str| ModelError::format(file, problem);
        let kind = msgpack::get(value, "type")
            .and_then(msgpack::text)
            .unwrap_or_default();
        if kind != "<f4" {
            return Err(fault(&format!("an array holds `{kind}`, expected `<f4`")));
        }
        let shape = msgpack::get(value, "shape")
            .and_then(Value::as_array)
            .ok_or_else(|| fault("an array has no shape"))?
            .iter()
            .map(|size| size.as_u64().and_then(|size| usize::try_from(size).ok()))
            .collect::<Option<Vec<usize>>>()
            .ok_or_else(|| fault("an array's shape is no list of sizes"))?;
        let bytes = msgpack::get(value, "data")
            .and_then(Value::as_slice)
            .ok_or_else(|| fault("an array has no data"))?;
        let wanted = shape
            .iter()
            .try_fold(4_usize, |product, &size| product.checked_mul(size));
        if wanted != Some(bytes.len()) {
            return Err(fault(&format!(
                "an array of shape {shape:?} has {} bytes",
                bytes.len()
            )));
        }
        let data =
            msgpack::floats(bytes).ok_or_else(|| fault("an array's bytes do not come in fours"))?;
        Ok(Self { shape, data })
    }
}
