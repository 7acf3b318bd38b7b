//! Outlets and agencies that a component's own articles tell of: no register knows them all.
//!
//! An outlet goes by its name, by the initials of it and by what its own datelines call it. It is an agency if its pages
//! are signed with its own name, "PORT ELLERY (MPA) —", or if it is called one. A name without a page is an agency's if
//! it is called one, or if several outlets credit it and a dateline is signed with it.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleFacts, BylineKind};
use retold_outlets::register;

use super::witness::outlet_key;

/// Names of a component.
#[derive(Default)]
pub(super) struct Named<'f> {
    /// The agencies that the register lacks, by the keys of all forms of their names.
    agencies: BTreeMap<String, &'f str>,
    /// The keys of the outlets that have pages, by the keys of all forms of their names; none where two share a form.
    outlets: BTreeMap<String, Option<String>>,
    /// The same, by their names in the register.
    registered: BTreeMap<&'static str, String>,
    /// The forms of the names of each outlet that has pages, by its key.
    called: BTreeMap<String, Vec<String>>,
}

/// Who credits a name that no page bears.
#[derive(Default)]
struct Credits<'f> {
    written: BTreeSet<&'f str>,
    by: BTreeSet<String>,
    signs: bool,
}

impl<'f> Named<'f> {
    /// What the articles of one component tell.
    pub(super) fn of(articles: &[&'f ArticleFacts]) -> Self {
        let mut named = Self::default();
        for &facts in articles {
            named.add_outlet(facts);
        }
        for &facts in articles {
            named.add_page_of_agency(facts);
        }
        named.add_without_page(articles);
        named.note_what_all_are_called();
        named
    }

    /// The agency that goes by a name; its own name, as an article writes it.
    pub(super) fn agency(&self, written: &str) -> Option<&'f str> {
        self.agencies.get(&outlet_key(written)).copied()
    }

    /// The key of the outlet with a page in the component that goes by a name.
    pub(super) fn outlet(&self, written: &str) -> Option<&str> {
        if let Some(outlet) = self.outlets.get(&outlet_key(written)) {
            return outlet.as_deref();
        }
        let found = register().named(written).filter(|found| !found.ambiguous)?;
        self.registered.get(found.outlet().name).map(String::as_str)
    }

    /// What the outlet of a key is called, as keys: by the register, by its own pages, by its initials.
    pub(super) fn called(&self, outlet: &str) -> &[String] {
        self.called.get(outlet).map_or(&[], Vec::as_slice)
    }

    fn note_what_all_are_called(&mut self) {
        let mut called: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let own = self.outlets.iter();
        for (form, bearer) in own.filter_map(|(form, bearer)| Some((form, bearer.as_ref()?))) {
            let forms = called.entry(bearer.clone()).or_default();
            forms.insert(form.clone());
        }
        for (form, name) in &self.agencies {
            if let Some(forms) = called.get_mut(&outlet_key(name)) {
                forms.insert(form.clone());
            }
        }
        for (key, forms) in &mut called {
            if let Some(found) = register().named(key).filter(|found| !found.ambiguous) {
                forms.extend(found.outlet().forms().map(outlet_key));
            }
        }
        let sorted = called
            .into_iter()
            .map(|(key, forms)| (key, forms.into_iter().collect()));
        self.called = sorted.collect();
    }

    fn add_outlet(&mut self, facts: &'f ArticleFacts) {
        let Some(name) = facts.linkable.outlet.as_deref() else {
            return;
        };
        let key = outlet_key(name);
        if key.is_empty() {
            return;
        }
        if let Some(found) = register().named(name)
            && !found.ambiguous
        {
            self.registered
                .entry(found.outlet().name)
                .or_insert_with(|| key.clone());
        }
        // A whole name is its bearer's, whoever else has such initials.
        self.outlets.insert(key.clone(), Some(key.clone()));
        for form in initials(name) {
            let bearer = self
                .outlets
                .entry(form)
                .or_insert_with(|| Some(key.clone()));
            if bearer.as_ref().is_some_and(|bearer| *bearer != key) {
                *bearer = None;
            }
        }
    }

    fn add_page_of_agency(&mut self, facts: &'f ArticleFacts) {
        let Some(name) = facts.linkable.outlet.as_deref() else {
            return;
        };
        if register().named(name).is_some() {
            return;
        }
        let own = own_names(facts);
        let key = outlet_key(name);
        if key.is_empty() || own.is_empty() && !is_called_agency(name) {
            return;
        }
        let forms = own.into_iter().map(outlet_key).chain(
            initials(name)
                .into_iter()
                .filter(|form| self.outlets.get(form) == Some(&Some(key.clone()))),
        );
        for form in forms.chain([key.clone()]) {
            // Of several spellings of a name the least stands for all, whichever article comes first.
            let bearer = self.agencies.entry(form).or_insert(name);
            if outlet_key(bearer) == key {
                *bearer = name.min(bearer);
            }
        }
    }

    fn add_without_page(&mut self, articles: &[&'f ArticleFacts]) {
        let mut names: BTreeMap<String, Credits<'f>> = BTreeMap::new();
        for &facts in articles {
            let by = facts
                .linkable
                .outlet
                .as_deref()
                .map_or_else(|| facts.linkable.id.to_string(), outlet_key);
            let signed = dateline_names(facts)
                .chain(agency_bylines(facts))
                .map(|n| (n, true));
            let credited = facts.credits.iter().flat_map(|credit| &credit.names);
            for (name, signs) in signed.chain(credited.map(|name| (name.as_str(), false))) {
                if self.agency(name).is_some()
                    || self.outlet(name).is_some()
                    || register().named(name).is_some()
                {
                    continue;
                }
                let credits = names.entry(outlet_key(name)).or_default();
                credits.written.insert(name);
                credits.by.insert(by.clone());
                credits.signs |= signs;
            }
        }
        // Those that are called agencies first: others may be their initials.
        names.remove("");
        for (key, credits) in &names {
            if let Some(&name) = credits.written.first()
                && is_called_agency(name)
            {
                self.agencies.insert(key.clone(), name);
                for form in initials(name) {
                    if names.contains_key(&form) {
                        self.agencies.entry(form).or_insert(name);
                    }
                }
            }
        }
        for (key, credits) in names {
            if let Some(&name) = credits.written.first()
                && credits.signs
                && credits.by.len() > 1
            {
                self.agencies.entry(key).or_insert(name);
            }
        }
    }
}

/// Whether the page of an outlet is signed with the outlet's own name in its dateline.
pub(super) fn signs_itself(facts: &ArticleFacts) -> bool {
    !own_names(facts).is_empty()
}

/// The names in an article's dateline that are its outlet's.
fn own_names(facts: &ArticleFacts) -> Vec<&str> {
    let Some(outlet) = facts.linkable.outlet.as_deref() else {
        return Vec::new();
    };
    let key = outlet_key(outlet);
    let forms = initials(outlet);
    let is_own = |name: &&str| {
        let written = outlet_key(name);
        // An agency that is known by the name signs with it: a paper's initials may be the same.
        let known = register().named(name);
        let is_agency = known.is_some_and(|found| found.is_agency());
        !is_agency && (written == key || forms.contains(&written))
    };
    dateline_names(facts).filter(is_own).collect()
}

fn dateline_names(facts: &ArticleFacts) -> impl Iterator<Item = &str> {
    let names = facts
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.agency.as_deref());
    names
        .into_iter()
        .flat_map(|names| names.split(['/', ',']))
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

fn agency_bylines(facts: &ArticleFacts) -> impl Iterator<Item = &str> {
    facts
        .bylines
        .iter()
        .filter(|byline| byline.kind == BylineKind::Agency)
        .map(|byline| byline.name.value.as_str())
}

/// The keys of the initials of a name of two words and more: with its small words, and without.
fn initials(name: &str) -> BTreeSet<String> {
    /// Longer ones nobody uses.
    const MOST: usize = 6;
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = match words.as_slice() {
        [first, rest @ ..] if first.eq_ignore_ascii_case("the") => rest,
        all => all,
    };
    let of = |words: &mut dyn Iterator<Item = &&str>| -> String {
        let letters: String = words.filter_map(|word| word.chars().next()).collect();
        outlet_key(&letters)
    };
    let all = of(&mut words.iter());
    let great = of(&mut words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase)));
    [all, great]
        .into_iter()
        .filter(|form| (2..=MOST).contains(&form.chars().count()))
        .collect()
}

/// Whether a name says that its bearer is a news agency. A plain "agency" may be any office, a "press" any paper.
fn is_called_agency(name: &str) -> bool {
    /// What agencies of many countries are called.
    const CALLED: &[&str] = &[
        "news agency",
        "press agency",
        "news service",
        "press service",
        "wire service",
        "news wire",
        "press association",
        "press trust",
        "newswire",
    ];
    let key = outlet_key(name);
    CALLED.iter().any(|called| {
        key.split_once(called).is_some_and(|(before, after)| {
            (before.is_empty() || before.ends_with(' '))
                && (after.is_empty() || after.starts_with(' '))
                && !(before.is_empty() && after.is_empty())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names() {
        for (name, expected) in [
            ("Meridian Press Agency", vec!["mpa"]),
            ("The Fenmoor Star", vec!["fs"]),
            ("Bureau of Harbour News", vec!["bhn", "bohn"]),
            ("Reuters", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<String> = initials(name).into_iter().collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn agencies_by_name() {
        for (name, expected) in [
            ("Meridian Press Agency", true),
            ("Northgate News Service", true),
            ("Agency of Fisheries", false),
            ("Ellery Free Press", false),
            ("Press Agency", false),
            ("Westland Wire", false),
        ] {
            assert_eq!(is_called_agency(name), expected, "{name}");
        }
    }
}
