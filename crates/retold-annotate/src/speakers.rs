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
    let mut spoke: Option<Spoke> = None;
    for quote in quotes {
        let whole = quote
            .speaker
            .and_then(|range| chain_of(text, &lookup, range));
        let part = { quote.speaker_name }
            .and_then(|range| Some((range, chain_of(text, &lookup, range)?)))
            .and_then(|(name, chain)| {
                let Some(phrase) = quote.speaker.filter(|phrase| phrase.contains_range(name))
                else {
                    return goes_on(text, quote, chain, spoke.as_ref(), chains).then_some(chain);
                };
                if !is_aside(text, phrase, name, chains[chain].kind)
                    && !is_of_people(text, name, chain, chains)
                {
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
        if let Some(at) = quote.speaker {
            let chain = whole.or(part).filter(|_| quote.speaker_name.is_some());
            let content = quote.content.clone();
            spoke = chain.map(|chain| Spoke { at, chain, content });
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

/// Who spoke last, where that is said, and the words.
struct Spoke {
    at: TextRange,
    chain: usize,
    content: Vec<TextRange>,
}

/// Bytes from who spoke to a pronoun that goes on with them.
const MOST_BETWEEN: u32 = 1000;

/// Whether a speaker whom the text only calls by a pronoun, and whom the chains leave open, is the one who spoke last: nobody
/// else is named in between.
fn goes_on(
    text: &str,
    quote: &Quote,
    chain: usize,
    spoke: Option<&Spoke>,
    chains: &[Chain],
) -> bool {
    let Some(speaker) = quote.speaker else {
        return false;
    };
    // "the mayor, who said": no pronoun that stands for a name far away.
    let words = speaker.slice(text).unwrap_or_default().to_lowercase();
    if !matches!(&*words, "he" | "she" | "his" | "her") {
        return true;
    }
    let Some(spoke) = spoke.filter(|spoke| spoke.chain == chain) else {
        return false;
    };
    let (from, to) = (spoke.at.end(), speaker.start());
    let said = |name: TextRange| {
        let mut content = spoke.content.iter().chain(&quote.content);
        content.any(|content| content.contains_range(name))
    };
    let others = { chains.iter().enumerate() }
        .filter(|(number, other)| *number != chain && other.kind == NameKind::Person)
        .flat_map(|(_, other)| &other.members)
        .filter(|member| matches!(member.reference, Reference::Name | Reference::Acronym))
        .any(|member| {
            let name = member.range;
            name.start() >= from && name.end() <= to && !said(name)
        });
    // "She warned …, and urged …"
    spoke.at == speaker || from <= to && to - from <= MOST_BETWEEN && !others
}

/// Letters of a place and of its people that differ at most: "Halvonia", "Halvonian".
const OF_PEOPLE: usize = 3;

/// Whether a name is rather that of the people of a place that the text names: "Halvonian officials" are not the Halvonians.
fn is_of_people(text: &str, name: TextRange, chain: usize, chains: &[Chain]) -> bool {
    let words = name.slice(text).unwrap_or_default();
    let ends = ["ian", "ean", "ese", "ish", "ani", "an"];
    chains[chain].kind == NameKind::Organisation
        && !words.contains(' ')
        && ends.iter().any(|end| words.ends_with(end))
        && chains.iter().any(|other| {
            let place = other.name.slice(text).unwrap_or_default();
            let shared = { place.chars().zip(words.chars()) }
                .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
                .count();
            other.kind == NameKind::Place
                && shared > OF_PEOPLE
                && shared + OF_PEOPLE >= place.chars().count()
                && shared + OF_PEOPLE >= words.chars().count()
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
const WHOSE: &[&str] = &["about", "against", "for", "near", "of", "to", "with"];

/// Before a name: somebody is there.
const WHERE: &[&str] = &[
    "across", "around", "at", "for", "from", "in", "inside", "near", "on", "outside",
];

/// Who leads a body and speaks as somebody of their own: "the Kestrel Rail chief".
const LEADERS: &[&str] = &[
    "boss",
    "chair",
    "chairman",
    "chairwoman",
    "chief",
    "coach",
    "commander",
    "founder",
    "head",
    "leader",
    "owner",
    "president",
    "secretary",
];

/// Who belongs to a body, or is met there, and does not speak for it: "Kestrel Rail workers", "members of the Unity Party".
const OUTSIDERS: &[&str] = &[
    "activist",
    "activists",
    "alumni",
    "backers",
    "commenter",
    "commenters",
    "community",
    "consumers",
    "critic",
    "critics",
    "customer",
    "customers",
    "driver",
    "drivers",
    "employee",
    "employees",
    "families",
    "family",
    "fan",
    "fans",
    "follower",
    "followers",
    "friend",
    "friends",
    "inmate",
    "inmates",
    "insider",
    "insiders",
    "investor",
    "investors",
    "loyalists",
    "member",
    "members",
    "neighbor",
    "neighbors",
    "neighbour",
    "neighbours",
    "opponent",
    "opponents",
    "operative",
    "operatives",
    "owner",
    "owners",
    "parent",
    "parents",
    "passenger",
    "passengers",
    "patient",
    "patients",
    "pilot",
    "pilots",
    "police",
    "readers",
    "relative",
    "relatives",
    "resident",
    "residents",
    "rivals",
    "shareholder",
    "shareholders",
    "strategist",
    "strategists",
    "student",
    "students",
    "subscriber",
    "subscribers",
    "supporter",
    "supporters",
    "survivor",
    "survivors",
    "teacher",
    "teachers",
    "user",
    "users",
    "veteran",
    "veterans",
    "victim",
    "victims",
    "viewer",
    "viewers",
    "visitors",
    "volunteer",
    "volunteers",
    "voter",
    "voters",
    "worker",
    "workers",
];

/// What outlets do with papers that others wrote: "a letter obtained by the Northgate Post".
const SEEN: &[&str] = &[
    "cited",
    "contacted",
    "examined",
    "interviewed",
    "obtained",
    "polled",
    "questioned",
    "quoted",
    "reached",
    "read",
    "reported",
    "reviewed",
    "seen",
    "surveyed",
    "verified",
    "viewed",
];

/// Whether `name` in the `phrase` for a speaker only tells which others speak: "Millport police", "the Holt administration",
/// "a resident of Ashford", "a friend of Maria Holt", "a nurse at Ashford Hospital". A body speaks through its people and
/// papers: "Kestrel Rail officials", "a report from Kestrel Rail"; not through those who use it or work there.
fn is_aside(text: &str, phrase: TextRange, name: TextRange, kind: NameKind) -> bool {
    let part = |start: u32, end: u32| TextRange::new(start, end).slice(text).unwrap_or_default();
    let (before, after) = (
        part(phrase.start(), name.start()),
        part(name.end(), phrase.end()),
    );
    is_behind(before, kind) || is_before(after, kind)
}

/// Whether what stands before a name in a phrase says that others speak.
fn is_behind(before: &str, kind: NameKind) -> bool {
    // "Berg, who's the sister of the singer Maria Holt"
    if ["who ", "who's ", "who’s "]
        .iter()
        .any(|who| before.starts_with(who))
    {
        return true;
    }
    let mut words = before
        .split_whitespace()
        .rev()
        .skip_while(|word| *word == "the");
    let (last, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let lower = |word: &str| word.to_lowercase();
    match kind {
        NameKind::Person => WHOSE.contains(&last),
        NameKind::Organisation => {
            matches!(last, "at" | "in" | "near" | "inside" | "outside")
                || last == "by" && SEEN.contains(&second)
                || last == "of" && OUTSIDERS.contains(&&*lower(second))
        }
        // "papers in her native Ashford"
        _ => {
            { before.split_whitespace() }.any(|word| WHOSE.contains(&word) || WHERE.contains(&word))
        }
    }
}

/// Whether what stands behind a name in a phrase says that others speak.
fn is_before(after: &str, kind: NameKind) -> bool {
    if kind == NameKind::Organisation {
        // "Kestrel Rail customer representatives" are no customers: the last noun tells. "Kestrel Rail chief executive"
        let nouns = { after.split(' ').skip(1) }
            .take_while(|word| word.starts_with(char::is_lowercase) && !NO_NOUNS.contains(word))
            .map(|word| word.trim_end_matches(|c: char| !c.is_alphabetic()));
        let is_others = { nouns.clone() }.any(|noun| LEADERS.contains(&noun))
            || nouns.last().is_some_and(|noun| OUTSIDERS.contains(&noun));
        return after.starts_with(' ') && is_others;
    }
    if after.starts_with('-') || ["'s ", "’s "].iter().any(|owner| after.starts_with(owner)) {
        return true;
    }
    let Some(next) = after.strip_prefix(' ') else {
        return false;
    };
    let end = next.find(|c: char| !c.is_alphabetic());
    let word = &next[..end.unwrap_or(next.len())];
    // "U.S. President Maria Holt's office", "the Ashford Republican"; "Ashford and Millport's voters"
    let of_others = kind == NameKind::Place && word.starts_with(char::is_uppercase)
        || word == "and" && ["'s ", "’s "].iter().any(|owner| next.contains(owner));
    of_others
        || word.starts_with(char::is_lowercase)
            && !NO_NOUNS.contains(&word)
            && !["ing", "ed", "ly"].iter().any(|end| word.ends_with(end))
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
            ("A spokeswoman for Maria Holt", "Maria Holt", Person),
            ("The Ashford Republican", "Ashford", Place),
            ("The Kestrel Rail chief", "Kestrel Rail", Organisation),
            (
                "The Kestrel Rail chief executive",
                "Kestrel Rail",
                Organisation,
            ),
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
            ("Some Kestrel Rail workers", "Kestrel Rail", Organisation),
            ("Members of the Unity Party", "Unity Party", Organisation),
            ("papers in her native Ashford", "Ashford", Place),
            ("Ashford and Millport’s older voters", "Ashford", Place),
            ("Ashford President Joe Okoro’s office", "Ashford", Place),
            ("Ashford President Joe Okoro’s office", "Joe Okoro", Person),
            ("Okoro and Holt’s study", "Okoro", Person),
            ("who’s the sister of actor Joe Okoro,", "Joe Okoro", Person),
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
            ("Kestrel Rail customer staff", "Kestrel Rail", Organisation),
            ("A Kestrel Rail executive", "Kestrel Rail", Organisation),
            (
                "The Kestrel Rail chief’s office",
                "Kestrel Rail",
                Organisation,
            ),
            ("Ashford, Republicans in Congress", "Ashford", Place),
            ("A report from Kestrel Rail", "Kestrel Rail", Organisation),
            ("A spokesman for Kestrel Rail", "Kestrel Rail", Organisation),
        ] {
            assert!(!aside(phrase, name, kind), "{phrase}");
        }
    }

    #[test]
    fn a_pronoun_that_stays_open_goes_on_with_who_spoke_last_alone() {
        use retold_model::{ChainMember, QuoteGround, QuoteKind, QuoteStance};
        let name = |text: &str| {
            let range = |words: &str, from: usize| {
                let start = from + text[from..].find(words).unwrap();
                TextRange::of(start, start + words.len())
            };
            let chain = |words: &str| Chain {
                kind: NameKind::Person,
                name: range(words, 0),
                members: vec![ChainMember {
                    range: range(words, 0),
                    reference: Reference::Name,
                }],
                roles: Vec::new(),
            };
            let quote = |speaker: TextRange, speaker_name: TextRange| Quote {
                content: vec![range(".", speaker.end() as usize)],
                kind: QuoteKind::Indirect,
                stance: QuoteStance::Statement,
                cue: None,
                speaker: Some(speaker),
                speaker_name: Some(speaker_name),
                addressee: None,
                medium: None,
                setting: None,
                via: Vec::new(),
                nested: false,
                ground: QuoteGround::Tagger,
                confidence: 90,
            };
            let holt = range("Maria Holt", 0);
            let mut chains = vec![chain("Maria Holt")];
            if text.contains("Ana Berg") {
                chains.push(chain("Ana Berg"));
            }
            let mut quotes = vec![quote(holt, holt), quote(range("She", 0), holt)];
            name_speakers(text, &mut quotes, &chains);
            quotes[1].speaker_name.is_some()
        };
        assert!(name("Maria Holt said no. She added why."));
        assert!(!name(
            "Maria Holt said no. Then Ana Berg came. She added why."
        ));
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
