//! What the words around a predicate say of it: auxiliaries, voice, tense, negation, and how real it is.

use retold_model::{Aspect, Modality, PredicateKind, Tense, Voice};

use super::lexicon::{Governs, governs};
use super::reading::{MOST_CHILDREN, NONE, Predicate, Reading, is_light};
use crate::syntax::{Dep, Pos};

/// One predicate's clause.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) auxiliaries: Vec<usize>,
    pub(super) particle: Option<usize>,
    pub(super) voice: Voice,
    pub(super) tense: Option<Tense>,
    pub(super) aspect: Aspect,
    pub(super) negated: bool,
    pub(super) modality: Modality,
    /// What the words that govern it make of it.
    embedded: (Option<Modality>, bool),
}

impl Default for Clause {
    fn default() -> Self {
        Self {
            auxiliaries: Vec::new(),
            particle: None,
            voice: Voice::Active,
            tense: None,
            aspect: Aspect::Simple,
            negated: false,
            modality: Modality::Asserted,
            embedded: (None, false),
        }
    }
}

/// The clauses of all predicates, by their numbers.
pub(super) fn clauses(reading: &Reading<'_, '_>) -> Vec<Clause> {
    let mut result = vec![Clause::default(); reading.predicates.len()];
    for &at in &reading.down {
        let number = reading.frame_at[at];
        if number == NONE {
            continue;
        }
        let predicate = &reading.predicates[number as usize];
        result[number as usize] = if predicate.kind == PredicateKind::Noun {
            noun(reading, predicate, &result)
        } else {
            verb(reading, predicate, &result)
        };
    }
    result
}

fn verb(reading: &Reading<'_, '_>, predicate: &Predicate, done: &[Clause]) -> Clause {
    let tree = &reading.tree;
    let at = predicate.token;
    let mut clause = Clause::default();
    let (mut modal, mut passive, mut perhaps, mut conditioned) = (None, false, false, false);
    let (mut mark, mut subject) = ("", false);
    for child in tree.children(at).take(MOST_CHILDREN) {
        match tree.nodes[child].dep {
            Dep::Aux => {
                clause.auxiliaries.push(child);
                if tree.tag(child) == "MD" {
                    modal = Some(child);
                }
            }
            Dep::AuxPass => {
                clause.auxiliaries.push(child);
                passive = true;
            }
            Dep::NsubjPass => {
                passive = true;
                subject = true;
                clause.negated |= is_none(reading, child);
            }
            Dep::Nsubj => {
                subject = true;
                clause.negated |= is_none(reading, child);
            }
            Dep::Dobj | Dep::Attr => clause.negated |= is_none(reading, child),
            Dep::Neg => clause.negated = true,
            Dep::Prt => clause.particle = Some(child),
            Dep::Mark => mark = tree.text(child),
            Dep::Advmod => {
                let word = tree.text(child);
                clause.negated |= word.eq_ignore_ascii_case("never");
                perhaps |= ["possibly", "perhaps", "maybe", "potentially"]
                    .iter()
                    .any(|other| other.eq_ignore_ascii_case(word));
            }
            Dep::Preconj => clause.negated |= tree.text(child).eq_ignore_ascii_case("neither"),
            Dep::Advcl => conditioned |= is_condition(reading, child),
            _ => {}
        }
    }
    let tag = tree.tag(at);
    let joined = (tree.nodes[at].dep == Dep::Conj)
        .then(|| tree.head(at))
        .flatten()
        .and_then(|head| done.get(reading.frame_at[head] as usize));
    let bare = clause.auxiliaries.is_empty() && !matches!(tag, "VBD" | "VBZ" | "VBP");
    let participle = tag == "VBN" && clause.auxiliaries.is_empty();
    passive |= participle
        && match tree.nodes[at].dep {
            Dep::Acl | Dep::Advcl => true,
            Dep::Conj => joined.is_some_and(|first| first.voice == Voice::Passive),
            _ => false,
        };
    if passive {
        clause.voice = Voice::Passive;
    }
    (clause.tense, clause.aspect) = tense(reading, at, &clause.auxiliaries, modal);
    let going = tree
        .head(at)
        .filter(|&head| reading.future[head] && tree.nodes[at].dep == Dep::Xcomp);
    if going.is_some() {
        clause.tense = Some(Tense::Future);
    }
    let will =
        modal.is_some_and(|modal| is_any(tree.text(modal), &["will", "shall", "'ll", "’ll", "wo"]));
    let own = if conditioned && modal.is_some() && !will {
        Modality::Conditional
    } else if let Some(modal) = modal {
        let word = tree.text(modal);
        if will {
            Modality::Planned
        } else if is_any(word, &["would", "'d", "’d"]) {
            match tree.nodes[at].dep {
                Dep::Ccomp | Dep::Conj | Dep::Relcl | Dep::Acl => Modality::Planned,
                _ => Modality::Possible,
            }
        } else if is_any(word, &["should", "must", "ought"]) {
            Modality::Wished
        } else {
            Modality::Possible
        }
    } else if going.is_some() {
        Modality::Planned
    } else if perhaps {
        Modality::Possible
    } else {
        Modality::Asserted
    };
    let own = match mark {
        _ if is_any(mark, &["if", "unless"]) && tree.nodes[at].dep == Dep::Advcl => {
            Modality::Conditional
        }
        _ if is_any(mark, &["whether"])
            || is_any(mark, &["if"]) && tree.nodes[at].dep == Dep::Ccomp =>
        {
            Modality::Questioned
        }
        _ if asks(reading, at) => Modality::Questioned,
        _ => own,
    };
    clause.modality = own;
    if let Some(first) = joined {
        clause.embedded = first.embedded;
        if bare && !subject {
            clause.tense = clause.tense.or(first.tense);
            clause.modality = first.modality;
            clause.negated |= first.negated && first.embedded.1 == first.negated;
        }
    } else {
        clause.embedded = embedding(reading, at, done);
    }
    if let (Some(modality), false) = (clause.embedded.0, own == Modality::Questioned) {
        clause.modality = modality;
    }
    clause.negated |= clause.embedded.1;
    clause
}

/// A noun for an event is as real as the verb that it is the object of makes it.
fn noun(reading: &Reading<'_, '_>, predicate: &Predicate, done: &[Clause]) -> Clause {
    let tree = &reading.tree;
    let at = predicate.token;
    let mut clause = Clause::default();
    for child in tree.children(at).take(MOST_CHILDREN) {
        clause.negated |=
            tree.nodes[child].dep == Dep::Det && tree.text(child).eq_ignore_ascii_case("no");
    }
    let governor = match tree.nodes[at].dep {
        Dep::Dobj | Dep::NsubjPass => tree.head(at),
        Dep::Pobj => tree
            .head(at)
            .filter(|&preposition| is_any(tree.text(preposition), &["for", "to", "on", "against"]))
            .and_then(|preposition| tree.head(preposition)),
        _ => None,
    };
    let Some(verb) = governor else {
        return clause;
    };
    let own = done.get(reading.frame_at[verb] as usize);
    let light = is_light(tree.lemma(verb));
    clause.modality = match tree.lemma(verb) {
        "plan" | "schedule" | "propose" | "promise" | "pledge" | "offer" | "prepare" | "expect" => {
            Modality::Planned
        }
        "threaten" | "consider" | "contemplate" | "fear" | "risk" | "weigh" | "mull"
        | "suspect" => Modality::Possible,
        "call" | "demand" | "urge" | "request" | "seek" | "want" | "recommend" | "require" => {
            Modality::Wished
        }
        "deny" | "refuse" => Modality::Denied,
        _ => own
            .filter(|_| light)
            .map_or(Modality::Asserted, |verb| verb.modality),
    };
    clause.negated |= light && own.is_some_and(|verb| verb.negated);
    clause
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// "no troops", "nobody", "none of them", "neither Serbia nor Kosovo".
fn is_none(reading: &Reading<'_, '_>, at: usize) -> bool {
    let tree = &reading.tree;
    if is_any(tree.text(at), &["nobody", "none", "nothing", "neither"]) {
        return true;
    }
    tree.children(at).take(MOST_CHILDREN).any(|child| {
        let word = tree.text(child);
        match tree.nodes[child].dep {
            Dep::Det => is_any(word, &["no", "neither"]),
            Dep::Cc | Dep::Preconj => is_any(word, &["neither"]),
            _ => false,
        }
    })
}

/// Whether the clause of `at` is a condition.
fn is_condition(reading: &Reading<'_, '_>, at: usize) -> bool {
    let tree = &reading.tree;
    tree.child(at, Dep::Mark)
        .is_some_and(|mark| is_any(tree.text(mark), &["if", "unless"]))
}

/// Whether it is the main verb of a question.
fn asks(reading: &Reading<'_, '_>, at: usize) -> bool {
    let tree = &reading.tree;
    tree.nodes[at].dep == Dep::Root
        && (tree.nodes[at].right.saturating_sub(2)..=tree.nodes[at].right)
            .any(|last| last as usize > at && tree.text(last as usize) == "?")
}

fn tense(
    reading: &Reading<'_, '_>,
    at: usize,
    auxiliaries: &[usize],
    modal: Option<usize>,
) -> (Option<Tense>, Aspect) {
    let tree = &reading.tree;
    let tag = tree.tag(at);
    let has = |lemma: &str| {
        auxiliaries
            .iter()
            .any(|&auxiliary| tree.lemma(auxiliary) == lemma)
    };
    let progressive = tag == "VBG" && has("be");
    let perfect = has("have");
    let aspect = match (perfect, progressive) {
        (true, true) => Aspect::PerfectProgressive,
        (true, false) => Aspect::Perfect,
        (false, true) => Aspect::Progressive,
        (false, false) => Aspect::Simple,
    };
    if let Some(modal) = modal {
        let future = is_any(tree.text(modal), &["will", "shall", "'ll", "’ll", "wo"]);
        return (future.then_some(Tense::Future), aspect);
    }
    let finite = auxiliaries
        .iter()
        .map(|&auxiliary| tree.tag(auxiliary))
        .chain([tag])
        .find_map(|tag| match tag {
            "VBD" => Some(Tense::Past),
            "VBZ" | "VBP" => Some(Tense::Present),
            _ => None,
        });
    (finite, aspect)
}

/// What the word that governs a clause makes of it: "agreed to", "ruled out", "ready to", "plans to", "without".
fn embedding(reading: &Reading<'_, '_>, at: usize, done: &[Clause]) -> (Option<Modality>, bool) {
    let tree = &reading.tree;
    let dep = tree.nodes[at].dep;
    let Some(mut head) = tree.head(at) else {
        return (None, false);
    };
    let mut without = false;
    match dep {
        Dep::Pcomp => {
            without = tree.text(head).eq_ignore_ascii_case("without");
            match tree.head(head) {
                Some(upper) => head = upper,
                None => return (None, without),
            }
        }
        Dep::Xcomp | Dep::Ccomp => {}
        Dep::Acl if tree.tag(at) == "VB" => {}
        _ => return (None, false),
    }
    let clause = done.get(reading.frame_at[head] as usize);
    let lemma = tree.lemma(head);
    let out = clause.and_then(|clause| clause.particle).is_some();
    let table = if lemma == "rule" && out {
        governs("rule_out")
    } else {
        governs(lemma)
    };
    let noun_or_adjective = matches!(tree.nodes[head].pos, Pos::Noun | Pos::Adj);
    let infinitive = dep == Dep::Xcomp || tree.tag(at) == "VB";
    if without {
        return (None, true);
    }
    let upper_negated = clause.is_some_and(|clause| clause.negated)
        || noun_or_adjective && above_is_negated(reading, head, done);
    let upper = clause
        .map(|clause| clause.modality)
        .filter(|modality| *modality != Modality::Asserted && *modality != Modality::Questioned);
    // "denied that it had agreed to send", "if it were to attack": what governs is no fact itself.
    if let Some(Modality::Denied | Modality::Conditional) = upper
        && dep != Dep::Ccomp
    {
        return (upper, upper_negated);
    }
    match table {
        // "said it expects that": only what is to be done is planned, not what is told.
        Some(Governs::Planned)
            if infinitive
                || matches!(
                    lemma,
                    "expect" | "plan" | "promise" | "agree" | "pledge" | "vow"
                ) =>
        {
            (Some(Modality::Planned), upper_negated)
        }
        Some(Governs::Possible)
            if dep != Dep::Ccomp
                || infinitive
                || matches!(lemma, "fear" | "suspect" | "consider") =>
        {
            (
                Some(Modality::Possible),
                upper_negated && !noun_or_adjective,
            )
        }
        Some(Governs::Wished)
            if infinitive
                || matches!(
                    lemma,
                    "hope" | "demand" | "wish" | "insist" | "request" | "want"
                ) =>
        {
            (Some(Modality::Wished), upper_negated)
        }
        Some(Governs::Denied) => (Some(Modality::Denied), false),
        Some(Governs::Questioned) => (Some(Modality::Questioned), false),
        Some(Governs::Negated) if dep != Dep::Ccomp => (upper, !upper_negated),
        _ if dep == Dep::Xcomp && lemma == "be" => (Some(Modality::Planned), upper_negated),
        _ if dep == Dep::Xcomp && lemma == "have" && tree.child(head, Dep::Dobj).is_none() => {
            (Some(Modality::Wished), upper_negated)
        }
        _ if dep == Dep::Xcomp => (upper, upper_negated),
        _ => (None, false),
    }
}

/// Whether the clause that a noun or an adjective stands in is negated: "has no plans to", "is not ready to".
fn above_is_negated(reading: &Reading<'_, '_>, at: usize, done: &[Clause]) -> bool {
    let tree = &reading.tree;
    is_none(reading, at)
        || tree.head(at).is_some_and(|head| {
            done.get(reading.frame_at[head] as usize)
                .is_some_and(|clause| clause.negated)
        })
}
