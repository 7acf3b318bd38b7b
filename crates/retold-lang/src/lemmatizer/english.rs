//! English: rules on forms that are not base forms already.

use super::Word;
use super::tables::Tables;
use crate::lexeme::Characters;

pub(super) fn lemma(tables: &Tables, word: &Word<'_>) -> String {
    let lower = &*word.lexeme.lower;
    if matches!(word.pos, "" | "eol" | "space") || is_base_form(word) {
        return lower.to_owned();
    }
    let Some(tables) = tables.of(word.pos) else {
        return if word.pos == "propn" {
            word.lexeme.text.to_string()
        } else {
            lower.to_owned()
        };
    };
    let mut forms = Vec::new();
    let mut first_unknown = None;
    for form in tables.forms(lower) {
        if tables.is_lemma(&form) {
            forms.insert(0, form);
        } else if !Characters::get().is_alphabetic(&form) {
            forms.push(form);
        } else if first_unknown.is_none() {
            first_unknown = Some(form);
        }
    }
    for form in tables.irregular(lower) {
        if !forms.iter().any(|known| known == form) {
            forms.insert(0, form.to_string());
        }
    }
    forms
        .into_iter()
        .next()
        .or(first_unknown)
        .unwrap_or_else(|| word.lexeme.text.to_string())
}

fn is_base_form(word: &Word<'_>) -> bool {
    let feature = |key: &str| {
        let mut features = word
            .morph
            .split('|')
            .filter_map(|feature| feature.split_once('='));
        features
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    };
    let verb_form = feature("VerbForm");
    let is_finite_present =
        verb_form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none();
    (word.pos == "noun" && feature("Number") == Some("Sing"))
        || (word.pos == "verb" && is_finite_present)
        || matches!(verb_form, Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}
