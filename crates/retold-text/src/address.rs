//! Words of address: they stand before a name like an office and are none.

/// Of whom a word of address is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// Of everybody: "Mr.", "Ms".
    OfEverybody,
    /// Of some, of whom it says something: "Dr.", "Sir".
    OfSome,
}

/// Words of address with those of whom they are said, in small letters and without their stop.
const ADDRESSES: &[(&str, Address)] = &[
    ("mr", Address::OfEverybody),
    ("mrs", Address::OfEverybody),
    ("ms", Address::OfEverybody),
    ("miss", Address::OfEverybody),
    ("mx", Address::OfEverybody),
    ("dr", Address::OfSome),
    ("sir", Address::OfSome),
    ("madam", Address::OfSome),
    ("madame", Address::OfSome),
];

/// What `word` is as a word of address, in whatever letters and with or without its stop; `None` where it is none.
///
/// ```
/// use retold_text::address::{Address, address};
///
/// assert_eq!(address("Mr."), Some(Address::OfEverybody));
/// assert_eq!(address("DR"), Some(Address::OfSome));
/// assert_eq!(address("Mayor"), None);
/// ```
pub fn address(word: &str) -> Option<Address> {
    let word = word.trim_end_matches('.');
    let found = { ADDRESSES.iter() }.find(|(address, _)| word.eq_ignore_ascii_case(address));
    found.map(|&(_, of)| of)
}
