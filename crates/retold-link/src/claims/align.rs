//! From the points of the reports to claims and discrepancies.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use retold_model::{
    AgeUnit, Amount, ArticleId, Claim, ClaimKind, Course, Decimal, Discrepancy,
    DiscrepancySeverity, Precision, SameGround, Stamp, StatedValue, Statement,
};

use super::agreement::clock::apart;
use super::agreement::date::month_and_day;
use super::agreement::name::loosely_alike;
use super::agreement::number::are_near;
use super::agreement::{Agreement, Why};
use super::events::Event;
use super::occasion::Occasions;
use super::points::{Point, Slot, Toll, Value, age, counts_the_attacker, differ_by_sex, is_of_one};
use super::reading::{Reading, Thing};
use crate::entities::{are_forms_of_one, person_key};
use crate::forest::Forest;

/// Points of one slot that are compared with each other: stories with more are told in the first of them.
const MOST_POINTS: usize = 400;

/// How many independent reports make the statements given.
pub(super) type Independent<'a> = &'a dyn Fn(&[Statement]) -> usize;

/// Points of one slot that are of one thing, in classes of values that agree.
pub(super) struct Aligned<'p, 'a> {
    pub(super) slot: &'p Slot,
    pub(super) classes: Vec<Vec<&'p Point<'a>>>,
}

/// The points by slot, and within a slot by value.
pub(super) fn aligned<'p, 'a>(points: &'p [Point<'a>]) -> Vec<Aligned<'p, 'a>> {
    let mut slots: BTreeMap<&Slot, Vec<&Point<'a>>> = BTreeMap::new();
    for point in points {
        slots.entry(&point.slot).or_default().push(point);
    }
    slots
        .into_iter()
        .map(|(slot, mut members)| {
            members.sort_by_key(|point| point.statement);
            members.dedup_by_key(|point| point.statement);
            members.truncate(MOST_POINTS);
            Aligned {
                slot,
                classes: classes(&members),
            }
        })
        .collect()
}

/// Classes of values that agree, directly or over others.
fn classes<'p, 'a>(members: &[&'p Point<'a>]) -> Vec<Vec<&'p Point<'a>>> {
    let mut forest = Forest::new(members.len());
    for (i, one) in members.iter().enumerate() {
        for (j, other) in members.iter().enumerate().skip(i + 1) {
            if one.value.compare(&other.value).agrees() && one.scene.can_be(&other.scene) {
                forest.join(i, j);
            }
        }
    }
    let of = |group: Vec<usize>| group.into_iter().map(|place| members[place]).collect();
    forest.groups().into_iter().map(of).collect()
}

/// The claims of a story, those that most independent reports make first. Names are told in the discrepancies alone.
pub(super) fn claims(
    aligned: &[Aligned<'_, '_>],
    events: Vec<(Vec<Event<'_>>, Vec<SameGround>)>,
    independent: Independent<'_>,
) -> Vec<Claim> {
    let of_values = { aligned.iter() }
        .filter(|aligned| {
            is_claimed(aligned.slot) && { aligned.classes.iter() }
                .flatten()
                .all(|point| !matches!(point.kind, ClaimKind::Name | ClaimKind::Role))
        })
        .flat_map(|aligned| {
            let classes = aligned.classes.iter();
            classes.flat_map(|class| speaking_for_each_other(class))
        })
        .collect();
    let of_values = of_one_person(of_values).into_iter().map(|class| {
        let statements = class.iter().map(|point| point.statement).collect();
        let grounds = class
            .iter()
            .flat_map(|point| point.grounds.iter().copied())
            .collect();
        claim(class[0].kind, statements, grounds, independent)
    });
    let of_events = events.into_iter().map(|(events, grounds)| {
        let statements = events.iter().map(|event| event.statement).collect();
        claim(ClaimKind::Event, statements, grounds, independent)
    });
    let mut result: Vec<Claim> = of_values.chain(of_events).collect();
    result.sort_by(|a, b| {
        { (b.independent, b.articles).cmp(&(a.independent, a.articles)) }
            .then(a.kind.cmp(&b.kind))
            .then_with(|| a.statements.cmp(&b.statements))
    });
    without_parts(result)
}

/// Ages of somebody who is described with those of somebody who is named, where a statement is of both: "6-year-old Isis
/// Tarn" tells whose the age of "a 6-year-old girl" is. Nobody's where statements name two.
fn of_one_person<'p, 'a>(mut classes: Vec<Vec<&'p Point<'a>>>) -> Vec<Vec<&'p Point<'a>>> {
    let mut named: BTreeMap<Statement, usize> = BTreeMap::new();
    for (number, class) in classes.iter().enumerate() {
        let of_name = { class.iter() }.filter(|point| matches!(point.slot, Slot::Age(_)));
        named.extend(of_name.map(|point| (point.statement, number)));
    }
    let is_described = |class: &[&Point<'_>]| {
        { class.first() }.is_some_and(|point| matches!(point.slot, Slot::DescribedAge(..)))
    };
    for number in 0..classes.len() {
        if !is_described(&classes[number]) {
            continue;
        }
        let people: BTreeSet<usize> = { classes[number].iter() }
            .filter_map(|point| named.get(&point.statement).copied())
            .collect();
        if let (1, Some(&person)) = (people.len(), people.first()) {
            let others = std::mem::take(&mut classes[number]).into_iter();
            classes[person].extend(others.filter(|point| !named.contains_key(&point.statement)));
        }
    }
    classes.retain(|class| !class.is_empty());
    classes
}

/// Whether values of a slot that agree are claims; those of the others are compared alone.
fn is_claimed(slot: &Slot) -> bool {
    !matches!(
        slot,
        Slot::Counterpart(..)
            | Slot::State(..)
            | Slot::TimesHit(_)
            | Slot::Relation(..)
            | Slot::Record(_)
            | Slot::Weight(_)
            | Slot::Side(_)
            | Slot::Tenure(_)
    )
}

/// The claims without those whose statements all stand in one that comes before.
fn without_parts(claims: Vec<Claim>) -> Vec<Claim> {
    let mut holders: BTreeMap<(ClaimKind, Statement), Vec<usize>> = BTreeMap::new();
    let mut result: Vec<Claim> = Vec::new();
    for claim in claims {
        let of = |statement: &Statement| {
            holders
                .get(&(claim.kind, *statement))
                .map_or(&[][..], Vec::as_slice)
        };
        let is_part = of(&claim.statements[0]).iter().any(|holder| {
            claim
                .statements
                .iter()
                .all(|statement| of(statement).contains(holder))
        });
        if is_part {
            continue;
        }
        for statement in &claim.statements {
            holders
                .entry((claim.kind, *statement))
                .or_default()
                .push(result.len());
        }
        result.push(claim);
    }
    result
}

/// Minutes by which times of a day may differ that speak for each other.
const NEAR_MINUTES: i32 = 10;

/// The points of a class in groups of which each speaks for every other, the first come first.
fn speaking_for_each_other<'p, 'a>(class: &[&'p Point<'a>]) -> Vec<Vec<&'p Point<'a>>> {
    let mut groups: Vec<Vec<&Point<'_>>> = Vec::new();
    for &point in class.iter().filter(|point| point.sure) {
        let speaks = |other: &&Point<'_>| {
            let near = match (point.value, other.value) {
                (Value::Number(a), Value::Number(b)) => are_near(a, b),
                // "About 1 a.m. Sunday" does not speak for "about 1:30 a.m. Sunday"; 5:40 GMT may be 6:40 local time.
                (Value::Day(a), Value::Day(b)) => {
                    let [one, other] = [a, b].map(|time| time.zone.as_ref().map(|zone| &zone.name));
                    one != other || apart(a, b).is_none_or(|minutes| minutes <= NEAR_MINUTES)
                }
                _ => true,
            };
            near && point.value.compare(&other.value).agrees()
                && point.scene.can_be(&other.scene)
                && point.scene.shares_anchor(&other.scene)
        };
        match groups.iter().position(|group| group.iter().all(speaks)) {
            Some(at) => groups[at].push(point),
            None => groups.push(vec![point]),
        }
    }
    groups
}

fn claim(
    kind: ClaimKind,
    statements: Vec<Statement>,
    mut grounds: Vec<SameGround>,
    independent: Independent<'_>,
) -> Claim {
    let value = stated(statements, independent);
    // The longest sentence says most; of equals the first.
    let fullest = { (0..).zip(&value.statements) }
        .max_by_key(|(place, statement)| (statement.sentence.len(), std::cmp::Reverse(*place)))
        .map_or(0, |(place, _)| place);
    grounds.sort_unstable();
    grounds.dedup();
    if value.articles == 1 {
        grounds.clear();
    }
    Claim {
        kind,
        fullest,
        articles: value.articles,
        independent: value.independent,
        statements: value.statements,
        grounds,
    }
}

/// The reports whose points are compared.
struct Story<'s, 'a> {
    readings: &'s [Reading<'a>],
    occasions: &'s Occasions,
    /// Asked for by pairs of tolls, of which a story may have thousands, and read in all its texts.
    counts_the_attacker: OnceCell<bool>,
    /// Asked for by pairs of names, likewise.
    names: OnceCell<Names<'a>>,
}

/// Who is named in which reports, these by their place.
#[derive(Default)]
struct Names<'a> {
    whole: BTreeMap<&'a str, BTreeSet<usize>>,
    /// The words of the names, folded as those of people are.
    words: BTreeMap<String, BTreeSet<usize>>,
    /// People named in full.
    persons: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(readings: &[Reading<'a>]) -> Self {
        let mut names = Self::default();
        for (place, reading) in readings.iter().enumerate() {
            for chain in &reading.report.annotations.chains {
                let name = reading.words(chain.name);
                names.whole.entry(name).or_default().insert(place);
                for word in words_of_person(name) {
                    names.words.entry(word).or_default().insert(place);
                }
            }
            let persons = reading.full_persons().map(|(_, _, name)| name);
            names.persons.extend(persons);
        }
        names
    }
}

impl<'s, 'a> Story<'s, 'a> {
    fn reading(&self, point: &Point<'_>) -> Option<&'s Reading<'a>> {
        let article = point.statement.article;
        let at = { self.readings }.binary_search_by_key(&article, Reading::id);
        Some(&self.readings[at.ok()?])
    }

    /// Whether some report says that who did it is counted, or is not.
    fn counts_the_attacker(&self) -> bool {
        let read = || { self.readings.iter() }.any(|it| counts_the_attacker(it.report.text));
        *self.counts_the_attacker.get_or_init(read)
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| Names::of(self.readings))
    }

    /// Whether some report has the names of both: then it tells of two.
    fn knows_both(&self, one: &Point<'_>, other: &Point<'_>) -> bool {
        let (Value::Name(a) | Value::Body(a), Value::Name(b) | Value::Body(b)) =
            (one.value, other.value)
        else {
            return false;
        };
        let whole = &self.names().whole;
        { whole.get(a).zip(whole.get(b)) }.is_some_and(|(a, b)| !a.is_disjoint(b))
    }
}

/// The discrepancies of a story, merged where they share a statement; the gravest first.
pub(super) fn discrepancies(
    readings: &[Reading<'_>],
    occasions: &Occasions,
    aligned: &[Aligned<'_, '_>],
    independent: Independent<'_>,
) -> Vec<Discrepancy> {
    // Of three corners the first may share a street with the second, and the second another one with the third.
    let (corners, others): (Vec<&Aligned<'_, '_>>, Vec<&Aligned<'_, '_>>) =
        { aligned.iter() }.partition(|aligned| matches!(aligned.slot, Slot::Corner(_)));
    let story = Story {
        readings,
        occasions,
        counts_the_attacker: OnceCell::new(),
        names: OnceCell::new(),
    };
    let found = |some: Vec<&Aligned<'_, '_>>| -> Vec<Discrepancy> {
        let mut found: Vec<Discrepancy> = { some.into_iter() }
            .filter(|it| !others_state_another_money(it, aligned))
            .filter_map(|it| discrepancy(&story, it, independent))
            .collect();
        sort(&mut found);
        found
    };
    // What stands in like words is told where nothing surer tells it.
    let (alike, others): (Vec<&Aligned<'_, '_>>, Vec<&Aligned<'_, '_>>) = others
        .into_iter()
        .partition(|aligned| matches!(aligned.slot, Slot::Counterpart(..)));
    let mut result = merged(found(others), independent);
    let mut places: BTreeMap<ArticleId, Vec<Statement>> = BTreeMap::new();
    for place in statements_of(&result, ClaimKind::Place) {
        places.entry(place.article).or_default().push(place);
    }
    result.retain(|discrepancy| !is_told_as_a_place(discrepancy, &places));
    let told: BTreeSet<(ClaimKind, Statement)> = { result.iter() }
        .flat_map(|discrepancy| {
            let statements = discrepancy
                .values
                .iter()
                .flat_map(|value| &value.statements);
            statements.map(|statement| (discrepancy.kind, *statement))
        })
        .collect();
    result.extend(found(alike).into_iter().filter(|discrepancy| {
        !{
            discrepancy
                .values
                .iter()
                .flat_map(|value| &value.statements)
        }
        .any(|statement| told.contains(&(discrepancy.kind, *statement)))
    }));
    result.extend(found(corners));
    sort(&mut result);
    result
}

/// The statements of the discrepancies of a kind.
fn statements_of(found: &[Discrepancy], kind: ClaimKind) -> impl Iterator<Item = Statement> {
    { found.iter() }
        .filter(move |discrepancy| discrepancy.kind == kind)
        .flat_map(|discrepancy| &discrepancy.values)
        .flat_map(|value| value.statements.iter().copied())
}

/// Whether a name of a street stands in each value of another discrepancy, of `places` by article: "the 6200 block of Alder Street".
fn is_told_as_a_place(
    discrepancy: &Discrepancy,
    places: &BTreeMap<ArticleId, Vec<Statement>>,
) -> bool {
    let is_told = |name: &Statement| {
        { places.get(&name.article).into_iter().flatten() }
            .any(|place| place.words.contains_range(name.words))
    };
    discrepancy.kind == ClaimKind::Name && discrepancy.grounds.contains(&SameGround::SamePlace) && {
        discrepancy.values.iter()
    }
    .all(|value| value.statements.iter().any(is_told))
}

/// Whether a sum in dollars is stated in the money of another country, too: then the dollars may be those of several countries, and of
/// several days.
fn others_state_another_money(one: &Aligned<'_, '_>, aligned: &[Aligned<'_, '_>]) -> bool {
    let Slot::Amount(class, whose, measure) = one.slot else {
        return false;
    };
    measure == "USD"
        && aligned.iter().any(|other| {
            matches!(other.slot, Slot::Amount(theirs, thing, money)
                if theirs == class && thing == whose && money != measure && is_money(money))
        })
}

/// Whether a measure is a code of ISO 4217.
fn is_money(measure: &str) -> bool {
    measure.len() == 3 && measure.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The gravest first.
fn sort(found: &mut [Discrepancy]) {
    found.sort_by(|a, b| {
        { b.severity.cmp(&a.severity) }
            .then(a.kind.cmp(&b.kind))
            .then_with(|| a.values[0].statements.cmp(&b.values[0].statements))
            .then_with(|| a.values[1].statements.cmp(&b.values[1].statements))
    });
}

/// One discrepancy instead of two that lean on the same words.
fn merged(found: Vec<Discrepancy>, independent: Independent<'_>) -> Vec<Discrepancy> {
    let mut result: Vec<Discrepancy> = Vec::new();
    for discrepancy in found {
        let key = |value: &StatedValue| -> BTreeSet<(ArticleId, u32)> {
            value
                .statements
                .iter()
                .map(|s| (s.article, s.words.start()))
                .collect()
        };
        let target = result.iter().position(|other| {
            other.kind == discrepancy.kind
                && other.course == discrepancy.course
                && other.values.len() == discrepancy.values.len()
                && { discrepancy.values.iter() }.any(|value| {
                    other
                        .values
                        .iter()
                        .any(|o| !key(o).is_disjoint(&key(value)))
                })
        });
        let Some(target) = target else {
            result.push(discrepancy);
            continue;
        };
        let into = &mut result[target];
        let mut free: Vec<usize> = (0..into.values.len()).collect();
        let mut left = Vec::new();
        for value in discrepancy.values {
            match free
                .iter()
                .position(|&at| !key(&into.values[at]).is_disjoint(&key(&value)))
            {
                Some(place) => {
                    let at = free.remove(place);
                    join(&mut into.values[at], value, independent);
                }
                None => left.push(value),
            }
        }
        for value in left {
            let at = free.remove(0);
            join(&mut into.values[at], value, independent);
        }
        into.grounds.extend(discrepancy.grounds);
        into.grounds.sort_unstable();
        into.grounds.dedup();
    }
    result
}

fn join(into: &mut StatedValue, value: StatedValue, independent: Independent<'_>) {
    let mut statements = std::mem::take(&mut into.statements);
    statements.extend(value.statements);
    *into = stated(statements, independent);
}

fn stated(mut statements: Vec<Statement>, independent: Independent<'_>) -> StatedValue {
    statements.sort_unstable();
    // Two readers may find the same words, of whom only one sees the quote around them.
    statements.dedup_by(|later, first| {
        let place = |it: &Statement| (it.article, it.sentence, it.words);
        let same = place(later) == place(first);
        if same {
            first.voucher = later.voucher;
        }
        same
    });
    let articles = articles(&statements);
    StatedValue {
        articles: count(articles.len()),
        independent: count(independent(&statements)),
        statements,
    }
}

fn articles(statements: &[Statement]) -> Vec<ArticleId> {
    let mut articles: Vec<ArticleId> = statements
        .iter()
        .map(|statement| statement.article)
        .collect();
    articles.sort_unstable();
    articles.dedup();
    articles
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn discrepancy(
    story: &Story<'_, '_>,
    aligned: &Aligned<'_, '_>,
    independent: Independent<'_>,
) -> Option<Discrepancy> {
    if matches!(aligned.slot, Slot::Amount(class, _, measure) if !is_of_one(class, measure)) {
        return None;
    }
    let classes = comparable(story, aligned);
    if classes.len() < 2 {
        return None;
    }
    let course = course(story, &classes)?;
    let mut grounds: Vec<SameGround> = classes
        .iter()
        .flatten()
        .flat_map(|point| point.grounds.clone())
        .collect();
    grounds.sort_unstable();
    grounds.dedup();
    let kind = classes[0][0].kind;
    let severity = match (course, kind, aligned.slot) {
        (Course::Update, ..) => DiscrepancySeverity::Low,
        (_, ClaimKind::Date, _) | (_, _, Slot::Toll(..)) => DiscrepancySeverity::High,
        (_, ClaimKind::Age | ClaimKind::Name | ClaimKind::Clock, _) => DiscrepancySeverity::Low,
        _ => DiscrepancySeverity::Medium,
    };
    let mut values: Vec<StatedValue> = { classes.iter() }
        .map(|class| {
            stated(
                class.iter().map(|point| point.statement).collect(),
                independent,
            )
        })
        .collect();
    values.sort_by(|a, b| {
        (b.independent, b.articles)
            .cmp(&(a.independent, a.articles))
            .then_with(|| a.statements.cmp(&b.statements))
    });
    Some(Discrepancy {
        kind,
        course,
        severity,
        values,
        grounds,
    })
}

/// The classes of values that contradict each other: of reports that state one value alone.
fn comparable<'p, 'a>(story: &Story<'_, '_>, aligned: &Aligned<'p, 'a>) -> Vec<Vec<&'p Point<'a>>> {
    // A report that states two values of one thing tells of two things.
    let mut of_article: BTreeMap<ArticleId, BTreeSet<usize>> = BTreeMap::new();
    for (number, class) in aligned.classes.iter().enumerate() {
        for point in class {
            of_article
                .entry(point.statement.article)
                .or_default()
                .insert(number);
        }
    }
    let is_alone = |point: &&Point<'_>| {
        let stated = &of_article[&point.statement.article];
        stated.len() == 1
            || is_of_the_story(&point.slot) && {
                // Two times that lie hours apart are of two happenings, each with its own.
                let near = stated.iter().filter(|&&number| {
                    aligned.classes[number].iter().any(|other| {
                        other.statement.article == point.statement.article
                            && minutes_apart(point, other).is_none_or(|gap| gap <= MOST_MINUTES)
                    })
                });
                near.count() == 1
            }
    };
    let sure: Vec<Vec<&Point<'_>>> = { aligned.classes.iter() }
        .map(|class| {
            { class.iter().copied() }
                .filter(|point| point.sure && is_alone(point))
                .collect::<Vec<_>>()
        })
        .filter(|class| !class.is_empty())
        .collect();
    // Only those that differ from another one count; what can not be compared is left out.
    { sure.iter().enumerate() }
        .filter(|(place, class)| {
            sure.iter()
                .enumerate()
                .any(|(other_place, other)| other_place != *place && differ(story, class, other))
        })
        .map(|(_, class)| class.clone())
        .collect()
}

/// Whether all values of one class differ from all of another, and surely some of the same thing.
fn differ(story: &Story<'_, '_>, one: &[&Point<'_>], other: &[&Point<'_>]) -> bool {
    let pairs = || one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    pairs().all(|(a, b)| contradicts(story, a, b) && (told_apart(a) || a.scene.can_be(&b.scene)))
        && pairs().any(|(a, b)| {
            a.scene.shares_anchor(&b.scene)
                && (is_of_a_name(&a.slot) || { story.occasions }
                    .can_be_one(a.statement.article, b.statement.article))
        })
}

/// Whether the scenes of points were compared when people were told apart: a report may set one of many mentions of a person elsewhere.
fn told_apart(point: &Point<'_>) -> bool {
    matches!(point.slot, Slot::DescribedAge(..))
}

/// Whether a time of day is that of what the story is about.
fn is_of_the_story(slot: &Slot) -> bool {
    matches!(slot, Slot::Clock(_, None))
}

/// Whether somebody or something with a name shows that two points are of one thing.
fn is_of_a_name(slot: &Slot) -> bool {
    match slot {
        Slot::Age(_)
        | Slot::Home(_)
        | Slot::Name(..)
        | Slot::GivenName(..)
        | Slot::Bearer(..)
        | Slot::Surname(..)
        | Slot::Spelling(_)
        | Slot::Called(_)
        | Slot::Body(..)
        | Slot::Gathering(..)
        | Slot::Distance(..)
        | Slot::Year(..)
        | Slot::Rank(..)
        | Slot::Charges(_)
        | Slot::Relation(..)
        | Slot::Record(_)
        | Slot::Weight(_)
        | Slot::Tenure(_)
        | Slot::State(_, Thing::Entity(_))
        | Slot::TimesHit(Thing::Entity(_))
        | Slot::Day(_, Some(Thing::Entity(_)))
        | Slot::Clock(_, Some(Thing::Entity(_)))
        | Slot::Amount(_, Thing::Entity(_), _) => true,
        Slot::Toll(..)
        | Slot::Total(_)
        | Slot::DescribedAge(..)
        | Slot::Block(_)
        | Slot::Corner(_)
        | Slot::Side(_)
        | Slot::Street(..)
        | Slot::Day(..)
        | Slot::Clock(..)
        | Slot::Amount(..)
        | Slot::Counterpart(..)
        | Slot::State(..)
        | Slot::TimesHit(_)
        | Slot::Magnitude => false,
    }
}

fn contradicts(story: &Story<'_, '_>, one: &Point<'_>, other: &Point<'_>) -> bool {
    let excused = match &one.slot {
        Slot::Age(_) => are_two_people(one, other) || grew_older(story, one, other),
        Slot::DescribedAge(..) => grew_older(story, one, other),
        Slot::Counterpart(..) if one.kind == ClaimKind::Age => grew_older(story, one, other),
        Slot::Day(_, thing) => are_two_occasions(thing.as_ref(), one, other),
        Slot::Name(..) => {
            is_name_with_a_further_word(story, one, other) || story.knows_both(one, other)
        }
        Slot::Bearer(..) => are_two_bearers(story, one, other),
        Slot::Surname(..) => are_two_surnames(story, one, other),
        Slot::Clock(_, None | Some(Thing::Noun(_))) => {
            minutes_apart(one, other).is_none_or(|gap| gap > MOST_MINUTES)
        }
        Slot::Body(..) => story.knows_both(one, other),
        Slot::Toll(Toll::Dead | Toll::Shot, _) => {
            are_one_apart(one, other) && story.counts_the_attacker()
        }
        _ => false,
    };
    let is_name = matches!(
        one.slot,
        Slot::Name(..) | Slot::GivenName(..) | Slot::Bearer(..) | Slot::Surname(..)
    );
    let other_letters = || has_other_letters(story, one) || has_other_letters(story, other);
    if excused || is_name && are_alike_in_letters(one, other) && other_letters() {
        return false;
    }
    match one.value.compare(&other.value) {
        // Two names are of one person only where they are nearly one.
        Agreement::Different(why) => {
            let by_spelling = one.kind == ClaimKind::Name || matches!(one.slot, Slot::Street(..));
            !by_spelling || why == Why::NearMiss
        }
        _ => false,
    }
}

/// Whether two counts differ by one.
fn are_one_apart(one: &Point<'_>, other: &Point<'_>) -> bool {
    let count = |point: &Point<'_>| match point.value {
        Value::Number(quantity) => match quantity.amount {
            Amount::Value(n) => n.integer(),
            _ => None,
        },
        _ => None,
    };
    count(one)
        .zip(count(other))
        .is_some_and(|(one, other)| one.abs_diff(other) == 1)
}

/// Whether the values contradict each other or grew; `None` where they are nothing to tell.
fn course(story: &Story<'_, '_>, classes: &[Vec<&Point<'_>>]) -> Option<Course> {
    let mut stamped: Vec<(Stamp, Decimal)> = Vec::new();
    for point in classes.iter().flatten() {
        let (
            Slot::Toll(..) | Slot::Charges(_) | Slot::Counterpart(.., true),
            Value::Number(quantity),
        ) = (&point.slot, point.value)
        else {
            return Some(Course::Conflict);
        };
        let Amount::Value(n) = quantity.amount else {
            return Some(Course::Conflict);
        };
        // Where it is not known which report is the later one, a toll may have grown.
        stamped.push((story.reading(point)?.report.published?, n));
    }
    // Charges are added, dropped and turned into graver ones from one day to the next.
    if { classes.iter().flatten() }.any(|point| matches!(point.slot, Slot::Charges(_))) {
        let days: BTreeSet<_> = stamped.iter().map(|(stamp, _)| stamp.date()).collect();
        return Some(if days.len() == 1 {
            Course::Conflict
        } else {
            Course::Update
        });
    }
    let ordered = |smaller_first: bool| {
        stamped.iter().any(|(a, n)| {
            stamped
                .iter()
                .any(|(b, m)| is_earlier(*a, *b) && if smaller_first { n < m } else { n > m })
        })
    };
    Some(if ordered(true) && !ordered(false) {
        Course::Update
    } else {
        Course::Conflict
    })
}

/// Whether one stamp is surely before the other; of days without a time, by the day.
fn is_earlier(one: Stamp, other: Stamp) -> bool {
    if one.precision() <= Precision::Day || other.precision() <= Precision::Day {
        return one.date() < other.date();
    }
    one.minutes().1 < other.minutes().0
}

/// Whether the ages of one person differ by no more than the time between the reports makes of it; where that is not known, some
/// years may lie between them.
fn grew_older(story: &Story<'_, '_>, one: &Point<'_>, other: &Point<'_>) -> bool {
    let published = |point: &Point<'_>| story.reading(point)?.published;
    let (Some(a), Some(b)) = (published(one), published(other)) else {
        return years_between(one, other).is_some_and(|years| years > MOST_YEARS_WITHOUT_DATE);
    };
    let days = a.until(b).map_or(0, |span| span.get_days());
    // Nobody grows younger.
    let (earlier, later) = if days < 0 { (other, one) } else { (one, other) };
    let days = days.unsigned_abs();
    let grew = { years(earlier).zip(years(later)) }.is_some_and(|(earlier, later)| {
        earlier <= later && later - earlier <= u64::from(days / 365 + 1)
    });
    days >= DAYS_OF_A_BIRTHDAY && grew
}

/// Whether two ages are so far apart that a father and a son have been taken for one.
fn are_two_people(one: &Point<'_>, other: &Point<'_>) -> bool {
    years_between(one, other).is_none_or(|years| years > MOST_YEARS)
}

/// Years by which one may err about an age.
const MOST_YEARS: u64 = 10;

fn years_between(one: &Point<'_>, other: &Point<'_>) -> Option<u64> {
    Some(years(one)?.abs_diff(years(other)?))
}

fn years(point: &Point<'_>) -> Option<u64> {
    match point.value {
        Value::Number(quantity) => age(quantity)
            .filter(|(unit, _)| *unit == AgeUnit::Years)
            .map(|(_, years)| years),
        _ => None,
    }
}

/// Years between two ages of reports of which one has no date, beyond which they may be reports of two times.
const MOST_YEARS_WITHOUT_DATE: u64 = 2;

/// Days between two reports from which on somebody may well have had a birthday.
const DAYS_OF_A_BIRTHDAY: u32 = 30;

/// Whether two days are so far apart that they are of two happenings.
fn are_two_occasions(thing: Option<&Thing>, one: &Point<'_>, other: &Point<'_>) -> bool {
    let begin = |point: &Point<'_>| match point.value {
        // Of any year: the days between are those of one.
        Value::Day(time) => { time.span.begin.map(DateTime::date) }.or_else(|| {
            let (month, day) = month_and_day(time)?;
            Date::new(LEAP_YEAR, month, day.unwrap_or(1)).ok()
        }),
        _ => None,
    };
    let (Some(a), Some(b)) = (begin(one), begin(other)) else {
        return false;
    };
    let most = match thing {
        Some(Thing::Noun(_)) => MOST_DAYS_OF_A_NOUN,
        Some(Thing::Entity(_)) | None => MOST_DAYS_OF_ONE,
    };
    a.until(b).map_or(true, |span| span.get_days().abs() > most)
}

/// A year that has all days.
const LEAP_YEAR: i16 = 2000;

/// Days within which two dates of one happening, known by a noun alone, are one that is told in two ways.
const MOST_DAYS_OF_A_NOUN: i32 = 2;

/// The same of what happens to one of the register.
const MOST_DAYS_OF_ONE: i32 = 10;

/// Minutes by which reports may err about the time of one happening that nothing but its kind tells.
const MOST_MINUTES: i32 = 90;

fn minutes_apart(one: &Point<'_>, other: &Point<'_>) -> Option<i32> {
    match (one.value, other.value) {
        (Value::Clock(a), Value::Clock(b)) => apart(a, b),
        _ => None,
    }
}

/// Whether the names differ in what ways of writing one letter differ in.
fn are_alike_in_letters(one: &Point<'_>, other: &Point<'_>) -> bool {
    let name = |point: &Point<'_>| match point.value {
        Value::Name(name) | Value::Surname(name) => Some(person_key(name)),
        _ => None,
    };
    let (Some(one), Some(other)) = (name(one), name(other)) else {
        return false;
    };
    let surnames = one.rsplit(' ').zip(other.rsplit(' ')).take(1);
    { surnames.chain(one.split(' ').zip(other.split(' '))) }.all(|(a, b)| loosely_alike(a, b))
}

/// Whether a name is told in a report of a country that does not write Latin letters.
fn has_other_letters(story: &Story<'_, '_>, point: &Point<'_>) -> bool {
    let share = story.reading(point).and_then(|reading| reading.latin_share);
    share.is_some_and(|share| share < HALF)
}

/// Percent.
const HALF: usize = 50;

/// Whether two people of one surname, whose given names are nearly one, may well be relatives.
fn are_two_bearers(story: &Story<'_, '_>, one: &Point<'_>, other: &Point<'_>) -> bool {
    let (Value::Name(a), Value::Name(b)) = (one.value, other.value) else {
        return true;
    };
    let given = |name: &str| {
        let folded = person_key(name);
        folded.split(' ').next().unwrap_or("").to_owned()
    };
    let (a, b) = (given(a), given(b));
    a == b || are_forms_of_one(&a, &b) || differ_by_sex(&a, &b) || story.knows_both(one, other)
}

/// Whether two surnames that are nearly one are of two people: some report has both, or both have a given name, by which they are
/// compared elsewhere.
fn are_two_surnames(story: &Story<'_, '_>, one: &Point<'_>, other: &Point<'_>) -> bool {
    let (Value::Surname(a), Value::Surname(b)) = (one.value, other.value) else {
        return true;
    };
    let (a, b) = (words_of_person(a), words_of_person(b));
    let (Some(x), Some(y)) = (a.last(), b.last()) else {
        return true;
    };
    let words = &story.names().words;
    let known = words.get(x).zip(words.get(y));
    let both_whole = (a.len() > 1) == (b.len() > 1);
    let plural = x.strip_suffix('s') == Some(y) || y.strip_suffix('s') == Some(x);
    both_whole || plural || known.is_some_and(|(x, y)| !x.is_disjoint(y))
}

fn words_of_person(name: &str) -> Vec<String> {
    let folded = person_key(name);
    folded.split(' ').map(str::to_owned).collect()
}

/// Whether the names differ in a word that is none of the name: "Anna Berg Checks", where others write "Anna Berg".
fn is_name_with_a_further_word(story: &Story<'_, '_>, one: &Point<'_>, other: &Point<'_>) -> bool {
    [one, other].into_iter().any(|point| {
        let Value::Name(name) = point.value else {
            return false;
        };
        let Some((rest, _)) = name.rsplit_once(' ').filter(|(rest, _)| rest.contains(' ')) else {
            return false;
        };
        story.names().persons.contains(rest)
    })
}
