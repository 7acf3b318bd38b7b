//! Which articles report the same happening.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_link::{MemoryIndex, is_english_by_words, sheet, short_text};
use retold_model::{Annotations, Embedding, Linkable, Sheet, Stamp};
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::text_document::{Extracted, TextRecord};
use super::{Predictions, Scored, Task, of_kind, scorer};
use crate::english;

/// An article with the story that the gold says.
pub(crate) struct Labelled {
    pub(crate) sheet: Sheet,
    pub(crate) published: Option<Stamp>,
    pub(crate) story: String,
}

/// The articles of a gold file.
pub(crate) fn labelled(file: &GoldFile) -> Result<Vec<Labelled>> {
    #[derive(Deserialize)]
    struct Gold {
        story_id: String,
    }
    let articles = sheets(&file.records::<TextRecord>()?)?;
    let gold = file.records::<Gold>()?;
    Ok({ articles.into_iter().zip(gold) }
        .map(|((linkable, sheet), gold)| Labelled {
            sheet,
            published: linkable.published,
            story: gold.story_id,
        })
        .collect())
}

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    story: String,
}

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "title", "text"], &[])
}

/// One file of predictions for each input file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    inputs(files).map(predict_file).collect()
}

fn predict_file(file: &GoldFile) -> Result<Predictions> {
    let records: Vec<TextRecord> = file.records()?;
    let mut base = MemoryIndex::new();
    base.change_sheets(&[], sheets(&records)?)?;
    let stories: BTreeMap<_, _> = base
        .stories()
        .flat_map(|story| story.articles.iter().map(|&article| (article, story.id)))
        .collect();
    let lines = records
        .iter()
        .map(|record| {
            let story = stories
                .get(&record.article_id())
                .context("expected every article in a story")?;
            Ok(Line {
                id: &record.id,
                story: story.to_string(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Predictions::new(&file.name, &lines)
}

/// What the link stage gets of the records: each as a base would annotate it.
fn sheets(records: &[TextRecord]) -> Result<Vec<(Linkable, Sheet)>> {
    let read = read(records)?.into_iter();
    Ok(read
        .map(|(linkable, annotations)| {
            let sheet = sheet(&linkable, annotations.as_ref());
            (linkable, sheet)
        })
        .collect())
}

/// The articles of the records, with what is read in those that have an English text.
pub(super) fn read(records: &[TextRecord]) -> Result<Vec<(Linkable, Option<Annotations>)>> {
    let (annotator, encoder) = (english::annotator()?, english::encoder()?);
    records
        .iter()
        .map(|record| {
            let Extracted {
                linkable, article, ..
            } = record.extracted();
            let annotations = match &article {
                Some(article) => annotator.annotate(article)?,
                None => { short_text(&linkable) }
                    .filter(|text| is_english_by_words(text))
                    .map(|text| encoder.embed(&[&text]))
                    .transpose()?
                    .map(|vectors| Annotations {
                        embedding: vectors.first().map(|it| Embedding::of(it)),
                        ..Annotations::default()
                    }),
            };
            Ok((linkable, annotations))
        })
        .collect()
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    scorer::each(
        Task::Stories,
        inputs(files).filter(|file| file.has("story_id")),
        out,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold;

    fn predicted(gold: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let line = |id: &str, title: &str| {
            format!(
                "{{\"id\":\"{id}\",\"title\":\"{title}\",\"text\":\"\",\"date\":\"2014-03-10\"{gold}}}\n"
            )
        };
        let lines = [
            line("1", "Storm tears roof off Ashford town hall"),
            line("2", "Ashford town hall loses roof in storm"),
            line("3", "Central bank leaves rates unchanged"),
        ];
        std::fs::write(folder.path().join("any.jsonl"), lines.concat()).unwrap();
        let mut files = predict(&gold::files(folder.path()).unwrap()).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].name, "any.jsonl");
        files.remove(0).lines
    }

    #[test]
    fn gold_fields_change_nothing_and_every_id_is_answered() {
        let bare = predicted("");
        assert_eq!(bare.len(), 3);
        assert_eq!(predicted(",\"story_id\":\"s\""), bare);
    }

    #[test]
    fn two_headlines_of_one_happening_are_one_story() {
        let stories: Vec<String> = predicted("")
            .iter()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["story"].to_string()
            })
            .collect();
        assert_eq!(stories[0], stories[1]);
        assert_ne!(stories[0], stories[2]);
    }
}
