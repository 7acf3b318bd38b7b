//! Texts as word pieces: plain words, cut into the longest pieces that the vocabulary has (Y. Wu et al., *Google's neural
//! machine translation system*, 2016, as in BERT's tokenizer for uncased models).
//!
//! The pieces are those of the reference (the library `tokenizers`), tried on each character and on random texts, with two
//! differences. The names of marks, such as `[SEP]`, are words like others, so that no text can pose as a mark. And the
//! classes of characters are those of Unicode 16, not 8: 618 characters, nearly all of them newer, are seen as the
//! punctuation, marks or controls that they are.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::char::decompose_canonical;

use crate::error::ModelError;

const FILE: &str = "tokenizer.json";

/// Characters of a word beyond which it is unknown as a whole; the reference's value.
const LONGEST_WORD: usize = 100;

/// Before a piece that goes on with a word.
const GOES_ON: &str = "##";

/// The vocabulary of a model.
pub(super) struct WordPiece {
    /// Pieces that begin a word.
    first: Pieces,
    /// Pieces that go on with it.
    next: Pieces,
    unknown: u32,
    begin: u32,
    end: u32,
}

#[derive(Default)]
struct Pieces {
    numbers: FxHashMap<String, u32>,
    /// Bytes of the longest one.
    longest: usize,
}

impl WordPiece {
    /// Reads the vocabulary, whose numbers are below `kinds`.
    pub(super) fn from_json(bytes: &[u8], kinds: usize) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct File {
            model: Model,
        }

        #[derive(Deserialize)]
        struct Model {
            r#type: String,
            unk_token: String,
            continuing_subword_prefix: String,
            max_input_chars_per_word: usize,
            vocab: FxHashMap<String, u32>,
        }

        let File { model } = serde_json::from_slice(bytes)
            .map_err(|problem| ModelError::format(FILE, problem.to_string()))?;
        if model.r#type != "WordPiece"
            || model.continuing_subword_prefix != GOES_ON
            || model.max_input_chars_per_word != LONGEST_WORD
        {
            return Err(ModelError::format(FILE, "cuts words in another way"));
        }
        let mark = |name: &str| {
            { model.vocab.get(name).copied() }
                .ok_or_else(|| ModelError::format(FILE, format!("has no piece `{name}`")))
        };
        let (unknown, begin, end) = (mark(&model.unk_token)?, mark("[CLS]")?, mark("[SEP]")?);
        let (mut first, mut next) = (Pieces::default(), Pieces::default());
        let beyond = { model.vocab.iter() }.filter(|(_, number)| **number as usize >= kinds);
        if let Some((piece, number)) = beyond.min_by_key(|(piece, _)| *piece) {
            let problem = format!("the piece `{piece}` has number {number} of {kinds}");
            return Err(ModelError::format(FILE, problem));
        }
        #[expect(clippy::iter_over_hash_type, reason = "they go into other tables")]
        for (piece, number) in model.vocab {
            match piece.strip_prefix(GOES_ON) {
                Some(rest) => next.insert(rest.to_owned(), number),
                None => first.insert(piece, number),
            }
        }
        Ok(Self {
            first,
            next,
            unknown,
            begin,
            end,
        })
    }

    /// Adds the pieces of a text between the marks of its begin and end, at most `limit` with them.
    ///
    /// Linear in the length of the text; what comes after the limit is not looked at.
    pub(super) fn cut(&self, text: &str, limit: usize, pieces: &mut Vec<u32>) {
        let last = pieces.len() + limit - 1;
        pieces.push(self.begin);
        let _ = words(text, |word| {
            self.cut_word(word, pieces);
            if pieces.len() < last {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        pieces.truncate(last);
        pieces.push(self.end);
    }

    /// Adds the pieces of a word, each the longest that fits; that of an unknown word if the word has none.
    fn cut_word(&self, word: &str, pieces: &mut Vec<u32>) {
        let start = pieces.len();
        let mut rest = word;
        while !rest.is_empty() {
            let known = if rest.len() == word.len() {
                &self.first
            } else {
                &self.next
            };
            match known.longest_of(rest) {
                Some((number, length)) if word.chars().count() <= LONGEST_WORD => {
                    pieces.push(number);
                    rest = &rest[length..];
                }
                _ => {
                    pieces.truncate(start);
                    pieces.push(self.unknown);
                    return;
                }
            }
        }
    }
}

impl Pieces {
    fn insert(&mut self, piece: String, number: u32) {
        self.longest = self.longest.max(piece.len());
        self.numbers.insert(piece, number);
    }

    /// The longest piece that `text` begins with: its number and its bytes.
    fn longest_of(&self, text: &str) -> Option<(u32, usize)> {
        let mut end = text.floor_char_boundary(self.longest);
        while end > 0 {
            if let Some(&number) = self.numbers.get(&text[..end]) {
                return Some((number, end));
            }
            end = text.floor_char_boundary(end - 1);
        }
        None
    }
}

/// Gives the words of a text to `take`, until it has enough: in small letters, without accents, each punctuation mark and
/// each Chinese character a word of its own. Of a word that is longer than [`LONGEST_WORD`], one character more is given.
///
/// Characters are decomposed one by one, without the canonical order of their marks: nearly all marks are dropped, and no
/// piece has any of the others.
fn words(text: &str, mut take: impl FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut word = String::new();
    let mut length = 0;
    let mut parts = Vec::new();
    for character in text.chars() {
        let kind = Kind::of(character);
        if kind == Kind::Nothing {
            continue;
        }
        parts.clear();
        if kind != Kind::Space {
            decompose_canonical(character, |part| {
                if part.is_ascii() {
                    parts.push(part.to_ascii_lowercase());
                } else if get_general_category(part) != Category::NonspacingMark {
                    parts.extend(part.to_lowercase());
                }
            });
        }
        if kind != Kind::Letter && length > 0 {
            take(&word)?;
            word.clear();
            length = 0;
        }
        for &part in &parts {
            let alone = kind == Kind::Chinese || is_punctuation(part);
            if alone && length > 0 {
                take(&word)?;
                word.clear();
                length = 0;
            }
            if alone {
                take(part.encode_utf8(&mut [0; 4]))?;
            } else {
                if length <= LONGEST_WORD {
                    word.push(part);
                }
                length += 1;
            }
        }
    }
    if length > 0 {
        take(&word)?;
    }
    ControlFlow::Continue(())
}

/// What a character does to the words of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As if it were not there.
    Nothing,
    Space,
    Chinese,
    /// It belongs to a word, or is punctuation.
    Letter,
}

impl Kind {
    fn of(character: char) -> Self {
        match character {
            '\t' | '\n' | '\r' | ' ' => Self::Space,
            '!'..='~' => Self::Letter,
            '\u{fffd}' => Self::Nothing,
            // The reference lacks U+2B820 to U+2B91F.
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2b81f}'
            | '\u{2b920}'..='\u{2ceaf}'
            | '\u{2f800}'..='\u{2fa1f}' => Self::Chinese,
            _ => match get_general_category(character) {
                Category::Control | Category::Format | Category::PrivateUse => Self::Nothing,
                _ if character.is_whitespace() => Self::Space,
                _ => Self::Letter,
            },
        }
    }
}

fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        // With the signs that are symbols to Unicode: `$+<=>^`|~`.
        return character.is_ascii_punctuation();
    }
    matches!(
        get_general_category(character),
        Category::ConnectorPunctuation
            | Category::DashPunctuation
            | Category::OpenPunctuation
            | Category::ClosePunctuation
            | Category::InitialPunctuation
            | Category::FinalPunctuation
            | Category::OtherPunctuation
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VOCABULARY: &[&str] = &[
        "[UNK]", "[CLS]", "[SEP]", "a", "b", "e", "fer", "ferry", "sank", "the", ".", ",", "[",
        "]", "sep", "水", "##a", "##b", "##r", "##ry", "##boat", "##s",
    ];

    fn file(kind: &str, vocabulary: &[&str]) -> Vec<u8> {
        let vocabulary: serde_json::Map<String, serde_json::Value> = { vocabulary.iter() }
            .enumerate()
            .map(|(number, piece)| ((*piece).to_owned(), number.into()))
            .collect();
        let file = serde_json::json!({"model": {
            "type": kind,
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        }});
        file.to_string().into_bytes()
    }

    fn wordpiece() -> WordPiece {
        WordPiece::from_json(&file("WordPiece", VOCABULARY), VOCABULARY.len()).unwrap()
    }

    fn cut(text: &str, limit: usize) -> Vec<&'static str> {
        let mut pieces = Vec::new();
        wordpiece().cut(text, limit, &mut pieces);
        { pieces.into_iter() }
            .map(|piece| VOCABULARY[piece as usize])
            .collect()
    }

    fn words_of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let _ = words(text, |word| {
            found.push(word.to_owned());
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn words_are_plain() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words_of(text), expected, "{text}");
        check("The FERRY sank.", &["the", "ferry", "sank", "."]);
        check("Écoles d’Orléans", &["ecoles", "d", "’", "orleans"]);
        check("E\u{301}\u{302}cole", &["ecole"]);
        check(
            "US$5 a=b~c `x`",
            &["us", "$", "5", "a", "=", "b", "~", "c", "`", "x", "`"],
        );
        check("东京x水", &["东", "京", "x", "水"]);
        check("カタカナ 한", &["カタカナ", "\u{1112}\u{1161}\u{11ab}"]);
        check("İstanbul ΣΑΣ", &["istanbul", "σασ"]);
        check(
            "a\u{a0}b\u{3000}c\u{2028}d\te\r\nf",
            &["a", "b", "c", "d", "e", "f"],
        );
        check(
            "a\0b\u{fffd}c\u{200b}d\u{85}e\u{e000}f\u{ad}g",
            &["abcdefg"],
        );
        check("≮ \u{301} ", &["<"]);
        check("🙂🙂!", &["🙂🙂", "!"]);
        check("", &[]);
    }

    #[test]
    fn pieces_are_the_longest() {
        let check = |text: &str, expected: &[&str]| {
            let mut expected = expected.to_vec();
            expected.insert(0, "[CLS]");
            expected.push("[SEP]");
            assert_eq!(cut(text, 256), expected, "{text}");
        };
        check("The ferry sank.", &["the", "ferry", "sank", "."]);
        check("ferryboats ferr", &["ferry", "##boat", "##s", "fer", "##r"]);
        check("ferryx", &["[UNK]"]);
        check("水水 日", &["水", "水", "[UNK]"]);
        check("[SEP]", &["[", "sep", "]"]);
        check("##a", &["[UNK]", "[UNK]", "a"]);
        check("", &[]);
    }

    #[test]
    fn longest_word_that_is_known() {
        assert_eq!(cut(&"a".repeat(100), 256).len(), 102);
        assert_eq!(cut(&"a".repeat(101), 256), ["[CLS]", "[UNK]", "[SEP]"]);
        assert_eq!(
            cut(&format!("{} b", "ab".repeat(1 << 19)), 256),
            ["[CLS]", "[UNK]", "b", "[SEP]"]
        );
    }

    #[test]
    fn what_is_over_the_limit_is_left_out() {
        assert_eq!(
            cut("a b ferryboat", 5),
            ["[CLS]", "a", "b", "ferry", "[SEP]"]
        );
        assert_eq!(cut("a b ferry", 5), ["[CLS]", "a", "b", "ferry", "[SEP]"]);
        assert_eq!(cut("a b", 2), ["[CLS]", "[SEP]"]);
    }

    #[test]
    fn err_files_of_another_kind() {
        let problem = |bytes: &[u8], kinds: usize| {
            WordPiece::from_json(bytes, kinds)
                .map(|_| ())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            problem(&file("BPE", VOCABULARY), 100),
            "tokenizer.json: cuts words in another way"
        );
        assert_eq!(
            problem(&file("WordPiece", &["[UNK]", "[CLS]"]), 100),
            "tokenizer.json: has no piece `[SEP]`"
        );
        assert_eq!(
            problem(&file("WordPiece", &["[UNK]", "[CLS]", "[SEP]", "a"]), 3),
            "tokenizer.json: the piece `a` has number 3 of 3"
        );
        assert_eq!(
            problem(b"{}", 100),
            "tokenizer.json: missing field `model` at line 1 column 2"
        );
    }

    proptest! {
        #[test]
        fn pieces_tile_the_words(text in "(\\PC|[ab fersyot水.]|\\s|\u{301}|\u{0}){0,60}") {
            let wordpiece = wordpiece();
            let mut expected = vec!["[CLS]".to_owned()];
            for word in words_of(&text) {
                prop_assert!(!word.is_empty() && !word.contains(char::is_whitespace));
                let mut pieces = Vec::new();
                wordpiece.cut_word(&word, &mut pieces);
                let pieces: Vec<&str> = pieces.iter().map(|&piece| VOCABULARY[piece as usize]).collect();
                if pieces != ["[UNK]"] {
                    let (first, next) = pieces.split_first().unwrap();
                    let mut tiled = (*first).to_owned();
                    for piece in next {
                        tiled.push_str(piece.strip_prefix("##").unwrap());
                    }
                    prop_assert_eq!(tiled, word);
                }
                expected.extend(pieces.iter().map(|piece| (*piece).to_owned()));
            }
            expected.push("[SEP]".to_owned());
            prop_assert_eq!(cut(&text, 1000), expected);
        }
    }
}
