//! Sources that give a headline and no body.

mod common;

use std::fs;
use std::path::Path;

use self::common::{Ran, retold};

/// One entry is also a saved page; the other is all that is known of its article.
const FEED: &str = r#"<?xml version="1.0"?>
<rss version="2.0"><channel><title>Norvik Wire</title><link>https://wire.example/</link>
<item><title>Ferry runs aground off Sorre</title><link>https://wire.example/ferry</link>
<pubDate>Fri, 14 Mar 2025 10:00:00 GMT</pubDate><description>All were saved.</description></item>
<item><title>Sorre council calls for a second lighthouse</title><link>https://wire.example/council</link>
<pubDate>Sat, 15 Mar 2025 10:00:00 GMT</pubDate></item>
</channel></rss>"#;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ferry runs aground off Sorre</title>
<link rel="canonical" href="https://wire.example/ferry"></head><body><article>
<h1>Ferry runs aground off Sorre</h1>
<p>The ferry Sorena ran onto a reef off the island of Sorre on Friday morning, the harbour master said.</p>
<p>All 212 people on board were taken off by fishing boats within two hours, and nobody was hurt.</p>
<p>The harbour master said that fog had closed the strait to small craft since the evening before.</p>
</article></body></html>"#;

/// A listing of an interface: an entry, the title of anything, nothing, and an image of WordPress.
const TITLES: &str = r#"[{"title": "Council meets", "url": "https://wire.example/meets", "text": ""},
{"title": "My settings"}, {"title": "", "text": ""},
{"id": 7, "date_gmt": "2025-03-15T10:00:00", "link": "https://wire.example/img-7", "media_type": "image",
"title": {"rendered": "IMG_7"}, "caption": {"rendered": ""}}]"#;

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(retold(arguments).current_dir(folder).env_clear())
}

/// The texts of all versions with whether they stand for their articles.
fn versions(folder: &Path) -> String {
    let query = "SELECT text, current FROM article_version ORDER BY text";
    run(folder, &["sql", query]).done()
}

#[test]
fn a_headline_is_an_article_and_stands_for_none_that_is_known_whole() {
    let whole = "{\"text\":\"Ferry runs aground off Sorre\\n\\nThe ferry Sorena ran onto a reef off the island of Sorre on \
        Friday morning, the harbour master said.\\n\\nAll 212 people on board were taken off by fishing boats within two \
        hours, and nobody was hurt.\\n\\nThe harbour master said that fog had closed the strait to small craft since the \
        evening before.\",\"current\":1}\n";
    let teaser = "{\"text\":\"Ferry runs aground off Sorre\\n\\nAll were saved.\",\"current\":0}\n";
    let alone = "{\"text\":\"Sorre council calls for a second lighthouse\",\"current\":1}\n";
    for order in [["feed.xml", "page.html"], ["page.html", "feed.xml"]] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("feed.xml"), FEED).unwrap();
        fs::write(folder.path().join("page.html"), PAGE).unwrap();
        for file in order {
            run(folder.path(), &["add", "--no-annotations", file]).done();
        }
        assert_eq!(
            versions(folder.path()),
            [teaser, whole, alone].concat(),
            "{order:?}"
        );
        run(folder.path(), &["verify"]).done();
        // Whose report a headline stands above is not known: it counts as none.
        let stories = run(folder.path(), &["stories", "--format", "csv"]).done();
        let counted: Vec<&str> = { stories.lines() }
            .filter(|line| line.contains("council"))
            .collect();
        assert_eq!(counted.len(), 1, "{stories}");
        assert!(
            counted[0].contains(",1,0,1,1,2025-03-15T10:00:00Z,"),
            "{stories}"
        );
    }
}

#[test]
fn the_title_of_anything_is_no_article() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("titles.json"), TITLES).unwrap();
    run(folder.path(), &["add", "--no-annotations", "titles.json"]).is(
        1,
        "",
        "error: titles.json record 1: no text that could be an article\n\
         warning: titles.json record 2: JSON without the fields of an article: no headline, no body\n\
         error: titles.json record 3: no text that could be an article\n\
         3 documents read: 3 new (1 article), 0 known; 2 errors; 1 warning\n",
    );
    assert_eq!(
        versions(folder.path()),
        "{\"text\":\"Council meets\",\"current\":1}\n"
    );
}
