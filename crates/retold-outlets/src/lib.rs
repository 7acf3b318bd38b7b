//! A register of the world's news agencies and outlets: names, short forms, domains, countries and kinds.
//!
//! Whoever meets a name in a credit line, a byline, a quotation's cue or an address asks here who it is. The register
//! is a text file (`data/register.txt`), written from common knowledge; it is no list of all outlets, and what it does
//! not hold may still be one.
//!
//! The main decision: **a form that may mean something else is held, and says so.** "The Times" is several papers,
//! "AA" an agency or a battery. Look-ups give all bearers of a form with [`Found::ambiguous`], and it is for the caller
//! to know whether the place (a credit line, a running text) makes the reading safe.
//!
//! ```
//! use retold_outlets::{Kind, register};
//!
//! let found = register().named("the Associated Press").unwrap();
//! assert_eq!((found.outlet().short(), found.outlet().kind), ("AP", Kind::Agency));
//! assert_eq!(register().by_domain("https://www.reuters.com/world/").unwrap().name, "Reuters");
//! assert!(register().named("The Times").unwrap().ambiguous);
//! ```

mod outlet;
mod parse;
mod register;

pub use outlet::{Kind, Outlet};
pub use parse::{ParseError, Problem};
pub use register::{Found, InText, Register, register};
