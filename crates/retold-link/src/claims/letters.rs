//! Whether a report tells of countries whose own names are written in Latin letters: elsewhere two spellings of a name are mostly
//! two transliterations.

use retold_model::PlaceReading;

/// Such countries, by ISO 3166.
const LATIN: &[&str] = &[
    "AD", "AR", "AT", "AU", "BB", "BE", "BO", "BR", "BS", "BZ", "CA", "CH", "CL", "CO", "CR", "CU",
    "CZ", "DE", "DK", "DO", "EC", "EE", "ES", "FI", "FR", "GB", "GT", "GY", "HN", "HR", "HT", "HU",
    "IE", "IS", "IT", "JM", "LI", "LT", "LU", "LV", "MT", "MX", "NI", "NL", "NO", "NZ", "PA", "PE",
    "PH", "PL", "PR", "PT", "PY", "RO", "SE", "SI", "SK", "SV", "TT", "US", "UY", "VE", "ZA",
];

/// The percentage from which on a report is of such a country.
pub(super) const LATIN_SHARE: usize = 80;

/// Percent of the places that a report names which are of such countries; `None` where it names none.
pub(super) fn latin_share(places: &[PlaceReading]) -> Option<usize> {
    let countries = { places.iter() }.filter_map(|place| place.place.country.as_deref());
    let (mut all, mut latin) = (0_usize, 0_usize);
    for country in countries {
        all += 1;
        latin += usize::from(LATIN.contains(&country));
    }
    (all > 0).then(|| 100 * latin / all)
}
