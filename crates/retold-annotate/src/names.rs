//! Names of people, organisations, places and groups.
//!
//! Candidates are runs of words with capitals, cut at titles and nations; each is scored for each kind by its own
//! words, by what stands around it and by what the language model says; then all mentions of a form in a document
//! vote, short forms with the full ones and acronyms with what they stand for.

mod document;
mod kind;
mod language;
mod lexicon;
mod reading;
mod run;
mod spans;
mod vehicle;

use retold_lang::Doc;
use retold_model::{Mention, NameGround, NameKind};
use retold_text::TextRange;

use self::reading::Reading;

pub use self::lexicon::key;

/// The names of an analysed text, in text order, without overlap.
///
/// `blocks` are the parts of the text that were analysed, ascending: an article's blocks. No name crosses the end of a
/// block. English only. Costs time linear in the text.
pub fn names(doc: &Doc, blocks: &[TextRange]) -> Vec<Mention> {
    let reading = Reading::new(doc, blocks);
    let spans = spans::spans(&reading);
    let scored = document::settle(&reading, &spans);
    spans
        .iter()
        .zip(&scored)
        .filter(|(span, _)| !language::is_language(&reading, span))
        .filter_map(|(span, scores)| {
            let best = scores.best();
            let kind = match best {
                kind::PERSON => NameKind::Person,
                kind::ORGANISATION => NameKind::Organisation,
                kind::PLACE => NameKind::Place,
                kind::GROUP => NameKind::Group,
                kind::FACILITY => NameKind::Facility,
                _ => return None,
            };
            let range = |words: &std::ops::Range<usize>| {
                TextRange::new(
                    reading.words[words.start].start,
                    reading.words[words.end - 1].end,
                )
            };
            Some(Mention {
                range: range(&span.words),
                kind,
                grounds: grounds(scores.grounds, best),
                title: (kind == NameKind::Person && !span.title.is_empty())
                    .then(|| range(&span.title)),
            })
        })
        .collect()
}

fn grounds(by_kind: [u8; 7], kind: usize) -> Vec<NameGround> {
    let all = [
        NameGround::Model,
        NameGround::HeadWord,
        NameGround::List,
        NameGround::Title,
        NameGround::Context,
        NameGround::Acronym,
        NameGround::Document,
    ];
    let found: Vec<NameGround> = all
        .into_iter()
        .filter(|ground| by_kind[*ground as usize] & (1 << kind) != 0)
        .collect();
    if found.is_empty() {
        vec![NameGround::Context]
    } else {
        found
    }
}
