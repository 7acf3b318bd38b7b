//! What a collection holds is a function of the set of its sources.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::num::NonZeroUsize;

use retold_lang::models::{ALL_MINILM_L6_V2, Cache, EN_CORE_WEB_SM};
use retold_model::{ArticleId, Lineage, LineageDecision, StoryDecision};
use retold_pipeline::{Annotator, Collection, PipelineError, Settings};
use retold_read::Read;
use retold_store::SourceSelector;
use support::{Chance, Page, assert_same, dump, pages};

fn collection() -> (tempfile::TempDir, Collection) {
    let directory = tempfile::tempdir().unwrap();
    let collection = Collection::open(directory.path().join("retold.db")).unwrap();
    (directory, collection)
}

fn settings(threads: usize, batch_documents: usize) -> Settings {
    Settings {
        threads: NonZeroUsize::new(threads),
        batch_documents,
        ..Settings::default()
    }
}

fn add(collection: &mut Collection, pages: &[Page], settings: &Settings) {
    let reads: Vec<Read> = pages.iter().flat_map(Page::reads).collect();
    collection
        .add_reads(reads.into_iter(), settings, &mut ())
        .unwrap();
}

fn added(pages: &[Page], settings: &Settings) -> String {
    let (_directory, mut collection) = collection();
    add(&mut collection, pages, settings);
    dump(&collection)
}

#[test]
fn any_order_any_batches_any_threads_give_the_same() {
    let pages = pages(48, 7);
    let expected = added(&pages, &settings(1, 1000));
    let mut chance = Chance(11);
    for round in 0..20 {
        let mut shuffled = pages.clone();
        chance.shuffle(&mut shuffled);
        let settings = settings(1 + round % 2, 1 + chance.below(30));
        let (_directory, mut collection) = collection();
        // Several runs as well as several batches.
        let cut = chance.below(shuffled.len());
        add(&mut collection, &shuffled[..cut], &settings);
        add(&mut collection, &shuffled[cut..], &settings);
        assert_same(
            &dump(&collection),
            &expected,
            &format!("round {round}, {settings:?}"),
        );
    }
}

/// What reads the pages. The models are fetched where they are missing.
fn annotator() -> Annotator {
    let cache = Cache::of_user().unwrap();
    let ensure = |model| cache.ensure(model, &mut |_| ()).unwrap();
    Annotator::load(&ensure(&EN_CORE_WEB_SM), ensure(&ALL_MINILM_L6_V2)).unwrap()
}

#[test]
fn what_is_read_in_articles_does_not_depend_on_order_either() {
    let pages = pages(18, 23);
    let annotated = || {
        let (directory, collection) = collection();
        (directory, collection.with_annotator(annotator()))
    };
    let (_directory, mut collection) = annotated();
    add(&mut collection, &pages, &settings(1, 1000));
    let expected = dump(&collection);
    assert!(collection.reader().entities().unwrap().len() > 10);
    let mut chance = Chance(29);
    for round in 0..4 {
        let mut shuffled = pages.clone();
        chance.shuffle(&mut shuffled);
        let (_directory, mut collection) = annotated();
        add(
            &mut collection,
            &shuffled,
            &settings(2, 1 + chance.below(9)),
        );
        assert_same(&dump(&collection), &expected, &format!("round {round}"));
    }
    collection.rebuild(&settings(2, 5), &mut ()).unwrap();
    assert_same(&dump(&collection), &expected, "rebuilt");
    let verification = collection.verify(&settings(2, 5), &mut ()).unwrap();
    assert_eq!(verification.findings, []);
}

#[test]
fn a_base_is_made_with_annotations_or_without_them() {
    let pages = pages(2, 31);
    let (directory, mut collection) = collection();
    add(&mut collection, &pages[..1], &Settings::default());
    assert_eq!(collection.is_annotated().unwrap(), Some(false));
    drop(collection);
    let open = || Collection::open(directory.path().join("retold.db")).unwrap();
    let mut collection = open().with_annotator(annotator());
    let reads: Vec<Read> = pages[1].reads();
    let refused = collection.add_reads(reads.clone().into_iter(), &Settings::default(), &mut ());
    assert!(matches!(refused, Err(PipelineError::NotAnnotated)));
    collection.rebuild(&Settings::default(), &mut ()).unwrap();
    assert_eq!(collection.is_annotated().unwrap(), Some(true));
    drop(collection);
    let refused = open().add_reads(reads.into_iter(), &Settings::default(), &mut ());
    assert!(matches!(refused, Err(PipelineError::Annotated)));
}

#[test]
fn adding_again_changes_nothing() {
    let pages = pages(20, 3);
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages, &Settings::default());
    let expected = dump(&collection);
    let reads: Vec<Read> = pages.iter().flat_map(Page::reads).collect();
    let summary = collection
        .add_reads(reads.into_iter(), &Settings::default(), &mut ())
        .unwrap();
    assert_eq!(
        (
            summary.documents,
            summary.new,
            summary.known,
            summary.articles
        ),
        (20, 0, 20, 0)
    );
    assert_same(&dump(&collection), &expected, "added twice");
}

#[test]
fn removing_is_as_if_it_had_never_been_added() {
    let pages = pages(40, 5);
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages, &settings(2, 13));
    // Copies stay: they are the same bytes, found under another name. So only what has none is compared.
    let copied = |page: &Page| {
        pages
            .iter()
            .any(|other| other.name != page.name && other.bytes == page.bytes)
    };
    let (gone, kept): (Vec<Page>, Vec<Page>) = pages
        .iter()
        .cloned()
        .partition(|page| page.name.starts_with("scrape/") && !copied(page));
    assert!(gone.len() > 5 && kept.len() > 5, "the generator gives both");
    let mut articles = 0;
    for page in &gone {
        let summary = collection
            .remove(&SourceSelector::Path(page.name.clone()))
            .unwrap();
        assert_eq!(summary.sources, 1, "{}", page.name);
        articles += summary.articles;
    }
    assert_eq!(articles, gone.len() as u64);
    assert_same(
        &dump(&collection),
        &added(&kept, &Settings::default()),
        "removed",
    );
}

#[test]
fn removing_a_version_brings_back_the_one_before() {
    let pages = pages(60, 9);
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages, &Settings::default());
    let name = |id| {
        collection
            .reader()
            .find_sources(&SourceSelector::Article(id))
            .unwrap()
    };
    let versioned = collection
        .reader()
        .article_ids()
        .unwrap()
        .into_iter()
        .find(|&id| collection.reader().versions(id).unwrap().len() > 1 && name(id).len() == 2)
        .expect("the generator gives versions");
    let current = collection.reader().article(versioned).unwrap().unwrap();
    let path = collection
        .reader()
        .source_of(current.article.version)
        .unwrap()
        .unwrap()
        .location
        .path;
    collection
        .remove(&SourceSelector::Path(path.clone()))
        .unwrap();
    let kept: Vec<Page> = pages.into_iter().filter(|page| page.name != path).collect();
    assert_same(
        &dump(&collection),
        &added(&kept, &Settings::default()),
        "removed",
    );
}

#[test]
fn rebuilding_gives_what_adding_gave() {
    let pages = pages(40, 13);
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages, &settings(2, 9));
    let expected = dump(&collection);
    let summary = collection.rebuild(&settings(2, 11), &mut ()).unwrap();
    assert_eq!(
        summary.articles,
        collection.reader().counts().unwrap().articles
    );
    assert_same(&dump(&collection), &expected, "rebuilt");
}

/// What was forgotten of the articles that are gone must not outlive them: the base was refused as it points at nothing.
#[test]
fn rebuilding_after_removing_gives_what_adding_the_rest_gives() {
    let pages = pages(20, 19);
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages, &settings(2, 9));
    let (gone, kept) = pages.split_at(7);
    for page in gone {
        let path = SourceSelector::Path(page.name.clone());
        collection.remove(&path).unwrap();
    }
    collection.rebuild(&settings(2, 11), &mut ()).unwrap();
    let expected = added(kept, &Settings::default());
    assert_same(&dump(&collection), &expected, "rebuilt");
}

#[test]
fn decisions_hold_through_everything_and_leave_no_trace_when_taken_back() {
    let pages = pages(40, 17);
    let expected = added(&pages, &Settings::default());
    let (_directory, mut collection) = collection();
    add(&mut collection, &pages[..30], &settings(2, 9));
    let stories = collection.reader().stories().unwrap();
    let large = stories.iter().max_by_key(|story| story.articles.len());
    let (first, rest) = large.unwrap().articles.split_at(1);
    let (half, others) = rest.split_at(rest.len() / 2);
    let split = StoryDecision::Split {
        articles: half.to_vec(),
        others: others.to_vec(),
    };
    let reject = StoryDecision::Reject {
        articles: first.to_vec(),
        others: rest.to_vec(),
    };
    let edge = |lineage: Lineage| {
        let parent = lineage.edges.first()?.parent.article()?;
        Some((lineage.article, parent))
    };
    let reader = collection.reader();
    let ids = reader.article_ids().unwrap();
    let (child, parent) = ids
        .into_iter()
        .filter_map(|id| reader.lineage(id).unwrap())
        .find_map(edge)
        .expect("the generator gives copies");
    let turned = LineageDecision::Confirm {
        child: parent,
        parent: child,
    };
    assert_eq!(collection.decide(&split).unwrap(), 1);
    assert_eq!(collection.decide(&reject).unwrap(), 2);
    assert_eq!(collection.decide(&turned).unwrap(), 3);
    add(&mut collection, &pages[30..], &settings(2, 4));
    let story = |id: &ArticleId| collection.reader().story_of(*id).unwrap().unwrap().id;
    let of_half = story(&half[0]);
    assert!(half.iter().all(|id| story(id) == of_half));
    assert!(others.iter().all(|id| story(id) != of_half));
    assert!(rest.iter().all(|id| story(id) != story(&first[0])));
    let lineage = collection.reader().lineage(parent).unwrap().unwrap();
    assert_eq!(edge(lineage), Some((parent, child)));
    let decided = dump(&collection);
    collection.rebuild(&settings(2, 7), &mut ()).unwrap();
    assert_same(&dump(&collection), &decided, "rebuilt");
    let verification = collection.verify(&settings(2, 5), &mut ()).unwrap();
    assert_eq!(verification.findings, []);

    assert_eq!(collection.take_back::<StoryDecision>(3).unwrap(), None);
    assert_eq!(collection.take_back(3).unwrap(), Some(turned));
    assert_eq!(collection.take_back(1).unwrap(), Some(split));
    assert_eq!(collection.take_back(2).unwrap(), Some(reject));
    assert_same(&dump(&collection), &expected, "taken back");
}
