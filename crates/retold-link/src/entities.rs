//! The register of people, organisations, places and groups: which chains of which articles stand for one thing.
//!
//! The base keeps what [`senses`] gives for the chains of each article and answers look-ups through
//! [`EntityIndex`](retold_model::EntityIndex); [`update`] tells what a change does to the stored entities, as an
//! [`EntityUpdate`](retold_model::EntityUpdate). The order of a change, all in one transaction:
//!
//! 1. [`RemovedNames::of`] for every article that leaves the base or gets another current version;
//! 2. the base stores the [`senses`] of the new articles, and drops those of the removed ones;
//! 3. [`update`] with what was removed, added and decided (a changed article is in both lists);
//! 4. the base applies the update.
//!
//! A decision by hand is such a change too, with the articles of
//! [`Decision::articles`](retold_model::Decision::articles) as removed and added. [`MemoryRegister`] does it all and is
//! the reference for every other base.
//!
//! The main decision: the atom is a [`NameSense`](retold_model::NameSense), one name as articles use it that say
//! nothing to tell its bearers apart. All chains of a sense are one entity, so ten thousand articles about one person
//! are some rows to weigh, and the next one changes a count. What tells bearers apart (a stated office with its
//! country, the id of a place, a split by hand) makes senses; rules under shared keys ([`block`](self)) link senses;
//! links join in the order of their strength unless names or offices speak against it. The price: two bearers of one
//! name whom no article tells apart by an office are one.
//!
//! The register is **a function of the set** of articles, decisions and authority entries, not of their order or
//! batches.

mod sense;
mod update;

mod block;
mod meeting;
mod register;

mod name;
mod people;
mod spelling;
mod things;

mod authority;
mod known;
mod lists;

mod memory;

use retold_model::NameKind;

pub use authority::read_authority;
pub use memory::MemoryRegister;
pub use name::fold_name;
pub(crate) use name::{generation, person_key};
pub use sense::senses;
pub use update::{EntityChange, RemovedNames, authority_names, update};

/// Whether two folded words are spellings of one.
pub(crate) fn spelling_of_one(one: &str, other: &str) -> bool {
    spelling::spelling(one, other).is_some()
}

/// Whether two folded given names stand for one another: short forms, and the forms of several languages.
pub(crate) fn are_forms_of_one(one: &str, other: &str) -> bool {
    let groups = lists::LISTS.given_groups(one);
    { lists::LISTS.given_groups(other).iter() }.any(|group| groups.contains(group))
}

/// All kinds.
const KINDS: [NameKind; 5] = [
    NameKind::Person,
    NameKind::Organisation,
    NameKind::Place,
    NameKind::Facility,
    NameKind::Group,
];
