//! Whether the words beside an expression tell of the past or of the future.
//!
//! A light rule on words, no parse: the nearest verb to the left in the sentence decides, else the nearest to the
//! right. What it cannot know: verbs that look the same in both tenses, and clauses that lie between.

use crate::words::{Role, Shape, Words};

/// What the nearest verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Words looked at to the left of an expression, and to its right.
const REACH: usize = 14;

/// A plan or a "will" so near to the right outweighs "said" on the left, unless that stands right beside ("said Friday it
/// will").
const NEAR: usize = 4;

/// The tense around the tokens `from..to`.
pub(crate) fn tense(words: &Words<'_>, from: usize, to: usize) -> Tense {
    let left = left_of(words, from);
    if left.1.is_some_and(|distance| distance > 2)
        && let (Tense::Future, distance) = right_of(words, to)
        && distance <= NEAR
        && !words.sign(to, ',')
    {
        return Tense::Future;
    }
    match left.0 {
        // "The goal is a vote by Friday", "heading into Saturday's match".
        Tense::Unknown if from > 0 && words.any(from - 1, &["by", "into", "until", "till"]) => {
            Tense::Future
        }
        Tense::Unknown => right_of(words, to).0,
        known => known,
    }
}

/// The tense to the left; where a verb of saying tells it, how many words away that is.
fn left_of(words: &Words<'_>, from: usize) -> (Tense, Option<usize>) {
    let mut infinitive = false;
    for at in (from.saturating_sub(REACH)..from).rev() {
        let token = words.token(at);
        if token.shape == Shape::Break {
            break;
        }
        if token.shape == Shape::Word {
            if words.is(at, "to") && words.is_word(at + 1) && !words.token(at + 1).capital {
                infinitive = true;
            }
            let entry = token.entry;
            if entry.is(Role::Month) && token.capital {
                // "May" is no verb where it is a month.
            } else if entry.is(Role::FutureVerb)
                || entry.is(Role::Plan)
                    && (infinitive
                        || words.any(at, &["scheduled", "expected", "due", "slated", "planned"]))
                || words.is(at, "set") && words.is(at + 1, "for")
                // "They have until December to decide."
                || words.any(at, &["have", "has"]) && words.any(at + 1, &["until", "till"])
                || words.any(at, &["is", "are", "am"]) && words.text_of(at + 1).ends_with("ing")
                // "The vote is on Saturday."
                || words.any(at, &["is", "are"]) && at + 2 >= from && !words.is(at.wrapping_sub(1), "today")
            {
                return (Tense::Future, None);
            } else if is_past(words, at) {
                if words.is(at.wrapping_sub(1), "be") {
                    infinitive = true;
                    // "to be held", "will be held": what stands before decides.
                    if at >= 2 && words.is(at - 2, "to") {
                        return (Tense::Future, None);
                    }
                } else {
                    return (Tense::Past, entry.is(Role::ReportVerb).then_some(from - at));
                }
            }
        }
        if token.opens_sentence {
            break;
        }
    }
    (Tense::Unknown, None)
}

/// The tense to the right, and how many words away.
fn right_of(words: &Words<'_>, to: usize) -> (Tense, usize) {
    for at in to..to + REACH {
        let token = words.token(at);
        if token.shape == Shape::Break || (token.opens_sentence && at > to) {
            break;
        }
        if token.shape != Shape::Word || (token.entry.is(Role::Month) && token.capital) {
            continue;
        }
        if token.entry.is(Role::FutureVerb) {
            return (Tense::Future, at - to);
        }
        if words.any(at, &["is", "are"])
            && (words.text_of(at + 1).ends_with("ing") || words.has(at + 1, Role::Plan))
        {
            return (Tense::Future, at - to);
        }
        if is_past(words, at) {
            return (Tense::Past, at - to);
        }
    }
    (Tense::Unknown, usize::MAX)
}

fn is_past(words: &Words<'_>, at: usize) -> bool {
    let token = words.token(at);
    if token.entry.is(Role::PastVerb) || token.entry.is(Role::ReportVerb) {
        return !(token.entry.is(Role::Weekday) && token.capital);
    }
    let word = words.text_of(at);
    word.len() > 4 && word.ends_with("ed") && !token.capital
}
