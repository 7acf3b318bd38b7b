//! Stories of the gold, compared as the dossier compares a story.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use retold_annotate::{annotate, prose};
use retold_link::claims::claims;
use retold_link::entities::MemoryRegister;
use retold_link::{MemoryIndex, count_roots, lineage, root_of};
use retold_model::{
    Annotations, Article, ArticleFacts, ArticleId, ArticleNames, ChainPlace, Digest, EntityId,
    FieldName, Lineage, Markup, Part, PartRole, Passage, Report, SourceDocument, Statement,
};
use retold_text::{CharOffsets, OffsetMap, PositionEncoding, TextRange, TextSize};
use serde::Deserialize;

use super::judged::{self, Judged, Words};
use super::printed::{Printed, PrintedStatement};
use crate::english;
use crate::eval::gold::GoldFile;
use crate::eval::text_document::{Extracted, TextRecord};

/// A record, and the story that it is put into.
#[derive(Deserialize)]
struct Told {
    story_id: String,
    #[serde(flatten)]
    record: TextRecord,
}

/// What stands between headline and text in the bytes of a record's document.
const BREAK: &str = "\n\n";

impl Told {
    /// The record as JSON articles are read: headline and body are parts, and both are compared.
    fn document(&self) -> SourceDocument {
        let mut document = self.record.document();
        let Some(title) = self
            .record
            .title
            .as_deref()
            .filter(|title| !title.is_empty())
        else {
            return document;
        };
        let part = |role, text: &str, start: usize| {
            let mut map = OffsetMap::new();
            map.push_verbatim(size(text.len()), size(start));
            Part {
                role,
                markup: Markup::Plain,
                text: text.to_owned(),
                map,
            }
        };
        let raw: Arc<[u8]> = Arc::from([title, BREAK, &self.record.text].concat().into_bytes());
        document.digest = Digest::of(&raw);
        document.raw = raw;
        document
            .fields
            .retain(|field| field.name != FieldName::Headline);
        document.parts = vec![
            part(PartRole::Headline, title, 0),
            part(PartRole::Body, &self.record.text, title.len() + BREAK.len()),
        ];
        document
    }

    /// The words of the record that the bytes `range` of its document are.
    fn words(&self, extracted: &Extracted, range: TextRange) -> Words {
        let source = extracted.map.source_range(range);
        let before = match self.record.title.as_deref() {
            Some(title) if !title.is_empty() => size(title.len() + BREAK.len()),
            _ => 0,
        };
        let (field, text, from) = match &self.record.title {
            Some(title) if source.start() < before => (judged::Part::Headline, title, 0),
            _ => (judged::Part::Text, &self.record.text, before),
        };
        let offsets = CharOffsets::new(text);
        let chars = |at: TextSize| offsets.position(at - from, PositionEncoding::Chars);
        Words {
            article: self.record.id.clone(),
            field,
            start: chars(source.start()),
            end: chars(source.end()),
        }
    }
}

fn size(bytes: usize) -> TextSize {
    TextSize::try_from(bytes).expect("gold texts are below 4 GiB")
}

/// An article with what was read in it.
struct Annotated<'r> {
    told: &'r Told,
    extracted: Extracted,
    article: Article,
    annotations: Annotations,
}

/// What is printed of each story of `file` that was read, and of the twos of stories that are mixed.
pub(super) fn compare(file: &GoldFile, judged: &Judged) -> Result<Vec<Printed>> {
    let read: BTreeSet<&str> = { judged.stories_of(&file.name) }
        .map(|story| story.story.as_str())
        .collect();
    let told: Vec<Told> = file.records()?;
    let pipeline = english::pipeline()?;
    let mut articles: BTreeMap<&str, Vec<Annotated<'_>>> = BTreeMap::new();
    for told in { told.iter() }.filter(|told| read.contains(&*told.story_id)) {
        let extracted = told.record.extracted_from(&told.document());
        // A text of which nothing is left is not compared.
        let Some(mut article) = extracted.article.clone() else {
            continue;
        };
        article.id = told.record.article_id();
        let doc = pipeline.analyse_parts(&article.text, &prose(&article))?;
        let annotations = annotate(&article, &doc);
        articles.entry(&told.story_id).or_default().push(Annotated {
            told,
            extracted,
            article,
            annotations,
        });
    }
    let mut result = Vec::new();
    for story in &read {
        result.extend(of_story(&[story], &articles)?);
    }
    for mixture in judged.mixtures(&file.name) {
        result.extend(of_story(&mixture, &articles)?);
    }
    Ok(result)
}

/// The discrepancies of `stories`, taken for one.
fn of_story(
    stories: &[&str],
    articles: &BTreeMap<&str, Vec<Annotated<'_>>>,
) -> Result<Vec<Printed>> {
    let members: Vec<&Annotated<'_>> = stories
        .iter()
        .filter_map(|story| articles.get(story))
        .flatten()
        .collect();
    let lineages = lineages(&members)?;
    let by_id: BTreeMap<ArticleId, &Lineage> = lineages
        .iter()
        .map(|lineage| (lineage.article, lineage))
        .collect();
    let independent = |statements: &[Statement]| {
        let root = |stated: &Statement| root_of(&by_id, stated.article, stated.sentence);
        let statements = statements.iter();
        count_roots(
            &by_id,
            statements.map(|stated| (stated.article, root(stated))),
        )
    };
    let entities = entities(&members)?;
    let reports: Vec<Report<'_>> = members
        .iter()
        .zip(&entities)
        .map(|(member, entities)| Report {
            id: member.article.id,
            text: &member.article.text,
            published: { member.article.published.as_ref() }.map(|stated| stated.value),
            outlet: { member.article.outlet.as_ref() }.map(|stated| stated.value.as_str()),
            annotations: &member.annotations,
            entities,
        })
        .collect();
    let places: BTreeMap<ArticleId, &Annotated<'_>> = members
        .iter()
        .map(|&member| (member.article.id, member))
        .collect();
    claims(&reports, &independent)
        .discrepancies
        .iter()
        .map(|discrepancy| {
            let value = |statements: &[Statement]| {
                statements
                    .iter()
                    .map(|statement| {
                        let member = places
                            .get(&statement.article)
                            .context("expected a report of the story")?;
                        Ok(member.statement(statement))
                    })
                    .collect::<Result<Vec<_>>>()
            };
            Ok(Printed {
                stories: stories.iter().map(|&story| story.to_owned()).collect(),
                kind: discrepancy.kind,
                course: discrepancy.course,
                severity: discrepancy.severity,
                grounds: discrepancy.grounds.clone(),
                values: discrepancy
                    .values
                    .iter()
                    .map(|stated| value(&stated.statements))
                    .collect::<Result<_>>()?,
            })
        })
        .collect()
}

/// Where the texts of the articles came from, as far as they tell.
fn lineages(members: &[&Annotated<'_>]) -> Result<Vec<Lineage>> {
    let mut base = MemoryIndex::new();
    base.change(
        &[],
        members
            .iter()
            .map(|member| member.extracted.linkable.clone())
            .collect(),
    )?;
    let passages: Vec<Passage> = base.all_passages().cloned().collect();
    let facts: Vec<ArticleFacts> = members
        .iter()
        .map(|member| member.extracted.facts.clone())
        .collect();
    Ok(lineage(&facts, &passages, &[]))
}

/// The entities of the chains of each article.
fn entities(members: &[&Annotated<'_>]) -> Result<Vec<BTreeMap<u32, EntityId>>> {
    let mut register = MemoryRegister::new();
    register.change(
        &[],
        members
            .iter()
            .map(|member| ArticleNames::of(&member.extracted.linkable, &member.annotations))
            .collect(),
    )?;
    Ok(members
        .iter()
        .map(|member| {
            (0..)
                .zip(&member.annotations.chains)
                .filter_map(|(chain, _)| {
                    let place = ChainPlace {
                        article: member.article.id,
                        chain,
                    };
                    Some((chain, register.entity(place)?.id))
                })
                .collect()
        })
        .collect())
}

impl Annotated<'_> {
    fn statement(&self, statement: &Statement) -> PrintedStatement {
        let sentence = self.told.words(&self.extracted, statement.sentence);
        PrintedStatement {
            story: self.told.story_id.clone(),
            words: self.told.words(&self.extracted, statement.words),
            sentence: (sentence.start, sentence.end),
        }
    }
}
