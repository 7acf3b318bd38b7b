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

/// When published and when modified, with the fields that say so.
fn times_of(head: &str, above: &str, below: &str) -> [Option<String>; 2] {
    let article = read(head, &format!("{H1}{above}"), below);
    [article.published, article.modified]
        .map(|found| found.map(|(stamp, fact)| format!("{stamp} {}", fact.from)))
}

fn check_times(head: &str, above: &str, published: Option<&str>, modified: Option<&str>) {
    assert_eq!(
        times_of(head, above, ""),
        [published, modified].map(|found| found.map(str::to_owned)),
        "{head} {above}"
    );
}

fn json_ld(fields: &str) -> String {
    format!("<script type=application/ld+json>{{{fields}}}</script>")
}

#[test]
fn the_day_of_publication_outranks_the_day_on_which_the_record_was_made() {
    let meta = "<meta property=article:published_time content=2024-05-03>";
    let created = "<meta itemprop=dateCreated content=2024-05-02>";
    let issued = "<meta itemprop=datePublished content=2024-05-03>";
    let both = format!("{created}{issued}");
    check_times(
        meta,
        created,
        Some("2024-05-03 meta:article:published_time"),
        None,
    );
    check_times("", &both, Some("2024-05-03 meta:datepublished"), None);
    check_times(
        "",
        created,
        Some("2024-05-02 html:itemprop=dateCreated"),
        None,
    );
    let record = json_ld(r#""@type":"NewsArticle","dateCreated":"2024-04-30""#);
    check_times(&record, "", Some("2024-04-30 json-ld:dateCreated"), None);
    check_times(
        &record,
        "<p>Published 3 May 2024</p>",
        Some("2024-05-03 text"),
        None,
    );
    let data = format!("{record}{meta}");
    check_times(
        &data,
        "<p>Published 3 May 2024</p>",
        Some("2024-05-03 meta:article:published_time"),
        None,
    );
    let stated =
        json_ld(r#""@type":"NewsArticle","dateCreated":"2024-04-30","datePublished":"2024-05-03""#);
    check_times(&stated, "", Some("2024-05-03 json-ld:datePublished"), None);
}

#[test]
fn an_instant_in_utc_is_given_by_the_clock_that_the_page_shows() {
    let stated = json_ld(r#""@type":"NewsArticle","datePublished":"2024-05-04T02:25:54Z""#);
    let check = |above: &str, expected: &str| check_times(&stated, above, Some(expected), None);
    check(
        "<p>May 3, 2024 | 9:25pm</p>",
        "2024-05-03T21:25:54-05:00 json-ld:datePublished + text",
    );
    check(
        "<time datetime=2024-05-04T07:55:54+05:30>today</time>",
        "2024-05-04T07:55:54+05:30 json-ld:datePublished + html:time@datetime",
    );
    // Another minute, no minute, the same clock: nothing is learned.
    check(
        "<p>May 4, 2024 | 9:26am</p>",
        "2024-05-04T02:25:54Z json-ld:datePublished",
    );
    check(
        "<p>May 4, 2024</p>",
        "2024-05-04T02:25:54Z json-ld:datePublished",
    );
    check(
        "<p>May 4, 2024 | 2:25am</p>",
        "2024-05-04T02:25:54Z json-ld:datePublished",
    );
    // The line may show the change, three hours later.
    let changed = json_ld(
        r#""@type":"NewsArticle","datePublished":"2024-05-04T02:00:00Z","dateModified":"2024-05-04T05:00:00Z""#,
    );
    check_times(
        &changed,
        "<p>4 May 2024, 07:00</p>",
        Some("2024-05-04T02:00:00Z json-ld:datePublished"),
        Some("2024-05-04T05:00:00Z json-ld:dateModified"),
    );
    check_times(
        &changed,
        "<p>Published 4 May 2024, 04:00 | Updated 4 May 2024, 07:00</p>",
        Some("2024-05-04T04:00:00+02:00 json-ld:datePublished + text"),
        Some("2024-05-04T07:00:00+02:00 json-ld:dateModified + text"),
    );
}

#[test]
fn a_second_date_of_a_line_is_what_the_word_before_it_says() {
    let check = |above: &str, published: &str, modified: Option<&str>| {
        let line = format!("<p>{above}</p>");
        check_times("", &line, Some(published), modified);
    };
    let (first, second) = ("2024-05-03 text", Some("2024-05-04 text"));
    check("Published 3 May 2024 | Updated 4 May 2024", first, second);
    check("Updated 4 May 2024 | Published 3 May 2024", first, second);
    check("3 May 2024 (last modified: 4 May 2024)", first, second);
    check(
        "Veröffentlicht am 3. Mai 2024 – Aktualisiert am 4. Mai 2024",
        first,
        second,
    );
    check(
        "Publié le 3 mai 2024 - Mis à jour le 4 mai 2024",
        first,
        second,
    );
    check(
        "Publicado el 3 de mayo de 2024 | Actualizado el 4 de mayo de 2024",
        first,
        second,
    );
    check(
        "Postado em 03.05.2024 / atualizado em 04.05.2024",
        first,
        second,
    );
    check(
        "Pubblicato il 3 maggio 2024, aggiornato il 4 maggio 2024",
        first,
        second,
    );
    check("3 May 2024 to 4 May 2024", first, None);
    check("Accredited 3 May 2024", first, None);
}

#[test]
fn a_time_with_a_broken_tail_still_tells_its_day() {
    let stated = json_ld(r#""@type":"NewsArticle","datePublished":"2024-05-03T22:06:08:684Z""#);
    check_times(
        &stated,
        "",
        Some("2024-05-03T22:06:08Z json-ld:datePublished"),
        None,
    );
    let doubtful = json_ld(r#""@type":"NewsArticle","datePublished":"2024-05-03T22:06Z+0100""#);
    check_times(
        &doubtful,
        "",
        Some("2024-05-03T22:06 json-ld:datePublished"),
        None,
    );
}

#[test]
fn days_that_no_reader_sees_are_believed_of_works_not_of_pages() {
    let fields = r#""datePublished":"2024-05-03","author":{"@type":"Person","name":"Ada Moor"}"#;
    let of = |kind: &str| json_ld(&format!(r#""@type":"{kind}",{fields}"#));
    check_times(
        &of("HowTo"),
        "",
        Some("2024-05-03 json-ld:datePublished"),
        None,
    );
    check_times(&of("Article"), "", None, None);
    check_times(&of("WebPage"), "", None, None);
    check_times(
        &of("WebPage"),
        "<p>3 May 2024</p>",
        Some("2024-05-03 json-ld:datePublished"),
        None,
    );
    // The day of a match among other matches, far below, is not the page's.
    let list = "<p><a href=/match>Match of the day</a></p>".repeat(30);
    let below = format!("<aside><h2>Results</h2>{list}<p>Date: 3 May 2024</p></aside>");
    assert_eq!(times_of(&of("WebPage"), "", &below), [None, None]);
}

#[test]
fn a_line_that_names_the_article_tells_its_day_wherever_it_stands() {
    let text = format!(
        "<html lang=en><body><div id=box><p>Talks begin in the harbour was posted on Friday, May 3, 2024 at 9:00 am \
         and filed under Ports.</p><p>Other talks in the city was posted on May 1, 2024</p></div>{}<article>{H1}\
         <div class=article-body>{BODY}</div></article></body></html>",
        "<ul><li><a href=/a>Ports of the north</a></li><li><a href=/b>Ports of the south</a></li></ul>".repeat(8)
    );
    let found = page(&text, None, false).published;
    let found = found.map(|(stamp, fact)| format!("{stamp} {}", fact.from));
    assert_eq!(found.as_deref(), Some("2024-05-03T09:00 text"));
}

#[test]
fn a_bare_date_among_other_things_yields_to_the_date_of_the_page() {
    let events = "<nav><ul><li><a href=/a>29.02.2024 Tasting of the north</a></li>\
                  <li><a href=/b>04.04.2024 Tasting of the south</a></li></ul></nav>";
    let check = |head: &str, expected: &str| {
        let [published, _] = times_of(head, events, "");
        assert_eq!(published.as_deref(), Some(expected), "{head}");
    };
    check("", "2024-02-29 text");
    check(
        "<meta name=date content=2024-02-11>",
        "2024-02-11 meta:date",
    );
}
