//! Credit lines: whose material an article carries, as it says itself.

use std::sync::LazyLock;

use regex::Regex;
use retold_model::{Block, BlockKind, Byline, Credit, CreditKind, Dateline, Field};
use retold_outlets::register;

use crate::assemble::RawBlock;
use crate::names;

/// Words of a credit line at most.
const MAX_WORDS: usize = 30;

struct Pattern {
    regex: Regex,
    kind: CreditKind,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |kind, regex: &str| Pattern {
        regex: Regex::new(regex).expect("the credit patterns are regular expressions"),
        kind,
    };
    vec![
        pattern(
            CreditKind::Source,
            r"(?i)^[\W_]*(?:news )?(?:source|sources|quelle|quellen|fuente|fonte|bron|źródło)\s*[:：]\s*(?P<names>.{2,120}?)\W*$",
        ),
        pattern(
            CreditKind::Source,
            r"(?i)^[\W_]*(?:(?:this|the) (?:article|story|report|piece|post|text|column)(?: was| has)?(?: been)?|dieser (?:artikel|beitrag|text)(?: ist)?|cet article(?: est)?|este artículo)?\s*(?:(?:first|originally|previously) (?:appeared|ran|published|posted|printed)|(?:re)?printed|republished|erschienen?|(?:a )?paru|apareció) ?(?:zuerst|d.abord|originalmente|first|originally|courtesy|with permission)?\s+(?:in|on|at|by|from|of|bei|auf|dans|sur|en)\s+(?P<names>.{2,80}?)(?: and is republished.*|, on .*)?\W*$",
        ),
        pattern(
            CreditKind::Reporting,
            r"(?i)^[\W_]*(?:with )?(?:additional |further )?(?:reporting|report|contributions?|files) (?:by|from) (?P<names>\p{Lu}.{2,160}?)\W*$",
        ),
        pattern(
            CreditKind::Reporting,
            r"(?i)^[\W_]*(?P<names>\p{Lu}.{2,240}?) (?:also )?contributed to (?:this|the) (?:report|story|article)\b.*$",
        ),
        pattern(
            CreditKind::With,
            r"(?i)^[\W_]*(?:with|mit(?: material)?(?: von)?|avec|con|including|from)\s+(?:(?:inputs?|input|additional input|files?|information|reports?|reporting|material|agency inputs?) (?:from|by|of|von|de)\s+)?(?:the )?(?P<names>.{2,120}?)\W*$",
        ),
        pattern(
            CreditKind::With,
            r"(?i)^[\W_]*(?P<names>(?:agency|agencies|wire) (?:inputs?|reports?)|agencies|news agencies)\W*$",
        ),
    ]
});

/// Labels the credit lines among the last and first blocks of a body.
pub(crate) fn mark(blocks: &mut [RawBlock]) {
    for block in blocks
        .iter_mut()
        .filter(|block| block.kind.is_body() && block.kind != BlockKind::Heading)
    {
        if read(&block.text).is_some() {
            block.kind = BlockKind::Credit;
        }
    }
}

/// The kind and names of a credit line; `None` for other lines.
pub(crate) fn read(line: &str) -> Option<(CreditKind, Vec<String>)> {
    if line.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let line = line.trim();
    if !may_be_credit(line) {
        return None;
    }
    PATTERNS.iter().find_map(|pattern| {
        let captures = pattern.regex.captures(line)?;
        let written = captures.name("names")?.as_str();
        let names = if pattern.kind == CreditKind::Reporting {
            split(&only_names(written))
        } else {
            split(written)
        };
        // "With the war over, …": only known agencies, or what says "agencies", make "With …" a credit.
        let known = |name: &String| names::is_agency(name) || name.to_lowercase().contains("agenc");
        let is_credit = match pattern.kind {
            CreditKind::With => !names.is_empty() && names.iter().all(known),
            CreditKind::Source => {
                !names.is_empty()
                    && names.len() <= 5
                    && !written.ends_with('.')
                    && names
                        .iter()
                        .all(|name| name.split_whitespace().count() <= 6)
            }
            CreditKind::Reporting | CreditKind::Byline => !names.is_empty(),
        };
        is_credit.then_some((pattern.kind, names))
    })
}

/// The words that open credit lines, lower case: most lines need no further look.
const OPENERS: &[&str] = &[
    "source",
    "sources",
    "news",
    "quelle",
    "quellen",
    "fuente",
    "fonte",
    "bron",
    "źródło",
    "with",
    "additional",
    "further",
    "reporting",
    "report",
    "contribution",
    "contributions",
    "files",
    "writing",
    "editing",
    "compiled",
    "mit",
    "avec",
    "con",
    "including",
    "from",
    "agency",
    "agencies",
    "wire",
    "this",
    "the",
    "first",
    "originally",
    "republished",
    "reprinted",
    "dieser",
    "erschienen",
    "cet",
    "este",
];

fn may_be_credit(line: &str) -> bool {
    let first = line
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    first.len() <= 16 && OPENERS.contains(&first.to_lowercase().as_str())
        || line.contains("contributed to")
}

/// "Gazette writers Erin Hale in Taipei, Taiwan; Editing by Ada Moor in Oslo" without places, roles and the house.
fn only_names(written: &str) -> String {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\s(?:in|at) \p{Lu}[\p{L}.-]*(?: \p{Lu}[\p{L}.-]*)*(?:, \p{Lu}[\p{L}. -]*?(?:,?$|(?P<end>;|,? and\b)))?").expect("the pattern is a regular expression")
    });
    static ROLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:additional )?(?:reporting|writing|editing)(?: and (?:writing|editing|reporting))? by ")
            .expect("the pattern is a regular expression")
    });
    static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(^|, |; |\band )\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,3}(?:[’']s|(?:[’']s)? (?:[a-z]+ )?(?:writer|reporter|correspondent|journalist|producer|editor)s?) (?P<name>\p{Lu})")
            .expect("the pattern is a regular expression")
    });
    let names = ROLE.replace_all(written, " ");
    let names = PLACE.replace_all(&names, " $end");
    HOUSE.replace_all(&names, "$1$name").into_owned()
}

/// Whether a line is the name of an outlet, or of agencies, and nothing else.
pub(crate) fn is_outlet(line: &str) -> bool {
    let name = line.trim_matches(|c: char| !c.is_alphanumeric());
    // "The Times" alone in a line is a paper, whichever; "Nature" and "Time" are headings as well.
    let is_known = || {
        register()
            .named(name)
            .is_some_and(|found| !found.ambiguous || name.starts_with("The "))
    };
    name.len() > 1 && (is_known() || !signed_by(line).is_empty())
}

/// The agencies that sign a line of nothing else: `By Reuters and staff`, `— AFP, dpa`, `(Associated Press)`. None
/// where it names anybody else.
pub(crate) fn signed_by(line: &str) -> Vec<String> {
    /// Words of a signature at most.
    const MOST_WORDS: usize = 10;
    const STAFF: &[&str] = &[
        "staff",
        "staff reports",
        "staff writers",
        "staff report",
        "redaktion",
    ];
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    if line.split_whitespace().count() > MOST_WORDS {
        return Vec::new();
    }
    let names = ["by ", "von ", "par ", "por "].iter().find_map(|by| {
        let (head, rest) = line.split_at_checked(by.len())?;
        head.eq_ignore_ascii_case(by).then_some(rest)
    });
    let mut names = split(names.unwrap_or(line));
    if names.iter().any(|name| name.contains('/')) || names::is_agency(line) {
        names = vec![line.to_owned()];
    }
    names.retain(|name| !STAFF.contains(&name.to_lowercase().as_str()));
    if names.iter().all(|name| names::is_agency(name)) {
        names
    } else {
        Vec::new()
    }
}

/// Names as written, one each.
fn split(written: &str) -> Vec<String> {
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*(?:,|;|/|&|\band\b|\bund\b|\by\b|\bet\b|\+)\s*")
            .expect("the pattern is a regular expression")
    });
    SPLIT
        .split(written)
        .map(|name| name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|name| name.len() > 1)
        .collect()
}

/// The credits that stand in the text.
pub(crate) fn credits(text: &str, blocks: &[Block]) -> Vec<Credit> {
    blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Credit)
        .filter_map(|block| {
            let line = block.range.slice(text)?;
            let (kind, names) = read(line)
                .or_else(|| is_outlet(line).then(|| (CreditKind::Source, split(line))))?;
            Some(Credit {
                kind,
                names,
                range: Some(block.range),
                from: "text".into(),
            })
        })
        .collect()
}

/// The credit of an agency in the byline.
pub(crate) fn of_byline(byline: &Byline) -> Credit {
    Credit {
        kind: CreditKind::Byline,
        names: vec![byline.name.value.clone()],
        range: None,
        from: byline.name.from.clone(),
    }
}

/// The credit of an agency in the dateline.
pub(crate) fn of_dateline(dateline: &Dateline) -> Option<Credit> {
    let names = split(dateline.agency.as_deref()?);
    Some(Credit {
        kind: CreditKind::Byline,
        names,
        range: Some(dateline.range),
        from: "dateline".into(),
    })
}

/// The credit that a field of the format states.
pub(crate) fn of_field(field: &Field) -> Option<Credit> {
    let names = split(&field.value);
    (!names.is_empty()).then(|| Credit {
        kind: CreditKind::Source,
        names,
        range: None,
        from: field.from.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(CreditKind, &[&str])>) {
        let found = read(line);
        let expected = expected.map(|(kind, names)| {
            (
                kind,
                names
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect::<Vec<_>>(),
            )
        });
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn credit_lines() {
        check("Source: CNN", Some((CreditKind::Source, &["CNN"])));
        check(
            "(with inputs from agencies)",
            Some((CreditKind::With, &["agencies"])),
        );
        check(
            "With Reuters and Associated Press",
            Some((CreditKind::With, &["Reuters", "Associated Press"])),
        );
        check(
            "SOURCE: AL JAZEERA AND NEWS AGENCIES",
            Some((CreditKind::Source, &["AL JAZEERA", "NEWS AGENCIES"])),
        );
        check(
            "(Reporting by Ada Moor and Bo Lind; Editing by Cay Holt)",
            Some((CreditKind::Reporting, &["Ada Moor", "Bo Lind", "Cay Holt"])),
        );
        check(
            "This article first appeared in The Harbour Note.",
            Some((CreditKind::Source, &["The Harbour Note"])),
        );
        check(
            "Originally published by The Harbour Note",
            Some((CreditKind::Source, &["The Harbour Note"])),
        );
        check(
            "CNN’s Ada Moor and Bo Lind contributed to this report.",
            Some((CreditKind::Reporting, &["Ada Moor", "Bo Lind"])),
        );
        check(
            "Associated Press writers Ada Moor and Bo Lind in Oslo, and Cay Holt in Bergen, Norway, contributed to this report.",
            Some((CreditKind::Reporting, &["Ada Moor", "Bo Lind", "Cay Holt"])),
        );
        check(
            "Ada Moor in Bergen, Nor., and Bo Lind in Oslo, Nor., contributed to this report.",
            Some((CreditKind::Reporting, &["Ada Moor", "Bo Lind"])),
        );
        check(
            "The Associated Press contributed to this report.",
            Some((CreditKind::Reporting, &["The Associated Press"])),
        );
        check(
            "With reporting by Ada Moor in Oslo, Norway",
            Some((CreditKind::Reporting, &["Ada Moor"])),
        );
    }

    #[test]
    fn sentences_are_no_credit_lines() {
        check("With the war over, ministers met.", None);
        check(
            "Source: the river rose twice last year, officials said in a report that nobody had read.",
            None,
        );
        check("With Ada Moor and Bo Lind", None);
        check("The report first appeared to be wrong.", None);
        check("The first ship appeared in the harbour.", None);
    }

    #[test]
    fn lines_that_agencies_sign() {
        for (line, expected) in [
            ("By Reuters and staff", &["Reuters"][..]),
            ("— AFP and dpa", &["AFP", "dpa"]),
            ("(Associated Press)", &["Associated Press"]),
            ("by dpa", &["dpa"]),
            ("By Ada Moor, Reuters", &[]),
            ("Reuters was told of it", &[]),
            ("By", &[]),
        ] {
            assert_eq!(signed_by(line), expected, "{line}");
        }
    }
}
