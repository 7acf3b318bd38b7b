//! What was read in articles, and the register of what they name.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use retold_model::*;
use retold_store::{NewSource, SourceId, Store};
use retold_text::TextRange;
use support::{article, base, derive, document, sense};

/// "Head\n\n{name} spoke in {path}." with one mention, one chain and one quote.
fn source(path: &str, name: &str, published: &str) -> (SourceDocument, Article, Annotations) {
    let document = document(path, &format!("Head\n\n{name} spoke in {path}."), None);
    let mut article = article(&document, &format!("https://harbour.example/{path}"), None);
    article.published = Some(Stated {
        value: published.parse().unwrap(),
        from: "flag".into(),
        source: None,
    });
    let range = TextRange::of(6, 6 + name.len());
    let annotations = Annotations {
        mentions: vec![Mention {
            range,
            kind: NameKind::Person,
            grounds: vec![NameGround::Model],
            title: None,
        }],
        chains: vec![Chain {
            kind: NameKind::Person,
            name: range,
            members: vec![ChainMember {
                range,
                reference: Reference::Name,
            }],
            roles: Vec::new(),
        }],
        quotes: vec![Quote {
            content: vec![TextRange::new(0, 4)],
            kind: QuoteKind::Indirect,
            stance: QuoteStance::Statement,
            cue: None,
            speaker: Some(range),
            speaker_name: None,
            addressee: None,
            medium: None,
            setting: None,
            via: Vec::new(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 50,
        }],
        embedding: Some(Embedding(vec![-127, 0, 64])),
        ..Annotations::default()
    };
    (document, article, annotations)
}

fn add(store: &mut Store, sources: &[(SourceDocument, Article, Annotations)]) {
    let mut batch = store.begin().unwrap();
    let new: Vec<NewSource<'_>> = sources
        .iter()
        .map(|(document, article, annotations)| NewSource {
            document,
            article: Some(article),
            annotations: Some(annotations),
            read: &[],
            extracted: &[],
        })
        .collect();
    batch.add(&new).unwrap();
    batch.settle(derive()).unwrap();
    batch.commit().unwrap();
}

fn entity(id: &str, name: &str, senses: Vec<NameSense>, first: FirstArticle) -> Entity {
    Entity {
        id: id.parse().unwrap(),
        kind: NameKind::Person,
        name: name.to_owned(),
        aliases: vec![Alias {
            text: name.to_owned(),
            mentions: 1,
        }],
        chains: 1,
        first,
        senses,
        merges: Vec::new(),
        ids: Vec::new(),
    }
}

#[test]
fn annotations_come_out_as_they_went_in() {
    let (_directory, path, mut store) = base();
    let (document, article, annotations) = source("a.txt", "Zoë Lund", "2024-05-16");
    add(
        &mut store,
        &[(document, article.clone(), annotations.clone())],
    );
    drop(store);
    let store = Store::open_read_only(path).unwrap();
    let reader = store.reader();
    assert_eq!(
        reader.annotations(article.version).unwrap(),
        Some(annotations.clone())
    );
    let sheet = reader.sheet(article.id).unwrap();
    assert_eq!(sheet.embedding, annotations.embedding);
    assert_eq!(reader.check_ranges().unwrap(), []);
}

#[test]
fn a_range_that_lies_inside_a_character_is_found() {
    let (_directory, path, mut store) = base();
    let (document, article, mut annotations) = source("a.txt", "Zoë Lund", "2024-05-16");
    annotations.quotes[0].speaker = Some(TextRange::new(6, 9));
    add(&mut store, &[(document, article.clone(), annotations)]);
    drop(store);
    let found: Vec<String> = Store::open_read_only(path)
        .unwrap()
        .reader()
        .check_ranges()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = format!(
        "annotation (version {}, position quote 0): the range 6..9 of its record does not lie on characters of the text",
        article.version
    );
    assert_eq!(found, [expected]);
}

#[test]
fn sums_of_a_sense_follow_the_articles() {
    let (_directory, _, mut store) = base();
    let late = source("late.txt", "Ada Venn", "2024-05-17");
    let early = source("early.txt", "Ada Venn", "2024-05-16");
    add(&mut store, &[late.clone(), early.clone()]);
    let first = |source: &(SourceDocument, Article, Annotations)| FirstArticle {
        published: source.1.published.as_ref().map(|stated| stated.value),
        article: source.1.id,
    };
    let mut sample = vec![late.1.id, early.1.id];
    sample.sort_unstable();
    let ada = sense(NameKind::Person, "Ada Venn");
    let summary = |chains, first, sample: &[ArticleId]| {
        Some(SenseSummary {
            sense: ada.clone(),
            chains,
            names: vec![Alias {
                text: "Ada Venn".into(),
                mentions: chains,
            }],
            first,
            sample: sample.to_vec(),
            settled: None,
        })
    };
    let mut batch = store.begin().unwrap();
    let index = batch.entity_index();
    assert_eq!(
        index.summary(&ada).unwrap(),
        summary(2, first(&early), &sample)
    );
    let key = NameKey("ada venn".into());
    assert_eq!(
        index.with_key(&key, 1).unwrap(),
        Some(vec![KeyedSense {
            sense: ada.clone(),
            entity: None,
        }])
    );
    assert_eq!(index.with_key(&key, 0).unwrap(), None);
    assert_eq!(index.keys(&ada).unwrap(), std::slice::from_ref(&key));

    batch.remove(&[SourceId::of(&early.0)]).unwrap();
    batch.settle(derive()).unwrap();
    let index = batch.entity_index();
    assert_eq!(
        index.summary(&ada).unwrap(),
        summary(1, first(&late), &[late.1.id])
    );
    batch.remove(&[SourceId::of(&late.0)]).unwrap();
    batch.settle(derive()).unwrap();
    let index = batch.entity_index();
    assert_eq!(index.summary(&ada).unwrap(), None);
    assert_eq!(index.with_key(&key, 9).unwrap(), Some(Vec::new()));
    assert_eq!(index.chain_senses(late.1.id).unwrap(), []);
}

#[test]
fn entities_give_way_to_those_of_the_next_update() {
    let (_directory, _, mut store) = base();
    let ada = source("a.txt", "Ada Venn", "2024-05-16");
    let venn = source("b.txt", "Venn", "2024-05-17");
    add(&mut store, &[ada.clone(), venn.clone()]);
    let first = FirstArticle {
        published: None,
        article: ada.1.id,
    };
    let senses = ["Ada Venn", "Venn"].map(|name| sense(NameKind::Person, name));
    let apart: Vec<Entity> = [
        ("00000000000000a1", "Ada Venn"),
        ("00000000000000a2", "Venn"),
    ]
    .map(|(id, name)| entity(id, name, vec![sense(NameKind::Person, name)], first))
    .to_vec();
    let one = entity("00000000000000a1", "Ada Venn", senses.to_vec(), first);
    let mut batch = store.begin().unwrap();
    batch
        .apply_entities(&EntityUpdate {
            entities: apart.clone(),
            ..EntityUpdate::default()
        })
        .unwrap();
    assert_eq!(batch.reader().entities().unwrap(), apart);
    let settled = SettledSense {
        sense: senses[0].clone(),
        signature: 7,
    };
    batch
        .apply_entities(&EntityUpdate {
            dissolved: apart.iter().map(|entity| entity.id).collect(),
            entities: vec![one.clone()],
            settled: vec![settled],
            ..EntityUpdate::default()
        })
        .unwrap();
    let index = batch.entity_index();
    assert_eq!(index.entity_of(&senses[1]).unwrap(), Some(one.clone()));
    let settled = index.summary(&senses[0]).unwrap().unwrap().settled;
    assert_eq!(settled, Some(7));
    batch.commit().unwrap();
    let reader = store.reader();
    assert_eq!(
        reader.entities_of(venn.1.id).unwrap(),
        BTreeMap::from([(0, one.clone())])
    );
    let mut places = [ada.1.id, venn.1.id].map(|article| ChainPlace { article, chain: 0 });
    places.sort_unstable();
    assert_eq!(reader.chains_of(one.id).unwrap(), places);
    assert_eq!(reader.entities_by_prefix("00", 9).unwrap(), [one.id]);
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_decision_keeps_its_number_and_numbers_are_not_used_again() {
    let (_directory, _, mut store) = base();
    let (document, article, annotations) = source("a.txt", "Ada Venn", "2024-05-16");
    add(&mut store, &[(document, article.clone(), annotations)]);
    let rename = |name: &str| Decision::Rename {
        entity: EntityReference {
            id: "00000000000000a1".parse().unwrap(),
            sense: sense(NameKind::Person, "Ada Venn"),
            witness: article.id,
        },
        name: name.to_owned(),
    };
    let mut batch = store.begin().unwrap();
    assert_eq!(batch.decide(&rename("A. Venn")).unwrap(), 1);
    assert_eq!(batch.take_back::<StoryDecision>(1).unwrap(), None);
    assert_eq!(batch.take_back(1).unwrap(), Some(rename("A. Venn")));
    assert_eq!(batch.take_back::<Decision>(1).unwrap(), None);
    let merge = StoryDecision::Merge {
        articles: vec![article.id],
    };
    assert_eq!(batch.decide(&merge).unwrap(), 2);
    assert_eq!(batch.decide(&rename("Venn, Ada")).unwrap(), 3);
    batch.commit().unwrap();
    assert_eq!(
        store.reader().decisions().unwrap(),
        [Decided {
            number: 3,
            decision: rename("Venn, Ada")
        }]
    );
    assert_eq!(
        store.reader().decisions().unwrap(),
        [Decided {
            number: 2,
            decision: merge
        }]
    );
}

#[test]
fn authority_entries_are_found_by_their_names() {
    let (_directory, _, mut store) = base();
    let entry = AuthorityEntry {
        name: "Ada Venn".into(),
        aliases: vec!["A. Venn".into()],
        ids: Vec::new(),
        kind: None,
    };
    let names = |entry: &AuthorityEntry| {
        let mut names = entry.aliases.clone();
        names.push(entry.name.clone());
        names
    };
    let mut batch = store.begin().unwrap();
    let new = batch.import(std::slice::from_ref(&entry), names).unwrap();
    assert_eq!(new, std::slice::from_ref(&entry));
    let again = batch.import(std::slice::from_ref(&entry), names).unwrap();
    assert_eq!(again, []);
    let index = batch.entity_index();
    assert_eq!(index.authority("A. Venn").unwrap(), [entry]);
    assert_eq!(index.authority("Venn").unwrap(), []);
}
