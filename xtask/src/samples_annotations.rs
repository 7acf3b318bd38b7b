//! The five real reports: what Retold annotates in them, against what a reader found there.
//!
//! `eval/samples-annotations.json` was made by reading, before the first run: every quotation and reported statement,
//! person, place and time, as ranges of characters and values, no text, for the texts belong to their publishers. What a
//! careful reader could leave out is marked optional: it is not missed, and not wrong where it is found.

mod gold;
mod names;
mod quotes;
mod tally;
mod times;

use anyhow::{Context as _, Result, ensure};
use retold_annotate::{annotate, prose};
use retold_extract::extract;
use retold_link::entities::MemoryRegister;
use retold_model::{Annotations, Article, ArticleNames, ChainPlace, EntityId, Linkable};
use retold_read::{Input, Known, Limits, Read, read};
use retold_text::{CharOffsets, TextRange};

use self::gold::GoldArticle;
use self::tally::Tally;
use crate::{english, root, samples, say};

/// What Retold makes of one report.
struct Annotated {
    article: Article,
    annotations: Annotations,
    /// The entity of each chain.
    entities: Vec<Option<EntityId>>,
}

/// Something that is missing or wrong.
struct Fault {
    /// Where.
    range: TextRange,
    /// What.
    what: String,
}

/// What is measured, in the order of the columns.
const MEASURES: [&str; 10] = [
    "quotes", "speaker", "chain", "persons", "entities", "places", "country", "actor", "times",
    "value",
];

/// The place of the persons' entities among the measures: their clusters reach over all reports.
const ENTITIES: usize = 4;

/// Prints precision, recall and F1 of each report and of all; with `list` also what is missing and what is wrong.
pub(crate) fn run(list: bool) -> Result<bool> {
    let path = root().join("eval/samples-annotations.json");
    let gold: Vec<GoldArticle> = serde_json::from_slice(
        &std::fs::read(&path).with_context(|| format!("could not read `{}`", path.display()))?,
    )?;
    let reports = gold
        .into_iter()
        .zip(annotated()?)
        .map(|(gold, read)| Ok((gold.positioned(&read.article)?, read)))
        .collect::<Result<Vec<_>>>()?;
    say(&format!(
        "{:18}{}",
        "precision/recall/F",
        MEASURES.map(|name| format!("{name:>13}")).concat()
    ));
    let mut totals = [Tally::default(); MEASURES.len()];
    let mut faults = Vec::new();
    for (gold, read) in &reports {
        let mut found = Vec::new();
        let [quotes, speakers, chains] = quotes::score(gold, read, &mut found);
        let persons = names::persons(gold, read, &mut found);
        let entities = names::entities(&[(gold, read)], &mut found);
        let [places, countries, actors] = names::places(gold, read, &mut found);
        let [times, values] = times::score(gold, read, &mut found);
        let row = [
            quotes, speakers, chains, persons, entities, places, countries, actors, times, values,
        ];
        for (total, tally) in totals.iter_mut().zip(row) {
            total.add(tally);
        }
        say(&line(&gold.id.to_string(), &row));
        faults.push(found);
    }
    let all: Vec<_> = reports.iter().map(|(gold, read)| (gold, read)).collect();
    totals[ENTITIES] = names::entities(&all, &mut Vec::new());
    say(&line("all", &totals));
    let [quotes, speakers, chains] = quotes::of_persons(&all);
    say(&format!(
        "quotes of a person: {quotes} found, {speakers} with the speaker, {chains} with speaker and chain"
    ));
    if list {
        for ((gold, read), faults) in reports.iter().zip(faults) {
            tell(gold.id, &read.article.text, faults);
        }
    }
    Ok(true)
}

fn line(name: &str, row: &[Tally]) -> String {
    let cells: Vec<String> = row.iter().map(|tally| format!("{tally:>13}")).collect();
    format!("{name:18}{}", cells.concat())
}

fn tell(id: retold_model::ArticleId, text: &str, mut faults: Vec<Fault>) {
    say(&format!("\n{id}"));
    faults.sort_by_key(|fault| fault.range);
    let offsets = CharOffsets::new(text);
    for fault in faults {
        let (start, end) = offsets.chars(fault.range);
        let words = fault
            .range
            .slice(text)
            .unwrap_or_default()
            .replace('\n', " ");
        say(&format!("  {start}..{end} {}: {words}", fault.what));
    }
}

/// The reports in the order of their ids, annotated, with the entities that they share.
fn annotated() -> Result<Vec<Annotated>> {
    let pipeline = english::pipeline()?;
    let mut result = read(
        &[Input::Path(samples::folder())],
        &Known::default(),
        None,
        &Limits::default(),
    )
    .filter_map(|read| match read {
        Read::Document(document) => Some(document),
        Read::Diagnostic(_) => None,
    })
    .map(|document| {
        let article = extract(&document)
            .article
            .with_context(|| format!("no article in `{}`", document.location.path))?;
        let doc = pipeline.analyse_parts(&article.text, &prose(&article))?;
        Ok(Annotated {
            annotations: annotate(&article, &doc),
            article,
            entities: Vec::new(),
        })
    })
    .collect::<Result<Vec<_>>>()?;
    result.sort_by_key(|read| read.article.id);
    let mut register = MemoryRegister::new();
    let names = { result.iter() }
        .map(|read| ArticleNames::of(&Linkable::of(&read.article), &read.annotations))
        .collect();
    register.change(&[], names)?;
    for read in &mut result {
        read.entities = (0..)
            .zip(&read.annotations.chains)
            .map(|(chain, _)| {
                let place = ChainPlace {
                    article: read.article.id,
                    chain,
                };
                register.entity(place).map(|entity| entity.id)
            })
            .collect();
    }
    ensure!(!result.is_empty(), "the reports are not here");
    Ok(result)
}
