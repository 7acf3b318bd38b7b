//! Texts for a reader's eyes: never kept, for they belong to their publishers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::json;

use super::judged::{Judged, Kind, Label, Part, Split, Verdict, Words};
use super::printed::Printed;
use crate::eval::gold::GoldFile;

/// What is printed below the table of `claims`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// All that is printed, for judging: texts, and a line to put into `judgements`. No verdicts.
    Printed,
    /// Those of them that the first reader has not judged.
    Unjudged,
    /// Of the development half: pairs that are missed, and what is wrong.
    Faults,
}

/// A record with its words.
#[derive(Deserialize)]
struct Record {
    id: String,
    title: Option<String>,
    text: String,
}

impl Listing {
    pub(super) fn text(
        self,
        file: &GoldFile,
        judged: &Judged,
        printed: &[Printed],
    ) -> Result<String> {
        let records: BTreeMap<String, Record> = file
            .records::<Record>()?
            .into_iter()
            .map(|record| (record.id.clone(), record))
            .collect();
        let texts = Texts(&records);
        let mut text = String::new();
        let of_dev = |stories: &[String]| {
            judged
                .stories_of(&file.name)
                .filter(|story| stories.contains(&story.story))
                .all(|story| story.split == Split::Dev)
        };
        let asked = printed.iter().filter(|it| {
            let shown = !it.is_mixed() || it.is_across();
            let verdict = || {
                let verdict = it.verdict(judged.pairs_of(&file.name), &judged.judgements);
                // Nothing differs between two stories, unless a reader says so.
                if it.is_mixed() && verdict.is_none() {
                    Some(Verdict::Wrong)
                } else {
                    verdict
                }
            };
            shown
                && match self {
                    Self::Printed => !it.is_mixed(),
                    Self::Unjudged => !it.is_mixed() && verdict().is_none(),
                    Self::Faults => of_dev(&it.stories) && verdict() == Some(Verdict::Wrong),
                }
        });
        for discrepancy in asked {
            texts.discrepancy(&mut text, discrepancy)?;
        }
        if self == Self::Faults {
            let missed = judged.pairs_of(&file.name).filter(|pair| {
                pair.split == Split::Dev
                    && pair.label == Label::Differ
                    && !printed.iter().any(|it| it.tells(pair, &judged.judgements))
            });
            for pair in missed {
                let _ = writeln!(
                    text,
                    "\nmissed: pair {} {} {} ({})",
                    pair.number,
                    pair.stories.join(" + "),
                    pair.kind.name(),
                    pair.reason
                );
                texts.side(&mut text, &pair.left.words)?;
                texts.side(&mut text, &pair.right.words)?;
            }
        }
        Ok(text)
    }
}

struct Texts<'r>(&'r BTreeMap<String, Record>);

impl Texts<'_> {
    fn discrepancy(&self, text: &mut String, discrepancy: &Printed) -> Result<()> {
        let _ = writeln!(
            text,
            "\n{} {:?} {:?} {:?} {:?}",
            discrepancy.stories.join(" + "),
            discrepancy.course,
            discrepancy.kind,
            discrepancy.severity,
            discrepancy.grounds
        );
        for (number, value) in (1..).zip(&discrepancy.values) {
            for statement in value {
                let line = self.marked(&statement.words, statement.sentence)?;
                let _ = writeln!(text, "  value {number}: {line}");
            }
        }
        if let [first, second, ..] = discrepancy.values.as_slice()
            && let ([left, ..], [right, ..]) = (first.as_slice(), second.as_slice())
        {
            let line = json!({
                "kind": Kind::from(discrepancy.kind),
                "left": left.words,
                "right": right.words,
                "verdict": "",
            });
            let _ = writeln!(text, "  {line}");
        }
        Ok(())
    }

    fn side(&self, text: &mut String, words: &Words) -> Result<()> {
        /// Code points around a statement that are shown.
        const AROUND: u32 = 80;
        let around = (words.start.saturating_sub(AROUND), words.end + AROUND);
        let line = self.marked(words, around)?;
        let _ = writeln!(text, "  {line}");
        Ok(())
    }

    /// The code points `around` of an article, with brackets about `words`.
    fn marked(&self, words: &Words, around: (u32, u32)) -> Result<String> {
        let record = { self.0.get(&words.article) }.context("expected an article of the gold")?;
        let (text, part) = match words.field {
            Part::Text => (record.text.as_str(), ""),
            Part::Headline => (record.title.as_deref().unwrap_or_default(), "headline "),
        };
        let mut line = format!("{} {part}{}..{}: ", words.article, words.start, words.end);
        for (at, c) in (0..).zip(text.chars()) {
            if at < around.0 || at >= around.1.max(words.end) {
                continue;
            }
            if at == words.start {
                line.push('[');
            }
            line.push(if c == '\n' { ' ' } else { c });
            if at + 1 == words.end {
                line.push(']');
            }
        }
        Ok(line)
    }
}
