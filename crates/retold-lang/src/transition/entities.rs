//! Named entities: each token begins, continues, ends or is an entity, or is outside of all (BILUO).

use std::ops::Range;

use crate::labels::Label;
use crate::network::best;
use crate::transition::moves::Moves;
use crate::transition::scorer::{Contributions, Scorer};

/// The actions, by their numbers in the model files; number 0 has no classes.
pub(crate) const ACTIONS: usize = 6;
const BEGIN: usize = 1;
const IN: usize = 2;
const LAST: usize = 3;
const UNIT: usize = 4;
const OUT: usize = 5;

/// Slots of the network: the token, the first token of the open entity, the token before (if an entity is open).
pub(crate) const SLOTS: usize = 3;

/// What the recogniser must know of a token beside its vector.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// It consists of white space.
    pub(crate) is_space: bool,
    /// A sentence begins with it.
    pub(crate) sentence_start: bool,
}

/// Finds the entities of a document whose tokens have numbers from `first` on in the batch: runs of tokens of the
/// document with their types. `trace` is told each class that is chosen.
pub(crate) fn recognise(
    network: &Scorer,
    moves: &Moves,
    contributions: &mut Contributions,
    first: u32,
    tokens: &[Known],
    mut trace: impl FnMut(usize),
) -> Vec<(Range<u32>, Label)> {
    let count = u32::try_from(tokens.len()).expect("tokens have numbers of 32 bits");
    contributions.begin(network, first, count);
    let mut found = Vec::new();
    let mut open: Option<(u32, Label)> = None;
    let mut room = Vec::new();
    for (index, token) in (0_u32..).zip(tokens) {
        let entity = open.map(|(start, _)| start + first);
        let before = open.map(|_| index + first - 1);
        let scores = network.scores(
            contributions,
            [Some(index + first), entity, before],
            &mut room,
        );
        let next = tokens.get(index as usize + 1);
        let may_go_on = next.is_some_and(|next| !next.sentence_start);
        let Some(class) = best_valid(
            moves,
            scores,
            open.map(|(_, label)| label),
            token.is_space,
            may_go_on,
        ) else {
            break;
        };
        trace(class);
        match (moves.action(class), open) {
            (BEGIN, _) => open = Some((index, moves.label(class))),
            (LAST, Some((start, label))) => {
                found.push((start..index + 1, label));
                open = None;
            }
            (UNIT, _) => found.push((index..index + 1, moves.label(class))),
            _ => {}
        }
    }
    found
}

/// The valid class with the highest score, the first of equals.
fn best_valid(
    moves: &Moves,
    scores: &[f32],
    open: Option<Label>,
    is_space: bool,
    may_go_on: bool,
) -> Option<usize> {
    let mut top: Option<(usize, f32)> = None;
    let mut offer = |class: usize| {
        if top.is_none_or(|(_, score)| scores[class] > score) {
            top = Some((class, scores[class]));
        }
    };
    if let Some(label) = open {
        if may_go_on && let Some(class) = moves.class(IN, label) {
            offer(class);
        }
        if let Some(class) = moves.class(LAST, label) {
            offer(class);
        }
    } else {
        if !is_space {
            if may_go_on {
                let begin = moves.classes(BEGIN);
                if let Some(class) = best(&scores[begin.clone()]) {
                    offer(begin.start + class);
                }
            }
            // A unit without a type would be an entity of no kind: never valid.
            moves
                .classes(UNIT)
                .filter(|&class| moves.label(class) != Label::NONE)
                .for_each(&mut offer);
        }
        moves.classes(OUT).for_each(&mut offer);
    }
    top.map(|(class, _)| class)
}
