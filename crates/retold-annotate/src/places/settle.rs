//! Chooses a place for every name of an article, all together.
//!
//! Each name spreads a weight of one over the places that it may stand for. A place gains by what the other names put
//! into its country, its divisions and its neighbourhood; a few rounds settle it. This is the collective reading of
//! Lieberman and Samet's local lexicons and of later graph methods in its simplest form: mean field over a graph that
//! is never built. Cost: names times supporters, and supporters are bounded.

use retold_model::{PlaceFeature, PlaceGround, Placing};
use rustc_hash::FxHashMap;

use super::containment::Bond;
use super::form::Form;
use super::gazetteer::{Gazetteer, Naming, PlaceNumber};
use super::outlet::Home;

/// Weights of the grounds, in natural logarithms of odds. Tuned together on both development sets by
/// `cargo xtask eval places`.
mod weights {
    /// Of the logarithm of the people.
    pub(super) const PEOPLE: f32 = 0.65;
    /// People that every place has besides.
    pub(super) const PEOPLE_MORE: f32 = 300.0;
    pub(super) const COUNTRY: f32 = 3.0;
    pub(super) const DIVISION: f32 = 0.0;
    pub(super) const DISTRICT: f32 = -2.5;
    pub(super) const CAPITAL: f32 = 1.0;
    pub(super) const REGION: f32 = 0.0;
    /// Of names that are not the place's main name.
    pub(super) const OTHER_NAME: f32 = -2.5;
    /// Of the text naming what it lies in.
    pub(super) const APPOSED: f32 = 14.0;
    pub(super) const PHRASE: f32 = 5.0;
    /// Of the logarithm of what others put into the same country.
    pub(super) const SAME_COUNTRY: f32 = 1.0;
    pub(super) const SAME_DIVISION: f32 = 1.3;
    pub(super) const SAME_DISTRICT: f32 = 0.5;
    pub(super) const NEAR: f32 = 1.5;
    /// Distance at which being near counts half, in kilometres.
    pub(super) const NEAR_KM: f32 = 50.0;
    /// Of another form of the same name that chose the place.
    pub(super) const SAME_NAME: f32 = 5.0;
    /// What names put in: those of the text with one mention, and more for each doubling.
    pub(super) const MENTION: f32 = 1.0;
    pub(super) const MENTIONS: f32 = 0.5;
    pub(super) const DATELINE: f32 = 2.0;
    pub(super) const HOME: f32 = 2.0;
    pub(super) const HOME_COUNTRY: f32 = 1.5;
    /// Of the United States, where the address is of no country.
    pub(super) const WORLDWIDE: f32 = 0.5;
    /// Of the logarithm of the people, for the home of an outlet: small towns have papers.
    pub(super) const HOME_PEOPLE: f32 = 0.3;
    /// Of the outlet's home, for its name in the text.
    pub(super) const HOME_NAME: f32 = 3.0;
    pub(super) const IN_TEXT: f32 = 0.7;
    /// Of a place that the gazetteer does not have, beside the middle of the article.
    pub(super) const UNKNOWN: f32 = -1.0;
    pub(super) const UNKNOWN_PEOPLE: f32 = 300.0;
    /// A name that a place of so many people bears is of no unknown place.
    pub(super) const KNOWN_PEOPLE: f32 = 300_000.0;
}

/// Rounds of spreading.
const ROUNDS: usize = 4;
/// Candidates of a name that are compared by distance.
const MOST_NEAR: usize = 16;
/// Candidates of a name that support others.
const MOST_SUPPORTING: usize = 5;
/// Names that support others.
const MOST_SUPPORTERS: usize = 48;
/// The radius of the earth in kilometres.
const EARTH: f32 = 6371.0;

/// What speaks besides the names themselves.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) home: Home,
    /// Countries and divisions that the text names, each once.
    pub(super) named: Vec<PlaceNumber>,
}

/// A place that was chosen, or nearly.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) place: PlaceNumber,
    pub(super) placing: Placing,
    /// Share of the weight, from 0 to 1.
    pub(super) share: f32,
    pub(super) grounds: Vec<PlaceGround>,
}

struct Option_ {
    place: PlaceNumber,
    placing: Placing,
    bond: Option<Bond>,
    point: [f32; 3],
    country: Option<PlaceNumber>,
    division: Option<PlaceNumber>,
    district: Option<PlaceNumber>,
    /// Whether it is small enough to say what is near.
    local: bool,
    people: f32,
    prior: f32,
    /// What the context adds.
    region: f32,
    near: f32,
    same_name: f32,
    share: f32,
}

struct Name {
    key: String,
    options: Vec<Option_>,
    weight: f32,
    dateline: bool,
    of_text: bool,
}

type Sums = FxHashMap<PlaceNumber, f32>;

/// For each form its choices, best first; none where nothing is known of the name nor of the article.
pub(super) fn settle(world: &Gazetteer, forms: &[Form], beside: &Beside) -> Vec<Vec<Choice>> {
    let mut names: Vec<Name> = forms
        .iter()
        .map(|form| name(world, form, mention_weight(form), true))
        .collect();
    names.extend(
        beside
            .home
            .names
            .iter()
            .map(|(key, places)| name(world, &Form::of_places(key, places), weights::HOME, false)),
    );
    let mut given = Sums::default();
    for &place in &beside.named {
        put(world, &mut given, place, weights::IN_TEXT);
    }
    if let Some(country) = beside.home.country {
        put(world, &mut given, country, weights::HOME_COUNTRY);
    }
    if beside.home.worldwide
        && let Some(states) = world.code("us")
    {
        put(world, &mut given, states, weights::WORLDWIDE);
    }
    let supporters = supporters(&names);
    for round in 0..ROUNDS {
        spread(world, &mut names, &given, &supporters, round);
    }
    let focus = focus(&names, &supporters);
    names
        .iter()
        .take(forms.len())
        .map(|name| choices(world, name, focus.as_ref(), beside))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are small")]
fn mention_weight(form: &Form) -> f32 {
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

fn name(world: &Gazetteer, form: &Form, weight: f32, of_text: bool) -> Name {
    let mut options: Vec<Option_> = form
        .candidates
        .iter()
        .map(|candidate| {
            let place = candidate.place;
            let feature = world.feature(place);
            let people = people(world, place);
            let size = (people + weights::PEOPLE_MORE).ln();
            let mut prior = if of_text {
                weights::PEOPLE * size
            } else {
                weights::HOME_PEOPLE * size
            };
            prior += match feature {
                _ if !of_text => 0.0,
                PlaceFeature::Country => weights::COUNTRY,
                PlaceFeature::Division => weights::DIVISION,
                PlaceFeature::District if form.key.contains(' ') => 0.0,
                PlaceFeature::District => weights::DISTRICT,
                PlaceFeature::Capital => weights::CAPITAL,
                PlaceFeature::Town => 0.0,
                _ => weights::REGION,
            };
            if candidate.naming == Naming::Other {
                prior += weights::OTHER_NAME;
            }
            prior += match candidate.bond {
                Some(Bond::Apposed) => weights::APPOSED,
                Some(Bond::Phrase) => weights::PHRASE,
                None => 0.0,
            };
            Option_ {
                place,
                placing: candidate.placing,
                bond: candidate.bond,
                point: unit(world, place),
                country: world.country(place),
                division: world.division(place),
                district: world.district(place),
                local: !matches!(
                    feature,
                    PlaceFeature::Country | PlaceFeature::Division | PlaceFeature::Continent
                ),
                people,
                prior,
                region: 0.0,
                near: 0.0,
                same_name: 0.0,
                share: 0.0,
            }
        })
        .collect();
    share(&mut options);
    Name {
        key: form.key.clone(),
        options,
        weight,
        dateline: form.dateline,
        of_text,
    }
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
fn nearness(a: [f32; 3], b: [f32; 3]) -> f32 {
    const SCALE: f32 = (EARTH / weights::NEAR_KM) * (EARTH / weights::NEAR_KM);
    let chord: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 / (1.0 + chord * SCALE)
}

impl Option_ {
    fn score(&self) -> f32 {
        self.prior + self.region + self.near + self.same_name
    }
}

/// Shares by score; then the likely ones stand first.
fn share(options: &mut [Option_]) {
    options.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.place.cmp(&b.place)));
    let Some(best) = options.first().map(Option_::score) else {
        return;
    };
    let mut sum = 0.0;
    for option in options.iter_mut() {
        option.share = (option.score() - best).exp();
        sum += option.share;
    }
    for option in options {
        option.share /= sum;
    }
}

/// Adds to the place, if it is a division or country, and to all divisions that it lies in.
fn put(world: &Gazetteer, sums: &mut Sums, place: PlaceNumber, weight: f32) {
    for outer in world.within(place) {
        if matches!(
            world.feature(outer),
            PlaceFeature::Country | PlaceFeature::Division | PlaceFeature::District
        ) {
            *sums.entry(outer).or_default() += weight;
        }
    }
}

/// The names that speak loudest, bounded.
fn supporters(names: &[Name]) -> Vec<usize> {
    let mut result: Vec<usize> = (0..names.len())
        .filter(|&index| !names[index].options.is_empty())
        .collect();
    result.sort_by(|&a, &b| names[b].weight.total_cmp(&names[a].weight).then(a.cmp(&b)));
    result.truncate(MOST_SUPPORTERS);
    result
}

/// What a supporter puts into divisions, and its points.
fn spread(world: &Gazetteer, names: &mut [Name], given: &Sums, supporters: &[usize], round: usize) {
    let mut sums = given.clone();
    let mut points: Vec<([f32; 3], f32, usize)> = Vec::new();
    for &index in supporters {
        let name = &names[index];
        for option in name.options.iter().take(MOST_SUPPORTING) {
            let weight = name.weight * option.share;
            put(world, &mut sums, option.place, weight);
            if option.local && weight > 0.01 {
                points.push((option.point, weight, index));
            }
        }
    }
    // Forms of the same name: what the others chose.
    let mut chosen: FxHashMap<(String, PlaceNumber), (f32, usize)> = FxHashMap::default();
    for (index, name) in names.iter().enumerate() {
        for option in name.options.iter().take(MOST_SUPPORTING) {
            let weight = if !name.of_text {
                weights::HOME_NAME
            } else if option.bond == Some(Bond::Apposed) {
                weights::SAME_NAME
            } else {
                continue;
            };
            chosen
                .entry((name.key.clone(), option.place))
                .or_insert((weight * option.share, index));
        }
    }
    let supporting = |index: usize| supporters.contains(&index);
    for index in 0..names.len() {
        let mut own = Sums::default();
        let (weight, supports) = (names[index].weight, supporting(index));
        if supports {
            for option in names[index].options.iter().take(MOST_SUPPORTING) {
                put(world, &mut own, option.place, weight * option.share);
            }
        }
        let key = names[index].key.clone();
        for option in &mut names[index].options {
            let of = |place: Option<PlaceNumber>| {
                place.map_or(0.0, |place| {
                    let all = sums.get(&place).copied().unwrap_or_default();
                    let own = own.get(&place).copied().unwrap_or_default();
                    (all - own).max(0.0).ln_1p()
                })
            };
            option.region = weights::SAME_COUNTRY * of(option.country)
                + weights::SAME_DIVISION * of(option.division)
                + weights::SAME_DISTRICT * of(option.district);
            option.same_name = match chosen.get(&(key.clone(), option.place)) {
                Some((gain, of)) if *of != index => *gain,
                _ => 0.0,
            };
        }
        let options = &mut names[index].options;
        options.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.place.cmp(&b.place)));
        // The first round only finds the regions; distances then tell neighbours.
        if round > 0 {
            for (rank, option) in options.iter_mut().enumerate() {
                let sum: f32 = if rank < MOST_NEAR && option.local {
                    points
                        .iter()
                        .filter(|(_, _, of)| *of != index)
                        .map(|(point, weight, _)| weight * nearness(option.point, *point))
                        .sum()
                } else {
                    0.0
                };
                option.near = weights::NEAR * sum.ln_1p();
            }
        }
        share(options);
    }
}

/// Where the article plays: the local place that has most around it, else the division or country.
struct Focus {
    place: PlaceNumber,
    /// What speaks for a place there that the gazetteer does not have.
    score: f32,
}

fn focus(names: &[Name], supporters: &[usize]) -> Option<Focus> {
    let best = supporters
        .iter()
        .filter_map(|&index| {
            let name = &names[index];
            let best = name.options.first()?;
            let support = best.region + best.near + name.weight.ln_1p();
            Some((best, support * best.share, best.region + best.near))
        })
        .max_by(|(a, x, _), (b, y, _)| {
            a.local
                .cmp(&b.local)
                .then(x.total_cmp(y))
                .then(b.place.cmp(&a.place))
        })?;
    Some(Focus {
        place: best.0.place,
        score: weights::UNKNOWN
            + weights::PEOPLE * (weights::UNKNOWN_PEOPLE + weights::PEOPLE_MORE).ln()
            + best.2,
    })
}

fn choices(world: &Gazetteer, name: &Name, focus: Option<&Focus>, beside: &Beside) -> Vec<Choice> {
    // Of a name that the world knows nobody thinks of a hamlet.
    let known = |option: &Option_| option.people >= weights::KNOWN_PEOPLE;
    let focus = focus.filter(|focus| {
        !name
            .options
            .iter()
            .any(|o| o.place == focus.place || known(o))
    });
    let scores: Vec<f32> = name
        .options
        .iter()
        .map(Option_::score)
        .chain(focus.map(|focus| focus.score))
        .collect();
    let Some(best) = scores.iter().copied().reduce(f32::max) else {
        return Vec::new();
    };
    let sum: f32 = scores.iter().map(|score| (score - best).exp()).sum();
    let mut result: Vec<Choice> = name
        .options
        .iter()
        .map(|option| Choice {
            place: option.place,
            placing: option.placing,
            share: (option.score() - best).exp() / sum,
            grounds: grounds(world, name, option, beside),
        })
        .collect();
    if let Some(focus) = focus {
        result.push(Choice {
            place: focus.place,
            placing: Placing::Near,
            share: (focus.score - best).exp() / sum,
            grounds: vec![PlaceGround::Focus],
        });
    }
    result.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.place.cmp(&b.place)));
    result
}

fn grounds(world: &Gazetteer, name: &Name, option: &Option_, beside: &Beside) -> Vec<PlaceGround> {
    let others = || {
        name.options
            .iter()
            .filter(|other| other.place != option.place)
    };
    let better = |of: fn(&Option_) -> f32| {
        let mine = of(option);
        mine > 0.2 && others().all(|other| of(other) <= mine)
    };
    let home = beside
        .home
        .names
        .iter()
        .flat_map(|(_, places)| places)
        .any(|place| {
            *place == option.place
                || world.division(*place).is_some()
                    && world.district(*place) == option.district
                    && option.district.is_some()
        });
    let mut result = Vec::new();
    if name.options.len() == 1 {
        result.push(PlaceGround::OnlyCandidate);
    }
    if option.bond.is_some() {
        result.push(PlaceGround::Containment);
    }
    if name.dateline {
        result.push(PlaceGround::Dateline);
    }
    if home {
        result.push(PlaceGround::Outlet);
    }
    let division = |place: &Option_| place.division;
    if better(|option| option.region) {
        let same = others().any(|other| division(other) == division(option));
        result.push(if !same && option.division.is_some() {
            PlaceGround::Division
        } else {
            PlaceGround::Country
        });
    }
    if better(|option| option.near) {
        result.push(PlaceGround::OtherPlaces);
    }
    if others().all(|other| other.people * 3.0 < option.people) {
        result.push(PlaceGround::Population);
    }
    if option.same_name > 0.5 {
        result.push(PlaceGround::SameName);
    }
    if result.is_empty() {
        result.push(PlaceGround::Population);
    }
    result
}
