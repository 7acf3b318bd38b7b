//! Which senses under one key are one entity: a pure function of the senses that have the key.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{
    KeyedSense, LinkIndexError, MergeGround, NameKey, NameKind, NameSense, SenseSummary,
};

use super::known::KNOWN;
use super::lists::LISTS;
use super::meeting::MOST_NAMES;
use super::name::{PersonName, core, fold_name, initials};
use super::people::{self, Spoken};
use super::sense::{ARTICLE, COUNTRY, KeyRule, SPLIT, is_common};
use super::spelling::{Likeness, spelling};
use super::things;
use crate::hash;

/// What the rules look at: coarse, so that one article more seldom changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) sense: NameSense,
    /// The number of binary digits of the count of chains.
    pub(super) size: u32,
    /// The other names that its chains have, folded.
    forms: BTreeSet<String>,
    /// Whether it is written in capitals alone.
    capitals: bool,
    /// Its name taken apart.
    pub(super) person: Spoken,
    /// A hash of all of this and of the sample.
    pub(super) signature: u64,
}

impl Facts {
    pub(super) fn of(summary: &SenseSummary) -> Self {
        let sense = summary.sense.clone();
        let size = u32::BITS - summary.chains.leading_zeros();
        let mut forms = BTreeSet::new();
        let mut capitals = false;
        let all: u64 = summary.names.iter().map(|a| u64::from(a.mentions)).sum();
        for alias in &summary.names {
            let folded = fold_name(sense.kind, &alias.text);
            if folded == sense.name {
                capitals |= alias.text.chars().filter(|c| c.is_alphabetic()).count() > 1
                    && !alias.text.chars().any(char::is_lowercase);
            } else if !folded.is_empty() && u64::from(alias.mentions) * SELDOM >= all {
                forms.insert(folded);
            }
        }
        let mut hashes = vec![u64::from(size), u64::from(capitals)];
        hashes.extend(forms.iter().map(|form| hash::bytes(form.bytes())));
        hashes.extend(
            summary
                .sample
                .iter()
                .map(|article| hash::bytes(article.to_string().bytes())),
        );
        Self {
            person: Spoken::of(if sense.kind == NameKind::Person {
                &sense.name
            } else {
                ""
            }),
            sense,
            size,
            forms,
            capitals,
            signature: hash::run(&hashes) >> 1,
        }
    }

    /// The role and the country of a facet.
    fn role(&self) -> (Option<&str>, Option<&str>) {
        let facet = self.sense.facet.as_str();
        if self.sense.kind != NameKind::Person {
            return (None, None);
        }
        match facet.split_once(" of ") {
            // "secretary of state": the role itself has the word.
            Some((role, country)) if LISTS.roles.contains_key(role) => (Some(role), Some(country)),
            _ => match facet.rsplit_once(" of ") {
                Some((role, country)) if LISTS.roles.contains_key(role) => {
                    (Some(role), Some(country))
                }
                _ => (LISTS.roles.contains_key(facet).then_some(facet), None),
            },
        }
    }
}

/// One in how many mentions of a sense a form must be to count: rarer ones are errors of the reading.
const SELDOM: u64 = 16;

/// Two senses that the rules take for one entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    /// Gives way to all that are not weak.
    pub(super) weak: bool,
    pub(super) ground: MergeGround,
    pub(super) one: NameSense,
    pub(super) other: NameSense,
}

impl Link {
    pub(super) fn new(ground: MergeGround, weak: bool, one: &NameSense, other: &NameSense) -> Self {
        let (one, other) = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        Self {
            weak,
            ground,
            one: one.clone(),
            other: other.clone(),
        }
    }
}

/// The names that stand beside a sense in its sample of articles.
pub(super) trait Company {
    /// Whether two senses have a name beside them in common.
    fn shared(&mut self, one: &NameSense, other: &NameSense) -> Result<bool, LinkIndexError>;
}

/// Letters of a surname from which on another spelling of it is taken for it.
const LONG_SURNAME: usize = 6;

/// The links among the senses of one key, ascending; none of a key whose names [meet](super::meeting).
pub(super) fn links(
    key: &NameKey,
    members: &[Rc<Facts>],
    company: &mut dyn Company,
) -> Result<Vec<Link>, LinkIndexError> {
    let Some(rule) = KeyRule::of(key) else {
        return Ok(Vec::new());
    };
    let mut links = match rule {
        KeyRule::Name => same_name(members, company)?,
        KeyRule::Person | KeyRule::Thing => Vec::new(),
        KeyRule::Surname => surname_alone(members, company)?,
        KeyRule::Form => short_forms(&key.0[2..], members),
        KeyRule::Initials => initials_alone(&key.0[2..], members),
        KeyRule::Core => cores(members),
        KeyRule::Id => {
            let members: Vec<&Rc<Facts>> = members.iter().collect();
            star(&members, MergeGround::Authority)
        }
        KeyRule::Body => {
            let members: Vec<&Rc<Facts>> =
                members.iter().filter(|facts| !is_split(facts)).collect();
            star(&members, MergeGround::FormOfName)
        }
    };
    links.sort();
    links.dedup();
    Ok(links)
}

/// The senses of a key that [`links`] looks at, ascending: none where it would find nothing. Told by their names alone, so that
/// nothing need be read of the others.
pub(super) fn weighed<'s>(key: &NameKey, senses: &'s [KeyedSense]) -> Vec<&'s NameSense> {
    let all = || senses.iter().map(|keyed| &keyed.sense);
    match KeyRule::of(key) {
        Some(KeyRule::Surname) => {
            let people = all().filter(|sense| sense.kind == NameKind::Person);
            let people: Vec<(&NameSense, bool)> = people
                .filter(|sense| !sense.facet.starts_with(SPLIT))
                .map(|sense| (sense, PersonName::of(&sense.name).words.len() > 1))
                .collect();
            let full = people.iter().filter(|(_, full)| *full);
            let full: BTreeSet<&str> = full.map(|(sense, _)| sense.name.as_str()).collect();
            // Only names of one word are linked here.
            if full.len() > MOST_NAMES || people.iter().all(|(_, full)| *full) {
                return Vec::new();
            }
            people.into_iter().map(|(sense, _)| sense).collect()
        }
        Some(KeyRule::Person | KeyRule::Thing) | None => Vec::new(),
        // One sense alone is linked to nothing.
        Some(_) if senses.len() < 2 => Vec::new(),
        Some(_) => all().collect(),
    }
}

/// Whether two senses of people can not be one entity's by what is said of them.
pub(super) fn roles_conflict(
    one: &Facts,
    other: &Facts,
    company: &mut dyn Company,
) -> Result<bool, LinkIndexError> {
    let ((Some(role), country), (Some(other_role), other_country)) = (one.role(), other.role())
    else {
        return Ok(false);
    };
    let field = |role: &str| LISTS.roles.get(role).copied().flatten();
    let fields_differ = matches!((field(role), field(other_role)), (Some(a), Some(b)) if a != b);
    let countries_differ = matches!((country, other_country), (Some(a), Some(b)) if a != b);
    let rivals = countries_differ && field(role) == field(other_role);
    if !(fields_differ || rivals) {
        return Ok(false);
    }
    Ok(!company.shared(&one.sense, &other.sense)?)
}

/// Whether two senses stand for different things by ids, or were split by hand.
pub(super) fn facets_conflict(one: &NameSense, other: &NameSense) -> bool {
    let split = |sense: &NameSense| sense.facet.starts_with(SPLIT);
    let id = |sense: &NameSense| sense.kind != NameKind::Person && !sense.facet.is_empty();
    split(one) != split(other) || (split(one) || id(one) && id(other)) && one.facet != other.facet
}

fn is_split(facts: &Facts) -> bool {
    facts.sense.facet.starts_with(SPLIT)
}

/// The sense that speaks for several: the most frequent, the least of equals.
pub(super) fn head<'f>(facts: impl IntoIterator<Item = &'f Rc<Facts>>) -> Option<&'f Rc<Facts>> {
    facts
        .into_iter()
        .min_by(|a, b| b.size.cmp(&a.size).then_with(|| a.sense.cmp(&b.sense)))
}

/// The one of `sizes` that is alone or greater than each other by `margin`.
pub(super) fn dominating(sizes: &[u32], margin: u32) -> Option<usize> {
    let best = (0..sizes.len()).max_by_key(|&at| (sizes[at], std::cmp::Reverse(at)))?;
    sizes
        .iter()
        .enumerate()
        .all(|(at, &size)| at == best || size + margin <= sizes[best])
        .then_some(best)
}

/// How much more frequent a kind must be to take another kind's mentions of a name, in steps of the doubling of chains.
fn kind_margin(frequent: NameKind, rare: NameKind, name: &str) -> u32 {
    use NameKind::{Facility, Group, Organisation, Person, Place};
    let several = name.contains(' ');
    // An unknown word alone is read as a person too easily.
    let is_misread = rare == Person && !several && !is_common(name);
    match (frequent.min(rare), frequent.max(rare)) {
        (Person, Organisation | Facility | Place) if is_misread => 1,
        (Organisation, Facility | Group) => 0,
        (Person, Organisation | Facility | Group) | (Place, Facility) if several => 0,
        (Person, Organisation | Facility) | (Organisation, Place) | (Place, Facility) => 2,
        (Person, Place) if several => 1,
        _ => 3,
    }
}

/// Senses of the same name: of one kind unless what is said of them tells them apart, of two kinds where one is rare.
fn same_name(
    members: &[Rc<Facts>],
    company: &mut dyn Company,
) -> Result<Vec<Link>, LinkIndexError> {
    let mut by_kind: BTreeMap<NameKind, Vec<&Rc<Facts>>> = BTreeMap::new();
    for facts in members.iter().filter(|facts| !is_split(facts)) {
        by_kind.entry(facts.sense.kind).or_default().push(facts);
    }
    let mut links = Vec::new();
    let mut heads: Vec<&Rc<Facts>> = Vec::new();
    for (kind, senses) in &by_kind {
        // A surname or given name alone: its bearers decide, see `surname_alone`.
        let alone = *kind == NameKind::Person && senses.iter().all(|f| f.person.words.len() < 2);
        let groups = if alone {
            senses.iter().map(|&facts| vec![facts]).collect()
        } else {
            namesakes(senses, company)?
        };
        for group in &groups {
            links.extend(star(group, MergeGround::SameName));
        }
        if groups.len() == 1 {
            heads.extend(head(senses.iter().copied()));
        }
    }
    // One thing has one kind: the readings of a few articles give way.
    let Some(first) = head(heads.iter().copied()) else {
        return Ok(links);
    };
    for facts in &heads {
        let margin = kind_margin(first.sense.kind, facts.sense.kind, &first.sense.name);
        if facts.sense != first.sense && facts.size + margin <= first.size {
            links.push(Link::new(
                MergeGround::SameName,
                true,
                &first.sense,
                &facts.sense,
            ));
        }
    }
    Ok(links)
}

/// Senses of one name by bearer: those with a facet gather around the most frequent ones, the one without goes to the
/// bearer that is much more frequent.
fn namesakes<'f>(
    senses: &[&'f Rc<Facts>],
    company: &mut dyn Company,
) -> Result<Vec<Vec<&'f Rc<Facts>>>, LinkIndexError> {
    let (plain, mut told): (Vec<&Rc<Facts>>, Vec<&Rc<Facts>>) = senses
        .iter()
        .partition(|facts| facts.sense.facet.is_empty());
    told.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.sense.cmp(&b.sense)));
    let mut groups: Vec<Vec<&Rc<Facts>>> = Vec::new();
    for facts in told {
        let mut home = None;
        for (at, group) in groups.iter().enumerate() {
            let mut fits = true;
            for other in group {
                fits &= !facets_conflict(&facts.sense, &other.sense)
                    && !roles_conflict(facts, other, company)?;
            }
            if fits {
                home = Some(at);
                break;
            }
        }
        match home {
            Some(at) => groups[at].push(facts),
            None => groups.push(vec![facts]),
        }
    }
    let sizes: Vec<u32> = groups
        .iter()
        .map(|group| group.iter().map(|facts| facts.size).max().unwrap_or(0))
        .collect();
    if !plain.is_empty() {
        match dominating(&sizes, 2) {
            Some(at) => groups[at].extend(plain),
            None => groups.push(plain),
        }
    }
    Ok(groups)
}

/// Links from the most frequent of several senses to the others.
fn star(group: &[&Rc<Facts>], ground: MergeGround) -> Vec<Link> {
    let Some(first) = head(group.iter().copied()) else {
        return Vec::new();
    };
    group
        .iter()
        .filter(|facts| facts.sense != first.sense)
        .map(|facts| {
            let ground = if facts.sense.name == first.sense.name {
                MergeGround::SameName
            } else {
                ground
            };
            Link::new(ground, false, &first.sense, &facts.sense)
        })
        .collect()
}

/// The different names of the members, each with the sense that speaks for it.
fn names<'f>(members: impl Iterator<Item = &'f Rc<Facts>>) -> Vec<&'f Rc<Facts>> {
    let mut by_name: BTreeMap<&str, Vec<&Rc<Facts>>> = BTreeMap::new();
    for facts in members.filter(|facts| !is_split(facts)) {
        by_name.entry(&facts.sense.name).or_default().push(facts);
    }
    by_name.into_values().filter_map(head).collect()
}

/// A surname alone goes to the one bearer of the base, or to the one who is much more often written of, or who has the
/// same office.
fn surname_alone(
    members: &[Rc<Facts>],
    company: &mut dyn Company,
) -> Result<Vec<Link>, LinkIndexError> {
    let people = || {
        members
            .iter()
            .filter(|facts| facts.sense.kind == NameKind::Person && !is_split(facts))
    };
    let full = names(people().filter(|facts| facts.person.words.len() > 1));
    if full.len() > MOST_NAMES {
        return Ok(Vec::new());
    }
    if full.is_empty() {
        // A name of one word, or nobody has said the other: one bearer unless offices tell.
        let short: Vec<&Rc<Facts>> = people()
            .filter(|facts| {
                facts.person.words.len() == 1 && !facts.sense.facet.starts_with(ARTICLE)
            })
            .collect();
        return Ok(namesakes(&short, company)?
            .iter()
            .flat_map(|group| star(group, MergeGround::SpellingVariant))
            .collect());
    }
    // Full names that can be one person's.
    let mut bearers: Vec<Vec<&Rc<Facts>>> = Vec::new();
    let mut by_size = full;
    by_size.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.sense.cmp(&b.sense)));
    for facts in by_size {
        match bearers.iter_mut().find(|group| {
            group
                .iter()
                .all(|other| !people::conflict(&facts.person, &other.person))
        }) {
            Some(group) => group.push(facts),
            None => bearers.push(vec![facts]),
        }
    }
    let mut links = Vec::new();
    for short in people().filter(|facts| facts.person.words.len() == 1) {
        let word = &short.person.words[0];
        let fits = |facts: &Facts| {
            people::surnames(&facts.person.words).iter().any(|surname| {
                match spelling(surname, word) {
                    Some(Likeness::Same) => true,
                    Some(Likeness::Sounds) => word.chars().count() >= LONG_SURNAME,
                    _ => false,
                }
            })
        };
        let candidates: Vec<&Vec<&Rc<Facts>>> = bearers
            .iter()
            .filter(|group| group.iter().any(|facts| fits(facts)))
            .collect();
        let (role, _) = short.role();
        // The office, stated with the full name too.
        let same_office: Vec<&NameSense> = match role {
            None => Vec::new(),
            Some(_) => candidates
                .iter()
                .filter_map(|group| {
                    people()
                        .filter(|facts| {
                            facts.sense.facet == short.sense.facet
                                && group
                                    .iter()
                                    .any(|known| known.sense.name == facts.sense.name)
                        })
                        .min_by(|a, b| b.size.cmp(&a.size).then_with(|| a.sense.cmp(&b.sense)))
                        .map(|facts| &facts.sense)
                })
                .collect(),
        };
        if let &[only] = same_office.as_slice() {
            links.push(Link::new(
                MergeGround::TitleAndSurname,
                false,
                only,
                &short.sense,
            ));
            continue;
        }
        let sizes: Vec<u32> = candidates
            .iter()
            .map(|group| group.iter().map(|facts| facts.size).max().unwrap_or(0))
            .collect();
        let Some(at) = dominating(&sizes, 3) else {
            continue;
        };
        let Some(bearer) = head(candidates[at].iter().copied()) else {
            continue;
        };
        if roles_conflict(short, bearer, company)? {
            continue;
        }
        // "Tony" is no surname, though "Fat Tony" ends so.
        let common = LISTS.common_surnames.contains(word.as_str()) || word.chars().count() < 3;
        if !common
            && (LISTS.first_names.contains(word.as_str()) || !LISTS.given_groups(word).is_empty())
        {
            continue;
        }
        if common && !company.shared(&short.sense, &bearer.sense)? {
            continue;
        }
        links.push(Link::new(
            MergeGround::ShortName,
            true,
            &bearer.sense,
            &short.sense,
        ));
    }
    Ok(links)
}

/// A name that articles have beside a fuller one stands for it elsewhere too, where the base has one such fuller name.
fn short_forms(form: &str, members: &[Rc<Facts>]) -> Vec<Link> {
    let mut links = Vec::new();
    let kinds: BTreeSet<NameKind> = members.iter().map(|facts| facts.sense.kind).collect();
    for kind in kinds {
        let of_kind = || {
            members
                .iter()
                .filter(move |facts| facts.sense.kind == kind && !is_split(facts))
        };
        // "Supreme Court" is short for many.
        let Some(bare) = head(of_kind().filter(|facts| {
            let facet = &facts.sense.facet;
            facts.sense.name == form && !facet.starts_with(COUNTRY) && !facet.starts_with(ARTICLE)
        })) else {
            continue;
        };
        let fuller = names(of_kind().filter(|facts| facts.forms.contains(form)));
        if fuller.len() > MOST_NAMES {
            continue;
        }
        if let Some(full) = one_thing(&fuller) {
            let is_acronym = bare.capitals
                && initials(&full.sense.name).is_some_and(|initials| initials == form);
            // What is written of much more often by itself is itself.
            let own = KNOWN
                .entry(kind, form)
                .is_some_and(|entry| !entry.folded.contains(&full.sense.name));
            if !is_acronym && (own || full.size + 2 < bare.size) {
                continue;
            }
            let ground = if is_acronym {
                MergeGround::Acronym
            } else {
                MergeGround::ShortName
            };
            links.push(Link::new(ground, true, &full.sense, &bare.sense));
        }
    }
    links
}

/// The sense that speaks for `full`, where these are spellings and forms of one name, or one is much more frequent.
fn one_thing<'f>(full: &[&'f Rc<Facts>]) -> Option<&'f Rc<Facts>> {
    let mut groups: Vec<Vec<&Rc<Facts>>> = Vec::new();
    let mut by_size = full.to_vec();
    by_size.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.sense.cmp(&b.sense)));
    for facts in by_size {
        match groups.iter_mut().find(|group| {
            group.iter().any(|other| {
                let core_of = |name: &'f str| core(name).unwrap_or(name);
                things::agreement(&facts.sense.name, &other.sense.name).is_some()
                    || core_of(&facts.sense.name) == core_of(&other.sense.name)
            })
        }) {
            Some(group) => group.push(facts),
            None => groups.push(vec![facts]),
        }
    }
    let sizes: Vec<u32> = groups
        .iter()
        .map(|group| group.iter().map(|facts| facts.size).max().unwrap_or(0))
        .collect();
    dominating(&sizes, 2).and_then(|at| head(groups[at].iter().copied()))
}

/// Initials of four letters and more that no article introduces, of one name in the base.
fn initials_alone(letters: &str, members: &[Rc<Facts>]) -> Vec<Link> {
    let of_kind = || {
        members
            .iter()
            .filter(|facts| facts.sense.kind == NameKind::Organisation && !is_split(facts))
    };
    let Some(bare) = head(of_kind().filter(|facts| facts.sense.name == letters && facts.capitals))
    else {
        return Vec::new();
    };
    let full =
        names(of_kind().filter(|facts| {
            initials(&facts.sense.name).is_some_and(|initials| initials == letters)
        }));
    if full.len() > MOST_NAMES {
        return Vec::new();
    }
    one_thing(&full)
        .map(|full| Link::new(MergeGround::Acronym, true, &full.sense, &bare.sense))
        .into_iter()
        .collect()
}

/// An organisation's name without the words that say what it is, where one name has them.
fn cores(members: &[Rc<Facts>]) -> Vec<Link> {
    let names = names(
        members
            .iter()
            .filter(|facts| facts.sense.kind == NameKind::Organisation),
    );
    let (tailed, bare): (Vec<&Rc<Facts>>, Vec<&Rc<Facts>>) = names
        .into_iter()
        .partition(|facts| core(&facts.sense.name).is_some());
    let Some(bare) = head(bare) else {
        return Vec::new();
    };
    let distinct = super::known::country(&bare.sense.name).is_none()
        && bare.sense.name.chars().count() > 3
        && !LISTS.general_words.contains(bare.sense.name.as_str());
    if !distinct || tailed.len() > MOST_NAMES {
        return Vec::new();
    }
    let sizes: Vec<u32> = tailed.iter().map(|facts| facts.size).collect();
    dominating(&sizes, 2)
        .map(|at| Link::new(MergeGround::ShortName, true, &tailed[at].sense, &bare.sense))
        .into_iter()
        .collect()
}
