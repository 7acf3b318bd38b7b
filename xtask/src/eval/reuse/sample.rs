//! The lineage of the made-up sample in `examples`, against what was planted in it.

use std::collections::BTreeMap;

use retold_extract::extract;
use retold_link::{MemoryIndex, groups_of_reprints, independent_reports, lineage};
use retold_model::{
    ArticleFacts, ArticleId, ArticleVersion, Lineage, Passage, Source, SourceDocument,
};
use retold_read::{Input, Known, Limits, Manifest, Read, read};
use serde_json::Value;

use crate::root;

/// The lineage of the sample's articles, and their planted names.
struct Sample {
    names: BTreeMap<ArticleId, String>,
    lineages: Vec<Lineage>,
}

impl Sample {
    fn read(planted: &Value) -> Self {
        let examples = root().join("examples");
        let (manifest, _) =
            Manifest::load(&examples.join("sample/manifest.csv"), &Limits::default());
        let documents: Vec<SourceDocument> = read(
            &[Input::Path(examples.join("sample"))],
            &Known::default(),
            Some(&manifest),
            &Limits::default(),
        )
        .filter_map(|read| match read {
            Read::Document(document) => Some(document),
            Read::Diagnostic(_) => None,
        })
        .collect();
        let mut facts = Vec::new();
        let mut names = BTreeMap::new();
        for document in &documents {
            let Some(article) = extract(document).article else {
                continue;
            };
            let is_it = |(_, planted): &(&String, &Value)| {
                let file = planted["file"].as_str().unwrap();
                let record = planted["record"].as_u64();
                document.location.path.ends_with(file)
                    && record == document.location.record.map(u64::from)
            };
            let planted = planted["articles"].as_object().unwrap();
            let name = planted.iter().find(is_it).map(|(name, _)| name.clone());
            names.insert(
                article.id,
                name.unwrap_or_else(|| document.location.path.clone()),
            );
            facts.push(ArticleFacts::of(&ArticleVersion {
                article,
                retrieved: document.retrieved,
                current: true,
            }));
        }
        let mut base = MemoryIndex::new();
        base.change(&[], facts.iter().map(|f| (*f.linkable).clone()).collect())
            .unwrap();
        let passages: Vec<Passage> = base.all_passages().cloned().collect();
        let lineages = lineage(&facts, &passages, &[]);
        Self { names, lineages }
    }

    fn name(&self, source: &Source) -> String {
        match source {
            Source::Article(id) => self.names[id].clone(),
            Source::Agency { names, .. } => format!("({})", names.join(" or ")),
            Source::Unknown { .. } => "(unknown)".to_owned(),
        }
    }

    /// Names of articles, ascending.
    fn named(&self, articles: impl Iterator<Item = ArticleId>) -> Vec<&str> {
        let mut names: Vec<&str> = articles.map(|id| self.names[&id].as_str()).collect();
        names.sort_unstable();
        names
    }
}

fn planted() -> Value {
    let planted = std::fs::read(root().join("examples/planted.json")).unwrap();
    serde_json::from_slice(&planted).unwrap()
}

#[test]
fn parents_are_those_that_were_planted() {
    let planted = planted();
    let sample = Sample::read(&planted);
    let mut wrong = Vec::new();
    for lineage in &sample.lineages {
        let name = &sample.names[&lineage.article];
        let mut found: Vec<String> = lineage
            .edges
            .iter()
            .map(|edge| sample.name(&edge.parent))
            .collect();
        found.sort_unstable();
        let mut expected: Vec<&str> = planted["articles"][name]["parents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parent| parent["article"].as_str().unwrap())
            .collect();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{name}: {found:?}, not {expected:?}"));
        }
    }
    // The explainer quotes one paragraph that both dispatches have word for word; what else it has from three reports is
    // told in its own words.
    assert_eq!(
        wrong,
        [
            r#"strait-explainer: ["mpa-dispatch"], not ["merrin-daily", "mpa-dispatch", "mpa-update"]"#
        ]
    );
}

#[test]
fn the_copies_of_an_agency_are_one_group_and_one_report() {
    let sample = Sample::read(&planted());
    let groups: Vec<Vec<&str>> = groups_of_reprints(&sample.lineages)
        .iter()
        .map(|group| sample.named(group.articles.iter().copied()))
        .collect();
    let dispatch = [
        "dunmere-chronicle",
        "fenmoor-star",
        "kestrel-gazette",
        "mpa-dispatch",
        "mpa-update",
        "sorre-isles-forum",
    ];
    let river = ["lowland-mail", "quill-valley-times"];
    assert_eq!(groups, [dispatch.to_vec(), river.to_vec()]);
    let mut reports: Vec<(String, Vec<&str>)> = independent_reports(&sample.lineages)
        .iter()
        .map(|report| {
            let carriers = report.articles.iter().map(|carrier| carrier.article);
            (sample.name(&report.root), sample.named(carriers))
        })
        .collect();
    reports.sort_unstable();
    let with_explainer = [&dispatch[..], &["strait-explainer"]].concat();
    // The Tribune's seven own paragraphs and what the explainer tells in its own words are more than a fifth of them.
    let expected = [
        ("kestrel-gazette-river", vec!["kestrel-gazette-river"]),
        ("merrin-daily", vec!["merrin-daily"]),
        ("mpa-dispatch", with_explainer),
        ("quill-valley-times", river.to_vec()),
        ("saltmarsh-tribune", vec!["saltmarsh-tribune"]),
        ("strait-explainer", vec!["strait-explainer"]),
        ("straits-digest-levy", vec!["straits-digest-levy"]),
        ("velgrad-courier", vec!["velgrad-courier"]),
    ];
    let expected = expected.map(|(root, carriers)| (root.to_owned(), carriers));
    assert_eq!(reports, expected);
}
