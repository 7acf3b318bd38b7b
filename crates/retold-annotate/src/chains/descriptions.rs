//! Definite descriptions: "the chancellor", "the Russian leader", "the company".

use std::ops::Range;

use retold_model::NameKind;

use super::lexicon::{Noun, can_stand_for, nation};
use super::names::Named;
use super::reading::{NONE, Reading, years_old};
use super::roles::{Known, Role};
use crate::syntax::{Dep, Pos};

/// Sentences back in which the one who is meant was named, where more than one could be.
const NEAR: u32 = 1;

/// Sentences back in which a person was named who is meant by a description.
const FAR: u32 = 8;

/// Sentences back in which a body was named that is only called "the company".
const NEAR_BODY: u32 = 2;

/// Roles of one group that are compared.
const MOST_ROLES: usize = 12;

/// Groups of one kind that are compared with each description; lists of hundreds of names describe nobody.
const MOST_GROUPS: usize = 64;

/// A description and its chain.
pub(super) struct Described {
    pub(super) tokens: Range<usize>,
    pub(super) head: usize,
    pub(super) group: u32,
}

/// Words that make another of an office.
const RELATIONAL: &[&str] = &[
    "acting",
    "assistant",
    "chief",
    "defence",
    "defense",
    "deputy",
    "ex",
    "exiled",
    "finance",
    "first",
    "foreign",
    "former",
    "general",
    "high",
    "home",
    "incoming",
    "interior",
    "justice",
    "late",
    "new",
    "next",
    "opposition",
    "oil",
    "outgoing",
    "police",
    "press",
    "previous",
    "prime",
    "second",
    "senior",
    "vice",
    "health",
    "education",
    "other",
    "another",
    "second",
    "third",
    "then",
    "rival",
    "rebel",
    "interim",
    "supreme",
];

/// Finds the descriptions of groups, in text order.
pub(super) fn described(
    reading: &Reading<'_>,
    groups: &[Named<'_>],
    known: &[Known],
) -> Vec<Described> {
    let tree = &reading.tree;
    let mut result: Vec<Described> = Vec::new();
    let mut in_role = vec![false; tree.nodes.len()];
    for role in known.iter().flat_map(|known| &known.roles) {
        in_role[role.tokens.clone()].fill(true);
    }
    let mut index = Index::new(reading, groups, known);
    let mut names = reading.names.iter().peekable();
    for at in 0..tree.nodes.len() {
        while let Some(name) = names.next_if(|name| name.tokens.end <= at) {
            index.seen(name.group, tree.nodes[name.head].sentence);
        }
        let Some(noun) = reading.nouns[at] else {
            continue;
        };
        if in_role[at] || !reading.singular(at) {
            continue;
        }
        let Some(description) = description(reading, at) else {
            continue;
        };
        let sentence = tree.nodes[at].sentence;
        let group = match noun {
            Noun::Person(_) => index.person(&description, sentence),
            Noun::Company | Noun::Body => index.body(&description, noun, sentence),
            Noun::Place => index.place(&description, sentence),
        };
        if let Some(group) = group {
            index.seen(group, sentence);
            result.push(Described {
                tokens: description.tokens,
                head: at,
                group,
            });
        }
    }
    result
}

/// A definite noun phrase.
struct Description<'d> {
    tokens: Range<usize>,
    noun: std::borrow::Cow<'d, str>,
    nation: Option<&'static str>,
    /// Words before the noun that tell which one.
    words: Vec<&'d str>,
    /// The noun behind "of".
    of: Option<usize>,
    age: Option<u32>,
    possessed: bool,
}

fn description<'d>(reading: &Reading<'d>, head: usize) -> Option<Description<'d>> {
    let tree = &reading.tree;
    let node = &tree.nodes[head];
    if matches!(
        node.dep,
        Dep::Compound | Dep::Appos | Dep::Attr | Dep::Oprd | Dep::Npadvmod
    ) {
        return None;
    }
    let mut result = Description {
        tokens: head..head + 1,
        noun: reading.noun_key(head),
        nation: None,
        words: Vec::new(),
        of: None,
        age: years_old(tree, head),
        possessed: false,
    };
    let mut definite = false;
    for child in tree.children(head) {
        let dep = tree.nodes[child].dep;
        if child < head {
            match dep {
                Dep::Det => {
                    definite = matches!(tree.text(child), "the" | "The" | "this" | "This" | "that");
                    if !definite {
                        return None;
                    }
                }
                Dep::Poss => {
                    // "Germany's chancellor" as well as "his wife".
                    result.nation = nation(&crate::names::key(tree.text(child)));
                    result.possessed = result.nation.is_none();
                    definite = true;
                    if result.possessed && tree.nodes[child].pos != Pos::Pron {
                        return None;
                    }
                }
                Dep::Amod | Dep::Compound | Dep::Nmod => {
                    let word = tree.text(child);
                    if let Some(nation) = nation(&crate::names::key(word)) {
                        result.nation = Some(nation);
                    } else if let Some(age) = years_old(tree, child) {
                        result.age = Some(age);
                    } else if reading.group_of[child] != NONE {
                        return None;
                    } else if dep == Dep::Compound
                        || RELATIONAL
                            .iter()
                            .any(|other| other.eq_ignore_ascii_case(word))
                    {
                        result.words.push(word);
                    }
                }
                Dep::Nummod | Dep::Predet | Dep::Cc | Dep::Conj => return None,
                _ => {}
            }
            result.tokens.start = result.tokens.start.min(tree.nodes[child].left as usize);
        } else {
            match dep {
                Dep::Prep if tree.text(child) == "of" && child == head + 1 => {
                    let of = tree.child(child, Dep::Pobj)?;
                    result.of = Some(of);
                    result.tokens.end = of + 1;
                    let country = nation(&crate::names::key(tree.text(of)));
                    result.nation = result.nation.or(country);
                }
                // What tells which one: it need not be one that was named.
                Dep::Relcl if tree.text(child.saturating_sub(1)) != "," => {
                    let comma = tree.nodes.get(head + 1).is_some() && tree.text(head + 1) == ",";
                    if !comma {
                        return None;
                    }
                }
                Dep::Prep
                    if child == head + 1
                        && matches!(
                            tree.text(child),
                            "for" | "in" | "from" | "at" | "with" | "to"
                        ) =>
                {
                    let apart = tree.nodes[head].dep == Dep::Nsubj;
                    if apart {
                        return None;
                    }
                }
                Dep::Acl | Dep::Appos | Dep::Conj => return None,
                _ => {}
            }
        }
    }
    (definite && result.tokens.len() < 12).then_some(result)
}

/// The groups by the nouns that they were introduced with.
struct Index<'r, 'd> {
    reading: &'r Reading<'d>,
    groups: &'r [Named<'r>],
    known: &'r [Known],
    people: Vec<u32>,
    bodies: Vec<u32>,
    countries: Vec<u32>,
    /// The sentence of the last mention of a group so far.
    last: Vec<Option<u32>>,
}

impl<'r, 'd> Index<'r, 'd> {
    fn new(reading: &'r Reading<'d>, groups: &'r [Named<'r>], known: &'r [Known]) -> Self {
        let of = |wanted: &dyn Fn(usize) -> bool| {
            (0..)
                .zip(groups)
                .filter(|(number, _)| wanted(*number as usize))
                .map(|(number, _)| number)
                .take(MOST_GROUPS)
                .collect::<Vec<u32>>()
        };
        let kind = |kind: NameKind| move |number: usize| groups[number].kind == kind;
        let person = kind(NameKind::Person);
        let body = kind(NameKind::Organisation);
        let place = kind(NameKind::Place);
        Self {
            reading,
            groups,
            known,
            people: of(&|number| {
                person(number) && !(known[number].roles.is_empty() && known[number].ages.is_empty())
            }),
            bodies: of(&body),
            countries: of(&|number| {
                place(number) && nation(&groups[number].words.join(" ")).is_some()
            }),
            last: vec![None; groups.len()],
        }
    }

    fn seen(&mut self, group: u32, sentence: u32) {
        self.last[group as usize] = Some(sentence);
    }

    /// The one among `candidates` that was named; of several the one that was just named.
    fn one(&self, candidates: impl Iterator<Item = u32>, sentence: u32) -> Option<u32> {
        let mut near = None;
        let mut all = None;
        let (mut count, mut count_near) = (0, 0);
        for group in candidates {
            let Some(last) = self.last[group as usize] else {
                continue;
            };
            count += 1;
            all = Some(group);
            if last + NEAR >= sentence {
                count_near += 1;
                near = Some(group);
            }
        }
        match (count, count_near) {
            (1, _) => all,
            (_, 1) => near,
            _ => None,
        }
    }

    fn person(&self, description: &Description<'_>, sentence: u32) -> Option<u32> {
        let candidates = self.people.iter().copied().filter(|&group| {
            let known = &self.known[group as usize];
            let aged = description.age.is_some_and(|age| known.ages.contains(&age));
            aged || description.age.is_none()
                && known
                    .roles
                    .iter()
                    .take(MOST_ROLES)
                    .any(|role| self.role_fits(description, role))
        });
        let candidates = candidates
            .filter(|&group| self.last[group as usize].is_some_and(|last| last + FAR >= sentence));
        self.one(candidates, sentence)
    }

    /// Whether somebody with `role` can be called so.
    fn role_fits(&self, description: &Description<'_>, role: &Role) -> bool {
        let reading = self.reading;
        let tree = &reading.tree;
        if role.tokens.start >= description.tokens.start {
            return false;
        }
        let noun = reading.noun_key(role.head);
        if !can_stand_for(&description.noun, &noun) {
            return false;
        }
        let mut nations = role
            .tokens
            .clone()
            .filter_map(|at| nation(&crate::names::key(tree.text(at))));
        let same_nation = match description.nation {
            Some(wanted) => nations.any(|nation| nation == wanted),
            None => true,
        };
        let has = |word: &str| {
            role.tokens
                .clone()
                .any(|at| tree.text(at).eq_ignore_ascii_case(word))
        };
        let words = description.words.iter().all(|word| has(word));
        let exact = *description.noun == *noun;
        // "the president" is not the vice president.
        let other = role.tokens.clone().any(|at| {
            let word = tree.text(at);
            let makes_another = [
                "vice",
                "deputy",
                "former",
                "ex",
                "assistant",
                "prime",
                "acting",
            ]
            .iter()
            .any(|other| other.eq_ignore_ascii_case(word));
            makes_another
                && at < role.head
                && exact
                && !description
                    .words
                    .iter()
                    .any(|own| own.eq_ignore_ascii_case(word))
        });
        let of = description.of.is_none_or(|of| {
            let word = tree.lemma(of);
            description.nation.is_some() || role.tokens.clone().any(|at| tree.lemma(at) == word)
        });
        // "his wife" after "his wife, Maria": another's wife is another.
        let counterpart = *description.noun == *"counterpart" && description.nation.is_some();
        let kin = !description.possessed
            || counterpart
            || role
                .tokens
                .clone()
                .any(|at| tree.nodes[at].dep == Dep::Poss);
        same_nation
            && words
            && !other
            && of
            && kin
            && (exact
                || counterpart
                || !description.possessed && *description.noun != *"counterpart")
    }

    fn body(&self, description: &Description<'_>, noun: Noun, sentence: u32) -> Option<u32> {
        if description.possessed || description.nation.is_some() || !description.words.is_empty() {
            // "the health ministry": the words must be those of the name.
            let words = &description.words;
            if description.possessed || words.is_empty() {
                return None;
            }
            let candidates = self.bodies.iter().copied().filter(|&group| {
                let name = &self.groups[group as usize].words;
                let has = |word: &str| name.iter().any(|own| own.eq_ignore_ascii_case(word));
                has(&description.noun) && words.iter().all(|word| has(word))
            });
            return self.one(candidates, sentence);
        }
        let called = |group: u32| {
            let name = &self.groups[group as usize].words;
            let roles = &self.known[group as usize].roles;
            let own = name.len() > 1
                && (name[name.len() - 1] == description.noun
                    || name[0] == description.noun
                    || name.iter().zip(&name[1..]).any(|(word, next)| {
                        *word == description.noun && matches!(&**next, "of" | "for")
                    }));
            own || roles.iter().take(MOST_ROLES).any(|role| {
                role.tokens.start < description.tokens.start
                    && can_stand_for(&description.noun, &self.reading.noun_key(role.head))
            })
        };
        let mut candidates = self
            .bodies
            .iter()
            .copied()
            .filter(|&group| called(group))
            .peekable();
        if candidates.peek().is_some() {
            let one = self.one(candidates, sentence)?;
            // Another body of the sentence may as well be meant: any by "the company", an academy by "the school".
            let named_here = |group: u32| self.last[group as usize] == Some(sentence);
            let may_be = |group: &Named<'_>| {
                noun == Noun::Company && matches!(&*description.noun, "company" | "firm") || {
                    group.words.last()
                }
                .is_some_and(|last| can_stand_for(&description.noun, last))
            };
            let other = self.bodies.iter().any(|&group| {
                let named = &self.groups[group as usize];
                named_here(group) && !called(group) && !is_office(named) && may_be(named)
            });
            return (named_here(one) || !other).then_some(one);
        }
        // "the company" after one body alone.
        if noun != Noun::Company || !matches!(&*description.noun, "company" | "firm") {
            return None;
        }
        let mut near = self.bodies.iter().copied().filter(|&group| {
            self.last[group as usize].is_some_and(|last| last + NEAR_BODY >= sentence)
        });
        let one = near.next()?;
        let group = &self.groups[one as usize];
        let many = group.mentions.len() > 1;
        (near.next().is_none() && many && !is_office(group)).then_some(one)
    }

    fn place(&self, description: &Description<'_>, sentence: u32) -> Option<u32> {
        let plain = !description.possessed
            && description.nation.is_none()
            && description.words.is_empty()
            && description.of.is_none();
        if !plain || !matches!(&*description.noun, "country" | "nation") {
            return None;
        }
        let near: Vec<u32> = self
            .countries
            .iter()
            .copied()
            .filter(|&group| {
                self.last[group as usize].is_some_and(|last| last + NEAR_BODY >= sentence)
            })
            .take(2)
            .collect();
        match near.as_slice() {
            [one] => Some(*one),
            [] => self.one(self.countries.iter().copied(), sentence),
            _ => None,
        }
    }
}

/// Whether a body is surely no company.
fn is_office(group: &Named<'_>) -> bool {
    group.words.iter().any(|word| {
        matches!(super::lexicon::noun(word), Some(Noun::Body))
            || matches!(
                &**word,
                "reuters" | "ap" | "afp" | "xinhua" | "bbc" | "cnn" | "un" | "nato"
            )
    })
}
