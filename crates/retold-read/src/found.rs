//! What a format finds in the decoded text of one record, before offsets go back to raw bytes.

use std::ops::Range;

use retold_model::{DiagnosticKind, FieldName, Markup, PartRole, Severity};
use retold_text::TextRange;

use crate::json::{self, Members, Words};
use crate::markup::has_markup;

/// A part whose map leads to the decoded text.
#[derive(Clone, Debug)]
pub(crate) struct FoundPart {
    pub(crate) role: PartRole,
    pub(crate) markup: Markup,
    pub(crate) words: Words,
}

/// A field whose place is in the decoded text.
#[derive(Clone, Debug)]
pub(crate) struct FoundField {
    pub(crate) name: FieldName,
    pub(crate) value: String,
    pub(crate) from: String,
    pub(crate) place: Range<usize>,
}

/// What one record holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) parts: Vec<FoundPart>,
    pub(crate) fields: Vec<FoundField>,
    pub(crate) problems: Vec<(Severity, DiagnosticKind, String)>,
}

impl Found {
    /// The members of the JSON object that a record is; what is no JSON is a problem, what is no object is nothing.
    pub(crate) fn json_object<'t>(&mut self, text: &'t str) -> Option<Members<'t>> {
        match json::parse(text) {
            Ok(value) => value.object(),
            Err(message) => {
                self.problems.push((
                    Severity::Error,
                    DiagnosticKind::Malformed,
                    format!("not valid JSON: {message}"),
                ));
                None
            }
        }
    }

    /// Adds a part, unless it holds no words or its role is taken.
    pub(crate) fn part(&mut self, role: PartRole, markup: Markup, words: Words) {
        if words.text.trim().is_empty() || self.parts.iter().any(|part| part.role == role) {
            return;
        }
        self.parts.push(FoundPart {
            role,
            markup,
            words,
        });
    }

    /// Adds a part that is HTML where it shows tags or entities, else plain.
    pub(crate) fn part_by_looks(&mut self, role: PartRole, words: Words) {
        let markup = if has_markup(&words.text) {
            Markup::HtmlFragment
        } else {
            Markup::Plain
        };
        self.part(role, markup, words);
    }

    /// Adds a field without the white space around it, unless nothing is left or the same is stated already.
    pub(crate) fn field(&mut self, name: FieldName, from: &str, words: &Words) {
        let trimmed = words.text.trim();
        if trimmed.is_empty() {
            return;
        }
        let start = words.text.len() - words.text.trim_start().len();
        let place = words
            .map
            .source_range(TextRange::of(start, start + trimmed.len()))
            .as_usize();
        let same = |field: &FoundField| field.name == name && field.value == trimmed;
        if !self.fields.iter().any(same) {
            self.fields.push(FoundField {
                name,
                value: trimmed.to_owned(),
                from: from.to_owned(),
                place,
            });
        }
    }

    /// Whether a part of this role was found.
    pub(crate) fn has(&self, role: PartRole) -> bool {
        self.parts.iter().any(|part| part.role == role)
    }

    /// Puts the parts in the order of meaning.
    pub(crate) fn sort(&mut self) {
        self.parts.sort_by_key(|part| match part.role {
            PartRole::Headline => 0,
            PartRole::Deck => 1,
            PartRole::Body => 2,
            PartRole::Whole => 3,
        });
    }
}
