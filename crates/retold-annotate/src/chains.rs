//! Coreference within one article: which places of its text stand for one person, organisation, place or group.
//!
//! Names come first: mentions of one form, parts of full names, initials and short forms are joined. "Cannot tell" is an
//! answer everywhere: where two people of the text share a family name and nothing decides, the bare name is a chain of
//! its own.

mod names;
mod reading;

mod roles;

mod descriptions;
mod pronouns;

mod lexicon;
mod lookup;
mod person;

use retold_lang::Doc;
use retold_model::{Chain, ChainMember, Mention, Reference};
use retold_text::TextRange;

use self::reading::Reading;
use crate::syntax::Tree;

pub(crate) use self::lexicon::{calls_people, calls_speakers};
pub use self::lookup::{Lookup, chain_of};

/// The coreference chains of an analysed text, in the order of their first members.
///
/// `blocks` are the parts of the text that were analysed, ascending; `mentions` its names as
/// [`names`](crate::names::names) gives them. Every mention is a member of exactly one chain. English only. Costs time
/// nearly linear in the text.
pub fn chains(doc: &Doc, blocks: &[TextRange], mentions: &[Mention]) -> Vec<Chain> {
    in_tree(Tree::new(doc, blocks), mentions)
}

/// The same for a text whose tree is known.
pub(crate) fn in_tree(tree: Tree<'_>, mentions: &[Mention]) -> Vec<Chain> {
    let groups = names::named(tree.doc.text(), mentions);
    let reading = Reading::new(tree, mentions, &groups);
    let known = roles::known(&reading, groups.len());
    let described = descriptions::described(&reading, &groups, &known);
    let meant = pronouns::meant(&reading, &groups, &known, &described);
    let tree = &reading.tree;
    let mut chains: Vec<Chain> = groups
        .iter()
        .zip(&known)
        .map(|(group, known)| {
            let mut roles: Vec<TextRange> = known
                .roles
                .iter()
                .map(|role| tree.range(role.tokens.start, role.tokens.end))
                .collect();
            roles.dedup();
            Chain {
                kind: group.kind,
                name: mentions[group.fullest].range,
                members: group
                    .mentions
                    .iter()
                    .map(|at| ChainMember {
                        range: mentions[*at].range,
                        reference: if group.acronyms.binary_search(at).is_ok() {
                            Reference::Acronym
                        } else {
                            Reference::Name
                        },
                    })
                    .collect(),
                roles,
            }
        })
        .collect();
    let mut add = |group: u32, range: TextRange, reference: Reference| {
        chains[group as usize]
            .members
            .push(ChainMember { range, reference });
    };
    for place in &described {
        let range = tree.range(place.tokens.start, place.tokens.end);
        add(place.group, range, Reference::Description);
    }
    for place in &meant {
        let range = tree.range(place.at, place.at + 1);
        // A word of a name is no pronoun, whatever it looks like.
        let near = mentions.partition_point(|mention| mention.range.end() <= range.start());
        let named = mentions
            .get(near)
            .is_some_and(|mention| mention.range.contains_range(range));
        if !named {
            add(place.group, range, Reference::Pronoun);
        }
    }
    for chain in &mut chains {
        chain.members.sort_unstable_by_key(|member| member.range);
    }
    chains
}
