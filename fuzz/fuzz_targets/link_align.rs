//! Two texts, parted by a line of dashes: whatever they hold, links come without a panic and their ranges lie in them.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use retold_link::MemoryIndex;
use retold_model::{ArticleId, Linkable};
use retold_text::TextRange;

fn article(name: &str, text: &str) -> Linkable {
    let mut body = Vec::new();
    let mut at = 0;
    for block in text.split("\n\n") {
        body.push(TextRange::of(at, at + block.len()));
        at += block.len() + 2;
    }
    Linkable {
        id: ArticleId::of_url(name),
        headline: text.lines().next().map(str::to_owned),
        text: Arc::from(text),
        body,
        published: None,
        outlet: None,
        language: None,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (one, other) = text.split_once("---").unwrap_or((&text, &text));
    let articles = [article("a", one), article("b", other)];
    let mut base = MemoryIndex::new();
    let update = base
        .change(&[], articles.to_vec())
        .expect("memory can be read");
    let text_of = |id: ArticleId| {
        &*articles
            .iter()
            .find(|article| article.id == id)
            .expect("one of two")
            .text
    };
    for passage in &update.passages {
        for occurrence in [passage.first, passage.second] {
            assert!(
                occurrence
                    .range
                    .slice(text_of(occurrence.article))
                    .is_some()
            );
        }
        for edit in &passage.edits {
            assert!(passage.first.range.contains_range(edit.first));
            assert!(passage.second.range.contains_range(edit.second));
            assert!(edit.first.slice(text_of(passage.first.article)).is_some());
            assert!(edit.second.slice(text_of(passage.second.article)).is_some());
        }
    }
    assert_eq!(
        update
            .stories
            .iter()
            .map(|story| story.articles.len())
            .sum::<usize>(),
        2
    );
});
