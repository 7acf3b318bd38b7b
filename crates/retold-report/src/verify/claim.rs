//! The ranges that a dossier claims beside those of its articles and passages, each with its field.

use retold_model::{ArticleId, VersionId};

use crate::comparison_record::StatementRecord;
use crate::dossier::Dossier;
use crate::span::Span;
use crate::story_place_record::CitedRecord;

/// A range that the file claims, and where it does.
pub(super) struct Claim<'f> {
    pub(super) place: String,
    pub(super) article: ArticleId,
    pub(super) version: VersionId,
    pub(super) span: &'f Span,
}

impl<'f> Claim<'f> {
    pub(super) fn of(
        place: String,
        article: ArticleId,
        version: VersionId,
        span: &'f Span,
    ) -> Self {
        Self {
            place,
            article,
            version,
            span,
        }
    }
}

/// The ranges of the grounds of phases, which may be of articles of other stories.
pub(super) fn phase_claims<'d>(dossier: &'d Dossier, claims: &mut Vec<Claim<'d>>) {
    let own = { dossier.phases.iter().enumerate() }
        .filter_map(|(index, phase)| Some((format!("phases[{index}]"), phase.tie.as_ref()?)));
    let linked = { dossier.linked_stories.iter().enumerate() }
        .map(|(index, linked)| (format!("linked_stories[{index}]"), &linked.tie));
    for (place, tie) in own.chain(linked) {
        for (number, ground) in tie.grounds.iter().enumerate() {
            for (side, words) in [("earlier", &ground.earlier), ("later", &ground.later)] {
                if let Some(words) = words {
                    let place = format!("{place}.tie.grounds[{number}].{side}.span");
                    let (article, version) = (words.article, words.version);
                    claims.push(Claim::of(place, article, version, &words.span));
                }
            }
        }
    }
}

/// The ranges of a dossier that stand outside its articles and passages: where, in which article, and the range.
pub(super) fn dossier_spans(dossier: &Dossier) -> Placed<'_> {
    let mut found = Vec::new();
    for (index, claim) in dossier.claims.iter().enumerate() {
        statement_spans(&format!("claims[{index}]"), &claim.statements, &mut found);
    }
    for (index, discrepancy) in dossier.discrepancies.iter().enumerate() {
        for (number, value) in discrepancy.values.iter().enumerate() {
            let place = format!("discrepancies[{index}].values[{number}]");
            statement_spans(&place, &value.statements, &mut found);
        }
    }
    for (index, dated) in dossier.timeline.iter().enumerate() {
        statement_spans(&format!("timeline[{index}]"), &dated.statements, &mut found);
    }
    for (index, utterance) in dossier.utterances.iter().enumerate() {
        let fullest = utterance.wordings.get(utterance.fullest as usize);
        for (number, wording) in utterance.wordings.iter().enumerate() {
            let place = format!("utterances[{index}].wordings[{number}]");
            let content = format!("{place}.content");
            spans_at(&content, wording.article, &wording.content, &mut found);
            for (number, segment) in wording.collation.iter().enumerate() {
                let place = format!("{place}.collation[{number}]");
                let here = format!("{place}.wording");
                spans_at(&here, wording.article, &segment.wording, &mut found);
                if let Some(fullest) = fullest {
                    let there = format!("{place}.fullest");
                    spans_at(&there, fullest.article, &segment.fullest, &mut found);
                }
            }
        }
    }
    for (index, lineage) in dossier.lineage.iter().enumerate() {
        for (number, edge) in lineage.edges.iter().enumerate() {
            for (ground, said) in edge.grounds.iter().enumerate() {
                let place = format!("lineage[{index}].edges[{number}].grounds[{ground}]");
                let child = format!("{place}.child");
                spans_at(&child, lineage.article, &said.child, &mut found);
                // Of a parent that is no article there is no text.
                let parent = format!("{place}.parent");
                spans_at(&parent, edge.parent.article, &said.parent, &mut found);
            }
        }
        for (number, agency) in lineage.agencies.iter().enumerate() {
            for (ground, said) in agency.grounds.iter().enumerate() {
                let place = format!("lineage[{index}].agencies[{number}].grounds[{ground}].child");
                spans_at(&place, lineage.article, &said.child, &mut found);
            }
        }
    }
    for (index, place) in dossier.places.iter().enumerate() {
        cited_spans(&format!("places[{index}].names"), &place.names, &mut found);
    }
    for (index, open) in dossier.open.iter().enumerate() {
        cited_spans(&format!("open[{index}].words"), &open.words, &mut found);
    }
    found
}

/// Ranges with where they stand in the file and in which article.
pub(super) type Placed<'d> = Vec<(String, ArticleId, &'d Span)>;

fn statement_spans<'d>(place: &str, statements: &'d [StatementRecord], found: &mut Placed<'d>) {
    for (index, statement) in statements.iter().enumerate() {
        let place = format!("{place}.statements[{index}]");
        let article = statement.article;
        found.push((format!("{place}.words"), article, &statement.words));
        found.push((format!("{place}.sentence"), article, &statement.sentence));
    }
}

fn cited_spans<'d>(place: &str, cited: &'d [CitedRecord], found: &mut Placed<'d>) {
    for (index, cited) in cited.iter().enumerate() {
        found.push((format!("{place}[{index}].span"), cited.article, &cited.span));
    }
}

fn spans_at<'d>(place: &str, article: ArticleId, spans: &'d [Span], found: &mut Placed<'d>) {
    for (index, span) in spans.iter().enumerate() {
        found.push((format!("{place}[{index}]"), article, span));
    }
}
