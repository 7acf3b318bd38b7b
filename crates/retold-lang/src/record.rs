//! An analysed text as one JSON record, and as CoNLL-U, so that anyone can compare it with spaCy.

use std::fmt::{self, Write};

use retold_text::{CharOffsets, PositionEncoding};
use serde::Serialize;
use serde::ser::{SerializeTuple, Serializer};

use crate::doc::{Doc, EntityMark, Token};

/// A doc as a JSON record: `{"id", "text", "tokens", "ents", "sents"}`.
///
/// - `tokens`: `[text, idx, ws, tag, pos, morph, lemma, dep, head, sent_start, iob, ent_type]`; `idx` in code points,
///   `ws` 1 if one space follows, `head` a token number (its own for roots), `sent_start` 0 or 1, `iob` `B`, `I` or `O`;
/// - `ents`: `[start_token, end_token, start_char, end_char, label]`, ends exclusive, chars in code points;
/// - `sents`: `[start_token, end_token]`.
#[derive(Clone, Copy, Debug)]
pub struct Record<'d> {
    /// The text's name.
    pub id: &'d str,
    /// The analysed text.
    pub doc: &'d Doc,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'f> {
            id: &'f str,
            text: &'f str,
            tokens: Vec<TokenRecord<'f>>,
            ents: Vec<(usize, usize, u32, u32, &'f str)>,
            sents: Vec<(usize, usize)>,
        }
        let offsets = CharOffsets::new(self.doc.text());
        let tokens = self.doc.tokens().map(|token| TokenRecord {
            token,
            start_char: offsets.position(token.range().start(), PositionEncoding::Chars),
        });
        let entities = self.doc.entities().map(|entity| {
            let (tokens, (start, end)) = (
                entity.span.token_range(),
                offsets.chars(entity.span.range()),
            );
            (tokens.start, tokens.end, start, end, entity.label)
        });
        let sentences = self
            .doc
            .sentences()
            .map(|sentence| (sentence.token_range().start, sentence.token_range().end));
        Fields {
            id: self.id,
            text: self.doc.text(),
            tokens: tokens.collect(),
            ents: entities.collect(),
            sents: sentences.collect(),
        }
        .serialize(serializer)
    }
}

struct TokenRecord<'d> {
    token: Token<'d>,
    start_char: u32,
}

impl Serialize for TokenRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let token = self.token;
        let mut fields = serializer.serialize_tuple(12)?;
        fields.serialize_element(token.text())?;
        fields.serialize_element(&self.start_char)?;
        fields.serialize_element(&u8::from(token.space_after()))?;
        fields.serialize_element(token.tag())?;
        fields.serialize_element(token.pos())?;
        fields.serialize_element(token.morph())?;
        fields.serialize_element(token.lemma())?;
        fields.serialize_element(token.dep())?;
        fields.serialize_element(&token.head().index())?;
        fields.serialize_element(&u8::from(token.is_sentence_start()))?;
        fields.serialize_element(iob(token))?;
        fields.serialize_element(token.entity_type())?;
        fields.end()
    }
}

fn iob(token: Token<'_>) -> &'static str {
    match token.entity_mark() {
        EntityMark::Outside => "O",
        EntityMark::Begin => "B",
        EntityMark::Inside => "I",
    }
}

/// A doc in CoNLL-U (<https://universaldependencies.org/format.html>), one block a sentence.
///
/// Entities stand in the MISC column as `NER=B-PERSON`. Line ends, tabs and backslashes inside tokens are written
/// `\n`, `\r`, `\t`, `\\`; an empty or white field is `_`.
#[derive(Clone, Copy, Debug)]
pub struct Conllu<'d> {
    /// The text's name, written as `# newdoc id`.
    pub id: &'d str,
    /// The analysed text.
    pub doc: &'d Doc,
}

impl fmt::Display for Conllu<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# newdoc id = {}", OneLine(self.id))?;
        for sentence in self.doc.sentences() {
            let first = sentence.token_range().start;
            writeln!(f, "# text = {}", OneLine(sentence.text()))?;
            for token in sentence.tokens() {
                let head = if token.is_root() {
                    0
                } else {
                    token.head().index() + 1 - first
                };
                write!(
                    f,
                    "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t",
                    token.index() + 1 - first,
                    Field(token.text()),
                    Field(token.lemma()),
                    Field(token.pos()),
                    Field(token.tag()),
                    Field(token.morph()),
                    Field(token.dep()),
                )?;
                match (token.entity_mark(), token.space_after()) {
                    (EntityMark::Outside, true) => f.write_str("_")?,
                    (EntityMark::Outside, false) => f.write_str("SpaceAfter=No")?,
                    (_, space) => {
                        write!(f, "NER={}-{}", iob(token), token.entity_type())?;
                        if !space {
                            f.write_str("|SpaceAfter=No")?;
                        }
                    }
                }
                f.write_char('\n')?;
            }
            f.write_char('\n')?;
        }
        Ok(())
    }
}

/// A value of a column: never empty, never with a tab or line end.
struct Field<'s>(&'s str);

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.chars().all(|c| c == ' ') {
            f.write_str("_")
        } else {
            OneLine(self.0).fmt(f)
        }
    }
}

/// Text on one line.
struct OneLine<'s>(&'s str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\\' => f.write_str("\\\\")?,
                // Other line ends, for programs that split at all that Unicode calls so.
                '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    write!(f, "\\u{{{:x}}}", u32::from(c))?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
