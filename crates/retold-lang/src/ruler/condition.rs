//! What a rule asks of one token.

use std::cell::RefCell;

use rmpv::Value;

use super::RuledToken;
use crate::labels::{Label, Labels};
use crate::lexeme::Lexeme;
use crate::msgpack;
use crate::pattern::{Automaton, AutomatonScratch};

/// Tests of one token, all of which have to hold. Without tests it holds of every token.
pub(super) struct Condition {
    tests: Vec<Test>,
}

enum Test {
    Tag(OneOf<Label>),
    Pos(OneOf<Label>),
    Dep(OneOf<Label>),
    Lower(OneOf<Box<str>>),
    Text(OneOf<Box<str>>),
    LowerLike(Automaton),
    TextLike(Automaton),
    IsSpace(bool),
}

/// A value among some, or among none of them.
struct OneOf<T> {
    values: Vec<T>,
    is_in: bool,
}

impl Condition {
    /// Reads a map of attributes; the error tells what is not supported.
    pub(super) fn from_value(value: &Value, labels: &mut Labels) -> Result<Self, String> {
        let attributes = value.as_map().ok_or("has a condition that is no map")?;
        let mut tests = Vec::new();
        for (attribute, value) in attributes {
            let attribute =
                msgpack::text(attribute).ok_or("asks for an attribute that is no text")?;
            match value {
                Value::Map(predicates) => {
                    for (predicate, value) in predicates {
                        let predicate = msgpack::text(predicate).unwrap_or_default();
                        tests.push(test(attribute, predicate, value, labels)?);
                    }
                }
                Value::Boolean(expected) if attribute == "IS_SPACE" => {
                    tests.push(Test::IsSpace(*expected));
                }
                value => tests.push(test(
                    attribute,
                    "IN",
                    &Value::Array(vec![value.clone()]),
                    labels,
                )?),
            }
        }
        Ok(Self { tests })
    }

    pub(super) fn holds(&self, lexeme: &Lexeme, token: &RuledToken) -> bool {
        self.tests.iter().all(|test| match test {
            Test::Tag(labels) => labels.holds(&token.tag),
            Test::Pos(labels) => labels.holds(&token.pos),
            Test::Dep(labels) => labels.holds(&token.dep),
            Test::Lower(texts) => texts.holds(&lexeme.lower),
            Test::Text(texts) => texts.holds(&lexeme.text),
            Test::LowerLike(pattern) => is_like(pattern, &lexeme.lower),
            Test::TextLike(pattern) => is_like(pattern, &lexeme.text),
            Test::IsSpace(expected) => lexeme.is_space == *expected,
        })
    }
}

fn test(
    attribute: &str,
    predicate: &str,
    value: &Value,
    labels: &mut Labels,
) -> Result<Test, String> {
    let unsupported =
        || format!("asks for `{attribute}` with `{predicate}: {value}`, which is not supported");
    if predicate == "REGEX" {
        let source = msgpack::text(value).ok_or_else(unsupported)?;
        let pattern = Automaton::new_search(source)?;
        return match attribute {
            "LOWER" => Ok(Test::LowerLike(pattern)),
            "ORTH" | "TEXT" => Ok(Test::TextLike(pattern)),
            _ => Err(unsupported()),
        };
    }
    let is_in = match predicate {
        "IN" => true,
        "NOT_IN" => false,
        _ => return Err(unsupported()),
    };
    let values = value.as_array().ok_or_else(unsupported)?;
    let texts = values
        .iter()
        .map(msgpack::text)
        .collect::<Option<Vec<&str>>>()
        .ok_or_else(unsupported)?;
    let mut label_set = || {
        let values = texts
            .iter()
            .map(|name| labels.intern(name))
            .collect::<Option<_>>();
        Ok::<_, String>(OneOf {
            values: values.ok_or("has one label too many")?,
            is_in,
        })
    };
    let text_set = || OneOf {
        values: texts.iter().map(|text| Box::from(*text)).collect(),
        is_in,
    };
    match attribute {
        "TAG" => Ok(Test::Tag(label_set()?)),
        "POS" => Ok(Test::Pos(label_set()?)),
        "DEP" => Ok(Test::Dep(label_set()?)),
        "LOWER" => Ok(Test::Lower(text_set())),
        "ORTH" | "TEXT" => Ok(Test::Text(text_set())),
        _ => Err(unsupported()),
    }
}

impl<T: PartialEq> OneOf<T> {
    fn holds(&self, value: &T) -> bool {
        self.values.contains(value) == self.is_in
    }
}

fn is_like(pattern: &Automaton, text: &str) -> bool {
    thread_local! {
        static SCRATCH: RefCell<AutomatonScratch> = RefCell::default();
    }
    SCRATCH.with_borrow_mut(|scratch| pattern.is_match(text, scratch).0)
}
