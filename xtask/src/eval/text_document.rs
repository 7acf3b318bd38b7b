//! Gold records that give a text and some fields, as a scrape with a manifest would.

use std::sync::Arc;

use retold_extract::extract;
use retold_model::{
    Article, ArticleFacts, ArticleId, Digest, Field, FieldName, Form, Linkable, Location, Markup,
    Part, PartRole, SourceDocument,
};
use retold_text::{CharOffsets, OffsetMap, PositionEncoding, TextRange};
use serde::Deserialize;

/// The input fields of a record.
#[derive(Deserialize)]
pub(crate) struct TextRecord {
    pub(crate) id: String,
    /// Empty where the record is a headline alone.
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    date: Option<String>,
    source: Option<String>,
    host: Option<String>,
    url: Option<String>,
}

/// What the link stage gets of a record, and the way back to its text.
pub(crate) struct Extracted {
    /// The article, under the id of its source document; none where the record has no text.
    pub(crate) article: Option<Article>,
    pub(crate) linkable: Linkable,
    pub(crate) facts: ArticleFacts,
    pub(crate) map: OffsetMap,
}

impl TextRecord {
    /// The id of the record's article. Not that of its URL: two records with one URL are two to answer.
    pub(crate) fn article_id(&self) -> ArticleId {
        ArticleId::of_url(&format!("gold:{}", self.id))
    }

    fn outlet(&self) -> Option<&str> {
        self.source.as_deref().or(self.host.as_deref())
    }

    /// Runs the extractor on the record.
    pub(crate) fn extracted(&self) -> Extracted {
        self.extracted_from(&self.document())
    }

    /// Runs the extractor on `document`, which holds the record.
    pub(crate) fn extracted_from(&self, document: &SourceDocument) -> Extracted {
        let extraction = extract(document);
        let mut linkable = match &extraction.article {
            Some(article) => Linkable::of(article),
            // A record without any words is still to be answered for.
            None => Linkable {
                id: self.article_id(),
                headline: self.title.clone(),
                text: Arc::from(""),
                body: Vec::new(),
                published: self.date.as_deref().and_then(|date| date.parse().ok()),
                outlet: self.outlet().map(str::to_owned),
                language: None,
            },
        };
        linkable.id = self.article_id();
        let article = extraction.article.as_ref();
        let facts = ArticleFacts {
            linkable: Arc::new(linkable.clone()),
            modified: article.and_then(|article| Some(article.modified.as_ref()?.value)),
            retrieved: None,
            canonical_url: self.url.clone(),
            bylines: article.map_or_else(Vec::new, |article| article.bylines.clone()),
            dateline: article.and_then(|article| article.dateline.clone()),
            credits: article.map_or_else(Vec::new, |article| article.credits.clone()),
        };
        Extracted {
            linkable,
            facts,
            map: extraction.map,
            article: extraction.article,
        }
    }

    /// The record as a scrape: its text, with the other fields beside it; a headline without a text as a feed gives it.
    pub(crate) fn document(&self) -> SourceDocument {
        let (role, text) = match &self.title {
            Some(title) if self.text.is_empty() => (PartRole::Headline, title),
            _ => (PartRole::Whole, &self.text),
        };
        let raw: Arc<[u8]> = Arc::from(text.as_bytes());
        let mut fields = Vec::new();
        for (name, value) in [
            (FieldName::CanonicalUrl, self.url.as_deref()),
            (FieldName::Headline, self.title.as_deref()),
            (FieldName::Published, self.date.as_deref()),
            (FieldName::Outlet, self.outlet()),
        ] {
            fields.extend(value.filter(|value| !value.is_empty()).map(|value| Field {
                name,
                value: value.to_owned(),
                from: "manifest".to_owned(),
                source: None,
            }));
        }
        let len = u32::try_from(raw.len()).expect("gold texts are below 4 GiB");
        SourceDocument {
            location: Location {
                path: self.id.clone(),
                ..Location::default()
            },
            form: Form::Text,
            charset: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            retrieved: None,
            digest: Digest::of(&raw),
            raw,
            fields,
            parts: vec![Part {
                role,
                markup: Markup::Plain,
                text: text.clone(),
                map: OffsetMap::identity(len),
            }],
        }
    }
}

impl Extracted {
    /// The code points of the given text that `range` came from.
    pub(crate) fn code_points(&self, given: &CharOffsets<'_>, range: TextRange) -> (u32, u32) {
        let source = self.map.source_range(range);
        (
            given.position(source.start(), PositionEncoding::Chars),
            given.position(source.end(), PositionEncoding::Chars),
        )
    }
}
