//! What holds for any text, page or not.

mod common;

use proptest::prelude::*;
use retold_model::{Article, Markup, SourceDocument};
use retold_text::TextRange;

use common::document;

/// Whether the letters and digits of `words` stand in `raw` in their order.
fn stands_in(words: &str, raw: &str) -> bool {
    let mut raw = raw.chars();
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .all(|letter| raw.any(|c| c == letter))
}

/// Blocks tile the text, and know their bytes.
fn check_blocks(article: &Article, source: &SourceDocument) {
    let mut at = 0;
    for block in &article.blocks {
        if at > 0 {
            assert_eq!(&article.text[at..at + 2], "\n\n");
            at += 2;
        }
        assert_eq!(block.range.start() as usize, at);
        at = block.range.end() as usize;
        let words = article.words(block);
        assert!(!words.trim().is_empty());
        let bytes = block.source.slice(&source.raw).expect("inside the source");
        let raw = std::str::from_utf8(bytes).expect("on boundaries");
        // What an entity or an escape stands for is not written there.
        if !raw.contains(['&', '\\']) {
            assert!(stands_in(words, raw), "{words:?} in {raw:?}");
        }
    }
    assert_eq!(at, article.text.len());
}

fn check(text: &str, markup: Markup) {
    let source = document(text, markup);
    let extraction = retold_extract::extract(&source);
    assert_eq!(extraction, retold_extract::extract(&source));
    let Some(article) = &extraction.article else {
        return;
    };
    check_blocks(article, &source);
    for cut in &article.cuts {
        let bytes = cut.source.slice(&source.raw).expect("inside the source");
        assert!(std::str::from_utf8(bytes).is_ok());
    }
    assert_eq!(extraction.map.len() as usize, article.text.len());
    let whole = TextRange::of(0, article.text.len());
    let whole = extraction.map.source_range(whole);
    assert!(whole.slice(&source.raw).is_some());
}

/// Pieces that pages and scrapes are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let fixed: Vec<String> = [
        "<p>",
        "</p>",
        "<div class=\"related\">",
        "<div class=article-body>",
        "</div>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<a href='/x'>",
        "</a>",
        "<br>",
        "<ul>",
        "<li>",
        "<table>",
        "<tr>",
        "<td>",
        "<blockquote>",
        "<figure>",
        "<figcaption>",
        "<noscript>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<script type=\"application/ld+json\">",
        "{\"@type\":\"Article\",\"articleBody\":\"",
        "\"}",
        "&amp;",
        "&nbsp;",
        "&#x41;",
        "&shy;",
        "\u{ad}",
        "\u{200b}",
        "\u{a0}",
        "\n",
        "\n\n",
        " ",
        "<",
        ">",
        "&",
        "\"",
        "é",
        "東京",
        "𝔸",
        "By Ada Moor",
        "March 4, 2025",
        "(Reuters) - ",
        "Photo: Jane Doe",
        "Read more: ",
        "- ",
        "© 2024",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    prop_oneof![
        4 => prop::sample::select(fixed),
        2 => Just("The ferry left the harbour before dawn, and nobody on the pier had seen it go. ".to_owned()),
        1 => Just("Der Hafen bleibt am Montag geschlossen, wie die Stadt mitteilte. ".to_owned()),
        1 => ".{0,12}",
    ]
}

fn pages() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_page(text in pages()) {
        check(&text, Markup::HtmlPage);
    }

    #[test]
    fn any_fragment(text in pages()) {
        check(&text, Markup::HtmlFragment);
    }

    #[test]
    fn any_scrape(text in pages()) {
        check(&text, Markup::Plain);
    }

    #[test]
    fn any_string(text in ".{0,400}") {
        check(&text, Markup::HtmlPage);
        check(&text, Markup::Plain);
    }
}
