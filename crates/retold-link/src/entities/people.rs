//! Whether two names of people can be one person's.

use retold_model::MergeGround;

use super::lists::LISTS;
use super::name::PersonName;
use super::spelling::{Likeness, likeness, sounds};

/// A person's name made ready to be compared with many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The words that count, in order, without particles.
    pub(super) words: Vec<String>,
    suffix: Option<String>,
    /// The sounds of each word.
    sounds: Vec<Vec<char>>,
    joined: String,
    /// In letters that Pinyin and Wade-Giles both come to.
    chinese: Option<String>,
}

impl Spoken {
    /// Of a name that [`fold_name`](super::fold_name) folded.
    pub(super) fn of(folded: &str) -> Self {
        let name = PersonName::of(folded);
        let sounds = { name.words.iter() }
            .map(|word| sounds(word).chars().collect())
            .collect();
        Self {
            sounds,
            joined: name.words.concat(),
            chinese: wade_giles(&name),
            words: name.words,
            suffix: name.suffix,
        }
    }

    /// How near the word at `at` is to that at `there` of another name.
    fn likeness(&self, at: usize, other: &Self, there: usize) -> Option<Likeness> {
        if self.words[at] == other.words[there] {
            return Some(Likeness::Same);
        }
        likeness(&self.sounds[at], &other.sounds[there])
    }

    /// Whether two words sound the same.
    fn same(&self, at: usize, other: &Self, there: usize) -> bool {
        let likeness = self.likeness(at, other, there);
        likeness.is_some_and(|likeness| likeness >= Likeness::Sounds)
    }

    fn last(&self) -> usize {
        self.words.len() - 1
    }
}

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
pub(super) fn agreement(one: &Spoken, other: &Spoken) -> Option<Agreement> {
    if one.words.len() < 2 || other.words.len() < 2 || one.suffix != other.suffix {
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
    if one.joined == other.joined {
        return strong(MergeGround::SpellingVariant);
    }
    if turned(one, other) || turned(other, one) {
        return strong(MergeGround::FormOfName);
    }
    if one.chinese.is_some() && one.chinese == other.chinese {
        return strong(MergeGround::Transliteration);
    }
    let (short, long) = if one.words.len() <= other.words.len() {
        (one, other)
    } else {
        (other, one)
    };
    aligned(short, long).or_else(|| {
        if long.words.len() <= short.words.len() {
            return None;
        }
        // "Lopez Obrador", "Andres Manuel Lopez Obrador"; "Boris Johnson", "Alexander Boris de Pfeffel Johnson".
        let firsts = short.same(0, long, 0);
        let lasts = short.same(short.last(), long, long.last());
        let ends_so = lasts && !firsts && in_order(short, long);
        // "Imran Khan", "Imran Ahmad Khan Niazi", but "Aung San", "Aung San Suu Kyi" are father and daughter.
        let starts_so = firsts && !lasts && in_order(short, long) && !short.same(1, long, 1);
        (ends_so || starts_so).then_some(())?;
        weak(MergeGround::FormOfName)
    })
}

/// Whether two names can not be one person's: each has a word that the other lacks, or middle names differ.
pub(super) fn conflict(one: &Spoken, other: &Spoken) -> bool {
    if one.suffix != other.suffix {
        // "Trump" may be the son; "Donald Trump" is not "Donald Trump Jr".
        return one.words.len() > 1 && other.words.len() > 1;
    }
    if agreement(one, other).is_some() {
        return false;
    }
    if one.chinese.is_some() && one.chinese == other.chinese {
        return false;
    }
    let lacks = |a: &Spoken, b: &Spoken| {
        (0..a.words.len()).any(|x| !(0..b.words.len()).any(|y| word_fits(a, x, b, y)))
    };
    if lacks(one, other) && lacks(other, one) {
        return true;
    }
    one.words.len() > 2
        && other.words.len() > 2
        && word_fits(one, 0, other, 0)
        && word_fits(one, one.last(), other, other.last())
        && !middles_agree(one, other)
}

/// Whether a word of one name can stand for a word of the other.
fn word_fits(one: &Spoken, at: usize, other: &Spoken, there: usize) -> bool {
    let (word, other_word) = (&one.words[at], &other.words[there]);
    one.likeness(at, other, there).is_some()
        || LISTS.same_given(word, other_word)
        || is_initial(word, other_word)
}

fn is_initial(one: &str, other: &str) -> bool {
    let single = |word: &str| word.chars().count() == 1;
    (single(one) || single(other)) && one.chars().next() == other.chars().next()
}

/// Whether all words of `short` stand in `long` in their order.
fn in_order(short: &Spoken, long: &Spoken) -> bool {
    let mut rest = 0..long.words.len();
    (0..short.words.len()).all(|at| rest.any(|there| short.same(at, long, there)))
}

/// "Abe Shinzo", "Shinzo Abe"; "Orban Viktor".
fn turned(one: &Spoken, other: &Spoken) -> bool {
    let (a, b) = (&one.words, &other.words);
    // A family name of one word goes to the other end, however many words the given name has.
    let ends = a[0] == b[b.len() - 1];
    ends && a[1..].concat() == b[..b.len() - 1].concat()
}

fn aligned(short: &Spoken, long: &Spoken) -> Option<Agreement> {
    let (a, b) = (&short.words, &long.words);
    let last = short.likeness(short.last(), long, long.last())?;
    if a.len() > 2 && !middles_agree(short, long) {
        return None;
    }
    let same_middles = a.len() == b.len();
    let common = LISTS.common_surnames.contains(a[a.len() - 1].as_str());
    let (one, other) = (a[0].as_str(), b[0].as_str());
    let (ground, weak) = match short.likeness(0, long, 0) {
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

/// Whether what stands between first and last word is the same, by letters, spelling or initials; as many on both sides.
fn middles_agree(one: &Spoken, other: &Spoken) -> bool {
    let (a, b) = (1..one.last(), 1..other.last());
    a.len() == b.len() && a.clone().all(|at| word_fits(one, at, other, at))
        || one.words[a].concat() == other.words[b].concat()
}

/// The surname by which a one-word name may call somebody: the last word, and the first of names that begin with the
/// family name.
pub(super) fn surnames(words: &[String]) -> Vec<&str> {
    let Some(last) = words.last() else {
        return Vec::new();
    };
    let mut result = vec![last.as_str()];
    if words.len() > 1 && LISTS.family_first.contains(words[0].as_str()) {
        result.push(&words[0]);
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

    fn name(text: &str) -> Spoken {
        Spoken::of(&fold_name(NameKind::Person, text))
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
