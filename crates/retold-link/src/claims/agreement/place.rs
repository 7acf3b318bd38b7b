//! Places: containment, and what lies beside each other.

use retold_model::{Place, PlaceFeature, PlaceReading, Placing};

use super::{Agreement, Why};

/// Kilometres within which two towns may be told for one place.
const NEIGHBOURS_KM: f64 = 40.0;

/// The confidence from which on a reading counts.
const SURE: u8 = 60;

/// Whether two names of places can tell where one thing happened.
pub(crate) fn places(one: &PlaceReading, other: &PlaceReading) -> Agreement {
    if one.confidence < SURE || other.confidence < SURE {
        return Agreement::Incomparable(Why::Open);
    }
    let (a, b) = (&one.place, &other.place);
    if a == b {
        return match (one.placing, other.placing) {
            (Placing::Itself, Placing::Itself) => Agreement::Same,
            _ => Agreement::Compatible(Why::Neighbours),
        };
    }
    if contains(a, b) || contains(b, a) {
        return Agreement::Compatible(Why::Containment);
    }
    if !is_bounded(a) || !is_bounded(b) {
        return Agreement::Incomparable(Why::Open);
    }
    if a.feature.is_town() && b.feature.is_town() && kilometres(a, b) <= NEIGHBOURS_KM {
        return Agreement::Compatible(Why::Neighbours);
    }
    if one.placing == Placing::Near || other.placing == Placing::Near {
        return Agreement::Incomparable(Why::Open);
    }
    match (a.feature, b.feature) {
        (PlaceFeature::District, _) | (_, PlaceFeature::District)
            if a.division == b.division && a.country == b.country =>
        {
            Agreement::Incomparable(Why::Open)
        }
        _ => Agreement::Different(Why::Value),
    }
}

/// Whether the gazetteer tells what lies in it.
fn is_bounded(place: &Place) -> bool {
    matches!(
        place.feature,
        PlaceFeature::Country
            | PlaceFeature::Division
            | PlaceFeature::District
            | PlaceFeature::Capital
            | PlaceFeature::Town
    )
}

fn contains(outer: &Place, inner: &Place) -> bool {
    let same_country = outer.country.is_some() && outer.country == inner.country;
    match outer.feature {
        PlaceFeature::Country => same_country,
        PlaceFeature::Division => {
            same_country
                && inner
                    .division
                    .as_ref()
                    .is_some_and(|name| *name == outer.name)
        }
        _ => false,
    }
}

/// The distance on a sphere, by the haversine.
fn kilometres(a: &Place, b: &Place) -> f64 {
    const EARTH_KM: f64 = 6371.0;
    let ((lat_a, lon_a), (lat_b, lon_b)) = (a.point.degrees(), b.point.degrees());
    let (lat, lon) = ((lat_b - lat_a).to_radians(), (lon_b - lon_a).to_radians());
    let h = (lat / 2.0).sin().powi(2)
        + lat_a.to_radians().cos() * lat_b.to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use retold_model::{GeoPoint, PlaceGround};
    use retold_text::TextRange;

    use super::*;

    fn reading(
        name: &str,
        feature: PlaceFeature,
        at: (i32, i32),
        division: Option<&str>,
        country: &str,
    ) -> PlaceReading {
        PlaceReading {
            range: TextRange::new(0, 1),
            place: Place {
                name: name.to_owned(),
                feature,
                point: GeoPoint {
                    latitude: at.0 * 1000,
                    longitude: at.1 * 1000,
                },
                geonames: None,
                wikidata: None,
                country: Some(country.to_owned()),
                division: division.map(str::to_owned),
            },
            placing: Placing::Itself,
            confidence: 90,
            actor: false,
            grounds: vec![PlaceGround::OnlyCandidate],
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn places_by_containment() {
        use PlaceFeature::{Capital, Country, Division, Region, Town};
        // Thousandths of a hundred-thousandth degree: 3990 is 39.9 degrees.
        let china = || reading("China", Country, (3500, 10500), None, "CN");
        let beijing = || reading("Beijing", Capital, (3990, 11640), Some("Beijing"), "CN");
        let harbin = || reading("Harbin", Town, (4575, 12665), Some("Heilongjiang"), "CN");
        let russia = || reading("Russia", Country, (6000, 10000), None, "RU");
        let texas = || reading("Texas", Division, (3100, -10000), Some("Texas"), "US");
        let dallas = || reading("Dallas", Town, (3278, -9680), Some("Texas"), "US");
        let plano = || reading("Plano", Town, (3302, -9670), Some("Texas"), "US");
        let siberia = || reading("Siberia", Region, (6000, 10500), None, "RU");
        for (one, other, expected) in [
            (china(), china(), Agreement::Same),
            (china(), beijing(), Agreement::Compatible(Why::Containment)),
            (texas(), dallas(), Agreement::Compatible(Why::Containment)),
            (dallas(), plano(), Agreement::Compatible(Why::Neighbours)),
            (beijing(), harbin(), Agreement::Different(Why::Value)),
            (russia(), beijing(), Agreement::Different(Why::Value)),
            (siberia(), beijing(), Agreement::Incomparable(Why::Open)),
        ] {
            assert_eq!(places(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(places(&other, &one), expected, "{other:?} {one:?}");
        }
    }
}
