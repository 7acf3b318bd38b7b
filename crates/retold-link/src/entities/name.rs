//! Names taken apart: the key under which a name is stored, its words, its titles.

use retold_model::NameKind;
use retold_text::fold::fold_word;

use super::lists::{LISTS, OrganisationWord};

/// Characters of a name that count; longer ones are cut.
const LONGEST_NAME: usize = 160;

/// Words of a name that count.
const MOST_WORDS: usize = 12;

/// The key of a name: lower case without accents, hyphens as spaces, no apostrophes, no points, no article before it, no
/// possessive ending; letters with points in a row are words of their own in a person's name ("George H.W. Bush",
/// "george h w bush"), else one word ("U.S. Army", "us army"). Titles before a person's name, legal forms after an
/// organisation's and the plural of a group fall away.
///
/// Folding twice changes nothing.
pub fn fold_name(kind: NameKind, text: &str) -> String {
    let mut words = folded_words(kind, text);
    strip(kind, &mut words);
    words.join(" ")
}

/// The words before a person's name that [`fold_name`] takes away: "president".
pub(super) fn titles(text: &str) -> Vec<String> {
    let words = folded_words(NameKind::Person, text);
    let mut kept = words.clone();
    strip(NameKind::Person, &mut kept);
    let dropped = words.iter().position(|word| Some(word) == kept.first());
    words[..dropped.unwrap_or(0)].to_vec()
}

fn folded_words(kind: NameKind, text: &str) -> Vec<String> {
    // Most are one plain word.
    if (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return vec![text.to_ascii_lowercase()];
    }
    let cut = { text.char_indices().nth(LONGEST_NAME) }.map_or(text, |(end, _)| &text[..end]);
    let mut plain = fold_word(cut);
    if !plain.is_ascii() || plain.contains('&') {
        plain = in_plain_letters(&plain);
    }
    let mut words: Vec<String> = Vec::new();
    for raw in plain.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\''))) {
        let raw = raw.strip_suffix("'s").unwrap_or(raw);
        let parts = raw.split('.').filter(|part| !part.is_empty());
        let initials = raw.contains('.')
            && parts.clone().next().is_some()
            && parts.clone().all(|part| part.chars().count() == 1);
        if initials && kind != NameKind::Person {
            // "U.S.", and "U. S." by the letter before.
            let joined: String = parts.filter(|&part| part != "'").collect();
            match words.last_mut() {
                Some(last) if joined.chars().count() == 1 && last.chars().count() == 1 => {
                    last.push_str(&joined);
                }
                _ if !joined.is_empty() => words.push(joined),
                _ => {}
            }
            continue;
        }
        for part in parts {
            let word: String = part.chars().filter(|&c| c != '\'').collect();
            if !word.is_empty() {
                words.push(word);
            }
        }
    }
    words.truncate(MOST_WORDS);
    words
}

/// Letters that are no accented ones as those that stand for them, and signs as words.
fn in_plain_letters(folded: &str) -> String {
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            '&' => plain.push_str(" and "),
            c => plain.push(c),
        }
    }
    plain
}

fn strip(kind: NameKind, words: &mut Vec<String>) {
    while words.len() > 1 && matches!(words[0].as_str(), "the" | "a" | "an") {
        words.remove(0);
    }
    match kind {
        NameKind::Person => {
            while words.len() > 1 && LISTS.titles.contains(words[0].as_str()) {
                words.remove(0);
            }
            while words.len() > 2 && is_degree(&words[words.len() - 1]) {
                words.pop();
            }
            // "M.D.", "Ph.D."
            while words.len() > 3
                && words[words.len() - 1] == "d"
                && matches!(words[words.len() - 2].as_str(), "m" | "ph")
            {
                words.truncate(words.len() - 2);
            }
        }
        NameKind::Organisation => {
            let is_form = |word: &String| {
                LISTS.organisation_words.get(word.as_str()) == Some(&OrganisationWord::Form)
            };
            while words.len() > 1 && is_form(&words[words.len() - 1]) {
                words.pop();
            }
            // "S.A.", "& Co."
            while words.len() > 1 && words[words.len() - 1] == "and" {
                words.pop();
            }
            while words.len() > 1 && is_form(&words[0]) && words[0].len() > 2 {
                words.remove(0);
            }
        }
        NameKind::Group => {
            if let Some(last) = words.last_mut()
                && last.len() > 4
                && last.ends_with('s')
                && !last.ends_with("ss")
            {
                last.pop();
                // Folding again must find nothing more.
                while last.len() > 4 && last.ends_with('s') {
                    last.pop();
                }
            }
        }
        NameKind::Place | NameKind::Facility => {}
    }
}

fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "phd" | "md" | "mp" | "esq" | "obe" | "cbe" | "mbe" | "qc" | "kc"
    )
}

/// Particles of names that spellings leave out or join on, and that make no part of what is compared.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "ul"
            | "as"
            | "ash"
            | "ar"
            | "an"
            | "at"
            | "ad"
            | "az"
            | "bin"
            | "ibn"
            | "ben"
            | "bint"
            | "de"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "di"
            | "du"
            | "der"
            | "den"
            | "van"
            | "von"
            | "vom"
            | "zu"
            | "zum"
            | "la"
            | "le"
            | "las"
            | "los"
            | "y"
            | "e"
    )
}

/// What tells father and son apart behind a folded name, in one form: "jr" of "junior".
pub(crate) fn generation(word: &str) -> Option<&str> {
    match word {
        "jr" | "junior" => Some("jr"),
        "sr" | "senior" => Some("sr"),
        "ii" | "iii" | "iv" => Some(word),
        _ => None,
    }
}

/// A person's name as it was written, folded, without what tells father and son apart: "Karl Brandt Jr." gives "karl brandt".
pub(crate) fn person_key(name: &str) -> String {
    let mut folded = fold_name(NameKind::Person, name);
    if let Some((rest, last)) = folded.rsplit_once(' ')
        && generation(last).is_some()
    {
        folded.truncate(rest.len());
    }
    folded
}

/// A person's name, folded and taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    /// The words that count, in order, without particles.
    pub(super) words: Vec<String>,
    /// "jr", "ii"; "sr", "iii" and "iv" of a surname alone.
    pub(super) suffix: Option<String>,
}

impl PersonName {
    /// Of a name that [`fold_name`] folded.
    pub(super) fn of(folded: &str) -> Self {
        let mut all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let suffix = { all.last() }
            .filter(|_| all.len() > 1)
            .and_then(|last| generation(last));
        if suffix.is_some() {
            all.pop();
        }
        // The father is mostly called without it: "Mark Felt" is "Mark Felt Sr.", not "Mark Felt Jr."; so is a grandson: the
        // father of "Robert Griffin III" is not called "Robert Griffin".
        let is_left_out = |suffix: &str| matches!(suffix, "sr" | "iii" | "iv");
        let suffix = suffix.filter(|suffix| !is_left_out(suffix) || all.len() < 2);
        // "Mohammed bin Rashid Al Maktoum": the house may be named or not.
        if all.len() > 4
            && all[..all.len() - 2]
                .iter()
                .any(|word| matches!(*word, "bin" | "ibn" | "bint"))
            && matches!(all[all.len() - 2], "al" | "el")
        {
            all.truncate(all.len() - 2);
        }
        let count = all.len();
        let words: Vec<String> = all
            .iter()
            .enumerate()
            .filter(|&(at, word)| {
                // A particle counts where it is all there is, and "Al Gore" and "Ben Smith" have given names.
                !(is_particle(word)
                    && at + 1 < count
                    && (at > 0 || count < 2 || !matches!(*word, "al" | "ben" | "van" | "an")))
            })
            .map(|(_, word)| (*word).to_owned())
            .collect();
        Self {
            words,
            suffix: suffix.map(str::to_owned),
        }
    }
}

/// The words of a name that is no person's, without articles and prepositions.
pub(super) fn content_words(folded: &str) -> Vec<&str> {
    let content: Vec<&str> = folded
        .split(' ')
        .filter(|word| {
            LISTS.organisation_words.get(word) != Some(&OrganisationWord::Small) && !word.is_empty()
        })
        .collect();
    if content.is_empty() {
        folded.split(' ').filter(|word| !word.is_empty()).collect()
    } else {
        content
    }
}

/// The name without the words at its end that say what it is: "china eastern airlines", "china eastern". `None` where
/// there are none.
pub(super) fn core(folded: &str) -> Option<&str> {
    let mut rest = folded;
    while let Some((before, last)) = rest.rsplit_once(' ') {
        match LISTS.organisation_words.get(last) {
            Some(OrganisationWord::Tail | OrganisationWord::Form) => rest = before,
            _ => break,
        }
    }
    let small = |word: &str| LISTS.organisation_words.get(word) == Some(&OrganisationWord::Small);
    (rest.len() < folded.len() && !rest.split(' ').next_back().is_some_and(small)).then_some(rest)
}

/// The initials of an organisation's name of three words and more, or of two: "who".
pub(super) fn initials(folded: &str) -> Option<String> {
    let words = content_words(folded);
    (words.len() >= 2).then(|| {
        words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_fold_by_kind() {
        let check = |kind, text: &str, key: &str| assert_eq!(fold_name(kind, text), key, "{text}");
        check(
            NameKind::Person,
            "President George H.W. Bush",
            "george h w bush",
        );
        check(NameKind::Person, "George H. W. Bush’s", "george h w bush");
        check(
            NameKind::Person,
            "Dr. Łukasz O’Neill-Høeg, M.D.",
            "lukasz oneill hoeg",
        );
        check(NameKind::Person, "Prime Minister", "minister");
        check(NameKind::Organisation, "the U.S. Army", "us army");
        check(NameKind::Organisation, "The Home Depot Inc.", "home depot");
        check(NameKind::Organisation, "Tiffany & Co.", "tiffany");
        check(NameKind::Organisation, "PJSC Gazprom", "gazprom");
        check(NameKind::Place, "Côte d’Ivoire", "cote divoire");
        check(NameKind::Place, "U. S.", "us");
        check(NameKind::Group, "Russians", "russian");
    }

    #[test]
    fn people_have_words_and_a_suffix() {
        let words = |name: &str| PersonName::of(name).words.join(" ");
        assert_eq!(words("ursula von der leyen"), "ursula leyen");
        assert_eq!(words("al gore"), "al gore");
        assert_eq!(words("al assad"), "al assad");
        assert_eq!(words("bashar al assad"), "bashar assad");
        assert_eq!(words("mohammed bin salman"), "mohammed salman");
        assert_eq!(words("mohammed bin rashid al maktoum"), "mohammed rashid");
        assert_eq!(
            PersonName::of("donald trump jr").suffix.as_deref(),
            Some("jr")
        );
        assert_eq!(PersonName::of("mark felt sr").suffix, None);
        assert_eq!(PersonName::of("robert griffin iii").suffix, None);
        assert_eq!(PersonName::of("john paul ii").suffix.as_deref(), Some("ii"));
        assert_eq!(PersonName::of("felt sr").suffix.as_deref(), Some("sr"));
    }

    #[test]
    fn organisations_have_a_core_and_initials() {
        assert_eq!(core("china eastern airlines"), Some("china eastern"));
        assert_eq!(core("bank of america"), None);
        assert_eq!(core("university"), None);
        assert_eq!(
            initials("world health organization").as_deref(),
            Some("who")
        );
        assert_eq!(initials("department of justice").as_deref(), Some("dj"));
        assert_eq!(initials("nato"), None);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}", kind in 0_usize..5) {
            let kind = [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Facility, NameKind::Group][kind];
            let once = fold_name(kind, &text);
            prop_assert_eq!(fold_name(kind, &once), once);
        }
    }
}
