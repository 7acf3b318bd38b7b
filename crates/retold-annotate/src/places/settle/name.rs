//! A name with the places that it may stand for, and how likely each is.

use retold_model::{PlaceFeature, Placing};

use super::weights;
use crate::places::containment::Bond;
use crate::places::form::{Candidate, Form, Standing, is_part, says_division, says_street};
use crate::places::gazetteer::{Gazetteer, Naming, PlaceNumber};

/// A town with at least this part of its division's people gives it the name.
const TOWN_SHARE: u32 = 6;
/// The radius of the earth in kilometres.
const EARTH: f32 = 6371.0;

/// A place that a name may stand for.
pub(super) struct Sense {
    pub(super) place: PlaceNumber,
    pub(super) placing: Placing,
    pub(super) bond: Option<Bond>,
    pub(super) point: [f32; 3],
    pub(super) country: Option<PlaceNumber>,
    pub(super) division: Option<PlaceNumber>,
    pub(super) district: Option<PlaceNumber>,
    /// Whether it is one of the divisions that a list of divisions may name.
    pub(super) among_divisions: bool,
    /// Whether it is small enough to say what is near.
    pub(super) local: bool,
    pub(super) people: f32,
    /// Whether an unknown place of the same name is unlikely.
    pub(super) known: bool,
    pub(super) prior: f32,
    /// What the context adds.
    pub(super) region: f32,
    pub(super) siblings: f32,
    pub(super) near: f32,
    pub(super) same_name: f32,
    pub(super) share: f32,
}

/// A name of the article.
pub(super) struct Name {
    /// The same for names with the same key.
    pub(super) key: u32,
    pub(super) senses: Vec<Sense>,
    pub(super) weight: f32,
    pub(super) dateline: bool,
    pub(super) origin: Origin,
    pub(super) standing: Standing,
    /// Whether it is of a street that the gazetteer does not have.
    pub(super) street: bool,
    /// Whether it is a part of the place that it is named after: "South Bakersfield".
    pub(super) part: bool,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Text,
    /// In the dateline, outside of what was analysed.
    Dateline,
    /// In the name of something else: "Adams County Sheriff's Office".
    Within,
    /// In the name or the address of the outlet.
    Home,
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are small")]
pub(super) fn mention_weight(form: &Form) -> f32 {
    let count = form.mentions.len().max(1) as f32;
    let more = if form.dateline {
        weights::DATELINE
    } else {
        0.0
    };
    weights::MENTION + weights::MENTIONS * count.log2() + more
}

#[expect(
    clippy::cast_precision_loss,
    reason = "people of places, to seven digits"
)]
fn people(world: &Gazetteer, place: PlaceNumber) -> f32 {
    world.population(place) as f32
}

/// The name of a form; `key` is the same for forms with the same key. `is_town` says that the text or the outlet tells of
/// a town of this name.
pub(super) fn name(
    world: &Gazetteer,
    form: &Form,
    key: u32,
    weight: f32,
    origin: Origin,
    is_town: bool,
) -> Name {
    // In news of Florida and Ohio "Washington" is yet the capital.
    let may_be_listed = form.with_division || !form.has_capital(world);
    let is_state = !is_town
        && form.candidates.iter().any(|candidate| {
            candidate.naming.is_main() && world.feature(candidate.place) == PlaceFeature::Country
        });
    let mut senses: Vec<Sense> = form
        .candidates
        .iter()
        .map(|candidate| {
            let place = candidate.place;
            let feature = world.feature(place);
            let people = people(world, place);
            Sense {
                place,
                placing: candidate.placing,
                bond: candidate.bond,
                point: unit(world, place),
                country: world.country(place),
                division: world.division(place),
                district: world.district(place),
                among_divisions: feature == PlaceFeature::Division && may_be_listed,
                // What happens "in Idlib province" is as near to it as to a town.
                local: match feature {
                    PlaceFeature::Country | PlaceFeature::Continent => false,
                    PlaceFeature::Division => says_division(&form.key),
                    _ => true,
                },
                people,
                known: people >= weights::KNOWN_PEOPLE
                    || candidate.placing != Placing::Near
                        && candidate.naming.is_main()
                        && !feature.is_town()
                        && feature != PlaceFeature::District,
                prior: prior(world, form, candidate, origin, is_state),
                region: 0.0,
                siblings: 0.0,
                near: 0.0,
                same_name: 0.0,
                share: 0.0,
            }
        })
        .collect();
    share(&mut senses);
    Name {
        key,
        senses,
        weight,
        dateline: form.dateline,
        origin,
        standing: form.standing,
        part: is_part(&form.key),
        street: says_street(&form.key) && { form.candidates.iter() }
            .all(|candidate| candidate.placing == Placing::Near),
    }
}

/// How likely a place is before anything else of the article is known. `is_state` says that the form is the name of a
/// country.
fn prior(
    world: &Gazetteer,
    form: &Form,
    candidate: &Candidate,
    origin: Origin,
    is_state: bool,
) -> f32 {
    let place = candidate.place;
    let feature = world.feature(place);
    let size = (people(world, place) + weights::PEOPLE_MORE).ln();
    let mut prior = match origin {
        Origin::Text | Origin::Dateline | Origin::Within => weights::PEOPLE * size,
        Origin::Home => weights::HOME_PEOPLE * size,
    };
    prior += match feature {
        _ if origin == Origin::Home => 0.0,
        PlaceFeature::Country => weights::COUNTRY,
        PlaceFeature::Division => weights::DIVISION,
        PlaceFeature::District if form.key.contains(' ') => 0.0,
        PlaceFeature::District => weights::DISTRICT,
        PlaceFeature::Capital => weights::CAPITAL,
        PlaceFeature::Town => 0.0,
        _ => weights::REGION,
    };
    prior += match candidate.naming {
        Naming::Other => weights::OTHER_NAME,
        Naming::Listed if feature.is_town() && origin != Origin::Home => weights::LISTED,
        _ => 0.0,
    };
    if feature.is_town() && candidate.bond.is_none() && origin != Origin::Home {
        if is_state {
            prior += weights::BESIDE_STATE;
        }
        if form.standing == Standing::WithArticle {
            prior += weights::WITH_ARTICLE;
        }
    }
    if named_after_its_town(world, form, place) {
        prior += weights::AFTER_ITS_TOWN;
    }
    prior
        + match candidate.bond {
            Some(Bond::Apposed) => weights::APPOSED,
            Some(Bond::Phrase) => weights::PHRASE,
            None => 0.0,
        }
}

/// Whether it is a division that has its name, and a good part of its people, from a town of the same name: news mean the
/// town, as with Bursa, not the town, as with Quebec.
fn named_after_its_town(world: &Gazetteer, form: &Form, place: PlaceNumber) -> bool {
    matches!(
        world.feature(place),
        PlaceFeature::Division | PlaceFeature::District
    ) && form.candidates.iter().any(|other| {
        other.naming.is_main()
            && world.feature(other.place).is_town()
            && world.population(other.place) >= world.population(place) / TOWN_SHARE
            && world.within(other.place).any(|outer| outer == place)
    })
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are metres")]
fn unit(world: &Gazetteer, place: PlaceNumber) -> [f32; 3] {
    let (latitude, longitude) = world.point(place).degrees();
    let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
    [
        (latitude.cos() * longitude.cos()) as f32,
        (latitude.cos() * longitude.sin()) as f32,
        latitude.sin() as f32,
    ]
}

/// How near two points are: 1 at one place, a half at [`weights::NEAR_KM`].
pub(super) fn nearness(a: [f32; 3], b: [f32; 3]) -> f32 {
    const SCALE: f32 = (EARTH / weights::NEAR_KM) * (EARTH / weights::NEAR_KM);
    let chord: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 / (1.0 + chord * SCALE)
}

impl Sense {
    /// How much it says for others: little where it only lies beside what it is named after.
    pub(super) fn voice(&self) -> f32 {
        match self.placing {
            Placing::Itself | Placing::People => 1.0,
            Placing::Near => weights::NEAR_VOICE,
        }
    }

    pub(super) fn score(&self) -> f32 {
        self.prior + self.region + self.siblings + self.near + self.same_name
    }
}

/// Shares by score; then the likely ones stand first.
pub(super) fn share(senses: &mut [Sense]) {
    senses.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.place.cmp(&b.place)));
    let Some(best) = senses.first().map(Sense::score) else {
        return;
    };
    let mut sum = 0.0;
    for sense in senses.iter_mut() {
        sense.share = (sense.score() - best).exp();
        sum += sense.share;
    }
    for sense in senses {
        sense.share /= sum;
    }
}
