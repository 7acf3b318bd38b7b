//! The language of a text, where nothing states it or where what a page states is only its template's.

use retold_model::Stated;

/// Bytes of text that are looked at: more changes nothing.
const SAMPLE: usize = 4000;

/// Bytes of text from which on the detector stands above a label.
const ENOUGH: usize = 300;

/// The language of `text`, which a source says is in `stated`.
///
/// Templates say "en" over articles in every language, and editions in other languages carry English agency text: where
/// only one of the label and a longer text is English, the text tells. A label from outside the bytes is somebody's word
/// and stays.
pub(crate) fn of(stated: Option<Stated<String>>, text: &str) -> Option<Stated<String>> {
    let Some(stated) = stated else {
        return detect(text);
    };
    let from_outside = matches!(stated.from.as_str(), "flag" | "manifest");
    if from_outside || text.len() < ENOUGH {
        return Some(stated);
    }
    match detect(text) {
        Some(found) if is_english(&found.value) != is_english(&stated.value) => Some(found),
        _ => Some(stated),
    }
}

/// Whether a tag, in whatever way pages write it (`en`, `EN`, `en_US`), says English.
pub fn is_english(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next();
    primary.is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

/// The language of `text` as a BCP 47 tag, where the detector is sure.
pub(crate) fn detect(text: &str) -> Option<Stated<String>> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let info = whatlang::detect(&text[..end])?;
    let tag = tag(info.lang())?;
    info.is_reliable().then(|| Stated {
        value: tag.to_owned(),
        from: "detected".into(),
        source: None,
    })
}

/// ISO 639-1 code of the languages that the detector knows.
fn tag(language: whatlang::Lang) -> Option<&'static str> {
    let code = match language.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "nb",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        _ => return None,
    };
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_only_when_sure() {
        let english = "The council said on Monday that the bridge would stay closed until the engineers had seen the report.";
        assert_eq!(
            detect(english).map(|stated| stated.value).as_deref(),
            Some("en")
        );
        assert_eq!(detect("12 34"), None);
    }

    #[test]
    fn of_label_and_text_the_text_tells_whether_it_is_english() {
        let stated = |value: &str, inside: bool| Stated {
            value: value.to_owned(),
            from: if inside { "html:lang" } else { "flag" }.into(),
            source: None,
        };
        let english = "The council said on Monday that the bridge would stay closed until the engineers had seen the \
                       report. It had been shut since a barge struck one of its piers in March, and the repair had \
                       been put off twice because no builder offered to do it for the sum that the town had set aside \
                       in its budget for the year.";
        let german = "Der Stadtrat teilte am Montag mit, dass die Brücke gesperrt bleibt, bis die Ingenieure den Bericht \
                      gesehen haben. Sie ist geschlossen, seit im März ein Lastkahn gegen einen ihrer Pfeiler fuhr; die \
                      Reparatur wurde zweimal verschoben, weil kein Unternehmen sie für die Summe ausführen wollte, die \
                      im Haushalt der Stadt dafür vorgesehen war.";
        let cases = [
            (stated("en", true), english, "en"),
            (stated("en_US", true), english, "en_US"),
            (stated("EN", true), german, "de"),
            (stated("fr", true), english, "en"),
            (stated("fr", true), german, "fr"),
            (stated("en", false), german, "en"),
            (stated("en", true), &german[..120], "en"),
        ];
        for (label, text, expected) in cases {
            let found = of(Some(label.clone()), text).map(|found| found.value);
            assert_eq!(found.as_deref(), Some(expected), "{label:?}");
        }
        assert_eq!(of(None, german), detect(german));
    }
}
