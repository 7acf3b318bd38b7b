//! `retold decisions`: corrections by hand of every subject, made, listed and taken back.

use std::collections::BTreeSet;

use anyhow::{Error, Result};
use retold_model::{
    ArticleId, ByHand, Decided, Decision, DiscrepancyDecision, EntityReference, LineageDecision,
    SplitPart, StoryDecision, Verdict,
};
use retold_pipeline::{Collection, Correction};
use retold_report::inert::visible;
use retold_report::label;
use retold_store::Reader;
use retold_text::TextRange;
use serde_json::{Value, json};

use crate::base;
use crate::cli::{DecisionsArgs, DecisionsCommand, Global};
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::list::write_list;
use crate::messages::{Reporter, count};
use crate::screen::Screen;
use crate::table::Table;

pub(crate) fn run(global: &Global, args: &DecisionsArgs, screen: Screen) -> Result<ExitStatus> {
    if let Some(DecisionsCommand::Undo { numbers }) = &args.command {
        return undo(global, numbers, screen);
    }
    let mut rows = base::read(global, |reader| {
        let mut rows: Vec<(u32, Vec<Value>)> = rows::<Decision>(reader)?;
        rows.extend(self::rows::<StoryDecision>(reader)?);
        rows.extend(self::rows::<LineageDecision>(reader)?);
        rows.extend(self::rows::<DiscrepancyDecision>(reader)?);
        Ok(rows)
    })?;
    rows.sort_by_key(|(number, _)| *number);
    let table = Table {
        columns: ["number", "about", "decision"].map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    };
    write_list(&table, &args.list, screen)?;
    Ok(ExitStatus::Done)
}

fn rows<D: Told>(reader: Reader<'_>) -> Result<Vec<(u32, Vec<Value>)>> {
    let decisions: Vec<Decided<D>> = reader.decisions()?;
    let row = |decided: Decided<D>| {
        let Decided { number, decision } = decided;
        let words = told(&decision, reader)?;
        Ok((number, vec![json!(number), json!(D::SUBJECT), json!(words)]))
    };
    decisions.into_iter().map(row).collect()
}

/// Makes decisions and tells the number that takes each back.
pub(crate) fn decide<D: Correction + Told>(
    global: &Global,
    screen: Screen,
    make: impl FnOnce(Reader<'_>) -> Result<Vec<D>>,
) -> Result<ExitStatus> {
    let mut collection = base::open_to_change(global)?;
    let decisions = make(collection.reader())?;
    let reporter = Reporter::new(screen);
    for decision in &decisions {
        let number = collection.decide(decision)?;
        let told = told(decision, collection.reader())?;
        reporter.say(&format!(
            "{told}; `retold decisions undo {number}` takes it back"
        ));
    }
    Ok(ExitStatus::Done)
}

fn undo(global: &Global, numbers: &[u32], screen: Screen) -> Result<ExitStatus> {
    let mut collection = base::open_to_change(global)?;
    // Before any is taken back, so that all of them are or none is.
    let mut standing = standing(collection.reader())?;
    for number in numbers {
        if !standing.remove(number) {
            return Err(no_decision(*number));
        }
    }
    for &number in numbers {
        let mut gone = None;
        for take_back in [
            take_back::<Decision>,
            take_back::<StoryDecision>,
            take_back::<LineageDecision>,
            take_back::<DiscrepancyDecision>,
        ] {
            if gone.is_none() {
                gone = take_back(&mut collection, number)?;
            }
        }
        let told = gone.ok_or_else(|| no_decision(number))?;
        Reporter::new(screen).say(&format!("taken back: {told}"));
    }
    Ok(ExitStatus::Done)
}

/// The numbers of the decisions in force.
fn standing(reader: Reader<'_>) -> Result<BTreeSet<u32>> {
    fn numbers<D: ByHand>(reader: Reader<'_>) -> Result<Vec<u32>> {
        let decisions: Vec<Decided<D>> = reader.decisions()?;
        Ok(decisions.iter().map(|decided| decided.number).collect())
    }
    let all = [
        numbers::<Decision>(reader)?,
        numbers::<StoryDecision>(reader)?,
        numbers::<LineageDecision>(reader)?,
        numbers::<DiscrepancyDecision>(reader)?,
    ];
    Ok(all.into_iter().flatten().collect())
}

fn no_decision(number: u32) -> Error {
    let hint = "`retold decisions` lists them";
    Mistake::new(format!("there is no decision {number}"), hint).into()
}

fn take_back<D: Correction + Told>(
    collection: &mut Collection,
    number: u32,
) -> Result<Option<String>> {
    let gone: Option<D> = collection.take_back(number)?;
    let told = |gone: &D| told(gone, collection.reader());
    gone.as_ref().map(told).transpose()
}

/// A decision in words that are safe to show.
fn told(decision: &impl Told, reader: Reader<'_>) -> Result<String> {
    Ok(visible(&decision.words(reader)?).into_owned())
}

/// A decision that can be told in words.
pub(crate) trait Told: ByHand {
    fn words(&self, reader: Reader<'_>) -> Result<String>;
}

impl Told for Decision {
    fn words(&self, _: Reader<'_>) -> Result<String> {
        let name = |reference: &EntityReference| format!("`{}`", reference.sense.name);
        Ok(match self {
            Self::Merge { one, other } => format!("{} and {} are one", name(one), name(other)),
            Self::Split { entity, apart } => {
                let parts: Vec<String> = apart
                    .iter()
                    .map(|part| match part {
                        SplitPart::Name(name) => format!("`{name}`"),
                        SplitPart::Article { article, .. } => format!("the one in {article}"),
                    })
                    .collect();
                format!("{} is another than {}", parts.join(", "), name(entity))
            }
            Self::Rename { entity, name: new } => format!("{} is shown as `{new}`", name(entity)),
            Self::SetKind { entity, kind } => {
                format!("{} is of the kind {}", name(entity), label(kind))
            }
        })
    }
}

/// Articles told by their ids.
const LISTED: usize = 3;

fn listed(articles: &[ArticleId]) -> String {
    let ids: Vec<String> = articles
        .iter()
        .take(LISTED)
        .map(ToString::to_string)
        .collect();
    match articles.len().checked_sub(LISTED) {
        None | Some(0) => ids.join(", "),
        Some(more) => format!(
            "{} and {}",
            ids.join(", "),
            count(more as u64, "more", "more")
        ),
    }
}

impl Told for StoryDecision {
    fn words(&self, _: Reader<'_>) -> Result<String> {
        Ok(match self {
            Self::Merge { articles } => format!("{} are one story", listed(articles)),
            Self::Confirm { articles } => format!("{} stay one story", listed(articles)),
            Self::Split { articles, others } => {
                format!(
                    "{} are another story than {}",
                    listed(articles),
                    listed(others)
                )
            }
            Self::Reject { articles, others } => {
                format!(
                    "{} are not of the story of {}",
                    listed(articles),
                    listed(others)
                )
            }
        })
    }
}

impl Told for LineageDecision {
    fn words(&self, _: Reader<'_>) -> Result<String> {
        let (child, parent) = self.edge();
        Ok(match self {
            Self::Confirm { .. } => format!("{child} took text from {parent}"),
            Self::Reject { .. } => format!("{child} took no text from {parent}"),
        })
    }
}

impl Told for DiscrepancyDecision {
    fn words(&self, reader: Reader<'_>) -> Result<String> {
        let (mut values, mut articles) = (Vec::new(), Vec::new());
        for side in &self.values {
            values.push(most_stated(reader, side)?);
            let mut stating: Vec<ArticleId> = side.iter().map(|(id, _)| *id).collect();
            stating.dedup();
            articles.push(listed(&stating));
        }
        let values: Option<Vec<String>> = values.into_iter().collect();
        let values = values.map_or_else(|| "the values".to_owned(), |all| all.join(" and "));
        let differ = match self.verdict {
            Verdict::Confirmed => "differ",
            Verdict::Dismissed => "do not differ",
        };
        let reason = self.reason.iter().map(|reason| format!(": {reason}"));
        Ok(format!(
            "{values} {differ} in {}{} ({})",
            label(&self.kind).replace('-', " "),
            reason.collect::<String>(),
            articles.join(" and ")
        ))
    }
}

/// The words by which a value is stated in most places, of equals the first.
fn most_stated(reader: Reader<'_>, side: &[(ArticleId, TextRange)]) -> Result<Option<String>> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for place in side {
        let Some(words) = stated(reader, *place)? else {
            continue;
        };
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    let most = { counts.into_iter().rev() }.max_by_key(|(_, count)| *count);
    Ok(most.map(|(words, _)| words))
}

/// The words of an article that a decision speaks of; nothing where it has other versions, for it may have spoken of those.
fn stated(reader: Reader<'_>, (id, range): (ArticleId, TextRange)) -> Result<Option<String>> {
    let versions = reader.versions(id)?;
    let [only] = &versions[..] else {
        return Ok(None);
    };
    let words = range.slice(&only.article.text);
    Ok(words.map(|words| format!("“{words}”")))
}
