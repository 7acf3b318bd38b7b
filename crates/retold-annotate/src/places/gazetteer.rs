//! The places that are known, by name.

use std::sync::LazyLock;

use retold_model::{GeoPoint, Place, PlaceFeature};
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::Columns;
use crate::names::key;

pub use super::file::{Entry, NONE, Row, Tables};

const GAZETTEER: &[u8] = include_bytes!("../../data/places/gazetteer.bin.zst");
const REGIONS: &str = include_str!("../../data/places/regions.txt");
const NAMES: &str = include_str!("../../data/places/names.txt");
const STATES: &str = include_str!("../../data/places/states.txt");

/// How large a state that is no more looms in news, as people of a town.
const FORMER_STATE: u32 = 1_000_000;

/// Divisions with so many people are looked for in running text.
const LARGE_DIVISION: u32 = 300_000;

static WORLD: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::read(GAZETTEER, REGIONS, NAMES, STATES).expect("a test reads what is built in")
});

/// The number of a place in a [`Gazetteer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PlaceNumber(pub(super) u32);

/// How a name stands to a place that bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// It is the name by which news of the world know the place.
    Listed,
    /// It is the name of the place.
    Main,
    /// It is short for it, understood where a place is expected: "Calif.".
    Short,
    /// It is another name, a spelling of another language, a former name.
    Other,
    /// It names something in or beside the place.
    Near,
}

impl Naming {
    pub(super) fn is_main(self) -> bool {
        matches!(self, Self::Listed | Self::Main)
    }
}

/// Countries, their divisions, towns of 500 people and more, and regions of the world.
#[derive(Debug)]
pub(super) struct Gazetteer {
    columns: Columns,
    regions: Vec<Region>,
    /// What the project's own lists add or put in the place of the file's names.
    own: FxHashMap<String, Vec<(PlaceNumber, Naming)>>,
    /// Nationalities and other words for people of a place, to the place.
    demonyms: FxHashMap<String, PlaceNumber>,
    /// Postal codes, for where they follow a comma.
    codes: FxHashMap<String, Vec<PlaceNumber>>,
    /// Short forms that stand for a place in the names of outlets.
    outlets: FxHashMap<String, PlaceNumber>,
    /// Countries and large divisions by name: what running text is read for.
    large: FxHashMap<String, PlaceNumber>,
    /// The first words of their keys.
    large_openers: FxHashSet<String>,
    /// Official names of states, and states that are no more: no town bears such a name.
    states: FxHashSet<String>,
    /// Names of more than one word of the project's own lists of states and regions.
    long: FxHashSet<String>,
    /// Bodies of states, as written: no places.
    groupings: FxHashSet<&'static str>,
}

#[derive(Debug)]
struct Region {
    name: &'static str,
    feature: PlaceFeature,
    point: GeoPoint,
    country: Option<PlaceNumber>,
    geonames: u32,
    weight: u32,
}

impl Gazetteer {
    /// What is built in, read on first use.
    pub(super) fn world() -> &'static Self {
        &WORLD
    }

    fn read(
        packed: &[u8],
        regions: &'static str,
        names: &'static str,
        states: &'static str,
    ) -> Option<Self> {
        let mut result = Self {
            columns: Columns::read(packed)?,
            regions: Vec::new(),
            own: FxHashMap::default(),
            demonyms: FxHashMap::default(),
            codes: FxHashMap::default(),
            outlets: FxHashMap::default(),
            large: FxHashMap::default(),
            large_openers: FxHashSet::default(),
            states: FxHashSet::default(),
            long: FxHashSet::default(),
            groupings: FxHashSet::default(),
        };
        for line in lines(regions) {
            result.add_region(line)?;
        }
        let mut by_id: FxHashMap<u32, Option<PlaceNumber>> = lines(names)
            .flat_map(|line| line.split('\t').skip(2))
            .filter_map(|target| Some((target.parse().ok()?, None)))
            .collect();
        for (place, id) in (0..).zip(&result.columns.geonames) {
            if let Some(found) = by_id.get_mut(id) {
                *found = Some(PlaceNumber(place));
            }
        }
        for (place, region) in (result.columns.features.len()..).zip(&result.regions) {
            if let Some(found) = by_id.get_mut(&region.geonames) {
                *found = Some(PlaceNumber(u32::try_from(place).ok()?));
            }
        }
        for line in lines(names) {
            result.add_name(line, &by_id)?;
        }
        for line in lines(states) {
            result.add_state(line)?;
        }
        result.add_large();
        result.large_openers = { result.large.keys() }
            .filter_map(|key| key.split(' ').next())
            .map(str::to_owned)
            .collect();
        Some(result)
    }

    /// `name[|other...] TAB feature TAB latitude TAB longitude TAB country or - TAB GeoNames id or - TAB weight`.
    fn add_region(&mut self, line: &'static str) -> Option<()> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [
            names,
            feature,
            latitude,
            longitude,
            country,
            geonames,
            weight,
        ] = fields[..]
        else {
            return None;
        };
        let number = self.next_region()?;
        self.regions.push(Region {
            name: names.split('|').next()?,
            feature: feature_of(feature)?,
            point: point(latitude, longitude)?,
            country: match country {
                "-" => None,
                code => Some(self.code(code)?),
            },
            geonames: geonames.parse().unwrap_or(0),
            weight: weight.parse().ok()?,
        });
        for name in names.split('|') {
            self.add_own(place_key(name), number, Naming::Main);
        }
        Some(())
    }

    fn add_own(&mut self, key: String, place: PlaceNumber, naming: Naming) {
        if key.contains(' ') {
            self.long.insert(key.clone());
        }
        let places = self.own.entry(key).or_default();
        if !places.contains(&(place, naming)) {
            places.push((place, naming));
        }
    }

    /// `country TAB code TAB names`, `former TAB latitude TAB longitude TAB names` or `grouping TAB names`; names are
    /// parted by |.
    fn add_state(&mut self, line: &'static str) -> Option<()> {
        let fields: Vec<&str> = line.split('\t').collect();
        let (place, naming, names) = match fields[..] {
            ["country", code, names] => (self.code(code)?, Naming::Listed, names),
            ["former", latitude, longitude, names] => {
                let first = names.split('|').next()?;
                let place = self.next_region()?;
                self.regions.push(Region {
                    name: first,
                    feature: PlaceFeature::Region,
                    point: point(latitude, longitude)?,
                    country: None,
                    geonames: 0,
                    weight: FORMER_STATE,
                });
                (place, Naming::Near, names)
            }
            ["grouping", names] => {
                self.groupings.extend(names.split('|'));
                return Some(());
            }
            _ => return None,
        };
        for name in names.split('|') {
            let key = place_key(name);
            self.states.insert(key.clone());
            self.add_own(key, place, naming);
        }
        Some(())
    }

    /// The number of the region that is added next.
    fn next_region(&self) -> Option<PlaceNumber> {
        let number = self.columns.features.len() + self.regions.len();
        Some(PlaceNumber(u32::try_from(number).ok()?))
    }

    /// `kind TAB names parted by | TAB code or GeoNames id [TAB ...]`.
    fn add_name(&mut self, line: &str, by_id: &FxHashMap<u32, Option<PlaceNumber>>) -> Option<()> {
        let mut fields = line.split('\t');
        let (kind, names) = (fields.next()?, fields.next()?);
        let targets: Vec<PlaceNumber> = fields
            .map(|field| match field.parse::<u32>() {
                Ok(id) => by_id.get(&id).copied().flatten(),
                Err(_) => self.code(field),
            })
            .collect::<Option<_>>()?;
        let first = *targets.first()?;
        for name in names.split('|') {
            let key = place_key(name);
            let naming = match kind {
                "name" => Naming::Listed,
                "short" => Naming::Short,
                "near" => Naming::Near,
                "people" => {
                    self.demonyms.insert(format!("{key}s"), first);
                    self.demonyms.insert(key, first);
                    continue;
                }
                "code" => {
                    self.codes.entry(key).or_default().extend(targets.iter());
                    continue;
                }
                "outlet" => {
                    self.outlets.insert(key, first);
                    continue;
                }
                _ => return None,
            };
            let places = self.own.entry(key).or_default();
            for &place in &targets {
                if !places.contains(&(place, naming)) {
                    places.push((place, naming));
                }
            }
        }
        Some(())
    }

    /// Countries by name, and divisions of many people whose name is no town's as well.
    fn add_large(&mut self) {
        for place in (0..self.columns.features.len()).filter_map(|index| u32::try_from(index).ok())
        {
            let place = PlaceNumber(place);
            let known = match self.feature(place) {
                PlaceFeature::Country => true,
                PlaceFeature::Division => self.population(place) >= LARGE_DIVISION,
                _ => false,
            };
            if known {
                let key = place_key(self.columns.names.get(place.0 as usize));
                if self
                    .look_up(&key)
                    .next()
                    .is_some_and(|(first, _)| first == place)
                {
                    self.large.insert(key, place);
                }
            }
        }
        for (key, places) in self
            .own
            .iter()
            .collect::<std::collections::BTreeMap<_, _>>()
        {
            if let [(place, Naming::Listed)] = places[..]
                && matches!(
                    self.feature(place),
                    PlaceFeature::Country | PlaceFeature::Division
                )
            {
                self.large.insert(key.clone(), place);
            }
        }
        for (key, place) in self
            .demonyms
            .iter()
            .collect::<std::collections::BTreeMap<_, _>>()
        {
            self.large.insert(key.clone(), *place);
        }
    }

    /// The place of a code: "US", "US-CA".
    pub(super) fn code(&self, code: &str) -> Option<PlaceNumber> {
        let mut key = code.to_ascii_lowercase();
        if !key.contains('-') {
            key.insert(0, '-');
        }
        self.columns
            .look_up(&key)
            .first()
            .map(|row| PlaceNumber(row / 2))
    }

    /// The places that bear the name with this [`place_key`], those of the project's own lists first, then the largest
    /// first.
    pub(super) fn look_up(&self, key: &str) -> impl Iterator<Item = (PlaceNumber, Naming)> {
        let own: &[(PlaceNumber, Naming)] = self.own.get(key).map_or(&[], |places| places);
        let rows: &[u32] = if self.states.contains(key) {
            &[]
        } else {
            self.columns.look_up(key)
        };
        let file = rows.iter().map(|&row| {
            let naming = if row & 1 == 0 {
                Naming::Main
            } else {
                Naming::Other
            };
            (PlaceNumber(row / 2), naming)
        });
        own.iter()
            .copied()
            .chain(file.filter(|(place, _)| !own.iter().any(|(known, _)| known == place)))
    }

    /// The place whose people are called so: "Russian", "Texans".
    pub(super) fn of_people(&self, key: &str) -> Option<PlaceNumber> {
        self.demonyms.get(key).copied()
    }

    /// Whether the key is an official name of a state, or of a state that is no more.
    pub(super) fn is_state(&self, key: &str) -> bool {
        self.states.contains(key)
    }

    /// Whether the key is a name of several words of the project's own lists: what stands around a part of it belongs to
    /// it.
    pub(super) fn is_long(&self, key: &str) -> bool {
        self.long.contains(key)
    }

    /// Whether the name, as written, is of a body of states: "G7", "the EU".
    pub(super) fn is_grouping(&self, name: &str) -> bool {
        let name = name.strip_prefix("the ").unwrap_or(name);
        self.groupings.contains(name)
    }

    /// The places of a postal code: "CA".
    pub(super) fn of_code(&self, code: &str) -> &[PlaceNumber] {
        self.codes.get(code).map_or(&[], |places| places)
    }

    /// The place of a short form in the names of outlets.
    pub(super) fn of_outlet(&self, key: &str) -> Option<PlaceNumber> {
        self.outlets
            .get(key)
            .or_else(|| self.codes.get(key)?.first())
            .copied()
            .or_else(|| match self.own.get(key)?.first()? {
                (place, Naming::Short) => Some(*place),
                _ => None,
            })
    }

    /// The country or large division that running text means by a name or by a word for its people.
    pub(super) fn large(&self, key: &str) -> Option<PlaceNumber> {
        self.large.get(key).copied()
    }

    /// Whether a word with this key may begin a key that [`Self::large`] knows. "The" has an empty key and may.
    pub(super) fn opens_large(&self, key: &str) -> bool {
        let first = key.split(' ').next().unwrap_or_default();
        first.is_empty() || self.large_openers.contains(first)
    }

    fn region(&self, place: PlaceNumber) -> Option<&Region> {
        self.regions
            .get((place.0 as usize).checked_sub(self.columns.features.len())?)
    }

    pub(super) fn feature(&self, place: PlaceNumber) -> PlaceFeature {
        self.region(place).map_or_else(
            || self.columns.features[place.0 as usize],
            |region| region.feature,
        )
    }

    pub(super) fn point(&self, place: PlaceNumber) -> GeoPoint {
        self.region(place).map_or_else(
            || {
                let (latitude, longitude) = self.columns.points[place.0 as usize];
                GeoPoint {
                    latitude,
                    longitude,
                }
            },
            |region| region.point,
        )
    }

    /// People who live there; for regions how large they loom in news, in the same unit.
    pub(super) fn population(&self, place: PlaceNumber) -> u32 {
        self.region(place).map_or_else(
            || self.columns.population[place.0 as usize],
            |region| region.weight,
        )
    }

    /// The country that it is or lies in.
    pub(super) fn country(&self, place: PlaceNumber) -> Option<PlaceNumber> {
        match self.region(place) {
            Some(region) => region.country,
            None => match self.columns.country[place.0 as usize] {
                u16::MAX => None,
                country => Some(PlaceNumber(u32::from(country))),
            },
        }
    }

    /// What it lies in directly.
    pub(super) fn parent(&self, place: PlaceNumber) -> Option<PlaceNumber> {
        match self.region(place) {
            Some(region) => region.country,
            None => match self.columns.parent[place.0 as usize] {
                NONE => None,
                parent => Some(PlaceNumber(parent)),
            },
        }
    }

    /// The first-order division that it is or lies in.
    pub(super) fn division(&self, place: PlaceNumber) -> Option<PlaceNumber> {
        self.within(place)
            .find(|place| self.feature(*place) == PlaceFeature::Division)
    }

    /// The second-order division that it is or lies in.
    pub(super) fn district(&self, place: PlaceNumber) -> Option<PlaceNumber> {
        self.within(place)
            .find(|place| self.feature(*place) == PlaceFeature::District)
    }

    /// The place and all that it lies in, smallest first.
    pub(super) fn within(&self, place: PlaceNumber) -> impl Iterator<Item = PlaceNumber> {
        std::iter::successors(Some(place), |place| self.parent(*place))
    }

    /// The record of a place.
    pub(super) fn place(&self, place: PlaceNumber) -> Place {
        let region = self.region(place);
        let name = |place: PlaceNumber| match self.region(place) {
            Some(region) => region.name.to_owned(),
            None => self.columns.names.get(place.0 as usize).to_owned(),
        };
        let id = |number: u32| (number != 0).then_some(number);
        Place {
            name: name(place),
            feature: self.feature(place),
            point: self.point(place),
            geonames: id(region.map_or_else(
                || self.columns.geonames[place.0 as usize],
                |region| region.geonames,
            )),
            wikidata: match region {
                Some(_) => None,
                None => id(self.columns.wikidata[place.0 as usize]).map(|item| format!("Q{item}")),
            },
            country: self.country(place).and_then(|country| {
                let code = self.columns.countries.get(country.0 as usize)?;
                Some(String::from_utf8_lossy(code).into_owned())
            }),
            division: self
                .division(place)
                .filter(|division| *division != place)
                .map(name),
        }
    }
}

/// A point given in degrees.
fn point(latitude: &str, longitude: &str) -> Option<GeoPoint> {
    let degrees = |field: &str| field.parse::<f64>().ok();
    #[expect(clippy::cast_possible_truncation, reason = "degrees are below 180")]
    let exact = |degrees: f64| (degrees * 1e5).round() as i32;
    Some(GeoPoint {
        latitude: exact(degrees(latitude)?),
        longitude: exact(degrees(longitude)?),
    })
}

fn feature_of(word: &str) -> Option<PlaceFeature> {
    Some(match word {
        "continent" => PlaceFeature::Continent,
        "region" => PlaceFeature::Region,
        "sea" => PlaceFeature::Sea,
        "river" => PlaceFeature::River,
        "lake" => PlaceFeature::Lake,
        "island" => PlaceFeature::Island,
        "mountain" => PlaceFeature::Mountain,
        "desert" => PlaceFeature::Desert,
        "site" => PlaceFeature::Site,
        "district" => PlaceFeature::District,
        "town" => PlaceFeature::Town,
        _ => return None,
    })
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The key by which the gazetteer knows a name: folded, without stops and apostrophes, hyphens as spaces, "Saint", "Fort"
/// and "Mount" as abbreviated, without a leading "the".
pub fn place_key(name: &str) -> String {
    let folded = key(name);
    let mut result = String::with_capacity(folded.len());
    for word in folded.split(|c: char| c.is_whitespace() || c == '-' || c == '/') {
        let start = result.len();
        if start > 0 {
            result.push(' ');
        }
        let begin = result.len();
        // All other signs that are left out begin with this byte.
        let signs = |b: u8| b".'`\",()\xE2".contains(&b);
        if word.bytes().any(signs) {
            result.extend(word.chars().filter(|c| !".'’‘`\",()".contains(*c)));
        } else {
            result.push_str(word);
        }
        let short = match &result[begin..] {
            "saint" => Some("st"),
            "sainte" => Some("ste"),
            "fort" => Some("ft"),
            "mount" => Some("mt"),
            "the" if start == 0 => Some(""),
            _ => None,
        };
        if let Some(short) = short {
            result.truncate(begin);
            result.push_str(short);
        }
        if result.len() == begin {
            result.truncate(start);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain() {
        for (name, expected) in [
            ("St. Louis", "st louis"),
            ("Saint-Étienne", "st etienne"),
            ("Xi'an", "xian"),
            ("the Hague", "hague"),
            ("Ft. Worth", "ft worth"),
            ("U.S.", "us"),
            ("The", ""),
            (" - ", ""),
            ("東京", "東京"),
        ] {
            assert_eq!(place_key(name), expected);
        }
    }

    fn found(name: &str) -> Vec<String> {
        let world = Gazetteer::world();
        world
            .look_up(&place_key(name))
            .take(2)
            .map(|(place, _)| {
                let place = world.place(place);
                format!("{} {:?}", place.name, place.country)
            })
            .collect()
    }

    #[test]
    fn the_built_in_lists_can_be_read_and_answer() {
        assert_eq!(found("Peking")[0], "Beijing Some(\"CN\")");
        // A village in the Val-d'Oise.
        assert_eq!(
            found("U.S."),
            ["United States Some(\"US\")", "Us Some(\"FR\")"]
        );
        assert_eq!(found("the Balkans")[0], "Balkans None");
        assert_eq!(found("no such place"), [""; 0]);
        let world = Gazetteer::world();
        let texas = world.code("US-TX").unwrap();
        assert_eq!(world.of_code("tx"), [texas]);
        assert_eq!(world.of_people("texans"), Some(texas));
        assert_eq!(world.place(texas).wikidata.as_deref(), Some("Q1439"));
    }

    #[test]
    fn each_state_is_known_by_its_official_names_alone() {
        let world = Gazetteer::world();
        for line in lines(STATES).filter(|line| line.starts_with("country")) {
            let [_, code, names] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            let country = world.code(code).unwrap();
            for name in names.split('|') {
                let found: Vec<_> = world
                    .look_up(&place_key(name))
                    .map(|(place, _)| place)
                    .collect();
                assert_eq!(found, [country], "{name}");
            }
        }
    }

    #[test]
    fn every_point_lies_on_the_earth_and_every_place_within_its_country() {
        let world = Gazetteer::world();
        let count = world.columns.features.len() + world.regions.len();
        for place in (0..count).map(|index| PlaceNumber(u32::try_from(index).unwrap())) {
            let point = world.point(place);
            assert!(point.latitude.abs() <= 9_000_000 && point.longitude.abs() <= 18_000_000);
            assert!(world.within(place).count() <= 6);
            let outermost = world.within(place).last().unwrap();
            assert!(
                world
                    .country(place)
                    .is_none_or(|country| country == outermost),
                "{:?}",
                world.place(place)
            );
        }
    }
}
