//! A run of text that stands in two articles, with the words of both.

use retold_model::{ArticleId, Edit, EditKind, Occurrence, Passage, PassageKind, VersionId};
use serde::{Deserialize, Serialize};

use crate::article_record::View;
use crate::span::Span;

/// A run of text that stands in two articles, word for word or edited. It says nothing of who had it first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PassageRecord {
    /// In the one article.
    pub first: OccurrenceRecord,
    /// In the other.
    pub second: OccurrenceRecord,
    /// Why the words may stand in both: `report`, or `quotation` where they are nothing but what somebody said.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::passage_kind"))]
    pub kind: PassageKind,
    /// How many words stand in both, in the same order.
    pub matched_words: u32,
    /// The differences, in order. House style (quotation marks, dashes, capitals) is no difference.
    pub edits: Vec<EditRecord>,
}

/// Where a passage stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OccurrenceRecord {
    /// The article.
    #[cfg_attr(test, schemars(with = "String"))]
    pub article: ArticleId,
    /// The version in whose text the range counts.
    #[cfg_attr(test, schemars(with = "String"))]
    pub version: VersionId,
    /// The range.
    pub span: Span,
    /// A link that opens the web page at these words; `null` where no address is known.
    pub link: Option<String>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EditRecord {
    /// What stands where: `deleted` only in the first, `inserted` only in the second, `replaced` other words.
    #[cfg_attr(test, schemars(schema_with = "crate::dossier::schema::edit_kind"))]
    pub kind: EditKind,
    /// The words in the first text; an empty range at the place where it has none.
    pub first: Span,
    /// The words in the second text; an empty range at the place where it has none.
    pub second: Span,
}

impl PassageRecord {
    /// The record of `passage` between the articles `first` and `second`, which may be the other way round than in
    /// the passage: then the edits are turned round, too.
    pub(crate) fn of(passage: &Passage, first: &View<'_>, second: &View<'_>) -> Self {
        let turned = passage.first.article != first.id();
        let (here, there) = if turned {
            (&passage.second, &passage.first)
        } else {
            (&passage.first, &passage.second)
        };
        Self {
            first: occurrence(here, first),
            second: occurrence(there, second),
            kind: passage.kind,
            matched_words: passage.matched_words,
            edits: passage
                .edits
                .iter()
                .map(|edit| edit_record(&if turned { turn(edit) } else { *edit }, first, second))
                .collect(),
        }
    }
}

fn occurrence(occurrence: &Occurrence, view: &View<'_>) -> OccurrenceRecord {
    OccurrenceRecord {
        article: occurrence.article,
        version: view.version.article.version,
        span: view.spans.span(occurrence.range),
        link: view
            .page
            .as_ref()
            .and_then(|page| page.link(occurrence.range)),
    }
}

pub(crate) fn edit_record(edit: &Edit, first: &View<'_>, second: &View<'_>) -> EditRecord {
    EditRecord {
        kind: edit.kind,
        first: first.spans.span(edit.first),
        second: second.spans.span(edit.second),
    }
}

fn turn(edit: &Edit) -> Edit {
    Edit {
        kind: match edit.kind {
            EditKind::Deleted => EditKind::Inserted,
            EditKind::Inserted => EditKind::Deleted,
            EditKind::Replaced => EditKind::Replaced,
        },
        first: edit.second,
        second: edit.first,
    }
}

/// What is said of words that were quoted: two reporters may have heard them.
pub(crate) fn quoted(passage: &PassageRecord) -> &'static str {
    match passage.kind {
        PassageKind::Quotation => "quoted words, ",
        PassageKind::Report => "",
    }
}
