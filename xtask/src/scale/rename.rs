//! Content words for content words, one to one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

/// What is never renamed: the words that hold sentences together. Few, so that a sentence keeps no run of its words.
const FUNCTION_WORDS: &str = "a an and are as at be been but by did do does for from had has have he her him his how if \
    in into is it its me my no nor not of on or our she so than that the their them then they this to us was we were \
    what when which who will with would you your don't doesn't didn't isn't wasn't won't it's that's he's she's i'm";

/// Stories that hold a word from which on it is one of the language and not of a story.
const COMMON: usize = 8;

/// Common words that are exchanged among themselves have about the same rank.
const WINDOW: usize = 64;

/// Words in a row that no two renamings may share.
const RUN: usize = 8;

/// Letters from which on a word is renamed: shorter ones are initials and ends of contractions.
const SHORTEST: usize = 3;

/// Names tried for a word before it is left as it is.
const TRIES: u32 = 256;

/// The content words of a corpus, and in how many of its stories each stands.
#[derive(Default)]
pub(super) struct Vocabulary {
    stories: BTreeMap<String, BTreeSet<usize>>,
    /// Common words that are coined anew all the same: without them, a run of words would hold no word that is.
    coined: BTreeSet<String>,
}

impl Vocabulary {
    /// Notes the words of `text`, which belongs to the story with this number.
    pub(super) fn read(&mut self, story: usize, text: &str) {
        for word in content_words(text) {
            let key = text[word].to_ascii_lowercase();
            self.stories.entry(key).or_default().insert(story);
        }
    }
}

impl Vocabulary {
    /// Sees to it that in each run of words of `text`, of which `ranges` are renamed, one word is coined anew. To be
    /// called after all texts were read.
    pub(super) fn break_runs(&mut self, text: &str, ranges: &[Range<usize>]) {
        let renamed: FxHashSet<usize> = ranges
            .iter()
            .flat_map(|range| {
                content_words(&text[range.clone()])
                    .into_iter()
                    .map(|word| range.start + word.start)
            })
            .collect();
        let words: Vec<Option<String>> = pieces(text, char::is_alphanumeric)
            .map(|(start, word)| renamed.contains(&start).then(|| word.to_ascii_lowercase()))
            .collect();
        for run in words.windows(RUN) {
            let content = || run.iter().flatten();
            if content().any(|word| self.is_coined(word)) {
                continue;
            }
            if let Some(rarest) = content().min_by_key(|word| (self.count(word), *word)) {
                self.coined.insert(rarest.clone());
            }
        }
    }

    fn count(&self, word: &str) -> usize {
        self.stories.get(word).map_or(0, BTreeSet::len)
    }

    fn is_coined(&self, word: &str) -> bool {
        self.count(word) < COMMON || self.coined.contains(word)
    }
}

/// A renaming of content words that keeps their lengths in bytes, so that places in the text stay the same.
///
/// Words of few stories are coined anew, as names and topics are in the news; common ones are exchanged among
/// themselves. Capitals stay where they are.
pub(super) struct Renaming {
    names: FxHashMap<String, String>,
}

impl Renaming {
    /// The renaming of `vocabulary` that belongs to `seed`.
    pub(super) fn new(vocabulary: &Vocabulary, seed: &str) -> Self {
        let mut names = FxHashMap::default();
        let mut taken: FxHashSet<String> = FxHashSet::default();
        let mut common: BTreeMap<usize, Vec<(usize, &str)>> = BTreeMap::new();
        for (word, stories) in &vocabulary.stories {
            if !vocabulary.is_coined(word) {
                common
                    .entry(word.len())
                    .or_default()
                    .push((stories.len(), word.as_str()));
            } else if let Some(name) = coined(word, seed, |name| {
                taken.contains(name) || vocabulary.stories.contains_key(name)
            }) {
                taken.insert(name.clone());
                names.insert(word.clone(), name);
            }
        }
        for mut words in common.into_values() {
            words.sort_unstable_by(|one, other| other.cmp(one));
            for window in words.chunks(WINDOW) {
                let mut order: Vec<&str> = window.iter().map(|&(_, word)| word).collect();
                order.sort_by_key(|word| chance(&[seed, word]));
                // In a circle, so that none keeps its name.
                for (word, name) in order.iter().zip(order.iter().cycle().skip(1)) {
                    names.insert((*word).to_owned(), (*name).to_owned());
                }
            }
        }
        Self { names }
    }

    /// `text` with all its content words renamed.
    pub(super) fn apply_to_all(&self, text: &str) -> String {
        self.apply(
            text,
            &[Range {
                start: 0,
                end: text.len(),
            }],
        )
    }

    /// `text` with the content words in `ranges` renamed.
    pub(super) fn apply(&self, text: &str, ranges: &[Range<usize>]) -> String {
        let mut result = text.as_bytes().to_vec();
        for range in ranges {
            for word in content_words(&text[range.clone()]) {
                let (start, end) = (range.start + word.start, range.start + word.end);
                let Some(name) = self.names.get(&text[start..end].to_ascii_lowercase()) else {
                    continue;
                };
                for (byte, new) in result[start..end].iter_mut().zip(name.bytes()) {
                    *byte = if byte.is_ascii_uppercase() {
                        new.to_ascii_uppercase()
                    } else {
                        new
                    };
                }
            }
        }
        String::from_utf8(result).expect("ASCII letters gave way to ASCII letters")
    }
}

/// Where the words of `text` stand that are renamed.
fn content_words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_inner = |c: char| c == '\'' || c == '\u{2019}';
    for (start, piece) in pieces(text, |c| c.is_alphabetic() || is_inner(c)) {
        let whole = piece.trim_matches(is_inner).replace('\u{2019}', "'");
        if is_function_word(&whole.to_ascii_lowercase()) {
            continue;
        }
        for (inner, word) in pieces(piece, char::is_alphabetic) {
            let kept =
                word.chars().count() < SHORTEST || is_function_word(&word.to_ascii_lowercase());
            if !kept {
                found.push(start + inner..start + inner + word.len());
            }
        }
    }
    found
}

/// The longest runs of characters for which `belongs` holds, with where they begin.
fn pieces(text: &str, belongs: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    text.split(move |c| !belongs(c))
        .filter(|piece| !piece.is_empty())
        .map(move |piece| (piece.as_ptr().addr() - text.as_ptr().addr(), piece))
}

fn is_function_word(word: &str) -> bool {
    thread_local! {
        static WORDS: FxHashSet<&'static str> = FUNCTION_WORDS.split_whitespace().collect();
    }
    WORDS.with(|words| words.contains(word))
}

/// A word that there was not: vowels for vowels, consonants for consonants, with the ending that tells its form.
fn coined(word: &str, seed: &str, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let ending = ["ing", "ed", "es", "ly", "s"]
        .into_iter()
        .find(|ending| word.len() >= ending.len() + SHORTEST && word.ends_with(ending))
        .map_or(0, str::len);
    (0..TRIES).find_map(|number| {
        let mut digits = chance(&[seed, word, &number.to_string()])
            .into_iter()
            .cycle();
        let mut name = word.as_bytes().to_vec();
        let changed = name.len() - ending;
        for (at, byte) in name[..changed].iter_mut().enumerate() {
            let letters: &[u8] = match byte.to_ascii_lowercase() {
                b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => b"aeiou",
                b'a'..=b'z' => b"bcdfghjklmnprstvwz",
                _ => continue,
            };
            let digit = usize::from(digits.next().unwrap_or_default()) + at;
            *byte = letters[digit % letters.len()];
        }
        let name = String::from_utf8(name).ok()?;
        (!is_taken(&name) && !is_function_word(&name)).then_some(name)
    })
}

/// Digits that are the same in every run.
fn chance(of: &[&str]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in of {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Zoë Marsh’s harbour didn't burn. HARBOUR fires, harbour fires in 2019!";

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.read(0, TEXT);
        for story in 1..=COMMON {
            vocabulary.read(story, "harbour weather");
        }
        vocabulary
    }

    fn renamed(vocabulary: &Vocabulary, seed: &str, text: &str) -> String {
        Renaming::new(vocabulary, seed).apply_to_all(text)
    }

    /// The text with its letters of ASCII covered.
    fn covered(text: &str) -> String {
        text.replace(|c: char| c.is_ascii_lowercase(), "x")
            .replace(|c: char| c.is_ascii_uppercase(), "X")
    }

    #[test]
    fn common_words_change_places_and_rare_ones_are_coined() {
        let vocabulary = vocabulary();
        let [one, two] = ["1", "2"].map(|seed| renamed(&vocabulary, seed, TEXT));
        assert_eq!(covered(&one), covered(TEXT));
        assert_eq!(covered(&two), covered(TEXT));
        let words = |text: &str| -> Vec<String> {
            pieces(text, char::is_alphanumeric)
                .map(|(_, word)| word.to_owned())
                .collect()
        };
        let (one, two) = (words(&one), words(&two));
        let (kept, exchanged, coined) = ([2, 4, 5, 11, 12], [3, 7, 9], [0, 1, 6, 8, 10]);
        assert_eq!(kept.map(|at| &one[at]), ["s", "didn", "t", "in", "2019"]);
        assert_eq!(
            exchanged.map(|at| &one[at]),
            ["weather", "WEATHER", "weather"]
        );
        assert!(coined.iter().all(|&at| one[at] != two[at]));
        assert_eq!(one[8], one[10]);
        assert!(one[8].ends_with('s'));
    }

    #[test]
    fn what_is_outside_the_ranges_stays() {
        let renaming = Renaming::new(&vocabulary(), "1");
        assert_eq!(renaming.apply(TEXT, &[]), TEXT);
    }

    #[test]
    fn a_run_of_common_words_gets_a_word_of_its_own() {
        let text = "harbour was in it or at it as";
        let mut vocabulary = vocabulary();
        vocabulary.break_runs(text, std::slice::from_ref(&(0..text.len())));
        let [one, two] = ["1", "2"].map(|seed| renamed(&vocabulary, seed, text));
        assert_eq!(one[7..], text[7..]);
        assert_eq!(two[7..], text[7..]);
        assert!(one != text && two != text && one != two);
    }
}
