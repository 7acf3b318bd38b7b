//! JSON Feed 1.0 and 1.1: the feed, and one item of it.

use retold_model::{Field, FieldName, Markup, PartRole};

use crate::found::Found;
use crate::json::{Members, Value, Words};
use crate::json_article::collect;

/// Fields of an item that are one value or a list of them.
const FIELDS: &[(FieldName, &str)] = &[
    (FieldName::CanonicalUrl, "url"),
    (FieldName::Author, "authors"),
    (FieldName::Author, "author"),
    (FieldName::Language, "language"),
    (FieldName::Published, "date_published"),
    (FieldName::Modified, "date_modified"),
    (FieldName::Image, "image"),
    (FieldName::Image, "banner_image"),
    (FieldName::Id, "id"),
];

/// Whether the object is a feed.
pub(crate) fn is_feed(members: &Members<'_>) -> bool {
    let version = members.get("version").and_then(Value::string);
    version.is_some_and(|words| words.text.contains("jsonfeed.org"))
        && members.get("items").is_some()
}

/// What the feed says of all its items. Its authors hold where an item names none.
pub(crate) fn container(feed: &Members<'_>, item: &Members<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add = |name: FieldName, key: &str| {
        for words in values(feed, key) {
            fields.push(Field {
                name,
                value: words.text.trim().to_owned(),
                from: format!("json-feed:{key}"),
                source: None,
            });
        }
    };
    add(FieldName::Outlet, "title");
    add(FieldName::Language, "language");
    let has_author = ["author", "authors"]
        .iter()
        .any(|key| !values(item, key).is_empty());
    if !has_author {
        add(FieldName::Author, "authors");
        add(FieldName::Author, "author");
    }
    fields
}

fn values(members: &Members<'_>, key: &str) -> Vec<Words> {
    let mut values = Vec::new();
    if let Some(value) = members.get(key) {
        collect(value, &["name", "url"], 3, &mut values);
    }
    values.retain(|words| !words.text.trim().is_empty());
    values
}

/// Reads one item.
pub(crate) fn parse(text: &str) -> Found {
    let mut found = Found::default();
    let Some(item) = found.json_object(text) else {
        return found;
    };
    let string = |key: &str| item.get(key).and_then(Value::string);
    if let Some(words) = string("title") {
        found.part(PartRole::Headline, Markup::Plain, words);
    }
    if let Some(words) = string("content_html") {
        found.part(PartRole::Body, Markup::HtmlFragment, words);
    }
    if let Some(words) = string("content_text") {
        found.part(PartRole::Body, Markup::Plain, words);
    }
    if let Some(words) = string("summary") {
        let role = if found.has(PartRole::Body) {
            PartRole::Deck
        } else {
            PartRole::Body
        };
        found.part_by_looks(role, words);
    }
    for (name, key) in FIELDS {
        for words in values(&item, key) {
            found.field(*name, &format!("json-feed:{key}"), &words);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::record::tests::shown;
    use retold_model::Form;

    #[test]
    fn item_of_a_feed() {
        let raw = r#"{"id":"1","url":"https://e.org/1","title":"Wall","content_html":"<p>A \"wall\"</p>","summary":"S","date_published":"2024-05-16T09:00:00Z","authors":[{"name":"Ada"}],"image":"i.jpg"}"#;
        assert_eq!(
            shown(raw.as_bytes(), Form::JsonFeedItem, "utf-8"),
            [
                "Headline Plain `Wall` <- `Wall`",
                "Deck Plain `S` <- `S`",
                r#"Body HtmlFragment `<p>A "wall"</p>` <- `<p>A \"wall\"</p>`"#,
                "CanonicalUrl json-feed:url `https://e.org/1` <- `https://e.org/1`",
                "Author json-feed:authors `Ada` <- `Ada`",
                "Published json-feed:date_published `2024-05-16T09:00:00Z` <- `2024-05-16T09:00:00Z`",
                "Image json-feed:image `i.jpg` <- `i.jpg`",
                "Id json-feed:id `1` <- `1`",
            ]
        );
    }
}
