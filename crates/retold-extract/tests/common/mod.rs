//! Source documents from strings, for tests.

use std::sync::Arc;

use retold_model::{Digest, Form, Location, Markup, Part, PartRole, SourceDocument};
use retold_text::OffsetMap;

/// A page or a plain text as a reader would give it.
pub(crate) fn document(text: &str, markup: Markup) -> SourceDocument {
    let raw: Arc<[u8]> = text.as_bytes().into();
    SourceDocument {
        location: Location::default(),
        form: match markup {
            Markup::Plain => Form::Text,
            _ => Form::Html,
        },
        charset: "utf-8".into(),
        media_type: String::new(),
        retrieved: None,
        digest: Digest::of(&raw),
        raw,
        fields: Vec::new(),
        parts: vec![Part {
            role: PartRole::Whole,
            markup,
            map: OffsetMap::identity(u32::try_from(text.len()).expect("tests are small")),
            text: text.to_owned(),
        }],
    }
}
