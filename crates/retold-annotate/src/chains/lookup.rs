//! From a range of the text to the chain that it stands for.

use retold_model::{Chain, Reference};
use retold_text::TextRange;

/// Bytes between the parts of one phrase: ", ", " (".
const GAP: u32 = 3;

/// The members of all chains by where they stand, for many questions.
pub struct Lookup<'c> {
    chains: &'c [Chain],
    /// Ranges with the number of their chain, ascending; they do not overlap, but a name may lie in a description.
    members: Vec<(TextRange, u32)>,
    longest: u32,
}

impl<'c> Lookup<'c> {
    /// Reads the members of `chains`.
    pub fn new(chains: &'c [Chain]) -> Self {
        let mut members: Vec<(TextRange, u32)> = (0..)
            .zip(chains)
            .flat_map(|(number, chain)| {
                chain
                    .members
                    .iter()
                    .map(move |member| (member.range, number))
            })
            .collect();
        members.sort_unstable();
        let longest = members
            .iter()
            .map(|(range, _)| range.len())
            .max()
            .unwrap_or(0);
        Self {
            chains,
            members,
            longest,
        }
    }

    /// The number of the chain that the phrase at `range` stands for; `None` if it stands for none or it is not sure.
    ///
    /// It is a member itself, or lies in one that is a name, or is made of a member and what that is said to be: "The
    /// mayor, Anna Olsen". "Olsen's lawyer" is not Olsen.
    pub fn chain_of(&self, range: TextRange) -> Option<usize> {
        let from = self
            .members
            .partition_point(|(member, _)| member.start() + self.longest < range.start());
        let near = self.members[from..]
            .iter()
            .take_while(|(member, _)| member.start() < range.end());
        let mut inside: Option<usize> = None;
        for (member, number) in near {
            let chain = *number as usize;
            if *member == range {
                return Some(chain);
            }
            if member.contains_range(range) && self.is_name(*member, chain) {
                return Some(chain);
            }
            if range.contains_range(*member)
                && inside.is_none()
                && self.fills(*member, chain, range)
            {
                inside = Some(chain);
            }
        }
        inside
    }

    /// The names that lie in `range`, with the numbers of their chains, in the order of the text.
    pub(crate) fn names_in(&self, range: TextRange) -> impl Iterator<Item = (TextRange, usize)> {
        let from = self
            .members
            .partition_point(|(member, _)| member.start() < range.start());
        self.members[from..]
            .iter()
            .take_while(move |(member, _)| member.start() < range.end())
            .map(|(member, number)| (*member, *number as usize))
            .filter(move |(member, chain)| {
                range.contains_range(*member) && self.is_name(*member, *chain)
            })
    }

    fn is_name(&self, member: TextRange, chain: usize) -> bool {
        let members = &self.chains[chain].members;
        members
            .binary_search_by_key(&member, |member| member.range)
            .is_ok_and(|at| members[at].reference < Reference::Description)
    }

    /// Whether a member and the roles beside it leave nothing of the range but signs.
    fn fills(&self, member: TextRange, chain: usize, range: TextRange) -> bool {
        let roles = &self.chains[chain].roles;
        let first = roles.partition_point(|role| role.start() + GAP < range.start());
        let inside = roles[first..]
            .iter()
            .take_while(|role| role.start() < range.end())
            .filter(|role| role.end() <= range.end() + GAP);
        let mut parts: Vec<TextRange> = inside.copied().chain([member]).collect();
        parts.sort_unstable();
        let mut end = range.start();
        for part in parts {
            if part.start() > end + GAP {
                return false;
            }
            end = end.max(part.end());
        }
        range.end() < end + GAP
    }
}

/// The number of the chain that the phrase at `range` stands for, as [`Lookup::chain_of`] says it.
///
/// Reads all members; for many questions make one [`Lookup`].
pub fn chain_of(chains: &[Chain], range: TextRange) -> Option<usize> {
    Lookup::new(chains).chain_of(range)
}
