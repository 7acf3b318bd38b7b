//! The literate tests in `tests/times/*.md`: a sentence, and below it each expression with its value.
//!
//! In a block fenced by ` ```times ` a line `anchor: DATE` (or `anchor: none`) holds until the next; a line `> ...` is a text; the
//! lines below it are `words = KIND VALUE [MODIFIER] [~ EDTF]`, all that is found, in order. Prose between the blocks explains.

mod common;

use retold_annotate::times::times;
use retold_model::{Stamp, TimeExpression};
use retold_text::TextRange;

fn shown(text: &str, found: &TimeExpression) -> String {
    let words = found.range.slice(text).unwrap_or("(no words)");
    let kind = format!("{:?}", found.kind).to_lowercase();
    let modifier = found
        .modifier
        .map_or(String::new(), |modifier| format!(" {modifier:?}"));
    let edtf = found
        .edtf
        .as_ref()
        .filter(|edtf| *edtf != found.value.as_str())
        .map_or(String::new(), |edtf| format!(" ~ {edtf}"));
    format!("{words} = {kind} {}{modifier}{edtf}", found.value)
}

fn found(text: &str, anchor: Option<Stamp>) -> Vec<String> {
    times(text, &[TextRange::of(0, text.len())], anchor)
        .iter()
        .map(|found| shown(text, found))
        .collect()
}

/// What the file says, with the expectations that hold today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut anchor = None;
    let mut inside = false;
    for line in file.lines() {
        if line.starts_with("```") {
            inside = line == "```times";
        } else if inside {
            if let Some(date) = line.strip_prefix("anchor: ") {
                anchor = (date != "none").then(|| date.parse().expect("an anchor is a date"));
            } else if let Some(text) = line.strip_prefix("> ") {
                lines.push(line.to_owned());
                lines.extend(found(text, anchor));
                continue;
            } else if !line.is_empty() {
                continue;
            }
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

#[test]
fn literate() {
    common::literate("times", rewritten);
}
