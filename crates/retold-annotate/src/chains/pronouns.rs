//! Pronouns of the third person: "she", "his", "its", "they".
//!
//! For people: every person named, described or already meant by a pronoun in the sentences before competes, and so do
//! persons without a name ("the driver"); each is weighed by how near it stands, by its place in its clause and by how much
//! the article is about it. The best is taken only if it leads clearly, if its sex fits, and if the grammar allows it (the
//! subject of a clause is not its object). For bodies and places: the subject that governs the pronoun's clause, or that
//! of the sentence before. This is the salience weighing of Lappin and Leass (1994), with a margin below which nothing is said.

use std::collections::VecDeque;

use retold_model::NameKind;

use super::descriptions::Described;
use super::lexicon::Sex;
use super::names::Named;
use super::reading::{NONE, Reading};
use super::roles::Known;
use crate::syntax::{Dep, Pos};

/// What a place's weight is worth so many sentences later.
const BY_DISTANCE: [f32; 5] = [1.0, 0.85, 0.55, 0.35, 0.25];

/// What leads the second best by less is no answer.
const LEAST_LEAD: f32 = 0.22;

/// The same for a pronoun in quoted words, whose speaker means people whom readers have to find out, and for a person of
/// a sentence before, where another stands in the pronoun's own.
const LEAST_LEAD_FAR: f32 = 0.4;

/// What weighs less is too far away.
const LEAST: f32 = 0.3;

/// What each mention of a person adds, up to [`MOST_TOPIC`].
const TOPIC: f32 = 0.05;
const MOST_TOPIC: f32 = 0.3;

/// What is added to the subject of the clause that opens the pronoun's sentence.
const OPENING: f32 = 0.3;

/// What a place is worth whose sex nothing tells.
const UNKNOWN_SEX: f32 = 0.75;

/// Places that compete for one pronoun; the nearest.
const MOST_PLACES: usize = 40;

/// Steps up the tree.
const MOST_STEPS: usize = 12;

/// The same from the clause that opens a sentence to the sentence's verb.
const MOST_OPENING_STEPS: usize = 4;

/// A pronoun and its chain.
pub(super) struct Meant {
    pub(super) at: usize,
    pub(super) group: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Person(Sex),
    Thing,
    Many,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

fn is_singular(tag: &str) -> bool {
    matches!(tag, "NN" | "NNP")
}

fn is_subject(dep: Dep) -> bool {
    matches!(dep, Dep::Nsubj | Dep::NsubjPass)
}

fn is_said(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "continue"
            | "explain"
            | "write"
            | "ask"
            | "reply"
            | "note"
            | "recall"
            | "conclude"
            | "insist"
            | "argue"
            | "admit"
            | "claim"
            | "warn"
            | "state"
            | "go"
    )
}

/// What a pronoun asks for.
fn pronoun(text: &str, tag: &str) -> Option<(Class, Case)> {
    let mut lower = [0_u8; 10];
    let lower = lower.get_mut(..text.len())?;
    lower.copy_from_slice(text.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"he" => (Class::Person(Sex::Man), Case::Subject),
        b"him" => (Class::Person(Sex::Man), Case::Object),
        b"his" => (Class::Person(Sex::Man), Case::Possessive),
        b"himself" => (Class::Person(Sex::Man), Case::Reflexive),
        b"she" => (Class::Person(Sex::Woman), Case::Subject),
        b"her" if tag == "PRP$" => (Class::Person(Sex::Woman), Case::Possessive),
        b"her" => (Class::Person(Sex::Woman), Case::Object),
        b"hers" => (Class::Person(Sex::Woman), Case::Possessive),
        b"herself" => (Class::Person(Sex::Woman), Case::Reflexive),
        b"it" => (Class::Thing, Case::Subject),
        b"its" => (Class::Thing, Case::Possessive),
        b"itself" => (Class::Thing, Case::Reflexive),
        b"they" => (Class::Many, Case::Subject),
        b"their" => (Class::Many, Case::Possessive),
        _ => return None,
    })
}

/// A place where somebody stands: a name, a description, a pronoun that is understood, a person without a name.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// [`NONE`] for a person without a name.
    group: u32,
    sentence: u32,
    weight: f32,
    sex: Option<Sex>,
    quoted: bool,
    /// It is the subject of a verb of saying that stands behind what was said, or beside quoted words.
    speaks: bool,
}

/// A pronoun for a person, and what stands around it.
struct Asked {
    at: usize,
    sex: Sex,
    case: Case,
    /// The verb of its clause.
    verb: Option<usize>,
    /// The nearest person above.
    governor: Option<usize>,
    /// Its clause completes another: "said that she …".
    completes: bool,
    /// Its clause goes with another: "because she …".
    beside: bool,
    /// Its verb is one of saying.
    says: bool,
    /// The group of the subject of its clause.
    own_subject: u32,
    /// The group of who says it.
    speaker: u32,
}

/// Finds whom pronouns mean, in text order.
pub(super) fn meant(
    reading: &Reading<'_>,
    groups: &[Named<'_>],
    known: &[Known],
    described: &[Described],
) -> Vec<Meant> {
    let tree = &reading.tree;
    let mut heads: Vec<(usize, u32)> = reading
        .names
        .iter()
        .map(|name| (name.head, name.group))
        .chain(described.iter().map(|place| (place.head, place.group)))
        .collect();
    heads.sort_unstable();
    let mut group_at = vec![NONE; tree.nodes.len()];
    for &(at, group) in &heads {
        group_at[at] = group;
    }
    let mut search = Search {
        reading,
        sexes: groups
            .iter()
            .zip(known)
            .map(|(group, known)| known.sex.or(group.sex))
            .collect(),
        counts: vec![0; groups.len()],
        plural: groups
            .iter()
            .map(|group| {
                group
                    .words
                    .last()
                    .is_some_and(|word| word.len() > 3 && word.ends_with('s'))
            })
            .collect(),
        group_at,
        places: VecDeque::with_capacity(MOST_PLACES + 1),
        result: Vec::new(),
        in_role: vec![false; tree.nodes.len()],
        roots: tree.roots(),
        speaker: None,
    };
    for role in known.iter().flat_map(|known| &known.roles) {
        search.in_role[role.tokens.clone()].fill(true);
    }
    for at in 0..tree.nodes.len() {
        let node = &tree.nodes[at];
        if node.quoted
            && at.checked_sub(1).is_none_or(|before| {
                !tree.nodes[before].quoted || tree.nodes[before].block != node.block
            })
        {
            search.speaker = search.speaker_of(at);
        }
        let group = search.group_at[at];
        if group != NONE {
            if reading.kinds[group as usize] == NameKind::Person {
                search.stands(at, group);
            }
            search.counts[group as usize] += 1;
        } else if reading.is_person(at) && is_singular(tree.tag(at)) && !search.in_role[at] {
            search.stands(at, NONE);
        } else if node.pos == Pos::Pron {
            let Some((class, case)) = pronoun(tree.text(at), tree.tag(at)) else {
                continue;
            };
            let group = match class {
                Class::Person(sex) => search.person(at, sex, case),
                Class::Thing => search.thing(at, case),
                Class::Many => search.many(at, case),
            };
            if group.is_none()
                && case == Case::Subject
                && let Class::Person(sex) = class
            {
                search.stands_open(at, sex);
            }
            if let Some(group) = group {
                if let Class::Person(sex) = class {
                    search.sexes[group as usize] = Some(sex);
                }
                search.group_at[at] = group;
                search.counts[group as usize] += 1;
                search.result.push(Meant { at, group });
                if matches!(class, Class::Person(_)) {
                    search.stands(at, group);
                }
            }
        }
    }
    search.result
}

struct Search<'r, 'd> {
    reading: &'r Reading<'d>,
    sexes: Vec<Option<Sex>>,
    counts: Vec<u32>,
    /// Whether the last word of the group's name is a plural.
    plural: Vec<bool>,
    /// The group that a head of a name, a description or an understood pronoun stands for.
    group_at: Vec<u32>,
    /// The nearest last.
    places: VecDeque<Place>,
    result: Vec<Meant>,
    in_role: Vec<bool>,
    /// The root of each sentence.
    roots: Vec<usize>,
    /// The subject of the verb that the last quoted words hang on.
    speaker: Option<usize>,
}

impl Search<'_, '_> {
    fn stands(&mut self, at: usize, group: u32) {
        let sex = match group {
            NONE => self.reading.sex_of_noun(at),
            group => self.sexes[group as usize],
        };
        self.place(at, group, sex);
    }

    /// A pronoun that nobody is known to be meant by: whoever it is may be meant again.
    fn stands_open(&mut self, at: usize, sex: Sex) {
        self.place(at, NONE, Some(sex));
    }

    fn place(&mut self, at: usize, group: u32, sex: Option<Sex>) {
        let node = &self.reading.tree.nodes[at];
        if self.places.len() == MOST_PLACES {
            self.places.pop_front();
        }
        self.places.push_back(Place {
            at,
            group,
            sentence: node.sentence,
            weight: self.weight(at),
            sex,
            quoted: node.quoted,
            speaks: self.speaks(at),
        });
    }

    /// Whether it is the subject of a verb of saying whose words stand before it: "…," Olsen said.
    fn speaks(&self, at: usize) -> bool {
        let tree = &self.reading.tree;
        let Some(verb) = tree.head(at).filter(|_| is_subject(tree.nodes[at].dep)) else {
            return false;
        };
        tree.children(verb)
            .take(MOST_STEPS)
            .any(|child| tree.nodes[child].dep == Dep::Ccomp && child < at)
    }

    /// What the place in its clause is worth.
    fn weight(&self, at: usize) -> f32 {
        let tree = &self.reading.tree;
        let dep = tree.nodes[at].dep;
        match dep {
            Dep::Nsubj | Dep::NsubjPass => {
                let verb = tree.nodes[at].head as usize;
                match tree.nodes[verb].dep {
                    Dep::Root | Dep::Conj | Dep::Parataxis => 1.0,
                    Dep::Ccomp if tree.nodes[verb].head as usize > verb => 1.0,
                    Dep::Ccomp => 0.95,
                    Dep::Relcl | Dep::Acl => 0.6,
                    _ => 0.8,
                }
            }
            // A headline without a verb, a dateline: the parser's root.
            Dep::Root => 0.8,
            Dep::Dobj | Dep::Dative | Dep::Agent => 0.65,
            Dep::Poss => 0.6,
            Dep::Conj => {
                let first = tree.nodes[at].head as usize;
                match tree.nodes[first].dep {
                    Dep::Nsubj | Dep::NsubjPass => 0.9,
                    _ => 0.5,
                }
            }
            Dep::Appos => {
                let head = tree.nodes[at].head as usize;
                match tree.nodes[head].dep {
                    Dep::Nsubj | Dep::NsubjPass => 0.95,
                    Dep::Dobj => 0.6,
                    _ => 0.45,
                }
            }
            Dep::Compound | Dep::Nmod => 0.3,
            _ => 0.5,
        }
    }

    fn person(&self, at: usize, sex: Sex, case: Case) -> Option<u32> {
        if case == Case::Reflexive {
            return self.reflexive(at);
        }
        let asked = self.asked(at, sex, case)?;
        let node = &self.reading.tree.nodes[at];
        let mut scores: Vec<(u32, usize, f32)> = Vec::new();
        // The best of those in the same sentence, and of those whose sex is known.
        let (mut beside, mut known_sex) = (0.0_f32, 0.0_f32);
        let mut rivals = false;
        for place in self.places.iter().rev() {
            let distance = (node.sentence - place.sentence) as usize;
            if distance >= BY_DISTANCE.len() {
                break;
            }
            let Some(score) = self.score(place, &asked, distance) else {
                continue;
            };
            if distance == 0 {
                beside = beside.max(score);
                rivals |= asked.governor.is_some_and(|governor| {
                    governor != place.at
                        && (place.group == NONE || place.group != self.group_at[governor])
                });
            }
            if place.group != NONE && self.sexes[place.group as usize].is_some() {
                known_sex = known_sex.max(score);
            }
            // Each person without a name competes alone.
            let unnamed = if place.group == NONE { place.at + 1 } else { 0 };
            match scores
                .iter_mut()
                .find(|(group, other, _)| *group == place.group && *other == unnamed)
            {
                Some(known) => known.2 = known.2.max(score),
                None => scores.push((place.group, unnamed, score)),
            }
        }
        if scores.is_empty() {
            return self.later(at, sex);
        }
        let mut best: [(u32, f32); 2] = [(NONE, 0.0); 2];
        for &(group, _, score) in &scores {
            if score > best[0].1 {
                best = [(group, score), best[0]];
            } else if score > best[1].1 {
                best[1] = (group, score);
            }
        }
        let (group, score) = best[0];
        // One of a sentence before, although another stands nearer.
        let passed_over = beside > 0.0 && beside < score && case == Case::Subject;
        let lead = if node.quoted || passed_over || rivals && !asked.completes {
            LEAST_LEAD_FAR
        } else {
            LEAST_LEAD
        };
        // One whose name tells nothing, while another's tells that it fits.
        if group != NONE && self.sexes[group as usize].is_none() && known_sex > LEAST {
            return None;
        }
        if let Some(later) = self.later(at, sex)
            && later != group
        {
            return None;
        }
        (group != NONE && score >= LEAST && score - best[1].1 >= lead).then_some(group)
    }

    /// What is known of the pronoun itself; `None` if it cannot be told whom it means.
    fn asked(&self, at: usize, sex: Sex, case: Case) -> Option<Asked> {
        let tree = &self.reading.tree;
        let verb = self.clause(at);
        let governor = verb.and_then(|verb| self.governor(at, verb, sex));
        // "He told Olsen he …": whoever is meant by the first is meant by the second.
        let open =
            |token: usize| tree.nodes[token].pos == Pos::Pron && self.group_at[token] == NONE;
        if governor.is_some_and(open) {
            return None;
        }
        let completes = verb.is_some_and(|verb| tree.nodes[verb].dep == Dep::Ccomp);
        // "Berg told Holt he …": either.
        if let (true, Some(governor)) = (completes, governor)
            && let Some(head) = tree.head(governor)
            && tree.children(head).take(MOST_PLACES).any(|child| {
                matches!(tree.nodes[child].dep, Dep::Dobj | Dep::Dative) && self.can_be(child, sex)
            })
        {
            return None;
        }
        let subject = verb.and_then(|verb| self.subject(verb));
        // "She … her …": likewise.
        if case == Case::Possessive
            && subject
                .is_some_and(|subject| subject < at && open(subject) && self.can_be(subject, sex))
        {
            return None;
        }
        let speaker = self.speaker.filter(|_| tree.nodes[at].quoted);
        // "He is tired," she said: who speaks is not known yet, if it may be the one who is meant.
        if speaker.is_some_and(|token| token > at && open(token) && self.can_be(token, sex)) {
            return None;
        }
        let group_of = |token: Option<usize>| token.map_or(NONE, |token| self.group_at[token]);
        Some(Asked {
            at,
            sex,
            case,
            verb,
            governor,
            completes,
            beside: verb.is_some_and(|verb| tree.nodes[verb].dep == Dep::Advcl),
            says: verb.is_some_and(|verb| is_said(tree.lemma(verb))),
            own_subject: group_of(subject),
            speaker: group_of(speaker),
        })
    }

    /// How much speaks for a place; `None` if it cannot be meant.
    fn score(&self, place: &Place, asked: &Asked, distance: usize) -> Option<f32> {
        let tree = &self.reading.tree;
        let named = place.group != NONE;
        let sex = if named {
            self.sexes[place.group as usize]
        } else {
            place.sex
        };
        if sex.is_some_and(|sex| sex != asked.sex)
            || named && place.group == asked.speaker
            || !named && place.quoted && !tree.nodes[asked.at].quoted
            || named && asked.case == Case::Object && place.group == asked.own_subject
            || self.barred(place, asked.at, asked.case, asked.verb)
        {
            return None;
        }
        let governs = asked.governor == Some(place.at);
        let opens = self.opens(place.at, asked);
        let weight = match () {
            () if governs || opens => 1.0,
            // Who said the words before goes on speaking, and is hardly told about.
            () if place.speaks && !(asked.says && asked.case == Case::Subject) => {
                place.weight.min(0.6)
            }
            // "Ortiz sought Orozco because he …": both stand in the clause above.
            () if distance == 0 && asked.beside && asked.governor.is_some() => {
                place.weight.max(0.85)
            }
            () => place.weight,
        };
        let mut score = BY_DISTANCE[distance] * weight;
        if place.quoted && !tree.nodes[asked.at].quoted && distance > 0 {
            score *= 0.6;
        }
        if named {
            let count = u8::try_from(self.counts[place.group as usize]).unwrap_or(u8::MAX);
            score += (f32::from(count) * TOPIC).min(MOST_TOPIC);
        } else {
            score *= 0.9;
        }
        if asked.case == Case::Subject && is_subject(tree.nodes[place.at].dep) {
            score += 0.1;
        }
        // "Olsen said she …", "a man who lost his …".
        if governs {
            score += if asked.completes { 0.4 } else { 0.1 };
        }
        if opens {
            score += OPENING;
        }
        if sex.is_none() {
            score *= UNKNOWN_SEX;
        }
        Some(score)
    }

    /// "When Olsen visited Ashford, she said": whether a place is the subject of a clause that opens the one whose subject
    /// the pronoun is.
    fn opens(&self, place: usize, asked: &Asked) -> bool {
        let tree = &self.reading.tree;
        let is_own = asked.case == Case::Subject
            && is_subject(tree.nodes[asked.at].dep)
            && tree.head(asked.at) == asked.verb;
        if !is_own
            || place >= asked.at
            || !is_subject(tree.nodes[place].dep)
            || tree.nodes[place].sentence != tree.nodes[asked.at].sentence
        {
            return false;
        }
        let mut here = tree.nodes[place].head as usize;
        for _ in 0..MOST_OPENING_STEPS {
            if here >= asked.at
                || !matches!(
                    tree.nodes[here].dep,
                    Dep::Advcl | Dep::Relcl | Dep::Acl | Dep::Prep | Dep::Pcomp | Dep::Pobj
                )
            {
                return false;
            }
            here = tree.nodes[here].head as usize;
            if Some(here) == asked.verb {
                return true;
            }
        }
        false
    }

    /// "In her speech, Olsen said": a person who is named as the subject after the phrase that opens the sentence.
    fn later(&self, at: usize, sex: Sex) -> Option<u32> {
        let tree = &self.reading.tree;
        let mut here = at;
        for _ in 0..MOST_STEPS {
            let head = tree.head(here)?;
            if matches!(tree.nodes[here].dep, Dep::Prep | Dep::Advcl) && here < head {
                let subject = self.subject(head).filter(|&subject| subject > at)?;
                let group = self.group_at[subject];
                let fits = group != NONE
                    && self.reading.kinds[group as usize] == NameKind::Person
                    && self.sexes[group as usize].is_none_or(|own| own == sex);
                return fits.then_some(group);
            }
            here = head;
        }
        None
    }

    /// "Olsen hurt herself", "Olsen herself".
    fn reflexive(&self, at: usize) -> Option<u32> {
        let tree = &self.reading.tree;
        let before = at.checked_sub(1)?;
        if self.reading.group_of[before] != NONE && tree.nodes[at].dep != Dep::Dobj {
            return Some(self.reading.group_of[before]);
        }
        let verb = self.clause(at)?;
        let group = self.group_at[self.subject(verb)?];
        (group != NONE).then_some(group)
    }

    /// The verb of the clause that a token stands in.
    fn clause(&self, at: usize) -> Option<usize> {
        let tree = &self.reading.tree;
        let mut here = at;
        for _ in 0..MOST_STEPS {
            here = tree.head(here)?;
            if matches!(tree.nodes[here].pos, Pos::Verb | Pos::Aux) {
                return Some(here);
            }
        }
        None
    }

    /// The subject of a verb, its own or that of the verb that it is joined to.
    fn subject(&self, verb: usize) -> Option<usize> {
        let tree = &self.reading.tree;
        let mut here = verb;
        for _ in 0..MOST_STEPS {
            let own = tree
                .children(here)
                .take(MOST_PLACES)
                .find(|&child| matches!(tree.nodes[child].dep, Dep::Nsubj | Dep::NsubjPass));
            if own.is_some() {
                return own;
            }
            if !matches!(tree.nodes[here].dep, Dep::Conj | Dep::Xcomp) {
                return None;
            }
            let head = tree.head(here)?;
            // "urged the bank to lift": the bank lifts.
            if tree.nodes[here].dep == Dep::Xcomp {
                let object = tree
                    .children(head)
                    .take(MOST_PLACES)
                    .filter(|&child| child < here)
                    .find_map(|child| match tree.nodes[child].dep {
                        Dep::Dobj => Some(child),
                        // "called on the bank to lift"
                        Dep::Prep if matches!(tree.text(child), "on" | "upon") => {
                            tree.child(child, Dep::Pobj)
                        }
                        _ => None,
                    });
                if object.is_some() {
                    return object;
                }
            }
            here = head;
        }
        None
    }

    /// Whether it is the first of several: "Olsen and Holt".
    fn several(&self, at: usize) -> bool {
        let tree = &self.reading.tree;
        tree.children(at)
            .take(MOST_PLACES)
            .any(|child| tree.nodes[child].dep == Dep::Conj)
    }

    /// The nearest person above: the subject of the clause that the clause of `verb` completes or goes with, or what it
    /// tells about: "Olsen said she …", "a man who lost his …".
    fn governor(&self, at: usize, verb: usize, sex: Sex) -> Option<usize> {
        let tree = &self.reading.tree;
        let mut here = verb;
        for _ in 0..MOST_STEPS {
            let head = tree.head(here)?;
            match tree.nodes[here].dep {
                Dep::Relcl | Dep::Acl => return Some(head).filter(|&head| self.can_be(head, sex)),
                Dep::Ccomp | Dep::Advcl => {
                    let subject = tree.children(head).take(MOST_PLACES).find(|&child| {
                        matches!(tree.nodes[child].dep, Dep::Nsubj | Dep::NsubjPass)
                    });
                    if let Some(subject) = subject
                        && subject < at
                        && self.can_be(subject, sex)
                    {
                        return Some(subject);
                    }
                    here = head;
                }
                Dep::Xcomp | Dep::Conj => here = head,
                _ => return None,
            }
        }
        None
    }

    /// Whether a person of this sex may stand here, with a name or without.
    fn can_be(&self, at: usize, sex: Sex) -> bool {
        let tree = &self.reading.tree;
        let own = match (self.group_at[at], tree.nodes[at].pos) {
            (NONE, Pos::Pron) => match pronoun(tree.text(at), tree.tag(at)) {
                Some((Class::Person(own), _)) => Some(own),
                _ => return false,
            },
            (NONE, _) if self.reading.is_person(at) && is_singular(tree.tag(at)) => {
                self.reading.sex_of_noun(at)
            }
            (NONE, _) => return false,
            (group, _) if self.reading.kinds[group as usize] == NameKind::Person => {
                self.sexes[group as usize]
            }
            _ => return false,
        };
        own.is_none_or(|own| own == sex)
    }

    /// Whether grammar keeps the pronoun from meaning who stands at the place.
    fn barred(&self, place: &Place, at: usize, case: Case, verb: Option<usize>) -> bool {
        let tree = &self.reading.tree;
        // "his wife, Maria" and "her brother Bob": not their own.
        if case == Case::Possessive {
            let owned = tree.nodes[at].head as usize;
            return place.at == owned
                || place.group != NONE && place.group == self.group_at[owned]
                || tree.nodes[place.at].head as usize == owned
                    && matches!(tree.nodes[place.at].dep, Dep::Appos | Dep::Compound);
        }
        // "He told Berg": not Berg, wherever else Berg stands.
        let is_object = |token: usize| {
            matches!(tree.nodes[token].dep, Dep::Dobj | Dep::Dative)
                && self.group_at[token] == place.group
        };
        if case == Case::Subject
            && place.group != NONE
            && verb.is_some_and(|verb| tree.children(verb).take(MOST_STEPS).any(is_object))
        {
            return true;
        }
        if tree.nodes[place.at].sentence != tree.nodes[at].sentence {
            return false;
        }
        // The subject of a clause is not its object.
        let same = verb.is_some_and(|verb| {
            self.clause(place.at) == Some(verb)
                && (matches!(
                    tree.nodes[place.at].dep,
                    Dep::Nsubj | Dep::NsubjPass | Dep::Dobj | Dep::Dative
                ) || case == Case::Subject && tree.nodes[place.at].dep != Dep::Poss)
        });
        let shared =
            case == Case::Object && verb.and_then(|verb| self.subject(verb)) == Some(place.at);
        same || shared
    }

    /// Who says the quoted words that begin at `first`: the subject of the verb that they hang on or that stands before
    /// them; else who said the ones before.
    fn speaker_of(&self, first: usize) -> Option<usize> {
        let tree = &self.reading.tree;
        let block = tree.nodes[first].block;
        let end = tree.nodes[first..]
            .iter()
            .position(|node| !node.quoted || node.block != block)
            .map_or(tree.nodes.len(), |length| first + length);
        let edges = (first..end.min(first + 3)).chain(end.saturating_sub(3).max(first)..end);
        for edge in edges {
            let mut here = edge;
            for _ in 0..MOST_STEPS * 2 {
                let Some(head) = tree.head(here) else { break };
                here = head;
                if !tree.nodes[here].quoted && tree.nodes[here].pos == Pos::Verb {
                    if let Some(subject) = self.subject(here) {
                        return Some(subject);
                    }
                    break;
                }
            }
        }
        // Olsen said: "…"
        if first > 1 && matches!(tree.text(first - 2), ":" | ",") {
            let root = *self.roots.get(tree.nodes[first - 2].sentence as usize)?;
            if !tree.nodes[root].quoted
                && let Some(subject) = self.subject(root)
            {
                return Some(subject);
            }
        }
        self.speaker
    }

    /// A body or place that is the subject which governs the pronoun, or that of the sentence before.
    fn thing(&self, at: usize, case: Case) -> Option<u32> {
        let tree = &self.reading.tree;
        if tree.nodes[at].dep == Dep::Expl {
            return None;
        }
        let fits = |group: u32| {
            matches!(
                self.reading.kinds[group as usize],
                NameKind::Organisation | NameKind::Place
            )
        };
        self.governing(at, case, &fits, &|at| {
            self.reading.is_person(at) || !self.reading.singular(at)
        })
    }

    /// A body or a people that is the subject which governs the pronoun.
    fn many(&self, at: usize, case: Case) -> Option<u32> {
        // A body is one, unless its name is plural: the Angels.
        let fits = |group: u32| match self.reading.kinds[group as usize] {
            NameKind::Group => true,
            NameKind::Organisation => self.plural[group as usize],
            _ => false,
        };
        self.governing(at, case, &fits, &|_| false)
    }

    /// Up the clauses: the first subject before the pronoun that is not passed over.
    fn governing(
        &self,
        at: usize,
        case: Case,
        fits: &dyn Fn(u32) -> bool,
        passed_over: &dyn Fn(usize) -> bool,
    ) -> Option<u32> {
        let tree = &self.reading.tree;
        let mut here = at;
        for _ in 0..MOST_STEPS {
            let Some(verb) = self.clause(here) else { break };
            here = verb;
            let Some(subject) = self.subject(verb).filter(|&subject| subject < at) else {
                continue;
            };
            // An object is not its own subject.
            if case != Case::Possessive && case != Case::Reflexive && self.clause(at) == Some(verb)
            {
                if tree.nodes[at].dep == Dep::Nsubj || tree.nodes[at].dep == Dep::NsubjPass {
                    continue;
                }
                return None;
            }
            let group = self.group_at[subject];
            let several = self.several(subject);
            if group != NONE {
                if fits(group) && !several {
                    return Some(group);
                }
                if self.reading.kinds[group as usize] == NameKind::Person && !several {
                    continue;
                }
                return None;
            }
            if tree.nodes[subject].pos == Pos::Pron || passed_over(subject) {
                continue;
            }
            return None;
        }
        self.sentence_before(at, case, fits)
    }

    /// "It said …", "Its shares fell": the subject of the sentence before, if that is a name that fits.
    fn sentence_before(&self, at: usize, case: Case, fits: &dyn Fn(u32) -> bool) -> Option<u32> {
        const DOERS: [&str; 24] = [
            "add", "announce", "blame", "call", "cite", "claim", "declare", "deny", "employ",
            "expect", "hope", "invest", "launch", "need", "operate", "own", "plan", "produce",
            "promise", "report", "run", "say", "sell", "want",
        ];
        let tree = &self.reading.tree;
        let verb = self.clause(at)?;
        let root = tree.nodes[verb].dep == Dep::Root;
        let opens = match case {
            Case::Subject => {
                tree.nodes[at].dep == Dep::Nsubj && root && DOERS.contains(&tree.lemma(verb))
            }
            Case::Possessive => {
                let owned = tree.head(at)?;
                root && matches!(tree.nodes[owned].dep, Dep::Nsubj | Dep::NsubjPass)
                    && tree.nodes[owned].head as usize == verb
            }
            _ => false,
        };
        if !opens || tree.nodes[at].quoted {
            return None;
        }
        let sentence = tree.nodes[at].sentence.checked_sub(1)?;
        let subject = self.subject(*self.roots.get(sentence as usize)?)?;
        let group = self.group_at[subject];
        let several = self.several(subject);
        (group != NONE && fits(group) && !several && !tree.nodes[subject].quoted).then_some(group)
    }
}
