//! Where the places lie that an article names.
//!
//! A gazetteer of countries, their divisions, towns of 500 people and more, and regions of the world gives the places of
//! each name; the article as a whole chooses among them: what the words beside a name say ("Paris, Texas"), what else it
//! names, where its outlet is at home, and how many people live there. A name that the gazetteer does not have is put
//! beside what it is named after, or where the rest of the article plays, and marked so.

mod containment;
mod file;
mod form;
pub mod gazetteer;
mod outlet;
mod settle;

use retold_lang::Doc;
use retold_model::{Mention, NameKind, PlaceAlternative, PlaceReading};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use self::gazetteer::{Gazetteer, PlaceNumber};
use self::settle::{Beside, Choice};

pub use self::gazetteer::place_key;

/// Below this confidence a place is not told: `places` leaves the name out.
pub const LEAST_CONFIDENCE: u8 = 10;
/// Other places that are told beside the chosen one.
const ALTERNATIVES: usize = 3;
/// Alternatives below this confidence are not told.
const LEAST_ALTERNATIVE: u8 = 5;
/// Words of names that running text is read for.
const MOST_WORDS: usize = 3;

/// What is known of the article beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArticleContext<'a> {
    /// The host of its address: "www.example.com".
    pub domain: Option<&'a str>,
    /// The name of its outlet.
    pub outlet: Option<&'a str>,
    /// The dateline that opens it.
    pub dateline: Option<TextRange>,
}

/// The places of an analysed text, for its mentions of places and buildings, in their order.
///
/// Mentions of other kinds are only evidence.
pub fn places(doc: &Doc, mentions: &[Mention], context: &ArticleContext<'_>) -> Vec<PlaceReading> {
    let named: Vec<(TextRange, NameKind)> = mentions
        .iter()
        .filter(|mention| matches!(mention.kind, NameKind::Place | NameKind::Facility))
        .map(|mention| (mention.range, mention.kind))
        .collect();
    locate(doc.text(), &named, context)
}

/// The same without an analysis: no place is told to act.
pub fn locate(
    text: &str,
    names: &[(TextRange, NameKind)],
    context: &ArticleContext<'_>,
) -> Vec<PlaceReading> {
    if names.is_empty() {
        return Vec::new();
    }
    let world = Gazetteer::world();
    let forms = form::forms(world, text, names, context.dateline);
    let beside = Beside {
        home: outlet::home(world, context.domain, context.outlet),
        named: named_in_text(world, text, names),
    };
    let choices = settle::settle(world, &forms, &beside);
    let mut of_name: Vec<Option<&[Choice]>> = vec![None; names.len()];
    for (form, choices) in forms.iter().zip(&choices) {
        for &mention in &form.mentions {
            of_name[mention] = Some(choices);
        }
    }
    names
        .iter()
        .zip(of_name)
        .filter_map(|((range, _), choices)| reading(world, *range, choices?))
        .collect()
}

fn reading(world: &Gazetteer, range: TextRange, choices: &[Choice]) -> Option<PlaceReading> {
    let (best, others) = choices.split_first()?;
    let confidence = percent(best.share);
    if confidence < LEAST_CONFIDENCE {
        return None;
    }
    Some(PlaceReading {
        range,
        place: world.place(best.place),
        placing: best.placing,
        confidence,
        actor: false,
        grounds: best.grounds.clone(),
        alternatives: others
            .iter()
            .take(ALTERNATIVES)
            .map(|other| PlaceAlternative {
                place: world.place(other.place),
                confidence: percent(other.share),
            })
            .filter(|other| other.confidence >= LEAST_ALTERNATIVE)
            .collect(),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// The countries and large divisions that the text names outside of `names`, by name or by their people.
fn named_in_text(
    world: &Gazetteer,
    text: &str,
    names: &[(TextRange, NameKind)],
) -> Vec<PlaceNumber> {
    let mut inside = names.iter().map(|(range, _)| range).peekable();
    let mut words: Vec<&str> = Vec::new();
    let mut seen = FxHashSet::default();
    let mut result = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| c.is_whitespace() || "—–/".contains(c)) {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        while inside.peek().is_some_and(|range| range.end() <= start) {
            inside.next();
        }
        let taken = inside
            .peek()
            .is_some_and(|range| range.start() < start + u32::try_from(word.len()).unwrap_or(0));
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if taken || !bare.starts_with(char::is_uppercase) {
            words.clear();
            continue;
        }
        if words.len() == MOST_WORDS {
            words.remove(0);
        }
        words.push(bare.trim_end_matches("'s").trim_end_matches("’s"));
        for from in 0..words.len() {
            if let Some(place) = world.large(&place_key(&words[from..].join(" "))) {
                if seen.insert(place) {
                    result.push(place);
                }
                break;
            }
        }
        if word.ends_with([',', '.', ';', ':', ')', '"']) {
            words.clear();
        }
    }
    result
}
