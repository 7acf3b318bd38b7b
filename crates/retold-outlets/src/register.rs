//! Look-ups in the register.

use std::sync::LazyLock;

use retold_text::TextRange;
use retold_text::fold::{fold_space, fold_word};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::outlet::{Kind, Outlet};
use crate::parse::{ParseError, parse};

/// The register of this crate.
pub fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> = LazyLock::new(|| {
        Register::read(include_str!("../data/register.txt"))
            .expect("the tests read every line of the register")
    });
    &REGISTER
}

/// Agencies and outlets, to be found by name, domain and place in a text.
#[derive(Clone, Debug)]
pub struct Register {
    outlets: Vec<Outlet>,
    /// By folded form: the bearers, in the order of the register.
    forms: FxHashMap<String, Vec<Bearer>>,
    domains: FxHashMap<&'static str, u16>,
    /// The first runs of letters and digits of all forms, folded: nothing else starts a match in a text.
    openers: FxHashMap<String, usize>,
    /// The same as forms write them, with and without accents: what has small letters must be one of them to start a match.
    written_openers: FxHashSet<String>,
    /// By the first byte of these the lengths that they have, a bit a length: what most words are told from them by.
    opener_lengths: [u32; 128],
}

/// Who bears a form.
#[derive(Clone, Copy, Debug)]
struct Bearer {
    outlet: u16,
    form: u16,
    ambiguous: bool,
}

/// What a name was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bearers, in the order of the register (agencies first); one at least.
    pub outlets: Vec<&'static Outlet>,
    /// Whether the form may also mean something else, or has several bearers.
    pub ambiguous: bool,
}

impl Found {
    /// The first bearer.
    pub fn outlet(&self) -> &'static Outlet {
        self.outlets[0]
    }

    /// Whether a bearer is an agency.
    pub fn is_agency(&self) -> bool {
        self.outlets.iter().any(|outlet| outlet.is_agency())
    }
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InText {
    /// Where it stands.
    pub range: TextRange,
    /// What it is.
    pub found: Found,
}

impl Register {
    fn read(text: &'static str) -> Result<Self, ParseError> {
        let mut register = Self {
            outlets: parse(text)?,
            forms: FxHashMap::default(),
            domains: FxHashMap::default(),
            openers: FxHashMap::default(),
            written_openers: FxHashSet::default(),
            opener_lengths: [0; 128],
        };
        for (outlet, at) in register.outlets.iter().zip(0u16..) {
            for (form, index) in outlet.forms.iter().zip(0u16..) {
                let bearers = register.forms.entry(key(form.text)).or_default();
                if bearers.iter().all(|bearer| bearer.outlet != at) {
                    bearers.push(Bearer {
                        outlet: at,
                        form: index,
                        ambiguous: form.ambiguous,
                    });
                }
                let words = runs(form.text).count();
                let Some(first) = runs(form.text).next() else {
                    continue;
                };
                let longest = register.openers.entry(fold_word(first)).or_default();
                *longest = (*longest).max(words);
                for opener in [first.to_owned(), unaccented(first)] {
                    let byte = usize::from(opener.as_bytes()[0]);
                    if let Some(lengths) = register.opener_lengths.get_mut(byte) {
                        *lengths |= length_bit(&opener);
                    }
                    register.written_openers.insert(opener);
                }
            }
            for &domain in &outlet.domains {
                register.domains.entry(domain).or_insert(at);
            }
        }
        Ok(register)
    }

    /// All entries, in the order of the register: agencies first.
    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }

    /// The entries of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Outlet> {
        self.outlets
            .iter()
            .filter(move |outlet| outlet.kind == kind)
    }

    /// Who goes by `name`: a whole name as a byline, a credit or a field gives it. Capitals, accents, kinds of dashes
    /// and quotation marks and a full stop after it make no difference; "the" before it makes one only where the
    /// register has both forms. An address is looked up by its domain.
    pub fn named(&'static self, name: &str) -> Option<Found> {
        let name = name.trim();
        let (whole, bare) = (key(name), key(name.trim_end_matches('.')));
        let other = match bare.strip_prefix("the ") {
            Some(rest) => rest.to_owned(),
            None => format!("the {bare}"),
        };
        let known = [bare, whole, other]
            .iter()
            .find_map(|form| self.forms.get(form));
        if let Some(bearers) = known {
            return Some(self.found(bearers));
        }
        if name.contains('.') && !name.contains(' ') {
            let outlet = self.by_domain(name)?;
            return Some(Found {
                outlets: vec![outlet],
                ambiguous: false,
            });
        }
        None
    }

    /// Whose pages stand at `address`: a URL, a host or a domain. Hosts below a domain are its own unless they are
    /// listed themselves.
    pub fn by_domain(&self, address: &str) -> Option<&Outlet> {
        let host = address
            .split_once("://")
            .map_or(address, |(_, rest)| rest)
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split(':').next().unwrap_or_default();
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(&at) = self.domains.get(rest) {
                return Some(&self.outlets[usize::from(at)]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Whether `name` is that of an agency: of the register, or one of its desks (`dpa/lno`), or several agencies
    /// (`AFP/Reuters`, `dpa-AFX`), or a word for agencies. Of the ambiguous forms only those in capitals count: "Petra"
    /// is a first name first.
    pub fn is_agency(&'static self, name: &str) -> bool {
        let name = name.trim();
        let is_capitals = |part: &str| part.chars().all(|c| !c.is_lowercase());
        let is_known = |part: &str| {
            self.named(part)
                .is_some_and(|found| found.is_agency() && (!found.ambiguous || is_capitals(part)))
        };
        // `dpa/lno`: a regional desk of three letters after the agency.
        let is_desk = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_lowercase());
        is_known(name)
            || name.split(['/', '-']).all(is_known)
            || name
                .split_once('/')
                .is_some_and(|(agency, desk)| is_known(agency) && is_desk(desk))
    }

    /// The longest name that stands in `text` at byte `at`, whole words only. Running text must write a name as the
    /// register does, or in capitals: "ap" and "time" are words there. `None` where `at` is inside a character or word.
    pub fn at(&'static self, text: &str, at: usize) -> Option<InText> {
        let rest = text.get(at..)?;
        if text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
        {
            return None;
        }
        let first = runs(rest).next()?;
        if !rest.starts_with(first) {
            return None;
        }
        if !self.may_open(first) {
            return None;
        }
        let most = *self.openers.get(&fold_word(first))?;
        let mut best = None;
        let ends = runs(rest).take(most).map(|run| {
            let end = run.as_ptr() as usize - rest.as_ptr() as usize + run.len();
            // "U.S." and "EurekAlert!" end in a sign.
            let signs = rest[end..]
                .chars()
                .take_while(|c| matches!(c, '.' | '!'))
                .count()
                .min(1);
            [end, end + signs]
        });
        for [end, with_sign] in ends {
            let with_sign = (with_sign > end).then_some(with_sign);
            for end in [Some(end), with_sign].into_iter().flatten() {
                let written = &rest[..end];
                if let Some(bearers) = self.forms.get(&key(written))
                    && bearers
                        .iter()
                        .any(|bearer| self.is_written(*bearer, written))
                {
                    best = Some((end, bearers));
                }
            }
        }
        let (end, bearers) = best?;
        Some(InText {
            range: TextRange::of(at, at + end),
            found: self.found(bearers),
        })
    }

    /// All names in `text`, longest first from the left, none inside another.
    pub fn all(&'static self, text: &str) -> Vec<InText> {
        let mut result: Vec<InText> = Vec::new();
        let mut read = 0;
        for run in runs(text) {
            let start = run.as_ptr() as usize - text.as_ptr() as usize;
            if start < read || !self.may_open(run) {
                continue;
            }
            if let Some(found) = self.at(text, start) {
                read = found.range.as_usize().end;
                result.push(found);
            }
        }
        result
    }

    /// Whether a form may begin with this run. Most words end here: nothing is made for them.
    fn may_open(&self, run: &str) -> bool {
        let is_small = run.is_ascii() && run.bytes().any(|byte| byte.is_ascii_lowercase());
        if !is_small {
            return true;
        }
        let lengths = run
            .bytes()
            .next()
            .map(|first| self.opener_lengths[usize::from(first)]);
        lengths.is_some_and(|lengths| lengths & length_bit(run) != 0)
            && self.written_openers.contains(run)
    }

    fn found(&'static self, bearers: &[Bearer]) -> Found {
        Found {
            outlets: bearers
                .iter()
                .map(|bearer| &self.outlets[usize::from(bearer.outlet)])
                .collect(),
            ambiguous: bearers.len() > 1 || bearers.iter().any(|bearer| bearer.ambiguous),
        }
    }

    /// Whether running text writes a form so that it can be meant.
    fn is_written(&self, bearer: Bearer, written: &str) -> bool {
        let form = self.outlets[usize::from(bearer.outlet)].forms[usize::from(bearer.form)].text;
        let letters =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        let (form, written) = (letters(form), letters(written));
        let is_capitals = written.chars().all(|c| !c.is_lowercase());
        unaccented(&form) == unaccented(&written) || is_capitals
    }
}

/// The bit of a word's length; long ones share one.
fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

/// A form in its capitals and small letters, but without accents where these are signs on letters.
fn unaccented(text: &str) -> String {
    let folded = fold_word(text);
    if folded.chars().count() != text.chars().count() {
        return text.to_owned();
    }
    let cased = folded.chars().zip(text.chars()).map(|(plain, c)| {
        if c.is_uppercase() {
            plain.to_ascii_uppercase()
        } else {
            plain
        }
    });
    cased.collect()
}

/// The key of a form: folded, with single spaces.
fn key(form: &str) -> String {
    fold_space(&fold_word(form))
}

/// The runs of letters and digits of a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests;
