//! Whether a place acts in its sentence: "Moscow said", "talks between Washington and Beijing", "Iran's army".

use std::sync::LazyLock;

use retold_lang::{Doc, Token};
use retold_model::PlaceFeature;
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use super::gazetteer::{Gazetteer, place_key};

const WORDS: &str = include_str!("../../data/places/actors.txt");

#[derive(Debug, Default)]
struct Words {
    still: FxHashSet<&'static str>,
    talks: FxHashSet<&'static str>,
    bodies: FxHashSet<&'static str>,
    deeds: FxHashSet<&'static str>,
    aimed: FxHashSet<&'static str>,
    pressed: FxHashSet<&'static str>,
    moods: FxHashSet<&'static str>,
    sides: FxHashSet<&'static str>,
}

static LISTS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (kind, word) in WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
    {
        match kind {
            "still" => words.still.insert(word),
            "talks" => words.talks.insert(word),
            "deed" => words.deeds.insert(word),
            "aimed" => words.aimed.insert(word),
            "pressed" => words.pressed.insert(word),
            "mood" => words.moods.insert(word),
            "side" => words.sides.insert(word),
            _ => words.bodies.insert(word),
        };
    }
    words
});

/// Conjuncts and appositions further up than this are not followed.
const MOST_STEPS: usize = 8;

/// Whether the place at `range`, which is a `feature`, acts.
///
/// Only states, also former ones, divisions, capitals and continents do: a town that is a subject is a town.
pub(super) fn acts(doc: &Doc, range: TextRange, feature: PlaceFeature) -> bool {
    let is_state = || {
        let name = range.slice(doc.text()).unwrap_or_default();
        Gazetteer::world().is_state(&place_key(name))
    };
    if !matches!(
        feature,
        PlaceFeature::Country
            | PlaceFeature::Division
            | PlaceFeature::Capital
            | PlaceFeature::Continent
    ) && !is_state()
    {
        return false;
    }
    let Some(mut token) = root(doc, range) else {
        return false;
    };
    let words = &*LISTS;
    // "Russia and China said": what holds for the first of a row holds for all.
    for _ in 0..MOST_STEPS {
        if token.dep() != "conj" {
            break;
        }
        token = token.head();
    }
    let head = token.head();
    match token.dep() {
        "nsubj" => is_deed(head, words) || is_mood(head, words) || sees_as(head),
        "nsubjpass" | "dobj" => is_aimed(head, words),
        "poss" => {
            words.bodies.contains(head.lemma())
                || is_talks(head, words)
                || head.pos() == "NOUN" && words.deeds.contains(head.lemma())
        }
        "pobj" => match (head.dep(), head.lemma()) {
            ("agent", _) => true,
            ("prep", "between" | "with") => is_talks(told_of(head.head()), words),
            ("prep", "of") => is_side(head.head(), words),
            ("prep", "against" | "on" | "from") => is_pressed(head, words),
            _ => false,
        },
        _ => false,
    }
}

fn is_deed(verb: Token<'_>, words: &Words) -> bool {
    verb.pos() == "VERB" && !words.still.contains(verb.lemma())
}

fn is_talks(noun: Token<'_>, words: &Words) -> bool {
    // A country's civil war is no war with another.
    noun.pos() == "NOUN"
        && words.talks.contains(noun.lemma())
        && !noun.left_children().any(|child| child.lemma() == "civil")
}

/// "accused Moscow", "Russia has not been invited".
fn is_aimed(verb: Token<'_>, words: &Words) -> bool {
    verb.pos() == "VERB" && words.aimed.contains(verb.lemma())
}

/// "sanctions against Iran", "pressure from Washington", "imposed sanctions on Iran".
fn is_pressed(preposition: Token<'_>, words: &Words) -> bool {
    let mut head = preposition.head();
    // "sanctions against both, above all against Iran"
    if head.dep() == "prep" {
        head = head.head();
    }
    head.pos() == "NOUN" && words.pressed.contains(head.lemma())
        || preposition.lemma() != "from" && matches!(head.lemma(), "impose" | "levy")
}

/// "is ready to", "was open to", "would be a good partner".
fn is_mood(verb: Token<'_>, words: &Words) -> bool {
    matches!(verb.lemma(), "be" | "remain" | "stay" | "seem" | "appear")
        && verb.right_children().any(|child| match child.dep() {
            "acomp" => words.moods.contains(child.lemma()),
            "attr" => is_side(child, words),
            _ => false,
        })
}

/// "a partner of Moscow", "China would be a good partner".
fn is_side(noun: Token<'_>, words: &Words) -> bool {
    noun.pos() == "NOUN" && words.sides.contains(noun.lemma())
}

/// "the treaty signed with Iran": the treaty.
fn told_of(head: Token<'_>) -> Token<'_> {
    if head.pos() == "VERB" && head.dep() == "acl" {
        head.head()
    } else {
        head
    }
}

/// "Moscow sees the island as a part of China": a view, where "the town saw snow" is none.
fn sees_as(verb: Token<'_>) -> bool {
    verb.lemma() == "see"
        && verb
            .right_children()
            .any(|child| child.dep() == "prep" && child.lemma() == "as")
}

/// The token of `range` whose head lies outside.
fn root(doc: &Doc, range: TextRange) -> Option<Token<'_>> {
    let (mut low, mut high) = (0, doc.len());
    while low < high {
        let middle = low.midpoint(high);
        if doc.token(middle)?.range().end() <= range.start() {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low..doc.len())
        .map_while(|index| {
            doc.token(index)
                .filter(|token| token.range().start() < range.end())
        })
        .find(|token| {
            let head = token.head().range();
            token.is_root() || head.end() <= range.start() || head.start() >= range.end()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_in_their_kinds_without_doubles() {
        let lines: Vec<&str> = WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        let distinct: FxHashSet<&&str> = lines.iter().collect();
        assert_eq!(distinct.len(), lines.len());
        assert!(lines.iter().all(|line| matches!(
            line.split_once('\t'),
            Some((
                "still" | "talks" | "body" | "deed" | "aimed" | "pressed" | "mood" | "side",
                _
            ))
        )));
    }
}
