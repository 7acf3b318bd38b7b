//! Weights of the grounds, in natural logarithms of odds.
//!
//! Tuned together on both development sets of `cargo xtask eval places`, then rounded towards the values that were first
//! set by hand: what one of the sets alone liked better is not followed.

/// Of the logarithm of the people.
pub(super) const PEOPLE: f32 = 0.4;
/// People that every place has besides.
pub(super) const PEOPLE_MORE: f32 = 300.0;
/// Of a country, beside its people.
pub(super) const COUNTRY: f32 = 2.3;
/// Of a first-order division.
pub(super) const DIVISION: f32 = 0.0;
/// Of a second-order division by a name without a word for what it is.
pub(super) const DISTRICT: f32 = -2.5;
/// Of the capital of a country.
pub(super) const CAPITAL: f32 = 1.5;
/// Of regions, seas and the like.
pub(super) const REGION: f32 = 0.0;
/// Of names that are not the place's main name.
pub(super) const OTHER_NAME: f32 = -2.5;
/// Of the text naming what it lies in.
pub(super) const APPOSED: f32 = 14.0;
/// Of the text saying it in a phrase.
pub(super) const PHRASE: f32 = 5.0;
/// Of the logarithm of what others put into the same country.
pub(super) const SAME_COUNTRY: f32 = 1.3;
/// The same for the first-order division.
pub(super) const SAME_DIVISION: f32 = 1.7;
/// The same for the second-order division.
pub(super) const SAME_DISTRICT: f32 = 0.5;
/// Of the logarithm of what others put nearby.
pub(super) const NEAR: f32 = 1.0;
/// Distance at which being near counts half, in kilometres.
pub(super) const NEAR_KM: f32 = 50.0;
/// Of another form of the same name that chose the place.
pub(super) const SAME_NAME: f32 = 5.0;
/// What a name of the text with one mention puts in.
pub(super) const MENTION: f32 = 1.2;
/// What each doubling of the mentions adds.
pub(super) const MENTIONS: f32 = 0.5;
/// Share of that of names that only lie beside what they are named after.
pub(super) const NEAR_VOICE: f32 = 0.3;
/// What standing in the dateline adds.
pub(super) const DATELINE: f32 = 2.0;
/// What the home of the outlet puts in.
pub(super) const HOME: f32 = 1.5;
/// What the country of the outlet's address puts in.
pub(super) const HOME_COUNTRY: f32 = 1.5;
/// Of the United States, where the address is of no country.
pub(super) const WORLDWIDE: f32 = 0.5;
/// Of the logarithm of the people, for the home of an outlet: small towns have papers.
pub(super) const HOME_PEOPLE: f32 = 0.2;
/// Of the outlet's home, for its name in the text.
pub(super) const HOME_NAME: f32 = 4.0;
/// What a country or division puts in that the text names beside the names asked for.
pub(super) const IN_TEXT: f32 = 0.7;
/// Of a place that the gazetteer does not have, beside the middle of the article.
pub(super) const UNKNOWN: f32 = -1.3;
/// The people of such a place.
pub(super) const UNKNOWN_PEOPLE: f32 = 300.0;
/// A name that a place of so many people bears is of no unknown place.
pub(super) const KNOWN_PEOPLE: f32 = 300_000.0;
/// How sure one can be of what lies beside what it is named after, of 1.
pub(super) const NEAR_SURE: f32 = 0.85;
/// How sure one can be of what lies where the article plays, of 1: right in two of three of both development sets.
pub(super) const FOCUS_SURE: f32 = 0.65;
/// Of towns that the project's own list names: news of the world mean them by it.
pub(super) const LISTED: f32 = 0.8;
/// Of divisions that are named after a town of theirs.
pub(super) const AFTER_ITS_TOWN: f32 = -0.6;
/// Of the logarithm of what other divisions of the same country put in: they are named in rows.
pub(super) const SIBLINGS: f32 = 1.5;
/// The part of [`SAME_NAME`] that a phrase is worth.
pub(super) const PHRASE_NAME: f32 = 0.5;
/// Of towns that have the name of a country.
pub(super) const BESIDE_STATE: f32 = -5.0;
/// Of towns by a name with an article: "the Pacific" is none.
pub(super) const WITH_ARTICLE: f32 = -3.0;
