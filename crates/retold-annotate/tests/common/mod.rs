//! What the literate tests share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "helpers of tests, of which not each uses all"
)]

use std::path::Path;
use std::sync::LazyLock;

use retold_lang::Pipeline;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_text::TextRange;

/// The English model, fetched into the user's cache on first use.
pub(crate) static ENGLISH: LazyLock<Pipeline> = LazyLock::new(|| {
    let installed = Cache::of_user()
        .unwrap()
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .unwrap();
    Pipeline::from_files(&|file| installed.read(file)).unwrap()
});

/// The lines of a text, as blocks.
pub(crate) fn blocks(text: &str) -> Vec<TextRange> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = TextRange::of(start, start + line.trim_end().len());
            start += line.len();
            range
        })
        .filter(|range| !range.is_empty())
        .collect()
}

/// Holds the files of `tests/NAME` to what `rewritten` makes of them: the file with the expectations that hold today.
///
/// With `RETOLD_BLESS=1` the files are written anew, to be read as a diff.
pub(crate) fn literate(name: &str, rewritten: impl Fn(&str) -> String) {
    let folder = Path::new("tests").join(name);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let now = rewritten(&text);
        if std::env::var_os("RETOLD_BLESS").is_some() {
            std::fs::write(&path, now).unwrap();
            continue;
        }
        for (expected, found) in text.lines().zip(now.lines()) {
            assert_eq!(found, expected, "{}", path.display());
        }
        assert_eq!(
            now.lines().count(),
            text.lines().count(),
            "{}",
            path.display()
        );
    }
}

/// A file with what `found` shows of each text, for files whose blocks ```` ```NAME ```` hold texts on lines that begin
/// with `>`, each before its expectations.
pub(crate) fn with_findings(file: &str, name: &str, found: impl Fn(&str) -> Vec<String>) -> String {
    let opens = format!("```{name}");
    let mut lines: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut inside = false;
    for line in file.lines() {
        if inside {
            if let Some(block) = line.strip_prefix('>') {
                text += block.trim();
                text.push('\n');
            } else {
                if !text.is_empty() {
                    lines.extend(found(&text));
                    text.clear();
                }
                if !line.is_empty() && !line.starts_with("```") {
                    continue;
                }
            }
        }
        if line.starts_with("```") {
            inside = line == opens;
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}
