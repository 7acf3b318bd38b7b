//! Values that stand in like words in two reports: each other's counterparts.
//!
//! The other points of a report are read by what they are values of: somebody's age, the dead of a day. Here nothing is asked of a value
//! but where it stands. Two values of one measure (percents, metres, rounds of ammunition, days, times of day) are counterparts where the
//! clauses around them tell the same thing:
//!
//! - the same predicate has them in the same role, and somebody or something else takes part in both; or
//! - the same predicate has them, and the words around them are mostly the same, weighed by how rare they are; or
//! - they are nearly one (2,029 and 2,129 points, 2009 and 2010, 11 and 12 years old, 1:30 a.m. and p.m.), as a slip makes them, and stand
//!   in words that are alike.
//!
//! A report that states the value of the other one as well tells of two things, and is left out. So is a value of which the words around
//! name another person, and a predicate of which one may have many, each with its number.
//!
//! A value has one counterpart at most in each pair of reports: the one in the likest words. The cost is that of comparing the values of one measure,
//! at most 200 of a report and 60 reports.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use retold_model::{
    AgeUnit, Amount, ArgumentRole, ClaimKind, Decimal, EntityId, Frame, Measure, Modality,
    NameKind, PredicateKind, Quantity, SameGround, Statement, TimeExpression, TimeGround, TimeKind,
    TimePrecision,
};
use retold_text::TextRange;
use retold_text::word::words;
use rustc_hash::FxHashMap;

use super::agreement::clock::apart;
use super::agreement::distance::whole_length;
use super::occasion::Occasions;
use super::points::{
    Point, Scene, Sex, Slot, Value, age, cuts_a_length, is_coarse, is_of_a_list, of_the_story,
    scene,
};
use super::reading::{Reading, Thing};
use super::words::{noun_class, predicate_class, sex_of};
use crate::rarity::rarity;
use crate::sheet::stems;

/// Reports of a story that are compared.
const MOST_REPORTS: usize = 60;

/// Values of a report that are compared.
const MOST_VALUES: usize = 200;

/// Telling words on each side of a value that say what it is a value of.
const MOST_AROUND: usize = 8;

/// Those of them that stand beside it.
const MOST_BESIDE: usize = 3;

/// What somebody or something of the register says, as a word of that rarity (see [`rarity`]).
const NAMED: u32 = 64;

/// Words around that two values must share at least, by rarity.
const LEAST_SHARED: u32 = 60;

/// Percent of the words around, by rarity, that are shared where a participant is, too.
const LEAST_SHARE_OF_FRAMES: u32 = 12;

/// The same where only the predicate is.
const LEAST_SHARE_OF_CLAUSES: u32 = 40;

/// The same of ages that are nearly one.
const LEAST_SHARE_OF_AGES: u32 = 20;

/// The same of values that are nearly one.
const LEAST_SHARE_OF_NUMBERS: u32 = 10;
const LEAST_SHARE_OF_TIMES: u32 = 22;

/// Words around, by rarity, that days and times of day share which are nearly one; and years.
const LEAST_SHARED_OF_TIMES: u32 = 90;
const LEAST_SHARED_OF_YEARS: u32 = 140;

/// Percent of the words beside that they share, where the predicates are others.
const LEAST_SHARE_BESIDE: u32 = 40;

/// Percent of the words around that two times of day share, where the predicates are others.
const LEAST_SHARE_OF_CLOCKS: u32 = 45;

/// Percent by which two numbers that are nearly one differ at most.
const NEAR_PERCENT: i64 = 8;

/// The least number that a slip is told of: two and three are mostly of two things.
const LEAST_NEAR: i64 = 20;

/// Minutes, days and years by which two times that are nearly one differ.
const NEAR_MINUTES: std::ops::RangeInclusive<i32> = 20..=60;
const NEAR_DAYS: std::ops::RangeInclusive<i32> = 1..=10;
const NEAR_YEARS: std::ops::RangeInclusive<i32> = 1..=3;

/// Years by which two ages that are nearly one differ.
const NEAR_AGES: std::ops::RangeInclusive<u64> = 1..=2;

/// Predicates of which somebody has many, each with its number or its time; and those that tell of the article.
const RECURRING: &[&str] = &[
    "add", "average", "be", "catch", "complete", "connect", "end", "finish", "get", "have", "hit",
    "land", "lead", "make", "miss", "pass", "play", "post", "publish", "run", "rush", "score",
    "spend", "strike", "throw", "update",
];

/// Predicates whose count grows while the news come in.
const GROWING: &[&str] = &[
    "arrest",
    "damage",
    "destroy",
    "die",
    "displace",
    "evacuate",
    "hospitalize",
    "injure",
    "kill",
    "rescue",
    "shoot",
];

/// Nouns that are counted elsewhere, or are no things.
const COUNTED_ELSEWHERE: &[&str] = &["block", "charge", "count", "precinct", "quake"];

/// Words in a number of things which tell that others are counted elsewhere.
const FURTHER: &[&str] = &[
    "additional",
    "another",
    "extra",
    "further",
    "more",
    "other",
    "others",
];

/// Predicates of telling: a day beside one is mostly that of the telling, or of the article.
const TELLING: &[&str] = &[
    "announce", "confirm", "explain", "post", "publish", "release", "report", "say", "tell",
    "update", "write",
];

/// The points of counterparts that differ, two or more of each slot.
pub(super) fn counterparts<'a>(readings: &[Reading<'a>], occasions: &Occasions) -> Vec<Point<'a>> {
    let mut keys = Keys::default();
    let mut told: Vec<Told<'a>> = Vec::new();
    for reading in readings.iter().take(MOST_REPORTS) {
        keys.reports += 1;
        told.extend(values(reading, &mut keys));
    }
    let mut of_measure: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, value) in told.iter().enumerate() {
        of_measure.entry(&value.measure).or_default().push(at);
    }
    let has_other_money = { readings.iter() }
        .flat_map(|reading| &reading.report.annotations.quantities)
        .any(|quantity| matches!(&quantity.measure, Measure::Money(code) if !DOLLARS.ends_with(code.as_str())));
    let mut pairs: Vec<(Likeness, usize, usize)> = Vec::new();
    for (measure, members) in &of_measure {
        // A dollar is that of another country in another report.
        if *measure == DOLLARS && has_other_money {
            continue;
        }
        let states = |told_in: &Told<'_>, value: &Told<'_>| {
            { members.iter().map(|&at| &told[at]) }
                .filter(|it| it.statement.article == told_in.statement.article)
                .any(|it| is_one(it, value))
        };
        for (place, &a) in members.iter().enumerate() {
            for &b in members.iter().skip(place + 1) {
                let (one, other) = (&told[a], &told[b]);
                if one.statement.article == other.statement.article
                    || one.bare == other.bare
                    || !one.value.compare(&other.value).differs()
                {
                    continue;
                }
                let Some(likeness) = keys.counterparts(one, other) else {
                    continue;
                };
                // Who is 11 and who is 12 may be two, where one report knows both.
                let is_alone = |of: &Told<'_>| {
                    !{ members.iter().map(|&at| &told[at]) }.any(|it| {
                        it.statement.article == of.statement.article && is_near_age(it, of)
                    })
                };
                if one.scene.can_be(&other.scene)
                    && is_told_at_one_time(one, other)
                    && !share_none(&one.years, &other.years)
                    && !share_none(&one.storms, &other.storms)
                    && !states(one, other)
                    && !states(other, one)
                    && (one.kind != ClaimKind::Age || is_alone(one) && is_alone(other))
                    && occasions.can_be_one(one.statement.article, other.statement.article)
                {
                    pairs.push((likeness, a, b));
                }
            }
        }
    }
    pairs.sort_unstable_by_key(|&(likeness, a, b)| (std::cmp::Reverse(likeness), a, b));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut points = Vec::new();
    for (number, (_, a, b)) in pairs.into_iter().enumerate() {
        if taken.contains(&a) || taken.contains(&b) {
            continue;
        }
        taken.extend([a, b]);
        let grows = told[a].grows() || told[b].grows();
        points.extend([a, b].map(|at| told[at].point(number, grows)));
    }
    points
}

/// How alike the words around two values are: in percent, then by the rarity of what is shared.
type Likeness = (u32, u32);

/// A value with the words around it.
struct Told<'a> {
    /// What it measures or counts.
    measure: String,
    kind: ClaimKind,
    value: Value<'a>,
    statement: Statement,
    /// When its report was published.
    published: Option<Date>,
    /// Its words in small letters, without an article.
    bare: String,
    /// The keys of the words around it, ascending.
    around: Vec<u32>,
    /// Those of the words beside it.
    beside: Vec<u32>,
    /// The people whom the words around name.
    people: Vec<EntityId>,
    /// The words before the counted noun.
    modifiers: Vec<String>,
    /// The years that its sentence writes; of dates none.
    years: BTreeSet<u16>,
    /// The names of storms in its sentence.
    storms: BTreeSet<String>,
    /// Of an age: what the noun behind it tells of whose it is.
    sex: Sex,
    place: Option<Place>,
    scene: Scene<'a>,
}

/// Where a value stands in a frame.
struct Place {
    class: String,
    /// The role of the argument that holds it; none where it stands beside the arguments.
    role: Option<ArgumentRole>,
    /// Who and what else takes part.
    things: Vec<Thing>,
    subjects: Vec<Thing>,
    objects: Vec<Thing>,
}

impl Place {
    /// Whether two predicates tell of one thing: "were damaged", "suffered damage".
    fn is_like(&self, other: &Self) -> bool {
        let names = |place: &Self, class: &str| {
            { place.things.iter() }.any(|thing| matches!(thing, Thing::Noun(noun) if noun == class))
        };
        self.class == other.class || names(self, &other.class) || names(other, &self.class)
    }

    /// Whether two predicates are told of other things, or have other subjects of the register; `exactly` where
    /// subjects without a name count, too.
    fn is_of_another(&self, other: &Self, exactly: bool) -> bool {
        let known =
            |place: &Self| { place.subjects.iter() }.any(|thing| matches!(thing, Thing::Entity(_)));
        let other_objects = !self.objects.is_empty()
            && !other.objects.is_empty()
            && !{ self.objects.iter() }.any(|it| other.objects.contains(it));
        let other_subjects = exactly
            && !self.subjects.is_empty()
            && !other.subjects.is_empty()
            && !{ self.subjects.iter() }.any(|it| other.subjects.contains(it));
        other_objects
            || other_subjects
            || known(self)
                && known(other)
                && !{ self.subjects.iter() }.any(|it| other.subjects.contains(it))
    }
}

impl<'a> Told<'a> {
    fn is_time(&self) -> bool {
        matches!(self.kind, ClaimKind::Date | ClaimKind::Clock)
    }

    /// Whether it counts what grows while the news come in; ages do not.
    fn grows(&self) -> bool {
        self.kind == ClaimKind::Number && { self.place.iter() }
            .any(|place| GROWING.contains(&place.class.as_str()))
    }

    fn point(&self, number: usize, grows: bool) -> Point<'a> {
        Point {
            slot: Slot::Counterpart(self.measure.clone(), number, grows),
            kind: self.kind,
            value: self.value,
            statement: self.statement,
            scene: Scene::default(),
            sure: true,
            grounds: if self.place.is_some() {
                vec![SameGround::LikePredicate, SameGround::SameNoun]
            } else {
                vec![SameGround::SameNoun]
            },
        }
    }
}

/// The words and names of a story by number, with what each says.
#[derive(Default)]
struct Keys {
    numbers: FxHashMap<String, u32>,
    rarities: Vec<u32>,
    /// In how many sentences each stands.
    sentences: Vec<u32>,
    entities: FxHashMap<u32, (EntityId, NameKind)>,
    reports: u32,
}

impl Keys {
    fn key(&mut self, name: String, rarity: u32) -> u32 {
        let next = u32::try_from(self.rarities.len()).unwrap_or(u32::MAX);
        let Self {
            numbers,
            rarities,
            sentences,
            ..
        } = self;
        *numbers.entry(name).or_insert_with(|| {
            rarities.push(rarity);
            sentences.push(0);
            next
        })
    }

    /// What a word says: that of every other sentence of a report says little.
    fn weight(&self, key: u32) -> u32 {
        let in_report = 4 * self.sentences[key as usize] / self.reports.max(1);
        8 * self.rarities[key as usize] / (8 + in_report)
    }

    fn sum<'k>(&self, keys: impl IntoIterator<Item = &'k u32>) -> u32 {
        keys.into_iter().map(|&key| self.weight(key)).sum()
    }

    /// How alike two values stand; `None` where they are no counterparts.
    fn counterparts(&self, one: &Told<'_>, other: &Told<'_>) -> Option<Likeness> {
        let both = |a: &[u32], b: &[u32]| self.sum(a.iter().filter(|key| b.contains(key)));
        let shared = both(&one.around, &other.around);
        let share = 200 * shared / (self.sum(&one.around) + self.sum(&other.around)).max(1);
        let beside = both(&one.beside, &other.beside);
        let apart = !one.people.is_empty()
            && !other.people.is_empty()
            && !{ one.people.iter() }.any(|person| other.people.contains(person));
        if shared < LEAST_SHARED || beside == 0 || apart {
            return None;
        }
        let likeness = Some((share, shared));
        if one.kind == ClaimKind::Age {
            let sexes = [one.sex, other.sex];
            let one_sex = sexes.contains(&Sex::Untold) || one.sex == other.sex;
            let near = one_sex && share >= LEAST_SHARE_OF_AGES && is_near_age(one, other);
            return likeness.filter(|_| near);
        }
        if share >= LEAST_SHARE_OF_TIMES && are_half_a_day_apart(one, other) {
            return likeness;
        }
        let common_name = || {
            { one.around.iter() }
                .any(|key| self.entities.contains_key(key) && other.around.contains(key))
        };
        if !one.is_time()
            && share >= LEAST_SHARE_OF_NUMBERS
            && is_near_number(one, other)
            && common_name()
        {
            return likeness;
        }
        let places = one.place.as_ref().zip(other.place.as_ref());
        let (a, b) = places?;
        let like = a.class == b.class && a.class != "be";
        if one.is_time() && is_near_time(one, other) && share >= LEAST_SHARE_OF_TIMES {
            let least = if one.measure == YEAR {
                LEAST_SHARED_OF_YEARS
            } else {
                LEAST_SHARED_OF_TIMES
            };
            let smaller = self.sum(&one.beside).min(self.sum(&other.beside)).max(1);
            let told = if one.kind == ClaimKind::Clock {
                like || share >= LEAST_SHARE_OF_CLOCKS
            } else {
                like || 100 * beside >= LEAST_SHARE_BESIDE * smaller
            };
            if told && shared >= least {
                return likeness;
            }
        }
        if a.is_of_another(b, one.kind == ClaimKind::Date)
            || [a, b]
                .iter()
                .any(|it| RECURRING.contains(&it.class.as_str()))
        {
            return None;
        }
        let same_role = a.role == b.role;
        let takes_part = a.things.iter().any(|thing| b.things.contains(thing));
        let of_frames = like && same_role && takes_part && share >= LEAST_SHARE_OF_FRAMES;
        let of_clauses = like && (one.is_time() || same_role) && share >= LEAST_SHARE_OF_CLAUSES;
        let of_nouns = !one.is_time() && share >= LEAST_SHARE_OF_CLAUSES && a.is_like(b) && {
            one.modifiers.iter()
        }
        .any(|word| other.modifiers.contains(word));
        if of_frames || of_clauses || of_nouns {
            likeness
        } else {
            None
        }
    }
}

/// Whether two days are told by reports of about one time: later ones tell of other days, too.
fn is_told_at_one_time(one: &Told<'_>, other: &Told<'_>) -> bool {
    let (Some(a), Some(b)) = (one.published, other.published) else {
        return true;
    };
    let days = a.until(b).map_or(i32::MAX, |span| span.get_days().abs());
    one.measure != DAY || days <= MOST_DAYS_BETWEEN
}

/// Whether both sentences tell years, or storms, and none that is in both: "five years on the 1959 conviction", "a 12-year
/// sentence for a conviction in 1997"; each storm has its own day and its own dead.
fn share_none<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
}

/// The years that a sentence writes.
fn years(sentence: &str) -> BTreeSet<u16> {
    { sentence.split(|c: char| !c.is_alphanumeric()) }
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .filter(|year| (1800..2100).contains(year))
        .collect()
}

/// The names of storms in a sentence: of "Hurricane Ostra" it is "Ostra".
fn storms(sentence: &str) -> BTreeSet<String> {
    let kinds = ["Cyclone", "Hurricane", "Storm", "Typhoon"];
    let words: Vec<&str> = { sentence.split(|c: char| !c.is_alphanumeric()) }
        .filter(|word| !word.is_empty())
        .collect();
    { words.windows(2) }
        .filter(|pair| kinds.contains(&pair[0]) && pair[1].starts_with(char::is_uppercase))
        .map(|pair| pair[1].to_owned())
        .collect()
}

/// Days between two reports of which days are compared.
const MOST_DAYS_BETWEEN: i32 = 7;

/// Whether a report that states one of two values states the other one: of numbers without a qualifier no rounded ones.
fn is_one(one: &Told<'_>, other: &Told<'_>) -> bool {
    let rounded = match (one.value, other.value) {
        (Value::Number(a), Value::Number(b)) => {
            a.qualifier.is_none() && b.qualifier.is_none() && a.amount != b.amount
        }
        _ => false,
    };
    one.value.compare(&other.value).agrees() && !rounded
}

/// Whether two numbers are nearly one, and too precise to be one by chance.
fn is_near_number(one: &Told<'_>, other: &Told<'_>) -> bool {
    let number = |told: &Told<'_>| match told.value {
        Value::Number(Quantity {
            amount: Amount::Value(n),
            ..
        }) => n.integer(),
        _ => None,
    };
    let (Some(a), Some(b)) = (number(one), number(other)) else {
        return false;
    };
    let precise = a % 10 != 0 || b % 10 != 0;
    let gap = i128::from(a).abs_diff(i128::from(b));
    precise
        && a.min(b) >= LEAST_NEAR
        && 100 * gap
            <= u128::from(NEAR_PERCENT.unsigned_abs()) * u128::from(a.max(b).unsigned_abs())
}

/// Whether two ages are nearly one, and not one.
fn is_near_age(one: &Told<'_>, other: &Told<'_>) -> bool {
    let years = |told: &Told<'_>| match told.value {
        Value::Number(quantity) => age(quantity).map(|(_, years)| years),
        _ => None,
    };
    { years(one).zip(years(other)) }.is_some_and(|(a, b)| NEAR_AGES.contains(&a.abs_diff(b)))
}

/// Whether two times of day are one, but for "a.m." and "p.m.".
fn are_half_a_day_apart(one: &Told<'_>, other: &Told<'_>) -> bool {
    match (one.value, other.value) {
        (Value::Clock(a), Value::Clock(b)) => {
            a.zone.is_some() == b.zone.is_some() && apart(a, b) == Some(HALF_A_DAY)
        }
        _ => false,
    }
}

/// In minutes.
const HALF_A_DAY: i32 = 12 * 60;

/// Whether two times are nearly one, as they are written.
fn is_near_time(one: &Told<'_>, other: &Told<'_>) -> bool {
    match (one.value, other.value) {
        (Value::Clock(a), Value::Clock(b)) => {
            a.zone.is_some() == b.zone.is_some()
                && apart(a, b).is_some_and(|minutes| NEAR_MINUTES.contains(&minutes))
        }
        (Value::Day(a), Value::Day(b)) if one.measure == YEAR => {
            let year = |time: &TimeExpression| Some(i32::from(time.span.begin?.year()));
            { year(a).zip(year(b)) }.is_some_and(|(a, b)| NEAR_YEARS.contains(&(a - b).abs()))
        }
        (Value::Day(a), Value::Day(b)) => {
            let stated = a.ground == TimeGround::Stated && b.ground == TimeGround::Stated;
            let day = |time: &TimeExpression| Some(time.span.begin?.date());
            stated && { day(a).zip(day(b)) }.is_some_and(|(a, b)| {
                a.until(b)
                    .is_ok_and(|span| NEAR_DAYS.contains(&span.get_days().abs()))
            })
        }
        _ => false,
    }
}

/// What all units of length measure.
const LENGTH: &str = "length";

/// Units that are read as things counted: "4,183 passing yards".
const LENGTH_WORDS: &[&str] = &[
    "foot",
    "kilometer",
    "kilometre",
    "meter",
    "metre",
    "mile",
    "yard",
];

const AGE: &str = "age";
const DAY: &str = "day";
const YEAR: &str = "year";
const CLOCK: &str = "clock";
const DURATION: &str = "duration";

/// Money of which several countries have one, by the code that stands for it where no country is told.
const DOLLARS: &str = "money USD";

/// A record of an article that has a value, by its number.
#[derive(Clone, Copy)]
enum Record {
    Quantity(u32),
    Time(u32),
}

fn values<'a>(reading: &Reading<'a>, keys: &mut Keys) -> Vec<Told<'a>> {
    let annotations = reading.report.annotations;
    let quantities = (0..)
        .zip(&annotations.quantities)
        .filter_map(|(number, quantity)| {
            let measure = measure(reading, quantity)?;
            let value = Value::Number(quantity);
            let kind = if measure == AGE {
                ClaimKind::Age
            } else {
                ClaimKind::Number
            };
            Some((
                quantity.range,
                Record::Quantity(number),
                measure,
                kind,
                value,
            ))
        });
    let times = (0..).zip(&annotations.times).filter_map(|(number, time)| {
        let (measure, kind) = measure_of_time(time)?;
        let value = match kind {
            ClaimKind::Clock => Value::Clock(time),
            ClaimKind::TimeDistance => {
                let (unit, count) = whole_length(time.value.as_str())?;
                Value::Tenure(unit, count)
            }
            _ => Value::Day(time),
        };
        Some((
            time.range,
            Record::Time(number),
            measure.to_owned(),
            kind,
            value,
        ))
    });
    let stated: Vec<_> = quantities.chain(times).take(MOST_VALUES).collect();
    let mut lines: BTreeMap<u32, Vec<(TextRange, u32)>> = BTreeMap::new();
    let mut result = Vec::new();
    for (range, record, measure, kind, value) in &stated {
        let (range, kind) = (*range, *kind);
        let Some(statement) = reading.stated(range) else {
            continue;
        };
        let place = place(reading, range, *record, statement.sentence);
        let is_told_of = matches!(kind, ClaimKind::Number | ClaimKind::Age)
            || place.is_some() && !is_in_a_name(reading, statement.sentence, range);
        // "The fourth child to be shot in three days" is of a window of days.
        let is_window = kind == ClaimKind::TimeDistance
            && !lasts(reading, statement.sentence, range, place.as_ref());
        let is_loose = match value {
            Value::Clock(time) => {
                is_coarse(reading, time)
                    || is_bound(reading, statement.sentence, range)
                    || is_of_a_list(reading.words(statement.sentence))
            }
            _ => false,
        };
        if is_window || is_loose || !is_told_of {
            continue;
        }
        let line = { lines.entry(statement.sentence.start()) }
            .or_insert_with(|| line(reading, statement.sentence, keys));
        // What stands beyond another value of the measure belongs to that one.
        let others = || {
            stated
                .iter()
                .filter(|(_, _, other, ..)| other == measure)
                .map(|it| it.0)
        };
        let from = { others() }
            .filter(|other| other.end() <= range.start())
            .map(TextRange::end)
            .max()
            .unwrap_or(0);
        let to = { others() }
            .filter(|other| other.start() >= range.end())
            .map(TextRange::start)
            .min()
            .unwrap_or(u32::MAX);
        let before: Vec<u32> = { line.iter().rev() }
            .filter(|(word, _)| word.end() <= range.start() && word.start() >= from)
            .map(|(_, key)| *key)
            .take(MOST_AROUND)
            .collect();
        let behind: Vec<u32> = { line.iter() }
            .filter(|(word, _)| word.start() >= range.end() && word.end() <= to)
            .map(|(_, key)| *key)
            .take(MOST_AROUND)
            .collect();
        let own = { line.iter() }
            .filter(|(word, _)| word.intersect(range).is_some())
            .map(|(_, key)| *key);
        let around: BTreeSet<u32> = { before.iter().chain(&behind).copied() }
            .chain(own)
            .collect();
        let beside: BTreeSet<u32> = { before.iter().take(MOST_BESIDE) }
            .chain(behind.iter().take(MOST_BESIDE))
            .copied()
            .collect();
        let people = { around.iter() }
            .filter_map(|key| keys.entities.get(key))
            .filter(|(_, kind)| *kind == NameKind::Person)
            .map(|(entity, _)| *entity)
            .collect();
        let mut scene = scene(reading, statement.sentence);
        if kind != ClaimKind::Number {
            scene.days.clear();
        }
        result.push(Told {
            measure: measure.clone(),
            kind,
            value: *value,
            statement,
            published: reading.published,
            bare: bare(reading.words(range)),
            around: around.into_iter().collect(),
            beside: beside.into_iter().collect(),
            people,
            modifiers: modifiers(reading, value),
            years: if matches!(kind, ClaimKind::Date | ClaimKind::Clock) {
                BTreeSet::new()
            } else {
                years(reading.words(statement.sentence))
            },
            storms: storms(reading.words(statement.sentence)),
            sex: sex_behind(reading, statement.sentence, range),
            place,
            scene,
        });
    }
    result
}

/// The sex that a noun close behind an age tells: "a 12-year-old Ashford girl".
fn sex_behind(reading: &Reading<'_>, sentence: TextRange, range: TextRange) -> Sex {
    let behind = reading.between(range.end(), sentence.end()).unwrap_or("");
    { words(behind).take(MOST_BESIDE) }
        .filter_map(|word| sex_of(word.slice(behind)?))
        .find(|sex| *sex != Sex::Untold)
        .unwrap_or(Sex::Untold)
}

/// Whether a time of day is only one before or after which something was: "by 7 a.m."
fn is_bound(reading: &Reading<'_>, sentence: TextRange, range: TextRange) -> bool {
    const BOUNDS: &[&str] = &["after", "before", "by", "since", "until"];
    let before = reading.word_before(sentence, range).to_lowercase();
    BOUNDS.contains(&before.as_str())
}

/// Whether a length of time tells how long something lasted: "for three weeks", "served four months".
fn lasts(
    reading: &Reading<'_>,
    sentence: TextRange,
    range: TextRange,
    place: Option<&Place>,
) -> bool {
    let before = reading.word_before(sentence, range);
    let is_object = place.is_some_and(|place| place.role == Some(ArgumentRole::Object));
    before == "for" || is_object && !cuts_a_length(before)
}

/// Whether a day stands in a name: "Patch Tuesday".
fn is_in_a_name(reading: &Reading<'_>, sentence: TextRange, range: TextRange) -> bool {
    let before = reading
        .between(sentence.start(), range.start())
        .unwrap_or("");
    let mut back = before.split_whitespace().rev();
    let last = back.next().unwrap_or("");
    before.ends_with(' ')
        && back.next().is_some()
        && last.starts_with(char::is_uppercase)
        && last.ends_with(char::is_alphanumeric)
        && reading.words(range).starts_with(char::is_uppercase)
}

fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

/// What a quantity measures or counts; `None` where it is a part of another one, or not of what stands around it.
fn measure(reading: &Reading<'_>, quantity: &Quantity) -> Option<String> {
    const LENGTHS: &[&str] = &["m", "km", "mi", "ft", "yd", "in", "cm", "nmi"];
    let measure = match &quantity.measure {
        Measure::Things(noun) => {
            let class = noun_class(noun);
            if LENGTH_WORDS.contains(&class.as_str()) {
                return whole(reading, quantity).then(|| LENGTH.to_owned());
            }
            (!COUNTED_ELSEWHERE.contains(&class.as_str())).then(|| format!("count {class}"))?
        }
        Measure::Unit(symbol) if LENGTHS.contains(&symbol.as_str()) => LENGTH.to_owned(),
        Measure::Unit(symbol) => format!("unit {symbol}"),
        Measure::Money(code) => format!("money {code}"),
        Measure::Percent => "percent".to_owned(),
        // An age stands before a name, or behind one.
        Measure::Age(AgeUnit::Years) => {
            let years = age(quantity).is_some_and(|(_, years)| years > 1);
            return years.then(|| AGE.to_owned());
        }
        _ => return None,
    };
    whole(reading, quantity).then_some(measure)
}

/// Whether a number is not a part, a name, or the conversion of another one.
fn whole(reading: &Reading<'_>, quantity: &Quantity) -> bool {
    is_whole(reading, quantity).unwrap_or(false)
}

fn is_whole(reading: &Reading<'_>, quantity: &Quantity) -> Option<bool> {
    let is_money = matches!(quantity.measure, Measure::Money(_));
    let no_value = match quantity.amount {
        Amount::Value(n) => n == Decimal::ZERO,
        Amount::Interval(..) => false,
        Amount::Many(_) => true,
    };
    if no_value || is_money && quantity.conversion.is_some() {
        return Some(false);
    }
    let sentence = reading.sentence(quantity.range)?;
    let before = reading.between(sentence.start(), quantity.range.start())?;
    let behind = reading.between(quantity.range.end(), sentence.end())?;
    let mut back = before.split_whitespace().rev();
    let last = back.next().unwrap_or("");
    // "28 of 41 passes", "three of the seven bullets".
    let is_part = last == "of"
        || back.next() == Some("of")
        || behind.trim_start().starts_with("of the ")
        || reading
            .words(quantity.range)
            .split(' ')
            .any(|word| word == "of");
    // "arrested three times since October".
    let is_since = behind.trim_start().starts_with("since ");
    // "Precinct 5 deputies", "(84 million dollars)".
    let is_name = last.starts_with(char::is_uppercase) && before.trim_end().contains(' ');
    let is_conversion = before.ends_with('(');
    let own = bare(reading.words(quantity.range));
    let is_further = own.split(' ').any(|word| FURTHER.contains(&word));
    // "$200MM".
    let is_cut = is_money && behind.starts_with(char::is_alphanumeric);
    Some(!is_part && !is_since && !is_further && !is_name && !is_conversion && !is_cut)
}

fn measure_of_time(time: &TimeExpression) -> Option<(&'static str, ClaimKind)> {
    match (time.kind, time.precision) {
        (TimeKind::Date, Some(precision)) if precision >= TimePrecision::Day => {
            Some((DAY, ClaimKind::Date))
        }
        (TimeKind::Date, Some(TimePrecision::Year)) if time.ground == TimeGround::Stated => {
            Some((YEAR, ClaimKind::Date))
        }
        (TimeKind::Time, Some(precision)) if precision >= TimePrecision::Hour => {
            Some((CLOCK, ClaimKind::Clock))
        }
        (TimeKind::Duration, _) if time.modifier.is_none() => {
            Some((DURATION, ClaimKind::TimeDistance))
        }
        _ => None,
    }
}

/// The words of a counted noun phrase before its noun.
fn modifiers(reading: &Reading<'_>, value: &Value<'_>) -> Vec<String> {
    let Value::Number(Quantity { of: Some(of), .. }) = value else {
        return Vec::new();
    };
    let mut all: Vec<String> = stems(reading.words(*of)).collect();
    all.pop();
    all
}

/// The frame that a value belongs to: of several the one whose predicate is nearest.
fn place(
    reading: &Reading<'_>,
    range: TextRange,
    record: Record,
    sentence: TextRange,
) -> Option<Place> {
    let holds = |frame: &Frame| match record {
        Record::Quantity(number) => frame.quantities.contains(&number),
        Record::Time(number) => frame.times.contains(&number),
    };
    let frames: Vec<&Frame> = { reading.frames_in(sentence) }
        .map(|(_, frame)| frame)
        .filter(|frame| holds(frame) && frame.kind != PredicateKind::Apposition)
        .collect();
    let is_time = matches!(record, Record::Time(_));
    // "On Monday, the police said that the men were killed."
    if is_time && { frames.iter() }.any(|frame| TELLING.contains(&frame.lemma.as_str())) {
        return None;
    }
    let frame = { frames.into_iter() }
        .min_by_key(|frame| frame.predicate.start().abs_diff(range.start()))
        .filter(|frame| !frame.negated && frame.modality != Modality::Denied)?;
    let argument = { frame.arguments.iter() }
        .filter(|argument| argument.range.contains_range(range))
        .min_by_key(|argument| argument.range.len());
    let of_story = is_time.then(|| of_the_story(reading, frame)).flatten();
    Some(Place {
        class: of_story.unwrap_or(predicate_class(&frame.lemma)).to_owned(),
        role: argument.map(|argument| argument.role),
        things: { frame.arguments.iter() }
            .filter(|argument| !argument.range.contains_range(range))
            .flat_map(|argument| reading.things(argument))
            .collect(),
        objects: { frame.with_role(ArgumentRole::Object) }
            .filter(|argument| !argument.range.contains_range(range))
            .flat_map(|argument| reading.things(argument))
            .collect(),
        subjects: { frame.with_role(ArgumentRole::Subject) }
            .flat_map(|argument| reading.things(argument))
            .collect(),
    })
}

/// The telling words of a sentence, names by whom they mean, with where each stands.
fn line(reading: &Reading<'_>, sentence: TextRange, keys: &mut Keys) -> Vec<(TextRange, u32)> {
    let predicates: BTreeMap<u32, &str> = { reading.frames_in(sentence) }
        .map(|(_, frame)| (frame.predicate.start(), frame.lemma.as_str()))
        .collect();
    let mut result: Vec<(TextRange, u32)> = Vec::new();
    let mut last: Option<EntityId> = None;
    for word in words(reading.words(sentence)) {
        let range = TextRange::new(
            sentence.start() + word.start(),
            sentence.start() + word.end(),
        );
        let named = reading
            .chain_at(range)
            .and_then(|chain| Some((reading.entity(chain)?, reading.kind(chain)?)));
        let before = std::mem::replace(&mut last, named.map(|(entity, _)| entity));
        if let Some((entity, kind)) = named {
            if before != Some(entity) {
                let key = keys.key(format!("{entity:?}"), NAMED);
                keys.entities.insert(key, (entity, kind));
                result.push((range, key));
            }
            continue;
        }
        let word = reading.words(range);
        if word.starts_with(|c: char| c.is_ascii_digit()) || stems(word).next().is_none() {
            continue;
        }
        let class = match predicates.get(&range.start()) {
            Some(lemma) => predicate_class(lemma).to_owned(),
            None => noun_class(word),
        };
        if let Some(stem) = stems(&class).next() {
            let says = rarity(&stem);
            let key = keys.key(stem, says);
            result.push((range, key));
        }
    }
    for key in { result.iter() }
        .map(|(_, key)| *key)
        .collect::<BTreeSet<u32>>()
    {
        keys.sentences[key as usize] += 1;
    }
    result
}
