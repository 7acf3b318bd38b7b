//! What an article tells that a follow-up might take up: people, days, months, towns, buildings and roads.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use retold_model::{
    Annotations, ArticleId, Chain, Mention, NameGround, NameKind, PlaceFeature, Placing, Reference,
    Stamp, TimeKind, TimePrecision,
};
use retold_text::TextRange;
use retold_text::fold::fold_word;
use retold_text::word::words;

use crate::entities::generation;

/// What of one article can tie it to others. Each thing has the range of the words that name it, the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    pub(super) article: ArticleId,
    pub(super) published: Option<Stamp>,
    pub(super) people: BTreeMap<FullName, Named>,
    pub(super) days: BTreeMap<Date, TextRange>,
    /// By year and month.
    pub(super) months: BTreeMap<(i16, i8), TextRange>,
    /// By id in the gazetteer and name.
    pub(super) towns: BTreeMap<(Option<u32>, String), TextRange>,
    pub(super) facilities: BTreeMap<String, TextRange>,
}

/// The first and the last word of a name, folded.
pub(super) type FullName = (String, String);

/// Somebody who is named in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) range: TextRange,
    /// Whether a title stands with the name: who holds an office is named in many happenings of a town.
    pub(super) titled: bool,
    /// Whether words are reported of them.
    pub(super) quoted: bool,
    /// Whether more than the model alone says that it is a person's name: model and name lists take what looks like one
    /// ("Metro Crimestoppers") for one.
    pub(super) sure: bool,
}

impl Particulars {
    /// What `annotations` of `text` give; ranges that do not lie in the text give nothing.
    pub fn of(
        article: ArticleId,
        published: Option<Stamp>,
        text: &str,
        annotations: Option<&Annotations>,
    ) -> Self {
        let mut found = Self {
            published,
            ..Self::none(article)
        };
        if let Some(annotations) = annotations {
            found.read_names(text, annotations);
            found.read_times(annotations);
            found.read_towns(annotations);
        }
        found
    }

    /// Nothing, of an article of which nothing is known.
    pub fn none(article: ArticleId) -> Self {
        Self {
            article,
            published: None,
            people: BTreeMap::new(),
            days: BTreeMap::new(),
            months: BTreeMap::new(),
            towns: BTreeMap::new(),
            facilities: BTreeMap::new(),
        }
    }

    fn read_names(&mut self, text: &str, annotations: &Annotations) {
        let mentions: BTreeMap<TextRange, &Mention> = { annotations.mentions.iter() }
            .map(|mention| (mention.range, mention))
            .collect();
        let speakers: BTreeSet<TextRange> = { annotations.quotes.iter() }
            .filter_map(|quote| quote.speaker_name.or(quote.speaker))
            .collect();
        for chain in &annotations.chains {
            let Some(name) = chain.name.slice(text) else {
                continue;
            };
            match chain.kind {
                NameKind::Person => {
                    if let Some(key) = full_name(name) {
                        let named = person(chain, &mentions, &speakers);
                        let known = self.people.entry(key).or_insert(named);
                        known.titled |= named.titled;
                        known.quoted |= named.quoted;
                        known.sure |= named.sure;
                    }
                }
                NameKind::Facility => {
                    let keys: Vec<String> = words(name)
                        .map(|word| fold_word(&name[word.as_usize()]))
                        .collect();
                    // One word alone ("Street") is no name.
                    if keys.len() > 1 {
                        self.facilities.entry(keys.join(" ")).or_insert(chain.name);
                    }
                }
                _ => {}
            }
        }
    }

    fn read_times(&mut self, annotations: &Annotations) {
        for time in &annotations.times {
            if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
                continue;
            }
            let (Some(begin), Some(precision)) = (time.span.begin, time.precision) else {
                continue;
            };
            if precision >= TimePrecision::Day {
                self.days.entry(begin.date()).or_insert(time.range);
            } else if precision == TimePrecision::Month {
                let month = (begin.year(), begin.month());
                self.months.entry(month).or_insert(time.range);
            }
        }
    }

    fn read_towns(&mut self, annotations: &Annotations) {
        for reading in &annotations.places {
            let place = &reading.place;
            let is_town = place.feature.is_town()
                || matches!(
                    place.feature,
                    PlaceFeature::District | PlaceFeature::Site | PlaceFeature::Island
                );
            if is_town && reading.placing != Placing::People {
                let key = (place.geonames, place.name.clone());
                self.towns.entry(key).or_insert(reading.range);
            }
        }
    }
}

/// The key of a name of at least two words; initials are no words, nor are "Jr." and the like, which are left away as they please.
fn full_name(name: &str) -> Option<FullName> {
    let mut keys: Vec<String> = words(name)
        .map(|word| fold_word(&name[word.as_usize()]))
        .enumerate()
        .filter(|(at, key)| *at == 0 || generation(key).is_none())
        .map(|(_, key)| key)
        .collect();
    let last = keys.pop()?;
    let first = keys.into_iter().next()?;
    let is_word = |key: &str| key.chars().nth(1).is_some();
    (is_word(&first) && is_word(&last)).then_some((first, last))
}

fn person(
    chain: &Chain,
    mentions: &BTreeMap<TextRange, &Mention>,
    speakers: &BTreeSet<TextRange>,
) -> Named {
    let named = { chain.members.iter() }.filter(|member| member.reference == Reference::Name);
    let mentions: Vec<&Mention> = named
        .filter_map(|member| mentions.get(&member.range).copied())
        .collect();
    let has = |ground| { mentions.iter() }.any(|mention| mention.grounds.contains(&ground));
    Named {
        range: chain.name,
        titled: mentions.iter().any(|mention| mention.title.is_some()),
        quoted: { chain.members.iter() }.any(|member| speakers.contains(&member.range)),
        sure: has(NameGround::Context)
            || has(NameGround::Title)
            || (has(NameGround::Model) && has(NameGround::List)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_have_a_first_and_a_last_word() {
        let key = |name: &str| full_name(name).map(|(first, last)| format!("{first} {last}"));
        for (name, expected) in [
            ("Ruth Abend", Some("ruth abend")),
            ("Melina H. Torres", Some("melina torres")),
            ("Ervin Clinton Jr.", Some("ervin clinton")),
            ("José Ángel Núñez", Some("jose nunez")),
            ("Abend", None),
            ("Abend Jr.", None),
            ("J. Abend", None),
            ("", None),
        ] {
            assert_eq!(key(name).as_deref(), expected, "{name}");
        }
    }
}
