//! What is read of a story for those who report on it.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use retold_pipeline::{Collection, PipelineError, Settings, StoryDepth, read_story};
use retold_read::Read;
use support::{Page, pages};

fn add(path: &Path, pages: &[Page]) {
    let reads: Vec<Read> = pages.iter().flat_map(Page::reads).collect();
    let mut collection = Collection::open(path).unwrap();
    collection
        .add_reads(reads.into_iter(), &Settings::default(), &mut ())
        .unwrap();
}

#[test]
fn reports_are_the_whole_without_layout_and_passages() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("retold.db");
    add(&path, &pages(18, 31));
    let collection = Collection::open_read_only(&path).unwrap();
    let reader = collection.reader();
    let stories = reader.stories().unwrap();
    let story = { stories.into_iter() }
        .find(|story| !reader.passages_within(story.id).unwrap().is_empty())
        .unwrap();
    let read = |depth| read_story(reader, story.clone(), depth).unwrap();
    let (mut whole, reports) = (read(StoryDepth::Whole), read(StoryDepth::Reports));
    assert_eq!(whole.articles.len(), story.articles.len());
    assert!(!whole.passages.is_empty());
    whole.passages.clear();
    for article in &mut whole.articles {
        assert!(!article.version.article.blocks.is_empty());
        article.version.article.blocks.clear();
        article.version.article.cuts.clear();
        assert!(!article.source.parts.is_empty());
        article.source.parts.clear();
        article.source.fields.clear();
    }
    assert_eq!(format!("{reports:?}"), format!("{whole:?}"));
}

#[test]
fn what_is_written_meanwhile_is_not_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("retold.db");
    let pages = pages(6, 7);
    add(&path, &pages[..3]);
    let collection = Collection::open_read_only(&path).unwrap();
    let reader = collection.reader();
    let before = reader.counts().unwrap();
    let meanwhile = reader.at_once(|reader| {
        assert_eq!(reader.counts()?, before);
        add(&path, &pages[3..]);
        // Within what is read at once, more may be.
        reader.at_once(|reader| Ok::<_, PipelineError>(reader.counts()?))
    });
    assert_eq!(meanwhile.unwrap(), before);
    assert!(reader.counts().unwrap().sources > before.sources);
}
