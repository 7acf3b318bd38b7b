//! Counties within the names of others: "Adams County Sheriff's Office" tells which Quincy an article means.

use retold_model::{NameKind, PlaceFeature};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use super::form::Form;
use super::gazetteer::{Gazetteer, place_key};

/// What counties are called behind their names.
const NOUNS: &[&str] = &[" County", " Parish"];

/// Words of a county's name.
const MOST_WORDS: usize = 3;
/// Bytes before the noun that are read for the name.
const REACH: usize = 60;
/// Counties of a text that are told.
const MOST_COUNTIES: usize = 24;

/// The counties that the text names outside of `names`, each once and none of `forms`.
pub(super) fn counties(
    world: &Gazetteer,
    text: &str,
    names: &[(TextRange, NameKind)],
    forms: &[Form],
) -> Vec<Form> {
    let mut result: Vec<Form> = Vec::new();
    let mut seen: FxHashSet<String> = { forms.iter() }.map(|form| form.key.clone()).collect();
    for noun in NOUNS {
        for (at, _) in text.match_indices(noun) {
            let end = at + noun.len();
            let is_word = !text[end..].starts_with(|c: char| c.is_alphanumeric());
            if !is_word || is_within(names, at) || result.len() == MOST_COUNTIES {
                continue;
            }
            let before = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
            let Some(key) = longest_name(world, before, noun) else {
                continue;
            };
            if seen.insert(key.clone()) {
                result.push(Form::new(world, key, NameKind::Place, &[]));
            }
        }
    }
    result
}

/// Whether what ends at a place of the text, or goes on there, is one of the names.
fn is_within(names: &[(TextRange, NameKind)], at: usize) -> bool {
    let next = names.partition_point(|(range, _)| (range.end() as usize) < at);
    names
        .get(next)
        .is_some_and(|(range, _)| (range.start() as usize) < at)
}

/// The key of the longest name of a county that ends in `before`, with its noun.
fn longest_name(world: &Gazetteer, before: &str, noun: &str) -> Option<String> {
    let words: Vec<&str> = before
        .rsplit(' ')
        .take_while(|word| is_name_word(word))
        .take(MOST_WORDS)
        .collect();
    (1..=words.len()).rev().find_map(|count| {
        let name: Vec<&str> = words[..count].iter().rev().copied().collect();
        let key = place_key(&format!("{}{noun}", name.join(" ")));
        let is_county = {
            let mut places = world.look_up(&key).peekable();
            places.peek().is_some()
                && places.all(|(place, naming)| {
                    naming.is_main() && world.feature(place) == PlaceFeature::District
                })
        };
        is_county.then_some(key)
    })
}

fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && (word == "St."
            || word
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '\''))
}
