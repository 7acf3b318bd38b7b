//! A component of linked senses, divided into entities, and what is known of each.

use std::collections::BTreeMap;
use std::rc::Rc;

use retold_model::{
    Alias, AuthorityEntry, AuthorityId, Decided, Decision, Entity, EntityId, LinkIndexError, Merge,
    MergeGround, NameKind, NameSense, SenseSummary,
};

use super::block::{Company, Facts, Link, facets_conflict, roles_conflict};
use super::known::KNOWN;
use super::name::{PersonName, core, fold_name};
use super::people;
use super::sense::{ARTICLE, COUNTRY, SPLIT};
use crate::forest::Forest;

/// Senses that are one entity, and why.
pub(super) struct Group {
    /// Ascending.
    pub(super) senses: Vec<NameSense>,
    /// Ascending.
    pub(super) merges: Vec<Merge>,
}

/// Divides a component: links join in the order of their strength, unless the two sides can not be one.
///
/// What a user or an authority file says joins whatever the names, which are then no argument against others.
pub(super) fn groups(
    component: &[Rc<Facts>],
    links: &[&Link],
    entries: &BTreeMap<NameSense, Rc<AuthorityEntry>>,
    company: &mut dyn Company,
) -> Result<Vec<Group>, LinkIndexError> {
    let place: BTreeMap<&NameSense, usize> = component
        .iter()
        .enumerate()
        .map(|(at, facts)| (&facts.sense, at))
        .collect();
    let mut ordered = links.to_vec();
    ordered.sort();
    let mut forest = Forest::new(component.len());
    let mut members: Vec<Vec<usize>> = (0..component.len()).map(|at| vec![at]).collect();
    // Whether a user or an authority file has put names together here: any name may then stand beside any other.
    let mut free = vec![false; component.len()];
    let mut merges: Vec<(usize, Merge)> = Vec::new();
    for link in ordered {
        let (Some(&one), Some(&other)) = (place.get(&link.one), place.get(&link.other)) else {
            continue;
        };
        let (a, b) = (forest.root(one), forest.root(other));
        if a == b {
            continue;
        }
        let told = matches!(link.ground, MergeGround::ByHand | MergeGround::Authority);
        if link.ground != MergeGround::ByHand {
            let mut refused = false;
            for &x in &members[a] {
                for &y in &members[b] {
                    let (x_facts, y_facts) = (&component[x], &component[y]);
                    refused |= facets_conflict(&x_facts.sense, &y_facts.sense)
                        || matches!(
                            (entries.get(&x_facts.sense), entries.get(&y_facts.sense)),
                            (Some(x), Some(y)) if x != y
                        )
                        || !(told || free[a] || free[b]) && names_conflict(x_facts, y_facts)
                        || !told && roles_conflict(x_facts, y_facts, company)?;
                    if refused {
                        break;
                    }
                }
                if refused {
                    break;
                }
            }
            if refused {
                continue;
            }
        }
        forest.join(a, b);
        let (low, high) = (a.min(b), a.max(b));
        free[low] |= free[high] || told;
        let moved = std::mem::take(&mut members[high]);
        members[low].extend(moved);
        merges.push((
            low,
            Merge {
                ground: link.ground,
                one: link.one.clone(),
                other: link.other.clone(),
            },
        ));
    }
    let mut by_root: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
    for (at, merge) in merges {
        by_root.entry(forest.root(at)).or_default().push(merge);
    }
    Ok(forest
        .groups()
        .into_iter()
        .map(|group| {
            let mut merges = by_root.remove(&group[0]).unwrap_or_default();
            merges.sort();
            Group {
                senses: group
                    .into_iter()
                    .map(|at| component[at].sense.clone())
                    .collect(),
                merges,
            }
        })
        .collect())
}

fn names_conflict(one: &Facts, other: &Facts) -> bool {
    match (one.sense.kind, other.sense.kind) {
        (NameKind::Person, NameKind::Person) => people::conflict(&one.person, &other.person),
        // Ada Merrin is not the town of Merrin, though both are written "Merrin".
        (NameKind::Person, NameKind::Place) => is_other_than_full_name(one, other),
        (NameKind::Place, NameKind::Person) => is_other_than_full_name(other, one),
        _ => false,
    }
}

/// Whether somebody has a full name, and something else another name.
fn is_other_than_full_name(person: &Facts, thing: &Facts) -> bool {
    person.person.words.len() > 1 && person.sense.name != thing.sense.name
}

/// What an entity is made of.
pub(super) struct Evidence {
    pub(super) senses: Vec<NameSense>,
    pub(super) merges: Vec<Merge>,
    pub(super) summaries: Vec<Rc<SenseSummary>>,
    pub(super) entries: Vec<Rc<AuthorityEntry>>,
    /// The decisions that speak of it, ascending.
    pub(super) decided: Vec<Decided>,
}

/// The record of an entity.
pub(super) fn describe(evidence: &Evidence) -> Entity {
    let first = evidence
        .summaries
        .iter()
        .map(|summary| (summary.first, &summary.sense))
        .min()
        .expect("an entity has a sense, and a sense has an article");
    let mut kinds: BTreeMap<NameKind, u32> = BTreeMap::new();
    let mut aliases: BTreeMap<&str, u32> = BTreeMap::new();
    let mut chains = 0_u32;
    for summary in &evidence.summaries {
        chains = chains.saturating_add(summary.chains);
        let votes = kinds.entry(summary.sense.kind).or_default();
        *votes = votes.saturating_add(summary.chains);
        for alias in &summary.names {
            let mentions = aliases.entry(&alias.text).or_default();
            *mentions = mentions.saturating_add(alias.mentions);
        }
    }
    let mut kind = kinds
        .into_iter()
        .max_by_key(|&(kind, votes)| (votes, std::cmp::Reverse(kind)))
        .map_or(NameKind::Person, |(kind, _)| kind);
    let mut aliases: Vec<Alias> = aliases
        .into_iter()
        .map(|(text, mentions)| Alias {
            text: text.to_owned(),
            mentions,
        })
        .collect();
    aliases.sort_by(|a, b| {
        b.mentions
            .cmp(&a.mentions)
            .then_with(|| a.text.cmp(&b.text))
    });
    let mut ids: Vec<AuthorityId> = evidence
        .entries
        .iter()
        .flat_map(|entry| entry.ids.iter().cloned())
        .collect();
    for sense in &evidence.senses {
        if sense.kind != NameKind::Person
            && let Some((scheme, value)) = sense.facet.split_once(' ')
            && ![ARTICLE, COUNTRY, SPLIT].contains(&&*format!("{scheme} "))
        {
            ids.push(AuthorityId {
                scheme: scheme.to_owned(),
                value: value.to_owned(),
            });
        }
    }
    ids.sort();
    ids.dedup();
    if let Some(stated) = evidence.entries.iter().find_map(|entry| entry.kind) {
        kind = stated;
    }
    let mut name = evidence
        .entries
        .iter()
        .map(|entry| entry.name.clone())
        .min()
        .unwrap_or_else(|| usual_name(kind, &evidence.senses, &aliases));
    for decided in &evidence.decided {
        match &decided.decision {
            Decision::Rename { name: chosen, .. } => name.clone_from(chosen),
            Decision::SetKind { kind: chosen, .. } => kind = *chosen,
            Decision::Merge { .. } | Decision::Split { .. } => {}
        }
    }
    Entity {
        id: EntityId::of(first.0.article, first.1.kind, &first.1.name, &first.1.facet),
        kind,
        name,
        aliases,
        chains,
        first: first.0,
        senses: evidence.senses.clone(),
        merges: evidence.merges.clone(),
        ids,
    }
}

/// A name in the ways it is written.
struct Candidate<'a> {
    text: &'a str,
    /// How much speaks for this way to write it.
    best: u32,
    mentions: u32,
    full: bool,
}

/// The most usual of the full names: for people, of those with a given name; for others, of those that are no initials.
fn usual_name(kind: NameKind, senses: &[NameSense], aliases: &[Alias]) -> String {
    if let Some(known) = senses
        .iter()
        .find_map(|sense| KNOWN.entry(sense.kind, &sense.name))
    {
        return known.name.to_owned();
    }
    // House styles differ in capitals, accents and hyphens: they share their count.
    let mut by_name: BTreeMap<String, Candidate<'_>> = BTreeMap::new();
    for alias in aliases {
        let folded = fold_name(kind, &alias.text);
        let letters = alias.text.chars().filter(|c| c.is_alphabetic()).count();
        let loud = !alias.text.chars().any(char::is_lowercase);
        let full = match kind {
            // "Strauss-Kahn" is no full name.
            NameKind::Person => {
                PersonName::of(&folded).words.len() > 1 && without_title(&alias.text).contains(' ')
            }
            _ => !(loud && letters <= 6 && !folded.contains(' ')),
        };
        let shown = alias.mentions.saturating_mul(if loud { 1 } else { 4 });
        let candidate = by_name.entry(folded).or_insert(Candidate {
            text: &alias.text,
            best: 0,
            mentions: 0,
            full,
        });
        candidate.mentions = candidate.mentions.saturating_add(alias.mentions);
        if shown > candidate.best {
            candidate.best = shown;
            candidate.text = &alias.text;
        }
    }
    by_name
        .iter()
        .max_by_key(|(folded, candidate)| {
            // A short form that is a part of the full name is more usual than it everywhere.
            let tailed = kind == NameKind::Organisation && core(folded).is_some();
            (
                candidate.full,
                candidate.mentions,
                !tailed,
                std::cmp::Reverse(candidate.text),
            )
        })
        .map(|(_, candidate)| match kind {
            NameKind::Person => without_title(candidate.text),
            _ => candidate.text.to_owned(),
        })
        .unwrap_or_default()
}

/// The name without the titles that [`fold_name`] takes away: the shortest end of it that folds to the same.
fn without_title(text: &str) -> String {
    let folded = fold_name(NameKind::Person, text);
    let words: Vec<&str> = text.split(' ').collect();
    (1..words.len())
        .rev()
        .map(|at| words[at..].join(" "))
        .find(|rest| fold_name(NameKind::Person, rest) == folded)
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_no_part_of_the_name_to_show() {
        for (text, name) in [
            ("Vice-President Anna Berg", "Anna Berg"),
            ("Lt. Gov. O’Neill", "O’Neill"),
            ("Anna Berg", "Anna Berg"),
            ("President", "President"),
        ] {
            assert_eq!(without_title(text), name);
        }
    }
}
