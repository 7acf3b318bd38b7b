//! `retold entities`: the register, and corrections of it by hand.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_annotate::names::key;
use retold_link::entities::{fold_name, read_authority};
use retold_model::{
    ArticleId, ChainPlace, Decision, Entity, EntityId, EntityReference, NameKind, NamedChain,
    SplitPart, StatedOffice,
};
use retold_pipeline::Progress as _;
use retold_report::inert::visible;
use retold_report::label;
use retold_store::Reader;
use serde_json::{Value, json};

use super::decisions::decide;
use crate::base;
use crate::cli::{EntitiesArgs, EntitiesCommand, EntityKind, Global, ListArgs, ListFormat};
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::list::{format_of, write_list};
use crate::messages::{Reporter, count};
use crate::output::Output;
use crate::screen::Screen;
use crate::table::Table;

pub(crate) fn run(global: &Global, args: &EntitiesArgs, screen: Screen) -> Result<ExitStatus> {
    match &args.command {
        None => list(global, args, screen),
        Some(EntitiesCommand::Show { entity, list }) => show(global, entity, list, screen),
        Some(EntitiesCommand::Import { file }) => import(global, file, screen),
        Some(EntitiesCommand::Merge { entities }) => decide(global, screen, |reader| {
            let (first, others) = entities.split_first().context("at least two entities")?;
            let one = reference(reader, first)?;
            others
                .iter()
                .map(|other| {
                    Ok(Decision::Merge {
                        one: one.clone(),
                        other: reference(reader, other)?,
                    })
                })
                .collect()
        }),
        Some(EntitiesCommand::Split {
            entity,
            name,
            article,
        }) => decide(global, screen, |reader| {
            Ok(vec![split(reader, entity, name, article)?])
        }),
        Some(EntitiesCommand::Rename { entity, name }) => decide(global, screen, |reader| {
            Ok(vec![Decision::Rename {
                entity: reference(reader, entity)?,
                name: name.clone(),
            }])
        }),
        Some(EntitiesCommand::Type { entity, kind }) => decide(global, screen, |reader| {
            Ok(vec![Decision::SetKind {
                entity: reference(reader, entity)?,
                kind: name_kind(*kind),
            }])
        }),
    }
}

fn name_kind(kind: EntityKind) -> NameKind {
    match kind {
        EntityKind::Person => NameKind::Person,
        EntityKind::Organisation => NameKind::Organisation,
        EntityKind::Place => NameKind::Place,
        EntityKind::Facility => NameKind::Facility,
        EntityKind::Group => NameKind::Group,
    }
}

fn list(global: &Global, args: &EntitiesArgs, screen: Screen) -> Result<ExitStatus> {
    let words = args.words.join(" ");
    let wanted = key(&words);
    let (mut entities, naming) = base::read(global, |reader| {
        let entities = match (&args.article, &args.story) {
            (Some(article), _) => named_in(reader, &[base::article(reader, article)?])?,
            (None, Some(story)) => named_in(reader, &base::whole_story(reader, story)?.articles)?,
            (None, None) => reader.entities()?,
        };
        Ok((entities, reader.articles_naming()?))
    })?;
    entities.retain(|entity| {
        let kind = args.kind.is_none_or(|kind| name_kind(kind) == entity.kind);
        let named = wanted.is_empty()
            || { entity.aliases.iter() }.any(|alias| key(&alias.text).contains(&*wanted))
            || key(&entity.name).contains(&*wanted);
        kind && named
    });
    if let Some(limit) = args.limit {
        entities.truncate(limit);
    }
    let rows = entities
        .iter()
        .map(|entity| {
            let others: Vec<&str> = entity
                .aliases
                .iter()
                .map(|alias| alias.text.as_str())
                .filter(|text| *text != entity.name)
                .collect();
            let ids: Vec<String> = entity
                .ids
                .iter()
                .map(|id| format!("{}:{}", id.scheme, id.value))
                .collect();
            vec![
                json!(entity.id.to_string()),
                json!(label(&entity.kind)),
                json!(entity.name),
                json!(naming.get(&entity.id)),
                json!(ids.join(" ")),
                json!(others.join(", ")),
            ]
        })
        .collect::<Vec<_>>();
    let none = rows.is_empty();
    let columns = ["id", "kind", "name", "articles", "ids", "other names"];
    let columns = columns.map(str::to_owned).to_vec();
    write_list(&Table { columns, rows }, &args.list, screen)?;
    if none {
        Reporter::new(screen).say("no entities");
    }
    Ok(ExitStatus::look_at_if(none))
}

/// The entities that articles name, those that are named most in the whole base first.
fn named_in(reader: Reader<'_>, articles: &[ArticleId]) -> Result<Vec<Entity>> {
    let articles: BTreeSet<ArticleId> = articles.iter().copied().collect();
    let mut entities: Vec<Entity> = { reader.entities_of_each(&articles)? }
        .into_values()
        .flat_map(BTreeMap::into_values)
        .collect();
    entities.sort_by_key(|entity| (Reverse(entity.chains), entity.id));
    entities.dedup_by_key(|entity| entity.id);
    Ok(entities)
}

/// What is told of an entity.
struct Told {
    entity: Entity,
    offices: Vec<StatedOffice>,
    /// Articles that name it.
    articles: u64,
    chains: Vec<ChainPlace>,
}

/// Names, offices as stated, why the names are one, and the articles.
fn show(global: &Global, entity: &str, list: &ListArgs, screen: Screen) -> Result<ExitStatus> {
    let told = base::read(global, |reader| {
        let id = base::entity(reader, entity)?;
        Ok(Told {
            entity: reader.entity(id)?.context("it was found by its id")?,
            offices: offices(reader, id)?,
            articles: reader.articles_naming()?.get(&id).copied().unwrap_or(0),
            chains: reader.chains_of(id)?,
        })
    })?;
    let format = format_of(list, screen);
    if format == ListFormat::Csv {
        write_list(
            &names_and_offices(&told.entity, &told.offices),
            list,
            screen,
        )?;
        return Ok(ExitStatus::Done);
    }
    let mut output = Output::open(list.output.as_deref())?;
    if format == ListFormat::Text {
        write_text(&mut output, &told)?;
    } else {
        let mut record = serde_json::to_value(&told.entity)?;
        record["offices"] = serde_json::to_value(&told.offices)?;
        record["chains_of"] = serde_json::to_value(&told.chains)?;
        retold_report::to_json_line(&mut output, &record)?;
        writeln!(output)?;
    }
    output.finish()?;
    Ok(ExitStatus::Done)
}

fn write_text(out: &mut impl Write, told: &Told) -> Result<()> {
    let Told {
        entity, offices, ..
    } = told;
    let mut line = |text: String| writeln!(out, "{}", visible(&text));
    line(format!("{} · {}", entity.name, label(&entity.kind)))?;
    line(format!(
        "entity {} · {}",
        entity.id,
        count(told.articles, "article", "articles")
    ))?;
    for id in &entity.ids {
        line(format!("{} {}", id.scheme, id.value))?;
    }
    line(String::new())?;
    line("Names".to_owned())?;
    for alias in &entity.aliases {
        line(format!("  {} ({})", alias.text, alias.mentions))?;
    }
    if !offices.is_empty() {
        line(String::new())?;
        line("Said to be".to_owned())?;
    }
    for office in offices {
        let published = office.published.map(|stamp| stamp.to_string());
        let source: Vec<String> = [office.outlet.clone(), published]
            .into_iter()
            .flatten()
            .chain([office.article.to_string()])
            .collect();
        line(format!("  {} ({})", office.text, source.join(", ")))?;
    }
    if !entity.merges.is_empty() {
        line(String::new())?;
        line("Why these names are one".to_owned())?;
    }
    for merge in &entity.merges {
        let (one, other) = (&merge.one, &merge.other);
        let ground = label(&merge.ground);
        line(format!("  {} = {} ({ground})", sense(one), sense(other)))?;
    }
    Ok(())
}

/// The names of an entity with their mentions, and its offices with who states them and when.
fn names_and_offices(entity: &Entity, offices: &[StatedOffice]) -> Table {
    let columns = [
        "what",
        "words",
        "mentions",
        "article",
        "outlet",
        "published",
    ];
    let names = { entity.aliases.iter() }.map(|alias| {
        let (text, mentions) = (json!(alias.text), json!(alias.mentions));
        vec![
            json!("name"),
            text,
            mentions,
            Value::Null,
            Value::Null,
            Value::Null,
        ]
    });
    let offices = offices.iter().map(|office| {
        vec![
            json!("office"),
            json!(office.text),
            Value::Null,
            json!(office.article.to_string()),
            json!(office.outlet),
            json!(office.published.map(|stamp| stamp.to_string())),
        ]
    });
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: names.chain(offices).collect(),
    }
}

fn sense(sense: &retold_model::NameSense) -> String {
    match sense.facet.as_str() {
        "" => sense.name.clone(),
        facet => format!("{} [{facet}]", sense.name),
    }
}

/// The offices and other roles of an entity as stated, by date, those without one last.
fn offices(reader: Reader<'_>, id: EntityId) -> Result<Vec<StatedOffice>> {
    let mut offices = Vec::new();
    for place in reader.chains_of(id)? {
        let Some(version) = reader.article(place.article)? else {
            continue;
        };
        let article = &version.article;
        let Some(annotations) = reader.annotations(article.version)? else {
            continue;
        };
        let Some(chain) = annotations.chains.get(place.chain as usize) else {
            continue;
        };
        let roles = NamedChain::of(chain, &article.text).roles;
        offices.extend(roles.into_iter().map(|role| StatedOffice {
            text: role.text,
            article: place.article,
            range: role.range,
            published: article.published.as_ref().map(|stated| stated.value),
            outlet: article.outlet.as_ref().map(|stated| stated.value.clone()),
        }));
    }
    offices.sort_by_key(|office| {
        let start = office.range.start();
        (
            office.published.is_none(),
            office.published,
            office.article,
            start,
        )
    });
    Ok(offices)
}

/// How a decision names an entity.
fn reference(reader: Reader<'_>, name: &str) -> Result<EntityReference> {
    let id = base::entity(reader, name)?;
    let place = reader
        .chains_of(id)?
        .into_iter()
        .next()
        .context("an entity has a chain")?;
    let senses = reader.senses_of(place.article)?;
    let found = senses.into_iter().find(|sense| sense.chain == place.chain);
    Ok(EntityReference {
        id,
        sense: found.context("a chain has a sense")?.sense,
        witness: place.article,
    })
}

fn split(
    reader: Reader<'_>,
    entity: &str,
    names: &[String],
    articles: &[String],
) -> Result<Decision> {
    let reference = reference(reader, entity)?;
    let record = reader
        .entity(reference.id)?
        .context("it was found by its id")?;
    let mut apart = Vec::new();
    for name in names {
        let folded = fold_name(record.kind, name);
        if !record.senses.iter().any(|sense| sense.name == folded) {
            let message = format!("the entity has no full name `{name}`");
            let known: Vec<&str> = record.senses.iter().map(|s| s.name.as_str()).collect();
            return Err(Mistake::new(message, format!("it has: {}", known.join(", "))).into());
        }
        apart.push(SplitPart::Name(folded));
    }
    for article in articles {
        let article: ArticleId = base::article(reader, article)?;
        let before = apart.len();
        for chain in reader.senses_of(article)? {
            if record.senses.contains(&chain.sense) {
                apart.push(SplitPart::Article {
                    article,
                    name: chain.sense.name,
                });
            }
        }
        if apart.len() == before {
            let message = format!("the article {article} does not name the entity");
            let hint = "`retold entities show ID` tells its articles";
            return Err(Mistake::new(message, hint).into());
        }
    }
    apart.sort();
    apart.dedup();
    Ok(Decision::Split {
        entity: reference,
        apart,
    })
}

fn import(global: &Global, file: &Path, screen: Screen) -> Result<ExitStatus> {
    let context = || format!("could not read `{}`", file.display());
    let bytes = std::fs::read(file).with_context(context)?;
    let (entries, problems) = read_authority(&file.display().to_string(), &bytes);
    let mut reporter = Reporter::new(screen);
    for problem in &problems {
        reporter.diagnostic(problem);
    }
    let new = base::open_to_change(global)?.import_authority(&entries)?;
    reporter.say(&format!(
        "{} read, {new} new",
        count(entries.len() as u64, "entry", "entries")
    ));
    Ok(ExitStatus::look_at_if(!problems.is_empty()))
}
