//! How much or how many of something somebody or something does: "fell about 600 m", "cut 500 jobs".

use retold_model::{
    Amount, ArgumentRole, ClaimKind, Decimal, Frame, Measure, Modality, NameKind, PredicateKind,
    Quantity, SameGround, TimeKind,
};
use retold_text::TextRange;

use super::toll::{is_elsewhere_in_words, is_far, scene};
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{noun_class, predicate_class};

/// Predicates of which one may have many, each with its number.
const RECURRING: &[&str] = &[
    "add", "average", "be", "become", "can", "do", "expect", "get", "give", "go", "grow", "have",
    "hit", "include", "lead", "lose", "make", "need", "play", "rise", "run", "say", "score", "see",
    "take", "tell", "throw", "use", "want", "win", "work",
];

/// What all units of length measure.
const LENGTH: &str = "length";

/// What percents measure.
const SHARE: &str = "share";

/// The class of predicates for taking what is not one's own: what a story's robbers took is worth one sum.
const LOOT: &str = "steal";

/// Words of another theft than that of the story.
const OTHER_LOOT: &[&str] = &[
    "another",
    "earlier",
    "previous",
    "previously",
    "separate",
    "similar",
    "since",
];

/// What a story has one share of.
const RATES: &[&str] = &["turnout"];

pub(super) fn amounts<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let tells = frame.kind == PredicateKind::Verb
            && !frame.negated
            && frame.modality == Modality::Asserted
            && !RECURRING.contains(&frame.lemma.as_str());
        let Some(sentence) = reading.sentence(frame.predicate).filter(|_| tells) else {
            continue;
        };
        let Some((quantity, measure)) = only_quantity(reading, frame) else {
            continue;
        };
        let far = { reading.times_in(sentence) }.any(|time| {
            is_far(
                time.precision,
                time.span.begin.map(jiff::civil::DateTime::date),
                reading.published,
            )
        });
        let Some(statement) = reading
            .statement(quantity.range, frame.voucher)
            .filter(|_| !far)
        else {
            continue;
        };
        let lower = reading.words(sentence).to_lowercase();
        let elsewhere =
            { lower.split(|c: char| !c.is_alphabetic()) }.any(|word| OTHER_LOOT.contains(&word));
        let class = predicate_class(&frame.lemma).to_owned();
        let mut whose: Vec<(Thing, SameGround)> = Vec::new();
        if class == LOOT && !elsewhere && matches!(quantity.measure, Measure::Money(_)) {
            whose.push((Thing::Noun(String::new()), SameGround::OnlyOne));
        }
        for argument in frame.with_role(ArgumentRole::Subject) {
            if argument.range.contains_range(quantity.range) {
                continue;
            }
            let entities = { reading.things(argument).into_iter() }
                .filter(|thing| matches!(thing, Thing::Entity(_)));
            whose.extend(entities.map(|entity| (entity, SameGround::SameEntity)));
            // "A 36-year-old sailor": in one story known by the age.
            let aged = { reading.quantities_in(argument.range) }
                .find(|other| matches!(other.measure, Measure::Age(_)));
            if let Some(age) = aged.filter(|_| measure == LENGTH) {
                let age = format!("{:?} {:?}", age.amount, age.measure);
                whose.push((Thing::Noun(age), SameGround::SameRole));
            }
        }
        if whose.is_empty() && measure == LENGTH {
            // "A 36-year-old climber is dead after falling 150 metres": nobody else is told of.
            let mut ages = { reading.quantities_in(sentence) }
                .filter(|other| matches!(other.measure, Measure::Age(_)));
            if let (Some(age), None) = (ages.next(), ages.next()) {
                let age = format!("{:?} {:?}", age.amount, age.measure);
                whose.push((Thing::Noun(age), SameGround::SameRole));
            }
        }
        for (thing, ground) in whose {
            points.push(Point {
                slot: Slot::Amount(class.clone(), thing, measure.clone()),
                kind: ClaimKind::Number,
                value: Value::Number(quantity),
                statement,
                // Where somebody is from is told in the same sentence.
                scene: Scene {
                    places: Vec::new(),
                    ..scene(reading, sentence)
                },
                sure: true,
                grounds: vec![ground, SameGround::LikePredicate, SameGround::SameNoun],
            });
        }
    }
    rates(reading, points);
    turnout(reading, points);
    sums(reading, points);
}

/// Shares that a story has one of: "turnout reached 71.3 percent".
fn rates<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let subject = { frame.with_role(ArgumentRole::Subject) }
            .flat_map(|argument| &argument.heads)
            .map(|&head| noun_class(reading.words(head)))
            .find(|noun| RATES.contains(&noun.as_str()));
        let (Some(noun), Some(sentence)) = (subject, reading.sentence(frame.predicate)) else {
            continue;
        };
        let quantities = &reading.report.annotations.quantities;
        let mut shares = { frame.quantities.iter() }
            .filter_map(|&number| quantities.get(number as usize))
            .filter(|quantity| quantity.measure == Measure::Percent);
        let (Some(quantity), None) = (shares.next(), shares.next()) else {
            continue;
        };
        // "as of 4 p.m.": a state on the way.
        let on_the_way = reading
            .times_in(sentence)
            .any(|time| time.kind == TimeKind::Time);
        let tells = !frame.negated
            && frame.modality == Modality::Asserted
            && !on_the_way
            && !is_elsewhere_in_words(reading.words(sentence));
        let Some(statement) = reading
            .statement(quantity.range, frame.voucher)
            .filter(|_| tells)
        else {
            continue;
        };
        points.push(Point {
            slot: Slot::Amount(String::new(), Thing::Noun(noun), SHARE.to_owned()),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: scene(reading, sentence),
            sure: true,
            grounds: vec![SameGround::SameNoun, SameGround::OnlyOne],
        });
    }
}

/// The share of those who may vote that did: "90 per cent of eligible voters had participated" is the turnout.
fn turnout<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    const VOTERS: &[&str] = &["voters", "electorate", "electors"];
    const VOTED: &[&str] = &[
        "ballots",
        "participated",
        "participating",
        "turned",
        "voted",
        "votes",
    ];
    for quantity in &reading.report.annotations.quantities {
        if quantity.measure != Measure::Percent {
            continue;
        }
        let Some(sentence) = reading.sentence(quantity.range) else {
            continue;
        };
        let after = { reading.between(quantity.number.end(), sentence.end()) }
            .unwrap_or("")
            .to_lowercase();
        let words: Vec<&str> = { after.split(|c: char| !c.is_alphabetic()) }
            .filter(|word| !word.is_empty() && !matches!(*word, "per" | "cent" | "percent"))
            .collect();
        let of_voters = words.first() == Some(&"of")
            && { words.iter().take(MOST_WORDS_TO_VOTERS) }.any(|word| VOTERS.contains(word))
            && words.iter().any(|word| VOTED.contains(word))
            && !words.iter().any(|word| FOR_SOMEBODY.contains(word));
        let on_the_way = { reading.times_in(sentence) }.any(|time| time.kind == TimeKind::Time);
        let tells = of_voters && !on_the_way && !is_elsewhere_in_words(reading.words(sentence));
        let Some(statement) = reading.stated(quantity.range).filter(|_| tells) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Amount(
                String::new(),
                Thing::Noun(RATES[0].to_owned()),
                SHARE.to_owned(),
            ),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: scene(reading, sentence),
            sure: true,
            grounds: vec![SameGround::SameNoun, SameGround::OnlyOne],
        });
    }
}

/// Words from a share to the voters that it is one of: "of the eligible voters".
const MOST_WORDS_TO_VOTERS: usize = 5;

/// Words which tell that the share voted for one of those who stood.
const FOR_SOMEBODY: &[&str] = &["for", "against", "who", "not"];

/// Sums that somebody has one of, with what else they are called: the money stands before the noun, or behind it.
const SUMS: &[(&str, &str)] = &[
    ("bail", "bail"),
    ("bond", "bail"),
    ("contract", "contract"),
    ("deal", "contract"),
    ("fine", "fine"),
    ("ransom", "ransom"),
    ("settlement", "settlement"),
];

/// Words between a sum and its noun: "$80 million, five-year contract".
const MOST_WORDS_TO_SUM: usize = 2;

/// Sums of one person or body, whose name is the last one before them: "signed Anna Berg to a $5 million contract".
fn sums<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for quantity in &reading.report.annotations.quantities {
        let Measure::Money(code) = &quantity.measure else {
            continue;
        };
        let Some(sentence) = reading.sentence(quantity.range) else {
            continue;
        };
        let Some(noun) = noun_of_sum(reading, quantity, sentence) else {
            continue;
        };
        let before = TextRange::new(sentence.start(), quantity.range.start());
        let Some(entity) = last_named(reading, before) else {
            continue;
        };
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Amount(noun.to_owned(), Thing::Entity(entity), code.clone()),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: Scene::default(),
            sure: !is_elsewhere_in_words(reading.words(sentence))
                && !is_offer(reading.words(sentence)),
            grounds: vec![SameGround::SameEntity, SameGround::SameNoun],
        });
    }
}

/// Whether a sum is one that somebody offers or asks for: there are several.
fn is_offer(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    { lower.split(|c: char| !c.is_alphabetic()) }.any(|word| {
        matches!(
            word,
            "ask"
                | "asked"
                | "asking"
                | "bid"
                | "offer"
                | "offered"
                | "offering"
                | "offers"
                | "seek"
                | "seeking"
                | "sought"
                | "wants"
        )
    })
}

fn noun_of_sum(
    reading: &Reading<'_>,
    quantity: &Quantity,
    sentence: TextRange,
) -> Option<&'static str> {
    let find = |word: &str| {
        let noun = noun_class(word.trim_matches(|c: char| !c.is_alphanumeric()));
        SUMS.iter()
            .find(|(sum, _)| *sum == noun)
            .map(|(_, noun)| *noun)
    };
    // In "$25,000 bond" the range may hold the noun.
    let behind = reading.between(quantity.number.end(), sentence.end())?;
    let own = { reading.words(quantity.range).split(' ') }.find_map(find);
    let next = || {
        let rest = behind.get((quantity.range.end() - quantity.number.end()) as usize..)?;
        rest.split_whitespace()
            .take(MOST_WORDS_TO_SUM + 1)
            .find_map(find)
    };
    let of = || {
        let before = reading.between(sentence.start(), quantity.range.start())?;
        let mut words = before.split_whitespace().rev();
        let link = words.next()?;
        matches!(link, "of" | "at" | "for").then_some(())?;
        words.take(2).find_map(find)
    };
    own.or_else(next).or_else(of)
}

/// The entity of the last name of a person or body in a range.
fn last_named(reading: &Reading<'_>, range: TextRange) -> Option<retold_model::EntityId> {
    let words = retold_text::word::words(reading.words(range));
    let named: Vec<_> = words
        .filter_map(|word| {
            let start = range.start();
            let at = TextRange::new(start + word.start(), start + word.end());
            let chain = reading.chain_at(at)?;
            (reading.kind(chain)? == NameKind::Person).then(|| reading.entity(chain))?
        })
        .collect();
    named.last().copied()
}

/// Whether a difference of two such amounts is one of one thing; else somebody may do so many of something more than once.
pub(in crate::claims) fn is_of_one(class: &str, measure: &str) -> bool {
    SUMS.iter().any(|(_, sum)| *sum == class)
        || class == LOOT
        || measure == LENGTH
        || measure == SHARE
}

/// The one quantity of a frame that can be compared, with what it measures; none where there are two of a kind.
fn only_quantity<'a>(reading: &Reading<'a>, frame: &Frame) -> Option<(&'a Quantity, String)> {
    let mut found: Option<(&Quantity, String)> = None;
    for &number in &frame.quantities {
        let quantity = reading.report.annotations.quantities.get(number as usize)?;
        let Some(measure) = measure(quantity) else {
            continue;
        };
        let behind = frame.predicate.end() <= quantity.range.start();
        // "Paintings worth $40 million have been stolen".
        let worth =
            matches!(quantity.measure, Measure::Money(_)) && predicate_class(&frame.lemma) == LOOT;
        if found.is_some() || !(behind || worth) {
            return None;
        }
        found = Some((quantity, measure));
    }
    found
}

fn measure(quantity: &Quantity) -> Option<String> {
    match quantity.amount {
        Amount::Value(n) if n <= Decimal::from(1) => return None,
        Amount::Many(_) => return None,
        Amount::Value(_) | Amount::Interval(..) => {}
    }
    match &quantity.measure {
        Measure::Things(noun) => {
            let bare = quantity.of.is_none_or(|of| of.len() as usize == noun.len());
            bare.then(|| noun_class(noun))
        }
        Measure::Unit(symbol) => {
            const LENGTHS: &[&str] = &["m", "km", "mi", "ft", "yd", "in", "cm", "nmi"];
            let length = LENGTHS.contains(&symbol.as_str());
            Some(if length {
                LENGTH.to_owned()
            } else {
                symbol.clone()
            })
        }
        Measure::Money(code) => Some(code.clone()),
        _ => None,
    }
}
