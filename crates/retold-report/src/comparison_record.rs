//! What the reports of a story state alike, where they differ, and how they word one saying.

use std::collections::{BTreeMap, BTreeSet};

use retold_link::utterances::{Vectors, utterances};
use retold_link::{claims::claims, root_of};
use retold_model::{
    ArticleId, Claim, ClaimKind, CollationKind, Course, Discrepancy, DiscrepancySeverity,
    JoinGround, Lineage, QuoteKind, Report, SameGround, Source, StatedValue, Statement, Utterance,
    Voucher, WordingDifference,
};
use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::article_record::View;
use crate::dossier::{Dossier, label};
use crate::input::ArticleInput;
use crate::span::Span;

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
}

/// Something that reports state, alike in value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimRecord {
    /// What is stated: `event`, `date`, `clock`, `number`, `age`, `name`, `place`, `role`, `time-distance`.
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
}

impl Comparison {
    /// Compares the reports of a story, of which `lineages` say where their texts came from; `vectors` decide on sayings that words
    /// leave open.
    pub(crate) fn of(
        articles: &[&ArticleInput],
        lineages: &[Lineage],
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
        // An agency's sentence in three papers is one report's.
        let independent = |statements: &[Statement]| {
            let roots: BTreeSet<Source> = statements
                .iter()
                .map(|statement| root_of(&by_id, statement.article, statement.sentence))
                .collect();
            roots.len()
        };
        let compared = claims(&reports, &independent);
        let sayings = utterances(&reports, vectors);
        let made = Maker(views);
        Self {
            claims: compared
                .claims
                .iter()
                .map(|claim| made.claim(claim))
                .collect(),
            discrepancies: compared
                .discrepancies
                .iter()
                .map(|discrepancy| made.discrepancy(discrepancy))
                .collect(),
            utterances: sayings
                .iter()
                .map(|utterance| made.utterance(utterance))
                .collect(),
        }
    }
}

struct Maker<'v, 'a>(&'v BTreeMap<ArticleId, View<'a>>);

impl Maker<'_, '_> {
    fn span(&self, article: ArticleId, range: TextRange) -> Span {
        let view = self
            .0
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

    fn statements(&self, statements: &[Statement]) -> Vec<StatementRecord> {
        statements
            .iter()
            .map(|statement| StatementRecord {
                article: statement.article,
                words: self.span(statement.article, statement.words),
                sentence: self.span(statement.article, statement.sentence),
                quote: match statement.voucher {
                    Voucher::Outlet => None,
                    Voucher::Quote(number) => Some(number),
                },
            })
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

    fn discrepancy(&self, discrepancy: &Discrepancy) -> DiscrepancyRecord {
        let value = |value: &StatedValue| StatedValueRecord {
            statements: self.statements(&value.statements),
            articles: value.articles,
            independent: value.independent,
        };
        DiscrepancyRecord {
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

/// Statements in the same words, as copies of one text have them.
#[derive(Clone, Debug)]
pub(crate) struct SameWords<'r> {
    /// The first of them, in the order of the dossier's articles.
    pub(crate) first: &'r StatementRecord,
    /// The places of all their articles in the dossier, ascending.
    pub(crate) articles: Vec<usize>,
}

/// `statements` by their sentences; `place` gives the place of an article in the dossier.
pub(crate) fn by_words<'r>(
    statements: &'r [StatementRecord],
    place: &impl Fn(ArticleId) -> usize,
) -> Vec<SameWords<'r>> {
    let mut ordered: Vec<&StatementRecord> = statements.iter().collect();
    ordered.sort_by_key(|statement| (place(statement.article), statement.words.start_byte));
    let mut groups: Vec<SameWords<'r>> = Vec::new();
    for statement in ordered {
        let same = groups
            .iter_mut()
            .find(|group| group.first.sentence.words == statement.sentence.words);
        let article = place(statement.article);
        match same {
            Some(group) if group.articles.last() == Some(&article) => {}
            Some(group) => group.articles.push(article),
            None => groups.push(SameWords {
                first: statement,
                articles: vec![article],
            }),
        }
    }
    groups
}

/// Wordings that are the same words, as copies of one text have them.
#[derive(Clone, Debug)]
pub(crate) struct SameWording {
    pub(crate) words: String,
    /// Kind, `fullest`, `earliest`, differences.
    pub(crate) notes: Vec<String>,
    /// The places of their articles in the dossier, ascending.
    pub(crate) articles: Vec<usize>,
    /// Where the first of them stands.
    pub(crate) place: String,
    /// Its first byte.
    pub(crate) start_byte: u32,
}

/// The wordings of an utterance, the same words once, in the order of the dossier's articles.
pub(crate) fn same_wordings(utterance: &UtteranceRecord, dossier: &Dossier) -> Vec<SameWording> {
    let place = |id: ArticleId| {
        let found = dossier.articles.iter().position(|article| article.id == id);
        found.unwrap_or(dossier.articles.len())
    };
    let mut ordered: Vec<(u32, &WordingRecord)> = (0..).zip(&utterance.wordings).collect();
    ordered.sort_by_key(|(number, wording)| (place(wording.article), *number));
    let mut found: Vec<SameWording> = Vec::new();
    for (number, wording) in ordered {
        let Some(first) = wording.content.first() else {
            continue;
        };
        let content: Vec<&str> = wording
            .content
            .iter()
            .map(|span| span.words.as_str())
            .collect();
        let words = content.join(" … ");
        let mut notes = vec![label(&wording.kind)];
        notes.extend((number == utterance.fullest).then(|| "fullest".to_owned()));
        notes.extend((Some(number) == utterance.earliest).then(|| "earliest".to_owned()));
        notes.extend(wording.differences.iter().map(label));
        match found.iter_mut().find(|same| same.words == words) {
            Some(same) => {
                same.articles.push(place(wording.article));
                let new: Vec<String> = notes
                    .into_iter()
                    .filter(|note| !same.notes.contains(note))
                    .collect();
                same.notes.extend(new);
            }
            None => found.push(SameWording {
                words,
                notes,
                articles: vec![place(wording.article)],
                place: format!("characters {}–{}", first.start_char, first.end_char),
                start_byte: first.start_byte,
            }),
        }
    }
    for same in &mut found {
        same.articles.dedup();
    }
    found
}

/// A sentence with what of it independent reports agree on.
#[derive(Clone, Debug)]
pub(crate) struct AgreedSentence<'r> {
    /// The fullest statement of the first claim.
    pub(crate) statement: &'r StatementRecord,
    /// The claims whose fullest statement stands in it.
    pub(crate) claims: Vec<&'r ClaimRecord>,
}

/// What two independent reports or more state, by sentence, in the order of the claims.
pub(crate) fn agreed(claims: &[ClaimRecord]) -> Vec<AgreedSentence<'_>> {
    let mut sentences: Vec<AgreedSentence<'_>> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.independent > 1) {
        let Some(statement) = claim.statements.get(claim.fullest as usize) else {
            continue;
        };
        let words = &statement.sentence.words;
        match sentences
            .iter_mut()
            .find(|found| found.statement.sentence.words == *words)
        {
            Some(found) => found.claims.push(claim),
            None => sentences.push(AgreedSentence {
                statement,
                claims: vec![claim],
            }),
        }
    }
    sentences
}

/// A number of articles and independent reports in words: `4 articles, 2 independent`.
pub(crate) fn support(articles: u32, independent: u32) -> String {
    let plural = if articles == 1 { "article" } else { "articles" };
    format!("{articles} {plural}, {independent} independent")
}

/// What differs, in a few words: `number, conflict, high`.
pub(crate) fn discrepancy_words(discrepancy: &DiscrepancyRecord) -> String {
    let grounds: Vec<String> = discrepancy.grounds.iter().map(label).collect();
    format!(
        "{}, {}, {} ({})",
        label(&discrepancy.kind),
        label(&discrepancy.course),
        label(&discrepancy.severity),
        grounds.join(", ")
    )
}
