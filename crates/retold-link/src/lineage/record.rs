//! The records of a component: edges, origins, agencies, roots.

use std::collections::BTreeMap;

use retold_model::{AgencyOrigin, Ground, Lineage, LineageEdge, LineageKind, RootShare, Source};
use retold_outlets::register;

use super::bits;
use super::descent::{Chosen, Descent, From};
use super::dispatch::Dispatches;
use super::family::Family;
use super::grounds::Grounds;
use super::witness::Manner;

/// Copies named in a ground at most.
pub(super) const MOST_NAMED: usize = 8;

/// Per cent of a body that a root must give to be called its origin.
const LEAST_ORIGIN: u8 = 15;

/// How sure a common source is that nobody names, in per cent at most.
const UNNAMED: u8 = 60;

/// A component with its descent, to be told.
pub(super) struct Records<'c, 'f> {
    pub(super) family: &'c Family<'f>,
    pub(super) dispatches: &'c Dispatches<'f>,
    pub(super) descent: &'c Descent,
}

impl<'f> Records<'_, 'f> {
    /// The records of `members`, in their order.
    pub(super) fn all(&self, members: &[usize]) -> Vec<Lineage> {
        let mut roots = Roots {
            records: self,
            known: BTreeMap::new(),
        };
        let mut result: Vec<Lineage> = Vec::with_capacity(members.len());
        for &member in members {
            let roots = roots.of_article(member);
            let edges: Vec<LineageEdge> = self.descent.parents[&member]
                .iter()
                .enumerate()
                .map(|(at, chosen)| self.edge(member, at, chosen))
                .collect();
            let own = Source::Article(self.family.id(member));
            let origin = roots
                .iter()
                .find(|share| share.root != own && share.share >= LEAST_ORIGIN)
                .map(|share| share.root.clone());
            result.push(Lineage {
                article: self.family.id(member),
                agencies: self.agencies(member, &roots, &edges),
                edges,
                origin,
                roots,
            });
        }
        result
    }

    pub(super) fn source(&self, from: From) -> Source {
        match from {
            From::Article(at) => Source::Article(self.family.id(at)),
            From::Dispatch(at) => {
                let first = self
                    .dispatches
                    .first(at)
                    .expect("a missing text is known by those who carry it");
                let first = self.family.id(first);
                let agencies = &self.dispatches.missing[at];
                if agencies.is_empty() {
                    Source::Unknown { first }
                } else {
                    Source::Agency {
                        names: agencies.iter().map(|&name| name.to_owned()).collect(),
                        first,
                    }
                }
            }
        }
    }

    fn edge(&self, child: usize, at: usize, chosen: &Chosen) -> LineageEdge {
        let words = self.words(child, &chosen.gives);
        let grounds = Grounds {
            records: self,
            child,
            chosen,
        };
        // A dispatch that nobody has seen is no surer than the credits that name it.
        let mut confidence = self.descent.confidence(child, at);
        if let From::Dispatch(missing) = chosen.from {
            let agencies = self.dispatches.missing[missing].iter();
            let known = agencies.map(|name| self.known_by(missing, name)).max();
            confidence = confidence.min(known.unwrap_or(UNNAMED));
        }
        LineageEdge {
            parent: self.source(chosen.from),
            kind: self.kind(child, chosen),
            confidence,
            direction: self.descent.direction(child, chosen.from),
            share: percent(words, self.family.witnesses[child].len()),
            grounds: grounds.all(),
        }
    }

    pub(super) fn words(&self, child: usize, sentences: &[usize]) -> usize {
        let witness = &self.family.witnesses[child];
        sentences.iter().map(|&at| witness.words_of(at)).sum()
    }

    fn kind(&self, child: usize, chosen: &Chosen) -> LineageKind {
        let witness = &self.family.witnesses[child];
        let given = self.words(child, &chosen.gives);
        if let From::Article(parent) = chosen.from
            && bits::is_one_house(witness, &self.family.witnesses[parent])
        {
            return LineageKind::Update;
        }
        if given * 3 < witness.len() * 2 {
            return LineageKind::Borrowing;
        }
        if self.edited(child, chosen) * 6 > given {
            return LineageKind::Rewrite;
        }
        let all = match chosen.from {
            From::Article(parent) => {
                let same = self.family.same(child, parent);
                let mut told: Vec<u32> = same.map(|seen| seen.there).collect();
                told.sort_unstable();
                told.dedup();
                let other = &self.family.witnesses[parent];
                let words: usize = told.iter().map(|&at| other.words_of(at as usize)).sum();
                percent(words, other.len())
            }
            From::Dispatch(_) => 100,
        };
        if all < 80 {
            LineageKind::Excerpt
        } else {
            LineageKind::Reprint
        }
    }

    /// The words of the given sentences that were changed on the way from the parent.
    fn edited(&self, child: usize, chosen: &Chosen) -> usize {
        let edited: Vec<usize> = match chosen.from {
            From::Article(parent) => {
                let edited = |&&at: &&usize| {
                    let seen = self.family.seen(child, parent, at);
                    seen.is_some_and(|seen| seen.edits > 0)
                };
                chosen.gives.iter().filter(edited).copied().collect()
            }
            From::Dispatch(at) => self
                .dispatches
                .told(self.family, child, at)
                .into_iter()
                .filter(|(sentence, cost)| {
                    *cost > 0 && chosen.gives.binary_search(sentence).is_ok()
                })
                .map(|(sentence, _)| sentence)
                .collect(),
        };
        self.words(child, &edited)
    }

    /// The agencies behind an article: on its own page, in its credits, at the roots of its text, behind its parents.
    fn agencies(
        &self,
        child: usize,
        roots: &[RootShare],
        edges: &[LineageEdge],
    ) -> Vec<AgencyOrigin> {
        /// Shares of a body from which on a parent's credits are those of the child, too, in per cent.
        const MOSTLY: u8 = 50;
        let witness = &self.family.witnesses[child];
        let mut found: BTreeMap<&str, (u8, u8, Vec<Ground>)> = BTreeMap::new();
        let mut note = |name: &'f str, share: u8, confidence: u8, ground: Vec<Ground>| {
            let entry = found.entry(name).or_insert((0, 0, Vec::new()));
            entry.0 = entry.0.max(share);
            entry.1 = entry.1.max(confidence);
            entry.2.extend(ground);
        };
        if let Some(page) = witness.agency_page {
            let ground = Ground::AgencyPage {
                name: page.to_owned(),
            };
            note(page, 100, 100, vec![ground]);
        }
        for (name, credited) in &witness.agencies {
            let confidence = match credited.manner {
                Manner::Signed | Manner::Source => 97,
                Manner::With => 90,
            };
            let ground = Ground::Credit {
                name: credited.written.clone(),
                range: credited.range,
            };
            note(name, 0, confidence, vec![ground]);
        }
        // What the roots of the text say, as sure as the way there.
        let sure = edges.iter().map(|edge| edge.confidence).max().unwrap_or(0);
        for share in roots {
            match &share.root {
                Source::Article(id) => {
                    let Some(page) = self
                        .place(*id)
                        .and_then(|at| self.family.witnesses[at].agency_page)
                    else {
                        continue;
                    };
                    if witness.agency_page != Some(page) {
                        let ground = Ground::AgencyPage {
                            name: page.to_owned(),
                        };
                        note(page, share.share, sure.max(60), vec![ground]);
                    }
                }
                Source::Agency { first, .. } => {
                    let missing = (0..self.dispatches.missing.len()).find(|&at| {
                        self.source(From::Dispatch(at)) == share.root
                            && self.place(*first).is_some()
                    });
                    let Some(at) = missing else { continue };
                    let agencies = &self.dispatches.missing[at];
                    // What the register lacks is in no list of outlets that are none.
                    let is_agency = |name: &&&'f str| {
                        register().named(name).is_none_or(|found| found.is_agency())
                    };
                    for name in agencies.iter().filter(is_agency) {
                        let sure = sure.min(self.known_by(at, name)) / small(agencies.len());
                        note(
                            name,
                            share.share,
                            sure,
                            self.credited_copies(child, at, name),
                        );
                    }
                }
                Source::Unknown { .. } => {}
            }
        }
        // What a parent credits that gave most of the text.
        for (edge, chosen) in edges.iter().zip(&self.descent.parents[&child]) {
            if let From::Article(parent) = chosen.from
                && edge.share >= MOSTLY
            {
                for (name, _) in &self.family.witnesses[parent].agencies {
                    let ground = Ground::CreditedCopies {
                        agency: (*name).to_owned(),
                        articles: vec![self.family.id(parent)],
                    };
                    let confidence = (u32::from(edge.confidence) * 4 / 5).max(40);
                    let confidence = u8::try_from(confidence).expect("below 100");
                    note(name, 0, confidence, vec![ground]);
                }
            }
        }
        let mut result: Vec<(u8, AgencyOrigin)> = found
            .into_iter()
            .map(|(name, (share, confidence, grounds))| {
                let origin = AgencyOrigin {
                    name: name.to_owned(),
                    confidence,
                    grounds,
                };
                (share, origin)
            })
            .collect();
        result.sort_by_key(|(share, origin)| {
            (
                std::cmp::Reverse(*share),
                std::cmp::Reverse(origin.confidence),
            )
        });
        result.into_iter().map(|(_, origin)| origin).collect()
    }

    /// How sure it is that a missing text is an agency's, by the credits of those who carry it.
    fn known_by(&self, missing: usize, agency: &str) -> u8 {
        /// One article thanks the agency, one signs with it or names it as its source, several name it.
        const ONE_WITH: u8 = 60;
        const ONE_SOURCE: u8 = 80;
        const SEVERAL: u8 = 95;
        let carriers = self.dispatches.carriers(missing);
        let mut manners = carriers
            .iter()
            .filter_map(|&at| self.family.witnesses[at].credits(agency))
            .map(|credited| credited.manner);
        match (manners.next(), manners.next()) {
            (Some(_), Some(_)) => SEVERAL,
            (Some(manner), None) if manner > Manner::With => ONE_SOURCE,
            _ => ONE_WITH,
        }
    }

    /// The other copies of a missing dispatch that credit an agency.
    pub(super) fn credited_copies(
        &self,
        child: usize,
        missing: usize,
        agency: &str,
    ) -> Vec<Ground> {
        let articles: Vec<_> = self
            .dispatches
            .carriers(missing)
            .iter()
            .copied()
            .filter(|&at| at != child && self.family.witnesses[at].credits(agency).is_some())
            .take(MOST_NAMED)
            .map(|at| self.family.id(at))
            .collect();
        if articles.is_empty() {
            return Vec::new();
        }
        vec![Ground::CreditedCopies {
            agency: agency.to_owned(),
            articles,
        }]
    }

    /// The agency of whose text an article is made throughout: its page, or what it alone signs.
    fn agency_of(&self, article: usize) -> Option<&'f str> {
        let witness = &self.family.witnesses[article];
        match (witness.agency_page, witness.agencies.as_slice()) {
            (Some(page), _) => Some(page),
            (None, [(agency, credited)]) if credited.manner > Manner::With => Some(agency),
            _ => None,
        }
    }

    fn place(&self, id: retold_model::ArticleId) -> Option<usize> {
        self.family
            .witnesses
            .binary_search_by_key(&id, |witness| witness.facts.linkable.id)
            .ok()
    }
}

/// Where sentences began, followed edge by edge; each asked once.
struct Roots<'r, 'c, 'f> {
    records: &'r Records<'c, 'f>,
    known: BTreeMap<(usize, usize), From>,
}

impl Roots<'_, '_, '_> {
    fn of_article(&mut self, article: usize) -> Vec<RootShare> {
        let witness = &self.records.family.witnesses[article];
        let mut words: BTreeMap<From, usize> = BTreeMap::new();
        for sentence in 0..witness.block_of.len() {
            *words
                .entry(self.of_sentence(article, sentence))
                .or_default() += witness.words_of(sentence);
        }
        let mut shares: Vec<(usize, From)> = words
            .into_iter()
            .map(|(from, words)| (words, from))
            .collect();
        shares.sort_by_key(|&(words, from)| (std::cmp::Reverse(words), from));
        shares
            .into_iter()
            .map(|(words, from)| RootShare {
                root: self.records.source(from),
                share: percent(words, witness.len()),
            })
            .collect()
    }

    /// Where an article's own sentences began: with it, unless all it has is an agency's. A page of the agency is a
    /// version of its dispatch, and so is what the agency alone signs; where such an article was made of an earlier
    /// version, the text that it adds is the agency's, too.
    fn own(&self, article: usize) -> From {
        let records = self.records;
        let mut at = article;
        while let Some(agency) = records.agency_of(at) {
            let parent = records.descent.parents[&at].first();
            match parent.map(|chosen| chosen.from) {
                Some(From::Article(parent)) if records.agency_of(parent) == Some(agency) => {
                    at = parent;
                }
                Some(From::Dispatch(missing))
                    if records.dispatches.missing[missing] == [agency] =>
                {
                    return From::Dispatch(missing);
                }
                _ => break,
            }
        }
        From::Article(at)
    }

    fn of_sentence(&mut self, article: usize, sentence: usize) -> From {
        let mut way = Vec::new();
        let (mut article, mut sentence) = (article, sentence);
        let root = loop {
            if let Some(&root) = self.known.get(&(article, sentence)) {
                break root;
            }
            way.push((article, sentence));
            let records = self.records;
            let parents = &records.descent.parents[&article];
            let giver = parents
                .iter()
                .find(|chosen| chosen.gives.binary_search(&sentence).is_ok());
            match giver.map(|chosen| chosen.from) {
                Some(From::Article(parent)) => {
                    let Some(seen) = records.family.seen(article, parent, sentence) else {
                        break From::Article(article);
                    };
                    (article, sentence) = (parent, seen.there as usize);
                }
                Some(missing) => break missing,
                None => break self.own(article),
            }
        };
        for step in way {
            self.known.insert(step, root);
        }
        root
    }
}

fn small(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX).max(1)
}

pub(super) fn percent(part: usize, whole: usize) -> u8 {
    let share = (part * 100 + whole / 2) / whole.max(1);
    u8::try_from(share.min(100)).expect("at most 100")
}
