//! Quotes and reported statements: who said what, through whom.
//!
//! Two taggers (linear-chain conditional random fields) work over the analysed text. The first finds cues, the words that
//! attribute; the second is asked once for each cue and marks its source and its content. What lies in marks of quotation
//! is told to both.

pub mod learn;

mod circumstances;
mod crf;
mod features;
mod marks;
mod model;
mod reading;
mod settle;
mod tagger;

use std::ops::Range;
use std::sync::LazyLock;

use retold_lang::Doc;
use retold_model::{Quote, QuoteGround, QuoteStance, ViaLink, ViaRole};
use retold_text::TextRange;

use self::model::Model;
use self::reading::Reading;
use self::tagger::Attribution;

/// The trained taggers.
static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../data/quotes.crf")).unwrap_or_default());

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
    for (number, attributions) in tagger::tag(model, &reading).into_iter().enumerate() {
        let kept = settle::settle(&reading, &reading.parts[number], attributions);
        result.extend(
            kept.iter().map(|(attribution, outer)| {
                quote(&reading, attribution, outer.map(|at| &kept[at].0))
            }),
        );
    }
    result
}

/// The record of an attribution; `outer` is the one whose content it stands in.
fn quote(reading: &Reading, attribution: &Attribution, outer: Option<&Attribution>) -> Quote {
    let words = &reading.words;
    let range = |tokens: &Range<usize>| {
        TextRange::new(words[tokens.start].start, words[tokens.end - 1].end)
    };
    let around = circumstances::circumstances(reading, attribution);
    let mut via: Vec<ViaLink> = around
        .via
        .iter()
        .map(|(mention, role)| ViaLink {
            mention: range(mention),
            role: *role,
        })
        .collect();
    // "… he said, according to Reuters": the outlet reports what the other said.
    if let Some(outer) = outer
        && !outer.source.is_empty()
        && circumstances::is_outlet(words, &outer.source)
    {
        via.push(ViaLink {
            mention: range(&outer.source),
            role: ViaRole::Reported,
        });
    }
    let speaker = around.speaker.as_ref().unwrap_or(&attribution.source);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in hundredths"
    )]
    let confidence = (attribution.cue.probability * attribution.mean * 100.0) as u8;
    Quote {
        content: attribution.content.iter().map(range).collect(),
        kind: settle::kind(reading, &attribution.content),
        stance: if attribution.statement {
            QuoteStance::Statement
        } else {
            QuoteStance::Attitude
        },
        cue: Some(range(&(attribution.cue.start..attribution.cue.end))),
        speaker: (!speaker.is_empty()).then(|| range(speaker)),
        speaker_name: around.name.as_ref().map(range),
        addressee: around.addressee.as_ref().map(range),
        medium: around.medium.as_ref().map(range),
        setting: around.setting.as_ref().map(range),
        via,
        nested: outer.is_some(),
        ground: QuoteGround::Tagger,
        confidence,
    }
}
