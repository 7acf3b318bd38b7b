//! The dateline that opens a report: `BEIJING, May 16 (Reuters) - `, `Beijing: `, `(AP) — `.

use std::sync::LazyLock;

use regex::Regex;
use retold_model::Dateline;
use retold_text::TextRange;

use crate::names;

/// Place in capitals or capitalised, then the date.
const PLACE_AND_DATE: &str = r"^
    (?P<place>\p{Lu}[\p{L}.'’\-]*(?:[\ /]\p{Lu}[\p{L}.'’\-]*){0,3}(?:,\ \p{Lu}[\p{L}.'’\-]*(?:\ \p{Lu}[\p{L}.]*)?)?)?
    (?:,?\ ?\(?(?P<date>(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\ \d{1,2}|\d{1,2}\ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)(?:,?\ \d{4})?)\)?)?";
const AGENCY: &str = r",?\ ?[(\[](?P<agency>[\p{L}][\p{L}.\ /\-]{0,40})[)\]]";
const SIGN: &str = r"\ ?(?P<sign>—|–|-{1,2}|:|\.\ –)\ ?";

/// With the agency where given, and a sign that ends it.
static SIGNED: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!("(?x){PLACE_AND_DATE}(?:{AGENCY})?{SIGN}")));
/// Some agencies put no sign: `Taipei, Nov. 17 (CNA) The ministry …`.
static UNSIGNED: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"(?x){PLACE_AND_DATE}{AGENCY}\ ")));

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the dateline patterns are regular expressions")
}

/// The dateline at the start of the body, if the report opens with one.
///
/// A place alone is one only before a dash or colon and when the rest is a sentence of its own: `Beijing: Russian …`,
/// and in capitals, or with an agency or a date.
pub(crate) fn find(text: &str, body: &[TextRange]) -> Option<Dateline> {
    let first = *body.first()?;
    let opening = first.slice(text)?;
    let captures = SIGNED
        .captures(opening)
        .or_else(|| UNSIGNED.captures(opening))?;
    let group = |name: &str| captures.name(name).map(|found| found.as_str().to_owned());
    let place = group("place").map(|place| place.trim_end_matches('-').to_owned());
    let (date, agency) = (group("date"), group("agency"));
    let agency_known = agency.as_deref().is_some_and(|agency| {
        agency
            .split(['/', ','])
            .any(|part| names::is_agency(part.trim()))
    });
    // An agency that the register lacks signs with its initials, after a place in capitals.
    let initials = agency.as_deref().is_some_and(|agency| {
        (2..=6).contains(&agency.len()) && agency.chars().all(|c| c.is_ascii_uppercase())
    });
    if agency.is_some() && !agency_known && !initials {
        return None;
    }
    let sign = captures.name("sign").map(|found| found.as_str());
    let whole = captures.get(0)?.as_str();
    let rest = &opening[whole.len()..];
    let opens_sentence = rest.chars().next().is_some_and(|c| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '"' | '‘' | '\'')
    });
    let capitals = place.as_deref().is_some_and(|place| {
        // The country after the comma is written as usual.
        let town = place.split(',').next().unwrap_or(place);
        let letters: Vec<char> = town.chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() >= 3
            && letters.iter().filter(|c| c.is_uppercase()).count() * 3 >= letters.len() * 2
    });
    let colon_place = sign == Some(":")
        && place.as_deref().is_some_and(|place| {
            place.split_whitespace().count() <= 3
                && whole
                    .strip_prefix(place)
                    .is_some_and(|end| end.starts_with(':'))
                && !is_label(place)
        })
        && rest.len() > 60;
    let is_ended = sign.is_some() || (agency_known && (date.is_some() || capitals));
    let well_formed = agency_known
        || (place.is_some() && (date.is_some() || (capitals && sign != Some(":"))))
        || colon_place;
    if !(well_formed && is_ended && opens_sentence) {
        return None;
    }
    let end = first.start() as usize + whole.trim_end().len();
    let range = TextRange::of(first.start() as usize, end);
    Some(Dateline {
        range,
        place,
        date,
        agency,
    })
}

/// Whether a word before a colon says what kind of text follows.
fn is_label(word: &str) -> bool {
    const LABELS: &[&str] = &[
        "analysis",
        "answer",
        "background",
        "breaking",
        "comment",
        "correction",
        "description",
        "editorial",
        "exclusive",
        "explained",
        "explainer",
        "factbox",
        "interview",
        "live",
        "note",
        "opinion",
        "photos",
        "profile",
        "question",
        "report",
        "review",
        "summary",
        "timeline",
        "update",
        "video",
        "warning",
        "watch",
    ];
    LABELS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(opening: &str, expected: Option<(Option<&str>, Option<&str>, Option<&str>)>) {
        let found = find(opening, &[TextRange::of(0, opening.len())]);
        let found = found
            .as_ref()
            .map(|d| (d.place.as_deref(), d.date.as_deref(), d.agency.as_deref()));
        assert_eq!(found, expected, "{opening}");
    }

    #[test]
    fn datelines() {
        check(
            "BEIJING, May 16 (Reuters) - The leaders met on Thursday.",
            Some((Some("BEIJING"), Some("May 16"), Some("Reuters"))),
        );
        check(
            "HARBOUR CITY, Westland (AP) — The leaders met.",
            Some((Some("HARBOUR CITY, Westland"), None, Some("AP"))),
        );
        check(
            "PORT ELLERY, Westland (MPA) — A ferry sank on Thursday.",
            Some((Some("PORT ELLERY, Westland"), None, Some("MPA"))),
        );
        check("(AFP) - The leaders met.", Some((None, None, Some("AFP"))));
        check(
            "Taipei, Nov. 17 (CNA) The leaders met.",
            Some((Some("Taipei"), Some("Nov. 17"), Some("CNA"))),
        );
        check(
            "OSLO (Aug. 13) -- The leaders met.",
            Some((Some("OSLO"), Some("Aug. 13"), None)),
        );
        check(
            "NEW YORK--The leaders met.",
            Some((Some("NEW YORK"), None, None)),
        );
        check(
            "LONDON (Reuters) The leaders met.",
            Some((Some("LONDON"), None, Some("Reuters"))),
        );
        check(
            "Oslo: Norwegian officials said on Tuesday that the bridge would stay closed for weeks.",
            Some((Some("Oslo"), None, None)),
        );
    }

    #[test]
    fn openings_that_are_no_dateline() {
        check("The leaders met - at last - on Thursday.", None);
        check(
            "Warning: this is long enough to be a sentence, and goes on and on, but not of a place",
            None,
        );
        check("Ada Moor (44) - a painter - won.", None);
        check("Ada Moor (AP) The leaders met.", None);
        check(
            "Analysis: The leaders have met, but what they agreed on is anybody's guess, and will be.",
            None,
        );
    }
}
