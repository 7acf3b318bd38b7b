//! Chooses a place for every name of an article, all together.
//!
//! Each name spreads a weight of one over the places that it may stand for. A place gains by what the other names put
//! into its country, its divisions and its neighbourhood; a few rounds settle it. This is the collective reading of
//! Lieberman and Samet's local lexicons and of later graph methods in its simplest form: mean field over a graph that
//! is never built. Cost: names times supporters, and supporters are bounded.

mod name;
mod weights;

use retold_model::{PlaceFeature, PlaceGround, Placing};
use rustc_hash::{FxHashMap, FxHashSet};

use self::name::{Name, Origin, Sense, mention_weight, name, nearness, share};
use super::containment::Bond;
use super::form::{Form, Standing};
use super::gazetteer::{Gazetteer, PlaceNumber};
use super::outlet::Home;

/// Rounds of spreading.
const ROUNDS: usize = 4;
/// Senses of a name that are kept after the first round.
const MOST_SENSES: usize = 32;
/// Senses of a name that are compared by distance.
const MOST_NEAR: usize = 16;
/// Senses of a name that support others.
const MOST_SUPPORTING: usize = 5;
/// What puts in less says nothing of what is near.
const LEAST_WEIGHT: f32 = 0.01;
/// Names that support others.
const MOST_SUPPORTERS: usize = 48;

/// What speaks besides the names themselves.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) home: Home,
    /// The place of the dateline, where it is not among the names.
    pub(super) dateline: Option<Form>,
    /// Countries and divisions that the text names, each once.
    pub(super) named: Vec<PlaceNumber>,
    /// Counties that the text names, each once.
    pub(super) counties: Vec<Form>,
}

/// What was chosen for a form.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// Best first, never empty.
    pub(super) choices: Vec<Choice>,
    /// What spoke for the first.
    pub(super) grounds: Vec<PlaceGround>,
}

/// A place that was chosen, or nearly.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) place: PlaceNumber,
    pub(super) placing: Placing,
    /// Share of the weight, from 0 to 1.
    pub(super) share: f32,
}

type Sums = FxHashMap<PlaceNumber, f32>;

/// For each form what was chosen; nothing where nothing is known of the name nor of the article.
pub(super) fn settle(world: &Gazetteer, forms: &[Form], beside: &Beside) -> Vec<Option<Chosen>> {
    let homes: Vec<Form> = beside
        .home
        .names
        .iter()
        .map(|(key, places)| Form::of_places(key, places))
        .collect();
    let dateline = beside.dateline.iter();
    let all = forms
        .iter()
        .map(|form| (form, Origin::Text, mention_weight(form)))
        .chain({ beside.counties.iter() }.map(|form| (form, Origin::Within, mention_weight(form))))
        .chain(dateline.map(|form| {
            let weight = mention_weight(form) + weights::DATELINE;
            (form, Origin::Dateline, weight)
        }))
        .chain(homes.iter().map(|form| (form, Origin::Home, weights::HOME)));
    let of_towns: FxHashSet<&str> = { forms.iter() }
        .filter(|form| {
            form.candidates.iter().any(|candidate| {
                candidate.bond == Some(Bond::Apposed) && world.feature(candidate.place).is_town()
            })
        })
        .chain(&homes)
        .map(|form| &*form.key)
        .collect();
    let mut keys: FxHashMap<&str, u32> = FxHashMap::default();
    let mut names: Vec<Name> = Vec::new();
    for ((form, origin, weight), number) in all.zip(0..) {
        let key = *keys.entry(&form.key).or_insert(number);
        let is_town = of_towns.contains(&*form.key);
        names.push(name(world, form, key, weight, origin, is_town));
    }
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
    let article = Settled {
        focus: focus(&names, &supporters),
        homes: names
            .iter()
            .filter(|name| name.origin == Origin::Home)
            .filter_map(|name| name.senses.first())
            .map(|sense| (sense.place, sense.district))
            .collect(),
    };
    let mut result: Vec<Option<Chosen>> = names
        .iter()
        .take(forms.len())
        .map(|name| chosen(name, &article))
        .collect();
    in_their_hosts(world, forms, &mut result);
    result
}

/// What the gazetteer does not have lies beside what the text says that it lies in.
fn in_their_hosts(world: &Gazetteer, forms: &[Form], result: &mut [Option<Chosen>]) {
    let own: Vec<Option<Chosen>> = forms
        .iter()
        .map(|form| {
            let host = form.lies_in?;
            let host = forms.iter().position(|it| it.mentions.contains(&host))?;
            let choice = result[host].as_ref()?.choices.first()?;
            let small = !matches!(
                world.feature(choice.place),
                PlaceFeature::Country | PlaceFeature::Continent | PlaceFeature::Division
            );
            small.then(|| Chosen {
                choices: vec![Choice {
                    place: choice.place,
                    placing: Placing::Near,
                    share: choice.share * weights::NEAR_SURE,
                }],
                grounds: vec![PlaceGround::Containment],
            })
        })
        .collect();
    for (chosen, own) in result.iter_mut().zip(own) {
        let known = { chosen.iter().filter_map(|chosen| chosen.choices.first()) }
            .any(|choice| choice.placing != Placing::Near);
        if own.is_some() && !known {
            *chosen = own;
        }
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
        .filter(|&index| !names[index].senses.is_empty())
        .collect();
    result.sort_by(|&a, &b| names[b].weight.total_cmp(&names[a].weight).then(a.cmp(&b)));
    result.truncate(MOST_SUPPORTERS);
    result
}

/// One round: what the supporters put into countries, divisions and neighbourhoods, and new shares for all names.
fn spread(world: &Gazetteer, names: &mut [Name], given: &Sums, supporters: &[usize], round: usize) {
    let mut sums = given.clone();
    let mut points: Vec<Point> = Vec::new();
    let mut divisions: Vec<(Option<PlaceNumber>, f32, u32)> = Vec::new();
    for &index in supporters {
        let name = &names[index];
        for (sense, weight) in voices(name) {
            put(world, &mut sums, sense.place, weight);
            if sense.among_divisions {
                divisions.push((sense.country, weight, name.key));
            }
            if sense.local && weight > LEAST_WEIGHT {
                points.push(Point {
                    at: sense.point,
                    weight,
                    key: name.key,
                });
            }
        }
    }
    let gains = gains(names);
    let mut own = Sums::default();
    for index in 0..names.len() {
        // Names with one key share a sense: they are no evidence for each other.
        let key = names[index].key;
        own.clear();
        for &other in supporters.iter().filter(|&&other| names[other].key == key) {
            for (sense, weight) in voices(&names[other]) {
                put(world, &mut own, sense.place, weight);
            }
        }
        let senses = &mut names[index].senses;
        for sense in senses.iter_mut() {
            let of = |place: Option<PlaceNumber>| {
                place.map_or(0.0, |place| {
                    let all = sums.get(&place).copied().unwrap_or_default();
                    let own = own.get(&place).copied().unwrap_or_default();
                    (all - own).max(0.0).ln_1p()
                })
            };
            sense.region = weights::SAME_COUNTRY * of(sense.country)
                + weights::SAME_DIVISION * of(sense.division)
                + weights::SAME_DISTRICT * of(sense.district);
            if sense.among_divisions {
                let sum: f32 = divisions
                    .iter()
                    .filter(|(country, _, of)| *country == sense.country && *of != key)
                    .map(|(_, weight, _)| weight)
                    .sum();
                sense.siblings = weights::SIBLINGS * sum.ln_1p();
            }
            sense.same_name = match gains.get(&(key, sense.place)) {
                Some((gain, of)) if *of != index => *gain,
                _ => 0.0,
            };
        }
        // The first round only finds the regions; distances then tell neighbours.
        if round == 0 {
            share(senses);
            senses.truncate(MOST_SENSES);
            continue;
        }
        for (rank, sense) in senses.iter_mut().enumerate() {
            let sum: f32 = if rank < MOST_NEAR && sense.local {
                points
                    .iter()
                    .filter(|point| point.key != key)
                    .map(|point| point.weight * nearness(sense.point, point.at))
                    .sum()
            } else {
                0.0
            };
            sense.near = weights::NEAR * sum.ln_1p();
        }
        share(senses);
    }
}

/// A local place that a name may stand for.
struct Point {
    at: [f32; 3],
    weight: f32,
    key: u32,
}

/// What a name says for its likely senses.
fn voices(name: &Name) -> impl Iterator<Item = (&Sense, f32)> {
    name.senses
        .iter()
        .take(MOST_SUPPORTING)
        .map(|sense| (sense, name.weight * sense.share * sense.voice()))
}

/// What the senses of a key gain from a name with that key whose sense the text or the outlet tells, and the number of
/// that name.
fn gains(names: &[Name]) -> FxHashMap<(u32, PlaceNumber), (f32, usize)> {
    let mut result = FxHashMap::default();
    for (index, name) in names.iter().enumerate() {
        for sense in name.senses.iter().take(MOST_SUPPORTING) {
            let weight = match name.origin {
                _ if sense.bond == Some(Bond::Apposed) => weights::SAME_NAME,
                _ if sense.bond.is_some() => weights::SAME_NAME * weights::PHRASE_NAME,
                Origin::Home | Origin::Dateline => weights::HOME_NAME,
                Origin::Text | Origin::Within => continue,
            };
            result
                .entry((name.key, sense.place))
                .or_insert((weight * sense.share, index));
        }
    }
    result
}

/// What the settled article tells of all its names.
struct Settled {
    focus: Option<Focus>,
    /// Homes of the outlet, with the districts that they lie in.
    homes: Vec<(PlaceNumber, Option<PlaceNumber>)>,
}

/// Where the article plays: the local place that has most around it, else the division or country.
struct Focus {
    place: PlaceNumber,
    country: Option<PlaceNumber>,
    division: Option<PlaceNumber>,
    /// What speaks for a place there that the gazetteer does not have.
    score: f32,
}

fn focus(names: &[Name], supporters: &[usize]) -> Option<Focus> {
    let (best, _) = supporters
        .iter()
        .map(|&index| &names[index])
        .filter(|name| name.origin != Origin::Within)
        .filter_map(|name| {
            let best = name.senses.first()?;
            let support = best.region + best.near + name.weight.ln_1p();
            let lies_there = best.placing != Placing::Near || name.part && best.people > 0.0;
            lies_there.then_some((best, support * best.share))
        })
        .max_by(|(a, x), (b, y)| {
            a.local
                .cmp(&b.local)
                .then(x.total_cmp(y))
                .then(b.place.cmp(&a.place))
        })?;
    Some(Focus {
        place: best.place,
        country: best.country,
        division: best.division,
        score: weights::UNKNOWN
            + weights::PEOPLE * (weights::UNKNOWN_PEOPLE + weights::PEOPLE_MORE).ln()
            + best.region
            + best.near,
    })
}

/// Whether a place lies in the division, or at least in the country, where the article plays.
fn is_around(sense: &Sense, focus: &Focus) -> bool {
    match focus.division {
        Some(division) => sense.division == Some(division),
        None => sense.division == Some(focus.place) || sense.country == focus.country,
    }
}

fn chosen(name: &Name, article: &Settled) -> Option<Chosen> {
    if name.street {
        // "Denham Street" in a report from Ohio is not beside the Denham of England.
        let focus = article.focus.as_ref()?;
        if !name.senses.iter().any(|sense| is_around(sense, focus)) {
            return Some(Chosen {
                choices: vec![Choice {
                    place: focus.place,
                    placing: Placing::Near,
                    share: weights::FOCUS_SURE,
                }],
                grounds: vec![PlaceGround::Focus],
            });
        }
    }
    let focus = article.focus.as_ref().filter(|focus| {
        name.senses
            .iter()
            .all(|sense| sense.place != focus.place && !sense.known)
    });
    let beside = focus.map(|focus| focus.score);
    let scores = || name.senses.iter().map(Sense::score).chain(beside);
    let best = scores().reduce(f32::max)?;
    let sum: f32 = scores().map(|score| (score - best).exp()).sum();
    let share = |score: f32| (score - best).exp() / sum;
    let mut choices: Vec<Choice> = name
        .senses
        .iter()
        .map(|sense| Choice {
            place: sense.place,
            placing: sense.placing,
            share: share(sense.score())
                * match sense.placing {
                    Placing::Itself | Placing::People => 1.0,
                    Placing::Near => weights::NEAR_SURE,
                },
        })
        .collect();
    choices.extend(focus.map(|focus| Choice {
        place: focus.place,
        placing: Placing::Near,
        share: share(focus.score) * weights::FOCUS_SURE,
    }));
    choices.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.place.cmp(&b.place)));
    let best = choices.first()?.place;
    let grounds = match name.senses.iter().find(|sense| sense.place == best) {
        Some(sense) => grounds(name, sense, article),
        None => vec![PlaceGround::Focus],
    };
    Some(Chosen { choices, grounds })
}

/// What counts as more than nothing for a ground.
const LEAST_GAIN: f32 = 0.2;
/// How many times the people of the next largest tell the place.
const MUCH_LARGER: f32 = 3.0;

fn grounds(name: &Name, sense: &Sense, article: &Settled) -> Vec<PlaceGround> {
    let mut others = name
        .senses
        .iter()
        .filter(|other| other.place != sense.place);
    let alone = others.clone().next().is_none();
    let leads = |of: fn(&Sense) -> f32| {
        let others = name
            .senses
            .iter()
            .filter(|other| other.place != sense.place);
        of(sense) > LEAST_GAIN && others.map(of).all(|other| other <= of(sense))
    };
    let home = article.homes.iter().any(|(home, district)| {
        *home == sense.place || district.is_some() && *district == sense.district
    });
    let region = leads(|sense| sense.region);
    let own_division =
        sense.division.is_some() && !others.clone().any(|other| other.division == sense.division);
    let larger = !alone && others.all(|other| other.people * MUCH_LARGER < sense.people);
    let is_host = name.standing == Standing::Host;
    let found = [
        (alone && !is_host, PlaceGround::OnlyCandidate),
        (is_host || sense.bond.is_some(), PlaceGround::Containment),
        (name.dateline, PlaceGround::Dateline),
        (home, PlaceGround::Outlet),
        (region && own_division, PlaceGround::Division),
        (region && !own_division, PlaceGround::Country),
        (leads(|sense| sense.near), PlaceGround::OtherPlaces),
        (larger, PlaceGround::Population),
        (sense.same_name > LEAST_GAIN, PlaceGround::SameName),
    ];
    let mut result: Vec<PlaceGround> = found
        .into_iter()
        .filter_map(|(holds, ground)| holds.then_some(ground))
        .collect();
    if result.is_empty() {
        result.push(PlaceGround::Population);
    }
    result
}
