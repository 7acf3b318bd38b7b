//! What the reports of a story state alike, where they differ, and how they word one saying.

use std::collections::BTreeMap;

use retold_link::utterances::{Vectors, utterances};
use retold_link::{claims::claims, count_roots, root_of};
use retold_model::{
    ArticleId, Claim, ClaimKind, CollationKind, Course, Decided, Discrepancy, DiscrepancyDecision,
    DiscrepancyId, DiscrepancySeverity, JoinGround, Lineage, QuoteKind, Report, SameGround, Source,
    StatedValue, Statement, Utterance, Verdict, Voucher, WordingDifference,
};
use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::article_record::View;
use crate::attributed::Attributions;
use crate::input::ArticleInput;
use crate::lineage_record::TextSourceRecord;
use crate::same_sentence::SameSentences;
use crate::span::Span;
use crate::timeline_record::{DatedRecord, Timeline};

/// Where a report states something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatementRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The words that state it.
    pub words: Span,
    /// The sentence they stand in.
    pub sentence: Span,
    /// The quote whose speaker stands for it, as its place in the article's `quotes`; `null` where the outlet does.
    pub quote: Option<u32>,
    /// The report that the sentence comes from: the article's own, where its copied words came from, or the outlet that it
    /// says it has the statement from. Statements of one root count once.
    pub root: TextSourceRecord,
}

/// Something that reports state, alike in value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimRecord {
    /// What is stated: `event`, `date`, `clock`, `number`, `age`, `name`, `place`, `role`, `time-distance`, `trait`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: ClaimKind,
    /// Where it is stated.
    pub statements: Vec<StatementRecord>,
    /// The place of the fullest statement in the list.
    pub fullest: u32,
    /// How many articles state it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
    /// Why the statements are about the same thing.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub grounds: Vec<SameGround>,
}

/// A point in which reports differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiscrepancyRecord {
    /// Its id: 16 hexadecimal digits. The same as long as what states each value first is the same.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: DiscrepancyId,
    /// What differs.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: ClaimKind,
    /// `conflict`, or `update` where the later report tells of a later state.
    #[cfg_attr(test, schemars(with = "String"))]
    pub course: Course,
    /// `low`, `medium` or `high`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub severity: DiscrepancySeverity,
    /// The values, those that most independent reports state first.
    pub values: Vec<StatedValueRecord>,
    /// Why the statements are about the same thing.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub grounds: Vec<SameGround>,
    /// What was decided by hand of it as it stands; `null` where nothing was.
    pub decision: Option<VerdictRecord>,
}

/// What was decided by hand of a discrepancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictRecord {
    /// The number of the decision.
    pub number: u32,
    /// `confirmed` or `dismissed`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub verdict: Verdict,
    /// Why, in the words of who decided.
    pub reason: Option<String>,
}

impl DiscrepancyRecord {
    /// A decision about it as it stands.
    pub fn decide(&self, verdict: Verdict, reason: Option<String>) -> DiscrepancyDecision {
        let place = |at: &StatementRecord| {
            let words = TextRange::new(at.words.start_byte, at.words.end_byte);
            (at.article, words)
        };
        let values = self.values.iter();
        DiscrepancyDecision {
            verdict,
            kind: self.kind,
            values: values
                .map(|value| value.statements.iter().map(place).collect())
                .collect(),
            reason,
        }
    }

    /// Whether somebody decided that the reports do not differ in it.
    pub(crate) fn is_dismissed(&self) -> bool {
        let decision = self.decision.as_ref();
        decision.is_some_and(|decision| decision.verdict == Verdict::Dismissed)
    }
}

/// One of the values that reports state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatedValueRecord {
    /// Where it is stated.
    pub statements: Vec<StatementRecord>,
    /// How many articles state it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
}

/// One saying of one speaker in several wordings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UtteranceRecord {
    /// Who said it; `null` where no wording tells.
    pub speaker: Option<String>,
    /// At least two.
    pub wordings: Vec<WordingRecord>,
    /// The place of the fullest wording in the list.
    pub fullest: u32,
    /// The place of the earliest, where that is sure.
    pub earliest: Option<u32>,
    /// Why the wordings are taken for one saying.
    pub joins: Vec<JoinRecord>,
}

/// One article's wording of a saying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WordingRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// Its place in the article's `quotes`.
    pub quote: u32,
    /// The words.
    pub content: Vec<Span>,
    /// `direct`, `indirect` or `mixed`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: QuoteKind,
    /// Whom this article has as the speaker.
    pub speaker: Option<String>,
    /// How it differs from the others as a whole: `indirect-speech`, `other-speaker`, `no-speaker`.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub differences: Vec<WordingDifference>,
    /// The wording against the fullest, word by word.
    pub collation: Vec<CollationRecord>,
}

/// A stretch of words of a wording, of the fullest, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CollationRecord {
    /// `same`, `replaced`, `omitted` (only in the fullest) or `added`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: CollationKind,
    /// In the article of the fullest wording.
    pub fullest: Vec<Span>,
    /// In this wording's article.
    pub wording: Vec<Span>,
    /// Whether an ellipsis in this wording marks the place.
    pub ellipsis: bool,
}

/// A ground on which two wordings are joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct JoinRecord {
    /// The places of the two wordings.
    pub first: u32,
    /// The second.
    pub second: u32,
    /// `verbatim`, `contained`, `shared-words` or `vectors`.
    pub ground: String,
    /// How sure it is that they render one saying, 0 to 100.
    pub confidence: u8,
}

/// What the comparison of reports gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Comparison {
    pub(crate) claims: Vec<ClaimRecord>,
    pub(crate) discrepancies: Vec<DiscrepancyRecord>,
    pub(crate) utterances: Vec<UtteranceRecord>,
    pub(crate) timeline: Vec<DatedRecord>,
}

impl Comparison {
    /// Compares the reports of a story, of which `lineages` say where their texts came from; `vectors` decide on sayings
    /// that words leave open. Discrepancies that were dismissed stand last.
    pub(crate) fn of(
        articles: &[&ArticleInput],
        lineages: &[Lineage],
        decisions: &[Decided<DiscrepancyDecision>],
        views: &BTreeMap<ArticleId, View<'_>>,
        vectors: Option<Vectors<'_>>,
    ) -> Self {
        let entities: Vec<BTreeMap<u32, _>> = articles
            .iter()
            .map(|input| {
                input
                    .entities
                    .iter()
                    .map(|(&chain, entity)| (chain, entity.id))
                    .collect()
            })
            .collect();
        let reports: Vec<Report<'_>> = articles
            .iter()
            .zip(&entities)
            .filter_map(|(input, entities)| {
                let article = &input.version.article;
                Some(Report {
                    id: article.id,
                    text: &article.text,
                    published: article.published.as_ref().map(|stated| stated.value),
                    outlet: article.outlet.as_ref().map(|stated| stated.value.as_str()),
                    annotations: input.annotations.as_ref()?,
                    entities,
                })
            })
            .collect();
        let by_id: BTreeMap<ArticleId, &Lineage> = lineages
            .iter()
            .map(|lineage| (lineage.article, lineage))
            .collect();
        // A sentence that stands word for word in several reports was written once, and what a report says that it has from
        // another outlet is that outlet's.
        let copies = SameSentences::of(&reports);
        let attributions = Attributions::of(&reports, lineages);
        let root = |statement: &Statement| {
            let (article, sentence) = copies.first(statement.article, statement.sentence);
            let root = root_of(&by_id, article, sentence);
            if root == Source::Article(article) {
                attributions.root(statement).unwrap_or(root)
            } else {
                root
            }
        };
        let made = Maker {
            views,
            lineages: &by_id,
            root: &root,
        };
        let compared = claims(&reports, &|statements| made.independent(statements));
        let sayings = utterances(&reports, vectors);
        let claims: Vec<ClaimRecord> = compared
            .claims
            .iter()
            .map(|claim| made.claim(claim))
            .collect();
        let mut discrepancies: Vec<DiscrepancyRecord> = compared
            .discrepancies
            .iter()
            .map(|discrepancy| made.discrepancy(discrepancy, decisions))
            .collect();
        discrepancies.sort_by_key(DiscrepancyRecord::is_dismissed);
        Self {
            timeline: Timeline::new(&reports, &claims).records(&made),
            claims,
            discrepancies,
            utterances: sayings
                .iter()
                .map(|utterance| made.utterance(utterance))
                .collect(),
        }
    }
}

/// Makes records of what was found.
pub(crate) struct Maker<'v, 'a> {
    views: &'v BTreeMap<ArticleId, View<'a>>,
    lineages: &'v BTreeMap<ArticleId, &'v Lineage>,
    root: &'v dyn Fn(&Statement) -> Source,
}

impl Maker<'_, '_> {
    fn span(&self, article: ArticleId, range: TextRange) -> Span {
        let view = self
            .views
            .get(&article)
            .expect("only reports of the story are compared");
        view.spans.span(range)
    }

    fn spans(&self, article: ArticleId, ranges: &[TextRange]) -> Vec<Span> {
        ranges
            .iter()
            .map(|range| self.span(article, *range))
            .collect()
    }

    /// How many independent reports make the statements: an agency's sentence in three papers is one report's.
    pub(crate) fn independent<'s>(
        &self,
        statements: impl IntoIterator<Item = &'s Statement>,
    ) -> usize {
        let statements = statements.into_iter();
        count_roots(
            self.lineages,
            statements.map(|stated| (stated.article, (self.root)(stated))),
        )
    }

    pub(crate) fn statement(&self, statement: &Statement) -> StatementRecord {
        let root = (self.root)(statement);
        StatementRecord {
            article: statement.article,
            words: self.span(statement.article, statement.words),
            sentence: self.span(statement.article, statement.sentence),
            quote: match statement.voucher {
                Voucher::Outlet => None,
                Voucher::Quote(number) => Some(number),
            },
            root: TextSourceRecord::from(&root),
        }
    }

    fn statements(&self, statements: &[Statement]) -> Vec<StatementRecord> {
        statements
            .iter()
            .map(|statement| self.statement(statement))
            .collect()
    }

    fn claim(&self, claim: &Claim) -> ClaimRecord {
        ClaimRecord {
            kind: claim.kind,
            statements: self.statements(&claim.statements),
            fullest: claim.fullest,
            articles: claim.articles,
            independent: claim.independent,
            grounds: claim.grounds.clone(),
        }
    }

    fn discrepancy(
        &self,
        discrepancy: &Discrepancy,
        decisions: &[Decided<DiscrepancyDecision>],
    ) -> DiscrepancyRecord {
        // Of several the last one holds.
        let decision = decisions
            .iter()
            .rev()
            .find(|decided| decided.decision.speaks_of(discrepancy))
            .map(|decided| VerdictRecord {
                number: decided.number,
                verdict: decided.decision.verdict,
                reason: decided.decision.reason.clone(),
            });
        let value = |value: &StatedValue| StatedValueRecord {
            statements: self.statements(&value.statements),
            articles: value.articles,
            independent: value.independent,
        };
        DiscrepancyRecord {
            id: discrepancy.id(),
            decision,
            kind: discrepancy.kind,
            course: discrepancy.course,
            severity: discrepancy.severity,
            values: discrepancy.values.iter().map(value).collect(),
            grounds: discrepancy.grounds.clone(),
        }
    }

    fn utterance(&self, utterance: &Utterance) -> UtteranceRecord {
        let fullest = utterance
            .wordings
            .get(utterance.fullest as usize)
            .map(|wording| wording.article);
        let wordings = utterance.wordings.iter().map(|wording| WordingRecord {
            article: wording.article,
            quote: wording.quote,
            content: self.spans(wording.article, &wording.content),
            kind: wording.kind,
            speaker: wording.speaker.as_ref().map(|speaker| speaker.name.clone()),
            differences: wording.differences.clone(),
            collation: wording
                .collation
                .iter()
                .map(|segment| CollationRecord {
                    kind: segment.kind,
                    fullest: fullest
                        .map_or_else(Vec::new, |article| self.spans(article, &segment.fullest)),
                    wording: self.spans(wording.article, &segment.wording),
                    ellipsis: segment.ellipsis,
                })
                .collect(),
        });
        let joins = utterance.joins.iter().map(|join| JoinRecord {
            first: join.first,
            second: join.second,
            ground: match join.ground {
                JoinGround::Verbatim => "verbatim",
                JoinGround::Contained { .. } => "contained",
                JoinGround::SharedWords { .. } => "shared-words",
                JoinGround::Vectors { .. } => "vectors",
            }
            .to_owned(),
            confidence: join.confidence,
        });
        UtteranceRecord {
            speaker: utterance
                .speaker
                .as_ref()
                .map(|speaker| speaker.name.clone()),
            wordings: wordings.collect(),
            fullest: utterance.fullest,
            earliest: utterance.earliest,
            joins: joins.collect(),
        }
    }
}
