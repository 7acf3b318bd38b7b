//! Where a story happens: the places that its articles name as places.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, PlaceFeature, Placing};
use serde::{Deserialize, Serialize};

use crate::annotation_record::PlaceRecord;
use crate::article_record::ArticleRecord;
use crate::span::Span;

/// A place that articles of a story name as a place. What a state does ("Moscow said") and whose people somebody is
/// ("the Russian president") names no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StoryPlaceRecord {
    /// The place's name in the gazetteer.
    pub place: String,
    /// What it is: `country`, `division`, `town`, `river`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub feature: PlaceFeature,
    /// Hundred-thousandths of a degree, north positive.
    pub latitude_e5: i32,
    /// Hundred-thousandths of a degree, east positive.
    pub longitude_e5: i32,
    /// Its id in GeoNames.
    pub geonames: Option<u32>,
    /// Its id in Wikidata.
    pub wikidata: Option<String>,
    /// Two capital letters of ISO 3166.
    pub country: Option<String>,
    /// The first-order division that it lies in.
    pub division: Option<String>,
    /// `itself`, or `near` where all names are of what lies in the place or beside it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub placing: Placing,
    /// How sure the surest name is, from 0 to 100.
    pub confidence: u8,
    /// Where it is named, by article and then by place.
    pub names: Vec<CitedRecord>,
    /// How many articles name it.
    pub articles: u32,
}

/// Words of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CitedRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The words.
    pub span: Span,
}

/// The places of `articles`: those that most of them name first, then by the number of names, then by name.
pub(crate) fn story_places(articles: &[ArticleRecord]) -> Vec<StoryPlaceRecord> {
    let mut found: BTreeMap<(i32, i32, &str), StoryPlaceRecord> = BTreeMap::new();
    for article in articles {
        let read = article.annotations.iter().flat_map(|read| &read.places);
        for place in read.filter(|place| is_place(place)) {
            let key = (place.latitude_e5, place.longitude_e5, place.place.as_str());
            let record = found.entry(key).or_insert_with(|| StoryPlaceRecord {
                place: place.place.clone(),
                feature: place.feature,
                latitude_e5: place.latitude_e5,
                longitude_e5: place.longitude_e5,
                geonames: place.geonames,
                wikidata: place.wikidata.clone(),
                country: place.country.clone(),
                division: place.division.clone(),
                placing: place.placing,
                confidence: 0,
                names: Vec::new(),
                articles: 0,
            });
            // How sure the name of the place itself is tells more than how sure something beside it is.
            let surer = (place.placing == Placing::Itself, place.confidence)
                > (record.placing == Placing::Itself, record.confidence);
            if surer {
                (record.placing, record.confidence) = (place.placing, place.confidence);
            }
            record.names.push(CitedRecord {
                article: article.id,
                span: place.span.clone(),
            });
        }
    }
    let mut places: Vec<StoryPlaceRecord> = found.into_values().collect();
    for place in &mut places {
        let articles: BTreeSet<ArticleId> = place.names.iter().map(|name| name.article).collect();
        place.articles = u32::try_from(articles.len()).unwrap_or(u32::MAX);
    }
    places.sort_by_key(|place| {
        let counts = (place.articles, place.names.len());
        (
            std::cmp::Reverse(counts),
            place.place.clone(),
            place.latitude_e5,
        )
    });
    places
}

fn is_place(place: &PlaceRecord) -> bool {
    !place.actor && place.placing != Placing::People
}
