//! Who speaks, by what the whole article knows: from the words that name a speaker to the chain that they belong to.

use retold_model::{Chain, NameKind, Quote, Reference};
use retold_text::TextRange;

use crate::chains::{Lookup, calls_people};

/// Bytes of a phrase for two people.
const LONGEST_PAIR: u32 = 40;

/// Puts the name of the chain that a speaker's mention belongs to in the place of what the words beside it gave: the
/// chain knows the whole article. "Chinese state media" are not the Chinese. Nobody speaks to themselves: where the speaker
/// would be the one who is spoken to, the name stays open. Of two who speak together the first is named. A name that only
/// tells which others speak ("Millport police", "a friend of Olsen") names no speaker.
pub(crate) fn name_speakers(text: &str, quotes: &mut [Quote], chains: &[Chain]) {
    let lookup = Lookup::new(chains);
    let mut pairs: Option<Vec<Pair>> = None;
    for quote in quotes {
        let whole = quote
            .speaker
            .and_then(|range| chain_of(text, &lookup, range));
        let part = { quote.speaker_name }
            .and_then(|range| Some((range, chain_of(text, &lookup, range)?)))
            .and_then(|(name, chain)| {
                let Some(phrase) = quote.speaker.filter(|phrase| phrase.contains_range(name))
                else {
                    return Some(chain);
                };
                if !is_aside(text, phrase, name, chains[chain].kind) {
                    return Some(chain);
                }
                // "Bristol lawyer Maria Holt"
                { lookup.names_in(phrase) }
                    .find(|(name, chain)| {
                        let kind = chains[*chain].kind;
                        kind == NameKind::Person && !is_aside(text, phrase, *name, kind)
                    })
                    .map(|(_, chain)| chain)
            })
            .filter(|&chain| chains[chain].kind != NameKind::Group);
        let two = || {
            let phrase = { [quote.speaker_name, quote.speaker] }
                .into_iter()
                .flatten()
                .find(|phrase| is_of_two(text, *phrase))?;
            let pairs = pairs.get_or_insert_with(|| self::pairs(text, chains));
            let before = pairs.partition_point(|pair| pair.end <= phrase.start());
            Some(pairs[before.checked_sub(1)?].first)
        };
        let told = quote.addressee.and_then(|range| lookup.chain_of(range));
        match whole.or_else(two).or(part) {
            found @ Some(_) if found == told => quote.speaker_name = None,
            Some(chain) => quote.speaker_name = Some(chains[chain].name),
            None if quote.speaker_name != quote.speaker => quote.speaker_name = None,
            None => {}
        }
    }
}

/// The chain of a phrase, whose article is no part of a body's name.
fn chain_of(text: &str, lookup: &Lookup<'_>, phrase: TextRange) -> Option<usize> {
    const ARTICLE: u32 = 4;
    lookup.chain_of(phrase).or_else(|| {
        let words = phrase.slice(text)?;
        words
            .get(..ARTICLE as usize)?
            .eq_ignore_ascii_case("the ")
            .then_some(())?;
        lookup.chain_of(TextRange::new(phrase.start() + ARTICLE, phrase.end()))
    })
}

/// Words behind a name that begin something else, and are no noun that the name stands before.
const NO_NOUNS: &[&str] = &[
    "about",
    "after",
    "again",
    "against",
    "also",
    "and",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "during",
    "earlier",
    "early",
    "for",
    "from",
    "has",
    "he",
    "here",
    "herself",
    "himself",
    "if",
    "in",
    "inside",
    "is",
    "itself",
    "last",
    "late",
    "later",
    "near",
    "next",
    "not",
    "now",
    "of",
    "on",
    "once",
    "or",
    "outside",
    "over",
    "said",
    "says",
    "she",
    "since",
    "that",
    "the",
    "then",
    "there",
    "this",
    "through",
    "to",
    "today",
    "told",
    "under",
    "until",
    "via",
    "was",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "with",
    "yesterday",
];

/// Before a name: somebody belongs to it.
const WHOSE: &[&str] = &["about", "against", "near", "of", "to", "with"];

/// Before a name: somebody is there.
const WHERE: &[&str] = &[
    "across", "around", "at", "for", "from", "in", "inside", "near", "on", "outside",
];

/// Before a name: who has read what speaks: "a certificate seen by the Merrin Daily".
const READ_BY: &[&str] = &[
    " examined by",
    " obtained by",
    " read by",
    " reviewed by",
    " seen by",
    " viewed by",
];

/// Whether `name` in the `phrase` for a speaker only tells which others speak: "Millport police", "the Holt administration",
/// "a resident of Ashford", "a friend of Maria Holt", "a nurse at Ashford Hospital". A body speaks through its people and
/// papers: "Kestrel Rail officials", "a report from Kestrel Rail".
fn is_aside(text: &str, phrase: TextRange, name: TextRange, kind: NameKind) -> bool {
    let part = |start: u32, end: u32| TextRange::new(start, end).slice(text).unwrap_or_default();
    let before = part(phrase.start(), name.start()).trim_end();
    let before = before.strip_suffix(" the").unwrap_or(before);
    if READ_BY.iter().any(|words| before.ends_with(words)) {
        return true;
    }
    let before = before.rsplit(' ').next().unwrap_or_default();
    let is_behind = match kind {
        NameKind::Person => WHOSE.contains(&before),
        NameKind::Organisation => matches!(before, "at" | "in" | "near" | "inside" | "outside"),
        _ => WHOSE.contains(&before) || WHERE.contains(&before),
    };
    let after = part(name.end(), phrase.end());
    let is_before = kind != NameKind::Organisation
        && (after.starts_with('-')
            || after.strip_prefix(' ').is_some_and(|after| {
                let end = after.find(|c: char| !c.is_alphabetic());
                let word = &after[..end.unwrap_or(after.len())];
                word.starts_with(char::is_lowercase)
                    && !NO_NOUNS.contains(&word)
                    && !["ing", "ed", "ly"].iter().any(|end| word.ends_with(end))
            }));
    is_behind || is_before
}

/// Whether a phrase speaks of two people who were named before: "the two leaders", "both men".
fn is_of_two(text: &str, phrase: TextRange) -> bool {
    if phrase.len() > LONGEST_PAIR {
        return false;
    }
    let phrase = phrase.slice(text).unwrap_or_default().to_lowercase();
    let mut words = phrase.split_whitespace().peekable();
    words.next_if(|word| matches!(*word, "the" | "these" | "those"));
    words
        .next()
        .is_some_and(|word| matches!(word, "two" | "both"))
        && words.last().is_some_and(calls_people)
}

/// Two people whose names "and" joins.
struct Pair {
    /// Where the second name ends.
    end: u32,
    /// The chain of the first.
    first: usize,
}

/// The pairs of people in the text, in its order: "Olsen and Berg", but not the last two of a longer list.
fn pairs(text: &str, chains: &[Chain]) -> Vec<Pair> {
    let mut names: Vec<(TextRange, usize)> = { chains.iter().enumerate() }
        .filter(|(_, chain)| chain.kind == NameKind::Person)
        .flat_map(|(number, chain)| {
            let names =
                { chain.members.iter() }.filter(|member| member.reference == Reference::Name);
            names.map(move |member| (member.range, number))
        })
        .collect();
    names.sort_unstable();
    let between =
        |one: TextRange, other: TextRange| text.get(one.end() as usize..other.start() as usize);
    (1..names.len())
        .filter_map(|at| {
            let (first, second) = (names[at - 1], names[at]);
            let listed = at > 1 && between(names[at - 2].0, first.0) == Some(", ");
            (between(first.0, second.0) == Some(" and ") && first.1 != second.1 && !listed).then(
                || Pair {
                    end: second.0.end(),
                    first: first.1,
                },
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_tells_which_others_speak_is_no_speaker() {
        use NameKind::{Organisation, Person, Place};
        let aside = |phrase: &str, name: &str, kind| {
            let start = phrase.find(name).unwrap();
            let name = TextRange::of(start, start + name.len());
            is_aside(phrase, TextRange::of(0, phrase.len()), name, kind)
        };
        for (phrase, name, kind) in [
            ("Millport police", "Millport", Place),
            ("The Holt administration", "Holt", Person),
            ("An Ashford resident", "Ashford", Place),
            ("A resident of Ashford", "Ashford", Place),
            ("Police in the Bronx", "Bronx", Place),
            ("A London-based think tank", "London", Place),
            ("A friend of Maria Holt", "Maria Holt", Person),
            (
                "the Ashford County medical examiner’s office",
                "Ashford County",
                Place,
            ),
            (
                "A nurse at Ashford Hospital",
                "Ashford Hospital",
                Organisation,
            ),
            (
                "A certificate seen by the Merrin Daily",
                "Merrin Daily",
                Organisation,
            ),
        ] {
            assert!(aside(phrase, name, kind), "{phrase}");
        }
        for (phrase, name, kind) in [
            ("Moscow", "Moscow", Place),
            ("China and Russia", "China", Place),
            ("Maria Holt of Ashford", "Maria Holt", Person),
            ("Maria Holt, the mayor,", "Maria Holt", Person),
            ("Maria Holt speaking in Ashford", "Maria Holt", Person),
            ("resident Maria Holt who was there", "Maria Holt", Person),
            ("Maria Holt late on Sunday", "Maria Holt", Person),
            ("Kestrel Rail officials", "Kestrel Rail", Organisation),
            ("A report from Kestrel Rail", "Kestrel Rail", Organisation),
            ("A spokesman for Kestrel Rail", "Kestrel Rail", Organisation),
        ] {
            assert!(!aside(phrase, name, kind), "{phrase}");
        }
    }

    #[test]
    fn two_people_are_told_from_two_things() {
        let found: Vec<&str> = [
            "the two leaders",
            "Both men",
            "two spokeswomen",
            "The two French ministers",
            "both countries",
            "the three leaders",
            "two",
            "the two-time champion",
        ]
        .into_iter()
        .filter(|phrase| is_of_two(phrase, TextRange::of(0, phrase.len())))
        .collect();
        assert_eq!(
            found,
            [
                "the two leaders",
                "Both men",
                "two spokeswomen",
                "The two French ministers"
            ]
        );
    }
}
