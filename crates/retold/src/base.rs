//! Opening the base, and finding in it what a user names.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use retold_annotate::names::key;
use retold_lang::models::{ALL_MINILM_L6_V2, Cache, EN_CORE_WEB_SM};
use retold_model::{ArticleId, Entity, EntityId, Story, StoryId};
use retold_pipeline::{Annotator, Collection};
use retold_store::Reader;

use crate::cli::Global;
use crate::commands::models::fetch_step;
use crate::failure::Mistake;
use crate::messages::{Reporter, count};

/// The base unless `--db` or `RETOLD_DB` names another.
const USUAL: &str = "./retold.db";

/// Ids that are listed where a beginning fits several.
const LISTED: usize = 5;

/// The file of the base.
pub(crate) fn path(global: &Global) -> PathBuf {
    global.db.clone().unwrap_or_else(|| PathBuf::from(USUAL))
}

/// Opens a base that is there, for reading.
pub(crate) fn open_to_read(global: &Global) -> Result<Collection> {
    let path = path(global);
    must_exist(&path)?;
    Ok(Collection::open_read_only(path)?)
}

/// What `read` reads of a base that is there, while nothing that another process writes is seen: what it tells is of one state of
/// the base.
pub(crate) fn read<T>(global: &Global, read: impl FnOnce(Reader<'_>) -> Result<T>) -> Result<T> {
    open_to_read(global)?.reader().at_once(read)
}

/// Opens a base that is there, for changing it.
pub(crate) fn open_to_change(global: &Global) -> Result<Collection> {
    let path = path(global);
    must_exist(&path)?;
    Ok(Collection::open(path)?)
}

/// What reads English articles. Its models are fetched where they are missing.
pub(crate) fn annotator(reporter: &Reporter) -> Result<Annotator> {
    let cache = Cache::of_user()?;
    let ensure = |model| cache.ensure(model, &mut |step| fetch_step(reporter, model, step));
    let english = ensure(&EN_CORE_WEB_SM)?;
    Ok(Annotator::load(&english, ensure(&ALL_MINILM_L6_V2)?)?)
}

/// `collection` with what reads articles, if its articles were read.
pub(crate) fn annotating_as_before(
    collection: Collection,
    reporter: &Reporter,
) -> Result<Collection> {
    if collection.is_annotated()? == Some(true) {
        Ok(collection.with_annotator(annotator(reporter)?))
    } else {
        Ok(collection)
    }
}

/// Nothing is a base that is a directory.
pub(crate) fn must_be_no_directory(path: &Path) -> Result<()> {
    if path.is_dir() {
        let message = format!("`{}` is a directory", path.display());
        return Err(Mistake::new(message, "`--db` names the base, which is one file").into());
    }
    Ok(())
}

fn must_exist(path: &Path) -> Result<()> {
    must_be_no_directory(path)?;
    if path.exists() {
        return Ok(());
    }
    let message = format!("there is no base `{}`", path.display());
    Err(Mistake::new(
        message,
        "`retold add PATH` makes one; `--db FILE` names another",
    )
    .into())
}

/// The article whose id begins with `beginning`.
pub(crate) fn article(reader: Reader<'_>, beginning: &str) -> Result<ArticleId> {
    let found = if well_formed(beginning) {
        reader.articles_by_prefix(beginning, LISTED + 1)?
    } else {
        Vec::new()
    };
    let is_story = found.is_empty()
        && well_formed(beginning)
        && reader.stories_by_prefix(beginning, 2)?.len() == 1;
    let way_out = if is_story {
        format!("it is a story's: `retold story {beginning}` shows the articles")
    } else {
        "`retold search WORDS` finds articles".to_owned()
    };
    one("article", beginning, &found, &way_out)
}

/// The story whose id begins with `beginning`.
pub(crate) fn story(reader: Reader<'_>, beginning: &str) -> Result<StoryId> {
    let found = if well_formed(beginning) {
        reader.stories_by_prefix(beginning, LISTED + 1)?
    } else {
        Vec::new()
    };
    let of_article = if found.is_empty() {
        story_of_article(reader, beginning)?
    } else {
        None
    };
    let way_out = of_article.as_deref();
    let way_out = way_out.unwrap_or("`retold stories` lists them");
    one("story", beginning, &found, way_out)
}

/// What to say where the id is that of an article, as lists and searches show them.
fn story_of_article(reader: Reader<'_>, beginning: &str) -> Result<Option<String>> {
    if !well_formed(beginning) {
        return Ok(None);
    }
    let [article] = reader.articles_by_prefix(beginning, 2)?[..] else {
        return Ok(None);
    };
    let story = reader.story_of(article)?;
    Ok(story.map(|story| format!("`{article}` is an article: its story is `{}`", story.id)))
}

/// The story whose id begins with `beginning`, with its articles.
pub(crate) fn whole_story(reader: Reader<'_>, beginning: &str) -> Result<Story> {
    let id = story(reader, beginning)?;
    reader
        .story(id)?
        .with_context(|| format!("the base lost the story {id}"))
}

/// The entity that `name` means: one of the names of a single entity, else the beginning of an id ("Ada" and "Fed" could be both).
pub(crate) fn entity(reader: Reader<'_>, name: &str) -> Result<EntityId> {
    let ids = if well_formed(name) {
        reader.entities_by_prefix(name, LISTED + 1)?
    } else {
        Vec::new()
    };
    if let ([id], true) = (&ids[..], is_no_name(name)) {
        return Ok(*id);
    }
    let wanted = key(name);
    let mut found: Vec<Entity> = reader.entities()?;
    found.retain(|entity| { entity.aliases.iter() }.any(|alias| key(&alias.text) == wanted));
    match &found[..] {
        [entity] => return Ok(entity.id),
        [] => {}
        _ => {
            let message = format!("more than one entity is called `{name}`");
            return Err(
                Mistake::new(message, which(&found, &reader.articles_naming()?, name)).into(),
            );
        }
    }
    let way_out = "`retold entities WORDS` finds entities";
    if ids.is_empty() {
        let message = format!("no entity has the name `{name}`, or an id that begins so");
        return Err(Mistake::new(message, way_out).into());
    }
    one("entity", name, &ids, way_out)
}

/// Whether what is the beginning of an id is nobody's name for sure, so that not all names must be read to tell: "911" and "F16"
/// may be names, eight digits and more are none.
fn is_no_name(beginning: &str) -> bool {
    beginning.len() >= 8 && beginning.bytes().any(|byte| byte.is_ascii_digit())
}

/// What to give in the place of a name that several have: their ids, those first that are in most articles.
fn which(found: &[Entity], naming: &BTreeMap<EntityId, u64>, name: &str) -> String {
    let mut ordered: Vec<(u64, &Entity)> = { found.iter() }
        .map(|entity| (naming.get(&entity.id).copied().unwrap_or(0), entity))
        .collect();
    ordered.sort_by_key(|(articles, entity)| (Reverse(*articles), entity.id));
    let mut listed: Vec<String> = { ordered.iter().take(LISTED) }
        .map(|(articles, entity)| {
            let in_articles = count(*articles, "article", "articles");
            let kind = retold_report::label(&entity.kind);
            format!("{} ({}, {kind} in {in_articles})", entity.id, entity.name)
        })
        .collect();
    if found.len() > LISTED {
        let more = found.len() - LISTED;
        listed.push(format!("{more} more: `retold entities {name}`"));
    }
    format!("give the id: {}", listed.join(", "))
}

/// Whether it can be the beginning of an id.
pub(crate) fn well_formed(beginning: &str) -> bool {
    !beginning.is_empty()
        && beginning.len() <= 16
        && beginning.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn one<T: Copy + ToString>(what: &str, beginning: &str, found: &[T], way_out: &str) -> Result<T> {
    match found {
        [id] => Ok(*id),
        [] => Err(Mistake::new(
            format!("no {what} has an id that begins with `{beginning}`"),
            way_out,
        )
        .into()),
        several => {
            let more = if several.len() > LISTED { " …" } else { "" };
            let ids: Vec<String> = several
                .iter()
                .take(LISTED)
                .map(ToString::to_string)
                .collect();
            let message = format!("more than one {what} has an id that begins with `{beginning}`");
            Err(Mistake::new(
                message,
                format!("give more digits: {}{more}", ids.join(", ")),
            )
            .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use retold_model::{FirstArticle, NameKind};
    use retold_pipeline::{Settings, Source};
    use retold_read::{Input, Known, Limits};

    use super::*;
    use crate::cli::Colour;
    use crate::screen::Screen;

    #[test]
    fn what_is_read_is_of_one_state_of_the_base() {
        let directory = tempfile::tempdir().unwrap();
        let db = directory.path().join("base.db");
        let add = |name: &str| {
            let path = directory.path().join(name);
            let text = format!(
                "The dam of {name} broke in the night.\n\nNobody was hurt, the mayor said.\n"
            );
            std::fs::write(&path, text).unwrap();
            let source = Source {
                inputs: &[Input::from_argument(path.to_str().unwrap())],
                known: &Known::default(),
                manifest: None,
                limits: &Limits::default(),
            };
            let mut collection = Collection::open(&db).unwrap();
            let mut said = Reporter::new(Screen::of(&quiet(&db)));
            collection
                .add(source, &Settings::default(), &mut said)
                .unwrap();
        };
        add("first.txt");
        let counts = read(&quiet(&db), |reader| {
            let before = reader.article_ids()?.len();
            add("second.txt");
            Ok((before, reader.article_ids()?.len()))
        });
        assert_eq!(counts.unwrap(), (1, 1));
        let now = read(&quiet(&db), |reader| Ok(reader.article_ids()?.len()));
        assert_eq!(now.unwrap(), 2);
    }

    fn quiet(db: &Path) -> Global {
        Global {
            db: Some(db.to_owned()),
            quiet: true,
            no_input: true,
            color: Colour::Never,
        }
    }

    #[test]
    fn of_a_name_that_several_have_those_in_most_articles_are_told() {
        let article = ArticleId::of_url("https://example.org/a");
        let entity = |number: u64, name: &str| Entity {
            id: format!("{number:016x}").parse().unwrap(),
            kind: NameKind::Person,
            name: name.to_owned(),
            aliases: Vec::new(),
            chains: 1,
            first: FirstArticle {
                article,
                published: None,
            },
            senses: Vec::new(),
            merges: Vec::new(),
            ids: Vec::new(),
        };
        let found = [entity(1, "Ada Holt"), entity(2, "Maria Holt")];
        let naming = BTreeMap::from([(found[0].id, 1), (found[1].id, 12)]);
        assert_eq!(
            which(&found, &naming, "Holt"),
            "give the id: 0000000000000002 (Maria Holt, person in 12 articles), \
             0000000000000001 (Ada Holt, person in 1 article)"
        );
        let found: Vec<Entity> = (1..=7).map(|number| entity(number, "Holt")).collect();
        let told = which(&found, &BTreeMap::new(), "Holt");
        assert!(told.ends_with(", 2 more: `retold entities Holt`"), "{told}");
    }

    #[test]
    fn much_of_an_id_is_no_name_and_little_of_it_may_be_one() {
        let read = ["00000000000000a1", "00a1b2c3", "00a1b2c", "F16", "deadbeef"].map(is_no_name);
        assert_eq!(read, [true, true, false, false, false]);
    }

    #[test]
    fn a_beginning_means_one_id_or_none() {
        let shown =
            |found: &[u32]| one("story", "1", found, "`x`").map_err(|error| error.to_string());
        assert_eq!(shown(&[12]), Ok(12));
        assert_eq!(
            shown(&[]),
            Err("no story has an id that begins with `1`".to_owned())
        );
        assert_eq!(
            shown(&[12, 13]),
            Err("more than one story has an id that begins with `1`".to_owned())
        );
    }
}
