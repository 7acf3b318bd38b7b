//! `retold stories`: the list.

use std::collections::BTreeMap;

use anyhow::Result;
use retold_model::{ArticleId, Story};
use retold_report::opening_words;
use retold_store::Reader;
use serde_json::{Value, json};

use crate::base;
use crate::cli::{Global, ListFormat, StoriesArgs};
use crate::exit_status::ExitStatus;
use crate::list::{format_of, write_list};
use crate::messages::Reporter;
use crate::phases::{Continued, independent_count};
use crate::screen::Screen;
use crate::table::Table;

pub(crate) fn run(global: &Global, args: &StoriesArgs, screen: Screen) -> Result<ExitStatus> {
    let table = base::read(global, |reader| {
        let mut table = table(reader, args.min_articles)?;
        if format_of(&args.list, screen) == ListFormat::Text {
            table = table.without("last").without("texts").without("phases");
            table = table.without_empty("continues");
            say_openings(reader, &mut table)?;
        }
        Ok(table)
    })?;
    write_list(&table, &args.list, screen)?;
    if table.rows.is_empty() {
        Reporter::new(screen).say("no stories");
    }
    Ok(ExitStatus::look_at_if(table.rows.is_empty()))
}

/// Where no article of a story states a headline, people are told how the first of them opens.
fn say_openings(reader: Reader<'_>, table: &mut Table) -> Result<()> {
    let Some(headline) = table.columns.iter().position(|name| name == "headline") else {
        return Ok(());
    };
    for row in table.rows.iter_mut().filter(|row| row[headline].is_null()) {
        let id = row[0].as_str().unwrap_or_default();
        let story = reader.story(base::story(reader, id)?)?;
        let first = story.and_then(|story| story.articles.first().copied());
        let first = first.map(|id| reader.article(id)).transpose()?.flatten();
        row[headline] = json!(first.map(|first| opening_words(&first.article.text)));
    }
    Ok(())
}

/// The stories of `least` articles or more, in the order of the base.
pub(crate) fn table(reader: Reader<'_>, least: usize) -> Result<Table> {
    let mut group_of: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for (number, group) in reader.reprint_groups()?.into_iter().enumerate() {
        group_of.extend(group.articles.into_iter().map(|id| (id, number)));
    }
    let columns = [
        "id",
        "articles",
        "independent",
        "texts",
        "outlets",
        "first",
        "last",
        "phases",
        "continues",
        "headline",
    ];
    let continued = Continued::new(reader);
    let mut rows = Vec::new();
    for story in reader.stories()? {
        if story.articles.len() < least {
            continue;
        }
        let stamp = |stamp: Option<retold_model::Stamp>| {
            stamp.map_or(Value::Null, |stamp| json!(stamp.to_string()))
        };
        let (phases, earlier) = continued.of(&story)?;
        let earlier: Vec<String> = earlier.iter().map(ToString::to_string).collect();
        rows.push(vec![
            json!(story.id.to_string()),
            json!(story.articles.len()),
            json!(independent_count(reader, &story)?),
            json!(separate_texts(&story, &group_of)),
            json!(reader.outlets(story.id)?.len()),
            stamp(story.first),
            stamp(story.last),
            json!(phases),
            match earlier.as_slice() {
                [] => Value::Null,
                earlier => json!(earlier.join(" ")),
            },
            story.headline.map_or(Value::Null, Value::String),
        ]);
    }
    Ok(Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    })
}

/// How many articles a story has when each group of reprints counts once.
fn separate_texts(story: &Story, group_of: &BTreeMap<ArticleId, usize>) -> usize {
    let mut groups: Vec<usize> = story
        .articles
        .iter()
        .filter_map(|id| group_of.get(id).copied())
        .collect();
    let grouped = groups.len();
    groups.sort_unstable();
    groups.dedup();
    story.articles.len() - grouped + groups.len()
}
