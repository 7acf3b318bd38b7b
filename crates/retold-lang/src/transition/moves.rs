//! The classes of a transition system: which action and label each output of the network stands for.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::ModelError;
use crate::labels::{Label, Labels};
use crate::msgpack;

/// The actions of a system in class order: all classes of one action stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moves {
    /// For each class its label; the empty label for an action without one.
    labels: Vec<Label>,
    /// For each action number the classes that perform it.
    ranges: Vec<Range<usize>>,
}

impl Moves {
    /// Reads a `moves` file of a system with `actions` actions.
    ///
    /// Within an action the labels stand by frequency, then by name, both descending.
    pub(crate) fn from_bytes(
        file: &str,
        bytes: &[u8],
        actions: usize,
        labels: &mut Labels,
    ) -> Result<Self, ModelError> {
        let fault = |problem: &str| ModelError::format(file, problem);
        let value = msgpack::read(file, bytes)?;
        let json = msgpack::get(&value, "moves")
            .and_then(msgpack::text)
            .ok_or_else(|| fault("has no `moves`"))?;
        let frequencies: BTreeMap<usize, BTreeMap<String, i64>> = serde_json::from_str(json)
            .map_err(|error| fault(&format!("has moves that are no JSON: {error}")))?;
        if let Some(action) = frequencies.keys().find(|&&action| action >= actions) {
            return Err(fault(&format!(
                "has an action {action} that is not supported"
            )));
        }
        let mut moves = Self {
            labels: Vec::new(),
            ranges: Vec::with_capacity(actions),
        };
        for action in 0..actions {
            let start = moves.labels.len();
            let mut sorted: Vec<(&String, i64)> = frequencies
                .get(&action)
                .into_iter()
                .flatten()
                .map(|(label, &count)| (label, count))
                .collect();
            if sorted.iter().any(|(_, count)| *count < 0) {
                return Err(fault("has labels that were added after training"));
            }
            sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| b.0.cmp(a.0)));
            for (label, _) in sorted {
                moves.labels.push(
                    labels
                        .intern(label)
                        .ok_or_else(|| fault("has too many labels"))?,
                );
            }
            moves.ranges.push(start..moves.labels.len());
        }
        Ok(moves)
    }

    /// Number of classes.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The classes that perform an action.
    pub(crate) fn classes(&self, action: usize) -> Range<usize> {
        self.ranges[action].clone()
    }

    /// The label of a class.
    pub(crate) fn label(&self, class: usize) -> Label {
        self.labels[class]
    }

    /// The class of an action with this label.
    pub(crate) fn class(&self, action: usize, label: Label) -> Option<usize> {
        self.classes(action)
            .find(|&class| self.labels[class] == label)
    }

    /// The action that a class performs.
    pub(crate) fn action(&self, class: usize) -> usize {
        self.ranges
            .iter()
            .position(|range| range.contains(&class))
            .unwrap_or(self.ranges.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(json: &str) -> Vec<u8> {
        let mut bytes = vec![0x81, 0xa5];
        bytes.extend(b"moves");
        bytes.push(0xd9);
        bytes.push(u8::try_from(json.len()).unwrap());
        bytes.extend(json.as_bytes());
        bytes
    }

    #[test]
    fn classes_stand_by_action_frequency_and_name() {
        let mut labels = Labels::new();
        let json = r#"{"2":{"b":1,"c":5,"a":5},"0":{"":9}}"#;
        let moves = Moves::from_bytes("moves", &packed(json), 3, &mut labels).unwrap();
        let names: Vec<&str> = (0..moves.len())
            .map(|class| labels.name(moves.label(class)))
            .collect();
        assert_eq!(names, ["", "c", "a", "b"]);
        assert_eq!(
            [0, 1, 2].map(|action| moves.classes(action)),
            [0..1, 1..1, 1..4]
        );
        assert_eq!(moves.class(2, labels.find("a").unwrap()), Some(2));
        assert_eq!([0, 1, 3].map(|class| moves.action(class)), [0, 2, 2]);
    }

    #[test]
    fn err_unknown_action() {
        let error = Moves::from_bytes("ner/moves", &packed(r#"{"7":{}}"#), 3, &mut Labels::new())
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            "ner/moves: has an action 7 that is not supported"
        );
    }
}
