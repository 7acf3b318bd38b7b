//! How numbers are qualified: "about", "nearly", "more than", "at least", "up to", "or more".

use retold_model::Qualifier;

use crate::words::{Shape, Words};

/// Phrases before a number, longest first.
const BEFORE: &[(&[&str], Qualifier)] = &[
    (&["no", "fewer", "than"], Qualifier::AtLeast),
    (&["no", "less", "than"], Qualifier::AtLeast),
    (&["not", "less", "than"], Qualifier::AtLeast),
    (&["no", "more", "than"], Qualifier::AtMost),
    (&["not", "more", "than"], Qualifier::AtMost),
    (&["as", "many", "as"], Qualifier::AtMost),
    (&["as", "much", "as"], Qualifier::AtMost),
    (&["in", "excess", "of"], Qualifier::MoreThan),
    (&["a", "minimum", "of"], Qualifier::AtLeast),
    (&["a", "maximum", "of"], Qualifier::AtMost),
    (&["more", "than"], Qualifier::MoreThan),
    (&["greater", "than"], Qualifier::MoreThan),
    (&["less", "than"], Qualifier::LessThan),
    (&["fewer", "than"], Qualifier::LessThan),
    (&["lower", "than"], Qualifier::LessThan),
    (&["just", "under"], Qualifier::Nearly),
    (&["just", "over"], Qualifier::MoreThan),
    (&["well", "over"], Qualifier::MoreThan),
    (&["close", "to"], Qualifier::Nearly),
    (&["at", "least"], Qualifier::AtLeast),
    (&["at", "most"], Qualifier::AtMost),
    (&["up", "to"], Qualifier::AtMost),
    (&["an", "estimated"], Qualifier::About),
    (&["the", "estimated"], Qualifier::About),
    (&["about"], Qualifier::About),
    (&["around"], Qualifier::About),
    (&["approximately"], Qualifier::About),
    (&["roughly"], Qualifier::About),
    (&["some"], Qualifier::About),
    (&["estimated"], Qualifier::About),
    (&["circa"], Qualifier::About),
    (&["nearly"], Qualifier::Nearly),
    (&["almost"], Qualifier::Nearly),
    (&["over"], Qualifier::MoreThan),
    (&["above"], Qualifier::MoreThan),
    (&["under"], Qualifier::LessThan),
    (&["below"], Qualifier::LessThan),
    (&["exactly"], Qualifier::Exactly),
    (&["precisely"], Qualifier::Exactly),
];

/// The qualifier that ends before `at` and begins at or after `least`, and where it begins.
pub(super) fn qualifier_before(
    words: &Words<'_>,
    at: usize,
    least: usize,
) -> Option<(Qualifier, usize)> {
    if at > least && words.sign(at - 1, '~') {
        return Some((Qualifier::About, at - 1));
    }
    if at <= least || words.token(at - 1).shape != Shape::Word {
        return None;
    }
    BEFORE.iter().find_map(|(phrase, qualifier)| {
        let from = at.checked_sub(phrase.len()).filter(|&from| from >= least)?;
        if is_of_verb(words, from) {
            return None;
        }
        let all = phrase
            .iter()
            .enumerate()
            .all(|(n, word)| words.is(from + n, word));
        all.then_some((*qualifier, from))
    })
}

/// "handed over $20": the word belongs to the verb.
fn is_of_verb(words: &Words<'_>, at: usize) -> bool {
    const VERBS: &[&str] = &[
        "fork", "forked", "forking", "forks", "hand", "handed", "handing", "hands", "turn",
        "turned", "turning", "turns",
    ];
    at > 0 && words.is(at, "over") && words.any(at - 1, VERBS)
}

/// The qualifier that begins at `at`, and where it ends.
pub(super) fn qualifier_after(words: &Words<'_>, at: usize) -> Option<(Qualifier, usize)> {
    if words.tight_sign(at, '+') {
        return Some((Qualifier::AtLeast, at + 1));
    }
    if words.any(at, &["and", "or"]) {
        let age = match () {
            () if words.is(at + 1, "older") => Some(Qualifier::AtLeast),
            () if words.is(at + 1, "younger") => Some(Qualifier::AtMost),
            () if words.is(at, "or") || !ends(words, at + 2) => None,
            () if words.any(at + 1, &["over", "up"]) => Some(Qualifier::AtLeast),
            () if words.is(at + 1, "under") => Some(Qualifier::AtMost),
            () => None,
        };
        if let Some(age) = age {
            return Some((age, at + 2));
        }
    }
    if !words.is(at, "or") {
        return None;
    }
    let qualifier = match () {
        () if words.is(at + 1, "more") => Qualifier::AtLeast,
        () if words.any(at + 1, &["less", "fewer"]) => Qualifier::AtMost,
        () if words.any(at + 1, &["so", "thereabouts"]) => Qualifier::About,
        () => return None,
    };
    Some((qualifier, at + 2))
}

/// Whether nothing is counted at `at`: "12 and under.", not "5 and over 20 men".
fn ends(words: &Words<'_>, at: usize) -> bool {
    matches!(
        words.token(at).shape,
        Shape::Sign('.' | ',' | ';' | ')') | Shape::Break
    )
}
