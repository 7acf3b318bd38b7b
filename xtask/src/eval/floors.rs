//! Floors: scores below which the gate fails.
//!
//! `eval/floors.toml` holds one table a score. A floor stands for one gold file, known by its digest: where the file
//! changed, the floor says nothing and must be set again. Lowering one is a deliberate act.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::Value;

use super::{Scored, Task};
use crate::{root, say};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    #[serde(default)]
    floor: Vec<Floor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    task: String,
    /// The gold file.
    gold: String,
    /// BLAKE3 of its unpacked bytes.
    digest: String,
    /// Keys of the scorer's JSON, parted by `/`; places in its lists count from 0.
    metric: String,
    /// The least score that passes.
    at_least: Option<f64>,
    /// The greatest score that passes, for rates of errors.
    at_most: Option<f64>,
}

/// Whether all floors of `task` hold; says which do not.
pub(crate) fn hold(task: Task, scored: &[Scored]) -> Result<bool> {
    let path = root().join("eval/floors.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read `{}`", path.display()))?;
    let floors: Floors =
        toml::from_str(&text).with_context(|| format!("could not read `{}`", path.display()))?;
    let mut holds = true;
    let task = task.to_string();
    for floor in floors.floor.iter().filter(|floor| floor.task == task) {
        if let Err(fault) = floor.check(scored) {
            say(&format!(
                "floor of {} {} `{}`: {fault}",
                floor.task, floor.gold, floor.metric
            ));
            holds = false;
        }
    }
    Ok(holds)
}

impl Floor {
    fn check(&self, scored: &[Scored]) -> Result<(), String> {
        let file = scored
            .iter()
            .find(|file| file.name == self.gold)
            .ok_or("the gold file was not scored")?;
        if file.digest != self.digest {
            return Err(format!(
                "the gold file changed, its digest is `{}`",
                file.digest
            ));
        }
        let score = self
            .metric
            .split('/')
            .try_fold(&file.scores, |value, key| match key.parse::<usize>() {
                Ok(place) if value.is_array() => value.get(place),
                _ => value.get(key),
            })
            .and_then(Value::as_f64)
            .ok_or("the scorer gives no such number")?;
        match (self.at_least, self.at_most) {
            (Some(least), _) if score < least => {
                Err(format!("expected at least {least}, but found {score:.4}"))
            }
            (_, Some(most)) if score > most => {
                Err(format!("expected at most {most}, but found {score:.4}"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(floor: &str, score: f64) -> Result<(), String> {
        let floor: Floor = toml::from_str(&format!(
            "task = \"stories\"\ngold = \"a.jsonl\"\ndigest = \"d\"\nmetric = \"x/f1\"\n{floor}"
        ))
        .unwrap();
        floor.check(&[Scored {
            name: "a.jsonl".into(),
            digest: "d".into(),
            table: String::new(),
            scores: serde_json::json!({"x": {"f1": score}}),
        }])
    }

    #[test]
    fn floors_hold_or_tell_the_score() {
        assert_eq!(check("at_least = 0.9", 0.9), Ok(()));
        assert_eq!(
            check("at_least = 0.9", 0.8),
            Err("expected at least 0.9, but found 0.8000".into())
        );
        assert_eq!(
            check("at_most = 0.1", 0.2),
            Err("expected at most 0.1, but found 0.2000".into())
        );
    }

    #[test]
    fn the_floors_of_the_project_can_be_read() {
        let text = std::fs::read_to_string(root().join("eval/floors.toml")).unwrap();
        let floors: Floors = toml::from_str(&text).unwrap();
        for floor in floors.floor {
            assert!(
                floor.at_least.is_some() || floor.at_most.is_some(),
                "{}",
                floor.metric
            );
            assert!(
                Task::ALL.iter().any(|task| task.to_string() == floor.task),
                "{}",
                floor.task
            );
        }
    }
}
