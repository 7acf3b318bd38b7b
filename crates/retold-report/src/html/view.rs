//! What the templates show: strings that are ready but for escaping.

use std::collections::BTreeSet;

use retold_model::{ArticleId, Stamp};

use crate::article_record::{ArticleRecord, BlockRecord, Moment, StatedText};
use crate::dossier::{VersionRecord, label};
use crate::headline::headline_or_opening;
use crate::inert::{visible, web_address};
use crate::passage_record::{EditRecord, OccurrenceRecord, PassageRecord, quoted};
use crate::runs::{Run, Side, runs};
use crate::shown_annotations::{self, Line};
use crate::wrap::shorten;

/// Words of a run that is the same in both texts, shown at each end of it. The whole stands in the text below.
const SHOWN_SAME_WORDS: usize = 40;

/// Characters of what was cut, shown in a table; JSON holds all.
const SHOWN_CUT_COLUMNS: usize = 400;

/// A number at the head of the page.
pub(super) struct Figure {
    pub(super) value: String,
    pub(super) name: String,
}

/// One line of what is stated.
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) note: String,
    pub(super) link: Option<String>,
}

/// An article with its text.
pub(super) struct ArticleView {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) headline: String,
    pub(super) published: String,
    /// Where its text came from, in a story.
    pub(super) origin: String,
    pub(super) credits: String,
    /// The language, where it is not that of the page.
    pub(super) lang: Option<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) blocks: Vec<BlockView>,
    /// What was read in the text; `None` where it was not analysed.
    pub(super) read: Option<Vec<SectionView>>,
    pub(super) cuts: Vec<CutView>,
}

/// Lines under a heading.
pub(super) struct SectionView {
    pub(super) title: String,
    pub(super) lines: Vec<LineView>,
}

/// Words of a text with what was read in them, and the way to their place.
pub(super) struct LineView {
    pub(super) lead: String,
    pub(super) words: String,
    pub(super) note: String,
    pub(super) place: String,
    pub(super) anchor: Option<String>,
}

/// A block of text.
pub(super) struct BlockView {
    pub(super) anchor: String,
    pub(super) kind: String,
    pub(super) place: String,
    pub(super) link: Option<String>,
    pub(super) segments: Vec<Segment>,
}

/// A run of a block that the same passages cover.
pub(super) struct Segment {
    pub(super) words: String,
    pub(super) shared: bool,
    pub(super) starts: Vec<PassageStart>,
    /// What marks lead to, where a cited sentence begins.
    pub(super) cite: Option<String>,
}

/// The place where a passage begins, which leads to the passage.
pub(super) struct PassageStart {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) target: String,
}

/// Something that was cut.
pub(super) struct CutView {
    pub(super) reason: String,
    pub(super) place: String,
    pub(super) words: String,
}

/// The passages that are shown, and how many are not.
pub(super) struct Passages {
    pub(super) shown: Vec<PairView>,
    pub(super) more: usize,
}

/// Two texts side by side; one side where they are word for word the same.
pub(super) struct PairView {
    pub(super) anchor: String,
    /// The names of the two, where they are others than in the passage before.
    pub(super) heading: Option<String>,
    pub(super) kicker: String,
    pub(super) summary: String,
    pub(super) sides: Vec<SideView>,
}

/// One column.
pub(super) struct SideView {
    pub(super) who: Vec<Who>,
    pub(super) paragraphs: Vec<Vec<Piece>>,
}

/// Whose words a column shows.
pub(super) struct Who {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) anchor: Option<String>,
    pub(super) link: Option<String>,
}

/// A run of words in a column.
pub(super) struct Piece {
    /// `same`, `only`, `other`, `gap`, `left-out`.
    pub(super) mark: &'static str,
    pub(super) words: String,
}

/// A version and what it changed.
pub(super) struct VersionView {
    pub(super) id: String,
    pub(super) current: bool,
    pub(super) times: Vec<Fact>,
    pub(super) pair: Option<PairView>,
}

/// The places in article texts that a link may lead to.
#[derive(Default)]
pub(super) struct Places(BTreeSet<String>);

impl Places {
    pub(super) fn has(&self, anchor: &str) -> bool {
        self.0.contains(anchor)
    }
}

/// Ranges of an article's text, in bytes, that marks lead to.
pub(super) type Cites = BTreeSet<(u32, u32)>;

/// The anchor of cited words that begin at a byte of an article.
pub(super) fn cite_anchor(article: usize, start_byte: u32) -> String {
    format!("s{article}-{start_byte}")
}

impl Figure {
    pub(super) fn count(n: usize, one: &str, many: &str) -> Self {
        Self {
            value: n.to_string(),
            name: if n == 1 { one } else { many }.to_owned(),
        }
    }
}

impl ArticleView {
    pub(super) fn of(
        article: &ArticleRecord,
        number: usize,
        passages: &[&PassageRecord],
        cites: &Cites,
        places: &mut Places,
    ) -> Self {
        let credits: Vec<&str> = article
            .credits
            .iter()
            .flat_map(|credit| &credit.names)
            .map(String::as_str)
            .collect();
        Self {
            number,
            anchor: format!("a{number}"),
            name: article.short_name(),
            headline: visible(&headline_or_opening(article)).into_owned(),
            origin: String::new(),
            lang: lang(article),
            published: article
                .published
                .as_ref()
                .map_or_else(|| "not stated".to_owned(), |moment| readable(moment.value)),
            credits: visible(&credits.join(", ")).into_owned(),
            facts: facts(article),
            blocks: blocks(article, number, passages, cites, places),
            read: article.annotations.as_ref().map(|read| {
                shown_annotations::sections(read)
                    .iter()
                    .map(|section| SectionView {
                        title: section.title.to_owned(),
                        lines: section
                            .lines
                            .iter()
                            .map(|line| LineView::of(line, article, number))
                            .collect(),
                    })
                    .collect()
            }),
            cuts: article
                .cuts
                .iter()
                .map(|cut| CutView {
                    reason: label(&cut.reason),
                    place: format!("{}–{}", cut.source.start_byte, cut.source.end_byte),
                    words: shorten(&visible(&cut.words), SHOWN_CUT_COLUMNS),
                })
                .collect(),
        }
    }
}

impl LineView {
    pub(super) fn of(line: &Line, article: &ArticleRecord, number: usize) -> Self {
        let block = article.block_at(line.start_byte);
        Self {
            lead: visible(&line.lead).into_owned(),
            words: visible(&line.words).into_owned(),
            note: visible(&line.note).into_owned(),
            place: format!("{}–{}", line.start_char, line.end_char),
            anchor: block.map(|index| block_anchor(number, index)),
        }
    }
}

pub(super) fn block_anchor(article: usize, block: usize) -> String {
    format!("a{article}-{block}")
}

/// A time with a space between day and hour. Places that are cited have it as stated.
pub(super) fn readable(stamp: Stamp) -> String {
    stamp.to_string().replacen('T', " ", 1)
}

/// The language of an article as an attribute, where it is another than the page's. A tag has letters, digits and hyphens.
fn lang(article: &ArticleRecord) -> Option<String> {
    let tag = &article.language.as_ref()?.value;
    let is_tag = tag.len() <= 35
        && tag
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let english = tag
        .get(..2)
        .is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    (is_tag && !english).then(|| tag.clone())
}

fn fact(name: &'static str, value: &str, note: &str) -> Fact {
    Fact {
        name,
        value: visible(value).into_owned(),
        note: visible(note).into_owned(),
        link: None,
    }
}

fn facts(article: &ArticleRecord) -> Vec<Fact> {
    let mut rows = times(article);
    if let Some(line) = &article.dateline {
        let place = format!("{}–{}", line.span.start_char, line.span.end_char);
        rows.push(fact("Dateline", &line.span.words, &place));
    }
    for byline in &article.bylines {
        rows.push(fact(
            "By",
            &byline.name,
            &format!("{}, {}", label(&byline.kind), byline.from),
        ));
    }
    for credit in &article.credits {
        let (words, place) = match &credit.span {
            Some(span) => (
                span.words.clone(),
                format!("{}–{}", span.start_char, span.end_char),
            ),
            None => (credit.names.join(", "), credit.from.clone()),
        };
        rows.push(fact(
            "Credit",
            &words,
            &format!("{}, {place}", label(&credit.kind)),
        ));
    }
    let mut stated = |name, value: &Option<StatedText>| {
        if let Some(text) = value {
            rows.push(fact(name, &text.value, &text.from));
        }
    };
    stated("Outlet", &article.outlet);
    stated("Section", &article.section);
    stated("Language", &article.language);
    if let Some(address) = article.address() {
        let from = article
            .canonical_url
            .as_ref()
            .map_or("uri", |url| url.from.as_str());
        rows.push(Fact {
            link: web_address(address),
            ..fact("Address", address, from)
        });
    }
    let source = &article.source;
    let record = source
        .record
        .map_or_else(String::new, |record| format!(" record {record}"));
    rows.push(fact(
        "Source",
        &format!("{}{record}", source.path),
        &label(&source.form),
    ));
    rows.push(fact("Digest", &source.digest.to_string(), "BLAKE3"));
    rows.push(fact(
        "Article",
        &article.id.to_string(),
        &format!("version {}", article.version),
    ));
    rows
}

fn times(article: &ArticleRecord) -> Vec<Fact> {
    let mut rows = Vec::new();
    let mut moment = |name, moment: &Option<Moment>| {
        if let Some(moment) = moment {
            let text = moment.value.to_string();
            let zone = if text.contains('T') && moment.offset.is_none() {
                ", no zone stated"
            } else {
                ""
            };
            let note = format!("{}{zone}, {}", label(&moment.precision), moment.from);
            rows.push(fact(name, &text, &note));
        }
    };
    moment("Published", &article.published);
    moment("Modified", &article.modified);
    if let Some(retrieved) = article.source.retrieved {
        rows.push(fact("Retrieved", &retrieved.to_string(), ""));
    }
    rows
}

/// The anchor of one side of a passage in an article's text.
fn passage_anchor(passage: usize, article: ArticleId) -> String {
    format!("p{passage}-{article}")
}

fn blocks(
    article: &ArticleRecord,
    number: usize,
    passages: &[&PassageRecord],
    cites: &Cites,
    places: &mut Places,
) -> Vec<BlockView> {
    let mut covers: Vec<(u32, u32, usize)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        for side in [&passage.first, &passage.second] {
            if side.version == article.version && side.article == article.id {
                covers.push((side.span.start_byte, side.span.end_byte, index + 1));
            }
        }
    }
    covers.sort_unstable();
    let shown = |(index, block): (usize, &BlockRecord)| BlockView {
        anchor: block_anchor(number, index),
        kind: label(&block.kind),
        place: format!("{}–{}", block.span.start_char, block.span.end_char),
        link: block.link.clone(),
        segments: segments(article.id, number, block, &covers, cites, places),
    };
    article.blocks.iter().enumerate().map(shown).collect()
}

/// The block parted where a passage or a cited sentence begins or ends.
fn segments(
    article: ArticleId,
    number: usize,
    block: &BlockRecord,
    covers: &[(u32, u32, usize)],
    cites: &Cites,
    places: &mut Places,
) -> Vec<Segment> {
    let (from, to) = (block.span.start_byte, block.span.end_byte);
    let here: Vec<(u32, u32, usize)> = covers
        .iter()
        .filter(|&&(start, end, _)| start < to && end > from)
        .map(|&(start, end, passage)| (start.max(from), end.min(to), passage))
        .collect();
    let mut ends: Vec<u32> = here
        .iter()
        .flat_map(|&(start, end, _)| [start, end])
        .chain([from, to])
        .collect();
    let marked = cites.range((from, 0)..(to, 0));
    let starts_of_cites: BTreeSet<u32> = marked.clone().map(|&(start, _)| start).collect();
    ends.extend(marked.flat_map(|&(start, end)| [start, end.min(to)]));
    ends.sort_unstable();
    ends.dedup();
    let whole = Side {
        words: &block.span.words,
        start: from,
    };
    let segment = |pair: &[u32]| Segment {
        words: visible(whole.slice(pair[0], pair[1])).into_owned(),
        shared: here
            .iter()
            .any(|&(start, end, _)| start <= pair[0] && end >= pair[1]),
        starts: starts(
            article,
            here.iter().filter(|&&(start, _, _)| start == pair[0]),
            places,
        ),
        cite: starts_of_cites
            .contains(&pair[0])
            .then(|| cite_anchor(number, pair[0]))
            .filter(|anchor| places.0.insert(anchor.clone())),
    };
    ends.windows(2).map(segment).collect()
}

/// The passages that begin at a place, by number. A passage over several blocks has one anchor, in the first.
fn starts<'c>(
    article: ArticleId,
    covers: impl Iterator<Item = &'c (u32, u32, usize)>,
    places: &mut Places,
) -> Vec<PassageStart> {
    let mut starts: Vec<PassageStart> = covers
        .map(|&(_, _, passage)| PassageStart {
            number: passage,
            anchor: passage_anchor(passage, article),
            target: format!("p{passage}"),
        })
        .filter(|start| places.0.insert(start.anchor.clone()))
        .collect();
    starts.sort_unstable_by_key(|start| start.number);
    starts
}

impl PairView {
    /// The passages, with the names that `name_of` gives to their articles.
    pub(super) fn of_passages(
        passages: &[&PassageRecord],
        name_of: &impl Fn(ArticleId) -> String,
        places: &Places,
    ) -> Vec<Self> {
        let mut pair = None;
        let mut views = Vec::with_capacity(passages.len());
        for (index, passage) in passages.iter().enumerate() {
            let articles = (passage.first.article, passage.second.article);
            let heading = (pair != Some(articles))
                .then(|| format!("{} and {}", name_of(articles.0), name_of(articles.1)));
            pair = Some(articles);
            views.push(Self {
                heading,
                ..Self::of_passage(passage, index + 1, name_of, places)
            });
        }
        views
    }

    fn of_passage(
        passage: &PassageRecord,
        number: usize,
        name_of: &impl Fn(ArticleId) -> String,
        places: &Places,
    ) -> Self {
        let who = |occurrence: &OccurrenceRecord| {
            let anchor = passage_anchor(number, occurrence.article);
            Who {
                name: name_of(occurrence.article),
                place: format!(
                    "{}–{}",
                    occurrence.span.start_char, occurrence.span.end_char
                ),
                anchor: places.0.contains(&anchor).then_some(anchor),
                link: occurrence.link.clone(),
            }
        };
        let side = |occurrence: &'_ OccurrenceRecord| {
            (occurrence.span.words.clone(), occurrence.span.start_byte)
        };
        let (first, second) = (side(&passage.first), side(&passage.second));
        let matched = passage.matched_words;
        let differences = match passage.edits.len() {
            0 => "word for word".to_owned(),
            1 => "1 difference".to_owned(),
            n => format!("{n} differences"),
        };
        Self {
            anchor: format!("p{number}"),
            heading: None,
            kicker: format!("Passage {number}"),
            summary: format!("{}{matched} words in both, {differences}", quoted(passage)),
            sides: sides(
                [who(&passage.first), who(&passage.second)],
                Side {
                    words: &first.0,
                    start: first.1,
                },
                Side {
                    words: &second.0,
                    start: second.1,
                },
                &passage.edits,
            ),
        }
    }
}

fn sides(who: [Who; 2], first: Side<'_>, second: Side<'_>, edits: &[EditRecord]) -> Vec<SideView> {
    let [one, other] = who;
    let runs = runs(first, second, edits);
    if edits.is_empty() {
        return vec![SideView {
            who: vec![one, other],
            paragraphs: column(&runs, true),
        }];
    }
    vec![
        SideView {
            who: vec![one],
            paragraphs: column(&runs, true),
        },
        SideView {
            who: vec![other],
            paragraphs: column(&runs, false),
        },
    ]
}

/// The paragraphs of the first or the second text.
fn column(runs: &[Run<'_>], of_first: bool) -> Vec<Vec<Piece>> {
    let mut paragraphs = vec![Vec::new()];
    for run in runs {
        let (mark, words) = match (run, of_first) {
            (Run::Same(words, _), true) | (Run::Same(_, words), false) => ("same", *words),
            (Run::First(words), true) | (Run::Second(words), false) => ("only", *words),
            (Run::First(_), false) | (Run::Second(_), true) => ("gap", ""),
            (Run::Replaced(words, _), true) | (Run::Replaced(_, words), false) => ("other", *words),
        };
        if mark == "same" {
            push_same(words, &mut paragraphs);
        } else {
            push(mark, words, &mut paragraphs);
        }
    }
    paragraphs.retain(|pieces: &Vec<Piece>| !pieces.is_empty());
    paragraphs
}

/// The same words, without the middle of a long run.
fn push_same(words: &str, paragraphs: &mut Vec<Vec<Piece>>) {
    let starts: Vec<usize> = retold_text::word::words(words)
        .map(|word| word.start() as usize)
        .collect();
    match starts.len().checked_sub(2 * SHOWN_SAME_WORDS) {
        Some(hidden @ 10..) => {
            let (head, tail) = (starts[SHOWN_SAME_WORDS], starts[SHOWN_SAME_WORDS + hidden]);
            push("same", &words[..head], paragraphs);
            push("left-out", &hidden.to_string(), paragraphs);
            push("same", &words[tail..], paragraphs);
        }
        _ => push("same", words, paragraphs),
    }
}

fn push(mark: &'static str, words: &str, paragraphs: &mut Vec<Vec<Piece>>) {
    for (index, part) in words.split("\n\n").enumerate() {
        if index > 0 {
            paragraphs.push(Vec::new());
        }
        if mark == "gap" || !part.is_empty() {
            let pieces = paragraphs
                .last_mut()
                .expect("there is always a paragraph to write to");
            pieces.push(Piece {
                mark,
                words: visible(part).into_owned(),
            });
        }
    }
}

impl VersionView {
    pub(super) fn of(version: &VersionRecord, before: Option<&ArticleRecord>) -> Self {
        let article = &version.article;
        let who = |article: &ArticleRecord| Who {
            name: format!("version {}", article.version),
            place: format!("0–{}", article.text.chars().count()),
            anchor: None,
            link: None,
        };
        let pair = before.map(|before| PairView {
            anchor: format!("v{}", article.version),
            heading: None,
            kicker: "Changes from the version before".to_owned(),
            summary: match version.changes.len() {
                1 => "1 difference".to_owned(),
                n => format!("{n} differences"),
            },
            sides: sides(
                [who(before), who(article)],
                Side::whole(&before.text),
                Side::whole(&article.text),
                &version.changes,
            ),
        });
        Self {
            id: article.version.to_string(),
            current: article.current,
            times: times(article),
            pair,
        }
    }
}
