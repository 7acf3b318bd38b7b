//! Coreference within one article: which places of its text stand for one person, organisation, place or group.
//!
//! Names come first: mentions of one form, parts of full names, initials and short forms are joined. "Cannot tell" is an
//! answer everywhere: where two people of the text share a family name and nothing decides, the bare name is a chain of
//! its own.

mod lexicon;
mod lookup;
mod names;
mod person;

use retold_lang::Doc;
use retold_model::{Chain, ChainMember, Mention, Reference};
use retold_text::TextRange;

pub use self::lookup::{Lookup, chain_of};

/// The coreference chains of an analysed text, in the order of their first members.
///
/// `blocks` are the parts of the text that were analysed, ascending; `mentions` its names as
/// [`names`](crate::names::names) gives them. Every mention is a member of exactly one chain. English only. Costs time
/// nearly linear in the text.
pub fn chains(doc: &Doc, blocks: &[TextRange], mentions: &[Mention]) -> Vec<Chain> {
    let _ = blocks;
    let text = doc.text();
    let groups = names::named(text, mentions);
    groups
        .iter()
        .map(|group| Chain {
            kind: group.kind,
            name: mentions[group.fullest].range,
            members: group
                .mentions
                .iter()
                .map(|at| ChainMember {
                    range: mentions[*at].range,
                    reference: if group.acronyms.contains(at) {
                        Reference::Acronym
                    } else {
                        Reference::Name
                    },
                })
                .collect(),
            roles: group
                .mentions
                .iter()
                .filter_map(|at| mentions[*at].title)
                .collect(),
        })
        .collect()
}
