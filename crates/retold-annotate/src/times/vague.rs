//! What points to the past, the present or the future at large, and lengths without a number: "now", "recently", "in the
//! future", "for years".

use retold_model::TimeGround;

use super::Tagger;
use super::found::{Found, Length, When};
use crate::words::{Role, Shape, Unit};

impl Tagger<'_, '_> {
    /// A vague expression.
    pub(super) fn vague(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let entry = words.entry(at);
        if entry.is(Role::Present) {
            // "Now" in names and "now that" tell nothing of a time.
            return (!words.is(at + 1, "that")).then(|| reference_to(at, at + 1, "PRESENT_REF"));
        }
        if entry.is(Role::PastReference) {
            return Some(reference_to(at, at + 1, "PAST_REF"));
        }
        if words.is(at, "more") && words.has(at + 1, Role::PastReference) {
            return Some(reference_to(at, at + 2, "PAST_REF"));
        }
        if words.any(at, &["right"]) && words.is(at + 1, "now") {
            return Some(reference_to(at, at + 2, "PRESENT_REF"));
        }
        if words.is(at, "these") && words.is(at + 1, "days") {
            return Some(reference_to(at, at + 2, "PRESENT_REF"));
        }
        if words.is(at, "at")
            && (words.is(at + 1, "present")
                || words.has(at + 1, Role::The) && words.is(at + 2, "moment"))
        {
            return Some(reference_to(
                at,
                at + 2 + usize::from(words.is(at + 2, "moment")),
                "PRESENT_REF",
            ));
        }
        if entry.is(Role::Recent) && (words.has(at + 1, Role::Units) || words.is(at + 1, "times")) {
            return Some(reference_to(at, at + 2, "PAST_REF"));
        }
        let from = at + usize::from(words.has(at, Role::The));
        if from > at {
            let near = usize::from(words.any(
                from,
                &["near", "immediate", "foreseeable", "distant", "not"],
            ));
            if words.has(from + near, Role::Future)
                && !words.is(from + near + 1, "of")
                && !self.noun_follows(from + near + 1)
            {
                return Some(reference_to(at, from + near + 1, "FUTURE_REF"));
            }
            let recent = usize::from(words.any(from, &["recent", "distant"]));
            if words.is(from + recent, "past")
                && words.any(at.wrapping_sub(1), &["in", "from", "of", "into"])
                && !self.noun_follows(from + recent + 1)
                && words.token(from + recent + 1).shape != Shape::Digits
            {
                return Some(reference_to(at, from + recent + 1, "PAST_REF"));
            }
        }
        self.bare_units(at)
    }

    fn noun_follows(&self, at: usize) -> bool {
        let words = self.words;
        words.is_word(at)
            && !words.any(
                at,
                &[
                    "and", "but", "or", "to", "for", "in", "as", "when", "because", "that", "with",
                    "by", "is", "was", "will", "if", "after", "he", "she", "they", "it", "we", "i",
                    "the", "a", "at", "on", "has", "have", "had", "are", "were",
                ],
            )
    }

    /// "for years", "months of talks", "hours after", "decades-long", "over the years".
    fn bare_units(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let the = words.has(at, Role::The);
        let from = at + usize::from(the);
        let entry = words.entry(from);
        if !entry.is(Role::Units)
            || entry.unit < Unit::Second
            || words.any(from, &["weekends", "seconds", "min", "quarters"])
        {
            return None;
        }
        let to = from + 1;
        if words.has(to, Role::Ago) {
            return Some(reference_to(at, to + 1, "PAST_REF"));
        }
        let before = at > 0
            && words.any(
                at - 1,
                &[
                    "for", "after", "within", "over", "in", "took", "takes", "take", "spent",
                    "lasted", "lasting", "last", "many", "several", "some", "of", "through",
                    "during",
                ],
            );
        let after = words.any(
            to,
            &[
                "of", "before", "after", "later", "earlier", "since", "without",
            ],
        );
        let long = words.sign(to, '-') && words.is(to + 1, "long");
        let said = if the {
            at > 0 && words.any(at - 1, &["over", "through", "in", "for", "during"])
        } else {
            before || after || long
        };
        if !said || words.is(to, "of") && words.is(to + 1, "age") {
            return None;
        }
        let to = if long { to + 2 } else { to };
        Some(Found::new(
            at,
            to,
            When::Duration(Length::of(None, entry.unit)),
            TimeGround::Stated,
        ))
    }
}

fn reference_to(from: usize, to: usize, value: &'static str) -> Found {
    Found::new(from, to, When::Vague(value), TimeGround::Stated)
}
