//! Text scrapes: pages of which only the words are left.
//!
//! Without markup the place of a line and its words tell what it is. The report runs from the first to the last
//! paragraph of prose; above it stand headline, byline and dates, below it credits, then furniture. A line that could be
//! a sentence of the report is never cut for its words alone.

use retold_model::{BlockKind, Byline, BylineKind, Cut, CutReason, Part, Stated};
use retold_text::{OffsetMap, SourceRange, TextRange};

use crate::assemble::{Draft, RawBlock};
use crate::caption::is_caption;
use crate::content::same_words;
use crate::credit;
use crate::dates::{self, DayOrder};
use crate::furniture;
use crate::metadata::says_changed;
use crate::names;
use crate::segment::{count_words, share};

/// Words of a headline.
const HEADLINE_WORDS: std::ops::RangeInclusive<u32> = 3..=28;
/// Words of a heading between paragraphs at most.
const HEADING_WORDS: u32 = 14;
/// Words of a paragraph of prose at least.
const PROSE_WORDS: u32 = 14;
/// Words of a short paragraph that ends a report at least.
const SHORT_WORDS: u32 = 3;
/// What follows a line such as "You may also like" is cut only if it is less than this share of the text.
const TAIL_SHARE: f32 = 0.5;

struct Line {
    text: String,
    /// To bytes of the part.
    map: OffsetMap,
    words: u32,
    /// What its words alone say it is: asked once, looked at by every step.
    phrase: Option<CutReason>,
    label: Label,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Open,
    Block(BlockKind),
    Cut(CutReason),
}

/// Reads a plain text.
pub(crate) fn read(part: &Part, draft: &mut Draft) {
    let mut lines = lines(&part.text);
    let Some((first, last)) = prose(&lines) else {
        // No prose at all: every line may be the text, as in a scrape of one headline.
        for line in &mut lines {
            line.label = Label::Block(BlockKind::Paragraph);
        }
        emit(part, lines, draft);
        return;
    };
    let end = label_tail(&mut lines, first, last);
    label_head(part, &mut lines, first, draft);
    label_body(&mut lines, first, end);
    read_times(part, &lines, first, draft);
    emit(part, lines, draft);
}

/// The lines of the text that hold words. Lines of a hard-wrapped text are joined into their paragraphs.
fn lines(text: &str) -> Vec<Line> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        spans.push((at, at + line.len()));
        at += line.len();
    }
    if is_wrapped(text, &spans) {
        spans = join_wrapped(text, &spans);
    }
    let lines = spans.into_iter().filter_map(|(start, end)| {
        let (text, map) = folded(text, start, end);
        let words = count_words(&text);
        (words > 0).then(|| Line {
            phrase: furniture::phrase(&text, words),
            text,
            map,
            words,
            label: Label::Open,
        })
    });
    lines.collect()
}

/// Whether lines break in the middle of sentences: paragraphs are then parted by blank lines.
fn is_wrapped(text: &str, spans: &[(usize, usize)]) -> bool {
    let line = |i: usize| text[spans[i].0..spans[i].1].trim();
    let (mut pairs, mut broken, mut blanks) = (0u32, 0u32, 0u32);
    for i in 1..spans.len() {
        if line(i).is_empty() {
            blanks += 1;
        } else if !line(i - 1).is_empty() {
            pairs += 1;
            let goes_on = line(i).starts_with(char::is_lowercase);
            broken += u32::from(
                goes_on
                    && !line(i - 1).ends_with(['.', '!', '?', ':', '"', '”'])
                    && line(i - 1).len() < 120,
            );
        }
    }
    blanks > 0 && pairs >= 4 && share(broken, pairs) > 0.3
}

fn join_wrapped(text: &str, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    for &(start, end) in spans {
        let blank = text[start..end].trim().is_empty();
        match joined.last_mut() {
            Some(last) if open && !blank => last.1 = end,
            _ if !blank => joined.push((start, end)),
            _ => {}
        }
        open = !blank;
    }
    joined
}

/// First and last paragraph of prose, before it is known where furniture starts.
fn prose(lines: &[Line]) -> Option<(usize, usize)> {
    let is_prose = |line: &Line| {
        line.words >= PROSE_WORDS
            && ends_sentence(&line.text)
            && furniture_of(line, false).is_none()
    };
    let first = lines.iter().position(is_prose).or_else(|| {
        lines
            .iter()
            .position(|line| line.words >= 5 && ends_sentence(&line.text))
    })?;
    let last = lines.iter().rposition(is_prose).unwrap_or(first).max(first);
    // A report may end in short paragraphs: "He was 44."
    let is_short = |line: &&Line| {
        line.words >= SHORT_WORDS
            && ends_sentence(&line.text)
            && line.phrase.is_none()
            && !is_credit(line)
            && !is_caption(&line.text)
            && !is_mostly_date(&line.text)
    };
    let short = lines[last + 1..].iter().take_while(is_short).count();
    Some((first, last + short))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// Why a line is furniture. Inside the report only what no sentence could be.
fn furniture_of(line: &Line, inside: bool) -> Option<CutReason> {
    let reason = line.phrase?;
    let sentence = line.words >= 9 && ends_sentence(&line.text);
    let sure = matches!(
        reason,
        CutReason::Rights | CutReason::Comments | CutReason::Advertisement | CutReason::Sharing
    );
    let keeps =
        inside && sentence && !(sure && line.words < 25) && !matches!(reason, CutReason::Rights);
    (!keeps).then_some(reason)
}

/// Whether a line in or below the report says whose material it is.
fn is_credit(line: &Line) -> bool {
    credit::read(&line.text).is_some() || credit::is_outlet(&line.text)
}

/// Labels what follows the report; gives the line after its last one.
fn label_tail(lines: &mut [Line], first: usize, last: usize) -> usize {
    let total: u32 = lines.iter().map(|line| line.words).sum();
    let mut before: u32 = lines[..first].iter().map(|line| line.words).sum();
    let mut end = last + 1;
    // A line that heads a list of other articles, or the form for comments, ends the report.
    for i in first..lines.len() {
        let line = &lines[i];
        let closes = line.words <= 8
            && !ends_sentence(&line.text)
            && matches!(
                line.phrase,
                Some(CutReason::Teaser | CutReason::Comments | CutReason::AuthorBox)
            );
        // "Read more: …" alone between paragraphs is an insertion; a heading of such a list has nothing after its words.
        if closes && i > first && share(total - before, total) < TAIL_SHARE && !continues(lines, i)
        {
            let mut reason = CutReason::Teaser;
            for line in &mut lines[i..] {
                reason = line.phrase.unwrap_or(reason);
                let outlet = is_credit(line);
                line.label = if outlet {
                    Label::Block(BlockKind::Credit)
                } else {
                    Label::Cut(reason)
                };
            }
            end = i;
            break;
        }
        before += line.words;
    }
    let end = end.min(last + 1).max(first + 1);
    for line in &mut lines[end..] {
        if line.label == Label::Open {
            let credited = is_credit(line);
            line.label = match furniture_of(line, false) {
                _ if credited => Label::Block(BlockKind::Credit),
                Some(reason) => Label::Cut(reason),
                None if is_caption(&line.text) => Label::Cut(CutReason::Caption),
                None if is_mostly_date(&line.text) => Label::Cut(CutReason::Metadata),
                None if names::by_line(&line.text).is_some() && line.words <= 8 => {
                    Label::Cut(CutReason::Metadata)
                }
                None => Label::Cut(CutReason::Boilerplate),
            };
        }
    }
    end
}

/// Whether the report goes on after line `i`: at least two of the next lines are paragraphs that end.
fn continues(lines: &[Line], i: usize) -> bool {
    let long = |line: &&Line| {
        line.words >= 25 && ends_sentence(&line.text) && !line.text.trim_end().ends_with('…')
    };
    lines[i + 1..].iter().take(3).filter(long).count() >= 2
}

/// Labels what precedes the report: headline, byline, dates, furniture.
fn label_head(part: &Part, lines: &mut [Line], first: usize, draft: &mut Draft) {
    let mut headline: Option<usize> = None;
    for i in 0..first {
        let line = &lines[i];
        let signed = credit::signed_by(&line.text);
        let label = if !signed.is_empty() {
            Label::Cut(CutReason::Metadata)
        } else if is_caption(&line.text)
            || headline.is_some_and(|h| {
                line.text.starts_with(&lines[h].text) && line.text.len() > lines[h].text.len()
            })
        {
            Label::Cut(CutReason::Caption)
        } else if headline.is_some_and(|h| same_words(&lines[h].text, &line.text)) {
            Label::Cut(CutReason::Repeated)
        } else if is_mostly_date(&line.text) {
            Label::Cut(CutReason::Metadata)
        } else if let Some(reason) = furniture_of(line, false) {
            Label::Cut(reason)
        } else if headline.is_none()
            && HEADLINE_WORDS.contains(&line.words)
            && !line.text.ends_with(['.', ':', '|'])
        {
            headline = Some(i);
            Label::Block(BlockKind::Headline)
        } else if headline.is_some() && line.words >= 8 && ends_sentence(&line.text) {
            Label::Block(BlockKind::Deck)
        } else {
            Label::Cut(if line.words <= 6 {
                CutReason::Metadata
            } else {
                CutReason::Boilerplate
            })
        };
        lines[i].label = label;
        let by_agencies = !signed.is_empty();
        let byline = if by_agencies {
            agencies(part, &lines[i], signed)
        } else if label == Label::Cut(CutReason::Metadata) {
            writers(part, &lines[i], headline.is_some())
        } else {
            Vec::new()
        };
        // The outlet's own desk may sign above the headline, and the agency below it.
        let is_desk = |byline: &Byline| byline.kind == BylineKind::Desk;
        if draft.bylines.is_empty() || (by_agencies && draft.bylines.iter().all(is_desk)) {
            draft.bylines = byline;
        }
    }
    if let Some(i) = headline
        && draft.headline.is_none()
    {
        let source = to_raw(part, &lines[i], whole(&lines[i].text));
        draft.headline = Some(Stated {
            value: lines[i].text.clone(),
            from: "text".into(),
            source: Some(source),
        });
    }
}

fn is_mostly_date(line: &str) -> bool {
    dates::find(line, DayOrder::Unknown)
        .is_some_and(|found| line.len() < found.end - found.start + 30)
}

/// The agencies that sign a line above the report.
fn agencies(part: &Part, line: &Line, names: Vec<String>) -> Vec<Byline> {
    let source = to_raw(part, line, whole(&line.text));
    let byline = |value: String| Byline {
        name: Stated {
            value,
            from: "text".into(),
            source: Some(source),
        },
        kind: BylineKind::Agency,
    };
    names.into_iter().map(byline).collect()
}

/// The names in a short line above the report.
fn writers(part: &Part, line: &Line, after_headline: bool) -> Vec<Byline> {
    let names = match names::by_line(&line.text) {
        Some(names) => names,
        None if after_headline
            && line.words <= 4
            && dates::find(&line.text, DayOrder::Unknown).is_none() =>
        {
            line.text.as_str()
        }
        None => return Vec::new(),
    };
    let source = to_raw(part, line, whole(&line.text));
    let byline = |(name, kind): (String, BylineKind)| Byline {
        name: Stated {
            value: name,
            from: "text".into(),
            source: Some(source),
        },
        kind,
    };
    names::people(names, None).into_iter().map(byline).collect()
}

/// Labels the report itself: paragraphs, headings, credits, and what was left between them.
fn label_body(lines: &mut [Line], first: usize, end: usize) {
    for i in first..end {
        let line = &lines[i];
        let next_is_prose = lines[i + 1..end]
            .iter()
            .next()
            .is_some_and(|next| next.words >= 8);
        let label = if is_credit(line) {
            Label::Block(BlockKind::Credit)
        } else if let Some(reason) = furniture_of(line, true) {
            Label::Cut(reason)
        } else if i > first && is_caption(&line.text) {
            Label::Cut(CutReason::Caption)
        } else if line.words <= HEADING_WORDS
            && next_is_prose
            && i > first
            && is_heading(&line.text)
        {
            Label::Block(BlockKind::Heading)
        } else {
            Label::Block(BlockKind::Paragraph)
        };
        lines[i].label = label;
    }
}

/// A short line without the end of a sentence, or a question of its own.
fn is_heading(text: &str) -> bool {
    !text.ends_with(['.', '!', ',', ';', ':', '”', '"', '’'])
        && text.chars().next().is_some_and(|c| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '\'')
        })
}

/// When published and changed, as lines above and below the report say.
///
/// A bare date above the headline is the day on which the page was shown, not the article's.
fn read_times(part: &Part, lines: &[Line], first: usize, draft: &mut Draft) {
    let headline = lines
        .iter()
        .position(|line| line.label == Label::Block(BlockKind::Headline));
    for (i, line) in lines.iter().enumerate() {
        if !matches!(
            line.label,
            Label::Cut(CutReason::Metadata | CutReason::Boilerplate | CutReason::Interface)
        ) || line.words > 16
        {
            continue;
        }
        let above_headline = i < first && headline.is_none_or(|headline| i < headline);
        let mut read = 0;
        while let Some(found) = dates::find(&line.text[read..], DayOrder::Unknown) {
            let source = to_raw(
                part,
                line,
                TextRange::of(read + found.start, read + found.end),
            );
            let stated = || {
                Some(Stated {
                    value: found.stamp,
                    from: "text".into(),
                    source: Some(source),
                })
            };
            let before = line.text[read..read + found.start].to_lowercase();
            let labelled = before.chars().any(char::is_alphabetic) && !is_weekday(&before);
            // "Update:" alone is a label in such a line; on a web page it may be anything.
            let update = || {
                before
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| word == "update")
            };
            if says_changed(&before) || update() {
                draft.modified = draft.modified.take().or_else(stated);
            } else if read == 0 && (labelled || !above_headline) {
                draft.published = draft.published.take().or_else(stated);
            }
            read += found.end;
        }
    }
}

fn is_weekday(text: &str) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphabetic());
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| word.starts_with(day))
        && word.len() <= 9
}

fn emit(part: &Part, lines: Vec<Line>, draft: &mut Draft) {
    let mut joined = false;
    for line in lines {
        let map = line.map.over(&part.map);
        match line.label {
            Label::Block(kind) => {
                joined = false;
                // A format that states the headline beside the text gives it twice.
                let known = draft.blocks.iter().any(|block| {
                    block.kind == BlockKind::Headline && same_words(&block.text, &line.text)
                });
                if known && (kind == BlockKind::Headline || line.words < PROSE_WORDS * 2) {
                    draft.cuts.push(Cut {
                        source: map.source_range(whole(&line.text)),
                        reason: CutReason::Repeated,
                    });
                } else {
                    draft.blocks.push(RawBlock {
                        kind,
                        text: line.text,
                        map,
                    });
                }
            }
            Label::Cut(_) | Label::Open => {
                let reason = if let Label::Cut(reason) = line.label {
                    reason
                } else {
                    CutReason::Boilerplate
                };
                let source = map.source_range(whole(&line.text));
                match draft.cuts.last_mut() {
                    Some(last) if joined && last.reason == reason => {
                        last.source = last.source.cover(source);
                    }
                    _ => draft.cuts.push(Cut { source, reason }),
                }
                joined = true;
            }
        }
    }
}

/// Raw bytes of a range of a line.
fn to_raw(part: &Part, line: &Line, range: TextRange) -> SourceRange {
    let in_part = line.map.source_range(range);
    part.map
        .source_range(TextRange::new(in_part.start(), in_part.end()))
}

fn whole(text: &str) -> TextRange {
    TextRange::of(0, text.len())
}

/// `text[start..end]` with white space folded, and the map to bytes of `text`.
pub(crate) fn folded(text: &str, start: usize, end: usize) -> (String, OffsetMap) {
    let size = |n: usize| u32::try_from(n).expect("documents are limited to less than 4 GiB");
    let mut result = String::new();
    let mut map = OffsetMap::new();
    let mut previous_end = start;
    for word in text[start..end].split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if !result.is_empty() {
            result.push(' ');
            if at == previous_end + 1 && text.as_bytes()[previous_end] == b' ' {
                map.push_verbatim(1, size(previous_end));
            } else {
                map.push_replaced(1, size(previous_end), size(at - previous_end));
            }
        }
        result.push_str(word);
        map.push_verbatim(size(word.len()), size(at));
        previous_end = at + word.len();
    }
    (result, map)
}

#[cfg(test)]
mod tests {
    use retold_model::{Markup, PartRole};

    use super::*;

    /// Blocks as `kind: text`, cuts as `-reason: text`, in the order of the source.
    fn check(text: &str, expected: &[&str]) -> Draft {
        let part = Part {
            role: PartRole::Whole,
            markup: Markup::Plain,
            text: text.to_owned(),
            map: OffsetMap::identity(u32::try_from(text.len()).unwrap()),
        };
        let mut draft = Draft::default();
        read(&part, &mut draft);
        let mut found: Vec<(u32, String)> = Vec::new();
        for block in &draft.blocks {
            let source = block.map.source_range(whole(&block.text));
            found.push((source.start(), format!("{:?}: {}", block.kind, block.text)));
        }
        for cut in &draft.cuts {
            found.push((
                cut.source.start(),
                format!(
                    "-{:?}: {}",
                    cut.reason,
                    retold_text::fold::fold_space(&text[cut.source.as_usize()])
                ),
            ));
        }
        found.sort();
        let shown: Vec<&str> = found.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(shown, expected);
        draft
    }

    const A: &str = "The harbour of Wellmouth was closed on Tuesday after a ferry ran aground near the old pier, officials said.";
    const B: &str = "Divers found no leak in the hull, and all passengers were brought ashore before noon, the harbour master said.";

    #[test]
    fn both_times_of_a_line_are_read() {
        let text = format!(
            "Ferry runs aground near Wellmouth\nPublished 11 March 2025 | Updated 12 March 2025\n\n{A}\n\n{B}\n"
        );
        let draft = check(
            &text,
            &[
                "Headline: Ferry runs aground near Wellmouth",
                "-Metadata: Published 11 March 2025 | Updated 12 March 2025",
                &format!("Paragraph: {A}"),
                &format!("Paragraph: {B}"),
            ],
        );
        let day = |stated: Option<Stated<retold_model::Stamp>>| {
            stated.map(|stated| stated.value.to_string())
        };
        assert_eq!(day(draft.published).as_deref(), Some("2025-03-11"));
        assert_eq!(day(draft.modified).as_deref(), Some("2025-03-12"));
    }

    #[test]
    fn head_and_tail_of_a_scrape() {
        let text = format!(
            "Friday, 14 Mar, 2025\n\nFerry runs aground near Wellmouth\nNews Desk |\nUpdate: 2025-03-11 14:05:00\nFerry runs aground near Wellmouth photo collected\n\n{A}\n\nWhat happened\n{B}\n\nSource: MPA\n\nBDT: 1404 HRS, MAR 11, 2025\n\nYou May Also Like\n\nCity council votes on bus lanes\n\nThe council has…\n"
        );
        let draft = check(
            &text,
            &[
                "-Metadata: Friday, 14 Mar, 2025",
                "Headline: Ferry runs aground near Wellmouth",
                "-Metadata: News Desk | Update: 2025-03-11 14:05:00",
                "-Caption: Ferry runs aground near Wellmouth photo collected",
                &format!("Paragraph: {A}"),
                "Heading: What happened",
                &format!("Paragraph: {B}"),
                "Credit: Source: MPA",
                "-Metadata: BDT: 1404 HRS, MAR 11, 2025",
                "-Teaser: You May Also Like City council votes on bus lanes The council has…",
            ],
        );
        assert_eq!(
            draft
                .published
                .map(|stated| stated.value.to_string())
                .as_deref(),
            Some("2025-03-11T14:04")
        );
        assert_eq!(
            draft
                .modified
                .map(|stated| stated.value.to_string())
                .as_deref(),
            Some("2025-03-11T14:05:00")
        );
        let bylines: Vec<_> = draft
            .bylines
            .iter()
            .map(|byline| (byline.name.value.as_str(), byline.kind))
            .collect();
        assert_eq!(bylines, [("News Desk", BylineKind::Desk)]);
    }

    #[test]
    fn no_headline_is_made_up() {
        let draft = check(
            &format!("{A}\n\n{B}"),
            &[&format!("Paragraph: {A}"), &format!("Paragraph: {B}")],
        );
        assert_eq!(draft.headline, None);
        assert_eq!(draft.published, None);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The harbour of Wellmouth was closed on\nTuesday after a ferry ran aground near\nthe old pier, officials said.\n\nDivers found no leak in the hull, and\nall passengers were brought ashore before\nnoon, the harbour master said.\n";
        check(
            text,
            &[&format!("Paragraph: {A}"), &format!("Paragraph: {B}")],
        );
    }
}
