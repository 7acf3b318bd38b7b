//! Keys of words in which house style makes no difference.
//!
//! Outlets set the same copy in their own spelling: quotation marks, dashes, capitals, American or British forms,
//! separators in numbers. Two words with one key count as the same word. The rules work on endings and are applied
//! to all words alike; that they also join a few unrelated pairs ("contour", "contor") does no harm between texts
//! that share whole runs of words.

use std::sync::LazyLock;

use retold_text::fold::fold_word;
use rustc_hash::FxHashMap;

use crate::hash;

/// Shorter words are left alone by the rules for endings: "our", "wise", "rise", "acre".
const SHORTEST: usize = 6;

/// American and British forms that no rule for endings reaches. Sorted by the British form.
const FORMS: &[(&str, &str)] = &[
    ("aeroplane", "airplane"),
    ("aluminium", "aluminum"),
    ("cheque", "check"),
    ("enrolment", "enrollment"),
    ("fulfil", "fulfill"),
    ("grey", "gray"),
    ("jewellery", "jewelry"),
    ("kerb", "curb"),
    ("litre", "liter"),
    ("litres", "liters"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("mum", "mom"),
    ("plough", "plow"),
    ("practise", "practice"),
    ("practised", "practiced"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("pyjamas", "pajamas"),
    ("sceptic", "skeptic"),
    ("sceptical", "skeptical"),
    ("skilful", "skillful"),
    ("storey", "story"),
    ("sulphur", "sulfur"),
    ("tyre", "tire"),
    ("tyres", "tires"),
    ("wilful", "willful"),
];

/// Words that are written with and without a final "s" in the same sense.
const WITH_S: &[&str] = &["afterwards", "backwards", "forwards", "towards", "upwards"];

/// The comparison form of a word as [`retold_text::word::words`] gives it.
///
/// ```ignore
/// assert_eq!(word_key("Colours"), word_key("colors"));
/// assert_eq!(word_key("1,000"), "1000");
/// ```
pub(crate) fn word_key(word: &str) -> String {
    keyed(word, |parts| parts.concat())
}

/// The hash of a word's key: that of its bytes. Bodies are read word by word, and no word needs memory of its own.
pub(crate) fn hashed_key(word: &str) -> u64 {
    keyed(word, |parts| {
        hash::bytes(parts.iter().flat_map(|part| part.bytes()))
    })
}

/// Whether a word ends in the same letter twice, as "stopp" of "stopped" does; the two digits of "mh700" are none.
pub(crate) fn ends_in_doubled_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [.., before, last] if before == last && last.is_ascii_alphabetic())
}

/// What `read` makes of the key of a word, which it gets in parts.
fn keyed<T>(word: &str, read: impl FnOnce(&[&str]) -> T) -> T {
    let mut small = [0; 32];
    if let Some(lower) = small.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let folded = std::str::from_utf8(lower).expect("it is ASCII");
        return key_of(folded, read);
    }
    key_of(&fold_word(word), read)
}

/// The same of a word that is folded.
fn key_of<T>(folded: &str, read: impl FnOnce(&[&str]) -> T) -> T {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        return if folded.contains(',') {
            read(&[&folded.replace(',', "")])
        } else {
            read(&[folded])
        };
    }
    if may_be_form(folded)
        && let Some(form) = FORM_OF.get(folded)
    {
        return read(&[form]);
    }
    if folded.len() < SHORTEST || !folded.is_ascii() {
        return read(&[folded]);
    }
    read(&american(folded))
}

/// Forms with those that stand for them: of [`FORMS`], and of [`WITH_S`] without it.
fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    let without = WITH_S.iter().map(|&word| (word, &word[..word.len() - 1]));
    FORMS.iter().copied().chain(without)
}

static FORM_OF: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| forms().collect());

/// Whether [`FORM_OF`] has a word of this length that begins with the same letter: few words have to be looked up.
fn may_be_form(folded: &str) -> bool {
    static LENGTHS: LazyLock<[u32; 128]> = LazyLock::new(|| {
        let mut lengths = [0; 128];
        for (form, _) in forms() {
            lengths[usize::from(form.as_bytes()[0])] |= 1 << form.len();
        }
        lengths
    });
    let of_first = |first: &u8| LENGTHS.get(usize::from(*first));
    let lengths = folded.as_bytes().first().and_then(of_first);
    folded.len() < 32 && lengths.is_some_and(|lengths| lengths >> folded.len() & 1 == 1)
}

/// The American spelling of an ASCII word of some length, by its ending; in parts.
fn american(word: &str) -> [&str; 3] {
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => (stem, "s"),
        _ => (word, ""),
    };
    // By the last letter. "-our" inside a word, too: favourite, honourable, neighbourhood.
    let endings: &[(&str, &'static str)] = match stem.as_bytes().last() {
        Some(b'd') => &[
            ("oured", "ored"),
            ("ourhood", "orhood"),
            ("ised", "ized"),
            ("ysed", "yzed"),
            ("lled", "led"),
        ],
        Some(b'e') => &[
            ("ourite", "orite"),
            ("ourable", "orable"),
            ("tre", "ter"),
            ("ence", "ense"),
            ("logue", "log"),
            ("ise", "ize"),
            ("yse", "yze"),
        ],
        Some(b'g') => &[
            ("ouring", "oring"),
            ("ising", "izing"),
            ("ysing", "yzing"),
            ("lling", "ling"),
        ],
        Some(b'n') => &[("isation", "ization")],
        Some(b'r') => &[("our", "or"), ("ller", "ler")],
        _ => &[],
    };
    endings
        .iter()
        .find_map(|&(from, to)| Some([stem.strip_suffix(from)?, to, plural]))
        .unwrap_or([word, "", ""])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_styles_have_one_key() {
        for (one, other) in [
            ("Colours", "colors"),
            ("neighbourhood", "neighborhood"),
            ("centre", "Center"),
            ("theatres", "theaters"),
            ("defence", "defense"),
            ("organisations", "organizations"),
            ("recognised", "recognized"),
            ("travelling", "traveling"),
            ("catalogue", "catalog"),
            ("1,000", "1000"),
            ("don’t", "don't"),
            ("tyre", "tire"),
            ("towards", "toward"),
        ] {
            assert_eq!(word_key(one), word_key(other), "{one} {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_hash_of_a_key_is_that_of_its_bytes(word in "\\PC{0,40}") {
            let key = hash::bytes(word_key(&word).bytes());
            proptest::prop_assert_eq!(hashed_key(&word), key);
        }
    }

    #[test]
    fn short_words_stay() {
        for word in ["our", "hour", "wise", "rise", "acre", "3.5"] {
            assert_eq!(word_key(word), word);
        }
    }

    #[test]
    fn forms_are_sorted_and_unique() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (form, stands) in forms() {
            assert_eq!(word_key(form), stands);
        }
    }
}
