//! The command as typed: arguments, exit code, standard output, standard error.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use self::common::{Ran, retold};

/// Words that act where they are not made inert.
const HOSTILE: &str = "=cmd|'/C \u{202e}gnirts'!A0 <script>alert(1)</script> \u{1b}]0;x\u{7} [x](javascript:alert(1))";

/// Three reports of one happening: an agency, a reprint, and a page that wants to do harm.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With three pages in `pages/`, added.
    fn filled() -> Self {
        let desk = Self::new();
        fs::create_dir(desk.path().join("pages")).unwrap();
        desk.write(
            "pages/wire.html",
            &page(
                "Norvik Wire",
                "https://wire.example/ferry",
                "Ferry runs aground off Sorre",
                "2025-03-14T09:30:00+01:00",
                AGENCY,
            ),
        );
        desk.write(
            "pages/herald.html",
            &page(
                "Herald",
                "https://herald.example/a",
                "Two hundred saved from Sorre ferry",
                "2025-03-14T12:00:00+01:00",
                &AGENCY.replace("212 people", "some 200 people"),
            ),
        );
        desk.write("pages/hostile.html", &page(&escaped(HOSTILE), "https://evil.example/x", &escaped(HOSTILE), "2025-03-15", &format!("<p>{}</p><p>Cheese makers of the upper valley met in the town hall to taste what a wet summer had left in their cellars.</p><p>Two dozen wheels were cut, and a jury of bakers gave the first prize to a farm that had never taken part before.</p>", escaped(HOSTILE))));
        let added = desk.run(&["add", "pages"]);
        assert_eq!(added.code, 0, "{}", added.stderr);
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = retold(arguments);
        command.current_dir(self.path()).env_clear();
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// The id of the article of an outlet.
    fn article(&self, outlet: &str) -> String {
        let query = format!(
            "SELECT article.id FROM article JOIN article_version ON article = article.key WHERE outlet = '{outlet}'"
        );
        let rows = self.run(&["sql", &query]).stdout;
        rows.split('"')
            .nth(3)
            .unwrap_or_else(|| panic!("no article of {outlet}: {rows}"))
            .to_owned()
    }

    /// The id of the largest story.
    fn story(&self) -> String {
        let rows = self.run(&["stories", "--min-articles", "2"]).stdout;
        rows.split('"')
            .nth(3)
            .unwrap_or_else(|| panic!("no story: {rows}"))
            .to_owned()
    }
}

const AGENCY: &str = "<p>A ferry with 212 people on board ran aground off the island of Sorre on Friday morning, the harbour office said.</p>\
    <p>“Nobody was hurt, and everybody is ashore by now,” said the harbour’s master, who led the rescue from the pier.</p>\
    <p>The ship had left Norvik at dawn and struck a reef that is marked on every chart, a pilot told reporters.</p>";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn page(outlet: &str, url: &str, headline: &str, published: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline}</title>\
         <meta property=\"og:site_name\" content=\"{outlet}\"><link rel=\"canonical\" href=\"{url}\">\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"datePublished\":\"{published}\"}}</script></head><body><nav><ul><li><a href=\"/\">Home</a></li>\
         <li><a href=\"/w\">World</a></li></ul></nav><article><h1>{headline}</h1>{body}</article></body></html>"
    )
}

#[test]
fn without_a_command_help_is_shown_and_nothing_ran() {
    let ran = Desk::new().run(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("Usage: retold [OPTIONS] <COMMAND>"),
        "{}",
        ran.stderr
    );
}

#[test]
fn version_and_help_go_to_standard_output() {
    let desk = Desk::new();
    desk.run(&["--version"])
        .is(0, &format!("retold {}\n", env!("CARGO_PKG_VERSION")), "");
    let help = desk.run(&["help", "add"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert!(help.stdout.contains("--outlet <NAME>"), "{}", help.stdout);
}

#[test]
fn a_flag_that_is_not_known_could_not_run() {
    let ran = Desk::new().run(&["stories", "--formatt", "json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("unexpected argument '--formatt' found"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("--format"), "{}", ran.stderr);
}

#[test]
fn a_base_that_is_not_there_names_the_way_out() {
    let desk = Desk::new();
    let expected = "error: there is no base `./retold.db`\nhint: `retold add PATH` makes one; `--db FILE` names another\n";
    for command in [
        &["stories"][..],
        &["story", "1"],
        &["article", "1"],
        &["search", "x"],
        &["sql", "SELECT 1"],
        &["export", "jsonl"],
        &["verify", "x"],
        &["rebuild"],
        &["remove", "x"],
    ] {
        desk.run(command).is(2, "", expected);
    }
    assert!(!desk.path().join("retold.db").exists());
}

#[test]
fn a_file_that_is_no_base_is_told() {
    let desk = Desk::new();
    desk.write("notes.txt", &"not a base at all. ".repeat(100));
    let ran = desk.run(&["stories", "--db", "notes.txt"]);
    ran.is(2, "", "error: `notes.txt` is not a Retold base\nhint: `--db` names the base; `retold add` makes a new one\n");
}

#[test]
fn adding_twice_changes_nothing() {
    let desk = Desk::filled();
    desk.run(&["add", "pages"])
        .is(0, "", "3 documents read: 0 new (0 articles), 3 known\n");
    desk.run(&["-q", "add", "pages"]).is(0, "", "");
}

#[test]
fn what_is_lost_is_a_line_each_and_the_run_goes_on() {
    let desk = Desk::filled();
    desk.write("empty.html", "");
    let ran = desk.run(&["add", "empty.html", "no\u{1b}where.html", "pages/wire.html"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.stderr);
    assert!(lines[0].contains("empty.html: "), "{}", lines[0]);
    assert!(
        lines[1].starts_with("error: no\u{FFFD}where.html: "),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("1 document read: 0 new (0 articles), 1 known; "),
        "{}",
        lines[2]
    );
}

#[test]
fn many_losses_of_one_kind_are_said_once_and_all_kept() {
    let desk = Desk::new();
    let records = (0..500).map(|n| format!("{{\"title\": \"Setting {n}\"}}\n"));
    desk.write("lines.jsonl", &records.collect::<String>());
    let added = desk.run(&["add", "--no-annotations", "lines.jsonl"]);
    let mut lines: Vec<String> = (0..20)
        .map(|n| format!("error: lines.jsonl record {n}: no text that could be an article"))
        .collect();
    lines.push(
        "more of that kind in `lines.jsonl`; each is kept: `retold sql 'SELECT * FROM diagnostic'`"
            .to_owned(),
    );
    lines.push("500 documents read: 500 new (0 articles), 0 known; 500 errors".to_owned());
    assert_eq!(
        (added.code, added.stderr.lines().collect::<Vec<_>>()),
        (1, lines.iter().map(String::as_str).collect())
    );
    let kept = desk.run(&["sql", "SELECT count(*) AS kept FROM diagnostic"]);
    assert_eq!(kept.stdout, "{\"kept\":500}\n");
}

#[test]
fn nothing_to_read_is_to_be_looked_at() {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("none")).unwrap();
    let ran = desk.run(&["add", "none"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn standard_input_is_read_with_what_is_known_of_it() {
    let desk = Desk::new();
    desk.write("scrape.txt", "Ferry runs aground\n\nA ferry with 212 people on board ran aground off Sorre on Friday, the harbour office said.\n\nNobody was hurt.\n");
    let stdin = fs::File::open(desk.path().join("scrape.txt")).unwrap();
    let arguments = [
        "add",
        "-",
        "--outlet",
        "Herald",
        "--url",
        "https://herald.example/b",
        "--published",
        "2025-03-14",
    ];
    let ran = Ran::of(desk.command(&arguments).stdin(stdin));
    ran.is(0, "", "1 document read: 1 new (1 article), 0 known\n");
    let query = "SELECT outlet, published, canonical_url FROM article_version";
    desk.run(&["sql", query]).is(
        0,
        "{\"outlet\":\"Herald\",\"published\":\"2025-03-14\",\"canonical_url\":\"https://herald.example/b\"}\n",
        "",
    );
}

#[test]
fn a_time_that_nobody_can_read_is_told() {
    let desk = Desk::new();
    desk.write("scrape.txt", "Ferry runs aground\n\nA ferry with 212 people on board ran aground off Sorre, the harbour office said.\n\nNobody was hurt.\n");
    desk.run(&["add", "--published", "gestern", "scrape.txt"]).is(
        1,
        "",
        "warning: scrape.txt: `gestern` is no date or time that could be read\n1 document read: 1 new (1 article), 0 known; 1 warning\n",
    );
}

#[test]
fn stories_are_a_table_or_lines_of_json_or_csv() {
    let desk = Desk::filled();
    let id = desk.story();
    desk.run(&["stories", "--min-articles", "2", "--format", "text"]).is(
        0,
        &format!(
            "id                articles  independent  outlets  first                      headline\n\
             {id}         2            1        2  2025-03-14T09:30:00+01:00  Ferry runs aground off…\n"
        ),
        "",
    );
    desk.run(&["stories", "--min-articles", "2"]).is(
        0,
        &format!(
            "{{\"id\":\"{id}\",\"articles\":2,\"independent\":1,\"texts\":1,\"outlets\":2,\"first\":\"2025-03-14T09:30:00+01:00\",\
             \"last\":\"2025-03-14T12:00:00+01:00\",\"phases\":1,\"continues\":null,\"headline\":\"Ferry runs aground off Sorre\"}}\n"
        ),
        "",
    );
    desk.run(&[
        "stories",
        "--min-articles",
        "2",
        "-f",
        "csv",
        "-o",
        "stories.csv",
    ])
    .is(0, "", "");
    assert_eq!(
        fs::read_to_string(desk.path().join("stories.csv")).unwrap(),
        format!(
            "id,articles,independent,texts,outlets,first,last,phases,continues,headline\n\
             {id},2,1,1,2,2025-03-14T09:30:00+01:00,2025-03-14T12:00:00+01:00,1,,Ferry runs aground off Sorre\n"
        )
    );
    desk.run(&["stories", "--min-articles", "9"])
        .is(1, "", "no stories\n");
    // What states no headline is called by the words that open it, where people read.
    desk.write("bare.json", "{\"id\": 1, \"text\": \"The old pier at Norvik is to be taken down in the spring.\\n\\nNobody minds.\"}");
    desk.run(&[
        "add",
        "bare.json",
        "--db",
        "bare.db",
        "--no-annotations",
        "-q",
    ]);
    let list = desk
        .run(&["stories", "--db", "bare.db", "--format", "text"])
        .stdout;
    assert!(list.contains("(no headline) “The old pier at"), "{list}");
    let list = desk.run(&["stories", "--db", "bare.db"]).stdout;
    assert!(list.contains("\"headline\":null"), "{list}");
}

#[test]
fn a_story_is_shown_in_the_format_that_is_asked_for() {
    let desk = Desk::filled();
    let id = desk.story();
    let text = desk.run(&["story", &id[..6]]);
    assert_eq!((text.code, text.stderr.as_str()), (0, ""));
    assert!(
        text.stdout.starts_with(&format!(
            "Ferry runs aground off Sorre\nstory {id} · 2 articles · 1 independent report · 2 outlets\n"
        )),
        "{}",
        text.stdout
    );
    for (file, begin, holds) in [
        ("s.html", "<!DOCTYPE html>", "navigation"),
        (
            "s.md",
            "# Ferry runs aground off Sorre\n",
            "A ferry with ~~212~~ **some 200** people on board ran aground",
        ),
        (
            "s.json",
            "{\n  \"format\": \"retold-dossier\",\n",
            "some 200",
        ),
    ] {
        desk.run(&["story", &id, "-o", file]).is(0, "", "");
        let shown = fs::read_to_string(desk.path().join(file)).unwrap();
        assert!(shown.starts_with(begin), "{file}: {shown}");
        assert!(shown.contains(holds), "{file}: {shown}");
    }
}

#[test]
fn that_no_difference_was_found_is_said() {
    let desk = Desk::filled();
    let none =
        "Where reports differ\n  No difference was found, which does not say that there is none.\n";
    // One report and its copy have nothing to differ in.
    let alone = desk.run(&["story", &desk.story()]).stdout;
    assert!(!alone.contains("Where reports differ"), "{alone}");
    let listed = desk.run(&["stories", "--format", "csv"]).stdout;
    let ids: Vec<String> = { table_of(&listed).into_iter().skip(1) }
        .map(|row| row[0].clone())
        .collect();
    let merged = desk.run(&["story", "merge", &ids[0], &ids[1]]);
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    let story = desk.story();
    for (format, heading) in [
        ("text", none),
        ("md", "## Where reports differ\n\nNo difference was found,"),
        (
            "html",
            "<h2 id=\"differ\">Where reports differ</h2>\n<p>No difference was found,",
        ),
    ] {
        let shown = desk.run(&["story", &story, "--format", format]).stdout;
        assert!(shown.contains(heading), "{shown}");
    }
    desk.run(&["discrepancies", &story, "--format", "json"]).is(
        0,
        "",
        "no discrepancy was found, which does not say that there is none\n",
    );
}

#[test]
fn an_id_that_none_has_or_several_have_could_not_run() {
    let desk = Desk::filled();
    desk.run(&["story", "zz"]).is(
        2,
        "",
        "error: no story has an id that begins with `zz`\nhint: `retold stories` lists them\n",
    );
    desk.run(&["article", "zz"]).is(2, "", "error: no article has an id that begins with `zz`\nhint: `retold search WORDS` finds articles\n");
    let (story, article) = (desk.story(), desk.article("Norvik Wire"));
    let expected = format!(
        "error: no story has an id that begins with `{article}`\nhint: `{article}` is an article: its story is `{story}`\n"
    );
    desk.run(&["story", &article]).is(2, "", &expected);
    let expected = format!(
        "error: no article has an id that begins with `{story}`\nhint: it is a story's: `retold story {story}` shows the articles\n"
    );
    desk.run(&["article", &story]).is(2, "", &expected);
}

#[test]
fn an_article_is_shown_with_its_versions() {
    let desk = Desk::filled();
    let id = desk.article("Herald");
    let newer = page(
        "Herald",
        "https://herald.example/a",
        "Two hundred saved from Sorre ferry",
        "2025-03-14T12:00:00+01:00",
        &AGENCY.replace("212 people", "214 people"),
    )
    .replace(
        "}</script>",
        ",\"dateModified\":\"2025-03-14T18:00:00+01:00\"}</script>",
    );
    desk.write("newer.html", &newer);
    assert_eq!(desk.run(&["add", "newer.html"]).code, 0);
    let shown = desk.run(&["article", &id]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(
        shown
            .stdout
            .starts_with("Herald: Two hundred saved from Sorre ferry\n"),
        "{}",
        shown.stdout
    );
    assert!(
        shown
            .stdout
            .contains("A ferry with [-some 200-] {+214+} people on board"),
        "{}",
        shown.stdout
    );
    for format in ["text", "md", "html", "json"] {
        assert_eq!(desk.run(&["article", &id, "--format", format]).code, 0);
    }
}

#[test]
fn search_finds_words_with_their_ranges() {
    let desk = Desk::filled();
    let id = desk.article("Norvik Wire");
    let found = desk.run(&["search", "212", "people"]);
    assert_eq!((found.code, found.stderr.as_str()), (0, ""));
    let hit: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(hit["article"], id.as_str());
    let words: Vec<&str> = hit["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| span["words"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["212", "people"]);
    assert_eq!(hit["story"], desk.story().as_str());
    let text = desk.run(&["search", "212", "people", "--format", "text"]);
    assert!(
        text.stdout.starts_with(&format!(
            "{id}  Norvik Wire: Ferry runs aground off Sorre, 2025-03-14"
        )) && text
            .stdout
            .ends_with(&format!("    story {}\n", desk.story())),
        "{}",
        text.stdout
    );
    desk.run(&["search", "zeppelin"])
        .is(1, "", "nothing found\n");
    desk.run(&["search", "—"]).is(2, "", "error: the query holds no word\nhint: `retold search flood OR \"dam wall\"`: words, phrases, OR, NOT, begin*\n");
}

#[test]
fn sql_reads_and_changes_nothing() {
    let desk = Desk::filled();
    desk.run(&[
        "sql",
        "SELECT 1 AS n, NULL AS empty, 'a' AS words",
        "--format",
        "text",
    ])
    .is(0, "n  empty  words\n1         a\n", "");
    desk.run(&["sql", "SELECT 1 AS n UNION SELECT 2", "--rows", "1"])
        .is(
            1,
            "{\"n\":1}\n",
            "there are more rows: `--rows N` shows them\n",
        );
    for query in [
        "DELETE FROM article",
        "ATTACH 'other.db' AS other",
        "SELECT",
        "CREATE TABLE t (a)",
    ] {
        let ran = desk.run(&["sql", query]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{query}");
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    }
    assert!(!desk.path().join("other.db").exists());
}

#[test]
fn a_directory_is_no_base() {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("base")).unwrap();
    desk.write("page.txt", "A page.");
    let expected = "error: `base` is a directory\nhint: `--db` names the base, which is one file\n";
    desk.run(&["--db", "base", "stories"]).is(2, "", expected);
    desk.run(&["--db", "base", "add", "page.txt"])
        .is(2, "", expected);
}

/// The cells of a CSV table, with its header.
fn table_of(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn quotes_of_one_person_are_a_table_for_a_spreadsheet() {
    let desk = Desk::new();
    let body = "<p>Maria Holt, the mayor of Ashford, said the bridge over the Sorre was closed on Friday.</p>\
                <p>“We ask everybody to stay away from the river,” she told reporters at the town hall.</p>\
                <p>Ashford police said the bridge was not safe. The repair will take until the end of the summer.</p>";
    desk.write(
        "page.html",
        &page(
            "Herald",
            "https://herald.example/bridge",
            "Bridge at Ashford closed",
            "2025-03-14",
            body,
        ),
    );
    assert_eq!(desk.run(&["add", "page.html"]).code, 0);
    desk.run(&[
        "quotes",
        "--speaker",
        "maria holt",
        "-o",
        "holt.csv",
        "--bom",
    ])
    .is(0, "", "");
    let shown = desk.run(&["entities", "show", "Maria Holt", "--format", "csv"]);
    let article = &table_of(&shown.stdout)[2][3];
    shown.is(
        0,
        &format!(
            "what,words,mentions,article,outlet,published\nname,Maria Holt,1,,,\n\
             office,the mayor of Ashford,,{article},Herald,2025-03-14\n"
        ),
        "",
    );
    let told = desk.run(&["entities", "show", "Maria Holt", "--format", "text"]);
    let id = desk.run(&["entities", "maria", "--format", "csv"]).stdout;
    let id = &table_of(&id)[1][0];
    told.is(
        0,
        &format!(
            "Maria Holt · person\nentity {id} · 1 article\n\nNames\n  Maria Holt (1)\n\nSaid to be\n  \
             the mayor of Ashford (Herald, 2025-03-14, {article})\n"
        ),
        "",
    );
    let table = fs::read_to_string(desk.path().join("holt.csv")).unwrap();
    // Without the ids and the confidence.
    let rows: Vec<Vec<String>> = { table_of(table.strip_prefix('\u{feff}').unwrap()).into_iter() }
        .map(|row| [&row[2..7], &row[8..19]].concat())
        .collect();
    let expected = [
        "outlet;headline;address;published;speaker;kind;stance;content;speaker_words;cue;addressee;\
         medium;setting;via;start_char;end_char",
        "Herald;Bridge at Ashford closed;https://herald.example/bridge;2025-03-14;Maria Holt;\
         indirect;statement;the bridge over the Sorre was closed on Friday;\
         Maria Holt, the mayor of Ashford,;said;;;;;65;111",
        "Herald;Bridge at Ashford closed;https://herald.example/bridge;2025-03-14;Maria Holt;\
         direct;statement;“We ask everybody to stay away from the river,”;she;told;reporters;;;;114;161",
    ];
    let expected: Vec<Vec<&str>> = expected
        .iter()
        .map(|row| row.split(';').collect())
        .collect();
    assert_eq!(rows, expected);
    desk.run(&["verify", "holt.csv"])
        .is(0, "", "2 ranges in 2 records checked, 0 do not hold\n");
    desk.write(
        "changed.csv",
        &table.replace("closed on Friday", "closed on Monday"),
    );
    desk.run(&["verify", "changed.csv"]).is(
        1,
        "record 1: content: characters 65..111 hold `the bridge over the Sorre was closed on Friday`, but the file says \
         `the bridge over the Sorre was closed on Monday`\n",
        "2 ranges in 2 records checked, 1 does not hold\n",
    );
}

#[test]
fn exports_verify_and_a_changed_one_does_not() {
    let desk = Desk::filled();
    desk.run(&["export", "jsonl", "-o", "all.jsonl"])
        .is(0, "", "3 articles exported\n");
    desk.run(&["export", "csv", "-o", "tables", "-q"])
        .is(0, "", "");
    desk.run(&["story", &desk.story(), "-o", "story.json"])
        .is(0, "", "");
    for list in [
        &["quotes", "-o", "list.csv"][..],
        &["quotes", "--bom", "-o", "bom.csv"],
        &["quotes", "-o", "list.jsonl"],
        &["search", "ferry", "-o", "hits.jsonl"],
    ] {
        desk.run(list).is(0, "", "");
    }
    let lists = ["list.csv", "bom.csv", "list.jsonl", "hits.jsonl"];
    let mut files: Vec<String> = vec!["all.jsonl".into(), "story.json".into()];
    files.extend(lists.map(str::to_owned));
    let mut tables: Vec<String> = fs::read_dir(desk.path().join("tables"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    tables.sort();
    assert_eq!(
        tables,
        [
            "articles.csv",
            "blocks.csv",
            "bylines.csv",
            "claims.csv",
            "credits.csv",
            "cuts.csv",
            "discrepancies.csv",
            "edits.csv",
            "lineage.csv",
            "mentions.csv",
            "passages.csv",
            "places.csv",
            "quantities.csv",
            "quotes.csv",
            "source_outlets.csv",
            "stories.csv",
            "story_articles.csv",
            "times.csv",
            "wordings.csv"
        ]
    );
    files.extend(tables.iter().map(|table| format!("tables/{table}")));
    for file in &files {
        let ran = desk.run(&["verify", file]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (0, ""),
            "{file}: {}",
            ran.stderr
        );
        assert!(
            ran.stderr.ends_with("checked, 0 do not hold\n"),
            "{}",
            ran.stderr
        );
    }
    let all = fs::read_to_string(desk.path().join("all.jsonl")).unwrap();
    desk.write(
        "changed.jsonl",
        &all.replacen(
            "\"kind\":\"paragraph\",\"span\":{\"start_byte\":",
            "\"kind\":\"paragraph\",\"span\":{\"start_byte\":1",
            1,
        ),
    );
    let ran = desk.run(&["verify", "changed.jsonl"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(
        ran.stdout
            .starts_with("record 1: article.blocks[1].span.start_byte: expected `"),
        "{}",
        ran.stdout
    );
    desk.write("other.json", "{}");
    desk.run(&["verify", "other.json"]).is(
        2,
        "",
        "error: could not verify `other.json`\n  because: expected an export or a dossier of Retold (JSONL, JSON or CSV), but \
         found a JSON record without a format\nhint: `retold story ID -o FILE.json`, `retold export`, `retold quotes` and \
         `retold search` write ranges that can be verified\n",
    );
}

#[test]
fn a_base_proves_itself_and_a_damaged_one_does_not() {
    let desk = Desk::filled();
    let ran = desk.run(&["verify"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(
        ran.stderr.starts_with("3 source documents read again, "),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.ends_with("; 0 rows do not hold\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn one_table_goes_to_standard_output() {
    let desk = Desk::filled();
    let ran = desk.run(&["export", "csv", "--table", "story_articles", "--bom", "-q"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.starts_with("\u{FEFF}story,article\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stdout.lines().count(), 4);
    assert_eq!(desk.run(&["export", "csv"]).code, 2);
}

#[test]
fn exports_do_not_depend_on_the_order_of_adding() {
    let desk = Desk::filled();
    let one = desk.run(&["export", "jsonl"]).stdout;
    for page in ["hostile", "herald", "wire"] {
        assert_eq!(
            desk.run(&[
                "add",
                &format!("pages/{page}.html"),
                "--db",
                "b.db",
                "--threads",
                "1"
            ])
            .code,
            0
        );
    }
    assert!(desk.run(&["export", "jsonl", "--db", "b.db"]).stdout == one);
    desk.run(&["rebuild", "--db", "b.db"])
        .is(0, "", "3 source documents read again, 3 articles\n");
    assert!(desk.run(&["export", "jsonl", "--db", "b.db"]).stdout == one);
}

#[test]
fn what_is_removed_is_gone() {
    let desk = Desk::filled();
    let id = desk.article("Herald");
    desk.run(&["remove", &id[..8]]).is(
        0,
        "",
        "1 source document removed, 1 article gone with them\n",
    );
    desk.run(&["remove", "pages/wire.html"]).is(
        0,
        "",
        "1 source document removed, 1 article gone with them\n",
    );
    desk.run(&["remove", "pages/wire.html"]).is(1, "", "nothing in the base is from `pages/wire.html` (paths are as they were added: `retold sql 'SELECT DISTINCT path FROM source_document'`)\n0 source documents removed, 0 articles gone with them\n");
    assert_eq!(desk.run(&["stories"]).stdout.lines().count(), 1);
}

#[test]
fn hostile_words_stay_words_in_every_format() {
    let desk = Desk::filled();
    let story = desk.run(&["sql", "SELECT story.id FROM story JOIN story_article ON story = story.key JOIN article_version ON article_version.article = story_article.article WHERE canonical_url LIKE 'https://evil%'"]).stdout;
    let story = story.split('"').nth(3).unwrap();
    let article = desk.run(&["sql", "SELECT article.id FROM article JOIN article_version ON article = article.key WHERE canonical_url LIKE 'https://evil%'"]).stdout;
    let article = article.split('"').nth(3).unwrap();
    let mut shown = Vec::new();
    for format in ["text", "md", "html", "json"] {
        shown.push(desk.run(&["story", story, "--format", format]).stdout);
        shown.push(desk.run(&["article", article, "--format", format]).stdout);
    }
    for format in ["text", "json"] {
        shown.push(desk.run(&["stories", "--format", format]).stdout);
        shown.push(desk.run(&["search", "gnirts", "--format", format]).stdout);
        shown.push(
            desk.run(&[
                "sql",
                "SELECT text FROM article_version",
                "--format",
                format,
            ])
            .stdout,
        );
    }
    shown.push(desk.run(&["export", "jsonl"]).stdout);
    for text in &shown {
        assert!(text.contains("gnirts"), "{text}");
        let acting: Vec<char> = text
            .chars()
            .filter(|&c| c != '\n' && retold_report::inert::is_acting(c))
            .collect();
        assert_eq!(acting, Vec::<char>::new(), "{text}");
    }
    let html = &shown[4];
    assert!(
        html.starts_with("<!DOCTYPE html>") && !html.contains("<script"),
        "{html}"
    );
    let csv = desk
        .run(&[
            "sql",
            "SELECT headline FROM article_version",
            "--format",
            "csv",
        ])
        .stdout;
    assert!(
        !csv.lines()
            .any(|line| line.trim_start_matches('"').starts_with('=')),
        "{csv}"
    );
}

#[test]
fn colour_is_used_where_it_is_asked_for() {
    let desk = Desk::filled();
    let id = desk.story();
    let painted = |arguments: &[&str], no_color: bool| {
        let mut command = desk.command(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        Ran::of(&mut command).stdout.contains("\u{1b}[")
    };
    assert!(!painted(&["story", &id], false), "a pipe is no terminal");
    assert!(
        painted(&["story", &id, "--color", "always"], true),
        "a flag outweighs the environment"
    );
    assert!(!painted(&["story", &id, "--color", "never"], false));
}

#[test]
fn the_base_is_named_by_flag_or_environment() {
    let desk = Desk::new();
    desk.write("a.txt", "Ferry runs aground\n\nA ferry with 212 people on board ran aground off Sorre on Friday, the harbour office said.\n");
    let ran = Ran::of(desk.command(&["add", "a.txt"]).env("RETOLD_DB", "env.db"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(desk.path().join("env.db").exists());
    let ran = Ran::of(
        desk.command(&["add", "a.txt", "--db", "flag.db"])
            .env("RETOLD_DB", "env.db"),
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(desk.path().join("flag.db").exists());
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let desk = Desk::filled();
    let mut child = desk
        .command(&["export", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap().as_str()
        ),
        (Some(0), "")
    );
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let desk = Desk::filled();
    let ran = desk.run(&["export", "jsonl", "-o", "no/where.jsonl"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr
            .starts_with("error: could not write in `no`\n  because: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn completions_and_the_manual_page_come_from_the_parser() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = desk.run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert!(ran.stdout.contains("manifest"), "{shell}");
    }
    let page = desk.run(&["man"]);
    assert_eq!((page.code, page.stderr.as_str()), (0, ""));
    assert!(
        page.stdout.contains(".TH retold 1") && page.stdout.contains(".SH COMMAND EXPORT"),
        "{}",
        page.stdout
    );
}

#[test]
fn the_demo_shows_the_sample_and_leaves_one_file() {
    let desk = Desk::new();
    let ran = desk.run(&["demo"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout
            .starts_with("id                articles  independent"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("\nWhere reports differ\n"),
        "{}",
        ran.stdout
    );
    let left: Vec<String> = fs::read_dir(desk.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["retold-demo.html"]);
    assert_eq!(desk.run(&["demo"]).stdout, ran.stdout);
}
