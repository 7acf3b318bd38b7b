//! Words that tell of one thing: predicates, nouns, and their base forms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::points::{Part, Sex};

const PREDICATES: &str = include_str!("../../data/claims/predicates.txt");
const NOUNS: &str = include_str!("../../data/claims/nouns.txt");
const PEOPLE: &str = include_str!("../../data/claims/people.txt");
const PARTS: &str = include_str!("../../data/claims/parts.txt");

/// Whose predicate happens once in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Once {
    /// Its subject's.
    Subject,
    /// Its object's.
    Object,
    /// Of both.
    Either,
    /// Of its subject, a noun for what happens.
    Happening,
}

#[derive(Clone, Copy)]
struct Predicate {
    class: &'static str,
    once: Option<Once>,
}

static PREDICATE_TABLE: LazyLock<FxHashMap<&'static str, Predicate>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for (role, words) in lines(PREDICATES).filter_map(|line| line.split_once(" = ")) {
        let once = match role {
            "subject" => Some(Once::Subject),
            "object" => Some(Once::Object),
            "either" => Some(Once::Either),
            "happening" => Some(Once::Happening),
            _ => None,
        };
        let class = words.split(", ").next().unwrap_or(words);
        for word in words.split(", ") {
            table.insert(word, Predicate { class, once });
        }
    }
    table
});

static NOUN_TABLE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for words in lines(NOUNS) {
        let class = words.split(", ").next().unwrap_or(words);
        for word in words.split(", ") {
            table.insert(word, class);
        }
    }
    table
});

static PEOPLE_TABLE: LazyLock<FxHashMap<&'static str, Sex>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for (sex, words) in lines(PEOPLE).filter_map(|line| line.split_once(" = ")) {
        let sex = match sex {
            "female" => Sex::Female,
            "male" => Sex::Male,
            _ => Sex::Untold,
        };
        for word in words.split(", ") {
            table.insert(word, sex);
        }
    }
    table
});

/// Where a word gives somebody a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Where {
    Subject,
    Object,
    Behind,
}

static PART_TABLE: LazyLock<FxHashMap<(Where, &'static str), Part>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for (key, words) in lines(PARTS).filter_map(|line| line.split_once(" = ")) {
        let (part, place) = key.split_once(' ').unwrap_or((key, ""));
        let part = match part {
            "victim" => Part::Victim,
            _ => Part::Suspect,
        };
        let place = match place {
            "subject" => Where::Subject,
            "object" => Where::Object,
            _ => Where::Behind,
        };
        for word in words.split(", ") {
            table.insert((place, word), part);
        }
    }
    table
});

/// The sex that a noun for a person tells; `None` where it is no noun for a person.
pub(super) fn sex_of(noun: &str) -> Option<Sex> {
    PEOPLE_TABLE
        .get(singular(&noun.to_lowercase()).as_str())
        .copied()
}

/// The part that a predicate gives its object, or its subject.
pub(super) fn part_in_frame(lemma: &str, object: bool) -> Option<Part> {
    let place = if object {
        Where::Object
    } else {
        Where::Subject
    };
    PART_TABLE.get(&(place, lemma)).copied()
}

/// The part that a word gives to the person right before it: "girl shot", "man accused".
pub(super) fn part_in_words(word: &str) -> Option<Part> {
    PART_TABLE.get(&(Where::Behind, word)).copied()
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// What `read` makes of a word in small letters: a word in ASCII needs no memory for them.
pub(super) fn in_small_letters<T>(word: &str, read: impl FnOnce(&str) -> T) -> T {
    let mut room = [0; 32];
    if let Some(lower) = room.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return read(std::str::from_utf8(lower).expect("it is ASCII"));
    }
    read(&word.to_lowercase())
}

/// The class of a predicate's base form: itself, where no list has it.
pub(super) fn predicate_class(lemma: &str) -> &str {
    PREDICATE_TABLE
        .get(lemma)
        .map_or(lemma, |entry| entry.class)
}

/// Whose predicate happens once in a story; `None` for those that recur, and those that no list has.
pub(super) fn once(lemma: &str) -> Option<Once> {
    PREDICATE_TABLE.get(lemma)?.once
}

/// The class of a noun as it stands in a text: its singular, where no list has it.
pub(super) fn noun_class(word: &str) -> String {
    let singular = singular(&word.to_lowercase());
    match NOUN_TABLE.get(singular.as_str()) {
        Some(class) => (*class).to_owned(),
        None => singular,
    }
}

/// Whether a noun, as it stands in a text, names something that happens to people at a time and a place.
pub(super) fn is_happening(noun: &str) -> bool {
    const HAPPENINGS: &[&str] = &[
        "accident",
        "attack",
        "blast",
        "case",
        "collision",
        "crash",
        "explosion",
        "homicide",
        "incident",
        "murder",
        "robbery",
        "scene",
        "shooting",
        "stabbing",
    ];
    HAPPENINGS.contains(&noun_class(noun).as_str())
}

/// The singular of an English noun in small letters, as its ending tells it.
pub(super) fn singular(word: &str) -> String {
    const IRREGULAR: &[(&str, &str)] = &[
        ("children", "child"),
        ("feet", "foot"),
        ("lives", "life"),
        ("men", "man"),
        ("people", "person"),
        ("teeth", "tooth"),
        ("wives", "wife"),
        ("women", "woman"),
    ];
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    for many in ["men", "women"] {
        // "policemen", "spokeswomen".
        if let Some(stem) = word.strip_suffix(many)
            && stem.len() >= 3
        {
            return format!("{stem}{}", many.replace("men", "man"));
        }
    }
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() >= 2);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if stem(ending).is_some() {
            return word[..word.len() - 2].to_owned();
        }
    }
    match stem("s") {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_word_stands_in_two_classes() {
        for table in [PREDICATES, NOUNS, PEOPLE] {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for line in lines(table) {
                let words = line.split_once(" = ").map_or(line, |(_, words)| words);
                for word in words.split(", ") {
                    *seen.entry(word).or_default() += 1;
                }
            }
            seen.retain(|_, times| *times > 1);
            assert_eq!(seen, BTreeMap::new());
        }
    }

    #[test]
    fn people_and_their_parts() {
        use Part::{Suspect, Victim};
        assert_eq!(
            [
                sex_of("Girls"),
                sex_of("stepson"),
                sex_of("teen"),
                sex_of("gun")
            ],
            [Some(Sex::Female), Some(Sex::Male), Some(Sex::Untold), None]
        );
        assert_eq!(
            [
                part_in_frame("shoot", true),
                part_in_frame("shoot", false),
                part_in_frame("die", false),
                part_in_frame("charge", true),
                part_in_frame("say", false),
                part_in_words("shot"),
                part_in_words("accused"),
            ],
            [
                Some(Victim),
                Some(Suspect),
                Some(Victim),
                Some(Suspect),
                None,
                Some(Victim),
                Some(Suspect)
            ]
        );
    }

    #[test]
    fn classes() {
        assert_eq!(
            [
                predicate_class("go down"),
                predicate_class("sink"),
                predicate_class("bake")
            ],
            ["sink", "sink", "bake"]
        );
        assert_eq!(
            [once("arrive"), once("shoot"), once("visit"), once("bake")],
            [Some(Once::Subject), Some(Once::Object), None, None]
        );
        let nouns: Vec<String> = [
            "Residents",
            "people",
            "vessels",
            "policemen",
            "passengers",
            "bus",
            "cities",
            "churches",
        ]
        .iter()
        .map(|word| noun_class(word))
        .collect();
        assert_eq!(
            nouns,
            [
                "person",
                "person",
                "ship",
                "policeman",
                "passenger",
                "bus",
                "city",
                "church"
            ]
        );
    }
}
