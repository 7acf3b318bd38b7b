//! The literate tests in `tests/chains/*.md`: a text, and below it each chain with more than one member or a role.
//!
//! In a block fenced by ` ```chains ` a line `> ...` is a block of the text; the lines below it are
//! `kind name: member, member (roles)`, acronyms marked `#`, descriptions `=`, pronouns `~`. Chains of one mention without a
//! role are left out. Prose between the blocks explains. `RETOLD_BLESS=1` writes what is found today; the change is then
//! read as a diff.

mod common;

use proptest::prelude::*;
use retold_annotate::chains::{Lookup, chain_of, chains};
use retold_annotate::names::names;
use retold_model::{Chain, Reference};
use retold_text::TextRange;

fn found(text: &str) -> Vec<Chain> {
    let blocks = common::blocks(text);
    let doc = common::ENGLISH
        .analyse_parts(text, &blocks)
        .expect("the text is short");
    chains(&doc, &blocks, &names(&doc, &blocks))
}

fn shown(text: &str, chain: &Chain) -> Option<String> {
    let words = |range: TextRange| range.slice(text).unwrap_or("(no words)");
    if chain.members.len() < 2 && chain.roles.is_empty() {
        return None;
    }
    let members: Vec<String> = chain
        .members
        .iter()
        .map(|member| {
            let sign = match member.reference {
                Reference::Name => "",
                Reference::Acronym => "#",
                Reference::Description => "=",
                Reference::Pronoun => "~",
            };
            format!("{sign}{}", words(member.range))
        })
        .collect();
    let roles: Vec<&str> = chain.roles.iter().map(|range| words(*range)).collect();
    let roles = if roles.is_empty() {
        String::new()
    } else {
        format!(" ({})", roles.join("; "))
    };
    Some(format!(
        "{} {}: {}{roles}",
        format!("{:?}", chain.kind).to_lowercase(),
        words(chain.name),
        members.join(" | ")
    ))
}

/// What the file says, with what is found today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    common::with_findings(file, "chains", |text| {
        found(text)
            .iter()
            .filter_map(|chain| shown(text, chain))
            .collect()
    })
}

#[test]
fn literate() {
    common::literate("chains", rewritten);
}

#[test]
fn a_phrase_stands_for_the_chain_whose_name_and_roles_fill_it() {
    let text = "The mayor, Anna Olsen, opened the bridge. Olsen's lawyer left.";
    let chains = found(text);
    let of = |words: &str| {
        let start = text.find(words).unwrap();
        chain_of(&chains, TextRange::of(start, start + words.len()))
    };
    assert_eq!(of("Anna Olsen"), Some(0));
    assert_eq!(of("The mayor, Anna Olsen,"), Some(0));
    assert_eq!(of("Olsen's"), Some(0));
    assert_eq!(of("Olsen's lawyer"), None);
    assert_eq!(of("the bridge"), None);
}

/// Words that take part in names, titles and sentences about people, and signs that part them.
const PARTS: &[&str] = &[
    "President",
    "Anna Olsen",
    "Olsen",
    "Mr. Olsen",
    "Maria Olsen",
    "he",
    "She",
    "his",
    "it",
    "its",
    "they",
    "their",
    "the president",
    "the company",
    "the Russian leader",
    "Russia",
    "Russian",
    "Gazprom",
    "the World Health Organization",
    "(WHO)",
    "WHO",
    "a teacher from Oslo",
    "45",
    "said",
    "told",
    "was",
    "is",
    "who",
    "the ministry",
    "ministry",
    "spokesman",
    "\"",
    "“",
    "”",
    "''",
    "(",
    ")",
    "'s",
    "’s",
    ",",
    ".",
    "\n",
    "\n\n",
    "é",
    "İ",
    "\u{200b}",
    "日本",
    "al-",
    "-",
    "—",
    "of",
    "and",
    "by",
    "himself",
    "counterpart",
];

fn check(text: &str) {
    let blocks = common::blocks(text);
    let doc = common::ENGLISH
        .analyse_parts(text, &blocks)
        .expect("the text is short");
    let mentions = names(&doc, &blocks);
    let chains = chains(&doc, &blocks, &mentions);
    let mut named: Vec<TextRange> = Vec::new();
    for chain in &chains {
        assert!(!chain.members.is_empty());
        assert!(
            chain.members.is_sorted_by(|a, b| a.range < b.range),
            "{chain:?}"
        );
        assert!(chain.roles.is_sorted_by(|a, b| a < b), "{chain:?}");
        assert!(
            chain
                .members
                .iter()
                .any(|member| member.range == chain.name)
        );
        for range in chain
            .members
            .iter()
            .map(|member| member.range)
            .chain(chain.roles.iter().copied())
        {
            assert!(
                range.slice(text).is_some_and(|words| !words.is_empty()),
                "{chain:?}"
            );
        }
        named.extend(
            chain
                .members
                .iter()
                .filter(|member| member.reference < Reference::Description)
                .map(|member| member.range),
        );
    }
    named.sort_unstable();
    let ranges: Vec<TextRange> = mentions.iter().map(|mention| mention.range).collect();
    assert_eq!(named, ranges, "each mention is a member once");
    let lookup = Lookup::new(&chains);
    for (number, chain) in chains.iter().enumerate() {
        for member in &chain.members {
            assert_eq!(lookup.chain_of(member.range), Some(number));
        }
    }
    assert_eq!(found(text), chains);
}

#[test]
fn a_word_of_a_name_is_no_pronoun() {
    check("said Maria Olsen ) he he President al- She he");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_valid_chains(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_words_give_valid_chains(
        words in prop::collection::vec(prop::sample::select(PARTS), 0..60),
    ) {
        check(&words.join(" "));
    }
}
