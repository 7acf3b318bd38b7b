//! The register of entities: what is one, what stays two, decisions, authority files, and that order plays no part.

#![expect(clippy::unwrap_used, reason = "memory can always be read")]

use proptest::prelude::*;
use retold_link::entities::{MemoryRegister, fold_name};
use retold_model::{
    ArticleId, ArticleNames, AuthorityEntry, AuthorityId, ChainName, ChainPlace, Decision, Entity,
    EntityReference, MergeGround, NameKind, NamedChain, Reference, SplitPart, StatedRole,
};
use retold_text::TextRange;

const PERSON: NameKind = NameKind::Person;
const ORGANISATION: NameKind = NameKind::Organisation;
const PLACE: NameKind = NameKind::Place;

fn id(article: &str) -> ArticleId {
    ArticleId::of_url(article)
}

/// A chain by its names, each with mentions, and its roles.
fn chain(kind: NameKind, names: &[(&str, usize)], roles: &[&str]) -> NamedChain {
    NamedChain {
        kind,
        names: names
            .iter()
            .map(|&(text, mentions)| ChainName {
                text: text.to_owned(),
                reference: Reference::Name,
                ranges: (0..mentions).map(|at| TextRange::of(at, at + 1)).collect(),
            })
            .collect(),
        roles: roles
            .iter()
            .map(|role| StatedRole {
                text: (*role).to_owned(),
                range: TextRange::of(0, 1),
            })
            .collect(),
        ids: Vec::new(),
    }
}

fn article(name: &str, published: &str, chains: Vec<NamedChain>) -> ArticleNames {
    ArticleNames {
        id: id(name),
        published: published.parse().ok(),
        outlet: Some("The Example".to_owned()),
        chains,
    }
}

/// A register of articles with one chain each, added one by one.
fn register_of(names: &[(NameKind, &str)]) -> MemoryRegister {
    let mut register = MemoryRegister::new();
    for (at, (kind, name)) in names.iter().enumerate() {
        let article = article(
            &at.to_string(),
            "2024-01-01",
            vec![chain(*kind, &[(name, 1)], &[])],
        );
        register.change(&[], vec![article]).unwrap();
    }
    register
}

/// The entities by their aliases, each sorted.
fn clusters(register: &MemoryRegister) -> Vec<Vec<String>> {
    let mut result: Vec<Vec<String>> = register
        .entities()
        .map(|entity| {
            let mut texts: Vec<String> = entity
                .aliases
                .iter()
                .map(|alias| alias.text.clone())
                .collect();
            texts.sort();
            texts
        })
        .collect();
    result.sort();
    result
}

fn check(names: &[(NameKind, &str)], expected: &[&[&str]]) {
    assert_eq!(clusters(&register_of(names)), expected);
}

#[test]
fn spellings_of_one_name_are_one_person() {
    check(
        &[
            (PERSON, "Alexei Navalny"),
            (PERSON, "Aleksey Navalnyy"),
            (PERSON, "Alexej Nawalny"),
            (PERSON, "Navalny"),
            (PERSON, "Yevhen Toroshyn"),
            (PERSON, "Yevgen Toroshin"),
            (PERSON, "Muammar Gaddafi"),
            (PERSON, "Moammar Qaddafi"),
            (PERSON, "Viktor Orbán"),
            (PERSON, "Orban Viktor"),
        ],
        &[
            &[
                "Aleksey Navalnyy",
                "Alexei Navalny",
                "Alexej Nawalny",
                "Navalny",
            ],
            &["Moammar Qaddafi", "Muammar Gaddafi"],
            &["Orban Viktor", "Viktor Orbán"],
            &["Yevgen Toroshin", "Yevhen Toroshyn"],
        ],
    );
}

#[test]
fn namesakes_and_kin_stay_apart() {
    check(
        &[
            (PERSON, "George W. Bush"),
            (PERSON, "George H.W. Bush"),
            (PERSON, "Jeb Bush"),
            (PERSON, "Bush"),
            (PERSON, "Lech Kaczyński"),
            (PERSON, "Jarosław Kaczyński"),
            (PERSON, "Donald Trump Jr."),
            (PERSON, "Donald Trump"),
        ],
        &[
            &["Bush"],
            &["Donald Trump"],
            &["Donald Trump Jr."],
            &["George H.W. Bush"],
            &["George W. Bush"],
            &["Jarosław Kaczyński"],
            &["Jeb Bush"],
            &["Lech Kaczyński"],
        ],
    );
}

#[test]
fn an_office_tells_namesakes_apart_unless_they_share_company() {
    let played = article(
        "sport",
        "2024-02-01",
        vec![chain(PERSON, &[("John Carver", 2)], &["striker"])],
    );
    let voted = article(
        "politics",
        "2024-02-02",
        vec![chain(PERSON, &[("John Carver", 1)], &["Senator"])],
    );
    let mut register = MemoryRegister::new();
    register
        .change(&[], vec![played.clone(), voted.clone()])
        .unwrap();
    assert_eq!(clusters(&register), [["John Carver"], ["John Carver"]]);

    let beside = |mut article: ArticleNames| {
        article
            .chains
            .push(chain(PERSON, &[("Mary Carver", 1)], &[]));
        article
    };
    register
        .change(&[], vec![beside(played), beside(voted)])
        .unwrap();
    assert_eq!(clusters(&register), [["John Carver"], ["Mary Carver"]]);
}

#[test]
fn a_title_with_a_surname_finds_its_bearer() {
    let mut register = MemoryRegister::new();
    register
        .change(
            &[],
            vec![
                article(
                    "full",
                    "2024-03-01",
                    vec![
                        chain(PERSON, &[("Anna Smith", 1)], &["governor"]),
                        chain(PERSON, &[("Brian Smith", 1)], &[]),
                    ],
                ),
                article(
                    "short",
                    "2024-03-02",
                    vec![chain(PERSON, &[("Smith", 1)], &[])],
                ),
                article(
                    "titled",
                    "2024-03-02",
                    vec![chain(PERSON, &[("Smith", 1)], &["Gov."])],
                ),
            ],
        )
        .unwrap();
    assert_eq!(
        clusters(&register),
        vec![
            vec!["Anna Smith", "Smith"],
            vec!["Brian Smith"],
            vec!["Smith"]
        ]
    );
    let anna = register
        .entities()
        .find(|entity| entity.name == "Anna Smith")
        .unwrap();
    assert_eq!(
        anna.merges.iter().map(|m| m.ground).collect::<Vec<_>>(),
        [MergeGround::TitleAndSurname]
    );
    let offices: Vec<(String, String)> = register
        .offices(anna)
        .into_iter()
        .map(|office| (office.text, office.published.unwrap().to_string()))
        .collect();
    assert_eq!(
        offices,
        [
            ("governor".to_owned(), "2024-03-01".to_owned()),
            ("Gov.".to_owned(), "2024-03-02".to_owned())
        ]
    );
}

#[test]
fn bodies_go_by_initials_and_short_forms() {
    let mut register = MemoryRegister::new();
    register
        .change(
            &[],
            vec![
                article(
                    "a",
                    "2024-04-01",
                    vec![
                        chain(
                            ORGANISATION,
                            &[("Kelp and Algae Board", 1), ("KAB", 3)],
                            &[],
                        ),
                        chain(
                            ORGANISATION,
                            &[("Zentora Airlines", 2), ("Zentora", 1)],
                            &[],
                        ),
                    ],
                ),
                article(
                    "b",
                    "2024-04-02",
                    vec![
                        chain(ORGANISATION, &[("KAB", 1)], &[]),
                        chain(ORGANISATION, &[("Zentora", 1)], &[]),
                        chain(ORGANISATION, &[("World Health Organisation", 1)], &[]),
                        chain(ORGANISATION, &[("WHO", 1)], &[]),
                    ],
                ),
            ],
        )
        .unwrap();
    assert_eq!(
        clusters(&register),
        [
            ["KAB", "Kelp and Algae Board"],
            ["WHO", "World Health Organisation"],
            ["Zentora", "Zentora Airlines"],
        ]
    );
    let names: Vec<&str> = register.entities().map(|e| e.name.as_str()).collect();
    assert!(
        names.contains(&"Kelp and Algae Board") && names.contains(&"World Health Organization")
    );
    // A rival in the base: nobody can tell whose initials they are.
    register
        .change(
            &[],
            vec![article(
                "c",
                "2024-04-03",
                vec![chain(
                    ORGANISATION,
                    &[("Karate Athletes Bureau", 1), ("KAB", 1)],
                    &[],
                )],
            )],
        )
        .unwrap();
    assert_eq!(
        clusters(&register)[..3],
        [
            vec!["KAB"],
            vec!["KAB", "Karate Athletes Bureau"],
            vec!["KAB", "Kelp and Algae Board"],
        ]
    );
}

#[test]
fn places_have_other_names_and_no_namesakes_by_id() {
    check(
        &[
            (PLACE, "U.S."),
            (PLACE, "United States"),
            (PLACE, "America"),
            (PLACE, "Burma"),
            (PLACE, "Myanmar"),
            (PLACE, "Niger"),
            (PLACE, "Nigeria"),
        ],
        &[
            &["America", "U.S.", "United States"],
            &["Burma", "Myanmar"],
            &["Niger"],
            &["Nigeria"],
        ],
    );
    let with_id = |name: &str, value: &str| {
        let mut chain = chain(PLACE, &[(name, 1)], &[]);
        chain.ids.push(AuthorityId {
            scheme: "geonames".to_owned(),
            value: value.to_owned(),
        });
        chain
    };
    let mut register = MemoryRegister::new();
    register
        .change(
            &[],
            vec![
                article("a", "", vec![with_id("London", "2643743")]),
                article("b", "", vec![with_id("London", "6058560")]),
            ],
        )
        .unwrap();
    assert_eq!(clusters(&register), [["London"], ["London"]]);
}

#[test]
fn every_country_has_its_ministries() {
    let about = |name: &str, country: &str, body: &str| {
        article(
            name,
            "2024-05-01",
            vec![
                chain(PLACE, &[(country, 2)], &[]),
                chain(ORGANISATION, &[(body, 1)], &[]),
            ],
        )
    };
    let mut register = MemoryRegister::new();
    register
        .change(
            &[],
            vec![
                about("a", "Kenya", "Ministry of Health"),
                about("b", "Kenya", "the Health Ministry"),
                about("c", "Peru", "Ministry of Health"),
                about("d", "Nairobi", "Ministry of Health"),
                about("e", "Nairobi", "Kenyan Ministry of Health"),
            ],
        )
        .unwrap();
    assert_eq!(
        clusters(&register),
        vec![
            vec!["Kenya"],
            vec![
                "Kenyan Ministry of Health",
                "Ministry of Health",
                "the Health Ministry"
            ],
            vec!["Ministry of Health"],
            vec!["Ministry of Health"],
            vec!["Nairobi"],
            vec!["Peru"],
        ]
    );
}

#[test]
fn every_town_has_its_sheriff() {
    check(
        &[
            (ORGANISATION, "Sheriff's Office"),
            (ORGANISATION, "Sheriff's Office"),
            (ORGANISATION, "Children's Hospital"),
            (ORGANISATION, "Children’s Hospital"),
            (ORGANISATION, "Saltmarsh County Sheriff's Office"),
            (ORGANISATION, "Saltmarsh County Sheriff’s Office"),
        ],
        &[
            &["Children's Hospital"],
            &["Children’s Hospital"],
            &[
                "Saltmarsh County Sheriff's Office",
                "Saltmarsh County Sheriff’s Office",
            ],
            &["Sheriff's Office"],
            &["Sheriff's Office"],
        ],
    );
}

#[test]
fn first_names_are_somebody_else_in_every_article() {
    check(
        &[
            (PERSON, "Maria"),
            (PERSON, "Maria"),
            (PERSON, "Madonna"),
            (PERSON, "Madonna"),
        ],
        &[&["Madonna"], &["Maria"], &["Maria"]],
    );
}

#[test]
fn the_name_shown_is_a_full_one() {
    let names: Vec<_> = [(PERSON, "Strauss-Kahn"); 3]
        .into_iter()
        .chain([(PERSON, "Dominique Strauss-Kahn")])
        .collect();
    let register = register_of(&names);
    let shown: Vec<&str> = { register.entities() }
        .map(|entity| entity.name.as_str())
        .collect();
    assert_eq!(shown, ["Dominique Strauss-Kahn"]);
}

#[test]
fn an_unknown_word_read_as_a_person_is_what_most_articles_have() {
    let counts = |names: &[(NameKind, &str)]| {
        let register = register_of(names);
        let count = |entity: &Entity| {
            let mentions = entity.aliases.iter().map(|alias| alias.mentions).sum();
            (entity.kind, entity.name.clone(), mentions)
        };
        register.entities().map(count).collect::<Vec<(_, _, u32)>>()
    };
    let four_and_one = |kind, name| [(kind, name); 4].into_iter().chain([(PERSON, name)]);
    let names: Vec<_> = four_and_one(ORGANISATION, "Kardinform")
        .chain(four_and_one(PLACE, "Orskerry"))
        .chain([(PERSON, "Ada Orskerry")])
        .collect();
    let mut found = counts(&names);
    found.sort();
    assert_eq!(
        found,
        [
            (PERSON, "Ada Orskerry".to_owned(), 1),
            (ORGANISATION, "Kardinform".to_owned(), 5),
            (PLACE, "Orskerry".to_owned(), 5),
        ]
    );
    // Somebody who is named more often than a thing is somebody, and a common name is anybody's.
    let apart = [(PERSON, "Velmar"), (PERSON, "Velmar"), (PLACE, "Velmar")];
    assert_eq!(counts(&apart).len(), 2);
    let common = [(PLACE, "Jordan"), (PLACE, "Jordan"), (PERSON, "Jordan")];
    assert_eq!(counts(&common).len(), 2);
}

fn reference(register: &MemoryRegister, article_name: &str, chain: u32) -> EntityReference {
    use retold_model::EntityIndex;
    let article = id(article_name);
    let entity = register.entity(ChainPlace { article, chain }).unwrap();
    let senses = register.chain_senses(article).unwrap();
    EntityReference {
        id: entity.id,
        sense: senses[usize::try_from(chain).unwrap()].sense.clone(),
        witness: article,
    }
}

fn snapshot(register: &MemoryRegister) -> Vec<Entity> {
    register.entities().cloned().collect()
}

#[test]
fn decisions_hold_and_are_taken_back() {
    let names = [
        (PERSON, "Samuel Clemens"),
        (PERSON, "Mark Twain"),
        (PERSON, "Mark Twain"),
        (PERSON, "Twain"),
    ];
    let mut register = register_of(&names);
    let before = snapshot(&register);
    assert_eq!(
        clusters(&register),
        vec![vec!["Mark Twain", "Twain"], vec!["Samuel Clemens"]]
    );

    let merge = Decision::Merge {
        one: reference(&register, "0", 0),
        other: reference(&register, "1", 0),
    };
    let (merged, _) = register.decide(merge).unwrap();
    assert_eq!(
        clusters(&register),
        [["Mark Twain", "Samuel Clemens", "Twain"]]
    );
    // It holds for what is added later, and when the witness is gone.
    register
        .change(
            &[id("0")],
            vec![article(
                "4",
                "",
                vec![chain(PERSON, &[("Samuel Langhorne Clemens", 1)], &[])],
            )],
        )
        .unwrap();
    register
        .change(
            &[],
            vec![article(
                "5",
                "",
                vec![chain(PERSON, &[("Samuel Clemens", 1)], &[])],
            )],
        )
        .unwrap();
    assert_eq!(
        clusters(&register),
        [[
            "Mark Twain",
            "Samuel Clemens",
            "Samuel Langhorne Clemens",
            "Twain"
        ]]
    );
    register
        .change(
            &[id("4"), id("5")],
            vec![article(
                "0",
                "2024-01-01",
                vec![chain(PERSON, &[("Samuel Clemens", 1)], &[])],
            )],
        )
        .unwrap();

    let (renamed, _) = register
        .decide(Decision::Rename {
            entity: reference(&register, "3", 0),
            name: "Twain, Mark".to_owned(),
        })
        .unwrap();
    let (typed, _) = register
        .decide(Decision::SetKind {
            entity: reference(&register, "3", 0),
            kind: ORGANISATION,
        })
        .unwrap();
    let shown: Vec<(&str, NameKind)> = register
        .entities()
        .map(|entity| (entity.name.as_str(), entity.kind))
        .collect();
    assert_eq!(shown, [("Twain, Mark", ORGANISATION)]);

    let (split, _) = register
        .decide(Decision::Split {
            entity: reference(&register, "1", 0),
            apart: vec![
                SplitPart::Article {
                    article: id("2"),
                    name: fold_name(PERSON, "Mark Twain"),
                },
                SplitPart::Name("twain".to_owned()),
            ],
        })
        .unwrap();
    assert_eq!(
        clusters(&register),
        vec![
            vec!["Mark Twain", "Samuel Clemens"],
            vec!["Mark Twain", "Twain"]
        ]
    );

    for number in [split, typed, merged, renamed] {
        register.take_back(number).unwrap();
    }
    assert_eq!(snapshot(&register), before);
}

#[test]
fn an_authority_file_joins_names_and_gives_ids() {
    let mut register = register_of(&[
        (PERSON, "Andrés Manuel López Obrador"),
        (PERSON, "AMLO"),
        (PERSON, "Lopez Obrador"),
    ]);
    register
        .import(vec![AuthorityEntry {
            name: "Andrés Manuel López Obrador".to_owned(),
            aliases: vec!["AMLO".to_owned()],
            ids: vec![AuthorityId {
                scheme: "wikidata".to_owned(),
                value: "Q1".to_owned(),
            }],
            kind: Some(PERSON),
        }])
        .unwrap();
    let entities = snapshot(&register);
    assert_eq!(entities.len(), 1);
    assert_eq!(entities[0].name, "Andrés Manuel López Obrador");
    assert_eq!(entities[0].ids[0].value, "Q1");
}

/// Names that are easily taken for one another, with facets.
fn any_chain() -> impl Strategy<Value = NamedChain> {
    let names = prop::sample::select(vec![
        "George W. Bush",
        "George H.W. Bush",
        "George Bush",
        "Bush",
        "Jeb Bush",
        "President Bush",
        "Sergei Ivanov",
        "Sergey Ivanov",
        "Ivanov",
        "S. Ivanov",
        "Apple",
        "Apple Computer",
        "Apple Corps",
        "WHO",
        "World Health Organization",
        "KAB",
        "Kelp and Algae Board",
        "Karate Athletes Bureau",
        "U.S.",
        "America",
        "Kyiv",
        "Kiev",
        "Mao Zedong",
        "Mao Tse-tung",
        "Mao",
        "Smith",
        "Anna Smith",
        "Ministry of Health",
        "Kenyan Health Ministry",
        "Kenya",
        "Brazil",
    ]);
    let roles = prop::sample::select(vec![
        "",
        "president",
        "governor",
        "striker",
        "French minister",
        "Brazilian minister",
    ]);
    let kinds = prop::sample::select(vec![PERSON, PERSON, ORGANISATION, ORGANISATION, PLACE]);
    (
        kinds,
        names.clone(),
        prop::option::weighted(0.3, names),
        roles,
    )
        .prop_map(|(kind, name, second, role)| {
            let mut names = vec![(name, 2)];
            if let Some(second) = second.filter(|second| *second != name) {
                names.push((second, 1));
            }
            let roles: Vec<&str> = if role.is_empty() { vec![] } else { vec![role] };
            chain(kind, &names, &roles)
        })
}

fn any_articles() -> impl Strategy<Value = Vec<ArticleNames>> {
    prop::collection::vec((prop::collection::vec(any_chain(), 1..4), 0..4_u32), 1..24).prop_map(
        |articles| {
            articles
                .into_iter()
                .enumerate()
                .map(|(at, (chains, day))| {
                    article(&at.to_string(), &format!("2024-01-{:02}", day + 1), chains)
                })
                .collect()
        },
    )
}

/// Names that all meet under a few keys of consonants, more than are compared.
fn crowd() -> impl Strategy<Value = Vec<ArticleNames>> {
    let vowels = || prop::sample::select(vec!["a", "e", "i", "o", "u"]);
    let chains =
        (vowels(), vowels(), vowels(), vowels(), 0..8_u8).prop_map(|(a, b, c, d, which)| {
            let person = format!("T{a}l{b}r M{c}rk{d}v");
            match which {
                0 => chain(PERSON, &[(&person, 1)], &["president"]),
                1 => chain(PERSON, &[(&format!("T{a}l{b}r R. M{c}rk{d}v"), 1)], &[]),
                2 => chain(PLACE, &[(&format!("M{a}rk{b}l{c}"), 1)], &[]),
                _ => chain(PERSON, &[(&person, 1)], &[]),
            }
        });
    let article_of = |(at, chains)| article(&format!("{at}"), "2024-01-01", chains);
    prop::collection::vec(prop::collection::vec(chains, 4..9), 1..40)
        .prop_map(move |all| all.into_iter().enumerate().map(article_of).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_register_of_a_crowd_is_a_function_of_the_set(articles in crowd(), batch in 1..9_usize) {
        let mut whole = MemoryRegister::new();
        whole.change(&[], articles.clone()).unwrap();

        let mut grown = MemoryRegister::new();
        for some in articles.rchunks(batch) {
            grown.change(&[], some.to_vec()).unwrap();
        }
        prop_assert_eq!(snapshot(&whole), snapshot(&grown));

        // Half of it goes, and comes back.
        let half = &articles[..articles.len() / 2];
        let gone: Vec<ArticleId> = half.iter().map(|article| article.id).collect();
        whole.change(&gone, Vec::new()).unwrap();
        let mut rest = MemoryRegister::new();
        rest.change(&[], articles[half.len()..].to_vec()).unwrap();
        prop_assert_eq!(snapshot(&whole), snapshot(&rest));
        for one in half {
            whole.change(&[], vec![one.clone()]).unwrap();
        }
        prop_assert_eq!(snapshot(&whole), snapshot(&grown));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_register_is_a_function_of_the_set(
        articles in any_articles(),
        order in any::<u64>(),
        batch in 1..5_usize,
    ) {
        let mut whole = MemoryRegister::new();
        whole.change(&[], articles.clone()).unwrap();

        // In another order, in batches, with articles that come, change and go.
        let mut shuffled = articles.clone();
        let mut seed = order | 1;
        for at in (1..shuffled.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(seed >> 33).unwrap() % (at + 1);
            shuffled.swap(at, other);
        }
        let mut grown = MemoryRegister::new();
        for some in shuffled.chunks(batch) {
            let mut early: Vec<ArticleNames> = some.to_vec();
            // The first of a batch comes with the chains of another one first.
            early[0].chains.clone_from(&articles[0].chains);
            grown.change(&[], early).unwrap();
            let passing = ArticleNames { id: id("passing"), ..some[0].clone() };
            grown.change(&[], vec![passing]).unwrap();
            grown.change(&[id("passing")], some.to_vec()).unwrap();
        }
        prop_assert_eq!(snapshot(&whole), snapshot(&grown));
        // Every chain has one entity.
        for article in &articles {
            for chain in 0..u32::try_from(article.chains.len()).unwrap() {
                let place = ChainPlace { article: article.id, chain };
                prop_assert!(whole.entity(place).is_some());
            }
        }
    }

    #[test]
    fn decisions_taken_back_leave_no_trace(
        articles in any_articles(),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8), 1..4),
    ) {
        let mut register = MemoryRegister::new();
        register.change(&[], articles.clone()).unwrap();
        let before = snapshot(&register);
        let mut numbers = Vec::new();
        for (one, other, which) in picks {
            let one = reference(&register, &one.index(articles.len()).to_string(), 0);
            let other = reference(&register, &other.index(articles.len()).to_string(), 0);
            let decision = match which {
                0 => Decision::Merge { one, other },
                1 => Decision::Split {
                    apart: vec![SplitPart::Article { article: other.witness, name: other.sense.name.clone() }],
                    entity: one,
                },
                2 => Decision::Split {
                    apart: vec![SplitPart::Name(one.sense.name.clone())],
                    entity: one,
                },
                _ => Decision::Rename { entity: one, name: "Name".to_owned() },
            };
            numbers.push(register.decide(decision).unwrap().0);
        }
        // What was decided holds in a base that is made anew.
        for number in numbers {
            register.take_back(number).unwrap();
        }
        prop_assert_eq!(snapshot(&register), before);
    }

    #[test]
    fn any_names_are_held(
        names in prop::collection::vec(("\\PC{0,30}", 0..5_usize), 1..8),
    ) {
        let kinds = [PERSON, ORGANISATION, PLACE, NameKind::Facility, NameKind::Group];
        let chains = names.iter().map(|(name, kind)| chain(kinds[*kind], &[(name, 1)], &[name])).collect();
        let mut register = MemoryRegister::new();
        register.change(&[], vec![article("any", "", chains)]).unwrap();
        for (at, (name, kind)) in names.iter().enumerate() {
            let place = ChainPlace { article: id("any"), chain: u32::try_from(at).unwrap() };
            prop_assert_eq!(register.entity(place).is_some(), !fold_name(kinds[*kind], name).is_empty());
        }
    }
}
