//! Nouns of streets, in small letters.

/// Those that are of a street wherever they stand in a name.
pub(crate) const STREETS: &[&str] = &[
    "alley",
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "drive",
    "freeway",
    "highway",
    "lane",
    "parkway",
    "road",
    "street",
    "turnpike",
];

/// Those that are of a street after the number of a house alone: elsewhere a court is of law, "St" a saint, "Dr" a doctor.
pub(crate) const STREETS_OF_HOUSES: &[&str] = &[
    "av", "causeway", "circle", "court", "crescent", "dr", "hwy", "pkwy", "place", "plaza", "rd",
    "st", "terrace", "trail", "way",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_noun_stands_once_in_order() {
        for list in [STREETS, STREETS_OF_HOUSES] {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
        assert!(!STREETS.iter().any(|noun| STREETS_OF_HOUSES.contains(noun)));
    }
}
