//! The dateline that opens a report: `BEIJING, May 16 (Reuters) - `, `Beijing: `, `(AP) — `.

use std::sync::LazyLock;

use regex::Regex;
use retold_model::Dateline;
use retold_text::TextRange;

use crate::names;

/// Place in capitals or capitalised, date and agency where given, and a sign that ends it.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^
        (?P<place>\p{Lu}[\p{L}.'’\-]*(?:[\ /]\p{Lu}[\p{L}.'’\-]*){0,3}(?:,\ \p{Lu}[\p{L}.'’\-]*(?:\ \p{Lu}[\p{L}.]*)?)?)?
        (?:,?\ ?(?P<date>(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\ \d{1,2}|\d{1,2}\ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)(?:,?\ \d{4})?))?
        (?:,?\ ?[(\[](?P<agency>[\p{L}][\p{L}.\ /\-]{0,40})[)\]])?
        \ ?(?P<sign>—|–|-{1,2}|:|\.\ –)\ ?",
    )
    .expect("the dateline pattern is a regular expression")
});

/// The dateline at the start of the body, if the report opens with one.
///
/// A place alone is one only before a dash or colon and when the rest is a sentence of its own: `Beijing: Russian …`,
/// and in capitals, or with an agency or a date.
pub(crate) fn find(text: &str, body: &[TextRange]) -> Option<Dateline> {
    let first = *body.first()?;
    let opening = first.slice(text)?;
    let captures = DATELINE.captures(opening)?;
    let group = |name: &str| captures.name(name).map(|found| found.as_str().to_owned());
    let (place, date, agency) = (group("place"), group("date"), group("agency"));
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
    let sign = captures.name("sign").map_or("", |found| found.as_str());
    let rest = &opening[captures.get(0)?.end()..];
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
    let colon_place = sign == ":"
        && place
            .as_deref()
            .is_some_and(|place| place.split_whitespace().count() <= 3)
        && rest.len() > 60;
    let well_formed = agency_known
        || (place.is_some() && (date.is_some() || (capitals && sign != ":")))
        || colon_place;
    if !(well_formed && opens_sentence) {
        return None;
    }
    let end = captures.name("sign")?.end();
    let range = TextRange::of(first.start() as usize, first.start() as usize + end);
    Some(Dateline {
        range,
        place,
        date,
        agency,
    })
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
    }
}
