//! What a change of the base does to the register.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{
    ArticleId, AuthorityEntry, ChainSense, Decided, Decision, Entity, EntityId, EntityIndex,
    EntityReference, EntityUpdate, KeyedSense, LinkIndexError, MergeGround, NameKey, NameSense,
    SenseSummary, SettledSense, SplitPart,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::block::{Company, Facts, Link, links, weighed};
use super::known::KNOWN;
use super::meeting::Meeting;
use super::name::fold_name;
use super::register::{Evidence, describe, groups};
use super::sense::{KeyRule, SPLIT};

/// Senses under one key from which on it leads nowhere.
const MOST_SENSES: usize = 256;

/// Senses of a component up to which it is divided into entities by all its links; a greater one is taken for an error
/// of the rules, and only the strong links count.
const MOST_OF_COMPONENT: usize = 1024;

/// An article that leaves the base, or whose current version changes: what the register must know of it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedNames {
    article: ArticleId,
    senses: Vec<ChainSense>,
}

impl RemovedNames {
    /// Notes what is known of `article`, which the base must still hold.
    ///
    /// # Errors
    ///
    /// Where the base can not be read.
    pub fn of(index: &dyn EntityIndex, article: ArticleId) -> Result<Self, LinkIndexError> {
        Ok(Self {
            article,
            senses: index.chain_senses(article)?,
        })
    }
}

/// A change of the base, as far as the register is concerned. The order of the lists plays no part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityChange {
    /// Articles that have left the base, with those whose chains changed.
    pub removed: Vec<RemovedNames>,
    /// Articles that have come into it, with those whose chains changed.
    pub added: Vec<ArticleId>,
    /// Decisions that were made or taken back.
    pub decisions: Vec<Decision>,
    /// Entries of authority files that came or went.
    pub authority: Vec<AuthorityEntry>,
}

/// The entities that change by `change`.
///
/// `index` answers as the base is after the change, with the entities as they were stored before it. The register is
/// a function of the articles, decisions and authority entries of the base alone.
///
/// The cost is that of weighing the touched senses against those that share a key with them: constant for a name that
/// the base knows well, whatever the number of its articles.
///
/// # Errors
///
/// Where the base can not be read.
pub fn update(
    index: &dyn EntityIndex,
    change: &EntityChange,
) -> Result<EntityUpdate, LinkIndexError> {
    let mut run = Run::new(index)?;
    let mut touched: BTreeSet<NameSense> = BTreeSet::new();
    let mut forced: BTreeSet<NameSense> = BTreeSet::new();
    // Under which keys what is touched stands or stood.
    let mut keys: BTreeMap<NameKey, BTreeSet<NameSense>> = BTreeMap::new();
    for gone in &change.removed {
        for chain in &gone.senses {
            touched.insert(chain.sense.clone());
            forced.insert(chain.sense.clone());
            for key in &chain.keys {
                let touched = keys.entry(key.clone()).or_default();
                touched.insert(chain.sense.clone());
            }
        }
    }
    for &article in &change.added {
        touched.extend(
            index
                .chain_senses(article)?
                .into_iter()
                .map(|chain| chain.sense),
        );
    }
    let mut settled = Vec::new();
    let mut counted = BTreeSet::new();
    let mut dirty = BTreeSet::new();
    for sense in touched {
        if let Some(facts) = run.facts(&sense)? {
            let before = run.summary(&sense)?.and_then(|summary| summary.settled);
            if before == Some(facts.signature) && !forced.contains(&sense) {
                counted.insert(sense);
                continue;
            }
            settled.push(SettledSense {
                sense: sense.clone(),
                signature: facts.signature,
            });
            for key in run.keys(&sense)?.iter() {
                keys.entry(key.clone()).or_default().insert(sense.clone());
            }
        }
        dirty.insert(sense);
    }
    for (key, touched) in &keys {
        run.relink(key, touched, &mut dirty)?;
    }
    let moved: BTreeSet<ArticleId> = change
        .removed
        .iter()
        .map(|gone| gone.article)
        .chain(change.added.iter().copied())
        .collect();
    let standing = run.decided.clone();
    for decision in
        change
            .decisions
            .iter()
            .chain(
                standing
                    .iter()
                    .map(|decided| &decided.decision)
                    .filter(|decision| {
                        decision
                            .references()
                            .iter()
                            .any(|reference| moved.contains(&reference.witness))
                    }),
            )
    {
        for sense in run.spoken_of(decision)? {
            dirty.insert(sense);
        }
    }
    for entry in &change.authority {
        for name in authority_names(entry) {
            for sense in run.named(&name)? {
                dirty.insert(sense);
            }
        }
    }
    run.finish(&dirty, &counted, settled)
}

/// The folded names under which an entry of an authority file is looked up, ascending: what
/// [`EntityIndex::authority`] answers by.
pub fn authority_names(entry: &AuthorityEntry) -> Vec<String> {
    let kinds = match entry.kind {
        Some(kind) => vec![kind],
        // Names fold alike but for titles, legal forms and plurals.
        None => super::KINDS.to_vec(),
    };
    let names: BTreeSet<String> = entry
        .aliases
        .iter()
        .chain([&entry.name])
        .flat_map(|name| kinds.iter().map(|&kind| fold_name(kind, name)))
        .filter(|name| !name.is_empty())
        .collect();
    names.into_iter().collect()
}

/// One run of [`update`], with what it has read.
struct Run<'i> {
    index: &'i dyn EntityIndex,
    summaries: FxHashMap<NameSense, Option<Rc<SenseSummary>>>,
    facts: FxHashMap<NameSense, Option<Rc<Facts>>>,
    keys: FxHashMap<NameSense, Rc<[NameKey]>>,
    blocks: FxHashMap<NameKey, Rc<Vec<Link>>>,
    meetings: FxHashMap<NameKey, Meeting>,
    members: FxHashMap<NameKey, Rc<[KeyedSense]>>,
    entities: FxHashMap<NameSense, Option<Rc<Entity>>>,
    entries: FxHashMap<NameSense, Option<Rc<AuthorityEntry>>>,
    neighbours: Neighbours<'i>,
    decided: Vec<Decided>,
    hands: Hands,
}

/// What the decisions in force come to.
#[derive(Default)]
struct Hands {
    /// Links by hand, from both ends.
    links: BTreeMap<NameSense, BTreeSet<Link>>,
    /// Senses that were taken out: no rule links them again.
    apart: BTreeSet<NameSense>,
    /// The senses that decisions speak of, ascending by number.
    spoken: Vec<(NameSense, Decided)>,
    resting: Vec<u32>,
}

/// Names beside a sense, read once.
struct Neighbours<'i> {
    index: &'i dyn EntityIndex,
    samples: FxHashMap<NameSense, Rc<BTreeSet<String>>>,
}

impl Neighbours<'_> {
    fn of(&mut self, sense: &NameSense) -> Result<Rc<BTreeSet<String>>, LinkIndexError> {
        if let Some(names) = self.samples.get(sense) {
            return Ok(Rc::clone(names));
        }
        let mut names = BTreeSet::new();
        if let Some(summary) = self.index.summary(sense)? {
            for article in summary.sample {
                for chain in self.index.chain_senses(article)? {
                    // A town or a country is company to all.
                    let tells = matches!(
                        chain.sense.kind,
                        retold_model::NameKind::Person | retold_model::NameKind::Organisation
                    );
                    if tells && chain.sense.name != sense.name && chain.sense.name.contains(' ') {
                        names.insert(chain.sense.name);
                    }
                }
            }
        }
        let names = Rc::new(names);
        self.samples.insert(sense.clone(), Rc::clone(&names));
        Ok(names)
    }
}

impl Company for Neighbours<'_> {
    fn shared(&mut self, one: &NameSense, other: &NameSense) -> Result<bool, LinkIndexError> {
        let (one, other) = (self.of(one)?, self.of(other)?);
        Ok(!one.is_disjoint(&other))
    }
}

impl<'i> Run<'i> {
    fn new(index: &'i dyn EntityIndex) -> Result<Self, LinkIndexError> {
        let mut run = Self {
            index,
            summaries: FxHashMap::default(),
            facts: FxHashMap::default(),
            keys: FxHashMap::default(),
            blocks: FxHashMap::default(),
            meetings: FxHashMap::default(),
            members: FxHashMap::default(),
            entities: FxHashMap::default(),
            entries: FxHashMap::default(),
            neighbours: Neighbours {
                index,
                samples: FxHashMap::default(),
            },
            decided: index.decisions()?,
            hands: Hands::default(),
        };
        run.hands = run.hands()?;
        Ok(run)
    }

    fn summary(&mut self, sense: &NameSense) -> Result<Option<Rc<SenseSummary>>, LinkIndexError> {
        if let Some(summary) = self.summaries.get(sense) {
            return Ok(summary.clone());
        }
        let summary = self.index.summary(sense)?.map(Rc::new);
        self.summaries.insert(sense.clone(), summary.clone());
        Ok(summary)
    }

    fn facts(&mut self, sense: &NameSense) -> Result<Option<Rc<Facts>>, LinkIndexError> {
        if let Some(facts) = self.facts.get(sense) {
            return Ok(facts.clone());
        }
        let facts = self
            .summary(sense)?
            .map(|summary| Rc::new(Facts::of(&summary)));
        self.facts.insert(sense.clone(), facts.clone());
        Ok(facts)
    }

    /// The keys of a sense, ascending.
    fn keys(&mut self, sense: &NameSense) -> Result<Rc<[NameKey]>, LinkIndexError> {
        if let Some(keys) = self.keys.get(sense) {
            return Ok(Rc::clone(keys));
        }
        let keys: Rc<[NameKey]> = self.index.keys(sense)?.into();
        self.keys.insert(sense.clone(), Rc::clone(&keys));
        Ok(keys)
    }

    /// The senses under a key, ascending; none where there are too many.
    fn members(&mut self, key: &NameKey) -> Result<Rc<[KeyedSense]>, LinkIndexError> {
        if let Some(members) = self.members.get(key) {
            return Ok(Rc::clone(members));
        }
        let members = self.index.with_key(key, MOST_SENSES)?.unwrap_or_default();
        let members: Rc<[KeyedSense]> = members.into();
        self.members.insert(key.clone(), Rc::clone(&members));
        Ok(members)
    }

    /// The entity that has a sense, as last stored.
    fn entity_of(&mut self, sense: &NameSense) -> Result<Option<Rc<Entity>>, LinkIndexError> {
        if let Some(entity) = self.entities.get(sense) {
            return Ok(entity.clone());
        }
        let entity = self.index.entity_of(sense)?.map(Rc::new);
        // What is read for one of its senses holds for all.
        for other in entity.iter().flat_map(|entity| &entity.senses) {
            self.entities.insert(other.clone(), entity.clone());
        }
        self.entities.insert(sense.clone(), entity.clone());
        Ok(entity)
    }

    /// The links of a key.
    fn block(&mut self, key: &NameKey) -> Result<Rc<Vec<Link>>, LinkIndexError> {
        if let Some(block) = self.blocks.get(key) {
            return Ok(Rc::clone(block));
        }
        let all = self.members(key)?;
        let mut members = Vec::new();
        for sense in weighed(key, &all) {
            members.extend(self.facts(sense)?);
        }
        let block = Rc::new(links(key, &members, &mut self.neighbours)?);
        self.blocks.insert(key.clone(), Rc::clone(&block));
        Ok(block)
    }

    /// Does something with the names that meet under a key.
    fn meet<T>(
        &mut self,
        key: &NameKey,
        then: impl FnOnce(&mut Meeting, &mut Self) -> Result<T, LinkIndexError>,
    ) -> Result<T, LinkIndexError> {
        let mut meeting = match self.meetings.remove(key) {
            Some(meeting) => meeting,
            None => Meeting::new(key, self.members(key)?),
        };
        let result = then(&mut meeting, self);
        self.meetings.insert(key.clone(), meeting);
        result
    }

    /// Marks the senses whose links by a key are not as stored. `touched` are those that changed under it, came or went.
    fn relink(
        &mut self,
        key: &NameKey,
        touched: &BTreeSet<NameSense>,
        dirty: &mut BTreeSet<NameSense>,
    ) -> Result<(), LinkIndexError> {
        let members = self.members(key)?;
        if members.is_empty() {
            // Too many, and maybe not before.
            let most = MOST_SENSES + touched.len();
            if let Some(all) = self.index.with_key(key, most)? {
                self.mark(&all, &[], |_| true, dirty)?;
            }
            return Ok(());
        }
        if !Meeting::is_of(key) {
            let block = self.block(key)?;
            return self.mark(&members, &block, |_| true, dirty);
        }
        let (links, near) = self.meet(key, |meeting, run| {
            let mut facts = |sense: &NameSense| run.facts(sense);
            let mut near = BTreeSet::new();
            let changed = touched.len();
            let before = members.len() + changed;
            let all = before > MOST_SENSES || meeting.may_have_crossed(changed);
            if all {
                near = meeting.units();
            } else {
                for sense in touched {
                    meeting.around(sense, &mut facts, &mut near)?;
                }
            }
            let mut links = Vec::new();
            for &unit in &near {
                links.extend(meeting.links(unit, &mut facts)?);
            }
            let near = near.iter().flat_map(|&unit| meeting.senses(unit).cloned());
            Ok((links, (!all).then(|| near.collect::<BTreeSet<NameSense>>())))
        })?;
        let is_near = |sense: &NameSense| near.as_ref().is_none_or(|near| near.contains(sense));
        self.mark(&members, &links, is_near, dirty)
    }

    /// Marks the senses of `members` whose `links` are not as stored; of what is stored and is no longer among them, what was
    /// merged with both ends among the `members`, in one entity, and `is_near` true of one.
    fn mark(
        &mut self,
        members: &[KeyedSense],
        links: &[Link],
        is_near: impl Fn(&NameSense) -> bool,
        dirty: &mut BTreeSet<NameSense>,
    ) -> Result<(), LinkIndexError> {
        let at = |sense: &NameSense| members.binary_search_by(|member| member.sense.cmp(sense));
        let home = |sense: &NameSense| at(sense).ok().and_then(|at| members[at].entity);
        for link in links {
            if home(&link.one).is_none() || home(&link.one) != home(&link.other) {
                dirty.insert(link.one.clone());
                dirty.insert(link.other.clone());
            }
        }
        let mut counts: BTreeMap<u64, (usize, Option<&NameSense>)> = BTreeMap::new();
        for member in members {
            if let Some(entity) = member.entity {
                let (count, near) = counts.entry(entity).or_default();
                *count += 1;
                if near.is_none() && is_near(&member.sense) {
                    *near = Some(&member.sense);
                }
            }
        }
        let here: BTreeSet<(MergeGround, &NameSense, &NameSense)> = links
            .iter()
            .map(|link| (link.ground, &link.one, &link.other))
            .collect();
        for (count, near) in counts.into_values() {
            let Some(sense) = near.filter(|_| count > 1) else {
                continue;
            };
            let Some(entity) = self.entity_of(sense)? else {
                continue;
            };
            for merge in &entity.merges {
                if at(&merge.one).is_ok()
                    && at(&merge.other).is_ok()
                    && (is_near(&merge.one) || is_near(&merge.other))
                    && !here.contains(&(merge.ground, &merge.one, &merge.other))
                {
                    dirty.insert(merge.one.clone());
                }
            }
        }
        Ok(())
    }

    /// The senses with a folded name.
    fn named(&mut self, name: &str) -> Result<Vec<NameSense>, LinkIndexError> {
        let members = self.members(&KeyRule::Name.key(name))?;
        Ok(members.iter().map(|member| member.sense.clone()).collect())
    }

    /// The one entry of the user's authority files that a sense has.
    fn entry(&mut self, sense: &NameSense) -> Result<Option<Rc<AuthorityEntry>>, LinkIndexError> {
        if let Some(entry) = self.entries.get(sense) {
            return Ok(entry.clone());
        }
        let mut fitting: Vec<AuthorityEntry> = self
            .index
            .authority(&sense.name)?
            .into_iter()
            .filter(|entry| entry.kind.is_none_or(|kind| kind == sense.kind))
            .collect();
        let entry = match fitting.len() {
            1 => fitting.pop().map(Rc::new),
            _ => None,
        };
        self.entries.insert(sense.clone(), entry.clone());
        Ok(entry)
    }

    /// The links that tables and authority files make for a sense.
    fn authority_links(&mut self, sense: &NameSense) -> Result<Vec<Link>, LinkIndexError> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let entry = self.entry(sense)?;
        if let Some(entry) = &entry {
            names.extend(authority_names(entry));
        }
        let known = KNOWN.entry(sense.kind, &sense.name);
        if let Some(known) = known {
            names.extend(known.folded.iter().cloned());
        }
        names.remove(&sense.name);
        let mut links = Vec::new();
        for name in names {
            for other in self.named(&name)? {
                let by_table = known.is_some_and(|known| {
                    KNOWN
                        .entry(other.kind, &other.name)
                        .is_some_and(|other| std::ptr::eq(other, known))
                });
                let by_file =
                    entry.is_some() && other.kind == sense.kind && self.entry(&other)? == entry;
                if (by_table || by_file) && other.facet.is_empty() == sense.facet.is_empty() {
                    links.push(Link::new(MergeGround::Authority, false, sense, &other));
                }
            }
        }
        Ok(links)
    }

    /// The sense that a decision means now.
    fn meant(&mut self, reference: &EntityReference) -> Result<Option<NameSense>, LinkIndexError> {
        let there = self.index.chain_senses(reference.witness)?;
        let find = |fits: &dyn Fn(&NameSense) -> bool| {
            there
                .iter()
                .map(|chain| &chain.sense)
                .filter(|sense| fits(sense))
                .min()
                .cloned()
        };
        let sense = &reference.sense;
        if let Some(found) = find(&|other| other == sense)
            .or_else(|| find(&|other| other.kind == sense.kind && other.name == sense.name))
            .or_else(|| find(&|other| other.name == sense.name))
        {
            return Ok(Some(found));
        }
        Ok(self.summary(sense)?.map(|summary| summary.sense.clone()))
    }

    /// The senses that a split takes out.
    fn taken_out(&mut self, decided: &Decided) -> Result<Vec<NameSense>, LinkIndexError> {
        let Decision::Split { entity, apart } = &decided.decision else {
            return Ok(Vec::new());
        };
        let mut result = BTreeSet::new();
        for part in apart {
            match part {
                SplitPart::Name(name) => {
                    let named = self.named(name)?;
                    result.extend(named.into_iter().filter(|sense| {
                        sense.kind == entity.sense.kind && !sense.facet.starts_with(SPLIT)
                    }));
                }
                SplitPart::Article { article, .. } => {
                    let facet = format!("{SPLIT}{}", decided.number);
                    result.extend(
                        self.index
                            .chain_senses(*article)?
                            .into_iter()
                            .map(|chain| chain.sense)
                            .filter(|sense| sense.facet == facet),
                    );
                }
            }
        }
        Ok(result.into_iter().collect())
    }

    fn hands(&mut self) -> Result<Hands, LinkIndexError> {
        let mut hands = Hands::default();
        let decided = self.decided.clone();
        let mut parts: Vec<(u32, Vec<NameSense>)> = Vec::new();
        for decision in &decided {
            let taken = self.taken_out(decision)?;
            if !taken.is_empty() {
                parts.push((decision.number, taken));
            }
        }
        let mut link = |one: &NameSense, other: &NameSense| {
            let link = Link::new(MergeGround::ByHand, false, one, other);
            for end in [one, other] {
                hands
                    .links
                    .entry(end.clone())
                    .or_default()
                    .insert(link.clone());
            }
        };
        for (_, taken) in &parts {
            for pair in taken.windows(2) {
                link(&pair[0], &pair[1]);
            }
        }
        let mut resting = Vec::new();
        let mut spoken = Vec::new();
        for decision in &decided {
            let mut senses = Vec::new();
            for reference in decision.decision.references() {
                match self.meant(reference)? {
                    Some(sense) => senses.push(sense),
                    None => resting.push(decision.number),
                }
            }
            if let (Decision::Merge { .. }, [one, other]) = (&decision.decision, senses.as_slice())
            {
                // A split that was decided later holds.
                let parted = parts.iter().any(|(number, taken)| {
                    *number > decision.number && taken.contains(one) != taken.contains(other)
                });
                if !parted && one != other {
                    link(one, other);
                }
            }
            for sense in senses {
                spoken.push((sense, decision.clone()));
            }
        }
        resting.dedup();
        hands.resting = resting;
        hands.spoken = spoken;
        hands.apart = parts.into_iter().flat_map(|(_, taken)| taken).collect();
        Ok(hands)
    }

    /// All senses that a decision speaks of, or may have spoken of.
    fn spoken_of(&mut self, decision: &Decision) -> Result<Vec<NameSense>, LinkIndexError> {
        let mut result = BTreeSet::new();
        for reference in decision.references() {
            result.extend(self.meant(reference)?);
            result.insert(reference.sense.clone());
        }
        if let Decision::Split { apart, .. } = decision {
            for part in apart {
                let (SplitPart::Name(name) | SplitPart::Article { name, .. }) = part;
                result.extend(self.named(name)?);
            }
        }
        Ok(result.into_iter().collect())
    }

    /// The links of a sense with names that it meets under a key.
    fn links_met(&mut self, key: &NameKey, sense: &NameSense) -> Result<Vec<Link>, LinkIndexError> {
        self.meet(key, |meeting, run| {
            let Some(unit) = meeting.unit_of(sense) else {
                return Ok(Vec::new());
            };
            let mut links = meeting.links(unit, &mut |sense| run.facts(sense))?;
            links.retain(|link| link.one == *sense || link.other == *sense);
            Ok(links)
        })
    }

    /// All links of a sense that count.
    fn links_of(&mut self, sense: &NameSense) -> Result<Vec<Link>, LinkIndexError> {
        let mut result: Vec<Link> = self
            .hands
            .links
            .get(sense)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        if self.hands.apart.contains(sense) {
            return Ok(result);
        }
        for key in self.keys(sense)?.iter() {
            if Meeting::is_of(key) {
                result.extend(self.links_met(key, sense)?);
                continue;
            }
            let block = self.block(key)?;
            result.extend(
                block
                    .iter()
                    .filter(|link| link.one == *sense || link.other == *sense)
                    .cloned(),
            );
        }
        if !sense.facet.starts_with(SPLIT) {
            result.extend(self.authority_links(sense)?);
        }
        let apart = &self.hands.apart;
        result.retain(|link| {
            link.ground == MergeGround::ByHand
                || !(apart.contains(&link.one) || apart.contains(&link.other))
        });
        Ok(result)
    }

    /// Forms the entities of all components that hold a dirty sense anew, and counts those with a counted one again.
    fn finish(
        mut self,
        dirty: &BTreeSet<NameSense>,
        counted: &BTreeSet<NameSense>,
        settled: Vec<SettledSense>,
    ) -> Result<EntityUpdate, LinkIndexError> {
        let mut old: BTreeMap<EntityId, Rc<Entity>> = BTreeMap::new();
        let mut new: BTreeMap<EntityId, Entity> = BTreeMap::new();
        let mut seen: FxHashSet<NameSense> = dirty.iter().cloned().collect();
        let mut found: Vec<NameSense> = dirty.iter().cloned().collect();
        let mut links: BTreeSet<Link> = BTreeSet::new();
        let mut at = 0;
        while let Some(sense) = found.get(at).cloned() {
            at += 1;
            let mut near = Vec::new();
            if let Some(entity) = self.entity_of(&sense)?
                && let Entry::Vacant(place) = old.entry(entity.id)
            {
                near.extend(entity.senses.iter().cloned());
                place.insert(entity);
            }
            if self.facts(&sense)?.is_some() {
                for link in self.links_of(&sense)? {
                    near.push(link.one.clone());
                    near.push(link.other.clone());
                    links.insert(link);
                }
            }
            for sense in near {
                if !seen.contains(&sense) {
                    seen.insert(sense.clone());
                    found.push(sense);
                }
            }
        }
        found.sort_unstable();
        let mut senses: Vec<Rc<Facts>> = Vec::new();
        for sense in &found {
            senses.extend(self.facts(sense)?);
        }
        let components = components(&senses, &links);
        let mut homes: FxHashMap<&NameSense, usize> = FxHashMap::default();
        for (component, at) in components.iter().zip(0..) {
            homes.extend(component.iter().map(|facts| (&facts.sense, at)));
        }
        let mut inner: Vec<Vec<&Link>> = vec![Vec::new(); components.len()];
        for link in &links {
            if let Some(&at) = homes.get(&link.one) {
                inner[at].push(link);
            }
        }
        for (component, mut links) in components.iter().zip(inner) {
            links.retain(|link| component.len() <= MOST_OF_COMPONENT || !link.weak);
            let mut entries = BTreeMap::new();
            for facts in component {
                if let Some(entry) = self.entry(&facts.sense)? {
                    entries.insert(facts.sense.clone(), entry);
                }
            }
            for group in groups(component, &links, &entries, &mut self.neighbours)? {
                let entity = self.describe(group.senses, group.merges)?;
                new.insert(entity.id, entity);
            }
        }
        for sense in counted {
            if seen.contains(sense) {
                continue;
            }
            if let Some(entity) = self.entity_of(sense)?
                && !old.contains_key(&entity.id)
            {
                let counted = self.describe(entity.senses.clone(), entity.merges.clone())?;
                old.insert(entity.id, entity);
                new.insert(counted.id, counted);
            }
        }
        let dissolved = old
            .values()
            .filter(|entity| new.get(&entity.id) != Some(&***entity))
            .map(|entity| entity.id)
            .collect();
        let entities = new
            .into_values()
            .filter(|entity| old.get(&entity.id).map(|old| &**old) != Some(entity))
            .collect();
        Ok(EntityUpdate {
            dissolved,
            entities,
            settled,
            resting: self.hands.resting,
        })
    }

    fn describe(
        &mut self,
        senses: Vec<NameSense>,
        merges: Vec<retold_model::Merge>,
    ) -> Result<Entity, LinkIndexError> {
        let mut summaries = Vec::new();
        let mut entries = Vec::new();
        for sense in &senses {
            summaries.extend(self.summary(sense)?);
            entries.extend(self.entry(sense)?);
        }
        let decided = self
            .hands
            .spoken
            .iter()
            .filter(|(sense, _)| senses.contains(sense))
            .map(|(_, decided)| decided.clone())
            .collect();
        Ok(describe(&Evidence {
            senses,
            merges,
            summaries,
            entries,
            decided,
        }))
    }
}

/// The senses in groups that links connect, each ascending, by their least sense.
fn components(senses: &[Rc<Facts>], links: &BTreeSet<Link>) -> Vec<Vec<Rc<Facts>>> {
    let place: FxHashMap<&NameSense, usize> = senses
        .iter()
        .enumerate()
        .map(|(at, facts)| (&facts.sense, at))
        .collect();
    let mut forest = crate::forest::Forest::new(senses.len());
    for link in links {
        if let (Some(&one), Some(&other)) = (place.get(&link.one), place.get(&link.other)) {
            forest.join(one, other);
        }
    }
    forest
        .groups()
        .into_iter()
        .map(|group| group.into_iter().map(|at| Rc::clone(&senses[at])).collect())
        .collect()
}
