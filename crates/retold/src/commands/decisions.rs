//! `retold decisions`: corrections by hand of every subject, made, listed and taken back.

use anyhow::Result;
use retold_model::{
    ArticleId, ByHand, Decided, Decision, DiscrepancyDecision, EntityReference, LineageDecision,
    SplitPart, StoryDecision, Verdict,
};
use retold_pipeline::{Collection, Correction};
use retold_report::inert::visible;
use retold_report::label;
use retold_store::Reader;
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
    let collection = base::open_to_read(global)?;
    let reader = collection.reader();
    let mut rows: Vec<(u32, Vec<Value>)> = rows::<Decision>(reader)?;
    rows.extend(self::rows::<StoryDecision>(reader)?);
    rows.extend(self::rows::<LineageDecision>(reader)?);
    rows.extend(self::rows::<DiscrepancyDecision>(reader)?);
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
        let cells = vec![json!(number), json!(D::SUBJECT), json!(told(&decision))];
        (number, cells)
    };
    Ok(decisions.into_iter().map(row).collect())
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
        let told = told(decision);
        reporter.say(&format!(
            "{told}; `retold decisions undo {number}` takes it back"
        ));
    }
    Ok(ExitStatus::Done)
}

fn undo(global: &Global, numbers: &[u32], screen: Screen) -> Result<ExitStatus> {
    let mut collection = base::open_to_change(global)?;
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
        let Some(told) = gone else {
            let hint = "`retold decisions` lists them";
            return Err(Mistake::new(format!("there is no decision {number}"), hint).into());
        };
        Reporter::new(screen).say(&format!("taken back: {told}"));
    }
    Ok(ExitStatus::Done)
}

fn take_back<D: Correction + Told>(
    collection: &mut Collection,
    number: u32,
) -> Result<Option<String>> {
    let gone: Option<D> = collection.take_back(number)?;
    Ok(gone.as_ref().map(told))
}

/// A decision in words that are safe to show.
fn told(decision: &impl Told) -> String {
    visible(&decision.words()).into_owned()
}

/// A decision that can be told in words.
pub(crate) trait Told: ByHand {
    fn words(&self) -> String;
}

impl Told for Decision {
    fn words(&self) -> String {
        let name = |reference: &EntityReference| format!("`{}`", reference.sense.name);
        match self {
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
            Self::SetKind { entity, kind } => format!("{} is a {}", name(entity), label(kind)),
        }
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
    fn words(&self) -> String {
        match self {
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
        }
    }
}

impl Told for LineageDecision {
    fn words(&self) -> String {
        let (child, parent) = self.edge();
        match self {
            Self::Confirm { .. } => format!("{child} took text from {parent}"),
            Self::Reject { .. } => format!("{child} took no text from {parent}"),
        }
    }
}

impl Told for DiscrepancyDecision {
    fn words(&self) -> String {
        let sides: Vec<String> = self
            .values
            .iter()
            .map(|side| {
                let mut articles: Vec<ArticleId> = side.iter().map(|(id, _)| *id).collect();
                articles.dedup();
                listed(&articles)
            })
            .collect();
        let differ = match self.verdict {
            Verdict::Confirmed => "differ",
            Verdict::Dismissed => "do not differ",
        };
        let reason = self.reason.iter().map(|reason| format!(": {reason}"));
        format!(
            "{} {differ} in a {}{}",
            sides.join(" and "),
            label(&self.kind),
            reason.collect::<String>()
        )
    }
}
