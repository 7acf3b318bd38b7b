//! Lineage of small families whose history is known, told whole; and that it is a function of the set.

#![expect(
    clippy::unwrap_used,
    reason = "memory can always be read, and the dates are written here"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use retold_link::{MemoryIndex, groups_of_reprints, independent_reports, lineage};
use retold_model::{
    ArticleFacts, ArticleId, Byline, BylineKind, Credit, CreditKind, Dateline, Decided, Direction,
    Ground, Lineage, LineageDecision, Linkable, Passage, Source, Stated,
};
use retold_text::TextRange;

/// A dispatch of a ferry that sank, one paragraph a line.
const DISPATCH: &[&str] = &[
    "A ferry with ninety people on board sank off Port Ellery on Thursday night after its engine caught fire, the coast guard said. Fishing boats brought most of the passengers ashore before dawn.",
    "Eleven passengers were taken to hospital with burns, and four of them were still there on Friday morning. The captain was the last to leave the vessel.",
    "The ferry, built in 1988, had passed its yearly inspection in March without a remark. Its owner runs six more ships of the same kind on the coast.",
    "Port Ellery lies two hundred kilometres north of the capital and lives from fishing and summer guests. A sister ship ran aground there nine years ago.",
];

/// Another agency's report of it.
const OTHER_DISPATCH: &[&str] = &[
    "Rescuers searched the waters of the northern bay on Friday for anybody still missing from the burnt ship. Two navy helicopters joined them at first light.",
    "Transport minister Ada Moor promised an inquiry into the age of the coastal fleet and told parliament to expect its findings in autumn. Opposition leaders called that far too late.",
];

/// Paragraphs that only the outlet has which wrote them.
const OWN: &[&str] = &[
    "At the harbour of Ellery our reporter met families who had waited through the night with blankets and tea. Many of them knew the crew by name.",
    "The school by the pier stays shut on Monday, its headmistress told this paper, because so many of her pupils have somebody in the wards.",
];

/// An article to be.
struct Told {
    name: &'static str,
    outlet: &'static str,
    paragraphs: Vec<String>,
    published: Option<&'static str>,
    byline: Option<&'static str>,
    credit: Option<(CreditKind, &'static [&'static str])>,
    headline: &'static str,
    /// The agency in its dateline.
    dateline: Option<&'static str>,
    retrieved: Option<&'static str>,
}

impl Told {
    fn new(name: &'static str, outlet: &'static str, paragraphs: &[&str]) -> Self {
        Self {
            name,
            outlet,
            paragraphs: paragraphs.iter().map(|&p| p.to_owned()).collect(),
            published: None,
            byline: None,
            credit: None,
            headline: "Ferry sinks off Port Ellery",
            dateline: None,
            retrieved: None,
        }
    }

    fn at(mut self, published: &'static str) -> Self {
        self.published = Some(published);
        self
    }

    fn by(mut self, byline: &'static str) -> Self {
        self.byline = Some(byline);
        self
    }

    fn credit(mut self, kind: CreditKind, names: &'static [&'static str]) -> Self {
        self.credit = Some((kind, names));
        self
    }

    fn headline(mut self, headline: &'static str) -> Self {
        self.headline = headline;
        self
    }

    fn dateline(mut self, agency: &'static str) -> Self {
        self.dateline = Some(agency);
        self
    }

    fn fetched(mut self, retrieved: &'static str) -> Self {
        self.retrieved = Some(retrieved);
        self
    }

    /// With words changed.
    fn with(mut self, from: &str, to: &str) -> Self {
        assert!(self.paragraphs.iter().any(|p| p.contains(from)), "{from}");
        for paragraph in &mut self.paragraphs {
            *paragraph = paragraph.replace(from, to);
        }
        self
    }

    fn facts(&self) -> ArticleFacts {
        let stated = |value: &str| Stated {
            value: value.to_owned(),
            from: "text".to_owned(),
            source: None,
        };
        let mut text = String::new();
        let mut body = Vec::new();
        for paragraph in &self.paragraphs {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(paragraph);
            body.push(TextRange::of(start, text.len()));
        }
        let credits = self.credit.iter().map(|(kind, names)| Credit {
            kind: *kind,
            names: names.iter().map(|&name| name.to_owned()).collect(),
            range: None,
            from: "text".to_owned(),
        });
        ArticleFacts {
            credits: credits.collect(),
            linkable: Arc::new(Linkable {
                id: id(self.name),
                headline: Some(self.headline.to_owned()),
                text: Arc::from(text),
                body,
                published: self.published.map(|published| published.parse().unwrap()),
                outlet: Some(self.outlet.to_owned()),
                language: None,
            }),
            modified: None,
            retrieved: self.retrieved.map(|retrieved| retrieved.parse().unwrap()),
            canonical_url: None,
            bylines: self
                .byline
                .iter()
                .map(|name| Byline {
                    name: stated(name),
                    kind: BylineKind::Agency,
                })
                .collect(),
            dateline: self.dateline.map(|agency| Dateline {
                place: Some("PORT ELLERY".to_owned()),
                date: None,
                agency: Some(agency.to_owned()),
                range: TextRange::of(0, 0),
            }),
        }
    }
}

fn id(name: &str) -> ArticleId {
    ArticleId::of_url(&format!("https://example.org/{name}"))
}

fn passages(facts: &[ArticleFacts]) -> Vec<Passage> {
    let mut base = MemoryIndex::new();
    let articles = facts.iter().map(|facts| (*facts.linkable).clone());
    base.change(&[], articles.collect()).unwrap();
    base.all_passages().cloned().collect()
}

/// The lineages of a family in the order in which it is told, as lines to read.
fn told(family: &[Told], decisions: &[LineageDecision]) -> String {
    let facts: Vec<ArticleFacts> = family.iter().map(Told::facts).collect();
    let decisions: Vec<Decided<LineageDecision>> = (1..)
        .zip(decisions)
        .map(|(number, &decision)| Decided { number, decision })
        .collect();
    let lineages = lineage(&facts, &passages(&facts), &decisions);
    let names: BTreeMap<ArticleId, &str> = family.iter().map(|t| (id(t.name), t.name)).collect();
    let texts: BTreeMap<ArticleId, &str> = facts
        .iter()
        .map(|facts| (facts.linkable.id, &*facts.linkable.text))
        .collect();
    let mut result = String::new();
    for article in family {
        let of_article = |lineage: &&Lineage| lineage.article == id(article.name);
        let lineage = lineages.iter().find(of_article).unwrap();
        let agencies: Vec<String> = lineage
            .agencies
            .iter()
            .map(|agency| format!("{} {}", agency.name, agency.confidence))
            .collect();
        let roots: Vec<String> = lineage
            .roots
            .iter()
            .map(|root| format!("{} {}", source(&names, &root.root), root.share))
            .collect();
        writeln!(
            result,
            "{}: origin {}; agencies [{}]; roots [{}]",
            article.name,
            lineage
                .origin
                .as_ref()
                .map_or_else(|| "none".to_owned(), |origin| source(&names, origin)),
            agencies.join(", "),
            roots.join(", "),
        )
        .unwrap();
        for edge in &lineage.edges {
            let direction = match edge.direction {
                Direction::Known => "",
                Direction::Unknown => " either way",
            };
            writeln!(
                result,
                "  <- {} {:?}{direction} sure {} share {}",
                source(&names, &edge.parent),
                edge.kind,
                edge.confidence,
                edge.share,
            )
            .unwrap();
            for ground in &edge.grounds {
                let parent = edge.parent.article().map_or("", |parent| texts[&parent]);
                writeln!(
                    result,
                    "     {}",
                    shown(&names, texts[&lineage.article], parent, ground)
                )
                .unwrap();
            }
        }
    }
    result
}

fn source(names: &BTreeMap<ArticleId, &str>, source: &Source) -> String {
    match source {
        Source::Article(id) => names[id].to_owned(),
        Source::Agency { names, .. } => format!("({})", names.join(" or ")),
        Source::Unknown { .. } => "(unknown)".to_owned(),
    }
}

fn shown(names: &BTreeMap<ArticleId, &str>, child: &str, parent: &str, ground: &Ground) -> String {
    let list = |articles: &[ArticleId]| {
        let mut articles: Vec<&str> = articles.iter().map(|id| names[id]).collect();
        articles.sort_unstable();
        articles.join(" ")
    };
    match ground {
        Ground::SharedText {
            words,
            share,
            child,
            parent,
        } => format!(
            "{words} words, {share} %, in {} runs there, {} here",
            child.len(),
            parent.len()
        ),
        Ground::CutFromBottom { words } => format!("cut from the bottom: {words} words"),
        Ground::Inherited {
            child: here,
            parent: there,
            others,
        } => {
            let (here, there) = (here.slice(child).unwrap(), there.slice(parent).unwrap());
            format!("both `{here}`, `{there}`, not {others} others")
        }
        Ground::Credit { name, .. } => format!("credits {name}"),
        Ground::AgencyPage { name } => format!("page of {name}"),
        Ground::Decided => "decided".to_owned(),
        Ground::SameHeadline => "same headline".to_owned(),
        Ground::SameParagraphs { places } => format!("same paragraphs at {places} places"),
        Ground::Earlier { .. } => "earlier".to_owned(),
        Ground::Later { .. } => "later".to_owned(),
        Ground::CreditedCopies { agency, articles } => {
            format!("{agency} credited by {}", list(articles))
        }
        Ground::CommonSource { articles } => format!("with {}", list(articles)),
    }
}

fn check(family: &[Told], expected: &str) {
    check_decided(family, &[], expected);
}

fn check_decided(family: &[Told], decisions: &[LineageDecision], expected: &str) {
    let found = told(family, decisions);
    assert!(found == expected, "found:\n{found}");
}

#[test]
fn a_decision_by_hand_stands_above_what_the_texts_say() {
    let family = [
        Told::new("north", "Northern Note", DISPATCH).at("2024-05-16T21:00Z"),
        Told::new("east", "East Bay Echo", &DISPATCH[..4]).at("2024-05-16T23:00Z"),
        Told::new("far", "Far Field Mail", &DISPATCH[..4]).at("2024-05-17T06:00Z"),
    ];
    let (north, east, far) = (id("north"), id("east"), id("far"));
    let confirm = |child, parent| LineageDecision::Confirm { child, parent };
    let reject = |child, parent| LineageDecision::Reject { child, parent };
    check_decided(
        &family,
        &[confirm(far, east)],
        "\
north: origin none; agencies []; roots [north 100]
east: origin north; agencies []; roots [north 100]
  <- north Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     earlier
far: origin north; agencies []; roots [north 100]
  <- east Reprint sure 98 share 100
     decided
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     earlier
",
    );
    check_decided(
        &family,
        &[confirm(north, far), reject(east, far)],
        "\
north: origin far; agencies []; roots [far 100]
  <- far Reprint sure 98 share 100
     decided
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     later
east: origin far; agencies []; roots [far 100]
  <- north Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     earlier
far: origin none; agencies []; roots [far 100]
",
    );
    check_decided(
        &family,
        &[confirm(far, east), reject(far, east), reject(far, north)],
        "\
north: origin far; agencies []; roots [far 100]
  <- far Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     later
east: origin far; agencies []; roots [far 100]
  <- north Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     earlier
far: origin none; agencies []; roots [far 100]
",
    );
}

#[test]
fn a_typing_error_points_at_the_copy_between() {
    check(
        &[
            Told::new("dispatch", "Reuters", DISPATCH).at("2024-05-16T20:00Z"),
            Told::new("north", "Northern Note", DISPATCH)
                .at("2024-05-16T21:00Z")
                .by("Reuters"),
            Told::new("east", "East Bay Echo", &DISPATCH[..3])
                .with("yearly inspection", "yealry inspection")
                .with("before dawn", "before daybreak"),
            Told::new("far", "Far Field Mail", &DISPATCH[..3])
                .with("yearly inspection", "yealry inspection")
                .with("before dawn", "before daybreak"),
            Told::new("west", "Westland Wire", &DISPATCH[..2]).at("2024-05-17"),
        ],
        "\
dispatch: origin none; agencies [Reuters 100]; roots [dispatch 100]
north: origin dispatch; agencies [Reuters 98]; roots [dispatch 100]
  <- dispatch Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     credits Reuters
     page of Reuters
     earlier
east: origin dispatch; agencies [Reuters 97]; roots [dispatch 100]
  <- far Reprint either way sure 97 share 100
     88 words, 100 %, in 1 runs there, 1 here
     both `daybreak`, `daybreak`, not 3 others
     both `yealry`, `yealry`, not 2 others
     same paragraphs at 5 places
far: origin dispatch; agencies [Reuters 90]; roots [dispatch 100]
  <- dispatch Rewrite sure 90 share 100
     88 words, 100 %, in 1 runs there, 1 here
     cut from the bottom: 26 words
     same paragraphs at 5 places
     page of Reuters
west: origin dispatch; agencies [Reuters 90]; roots [dispatch 100]
  <- dispatch Excerpt sure 90 share 100
     60 words, 100 %, in 1 runs there, 1 here
     cut from the bottom: 54 words
     page of Reuters
",
    );
}

#[test]
fn an_agency_that_no_register_has_is_known_by_its_own_pages() {
    check(
        &[
            Told::new("star", "The Northern Star", DISPATCH).credit(CreditKind::Source, &["CPA"]),
            Told::new("dispatch", "Coastline Press Agency", DISPATCH)
                .at("2024-05-16T09:12Z")
                .dateline("CPA"),
            Told::new(
                "update",
                "Coastline Press Agency",
                &[&OTHER_DISPATCH[..1], &DISPATCH[1..]].concat(),
            )
            .at("2024-05-16T14:35Z")
            .dateline("CPA")
            .headline("UPDATE 2-Search for ferry passengers goes on"),
            Told::new(
                "forum",
                "Ellery Forum",
                &[&OTHER_DISPATCH[..1], &DISPATCH[1..]].concat(),
            )
            .at("2024-05-16T16:05Z"),
            Told::new(
                "echo",
                "East Bay Echo",
                &[&OWN[..1], &DISPATCH[1..2]].concat(),
            )
            .credit(CreditKind::Reporting, &["Ada Moor", "C.P.A."]),
        ],
        "\
star: origin dispatch; agencies [Coastline Press Agency 98]; roots [dispatch 100]
  <- dispatch Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same headline
     same paragraphs at 7 places
     credits CPA
     page of Coastline Press Agency
dispatch: origin none; agencies [Coastline Press Agency 100]; roots [dispatch 100]
update: origin dispatch; agencies [Coastline Press Agency 100]; roots [dispatch 100]
  <- dispatch Update sure 98 share 76
     81 words, 76 %, in 1 runs there, 1 here
     same paragraphs at 5 places
     page of Coastline Press Agency
     earlier
forum: origin dispatch; agencies [Coastline Press Agency 98]; roots [dispatch 100]
  <- update Reprint sure 98 share 100
     107 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
     page of Coastline Press Agency
     earlier
echo: origin dispatch; agencies [Coastline Press Agency 90]; roots [echo 50, dispatch 50]
  <- dispatch Borrowing sure 73 share 50
     27 words, 50 %, in 1 runs there, 1 here
     same headline
     credits C.P.A.
     page of Coastline Press Agency
",
    );
}

#[test]
fn an_agency_without_a_page_is_known_by_its_name_or_by_datelines() {
    check(
        &[
            Told::new("north", "Northern Note", DISPATCH)
                .credit(CreditKind::Source, &["Gull Point News Service"]),
            Told::new("east", "East Bay Echo", &DISPATCH[1..]).dateline("GPNS"),
            Told::new("west", "Westland Wire", &DISPATCH[..3]),
        ],
        "\
north: origin (Gull Point News Service); agencies [Gull Point News Service 97]; roots [(Gull Point News Service) 100]
  <- (Gull Point News Service) Reprint sure 95 share 100
     114 words, 100 %, in 1 runs there, 0 here
     credits Gull Point News Service
     Gull Point News Service credited by east
     with east west
east: origin (Gull Point News Service); agencies [Gull Point News Service 97]; roots [(Gull Point News Service) 100]
  <- (Gull Point News Service) Reprint sure 94 share 100
     81 words, 100 %, in 1 runs there, 0 here
     credits GPNS
     Gull Point News Service credited by north
     with north west
west: origin (Gull Point News Service); agencies [Gull Point News Service 73]; roots [(Gull Point News Service) 100]
  <- (Gull Point News Service) Reprint sure 73 share 100
     88 words, 100 %, in 1 runs there, 0 here
     Gull Point News Service credited by east north
     with east north
",
    );
    check(
        &[
            Told::new("north", "Northern Note", DISPATCH).credit(CreditKind::With, &["Strandline"]),
            Told::new("east", "East Bay Echo", &DISPATCH[1..]).dateline("Strandline"),
        ],
        "\
north: origin (Strandline); agencies [Strandline 90]; roots [(Strandline) 71, north 29]
  <- (Strandline) Reprint sure 87 share 71
     81 words, 71 %, in 1 runs there, 0 here
     credits Strandline
     Strandline credited by east
     with east
east: origin (Strandline); agencies [Strandline 97]; roots [(Strandline) 100]
  <- (Strandline) Reprint sure 94 share 100
     81 words, 100 %, in 1 runs there, 0 here
     credits Strandline
     Strandline credited by north
     with north
",
    );
}

#[test]
fn a_report_that_quotes_another_by_its_name_has_the_words_from_there() {
    let quoting = format!("The Northern Star wrote: “{}”", DISPATCH[2]);
    let unnamed = format!("Officials wrote: “{}”", DISPATCH[2]);
    check(
        &[
            Told::new("star", "The Northern Star", DISPATCH).at("2024-05-16T09:12Z"),
            Told::new("explained", "East Bay Echo", &[OWN[0], &quoting]).at("2024-05-17"),
            Told::new("other", "Westland Wire", &[OWN[1], &unnamed]).at("2024-05-17"),
        ],
        "\
star: origin none; agencies []; roots [star 100]
explained: origin star; agencies []; roots [star 54, explained 46]
  <- star Borrowing sure 98 share 54
     32 words, 54 %, in 1 runs there, 1 here
     earlier
other: origin none; agencies []; roots [other 100]
",
    );
}

#[test]
fn a_page_that_was_fetched_before_another_was_published_is_no_copy_of_it() {
    check(
        &[
            Told::new("north", "Northern Note", DISPATCH).fetched("2024-05-16T10:00Z"),
            Told::new("east", "East Bay Echo", DISPATCH).at("2024-05-16T12:00Z"),
        ],
        "\
north: origin none; agencies []; roots [north 100]
east: origin north; agencies []; roots [north 100]
  <- north Reprint sure 98 share 100
     114 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 7 places
",
    );
}

#[test]
fn copies_of_a_dispatch_that_is_not_there() {
    check(
        &[
            Told::new("north", "Northern Note", DISPATCH).by("AFP"),
            Told::new("east", "East Bay Echo", &DISPATCH[1..])
                .credit(CreditKind::Source, &["Agence France-Presse"]),
            Told::new("west", "Westland Wire", &DISPATCH[..3]),
        ],
        "\
north: origin (Agence France-Presse); agencies [Agence France-Presse 97]; roots [(Agence France-Presse) 100]
  <- (Agence France-Presse) Reprint sure 95 share 100
     114 words, 100 %, in 1 runs there, 0 here
     credits AFP
     Agence France-Presse credited by east
     with east west
east: origin (Agence France-Presse); agencies [Agence France-Presse 97]; roots [(Agence France-Presse) 100]
  <- (Agence France-Presse) Reprint sure 90 share 100
     81 words, 100 %, in 1 runs there, 0 here
     credits Agence France-Presse
     Agence France-Presse credited by north
     with north west
west: origin (Agence France-Presse); agencies [Agence France-Presse 73]; roots [(Agence France-Presse) 100]
  <- (Agence France-Presse) Reprint sure 73 share 100
     88 words, 100 %, in 1 runs there, 0 here
     Agence France-Presse credited by east north
     with east north
",
    );
}

#[test]
fn text_of_two_agencies_and_own_paragraphs() {
    let both = [
        DISPATCH[0],
        OWN[0],
        OWN[1],
        DISPATCH[1],
        OTHER_DISPATCH[0],
        OTHER_DISPATCH[1],
    ];
    check(
        &[
            Told::new("one", "Reuters", DISPATCH).at("2024-05-16T20:00Z"),
            Told::new("two", "The Associated Press", OTHER_DISPATCH)
                .at("2024-05-17T08:00Z")
                .headline("Search goes on in northern bay"),
            Told::new("both", "Northern Note", &both)
                .at("2024-05-17T11:00Z")
                .credit(CreditKind::With, &["Reuters", "AP"])
                .headline("Night of waiting in Port Ellery"),
        ],
        "\
one: origin none; agencies [Reuters 100]; roots [one 100]
two: origin none; agencies [Associated Press 100]; roots [two 100]
both: origin one; agencies [Reuters 99, Associated Press 99]; roots [one 36, two 33, both 31]
  <- one Borrowing sure 98 share 36
     60 words, 36 %, in 2 runs there, 2 here
     cut from the bottom: 54 words
     credits Reuters
     page of Reuters
     earlier
  <- two Borrowing sure 99 share 33
     56 words, 33 %, in 1 runs there, 1 here
     credits AP
     page of Associated Press
     earlier
",
    );
}

#[test]
fn a_later_version_is_a_link_of_the_chain() {
    let update = [
        "The captain of a ferry that sank off Port Ellery was arrested on Friday, prosecutors said, after divers had seen the engine room. He denies any fault.",
        DISPATCH[1],
        DISPATCH[2],
    ];
    check(
        &[
            Told::new("first", "Reuters", DISPATCH).at("2024-05-16T20:00Z"),
            Told::new("update", "Reuters", &update)
                .headline("UPDATE 1-Ferry sinks off Port Ellery")
                .at("2024-05-17T09:00Z")
                .with("Eleven passengers", "Fourteen passengers"),
            Told::new("copy", "Northern Note", &update)
                .headline("Ferry captain held")
                .with("Eleven passengers", "Fourteen passengers")
                // Weeks before its source: the clock of the page is wrong.
                .at("2024-04-01T10:00Z"),
        ],
        "\
first: origin none; agencies [Reuters 100]; roots [first 100]
update: origin first; agencies [Reuters 100]; roots [first 100]
  <- first Update sure 98 share 67
     55 words, 67 %, in 1 runs there, 1 here
     page of Reuters
     earlier
copy: origin first; agencies [Reuters 98]; roots [first 100]
  <- update Reprint sure 98 share 100
     82 words, 100 %, in 1 runs there, 1 here
     same paragraphs at 5 places
     page of Reuters
     later
",
    );
}

#[test]
fn a_common_source_that_nobody_names() {
    let parts = |kept: [usize; 3]| kept.map(|at| DISPATCH[at]);
    check(
        &[
            Told::new("north", "Northern Note", &parts([0, 1, 2])),
            Told::new("east", "East Bay Echo", &parts([0, 1, 3])),
            Told::new("south", "South Shore Sun", &parts([0, 2, 3])),
            Told::new("west", "Westland Wire", &parts([1, 2, 3])),
        ],
        "\
north: origin (unknown); agencies []; roots [(unknown) 100]
  <- (unknown) Reprint sure 60 share 100
     88 words, 100 %, in 1 runs there, 0 here
     with east south west
east: origin (unknown); agencies []; roots [(unknown) 100]
  <- (unknown) Reprint sure 60 share 100
     86 words, 100 %, in 1 runs there, 0 here
     with north south west
south: origin (unknown); agencies []; roots [(unknown) 100]
  <- (unknown) Reprint sure 60 share 100
     87 words, 100 %, in 1 runs there, 0 here
     with east north west
west: origin (unknown); agencies []; roots [(unknown) 100]
  <- (unknown) Reprint sure 60 share 100
     81 words, 100 %, in 1 runs there, 0 here
     with east north south
",
    );
}

#[test]
fn a_source_line_names_an_outlet_that_is_not_there() {
    check(
        &[Told::new("alone", "Northern Note", DISPATCH).credit(CreditKind::Source, &["CNN"])],
        "\
alone: origin (CNN); agencies []; roots [(CNN) 100]
  <- (CNN) Reprint sure 80 share 100
     114 words, 100 %, in 1 runs there, 0 here
     credits CNN
",
    );
}

#[test]
fn what_somebody_said_is_no_copied_text() {
    let quote = "“We have asked for new engines in every single year since the sister ship ran aground, and nobody in the capital ever answered our letters,” harbour master Bo Lind said.";
    check(
        &[
            Told::new("one", "Reuters", &[DISPATCH[0], quote, DISPATCH[1]]),
            Told::new("two", "Northern Note", &[OWN[0], quote, OWN[1]])
                .headline("Letters to nobody"),
        ],
        "\
one: origin none; agencies [Reuters 100]; roots [one 100]
two: origin none; agencies []; roots [two 100]
",
    );
}

#[test]
fn agencies_count_once() {
    let expanded = [DISPATCH[0], OWN[0], OWN[1], DISPATCH[1]];
    let family = [
        Told::new("dispatch", "Reuters", DISPATCH),
        Told::new("north", "Northern Note", DISPATCH).by("Reuters"),
        Told::new("east", "East Bay Echo", &expanded).credit(CreditKind::With, &["Reuters"]),
        Told::new("far", "Far Field Mail", &expanded)
            .credit(CreditKind::Source, &["East Bay Echo"]),
        Told::new("own", "Ellery Eye", OTHER_DISPATCH),
    ];
    let facts: Vec<ArticleFacts> = family.iter().map(Told::facts).collect();
    let names: BTreeMap<ArticleId, &str> = family.iter().map(|t| (id(t.name), t.name)).collect();
    let lineages = lineage(&facts, &passages(&facts), &[]);
    let groups = groups_of_reprints(&lineages);
    let groups: Vec<Vec<&str>> = groups
        .iter()
        .map(|group| {
            let mut articles: Vec<&str> = group.articles.iter().map(|id| names[id]).collect();
            articles.sort_unstable();
            articles
        })
        .collect();
    assert_eq!(groups, [["dispatch", "east", "far", "north"]]);
    let mut found: Vec<String> = independent_reports(&lineages)
        .iter()
        .map(|report| {
            let mut articles: Vec<String> = report
                .articles
                .iter()
                .map(|carrier| {
                    let path: Vec<String> = carrier
                        .path
                        .iter()
                        .map(|step| source(&names, step))
                        .collect();
                    format!(
                        "{} {} over [{}]",
                        names[&carrier.article],
                        carrier.share,
                        path.join(" ")
                    )
                })
                .collect();
            articles.sort_unstable();
            format!("{}: {}", source(&names, &report.root), articles.join(", "))
        })
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "dispatch: dispatch 100 over [], east 54 over [dispatch], far 54 over [east dispatch], north 100 over [dispatch]",
            "east: east 46 over [], far 46 over [east]",
            "own: own 100 over []",
        ]
    );
}

/// Sentences to make articles of, with an edited form of each.
const SENTENCES: &[(&str, &str)] = &[
    (
        "A ferry with ninety people on board sank off Port Ellery on Thursday night, the coast guard said.",
        "A ferry with ninety people on board sank near Port Ellery late on Thursday, the coast guard said.",
    ),
    (
        "Fishing boats brought most of the passengers ashore before the first rescue ship came in.",
        "Fishing boats brought most passengers ashore befroe the first rescue ship came in.",
    ),
    (
        "Eleven of them were taken to hospital with burns, and four were still there on Friday morning.",
        "Twelve of them were taken to hospital with burns, and four were still there on Friday morning.",
    ),
    (
        "“We asked for new engines in every single year,” harbour master Bo Lind said in a letter.",
        "“We asked for new engines each and every year,” harbour master Bo Lind said in a letter.",
    ),
    (
        "The ferry, built in 1988, had passed its yearly inspection in March without any remark.",
        "Built in 1988, the ferry had passed its yearly inspection in March without any remark.",
    ),
    (
        "Its owner runs six more ships of the same kind between the islands and the long coast.",
        "Its owner runs six more ships of the same kind.",
    ),
];

const OUTLETS: &[&str] = &[
    "Reuters",
    "Northern Note",
    "East Bay Echo",
    "AFP",
    "",
    "Westland Wire",
];

fn any_family() -> impl Strategy<Value = Vec<ArticleFacts>> {
    let article = (
        prop::collection::vec((0..SENTENCES.len(), any::<bool>(), any::<bool>()), 0..9),
        0..OUTLETS.len(),
        prop::option::of(0..4usize),
        prop::option::of(10..28u8),
    );
    prop::collection::vec(article, 0..12).prop_map(|articles| {
        let articles = articles.into_iter().enumerate();
        articles
            .map(|(number, (sentences, outlet, credit, day))| {
                let mut paragraphs: Vec<String> = Vec::new();
                for (at, edited, begins) in sentences {
                    let sentence = if edited {
                        SENTENCES[at].1
                    } else {
                        SENTENCES[at].0
                    };
                    match paragraphs.last_mut() {
                        Some(last) if !begins => {
                            last.push(' ');
                            last.push_str(sentence);
                        }
                        _ => paragraphs.push(sentence.to_owned()),
                    }
                }
                let mut told = Told::new("any", OUTLETS[outlet], &[]);
                told.paragraphs = paragraphs;
                told.credit = credit.map(|credit| match credit {
                    0 => (CreditKind::With, &["Reuters", "dpa"][..]),
                    1 => (CreditKind::Source, &["AFP"][..]),
                    2 => (CreditKind::Source, &["Northern Note"][..]),
                    _ => (CreditKind::Byline, &["Reuters"][..]),
                });
                let mut facts = told.facts();
                let linkable = Arc::make_mut(&mut facts.linkable);
                linkable.id = id(&number.to_string());
                linkable.published = day.map(|day| format!("2024-05-{day}").parse().unwrap());
                facts
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn order_does_not_matter_and_ranges_lie_in_the_texts(
        family in any_family(),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut passages = passages(&family);
        let found = lineage(&family, &passages, &[]);
        let mut turned = family.clone();
        turned.reverse();
        if !turned.is_empty() {
            turned.rotate_left(turn.index(family.len()));
        }
        passages.reverse();
        prop_assert_eq!(&lineage(&turned, &passages, &[]), &found);

        let texts: BTreeMap<ArticleId, &str> = family
            .iter()
            .map(|facts| (facts.linkable.id, &*facts.linkable.text))
            .collect();
        prop_assert_eq!(found.len(), texts.len());
        for lineage in &found {
            let text = texts[&lineage.article];
            let shares: u32 = lineage.edges.iter().map(|edge| u32::from(edge.share)).sum();
            prop_assert!(shares <= 102, "{shares} per cent");
            for edge in &lineage.edges {
                prop_assert!(!edge.grounds.is_empty());
                prop_assert!(edge.parent != Source::Article(lineage.article));
                let parent = edge.parent.article().map(|parent| texts[&parent]);
                for ground in &edge.grounds {
                    if let Ground::SharedText { child, parent: there, .. } = ground {
                        prop_assert!(child.iter().all(|range| range.slice(text).is_some()));
                        let there = there.iter().all(|range| parent.and_then(|p| range.slice(p)).is_some());
                        prop_assert!(there);
                    }
                    if let Ground::Inherited { child, parent: there, .. } = ground {
                        prop_assert!(child.slice(text).is_some());
                        prop_assert!(parent.and_then(|p| there.slice(p)).is_some());
                    }
                }
            }
        }
        // Nobody is among his own ancestors.
        for lineage in &found {
            let mut waiting: Vec<ArticleId> = parents(&found, lineage.article);
            let mut seen = Vec::new();
            while let Some(id) = waiting.pop() {
                prop_assert!(id != lineage.article);
                if !seen.contains(&id) {
                    seen.push(id);
                    waiting.extend(parents(&found, id));
                }
            }
        }
        let reports = independent_reports(&found);
        let backwards: Vec<Lineage> = found.into_iter().rev().collect();
        prop_assert_eq!(independent_reports(&backwards), reports);
    }

    #[test]
    fn any_text_is_told_without_panic(texts in prop::collection::vec("(\\PC|[a-c] |one two three four five six seven |[.!“”\n ]){0,60}", 0..5)) {
        let family: Vec<ArticleFacts> = texts
            .iter()
            .enumerate()
            .map(|(number, text)| {
                let mut facts = Told::new("any", "", &[text]).facts();
                Arc::make_mut(&mut facts.linkable).id = id(&number.to_string());
                facts
            })
            .collect();
        let found = lineage(&family, &passages(&family), &[]);
        prop_assert_eq!(found.len(), family.len());
    }
}

fn parents(lineages: &[Lineage], article: ArticleId) -> Vec<ArticleId> {
    let lineage = lineages.iter().find(|lineage| lineage.article == article);
    lineage.map_or_else(Vec::new, |lineage| {
        lineage
            .edges
            .iter()
            .filter_map(|edge| edge.parent.article())
            .collect()
    })
}
