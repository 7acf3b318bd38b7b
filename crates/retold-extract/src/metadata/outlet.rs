//! The publication: what the page calls itself.

use std::sync::LazyLock;

use regex::Regex;

use super::{Fact, Facts, Marks, unescape};
use crate::html::{Document, NodeId, NodeKind};
use crate::names;

/// Bytes of a name at most.
const MAX_NAME: usize = 80;
/// Nodes at the end of the page that are searched for the copyright line.
const FOOT_NODES: u32 = 3000;
/// Bytes of the source of a copyright line at most.
const MAX_COPYRIGHT: u32 = 2000;

/// The publication. A name that fits the address is taken before one that does not; where the page states none, the
/// label of the address stands for it.
pub(crate) fn outlet(
    document: &Document<'_>,
    marks: &Marks,
    facts: &Facts,
    url: Option<&str>,
) -> Option<Fact> {
    let host = url
        .or(facts.canonical.as_ref().map(|fact| fact.value.as_str()))
        .and_then(names::site_label);
    let stated = stated(facts);
    let fits = |name: &str| {
        host.as_deref()
            .is_some_and(|host| names::matches_host(name, host))
    };
    // "Name | what we write of": the part that fits the address is the name.
    let part = |fact: &Fact| {
        names::title_parts(&fact.value)
            .find(|part| fits(part))
            .map(|part| Fact {
                value: part.to_owned(),
                ..fact.clone()
            })
    };
    let is_name = |fact: &&Fact| !names::is_domain(&fact.value);
    let found = stated
        .iter()
        .filter(is_name)
        .find_map(part)
        .or_else(|| title_part(facts, fits))
        .or_else(|| stated.iter().find(is_name).cloned())
        .or_else(|| stated.first().cloned())
        .or_else(|| copyright(document, fits))
        .or_else(|| logo(document, marks, fits))
        .or_else(|| {
            host.clone().map(|host| Fact {
                value: host,
                from: "url".into(),
                bytes: None,
            })
        })?;
    let value = without_legal_form(&found.value).to_owned();
    Some(Fact { value, ..found })
}

/// The names that fields of the page state, the surest first.
fn stated(facts: &Facts) -> Vec<Fact> {
    let usable = |fact: &Fact| {
        !fact.value.starts_with("http")
            && fact.value.len() <= MAX_NAME
            && !fact.value.starts_with('@')
    };
    [
        facts.first(&["og:site_name"]),
        facts.json_ld.publisher.clone(),
        facts.json_ld.site.clone(),
        facts.first(&["application-name"]),
        facts.first(&[
            "apple-mobile-web-app-title",
            "dc.publisher",
            "publisher",
            "citation_journal_title",
            "copyright",
        ]),
    ]
    .into_iter()
    .flatten()
    .map(|fact| Fact {
        value: unescape(&fact.value).into_owned(),
        ..fact
    })
    .filter(usable)
    .collect()
}

/// A part of the title that fits the address, but for the headline, which stands first.
fn title_part(facts: &Facts, fits: impl Fn(&str) -> bool) -> Option<Fact> {
    let title = facts.title.as_ref()?;
    let parts: Vec<&str> = names::title_parts(&title.value).collect();
    let name = parts
        .iter()
        .rev()
        .take(parts.len().max(2) - 1)
        .find(|part| fits(part) && part.split_whitespace().count() <= 5)?;
    Some(Fact {
        value: (*name).to_owned(),
        from: "html:title".into(),
        bytes: title.bytes,
    })
}

/// The name in the copyright line at the foot of the page, if it fits the address.
fn copyright(document: &Document<'_>, fits: impl Fn(&str) -> bool) -> Option<Fact> {
    static OWNER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)|copyright|by|(?:19|20)\d\d\b|[-–,]))*\s*(\p{L}[^|,;•·©–—]{1,60}?)\s*(?:\.(?:\s|$)|[|,;•·©–—]|\b(?:19|20)\d\d|\ball rights|\balle rechte|$)",
        )
        .expect("the pattern is a regular expression")
    });
    let end = u32::try_from(document.len()).expect("nodes are capped below 2^32");
    (end.saturating_sub(FOOT_NODES)..end)
        .rev()
        .map(NodeId)
        .find_map(|id| {
            let node = document.node(id);
            let written = &document.text[node.start_byte as usize..node.end_byte as usize];
            if node.kind != NodeKind::Text
                || !["©", "&copy;", "(c)", "opyright"]
                    .iter()
                    .any(|sign| written.contains(sign))
            {
                return None;
            }
            let line = document.node(node.parent);
            if line.end_byte - line.start_byte > MAX_COPYRIGHT {
                return None;
            }
            let text = document.text_of(node.parent);
            let owner = without_legal_form(OWNER.captures(&text)?.get(1)?.as_str()).to_owned();
            (fits(&owner) && !names::is_domain(&owner)).then_some(Fact {
                value: owner,
                from: "html:copyright".into(),
                bytes: Some((line.start_byte, line.end_byte)),
            })
        })
}

/// The name on the link to the front page, if it fits the address.
fn logo(document: &Document<'_>, marks: &Marks, fits: impl Fn(&str) -> bool) -> Option<Fact> {
    marks.front_links.iter().find_map(|&id| {
        let image = document
            .subtree(id)
            .find_map(|inner| {
                document
                    .attributes(inner)
                    .get("alt")
                    .filter(|alt| !alt.trim().is_empty())
            })
            .or_else(|| document.attributes(id).get("title"));
        let name = image.map_or_else(|| document.text_of(id), std::borrow::Cow::into_owned);
        let name = without_logo(&name);
        let bytes = Some((document.node(id).start_byte, document.node(id).end_byte));
        (fits(name) && !names::is_domain(name)).then(|| Fact {
            value: name.to_owned(),
            from: "html:logo".into(),
            bytes,
        })
    })
}

/// What the text for a logo names.
fn without_logo(text: &str) -> &str {
    text.trim()
        .trim_end_matches("Logo")
        .trim_end_matches("logo")
        .trim_start_matches("Logo")
        .trim()
}

/// The name of a company without its legal form, which is no part of what it is called.
fn without_legal_form(name: &str) -> &str {
    const FORMS: &[&str] = &[
        " GmbH & Co. KG",
        " GmbH",
        " AG",
        " Inc.",
        " Inc",
        " LLC",
        " Ltd.",
        " Ltd",
        " Limited",
        " Corp.",
        " S.A.",
        " SA",
        " B.V.",
        " e.V.",
        " SE",
        " KG",
    ];
    let name = name.trim();
    FORMS
        .iter()
        .find_map(|form| name.strip_suffix(form))
        .map_or(name, |name| name.trim_end_matches(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, url: &str, expected: Option<(&str, &str)>) {
        let document = crate::html::parse(page);
        let found = outlet(
            &document,
            &Marks::find(&document),
            &Facts::read(&document),
            Some(url),
        );
        let found = found
            .as_ref()
            .map(|fact| (fact.value.as_str(), fact.from.as_str()));
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn names_of_outlets() {
        let url = "https://www.dailynote.example/a";
        check(
            "<meta property=og:site_name content='The Daily Note | News of the day'>",
            url,
            Some(("The Daily Note", "meta:og:site_name")),
        );
        check(
            "<title>Talks begin - Daily Note</title>",
            url,
            Some(("Daily Note", "html:title")),
        );
        check(
            "<p>Talks.<footer>© 2019–2024 Daily Note Ltd. All rights reserved</footer>",
            url,
            Some(("Daily Note", "html:copyright")),
        );
        check(
            "<a href='/'><img alt='Daily Note GmbH Logo'></a>",
            url,
            Some(("Daily Note", "html:logo")),
        );
        check("<p>Talks. © 2024 Ada Moor", url, Some(("dailynote", "url")));
    }
}
