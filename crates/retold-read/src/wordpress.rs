//! One post of the WordPress REST API: `wp/v2/posts`.

use retold_model::{FieldName, Markup, PartRole};

use crate::found::Found;
use crate::json::{Members, Value, Words};

/// How many values of a list are taken: terms of a post, its authors.
const VALUES: usize = 64;

/// Where fields that are one string stand, the best first.
const FIELDS: &[(FieldName, &[&[&str]])] = &[
    (
        FieldName::CanonicalUrl,
        &[&["link"], &["yoast_head_json", "canonical"]],
    ),
    (FieldName::Outlet, &[&["yoast_head_json", "og_site_name"]]),
    (FieldName::Author, &[&["yoast_head_json", "author"]]),
    (
        FieldName::Language,
        &[&["lang"], &["yoast_head_json", "og_locale"]],
    ),
    (
        FieldName::Published,
        &[&["yoast_head_json", "article_published_time"]],
    ),
    (
        FieldName::Modified,
        &[&["yoast_head_json", "article_modified_time"]],
    ),
    (FieldName::Image, &[&["jetpack_featured_media_url"]]),
    (FieldName::Id, &[&["guid", "rendered"], &["id"]]),
];

/// Whether the object is a post: title and content are objects with what is to be shown.
pub(crate) fn is_post(members: &Members<'_>) -> bool {
    ["title", "content"]
        .iter()
        .any(|key| members.at(&[key, "rendered"]).is_some())
}

/// Reads one post.
pub(crate) fn parse(text: &str) -> Found {
    let mut found = Found::default();
    let Some(members) = found.json_object(text) else {
        return found;
    };
    // An image has a title and a page, too; what it is called is no report.
    let is_attachment = members.get("media_type").is_some();
    for (key, role) in [
        ("title", PartRole::Headline),
        ("excerpt", PartRole::Deck),
        ("content", PartRole::Body),
    ] {
        if let Some(words) = members.at(&[key, "rendered"]).and_then(Value::string)
            && !is_attachment
        {
            found.part(role, Markup::HtmlFragment, words);
        }
    }
    date(
        &members,
        FieldName::Published,
        "date_gmt",
        "date",
        &mut found,
    );
    date(
        &members,
        FieldName::Modified,
        "modified_gmt",
        "modified",
        &mut found,
    );
    embedded(&members, &mut found);
    for (name, paths) in FIELDS {
        for path in *paths {
            if let Some(words) = members.at(path).and_then(Value::scalar) {
                found.field(*name, &format!("wordpress:{}", path.join(".")), &words);
            }
        }
    }
    if let Some(image) = members
        .at(&["yoast_head_json", "og_image"])
        .and_then(|images| string_in(*images.array()?.first()?, &["url"]))
    {
        found.field(
            FieldName::Image,
            "wordpress:yoast_head_json.og_image",
            &image,
        );
    }
    found
}

/// `date_gmt` is UTC and does not say so; `date` is the site's local time, whose zone only the site knows.
fn date(members: &Members<'_>, name: FieldName, gmt: &str, local: &str, found: &mut Found) {
    let stated = |key: &str| {
        let words = members.get(key)?.string()?;
        let known = !words.text.trim().is_empty() && !words.text.starts_with("0000");
        known.then_some(words)
    };
    if let Some(words) = stated(gmt) {
        let count = found.fields.len();
        found.field(name, &format!("wordpress:{gmt}"), &words);
        for field in &mut found.fields[count..] {
            if !field.value.ends_with('Z') {
                field.value.push_str("+00:00");
            }
        }
    } else if let Some(words) = stated(local) {
        found.field(name, &format!("wordpress:{local}"), &words);
    }
}

/// What `?_embed` adds: authors, terms, the featured image.
fn embedded(members: &Members<'_>, found: &mut Found) {
    let list = |key: &str| {
        members
            .at(&["_embedded", key])
            .and_then(Value::array)
            .unwrap_or_default()
    };
    for author in list("author").into_iter().take(VALUES) {
        if let Some(name) = string_in(author, &["name"]) {
            found.field(FieldName::Author, "wordpress:_embedded.author", &name);
        }
    }
    let terms = list("wp:term").into_iter().filter_map(Value::array);
    for term in terms.flatten().take(VALUES) {
        let is_category =
            string_in(term, &["taxonomy"]).is_some_and(|words| words.text == "category");
        if let Some(name) = string_in(term, &["name"])
            && is_category
        {
            found.field(FieldName::Section, "wordpress:_embedded.wp:term", &name);
        }
    }
    for media in list("wp:featuredmedia").into_iter().take(1) {
        if let Some(address) = string_in(media, &["source_url"]) {
            found.field(
                FieldName::Image,
                "wordpress:_embedded.wp:featuredmedia",
                &address,
            );
        }
    }
}

fn string_in(value: Value<'_>, path: &[&str]) -> Option<Words> {
    value.object()?.at(path)?.string()
}

#[cfg(test)]
mod tests {
    use crate::record::tests::shown;
    use retold_model::Form;

    #[test]
    fn post_with_embedded_author_and_terms() {
        let raw = r#"{"id":7,"date":"2024-05-16T10:53:48","date_gmt":"2024-05-16T07:53:48","guid":{"rendered":"https:\/\/e.org\/?p=7"},
"modified":"2024-05-16T11:00:00","modified_gmt":"0000-00-00T00:00:00","link":"https:\/\/e.org\/en\/a\/","title":{"rendered":"&#8216;Old&#8217; wall"},
"content":{"rendered":"<p>A \u201cwall\u201d<\/p>\n","protected":false},"excerpt":{"rendered":"<p>In Port [&hellip;]<\/p>"},
"yoast_head_json":{"og_site_name":"Port Daily","og_locale":"en_US","og_image":[{"url":"https:\/\/e.org\/i.jpg"}],"author":"desk"},
"_embedded":{"author":[{"name":"Ada B"}],"wp:term":[[{"taxonomy":"category","name":"World"}],[{"taxonomy":"post_tag","name":"sea"}]],
"wp:featuredmedia":[{"source_url":"https:\/\/e.org\/f.jpg"}]}}"#;
        assert_eq!(
            shown(raw.as_bytes(), Form::WordPress, "utf-8"),
            [
                "Headline HtmlFragment `&#8216;Old&#8217; wall` <- `&#8216;Old&#8217; wall`",
                r"Deck HtmlFragment `<p>In Port [&hellip;]</p>` <- `<p>In Port [&hellip;]<\/p>`",
                r"Body HtmlFragment `<p>A “wall”</p>⏎` <- `<p>A \u201cwall\u201d<\/p>\n`",
                "Published wordpress:date_gmt `2024-05-16T07:53:48+00:00` <- `2024-05-16T07:53:48`",
                "Modified wordpress:modified `2024-05-16T11:00:00` <- `2024-05-16T11:00:00`",
                "Author wordpress:_embedded.author `Ada B` <- `Ada B`",
                "Section wordpress:_embedded.wp:term `World` <- `World`",
                r"Image wordpress:_embedded.wp:featuredmedia `https://e.org/f.jpg` <- `https:\/\/e.org\/f.jpg`",
                r"CanonicalUrl wordpress:link `https://e.org/en/a/` <- `https:\/\/e.org\/en\/a\/`",
                "Outlet wordpress:yoast_head_json.og_site_name `Port Daily` <- `Port Daily`",
                "Author wordpress:yoast_head_json.author `desk` <- `desk`",
                "Language wordpress:yoast_head_json.og_locale `en_US` <- `en_US`",
                r"Id wordpress:guid.rendered `https://e.org/?p=7` <- `https:\/\/e.org\/?p=7`",
                "Id wordpress:id `7` <- `7`",
                r"Image wordpress:yoast_head_json.og_image `https://e.org/i.jpg` <- `https:\/\/e.org\/i.jpg`",
            ]
        );
    }
}
