//! One JSON object with the fields of an article, under the names that crawlers and schema.org give them.

use retold_model::{FieldName, Markup, PartRole};
use retold_text::OffsetMap;

use crate::charset::size;
use crate::found::Found;
use crate::json::{Members, Value, Words};
use crate::markup::is_page;

/// Keys of the headline, the best first. schema.org, newspaper3k, news-please, trafilatura, feeds as JSON.
const HEADLINE: &[&str] = &["headline", "title", "name"];

/// Keys of the body, the best first.
const BODY: &[&str] = &[
    "articleBody",
    "article_body",
    "maintext",
    "cleaned_text",
    "full_text",
    "fulltext",
    "article_text",
    "content_text",
    "body_text",
    "body",
    "content",
    "text",
    "raw_text",
    "content_html",
    "body_html",
    "article_html",
];

/// Keys of a whole page, read where no body is given.
const PAGE: &[&str] = &["html", "raw_html", "page_html"];

/// Keys of the standfirst or summary.
const DECK: &[&str] = &[
    "deck",
    "dek",
    "standfirst",
    "subtitle",
    "subheadline",
    "description",
    "excerpt",
    "abstract",
    "summary",
];

/// Keys of the other fields, the best first.
const FIELDS: &[(FieldName, &[&str])] = &[
    (
        FieldName::CanonicalUrl,
        &[
            "canonical_url",
            "canonicalUrl",
            "canonical",
            "url",
            "link",
            "webUrl",
            "web_url",
            "mainEntityOfPage",
        ],
    ),
    (
        FieldName::Author,
        &["author", "authors", "byline", "creator"],
    ),
    (
        FieldName::Outlet,
        &[
            "publisher",
            "outlet",
            "site_name",
            "sitename",
            "siteName",
            "source_name",
            "newspaper",
            "publication",
            "source",
            "source_domain",
            "hostname",
            "domain",
            "series",
        ],
    ),
    (
        FieldName::Section,
        &[
            "articleSection",
            "section",
            "sectionName",
            "section_name",
            "category",
            "categories",
        ],
    ),
    (
        FieldName::Language,
        &["inLanguage", "language", "lang", "meta_lang"],
    ),
    (
        FieldName::Published,
        &[
            "datePublished",
            "date_publish",
            "date_published",
            "publish_date",
            "published_date",
            "publishedAt",
            "published_at",
            "published",
            "pub_date",
            "pubDate",
            "webPublicationDate",
            "publication_date",
            "date",
        ],
    ),
    (
        FieldName::Modified,
        &[
            "dateModified",
            "date_modify",
            "date_modified",
            "modified_date",
            "updatedAt",
            "updated_at",
            "updated",
            "modified",
        ],
    ),
    (
        FieldName::Retrieved,
        &[
            "date_download",
            "retrieved",
            "retrieved_at",
            "crawled_at",
            "fetched_at",
            "scraped_at",
            "download_date",
            "filedate",
        ],
    ),
    (
        FieldName::Image,
        &[
            "image",
            "image_url",
            "imageUrl",
            "urlToImage",
            "top_image",
            "thumbnailUrl",
        ],
    ),
    (
        FieldName::Credit,
        &[
            "credit",
            "creditText",
            "agency",
            "sourceOrganization",
            "provider",
        ],
    ),
    (FieldName::Id, &["@id", "id", "guid", "uuid", "identifier"]),
];

/// Keys under which an object says what it stands for, the best first.
const NAME: &[&str] = &["name", "title", "rendered", "@value"];
const ADDRESS: &[&str] = &["@id", "url", "contentUrl", "href", "src"];

/// How deep values are looked for: `author: [{name: {…}}]`.
const DEPTH: usize = 4;

/// How many values one key may give: an author list of a scientific paper has room, a bomb has not.
const VALUES: usize = 64;

/// Whether the object is an article: it has a headline, a body or a page.
pub(crate) fn is_article(members: &Members<'_>) -> bool {
    holds(members, &HEADLINE[..2]) || has_body(members)
}

/// Whether the object is more than a title over a list of articles.
pub(crate) fn has_body(members: &Members<'_>) -> bool {
    holds(members, BODY) || holds(members, PAGE)
}

fn holds(members: &Members<'_>, keys: &[&str]) -> bool {
    keys.iter()
        .filter_map(|key| members.get(key))
        .any(|value| body(value).is_some_and(|words| !words.text.trim().is_empty()))
}

/// Reads one object.
pub(crate) fn parse(text: &str) -> Found {
    let mut found = Found::default();
    let Some(members) = found.json_object(text) else {
        return found;
    };
    parts(&members, &mut found);
    for (name, keys) in FIELDS {
        for key in *keys {
            let Some(value) = members.get(key) else {
                continue;
            };
            let mut values = Vec::new();
            collect(value, inner_keys(*name), DEPTH, &mut values);
            for words in &values {
                found.field(*name, &format!("json:{key}"), words);
            }
        }
    }
    found
}

fn parts(members: &Members<'_>, found: &mut Found) {
    let first = |keys: &[&str]| {
        keys.iter()
            .filter_map(|key| body(members.get(key)?))
            .find(|words| !words.text.trim().is_empty())
    };
    if let Some(words) = first(HEADLINE) {
        found.part_by_looks(PartRole::Headline, words);
    }
    if let Some(words) = first(DECK) {
        found.part_by_looks(PartRole::Deck, words);
    }
    if let Some(words) = first(BODY) {
        found.part_by_looks(PartRole::Body, words);
    } else if let Some(words) = first(PAGE) {
        let markup = if is_page(&words.text) {
            Markup::HtmlPage
        } else {
            Markup::HtmlFragment
        };
        found.part(PartRole::Whole, markup, words);
    }
}

/// The words of a part: a string, an object that holds it, or an array of paragraphs, put together with blank lines.
fn body(value: Value<'_>) -> Option<Words> {
    if let Some(words) = value.string() {
        return Some(words);
    }
    if let Some(members) = value.object() {
        return ["rendered", "html", "text", "value", "@value", "default"]
            .iter()
            .find_map(|key| members.get(key)?.string());
    }
    let mut text = String::new();
    let mut map = OffsetMap::new();
    for words in value.array()?.into_iter().filter_map(Value::string) {
        if !text.is_empty() {
            let end = map
                .segments()
                .last()
                .map_or(0, |segment| segment.source_start + segment.source_len);
            text.push_str("\n\n");
            map.push_replaced(2, end, 0);
        }
        map.push_mapped(
            &words.map,
            retold_text::TextRange::new(0, size(words.text.len())),
        );
        text.push_str(&words.text);
    }
    Some(Words { text, map })
}

/// Names for people and outlets, addresses for links and images.
fn inner_keys(name: FieldName) -> &'static [&'static str] {
    match name {
        FieldName::CanonicalUrl | FieldName::Image | FieldName::Id => ADDRESS,
        _ => NAME,
    }
}

/// The values that `value` holds: itself, those of its elements, what an object says it stands for.
pub(crate) fn collect(value: Value<'_>, keys: &[&str], depth: usize, values: &mut Vec<Words>) {
    if depth == 0 || values.len() >= VALUES {
        return;
    }
    if let Some(words) = value.scalar() {
        values.push(words);
    } else if let Some(elements) = value.array() {
        for element in elements.into_iter().take(VALUES) {
            collect(element, keys, depth - 1, values);
        }
    } else if let Some(members) = value.object()
        && let Some(value) = keys.iter().find_map(|key| members.get(key))
    {
        collect(value, keys, depth - 1, values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::shown;
    use retold_model::Form;

    #[test]
    fn schema_org_article() {
        let raw = r#"{"@type":"NewsArticle","headline":"Wall \u201cfell\u201d","description":"In Port",
 "articleBody":"A wall fell.\n\nNobody was hurt.","author":[{"@type":"Person","name":"Ada B"},{"name":"C. D\u00e9"}],
 "publisher":{"@type":"Organization","name":"Port Daily","url":"x"},"datePublished":"2024-05-16T09:36:55+06:00",
 "dateModified":"2024-05-17","mainEntityOfPage":{"@id":"https://e.org/1"},"inLanguage":"en","articleSection":["World","Sea"],
 "image":[{"url":"https://e.org/i.jpg"}],"url":null}"#;
        assert_eq!(
            shown(raw.as_bytes(), Form::JsonArticle, "utf-8"),
            [
                r"Headline Plain `Wall “fell”` <- `Wall \u201cfell\u201d`",
                "Deck Plain `In Port` <- `In Port`",
                r"Body Plain `A wall fell.⏎⏎Nobody was hurt.` <- `A wall fell.\n\nNobody was hurt.`",
                "CanonicalUrl json:mainEntityOfPage `https://e.org/1` <- `https://e.org/1`",
                "Author json:author `Ada B` <- `Ada B`",
                r"Author json:author `C. Dé` <- `C. D\u00e9`",
                "Outlet json:publisher `Port Daily` <- `Port Daily`",
                "Section json:articleSection `World` <- `World`",
                "Section json:articleSection `Sea` <- `Sea`",
                "Language json:inLanguage `en` <- `en`",
                "Published json:datePublished `2024-05-16T09:36:55+06:00` <- `2024-05-16T09:36:55+06:00`",
                "Modified json:dateModified `2024-05-17` <- `2024-05-17`",
                "Image json:image `https://e.org/i.jpg` <- `https://e.org/i.jpg`",
            ]
        );
    }

    #[test]
    fn crawlers_name_things_their_way() {
        for (raw, expected) in [
            (
                r#"{"id":"a1","series":"port-daily","text":"All of it","date":"1851-03-02"}"#,
                vec![
                    "Body Plain `All of it` <- `All of it`",
                    "Outlet json:series `port-daily` <- `port-daily`",
                    "Published json:date `1851-03-02` <- `1851-03-02`",
                    "Id json:id `a1` <- `a1`",
                ],
            ),
            (
                r#"{"title":"T","maintext":"M","authors":["A"],"date_publish":"2024-05-16 09:00:00","source_domain":"e.org","date_download":"2024-05-17 01:02:03"}"#,
                vec![
                    "Headline Plain `T` <- `T`",
                    "Body Plain `M` <- `M`",
                    "Author json:authors `A` <- `A`",
                    "Outlet json:source_domain `e.org` <- `e.org`",
                    "Published json:date_publish `2024-05-16 09:00:00` <- `2024-05-16 09:00:00`",
                    "Retrieved json:date_download `2024-05-17 01:02:03` <- `2024-05-17 01:02:03`",
                ],
            ),
            (
                r#"{"title":"T","body":["One","Two"],"published":1715846400}"#,
                vec![
                    "Headline Plain `T` <- `T`",
                    "Body Plain `One⏎⏎Two` <- `One\",\"Two`",
                    "Published json:published `1715846400` <- `1715846400`",
                ],
            ),
            (
                r#"{"url":"u","html":"<html><body><p>x</p><p>y</p></body></html>"}"#,
                vec![
                    "Whole HtmlPage `<html><body><p>x</p><p>y</p></body></html>` <- `<html><body><p>x</p><p>y</p></body></html>`",
                    "CanonicalUrl json:url `u` <- `u`",
                ],
            ),
            (
                r#"{"text":"<p>One</p>"}"#,
                vec!["Body HtmlFragment `<p>One</p>` <- `<p>One</p>`"],
            ),
        ] {
            assert_eq!(shown(raw.as_bytes(), Form::JsonArticle, "utf-8"), expected);
        }
    }

    #[test]
    fn object_without_headline_or_body_is_no_article() {
        let is = |text: &str| is_article(&crate::json::parse(text).unwrap().object().unwrap());
        assert!(is(r#"{"title": "T"}"#));
        assert!(is(r#"{"body": ["P"]}"#));
        assert!(!is(r#"{"title": "", "text": null, "url": "u"}"#));
        assert!(!is(r#"{"name": "settings"}"#));
    }
}
