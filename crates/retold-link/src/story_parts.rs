//! Where a group of near articles is no one story: at a gap of weeks over which nothing is taken up.
//!
//! Reports of a happening of the same kind in the same town, a month later, are near those of the first one in all their words.
//! A follow-up tells of the first happening: it has its people, its day, its buildings. So a group is cut where
//! no article was published for [`GAP`] days, and a part that takes up nothing of one before is a story of
//! its own. Sheets are enough for that: last names, days, places by their hashes. What was not annotated, or states no
//! day of publication, cannot be told apart here and stays.
//!
//! Integers throughout, and a function of the articles of the group; linear in their terms for each part that is found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use retold_model::{ArticleStub, Sheet, Stamp, Term};

use crate::hash;
use crate::phases::GAP;
use crate::phases::gaps::{self, day};
use crate::sheet::{Channel, list};

/// Points for the first shared last name, and for each other one.
const PERSON: usize = 3;
const OTHER_PERSON: usize = 2;

/// Points for the day of the earlier happening, for a shared facility, for a shared place.
const DAY: usize = 3;
const FACILITY: usize = 2;
const PLACE: usize = 1;

/// A similarity of so many parts per million gives a point, and each further step one more.
const NEAR: [u32; 3] = [300_000, 500_000, 700_000];

/// Points from which on a part is told as a follow-up. Copied text gives none: over weeks it is furniture that is copied.
const LEAST: usize = 4;

/// Days before and after the first report in which the happening that it tells may lie.
const BEFORE: i32 = 7;
const AFTER: i32 = 1;

/// An article of a group.
pub(crate) struct Member {
    /// Its number, as in the scores.
    pub(crate) at: usize,
    /// What is known of it.
    pub(crate) stub: ArticleStub,
    /// Its sheet.
    pub(crate) sheet: Arc<Sheet>,
}

/// The similarities of pairs of articles, the lower number first.
pub(crate) type Scores = BTreeMap<(usize, usize), u32>;

/// Whether a group has a gap at all: most do not, and then their sheets need not be read.
pub(crate) fn has_gap(stubs: &[ArticleStub]) -> bool {
    let mut days: Vec<_> = stubs.iter().filter_map(day).collect();
    days.sort_unstable();
    days.array_windows()
        .any(|[one, next]| (*next - *one).get_days() >= GAP)
}

/// The stories of a group, as numbers of articles; each ascends, and they ascend by their first. Each of `ties` is in one story
/// by decision.
pub(crate) fn parts(group: &[Member], scores: &Scores, ties: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let by_id: BTreeMap<_, &Member> = group
        .iter()
        .map(|member| (member.stub.id, member))
        .collect();
    let stubs = group.iter().map(|member| member.stub.clone()).collect();
    let mut parts: Vec<Part> = Vec::new();
    for phase in gaps::cut(stubs) {
        let phase: Vec<&Member> = phase.iter().map(|stub| by_id[&stub.id]).collect();
        let mut into: Vec<usize> = { parts.iter().enumerate() }
            .filter(|(_, part)| part.is_tied_by_hand(&phase, ties))
            .map(|(number, _)| number)
            .collect();
        if into.is_empty() {
            let points = { parts.iter().enumerate() }
                .map(|(number, part)| (part.taken_up(&phase, scores), number))
                .filter(|(points, _)| *points >= LEAST);
            // Of equals the first part.
            let best = points.max_by_key(|&(points, number)| (points, std::cmp::Reverse(number)));
            into.extend(best.map(|(_, number)| number));
        }
        let mut part = Part::of(&phase);
        // From the last on: the others keep their numbers.
        for &number in into.iter().rev() {
            part.join(parts.remove(number));
        }
        parts.push(part);
        parts.sort_by_key(|part| part.members.first().copied());
    }
    let undated = { group.iter() }.filter(|member| day(&member.stub).is_none());
    let undated: Vec<usize> = undated.map(|member| member.at).collect();
    place_undated(&undated, &mut parts, scores, ties);
    let mut parts: Vec<Vec<usize>> = { parts.into_iter() }
        .map(|part| part.members.into_iter().collect())
        .collect();
    parts.sort_unstable();
    parts
}

/// Puts each undated article where it is tied by hand, else to the part that it is nearest to.
fn place_undated(undated: &[usize], parts: &mut Vec<Part>, scores: &Scores, ties: &[Vec<usize>]) {
    if parts.is_empty() {
        parts.push(Part::default());
    }
    let dated: Vec<BTreeSet<usize>> = parts.iter().map(|part| part.members.clone()).collect();
    for &at in undated {
        let near = |(number, members): (usize, &BTreeSet<usize>)| {
            let by_hand = { ties.iter() }
                .any(|tied| tied.contains(&at) && tied.iter().any(|other| members.contains(other)));
            let sum: u64 = { members.iter() }
                .filter_map(|&other| scores.get(&(at.min(other), at.max(other))))
                .map(|&score| u64::from(score))
                .sum();
            ((by_hand, sum, std::cmp::Reverse(number)), number)
        };
        let nearest = dated.iter().enumerate().map(near).max();
        if let Some((_, number)) = nearest {
            parts[number].members.insert(at);
        }
    }
}

/// Whether a sheet says that its article was annotated.
fn was_read(sheet: &Sheet) -> bool {
    [
        Channel::People,
        Channel::Days,
        Channel::Places,
        Channel::Divisions,
        Channel::Facilities,
        Channel::Counts,
    ]
    .into_iter()
    .any(|channel| !list(sheet, channel).is_empty())
}

/// Articles that are one story, with what they tell.
#[derive(Default)]
struct Part {
    members: BTreeSet<usize>,
    people: BTreeSet<Term>,
    places: BTreeSet<Term>,
    facilities: BTreeSet<Term>,
    /// The days on which what its phases tell may have happened.
    days: BTreeSet<Term>,
    /// Whether any of its articles was annotated.
    was_read: bool,
}

impl Part {
    fn of(phase: &[&Member]) -> Self {
        let terms = |channel| {
            { phase.iter() }
                .flat_map(move |member| list(&member.sheet, channel))
                .map(|weighted| weighted.term)
                .collect()
        };
        Self {
            members: phase.iter().map(|member| member.at).collect(),
            people: terms(Channel::People),
            places: terms(Channel::Places),
            facilities: terms(Channel::Facilities),
            days: happening(phase),
            was_read: phase.iter().any(|member| was_read(&member.sheet)),
        }
    }

    fn join(&mut self, mut other: Self) {
        self.members.append(&mut other.members);
        self.people.append(&mut other.people);
        self.places.append(&mut other.places);
        self.facilities.append(&mut other.facilities);
        self.days.append(&mut other.days);
        self.was_read |= other.was_read;
    }

    fn is_tied_by_hand(&self, phase: &[&Member], ties: &[Vec<usize>]) -> bool {
        ties.iter().any(|tied| {
            tied.iter().any(|at| self.members.contains(at))
                && phase.iter().any(|member| tied.contains(&member.at))
        })
    }

    /// The points that at least half of a later phase has.
    fn taken_up(&self, phase: &[&Member], scores: &Scores) -> usize {
        let mut points: Vec<usize> = { phase.iter() }
            .map(|member| self.points(member, scores))
            .collect();
        points.sort_unstable_by_key(|&points| std::cmp::Reverse(points));
        points
            .get((points.len().max(1) - 1) / 2)
            .copied()
            .unwrap_or(0)
    }

    fn points(&self, member: &Member, scores: &Scores) -> usize {
        let sheet = &member.sheet;
        if !self.was_read || !was_read(sheet) {
            return LEAST;
        }
        let shared = |channel, told: &BTreeSet<Term>| {
            let terms = list(sheet, channel).iter();
            terms
                .filter(|weighted| told.contains(&weighted.term))
                .count()
        };
        let pairs = { self.members.iter() }
            .filter_map(|&other| scores.get(&(member.at.min(other), member.at.max(other))));
        let score = pairs.copied().max().unwrap_or(0);
        let people = match shared(Channel::People, &self.people) {
            0 => 0,
            people => PERSON + (people - 1) * OTHER_PERSON,
        };
        people
            + shared(Channel::Days, &self.days).min(1) * DAY
            + shared(Channel::Facilities, &self.facilities).min(1) * FACILITY
            + shared(Channel::Places, &self.places).min(1) * PLACE
            + NEAR.iter().filter(|&&step| score >= step).count()
    }
}

/// The days near the first report that most articles name, and those that at least half as many do.
fn happening(phase: &[&Member]) -> BTreeSet<Term> {
    let published = { phase.iter() }.filter_map(|member| member.stub.published);
    let Some(first) = published.map(Stamp::date).min() else {
        return BTreeSet::new();
    };
    let named: Vec<(Term, usize)> = (-BEFORE..=AFTER)
        .filter_map(|days| {
            let day = first.checked_add(jiff::Span::new().days(days)).ok()?;
            let term = Term(hash::short(hash::display(day)));
            let names = |member: &&&Member| {
                { list(&member.sheet, Channel::Days).iter() }.any(|named| named.term == term)
            };
            Some((term, phase.iter().filter(names).count()))
        })
        .collect();
    let most = named.iter().map(|&(_, count)| count).max().unwrap_or(0);
    { named.into_iter() }
        .filter(|&(_, count)| count > 0 && count * 2 >= most)
        .map(|(term, _)| term)
        .collect()
}
