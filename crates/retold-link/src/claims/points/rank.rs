//! Which rank or seat somebody has, where one excludes the other: "Sgt. Berg" and "Lt. Berg", "Sen. Berg" and "Rep. Berg".
//!
//! Only what stands right before the name is read: offices that somebody held once are told in other words.

use retold_model::{ClaimKind, NameKind, Reference, SameGround};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;

/// Ranks with what they are written as. Of two in one list nobody has both.
const RANKS: &[&[(&str, &[&str])]] = &[
    &[
        ("corporal", &["cpl", "corporal"]),
        ("sergeant", &["sgt", "sergeant"]),
        ("lieutenant", &["lt", "lieutenant"]),
        ("captain", &["capt", "captain"]),
        ("major", &["maj", "major"]),
        ("colonel", &["col", "colonel"]),
        ("general", &["gen", "general"]),
        ("admiral", &["adm", "admiral"]),
    ],
    &[
        ("senator", &["sen", "senator"]),
        ("representative", &["rep", "representative"]),
    ],
];

/// Words before a rank that change it.
const BEFORE: &[&str] = &[
    "attorney",
    "brig",
    "brigadier",
    "deputy",
    "ex",
    "former",
    "inspector",
    "late",
    "postmaster",
    "rear",
    "retired",
    "secretary",
    "solicitor",
    "staff",
    "state",
    "surgeon",
    "then",
    "vice",
];

pub(super) fn ranks<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        let Some(entity) = reading
            .entity(number)
            .filter(|_| chain.kind == NameKind::Person)
        else {
            continue;
        };
        for member in { chain.members.iter() }.filter(|member| member.reference == Reference::Name)
        {
            let Some(sentence) = reading.sentence(member.range) else {
                continue;
            };
            let before = reading
                .between(sentence.start(), member.range.start())
                .unwrap_or("");
            let Some((list, rank, length)) = rank_before(before) else {
                continue;
            };
            let start = member.range.start() - length;
            let words = TextRange::new(start, member.range.end());
            let Some(statement) = reading.stated(words) else {
                continue;
            };
            points.push(Point {
                slot: Slot::Rank(list, entity),
                kind: ClaimKind::Role,
                value: Value::Rank(rank),
                statement,
                scene: Scene::default(),
                sure: true,
                grounds: vec![SameGround::SameEntity],
            });
        }
    }
}

/// The rank that ends a text, with its list and how far back it begins, in bytes.
fn rank_before(text: &str) -> Option<(usize, &'static str, u32)> {
    let bare = text.strip_suffix(' ')?;
    let mut words = bare.rsplit(' ');
    let word = words.next()?;
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let (list, rank) = rank(word)?;
    let previous = words.next().unwrap_or("");
    let lower = simple(previous);
    if rank_of(&lower).is_some() || BEFORE.contains(&lower.rsplit('-').next()?) {
        return None;
    }
    Some((list, rank, u32::try_from(word.len() + 1).ok()?))
}

fn rank(word: &str) -> Option<(usize, &'static str)> {
    rank_of(&simple(word))
}

fn simple(word: &str) -> String {
    { word.trim_matches(|c: char| !c.is_alphanumeric()) }.to_lowercase()
}

fn rank_of(word: &str) -> Option<(usize, &'static str)> {
    (0..).zip(RANKS).find_map(|(list, ranks)| {
        let (name, _) = ranks.iter().find(|(_, words)| words.contains(&word))?;
        Some((list, *name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_before_names() {
        for (before, expected) in [
            ("said Sgt. ", Some((0, "sergeant", 5))),
            ("Lieutenant ", Some((0, "lieutenant", 11))),
            ("Republican Sen. ", Some((1, "senator", 5))),
            ("former Sen. ", None),
            ("Lt. Col. ", None),
            ("Attorney General ", None),
            ("the captain ", None),
            ("Sgt.", None),
            ("", None),
        ] {
            assert_eq!(rank_before(before), expected, "{before}");
        }
    }
}
