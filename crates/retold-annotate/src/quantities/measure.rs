//! What is measured: units, money, counted nouns. Tables and little code.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::words::{Role, Shape, Words};

/// Units; the first lines say how they are written, here as in the other tables.
const UNITS: &str = include_str!("../../data/en/units.txt");
const CURRENCIES: &str = include_str!("../../data/en/currencies.txt");
const PLURALS: &str = include_str!("../../data/en/plurals.txt");
const ENDS: &str = include_str!("../../data/en/noun_phrase_ends.txt");
const STATES: &str = include_str!("../../data/en/states.txt");

/// Words that may stand between a number and the noun that it counts.
const MOST_WORDS: usize = 4;

/// The longest word of the tables, in bytes.
const LONGEST: usize = 16;

type Phrases = FxHashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>;

static UNIT_TABLE: LazyLock<Phrases> = LazyLock::new(|| phrases(UNITS));
static CURRENCY_TABLE: LazyLock<Phrases> = LazyLock::new(|| phrases(CURRENCIES));
static PLURAL_TABLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| lines(PLURALS).collect());
static END_TABLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| lines(ENDS).collect());
static STATE_TABLE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| lines(STATES).collect());

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// The names by their first word, longest first.
fn phrases(table: &'static str) -> Phrases {
    let mut result = Phrases::default();
    let mut names: Vec<(Vec<&str>, &str)> = lines(table)
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, value)| (name.split(' ').collect(), value))
        .collect();
    names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    for (words, value) in names {
        result.entry(words[0]).or_default().push((words, value));
    }
    result
}

/// `word` in small letters, if it is short enough to be in a table.
fn lower(word: &str) -> Option<String> {
    (word.len() <= LONGEST).then(|| word.to_lowercase())
}

fn phrase(table: &'static Phrases, words: &Words<'_>, at: usize) -> Option<(&'static str, usize)> {
    if matches!(words.token(at).shape, Shape::Break | Shape::Digits) {
        return None;
    }
    let names = table.get(lower(words.text_of(at))?.as_str())?;
    names
        .iter()
        .find(|(name, _)| {
            name.iter()
                .enumerate()
                .all(|(n, word)| words.is(at + n, word))
        })
        .map(|(name, value)| (*value, at + name.len()))
}

/// The unit at `at`, and where it ends.
pub(super) fn unit(words: &Words<'_>, at: usize) -> Option<(&'static str, usize)> {
    // "in" and "m" alone are other words, and not in the table.
    phrase(&UNIT_TABLE, words, at)
}

/// The currency at `at` (a sign, a code or a name), and where it ends.
pub(super) fn currency(words: &Words<'_>, at: usize) -> Option<(&'static str, usize)> {
    let token = words.token(at);
    if let Shape::Sign(c) = token.shape
        && c.is_ascii()
        && c != '$'
    {
        return None;
    }
    let found = phrase(&CURRENCY_TABLE, words, at)?;
    let word = words.text_of(at);
    // Codes are capitals ("CAD", "PHP", "TRY"); "won" is a verb more often than money: only after a number in full.
    let code = token.shape == Shape::Word
        && found.1 == at + 1
        && found
            .0
            .get(..3)
            .is_some_and(|code| code.eq_ignore_ascii_case(word));
    if code && !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let short = token.shape == Shape::Word && word.len() <= 2 && !token.capital;
    if short
        || word.eq_ignore_ascii_case("won")
            && words.is_word(found.1)
            && !ends_noun_phrase(words, found.1)
    {
        return None;
    }
    Some(found)
}

/// Whether the name of what is counted cannot hold the word at `at`.
pub(super) fn ends_noun_phrase(words: &Words<'_>, at: usize) -> bool {
    let token = words.token(at);
    token.entry.is(Role::PastVerb)
        || token.entry.is(Role::ReportVerb)
        || token.entry.is(Role::FutureVerb)
        || lower(words.text_of(at)).is_some_and(|word| END_TABLE.contains(word.as_str()))
}

/// The noun that a number before `at` counts: where its phrase begins and which token is the head.
pub(super) fn counted(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    // "2 more bodies", "four other men"
    let at = at + usize::from(words.any(at, &["more", "other", "additional", "further"]));
    let mut head = None;
    let mut end = at;
    for next in at..at + MOST_WORDS {
        let token = words.token(next);
        // A hyphen inside a compound goes on ("40 anti-war protesters").
        if token.shape == Shape::Sign('-') && token.glued && next > at {
            continue;
        }
        if token.shape != Shape::Word
            || ends_noun_phrase(words, next) && !is_plural(words.text_of(next))
        {
            break;
        }
        end = next + 1;
        // "three police officers"
        let of_police = words.is(next, "police")
            && words.is_word(next + 1)
            && !ends_noun_phrase(words, next + 1)
            && is_plural(words.text_of(next + 1));
        if is_plural(words.text_of(next)) && !of_police {
            head = Some(next);
            break;
        }
    }
    // "7 Action News" is a station.
    if head.is_some_and(|head| words.is(head, "news")) {
        return None;
    }
    if let Some(head) = head {
        return Some((at, head));
    }
    // No plural: "one man", "a million dead": the word right behind, in small letters, if it is the last of its phrase.
    // "Three imposing statues" are not three imposing.
    let single = end == at + 1 && is_single(words, at) && !words.text_of(at).ends_with("ing");
    single.then_some((at, at))
}

/// The same behind "of": "the men", "the world's largest companies", of which the companies are counted.
pub(super) fn counted_of(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let determiner = words.any(
        at,
        &[
            "the", "all", "its", "their", "his", "her", "our", "those", "these",
        ],
    );
    let at = at + usize::from(determiner);
    let owner_at = |at: usize| words.tight_sign(at + 1, '\'');
    let in_phrase = |at: usize| {
        words.is_word(at)
            && !ends_noun_phrase(words, at)
            && (owner_at(at) || !is_plural(words.text_of(at)))
    };
    let owner = (at..at + MOST_WORDS)
        .take_while(|&at| in_phrase(at))
        .find(|&at| owner_at(at));
    let Some(owner) = owner else {
        return counted(words, at);
    };
    let s = words.is(owner + 2, "s") && words.token(owner + 2).glued;
    let next = owner + 2 + usize::from(s);
    // "one of the town's two farms" leaves the two to themselves.
    let owns = s || is_plural(words.text_of(owner));
    (owns && !words.has(next, Role::Cardinal))
        .then(|| counted(words, next + usize::from(words.is(next, "most"))))
        .flatten()
}

/// The noun that a one before `at` counts. What looks like a plural behind it is a verb: "one path tracks"; also right
/// behind a one that is spelled, a pronoun then: "one hits".
pub(super) fn counted_one(words: &Words<'_>, at: usize, spelled: bool) -> Option<(usize, usize)> {
    let at = at + usize::from(words.any(at, &["more", "other", "additional", "further"]));
    let is_s = |at: usize| {
        let word = words.text_of(at);
        is_plural(word) && word.ends_with('s') && !words.any(at, &["series", "species", "means"])
    };
    if !spelled && is_s(at) {
        return counted(words, at);
    }
    // "one woman dead"
    let noun = |next: usize| {
        words.is_word(next)
            && !is_s(next)
            && !(next > at && words.is(next, "dead"))
            && (!ends_noun_phrase(words, next) || is_plural(words.text_of(next)))
    };
    let mut end = at;
    while end < at + MOST_WORDS && noun(end) {
        end += 1;
    }
    // "one elderly man", "one tool people use"
    let state = end > at + 1 && PLURAL_TABLE.contains(words.text_of(at));
    let verb = words.is_word(end) && is_s(end) && !words.tight_sign(end + 1, '\'');
    let several = end == at + 2 && (state || verb);
    (end == at + 1 || several)
        .then(|| end - 1)
        .filter(|&head| {
            // "One Dead", "One Teen Dead" in a headline
            let headline = words.is(head, "dead") || words.is(end, "dead");
            is_single(words, head) || headline && words.token(end - 1).capital
        })
        .map(|head| (at, head))
}

/// Whether a word by itself, not in the plural, may be what a number counts.
fn is_single(words: &Words<'_>, at: usize) -> bool {
    let word = words.text_of(at);
    !words.token(at).capital
        && !words.token(at).entry.is_known()
        && !is_adverb(word)
        && !is_past(word)
        && words.width(at) > 2
}

/// "the two sparred": what somebody did, not who; but "two injured", and "a moped".
fn is_past(word: &str) -> bool {
    const NOUNS: &[&str] = &["bloodshed", "flatbed", "moped", "thoroughbred", "watershed"];
    let past = word.len() > "seed".len() && word.ends_with("ed") && !word.ends_with("eed");
    past && !NOUNS.contains(&word) && !STATE_TABLE.contains(word)
}

/// Whether the word says how, not what: "two allegedly fled", "3 fatally shot"; but "one rally".
fn is_adverb(word: &str) -> bool {
    word.len() > "really".len() && (word.ends_with("ally") || word.ends_with("edly"))
}

pub(super) fn is_plural(word: &str) -> bool {
    if !word.is_ascii() || word.len() < 3 {
        return false;
    }
    let Some(word) = lower(word) else {
        return word.ends_with('s');
    };
    if END_TABLE.contains(word.as_str()) {
        return false;
    }
    // "gunmen"
    let men = word.len() > "women".len()
        && word.ends_with("men")
        && !matches!(word.as_str(), "abdomen" | "acumen" | "regimen" | "specimen");
    men || PLURAL_TABLE.contains(word.as_str())
        || word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("is")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_without_duplicates() {
        for table in [UNITS, CURRENCIES, PLURALS, ENDS, STATES] {
            let lines: Vec<&str> = lines(table).collect();
            assert!(!lines.is_empty());
            for pair in lines.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
    }

    #[test]
    fn every_phrase_has_a_value() {
        for table in [UNITS, CURRENCIES] {
            assert!(lines(table).all(|line| {
                line.split_once(" = ")
                    .is_some_and(|(name, value)| !name.is_empty() && !value.is_empty())
            }));
        }
    }
}
