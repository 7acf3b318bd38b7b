//! One agency or outlet.

/// What an entry of the register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A news agency: others carry its text.
    Agency,
    /// A newspaper, on paper or not.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// A magazine or journal.
    Magazine,
    /// A news site that is nothing of the above.
    Site,
    /// A place where anybody posts.
    Platform,
    /// A distributor of press releases.
    Release,
    /// Words that stand for agencies without naming one: "news agencies", "wire reports".
    Unnamed,
}

impl Kind {
    /// The kind that a section of the register names.
    pub(crate) fn of_section(name: &str) -> Option<Self> {
        Some(match name {
            "agency" => Self::Agency,
            "newspaper" => Self::Newspaper,
            "broadcaster" => Self::Broadcaster,
            "magazine" => Self::Magazine,
            "site" => Self::Site,
            "platform" => Self::Platform,
            "release" => Self::Release,
            "unnamed" => Self::Unnamed,
            _ => return None,
        })
    }
}

/// A form of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Form {
    pub(crate) text: &'static str,
    /// Whether it also stands for something else.
    pub(crate) ambiguous: bool,
}

/// An agency or outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Its usual name, in English or its own language. Where two share one, the country stands behind it:
    /// `The Daily Star (Lebanon)`.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166-1 alpha-2 code of its country; `None` for those of several.
    pub country: Option<&'static str>,
    /// Whether a state directs what it says.
    pub state: bool,
    /// Domains of its pages, lower case, without `www.`.
    pub domains: Vec<&'static str>,
    pub(crate) forms: Vec<Form>,
    pub(crate) short: Option<&'static str>,
}

impl Outlet {
    /// The short form that others credit it by, "AP" for the Associated Press; the name where it has none.
    pub fn short(&self) -> &'static str {
        self.short.unwrap_or(self.name)
    }

    /// All forms of its name, the name first.
    pub fn forms(&self) -> impl Iterator<Item = &'static str> {
        self.forms.iter().map(|form| form.text)
    }

    /// Whether others carry its text: agencies, words for agencies, distributors of press releases.
    pub fn is_agency(&self) -> bool {
        matches!(self.kind, Kind::Agency | Kind::Unnamed | Kind::Release)
    }
}
