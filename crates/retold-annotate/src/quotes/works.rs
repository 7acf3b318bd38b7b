//! Quoted words that are the name of a work: a book, a film, a programme.

use std::ops::Range;

use super::reading::{Reading, code, quoted};
use super::tagger::Attribution;

/// Tokens of what has a title, before it: "a long paper titled".
const LONGEST_WORK: usize = 6;

/// Words of a title that are written small: "of", "the".
const LONGEST_SMALL: u32 = 4;

const COLON: u32 = code(":");
const COMMA: u32 = code(",");

/// Works that have a name.
const WORKS: [u32; 30] = [
    code("album"),
    code("book"),
    code("channel"),
    code("column"),
    code("comedy"),
    code("documentary"),
    code("drama"),
    code("episode"),
    code("essay"),
    code("exhibition"),
    code("film"),
    code("game"),
    code("hit"),
    code("memoir"),
    code("miniseries"),
    code("movie"),
    code("musical"),
    code("novel"),
    code("opera"),
    code("play"),
    code("podcast"),
    code("poem"),
    code("program"),
    code("programme"),
    code("series"),
    code("show"),
    code("sitcom"),
    code("song"),
    code("thriller"),
    code("track"),
];

/// Whether the quoted words are only what something is called: "she wrote a paper titled [“The Dam”]", "talked about it in
/// her book [“The Long Winter”]".
pub(super) fn is_title(reading: &Reading, attribution: &Attribution) -> bool {
    const TITLED: [u32; 4] = [
        code("entitled"),
        code("headlined"),
        code("subtitled"),
        code("titled"),
    ];
    let words = &reading.words;
    let [run] = &attribution.content[..] else {
        return false;
    };
    // "a paper titled" may be taken, too.
    let open = { run.clone() }.find(|&at| words[at].quoted == quoted::OPEN);
    let Some(open) = open.filter(|open| *open > 0 && open - run.start <= LONGEST_WORK) else {
        return false;
    };
    let marked = matches!(words[open - 1].form, COLON | COMMA);
    let before = open - 1 - usize::from(marked && open > 1);
    let to_the_end = (open + 1..run.end).all(|at| words[at].quoted != quoted::OUTSIDE);
    to_the_end && (TITLED.contains(&words[before].form) || is_name(reading, &(open..run.end)))
}

/// Drops the names of works from what has other words: "“I am safe,” she said on the outlet's [“Talk of the Town”]".
pub(super) fn drop_names(reading: &Reading, attribution: &mut Attribution) {
    let content = &mut attribution.content;
    if content.len() > 1 {
        let cue = attribution.cue.start;
        content.retain(|run| run.start < cue || !is_name(reading, run));
    }
}

/// Whether a quotation is written as a title and follows what has one: "in her book “The Long Winter”", "on the outlet's
/// “Talk of the Town”".
pub(super) fn is_name(reading: &Reading, run: &Range<usize>) -> bool {
    const GENITIVE: u32 = code("'s");
    let words = &reading.words;
    let Some(open) = { run.clone() }.find(|&at| words[at].quoted == quoted::OPEN) else {
        return false;
    };
    let Some(before) = open.checked_sub(1) else {
        return false;
    };
    let noun = before - usize::from(words[before].form == COMMA && before > 0);
    let follows = WORKS.contains(&words[noun].lemma_lower)
        && words[noun].sentence == words[open].sentence
        || words[before].form == GENITIVE;
    let own = open == run.start || words[run.start].form == GENITIVE && open == run.start + 1;
    follows && own && is_written_as_title(reading, open..run.end)
}

/// Whether all longer words of a quotation have capitals, and there are two at least.
fn is_written_as_title(reading: &Reading, quotation: Range<usize>) -> bool {
    let words = &reading.words;
    let mut capitals = 0;
    for word in { quotation }.map(|at| &words[at]) {
        match word.shape {
            2..=4 => capitals += 1,
            5 if word.end - word.start > LONGEST_SMALL => return false,
            _ => {}
        }
        if word.quoted == quoted::OUTSIDE {
            return false;
        }
    }
    capitals >= 2
}
