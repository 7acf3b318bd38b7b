//! The rules by which a body is found, each on a made-up page.

mod common;

use retold_model::{BlockKind, Markup};

use common::document;

const FIRST: &str =
    "The harbour board voted on Monday to close the old ferry pier before the winter storms begin.";
const SECOND: &str = "Fishermen said they had not been asked, and promised to bring the matter before the regional court.";
const THIRD: &str = "The mayor, who had spoken for the plan in spring, did not come to the meeting and gave no reason.";

/// Checks the blocks of a page, each as its kind's letter and its words: `P` paragraph, `H` heading, `L` list item,
/// `Q` quote, `T` headline, `D` standfirst.
fn check(page: &str, expected: &[&str]) {
    let extraction = retold_extract::extract(&document(page, Markup::HtmlPage));
    let article = extraction.article.expect("the page holds an article");
    let letter = |kind| match kind {
        BlockKind::Paragraph => 'P',
        BlockKind::Heading => 'H',
        BlockKind::ListItem => 'L',
        BlockKind::BlockQuote => 'Q',
        BlockKind::Headline => 'T',
        BlockKind::Deck => 'D',
        _ => '?',
    };
    let found: Vec<_> = article
        .blocks
        .iter()
        .map(|block| format!("{} {}", letter(block.kind), article.words(block)))
        .collect();
    assert_eq!(found, expected, "{page} {:?}", article.cuts);
}

fn p(words: &str) -> String {
    format!("P {words}")
}

#[test]
fn captions_of_a_gallery_are_its_text() {
    let slide =
        |words| format!("<figure><img src=a.jpg><figcaption><p>{words}</p></figcaption></figure>");
    let page = format!(
        "<article><h1>Old piers</h1>{}{}{}</article>",
        slide(FIRST),
        slide(SECOND),
        slide(THIRD)
    );
    check(&page, &["T Old piers", &p(FIRST), &p(SECOND), &p(THIRD)]);
}

#[test]
fn caption_beside_a_text_is_none() {
    let page = format!(
        "<article><h1>Old piers</h1><p>{FIRST}</p><figure><figcaption>The pier in 1911</figcaption></figure><p>{SECOND}</p></article>"
    );
    check(&page, &["T Old piers", &p(FIRST), &p(SECOND)]);
}

#[test]
fn noscript_holds_the_text_of_a_page_that_scripts_build() {
    let page = format!(
        "<div class=post-body><script type='text/template'><p>{FIRST}</p></script><noscript><p>{FIRST}</p><p>{SECOND}</p></noscript></div>"
    );
    check(&page, &[&p(FIRST), &p(SECOND)]);
}

#[test]
fn lines_of_the_named_body_are_its_text_where_nothing_is_prose() {
    let page = "<div class=menu><a href=/>Home</a></div><div class=entry-content><h3>Camera</h3><p>Ida: box</p><p>Ada: tin</p></div>";
    check(page, &["H Camera", "P Ida: box", "P Ada: tin"]);
}

#[test]
fn stated_body_stands_in_for_a_page_without_one() {
    let body = [FIRST, SECOND, THIRD, FIRST, SECOND, THIRD].join(" ");
    let page = format!(
        r#"<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}\n{SECOND}"}}</script><div id=app><p>{FIRST}</p></div>"#
    );
    check(&page, &[&p(&body), &p(SECOND)]);
}

#[test]
fn copies_of_the_whole_text_are_left_out() {
    let again = [FIRST, SECOND, THIRD, FIRST, SECOND, THIRD].join(" ");
    let page = format!(
        "<article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>Nobody knows what comes next.</p><p>{again}</p></article>"
    );
    check(
        &page,
        &[
            &p(FIRST),
            &p(SECOND),
            &p(THIRD),
            "P Nobody knows what comes next.",
        ],
    );
}

#[test]
fn sources_stay_and_teasers_go() {
    let page = format!(
        "<link rel=canonical href='https://news.example.com/a'><article><p>{FIRST}</p>\
         <p><a href='https://harbour.example.org/minutes'>Minutes of the board</a></p>\
         <p><a href='/b'>Why the mayor was right</a></p><p>{SECOND}</p></article>"
    );
    check(&page, &[&p(FIRST), "P Minutes of the board", &p(SECOND)]);
}

#[test]
fn heading_above_the_first_paragraph_is_its_section() {
    let page = format!(
        "<title>Pier to close</title><article><h1>Pier to close</h1><div><h2>The vote</h2><p>{FIRST}</p><p>{SECOND}</p></div></article>"
    );
    check(
        &page,
        &["T Pier to close", "H The vote", &p(FIRST), &p(SECOND)],
    );
}

#[test]
fn list_and_table_after_the_last_paragraph_belong_to_the_text() {
    let page = format!(
        "<article><p>{FIRST}</p><p>{SECOND}</p><h3>Fares</h3><ul><li>Adults: three crowns</li></ul>\
         <table><tr><td>Children</td><td>one crown</td></tr></table></article>"
    );
    check(
        &page,
        &[
            &p(FIRST),
            &p(SECOND),
            "H Fares",
            "L Adults: three crowns",
            "P Children one crown",
        ],
    );
}

#[test]
fn paragraph_on_the_author_is_left_out() {
    let page = format!(
        "<meta name=author content='Ada Moor'><article><p>{FIRST}</p><p>{SECOND}</p><p>Ada Moor fell in love with harbours when she was nine.</p></article>"
    );
    check(&page, &[&p(FIRST), &p(SECOND)]);
}

#[test]
fn standfirst_opens_the_text_where_the_language_has_it_so() {
    let lead = "Der alte Anleger wird noch vor den Winterstürmen geschlossen, die Fischer wollen dagegen klagen.";
    let text = "Das hat der Hafenrat am Montag mit großer Mehrheit beschlossen, wie die Stadt am Abend mitteilte.";
    let page = |lead: &str, text: &str| {
        format!(
            "<html lang=en><h1>Old pier</h1><div class=standfirst>{lead}</div><div class=article-body><p>{text}</p><p>{text} Noch.</p></div>"
        )
    };
    check(
        &page(lead, text),
        &[
            "T Old pier",
            &p(lead),
            &p(text),
            &p(&format!("{text} Noch.")),
        ],
    );
    check(
        &page(FIRST, SECOND).replace(" Noch.", " Still."),
        &[
            "T Old pier",
            &format!("D {FIRST}"),
            &p(SECOND),
            &p(&format!("{SECOND} Still.")),
        ],
    );
}

#[test]
fn comments_longer_than_the_text_are_none_of_it() {
    let page = format!(
        "<div class=entry-content><p>{FIRST}</p></div><ol class=comment-list>{}</ol>",
        format!("<li><p>{SECOND} {THIRD}</p></li>").repeat(9)
    );
    check(&page, &[&p(FIRST)]);
}

#[test]
fn body_that_scripts_would_have_shown_is_read() {
    let long = [FIRST, SECOND, THIRD].repeat(3).join(" ");
    let page = format!(
        "<title>Board closes ferry pier</title><meta name=description content=\"{FIRST}\"><h1>Board closes ferry pier</h1><div id=app></div><script>state = {{\"body\":\"<p>{long}<\\/p><p>{SECOND}<\\/p>\"}}</script>"
    );
    check(&page, &["T Board closes ferry pier", &p(&long), &p(SECOND)]);
    // What the page shows is its text.
    let page = page.replace("<div id=app>", &format!("<div id=app><p>{long}</p>"));
    check(&page, &["T Board closes ferry pier", &p(&long)]);
}

#[test]
fn line_under_every_picture_is_furniture() {
    let title = "<div>Storm closes the harbour</div>";
    let page = format!(
        "<article><h1>Old piers</h1><p>{FIRST}</p>{title}{title}{title}{title}<p>{SECOND}</p><p>{THIRD}</p></article>"
    );
    check(&page, &["T Old piers", &p(FIRST), &p(SECOND), &p(THIRD)]);
}

#[test]
fn time_of_change_is_no_standfirst() {
    let page = format!(
        "<h1>Old piers</h1><div class=sub-headline>Updated 4:48 PM EST, Mon November 6, 2023</div><article><p>{FIRST}</p><p>{SECOND}</p></article>"
    );
    check(&page, &["T Old piers", &p(FIRST), &p(SECOND)]);
}

#[test]
fn axes_of_charts_and_lengths_of_videos_are_furniture() {
    let axis = "<div>’17</div><div>’18</div><div>’19</div><div>$300</div><div>600</div>";
    let page = format!(
        "<article><h1>Old piers</h1><p>{FIRST}</p>{axis}<p>{SECOND}</p><div>02:12 - Source: News</div><p>{THIRD}</p></article>"
    );
    check(&page, &["T Old piers", &p(FIRST), &p(SECOND), &p(THIRD)]);
}
