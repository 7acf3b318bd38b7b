//! What one thread needs to analyse texts: caches of word forms and room for intermediate results.

use std::ops::Range;

use crate::components::TagClass;
use crate::doc::{Doc, EntityData, EntityMark, TokenData};
use crate::labels::Label;
use crate::lemmatizer::LemmaCache;
use crate::lexeme::{LexemeId, Lexicon};
use crate::pipeline::Pipeline;
use crate::ruler::{RuledToken, RulerCache};
use crate::tok2vec::{FormCache, Scratch, Tok2vec};
use crate::tokenizer::{ChunkCache, Piece};
use crate::trace::{self, Trace};
use crate::transition::entities::{self, Known};
use crate::transition::tree::{self, Tree};
use crate::transition::{Contributions, parser};

/// Tokens that are analysed together: enough for the products to run at full speed, few enough to stay in the cache.
const BATCH_TOKENS: usize = 1024;

/// Word forms kept before all caches are emptied. News meets its common forms again at once; a form takes about 1 kB.
const MAX_FORMS: usize = 50_000;

/// Memory of word forms and chunks, in bytes, beyond which all caches are emptied: for texts of endless words.
const MAX_FORM_BYTES: usize = 32_000_000;

/// What a pipeline has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Tokens analysed.
    pub tokens: u64,
    /// Look-ups of a form's embedding that found it computed, over all components that have embeddings.
    pub known_forms: u64,
    /// Look-ups that had to compute it.
    pub new_forms: u64,
    /// Floating point operations of the matrix products.
    pub operations: u64,
}

impl Statistics {
    pub(crate) fn add(self, other: &Self) -> Self {
        Self {
            tokens: self.tokens + other.tokens,
            known_forms: self.known_forms + other.known_forms,
            new_forms: self.new_forms + other.new_forms,
            operations: self.operations + other.operations,
        }
    }
}

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
    tokens: u64,
    operations: u64,
}

/// The tokens of some texts, one text after another.
#[derive(Default)]
struct Batch {
    pieces: Vec<Piece>,
    /// The pieces of one text, on their way into `pieces`.
    text: Vec<Piece>,
    forms: Vec<(LexemeId, bool)>,
    texts: Vec<Range<usize>>,
    classes: Vec<u32>,
    ruled: Vec<RuledToken>,
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
        if self.lexicon.len() > MAX_FORMS
            || self.lexicon.bytes() + self.chunks.bytes() > MAX_FORM_BYTES
        {
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
                &mut batch.text,
            );
            batch.pieces.append(&mut batch.text);
            batch.texts.push(start..batch.pieces.len());
            if batch.pieces.len() >= BATCH_TOKENS {
                break;
            }
        }
        batch.forms.clear();
        batch
            .forms
            .extend(batch.pieces.iter().map(|piece| (piece.lexeme, piece.space)));
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
        self.tokens += self.batch.pieces.len() as u64;
        self.vectors(pipeline);
        let trees = self.parse(pipeline, &mut |_| {});
        let found = self.recognise(pipeline, &trees, &mut |_| {});
        for (number, text) in texts.iter().enumerate() {
            docs.push(self.doc(pipeline, text, number, &trees[number], &found[number]));
        }
        self.contributions.shrink();
        self.entity_contributions.shrink();
    }

    /// Computes all token vectors, and at once what the components need of them.
    fn vectors(&mut self, pipeline: &Pipeline) {
        let Self {
            lexicon,
            scratch,
            contributions,
            entity_contributions,
            scores,
            batch,
            ..
        } = self;
        batch.classes.clear();
        contributions.clear();
        entity_contributions.clear();
        let (tagger, parser, entities) = (&pipeline.tagger, &pipeline.parser, &pipeline.entities);
        let tokens = batch.pieces.len() as u64;
        let mut operations = 0;
        let mut encode = |model: &Tok2vec, cache: &mut FormCache, put: &mut dyn FnMut(&[f32])| {
            let documents = batch.texts.iter().map(|text| &batch.forms[text.clone()]);
            operations += model.encode(documents, lexicon, cache, scratch, put);
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
                if let Some(entities) = entities
                    .as_ref()
                    .filter(|entities| entities.source.is_shared())
                {
                    entity_contributions.extend(&entities.scorer, rows);
                }
            });
        }
        if let Some((tagger, model)) = tagger
            .as_ref()
            .and_then(|tagger| Some((tagger, tagger.source.own()?)))
        {
            encode(model, &mut self.tagger_forms, &mut |rows| {
                tagger.classifier.classify(rows, scores, classes);
            });
        }
        if let Some((parser, model)) = parser
            .as_ref()
            .and_then(|parser| Some((parser, parser.source.own()?)))
        {
            encode(model, &mut self.parser_forms, &mut |rows| {
                contributions.extend(&parser.scorer, rows);
            });
        }
        if let Some((entities, model)) = entities
            .as_ref()
            .and_then(|found| Some((found, found.source.own()?)))
        {
            encode(model, &mut self.entity_forms, &mut |rows| {
                entity_contributions.extend(&entities.scorer, rows);
            });
        }
        let heads = tagger
            .as_ref()
            .map_or(0, |tagger| tagger.classifier.operations())
            + parser
                .as_ref()
                .map_or(0, |parser| parser.scorer.operations())
            + entities
                .as_ref()
                .map_or(0, |entities| entities.scorer.operations());
        self.operations += operations + tokens * heads;
    }

    /// Analyses one text and tells how.
    pub(crate) fn trace(&mut self, pipeline: &Pipeline, text: &str) -> Trace {
        let mut trace = Trace::default();
        self.tokenize(pipeline, &[text]);
        self.vectors(pipeline);
        if let Some(model) = &pipeline.shared {
            let documents = std::iter::once(self.batch.forms.as_slice());
            let put = &mut |rows: &[f32]| {
                trace
                    .vectors
                    .extend(rows.chunks_exact(model.width()).map(<[f32]>::to_vec));
            };
            model.encode(
                documents,
                &self.lexicon,
                &mut self.shared_forms,
                &mut self.scratch,
                put,
            );
        }
        let mut classes = Vec::new();
        let trees = self.parse(pipeline, &mut |class| classes.push(class));
        if let Some(parser) = &pipeline.parser {
            trace.parser = trace::names(&parser.moves, &pipeline.labels, "SDLRB", &classes);
        }
        classes.clear();
        self.recognise(pipeline, &trees, &mut |class| classes.push(class));
        if let Some(entities) = &pipeline.entities {
            trace.entities = trace::names(&entities.moves, &pipeline.labels, "MBILUO", &classes);
        }
        trace
    }

    /// What this thread has done so far.
    pub(crate) fn statistics(&self) -> Statistics {
        let caches = [
            &self.shared_forms,
            &self.tagger_forms,
            &self.parser_forms,
            &self.entity_forms,
        ];
        Statistics {
            tokens: self.tokens,
            known_forms: caches.iter().map(|cache| cache.hits).sum(),
            new_forms: caches.iter().map(|cache| cache.misses).sum(),
            operations: self.operations,
        }
    }

    fn parse(&mut self, pipeline: &Pipeline, trace: &mut dyn FnMut(usize)) -> Vec<Tree> {
        let mut trees = Vec::with_capacity(self.batch.texts.len());
        for text in &self.batch.texts {
            let is_space: Vec<bool> = self.batch.pieces[text.clone()]
                .iter()
                .map(|piece| self.lexicon.get(piece.lexeme).is_space)
                .collect();
            trees.push(match &pipeline.parser {
                None => Tree::flat(text.len()),
                Some(parser) => {
                    let (first, count) = (number(text.start), number(text.len()));
                    let arcs = parser::parse(
                        &parser.scorer,
                        &parser.moves,
                        &mut self.contributions,
                        first,
                        count,
                        &mut *trace,
                    );
                    tree::finish(&arcs, &pipeline.tree_labels, &is_space)
                }
            });
        }
        trees
    }

    fn recognise(
        &mut self,
        pipeline: &Pipeline,
        trees: &[Tree],
        trace: &mut dyn FnMut(usize),
    ) -> Vec<Vec<(Range<u32>, Label)>> {
        let Some(component) = &pipeline.entities else {
            return vec![Vec::new(); trees.len()];
        };
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
            found.push(entities::recognise(
                &component.scorer,
                &component.moves,
                contributions,
                first,
                &known,
                &mut *trace,
            ));
        }
        found
    }

    /// Puts the doc of one text of the batch together: the rules and lemmas come last, as they see all the rest.
    fn doc(
        &mut self,
        pipeline: &Pipeline,
        text: &str,
        number: usize,
        tree: &Tree,
        found: &[(Range<u32>, Label)],
    ) -> Doc {
        let range = self.batch.texts[number].clone();
        let pieces = &self.batch.pieces[range.clone()];
        let words = &mut self.batch.ruled;
        words.clear();
        words.extend(pieces.iter().enumerate().map(|(index, piece)| {
            let class = match &pipeline.tagger {
                Some(tagger) => tagger.classes[self.batch.classes[range.start + index] as usize],
                None => TagClass::default(),
            };
            let TagClass { tag, pos, morph } = class;
            RuledToken {
                lexeme: piece.lexeme,
                tag,
                pos,
                morph,
                dep: tree.labels[index],
                lemma: None,
            }
        }));
        if let Some(ruler) = &pipeline.ruler {
            ruler.apply(&self.lexicon, &mut self.rules, words);
        }
        let mut lemmas = String::with_capacity(text.len());
        let mut tokens = Vec::with_capacity(pieces.len());
        for (index, (piece, token)) in pieces.iter().zip(&*words).enumerate() {
            let lemma_start = byte(lemmas.len());
            match (token.lemma, &pipeline.ruler, &pipeline.lemmatizer) {
                (Some(told), Some(ruler), _) => lemmas.push_str(ruler.lemma(told)),
                (_, _, Some(lemmatizer)) => {
                    let (labels, lexicon, cache) =
                        (&pipeline.labels, &self.lexicon, &mut self.lemmas);
                    lemmas.push_str(lemmatizer.lemma(
                        labels,
                        lexicon,
                        cache,
                        piece.lexeme,
                        token.pos,
                        token.morph,
                    ));
                }
                _ => {}
            }
            tokens.push(TokenData {
                start: piece.start,
                end: piece.end,
                lemma_start,
                lemma_end: byte(lemmas.len()),
                head: tree.heads[index],
                left_edge: tree.edges[index].0,
                right_edge: tree.edges[index].1,
                tag: token.tag,
                pos: token.pos,
                morph: token.morph,
                dep: token.dep,
                entity: EntityMark::Outside,
                entity_type: Label::NONE,
                space_after: piece.space,
                sentence_start: tree.sentence_starts[index],
            });
        }
        let mut entities = Vec::with_capacity(found.len());
        for (range, label) in found {
            for index in range.clone() {
                let token = &mut tokens[index as usize];
                token.entity = if index == range.start {
                    EntityMark::Begin
                } else {
                    EntityMark::Inside
                };
                token.entity_type = *label;
            }
            entities.push(EntityData {
                start: range.start,
                end: range.end,
                label: *label,
            });
        }
        Doc::new(text, &pipeline.labels, tokens, lemmas, entities)
    }
}

/// A number of a token, or of tokens.
fn number(tokens: usize) -> u32 {
    u32::try_from(tokens).expect("a text has no more tokens than bytes, and those are limited")
}

/// An offset in bytes.
fn byte(offset: usize) -> u32 {
    u32::try_from(offset)
        .expect("lemmas are at most a few times as long as their text, and that is limited")
}
