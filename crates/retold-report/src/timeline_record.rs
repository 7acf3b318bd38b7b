//! What the reports date: their sentences by the day, month or year in which they say that it happens.

use std::collections::{BTreeMap, BTreeSet};

use retold_link::Forest;
use retold_model::{
    ArticleId, Frame, Modality, Report, Statement, TimeExpression, TimeKind, TimePrecision,
};
use retold_text::TextRange;
use retold_text::sentence::sentences;
use serde::{Deserialize, Serialize};

use crate::comparison_record::{ClaimRecord, Maker, StatementRecord};
use crate::undated::Undated;

/// Something that reports date. When a report was published is another matter: that stands with the articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatedRecord {
    /// The day, or the week, month, season or year where no day is told, as EDTF.
    pub date: String,
    /// The first civil moment that the earliest statement covers; entries ascend by it.
    pub begin: String,
    /// Where it is dated; `words` are the time expression.
    pub statements: Vec<StatementRecord>,
    /// The place of the fullest sentence in the list.
    pub fullest: u32,
    /// How real the fullest makes it: `asserted`, `planned`, `possible`, `wished`, `denied`, `conditional` or
    /// `questioned`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub modality: Modality,
    /// How many articles date it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
}

/// A dated sentence of a report.
struct Dated {
    date: String,
    begin: String,
    statement: Statement,
    modality: Modality,
}

/// The dated sentences of the reports of a story, those that tell one thing together.
pub(crate) struct Timeline {
    groups: Vec<Vec<Dated>>,
}

impl Timeline {
    /// Sentences of one date tell one thing if they are the same words, or if one of `claims` has both. Cost: the
    /// number of dated sentences and statements, times the logarithm.
    pub(crate) fn new(reports: &[Report<'_>], claims: &[ClaimRecord]) -> Self {
        let mut groups = Groups::default();
        // A claim of one sentence alone joins nothing.
        let mut of_sentence: BTreeMap<(ArticleId, u32), Vec<usize>> = BTreeMap::new();
        for (number, claim) in claims.iter().enumerate() {
            for statement in claim.statements.iter().filter(|_| claim.articles > 1) {
                let sentence = (statement.article, statement.sentence.start_byte);
                of_sentence.entry(sentence).or_default().push(number);
            }
        }
        for report in reports {
            for dated in dated(report) {
                let sentence = dated.statement.sentence;
                let words = sentence.slice(report.text).unwrap_or_default();
                let claims = of_sentence.get(&(report.id, sentence.start()));
                groups.add(dated, words, claims.map_or(&[], Vec::as_slice));
            }
        }
        Self {
            groups: groups.finish(),
        }
    }

    /// The entries, ascending; those of one moment in the order of the reports.
    pub(crate) fn records(&self, made: &Maker<'_, '_>) -> Vec<DatedRecord> {
        let mut records: Vec<DatedRecord> = self
            .groups
            .iter()
            .filter_map(|group| record(group, made))
            .collect();
        // Coarse dates stand before the days that begin with them.
        records.sort_by_cached_key(|record| (record.begin.clone(), record.date.clone()));
        records
    }
}

fn record(group: &[Dated], made: &Maker<'_, '_>) -> Option<DatedRecord> {
    // The longest sentence says most; of equals the first.
    let (fullest, longest) = { group.iter().enumerate() }
        .max_by_key(|(place, dated)| (dated.statement.sentence.len(), std::cmp::Reverse(*place)))?;
    let statements: Vec<StatementRecord> = group
        .iter()
        .map(|dated| made.statement(&dated.statement))
        .collect();
    let articles: BTreeSet<ArticleId> = statements.iter().map(|stated| stated.article).collect();
    let independent = made.independent(group.iter().map(|dated| &dated.statement));
    Some(DatedRecord {
        date: longest.date.clone(),
        begin: group.iter().map(|dated| &dated.begin).min()?.clone(),
        fullest: u32::try_from(fullest).unwrap_or(0),
        modality: longest.modality,
        articles: u32::try_from(articles.len()).unwrap_or(u32::MAX),
        independent: u32::try_from(independent).unwrap_or(u32::MAX),
        statements,
    })
}

/// What a report dates: times with a value that circumstances of a predicate have. Of one sentence each date once.
fn dated(report: &Report<'_>) -> Vec<Dated> {
    let mut frame_of: BTreeMap<u32, &Frame> = BTreeMap::new();
    for frame in &report.annotations.frames {
        for &time in &frame.times {
            frame_of.entry(time).or_insert(frame);
        }
    }
    let all = sentences(report.text);
    let sentence = |range: TextRange| {
        let after = all.partition_point(|sentence| sentence.start() <= range.start());
        let sentence = *all.get(after.checked_sub(1)?)?;
        sentence.contains_range(range).then_some(sentence)
    };
    let undated = Undated::of(report);
    let mut seen: BTreeSet<(u32, String)> = BTreeSet::new();
    let times = (0..).zip(&report.annotations.times);
    times
        .filter_map(|(number, time)| {
            let frame = frame_of.get(&number)?;
            let sentence = sentence(time.range)?;
            let (date, begin) = value(time)?;
            if !undated.says_when(time) {
                return None;
            }
            { seen.insert((sentence.start(), date.clone())) }.then_some(Dated {
                date,
                begin,
                statement: Statement {
                    article: report.id,
                    sentence,
                    words: time.range,
                    voucher: frame.voucher,
                },
                modality: frame.modality,
            })
        })
        .collect()
}

/// The date of an expression, not finer than a day, and its first moment. `None` for durations, for what recurs, and
/// for what has no value or covers more than a year.
fn value(time: &TimeExpression) -> Option<(String, String)> {
    if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
        return None;
    }
    let begin = time.span.begin?.to_string();
    let date = match time.precision? {
        TimePrecision::Century | TimePrecision::Decade => return None,
        precision if precision >= TimePrecision::Day => begin.split('T').next()?.to_owned(),
        _ => time.edtf.clone()?,
    };
    Some((date, begin))
}

/// Dated sentences while they are put together.
#[derive(Default)]
struct Groups {
    sets: Forest,
    members: Vec<Dated>,
    by_words: BTreeMap<(String, String), usize>,
    by_claim: BTreeMap<(String, usize), usize>,
}

impl Groups {
    fn add(&mut self, dated: Dated, words: &str, claims: &[usize]) {
        let number = self.sets.grow();
        let key = (dated.date.clone(), words.to_owned());
        let same = *self.by_words.entry(key).or_insert(number);
        self.sets.join(same, number);
        for &claim in claims {
            let key = (dated.date.clone(), claim);
            let same = *self.by_claim.entry(key).or_insert(number);
            self.sets.join(same, number);
        }
        self.members.push(dated);
    }

    fn finish(mut self) -> Vec<Vec<Dated>> {
        let mut groups: BTreeMap<usize, Vec<Dated>> = BTreeMap::new();
        for (number, dated) in self.members.into_iter().enumerate() {
            let group = self.sets.root(number);
            groups.entry(group).or_default().push(dated);
        }
        groups.into_values().collect()
    }
}
