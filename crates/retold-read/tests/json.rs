//! JSON as files: one post, arrays, lines, feeds, API answers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::shown_in_place as shown;

#[test]
fn one_wordpress_post() {
    assert_eq!(
        shown("post.txt", b" {\"id\":1,\"title\":{\"rendered\":\"T\"},\"content\":{\"rendered\":\"<p>B<\\/p>\"}}\n"),
        [
            "post.txt @1 WordPress utf-8 application/json",
            "  Headline HtmlFragment `T`",
            "  Body HtmlFragment `<p>B</p>` <- `<p>B<\\/p>`",
            "  Id wordpress:id `1`",
        ]
    );
}

#[test]
fn array_of_posts_and_articles() {
    let posts = b"[{\"title\":{\"rendered\":\"A\"}},\n {\"headline\":\"B\",\"articleBody\":\"\\\"b]\"}, {\"x\":1}]";
    assert_eq!(
        shown("posts.json", posts),
        [
            "posts.json#0 @1 WordPress utf-8 application/json",
            "  Headline HtmlFragment `A`",
            "posts.json#1 @30 JsonArticle utf-8 application/json",
            "  Headline Plain `B`",
            "  Body Plain `\"b]` <- `\\\"b]`",
            "warning: posts.json record 2: JSON without the fields of an article: no headline, no body",
        ]
    );
}

#[test]
fn json_lines_with_a_damaged_one() {
    let lines = b"\xEF\xBB\xBF{\"text\":\"one\"}\r\n{\"text\":\"two\n\n{\"text\":\"th\xe9ree\"}";
    assert_eq!(
        shown("a.jsonl", lines),
        [
            "a.jsonl#0 @3 JsonArticle utf-8 application/json",
            "  Body Plain `one`",
            "error: a.jsonl record 1: not valid JSON: EOF while parsing a string at line 1 column 12",
            "a.jsonl#2 @33 JsonArticle windows-1252 application/json",
            "  Body Plain `théree` <- `th\\xe9ree`",
        ]
    );
    let first_is_damaged = b"{\"text\":\"one\n{\"text\":\"two\"}\n";
    assert_eq!(
        shown("a.jsonl", first_is_damaged),
        [
            "error: a.jsonl record 0: not valid JSON: EOF while parsing a string at line 1 column 12",
            "a.jsonl#1 @13 JsonArticle utf-8 application/json",
            "  Body Plain `two`",
        ]
    );
}

#[test]
fn one_printed_object_is_the_file() {
    assert_eq!(
        shown("a.json", b"{\n \"title\": \"T\",\n \"text\": \"B\"\n}\n"),
        [
            "a.json @0 JsonArticle utf-8 application/json",
            "  Headline Plain `T`",
            "  Body Plain `B`"
        ]
    );
}

#[test]
fn printed_objects_one_after_another() {
    assert_eq!(
        shown("a.json", b"{\n \"text\": \"A\"}\n{\n \"text\": \"B\"}"),
        [
            "a.json#0 @0 JsonArticle utf-8 application/json",
            "  Body Plain `A`",
            "a.json#1 @16 JsonArticle utf-8 application/json",
            "  Body Plain `B`",
        ]
    );
}

#[test]
fn utf16_as_some_shells_write_it() {
    let wide: Vec<u8> = "\u{FEFF}[{\"text\":\"é\\n\"},{\"text\":\"b\"}]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        shown("a.json", &wide),
        [
            "a.json#0 @4 JsonArticle utf-16le application/json",
            "  Body Plain `é\n` <- `\\xe9\\x00\\\\\\x00n\\x00`",
            "a.json#1 @34 JsonArticle utf-16le application/json",
            "  Body Plain `b` <- `b\0`",
        ]
    );
}

#[test]
fn articles_in_the_answer_of_an_api() {
    let answer =
        b"{\"title\":\"Answer\",\"response\":{\"results\":[{\"webUrl\":\"u\",\"title\":\"T\"}]}}";
    assert_eq!(
        shown("a.json", answer),
        [
            "a.json#0 @41 JsonArticle utf-8 application/json",
            "  Headline Plain `T`",
            "  CanonicalUrl json:webUrl `u`",
        ]
    );
}

#[test]
fn json_feed() {
    let feed = br#"{"version":"https://jsonfeed.org/version/1.1","title":"Port Daily","language":"en","authors":[{"name":"Desk"}],
"items":[{"id":"1","content_text":"One"},{"id":"2","content_html":"<p>Two</p>","authors":[{"name":"Ada"}]}]}"#;
    assert_eq!(
        shown("feed", feed),
        [
            "feed#0 @121 JsonFeedItem utf-8 application/feed+json",
            "  Body Plain `One`",
            "  Id json-feed:id `1`",
            "  Outlet json-feed:title `Port Daily` outside",
            "  Language json-feed:language `en` outside",
            "  Author json-feed:authors `Desk` outside",
            "feed#1 @153 JsonFeedItem utf-8 application/feed+json",
            "  Body HtmlFragment `<p>Two</p>`",
            "  Author json-feed:authors `Ada`",
            "  Id json-feed:id `2`",
            "  Outlet json-feed:title `Port Daily` outside",
            "  Language json-feed:language `en` outside",
        ]
    );
}

#[test]
fn array_that_is_cut_keeps_what_is_whole() {
    assert_eq!(
        shown("a.json", b"[{\"text\":\"A\"}, 7, {\"text\":\"B"),
        [
            "a.json#0 @1 JsonArticle utf-8 application/json",
            "  Body Plain `A`",
            "error: a.json record 1: expected an object, but found something else",
            "error: a.json record 2: the object is not closed",
        ]
    );
    assert_eq!(
        shown("a.json", b"[{\"text\":\"A\"},"),
        [
            "a.json#0 @1 JsonArticle utf-8 application/json",
            "  Body Plain `A`",
            "error: a.json record 1: the array is not closed",
        ]
    );
}
