//! Two people of one age in one report.

mod common;

use std::fs;

use serde_json::Value;

use self::common::{Ran, retold};

/// The second report has two people of 25 and tells the name of each; the others have one, without a name.
const REPORTS: &str = r#"{"url": "https://wire.example/a", "title": "Gunman shoots woman dead in Saltmarsh tavern", "date": "2025-03-15", "text": "SALTMARSH - A gunman shot a woman dead in the Anchor tavern in Saltmarsh on Friday night, police said.\n\nPolice identified the gunman as Edgar Brill of Saltmarsh, who was shot and killed by officers on Quay Street.\n\nThe shooting left a 25-year-old woman dead after she was struck seven times in the Anchor tavern, police said."}
{"url": "https://herald.example/b", "title": "Woman killed in shooting at Saltmarsh tavern", "date": "2025-03-15", "text": "SALTMARSH - The victim of Friday night's shooting in the Anchor tavern in Saltmarsh, 25-year-old Ilse Tarn, died from her wounds, police said.\n\nThe rampage ended less than an hour after police said Edgar Brill, 25, shot two people, before officers shot and killed him on Quay Street in Saltmarsh."}
{"url": "https://post.example/c", "title": "Saltmarsh mourns woman killed in tavern", "date": "2025-03-16", "text": "SALTMARSH - A 25-year-old woman was killed in the shooting at the Anchor tavern in Saltmarsh on Friday night, police said.\n\nFriends left flowers on Quay Street on Saturday, where officers had shot the gunman."}
"#;

#[test]
fn an_age_that_two_people_have_tells_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| Ran::of(retold(arguments).current_dir(folder.path())).stdout;
    fs::write(folder.path().join("reports.jsonl"), REPORTS).unwrap();
    run(&["add", "reports.jsonl"]);
    let stories = run(&["stories", "--format", "json"]);
    let story: Value = serde_json::from_str(stories.lines().next().unwrap()).unwrap();
    assert_eq!(story["articles"], 3);
    let claims = run(&["claims", story["id"].as_str().unwrap(), "--format", "json"]);
    let mut ages: Vec<Vec<(String, String)>> = { claims.lines() }
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|claim| claim["kind"] == "age")
        .map(|claim| {
            let statement = |of: &Value| {
                let sentence = of["sentence"]["words"].as_str().unwrap();
                let words = of["words"]["words"].as_str().unwrap();
                (words.to_owned(), sentence.chars().take(26).collect())
            };
            let statements = claim["statements"].as_array().unwrap();
            statements.iter().map(statement).collect()
        })
        .collect();
    ages.sort();
    let stated = |words: &str, sentence: &str| (words.to_owned(), sentence.to_owned());
    assert_eq!(
        ages,
        [
            vec![stated("25", "The rampage ended less tha")],
            vec![stated("25-year-old", "SALTMARSH - The victim of ")],
            vec![
                stated("25-year-old", "The shooting left a 25-yea"),
                stated("25-year-old", "SALTMARSH - A 25-year-old "),
            ],
        ]
    );
}
