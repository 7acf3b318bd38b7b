//! The word forms met so far.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::characters::{Characters, is_space};
use super::string_id::string_id;
use super::vocabulary::Vocabulary;

/// A word form of one [`Lexicon`], as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LexemeId(pub(crate) u32);

/// A word form with all that the models see of it; numbers are string ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) text: Box<str>,
    pub(crate) lower: Box<str>,
    pub(crate) orth: u64,
    pub(crate) norm: u64,
    /// The first character.
    pub(crate) prefix: u64,
    /// The last three characters.
    pub(crate) suffix: u64,
    /// Its capitals, small letters and digits: `Xxxxx`, `dd`.
    pub(crate) shape: u64,
    /// True if it is white space alone.
    pub(crate) is_space: bool,
}

/// The word forms that one worker has met. It grows until it is cleared, which makes all its ids void.
#[derive(Default)]
pub(crate) struct Lexicon {
    lexemes: Vec<Lexeme>,
    /// The overriding norms of the forms that have one.
    norms: Vec<Option<Box<str>>>,
    by_form: HashTable<LexemeId>,
    bytes: usize,
}

/// Shape of a text of a hundred characters and more.
const LONG_SHAPE: &str = "LONG";
const LONG_CHARACTERS: usize = 100;

/// Equal characters of a shape that stand in a row at most.
const LONGEST_RUN: usize = 4;

impl Lexicon {
    /// The number of a form, made if it is new. Forms of equal text and different overriding norm are different.
    pub(crate) fn intern(
        &mut self,
        vocabulary: &Vocabulary,
        text: &str,
        norm_override: Option<&str>,
    ) -> LexemeId {
        let hash = FxBuildHasher.hash_one((text, norm_override));
        let Self { lexemes, norms, .. } = self;
        let same = |id: &LexemeId| {
            let index = id.0 as usize;
            &*lexemes[index].text == text && norms[index].as_deref() == norm_override
        };
        if let Some(id) = self.by_form.find(hash, same) {
            return *id;
        }
        let id = LexemeId(u32::try_from(lexemes.len()).expect("memory ends before the numbers do"));
        let lexeme = Lexeme::new(vocabulary, text, norm_override);
        self.bytes += size_of::<Lexeme>()
            + lexeme.text.len()
            + lexeme.lower.len()
            + norm_override.map_or(0, str::len);
        lexemes.push(lexeme);
        norms.push(norm_override.map(Box::from));
        self.by_form.insert_unique(hash, id, |id| {
            let index = id.0 as usize;
            FxBuildHasher.hash_one((&*lexemes[index].text, norms[index].as_deref()))
        });
        id
    }

    /// The form with this number.
    #[inline]
    pub(crate) fn get(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id.0 as usize]
    }

    /// Number of forms.
    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    /// About how much memory the forms take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Forgets all forms. Whatever holds their numbers has to forget them too.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Lexeme {
    fn new(vocabulary: &Vocabulary, text: &str, norm_override: Option<&str>) -> Self {
        let lower = text.to_lowercase();
        let orth = string_id(text);
        let norm = norm_override.unwrap_or_else(|| vocabulary.norm(text, orth, &lower));
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text
            .char_indices()
            .rev()
            .take(3)
            .last()
            .map_or(0, |(at, _)| at);
        Self {
            orth,
            norm: string_id(norm),
            prefix: string_id(&text[..first]),
            suffix: string_id(&text[last..]),
            shape: string_id(&shape(text)),
            is_space: !text.is_empty() && text.chars().all(is_space),
            text: Box::from(text),
            lower: lower.into_boxed_str(),
        }
    }
}

fn shape(text: &str) -> String {
    if text.chars().nth(LONG_CHARACTERS - 1).is_some() {
        return LONG_SHAPE.to_owned();
    }
    let characters = Characters::get();
    let mut shape = String::with_capacity(text.len());
    let mut run = ('\0', 0);
    for character in text.chars() {
        let class = if characters.alphabetic.contains(character) {
            if characters.upper.contains(character) {
                'X'
            } else {
                'x'
            }
        } else if characters.digit.contains(character) {
            'd'
        } else {
            character
        };
        run = if class == run.0 {
            (class, run.1 + 1)
        } else {
            (class, 1)
        };
        if run.1 <= LONGEST_RUN {
            shape.push(class);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        // {"lexeme_norm": {id("colour"): "color"}}
        let mut bytes = b"\x81\xablexeme_norm\x81\xcf".to_vec();
        bytes.extend(string_id("colour").to_be_bytes());
        bytes.extend(b"\xa5color");
        Vocabulary::from_bytes(&bytes).unwrap()
    }

    #[test]
    fn shapes() {
        let cases = [
            ("Apple", "Xxxxx"),
            ("McDonalds", "XxXxxxx"),
            ("1,000,000", "d,ddd,ddd"),
            ("B²", "Xd"),
            ("-----", "----"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }

    #[test]
    fn a_nul_at_the_start_counts_once() {
        assert_eq!(shape("\0\0\0\0\0a"), "\0\0\0\0x");
    }

    #[test]
    fn norms_come_from_the_override_the_table_the_base_or_the_small_letters() {
        let (vocabulary, mut lexicon) = (vocabulary(), Lexicon::default());
        let mut norm = |text, norm_override| {
            let id = lexicon.intern(&vocabulary, text, norm_override);
            lexicon.get(id).norm
        };
        assert_eq!(norm("colour", None), string_id("color"));
        assert_eq!(norm("colour", Some("hue")), string_id("hue"));
        assert_eq!(norm("“", None), string_id("\""));
        assert_eq!(norm("Élan", None), string_id("élan"));
    }

    #[test]
    fn forms_are_kept_once() {
        let (vocabulary, mut lexicon) = (vocabulary(), Lexicon::default());
        let first = lexicon.intern(&vocabulary, "ca", None);
        let other = lexicon.intern(&vocabulary, "ca", Some("can"));
        assert_eq!((first, other), (LexemeId(0), LexemeId(1)));
        for number in 0..1000 {
            lexicon.intern(&vocabulary, &number.to_string(), None);
        }
        assert_eq!(lexicon.intern(&vocabulary, "ca", None), first);
        assert_eq!(lexicon.intern(&vocabulary, "ca", Some("can")), other);
        assert_eq!(lexicon.len(), 1002);
        lexicon.clear();
        assert_eq!((lexicon.len(), lexicon.bytes()), (0, 0));
    }

    #[test]
    fn prefix_and_suffix_count_characters() {
        let (vocabulary, mut lexicon) = (vocabulary(), Lexicon::default());
        let id = lexicon.intern(&vocabulary, "Émigrés", None);
        let lexeme = lexicon.get(id);
        assert_eq!(
            (lexeme.prefix, lexeme.suffix, &*lexeme.lower),
            (string_id("É"), string_id("rés"), "émigrés")
        );
        let id = lexicon.intern(&vocabulary, "to", None);
        assert_eq!(
            (lexicon.get(id).prefix, lexicon.get(id).suffix),
            (string_id("t"), string_id("to"))
        );
    }
}
