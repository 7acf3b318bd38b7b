//! Quotations and reported statements: their words, their speakers, their chains.

use std::collections::BTreeSet;

use retold_model::{Quote, QuoteStance};
use retold_text::TextRange;
use retold_text::word::words;

use super::gold::{GoldArticle, GoldQuote, overlap};
use super::{Annotated, Fault, Tally};

/// The share of words that the content of a quote must have in common with what is expected, seen from both sides.
const SAME_CONTENT: f64 = 0.8;

/// The share of its words in an optional quote from which on a quote that is not expected is none too much.
const IN_OPTIONAL: f64 = 0.5;

/// Words before the content of which annotators differ on whether they belong to it.
const INTRODUCING: &[&str] = &[
    "a", "against", "an", "about", "as", "for", "of", "on", "that", "the", "to",
];

/// Found; found with the right speaker; found with the right chain.
pub(super) fn score(
    gold: &GoldArticle<TextRange>,
    read: &Annotated,
    faults: &mut Vec<Fault>,
) -> [Tally; 3] {
    let matching = Matching::new(gold, read);
    let (mut there, mut right, mut spoken, mut chained) = (0, 0, 0, 0);
    for (quote, parts) in gold.quotes.iter().zip(&matching.parts) {
        if quote.optional {
            continue;
        }
        there += 1;
        let range = extent(&quote.content);
        if parts.is_empty() {
            faults.push(Fault {
                range,
                what: format!("quote missing{}", matching.instead(quote, read)),
            });
            continue;
        }
        right += 1;
        let speaker = parts
            .iter()
            .find_map(|part| wrong_speaker(gold, quote, part, &read.article.text));
        match speaker {
            None => spoken += 1,
            Some(what) => faults.push(Fault { range, what }),
        }
        match wrong_chain(quote, parts, &read.article.text) {
            None => chained += 1,
            Some(what) => faults.push(Fault { range, what }),
        }
    }
    for quote in &matching.left {
        faults.push(Fault {
            range: quote.extent(),
            what: "no quote".to_owned(),
        });
    }
    let found = matching.counted + matching.left.len();
    [right, spoken, chained].map(|right| {
        let mut tally = Tally::of(right, found, there);
        // A quote found in parts is right with all of them.
        tally.found -= f64::from(matching.further_parts);
        tally
    })
}

/// Of the quotes of people: how many were found, with the speaker, with speaker and chain.
pub(super) fn of_persons(reports: &[(&GoldArticle<TextRange>, &Annotated)]) -> [String; 3] {
    let mut counts = [0; 3];
    let mut there = 0;
    for (gold, read) in reports {
        let matching = Matching::new(gold, read);
        for (quote, parts) in gold.quotes.iter().zip(&matching.parts) {
            let of_person = { quote.speaker_names.iter() }
                .any(|name| gold.persons.iter().any(|p| overlap(p.range, *name)));
            if quote.optional || !of_person {
                continue;
            }
            there += 1;
            let text = &read.article.text;
            let found = !parts.is_empty();
            let spoken = found
                && !parts
                    .iter()
                    .any(|part| wrong_speaker(gold, quote, part, text).is_some());
            let chained = spoken && wrong_chain(quote, parts, text).is_none();
            for (count, holds) in counts.iter_mut().zip([found, spoken, chained]) {
                *count += u32::from(holds);
            }
        }
    }
    counts.map(|count| format!("{count} of {there}"))
}

/// Which quotes are which.
struct Matching<'r> {
    /// For each expected quote what was found of it: one quote, or parts that hold all of it.
    parts: Vec<Vec<&'r Quote>>,
    /// Quotes that are part of an expected one which must be found.
    counted: usize,
    /// Of these, those beyond the first of each.
    further_parts: u32,
    /// Quotes that are not there.
    left: Vec<&'r Quote>,
}

impl<'r> Matching<'r> {
    fn new(gold: &GoldArticle<TextRange>, read: &'r Annotated) -> Self {
        let text = &read.article.text;
        let found: Vec<(&Quote, BTreeSet<TextRange>)> = { read.annotations.quotes.iter() }
            .filter(|quote| quote.stance == QuoteStance::Statement)
            .map(|quote| (quote, content_words(text, &quote.content)))
            .collect();
        let mut taken = vec![false; found.len()];
        let mut parts = vec![Vec::new(); gold.quotes.len()];
        // What must be found goes first, and a quote as a whole before a quote in parts.
        for (optional, whole) in [(false, true), (true, true), (false, false), (true, false)] {
            for (quote, parts) in gold.quotes.iter().zip(&mut parts) {
                if quote.optional != optional || !parts.is_empty() {
                    continue;
                }
                for content in std::iter::once(&quote.content).chain(&quote.others) {
                    let expected = content_words(text, content);
                    let own: Vec<usize> = if whole {
                        best(&expected, &found, &taken).into_iter().collect()
                    } else {
                        pieces(&expected, &found, &taken)
                    };
                    if !own.is_empty() {
                        parts.extend(own.iter().map(|&n| found[n].0));
                        for n in own {
                            taken[n] = true;
                        }
                        break;
                    }
                }
            }
        }
        for (n, (quote, _)) in found.iter().enumerate() {
            if !taken[n]
                && let Some(joined) = joins(gold, quote, text)
                && joined.iter().all(|&at| parts[at].is_empty())
            {
                taken[n] = true;
                for at in joined {
                    parts[at].push(*quote);
                }
            }
        }
        let aside: BTreeSet<TextRange> = { gold.quotes.iter() }
            .filter(|quote| quote.optional)
            .flat_map(|quote| content_words(text, &quote.content))
            .collect();
        let left = found
            .iter()
            .zip(taken)
            .filter(|((_, words), taken)| !taken && share(words, &aside) < IN_OPTIONAL)
            .map(|((quote, _), _)| *quote)
            .collect();
        let wanted = { gold.quotes.iter().zip(&parts) }.filter(|(quote, _)| !quote.optional);
        let counted = wanted.clone().map(|(_, parts)| parts.len()).sum();
        let further_parts = wanted
            .map(|(_, parts)| u32::try_from(parts.len().saturating_sub(1)).unwrap_or(u32::MAX))
            .sum();
        Self {
            parts,
            counted,
            further_parts,
            left,
        }
    }

    /// What was found where an expected quote is missing.
    fn instead(&self, quote: &GoldQuote<TextRange>, read: &Annotated) -> String {
        let text = &read.article.text;
        let expected = content_words(text, &quote.content);
        let offsets = retold_text::CharOffsets::new(text);
        let near: Vec<String> = { read.annotations.quotes.iter() }
            .filter(|found| share(&content_words(text, &found.content), &expected) > 0.0)
            .map(|found: &Quote| {
                let (start, end) = offsets.chars(found.extent());
                let taken = !self.left.iter().any(|left| std::ptr::eq(*left, found));
                match (found.stance, taken) {
                    (QuoteStance::Attitude, _) => format!("{start}..{end} as an attitude"),
                    (QuoteStance::Statement, true) => format!("{start}..{end} of another"),
                    (QuoteStance::Statement, false) => format!("{start}..{end}"),
                }
            })
            .collect();
        if near.is_empty() {
            String::new()
        } else {
            format!(" (found {})", near.join(", "))
        }
    }
}

/// The words of `content` without those that introduce it.
fn content_words(text: &str, content: &[TextRange]) -> BTreeSet<TextRange> {
    words(text)
        .filter(|word| content.iter().any(|range| range.contains_range(*word)))
        .skip_while(|word| {
            word.slice(text)
                .is_some_and(|word| INTRODUCING.contains(&word.to_lowercase().as_str()))
        })
        .collect()
}

/// The share of `words` that are in `among`.
#[expect(clippy::cast_precision_loss, reason = "a quote has few words")]
fn share(words: &BTreeSet<TextRange>, among: &BTreeSet<TextRange>) -> f64 {
    if words.is_empty() {
        return 0.0;
    }
    words.intersection(among).count() as f64 / words.len() as f64
}

/// The quote with the same content, the nearest of them.
fn best(
    expected: &BTreeSet<TextRange>,
    found: &[(&Quote, BTreeSet<TextRange>)],
    taken: &[bool],
) -> Option<usize> {
    let likeness = |n: &usize| share(expected, &found[*n].1).min(share(&found[*n].1, expected));
    (0..found.len())
        .filter(|&n| !taken[n])
        .filter(|n| likeness(n) >= SAME_CONTENT)
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
}

/// Quotes inside the content that together are all of it; else none.
fn pieces(
    expected: &BTreeSet<TextRange>,
    found: &[(&Quote, BTreeSet<TextRange>)],
    taken: &[bool],
) -> Vec<usize> {
    let inside: Vec<usize> = (0..found.len())
        .filter(|&n| !taken[n] && share(&found[n].1, expected) >= SAME_CONTENT)
        .collect();
    let together = { inside.iter() }
        .flat_map(|&n| found[n].1.iter().copied())
        .collect();
    if share(expected, &together) >= SAME_CONTENT {
        inside
    } else {
        Vec::new()
    }
}

/// The expected quotes that a found one joins, by their numbers: each of its ranges is of one of them, and they are there
/// as a whole. A quotation that runs on into the next paragraph is one quote to some readers and two to others.
fn joins(gold: &GoldArticle<TextRange>, found: &Quote, text: &str) -> Option<Vec<usize>> {
    let expected: Vec<BTreeSet<TextRange>> = { gold.quotes.iter() }
        .map(|quote| content_words(text, &quote.content))
        .collect();
    let mut own = vec![BTreeSet::new(); expected.len()];
    for range in &found.content {
        let words = content_words(text, &[*range]);
        let at = { 0..expected.len() }.find(|&at| share(&words, &expected[at]) >= SAME_CONTENT)?;
        own[at].extend(words);
    }
    let joined: Vec<usize> = (0..own.len()).filter(|&at| !own[at].is_empty()).collect();
    { joined.iter() }
        .all(|&at| share(&expected[at], &own[at]) >= SAME_CONTENT)
        .then_some(joined)
}

/// What is wrong with the speaker.
fn wrong_speaker(
    gold: &GoldArticle<TextRange>,
    quote: &GoldQuote<TextRange>,
    found: &Quote,
    text: &str,
) -> Option<String> {
    let say = |range: Option<TextRange>| {
        range
            .and_then(|range| range.slice(text))
            .unwrap_or("nobody")
            .to_owned()
    };
    let named = found.speaker_name.or(found.speaker);
    let right = match (&quote.speaker_names[..], quote.speaker) {
        ([], None) => named.is_none(),
        ([], Some(speaker)) => found.speaker.is_some_and(|own| overlap(own, speaker)),
        (expected, _) => {
            named.is_some_and(|own| { expected.iter() }.any(|name| is_same(gold, own, *name, text)))
        }
    };
    (!right).then(|| {
        format!(
            "speaker `{}` ({}), but it is `{}`",
            say(found.speaker),
            say(found.speaker_name),
            say(quote.speaker_names.first().copied().or(quote.speaker))
        )
    })
}

/// Whether two ranges name one person or place, or are of the same words.
fn is_same(gold: &GoldArticle<TextRange>, one: TextRange, other: TextRange, text: &str) -> bool {
    let person = |range| {
        { gold.persons.iter() }
            .find(|person| overlap(person.range, range))
            .map(|person| person.entity)
    };
    let place = |range| {
        { gold.places.iter() }
            .find(|place| overlap(place.range, range))
            .map(|place| place.entity)
    };
    let same_words =
        || one.slice(text).map(str::to_lowercase) == other.slice(text).map(str::to_lowercase);
    match (person(other), place(other)) {
        (Some(entity), _) => person(one) == Some(entity),
        (None, Some(entity)) => person(one).is_none() && place(one) == Some(entity),
        (None, None) => overlap(one, other) || same_words(),
    }
}

/// What is wrong with the chain: a stated link is missing, or stands in another role or order, or one is too much. An
/// outlet that is the speaker itself may stand as a link too.
fn wrong_chain(quote: &GoldQuote<TextRange>, parts: &[&Quote], text: &str) -> Option<String> {
    let found = || parts.iter().flat_map(|part| &part.via);
    let mut places = Vec::new();
    for link in &quote.via {
        let place =
            found().position(|own| own.role == link.role && overlap(own.mention, link.range));
        if place.is_none() && !link.optional {
            return Some(format!(
                "chain without `{}`, found {:?}",
                link.range.slice(text).unwrap_or_default(),
                found()
                    .map(|own| (own.mention.slice(text).unwrap_or_default(), own.role))
                    .collect::<Vec<_>>()
            ));
        }
        places.extend(place);
    }
    if !places.is_sorted() {
        return Some("chain in another order".to_owned());
    }
    let speakers = quote.speaker.iter().chain(&quote.speaker_names);
    found()
        .find(|own| {
            !quote
                .via
                .iter()
                .any(|link| overlap(own.mention, link.range))
                && !speakers
                    .clone()
                    .any(|speaker| overlap(own.mention, *speaker))
        })
        .map(|own| {
            format!(
                "chain with `{}`, which is no link",
                own.mention.slice(text).unwrap_or_default()
            )
        })
}

fn extent(content: &[TextRange]) -> TextRange {
    { content.iter().copied() }
        .reduce(TextRange::cover)
        .expect("an expected quote has content")
}
