//! The body as the publisher states it in JSON-LD or hands it to scripts, for pages that hold little of it: scripts would
//! have built them.

use retold_model::CutReason;
use retold_text::OffsetMap;

use crate::content::{Content, Hints, Label, kept_letters};
use crate::html::{self, Document};
use crate::metadata::Fact;
use crate::page::Piece;
use crate::script_state;
use crate::segment::{count_letters, segments};

/// Letters of a stated body at least to be taken for the text.
const LETTERS: u32 = 500;
/// So many times the letters found on the page it must have.
const TIMES: u32 = 3;

/// The paragraphs of the stated body, where the page shows only a small part of it; each knows the bytes of the script.
pub(crate) fn paragraphs(stated: &Fact, found: &Content) -> Option<Vec<Piece>> {
    let (start, end) = stated.bytes?;
    let on_page = kept_letters(found);
    let letters = count_letters(&stated.value);
    if letters < LETTERS || letters < TIMES * on_page {
        return None;
    }
    let mut pieces = Vec::new();
    for line in stated.value.lines() {
        let document = html::parse(line);
        for segment in segments(&document, |_| false) {
            let mut map = OffsetMap::new();
            let len = u32::try_from(segment.text.len()).ok()?;
            map.push_replaced(len, start, end - start);
            pieces.push(Piece {
                label: Label::Paragraph,
                text: segment.text,
                map,
            });
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// The paragraphs that scripts would have shown, where the page itself has less text than any stated body.
pub(crate) fn of_scripts(
    document: &Document<'_>,
    hints: &Hints,
    found: &Content,
) -> Option<Vec<Piece>> {
    if kept_letters(found) * TIMES > LETTERS {
        return None;
    }
    paragraphs(&script_state::body(document, hints)?, found)
}

/// Cuts what the page shows of the body: the stated one holds it. Without a body beside it, the headline was not known.
pub(crate) fn cut_shown(content: &mut Content, hints: &Hints) {
    for label in &mut content.labels {
        if label.is_body() {
            *label = Label::Cut(CutReason::Repeated);
        }
    }
    if !content.labels.contains(&Label::Headline)
        && let Some(title) = content
            .segments
            .iter()
            .position(|segment| hints.states_headline(&segment.text))
    {
        content.labels[title] = Label::Headline;
    }
}
