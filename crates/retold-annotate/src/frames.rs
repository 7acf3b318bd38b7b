//! Predicate frames: for each clause, and each noun for an event, who does what to whom, when, where, how surely, and
//! who says so.
//!
//! The frames follow the dependency tree. Roles are logical ones: the object of "was arrested by" is the one arrested. What
//! a clause leaves out because it stands nearby is filled in: the antecedent of a relative clause, the subject of verbs
//! that are joined, the one who is to do what somebody agreed to or was urged to do. Where the tree is wrong, the frame
//! is.

mod arguments;
mod clause;
mod lexicon;
mod phrase;
mod reading;

use std::cmp::Reverse;

use retold_lang::Doc;
use retold_model::{
    Argument, ArgumentRole, Frame, Mention, NameKind, PredicateKind, Quantity, Quote, QuoteKind,
    TimeExpression, Voucher,
};
use retold_text::TextRange;

use self::arguments::Taking;
use self::clause::Clause;
use self::phrase::Beside;
use self::reading::{NONE, Predicate, Reading};
use crate::syntax::{Dep, Pos, Tree};

/// Steps up the tree from a time, a number or a place to its frame.
const MOST_STEPS: usize = 24;

/// The predicate frames of an analysed text, in the order of their predicates.
///
/// `blocks` are the parts of the text that were analysed, ascending; the lists are those of the same text, which frames
/// refer to by number. English only. Costs time nearly linear in the text.
pub fn frames(
    doc: &Doc,
    blocks: &[TextRange],
    mentions: &[Mention],
    times: &[TimeExpression],
    quantities: &[Quantity],
    quotes: &[Quote],
) -> Vec<Frame> {
    in_tree(Tree::new(doc, blocks), mentions, times, quantities, quotes)
}

/// The same for a text whose tree is known.
pub(crate) fn in_tree(
    tree: Tree<'_>,
    mentions: &[Mention],
    times: &[TimeExpression],
    quantities: &[Quantity],
    quotes: &[Quote],
) -> Vec<Frame> {
    let reading = Reading::new(tree, mentions, times);
    let clauses = clause::clauses(&reading);
    let arguments = arguments::arguments(&reading, &clauses);
    let vouchers = vouchers(&reading, quotes);
    let mut frames: Vec<Frame> = reading
        .predicates
        .iter()
        .zip(&clauses)
        .zip(&arguments)
        .zip(vouchers)
        .map(|(((predicate, clause), takings), voucher)| {
            frame(&reading, predicate, clause, takings, voucher)
        })
        .collect();
    governors(&reading, &mut frames);
    for (number, time) in (0..).zip(times) {
        if let Some(frame) = frame_above(&reading, time.range) {
            frames[frame].times.push(number);
        }
    }
    for (number, quantity) in (0..).zip(quantities) {
        if let Some(frame) = frame_above(&reading, quantity.range) {
            frames[frame].quantities.push(number);
        }
    }
    places(&reading, &mut frames);
    frames
}

fn frame(
    reading: &Reading<'_, '_>,
    predicate: &Predicate,
    clause: &Clause,
    takings: &[Taking],
    voucher: Voucher,
) -> Frame {
    let tree = &reading.tree;
    let at = predicate.token;
    let word = |at: usize| tree.range(at, at + 1);
    let lemma = match predicate.kind {
        PredicateKind::Noun => reading
            .event(at)
            .map_or_else(String::new, |event| event.verb.to_owned()),
        PredicateKind::Copula | PredicateKind::Apposition => "be".to_owned(),
        PredicateKind::Verb => {
            let mut lemma = tree.lemma(at).to_lowercase();
            if let Some(particle) = clause.particle {
                lemma.push(' ');
                lemma.push_str(&tree.text(particle).to_lowercase());
            }
            lemma
        }
    };
    let beside = match predicate.kind {
        PredicateKind::Apposition => Beside::Cut,
        _ => Beside::Kept,
    };
    Frame {
        predicate: word(at),
        kind: predicate.kind,
        lemma,
        particle: clause.particle.map(word),
        auxiliaries: clause.auxiliaries.iter().map(|&at| word(at)).collect(),
        voice: clause.voice,
        arguments: takings
            .iter()
            .map(|taking| Argument {
                role: taking.role,
                range: phrase::phrase(reading, taking.head, beside),
                heads: phrase::heads(reading, taking.head, beside),
                preposition: taking.preposition.map(|(first, last)| {
                    let words: Vec<&str> = (first..=last).map(|at| tree.text(at)).collect();
                    words.join(" ").to_lowercase()
                }),
                ground: taking.ground,
            })
            .collect(),
        complements: Vec::new(),
        governor: None,
        times: Vec::new(),
        quantities: Vec::new(),
        places: Vec::new(),
        negated: clause.negated,
        modality: clause.modality,
        tense: clause.tense,
        aspect: clause.aspect,
        voucher,
    }
}

/// Ties each clause that completes another to it.
fn governors(reading: &Reading<'_, '_>, frames: &mut [Frame]) {
    let tree = &reading.tree;
    for (number, predicate) in (0_u32..).zip(&reading.predicates) {
        let at = predicate.token;
        let completes = matches!(tree.nodes[at].dep, Dep::Ccomp | Dep::Xcomp | Dep::Pcomp)
            || tree.nodes[at].dep == Dep::Acl && tree.tag(at) == "VB";
        if !completes || predicate.kind == PredicateKind::Apposition {
            continue;
        }
        let mut here = at;
        for _ in 0..3 {
            let Some(head) = tree.head(here) else { break };
            here = head;
            let governor = reading.frame_at[here];
            if governor != NONE {
                frames[governor as usize].complements.push(number);
                frames[number as usize].governor = Some(governor);
                break;
            }
            let node = &tree.nodes[here];
            if matches!(node.pos, Pos::Propn | Pos::Pron)
                || matches!(node.dep, Dep::Nsubj | Dep::NsubjPass)
            {
                break;
            }
        }
    }
}

/// The frame whose predicate is the nearest above the words at `range`.
fn frame_above(reading: &Reading<'_, '_>, range: TextRange) -> Option<usize> {
    let tree = &reading.tree;
    let mut here = tree.top(&tree.tokens(range))?;
    for _ in 0..MOST_STEPS {
        let frame = reading.frame_at[here];
        if frame != NONE {
            return Some(frame as usize);
        }
        here = tree.head(here)?;
    }
    None
}

/// Names of places that stand behind prepositions of place belong to the frame above.
fn places(reading: &Reading<'_, '_>, frames: &mut [Frame]) {
    let tree = &reading.tree;
    for mention in reading.mentions {
        if !matches!(mention.kind, NameKind::Place | NameKind::Facility) {
            continue;
        }
        let Some(mut here) = tree.top(&tree.tokens(mention.range)) else {
            continue;
        };
        let mut behind = false;
        for _ in 0..MOST_STEPS {
            let node = &tree.nodes[here];
            let Some(head) = tree.head(here) else { break };
            behind |=
                node.dep == Dep::Npadvmod || node.dep == Dep::Pobj && is_of_place(tree.text(head));
            let stays = behind
                || matches!(
                    node.dep,
                    Dep::Conj
                        | Dep::Appos
                        | Dep::Compound
                        | Dep::Nmod
                        | Dep::Pobj
                        | Dep::Prep
                        | Dep::Poss
                );
            if !stays {
                break;
            }
            here = head;
            let frame = reading.frame_at[here];
            if frame != NONE {
                let frame = &mut frames[frame as usize];
                // "aid to Kenya", "talks between Kenya and Egypt": who takes part is no place there.
                let takes_part = frame.arguments.iter().any(|argument| {
                    matches!(
                        argument.role,
                        ArgumentRole::Subject | ArgumentRole::Recipient
                    ) && argument.heads.contains(&mention.range)
                });
                if behind && !takes_part {
                    frame.places.push(mention.range);
                }
                break;
            }
        }
    }
}

fn is_of_place(word: &str) -> bool {
    [
        "in",
        "at",
        "near",
        "from",
        "to",
        "into",
        "toward",
        "towards",
        "outside",
        "inside",
        "around",
        "across",
        "over",
        "through",
        "between",
        "along",
        "on",
        "off",
        "within",
        "throughout",
        "via",
        "beyond",
    ]
    .iter()
    .any(|other| other.eq_ignore_ascii_case(word))
}

/// Whether a quote tells what somebody thinks of something, not that it is so: "Turkey condemned the attack".
fn judges(reading: &Reading<'_, '_>, quote: &Quote) -> bool {
    let tree = &reading.tree;
    let (QuoteKind::Indirect, Some(cue), Some(content)) =
        (quote.kind, quote.cue, quote.content.first())
    else {
        return false;
    };
    let cue = tree.tokens(cue);
    let judging = cue.take(MOST_STEPS).any(|at| {
        matches!(
            tree.lemma(at),
            "condemn"
                | "criticise"
                | "criticize"
                | "denounce"
                | "welcome"
                | "praise"
                | "reject"
                | "deplore"
                | "slam"
                | "blast"
                | "mourn"
                | "hail"
                | "regret"
                | "oppose"
                | "support"
                | "back"
                | "applaud"
                | "decry"
                | "dismiss"
        )
    });
    judging
        && tree
            .top(&tree.tokens(*content))
            .is_some_and(|top| matches!(tree.nodes[top].pos, Pos::Noun | Pos::Propn | Pos::Pron))
}

/// Who stands for each predicate: the speaker of the innermost quote in whose content it lies.
fn vouchers(reading: &Reading<'_, '_>, quotes: &[Quote]) -> Vec<Voucher> {
    let mut contents: Vec<(TextRange, u32)> = (0..)
        .zip(quotes)
        .filter(|(_, quote)| !judges(reading, quote))
        .flat_map(|(number, quote)| quote.content.iter().map(move |range| (*range, number)))
        .collect();
    contents.sort_by_key(|(range, number)| (range.start(), Reverse(range.end()), *number));
    let mut next = contents.into_iter().peekable();
    let mut open: Vec<(TextRange, u32)> = Vec::new();
    reading
        .predicates
        .iter()
        .map(|predicate| {
            let start = reading.tree.nodes[predicate.token].start;
            while let Some(content) = next.next_if(|(range, _)| range.start() <= start) {
                while open
                    .last()
                    .is_some_and(|(range, _)| range.end() <= content.0.start())
                {
                    open.pop();
                }
                open.push(content);
            }
            while open.last().is_some_and(|(range, _)| range.end() <= start) {
                open.pop();
            }
            open.last()
                .map_or(Voucher::Outlet, |(_, number)| Voucher::Quote(*number))
        })
        .collect()
}
