//! A happening, what comes of it eight weeks later, and another happening of its kind: from pages to dossiers.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::fs;

use serde_json::{Value, json};

use self::common::{Ran, retold};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let folder = desk.0.path().join("pages");
        fs::create_dir(&folder).unwrap();
        for (number, (outlet, published, headline, body)) in PAGES.iter().enumerate() {
            let page = format!(
                "<!DOCTYPE html><html lang=\"en\"><head><title>{headline}</title>\
                 <meta property=\"og:site_name\" content=\"{outlet}\"><link rel=\"canonical\" href=\"https://{outlet}.example/{number}\">\
                 <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"datePublished\":\"{published}\"}}</script>\
                 </head><body><article><h1>{headline}</h1>{body}</article></body></html>"
            );
            fs::write(folder.join(format!("{number}.html")), page).unwrap();
        }
        desk.run(&["add", "pages"]);
        desk
    }

    fn ran(&self, arguments: &[&str]) -> Ran {
        Ran::of(retold(arguments).current_dir(self.0.path()))
    }

    fn run(&self, arguments: &[&str]) -> String {
        self.ran(arguments).done()
    }

    /// The list of stories: id, articles, phases, what it continues.
    fn stories(&self) -> Vec<(String, u64, u64, String)> {
        let rows = self.run(&["stories"]);
        rows.lines()
            .map(|row| {
                let row: Value = serde_json::from_str(row).unwrap();
                let text = |key: &str| row[key].as_str().unwrap().to_owned();
                let number = |key: &str| row[key].as_u64().unwrap();
                let (articles, phases) = (number("articles"), number("phases"));
                let continues = row["continues"].as_str().unwrap_or_default();
                (text("id"), articles, phases, continues.to_owned())
            })
            .collect()
    }

    fn dossier(&self, story: &str) -> Value {
        serde_json::from_str(&self.run(&["story", story, "--format", "json"])).unwrap()
    }

    fn article(&self, headline: &str) -> String {
        let query = format!(
            "SELECT article.id FROM article JOIN article_version ON article = article.key WHERE headline = '{headline}'"
        );
        let row: Value = serde_json::from_str(&self.run(&["sql", &query])).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }
}

const PAGES: &[(&str, &str, &str, &str)] = &[
    (
        "herald",
        "2024-03-04T08:00:00+00:00",
        "Two dead in fire at Norwich paper mill",
        "<p>NORWICH, England — Two workers died when a fire swept through the Harland paper mill in Norwich early on Sunday, police said.</p>\
         <p>Margaret Dunmore, 41, and Peter Aldous, 29, were on the night shift when the fire broke out on March 3 beside a drying machine, the chief fire officer, Colin Reeve, told reporters.</p>\
         <p>Eleven others were taken to hospital. Daniel Crowther, the manager of the mill, said that all exits had been checked in January.</p>",
    ),
    (
        "courier",
        "2024-03-04T11:30:00+00:00",
        "Paper mill fire in Norwich kills two on night shift",
        "<p>Two people were killed in a fire at a paper mill in Norwich on Sunday. Police named them as Margaret Dunmore and Peter Aldous.</p>\
         <p>The fire at the Harland mill began beside a drying machine shortly after 2 a.m. on March 3. Smoke could be seen across the city.</p>\
         <p>Daniel Crowther, who manages the mill, said the company was helping the investigators. Eleven workers were hurt.</p>",
    ),
    (
        "herald",
        "2024-05-02T09:00:00+00:00",
        "Mill manager on trial over deaths of two workers",
        "<p>NORWICH, England — The manager of a paper mill in Norwich went on trial on Wednesday over the deaths of two of his workers.</p>\
         <p>Daniel Crowther, 53, is accused of manslaughter of Margaret Dunmore and Peter Aldous, who died in the fire at the Harland mill on March 3.</p>\
         <p>The prosecutor, Helen Sark, told the court that an exit had been locked for weeks. Mr Crowther denies the charges.</p>",
    ),
    (
        "courier",
        "2024-05-02T14:00:00+00:00",
        "Exit was locked, court hears in Norwich mill trial",
        "<p>An exit of the Harland paper mill in Norwich was locked on the night in which two workers died, a court heard on Wednesday.</p>\
         <p>Daniel Crowther, the manager, denies manslaughter. Margaret Dunmore, 41, and Peter Aldous, 29, died on March 3 when a fire swept through the mill.</p>\
         <p>Helen Sark, for the prosecution, said Mr Crowther had ordered the lock himself after thefts.</p>",
    ),
    (
        "herald",
        "2024-05-03T08:00:00+00:00",
        "One dead in fire at Ipswich furniture factory",
        "<p>IPSWICH, England — A worker died when a fire swept through a furniture factory in Ipswich early on Thursday, police said.</p>\
         <p>Alan Whitlock, 36, was on the night shift when the fire broke out beside a sawing machine, the chief fire officer, Colin Reeve, told reporters.</p>\
         <p>Four others were taken to hospital. Joanna Pryce, who owns the factory on Duke Street, said that all exits were open.</p>",
    ),
];

/// Kinds of grounds with the words of the later phase, or the value.
fn grounds(tie: &Value) -> Vec<String> {
    let grounds = tie["grounds"].as_array().unwrap().iter();
    grounds
        .map(|ground| {
            let words = ground["later"]["span"]["words"].as_str();
            let value = ground["value"].as_str().or(words).unwrap_or_default();
            format!("{} {value}", ground["kind"].as_str().unwrap())
        })
        .collect()
}

const GROUNDS: [&str; 6] = [
    "person Margaret Dunmore",
    "person Peter Aldous",
    "day 2024-03-03",
    "town Norwich",
    "voice Daniel Crowther",
    "words ",
];

#[test]
fn the_trial_is_a_later_phase_of_the_fire_and_the_other_fire_is_not() {
    let desk = Desk::new();
    let stories = desk.stories();
    let told: Vec<(u64, u64, &str)> = { stories.iter() }
        .map(|(_, articles, phases, continues)| (*articles, *phases, continues.as_str()))
        .collect();
    assert_eq!(told, [(4, 2, ""), (1, 1, "")]);
    let (mill, factory) = (&stories[0].0, &stories[1].0);

    let dossier = desk.dossier(mill);
    let phases = dossier["phases"].as_array().unwrap();
    let told: Vec<Value> = { phases.iter() }
        .map(|phase| {
            let articles = phase["articles"].as_array().unwrap().len();
            json!([
                phase["first"],
                phase["headline"],
                articles,
                phase["independent_count"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!([
                "2024-03-04T08:00:00Z",
                "Two dead in fire at Norwich paper mill",
                2,
                2
            ]),
            json!([
                "2024-05-02T09:00:00Z",
                "Mill manager on trial over deaths of two workers",
                2,
                2
            ]),
        ]
    );
    assert_eq!(phases[0]["tie"], Value::Null);
    assert_eq!(phases[1]["tie"]["confidence"], 95);
    assert_eq!(grounds(&phases[1]["tie"]), GROUNDS);
    assert_eq!(dossier["linked_stories"], json!([]));
    assert_eq!(desk.dossier(factory)["linked_stories"], json!([]));

    let text = desk.run(&["story", mill]);
    let shown = "Phases: when it was reported\n  * 2024-03-04, this story\n    Two dead in fire at Norwich paper mill\n    \
                 2 articles, 2 independent reports (1, 2)\n  * 2024-05-02, this story\n";
    assert!(text.contains(shown), "{text}");
    let markdown = desk.run(&["story", mill, "--format", "md"]);
    assert!(markdown.contains("## Phases: when it was reported\n"));
    let html = desk.run(&["story", mill, "--format", "html"]);
    assert!(html.contains("<h2 id=\"phases\">Phases</h2>"));
}

#[test]
fn stories_that_were_split_by_hand_are_linked_and_those_that_were_rejected_are_not() {
    let desk = Desk::new();
    let story = desk.stories()[0].0.clone();
    let trial = [
        desk.article("Mill manager on trial over deaths of two workers"),
        desk.article("Exit was locked, court hears in Norwich mill trial"),
    ];
    desk.run(&["story", "split", &story, &trial[0], &trial[1]]);
    let stories = desk.stories();
    let continues: Vec<&str> = stories.iter().map(|story| story.3.as_str()).collect();
    assert_eq!(continues, ["", &stories[0].0, ""]);

    let (fire, trial_story) = (desk.dossier(&stories[0].0), desk.dossier(&stories[1].0));
    let linked = &fire["linked_stories"][0];
    assert_eq!(
        json!([
            linked["relation"],
            linked["id"],
            linked["article_count"],
            linked["independent_count"]
        ]),
        json!(["later", stories[1].0, 2, 2])
    );
    assert_eq!(grounds(&linked["tie"]), GROUNDS);
    assert_eq!(trial_story["linked_stories"][0]["relation"], "earlier");
    assert_eq!(trial_story["linked_stories"][0]["tie"], linked["tie"]);
    let text = desk.run(&["story", &stories[1].0]);
    assert!(
        text.contains("2024-03-04, an earlier story, which this one continues"),
        "{text}"
    );

    // What is printed of articles of another story opens its words too.
    let name = "trial.json";
    desk.run(&["story", &stories[1].0, "-o", name]);
    desk.run(&["verify", name]);
    let wrong = fs::read_to_string(desk.0.path().join(name)).unwrap();
    let at = wrong.find("\"linked_stories\"").unwrap();
    let wrong =
        wrong[..at].to_owned() + &wrong[at..].replacen("Margaret Dunmore", "Margaret Dunmorf", 1);
    fs::write(desk.0.path().join("wrong.json"), wrong).unwrap();
    let ran = desk.ran(&["verify", "wrong.json"]);
    assert_eq!(ran.code, 1);
    let said = ran.stdout + &ran.stderr;
    assert!(
        said.contains("linked_stories[0].tie.grounds[0].earlier.span"),
        "{said}"
    );

    desk.run(&["decisions", "undo", "1"]);
    assert_eq!(desk.stories()[0].1, 4);
    desk.run(&["story", "reject", &story, &trial[0], &trial[1]]);
    let continues: Vec<String> = desk.stories().into_iter().map(|story| story.3).collect();
    assert!(continues.iter().all(String::is_empty), "{continues:?}");
}
