//! Proves that an exported file says what the base holds: every range opens the words it claims.
//!
//! Articles are compared field by field with the record made anew from the base, so a shifted range, a changed word
//! and a wrong date are all found, each at its field. Passages are checked range by range against the texts of their
//! versions: the base may have linked more articles since. Counts and groups are not checked.

mod claim;
mod table;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};
use std::rc::Rc;

use retold_model::{ArticleId, VersionId};
use serde::Deserialize;
use serde_json::Value;

use self::claim::{Claim, dossier_spans, phase_claims};
use crate::annotation_record::AnnotationsRecord;
use crate::article_record::ArticleRecord;
use crate::dossier::{ArticleDossier, Dossier};
use crate::export_record::ExportRecord;
use crate::inert::visible;
use crate::passage_record::PassageRecord;
use crate::span::{Span, Spans};
use crate::wrap::shorten;

/// What a base says of a version of an article.
pub trait Witness {
    /// The record of a version, made from what the base holds; `None` where it does not hold it.
    ///
    /// # Errors
    ///
    /// Where the base can not be read.
    fn article(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<ArticleRecord>, Box<dyn std::error::Error + Send + Sync>>;

    /// The text of a version; `None` where the base does not hold it.
    ///
    /// # Errors
    ///
    /// Where the base can not be read.
    fn text(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>;
}

/// A claim of the file that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which record or row of the file, from 1. The header of a CSV file is not counted.
    pub record: u64,
    /// Which field: `article.blocks[3].span.start_byte`, `first_words`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "record {}: {}: {}",
            self.record,
            visible(&self.field),
            visible(&self.message)
        )
    }
}

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Records or rows read.
    pub records: u64,
    /// Ranges checked.
    pub ranges: u64,
    /// What does not hold, in the order of the file.
    pub findings: Vec<Finding>,
    /// Whether there are more findings than are kept.
    pub more: bool,
}

/// The file could not be checked to its end.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The file could not be read.
    #[error("could not read the file")]
    Read(#[from] io::Error),
    /// No file that Retold wrote.
    #[error("expected an export or a dossier of Retold (JSONL, JSON or CSV), but found {found}")]
    UnknownFormat {
        /// What the file begins with.
        found: String,
    },
    /// A record that does not have the fields it should.
    #[error("record {record} does not have the form of its kind")]
    Malformed {
        /// Which record, from 1.
        record: u64,
        /// What the parser says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The base could not be read.
    #[error("the base could not be read")]
    Base(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Findings that are kept. A file with more is wrong throughout.
const KEPT_FINDINGS: usize = 1_000;

/// Bytes of texts that are kept at hand: passages name the same articles again and again.
const KEPT_TEXT: usize = 64 << 20;

/// Checks a file that Retold wrote: JSONL, a JSON dossier, or a CSV table, told by its content.
///
/// # Errors
///
/// Where the file or the base can not be read. What the file claims wrongly is a finding, not an error.
pub fn verify_export(
    mut file: impl BufRead,
    base: &dyn Witness,
) -> Result<Verification, VerifyError> {
    let first = loop {
        let buffer = file.fill_buf()?;
        let space = buffer
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        match buffer.get(space) {
            Some(&byte) => break Some(byte),
            None if buffer.is_empty() => break None,
            None => file.consume(space),
        }
    };
    let mut check = Check {
        base,
        last: None,
        texts: BTreeMap::new(),
        text_bytes: 0,
        result: Verification::default(),
    };
    match first {
        Some(b'{') => check.json(file)?,
        Some(_) => check.csv(file)?,
        None => {
            return Err(VerifyError::UnknownFormat {
                found: "nothing".to_owned(),
            });
        }
    }
    Ok(check.result)
}

/// A row of a list in JSON Lines, as `retold quotes` and `retold search` write them: all its ranges are of one text.
#[derive(Deserialize)]
struct Listed {
    article: ArticleId,
    version: VersionId,
}

struct Check<'b> {
    base: &'b dyn Witness,
    last: Option<Rc<ArticleRecord>>,
    texts: BTreeMap<(ArticleId, VersionId), Rc<str>>,
    text_bytes: usize,
    result: Verification,
}

impl Check<'_> {
    fn json(&mut self, file: impl BufRead) -> Result<(), VerifyError> {
        let values = serde_json::Deserializer::from_reader(file).into_iter::<Value>();
        for (index, value) in values.enumerate() {
            let record = index as u64 + 1;
            self.result.records = record;
            let malformed = |source: serde_json::Error| VerifyError::Malformed {
                record,
                source: source.into(),
            };
            let value = value.map_err(malformed)?;
            match value.get("format").and_then(Value::as_str) {
                Some("retold-export") => {
                    let export = ExportRecord::deserialize(&value).map_err(malformed)?;
                    self.article("article", &export.article, &value["article"])?;
                    self.passages(&export.passages)?;
                }
                Some("retold-dossier") => {
                    let dossier = Dossier::deserialize(&value).map_err(malformed)?;
                    for (index, article) in dossier.articles.iter().enumerate() {
                        self.article(
                            &format!("articles[{index}]"),
                            article,
                            &value["articles"][index],
                        )?;
                    }
                    self.passages(&dossier.passages)?;
                    self.comparison(&dossier)?;
                }
                Some("retold-article") => {
                    let dossier = ArticleDossier::deserialize(&value).map_err(malformed)?;
                    self.versions(&dossier, &value["versions"])?;
                    self.passages(&dossier.passages)?;
                }
                None if let Ok(listed) = Listed::deserialize(&value) => {
                    self.listed(&listed, &value)?;
                }
                other => {
                    let found = other
                        .map_or("a JSON record without a format".to_owned(), |other| {
                            format!("the format `{}`", shorten(&visible(other), 40))
                        });
                    return Err(VerifyError::UnknownFormat { found });
                }
            }
        }
        Ok(())
    }

    /// Checks all ranges of a row of a list.
    fn listed(&mut self, row: &Listed, value: &Value) -> Result<(), VerifyError> {
        let mut spans = Vec::new();
        for (name, field) in value.as_object().into_iter().flatten() {
            spans_in(name, field, &mut spans);
        }
        let claims = { spans.iter() }
            .map(|(place, span)| Claim::of(place.clone(), row.article, row.version, span))
            .collect();
        self.claims(claims)
    }

    /// Checks that everything a dossier says of several articles opens the words it claims.
    fn comparison(&mut self, dossier: &Dossier) -> Result<(), VerifyError> {
        let versions: BTreeMap<ArticleId, VersionId> = dossier
            .articles
            .iter()
            .map(|article| (article.id, article.version))
            .collect();
        let mut claims = Vec::new();
        for (place, article, span) in dossier_spans(dossier) {
            match versions.get(&article) {
                Some(&version) => claims.push(Claim::of(place, article, version, span)),
                None => self.find(&place, format!("the dossier holds no article {article}")),
            }
        }
        phase_claims(dossier, &mut claims);
        self.claims(claims)
    }

    fn versions(&mut self, dossier: &ArticleDossier, values: &Value) -> Result<(), VerifyError> {
        let mut before: Option<&ArticleRecord> = None;
        let mut claims = Vec::new();
        for (index, version) in dossier.versions.iter().enumerate() {
            let place = format!("versions[{index}]");
            let article = &version.article;
            self.article(
                &format!("{place}.article"),
                article,
                &values[index]["article"],
            )?;
            for (number, change) in version.changes.iter().enumerate() {
                let place = format!("{place}.changes[{number}]");
                if let Some(before) = before {
                    claims.push(Claim::of(
                        format!("{place}.first"),
                        before.id,
                        before.version,
                        &change.first,
                    ));
                }
                claims.push(Claim::of(
                    format!("{place}.second"),
                    article.id,
                    article.version,
                    &change.second,
                ));
            }
            before = Some(article);
        }
        self.claims(claims)
    }

    /// Compares an article, as typed record for its ids and as JSON for its fields, with the base.
    fn article(
        &mut self,
        place: &str,
        found: &ArticleRecord,
        value: &Value,
    ) -> Result<(), VerifyError> {
        let Some(expected) = self.known(found.id, found.version)? else {
            self.find(
                place,
                format!(
                    "the base holds no version {} of {}",
                    found.version, found.id
                ),
            );
            return Ok(());
        };
        let spans =
            found.blocks.len() + found.credits.len() + usize::from(found.dateline.is_some());
        let read = found
            .annotations
            .as_ref()
            .map_or(0, AnnotationsRecord::ranges);
        self.result.ranges += (spans + found.blocks.len() + found.cuts.len() + read) as u64;
        // Which version stands for the article may have changed since.
        let expected = ArticleRecord {
            current: found.current,
            ..(*expected).clone()
        };
        let expected = serde_json::to_value(expected).map_err(|source| VerifyError::Malformed {
            record: self.result.records,
            source: source.into(),
        })?;
        self.compare(place, &expected, value);
        Ok(())
    }

    /// Depth is that of the record, which has been parsed into its type: a few levels.
    fn compare(&mut self, place: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                for (key, value) in expected {
                    self.compare(
                        &format!("{place}.{key}"),
                        value,
                        found.get(key).unwrap_or(&Value::Null),
                    );
                }
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.compare(&format!("{place}[{index}]"), expected, found);
                }
            }
            (expected, found) if expected != found => {
                let message = match (expected, found) {
                    (Value::Array(expected), Value::Array(found)) => {
                        let [expected, found] = [expected, found].map(Vec::len);
                        format!("expected {expected} entries, but found {found} entries")
                    }
                    (expected, found) => {
                        let [expected, found] = [expected, found].map(Value::to_string);
                        let [expected, found] = where_they_differ(&expected, &found, 80);
                        format!("expected `{expected}`, but found `{found}`")
                    }
                };
                self.find(place, message);
            }
            _ => {}
        }
    }

    fn passages(&mut self, passages: &[PassageRecord]) -> Result<(), VerifyError> {
        let mut claims = Vec::new();
        for (index, passage) in passages.iter().enumerate() {
            let place = format!("passages[{index}]");
            let sides = [("first", &passage.first), ("second", &passage.second)];
            for (name, side) in sides {
                claims.push(Claim::of(
                    format!("{place}.{name}.span"),
                    side.article,
                    side.version,
                    &side.span,
                ));
            }
            for (number, edit) in passage.edits.iter().enumerate() {
                let place = format!("{place}.edits[{number}]");
                for ((name, side), span) in sides.into_iter().zip([&edit.first, &edit.second]) {
                    claims.push(Claim::of(
                        format!("{place}.{name}"),
                        side.article,
                        side.version,
                        span,
                    ));
                }
            }
        }
        self.claims(claims)
    }

    /// Checks ranges against the texts that the base holds. Each text is indexed once, whatever the order of the
    /// claims; what is found is told in their order.
    fn claims(&mut self, claims: Vec<Claim<'_>>) -> Result<(), VerifyError> {
        self.result.ranges += claims.len() as u64;
        let mut by_version: BTreeMap<(ArticleId, VersionId), Vec<(usize, Claim<'_>)>> =
            BTreeMap::new();
        for (order, claim) in claims.into_iter().enumerate() {
            by_version
                .entry((claim.article, claim.version))
                .or_default()
                .push((order, claim));
        }
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for ((id, version), claims) in by_version {
            let text = self.text(id, version)?;
            let spans = text.as_deref().map(|text| (text, Spans::new(text)));
            for (order, claim) in claims {
                let fault = match &spans {
                    Some((text, spans)) => span_fault(text, spans, claim.span),
                    None => Some(format!("the base holds no version {version} of {id}")),
                };
                found.extend(fault.map(|fault| (order, claim.place, fault)));
            }
        }
        found.sort_by_key(|(order, _, _)| *order);
        for (_, place, fault) in found {
            self.find(&place, fault);
        }
        Ok(())
    }

    /// The text of a version. All texts of a story are at hand while its passages are checked.
    fn text(&mut self, id: ArticleId, version: VersionId) -> Result<Option<Rc<str>>, VerifyError> {
        if let Some(text) = self.texts.get(&(id, version)) {
            return Ok(Some(Rc::clone(text)));
        }
        let Some(text) = self.base.text(id, version).map_err(VerifyError::Base)? else {
            return Ok(None);
        };
        if self.text_bytes > KEPT_TEXT {
            self.texts.clear();
            self.text_bytes = 0;
        }
        self.text_bytes += text.len();
        let text: Rc<str> = text.into();
        self.texts.insert((id, version), Rc::clone(&text));
        Ok(Some(text))
    }

    /// The record of a version. Rows of one article follow each other.
    fn known(
        &mut self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<Rc<ArticleRecord>>, VerifyError> {
        if let Some(last) = self
            .last
            .as_ref()
            .filter(|last| (last.id, last.version) == (id, version))
        {
            return Ok(Some(Rc::clone(last)));
        }
        self.last = self
            .base
            .article(id, version)
            .map_err(VerifyError::Base)?
            .map(Rc::new);
        Ok(self.last.clone())
    }

    fn find(&mut self, field: &str, message: String) {
        if self.result.findings.len() < KEPT_FINDINGS {
            let record = self.result.records;
            self.result.findings.push(Finding {
                record,
                field: field.to_owned(),
                message,
            });
        } else {
            self.result.more = true;
        }
    }
}

/// The ranges in a field of a record, each with its place. Depth is what the parser allows.
fn spans_in(place: &str, value: &Value, found: &mut Vec<(String, Span)>) {
    if let Ok(span) = Span::deserialize(value) {
        found.push((place.to_owned(), span));
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                spans_in(&format!("{place}.{name}"), field, found);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                spans_in(&format!("{place}[{index}]"), value, found);
            }
        }
        _ => {}
    }
}

/// Two texts that are not the same, each cut to `columns` around the place where they part: of two articles of which one word
/// was changed in the middle, the beginnings tell nothing.
fn where_they_differ(expected: &str, found: &str, columns: usize) -> [String; 2] {
    let mut pairs = expected.char_indices().zip(found.chars());
    let parted = pairs.find(|((_, one), other)| one != other);
    let parted = parted.map_or(expected.len().min(found.len()), |((at, _), _)| at);
    let before = expected[..parted].char_indices().rev();
    let begin = before.take(columns / 3).last().map_or(parted, |(at, _)| at);
    let fit = [expected, found].map(|text| shorten(text, columns) == *text);
    [expected, found].map(|text| {
        let shown = match fit {
            [true, true] => text.to_owned(),
            _ if begin == 0 => shorten(text, columns),
            _ => format!("…{}", shorten(&text[begin..], columns)),
        };
        visible(&shown).into_owned()
    })
}

/// What is wrong with a range of `text`, if anything is.
fn span_fault(text: &str, spans: &Spans<'_>, found: &Span) -> Option<String> {
    let (start, end) = (found.start_byte, found.end_byte);
    let expected = found
        .range()
        .filter(|range| range.slice(text).is_some())
        .map(|range| spans.span(range));
    let Some(expected) = expected else {
        return Some(format!("bytes {start}..{end} are no range of the text"));
    };
    if expected == *found {
        return None;
    }
    if expected.words != found.words {
        let [expected, found] = where_they_differ(&expected.words, &found.words, 60);
        return Some(format!(
            "bytes {start}..{end} hold `{expected}`, but the file says `{found}`"
        ));
    }
    Some(format!(
        "bytes {start}..{end} are characters {}..{}, but the file says {}..{}",
        expected.start_char, expected.end_char, found.start_char, found.end_char
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_where_they_part() {
        let long = |word: &str| {
            format!(
                "{}the {word} fell. {}",
                "before ".repeat(20),
                "after ".repeat(20)
            )
        };
        for (expected, found, shown) in [
            ("ten", "tan", ["ten", "tan"]),
            ("ten", "ten more", ["ten", "ten more"]),
            ("", "é", ["", "é"]),
            (
                &long("bridge"),
                &long("brücke"),
                [
                    "…ore the bridge fell. after aft…",
                    "…ore the brücke fell. after aft…",
                ],
            ),
            (
                "It rained all night. The bridge fell.",
                "It was dry.",
                ["It rained all night. The bridg…", "It was dry."],
            ),
        ] {
            assert_eq!(where_they_differ(expected, found, 31), shown, "{expected}");
        }
    }
}
