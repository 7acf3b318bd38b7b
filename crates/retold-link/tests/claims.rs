//! Claims and discrepancies of the sample in `examples/`: all that is planted there, and nothing else; and that they are a
//! function of the set of reports.
//!
//! `data/sample-reports.jsonl` is what was read in the sample, a report a line, as `retold add examples/sample` stores it.

#![expect(clippy::unwrap_used, reason = "the records are part of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use retold_link::claims::claims;
use retold_model::{
    Amount, Annotations, ArticleId, ClaimKind, Claims, Course, Decimal, EntityId, Measure,
    Quantity, Report, StatedValue, Statement,
};
use retold_text::TextRange;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Stored {
    story: String,
    id: ArticleId,
    published: Option<String>,
    outlet: Option<String>,
    text: String,
    annotations: Annotations,
    entities: BTreeMap<u32, EntityId>,
}

impl Stored {
    fn report(&self) -> Report<'_> {
        Report {
            id: self.id,
            text: &self.text,
            published: self.published.as_ref().map(|stamp| stamp.parse().unwrap()),
            outlet: self.outlet.as_deref(),
            annotations: &self.annotations,
            entities: &self.entities,
        }
    }
}

static STORED: LazyLock<Vec<Stored>> = LazyLock::new(|| {
    include_str!("data/sample-reports.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
});

static PLANTED: LazyLock<Value> = LazyLock::new(|| {
    let path = "../../examples/planted.json";
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
});

/// The names that the list of what is planted gives the articles.
static NAMES: LazyLock<BTreeMap<ArticleId, String>> = LazyLock::new(|| {
    let articles = PLANTED["articles"].as_object().unwrap();
    { STORED.iter() }
        .map(|stored| {
            // Reprints share texts, outlets tell two stories: headline and text together are one article's.
            let name = { articles.iter() }
                .find(|(_, article)| {
                    let written = |field: &Value| stored.text.contains(field.as_str().unwrap());
                    written(&article["headline"]) && written(&article["body"][0]["text"])
                })
                .unwrap();
            (stored.id, name.0.clone())
        })
        .collect()
});

/// The articles that make the statements.
fn articles(statements: &[Statement]) -> BTreeSet<ArticleId> {
    statements
        .iter()
        .map(|statement| statement.article)
        .collect()
}

/// Independent reports as planted: the agency text that an article descends from, or the article, where it is a root.
fn independent(statements: &[Statement]) -> usize {
    let roots: BTreeSet<String> = { PLANTED["stories"].as_array().unwrap().iter() }
        .flat_map(|story| story["roots"].as_array().unwrap())
        .map(|root| root.as_str().unwrap().to_owned())
        .collect();
    let root = |id: &ArticleId| {
        let name = &NAMES[id];
        let mut at = name.clone();
        while let Some(parent) = PLANTED["articles"][&at]["parents"][0]["article"]
            .as_str()
            .filter(|_| !roots.contains(&at))
        {
            // A round-up is no report of its own.
            if PLANTED["articles"][name]["parents"]
                .as_array()
                .unwrap()
                .len()
                > 1
            {
                return None;
            }
            parent.clone_into(&mut at);
        }
        roots.contains(&at).then_some(at)
    };
    articles(statements)
        .iter()
        .filter_map(root)
        .collect::<BTreeSet<String>>()
        .len()
}

fn of_story(story: &str) -> Claims {
    let reports: Vec<Report<'_>> = { STORED.iter() }
        .filter(|stored| stored.story == story)
        .map(Stored::report)
        .collect();
    claims(&reports, &independent)
}

fn stories() -> BTreeSet<&'static str> {
    STORED.iter().map(|stored| stored.story.as_str()).collect()
}

/// A discrepancy by its kind and the articles behind each value with the number of independent reports.
type Summary = (ClaimKind, BTreeSet<(BTreeSet<String>, usize)>);

fn planted() -> Vec<Summary> {
    { PLANTED["discrepancies"].as_array().unwrap().iter() }
        .map(|planted| {
            let mut values: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for value in planted["values"].as_array().unwrap() {
                let articles = value["articles"].as_array().unwrap();
                values
                    .entry(value["value"].as_str().unwrap())
                    .or_default()
                    .extend(
                        articles
                            .iter()
                            .map(|name| name.as_str().unwrap().to_owned()),
                    );
            }
            let kind = match planted["kind"].as_str().unwrap() {
                "weekday" => ClaimKind::Date,
                "number" => ClaimKind::Number,
                "name" => ClaimKind::Name,
                "age" => ClaimKind::Age,
                "wording" => ClaimKind::TimeDistance,
                other => panic!("a kind `{other}` that no test knows"),
            };
            let independent = |value: &str| planted["independent"][value].as_array().unwrap().len();
            let values = { values.into_iter() }
                .map(|(value, articles)| (articles, independent(value)))
                .collect();
            (kind, values)
        })
        .collect()
}

fn summary(values: &[StatedValue]) -> BTreeSet<(BTreeSet<String>, usize)> {
    { values.iter() }
        .map(|value| {
            let articles = value
                .statements
                .iter()
                .map(|statement| NAMES[&statement.article].clone())
                .collect();
            (articles, value.independent as usize)
        })
        .collect()
}

#[test]
fn sample_has_the_planted_discrepancies_and_no_other() {
    let mut found: Vec<Summary> = { stories().into_iter() }
        .flat_map(|story| of_story(story).discrepancies)
        .filter(|discrepancy| discrepancy.course == Course::Conflict)
        .map(|discrepancy| (discrepancy.kind, summary(&discrepancy.values)))
        .collect();
    let mut planted = planted();
    found.sort();
    planted.sort();
    assert_eq!(found, planted);
}

#[test]
fn sample_has_no_updates_where_a_qualifier_leaves_room() {
    let updates = { stories().into_iter() }
        .flat_map(|story| of_story(story).discrepancies)
        .filter(|discrepancy| discrepancy.course == Course::Update)
        .count();
    assert_eq!(updates, 0);
}

/// The words of a statement.
fn words(statement: &Statement) -> &'static str {
    let stored = STORED
        .iter()
        .find(|stored| stored.id == statement.article)
        .unwrap();
    statement.words.slice(&stored.text).unwrap()
}

#[test]
fn claims_of_the_river_story_with_two_independent_reports() {
    let river = { STORED.iter() }
        .find(|stored| NAMES[&stored.id] == "quill-valley-times")
        .unwrap();
    let all = of_story(&river.story).claims;
    let found: Vec<(ClaimKind, u32, u32, &str)> = { all.iter() }
        .filter(|claim| claim.independent >= 2)
        .map(|claim| {
            let fullest = &claim.statements[claim.fullest as usize];
            (
                claim.kind,
                claim.articles,
                claim.independent,
                words(fullest),
            )
        })
        .collect();
    assert_eq!(found, [(ClaimKind::Number, 3, 2, "Six people")]);
}

/// A report of one sentence that opens with a number of people.
fn toll(number: u32, published: Option<&str>) -> Stored {
    let text = format!("{number} people were killed in the blast.");
    let quantity = Quantity {
        range: TextRange::of(0, text.find(" were").unwrap()),
        number: TextRange::of(0, number.to_string().len()),
        amount: Amount::Value(Decimal::from(number)),
        qualifier: None,
        measure: Measure::Things("people".to_owned()),
        of: None,
        conversion: None,
    };
    Stored {
        story: String::new(),
        id: ArticleId::of_url(&format!("https://news.example/{number}")),
        published: published.map(str::to_owned),
        outlet: None,
        text,
        annotations: Annotations {
            quantities: vec![quantity],
            ..Annotations::default()
        },
        entities: BTreeMap::new(),
    }
}

#[test]
fn a_toll_that_grew_is_an_update() {
    for (first, second, expected) in [
        (
            (9, Some("2024-05-16")),
            (12, Some("2024-05-17")),
            vec![Course::Update],
        ),
        (
            (9, Some("2024-05-16T08:00Z")),
            (12, Some("2024-05-16T15:00Z")),
            vec![Course::Update],
        ),
        // The later report has fewer; or nobody knows which is the later one of a day.
        (
            (12, Some("2024-05-16")),
            (9, Some("2024-05-17")),
            vec![Course::Conflict],
        ),
        (
            (9, Some("2024-05-16")),
            (12, Some("2024-05-16")),
            vec![Course::Conflict],
        ),
        // Without dates a toll may have grown.
        ((9, None), (12, Some("2024-05-17")), vec![]),
        ((9, Some("2024-05-16")), (9, Some("2024-05-17")), vec![]),
    ] {
        let stored = [toll(first.0, first.1), toll(second.0, second.1)];
        let mut reports: Vec<Report<'_>> = stored.iter().map(Stored::report).collect();
        let courses = |reports: &[Report<'_>]| -> Vec<Course> {
            let found = claims(reports, &|statements: &[Statement]| {
                articles(statements).len()
            });
            { found.discrepancies.iter() }
                .map(|discrepancy| discrepancy.course)
                .collect()
        };
        assert_eq!(courses(&reports), expected, "{first:?} {second:?}");
        reports.reverse();
        assert_eq!(courses(&reports), expected, "{second:?} {first:?}");
    }
}

/// A report of one sentence with two numbers: of the dead, and of others.
fn of_two(text: &str, numbers: [&str; 2], measures: [Measure; 2]) -> Stored {
    let quantities = { numbers.iter().zip(measures) }
        .map(|(number, measure)| {
            let at = text.find(number).unwrap();
            let digit = number.split(' ').next().unwrap();
            Quantity {
                range: TextRange::of(at, at + number.len()),
                number: TextRange::of(at, at + digit.len()),
                amount: Amount::Value(digit.parse().unwrap()),
                qualifier: None,
                measure,
                of: None,
                conversion: None,
            }
        })
        .collect();
    let mut stored = toll(1, Some("2024-05-16"));
    stored.id = ArticleId::of_url(&format!("https://news.example/{}", text.len()));
    text.clone_into(&mut stored.text);
    stored.annotations.quantities = quantities;
    stored
}

#[test]
fn others_that_were_wounded_beside_the_dead() {
    let things = |noun: &str| Measure::Things(noun.to_owned());
    let one = of_two(
        "The blast killed 2 porters, wounding 3 others.",
        ["2 porters", "3 others"],
        [things("porters"), things("others")],
    );
    for (text, numbers, expected) in [
        (
            "The blast left 2 porters dead and 5 people wounded.",
            ["2 porters", "5 people"],
            1,
        ),
        (
            "The blast left 2 porters dead, and 5 others wounded.",
            ["2 porters", "5 others"],
            1,
        ),
        (
            "The blast left 2 porters dead, and 5 others fled.",
            ["2 porters", "5 others"],
            0,
        ),
    ] {
        let noun = numbers[1].split(' ').next_back().unwrap();
        let other = of_two(text, numbers, [things("porters"), things(noun)]);
        let reports = [one.report(), other.report()];
        let found = claims(&reports, &|statements: &[Statement]| {
            articles(statements).len()
        });
        assert_eq!(found.discrepancies.len(), expected, "{text}");
    }
}

fn check_ranges(claims: &Claims, texts: &BTreeMap<ArticleId, &str>) {
    let of_claims = claims.claims.iter().flat_map(|claim| &claim.statements);
    let values = claims
        .discrepancies
        .iter()
        .flat_map(|discrepancy| &discrepancy.values);
    for statement in of_claims.chain(values.flat_map(|value| &value.statements)) {
        let text = texts[&statement.article];
        assert!(!statement.sentence.slice(text).unwrap().is_empty());
        assert!(!statement.words.slice(text).unwrap().is_empty());
        assert!(statement.sentence.contains_range(statement.words));
    }
    for claim in &claims.claims {
        assert!((claim.fullest as usize) < claim.statements.len());
    }
    for discrepancy in &claims.discrepancies {
        assert!(discrepancy.values.len() >= 2 && !discrepancy.grounds.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn claims_are_a_function_of_the_set(order in Just((0..STORED.len()).collect::<Vec<usize>>()).prop_shuffle(), taken in 0..STORED.len()) {
        let shuffled: Vec<Report<'_>> = order[..taken].iter().map(|&at| STORED[at].report()).collect();
        let mut sorted = shuffled.clone();
        sorted.sort_by_key(|report| report.id);
        let count = |statements: &[Statement]| articles(statements).len();
        let found = claims(&shuffled, &count);
        prop_assert_eq!(&found, &claims(&sorted, &count));
        let texts = { shuffled.iter() }.map(|report| (report.id, report.text)).collect();
        check_ranges(&found, &texts);
    }

    /// Annotations of another text than theirs: nothing of it may panic, and all that is told lies in the text.
    #[test]
    fn any_text_gives_valid_ranges(cut in 0_usize..4000, noise in "[a-zé .“”0-9\n]{0,40}", at in 0_usize..2000) {
        let texts: Vec<String> = { STORED.iter() }
            .map(|stored| {
                let text: String = stored.text.chars().skip(at % 7).take(cut).collect();
                let place = text.char_indices().map(|(place, _)| place).nth(at).unwrap_or(0);
                format!("{}{noise}{}", &text[..place], &text[place..])
            })
            .collect();
        let reports: Vec<Report<'_>> = { STORED.iter().zip(&texts) }
            .map(|(stored, text)| Report { text, ..stored.report() })
            .collect();
        let found = claims(&reports, &|statements: &[Statement]| articles(statements).len());
        check_ranges(&found, &{ reports.iter() }.map(|report| (report.id, report.text)).collect());
    }
}
