//! What people and bodies are said to be: titles before the name, appositions, predicates.

use std::ops::Range;

use retold_model::NameKind;
use retold_text::address::address;

use super::lexicon::{Noun, Sex};
use super::reading::{Name, Reading};
use crate::syntax::{Dep, Pos};

/// Tokens of a role that are kept.
const LONGEST: usize = 14;

/// Tokens before a name that can be its title.
const LONGEST_TITLE: usize = 9;

/// What ends a role: signs, and the words that open a clause about it.
const AFTER_A_ROLE: &[&str] = &[
    ",", ".", ";", ":", "—", "–", "(", ")", "\"", "”", "“", "who", "whom", "whose", "which", "that",
];

/// What a group is said to be at one place.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) tokens: Range<usize>,
    /// The noun.
    pub(super) head: usize,
}

/// What is known of a group beside its names.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// In text order.
    pub(super) roles: Vec<Role>,
    pub(super) ages: Vec<u32>,
    pub(super) sex: Option<Sex>,
}

/// What the text says of each group.
pub(super) fn known(reading: &Reading<'_>, groups: usize) -> Vec<Known> {
    let mut result = vec![Known::default(); groups];
    for name in &reading.names {
        let known = &mut result[name.group as usize];
        let mut add = |role: Role| {
            known.sex = known.sex.or(reading.sex_of_noun(role.head));
            known.roles.push(role);
        };
        title(reading, name).into_iter().for_each(&mut add);
        if let Some(role) = apposition(reading, name) {
            add(role);
        }
        if let Some(role) = predicate(reading, name) {
            add(role);
        }
        known.ages.extend(age(reading, name));
    }
    for known in &mut result {
        known
            .roles
            .sort_by_key(|role| (role.tokens.start, role.tokens.end));
        known
            .roles
            .dedup_by(|b, a| a.tokens.end >= b.tokens.end && a.tokens.start <= b.tokens.start);
    }
    result
}

/// "the ministry's spokeswoman" before "Lena Ortiz", "Russian President" before "Vladimir Putin".
fn title(reading: &Reading<'_>, name: &Name) -> Option<Role> {
    let tree = &reading.tree;
    let first = name.tokens.start;
    let head = if name.title.is_empty() {
        first.checked_sub(1).filter(|&at| {
            reading.is_person(at)
                && tree.nodes[at].block == tree.nodes[first].block
                && reading.kinds[name.group as usize] == NameKind::Person
                && reading.singular(at)
        })?
    } else {
        name.title
            .clone()
            .rev()
            .find(|&at| tree.nodes[at].pos != Pos::Punct)?
    };
    if name.title.len() == 1 && address(tree.text(name.title.start)).is_some() {
        return None;
    }
    let mut start = if name.title.is_empty() {
        head
    } else {
        name.title.start
    };
    let edge = (tree.nodes[name.head].left as usize).min(tree.nodes[head].left as usize);
    while start > edge && first - start < LONGEST_TITLE {
        let node = &tree.nodes[start - 1];
        let goes_on = matches!(
            node.pos,
            Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Det
        ) || node.dep == Dep::Poss
            || node.dep == Dep::Case
            || node.dep == Dep::Punct && tree.text(start - 1) == "-";
        if !goes_on || node.block != tree.nodes[first].block {
            break;
        }
        start -= 1;
        if node.pos == Pos::Det {
            break;
        }
    }
    // "University of Saltmarsh President": not the president of Saltmarsh.
    let other = reading
        .names
        .partition_point(|other| other.tokens.end <= start);
    if let Some(other) = reading.names.get(other) {
        start = start.min(other.tokens.start);
    }
    let mut end = first;
    while end > start && tree.nodes[end - 1].pos == Pos::Punct {
        end -= 1;
    }
    (start < end).then_some(Role {
        tokens: start..end,
        head: head.max(start),
    })
}

/// "Anna Olsen, the mayor of Oslo"; "The mayor, Anna Olsen"; "Anna Olsen, 45, a teacher from Oslo".
fn apposition(reading: &Reading<'_>, name: &Name) -> Option<Role> {
    let tree = &reading.tree;
    let fits = |at: usize| fits(reading, name, at);
    let after = tree
        .children(name.head)
        .find(|&at| at >= name.tokens.end && tree.nodes[at].dep == Dep::Appos && fits(at));
    if let Some(head) = after {
        return phrase(reading, head, name.tokens.end);
    }
    // The parser may hang it elsewhere: a comma, perhaps an age and a comma, an article and a noun for a person.
    let mut at = name.tokens.end;
    let is = |at: usize, text: &str| at < tree.nodes.len() && tree.text(at) == text;
    if is(at, ",") {
        at += 1;
        if at + 1 < tree.nodes.len() && tree.nodes[at].pos == Pos::Num && is(at + 1, ",") {
            at += 2;
        }
        let article = at < tree.nodes.len() && matches!(tree.text(at), "a" | "an" | "the");
        let head = article.then(|| tree.head(at)).flatten();
        if let Some(head) = head.filter(|&head| {
            head > at
                && head - at < 8
                && matches!(
                    tree.nodes[head].dep,
                    Dep::Appos | Dep::Conj | Dep::Attr | Dep::Unclear
                )
                && fits(head)
                && reading.group_of[head] == super::reading::NONE
        }) {
            return phrase(reading, head, at);
        }
    }
    // "Its operator, the Brae and Sorre Line": the article is no part of the name.
    let mut end = name.tokens.start.checked_sub(1)?;
    if is(end, "the") {
        end = end.checked_sub(1)?;
    }
    let before = tree.head(name.head).filter(|&head| {
        tree.nodes[name.head].dep == Dep::Appos
            && head < end
            && fits(head)
            && reading.group_of[head] == super::reading::NONE
            && is(end, ",")
    })?;
    let start = tree.nodes[before].left as usize;
    (start < end && end - start <= LONGEST).then_some(Role {
        tokens: start..end,
        head: before,
    })
}

/// "Anna Olsen is the mayor of Oslo", "… became mayor", "… was elected mayor".
fn predicate(reading: &Reading<'_>, name: &Name) -> Option<Role> {
    let tree = &reading.tree;
    let verb = tree.head(name.head)?;
    if !matches!(tree.nodes[name.head].dep, Dep::Nsubj | Dep::NsubjPass) {
        return None;
    }
    let mut negated = false;
    let mut head = None;
    for child in tree.children(verb) {
        let node = &tree.nodes[child];
        negated |= node.dep == Dep::Neg || node.dep == Dep::Aux && tree.tag(child) == "MD";
        let role = matches!(node.dep, Dep::Attr | Dep::Oprd) && child > verb;
        if role && fits(reading, name, child) && reading.group_of[child] == super::reading::NONE {
            head = head.or(Some(child));
        }
    }
    let head = head.filter(|_| !negated)?;
    phrase(reading, head, verb + 1)
}

/// Whether the noun at `at` can say what the name is.
fn fits(reading: &Reading<'_>, name: &Name, at: usize) -> bool {
    let plural = matches!(reading.tree.tag(at), "NNS" | "NNPS");
    !plural
        && matches!(
            (reading.kinds[name.group as usize], reading.nouns[at]),
            (NameKind::Person, Some(Noun::Person(_)))
                | (NameKind::Organisation, Some(Noun::Company | Noun::Body))
                | (NameKind::Place, Some(Noun::Place))
        )
}

/// The noun phrase of `head` behind `from`, without the clauses that go on about it.
fn phrase(reading: &Reading<'_>, head: usize, from: usize) -> Option<Role> {
    let tree = &reading.tree;
    let start = (tree.nodes[head].left as usize).max(from);
    let last = (tree.nodes[head].right as usize).min(start + LONGEST - 1);
    let mut end = head + 1;
    while end <= last {
        let node = &tree.nodes[end];
        let cut = matches!(node.dep, Dep::Relcl | Dep::Acl | Dep::Appos)
            || AFTER_A_ROLE.contains(&tree.text(end))
            || node.pos == Pos::Verb;
        if cut {
            break;
        }
        end += 1;
    }
    while end > head + 1 && matches!(tree.nodes[end - 1].pos, Pos::Adp | Pos::Cconj | Pos::Det) {
        end -= 1;
    }
    let start = (start..=head).find(|&at| tree.nodes[at].pos != Pos::Punct)?;
    (start <= head).then_some(Role {
        tokens: start..end,
        head,
    })
}

/// "Anna Olsen, 45," and "45-year-old Anna Olsen".
fn age(reading: &Reading<'_>, name: &Name) -> Option<u32> {
    let tree = &reading.tree;
    let at = name.tokens.end;
    let count = tree.nodes.len();
    if reading.kinds[name.group as usize] != NameKind::Person || at + 2 >= count {
        return None;
    }
    if tree.text(at) == "," && matches!(tree.text(at + 2), "," | ".") {
        return tree
            .text(at + 1)
            .parse()
            .ok()
            .filter(|age| (1..130).contains(age));
    }
    None
}
