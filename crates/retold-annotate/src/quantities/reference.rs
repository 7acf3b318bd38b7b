//! Numbers that count nothing: those of the items of a list, of footnotes and works that are cited, of telephones, in
//! code, and within other words.

use crate::words::{Role, Shape, Words};

/// The token after a number at `at` that counts nothing, where it is one.
pub(super) fn reference(words: &Words<'_>, at: usize) -> Option<usize> {
    item(words, at)
        .or_else(|| in_brackets(words, at))
        .or_else(|| labelled(words, at))
        .or_else(|| cited(words, at))
        .or_else(|| telephone(words, at))
        .or_else(|| in_word(words, at))
}

fn digits(words: &Words<'_>, at: usize) -> bool {
    words.token(at).shape == Shape::Digits
}

/// "7. Rest the dough", "7) Rest", "(7) Rest": the first of its line.
fn item(words: &Words<'_>, at: usize) -> Option<usize> {
    words.digits(at, 1, 3)?;
    // No break stands behind the end of a sentence.
    let opens = |at: usize| {
        at == 0 || {
            let (last, token) = (words.token(at - 1), words.token(at));
            let between = words.text.get(last.end as usize..token.start as usize);
            last.shape == Shape::Break || between.is_some_and(|between| between.contains('\n'))
        }
    };
    let first = opens(at) || words.sign(at - 1, '(') && opens(at - 1);
    let ends = words.tight_sign(at + 1, '.') || words.tight_sign(at + 1, ')');
    if first && ends && !words.token(at + 2).glued {
        return Some(at + 2);
    }
    // "7/50 Storm over the bay": a picture of many; "1/2 cup of milk" is a part.
    let last = words.digits(at + 2, 2, 3).filter(|&last| last > 9);
    (first
        && words.tight_sign(at + 1, '/')
        && last.is_some()
        && words.token(at + 3).capital
        && !words.token(at + 3).glued)
        .then_some(at + 3)
}

/// Nouns whose number after them says which one: "page 5", "in game two", "Figure 7 shows".
const LABELS: &[&str] = &[
    "act",
    "apartment",
    "apt",
    "building",
    "chapter",
    "cyclone",
    "episode",
    "exhibit",
    "figure",
    "game",
    "gate",
    "grade",
    "item",
    "lane",
    "lesson",
    "level",
    "number",
    "page",
    "paragraph",
    "phase",
    "platform",
    "room",
    "season",
    "stage",
    "step",
    "suite",
    "terminal",
    "tier",
    "type",
    "version",
    "volume",
];

/// "page 5", "Figure 7 shows", "#1"; but "in the room two men sat", "on stage 12 dancers".
fn labelled(words: &Words<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if words.sign(before, '#') && words.token(at).glued {
        return Some(at + 1);
    }
    let alone = words.token(before).capital
        || before.checked_sub(1).is_none_or(|before| {
            !words.is_word(before)
                || words.any(
                    before,
                    &[
                        "and", "as", "at", "by", "during", "for", "from", "in", "is", "of", "on",
                        "or", "see", "to", "was",
                    ],
                )
        });
    let next = words.after_hyphen(at + 1).unwrap_or(at + 1);
    let measured = words.sign(at + 1, '%')
        || words.sign(at + 1, ',') && words.token(at + 2).glued
        || words.has(at + 1, Role::Magnitude)
        || super::measure::unit(words, next).is_some();
    let counts = !words.token(before).capital
        && super::measure::counted(words, next)
            .is_some_and(|(_, head)| super::measure::is_plural(words.text_of(head)));
    (words.any(before, LABELS) && alone && !measured && !counts).then_some(at + 1)
}

/// Numbers in a bracket at most.
const MOST_IN_BRACKET: usize = 24;

/// "[12]", "[1, 2, 3]", "binge eating (6)", "(4, 5)", "(3-11)": nothing but numbers in brackets. "Maria Holt (22)" is of that
/// age.
fn in_brackets(words: &Words<'_>, at: usize) -> Option<usize> {
    let open = at.checked_sub(1)?;
    let (square, round) = (words.sign(open, '['), words.sign(open, '('));
    let close = if square { ']' } else { ')' };
    let joins = |at: usize| {
        matches!(
            words.token(at).shape,
            Shape::Sign(',' | '-' | '–' | ';' | ':' | '.')
        )
    };
    let end = (at..at + MOST_IN_BRACKET).find(|&at| !digits(words, at) && !joins(at))?;
    if !(square || round) || !words.sign(end, close) {
        return None;
    }
    let small = (at..end).all(|at| !digits(words, at) || words.width(at) <= 3);
    let several = (at..end).filter(|&at| digits(words, at)).count() > 1;
    let grouped = (at..end).any(|at| words.sign(at, ',') && words.token(at + 1).glued);
    let of_word = open > 0 && words.is_word(open - 1) && !words.token(open - 1).capital;
    (square || small && !grouped && (several || of_word)).then_some(end)
}

/// "10.1234/abc.5", "24/7"; "2018;360:j54".
fn cited(words: &Words<'_>, at: usize) -> Option<usize> {
    let tight = |at: usize| words.token(at).glued;
    if at > 0 && words.tight_sign(at - 1, ';') && tight(at) {
        return Some(at + 1);
    }
    let mut end = at + 1;
    while words.tight_sign(end, '.') && tight(end + 1) && digits(words, end + 1) {
        end += 2;
    }
    if !words.tight_sign(end, '/') || !tight(end + 1) {
        return None;
    }
    let (one, other) = (words.token(at).value, words.token(end + 1).value);
    // "1/3" is a part, "$5/kg" and "80 km/h" a rate.
    let falls = digits(words, end + 1) && end == at + 1 && one >= other;
    let code = end > at + 1 && words.width(end - 1) >= 4;
    (falls || code).then_some(end + 2)
}

/// "0800 138 1016", "+44 20 7946 0000", "555-0199".
fn telephone(words: &Words<'_>, at: usize) -> Option<usize> {
    let written = words.text_of(at);
    let foreign = at > 0 && words.sign(at - 1, '+') && words.token(at).glued;
    let group = |at: usize| words.digits(at, 2, 8).is_some() && !words.token(at).glued;
    // "18001 0800 …" goes by way of those who type for the deaf.
    let relay = words.digits(at, 5, 5).is_some()
        && words.text_of(at + 1).starts_with('0')
        && telephone(words, at + 1).is_some();
    if relay || foreign || written.starts_with('0') && (3..=5).contains(&written.len()) {
        let mut end = at + 1;
        while group(end) {
            end += 1;
        }
        return (end > at + 1).then_some(end);
    }
    let local = words.digits(at, 3, 3).is_some()
        && words.tight_sign(at + 1, '-')
        && words.digits(at + 2, 4, 4).is_some()
        && words.token(at + 2).glued;
    (local && super::measure::counted(words, at + 3).is_none()).then_some(at + 3)
}

/// "76ers", "5G", "3-D", "one-size-fits-all", "zero-hours contracts", "zero in on".
fn in_word(words: &Words<'_>, at: usize) -> Option<usize> {
    /// What "one" makes other words with.
    const WITH_ONE: &[&str] = &[
        "by",
        "handed",
        "of",
        "off",
        "on",
        "shot",
        "sided",
        "size",
        "stop",
        "time",
        "to",
        "upmanship",
        "way",
    ];
    let next = words.token(at + 1);
    if digits(words, at) && next.glued && next.shape == Shape::Word {
        let one = words.width(at + 1) == 1 && matches!(words.text_of(at + 1), "D" | "G" | "K");
        // "1080p", "3DS": no unit, no million, no ordinal; "10x more" is a number.
        let times = words.is(at + 1, "x") && !words.token(at + 2).glued;
        let other = !times
            && !words.entry(at + 1).is_known()
            && super::measure::unit(words, at + 1).is_none()
            && super::measure::currency(words, at + 1).is_none()
            && crate::times::ordinal(words, at).is_none();
        return (one && words.digits(at, 1, 2).is_some() || words.is(at + 1, "ers") || other)
            .then_some(at + 2);
    }
    if words.tight_sign(at + 1, '-') && words.token(at + 2).glued {
        let dimensional = words.text_of(at + 2) == "D";
        return (dimensional
            || words.is(at, "zero")
            || words.is(at, "one") && words.any(at + 2, WITH_ONE))
        .then_some(at + 3);
    }
    let zeroing = words.is(at, "zero") && words.is(at + 1, "in");
    // "at one point", "at one time"
    let once = at > 0
        && words.is(at - 1, "at")
        && words.is(at, "one")
        && words.any(at + 1, &["end", "point", "stage", "time"]);
    ((zeroing || once) && words.has(at, Role::Cardinal)).then_some(at + 2)
}
