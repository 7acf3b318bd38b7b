//! A small story by hand: three outlets, an agency text in two of them, a page that wants to do harm.
#![allow(
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "helpers of tests, for fields that are options"
)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of it"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use retold_model::*;
use retold_report::{ArticleDossierInput, ArticleInput, ExportInput, PhasesInput, StoryInput};
use retold_text::{OffsetMap, SourceRange, TextRange};

/// Words that act where they are not made inert.
pub const HOSTILE: &str = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u{1b}]0;title\u{7}\u{202e}gnirts \
    [x](javascript:alert(1)) **bold** `code` &lt; <img src=x onerror=alert(1)> www.evil.example";

/// The range of `words` in `text`.
pub fn at(text: &str, words: &str) -> TextRange {
    let start = text
        .find(words)
        .unwrap_or_else(|| panic!("`{words}` is not in the text"));
    TextRange::of(start, start + words.len())
}

pub fn stated(value: &str, from: &str) -> Option<Stated<String>> {
    Some(Stated {
        value: value.to_owned(),
        from: from.to_owned(),
        source: Some(SourceRange::new(1, 5)),
    })
}

/// An article whose raw page is its blocks in `<p>`, after some furniture.
pub fn page(url: &str, outlet: &str, blocks: &[(BlockKind, &str)]) -> ArticleInput {
    let furniture = "<nav><a href=\"/\">Home &amp; World</a> <script>track()</script></nav>\n";
    let mut raw = furniture.to_owned();
    let mut text = String::new();
    let mut found = Vec::new();
    for (kind, words) in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        let source = raw.len() + 3;
        writeln!(raw, "<p>{words}</p>").unwrap();
        found.push(Block {
            kind: *kind,
            range: TextRange::of(start, text.len()),
            source: SourceRange::of(source, source + words.len()),
        });
    }
    let digest = Digest::of(raw.as_bytes());
    let id = ArticleId::of_url(url);
    let headline = blocks.iter().find(|(kind, _)| *kind == BlockKind::Headline);
    let article = Article {
        id,
        version: VersionId::of(id, &text),
        source: digest,
        outlet: stated(outlet, "meta:og:site_name"),
        section: None,
        language: stated("en", "html:lang"),
        published: None,
        modified: None,
        canonical_url: stated(url, "link:canonical"),
        image: None,
        headline: headline.and_then(|(_, words)| stated(words, "json-ld:headline")),
        bylines: Vec::new(),
        dateline: None,
        credits: Vec::new(),
        blocks: found,
        cuts: vec![Cut {
            source: SourceRange::of(0, furniture.len() - 1),
            reason: CutReason::Navigation,
        }],
        text,
    };
    let map = OffsetMap::identity(u32::try_from(raw.len()).unwrap());
    ArticleInput {
        annotations: None,
        entities: BTreeMap::new(),
        version: ArticleVersion {
            article,
            retrieved: "2025-03-15T08:00Z".parse().ok(),
            current: true,
        },
        source: SourceDocument {
            location: Location {
                path: format!("pages/{outlet}.html"),
                ..Location::default()
            },
            form: Form::Html,
            charset: "utf-8".into(),
            media_type: "text/html".into(),
            retrieved: None,
            digest,
            raw: Arc::from(raw.as_bytes()),
            fields: Vec::new(),
            parts: vec![Part {
                role: PartRole::Whole,
                markup: Markup::HtmlPage,
                text: raw,
                map,
            }],
        },
    }
}

pub fn published(input: &mut ArticleInput, stamp: &str) {
    input.version.article.published = Some(Stated {
        value: stamp.parse().unwrap(),
        from: "json-ld:datePublished".into(),
        source: None,
    });
}

/// Agency, reprint, hostile page.
pub fn articles() -> [ArticleInput; 3] {
    use BlockKind::{Credit as CreditLine, Headline, Paragraph};
    let mut agency = page(
        "https://wire.example/ferry",
        "Norvik Wire",
        &[
            (Headline, "Ferry runs aground off Sorre"),
            (
                Paragraph,
                "SORRE, March 14 (Norvik Wire) – A ferry with 212 people on board ran aground on Friday.",
            ),
            (
                Paragraph,
                "“Nobody was hurt,” said Åse Lind, the harbour’s master.",
            ),
        ],
    );
    published(&mut agency, "2025-03-14T09:30+01:00");
    let article = &mut agency.version.article;
    let range = at(&article.text, "SORRE, March 14 (Norvik Wire)");
    article.dateline = Some(Dateline {
        range,
        place: Some("SORRE".into()),
        date: Some("March 14".into()),
        agency: Some("Norvik Wire".into()),
    });
    article.bylines = vec![Byline {
        name: stated("Jo Berg", "meta:author").unwrap(),
        kind: BylineKind::Person,
    }];

    let mut reprint = page(
        "https://herald.example/a?id=1&b=2",
        "Herald",
        &[
            (Headline, "212 saved from ferry"),
            (
                Paragraph,
                "A ferry with some 200 people on board ran aground on Friday.",
            ),
            (
                Paragraph,
                "“Nobody was hurt,” said Åse Lind, the harbour’s master.",
            ),
            (CreditLine, "(With inputs from Norvik Wire)"),
        ],
    );
    published(&mut reprint, "2025-03-14");
    let article = &mut reprint.version.article;
    let range = at(&article.text, "(With inputs from Norvik Wire)");
    article.credits = vec![Credit {
        kind: CreditKind::With,
        names: vec!["Norvik Wire".into()],
        range: Some(range),
        from: "text".into(),
    }];

    let mut hostile = page(
        "javascript:alert(1)",
        HOSTILE,
        &[(Headline, HOSTILE), (Paragraph, HOSTILE)],
    );
    let article = &mut hostile.version.article;
    article.section = stated(HOSTILE, HOSTILE);
    article.bylines = vec![Byline {
        name: stated(HOSTILE, HOSTILE).unwrap(),
        kind: BylineKind::Desk,
    }];
    article.credits = vec![Credit {
        kind: CreditKind::Source,
        names: vec![HOSTILE.into()],
        range: None,
        from: HOSTILE.into(),
    }];
    let read = read(&agency);
    agency.annotations = Some(read.0);
    agency.entities = read.1;
    [agency, reprint, hostile]
}

pub fn passages(articles: &[ArticleInput; 3]) -> Vec<Passage> {
    let [one, other, hostile] = articles.each_ref().map(|input| &input.version.article);
    let start = at(&one.text, "A ferry").start();
    let first = TextRange::new(start, u32::try_from(one.text.len()).unwrap());
    let start = at(&other.text, "A ferry").start();
    let second = TextRange::new(start, at(&other.text, "master.").end());
    let passage = |a: (&Article, TextRange), b: (&Article, TextRange), edits: Vec<Edit>| {
        let turned = b.0.id < a.0.id;
        let (first, second) = if turned { (b, a) } else { (a, b) };
        let turn = |edit: &Edit| {
            if turned {
                Edit {
                    kind: edit.kind,
                    first: edit.second,
                    second: edit.first,
                }
            } else {
                *edit
            }
        };
        Passage {
            first: Occurrence {
                article: first.0.id,
                range: first.1,
            },
            second: Occurrence {
                article: second.0.id,
                range: second.1,
            },
            kind: PassageKind::Report,
            matched_words: 18,
            edits: edits.iter().map(turn).collect(),
        }
    };
    let edit = Edit {
        kind: EditKind::Replaced,
        first: at(&one.text, "212"),
        second: at(&other.text, "some 200"),
    };
    let bold = at(&hostile.text, "**bold**");
    vec![
        passage((one, first), (other, second), vec![edit]),
        passage((one, at(&one.text, "Friday")), (hostile, bold), Vec::new()),
    ]
}

/// What is read in the agency's page.
fn read(input: &ArticleInput) -> (Annotations, BTreeMap<u32, Entity>) {
    let text = &input.version.article.text;
    let name = at(text, "Åse Lind");
    let annotations = Annotations {
        mentions: vec![Mention {
            range: name,
            kind: NameKind::Person,
            grounds: vec![NameGround::Model],
            title: None,
        }],
        chains: vec![Chain {
            kind: NameKind::Person,
            name,
            members: vec![ChainMember {
                range: name,
                reference: Reference::Name,
            }],
            roles: vec![at(text, "the harbour’s master")],
        }],
        places: vec![PlaceReading {
            range: at(text, "SORRE"),
            place: Place {
                name: "Sorre".into(),
                feature: PlaceFeature::Town,
                point: GeoPoint {
                    latitude: -5_512_345,
                    longitude: 607,
                },
                geonames: None,
                wikidata: None,
                country: Some("NO".into()),
                division: None,
            },
            placing: Placing::Itself,
            confidence: 80,
            actor: false,
            grounds: vec![PlaceGround::OnlyCandidate],
            alternatives: Vec::new(),
        }],
        outlets: vec![SourceOutlet {
            range: at(text, "Norvik Wire"),
            name: "Norvik Wire".into(),
            agency: true,
            state: false,
            country: None,
            role: OutletRole::Named,
            quote: None,
        }],
        times: vec![TimeExpression {
            range: at(text, "Friday"),
            kind: TimeKind::Date,
            value: TimexValue::new("2025-03-14".into()),
            edtf: Some("2025-03-14".into()),
            precision: Some(TimePrecision::Day),
            modifier: None,
            span: TimeSpan::default(),
            zone: None,
            anchor: input
                .version
                .article
                .published
                .as_ref()
                .map(|at| TimeAnchor::Document(at.value)),
            ground: TimeGround::PastTense,
            ends: Vec::new(),
            ends_alone: false,
        }],
        quantities: vec![Quantity {
            range: at(text, "212 people"),
            number: at(text, "212"),
            amount: Amount::Value("212".parse().unwrap()),
            qualifier: None,
            measure: Measure::Things("people".into()),
            of: Some(at(text, "people")),
            conversion: None,
        }],
        quotes: vec![Quote {
            content: vec![at(text, "“Nobody was hurt,”")],
            kind: QuoteKind::Direct,
            stance: QuoteStance::Statement,
            cue: Some(at(text, "said")),
            speaker: Some(at(text, "Åse Lind, the harbour’s master")),
            speaker_name: Some(name),
            addressee: None,
            medium: None,
            setting: None,
            via: Vec::new(),
            nested: false,
            ground: QuoteGround::Tagger,
            confidence: 97,
        }],
        ..Annotations::default()
    };
    let sense = NameSense {
        kind: NameKind::Person,
        name: "ase lind".into(),
        facet: String::new(),
    };
    let entity = Entity {
        id: "00000000000000a1".parse().unwrap(),
        kind: NameKind::Person,
        name: "Åse Lind".into(),
        aliases: vec![Alias {
            text: "Åse Lind".into(),
            mentions: 1,
        }],
        chains: 1,
        first: FirstArticle {
            published: None,
            article: input.version.article.id,
        },
        senses: vec![sense],
        merges: Vec::new(),
        ids: Vec::new(),
    };
    (annotations, BTreeMap::from([(0, entity)]))
}

/// The reprint took all from the agency; the two others are their own.
fn lineages(articles: &[ArticleInput; 3]) -> Vec<Lineage> {
    let [wire, herald, hostile] = articles.each_ref().map(|input| input.version.article.id);
    let own = |article| Lineage {
        article,
        edges: Vec::new(),
        origin: None,
        agencies: Vec::new(),
        roots: vec![RootShare {
            root: Source::Article(article),
            share: 100,
        }],
    };
    let edge = LineageEdge {
        parent: Source::Article(wire),
        kind: LineageKind::Rewrite,
        confidence: 98,
        direction: Direction::Known,
        share: 100,
        grounds: vec![Ground::Credit {
            name: "Norvik Wire".into(),
            range: None,
        }],
    };
    let reprint = Lineage {
        edges: vec![edge],
        origin: Some(Source::Article(wire)),
        roots: vec![RootShare {
            root: Source::Article(wire),
            share: 100,
        }],
        ..own(herald)
    };
    vec![own(hostile), reprint, own(wire)]
}

pub fn story() -> StoryInput {
    let articles = articles();
    let passages = passages(&articles);
    let ids = articles.each_ref().map(|input| input.version.article.id);
    let mut group = vec![ids[0], ids[1]];
    group.sort_unstable();
    StoryInput {
        lineages: lineages(&articles),
        story: Story {
            id: StoryId::of(ids[0]),
            headline: Some("Ferry runs aground off Sorre".into()),
            first: "2025-03-14".parse().ok(),
            last: "2025-03-14T09:30+01:00".parse().ok(),
            articles: ids.to_vec(),
        },
        articles: articles.into(),
        passages,
        reprints: vec![ReprintGroup { articles: group }],
        decisions: Vec::new(),
        phases: PhasesInput::default(),
        diagnostics: vec![Diagnostic {
            severity: Severity::Warning,
            kind: DiagnosticKind::InvalidText,
            location: Location {
                path: HOSTILE.into(),
                record: Some(2),
                ..Location::default()
            },
            message: HOSTILE.into(),
        }],
    }
}

/// The story, with a hostile page of which everything is read: who is named, who says what, when and where.
pub fn hostile_story() -> StoryInput {
    let mut input = story();
    let hostile = &mut input.articles[2];
    let text = &hostile.version.article.text;
    let whole = TextRange::new(0, u32::try_from(HOSTILE.len()).unwrap());
    let date = at(text, "gnirts");
    let (mut annotations, mut entities) = read_of(text, whole);
    annotations.times = vec![time(date, "2025-03-14")];
    annotations.frames = vec![frame(at(text, "alert"), Modality::Planned)];
    annotations.places[0].place.name = HOSTILE.into();
    annotations.places[0].place.country = Some(HOSTILE.into());
    if let Some(entity) = entities.get_mut(&0) {
        entity.name = HOSTILE.into();
    }
    hostile.annotations = Some(annotations);
    hostile.entities = entities;
    let id = hostile.version.article.id;
    input.phases = hostile_phases(&input.story, id, whole);
    input
}

/// The story has a second phase, and continues a story with the same headline.
fn hostile_phases(story: &Story, article: ArticleId, words: TextRange) -> PhasesInput {
    let day = |day: &str| day.parse().unwrap();
    let words = Some(PhaseWords {
        article,
        range: words,
    });
    let ground = |kind, value: Option<&str>| PhaseGround {
        kind,
        value: value.map(str::to_owned),
        earlier: words,
        later: words,
    };
    let tie = PhaseTie {
        confidence: 85,
        grounds: vec![
            ground(PhaseGroundKind::Person, None),
            ground(PhaseGroundKind::Town, Some(HOSTILE)),
        ],
    };
    let phase = |first: &str, articles: &[ArticleId], tie| Phase {
        headline: Some(HOSTILE.into()),
        first: day(first),
        last: day(first),
        articles: articles.to_vec(),
        tie,
    };
    let before = Story {
        id: StoryId::of(article),
        headline: Some(HOSTILE.into()),
        first: Some(day("2025-01-02")),
        last: Some(day("2025-01-04")),
        articles: vec![article],
    };
    PhasesInput {
        phases: StoryPhases {
            phases: vec![
                phase("2025-03-14", &story.articles[..1], None),
                phase("2025-05-14", &story.articles[1..2], Some(tie.clone())),
                phase("2025-07-14", &story.articles[2..], None),
            ],
            undated: Vec::new(),
            earlier: vec![LinkedStory { story: before, tie }],
            later: Vec::new(),
        },
        others: Vec::new(),
        independent: BTreeMap::new(),
    }
}

fn read_of(text: &str, whole: TextRange) -> (Annotations, BTreeMap<u32, Entity>) {
    let [agency, _, _] = articles();
    let (mut read, mut entities) = read(&agency);
    let name = at(text, "=cmd|' /C calc'!A0");
    let chain = Chain {
        kind: NameKind::Person,
        name,
        members: vec![ChainMember {
            range: name,
            reference: Reference::Name,
        }],
        roles: vec![at(text, "<script>alert(1)</script>")],
    };
    let place = Chain {
        kind: NameKind::Place,
        name: at(text, "[x](javascript:alert(1))"),
        members: Vec::new(),
        roles: Vec::new(),
    };
    read.mentions.clear();
    read.outlets.clear();
    read.quantities.clear();
    read.chains = vec![chain, place];
    read.places[0].range = name;
    read.quotes[0].content = vec![whole];
    read.quotes[0].speaker = Some(name);
    read.quotes[0].speaker_name = Some(name);
    read.quotes[0].cue = Some(at(text, "**bold**"));
    let mut nobody = read.quotes[0].clone();
    nobody.speaker = None;
    nobody.speaker_name = None;
    read.quotes.push(nobody);
    for entity in entities.values_mut() {
        entity.id = "00000000000000a2".parse().unwrap();
    }
    (read, entities)
}

/// A day that a text names.
pub fn time(range: TextRange, day: &str) -> TimeExpression {
    let date: jiff::civil::Date = day.parse().unwrap();
    TimeExpression {
        range,
        kind: TimeKind::Date,
        value: TimexValue::new(day.into()),
        edtf: Some(day.into()),
        precision: Some(TimePrecision::Day),
        modifier: None,
        span: TimeSpan {
            begin: Some(date.at(0, 0, 0, 0)),
            end: None,
        },
        zone: None,
        anchor: None,
        ground: TimeGround::Stated,
        ends: Vec::new(),
        ends_alone: false,
    }
}

/// What happens at the first time of a text.
pub fn frame(predicate: TextRange, modality: Modality) -> Frame {
    Frame {
        predicate,
        kind: PredicateKind::Verb,
        lemma: "run".into(),
        particle: None,
        auxiliaries: Vec::new(),
        voice: Voice::Active,
        arguments: Vec::new(),
        complements: Vec::new(),
        governor: None,
        times: vec![0],
        quantities: Vec::new(),
        places: Vec::new(),
        negated: false,
        modality,
        tense: None,
        aspect: Aspect::Simple,
        voucher: Voucher::Outlet,
    }
}

/// The reprint with an older version.
pub fn article() -> ArticleDossierInput {
    let articles = articles();
    let passages = passages(&articles);
    let [agency, reprint, hostile] = articles;
    let old_words = "A ferry with some 100 people on board ran aground.";
    let mut old = page(
        "https://herald.example/a?id=1&b=2",
        "Herald",
        &[
            (BlockKind::Headline, "212 saved from ferry"),
            (BlockKind::Paragraph, old_words),
        ],
    );
    old.version.current = false;
    ArticleDossierInput {
        versions: vec![old, reprint],
        stories: vec![StoryId::of(agency.version.article.id)],
        passages,
        others: vec![hostile, agency],
        diagnostics: Vec::new(),
    }
}

pub fn exports() -> Vec<ExportInput> {
    let articles = articles();
    let passages = passages(&articles);
    let versions: Vec<Arc<ArticleVersion>> = articles
        .iter()
        .map(|input| Arc::new(input.version.clone()))
        .collect();
    let story = StoryId::of(articles[0].version.article.id);
    articles
        .iter()
        .map(|input| {
            let id = input.version.article.id;
            let own =
                |passage: &&Passage| passage.first.article == id || passage.second.article == id;
            ExportInput {
                input: input.clone(),
                stories: vec![story],
                passages: passages.iter().filter(own).cloned().collect(),
                others: versions.clone(),
            }
        })
        .collect()
}
