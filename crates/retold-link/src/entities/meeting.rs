//! The names that meet under a key of skeletons, compared as far as it is asked.
//!
//! Hundreds of names may meet under such a key, of which few are spellings of one another. What links a name there is told by
//! those that agree with it and by those that agree with these. So a name that is new is compared with all others,
//! but they are not compared among themselves again, and nothing is read of those that agree with none.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use retold_model::{KeyedSense, LinkIndexError, MergeGround, NameKey, NameKind, NameSense};

use super::block::{Facts, Link, dominating, facets_conflict, head};
use super::people::{self, Spoken};
use super::sense::{KeyRule, SPLIT};
use super::things::{self, Spelled};

/// Different names under one key up to which they are compared.
pub(super) const MOST_NAMES: usize = 96;

/// The names under one key.
pub(super) struct Meeting {
    /// All senses under the key, ascending.
    all: Rc<[KeyedSense]>,
    /// By kind, then ascending.
    units: Vec<Unit>,
    /// Where the units of each kind stand that are compared, and how many there are: none are compared of a kind that has too many.
    kinds: BTreeMap<NameKind, (Range<usize>, usize)>,
}

/// What is compared as one: of people a name, of things a sense.
struct Unit {
    /// Where its senses stand, the first of which takes part.
    senses: Range<usize>,
    name: Option<Rc<Read>>,
    /// The sense that speaks for the name, once it was asked.
    head: OnceCell<Option<Rc<Facts>>>,
    /// Those that agree with it, ascending, once it was asked.
    partners: Option<Rc<[Partner]>>,
    /// Those of them that it goes with, once it was asked.
    chosen: Option<Rc<BTreeSet<usize>>>,
}

/// One that agrees with a unit.
#[derive(Clone, Copy)]
struct Partner {
    unit: usize,
    ground: MergeGround,
    weak: bool,
}

/// A name made ready to be compared.
enum Read {
    Person(Spoken),
    Thing(Spelled),
}

impl Read {
    fn of(sense: &NameSense) -> Self {
        match sense.kind {
            NameKind::Person => Self::Person(Spoken::of(&sense.name)),
            _ => Self::Thing(Spelled::of(&sense.name)),
        }
    }
}

/// How what is known of a sense is read.
pub(super) type ReadFacts<'r> =
    dyn FnMut(&NameSense) -> Result<Option<Rc<Facts>>, LinkIndexError> + 'r;

impl Meeting {
    /// Whether the names under a key are compared so.
    pub(super) fn is_of(key: &NameKey) -> bool {
        matches!(KeyRule::of(key), Some(KeyRule::Person | KeyRule::Thing))
    }

    /// Of the senses under `key`, ascending. Those that were split off by hand take no part.
    pub(super) fn new(key: &NameKey, all: Rc<[KeyedSense]>) -> Self {
        let people = KeyRule::of(key) == Some(KeyRule::Person);
        let mut kinds = BTreeMap::new();
        let mut units: Vec<Unit> = Vec::new();
        // Senses ascend by their kinds, then by their names.
        for (keyed, place) in all.iter().zip(0..) {
            let sense = &keyed.sense;
            if !is_whole(sense) || people && sense.kind != NameKind::Person {
                continue;
            }
            let at = units.len();
            let (range, count) = kinds.entry(sense.kind).or_insert((at..at, 0));
            match units.last_mut() {
                Some(last) if people && all[last.senses.start].sense.name == sense.name => {
                    last.senses.end = place + 1;
                    continue;
                }
                _ => {}
            }
            *count += 1;
            range.end += 1;
            units.push(Unit {
                senses: place..place + 1,
                name: None,
                head: OnceCell::new(),
                partners: None,
                chosen: None,
            });
        }
        for (range, count) in kinds.values_mut() {
            if *count > MOST_NAMES {
                *range = 0..0;
            }
        }
        Self { all, units, kinds }
    }

    /// The units of `sense`, or of its name, if they are compared.
    pub(super) fn unit_of(&self, sense: &NameSense) -> Option<usize> {
        let (range, _) = self.kinds.get(&sense.kind)?;
        let before = |unit: &Unit| self.all[unit.senses.start].sense <= *sense;
        let at = range.start + self.units[range.clone()].partition_point(before);
        let at = at.checked_sub(1).filter(|at| range.contains(at))?;
        self.senses(at).any(|here| here == sense).then_some(at)
    }

    /// Whether names of a kind may have become too many, or few enough, by `changed` senses that came or went.
    pub(super) fn may_have_crossed(&self, changed: usize) -> bool {
        let counts = self.kinds.values().map(|(_, count)| *count);
        counts
            .into_iter()
            .any(|count| count <= MOST_NAMES + changed && count + changed > MOST_NAMES)
    }

    /// All units that are compared.
    pub(super) fn units(&self) -> BTreeSet<usize> {
        { self.kinds.values() }
            .flat_map(|(range, _)| range.clone())
            .collect()
    }

    /// The senses of a unit.
    pub(super) fn senses(&self, unit: usize) -> impl Iterator<Item = &NameSense> {
        { self.all[self.units[unit].senses.clone()].iter() }
            .map(|keyed| &keyed.sense)
            .filter(|sense| is_whole(sense))
    }

    /// The first sense of a unit.
    fn first(&self, unit: usize) -> &NameSense {
        &self.all[self.units[unit].senses.start].sense
    }

    /// Adds the units whose links may be others than before `sense` changed, came or went: its own, and those that agree
    /// with its name.
    pub(super) fn around(
        &mut self,
        sense: &NameSense,
        facts: &mut ReadFacts<'_>,
        found: &mut BTreeSet<usize>,
    ) -> Result<(), LinkIndexError> {
        if let Some(unit) = self.unit_of(sense) {
            found.insert(unit);
            found.extend(
                self.partners(unit, facts)?
                    .iter()
                    .map(|partner| partner.unit),
            );
        } else if let Some((range, _)) = self.kinds.get(&sense.kind).cloned() {
            let gone = Read::of(sense);
            for unit in range {
                let here = self.name(unit);
                if agreement(&gone, &here).is_some() || self.first(unit).name == sense.name {
                    found.insert(unit);
                }
            }
        }
        Ok(())
    }

    /// The links of a unit, ascending: with each name that agrees with it, where it goes with that one and that one with it.
    pub(super) fn links(
        &mut self,
        unit: usize,
        facts: &mut ReadFacts<'_>,
    ) -> Result<Vec<Link>, LinkIndexError> {
        let mut links = Vec::new();
        for partner in &*self.partners(unit, facts)? {
            if self.chosen(unit, facts)?.contains(&partner.unit)
                && self.chosen(partner.unit, facts)?.contains(&unit)
                && let (Some(one), Some(other)) =
                    (self.head(unit, facts)?, self.head(partner.unit, facts)?)
            {
                links.push(Link::new(
                    partner.ground,
                    partner.weak,
                    &one.sense,
                    &other.sense,
                ));
            }
        }
        links.sort();
        Ok(links)
    }

    fn name(&mut self, unit: usize) -> Rc<Read> {
        if let Some(name) = &self.units[unit].name {
            return Rc::clone(name);
        }
        let name = Rc::new(Read::of(self.first(unit)));
        self.units[unit].name = Some(Rc::clone(&name));
        name
    }

    fn head(
        &mut self,
        unit: usize,
        facts: &mut ReadFacts<'_>,
    ) -> Result<Option<Rc<Facts>>, LinkIndexError> {
        if let Some(head) = self.units[unit].head.get() {
            return Ok(head.clone());
        }
        let mut all = Vec::new();
        for sense in self.senses(unit) {
            all.extend(facts(sense)?);
        }
        let head = head(&all).cloned();
        Ok(self.units[unit].head.get_or_init(|| head).clone())
    }

    /// Those whose names agree with that of a unit.
    fn partners(
        &mut self,
        unit: usize,
        facts: &mut ReadFacts<'_>,
    ) -> Result<Rc<[Partner]>, LinkIndexError> {
        if let Some(partners) = &self.units[unit].partners {
            return Ok(Rc::clone(partners));
        }
        let sense = self.first(unit).clone();
        let range = self.kinds.get(&sense.kind).map(|(range, _)| range.clone());
        let name = self.name(unit);
        let mut partners = Vec::new();
        for other in range.into_iter().flatten().filter(|&other| other != unit) {
            let there = self.name(other);
            // Which of two words is taken for which may depend on the order.
            let agreement = if unit < other {
                agreement(&name, &there)
            } else {
                agreement(&there, &name)
            };
            if let Some((ground, weak)) = agreement
                && (sense.kind == NameKind::Person
                    || sense.name != self.first(other).name
                        && !facets_conflict(&sense, self.first(other)))
                && self.head(other, facts)?.is_some()
            {
                partners.push(Partner {
                    unit: other,
                    ground,
                    weak,
                });
            }
        }
        let partners: Rc<[Partner]> = partners.into();
        self.units[unit].partners = Some(Rc::clone(&partners));
        Ok(partners)
    }

    /// Those that a unit goes with: all that agree with it, unless some of them rival others; then those around the one
    /// that is much more frequent, else none.
    fn chosen(
        &mut self,
        unit: usize,
        facts: &mut ReadFacts<'_>,
    ) -> Result<Rc<BTreeSet<usize>>, LinkIndexError> {
        if let Some(chosen) = &self.units[unit].chosen {
            return Ok(Rc::clone(chosen));
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for partner in &*self.partners(unit, facts)? {
            let mut home = None;
            for (at, group) in groups.iter().enumerate() {
                if !{ group.iter() }.any(|&other| self.are_rivals(partner.unit, other)) {
                    home = Some(at);
                    break;
                }
            }
            match home {
                Some(at) => groups[at].push(partner.unit),
                None => groups.push(vec![partner.unit]),
            }
        }
        let mut sizes = Vec::with_capacity(groups.len());
        for group in &groups {
            let mut size = 0;
            for &other in group {
                size = size.max(self.head(other, facts)?.map_or(0, |head| head.size));
            }
            sizes.push(size);
        }
        let chosen: BTreeSet<usize> = dominating(&sizes, 2)
            .map(|at| groups[at].iter().copied().collect())
            .unwrap_or_default();
        let chosen = Rc::new(chosen);
        self.units[unit].chosen = Some(Rc::clone(&chosen));
        Ok(chosen)
    }

    fn are_rivals(&mut self, one: usize, other: usize) -> bool {
        match (&*self.name(one), &*self.name(other)) {
            (Read::Person(one), Read::Person(other)) => people::conflict(one, other),
            _ => facets_conflict(self.first(one), self.first(other)),
        }
    }
}

/// Whether a sense was not split off by hand.
fn is_whole(sense: &NameSense) -> bool {
    !sense.facet.starts_with(SPLIT)
}

/// What makes two names spellings of one, and whether it counts only where there is no rival.
fn agreement(one: &Read, other: &Read) -> Option<(MergeGround, bool)> {
    match (one, other) {
        (Read::Person(one), Read::Person(other)) => {
            people::agreement(one, other).map(|found| (found.ground, found.weak))
        }
        (Read::Thing(one), Read::Thing(other)) => things::agreement_of(one, other)
            .map(|ground| (ground, ground == MergeGround::Transliteration)),
        _ => None,
    }
}
