//! `config.cfg` of a model: which components it has and how they were made.

use std::collections::BTreeMap;

use crate::error::ModelError;

const FILE: &str = "config.cfg";

/// The sections of a configuration, values still as written (JSON, or a reference such as `${a.b:c}`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Config {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let text =
            std::str::from_utf8(bytes).map_err(|_| ModelError::format(FILE, "is no text"))?;
        let mut config = Self::default();
        let mut section = None;
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                section = Some(config.sections.entry(name.to_owned()).or_default());
            } else if let (Some((key, value)), Some(section)) =
                (line.split_once('='), section.as_mut())
            {
                section.insert(key.trim().to_owned(), value.trim().to_owned());
            } else {
                return Err(ModelError::format(
                    FILE,
                    format!("line {number} is neither a section nor a value in one"),
                ));
            }
        }
        Ok(config)
    }

    /// A value that is text.
    pub(crate) fn text(&self, section: &str, key: &str) -> Option<String> {
        serde_json::from_str(self.sections.get(section)?.get(key)?).ok()
    }

    /// A value that is a list of text; empty where there is none.
    pub(crate) fn list(&self, section: &str, key: &str) -> Vec<String> {
        let value = self
            .sections
            .get(section)
            .and_then(|section| section.get(key));
        value
            .and_then(|value| serde_json::from_str(value).ok())
            .unwrap_or_default()
    }

    /// The names of the components that run, in order, each with its factory.
    pub(crate) fn components(&self) -> Result<Vec<(String, String)>, ModelError> {
        let disabled = self.list("nlp", "disabled");
        let running = self
            .list("nlp", "pipeline")
            .into_iter()
            .filter(|name| !disabled.contains(name));
        running
            .map(|name| {
                let factory = self.text(&format!("components.{name}"), "factory");
                let factory = factory.ok_or_else(|| {
                    ModelError::format(FILE, format!("component `{name}` has no factory"))
                })?;
                Ok((name, factory))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_run_in_order_without_the_disabled() {
        let config = Config::from_bytes(
            b"# made\n[nlp]\nlang = \"en\"\npipeline = [\"a\",\"b\",\"c\"]\ndisabled = [\"b\"]\n\n\
              [components]\n\n[components.a]\nfactory = \"tagger\"\n[components.c]\nfactory=\"ner\"\n",
        )
        .unwrap();
        let component = |name: &str, factory: &str| (name.to_owned(), factory.to_owned());
        assert_eq!(
            config.components().unwrap(),
            [component("a", "tagger"), component("c", "ner")]
        );
        assert_eq!(config.text("nlp", "lang").as_deref(), Some("en"));
        assert_eq!(config.text("nlp", "missing"), None);
    }

    #[test]
    fn err_component_without_factory() {
        let config = Config::from_bytes(b"[nlp]\npipeline = [\"a\"]\n").unwrap();
        assert_eq!(
            config.components().unwrap_err().to_string(),
            "config.cfg: component `a` has no factory"
        );
    }

    #[test]
    fn err_value_outside_of_a_section() {
        let error = Config::from_bytes(b"a = 1\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "config.cfg: line 1 is neither a section nor a value in one"
        );
    }
}
