//! When a conference, an election or the like is.

use retold_model::{
    ArgumentRole, ClaimKind, NameKind, SameGround, TimeExpression, TimeKind, TimePrecision,
};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::noun_class;

/// What people gather for, in the singular.
const GATHERINGS: &[&str] = &[
    "conference",
    "congress",
    "election",
    "forum",
    "funeral",
    "inauguration",
    "referendum",
    "summit",
    "vigil",
];

/// Verbs that tell who holds it.
const HOLD: &[&str] = &["convene", "host", "hold", "organise", "organize", "stage"];

/// Bytes between a gathering with its place and the time behind it: "in Switzerland last month", "in Geneva, on 3 May".
const MOST_BYTES_BETWEEN: usize = 6;

pub(super) fn gatherings<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let mut before: Option<TextRange> = None;
    for &word in reading.all_words() {
        let previous = before.replace(word);
        if !is_gathering(reading.words(word)) {
            continue;
        }
        let class = noun_class(reading.words(word));
        let Some(sentence) = reading.sentence(word) else {
            continue;
        };
        let Some(modifier) = previous.filter(|previous| {
            sentence.contains_range(*previous) && previous.end() + 1 == word.start()
        }) else {
            continue;
        };
        let held = held(reading, word, sentence).or_else(|| placed(reading, word, sentence));
        let Some((thing, time)) = held else {
            continue;
        };
        let Some(statement) = reading.stated(time.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Gathering(class, reading.words(modifier).to_lowercase(), thing),
            kind: ClaimKind::Date,
            value: Value::Day(time),
            statement,
            scene: Scene::default(),
            sure: true,
            grounds: vec![SameGround::LikeNoun, SameGround::SamePlace],
        });
    }
}

fn is_gathering(word: &str) -> bool {
    // Words of a text are many: most are told by their first letter.
    word.len() >= 5 && word.is_ascii() && GATHERINGS.contains(&word.to_lowercase().as_str())
}

/// "Switzerland is convening a peace summit …, next June": the place holds it, and the sentence names one time.
fn held<'a>(
    reading: &Reading<'a>,
    word: TextRange,
    sentence: TextRange,
) -> Option<(Thing, &'a TimeExpression)> {
    let (_, frame) = reading.frames_in(sentence).find(|(_, frame)| {
        HOLD.contains(&frame.lemma.as_str())
            && frame
                .with_role(ArgumentRole::Object)
                .any(|object| object.heads.contains(&word))
    })?;
    let place = { frame.with_role(ArgumentRole::Subject) }
        .flat_map(|subject| &subject.heads)
        .find_map(|&head| place(reading, head))?;
    let mut dates = reading.times_in(sentence).filter(|time| is_date(time));
    let date = dates
        .next()
        .filter(|time| time.range.start() >= word.end())?;
    dates.next().is_none().then_some((place, date))
}

/// "a peace conference in Switzerland last month": the place and the time stand behind it.
fn placed<'a>(
    reading: &Reading<'a>,
    word: TextRange,
    sentence: TextRange,
) -> Option<(Thing, &'a TimeExpression)> {
    let behind = reading.between(word.end(), sentence.end())?;
    let skipped = [" in ", " at "]
        .iter()
        .find(|link| behind.starts_with(*link))?
        .len();
    let start = word.end() + u32::try_from(skipped).ok()?;
    let name = { reading.report.annotations.mentions.iter() }
        .find(|mention| mention.range.start() == start || mention.range.start() == start + 4)?;
    let place = place(reading, name.range)?;
    let behind = (name.range.end() <= sentence.end())
        .then(|| TextRange::new(name.range.end(), sentence.end()))?;
    let time = reading.times_in(behind).find(|time| is_date(time))?;
    let between = reading.between(name.range.end(), time.range.start())?;
    (between.len() <= MOST_BYTES_BETWEEN && !between.contains(['.', ';'])).then_some((place, time))
}

fn place(reading: &Reading<'_>, head: TextRange) -> Option<Thing> {
    let chain = reading.chain_at(head)?;
    (reading.kind(chain)? == NameKind::Place).then_some(Thing::Entity(reading.entity(chain)?))
}

fn is_date(time: &TimeExpression) -> bool {
    matches!(time.kind, TimeKind::Date | TimeKind::Time)
        && time.precision >= Some(TimePrecision::Month)
        && time.ends.is_empty()
}
