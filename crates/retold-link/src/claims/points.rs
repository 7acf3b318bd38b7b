//! The points of a report that can be compared: what a value is a value of, and the value.

mod age;
mod amount;
mod block;
mod charges;
mod corner;
mod day;
mod described_age;
mod distance;
mod doer;
mod gathering;
mod home;
mod magnitude;
mod name;
mod rank;
mod record;
mod side;
mod state;
mod tenure;
mod told_apart;
mod toll;
mod total;
mod weight;
mod year;

use retold_model::{
    AgeUnit, ClaimKind, EntityId, PlaceReading, Quantity, SameGround, Statement, TimeExpression,
};

use super::agreement::block::{Block, blocks, crossings};
use super::agreement::clock::clocks;
use super::agreement::date::{are_apart, dates};
use super::agreement::distance::{TimeDistance, TimeUnit, distances};
use super::agreement::exclusive::{List, Meaning, meanings};
use super::agreement::name::{bodies, names, surnames};
use super::agreement::number::numbers;
use super::agreement::place::places;
use super::agreement::{Agreement, Why};
use super::reading::{Reading, Thing};

pub(super) use amount::is_of_one;
pub(super) use day::{is_coarse, is_of_a_list, of_the_story};
pub(super) use described_age::{Described, Part, Sex, age};
pub(super) use name::differ_by_sex;
pub(super) use tenure::cuts_a_length;
pub(super) use told_apart::told_apart;
pub(super) use toll::{counts_the_attacker, scene};

use block::Happening;
use record::Record;
use side::Side;

/// What a value is a value of. Two values are compared only where this is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Slot {
    /// How many are dead, injured, missing.
    Toll(Toll, String),
    /// How many of something there are in all.
    Total(String),
    /// How old somebody is.
    Age(EntityId),
    /// How old somebody without a name is, who has a part in what happened; the people of a story are numbered.
    DescribedAge(Part, AgeUnit, usize),
    /// Where somebody lives.
    Home(EntityId),
    /// In which block of a street something is, by the street's name.
    Block(String),
    /// Which street crosses another one where something is, by the name of the other one.
    Corner(String),
    /// What the street is called, by the number of the block and the first letter of the name.
    Street(u32, char),
    /// On which day something happened that happens once.
    Day(String, Option<Thing>),
    /// At what time of that day.
    Clock(String, Option<Thing>),
    /// How long before or after another event something was.
    Distance(String, String),
    /// When a conference, an election or the like is: its noun, the word before it, and where it is.
    Gathering(String, String, Thing),
    /// What somebody is called, by given name and the first letter of the surname.
    Name(String, char),
    /// The same, by surname and the first letter of the given name.
    GivenName(String, char),
    /// The same, where no age tells that they are one.
    Bearer(String, char, usize),
    /// What somebody is called by surname alone in some report, by its first letter.
    Surname(char, usize),
    /// How a word of a name is spelled, by its number.
    Spelling(usize),
    /// What somebody or a street is called, of two names that differ in a word, by the number of the two.
    Called(usize),
    /// What an organisation or a building is called, by its last word and its first letter.
    Body(String, char, usize),
    /// How many times somebody is charged with a crime.
    Charges(String),
    /// In which year, or on which day of another year, something happened that happens once in a life.
    Year(String, EntityId),
    /// How much or how many of something somebody or something does.
    Amount(String, Thing, String),
    /// Which rank or seat somebody has, by the list of those that exclude each other.
    Rank(usize, EntityId),
    /// What stands in like words in two reports: what is measured, the number of the two, and whether it grows while the news come in.
    Counterpart(String, usize, bool),
    /// What somebody or something is like, in words of a list.
    State(List, Thing),
    /// How often somebody was hit.
    TimesHit(Thing),
    /// What somebody is to somebody else.
    Relation(List, EntityId),
    /// In which part of something, by the name of what it is a part of.
    Side(String),
    /// How long somebody has served.
    Tenure(EntityId),
    /// What somebody weighs.
    Weight(EntityId),
    /// How many somebody has won and lost.
    Record(EntityId),
    /// How strong an earthquake was.
    Magnitude,
}

/// What has become of those who are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Toll {
    Dead,
    Injured,
    Missing,
    Shot,
    Arrested,
}

/// The value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(&'a Quantity),
    Day(&'a TimeExpression),
    Clock(&'a TimeExpression),
    Distance(TimeDistance),
    /// How long something took, in whole units.
    Tenure(TimeUnit, u32),
    Name(&'a str),
    Surname(&'a str),
    /// Which of several spellings.
    Spelling(usize),
    Body(&'a str),
    Place(&'a PlaceReading),
    Block(Block<'a>),
    /// A street that crosses another one; its number is none.
    Corner(Block<'a>),
    /// A side of a town.
    Side(Side),
    /// A rank or a seat.
    Rank(&'static str),
    /// Won and lost.
    Record(Record),
    /// A word of a list.
    Meaning(Meaning),
}

impl Value<'_> {
    pub(super) fn compare(&self, other: &Self) -> Agreement {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => numbers(a, b),
            (Self::Day(a), Self::Day(b)) => dates(a, b),
            (Self::Clock(a), Self::Clock(b)) => clocks(a, b),
            (Self::Distance(a), Self::Distance(b)) => distances(*a, *b),
            (Self::Tenure(unit, a), Self::Tenure(theirs, b)) if unit == theirs => {
                if a == b {
                    Agreement::Same
                } else {
                    Agreement::Different(Why::Value)
                }
            }
            (Self::Side(a), Self::Side(b)) if a == b => Agreement::Same,
            (Self::Side(a), Self::Side(b)) if a.meets(*b) => Agreement::Compatible(Why::Rounding),
            (Self::Side(_), Self::Side(_)) => Agreement::Different(Why::Value),
            (Self::Name(a), Self::Name(b)) => names(a, b),
            (Self::Surname(a), Self::Surname(b)) => surnames(a, b),
            (Self::Place(a), Self::Place(b)) => places(a, b),
            (Self::Body(a), Self::Body(b)) => bodies(a, b),
            (Self::Block(a), Self::Block(b)) => blocks(*a, *b),
            (Self::Meaning(a), Self::Meaning(b)) => meanings(*a, *b),
            (Self::Record(a), Self::Record(b)) if a == b => Agreement::Same,
            (Self::Record(a), Self::Record(b)) if a.agrees(*b) => {
                Agreement::Compatible(Why::Rounding)
            }
            (Self::Spelling(a), Self::Spelling(b)) if a == b => Agreement::Same,
            (Self::Spelling(_), Self::Spelling(_)) => Agreement::Different(Why::NearMiss),
            (Self::Corner(a), Self::Corner(b)) => crossings(*a, *b),
            (Self::Rank(a), Self::Rank(b)) if a == b => Agreement::Same,
            (Self::Rank(_), Self::Rank(_)) | (Self::Record(_), Self::Record(_)) => {
                Agreement::Different(Why::Value)
            }
            _ => Agreement::Incomparable(Why::Measure),
        }
    }
}

/// Where a point is set, to tell two happenings of one kind apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene<'a> {
    /// Entities that do it, or that it is done to.
    pub(super) actors: Vec<EntityId>,
    /// Places that the sentence names.
    pub(super) places: Vec<&'a PlaceReading>,
    /// Days that the sentence names.
    pub(super) days: Vec<&'a TimeExpression>,
    /// Of a distance in time: what it is counted from. Two must share one.
    pub(super) anchors: Vec<Thing>,
    /// Of an age: whose it is, as far as the words describe them.
    pub(super) person: Option<Described>,
    /// Of a place: what happens there, where the sentence tells it.
    pub(super) happening: Option<Happening>,
}

impl Scene<'_> {
    /// Whether two scenes can be one: nothing in them speaks against it.
    pub(super) fn can_be(&self, other: &Self) -> bool {
        let apart = |differ: &dyn Fn(&PlaceReading, &PlaceReading) -> Agreement| {
            !self.places.is_empty()
                && !other.places.is_empty()
                && self
                    .places
                    .iter()
                    .all(|a| other.places.iter().all(|b| differ(a, b).differs()))
        };
        let days_apart = are_apart(&self.days, &other.days);
        let actors_apart = !self.actors.is_empty()
            && !other.actors.is_empty()
            && !self.actors.iter().any(|actor| other.actors.contains(actor));
        let happenings_apart =
            matches!((self.happening, other.happening), (Some(a), Some(b)) if a != b);
        !(apart(&places) || days_apart || actors_apart || happenings_apart)
    }

    /// Whether two scenes are counted from one event, or from none.
    pub(super) fn shares_anchor(&self, other: &Self) -> bool {
        (self.anchors.is_empty() && other.anchors.is_empty()) || { self.anchors.iter() }
            .any(|anchor| other.anchors.contains(anchor))
    }
}

/// A value that a report states.
#[derive(Clone, Debug)]
pub(super) struct Point<'a> {
    pub(super) slot: Slot,
    pub(super) kind: ClaimKind,
    pub(super) value: Value<'a>,
    pub(super) statement: Statement,
    pub(super) scene: Scene<'a>,
    /// Whether it is told of what the report is about; else it only shows that the report may tell of two such things.
    pub(super) sure: bool,
    pub(super) grounds: Vec<SameGround>,
}

/// The points of a report, in no order.
pub(super) fn points<'a>(reading: &Reading<'a>) -> Vec<Point<'a>> {
    let mut result = Vec::new();
    toll::tolls(reading, &mut result);
    total::totals(reading, &mut result);
    let (ages, named) = age::ages(reading, &mut result);
    described_age::described_ages(reading, &named, &mut result);
    block::blocks(reading, &mut result);
    corner::corners(reading, &mut result);
    home::homes(reading, &mut result);
    day::days(reading, &mut result);
    distance::distances(reading, &mut result);
    gathering::gatherings(reading, &mut result);
    name::names(reading, &ages, &mut result);
    amount::amounts(reading, &mut result);
    magnitude::magnitudes(reading, &mut result);
    charges::charges(reading, &mut result);
    year::years(reading, &mut result);
    rank::ranks(reading, &mut result);
    record::records(reading, &mut result);
    weight::weights(reading, &mut result);
    side::sides(reading, &mut result);
    tenure::tenures(reading, &mut result);
    state::states(reading, &mut result);
    doer::doers(reading, &ages, &mut result);
    result
}
