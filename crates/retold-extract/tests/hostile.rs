//! Pages made to hurt: each gives what a kind page would, and costs no more than its length.

mod common;

use std::time::{Duration, Instant};

use retold_model::{BlockKind, CutReason, DiagnosticKind, Markup};

use common::document;

const FIRST: &str =
    "The harbour board voted on Monday to close the old ferry pier before the winter storms begin.";
const SECOND: &str = "Fishermen said they had not been asked, and promised to bring the matter before the regional court.";

/// How often the hostile thing stands on the page.
const MANY: usize = 100_000;

/// What a kind page of the two paragraphs gives.
fn two_paragraphs() -> Vec<(BlockKind, String)> {
    vec![
        (BlockKind::Paragraph, FIRST.to_owned()),
        (BlockKind::Paragraph, SECOND.to_owned()),
    ]
}

/// The blocks of a page, and what the diagnostics say.
fn outcome(page: &str) -> (Vec<(BlockKind, String)>, Vec<DiagnosticKind>) {
    let extraction = retold_extract::extract(&document(page, Markup::HtmlPage));
    let blocks = extraction.article.map_or_else(Vec::new, |article| {
        let blocks = article.blocks.iter();
        blocks
            .map(|block| (block.kind, article.words(block).to_owned()))
            .collect()
    });
    let kinds = extraction.diagnostics.iter().map(|d| d.kind).collect();
    (blocks, kinds)
}

/// Checks the outcome of a page of [`MANY`], and that a quarter of it costs no less than a sixteenth of the time: a
/// quadratic step of any weight would show.
fn check(
    page: impl Fn(usize) -> String,
    blocks: &[(BlockKind, String)],
    diagnostics: &[DiagnosticKind],
) {
    let time = |n: usize| {
        let page = page(n);
        let start = Instant::now();
        let outcome = outcome(&page);
        (start.elapsed(), outcome)
    };
    let (small, _) = time(MANY / 4);
    let (large, outcome) = time(MANY);
    assert_eq!(outcome.0, blocks);
    assert_eq!(outcome.1, diagnostics);
    assert!(
        large < small * 16 + Duration::from_secs(2),
        "a quarter: {small:?}, all: {large:?}"
    );
}

/// The two paragraphs between two strings.
fn around(before: &str, after: &str) -> String {
    format!("<article>{before}<p>{FIRST}</p><p>{SECOND}</p>{after}</article>")
}

/// `start` with each number below `n`.
fn numbered(n: usize, start: &str) -> String {
    let mut text = String::new();
    for i in 0..n {
        text.push_str(start);
        text.push_str(&i.to_string());
    }
    text
}

#[test]
fn nested_blocks() {
    let page = |n| around(&"<div>".repeat(n), &"</div>".repeat(n));
    check(page, &two_paragraphs(), &[DiagnosticKind::LimitExceeded]);
}

#[test]
fn nested_lists() {
    let page = |n| around(&"<ul><li>".repeat(n), &"</li></ul>".repeat(n));
    let items: Vec<_> = two_paragraphs()
        .into_iter()
        .map(|(_, words)| (BlockKind::ListItem, words))
        .collect();
    check(page, &items, &[DiagnosticKind::LimitExceeded]);
}

#[test]
fn nested_tables() {
    let page = |n| {
        around(
            &"<table><tr><td>".repeat(n),
            &"</td></tr></table>".repeat(n),
        )
    };
    check(page, &two_paragraphs(), &[DiagnosticKind::LimitExceeded]);
}

#[test]
fn attributes_without_number() {
    let page = |n| {
        let attributes = numbered(n, " a");
        around(&format!("<div{attributes}>"), "</div>")
    };
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn names_without_number() {
    let page = |n| {
        let names = numbered(n, " name");
        around(&format!("<div class='{names}'>"), "</div>")
    };
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn tiny_elements() {
    let page = |n| around("", &format!("<p>{}</p>", "<i>far </i>".repeat(n)));
    let mut blocks = two_paragraphs();
    blocks.push((BlockKind::Paragraph, vec!["far"; MANY].join(" ")));
    check(page, &blocks, &[]);
}

#[test]
fn one_long_text() {
    // Ten megabytes.
    let words = |n: usize| {
        "The ferry waited in the rain for an hour at the old stone pier, and nobody came to it all day. "
        .repeat(n)
    };
    let page = |n: usize| format!("<p>{}</p>", words(n));
    let blocks = vec![(BlockKind::Paragraph, words(MANY).trim_end().to_owned())];
    check(page, &blocks, &[]);
}

#[test]
fn nothing_is_closed() {
    let page = |n: usize| {
        format!(
            "<p>{FIRST}<p>{SECOND}{}",
            "<div><p><b><a href=x><ul><li><table><tr><td><h2><i>".repeat(n / 10)
        )
    };
    check(page, &two_paragraphs(), &[DiagnosticKind::LimitExceeded]);
}

#[test]
fn stray_end_tags() {
    let page = |n| around(&"</b></p></table></a></article>".repeat(n), "");
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn links_without_number() {
    let page = |n| around("", &"<a href=/x>More news</a> ".repeat(n));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn comments_that_never_close() {
    let page = |n| format!("{}{}", around("", ""), "<!-- ".repeat(n));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn tags_that_never_close() {
    let page = |n| format!("{}{}", around("", ""), "<a href='".repeat(n));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn scripts_that_never_close() {
    let page = |n| format!("{}{}", around("", ""), "<script>".repeat(n));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn statements_without_number() {
    let statement = r#"<script type="application/ld+json">{"@type": "NewsArticle"}</script><meta name=a content=b>"#;
    let page = |n: usize| format!("{}{}", statement.repeat(n / 4), around("", ""));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn closing_headings_without_number() {
    let page = |n: usize| {
        around(
            "",
            &"<div><h3>Related stories</h3><p><a href=/x>A ferry that sank</a></p></div>"
                .repeat(n / 4),
        )
    };
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn copies_without_number() {
    let page = |n: usize| around("", &format!("<p>{FIRST}</p>").repeat(n / 4));
    check(page, &two_paragraphs(), &[]);
}

#[test]
fn what_was_cut_is_listed() {
    let extraction = retold_extract::extract(&document(
        &around("", "<p>Read more: The storm of 1911</p>"),
        Markup::HtmlPage,
    ));
    let reasons: Vec<_> = extraction
        .article
        .iter()
        .flat_map(|article| article.cuts.iter().map(|cut| cut.reason))
        .collect();
    assert_eq!(reasons, [CutReason::Teaser]);
}
