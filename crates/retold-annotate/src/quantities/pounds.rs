//! Whether pounds are money or a weight.

use crate::words::{Role, Shape, Words};

/// What a number of pounds is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pounds {
    Money,
    Weight,
}

/// Tokens before the number that are read.
const BEFORE: usize = 8;

/// Words before or right after a number of pounds that make it a weight.
const WEIGHING: &[&str] = &[
    "baby",
    "catch",
    "gained",
    "heavier",
    "heavy",
    "lifted",
    "lifting",
    "lighter",
    "lost",
    "overweight",
    "shed",
    "weigh",
    "weighed",
    "weighing",
    "weighs",
    "weight",
];

/// Words before one that make it money.
const PAYING: &[&str] = &[
    "cost", "costing", "costs", "debt", "earn", "earned", "earns", "fine", "fined", "paid", "pay",
    "paying", "pays", "price", "priced", "raise", "raised", "salary", "sold", "spend", "spending",
    "spent", "worth",
];

/// What is called after pounds of money: "a ten-pound note".
const OF_MONEY: &[&str] = &[
    "bill", "coin", "coins", "deal", "debt", "fine", "note", "notes", "prize", "ticket", "tickets",
];

/// What the pounds at `at` are of which the number ends before `number_end`; `None` where no pounds stand there, or their country does.
pub(super) fn pounds(words: &Words<'_>, number_end: usize, at: usize) -> Option<Pounds> {
    if !words.any(at, &["pound", "pounds"]) || words.is(at + 1, "sterling") {
        return None;
    }
    let after = words.after_hyphen(at + 1).unwrap_or(at + 1);
    let bracket = words.sign(at + 1, '(').then_some(at + 2);
    let bracketed = |what: fn(&Words<'_>, usize) -> bool| {
        bracket.is_some_and(|from| (from..from + 4).any(|at| what(words, at)))
    };
    let money = words.any(after, OF_MONEY)
        || bracketed(|words, at| {
            matches!(words.token(at).shape, Shape::Sign('$' | '€'))
                || words.any(at, &["dollars", "euros"])
        });
    let adjective = words.is(at, "pound") && at > number_end;
    let weight = words.is(at + 1, "of")
        || words.any(after, WEIGHING)
        || bracketed(|words, at| words.any(at, &["kg", "kilo", "kilogram", "kilograms", "kilos"]));
    let told = (number_end.saturating_sub(BEFORE)..number_end)
        .rev()
        .take_while(|&at| words.token(at).shape != Shape::Break)
        .find_map(|at| {
            if words.any(at, WEIGHING) {
                Some(Pounds::Weight)
            } else {
                words.any(at, PAYING).then_some(Pounds::Money)
            }
        });
    Some(match () {
        () if money => Pounds::Money,
        () if weight => Pounds::Weight,
        () if told.is_some() => told?,
        () if words.money_signs().british => Pounds::Money,
        () if adjective => Pounds::Weight,
        () if words.money_signs().dollars
            && !words.has(number_end.checked_sub(1)?, Role::Magnitude) =>
        {
            Pounds::Weight
        }
        () => Pounds::Money,
    })
}
