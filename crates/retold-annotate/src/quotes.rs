//! Quotes and reported statements: who said what, through whom.
//!
//! Two taggers (linear-chain conditional random fields) work over the analysed text. The first finds cues, the words that
//! attribute; the second is asked once for each cue and marks its source and its content. What lies in marks of quotation
//! is told to both.

pub mod learn;

mod across;
mod circumstances;
mod crf;
mod deeds;
mod extent;
mod features;
mod marks;
mod model;
mod one_cue;
mod reading;
mod settle;
mod sources;
mod stance;
mod tagger;
mod unsaid;
mod works;

use std::ops::Range;
use std::sync::LazyLock;

use retold_lang::Doc;
use retold_model::{Quote, QuoteStance, ViaLink, ViaRole};
use retold_text::TextRange;

use self::model::Model;
use self::reading::{Part, Reading};
use self::settle::Kept;
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
    let mut result: Vec<Quote> = Vec::new();
    let mut open: Option<usize> = None;
    let tagged = tagger::tag(model, &reading);
    let mut kept: Vec<Vec<Kept>> = reading
        .parts
        .iter()
        .zip(tagged)
        .zip(settle::labels(&reading))
        .map(|((part, attributions), label)| settle::settle(&reading, part, label, attributions))
        .collect();
    let given = across::join(&reading, &mut kept);
    for ((part, kept), given) in reading.parts.iter().zip(&kept).zip(given) {
        let before = result.len();
        result.extend(kept.iter().map(|(attribution, outer)| {
            let reported = reporting(&reading, kept, attribution, *outer);
            let mut quote = quote(&reading, attribution, reported);
            quote.nested |= outer.is_some();
            quote.nested |= given.contains(&attribution.cue.start);
            quote
        }));
        open = go_on(&mut result, before, open, &reading, part);
    }
    result.sort_by_key(|quote| quote.cue.map_or(quote.content[0].start(), TextRange::start));
    result
}

/// Hands a quotation that the block before left open on to this block, if it opens with a mark and nobody here claims it.
/// Tells the quote that is left open at the end of this one. `before` is the number of quotes of earlier blocks.
fn go_on(
    quotes: &mut [Quote],
    before: usize,
    open: Option<usize>,
    reading: &Reading,
    part: &Part,
) -> Option<usize> {
    let first = part.marked.first()?;
    let opens = reading.words[part.tokens.start].start == first.range.start();
    let begin = first.range.start() + first.open;
    let says_itself = |quote: &Quote| {
        let labelled = quote
            .speaker
            .is_some_and(|speaker| speaker.start() == begin);
        !labelled && quote.cue.is_some_and(|cue| first.range.contains_range(cue))
    };
    let claimed = quotes[before..].iter().any(|quote| {
        if says_itself(quote) {
            return false;
        }
        let mut content = quote.content.iter();
        content.any(|range| {
            range
                .intersect(first.range)
                .is_some_and(|both| !both.is_empty())
        })
    });
    let mut carried = None;
    if let Some(quote) = open.filter(|_| opens && !claimed) {
        quotes[quote].content.push(first.range);
        for quote in &mut quotes[before..] {
            quote.nested |= says_itself(quote);
        }
        carried = Some(quote);
    }
    let last = part.marked.last()?;
    if last.close > 0 {
        return None;
    }
    let end = reading.words[part.tokens.end - 1].end;
    let own = (before..quotes.len()).rev().find(|&at| {
        let content = &quotes[at].content;
        content.last().is_some_and(|range| range.end() == end)
    });
    own.or(carried.filter(|_| part.marked.len() == 1))
}

/// Steps from words to the outlet that reports whose words they are.
const MOST_STEPS: usize = 4;

/// The outlet's report that an attribution stands in: "… he said, according to Reuters".
fn reporting<'k>(
    reading: &Reading,
    kept: &'k [Kept],
    attribution: &Attribution,
    outer: Option<usize>,
) -> Option<&'k Attribution> {
    let words = &reading.words;
    let is_report = |report: &Attribution| {
        !report.source.is_empty() && circumstances::is_outlet(words, &report.source)
    };
    if is_report(attribution) {
        return None;
    }
    let mut above = outer;
    for _ in 0..MOST_STEPS {
        let Some(at) = above else { break };
        if is_report(&kept[at].0) {
            return Some(&kept[at].0);
        }
        above = kept[at].1;
    }
    // The report closes the sentence: "… and saying that it would help, Reuters reports".
    let last = attribution.content.last()?.end;
    kept.iter().map(|(report, _)| report).find(|report| {
        let Some(content) = report.content.first() else {
            return false;
        };
        let end = report.content.last().map_or(content.end, |run| run.end);
        is_report(report)
            && end <= report.cue.start
            && last <= report.cue.start
            && content.start <= attribution.cue.start
            && words[report.cue.start].sentence == words[attribution.cue.start].sentence
            && words[content.start].sentence == words[attribution.cue.start].sentence
            && !attribution.source.is_empty()
    })
}

/// The record of an attribution; `outer` is the report of an outlet that it stands in.
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
    // "… he said, Reuters reports citing state media": the outlet reports what the other said, and whom it has it from.
    if let Some(outer) = outer {
        via.extend(circumstances::cited(reading, outer).map(|cited| ViaLink {
            mention: range(&cited),
            role: ViaRole::Cited,
        }));
        via.push(ViaLink {
            mention: range(&outer.source),
            role: ViaRole::Reported,
        });
    }
    let mut speaker = &attribution.source;
    let mut content = attribution.content.clone();
    let cue = attribution.cue.start..attribution.cue.end;
    if let Some((cited, begin)) = &around.cited {
        let words_of_cited: Vec<Range<usize>> = content
            .iter()
            .map(|run| {
                let first = if run.end <= attribution.cue.start {
                    0
                } else {
                    *begin
                };
                run.start.max(first)..run.end
            })
            .filter(|run| !run.is_empty())
            .collect();
        if !words_of_cited.is_empty() {
            speaker = cited;
            content = words_of_cited;
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in hundredths"
    )]
    let confidence = (attribution.cue.probability * attribution.mean * 100.0) as u8;
    Quote {
        content: content.iter().map(range).collect(),
        kind: settle::kind(reading, &content),
        stance: if attribution.statement {
            QuoteStance::Statement
        } else {
            QuoteStance::Attitude
        },
        cue: (!cue.is_empty()).then(|| range(&cue)),
        speaker: (!speaker.is_empty()).then(|| range(speaker)),
        speaker_name: around.name.as_ref().map(range),
        addressee: around.addressee.as_ref().map(range),
        medium: around.medium.as_ref().map(range),
        setting: around.setting.as_ref().map(range),
        via,
        nested: false,
        ground: attribution.ground,
        confidence,
    }
}
