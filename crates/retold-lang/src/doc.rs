//! An analysed text: tokens, sentences, the dependency tree, entities; everything as ranges of the text.

use std::ops::Range;
use std::sync::Arc;

use retold_text::{TextRange, TextSize};

use crate::labels::{Label, Labels};

/// An analysed text.
///
/// Tokens stand in text order and never overlap; tokens, sentences and entities are numbered from 0, and ranges of
/// tokens are half open. Every token belongs to exactly one sentence. Labels are those of the model (for English:
/// Penn Treebank tags, Universal parts of speech, `ClearNLP` dependencies, `OntoNotes` entity types).
#[derive(Clone, Debug)]
pub struct Doc {
    pub(crate) text: Arc<str>,
    pub(crate) tokens: Vec<TokenData>,
    /// All lemmas, one after another; a token knows its part.
    pub(crate) lemmas: String,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) entities: Vec<EntityData>,
    pub(crate) labels: Arc<Labels>,
    /// Token numbers grouped by head, in text order; roots belong to no group.
    pub(crate) children: Vec<u32>,
    /// Where the group of each token ends in `children`; a group begins where the one before ends.
    pub(crate) children_end: Vec<u32>,
}

/// What a doc keeps of one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) lemma_start: u32,
    pub(crate) lemma_end: u32,
    pub(crate) head: u32,
    pub(crate) left_edge: u32,
    pub(crate) right_edge: u32,
    pub(crate) tag: Label,
    pub(crate) pos: Label,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
    pub(crate) entity: EntityMark,
    pub(crate) entity_type: Label,
    pub(crate) space_after: bool,
    pub(crate) sentence_start: bool,
}

/// Where a token stands to the entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityMark {
    /// In no entity.
    Outside,
    /// The first token of an entity.
    Begin,
    /// A later token of an entity.
    Inside,
}

/// What a doc keeps of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntityData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: Label,
}

impl Doc {
    /// Puts a doc together; sentences and children follow from the tokens.
    pub(crate) fn new(
        text: &str,
        labels: &Arc<Labels>,
        tokens: Vec<TokenData>,
        lemmas: String,
        entities: Vec<EntityData>,
    ) -> Self {
        let count = number(tokens.len());
        let mut sentences: Vec<Range<u32>> = Vec::new();
        let mut children_end = vec![0_u32; tokens.len()];
        for (index, token) in (0..count).zip(&tokens) {
            match sentences.last_mut() {
                Some(sentence) if !token.sentence_start => sentence.end = index + 1,
                _ => sentences.push(index..index + 1),
            }
            if token.head != index {
                children_end[token.head as usize] += 1;
            }
        }
        // Counting sort by head: from counts to ends, then each child into the first free place of its group.
        let mut sum = 0;
        for end in &mut children_end {
            sum += *end;
            *end = sum;
        }
        let mut children = vec![0; sum as usize];
        let mut free = children_end.clone();
        for (index, token) in (0..count).zip(&tokens).rev() {
            if token.head != index {
                let place = &mut free[token.head as usize];
                *place -= 1;
                children[*place as usize] = index;
            }
        }
        Self {
            text: Arc::from(text),
            tokens,
            lemmas,
            sentences,
            entities,
            labels: Arc::clone(labels),
            children,
            children_end,
        }
    }

    /// One doc over `text` from docs of its parts, each with the offset at which it stands in the text.
    pub(crate) fn join<'d>(
        text: &str,
        labels: &Arc<Labels>,
        parts: impl Iterator<Item = (TextSize, &'d Arc<Doc>)>,
    ) -> Self {
        let (mut tokens, mut lemmas, mut entities) = (Vec::new(), String::new(), Vec::new());
        for (offset, part) in parts {
            let first = number(tokens.len());
            let lemma =
                u32::try_from(lemmas.len()).expect("lemmas are hardly longer than the text");
            tokens.extend(part.tokens.iter().map(|token| TokenData {
                start: token.start + offset,
                end: token.end + offset,
                lemma_start: token.lemma_start + lemma,
                lemma_end: token.lemma_end + lemma,
                head: token.head + first,
                left_edge: token.left_edge + first,
                right_edge: token.right_edge + first,
                ..*token
            }));
            lemmas.push_str(&part.lemmas);
            entities.extend(part.entities.iter().map(|entity| EntityData {
                start: entity.start + first,
                end: entity.end + first,
                ..*entity
            }));
        }
        Self::new(text, labels, tokens, lemmas, entities)
    }

    /// About how much memory it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.text.len()
            + self.lemmas.len()
            + size_of_val(self.tokens.as_slice())
            + size_of_val(self.sentences.as_slice())
            + size_of_val(self.entities.as_slice())
            + size_of_val(self.children.as_slice())
            + size_of_val(self.children_end.as_slice())
    }

    /// The analysed text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// True if the text has no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The label names of the model.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Token number `index`, counted from 0.
    pub fn token(&self, index: usize) -> Option<Token<'_>> {
        (index < self.tokens.len()).then_some(Token { doc: self, index })
    }

    /// All tokens in text order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator {
        (0..self.tokens.len()).map(|index| Token { doc: self, index })
    }

    /// The sentences in text order.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = Span<'_>> + ExactSizeIterator {
        self.sentences.iter().map(|tokens| Span {
            doc: self,
            start: tokens.start,
            end: tokens.end,
        })
    }

    /// The base noun phrases in text order: a noun with all that stands before it and belongs to it. They do not overlap.
    ///
    /// The rules are spaCy's for English; with models of other languages there are none.
    pub fn noun_chunks(&self) -> impl Iterator<Item = Span<'_>> {
        let rules = self.labels.noun_chunks();
        let mut free = 0;
        self.tokens().filter_map(move |token| {
            let span = Span {
                doc: self,
                start: token.data().left_edge,
                end: number(token.index + 1),
            };
            if span.start < free || !rules?.is_chunk(token) {
                return None;
            }
            free = span.end;
            Some(span)
        })
    }

    /// The entities in text order; they do not overlap.
    pub fn entities(&self) -> impl DoubleEndedIterator<Item = Entity<'_>> + ExactSizeIterator {
        self.entities.iter().map(|entity| Entity {
            span: Span {
                doc: self,
                start: entity.start,
                end: entity.end,
            },
            label: self.labels.name(entity.label),
        })
    }
}

/// One token of a doc.
#[derive(Clone, Copy, Debug)]
pub struct Token<'d> {
    doc: &'d Doc,
    index: usize,
}

impl<'d> Token<'d> {
    fn data(self) -> &'d TokenData {
        &self.doc.tokens[self.index]
    }

    /// Its number, counted from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// Where it stands in the text.
    pub fn range(self) -> TextRange {
        TextRange::new(self.data().start, self.data().end)
    }

    /// Its words.
    pub fn text(self) -> &'d str {
        &self.doc.text[self.range().as_usize()]
    }

    /// True if one space (U+0020) follows that is no token of its own.
    pub fn space_after(self) -> bool {
        self.data().space_after
    }

    /// Fine-grained tag.
    pub fn tag(self) -> &'d str {
        self.doc.labels.name(self.data().tag)
    }

    /// Universal part of speech.
    pub fn pos(self) -> &'d str {
        self.doc.labels.name(self.data().pos)
    }

    /// The label of [`Self::pos`] as a number.
    pub fn pos_label(self) -> Label {
        self.data().pos
    }

    /// Morphological features as `Key=Value` pairs parted by `|`; empty if none.
    pub fn morph(self) -> &'d str {
        self.doc.labels.name(self.data().morph)
    }

    /// Base form.
    pub fn lemma(self) -> &'d str {
        &self.doc.lemmas[self.data().lemma_start as usize..self.data().lemma_end as usize]
    }

    /// The label of the arc from its head; `ROOT` for a root.
    pub fn dep(self) -> &'d str {
        self.doc.labels.name(self.data().dep)
    }

    /// The label of [`Self::dep`] as a number, for comparing many tokens with one label.
    pub fn dep_label(self) -> Label {
        self.data().dep
    }

    /// Its head; itself for a root.
    #[must_use]
    pub fn head(self) -> Token<'d> {
        Token {
            doc: self.doc,
            index: self.data().head as usize,
        }
    }

    /// True if it is the root of its sentence.
    pub fn is_root(self) -> bool {
        self.data().head as usize == self.index
    }

    /// True if a sentence begins here.
    pub fn is_sentence_start(self) -> bool {
        self.data().sentence_start
    }

    /// Where it stands to the entities.
    pub fn entity_mark(self) -> EntityMark {
        self.data().entity
    }

    /// The type of the entity that it is part of; empty outside of entities.
    pub fn entity_type(self) -> &'d str {
        self.doc.labels.name(self.data().entity_type)
    }

    /// The tokens on the way to the root of its sentence: its head, the head of that, and so on.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'d>> {
        std::iter::successors(Some(self), |token| (!token.is_root()).then(|| token.head())).skip(1)
    }

    /// From the first to the last token of those that depend on it, directly or not, itself included.
    pub fn subtree(self) -> Span<'d> {
        Span {
            doc: self.doc,
            start: self.data().left_edge,
            end: self.data().right_edge + 1,
        }
    }

    /// The children before it, in text order.
    pub fn left_children(self) -> impl DoubleEndedIterator<Item = Token<'d>> {
        self.children()
            .filter(move |child| child.index < self.index)
    }

    /// The children after it, in text order.
    pub fn right_children(self) -> impl DoubleEndedIterator<Item = Token<'d>> {
        self.children()
            .filter(move |child| child.index > self.index)
    }

    /// The tokens whose head it is, in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator {
        let end = self.doc.children_end[self.index] as usize;
        let start = if self.index == 0 {
            0
        } else {
            self.doc.children_end[self.index - 1] as usize
        };
        let doc = self.doc;
        doc.children[start..end].iter().map(move |&index| Token {
            doc,
            index: index as usize,
        })
    }
}

/// A run of tokens.
#[derive(Clone, Copy, Debug)]
pub struct Span<'d> {
    doc: &'d Doc,
    start: u32,
    end: u32,
}

impl<'d> Span<'d> {
    /// Its tokens as numbers, half open.
    pub fn token_range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its tokens.
    pub fn tokens(self) -> impl DoubleEndedIterator<Item = Token<'d>> + ExactSizeIterator {
        let doc = self.doc;
        self.token_range().map(move |index| Token { doc, index })
    }

    /// The first of its tokens whose head lies outside, or that is a root; `None` if it is empty.
    pub fn root(self) -> Option<Token<'d>> {
        let inside = self.token_range();
        self.tokens()
            .find(|token| token.is_root() || !inside.contains(&token.head().index))
    }

    /// Where it stands in the text, from its first to its last token.
    pub fn range(self) -> TextRange {
        let tokens = &self.doc.tokens[self.token_range()];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => TextRange::new(first.start, last.end),
            _ => TextRange::empty(0),
        }
    }

    /// Its words.
    pub fn text(self) -> &'d str {
        &self.doc.text[self.range().as_usize()]
    }
}

/// A named entity as the model sees it.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'d> {
    /// Its tokens.
    pub span: Span<'d>,
    /// Its type, such as `PERSON`.
    pub label: &'d str,
}

/// A number of a token.
fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a text has fewer tokens than bytes, and those fit 32 bits")
}
