//! Which quotes render one saying, on sentences made for it, told whole.

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;
use retold_link::utterances::utterances;
use retold_model::{
    Annotations, ArticleId, Chain, ChainMember, CollationKind, EntityId, NameKind, Quote,
    QuoteGround, QuoteKind, QuoteStance, Reference, Report, Stamp, Utterance,
};
use retold_text::TextRange;

/// A report: its text has the quotes as `[Speaker: words | words]`, which stay in it without the brackets.
struct Told {
    id: ArticleId,
    text: String,
    published: Option<Stamp>,
    annotations: Annotations,
    entities: BTreeMap<u32, EntityId>,
}

impl Told {
    fn new(name: &str, published: Option<&str>, marked: &str) -> Self {
        let mut text = String::new();
        let mut quotes = Vec::new();
        let mut rest = marked;
        while let Some(open) = rest.find('[') {
            let close = rest.find(']').expect("a quote ends");
            text.push_str(&rest[..open]);
            quotes.push(quote(&rest[open + 1..close], &mut text));
            rest = &rest[close + 1..];
        }
        text.push_str(rest);
        Self {
            id: ArticleId::of_url(&format!("https://{name}.example/")),
            text,
            published: published.map(|stamp| stamp.parse().expect("a stamp")),
            annotations: Annotations {
                quotes,
                ..Annotations::default()
            },
            entities: BTreeMap::new(),
        }
    }

    /// Makes every place of `name` a chain of `entity`.
    fn knowing(mut self, name: &str, entity: EntityId) -> Self {
        let members: Vec<ChainMember> = { self.text.match_indices(name) }
            .map(|(at, _)| ChainMember {
                range: TextRange::of(at, at + name.len()),
                reference: Reference::Name,
            })
            .collect();
        let number = u32::try_from(self.annotations.chains.len()).expect("few chains");
        self.annotations.chains.push(Chain {
            kind: NameKind::Person,
            name: members[0].range,
            members,
            roles: Vec::new(),
        });
        self.entities.insert(number, entity);
        self
    }

    fn report(&self) -> Report<'_> {
        Report {
            id: self.id,
            text: &self.text,
            published: self.published,
            outlet: None,
            annotations: &self.annotations,
            entities: &self.entities,
        }
    }
}

fn quote(told: &str, text: &mut String) -> Quote {
    let (speaker, words) = told.split_once(": ").expect("a speaker");
    let mut content = Vec::new();
    for piece in words.split(" | ") {
        let start = text.len();
        text.push_str(piece);
        content.push(TextRange::of(start, text.len()));
        text.push(' ');
    }
    let start = text.len();
    text.push_str(speaker);
    let range = (!speaker.is_empty()).then(|| TextRange::of(start, text.len()));
    text.push_str(" said");
    Quote {
        content,
        kind: if words.starts_with('“') && words.ends_with('”') {
            QuoteKind::Direct
        } else if words.contains('“') {
            QuoteKind::Mixed
        } else {
            QuoteKind::Indirect
        },
        stance: QuoteStance::Statement,
        cue: None,
        speaker: range,
        speaker_name: range.filter(|_| speaker.starts_with(char::is_uppercase)),
        addressee: None,
        medium: None,
        setting: None,
        via: Vec::new(),
        nested: false,
        ground: QuoteGround::Tagger,
        confidence: 90,
    }
}

/// What was found, one line a wording: `[-omitted-]`, `{+added+}`, `…` where an ellipsis marks the place.
fn told(reports: &[Told], found: &[Utterance]) -> String {
    let mut result = String::new();
    for utterance in found {
        let speaker = utterance
            .speaker
            .as_ref()
            .map_or("?", |speaker| &speaker.name);
        let (fullest, earliest) = (utterance.fullest, utterance.earliest);
        writeln!(
            result,
            "{speaker}, fullest {fullest}, earliest {earliest:?}"
        )
        .expect("written");
        let text = |number: u32| {
            let article = utterance.wordings[number as usize].article;
            { reports.iter() }
                .position(|report| report.id == article)
                .expect("a wording of a report")
        };
        for (number, wording) in (0..).zip(&utterance.wordings) {
            let here = text(number);
            write!(result, "  {}#{} {:?}", here, wording.quote, wording.kind).expect("written");
            for difference in &wording.differences {
                write!(result, " {difference:?}").expect("written");
            }
            result.push(':');
            for segment in &wording.collation {
                let slice = |ranges: &[TextRange], report: usize| {
                    let text = &reports[report].text;
                    let words: Vec<&str> = { ranges.iter() }
                        .map(|range| range.slice(text).expect("a range of the text"))
                        .collect();
                    words.join(" | ")
                };
                let full = slice(&segment.fullest, text(fullest));
                let words = slice(&segment.wording, here);
                match segment.kind {
                    CollationKind::Same => write!(result, " {words}"),
                    CollationKind::Replaced => write!(result, " [-{full}-]{{+{words}+}}"),
                    CollationKind::Omitted => write!(result, " [-{full}-]"),
                    CollationKind::Added => write!(result, " {{+{words}+}}"),
                }
                .expect("written");
                if segment.ellipsis {
                    result.push('…');
                }
            }
            result.push('\n');
        }
        for join in &utterance.joins {
            let (first, second, ground) = (join.first, join.second, join.ground);
            writeln!(result, "  {first}-{second} {ground:?} {}", join.confidence).expect("written");
        }
    }
    result
}

#[track_caller]
fn check(reports: &[Told], expected: &str) {
    let given: Vec<Report> = reports.iter().map(Told::report).collect();
    let found = told(reports, &utterances(&given, None));
    assert_eq!(found, expected, "\n{found}");
}

#[test]
fn word_for_word_and_shortened_wordings_are_collated() {
    let reports = [
        Told::new(
            "a",
            Some("2031-04-02T10:00:00Z"),
            "[Mara Quist: “The harbour wall held for sixty winters, and it will hold again once the stones are back,” | “Nobody has to leave tonight.”].",
        ),
        Told::new(
            "b",
            Some("2031-04-02T12:00:00Z"),
            "[Mara Quist: “The harbor wall held for sixty winters … once the stones are back,”].",
        ),
        Told::new(
            "c",
            None,
            "[Quist: that the harbour wall had held for sixty winters and would hold again once the stones were back].",
        ),
    ];
    check(
        &reports,
        "\
Mara Quist, fullest 1, earliest Some(1)
  1#0 Direct: The harbor wall held for sixty winters [-and it will hold again-]… once the stones are back [-Nobody has to leave tonight-]
  0#0 Direct: The harbour wall held for sixty winters, and it will hold again once the stones are back | Nobody has to leave tonight
  2#0 Indirect IndirectSpeech: {+that+} the harbour wall {+had+} held for sixty winters and [-it will-]{+would+} hold again once the stones [-are-]{+were+} back [-Nobody has to leave tonight-]
  0-1 Contained { words: 7 } 89
  1-2 SharedWords { words: 7, share: 100 } 87
",
    );
}

#[test]
fn a_translation_shares_the_rare_words() {
    let reports = [
        Told::new(
            "a",
            Some("2031-04-02"),
            "Delegates talked of trade. [Ivo Brandel: “The valley has paid its debts twice, and no creditor will see our orchards.”]",
        ),
        Told::new(
            "b",
            Some("2031-04-03"),
            "Delegates talked of trade. [Ivo Brandel: “Twice the valley paid what it was owing; our orchards will not be seen by any creditor.”]",
        ),
    ];
    check(
        &reports,
        "\
Ivo Brandel, fullest 0, earliest None
  1#0 Direct: Twice the valley paid what it was owing; our orchards will not be seen by any creditor
  0#0 Direct: [-Twice-] The valley {+has+} paid [-what it was owing-]{+its debts twice, and no creditor will see+} our orchards [-will not be seen by any creditor-]
  0-1 SharedWords { words: 5, share: 83 } 78
",
    );
}

#[test]
fn two_sayings_on_one_topic_stay_two() {
    let reports = [
        Told::new(
            "a",
            None,
            "[Ivo Brandel: “The ferry company must pay for every ticket that it sold in March.”]",
        ),
        Told::new(
            "b",
            None,
            "[Ivo Brandel: “The ferry company has told us nothing about the engine.”]",
        ),
        // A later count in the sentence of the earlier one.
        Told::new(
            "c",
            None,
            "[the rescue office: at least 11 sailors were pulled from the water after the storm off Varn]. [police: “special duty of care”]",
        ),
        Told::new(
            "d",
            None,
            "[the rescue office: at least 17 sailors were pulled from the water after the storm off Varn]. [police: a special duty of care is what the law asks of the crew]",
        ),
    ];
    check(&reports, "");
}

#[test]
fn nearly_the_same_words_of_another_speaker_are_a_difference() {
    let reports = [
        Told::new(
            "a",
            None,
            "[a harbour clerk: the crane had not been greased since the spring fair closed].",
        ),
        Told::new(
            "b",
            None,
            "[a union man: the old crane had not been greased since the spring fair closed].",
        ),
        Told::new(
            "c",
            None,
            "[: the crane had not been greased since the spring fair closed].",
        ),
        Told::new(
            "d",
            None,
            "[a union man: the crane had been painted since the spring].",
        ),
    ];
    check(
        &reports,
        "\
a union man, fullest 0, earliest None
  1#0 Indirect: the old crane had not been greased since the spring fair closed
  0#0 Indirect OtherSpeaker: the [-old-] crane had not been greased since the spring fair closed
  2#0 Indirect NoSpeaker: the [-old-] crane had not been greased since the spring fair closed
  0-2 Contained { words: 10 } 70
  1-2 Verbatim 70
",
    );
}

#[test]
fn a_phrase_that_stands_in_two_sayings_does_not_join_them() {
    let reports = [
        Told::new(
            "a",
            None,
            "[Mara Quist: “We keep a patient and stubborn hope, whatever the surveyors write in their long reports.”]",
        ),
        Told::new(
            "b",
            None,
            "[Mara Quist: “With patient and stubborn hope my mother raised six children beside that quarry.”]",
        ),
        Told::new("c", None, "[Mara Quist: “patient and stubborn hope”]"),
    ];
    check(&reports, "");
}

#[test]
fn the_register_tells_one_speaker_under_two_names() {
    let speaker = EntityId::of(
        ArticleId::of_url("https://a.example/"),
        NameKind::Person,
        "mara quist",
        "",
    );
    let reports = [
        Told::new(
            "a",
            None,
            "[Mara Quist: “The mill stays open until the rain comes.”]",
        )
        .knowing("Mara Quist", speaker),
        Told::new(
            "b",
            None,
            "[Councillor Q: “The mill stays open until the rain comes.”]",
        )
        .knowing("Councillor Q", speaker),
    ];
    check(
        &reports,
        "\
Councillor Q, fullest 0, earliest None
  1#0 Direct: The mill stays open until the rain comes
  0#0 Direct: The mill stays open until the rain comes
  0-1 Verbatim 98
",
    );
}

#[test]
fn vectors_join_what_words_leave_open_and_are_asked_once() {
    let reports = [
        Told::new(
            "a",
            None,
            "[Ivo Brandel: “Our friendship with the islands is not a passing mood.”] [Ivo Brandel: “Fish from the islands grew dear.”]",
        ),
        Told::new(
            "b",
            None,
            "[Ivo Brandel: “What ties us to the islands is not some whim of the hour.”]",
        ),
    ];
    let asked = std::cell::RefCell::new(Vec::new());
    let vectors = |texts: &[&str]| -> Vec<Vec<f32>> {
        asked.borrow_mut().push(texts.join(" / "));
        { texts.iter() }
            .map(|text| {
                if text.contains("not") {
                    vec![1.0, 0.1]
                } else {
                    vec![0.0, 1.0]
                }
            })
            .collect()
    };
    let given: Vec<Report> = reports.iter().map(Told::report).collect();
    let found = utterances(&given, Some(&vectors));
    assert_eq!(
        told(&reports, &found),
        "\
Ivo Brandel, fullest 0, earliest None
  1#0 Direct: What ties us to the islands is not some whim of the hour
  0#0 Direct: [-What ties us to-]{+Our friendship with+} the islands is not [-some whim of the hour-]{+a passing mood+}
  0-1 Vectors { similarity: 100 } 85
"
    );
    assert_eq!(
        *asked.borrow(),
        [
            "Fish from the islands grew dear. / Our friendship with the islands is not a passing mood. / What ties us to the islands is not some whim of the hour."
        ]
    );
}

/// Words that overlap often, of two speakers, in any mix.
fn any_report() -> impl Strategy<Value = Vec<(usize, Vec<&'static str>, bool)>> {
    let word = prop::sample::select(vec![
        "The",
        "harbour",
        "wall",
        "stones",
        "not",
        "11",
        "seventeen",
        "winter",
        "…",
        "and",
        "é",
        "“",
        "”",
        "hold",
        "again",
        "quarry",
        "\u{301}",
        "orchards.",
        "We",
    ]);
    prop::collection::vec(
        (
            0..4_usize,
            prop::collection::vec(word, 1..24),
            any::<bool>(),
        ),
        0..5,
    )
}

fn any_told(number: usize, quotes: &[(usize, Vec<&'static str>, bool)]) -> Told {
    let mut marked = String::new();
    for (speaker, words, direct) in quotes {
        let speaker = ["Mara Quist", "Quist", "officials", ""][*speaker];
        let words = words.join(" ");
        let (open, close) = if *direct { ("“", "”") } else { ("", "") };
        write!(marked, "[{speaker}: {open}{words}{close}]. ").expect("written");
    }
    let published = ["2031-04-02", "2031-04-03T01:00:00Z"].get(number).copied();
    Told::new(&number.to_string(), published, &marked)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_reports_does_not_matter_and_ranges_open_words(
        quotes in prop::collection::vec(any_report(), 1..5),
        turn in 0..5_usize,
    ) {
        let reports: Vec<Told> =
            quotes.iter().enumerate().map(|(number, quotes)| any_told(number, quotes)).collect();
        let mut given: Vec<Report> = reports.iter().map(Told::report).collect();
        let vectors = |texts: &[&str]| -> Vec<Vec<f32>> {
            texts.iter().map(|text| vec![f32::from(u8::try_from(text.len() % 100).expect("small")), 1.0, 2.0]).collect()
        };
        let found = utterances(&given, Some(&vectors));
        given.rotate_left(turn % reports.len());
        given.reverse();
        prop_assert_eq!(&utterances(&given, Some(&vectors)), &found);
        for utterance in &found {
            prop_assert_eq!(utterance.joins.len() + 1, utterance.wordings.len());
            let text_of = |number: usize| {
                let wording = &utterance.wordings[number];
                let report = reports.iter().find(|report| report.id == wording.article);
                &report.expect("a wording of a report").text
            };
            let fullest = utterance.fullest as usize;
            for (number, wording) in utterance.wordings.iter().enumerate() {
                // The segments hold all words of both, in order.
                for (ranges, at) in [
                    (wording.collation.iter().flat_map(|s| &s.fullest).collect::<Vec<_>>(), fullest),
                    (wording.collation.iter().flat_map(|s| &s.wording).collect::<Vec<_>>(), number),
                ] {
                    let text = text_of(at);
                    prop_assert!(ranges.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
                    let mut words = Vec::new();
                    for range in ranges {
                        let slice = range.slice(text);
                        prop_assert!(slice.is_some_and(|slice| !slice.is_empty()));
                        words.extend(retold_text::word::words(slice.unwrap_or_default()).map(|word| word.shift(range.start())));
                    }
                    let expected: Vec<TextRange> = { utterance.wordings[at].content.iter() }
                        .flat_map(|range| {
                            let slice = range.slice(text).unwrap_or_default();
                            retold_text::word::words(slice).map(|word| word.shift(range.start()))
                        })
                        .collect();
                    prop_assert_eq!(words, expected);
                }
            }
        }
    }
}
