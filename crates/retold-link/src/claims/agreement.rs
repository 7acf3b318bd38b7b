//! Whether two stated values agree: each kind of value is compared as what it is.

pub(crate) mod block;
pub(crate) mod clock;
pub(crate) mod date;
pub(crate) mod distance;
pub(crate) mod exclusive;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod place;

/// What comparing two values gave, with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Agreement {
    /// They say the same.
    Same,
    /// Both can be right.
    Compatible(Why),
    /// Not both can be right.
    Different(Why),
    /// They are not of one kind, or too open to be compared.
    Incomparable(Why),
}

/// Why two values compare as they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Why {
    /// A qualifier leaves room: "more than 40" and "43".
    Qualifier,
    /// One is the other, rounded.
    Rounding,
    /// They are in two units.
    Conversion,
    /// One covers the other: May and 16 May, France and Paris.
    Containment,
    /// They lie beside each other: a night and the morning after it, two ends of a town.
    Neighbours,
    /// One of them leaves its zone open.
    Zone,
    /// One of them is a weekday of no stated week.
    Weekday,
    /// They are spellings of one name.
    Spelling,
    /// One is a short form of the other.
    ShortForm,
    /// They differ in few letters.
    NearMiss,
    /// They are other values.
    Value,
    /// They measure or count other things.
    Measure,
    /// One of them is not known well enough.
    Open,
}

impl Agreement {
    /// Whether both can be right.
    pub(crate) fn agrees(self) -> bool {
        matches!(self, Self::Same | Self::Compatible(_))
    }

    /// Whether not both can be right.
    pub(crate) fn differs(self) -> bool {
        matches!(self, Self::Different(_))
    }
}
