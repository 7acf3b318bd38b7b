use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[test]
fn every_line_of_the_register_is_read() {
    let read = Register::read(include_str!("../../data/register.txt"));
    assert_eq!(read.map(|register| register.outlets.is_empty()), Ok(false));
    let agencies = register().of_kind(Kind::Agency).count();
    assert!(agencies >= 150, "{agencies} agencies");
    let outlets = register().outlets().len() - agencies;
    assert!(outlets >= 600, "{outlets} outlets");
}

#[test]
fn no_form_has_two_bearers_without_saying_so() {
    let mut silent = BTreeMap::new();
    let forms: BTreeMap<_, _> = register().forms.iter().collect();
    for (form, bearers) in forms {
        if bearers.len() > 1 && bearers.iter().any(|bearer| !bearer.ambiguous) {
            let names: Vec<&str> = bearers
                .iter()
                .map(|bearer| register().outlets[usize::from(bearer.outlet)].name)
                .collect();
            silent.insert(form.clone(), names);
        }
    }
    assert_eq!(silent, BTreeMap::new());
}

#[test]
fn names_and_domains_are_unique() {
    let mut names = BTreeMap::new();
    let mut domains = BTreeMap::new();
    for outlet in register().outlets() {
        *names.entry((outlet.name, outlet.kind)).or_insert(0) += 1;
        for &domain in &outlet.domains {
            *domains.entry(domain).or_insert(0) += 1;
        }
    }
    names.retain(|_, count| *count > 1);
    domains.retain(|_, count| *count > 1);
    assert_eq!((names, domains), (BTreeMap::new(), BTreeMap::new()));
}

#[test]
fn whole_names() {
    for (name, expected) in [
        ("Reuters", Some(("Reuters", false))),
        ("REUTERS.", Some(("Reuters", false))),
        ("the associated press", Some(("AP", false))),
        ("Agence France Presse", Some(("AFP", false))),
        ("agence télégraphique", None),
        ("telam", Some(("Télam", false))),
        ("theguardian.com", Some(("The Guardian", false))),
        ("Guardian", Some(("The Guardian", false))),
        ("APA", Some(("APA", true))),
        ("Ada Moor", None),
        ("", None),
        ("the ", None),
    ] {
        let found = register().named(name);
        let found = found
            .as_ref()
            .map(|found| (found.outlet().short(), found.ambiguous));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn domains() {
    for (address, expected) in [
        ("https://www.bbc.co.uk/news/world-1?x#y", Some("BBC")),
        ("http://user@apnews.com:80/a", Some("Associated Press")),
        ("asia.nikkei.com", Some("Nikkei")),
        ("reuters.com.example", None),
        ("localhost", None),
        ("", None),
    ] {
        let found = register().by_domain(address).map(|outlet| outlet.name);
        assert_eq!(found, expected, "{address}");
    }
}

#[test]
fn agencies() {
    for (name, expected) in [
        ("dpa/lno", true),
        ("AFP/Reuters", true),
        ("dpa-AFX", true),
        ("news agencies", true),
        ("PR Newswire", true),
        ("APA", true),
        ("Petra", false),
        ("The Guardian", false),
        ("Ada Moor", false),
        ("", false),
    ] {
        assert_eq!(register().is_agency(name), expected, "{name}");
    }
}

#[test]
fn names_in_running_text() {
    let text = "He told the AP and The New York Times’ reporter at a time when RFE/RL, Agence France-Presse and \
                dpa (now REUTERS) slept; the map, Le Monde diplomatique and RIA Novosti's man agreed.";
    let found: Vec<(&str, &str, bool)> = register()
        .all(text)
        .iter()
        .map(|found| {
            (
                &text[found.range.as_usize()],
                found.found.outlet().short(),
                found.found.ambiguous,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("AP", "AP", false),
            ("The New York Times", "NYT", false),
            ("RFE/RL", "RFE/RL", false),
            ("Agence France-Presse", "AFP", false),
            ("dpa", "dpa", false),
            ("REUTERS", "Reuters", false),
            ("Le Monde diplomatique", "Le Monde diplomatique", false),
            ("RIA Novosti", "RIA", false),
        ]
    );
}

proptest! {
    #[test]
    fn any_text_is_searched_without_panic(text in "(\\PC|the |AP|É|news agencies|[.!/ ]){0,30}", at in 0usize..60) {
        let _ = register().named(&text);
        let _ = register().by_domain(&text);
        let _ = register().is_agency(&text);
        if let Some(found) = register().at(&text, at) {
            prop_assert!(found.range.slice(&text).is_some());
        }
        let all = register().all(&text);
        prop_assert!(all.iter().all(|found| found.range.slice(&text).is_some()));
        prop_assert!(all.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
    }
}
