//! Who and what takes part in a predicate, also where it is said with another one.

use retold_model::{ArgumentGround, ArgumentRole, NameKind, PredicateKind, Voice};

use super::clause::Clause;
use super::lexicon::Part;
use super::phrase::is_done_by;
use super::reading::{MOST_CHILDREN, NONE, Predicate, Reading, is_light};
use crate::syntax::{Dep, Pos};

/// Arguments of one predicate that are kept.
const MOST: usize = 24;

/// Steps up the tree to the clause that a word stands in.
const MOST_STEPS: usize = 8;

/// Somebody or something that takes part, as the token that heads its phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taking {
    pub(super) role: ArgumentRole,
    pub(super) head: usize,
    /// The token of the preposition, and of one before it: "out of".
    pub(super) preposition: Option<(usize, usize)>,
    pub(super) ground: ArgumentGround,
}

/// The arguments of all predicates, by their numbers.
pub(super) fn arguments(reading: &Reading<'_, '_>, clauses: &[Clause]) -> Vec<Vec<Taking>> {
    let mut search = Search {
        reading,
        clauses,
        subjects: vec![None; reading.tree.nodes.len()],
        found: vec![Vec::new(); reading.predicates.len()],
    };
    for &at in &reading.down {
        if reading.future[at] {
            search.subjects[at] = search.stated_subject(at);
        }
        let number = reading.frame_at[at];
        if number != NONE {
            let predicate = reading.predicates[number as usize];
            search.found[number as usize] = if predicate.kind == PredicateKind::Noun {
                search.noun(&predicate)
            } else {
                search.verb(&predicate)
            };
        }
    }
    for (number, predicate) in reading.predicates.iter().enumerate() {
        if predicate.kind == PredicateKind::Apposition {
            let stated = |role, head| Taking {
                role,
                head,
                preposition: None,
                ground: ArgumentGround::Stated,
            };
            search.found[number] = vec![
                stated(ArgumentRole::Subject, predicate.of),
                stated(ArgumentRole::Predicative, predicate.token),
            ];
        }
    }
    search.found
}

type Subject = Option<(usize, ArgumentGround)>;

struct Search<'r, 'd, 'm> {
    reading: &'r Reading<'d, 'm>,
    clauses: &'r [Clause],
    /// The subject of a verb as its voice has it, by the verb's token.
    subjects: Vec<Subject>,
    found: Vec<Vec<Taking>>,
}

impl Search<'_, '_, '_> {
    fn verb(&mut self, predicate: &Predicate) -> Vec<Taking> {
        let reading = self.reading;
        let tree = &reading.tree;
        let at = predicate.token;
        let clause = &self.clauses[reading.frame_at[at] as usize];
        let passive = clause.voice == Voice::Passive;
        let mut result: Vec<Taking> = Vec::new();
        let antecedent = (tree.nodes[at].dep == Dep::Relcl)
            .then(|| tree.head(at))
            .flatten();
        let mut relative = false;
        // A relative pronoun stands for what its clause tells about.
        let mut stands_for = |head: usize| match antecedent {
            Some(noun) if is_relative(tree.text(head)) => {
                relative = true;
                (noun, ArgumentGround::Antecedent)
            }
            _ => (head, ArgumentGround::Stated),
        };
        let mut object = None;
        let mut expletive = false;
        for child in tree.children(at).take(MOST_CHILDREN) {
            let dep = tree.nodes[child].dep;
            let mut add = |role, head, preposition| {
                let (head, ground) = stands_for(head);
                result.push(Taking {
                    role,
                    head,
                    preposition,
                    ground,
                });
            };
            match dep {
                Dep::Dobj if !reading.timed[child] => {
                    object = Some(child);
                    let told = tells(tree.lemma(at));
                    add(
                        if told {
                            ArgumentRole::Recipient
                        } else {
                            ArgumentRole::Object
                        },
                        child,
                        None,
                    );
                }
                Dep::Dative if tree.nodes[child].pos == Pos::Adp => {
                    if let Some(noun) = tree.child(child, Dep::Pobj) {
                        add(ArgumentRole::Recipient, noun, Some((child, child)));
                    }
                }
                Dep::Dative => add(ArgumentRole::Recipient, child, None),
                Dep::Attr | Dep::Acomp | Dep::Oprd => add(ArgumentRole::Predicative, child, None),
                Dep::Agent => {
                    if let Some(noun) = tree.child(child, Dep::Pobj) {
                        add(ArgumentRole::Subject, noun, None);
                    }
                }
                Dep::Prep => {
                    if let Some((noun, preposition)) = behind(reading, child)
                        && !reading.timed[noun]
                    {
                        add(ArgumentRole::Prepositional, noun, Some(preposition));
                    }
                }
                Dep::Expl => expletive = true,
                _ => {}
            }
        }
        // "condemned and rejected the plan": the object stands with the second.
        if object.is_none() && !passive && predicate.kind == PredicateKind::Verb {
            let next = tree.children(at).take(MOST_CHILDREN).find(|&child| {
                tree.nodes[child].dep == Dep::Conj
                    && child == at + 2
                    && tree.nodes[child].pos == Pos::Verb
            });
            let shared = next.and_then(|next| tree.child(next, Dep::Dobj));
            if let Some(shared) = shared.filter(|&shared| !reading.timed[shared]) {
                object = Some(shared);
                result.push(Taking {
                    role: ArgumentRole::Object,
                    head: shared,
                    preposition: None,
                    ground: ArgumentGround::Shared,
                });
            }
        }
        if expletive {
            // "There were clashes": the clashes were.
            for taking in &mut result {
                if taking.role == ArgumentRole::Predicative {
                    taking.role = ArgumentRole::Subject;
                }
            }
        }
        let mut subject = self.stated_subject(at).map(|(head, _)| stands_for(head));
        if let Some(noun) = antecedent
            && !relative
        {
            if subject.is_none() {
                subject = Some((noun, ArgumentGround::Antecedent));
            } else if object.is_none()
                && !passive
                && predicate.kind == PredicateKind::Verb
                && tree.child(at, Dep::Ccomp).is_none()
            {
                result.push(Taking {
                    role: ArgumentRole::Object,
                    head: noun,
                    preposition: None,
                    ground: ArgumentGround::Antecedent,
                });
            }
        }
        let subject = if expletive {
            None
        } else {
            subject.or_else(|| self.unstated_subject(at))
        };
        self.subjects[at] = subject;
        if let Some((head, ground)) = subject {
            let role = match (passive, object) {
                (false, _) => ArgumentRole::Subject,
                // "was given a medal"
                (true, Some(_)) => ArgumentRole::Recipient,
                (true, None) if tells(tree.lemma(at)) => ArgumentRole::Recipient,
                (true, None) => ArgumentRole::Object,
            };
            result.push(Taking {
                role,
                head,
                preposition: None,
                ground,
            });
        }
        finish(result)
    }

    fn stated_subject(&self, at: usize) -> Subject {
        let tree = &self.reading.tree;
        tree.children(at)
            .take(MOST_CHILDREN)
            .find(|&child| matches!(tree.nodes[child].dep, Dep::Nsubj | Dep::NsubjPass))
            .map(|child| (child, ArgumentGround::Stated))
    }

    /// The subject of a verb that has none of its own.
    fn unstated_subject(&self, at: usize) -> Subject {
        let reading = self.reading;
        let tree = &reading.tree;
        let head = tree.head(at)?;
        let of = |verb: usize, ground: ArgumentGround| {
            self.subjects[verb].map(|(subject, _)| (subject, ground))
        };
        match tree.nodes[at].dep {
            Dep::Conj => of(head, ArgumentGround::Shared),
            Dep::Xcomp => {
                // "urged Iran to leave": Iran leaves.
                let object = tree.children(head).take(MOST_CHILDREN).find(|&child| {
                    child < at && matches!(tree.nodes[child].dep, Dep::Dobj | Dep::Dative)
                });
                match object {
                    Some(object) if tree.lemma(head) != "promise" => {
                        Some((object, ArgumentGround::Governor))
                    }
                    _ => of(self.clause_above(at)?, ArgumentGround::Governor),
                }
            }
            Dep::Advcl | Dep::Ccomp if !matches!(tree.tag(at), "VBD" | "VBZ" | "VBP") => {
                let object = (tree.tag(at) == "VB" && tree.nodes[at].dep == Dep::Ccomp)
                    .then(|| tree.child(head, Dep::Dobj))
                    .flatten();
                object
                    .map(|object| (object, ArgumentGround::Governor))
                    .or_else(|| of(self.clause_above(at)?, ArgumentGround::Governor))
            }
            Dep::Pcomp => {
                let upper = tree.head(head)?;
                let preposition = tree.text(head);
                let object = tree
                    .child(upper, Dep::Dobj)
                    .filter(|_| matches!(preposition, "of" | "from" | "for" | "with"));
                if let Some(object) = object {
                    return Some((object, ArgumentGround::Governor));
                }
                if tree.nodes[upper].pos == Pos::Noun {
                    return self.doer_of_noun(upper);
                }
                of(upper, ArgumentGround::Governor)
                    .or_else(|| of(self.clause_above(head)?, ArgumentGround::Governor))
            }
            Dep::Acl if tree.tag(at) == "VB" => self.doer_of_noun(head),
            Dep::Acl => Some((head, ArgumentGround::Antecedent)),
            _ => None,
        }
    }

    /// Who has the plan to do something: its possessor, or the subject of the verb that it is the object of.
    fn doer_of_noun(&self, noun: usize) -> Subject {
        let tree = &self.reading.tree;
        if let Some(possessor) = tree.child(noun, Dep::Poss) {
            return Some((possessor, ArgumentGround::Governor));
        }
        if tree.nodes[noun].dep != Dep::Dobj {
            return None;
        }
        let (subject, _) = self.subjects[tree.head(noun)?]?;
        Some((subject, ArgumentGround::Governor))
    }

    /// The verb of the clause above.
    fn clause_above(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let mut here = at;
        for _ in 0..MOST_STEPS {
            here = reading.tree.head(here)?;
            if reading.future[here] || matches!(reading.tree.nodes[here].pos, Pos::Verb | Pos::Aux)
            {
                return Some(here);
            }
        }
        None
    }

    fn noun(&mut self, predicate: &Predicate) -> Vec<Taking> {
        let reading = self.reading;
        let tree = &reading.tree;
        let at = predicate.token;
        let mut result: Vec<Taking> = Vec::new();
        let Some(event) = reading.event(at) else {
            return result;
        };
        let role = |part: Part| match part {
            Part::Subject => Some(ArgumentRole::Subject),
            Part::Object => Some(ArgumentRole::Object),
            Part::Neither => None,
        };
        let mut add = |role, head, preposition| {
            result.push(Taking {
                role,
                head,
                preposition,
                ground: ArgumentGround::Stated,
            });
        };
        let (mut by, mut of) = (false, false);
        for child in tree.children(at).take(MOST_CHILDREN) {
            if tree.nodes[child].dep != Dep::Prep {
                continue;
            }
            let Some((noun, preposition)) = behind(reading, child) else {
                continue;
            };
            if reading.timed[noun] {
                continue;
            }
            let word = tree.text(child);
            match word {
                "of" if role(event.of).is_some() => {
                    of = true;
                    add(role(event.of).unwrap_or(ArgumentRole::Object), noun, None);
                    let doer = tree
                        .children(noun)
                        .take(MOST_CHILDREN)
                        .find(|&child| {
                            tree.nodes[child].dep == Dep::Prep && is_done_by(reading, noun, child)
                        })
                        .and_then(|by| tree.child(by, Dep::Pobj));
                    if let Some(doer) = doer {
                        by = true;
                        add(ArgumentRole::Subject, doer, None);
                    }
                }
                "by" => {
                    by = true;
                    add(ArgumentRole::Subject, noun, None);
                }
                // "attacks from the army": only of what comes from who does it.
                "from" if event.of == Part::Neither && event.possessor == Part::Subject => {
                    add(ArgumentRole::Subject, noun, None);
                }
                "between" => add(ArgumentRole::Subject, noun, None),
                _ if event.object.contains(&word) => add(ArgumentRole::Object, noun, None),
                _ => add(ArgumentRole::Prepositional, noun, Some(preposition)),
            }
        }
        for child in tree.children(at).take(MOST_CHILDREN) {
            match tree.nodes[child].dep {
                Dep::Poss if !reading.timed[child] => {
                    // "his arrest by the police" and "the police's arrest of him".
                    let part = match event.possessor {
                        Part::Object if of && event.of == Part::Object => Part::Subject,
                        Part::Subject if by && event.of == Part::Object => Part::Object,
                        part => part,
                    };
                    if let Some(role) = role(part) {
                        add(role, child, None);
                    }
                }
                Dep::Compound | Dep::Amod | Dep::Nmod
                    if reading.mention_at[child] != NONE && !by =>
                {
                    let kind = reading.mentions[reading.mention_at[child] as usize].kind;
                    if !matches!(kind, NameKind::Facility) && tree.child(at, Dep::Poss).is_none() {
                        let object = event.possessor == Part::Object && !of;
                        add(
                            if object {
                                ArgumentRole::Object
                            } else {
                                ArgumentRole::Subject
                            },
                            child,
                            None,
                        );
                    }
                }
                _ => {}
            }
        }
        let doer = result
            .iter()
            .any(|taking| taking.role == ArgumentRole::Subject);
        if !doer
            && tree.nodes[at].dep == Dep::Dobj
            && let Some(verb) = tree.head(at)
            && is_light(tree.lemma(verb))
            && let Some((subject, _)) = self.subjects[verb]
        {
            result.push(Taking {
                role: ArgumentRole::Subject,
                head: subject,
                preposition: None,
                ground: ArgumentGround::Governor,
            });
        }
        finish(result)
    }
}

fn finish(mut result: Vec<Taking>) -> Vec<Taking> {
    result.sort_by_key(|taking| (taking.role, taking.head));
    result.dedup_by_key(|taking| (taking.role, taking.head));
    result.truncate(MOST);
    result
}

/// The noun behind a preposition, and the preposition: "out of Syria".
fn behind(reading: &Reading<'_, '_>, preposition: usize) -> Option<(usize, (usize, usize))> {
    let tree = &reading.tree;
    if let Some(noun) = tree.child(preposition, Dep::Pobj) {
        return Some((noun, (preposition, preposition)));
    }
    let second = tree
        .child(preposition, Dep::Prep)
        .filter(|&second| second == preposition + 1)?;
    Some((tree.child(second, Dep::Pobj)?, (preposition, second)))
}

fn is_relative(word: &str) -> bool {
    ["who", "whom", "which", "that"]
        .iter()
        .any(|other| other.eq_ignore_ascii_case(word))
}

/// Verbs whose object is told something.
fn tells(lemma: &str) -> bool {
    matches!(lemma, "tell" | "inform" | "notify" | "assure" | "remind")
}
