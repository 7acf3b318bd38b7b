//! `retold search`: articles by their words.

use std::io::Write;

use anyhow::Result;
use retold_model::StoryId;
use retold_report::inert::visible;
use retold_report::{Span, Spans, wrap};
use retold_store::{Hit, Reader, SearchQuery};
use serde_json::{Value, json};

use crate::base;
use crate::cli::{Global, ListFormat, SearchArgs};
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::list::{format_of, write_list};
use crate::messages::Reporter;
use crate::output::Output;
use crate::screen::Screen;
use crate::table::Table;

pub(crate) fn run(global: &Global, args: &SearchArgs, screen: Screen) -> Result<ExitStatus> {
    let query = SearchQuery::parse(&args.query.join(" "));
    if query.is_empty() {
        let hint = "`retold search flood OR \"dam wall\"`: words, phrases, OR, NOT, begin*";
        return Err(Mistake::new("the query holds no word", hint).into());
    }
    let none = if format_of(&args.list, screen) == ListFormat::Text {
        let hits = base::read(global, |reader| {
            let hits = reader.search(&query, args.limit)?.into_iter();
            let with_story = hits.map(|hit| Ok((reader.story_of(hit.article)?, hit)));
            with_story.collect::<Result<Vec<_>>>()
        })?;
        let mut output = Output::open(args.list.output.as_deref())?;
        for (story, hit) in &hits {
            let story = story.as_ref().map(|story| story.id);
            write_hit(&mut output, hit, story, screen.width())?;
        }
        output.finish()?;
        hits.is_empty()
    } else {
        let table = base::read(global, |reader| {
            table(reader, &reader.search(&query, args.limit)?)
        })?;
        write_list(&table, &args.list, screen)?;
        table.rows.is_empty()
    };
    if none {
        Reporter::new(screen).say("nothing found");
    }
    Ok(ExitStatus::look_at_if(none))
}

fn write_hit(out: &mut impl Write, hit: &Hit, story: Option<StoryId>, width: usize) -> Result<()> {
    let headline = hit.headline.as_deref().unwrap_or("(no headline)");
    let outlet = hit
        .outlet
        .as_deref()
        .map(|outlet| format!("{outlet}: "))
        .unwrap_or_default();
    let published = hit
        .published
        .as_deref()
        .map(|published| format!(", {published}"))
        .unwrap_or_default();
    writeln!(
        out,
        "{}  {}",
        hit.article,
        visible(&format!("{outlet}{headline}{published}"))
    )?;
    for line in wrap(&visible(&hit.words), width.saturating_sub(4).min(96)) {
        writeln!(out, "    {line}")?;
    }
    if let Some(story) = story {
        writeln!(out, "    story {story}")?;
    }
    Ok(())
}

/// A row for each hit, with the ranges of all words that match.
fn table(reader: Reader<'_>, hits: &[Hit]) -> Result<Table> {
    let columns = [
        "article",
        "version",
        "story",
        "outlet",
        "headline",
        "published",
        "matches",
        "snippet",
    ];
    let mut rows = Vec::new();
    for hit in hits {
        let Some(version) = reader.article(hit.article)? else {
            continue;
        };
        let story = reader.story_of(hit.article)?;
        let spans = Spans::new(&version.article.text);
        let matches: Vec<Span> = hit.ranges.iter().map(|&range| spans.span(range)).collect();
        let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
        rows.push(vec![
            json!(hit.article.to_string()),
            json!(version.article.version.to_string()),
            json!(story.map(|story| story.id.to_string())),
            text(&hit.outlet),
            text(&hit.headline),
            text(&hit.published),
            serde_json::to_value(matches)?,
            serde_json::to_value(spans.span(hit.snippet))?,
        ]);
    }
    Ok(Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    })
}
