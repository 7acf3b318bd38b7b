//! The record of a story and of an article, and its renderings, on a story made by hand.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{HOSTILE, article, hostile_story, story};
use retold_report::{
    ArticleDossier, Dossier, DossierParts, Paint, StoryInput, article_html, article_markdown,
    article_text, story_html, story_markdown, story_text, to_json_pretty,
};

fn json(value: &impl serde::Serialize) -> String {
    let mut out = Vec::new();
    to_json_pretty(&mut out, value).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let input = story();
    let dossier = Dossier::of_story(&input);
    let mut turned = input;
    turned.articles.reverse();
    turned.passages.reverse();
    assert_eq!(Dossier::of_story(&turned), dossier);
}

#[test]
fn a_dossier_reads_back_from_its_json() {
    let dossier = Dossier::of_story(&story());
    assert_eq!(
        serde_json::from_str::<Dossier>(&json(&dossier)).unwrap(),
        dossier
    );
    let dossier = ArticleDossier::of_article(&article());
    assert_eq!(
        serde_json::from_str::<ArticleDossier>(&json(&dossier)).unwrap(),
        dossier
    );
}

#[test]
fn a_story_counts_articles_texts_and_outlets() {
    let story = Dossier::of_story(&story()).story;
    assert_eq!(
        (
            story.article_count,
            story.separate_texts,
            story.outlet_count
        ),
        (3, 2, 3)
    );
}

#[test]
fn a_passage_shows_the_words_of_both_and_links_to_them() {
    let dossier = Dossier::of_story(&story());
    let passage = &dossier.passages[0];
    assert_eq!(passage.first.article, dossier.articles[0].id);
    assert_eq!(
        passage.first.link.as_deref(),
        Some(
            "https://wire.example/ferry#:~:text=A%20ferry%20with%20212%20people%20on,\
             hurt%2C%E2%80%9D%20said%20%C3%85se%20Lind%2C%20the%20harbour%E2%80%99s%20master."
                .replace("hurt%2C%E2%80%9D%20said", "said")
                .as_str()
        )
    );
    let edit = &passage.edits[0];
    assert_eq!(
        (edit.first.words.as_str(), edit.second.words.as_str()),
        ("212", "some 200")
    );
    // “–” is one character of three bytes.
    assert_eq!(edit.first.start_byte - edit.first.start_char, 2);
    let hostile = &dossier.passages[1].second;
    assert_eq!(
        (hostile.span.words.as_str(), hostile.link.as_deref()),
        ("**bold**", None)
    );
}

#[test]
fn what_was_cut_is_shown_in_the_words_of_the_source() {
    let dossier = Dossier::of_story(&story());
    assert_eq!(dossier.articles[0].cuts[0].words, "Home & World");
}

#[test]
fn terminal_text_of_a_story() {
    let mut input = story();
    input.articles.pop();
    input.story.articles.pop();
    input.diagnostics.clear();
    let article = &mut input.articles[0];
    let text = &article.version.article.text;
    let read = article.annotations.as_mut().unwrap();
    read.times = vec![common::time(common::at(text, "Friday"), "2025-03-14")];
    let ran = common::at(text, "ran aground");
    read.frames = vec![common::frame(ran, retold_model::Modality::Asserted)];
    let dossier = Dossier::of_story(&input);
    let [one, two] = [0, 1].map(|index| &dossier.articles[index]);
    let expected = format!(
        "\
Ferry runs aground off Sorre
story {story} · 2 articles · 1 independent report · 2 outlets
first published 2025-03-14, last published 2025-03-14T09:30+01:00
An agency’s dispatch counts as one independent report, however many articles
carry it; what an article adds of its own counts as another.

Articles
  1 Norvik Wire: Ferry runs aground off Sorre
    2025-03-14T09:30+01:00 · own report · {id_one}
  2 Herald: 212 saved from ferry
    2025-03-14 · rewrite of 1 (100 %) · credits Norvik Wire · {id_two}

Time line: what the reports date
  2025-03-14
    - SORRE, March 14 (Norvik Wire) – A ferry with 212 people on board ran
      aground on Friday.
      in 1, characters 30–117

Who said what
  * Åse Lind
    - “Nobody was hurt,”
      direct · “Åse Lind, the harbour’s master” · said · 1, characters 119–137

Independent reports, and who took them from whom
  * 1 Norvik Wire
    2 Herald: rewrite, 100 % of the text, 98 % sure
      credits Norvik Wire

People
  Åse Lind: the harbour’s master (1) [in 1]

Places
  Sorre (town, NO, 80 % sure, named once in 1)
    55.12° S, 0.01° E

What Retold could not tell
  - 1 article without names, quotes, times and claims, for want of a language
    model (2)

More
  `retold story {story} -o FILE.html` (or .md, .json) has all of it,
  with the map, the texts, the passages that articles share and what was cut
  from each page; `retold article ID` shows one article
",
        story = dossier.story.id,
        id_one = one.id,
        id_two = two.id,
    );
    assert_eq!(story_text(&dossier, 80, Paint::Plain), expected);
}

#[test]
fn what_is_not_asked_for_is_not_made() {
    let whole = Dossier::of_story(&hostile_story());
    let lineage = Dossier::of_story_parts(&hostile_story(), DossierParts::Lineage, None);
    assert_eq!(lineage.lineage, whole.lineage);
    assert_eq!(lineage.independent, whole.independent);
    assert_eq!(
        (lineage.timeline, lineage.claims, lineage.passages),
        (Vec::new(), Vec::new(), Vec::new())
    );
    assert!(
        lineage
            .articles
            .iter()
            .all(|article| article.text.is_empty())
    );
    let compared = Dossier::of_story_parts(&hostile_story(), DossierParts::Comparison, None);
    assert_eq!(
        (compared.timeline, compared.claims, compared.utterances),
        (whole.timeline, whole.claims, whole.utterances)
    );
    assert_eq!(compared.passages, Vec::new());
}

#[test]
fn what_is_open_is_told_with_its_words() {
    let dossier = Dossier::of_story(&hostile_story());
    let open: Vec<(&str, u64, Vec<&str>)> = { dossier.open.iter() }
        .map(|record| {
            let words = record.words.iter().map(|cited| cited.span.words.as_str());
            (record.kind.as_str(), record.count, words.collect())
        })
        .collect();
    assert_eq!(
        open,
        [
            ("not-annotated", 1, vec![]),
            ("no-publication-time", 1, vec![]),
            ("no-speaker", 1, vec![HOSTILE]),
            ("place-not-found", 1, vec!["[x](javascript:alert(1))"]),
            ("phase-not-tied", 1, vec![]),
        ]
    );
}

#[test]
fn phases_stand_in_the_order_of_time_with_their_grounds() {
    let mut input = hostile_story();
    let phases = &mut input.phases.phases;
    let headline = Some("Ferry on the rocks".to_owned());
    for phase in &mut phases.phases {
        phase.headline.clone_from(&headline);
    }
    let linked = &mut phases.earlier[0];
    linked.story.headline = headline;
    let id = linked.story.id;
    // The person's name of the hostile page is another one's here.
    for tie in [phases.phases[1].tie.as_mut(), Some(&mut linked.tie)] {
        let grounds = &mut tie.unwrap().grounds;
        grounds.remove(0);
        grounds[0].value = Some("Sorre".to_owned());
    }
    let text = story_text(&Dossier::of_story(&input), 80, Paint::Plain);
    let at = text.find("Phases: when").unwrap();
    let end = text[at..].find("\n\n").unwrap();
    assert_eq!(
        text[at..at + end],
        format!(
            "Phases: when it was reported
  * 2025-01-02 to 2025-01-04, an earlier story, which this one continues
    Ferry on the rocks
    story {id} with 1 article, 0 independent reports
    85 % sure: both are of Sorre
  * 2025-03-14, this story
    Ferry on the rocks
    1 article, 1 independent report (1)
  * 2025-05-14, this story
    Ferry on the rocks
    1 article, 1 independent report (2)
    85 % sure: both are of Sorre
  * 2025-07-14, this story
    Ferry on the rocks
    1 article, 1 independent report (3)
    nothing in it takes up what came before: it may be another happening"
        )
    );
}

#[test]
fn a_place_that_acts_is_no_place_of_the_story() {
    let mut input = story();
    let places = |input: &StoryInput| Dossier::of_story(input).places;
    let found = places(&input);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            found[0].place.as_str(),
            found[0].confidence,
            found[0].articles
        ),
        ("Sorre", 80, 1)
    );
    assert_eq!(found[0].names[0].span.words, "SORRE");
    input.articles[0].annotations.as_mut().unwrap().places[0].actor = true;
    assert_eq!(places(&input), Vec::new());
}

#[test]
fn terminal_text_of_an_article_shows_versions_and_their_difference() {
    let dossier = ArticleDossier::of_article(&article());
    let text = article_text(&dossier, 80, Paint::Plain);
    let versions = &text[text.find("Versions").unwrap()..text.find("Passages").unwrap()];
    assert_eq!(
        versions,
        format!(
            "\
Versions
  [-only in the first-] {{+only in the second+}}
  1 version {}
    retrieved 2025-03-15T08:00Z
  2 version {}, the current one
    published 2025-03-14 (day, json-ld:datePublished)
    retrieved 2025-03-15T08:00Z
    212 saved from ferry A ferry with some [-100-] {{+200+}} people on board ran
    [-aground.-] {{+aground on Friday. “Nobody was hurt,” said Åse Lind, the
    harbour’s master. (With inputs from Norvik Wire)+}}

",
            dossier.versions[0].article.version, dossier.versions[1].article.version
        )
    );
}

#[test]
fn no_line_of_terminal_text_is_wider_than_asked() {
    use unicode_width::UnicodeWidthStr;
    let text = story_text(&Dossier::of_story(&story()), 60, Paint::Plain);
    let words_fit = |line: &&str| line.split_whitespace().all(|word| word.width() < 40);
    let wide: Vec<&str> = text
        .lines()
        .filter(words_fit)
        .filter(|line| line.width() > 60)
        .collect();
    assert_eq!(wide, Vec::<&str>::new());
}

/// What must not be in anything that a terminal shows.
fn acting(text: &str) -> Vec<char> {
    text.chars()
        .filter(|&c| c != '\n' && retold_report::inert::is_acting(c))
        .collect()
}

#[test]
fn hostile_words_are_inert_on_a_terminal() {
    let story = Dossier::of_story(&hostile_story());
    let article = ArticleDossier::of_article(&article());
    let shown = [
        story_text(&story, 80, Paint::Plain),
        article_text(&article, 80, Paint::Plain),
        story_markdown(&story),
        article_markdown(&article),
        story_html(&story),
        article_html(&article),
        json(&story),
        json(&article),
    ];
    for text in shown {
        assert_eq!(acting(&text), Vec::<char>::new(), "{text}");
    }
    let painted = story_text(&story, 80, Paint::Colour);
    let plain = story_text(&story, 80, Paint::Plain);
    let codes = [
        "\u{1b}[0m",
        "\u{1b}[1m",
        "\u{1b}[2m",
        "\u{1b}[31m",
        "\u{1b}[32m",
    ];
    assert_eq!(
        codes
            .iter()
            .fold(painted, |text, code| text.replace(code, "")),
        plain
    );
}

#[test]
fn hostile_words_are_inert_in_markdown() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let story = Dossier::of_story(&hostile_story());
    let article = ArticleDossier::of_article(&article());
    for page in [story_markdown(&story), article_markdown(&article)] {
        for event in Parser::new_ext(&page, Options::all()) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) => panic!("HTML: {event:?}"),
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{event:?}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(
                        dest_url.starts_with("https://wire.example/")
                            || dest_url.starts_with("https://herald.example/"),
                        "{dest_url}"
                    );
                }
                // Only ids stand as code.
                Event::Code(code) => {
                    assert!(code.bytes().all(|byte| byte.is_ascii_hexdigit()), "{code}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn hostile_words_are_inert_in_html() {
    use scraper::{Html, Selector};
    use std::collections::BTreeSet;
    let story = Dossier::of_story(&hostile_story());
    let article = ArticleDossier::of_article(&article());
    for html in [story_html(&story), article_html(&article)] {
        let page = Html::parse_document(&html);
        assert_eq!(page.errors, Vec::<String>::new());
        let all = |css: &str| {
            page.select(&Selector::parse(css).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            all("script, img, iframe, object, embed, form, base, link, style[src]").len(),
            0
        );
        let policy = all("meta[http-equiv='Content-Security-Policy']")[0]
            .attr("content")
            .unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        let allowed: BTreeSet<&str> = [
            "href",
            "id",
            "class",
            "rel",
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "scope",
            "dir",
            "title",
            "aria-label",
            "aria-labelledby",
            "role",
            "tabindex",
        ]
        .into();
        // The drawing is made of lines, circles and text, and none of its attributes has words of a page.
        let shapes: BTreeSet<&str> = all("svg *")
            .iter()
            .map(|shape| shape.value().name())
            .collect();
        let known = [
            "a", "circle", "defs", "desc", "line", "marker", "path", "text", "title",
        ];
        assert!(
            shapes.iter().all(|shape| known.contains(shape)),
            "{shapes:?}"
        );
        let drawn: BTreeSet<_> = all("svg, svg *").iter().map(|shape| shape.id()).collect();
        let mut ids = BTreeSet::new();
        for element in all("*") {
            for (name, value) in element.value().attrs() {
                let plain = value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b" -#.();".contains(&b));
                let is_drawn = drawn.contains(&element.id()) && plain;
                assert!(
                    is_drawn || allowed.contains(name),
                    "attribute {name}: {value}"
                );
            }
            if let Some(id) = element.attr("id") {
                assert!(ids.insert(id.to_owned()), "two elements have the id {id}");
            }
        }
        for link in all("a[href]") {
            let href = link.attr("href").unwrap();
            match href.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "nothing has the id {id}"),
                None => assert!(href.starts_with("https://"), "{href}"),
            }
        }
        for labelled in all("[aria-labelledby]") {
            let labels = labelled.attr("aria-labelledby").unwrap().split(' ');
            assert!(labels.into_iter().all(|label| ids.contains(label)));
        }
    }
}

#[test]
fn hostile_words_are_shown_as_words_in_html() {
    let html = story_html(&Dossier::of_story(&hostile_story()));
    let page = scraper::Html::parse_document(&html);
    let text: String = page.root_element().text().collect();
    assert!(text.contains("<script>alert(1)</script>"), "{text}");
}

#[test]
fn hostile_words_are_whole_in_json() {
    let dossier = Dossier::of_story(&story());
    let back: Dossier = serde_json::from_str(&json(&dossier)).unwrap();
    assert_eq!(back.articles[2].headline.as_ref().unwrap().value, HOSTILE);
}

#[test]
fn json_is_as_the_published_schemas_say() {
    let check = |file: &str, json: String| {
        let path = std::path::Path::new("../../docs").join(file);
        let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{file}");
        // The schema rules something out.
        assert!(!validator.is_valid(&serde_json::json!({ "format": 1 })));
    };
    check("dossier.schema.json", json(&Dossier::of_story(&story())));
    check(
        "article.schema.json",
        json(&ArticleDossier::of_article(&article())),
    );
    for input in common::exports() {
        check(
            "export.schema.json",
            json(&retold_report::ExportRecord::of(&input)),
        );
    }
}

#[test]
fn the_drawing_has_an_arrow_from_the_agency_to_its_copy() {
    let page = story_html(&Dossier::of_story(&story()));
    let start = page.find("<svg").unwrap();
    let svg = &page[start..start + page[start..].find("</svg>").unwrap()];
    let arrows: Vec<&str> = svg.matches("class=\"rewrite\" marker-end").collect();
    assert_eq!(arrows.len(), 1);
    let path = "M208 53 C236 53 236 99 250 99";
    assert!(svg.contains(path), "{svg}");
    // A hostile name is text in it, and nothing else.
    assert!(!svg.contains("<script") && !svg.contains("<img"), "{svg}");
    let mut alone = story();
    alone.lineages.clear();
    assert!(!story_html(&Dossier::of_story(&alone)).contains("id=\"arrow\""));
}
