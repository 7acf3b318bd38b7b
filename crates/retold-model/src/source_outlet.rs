//! Outlets and agencies through which a passage of an article came.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::ViaRole;

/// What an outlet that the text names did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutletRole {
    /// It says what follows itself: "Xinhua reported that …".
    Speaker,
    /// It stands in the via-chain of a quote.
    Via(ViaRole),
    /// It is only named, as the one that the text is about or whose picture it shows.
    Named,
}

/// An outlet or agency that the text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceOutlet {
    /// Its name as written.
    pub range: TextRange,
    /// Its usual name, by the register of agencies and outlets.
    pub name: String,
    /// Whether others carry its text.
    pub agency: bool,
    /// Whether a state directs what it says.
    pub state: bool,
    /// Its country: two capital letters of ISO 3166.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What it did.
    pub role: OutletRole,
    /// The number of the quote that came through it; `None` where it is only named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<u32>,
}
