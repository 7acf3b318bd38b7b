//! Main text and fields of web pages.

use std::path::Path;

use anyhow::{Context as _, Result};
use retold_extract::extract;
use retold_model::{Article, Stamp, Stated};
use retold_read::{Known, Limits, Read, read_bytes};
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};

/// The input fields of a record.
#[derive(Deserialize)]
struct Input {
    id: String,
    /// The page, from the folder of the gold file.
    file: String,
    url: Option<String>,
}

#[derive(Default, Serialize)]
struct Line {
    id: String,
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sitename: Option<String>,
}

impl Line {
    fn of(id: String, article: Option<&Article>) -> Self {
        let Some(article) = article else {
            return Self {
                id,
                ..Self::default()
            };
        };
        let words = |stated: &Option<Stated<String>>| stated.as_ref().map(|s| s.value.clone());
        let stamp = |stated: &Option<Stated<Stamp>>| stated.as_ref().map(|s| s.value.to_string());
        let body: Vec<&str> = article.body().map(|block| article.words(block)).collect();
        Self {
            id,
            body: body.join("\n\n"),
            title: words(&article.headline),
            author: article
                .bylines
                .iter()
                .map(|byline| byline.name.value.clone())
                .collect(),
            date: stamp(&article.published),
            updated: stamp(&article.modified),
            sitename: words(&article.outlet),
        }
    }
}

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "file"], &[])
}

/// One file of predictions for each gold file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    inputs(files)
        .map(|file| {
            let lines = file
                .records::<Input>()?
                .into_iter()
                .map(|input| predict_page(&file.folder, input))
                .collect::<Result<Vec<_>>>()?;
            Predictions::new(&file.name, &lines)
        })
        .collect()
}

fn predict_page(folder: &Path, input: Input) -> Result<Line> {
    let path = folder.join(&input.file);
    let bytes =
        std::fs::read(&path).with_context(|| format!("could not read `{}`", path.display()))?;
    let known = Known {
        url: input.url,
        ..Known::default()
    };
    let document =
        read_bytes(&input.file, bytes, &known, &Limits::default()).find_map(|read| match read {
            Read::Document(document) => Some(document),
            Read::Diagnostic(_) => None,
        });
    let article = document.and_then(|document| extract(&document).article);
    Ok(Line::of(input.id, article.as_ref()))
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let scratch = tempfile::tempdir().context("could not make a folder for the gold")?;
    inputs(files)
        .filter(|file| file.has("body") || file.has("must"))
        .map(|file| {
            let gold = scratch.path().join(&file.name);
            std::fs::write(&gold, &file.text)?;
            let predicted = out.join(&file.name);
            scorer::score(
                Task::Extraction,
                file,
                &["--gold".as_ref(), gold.as_os_str(), predicted.as_os_str()],
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold;

    const PAGE: &str = "<html><head><title>Storm tears roof off hall</title></head><body><article><h1>Storm tears roof off hall</h1>\
        <p>A storm tore the roof off the old town hall on Monday and left four hundred homes without power.</p>\
        <p>Nobody was hurt, the mayor said, but the library will stay closed until the end of the month.</p></article></body></html>";

    fn predicted(gold: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("html")).unwrap();
        std::fs::write(folder.path().join("html/p.html"), PAGE).unwrap();
        let line = format!(
            "{{\"id\":\"p\",\"file\":\"html/p.html\",\"url\":\"https://example.org/p\"{gold}}}\n"
        );
        std::fs::write(folder.path().join("pages.jsonl"), line).unwrap();
        let mut files = predict(&gold::files(folder.path()).unwrap()).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].name, "pages.jsonl");
        files.remove(0).lines
    }

    #[test]
    fn gold_fields_change_nothing_and_every_id_is_answered() {
        let bare = predicted("");
        assert_eq!(bare.len(), 1);
        assert_eq!(
            predicted(
                ",\"body\":\"B\",\"title\":\"T\",\"author\":\"A\",\"date\":\"2020-01-01\",\"must\":[\"x\"]"
            ),
            bare
        );
    }
}
