//! Captions of pictures that a scrape left among the paragraphs.
//!
//! Without markup only the wording tells: a caption describes in the present tense what is to be seen, in one sentence
//! that ends with the place and day of the picture, or names the photographer. Reports are told in the past. Known
//! failure: a caption in the past tense without a credit reads like a paragraph and stays.

use std::sync::LazyLock;

use regex::Regex;

/// Words of a caption at most.
const MAX_WORDS: usize = 45;

/// What people and things do in pictures, in the present tense.
const SEEN: &str = "flies|fly|shakes?|walks?|poses?|attends?|looks? on|speaks?|waves?|gestures?|stands?|sits?|holds?|hugs?|greets?|meets?|arrives?|leaves?|reviews?|inspects?|listens?|smiles?|rides?|carry|carries|gather|marches|march|burns?|rises|drives?|delivers|addresses|toasts?|embraces?|enters?|watch|watches|performs?|prepares?|lays?|lights?|pass|passes|takes? part|is seen|are seen|is pictured|are pictured";

static DEPICTS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"^(?:\p{{L}}[\p{{L}}.’'-]*,? ){{1,12}}(?:{SEEN})\b");
    Regex::new(&pattern).expect("the caption pattern is a regular expression")
});

/// The day of the picture at the end of the sentence.
static ENDS_WITH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?:
            \blast\ (?:January|February|March|April|May|June|July|August|September|October|November|December|week|month|year|spring|summer|autumn|fall|winter)
          | \b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)\ \d{1,2}(?:,\ \d{4})?
          | \b\d{1,2}\ (?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\ \d{4})?
          | \bin\ (?:\w+\ )?(?:19|20)\d\d
        )\.?(?:\ [\[(].{2,60}[\])]|\ (?:Photo|Picture|Photograph)\b.{2,60})?$",
    )
    .expect("the caption pattern is a regular expression")
});

/// A credit of the picture at the end.
static ENDS_WITH_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\bphotos? collected|\bfile (?:photo|picture|image)|\bphoto: ?[^.]{2,60}|\bin this (?:file )?(?:photo|picture|image|handout)\b[^.]{0,80}|[\[(](?:[^\])]{0,50}[/ ])?(?:reuters|ap|ap photo|afp|getty images|getty|epa|xinhua|tass|anadolu|file|file photo|handout)(?:[/ ,][^\])]{0,50})?[\])])\W*$",
    )
    .expect("the caption pattern is a regular expression")
});

/// Words of a caption that only its verb gives away.
const MAX_SHORT: usize = 18;

/// What only pictures tell of: no report says that residents carry blankets down to the harbour.
static POSES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\p{L}[\p{L}’'-]* ){1,6}(?:carry|carries|walks?|poses?|waves?|gestures?|hugs?|rides?|smiles?|embraces?|shakes? hands)\b.*\b(?:on|in|at|near|down|outside|along|across|through|past|beside|during|after|before)\b[^,;:]*\.?$",
    )
    .expect("the caption pattern is a regular expression")
});

/// Whether a line that stands alone between paragraphs is the caption of a picture.
pub(crate) fn is_caption(line: &str) -> bool {
    let words = line.split_whitespace().count();
    if words > MAX_WORDS || line.contains(['“', '"', '”']) {
        return false;
    }
    if ENDS_WITH_CREDIT.is_match(line) {
        return true;
    }
    let one_sentence = retold_text::sentence::sentences(line).len() == 1;
    let dated = words >= 8 && DEPICTS.is_match(line) && ENDS_WITH_DAY.is_match(line);
    one_sentence && (dated || (words <= MAX_SHORT && POSES.is_match(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_paragraphs() {
        for (line, expected) in [
            (
                "A flag flies over the harbour office before the opening of the new pier in Wellmouth last May.",
                true,
            ),
            (
                "Minister Ada Moor greets harbour workers in Wellmouth on March 4, 2025. [Reuters]",
                true,
            ),
            ("Ferry leaves the harbour photo collected", true),
            (
                "Islanders carry stretchers down to the quay on the north side of the bay.",
                true,
            ),
            ("The committee meets again in Wellmouth on Friday.", false),
            (
                "The ferry left the harbour before dawn on March 4, 2025.",
                false,
            ),
            (
                "The pact passes to parliament, which meets again in June.",
                false,
            ),
            ("“She stands by it,” he said in 2024.", false),
        ] {
            assert_eq!(is_caption(line), expected, "{line}");
        }
    }
}
