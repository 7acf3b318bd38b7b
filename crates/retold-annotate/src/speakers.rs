//! Who speaks, by what the whole article knows: from the words that name a speaker to the chain that they belong to.

use retold_model::{Chain, NameKind, Quote, Reference};
use retold_text::TextRange;

use crate::chains::{Lookup, calls_people};

/// Bytes of a phrase for two people.
const LONGEST_PAIR: u32 = 40;

/// Puts the name of the chain that a speaker's mention belongs to in the place of what the words beside it gave: the
/// chain knows the whole article. "Chinese state media" are not the Chinese. Nobody speaks to themselves: where the speaker
/// would be the one who is spoken to, the name stays open. Of two who speak together the first is named.
pub(crate) fn name_speakers(text: &str, quotes: &mut [Quote], chains: &[Chain]) {
    let lookup = Lookup::new(chains);
    let mut pairs: Option<Vec<Pair>> = None;
    for quote in quotes {
        let whole = quote.speaker.and_then(|range| lookup.chain_of(range));
        let part = { quote.speaker_name }
            .and_then(|range| lookup.chain_of(range))
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
