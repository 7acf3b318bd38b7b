//! What lists know for frames: nouns for events, and what makes a complement less than a fact.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const NOUNS: &str = include_str!("../../data/frames/nouns.txt");
const GOVERNORS: &str = include_str!("../../data/frames/governors.txt");

/// What a noun phrase beside a noun for an event is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Object,
    Neither,
}

/// A noun for an event.
#[derive(Clone, Debug)]
pub(super) struct EventNoun {
    pub(super) verb: &'static str,
    /// What stands behind "of".
    pub(super) of: Part,
    /// What a possessor is.
    pub(super) possessor: Part,
    /// The prepositions that the object stands behind.
    pub(super) object: Vec<&'static str>,
}

/// How real a word makes its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Governs {
    Planned,
    Possible,
    Wished,
    Denied,
    Questioned,
    Negated,
}

static EVENT_NOUNS: LazyLock<FxHashMap<&'static str, EventNoun>> = LazyLock::new(|| {
    lines(NOUNS)
        .filter_map(|line| {
            let mut parts = line.split('\t');
            let part = |text: Option<&str>| match text {
                Some("s") => Part::Subject,
                Some("o") => Part::Object,
                _ => Part::Neither,
            };
            Some((
                parts.next()?,
                EventNoun {
                    verb: parts.next()?,
                    of: part(parts.next()),
                    possessor: part(parts.next()),
                    object: parts.next().unwrap_or("").split(' ').collect(),
                },
            ))
        })
        .collect()
});

static GOVERNS: LazyLock<FxHashMap<&'static str, Governs>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for line in lines(GOVERNORS) {
        let (kind, words) = line.split_once(": ").unwrap_or((line, ""));
        let kind = match kind {
            "planned" => Governs::Planned,
            "possible" => Governs::Possible,
            "wished" => Governs::Wished,
            "denied" => Governs::Denied,
            "questioned" => Governs::Questioned,
            _ => Governs::Negated,
        };
        table.extend(words.split(' ').map(|word| (word, kind)));
    }
    table
});

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The noun for an event with this base form.
pub(super) fn event_noun(lemma: &str) -> Option<&'static EventNoun> {
    EVENT_NOUNS.get(lemma)
}

/// How real the word with this base form makes its complement; of verbs with a particle `rule_out`.
pub(super) fn governs(lemma: &str) -> Option<Governs> {
    GOVERNS.get(lemma).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_no_duplicates() {
        assert_eq!(lines(NOUNS).count(), EVENT_NOUNS.len());
        let words = lines(GOVERNORS).filter_map(|line| line.split_once(": "));
        assert_eq!(
            words
                .map(|(_, words)| words.split(' ').count())
                .sum::<usize>(),
            GOVERNS.len()
        );
    }
}
