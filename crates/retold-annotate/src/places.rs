//! Where the places lie that an article names.
//!
//! A gazetteer of countries, their divisions, towns of 500 people and more, and regions of the world gives the places of
//! each name; the article as a whole chooses among them: what the words beside a name say ("Paris, Texas"), what else it
//! names, where its outlet is at home, and how many people live there. A name that the gazetteer does not have is put
//! beside what it is named after, or where the rest of the article plays, and marked so.

mod actor;
mod containment;
mod counties;
mod file;
mod form;
pub mod gazetteer;
mod outlet;
mod settle;
mod standing;

use retold_lang::Doc;
use retold_model::{Article, Dateline, Mention, NameKind, PlaceAlternative, PlaceReading, Placing};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use self::form::Form;
use self::gazetteer::{Gazetteer, PlaceNumber};
use self::settle::{Beside, Chosen};
use crate::possessive::without_possessive;

pub use self::gazetteer::place_key;

/// Below this confidence a place is not told: `places` leaves the name out.
pub const LEAST_CONFIDENCE: u8 = 10;
/// Other places that are told beside the chosen one.
const ALTERNATIVES: usize = 3;
/// Alternatives below this confidence are not told.
const LEAST_ALTERNATIVE: u8 = 5;
/// Datelines whose place is longer, in bytes, are not read.
const MOST_DATELINE: usize = 80;
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
    pub dateline: Option<&'a Dateline>,
}

impl<'a> ArticleContext<'a> {
    /// What an article's record tells.
    pub fn of(article: &'a Article) -> Self {
        Self {
            domain: article
                .canonical_url
                .as_ref()
                .and_then(|url| host(&url.value)),
            outlet: article.outlet.as_ref().map(|outlet| &*outlet.value),
            dateline: article.dateline.as_ref(),
        }
    }
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

/// The places of an analysed text, for its mentions of places and buildings, and of groups that are the people of a
/// place, in their order.
///
/// Mentions of other kinds are left out, and so are names of which nothing can be told with
/// [`LEAST_CONFIDENCE`]. Costs time near linear in the text.
pub fn places(doc: &Doc, mentions: &[Mention], context: &ArticleContext<'_>) -> Vec<PlaceReading> {
    let text = doc.text();
    let named: Vec<(TextRange, NameKind)> = mentions
        .iter()
        .filter(|mention| match mention.kind {
            NameKind::Place | NameKind::Facility => true,
            NameKind::Group => {
                { mention.range.slice(text) }
                    .is_some_and(|words| Gazetteer::world().of_people(&place_key(words)).is_some())
                    && !speaks(text, mention.range)
            }
            NameKind::Person | NameKind::Organisation => false,
        })
        .map(|mention| (mention.range, mention.kind))
        .collect();
    let mut readings = locate(text, &named, context);
    standing::drop_unplaced(text, mentions, &mut readings);
    for reading in &mut readings {
        reading.actor = actor::acts(doc, reading.range, reading.place.feature);
    }
    readings
}

/// "English-speaking": what people speak, wherever they live.
fn speaks(text: &str, range: TextRange) -> bool {
    let rest = text.get(range.end() as usize..).unwrap_or_default();
    { rest.strip_prefix(['-', '‑']) }.is_some_and(|rest| rest.starts_with("speak"))
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
    let forms = form::forms(world, text, names, context.dateline.map(|line| line.range));
    let beside = Beside {
        home: outlet::home(world, context.domain, context.outlet),
        dateline: dateline(world, &forms, context.dateline),
        named: named_in_text(world, text, names),
        counties: counties::counties(world, text, names, &forms),
    };
    let settled = settle::settle(world, &forms, &beside);
    let mut of_name: Vec<Option<&Chosen>> = vec![None; names.len()];
    for (form, chosen) in forms.iter().zip(&settled) {
        for &mention in &form.mentions {
            of_name[mention] = chosen.as_ref();
        }
    }
    names
        .iter()
        .zip(of_name)
        .filter_map(|((range, _), chosen)| {
            let mut reading = reading(world, *range, chosen?)?;
            let words = range.slice(text)?;
            if reading.placing == Placing::Itself
                && form::of_town(world, &place_key(words)).is_some()
            {
                reading.placing = Placing::People;
            }
            Some(reading)
        })
        .collect()
}

/// The place of a dateline in which no name was found.
fn dateline(world: &Gazetteer, forms: &[Form], dateline: Option<&Dateline>) -> Option<Form> {
    let place = dateline?.place.as_deref()?;
    if place.len() > MOST_DATELINE || forms.iter().any(|form| form.dateline) {
        return None;
    }
    let whole = (TextRange::of(0, place.len()), NameKind::Place);
    form::forms(world, place, &[whole], None).pop()
}

fn reading(world: &Gazetteer, range: TextRange, chosen: &Chosen) -> Option<PlaceReading> {
    let (best, others) = chosen.choices.split_first()?;
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
        grounds: chosen.grounds.clone(),
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
    // The last words, and whether a name may begin with each.
    let mut words: Vec<(&str, bool)> = Vec::new();
    let mut seen = FxHashSet::default();
    let mut result = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| matches!(c, '—' | '–' | '/') || c.is_whitespace()) {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        // Most words are small.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            words.clear();
            continue;
        }
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
        let bare = without_possessive(bare);
        words.push((bare, world.opens_large(&place_key(bare))));
        for from in (0..words.len()).filter(|&from| words[from].1) {
            let name: Vec<&str> = words[from..].iter().map(|(word, _)| *word).collect();
            if let Some(place) = world.large(&place_key(&name.join(" "))) {
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
