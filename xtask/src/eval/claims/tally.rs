//! Found, missed, wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::judged::{Judged, Judgement, Kind, Label, Split, Verdict};
use super::printed::Printed;

/// What a gold file gives.
pub(super) struct Tally {
    stories: usize,
    /// Of the `differ` pairs: found and all, by split.
    found: [Share; 2],
    /// The same by kind.
    found_by_kind: [Share; Kind::ALL.len()],
    /// The points in which a story's reports differ, of which one pair at least is found, by split: several pairs can tell
    /// of one, in the words of several articles or with several values.
    points: [Share; 2],
    /// Of the other pairs: printed as a conflict, by label.
    conflicts: [Share; Label::NOT_CONFLICTS.len()],
    /// Conflicts and updates printed in stories that were not mixed.
    printed: [usize; 2],
    /// These, conflicts and updates, by the first reader.
    first: [Verdicts; 2],
    /// By the second.
    second: [Verdicts; 2],
    /// The two readers on what both judged: the first's verdict, then the second's.
    both: [[usize; 3]; 3],
    /// Twos of stories that were mixed.
    mixtures: usize,
    /// Conflicts and updates between the two stories of one, but for those judged right.
    between: [usize; 2],
}

/// Some of all.
#[derive(Clone, Copy, Default)]
struct Share {
    some: usize,
    all: usize,
}

/// How often a reader gave each verdict.
#[derive(Clone, Copy, Default)]
struct Verdicts {
    right: usize,
    wrong: usize,
    cannot_tell: usize,
    unjudged: usize,
}

impl Tally {
    pub(super) fn of(
        name: &str,
        judged: &Judged,
        second: &[Judgement],
        printed: &[Printed],
    ) -> Self {
        let mut tally = Self {
            stories: judged.stories_of(name).count(),
            found: Default::default(),
            found_by_kind: Default::default(),
            points: Default::default(),
            conflicts: Default::default(),
            printed: Default::default(),
            first: Default::default(),
            second: Default::default(),
            both: Default::default(),
            mixtures: judged.mixtures(name).len(),
            between: Default::default(),
        };
        let mut points: BTreeMap<(&[String], Kind, &str), (Split, bool)> = BTreeMap::new();
        for pair in judged.pairs_of(name) {
            // Statements of two stories meet only where these were mixed.
            let mut compared = printed
                .iter()
                .filter(|it| it.is_mixed() == (pair.stories.len() > 1));
            if pair.label == Label::Differ {
                let found = compared.any(|it| it.tells(pair, &judged.judgements));
                tally.found[position(&Split::ALL, &pair.split)].add(found);
                tally.found_by_kind[position(&Kind::ALL, &pair.kind)].add(found);
                // The reader gave one reason to all pairs of a point.
                let point = (pair.stories.as_slice(), pair.kind, pair.reason.as_str());
                points.entry(point).or_insert((pair.split, false)).1 |= found;
            } else {
                let wrong = compared.any(|it| it.is_conflict() && it.shows(pair));
                tally.conflicts[position(&Label::NOT_CONFLICTS, &pair.label)].add(wrong);
            }
        }
        for (split, found) in points.into_values() {
            tally.points[position(&Split::ALL, &split)].add(found);
        }
        for discrepancy in printed {
            let course = usize::from(!discrepancy.is_conflict());
            let first = discrepancy.verdict(judged.pairs_of(name), &judged.judgements);
            if discrepancy.is_mixed() {
                let wrong = discrepancy.is_across() && first != Some(Verdict::Right);
                tally.between[course] += usize::from(wrong);
                continue;
            }
            let second = discrepancy.verdict_of(second);
            tally.printed[course] += 1;
            tally.first[course].add(first);
            tally.second[course].add(second);
            if let (Some(first), Some(second)) = (first, second) {
                tally.both[place(first)][place(second)] += 1;
            }
        }
        tally
    }

    pub(super) fn table(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(text, "{name:44} {value}");
        };
        line("stories read", self.stories.to_string());
        line(
            "pairs that differ: found",
            Share::sum(&self.found).to_string(),
        );
        for (split, share) in Split::ALL.iter().zip(self.found) {
            line(&format!("  {}", split.name()), share.to_string());
        }
        line(
            "points that differ: found",
            Share::sum(&self.points).to_string(),
        );
        for (split, share) in Split::ALL.iter().zip(self.points) {
            line(&format!("  {}", split.name()), share.to_string());
        }
        line(
            "pairs that differ in a value: found",
            self.of_values().to_string(),
        );
        for (kind, share) in Kind::ALL.iter().zip(self.found_by_kind) {
            line(&format!("  {}", kind.name()), share.to_string());
        }
        for (label, share) in Label::NOT_CONFLICTS.iter().zip(self.conflicts) {
            line(
                &format!("pairs labelled {}: printed as conflict", label.name()),
                share.to_string(),
            );
        }
        let [conflicts, updates] = self.printed;
        line(
            "printed",
            format!(
                "{conflicts} conflicts, {updates} updates, {:.2} conflicts a story",
                ratio(conflicts, self.stories).unwrap_or_default()
            ),
        );
        for (name, verdicts) in [("first", self.first), ("second", self.second)] {
            for (course, verdicts) in ["conflicts", "updates"].iter().zip(verdicts) {
                line(
                    &format!("{course} by the {name} reader"),
                    verdicts.to_string(),
                );
            }
        }
        line(
            "wrong for ten stories",
            format!("{:.2}", self.wrong_for_ten()),
        );
        line(
            "readers agree",
            match (self.agreement(), self.kappa()) {
                (Some(share), Some(kappa)) => format!("{share:.3}, kappa {kappa:.3}"),
                (Some(share), None) => format!("{share:.3}"),
                _ => "-".to_owned(),
            },
        );
        line(
            "two stories mixed: wrong between them",
            format!(
                "{} conflicts, {} updates in {} mixtures",
                self.between[0], self.between[1], self.mixtures
            ),
        );
        text
    }

    pub(super) fn scores(&self) -> Value {
        let shares = |names: &[&str], shares: &[Share]| -> Value {
            names
                .iter()
                .zip(shares)
                .map(|(name, share)| ((*name).to_owned(), share.json()))
                .collect::<Map<_, _>>()
                .into()
        };
        json!({
            "stories": self.stories,
            "recall": Share::sum(&self.found).json(),
            "recall by split": shares(&Split::ALL.map(Split::name), &self.found),
            "recall of points": Share::sum(&self.points).json(),
            "recall of points by split": shares(&Split::ALL.map(Split::name), &self.points),
            "recall of values": self.of_values().json(),
            "recall by kind": shares(&Kind::ALL.map(Kind::name), &self.found_by_kind),
            "printed as conflict": shares(&Label::NOT_CONFLICTS.map(Label::name), &self.conflicts),
            "conflicts": self.printed[0],
            "updates": self.printed[1],
            "precision": all(self.first).precision(),
            "precision of conflicts": self.first[0].precision(),
            "precision by the second reader": all(self.second).precision(),
            "unjudged": all(self.first).unjudged,
            "wrong for ten stories": self.wrong_for_ten(),
            "agreement": self.agreement(),
            "kappa": self.kappa(),
            "wrong between mixed stories": self.between.iter().sum::<usize>(),
        })
    }

    /// Pairs that differ in a value: all but roles, wordings and courses of events.
    fn of_values(&self) -> Share {
        let values: Vec<Share> = Kind::ALL
            .iter()
            .zip(self.found_by_kind)
            .filter(|(kind, _)| !matches!(kind, Kind::Role | Kind::Wording | Kind::Event))
            .map(|(_, share)| share)
            .collect();
        Share::sum(&values)
    }

    fn wrong_for_ten(&self) -> f64 {
        ratio(10 * all(self.first).wrong, self.stories).unwrap_or_default()
    }

    /// The share of the conflicts judged by both readers that they judge alike.
    fn agreement(&self) -> Option<f64> {
        let same = (0..3).map(|at| self.both[at][at]).sum();
        ratio(same, self.judged_by_both())
    }

    /// Cohen's kappa; none where both readers give one verdict throughout.
    fn kappa(&self) -> Option<f64> {
        let all = self.judged_by_both();
        let chance: f64 = (0..3)
            .map(|at| {
                let first = self.both[at].iter().sum();
                let second = self.both.iter().map(|row| row[at]).sum();
                ratio(first, all).unwrap_or_default() * ratio(second, all).unwrap_or_default()
            })
            .sum();
        let agreement = self.agreement()?;
        (chance < 1.0).then(|| (agreement - chance) / (1.0 - chance))
    }

    fn judged_by_both(&self) -> usize {
        self.both.iter().flatten().sum()
    }
}

impl Share {
    fn sum(shares: &[Self]) -> Self {
        shares.iter().fold(Self::default(), |sum, share| Self {
            some: sum.some + share.some,
            all: sum.all + share.all,
        })
    }

    fn add(&mut self, hit: bool) {
        self.some += usize::from(hit);
        self.all += 1;
    }

    fn json(self) -> Value {
        ratio(self.some, self.all).into()
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.some, self.all)?;
        match ratio(self.some, self.all) {
            Some(share) => write!(f, " {share:.3}"),
            None => Ok(()),
        }
    }
}

impl Verdicts {
    fn add(&mut self, verdict: Option<Verdict>) {
        *match verdict {
            Some(Verdict::Right) => &mut self.right,
            Some(Verdict::Wrong) => &mut self.wrong,
            Some(Verdict::CannotTell) => &mut self.cannot_tell,
            None => &mut self.unjudged,
        } += 1;
    }

    /// Of those judged right or wrong, the share that is right.
    fn precision(self) -> Option<f64> {
        ratio(self.right, self.right + self.wrong)
    }
}

impl std::fmt::Display for Verdicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            right,
            wrong,
            cannot_tell,
            unjudged,
        } = self;
        match self.precision() {
            Some(precision) => write!(f, "precision {precision:.3}: ")?,
            None => write!(f, "precision -: ")?,
        }
        write!(
            f,
            "{right} right, {wrong} wrong, {cannot_tell} cannot tell, {unjudged} unjudged"
        )
    }
}

fn all(verdicts: [Verdicts; 2]) -> Verdicts {
    let [conflicts, updates] = verdicts;
    Verdicts {
        right: conflicts.right + updates.right,
        wrong: conflicts.wrong + updates.wrong,
        cannot_tell: conflicts.cannot_tell + updates.cannot_tell,
        unjudged: conflicts.unjudged + updates.unjudged,
    }
}

const fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Right => 0,
        Verdict::Wrong => 1,
        Verdict::CannotTell => 2,
    }
}

fn position<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter()
        .position(|other| other == one)
        .expect("all that there are stand in the list")
}

/// `some` of `all`; none of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of a small list")]
fn ratio(some: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| some as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged() -> Judged {
        let side = |article: &str, start: u32| json!({"article": article, "field": "text", "start": start, "end": start + 4});
        let pair = |pair: u32,
                    stories: Value,
                    split: &str,
                    kind: &str,
                    label: &str,
                    sides: [Value; 2]| {
            let [left, right] = sides;
            json!({
                "pair": pair, "file": "f", "stories": stories, "split": split, "kind": kind, "label": label,
                "left": left, "right": right, "reason": "",
            })
        };
        serde_json::from_value(json!({
            "stories": [
                {"file": "f", "story": "s", "split": "dev", "articles": 2},
                {"file": "f", "story": "t", "split": "test", "articles": 1},
            ],
            "pairs": [
                pair(1, json!(["s"]), "dev", "number", "differ", [side("a", 0), side("b", 0)]),
                pair(2, json!(["s"]), "dev", "number", "compatible", [side("a", 10), side("b", 10)]),
                pair(3, json!(["s", "t"]), "test", "number", "unrelated", [side("a", 0), side("c", 0)]),
                pair(4, json!(["t"]), "test", "name", "differ", [side("c", 50), side("d", 50)]),
            ],
            "judgements": [{
                "kind": "age",
                "left": {"article": "b", "start": 20, "end": 22},
                "right": {"article": "a", "start": 20, "end": 22},
                "verdict": "cannot-tell",
            }],
        }))
        .unwrap()
    }

    fn printed(stories: &[&str], kind: &str, course: &str, at: [(&str, &str, u32); 2]) -> Printed {
        let value = |(story, article, start): (&str, &str, u32)| {
            json!([{
                "story": story,
                "words": {"article": article, "start": start, "end": start + 2},
                "sentence": [start, start + 9],
            }])
        };
        serde_json::from_value(json!({
            "stories": stories, "kind": kind, "course": course, "severity": "low", "grounds": [],
            "values": at.map(value),
        }))
        .unwrap()
    }

    #[test]
    fn pairs_and_judgements_tell_right_from_wrong() {
        let printed = [
            // The pair that differs, the other way round.
            printed(&["s"], "number", "conflict", [("s", "b", 3), ("s", "a", 2)]),
            printed(
                &["s"],
                "number",
                "conflict",
                [("s", "a", 12), ("s", "b", 12)],
            ),
            // The words of the pair, but about something else.
            printed(&["s"], "name", "conflict", [("s", "a", 0), ("s", "b", 0)]),
            printed(&["s"], "age", "update", [("s", "a", 21), ("s", "b", 19)]),
            // Between two stories; and within one of two that were mixed.
            printed(
                &["s", "t"],
                "number",
                "conflict",
                [("s", "a", 0), ("t", "c", 0)],
            ),
            printed(
                &["s", "t"],
                "number",
                "conflict",
                [("s", "a", 0), ("s", "b", 0)],
            ),
        ];
        let second: Vec<Judgement> = serde_json::from_value(json!([
            {
                "kind": "number",
                "left": {"article": "a", "start": 0, "end": 4},
                "right": {"article": "b", "start": 0, "end": 4},
                "verdict": "right",
            },
            {
                "kind": "number",
                "left": {"article": "a", "start": 10, "end": 14},
                "right": {"article": "b", "start": 10, "end": 14},
                "verdict": "right",
            },
        ]))
        .unwrap();
        let tally = Tally::of("f.dev.jsonl", &judged(), &second, &printed);
        assert_eq!(
            tally.scores(),
            json!({
                "stories": 2,
                "recall": 0.5,
                "recall by split": {"dev": 1.0, "test": 0.0},
                "recall of points": 0.5,
                "recall of points by split": {"dev": 1.0, "test": 0.0},
                "recall of values": 0.5,
                "recall by kind": {
                    "number": 1.0, "age": null, "date": null, "clock": null, "time-distance": null,
                    "name": 0.0, "place": null, "role": null, "wording": null, "event": null,
                },
                "printed as conflict": {"update": null, "agree": null, "compatible": 1.0, "unrelated": 1.0},
                "conflicts": 3,
                "updates": 1,
                "precision": 0.5,
                "precision of conflicts": 0.5,
                "precision by the second reader": 1.0,
                "unjudged": 1,
                "wrong for ten stories": 5.0,
                "agreement": 0.5,
                "kappa": 0.0,
                "wrong between mixed stories": 1,
            })
        );
    }
}
