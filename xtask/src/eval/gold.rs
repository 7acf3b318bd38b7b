//! Files with one JSON object a line.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// One file of gold or input.
pub(crate) struct GoldFile {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its name without `.gz`.
    pub(crate) name: String,
    /// BLAKE3 of its unpacked bytes.
    pub(crate) digest: String,
    /// Its unpacked text.
    pub(crate) text: String,
    /// All keys of its records.
    keys: BTreeSet<String>,
}

impl GoldFile {
    /// Whether a record of the file has `key`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// The records, of each only what `T` names.
    pub(crate) fn records<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        self.lines()
            .map(|(number, line)| {
                serde_json::from_str(line).with_context(|| format!("`{}` line {number}", self.name))
            })
            .collect()
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..)
            .zip(self.text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
    }

    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut bytes = Vec::new();
        let mut file = File::open(path)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|extension| extension == "gz") {
            MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
        } else {
            file.read_to_end(&mut bytes)?;
        }
        let mut result = Self {
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            name: name.trim_end_matches(".gz").to_owned(),
            digest: blake3::hash(&bytes).to_hex().to_string(),
            text: String::from_utf8(bytes)?,
            keys: BTreeSet::new(),
        };
        for record in result.records::<Map<String, Value>>()? {
            result.keys.extend(record.into_iter().map(|(key, _)| key));
        }
        Ok(result)
    }
}

/// The files of `data`: `data/*.jsonl[.gz]`, else `data/dev/*.jsonl[.gz]`; by name.
pub(crate) fn files(data: &Path) -> Result<Vec<GoldFile>> {
    for folder in [data.to_owned(), data.join("dev")] {
        let mut paths = Vec::new();
        if let Ok(entries) = std::fs::read_dir(&folder) {
            for entry in entries {
                let path = entry?.path();
                let name = path.to_string_lossy();
                if name.ends_with(".jsonl") || name.ends_with(".jsonl.gz") {
                    paths.push(path);
                }
            }
        }
        paths.sort();
        if !paths.is_empty() {
            return paths
                .iter()
                .map(|path| {
                    GoldFile::open(path)
                        .with_context(|| format!("could not read `{}`", path.display()))
                })
                .collect();
        }
    }
    bail!(
        "found neither `{0}/*.jsonl` nor `{0}/dev/*.jsonl`",
        data.display()
    )
}
