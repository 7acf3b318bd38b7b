//! Where a place named in an article lies.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

/// A point of the earth, exact to a metre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GeoPoint {
    /// Hundred-thousandths of a degree, north positive, from -9,000,000 to 9,000,000.
    pub latitude: i32,
    /// Hundred-thousandths of a degree, east positive, from -18,000,000 to 18,000,000.
    pub longitude: i32,
}

impl GeoPoint {
    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (
            f64::from(self.latitude) / 1e5,
            f64::from(self.longitude) / 1e5,
        )
    }
}

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceFeature {
    /// A country or a territory with a country code.
    Country,
    /// A state, province, or other first-order division of a country.
    Division,
    /// A county, district, or other second-order division.
    District,
    /// The capital of a country.
    Capital,
    /// A city, town or village.
    Town,
    /// A continent.
    Continent,
    /// A region across borders or within a country, without a government of its own: "Middle East", "Siberia".
    Region,
    /// An ocean, sea, gulf, bay, strait or canal.
    Sea,
    /// A river.
    River,
    /// A lake.
    Lake,
    /// An island or a group of islands.
    Island,
    /// A mountain, a range, a plateau.
    Mountain,
    /// A desert.
    Desert,
    /// A building, park or ground.
    Site,
}

impl PlaceFeature {
    /// Whether it is a city, town or village.
    pub fn is_town(self) -> bool {
        matches!(self, Self::Capital | Self::Town)
    }
}

/// A place as the gazetteer knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its name in the gazetteer.
    pub name: String,
    /// What it is.
    pub feature: PlaceFeature,
    /// Where it lies. Of a division this is the middle of its people, of other wide places a point inside.
    pub point: GeoPoint,
    /// Its id in `GeoNames`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
    /// Its id in Wikidata: "Q142".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// The country that it is or lies in: two capital letters of ISO 3166.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The name of the first-order division that it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
}

/// How the name stands to the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placing {
    /// The name is the place's.
    Itself,
    /// The name is of the people there, as noun or adjective: "Russian", "Londoners".
    People,
    /// The gazetteer does not have the name; what it names lies in the place or beside it: "Boston Harbor" by Boston.
    Near,
}

/// What spoke for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceGround {
    /// No other place has the name.
    OnlyCandidate,
    /// The text names what it lies in, or what lies in it, beside it: "Paris, Texas".
    Containment,
    /// It opens the report.
    Dateline,
    /// It lies where the outlet is at home.
    Outlet,
    /// It lies in a first-order division that the article names otherwise, or where other places of it lie.
    Division,
    /// It lies in a country that the article names otherwise, or where other places of it lie.
    Country,
    /// Other places of the article lie near it.
    OtherPlaces,
    /// It is much larger than the others of its name.
    Population,
    /// Another mention of the name told.
    SameName,
    /// Nothing is known of the name: where the rest of the article plays.
    Focus,
}

/// Another place that the name may stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAlternative {
    /// The place.
    pub place: Place,
    /// How sure, from 0 to 100.
    pub confidence: u8,
}

/// A place name of an article with the place that it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceReading {
    /// The name, as in its [`Mention`](crate::Mention).
    pub range: TextRange,
    /// The place.
    pub place: Place,
    /// Whether the name is that of the place.
    pub placing: Placing,
    /// How sure, from 0 to 100.
    pub confidence: u8,
    /// Whether the place acts here: its government or people are meant, as in "Moscow said".
    pub actor: bool,
    /// What spoke for the place, in the order of [`PlaceGround`], without doubles; never empty.
    pub grounds: Vec<PlaceGround>,
    /// The next likely places, best first, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<PlaceAlternative>,
}
