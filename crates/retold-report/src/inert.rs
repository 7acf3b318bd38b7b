//! Showing words without obeying them: one function for each format.
//!
//! JSON and CSV hold the exact words (JSON escapes signs that a terminal would obey; CSV marks formula cells in a way
//! that can be undone). The formats for reading show U+FFFD in the place of signs that change how others are shown.

use std::borrow::Cow;

use url::Url;

/// What stands in the place of a sign that is not shown.
const HIDDEN: char = '\u{FFFD}';

/// Whether `c` acts on a terminal, a page or the order of the words around it instead of being one of them:
/// control characters, line and paragraph separators, and the controls of writing direction.
pub fn is_acting(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// `text` on one line, for reading: white space as it stands but for line ends and tabs, which become spaces;
/// acting signs as U+FFFD.
///
/// ```
/// use retold_report::inert::visible;
/// assert_eq!(visible("two\nlines \u{1b}[31mred\u{202e}"), "two lines \u{FFFD}[31mred\u{FFFD}");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_acting) {
        return Cow::Borrowed(text);
    }
    let shown = |c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_acting(c) => HIDDEN,
        c => c,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The address as a link, if it is one that may be followed from a report: `http` or `https`, with a host, without
/// user name and password (they make one host look like another). Written in the normal form of the URL standard,
/// which holds no space, quotation mark, angle bracket or control character.
///
/// ```
/// use retold_report::inert::web_address;
/// assert_eq!(web_address("https://example.org/a b"), Some("https://example.org/a%20b".to_owned()));
/// assert_eq!(web_address("javascript:alert(1)"), None);
/// assert_eq!(web_address("https://bank.example@evil.example/"), None);
/// ```
pub fn web_address(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let allowed = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    // Signs that the standard leaves alone in a query or fragment, but Markdown and templates do not.
    allowed.then(|| {
        url.as_str()
            .chars()
            .map(|c| match c {
                '\\' => "%5C".into(),
                '\'' => "%27".into(),
                '`' => "%60".into(),
                '|' => "%7C".into(),
                '(' => "%28".into(),
                ')' => "%29".into(),
                '<' => "%3C".into(),
                '>' => "%3E".into(),
                '"' => "%22".into(),
                c => c.to_string(),
            })
            .collect()
    })
}

/// `text` as words in Markdown (`CommonMark` and GitHub's): no sign of it is markup, anywhere in a line.
///
/// ```
/// use retold_report::inert::markdown;
/// assert_eq!(markdown("1. <b>*Stop*</b> [x](javascript:1)"), r"1\. \<b\>\*Stop\*\</b\> \[x\](javascript:1)");
/// ```
pub fn markdown(text: &str) -> String {
    let text = visible(text);
    let text = text.trim();
    let mut result = String::with_capacity(text.len() + 8);
    // A list number, or the sign of a list, heading or underline, acts at the start of a line only.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (offset, c) in text.char_indices() {
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' => {
                true
            }
            '+' | '-' | '=' => offset == 0,
            '.' => (offset == digits && digits > 0) || ends_with_www(&text[..offset]),
            ')' => offset == digits && digits > 0,
            ':' => text[offset..].starts_with("://"),
            _ => false,
        };
        if escaped {
            result.push('\\');
        }
        result.push(c);
    }
    result
}

/// GitHub makes links of bare `www.` and `https://` words.
fn ends_with_www(before: &str) -> bool {
    before.len() >= 3
        && before
            .get(before.len() - 3..)
            .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Whether a spreadsheet takes a cell that begins like `text` for a formula. White space before the sign, the full
/// width forms of the signs, and quotation marks that [`csv_cell`] put before it count as well.
fn begins_formula(text: &str) -> bool {
    let rest = text.trim_start_matches('\'');
    rest.starts_with(['\t', '\r', '\n'])
        || rest
            .trim_start()
            .starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
}

/// `text` as a cell that no spreadsheet runs: what would begin a formula gets an apostrophe before it. Numbers that
/// Retold itself writes do not pass here. [`csv_words`] undoes it exactly.
///
/// ```
/// use retold_report::inert::{csv_cell, csv_words};
/// assert_eq!(csv_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
/// assert_eq!(csv_words("'=cmd|' /C calc'!A0"), "=cmd|' /C calc'!A0");
/// assert_eq!(csv_cell("'tis so"), "'tis so");
/// ```
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if begins_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The exact words of a cell that [`csv_cell`] wrote.
pub fn csv_words(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins_formula(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn err_addresses_do_not_become_links() {
        for address in [
            "",
            "news",
            "//example.org/a",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "vbscript:x",
            "blob:https://example.org/a",
            "https://user:pw@example.org/",
            "http://",
        ] {
            assert_eq!(web_address(address), None, "{address}");
        }
    }

    #[test]
    fn ok_addresses_hold_no_sign_that_ends_a_link() {
        assert_eq!(
            web_address("https://example.org/a\"onclick='x'>(b)?q=\\|`<'#f>"),
            Some(
                "https://example.org/a%22onclick=%27x%27%3E%28b%29?q=%5C%7C%60%3C%27#f%3E"
                    .to_owned()
            )
        );
    }

    proptest! {
        #[test]
        fn csv_cells_are_undone_exactly(text in r"['=+\-@a \t\n＝|]{0,8}") {
            let cell = csv_cell(&text);
            prop_assert_eq!(csv_words(&cell), &text);
        }

        #[test]
        fn no_csv_cell_begins_a_formula(text in r"['=+\-@a \t\n＝|]{0,8}") {
            let cell = csv_cell(&text);
            let first = cell.trim_start().chars().next().unwrap_or('a');
            prop_assert!(!"=+-@|%＝＋－＠".contains(first), "{}", cell);
        }

        #[test]
        fn markdown_words_hold_no_markup(text in r"[-a1 .:/()<>\[\]*_`#+=~|&!\\\n\tw@]{0,40}") {
            use pulldown_cmark::{Event, Options, Parser, Tag};
            let page = format!("> {}\n", markdown(&text));
            for event in Parser::new_ext(&page, Options::all()) {
                let plain = matches!(event, Event::Text(_) | Event::End(_)
                    | Event::Start(Tag::Paragraph | Tag::BlockQuote(None)));
                prop_assert!(plain, "{:?} in {:?}", event, page);
            }
        }
    }
}
