//! Quotes and reported statements: who said what, through whom.
//!
//! Two taggers (linear-chain conditional random fields) work over the analysed text. The first finds cues, the words that
//! attribute; the second is asked once for each cue and marks its source and its content. What lies in marks of quotation
//! is told to both.

pub mod learn;

mod crf;
mod features;
mod marks;
mod model;
mod reading;
mod tagger;

use std::ops::Range;
use std::sync::LazyLock;

use retold_lang::Doc;
use retold_model::{Quote, QuoteGround, QuoteKind, QuoteStance};
use retold_text::TextRange;

use self::model::Model;
use self::reading::{Reading, quoted};
use self::tagger::Attribution;

/// The trained taggers.
static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../data/quotes.crf")).unwrap_or_default()
});

/// The least probability of content that makes a quote.
const LEAST: f32 = 0.5;

/// The quotes of an analysed text, in the order of their cues.
///
/// `blocks` are the parts of the text that were analysed, ascending: an article's blocks. English only.
pub fn quotes(doc: &Doc, blocks: &[TextRange]) -> Vec<Quote> {
    quotes_by(&MODEL, doc, blocks)
}

/// The same by another model.
pub fn quotes_by(model: &Model, doc: &Doc, blocks: &[TextRange]) -> Vec<Quote> {
    let reading = Reading::new(doc, blocks);
    let mut result = Vec::new();
    for attributions in tagger::tag(model, &reading) {
        let kept = settle(attributions);
        result.extend(kept.iter().map(|(attribution, nested)| {
            quote(&reading, attribution, *nested)
        }));
    }
    result
}

/// Drops what is unlikely, and lets the likelier of two attributions have what both claim.
fn settle(mut found: Vec<Attribution>) -> Vec<(Attribution, bool)> {
    found.retain(|attribution| attribution.probability >= LEAST);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| {
        let sure = |at: usize| found[at].probability;
        sure(b).total_cmp(&sure(a)).then(a.cmp(&b))
    });
    let mut kept: Vec<(usize, bool)> = Vec::new();
    for at in order {
        let own = &found[at];
        let nested = kept.iter().any(|&(other, _)| {
            found[other]
                .content
                .iter()
                .any(|run| run.contains(&own.cue.start))
        });
        kept.push((at, nested));
    }
    kept.sort_unstable();
    let mut slots: Vec<Option<Attribution>> = found.into_iter().map(Some).collect();
    kept.into_iter()
        .filter_map(|(at, nested)| Some((slots[at].take()?, nested)))
        .collect()
}

fn quote(reading: &Reading, attribution: &Attribution, nested: bool) -> Quote {
    let words = &reading.words;
    let range = |tokens: &Range<usize>| {
        TextRange::new(words[tokens.start].start, words[tokens.end - 1].end)
    };
    let (mut inside, mut outside) = (false, false);
    for at in attribution.content.iter().cloned().flatten() {
        let word = &words[at];
        if word.shape == 6 {
            continue;
        }
        match word.quoted {
            quoted::OUTSIDE => outside = true,
            _ => inside = true,
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in hundredths"
    )]
    let confidence = (attribution.probability * 100.0) as u8;
    Quote {
        content: attribution.content.iter().map(range).collect(),
        kind: match (inside, outside) {
            (true, false) => QuoteKind::Direct,
            (true, true) => QuoteKind::Mixed,
            (false, _) => QuoteKind::Indirect,
        },
        stance: if attribution.cue.speech >= 0.5 {
            QuoteStance::Statement
        } else {
            QuoteStance::Attitude
        },
        cue: Some(range(&(attribution.cue.start..attribution.cue.end))),
        speaker: (!attribution.source.is_empty()).then(|| range(&attribution.source)),
        speaker_name: None,
        addressee: None,
        medium: None,
        setting: None,
        via: Vec::new(),
        nested,
        ground: QuoteGround::Tagger,
        confidence,
    }
}
