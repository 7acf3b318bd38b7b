//! An article as a witness of a text: its words, and what it says of where they came from.

use retold_model::{ArticleFacts, BylineKind, CreditKind, Stamp};
use retold_outlets::{Found, Kind, Outlet, register};
use retold_text::TextRange;
use retold_text::fold::{fold_space, fold_word};
use retold_text::word::words;

use crate::body::Body;
use crate::hash;
use crate::house_style::word_key;

use super::named::{Named, signs_itself};

/// How a credit names an agency: who signs with it took more from it than who thanks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// "With Reuters".
    With,
    /// "Source: Reuters", "(Reuters)" below the text.
    Source,
    /// Byline or dateline.
    Signed,
}

/// A name in a credit.
#[derive(Clone, Debug)]
pub(super) struct Credited {
    /// As written.
    pub(super) written: String,
    pub(super) range: Option<TextRange>,
    pub(super) manner: Manner,
}

/// An article of a component, read once.
pub(super) struct Witness<'f> {
    pub(super) facts: &'f ArticleFacts,
    pub(super) body: Body,
    /// For each sentence, the block it stands in, counted from 1.
    pub(super) block_of: Vec<u32>,
    /// For each sentence, the hash of its words: its reading.
    pub(super) reading: Vec<u64>,
    /// Keys of the headline's words.
    pub(super) headline: Vec<u64>,
    /// Which version of a dispatch its headline says it is: 0 without a word of it, 1 for "UPDATED", 2 for "UPDATE 2-".
    pub(super) version: u32,
    /// The outlet's name, folded without "the".
    pub(super) outlet: Option<String>,
    /// What its outlet is called, as keys.
    pub(super) called: Vec<String>,
    /// The agency whose page it is, by its name in the register, or its own where the register lacks it.
    pub(super) agency_page: Option<&'f str>,
    /// Whether its dateline is signed with its outlet's own name.
    pub(super) signs_itself: bool,
    /// The agencies it credits, by their names as for `agency_page`, each once with its strongest manner.
    pub(super) agencies: Vec<(&'f str, Credited)>,
    /// The other outlets that it says its text is from, by their names in the register.
    pub(super) sources: Vec<(&'static str, Credited)>,
    /// All other outlets it credits, by the key of the one that has pages in the component, else folded without "the".
    pub(super) outlets: Vec<(String, Credited)>,
}

impl<'f> Witness<'f> {
    /// Without its credits: whom they name, all of its component tell.
    pub(super) fn new(facts: &'f ArticleFacts) -> Self {
        let article = &facts.linkable;
        let body = Body::of(article);
        let block_of = body
            .sentences
            .iter()
            .map(|sentence| {
                let start = body.ranges[sentence.words.start].start();
                let block = article.body.partition_point(|block| block.start() <= start);
                u32::try_from(block).expect("texts are below 4 GiB")
            })
            .collect();
        let reading = body
            .sentences
            .iter()
            .map(|sentence| hash::run(&body.keys[sentence.words.clone()]))
            .collect();
        Self {
            facts,
            block_of,
            reading,
            headline: article.headline.as_deref().map_or_else(Vec::new, keys),
            version: article.headline.as_deref().map_or(0, version),
            outlet: article.outlet.as_deref().map(outlet_key),
            called: Vec::new(),
            agency_page: agency_page(facts),
            signs_itself: signs_itself(facts),
            agencies: Vec::new(),
            sources: Vec::new(),
            outlets: Vec::new(),
            body,
        }
    }

    /// How many words its body has, at least one.
    pub(super) fn len(&self) -> usize {
        self.body.len().max(1)
    }

    pub(super) fn words_of(&self, sentence: usize) -> usize {
        self.body.sentences[sentence].words.len()
    }

    /// Its time: of publication; else it was not published after it was fetched.
    pub(super) fn published(&self) -> Option<Stamp> {
        self.facts.linkable.published
    }

    /// Whether the paragraph of a sentence speaks of an outlet by one of these names, given as keys.
    pub(super) fn speaks_of(&self, sentence: usize, called: &[String]) -> bool {
        let article = &self.facts.linkable;
        let block = (self.block_of[sentence] as usize).checked_sub(1);
        let block = block.and_then(|at| article.body.get(at));
        let Some(text) = block.and_then(|block| block.slice(&article.text)) else {
            return false;
        };
        let folded = fold_space(&fold_word(text));
        called.iter().any(|name| {
            let mut places = folded.match_indices(name.as_str());
            places.any(|(at, _)| {
                let before = folded[..at].chars().next_back();
                let after = folded[at + name.len()..].chars().next();
                let parts = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                parts(before) && parts(after)
            })
        })
    }

    /// How it credits an agency, or an outlet as its source, by the name in the register.
    pub(super) fn credits(&self, named: &str) -> Option<&Credited> {
        self.agencies
            .iter()
            .chain(&self.sources)
            .find(|(name, _)| *name == named)
            .map(|(_, credited)| credited)
    }

    /// Reads what it says of its sources, where `named` are the names that its component knows.
    pub(super) fn read_credits(&mut self, named: &Named<'f>) {
        let facts = self.facts;
        if let Some(outlet) = &self.outlet {
            self.called = named.called(outlet).to_vec();
        }
        if self.agency_page.is_none() {
            self.agency_page = facts
                .linkable
                .outlet
                .as_deref()
                .and_then(|outlet| named.agency(outlet));
        }
        for byline in &facts.bylines {
            if byline.kind == BylineKind::Agency {
                self.credit(named, &byline.name.value, None, Manner::Signed);
            }
        }
        if let Some(dateline) = &facts.dateline
            && let Some(names) = &dateline.agency
        {
            for name in names.split(['/', ',']) {
                self.credit(named, name.trim(), Some(dateline.range), Manner::Signed);
            }
        }
        for credit in &facts.credits {
            let manner = match credit.kind {
                CreditKind::Source => Manner::Source,
                CreditKind::Byline => Manner::Signed,
                CreditKind::With | CreditKind::Reporting => Manner::With,
            };
            for name in &credit.names {
                // "With reporting by Ada Moor": people are no sources of text.
                let is_person = credit.kind == CreditKind::Reporting
                    && named.agency(name).is_none()
                    && named.outlet(name).is_none()
                    && !register()
                        .named(name)
                        .is_some_and(|found| found.is_agency());
                if !is_person {
                    self.credit(named, name, credit.range, manner);
                }
            }
        }
    }

    fn credit(
        &mut self,
        named: &Named<'f>,
        written: &str,
        range: Option<TextRange>,
        manner: Manner,
    ) {
        let credited = Credited {
            written: written.to_owned(),
            range,
            manner,
        };
        let found = register().named(written);
        let agency = found.as_ref().and_then(agency_of);
        // "Agencies": nobody in particular.
        if agency.is_some_and(|agency| agency.kind == Kind::Unnamed) {
            return;
        }
        if let Some(name) = agency.map(|agency| agency.name).or(named.agency(written)) {
            self.credit_agency(name, credited);
            return;
        }
        let key = named
            .outlet(written)
            .map_or_else(|| outlet_key(written), str::to_owned);
        if self.outlet.as_ref() == Some(&key) || self.outlets.iter().any(|(known, _)| *known == key)
        {
            return;
        }
        let known = found.filter(|found| !found.ambiguous);
        let known = known.map(|found| found.outlet());
        if let Some(outlet) = known.filter(|outlet| outlet.kind != Kind::Platform)
            && manner == Manner::Source
        {
            self.sources.push((outlet.name, credited.clone()));
        }
        self.outlets.push((key, credited));
    }

    fn credit_agency(&mut self, name: &'f str, credited: Credited) {
        if self.agency_page == Some(name) {
            return;
        }
        match self.agencies.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) if known.manner >= credited.manner => {}
            Some((_, known)) => *known = credited,
            None => self.agencies.push((name, credited)),
        }
    }
}

/// The agency that a name stands for.
fn agency_of(found: &Found) -> Option<&'static Outlet> {
    found
        .outlets
        .iter()
        .copied()
        .find(|outlet| outlet.is_agency())
}

/// The agency whose own page an article is: by its outlet, else by its address.
fn agency_page(facts: &ArticleFacts) -> Option<&'static str> {
    let outlet = match &facts.linkable.outlet {
        Some(outlet) => register().named(outlet).as_ref().and_then(agency_of),
        None => register().by_domain(facts.canonical_url.as_deref()?),
    }?;
    matches!(outlet.kind, Kind::Agency | Kind::Release).then_some(outlet.name)
}

/// The version that a headline states, as agencies label them: `UPDATE 2-Ferry sinks`, `RECASTS Ferry sinks`, `3rd LD`.
fn version(headline: &str) -> u32 {
    /// Words that label a version, in capitals unless a number stands beside them.
    const LABELS: &[&str] = &[
        "UPDATE",
        "UPDATED",
        "UPD",
        "CORRECTED",
        "CORRECTION",
        "REFILE",
        "RECASTS",
        "ADDS",
        "WRAPUP",
        "LEAD",
        "LD",
        "WRITETHRU",
    ];
    let opening: Vec<&str> = headline
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    // "UPDATE 1", "1st LD".
    let number = |word: &str| -> Option<u32> {
        let digits = word.trim_end_matches(char::is_alphabetic);
        (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
    };
    let is_label = |word: &str| LABELS.iter().any(|label| label.eq_ignore_ascii_case(word));
    match opening.as_slice() {
        [label, next, ..] if is_label(label) => {
            let unnumbered = u32::from(LABELS.contains(label));
            number(next).unwrap_or(unnumbered)
        }
        [first, label, ..] if is_label(label) => number(first).unwrap_or(0),
        _ => 0,
    }
}

/// The key by which outlets of one name are one: folded, without "the" and without full stops, as in "A.P.".
pub(super) fn outlet_key(name: &str) -> String {
    let folded = fold_space(&fold_word(name)).replace('.', "");
    let folded = folded.trim_matches(|c: char| !c.is_alphanumeric());
    folded.strip_prefix("the ").unwrap_or(folded).to_owned()
}

/// The keys of a text's words.
fn keys(text: &str) -> Vec<u64> {
    words(text)
        .filter_map(|word| word.slice(text))
        .map(|word| hash::bytes(word_key(word).into_bytes()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_headlines() {
        for (headline, expected) in [
            ("UPDATE 2-Ferry sinks off Port Ellery", 2),
            ("RECASTS Ferry sinks", 1),
            ("3rd LD: Ferry sinks", 3),
            ("Update 1: ferry sinks", 1),
            ("Lead poisoning found in wells", 0),
            ("Ferry sinks", 0),
            ("UPDATE", 0),
            ("", 0),
        ] {
            assert_eq!(version(headline), expected, "{headline}");
        }
    }
}
