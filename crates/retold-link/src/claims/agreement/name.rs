//! Names of people: spellings, short forms, and names that miss each other by a few letters.

use std::sync::LazyLock;

use retold_model::NameKind;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Agreement, Why};
use crate::entities::{are_forms_of_one, fold_name, person_key, spelling_of_one};

const GIVEN_ALIKE: &str = include_str!("../../../data/claims/given_alike.txt");

const LATIN_GIVEN: &str = include_str!("../../../data/claims/latin_given.txt");

/// The most letters by which two words may miss each other, and still be meant as one.
const MOST_LETTERS: usize = 2;

/// The shortest word that may miss another by a letter: "Ann" and "Ian" are two names.
const SHORTEST: usize = 4;

/// Whether two names of people, as written, can be of one person.
///
/// Names that differ by a letter or two in one word, and are else alike, are [`Why::NearMiss`]: most likely one person, of whose
/// name one report is wrong.
///
/// People whose given name is common where Latin letters are written have one spelling: there other spellings are near misses, too,
/// and no transliterations.
pub(crate) fn names(one: &str, other: &str) -> Agreement {
    let (one, other) = (person_key(one), person_key(other));
    if one == other {
        return Agreement::Same;
    }
    let (a, b) = (words(&one), words(&other));
    let latin = { a.first().into_iter().chain(b.first()) }.any(|given| LATIN.contains(given));
    let is_spelling = |x: &str, y: &str| {
        x == y || (is_spelling(x, y) && !(latin && misses(x, y) && !are_forms_of_one(x, y)))
    };
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.is_empty() {
        return Agreement::Incomparable(Why::Open);
    }
    if short.len() < long.len() {
        return shorter(short, long, &is_spelling);
    }
    let mut why = Why::Spelling;
    let mut missed = 0;
    for (x, y) in a.iter().zip(&b) {
        if is_spelling(x, y) {
            continue;
        }
        if is_initial_of(x, y) || is_initial_of(y, x) {
            why = Why::ShortForm;
        } else if misses(x, y) || sound_alike(x, y) {
            missed += 1;
        } else {
            return Agreement::Different(Why::Value);
        }
    }
    match missed {
        0 => Agreement::Compatible(why),
        1 if a.len() > 1 => Agreement::Different(Why::NearMiss),
        _ => Agreement::Different(Why::Value),
    }
}

/// Whether two names of organisations or buildings, as written, can be of one: [`Why::NearMiss`] where they differ by a letter or two in
/// one long word, or in the order of three words or more.
pub(crate) fn bodies(one: &str, other: &str) -> Agreement {
    let (one, other) = (
        fold_name(NameKind::Organisation, one),
        fold_name(NameKind::Organisation, other),
    );
    if one == other {
        return Agreement::Same;
    }
    let (a, b) = (words(&one), words(&other));
    let sorted = |words: &[&str]| {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words.sort();
        words
    };
    if a.len() > 2 && sorted(&a) == sorted(&b) {
        return Agreement::Different(Why::NearMiss);
    }
    let apart: Vec<(&str, &str)> = { a.iter().zip(&b) }
        .filter(|(x, y)| x != y)
        .map(|(x, y)| (*x, *y))
        .collect();
    match apart[..] {
        [(x, y)] if a.len() == b.len() && is_slip(x, y) => Agreement::Different(Why::NearMiss),
        _ => Agreement::Incomparable(Why::Open),
    }
}

/// Whether two long words differ by a letter or two within them: not by an ending, which makes another word of a word.
fn is_slip(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    let tail = |word: &str| word.chars().rev().take(2).collect::<Vec<_>>();
    one.chars().count().min(other.chars().count()) >= LONG
        && letters(one)
        && letters(other)
        && tail(one) == tail(other)
        // "organisation", "organization".
        && one.replace('z', "s") != other.replace('z', "s")
        && misses(one, other)
}

/// Letters of a word that is long enough for two to be one, misspelt.
const LONG: usize = 6;

/// A name beside a longer one: its words stand in the longer one, in order, the last as the last.
fn shorter(short: &[&str], long: &[&str], is_spelling: &dyn Fn(&str, &str) -> bool) -> Agreement {
    let like = |x: &str, y: &str| is_spelling(x, y) || is_initial_of(x, y) || is_initial_of(y, x);
    let (last, rest) = short.split_last().expect("not empty");
    let (long_last, long_rest) = long
        .split_last()
        .expect("longer than a name that is not empty");
    let mut left = long_rest.iter();
    let rest_fits = rest.iter().all(|word| left.any(|other| like(word, other)));
    if rest_fits && like(last, long_last) {
        return Agreement::Compatible(Why::ShortForm);
    }
    if short.len() == 1 && like(last, long[0]) {
        return Agreement::Compatible(Why::ShortForm);
    }
    if rest_fits && !rest.is_empty() && misses(last, long_last) {
        return Agreement::Different(Why::NearMiss);
    }
    if let ([given], [long_given, ..]) = (rest, long_rest)
        && misses(given, long_given)
        && like(last, long_last)
    {
        return Agreement::Different(Why::NearMiss);
    }
    Agreement::Different(Why::Value)
}

fn words(folded: &str) -> Vec<&str> {
    folded
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect()
}

static LATIN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    { LATIN_GIVEN.lines() }
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(' '))
        .collect()
});

/// Whether a word is a given name that is common where Latin letters are written, or has forms in several languages.
pub(in crate::claims) fn is_given_name(word: &str) -> bool {
    LATIN.contains(word) || ALIKE.contains_key(word) || are_forms_of_one(word, word)
}

static ALIKE: LazyLock<FxHashMap<&'static str, usize>> = LazyLock::new(|| {
    { GIVEN_ALIKE.lines() }
        .filter(|line| !line.starts_with('#'))
        .enumerate()
        .flat_map(|(group, line)| line.split(' ').map(move |name| (name, group)))
        .collect()
});

/// Whether two given names sound alike and are spelt otherwise: "Sean", "Shawn".
fn sound_alike(one: &str, other: &str) -> bool {
    one != other && { ALIKE.get(one).zip(ALIKE.get(other)) }.is_some_and(|(a, b)| a == b)
}

/// Whether two surnames, as written, can be of one person whose given name one report does not tell: [`Why::NearMiss`] where a letter
/// or two differ, and they are no spellings of one.
pub(crate) fn surnames(one: &str, other: &str) -> Agreement {
    let surname = |name: &str| {
        let folded = person_key(name);
        folded.rsplit(' ').next().unwrap_or("").to_owned()
    };
    let (a, b) = (surname(one), surname(other));
    if a == b {
        Agreement::Same
    } else if is_spelling(&a, &b) && a.chars().next() != b.chars().next() {
        Agreement::Compatible(Why::Spelling)
    } else if a.chars().count().min(b.chars().count()) >= LONG
        && !a.contains('-')
        && !b.contains('-')
        && misses(&a, &b)
    {
        Agreement::Different(Why::NearMiss)
    } else {
        Agreement::Incomparable(Why::Open)
    }
}

/// Whether two words are spellings of one: by their sounds, or in the ways that Cyrillic letters are written in.
fn is_spelling(one: &str, other: &str) -> bool {
    // Ukrainian and Russian read one letter as h and g.
    let hard = |word: &str| word.replace("kh", "k").replace('h', "g");
    let soft = |word: &str| word.replace("kh", "h").replace('y', "i").replace("ii", "i");
    spelling_of_one(one, other)
        || (one.contains('g') != other.contains('g') && hard(one) == hard(other))
        || soft(one) == soft(other)
}

/// Whether two words have the same consonants, as far as languages write one sound with several: b and v, g and y.
pub(in crate::claims) fn loosely_alike(one: &str, other: &str) -> bool {
    let skeleton = |word: &str| {
        let mut result = String::new();
        for c in word.chars() {
            let class = match c {
                'a' | 'e' | 'i' | 'o' | 'u' => continue,
                'b' | 'f' | 'v' | 'w' => 'b',
                'g' | 'h' | 'j' | 'y' => 'g',
                'c' | 'k' | 'q' => 'k',
                'd' | 't' => 'd',
                's' | 'z' => 's',
                c => c,
            };
            if !result.ends_with(class) {
                result.push(class);
            }
        }
        result
    };
    skeleton(one) == skeleton(other)
}

fn is_initial_of(initial: &str, word: &str) -> bool {
    let mut letters = initial.trim_end_matches('.').chars();
    matches!((letters.next(), letters.next()), (Some(c), None) if word.starts_with(c))
}

/// Whether two words differ in a letter or two, as a slip makes them: words of one list of common names do, too, so that
/// this alone says little.
fn misses(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let least = a.len().min(b.len());
    if least < SHORTEST || a.len().abs_diff(b.len()) > MOST_LETTERS {
        return false;
    }
    // "Brian", "Bryant": of five letters two may be others where it begins alike.
    let begins_alike = a.iter().zip(&b).take(2).all(|(a, b)| a == b);
    let allowed = if least < 5 || (least == 5 && !begins_alike) {
        1
    } else {
        MOST_LETTERS
    };
    edits(&a, &b, allowed).is_some()
}

/// Letters to put in, take out, exchange or swap, where `most` are enough: the distance of Damerau in its restricted form. Only what
/// lies so near to the diagonal is counted, so the cost is that of a word's letters times `most`.
pub(in crate::claims) fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    let mut before = vec![far; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).map(|j| j.min(far)).collect();
    let mut current = before.clone();
    for i in 1..=a.len() {
        current.fill(far);
        current[0] = i.min(far);
        for j in i.saturating_sub(most).max(1)..=(i + most).min(b.len()) {
            let exchange = previous[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = exchange.min(previous[j] + 1).min(current[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            current[j] = least.min(far);
        }
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut current);
        // A swap leads over one row, and none over two.
        let is_far = |row: &[usize]| row.iter().all(|&edits| edits == far);
        if is_far(&previous) && is_far(&before) {
            return None;
        }
    }
    Some(previous[b.len()]).filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Agreement::{Compatible, Different, Same};
    use super::*;

    #[test]
    fn names_of_people() {
        for (one, other, expected) in [
            ("Torvald Ebbing", "Torvald Ebbing", Same),
            ("Torvald Ebbing", "Torvald Ebling", Different(Why::NearMiss)),
            (
                "Yevgen Toroshin",
                "Evgen Toroschin",
                Compatible(Why::Spelling),
            ),
            (
                "Yevgen Toroshin",
                "Yevhen Toroshyn",
                Compatible(Why::Spelling),
            ),
            (
                "Gurbanguly Berdimuhamedov",
                "Gurbanguly Berdymukhamedov",
                Compatible(Why::Spelling),
            ),
            (
                "Volodymyr Zelensky",
                "Volodymyr Zelenskyy",
                Compatible(Why::Spelling),
            ),
            ("Sergei Lavrov", "Sergey Lavrov", Compatible(Why::Spelling)),
            ("Vladimir Putin", "Putin", Compatible(Why::ShortForm)),
            ("J. Smith", "John Smith", Compatible(Why::ShortForm)),
            ("John Q. Smith", "John Smith", Compatible(Why::ShortForm)),
            ("John Smith", "Mary Smith", Different(Why::Value)),
            ("Antonio Brown", "Antonio Browne", Different(Why::NearMiss)),
            ("Marcus Brown", "Marcus Green", Different(Why::Value)),
            ("Ebbing", "Ebling", Different(Why::Value)),
            (
                "Philip Marlok",
                "Philip H. Marlock",
                Different(Why::NearMiss),
            ),
            (
                "Jonathan Reyes",
                "Johnathan Reyes",
                Different(Why::NearMiss),
            ),
            ("Sean Marlock", "Shawn Marlock", Different(Why::NearMiss)),
            ("Sean Marlock", "Seth Marlock", Different(Why::Value)),
            ("Sean Marlock Jr.", "Sean Marlock", Same),
            (
                "Sean Marlock Jr.",
                "Sean Marlok III",
                Different(Why::NearMiss),
            ),
            ("Sean Marlock Jr.", "Sean Junger", Different(Why::Value)),
        ] {
            assert_eq!(names(one, other), expected, "{one} / {other}");
            assert_eq!(names(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn names_of_bodies() {
        use Agreement::Incomparable;
        for (one, other, expected) in [
            ("Ellerby Hospital", "Ellerby Hospital", Same),
            (
                "Ellerby Hospital",
                "Elerby Hospital",
                Different(Why::NearMiss),
            ),
            (
                "Ashford Regional Medical Center",
                "Ashford Medical Regional Center",
                Different(Why::NearMiss),
            ),
            (
                "Organisation of Nurses",
                "Organization of Nurses",
                Incomparable(Why::Open),
            ),
            ("North Hospital", "South Hospital", Incomparable(Why::Open)),
            ("Pine Street", "Pines Street", Incomparable(Why::Open)),
            (
                "District 1234567",
                "District 1234568",
                Incomparable(Why::Open),
            ),
        ] {
            assert_eq!(bodies(one, other), expected, "{one} / {other}");
            assert_eq!(bodies(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn surnames_with_and_without_a_given_name() {
        use Agreement::Incomparable;
        for (one, other, expected) in [
            ("Derrick Fontaine", "Fontaine", Same),
            ("Derrick Fontaine", "Fontaune", Different(Why::NearMiss)),
            ("Reyes", "Reyas", Incomparable(Why::Open)),
            ("Fontaine", "Marlock", Incomparable(Why::Open)),
        ] {
            assert_eq!(surnames(one, other), expected, "{one} / {other}");
            assert_eq!(surnames(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn names_that_sound_alike_stand_in_one_group() {
        let mut seen = std::collections::BTreeSet::new();
        for line in GIVEN_ALIKE.lines().filter(|line| !line.starts_with('#')) {
            for name in line.split(' ') {
                assert!(seen.insert(name), "{name}");
            }
        }
    }

    #[test]
    fn edits_count_swaps_once() {
        let count = |a: &str, b: &str, most| {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            edits(&letters(a), &letters(b), most)
        };
        assert_eq!(
            [
                count("ebbing", "ebling", 3),
                count("brian", "brain", 3),
                count("", "abc", 3),
                count("abc", "abc", 3),
                count("", "abc", 2),
                count("ebbing", "eggang", 2),
            ],
            [Some(1), Some(1), Some(3), Some(0), None, None]
        );
    }

    /// The whole table, as the distance is defined.
    fn all_edits(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for (i, j) in (0..=a.len()).flat_map(|i| (0..=b.len()).map(move |j| (i, j))) {
            table[i][j] = if i == 0 || j == 0 {
                i.max(j)
            } else {
                let exchange = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let one = exchange.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    one.min(table[i - 2][j - 2] + 1)
                } else {
                    one
                }
            };
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn few_edits_are_those_of_the_whole_table(a in "[abc]{0,9}", b in "[abc]{0,9}", most in 0..5_usize) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let all = all_edits(&a, &b);
            prop_assert_eq!(edits(&a, &b, most), (all <= most).then_some(all));
        }
    }
}
