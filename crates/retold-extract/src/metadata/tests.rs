//! What pages state, read from whole made-up pages.

use retold_model::BylineKind;

use crate::page::{PageArticle, page};

const BODY: &str = "<p>The talks on the bridge began in the harbour on Monday, with ministers of both \
    countries at one table for the first time in many years of silence.</p><p>They will go on until Friday, and \
    nobody in the harbour expects them to end with a treaty that both of the capitals could sign.</p><p>The bridge \
    has been closed since the flood, and ferries carry what trade is left between the two shores.</p>";

fn read(head: &str, above: &str, below: &str) -> PageArticle {
    let text = format!(
        "<html lang=en><head>{head}</head><body><article>{above}<div class=article-body>{BODY}</div>{below}</article></body></html>"
    );
    page(&text, Some("https://www.dailynote.example/talks"), false)
}

fn names(article: &PageArticle) -> Vec<(&str, BylineKind)> {
    article
        .bylines
        .iter()
        .map(|(fact, kind)| (fact.value.as_str(), *kind))
        .collect()
}

const H1: &str = "<h1>Talks begin in the harbour</h1>";

#[test]
fn writers_are_found_where_pages_name_them() {
    use BylineKind::{Desk, Person};
    let check = |head: &str, above: &str, below: &str, expected: &[(&str, BylineKind)]| {
        let article = read(head, &format!("{H1}{above}"), below);
        assert_eq!(names(&article), expected, "{head} {above} {below}");
    };
    check("", "<p>By Ada Moor</p>", "", &[("Ada Moor", Person)]);
    check(
        "",
        "<span class='author vcard'><a rel=author href=/author/moor84>moor84</a></span>",
        "",
        &[("moor84", Person)],
    );
    check(
        "",
        "<div class=byline><a rel=author href=/a>Ada Moor</a> <a rel=author href=/b>Bo Lind</a></div>",
        "",
        &[("Ada Moor", Person), ("Bo Lind", Person)],
    );
    check(
        "",
        "<p>3 May 2024 - Ada Moor</p>",
        "",
        &[("Ada Moor", Person)],
    );
    check("", "<p>By Staff Writer</p>", "", &[("Staff Writer", Desk)]);
    // The field of the site gives way to the line of the article.
    check(
        "<meta name=author content='Cy Owner'>",
        "<p>By Ada Moor</p>",
        "",
        &[("Ada Moor", Person)],
    );
    check(
        "<meta name=author content='Cy Owner'>",
        "",
        "",
        &[("Cy Owner", Person)],
    );
    // An organisation in the data gives way to a person.
    check(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":\"River Watch\"}}</script>",
        "<p>By Ada Moor</p>",
        "",
        &[("Ada Moor", Person)],
    );
    check("", "", "", &[]);
}

#[test]
fn headlines_are_what_a_reader_sees() {
    let check = |head: &str, above: &str, expected: &str| {
        let article = read(head, above, "");
        let found = article.headline.map(|fact| fact.value);
        assert_eq!(found.as_deref(), Some(expected), "{head} {above}");
    };
    let title = "<title>Talks begin in the harbour | Daily Note</title>";
    check(title, H1, "Talks begin in the harbour");
    check(
        title,
        "<h1><span>Bridge dispute</span> Talks begin in the harbour</h1>",
        "Talks begin in the harbour",
    );
    check(
        title,
        "<h1><a href=/>Notes of the day and the night</a></h1><h2>Talks begin in the harbour</h2>",
        "Talks begin in the harbour",
    );
    check(title, "", "Talks begin in the harbour");
}

#[test]
fn days_of_publication_are_shown_or_stated_for_the_article() {
    let check = |head: &str, above: &str, below: &str, expected: Option<&str>| {
        let article = read(head, &format!("{H1}{above}"), below);
        let found = article.published.map(|(stamp, _)| stamp.to_string());
        assert_eq!(found.as_deref(), expected, "{head} {above} {below}");
    };
    let meta = "<meta property=article:published_time content=2024-05-03>";
    check("", "<p>Published 3 May 2024</p>", "", Some("2024-05-03"));
    check("", "<p>Last updated 3 May 2024</p>", "", None);
    check(
        "",
        "<time datetime=2024-05-03>yesterday</time>",
        "",
        Some("2024-05-03"),
    );
    check(
        "",
        "<p><span>2024-06-01T10:10:52+01:00</span> <span>3 May 2024</span></p>",
        "",
        Some("2024-05-03"),
    );
    // A day that the page nowhere shows is the page's, not the article's.
    check(meta, "", "", None);
    check(meta, "<p>3 May 2024</p>", "", Some("2024-05-03"));
    check(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-05-03\"}</script>",
        "",
        "",
        Some("2024-05-03"),
    );
}
