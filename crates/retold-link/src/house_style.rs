//! Keys of words in which house style makes no difference.
//!
//! Outlets set the same copy in their own spelling: quotation marks, dashes, capitals, American or British forms,
//! separators in numbers. Two words with one key count as the same word. The rules work on endings and are applied
//! to all words alike; that they also join a few unrelated pairs ("contour", "contor") does no harm between texts
//! that share whole runs of words.

use std::borrow::Cow;

use retold_text::fold::fold_word;

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
    let folded = fold_word(word);
    let bytes = folded.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return folded.replace(',', "");
    }
    if let Ok(at) = FORMS.binary_search_by_key(&folded.as_str(), |&(british, _)| british) {
        return FORMS[at].1.to_owned();
    }
    if WITH_S.contains(&folded.as_str()) {
        return folded[..folded.len() - 1].to_owned();
    }
    if bytes.len() < SHORTEST || !folded.is_ascii() {
        return folded;
    }
    american(&folded).into_owned()
}

/// The American spelling of an ASCII word of some length, by its ending.
fn american(word: &str) -> Cow<'_, str> {
    let (stem, plural) = match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => (stem, "s"),
        _ => (word, ""),
    };
    let replaced = |from: &str, to: &str| {
        let stem = stem.strip_suffix(from)?;
        Some(Cow::Owned(format!("{stem}{to}{plural}")))
    };
    // "-our" inside a word, too: favourite, honourable, neighbourhood.
    for (from, to) in [
        ("our", "or"),
        ("oured", "ored"),
        ("ouring", "oring"),
        ("ourite", "orite"),
        ("ourable", "orable"),
        ("ourhood", "orhood"),
        ("tre", "ter"),
        ("ence", "ense"),
        ("logue", "log"),
        ("ise", "ize"),
        ("ised", "ized"),
        ("ising", "izing"),
        ("isation", "ization"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("lled", "led"),
        ("lling", "ling"),
        ("ller", "ler"),
    ] {
        if let Some(word) = replaced(from, to) {
            return word;
        }
    }
    Cow::Borrowed(word)
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

    #[test]
    fn short_words_stay() {
        for word in ["our", "hour", "wise", "rise", "acre", "3.5"] {
            assert_eq!(word_key(word), word);
        }
    }

    #[test]
    fn forms_are_sorted_and_unique() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
