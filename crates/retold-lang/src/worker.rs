//! What one thread needs to analyse texts: caches of word forms and room for intermediate results.

use std::ops::Range;
use std::sync::Arc;

use crate::components::TagClass;
use crate::doc::{Doc, EntityData, EntityMark, TokenData};
use crate::labels::Label;
use crate::lemmatizer::LemmaCache;
use crate::lexeme::{LexemeId, Lexicon};
use crate::pipeline::Pipeline;
use crate::ruler::RulerCache;
use crate::tok2vec::{FormCache, Scratch, Tok2vec};
use crate::tokenizer::{ChunkCache, Piece};
use crate::transition::entities::{self, Known};
use crate::transition::tree::{self, Tree};
use crate::transition::{Contributions, parser};

/// Tokens that are analysed together: enough for the products to run at full speed, few enough to stay in the cache.
const BATCH_TOKENS: usize = 1024;

/// Word forms kept before all caches are emptied. News meets its common forms again at once; a form takes about 1 kB.
const MAX_FORMS: usize = 50_000;

/// One thread's caches and scratch room.
#[derive(Default)]
pub(crate) struct Worker {
    lexicon: Lexicon,
    chunks: ChunkCache,
    shared_forms: FormCache,
    tagger_forms: FormCache,
    parser_forms: FormCache,
    entity_forms: FormCache,
    rules: RulerCache,
    lemmas: LemmaCache,
    scratch: Scratch,
    contributions: Contributions,
    entity_contributions: Contributions,
    scores: Vec<f32>,
    batch: Batch,
}

/// The tokens of some texts, one text after another.
#[derive(Default)]
struct Batch {
    pieces: Vec<Piece>,
    forms: Vec<(LexemeId, bool)>,
    texts: Vec<Range<usize>>,
    classes: Vec<u32>,
}

impl Worker {
    /// Analyses texts, each for itself.
    pub(crate) fn analyse(&mut self, pipeline: &Pipeline, texts: &[&str]) -> Vec<Doc> {
        let mut docs = Vec::with_capacity(texts.len());
        let mut rest = texts;
        while !rest.is_empty() {
            let taken = self.tokenize(pipeline, rest);
            let (texts, later) = rest.split_at(taken);
            self.analyse_batch(pipeline, texts, &mut docs);
            rest = later;
        }
        docs
    }

    /// Tokenizes as many texts as make a batch, at least one, and tells how many.
    fn tokenize(&mut self, pipeline: &Pipeline, texts: &[&str]) -> usize {
        if self.lexicon.len() > MAX_FORMS {
            self.forget();
        }
        let batch = &mut self.batch;
        batch.pieces.clear();
        batch.texts.clear();
        for text in texts {
            let start = batch.pieces.len();
            pipeline.tokenizer.tokenize(
                text,
                &pipeline.vocabulary,
                &mut self.lexicon,
                &mut self.chunks,
                &mut batch.pieces,
            );
            batch.texts.push(start..batch.pieces.len());
            if batch.pieces.len() >= BATCH_TOKENS {
                break;
            }
        }
        batch.forms.clear();
        batch.forms.extend(batch.pieces.iter().map(|piece| (piece.lexeme, piece.space)));
        batch.texts.len()
    }

    fn forget(&mut self) {
        self.lexicon.clear();
        self.chunks.clear();
        self.shared_forms.clear();
        self.tagger_forms.clear();
        self.parser_forms.clear();
        self.entity_forms.clear();
        self.rules.clear();
        self.lemmas.clear();
    }

    fn analyse_batch(&mut self, pipeline: &Pipeline, texts: &[&str], docs: &mut Vec<Doc>) {
        self.vectors(pipeline);
        let trees = self.parse(pipeline);
        let found = self.recognise(pipeline, &trees);
        for (number, text) in texts.iter().enumerate() {
            docs.push(self.doc(pipeline, text, number, &trees[number], &found[number]));
        }
        self.contributions.shrink();
        self.entity_contributions.shrink();
    }

    /// Computes all token vectors, and at once what the components need of them.
    fn vectors(&mut self, pipeline: &Pipeline) {
        let Self { lexicon, scratch, contributions, entity_contributions, scores, batch, .. } = self;
        batch.classes.clear();
        contributions.clear();
        entity_contributions.clear();
        let (tagger, parser, entities) = (&pipeline.tagger, &pipeline.parser, &pipeline.entities);
        let mut encode = |model: &Tok2vec, cache: &mut FormCache, put: &mut dyn FnMut(&[f32])| {
            let documents = batch.texts.iter().map(|text| &batch.forms[text.clone()]);
            model.encode(documents, lexicon, cache, scratch, put);
        };
        let classes = &mut batch.classes;
        if let Some(model) = &pipeline.shared {
            encode(model, &mut self.shared_forms, &mut |rows| {
                if let Some(tagger) = tagger.as_ref().filter(|tagger| tagger.source.is_shared()) {
                    tagger.classifier.classify(rows, scores, classes);
                }
                if let Some(parser) = parser.as_ref().filter(|parser| parser.source.is_shared()) {
                    contributions.extend(&parser.scorer, rows);
                }
                if let Some(entities) = entities.as_ref().filter(|entities| entities.source.is_shared()) {
                    entity_contributions.extend(&entities.scorer, rows);
                }
            });
        }
        if let Some((tagger, model)) = tagger.as_ref().and_then(|tagger| Some((tagger, tagger.source.own()?))) {
            encode(model, &mut self.tagger_forms, &mut |rows| tagger.classifier.classify(rows, scores, classes));
        }
        if let Some((parser, model)) = parser.as_ref().and_then(|parser| Some((parser, parser.source.own()?))) {
            encode(model, &mut self.parser_forms, &mut |rows| contributions.extend(&parser.scorer, rows));
        }
        if let Some((entities, model)) = entities.as_ref().and_then(|found| Some((found, found.source.own()?))) {
            encode(model, &mut self.entity_forms, &mut |rows| entity_contributions.extend(&entities.scorer, rows));
        }
    }

    fn parse(&mut self, pipeline: &Pipeline) -> Vec<Tree> {
        let mut trees = Vec::with_capacity(self.batch.texts.len());
        for text in &self.batch.texts {
            let is_space: Vec<bool> =
                self.batch.pieces[text.clone()].iter().map(|piece| self.lexicon.get(piece.lexeme).is_space).collect();
            trees.push(match &pipeline.parser {
                None => Tree::flat(text.len()),
                Some(parser) => {
                    let (first, count) = (number(text.start), number(text.len()));
                    let arcs =
                        parser::parse(&parser.scorer, &parser.moves, &mut self.contributions, first, count, |_| {});
                    tree::finish(&arcs, &pipeline.tree_labels, &is_space)
                }
            });
        }
        trees
    }

    fn recognise(&mut self, pipeline: &Pipeline, trees: &[Tree]) -> Vec<Vec<(Range<u32>, Label)>> {
        let Some(component) = &pipeline.entities else { return vec![Vec::new(); trees.len()] };
        let mut found = Vec::with_capacity(trees.len());
        for (text, tree) in self.batch.texts.iter().zip(trees) {
            let pieces = &self.batch.pieces[text.clone()];
            let known: Vec<Known> = pieces
                .iter()
                .zip(&tree.sentence_starts)
                .map(|(piece, &sentence_start)| Known {
                    is_space: self.lexicon.get(piece.lexeme).is_space,
                    sentence_start,
                })
                .collect();
            let first = number(text.start);
            let contributions = &mut self.entity_contributions;
            found.push(entities::recognise(&component.scorer, &component.moves, contributions, first, &known, |_| {}));
        }
        found
    }
}
