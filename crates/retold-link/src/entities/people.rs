//! Whether two names of people can be one person's.

use retold_model::MergeGround;

use super::lists::LISTS;
use super::name::PersonName;
use super::spelling::{Likeness, spelling};

/// How two names of people go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) ground: MergeGround,
    /// One says less than the other, or is a likeness by rules that have exceptions: it counts where there is no rival.
    pub(super) weak: bool,
}

/// How two names of two words and more go together; `None` where nothing says that they are one person's.
///
/// The first and last words must be spellings of one another, one of them at most a near one; given names may be forms
/// of one another or initials, middle names may be missing but not differ. Names with the family name first, names
/// spelt by Wade and Giles, and names that leave out the first or the second family name are known.
pub(super) fn agreement(one: &PersonName, other: &PersonName) -> Option<Agreement> {
    if one.suffix != other.suffix || one.words.len() < 2 || other.words.len() < 2 {
        return None;
    }
    let strong = |ground| {
        Some(Agreement {
            ground,
            weak: false,
        })
    };
    let weak = |ground| Some(Agreement { ground, weak: true });
    if one.words == other.words {
        return strong(MergeGround::FormOfName);
    }
    if one.words.concat() == other.words.concat() {
        return strong(MergeGround::SpellingVariant);
    }
    if turned(one, other) || turned(other, one) {
        return strong(MergeGround::FormOfName);
    }
    if let (Some(a), Some(b)) = (wade_giles(one), wade_giles(other))
        && a == b
    {
        return strong(MergeGround::Transliteration);
    }
    let (short, long) = if one.words.len() <= other.words.len() {
        (one, other)
    } else {
        (other, one)
    };
    aligned(short, long).or_else(|| {
        let (a, b) = (&short.words, &long.words);
        let last = a.len() - 1;
        let same = |x: &str, y: &str| spelling(x, y).is_some_and(|l| l >= Likeness::Sounds);
        if b.len() <= a.len() {
            return None;
        }
        // "Lopez Obrador", "Andres Manuel Lopez Obrador"; "Boris Johnson", "Alexander Boris de Pfeffel Johnson".
        let firsts = same(&a[0], &b[0]);
        let lasts = same(&a[last], &b[b.len() - 1]);
        let ends_so = lasts && !firsts && in_order(a, b);
        // "Imran Khan", "Imran Ahmad Khan Niazi", but "Aung San", "Aung San Suu Kyi" are father and daughter.
        let starts_so = firsts && !lasts && in_order(a, b) && !same(&a[1], &b[1]);
        (ends_so || starts_so).then_some(())?;
        weak(MergeGround::FormOfName)
    })
}

/// Whether two names can not be one person's: each has a word that the other lacks, or middle names differ.
pub(super) fn conflict(one: &PersonName, other: &PersonName) -> bool {
    if one.suffix != other.suffix {
        // "Trump" may be the son; "Donald Trump" is not "Donald Trump Jr".
        return one.words.len() > 1 && other.words.len() > 1;
    }
    if agreement(one, other).is_some() {
        return false;
    }
    if wade_giles(one).is_some() && wade_giles(one) == wade_giles(other) {
        return false;
    }
    let lacks = |a: &PersonName, b: &PersonName| {
        a.words
            .iter()
            .any(|x| !b.words.iter().any(|y| word_fits(x, y)))
    };
    if lacks(one, other) && lacks(other, one) {
        return true;
    }
    let (a, b) = (&one.words, &other.words);
    a.len() > 2
        && b.len() > 2
        && word_fits(&a[0], &b[0])
        && word_fits(&a[a.len() - 1], &b[b.len() - 1])
        && !middles_agree(&a[1..a.len() - 1], &b[1..b.len() - 1])
}

/// Whether a word of one name can stand for a word of the other.
fn word_fits(one: &str, other: &str) -> bool {
    spelling(one, other).is_some() || LISTS.same_given(one, other) || is_initial(one, other)
}

fn is_initial(one: &str, other: &str) -> bool {
    let single = |word: &str| word.chars().count() == 1;
    (single(one) || single(other)) && one.chars().next() == other.chars().next()
}

/// Whether all words of `short` stand in `long` in their order.
fn in_order(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short
        .iter()
        .all(|word| rest.any(|other| spelling(word, other).is_some_and(|l| l >= Likeness::Sounds)))
}

/// "Abe Shinzo", "Shinzo Abe"; "Orban Viktor".
fn turned(one: &PersonName, other: &PersonName) -> bool {
    let (a, b) = (&one.words, &other.words);
    // A family name of one word goes to the other end, however many words the given name has.
    let ends = a[0] == b[b.len() - 1];
    ends && a[1..].concat() == b[..b.len() - 1].concat()
}

fn aligned(short: &PersonName, long: &PersonName) -> Option<Agreement> {
    let (a, b) = (&short.words, &long.words);
    let last = spelling(&a[a.len() - 1], &b[b.len() - 1])?;
    let (mid_a, mid_b) = (&a[1..a.len() - 1], &b[1..b.len() - 1]);
    if !mid_a.is_empty() && !middles_agree(mid_a, mid_b) {
        return None;
    }
    let same_middles = mid_a.len() == mid_b.len();
    let common = LISTS.common_surnames.contains(a[a.len() - 1].as_str());
    let (one, other) = (a[0].as_str(), b[0].as_str());
    let (ground, weak) = match spelling(one, other) {
        Some(Likeness::Same) if last == Likeness::Same => (MergeGround::FormOfName, false),
        Some(first) if first >= Likeness::Sounds && last >= Likeness::Sounds => {
            (MergeGround::SpellingVariant, false)
        }
        Some(first) if first >= Likeness::Sounds || last >= Likeness::Sounds => {
            (MergeGround::Transliteration, false)
        }
        // Both near: long names alone.
        Some(_) if one.len().min(other.len()) >= 6 && a[a.len() - 1].len() >= 6 => {
            (MergeGround::Transliteration, true)
        }
        // With a common surname the given name must be said, and the middle names too.
        _ if LISTS.same_given(one, other) && (same_middles || !common) => (
            MergeGround::Transliteration,
            last < Likeness::Sounds || common,
        ),
        _ if is_initial(one, other) && last == Likeness::Same && same_middles && !common => {
            (MergeGround::FormOfName, true)
        }
        _ => return None,
    };
    Some(Agreement {
        ground,
        weak: weak || !same_middles,
    })
}

/// Whether middle names are the same, by letters, spelling or initials; as many on both sides.
fn middles_agree(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(x, y)| spelling(x, y).is_some() || is_initial(x, y) || LISTS.same_given(x, y))
        || one.concat() == other.concat()
}

/// The surname by which a one-word name may call somebody: the last word, and the first of names that begin with the
/// family name.
pub(super) fn surnames(name: &PersonName) -> Vec<&str> {
    let Some(last) = name.words.last() else {
        return Vec::new();
    };
    let mut result = vec![last.as_str()];
    if name.words.len() > 1 && LISTS.family_first.contains(name.words[0].as_str()) {
        result.push(&name.words[0]);
    }
    result
}

/// A Chinese name in letters that Pinyin and Wade-Giles without its apostrophes both come to: "mao tsetung". `None`
/// where the name is not made of such syllables.
pub(super) fn wade_giles(name: &PersonName) -> Option<String> {
    if name.words.len() < 2 || !LISTS.family_first.contains(name.words[0].as_str()) {
        return None;
    }
    let mut result = String::new();
    for word in &name.words {
        let mut rest = word.as_str();
        let mut syllables = 0;
        while !rest.is_empty() {
            let (length, syllable) = syllable(rest)?;
            result.push_str(&syllable);
            rest = &rest[length..];
            syllables += 1;
        }
        if syllables > 2 {
            return None;
        }
    }
    Some(result)
}

/// Initials of syllables, Pinyin and Wade-Giles, longest first, with what both come to.
const INITIALS: &[(&str, &str)] = &[
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("hs", "hs"),
    ("ts", "ts"),
    ("tz", "ts"),
    ("b", "p"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
    ("s", "s"),
    ("y", "y"),
    ("w", "w"),
];

/// Finals of syllables, longest first, with what both come to.
const FINALS: &[(&str, &str)] = &[
    ("iang", "iang"),
    ("iong", "iung"),
    ("iung", "iung"),
    ("uang", "uang"),
    ("ang", "ang"),
    ("eng", "eng"),
    ("ing", "ing"),
    ("ong", "ung"),
    ("ung", "ung"),
    ("iao", "iao"),
    ("ian", "ien"),
    ("ien", "ien"),
    ("uai", "uai"),
    ("uan", "uan"),
    ("ueh", "ue"),
    ("ai", "ai"),
    ("an", "an"),
    ("ao", "ao"),
    ("ei", "ei"),
    ("en", "en"),
    ("er", "er"),
    ("ia", "ia"),
    ("ie", "ie"),
    ("ih", "i"),
    ("in", "in"),
    ("iu", "iu"),
    ("ou", "ou"),
    ("ua", "ua"),
    ("ue", "ue"),
    ("ui", "ui"),
    ("un", "un"),
    ("uo", "o"),
    ("eh", "e"),
    ("a", "a"),
    ("e", "e"),
    ("i", "i"),
    ("o", "o"),
    ("u", "u"),
];

/// The first syllable of a word: how long it is, and what it comes to.
fn syllable(word: &str) -> Option<(usize, String)> {
    // Wade and Giles write the vowel of "zi" and "si" with a u.
    if word.starts_with("tzu") || word.starts_with("szu") {
        let sound = if word.starts_with('t') { "tsi" } else { "si" };
        return Some((3, sound.to_owned()));
    }
    let (initial, sound) = INITIALS
        .iter()
        .find(|(letters, _)| word.starts_with(letters))
        .copied()
        .unwrap_or(("", ""));
    let rest = &word[initial.len()..];
    // A consonant between two vowels begins the next syllable: "zedong" is "ze dong".
    let fits = |letters: &str| {
        rest.starts_with(letters) && {
            let after = &rest[letters.len()..];
            let last = letters.chars().next_back();
            after.is_empty()
                || !(matches!(last, Some('n' | 'g' | 'r'))
                    && after.starts_with(['a', 'e', 'i', 'o', 'u']))
        }
    };
    let (end, vowels) = FINALS.iter().find(|(letters, _)| fits(letters))?;
    Some((initial.len() + end.len(), format!("{sound}{vowels}")))
}

#[cfg(test)]
mod tests {
    use retold_model::NameKind;

    use super::super::name::fold_name;
    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::of(&fold_name(NameKind::Person, text))
    }

    fn check(one: &str, other: &str, expected: Option<(MergeGround, bool)>) {
        let found = agreement(&name(one), &name(other)).map(|a| (a.ground, a.weak));
        assert_eq!(found, expected, "{one} / {other}");
        let back = agreement(&name(other), &name(one)).map(|a| (a.ground, a.weak));
        assert_eq!(back, expected, "{other} / {one}");
    }

    #[test]
    fn ok_names_of_one_person() {
        use MergeGround::{FormOfName, SpellingVariant, Transliteration};
        for (one, other, ground, weak) in [
            (
                "Mikhail Gorbachev",
                "Michail Gorbatschow",
                Transliteration,
                false,
            ),
            ("Alexei Navalny", "Alexey Navalny", SpellingVariant, false),
            ("Joe Biden", "Joseph R. Biden", Transliteration, true),
            ("Viktor Orbán", "Orban Viktor", FormOfName, false),
            ("Kim Dae-jung", "Kim Dae Jung", FormOfName, false),
            ("Kim Dae-jung", "Kim Daejung", SpellingVariant, false),
            ("Zhao Ziyang", "Chao Tzu-yang", Transliteration, false),
            ("J. K. Rowling", "J.K. Rowling", FormOfName, false),
            (
                "John F. Kennedy",
                "John Fitzgerald Kennedy",
                FormOfName,
                false,
            ),
        ] {
            check(one, other, Some((ground, weak)));
        }
    }

    #[test]
    fn err_names_of_two() {
        for (one, other) in [
            ("Jeb Bush", "George Bush"),
            ("John F. Kennedy", "John G. Kennedy"),
            ("Kim Jong-un", "Kim Jong-il"),
            ("Martin Short", "Martin Sharp"),
            ("Donald Trump", "Donald Trump Jr."),
            ("Aung San", "Aung San Suu Kyi"),
            ("Anna Petrov", "Anna Petrova"),
            ("J. Smith", "Josh Smith"),
            ("T.J. Carver", "Tony Carver"),
        ] {
            check(one, other, None);
            assert!(
                conflict(&name(one), &name(other))
                    || ["Aung San", "J. Smith", "T.J. Carver"].contains(&one),
                "{one} / {other}"
            );
        }
    }
}
