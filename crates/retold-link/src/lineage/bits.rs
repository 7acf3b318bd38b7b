//! What it costs to make a child's text from a parent's, in hundredths of a bit.
//!
//! The parent of a text is the one from which it is told in the fewest words: new words are dear, cuts are cheap, and
//! what two texts share against all others need not be told twice. The constants are the logarithms of how often
//! newsrooms do such things, roughly; no result hangs on the last digit of one. Integers, so that results are the
//! same everywhere.

use retold_model::Stamp;

use super::comparison::Seen;
use super::witness::{Manner, Witness};

/// Hundredths of a bit.
pub(super) type Bits = i64;

/// A word that the parent does not have, in a sentence of its own.
pub(super) const NEW_WORD: Bits = 600;
/// A place that was edited; each word put in there; each word taken out.
const EDIT: Bits = 800;
const ADDED_WORD: Bits = 500;
const DROPPED_WORD: Bits = 60;
/// A run of the parent's sentences that the child leaves out: at the bottom, between others, at the top.
const CUT: Bits = 150;
const LEFT_OUT: Bits = 400;
const CUT_TOP: Bits = 500;
/// A run of the child's own sentences between the parent's.
const PUT_IN: Bits = 300;
/// Sentences told in another order.
const MOVED: Bits = 600;

/// The same where the parent is not there to compare.
pub(super) const UNKNOWN_ORDER: Bits = 300;

/// Words that agree without which a sentence is not the same, in a long one.
const LONG_RUN: u32 = 8;

/// Whether so much of a sentence of `words` words agrees that it is the same, edited or not.
pub(super) fn is_same(seen: &Seen, words: usize) -> bool {
    seen.matched as usize * 2 >= words || seen.matched >= LONG_RUN
}

/// What it costs to tell a sentence of `words` words from the one it was made of; never more than to tell it anew.
pub(super) fn sentence(seen: &Seen, words: usize) -> Bits {
    let anew = NEW_WORD * count(words);
    if !is_same(seen, words) {
        return anew;
    }
    let edited = EDIT * Bits::from(seen.edits)
        + ADDED_WORD * Bits::from(seen.added)
        + DROPPED_WORD * Bits::from(seen.dropped);
    edited.min(anew)
}

/// What it costs to tell which of the parent's sentences are told, and in which order.
pub(super) fn order(seen: &[Seen], child: &Witness<'_>, parent: &Witness<'_>) -> Bits {
    let mut bits = 0;
    let mut before: Option<Seen> = None;
    for &here in seen
        .iter()
        .filter(|seen| is_same(seen, child.words_of(seen.sentence as usize)))
    {
        match before {
            None if here.there > 0 => bits += CUT_TOP,
            Some(last) if here.there < last.there => bits += MOVED,
            Some(last) if here.there > last.there + 1 => bits += LEFT_OUT,
            _ => {}
        }
        if before.is_none_or(|last| here.sentence > last.sentence + 1) && here.sentence > 0 {
            bits += PUT_IN;
        }
        before = Some(here);
    }
    if let Some(last) = before
        && (last.there as usize) + 1 < parent.body.sentences.len()
    {
        bits += CUT;
    }
    bits
}

/// What it costs to tell where the child's paragraphs begin: as the parent's, or in its own way.
///
/// Its own way costs what the places cost that are told by nothing but how often a paragraph begins: nothing where each
/// sentence has one. Without a parent it is the only way.
pub(super) fn paragraphs(child: &Witness<'_>, from: Option<(&[Seen], &Witness<'_>)>) -> Bits {
    /// A paragraph that begins elsewhere than in the parent.
    const OTHER: Bits = 500;
    /// To say which of the two ways it is.
    const WAY: Bits = 100;
    let all = child.block_of.len().saturating_sub(1);
    let begin = child
        .block_of
        .windows(2)
        .filter(|pair| pair[0] != pair[1])
        .count();
    let own = entropy(begin, all);
    let Some((seen, parent)) = from else {
        return own * count(all);
    };
    let places = places(seen, child, parent);
    let others = places.iter().filter(|place| place.0 != place.1).count();
    let as_parent = (own * count(places.len())).min(OTHER * count(others));
    WAY + as_parent + own * count(all - places.len())
}

/// The bits of a yes-or-no choice of which so many are yes.
fn entropy(yes: usize, all: usize) -> Bits {
    /// At 0 %, 5 %, … 50 %.
    const ENTROPY: [Bits; 11] = [0, 29, 47, 61, 72, 81, 88, 93, 97, 99, 100];
    let lesser = yes.min(all - yes);
    ENTROPY[(lesser * 20 / all.max(1)).min(10)]
}

/// For each place between two sentences that follow each other in both: whether a paragraph begins in the child, and
/// in the parent.
pub(super) fn places(
    seen: &[Seen],
    child: &Witness<'_>,
    parent: &Witness<'_>,
) -> Vec<(bool, bool)> {
    seen.windows(2)
        .filter(|pair| {
            pair[1].sentence == pair[0].sentence + 1 && pair[1].there == pair[0].there + 1
        })
        .map(|pair| {
            let begins = |witness: &Witness<'_>, at: u32| {
                witness.block_of[at as usize] != witness.block_of[at as usize - 1]
            };
            (
                begins(child, pair[1].sentence),
                begins(parent, pair[1].there),
            )
        })
        .collect()
}

/// Whether both are of one agency or outlet.
pub(super) fn is_one_house(one: &Witness<'_>, other: &Witness<'_>) -> bool {
    match (one.agency_page, other.agency_page) {
        (None, None) => one.outlet.is_some() && one.outlet == other.outlet,
        (one, other) => one == other,
    }
}

/// What it costs that the parent is a later version of a dispatch or an outlet's report than the child, as their
/// headlines number them; nothing for articles that are no versions of one text.
pub(super) fn versions(child: &Witness<'_>, parent: &Witness<'_>) -> Bits {
    const BACKWARDS: Bits = 2000;
    if is_one_house(child, parent) && parent.version > child.version {
        BACKWARDS
    } else {
        0
    }
}

/// What it costs to tell the child's headline: told from the parent's, or from what it is a headline to.
pub(super) fn headline(child: &Witness<'_>, parent: Option<&[u64]>) -> Bits {
    const SAME: Bits = 80;
    const SHORTENED: Bits = 350;
    const LABELLED: Bits = 350;
    const EDITED: Bits = 450;
    const OPENING: Bits = 450;
    const OTHER: Bits = 700;
    let own = child.headline.as_slice();
    if own.is_empty() {
        return 0;
    }
    let mut bits = OTHER;
    if child.body.keys.starts_with(own) {
        bits = OPENING;
    }
    let Some(parent) = parent.filter(|parent| !parent.is_empty()) else {
        return bits;
    };
    let told = if own == parent {
        SAME
    } else if parent.starts_with(own) {
        SHORTENED
    } else if own.ends_with(parent) {
        LABELLED
    } else if agree(own, parent) * 4 >= own.len().max(parent.len()) * 3 {
        EDITED
    } else {
        OTHER
    };
    bits.min(told)
}

/// How many words two headlines have in common at their starts and ends.
fn agree(one: &[u64], other: &[u64]) -> usize {
    let front = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(other.len()) - front;
    let back = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    front + back
}

/// The agency's page is taken without a credit.
const NO_CREDIT: Bits = 150;
/// The child credits another agency.
const OTHER_CREDIT: Bits = 250;

/// What the child's credits say of its text being taken from a dispatch of one of some agencies, or from a source that
/// nobody names.
pub(super) fn dispatch_credits(child: &Witness<'_>, agencies: &[&str], outlets: &[&str]) -> Bits {
    let mut bits = match (agencies.is_empty(), child.agencies.is_empty()) {
        (true, true) => 0,
        _ if agencies.iter().any(|name| child.credits(name).is_some()) => 0,
        (false, true) => NO_CREDIT,
        _ => OTHER_CREDIT,
    };
    if names_any(child, outlets) {
        bits += NAMES_ANOTHER;
    }
    bits
}

/// The child names an outlet as its source, and it is another one.
const NAMES_ANOTHER: Bits = 1000;

fn names_any(witness: &Witness<'_>, outlets: &[&str]) -> bool {
    let named = &witness.outlets;
    named
        .iter()
        .any(|(name, _)| outlets.contains(&name.as_str()))
}

/// Whether an article names this outlet in its credits.
pub(super) fn names(witness: &Witness<'_>, outlet: Option<&String>) -> bool {
    outlet.is_some_and(|outlet| witness.outlets.iter().any(|(name, _)| name == outlet))
}

/// What the credits of both say of the child being taken from the parent. `outlets` are those of the component.
pub(super) fn credits(child: &Witness<'_>, parent: &Witness<'_>, outlets: &[&str]) -> Bits {
    /// The parent names the child's outlet as its source.
    const BACKWARDS: Bits = 1500;
    /// Copies are rather taken from the agency than from each other.
    const FROM_COPY: Bits = 1200;
    /// A dateline, byline or credit that the copy took over, or got from elsewhere.
    const SIGNED_ELSEWHERE: Bits = 350;
    const CREDIT_IN_PARENT: Bits = 100;

    let backwards = if names(parent, child.outlet.as_ref()) {
        BACKWARDS
    } else {
        0
    };
    if let Some(page) = parent.agency_page {
        return backwards + dispatch_credits(child, &[page], outlets);
    }
    let mut bits = backwards + FROM_COPY;
    if !names(child, parent.outlet.as_ref()) && names_any(child, outlets) {
        bits += NAMES_ANOTHER;
    }
    let told = child.agencies.iter().map(|(name, credited)| {
        if credited.manner == Manner::Signed {
            SIGNED_ELSEWHERE
        } else if parent.credits(name).is_some() {
            CREDIT_IN_PARENT
        } else {
            OTHER_CREDIT
        }
    });
    bits + told.max().unwrap_or(0)
}

/// A time of the two is not known.
pub(super) const TIME_UNKNOWN: Bits = 100;

/// What the times say of it: those of publication that both state, and when their pages were fetched.
pub(super) fn times(child: &Witness<'_>, parent: &Witness<'_>) -> Bits {
    /// One of them says nothing.
    const UNKNOWN: Bits = TIME_UNKNOWN;
    /// The parent says only that it was changed after the child was published: it is later rather than not.
    const CHANGED_LATER: Bits = 200;
    /// The parent is later: one of the times is wrong.
    const LATER: Bits = 350;
    /// The same in one house, whose clock stamps both.
    const LATER_IN_HOUSE: Bits = 1000;
    /// The child was fetched before the parent was published, as that states: its time is wrong, or it is no parent.
    const FETCHED_BEFORE: Bits = 1500;
    /// The parent is days older.
    const LATE: Bits = 150;
    const DAYS: i64 = 4 * 24 * 60;
    let later = if is_one_house(child, parent) {
        LATER_IN_HOUSE
    } else {
        LATER
    };
    let stated = parent.published().map(Stamp::minutes);
    let fetched = child.facts.retrieved.map(Stamp::minutes);
    if let (Some(stated), Some(fetched)) = (stated, fetched)
        && stated.0 > fetched.1
    {
        return FETCHED_BEFORE;
    }
    // A page has its text since it was changed at the latest.
    let own = child.published().or(child.facts.modified);
    let Some(own) = own.map(Stamp::minutes) else {
        return UNKNOWN;
    };
    let Some(parent) = stated else {
        let changed = parent.facts.modified.map(Stamp::minutes);
        return match changed {
            Some(changed) if changed.0 > own.1 => CHANGED_LATER,
            _ => UNKNOWN,
        };
    };
    let child = own;
    if parent.0 > child.1 {
        later
    } else if parent.1 > child.0 {
        UNKNOWN
    } else if child.0 - parent.1 > DAYS {
        LATE
    } else {
        0
    }
}

pub(super) fn count(n: usize) -> Bits {
    Bits::try_from(n).expect("texts are below 4 GiB")
}
