//! One line of an export: an article with all its ranges and the passages it shares.

use std::collections::BTreeMap;

use retold_model::{ArticleId, StoryId};
use serde::{Deserialize, Serialize};

use crate::article_record::{ArticleRecord, View};
use crate::entity_record::{EntityRecord, entity_records};
use crate::input::ExportInput;
use crate::passage_record::PassageRecord;

/// An article with all its ranges and the passages it shares. In JSONL one such record is a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportRecord {
    /// What this is: `retold-export`.
    pub format: String,
    /// The version of the format: 1.
    pub format_version: u32,
    /// The version of Retold that wrote it.
    pub retold: String,
    /// The article.
    pub article: ArticleRecord,
    /// The stories it belongs to; usually one.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub stories: Vec<StoryId>,
    /// Who and what it names; none for a version that is not current.
    pub entities: Vec<EntityRecord>,
    /// The passages it shares with articles of greater ids; it is `first` in each. So each passage stands once in an
    /// export, in the record of the article with the smaller id.
    pub passages: Vec<PassageRecord>,
}

impl ExportRecord {
    /// The record of one version. Passages with articles that are not in `others` are left out; the order of the
    /// input does not matter.
    pub fn of(input: &ExportInput) -> Self {
        let view = View::of(&input.input);
        let others: BTreeMap<ArticleId, View<'_>> = input
            .others
            .iter()
            .map(|version| (version.article.id, View::without_source(version)))
            .collect();
        let mut passages: Vec<PassageRecord> = input
            .passages
            .iter()
            .filter(|passage| passage.first.article == view.id())
            .filter_map(|passage| {
                let other = others.get(&passage.second.article)?;
                Some(PassageRecord::of(passage, &view, other))
            })
            .collect();
        passages.sort_by_key(|passage| {
            let (first, second) = (&passage.first, &passage.second);
            let place = |span: &crate::Span| (span.start_byte, span.end_byte);
            (place(&first.span), second.article, place(&second.span))
        });
        let mut stories = input.stories.clone();
        stories.sort_unstable();
        Self {
            format: "retold-export".to_owned(),
            format_version: 1,
            retold: env!("CARGO_PKG_VERSION").to_owned(),
            article: ArticleRecord::of_view(&view),
            stories,
            entities: entity_records([&input.input]),
            passages,
        }
    }
}
