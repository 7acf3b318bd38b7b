//! What is page furniture: by the names that pages give their elements, and by the words of a line.
//!
//! The lists are data (`data/class_words.txt`, `data/phrases/*.txt`); this file reads them. A new language is a new
//! file of phrases, named in [`PHRASES`].

use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};
use retold_model::CutReason;
use rustc_hash::FxHashMap;

use crate::names::is_particle;

/// What the names of an element say it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing known.
    Unknown,
    /// The text of the article.
    Body,
    /// The standfirst.
    Deck,
    /// Not the article.
    Furniture(CutReason),
}

const CLASS_WORDS: &str = include_str!("../data/class_words.txt");

/// Lines of furniture, one file a language (the last holds several).
const PHRASES: &[&str] = &[
    include_str!("../data/phrases/en.txt"),
    include_str!("../data/phrases/de.txt"),
    include_str!("../data/phrases/fr.txt"),
    include_str!("../data/phrases/es.txt"),
    include_str!("../data/phrases/pl.txt"),
];

/// Words of a segment at most for its words alone to tell that it is furniture.
const MAX_PHRASE_WORDS: u32 = 45;

fn reason(name: &str) -> CutReason {
    match name {
        "navigation" => CutReason::Navigation,
        "teaser" => CutReason::Teaser,
        "sharing" => CutReason::Sharing,
        "subscription" => CutReason::Subscription,
        "advertisement" => CutReason::Advertisement,
        "comments" => CutReason::Comments,
        "rights" => CutReason::Rights,
        "caption" => CutReason::Caption,
        "author-box" => CutReason::AuthorBox,
        "metadata" => CutReason::Metadata,
        "hidden" => CutReason::Hidden,
        "interface" => CutReason::Interface,
        other => unreachable!("the data files name no reason `{other}`: a test reads them all"),
    }
}

/// Sections `[name]` of a data file with their lines.
fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    file.lines().filter_map(move |line| {
        let line = line.trim_end();
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
            .filter(|name| name.len() < 24)
        {
            section = name;
            return None;
        }
        (!line.is_empty() && !line.starts_with("# ")).then_some((section, line))
    })
}

struct ClassWords {
    words: FxHashMap<&'static str, Role>,
    /// By first byte.
    stems: FxHashMap<u8, Vec<(&'static str, Role)>>,
}

static CLASSES: LazyLock<ClassWords> = LazyLock::new(|| {
    let mut result = ClassWords {
        words: FxHashMap::default(),
        stems: FxHashMap::default(),
    };
    for (section, line) in sections(CLASS_WORDS) {
        let role = match section {
            "body" => Role::Body,
            "deck" => Role::Deck,
            section => Role::Furniture(reason(section.trim_start_matches("strong "))),
        };
        match line.strip_suffix('*') {
            Some(stem) => {
                let first = stem.as_bytes()[0];
                result.stems.entry(first).or_default().push((stem, role));
            }
            None => drop(result.words.entry(line).or_insert(role)),
        }
    }
    result
});

/// Reads names of elements; what a name says is worked out once.
#[derive(Default)]
pub(crate) struct Roles<'t> {
    known: FxHashMap<&'t str, Role>,
}

impl<'t> Roles<'t> {
    /// What a `class`, `id` or `role` attribute says. The first word that says something counts, but the body outranks
    /// furniture: `article-body has-sidebar` is a body.
    pub(crate) fn role(&mut self, attribute: &'t str) -> Role {
        // Hostile pages may have attributes of megabytes; names that mean something are short.
        if attribute.len() > 400 {
            return Role::Unknown;
        }
        *self
            .known
            .entry(attribute)
            .or_insert_with(|| role_of(attribute))
    }
}

fn role_of(attribute: &str) -> Role {
    let mut result = Role::Unknown;
    let mut words = NameWords::default();
    for name in attribute.split_ascii_whitespace() {
        // `has-sidebar`, `no-comments`, `with-nav` tell of a state, not of a purpose; so do `js-` hooks.
        let starts = |prefix: &str| {
            let head = name.as_bytes().get(..prefix.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        let state = [
            "has-",
            "no-",
            "with-",
            "without-",
            "is-",
            "has_",
            "no_",
            "js-has",
            "single-",
            "wp-block-post",
            "elementor-",
            "et_pb_",
            "vc_",
        ];
        if state.into_iter().any(starts) {
            continue;
        }
        words.read(name);
        let role = role_of_words(&words);
        match role {
            Role::Body => return Role::Body,
            Role::Unknown => {}
            role if result == Role::Unknown => result = role,
            _ => {}
        }
    }
    result
}

fn role_of_words(words: &NameWords) -> Role {
    let mut result = Role::Unknown;
    for i in 0..words.len() {
        let found = (1..=3)
            .rev()
            .filter_map(|count| words.run(i, count))
            .find_map(lookup);
        match found {
            Some(Role::Body) if result == Role::Unknown => return Role::Body,
            Some(role) if result == Role::Unknown => result = role,
            _ => {}
        }
    }
    result
}

fn lookup(word: &str) -> Option<Role> {
    let classes = &*CLASSES;
    classes.words.get(word).copied().or_else(|| {
        classes
            .stems
            .get(word.as_bytes().first()?)?
            .iter()
            .find(|(stem, _)| word.starts_with(stem))
            .map(|&(_, role)| role)
    })
}

/// The words of a name in lower case: `relatedPosts_v2` has `related`, `posts`, `v2`.
#[derive(Default)]
struct NameWords {
    /// The words with a hyphen between each two.
    joined: String,
    /// Start and end of each word.
    words: Vec<(usize, usize)>,
}

impl NameWords {
    fn read(&mut self, name: &str) {
        self.joined.clear();
        self.words.clear();
        let mut start = 0;
        let mut previous_lower = false;
        for c in name.chars() {
            let ends = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && previous_lower);
            if ends {
                self.end(&mut start);
            }
            if c.is_ascii_alphanumeric() {
                self.joined.push(c.to_ascii_lowercase());
            }
            previous_lower = c.is_ascii_lowercase();
        }
        self.end(&mut start);
    }

    /// Ends the word that begins at `start`, if there is one.
    fn end(&mut self, start: &mut usize) {
        if self.joined.len() > *start {
            self.words.push((*start, self.joined.len()));
            self.joined.push('-');
            *start = self.joined.len();
        }
    }

    fn len(&self) -> usize {
        self.words.len()
    }

    /// `count` words from number `first` on, with hyphens between.
    fn run(&self, first: usize, count: usize) -> Option<&str> {
        let (start, _) = self.words[first];
        let &(_, end) = self.words.get(first + count - 1)?;
        Some(&self.joined[start..end])
    }
}

/// Patterns of phrases with what each says, its number in the files before it: the first counts.
struct Phrases {
    set: RegexSet,
    reasons: Vec<(usize, CutReason)>,
}

/// Those that begin with certain words, and those that may begin with any. The automaton of the first has left most
/// lines after some letters; together with the second it would have to be built for every pair of their states.
static PHRASE_SETS: LazyLock<[Phrases; 2]> = LazyLock::new(|| {
    let lines = PHRASES.iter().flat_map(|file| sections(file)).enumerate();
    let (open, fixed): (Vec<_>, Vec<_>) = lines.partition(|(_, (_, line))| begins_with_any(line));
    [fixed, open].map(|lines| {
        let patterns = lines
            .iter()
            .map(|(_, (_, line))| format!("^(?:{})", in_bytes(line)));
        let set = RegexSetBuilder::new(patterns)
            .size_limit(64 << 20)
            .dfa_size_limit(16 << 20)
            .build()
            .expect("the phrase files hold regular expressions: a test reads them all");
        let reasons = lines
            .iter()
            .map(|&(number, (section, _))| (number, reason(section)))
            .collect();
        Phrases { set, reasons }
    })
});

/// Whether a pattern begins with any characters, as such or after words that may be there.
fn begins_with_any(pattern: &str) -> bool {
    let rest = pattern
        .strip_prefix('(')
        .and_then(|group| group.split_once(")?"))
        .filter(|(group, _)| !group.contains(['(', ')']))
        .map_or(pattern, |(_, rest)| rest);
    [pattern, rest]
        .iter()
        .any(|pattern| pattern.trim_start_matches('(').starts_with('.'))
}

/// A pattern with `.` and `\b` told in bytes: Unicode word boundaries and counted Unicode dots keep the
/// automaton from running as a DFA, which makes the set forty times slower.
fn in_bytes(pattern: &str) -> String {
    pattern
        .replace(r"\b", r"(?-u:\b)")
        .replace(".{", "(?-u:.){")
        .replace(".*", "(?-u:.)*")
}

/// Why a line is page furniture, told by its words alone; `None` where they do not tell.
///
/// `words` is the count of words in `text`.
pub(crate) fn phrase(text: &str, words: u32) -> Option<CutReason> {
    if words > MAX_PHRASE_WORDS {
        return None;
    }
    let line =
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '*'));
    let mut line = if line.is_ascii() {
        line.to_ascii_lowercase()
    } else {
        line.to_lowercase()
    };
    if line.contains('\n') {
        line = line.replace('\n', " ");
    }
    let first = |phrases: &Phrases| {
        let index = phrases.set.matches(line.as_bytes()).iter().next()?;
        Some(phrases.reasons[index])
    };
    PHRASE_SETS
        .iter()
        .filter_map(first)
        .min_by_key(|(number, _)| *number)
        .map(|(_, reason)| reason)
        .filter(|&reason| reason != CutReason::Metadata || !is_sentence(text, words))
        .or_else(|| is_by_line(text, words).then_some(CutReason::Metadata))
}

/// Words from which a line with a full stop is a sentence, though it begins as facts about an article do.
const SENTENCE_WORDS: u32 = 13;
/// Words of a byline at most.
const BY_LINE_WORDS: u32 = 20;

fn is_sentence(text: &str, words: u32) -> bool {
    words >= SENTENCE_WORDS && ends_as_sentence(text)
}

fn ends_as_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')']);
    let last = text.rsplit(' ').next().unwrap_or_default();
    // "11.30 p.m." ends no sentence.
    let is_abbreviation = last.len() <= 4 && last.trim_end_matches('.').contains('.');
    text.ends_with(['.', '!', '?', '…']) && !is_abbreviation
}

/// Whether a line opens with a word for "by" and goes on in names. In many languages that word opens sentences, too
/// ("Von Berlin aus …", "Par la suite, …"): most of their words are in lower case.
fn is_by_line(text: &str, words: u32) -> bool {
    const BY: [&str; 7] = ["by", "von", "par", "por", "di", "door", "przez"];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((by, names)) = text.split_once([' ', ':']) else {
        return false;
    };
    if words > BY_LINE_WORDS
        || !BY.iter().any(|word| word.eq_ignore_ascii_case(by))
        || ends_as_sentence(text)
    {
        return false;
    }
    let names = || names.split_whitespace().filter(|word| !is_particle(word));
    let small = names()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    small * 2 < names().count()
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    #[test]
    fn data_files_are_sound() {
        let [fixed, open] = &*PHRASE_SETS;
        assert!(fixed.reasons.len() > 200 && open.reasons.len() > 10);
        let all = fixed.reasons.iter().chain(&open.reasons);
        let reasons: FxHashSet<CutReason> = all.map(|(_, reason)| *reason).collect();
        assert_eq!(reasons.len(), 10);
        let mut seen = FxHashSet::default();
        for (section, line) in sections(CLASS_WORDS) {
            assert!(!section.is_empty(), "{line}");
            assert!(
                line.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-*".contains(&b)),
                "{line}"
            );
            seen.insert(line);
        }
        assert!(seen.len() > 200);
    }

    #[test]
    fn names_of_elements() {
        for (name, expected) in [
            ("c-article__body has-sidebar", Role::Body),
            ("relatedPosts", Role::Furniture(CutReason::Teaser)),
            ("has-sidebar", Role::Unknown),
            ("entry-footer", Role::Furniture(CutReason::Metadata)),
            ("sidebar_left", Role::Furniture(CutReason::Teaser)),
            ("loading shadow heading", Role::Unknown),
            ("article-subtitle", Role::Deck),
        ] {
            assert_eq!(role_of(name), expected, "{name}");
        }
    }

    #[test]
    fn lines_of_furniture() {
        for (line, expected) in [
            ("Read more: Minister resigns", Some(CutReason::Teaser)),
            ("MORE: Police arrest second man", Some(CutReason::Teaser)),
            ("Share this article", Some(CutReason::Sharing)),
            (
                "© 2024 The Times. All rights reserved.",
                Some(CutReason::Rights),
            ),
            ("Photo: Jane Doe/Agency", Some(CutReason::Caption)),
            ("Das könnte Sie auch interessieren", Some(CutReason::Teaser)),
            (
                "The views expressed here are those of the authors and do not reflect the position of the paper.",
                Some(CutReason::Comments),
            ),
            ("The views expressed by the minister were not new.", None),
            ("Readers of the paper were told on Monday.", None),
            ("He shared the prize with two others.", None),
            ("By Monday the river had fallen.", None),
            (
                "By Ada Moor, Harbour Correspondent",
                Some(CutReason::Metadata),
            ),
            ("Von Ada Moor und Per Lund", Some(CutReason::Metadata)),
            (
                "Von den Höfen am Fluss wurden noch am Abend vierzig Menschen geholt",
                None,
            ),
            ("Por otro lado, los equipos siguen buscando", None),
            ("Par la suite, le pont a été fermé.", None),
            ("Le 14 mars 2024, la rivière a débordé.", None),
            ("Le 14 mars 2024 à 12h05", Some(CutReason::Metadata)),
            ("3. Mai 2024, 12:05 Uhr", Some(CutReason::Metadata)),
            ("3. Mai 2024: Der Fluss tritt über die Ufer.", None),
            (
                "PUBLISHED: May 3, 2024 at 11:30 p.m. | UPDATED: May 4, 2024 at 12:21 a.m.",
                Some(CutReason::Metadata),
            ),
            ("Standing water was still seen in 40 streets.", None),
            ("Reuters reported on Monday that the dam would hold.", None),
            ("Reuters/Ada Moor", Some(CutReason::Caption)),
            ("Press Herald readers sent 300 pictures of the flood.", None),
            (
                "Ada Moor is a senior reporter for the Gazette.",
                Some(CutReason::AuthorBox),
            ),
            (
                "Moor, who died on Sunday, was a longtime editor at the Gazette.",
                None,
            ),
            (
                "Updated 4:48 PM EST, Mon November 6, 2023",
                Some(CutReason::Metadata),
            ),
        ] {
            let words = u32::try_from(line.split_whitespace().count()).unwrap();
            assert_eq!(phrase(line, words), expected, "{line}");
        }
    }
}
